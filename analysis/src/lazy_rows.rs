//! Rows of cells that are made when they are first asked for: of many that there could be, those of one source are few.

use crate::base::{NOWHERE, place};

/// Rows of equal length by number.
pub(crate) struct LazyRows<T> {
    /// For each row the place of its cells; [`NOWHERE`] as long as it has none.
    places: Vec<u32>,
    width: usize,
    cells: Vec<T>,
}

impl<T: Clone + Default> LazyRows<T> {
    pub(crate) fn new(rows: usize, width: usize) -> Self {
        Self {
            places: vec![NOWHERE; rows],
            width,
            cells: Vec::new(),
        }
    }

    /// The cells of a row; none beyond the last.
    pub(crate) fn row(&mut self, row: usize) -> Option<&mut [T]> {
        let at = self.places.get_mut(row)?;
        if *at == NOWHERE {
            *at = place(self.cells.len() / self.width.max(1));
            let length = self.cells.len() + self.width;
            self.cells.resize(length, T::default());
        }
        let from = *at as usize * self.width;
        self.cells.get_mut(from..from + self.width)
    }

    /// The rows that were asked for, with their numbers.
    pub(crate) fn made(&self) -> impl Iterator<Item = (usize, &[T])> {
        let all = self.places.iter().enumerate();
        let made = all.filter(|(_, at)| **at != NOWHERE);
        made.map(|(row, &at)| (row, &self.cells[at as usize * self.width..][..self.width]))
    }
}
