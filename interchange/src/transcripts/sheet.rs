//! Tables as read: a header and rows of cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::ImportError;
use super::heads;
use crate::{Place, Warning};

/// A table of text cells. Row numbers are those of the file, the header being the first row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The names of the columns, all different.
    pub(super) header: Vec<Arc<str>>,
    pub(super) rows: Vec<SheetRow>,
    /// What stood above the headings.
    pub(super) title: Option<String>,
    /// How many headings were so long that their end was left out.
    pub(super) cut: usize,
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetRow {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

impl Sheet {
    /// Takes the first row that has words, and what goes on with it, as the headings; rows without any cell are left out.
    pub(super) fn from_rows(rows: impl IntoIterator<Item = SheetRow>) -> Self {
        let mut rows: Vec<SheetRow> = rows
            .into_iter()
            .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
            .collect();
        let heads = heads::find(&rows);
        let mut header: Vec<Arc<str>> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (place, words) in heads.names.into_iter().enumerate() {
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
            header.push(name.into());
        }
        rows.drain(..heads.rows);
        Self {
            header,
            rows,
            title: heads.title,
            cut: heads.cut,
        }
    }
}

impl SheetRow {
    /// A cell without outer blanks; "" where the row is short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// The first sheet of a workbook that has a table, with its name; the others are named as left out.
#[derive(Debug, Default)]
pub(super) struct FirstFilled(Option<(String, Sheet)>);

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
        let left = match self.0.take() {
            None => {
                self.0 = Some((name.to_owned(), sheet));
                return;
            }
            // A sheet of remarks in one column may stand before the table.
            Some(remarks) if remarks.1.header.len() == 1 && sheet.header.len() > 1 => {
                self.0 = Some((name.to_owned(), sheet));
                remarks
            }
            first => {
                self.0 = first;
                (name.to_owned(), sheet)
            }
        };
        warnings.push(Warning::new(
            Place::Element(format!("Sheet “{}”", left.0)),
            format!(
                "left out, with its {} rows: only the first sheet is read",
                left.1.rows.len()
            ),
        ));
    }

    /// The sheet, once all were offered.
    pub(super) fn taken(self) -> Result<Sheet, ImportError> {
        self.0.map(|(_, sheet)| sheet).ok_or(ImportError::NoText)
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
        assert_eq!(sheet.header.join("|"), "Why? (say)|Column 2|why? (say) (2)");
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].cell(2), "");
    }

    #[test]
    fn a_sheet_of_remarks_gives_way_to_the_table_after_it() {
        let rows = |cells: &[&[&str]]| -> Vec<SheetRow> {
            cells
                .iter()
                .zip(1..)
                .map(|(cells, number)| SheetRow {
                    number,
                    cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
                })
                .collect()
        };
        let mut warnings = Vec::new();
        let mut first = FirstFilled::default();
        first.offer(
            "Read me",
            rows(&[&["Rows without answers are gone."], &["May"]]),
            &mut warnings,
        );
        first.offer(
            "Data",
            rows(&[&["id", "Why?"], &["1", "So."]]),
            &mut warnings,
        );
        first.offer(
            "Codes",
            rows(&[&["id", "Meaning"], &["1", "So."]]),
            &mut warnings,
        );
        assert_eq!(first.taken().unwrap().header.join("|"), "id|Why?");
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("Sheet “Read me”") && told[1].starts_with("Sheet “Codes”"));
    }
}
