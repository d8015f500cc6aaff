//! Words corrected in the reader.

use super::*;

fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

fn text(window: &Window<'_>) -> String {
    let place = &window.state().state().place;
    place.text.as_ref().unwrap().as_str().to_owned()
}

/// The window with "trust" selected in "I trust her".
fn on_trust<'a>() -> Window<'a> {
    let mut window = reading();
    let start = PARENT.find("trust").unwrap();
    let at = |byte: usize| project::text::CharIndex::from_count(PARENT[..byte].chars().count());
    window.state_mut().out.ask(Request::Select {
        anchor: at(start),
        caret: at(start + 5),
    });
    settle(&mut window);
    window
}

#[test]
fn a_word_is_corrected_where_it_stands_and_undo_brings_it_back() {
    let mut window = on_trust();
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(has(&window, "Words of the text"));
    assert!(
        window
            .query_by_label_contains("1 quote on these words will have them")
            .is_some()
    );
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "trusted");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().sheet(), None);
    assert_eq!(text(&window), PARENT.replace("trust", "trusted"));
    assert_eq!(selected(&window), "trusted");
    assert!(codings(&window).contains(&("Trust".into(), "I trusted her".into())));
    assert!(codings(&window).contains(&("Practical help".into(), "she gave us lifts".into())));
    assert!(has(&window, "1 quote has the new words."));
    assert_eq!(window.state().workspace().unwrap().check().unwrap(), []);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), PARENT);
    assert!(codings(&window).contains(&("Trust".into(), "I trust her".into())));
}

#[test]
fn leaving_a_correction_changes_nothing() {
    let mut window = on_trust();
    let before = window.state().workspace().unwrap().project().seq();
    for key in [Key::Escape, Key::Enter] {
        press(&mut window, Modifiers::NONE, Key::R);
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(window.state().sheet(), None, "{key:?}");
    }
    assert_eq!(window.state().workspace().unwrap().project().seq(), before);
}

#[test]
fn the_word_at_the_caret_is_corrected_without_a_selection() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::R);
    assert_eq!(selected(&window), "She");
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "Nia");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(text(&window).contains("P10: Nia came every week."));
    assert!(
        window
            .query_by_label_contains("Nia came every week.")
            .is_some()
    );
    assert!(
        codings(&window)
            .iter()
            .all(|(_, quote)| text(&window).contains(quote))
    );
}

#[test]
fn a_quote_whose_words_are_all_taken_out_is_kept_for_review() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::T);
    press(&mut window, Modifiers::NONE, Key::R);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "(gone)");
    click(&mut window, "Correct");
    assert_eq!(codings(&window).len(), 2, "nothing is dropped");
    assert!(
        window
            .query_by_label_contains("2 quotes have no passage any more")
            .is_some()
    );
}
