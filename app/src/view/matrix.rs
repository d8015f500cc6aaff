//! The matrix as it is shown: codes against groups (or anything else), with the base beside every number.

mod out;

use std::cmp::Reverse;

use analysis::{Dimension, Matrix, Unit};
use codebooks::{CodeId, CodeTree};
use project::{GROUP, Project};

use super::sources::{counted, thousands};
pub use out::table_out;

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: nobody has looked for it there yet, or there is nobody.
    Blank,
    /// A number; zero means that it was looked for and not found.
    Number(u64),
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
    /// Rows without a single coding that are not shown.
    pub hidden: usize,
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

/// Lays a matrix of codes out.
#[must_use]
pub fn table(matrix: &Matrix, codes: &[CodeId], tree: &CodeTree, layout: Layout) -> Table {
    let laying = Laying::of(matrix, codes, tree);
    let (rows, hidden) = laying.rows(layout);
    let columns = laying.columns(layout);
    let row_heads = rows.iter().filter_map(|&at| laying.row_head(at));
    let column_heads = columns.iter().filter_map(|&at| laying.column_head(at));
    let mut table = if layout.turned {
        let turn = |head: Head| Row {
            total: laying.column_total(head.at),
            cells: rows.iter().map(|&row| laying.cell(row, head.at)).collect(),
            head,
        };
        Table {
            rows: column_heads.map(turn).collect(),
            totals: rows.iter().map(|&row| laying.row_total(row)).collect(),
            columns: row_heads.collect(),
            total: Some(laying.whole()),
            hidden,
        }
    } else {
        let lay = |head: Head| Row {
            total: laying.row_total(head.at),
            cells: columns
                .iter()
                .map(|&column| laying.cell(head.at, column))
                .collect(),
            head,
        };
        Table {
            rows: row_heads.map(lay).collect(),
            totals: columns
                .iter()
                .map(|&column| laying.column_total(column))
                .collect(),
            columns: column_heads.collect(),
            total: Some(laying.whole()),
            hidden,
        }
    };
    sort(&mut table.rows, layout.by);
    table
}

/// A matrix that is laid out: its cells, totals and heads, one at a time.
struct Laying<'a> {
    matrix: &'a Matrix,
    codes: &'a [CodeId],
    tree: &'a CodeTree,
    /// Whether the columns are codes too.
    code_columns: bool,
    /// The greatest number.
    most: u64,
}

impl<'a> Laying<'a> {
    fn of(matrix: &'a Matrix, codes: &'a [CodeId], tree: &'a CodeTree) -> Self {
        let code_columns = codes.len() == matrix.columns.len() && matrix.rows == matrix.columns;
        let most = matrix
            .cells
            .iter()
            .flatten()
            .copied()
            .max()
            .unwrap_or_default();
        Self {
            matrix,
            codes,
            tree,
            code_columns,
            most,
        }
    }

    fn is_empty_row(&self, row: usize) -> bool {
        self.matrix
            .row_totals
            .get(row)
            .is_none_or(|&total| total == 0)
    }

    /// A column without one coding has not been coded: that is not a "no".
    fn is_empty_column(&self, column: usize) -> bool {
        self.matrix
            .column_totals
            .get(column)
            .is_none_or(|&total| total == 0)
    }

    fn is_top(&self, at: usize) -> bool {
        self.codes
            .get(at)
            .is_none_or(|&code| self.tree.depth(code) == 0)
    }

    /// The rows that are shown, and how many are empty and therefore not.
    fn rows(&self, layout: Layout) -> (Vec<usize>, usize) {
        let wanted =
            (0..self.matrix.rows.len()).filter(|&row| !layout.top_only || self.is_top(row));
        let (hidden, shown): (Vec<_>, Vec<_>) =
            wanted.partition(|&row| layout.hide_empty && self.is_empty_row(row));
        (shown, hidden.len())
    }

