//! What has no place here, counted by kind.

use std::collections::BTreeMap;

use crate::refi::report::Loss;

/// Counts of what was left out.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<(&'static str, &'static str), usize>);

impl Tally {
    pub(super) fn gone(&mut self, what: &'static str, count: usize, why: &'static str) {
        if count > 0 {
            *self.0.entry((what, why)).or_default() += count;
        }
    }

    pub(super) fn into_losses(self) -> Vec<Loss> {
        let lines = self.0.into_iter();
        lines
            .map(|((what, why), count)| Loss::gone(what, count, why))
            .collect()
    }
}
