//! The mouse on the page: drag selects whole words, two clicks a word, three a sentence, one puts the caret and
//! focuses the coding there; the next click on the same words focuses the coding under it.

use egui::{CursorIcon, Response, Ui};
use project::text::{CharIndex, CharRange};

use super::{ReaderPanel, View};
use crate::outbox::{Outbox, Request};
use crate::view::reader::marks_at;
use crate::view::steps;

pub(super) fn pointer_ui(
    panel: &mut ReaderPanel,
    view: &View<'_>,
    ui: &Ui,
    response: &Response,
    out: &mut Outbox,
) {
    let point = ui.input(|input| input.pointer.latest_pos());
    let on_text = |point: egui::Pos2| {
        (view.columns.text - 12.0..=view.columns.text + view.columns.width + 12.0)
            .contains(&point.x)
    };
    if response.hovered() && point.is_some_and(on_text) {
        ui.ctx().set_cursor_icon(CursorIcon::Text);
    }
    if response.hovered() && panel.drag.is_none() {
        let place = point
            .filter(|&point| on_text(point))
            .and_then(|point| exactly_at(point, view));
        if let Some(mark) = place.and_then(|place| marks_at(view.marks, place).first().copied()) {
            panel.hovered = Some(mark.coding);
        }
    }
    if response.drag_started_by(egui::PointerButton::Primary) {
        let origin = ui.input(|input| input.pointer.press_origin());
        panel.drag = origin.and_then(|origin| view.char_at(origin));
        response.request_focus();
    }
    if let (Some(from), Some(point)) = (panel.drag, point)
        && response.dragged_by(egui::PointerButton::Primary)
    {
        drag_to(from, point, panel, view, ui, out);
    }
    if response.drag_stopped() {
        panel.drag = None;
    }
    clicks(view, response, ui, out);
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter {
            tab: false,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        memory.set_focus_lock_filter(view.id(), filter);
    });
}

/// The character under a point, only if words are there.
fn exactly_at(point: egui::Pos2, view: &View<'_>) -> Option<CharIndex> {
    let seen = view.seen.iter().find(|seen| seen.rect().contains(point))?;
    Some(seen.char_at(point))
}

fn drag_to(
    from: CharIndex,
    point: egui::Pos2,
    panel: &mut ReaderPanel,
    view: &View<'_>,
    ui: &Ui,
    out: &mut Outbox,
) {
    let rect = view.columns.rect;
    let over = if point.y > rect.bottom() - 12.0 {
        point.y - rect.bottom() + 12.0
    } else if point.y < rect.top() + 12.0 {
        point.y - rect.top() - 12.0
    } else {
        0.0
    };
    if over != 0.0 {
        panel.scroll.nudge((over * 0.5).clamp(-24.0, 24.0));
        ui.ctx().request_repaint();
    }
    let Some(to) = view.char_at(point) else {
        return;
    };
    if to == from {
        return;
    }
    let words = view.text.snap_to_words(CharRange::new(from, to));
    let (anchor, caret) = if to >= from {
        (words.start(), words.end())
    } else {
        (words.end(), words.start())
    };
    out.ask(Request::Select { anchor, caret });
}

fn clicks(view: &View<'_>, response: &Response, ui: &Ui, out: &mut Outbox) {
    let place = response
        .interact_pointer_pos()
        .and_then(|point| view.char_at(point));
    let Some(place) = place else { return };
    let turns = view
        .desk
        .place
        .source
        .map(|source| view.desk.project().turns(source))
        .unwrap_or_default();
    let held = view.desk.place.anchor;
    if response.triple_clicked() {
        if let Some(sentence) = steps::sentence_at(view.text, turns, place) {
            out.ask(Request::Select {
                anchor: sentence.start(),
                caret: sentence.end(),
            });
        }
    } else if response.double_clicked() {
        let word = view.text.snap_to_words(CharRange::new(
            place,
            CharIndex(place.0.saturating_add(1).min(view.text.characters())),
        ));
        out.ask(Request::Select {
            anchor: word.start(),
            caret: word.end(),
        });
    } else if response.clicked() {
        response.request_focus();
        if ui.input(|input| input.modifiers.shift) {
            let words = view.text.snap_to_words(CharRange::new(held, place));
            let (anchor, caret) = if place >= held {
                (words.start(), words.end())
            } else {
                (words.end(), words.start())
            };
            out.ask(Request::Select { anchor, caret });
            return;
        }
        out.ask(Request::Select {
            anchor: place,
            caret: place,
        });
        out.ask(Request::Focus(next_focus(place, view)));
    }
}

/// The shortest coding at a place; if it is focused already, the next longer one, and so on round.
fn next_focus(place: CharIndex, view: &View<'_>) -> Option<project::CodingId> {
    let here = marks_at(view.marks, place);
    let at = view
        .desk
        .place
        .focus
        .and_then(|focus| here.iter().position(|mark| mark.coding == focus));
    let next = at.map_or(0, |at| (at + 1) % here.len().max(1));
    here.get(next).map(|mark| mark.coding)
}
