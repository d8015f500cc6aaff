//! Files looked at before they come in.

use super::*;
use crate::intake::SameName;
use crate::intake::waiting::{Change, Content, Reread};

fn has(window: &Window<'_>, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

/// The window with files of these names and words read, waiting to be looked at.
fn looking_at<'a>(folder: &tempfile::TempDir, files: &[(&str, &str)]) -> Window<'a> {
    let paths = files
        .iter()
        .map(|(name, words)| {
            let path = folder.path().join(name);
            std::fs::write(&path, words).unwrap();
            path
        })
        .collect();
    let mut window = reading();
    window.state_mut().out.ask(Request::ImportFiles(paths));
    until(&mut window, "the files", |desktop| {
        let waiting = desktop.state().waiting.as_ref();
        waiting.is_some_and(|waiting| !waiting.reading && waiting.files.len() == files.len())
    });
    settle(&mut window);
    window
}

fn names(window: &Window<'_>) -> Vec<String> {
    let project = window.state().workspace().unwrap().project();
    project
        .sources()
        .iter()
        .map(|source| source.name.clone())
        .collect()
}

const TALK: &str = "INT: How was it?\n\nPaul: Fine.\n\nINT: And then?\n\nPaul: Then it was over.\n";

#[test]
fn arrows_go_from_file_to_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = looking_at(&folder, &[("One.txt", TALK), ("Two.txt", "Ann: Well.\n")]);
    let chosen = |window: &Window<'_>| window.state().state().waiting.as_ref().unwrap().chosen;
    for (key, at) in [
        (Key::ArrowDown, 1),
        (Key::ArrowDown, 1),
        (Key::ArrowUp, 0),
        (Key::ArrowUp, 0),
    ] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(chosen(&window), at);
    }
}

#[test]
fn the_file_that_arrows_go_to_stays_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (10..50).map(|n| format!("P{n}.txt")).collect();
    let talks: Vec<String> = (10..50)
        .map(|n| format!("{TALK}\nPaul: Number {n}.\n"))
        .collect();
    let files = names
        .iter()
        .map(String::as_str)
        .zip(talks.iter().map(String::as_str));
    let mut window = looking_at(&folder, &files.collect::<Vec<_>>());
    for _ in 0..39 {
        window.key_press(Key::ArrowDown);
        window.run_steps(2);
    }
    window.run_steps(60);
    assert!(
        window
            .query_all_by_label_contains("P49.txt")
            .next()
            .is_some()
    );
}

#[test]
fn speakers_are_put_right_before_a_file_comes_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = looking_at(&folder, &[("Parent 7 - Wrexham.txt", TALK)]);
    assert!(has(&window, "Before it comes in"));
    assert_eq!(names(&window).len(), 3, "nothing is in the project yet");
    window.get_by_label("Speaker 2").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "Nobody");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(
        has(&window, "Paul asks"),
        "Escape leaves the field, not the preview"
    );
    window.get_by_label("Speaker 2").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "Parent 7");
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(
        &mut window,
        "What its name says: group Parent, place Wrexham",
    );
    assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
    click(&mut window, "Import 1 file");
    let project = window.state().workspace().unwrap().project();
    let new = project.source_named("Parent 7 - Wrexham").unwrap();
    let speakers: Vec<&str> = project
        .speakers_of(new.id)
        .map(|speaker| speaker.name.as_str())
        .collect();
    assert_eq!(speakers, ["INT", "Parent 7"]);
    let place = project.attribute_named("place").unwrap().id;
    assert_eq!(new.values[&place].to_string(), "Wrexham");
    assert!(has(&window, "Imported 1 file."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&window).len(), 3);
}

#[test]
fn another_way_of_reading_shows_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = looking_at(&folder, &[("a.txt", TALK), ("b.txt", "Just a note.\n")]);
    let words = window.get_by_label("How was it?").rect();
    let mut asking = window.query_all_by_label("INT");
    assert!(
        asking
            .any(|name| name.rect().right() <= words.left() && name.rect().top() < words.bottom()),
        "who speaks stands beside what is said"
    );
    drop(asking);
    let rule = Some(interchange::transcripts::SpeakerRule::Nobody);
    window
        .state_mut()
        .out
        .ask(Request::Reread(0, Reread::Speakers(rule)));
    settle(&mut window);
    until(&mut window, "the file again", |desktop| {
        let waiting = desktop.state().waiting.as_ref();
        waiting.is_some_and(|waiting| !waiting.files[0].reading)
    });
    settle(&mut window);
    assert!(has(&window, "a.txt: no speakers, 4 turns"));
    window
        .state_mut()
        .out
        .ask(Request::Waiting(1, Change::Take(false)));
    settle(&mut window);
    click(&mut window, "Import 1 file");
    assert!(names(&window).contains(&"a".to_owned()) && !names(&window).contains(&"b".to_owned()));
}

