//! The large letter that a text begins with and that stands beside several of its lines.

use super::glyphs::Glyph;
use super::lines::middle;

/// How large it is at least, in sizes of most letters.
const LARGE: f64 = 1.7;

/// With more large letters than this a page is a poster, and looking beside each would take long.
const MOST: usize = 500;

/// How far from its right edge the lines beside it begin, in sizes of most letters.
const BESIDE: f64 = 1.6;

/// Sets initials before the first of the lines beside them, in letters of their size. Where they are those of question and
/// answer, they are set off as labels.
pub(super) fn settle(pages: &mut [Vec<Glyph>]) {
    let letters = pages.iter().flatten().filter(|glyph| is_letter(glyph));
    let Some(size) = middle(letters.map(|glyph| glyph.size)) else {
        return;
    };
    let found: Vec<Vec<Initial>> = pages.iter().map(|page| initials(page, size)).collect();
    let times = |text: &str| {
        let all = found.iter().flatten();
        all.filter(|initial| initial.text == text).count()
    };
    let pairs = [("Q", "A"), ("F", "A"), ("Q", "R"), ("P", "R"), ("C", "A")];
    let labels = (pairs.iter()).find(|(asks, answers)| {
        let all: usize = found.iter().map(Vec::len).sum();
        times(asks) > 1 && times(answers) > 1 && times(asks) + times(answers) + 1 >= all
    });
    for (page, initials) in pages.iter_mut().zip(&found) {
        for initial in initials {
            let is_label =
                labels.is_some_and(|&(one, other)| [one, other].contains(&initial.text.as_str()));
            initial.settle(page, size, is_label);
        }
    }
}

fn is_letter(glyph: &Glyph) -> bool {
    glyph.text.contains(char::is_alphanumeric)
}

/// A large letter, and which characters of the page begin the lines beside it, from the highest.
struct Initial {
    places: Vec<usize>,
    text: String,
    lines: Vec<usize>,
}

fn initials(page: &[Glyph], size: f64) -> Vec<Initial> {
    let is_large =
        |place: usize| page[place].size >= size * LARGE && !page[place].text.trim().is_empty();
    let mut found = Vec::new();
    let large: Vec<usize> = (0..page.len()).filter(|&at| is_large(at)).collect();
    if large.len() > MOST {
        return found;
    }
    for at in large.iter().copied() {
        let mut letters = page[at].text.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        if !is_capital {
            continue;
        }
        let own = &page[at];
        let near = |other: &Glyph| {
            let gap = (other.x - own.x - own.width).max(own.x - other.x - other.width);
            (other.y - own.y).abs() < own.size && gap < own.size
        };
        let is_mark =
            |place: usize| matches!(page[place].text.as_str(), "“" | "„" | "‘" | "\"" | "«");
        let others = large.iter().copied();
        let beside: Vec<usize> = others
            .filter(|&other| other != at && near(&page[other]))
            .collect();
        if !beside
            .iter()
            .all(|&other| is_mark(other) && page[other].x < own.x)
        {
            continue;
        }
        let lines = beside_lines(page, own, size);
        if lines.len() >= 2 {
            let places: Vec<usize> = beside.into_iter().chain([at]).collect();
            let text = places
                .iter()
                .map(|&place| page[place].text.as_str())
                .collect();
            found.push(Initial {
                places,
                text,
                lines,
            });
        }
    }
    found
}

/// The characters right of a large letter that lines begin with, from the highest.
fn beside_lines(page: &[Glyph], own: &Glyph, size: f64) -> Vec<usize> {
    let right = own.x + own.width;
    let heights = own.y - size * 0.4..own.y + own.size * 0.85;
    let mut near: Vec<usize> = (0..page.len())
        .filter(|&place| {
            let glyph = &page[place];
            let usual = (size * 0.75..size * 1.3).contains(&glyph.size);
            let across = (right - size * 0.3..right + size * BESIDE).contains(&glyph.x);
            usual && across && heights.contains(&glyph.y) && !glyph.text.trim().is_empty()
        })
        .collect();
    near.sort_by(|&one, &other| page[other].y.total_cmp(&page[one].y));
    let groups = near.chunk_by(|&one, &other| page[one].y - page[other].y < size * 0.4);
    let first = |group: &[usize]| {
        let all = group.iter().copied();
        all.min_by(|&one, &other| page[one].x.total_cmp(&page[other].x))
    };
    groups.filter_map(first).collect()
}

