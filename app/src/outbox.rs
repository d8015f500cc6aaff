//! The outbox: panels put requests in, [`crate::desktop`] carries them out once a frame. Panels change nothing
//! themselves.

use std::path::PathBuf;

use codebooks::CodeId;
use egui::KeyboardShortcut;
use index::Find;
use interchange::merge::Choices;
use project::text::{CharIndex, CharRange};
use project::{CaseId, CodingId, Edit, NewSet, SourceId, Subject, Weight};

use crate::action::Action;
use crate::bookmarks::Bookmark;
use crate::data::DataRequest;
use crate::desk::{ExcerptFilter, Notice, Question, Sheet, Side, View};
use crate::intake::waiting::{Change, Reread, Shared};
use crate::jobs::JobId;

/// What goes with a coding, in the same step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// A memo on it; "" for none.
    pub memo: String,
    /// Its weight; one that is there stays when none is given.
    pub weight: Option<Weight>,
}

/// Something a panel asks for: an action, or an action that needs saying more.
#[derive(Clone, Debug)]
pub enum Request {
    /// Carries out an action.
    Act(Action),
    /// Shows a view.
    Show(View),
    /// Opens a source in the reader, where it was left.
    OpenSource(SourceId),
    /// Opens a source beside the one in front.
    OpenBeside(SourceId),
    /// Brings the source at a side to the front.
    TakeSide(Side),
    /// Closes the source at a side.
    CloseSide(Side),
    /// Goes to a passage in the reader and flashes it.
    Go(SourceId, CharRange),
    /// Shows all that is known of a case.
    GoCase(CaseId),
    /// Puts caret and anchor in the open source; what lies between is selected.
    Select {
        /// Where the selection began.
        anchor: CharIndex,
        /// Where the caret is.
        caret: CharIndex,
    },
    /// Focuses a coding, or none.
    Focus(Option<CodingId>),
    /// Chooses a code in the codebook.
    ChooseCode(CodeId),
    /// Applies a code to the selection.
    Apply(CodeId, With),
    /// Makes a code and applies it to the selection.
    ApplyNew {
        /// The code it stands under; none: the top.
        parent: Option<CodeId>,
        /// Its name.
        name: String,
        /// What goes with the coding.
        with: With,
    },
    /// Sets a bookmark at the turn that holds a place, or takes it away.
    ToggleBookmark(SourceId, CharIndex),
    /// Takes a bookmark away.
    RemoveBookmark(Bookmark),
    /// Replaces a passage of the open source's text.
    Correct(CharRange, String),
    /// Gives words of the open source to the speaker of that name, or to nobody.
    SaidBy(CharRange, Option<String>),
    /// From that place of the open source on, gives each of two speakers what the other one says.
    SwapSpeakers(CharIndex, [String; 2]),
    /// Shows the excerpts that a filter lets through.
    Excerpts(ExcerptFilter),
    /// Writes the person's own memo on a subject; "" takes it away.
    Memo(Subject, String),
    /// Asks the search; the answer comes in a later frame.
    Search(Question),
    /// Finds something in the open source, from the caret on.
    Find(Find),
    /// Goes to the next match in the open source (true), or the one before.
    FindStep(bool),
    /// Closes the bar for finding.
    StopFinding,
    /// Codes under this name from now on.
    BecomeCoder(String),
    /// Makes a set and opens it.
    MakeSet(NewSet),
    /// Makes an edit.
    Edit(Box<Edit>),
    /// Makes a project file and opens it.
    NewProject(PathBuf),
    /// Opens a project file.
    OpenPath(PathBuf),
    /// Takes the files that were chosen by their path.
    Chosen(Vec<PathBuf>),
    /// Reads what a folder holds, to choose files in it.
    ListFolder(PathBuf),
    /// Reads a codebook into the project.
    ImportCodebook(PathBuf),
    /// Asks where the new project is to be that is made of this one.
    AskMakeOf(PathBuf),
    /// Reads files, and lets them wait to be looked at.
    ImportFiles(Vec<PathBuf>),
    /// Changes one of the files that wait.
    Waiting(usize, Change),
    /// Reads one of the files that wait again, in another way.
    Reread(usize, Reread),
    /// Gives all files that wait what was decided of one.
    ForAll(usize, Shared),
    /// Takes the files that wait into the project.
    TakeIn,
    /// Lets go of the files that wait.
    LeaveWaiting,
    /// Reads a project and takes it into the open one.
    ImportProject(PathBuf),
    /// Makes a new project, at the second place, of the one at the first.
    MakeOf(PathBuf, PathBuf),
    /// Takes in the project that waits, with what was chosen where the two disagree.
    MergeProject(Choices),
    /// Writes the project or its codebook for other programs.
    ExportProject(PathBuf),
    /// Packs the project for a colleague who codes blind.
    PackBlind(PathBuf),
    /// Writes the excerpts that a filter lets through to a file, in the format its name says.
    Export(PathBuf, ExcerptFilter),
    /// What a data view asks for.
    Data(DataRequest),
    /// Gives an action these keys and no others.
    GiveKeys(Action, Vec<KeyboardShortcut>),
    /// Gives an action, or all of them, the keys they were shipped with.
    ResetKeys(Option<Action>),
    /// Stops a job.
    Stop(JobId),
    /// Opens a sheet over the desk.
    Open(Sheet),
    /// Closes the sheet.
    CloseSheet,
    /// Tells something in a corner of the window.
    Tell(Notice),
    /// Takes a notice away.
    Dismiss(u64),
}

/// What panels asked for in this frame, in order.
#[derive(Debug, Default)]
pub struct Outbox(Vec<Request>);

impl Outbox {
    /// Asks for something.
    pub fn ask(&mut self, request: Request) {
        self.0.push(request);
    }

    /// Invokes an action.
    pub fn act(&mut self, action: Action) {
        self.ask(Request::Act(action));
    }

    /// Asks for an edit.
    pub fn edit(&mut self, edit: Edit) {
        self.ask(Request::Edit(Box::new(edit)));
    }

    /// Asks for all that was asked for in another one, in its order.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Takes out all that was asked for.
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.0)
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_out_in_order_and_once() {
        let mut out = Outbox::default();
        out.act(Action::Undo);
        out.ask(Request::Show(View::Read));
        let taken = out.take();
        assert!(
            matches!(
                taken.as_slice(),
                [Request::Act(Action::Undo), Request::Show(View::Read)]
            ),
            "{taken:?}"
        );
        assert!(out.is_empty() && out.take().is_empty());
    }
}
