//! Warnings: what a reader could not take as it stood, and where.

use std::fmt;

/// Something in a file that was left out, guessed or looks wrong. The rest of the file was read.
///
/// Shown, it is one sentence: `Line 12: possible missed label …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where in the file.
    pub place: Place,
    /// What is the matter, as a clause without the place and without a full stop.
    pub message: String,
}

/// A place in a file, counted from 1 as a reader of the file would count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line of a text file.
    Line(usize),
    /// A paragraph of a document.
    Paragraph(usize),
    /// A cue of a subtitle file, or a segment of a machine transcript.
    Cue(usize),
    /// A row of a table; the header is row 1.
    Row(usize),
    /// A named part, column, sheet or element.
    Element(String),
}

impl Warning {
    /// A warning about a place.
    #[must_use]
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
        }
    }

    /// A warning about the file as a whole.
    #[must_use]
    pub fn of_file(message: impl Into<String>) -> Self {
        Self::new(Place::File, message)
    }

    /// A warning about some things of a file; none about no things: "1 row was left out", "3 rows were left out".
    pub(crate) fn of_count(count: usize, one: &str, many: &str) -> Option<Self> {
        let message = format!("{count} {}", if count == 1 { one } else { many });
        (count > 0).then(|| Self::of_file(message))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("The file"),
            Self::Line(n) => write!(f, "Line {n}"),
            Self::Paragraph(n) => write!(f, "Paragraph {n}"),
            Self::Cue(n) => write!(f, "Cue {n}"),
            Self::Row(n) => write!(f, "Row {n}"),
            Self::Element(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place == Place::File {
            let mut letters = self.message.chars();
            let first: String = letters
                .next()
                .map(|c| c.to_uppercase().collect())
                .unwrap_or_default();
            return write!(f, "{first}{}.", letters.as_str());
        }
        write!(f, "{}: {}.", self.place, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_reads_as_one_sentence() {
        assert_eq!(
            Warning::new(Place::Line(12), "possible missed label “D;”").to_string(),
            "Line 12: possible missed label “D;”."
        );
        assert_eq!(
            Warning::of_file("2 comments were left out").to_string(),
            "2 comments were left out."
        );
        assert_eq!(
            Warning::of_file("old names stay").to_string(),
            "Old names stay."
        );
        assert_eq!(
            Warning::new(Place::Element("Sheet “Notes”".into()), "left out").to_string(),
            "Sheet “Notes”: left out."
        );
    }
}
