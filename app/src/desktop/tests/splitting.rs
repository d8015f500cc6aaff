//! Splitting a code by keys, from the outside.

use super::*;

/// The walk through the passages of "Enablers", three of them coded with it, two codes below it.
fn walking<'a>() -> Window<'a> {
    let mut workspace = fixture::evaluation();
    let source = fixture::source_named(workspace.project(), "Parent 10");
    let tree = workspace.project().code_tree();
    let enablers = tree.order()[0];
    let list = workspace.project().turn_list(source).unwrap().clone();
    let text = {
        let row = workspace.project().sources().get(source).unwrap();
        workspace.texts().of(row).unwrap()
    };
    for range in list.turns.iter().map(|turn| turn.speech).take(2) {
        workspace
            .edit(project::Edit::ApplyCode(project::NewCoding {
                id: None,
                source,
                range,
                quote: text.slice(range).to_owned(),
                code: enablers,
                coder: None,
                memo: String::new(),
                weight: None,
            }))
            .unwrap();
    }
    let mut window = window(Some(workspace));
    let filter = ExcerptFilter::of_code(enablers);
    window.state_mut().out.ask(Request::Excerpts(filter));
    settle(&mut window);
    click(&mut window, "Split…");
    window
}

fn with(window: &Window<'_>, name: &str) -> usize {
    codings(window)
        .iter()
        .filter(|(code, _)| code == name)
        .count()
}

#[test]
fn a_number_sends_a_passage_to_a_code_below() {
    let mut window = walking();
    let (all, trust) = (with(&window, "Enablers"), with(&window, "Trust"));
    assert_eq!(all, 2);
    assert!(window.query_by_label("1 of 2").is_some());
    press(&mut window, Modifiers::NONE, Key::Num1);
    assert_eq!(
        (with(&window, "Enablers"), with(&window, "Trust")),
        (1, trust + 1)
    );
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert!(window.query_by_label_contains("now “Trust”").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(with(&window, "Enablers"), 2, "undone while it goes on");
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(window.query_by_label("That was the last passage").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Split…").is_some());
}

#[test]
fn a_new_code_takes_the_passage_that_prompted_it() {
    let mut window = walking();
    press(&mut window, Modifiers::NONE, Key::N);
    type_in(&mut window, "Lifts");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!((with(&window, "Enablers"), with(&window, "Lifts")), (1, 1));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((with(&window, "Enablers"), with(&window, "Lifts")), (2, 0));
}
