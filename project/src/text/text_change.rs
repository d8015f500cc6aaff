//! One change to a text, and the one way a place moves with it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{CharIndex, CharRange, SourceText};

/// Where more than this many words or lines differ, they are one replacement: the time to compare them grows with the
/// square of it, and two texts that share so little are two texts.
const MOST_DIFFERING: usize = 5_000;

/// What a range's edge does when text is typed exactly there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stick {
    /// Stays before what is typed.
    Before,
    /// Moves behind what is typed.
    After,
}

/// A run of the old text and what stands there instead. An empty run is an insertion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The run of the old text.
    pub old: CharRange,
    /// The new words; empty for a deletion.
    pub new: String,
}

impl Replacement {
    fn new_length(&self) -> u32 {
        CharIndex::from_count(self.new.chars().count()).0
    }
}

/// How a text becomes another: replacements in order, apart from each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    replacements: Vec<Replacement>,
}

impl TextChange {
    /// Replaces one run, as an editor does.
    #[must_use]
    pub fn replace(old: CharRange, new: &str) -> Self {
        if old.is_empty() && new.is_empty() {
            return Self::default();
        }
        Self {
            replacements: vec![Replacement {
                old,
                new: new.to_owned(),
            }],
        }
    }

    /// Replaces several runs of one text; none unless they are in order and apart from each other.
    #[must_use]
    pub fn of(mut replacements: Vec<Replacement>) -> Option<Self> {
        replacements.retain(|one| !(one.old.is_empty() && one.new.is_empty()));
        let apart = replacements
            .windows(2)
            .all(|pair| pair[0].old.end() <= pair[1].old.start() && pair[0].old != pair[1].old);
        apart.then_some(Self { replacements })
    }

    /// The smallest change a reader would see between two texts: compared by line, then by word, then trimmed to the
    /// letters that differ.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (old_lines, new_lines) = (split_lines(old), split_lines(new));
        let mut replacements = Vec::new();
        if differing(&old_lines, &new_lines) > MOST_DIFFERING {
            compare_words(0, old, new, &mut replacements);
            return Self { replacements };
        }
        let places = places(&old_lines);
        for op in capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines) {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let (old_block, new_block) = (&old_lines[op.old_range()], &new_lines[op.new_range()]);
            let start = places[op.old_range().start];
            compare_words(
                start,
                &old_block.concat(),
                &new_block.concat(),
                &mut replacements,
            );
        }
        Self { replacements }
    }

    /// The replacements, in order.
    #[must_use]
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replacements.is_empty()
    }

    /// The runs of a text of so many code points that stay, in order: where each stood, and where it begins now.
    #[must_use]
    pub fn kept(&self, characters: u32) -> Vec<(CharRange, CharIndex)> {
        let (mut old, mut new) = (0, 0);
        let mut kept = Vec::with_capacity(self.replacements.len() + 1);
        for replacement in &self.replacements {
            let start = replacement.old.start().0;
            if start > old {
                kept.push((CharRange::of(old, start), CharIndex(new)));
            }
            new += start.saturating_sub(old) + replacement.new_length();
            old = replacement.old.end().0;
        }
        if characters > old {
            kept.push((CharRange::of(old, characters), CharIndex(new)));
        }
        kept
    }

    /// The new text; none if a replacement lies outside the old one.
    #[must_use]
    pub fn apply(&self, old: &SourceText) -> Option<String> {
        let mut text = String::with_capacity(old.as_str().len());
        let mut place = CharIndex(0);
        for replacement in &self.replacements {
            if replacement.old.start() < place || !old.holds(replacement.old) {
                return None;
            }
            text.push_str(old.slice(CharRange::new(place, replacement.old.start())));
            text.push_str(&replacement.new);
            place = replacement.old.end();
        }
        text.push_str(old.slice(CharRange::new(place, CharIndex(old.characters()))));
        Some(text)
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self, old: &SourceText) -> Self {
        let mut shift = 0_i64;
        let mut replacements = Vec::with_capacity(self.replacements.len());
        for replacement in &self.replacements {
            let start = moved(replacement.old.start(), shift);
            let run = CharRange::of(start.0, start.0 + replacement.new_length());
            replacements.push(Replacement {
                old: run,
                new: old.slice(replacement.old).to_owned(),
            });
            shift += i64::from(replacement.new_length()) - i64::from(replacement.old.len());
        }
        Self { replacements }
    }

    /// Where a place of the old text is in the new one.
    ///
    /// The edges of a replaced run become the edges of what replaces it, so correcting the first word of a quote keeps
    /// that word in the quote. `stick` decides for a place at which something is inserted, and for a place inside a
    /// replaced run.
    #[must_use]
    pub fn map(&self, place: CharIndex, stick: Stick) -> CharIndex {
        let mut shift = 0_i64;
        for replacement in &self.replacements {
            let (old, length) = (replacement.old, replacement.new_length());
            let stays = place < old.start()
                || (place == old.start() && (!old.is_empty() || stick == Stick::Before));
            if stays {
                break;
            }
            if place < old.end() {
                let start = moved(old.start(), shift);
                return match stick {
                    Stick::Before => start,
                    Stick::After => CharIndex(start.0 + length),
                };
            }
            shift += i64::from(length) - i64::from(old.len());
        }
        moved(place, shift)
    }

    /// Where a quote's range is in the new text: its start sticks after, its end before, so that typing at an edge
    /// never grows a quote. A quote that was inside a replaced run is empty.
    #[must_use]
    pub fn map_quote(&self, range: CharRange) -> CharRange {
        let (start, end) = (
            self.map(range.start(), Stick::After),
            self.map(range.end(), Stick::Before),
        );
        if start <= end {
            CharRange::new(start, end)
        } else {
            CharRange::new(end, end)
        }
    }
}

