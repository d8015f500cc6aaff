//! Draws sheets that a person may size: lists and forms that want more room than a question does.

use egui::{Align2, Id, Key, Popup, Ui, Vec2, Window, vec2};

/// Draws a sheet over the desk. Answers whether it stays open.
pub(super) fn sized_sheet_ui(
    title: &str,
    id: &str,
    size: Vec2,
    ui: &Ui,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let mut open = true;
    Window::new(title)
        .id(Id::unique(id))
        .open(&mut open)
        .collapsible(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .default_size(size)
        .show(ui.ctx(), content);
    open
}

/// A size, or as much of it as the desk has room for.
pub(super) fn fitting(size: Vec2, ui: &Ui) -> Vec2 {
    size.min(ui.ctx().content_rect().size() - vec2(60.0, 120.0))
}

/// Whether Escape was pressed.
pub(super) fn escaped(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Escape))
}

/// Tells the Escape that leaves a sheet from one that leaves a field or a list in it.
#[derive(Debug, Default)]
pub(super) struct LastEscape {
    /// Whether a field or a list had the keyboard in the last frame: the Escape that leaves it leaves nothing else.
    held: bool,
}

impl LastEscape {
    /// Whether Escape leaves the sheet. To be asked once a frame, after the sheet was drawn.
    pub(super) fn leaves(&mut self, ui: &Ui) -> bool {
        let held = ui.ctx().text_edit_focused() || Popup::is_any_open(ui.ctx());
        let free = !held && !self.held;
        self.held = held;
        free && escaped(ui)
    }
}
