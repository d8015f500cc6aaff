//! The index knows what it holds, and never shows what is no longer so.

use std::ops::ControlFlow;
use std::path::Path;

use index::{Freshness, Index, IndexError, Query, SearchOptions};
use project::{Edit, SourceDetails};

use crate::build::{Desk, source};

fn three() -> Desk {
    let mut desk = Desk::new();
    for name in ["a", "b", "c"] {
        desk.add(name, "en", "P: the wait\nP: and the help\n");
    }
    desk
}

fn open(desk: &Desk, folder: &Path) -> (Index, Freshness) {
    Index::open(folder, desk.project()).unwrap()
}

fn feed(desk: &Desk, index: &mut Index) -> index::Feeding {
    index
        .bring_up_to_date(desk.project(), &desk.workspace.texts(), &mut |_, _| {
            ControlFlow::Continue(())
        })
        .unwrap()
}

fn total(desk: &Desk, index: &Index, query: &str) -> (usize, usize) {
    let query = Query::parse(query).unwrap();
    let found = index
        .searcher()
        .search(
            &query,
            desk.project(),
            &desk.workspace.texts(),
            &SearchOptions::default(),
        )
        .unwrap();
    (found.total, found.unread)
}

#[test]
fn a_fed_index_is_fresh_when_opened_again() {
    let (desk, folder) = (three(), tempfile::tempdir().unwrap());
    let (mut index, freshness) = open(&desk, folder.path());
    assert_eq!(freshness, Freshness::Rebuild);
    assert_eq!(feed(&desk, &mut index).read, 3);
    assert_eq!(index.freshness(desk.project()), Freshness::Fresh);
    drop(index);
    let (index, freshness) = open(&desk, folder.path());
    assert_eq!(freshness, Freshness::Fresh);
    assert_eq!(total(&desk, &index, "waiting"), (3, 0));
    assert_eq!(index.sources(), 3);
}

#[test]
fn only_what_changed_is_read_again_and_what_is_gone_forgotten() {
    let mut desk = three();
    desk.feed();
    let (a, b, c) = (desk.source("a"), desk.source("b"), desk.source("c"));
    desk.edit(Edit::RemoveSource(a));
    desk.edit(Edit::DescribeSource(
        b,
        SourceDetails {
            language: Some("cy".into()),
            ..SourceDetails::default()
        },
    ));
    desk.edit(Edit::RenameSource(c, "see".into()));
    let d = desk.add("d", "en", "P: no wait\n");
    assert_eq!(
        desk.index.freshness(desk.project()),
        Freshness::Behind(vec![b, d, a])
    );
    assert_eq!(
        desk.index
            .searcher()
            .search(
                &Query::parse("waiting").unwrap(),
                desk.project(),
                &desk.workspace.texts(),
                &SearchOptions::default()
            )
            .map(|found| (found.total, found.unread))
            .unwrap(),
        (1, 2)
    );
    let feeding = desk.feed();
    assert_eq!((feeding.read, feeding.forgotten), (2, 1));
    assert_eq!(
        desk.marked("waiting"),
        ["see:0 wait", "d:0 wait"],
        "Welsh is not stemmed"
    );
    assert_eq!(desk.feed(), index::Feeding::default(), "nothing more to do");
}

#[test]
fn undo_and_redo_are_followed() {
    let mut desk = three();
    desk.feed();
    desk.edit(Edit::RemoveSource(desk.source("a")));
    desk.feed();
    assert_eq!(desk.search("wait").total, 2);
    desk.workspace.undo().unwrap();
    assert_eq!(
        total(&desk, &desk.index, "wait"),
        (2, 1),
        "the source is back but not read yet"
    );
    desk.feed();
    assert_eq!(desk.search("wait").total, 3);
}

#[test]
fn a_searcher_keeps_the_index_it_was_made_of() {
    let mut desk = three();
    desk.feed();
    let before = desk.index.searcher();
    let project = desk.workspace.snapshot();
    desk.add("d", "en", "P: wait\n");
    desk.feed();
    let search = |searcher: &index::Searcher, project: &project::Project| {
        searcher
            .search(
                &Query::parse("wait").unwrap(),
                project,
                &desk.workspace.texts(),
                &SearchOptions::default(),
            )
            .unwrap()
    };
    assert_eq!(search(&before, &project).total, 3);
    assert_eq!(search(&before, desk.project()).unread, 1);
    assert_eq!(search(&desk.index.searcher(), desk.project()).total, 4);
    assert_eq!(
        search(&desk.index.searcher(), &project).total,
        3,
        "a source the project does not have yet is not shown"
    );
}

