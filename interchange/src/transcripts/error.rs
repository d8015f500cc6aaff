//! Why a file could not be read at all.

use std::error::Error;

/// Why a file could not be read. Each is one sentence without the file's name, which the caller puts before it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has nothing but blanks, or a document has no text.
    #[error("there is no text in it")]
    NoText,
    /// The file is no text and of no known format.
    #[error("this is not a text file: byte {at} is {byte:#04x}, which no text has")]
    Binary {
        /// The first such byte, from 0.
        at: usize,
        /// Its value.
        byte: u8,
    },
    /// The file, or what it unpacks to, is beyond the limit.
    #[error("{what} is larger than the {limit_mb} MB that can be read")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The limit in megabytes of 1,048,576 bytes.
        limit_mb: u64,
    },
    /// The archive has more parts, or a document nests deeper, than any real one.
    #[error("{what} goes beyond the limit of {limit}: the file is damaged or made to do harm")]
    TooComplex {
        /// What there is too much of.
        what: String,
        /// How much there may be.
        limit: usize,
    },
    /// The archive ends early or its structure is broken.
    #[error("the file is cut short or damaged: {what}")]
    Damaged {
        /// Which part of it.
        what: String,
        /// What the archive reader said.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// A document's markup is broken.
    #[error("the markup of {part} is broken at byte {at}")]
    Markup {
        /// The part of the document.
        part: String,
        /// How far it could be read.
        at: u64,
        /// What the markup reader said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The document is locked with a password.
    #[error(
        "the file is protected by a password: open it, take the password off, and save it again"
    )]
    Password,
    /// A known format that is not read.
    #[error("{what} cannot be read: {advice}")]
    Unsupported {
        /// The format.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// The file claims a format but nothing in it could be read as such.
    #[error("nothing in it could be read as {format}: {why}")]
    Nothing {
        /// The format.
        format: &'static str,
        /// What was missing.
        why: String,
    },
    /// The file could not be opened.
    #[error("the file could not be opened: {source}")]
    Open {
        /// What the system said.
        source: std::io::Error,
    },
}

impl ImportError {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged {
            what: what.into(),
            source: None,
        }
    }

    pub(super) fn damaged_by(
        what: impl Into<String>,
        source: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self::Damaged {
            what: what.into(),
            source: Some(Box::new(source)),
        }
    }
}
