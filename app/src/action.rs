//! Actions: what a person can invoke. Menus, the command palette, the shortcut sheet and the keyboard all read
//! this one list, so a command is described once.

use std::sync::Arc;

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::desk::View;
use crate::shortcuts::Shortcuts;

/// What can be larger or smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resizable {
    /// The words of transcripts.
    Text,
    /// Words, numbers and buttons of the whole window.
    Window,
}

/// How a size changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resize {
    /// A step larger.
    Larger,
    /// A step smaller.
    Smaller,
    /// To the usual size.
    Usual,
}

/// Something a person can invoke without saying more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Starts an empty project.
    NewProject,
    /// Opens a project file.
    OpenProject,
    /// Asks for any file by its path.
    OpenByPath,
    /// Builds and opens the sample evaluation.
    OpenSample,
    /// Imports transcripts and tables.
    Import,
    /// Reads a codebook into the project.
    ImportCodebook,
    /// Takes in a project of another program or another coder.
    ImportProject,
    /// Writes coded excerpts to a file.
    ExportExcerpts,
    /// Writes the project for other programs.
    ExportProject,
    /// Writes the codebook for other programs.
    ExportCodebook,
    /// Packs the project for a colleague who codes blind.
    PackBlind,
    /// Goes back to the welcome screen.
    CloseProject,
    /// Ends the program.
    Quit,

    /// Takes back the last edit.
    Undo,
    /// Makes the undone edit again.
    Redo,
    /// Shows all that was done.
    History,
    /// Copies the selected words.
    Copy,
    /// Finds letters in the open source.
    FindHere,
    /// Goes to the next match in the open source.
    FindNext,
    /// Goes to the match before.
    FindPrevious,
    /// Keeps the present search under a name.
    SaveSearch,
    /// Changes the saved search that was run last.
    ChangeSearch,
    /// Selects the sentence at the caret.
    SelectSentence,
    /// Selects the turn at the caret.
    SelectTurn,
    /// Drops the selection.
    SelectNothing,
    /// Corrects the selected words in the text itself.
    CorrectText,
    /// Says who speaks the selected words.
    WhoSpeaks,
    /// Shows what is known of the open source.
    SourceDetails,
    /// Asks for the name that codings and memos carry.
    CoderName,

    /// Shows a view.
    Show(View),
    /// Shows how often each word is said.
    ShowWords,
    /// Shows all memos.
    ShowMemos,
    /// Shows the memos on the project as a whole.
    Journal,
    /// Shows the sets, to be changed.
    Sets,
    /// Changes between light and dark.
    ToggleLook,
    /// Changes a size.
    Resize(Resizable, Resize),
    /// Shows or hides the interviewer's turns.
    ToggleInterviewer,
    /// Shows or hides times inside the text.
    ToggleTimes,
    /// Shows or hides the two side columns.
    ToggleFocusMode,

    /// Opens the code palette on the selection.
    CodeSelection,
    /// Makes a code of the selected words themselves.
    InVivo,
    /// Applies the nth recent code, 1 to 9.
    RecentCode(u8),
    /// Takes the focused coding off.
    Uncode,
    /// Writes a memo on the focused coding.
    CodingMemo,
    /// Marks the focused coding for the report.
    Shortlist,
    /// Gives the focused coding more weight for, or less against.
    WeightUp,
    /// Gives the focused coding more weight against, or less for.
    WeightDown,
    /// Takes the focused coding's weight off.
    NoWeight,
    /// Moves the start of the focused coding a word to the left.
    StartEarlier,
    /// Moves the start of the focused coding a word to the right.
    StartLater,
    /// Moves the end of the focused coding a word to the left.
    EndEarlier,
    /// Moves the end of the focused coding a word to the right.
    EndLater,
    /// Adds a code to the codebook.
    NewCode,
    /// Renames the chosen code.
    RenameCode,
    /// Moves the chosen code under another one.
    MoveCode,
    /// Merges the chosen code into another one.
    MergeCode,
    /// Takes the chosen code out of the codebook.
    RemoveCode,
    /// Lists the excerpts of the chosen code.
    ExcerptsOfCode,

    /// Opens the list of all commands.
    CommandPalette,
    /// Goes to the next coding.
    NextCoding,
    /// Goes to the coding before.
    PreviousCoding,
    /// Goes to the next turn that has no coding.
    NextUncoded,
    /// Sets a bookmark at the caret's turn, or takes it away.
    ToggleBookmark,
    /// Goes to the next bookmark.
    NextBookmark,
    /// Goes to the bookmark before.
    PreviousBookmark,
    /// Shows all bookmarks.
    Bookmarks,
    /// Goes to the next turn.
    NextTurn,
    /// Goes to the turn before.
    PreviousTurn,
    /// Goes to the next sentence.
    NextSentence,
    /// Goes to the sentence before.
    PreviousSentence,
    /// Takes the rest of the turn into the selection.
    ExtendByTurn,
    /// Takes a turn off the selection.
    ShrinkByTurn,
    /// Takes the next sentence into the selection.
    ExtendBySentence,
    /// Takes a sentence off the selection.
    ShrinkBySentence,
    /// Opens the next source.
    NextSource,
    /// Opens the source before.
    PreviousSource,
    /// Opens another source beside the one in front.
    OpenBeside,
    /// Brings the other of two sources to the front.
    OtherSide,
    /// Closes the source beside the one in front.
    CloseBeside,

    /// Shows all shortcuts.
    Shortcuts,
    /// Says what Vouch is.
    About,
}

