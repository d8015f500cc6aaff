//! What the data views ask for and what they are answered: passages coded, matrices, the history, files out. Answers are kept until
//! the next ones come, so that a view never waits.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use analysis::{Dimension, Matrix, Unit};
use codebooks::CodeId;
use index::Place;
use project::text::CharRange;
use project::{CodingId, HistoryLine, Seq, SourceId};

use crate::view::matrix::Layout;
use crate::view::passages::Span;

/// The title of the job that reads sources for the search.
pub const READING: &str = "Reading for the search";
/// The title of the job that answers a question to the search.
pub const SEARCHING: &str = "Searching";
/// The title of the job that counts a matrix.
pub const COUNTING: &str = "Counting the matrix";

/// What a data view asks the desktop to do.
#[derive(Clone, Debug)]
pub enum DataRequest {
    /// Codes passages that a search found, as one step.
    CodeFound(Box<CodeFound>),
    /// Searches for passages like this one.
    SearchLike(SourceId, CharRange),
    /// Gives codings a new code below another one, as one step.
    RecodeNew {
        /// Which codings.
        codings: Vec<CodingId>,
        /// The code it stands under.
        parent: CodeId,
        /// Its name.
        name: String,
    },
    /// Counts a matrix.
    Matrix(MatrixAsk),
    /// Reads the history.
    History,
    /// Takes back every step after a line of the history.
    GoBackTo(Seq),
    /// Asks where to write the excerpts listed, in this order, and writes them there.
    ExportExcerpts(Vec<CodingId>, &'static str),
    /// Writes excerpts to a file, in the format its name says.
    WriteExcerpts(PathBuf, Vec<CodingId>),
    /// Writes a table to a file, in the format its name says.
    WriteTable(PathBuf, TableOut),
    /// Asks where to write a table, and writes it there.
    ExportTable(TableOut),
}

/// What to do with found passages.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeFound {
    /// Where they are.
    pub places: Vec<Place>,
    /// How much around each match.
    pub span: Span,
    /// The code they get.
    pub code: CodeAsked,
}

/// A code that is there, or one to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAsked {
    /// One of the codebook.
    Known(CodeId),
    /// A new one.
    New {
        /// The code it stands under; none: the top.
        parent: Option<CodeId>,
        /// Its name.
        name: String,
    },
}

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixAsk {
    /// What a number counts.
    pub unit: Unit,
    /// What the columns are.
    pub columns: Dimension,
    /// Whose codings count.
    pub whose: Whose,
    /// Whether passages in which only the interviewer speaks count.
    pub interviewer: bool,
}

impl Default for MatrixAsk {
    fn default() -> Self {
        Self {
            unit: Unit::Cases,
            columns: Dimension::Group,
            whose: Whose::All,
            interviewer: true,
        }
    }
}

/// Whose codings are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// Those of who codes here.
    Mine,
    /// Those of everybody else.
    Others,
}

impl Whose {
    /// All choices, in the order offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Others];

    /// As the choice is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::All => "All coders",
            Self::Mine => "Only mine",
            Self::Others => "Only others’",
        }
    }

    /// Whether codings of someone are meant.
    #[must_use]
    pub const fn holds(self, mine: bool) -> bool {
        match self {
            Self::All => true,
            Self::Mine => mine,
            Self::Others => !mine,
        }
    }
}

/// The codings behind a number, as a filter of the excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Which codings.
    pub codings: BTreeSet<CodingId>,
    /// The number in words: "Trust × Parents: 7 codings from 4 of 5 cases".
    pub words: String,
}

/// A matrix to be written out as it is shown.
#[derive(Clone, Debug)]
pub struct TableOut {
    /// The numbers.
    pub counted: Arc<Counted>,
    /// How they are laid out.
    pub layout: Layout,
    /// What the columns are, in words.
    pub by: String,
    /// The file's extension: csv or xlsx.
    pub format: &'static str,
}

/// A counted matrix of codes by something.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What was asked.
    pub ask: MatrixAsk,
    /// Grows with each answer.
    pub serial: u64,
    /// The numbers.
    pub matrix: Arc<Matrix>,
    /// The codes of the rows.
    pub codes: Arc<[CodeId]>,
}

/// What the data views show.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Grows whenever the search is asked for: its field then takes the keyboard.
    pub search_shown: u64,
    /// The matrix that is wanted.
    pub matrix: MatrixAsk,
    /// The newest matrix.
    pub counted: Option<Arc<Counted>>,
    /// The history, and the state of the project it was read at.
    pub history: Option<(Seq, Arc<Vec<HistoryLine>>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mine_and_others_are_all() {
        for mine in [true, false] {
            assert!(Whose::All.holds(mine));
            assert_ne!(Whose::Mine.holds(mine), Whose::Others.holds(mine));
        }
    }
}
