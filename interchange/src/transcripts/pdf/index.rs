//! The index of words behind a transcript, as courts have it: each word with the pages and lines on which it was said.

use super::lines::Line;
use crate::Warning;

/// How many places of a word stand one after the other at least once on a page of an index. Two are a time and its end.
const IN_A_ROW: usize = 3;

/// Takes the pages of an index off the end.
pub(super) fn take_off(pages: &mut [Vec<Line>], warnings: &mut Vec<Warning>) {
    let before = |page: &Vec<Line>| !page.is_empty() && !is_index(page);
    let Some(last) = pages.iter().rposition(before) else {
        return;
    };
    let index = &mut pages[last + 1..];
    let count = index.iter().filter(|page| !page.is_empty()).count();
    if count == 0 {
        return;
    }
    index.iter_mut().for_each(Vec::clear);
    warnings.push(Warning::of_file(if count == 1 {
        "a page with an index of words at the end was left out".to_owned()
    } else {
        format!("{count} pages with an index of words at the end were left out")
    }));
}

/// Whether a page is one of an index: most of it are places such as `12:4,18`, several of them in a row.
fn is_index(page: &[Line]) -> bool {
    let (mut all, mut numbers, mut places, mut row, mut longest) = (0_usize, 0, 0, 0, 0);
    for word in page.iter().flat_map(|line| &line.words) {
        let text = word.text.as_str();
        all += 1;
        numbers += usize::from(is_number(text));
        row = if is_place(text) { row + 1 } else { 0 };
        places += usize::from(row > 0);
        longest = longest.max(row);
    }
    longest >= IN_A_ROW && numbers * 2 >= all && places * 6 >= all
}

/// Digits, and what stands between them: `12`, `[3]`, `14,24`, `12:4`.
fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | ':' | '[' | ']' | '-');
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// `12:4`, `12:4,18`: a page and lines of it.
fn is_place(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let places = text.trim_end_matches([',', ';', '.']).split_once(':');
    places.is_some_and(|(page, lines)| digits(page) && lines.split([',', '-']).all(digits))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{shown, warned};
    use super::super::tests::{lines, pdf};

    #[test]
    fn an_index_of_words_is_no_speech() {
        let talk = |page: i32| {
            let turn = |n: i32| {
                let name = if n % 2 == 0 { "MR. OAK" } else { "MS. ASH" };
                (
                    720 - n * 24,
                    format!("{}     {name}: And so it was on day {page}{n}.", n + 1),
                )
            };
            let turns: Vec<(i32, String)> = (0..24).map(turn).collect();
            let turns: Vec<(i32, &str)> =
                turns.iter().map(|(y, text)| (*y, text.as_str())).collect();
            lines(&turns)
        };
        let index = lines(&[
            (700, "and [48] 1:1,2,3 2:4,5 2:6"),
            (680, "ash [24] 1:2 1:4 1:6,8"),
            (660, "was [48] 1:1 1:2 1:3,4,5"),
        ]);
        let index = index.replace("72 ", "20 ");
        let bytes = pdf(&[&talk(1), &talk(2), &index], |_| ());
        let read = shown("a.pdf", &bytes);
        assert_eq!(read.lines().count(), 48, "{read}");
        assert!(read.starts_with("[MR. OAK"), "{read}");
        assert!(read.ends_with("And so it was on day 223."), "{read}");
        assert!(
            warned("a.pdf", &bytes)
                .contains(&"A page with an index of words at the end was left out.".to_owned())
        );
    }
}