/// The menus, in the order of the menu bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// Projects and files.
    File,
    /// Undo and selection.
    Edit,
    /// What is shown.
    View,
    /// Coding and the codebook.
    Codes,
    /// Places.
    Go,
    /// Help.
    Help,
}

impl Menu {
    /// All menus, in order.
    pub const ALL: [Self; 6] = [
        Self::File,
        Self::Edit,
        Self::View,
        Self::Codes,
        Self::Go,
        Self::Help,
    ];

    /// The menu's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Codes => "Codes",
            Self::Go => "Go",
            Self::Help => "Help",
        }
    }
}

/// When an action can be invoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Always.
    Nothing,
    /// A project is open.
    Project,
    /// A source is open in the reader.
    Source,
    /// Two sources stand side by side.
    Beside,
    /// Words are selected in the reader.
    Selection,
    /// A coding is focused in the reader.
    Coding,
    /// A code is chosen in the codebook.
    Code,
    /// There is something to undo.
    Undo,
    /// There is something to redo.
    Redo,
    /// There are that many recent codes.
    Recent(u8),
}

/// Where a shortcut works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere, also while typing.
    Anywhere,
    /// In the reader, and never while typing.
    Reading,
}

/// What is to be known of an action.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Which action.
    pub action: Action,
    /// The menu it is in.
    pub menu: Menu,
    /// Its name in menus and palette.
    pub text: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// When it can be invoked.
    pub needs: Needs,
    /// Where its shortcuts work.
    pub scope: Scope,
    /// Its shortcuts as shipped; those in use are in [`Shortcuts`].
    pub keys: &'static [KeyboardShortcut],
    /// Whether a line is drawn above it in its menu.
    pub starts_group: bool,
}

/// How things stand on the desk, as far as actions depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "six independent facts, each named where it is asked for"
)]
pub struct Standing {
    /// A project is open.
    pub project: bool,
    /// A source is open.
    pub source: bool,
    /// Another source stands beside it.
    pub beside: bool,
    /// Words are selected.
    pub selection: bool,
    /// A coding is focused.
    pub coding: bool,
    /// A code is chosen.
    pub code: bool,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would make again.
    pub redo: Option<String>,
    /// How many recent codes there are.
    pub recent: u8,
    /// Which keys invoke which action.
    pub keys: Arc<Shortcuts>,
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}
const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}
const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}
const fn alt_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT.plus(Modifiers::SHIFT), key)
}
const fn cmd(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}
const fn cmd_alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::ALT), key)
}
const fn cmd_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn entry(
    menu: Menu,
    action: Action,
    text: &'static str,
    tooltip: &'static str,
    needs: Needs,
    scope: Scope,
    keys: &'static [KeyboardShortcut],
) -> Spec {
    Spec {
        action,
        menu,
        text,
        tooltip,
        needs,
        scope,
        keys,
        starts_group: false,
    }
}

