//! Draws the table: heads stay in sight, only cells in sight are drawn.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, Id, Painter, Rect, Sense, Ui, WidgetInfo, vec2};

use crate::data::{Behind, Counted};
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, size, strong_font, ui_font};
use crate::view::matrix::{self, By, Cell, Head, Layout, Row, Shown, Table};
use crate::view::sources::thousands;
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::number::shade;
use crate::widgets::{chip, rows};

const ROW: f32 = 27.0;
const HEAD: f32 = 58.0;
const TOTAL: f32 = 84.0;

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
    let width = ui.available_width();
    let names = (width * 0.3).clamp(170.0, 420.0);
    let columns = table.columns.len();
    let room = width - names - TOTAL - 12.0;
    let grid = Grid {
        id: "matrix",
        rows: table.rows.len() + 1,
        columns,
        names: names + TOTAL,
        column: column_width(room, columns, (84.0, 250.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height,
    };
    let draw = Draw {
        counted,
        table,
        desk,
    };
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(row, column) => {
            let row = table.rows.get(row);
            let cells = row.map_or(&table.totals, |row| &row.cells);
            if let Some(cell) = cells.get(column) {
                let head = table.columns.get(column);
                draw.cell_ui(cell, row.map(|row| &row.head), head, rect, ui, out);
            }
        }
        Part::Name(row) => draw.line_ui(table.rows.get(row), rect, ui, out),
        Part::Head(column) => draw.head_ui(layout, column, rect, ui),
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => draw.corner_ui(layout, rect, ui),
    });
}

struct Draw<'a> {
    counted: &'a Counted,
    table: &'a Table,
    desk: &'a Desk<'a>,
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

    /// Draws the head of a row and its total; below the last row, of all of them.
    fn line_ui(&self, row: Option<&Row>, rect: Rect, ui: &Ui, out: &mut Outbox) {
        let theme = self.desk.theme;
        let (rect, total) = rect.split_left_right_at_x(rect.right() - TOTAL);
        if let Some(row) = row {
            self.name_ui(row, rect, ui, out);
            self.cell_ui(&row.total, Some(&row.head), None, total, ui, out);
            return;
        }
        let line = rect.left()..=total.right();
        ui.painter().hline(line, rect.top(), theme.hairline());
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

    /// Draws a column's head with its base; a click sorts by the column.
    fn head_ui(&self, layout: &mut Layout, at: usize, rect: Rect, ui: &Ui) {
        let Some(head) = self.table.columns.get(at) else {
            return;
        };
        let (theme, unit) = (self.desk.theme, self.counted.numbers.unit_words());
        let by = By::Column(at);
        let Some(base) = head.base.filter(|_| head.code.is_none()) else {
            sort_ui(
                ui, theme, rect, &head.name, "", layout, by, &head.name, false,
            );
            return;
        };
        let base = thousands(base);
        let tip = format!(
            "{}: {base} {unit} in all. A case can stand in more than one column, so columns need not add up.",
            head.name
        );
        let base = format!("of {base}");
        sort_ui(ui, theme, rect, &head.name, &base, layout, by, &tip, false);
    }

    /// Draws what stands above the rows' heads and totals; a click sorts by them.
    fn corner_ui(&self, layout: &mut Layout, rect: Rect, ui: &Ui) {
        let (theme, unit) = (self.desk.theme, self.counted.numbers.unit_words());
        let (first, total) = rect.split_left_right_at_x(rect.right() - TOTAL);
        let order = if self.table.code_rows {
            "Codebook order"
        } else {
            "By name"
        };
        let tip = "Rows in their own order";
        sort_ui(ui, theme, first, order, "", layout, By::Order, tip, true);
        let tip = "The union of the row, not the sum of its cells: one case can stand in several columns.";
        let by = By::Total;
        sort_ui(ui, theme, total, "Total", unit, layout, by, tip, false);
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
        let foot = if below.is_empty() { 6.0 } else { 22.0 };
        rows::Pen::of(strong_font(size::SMALL), colour).two_lines(
            painter,
            rect.right_bottom() - vec2(8.0, foot),
            egui::Align::RIGHT,
            &format!("{name}{arrow}"),
            rect.width() - 10.0,
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

fn label<'a>(name: &'a str, none: &'a str) -> &'a str {
    if name.is_empty() { none } else { name }
}
