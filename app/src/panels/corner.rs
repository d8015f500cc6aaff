//! Draws notices in the lower right corner.

use egui::{Align2, Area, Frame, Id, Label, Order, RichText, Ui, vec2};

use crate::desk::{Notice, Tone};
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, size, space, ui_font};
use crate::widgets::icon::{self, Icon};

/// How long a good notice stays, in seconds of the desk's clock, and how long a hint does. Others stay until they are
/// taken away.
const STAYS: (f64, f64) = (4.0, 12.0);

/// How long a notice stays; none: until it is taken away. What wants attention and says no more is a hint.
fn stays(notice: &Notice) -> Option<f64> {
    match notice.tone {
        Tone::Good => Some(STAYS.0),
        Tone::Warn if notice.more.is_empty() => Some(STAYS.1),
        Tone::Warn | Tone::Bad => None,
    }
}

/// How wide a notice is.
const WIDTH: f32 = 400.0;

/// Draws the notices.
pub fn corner_ui(notices: &[Notice], theme: &Theme, ui: &Ui, out: &mut Outbox) {
    let ctx = ui.ctx();
    let now = ctx.input(|input| input.time);
    Area::new(Id::unique("corner"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -40.0))
        .interactable(true)
        .show(ctx, |ui| {
            for notice in notices {
                let since = ctx.data_mut(|data| {
                    *data.get_temp_mut_or_insert_with(Id::unique(("notice", notice.id)), || now)
                });
                if let Some(stays) = stays(notice) {
                    if now - since > stays {
                        out.ask(Request::Dismiss(notice.id));
                        continue;
                    }
                    ctx.request_repaint_after(std::time::Duration::from_millis(500));
                }
                notice_ui(notice, theme, ui, out);
                ui.add_space(space::S);
            }
        });
}

fn notice_ui(notice: &Notice, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    let colour = match notice.tone {
        Tone::Good => theme.good,
        Tone::Warn => theme.warn,
        Tone::Bad => theme.bad,
    };
    let frame = Frame::popup(ui.style())
        .stroke((1.0, colour))
        .inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        // Notices stand below one another with their edges in line.
        ui.set_width(WIDTH);
        ui.horizontal(|ui| {
            let (_, spot) = ui.allocate_space(vec2(8.0, 8.0));
            ui.painter().circle_filled(spot.center(), 4.0, colour);
            ui.vertical(|ui| {
                ui.set_width(WIDTH - 64.0);
                ui.add(Label::new(RichText::new(&notice.text).color(theme.ink)).wrap());
                if !notice.more.is_empty() {
                    ui.add(
                        Label::new(
                            RichText::new(&notice.more)
                                .font(ui_font(size::SMALL))
                                .color(theme.quiet),
                        )
                        .wrap(),
                    );
                }
            });
            if notice.tone != Tone::Good
                && icon::button_ui(ui, theme, Icon::Close, true, "Dismiss notice").clicked()
            {
                out.ask(Request::Dismiss(notice.id));
            }
        });
    });
}
