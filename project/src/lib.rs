//! The work of an evaluation: sources, turns, speakers, cases, codings, memos and ratings; the edits that
//! change them; and the file they live in.
//!
//! Everything goes through one door. [`Project::plan`] turns an [`Edit`] into [`Change`]s without touching
//! anything; [`Workspace::edit`] writes them to the file in one transaction with a line of history, and only
//! then applies them in memory. Undo is a new line that swaps before and after.

mod change;
mod check;
mod edit;
mod history;
#[cfg(test)]
mod laws;
mod model;
mod plan;
mod project;
mod stamp;
mod store;
pub mod text;
mod workspace;

pub use change::{Change, Row, Touched};
pub use check::Finding;
pub use edit::{
    Adopted, AdoptedPart, AdoptedSource, CodeDetails, Edit, NewCase, NewCode, NewCoder, NewCoding,
    NewMemo, NewRating, NewSearch, NewSet, NewSource, NewSpeaker, NewSummary, NewTurn,
    QuestionDraft, Reimport, Revision, SourceDetails, Telling,
};
pub use history::HistoryLine;
pub use model::{
    Attribute, AttributeId, Basis, Case, CaseId, Coder, CoderId, Coding, CodingId, CodingState,
    Evidence, GROUP, Holder, Indicator, KeptFile, KeptId, KeptPart, Memo, MemoId, ProjectId,
    Question, QuestionId, Rating, RatingId, RatingValue, Reading, Record, SavedSearch, SearchId,
    SeenIn, Seq, Set, SetId, Source, SourceId, SourceKind, Speaker, SpeakerId, SpeakerRole,
    Subject, Summary, SummaryId, Table, TextHash, Turn, TurnList, Value, Values, Weight, folded,
    same_name,
};
pub use plan::{PlanError, Planned};
pub use project::{Project, ProjectInfo};
pub use stamp::{IdSource, Stamp, Timestamp};
pub use store::{
    CountingStamps, FileHolder, ForeignDatabase, ForeignValue, Refusal, Stamps, StoreError,
    SystemStamps, TextError, Texts,
};
pub use workspace::{Committed, EditError, Session, Workspace};
