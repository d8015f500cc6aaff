//! Draws the matrix: codes against groups or anything else. Every number opens the excerpts behind it.

mod grid;

use std::sync::Arc;

use analysis::{Dimension, Unit};
use egui::{ComboBox, Label, RichText, Ui};
use project::{AttributeId, Seq};

use crate::data::{Counted, DataRequest, MatrixAsk, TableOut, What};
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, ui_font};
use crate::view::matrix::{self, By, Layout, NEAR, Table};
use crate::widgets::rows;

/// What the matrix remembers.
#[derive(Debug, Default)]
pub struct MatrixPanel {
    ask: MatrixAsk,
    layout: Layout,
    table: Kept<(u64, Layout), Arc<Table>>,
    choices: Kept<(Seq, Dimension, Dimension), Choices>,
}

impl MatrixPanel {
    /// Asks for another table, as the choices do.
    pub fn want(&mut self, ask: MatrixAsk) {
        self.ask = ask;
    }
}

/// What rows and columns can be, and what they are called now.
#[derive(Debug, Default)]
struct Choices {
    all: Vec<(String, Dimension)>,
    rows: Axis,
    columns: Axis,
    name: String,
}

/// What one side of the table is.
#[derive(Debug, Default)]
struct Axis {
    name: String,
    /// By what its values can be parted further.
    seconds: Vec<(String, AttributeId)>,
}

/// Draws the matrix.
pub fn matrix_ui(panel: &mut MatrixPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let before = panel.ask;
    let study = &desk.state.data.matrix;
    let counted = study.found.clone();
    let table = counted.as_ref().map(|counted| {
        let key = (study.serial, panel.layout);
        Arc::clone(panel.table.get(key, || {
            Arc::new(matrix::table(counted, &desk.open.tree, panel.layout))
        }))
    });
    title_ui(panel, counted.as_ref(), desk, ui, out);
    controls_ui(panel, table.as_deref(), desk, ui);
    if panel.ask != before || panel.ask != study.ask {
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
    let notes = matrix::notes(&counted);
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

/// Draws what the table is of, and the ways out.
fn title_ui(
    panel: &mut MatrixPanel,
    counted: Option<&Arc<Counted>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let layout = panel.layout;
    let name = choices_of(panel, desk).name.as_str();
    let base = |ui: &mut Ui| {
        if let Some(counted) = counted {
            rows::beside_title(ui, theme, matrix::base_words(counted)).on_hover_text(
                "A source without a case is a case of its own. Cases with no source are not in the base. Words of one person in two sources of the same case count once.",
            );
        }
    };
    rows::view_head(ui, theme, name, base, |ui| {
        let Some(counted) = counted else { return };
        ui.menu_button("Export", |ui| {
            ui.set_min_width(240.0);
            let table = |format| {
                let counted = Arc::clone(counted);
                TableOut {
                    counted,
                    layout,
                    format,
                }
            };
            for (format, text) in [
                ("xlsx", "Spreadsheet with the quotes behind (.xlsx)"),
                ("docx", "Table for the report (.docx)"),
                ("csv", "Table for any program (.csv)"),
            ] {
                if ui.button(text).clicked() {
                    out.ask(Request::Data(DataRequest::ExportTable(table(format))));
                    ui.close();
                }
            }
            ui.separator();
            if ui.button("Copy the table").clicked() {
                out.ask(Request::Data(DataRequest::CopyTable(table("csv"))));
                ui.close();
            }
        });
    });
}

fn choices_of<'p>(panel: &'p mut MatrixPanel, desk: &Desk) -> &'p Choices {
    let (rows, columns) = (panel.ask.rows, panel.ask.columns);
    panel.choices.get((desk.open.seq(), rows, columns), || {
        Choices::of(desk, rows, columns)
    })
}

impl Choices {
    fn of(desk: &Desk, rows: Dimension, columns: Dimension) -> Self {
        let project = desk.project();
        let axis = |dimension| Axis {
            name: matrix::axis_name(project, matrix::parted(project, dimension).0),
            seconds: matrix::second_choices(project, dimension),
        };
        Self {
            all: matrix::axis_choices(project),
            rows: axis(rows),
            columns: axis(columns),
            name: matrix::table_name(project, rows, columns),
        }
    }
}

