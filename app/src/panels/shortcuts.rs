//! Draws the sheet of shortcuts, on which keys are looked up and changed.

use egui::{
    Button, Context, Event, Frame, Key, KeyboardShortcut, Label, Layout, Margin, RichText,
    ScrollArea, Ui, vec2,
};

use crate::action::{Action, Menu, Spec};
use crate::outbox::{Outbox, Request};
use crate::shortcuts::{Shortcuts, is_held_only, pressed};
use crate::theme::{Theme, size, space, strong_font, ui_font};
use crate::view::shortcuts::{MenuRows, Tried, shortcut_rows, try_key, with_key};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows;

/// What the sheet remembers while it is open.
#[derive(Debug, Default)]
pub struct ShortcutsPanel {
    letters: String,
    asked: Option<Asked>,
}

/// A key that is being asked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    action: Action,
    /// The key whose place it takes; none: one more.
    replaces: Option<KeyboardShortcut>,
    /// The key that was pressed and cannot simply be had.
    tried: Option<(KeyboardShortcut, Tried)>,
    /// Whether the question what to do with it has been put.
    put: bool,
}

impl ShortcutsPanel {
    /// Whether the keyboard belongs to the sheet: a key is asked for, or what to do with one that is taken.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.asked.is_some()
    }

    /// Takes the key that is asked for out of this frame's events.
    pub fn take_key(&mut self, ctx: &Context, keys: &Shortcuts, out: &mut Outbox) {
        let Some(mut asked) = self.asked else { return };
        let taken = matches!(asked.tried, Some((_, Tried::Taken(_))));
        let key = ctx.input_mut(|input| {
            let key = input.events.iter().find_map(key_of);
            let leaves = key.is_some_and(|key| key.logical_key == Key::Escape);
            if !taken || leaves {
                input
                    .events
                    .retain(|event| !matches!(event, Event::Key { .. } | Event::Text(_)));
            }
            key
        });
        let Some(key) = key else { return };
        if key.logical_key == Key::Escape {
            self.asked = None;
            return;
        }
        // Where the key is taken, buttons ask what to do, and have the keyboard.
        if taken {
            return;
        }
        let tried = try_key(keys, asked.action, key);
        if tried == Tried::Free {
            let list = with_key(keys.of(asked.action), asked.replaces, Some(key));
            out.ask(Request::GiveKeys(asked.action, list));
            self.asked = None;
        } else {
            asked.tried = Some((key, tried));
            self.asked = Some(asked);
        }
    }
}

/// The key of an event. Systems turn Ctrl+C and its like into events of their own.
fn key_of(event: &Event) -> Option<KeyboardShortcut> {
    let command = |key| Some(KeyboardShortcut::new(egui::Modifiers::COMMAND, key));
    if let Event::Key {
        key,
        pressed: true,
        repeat: false,
        modifiers,
        ..
    } = event
    {
        (!is_held_only(*key)).then(|| pressed(*key, *modifiers))
    } else if matches!(event, Event::Copy) {
        command(Key::C)
    } else if matches!(event, Event::Cut) {
        command(Key::X)
    } else if matches!(event, Event::Paste(_)) {
        command(Key::V)
    } else {
        None
    }
}

/// Draws the sheet.
pub fn shortcuts_ui(
    panel: &mut ShortcutsPanel,
    keys: &Shortcuts,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    rows::filter_ui(ui, theme, &mut panel.letters, "Find a command or a key");
    ui.add_space(space::XS);
    line_ui(panel, keys, theme, ui, out);
    let written = |action| {
        let keys: Vec<_> = keys
            .of(action)
            .iter()
            .map(|key| ui.ctx().format_shortcut(key))
            .collect();
        keys.join(" ")
    };
    let menus = shortcut_rows(&panel.letters, written);
    if menus.is_empty() {
        rows::empty_ui(ui, theme, "Nothing fits", "No command has these letters.");
        return;
    }
    let height = (ui.ctx().content_rect().height() - 230.0).max(160.0);
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            // Room for the bar.
            ui.set_max_width(ui.available_width() - space::M);
            ui.columns(2, |columns| {
                for MenuRows { menu, rows } in &menus {
                    let right = matches!(menu, Menu::Codes | Menu::Go | Menu::Help);
                    let Some(ui) = columns.get_mut(usize::from(right)) else {
                        continue;
                    };
                    ui.spacing_mut().item_spacing.y = 1.0;
                    rows::section_head(ui, theme, menu.title());
                    for spec in rows {
                        row_ui(panel, spec, keys, theme, ui, out);
                    }
                }
            });
        });
}

