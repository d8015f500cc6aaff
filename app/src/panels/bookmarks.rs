//! Draws the list of bookmarks.

use egui::{Label, Rect, RichText, Sense, Ui, WidgetInfo, pos2, vec2};
use project::Seq;

use crate::action::Action;
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::bookmarks::{BookmarkRow, bookmark_rows};
use crate::widgets::icon::{self, Icon};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::rows::{self, Pen};

const ROW: f32 = 46.0;

/// What the list remembers while it is open.
#[derive(Debug, Default)]
pub struct BookmarksPanel {
    picker: Picker,
    rows: Kept<(Seq, u64, String), Vec<BookmarkRow>>,
}

/// Draws the list of all bookmarks of all sources.
pub fn bookmarks_ui(panel: &mut BookmarksPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let BookmarksPanel { picker, rows: kept } = panel;
    let bookmarks = &desk.state.bookmarks;
    let key = (desk.open.seq(), bookmarks.serial(), picker.letters.clone());
    let found = kept.get(key, || {
        bookmark_rows(desk.project(), &desk.open.texts, bookmarks, &picker.letters)
    });
    let list = Rows {
        count: found.len(),
        height: 380.0,
        keys: &[],
        name: "Bookmarks",
    };
    let mut removed = None;
    let picked = picker.ui(ui, theme, "Find a bookmark", &list, |ui, at, marked| {
        let row = found.get(at);
        row.map_or((Rect::NOTHING, false), |row| {
            let (rect, clicked, crossed) = row_ui(row, marked, desk, ui);
            if crossed {
                removed = Some(at);
            }
            (rect, clicked && !crossed)
        })
    });
    match picked {
        Picked::Row(at) => {
            if let Some(row) = found.get(at).filter(|row| !row.astray) {
                out.ask(Request::CloseSheet);
                out.ask(Request::Go(row.bookmark.source, row.bookmark.speech));
            }
        }
        Picked::RowAndMore(at) => removed = Some(at),
        Picked::Left => out.ask(Request::CloseSheet),
        Picked::Nothing | Picked::Key(_) => {}
    }
    if let Some(row) = removed.and_then(|at| found.get(at)) {
        out.ask(Request::RemoveBookmark(row.bookmark.clone()));
    }
    if found.is_empty() {
        let way = desk.standing.keys.way(Action::ToggleBookmark);
        let words = if picker.letters.trim().is_empty() {
            format!(
                "No bookmarks yet. Set one at the caret’s turn ({way}), or click left of a turn’s first words."
            )
        } else {
            "No bookmark has these letters.".to_owned()
        };
        ui.add(Label::new(RichText::new(words).color(theme.quiet)).wrap());
    }
    ui.add_space(space::XS);
    let hint = "Enter goes there · Ctrl+Enter takes it away · Esc leaves. They are yours, at this computer.";
    let hint = RichText::new(hint)
        .font(ui_font(size::SMALL))
        .color(theme.faint);
    ui.add(Label::new(hint).wrap());
}

/// Draws a row. Answers its place, whether it was clicked, and whether its cross was.
fn row_ui(row: &BookmarkRow, marked: bool, desk: &Desk, ui: &mut Ui) -> (Rect, bool, bool) {
    let theme = desk.theme;
    let place = if row.astray {
        format!("{}, words that are gone", row.source)
    } else {
        format!("{}, {}", row.source, row.turn)
    };
    let label = format!("Bookmark: {place}: {}", row.words);
    let (rect, response) = rows::row_ui(ui, theme, ROW, marked, &label);
    let cross = Rect::from_center_size(rows::right_middle(rect, 18.0), vec2(26.0, 26.0));
    let remove = ui.interact(cross, response.id.with("remove"), Sense::click());
    let name = format!("Take away the bookmark: {place}");
    remove.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let strong = remove.hovered() || remove.has_focus();
        if strong {
            painter.rect_filled(cross, size::ROUND, theme.hover);
        }
        let colour = if strong { theme.ink } else { theme.faint };
        icon::paint(painter, Icon::Close, cross.center(), 11.0, colour);
        let left = rect.left() + 30.0;
        let room = cross.left() - left - 8.0;
        let ribbon = if row.astray {
            theme.faint
        } else {
            theme.accent
        };
        icon::ribbon(painter, rect.left_top() + vec2(15.0, 14.0), ribbon, true);
        let (top, below) = (rect.top() + 14.0, rect.top() + 32.0);
        let head = Pen::of(strong_font(size::SMALL), theme.quiet);
        head.left(painter, pos2(left, top), &place, room);
        let pen = if row.astray {
            Pen::faint(theme)
        } else {
            Pen::text(theme)
        };
        pen.left(painter, pos2(left, below), &row.words, room);
    }
    let crossed = remove.on_hover_text("Take this bookmark away").clicked();
    let response = if row.astray {
        response.on_hover_text("The words it stood at are not in the source any more.")
    } else {
        response
    };
    (rect, response.clicked(), crossed)
}
