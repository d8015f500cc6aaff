//! What a number counts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a number counts.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Persons, families or whatever the evaluation is about, once each however often they say it.
    #[default]
    Cases,
    /// Transcripts and files, once each.
    Sources,
    /// People who answered, once each; never the interviewer.
    Respondents,
    /// Coded passages. Spans that overlap are one passage, whoever coded them.
    References,
    /// Words in coded passages, each once.
    Words,
}

impl Unit {
    /// All units, in the order offered.
    pub const ALL: [Self; 5] = [
        Self::Cases,
        Self::Sources,
        Self::Respondents,
        Self::References,
        Self::Words,
    ];

    /// As written on the command line and in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Sources => "sources",
            Self::Respondents => "respondents",
            Self::References => "references",
            Self::Words => "words",
        }
    }

    /// What one of them is called.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Cases => "case",
            Self::Sources => "source",
            Self::Respondents => "respondent",
            Self::References => "reference",
            Self::Words => "word",
        }
    }

    /// Whether a number of this unit is out of a known base. Nobody can say how many references or coded words
    /// there could have been, so these two have none.
    #[must_use]
    pub const fn has_base(self) -> bool {
        matches!(self, Self::Cases | Self::Sources | Self::Respondents)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// A word that names no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{word}” is nothing to count: say cases, sources, respondents, references or words")]
pub struct NotAUnit {
    /// The word as given.
    pub word: String,
}

impl FromStr for Unit {
    type Err = NotAUnit;

    /// Reads a unit in any case, singular or plural.
    fn from_str(word: &str) -> Result<Self, NotAUnit> {
        let folded = word.trim().to_lowercase();
        Self::ALL
            .into_iter()
            .find(|unit| unit.key() == folded || unit.singular() == folded)
            .ok_or_else(|| NotAUnit {
                word: word.trim().to_owned(),
            })
    }
}

/// Fewer units than this and percentages mislead: tables carry a note.
pub const SMALL_BASE: u64 = 30;

/// The share of a base as a fraction, or none where the base is nothing.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub fn share(count: u64, base: u64) -> Option<f64> {
    (base > 0).then(|| count as f64 / base as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_people_write_them() {
        assert_eq!("Cases".parse(), Ok(Unit::Cases));
        assert_eq!(" word".parse(), Ok(Unit::Words));
        assert_eq!(
            "quotes".parse::<Unit>().unwrap_err().to_string(),
            "“quotes” is nothing to count: say cases, sources, respondents, references or words"
        );
        assert_eq!(
            serde_json::to_string(&Unit::Respondents).unwrap(),
            "\"respondents\""
        );
    }
}
