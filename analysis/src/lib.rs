//! The arithmetic of Vouch: counts, their units and their bases.
//!
//! Pure functions over a [`project::Project`]: no texts, no files, no clock. Every number can answer the codings,
//! cases or ratings behind it, and whatever is not defined says why instead of showing a number.

pub mod agreement;
mod along;
pub mod balance;
pub mod base;
mod case_values;
pub mod cases;
pub mod counts;
pub mod coverage;
pub mod crosstab;
pub mod frame;
pub mod framework;
pub mod keyness;
pub mod lazy_rows;
mod matrix;
mod measure;
mod meetings;
pub mod order;
pub mod ratings;
pub mod saturation;
pub mod scoring;
mod seating;
mod sentence;
pub mod side_by_side;
mod spread;
pub mod themes;
pub mod unit;
pub mod waves;
mod wording;

pub use agreement::{
    Agreement, AgreementError, AgreementRequest, AgreementUnit, Disagreement, RatingAgreement,
    RatingAgreementRequest, agreement, disagreements, rating_agreement,
};
pub use balance::{Balance, BalanceRequest, balance};
pub use base::{Choice, CountedCase, Ground, NOT_RECORDED};
pub use cases::{CaseColumn, CaseRow, CaseTable, case_table};
pub use counts::{Column, CountRequest, CountRow, Counts, LeftOut, counts};
pub use coverage::{Coverage, coverage};
pub use crosstab::{Crosstab, CrosstabRequest, GivenTable, WrongTotal, check_totals, crosstab};
pub use frame::{Board, BoardCell, BoardRow, FrameRequest, frame};
pub use framework::{
    CellSummary, Framework, FrameworkCell, FrameworkRequest, FrameworkRow, FrameworkTheme,
    framework,
};
pub use keyness::{Keyness, keyness};
pub use matrix::{Dimension, Heading, Matrix, MatrixRequest, Near, matrix};
pub use ratings::{RatingSummary, RatingsRequest, Tally, ratings};
pub use saturation::{Saturation, saturation};
pub use scoring::{CaseScore, Scores, ScoringRequest, scores};
pub use sentence::listed;
pub use side_by_side::{MeasureOf, SideBySide, SideBySideRequest, side_by_side};
pub use themes::{Theme, Themes, ThemesRequest, themes};
pub use unit::{NotAUnit, SMALL_BASE, Unit, share};
pub use waves::{RatingChange, rating_change};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod testing;
