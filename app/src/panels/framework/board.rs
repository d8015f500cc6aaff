//! Draws the coverage board: a row a question or indicator, a number for each group, and what is missing.

use analysis::{Board, BoardCell, BoardRow};
use egui::accesskit::Role;
use egui::{Id, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

use super::question::QuestionPanel;
use crate::data::{Behind, DataRequest};
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::theme::{mix, size, space, strong_font, ui_font};
use crate::view::frame::{beside, cell_words, number};
use crate::widgets::rows;

const ROW: f32 = 42.0;
const HEAD: f32 = 56.0;

/// Widths at this size of the window.
#[derive(Clone, Copy)]
struct Widths {
    name: f32,
    group: f32,
    gap: f32,
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
    let width = ui.available_width() - 12.0;
    let height = ui.available_height();
    let count = f32::from(u8::try_from(board.groups.len() + 1).unwrap_or(u8::MAX));
    let name = (width * 0.27).clamp(180.0, 420.0);
    let gap = (width * 0.18).clamp(140.0, 300.0);
    let group = ((width - name - gap) / count).clamp(58.0, 130.0);
    // With few groups there is room for the questions themselves.
    let name = (width - group * count - gap).clamp(name, 420.0_f32.max(name));
    let widths = Widths { name, group, gap };
    let all = name + group * count + gap;
    ScrollArea::horizontal()
        .id_salt("board across")
        .auto_shrink([false, false])
        .max_height(height)
        .show(ui, |ui| {
            ui.set_min_width(all);
            heads_ui(board, widths, desk, ui);
            ScrollArea::vertical()
                .id_salt("board")
                .auto_shrink([false, false])
                .max_height(height - HEAD - 14.0)
                .min_scrolled_height(height - HEAD - 14.0)
                .show_rows(
                    ui,
                    ROW - ui.spacing().item_spacing.y,
                    board.rows.len(),
                    |ui, seen| {
                        for at in seen {
                            if let Some(row) = board.rows.get(at) {
                                row_ui(panel, (at, row), board, widths, desk, ui, out);
                            }
                        }
                    },
                );
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

fn heads_ui(board: &Board, widths: Widths, desk: &Desk, ui: &mut Ui) {
    let count = f32::from(u8::try_from(board.groups.len() + 1).unwrap_or(u8::MAX));
    let all = widths.name + widths.group * count + widths.gap;
    let (_, rect) = ui.allocate_space(vec2(all, HEAD));
    let pen = rows::Pen::head(desk.theme);
    let foot = |x: f32| pos2(rect.left() + x, rect.bottom() - 7.0);
    pen.foot(ui.painter(), foot(6.0), "Question", widths.name - 12.0);
    let mut x = widths.name;
    let note = rows::Pen::note(desk.theme);
    let groups = board.groups.iter();
    let heads = groups.map(|group| (group.value.as_str(), group.base));
    for (head, base) in heads.chain([("Anybody", Some(board.base))]) {
        let of = base.map_or_else(String::new, |base| format!("of {base}"));
        let width = widths.group - 8.0;
        note.foot(ui.painter(), foot(x + 6.0), &of, width);
        two_lines(head, foot(x + 6.0) - vec2(0.0, 16.0), width, desk, ui);
        let place = Rect::from_min_size(
            pos2(rect.left() + x, rect.top()),
            vec2(widths.group, rect.height()),
        );
        let id = Id::unique(("group of board", head));
        ui.interact(place, id, Sense::hover())
            .on_hover_text(format!("{head} {of}"));
        x += widths.group;
    }
    pen.foot(
        ui.painter(),
        foot(x + 8.0),
        "What is missing",
        widths.gap - 12.0,
    );
    let line = rect.left()..=rect.left() + all;
    ui.painter()
        .hline(line, rect.bottom() - 1.0, desk.theme.hairline());
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

fn row_ui(
    panel: &mut QuestionPanel,
    (at, row): (usize, &BoardRow),
    board: &Board,
    widths: Widths,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let look = desk.theme;
    let count = f32::from(u8::try_from(board.groups.len() + 1).unwrap_or(u8::MAX));
    let all = widths.name + widths.group * count + widths.gap;
    let (_, rect) = ui.allocate_space(vec2(all, ROW - ui.spacing().item_spacing.y));
    name_ui(panel, (at, row), board, widths, rect, desk, ui);
    let groups = row.groups.iter().zip(&board.groups);
    let cells = groups.map(|(cell, group)| (cell, group.value.as_str(), group.base));
    let anybody = (&row.anybody, "Anybody", Some(board.base));
    let mut x = rect.left() + widths.name;
    for (nth, cell) in cells.chain([anybody]).enumerate() {
        let place = Rect::from_min_size(pos2(x, rect.top()), vec2(widths.group, rect.height()));
        number_ui((at, row), (nth, cell), place.shrink(2.0), desk, ui, out);
        x += widths.group;
    }
    let gap = row.gap();
    let missing = pos2(x + 8.0, rect.center().y);
    let pen = rows::Pen::of(ui_font(size::SMALL), look.warn);
    // The head says that these are missing: the row names them.
    let who = gap.strip_prefix("No evidence from ").unwrap_or(&gap);
    let drawn = pen.left(ui.painter(), missing, who, widths.gap - 12.0);
    if !gap.is_empty() {
        let id = Id::unique(("missing", at));
        ui.interact(drawn, id, Sense::hover()).on_hover_text(&gap);
    }
    let line = rect.left()..=rect.left() + all;
    ui.painter().hline(line, rect.bottom(), (0.5, look.line));
}

fn name_ui(
    panel: &mut QuestionPanel,
    (at, row): (usize, &BoardRow),
    board: &Board,
    widths: Widths,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let look = desk.theme;
    let place = Rect::from_min_size(rect.min, vec2(widths.name, rect.height()));
    let response = ui.interact(place, Id::unique(("board row", at)), Sense::click());
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
        ui.painter().rect_filled(place, size::ROUND, fill);
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
    let width = widths.name - indent - 8.0;
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
