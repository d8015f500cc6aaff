//! The search of Vouch: a view of a project, one entry for each turn, made of project and texts alone and
//! thrown away at will.
//!
//! - [`Index`] is opened on a folder of the user's cache, tells how it stands to a project
//!   ([`Index::freshness`]) and reads what changed ([`Index::bring_up_to_date`]).
//! - [`Searcher`] is its state at one moment, for any thread: [`Searcher::search`] for words in context with
//!   counts, [`Searcher::places`] for coding all that was found.
//! - [`Query`] is what was typed; [`help`] explains the language to whoever types.
//!
//! Codes, speakers, groups and attributes are **not** in the index: a query's filters are joined from the project
//! in memory, so coding and renaming never make the index stale.
//!
//! # How words match
//! The speech of a turn is indexed as folded words with their places. A plain word of a query is stemmed once for
//! each language the project has, and stands for all words of the dictionary with that stem, in turns of that
//! language: *plant* finds English *plants* but only *plant* itself in a Welsh source. Accented words, whose folded
//! spelling does not tell their stem, have it fed in a field for each language. Words in quotation marks are not
//! stemmed.
//!
//! The engine answers which turns match; which words to mark is found by reading those turns again with the
//! same analysis (`reading`), and that reader alone, over all turns, is [`scan`]: the index is tested to find
//! just what the scan finds. Places are code points of the source's text; the engine's bytes do not leave.

mod alike;
mod analyser;
mod bits;
mod coded;
mod codings;
mod dictionary;
mod error;
mod expression;
mod families;
mod feed;
mod filters;
mod found;
mod frequency;
mod freshness;
mod in_text;
mod index;
mod join;
mod near;
mod places;
mod plan;
mod query;
mod rank;
mod reading;
mod runs;
mod scan;
mod schema;
mod searcher;
mod segment;
mod small_words;
mod spoken;
mod stems;
mod words;

pub use error::{IndexError, SearchError};
pub use feed::{Feeder, Feeding};
pub use found::{CountBy, Found, GroupCount, Hit, Order, Place, SearchOptions};
pub use frequency::{WordCount, WordOptions, Words, word_frequencies};
pub use freshness::Freshness;
pub use in_text::Find;
pub use index::Index;
pub use query::{Query, QueryError, filter_of};
pub use scan::scan;
pub use searcher::Searcher;

/// The query language on one page, for the command line and the search view.
#[must_use]
pub fn help() -> &'static str {
    include_str!("help.txt")
}
