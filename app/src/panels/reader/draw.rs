//! The page itself: gutter, tints, selection, words and caret.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Galley, Painter, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use project::text::{CharIndex, CharRange, SourceText};

use super::scroll::space_above;
use super::{Columns, Page, ReaderPanel, Seen, View};
use crate::action::Action;
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{Tint, reading_font, size, strong_font, ui_font};
use crate::view::steps;
use crate::widgets::icon;
use crate::widgets::rows::Pen;

/// The size of letters that are not shown, in points: far below a pixel.
const UNSEEN: f32 = 0.01;
/// The most lines of a speaker's name, where what is said takes as many.
const NAME_LINES: usize = 4;

/// How long a flash lasts, in seconds.
const FLASH: f64 = 1.6;

/// Lays out blocks. egui keeps what was laid out in the last frame, so a block in sight costs a look-up.
pub(super) struct Layouter<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) text: &'a SourceText,
    pub(super) page: &'a Page,
    pub(super) columns: Columns,
    pub(super) painter: &'a Painter,
    /// What was laid out in this frame already: heights are asked for several times.
    made: RefCell<BTreeMap<usize, Arc<Galley>>>,
}

impl<'a> Layouter<'a> {
    pub(super) fn new(
        desk: &'a Desk<'a>,
        text: &'a SourceText,
        page: &'a Page,
        columns: Columns,
        painter: &'a Painter,
    ) -> Self {
        Self {
            desk,
            text,
            page,
            columns,
            painter,
            made: RefCell::default(),
        }
    }

    /// The words of a block, broken into lines.
    pub(super) fn galley(&self, at: usize) -> Arc<Galley> {
        let held = self.made.borrow().get(&at).map(Arc::clone);
        held.unwrap_or_else(|| {
            let galley = self.lay_out(at);
            self.made.borrow_mut().insert(at, Arc::clone(&galley));
            galley
        })
    }

    fn lay_out(&self, at: usize) -> Arc<Galley> {
        let block = self.page.blocks.get(at);
        let words = block.map_or("", |block| self.text.slice(block.range));
        let quiet = block
            .and_then(|block| self.page.heads.get(block.turn))
            .is_some_and(|head| head.interviewer);
        let theme = self.desk.theme;
        let format = TextFormat {
            font_id: reading_font(self.columns.font_size),
            color: if quiet { theme.quiet } else { theme.ink },
            line_height: Some(self.columns.line_height()),
            ..TextFormat::default()
        };
        let hidden = self.page.hidden.get(at).map_or(&[][..], Vec::as_slice);
        let start = block.map_or(CharIndex(0), |block| block.range.start());
        let mut job = LayoutJob::default();
        for (part, shown) in shown_parts(words, start, hidden) {
            let format = if shown {
                format.clone()
            } else {
                unseen(&format)
            };
            job.append(part, 0.0, format);
        }
        job.wrap = TextWrapping::wrap_at_width(self.columns.width);
        job.keep_trailing_whitespace = true;
        self.painter.layout_job(job)
    }

    /// The height of a block with the room above it.
    pub(super) fn height(&self, at: usize) -> f32 {
        let above = self
            .page
            .blocks
            .get(at)
            .map_or(0.0, |block| space_above(block, self.columns));
        self.galley(at).size().y + above
    }

    /// How far below the top of a block a place stands.
    pub(super) fn offset_of(&self, at: usize, place: CharIndex) -> f32 {
        let Some(block) = self.page.blocks.get(at) else {
            return 0.0;
        };
        let inside = place.get().saturating_sub(block.range.start().get());
        self.galley(at)
            .pos_from_cursor(egui::text::CCursor::new(inside))
            .top()
            + space_above(block, self.columns)
    }
}

/// Letters that keep their place and take no room.
fn unseen(format: &TextFormat) -> TextFormat {
    TextFormat {
        font_id: reading_font(UNSEEN),
        color: Color32::TRANSPARENT,
        ..format.clone()
    }
}

/// Words in parts: those that are shown, and those that are hidden. `start` is the place of the first letter.
fn shown_parts<'w>(words: &'w str, start: CharIndex, hidden: &[CharRange]) -> Vec<(&'w str, bool)> {
    let mut parts = Vec::with_capacity(hidden.len() * 2 + 1);
    let (mut rest, mut place) = (words, start.0);
    for range in hidden {
        for (end, shown) in [(range.start().0, true), (range.end().0, false)] {
            let count = end.saturating_sub(place) as usize;
            let byte = rest
                .char_indices()
                .nth(count)
                .map_or(rest.len(), |(byte, _)| byte);
            let (part, after) = rest.split_at(byte);
            if !part.is_empty() {
                parts.push((part, shown));
            }
            (rest, place) = (after, end);
        }
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push((rest, true));
    }
    parts
}

