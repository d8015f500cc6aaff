//! What the file promises: held by one, refused when it is not ours, copied whole.

use super::*;
use crate::Refusal;

#[test]
fn a_second_opener_is_told_who_holds_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vouch");
    let held = Workspace::create(&path, "Test", session("Awen")).unwrap();
    let error = Workspace::open(&path, session("Tom")).err().unwrap();
    assert!(matches!(error, StoreError::Held { .. }), "{error}");
    drop(held);
    assert!(Workspace::open(&path, session("Tom")).is_ok());
}

#[test]
fn what_is_no_project_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vouch");
    let refused = |path: &Path| Workspace::open(path, session("Tom")).err().unwrap();
    assert!(matches!(refused(&path), StoreError::Missing { .. }));
    for content in [&b""[..], b"P1: hello", b"SQLite format 3\0"] {
        std::fs::write(&path, content).unwrap();
        let error = refused(&path);
        assert!(
            matches!(error, StoreError::NotAProject { .. } | StoreError::File(..)),
            "{error}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
    let existing = Workspace::create(&path, "Test", session("Tom"))
        .err()
        .unwrap();
    assert!(matches!(existing, StoreError::Exists { .. }));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing half-made is left behind"
    );
}

#[test]
fn a_newer_file_is_refused_kindly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vouch");
    drop(Workspace::create(&path, "Test", session("Tom")).unwrap());
    // The version stands at byte 60 of every SQLite file, big-endian.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let error = Workspace::open(&path, session("Tom")).err().unwrap();
    assert!(
        matches!(error, StoreError::Newer { found: 99, .. }),
        "{error}"
    );
    let unchanged = std::fs::read(&path).unwrap() == bytes;
    assert!(unchanged, "a refused file stays as it is, to the byte");
}

#[test]
fn a_file_with_lost_pages_is_told_to_be_damaged_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vouch");
    drop(Workspace::create(&path, "Test", session("Tom")).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    // The first page says that this is a project; all others are overwritten.
    bytes[4096..].fill(0xff);
    std::fs::write(&path, &bytes).unwrap();
    let error = Workspace::open(&path, session("Tom")).err().unwrap();
    assert!(
        matches!(error, StoreError::File(Refusal::Damaged, _)),
        "{error:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn why_a_file_refuses_is_told_by_what_the_system_says() {
    let of = |kind: std::io::ErrorKind| {
        let StoreError::File(refusal, _) = StoreError::from_io(kind.into()) else {
            panic!("a system's error is one of the file");
        };
        refusal
    };
    assert_eq!(of(std::io::ErrorKind::PermissionDenied), Refusal::ReadOnly);
    assert_eq!(
        of(std::io::ErrorKind::ReadOnlyFilesystem),
        Refusal::ReadOnly
    );
    assert_eq!(of(std::io::ErrorKind::StorageFull), Refusal::Full);
    assert_eq!(of(std::io::ErrorKind::TimedOut), Refusal::Other);
}

#[test]
fn a_copy_holds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("a.vouch"), folder.path().join("b.vouch"));
    let mut workspace = Workspace::create(&one, "Test", session("Awen")).unwrap();
    workspace
        .edit(Edit::AddSource(Box::new(source(1))))
        .unwrap();
    workspace.backup_to(&other).unwrap();
    assert!(matches!(
        workspace.backup_to(&other),
        Err(StoreError::Exists { .. })
    ));
    let copy = open(&other).unwrap();
    assert_eq!(**copy.project(), **workspace.project());
    assert_eq!(copy.check().unwrap(), vec![]);
}

#[test]
fn a_text_read_in_passing_is_the_same_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vouch");
    let mut workspace = Workspace::create(&path, "Test", session("Awen")).unwrap();
    workspace
        .edit(Edit::AddSource(Box::new(source(1))))
        .unwrap();
    drop(workspace);
    let workspace = open(&path).unwrap();
    let row = workspace.project().sources().iter().next().unwrap();
    let texts = workspace.texts();
    let passed = texts.in_passing(row).unwrap();
    assert_eq!(texts.bytes_at_hand(), 0);
    assert_eq!(texts.of(row).unwrap().as_str(), passed.as_str());
    assert_eq!(texts.bytes_at_hand(), passed.as_str().len());
}
