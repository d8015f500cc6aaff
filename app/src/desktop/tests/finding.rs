//! Finding in the open source from the outside.

use super::*;

fn finding<'a>(letters: &str) -> Window<'a> {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND, Key::F);
    type_in(&mut window, letters);
    window
}

fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

#[test]
fn letters_are_found_as_one_types_and_walked_through() {
    let mut window = finding("s");
    type_in(&mut window, "he");
    assert_eq!(selected(&window), "She");
    assert!(has(&window, "1 of 2"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window), "she");
    assert!(has(&window, "2 of 2"));
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(selected(&window), "She");
    click(&mut window, "Capitals matter");
    assert!(has(&window, "1 of 1"), "only the small one");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!has(&window, "Close finding"));
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(
        window.state().sheet(),
        Some(&Sheet::Codes),
        "the keyboard is the reader's again"
    );
}

#[test]
fn the_selected_words_are_looked_for_first() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::COMMAND, Key::F);
    let found = window.state().state().finding.clone().unwrap();
    assert_eq!(found.find.text, "She came every week.");
    assert_eq!(found.found.len(), 1);
    press(&mut window, Modifiers::NONE, Key::F3);
    assert_eq!(selected(&window), "She came every week.");
}

#[test]
fn all_matches_of_an_expression_are_coded_in_one_step() {
    let mut window = finding("");
    click(&mut window, "Regular expression");
    window.state_mut().out.ask(Request::Find(index::Find {
        text: "(came|gave) \\w+".into(),
        regex: true,
        ..index::Find::default()
    }));
    settle(&mut window);
    let before = codings(&window).len();
    click(&mut window, "Code all…");
    type_in(&mut window, "Waiting");
    press(&mut window, Modifiers::NONE, Key::Enter);
    until(&mut window, "the coding", |desktop| {
        desktop.jobs.running().is_empty()
    });
    settle(&mut window);
    let after = codings(&window);
    assert!(after.len() > before, "{after:?}");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), before, "one undo");
}

#[test]
fn a_faulty_expression_is_told_and_another_source_is_looked_through_anew() {
    let mut window = finding("(");
    click(&mut window, "Regular expression");
    assert!(
        window
            .query_by_label_contains("This is no regular expression")
            .is_some()
    );
    click(&mut window, "Regular expression");
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    let finding = window.state().state().finding.clone().unwrap();
    assert!(finding.trouble.is_empty() && finding.text.is_some());
}

#[test]
fn elsewhere_the_same_key_opens_the_search() {
    let mut window = reading();
    window.state_mut().out.ask(Request::Show(View::Excerpts));
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::F);
    assert_eq!(window.state().state().view, View::Search);
}

/// The window on the small evaluation with one more source, in which a week is spoken of again.
fn with_more<'a>() -> Window<'a> {
    let mut workspace = fixture::evaluation();
    let options = interchange::transcripts::ImportOptions::default();
    let text =
        "I: And then?\nP11: The lifts, every week, were what I needed.\nP11: The day was long.\n";
    let read =
        interchange::transcripts::read_transcript("Parent 11.txt", text.as_bytes(), &options);
    let source = Box::new(read.unwrap().source.unwrap());
    workspace.edit(project::Edit::AddSource(source)).unwrap();
    let open = fixture::source_named(workspace.project(), "Parent 11");
    let mut window = window(Some(workspace));
    window.state_mut().out.ask(Request::OpenSource(open));
    settle(&mut window);
    window
}

#[test]
fn a_passage_finds_more_like_it_best_first() {
    let mut window = with_more();
    until(&mut window, "the index", |desktop| {
        desktop.state.search.ready
    });
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::S);
    let place = window.state().state().place.clone();
    let like =
        crate::data::DataRequest::SearchLike(place.source.unwrap(), place.selection().unwrap());
    window.state_mut().out.ask(Request::Data(like));
    settle(&mut window);
    until(&mut window, "an answer", |desktop| {
        desktop.state.search.found.is_some()
    });
    let state = window.state().state();
    assert_eq!(state.view, View::Search);
    let search = &state.search;
    assert!(
        search.question.text.contains("lifts"),
        "{:?}",
        search.question
    );
    assert_eq!(search.question.options.order, index::Order::Relevance);
    let found = &search.found.as_ref().unwrap().1;
    assert_eq!(found.sources, 2, "the passage itself, and what is like it");
}

#[test]
fn an_example_on_the_page_of_help_is_tried_by_a_click() {
    let mut window = reading();
    window.state_mut().out.ask(Request::Show(View::Search));
    settle(&mut window);
    window.get_by_label("coded:no").scroll_to_me();
    settle(&mut window);
    click(&mut window, "coded:no");
    until(&mut window, "the question", |desktop| {
        desktop.state().search.question.text == "coded:no"
    });
}

#[test]
fn enter_in_the_search_goes_to_the_list_and_opens_nothing_yet() {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    type_in(&mut window, "trust");
    until(&mut window, "the answer", |desktop| {
        let found = desktop.state().search.found.as_ref();
        found.is_some_and(|(question, _)| question.text == "trust")
    });
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state().view, View::Search);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(
        window.state().state().view,
        View::Read,
        "the second one opens"
    );
}
