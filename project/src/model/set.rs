//! Sets: sources and codes that are looked at together.

use std::collections::BTreeSet;

use codebooks::CodeId;
use serde::{Deserialize, Serialize};

use super::ids::{SetId, SourceId};
use super::table::Record;

/// Sources and codes that belong together for some purpose, such as "first round". Unlike a case it groups for the
/// eye and for searching, never for counting, and one thing may stand in several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    /// Identifies it.
    pub id: SetId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The sources in it.
    pub sources: BTreeSet<SourceId>,
    /// The codes in it.
    pub codes: BTreeSet<CodeId>,
}

impl Record for Set {
    type Id = SetId;
    fn id(&self) -> SetId {
        self.id
    }
}
