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
    click(&mut window, "Change saved search…");
    assert!(matches!(
        window.state().sheet(),
        Some(Sheet::ChangeSearch(_))
    ));
    press(&mut window, Modifiers::COMMAND, Key::End);
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

/// "trust" is saved as "Trusting" and was looked at; then another turn came that it finds.
fn trusting<'a>() -> Window<'a> {
    let mut window = showing(View::Search);
    type_in(&mut window, "trust");
    at_rest(&mut window);
    click(&mut window, "Save search…");
    type_in(&mut window, "Trusting");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    bring(
        &mut window,
        "P11: I trust them too.\nP11: She came at once.\n",
    );
    assert!(has(&window, "Saved search Trusting, 2 turns, 1 new"));
    window
}

#[test]
fn a_saved_search_asks_what_stands_in_the_field_and_new_stays_new() {
    let mut window = trusting();
    window.get_by_label("Search all sources").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::End);
    type_in(&mut window, " OR came");
    at_rest(&mut window);
    click(&mut window, "Replace “Trusting”");
    at_rest(&mut window);
    assert!(
        has(&window, "Saved search Trusting, 3 turns, 1 new"),
        "what it found anew is new still, and what the other words find is not"
    );
    assert!(has(&window, "Change…") && !has(&window, "Save search…"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    at_rest(&mut window);
    assert!(has(&window, "Saved search Trusting, 2 turns, 1 new"));
}

#[test]
fn a_saved_search_is_changed_by_keyboard_alone() {
    let mut window = trusting();
    let search = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let search = project.searches().iter().next().cloned();
        search.map(|search| (search.name.clone(), search.query.clone()))
    };
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_in(&mut window, "change saved");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "Coming");
    press(&mut window, Modifiers::NONE, Key::Tab);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "came AND");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    assert!(
        matches!(window.state().sheet(), Some(Sheet::ChangeSearch(_))),
        "what is not understood stays to be put right"
    );
    assert!(!window.state().state().notices.is_empty());
    window.get_by_label("What it searches for").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "came");
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    assert_eq!(window.state().sheet(), None);
    assert_eq!(search(&window), Some(("Coming".into(), "came".into())));
    assert!(has(&window, "Saved search Coming, 2 turns"));
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_in(&mut window, "change saved");
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "Remove saved search");
    assert_eq!(search(&window), None);
    assert_eq!(window.state().sheet(), None);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(search(&window), Some(("Coming".into(), "came".into())));
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
fn a_set_is_changed_in_the_window_with_the_mouse() {
    let mut window = reading();
    let set = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let set = project.sets().iter().next()?;
        let names = set
            .sources
            .iter()
            .map(|&id| project.sources().get(id).unwrap());
        let names: Vec<_> = names.map(|source| source.name.clone()).collect();
        let codes = set.codes.iter().map(|&id| project.codes().get(id).unwrap());
        let codes: Vec<_> = codes.map(|code| code.name.clone()).collect();
        Some((set.name.clone(), names.join(", "), codes.join(", ")))
    };
    click(&mut window, "View");
    window.get_by_label_contains("Sets…").click();
    settle(&mut window);
    assert!(has(&window, "No sets yet"));
    click(&mut window, "New set…");
    type_in(&mut window, "First round");
    click(&mut window, "Make set");
    assert!(matches!(window.state().sheet(), Some(Sheet::Sets(Some(_)))));
    click(&mut window, "Manager 1");
    click(&mut window, "Codes 0");
    click(&mut window, "Waiting");
    let held = |sources: &str, codes: &str| {
        Some((
            "First round".to_owned(),
            sources.to_owned(),
            codes.to_owned(),
        ))
    };
    assert_eq!(set(&window), held("Manager 1", "Waiting"));
    click(&mut window, "Put all in");
    assert!(has(&window, "Codes 5"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(set(&window), held("Manager 1", "Waiting"), "a step each");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(set(&window), held("Manager 1", ""));
    click(&mut window, "Remove set");
    assert_eq!(set(&window), None);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(set(&window), held("Manager 1", ""));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn a_set_is_changed_by_keyboard_alone() {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_in(&mut window, "sets");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("New set…").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_in(&mut window, "Round one");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Name of the set").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::End);
    type_in(&mut window, " and two");
    press(&mut window, Modifiers::NONE, Key::Tab);
    type_in(&mut window, "Before the summer");
    press(&mut window, Modifiers::NONE, Key::Tab);
    window.get_by_label("Parent 2").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Space);
    let held = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let set = project.sets().iter().next().unwrap();
        (set.name.clone(), set.description.clone(), set.sources.len())
    };
    assert_eq!(
        held(&window),
        ("Round one and two".into(), "Before the summer".into(), 1)
    );
    for before in [
        ("Round one and two", "Before the summer", 0),
        ("Round one and two", "", 0),
        ("Round one", "", 0),
    ] {
        press(&mut window, Modifiers::COMMAND, Key::Z);
        let (name, description, sources) = held(&window);
        assert_eq!((name.as_str(), description.as_str(), sources), before);
    }
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

#[test]
fn a_memo_on_a_case_leads_to_the_case() {
    let mut window = window(Some(fixture::records()));
    let project = window.state().workspace().unwrap().project();
    let case = project.cases().iter().find(|case| case.name == "Family 10");
    let subject = Subject::Case(case.unwrap().id);
    let text = "Ask again".to_owned();
    window.state_mut().out.ask(Request::Memo(subject, text));
    window.state_mut().out.ask(Request::Open(Sheet::Memos));
    settle(&mut window);
    click(&mut window, "Memo by Mair on case Family 10: Ask again");
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Cases);
    assert_eq!(window.state().sheet(), None);
    assert!(has(&window, "Where it speaks"), "all that is known of it");
}
