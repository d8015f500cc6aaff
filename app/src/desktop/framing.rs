//! Questions of the evaluation to begin with.

use codebooks::FrameStarter;
use project::Edit;

use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::intake::findings::{codes_to_stand_on, starter_frame};
use crate::view::sources::counted;

impl Desktop {
    /// Takes in the questions of a frame, with its codes if wanted, in one step.
    pub(super) fn take_frame(&mut self, frame: &FrameStarter, with_codes: bool) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let (ids, project) = (workspace.ids(), workspace.snapshot());
        let starter = codebooks::starter(frame.key).filter(|_| with_codes);
        let codes = starter.map(|starter| codes_to_stand_on(starter.drafts(), &project, &ids));
        // A path that comes with Vouch is one that a code can have.
        let (mut edits, tree) = codes
            .and_then(Result::ok)
            .unwrap_or_else(|| (Vec::new(), project.code_tree()));
        let (prepared, missing) = match starter_frame(frame, &project, &tree) {
            Ok(read) => read,
            Err(trouble) => {
                self.tell_trouble(&trouble);
                return;
            }
        };
        let questions = u64::try_from(prepared.edits.len()).unwrap_or(u64::MAX);
        let mut taken = counted(questions, "question", "questions");
        if !edits.is_empty() {
            taken.push_str(" and the codes that answer them");
        }
        edits.extend(prepared.edits);
        let label = if with_codes {
            format!("Took the questions and codes of “{}”", frame.title)
        } else {
            format!("Took the questions of “{}”", frame.title)
        };
        if !self.edit(Edit::Batch { label, edits }) {
            return;
        }
        let more = if missing == 0 {
            "Each says which codes answer it; change them as you need."
        } else {
            "The codes that would answer them are not in the codebook: say for each question what would."
        };
        self.tell(Notice::new(Tone::Good, format!("Took in {taken}.")).with(more));
    }
}
