//! What is drawn: each panel reads the desk and puts what a person does into the outbox. Rows come from `view`.

pub mod agreement;
pub mod bars;
pub mod bookmarks;
pub mod cases;
pub mod charts;
mod code_into;
pub mod code_palette;
pub mod code_picker;
pub mod codebook;
pub mod command_palette;
pub mod corner;
mod correction;
pub mod details;
pub mod excerpts;
pub mod exchange;
pub mod files;
pub mod framework;
pub mod history;
pub mod matrix;
pub mod memos;
pub mod ratings;
pub mod reader;
mod saved_search;
pub mod search;
pub mod sets;
pub mod sheets;
pub mod shortcuts;
mod sized_sheet;
mod source_picker;
pub mod sources;
mod speaker_palette;
pub mod themes;
pub mod waiting;
pub mod welcome;

use egui::{ComboBox, Ui};
use project::CoderId;

use crate::data::{DataRequest, Shown, Whose};
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};

/// Draws the ways out for a table that a view shows.
fn export_menu(shown: &Shown, ui: &mut Ui, out: &mut Outbox) {
    ui.menu_button("Export", |ui| {
        ui.set_min_width(240.0);
        for (format, text) in [
            ("xlsx", "Spreadsheet with the quotes behind (.xlsx)"),
            ("docx", "Table for the report (.docx)"),
            ("csv", "Table for any program (.csv)"),
        ] {
            if ui.button(text).clicked() {
                let request = DataRequest::ExportShown(shown.clone(), format);
                out.ask(Request::Data(request));
                ui.close();
            }
        }
        ui.separator();
        if ui.button("Copy the table").clicked() {
            out.ask(Request::Data(DataRequest::CopyShown(shown.clone())));
            ui.close();
        }
    });
}

/// Draws the choice of whose codings count: everybody's, one's own, others', or those of one coder.
fn whose_ui(id: &str, whose: &mut Whose, coder: &mut Option<CoderId>, desk: &Desk, ui: &mut Ui) {
    let coders = desk.project().coders();
    let only = |name: &str| format!("Only {name}’s");
    let shown = match coder.and_then(|coder| coders.get(coder)) {
        Some(coder) => only(&coder.name),
        None => whose.title().to_owned(),
    };
    let combo = ComboBox::from_id_salt(id)
        .selected_text(shown)
        .width(110.0)
        .show_ui(ui, |ui| {
            for choice in Whose::ALL {
                let chosen = coder.is_none() && *whose == choice;
                if ui.selectable_label(chosen, choice.title()).clicked() {
                    (*whose, *coder) = (choice, None);
                }
            }
            ui.separator();
            for known in coders.iter() {
                let chosen = *coder == Some(known.id);
                if ui.selectable_label(chosen, only(&known.name)).clicked() {
                    (*whose, *coder) = (Whose::All, Some(known.id));
                }
            }
        });
    drop(combo.response.accessible_name("Whose codings count"));
}

/// What panels remember from frame to frame: filters, folds, places. Nothing of it belongs to the project.
#[derive(Debug, Default)]
pub struct Panels {
    /// The list of sources.
    pub sources: sources::SourcesPanel,
    /// The reader, or two.
    pub readers: reader::beside::Readers,
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
    /// Enablers against barriers.
    pub themes: themes::ThemesPanel,
    /// Cases by themes, and questions with what answers them.
    pub framework: framework::FrameworkPanel,
    /// The ratings.
    pub ratings: ratings::RatingsPanel,
    /// What is known of cases.
    pub cases: cases::CasesPanel,
    /// How far coders agree.
    pub agreement: agreement::AgreementPanel,
    /// Charts.
    pub charts: charts::ChartsPanel,
    /// What is known of a source.
    pub details: details::DetailsPanel,
    /// The sets.
    pub sets: sets::SetsPanel,
    /// All memos.
    pub memos: memos::MemosPanel,
    /// The history.
    pub history: history::HistoryPanel,
    /// Files that wait to be imported.
    pub waiting: waiting::WaitingPanel,
    /// Palettes and sheets.
    pub sheets: sheets::SheetsPanel,
}
