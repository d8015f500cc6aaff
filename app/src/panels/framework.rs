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
use egui::{
    Align, ComboBox, Id, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use crate::data::{DataRequest, FrameworkAsk, Laid, Shown};
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{mix, size, space, strong_font, ui_font};
use crate::view::framework::{beneath, cell_words, leaf};
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
/// Width of what stands beside the table: a cell or a question.
const ASIDE: f32 = 340.0;

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
    let middle = all.right() - ASIDE - 14.0;
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
    ui.horizontal(|ui| {
        let title = if panel.questions {
            "What answers the questions"
        } else {
            "Cases by themes"
        };
        let title = RichText::new(title).font(strong_font(size::HEADING));
        ui.label(title.color(theme.ink));
        ui.selectable_value(&mut panel.questions, false, "Summaries");
        ui.selectable_value(&mut panel.questions, true, "Questions");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let Some(found) = found else { return };
            let shown = if panel.questions {
                Shown::Board(Arc::clone(found))
            } else {
                Shown::Framework(Arc::clone(found))
            };
            super::export_menu(&shown, ui, out);
        });
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
    let width = ui.available_width() - 12.0;
    let height = ui.available_height();
    let name = (width * 0.2).clamp(120.0, 190.0);
    let count = f32::from(u8::try_from(found.themes.len()).unwrap_or(u8::MAX));
    let column = ((width - name) / count).clamp(170.0, 420.0);
    let all = name + column * count;
    ScrollArea::horizontal()
        .id_salt("framework across")
        .auto_shrink([false, false])
        .max_height(height)
        .show(ui, |ui| {
            ui.set_min_width(all);
            let (_, rect) = ui.allocate_space(vec2(all, HEAD));
            let pen = rows::Pen::head(desk.theme);
            let foot = |x: f32| pos2(rect.left() + x, rect.bottom() - 8.0);
            pen.foot(ui.painter(), foot(6.0), "Case", name - 12.0);
            for (at, theme) in found.themes.iter().enumerate() {
                let x = name + column * f32::from(u8::try_from(at).unwrap_or(u8::MAX));
                let shown = leaf(&theme.path);
                pen.foot(ui.painter(), foot(x + 8.0), shown, column - 16.0);
                let line = rect.left() + x + 2.0..=rect.left() + x + column - 4.0;
                let colour = desk.theme.code(Colour::of_kind(theme.kind));
                ui.painter().hline(line, rect.bottom() - 2.0, (2.0, colour));
            }
            ScrollArea::vertical()
                .id_salt("framework")
                .auto_shrink([false, false])
                .max_height(height - HEAD - 14.0)
                .min_scrolled_height(height - HEAD - 14.0)
                .show_rows(
                    ui,
                    ROW - ui.spacing().item_spacing.y,
                    found.rows.len(),
                    |ui, seen| {
                        for row in found.rows.get(seen).unwrap_or_default() {
                            row_ui(panel, row, found, (name, column), desk, ui);
                        }
                    },
                );
        });
}

fn row_ui(
    panel: &mut FrameworkPanel,
    row: &FrameworkRow,
    found: &Framework,
    (name, column): (f32, f32),
    desk: &Desk,
    ui: &mut Ui,
) {
    let theme = desk.theme;
    let count = f32::from(u8::try_from(found.themes.len()).unwrap_or(u8::MAX));
    let width = name + column * count;
    let (_, rect) = ui.allocate_space(vec2(width, ROW - ui.spacing().item_spacing.y));
    let strong = rows::Pen::of(strong_font(size::TEXT), theme.ink);
    let at = |y: f32| pos2(rect.left() + 6.0, rect.top() + y);
    strong.left(ui.painter(), at(16.0), &row.case, name - 12.0);
    rows::Pen::note(theme).left(ui.painter(), at(36.0), &row.group, name - 12.0);
    for (nth, (cell, of)) in row.cells.iter().zip(&found.themes).enumerate() {
        let x = rect.left() + name + column * f32::from(u8::try_from(nth).unwrap_or(u8::MAX));
        let place = Rect::from_min_size(pos2(x, rect.top()), vec2(column, rect.height()));
        let place = place.shrink2(vec2(2.0, 2.0));
        let id = Id::unique(("framework cell", row.of, of.code));
        let response = ui.interact(place, id, Sense::click());
        let words = cell_words(row, leaf(&of.path), cell);
        let chosen = panel.cell.is_on(row.of, of.code);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &words));
        if response.clicked() {
            panel.cell.choose(row.of, of.code);
        }
        let is_hot = response.hovered() || response.has_focus();
        draw_cell(cell, place, (chosen, is_hot), desk, ui);
    }
    ui.painter().hline(
        rect.left()..=rect.left() + width,
        rect.bottom(),
        (0.5, theme.line),
    );
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
