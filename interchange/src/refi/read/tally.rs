//! What has no place here, counted by kind.

use std::collections::BTreeMap;

use super::keep::KEPT;
use crate::refi::report::Loss;

/// Counts of what was left out, and of what was only kept.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<(&'static str, &'static str, bool), usize>);

impl Tally {
    pub(super) fn gone(&mut self, what: &'static str, count: usize, why: &'static str) {
        if count > 0 {
            *self.0.entry((what, why, false)).or_default() += count;
        }
    }

    /// Counts what is kept to be given back.
    pub(super) fn kept(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry((what, KEPT, true)).or_default() += count;
        }
    }

    pub(super) fn into_losses(self) -> Vec<Loss> {
        let lines = self.0.into_iter();
        lines
            .map(|((what, why, is_kept), count)| {
                if is_kept {
                    Loss::kept(what, count, why)
                } else {
                    Loss::gone(what, count, why)
                }
            })
            .collect()
    }
}
