//! Selecting rows of a list: one by a click, a stretch with Shift, one more or less with Ctrl, or all.

use std::collections::BTreeSet;

use egui::Modifiers;

/// Which rows of a list are selected. Rows are known by a key, so that sorting keeps them.
#[derive(Clone, Debug)]
pub struct Selection<K> {
    chosen: BTreeSet<K>,
    anchor: Option<K>,
    /// Where the keyboard is.
    cursor: Option<K>,
}

impl<K> Default for Selection<K> {
    fn default() -> Self {
        Self {
            chosen: BTreeSet::new(),
            anchor: None,
            cursor: None,
        }
    }
}

impl<K: Ord + Copy> Selection<K> {
    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Selects all rows of a list.
    pub fn all(&mut self, keys: impl Iterator<Item = K>) {
        self.chosen = keys.collect();
    }

    /// Takes a click on the row at a place of a list.
    pub fn click(&mut self, keys: &[K], at: usize, held: Modifiers) {
        let Some(&key) = keys.get(at) else { return };
        if held.shift {
            self.stretch(keys, at);
        } else if held.command || held.ctrl {
            self.toggle(key);
        } else {
            self.chosen = BTreeSet::from([key]);
            self.anchor = Some(key);
        }
        self.cursor = Some(key);
    }

    /// Adds a row, or takes it out.
    pub fn toggle(&mut self, key: K) {
        if !self.chosen.remove(&key) {
            self.chosen.insert(key);
        }
        self.anchor = Some(key);
        self.cursor = Some(key);
    }

    /// Moves the cursor by some rows and selects what it comes to; with Shift, what lies between too. Answers the
    /// place it came to.
    pub fn step(&mut self, keys: &[K], by: isize, shift: bool) -> Option<usize> {
        let last = keys.len().checked_sub(1)?;
        let from = self
            .cursor
            .and_then(|cursor| keys.iter().position(|&key| key == cursor));
        let to = from.map_or(if by < 0 { last } else { 0 }, |from| {
            from.saturating_add_signed(by).min(last)
        });
        self.click(
            keys,
            to,
            if shift {
                Modifiers::SHIFT
            } else {
                Modifiers::NONE
            },
        );
        Some(to)
    }

    fn stretch(&mut self, keys: &[K], at: usize) {
        let from = self
            .anchor
            .and_then(|anchor| keys.iter().position(|&key| key == anchor))
            .unwrap_or(at);
        if self.anchor.is_none() {
            self.anchor = keys.get(at).copied();
        }
        self.chosen = keys
            .get(from.min(at)..=from.max(at))
            .unwrap_or_default()
            .iter()
            .copied()
            .collect();
    }

    /// Whether a row is selected.
    #[must_use]
    pub fn holds(&self, key: K) -> bool {
        self.chosen.contains(&key)
    }

    /// Where the keyboard is.
    #[must_use]
    pub fn cursor(&self) -> Option<K> {
        self.cursor
    }

    /// How many rows are selected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether no row is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The selected rows, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = K> + '_ {
        self.chosen.iter().copied()
    }

    /// Drops rows that are not in the list any more.
    pub fn keep(&mut self, wanted: impl Fn(K) -> bool) {
        self.chosen.retain(|&key| wanted(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [u8; 5] = [50, 40, 30, 20, 10];

    fn chosen(selection: &Selection<u8>) -> Vec<u8> {
        selection.iter().collect()
    }

    #[test]
    fn shift_takes_the_stretch_as_it_is_shown() {
        let mut selection = Selection::default();
        selection.click(&KEYS, 1, Modifiers::NONE);
        selection.click(&KEYS, 3, Modifiers::SHIFT);
        assert_eq!(chosen(&selection), [20, 30, 40]);
        selection.click(&KEYS, 0, Modifiers::SHIFT);
        assert_eq!(
            chosen(&selection),
            [40, 50],
            "from where the first click was"
        );
    }

    #[test]
    fn ctrl_adds_one_and_takes_one_out() {
        let mut selection = Selection::default();
        selection.click(&KEYS, 0, Modifiers::COMMAND);
        selection.click(&KEYS, 2, Modifiers::COMMAND);
        selection.click(&KEYS, 0, Modifiers::COMMAND);
        assert_eq!(chosen(&selection), [30]);
        selection.all(KEYS.into_iter());
        assert_eq!(selection.len(), 5);
    }

    #[test]
    fn keys_move_and_stop_at_the_ends() {
        let mut selection = Selection::default();
        assert_eq!(selection.step(&KEYS, 1, false), Some(0));
        assert_eq!(selection.step(&KEYS, 9, false), Some(4));
        assert_eq!(selection.step(&KEYS, -1, true), Some(3));
        assert_eq!(chosen(&selection), [10, 20]);
        assert_eq!(selection.step(&[], 1, false), None);
    }
}
