//! Whole projects in and out, from the outside.

use std::path::PathBuf;

use super::data::at_rest;
use super::*;
use crate::intake::exchange::export;

/// The small evaluation as another program would send it, with another definition of “Trust”.
fn theirs(folder: &tempfile::TempDir) -> PathBuf {
    let mut workspace = fixture::evaluation();
    let trust = workspace.project().code_tree();
    let trust = trust.find(&"Enablers / Trust".parse().unwrap()).unwrap();
    let details = project::CodeDetails {
        definition: Some("Felt heard.".to_owned()),
        ..project::CodeDetails::default()
    };
    workspace
        .edit(project::Edit::ReviseCode(trust, details))
        .unwrap();
    let path = folder.path().join("theirs.qdpx");
    export(workspace.project(), &workspace.texts(), &path).unwrap();
    path
}

fn definition(window: &Window<'_>) -> String {
    let project = window.state().workspace().unwrap().project();
    let trust = project
        .code_tree()
        .find(&"Enablers / Trust".parse().unwrap());
    project
        .codes()
        .get(trust.unwrap())
        .unwrap()
        .definition
        .clone()
}

#[test]
fn a_disagreement_is_asked_about_and_settled_as_chosen() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = theirs(&folder);
    let mut window = window(Some(fixture::evaluation()));
    let before = definition(&window);
    window
        .state_mut()
        .out
        .ask(Request::ImportProject(path.clone()));
    settle(&mut window);
    at_rest(&mut window);
    assert!(
        window
            .query_by_label("The code “Trust”: definition")
            .is_some()
    );
    click(&mut window, "Theirs: Felt heard.");
    click(&mut window, "Take in");
    assert_eq!(definition(&window), "Felt heard.");
    assert!(
        window
            .query_by_label_contains("theirs was taken.")
            .is_some()
    );
    click(&mut window, "Go on");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(definition(&window), before);

    window.state_mut().out.ask(Request::ImportProject(path));
    settle(&mut window);
    at_rest(&mut window);
    click(&mut window, "Cancel");
    assert!(window.state().sheet().is_none());
    assert_eq!(definition(&window), before);
}

#[test]
fn a_project_goes_out_with_its_losses_told_and_makes_a_new_one() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("out.qdpx");
    let mut window = window(Some(fixture::evaluation()));
    window
        .state_mut()
        .out
        .ask(Request::ExportProject(path.clone()));
    settle(&mut window);
    at_rest(&mut window);
    assert!(path.is_file());
    assert!(window.query_by_label_contains("Speakers: 5").is_some());
    click(&mut window, "Go on");
    let blind = folder.path().join("blind.vouch");
    window
        .state_mut()
        .out
        .ask(Request::PackBlind(blind.clone()));
    settle(&mut window);
    at_rest(&mut window);
    assert!(blind.is_file());
    assert!(
        window
            .query_by_label_contains("Codings: 2 (whoever codes blind")
            .is_some()
    );

    let mut window = super::window(None);
    let made = folder.path().join("made.vouch");
    window
        .state_mut()
        .out
        .ask(Request::MakeOf(path, made.clone()));
    settle(&mut window);
    at_rest(&mut window);
    assert!(
        window
            .query_by_label_contains("brought 3 sources")
            .is_some()
    );
    let workspace = window.state().workspace().unwrap();
    assert_eq!(workspace.path(), Some(made.as_path()));
    assert_eq!(workspace.project().codings().len(), 2);
}

#[test]
fn a_file_that_is_no_project_leaves_everything_as_it_was() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("broken.qdpx");
    std::fs::write(&path, "PK and nothing more").unwrap();
    let mut window = window(Some(fixture::evaluation()));
    window.state_mut().out.ask(Request::ImportFiles(vec![path]));
    settle(&mut window);
    at_rest(&mut window);
    let notices = &window.state().state().notices;
    assert!(
        notices[0].text.contains("cannot be taken in"),
        "{notices:?}"
    );
    assert_eq!(codings(&window).len(), 2);
}
