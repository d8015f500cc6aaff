//! What a merge did, in numbers and lines.

use serde::Serialize;

/// How many of one kind came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Came {
    /// Those that are new.
    pub new: usize,
    /// Those that the project had already.
    pub known: usize,
}

impl Came {
    pub(super) fn note(&mut self, is_new: bool) {
        if is_new {
            self.new += 1;
        } else {
            self.known += 1;
        }
    }
}

/// What a merge comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    /// Sources.
    pub sources: Came,
    /// Coders.
    pub coders: Came,
    /// Codes.
    pub codes: Came,
    /// Codings.
    pub codings: Came,
    /// Cases.
    pub cases: Came,
    /// Attributes (variables).
    pub attributes: Came,
    /// Memos.
    pub memos: Came,
    /// Rating scales.
    pub scales: Came,
    /// Ratings.
    pub ratings: Came,
    /// Things the project had that were filled where they were empty.
    pub filled: usize,
    /// Where the two say different things. What the project said was kept.
    pub conflicts: Vec<String>,
}

impl MergeReport {
    /// The kinds with their numbers, in the order told.
    #[must_use]
    pub fn kinds(&self) -> [(&'static str, Came); 9] {
        [
            ("source", self.sources),
            ("coder", self.coders),
            ("code", self.codes),
            ("coding", self.codings),
            ("case", self.cases),
            ("attribute", self.attributes),
            ("memo", self.memos),
            ("scale", self.scales),
            ("rating", self.ratings),
        ]
    }

    /// Whether the project has all of it already.
    #[must_use]
    pub fn is_nothing_new(&self) -> bool {
        self.filled == 0 && self.kinds().iter().all(|(_, came)| came.new == 0)
    }
}
