//! What another program says and Vouch has no room for.

use serde::{Deserialize, Serialize};

use super::ids::KeptId;
use super::source::TextHash;
use super::table::Record;

/// A part of another program's project that nothing here can show, such as a group of codes, a network or a picture:
/// kept as it was said, to be given back when the project is exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPart {
    /// Identifies it.
    pub id: KeptId,
    /// Its element in the exchange format. What it refers to is named by the ids that rows of the project have.
    pub markup: String,
    /// The files that belong to it.
    pub files: Vec<KeptFile>,
}

/// A file that belongs to a [`KeptPart`]. Its bytes are stored once, by their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// What the markup calls it: a plain name without folders.
    pub name: String,
    /// Hash of its bytes.
    pub hash: TextHash,
}

impl Record for KeptPart {
    type Id = KeptId;
    fn id(&self) -> KeptId {
        self.id
    }
}