    fn columns(&self, layout: Layout) -> Vec<usize> {
        let below = |column: usize| self.code_columns && layout.top_only && !self.is_top(column);
        let empty = |column: usize| layout.hide_empty && self.is_empty_column(column);
        (0..self.matrix.columns.len())
            .filter(|&column| !below(column) && !empty(column))
            .collect()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let cells = self.matrix.cells.get(row);
        let value = cells
            .and_then(|cells| cells.get(column))
            .copied()
            .unwrap_or_default();
        let base = self.matrix.columns.get(column).and_then(|head| head.base);
        let blank = base == Some(0) || self.is_empty_column(column);
        Cell {
            row: Some(row),
            column: Some(column),
            shown: if blank {
                Shown::Blank
            } else {
                Shown::Number(value)
            },
            base,
            heat: heat(value, base, self.most),
        }
    }

    fn row_total(&self, row: usize) -> Cell {
        let value = self.matrix.row_totals.get(row).copied().unwrap_or_default();
        let base = self.matrix.rows.get(row).and_then(|head| head.base);
        Cell {
            row: Some(row),
            column: None,
            shown: Shown::Number(value),
            base,
            heat: 0.0,
        }
    }

    fn column_total(&self, column: usize) -> Cell {
        let value = self
            .matrix
            .column_totals
            .get(column)
            .copied()
            .unwrap_or_default();
        let base = self.matrix.columns.get(column).and_then(|head| head.base);
        let blank = self.is_empty_column(column);
        let shown = if blank {
            Shown::Blank
        } else {
            Shown::Number(value)
        };
        Cell {
            row: None,
            column: Some(column),
            shown,
            base,
            heat: 0.0,
        }
    }

    fn whole(&self) -> Cell {
        let base = self.matrix.rows.first().and_then(|head| head.base);
        Cell {
            row: None,
            column: None,
            shown: Shown::Number(self.matrix.total),
            base,
            heat: 0.0,
        }
    }

    fn row_head(&self, at: usize) -> Option<Head> {
        let head = self.matrix.rows.get(at)?;
        Some(self.code_head(at, &head.value, head.base))
    }

    fn column_head(&self, at: usize) -> Option<Head> {
        let head = self.matrix.columns.get(at)?;
        if self.code_columns {
            return Some(self.code_head(at, &head.value, head.base));
        }
        let (name, base) = (head.value.clone(), head.base);
        Some(Head {
            at,
            name,
            above: String::new(),
            code: None,
            depth: 0,
            base,
        })
    }

    fn code_head(&self, at: usize, path: &str, base: Option<u64>) -> Head {
        let code = self.codes.get(at).copied();
        let name = code
            .and_then(|code| self.tree.name(code))
            .unwrap_or(path)
            .to_owned();
        let above = path.strip_suffix(name.as_str()).unwrap_or_default();
        Head {
            at,
            above: above.trim_end_matches(" / ").to_owned(),
            name,
            code,
            depth: code.map_or(0, |code| self.tree.depth(code)),
            base,
        }
    }
}

fn sort(rows: &mut [Row], by: By) {
    let value = |cell: Option<&Cell>| match cell.map(|cell| cell.shown) {
        Some(Shown::Number(number)) => Some(number),
        Some(Shown::Blank) | None => None,
    };
    match by {
        By::Order => {}
        By::Total => rows.sort_by_key(|row| Reverse(value(Some(&row.total)))),
        By::Column(at) => rows.sort_by_key(|row| Reverse(value(row.cells.get(at)))),
    }
}

/// The share of the base, or of the greatest number where there is no base.
fn heat(value: u64, base: Option<u64>, most: u64) -> f32 {
    let of = base.unwrap_or(most);
    if of == 0 || value == 0 {
        return 0.0;
    }
    let thousandths = u16::try_from(value.min(of) * 1000 / of).unwrap_or(1000);
    f32::from(thousandths) / 1000.0
}

/// A cell's number with its base: "3 of 5", "12", or "" for a blank one.
#[must_use]
pub fn cell_text(cell: &Cell) -> String {
    match (cell.shown, cell.base) {
        (Shown::Blank, _) => String::new(),
        (Shown::Number(number), Some(base)) => {
            format!("{} of {}", thousands(number), thousands(base))
        }
        (Shown::Number(number), None) => thousands(number),
    }
}

