//! Draws a list to pick a code from for many passages at once: type to find, Enter takes.

use codebooks::CodeId;
use egui::{Rect, RichText, Ui};
use project::Seq;

use super::code_palette;
use crate::data::CodeAsked;
use crate::desk::{Desk, Kept};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::typed::{self, CodeChoice};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::popup::Popup;

/// What the list remembers while it is open.
#[derive(Debug, Default)]
pub struct CodePicker {
    picker: Picker,
    rows: Kept<(Seq, String, bool, Option<CodeId>), Vec<CodeChoice>>,
    open: bool,
    /// Whether it was opened in this frame: the click that opened it must not close it.
    fresh: bool,
}

impl CodePicker {
    /// Opens the list, empty.
    pub fn open(&mut self) {
        *self = Self {
            open: true,
            fresh: true,
            ..Self::default()
        };
    }

    /// Whether the list is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }
}

const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 320.0;

/// Draws the list below `near`, or above it where there is no room, if it is open. Answers the code taken. New codes
/// are offered only with `may_make`.
pub fn code_picker_ui(
    picker: &mut CodePicker,
    title: &str,
    near: Rect,
    may_make: bool,
    desk: &Desk,
    ui: &Ui,
) -> Option<CodeAsked> {
    if !picker.open {
        return None;
    }
    let mut taken = None;
    let popup = Popup {
        name: "code picker",
        near: Some(near),
        width: WIDTH,
        height: HEIGHT + 84.0,
    };
    let outside = popup.show(ui, |ui| {
        ui.label(
            RichText::new(title)
                .font(strong_font(size::TEXT))
                .color(desk.theme.ink),
        );
        ui.add_space(space::XS);
        taken = list_ui(picker, may_make, desk, ui);
        ui.add_space(space::XS);
        ui.label(
            RichText::new("Enter takes the marked code · Esc leaves")
                .font(ui_font(size::SMALL))
                .color(desk.theme.faint),
        );
    });
    if taken.is_some() || (outside && !picker.fresh) {
        picker.open = false;
    }
    picker.fresh = false;
    taken
}

fn list_ui(panel: &mut CodePicker, may_make: bool, desk: &Desk, ui: &mut Ui) -> Option<CodeAsked> {
    let CodePicker {
        picker,
        rows: kept,
        open,
        ..
    } = panel;
    let letters = picker.letters.clone();
    let choices = kept.get(
        (desk.open.seq(), letters.clone(), may_make, desk.state.code),
        || {
            let mut choices = typed::code_choices(
                &desk.open.tree,
                &desk.state.recent,
                desk.state.code,
                &letters,
            );
            choices.retain(|choice| may_make || matches!(choice, CodeChoice::Known { .. }));
            choices
        },
    );
    let list = Rows {
        count: choices.len(),
        height: HEIGHT,
        keys: &[],
        name: "Codes",
    };
    let hint = if may_make {
        "Find or make a code"
    } else {
        "Find a code"
    };
    let picked = picker.ui(ui, desk.theme, hint, &list, |ui, at, marked| {
        code_palette::choice_ui(choices.get(at), marked, desk, ui)
    });
    match picked {
        Picked::Nothing | Picked::Key(_) => None,
        Picked::Row(at) | Picked::RowAndMore(at) => choices.get(at).map(|choice| match choice {
            CodeChoice::Known { code, .. } => CodeAsked::Known(*code),
            CodeChoice::New { parent, name, .. } => CodeAsked::New {
                parent: *parent,
                name: name.clone(),
            },
        }),
        Picked::Left => {
            *open = false;
            None
        }
    }
}
