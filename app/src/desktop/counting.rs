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

/// Knows which state of the project the shown counts are of.
#[derive(Debug)]
pub(super) struct Counter {
    /// Whether counts have to be made off the screen.
    stale: bool,
    /// Up to how many codings they are not.
    pub(super) at_once: usize,
}

impl Default for Counter {
    fn default() -> Self {
        Self {
            stale: false,
            at_once: AT_ONCE,
        }
    }
}

impl Counter {
    /// The counts to show: new ones, or for a large project those of before until new ones are made.
    pub(super) fn tally_of(&mut self, project: &Project, before: Option<Arc<Tally>>) -> Arc<Tally> {
        if project.codings().len() <= self.at_once {
            self.stale = false;
            return Arc::new(Tally::of(project));
        }
        self.stale = true;
        before.unwrap_or_default()
    }
}

impl Desktop {
    /// Starts counting off the screen if that is due and not under way.
    pub(super) fn count_again(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        if self.counter.stale && !self.jobs.runs(COUNTING) {
            self.counter.stale = false;
            let (ground, seq) = (self.ground.of(&open.project), open.seq());
            self.jobs.start(COUNTING, ctx, move |_| {
                Answer::Counted(seq, Arc::new(ground.ask(Tally::on)))
            });
        }
    }

    /// Shows counts that were made off the screen, unless the project has gone on since: then they are made again.
    pub(super) fn take_tally(&mut self, seq: Seq, tally: Arc<Tally>) {
        if let Some(open) = &mut self.open {
            self.counter.stale |= open.seq() != seq;
            open.tally = tally;
        }
    }
}
