//! Cases: what findings count.

use serde::{Deserialize, Serialize};

use super::attribute::Values;
use super::ids::CaseId;
use super::table::Record;

/// The person, family or unit of analysis. Sources and speakers belong to at most one case each;
/// a source that belongs to none is its own case when counting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Identifies it.
    pub id: CaseId,
    /// As counted and shown, such as "Family 3". Names differ without regard to case.
    pub name: String,
    /// What is known of it.
    pub values: Values,
}

impl Record for Case {
    type Id = CaseId;
    fn id(&self) -> CaseId {
        self.id
    }
}
