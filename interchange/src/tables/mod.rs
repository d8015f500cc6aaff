//! Tables of any kind as files: counts, matrices, cross-tabs.

mod docx;
mod write;

use std::path::Path;

pub use write::{save_table, tab_separated, write_table};

use crate::export::{ExportError, ending, unknown_format};

/// A table to export.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it shows, such as "Cases by code and group".
    pub title: String,
    /// What is counted and out of how many; and whatever else a reader must know.
    pub note: String,
    /// The headings.
    pub columns: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<Cell>>,
    /// The quotes behind the cells, if they are to go with it.
    pub trace: Vec<Trace>,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// A count with the number it is out of.
    CountOf {
        /// The count.
        n: u64,
        /// What it is out of.
        base: u64,
    },
    /// Any other number.
    Number(f64),
    /// Nothing: not the same as zero.
    Blank,
}

/// A sheet holds little more than this many rows of a trace, and nobody reads them all.
pub const MOST_TRACES: usize = 1_000_000;

/// One quote behind one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The heading of the cell's row.
    pub row: String,
    /// The heading of the cell's column.
    pub column: String,
    /// The case counted.
    pub case: String,
    /// The coding's id.
    pub quote_id: String,
    /// The words.
    pub text: String,
}

/// The formats that tables are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated, UTF-8 with byte order mark: headings and rows and nothing else.
    Csv,
    /// A workbook: the table, the quotes behind it, and what it shows.
    Xlsx,
    /// A Word document: title, table and note, to be pasted into a report. The quotes behind it stay out.
    Docx,
    /// One object: title, note, columns, rows, trace.
    Json,
}

impl TableFormat {
    /// The format that a file's name asks for.
    ///
    /// # Errors
    /// [`ExportError::UnknownFormat`], which names the endings there are.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        match ending(path).as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            "docx" => Ok(Self::Docx),
            "json" => Ok(Self::Json),
            _ => Err(unknown_format(path, ".csv, .xlsx, .docx or .json")),
        }
    }

    /// Whether a file of this format has room for the quotes behind the numbers.
    #[must_use]
    pub const fn holds_trace(self) -> bool {
        matches!(self, Self::Xlsx | Self::Json)
    }
}
