//! Draws the page on how to search. A click on something that can be typed puts it into the field.

use egui::{Align, Button, FontId, Label, Layout, RichText, Ui, vec2};

use crate::desk::Desk;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::search_help::HelpPart;

/// How wide what can be typed is, and what it finds is at most.
const TYPED: f32 = 178.0;
const FINDS: f32 = 560.0;
/// From this width on both halves of the page stand side by side.
const WIDE: f32 = 1_700.0;

/// Draws the page; answers what was clicked.
pub(super) fn help_ui(parts: &[HelpPart], desk: &Desk, ui: &mut Ui) -> Option<String> {
    let is_head = |part: &HelpPart| matches!(part, HelpPart::Head(..));
    let second = parts.iter().skip(1).position(is_head).map(|at| at + 1);
    match second.filter(|_| ui.available_width() >= WIDE) {
        Some(at) => {
            let (first, second) = parts.split_at(at);
            ui.columns_const(|[left, right]| {
                let one = half_ui(first, desk, left);
                let other = half_ui(second, desk, right);
                one.or(other)
            })
        }
        None => half_ui(parts, desk, ui),
    }
}

fn half_ui(parts: &[HelpPart], desk: &Desk, ui: &mut Ui) -> Option<String> {
    let theme = desk.theme;
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 3.0;
    for part in parts {
        match part {
            HelpPart::Head(head, beside) => {
                ui.add_space(space::M);
                ui.horizontal(|ui| {
                    let head = RichText::new(as_title(head)).font(strong_font(size::TITLE));
                    ui.label(head.color(theme.ink));
                    ui.label(RichText::new(beside).color(theme.quiet));
                });
                ui.add_space(space::XS);
            }
            HelpPart::Entry(typed, finds) => {
                if entry_ui(typed, finds, desk, ui) {
                    clicked = Some(typed.clone());
                }
            }
            HelpPart::Words(words) => {
                ui.add_space(space::S);
                ui.vertical(|ui| {
                    ui.set_max_width(ui.available_width().min(TYPED + FINDS));
                    ui.add(Label::new(RichText::new(words).color(theme.quiet)).wrap());
                });
                ui.add_space(space::XS);
            }
        }
    }
    clicked
}

/// Draws something that can be typed, and what it finds; answers whether it was clicked.
fn entry_ui(typed: &str, finds: &str, desk: &Desk, ui: &mut Ui) -> bool {
    let theme = desk.theme;
    ui.horizontal_top(|ui| {
        let column = vec2(TYPED, 20.0);
        let left = Layout::left_to_right(Align::Min);
        let button = ui.allocate_ui_with_layout(column, left, |ui| {
            ui.set_min_width(TYPED);
            let typed = RichText::new(typed).font(FontId::monospace(size::SMALL));
            ui.add(Button::new(typed.color(theme.accent)).frame(false))
        });
        ui.vertical(|ui| {
            ui.set_max_width(ui.available_width().min(FINDS));
            let finds = RichText::new(finds).font(ui_font(size::TEXT));
            ui.add(Label::new(finds.color(theme.ink)).wrap());
        });
        let button = button.inner.on_hover_text("Put this into the field");
        button.clicked()
    })
    .inner
}

/// A heading in capitals, as one that is not shouted.
fn as_title(head: &str) -> String {
    crate::message::capital(&head.to_lowercase())
}
