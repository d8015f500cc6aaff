//! Excerpts and projects for tests.

use std::path::Path;

use codebooks::{CodeId, Kind};
use project::text::CharRange;
use project::{
    CodingId, CountingStamps, Edit, NewSource, NewSpeaker, NewTurn, Session, SourceId, SourceKind,
    SpeakerRole, TextHash, Timestamp, Workspace,
};

use crate::attributes::{read_attributes, resolve_attributes};
use crate::codings::{read_codings, resolve_codings};
use crate::excerpts::{About, ExcerptBook, ExcerptRow, Theme};
use crate::sheet::read_rows;

/// A quote of Parent 2.
pub(crate) fn excerpt(code_path: &str, group: &str, quote: &str) -> ExcerptRow {
    ExcerptRow {
        quote_id: CodingId::from_u128(1).to_string(),
        source: "Interview with Parent 2".to_owned(),
        case: "Family 2".to_owned(),
        respondent: "Parent 2".to_owned(),
        group: group.to_owned(),
        speaker: "P2".to_owned(),
        turn: Some(14),
        start: 100,
        end: 113,
        code_path: code_path.to_owned(),
        kind: Kind::Enabler,
        quote: quote.to_owned(),
        memo: String::new(),
        weight: Some(-2),
        coder: "Awen".to_owned(),
        coded_at: "2026-03-09T14:05:00Z".to_owned(),
        attributes: vec![
            ("area".to_owned(), "Aberwynog".to_owned()),
            ("children".to_owned(), "3".to_owned()),
        ],
        coding: CodingId::from_u128(1),
        code: CodeId::from_u128(2),
        source_id: SourceId::from_u128(1),
        source_kind: SourceKind::Interview,
        wave: String::new(),
        role: Some(SpeakerRole::Respondent),
        grouped_by: group.to_owned(),
    }
}

/// A book of these rows, all of one code.
pub(crate) fn book_of(rows: Vec<ExcerptRow>) -> ExcerptBook {
    let theme = |row: &ExcerptRow| Theme {
        code: row.code,
        parent: None,
        name: row.code_path.clone(),
        path: row.code_path.clone(),
        depth: 0,
        kind: row.kind,
        definition: String::new(),
    };
    let about = About {
        project: "Glanfa".to_owned(),
        exported_at: "2026-03-10T09:00:00Z".to_owned(),
        filter: "all codings".to_owned(),
        grouped_by: "group".to_owned(),
        cases: 5,
        lost: 0,
    };
    ExcerptBook {
        about,
        themes: rows.first().map(theme).into_iter().collect(),
        rows,
    }
}

/// Five codings under three codes: one passage coded twice, markup and marks in a quote, the interviewer's words.
pub(crate) fn small_book() -> ExcerptBook {
    let mut rows = vec![
        excerpt("Enablers / Trust", "parents", "She listened."),
        excerpt("Enablers / Trust", "parents", "She listened."),
        excerpt(
            "Enablers / Trust",
            "parents",
            "“Never <late> & never \"rushed\"",
        ),
        excerpt(
            "Enablers / Trust",
            "practitioners",
            "Two lines\nof one quote",
        ),
        excerpt("Waiting", "parents", "And how long was that?"),
    ];
    rows[1].coder = "Tom".to_owned();
    for (nth, row) in (1_u32..).zip(&mut rows) {
        row.coding = CodingId::from_u128(u128::from(nth));
        row.quote_id = row.coding.to_string();
        if nth > 2 {
            (row.start, row.end) = (nth * 100, nth * 100 + 20);
        }
    }
    rows[3].source_id = SourceId::from_u128(2);
    rows[3].source = "Practitioner 1".to_owned();
    rows[3].case = "Practitioner 1".to_owned();
    rows[3].respondent = "Practitioner 1".to_owned();
    rows[3].weight = None;
    rows[4].code = CodeId::from_u128(3);
    rows[4].kind = Kind::Barrier;
    rows[4].role = Some(SpeakerRole::Interviewer);
    rows[4].speaker = "INT".to_owned();
    rows[4].respondent = String::new();
    let mut book = book_of(rows);
    let theme =
        |code: u128, parent: Option<u128>, path: &str, kind: Kind, definition: &str| Theme {
            code: CodeId::from_u128(code),
            parent: parent.map(CodeId::from_u128),
            name: path.rsplit(" / ").next().unwrap().to_owned(),
            path: path.to_owned(),
            depth: usize::from(parent.is_some()),
            kind,
            definition: definition.to_owned(),
        };
    book.themes = vec![
        theme(1, None, "Enablers", Kind::Enabler, "What helped."),
        theme(
            2,
            Some(1),
            "Enablers / Trust",
            Kind::Enabler,
            "Felt safe & heard.",
        ),
        theme(3, None, "Waiting", Kind::Barrier, ""),
    ];
    book
}