/// Draws gutter, tints, words and caret.
pub(super) fn page_ui(
    panel: &mut ReaderPanel,
    view: &View<'_>,
    ui: &Ui,
    painter: &Painter,
    out: &mut Outbox,
) {
    tints(panel, view, painter);
    matches(view, painter);
    flash(view, ui, painter);
    selection(view, painter);
    let theme = view.desk.theme;
    for seen in view.seen {
        painter.galley(seen.at, Arc::clone(&seen.galley), theme.ink);
        if seen.block.opens {
            gutter_ui(seen, view, ui, painter, out);
            bookmark_ui(seen, view, ui, painter, out);
        }
        spoken_ui(seen, view, ui);
    }
    panel.caret = view.caret(view.desk.place.caret);
    if let Some(caret) = panel.caret {
        let line = Rect::from_min_max(
            pos2(caret.left() - 0.75, caret.top() + 3.0),
            pos2(caret.left() + 0.75, caret.bottom() - 3.0),
        );
        let colour = if view.desk.is_front() {
            theme.accent
        } else {
            theme.faint
        };
        painter.rect_filled(line, 0.0, colour);
    }
}

/// The words of a block for those who hear them.
fn spoken_ui(seen: &Seen, view: &View<'_>, ui: &Ui) {
    let rect = seen.rect().intersect(view.columns.rect);
    let words = ui.interact(
        rect,
        view.id().with(("words", seen.block.range.start().0)),
        Sense::hover(),
    );
    words.widget_info(|| {
        let words = view.text.slice(seen.block.range);
        let start = seen.block.range.start();
        let parts = shown_parts(words, start, view.page.hidden_in(&seen.block));
        let shown: String = parts
            .iter()
            .filter(|part| part.1)
            .map(|part| part.0)
            .collect();
        WidgetInfo::labeled(Role::Paragraph, true, shown)
    });
}

fn gutter_ui(seen: &Seen, view: &View<'_>, ui: &Ui, painter: &Painter, out: &mut Outbox) {
    let theme = view.desk.theme;
    let Some(head) = view.page.heads.get(seen.block.turn) else {
        return;
    };
    let right = view.columns.text - 16.0;
    let width = right - view.columns.gutter;
    let line = view.columns.line_height();
    let rect = Rect::from_min_size(
        pos2(view.columns.gutter, seen.at.y),
        vec2(width, line.max(20.0)),
    );
    let response = ui.interact(
        rect.intersect(view.columns.rect),
        view.id().with(("turn", seen.block.turn)),
        Sense::click(),
    );
    let name = if head.speaker.is_empty() {
        format!("Turn {}", head.number)
    } else {
        format!("Turn {}, {}", head.number, head.speaker)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let middle = seen.at.y + line * 0.5;
    let number = format!("{}", head.number);
    let drawn = Pen::of(ui_font(size::TINY + 0.5), theme.faint).right(
        painter,
        pos2(right, middle),
        &number,
        44.0,
    );
    let colour = if response.hovered() {
        theme.accent
    } else if head.interviewer {
        theme.faint
    } else {
        theme.ink
    };
    let font = if head.interviewer {
        ui_font(size::SMALL)
    } else {
        strong_font(size::SMALL)
    };
    let at = pos2(drawn.left() - 7.0, middle);
    let width_of_name = at.x - view.columns.gutter;
    let rows = seen.galley.rows.len().min(NAME_LINES);
    let ends = Pen::of(font, colour).right_lines(painter, at, &head.speaker, width_of_name, rows);
    let below = (middle + line * 0.85).max(ends + 8.0);
    if !head.time.is_empty() && below < seen.at.y + seen.galley.size().y {
        Pen::of(ui_font(size::TINY), theme.faint).right(
            painter,
            pos2(right, below),
            &head.time,
            width,
        );
    }
    let response = response.on_hover_text(format!("{name}. Click to select all of it."));
    if response.clicked() {
        select_speech(seen.block.range.start(), view, out);
        response
            .ctx
            .memory_mut(|memory| memory.request_focus(view.id()));
    }
}

/// The ribbon of a bookmark between gutter and words. Where there is none, it shows under the pointer, and a click
/// sets it.
fn bookmark_ui(seen: &Seen, view: &View<'_>, ui: &Ui, painter: &Painter, out: &mut Outbox) {
    let theme = view.desk.theme;
    let line = view.columns.line_height();
    let rect = Rect::from_min_size(
        pos2(view.columns.text - 15.0, seen.at.y),
        vec2(13.0, line.max(20.0)),
    );
    let turn = seen.block.turn;
    let is_set = view.bookmarked.contains(&turn);
    let id = view.id().with(("bookmark", turn));
    let response = ui.interact(rect.intersect(view.columns.rect), id, Sense::click());
    let verb = if is_set { "Clear" } else { "Set" };
    let name = format!("{verb} bookmark at turn {}", turn + 1);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_set, &name));
    let strong = response.hovered() || response.has_focus();
    if is_set || strong {
        let middle = pos2(view.columns.text - 8.5, seen.at.y + line * 0.5);
        let colour = if is_set { theme.accent } else { theme.faint };
        icon::ribbon(painter, middle, colour, is_set);
    }
    let keys = view
        .desk
        .standing
        .keys
        .text(Action::ToggleBookmark, ui.ctx());
    let response = response.on_hover_text(format!("{verb} bookmark  {keys}"));
    if let (true, Some(source)) = (response.clicked(), view.desk.place.source) {
        out.ask(Request::ToggleBookmark(source, seen.block.range.start()));
    }
}

