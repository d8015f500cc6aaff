//! Killed at any moment, a project has lost nothing that was acknowledged.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use project::{CountingStamps, Edit, NewCode, Session, StoreError, Timestamp, Workspace};

const WORKER: &str = "VOUCH_TEST_WORKER";

fn session(coder: &str) -> Session {
    let stamps = Box::new(CountingStamps::new(Timestamp(1_700_000_000_000)));
    Session {
        coder: coder.into(),
        host: "test".into(),
        stamps,
    }
}

/// Not a test of its own: the process that is killed. It says each edit's number once it is acknowledged.
#[test]
fn worker_that_edits_until_it_is_killed() {
    let Ok(path) = std::env::var(WORKER) else {
        return;
    };
    let mut workspace = Workspace::create(Path::new(&path), "Killed", session("Awen")).unwrap();
    for n in 0_u32.. {
        let code = NewCode {
            name: format!("Code {n}"),
            ..NewCode::default()
        };
        workspace.edit(Edit::AddCode(code)).unwrap();
        println!("\nacknowledged {n}");
    }
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    for (round, edits) in [1_usize, 3, 8, 13].into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("killed.vouch");
        let mut worker = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "durability::worker_that_edits_until_it_is_killed",
                "--nocapture",
            ])
            .env(WORKER, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(worker.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let acknowledged = lines
            .filter(|line| line.starts_with("acknowledged"))
            .take(edits)
            .count();
        worker.kill().unwrap();
        worker.wait().unwrap();
        assert_eq!(acknowledged, edits, "round {round}");

        let workspace = Workspace::open(&path, session("Tom")).unwrap();
        let there = workspace.project().codes().len();
        assert!(
            there >= acknowledged,
            "{there} codes of {acknowledged} acknowledged"
        );
        assert_eq!(workspace.check().unwrap(), vec![]);
    }
}

#[test]
fn a_second_process_is_told_who_holds_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("held.vouch");
    let mut worker = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "durability::worker_that_edits_until_it_is_killed",
            "--nocapture",
        ])
        .env(WORKER, &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    assert!(lines.any(|line| line == "acknowledged 0"));
    let refused = Workspace::open(&path, session("Tom")).err();
    worker.kill().unwrap();
    worker.wait().unwrap();
    let Some(StoreError::Held { holder, .. }) = refused else {
        panic!("{refused:?}")
    };
    let holder = holder.map(|holder| (holder.coder, holder.host));
    assert_eq!(holder, Some(("Awen".to_owned(), "test".to_owned())));
}
