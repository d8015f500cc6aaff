//! What is known of a source, put right in its sheet.

use super::*;
use crate::action::Action;
use crate::view::details::details;

fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

/// Puts other words into the field of a name, and leaves it by a key.
fn retype(window: &mut Window<'_>, field: &str, words: &str, leave: Key) {
    window.get_by_label(field).focus();
    settle(window);
    press(window, Modifiers::COMMAND, Key::A);
    type_in(window, words);
    press(window, Modifiers::NONE, leave);
    settle(window);
}

fn known(window: &Window<'_>) -> crate::view::details::Details {
    let desktop = window.state();
    let source = desktop.state().place.source.unwrap();
    details(desktop.workspace().unwrap().project(), source).unwrap()
}

#[test]
fn a_source_is_put_right_from_the_keyboard_and_undone() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::D);
    settle(&mut window);
    assert!(has(&window, "Name of the source"), "D opens the sheet");
    let before = known(&window);
    retype(&mut window, "Name of the source", "First visit", Key::Enter);
    retype(&mut window, "Case of the source", "Family 77", Key::Enter);
    retype(&mut window, "Value of group", "Carers", Key::Enter);
    let speaker = before.speakers[0].name.clone();
    retype(
        &mut window,
        &format!("Name of {speaker}"),
        "Mam",
        Key::Enter,
    );
    let after = known(&window);
    assert_eq!(
        (after.name.as_str(), after.case.as_str()),
        ("First visit", "Family 77")
    );
    assert_eq!(after.attributes[0].value, "Carers");
    assert!(after.speakers.iter().any(|row| row.name == "Mam"));
    retype(&mut window, "Name of the source", "Never mind", Key::Escape);
    assert_eq!(known(&window).name, "First visit", "Escape lets go");
    assert!(
        has(&window, "Name of the source"),
        "and leaves the field only"
    );
    retype(&mut window, "Name of the source", " ", Key::Enter);
    assert_eq!(known(&window).name, "First visit", "a source has a name");
    for _ in 0..4 {
        window.state_mut().out.act(Action::Undo);
        settle(&mut window);
    }
    assert_eq!(known(&window), before);
    press(&mut window, Modifiers::NONE, Key::Escape);
    settle(&mut window);
    assert!(!has(&window, "Name of the source"));
}

#[test]
fn who_asks_is_said_by_mouse_and_values_are_chosen_from_those_there_are() {
    let mut window = reading();
    window.state_mut().out.act(Action::SourceDetails);
    settle(&mut window);
    let before = known(&window);
    let asks = before
        .speakers
        .iter()
        .find(|row| row.role == project::SpeakerRole::Respondent)
        .unwrap();
    window.get_by_label(&format!("{} asks", asks.name)).click();
    settle(&mut window);
    let after = known(&window);
    let row = after.speakers.iter().find(|row| row.id == asks.id).unwrap();
    assert_eq!(row.role, project::SpeakerRole::Interviewer);
    window.get_by_label("Name of a new attribute").focus();
    settle(&mut window);
    type_in(&mut window, "area");
    settle(&mut window);
    retype(
        &mut window,
        "Value of the new attribute",
        "Gwynedd",
        Key::Enter,
    );
    let area = known(&window)
        .attributes
        .into_iter()
        .find(|row| row.name == "area");
    assert_eq!(area.unwrap().value, "Gwynedd");
}
