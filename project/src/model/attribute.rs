//! Attributes: what is known of a source, speaker or case beside its words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::{AttributeId, CaseId, SourceId, SpeakerId};
use super::table::Record;

/// The name of the attribute that says to which respondent group someone belongs.
pub const GROUP: &str = "group";

/// A named property, such as "area" or "group". Names differ without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Identifies it.
    pub id: AttributeId,
    /// As shown in tables and typed in searches.
    pub name: String,
    /// Order among the attributes, from 0.
    pub position: u32,
}

impl Record for Attribute {
    type Id = AttributeId;
    fn id(&self) -> AttributeId {
        self.id
    }
}

/// One value of an attribute, typed as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Words, or a choice among a few.
    Text(String),
    /// A number, in the unit of its column.
    Number(f64),
    /// A day, as ISO 8601 `YYYY-MM-DD`.
    Date(String),
}

impl Value {
    /// The value as it is shown.
    #[must_use]
    pub fn as_written(&self) -> Cow<'_, str> {
        match self {
            Self::Text(words) | Self::Date(words) => Cow::Borrowed(words),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    /// Reads a table's cell: a number or an ISO date where it is written as one, else its words.
    ///
    /// A number keeps its type only if it prints as it was written, so `007` and `1.50` stay text.
    /// An empty cell is no value.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.is_empty() {
            return None;
        }
        if let Ok(number) = cell.parse::<f64>()
            && number.is_finite()
            && number.to_string() == cell
        {
            return Some(Self::Number(number));
        }
        if is_iso_date(cell) {
            return Some(Self::Date(cell.to_owned()));
        }
        Some(Self::Text(cell.to_owned()))
    }
}

fn is_iso_date(cell: &str) -> bool {
    let mut parts = cell.split('-');
    let mut part = |digits: usize, most: u32| {
        parts.next().is_some_and(|part| {
            part.len() == digits && part.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n))
        })
    };
    part(4, 9999) && part(2, 12) && part(2, 31) && parts.next().is_none()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_written())
    }
}

/// The values one source, speaker or case has.
pub type Values = BTreeMap<AttributeId, Value>;

/// What can have attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holder {
    /// A source and everything in it.
    Source(SourceId),
    /// One speaker of a source.
    Speaker(SpeakerId),
    /// A case: all its sources and speakers.
    Case(CaseId),
}

/// Whether two names mean the same thing to a reader: case and outer blanks do not count.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// What names share that are the [`same_name`], to look one up among many.
#[must_use]
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_the_same_share_their_fold_and_others_do_not() {
        let names = [
            "Trust",
            " trust ",
            "TRUST",
            "Ŵyn",
            "ŵYN ",
            "Wyn",
            "",
            "trust her",
        ];
        for one in names {
            for other in names {
                let shared = folded(one) == folded(other);
                assert_eq!(same_name(one, other), shared, "{one}, {other}");
            }
        }
    }

    #[test]
    fn cells_are_typed_only_when_nothing_is_lost() {
        assert_eq!(Value::read(" 12 "), Some(Value::Number(12.0)));
        assert_eq!(Value::read("007"), Some(Value::Text("007".into())));
        assert_eq!(
            Value::read("2026-02-28"),
            Some(Value::Date("2026-02-28".into()))
        );
        assert_eq!(
            Value::read("2026-13-28"),
            Some(Value::Text("2026-13-28".into()))
        );
        assert_eq!(Value::read("NaN"), Some(Value::Text("NaN".into())));
        assert_eq!(Value::read("  "), None);
    }

    #[test]
    fn names_ignore_case_and_outer_blanks() {
        assert!(same_name("Ŵyr ", "ŵyr"));
        assert!(!same_name("Parent 1", "Parent 11"));
    }
}
