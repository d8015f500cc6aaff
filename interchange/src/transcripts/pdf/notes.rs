//! Footnotes: small print at the foot of a page that begins with a number, and the raised numbers in the text that call it.

use std::collections::BTreeSet;

use super::glyphs::Glyph;
use super::lines::{line, rows};
use crate::Warning;

/// How many rows of a page may be notes: each is compared with the whole page.
const MOST: usize = 200;

/// How small the letters of notes are at most, and those of the numbers that call them, in sizes of most letters.
const SMALL: f64 = 0.93;
const RAISED: f64 = 0.76;

/// How many rows below the notes may be a running foot.
const FOOT: usize = 2;

/// Takes notes and the numbers that call them off all pages, and says how many.
pub(super) fn take_off(pages: &mut [Vec<Glyph>], warnings: &mut Vec<Warning>) {
    let Some(size) = usual_size(pages) else {
        return;
    };
    let calls: Vec<Vec<Call>> = pages.iter().map(|page| calls(page, size)).collect();
    let mut gone: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); pages.len()];
    let (mut count, mut open) = (0, BTreeSet::new());
    for (at, page) in pages.iter().enumerate() {
        // A note for which there was no room stands on the next page.
        let own: BTreeSet<String> = calls[at].iter().map(|call| call.sign.clone()).collect();
        let notes = notes(page, &calls[at], &open, size);
        count += notes.signs.len();
        gone[at].extend(notes.glyphs);
        for place in at.saturating_sub(1)..=at {
            let called = calls[place].iter();
            for call in called.filter(|call| notes.signs.contains(&call.sign)) {
                gone[place].extend(call.first..=call.last);
            }
        }
        open = own.difference(&notes.signs).cloned().collect();
    }
    for (page, gone) in pages.iter_mut().zip(gone) {
        let mut place = 0;
        page.retain(|_| {
            place += 1;
            !gone.contains(&(place - 1))
        });
    }
    if count > 0 {
        warnings.push(Warning::of_file(if count == 1 {
            "1 footnote was left out".to_owned()
        } else {
            format!("{count} footnotes were left out")
        }));
    }
}

/// The size of most letters of the document.
fn usual_size(pages: &[Vec<Glyph>]) -> Option<f64> {
    let letters = pages.iter().flatten();
    let mut sizes: Vec<f64> = letters
        .filter(|glyph| glyph.text.contains(char::is_alphanumeric))
        .map(|glyph| glyph.size)
        .collect();
    let middle = sizes.len() / 2;
    (!sizes.is_empty()).then(|| *sizes.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// The notes of a page: their signs, and which characters they are.
#[derive(Default)]
struct Notes {
    signs: BTreeSet<String>,
    glyphs: Vec<usize>,
}

/// Small print within one column, without a wide gap.
struct Print {
    left: f64,
    right: f64,
    y: f64,
    size: f64,
    begin: String,
}

/// How wide a gap within a row of small print is that is between columns, in sizes of most letters.
const GUTTER: f64 = 1.2;

/// The rows of small print on a page, from top to bottom.
fn small_print(page: &[Glyph], calls: &[Call], size: f64) -> Vec<Print> {
    let is_call = |place| (calls.iter()).any(|call| (call.first..=call.last).contains(&place));
    let is_small = |(place, glyph): &(usize, &Glyph)| {
        glyph.size <= size * SMALL && !glyph.text.trim().is_empty() && !is_call(*place)
    };
    let small = page.iter().enumerate().filter(is_small);
    let mut found = Vec::new();
    for mut row in rows(small.map(|(_, glyph)| glyph).collect()) {
        row.sort_by(|one, other| one.x.total_cmp(&other.x));
        let apart =
            |one: &&Glyph, other: &&Glyph| other.x - (one.x + one.width.max(0.0)) <= size * GUTTER;
        for part in row.chunk_by(apart) {
            if let Some(line) = line(part.to_vec()) {
                found.push(Print {
                    left: line.left(),
                    right: line.right(),
                    y: line.y,
                    size: line.size,
                    begin: line.words[0].text.clone(),
                });
            }
        }
    }
    found.sort_by(|one, other| other.y.total_cmp(&one.y));
    found
}

/// Rows in small print below the call of their sign, down to the foot of the column. `calls`: those of the page; `open`:
/// signs whose notes did not fit on the page before.
fn notes(page: &[Glyph], calls: &[Call], open: &BTreeSet<String>, size: f64) -> Notes {
    let mut notes = Notes::default();
    if calls.is_empty() && open.is_empty() {
        return notes;
    }
    let print = small_print(page, calls, size);
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut tried = 0;
    for (at, first) in print.iter().enumerate() {
        let called = calls
            .iter()
            .filter(|call| first.y < call.y + size)
            .map(|call| &call.sign);
        let Some(sign) = called.chain(open).find(|sign| begins(&first.begin, sign)) else {
            continue;
        };
        if tried == MOST {
            break;
        }
        tried += 1;
        let mut last = first;
        let mut right = first.right;
        for next in &print[at + 1..] {
            let below = last.y - next.y;
            if (next.left - first.left).abs() <= size * 3.0 && below > 0.0 {
                if below > last.size * 1.9 {
                    break;
                }
                right = right.max(next.right);
                last = next;
            }
        }
        let left = first.left.min(last.left) - size * 3.0;
        let within = |glyph: &Glyph| (left..right).contains(&glyph.x);
        // Below the notes of a column is nothing but perhaps a running foot.
        let ends = |glyph: &&Glyph| {
            within(glyph) && glyph.y < last.y - size * 0.5 && !glyph.text.trim().is_empty()
        };
        if rows(page.iter().filter(ends).collect()).len() > FOOT {
            continue;
        }
        notes.signs.insert(sign.clone());
        let (top, bottom) = (first.y + first.size, last.y - size * 0.5);
        gone.extend((0..page.len()).filter(|&place| {
            let glyph = &page[place];
            let is_small = glyph.size <= size * SMALL;
            is_small && within(glyph) && glyph.y < top && glyph.y > bottom
        }));
    }
    notes.glyphs = gone.into_iter().collect();
    notes
}

/// Whether a note's first word begins with its sign and nothing that would make it another.
fn begins(word: &str, sign: &str) -> bool {
    word.strip_prefix(sign).is_some_and(|rest| {
        !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ','))
    }) || word.strip_prefix(sign) == Some(".")
}

