//! Draws the coverage board: a row a question or indicator, a number for each group, and what is missing.

use analysis::{Board, BoardCell, BoardRow};
use egui::accesskit::Role;
use egui::{Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

use super::question::QuestionPanel;
use crate::data::{Behind, DataRequest};
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::theme::{mix, size, space, strong_font, ui_font};
use crate::view::frame::{beside, cell_words, number};
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::rows;

const ROW: f32 = 42.0;
const HEAD: f32 = 56.0;

/// How wide the parts are in a room of some width: the questions, a group, and what is missing.
fn widths(room: f32, groups: usize) -> (f32, f32, f32) {
    let (name, gap) = (
        (room * 0.27).clamp(180.0, 420.0),
        (room * 0.18).clamp(140.0, 300.0),
    );
    let group = column_width(room - name - gap, groups, (58.0, 150.0));
    let taken = group * f32::from(u8::try_from(groups).unwrap_or(u8::MAX));
    // With few groups there is room for the questions themselves.
    let names = (room - taken - gap).clamp(name, name.max(600.0));
    let gap = (room - taken - names).clamp(gap, gap.max(460.0));
    (names, group, gap)
}

/// Draws the board.
pub(super) fn board_ui(
    panel: &mut QuestionPanel,
    board: &Board,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if board.rows.is_empty() {
        none_ui(desk, ui, out);
        return;
    }
    let columns = board.groups.len() + 1;
    let (names, column, tail) = widths(ui.available_width() - 14.0, columns);
    let grid = Grid {
        id: "board",
        rows: board.rows.len(),
        columns,
        names,
        column,
        tail,
        head: HEAD,
        row: ROW,
        height: ui.available_height(),
    };
    grid.show(desk.theme, ui, |part, rect, ui| {
        let head = |words: &str| {
            let at = rect.left_bottom() + vec2(6.0, -7.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, words, rect.width() - 12.0);
        };
        match part {
            Part::Cell(at, group) => {
                if let Some(row) = board.rows.get(at) {
                    cell_ui((at, row), group, board, rect, desk, ui, out);
                }
            }
            Part::Name(at) => {
                if let Some(row) = board.rows.get(at) {
                    name_ui(panel, (at, row), board, rect, desk, ui);
                }
            }
            Part::Head(group) => head_ui(board, group, rect, desk, ui),
            Part::Corner => head("Question"),
            Part::Tail(at) => {
                if let Some(row) = board.rows.get(at) {
                    missing_ui(at, row, rect, desk, ui);
                }
            }
            Part::TailHead => head("What is missing"),
        }
    });
}

/// Draws ways to begin, while nothing is asked.
fn none_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let more = "Ask the first one beside this, bring in a table (vouch frame PROJECT.vouch import FRAME.csv), or begin with questions that are ready:";
    rows::empty_ui(ui, desk.theme, "No questions yet", more);
    ui.add_space(space::M);
    ui.vertical_centered(|ui| {
        for frame in codebooks::frame_starters() {
            let tip = format!("{}\n{}", frame.summary, frame.source);
            if ui.button(frame.title).on_hover_text(tip).clicked() {
                out.ask(Request::Data(DataRequest::TakeFrame(frame, false)));
            }
            let Some(codes) = codebooks::starter(frame.key) else {
                continue;
            };
            let tip = format!(
                "Adds the codebook “{}” with them, in one step; its codes answer the questions.",
                codes.title
            );
            let text = format!("{}, with its codes", frame.title);
            if ui.button(text).on_hover_text(tip).clicked() {
                out.ask(Request::Data(DataRequest::TakeFrame(frame, true)));
            }
        }
    });
}

/// A group by its place in the board, with its base; after the last, anybody.
fn group_at(board: &Board, at: usize) -> (&str, Option<u64>) {
    let group = board.groups.get(at);
    group.map_or(("Anybody", Some(board.base)), |group| {
        (group.value.as_str(), group.base)
    })
}

fn head_ui(board: &Board, at: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let (head, base) = group_at(board, at);
    let of = base.map_or_else(String::new, |base| format!("of {base}"));
    let (foot, width) = (rect.left_bottom() + vec2(6.0, -7.0), rect.width() - 8.0);
    rows::Pen::note(desk.theme).foot(ui.painter(), foot, &of, width);
    two_lines(head, foot - vec2(0.0, 16.0), width, desk, ui);
    let id = Id::unique(("group of board", at));
    ui.interact(rect, id, Sense::hover())
        .on_hover_text(format!("{head} {of}"));
}

/// Writes the name of a group in up to two lines that end above and right of a place. A word that is wider than the
/// column ends in "…" and is not broken.
fn two_lines(name: &str, end: egui::Pos2, width: f32, desk: &Desk, ui: &Ui) {
    let (painter, pen) = (ui.painter(), rows::Pen::head(desk.theme));
    let wide = |word: &str| {
        let font = strong_font(size::SMALL);
        let galley = painter.layout_no_wrap(word.to_owned(), font, desk.theme.quiet);
        galley.size().x > width
    };
    if name.split_whitespace().any(wide) {
        pen.foot(painter, end, name, width);
    } else {
        pen.two_lines(painter, end, egui::Align::LEFT, name, width);
    }
}

