//! Bookmarks set in the reader, walked and listed.

use super::*;

fn turn(window: &Window<'_>) -> usize {
    let desktop = window.state();
    let place = &desktop.state().place;
    let project = desktop.workspace().unwrap().project();
    let turns = project.turn_list(place.source.unwrap()).unwrap();
    turns.at(place.caret).unwrap() + 1
}

fn source(window: &Window<'_>) -> String {
    let desktop = window.state();
    let id = desktop.state().place.source.unwrap();
    let project = desktop.workspace().unwrap().project();
    project.sources().get(id).unwrap().name.clone()
}

/// Chooses from the open menu.
fn choose(window: &mut Window<'_>, name: &str) {
    window.get_by_label_contains(name).click();
    settle(window);
}

/// Bookmarks at the second and the fourth turn of "Parent 10" and the first of "Manager 1", by the keyboard.
fn marked<'a>() -> Window<'a> {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::B);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::B);
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(source(&window), "Manager 1");
    press(&mut window, Modifiers::NONE, Key::B);
    window
}

#[test]
fn bookmarks_are_set_and_walked_through_all_sources_by_keys() {
    let mut window = marked();
    let back = |window: &mut Window<'_>| {
        press(window, Modifiers::SHIFT, Key::F4);
        (source(window), turn(window))
    };
    assert_eq!(back(&mut window), ("Parent 10".into(), 4));
    assert_eq!(back(&mut window), ("Parent 10".into(), 2));
    assert_eq!(back(&mut window), ("Parent 10".into(), 2));
    assert!(
        window
            .query_by_label_contains("That was the first bookmark.")
            .is_some()
    );
    assert!(window.query_by_label("Clear bookmark at turn 2").is_some());
    assert!(window.query_by_label("Set bookmark at turn 3").is_some());
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_eq!(turn(&window), 4);
    press(&mut window, Modifiers::NONE, Key::B);
    assert!(window.query_by_label("Set bookmark at turn 4").is_some());
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_eq!(source(&window), "Manager 1");
    assert!(
        window
            .state()
            .standing
            .undo
            .as_ref()
            .unwrap()
            .contains("Coded"),
        "a bookmark is no edit"
    );
}

#[test]
fn the_list_shows_the_words_and_leads_there() {
    let mut window = marked();
    press(&mut window, Modifiers::COMMAND, Key::B);
    let row = "Bookmark: Parent 10, turn 2, P10: She came every week. I trust her, she gave us lifts too.";
    assert!(window.query_by_label(row).is_some());
    type_in(&mut window, "lifts");
    assert!(
        window
            .query_by_label_contains("Bookmark: Manager 1")
            .is_none()
    );
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!((source(&window), turn(&window)), ("Parent 10".into(), 2));
    assert_eq!(window.state().sheet(), None);
    press(&mut window, Modifiers::COMMAND, Key::B);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(
        window.query_by_label(row).is_none(),
        "the first was taken away"
    );
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn the_mouse_alone_sets_lists_and_clears_bookmarks() {
    let mut window = reading();
    click(&mut window, "Set bookmark at turn 4");
    click(&mut window, "Go");
    choose(&mut window, "Bookmarks…");
    click(
        &mut window,
        "Bookmark: Parent 10, turn 4, P10: Mae'n well. We wait less.",
    );
    assert_eq!(turn(&window), 4);
    click(&mut window, "Clear bookmark at turn 4");
    click(&mut window, "Go");
    choose(&mut window, "Next bookmark");
    assert!(
        window
            .query_by_label_contains("There is no bookmark yet.")
            .is_some()
    );
    click(&mut window, "Set bookmark at turn 1");
    click(&mut window, "Go");
    choose(&mut window, "Bookmarks…");
    click(&mut window, "Take away the bookmark: Parent 10, turn 1, I");
    assert!(
        window
            .query_by_label_contains("No bookmarks yet.")
            .is_some()
    );
    click(&mut window, "Close");
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn a_correction_takes_bookmarks_along_or_says_that_their_words_are_gone() {
    use project::text::CharRange;
    let mut window = marked();
    press(&mut window, Modifiers::SHIFT, Key::F4);
    // The whole of the fourth turn is said otherwise, and the first grows.
    let place = &window.state().state().place;
    let text = place.text.as_ref().unwrap().as_str();
    let start = text.find("Mae'n").unwrap();
    let start = u32::try_from(text[..start].chars().count()).unwrap();
    let said = CharRange::of(start, start + 25);
    let out = &mut window.state_mut().out;
    out.ask(Request::Correct(said, "Quite different.".into()));
    out.ask(Request::Correct(CharRange::of(3, 6), "And how ever".into()));
    settle(&mut window);
    assert!(
        window
            .query_by_label_contains("The words at 1 bookmark are gone.")
            .is_some()
    );
    assert!(window.query_by_label("Clear bookmark at turn 2").is_some());
    assert!(window.query_by_label("Set bookmark at turn 4").is_some());
    press(&mut window, Modifiers::COMMAND, Key::B);
    assert!(
        window
            .query_by_label("Bookmark: Parent 10, words that are gone: Mae'n well. We wait less.")
            .is_some()
    );
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.query_by_label("Clear bookmark at turn 4").is_some());
}

#[test]
fn bookmarks_are_there_when_the_project_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.json");
    let open = || {
        let mut desktop = Desktop::new(Settings::default(), Some(settings.clone()));
        desktop.take_workspace(fixture::evaluation());
        desktop
    };
    let mut desktop = open();
    desktop.toggle_bookmark_here();
    let held: Vec<_> = desktop.state().bookmarks.iter().cloned().collect();
    assert_eq!(held.len(), 1);
    let again = open();
    assert!(again.state().bookmarks.iter().eq(held.iter()));
}
