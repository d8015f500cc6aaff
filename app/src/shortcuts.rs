//! Shortcuts: the keys of each action, as shipped or as a person changed them. What was changed is kept in the
//! settings under the action's own name: `"keys": {"CodeSelection": ["Enter", "X"], "NextUncoded": []}`.

use std::collections::BTreeMap;

use egui::{Context, Key, KeyboardShortcut, ModifierNames, Modifiers};
use serde_json::Value;

use crate::action::{Action, Scope, Spec, specs};
use crate::message::{KeyFault, KeyRefusal};

/// What is kept in the settings: lists of keys, by the action's name. Entries that nothing here can read stay.
pub type KeptKeys = BTreeMap<String, Value>;

/// Which keys invoke which action. No key invokes two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcuts {
    keys: BTreeMap<Action, Vec<KeyboardShortcut>>,
}

impl Default for Shortcuts {
    fn default() -> Self {
        let shipped = specs().map(|spec| (spec.action, spec.keys.to_vec()));
        Self {
            keys: shipped.collect(),
        }
    }
}

impl Shortcuts {
    /// Reads what was changed, and says which entries are ignored.
    #[must_use]
    pub fn read(kept: &KeptKeys) -> (Self, Vec<KeyFault>) {
        let mut faults = Vec::new();
        let mut entries = BTreeMap::new();
        for (name, value) in kept {
            match entry_of(name, value) {
                Ok((action, keys)) => drop(entries.insert(action, keys)),
                Err(fault) => faults.push(fault),
            }
        }
        let mut read = Self::default();
        let mut given: BTreeMap<String, Action> = BTreeMap::new();
        // In the order of the menus, so that of two entries with one key always the same one counts.
        for spec in specs() {
            let Some(mut keys) = entries.remove(&spec.action) else {
                continue;
            };
            keys.retain(|&key| {
                let before = *given.entry(written(key)).or_insert(spec.action);
                if before != spec.action {
                    faults.push(KeyFault::Twice {
                        key: written(key),
                        first: before.spec().text,
                        second: spec.text,
                    });
                }
                before == spec.action
            });
            read.give(spec.action, keys);
        }
        (read, faults)
    }

    /// Writes what was changed. Entries of actions that are not known here stay as they are.
    pub fn keep(&self, kept: &mut KeptKeys) {
        for spec in specs() {
            let name = name_of(spec.action);
            if self.is_changed(spec.action) {
                let keys = self.of(spec.action).iter().copied().map(written);
                kept.insert(name, keys.map(Value::from).collect());
            } else {
                kept.remove(&name);
            }
        }
    }

