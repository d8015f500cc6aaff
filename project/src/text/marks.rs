//! A source's text with marks that make code points and bytes cheap to convert.

use std::sync::Arc;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::position::{ByteIndex, CharIndex, CharRange};

/// A mark stands before every 128th code point: a conversion walks at most that far, about 50 ns.
const CHARS_PER_MARK: usize = 128;

/// The text of one source, immutable, with its length in code points and the only door between
/// code points and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    text: Arc<str>,
    /// Byte of code point `n * CHARS_PER_MARK`; empty for ASCII, where both counts agree.
    marks: Arc<[usize]>,
    characters: u32,
}

impl SourceText {
    /// Marks a text that has been cleaned (see [`super::clean`]).
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        if text.is_ascii() {
            let characters = CharIndex::from_count(text.len()).0;
            return Self {
                text,
                marks: Arc::from([]),
                characters,
            };
        }
        let (marks, characters) = marks_of(text.as_bytes());
        Self {
            text,
            marks: marks.into(),
            characters: CharIndex::from_count(characters).0,
        }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Its length in code points.
    #[must_use]
    pub fn characters(&self) -> u32 {
        self.characters
    }

    /// All of it as a range.
    #[must_use]
    pub fn all(&self) -> CharRange {
        CharRange::of(0, self.characters)
    }

    /// Whether the range lies inside the text.
    #[must_use]
    pub fn holds(&self, range: CharRange) -> bool {
        range.end().0 <= self.characters
    }

    /// The byte at which a code point begins; a place beyond the end answers the end.
    #[must_use]
    pub fn byte_of(&self, place: CharIndex) -> ByteIndex {
        if place.0 >= self.characters {
            return ByteIndex(self.text.len());
        }
        let place = place.get();
        let Some(&mark) = self.marks.get(place / CHARS_PER_MARK) else {
            return ByteIndex(place);
        };
        let mut rest = self.text[mark..].chars();
        if let Some(before) = (place % CHARS_PER_MARK).checked_sub(1) {
            rest.nth(before);
        }
        ByteIndex(self.text.len() - rest.as_str().len())
    }

    /// The code point that begins at a byte, or the one that byte is inside of.
    #[must_use]
    pub fn char_of(&self, byte: ByteIndex) -> CharIndex {
        let byte = byte.0.min(self.text.len());
        if self.marks.is_empty() {
            return CharIndex::from_count(byte);
        }
        let mark = self
            .marks
            .partition_point(|&mark| mark <= byte)
            .saturating_sub(1);
        let start = self.marks[mark];
        let inside = characters_in(&self.text.as_bytes()[start..byte]);
        let place = mark * CHARS_PER_MARK + inside;
        // A byte inside a code point belongs to that code point, not to the next one.
        if self.text.is_char_boundary(byte) {
            CharIndex::from_count(place)
        } else {
            CharIndex::from_count(place - 1)
        }
    }

    /// The text of a range; what lies beyond the end is left out.
    #[must_use]
    pub fn slice(&self, range: CharRange) -> &str {
        &self.text[self.byte_of(range.start()).0..self.byte_of(range.end()).0]
    }

    /// The range of code points for a range of bytes.
    #[must_use]
    pub fn range_of_bytes(&self, start: ByteIndex, end: ByteIndex) -> CharRange {
        CharRange::new(self.char_of(start), self.char_of(end))
    }

    /// Widens a range so that it cuts no letter from its accent and no emoji in two.
    #[must_use]
    pub fn snap_to_graphemes(&self, range: CharRange) -> CharRange {
        let start = self.boundary(range.start(), false);
        let end = if range.is_empty() {
            start
        } else {
            self.boundary(range.end(), true)
        };
        CharRange::new(start, end)
    }

    /// Widens a range to whole words; a range within white space only is answered as it is.
    #[must_use]
    pub fn snap_to_words(&self, range: CharRange) -> CharRange {
        let range = self.snap_to_graphemes(range);
        let (from, to) = (self.byte_of(range.start()).0, self.byte_of(range.end()).0);
        let is_part =
            |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-' | '\u{301}');
        let start = self.text[..from]
            .char_indices()
            .rev()
            .take_while(|&(_, c)| is_part(c))
            .last();
        let end = self.text[to..]
            .char_indices()
            .take_while(|&(_, c)| is_part(c))
            .last();
        let opens_in_word = self.text[from..].chars().next().is_some_and(is_part);
        let closes_in_word = self.text[..to].chars().next_back().is_some_and(is_part);
        let start = start
            .filter(|_| opens_in_word)
            .map_or(from, |(byte, _)| byte);
        let end = end
            .filter(|_| closes_in_word)
            .map_or(to, |(byte, c)| to + byte + c.len_utf8());
        self.range_of_bytes(ByteIndex(start), ByteIndex(end))
    }

    /// The sentence or sentences that a range touches, within `bounds` (a turn's speech), without outer blanks.
    #[must_use]
    pub fn sentences(&self, range: CharRange, bounds: CharRange) -> CharRange {
        let base = self.byte_of(bounds.start()).0;
        let inside = self.slice(bounds);
        let (from, to) = (
            self.byte_of(range.start()).0,
            self.byte_of(range.end())
                .0
                .max(self.byte_of(range.start()).0 + 1),
        );
        let mut found: Option<(usize, usize)> = None;
        for (at, sentence) in inside.split_sentence_bound_indices() {
            let (start, end) = (base + at, base + at + sentence.len());
            if start < to && from < end {
                let trimmed = sentence.trim();
                let lead = sentence.len() - sentence.trim_start().len();
                let (start, end) = (start + lead, start + lead + trimmed.len());
                found = Some(found.map_or((start, end), |(first, _)| (first, end)));
            }
        }
        found.map_or(range, |(start, end)| {
            self.range_of_bytes(ByteIndex(start), ByteIndex(end))
        })
    }

