//! What panels show, as plain rows: tested without a window. Each has its drawing twin in `panels`.

pub mod agreement;
pub mod cases;
pub mod codebook;
pub mod details;
pub mod excerpts;
pub mod exchange;
pub mod find;
pub mod frame;
pub mod framework;
pub mod history;
pub mod lanes;
pub mod matrix;
pub mod memos;
pub mod passages;
pub mod ratings;
pub mod reader;
pub mod search;
pub mod searches;
pub mod sets;
pub mod sources;
pub mod split;
pub mod steps;
pub mod tally;
pub mod themes;
pub mod typed;
pub mod waiting;
