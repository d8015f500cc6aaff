//! Changes: what an edit comes to, row by row, before and after.

use std::sync::Arc;

use codebooks::{Code, CodeId, RatingScale, ScaleId};
use serde::{Deserialize, Serialize};

use crate::model::{
    Attribute, AttributeId, Case, CaseId, Coder, CoderId, Coding, CodingId, KeptId, KeptPart, Memo,
    MemoId, ProjectId, Question, QuestionId, Rating, RatingId, Record, SavedSearch, SearchId, Set,
    SetId, Source, SourceId, Speaker, SpeakerId, Summary, SummaryId, TurnList,
};
use crate::project::ProjectInfo;

impl Record for Code {
    type Id = CodeId;
    fn id(&self) -> CodeId {
        self.id
    }
}

impl Record for RatingScale {
    type Id = ScaleId;
    fn id(&self) -> ScaleId {
        self.id
    }
}

/// One row before and after. Undo swaps the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "T: Serialize, T::Id: Serialize",
    deserialize = "T: Deserialize<'de>, T::Id: Deserialize<'de>"
))]
pub struct Row<T: Record> {
    /// Which row.
    pub id: T::Id,
    /// The row as it was; none: it is new.
    pub before: Option<Arc<T>>,
    /// The row as it will be; none: it goes.
    pub after: Option<Arc<T>>,
}

impl<T: Record> Row<T> {
    /// A row that comes, goes or changes. Answers none if nothing would differ.
    pub(crate) fn between(before: Option<Arc<T>>, after: Option<T>) -> Option<Self> {
        let id = after
            .as_ref()
            .map(Record::id)
            .or_else(|| before.as_ref().map(|row| row.id()))?;
        if before.as_deref() == after.as_ref() {
            return None;
        }
        Some(Self {
            id,
            before,
            after: after.map(Arc::new),
        })
    }

    fn inverse(&self) -> Self {
        Self {
            id: self.id,
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }
}

/// A changed row of any table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// The project's own name.
    Info(Row<ProjectInfo>),
    /// A source.
    Source(Row<Source>),
    /// All turns of a source.
    Turns(Row<TurnList>),
    /// A speaker.
    Speaker(Row<Speaker>),
    /// A case.
    Case(Row<Case>),
    /// An attribute.
    Attribute(Row<Attribute>),
    /// A coder.
    Coder(Row<Coder>),
    /// A code.
    Code(Row<Code>),
    /// A coding.
    Coding(Row<Coding>),
    /// A memo.
    Memo(Row<Memo>),
    /// A rating scale.
    Scale(Row<RatingScale>),
    /// A rating.
    Rating(Row<Rating>),
    /// A kept part of another program's project.
    Kept(Row<KeptPart>),
    /// A set of sources and codes.
    Set(Row<Set>),
    /// A summary of a case on a theme.
    Summary(Row<Summary>),
    /// A question of the evaluation frame.
    Question(Row<Question>),
    /// A saved search.
    Search(Row<SavedSearch>),
}

