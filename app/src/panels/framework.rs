//! Draws what becomes findings: cases by themes with a summary in each cell, and the questions of the evaluation with
//! what answers them.

mod board;
mod cell;
mod question;

use std::sync::Arc;

use analysis::{Framework, FrameworkCell, FrameworkRow};
use codebooks::Colour;
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{ComboBox, Id, Rect, RichText, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::data::{DataRequest, FrameworkAsk, Laid, Shown};
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{mix, size, space, strong_font, ui_font};
use crate::view::framework::{beneath, cell_words, leaf};
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::rows;

/// What the framework remembers.
#[derive(Debug, Default)]
pub struct FrameworkPanel {
    ask: FrameworkAsk,
    /// The questions are shown, not the summaries.
    questions: bool,
    cell: cell::CellPanel,
    question: question::QuestionPanel,
}

const ROW: f32 = 104.0;
const HEAD: f32 = 40.0;
/// Width of what stands beside the table, a cell or a question: a share of it, within bounds.
const ASIDE: (f32, f32, f32) = (0.2, 340.0, 560.0);

/// Draws the framework.
pub fn framework_ui(panel: &mut FrameworkPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let study = &desk.state.data.framework;
    let found = study.found.clone();
    head_ui(panel, found.as_ref(), desk, ui, out);
    if panel.ask != study.ask {
        out.ask(Request::Data(DataRequest::Framework(panel.ask)));
    }
    let Some(found) = found else { return };
    ui.add_space(space::S);
    let all = Rect::from_min_size(ui.cursor().min, ui.available_size());
    let (share, least, most) = ASIDE;
    let middle = all.right() - (all.width() * share).clamp(least, most) - 14.0;
    let left = Rect::from_min_max(all.min, pos2(middle - 6.0, all.bottom()));
    let right = Rect::from_min_max(pos2(middle + 14.0, all.top()), all.max);
    ui.painter()
        .vline(middle, all.y_range(), desk.theme.hairline());
    let mut main = ui.new_child(UiBuilder::new().max_rect(left));
    let mut aside = ui.new_child(UiBuilder::new().max_rect(right));
    if panel.questions {
        board::board_ui(&mut panel.question, &found.board, desk, &mut main, out);
        question::question_ui(&mut panel.question, desk, &mut aside, out);
    } else {
        matrix_ui(panel, &found.framework, desk, &mut main);
        cell::cell_ui(&mut panel.cell, &found.framework, desk, &mut aside, out);
    }
    ui.allocate_rect(all, Sense::hover());
}

fn head_ui(
    panel: &mut FrameworkPanel,
    found: Option<&Arc<Laid>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let questions = panel.questions;
    let title = if questions {
        "What answers the questions"
    } else {
        "Cases by themes"
    };
    let parts = |ui: &mut Ui| {
        ui.selectable_value(&mut panel.questions, false, "Summaries");
        ui.selectable_value(&mut panel.questions, true, "Questions");
    };
    rows::view_head(ui, theme, title, parts, |ui| {
        let Some(found) = found else { return };
        let shown = if questions {
            Shown::Board(Arc::clone(found))
        } else {
            Shown::Framework(Arc::clone(found))
        };
        super::export_menu(&shown, ui, out);
    });
    ui.horizontal_wrapped(|ui| {
        if !panel.questions {
            ui.label(RichText::new("Themes").color(theme.quiet));
            let shown = panel.ask.under.map_or_else(
                || "At the top of the codebook".to_owned(),
                |code| format!("Under {}", desk.open.code_name(code)),
            );
            let combo = ComboBox::from_id_salt("framework themes")
                .selected_text(shown)
                .width(190.0)
                .show_ui(ui, |ui| {
                    let top = "At the top of the codebook";
                    ui.selectable_value(&mut panel.ask.under, None, top);
                    let tree = &desk.open.tree;
                    let parents = tree.order().iter();
                    for &code in parents.filter(|&&code| !tree.children(Some(code)).is_empty()) {
                        let name = format!("Under {}", desk.open.code_path(code));
                        ui.selectable_value(&mut panel.ask.under, Some(code), name);
                    }
                });
            drop(combo.response.accessible_name("Which codes are the themes"));
        }
        let ask = &mut panel.ask;
        super::whose_ui("framework whose", &mut ask.whose, &mut ask.coder, desk, ui);
        let Some(found) = found else { return };
        let note = if panel.questions {
            found.board.notes()
        } else {
            found.framework.notes()
        };
        let note = RichText::new(note.join(" ")).font(ui_font(size::SMALL));
        ui.label(note.color(theme.quiet));
    });
}

/// Draws cases by themes.
fn matrix_ui(panel: &mut FrameworkPanel, found: &Framework, desk: &Desk, ui: &mut Ui) {
    if found.rows.is_empty() || found.themes.is_empty() {
        let more = "Code some transcripts; each case is a row here, each theme a column, and each cell is yours to sum up.";
        rows::empty_ui(ui, desk.theme, "No cases or no themes yet", more);
        return;
    }
    let width = ui.available_width();
    let names = (width * 0.2).clamp(120.0, 280.0);
    let columns = found.themes.len();
    let grid = Grid {
        id: "framework",
        rows: found.rows.len(),
        columns,
        names,
        column: column_width(width - names - 12.0, columns, (170.0, 640.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height: ui.available_height(),
    };
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(row, theme) => {
            if let Some(row) = found.rows.get(row) {
                cell_ui(panel, row, theme, found, rect, desk, ui);
            }
        }
        Part::Name(row) => {
            if let Some(row) = found.rows.get(row) {
                case_ui(row, rect, desk, ui);
            }
        }
        Part::Head(theme) => {
            if let Some(theme) = found.themes.get(theme) {
                let (at, width) = (rect.left_bottom() + vec2(8.0, -8.0), rect.width() - 16.0);
                let shown = leaf(&theme.path);
                rows::Pen::head(desk.theme).foot(ui.painter(), at, shown, width);
                let line = rect.left() + 2.0..=rect.right() - 4.0;
                let colour = desk.theme.code(Colour::of_kind(theme.kind));
                ui.painter().hline(line, rect.bottom() - 3.0, (2.0, colour));
            }
        }
        Part::Corner => {
            let at = rect.left_bottom() + vec2(6.0, -8.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, "Case", rect.width() - 12.0);
        }
        Part::Tail(_) | Part::TailHead => {}
    });
}

/// Draws a case at the left of its row.
fn case_ui(row: &FrameworkRow, rect: Rect, desk: &Desk, ui: &Ui) {
    let theme = desk.theme;
    let strong = rows::Pen::of(strong_font(size::TEXT), theme.ink);
    let at = |y: f32| rect.left_top() + vec2(6.0, y);
    let width = rect.width() - 12.0;
    strong.left(ui.painter(), at(16.0), &row.case, width);
    rows::Pen::note(theme).left(ui.painter(), at(36.0), &row.group, width);
    let line = (0.5, theme.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// Draws what a case says on a theme; a click opens it beside the table.
fn cell_ui(
    panel: &mut FrameworkPanel,
    row: &FrameworkRow,
    at: usize,
    found: &Framework,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let Some((cell, of)) = row.cells.get(at).zip(found.themes.get(at)) else {
        return;
    };
    let id = Id::unique(("framework cell", row.of, of.code));
    let place = rect.shrink(2.0);
    let response = ui.interact(place, id, Sense::click());
    let words = cell_words(row, leaf(&of.path), cell);
    let chosen = panel.cell.is_on(row.of, of.code);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &words));
    if response.clicked() {
        panel.cell.choose(row.of, of.code);
    }
    let is_hot = response.hovered() || response.has_focus();
    draw_cell(cell, place, (chosen, is_hot), desk, ui);
    let line = (0.5, desk.theme.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

fn draw_cell(
    cell: &FrameworkCell,
    place: Rect,
    (chosen, is_hot): (bool, bool),
    desk: &Desk,
    ui: &Ui,
) {
    let theme = desk.theme;
    let fill = match (chosen, is_hot, &cell.summary) {
        (true, ..) => theme.chosen,
        (_, true, _) => theme.hover,
        (.., Some(_)) => mix(theme.paper, theme.ink, 0.03),
        _ => theme.paper,
    };
    ui.painter().rect_filled(place, size::ROUND, fill);
    if chosen {
        let line = (1.5, theme.accent);
        let inside = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(place, size::ROUND, line, inside);
    }
    if let Some(summary) = &cell.summary {
        let width = place.width() - 14.0;
        let font = ui_font(size::TEXT);
        let mut job = LayoutJob::simple(summary.text.clone(), font, theme.ink, width);
        job.wrap = TextWrapping {
            max_width: width,
            max_rows: 4,
            ..TextWrapping::default()
        };
        let galley = ui.painter().layout_job(job);
        let at = pos2(place.left() + 7.0, place.top() + 5.0);
        ui.painter().galley(at, galley, theme.ink);
    }
    let is_old = cell
        .summary
        .as_ref()
        .is_some_and(analysis::CellSummary::is_outdated);
    let colour = if is_old { theme.warn } else { theme.faint };
    rows::Pen::of(ui_font(size::SMALL), colour).foot(
        ui.painter(),
        pos2(place.left() + 7.0, place.bottom() - 4.0),
        &beneath(cell),
        place.width() - 14.0,
    );
}
