//! The desk as panels see it: the open project, what is shown, where the reader is. Panels read it and never change
//! it; [`crate::desktop`] does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use codebooks::{CodeId, CodeTree};
use index::{Find, Found, SearchOptions};
use interchange::merge::Conflict;
use project::text::{CharIndex, CharRange, SourceText};
use project::{
    CoderId, Coding, CodingId, Project, SearchId, Seq, SetId, SourceId, TextHash, Texts,
};

use crate::action::Standing;
use crate::bookmarks::Bookmarks;
use crate::data::{Behind, Data, Whose};
use crate::intake::waiting::Waiting;
use crate::jobs::JobLine;
use crate::message::Message;
use crate::settings::Settings;
use crate::theme::Theme;
use crate::view::exchange::Told;
use crate::view::files::FileAsk;
use crate::view::sets::Member;
use crate::view::tally::Tally;

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The reader with sources and codebook.
    #[default]
    Read,
    /// The search.
    Search,
    /// Coded excerpts.
    Excerpts,
    /// Anything counted by anything.
    Matrix,
    /// Enablers against barriers.
    Themes,
    /// Cases by themes, and questions with what answers them.
    Framework,
    /// Ratings of cases.
    Ratings,
    /// What is known of cases.
    Cases,
    /// How far coders agree, and where they differ.
    Agreement,
    /// The numbers as pictures.
    Charts,
}

impl View {
    /// All views, in the order of the top bar.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Search,
        Self::Excerpts,
        Self::Matrix,
        Self::Themes,
        Self::Framework,
        Self::Ratings,
        Self::Cases,
        Self::Agreement,
        Self::Charts,
    ];

    /// The view's name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Search => "Search",
            Self::Excerpts => "Excerpts",
            Self::Matrix => "Matrix",
            Self::Themes => "Themes",
            Self::Framework => "Framework",
            Self::Ratings => "Ratings",
            Self::Cases => "Cases",
            Self::Agreement => "Agreement",
            Self::Charts => "Charts",
        }
    }
}

/// Which excerpts are wanted: those that match everything that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcerptFilter {
    /// With this code or one below it.
    pub code: Option<CodeId>,
    /// Of this respondent group ("" for those without).
    pub group: Option<String>,
    /// In this source.
    pub source: Option<SourceId>,
    /// By this coder.
    pub coder: Option<CoderId>,
    /// Worth quoting only.
    pub shortlisted: bool,
    /// Whose codings.
    pub whose: Whose,
    /// With these letters in the quote or its memo.
    pub text: String,
    /// Only the codings behind a number.
    pub only: Option<Arc<Behind>>,
}

impl ExcerptFilter {
    /// All excerpts of a code and those below it.
    #[must_use]
    pub fn of_code(code: CodeId) -> Self {
        Self {
            code: Some(code),
            ..Self::default()
        }
    }
}

/// The open project as panels read it: remade whenever the project changes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The project.
    pub project: Arc<Project>,
    /// Its codes as a tree.
    pub tree: Arc<CodeTree>,
    /// Live counts by code and by source.
    pub tally: Arc<Tally>,
    /// Its texts.
    pub texts: Texts,
    /// Who codes.
    pub coder: CoderId,
    /// Its file; none for one in memory.
    pub path: Option<PathBuf>,
}

impl Snapshot {
    /// The state the snapshot shows; rows kept by it are right for as long as it stays.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.project.seq()
    }

    /// A code's names from the top down, joined by " / "; "" for a code that is gone.
    #[must_use]
    pub fn code_path(&self, code: CodeId) -> String {
        self.tree
            .path(code)
            .map(|path| path.to_string())
            .unwrap_or_default()
    }

    /// A code's own name; "" for a code that is gone.
    #[must_use]
    pub fn code_name(&self, code: CodeId) -> &str {
        self.tree.name(code).unwrap_or_default()
    }
}

/// A question to the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// As typed.
    pub text: String,
    /// How much to show, whose words, in which order, counted by what.
    pub options: SearchOptions,
}

/// The search: what is asked, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What is asked.
    pub question: Question,
    /// The last answer, and the question it is to. It stays while a newer question is on its way.
    pub found: Option<(Question, Arc<Found>)>,
    /// Grows with each answer: rows made of it are right for as long as it stays.
    pub serial: u64,
    /// The place in the question that is not understood, if it is that.
    pub fault_at: Option<CharIndex>,
    /// What is wrong with the question, in a user's words.
    pub trouble: Option<Message>,
    /// Whether the index has been read once, so that questions can be answered.
    pub ready: bool,
    /// What the search shall ask, best first, and a count that grows with each such wish.
    pub wish: Option<(String, u64)>,
}

