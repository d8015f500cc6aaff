//! Which letters are bold or italic: the library does not say in which font a letter is, so a mark is drawn wherever a page
//! changes to such a font or back.

use std::collections::BTreeSet;

use pdf_extract::{Dictionary, Document, Object, Path, PathOp};

/// The width of the rectangle that is drawn as a mark, as high as 1 for bold or italic and 2 for plain letters.
const MARK: f64 = -7775.0;

/// Whether the letters drawn after a path are bold or italic; none if the path is no mark.
pub(super) fn read(path: &Path) -> Option<bool> {
    match path.ops.last() {
        Some(PathOp::Rect(_, _, across, up)) if (across - MARK).abs() < 0.5 => Some(*up < 1.5),
        _ => None,
    }
}

/// The names under which a page's resources have bold and italic fonts.
pub(super) fn fonts(document: &Document, resources: &Object) -> BTreeSet<Vec<u8>> {
    let resolved = |object: &Object| {
        document
            .dereference(object)
            .ok()
            .map(|(_, found)| found.clone())
    };
    let named = || {
        let resources = resolved(resources)?;
        resolved(resources.as_dict().ok()?.get(b"Font").ok()?)
    };
    let Some(Object::Dictionary(named)) = named() else {
        return BTreeSet::new();
    };
    let strong = named.iter().filter(|(_, font)| {
        let font = resolved(font);
        let font = font.as_ref().and_then(|font| font.as_dict().ok());
        font.is_some_and(|font| is_strong(document, font))
    });
    strong.map(|(name, _)| name.clone()).collect()
}

/// Parts of the names of bold and italic fonts, in small letters.
const STRONG: [&str; 13] = [
    "bold", "black", "heavy", "demi", "italic", "oblique", "slanted", "-medi", "cmbx", "sfbx",
    "cmti", "sfti", "-ital",
];

fn is_strong(document: &Document, font: &Dictionary) -> bool {
    let name = font
        .get(b"BaseFont")
        .and_then(Object::as_name)
        .unwrap_or_default();
    let name = String::from_utf8_lossy(name).to_lowercase();
    if STRONG.iter().any(|part| name.contains(part)) {
        return true;
    }
    let described = font.get(b"FontDescriptor").and_then(Object::as_reference);
    let described = described.and_then(|id| document.get_dictionary(id));
    let weight = described.and_then(|described| described.get(b"FontWeight").cloned());
    weight
        .and_then(|weight| weight.as_float())
        .is_ok_and(|weight| weight >= 600.0)
}

/// Drawing commands with a mark wherever letters become bold or italic, or plain again.
pub(super) fn marked(commands: &[u8], strong: &BTreeSet<Vec<u8>>) -> Vec<u8> {
    if strong.is_empty() {
        return commands.to_vec();
    }
    let mut marked = Vec::with_capacity(commands.len() + commands.len() / 8);
    let mut copied = 0;
    let (mut now, mut name, mut saved) = (false, commands, Vec::new());
    let mut mark = |at: usize, is_strong: bool| {
        marked.extend(&commands[copied..at]);
        copied = at;
        let up = if is_strong { 1 } else { 2 };
        marked.extend(format!(" 0 0 {MARK} {up} re f ").into_bytes());
    };
    let mut at = 0;
    while let Some((start, end)) = next(commands, at) {
        at = end;
        let token = &commands[start..end];
        let then = match token {
            [b'/', ..] => {
                name = &token[1..];
                now
            }
            b"Tf" => strong.contains(name),
            b"q" => {
                saved.push(now);
                now
            }
            b"Q" => saved.pop().unwrap_or(now),
            b"ID" => {
                // A picture within the commands may hold any bytes.
                let ends = commands[end..].windows(4).position(|part| {
                    part[0].is_ascii_whitespace()
                        && &part[1..3] == b"EI"
                        && part[3].is_ascii_whitespace()
                });
                at = ends.map_or(commands.len(), |length| end + length);
                now
            }
            _ => now,
        };
        if then != now {
            now = then;
            mark(end, now);
        }
    }
    marked.extend(&commands[copied..]);
    marked
}

/// Where the next name, number or operator begins and ends; strings and remarks are passed over.
fn next(commands: &[u8], mut at: usize) -> Option<(usize, usize)> {
    loop {
        match commands.get(at)? {
            b'(' => at = string_end(commands, at),
            b'%' => {
                let length = commands[at..]
                    .iter()
                    .position(|byte| matches!(byte, b'\n' | b'\r'));
                at += length?;
            }
            b'<' if commands.get(at + 1) != Some(&b'<') => {
                at += commands[at..].iter().position(|&byte| byte == b'>')? + 1;
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => at += 1,
            byte if byte.is_ascii_whitespace() || *byte == 0 => at += 1,
            _ => break,
        }
    }
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}/%\0".contains(byte);
    let length = commands[at + 1..].iter().position(is_end);
    Some((at, length.map_or(commands.len(), |length| at + 1 + length)))
}

fn string_end(commands: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0_usize, start);
    while let Some(byte) = commands.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(commands.len())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;
    use super::super::tests::pdf;
    use super::*;
    use pdf_extract::dictionary;

    #[test]
    fn marks_stand_where_letters_change_and_never_in_what_is_drawn() {
        let strong = BTreeSet::from([b"B".to_vec()]);
        let of = |commands: &str| String::from_utf8(marked(commands.as_bytes(), &strong)).unwrap();
        assert_eq!(
            of("BT /B 9 Tf (a \\) /R 9 Tf) Tj /R 9 Tf<2f>Tj ET"),
            "BT /B 9 Tf 0 0 -7775 1 re f  (a \\) /R 9 Tf) Tj /R 9 Tf 0 0 -7775 2 re f <2f>Tj ET"
        );
        assert_eq!(
            of("q /B 9 Tf Q (x) Tj"),
            "q /B 9 Tf 0 0 -7775 1 re f  Q 0 0 -7775 2 re f  (x) Tj"
        );
        let picture = "BI /W 1 ID /B 9 Tf \u{1} EI /R 9 Tf (unended";
        assert_eq!(of(picture), picture);
    }

    #[test]
    fn bold_questions_are_told_from_answers() {
        let mut page = String::new();
        for n in 0..6 {
            let y = 760 - n * 60;
            let asked = format!("How was it in the year {n}, and who was there?");
            let said =
                format!("It was good in the year {n}, I remember, and all of us were there.");
            for (font, y, text) in [("B", y, asked), ("F", y - 12, said)] {
                page += &["BT /", font, &format!(" 10 Tf 72 {y} Td ({text}) Tj ET\n")].concat();
            }
        }
        let bytes = pdf(&[&page], |document| {
            let font = document.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica-Bold",
            });
            let page = document.get_pages()[&1];
            let page = document
                .get_object_mut(page)
                .unwrap()
                .as_dict_mut()
                .unwrap();
            let fonts = page.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
            let fonts = fonts.get_mut(b"Font").unwrap().as_dict_mut().unwrap();
            fonts.set("B", font);
        });
        let read = shown("a.pdf", &bytes);
        assert!(
            read.starts_with("[Question!] How was it in the year 0, and who was there?\n[Answer] It was good in the year 0"),
            "{read}"
        );
        assert_eq!(read.lines().count(), 12, "{read}");
    }
}
