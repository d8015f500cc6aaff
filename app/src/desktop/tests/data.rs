//! A project just opened, search, excerpts, matrix and history from the outside.

use std::collections::BTreeMap;

use super::*;
use crate::data::DataRequest;

/// The window on the small evaluation with a view in sight and every job done.
pub(super) fn showing<'a>(view: View) -> Window<'a> {
    let mut window = window(Some(fixture::evaluation()));
    window.state_mut().out.ask(Request::Show(view));
    settle(&mut window);
    at_rest(&mut window);
    window
}

/// Waits until no job runs and nothing more is to be asked.
pub(super) fn at_rest(window: &mut Window<'_>) {
    for _ in 0..2 {
        until(window, "the end of all jobs", |desktop| {
            desktop.jobs.running().is_empty()
        });
        settle(window);
    }
}

fn searching<'a>(query: &str) -> Window<'a> {
    let mut window = showing(View::Search);
    type_in(&mut window, query);
    at_rest(&mut window);
    window
}

pub(super) fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

#[test]
fn a_search_answers_as_one_types() {
    let mut window = searching("trust");
    assert!(has(&window, "1 turn in 1 source"));
    assert!(has(
        &window,
        "P10, Parent 10, turn 2: She came every week. I trust her, she gave us lifts too."
    ));
    assert!(has(&window, "Only Parents: 1 turn in 1 source"));
    type_in(&mut window, " -lifts");
    at_rest(&mut window);
    assert!(has(&window, "No turn matches"));
}

#[test]
fn an_error_in_the_query_is_told_under_the_field() {
    let window = searching("(trust");
    let search = &window.state().state().search;
    assert!(search.fault_at.is_some());
    let words = search.trouble.clone().unwrap().what_happened;
    assert!(window.query_by_label_contains(&words).is_some());
}

#[test]
fn the_interviewer_is_left_out_and_can_be_let_in() {
    let mut window = searching("begin");
    assert!(has(&window, "1 turn of the interviewer left out"));
    click(&mut window, "Include the interviewer");
    at_rest(&mut window);
    assert!(has(&window, "1 turn in 1 source"));
}

#[test]
fn a_group_narrows_the_list_and_a_click_widens_it() {
    let mut window = searching("is OR week");
    assert!(has(&window, "2 turns in 2 sources"));
    click(&mut window, "Only Parents: 1 turn in 1 source");
    at_rest(&mut window);
    assert!(has(&window, "1 of 2 turns in 2 sources"));
    click(&mut window, "Parents  ×");
    at_rest(&mut window);
    assert!(has(&window, "2 turns in 2 sources"));
}