fn moved(place: CharIndex, shift: i64) -> CharIndex {
    CharIndex(u32::try_from(i64::from(place.0) + shift).unwrap_or(0))
}

fn length(text: &str) -> u32 {
    CharIndex::from_count(text.chars().count()).0
}

fn split_lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Where each part begins, in code points, and where the last one ends.
fn places(parts: &[&str]) -> Vec<u32> {
    let mut place = 0;
    let mut places = vec![0];
    for part in parts {
        place += length(part);
        places.push(place);
    }
    places
}

/// At least how many parts of either text are not in the other.
fn differing(old: &[&str], new: &[&str]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for &part in old {
        *left.entry(part).or_default() += 1;
    }
    let mut shared = 0;
    for part in new {
        if let Some(count) = left.get_mut(part).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    old.len() + new.len() - 2 * shared
}

fn compare_words(start: u32, old: &str, new: &str, found: &mut Vec<Replacement>) {
    let old_words: Vec<&str> = old.split_word_bounds().collect();
    let new_words: Vec<&str> = new.split_word_bounds().collect();
    if differing(&old_words, &new_words) > MOST_DIFFERING {
        trim(start, old, new, found);
        return;
    }
    let places = places(&old_words);
    for op in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let place = start + places[op.old_range().start];
        trim(
            place,
            &old_words[op.old_range()].concat(),
            &new_words[op.new_range()].concat(),
            found,
        );
    }
}