    /// All sentences within `bounds` (a turn's speech), in order, without outer blanks.
    #[must_use]
    pub fn sentences_in(&self, bounds: CharRange) -> Vec<CharRange> {
        let mut at = bounds.start().0;
        let mut found = Vec::new();
        for sentence in self.slice(bounds).split_sentence_bounds() {
            let length = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
            let start = at + length(sentence) - length(sentence.trim_start());
            at += length(sentence);
            let end = start + length(sentence.trim());
            if end > start {
                found.push(CharRange::of(start, end));
            }
        }
        found
    }

    fn boundary(&self, place: CharIndex, forward: bool) -> CharIndex {
        let byte = self.byte_of(place).0;
        let mut cursor = GraphemeCursor::new(byte, self.text.len(), true);
        if matches!(cursor.is_boundary(&self.text, 0), Ok(true) | Err(_)) {
            return self.char_of(ByteIndex(byte));
        }
        let found = if forward {
            cursor.next_boundary(&self.text, 0)
        } else {
            cursor.prev_boundary(&self.text, 0)
        };
        found
            .ok()
            .flatten()
            .map_or(place, |byte| self.char_of(ByteIndex(byte)))
    }
}

/// How many code points begin in a run of UTF-8: all bytes but those that go on with one.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The byte of every [`CHARS_PER_MARK`]th code point of a text in UTF-8, and how many code points there are.
fn marks_of(bytes: &[u8]) -> (Vec<usize>, usize) {
    /// Few enough to have one mark at most, many enough to be counted at once.
    const RUN: usize = 64;
    let mut marks = Vec::with_capacity(bytes.len() / CHARS_PER_MARK + 1);
    let (mut characters, mut next) = (0, 0);
    for (nth, run) in bytes.chunks(RUN).enumerate() {
        let more = characters_in(run);
        if next < characters + more {
            let mut begins = (nth * RUN..)
                .zip(run)
                .filter(|(_, byte)| **byte & 0xC0 != 0x80);
            marks.extend(begins.nth(next - characters).map(|(byte, _)| byte));
            next += CHARS_PER_MARK;
        }
        characters += more;
    }
    (marks, characters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slices_count_code_points_and_not_bytes() {
        let text = SourceText::new("tŷ 👩\u{200d}👧 cŵn e\u{301}");
        assert_eq!(text.characters(), 13);
        assert_eq!(text.slice(CharRange::of(7, 10)), "cŵn");
        assert_eq!(
            text.slice(CharRange::of(11, 99)),
            "e\u{301}",
            "beyond the end is cut"
        );
    }

    #[test]
    fn selections_snap_outward_to_whole_graphemes_and_words() {
        let text = SourceText::new("a 👩\u{200d}👧 felt");
        assert_eq!(
            text.slice(text.snap_to_graphemes(CharRange::of(3, 4))),
            "👩\u{200d}👧"
        );
        assert_eq!(text.slice(text.snap_to_words(CharRange::of(7, 8))), "felt");
        assert_eq!(text.slice(text.snap_to_words(CharRange::of(1, 2))), " ");
    }

    #[test]
    fn a_sentence_is_found_inside_its_turn() {
        let text = SourceText::new("P1: Not at first. She kept coming back! So yes.");
        let turn = CharRange::of(4, text.characters());
        assert_eq!(
            text.slice(text.sentences(CharRange::of(20, 23), turn)),
            "She kept coming back!"
        );
        assert_eq!(
            text.slice(text.sentences(CharRange::of(10, 23), turn)),
            "Not at first. She kept coming back!"
        );
    }

    #[test]
    fn a_turn_is_all_its_sentences() {
        let text = SourceText::new("P1: Dŵr?  She kept coming back! So yes.");
        let all = text.sentences_in(CharRange::of(4, text.characters()));
        let said: Vec<&str> = all.iter().map(|&sentence| text.slice(sentence)).collect();
        assert_eq!(said, ["Dŵr?", "She kept coming back!", "So yes."]);
        assert_eq!(text.sentences_in(CharRange::of(4, 4)), []);
    }

    proptest! {
        #[test]
        fn bytes_and_code_points_convert_both_ways(content in "\\PC{0,400}") {
            let text = SourceText::new(content.as_str());
            prop_assert_eq!(text.characters() as usize, content.chars().count());
            for (place, (byte, _)) in content.char_indices().enumerate() {
                let place = CharIndex::from_count(place);
                prop_assert_eq!(text.byte_of(place), ByteIndex(byte));
                prop_assert_eq!(text.char_of(ByteIndex(byte)), place);
            }
        }

        #[test]
        fn snapping_only_widens(content in "\\PC{1,80}", a in 0_u32..80, b in 0_u32..80) {
            let text = SourceText::new(content.as_str());
            let range = CharRange::of(a.min(text.characters()), b.min(text.characters()));
            // A place has no width: within a letter it moves to where the letter begins.
            prop_assume!(!range.is_empty());
            prop_assert!(text.snap_to_graphemes(range).covers(range));
            prop_assert!(text.snap_to_words(range).covers(range));
        }
    }
}
