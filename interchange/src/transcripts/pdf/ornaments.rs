//! What magazines set between the lines: rules drawn with letters, and words of the text once more in large print.

use super::lines::{Line, middle};
use crate::Warning;

/// How many marks a rule has at least.
const SHORTEST: usize = 8;

/// How many letters and digits words have at least that are no chance where they stand again.
const LEAST: usize = 24;

/// How many such stretches are looked for in the whole text.
const MOST: usize = 400;

/// Takes them off all pages.
pub(super) fn take_off(pages: &mut [Vec<Line>], warnings: &mut Vec<Warning>) {
    let Some(size) = middle(pages.iter().flatten().map(|line| line.size)) else {
        return;
    };
    let whole: String = pages
        .iter()
        .flatten()
        .map(|line| bare(&line.text()))
        .collect();
    let (mut tried, mut quotes) = (0, 0);
    for page in pages.iter_mut() {
        let mut gone = vec![false; page.len()];
        let mut start = 0;
        while start < page.len() {
            let end = stretch(page, start, size);
            let is_apart = is_other(&page[start], size)
                || (is_rule(page.get(start.wrapping_sub(1))) && is_rule(page.get(end)));
            if is_apart && !is_rule(page.get(start)) && tried < MOST {
                tried += 1;
                let words: String = page[start..end]
                    .iter()
                    .map(|line| bare(&line.text()))
                    .collect();
                if words.len() >= LEAST && whole.matches(&words).count() > 1 {
                    gone[start..end].fill(true);
                    quotes += 1;
                }
            }
            start = end;
        }
        leave_out(page, &gone);
    }
    if quotes > 0 {
        let what = if quotes == 1 {
            "1 stretch in large print that repeats".to_owned()
        } else {
            format!("{quotes} stretches in large print that repeat")
        };
        warnings.push(Warning::of_file(format!(
            "{what} words of the text, left out"
        )));
    }
}

/// Leaves out lines, and rules; what comes after them begins a paragraph.
fn leave_out(page: &mut Vec<Line>, gone: &[bool]) {
    let mut kept: Vec<Line> = Vec::with_capacity(page.len());
    let mut opens = false;
    for (mut line, &gone) in page.drain(..).zip(gone) {
        if gone || is_rule(Some(&line)) {
            opens = true;
            continue;
        }
        line.opens |= opens;
        opens = false;
        kept.push(line);
    }
    *page = kept;
}

/// Where a stretch of lines ends that stand below each other in letters of one size.
fn stretch(page: &[Line], start: usize, size: f64) -> usize {
    let goes_on = |pair: &[Line]| {
        let below = pair[0].y - pair[1].y;
        let near = below > 0.0 && below < pair[0].size.max(pair[1].size) * 2.2;
        !is_rule(Some(&pair[0]))
            && !is_rule(Some(&pair[1]))
            && near
            && is_other(&pair[0], size) == is_other(&pair[1], size)
            && (pair[0].size - pair[1].size).abs() < size * 0.08
    };
    let further = page[start..].windows(2).take_while(|pair| goes_on(pair));
    start + 1 + further.count()
}

fn is_other(line: &Line, size: f64) -> bool {
    line.size > size * 1.08
}

/// Whether a line is one mark again and again.
fn is_rule(line: Option<&Line>) -> bool {
    let Some(line) = line else { return false };
    let mut marks = line.words.iter().flat_map(|word| word.text.chars());
    let Some(first) = marks.next() else {
        return false;
    };
    matches!(
        first,
        '-' | '–' | '—' | '_' | '=' | '*' | '~' | '·' | '•' | '.'
    ) && marks.clone().all(|mark| mark == first)
        && marks.count() + 1 >= SHORTEST
}

/// Letters and digits only, so that hyphens and ends of lines make no difference.
fn bare(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::{glyphs, of_page};
    use super::*;

    fn read(rows: &[(f64, f64, &str)]) -> (Vec<String>, usize) {
        let all: Vec<_> = rows
            .iter()
            .flat_map(|&(y, size, text)| glyphs(50.0, y, size, text))
            .collect();
        let mut pages = vec![of_page(&all)];
        let mut warnings = Vec::new();
        take_off(&mut pages, &mut warnings);
        (pages[0].iter().map(Line::text).collect(), warnings.len())
    }

    #[test]
    fn words_in_large_print_go_where_the_text_has_them_too() {
        let said = [
            (700.0, 10.0, "Ada: We waited for the boat, and no-"),
            (688.0, 10.0, "body came. We waited for hours."),
            (676.0, 10.0, "Lee: That was long."),
        ];
        let quote = [
            (640.0, 14.0, "“No body came. We"),
            (622.0, 14.0, "waited for hours”"),
        ];
        let kept: Vec<String> = said.iter().map(|row| row.2.to_owned()).collect();
        assert_eq!(read(&[&said[..], &quote[..]].concat()), (kept.clone(), 1));
        let other = [(640.0, 14.0, "Nobody waited for the boat that day")];
        assert_eq!(read(&[&said[..], &other[..]].concat()).0.len(), 4);
        let rule = [
            (650.0, 10.0, "- - - - - - - - - - - -"),
            (638.0, 10.0, "We waited for the boat, and"),
            (626.0, 10.0, "nobody came."),
            (614.0, 10.0, "- - - - - - - - - - - -"),
        ];
        assert_eq!(read(&[&said[..], &rule[..]].concat()), (kept, 1));
    }
}
