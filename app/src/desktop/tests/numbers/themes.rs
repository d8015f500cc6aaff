//! Themes and matrices of any kind, from the outside.

use analysis::{Dimension, Unit};

use super::*;
use crate::data::{DataRequest, MatrixAsk, Shown, What};
use crate::desktop::tests::data::{at_rest, has, showing};

#[test]
fn a_theme_says_who_shares_it_and_opens_its_quotes() {
    let mut window = showing(View::Themes);
    assert!(has(&window, "Enablers and barriers by respondent group"));
    assert!(has(&window, "Trust: Only Parents (1 of 2 cases)."));
    let words = "Enablers / Trust × Parents: 1 of 2 cases. 1 of 1 quote from one parent (P10); 1 of 2 parents never quoted.";
    click(&mut window, words);
    at_rest(&mut window);
    let state = window.state().state();
    assert_eq!(state.view, View::Excerpts);
    assert_eq!(state.excerpts.only.clone().unwrap().words, words);
    assert!(has(&window, "1 excerpt from 1 source"));
}

#[test]
fn unsaid_themes_can_be_hidden_and_the_unit_changed() {
    let mut window = showing(View::Themes);
    assert!(has(&window, "Waiting: Nobody says it."));
    click(&mut window, "Hide what nobody says");
    at_rest(&mut window);
    assert!(!has(&window, "Waiting: Nobody says it."));
}

#[test]
fn what_a_view_shows_is_copied_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("themes.xlsx");
    let mut window = showing(View::Themes);
    let found = window.state().state().data.themes.found.clone().unwrap();
    let shown = Shown::Themes(found, "Respondent group".into());
    assert_eq!(shown.file_name(), "Themes by respondent group");
    window
        .state_mut()
        .out
        .ask(Request::Data(DataRequest::CopyShown(shown.clone())));
    window.step();
    let said = |desktop: &Desktop, words: &str| {
        let mut notices = desktop.state().notices.iter();
        notices.any(|notice| notice.text.starts_with(words))
    };
    assert!(said(window.state(), "Copied the table of 3 rows."));
    window
        .state_mut()
        .out
        .ask(Request::Data(DataRequest::WriteShown(to.clone(), shown)));
    window.step();
    until(&mut window, "the file", |desktop| {
        said(desktop, "Wrote the table of 3 rows")
    });
    assert!(to.exists());
}

#[test]
fn the_matrix_counts_anything_by_anything() {
    let mut window = showing(View::Matrix);
    for (ask, title, cell) in [
        (
            MatrixAsk {
                rows: Dimension::Case,
                columns: Dimension::Code,
                ..MatrixAsk::default()
            },
            "Cases by code",
            "Parent 10 × Trust: 1 of 1",
        ),
        (
            MatrixAsk {
                what: What::Coverage,
                columns: Dimension::Source,
                ..MatrixAsk::default()
            },
            "Codes by source",
            "Waiting × Parent 10: 0.0 %",
        ),
        (
            MatrixAsk {
                what: What::Count(Unit::References),
                columns: Dimension::Code,
                ..MatrixAsk::default()
            },
            "Codes by code",
            "Trust × Trust: 1",
        ),
    ] {
        window.state_mut().panels.matrix.want(ask);
        settle(&mut window);
        at_rest(&mut window);
        assert!(has(&window, title), "{title}");
        assert!(has(&window, cell), "{cell}");
    }
}