// One line an action, so that the lists read as tables.

/// The File menu.
#[rustfmt::skip]
const FILE: &[Spec] = &[
    entry(Menu::File, Action::NewProject, "New project…", "Start an empty project in a file of its own.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::N)]),
    entry(Menu::File, Action::OpenProject, "Open project…", "Open a .vouch file.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::O)]),
    entry(Menu::File, Action::OpenByPath, "Open or import by path…", "Type where a project or transcript is, with folders and files completed.", Needs::Nothing, Scope::Anywhere, &[cmd_shift(Key::O)]),
    entry(Menu::File, Action::OpenSample, "Open the sample evaluation", "Build a coded family-support evaluation to try everything on.", Needs::Nothing, Scope::Anywhere, &[]),
    entry(Menu::File, Action::Import, "Import…", "Bring in transcripts, surveys and tables; files can also be dropped on the window.", Needs::Project, Scope::Anywhere, &[cmd(Key::I)]),
    entry(Menu::File, Action::ImportCodebook, "Import codebook…", "Add codes from a codebook as NVivo, MAXQDA, Taguette and others write it; nothing is overwritten.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::File, Action::ImportProject, "Import a project…", "Take in a project of NVivo, ATLAS.ti, MAXQDA (.qdpx), QualCoder, Taguette or RQDA, or another coder's .vouch file.", Needs::Nothing, Scope::Anywhere, &[]),
    entry(Menu::File, Action::ExportExcerpts, "Export excerpts…", "Write coded excerpts as csv, xlsx, docx, html or json.", Needs::Project, Scope::Anywhere, &[cmd(Key::E)]).group(),
    entry(Menu::File, Action::ExportProject, "Export project…", "Write the whole project as .qdpx, which NVivo, ATLAS.ti, MAXQDA, QualCoder and others open.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::File, Action::ExportCodebook, "Export codebook…", "Write the codes as .qdc, which other programs open.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::File, Action::PackBlind, "Pack for blind coding…", "Sources and codebook for a colleague, without anybody's codings; what they send back comes in as another coder's.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::File, Action::CloseProject, "Close project", "Back to the welcome screen. Everything is saved already.", Needs::Project, Scope::Anywhere, &[cmd(Key::W)]).group(),
    entry(Menu::File, Action::Quit, "Quit", "End Vouch. Everything is saved already.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::Q)]),
];

/// The Edit menu.
#[rustfmt::skip]
const EDIT: &[Spec] = &[
    entry(Menu::Edit, Action::Undo, "Undo", "Take back the last change, of any kind and from any day.", Needs::Undo, Scope::Anywhere, &[cmd(Key::Z)]),
    entry(Menu::Edit, Action::Redo, "Redo", "Make the undone change again.", Needs::Redo, Scope::Anywhere, &[cmd(Key::Y), cmd_shift(Key::Z)]),
    entry(Menu::Edit, Action::History, "History…", "All that was done, by whom and when, and the way back.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::H)]),
    entry(Menu::Edit, Action::Copy, "Copy quote", "Copy the selected words.", Needs::Selection, Scope::Reading, &[cmd(Key::C)]).group(),
    entry(Menu::Edit, Action::FindHere, "Find in this source…", "Find letters or a regular expression in the open source, and code all matches.", Needs::Project, Scope::Anywhere, &[cmd(Key::F)]).group(),
    entry(Menu::Edit, Action::FindNext, "Find next", "Go to the next match.", Needs::Source, Scope::Anywhere, &[plain(Key::F3)]),
    entry(Menu::Edit, Action::FindPrevious, "Find previous", "Go to the match before.", Needs::Source, Scope::Anywhere, &[shift(Key::F3)]),
    entry(Menu::Edit, Action::SaveSearch, "Save search…", "Keep what stands in the search field under a name, and see later what it finds anew.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::Edit, Action::ChangeSearch, "Change saved search…", "Give the saved search that was run last another name, let it search for something else, or remove it.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::Edit, Action::SelectSentence, "Select sentence", "Select the sentence at the caret.", Needs::Source, Scope::Reading, &[plain(Key::S)]).group(),
    entry(Menu::Edit, Action::SelectTurn, "Select turn", "Select all that the speaker says here.", Needs::Source, Scope::Reading, &[plain(Key::T)]),
    entry(Menu::Edit, Action::SelectNothing, "Select nothing", "Drop the selection and the focused coding.", Needs::Source, Scope::Reading, &[plain(Key::Escape)]),
    entry(Menu::Edit, Action::CorrectText, "Correct text…", "Mend a typo or a name in the text itself; codings, memos and turns move along. Without a selection, the word at the caret.", Needs::Source, Scope::Reading, &[plain(Key::R)]).group(),
    entry(Menu::Edit, Action::WhoSpeaks, "Who says this…", "Give the selected words to the speaker who says them; a turn is parted where somebody else goes on. Without a selection, the whole turn.", Needs::Source, Scope::Reading, &[plain(Key::W)]),
    entry(Menu::Edit, Action::SourceDetails, "Source details…", "Name, kind, language, case and attributes of the open source, and who speaks in it.", Needs::Source, Scope::Reading, &[plain(Key::D)]),
    entry(Menu::Edit, Action::CoderName, "Your name…", "Say whose name your codings and memos carry.", Needs::Nothing, Scope::Anywhere, &[]).group(),
];

/// The View menu.
#[rustfmt::skip]
const VIEW: &[Spec] = &[
    entry(Menu::View, Action::Show(View::Read), "Read", "Read and code one source.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::R)]),
    entry(Menu::View, Action::Show(View::Search), "Search", "Search all sources and code what is found.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::F)]),
    entry(Menu::View, Action::ShowWords, "Words", "How often each word is said and by whom, as a list and a cloud, and what one group says more than another.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::W)]),
    entry(Menu::View, Action::Show(View::Excerpts), "Excerpts", "Coded passages with who said them.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::E)]),
    entry(Menu::View, Action::Show(View::Matrix), "Matrix", "Anything counted by anything; every number opens its quotes.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::M)]),
    entry(Menu::View, Action::Show(View::Themes), "Themes", "Enablers against barriers, group by group, and whose words each rests on.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::B)]),
    entry(Menu::View, Action::Show(View::Framework), "Framework", "Cases by themes with a summary in each cell, and the questions of the evaluation with what answers them.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::K)]),
    entry(Menu::View, Action::Show(View::Ratings), "Ratings", "Cases on rating scales, with who rated and why.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::G)]),
    entry(Menu::View, Action::Show(View::Cases), "Cases", "What is known of cases: all of it, one thing by another, and one indicator from several sources side by side.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::S)]),
    entry(Menu::View, Action::Show(View::Agreement), "Agreement", "How far coders agree, and where they differ, side by side, to be decided.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::A)]),
    entry(Menu::View, Action::Show(View::Charts), "Charts", "The numbers as pictures, with the table beside them.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::D)]),
    entry(Menu::View, Action::ShowMemos, "Memos…", "All memos in one list.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::View, Action::Journal, "Journal…", "What was thought and decided on the way: dated entries on the project as a whole.", Needs::Project, Scope::Anywhere, &[cmd_shift(Key::J)]),
    entry(Menu::View, Action::Sets, "Sets…", "Sources and codes that are looked at together: what each set is called, what it is for, and what is in it.", Needs::Project, Scope::Anywhere, &[]),
    entry(Menu::View, Action::ToggleLook, "Light or dark", "Change between light paper and dark.", Needs::Nothing, Scope::Anywhere, &[cmd_shift(Key::L)]).group(),
    entry(Menu::View, Action::Resize(Resizable::Text, Resize::Larger), "Larger text", "Make the text larger.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::Plus), cmd(Key::Equals)]),
    entry(Menu::View, Action::Resize(Resizable::Text, Resize::Smaller), "Smaller text", "Make the text smaller.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::Minus)]),
    entry(Menu::View, Action::Resize(Resizable::Text, Resize::Usual), "Usual size", "Show the text at its usual size.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::Num0)]),
    entry(Menu::View, Action::Resize(Resizable::Window, Resize::Larger), "Everything larger", "Make words, numbers and buttons of the whole window larger.", Needs::Nothing, Scope::Anywhere, &[cmd_alt(Key::Plus), cmd_alt(Key::Equals)]),
    entry(Menu::View, Action::Resize(Resizable::Window, Resize::Smaller), "Everything smaller", "Make words, numbers and buttons of the whole window smaller.", Needs::Nothing, Scope::Anywhere, &[cmd_alt(Key::Minus)]),
    entry(Menu::View, Action::Resize(Resizable::Window, Resize::Usual), "Everything at its usual size", "Show the whole window at its usual size.", Needs::Nothing, Scope::Anywhere, &[cmd_alt(Key::Num0)]),
    entry(Menu::View, Action::ToggleInterviewer, "Show or hide interviewer", "Fold the interviewer's turns to one line, or show them.", Needs::Source, Scope::Anywhere, &[cmd_shift(Key::I)]),
    entry(Menu::View, Action::ToggleTimes, "Show or hide times", "Hide times such as [00:12] inside the text, or show them. They stay in the text, and places do not change.", Needs::Source, Scope::Anywhere, &[cmd_shift(Key::T)]),
    entry(Menu::View, Action::ToggleFocusMode, "Reader only", "Hide or show the columns beside the reader.", Needs::Project, Scope::Anywhere, &[plain(Key::F11)]),
];

/// The Codes menu.
#[rustfmt::skip]
const CODES: &[Spec] = &[
    entry(Menu::Codes, Action::CodeSelection, "Code selection…", "Type to find a code or make a new one; Enter applies it. Without a selection, the sentence is coded.", Needs::Source, Scope::Reading, &[plain(Key::Enter), plain(Key::C), plain(Key::Space)]),
    entry(Menu::Codes, Action::InVivo, "Code in vivo", "Make a code of the selected words themselves.", Needs::Selection, Scope::Reading, &[plain(Key::V)]),
    entry(Menu::Codes, Action::RecentCode(1), "Recent code 1", "Apply a code used lately to the selection.", Needs::Recent(1), Scope::Reading, &[plain(Key::Num1)]).group(),
    entry(Menu::Codes, Action::RecentCode(2), "Recent code 2", "Apply a code used lately to the selection.", Needs::Recent(2), Scope::Reading, &[plain(Key::Num2)]),
    entry(Menu::Codes, Action::RecentCode(3), "Recent code 3", "Apply a code used lately to the selection.", Needs::Recent(3), Scope::Reading, &[plain(Key::Num3)]),
    entry(Menu::Codes, Action::RecentCode(4), "Recent code 4", "Apply a code used lately to the selection.", Needs::Recent(4), Scope::Reading, &[plain(Key::Num4)]),
    entry(Menu::Codes, Action::RecentCode(5), "Recent code 5", "Apply a code used lately to the selection.", Needs::Recent(5), Scope::Reading, &[plain(Key::Num5)]),
    entry(Menu::Codes, Action::RecentCode(6), "Recent code 6", "Apply a code used lately to the selection.", Needs::Recent(6), Scope::Reading, &[plain(Key::Num6)]),
    entry(Menu::Codes, Action::RecentCode(7), "Recent code 7", "Apply a code used lately to the selection.", Needs::Recent(7), Scope::Reading, &[plain(Key::Num7)]),
    entry(Menu::Codes, Action::RecentCode(8), "Recent code 8", "Apply a code used lately to the selection.", Needs::Recent(8), Scope::Reading, &[plain(Key::Num8)]),
    entry(Menu::Codes, Action::RecentCode(9), "Recent code 9", "Apply a code used lately to the selection.", Needs::Recent(9), Scope::Reading, &[plain(Key::Num9)]),
    entry(Menu::Codes, Action::Uncode, "Uncode", "Take the focused coding off.", Needs::Coding, Scope::Reading, &[plain(Key::U), plain(Key::Delete)]).group(),
    entry(Menu::Codes, Action::CodingMemo, "Memo…", "Write a memo on the focused coding.", Needs::Coding, Scope::Reading, &[plain(Key::M)]),
    entry(Menu::Codes, Action::Shortlist, "Shortlist", "Mark the focused coding as worth quoting, or not.", Needs::Coding, Scope::Reading, &[plain(Key::I)]),
    entry(Menu::Codes, Action::WeightUp, "Weight up", "A step from −2, strongly against, to +2, strongly for: of the focused coding, or of the one to come while a code is being found for it.", Needs::Coding, Scope::Reading, &[alt(Key::ArrowUp)]).group(),
    entry(Menu::Codes, Action::WeightDown, "Weight down", "A step from +2, strongly for, to −2, strongly against: of the focused coding, or of the one to come while a code is being found for it.", Needs::Coding, Scope::Reading, &[alt(Key::ArrowDown)]),
    entry(Menu::Codes, Action::NoWeight, "No weight", "Take the weight off the focused coding, or off the one to come while a code is being found for it.", Needs::Coding, Scope::Reading, &[alt(Key::Num0)]),
    entry(Menu::Codes, Action::StartEarlier, "Start earlier", "Move the start of the coding a word to the left.", Needs::Coding, Scope::Reading, &[alt_shift(Key::ArrowLeft)]).group(),
    entry(Menu::Codes, Action::StartLater, "Start later", "Move the start of the coding a word to the right.", Needs::Coding, Scope::Reading, &[alt_shift(Key::ArrowRight)]),
    entry(Menu::Codes, Action::EndEarlier, "End earlier", "Move the end of the coding a word to the left.", Needs::Coding, Scope::Reading, &[alt(Key::ArrowLeft)]),
    entry(Menu::Codes, Action::EndLater, "End later", "Move the end of the coding a word to the right.", Needs::Coding, Scope::Reading, &[alt(Key::ArrowRight)]),
    entry(Menu::Codes, Action::NewCode, "New code…", "Add a code to the codebook; it is applied to the selection, if there is one.", Needs::Project, Scope::Reading, &[plain(Key::N)]).group(),
    entry(Menu::Codes, Action::RenameCode, "Rename code…", "Give the chosen code another name.", Needs::Code, Scope::Reading, &[plain(Key::F2)]),
    entry(Menu::Codes, Action::MoveCode, "Move code under…", "Put the chosen code below another one, with all that is below it.", Needs::Code, Scope::Reading, &[]),
    entry(Menu::Codes, Action::MergeCode, "Merge code into…", "Give all codings and memos of the chosen code to another one.", Needs::Code, Scope::Reading, &[]),
    entry(Menu::Codes, Action::RemoveCode, "Delete code", "Take the chosen code and those below it out of the codebook, with their codings; undo brings all of it back.", Needs::Code, Scope::Reading, &[]),
    entry(Menu::Codes, Action::ExcerptsOfCode, "Excerpts of the code", "List all excerpts of the chosen code.", Needs::Code, Scope::Reading, &[plain(Key::E)]),
];

/// The Go menu.
#[rustfmt::skip]
const GO: &[Spec] = &[
    entry(Menu::Go, Action::CommandPalette, "All commands…", "Find any command by its name.", Needs::Nothing, Scope::Anywhere, &[cmd(Key::K), cmd_shift(Key::P)]),
    entry(Menu::Go, Action::NextCoding, "Next coding", "Go to the next coding.", Needs::Source, Scope::Reading, &[cmd(Key::ArrowDown), plain(Key::CloseBracket)]).group(),
    entry(Menu::Go, Action::PreviousCoding, "Previous coding", "Go to the coding before.", Needs::Source, Scope::Reading, &[cmd(Key::ArrowUp), plain(Key::OpenBracket)]),
    entry(Menu::Go, Action::NextUncoded, "Next uncoded turn", "Go to the next respondent's turn without a coding.", Needs::Source, Scope::Reading, &[plain(Key::G)]),
    entry(Menu::Go, Action::ToggleBookmark, "Set or clear bookmark", "Mark the caret's turn to come back to, or take the mark away.", Needs::Source, Scope::Reading, &[plain(Key::B)]).group(),
    entry(Menu::Go, Action::NextBookmark, "Next bookmark", "Go to the next bookmark, in this source or the next ones.", Needs::Project, Scope::Anywhere, &[plain(Key::F4)]),
    entry(Menu::Go, Action::PreviousBookmark, "Previous bookmark", "Go to the bookmark before, in this source or those above it.", Needs::Project, Scope::Anywhere, &[shift(Key::F4)]),
    entry(Menu::Go, Action::Bookmarks, "Bookmarks…", "All your bookmarks in all sources, with the words there.", Needs::Project, Scope::Anywhere, &[cmd(Key::B)]),
    entry(Menu::Go, Action::NextTurn, "Next turn", "Go to the next turn.", Needs::Source, Scope::Reading, &[plain(Key::ArrowDown), plain(Key::J)]).group(),
    entry(Menu::Go, Action::PreviousTurn, "Previous turn", "Go to the turn before.", Needs::Source, Scope::Reading, &[plain(Key::ArrowUp), plain(Key::K)]),
    entry(Menu::Go, Action::NextSentence, "Next sentence", "Go to the next sentence.", Needs::Source, Scope::Reading, &[plain(Key::ArrowRight)]),
    entry(Menu::Go, Action::PreviousSentence, "Previous sentence", "Go to the sentence before.", Needs::Source, Scope::Reading, &[plain(Key::ArrowLeft)]),
    entry(Menu::Go, Action::ExtendByTurn, "Extend by turn", "Take the rest of the turn into the selection.", Needs::Source, Scope::Reading, &[shift(Key::ArrowDown)]).group(),
    entry(Menu::Go, Action::ShrinkByTurn, "Shrink by turn", "Take the last turn off the selection.", Needs::Source, Scope::Reading, &[shift(Key::ArrowUp)]),
    entry(Menu::Go, Action::ExtendBySentence, "Extend by sentence", "Take the next sentence into the selection.", Needs::Source, Scope::Reading, &[shift(Key::ArrowRight)]),
    entry(Menu::Go, Action::ShrinkBySentence, "Shrink by sentence", "Take the last sentence off the selection.", Needs::Source, Scope::Reading, &[shift(Key::ArrowLeft)]),
    entry(Menu::Go, Action::NextSource, "Next source", "Open the next source in the list.", Needs::Project, Scope::Anywhere, &[cmd(Key::PageDown)]).group(),
    entry(Menu::Go, Action::PreviousSource, "Previous source", "Open the source before in the list.", Needs::Project, Scope::Anywhere, &[cmd(Key::PageUp)]),
    entry(Menu::Go, Action::OpenBeside, "Open beside…", "Read and code another source beside this one.", Needs::Source, Scope::Anywhere, &[cmd(Key::Backslash)]).group(),
    entry(Menu::Go, Action::OtherSide, "To the other source", "Of two sources side by side, work in the other one.", Needs::Beside, Scope::Anywhere, &[plain(Key::F6)]),
    entry(Menu::Go, Action::CloseBeside, "Close the source beside", "Give the reader to the source in front. Escape closes the one at the right.", Needs::Beside, Scope::Anywhere, &[]),
];

/// The Help menu.
#[rustfmt::skip]
const HELP: &[Spec] = &[
    entry(Menu::Help, Action::Shortcuts, "Keyboard shortcuts", "All shortcuts on one sheet, to be looked up and changed.", Needs::Nothing, Scope::Anywhere, &[plain(Key::F1)]),
    entry(Menu::Help, Action::About, "About Vouch", "What Vouch is, and its version.", Needs::Nothing, Scope::Anywhere, &[]),
];

/// What an action is that no menu lists; none is, and a test holds it.
const UNLISTED: Spec = entry(
    Menu::Help,
    Action::About,
    "",
    "",
    Needs::Nothing,
    Scope::Anywhere,
    &[],
);

impl Menu {
    /// What the menu lists, in order.
    #[must_use]
    pub const fn entries(self) -> &'static [Spec] {
        match self {
            Self::File => FILE,
            Self::Edit => EDIT,
            Self::View => VIEW,
            Self::Codes => CODES,
            Self::Go => GO,
            Self::Help => HELP,
        }
    }
}

/// All actions with what is to be known of them, in the order of the menus.
pub fn specs() -> impl Iterator<Item = &'static Spec> {
    Menu::ALL.into_iter().flat_map(Menu::entries)
}

impl Action {
    /// What is to be known of the action.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        specs()
            .find(|spec| spec.action == self)
            .unwrap_or(&UNLISTED)
    }

    /// Whether the action can be invoked as things stand.
    #[must_use]
    pub fn enabled(self, standing: &Standing) -> bool {
        match self.spec().needs {
            Needs::Nothing => true,
            Needs::Project => standing.project,
            Needs::Source => standing.source,
            Needs::Beside => standing.beside,
            Needs::Selection => standing.selection,
            Needs::Coding => standing.coding,
            Needs::Code => standing.code,
            Needs::Undo => standing.undo.is_some(),
            Needs::Redo => standing.redo.is_some(),
            Needs::Recent(nth) => standing.source && standing.recent >= nth,
        }
    }

    /// The action's name as things stand: undo and redo say what they would do.
    #[must_use]
    pub fn title(self, standing: &Standing) -> String {
        let label = if self == Self::Undo {
            &standing.undo
        } else {
            &standing.redo
        };
        match label {
            Some(label) if matches!(self, Self::Undo | Self::Redo) => {
                format!("{}: {label}", self.spec().text)
            }
            Some(_) | None => self.spec().text.to_owned(),
        }
    }
}

impl Spec {
    const fn group(mut self) -> Self {
        self.starts_group = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_action_is_described_and_in_a_menu() {
        for spec in specs() {
            assert!(
                !spec.text.is_empty() && spec.tooltip.ends_with('.'),
                "{:?}",
                spec.action
            );
            assert_eq!(spec.action.spec().text, spec.text, "listed once");
        }
        for menu in Menu::ALL {
            assert!(
                menu.entries().len() >= 2 && menu.entries().iter().all(|spec| spec.menu == menu),
                "{menu:?}"
            );
        }
    }

    #[test]
    fn no_two_actions_share_a_name_or_a_shortcut() {
        let mut names = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for spec in specs() {
            assert_eq!(names.insert(spec.text, spec.action), None, "{spec:?}");
            for key in spec.keys {
                assert_eq!(
                    keys.insert(format!("{key:?}"), spec.action),
                    None,
                    "{spec:?} {key:?}"
                );
            }
        }
    }

    #[test]
    fn single_letters_work_in_the_reader_only() {
        for spec in specs() {
            for key in spec.keys {
                let is_letter = key.logical_key.name().chars().count() == 1;
                if is_letter && key.modifiers == Modifiers::NONE {
                    assert_eq!(spec.scope, Scope::Reading, "{spec:?}");
                }
            }
        }
    }

    #[test]
    fn actions_wait_for_what_they_need() {
        let mut standing = Standing::default();
        assert!(Action::NewProject.enabled(&standing));
        assert!(!Action::Undo.enabled(&standing));
        assert!(!Action::RecentCode(2).enabled(&standing));
        standing = Standing {
            project: true,
            source: true,
            recent: 2,
            undo: Some("Coded “Trust”".into()),
            ..standing
        };
        assert!(Action::Undo.enabled(&standing));
        assert!(
            Action::RecentCode(2).enabled(&standing) && !Action::RecentCode(3).enabled(&standing)
        );
        assert!(!Action::InVivo.enabled(&standing), "nothing is selected");
        assert_eq!(Action::Undo.title(&standing), "Undo: Coded “Trust”");
    }
}
