//! The counts beside codes.

use super::super::data::{at_rest, has};
use super::*;

#[test]
fn counts_of_a_large_project_show_when_they_are_made() {
    let mut window = reading();
    let count = |window: &Window<'_>| {
        let open = window.state().open.as_ref().unwrap();
        let code = fixture::code_named(&open.project, "Waiting");
        let count = open.tally.of_code(code);
        assert_eq!(open.tally.of_state(), Some(open.seq()));
        crate::view::codebook::count_words(count, false)
    };
    let before = count(&window);
    assert!(has(&window, &format!("Waiting, barrier, {before}")));
    window.state_mut().counter.at_once = 0;
    press(&mut window, Modifiers::NONE, Key::S);
    window.get_by_label_contains("Waiting, barrier").click();
    settle(&mut window);
    at_rest(&mut window);
    let after = count(&window);
    assert_ne!(before, after, "a coding was made");
    assert!(has(&window, &format!("Waiting, barrier, {after}")));
}
