//! The matrix as it is shown: anything counted by anything, with the base beside every number.

mod axis;
mod laying;
mod out;
#[cfg(test)]
mod tests;

use analysis::{Coverage, Dimension, Heading, Matrix, SMALL_BASE, Unit};
use codebooks::CodeId;
use project::CodingId;

use super::sources::{counted, thousands};
use crate::data::Counted;
pub use axis::{
    NEAR, attribute_name, axis_choices, axis_name, joined, parted, second_choices, table_name,
};
pub use laying::table;
pub use out::{quotes_out, table_out};

/// The numbers of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Counts.
    Counts(Matrix),
    /// Percent of characters.
    Coverage(Coverage),
}

impl Numbers {
    /// The rows' heads.
    #[must_use]
    pub fn rows(&self) -> &[Heading] {
        match self {
            Self::Counts(matrix) => &matrix.rows,
            Self::Coverage(coverage) => &coverage.rows,
        }
    }

    /// The columns' heads.
    #[must_use]
    pub fn columns(&self) -> &[Heading] {
        match self {
            Self::Counts(matrix) => &matrix.columns,
            Self::Coverage(coverage) => &coverage.columns,
        }
    }

    /// The number of a cell, of a row (no column), of a column (no row), or of everything.
    #[must_use]
    pub fn shown(&self, row: Option<usize>, column: Option<usize>) -> Shown {
        match self {
            Self::Counts(matrix) => {
                let number = match (row, column) {
                    (Some(row), Some(column)) => {
                        matrix.cells.get(row).and_then(|cells| cells.get(column))
                    }
                    (Some(row), None) => matrix.row_totals.get(row),
                    (None, Some(column)) => matrix.column_totals.get(column),
                    (None, None) => Some(&matrix.total),
                };
                number.map_or(Shown::Blank, |&number| Shown::Number(number))
            }
            Self::Coverage(coverage) => {
                let percent = match (row, column) {
                    (Some(row), Some(column)) => {
                        coverage.cells.get(row).and_then(|cells| cells.get(column))
                    }
                    (Some(row), None) => coverage.row_totals.get(row),
                    (None, Some(column)) => coverage.column_totals.get(column),
                    (None, None) => Some(&coverage.total),
                };
                percent
                    .copied()
                    .flatten()
                    .map_or(Shown::Blank, Shown::Percent)
            }
        }
    }

    /// The codings behind a number.
    #[must_use]
    pub fn codings(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        match self {
            Self::Counts(matrix) => matrix.codings(row, column),
            Self::Coverage(coverage) => coverage.codings(row, column),
        }
    }

    /// What is counted; none for percent.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Self::Counts(matrix) => Some(matrix.unit),
            Self::Coverage(_) => None,
        }
    }

    /// What the numbers are, in a word or two.
    #[must_use]
    pub fn unit_words(&self) -> &'static str {
        self.unit().map_or("% of characters", Unit::key)
    }
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// Nothing: nobody has looked for it there yet, or there is nobody.
    Blank,
    /// A number; zero means that it was looked for and not found.
    Number(u64),
    /// Percent of the characters.
    Percent(f64),
}

impl Shown {
    /// The number as a height to compare; 0 for a blank.
    #[must_use]
    pub fn height(self) -> f64 {
        match self {
            Self::Blank => 0.0,
            Self::Number(number) => laying::height(number),
            Self::Percent(percent) => percent,
        }
    }
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its row in the matrix as counted; none: all rows.
    pub row: Option<usize>,
    /// Its column in the matrix as counted; none: all columns.
    pub column: Option<usize>,
    /// What it shows.
    pub shown: Shown,
    /// Out of how many; none where the unit has no base.
    pub base: Option<u64>,
    /// How strongly it is shaded, from 0 to 1.
    pub heat: f32,
}

/// A row's or column's head.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its place in the matrix as counted.
    pub at: usize,
    /// Its name: a code's own name, or the value.
    pub name: String,
    /// The names above a code; "" for none.
    pub above: String,
    /// The code, if it is one.
    pub code: Option<CodeId>,
    /// How far a code is indented.
    pub depth: usize,
    /// Out of how many units; none where the unit has no base.
    pub base: Option<u64>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its head.
    pub head: Head,
    /// The number for the whole row.
    pub total: Cell,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// The table as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns' heads.
    pub columns: Vec<Head>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The numbers for whole columns.
    pub totals: Vec<Cell>,
    /// The number for everything.
    pub total: Option<Cell>,
    /// Whether the rows are codes.
    pub code_rows: bool,
    /// Rows without a single coding that are not shown.
    pub hidden: usize,
    /// Columns without one that are not shown.
    pub hidden_columns: usize,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The codebook, or names.
    #[default]
    Order,
    /// Their totals, greatest first.
    Total,
    /// Their number in a column (its place among those shown), greatest first.
    Column(usize),
}

