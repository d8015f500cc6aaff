//! Coders: who tagged a quote.

use codebooks::Colour;
use serde::{Deserialize, Serialize};

use super::ids::CoderId;
use super::table::Record;

/// A person who codes, rates and writes memos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// Identifies them.
    pub id: CoderId,
    /// Their name or initials. Names differ without regard to case.
    pub name: String,
    /// The colour of their marks, if they chose one.
    pub colour: Option<Colour>,
}

impl Record for Coder {
    type Id = CoderId;
    fn id(&self) -> CoderId {
        self.id
    }
}
