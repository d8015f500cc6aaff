//! A codebook as a table of text cells, both ways; csv and spreadsheets are only containers for it.
//!
//! Columns are told from their headings, in any order and case: see [`read_table`].

use std::fmt;

use crate::code::Code;
use crate::columns::{Column, Columns};
use crate::draft::{Book, CodeDraft, append, drafts_of};
use crate::nesting::places;
use crate::path::CodePath;

/// The headings that [`write_table`] writes.
const HEADINGS: [&str; 7] = [
    "path",
    "kind",
    "definition",
    "use_when",
    "not_when",
    "example",
    "colour",
];

/// How many rows from the top the headings may stand in: some programs put a title first.
const HEADING_ROWS: usize = 10;

/// Something in a table that was not taken as it stands; the rest was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableWarning {
    /// The line, or the row of a spreadsheet, counted from 1.
    pub line: usize,
    /// What was found and what became of it, as a sentence for the user.
    pub message: String,
}

impl fmt::Display for TableWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Why a table is no codebook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// There is no row with anything in it.
    #[error("the table is empty")]
    Empty,
    /// No row near the top has a heading that names codes.
    #[error("no column is headed path, code, name, tag or theme (the first row reads: {found})")]
    NoNameColumn {
        /// The first row with anything in it.
        found: String,
    },
}

/// Reads a table as a codebook: one draft a code, each after the one above it, and what was not taken as it stands.
///
/// Headings, in any case: where the code stands is told by `path` (names parted by `/`, see [`CodePath`]), or by
/// `level_1` to `level_n`, or by a name (`name`, `code`, `tag`, `theme`) with or without `parent`. A name alone may
/// hold the names above it as `A / B`, `A > B`, `A>>B` or `A\\B`, or be indented under them; `a.b` and `a/b` are single
/// names. Headings are understood in the languages other programs write them in. A table of one or two columns without
/// any is read as a list like those of QualCoder, if names in it are parted by `>>`.
/// What the code says is told by `kind`, `definition` (or `description`, `memo`, `comment`), `use_when` (`inclusion`),
/// `not_when` (`exclusion`), `example` and `colour`. Missing parents are made, duplicates are merged, and a kind or
/// colour that cannot be read costs that cell alone.
///
/// # Errors
/// [`TableError::Empty`], [`TableError::NoNameColumn`].
pub fn read_table(rows: &[Vec<String>]) -> Result<(Vec<CodeDraft>, Vec<TableWarning>), TableError> {
    let numbered: Vec<(usize, &[String])> = (1..).zip(rows.iter().map(Vec::as_slice)).collect();
    read_numbered(&numbered)
}

/// Reads a table whose rows bring their line numbers.
pub(crate) fn read_numbered(
    rows: &[(usize, &[String])],
) -> Result<(Vec<CodeDraft>, Vec<TableWarning>), TableError> {
    let filled = rows
        .iter()
        .copied()
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    let mut rows = filled.clone();
    let mut warnings = Vec::new();
    let mut first: Option<String> = None;
    let columns = loop {
        let Some((line, row)) = rows.next().filter(|_| warnings.len() < HEADING_ROWS) else {
            let all: Vec<(usize, &[String])> = filled.collect();
            if let Some(columns) = Columns::of_list(&all) {
                return Ok(gathered(&columns, all, Vec::new()));
            }
            return Err(
                first.map_or(TableError::Empty, |found| TableError::NoNameColumn {
                    found,
                }),
            );
        };
        let mut about_columns = Vec::new();
        if let Some(columns) = Columns::of_headings(line, row, &mut about_columns) {
            warnings.extend(about_columns);
            break columns;
        }
        let found = row.join(", ");
        let message = format!(
            "“{}” stands above the headings and was left out",
            found.trim_matches([',', ' '])
        );
        warnings.push(TableWarning { line, message });
        first.get_or_insert(found);
    };
    Ok(gathered(&columns, rows.collect(), warnings))
}

