//! Saved searches, sets of sources and the journal from the outside.

use project::{NewSource, SourceId};

use super::data::{at_rest, has, showing};
use super::*;

fn source(window: &Window<'_>, name: &str) -> SourceId {
    fixture::source_named(window.state().workspace().unwrap().project(), name)
}

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

#[test]
fn a_source_goes_into_a_set_and_the_list_shows_only_that() {
    let mut window = reading();
    let row = |window: &Window<'_>, name: &str| {
        let label = format!("{name}, Interview, ");
        let node = window.query_by_label_contains(&label)?;
        node.accesskit_node().label()
    };
    let parent = row(&window, "Parent 2").unwrap();
    let manager = row(&window, "Manager 1").unwrap();
    let (parent, manager) = (parent.as_str(), manager.as_str());
    assert!(!has(&window, "Set of sources"), "there is none yet");
    secondary(&mut window, parent);
    click(&mut window, "Sets");
    click(&mut window, "New set…");
    type_in(&mut window, "First round");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let id = source(&window, "Parent 2");
    let members = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let set = project.set_named("First round").unwrap();
        set.sources.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(members(&window), [id]);
    click(&mut window, "Set of sources");
    click(&mut window, "First round (1)");
    assert!(has(&window, parent) && !has(&window, manager));

    secondary(&mut window, parent);
    click(&mut window, "Sets");
    window
        .get_by_role_and_label(egui::accesskit::Role::CheckBox, "First round")
        .click();
    settle(&mut window);
    assert!(members(&window).is_empty());
    assert!(has(&window, "Nothing fits"));
}

#[test]
fn the_journal_takes_entries_and_lets_them_be_changed() {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::J);
    assert_eq!(window.state().sheet(), Some(&Sheet::Journal));
    for (entry, held) in [("Began with the parents", "Add entry"), ("Two coders", "")] {
        window.get_by_label("Entry of the journal").focus();
        settle(&mut window);
        type_in(&mut window, entry);
        if held.is_empty() {
            press(&mut window, Modifiers::COMMAND, Key::Enter);
        } else {
            click(&mut window, held);
        }
    }
    let entries = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let memos = project.memos_on(Subject::Project);
        memos.map(|memo| memo.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        entries(&window),
        ["Began with the parents", "Two coders"],
        "each is its own"
    );
    assert!(has(&window, "Began with the parents") && has(&window, "Two coders"));
    window.get_all_by_label("Change").next().unwrap().click();
    settle(&mut window);
    window.get_by_label("Entry of the journal").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::End);
    type_in(&mut window, " now");
    click(&mut window, "Keep entry");
    assert_eq!(entries(&window)[1], "Two coders now");
    click(&mut window, "All memos");
    assert_eq!(window.state().sheet(), Some(&Sheet::Memos));
    let row = "Memo by Mair on project Families: Two coders now";
    assert!(has(&window, row));
    click(&mut window, row);
    assert_eq!(window.state().sheet(), Some(&Sheet::Journal));
}
