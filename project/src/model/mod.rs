//! The things of an evaluation, one word each: source, turn, speaker, case, attribute, coding, memo, rating.

mod attribute;
mod case;
mod coder;
mod coding;
mod ids;
mod kept;
mod memo;
mod rating;
mod source;
mod speaker;
mod table;
mod turn;

pub use attribute::{Attribute, GROUP, Holder, Value, Values, same_name};
pub use case::Case;
pub use codebooks::ScaleValue as RatingValue;
pub use coder::Coder;
pub use coding::{Coding, CodingState, Weight};
pub use ids::{
    AttributeId, CaseId, CoderId, CodingId, KeptId, MemoId, ProjectId, RatingId, Seq, SourceId,
    SpeakerId,
};
pub use kept::{KeptFile, KeptPart};
pub use memo::{Memo, Subject};
pub use rating::Rating;
pub use source::{Reading, Source, SourceKind, TextHash};
pub use speaker::{Speaker, SpeakerRole};
pub use table::{Record, Table};
pub use turn::{Turn, TurnList};
