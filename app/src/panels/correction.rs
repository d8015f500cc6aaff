//! Draws the correction of a passage at the caret: the words in a field, and what moves with them.

use egui::{Key, KeyboardShortcut, Label, Modifiers, Rect, RichText, TextEdit, Ui};
use project::text::CharRange;

use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, space, strong_font, ui_font};
use crate::view::sources::counted;
use crate::widgets::popup::Popup;
use crate::widgets::rows;

const WIDTH: f32 = 440.0;
const HEIGHT: f32 = 220.0;

/// The most lines the field is high.
const LINES: usize = 8;

/// Draws the correction. `held` has the words as typed so far.
pub(super) fn correction_ui(
    held: &mut Option<String>,
    range: CharRange,
    desk: &Desk,
    caret: Option<Rect>,
    ui: &Ui,
    out: &mut Outbox,
) {
    let Some(text) = &desk.state.place.text else {
        out.ask(Request::CloseSheet);
        return;
    };
    let before = text.slice(range);
    let words = held.get_or_insert_with(|| before.to_owned());
    let popup = Popup {
        name: "correction",
        near: caret,
        width: WIDTH,
        height: HEIGHT,
    };
    if popup.show(ui, |ui| fields_ui(words, before, range, desk, ui, out)) {
        out.ask(Request::CloseSheet);
    }
}

fn fields_ui(
    words: &mut String,
    before: &str,
    range: CharRange,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    ui.label(
        RichText::new("Correct the text")
            .font(strong_font(size::TEXT))
            .color(theme.ink),
    );
    ui.add_space(space::XS);
    let leave = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let keep = ui.input_mut(|input| {
        !input.modifiers.shift && input.consume_key(Modifiers::NONE, Key::Enter)
    });
    let lines = before.lines().count() + before.chars().count() / 56;
    let edit = TextEdit::multiline(words)
        .font(reading_font(size::READER))
        .desired_rows(lines.clamp(1, LINES))
        .desired_width(f32::INFINITY)
        .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter));
    let field = ui.add(edit).accessible_name("Words of the text");
    if !field.has_focus() {
        field.request_focus();
    }
    ui.add_space(space::XS);
    ui.add(Label::new(RichText::new(moves_along(range, desk)).color(theme.quiet)).wrap());
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let pressed = rows::main_button(ui, theme, "Correct").clicked();
        if pressed || keep {
            if words != before {
                out.ask(Request::Correct(range, words.clone()));
            }
            out.ask(Request::CloseSheet);
        } else if ui.button("Cancel").clicked() || leave {
            out.ask(Request::CloseSheet);
        }
        ui.label(
            RichText::new("Enter corrects · Shift+Enter starts a line · Esc leaves")
                .font(ui_font(size::SMALL))
                .color(theme.faint),
        );
    });
}

/// What the correction takes with it.
fn moves_along(range: CharRange, desk: &Desk) -> String {
    let codings = desk.state.place.source.map_or(0, |source| {
        let codings = desk.project().codings_of(source);
        codings
            .filter(|coding| coding.range.overlaps(range))
            .count()
    });
    let codings = u64::try_from(codings).unwrap_or(u64::MAX);
    if codings == 0 {
        "No quote touches these words. All codings, memos and turns keep their places.".to_owned()
    } else {
        let quotes = counted(codings, "quote", "quotes");
        format!("{quotes} on these words will have them as corrected. Undo brings all back.")
    }
}
