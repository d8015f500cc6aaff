//! The project's file: one SQLite database, named nowhere else.

mod backup;
mod check;
mod clock;
mod commit;
mod foreign;
mod history;
mod load;
mod open;
mod rows;
mod texts;

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

pub use clock::{CountingStamps, Stamps, SystemStamps};
pub(crate) use commit::NewLine;
pub use foreign::{ForeignDatabase, ForeignValue};
pub(crate) use history::Line;
pub use open::Holder as FileHolder;
pub(crate) use open::Store;
pub use texts::{TextError, Texts};

/// Why a project's file cannot be made, opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is a file of this name; nothing is overwritten.
    #[error("{} is already there", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("there is no file {}", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a Vouch project", path.display())]
    NotAProject {
        /// Which file.
        path: PathBuf,
    },
    /// A newer Vouch wrote the file.
    #[error("{} was written by a newer version of Vouch (format {found}; this one reads up to {known})", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format this version knows.
        known: u32,
    },
    /// Somebody has the file open.
    #[error("{} is open elsewhere{}", path.display(), holder.as_ref().map(|holder| format!(": {holder}")).unwrap_or_default())]
    Held {
        /// Which file.
        path: PathBuf,
        /// Who holds it, if that could be read.
        holder: Option<FileHolder>,
    },
    /// The copy that is made before a migration could not be made; the file is as it was.
    #[error("{} could not be copied before updating its format", path.display())]
    Copy {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<StoreError>,
    },
    /// A row cannot be understood.
    #[error("the table {table} of the project's file holds a row that cannot be read: {problem}")]
    BadRow {
        /// Which table.
        table: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// SQLite or the disk refused.
    #[error("the project's file could not be read or written: {1}")]
    File(Refusal, #[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why a file cannot be read or written, as far as it matters to whoever wants it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// What it holds is not what was written into it.
    Damaged,
    /// It may be read only.
    ReadOnly,
    /// There is no room left where it is.
    Full,
    /// Anything else.
    Other,
}

impl Refusal {
    fn of_database(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Other,
        }
    }

    fn of_system(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        let is = |kinds: &[Kind]| kinds.contains(&error.kind());
        if is(&[Kind::PermissionDenied, Kind::ReadOnlyFilesystem]) {
            Self::ReadOnly
        } else if is(&[Kind::StorageFull, Kind::QuotaExceeded]) {
            Self::Full
        } else {
            Self::Other
        }
    }
}

impl StoreError {
    pub(crate) fn from_io(error: io::Error) -> Self {
        Self::File(Refusal::of_system(&error), Box::new(error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::File(Refusal::of_database(&error), Box::new(error))
    }
}