impl Initial {
    /// Puts the letter before the first line; the other lines begin at its edge.
    fn settle(&self, page: &mut [Glyph], size: f64, is_label: bool) {
        let Some((&first, rest)) = self.lines.split_first() else {
            return;
        };
        let line = page[first].clone();
        let own = self.places.iter().map(|&place| page[place].x);
        let left = own.fold(f64::MAX, f64::min);
        for &other in rest {
            let glyph = &mut page[other];
            glyph.width += glyph.x - left;
            glyph.x = left;
        }
        // Where the first line begins further right than the others, the letter is a word of its own.
        let indent = rest.iter().map(|&other| page[other].x + page[other].width);
        let usual = middle(indent).unwrap_or(line.x);
        let is_word = line.x + line.width - usual > size * 1.2;
        let Some((&letter, marks)) = self.places.split_last() else {
            return;
        };
        let begins = !line.text.starts_with(char::is_lowercase);
        for &mark in marks {
            page[mark].text.clear();
        }
        let glyph = &mut page[letter];
        glyph.text.clone_from(&self.text);
        glyph.x = left;
        glyph.width = if is_label && begins {
            // So far from the line that it stands in a column of its own.
            (line.x - left - size * 1.7).clamp(size * 0.1, size * 0.5)
        } else {
            line.x - left - if is_word { size * 0.3 } else { 0.0 }
        };
        (glyph.y, glyph.size, glyph.strong) = (line.y, line.size, line.strong);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;
    use super::super::tests::pdf;

    fn at(x: i32, y: i32, size: i32, text: &str) -> String {
        format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n")
    }

    fn body(top: i32) -> String {
        let lines = [
            "say what it was in lines that are as long as any other of them, and",
            "INT: So what did you do when the boat did not come to take you over?",
            "P1: We waited.",
            "INT: For how long did you wait?",
            "P1: For hours.",
        ];
        let mut page = String::new();
        for (nth, line) in (0..).zip(lines) {
            page += &at(72, top - nth * 14, 10, line);
        }
        page
    }

    #[test]
    fn a_large_first_letter_belongs_to_its_word() {
        let page = at(72, 686, 30, "T")
            + &at(
                92,
                700,
                10,
                "hey came over the water in the spring of that year, and they",
            )
            + &at(
                92,
                686,
                10,
                "had been asked by all of us who were there at the time to go out and",
            )
            + &body(672);
        let read = shown("a.pdf", &pdf(&[&page], |_| ()));
        assert!(
            read.starts_with("[] They came over the water in the spring of that year, and they had been asked by all of us who were there at the time to go out and say what"),
            "{read}"
        );
        // A heading in large letters is none.
        let page = at(72, 730, 30, "A") + &at(110, 730, 30, "Talk") + &body(700);
        let read = shown("a.pdf", &pdf(&[&page], |_| ()));
        assert!(read.starts_with("[] A Talk"), "{read}");
    }

    #[test]
    fn large_letters_of_question_and_answer_are_labels() {
        let mut page = String::new();
        for n in 0..6 {
            let (letter, top) = (["Q", "A"][usize::try_from(n % 2).unwrap()], 760 - n * 60);
            page += &at(72, top - 12, 28, letter);
            page += &at(
                98,
                top,
                10,
                &format!("What was said as number {n} of all was long enough to"),
            );
            page += &at(
                98,
                top - 12,
                10,
                "take two lines beside the letter, and then it goes on",
            );
            page += &at(72, top - 24, 10, "below it.");
        }
        let read = shown("a.pdf", &pdf(&[&page], |_| ()));
        let lines: Vec<&str> = read.lines().collect();
        assert_eq!(lines.len(), 6, "{read}");
        assert!(
            lines[0].starts_with("[Q!] What was said as number 0"),
            "{read}"
        );
        assert!(
            lines[1].starts_with("[A] What was said as number 1"),
            "{read}"
        );
    }
}