fn cell_ui(
    (at, row): (usize, &BoardRow),
    group: usize,
    board: &Board,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let (name, base) = group_at(board, group);
    let cell = row.groups.get(group).unwrap_or(&row.anybody);
    number_ui(
        (at, row),
        (group, (cell, name, base)),
        rect.shrink(2.0),
        desk,
        ui,
        out,
    );
    line_ui(rect, desk, ui);
}

/// Draws who has said nothing.
fn missing_ui(at: usize, row: &BoardRow, rect: Rect, desk: &Desk, ui: &Ui) {
    let gap = row.gap();
    let pen = rows::Pen::of(ui_font(size::SMALL), desk.theme.warn);
    // The head says that these are missing: the row names them.
    let who = gap.strip_prefix("No evidence from ").unwrap_or(&gap);
    let drawn = pen.left(
        ui.painter(),
        rows::left_middle(rect, 8.0),
        who,
        rect.width() - 12.0,
    );
    if !gap.is_empty() {
        let id = Id::unique(("missing", at));
        ui.interact(drawn, id, Sense::hover()).on_hover_text(&gap);
    }
    line_ui(rect, desk, ui);
}

/// Draws the line below a row.
fn line_ui(rect: Rect, desk: &Desk, ui: &Ui) {
    let line = (0.5, desk.theme.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

fn name_ui(
    panel: &mut QuestionPanel,
    (at, row): (usize, &BoardRow),
    board: &Board,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let look = desk.theme;
    let response = ui.interact(rect, Id::unique(("board row", at)), Sense::click());
    let chosen = panel.chosen == Some(row.question);
    let mut words = row.name.clone();
    if !row.evidence.is_empty() {
        words = format!("{words}: {}", row.evidence.join("; "));
    }
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &words));
    if response.clicked() {
        panel.choose(row.question);
    }
    if chosen || response.hovered() || response.has_focus() {
        let fill = if chosen { look.chosen } else { look.hover };
        ui.painter().rect_filled(rect, size::ROUND, fill);
    }
    let (indent, font) = if row.is_indicator {
        (22.0, ui_font(size::TEXT))
    } else {
        (6.0, strong_font(size::TEXT))
    };
    let below = match (row.is_indicator, beside(row, board.cases)) {
        (false, _) => row.heading.clone(),
        (true, beside) => beside,
    };
    let two = !below.is_empty();
    let y = if two { 12.0 } else { rect.height() / 2.0 };
    let width = rect.width() - indent - 8.0;
    line_ui(rect, desk, ui);
    let x = rect.left() + indent;
    rows::Pen::of(font, look.ink).left(ui.painter(), pos2(x, rect.top() + y), &row.name, width);
    if two {
        let at = pos2(x, rect.top() + 28.0);
        rows::Pen::note(look).left(ui.painter(), at, &below, width);
    }
    drop(response.on_hover_text(words));
}

fn number_ui(
    (at, row): (usize, &BoardRow),
    (nth, (cell, group, base)): (usize, (&BoardCell, &str, Option<u64>)),
    place: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let look = desk.theme;
    let words = cell_words(row, group, cell, base);
    let response = ui.interact(place, Id::unique(("board cell", at, nth)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    if cell.cases > 0 {
        let of = base.unwrap_or(cell.cases).max(1);
        let share = u16::try_from(cell.cases * 1000 / of).unwrap_or(1000);
        let share = f32::from(share.min(1000)) / 1000.0;
        let tint = mix(look.paper, look.accent, 0.08 + 0.3 * share);
        ui.painter().rect_filled(place, size::ROUND, tint);
    } else if row.silent.iter().any(|silent| silent == group) {
        let line = (1.0, mix(look.paper, look.warn, 0.6));
        let inside = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(place, size::ROUND, line, inside);
    }
    if response.hovered() || response.has_focus() {
        let inside = egui::StrokeKind::Inside;
        let line = (1.5, look.accent);
        ui.painter().rect_stroke(place, size::ROUND, line, inside);
    }
    let colour = if cell.cases > 0 { look.ink } else { look.faint };
    let pen = rows::Pen::of(ui_font(size::TEXT), colour);
    let text = number(row, cell, None);
    pen.left(
        ui.painter(),
        rows::left_middle(place, 6.0),
        &text,
        place.width() - 8.0,
    );
    if response.on_hover_text(&words).clicked() && cell.cases > 0 {
        let only = Behind {
            codings: cell.codings.iter().copied().collect(),
            words,
        };
        out.ask(Request::Excerpts(ExcerptFilter {
            only: Some(Arc::new(only)),
            ..ExcerptFilter::default()
        }));
    }
}
