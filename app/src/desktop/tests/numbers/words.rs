//! How often words are said, from the outside: a list, a cloud, two groups set against each other.

use super::*;
use crate::data::{DataRequest, Shown};
use crate::desktop::tests::data::{at_rest, has};

/// The window on the words of the small evaluation, reached by the keyboard.
fn words<'a>() -> Window<'a> {
    let mut window = window(Some(fixture::evaluation()));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::W);
    at_rest(&mut window);
    window
}

#[test]
fn words_are_listed_with_counts_by_group_and_open_the_search() {
    let mut window = words();
    assert!(
        window
            .query_by_label_contains("small words left out")
            .is_some()
    );
    assert!(has(&window, "trust: 1 time in 1 source"));
    assert!(!has(&window, "her: 1 time in 1 source"));
    let number = window.query_by_label_contains("trust × Parents: 1 time in ");
    number.unwrap().click();
    at_rest(&mut window);
    let asked = &window.state().state().search.question.text;
    assert_eq!(asked, "=trust group:\"Parents\"");
    assert!(has(&window, "1 turn in 1 source"));
    click(&mut window, "Words");
    at_rest(&mut window);
    assert!(
        has(&window, "lifts: 1 time in 1 source"),
        "counted in what is found"
    );
    assert!(!has(&window, "funding: 1 time in 1 source"));
}

#[test]
fn small_words_can_be_listed_and_forms_taken_together() {
    let mut window = words();
    click(&mut window, "Leave out small words");
    at_rest(&mut window);
    assert!(has(&window, "her: 1 time in 1 source"));
    click(&mut window, "Forms of a word as one");
    at_rest(&mut window);
    let ask = window.state().state().data.words.ask.clone().unwrap();
    assert!(ask.stems && ask.small_words);
}

#[test]
fn a_word_of_the_cloud_is_found_by_keyboard_alone() {
    let mut window = words();
    let word = "In the cloud: funding: 1 time in 1 source";
    window.get_by_label(word).focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    assert_eq!(window.state().state().search.question.text, "=funding");
    assert!(has(&window, "1 turn in 1 source"));
    assert!(
        window.state().state().data.words.ask.is_none(),
        "nobody looks"
    );
}

#[test]
fn two_groups_are_set_against_each_other() {
    let mut window = words();
    click(&mut window, "Compare");
    at_rest(&mut window);
    let key = "funding: said more by No value than by Parents";
    assert!(window.query_by_label_contains(key).is_some());
    assert!(has(&window, "One group") && has(&window, "The other group"));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("words.csv");
    let found = window.state().state().data.words.found.clone().unwrap();
    let request = DataRequest::WriteShown(to.clone(), Shown::Words(found));
    window.state_mut().out.ask(Request::Data(request));
    window.step();
    until(&mut window, "the file", |_| to.exists());
    at_rest(&mut window);
    let csv = std::fs::read_to_string(to).unwrap();
    assert!(csv.contains("G² (Parents +, No value −)"), "{csv}");
}

#[test]
fn a_query_that_is_not_understood_says_so() {
    let mut window = words();
    window.get_by_label("Search all sources").focus();
    settle(&mut window);
    type_in(&mut window, "(trust");
    at_rest(&mut window);
    let found = window.state().state().data.words.found.clone().unwrap();
    let why = found.as_ref().clone().unwrap_err();
    assert!(has(&window, &why));
}
