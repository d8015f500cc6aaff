//! Lays numbers out: which rows and columns are shown, in which order, and what each cell shows.

use std::cmp::Ordering;

use analysis::Dimension;
use codebooks::CodeTree;

use super::{By, Cell, Head, Layout, Row, Shown, Table};
use crate::data::Counted;

/// Lays counted numbers out.
#[must_use]
pub fn table(counted: &Counted, tree: &CodeTree, layout: Layout) -> Table {
    let laying = Laying::of(counted, tree);
    let (rows, hidden) = laying.rows(layout);
    let (columns, hidden_columns) = laying.columns(layout);
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
            code_rows: laying.columns_are_codes(),
            hidden: hidden_columns,
            hidden_columns: hidden,
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
            code_rows: laying.rows_are_codes(),
            hidden,
            hidden_columns,
        }
    };
    sort(&mut table.rows, layout.by);
    table
}

/// Numbers that are laid out: their cells, totals and heads, one at a time.
struct Laying<'a> {
    counted: &'a Counted,
    tree: &'a CodeTree,
    /// The greatest number of a cell.
    most: f64,
}

impl<'a> Laying<'a> {
    fn of(counted: &'a Counted, tree: &'a CodeTree) -> Self {
        let numbers = &counted.numbers;
        let columns = 0..numbers.columns().len();
        let cells = (0..numbers.rows().len())
            .flat_map(|row| columns.clone().map(move |column| (row, column)));
        let most = cells
            .map(|(row, column)| numbers.shown(Some(row), Some(column)).height())
            .fold(0.0, f64::max);
        Self {
            counted,
            tree,
            most,
        }
    }

    fn rows_are_codes(&self) -> bool {
        self.counted.ask.rows == Dimension::Code
    }

    fn columns_are_codes(&self) -> bool {
        self.counted.ask.columns == Dimension::Code
    }

    fn is_empty_row(&self, row: usize) -> bool {
        self.counted.numbers.shown(Some(row), None).height() <= 0.0
    }

    fn is_empty_column(&self, column: usize) -> bool {
        self.counted.numbers.shown(None, Some(column)).height() <= 0.0
    }

    /// Whether nothing was coded in a row of cases, sources or groups: that is not a "no".
    fn is_uncoded_row(&self, row: usize) -> bool {
        !self.rows_are_codes() && self.is_empty_row(row)
    }

    /// The same for a column.
    fn is_uncoded_column(&self, column: usize) -> bool {
        !self.columns_are_codes() && self.is_empty_column(column)
    }

    fn is_top(&self, at: usize) -> bool {
        let code = self.counted.codes.get(at);
        code.is_none_or(|&code| self.tree.depth(code) == 0)
    }

    /// The rows that are shown, and how many are empty and therefore not.
    fn rows(&self, layout: Layout) -> (Vec<usize>, usize) {
        let below = |row: usize| self.rows_are_codes() && layout.top_only && !self.is_top(row);
        let wanted = (0..self.counted.numbers.rows().len()).filter(|&row| !below(row));
        let (hidden, shown): (Vec<_>, Vec<_>) =
            wanted.partition(|&row| layout.hide_empty && self.is_empty_row(row));
        (shown, hidden.len())
    }

    /// The same for columns.
    fn columns(&self, layout: Layout) -> (Vec<usize>, usize) {
        let below =
            |column: usize| self.columns_are_codes() && layout.top_only && !self.is_top(column);
        let wanted = (0..self.counted.numbers.columns().len()).filter(|&column| !below(column));
        let (hidden, shown): (Vec<_>, Vec<_>) =
            wanted.partition(|&column| layout.hide_empty && self.is_empty_column(column));
        (shown, hidden.len())
    }

