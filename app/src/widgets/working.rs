//! A sign that something is being worked on.

use std::f32::consts::TAU;
use std::time::Duration;

use egui::{Color32, Sense, Ui, Vec2};

/// How many dots go round.
const DOTS: u8 = 8;

/// How long each is the foremost. A sign that moves with every frame would have the screen drawn all the time, which without a
/// graphics card takes a processor away from the very work that is waited for.
const STEP: Duration = Duration::from_millis(150);

/// Draws dots that go round, a few steps a second.
pub fn working_ui(ui: &mut Ui, colour: Color32) {
    let side = ui.style().spacing.interact_size.y * 0.7;
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let steps = ui.input(|input| input.time) / STEP.as_secs_f64();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number below eight"
    )]
    let foremost = steps.rem_euclid(f64::from(DOTS)) as u8;
    for dot in 0..DOTS {
        let behind = (foremost + DOTS - dot) % DOTS;
        let strength = 1.0 - f32::from(behind) / f32::from(DOTS);
        let at = Vec2::angled(TAU * f32::from(dot) / f32::from(DOTS)) * side * 0.38;
        ui.painter().circle_filled(
            rect.center() + at,
            side * 0.08,
            colour.gamma_multiply(strength),
        );
    }
    ui.ctx().request_repaint_after(STEP);
}
