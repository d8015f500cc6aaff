//! What the data views ask for and what they are answered: passages coded, matrices, the history, files out. Answers are kept until
//! the next ones come, so that a view never waits.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use analysis::{AgreementUnit, Board, Dimension, Framework, Near, Themes, Unit};
use codebooks::{CodeId, FrameStarter};
use index::Place;
use project::text::CharRange;
use project::{AttributeId, CoderId, CodingId, HistoryLine, SearchId, Seq, SourceId};

use crate::chart::{ChartAsk, Picture, Pixels};
use crate::view::agreement::{Compared, Decision, Dispute};
use crate::view::cases::{CasesAsk, CasesFound, CasesPart};
use crate::view::matrix::{Layout, Numbers};
use crate::view::passages::Span;
use crate::view::searches::Standing;
use crate::view::words::{WordsAsk, WordsFound};

/// The title of the job that reads sources for the search.
pub const READING: &str = "Reading for the search";
/// The title of the job that works out which words share a stem, before somebody searches.
pub const LEARNING: &str = "Learning the words";
/// The title of the job that answers a question to the search.
pub const SEARCHING: &str = "Searching";
/// The title of the job that answers a view: a matrix, themes, agreement, a chart.
pub const STUDYING: &str = "Counting for the view";
/// The title of the job that finds out what a saved search finds.
pub const NOTING: &str = "Noting what is found";

/// What a data view asks the desktop to do.
#[derive(Clone, Debug)]
pub enum DataRequest {
    /// Codes passages that a search found, as one step.
    CodeFound(Box<CodeFound>),
    /// Finds out all that a search finds, and notes it.
    NoteFound(Note),
    /// Searches for passages like this one.
    SearchLike(SourceId, CharRange),
    /// Gives codings a new code below another one, as one step.
    RecodeNew {
        /// Which codings.
        codings: Vec<CodingId>,
        /// The code it stands under.
        parent: CodeId,
        /// Its name.
        name: String,
    },
    /// Counts a matrix.
    Matrix(MatrixAsk),
    /// Reads the history.
    History,
    /// Takes back every step after a line of the history.
    GoBackTo(Seq),
    /// Asks where to write the excerpts listed, in this order, and writes them there.
    ExportExcerpts(Vec<CodingId>, &'static str),
    /// Writes excerpts to a file, in the format its name says.
    WriteExcerpts(PathBuf, Vec<CodingId>),
    /// Writes a table to a file, in the format its name says.
    WriteTable(PathBuf, TableOut),
    /// Asks where to write a table, and writes it there.
    ExportTable(TableOut),
    /// Copies a table, to be pasted into a document or spreadsheet.
    CopyTable(TableOut),
    /// Lines themes up.
    Themes(ThemesAsk),
    /// Lays out cases by themes and questions by groups.
    Framework(FrameworkAsk),
    /// Counts words; none: no longer.
    Words(Option<WordsAsk>),
    /// Asks something of the cases.
    Cases(CasesAsk),
    /// Takes in the questions of a frame, with the codes that answer them or without.
    TakeFrame(&'static FrameStarter, bool),
    /// Asks for a file with a table whose totals are to be checked.
    OpenGiven,
    /// Reads a table whose totals are to be checked.
    ReadGiven(PathBuf),
    /// Compares coders.
    Agreement(AgreementAsk),
    /// Draws a chart.
    Chart(ChartAsk),
    /// Asks where to save a chart, and saves it there.
    SaveChart(Arc<Charted>, &'static str),
    /// Saves a chart to a file, in the format its name says.
    WriteChart(PathBuf, Arc<Charted>),
    /// Decides a passage on which coders differ.
    Decide(Box<Dispute>, Decision),
    /// Gives the consensus what all agree on.
    TakeOver(Vec<CodingId>),
    /// Asks where to write what a view shows, and writes it there.
    ExportShown(Shown, &'static str),
    /// Writes what a view shows to a file, in the format its name says.
    WriteShown(PathBuf, Shown),
    /// Copies what a view shows.
    CopyShown(Shown),
}

/// What all that a search finds now is noted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// To keep a search under a name: its query, and whether the interviewer's words are searched as well.
    Save {
        /// Its name.
        name: String,
        /// What is searched for.
        query: String,
        /// Whether the interviewer's words are searched as well.
        everyone: bool,
    },
    /// To let a saved search have another name or ask something else.
    Change {
        /// Which search.
        search: SearchId,
        /// Its name from now on.
        name: String,
        /// What it searches for from now on.
        query: String,
        /// Whether the interviewer's words are searched as well.
        everyone: bool,
    },
    /// To count it as seen.
    See(SearchId),
}

/// What to do with found passages.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeFound {
    /// Where they are.
    pub places: Vec<Place>,
    /// How much around each match.
    pub span: Span,
    /// The code they get.
    pub code: CodeAsked,
}

/// A code that is there, or one to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAsked {
    /// One of the codebook.
    Known(CodeId),
    /// A new one.
    New {
        /// The code it stands under; none: the top.
        parent: Option<CodeId>,
        /// Its name.
        name: String,
    },
}

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixAsk {
    /// What a number is.
    pub what: What,
    /// What the rows are.
    pub rows: Dimension,
    /// What the columns are.
    pub columns: Dimension,
    /// When two codes meet, where rows and columns are codes.
    pub near: Near,
    /// Whose codings count.
    pub whose: Whose,
    /// Only those of this coder, whoever is meant otherwise.
    pub coder: Option<CoderId>,
    /// Whether passages in which only the interviewer speaks count.
    pub interviewer: bool,
}

impl Default for MatrixAsk {
    fn default() -> Self {
        Self {
            what: What::Count(Unit::Cases),
            rows: Dimension::Code,
            columns: Dimension::Group,
            near: Near::Overlap,
            whose: Whose::All,
            coder: None,
            interviewer: true,
        }
    }
}

/// What a number of a matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A count of units.
    Count(Unit),
    /// Percent of characters that are coded.
    Coverage,
}

