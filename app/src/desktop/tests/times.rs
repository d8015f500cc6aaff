//! Times inside the text, shown or hidden.

use super::*;

const TALK: &str = "P1: We waited [00:12] for (1:02) months, until 10:30. #00:02:15-7#\n";

#[test]
fn times_hide_and_no_place_changes() {
    let mut workspace = fixture::evaluation();
    let new = project::Edit::AddSource(Box::new(fixture::source("Timed", None, TALK)));
    workspace.edit(new).unwrap();
    fixture::apply(&mut workspace, "Timed", "waited [00:12] for", "Waiting");
    let source = fixture::source_named(workspace.project(), "Timed");
    let mut window = window(Some(workspace));
    window.state_mut().out.ask(Request::OpenSource(source));
    settle(&mut window);
    let all = "We waited [00:12] for (1:02) months, until 10:30. #00:02:15-7#";
    let width = |window: &Window<'_>, label: &str| window.get_by_label(label).rect().width();
    let before = width(&window, all);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert!(window.query_by_label(all).is_none());
    let after = width(&window, "We waited for months, until 10:30. ");
    assert!(after < before * 0.8, "{after} of {before}");
    press(&mut window, Modifiers::NONE, Key::T);
    assert_eq!(
        selected(&window),
        all,
        "what is selected is the text as it is"
    );
    assert!(codings(&window).contains(&("Waiting".into(), "waited [00:12] for".into())));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert!(window.query_by_label(all).is_some());
}