fn select_speech(place: CharIndex, view: &View<'_>, out: &mut Outbox) {
    let Some(source) = view.desk.place.source else {
        return;
    };
    if let Some(speech) = steps::speech_at(view.desk.project().turns(source), place) {
        out.ask(Request::Select {
            anchor: speech.start(),
            caret: speech.end(),
        });
    }
}

/// The part of a line that tints fill: the letters without the room between lines.
fn inked(rect: Rect, columns: Columns) -> Rect {
    let spare = (columns.line_height() - columns.font_size * 1.32).max(0.0) / 2.0;
    rect.shrink2(vec2(0.0, spare))
}

fn tints(panel: &ReaderPanel, view: &View<'_>, painter: &Painter) {
    let focus = view.desk.place.focus;
    let theme = view.desk.theme;
    for mark in view.marks_in_sight() {
        let strong = focus == Some(mark.coding) || panel.hovered == Some(mark.coding);
        let tint = theme.tint(mark.colour, if strong { Tint::Strong } else { Tint::Soft });
        for rect in view.seen.iter().flat_map(|seen| seen.rects(mark.range)) {
            let rect = inked(rect, view.columns);
            painter.rect_filled(rect, 2.0, tint);
            if strong {
                let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
                painter.rect_filled(foot, 0.0, theme.code(mark.colour));
            }
        }
    }
}

/// What is found in this source, as if marked with a pen.
fn matches(view: &View<'_>, painter: &Painter) {
    let finding = view.desk.state.finding.as_ref();
    let Some(finding) = finding.filter(|_| view.desk.is_front()) else {
        return;
    };
    let range = view.range();
    let first = finding
        .found
        .partition_point(|found| found.end() <= range.start());
    let in_sight = finding.found.iter().skip(first);
    let colour = view.desk.theme.flash.gamma_multiply(0.55);
    for &found in in_sight.take_while(|found| found.start() < range.end()) {
        for rect in view.seen.iter().flat_map(|seen| seen.rects(found)) {
            let rect = inked(rect, view.columns);
            painter.rect_filled(rect, 2.0, colour);
        }
    }
}

fn selection(view: &View<'_>, painter: &Painter) {
    let Some(range) = view.desk.place.selection() else {
        return;
    };
    for rect in view.seen.iter().flat_map(|seen| seen.rects(range)) {
        painter.rect_filled(
            inked(rect, view.columns).expand2(vec2(0.0, 1.0)),
            2.0,
            view.desk.theme.selection,
        );
    }
}

fn flash(view: &View<'_>, ui: &Ui, painter: &Painter) {
    let Some((range, since)) = view.desk.place.flash else {
        return;
    };
    let age = view.desk.now - since;
    if !(0.0..FLASH).contains(&age) {
        return;
    }
    // A share of a second or two: exact enough as a float.
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let left = (1.0 - age / FLASH) as f32;
    let colour = view.desk.theme.flash.gamma_multiply(left);
    for rect in view.seen.iter().flat_map(|seen| seen.rects(range)) {
        painter.rect_filled(inked(rect, view.columns).expand(2.5), 3.0, colour);
    }
    ui.ctx().request_repaint();
}