/// Reads a list of codes without headings, as QualCoder keeps one in a text file: a line a code with the names above
/// it parted by `>>` (`>>>` below a code), then, after a tab or two blanks, what it means.
#[must_use]
pub fn read_list(text: &str) -> (Vec<CodeDraft>, Vec<TableWarning>) {
    let text = text.trim_start_matches('\u{feff}');
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| {
            let line = line.trim();
            let parted = line.split_once('\t').or_else(|| line.split_once("  "));
            match parted {
                Some((name, meaning)) => vec![name.to_owned(), meaning.trim().to_owned()],
                None => vec![line.to_owned()],
            }
        })
        .collect();
    let filled = (1..).zip(rows.iter().map(Vec::as_slice));
    let filled = filled.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
    gathered(&Columns::unheaded(), filled.collect(), Vec::new())
}

/// Gathers the codes of the rows below the headings.
fn gathered(
    columns: &Columns,
    rows: Vec<(usize, &[String])>,
    mut warnings: Vec<TableWarning>,
) -> (Vec<CodeDraft>, Vec<TableWarning>) {
    let places = places(&columns.naming, &rows, &mut warnings);
    let mut book = Book {
        warnings,
        ..Book::default()
    };
    for ((line, row), names) in rows.into_iter().zip(places) {
        take(&mut book, line, row, &names, columns);
    }
    book.warnings.sort_by_key(|warning| warning.line);
    (book.drafts, book.warnings)
}

/// Takes one row in.
fn take(book: &mut Book, line: usize, row: &[String], names: &[String], columns: &Columns) {
    let warn = |message: String| TableWarning { line, message };
    if names.is_empty() {
        book.warnings.push(warn(
            "there is no name on this line; it was left out".to_owned(),
        ));
        return;
    }
    let path = match CodePath::new(names) {
        Ok(path) => path,
        Err(error) => {
            book.warnings
                .push(warn(format!("{error}; the line was left out")));
            return;
        }
    };
    let spare = row
        .iter()
        .skip(columns.meanings.len())
        .filter(|cell| !cell.trim().is_empty())
        .count();
    if spare > 0 {
        book.warnings.push(warn(format!(
            "{spare} cells beyond the last heading were left out"
        )));
    }
    let mut draft = CodeDraft::new(path);
    for (cell, meaning) in row.iter().zip(&columns.meanings) {
        let text = cell.trim();
        if !text.is_empty() {
            book.warnings
                .extend(fill(&mut draft, meaning, text).map(warn));
        }
    }
    book.add(line, draft);
}

/// Puts one cell where it belongs; answers what to say if it cannot be read.
fn fill(draft: &mut CodeDraft, meaning: &Column, text: &str) -> Option<String> {
    match meaning {
        Column::Kind => match text.parse() {
            Ok(kind) => draft.kind = Some(kind),
            Err(error) => return Some(error.to_string()),
        },
        Column::Colour => match text.parse() {
            Ok(colour) => draft.colour = Some(colour),
            Err(error) => return Some(error.to_string()),
        },
        Column::Definition => append(&mut draft.definition, text),
        Column::UseWhen => append(&mut draft.use_when, text),
        Column::NotWhen => append(&mut draft.not_when, text),
        Column::Example => append(&mut draft.example, text),
        Column::Path
        | Column::Name(_)
        | Column::Parent
        | Column::Level(_)
        | Column::Count
        | Column::Unknown => {}
    }
    None
}

/// Writes codes as a table in the order of their tree: a row of headings, then one row a code.
#[must_use]
pub fn write_table<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Vec<Vec<String>> {
    draft_rows(&drafts_of(codes))
}

/// Writes drafts as a table: a row of headings, then one row a draft.
#[must_use]
pub fn draft_rows(drafts: &[CodeDraft]) -> Vec<Vec<String>> {
    let headings = HEADINGS
        .iter()
        .map(|heading| (*heading).to_owned())
        .collect();
    let row = |draft: &CodeDraft| {
        vec![
            draft.path.to_string(),
            draft.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            draft.definition.clone(),
            draft.use_when.clone(),
            draft.not_when.clone(),
            draft.example.clone(),
            draft
                .colour
                .map(|colour| colour.to_string())
                .unwrap_or_default(),
        ]
    };
    std::iter::once(headings)
        .chain(drafts.iter().map(row))
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
