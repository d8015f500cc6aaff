//! Codings: a quote tagged with a code by a coder.

use std::fmt;

use codebooks::CodeId;
use serde::{Deserialize, Serialize};

use super::ids::{CoderId, CodingId, SourceId};
use super::table::Record;
use crate::stamp::Timestamp;
use crate::text::CharRange;

/// A quote tagged with a code. No two have the same source, range, code and coder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    /// Identifies it: the stable quote id of exports.
    pub id: CodingId,
    /// Where the words are.
    pub source: SourceId,
    /// The words' place in the source's text.
    pub range: CharRange,
    /// What they are tagged with.
    pub code: CodeId,
    /// Who tagged them.
    pub coder: CoderId,
    /// The words as they were when coded. While `state` is exact they equal the text at `range`.
    pub quote: String,
    /// How strongly it speaks for (or against) the code, if judged.
    pub weight: Option<Weight>,
    /// Whether the quote still stands where it was coded.
    pub state: CodingState,
    /// Whether someone marked it as worth using in the report.
    pub shortlisted: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Record for Coding {
    type Id = CodingId;
    fn id(&self) -> CodingId {
        self.id
    }
}

/// Whether a coding's quote still stands in its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodingState {
    /// The text at the range is the quote, to the letter.
    #[default]
    Exact,
    /// The text was corrected: the range holds the passage, whose words changed since coding.
    Moved,
    /// The passage is gone from the text; the quote is kept for review.
    Lost,
}

/// Strength and direction of a coding, from -2 (strongly against) to +2 (strongly for), as CFIR rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct Weight(i8);

impl Weight {
    /// The weight for a number from -2 to 2.
    #[must_use]
    pub fn new(weight: i8) -> Option<Self> {
        (-2..=2).contains(&weight).then_some(Self(weight))
    }

    /// The number, from -2 to 2.
    #[must_use]
    pub fn get(self) -> i8 {
        self.0
    }
}

/// As people write it: "+2", "0", "−1".
impl fmt::Display for Weight {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => write!(to, "0"),
            1.. => write!(to, "+{}", self.0),
            _ => write!(to, "−{}", self.0.unsigned_abs()),
        }
    }
}

impl TryFrom<i8> for Weight {
    type Error = String;
    fn try_from(weight: i8) -> Result<Self, String> {
        Self::new(weight).ok_or_else(|| format!("a weight is between -2 and 2, not {weight}"))
    }
}

impl From<Weight> for i8 {
    fn from(weight: Weight) -> i8 {
        weight.0
    }
}
