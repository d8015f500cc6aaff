//! Tables of cells, whatever file they came from.

use std::path::{Path, PathBuf};

use interchange::sheet::{SheetRow, read_rows_of_file};

use crate::message::Trouble;

/// A table with headings.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file it came from.
    pub file: PathBuf,
    /// The first row that is not empty.
    pub headings: Vec<String>,
    /// The rows under the headings, without empty ones.
    pub rows: Vec<SheetRow>,
}

/// The rows of a csv or xlsx file, headings included, empty ones left out.
///
/// # Errors
/// Where the file cannot be read as a table.
pub(super) fn rows_of(path: &Path) -> Result<Vec<SheetRow>, Trouble> {
    read_rows_of_file(path).map_err(|source| Trouble::Sheet {
        file: path.to_owned(),
        source,
    })
}

/// A cell without outer blanks, "" where the row is too short or the column is not there.
#[must_use]
pub(crate) fn cell(row: &SheetRow, column: Option<usize>) -> &str {
    column
        .and_then(|column| row.cells.get(column))
        .map_or("", |cell| cell.trim())
}

impl Table {
    /// Reads a csv or xlsx file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(path: &Path) -> Result<Self, Trouble> {
        Ok(Self::with_headings(path, rows_of(path)?))
    }

    /// A table whose headings stand in the first of these rows that is not empty.
    #[must_use]
    pub fn with_headings(path: &Path, rows: Vec<SheetRow>) -> Self {
        let mut rows = rows
            .into_iter()
            .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let headings = rows.next().map(|row| row.cells).unwrap_or_default();
        Self {
            file: path.to_owned(),
            headings,
            rows: rows.collect(),
        }
    }

    /// The place of the first column that has one of these headings, in any case.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            self.headings
                .iter()
                .position(|heading| project::same_name(heading, name))
        })
    }

    /// As [`Self::column`], for a column there must be.
    ///
    /// # Errors
    /// Where there is none, naming `column`.
    pub fn needed(&self, column: &'static str, names: &[&str]) -> Result<usize, Trouble> {
        self.column(names).ok_or_else(|| Trouble::NoColumn {
            file: self.file.clone(),
            column,
            found: if self.headings.is_empty() {
                "none".to_owned()
            } else {
                self.headings.join(", ")
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    #[test]
    fn columns_are_found_in_any_case_and_short_rows_are_filled() {
        let table = table("\n |  \nSource | Code \n Parent 1 | Trust | more\n\nParent 2");
        assert_eq!(table.column(&["code_path", "CODE"]), Some(1));
        assert_eq!(
            table.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
            [4, 6]
        );
        assert_eq!(
            (
                cell(&table.rows[0], Some(1)),
                cell(&table.rows[1], Some(1)),
                cell(&table.rows[1], None)
            ),
            ("Trust", "", "")
        );
        assert!(matches!(
            table.needed("start", &["start"]),
            Err(Trouble::NoColumn {
                column: "start",
                ..
            })
        ));
    }
}
