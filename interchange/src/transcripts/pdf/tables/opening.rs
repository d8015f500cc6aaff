//! What stands before the speech in a row of a table: number, times and name.

use super::super::super::names::{self, Likeness};
use super::super::columns::Column;
use super::super::lines::{Line, Word};
use super::{Part, is_time};

/// What stands before the speech in a row of the table, a list of words a line.
#[derive(Default)]
pub(super) struct Opening {
    pub(super) number: Option<Word>,
    pub(super) times: Vec<Word>,
    pub(super) names: Vec<Vec<Word>>,
}

impl Opening {
    /// Adds a line of the cells before the speech.
    pub(super) fn add(&mut self, line: &Line) {
        let mut names = Vec::new();
        let is_number = |word: &Word| word.text.bytes().all(|byte| byte.is_ascii_digit());
        let mut words = line.words.as_slice();
        if let [first, _, ..] = words
            && self.names.is_empty()
            && is_number(first)
        {
            self.number = Some(first.clone());
            words = &words[1..];
        }
        for word in words {
            let is_dash = matches!(word.text.as_str(), "-" | "–" | "—" | "→" | "-->");
            if is_time(word) || (is_dash && names.is_empty() && !self.times.is_empty()) {
                self.times.push(word.clone());
            } else {
                names.push(word.clone());
            }
        }
        self.names.push(names);
    }

    /// Whether words stand below a label with its colon: what is said goes on there, below the label.
    pub(super) fn speaks(&self) -> bool {
        let lines = self.names.windows(2);
        let ends = |line: &[Word]| line.last().is_some_and(|word| word.text.ends_with(':'));
        lines
            .into_iter()
            .any(|pair| ends(&pair[0]) && !pair[1].is_empty())
    }

    /// The words of the name.
    fn words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for line in &self.names {
            let right = words.last().map(|word| word.right);
            words.extend(line.iter().map(|word| match right {
                // Below the first line, a word has no place of its own.
                Some(right) => Word {
                    left: right,
                    right,
                    ..word.clone()
                },
                None => word.clone(),
            }));
        }
        words
    }

    /// Makes words whole again that a narrow cell broke.
    fn mend(&mut self, breaks: &dyn Fn(&Word, &Word) -> bool) {
        let mut last: Option<(usize, Word)> = None;
        for at in 0..self.names.len() {
            if let (Some((line, word)), Some(first)) = (&mut last, self.names[at].first().cloned())
                && breaks(word, &first)
            {
                word.text = whole(word, &first);
                word.right = first.right;
                self.names[at].remove(0);
                if let Some(broken) = self.names[*line].last_mut() {
                    broken.text.clone_from(&word.text);
                }
            }
            if let Some(word) = self.names[at].last() {
                last = Some((at, word.clone()));
            }
        }
    }

    pub(super) fn name(&self) -> String {
        let words: Vec<String> = self.words().into_iter().map(|word| word.text).collect();
        words.join(" ")
    }

    /// The first line of a row: time, name and speech, a tab between them.
    pub(super) fn line(self, first: Option<Line>, column: Column) -> Option<Line> {
        let mut names = self.words();
        let mut times = self.times;
        let mut words: Vec<Word> = self.number.into_iter().collect();
        let tab = |words: &mut [Word], after: bool| {
            if let Some(word) = words.first_mut() {
                word.tab |= after;
            }
        };
        tab(&mut times, !words.is_empty());
        words.append(&mut times);
        tab(&mut names, !words.is_empty());
        words.append(&mut names);
        let mut line = first.unwrap_or(Line {
            words: Vec::new(),
            y: 0.0,
            size: 0.0,
            number: None,
            column: Some(column),
            opens: false,
        });
        tab(&mut line.words, !words.is_empty());
        words.append(&mut line.words);
        (!words.is_empty()).then_some(Line {
            words,
            opens: true,
            ..line
        })
    }
}

/// Gives a row without a time the last of two that stand below each other beside the row before.
pub(super) fn part_times(openings: &mut [Opening], size: f64) {
    for at in 1..openings.len() {
        let (before, after) = openings.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        if let [.., above, last] = before.times.as_slice()
            && after.times.is_empty()
            && above.y - last.y > size * 0.5
        {
            after.times.extend(before.times.pop());
        }
    }
}

/// Two parts of a word.
fn whole(last: &Word, first: &Word) -> String {
    last.text
        .trim_end_matches(['-', '\u{2010}', '\u{ad}'])
        .to_owned()
        + &first.text
}

/// Makes words whole again that the narrow cells of a table broke. Where one surely is broken, so is whatever else fills
/// its cell to the last letter.
pub(super) fn mend(openings: &mut [Opening], parts: &[&Part]) {
    let part = |text: &str| names::likeness(text) >= Likeness::Part;
    let spoken = |text: &str| {
        let lines = parts.iter().filter_map(|part| part.right.as_ref());
        let mut words = lines.flat_map(|line| &line.words);
        words.any(|word| word.text.trim_matches(|c: char| !c.is_alphanumeric()) == text)
    };
    let names = || openings.iter().flat_map(|opening| opening.names.iter());
    let edge = names()
        .flatten()
        .map(|word| word.right)
        .fold(f64::MIN, f64::max);
    let fills = |last: &Word, first: &Word| {
        let letters = f64::from(
            u32::try_from(first.text.chars().count())
                .unwrap_or(1)
                .max(1),
        );
        let letter = (first.right - first.left) / letters;
        first.text.starts_with(char::is_lowercase) && last.right + letter > edge - 0.2
    };
    let sure = |last: &Word, first: &Word| {
        let whole = whole(last, first);
        let is_part = part(&whole) && !part(&last.text);
        is_part || (fills(last, first) && spoken(&whole) && !spoken(&last.text))
    };
    let pairs = || {
        openings.iter().flat_map(|opening| {
            let pairs = opening.names.windows(2);
            pairs.filter_map(|pair| Some((pair[0].last()?, pair[1].first()?)))
        })
    };
    let narrow = pairs().any(|(last, first)| fills(last, first) && sure(last, first));
    let breaks = |last: &Word, first: &Word| {
        let is_two = || part(&format!("{} {}", last.text, first.text));
        sure(last, first) || (narrow && fills(last, first) && !is_two())
    };
    for opening in openings.iter_mut() {
        opening.mend(&breaks);
    }
}
