//! Draws the check of a table that somebody gave: which of its totals are not the sums of their parts.

use egui::{Id, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::data::DataRequest;
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::cases::given::{self, Checked};

/// What the check remembers.
#[derive(Debug, Default)]
pub(super) struct TotalsPanel {
    text: String,
    /// The table read from a file that was taken last.
    taken: u64,
    checked: Kept<String, Option<Checked>>,
}

/// Draws the field for a table, and what came of the check.
pub(super) fn totals_ui(panel: &mut TotalsPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    if let Some((nth, text)) = &desk.state.data.given
        && panel.taken != *nth
    {
        panel.taken = *nth;
        panel.text.clone_from(text);
    }
    let theme = desk.theme;
    ui.horizontal_wrapped(|ui| {
        let words = "Paste a table of a report with its headings and totals, or";
        ui.label(RichText::new(words).color(theme.quiet));
        let tip = "A csv file or a spreadsheet.";
        if ui.button("Open a table…").on_hover_text(tip).clicked() {
            out.ask(Request::Data(DataRequest::OpenGiven));
        }
        if !panel.text.is_empty() && ui.button("Clear").clicked() {
            panel.text.clear();
        }
    });
    ui.add_space(space::S);
    let text = panel.text.clone();
    let checked = panel
        .checked
        .get(text, || given::checked(&given::pasted(&panel.text)));
    if let Some(checked) = checked {
        checked_ui(checked, desk, ui);
        ui.add_space(space::S);
    }
    ScrollArea::both()
        .id_salt("given table")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let edit = TextEdit::multiline(&mut panel.text)
                .id(Id::unique("given table"))
                .hint_text(
                    "\tNorth\tSouth\tTotal\nBoys\t9\t6\t15\nGirls\t8\t4\t12\nTotal\t17\t10\t27",
                )
                .font(egui::FontId::monospace(size::TEXT))
                .desired_rows(14)
                .desired_width(f32::INFINITY);
            drop(ui.add(edit).accessible_name("The table to check"));
        });
}

fn checked_ui(checked: &Checked, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let colour = if checked.wrong.is_empty() {
        theme.ink
    } else {
        theme.bad
    };
    let summary = RichText::new(&checked.summary).font(strong_font(size::TEXT));
    ui.label(summary.color(colour));
    for wrong in &checked.wrong {
        ui.add(Label::new(RichText::new(wrong).color(theme.ink)).wrap());
    }
    if !checked.caution.is_empty() {
        let caution = RichText::new(&checked.caution).font(ui_font(size::SMALL));
        ui.add(Label::new(caution.color(theme.warn)).wrap());
    }
}
