//! Draws the table: heads stay in sight, only cells in sight are drawn.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, Color32, Id, Painter, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::data::{Behind, Counted};
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, mix, size, strong_font, ui_font};
use crate::view::matrix::{self, By, Cell, Head, Layout, Row, Shown, Table};
use crate::view::sources::thousands;
use crate::widgets::{chip, rows};

const ROW: f32 = 27.0;
const HEAD: f32 = 58.0;
const TOTAL: f32 = 84.0;

/// The sizes of the table at this width.
#[derive(Clone, Copy)]
struct Sizes {
    /// Width of the rows' heads.
    names: f32,
    /// Width of a column.
    column: f32,
}

/// Draws the table, `height` high at most.
pub(super) fn grid_ui(
    layout: &mut Layout,
    counted: &Counted,
    table: &Table,
    height: f32,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let all = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
    let names = (all.width() * 0.3).clamp(170.0, 330.0);
    let count = f32::from(u16::try_from(table.columns.len()).unwrap_or(u16::MAX)).max(1.0);
    let column = ((all.width() - names - TOTAL - 12.0) / count).clamp(84.0, 150.0);
    let sizes = Sizes { names, column };
    let draw = Draw {
        counted,
        table,
        desk,
        sizes,
    };
    let cells = Rect::from_min_max(all.min + vec2(names + TOTAL, HEAD), all.max);
    let wanted = vec2(
        column * count,
        ROW * f32::from(u16::try_from(table.rows.len() + 1).unwrap_or(u16::MAX)),
    );
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(cells));
    let shown = ScrollArea::both()
        .id_salt("matrix")
        .auto_shrink([false, false])
        .show_viewport(&mut child, |ui, seen| {
            let (_, whole) = ui.allocate_space(wanted);
            draw.cells_ui(whole, seen, ui, out);
        });
    let offset = shown.state.clamped_offset();
    draw.names_ui(
        Rect::from_min_max(
            pos2(all.left(), cells.top()),
            pos2(cells.left(), all.bottom()),
        ),
        offset,
        ui,
        out,
    );
    draw.heads_ui(layout, all, offset, ui);
    ui.allocate_rect(all, Sense::hover());
}

struct Draw<'a> {
    counted: &'a Counted,
    table: &'a Table,
    desk: &'a Desk<'a>,
    sizes: Sizes,
}