/// A project of three sources, made through the one door: two interviews of one family, and a focus group in which
/// everybody is a case of their own. Codes: `Enablers / Trust`, `Barriers / Waiting`.
pub(crate) fn workspace() -> Workspace {
    let session = Session {
        coder: "Awen".to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    let mut workspace = Workspace::in_memory("Glanfa", session).unwrap();
    let csv = "path,kind,definition\nEnablers,enabler,What helped\nEnablers / Trust,,Felt safe\nBarriers,barrier,\nBarriers / Waiting,,\n";
    let (codes, _) = codebooks::read_csv(csv).unwrap();
    workspace.edit(Edit::AddCodes(codes)).unwrap();
    for source in [
        source(
            "Parent 1",
            SourceKind::Interview,
            Some("Family 1"),
            &[
                "INT: How was it?",
                "Parent 1: She listened. She listened.",
                "INT: And then?",
                "Parent 1: We waited five\nmonths.",
            ],
        ),
        source(
            "Young person 1",
            SourceKind::Interview,
            Some("Family 1"),
            &["INT: And you?", "P: He was all right."],
        ),
        source(
            "Focus group",
            SourceKind::FocusGroup,
            None,
            &[
                "INT: Welcome.",
                "Police: We came late.",
                "Housing: So did we.",
            ],
        ),
    ] {
        workspace.edit(Edit::AddSource(Box::new(source))).unwrap();
    }
    workspace
}

/// A source whose lines are turns with a label; `INT` asks.
fn source(name: &str, kind: SourceKind, case: Option<&str>, lines: &[&str]) -> NewSource {
    let mut speakers: Vec<NewSpeaker> = Vec::new();
    let mut turns = Vec::new();
    let mut start = 0_u32;
    for line in lines {
        let (label, speech) = line.split_once(": ").unwrap();
        let speaker = speakers
            .iter()
            .position(|speaker| speaker.name == label)
            .unwrap_or_else(|| {
                let role = if label == "INT" {
                    SpeakerRole::Interviewer
                } else {
                    SpeakerRole::Respondent
                };
                speakers.push(NewSpeaker {
                    name: label.to_owned(),
                    role,
                    case: None,
                    attributes: Vec::new(),
                });
                speakers.len() - 1
            });
        let length = |text: &str| u32::try_from(text.chars().count()).unwrap();
        let end = start + length(line);
        turns.push(NewTurn {
            range: CharRange::of(start, end + 1),
            speech: CharRange::of(end - length(speech), end),
            speaker: Some(speaker),
            from_ms: None,
            to_ms: None,
        });
        start = end + 1;
    }
    NewSource {
        id: None,
        name: name.to_owned(),
        kind,
        language: "en".to_owned(),
        wave: String::new(),
        case: case.map(str::to_owned),
        attributes: Vec::new(),
        text: lines.join("\n") + "\n",
        speakers,
        turns,
        file_name: format!("{name}.txt"),
        file_hash: TextHash::of(name),
    }
}

/// Codes the passages of a table of codings, which must have no bad row.
pub(crate) fn code(workspace: &mut Workspace, csv: &str) {
    let rows = read_rows(csv.as_bytes(), Path::new("codings.csv")).unwrap();
    let (rows, warnings) = read_codings(&rows);
    assert_eq!(warnings, []);
    let (texts, ids) = (workspace.texts(), workspace.ids());
    let (edits, warnings) =
        resolve_codings(workspace.project(), |source| texts.of(source), &ids, rows);
    assert_eq!(warnings, []);
    workspace
        .edit(Edit::Batch {
            label: "Coded".to_owned(),
            edits,
        })
        .unwrap();
}

/// Sets attributes from a table, which must have no bad row.
pub(crate) fn describe(workspace: &mut Workspace, csv: &str) {
    let (table, warnings) =
        read_attributes(&read_rows(csv.as_bytes(), Path::new("a.csv")).unwrap());
    assert_eq!(warnings, []);
    let (edits, warnings) = resolve_attributes(workspace.project(), &table);
    assert_eq!(warnings, []);
    workspace
        .edit(Edit::Batch {
            label: "Described".to_owned(),
            edits,
        })
        .unwrap();
}
