//! Draws one thing that is known of cases by another: every number lists its cases.

use egui::{ComboBox, RichText, Ui};
use project::AttributeId;

use super::aside::AsidePanel;
use super::{CasesPanel, note_ui};
use crate::desk::Desk;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::cases::{self, CasesFound, Crossed};
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::{number, rows};

const ROW: f32 = 28.0;
const HEAD: f32 = 52.0;
const TOTAL: f32 = 84.0;

/// Draws what is crossed.
pub(super) fn controls_ui(panel: &mut CasesPanel, found: &CasesFound, desk: &Desk, ui: &mut Ui) {
    let key = (desk.open.seq(), desk.state.data.cases.serial);
    let choices = panel.choices.get(key, Default::default);
    let Some(cross) = &mut panel.cross else {
        note_ui("Nothing is known of cases that could be crossed.", desk, ui);
        return;
    };
    let before = *cross;
    ui.horizontal_wrapped(|ui| {
        let quiet = |ui: &mut Ui, words: &str| {
            ui.label(RichText::new(words).color(desk.theme.quiet));
        };
        quiet(ui, "Rows");
        let all = &choices.attributes;
        choice_ui("cross rows", "What the rows are", all, &mut cross.rows, ui);
        quiet(ui, "columns");
        let name = "What the columns are";
        choice_ui("cross columns", name, all, &mut cross.columns, ui);
        let swap = ui
            .button("Swap")
            .on_hover_text("Rows to columns, and columns to rows.");
        if swap.clicked() {
            (cross.rows, cross.columns) = (cross.columns, cross.rows);
        }
        ui.checkbox(&mut cross.multi, "Several values a case, parted by “;”")
            .on_hover_text(
                "Counts what stands between apart, as mentions: values do not exclude one another.",
            );
    });
    if before.rows != cross.rows || before.columns != cross.columns {
        // Where values are parted by “;”, that is how they are meant.
        let columns = found.all.columns.iter();
        let mut several = columns.filter(|column| column.several);
        cross.multi = several.any(|column| [cross.rows, cross.columns].contains(&column.attribute));
    }
    if before != *cross {
        panel.aside.clear();
    }
}

fn choice_ui(
    id: &str,
    name: &str,
    all: &[(String, AttributeId)],
    chosen: &mut AttributeId,
    ui: &mut Ui,
) {
    let shown = all.iter().find(|(_, known)| known == chosen);
    let combo = ComboBox::from_id_salt(id)
        .selected_text(shown.map_or("Gone", |(name, _)| name.as_str()))
        .width(150.0)
        .show_ui(ui, |ui| {
            for (name, known) in all {
                ui.selectable_value(chosen, *known, name.as_str());
            }
        });
    drop(combo.response.accessible_name(name));
}

/// Draws the table with its totals, base and missing.
pub(super) fn cross_ui(aside: &mut AsidePanel, crossed: &Crossed, desk: &Desk, ui: &mut Ui) {
    let table = &crossed.table;
    if table.base == 0 {
        let more = "Cases are crossed that have a value of both.";
        rows::empty_ui(ui, desk.theme, &table.note(), more);
        return;
    }
    let width = ui.available_width();
    let names = (width * 0.3).clamp(150.0, 380.0);
    let columns = table.columns.len();
    let rest = 64.0;
    let most = ROW * f32::from(u16::try_from(table.rows.len() + 1).unwrap_or(u16::MAX));
    let grid = Grid {
        id: "cross-table",
        rows: table.rows.len() + 1,
        columns,
        names: names + TOTAL,
        column: column_width(width - names - TOTAL - 12.0, columns, (80.0, 250.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height: (ui.available_height() - rest)
            .min(HEAD + most + 14.0)
            .max(140.0),
    };
    let most = table.cells.iter().flatten().copied().max().unwrap_or(1);
    let row_of = |at: usize| (at < table.rows.len()).then_some(at);
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(row, column) => {
            if row_of(row).is_none() {
                let line = rect.x_range();
                ui.painter().hline(line, rect.top(), desk.theme.hairline());
            }
            number_ui(
                aside,
                crossed,
                (row_of(row), Some(column)),
                most,
                rect,
                desk,
                ui,
            );
        }
        Part::Name(row) => {
            let (name, total) = rect.split_left_right_at_x(rect.right() - TOTAL);
            let row = row_of(row);
            let (font, words) = match row.and_then(|row| table.rows.get(row)) {
                Some(value) => (ui_font(size::TEXT), value.as_str()),
                None => (strong_font(size::TEXT), "Total"),
            };
            if row.is_none() {
                let line = rect.x_range();
                ui.painter().hline(line, rect.top(), desk.theme.hairline());
            }
            rows::Pen::of(font, desk.theme.ink).left(
                ui.painter(),
                rows::left_middle(name, 8.0),
                words,
                name.width() - 12.0,
            );
            number_ui(aside, crossed, (row, None), most, total, desk, ui);
        }
        Part::Head(column) => {
            let name = table.columns.get(column).map_or("", String::as_str);
            number::head_ui(name, "", rect, desk.theme, ui);
        }
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => {
            let (name, total) = rect.split_left_right_at_x(rect.right() - TOTAL);
            let at = name.left_bottom() + egui::vec2(8.0, -6.0);
            let words = format!("{} × {}", crossed.names.0, crossed.names.1);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, &words, name.width() - 12.0);
            number::head_ui("Total", "", total, desk.theme, ui);
        }
    });
    ui.add_space(space::S);
    below_ui(aside, crossed, desk, ui);
}

/// Says what the base is and who is missing; both open their cases.
fn below_ui(aside: &mut AsidePanel, crossed: &Crossed, desk: &Desk, ui: &mut Ui) {
    let table = &crossed.table;
    ui.horizontal_wrapped(|ui| {
        note_ui(&table.note(), desk, ui);
        let link = |ui: &mut Ui, words: &str| {
            let text = RichText::new(words).font(ui_font(size::SMALL));
            ui.link(text).clicked()
        };
        if table.missing > 0 && link(ui, "Show who is left out") {
            aside.show(cases::cross_missing(crossed));
        }
    });
    if cases::holds_several(crossed) {
        let words = "Some values hold “;”: tick “Several values a case” to count what stands between apart.";
        note_ui(words, desk, ui);
    }
}

fn number_ui(
    aside: &mut AsidePanel,
    crossed: &Crossed,
    (row, column): (Option<usize>, Option<usize>),
    most: u64,
    rect: egui::Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let found = cases::cross_number(crossed, row, column);
    let is_total = row.is_none() || column.is_none();
    let shown = number::Number {
        id: egui::Id::unique(("cross number", row, column)),
        n: found.n,
        base: None,
        heat: if is_total {
            None
        } else {
            Some((found.n, most))
        },
        strong: is_total,
        words: &found.words,
    };
    if number::number_ui(&shown, rect, desk.theme, ui) {
        aside.show(cases::cross_behind(crossed, row, column));
    }
}
