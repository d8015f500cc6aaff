//! The search through its public door: what is found, marked and counted, and that it stays true.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up should stop"
)]

mod build;
mod codings;
mod filters;
mod frequency;
mod freshness;
mod laws;
mod places;
mod words;
