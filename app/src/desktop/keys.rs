//! The keyboard: which actions the keys of this frame invoke, and which keys a person changed.

use std::sync::Arc;

use egui::{Context, Event, KeyboardShortcut, Modifiers};

use crate::action::{Action, Scope, Spec, Standing, specs};
use crate::desk::{Notice, Sheet, Side, Tone, View};
use crate::desktop::Desktop;
use crate::message::KeyFault;
use crate::panels::reader;
use crate::shortcuts::{KeptKeys, Shortcuts};

impl Desktop {
    /// Puts the actions that keys invoke into the outbox.
    pub(super) fn take_keys(&mut self, ctx: &Context) {
        if self.state.sheet == Some(Sheet::Shortcuts) && self.panels.sheets.shortcuts.asks() {
            // The next key is to become a shortcut and invokes nothing.
            let shortcuts = &mut self.panels.sheets.shortcuts;
            return shortcuts.take_key(ctx, &self.shortcuts, &mut self.out);
        }
        // Enter leaves what was told of an import: it must not code what stands beneath it.
        let is_told = matches!(self.state.sheet, Some(Sheet::Imported(_) | Sheet::Told(_)));
        if is_told
            && !ctx.text_edit_focused()
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Enter))
        {
            return self.out.ask(crate::outbox::Request::CloseSheet);
        }
        // An open menu has the keys: Escape closes it.
        let in_menu = egui::Popup::is_any_open(ctx);
        let reads = !in_menu
            && self.state.view == View::Read
            && self.state.waiting.is_none()
            && !self.state.sheet.as_ref().is_some_and(takes_keys);
        let focus = ctx.memory(egui::Memory::focused);
        let reading = reads && !ctx.text_edit_focused() && focus.is_none_or(is_reader);
        for action in invoked(ctx, &self.standing, reading) {
            self.out.act(action);
        }
        let is_closed_here = |sheet: &Sheet| !matches!(sheet, Sheet::Details(_) | Sheet::Sets(_));
        if self.state.sheet.as_ref().is_some_and(is_closed_here)
            && !ctx.text_edit_focused()
            && ctx.input(|input| input.key_pressed(egui::Key::Escape))
        {
            self.out.ask(crate::outbox::Request::CloseSheet);
        }
    }

    /// Takes the keys that the settings say were changed, and tells what of it is ignored.
    pub(super) fn read_keys(&mut self) {
        let (shortcuts, faults) = match &self.settings.keys {
            Some(kept) => Shortcuts::read(kept),
            None => (Shortcuts::default(), vec![KeyFault::NoEntries]),
        };
        self.shortcuts = Arc::new(shortcuts);
        self.standing.keys = Arc::clone(&self.shortcuts);
        if !faults.is_empty() {
            let said: Vec<String> = faults.iter().map(KeyFault::sentence).collect();
            let notice = Notice::new(
                Tone::Warn,
                "Some changed shortcuts in your settings are ignored.",
            );
            self.tell(notice.with(said.join(" ")));
        }
    }

    /// Gives an action these keys, and says who lost one.
    pub(super) fn give_keys(&mut self, action: Action, keys: Vec<KeyboardShortcut>) {
        let losers = Arc::make_mut(&mut self.shortcuts).give(action, keys);
        self.keys_changed(&losers);
    }

    /// Gives an action, or all of them, the keys they were shipped with.
    pub(super) fn reset_keys(&mut self, action: Option<Action>) {
        let losers = if let Some(action) = action {
            Arc::make_mut(&mut self.shortcuts).reset(action)
        } else {
            self.shortcuts = Arc::default();
            Vec::new()
        };
        self.keys_changed(&losers);
    }

    fn keys_changed(&mut self, losers: &[Action]) {
        let kept = self.settings.keys.get_or_insert_with(KeptKeys::new);
        self.shortcuts.keep(kept);
        self.keep_settings();
        self.standing.keys = Arc::clone(&self.shortcuts);
        for &loser in losers {
            let name = loser.spec().text;
            let text = if self.shortcuts.of(loser).is_empty() {
                format!("“{name}” has no key any more.")
            } else {
                format!("“{name}” has one key less.")
            };
            self.tell(Notice::new(Tone::Good, text));
        }
    }
}

/// Whether the keyboard is with a reader.
fn is_reader(id: egui::Id) -> bool {
    Side::ALL.into_iter().any(|side| id == reader::id(side))
}

/// Whether keys belong to the sheet while it is open.
fn takes_keys(sheet: &Sheet) -> bool {
    !matches!(sheet, Sheet::Imported(_))
}

/// The actions that this frame's keys invoke. Keys with more modifiers are looked at first, so that Ctrl+Shift+Z is
/// not taken for Ctrl+Z; while someone types, only keys with Ctrl or Alt and function keys count, and undo and copy
/// belong to the field.
fn invoked(ctx: &Context, standing: &Standing, reading: bool) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    let mut keys: Vec<(KeyboardShortcut, &'static Spec)> = specs()
        .flat_map(|spec| {
            standing
                .keys
                .of(spec.action)
                .iter()
                .map(move |&key| (key, spec))
        })
        .collect();
    keys.sort_by_key(|&(key, _)| std::cmp::Reverse(weight(key)));
    let mut found = Vec::new();
    for (key, spec) in keys {
        let belongs_to_field = typing && matches!(spec.action, Action::Undo | Action::Redo);
        let here = match spec.scope {
            Scope::Anywhere => !belongs_to_field,
            Scope::Reading => reading,
        };
        if here
            && spec.action.enabled(standing)
            && ctx.input_mut(|input| input.consume_shortcut(&key))
        {
            found.push(spec.action);
        }
    }
    // Systems turn Ctrl+C into an event of its own.
    if reading
        && standing.selection
        && ctx.input(|input| {
            input
                .events
                .iter()
                .any(|event| matches!(event, Event::Copy))
        })
    {
        found.push(Action::Copy);
    }
    found
}

fn weight(key: KeyboardShortcut) -> u8 {
    let held = key.modifiers;
    u8::from(held.shift) + u8::from(held.alt) + u8::from(held.command || held.ctrl)
}
