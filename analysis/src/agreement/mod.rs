//! Agreement: how far coders and raters judge alike, beyond what chance would give.

mod coders;
mod disagreements;
mod judgements;
mod krippendorff;
mod line;
mod patterns;
mod raters;
mod statistics;

pub use coders::{
    Agreement, AgreementError, AgreementRequest, AgreementUnit, CodeAgreement, agreement,
};
pub use disagreements::{Disagreement, disagreements};
pub use judgements::{Judgements, Metric, NotDefined, Statistic};
pub use krippendorff::Interval;
pub(crate) use raters::numeric;
pub use raters::{DifferingCase, RatingAgreement, RatingAgreementRequest, rating_agreement};
pub use statistics::{Alphas, Statistics};
