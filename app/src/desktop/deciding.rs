//! Agreement becomes edits: what is decided on a passage, and what all agree on, goes to the consensus.

use project::CodingId;

use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::message::Trouble;
use crate::view::agreement::{self, Decision, Dispute};

impl Desktop {
    /// Decides a passage on which coders differ, in one step.
    pub(super) fn decide(&mut self, dispute: &Dispute, decision: Decision) {
        let (Some(open), Some(workspace)) = (&self.open, &mut self.workspace) else {
            return;
        };
        let Some(source) = open.project.sources().get(dispute.source) else {
            return;
        };
        match open.texts.of(source) {
            Ok(text) => {
                let ids = workspace.ids();
                let edit = agreement::decide(&open.project, &ids, dispute, decision, &text);
                self.edit(edit);
            }
            Err(error) => self.tell_trouble(&Trouble::from(error)),
        }
    }

    /// Gives the consensus what all agree on, in one step.
    pub(super) fn take_over(&mut self, agreed: &[CodingId]) {
        let (Some(open), Some(workspace)) = (&self.open, &mut self.workspace) else {
            return;
        };
        let ids = workspace.ids();
        match agreement::take_over(&open.project, &open.texts, &ids, agreed) {
            Ok(Some(edit)) => {
                if self.edit(edit) {
                    let told = self.workspace.as_ref().and_then(|open| open.next_undo());
                    let text = format!("{}.", told.unwrap_or_default());
                    self.tell(Notice::new(Tone::Good, text));
                }
            }
            Ok(None) => self.tell(Notice::new(
                Tone::Good,
                "The consensus has all that the coders agree on.",
            )),
            Err(error) => self.tell_trouble(&Trouble::from(error)),
        }
    }
}
