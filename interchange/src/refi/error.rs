//! Why an exchange file could not be read or written at all.

use crate::transcripts::ImportError;

/// Why an exchange file could not be read or written. Each is one sentence without the file's name, which the caller
/// puts before it. What costs only one element is a line of the report instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefiError {
    /// It is something else.
    #[error("it is no REFI-QDA file: {why}")]
    NotRefi {
        /// What is missing or found instead.
        why: String,
    },
    /// The archive is damaged, protected, or beyond the limits.
    #[error(transparent)]
    Archive(#[from] ImportError),
    /// A part of the archive, or a path in the project, points out of the archive.
    #[error("“{path}” points out of the archive: the file is damaged or made to do harm")]
    Outside {
        /// The path as it stands.
        path: String,
    },
    /// The markup cannot be read.
    #[error("{part} is broken at line {line}: {why}")]
    Markup {
        /// The part of the archive.
        part: String,
        /// The line, from 1.
        line: u32,
        /// What is wrong there.
        why: String,
    },
    /// The markup defines entities of its own.
    #[error(
        "{part} defines a document type at line {line}: no program writes one, and it may do harm"
    )]
    DocumentType {
        /// The part of the archive.
        part: String,
        /// The line, from 1.
        line: u32,
    },
    /// There is more of something than in any real project.
    #[error("{what} goes beyond the limit of {limit}: the file is damaged or made to do harm")]
    TooComplex {
        /// What there is too much of.
        what: String,
        /// How much there may be.
        limit: usize,
    },
    /// Two things that others refer to have one id, so nobody can say which is meant.
    #[error(
        "two elements {element} have the same GUID {guid}: “{first}” and “{second}” (line {line})"
    )]
    SameGuid {
        /// The element.
        element: &'static str,
        /// The GUID.
        guid: String,
        /// The name of the first.
        first: String,
        /// The name of the second.
        second: String,
        /// The line of the second, from 1.
        line: u32,
    },
    /// A codebook without codes cannot be written: the standard asks for one at least.
    #[error("there are no codes yet, and a REFI-QDA codebook must have at least one")]
    NoCodes,
    /// A source's text could not be had.
    #[error("the text of “{name}” cannot be read: {why}")]
    Text {
        /// The source's name.
        name: String,
        /// What the store said.
        why: String,
    },
    /// The archive could not be made.
    #[error("the archive could not be made: {source}")]
    Pack {
        /// What the archive writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
