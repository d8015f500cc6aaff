//! The bars: menus, views and undo above, place and jobs below.

use egui::accesskit::Role;
use egui::containers::menu::{MenuBar, MenuButton};
use egui::{
    Align, Button, FontId, Label, Layout, ProgressBar, RichText, ScrollArea, Sense, Ui, WidgetInfo,
    vec2,
};

use project::{Seq, SourceId};

use crate::action::{Action, Menu, Standing};
use crate::data::{SEARCHING, STUDYING};
use crate::desk::{Desk, Kept, State, View};
use crate::jobs::JobLine;
use crate::message::cut;
use crate::outbox::{Outbox, Request};
use crate::settings::Look;
use crate::theme::{Theme, size, space, strong_font, ui_font};
use crate::view::{sources, steps, tally};
use crate::widgets::icon::{self, Icon};
use crate::widgets::working::working_ui;

/// With less room than this beside the views a project's name is not shown.
const LEAST_NAME: f32 = 90.0;

/// The room for the icons at the right end of the top bar, and between them and the views.
const ICONS: f32 = 160.0;

/// The room at the sides of a view's name in a narrow window, where all of them must fit.
const NARROW_TAB: f32 = 6.0;

/// What the status line remembers.
#[derive(Debug, Default)]
pub struct StatusPanel {
    share: Kept<(Seq, SourceId), u32>,
}

/// Draws the menus of all actions.
pub fn menus_ui(standing: &Standing, ui: &mut Ui, out: &mut Outbox) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            MenuButton::new(menu.title()).ui(ui, |ui| {
                ui.set_min_width(270.0);
                // In a low window, or with large text, a long menu is scrolled rather than cut off.
                let room = ui.ctx().content_rect().bottom() - ui.cursor().top() - 2.0 * space::M;
                ui.set_max_height(room.max(120.0));
                ScrollArea::vertical()
                    .max_height(room.max(120.0))
                    .show(ui, |ui| menu_ui(menu, standing, ui, out));
            });
        }
    });
}

/// Draws what a menu lists.
fn menu_ui(menu: Menu, standing: &Standing, ui: &mut Ui, out: &mut Outbox) {
    for spec in menu.entries() {
        if spec.starts_group {
            ui.separator();
        }
        let button = Button::new(spec.action.title(standing))
            .shortcut_text(standing.keys.text(spec.action, ui.ctx()));
        let response = ui
            .add_enabled(spec.action.enabled(standing), button)
            .on_hover_text(spec.tooltip);
        if response.clicked() {
            out.act(spec.action);
            ui.close();
        }
    }
}

/// Draws the top bar: the project's name, the views, and undo, redo, commands and look at the right end.
pub fn top_ui(
    project: Option<&str>,
    state: &State,
    standing: &Standing,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    ui.horizontal_centered(|ui| {
        let name = project.unwrap_or("Vouch");
        // In a narrow window the views come first, and a long name is cut.
        let views = project.map_or(0.0, |_| width_of_views(ui, theme));
        let room = ui.available_width() - views - ICONS;
        let is_narrow = room < LEAST_NAME;
        if !is_narrow {
            let title = RichText::new(name).font(strong_font(size::TITLE));
            let title = Label::new(title.color(theme.ink)).truncate();
            let wide = width_of(ui, theme, name, strong_font(size::TITLE));
            ui.add_sized([(wide + 2.0).min(room), size::ROW], title);
            ui.add_space(space::L);
        }
        if project.is_some() {
            for view in View::ALL {
                let sides = if is_narrow { NARROW_TAB } else { space::M };
                if tab_ui(ui, theme, view.title(), sides, state.view == view) {
                    out.ask(Request::Show(view));
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let (icon, name) = match theme.look {
                Look::Light => (Icon::Moon, "Change to dark"),
                Look::Dark => (Icon::Sun, "Change to light"),
            };
            action_icon(ui, theme, standing, icon, Action::ToggleLook, name, out);
            action_icon(
                ui,
                theme,
                standing,
                Icon::Commands,
                Action::CommandPalette,
                "All commands",
                out,
            );
            if project.is_some() {
                action_icon(
                    ui,
                    theme,
                    standing,
                    Icon::Redo,
                    Action::Redo,
                    &Action::Redo.title(standing),
                    out,
                );
                action_icon(
                    ui,
                    theme,
                    standing,
                    Icon::Undo,
                    Action::Undo,
                    &Action::Undo.title(standing),
                    out,
                );
            }
        });
    });
}

fn width_of(ui: &Ui, theme: &Theme, text: &str, font: FontId) -> f32 {
    let drawn = ui
        .painter()
        .layout_no_wrap(text.to_owned(), font, theme.ink);
    drawn.size().x
}

/// The room that the tabs of all views take beside a project's name.
fn width_of_views(ui: &Ui, theme: &Theme) -> f32 {
    let tab = |view: View| {
        let own = width_of(ui, theme, view.title(), strong_font(size::TEXT));
        own + 2.0 * space::M + ui.spacing().item_spacing.x
    };
    View::ALL.into_iter().map(tab).sum()
}

fn action_icon(
    ui: &mut Ui,
    theme: &Theme,
    standing: &Standing,
    icon: Icon,
    action: Action,
    name: &str,
    out: &mut Outbox,
) {
    let shortcut = standing.keys.text(action, ui.ctx());
    let response = icon::button_ui(ui, theme, icon, action.enabled(standing), name)
        .on_hover_text(format!("{name}  {shortcut}"));
    if response.clicked() {
        out.act(action);
    }
}

fn tab_ui(ui: &mut Ui, theme: &Theme, title: &str, sides: f32, chosen: bool) -> bool {
    let font = if chosen {
        strong_font(size::TEXT)
    } else {
        ui_font(size::TEXT)
    };
    let galley = ui
        .painter()
        .layout_no_wrap(title.to_owned(), font, theme.ink);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 2.0 * sides, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, title));
    let colour = if chosen { theme.ink } else { theme.quiet };
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::ROUND, theme.hover);
    }
    ui.painter().galley_with_override_text_color(
        rect.center() - galley.size() / 2.0,
        galley,
        colour,
    );
    if chosen {
        let line = egui::Rect::from_min_max(
            rect.left_bottom() + vec2(sides, -3.0),
            rect.right_bottom() + vec2(-sides, -0.5),
        );
        ui.painter().rect_filled(line, 1.0, theme.accent);
    }
    response.clicked()
}