/// Where the reader is.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The open source.
    pub source: Option<SourceId>,
    /// Its text, once loaded.
    pub text: Option<SourceText>,
    /// Where the caret is.
    pub caret: CharIndex,
    /// Where the selection began; at the caret when nothing is selected.
    pub anchor: CharIndex,
    /// The focused coding.
    pub focus: Option<CodingId>,
    /// What flashes, and since when (seconds of the desk's clock).
    pub flash: Option<(CharRange, f64)>,
    /// What the reader shall bring into sight, and a count that grows with each such wish.
    pub reveal: Option<(CharRange, u64)>,
}

impl Place {
    /// The selected words, if any.
    #[must_use]
    pub fn selection(&self) -> Option<CharRange> {
        let range = CharRange::new(self.anchor, self.caret);
        (!range.is_empty()).then_some(range)
    }
}

/// Where a source stands, of two side by side. One alone is at the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// At the left.
    #[default]
    Left,
    /// At the right.
    Right,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Left, Self::Right];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Finding in the open source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// What is looked for, and how.
    pub find: Find,
    /// Where it stands, in order; what is hidden is left out.
    pub found: Arc<Vec<CharRange>>,
    /// How many matches are hidden with the interviewer's turns.
    pub hidden: usize,
    /// What is wrong with what was typed; "" for nothing.
    pub trouble: String,
    /// The match that was gone to last.
    pub at: Option<usize>,
    /// The text that was looked through, and whether with the interviewer's turns; none: nothing yet.
    pub text: Option<(TextHash, bool)>,
    /// Grows each time the bar is asked for: it takes the keyboard then.
    pub asked: u64,
}

/// A sheet beside or over the desk. One at a time, and none hides the text for longer than a key press.
#[derive(Clone, Debug, PartialEq)]
pub enum Sheet {
    /// The choice of a source to open beside.
    Beside,
    /// The code palette at the caret.
    Codes,
    /// A correction of that passage, at the caret.
    Correct(CharRange),
    /// Who says that passage, at the caret.
    Speaker(CharRange),
    /// The list of all commands.
    Commands,
    /// All shortcuts.
    Shortcuts,
    /// What Vouch is.
    About,
    /// All that was done to the project.
    History,
    /// All bookmarks.
    Bookmarks,
    /// All memos.
    Memos,
    /// Memos on the project as a whole.
    Journal,
    /// What is known of a source, to be put right.
    Details(SourceId),
    /// A memo on a coding.
    Memo(CodingId),
    /// A name for what stands in the search field, to save it.
    NameSearch,
    /// A saved search, to be changed.
    ChangeSearch(SearchId),
    /// A name for a new set.
    NameSet(NameSet),
    /// The sets, with this one open; none: the first.
    Sets(Option<SetId>),
    /// A new code under another one, or at the top.
    NewCode(Option<CodeId>),
    /// Another name for a code.
    RenameCode(CodeId),
    /// The code that another one goes into.
    CodeInto(CodeInto),
    /// The name that codings and memos carry.
    CoderName,
    /// What became of the imported files.
    Imported(Arc<Vec<ImportLine>>),
    /// Where the open project and one that is to come in say different things.
    Conflicts(Arc<[Conflict]>),
    /// What came of an exchange.
    Told(Arc<Told>),
    /// A question for files, answered by their path.
    Files(Box<FileAsk>),
}

impl Sheet {
    /// Whether it hangs on words of the text in front, so that it goes when they do.
    #[must_use]
    pub fn is_on_words(&self) -> bool {
        matches!(
            self,
            Self::Codes | Self::Memo(_) | Self::Correct(_) | Self::Speaker(_)
        )
    }
}

/// How a code goes into another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It becomes that code.
    Merge,
    /// It stands below that code.
    Under,
}

/// A code that is to go into another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInto {
    /// The code that goes.
    pub code: CodeId,
    /// How.
    pub what: Goal,
}

/// What a new set is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameSet {
    /// Nothing yet; it is opened to be filled.
    New,
    /// This one source or code.
    With(Member),
}

/// What became of one imported file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportLine {
    /// The file.
    pub file: String,
    /// In a word: imported, already there, not read.
    pub status: String,
    /// Whether it went well.
    pub good: bool,
    /// What it became: "Parent 1: 2 speakers, 64 turns, 3,120 words".
    pub became: String,
    /// What wants a look.
    pub warnings: Vec<String>,
    /// Quotes that a correction moved, changed or lost, each a sentence.
    pub quotes: Vec<String>,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// It wants attention.
    Warn,
    /// It went wrong.
    Bad,
}