/// A cell in a sentence, for tooltips and for people who hear it: "Trust × Parents: 3 of 5 cases, 7 codings".
#[must_use]
pub fn cell_words(matrix: &Matrix, table_head: (&str, &str), cell: &Cell) -> String {
    let (row, column) = table_head;
    let place = match (row.is_empty(), column.is_empty()) {
        (false, false) => format!("{row} × {column}"),
        (false, true) => row.to_owned(),
        (true, false) => column.to_owned(),
        (true, true) => "All".to_owned(),
    };
    let codings = matrix.codings(cell.row, cell.column).len();
    match cell.shown {
        Shown::Blank => {
            format!("{place}: nothing is coded here yet, which is not the same as nothing found")
        }
        Shown::Number(_) => format!(
            "{place}: {} from {}",
            counted(number(codings), "coding", "codings"),
            of_words(matrix.unit, cell)
        ),
    }
}

/// "4 of 5 cases", "12 references".
fn of_words(unit: Unit, cell: &Cell) -> String {
    let Shown::Number(value) = cell.shown else {
        return String::new();
    };
    match cell.base {
        Some(base) => format!(
            "{} of {}",
            thousands(value),
            counted(base, unit.singular(), unit.key())
        ),
        None => counted(value, unit.singular(), unit.key()),
    }
}

