//! Draws the page one sees with no project open.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Label, RichText, Sense, Ui, WidgetInfo, vec2};

use crate::action::Action;
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, reading_font, reading_strong, size, space, strong_font, ui_font};
use crate::widgets::rows::{self, Pen};

const WIDTH: f32 = 620.0;

/// Draws the welcome page.
pub fn welcome_ui(recent: &[PathBuf], busy: bool, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    let top = ((ui.available_height() - 480.0) * 0.4).max(space::L);
    ui.vertical_centered(|ui| {
        ui.add_space(top);
        ui.set_max_width(WIDTH);
        ui.label(RichText::new("Vouch").font(reading_strong(size::DISPLAY)).color(theme.ink));
        ui.add_space(space::XS);
        let promise = "Every number opens its quotes, and every quote can be vouched for.";
        ui.add(Label::new(RichText::new(promise).font(reading_font(size::READER)).color(theme.quiet)).wrap());
        ui.add_space(space::XXL);
        ui.add_enabled_ui(!busy, |ui| {
            // The one thing to do for somebody who is here for the first time.
            let sample = ui.scope(|ui| {
                ui.spacing_mut().button_padding = vec2(24.0, 9.0);
                rows::main_button(ui, theme, "Open the sample evaluation")
            });
            if sample.inner.accessible_name("Open the sample evaluation").clicked() {
                out.act(Action::OpenSample);
            }
            ui.add_space(space::XS);
            let note = "Interviews, a focus group and case files of an invented family service, coded by two people.";
            ui.add(Label::new(RichText::new(note).font(ui_font(size::SMALL)).color(theme.quiet)).wrap());
            ui.add_space(space::L);
            two_buttons(ui, out);
        });
        ui.add_space(space::XL);
        recent_ui(recent, busy, theme, ui, out);
    });
}

fn two_buttons(ui: &mut Ui, out: &mut Outbox) {
    let each = 150.0;
    ui.horizontal(|ui| {
        ui.add_space((ui.available_width() - 2.0 * each - space::S) / 2.0);
        for action in [Action::NewProject, Action::OpenProject] {
            let button = egui::Button::new(action.spec().text).min_size(vec2(each, 32.0));
            if ui
                .add(button)
                .on_hover_text(action.spec().tooltip)
                .clicked()
            {
                out.act(action);
            }
        }
    });
}

fn recent_ui(recent: &[PathBuf], busy: bool, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    if recent.is_empty() {
        ui.label(
            RichText::new("A project is one file. Nothing leaves this computer.")
                .font(ui_font(size::SMALL))
                .color(theme.faint),
        );
        return;
    }
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(WIDTH, 10.0), layout, |ui| {
        ui.label(
            RichText::new("  Recent projects")
                .font(strong_font(size::SMALL))
                .color(theme.quiet),
        );
        ui.spacing_mut().item_spacing.y = 0.0;
        for path in recent {
            let name = stem(path);
            let folder = path
                .parent()
                .map(|folder| folder.display().to_string())
                .unwrap_or_default();
            let sense = if busy { Sense::hover() } else { Sense::click() };
            let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, 32.0), sense);
            response
                .widget_info(|| WidgetInfo::labeled(Role::Button, !busy, format!("Open {name}")));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, size::ROUND, theme.hover);
            }
            let painter = ui.painter();
            let drawn = Pen::text(theme).left(painter, rows::left_middle(rect, 10.0), &name, 240.0);
            let room = rect.right() - drawn.right() - 30.0;
            Pen::faint(theme).right(painter, rows::right_middle(rect, 10.0), &folder, room);
            if response.clicked() {
                out.ask(Request::OpenPath(path.clone()));
            }
        }
    });
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
