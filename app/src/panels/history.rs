//! Draws the history: who did what and when, what is undone, and the way back.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};
use jiff::tz::TimeZone;
use project::Seq;

use super::sized_sheet::{escaped, sized_sheet_ui};
use crate::data::DataRequest;
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::history::{self, HistoryRow};
use crate::view::sources::counted;
use crate::widgets::rows;

/// What the history remembers while it is open.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    letters: String,
    rows: Kept<(Seq, String), Vec<HistoryRow>>,
}

/// Draws the history over the desk.
pub fn history_ui(panel: &mut HistoryPanel, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let stale = desk
        .state
        .data
        .history
        .as_ref()
        .is_none_or(|(read_at, _)| *read_at != desk.open.seq());
    if stale {
        out.ask(Request::Data(DataRequest::History));
    }
    let size = vec2(820.0, 540.0);
    let open = sized_sheet_ui("History", "history", size, theme, ui, |ui| {
        let Some((seq, lines)) = &desk.state.data.history else {
            return;
        };
        ui.horizontal(|ui| {
            let words = counted(
                u64::try_from(lines.len()).unwrap_or(u64::MAX),
                "change",
                "changes",
            );
            ui.label(
                RichText::new(format!(
                    "{words}, all of them kept. Going back is a change too: it can be undone."
                ))
                .color(theme.quiet),
            );
        });
        rows::filter_ui(ui, theme, &mut panel.letters, "Filter changes");
        ui.add_space(space::XS);
        let letters = panel.letters.clone();
        let list = panel.rows.get((*seq, letters.clone()), || {
            history::history_rows(lines, &letters, &TimeZone::system())
        });
        if list.is_empty() {
            rows::empty_ui(
                ui,
                theme,
                "Nothing here yet",
                "Every change you make is listed here.",
            );
            return;
        }
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show_rows(ui, size::ROW, list.len(), |ui, seen| {
                for row in list.get(seen).unwrap_or_default() {
                    row_ui(row, desk, ui, out);
                }
            });
    });
    if !open || escaped(ui) {
        out.ask(Request::CloseSheet);
    }
}

fn row_ui(row: &HistoryRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    ui.horizontal(|ui| {
        ui.set_min_height(size::ROW);
        let when = row
            .day
            .as_ref()
            .map_or_else(|| row.time.clone(), |day| format!("{day}, {}", row.time));
        let width = 236.0;
        let time = Label::new(RichText::new(when).font(ui_font(size::SMALL)).color(
            if row.day.is_some() {
                theme.ink
            } else {
                theme.faint
            },
        ))
        .truncate();
        ui.allocate_ui_with_layout(
            vec2(width, size::ROW),
            Layout::right_to_left(Align::Center),
            |ui| ui.add(time),
        );
        ui.add_sized(
            [76.0, size::ROW],
            Label::new(
                RichText::new(&row.coder)
                    .font(ui_font(size::SMALL))
                    .color(theme.quiet),
            )
            .truncate(),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::M);
            if row.can_go_back {
                let button = ui.add(egui::Button::new(
                    RichText::new("Go back to here").font(ui_font(size::SMALL)),
                ));
                let name = format!("Go back to: {}", row.label);
                if button
                    .on_hover_text("Undo everything that was done after this")
                    .accessible_name(name)
                    .clicked()
                {
                    out.ask(Request::Data(DataRequest::GoBackTo(row.seq)));
                }
            }
            let mut text = RichText::new(&row.label);
            text = if row.undone {
                text.strikethrough().color(theme.faint)
            } else if row.takes_back {
                text.color(theme.quiet)
            } else {
                text.font(strong_font(size::TEXT)).color(theme.ink)
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(text).truncate())
                    .on_hover_text(&row.label)
            });
        });
    });
}
