//! A number of a table that opens what is behind it, and the head of its column.

use egui::accesskit::Role;
use egui::{Align2, Color32, Id, Rect, Sense, Ui, WidgetInfo, vec2};

use crate::theme::{Theme, mix, size, strong_font, ui_font};
use crate::view::sources::thousands;
use crate::widgets::rows;

/// A number as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    /// Tells it from others.
    pub id: Id,
    /// The number.
    pub n: u64,
    /// What it is out of.
    pub base: Option<u64>,
    /// How deep it is shaded: a part of a whole; none: not at all.
    pub heat: Option<(u64, u64)>,
    /// Whether it is a total.
    pub strong: bool,
    /// All there is to know of it, in words.
    pub words: &'a str,
}

/// Draws a number at the right of its place. A click on one that is more than nought answers true.
#[must_use]
pub fn number_ui(number: &Number<'_>, rect: Rect, theme: &Theme, ui: &Ui) -> bool {
    let response = ui.interact(rect, number.id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, number.words));
    let painter = ui.painter();
    let inner = rect.shrink(1.0);
    let any = number.n > 0;
    if let Some((part, whole)) = number.heat.filter(|_| any) {
        painter.rect_filled(inner, 3.0, shade(theme, share(part, whole)));
    }
    if (response.hovered() || response.has_focus()) && any {
        painter.rect_stroke(inner, 3.0, (1.5, theme.accent), egui::StrokeKind::Inside);
    }
    let mut right = rows::right_middle(rect, 8.0);
    if let Some(base) = number.base {
        let drawn = painter.text(
            right,
            Align2::RIGHT_CENTER,
            format!(" of {}", thousands(base)),
            ui_font(size::SMALL - 1.0),
            if any { theme.quiet } else { theme.faint },
        );
        right.x = drawn.left() - 1.0;
    }
    let (font, colour) = match (any, number.strong) {
        (false, _) => (ui_font(size::TEXT), theme.faint),
        (true, true) => (strong_font(size::TEXT), theme.ink),
        (true, false) => (ui_font(size::TEXT), theme.ink),
    };
    let text = thousands(number.n);
    painter.text(right, Align2::RIGHT_CENTER, text, font, colour);
    response.on_hover_text(number.words).clicked() && any
}

/// Draws the head of a column of numbers: its name in up to two lines, and below it what it is out of.
pub fn head_ui(name: &str, below: &str, rect: Rect, theme: &Theme, ui: &Ui) {
    let foot = if below.is_empty() { 6.0 } else { 22.0 };
    let at = rect.right_bottom() - vec2(8.0, foot);
    let width = rect.width() - 12.0;
    rows::Pen::head(theme).two_lines(ui.painter(), at, egui::Align::RIGHT, name, width);
    rows::Pen::of(ui_font(size::SMALL), theme.faint).right(
        ui.painter(),
        rect.right_bottom() + vec2(-8.0, -13.0),
        below,
        rect.width() - 10.0,
    );
}

/// A part of a whole, exact enough for a shade or a bar.
#[must_use]
pub fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 {
        return 0.0;
    }
    f32::from(u16::try_from(part.min(whole) * 1000 / whole).unwrap_or(1000)) / 1000.0
}

/// The shade of a cell: words on it stay readable, light and dark.
#[must_use]
pub fn shade(theme: &Theme, heat: f32) -> Color32 {
    mix(
        theme.paper,
        theme.accent,
        0.07 + 0.30 * heat.clamp(0.0, 1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::apart::contrast;

    #[test]
    fn numbers_stay_readable_on_every_shade() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for heat in [0.0, 0.25, 0.5, 0.75, 1.0] {
                let contrast = contrast(theme.ink, shade(&theme, heat));
                assert!(contrast >= 4.5, "{:?} {heat}: {contrast}", theme.look);
            }
        }
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert_eq!((share(1, 4), share(0, 0), share(9, 3)), (0.25, 0.0, 1.0));
    }
}