/// Draws the status line: where one is, how much is coded, that all is saved, who codes, what runs.
pub fn status_ui(panel: &mut StatusPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let small = |text: String| {
            RichText::new(text)
                .font(ui_font(size::SMALL))
                .color(theme.quiet)
        };
        for (text, tip) in place_words(panel, desk) {
            let label = ui.label(small(text));
            if !tip.is_empty() {
                label.on_hover_text(tip);
            }
        }
        let coder = desk.project().coders().get(desk.open.coder);
        let name = coder.map_or_else(|| desk.settings.coder_name(), |coder| coder.name.clone());
        let button = Button::new(small(format!("Coding as {name}"))).frame(false);
        let tip = Action::CoderName.spec().tooltip;
        if ui.add(button).on_hover_text(tip).clicked() {
            out.act(Action::CoderName);
        }
        let in_file = desk.open.path.as_ref();
        let saved = if in_file.is_some() {
            "All changes saved"
        } else {
            "Kept in memory only"
        };
        let label = ui.label(small(saved.to_owned()));
        if let Some(path) = in_file {
            label.on_hover_text(path.display().to_string());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            jobs_ui(desk.jobs, theme, ui, out);
            done_ui(desk, ui, out);
        });
    });
}

/// Draws what was done last with the way to take it back: a click that coded must not go unseen.
fn done_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    // Undo takes back what was done last: it is offered here only where that is this step.
    let Some(done) = desk
        .state
        .done
        .as_ref()
        .filter(|done| Some(*done) == desk.standing.undo.as_ref())
    else {
        return;
    };
    let theme = desk.theme;
    let small = |text: &str| RichText::new(text.to_owned()).font(ui_font(size::SMALL));
    ui.spacing_mut().item_spacing.x = space::S;
    let keys = desk.standing.keys.text(Action::Undo, ui.ctx());
    let button = Button::new(small("Undo").color(theme.accent)).frame(false);
    if ui.add(button).on_hover_text(keys).clicked() {
        out.act(Action::Undo);
    }
    let words = Label::new(small(&cut(done, 90)).color(theme.quiet)).truncate();
    ui.add(words).on_hover_text(done);
}

/// Where one is and how much is coded, each with what it means.
fn place_words(panel: &mut StatusPanel, desk: &Desk) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let place = &desk.state.place;
    if let Some(source) = place.source.and_then(|id| desk.project().sources().get(id)) {
        let list = desk.project().turn_list(source.id).map(AsRef::as_ref);
        if let Some((turn, of)) = steps::turn_number(list, place.caret) {
            words.push((
                format!("{} · turn {turn} of {of}", source.name),
                String::new(),
            ));
        }
        let key = (desk.open.seq(), source.id);
        let share = panel
            .share
            .get(key, || tally::coded_share(desk.project(), source.id));
        words.push((
            format!("{share} % coded"),
            "The share of this source's characters that carry a code, by any coder.".to_owned(),
        ));
        if let Some(range) = place.selection() {
            let count = place
                .text
                .as_ref()
                .map_or(0, |text| project::text::count_words(text.slice(range)));
            words.push((
                format!(
                    "{} selected",
                    sources::counted(u64::from(count), "word", "words")
                ),
                String::new(),
            ));
        }
    }
    words
}

/// Draws the running jobs, each with its progress and a way to stop it.
pub fn jobs_ui(jobs: &[JobLine], theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    // Questions to the search and to the matrix are answered at once: to show them would only flicker.
    let at_once = [SEARCHING, STUDYING];
    for job in jobs
        .iter()
        .filter(|job| !at_once.contains(&job.title.as_str()))
    {
        let name = format!("Stop {}", job.title.to_lowercase());
        if icon::button_ui(ui, theme, Icon::Close, true, &name)
            .on_hover_text(&name)
            .clicked()
        {
            out.ask(Request::Stop(job.id));
        }
        if let Some(share) = job.progress.share() {
            ui.add(
                ProgressBar::new(share)
                    .desired_width(120.0)
                    .desired_height(6.0)
                    .fill(theme.accent),
            );
        } else {
            working_ui(ui, theme.quiet);
        }
        let note = job.progress.note();
        let text = if note.is_empty() {
            job.title.clone()
        } else {
            format!("{}: {note}", job.title)
        };
        ui.label(
            RichText::new(text)
                .font(ui_font(size::SMALL))
                .color(theme.quiet),
        );
    }
    if !jobs.is_empty() {
        // Progress is told without a word to the screen: look again soon.
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(120));
    }
}