    /// The base of a cell: of the side that is not codes. Between two such sides there is none to be told.
    fn cell_base(&self, row: usize, column: usize) -> Option<u64> {
        let numbers = &self.counted.numbers;
        let heading = if self.rows_are_codes() {
            numbers.columns().get(column)
        } else if self.columns_are_codes() {
            numbers.rows().get(row)
        } else {
            None
        };
        heading.and_then(|heading| heading.base)
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let shown = self.counted.numbers.shown(Some(row), Some(column));
        let base = self.cell_base(row, column);
        let no_codes = !self.rows_are_codes() && !self.columns_are_codes();
        let blank = base == Some(0)
            || self.is_uncoded_row(row)
            || self.is_uncoded_column(column)
            // Two groups that share nobody and two in which nobody said it look alike.
            || (no_codes && shown.height() <= 0.0);
        Cell {
            row: Some(row),
            column: Some(column),
            base: self.told(base),
            heat: self.heat(shown, base),
            shown: if blank { Shown::Blank } else { shown },
        }
    }

    fn row_total(&self, row: usize) -> Cell {
        let base = self.counted.numbers.rows().get(row);
        self.total(
            Some(row),
            None,
            self.is_uncoded_row(row),
            base.and_then(|head| head.base),
        )
    }

    fn column_total(&self, column: usize) -> Cell {
        let base = self.counted.numbers.columns().get(column);
        self.total(
            None,
            Some(column),
            self.is_uncoded_column(column),
            base.and_then(|head| head.base),
        )
    }

    fn whole(&self) -> Cell {
        self.total(None, None, false, self.counted.base)
    }

    fn total(
        &self,
        row: Option<usize>,
        column: Option<usize>,
        blank: bool,
        base: Option<u64>,
    ) -> Cell {
        let shown = self.counted.numbers.shown(row, column);
        Cell {
            row,
            column,
            shown: if blank { Shown::Blank } else { shown },
            base: self.told(base),
            heat: 0.0,
        }
    }

    /// A base to be shown: percent have theirs in them.
    fn told(&self, base: Option<u64>) -> Option<u64> {
        base.filter(|_| self.counted.numbers.unit().is_some())
    }

    fn row_head(&self, at: usize) -> Option<Head> {
        let head = self.counted.numbers.rows().get(at)?;
        let base = self.told(head.base);
        Some(if self.rows_are_codes() {
            self.code_head(at, &head.value, base)
        } else {
            plain_head(at, &head.value, base)
        })
    }

    fn column_head(&self, at: usize) -> Option<Head> {
        let head = self.counted.numbers.columns().get(at)?;
        let base = self.told(head.base);
        Some(if self.columns_are_codes() {
            self.code_head(at, &head.value, base)
        } else {
            plain_head(at, &head.value, base)
        })
    }

    fn code_head(&self, at: usize, path: &str, base: Option<u64>) -> Head {
        let code = self.counted.codes.get(at).copied();
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

    /// The share of the base, or of the greatest number where there is no base.
    fn heat(&self, shown: Shown, base: Option<u64>) -> f32 {
        match (shown, base) {
            (Shown::Number(value), Some(base)) => share(height(value), height(base)),
            (Shown::Number(value), None) => share(height(value), self.most),
            (Shown::Percent(percent), _) => share(percent, self.most),
            (Shown::Blank, _) => 0.0,
        }
    }
}

fn plain_head(at: usize, name: &str, base: Option<u64>) -> Head {
    Head {
        at,
        name: name.to_owned(),
        above: String::new(),
        code: None,
        depth: 0,
        base,
    }
}

/// A part of a whole, from 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share between 0 and 1, shown as a shade"
)]
pub(super) fn share(part: f64, of: f64) -> f32 {
    if of > 0.0 {
        (part / of).clamp(0.0, 1.0) as f32
    } else {
        0.0
    }
}

/// A count as a height to compare.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(super) fn height(count: u64) -> f64 {
    count as f64
}

fn sort(rows: &mut [Row], by: By) {
    let value = |cell: Option<&Cell>| match cell.map(|cell| cell.shown) {
        None | Some(Shown::Blank) => -1.0,
        Some(shown) => shown.height(),
    };
    let falling = |a: f64, b: f64| -> Ordering { b.total_cmp(&a) };
    match by {
        By::Order => {}
        By::Total => {
            rows.sort_by(|a, b| falling(value(Some(&a.total)), value(Some(&b.total))));
        }
        By::Column(at) => {
            rows.sort_by(|a, b| falling(value(a.cells.get(at)), value(b.cells.get(at))));
        }
    }
}
