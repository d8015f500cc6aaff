//! The filled cells of a sheet by row. A sheet is sparse: one cell in its last corner must cost no more than its row.

use std::collections::BTreeMap;

/// How many cells a sheet may have, the gaps before them counted.
pub(crate) const MOST_CELLS: usize = 5_000_000;

/// Cells as they are read, in any order.
#[derive(Default)]
pub(crate) struct SheetCells {
    rows: BTreeMap<u32, Vec<String>>,
    filled: usize,
}

/// The sheet has more than [`MOST_CELLS`].
#[derive(Debug)]
pub(crate) struct TooManyCells;

impl SheetCells {
    /// Fills a cell, given by row and column.
    pub(crate) fn put(
        &mut self,
        (row, column): (u32, u32),
        words: String,
    ) -> Result<(), TooManyCells> {
        let column = column as usize;
        let known = self.rows.get(&row).map_or(0, Vec::len);
        self.filled += 1 + column.saturating_sub(known);
        if self.filled > MOST_CELLS {
            return Err(TooManyCells);
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = words;
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows with their numbers in the file, from 1.
    pub(crate) fn rows(self) -> impl Iterator<Item = (usize, Vec<String>)> {
        let rows = self.rows.into_iter();
        rows.map(|(row, cells)| (row as usize + 1, cells))
    }
}
