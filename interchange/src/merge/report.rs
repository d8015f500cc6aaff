//! What a merge did, in numbers and lines.

use serde::Serialize;

use super::Conflict;

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
    /// Parts that are kept for other programs: groups, networks, pictures, recordings.
    pub kept: Came,
    /// Sets of sources and codes.
    pub sets: Came,
    /// Summaries of cases on themes.
    pub summaries: Came,
    /// Questions of the evaluation frame.
    pub questions: Came,
    /// Saved searches.
    pub searches: Came,
    /// Things the project had that were filled where they were empty.
    pub filled: usize,
    /// Where the two say different things, each in a sentence.
    pub conflicts: Vec<String>,
    /// Those of them in which there is a choice, with what was chosen.
    pub disagreements: Vec<Conflict>,
    /// In how many of these something else was chosen than what the project says.
    pub settled: usize,
}

impl MergeReport {
    /// The kinds with their numbers, in the order told.
    #[must_use]
    pub fn kinds(&self) -> [(&'static str, Came); 14] {
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
            ("kept part", self.kept),
            ("set", self.sets),
            ("summary", self.summaries),
            ("question", self.questions),
            ("saved search", self.searches),
        ]
    }

    /// Whether the project has all of it already.
    #[must_use]
    pub fn is_nothing_new(&self) -> bool {
        self.filled + self.settled == 0 && self.kinds().iter().all(|(_, came)| came.new == 0)
    }
}
