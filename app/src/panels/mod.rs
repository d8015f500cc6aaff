//! What is drawn: each panel reads the desk and puts what a person does into the outbox. Rows come from `view`.

pub mod bars;
pub mod code_palette;
pub mod code_picker;
pub mod codebook;
pub mod command_palette;
pub mod corner;
mod correction;
pub mod excerpts;
pub mod exchange;
pub mod history;
pub mod matrix;
pub mod memos;
pub mod ratings;
pub mod reader;
pub mod search;
pub mod sheets;
pub mod sources;
pub mod waiting;
pub mod welcome;

/// What panels remember from frame to frame: filters, folds, places. Nothing of it belongs to the project.
#[derive(Debug, Default)]
pub struct Panels {
    /// The list of sources.
    pub sources: sources::SourcesPanel,
    /// The reader.
    pub reader: reader::ReaderPanel,
    /// The codebook.
    pub codebook: codebook::CodebookPanel,
    /// The excerpts.
    pub excerpts: excerpts::ExcerptsPanel,
    /// The status line.
    pub status: bars::StatusPanel,
    /// The search.
    pub search: search::SearchPanel,
    /// The matrix.
    pub matrix: matrix::MatrixPanel,
    /// The ratings.
    pub ratings: ratings::RatingsPanel,
    /// All memos.
    pub memos: memos::MemosPanel,
    /// The history.
    pub history: history::HistoryPanel,
    /// Files that wait to be imported.
    pub waiting: waiting::WaitingPanel,
    /// Palettes and sheets.
    pub sheets: sheets::SheetsPanel,
}