impl What {
    /// All choices, in the order offered.
    pub const ALL: [Self; 6] = [
        Self::Count(Unit::Cases),
        Self::Count(Unit::Sources),
        Self::Count(Unit::Respondents),
        Self::Count(Unit::References),
        Self::Count(Unit::Words),
        Self::Coverage,
    ];

    /// As the choice is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Count(unit) => unit.key(),
            Self::Coverage => "coverage %",
        }
    }
}

/// Whose codings are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// Those of who codes here.
    Mine,
    /// Those of everybody else.
    Others,
}

impl Whose {
    /// All choices, in the order offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Others];

    /// As the choice is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::All => "All coders",
            Self::Mine => "Only mine",
            Self::Others => "Only others’",
        }
    }

    /// Whether codings of someone are meant.
    #[must_use]
    pub const fn holds(self, mine: bool) -> bool {
        match self {
            Self::All => true,
            Self::Mine => mine,
            Self::Others => !mine,
        }
    }
}

/// The codings behind a number, as a filter of the excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Which codings.
    pub codings: BTreeSet<CodingId>,
    /// The number in words: "Trust × Parents: 7 codings from 4 of 5 cases".
    pub words: String,
}

/// A matrix to be written out as it is shown.
#[derive(Clone, Debug)]
pub struct TableOut {
    /// The numbers.
    pub counted: Arc<Counted>,
    /// How they are laid out.
    pub layout: Layout,
    /// The file's extension: csv, xlsx or docx.
    pub format: &'static str,
}

/// A counted matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What was asked.
    pub ask: MatrixAsk,
    /// The numbers.
    pub numbers: Numbers,
    /// How many units there are in all; none where the unit has no base.
    pub base: Option<u64>,
    /// The codes of rows or columns that are codes.
    pub codes: Vec<CodeId>,
}

/// Which themes to line up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThemesAsk {
    /// What a number counts.
    pub unit: Unit,
    /// Whose values are the groups; none: the respondent group.
    pub by: Option<AttributeId>,
    /// Whose codings count.
    pub whose: Whose,
    /// Only those of this coder, whoever is meant otherwise.
    pub coder: Option<CoderId>,
}

/// Which themes to lay cases out by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameworkAsk {
    /// The codes directly below this one; none: those at the top.
    pub under: Option<CodeId>,
    /// Whose codings count.
    pub whose: Whose,
    /// Only those of this coder, whoever is meant otherwise.
    pub coder: Option<CoderId>,
}

/// Cases by themes, and questions by groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Cases by themes.
    pub framework: Framework,
    /// Questions by groups.
    pub board: Board,
}

/// Whom to compare, and on what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementAsk {
    /// The coders; none: all who coded something.
    pub coders: Option<Vec<CoderId>>,
    /// What they are compared on.
    pub unit: AgreementUnit,
    /// Whether only units count that one of them coded.
    pub coded_only: bool,
}

/// A table of a view, to be written out or copied.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Enablers against barriers, and what the groups are called.
    Themes(Arc<Themes>, String),
    /// Cases by themes.
    Framework(Arc<Laid>),
    /// Questions by groups.
    Board(Arc<Laid>),
    /// Words.
    Words(Arc<WordsFound>),
    /// Case data.
    Cases(Arc<CasesFound>),
    /// The agreement of coders.
    Agreement(Arc<Agreed>),
    /// The table of a chart.
    Chart(Arc<Charted>),
}

