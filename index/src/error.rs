//! What can go wrong, one enum a door.

use std::error::Error;

use crate::query::QueryError;

/// Why the index cannot be opened or fed. The project is untouched in every case: the index can always be
/// made again from it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The cache folder cannot be made, read or written: no room, or no right to.
    #[error("the search index in {folder} cannot be used")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Another window or command is feeding the same index.
    #[error("the search index is being written by another Vouch")]
    Busy,
    /// The search engine failed while {doing}.
    #[error("the search index failed while {doing}")]
    Engine {
        /// What was being done, such as "committing".
        doing: &'static str,
        /// What the engine says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl IndexError {
    pub(crate) fn engine(doing: &'static str) -> impl Fn(tantivy::TantivyError) -> Self {
        move |source| {
            if matches!(source, tantivy::TantivyError::LockFailure(..)) {
                Self::Busy
            } else {
                Self::Engine {
                    doing,
                    source: Box::new(source),
                }
            }
        }
    }
}

/// Why a search gives no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The query names something this project does not have.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index cannot be read: feeding it again from the start mends it.
    #[error("the search index cannot be read")]
    Engine(#[source] Box<dyn Error + Send + Sync>),
    /// A source's text cannot be loaded.
    #[error("the text of “{name}” cannot be loaded")]
    Text {
        /// The source's name.
        name: String,
        /// Why.
        #[source]
        source: project::TextError,
    },
}

impl From<std::io::Error> for SearchError {
    fn from(source: std::io::Error) -> Self {
        Self::Engine(Box::new(source))
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::Engine(Box::new(source))
    }
}
