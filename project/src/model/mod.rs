//! The things of an evaluation, one word each: source, turn, speaker, case, attribute, coding, memo, rating.

mod attribute;
mod case;
mod coder;
mod coding;
mod ids;
mod kept;
mod memo;
mod question;
mod rating;
mod search;
mod set;
mod source;
mod speaker;
mod summary;
mod table;
mod turn;

pub use attribute::{Attribute, GROUP, Holder, Value, Values, folded, same_name};
pub use case::Case;
pub use codebooks::ScaleValue as RatingValue;
pub use coder::Coder;
pub use coding::{Coding, CodingState, Weight};
pub use ids::{
    AttributeId, CaseId, CoderId, CodingId, KeptId, MemoId, ProjectId, QuestionId, RatingId,
    SearchId, Seq, SetId, SourceId, SpeakerId, SummaryId,
};
pub use kept::{KeptFile, KeptPart};
pub use memo::{Memo, Subject};
pub use question::{Evidence, Indicator, Question};
pub use rating::Rating;
pub use search::{SavedSearch, SeenIn};
pub use set::Set;
pub use source::{Reading, Source, SourceKind, TextHash};
pub use speaker::{Speaker, SpeakerRole};
pub use summary::{Basis, Summary};
pub use table::{Record, Table};
pub use turn::{Turn, TurnList};
