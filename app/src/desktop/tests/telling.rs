//! Words given to those who say them.

use project::text::{CharIndex, CharRange};

use super::*;

fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

/// Speech and speaker of each turn of the open source; "" where nobody is named.
fn told(window: &Window<'_>) -> Vec<(String, String)> {
    let workspace = window.state().workspace().unwrap();
    let project = workspace.project();
    let place = &window.state().state().place;
    let text = place.text.as_ref().unwrap();
    let name = |turn: &project::Turn| {
        let speaker = turn.speaker.and_then(|id| project.speakers().get(id));
        speaker.map_or_else(String::new, |row| row.name.clone())
    };
    let turns = project.turns(place.source.unwrap()).iter();
    turns
        .map(|turn| (text.slice(turn.speech).to_owned(), name(turn)))
        .collect()
}

fn select(window: &mut Window<'_>, words: &str) {
    let start = PARENT.find(words).unwrap();
    let place = |byte: usize| CharIndex::from_count(PARENT[..byte].chars().count());
    window.state_mut().out.ask(Request::Select {
        anchor: place(start),
        caret: place(start + words.len()),
    });
    settle(window);
}

fn check(window: &Window<'_>) {
    assert_eq!(window.state().workspace().unwrap().check().unwrap(), []);
}

#[test]
fn the_turn_at_the_caret_goes_to_the_other_speaker_by_two_keys() {
    let mut window = reading();
    let before = told(&window);
    let at = before.iter().position(|turn| turn.1 == "P10").unwrap();
    press(&mut window, Modifiers::NONE, Key::W);
    assert!(has(&window, "Said by I"));
    assert!(has(&window, &format!("All of turn {}", at + 1)));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().sheet(), None);
    let after = told(&window);
    assert_eq!(after[at], (before[at].0.clone(), "I".to_owned()));
    assert_eq!(after.len(), before.len());
    check(&window);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(told(&window), before);
}

#[test]
fn selected_words_become_a_turn_of_someone_new_and_the_codings_stay() {
    let mut window = reading();
    let coded = codings(&window);
    select(&mut window, "I trust her");
    press(&mut window, Modifiers::NONE, Key::W);
    assert!(
        window.query_by_label_contains("3 words of turn").is_some(),
        "it says what is meant"
    );
    type_in(&mut window, "Gran");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let turns = told(&window);
    let at = turns.iter().position(|turn| turn.1 == "Gran").unwrap();
    assert!(turns[at].0.starts_with("I trust her"));
    assert_eq!(turns[at - 1].1, "P10");
    assert!(has(&window, &turns[at].0), "the page has the new turn");
    assert_eq!(codings(&window), coded);
    check(&window);
}

#[test]
fn two_speakers_are_swapped_from_a_place_to_the_end() {
    let mut window = reading();
    let before = told(&window);
    press(&mut window, Modifiers::NONE, Key::W);
    click(&mut window, "Swap P10 and I");
    let after = told(&window);
    let at = before.iter().position(|turn| turn.1 == "P10").unwrap();
    assert_eq!(after[..at], before[..at], "what is before stays");
    for (was, is) in before[at..].iter().zip(&after[at..]) {
        let other = match was.1.as_str() {
            "P10" => "I",
            "I" => "P10",
            other => other,
        };
        assert_eq!(is, &(was.0.clone(), other.to_owned()));
    }
    check(&window);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(told(&window), before, "one step");
}

#[test]
fn words_of_nobody_are_no_turn_and_leaving_changes_nothing() {
    let mut window = reading();
    let before = window.state().workspace().unwrap().project().seq();
    press(&mut window, Modifiers::NONE, Key::W);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
    let out = &mut window.state_mut().out;
    out.ask(Request::SaidBy(CharRange::of(0, 0), None));
    settle(&mut window);
    assert_eq!(window.state().workspace().unwrap().project().seq(), before);
}