/// Runs the same expression on the row of whatever table a change is of.
macro_rules! on_row {
    ($change:expr, $row:ident => $body:expr) => {
        match $change {
            $crate::Change::Info($row) => $body,
            $crate::Change::Source($row) => $body,
            $crate::Change::Turns($row) => $body,
            $crate::Change::Speaker($row) => $body,
            $crate::Change::Case($row) => $body,
            $crate::Change::Attribute($row) => $body,
            $crate::Change::Coder($row) => $body,
            $crate::Change::Code($row) => $body,
            $crate::Change::Coding($row) => $body,
            $crate::Change::Memo($row) => $body,
            $crate::Change::Scale($row) => $body,
            $crate::Change::Rating($row) => $body,
            $crate::Change::Kept($row) => $body,
            $crate::Change::Set($row) => $body,
            $crate::Change::Summary($row) => $body,
            $crate::Change::Question($row) => $body,
            $crate::Change::Search($row) => $body,
        }
    };
}
pub(crate) use on_row;

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Info(row) => Self::Info(row.inverse()),
            Self::Source(row) => Self::Source(row.inverse()),
            Self::Turns(row) => Self::Turns(row.inverse()),
            Self::Speaker(row) => Self::Speaker(row.inverse()),
            Self::Case(row) => Self::Case(row.inverse()),
            Self::Attribute(row) => Self::Attribute(row.inverse()),
            Self::Coder(row) => Self::Coder(row.inverse()),
            Self::Code(row) => Self::Code(row.inverse()),
            Self::Coding(row) => Self::Coding(row.inverse()),
            Self::Memo(row) => Self::Memo(row.inverse()),
            Self::Scale(row) => Self::Scale(row.inverse()),
            Self::Rating(row) => Self::Rating(row.inverse()),
            Self::Kept(row) => Self::Kept(row.inverse()),
            Self::Set(row) => Self::Set(row.inverse()),
            Self::Summary(row) => Self::Summary(row.inverse()),
            Self::Question(row) => Self::Question(row.inverse()),
            Self::Search(row) => Self::Search(row.inverse()),
        }
    }

    /// Notes in `touched` what this change touches.
    fn note(&self, touched: &mut Touched) {
        match self {
            Self::Info(_) => touched.info = true,
            Self::Source(row) => touched.sources.push(row.id),
            Self::Turns(row) => touched.sources.push(row.id),
            Self::Speaker(row) => {
                let speaker = row.after.as_ref().or(row.before.as_ref());
                touched
                    .sources
                    .extend(speaker.map(|speaker| speaker.source));
                touched.speakers.push(row.id);
            }
            Self::Case(row) => touched.cases.push(row.id),
            Self::Attribute(row) => touched.attributes.push(row.id),
            Self::Coder(row) => touched.coders.push(row.id),
            Self::Code(row) => touched.codes.push(row.id),
            Self::Coding(row) => touched.codings.push(row.id),
            Self::Memo(row) => touched.memos.push(row.id),
            Self::Scale(row) => touched.scales.push(row.id),
            Self::Rating(row) => touched.ratings.push(row.id),
            Self::Kept(row) => touched.kept.push(row.id),
            Self::Set(row) => touched.sets.push(row.id),
            Self::Summary(row) => touched.summaries.push(row.id),
            Self::Question(row) => touched.questions.push(row.id),
            Self::Search(row) => touched.searches.push(row.id),
        }
    }
}

/// What a set of changes touches: screens and index refresh just that. Lists are sorted, without repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The project's own name.
    pub info: bool,
    /// Sources whose row, turns or speakers changed. Only these need indexing again.
    pub sources: Vec<SourceId>,
    /// Speakers.
    pub speakers: Vec<SpeakerId>,
    /// Cases.
    pub cases: Vec<CaseId>,
    /// Attributes.
    pub attributes: Vec<AttributeId>,
    /// Coders.
    pub coders: Vec<CoderId>,
    /// Codes.
    pub codes: Vec<CodeId>,
    /// Codings.
    pub codings: Vec<CodingId>,
    /// Memos.
    pub memos: Vec<MemoId>,
    /// Rating scales.
    pub scales: Vec<ScaleId>,
    /// Ratings.
    pub ratings: Vec<RatingId>,
    /// Kept parts of other programs' projects.
    pub kept: Vec<KeptId>,
    /// Sets of sources and codes.
    pub sets: Vec<SetId>,
    /// Summaries of cases on themes.
    pub summaries: Vec<SummaryId>,
    /// Questions of the evaluation frame.
    pub questions: Vec<QuestionId>,
    /// Saved searches.
    pub searches: Vec<SearchId>,
}

impl Touched {
    /// What these changes touch.
    #[must_use]
    pub fn by(changes: &[Change]) -> Self {
        let mut touched = Self::default();
        for change in changes {
            change.note(&mut touched);
        }
        touched.sources.sort_unstable();
        touched.sources.dedup();
        touched
    }
}

impl Record for ProjectInfo {
    type Id = ProjectId;
    fn id(&self) -> ProjectId {
        self.id
    }
}
