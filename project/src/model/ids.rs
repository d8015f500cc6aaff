//! Identifiers: UUID version 7 in newtypes, so that a source's id never stands where a case's is meant.

use serde::{Deserialize, Serialize};

codebooks::id_type! {
    /// Identifies a project for as long as it lives, across copies of its file.
    pub ProjectId
}
codebooks::id_type! {
    /// Identifies a source.
    pub SourceId
}
codebooks::id_type! {
    /// Identifies a speaker within one source.
    pub SpeakerId
}
codebooks::id_type! {
    /// Identifies a case: the person, family or unit that findings count.
    pub CaseId
}
codebooks::id_type! {
    /// Identifies an attribute, such as "area".
    pub AttributeId
}
codebooks::id_type! {
    /// Identifies a coder.
    pub CoderId
}
codebooks::id_type! {
    /// Identifies a coding: the stable quote id of exports.
    pub CodingId
}
codebooks::id_type! {
    /// Identifies a memo.
    pub MemoId
}
codebooks::id_type! {
    /// Identifies a rating of a case.
    pub RatingId
}

codebooks::id_type! {
    /// Identifies a part of another program's project that was kept.
    pub KeptId
}

codebooks::id_type! {
    /// Identifies a set of sources and codes.
    pub SetId
}
codebooks::id_type! {
    /// Identifies a summary: a cell of the framework matrix.
    pub SummaryId
}
codebooks::id_type! {
    /// Identifies a question of the evaluation frame.
    pub QuestionId
}
codebooks::id_type! {
    /// Identifies a saved search.
    pub SearchId
}

/// A place in the history: 1 for the first edit, and so on. It only grows.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The place after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