/// Draws what can be done, or what is asked for. It is always as high, so that the list stays where it is.
fn line_ui(
    panel: &mut ShortcutsPanel,
    keys: &Shortcuts,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let asked = panel.asked;
    let fill = if asked.is_some() {
        theme.chosen
    } else {
        theme.panel
    };
    let frame = Frame::new()
        .fill(fill)
        .corner_radius(size::ROUND)
        .inner_margin(Margin::symmetric(10, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(36.0);
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let words = if let Some(asked) = asked {
                asked_ui(panel, asked, keys, ui, out)
            } else {
                let reset = ui
                    .button("Reset all")
                    .on_hover_text("Give every command the keys it was shipped with.");
                if reset.clicked() {
                    out.ask(Request::ResetKeys(None));
                }
                "Click a key to change it, + for one more. Keys without Ctrl work while reading."
                    .to_owned()
            };
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                let colour = if asked.is_some() {
                    theme.ink
                } else {
                    theme.quiet
                };
                let words = RichText::new(words).font(ui_font(size::TEXT)).color(colour);
                ui.add(Label::new(words).wrap());
            });
            });
        });
    });
}

/// Draws the buttons beside what is asked for. Answers the words.
fn asked_ui(
    panel: &mut ShortcutsPanel,
    asked: Asked,
    keys: &Shortcuts,
    ui: &mut Ui,
    out: &mut Outbox,
) -> String {
    let name = asked.action.spec().text;
    let mut give = |panel: &mut ShortcutsPanel, key| {
        let list = with_key(keys.of(asked.action), asked.replaces, key);
        out.ask(Request::GiveKeys(asked.action, list));
        panel.asked = None;
    };
    if ui.button("Cancel").clicked() {
        panel.asked = None;
    }
    let written = |key: KeyboardShortcut| ui.ctx().format_shortcut(&key);
    match asked.tried {
        Some((key, Tried::Taken(owner))) => {
            let words = format!(
                "{} is the key of “{}” already.",
                written(key),
                owner.spec().text
            );
            let button = ui.button("Use it here");
            if !asked.put {
                button.request_focus();
                panel.asked = panel.asked.map(|asked| Asked { put: true, ..asked });
            }
            if button.clicked() {
                give(panel, Some(key));
            }
            words
        }
        Some((key, Tried::Refused(why))) => format!(
            "{} cannot be the key of “{name}”: {}.",
            written(key),
            why.reason()
        ),
        Some((_, Tried::Free)) | None => {
            let words = format!("Press the key for “{name}”, or Escape to leave it.");
            if asked.replaces.is_some() && ui.button("Remove key").clicked() {
                give(panel, None);
            }
            words
        }
    }
}

/// Draws an action: its name, its keys, one more, and back to the shipped ones.
fn row_ui(
    panel: &mut ShortcutsPanel,
    spec: &Spec,
    keys: &Shortcuts,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let action = spec.action;
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        ui.label(RichText::new(spec.text).font(ui_font(size::TEXT)))
            .on_hover_text(spec.tooltip);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            ui.spacing_mut().button_padding = vec2(7.0, 0.0);
            let add = small_ui(
                ui,
                theme,
                Icon::Plus,
                &format!("Add a key to {}", spec.text),
            );
            if add {
                panel.ask(action, None, ui);
            }
            if keys.is_changed(action)
                && small_ui(ui, theme, Icon::Undo, &format!("Reset {}", spec.text))
            {
                out.ask(Request::ResetKeys(Some(action)));
            }
            for &key in keys.of(action).iter().rev() {
                let text = ui.ctx().format_shortcut(&key);
                let asked = panel
                    .asked
                    .is_some_and(|asked| asked.action == action && asked.replaces == Some(key));
                let words = RichText::new(&text)
                    .font(strong_font(size::SMALL))
                    .color(theme.accent);
                let name = format!("Key of {}: {text}", spec.text);
                let button = Button::selectable(asked, words).min_size(vec2(24.0, 18.0));
                let button = ui.add(button.frame_when_inactive(true));
                if button.accessible_name(&name).clicked() {
                    panel.ask(action, Some(key), ui);
                }
            }
        });
    });
}

/// Draws a small button of an icon. Answers whether it was clicked.
fn small_ui(ui: &mut Ui, theme: &Theme, icon: Icon, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    let strong = response.hovered() || response.has_focus();
    if strong {
        ui.painter().rect_filled(rect, size::ROUND, theme.hover);
    }
    let colour = if strong { theme.ink } else { theme.faint };
    icon::paint(ui.painter(), icon, rect.center(), 11.0, colour);
    response.on_hover_text(name).clicked()
}

impl ShortcutsPanel {
    fn ask(&mut self, action: Action, replaces: Option<KeyboardShortcut>, ui: &Ui) {
        self.asked = Some(Asked {
            action,
            replaces,
            tried: None,
            put: false,
        });
        // A button that keeps the keyboard would be pressed by Enter and Space.
        ui.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }
}
