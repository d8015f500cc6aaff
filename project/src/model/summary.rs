//! Summaries: what a case says on a theme, in the researcher's words. The cells of a framework matrix.

use codebooks::CodeId;
use serde::{Deserialize, Serialize};

use super::attribute::Holder;
use super::coding::Coding;
use super::ids::{CoderId, CodingId, SummaryId};
use super::source::TextHash;
use super::table::Record;
use crate::stamp::Timestamp;

/// What one case says on one theme. One per case and code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Identifies it.
    pub id: SummaryId,
    /// The case, or a source that belongs to no case and is its own. Never a speaker.
    pub of: Holder,
    /// The theme: a code with all below it.
    pub code: CodeId,
    /// What was written.
    pub text: String,
    /// Who wrote it last.
    pub coder: CoderId,
    /// When it was last written.
    pub changed_at: Timestamp,
    /// The codings it was written on. They are named as they were, so that what came, went or was corrected since can be
    /// told: those that are gone stay in the list.
    pub basis: Vec<Basis>,
}

impl Record for Summary {
    type Id = SummaryId;
    fn id(&self) -> SummaryId {
        self.id
    }
}

/// A coding as it was when a [`Summary`] was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Basis {
    /// Which coding.
    pub coding: CodingId,
    /// Hash of its quote.
    pub quote: TextHash,
}

impl Basis {
    /// A coding as it stands.
    #[must_use]
    pub fn of(coding: &Coding) -> Self {
        Self {
            coding: coding.id,
            quote: TextHash::of(coding.quote.as_str()),
        }
    }
}
