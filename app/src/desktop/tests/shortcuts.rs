//! Shortcuts looked up and changed on their sheet.

use super::*;
use crate::action::Action;
use crate::shortcuts::written;

fn sheet<'a>() -> Window<'a> {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::F1);
    window
}

/// Narrows the list to what has these letters.
fn look_for(window: &mut Window<'_>, letters: &str) {
    window.get_by_label("Find a command or a key").focus();
    settle(window);
    press(window, Modifiers::COMMAND, Key::A);
    type_in(window, letters);
}

fn keys_of(window: &Window<'_>, action: Action) -> Vec<String> {
    let keys = window.state().standing.keys.of(action).iter();
    keys.map(|&key| written(key)).collect()
}

#[test]
fn a_key_is_changed_and_shows_wherever_the_command_does() {
    let mut window = sheet();
    look_for(&mut window, "uncoded");
    click(&mut window, "Key of Next uncoded turn: G");
    assert!(
        window
            .query_by_label_contains("Press the key for “Next uncoded turn”")
            .is_some()
    );
    press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::U);
    assert_eq!(keys_of(&window, Action::NextUncoded), ["Ctrl+Alt+U"]);
    click(&mut window, "Close");
    window
        .get_by_role_and_label(egui::accesskit::Role::Button, "Go")
        .click();
    settle(&mut window);
    assert!(window.query_by_label_contains("Ctrl+Alt+U").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::Home);
    let before = window.state().state().place.caret;
    press(&mut window, Modifiers::NONE, Key::G);
    assert_eq!(window.state().state().place.caret, before, "G does nothing");
    press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::U);
    assert_ne!(window.state().state().place.caret, before);
}

#[test]
fn a_key_that_is_asked_for_invokes_nothing() {
    let mut window = sheet();
    look_for(&mut window, "shortlist");
    click(&mut window, "Add a key to Shortlist");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2, "nothing was undone");
    assert!(
        window
            .query_by_label_contains("Ctrl+Z is the key of “Undo” already.")
            .is_some()
    );
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), Some(&Sheet::Shortcuts), "it stays");
    assert_eq!(keys_of(&window, Action::Shortlist), ["I"]);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn a_taken_key_is_taken_over_with_the_keyboard_alone() {
    let mut window = sheet();
    window.get_by_label("Key of Code in vivo: V").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::U);
    assert!(
        window
            .query_by_label_contains("U is the key of “Uncode” already.")
            .is_some()
    );
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(keys_of(&window, Action::InVivo), ["U"]);
    assert_eq!(keys_of(&window, Action::Uncode), ["Delete"]);
    assert!(
        window
            .query_by_label_contains("“Uncode” has one key less.")
            .is_some()
    );
    look_for(&mut window, "uncode");
    click(&mut window, "Reset Uncode");
    assert_eq!(keys_of(&window, Action::Uncode), ["U", "Delete"]);
    assert_eq!(keys_of(&window, Action::InVivo), Vec::<String>::new());
    click(&mut window, "Reset all");
    assert_eq!(keys_of(&window, Action::InVivo), ["V"]);
    assert_eq!(window.state().settings.keys, Some([].into()));
}

#[test]
fn a_key_is_removed_and_one_that_fields_need_is_refused() {
    let mut window = sheet();
    click(&mut window, "Key of Code selection…: Space");
    click(&mut window, "Remove key");
    assert_eq!(keys_of(&window, Action::CodeSelection), ["Enter", "C"]);
    look_for(&mut window, "search all sources");
    click(&mut window, "Add a key to Search");
    press(&mut window, Modifiers::NONE, Key::Q);
    assert!(
        window
            .query_by_label_contains("Q cannot be the key of “Search”: it is typed into fields")
            .is_some()
    );
    window.event(egui::Event::Copy);
    settle(&mut window);
    assert!(
        window
            .query_by_label_contains("Ctrl+C cannot be the key of “Search”")
            .is_some()
    );
    press(&mut window, Modifiers::NONE, Key::F7);
    assert_eq!(
        keys_of(&window, Action::Show(View::Search)),
        ["Ctrl+Shift+F", "F7"],
        "the next one is free"
    );
    press(&mut window, Modifiers::NONE, Key::F7);
    assert_eq!(window.state().state().view, View::Search);
}

#[test]
fn the_sheet_finds_what_a_key_does() {
    let mut window = sheet();
    look_for(&mut window, "F11");
    assert!(window.query_by_label("Key of Reader only: F11").is_some());
    assert!(window.query_by_label("Key of Code in vivo: V").is_none());
}

#[test]
fn changed_keys_are_kept_and_broken_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("settings.json");
    std::fs::write(
        &place,
        r#"{"coder": "Mair", "keys": {"InVivo": ["W"], "Undo": "Wobble"}}"#,
    )
    .unwrap();
    let mut desktop = Desktop::new(Settings::read(&place), Some(place.clone()));
    desktop.take_workspace(fixture::evaluation());
    let said = &desktop.state().notices[0];
    assert_eq!(
        said.more,
        "The key “Wobble” of “Undo” is none that Vouch knows."
    );
    assert_eq!(
        desktop.shortcuts.of(Action::Undo),
        Action::Undo.spec().keys,
        "the shipped key works"
    );
    desktop.give_keys(Action::Quit, Vec::new());
    let again = Settings::read(&place);
    let kept: Vec<_> = again.keys.unwrap().into_keys().collect();
    assert_eq!(
        kept,
        ["InVivo", "Quit", "WhoSpeaks"],
        "Undo is as shipped, and W is the person's own"
    );
}
