//! Draws the list of all commands.

use egui::{Align2, Area, Frame, Id, Order, RichText, Ui, pos2, vec2};

use crate::action::{Spec, Standing};
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, size, ui_font};
use crate::view::typed;
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::rows::{self, Pen};

const WIDTH: f32 = 560.0;

/// Draws the list of all commands, in the upper middle of the window.
pub fn command_palette_ui(
    picker: &mut Picker,
    standing: &Standing,
    theme: &Theme,
    ui: &Ui,
    out: &mut Outbox,
) {
    let area = Area::new(Id::unique("commands"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 88.0));
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(WIDTH);
            let found = typed::commands(standing, &picker.letters);
            let list = Rows {
                count: found.len(),
                height: 380.0,
                keys: &[],
                name: "Commands",
            };
            let done = picker.ui(ui, theme, "Find a command", &list, |ui, at, marked| {
                let shown = found.get(at);
                shown.map_or((egui::Rect::NOTHING, false), |&(spec, enabled)| {
                    command_ui(spec, enabled, marked, standing, theme, ui)
                })
            });
            match done {
                Picked::Row(at) | Picked::RowAndMore(at) => {
                    if let Some((spec, true)) = found.get(at) {
                        out.ask(Request::CloseSheet);
                        out.act(spec.action);
                    }
                }
                Picked::Left => out.ask(Request::CloseSheet),
                Picked::Nothing | Picked::Key(_) => {}
            }
            if found.is_empty() {
                ui.label(RichText::new("No command has these letters.").color(theme.quiet));
            }
        });
    });
    if ui.input(|input| {
        input.pointer.primary_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !shown.response.rect.contains(at))
    }) {
        out.ask(Request::CloseSheet);
    }
}

fn command_ui(
    spec: &Spec,
    enabled: bool,
    marked: bool,
    standing: &Standing,
    theme: &Theme,
    ui: &mut Ui,
) -> (egui::Rect, bool) {
    let title = spec.action.title(standing);
    let label = format!("Command: {title}");
    let (rect, response) = rows::row_ui(ui, theme, size::ROW + 2.0, marked, &label);
    let painter = ui.painter();
    let pen = Pen::of(
        ui_font(size::TEXT),
        if enabled { theme.ink } else { theme.faint },
    );
    let keys = standing.keys.text(spec.action, ui.ctx());
    let keys = Pen::faint(theme).right(painter, rows::right_middle(rect, 10.0), &keys, 140.0);
    let name = pen.left(painter, rows::left_middle(rect, 10.0), &title, 300.0);
    let room = keys.left() - name.right() - 20.0;
    if room > 60.0 {
        let at = pos2(name.right() + 10.0, rect.center().y);
        Pen::faint(theme).left(painter, at, spec.tooltip, room);
    }
    (rect, response.clicked())
}
