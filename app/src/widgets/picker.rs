//! A field and a list below it: type to find, arrows to move, Enter to take. Both palettes are one.

use egui::{Event, InputState, Key, KeyboardShortcut, Modifiers, Rect, ScrollArea, TextEdit, Ui};

use crate::theme::{Theme, size, space, ui_font};

/// What is typed and which row is marked.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// What is typed.
    pub letters: String,
    /// The marked row, from 0.
    pub at: usize,
    /// Whether the field has had the focus since the picker opened.
    settled: bool,
}

/// What a person did with a picker in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// Nothing yet.
    Nothing,
    /// Took a row.
    Row(usize),
    /// Took a row and wants to say more.
    RowAndMore(usize),
    /// Pressed one of the list's own keys before any letter: which choice it stands for.
    Key(u8),
    /// Left.
    Left,
}

impl Picker {
    /// Empties the picker for the next time.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Draws field and list. `row` draws the nth row, told whether it is marked, and answers its place and whether
    /// it was clicked.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        hint: &str,
        list: &Rows<'_>,
        mut row: impl FnMut(&mut Ui, usize, bool) -> (Rect, bool),
    ) -> Picked {
        let mut picked = self.keys(ui, list);
        let before = self.letters.clone();
        let edit = TextEdit::singleline(&mut self.letters)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .font(ui_font(size::TITLE))
            .text_color(theme.ink)
            .margin(egui::Margin::symmetric(10, 8));
        let field = ui.add(edit).accessible_name(hint);
        if !self.settled || !field.has_focus() {
            field.request_focus();
            self.settled = true;
        }
        if self.letters != before {
            self.at = 0;
        }
        ui.add_space(space::XS);
        let moved = picked == Picked::Nothing
            && ui.input(|input| {
                input.key_pressed(Key::ArrowDown) || input.key_pressed(Key::ArrowUp)
            });
        ScrollArea::vertical()
            .max_height(list.height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for at in 0..list.count {
                    let (rect, clicked) = row(ui, at, at == self.at);
                    if at == self.at && (moved || self.letters != before) {
                        ui.scroll_to_rect(rect, None);
                    }
                    if clicked {
                        picked = Picked::Row(at);
                    }
                }
            });
        picked
    }

    fn keys(&mut self, ui: &Ui, list: &Rows<'_>) -> Picked {
        let end = list.count.saturating_sub(1);
        self.at = self.at.min(end);
        ui.input_mut(|input| {
            if self.letters.is_empty()
                && let Some(choice) = list
                    .keys
                    .iter()
                    .find_map(|&(key, choice)| pressed(input, key).then_some(choice))
            {
                return Picked::Key(choice);
            }
            for _ in 0..input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.at = if self.at >= end { 0 } else { self.at + 1 };
            }
            for _ in 0..input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.at = self.at.checked_sub(1).unwrap_or(end);
            }
            let any = list.count > 0;
            if input.consume_key(Modifiers::COMMAND, Key::Enter) && any {
                return Picked::RowAndMore(self.at);
            }
            if input.consume_key(Modifiers::NONE, Key::Enter) && any {
                return Picked::Row(self.at);
            }
            if input.consume_key(Modifiers::NONE, Key::Escape) {
                return Picked::Left;
            }
            Picked::Nothing
        })
    }
}

/// The list under a picker's field.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// How many rows there are.
    pub count: usize,
    /// How high the list may become.
    pub height: f32,
    /// Keys that take something before any letter is typed, each with the choice it stands for.
    pub keys: &'a [(KeyboardShortcut, u8)],
    /// The list's accessible name.
    pub name: &'a str,
}

/// Whether a key was pressed; it is taken out of what was typed. A bare digit is known by the text it types, which
/// is the same on every keyboard.
fn pressed(input: &mut InputState, key: KeyboardShortcut) -> bool {
    let name = key.logical_key.name();
    if key.modifiers.any() || !is_digit(name) {
        return input.consume_shortcut(&key);
    }
    let typed = |event: &Event| matches!(event, Event::Text(text) if text == name);
    let Some(at) = input.events.iter().position(typed) else {
        return false;
    };
    drop(input.events.remove(at));
    true
}

fn is_digit(name: &str) -> bool {
    name.len() == 1 && name.bytes().all(|sign| sign.is_ascii_digit())
}