#[test]
fn what_is_found_is_coded_in_one_step() {
    let mut window = searching("is OR week");
    click(&mut window, "Select all 2");
    at_rest(&mut window);
    click(&mut window, "Code sentences in 2 turns…");
    at_rest(&mut window);
    type_in(&mut window, "Waiting");
    at_rest(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    let coded = codings(&window);
    assert_eq!(coded.len(), 4);
    assert!(
        coded.contains(&("Waiting".to_owned(), "Funding is short.".to_owned())),
        "{coded:?}"
    );
    assert_eq!(
        window.state().workspace().unwrap().next_undo(),
        Some("Coded 2 passages with “Waiting”")
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    at_rest(&mut window);
    assert_eq!(codings(&window).len(), 2);
}

#[test]
fn found_passages_can_get_a_new_code() {
    let mut window = searching("funding");
    click(&mut window, "Select all 1");
    at_rest(&mut window);
    click(&mut window, "Code sentences in 1 turn…");
    at_rest(&mut window);
    type_in(&mut window, "Short funding");
    at_rest(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    assert_eq!(last(&window).0, "Short funding");
}

#[test]
fn enter_in_the_list_opens_the_reader_at_the_match() {
    let mut window = searching("trust");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    at_rest(&mut window);
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    let state = window.state().state();
    assert_eq!(state.view, View::Read);
    let (range, _) = state.place.flash.unwrap();
    assert_eq!(state.place.text.as_ref().unwrap().slice(range), "trust");
}

#[test]
fn an_excerpt_is_a_click_away_from_its_place() {
    let mut window = showing(View::Excerpts);
    assert!(has(&window, "2 excerpts from 1 source"));
    click(&mut window, "Excerpt: I trust her");
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Read);
    assert!(window.state().state().place.flash.is_some());
}

#[test]
fn selected_excerpts_are_uncoded_together() {
    let mut window = showing(View::Excerpts);
    for at in 0..2 {
        let tick = window.get_all_by_label("Select this excerpt").nth(at);
        tick.unwrap().click();
        settle(&mut window);
    }
    assert!(has(&window, "2 excerpts selected"));
    click(&mut window, "Uncode");
    at_rest(&mut window);
    assert!(codings(&window).is_empty());
    assert!(has(&window, "No excerpts here"));
}

#[test]
fn a_star_shortlists() {
    let mut window = showing(View::Excerpts);
    window.get_all_by_label("Shortlist").next().unwrap().click();
    settle(&mut window);
    let project = window.state().workspace().unwrap().project();
    assert_eq!(
        project
            .codings()
            .iter()
            .filter(|coding| coding.shortlisted)
            .count(),
        1
    );
}

#[test]
fn a_number_opens_the_excerpts_behind_it() {
    let mut window = showing(View::Matrix);
    assert!(has(
        &window,
        "Each number counts cases, once each, of 3 in all."
    ));
    click(&mut window, "Trust × Parents: 1 of 2");
    at_rest(&mut window);
    let state = window.state().state();
    assert_eq!(state.view, View::Excerpts);
    let only = state.excerpts.only.clone().unwrap();
    assert_eq!(only.words, "Trust × Parents: 1 coding from 1 of 2 cases");
    assert!(has(&window, "1 excerpt from 1 source"));
    click(
        &mut window,
        "Trust × Parents: 1 coding from 1 of 2 cases  ×",
    );
    assert!(has(&window, "2 excerpts from 1 source"));
}

#[test]
fn zero_and_blank_are_told_apart() {
    let mut window = showing(View::Matrix);
    assert!(has(&window, "Waiting × Parents: 0 of 2"));
    assert!(has(&window, "Waiting × (not recorded): blank"));
    click(&mut window, "Hide empty");
    at_rest(&mut window);
    assert!(!has(&window, "Waiting × Parents: 0 of 2"));
    assert!(has(&window, "2 empty codes and 1 empty column hidden"));
}

#[test]
fn the_matrix_follows_what_is_coded() {
    let mut window = showing(View::Matrix);
    window.state_mut().out.act(crate::action::Action::Undo);
    settle(&mut window);
    at_rest(&mut window);
    assert!(
        has(&window, "Practical help × Parents: blank")
            || has(&window, "Practical help × Parents: 0 of 2")
    );
}

#[test]
fn the_history_goes_back_and_forth() {
    let mut window = showing(View::Read);
    window.state_mut().out.act(crate::action::Action::History);
    settle(&mut window);
    let lines = window.state().state().data.history.clone().unwrap().1;
    let target = lines[lines.len() - 3].seq;
    assert!(window.query_all_by_label("Filter changes").next().is_some());
    window
        .state_mut()
        .out
        .ask(Request::Data(DataRequest::GoBackTo(target)));
    settle(&mut window);
    assert!(codings(&window).is_empty());
    window.state_mut().out.act(crate::action::Action::Redo);
    settle(&mut window);
    assert_eq!(codings(&window).len(), 1);
}

#[test]
fn excerpts_and_the_matrix_are_written_to_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = showing(View::Matrix);
    let counted = window.state().state().data.matrix.found.clone().unwrap();
    let all = window
        .state()
        .workspace()
        .unwrap()
        .project()
        .codings()
        .iter()
        .map(|coding| coding.id)
        .collect();
    let table = crate::data::TableOut {
        counted,
        layout: crate::view::matrix::Layout::default(),
        format: "csv",
    };
    let (quotes, counts) = (
        folder.path().join("quotes.csv"),
        folder.path().join("counts.csv"),
    );
    for request in [
        DataRequest::WriteExcerpts(quotes.clone(), all),
        DataRequest::WriteTable(counts.clone(), table),
    ] {
        window.state_mut().out.ask(Request::Data(request));
        window.step();
    }
    // A notice goes after a while, and the other file may take longer than that.
    let mut notices = BTreeMap::new();
    until(&mut window, "two files", |desktop| {
        let said = desktop.state().notices.iter();
        notices.extend(said.map(|notice| (notice.id, notice.text.clone())));
        notices.len() >= 2
    });
    assert!(
        notices
            .values()
            .any(|text| text.starts_with("Wrote 2 quotes to ")),
        "{notices:?}"
    );
    assert!(
        std::fs::read_to_string(quotes)
            .unwrap()
            .contains("I trust her")
    );
    let counts = std::fs::read_to_string(counts).unwrap();
    assert!(
        counts.contains("Parents (of 2)") && counts.contains("Enablers / Trust"),
        "{counts}"
    );
}

#[test]
fn ratings_and_memos_have_views_of_their_own() {
    let mut window = showing(View::Ratings);
    assert!(has(&window, "No ratings yet"));
    window.state_mut().out.act(crate::action::Action::ShowMemos);
    settle(&mut window);
    assert!(has(&window, "No memos here"));
}

#[test]
fn keys_work_in_a_project_that_was_just_opened() {
    let mut window = window(Some(fixture::evaluation()));
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(window.state().sheet(), Some(&Sheet::Codes));
}