/// How the table is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Leaves out rows and columns without a coding.
    pub hide_empty: bool,
    /// Exchanges rows and columns.
    pub turned: bool,
    /// Only the codes at the top of the codebook.
    pub top_only: bool,
    /// What rows are sorted by.
    pub by: By,
}

/// A cell's number with its base: "3 of 5", "12", "8.4 %", or "" for a blank one.
#[must_use]
pub fn cell_text(cell: &Cell) -> String {
    match (cell.shown, cell.base) {
        (Shown::Blank, _) => String::new(),
        (Shown::Number(number), Some(base)) => {
            format!("{} of {}", thousands(number), thousands(base))
        }
        (Shown::Number(number), None) => thousands(number),
        (Shown::Percent(percent), _) => percent_text(percent),
    }
}

/// Percent as people read them: one place after the point.
#[must_use]
pub fn percent_text(percent: f64) -> String {
    format!("{percent:.1} %")
}

/// A cell in a sentence, for tooltips and for people who hear it: "Trust × Parents: 7 codings from 3 of 5 cases".
#[must_use]
pub fn cell_words(numbers: &Numbers, table_head: (&str, &str), cell: &Cell) -> String {
    let (row, column) = table_head;
    let place = match (row.is_empty(), column.is_empty()) {
        (false, false) => format!("{row} × {column}"),
        (false, true) => row.to_owned(),
        (true, false) => column.to_owned(),
        (true, true) => "All".to_owned(),
    };
    let codings = number(numbers.codings(cell.row, cell.column).len());
    let codings = counted(codings, "coding", "codings");
    match cell.shown {
        Shown::Blank => {
            format!("{place}: nothing is coded here yet, which is not the same as nothing found")
        }
        Shown::Percent(percent) => format!(
            "{place}: {codings} on {} of the characters",
            percent_text(percent)
        ),
        Shown::Number(value) => {
            let unit = numbers.unit().unwrap_or_default();
            let of = match cell.base {
                Some(base) => format!(
                    "{} of {}",
                    thousands(value),
                    counted(base, unit.singular(), unit.key())
                ),
                None => counted(value, unit.singular(), unit.key()),
            };
            format!("{place}: {codings} from {of}")
        }
    }
}

/// What the numbers are and out of how many, in a sentence.
#[must_use]
pub fn base_words(counted: &Counted) -> String {
    let Some(unit) = counted.numbers.unit() else {
        return "Each number is percent of characters, each counted once.".to_owned();
    };
    match counted.base {
        Some(base) => format!(
            "Each number counts {}, once each, of {} in all.",
            unit.key(),
            thousands(base)
        ),
        None => format!(
            "Each number counts {}; there is no base to set them against.",
            unit.key()
        ),
    }
}

/// What must be known beside the table: why margins do not add up, small bases, what is left out.
#[must_use]
pub fn notes(counted: &Counted) -> Vec<String> {
    let codes_in = |dimension| dimension == Dimension::Code;
    let has_codes = codes_in(counted.ask.rows) || codes_in(counted.ask.columns);
    let mut notes = Vec::new();
    if has_codes {
        notes.push("Codes do not exclude one another, so they do not add up to a total. A code counts with all codes below it, once.".to_owned());
    }
    let matrix = match &counted.numbers {
        Numbers::Coverage(coverage) => {
            notes.extend(coverage.notes());
            return notes;
        }
        Numbers::Counts(matrix) => matrix,
    };
    let told = |note: &String| {
        (codes_in(counted.ask.rows) && note.starts_with("Rows do not add up"))
            || (codes_in(counted.ask.columns) && note.starts_with("Columns do not add up"))
    };
    notes.extend(matrix.notes().into_iter().filter(|note| !told(note)));
    if counted.base.is_some_and(|base| base < SMALL_BASE) {
        notes.push(format!(
            "Fewer than {SMALL_BASE} {}: read the numbers, not percentages.",
            matrix.unit.key()
        ));
    }
    notes
}

/// How much is hidden: "2 empty codes and 1 empty column hidden"; "" for nothing.
#[must_use]
pub fn hidden_words(table: &Table) -> String {
    let (one, many) = if table.code_rows {
        ("empty code", "empty codes")
    } else {
        ("empty row", "empty rows")
    };
    let parts = [
        (table.hidden, one, many),
        (table.hidden_columns, "empty column", "empty columns"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(number(count), one, many))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("{} hidden", parts.join(" and "))
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
