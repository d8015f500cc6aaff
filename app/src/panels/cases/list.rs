//! Draws all cases: a row each, a column for each thing that is known.

use std::sync::Arc;

use analysis::{CaseColumn, CaseRow, CaseTable};
use egui::accesskit::Role;
use egui::{Id, Rect, Sense, Ui, WidgetInfo};

use super::CasesPanel;
use crate::desk::{Desk, Kept};
use crate::theme::{size, strong_font, ui_font};
use crate::view::cases;
use crate::view::sources::thousands;
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::rows;

/// What the table of cases remembers.
#[derive(Debug, Default)]
pub(super) struct ListPanel {
    pub(super) letters: String,
    /// The column it is sorted by; none: by name.
    by: Option<usize>,
    listed: Kept<(u64, String, Option<usize>), Arc<Vec<usize>>>,
}

const ROW: f32 = 27.0;
const HEAD: f32 = 48.0;

/// Draws the table. A click on a case shows it beside the table.
pub(super) fn list_ui(
    panel: &mut CasesPanel,
    table: &CaseTable,
    serial: u64,
    desk: &Desk,
    ui: &mut Ui,
) {
    let list = &mut panel.list;
    let key = (serial, list.letters.clone(), list.by);
    let listed = Arc::clone(list.listed.get(key, || {
        Arc::new(cases::listed(table, &list.letters, list.by))
    }));
    if listed.is_empty() {
        let more = "Names and values are looked through.";
        rows::empty_ui(ui, desk.theme, "No case fits", more);
        return;
    }
    let width = ui.available_width();
    let names = (width * 0.18).clamp(120.0, 220.0);
    let columns = table.columns.len();
    let grid = Grid {
        id: "cases",
        rows: listed.len(),
        columns,
        names,
        column: column_width(width - names - 12.0, columns, (124.0, 190.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height: ui.available_height(),
    };
    let row = |at: usize| listed.get(at).and_then(|&at| table.rows.get(at));
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(at, column) => {
            let head = table.columns.get(column);
            if let Some((row, head)) = row(at).zip(head)
                && cell_ui(row, column, head, rect, desk, ui)
            {
                panel.aside.open(row.counted);
            }
        }
        Part::Name(at) => {
            if let Some(row) = row(at)
                && name_ui(row, panel.aside.is_open(row.counted), rect, desk, ui)
            {
                panel.aside.open(row.counted);
            }
        }
        Part::Head(column) => {
            if let Some(head) = table.columns.get(column) {
                let below = format!("{} of {}", thousands(head.base), table.rows.len());
                let name = crate::view::matrix::attribute_name(desk.project(), head.attribute);
                let by = panel.list.by == Some(column);
                if head_ui(&name, &below, by, rect, desk, ui) {
                    panel.list.by = Some(column);
                }
            }
        }
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => {
            if head_ui("Case", "", panel.list.by.is_none(), rect, desk, ui) {
                panel.list.by = None;
            }
        }
    });
}

/// Draws a value; a click answers true.
fn cell_ui(
    row: &CaseRow,
    column: usize,
    head: &CaseColumn,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
) -> bool {
    let theme = desk.theme;
    let value = row.values.get(column).map_or("", String::as_str);
    let id = Id::unique(("case value", row.counted, column));
    let response = ui.interact(rect, id, Sense::click());
    let said = if value.is_empty() {
        "not recorded"
    } else {
        value
    };
    response.widget_info(|| {
        let label = format!("{}, {}: {said}", row.name, head.name);
        WidgetInfo::labeled(Role::Cell, true, label)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.shrink(1.0), 3.0, theme.hover);
    }
    let at = rows::left_middle(rect, 8.0);
    rows::Pen::text(theme).left(ui.painter(), at, value, rect.width() - 14.0);
    let response = if value.chars().count() > 14 {
        response.on_hover_text(value)
    } else {
        response
    };
    response.clicked()
}

fn name_ui(row: &CaseRow, chosen: bool, rect: Rect, desk: &Desk, ui: &Ui) -> bool {
    let theme = desk.theme;
    let response = ui.interact(rect, Id::unique(("case", row.counted)), Sense::click());
    let label = format!("Case {}", row.name);
    response.widget_info(|| WidgetInfo::selected(Role::RowHeader, true, chosen, &label));
    if chosen {
        ui.painter().rect_filled(rect, size::ROUND, theme.chosen);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::ROUND, theme.hover);
    }
    let at = rows::left_middle(rect, 8.0);
    rows::Pen::text(theme).left(ui.painter(), at, &row.name, rect.width() - 14.0);
    response.clicked()
}

/// Draws the head of a column; a click on it sorts, and answers true.
fn head_ui(name: &str, below: &str, sorted: bool, rect: Rect, desk: &Desk, ui: &Ui) -> bool {
    let theme = desk.theme;
    let response = ui.interact(rect, Id::unique(("case head", name)), Sense::click());
    response.widget_info(|| {
        let label = format!("Sort by {name} {below}").trim().to_owned();
        WidgetInfo::labeled(Role::ColumnHeader, true, label)
    });
    let colour = if sorted || response.hovered() || response.has_focus() {
        theme.ink
    } else {
        theme.quiet
    };
    let shown = if sorted {
        format!("{name} ↓")
    } else {
        name.to_owned()
    };
    let lift = if below.is_empty() { 7.0 } else { 24.0 };
    let at = rect.left_bottom() + egui::vec2(8.0, -lift);
    rows::Pen::of(strong_font(size::SMALL), colour).foot(
        ui.painter(),
        at,
        &shown,
        rect.width() - 12.0,
    );
    let at = rect.left_bottom() + egui::vec2(8.0, -7.0);
    rows::Pen::of(ui_font(size::SMALL), theme.faint).foot(
        ui.painter(),
        at,
        below,
        rect.width() - 12.0,
    );
    let tip = if below.is_empty() {
        "Sort by name".to_owned()
    } else {
        format!("{name}: known of {below} cases. Click to sort.")
    };
    response.on_hover_text(tip).clicked()
}
