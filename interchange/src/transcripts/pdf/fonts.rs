//! What fonts say of the widths of their letters, put so that the library reads it.
//!
//! A font gives the widths of its letters one by one, or one width for many letters in a row. The library takes the second
//! way for no width at all, so that letters come to stand apart, over each other or beside the sheet.

use std::collections::BTreeMap;

use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// The largest number of a letter.
const LAST_LETTER: i64 = 0xffff;

/// For how many letters widths are told in all, and how many parts their lists have.
const MOST_WIDTHS: usize = 400_000;
const MOST_PARTS: usize = 400_000;

/// How many fonts are told the widths of their letters: each gets a copy of what describes them.
const MOST_FONTS: usize = 2_000;

/// How many entries such a description has, beside the widths, and how long each may be.
const MOST_ENTRIES: usize = 32;
const LONGEST_ENTRY: usize = 256;

/// Tells the widths of all letters one by one.
pub(super) fn settle(document: &mut Document) {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let mut left = Left {
        widths: MOST_WIDTHS,
        parts: MOST_PARTS,
        fonts: MOST_FONTS,
    };
    for id in ids {
        let Some(letters) = letters(document, id, &mut left) else {
            continue;
        };
        if let Some(Ok(font)) = document.objects.get_mut(&id).map(Object::as_dict_mut) {
            let letters = vec![Object::Dictionary(letters)];
            font.set("DescendantFonts", Object::Array(letters));
        }
    }
}

/// How much is still read of all fonts.
struct Left {
    widths: usize,
    parts: usize,
    fonts: usize,
}

/// The letters of a font that has many, with their widths one by one.
fn letters(document: &Document, id: ObjectId, left: &mut Left) -> Option<Dictionary> {
    let font = document.objects.get(&id)?.as_dict().ok()?;
    let letters = resolved(document, font.get(b"DescendantFonts").ok()?)?;
    let letters = resolved(document, letters.as_array().ok()?.first()?)?;
    let letters = letters.as_dict().ok()?;
    left.fonts = left.fonts.checked_sub(1)?;
    let described = letters.iter().filter(|(key, _)| key.as_slice() != b"W");
    let (mut entries, mut all_small) = (0, true);
    for (_, entry) in described.take(MOST_ENTRIES + 1) {
        entries += 1;
        all_small &= is_small(entry, 2);
    }
    if !all_small || entries > MOST_ENTRIES {
        return None;
    }
    let number = |object: &Object| resolved(document, object)?.as_float().ok();
    let usual = letters.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
    let listed = letters.get(b"W").ok();
    let listed = listed.and_then(|listed| resolved(document, listed)?.as_array().ok());
    let listed = listed.map_or(&[][..], Vec::as_slice);
    let known = widths(document, listed, usual, left)?;
    let mut told: Vec<Object> = Vec::new();
    let known: Vec<(i64, f32)> = known.into_iter().collect();
    for row in known.chunk_by(|(one, _), (other, _)| *other == one + 1) {
        let each = row.iter().map(|(_, width)| Object::Real(*width));
        told.push(Object::Integer(row[0].0));
        told.push(Object::Array(each.collect()));
    }
    let described = letters.iter().filter(|(key, _)| key.as_slice() != b"W");
    let mut letters: Dictionary = described
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect();
    letters.set("W", Object::Array(told));
    letters.set("DW", Object::Integer(whole(usual)));
    Some(letters)
}

/// Whether an entry is as short as those of fonts are, so that it can be copied for each of them.
fn is_small(entry: &Object, depth: usize) -> bool {
    match entry {
        Object::String(text, _) | Object::Name(text) => text.len() <= LONGEST_ENTRY,
        Object::Array(entries) => {
            let few = depth > 0 && entries.len() <= MOST_ENTRIES;
            few && entries.iter().all(|entry| is_small(entry, depth - 1))
        }
        Object::Dictionary(entries) => {
            let few = depth > 0 && entries.len() <= MOST_ENTRIES;
            few && entries.iter().all(|(_, entry)| is_small(entry, depth - 1))
        }
        Object::Stream(_) => false,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Reference(_) => true,
    }
}

