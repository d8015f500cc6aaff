//! Live counts: at once in projects of usual size, off the screen in large ones.

use std::sync::Arc;

use egui::Context;
use project::{Project, Seq};

use crate::desktop::{Answer, Desktop};
use crate::view::tally::Tally;

/// Up to this many codings are counted between two frames without anyone noticing.
const AT_ONCE: usize = 5_000;

/// The title of the job that counts.
const COUNTING: &str = "Counting";

/// Knows what is counted off the screen.
#[derive(Debug)]
pub(super) struct Counter {
    /// The last state of the project for which that was begun.
    asked: Option<Seq>,
    /// Up to how many codings are counted on it.
    pub(super) at_once: usize,
}

impl Default for Counter {
    fn default() -> Self {
        Self {
            asked: None,
            at_once: AT_ONCE,
        }
    }
}

impl Counter {
    /// The counts to show: new ones, or for a large project those of before until new ones are made.
    pub(super) fn tally_of(&self, project: &Project, before: Option<Arc<Tally>>) -> Arc<Tally> {
        if project.codings().len() <= self.at_once {
            return Arc::new(Tally::of(project));
        }
        before.unwrap_or_default()
    }
}

impl Desktop {
    /// Starts counting off the screen if that is due and not under way.
    pub(super) fn count_again(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let now = Some(open.seq());
        let is_due = open.tally.of_state() != now && self.counter.asked != now;
        if is_due && !self.jobs.runs(COUNTING) {
            self.counter.asked = now;
            let ground = self.ground.of(&open.project);
            self.jobs.start(COUNTING, ctx, move |_| {
                Answer::Counted(Arc::new(ground.ask(Tally::on)))
            });
        }
    }

    /// Shows counts that were made off the screen. If the project has gone on since, they are made again.
    pub(super) fn take_tally(&mut self, tally: Arc<Tally>) {
        if let Some(open) = &mut self.open {
            open.tally = tally;
        }
    }
}
