//! Ratings: a judgement on a case, with the evidence for it.

use codebooks::{ScaleId, ScaleValue};
use serde::{Deserialize, Serialize};

use super::ids::{CaseId, CoderId, CodingId, RatingId};
use super::table::Record;

/// A rater's judgement of one case on one scale. One per case, scale, rater and wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// Identifies it.
    pub id: RatingId,
    /// The case judged.
    pub case: CaseId,
    /// The question and its labels.
    pub scale: ScaleId,
    /// The judgement.
    pub value: ScaleValue,
    /// Who judged.
    pub rater: CoderId,
    /// When in the family's story: "" when there is one wave only.
    pub wave: String,
    /// Why.
    pub rationale: String,
    /// The codings that bear it out.
    pub evidence: Vec<CodingId>,
}

impl Record for Rating {
    type Id = RatingId;
    fn id(&self) -> RatingId {
        self.id
    }
}