/// Takes off what both have at their ends.
fn trim(start: u32, old: &str, new: &str, found: &mut Vec<Replacement>) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let front = old
        .iter()
        .zip(&new)
        .take_while(|(one, other)| one == other)
        .count();
    let rest = old.len().min(new.len()) - front;
    let back = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(|(one, other)| one == other)
        .count();
    let begin = start + CharIndex::from_count(front).0;
    let end = start + CharIndex::from_count(old.len() - back).0;
    let replacement = Replacement {
        old: CharRange::of(begin, end),
        new: new[front..new.len() - back].iter().collect(),
    };
    if !(replacement.old.is_empty() && replacement.new.is_empty()) {
        found.push(replacement);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Applies a change to a text whose quote stands in brackets, and brackets the quote where it went.
    fn follow(marked: &str, change: impl Fn(&str) -> TextChange) -> String {
        let start = marked.find('[').unwrap();
        let plain: String = marked.replace(['[', ']'], "");
        let from = length(&marked[..start]);
        let to = from + length(&marked[start + 1..marked.find(']').unwrap()]);
        let change = change(&plain);
        let text = SourceText::new(change.apply(&SourceText::new(plain.as_str())).unwrap());
        let range = change.map_quote(CharRange::of(from, to));
        let part = |from: u32, to: u32| text.slice(CharRange::of(from, to));
        let (from, to) = range.into();
        format!(
            "{}[{}]{}",
            part(0, from),
            part(from, to),
            part(to, text.characters())
        )
    }

    fn corrected(to: &'static str) -> impl Fn(&str) -> TextChange {
        move |old| TextChange::between(old, to)
    }

    #[test]
    fn a_typo_corrected_anywhere_keeps_the_quote() {
        let marked = "P1: I [trust|felt lisened to]. Ŵyr.";
        assert_eq!(
            follow(marked, corrected("P1: I trust|felt listened to. Ŵyr.")),
            "P1: I [trust|felt listened to]. Ŵyr."
        );
        assert_eq!(
            follow("Teh [dog] ran", corrected("The small dog ran")),
            "The small [dog] ran"
        );
        assert_eq!(
            follow(
                "the [Micheal came] by",
                corrected("the [therapist] came by")
            ),
            "the [[therapist] came] by"
        );
    }

    #[test]
    fn typing_at_an_edge_never_grows_a_quote() {
        let insert = |at: u32| move |_: &str| TextChange::replace(CharRange::of(at, at), "very ");
        assert_eq!(follow("I [felt] it", insert(2)), "I very [felt] it");
        assert_eq!(follow("I [felt ]it", insert(7)), "I [felt ]very it");
        assert_eq!(follow("I [felt] it", insert(3)), "I [fvery elt] it");
    }

    #[test]
    fn a_quote_inside_what_is_taken_out_is_empty() {
        let cut = |_: &str| TextChange::replace(CharRange::of(2, 9), "–");
        assert_eq!(follow("I felt [it] so", cut), "I –[] so");
    }

    #[test]
    fn two_texts_that_share_little_are_one_replacement() {
        let numbered = |words: &str, from: u32, count: u32| -> String {
            let all = from..from + count;
            all.map(|n| words.replace('#', &n.to_string())).collect()
        };
        let (one, other) = (numbered("w# ", 0, 3_000), numbered("w# ", 10_000, 3_000));
        assert_eq!(TextChange::between(&one, &other).replacements().len(), 1);
        let labelled = |label: &str| numbered(&format!("{label}: so, in week #.\n"), 0, 2_000);
        let change = TextChange::between(&labelled("P1"), &labelled("Mair"));
        assert_eq!(
            change.replacements().len(),
            2_000,
            "a label on every line is no other text"
        );
    }

    #[test]
    fn several_runs_are_replaced_only_in_order_and_apart() {
        let one = |start, end, new: &str| Replacement {
            old: CharRange::of(start, end),
            new: new.to_owned(),
        };
        let change = TextChange::of(vec![one(0, 1, "The"), one(3, 3, ""), one(4, 6, "")]).unwrap();
        assert_eq!(
            change.apply(&SourceText::new("A dŵr x")).unwrap(),
            "The dŵx"
        );
        assert_eq!(TextChange::of(vec![one(3, 5, "a"), one(4, 6, "b")]), None);
        assert_eq!(TextChange::of(vec![one(3, 5, "a"), one(0, 1, "b")]), None);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_the_same_in_both_texts(old in "[a-cŵ \\n]{0,40}", new in "[a-cŵ \\n]{0,40}") {
            let change = TextChange::between(&old, &new);
            let (old, new) = (SourceText::new(old.as_str()), SourceText::new(new.as_str()));
            for (was, is) in change.kept(old.characters()) {
                prop_assert_eq!(old.slice(was), new.slice(CharRange::of(is.0, is.0 + was.len())));
            }
        }

        #[test]
        fn the_difference_of_two_texts_leads_from_one_to_the_other(old in "[a-cŵ \\n]{0,40}", new in "[a-cŵ \\n]{0,40}") {
            let change = TextChange::between(&old, &new);
            let old = SourceText::new(old.as_str());
            let text = change.apply(&old).unwrap();
            prop_assert_eq!(&text, &new);
            let back = change.inverse(&old).apply(&SourceText::new(text));
            prop_assert_eq!(back.as_deref(), Some(old.as_str()));
        }

        #[test]
        fn places_keep_their_order_and_their_letters(old in "[a-cŵ \\n]{0,40}", new in "[a-cŵ \\n]{0,40}") {
            let change = TextChange::between(&old, &new);
            let (old, new) = (SourceText::new(old.as_str()), SourceText::new(new.as_str()));
            let all: Vec<CharIndex> = (0..=old.characters()).map(|at| change.map(CharIndex(at), Stick::After)).collect();
            prop_assert!(all.is_sorted());
            prop_assert!(all.iter().all(|place| place.0 <= new.characters()));
            for at in 0..old.characters() {
                let letter = CharRange::of(at, at + 1);
                let replaced = change.replacements().iter().any(|replacement| replacement.old.overlaps(letter));
                if !replaced {
                    prop_assert_eq!(new.slice(change.map_quote(letter)), old.slice(letter));
                }
            }
        }
    }
}