#[test]
fn feeding_can_be_stopped_and_taken_up_again() {
    let (desk, folder) = (three(), tempfile::tempdir().unwrap());
    let (mut index, _) = open(&desk, folder.path());
    let mut told = Vec::new();
    let feeding = index
        .bring_up_to_date(desk.project(), &desk.workspace.texts(), &mut |done, of| {
            told.push((done, of));
            if done == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(
        (feeding.read, feeding.stopped, told),
        (2, true, vec![(0, 3), (1, 3), (2, 3)])
    );
    assert_eq!(total(&desk, &index, "wait"), (2, 1));
    drop(index);
    let (mut index, freshness) = open(&desk, folder.path());
    assert_eq!(freshness, Freshness::Behind(vec![desk.source("c")]));
    assert_eq!(feed(&desk, &mut index).read, 1);
    assert_eq!(total(&desk, &index, "wait"), (3, 0));
}

#[test]
fn the_index_of_another_project_or_version_is_emptied() {
    let (desk, folder) = (three(), tempfile::tempdir().unwrap());
    let (mut index, _) = open(&desk, folder.path());
    feed(&desk, &mut index);
    drop(index);
    let meta = folder.path().join("turns/meta.json");
    let newer = std::fs::read_to_string(&meta)
        .unwrap()
        .replace("\\\"version\\\":", "\\\"version\\\":99");
    assert!(newer.contains("99"));
    std::fs::write(&meta, newer).unwrap();
    let (mut index, freshness) = open(&desk, folder.path());
    assert_eq!((freshness, index.sources()), (Freshness::Rebuild, 0));
    feed(&desk, &mut index);
    drop(index);
    // Counting stamps give every first project the same id: this one is made later.
    let mut other = Desk::new();
    other.workspace = project::Workspace::in_memory(
        "Other",
        project::Session {
            coder: "Ana".into(),
            host: "here".into(),
            stamps: Box::new(project::CountingStamps::new(project::Timestamp(9_000))),
        },
    )
    .unwrap();
    other.edit(Edit::AddSource(Box::new(source("x", "en", "P: wait\n"))));
    let (index, freshness) = open(&other, folder.path());
    assert_eq!((freshness, index.sources()), (Freshness::Rebuild, 0));
}

#[test]
fn damaged_files_lead_to_a_new_index_and_never_to_a_panic() {
    let desk = three();
    let folder = tempfile::tempdir().unwrap();
    let (mut index, _) = open(&desk, folder.path());
    feed(&desk, &mut index);
    drop(index);
    let turns = folder.path().join("turns");
    let names: Vec<_> = std::fs::read_dir(&turns)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(names.len() > 4);
    for name in &names {
        for damage in 0..3 {
            let copy = tempfile::tempdir().unwrap();
            std::fs::create_dir(copy.path().join("turns")).unwrap();
            for other in &names {
                std::fs::copy(turns.join(other), copy.path().join("turns").join(other)).unwrap();
            }
            let path = copy.path().join("turns").join(name);
            let mut bytes = std::fs::read(&path).unwrap();
            match damage {
                0 => bytes.clear(),
                1 => bytes.truncate(bytes.len() / 2),
                _ => bytes.iter_mut().step_by(7).for_each(|byte| *byte ^= 0x5a),
            }
            std::fs::write(&path, bytes).unwrap();
            let (mut index, _) = open(&desk, copy.path());
            feed(&desk, &mut index);
            assert_eq!(
                total(&desk, &index, "wait*"),
                (3, 0),
                "{} {damage}",
                name.display()
            );
        }
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_reported() {
    let desk = three();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    assert!(matches!(
        Index::open(&file, desk.project()),
        Err(IndexError::Folder { .. })
    ));
}

#[test]
fn nothing_is_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.index.freshness(desk.project()), Freshness::Fresh);
    assert_eq!(desk.search("wait* OR coded:no").total, 0);
}
