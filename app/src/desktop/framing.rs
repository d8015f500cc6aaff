//! Questions of the evaluation to begin with.

use codebooks::FrameStarter;
use project::Edit;

use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::intake::findings::starter_frame;
use crate::view::sources::counted;

impl Desktop {
    /// Takes in the questions of a frame; with its codes, those come first, as a step of their own.
    pub(super) fn take_frame(&mut self, frame: &FrameStarter, with_codes: bool) {
        let codes = codebooks::starter(frame.key).filter(|_| with_codes);
        if let Some(starter) = codes {
            self.edit(Edit::Batch {
                label: format!("Took the codebook “{}”", starter.title),
                edits: vec![Edit::AddCodes(starter.drafts())],
            });
            self.refresh();
        }
        let Some(open) = &self.open else { return };
        let (prepared, missing) = match starter_frame(frame, &open.project) {
            Ok(read) => read,
            Err(trouble) => {
                self.tell_trouble(&trouble);
                return;
            }
        };
        let questions = u64::try_from(prepared.edits.len()).unwrap_or(u64::MAX);
        let questions = counted(questions, "question", "questions");
        let edit = Edit::Batch {
            label: format!("Took the questions of “{}”", frame.title),
            edits: prepared.edits,
        };
        if !self.edit(edit) {
            return;
        }
        let more = if missing == 0 {
            "Each says which codes answer it; change them as you need."
        } else {
            "The codes that would answer them are not in the codebook: say for each question what would."
        };
        let text = format!("Took in {questions}.");
        self.tell(Notice::new(Tone::Good, text).with(more));
    }
}
