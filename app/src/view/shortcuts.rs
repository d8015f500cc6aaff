//! The sheet of shortcuts as rows: all actions by menu, with the keys they have.

use egui::KeyboardShortcut;

use super::typed::fit;
use crate::action::{Action, Menu, Spec};
use crate::message::KeyRefusal;
use crate::shortcuts::{Shortcuts, refusal};

/// The actions of a menu.
#[derive(Clone, Debug)]
pub struct MenuRows {
    /// Which menu.
    pub menu: Menu,
    /// Its actions, in its order.
    pub rows: Vec<&'static Spec>,
}

/// The actions whose name, tooltip or menu has these letters, by menu. `written` writes an action's keys, so that
/// one can ask what a key does.
#[must_use]
pub fn shortcut_rows(letters: &str, written: impl Fn(Action) -> String) -> Vec<MenuRows> {
    let sought = letters.trim().to_lowercase();
    let fits = |spec: &&'static Spec| {
        sought.is_empty()
            || fit(&sought, spec.text).is_some_and(|score| score >= 1_000)
            || spec.tooltip.to_lowercase().contains(&sought)
            || written(spec.action).to_lowercase().contains(&sought)
    };
    let menus = Menu::ALL.into_iter().map(|menu| MenuRows {
        menu,
        rows: menu.entries().iter().filter(fits).collect(),
    });
    menus.filter(|menu| !menu.rows.is_empty()).collect()
}

/// What would come of a key for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The action gets it.
    Free,
    /// Another action has it.
    Taken(Action),
    /// The action cannot have it.
    Refused(KeyRefusal),
}

/// What would come of a key for an action.
#[must_use]
pub fn try_key(keys: &Shortcuts, action: Action, key: KeyboardShortcut) -> Tried {
    match (refusal(action.spec(), key), keys.owner(key)) {
        (Some(why), _) => Tried::Refused(why),
        (None, Some(owner)) if owner != action => Tried::Taken(owner),
        (None, Some(_) | None) => Tried::Free,
    }
}

/// An action's keys with one put in the place of another, or added where there was none.
#[must_use]
pub fn with_key(
    held: &[KeyboardShortcut],
    replaces: Option<KeyboardShortcut>,
    key: Option<KeyboardShortcut>,
) -> Vec<KeyboardShortcut> {
    let mut keys: Vec<KeyboardShortcut> = held
        .iter()
        .filter_map(|&own| {
            if Some(own) == replaces {
                key
            } else {
                Some(own)
            }
        })
        .collect();
    if replaces.is_none() {
        keys.extend(key);
    }
    keys
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers};

    use super::*;
    use crate::desk::View;

    const fn plain(key: Key) -> KeyboardShortcut {
        KeyboardShortcut::new(Modifiers::NONE, key)
    }

    #[test]
    fn actions_are_found_by_name_and_by_key() {
        let keys = Shortcuts::default();
        let written = |action: Action| {
            let keys = keys.of(action).iter();
            keys.map(|&key| crate::shortcuts::written(key))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let names = |letters: &str| -> Vec<&str> {
            shortcut_rows(letters, written)
                .iter()
                .flat_map(|menu| menu.rows.iter().map(|spec| spec.text))
                .collect()
        };
        assert_eq!(names("").len(), crate::action::specs().count());
        assert_eq!(names("in vivo"), ["Code in vivo"]);
        assert_eq!(names("ctrl+shift+z"), ["Redo"]);
        assert_eq!(names("no such"), Vec::<&str>::new());
    }

    #[test]
    fn a_key_is_free_taken_or_refused() {
        let keys = Shortcuts::default();
        let tried = |action, key| try_key(&keys, action, plain(key));
        assert_eq!(tried(Action::InVivo, Key::Q), Tried::Free);
        assert_eq!(
            tried(Action::InVivo, Key::V),
            Tried::Free,
            "its own already"
        );
        assert_eq!(
            tried(Action::InVivo, Key::F1),
            Tried::Taken(Action::Shortcuts)
        );
        assert_eq!(
            tried(Action::Show(View::Read), Key::Q),
            Tried::Refused(KeyRefusal::Types)
        );
        assert_eq!(tried(Action::Show(View::Read), Key::F7), Tried::Free);
    }

    #[test]
    fn a_key_takes_the_place_of_another_or_stands_behind() {
        let held = [plain(Key::A), plain(Key::B)];
        let (b, c) = (Some(plain(Key::B)), Some(plain(Key::C)));
        assert_eq!(with_key(&held, b, c), [plain(Key::A), plain(Key::C)]);
        assert_eq!(with_key(&held, b, None), [plain(Key::A)]);
        assert_eq!(with_key(&held, None, c).len(), 3);
        assert_eq!(with_key(&held, None, None), held);
    }
}
