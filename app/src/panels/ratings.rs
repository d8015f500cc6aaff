//! Draws ratings: cases by scales, each value with who gave it and why.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Id, Label, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use project::Seq;

use crate::data::Behind;
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::ratings::{self, RatingCell, RatingRow, RatingsTable};
use crate::view::sources::counted;
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
    let theme = desk.theme;
    let all = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
    ui.allocate_rect(
        Rect::from_min_size(all.min, vec2(all.width(), HEAD)),
        Sense::hover(),
    );
    let name = (all.width() * 0.22).clamp(130.0, 240.0);
    let count = f32::from(u8::try_from(table.scales.len()).unwrap_or(u8::MAX)).max(1.0);
    let column = ((all.width() - name - 12.0) / count).max(60.0);
    for (at, head) in table.scales.iter().enumerate() {
        let x = all.left() + name + column * f32::from(u8::try_from(at).unwrap_or(u8::MAX));
        let mut job = egui::text::LayoutJob::simple(
            head.name.clone(),
            strong_font(size::SMALL),
            theme.quiet,
            column - 16.0,
        );
        job.wrap.max_rows = 2;
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(
            pos2(x + 8.0, all.top() + HEAD - 6.0 - galley.size().y),
            galley,
            theme.quiet,
        );
    }
    ui.painter()
        .hline(all.x_range(), all.top() + HEAD - 1.0, theme.hairline());
    let rest = height - HEAD;
    ScrollArea::vertical()
        .id_salt("ratings")
        .max_height(rest)
        .min_scrolled_height(rest)
        .auto_shrink([false, false])
        .show_rows(
            ui,
            ROW - ui.spacing().item_spacing.y,
            table.rows.len(),
            |ui, seen| {
                for row in table.rows.get(seen).unwrap_or_default() {
                    row_ui(row, table, name, column, desk, ui, out);
                }
            },
        );
}

fn row_ui(
    row: &RatingRow,
    table: &RatingsTable,
    name: f32,
    column: f32,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let (_, rect) = ui.allocate_space(vec2(
        ui.available_width(),
        ROW - ui.spacing().item_spacing.y,
    ));
    let drawn = rows::Pen::text(theme).left(
        ui.painter(),
        rows::left_middle(rect, 6.0),
        &row.name,
        name - 12.0,
    );
    if !row.group.is_empty() {
        rows::Pen::note(theme).left(
            ui.painter(),
            pos2(drawn.right() + 8.0, rect.center().y),
            &row.group,
            (rect.left() + name - drawn.right() - 16.0).max(1.0),
        );
    }
    for (at, (cell, head)) in row.cells.iter().zip(&table.scales).enumerate() {
        let x = rect.left() + name + column * f32::from(u8::try_from(at).unwrap_or(u8::MAX));
        let place =
            Rect::from_min_size(pos2(x, rect.top()), vec2(column, rect.height())).shrink(1.0);
        let id = Id::unique(("rating", row.case, head.scale));
        let response = ui.interact(place, id, Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(
                Role::Cell,
                true,
                format!("{}, {}: {}", row.name, head.name, spoken(cell)),
            )
        });
        if let Some(height) = cell.height {
            ui.painter().rect_filled(place, 3.0, shade(theme, height));
        }
        let colour = if cell.height.is_none() {
            theme.quiet
        } else {
            theme.ink
        };
        let pen = rows::Pen::of(
            ui_font(size::TEXT),
            if cell.differ { theme.warn } else { colour },
        );
        pen.left(
            ui.painter(),
            rows::left_middle(place, 8.0),
            &cell.shown,
            place.width() - 16.0,
        );
        if cell.reasons.is_empty() {
            continue;
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
}

fn spoken(cell: &RatingCell) -> &str {
    if cell.shown.is_empty() {
        "not rated"
    } else {
        &cell.shown
    }
}
