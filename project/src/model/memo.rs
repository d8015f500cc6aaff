//! Memos: what a coder thought.

use codebooks::CodeId;
use serde::{Deserialize, Serialize};

use super::ids::{CaseId, CoderId, CodingId, MemoId, RatingId, SourceId};
use super::table::Record;
use crate::stamp::Timestamp;
use crate::text::CharRange;

/// A note on anything in the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// Identifies it.
    pub id: MemoId,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub coder: CoderId,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl Record for Memo {
    type Id = MemoId;
    fn id(&self) -> MemoId {
        self.id
    }
}

/// What a memo is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The whole project: the journal.
    Project,
    /// A source.
    Source(SourceId),
    /// A passage of a source, coded or not.
    Passage(SourceId, CharRange),
    /// A code.
    Code(CodeId),
    /// A coding.
    Coding(CodingId),
    /// A case.
    Case(CaseId),
    /// A rating.
    Rating(RatingId),
}