/// The widths by the numbers of letters. None where there are more than any font has.
fn widths(
    document: &Document,
    listed: &[Object],
    usual: f32,
    left: &mut Left,
) -> Option<BTreeMap<i64, f32>> {
    left.parts = left.parts.checked_sub(listed.len())?;
    let number = |object: &Object| resolved(document, object)?.as_float().ok();
    let code = |object: &Object| {
        let number = number(object)?;
        (0.0..=65535.0).contains(&number).then(|| whole(number))
    };
    let mut known = BTreeMap::new();
    let mut parts = listed.iter();
    while let (Some(first), Some(second)) = (parts.next().and_then(code), parts.next()) {
        let each = resolved(document, second).and_then(|second| second.as_array().ok());
        if let Some(each) = each {
            left.widths = left.widths.checked_sub(each.len())?;
            for (nth, width) in (first..=LAST_LETTER).zip(each) {
                known.insert(nth, number(width).unwrap_or(usual));
            }
            continue;
        }
        let (Some(last), Some(width)) = (code(second), parts.next().and_then(number)) else {
            break;
        };
        let count = usize::try_from((last - first + 1).max(0)).ok()?;
        left.widths = left.widths.checked_sub(count)?;
        known.extend((first..=last).map(|nth| (nth, width)));
    }
    Some(known)
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, found)| found)
}

/// A number without what is behind its point.
fn whole(number: f32) -> i64 {
    format!("{:.0}", number.clamp(-1e6, 1e6))
        .parse()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use pdf_extract::{Object, Stream, dictionary};

    use super::super::super::tests::{shown, warned};
    use super::super::tests::pdf;

    /// Letters of two bytes each.
    fn wide(text: &str) -> String {
        let letters: Vec<String> = text.bytes().map(|byte| format!("{byte:04x}")).collect();
        letters.concat()
    }

    /// A turn of two pieces drawn side by side, and another, in a font that says of its letters what is told.
    fn page(widths: Object, usual: Object, is_own: bool) -> Vec<u8> {
        let piece = |x: i32, y: i32, text: &str| {
            format!("BT /F 10 Tf 1 0 0 1 {x} {y} Tm <{}> Tj ET\n", wide(text))
        };
        let drawn = piece(72, 700, "INT: So") + &piece(107, 700, "on or late?");
        let drawn = drawn + &piece(72, 680, "P1: La") + &piece(102, 680, "te.");
        let drawn = drawn
            + &piece(72, 660, "INT: And was it as late as that ag")
            + &piece(242, 660, "ain?");
        pdf(&[&drawn], |document| {
            let map = "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0020> <007e> <0020> endbfrange";
            let map = document.add_object(Stream::new(dictionary! {}, map.as_bytes().to_vec()));
            let letters = dictionary! {
                "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Sans", "W" => widths, "DW" => usual,
                "FontDescriptor" => dictionary! { "Type" => "FontDescriptor", "FontName" => "Sans" },
            };
            let letters = if is_own {
                document.add_object(letters).into()
            } else {
                Object::Dictionary(letters)
            };
            let font = document.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Sans", "Encoding" => "Identity-H",
                "DescendantFonts" => vec![letters], "ToUnicode" => map,
            });
            let first = document.get_pages()[&1];
            let page = document
                .get_object_mut(first)
                .unwrap()
                .as_dict_mut()
                .unwrap();
            page.set(
                "Resources",
                dictionary! { "Font" => dictionary! { "F" => font } },
            );
        })
    }

    const READ: &str = "[INT!] Soon or late?\n[P1] Late.\n[INT!] And was it as late as that again?";

    #[test]
    fn letters_are_as_wide_as_their_font_says() {
        let each = || Object::Array(vec![500.into(); 95]);
        let one_by_one = Object::Array(vec![32.into(), each()]);
        assert_eq!(shown("a.pdf", &page(one_by_one, 0.into(), true)), READ);
        let in_a_row = vec![
            32.into(),
            96.into(),
            500.into(),
            97.into(),
            126.into(),
            Object::Real(500.0),
        ];
        for is_own in [true, false] {
            let bytes = page(Object::Array(in_a_row.clone()), 0.into(), is_own);
            assert_eq!(shown("a.pdf", &bytes), READ);
        }
        // All letters are as wide as the usual one.
        let usual = page(Object::Array(Vec::new()), Object::Real(500.0), true);
        assert_eq!(shown("a.pdf", &usual), READ);
    }

    #[test]
    fn a_list_of_widths_that_is_cut_off_costs_no_page() {
        let cut = Object::Array(vec![32.into(), 126.into(), 500.into(), 7.into()]);
        let bytes = page(cut, 0.into(), true);
        assert_eq!(shown("a.pdf", &bytes), READ);
        assert_eq!(warned("a.pdf", &bytes), [""; 0]);
        // Nor do many fonts for all letters there are.
        let endless = vec![0.into(), 65535.into(), 500.into()];
        let endless: Vec<Object> = (0..100).flat_map(|_| endless.clone()).collect();
        assert!(shown("a.pdf", &page(Object::Array(endless), 500.into(), true)).contains("late"));
    }
}