    /// An action's keys; the first is shown in menus.
    #[must_use]
    pub fn of(&self, action: Action) -> &[KeyboardShortcut] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }

    /// An action's first key as the system writes it; "" for none.
    #[must_use]
    pub fn text(&self, action: Action, ctx: &Context) -> String {
        self.of(action)
            .first()
            .map(|key| ctx.format_shortcut(key))
            .unwrap_or_default()
    }

    /// How an action is invoked, to be said in a sentence: its key, or else where its menu has it.
    #[must_use]
    pub fn way(&self, action: Action) -> String {
        let spec = action.spec();
        self.of(action).first().map_or_else(
            || format!("{}, {}", spec.menu.title(), spec.text),
            |key| key.format(&ModifierNames::NAMES, cfg!(target_os = "macos")),
        )
    }

    /// The keys of an action that work beside a field somebody types in: those that type no letter.
    pub fn beside_typing(&self, action: Action) -> impl Iterator<Item = KeyboardShortcut> + '_ {
        self.of(action).iter().copied().filter(|&key| !types(key))
    }

    /// The keys that apply the nth recent code while nothing is typed yet: also bare digits, since no code's name
    /// needs to begin with one.
    pub fn beside_empty(&self, nth: u8) -> impl Iterator<Item = KeyboardShortcut> + '_ {
        let keys = self.of(Action::RecentCode(nth)).iter().copied();
        keys.filter(|&key| !types(key) || is_digit(key))
    }

    /// Whether an action has other keys than those it was shipped with.
    #[must_use]
    pub fn is_changed(&self, action: Action) -> bool {
        self.of(action) != action.spec().keys
    }

    /// The action that a key invokes.
    #[must_use]
    pub fn owner(&self, key: KeyboardShortcut) -> Option<Action> {
        let mut all = self.keys.iter();
        all.find(|(_, keys)| keys.contains(&key))
            .map(|(&action, _)| action)
    }

    /// Gives an action these keys and no others. Answers which actions lost a key to it.
    pub fn give(&mut self, action: Action, mut keys: Vec<KeyboardShortcut>) -> Vec<Action> {
        let mut seen = Vec::new();
        keys.retain(|&key| {
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        let mut losers = Vec::new();
        for (&other, held) in &mut self.keys {
            let before = held.len();
            held.retain(|key| other == action || !keys.contains(key));
            if held.len() < before {
                losers.push(other);
            }
        }
        self.keys.insert(action, keys);
        losers
    }

    /// Gives an action the keys it was shipped with. Answers which actions lost one of them.
    pub fn reset(&mut self, action: Action) -> Vec<Action> {
        self.give(action, action.spec().keys.to_vec())
    }
}

/// The name an action has in the settings: `CodeSelection`, `RecentCode1`.
#[must_use]
pub fn name_of(action: Action) -> String {
    format!("{action:?}").replace(['(', ')', ',', ' '], "")
}

fn entry_of(name: &str, value: &Value) -> Result<(Action, Vec<KeyboardShortcut>), KeyFault> {
    let spec = specs()
        .find(|spec| name_of(spec.action) == name)
        .ok_or_else(|| KeyFault::NoSuchAction(name.to_owned()))?;
    let unreadable = || KeyFault::Unreadable { action: spec.text };
    let list = match value {
        Value::String(_) => std::slice::from_ref(value),
        Value::Array(list) => list.as_slice(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return Err(unreadable());
        }
    };
    let mut keys = Vec::new();
    for value in list {
        let text = value.as_str().ok_or_else(unreadable)?;
        let key = read_key(text).ok_or_else(|| KeyFault::NoSuchKey {
            action: spec.text,
            key: text.to_owned(),
        })?;
        if let Some(why) = refusal(spec, key) {
            return Err(KeyFault::Refused {
                action: spec.text,
                key: text.to_owned(),
                why,
            });
        }
        keys.push(key);
    }
    Ok((spec.action, keys))
}

/// Why an action cannot have a key; none where it can.
#[must_use]
pub fn refusal(spec: &Spec, key: KeyboardShortcut) -> Option<KeyRefusal> {
    if spec.keys.contains(&key) {
        return None;
    }
    let held = key.modifiers;
    let chord = held.command || held.ctrl || held.mac_cmd;
    let bare = key.logical_key;
    if bare == Key::Tab {
        return Some(KeyRefusal::Tab);
    }
    if bare == Key::Escape && !chord && !held.alt {
        return Some(KeyRefusal::Escape);
    }
    let pages = [Key::PageUp, Key::PageDown, Key::Home, Key::End];
    if pages.contains(&bare) && !held.any() {
        return Some(KeyRefusal::Pages);
    }
    let fields = [Key::A, Key::C, Key::V, Key::X, Key::Enter];
    if fields.contains(&bare) && chord && !held.shift && !held.alt {
        return Some(KeyRefusal::Fields);
    }
    (types(key) && spec.scope == Scope::Anywhere).then_some(KeyRefusal::Types)
}

/// Whether a key types something into a field.
fn types(key: KeyboardShortcut) -> bool {
    let held = key.modifiers;
    let chord = held.command || held.ctrl || held.mac_cmd;
    !chord && !held.alt && !is_function_key(key.logical_key)
}

fn is_digit(key: KeyboardShortcut) -> bool {
    let name = key.logical_key.name();
    !key.modifiers.any() && name.len() == 1 && name.bytes().all(|sign| sign.is_ascii_digit())
}

fn is_function_key(key: Key) -> bool {
    let name = key.name();
    let number = name.strip_prefix('F').unwrap_or_default();
    !number.is_empty() && number.chars().all(|sign| sign.is_ascii_digit())
}

/// Whether a key is only held down while another is pressed.
#[must_use]
pub fn is_held_only(key: Key) -> bool {
    [
        Key::ShiftLeft,
        Key::ShiftRight,
        Key::ControlLeft,
        Key::ControlRight,
        Key::AltLeft,
        Key::AltRight,
        Key::SuperLeft,
        Key::SuperRight,
        Key::CapsLock,
        Key::NumLock,
        Key::ScrollLock,
        Key::Fn,
    ]
    .contains(&key)
}

/// A key as it was pressed, with what was held down.
#[must_use]
pub fn pressed(key: Key, held: Modifiers) -> KeyboardShortcut {
    // What one system calls Ctrl is Cmd on another: kept as one, so that both match the shipped keys.
    let modifiers = Modifiers {
        alt: held.alt,
        shift: held.shift,
        command: held.command,
        ctrl: held.ctrl && !held.command,
        mac_cmd: false,
    };
    KeyboardShortcut::new(modifiers, key)
}

/// A key as the settings have it, the same on every system: "Ctrl+Shift+P".
#[must_use]
pub fn written(key: KeyboardShortcut) -> String {
    let held = key.modifiers;
    let mut text = String::new();
    for (is_held, name) in [
        (held.command, "Ctrl+"),
        (held.ctrl && !held.command, "Control+"),
        (held.alt, "Alt+"),
        (held.shift, "Shift+"),
    ] {
        if is_held {
            text.push_str(name);
        }
    }
    text + key.logical_key.name()
}

fn read_key(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
    let name = parts.pop()?;
    for part in parts {
        match part.to_lowercase().as_str() {
            "ctrl" | "cmd" => modifiers.command = true,
            "control" => modifiers.ctrl = true,
            "alt" => modifiers.alt = true,
            "shift" => modifiers.shift = true,
            _ => return None,
        }
    }
    let key = Key::from_name(name).or_else(|| Key::from_name(&name.to_uppercase()))?;
    Some(KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::View;

    const fn held(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
        KeyboardShortcut::new(modifiers, key)
    }

    fn kept(json: &str) -> KeptKeys {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_shipped_key_is_written_and_read_again() {
        for spec in specs() {
            for &key in spec.keys {
                assert_eq!(read_key(&written(key)), Some(key), "{}", written(key));
                assert_eq!(refusal(spec, key), None);
                assert_eq!(pressed(key.logical_key, key.modifiers), key);
            }
        }
        assert_eq!(
            read_key("ctrl + shift+p"),
            Some(held(Modifiers::COMMAND | Modifiers::SHIFT, Key::P))
        );
        for text in ["", "Ctrl+", "Hyper+P", "Ctrl+Shift", "F99", "é"] {
            assert_eq!(read_key(text), None, "{text}");
        }
    }

    #[test]
    fn changed_keys_survive_a_restart_and_the_rest_is_not_written() {
        let mut keys = Shortcuts::default();
        let mut file = KeptKeys::new();
        keys.keep(&mut file);
        assert!(file.is_empty());
        let x = held(Modifiers::NONE, Key::X);
        assert_eq!(keys.give(Action::CodeSelection, vec![x, x]), []);
        let losers = keys.give(Action::NewCode, vec![held(Modifiers::NONE, Key::G)]);
        assert_eq!(losers, [Action::NextUncoded]);
        keys.keep(&mut file);
        assert_eq!(
            serde_json::to_string(&file).unwrap(),
            r#"{"CodeSelection":["X"],"NewCode":["G"],"NextUncoded":[]}"#
        );
        assert_eq!(Shortcuts::read(&file), (keys.clone(), vec![]));
        assert_eq!(keys.owner(x), Some(Action::CodeSelection));
        assert_eq!(keys.reset(Action::NextUncoded), [Action::NewCode]);
        assert_eq!(keys.way(Action::NewCode), "Codes, New code…");
        assert_eq!(keys.way(Action::NextUncoded), "G");
        assert!(keys.of(Action::NewCode).is_empty() && !keys.is_changed(Action::NextUncoded));
        for spec in specs() {
            keys.reset(spec.action);
        }
        assert_eq!(keys, Shortcuts::default());
        keys.keep(&mut file);
        assert!(file.is_empty());
    }

    #[test]
    fn beside_a_field_only_keys_that_type_nothing_count() {
        let file = kept(r#"{"RecentCode1": ["Q", "Alt+Q", "F8"], "RecentCode2": ["7"]}"#);
        let (keys, faults) = Shortcuts::read(&file);
        assert_eq!(faults, []);
        let shown = |nth| keys.beside_empty(nth).map(written).collect::<Vec<_>>();
        assert_eq!(shown(1), ["Alt+Q", "F8"], "Q begins a name");
        assert_eq!(
            (shown(2), shown(3)),
            (vec!["7".to_owned()], vec!["3".to_owned()])
        );
        assert!(shown(7).is_empty(), "its key went to another");
        let up = keys.beside_typing(Action::WeightUp).map(written);
        assert_eq!(up.collect::<Vec<_>>(), ["Alt+Up"]);
        assert!(keys.beside_typing(Action::InVivo).next().is_none());
    }

    #[test]
    fn a_changed_key_beats_a_shipped_one() {
        let (keys, faults) = Shortcuts::read(&kept(r#"{"NewCode": "G"}"#));
        assert_eq!(faults, []);
        let g = held(Modifiers::NONE, Key::G);
        assert_eq!(keys.owner(g), Some(Action::NewCode));
        assert!(keys.of(Action::NextUncoded).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_told_and_ignored() {
        let file = kept(
            r#"{"FlyAway": ["F9"], "Undo": 7, "Redo": [["Y"]], "Quit": ["Ctrl+Wobble"], "NextCoding": ["Tab"],
                "ShowRead": ["R"], "NewProject": ["F9"], "OpenProject": ["F9", "F10"]}"#,
        );
        let (keys, faults) = Shortcuts::read(&file);
        let said: Vec<String> = faults.iter().map(KeyFault::sentence).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        There is no command “FlyAway” in this version of Vouch.
        The key “Tab” cannot be that of “Next coding”: Tab goes from one control to the next.
        The key “Ctrl+Wobble” of “Quit” is none that Vouch knows.
        The keys of “Redo” cannot be read.
        The key “R” cannot be that of “Read”: it is typed into fields. Hold Ctrl or Alt with it, or take a function key.
        The keys of “Undo” cannot be read.
        The key “F9” is that of “New project…” and of “Open project…”; the first has it.
        ");
        for action in [
            Action::Undo,
            Action::Redo,
            Action::Quit,
            Action::NextCoding,
            Action::Show(View::Read),
        ] {
            assert!(!keys.is_changed(action), "{action:?}");
        }
        assert_eq!(
            keys.of(Action::OpenProject),
            [held(Modifiers::NONE, Key::F10)]
        );
        let mut again = file.clone();
        keys.keep(&mut again);
        assert!(again.contains_key("FlyAway"), "a newer version may know it");
    }

    #[test]
    fn names_in_the_settings_differ() {
        let names: std::collections::BTreeSet<_> = specs().map(|s| name_of(s.action)).collect();
        assert_eq!(names.len(), specs().count());
        assert_eq!(name_of(Action::RecentCode(3)), "RecentCode3");
    }
}
