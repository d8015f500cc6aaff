//! How egui's own controls look, so that they belong to the desk.

use egui::style::{Selection, WidgetVisuals};
use egui::{Color32, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};

use super::{Look, Theme, mix, size, space, strong_font, ui_font};

/// Gives a context the fonts' sizes, spaces and colours of a look.
pub fn apply(ctx: &egui::Context, theme: &Theme) {
    ctx.set_theme(match theme.look {
        Look::Light => egui::Theme::Light,
        Look::Dark => egui::Theme::Dark,
    });
    ctx.all_styles_mut(|style| style_of(style, theme));
}

fn style_of(style: &mut Style, theme: &Theme) {
    style.text_styles = [
        (TextStyle::Small, ui_font(size::SMALL)),
        (TextStyle::Body, ui_font(size::TEXT)),
        (TextStyle::Button, ui_font(size::TEXT)),
        (TextStyle::Heading, strong_font(size::HEADING)),
        (TextStyle::Monospace, egui::FontId::monospace(size::TEXT)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, 6.0);
    spacing.button_padding = vec2(10.0, 4.0);
    spacing.interact_size = vec2(36.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(14);
    spacing.menu_width = 320.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = egui::style::ScrollStyle {
        bar_width: 8.0,
        // That there is more than is seen must show before the pointer is there.
        dormant_handle_opacity: 0.35,
        ..egui::style::ScrollStyle::floating()
    };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.animation_time = 0.08;
    style.visuals = visuals(theme);
}

fn visuals(theme: &Theme) -> Visuals {
    let mut visuals = match theme.look {
        Look::Light => Visuals::light(),
        Look::Dark => Visuals::dark(),
    };
    visuals.panel_fill = theme.panel;
    visuals.window_fill = theme.raised;
    visuals.extreme_bg_color = theme.raised;
    visuals.text_edit_bg_color = Some(theme.raised);
    visuals.faint_bg_color = theme.hover;
    visuals.code_bg_color = theme.bar;
    visuals.window_stroke = theme.hairline();
    visuals.window_corner_radius = CornerRadius::same(size::ROUND_LARGE);
    visuals.menu_corner_radius = CornerRadius::same(size::ROUND_LARGE);
    visuals.window_shadow = shadow(theme, 10, 28);
    visuals.popup_shadow = shadow(theme, 6, 18);
    visuals.hyperlink_color = theme.accent;
    visuals.warn_fg_color = theme.warn;
    visuals.error_fg_color = theme.bad;
    visuals.weak_text_color = Some(theme.quiet);
    visuals.selection = Selection {
        bg_fill: theme.chosen,
        stroke: Stroke::new(1.0, theme.accent),
    };
    visuals.text_cursor.stroke = Stroke::new(1.5, theme.accent);
    visuals.indent_has_left_vline = false;
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = control(theme, Color32::TRANSPARENT, theme.line, theme.ink);
    // What can be ticked or written in has an edge one sees, also in the dark.
    let edge = mix(theme.line, theme.faint, 0.6);
    widgets.inactive = control(theme, theme.raised, edge, theme.ink);
    widgets.hovered = control(
        theme,
        theme.hover,
        mix(theme.line, theme.accent, 0.5),
        theme.ink,
    );
    widgets.active = control(theme, theme.chosen, theme.accent, theme.ink);
    widgets.open = control(theme, theme.hover, theme.line, theme.ink);
    visuals
}

fn control(theme: &Theme, fill: Color32, line: Color32, ink: Color32) -> WidgetVisuals {
    let fill = if fill == Color32::TRANSPARENT {
        theme.panel
    } else {
        fill
    };
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(size::ROUND),
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    }
}

fn shadow(theme: &Theme, down: i8, blur: u8) -> Shadow {
    Shadow {
        offset: [0, down],
        blur,
        spread: 0,
        color: theme.shadow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_reaches_every_control() {
        let ctx = egui::Context::default();
        apply(&ctx, &Theme::DARK);
        assert!(ctx.global_style().visuals.dark_mode);
        assert_eq!(ctx.global_style().visuals.panel_fill, Theme::DARK.panel);
        apply(&ctx, &Theme::LIGHT);
        assert_eq!(ctx.global_style().visuals.panel_fill, Theme::LIGHT.panel);
    }
}