/// A few words in a corner of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Names it.
    pub id: u64,
    /// How it is meant.
    pub tone: Tone,
    /// What happened.
    pub text: String,
    /// What is safe and what to do; "" for nothing.
    pub more: String,
}

impl Notice {
    /// Words in a tone.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            id: 0,
            tone,
            text: text.into(),
            more: String::new(),
        }
    }

    /// With what is safe and what to do.
    #[must_use]
    pub fn with(mut self, more: impl Into<String>) -> Self {
        self.more = more.into();
        self
    }
}

/// What is shown and chosen, apart from the project itself.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The view.
    pub view: View,
    /// Where the reader is; of two sources side by side, the one in front.
    pub place: Place,
    /// The side the source in front is at.
    pub side: Side,
    /// Where the other source is, while two stand side by side.
    pub beside: Option<Place>,
    /// Where sources that are not open were left.
    pub left_at: BTreeMap<SourceId, CharIndex>,
    /// The code chosen in the codebook.
    pub code: Option<CodeId>,
    /// Codes applied lately, latest first.
    pub recent: Vec<CodeId>,
    /// Turns the person wants to come back to.
    pub bookmarks: Bookmarks,
    /// Which excerpts are listed.
    pub excerpts: ExcerptFilter,
    /// The search.
    pub search: Search,
    /// Finding in the open source, while its bar is open.
    pub finding: Option<Finding>,
    /// What the data views ask and are answered.
    pub data: Data,
    /// The open sheet.
    pub sheet: Option<Sheet>,
    /// Files that wait to be imported; none while no import is looked at.
    pub waiting: Option<Waiting>,
    /// What was done to the project last, since it was opened; none once it was taken back.
    pub done: Option<String>,
    /// What is told in the corner.
    pub notices: Vec<Notice>,
    /// Whether only the reader is shown.
    pub focus_mode: bool,
}

/// All that a panel reads.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The open project.
    pub open: &'a Snapshot,
    /// What is shown and chosen.
    pub state: &'a State,
    /// Where the reader that is drawn is: the one in front, or the one beside it.
    pub place: &'a Place,
    /// The side that reader is at.
    pub side: Side,
    /// What can be invoked.
    pub standing: &'a Standing,
    /// The person's settings.
    pub settings: &'a Settings,
    /// The colours.
    pub theme: &'a Theme,
    /// The jobs that run.
    pub jobs: &'a [JobLine],
    /// Seconds since the desk was opened.
    pub now: f64,
}

impl Desk<'_> {
    /// The open project's state.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.open.project
    }

    /// Whether the reader that is drawn is the one in front.
    #[must_use]
    pub fn is_front(&self) -> bool {
        self.side == self.state.side
    }

    /// The focused coding.
    #[must_use]
    pub fn focused(&self) -> Option<&Arc<Coding>> {
        self.state
            .place
            .focus
            .and_then(|coding| self.open.project.codings().get(coding))
    }
}

/// Rows kept for as long as the question stays the same: usually the project's state and a filter.
#[derive(Clone, Debug)]
pub struct Kept<K, V> {
    held: Option<(K, V)>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { held: None }
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The rows for this question, made only if it differs from the last.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        self.get_mut(key, make)
    }

    /// The same, to be put right as more becomes known.
    pub fn get_mut(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let rows = match self.held.take() {
            Some((held, rows)) if held == key => rows,
            Some(_) | None => make(),
        };
        &mut self.held.insert((key, rows)).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_made_once_for_each_question() {
        let mut kept = Kept::default();
        let mut made = 0;
        for (seq, filter, wanted) in [
            (1, "", 1),
            (1, "", 1),
            (1, "t", 2),
            (2, "t", 3),
            (2, "t", 3),
        ] {
            let rows = *kept.get((seq, filter), || {
                made += 1;
                made
            });
            assert_eq!(rows, wanted);
        }
    }

    #[test]
    fn nothing_is_selected_when_caret_and_anchor_meet() {
        let mut place = Place {
            caret: CharIndex(4),
            anchor: CharIndex(4),
            ..Place::default()
        };
        assert_eq!(place.selection(), None);
        place.caret = CharIndex(1);
        assert_eq!(
            place.selection(),
            Some(CharRange::of(1, 4)),
            "backwards is as good"
        );
    }
}
