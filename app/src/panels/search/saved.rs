//! Draws the saved searches beside what is found: each with how much of it is new.

use egui::{ScrollArea, Ui};
use project::{Edit, SavedSearch, SearchId};

use crate::data::{DataRequest, Note};
use crate::desk::{Desk, Sheet};
use crate::outbox::{Outbox, Request};
use crate::panels::sheets::shortened;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::searches::SearchRow;
use crate::view::sources::thousands;
use crate::widgets::rows::{self, Pen};

/// Draws the list and answers the search that is to be run.
pub(super) fn saved_ui(
    list: &[SearchRow],
    current: Option<SearchId>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) -> Option<(String, bool)> {
    let mut run = None;
    rows::section_head(ui, desk.theme, "Saved searches");
    ui.add_space(space::XS);
    ScrollArea::vertical()
        .id_salt("saved searches")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for row in list {
                if row_ui(row, current == Some(row.id), desk, ui, out) {
                    run = Some((row.query.clone(), row.everyone));
                }
            }
        });
    run
}

fn row_ui(row: &SearchRow, chosen: bool, desk: &Desk, ui: &mut Ui, out: &mut Outbox) -> bool {
    let theme = desk.theme;
    let (rect, response) = rows::row_ui(ui, theme, size::ROW + 4.0, chosen, &row.label());
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let news = row.news();
        let (pen, words) = match row.turns {
            _ if !row.trouble.is_empty() => (
                Pen::of(ui_font(size::SMALL), theme.bad),
                "not understood".to_owned(),
            ),
            Some(_) if !news.is_empty() => (Pen::of(strong_font(size::SMALL), theme.accent), news),
            Some((total, _)) => {
                let total = u64::try_from(total).unwrap_or(u64::MAX);
                (Pen::faint(theme), thousands(total))
            }
            None => (Pen::faint(theme), "…".to_owned()),
        };
        let right = pen.right(painter, rows::right_middle(rect, 8.0), &words, 100.0);
        let width = right.left() - rect.left() - 14.0;
        Pen::text(theme).left(painter, rows::left_middle(rect, 6.0), &row.name, width);
    }
    response.context_menu(|ui| menu_ui(row, ui, out));
    let who = if row.everyone {
        "\nThe interviewer’s turns too."
    } else {
        ""
    };
    let tip = format!("{}{who}\n{}", row.query, row.trouble);
    response.on_hover_text(tip.trim()).clicked()
}

/// Draws what can be done with a saved search.
fn menu_ui(row: &SearchRow, ui: &mut Ui, out: &mut Outbox) {
    let news = row.turns.is_some_and(|(_, new)| new > 0);
    if ui.add_enabled(news, egui::Button::new("Seen")).clicked() {
        out.ask(see(row.id));
    }
    if ui.button("Change saved search…").clicked() {
        out.ask(Request::Open(Sheet::ChangeSearch(row.id)));
    }
    ui.separator();
    let remove = ui
        .button("Remove saved search")
        .on_hover_text("Nothing it finds is touched. Undo brings it back.");
    if remove.clicked() {
        out.edit(Edit::RemoveSearch(row.id));
    }
}

/// Draws the way to let the saved search that was run last ask what stands in the field now.
pub(super) fn replace_ui(search: &SavedSearch, typed: (&str, bool), ui: &mut Ui, out: &mut Outbox) {
    let (query, everyone) = (typed.0.trim(), typed.1);
    let tip = format!(
        "From now on “{}” searches for this instead of: {}\nUndo takes that back.",
        search.name, search.query
    );
    let button = ui
        .button(format!("Replace “{}”", shortened(&search.name, 24)))
        .on_hover_text(tip);
    if button.clicked() {
        out.ask(Request::Data(DataRequest::NoteFound(Note::Change {
            search: search.id,
            name: search.name.clone(),
            query: query.to_owned(),
            everyone,
        })));
    }
}

/// Draws what is new in the search that stands in the field, and what can be done with it.
pub(super) fn news_ui(row: &SearchRow, only_new: &mut bool, ui: &mut Ui, out: &mut Outbox) {
    let change = ui.button("Change…").on_hover_text(
        "Change this saved search: its name, what it searches for, whether it stays.",
    );
    if change.clicked() {
        out.ask(Request::Open(Sheet::ChangeSearch(row.id)));
    }
    let news = row.news();
    if news.is_empty() {
        *only_new = false;
        return;
    }
    ui.toggle_value(only_new, format!("Only {news}"))
        .on_hover_text("List only turns that this search had not found when somebody last looked.");
    let seen = ui
        .button("Seen")
        .on_hover_text("Count all that is found now as seen: what is found later is new.");
    if seen.clicked() {
        out.ask(see(row.id));
    }
}

fn see(search: SearchId) -> Request {
    Request::Data(DataRequest::NoteFound(Note::See(search)))
}