/// What the numbers are and out of how many, in a sentence.
#[must_use]
pub fn base_words(matrix: &Matrix) -> String {
    let unit = matrix.unit;
    match matrix.rows.first().and_then(|head| head.base) {
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
pub fn notes(matrix: &Matrix) -> Vec<String> {
    let mut notes = vec!["Codes do not exclude one another, so columns do not add up to a total. A code counts with all codes below it, once.".to_owned()];
    notes.extend(
        matrix
            .notes()
            .into_iter()
            .filter(|note| !note.starts_with("Rows do not add up")),
    );
    let base = matrix.rows.first().and_then(|head| head.base);
    if base.is_some_and(|base| base < analysis::SMALL_BASE) {
        notes.push(format!(
            "Fewer than {} {}: read the numbers, not percentages.",
            analysis::SMALL_BASE,
            matrix.unit.key()
        ));
    }
    notes
}

/// What columns can be, with their names: groups first, then cases, sources, respondents, coders, codes, attributes.
#[must_use]
pub fn column_choices(project: &Project) -> Vec<(String, Dimension)> {
    let mut choices = vec![
        ("Respondent group".to_owned(), Dimension::Group),
        ("Case".to_owned(), Dimension::Case),
        ("Source".to_owned(), Dimension::Source),
        ("Respondent".to_owned(), Dimension::Respondent),
        ("Coder".to_owned(), Dimension::Coder),
        ("Code (where both meet)".to_owned(), Dimension::Code),
    ];
    let others = project
        .attributes_in_order()
        .into_iter()
        .filter(|attribute| !project::same_name(&attribute.name, GROUP));
    choices.extend(
        others.map(|attribute| (attribute.name.clone(), Dimension::Attribute(attribute.id))),
    );
    choices
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
pub(super) mod tests {
    use analysis::{Choice, MatrixRequest, Near};

    use super::*;
    use crate::fixture;

    pub(super) fn counted_by(columns: Dimension, unit: Unit, layout: Layout) -> (Matrix, Table) {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let request = MatrixRequest {
            rows: Dimension::Code,
            columns,
            unit,
            choice: Choice::default(),
            near: Near::default(),
        };
        let matrix = analysis::matrix(project, &request);
        let tree = project.code_tree();
        let table = table(&matrix, tree.order(), &tree, layout);
        (matrix, table)
    }

    fn lines(table: &Table) -> Vec<String> {
        table
            .rows
            .iter()
            .map(|row| {
                format!(
                    "{}: {}",
                    row.head.name,
                    row.cells
                        .iter()
                        .map(cell_text)
                        .collect::<Vec<_>>()
                        .join(" | ")
                )
            })
            .collect()
    }

    #[test]
    fn zero_is_said_and_what_was_never_coded_is_blank() {
        let (_, table) = counted_by(Dimension::Group, Unit::Cases, Layout::default());
        let heads: Vec<_> = table
            .columns
            .iter()
            .map(|head| (head.name.as_str(), head.base))
            .collect();
        assert_eq!(heads, [("Parents", Some(2)), ("(not recorded)", Some(1))]);
        assert_eq!(
            lines(&table),
            [
                "Enablers: 1 of 2 | ",
                "Trust: 1 of 2 | ",
                "Practical help: 1 of 2 | ",
                "Barriers: 0 of 2 | ",
                "Waiting: 0 of 2 | "
            ]
        );
    }

    #[test]
    fn empty_rows_and_columns_can_be_left_out() {
        let (_, table) = counted_by(
            Dimension::Group,
            Unit::Cases,
            Layout {
                hide_empty: true,
                ..Layout::default()
            },
        );
        assert_eq!(
            lines(&table),
            [
                "Enablers: 1 of 2",
                "Trust: 1 of 2",
                "Practical help: 1 of 2"
            ]
        );
        assert_eq!(table.hidden, 2);
        let (_, table) = counted_by(
            Dimension::Group,
            Unit::Cases,
            Layout {
                top_only: true,
                ..Layout::default()
            },
        );
        assert_eq!(table.rows.len(), 2);
    }

    #[test]
    fn a_turned_table_keeps_every_number_and_its_place() {
        let (matrix, straight) = counted_by(Dimension::Source, Unit::References, Layout::default());
        let (_, turned) = counted_by(
            Dimension::Source,
            Unit::References,
            Layout {
                turned: true,
                ..Layout::default()
            },
        );
        assert_eq!(
            (turned.rows.len(), turned.columns.len()),
            (straight.columns.len(), straight.rows.len())
        );
        for (r, row) in straight.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                assert_eq!(turned.rows[c].cells[r], *cell);
            }
        }
        let behind = |cell: &Cell| matrix.codings(cell.row, cell.column).len();
        assert_eq!(
            turned.totals.iter().map(behind).collect::<Vec<_>>(),
            straight
                .rows
                .iter()
                .map(|row| behind(&row.total))
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn rows_sort_by_total_and_by_column() {
        let (_, table) = counted_by(
            Dimension::Source,
            Unit::References,
            Layout {
                by: By::Total,
                ..Layout::default()
            },
        );
        let totals: Vec<_> = table.rows.iter().map(|row| cell_text(&row.total)).collect();
        assert_eq!(totals, ["2", "1", "1", "0", "0"]);
        let (_, table) = counted_by(
            Dimension::Source,
            Unit::References,
            Layout {
                by: By::Column(0),
                ..Layout::default()
            },
        );
        assert_eq!(table.rows.len(), 5);
    }

    #[test]
    fn a_cell_says_what_is_behind_it() {
        let (matrix, table) = counted_by(Dimension::Group, Unit::Cases, Layout::default());
        assert_eq!(
            cell_words(&matrix, ("Trust", "Parents"), &table.rows[1].cells[0]),
            "Trust × Parents: 1 coding from 1 of 2 cases"
        );
        assert!(
            cell_words(
                &matrix,
                ("Trust", "(not recorded)"),
                &table.rows[1].cells[1]
            )
            .contains("nothing is coded here yet")
        );
        assert_eq!(
            cell_words(&matrix, ("Enablers", ""), &table.rows[0].total),
            "Enablers: 2 codings from 1 of 3 cases"
        );
        assert_eq!(
            base_words(&matrix),
            "Each number counts cases, once each, of 3 in all."
        );
        assert!(
            notes(&matrix)
                .iter()
                .any(|note| note.contains("Fewer than 30 cases"))
        );
    }

    #[test]
    fn shades_follow_the_share_of_the_base() {
        assert!((heat(3, Some(4), 100) - 0.75).abs() < 1e-6);
        assert!((heat(5, None, 10) - 0.5).abs() < 1e-6);
        assert_eq!((heat(0, Some(4), 9), heat(1, Some(0), 9)), (0.0, 0.0));
    }

    #[test]
    fn columns_can_be_any_attribute_but_the_group_once() {
        let workspace = fixture::evaluation();
        let choices = column_choices(workspace.project());
        assert_eq!(
            choices
                .iter()
                .filter(|(_, dimension)| *dimension == Dimension::Group)
                .count(),
            1
        );
        assert!(!choices.iter().any(|(name, _)| name == GROUP));
    }
}
