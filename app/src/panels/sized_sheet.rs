//! Draws sheets that a person may size: lists and forms that want more room than a question does.

use egui::{Align2, Id, Key, Popup, Ui, Vec2, Window, vec2};

use crate::theme::{Theme, space};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows;

/// Draws a sheet over the desk. Answers whether it stays open.
pub(super) fn sized_sheet_ui(
    title: &str,
    id: &str,
    size: Vec2,
    theme: &Theme,
    ui: &Ui,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let mut open = true;
    Window::new(title)
        .id(Id::unique(id))
        .title_bar(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .default_size(fitting(size, ui))
        .show(ui.ctx(), |ui| {
            rows::column_head(ui, theme, title, |ui| {
                open = !icon::button_ui(ui, theme, Icon::Close, true, "Close").clicked();
            });
            ui.add_space(space::XS);
            content(ui);
        });
    open
}

/// A size as the desk has room for it: less in a small window, a share of a large one.
pub(super) fn fitting(size: Vec2, ui: &Ui) -> Vec2 {
    fitting_in(size, ui.ctx().content_rect().size())
}

fn fitting_in(size: Vec2, desk: Vec2) -> Vec2 {
    let room = desk - vec2(60.0, 120.0);
    size.max(room * vec2(0.42, 0.62)).min(room)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_shrinks_with_a_small_window_and_grows_with_a_large_one() {
        let size = vec2(640.0, 520.0);
        assert_eq!(fitting_in(size, vec2(1280.0, 800.0)), size);
        assert_eq!(fitting_in(size, vec2(600.0, 420.0)), vec2(540.0, 300.0));
        assert_eq!(fitting_in(size, vec2(2560.0, 1440.0)), vec2(1050.0, 818.4));
    }
}
