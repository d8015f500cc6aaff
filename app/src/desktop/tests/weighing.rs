//! Weights from the outside: given with the coding, or to one that is there.

use egui::KeyboardShortcut;

use super::data::has;
use super::*;
use crate::action::Action;

/// The quote coded last with its weight, -2 to 2.
fn last_weight(window: &Window<'_>) -> (String, Option<i8>) {
    let project = window.state().workspace().unwrap().project();
    let coding = project.codings().iter().last().unwrap();
    (
        coding.quote.clone(),
        coding.weight.map(project::Weight::get),
    )
}

fn undo_label(window: &Window<'_>) -> String {
    window.state().standing.undo.clone().unwrap_or_default()
}

#[test]
fn a_weight_is_given_in_the_palette_without_leaving_the_keyboard() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::C);
    assert!(has(&window, "Alt+Up or Alt+Down"), "the keys are shown");
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    type_in(&mut window, "prac");
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    assert!(has(&window, "+2, strongly for"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let quote = "She came every week.".to_owned();
    assert_eq!(last_weight(&window), (quote.clone(), Some(2)));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2, "coding and weight are one step");

    press(&mut window, Modifiers::NONE, Key::C);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(
        last_weight(&window),
        (quote, None),
        "the next one begins without"
    );
}

#[test]
fn code_weight_and_memo_are_one_step() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::C);
    type_in(&mut window, "Coming late");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    type_in(&mut window, "Against it.");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(last_weight(&window).1, Some(-1));
    let project = window.state().workspace().unwrap().project();
    assert!(
        project
            .memos()
            .iter()
            .any(|memo| memo.text == "Against it.")
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2);
}

#[test]
fn a_weight_is_clicked_in_the_palette_and_a_second_click_takes_it_off() {
    let mut window = reading();
    click(&mut window, "Turn 4, P10");
    window
        .get_by_label("Mae'n well. We wait less.")
        .click_secondary();
    settle(&mut window);
    window.get_by_label_contains("Code selection…").click();
    settle(&mut window);
    click(&mut window, "Weight +2, strongly for");
    click(&mut window, "Weight +2, strongly for");
    click(&mut window, "Weight −1, against");
    click(&mut window, "Code with Barriers / Waiting");
    let (quote, weight) = last_weight(&window);
    assert_eq!(
        (quote.as_str(), weight),
        ("Mae'n well. We wait less.", Some(-1))
    );
    assert!(has(&window, "Coding: Waiting"));
}

#[test]
fn the_focused_coding_is_weighed_by_keys_each_a_step_to_undo() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::CloseBracket);
    let weight = |window: &Window<'_>| {
        let project = window.state().workspace().unwrap().project();
        let focus = window.state().state().place.focus.unwrap();
        let coding = project.codings().get(focus).unwrap();
        coding.weight.map(project::Weight::get)
    };
    for (key, weighs) in [
        (Key::ArrowDown, Some(-1)),
        (Key::ArrowDown, Some(-2)),
        (Key::ArrowUp, Some(-1)),
        (Key::ArrowUp, Some(0)),
        (Key::Num0, None),
    ] {
        press(&mut window, Modifiers::ALT, key);
        assert_eq!(weight(&window), weighs);
    }
    assert_eq!(undo_label(&window), "Took the weight off “I trust her”");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(weight(&window), Some(0));
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_in(&mut window, "weight up");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(weight(&window), Some(1), "by its name as well");
}

#[test]
fn coding_the_same_words_again_gives_the_coding_that_is_there_the_weight() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    for _ in 0..2 {
        press(&mut window, Modifiers::NONE, Key::C);
        type_in(&mut window, "wait");
        press(&mut window, Modifiers::NONE, Key::Enter);
    }
    press(&mut window, Modifiers::NONE, Key::C);
    type_in(&mut window, "wait");
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(codings(&window).len(), 3, "still one coding");
    assert_eq!(last_weight(&window).1, Some(-1));
    assert_eq!(undo_label(&window), "Weighed “Waiting” again");
}

#[test]
fn recent_codes_in_the_palette_follow_keys_that_were_changed() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::V);
    let key = |key| KeyboardShortcut::new(Modifiers::NONE, key);
    let keys = vec![key(Key::Q), key(Key::F8)];
    window
        .state_mut()
        .out
        .ask(Request::GiveKeys(Action::RecentCode(1), keys));
    press(&mut window, Modifiers::NONE, Key::T);
    press(&mut window, Modifiers::NONE, Key::C);
    type_in(&mut window, "1");
    assert!(
        has(&window, "New code “1” under Enablers") || has(&window, "New code “1” at the top"),
        "the digit is a digit again"
    );
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::C);
    type_in(&mut window, "q");
    assert_eq!(codings(&window).len(), 3, "a letter begins a name");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::C);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert_eq!(codings(&window).len(), 4);
    assert_eq!(last(&window).0, "She came every week");
    assert_eq!(window.state().sheet(), None);
}