#[test]
fn what_is_put_right_in_one_file_is_given_to_all() {
    let folder = tempfile::tempdir().unwrap();
    let other = TALK.replace("Paul", "Mair");
    let files = [("a.txt", TALK), ("b.txt", other.as_str())];
    let mut window = looking_at(&folder, &files);
    let rule = Some(interchange::transcripts::SpeakerRule::Nobody);
    let again = |window: &mut Window<'_>| {
        until(window, "the files again", |desktop| {
            let waiting = desktop.state().waiting.as_ref();
            waiting.is_some_and(|waiting| waiting.files.iter().all(|file| !file.reading))
        });
    };
    let out = &mut window.state_mut().out;
    out.ask(Request::Reread(0, Reread::Speakers(rule)));
    settle(&mut window);
    again(&mut window);
    click(&mut window, "For all files");
    click(
        &mut window,
        "Speakers are written as: Nobody: a turn a paragraph",
    );
    again(&mut window);
    settle(&mut window);
    assert!(has(&window, "b.txt: no speakers, 4 turns"));
    let out = &mut window.state_mut().out;
    out.ask(Request::Waiting(0, Change::Group("Parents".into())));
    settle(&mut window);
    click(&mut window, "For all files");
    click(&mut window, "Group: Parents");
    assert!(has(&window, "Import 2 files"));
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let project = window.state().workspace().unwrap().project();
    let group = project.attribute_named(project::GROUP).unwrap().id;
    for name in ["a", "b"] {
        let source = project.source_named(name).unwrap();
        assert_eq!(source.values[&group].to_string(), "Parents");
    }
}

#[test]
fn a_corrected_transcript_asks_and_replaces_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let corrected = PARENT
        .replace("every week", "each week")
        .replace("lifts too", "many lifts");
    let mut window = looking_at(&folder, &[("Parent 10.txt", &corrected)]);
    let question = "A source of this name is there, with other content";
    assert!(has(&window, question));
    let choice = |window: &Window<'_>| {
        let waiting = window.state().state().waiting.as_ref().unwrap();
        match &waiting.files[0].content {
            Content::Source(new) => new.same.as_ref().map(|same| same.choice),
            Content::Cases(_) | Content::Known(_) | Content::Failed(_) => None,
        }
    };
    assert_eq!(
        choice(&window),
        Some(SameName::Revise),
        "it is much like it"
    );
    click(
        &mut window,
        "Keep both: this one gets a number behind its name",
    );
    assert_eq!(choice(&window), Some(SameName::KeepBoth));
    window
        .get_by_label_contains("Replace the text of “Parent 10”")
        .click();
    settle(&mut window);
    click(&mut window, "Replace the text of 1 source");
    assert!(
        window
            .query_by_label_contains("Changed, Enablers / Practical help")
            .is_some()
    );
    let text = window.state().state().place.text.clone().unwrap();
    assert_eq!(text.as_str(), corrected, "the reader shows the new text");
    assert!(codings(&window).contains(&("Trust".into(), "I trust her".into())));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(
        window.state().sheet().is_none(),
        "Enter goes on and codes nothing"
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let text = window.state().state().place.text.clone().unwrap();
    assert_eq!(text.as_str(), PARENT);
}

#[test]
fn leaving_the_preview_takes_nothing_in() {
    let folder = tempfile::tempdir().unwrap();
    let table = "id,group,What helped?\nS1,Parents,\"Someone who came back every week.\"\nS2,Parents,\"The phone, which was always on for us.\"\n";
    let mut window = looking_at(&folder, &[("survey.csv", table)]);
    assert!(has(&window, "What “What helped?” holds") && has(&window, "What “group” holds"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state().waiting.is_none());
    assert_eq!(names(&window).len(), 3);
}

#[test]
fn files_come_in_with_a_report_and_can_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (
        folder.path().join("Parent 7.txt"),
        folder.path().join("broken.docx"),
    );
    std::fs::write(&good, "Interviewer: How was it?\n\nParent 7: The taxi never came.\n\nInterviewer: And then?\n\nParent 7: We walked.\n").unwrap();
    std::fs::write(&bad, b"PK\x03\x04 cut short").unwrap();
    let mut window = reading();
    window
        .state_mut()
        .out
        .ask(Request::ImportFiles(vec![good, bad]));
    until(&mut window, "both files", |desktop| {
        let waiting = desktop.state().waiting.as_ref();
        waiting.is_some_and(|waiting| !waiting.reading)
    });
    settle(&mut window);
    click(&mut window, "Import 1 file");
    let Some(Sheet::Imported(lines)) = window.state().sheet().cloned() else {
        unreachable!()
    };
    assert_eq!(
        lines.iter().map(|line| line.good).collect::<Vec<_>>(),
        [true, false]
    );
    assert!(
        lines[0].became.starts_with("Parent 7: 2 speakers, 4 turns"),
        "{lines:?}"
    );
    assert!(
        window
            .query_all_by_label_contains("broken.docx")
            .next()
            .is_some()
    );
    click(&mut window, "Go on");
    ask(&mut window, "taxi");
    until(&mut window, "the new words", |desktop| {
        desktop
            .state()
            .search
            .found
            .as_ref()
            .is_some_and(|(_, found)| found.total == 1)
    });
}
