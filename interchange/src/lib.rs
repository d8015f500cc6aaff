//! The borders of Vouch: transcripts in, excerpts and tables out.
//!
//! Inward: [`transcripts`] makes sources of files; [`sheet`] reads any csv or spreadsheet into rows of text, from
//! which [`codings`] and [`attributes`] make edits. Outward: [`excerpts`] (quotes for the report and for other
//! programs) and [`tables`] (counts and matrices). [`codebook`] and [`refi`] go both ways;
//! [`merge`] settles how another project comes into this one, [`package`] what a colleague gets who is to code blind.
//!
//! Nothing in a file is ever used as a path, and no file can make a reader hang, panic or fill the memory: see
//! [`transcripts`] for the limits.

pub mod attributes;
mod cells;
pub mod codebook;
pub mod codings;
mod comma;
#[cfg(test)]
mod evaluation;
pub mod excerpts;
mod export;
mod guard;
mod headings;
pub mod merge;
mod moment;
pub mod package;
pub mod refi;
pub mod sheet;
pub mod tables;
#[cfg(test)]
mod testing;
pub mod transcripts;
mod warning;
mod word;
mod workbook;

pub use export::{ExportError, save_file};
pub use moment::iso_utc;
pub use warning::{Place, Warning};
