//! Files asked for where the system shows no dialog: by their path.

use std::path::Path;

use super::*;
use crate::action::Action;
use crate::desktop::choosing::Dialog;

/// The window of a person whose system shows no file dialog, with these files in a folder.
fn without_dialogs<'a>(folder: &Path, files: &[&str]) -> Window<'a> {
    for file in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "INT: How was it?\n\nPaul: Fine.\n").unwrap();
    }
    let mut window = reading();
    window.state_mut().chooser.show = |_| Dialog::NotShown;
    window
}

fn asked(window: &mut Window<'_>, action: Action) {
    window.state_mut().out.act(action);
    until(window, "the question", |desktop| {
        matches!(desktop.sheet(), Some(Sheet::Files(_)))
    });
}

/// Puts another path into the field, and waits for what the folder holds.
fn type_path(window: &mut Window<'_>, path: &str) {
    press(window, Modifiers::COMMAND, Key::A);
    type_in(window, path);
    listed(window);
}

fn listed(window: &mut Window<'_>) {
    until(window, "the folder", |desktop| {
        desktop.jobs.running().is_empty()
    });
}

fn waiting(window: &mut Window<'_>) -> Vec<String> {
    until(window, "the files", |desktop| {
        let waiting = desktop.state().waiting.as_ref();
        waiting.is_some_and(|waiting| !waiting.reading)
    });
    let waiting = window.state().state().waiting.as_ref().unwrap();
    let names = waiting
        .files
        .iter()
        .map(|file| crate::intake::file_name(&file.file));
    names.collect()
}

#[test]
fn without_a_dialog_the_window_says_so_and_takes_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["round 1/Parent 2.txt", "round 1/Parent 10.txt", "notes.txt"];
    let mut window = without_dialogs(folder.path(), &files);
    asked(&mut window, Action::Import);
    assert!(
        window
            .query_by_label_contains("This system shows no file dialog")
            .is_some()
    );
    type_path(&mut window, &format!("{}/ro", folder.path().display()));
    press(&mut window, Modifiers::NONE, Key::Tab);
    listed(&mut window);
    assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
    assert!(window.query_by_label("File Parent 10.txt").is_some());
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(
        waiting(&mut window),
        ["Parent 2.txt"],
        "the first, as people count"
    );
}

#[test]
fn all_files_of_a_folder_are_ticked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        "Parent 1.txt",
        "Parent 2.txt",
        "Notes.txt",
        "old/Parent 3.txt",
    ];
    let mut window = without_dialogs(folder.path(), &files);
    asked(&mut window, Action::Import);
    type_path(&mut window, &format!("{}/", folder.path().display()));
    click(&mut window, "Tick all");
    assert!(window.query_by_label("Choose 3 files").is_some());
    click(&mut window, "Untick all");
    assert!(window.query_by_label("Choose").is_some());
    type_path(&mut window, &format!("{}/par", folder.path().display()));
    press(
        &mut window,
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        Key::Enter,
    );
    assert!(
        window.query_by_label("Choose 2 files").is_some(),
        "those that are listed"
    );
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(waiting(&mut window), ["Parent 1.txt", "Parent 2.txt"]);
}

#[test]
fn folders_and_several_files_are_chosen_by_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["round 1/Parent 2.txt", "round 1/Parent 10.txt"];
    let mut window = without_dialogs(folder.path(), &files);
    asked(&mut window, Action::Import);
    type_path(&mut window, &format!("{}/", folder.path().display()));
    click(&mut window, "Folder round 1");
    listed(&mut window);
    click(&mut window, "File Parent 2.txt");
    click(&mut window, "File Parent 10.txt");
    click(&mut window, "Choose 2 files");
    assert_eq!(waiting(&mut window).len(), 2);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = without_dialogs(folder.path(), &["Excerpts.csv"]);
    asked(&mut window, Action::ExportExcerpts);
    let path = folder.path().join("Excerpts.csv");
    type_path(&mut window, &path.display().to_string());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(
        window
            .query_by_label("There is a file “Excerpts.csv” already.")
            .is_some()
    );
    let held = std::fs::read_to_string(&path).unwrap();
    assert!(held.starts_with("INT:"), "nothing was written yet");
    click(&mut window, "Replace it");
    until(&mut window, "the file", |_| {
        !std::fs::read_to_string(&path).unwrap().starts_with("INT:")
    });
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn a_folder_that_is_not_there_is_told_and_escape_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = without_dialogs(folder.path(), &[]);
    asked(&mut window, Action::OpenProject);
    let gone = folder.path().join("gone");
    type_path(&mut window, &format!("{}/", gone.display()));
    let said = format!("There is no folder “{}/”", gone.display());
    assert!(window.query_by_label(&said).is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn whoever_turns_away_from_a_dialog_is_asked_nothing() {
    let mut window = reading();
    window.state_mut().chooser.show = |_| Dialog::Left;
    window.state_mut().out.act(Action::Import);
    settle(&mut window);
    until(&mut window, "the end", |desktop| {
        desktop.jobs.running().is_empty()
    });
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn any_file_is_opened_by_its_path_as_its_ending_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = without_dialogs(folder.path(), &["Parent 3.txt"]);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    assert!(window.query_by_label_contains("no file dialog").is_none());
    let path = folder.path().join("Parent 3.txt");
    type_path(&mut window, &format!("'{}'", path.display()));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(waiting(&mut window), ["Parent 3.txt"]);
}

#[test]
fn an_empty_project_offers_to_import_and_draws_no_empty_chart() {
    let mut window = window(Some(fixture::empty()));
    window.state_mut().chooser.show = |_| Dialog::Left;
    for name in ["Import transcripts…", "Import a project…"] {
        click(&mut window, name);
    }
    window.state_mut().out.ask(Request::Show(View::Charts));
    until(&mut window, "the chart", |desktop| {
        desktop.state().data.chart.found.is_some()
    });
    assert!(window.query_by_label("Nothing to draw yet").is_some());
    assert!(window.query_by_label("Save as PNG").is_none());
}
