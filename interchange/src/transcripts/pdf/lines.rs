//! From characters on a page to its lines, from top to bottom.

use super::glyphs::Glyph;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its words from left to right; at least one.
    pub(super) words: Vec<Word>,
    /// Its height on the page, from below.
    pub(super) y: f64,
    /// The size of most of its letters.
    pub(super) size: f64,
    /// The number of the line or paragraph that stood before it.
    pub(super) number: Option<u32>,
}

/// Letters without a gap between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) text: String,
}

/// A gap this wide, in sizes of the letters, divides words.
const WORD_GAP: f64 = 0.17;

/// A gap this wide divides columns.
const WIDE_GAP: f64 = 1.6;

impl Line {
    /// Its words, with a tab for each wide gap.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut right = f64::MAX;
        for word in &self.words {
            if word.left - right > self.size * WIDE_GAP {
                text.push('\t');
            } else if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word.text);
            right = word.right;
        }
        text
    }

    pub(super) fn left(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.right)
    }
}

/// Puts the characters of a page into lines.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut glyphs: Vec<&Glyph> = glyphs
        .iter()
        .filter(|glyph| !glyph.text.is_empty())
        .collect();
    // Stable, so that what stands in one place keeps the order of drawing.
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    let mut base = f64::MAX;
    for glyph in glyphs {
        let near = base - glyph.y <= glyph.size * 0.35;
        match rows.last_mut() {
            Some(row) if near => row.push(glyph),
            _ => {
                base = glyph.y;
                rows.push(vec![glyph]);
            }
        }
    }
    rows.into_iter().filter_map(line).collect()
}

fn line(mut row: Vec<&Glyph>) -> Option<Line> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut sizes: Vec<f64> = row.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let y = row[row.len() / 2].y;
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut apart = true;
    for glyph in row {
        // Some printers make letters bold by drawing them twice.
        let again = last.is_some_and(|last| {
            last.text == glyph.text && (glyph.x - last.x).abs() < glyph.size * 0.12
        });
        if again {
            continue;
        }
        last = Some(glyph);
        if glyph.text.chars().all(char::is_whitespace) {
            apart = true;
            continue;
        }
        let right = glyph.x + glyph.width.max(0.0);
        match words.last_mut() {
            Some(word) if !apart && glyph.x - word.right <= size * WORD_GAP => {
                word.text.push_str(&glyph.text);
                word.right = word.right.max(right);
            }
            _ => words.push(Word {
                left: glyph.x,
                right,
                text: glyph.text.clone(),
            }),
        }
        apart = false;
    }
    for word in &mut words {
        word.text = readable(&word.text);
    }
    words.retain(|word| !word.text.is_empty());
    (!words.is_empty()).then_some(Line {
        words,
        y,
        size,
        number: None,
    })
}

/// Letters that printers join are written one by one; what has no meaning is left out.
fn readable(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            c if c.is_whitespace() => plain.push(' '),
            c if c.is_control() || c == '\u{feff}' => {}
            c => plain.push(c),
        }
    }
    plain.trim().to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Words of a line for tests: letters of half their size, `\t` a wide gap.
    pub(in super::super) fn glyphs(x: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
        let mut at = x;
        let mut found = Vec::new();
        for c in text.chars() {
            if c == '\t' {
                at += size * 3.0;
                continue;
            }
            found.push(Glyph {
                x: at,
                y,
                width: size / 2.0,
                size,
                text: c.to_string(),
            });
            at += size / 2.0;
        }
        found
    }

    #[test]
    fn characters_become_lines_whatever_the_order_of_drawing() {
        let mut page = glyphs(50.0, 700.0, 10.0, "second line");
        page.extend(glyphs(50.0, 712.0, 10.0, "Ada:\tﬁrst line"));
        page.extend(glyphs(50.3, 712.2, 10.0, "Ada:"));
        let texts: Vec<String> = lines(&page).iter().map(Line::text).collect();
        assert_eq!(texts, ["Ada:\tfirst line", "second line"]);
    }
}