impl Draw<'_> {
    /// What a total over all rows is of.
    fn any(&self) -> &'static str {
        if self.table.code_rows {
            "All codes"
        } else {
            "All"
        }
    }

    fn cells_ui(&self, whole: Rect, seen: Rect, ui: &Ui, out: &mut Outbox) {
        let (first, last) = (
            place(seen.left() / self.sizes.column),
            place(seen.right() / self.sizes.column) + 1,
        );
        let lines = self.table.rows.iter().map(Some).chain([None]).enumerate();
        for (at, row) in lines
            .skip(place(seen.top() / ROW))
            .take(place(seen.height() / ROW) + 2)
        {
            let y = whole.top() + ROW * number(at);
            let cells = row.map_or(&self.table.totals, |row| &row.cells);
            for (column, cell) in cells.iter().enumerate().take(last).skip(first) {
                let rect = Rect::from_min_size(
                    pos2(whole.left() + self.sizes.column * number(column), y),
                    vec2(self.sizes.column, ROW),
                );
                let head = self.table.columns.get(column);
                self.cell_ui(cell, row.map(|row| &row.head), head, rect, ui, out);
            }
        }
    }

    /// Draws a cell; a click opens what is behind it.
    fn cell_ui(
        &self,
        cell: &Cell,
        row: Option<&Head>,
        column: Option<&Head>,
        rect: Rect,
        ui: &Ui,
        out: &mut Outbox,
    ) {
        let theme = self.desk.theme;
        let painter = ui.painter();
        let id = Id::unique((
            "matrix cell",
            row.map(|head| head.at),
            column.map(|head| head.at),
            cell.row.is_some(),
        ));
        let response = ui.interact(rect, id, Sense::click());
        let name = |head: Option<&Head>| head.map(|head| head.name.clone()).unwrap_or_default();
        let (row_name, column_name) = (name(row), name(column));
        response.widget_info(|| {
            let text = matrix::cell_text(cell);
            let text = if text.is_empty() {
                "blank".to_owned()
            } else {
                text
            };
            WidgetInfo::labeled(
                Role::Button,
                true,
                format!(
                    "{} × {}: {text}",
                    label(&row_name, self.any()),
                    label(&column_name, "total")
                ),
            )
        });
        let inner = rect.shrink(1.0);
        let is_total = cell.row.is_none() || cell.column.is_none();
        if cell.heat > 0.0 && !is_total {
            painter.rect_filled(inner, 3.0, shade(theme, cell.heat));
        }
        let is_number = cell.shown.height() > 0.0;
        if (response.hovered() || response.has_focus()) && is_number {
            painter.rect_stroke(inner, 3.0, (1.5, theme.accent), egui::StrokeKind::Inside);
        }
        number_at(painter, theme, cell, rect, is_total);
        let response = if response.hovered() {
            response.on_hover_text(matrix::cell_words(
                &self.counted.numbers,
                (&row_name, &column_name),
                cell,
            ))
        } else {
            response
        };
        if response.clicked() && is_number {
            let codings = self
                .counted
                .numbers
                .codings(cell.row, cell.column)
                .into_iter()
                .collect();
            let words = matrix::cell_words(&self.counted.numbers, (&row_name, &column_name), cell);
            let only = Some(Arc::new(Behind { codings, words }));
            out.ask(Request::Excerpts(ExcerptFilter {
                only,
                ..ExcerptFilter::default()
            }));
        }
    }

    /// Draws the rows' heads and totals, scrolled with the cells.
    fn names_ui(&self, area: Rect, offset: Vec2, ui: &mut Ui, out: &mut Outbox) {
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(area));
        child.set_clip_rect(area.intersect(ui.clip_rect()));
        let ui = &child;
        let theme = self.desk.theme;
        let lines = self.table.rows.iter().map(Some).chain([None]).enumerate();
        for (at, row) in lines
            .skip(place(offset.y / ROW))
            .take(place(area.height() / ROW) + 2)
        {
            let y = area.top() + ROW * number(at) - offset.y;
            let rect = Rect::from_min_size(pos2(area.left(), y), vec2(self.sizes.names, ROW));
            let total =
                Rect::from_min_size(pos2(area.left() + self.sizes.names, y), vec2(TOTAL, ROW));
            if let Some(row) = row {
                self.name_ui(row, rect, ui, out);
                self.cell_ui(&row.total, Some(&row.head), None, total, ui, out);
            } else {
                ui.painter().hline(area.x_range(), y, theme.hairline());
                rows::Pen::of(strong_font(size::TEXT), theme.quiet).left(
                    ui.painter(),
                    rows::left_middle(rect, 8.0),
                    "Any of these",
                    rect.width() - 12.0,
                );
                if let Some(whole) = &self.table.total {
                    self.cell_ui(whole, None, None, total, ui, out);
                }
            }
        }
        ui.painter()
            .vline(area.right() - 1.0, area.y_range(), theme.hairline());
    }

    fn name_ui(&self, row: &Row, rect: Rect, ui: &Ui, out: &mut Outbox) {
        let theme = self.desk.theme;
        let head = &row.head;
        let response = ui.interact(
            rect,
            Id::unique(("matrix row", head.at, head.code)),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &head.name));
        if response.hovered() {
            ui.painter().rect_filled(rect, size::ROUND, theme.hover);
        }
        let indent = 6.0 + 14.0 * f32::from(u8::try_from(head.depth.min(8)).unwrap_or(8));
        let mut from = indent;
        if let Some(code) = head.code {
            chip::paint(
                ui.painter(),
                theme,
                self.desk.open.tree.colour(code),
                self.desk.open.tree.kind(code),
                rows::left_middle(rect, indent + 8.0),
            );
            from += 22.0;
        }
        let font = if head.depth == 0 && head.code.is_some() {
            strong_font(size::TEXT)
        } else {
            ui_font(size::TEXT)
        };
        rows::Pen::of(font, theme.ink).left(
            ui.painter(),
            rows::left_middle(rect, from),
            &head.name,
            rect.width() - from - 6.0,
        );
        let tip = if head.above.is_empty() {
            head.name.clone()
        } else {
            format!("{} / {}", head.above, head.name)
        };
        if response.on_hover_text(tip).clicked()
            && let Some(code) = head.code
        {
            out.ask(Request::Excerpts(ExcerptFilter::of_code(code)));
        }
    }

    /// Draws the columns' heads, each with its base; a click sorts by the column.
    fn heads_ui(&self, layout: &mut Layout, all: Rect, offset: Vec2, ui: &mut Ui) {
        let theme = self.desk.theme;
        let unit = self.counted.numbers.unit_words();
        let left = all.left() + self.sizes.names;
        let first = Rect::from_min_size(all.min, vec2(self.sizes.names, HEAD));
        sort_ui(
            ui,
            theme,
            first,
            if self.table.code_rows {
                "Codebook order"
            } else {
                "By name"
            },
            "",
            layout,
            By::Order,
            "Rows in their own order",
            true,
        );
        let total = Rect::from_min_size(pos2(left, all.top()), vec2(TOTAL, HEAD));
        let tip = "The union of the row, not the sum of its cells: one case can stand in several columns.";
        sort_ui(
            ui,
            theme,
            total,
            "Total",
            unit,
            layout,
            By::Total,
            tip,
            false,
        );
        let area = Rect::from_min_max(
            pos2(left + TOTAL, all.top()),
            pos2(all.right(), all.top() + HEAD),
        );
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(area));
        child.set_clip_rect(area.intersect(ui.clip_rect()));
        for (at, head) in self.table.columns.iter().enumerate() {
            let x = area.left() + self.sizes.column * number(at) - offset.x;
            let rect = Rect::from_min_size(pos2(x, area.top()), vec2(self.sizes.column, HEAD));
            if rect.right() < area.left() || rect.left() > area.right() {
                continue;
            }
            let base = match head.base {
                Some(base) if head.code.is_none() => format!("of {}", thousands(base)),
                Some(_) | None => String::new(),
            };
            let tip = match head.base {
                Some(base) if head.code.is_none() => format!(
                    "{}: {} {} in all. A case can stand in more than one column, so columns need not add up.",
                    head.name,
                    thousands(base),
                    unit
                ),
                Some(_) | None => head.name.clone(),
            };
            sort_ui(
                &child,
                theme,
                rect,
                &head.name,
                &base,
                layout,
                By::Column(at),
                &tip,
                false,
            );
        }
        ui.painter()
            .hline(all.x_range(), all.top() + HEAD - 1.0, theme.hairline());
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a head is its two lines, what it sorts by and what it says"
)]
fn sort_ui(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    name: &str,
    below: &str,
    layout: &mut Layout,
    by: By,
    tip: &str,
    to_left: bool,
) {
    let response = ui.interact(
        rect,
        Id::unique(("matrix head", format!("{by:?}"))),
        Sense::click(),
    );
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::ColumnHeader,
            true,
            format!("Sort by {name} {below}").trim().to_owned(),
        )
    });
    let is_sorted = layout.by == by;
    let colour = if is_sorted || response.hovered() {
        theme.ink
    } else {
        theme.quiet
    };
    let arrow = if is_sorted && by != By::Order {
        " ↓"
    } else {
        ""
    };
    let painter = ui.painter();
    if to_left {
        rows::Pen::of(ui_font(size::SMALL), colour).foot(
            painter,
            rect.left_bottom() + vec2(8.0, -8.0),
            name,
            rect.width() - 12.0,
        );
    } else {
        let mut job = egui::text::LayoutJob::simple(
            format!("{name}{arrow}"),
            strong_font(size::SMALL),
            colour,
            rect.width() - 10.0,
        );
        job.wrap.max_rows = 2;
        job.halign = egui::Align::RIGHT;
        let galley = painter.layout_job(job);
        let foot = if below.is_empty() { 6.0 } else { 22.0 };
        painter.galley(
            pos2(rect.right() - 8.0, rect.bottom() - foot - galley.size().y),
            galley,
            colour,
        );
        rows::Pen::of(ui_font(size::SMALL), theme.faint).right(
            painter,
            rect.right_bottom() + vec2(-8.0, -13.0),
            below,
            rect.width() - 10.0,
        );
    }
    if response.on_hover_text(tip).clicked() {
        layout.by = by;
    }
}

