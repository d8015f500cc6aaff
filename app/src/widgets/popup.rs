//! A small sheet beside what it is about: below it, or above it where there is no room below.

use egui::{Align2, Area, Frame, Id, Order, Pos2, Rect, Ui, Vec2, pos2, vec2};

/// Where such a sheet stands and how large it may become.
#[derive(Clone, Copy, Debug)]
pub struct Popup<'a> {
    /// Its name among the sheets.
    pub name: &'a str,
    /// What it is about: the caret, a button. None, or out of sight: the middle of the window.
    pub near: Option<Rect>,
    /// How wide its content is.
    pub width: f32,
    /// How high it may become.
    pub height: f32,
}

impl Popup<'_> {
    /// Draws the sheet; answers whether a press of the mouse elsewhere means that it is to go.
    pub fn show(&self, ui: &Ui, content: impl FnOnce(&mut Ui)) -> bool {
        let (at, pivot) = place(self.near, vec2(self.width, self.height), ui);
        let area = Area::new(Id::unique(self.name))
            .order(Order::Foreground)
            .fixed_pos(at)
            .pivot(pivot)
            .constrain(true);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(self.width);
                content(ui);
            });
        });
        ui.input(|input| {
            let at = input.pointer.interact_pos();
            let outside = |at| !shown.response.rect.contains(at);
            input.pointer.primary_pressed() && at.is_some_and(outside)
        })
    }
}

fn place(near: Option<Rect>, size: Vec2, ui: &Ui) -> (Pos2, Align2) {
    let screen = ui.ctx().content_rect();
    let near = near
        .filter(|near| screen.contains(near.center()))
        .unwrap_or_else(|| Rect::from_center_size(screen.center(), vec2(1.0, 1.0)));
    let above = near.bottom() + size.y + 6.0 > screen.bottom();
    let left = screen.left() + 8.0;
    let right = (screen.right() - size.x - 24.0).max(left);
    let x = near.left().clamp(left, right);
    if above {
        (pos2(x, near.top() - 6.0), Align2::LEFT_BOTTOM)
    } else {
        (pos2(x, near.bottom() + 6.0), Align2::LEFT_TOP)
    }
}
