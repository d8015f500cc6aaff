//! Sources: the files that were said or written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::attribute::Values;
use super::ids::{CaseId, SourceId};
use super::table::Record;
use crate::stamp::Timestamp;

/// One transcript, case file or other text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Identifies it.
    pub id: SourceId,
    /// Its file's stem at import, unless renamed. Names differ without regard to case.
    pub name: String,
    /// What sort of text it is.
    pub kind: SourceKind,
    /// BCP 47 language code, such as `en` or `cy`; decides stemming.
    pub language: String,
    /// When in the evaluation it was collected ("baseline"); "" when there is one wave only.
    pub wave: String,
    /// The case it belongs to; none means that it is its own.
    pub case: Option<CaseId>,
    /// What is known of it.
    pub values: Values,
    /// Which text it has. Texts live in the file, by hash, and are loaded when needed.
    pub text: TextHash,
    /// Length of the text in code points.
    pub characters: u32,
    /// Words in the text: see [`crate::text::count_words`].
    pub words: u32,
    /// How often the text was corrected since import.
    pub revision: u32,
    /// The version of the cleaning its text went through.
    pub cleaning: u32,
    /// The file it came from: name with extension, no folder.
    pub file_name: String,
    /// SHA-256 of that file's bytes: how the same file is recognised.
    pub file_hash: TextHash,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// How far the coders have read.
    pub reading: Reading,
}

impl Record for Source {
    type Id = SourceId;
    fn id(&self) -> SourceId {
        self.id
    }
}

/// A SHA-256 in lower-case hexadecimal: the name of a text's or a file's content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextHash(String);

impl TextHash {
    /// Hashes a text or a file's bytes.
    #[must_use]
    pub fn of(content: impl AsRef<[u8]>) -> Self {
        use std::fmt::Write as _;

        use sha2::{Digest as _, Sha256};
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(content.as_ref()) {
            // Writing to a string cannot fail.
            if write!(hex, "{byte:02x}").is_err() {
                break;
            }
        }
        Self(hex)
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn from_stored(hex: String) -> Self {
        Self(hex)
    }
}

/// The sort of text a source is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// One respondent, or a few of one family.
    #[default]
    Interview,
    /// Several respondents and a moderator.
    FocusGroup,
    /// A record written about a case.
    CaseFile,
    /// Open answers, notes, and anything else.
    Other,
}

impl SourceKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::Interview,
        Self::FocusGroup,
        Self::CaseFile,
        Self::Other,
    ];

    /// As written on the command line and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Interview => "interview",
            Self::FocusGroup => "focus-group",
            Self::CaseFile => "case-file",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for SourceKind {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let folded = word.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|kind| kind.key() == folded)
            .ok_or_else(|| {
                format!(
                    "“{word}” is no kind of source: say interview, focus-group, case-file or other"
                )
            })
    }
}

/// How far a source has been read.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// Not opened for coding yet.
    #[default]
    Unread,
    /// Being coded.
    Started,
    /// Coded to the end.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_published_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            TextHash::of("abc").as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn kinds_are_read_as_people_write_them() {
        assert_eq!("Focus group".parse(), Ok(SourceKind::FocusGroup));
        assert!("novel".parse::<SourceKind>().unwrap_err().contains("novel"));
        for kind in SourceKind::ALL {
            assert_eq!(kind.key().parse(), Ok(kind));
        }
    }
}