/// A raised number: which characters of the page, and how high it stands.
struct Call {
    first: usize,
    last: usize,
    sign: String,
    y: f64,
}

/// Small raised numbers and stars directly after a letter or mark of the usual size.
fn calls(page: &[Glyph], size: f64) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut before: Option<&Glyph> = None;
    for (place, glyph) in page.iter().enumerate() {
        if glyph.text.trim().is_empty() {
            continue;
        }
        let is_sign = glyph.size <= size * RAISED
            && glyph
                .text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡'));
        if !is_sign {
            before = Some(glyph).filter(|glyph| glyph.size > size * 0.85);
            continue;
        }
        if let Some(call) = calls
            .last_mut()
            .filter(|call| call.last + 1 == place && (call.y - glyph.y).abs() < 0.5)
        {
            call.last = place;
            call.sign.push_str(&glyph.text);
            continue;
        }
        let raised = before.is_some_and(|before| {
            let gap = glyph.x - (before.x + before.width);
            let above = glyph.y - before.y;
            (size * 0.1..size * 0.7).contains(&above) && (-size * 0.3..size * 0.6).contains(&gap)
        });
        if raised {
            calls.push(Call {
                first: place,
                last: place,
                sign: glyph.text.clone(),
                y: glyph.y,
            });
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{shown, warned};
    use super::super::tests::{lines, pdf};

    fn small(x: i32, y: i32, size: i32, text: &str) -> String {
        format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n")
    }

    #[test]
    fn footnotes_and_their_numbers_go() {
        let page = lines(&[(700, "INT: So how was it?"), (680, "P1: It was good")])
            + &small(139, 684, 6, "1")
            + &lines(&[
                (660, "INT: Was it?"),
                (
                    640,
                    "P1: Yes, and I would say so to anybody who asked me, and some do, now and then.",
                ),
            ])
            + &small(72, 90, 5, "1")
            + &small(78, 87, 8, "Said in Welsh.")
            + &small(72, 77, 8, "The translation is ours.")
            + &lines(&[(40, "7")]);
        let bytes = pdf(&[&page], |_| ());
        assert_eq!(
            shown("a.pdf", &bytes),
            "[INT!] So how was it?\n[P1] It was good\n[INT!] Was it?\n[P1] Yes, and I would say so to anybody who asked me, and some do, now and then."
        );
        assert_eq!(warned("a.pdf", &bytes), ["1 footnote was left out."]);
    }

    #[test]
    fn footnotes_of_one_column_go_whatever_stands_beside_them() {
        let mut page = String::new();
        for (x, name) in [(50, "INT"), (310, "P1")] {
            for nth in 0..24 {
                let text = if nth % 4 == 0 {
                    format!("{name}: It was there in line {nth} of what was")
                } else {
                    format!("said in line {nth} that goes on for as long")
                };
                page += &small(x, 700 - nth * 12, 10, &text);
            }
        }
        let full = page.clone();
        // The left column ends early, with a note; its call is raised within a line.
        page += &small(50, 412, 10, "as it could be");
        page += &small(111, 416, 6, "1");
        page += &small(50, 392, 5, "1");
        page += &small(56, 389, 8, "Said in Welsh.");
        page += &small(310, 412, 10, "said in line 25 that goes on for as long");
        page += &small(310, 400, 10, "said in line 26 that goes on for as long");
        page += &small(310, 388, 10, "as it could be.");
        let read = shown("a.pdf", &pdf(&[&full, &page], |_| ()));
        assert!(!read.contains("Welsh"), "{read}");
        assert!(read.contains("for as long as it could be"), "{read}");
        assert!(
            read.ends_with("line 26 that goes on for as long as it could be."),
            "{read}"
        );
    }

    #[test]
    fn small_print_without_a_number_that_calls_it_stays() {
        let page = lines(&[(700, "INT: So?"), (680, "P1: Ten m")])
            + &small(116, 684, 6, "2")
            + &small(72, 90, 8, "P1: Said low.");
        let bytes = pdf(&[&page], |_| ());
        assert!(
            shown("a.pdf", &bytes).ends_with("P1] Said low."),
            "{}",
            shown("a.pdf", &bytes)
        );
    }
}
