//! Saved searches: questions put to the texts again and again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ids::{SearchId, SourceId};
use super::table::Record;
use crate::stamp::Timestamp;

/// A search worth asking again, with what it found when somebody last looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Identifies it.
    pub id: SearchId,
    /// Its name.
    pub name: String,
    /// What is searched for, in the language of queries.
    pub query: String,
    /// Whether the interviewer's words are searched as well.
    pub everyone: bool,
    /// The turns it had found when somebody last looked.
    pub seen: Vec<SeenIn>,
    /// When that was.
    pub seen_at: Timestamp,
}

impl Record for SavedSearch {
    type Id = SearchId;
    fn id(&self) -> SearchId {
        self.id
    }
}

/// The turns of one source that a [`SavedSearch`] had found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenIn {
    /// The source.
    pub source: SourceId,
    /// Places of turns in it, from 0.
    pub turns: BTreeSet<u32>,
}
