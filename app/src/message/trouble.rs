//! Everything that can go wrong at the desk.

use std::io;
use std::path::{Path, PathBuf};

use codebooks::{CodeError, CodeTree, ScaleError};
use index::IndexError;
use interchange::ExportError;
use interchange::codebook::CodebookError;
use interchange::refi::RefiError;
use interchange::sheet::SheetError;
use interchange::transcripts::ImportError;
use project::{EditError, Project, StoreError, TextError};
use thiserror::Error;

use super::nearest::closest;

/// Everything that can go wrong at the desk. [`Trouble::message`] has the words.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The project file cannot be opened, made or written.
    #[error("{}", path.display())]
    Store {
        /// The project file.
        path: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// A project was to be made under a name that does not end in `.vouch`.
    #[error("{} does not end in .vouch", path.display())]
    NotNamedVouch {
        /// The name given.
        path: PathBuf,
    },
    /// The project refuses an edit.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A source's text cannot be loaded.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A file that was given cannot be read.
    #[error("{}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A transcript or table is not what its importer can read.
    #[error("{}", file.display())]
    Import {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: ImportError,
    },
    /// A project of another program cannot be read.
    #[error("{}", file.display())]
    Exchange {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: RefiError,
    },
    /// A project was to be exported to a file whose ending stands for no exchange format.
    #[error("{} ends in no exchange format", path.display())]
    NotForExchange {
        /// The name given.
        path: PathBuf,
    },
    /// A project was to be packed into a file whose ending stands for no project.
    #[error("{} ends in no project format", path.display())]
    NotForPackage {
        /// The name given.
        path: PathBuf,
    },
    /// A reader broke down over a file.
    #[error("the reader broke down over {}", file.display())]
    ReaderBroke {
        /// The file.
        file: PathBuf,
    },
    /// The system shows no file dialog.
    #[error("no file dialog")]
    NoFileDialog,
    /// What a folder holds cannot be told.
    #[error("{}", file.display())]
    NoListing {
        /// The folder.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No file was there to import.
    #[error("no file to import")]
    NoFiles,
    /// A file cannot be read as a table.
    #[error("{}", file.display())]
    Sheet {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: SheetError,
    },
    /// A file is no codebook.
    #[error("{name}")]
    Codebook {
        /// The file's name.
        name: String,
        /// Why.
        #[source]
        source: Box<CodebookError>,
    },
    /// A codebook was asked for that is neither a file nor a starter.
    #[error("{name} is neither a file nor a starter")]
    NoSuchCodebook {
        /// The name given.
        name: String,
    },
    /// A table lacks a column.
    #[error("{} has no column {column}", file.display())]
    NoColumn {
        /// The table.
        file: PathBuf,
        /// The column, or columns one of which is needed.
        column: &'static str,
        /// The headings it has.
        found: String,
    },
    /// No row of a table could be used.
    #[error("no row of {} could be used", file.display())]
    NoRow {
        /// The table.
        file: PathBuf,
        /// Why, as a sentence.
        why: String,
    },
    /// There is no source of that name.
    #[error("no source {name}")]
    NoSource {
        /// The name given.
        name: String,
        /// Names it may have meant.
        near: Vec<String>,
    },
    /// Words to correct stand in no text.
    #[error("{words} stands nowhere")]
    NotInTexts {
        /// The words.
        words: String,
    },
    /// There is no code at that path.
    #[error("no code {path}")]
    NoCode {
        /// The path given.
        path: String,
        /// Paths it may have meant.
        near: Vec<String>,
    },
    /// A code's path is none.
    #[error("{path} is no path of a code")]
    BadCode {
        /// The path given.
        path: String,
        /// Why.
        #[source]
        source: CodeError,
    },
    /// There is no attribute of that name.
    #[error("no attribute {name}")]
    NoAttribute {
        /// The name given.
        name: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// Nobody has that value of an attribute, of those who say anything.
    #[error("nobody has the value {value}")]
    NoValue {
        /// The value given.
        value: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// There is no case of that name, nor a source.
    #[error("no case {name}")]
    NoCase {
        /// The name given.
        name: String,
    },
    /// There is no rating scale of that name.
    #[error("no scale {name}")]
    NoScale {
        /// The name given.
        name: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// There is no saved search of that name.
    #[error("no saved search {name}")]
    NoSearch {
        /// The name given.
        name: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// There is no set of that name.
    #[error("no set {name}")]
    NoSet {
        /// The name given.
        name: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// A rating scale cannot be as asked.
    #[error("scale {name}")]
    BadScale {
        /// The scale's name.
        name: String,
        /// Why.
        #[source]
        source: ScaleError,
    },
    /// There is no coder of that name.
    #[error("no coder {name}")]
    NoCoder {
        /// The name given.
        name: String,
        /// Those there are.
        near: Vec<String>,
    },
    /// Coders or raters cannot be compared.
    #[error(transparent)]
    Agreement(#[from] analysis::AgreementError),
    /// Totals of a table are not the sums of their parts.
    #[error("{found} wrong totals")]
    WrongTotals {
        /// How many.
        found: usize,
    },
    /// There is nothing to undo or redo.
    #[error("nothing to {what}")]
    NoStep {
        /// `undo` or `redo`.
        what: &'static str,
    },
    /// The search index cannot be opened or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A search cannot be understood.
    #[error(transparent)]
    Query(#[from] index::QueryError),
    /// A search cannot be done.
    #[error(transparent)]
    Search(index::SearchError),
    /// Excerpts, counts or a codebook cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A chart cannot be drawn.
    #[error(transparent)]
    Picture(#[from] crate::chart::PixelError),
    /// A folder cannot be made or written.
    #[error("{}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The project did not pass its check.
    #[error("{findings} findings")]
    Unsound {
        /// How many things were found.
        findings: usize,
    },
    /// Standard output cannot be written.
    #[error("cannot print")]
    Output(#[source] io::Error),
    /// No window can be opened.
    #[error("no window: {reason}")]
    NoWindow {
        /// What the windowing system says.
        reason: String,
    },
}

impl From<index::SearchError> for Trouble {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only a query that cannot be understood has words of its own"
    )]
    fn from(error: index::SearchError) -> Self {
        match error {
            index::SearchError::Query(error) => Self::Query(error),
            other => Self::Search(other),
        }
    }
}

impl Trouble {
    /// A project file that cannot be opened, made or written.
    #[must_use]
    pub fn store(path: &Path, source: StoreError) -> Self {
        Self::Store {
            path: path.to_owned(),
            source,
        }
    }

    /// There is no source of that name; names the closest.
    #[must_use]
    pub fn no_source(project: &Project, name: &str) -> Self {
        let near = closest(
            name,
            project.sources().iter().map(|source| source.name.clone()),
        );
        Self::NoSource {
            name: name.to_owned(),
            near,
        }
    }

    /// There is no code at that path; names the closest.
    #[must_use]
    pub fn no_code(tree: &CodeTree, path: &str) -> Self {
        let paths = tree
            .order()
            .iter()
            .filter_map(|&code| tree.path(code))
            .map(|path| path.to_string());
        Self::NoCode {
            path: path.to_owned(),
            near: closest(path, paths),
        }
    }

    /// There is no attribute of that name; names those there are.
    #[must_use]
    pub fn no_attribute(project: &Project, name: &str) -> Self {
        let near = project
            .attributes_in_order()
            .into_iter()
            .map(|attribute| attribute.name.clone())
            .collect();
        Self::NoAttribute {
            name: name.to_owned(),
            near,
        }
    }

    /// There is no coder of that name; names those there are.
    #[must_use]
    pub fn no_coder(project: &Project, name: &str) -> Self {
        let near = project
            .coders()
            .iter()
            .map(|coder| coder.name.clone())
            .collect();
        Self::NoCoder {
            name: name.to_owned(),
            near,
        }
    }

    /// There is no rating scale of that name; names those there are.
    #[must_use]
    pub fn no_scale(project: &Project, name: &str) -> Self {
        let near = project
            .scales()
            .iter()
            .map(|scale| scale.name.clone())
            .collect();
        Self::NoScale {
            name: name.to_owned(),
            near,
        }
    }

    /// There is no saved search of that name.
    #[must_use]
    pub fn no_search(project: &Project, name: &str) -> Self {
        let searches = project.searches().iter();
        Self::NoSearch {
            name: name.to_owned(),
            near: searches.map(|search| search.name.clone()).collect(),
        }
    }

    /// There is no set of that name.
    #[must_use]
    pub fn no_set(project: &Project, name: &str) -> Self {
        let sets = project.sets().iter();
        Self::NoSet {
            name: name.to_owned(),
            near: sets.map(|set| set.name.clone()).collect(),
        }
    }
}
