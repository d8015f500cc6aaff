//! Draws all memos in one list.

use egui::{Align2, Id, ScrollArea, Ui, Window, pos2, vec2};
use project::Seq;

use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font};
use crate::view::memos::{self, MemoRow, Way};
use crate::view::search::on_one_line;
use crate::widgets::rows::{self, Pen};

/// What the list of memos remembers while it is open.
#[derive(Debug, Default)]
pub struct MemosPanel {
    letters: String,
    rows: Kept<(Seq, String), Vec<MemoRow>>,
}

const ROW: f32 = 46.0;

/// Draws the memos over the desk.
pub fn memos_ui(panel: &mut MemosPanel, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let mut open = true;
    Window::new("Memos")
        .id(Id::unique("memos"))
        .open(&mut open)
        .collapsible(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .default_size(vec2(640.0, 520.0))
        .show(ui.ctx(), |ui| {
            let theme = desk.theme;
            rows::filter_ui(ui, theme, &mut panel.letters, "Filter memos");
            ui.add_space(space::XS);
            let letters = panel.letters.clone();
            let list = panel.rows.get((desk.open.seq(), letters.clone()), || {
                memos::memo_rows(desk.project(), &desk.open.tree, &letters)
            });
            if list.is_empty() {
                rows::empty_ui(
                    ui,
                    theme,
                    "No memos here",
                    "Write one on a coding with M, or with Ctrl+Enter while coding.",
                );
                return;
            }
            ScrollArea::vertical()
                .auto_shrink([false, false])
                .show_rows(ui, ROW, list.len(), |ui, seen| {
                    for row in list.get(seen).unwrap_or_default() {
                        row_ui(row, desk, ui, out);
                    }
                });
        });
    if !open || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        out.ask(Request::CloseSheet);
    }
}

fn row_ui(row: &MemoRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let label = format!(
        "Memo by {} on {} {}: {}",
        row.coder,
        row.kind.to_lowercase(),
        row.about,
        row.text
    );
    let (rect, response) = rows::row_ui(ui, theme, ROW, false, &label);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let width = rect.width() - 16.0;
        let top = rect.top() + 12.0;
        let kind = Pen::of(strong_font(size::SMALL), theme.accent).left(
            painter,
            pos2(rect.left() + 8.0, top),
            row.kind,
            80.0,
        );
        let coder =
            Pen::faint(theme).right(painter, pos2(rect.right() - 8.0, top), &row.coder, 110.0);
        let room = coder.left() - kind.right() - 16.0;
        Pen::note(theme).left(
            painter,
            pos2(kind.right() + 8.0, top),
            &on_one_line(&row.about),
            room,
        );
        Pen::text(theme).left(
            painter,
            pos2(rect.left() + 8.0, rect.top() + 32.0),
            &on_one_line(&row.text),
            width,
        );
    }
    if response.on_hover_text(&row.text).clicked() {
        let request = match row.way {
            Way::Nowhere => return,
            Way::Passage(source, range) => Request::Go(source, range),
            Way::Source(source) => Request::OpenSource(source),
            Way::Code(code) => Request::Excerpts(ExcerptFilter::of_code(code)),
        };
        out.ask(Request::CloseSheet);
        out.ask(request);
    }
}
