//! Small projects for tests of what comes in.

use interchange::sheet::SheetRow;
use project::text::CharRange;
use project::{
    CountingStamps, Edit, NewSource, NewSpeaker, NewTurn, Session, SourceKind, SpeakerRole,
    TextHash, Timestamp, Workspace,
};

use super::coders::Coders;
use super::table::Table;

/// What the first parent says.
pub(super) const SAID: &str =
    "I: How was it?\nP1: We waited for nine months. She kept coming back.\n";

pub(super) fn workspace() -> Workspace {
    let stamps = Box::new(CountingStamps::new(Timestamp(0)));
    Workspace::in_memory(
        "Test",
        Session {
            coder: "Awen".to_owned(),
            host: "here".to_owned(),
            stamps,
        },
    )
    .unwrap()
}

/// A project with two parents and two codes.
pub(super) fn furnished() -> Workspace {
    let mut workspace = workspace();
    for name in ["Parent 1", "Parent 2"] {
        workspace
            .edit(Edit::AddSource(Box::new(source(
                name,
                &format!("{SAID}({name})\n"),
            ))))
            .unwrap();
    }
    let (drafts, _) = codebooks::read_csv("path\nEnablers / Trust\nBarriers / Waiting\n").unwrap();
    workspace.edit(Edit::AddCodes(drafts)).unwrap();
    workspace
}

/// A source as an importer answers it, its first line the interviewer's.
pub(super) fn source(name: &str, text: &str) -> NewSource {
    let speaker = |name: &str, role| NewSpeaker {
        name: name.to_owned(),
        role,
        case: None,
        attributes: Vec::new(),
    };
    let letters = u32::try_from(text.chars().count()).unwrap();
    let first = u32::try_from(text.chars().take_while(|&c| c != '\n').count() + 1)
        .unwrap()
        .min(letters);
    let turn = |start, end, speaker| NewTurn {
        range: CharRange::of(start, end),
        speech: CharRange::of((start + 4).min(end), end),
        speaker: Some(speaker),
        from_ms: None,
        to_ms: None,
    };
    NewSource {
        id: None,
        name: name.to_owned(),
        kind: SourceKind::Interview,
        language: "en".to_owned(),
        wave: String::new(),
        case: None,
        attributes: Vec::new(),
        text: text.to_owned(),
        speakers: vec![
            speaker("I", SpeakerRole::Interviewer),
            speaker("P1", SpeakerRole::Respondent),
        ],
        turns: vec![turn(0, first, 0), turn(first, letters, 1)],
        file_name: format!("{name}.txt"),
        file_hash: TextHash::of(text),
    }
}

/// A table from lines of cells parted by `|`; the first line has the headings.
pub(super) fn table(text: &str) -> Table {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    let rows = (1..).zip(text.lines()).map(|(line, text)| SheetRow {
        line,
        cells: cells(text),
    });
    Table::with_headings(std::path::Path::new("table.csv"), rows.collect())
}

pub(super) fn coders(workspace: &mut Workspace) -> Coders<'_> {
    let ids = workspace.ids();
    let own = Coders::own(workspace);
    Coders::new(workspace.project(), own, ids)
}

/// A file that is there for as long as the test.
pub(super) struct Written {
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Written {
    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }
}

pub(super) fn write(name: &str, content: &str) -> Written {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    Written {
        path,
        _folder: folder,
    }
}
