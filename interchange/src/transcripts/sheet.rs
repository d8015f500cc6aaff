//! Tables as read: a header and rows of cells.

use std::collections::BTreeMap;

use super::error::ImportError;
use crate::{Place, Warning};

/// A table of text cells. Row numbers are those of the file, the header being the first row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The names of the columns, all different.
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<SheetRow>,
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetRow {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

impl Sheet {
    /// Takes the first row that has words as the header; rows without any cell are left out.
    pub(super) fn from_rows(rows: impl IntoIterator<Item = SheetRow>) -> Self {
        let mut rows = rows
            .into_iter()
            .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let mut header: Vec<String> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let first = rows.next().map(|row| row.cells).unwrap_or_default();
        for (place, cell) in first.into_iter().enumerate() {
            let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut name = if words.is_empty() {
                format!("Column {}", place + 1)
            } else {
                words
            };
            let times = seen.entry(name.to_lowercase()).or_default();
            *times += 1;
            if *times > 1 {
                name = format!("{name} ({times})");
            }
            header.push(name);
        }
        // Survey tools put a row of question ids in JSON below the header.
        let rows: Vec<SheetRow> = rows
            .filter(|row| {
                !row.cells
                    .iter()
                    .any(|cell| cell.starts_with("{\"ImportId\""))
            })
            .collect();
        Self { header, rows }
    }
}

impl SheetRow {
    /// A cell without outer blanks; "" where the row is short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// The first sheet of a workbook that has rows; the others are named as left out.
#[derive(Debug, Default)]
pub(super) struct FirstFilled(Option<Sheet>);

impl FirstFilled {
    /// Takes the next sheet of the workbook.
    pub(super) fn offer(
        &mut self,
        name: &str,
        rows: impl IntoIterator<Item = SheetRow>,
        warnings: &mut Vec<Warning>,
    ) {
        let sheet = Sheet::from_rows(rows);
        if sheet.rows.is_empty() {
            return;
        }
        if self.0.is_none() {
            self.0 = Some(sheet);
            return;
        }
        warnings.push(Warning::new(
            Place::Element(format!("Sheet “{name}”")),
            format!(
                "left out, with its {} rows: only the first sheet is read",
                sheet.rows.len()
            ),
        ));
    }

    /// The sheet, once all were offered.
    pub(super) fn taken(self) -> Result<Sheet, ImportError> {
        self.0.ok_or(ImportError::NoText)
    }
}

/// Whether a cell says that there is no answer.
pub(super) fn is_no_answer(cell: &str) -> bool {
    let folded = cell.trim().to_lowercase();
    matches!(
        folded.as_str(),
        "" | "-"
            | "--"
            | "–"
            | "n/a"
            | "na"
            | "n.a."
            | "nil"
            | "none given"
            | "no answer"
            | "."
            | "?"
            | "#n/a"
            | "dim ateb"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_made_different_and_empty_rows_go() {
        let row = |number, cells: &[&str]| SheetRow {
            number,
            cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        };
        let sheet = Sheet::from_rows([
            row(1, &["", ""]),
            row(2, &["Why?\n(say)", "", "why? (say)"]),
            row(3, &["{\"ImportId\":\"Q1\"}"]),
            row(4, &["a"]),
        ]);
        assert_eq!(sheet.header, ["Why? (say)", "Column 2", "why? (say) (2)"]);
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].cell(2), "");
    }
}