impl Shown {
    /// What a file of it is called, without ending.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Self::Themes(_, by) => format!("Themes by {}", by.to_lowercase()),
            Self::Framework(_) => "Framework matrix".to_owned(),
            Self::Board(_) => "Evaluation frame".to_owned(),
            Self::Words(_) => "Words".to_owned(),
            Self::Cases(found) => match &found.part {
                CasesPart::All => "Cases".to_owned(),
                CasesPart::Crossed(crossed) => {
                    let (rows, columns) = &crossed.names;
                    format!("{rows} by {columns}").replace('/', "-")
                }
                CasesPart::Compared(_) => "Side by side".to_owned(),
            },
            Self::Agreement(_) => "Agreement".to_owned(),
            Self::Chart(charted) => charted.picture.table.title.replace('/', "-"),
        }
    }
}

/// A question that a view keeps asking: answered off the screen, again whenever the project or the question changes.
#[derive(Clone, Debug)]
pub struct Study<A, T> {
    /// What is asked.
    pub ask: A,
    /// The newest answer. It stays while a newer one is on its way.
    pub found: Option<Arc<T>>,
    /// Grows with each answer: rows made of it are right for as long as it stays.
    pub serial: u64,
    under_way: Option<(A, Seq)>,
    answered: Option<(A, Seq)>,
}

impl<A: Default, T> Default for Study<A, T> {
    fn default() -> Self {
        Self {
            ask: A::default(),
            found: None,
            serial: 0,
            under_way: None,
            answered: None,
        }
    }
}

impl<A: Clone + PartialEq, T> Study<A, T> {
    /// What to find out now, if that is due and nothing is under way; from then on it is.
    pub fn due(&mut self, seq: Seq) -> Option<A> {
        let wanted = (self.ask.clone(), seq);
        if self.under_way.is_some() || self.answered.as_ref() == Some(&wanted) {
            return None;
        }
        self.under_way = Some(wanted);
        Some(self.ask.clone())
    }

    /// Takes the answer to what is under way.
    pub fn take(&mut self, found: T) {
        self.answered = self.under_way.take();
        self.found = Some(Arc::new(found));
        self.serial += 1;
    }

    /// The question broke off: it is not asked again before something changes.
    pub fn give_up(&mut self) {
        if self.under_way.is_some() {
            self.answered = self.under_way.take();
        }
    }
}

/// A chart, as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Charted {
    /// The picture and its table.
    pub picture: Picture,
    /// It in pixels, or in words why it has none.
    pub pixels: Result<Pixels, String>,
}

/// How far coders agree, or in words why that cannot be told.
pub type Agreed = Result<Compared, String>;

/// What the data views show.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Grows whenever the search is asked for: its field then takes the keyboard.
    pub search_shown: u64,
    /// The matrix.
    pub matrix: Study<MatrixAsk, Counted>,
    /// Enablers against barriers.
    pub themes: Study<ThemesAsk, Themes>,
    /// Cases by themes, and questions by groups.
    pub framework: Study<FrameworkAsk, Laid>,
    /// Words; none are asked for while nobody looks.
    pub words: Study<Option<WordsAsk>, WordsFound>,
    /// Case data.
    pub cases: Study<CasesAsk, CasesFound>,
    /// A table read from a file, its totals to be checked, and a count that grows with each.
    pub given: Option<(u64, String)>,
    /// How far coders agree, or why that cannot be told.
    pub agreement: Study<AgreementAsk, Agreed>,
    /// The chart.
    pub chart: Study<ChartAsk, Charted>,
    /// What saved searches find; the question grows whenever the sources were read for the search.
    pub searches: Study<u64, Vec<Standing>>,
    /// The history, and the state of the project it was read at.
    pub history: Option<(Seq, Arc<Vec<HistoryLine>>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_once_for_each_state() {
        let mut study: Study<u8, &str> = Study::default();
        assert_eq!(study.due(Seq(1)), Some(0));
        assert_eq!(study.due(Seq(2)), None, "one at a time");
        study.take("first");
        assert_eq!(study.due(Seq(1)), None, "answered");
        assert_eq!(study.due(Seq(2)), Some(0), "the project went on");
        study.ask = 7;
        study.give_up();
        assert_eq!(study.due(Seq(2)), Some(7), "another question");
        study.give_up();
        assert_eq!(study.due(Seq(2)), None, "it broke off, and would again");
        assert_eq!((study.found.as_deref(), study.serial), (Some(&"first"), 1));
    }

    #[test]
    fn mine_and_others_are_all() {
        for mine in [true, false] {
            assert!(Whose::All.holds(mine));
            assert_ne!(Whose::Mine.holds(mine), Whose::Others.holds(mine));
        }
    }
}
