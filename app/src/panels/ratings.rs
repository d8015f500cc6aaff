//! Draws ratings: cases by scales, each value with who gave it and why.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align, Id, Label, Rect, RichText, Sense, Ui, WidgetInfo, pos2, vec2};
use project::Seq;

use crate::data::Behind;
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::ratings::{self, RatingCell, RatingRow, RatingsTable, ScaleHead};
use crate::view::sources::counted;
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::number::shade;
use crate::widgets::rows;

/// What the ratings remember.
#[derive(Debug, Default)]
pub struct RatingsPanel {
    table: Kept<Seq, Arc<RatingsTable>>,
}

const ROW: f32 = 34.0;
const HEAD: f32 = 44.0;

/// Draws the ratings.
pub fn ratings_ui(panel: &mut RatingsPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let table = Arc::clone(panel.table.get(desk.open.seq(), || {
        Arc::new(ratings::ratings_table(desk.project()))
    }));
    ui.horizontal(|ui| {
        ui.label(
            RichText::new("Ratings")
                .font(strong_font(size::HEADING))
                .color(theme.ink),
        );
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut words = format!(
            "{} on {}",
            counted(number(table.rows.len()), "case", "cases"),
            counted(number(table.scales.len()), "scale", "scales")
        );
        if table.unrated > 0 {
            words = format!(
                "{words} · {} without a rating",
                counted(number(table.unrated), "case", "cases")
            );
        }
        ui.label(RichText::new(words).color(theme.quiet));
    });
    ui.add_space(space::S);
    if table.rows.is_empty() {
        rows::empty_ui(
            ui,
            theme,
            "No ratings yet",
            "Ratings of cases come with a table: vouch rate PROJECT.vouch --from FILE.csv",
        );
        return;
    }
    let below = 22.0 * f32::from(u8::try_from(table.scales.len()).unwrap_or(10).min(10)) + 20.0;
    let height = (ui.available_height() - below).max(140.0);
    grid_ui(&table, height, desk, ui, out);
    ui.add_space(space::S);
    for head in table.scales.iter().take(10) {
        let text = format!(
            "{}: {}.",
            head.name,
            ratings::tally_words(head, table.rows.len())
        );
        ui.add(
            Label::new(
                RichText::new(text)
                    .font(ui_font(size::SMALL))
                    .color(theme.quiet),
            )
            .truncate(),
        );
    }
}

fn grid_ui(table: &RatingsTable, height: f32, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let width = ui.available_width();
    let names = (width * 0.22).clamp(130.0, 240.0);
    let columns = table.scales.len();
    let grid = Grid {
        id: "ratings",
        rows: table.rows.len(),
        columns,
        names,
        column: column_width(width - names - 12.0, columns, (120.0, 420.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height,
    };
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => {
            let at = rect.left_bottom() + vec2(6.0, -6.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, "Case", rect.width() - 12.0);
        }
        Part::Head(column) => {
            if let Some(head) = table.scales.get(column) {
                head_ui(&head.name, column, rect, desk, ui);
            }
        }
        Part::Name(at) => {
            if let Some(row) = table.rows.get(at) {
                name_ui(row, rect, desk, ui);
            }
        }
        Part::Cell(at, column) => {
            let row = table.rows.get(at);
            let cell = row.and_then(|row| row.cells.get(column));
            if let (Some(row), Some(cell), Some(head)) = (row, cell, table.scales.get(column)) {
                cell_ui(row, cell, head, rect, desk, ui, out);
            }
        }
    });
}

/// Draws a scale's name in up to two lines; all of it shows under the pointer.
fn head_ui(name: &str, column: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let at = rect.left_bottom() + vec2(8.0, -6.0);
    let pen = rows::Pen::head(desk.theme);
    pen.two_lines(ui.painter(), at, Align::LEFT, name, rect.width() - 16.0);
    let id = Id::unique(("scale", column));
    ui.interact(rect, id, Sense::hover()).on_hover_text(name);
}

fn name_ui(row: &RatingRow, rect: Rect, desk: &Desk, ui: &Ui) {
    let at = rows::left_middle(rect, 6.0);
    let pen = rows::Pen::text(desk.theme);
    let drawn = pen.left(ui.painter(), at, &row.name, rect.width() - 12.0);
    let room = rect.right() - drawn.right() - 16.0;
    if !row.group.is_empty() && room > 20.0 {
        let at = pos2(drawn.right() + 8.0, rect.center().y);
        rows::Pen::note(desk.theme).left(ui.painter(), at, &row.group, room);
    }
}

/// Draws what a case is rated; a click opens what bears it out.
fn cell_ui(
    row: &RatingRow,
    cell: &RatingCell,
    head: &ScaleHead,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let place = rect.shrink2(vec2(1.0, 3.0));
    let id = Id::unique(("rating", row.case, head.scale));
    let response = ui.interact(place, id, Sense::click());
    response.widget_info(|| {
        let words = format!("{}, {}: {}", row.name, head.name, spoken(cell));
        WidgetInfo::labeled(Role::Cell, true, words)
    });
    if let Some(height) = cell.height {
        ui.painter().rect_filled(place, 3.0, shade(theme, height));
    }
    let colour = match (cell.differ, cell.height) {
        (true, _) => theme.warn,
        (false, Some(_)) => theme.ink,
        (false, None) => theme.quiet,
    };
    let pen = rows::Pen::of(ui_font(size::TEXT), colour);
    let at = rows::left_middle(place, 8.0);
    pen.left(ui.painter(), at, &cell.shown, place.width() - 16.0);
    if cell.reasons.is_empty() {
        return;
    }
    let mut tip = cell.reasons.join("\n");
    if !cell.evidence.is_empty() {
        tip = format!("{tip}\nClick for the excerpts that bear it out.");
    }
    if response.on_hover_text(tip).clicked() && !cell.evidence.is_empty() {
        let words = format!("{} × {}: {}", row.name, head.name, cell.shown);
        let only = Behind {
            codings: cell.evidence.iter().copied().collect(),
            words,
        };
        out.ask(Request::Excerpts(ExcerptFilter {
            only: Some(Arc::new(only)),
            ..ExcerptFilter::default()
        }));
    }
}

fn spoken(cell: &RatingCell) -> &str {
    if cell.shown.is_empty() {
        "not rated"
    } else {
        &cell.shown
    }
}