/// Draws a number with its base beside it, quieter. Zero is faint; blank is nothing.
fn number_at(painter: &Painter, theme: &Theme, cell: &Cell, rect: Rect, is_total: bool) {
    let text = match cell.shown {
        Shown::Blank => return,
        Shown::Number(value) => thousands(value),
        Shown::Percent(percent) => matrix::percent_text(percent),
    };
    let is_zero = cell.shown.height() <= 0.0;
    let mut right = rect.right_center() - vec2(8.0, 0.0);
    if let Some(base) = cell.base {
        let colour = if is_zero { theme.faint } else { theme.quiet };
        let drawn = painter.text(
            right,
            Align2::RIGHT_CENTER,
            format!(" of {}", thousands(base)),
            ui_font(size::SMALL - 1.0),
            colour,
        );
        right.x = drawn.left() - 1.0;
    }
    let (font, colour) = match (is_zero, is_total) {
        (true, _) => (ui_font(size::TEXT), theme.faint),
        (false, true) => (strong_font(size::TEXT), theme.ink),
        (false, false) => (ui_font(size::TEXT), theme.ink),
    };
    painter.text(right, Align2::RIGHT_CENTER, text, font, colour);
}

/// The shade of a cell: words on it stay readable, light and dark.
pub(in crate::panels) fn shade(theme: &Theme, heat: f32) -> Color32 {
    mix(
        theme.paper,
        theme.accent,
        0.07 + 0.30 * heat.clamp(0.0, 1.0),
    )
}

fn label<'a>(name: &'a str, none: &'a str) -> &'a str {
    if name.is_empty() { none } else { name }
}

/// The row or column that a distance falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on the screen, not below nought"
)]
fn place(distance: f32) -> usize {
    distance.max(0.0) as usize
}

/// A row's or column's place as a number of points can be made of.
#[expect(
    clippy::cast_precision_loss,
    reason = "tables have far fewer than sixteen million rows"
)]
fn number(at: usize) -> f32 {
    at as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_readable_on_every_shade() {
        let luminance = |colour: Color32| {
            let linear = |channel: u8| {
                let c = f32::from(channel) / 255.0;
                if c <= 0.040_45 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
        };
        for theme in [Theme::LIGHT, Theme::DARK] {
            for heat in [0.0, 0.25, 0.5, 0.75, 1.0] {
                let (a, b) = (luminance(theme.ink), luminance(shade(&theme, heat)));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{:?} {heat}: {contrast}", theme.look);
            }
        }
    }

    #[test]
    fn distances_fall_into_rows() {
        assert_eq!((place(-3.0), place(0.5), place(2.9)), (0, 0, 2));
    }
}