/// Draws what is counted, by what, and how it is shown.
fn controls_ui(panel: &mut MatrixPanel, table: Option<&Table>, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let MatrixPanel {
        ask,
        layout,
        choices,
        ..
    } = panel;
    let key = (desk.open.seq(), ask.rows, ask.columns);
    let choices = choices.get(key, || Choices::of(desk, ask.rows, ask.columns));
    ui.horizontal_wrapped(|ui| {
        let quiet = |ui: &mut Ui, words: &str| {
            ui.label(RichText::new(words).color(theme.quiet));
        };
        quiet(ui, "Count");
        let combo = ComboBox::from_id_salt("unit").selected_text(ask.what.title()).width(96.0).show_ui(ui, |ui| {
            for what in What::ALL {
                ui.selectable_value(&mut ask.what, what, what.title()).on_hover_text(what_tip(what));
            }
        });
        drop(combo.response.on_hover_text(what_tip(ask.what)).accessible_name("What a number counts"));
        quiet(ui, "rows");
        axis_ui("rows", "What the rows are", &choices.all, &choices.rows, &mut ask.rows, desk, ui);
        quiet(ui, "columns");
        axis_ui("columns", "What the columns are", &choices.all, &choices.columns, &mut ask.columns, desk, ui);
        if (ask.rows, ask.columns) == (Dimension::Code, Dimension::Code) && ask.what != What::Coverage {
            let name = NEAR.iter().find(|(near, _)| *near == ask.near).map_or("near", |(_, name)| name);
            let combo = ComboBox::from_id_salt("near").selected_text(name).width(140.0).show_ui(ui, |ui| {
                for (near, name) in NEAR {
                    ui.selectable_value(&mut ask.near, near, name);
                }
            });
            drop(combo.response.accessible_name("When two codes meet"));
        }
        super::whose_ui("whose", &mut ask.whose, &mut ask.coder, desk, ui);
        ui.checkbox(&mut ask.interviewer, "Interviewer too").on_hover_text("Also passages in which only the interviewer speaks. The interviewer is never counted as a respondent.");
        ui.separator();
        ui.checkbox(&mut layout.top_only, "Top codes").on_hover_text("Each with all codes below it, counted once.");
        ui.checkbox(&mut layout.hide_empty, "Hide empty");
        if ui.checkbox(&mut layout.turned, "Transpose").changed() {
            layout.by = By::Order;
        }
        let hidden = table.map(matrix::hidden_words).unwrap_or_default();
        if !hidden.is_empty() {
            ui.label(RichText::new(hidden).font(ui_font(size::SMALL)).color(theme.quiet));
        }
    });
}

/// Draws the choice of what one side is, and of a second attribute that parts it further.
fn axis_ui(
    id: &str,
    name: &str,
    all: &[(String, Dimension)],
    axis: &Axis,
    dimension: &mut Dimension,
    desk: &Desk,
    ui: &mut Ui,
) {
    let (mut first, mut second) = matrix::parted(desk.project(), *dimension);
    let combo = ComboBox::from_id_salt(id)
        .selected_text(axis.name.as_str())
        .width(110.0)
        .show_ui(ui, |ui| {
            for (name, known) in all {
                ui.selectable_value(&mut first, *known, name.as_str());
            }
        });
    drop(combo.response.accessible_name(name));
    if !axis.seconds.is_empty() {
        let chosen = second
            .and_then(|second| axis.seconds.iter().find(|(_, known)| *known == second))
            .map_or_else(|| "not split".to_owned(), |(name, _)| format!("× {name}"));
        let combo = ComboBox::from_id_salt((id, "second"))
            .selected_text(chosen)
            .width(90.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut second, None, "not split");
                for (name, known) in &axis.seconds {
                    ui.selectable_value(&mut second, Some(*known), name.as_str());
                }
            });
        drop(combo.response.accessible_name(format!("{name}: split by")));
    }
    *dimension = matrix::joined(desk.project(), first, second);
}

const fn what_tip(what: What) -> &'static str {
    match what {
        What::Count(Unit::Cases) => {
            "Each case once, however often it says it. A source without a case is its own."
        }
        What::Count(Unit::Sources) => "Each transcript or file once.",
        What::Count(Unit::Respondents) => "Each person who answers once; never the interviewer.",
        What::Count(Unit::References) => {
            "Coded passages. Passages that overlap are one, whoever coded them."
        }
        What::Count(Unit::Words) => "Words in coded passages, each once.",
        What::Coverage => "Percent of the characters, each once however many codings cover it.",
    }
}
