//! Saved searches from the outside.

use project::NewSource;

use super::data::{at_rest, has, showing};
use super::*;

fn secondary(window: &mut Window<'_>, label: &str) {
    window.get_by_label(label).click_secondary();
    settle(window);
}

/// Another transcript comes in.
fn bring(window: &mut Window<'_>, text: &str) {
    let new: NewSource = fixture::source("Parent 11", Some("Parents"), text);
    let edit = project::Edit::AddSource(Box::new(new));
    window.state_mut().out.edit(edit);
    settle(window);
    at_rest(window);
}

#[test]
fn a_search_is_saved_and_says_what_is_new() {
    let mut window = showing(View::Search);
    type_in(&mut window, "trust");
    at_rest(&mut window);
    click(&mut window, "Save search…");
    type_in(&mut window, "Trusting");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    assert!(has(&window, "Saved search Trusting, 1 turn"));
    assert!(!has(&window, "Save search…"), "it is saved");

    bring(&mut window, "P11: I trust them too.\n");
    assert!(has(&window, "Saved search Trusting, 2 turns, 1 new"));
    let new = "New: P11, Parent 11, turn 1: I trust them too.";
    let known = "P10, Parent 10, turn 2: She came every week. I trust her, she gave us lifts too.";
    assert!(has(&window, new) && has(&window, known));
    click(&mut window, "Only 1 new");
    at_rest(&mut window);
    assert!(has(&window, new) && !has(&window, known));
    click(&mut window, "Seen");
    at_rest(&mut window);
    assert!(has(&window, "Saved search Trusting, 2 turns"));
    assert!(has(&window, known), "all are listed again");

    press(&mut window, Modifiers::COMMAND, Key::Z);
    at_rest(&mut window);
    assert!(has(&window, "Saved search Trusting, 2 turns, 1 new"));
}

#[test]
fn a_saved_search_is_run_renamed_and_removed() {
    let mut window = showing(View::Search);
    type_in(&mut window, "begin");
    click(&mut window, "Include the interviewer");
    at_rest(&mut window);
    window
        .state_mut()
        .out
        .act(crate::action::Action::SaveSearch);
    settle(&mut window);
    type_in(&mut window, "Beginnings");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    click(&mut window, "Include the interviewer");
    at_rest(&mut window);
    assert!(has(&window, "No turn matches"));
    click(&mut window, "Saved search Beginnings, 1 turn");
    at_rest(&mut window);
    assert!(has(&window, "1 turn in 1 source"), "with the interviewer");

    secondary(&mut window, "Saved search Beginnings, 1 turn");
    click(&mut window, "Rename…");
    assert!(matches!(
        window.state().sheet(),
        Some(Sheet::NameSearch(Some(_)))
    ));
    type_in(&mut window, " again");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    let label = "Saved search Beginnings again, 1 turn";
    assert!(has(&window, label));
    secondary(&mut window, label);
    click(&mut window, "Remove saved search");
    at_rest(&mut window);
    assert!(!has(&window, label) && has(&window, "Save search…"));
}

#[test]
fn nothing_is_saved_before_something_is_searched_for() {
    let mut window = reading();
    window
        .state_mut()
        .out
        .act(crate::action::Action::SaveSearch);
    settle(&mut window);
    assert_eq!(window.state().state().view, View::Search);
    assert_eq!(window.state().sheet(), None);
}
