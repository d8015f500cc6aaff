//! What an exchange left out, as the standard asks every program to tell.

use serde::Serialize;

/// Something that one side has and the other cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What, in the plural: "weights".
    pub what: String,
    /// How many.
    pub count: usize,
    /// What became of them, as a clause.
    pub why: String,
    /// Whether they travel along in the file for Vouch to find again; of what came in, whether it is kept in the project
    /// to be given back.
    pub kept_for_vouch: bool,
}

impl Loss {
    /// Something that is gone for whoever reads the result.
    pub(crate) fn gone(what: &str, count: usize, why: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            count,
            why: why.into(),
            kept_for_vouch: false,
        }
    }

    /// Something that only Vouch will find again.
    pub(crate) fn kept(what: &str, count: usize, why: impl Into<String>) -> Self {
        Self {
            kept_for_vouch: true,
            ..Self::gone(what, count, why)
        }
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} ({})", self.what, self.count, self.why)
    }
}
