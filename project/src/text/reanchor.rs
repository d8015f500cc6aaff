//! Finding a quote again after its text was corrected elsewhere and imported anew.

use super::{CharIndex, CharRange, SourceText, TextChange};

/// How much text on either side helps to tell one occurrence from another, in code points.
const CONTEXT: u32 = 32;

/// An occurrence elsewhere counts only with this many code points of the same context, or ...
const CONTEXT_NEEDED: usize = 12;

/// ... if it is the only one, and the quote is at least this long.
const LONG_QUOTE: usize = 24;

/// A quote of this many words ...
const SEVERAL_WORDS: usize = 3;

/// ... is gone if no more than one in this many of its letters is left at its place.
const LETTERS_LEFT: usize = 10;

/// Where a quote went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The same words stand here, to the letter.
    Same(CharRange),
    /// The passage is here, but its words changed.
    Changed(CharRange),
    /// The passage is gone; it would have stood here.
    Gone(CharIndex),
}

/// Follows a quote through a change: by its place, checked against its words, and only if they do not stand there by
/// looking for them where the text around is the same.
#[must_use]
pub fn reanchor(
    old: &SourceText,
    new: &SourceText,
    change: &TextChange,
    range: CharRange,
    quote: &str,
) -> Anchor {
    let mapped = change.map_quote(range);
    if !mapped.is_empty() && new.slice(mapped) == quote {
        return Anchor::Same(mapped);
    }
    if let Some(found) = find(old, new, range, mapped.start(), quote) {
        return Anchor::Same(found);
    }
    if mapped.is_empty() || is_replaced(old, change, range) {
        Anchor::Gone(mapped.start())
    } else {
        Anchor::Changed(new.snap_to_graphemes(mapped))
    }
}

/// Whether other words stand there now: something corrected keeps most of its letters.
fn is_replaced(old: &SourceText, change: &TextChange, range: CharRange) -> bool {
    let letters = |range: CharRange| {
        let words = old.slice(range).chars();
        words.filter(|sign| sign.is_alphanumeric()).count()
    };
    let several = old.slice(range).split_whitespace().nth(SEVERAL_WORDS - 1);
    let left: usize = change
        .kept(old.characters())
        .into_iter()
        .filter_map(|(was, _)| was.shared(range))
        .map(letters)
        .sum();
    several.is_some() && left * LETTERS_LEFT <= letters(range)
}

/// The best occurrence of the quote: most context, then nearest.
fn find(
    old: &SourceText,
    new: &SourceText,
    range: CharRange,
    near: CharIndex,
    quote: &str,
) -> Option<CharRange> {
    if quote.is_empty() {
        return None;
    }
    let (before, after) = context(old, range);
    let found: Vec<CharRange> = new
        .as_str()
        .match_indices(quote)
        .map(|(byte, _)| {
            new.range_of_bytes(super::ByteIndex(byte), super::ByteIndex(byte + quote.len()))
        })
        .collect();
    let only = found.len() == 1 && quote.chars().count() >= LONG_QUOTE;
    let score = |at: CharRange| {
        let (new_before, new_after) = context(new, at);
        let same_before = before
            .chars()
            .rev()
            .zip(new_before.chars().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let same_after = after
            .chars()
            .zip(new_after.chars())
            .take_while(|(a, b)| a == b)
            .count();
        same_before + same_after
    };
    let best = found
        .into_iter()
        .map(|at| (score(at), at))
        .max_by_key(|&(score, at)| (score, std::cmp::Reverse(at.start().0.abs_diff(near.0))));
    best.filter(|&(score, _)| only || score >= CONTEXT_NEEDED)
        .map(|(_, at)| at)
}

fn context(text: &SourceText, range: CharRange) -> (&str, &str) {
    let before = CharRange::of(range.start().0.saturating_sub(CONTEXT), range.start().0);
    let after = CharRange::of(range.end().0, range.end().0.saturating_add(CONTEXT));
    (text.slice(before), text.slice(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(old: &str, new: &str, quote: &str) -> Anchor {
        let start = CharIndex::from_count(old[..old.find(quote).unwrap()].chars().count());
        let range = CharRange::of(
            start.0,
            start.0 + CharIndex::from_count(quote.chars().count()).0,
        );
        let change = TextChange::between(old, new);
        reanchor(
            &SourceText::new(old),
            &SourceText::new(new),
            &change,
            range,
            quote,
        )
    }

    #[test]
    fn a_quote_is_followed_by_its_place() {
        let anchor = follow(
            "P1: yeah yeah it helped",
            "Parent: yeah yeah it helped",
            "it helped",
        );
        assert_eq!(anchor, Anchor::Same(CharRange::of(18, 27)));
    }

    #[test]
    fn a_paragraph_that_moved_is_found_by_its_words() {
        let moved = "She kept on coming back every week.\n";
        let (one, two) = (
            "We waited for months on end.\n",
            "Nobody rang us at all that summer.\n",
        );
        let anchor = follow(
            &format!("{moved}{one}{two}"),
            &format!("{one}{two}{moved}"),
            "kept on coming back every week",
        );
        assert!(matches!(anchor, Anchor::Same(_)), "{anchor:?}");
    }

    #[test]
    fn common_words_elsewhere_are_not_taken_for_the_quote() {
        let anchor = follow(
            "P1: yeah\nI: And then?\nP1: no, yeah",
            "P1: yes\nI: And then?\nP1: no, yeah",
            "yeah",
        );
        assert!(!matches!(anchor, Anchor::Same(_)), "{anchor:?}");
    }

    #[test]
    fn other_words_at_its_place_are_not_the_quote() {
        let old = "P1: She shouted at us. Then we left.\n";
        let anchor = follow(old, "P1: No more. Then we left.\n", "She shouted at us.");
        assert_eq!(anchor, Anchor::Gone(CharIndex(4)));
        let anchor = follow(
            old,
            "P1: She shouts at me. Then we left.\n",
            "She shouted at us.",
        );
        assert!(matches!(anchor, Anchor::Changed(_)), "{anchor:?}");
    }

    #[test]
    fn what_is_gone_is_said_to_be_gone() {
        let anchor = follow("One.\nShe shouted.\nTwo.\n", "One.\nTwo.\n", "shouted");
        assert_eq!(anchor, Anchor::Gone(CharIndex(5)));
    }
}
