//! Draws the matrix: codes against groups or anything else. Every number opens the excerpts behind it.

mod grid;

pub(super) use grid::shade;

use std::sync::Arc;

use analysis::{Dimension, Unit};
use egui::{Align, ComboBox, Label, Layout as UiLayout, RichText, Ui};
use project::Seq;

use crate::data::{Counted, DataRequest, MatrixAsk, TableOut, Whose};
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::matrix::{self, By, Layout, Table};
use crate::view::sources::counted;
use crate::widgets::rows;

/// What the matrix remembers.
#[derive(Debug, Default)]
pub struct MatrixPanel {
    ask: MatrixAsk,
    layout: Layout,
    table: Kept<(u64, Layout), Arc<Table>>,
    choices: Kept<Seq, Vec<(String, Dimension)>>,
}

/// Draws the matrix.
pub fn matrix_ui(panel: &mut MatrixPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let before = panel.ask;
    let counted = desk.state.data.counted.clone();
    let table = counted.as_ref().map(|counted| {
        let key = (counted.serial, panel.layout);
        Arc::clone(panel.table.get(key, || {
            Arc::new(matrix::table(
                &counted.matrix,
                &counted.codes,
                &desk.open.tree,
                panel.layout,
            ))
        }))
    });
    head_ui(panel, counted.as_ref(), table.as_deref(), desk, ui, out);
    if panel.ask != before || panel.ask != desk.state.data.matrix {
        out.ask(Request::Data(DataRequest::Matrix(panel.ask)));
    }
    let (Some(counted), Some(table)) = (counted, table) else {
        return;
    };
    if desk.project().codings().is_empty() || counted.codes.is_empty() {
        rows::empty_ui(
            ui,
            desk.theme,
            "Nothing to count yet",
            "Code some words in the reader; numbers appear here at once.",
        );
        return;
    }
    ui.add_space(space::S);
    let notes = matrix::notes(&counted.matrix);
    let below = 22.0 * f32::from(u8::try_from(notes.len()).unwrap_or(4)) + 14.0;
    let height = (ui.available_height() - below).max(160.0);
    grid::grid_ui(&mut panel.layout, &counted, &table, height, desk, ui, out);
    ui.add_space(space::XS);
    for note in notes {
        ui.add(
            Label::new(
                RichText::new(note)
                    .font(ui_font(size::SMALL))
                    .color(desk.theme.quiet),
            )
            .wrap(),
        );
    }
}

fn head_ui(
    panel: &mut MatrixPanel,
    counted: Option<&Arc<Counted>>,
    table: Option<&Table>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let MatrixPanel {
        ask,
        layout,
        choices,
        ..
    } = panel;
    let choices = choices.get(desk.open.seq(), || matrix::column_choices(desk.project()));
    let name = choices
        .iter()
        .find(|(_, dimension)| *dimension == ask.columns)
        .map_or("Respondent group", |(name, _)| name.as_str());
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Codes by {}", name.to_lowercase())).font(strong_font(size::HEADING)).color(theme.ink));
        if let Some(counted) = counted {
            ui.label(RichText::new(matrix::base_words(&counted.matrix)).color(theme.quiet)).on_hover_text(
                "A source without a case is a case of its own. Cases with no source are not in the base. Words of one person in two sources of the same case count once.",
            );
        }
        ui.with_layout(UiLayout::right_to_left(Align::Center), |ui| {
            let Some(counted) = counted else { return };
            ui.menu_button("Export", |ui| {
                for (format, text) in [("csv", "Table for any program (.csv)"), ("xlsx", "Spreadsheet (.xlsx)")] {
                    if ui.button(text).clicked() {
                        let counted = Arc::clone(counted);
                        let table = TableOut { counted, layout: *layout, by: name.to_owned(), format };
                        out.ask(Request::Data(DataRequest::ExportTable(table)));
                        ui.close();
                    }
                }
            });
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Count").color(theme.quiet));
        let combo = ComboBox::from_id_salt("unit").selected_text(ask.unit.key()).width(120.0).show_ui(ui, |ui| {
            for unit in Unit::ALL {
                ui.selectable_value(&mut ask.unit, unit, unit.key()).on_hover_text(unit_tip(unit));
            }
        });
        drop(combo.response.on_hover_text(unit_tip(ask.unit)).accessible_name("What a number counts"));
        ui.label(RichText::new("by").color(theme.quiet));
        let combo = ComboBox::from_id_salt("columns").selected_text(name).width(170.0).show_ui(ui, |ui| {
            for (name, dimension) in choices {
                ui.selectable_value(&mut ask.columns, *dimension, name.as_str());
            }
        });
        drop(combo.response.accessible_name("What the columns are"));
        let combo = ComboBox::from_id_salt("whose").selected_text(ask.whose.title()).width(110.0).show_ui(ui, |ui| {
            for whose in Whose::ALL {
                ui.selectable_value(&mut ask.whose, whose, whose.title());
            }
        });
        drop(combo.response.accessible_name("Whose codings count"));
        ui.checkbox(&mut ask.interviewer, "Interviewer’s words too").on_hover_text("Also passages in which only the interviewer speaks. The interviewer is never counted as a respondent.");
        ui.separator();
        ui.checkbox(&mut layout.top_only, "Top codes only");
        ui.checkbox(&mut layout.hide_empty, "Hide empty");
        if ui.checkbox(&mut layout.turned, "Transpose").changed() {
            layout.by = By::Order;
        }
        if let Some(table) = table.filter(|table| table.hidden > 0) {
            let hidden = counted_rows(table.hidden);
            ui.label(RichText::new(format!("{hidden} hidden")).font(ui_font(size::SMALL)).color(theme.quiet));
        }
    });
}

fn counted_rows(hidden: usize) -> String {
    counted(
        u64::try_from(hidden).unwrap_or(u64::MAX),
        "empty code",
        "empty codes",
    )
}

const fn unit_tip(unit: Unit) -> &'static str {
    match unit {
        Unit::Cases => {
            "Each case once, however often it says it. A source without a case is its own."
        }
        Unit::Sources => "Each transcript or file once.",
        Unit::Respondents => "Each person who answers once; never the interviewer.",
        Unit::References => "Coded passages. Passages that overlap are one, whoever coded them.",
        Unit::Words => "Words in coded passages, each once.",
    }
}
