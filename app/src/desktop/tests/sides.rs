//! Two sources side by side.

use super::*;
use crate::desk::Side;

fn front(window: &Window<'_>) -> String {
    let desktop = window.state();
    let id = desktop.state().place.source.unwrap();
    let project = desktop.workspace().unwrap().project();
    project.sources().get(id).unwrap().name.clone()
}

/// "Parent 10" at the left, "Manager 1" beside it and in front, by the keyboard.
fn beside<'a>() -> Window<'a> {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND, Key::Backslash);
    assert!(
        window.query_by_label("Open beside: Parent 10").is_none(),
        "it is open"
    );
    type_in(&mut window, "manager");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window
}

#[test]
fn keys_and_codes_go_to_the_source_in_front() {
    let mut window = beside();
    assert_eq!(front(&window), "Manager 1");
    assert!(window.query_by_label("Reader: Parent 10").is_some());
    assert!(window.query_by_label("Reader: Manager 1").is_some());
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::V);
    assert_eq!(last(&window).1, "Funding is short.");
    press(&mut window, Modifiers::NONE, Key::F6);
    assert_eq!(front(&window), "Parent 10");
    press(&mut window, Modifiers::NONE, Key::S);
    assert_eq!(
        selected(&window),
        "She came every week.",
        "where it was left"
    );
    press(&mut window, Modifiers::NONE, Key::Num1);
    assert_eq!(
        last(&window),
        ("Funding is short".into(), "She came every week.".into())
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2, "undo is about the project");
}

#[test]
fn escape_lets_go_of_words_first_and_then_closes_the_right_one() {
    let mut window = beside();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Beside: Parent 10").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Reader: Manager 1").is_none());
    assert_eq!(front(&window), "Parent 10");
    press(&mut window, Modifiers::NONE, Key::F6);
    assert_eq!(front(&window), "Parent 10", "there is no other");
    press(&mut window, Modifiers::NONE, Key::S);
    assert_eq!(selected(&window), "She came every week.");
}

#[test]
fn the_mouse_alone_opens_takes_codes_and_closes() {
    let mut window = reading();
    window
        .get_by_label_contains("Manager 1, Interview")
        .click_secondary();
    settle(&mut window);
    click(&mut window, "Open beside");
    assert_eq!(front(&window), "Manager 1");
    let words = window.get_by_label("Mae'n well. We wait less.").rect();
    let at = |x: f32| words.left_top() + vec2(x, 12.0);
    window.drag_at(at(8.0));
    settle(&mut window);
    window.hover_at(at(70.0));
    settle(&mut window);
    window.drop_at(at(70.0));
    settle(&mut window);
    assert_eq!(front(&window), "Parent 10");
    assert_eq!(selected(&window), "Mae'n well");
    window.get_by_label_contains("Trust, enabler").click();
    settle(&mut window);
    assert_eq!(last(&window), ("Trust".into(), "Mae'n well".into()));
    click(&mut window, "Beside: Manager 1");
    assert_eq!(front(&window), "Manager 1");
    click(&mut window, "Turn 1, M1");
    assert_eq!(selected(&window), "Funding is short.");
    click(&mut window, "Close Parent 10");
    assert_eq!(front(&window), "Manager 1");
    assert_eq!(window.state().state().side, Side::Left);
    assert!(window.query_by_label("Reader: Parent 10").is_none());
    assert_eq!(
        selected(&window),
        "Funding is short.",
        "what is selected stays"
    );
}

#[test]
fn each_source_scrolls_by_itself() {
    let workspace = huge();
    let source = fixture::source_named(workspace.project(), "Long");
    let mut window = window(Some(workspace));
    let other = fixture::source_named(window.state().workspace().unwrap().project(), "Parent 10");
    window.state_mut().out.ask(Request::OpenSource(other));
    settle(&mut window);
    window.state_mut().out.ask(Request::OpenBeside(source));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::End);
    assert!(window.query_by_label("Turn 3500, P1").is_some());
    assert!(
        window.query_by_label("Turn 1, I").is_some(),
        "the other stays"
    );
    press(&mut window, Modifiers::NONE, Key::F6);
    press(&mut window, Modifiers::NONE, Key::End);
    assert!(window.query_by_label("Turn 3500, P1").is_some());
}

#[test]
fn a_source_stands_at_one_side_only() {
    let mut window = beside();
    window.get_by_label("Beside: Parent 10");
    let parent = fixture::source_named(window.state().workspace().unwrap().project(), "Parent 10");
    window.state_mut().out.ask(Request::OpenSource(parent));
    settle(&mut window);
    assert_eq!(front(&window), "Parent 10", "it comes to the front");
    assert!(window.query_by_label("Beside: Manager 1").is_some());
    let second = fixture::source_named(window.state().workspace().unwrap().project(), "Parent 2");
    window.state_mut().out.ask(Request::OpenBeside(second));
    settle(&mut window);
    assert!(
        window.query_by_label("Reader: Manager 1").is_none(),
        "its place is taken"
    );
    assert!(window.query_by_label("Beside: Parent 10").is_some());
    window
        .state_mut()
        .out
        .edit(project::Edit::RemoveSource(second));
    settle(&mut window);
    assert_eq!(
        front(&window),
        "Parent 10",
        "a source that is gone leaves the other"
    );
    assert!(window.state().state().beside.is_none());
}

#[test]
fn a_correction_in_one_source_shows_in_it_wherever_it_stands() {
    use project::text::CharRange;
    let mut window = beside();
    press(&mut window, Modifiers::NONE, Key::F6);
    let range = CharRange::of(3, 20);
    window
        .state_mut()
        .out
        .ask(Request::Correct(range, "And then?".into()));
    settle(&mut window);
    assert!(window.query_by_label("And then?").is_some());
    press(&mut window, Modifiers::NONE, Key::F6);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(front(&window), "Manager 1");
    assert!(window.query_by_label("How did it begin?").is_some());
}

#[test]
fn every_control_has_a_name_with_two_sources() {
    let window = beside();
    assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
}

#[test]
fn what_stood_side_by_side_stands_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.json");
    let open = || {
        let mut desktop = Desktop::new(Settings::default(), Some(settings.clone()));
        desktop.take_workspace(fixture::evaluation());
        shown(desktop)
    };
    let mut window = open();
    let id = |window: &Window<'_>, name: &str| {
        fixture::source_named(window.state().workspace().unwrap().project(), name)
    };
    for request in [
        Request::OpenSource(id(&window, "Parent 10")),
        Request::OpenBeside(id(&window, "Manager 1")),
        Request::TakeSide(Side::Left),
    ] {
        window.state_mut().out.ask(request);
        settle(&mut window);
    }
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let caret = window.state().state().place.caret;
    assert!(caret.0 > 21);
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().workspace().is_none());

    let mut window = open();
    assert_eq!(front(&window), "Parent 10");
    assert_eq!(window.state().state().side, Side::Left);
    assert_eq!(
        window.state().state().place.caret,
        caret,
        "where it was left"
    );
    assert!(window.query_by_label("Reader: Manager 1").is_some());
    window.state_mut().out.ask(Request::CloseSide(Side::Left));
    settle(&mut window);
    drop(window);

    let window = open();
    assert_eq!(front(&window), "Manager 1", "kept as soon as it changes");
    assert!(window.state().state().beside.is_none());
}
