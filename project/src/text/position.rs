//! Typed positions, so that characters and bytes cannot be mixed.

use serde::{Deserialize, Serialize};

/// A place between two Unicode code points of a source's text, from 0.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct CharIndex(pub u32);

impl CharIndex {
    /// The index as a `usize`, for slicing and counting.
    #[must_use]
    pub fn get(self) -> usize {
        self.0 as usize
    }

    /// The index for a count of characters; texts stop at 4 billion characters, far above the import limit.
    #[must_use]
    pub fn from_count(count: usize) -> Self {
        Self(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// A place in the UTF-8 bytes of a text. It exists only between [`super::SourceText`] and byte-counting libraries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteIndex(pub usize);

/// A half-open run of code points: `start` is in, `end` is out. `start <= end` always holds.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct CharRange {
    start: CharIndex,
    end: CharIndex,
}

impl CharRange {
    /// The range between two places, in either order.
    #[must_use]
    pub fn new(one: CharIndex, other: CharIndex) -> Self {
        Self {
            start: one.min(other),
            end: one.max(other),
        }
    }

    /// The range from two counts of code points, in either order.
    #[must_use]
    pub fn of(start: u32, end: u32) -> Self {
        Self::new(CharIndex(start), CharIndex(end))
    }

    /// The first place inside.
    #[must_use]
    pub fn start(self) -> CharIndex {
        self.start
    }

    /// The first place after.
    #[must_use]
    pub fn end(self) -> CharIndex {
        self.end
    }

    /// The number of code points inside.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both share at least one code point.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every code point of `other` is inside.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the code point after `place` is inside.
    #[must_use]
    pub fn holds(self, place: CharIndex) -> bool {
        self.start <= place && place < self.end
    }

    /// What both share, if anything.
    #[must_use]
    pub fn shared(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        })
    }
}

impl From<(u32, u32)> for CharRange {
    fn from((start, end): (u32, u32)) -> Self {
        Self::of(start, end)
    }
}

impl From<CharRange> for (u32, u32) {
    fn from(range: CharRange) -> Self {
        (range.start.0, range.end.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_half_open() {
        let range = CharRange::of(9, 4);
        assert_eq!(
            (range.start(), range.end(), range.len()),
            (CharIndex(4), CharIndex(9), 5)
        );
        assert!(range.holds(CharIndex(4)) && !range.holds(CharIndex(9)));
        assert!(
            !range.overlaps(CharRange::of(9, 12)),
            "touching is not overlapping"
        );
        assert_eq!(range.shared(CharRange::of(0, 6)), Some(CharRange::of(4, 6)));
        assert!(range.covers(CharRange::of(4, 9)) && !range.covers(CharRange::of(3, 9)));
    }

    #[test]
    fn ranges_travel_as_pairs() {
        assert_eq!(
            serde_json::to_string(&CharRange::of(1, 3)).unwrap(),
            "[1,3]"
        );
        assert_eq!(
            serde_json::from_str::<CharRange>("[1,3]").unwrap(),
            CharRange::of(1, 3)
        );
    }
}
