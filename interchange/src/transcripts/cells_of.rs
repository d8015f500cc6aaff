//! What the cells of a column are, where their heading does not say.

use std::collections::HashSet;

/// From how many cells on a column can show that its values were ticked and not written.
const ENOUGH: usize = 8;

/// Whether cells are several choices ticked and listed: few different pieces that come again and again.
pub(super) fn are_choices(cells: &[&str]) -> bool {
    // Several reasons divided by semicolons are choices, not sentences.
    let listed = cells
        .iter()
        .filter(|cell| cell.contains(';') && !cell.contains(['.', '!', '?']));
    if listed.count() * 3 >= cells.len() {
        return true;
    }
    // Who answers in sentences says the same again too, and ticked nothing.
    let told = cells.iter().filter(|cell| has_sentences(cell)).count();
    cells.len() >= ENOUGH
        && told * 2 <= cells.len()
        && [',', ';', '|', '\n']
            .iter()
            .any(|&sign| come_again(cells, sign))
}

fn come_again(cells: &[&str], sign: char) -> bool {
    let mut all = 0;
    let mut different: HashSet<String> = HashSet::new();
    for piece in cells.iter().flat_map(|cell| cell.split(sign)) {
        let piece = piece.trim().to_lowercase();
        if !piece.is_empty() {
            all += 1;
            different.insert(piece);
        }
    }
    all * 2 >= cells.len() * 3 && different.len() * 3 <= all
}

/// Whether a sentence ends within a cell and another one begins.
fn has_sentences(cell: &str) -> bool {
    let mut ends = cell.match_indices(['.', '!', '?']);
    ends.any(|(at, sign)| {
        let rest = &cell[at + sign.len()..];
        let next = rest.trim_start();
        next.len() < rest.len() && next.starts_with(char::is_uppercase)
    })
}

/// Whether a heading ends in what a cell says: `Which of these? – The bus` above `The bus`.
pub(super) fn ends_head(head: &str, cell: &str) -> bool {
    let end = head.len().checked_sub(cell.len());
    end.and_then(|at| head.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(cell))
}

/// Whether a cell is a day, a clock or both, as programs write them: `2020/03/05 3:49:36 PM GMT+2`.
pub(super) fn is_moment(cell: &str) -> bool {
    // Most cells are answers.
    if cell.len() > 60 {
        return false;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let bytes = cell.as_bytes();
    let signs = bytes
        .windows(3)
        .filter(|three| {
            matches!(three[1], b'/' | b'-' | b'.' | b':')
                && three[0].is_ascii_digit()
                && three[2].is_ascii_digit()
        })
        .count();
    // Letters are those of clocks, zones and months.
    let words: Vec<&str> = cell
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let long = words.iter().filter(|word| word.chars().count() > 4).count();
    digits >= 4 && signs >= 2 && words.len() <= 4 && long <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_known_in_the_forms_of_survey_tools() {
        for moment in [
            "2020/03/05 3:49:36 PM GMT+2",
            "24/07/2026 14:23:41",
            "2026-05-01",
            "01.05.2026 09:00",
            "2026-05-01T09:00:00.000+02:00",
        ] {
            assert!(is_moment(moment), "{moment}");
        }
        for other in [
            "12",
            "3.5",
            "R_5Giv",
            "+44 1248 000000",
            "at 10:30 on 3/5 we went to see them there",
        ] {
            assert!(!is_moment(other), "{other}");
        }
    }

    #[test]
    fn ticked_choices_are_no_answers_and_sentences_with_commas_are() {
        let ticked: Vec<String> = (0..12)
            .map(|at| {
                [
                    "Friends and family, The internet",
                    "The internet, A leaflet at work",
                    "A leaflet at work",
                ][at % 3]
                    .to_owned()
            })
            .collect();
        let ticked: Vec<&str> = ticked.iter().map(String::as_str).collect();
        assert!(are_choices(&ticked));
        let said: Vec<String> = (0..12)
            .map(|at| format!("Well, it was fine in year {at}, but the bus {at} was late"))
            .collect();
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        assert!(!are_choices(&said));
        let again: Vec<String> = (0..12)
            .map(|at| format!("It was year {at}, and it began late, in the snow. ").repeat(3))
            .collect();
        let again: Vec<&str> = again.iter().map(|cell| cell.trim()).collect();
        assert!(
            !are_choices(&again),
            "sentences that come again are answers"
        );
    }
}
