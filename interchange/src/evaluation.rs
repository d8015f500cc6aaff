//! The sample evaluation from its files to its excerpts, as one test of everything in this crate together.

use std::path::{Path, PathBuf};

use project::{CountingStamps, Edit, Session, Timestamp, Workspace};

use crate::attributes::{read_attributes, resolve_attributes};
use crate::codebook::read_codebook;
use crate::codings::{read_codings, resolve_codings};
use crate::excerpts::{ExcerptBook, ExcerptFilter, ExcerptFormat, attribution, write_excerpts};
use crate::sheet::read_rows_of_file;
use crate::transcripts::{ImportOptions, read_transcript_file};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/evaluation")
}

/// The sample project; every file, row and quote must be taken without a complaint about it.
fn evaluation() -> Workspace {
    let session = Session {
        coder: "Awen".to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    let mut workspace = Workspace::in_memory("Glanfa", session).unwrap();
    let mut files: Vec<PathBuf> = ["transcripts", "case files"]
        .into_iter()
        .flat_map(|name| std::fs::read_dir(folder().join(name)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let source = read_transcript_file(&file, &ImportOptions::default())
            .unwrap()
            .source;
        workspace
            .edit(Edit::AddSource(Box::new(source.unwrap())))
            .unwrap();
    }
    let path = folder().join("codebook.csv");
    let (codes, warnings) = read_codebook(&std::fs::read(&path).unwrap(), &path).unwrap();
    assert_eq!(warnings, []);
    workspace.edit(Edit::AddCodes(codes)).unwrap();
    for name in ["attributes.csv", "speakers.csv"] {
        let (table, warnings) = read_attributes(&read_rows_of_file(&folder().join(name)).unwrap());
        assert_eq!(warnings, [], "{name}");
        let (edits, warnings) = resolve_attributes(workspace.project(), &table);
        assert_eq!(warnings, [], "{name}");
        workspace
            .edit(Edit::Batch {
                label: name.to_owned(),
                edits,
            })
            .unwrap();
    }
    let rows = read_rows_of_file(&folder().join("codings.csv")).unwrap();
    let (rows, warnings) = read_codings(&rows);
    assert_eq!(warnings, []);
    let (texts, ids) = (workspace.texts(), workspace.ids());
    let (edits, warnings) =
        resolve_codings(workspace.project(), |source| texts.of(source), &ids, rows);
    let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(shown, [""; 0]);
    workspace
        .edit(Edit::Batch {
            label: "Coded".to_owned(),
            edits,
        })
        .unwrap();
    workspace
}

#[test]
fn every_quote_of_the_sample_finds_its_place_and_its_person() {
    let workspace = evaluation();
    let book = ExcerptBook::of(
        workspace.project(),
        &ExcerptFilter::default(),
        Timestamp(1_772_323_200_000),
    );
    assert!(book.rows.len() > 250, "{} codings", book.rows.len());
    assert_eq!(book.about.lost, 0);
    let mut people: Vec<String> = book
        .rows
        .iter()
        .map(|row| {
            let from = attribution(row);
            let (who, _) = from.rsplit_once(", ").unwrap();
            format!("{}: {} | {who}", row.group, row.case)
        })
        .collect();
    people.sort();
    people.dedup();
    insta::assert_snapshot!(people.join("\n"), @r"
    Case files: Family 1 | Case file 1
    Case files: Family 2 | Case file 2
    Case files: Family 3 | Case file 3
    Case files: Family 4 | Case file 4
    Case files: Family 5 | Case file 5
    Case files: Family 6 | Case file 6
    Case files: Family 7 | Case file 7
    Case files: Family 8 | Case file 8
    Case files: Family 9 | Case file 9
    Managers: Manager 1 | Manager 1, Interview
    Managers: Manager 2 | Manager 2, Interview
    Managers: Manager 3 | Manager 3, Interview
    Parents: Family 1 | Parent 1, Interview
    Parents: Family 2 | Parent 2, Interview
    Parents: Family 3 | Parent 3, Interview
    Parents: Family 4 | Parent 4, Interview
    Partners: Focus group partners | Head teacher, Focus group
    Partners: Focus group partners | Health visitor, Focus group
    Partners: Focus group partners | Housing, Focus group
    Partners: Focus group partners | Police, Focus group
    Partners: Focus group partners | Women's refuge, Focus group
    Partners: Focus group partners | Youth worker, Focus group
    Practitioners: Practitioner 1 | Practitioner 1, Interview
    Practitioners: Practitioner 2 | Practitioner 2, Interview
    Practitioners: Practitioner 3 | Practitioner 3, Interview
    Practitioners: Practitioner 4 | Practitioner 4, Interview
    Young people: Family 1 | Young person 1, Interview
    ");
    assert!(
        book.rows
            .iter()
            .all(|row| row.turn.is_some() && !row.group.is_empty())
    );
    for format in ExcerptFormat::ALL {
        let bytes = write_excerpts(&book, format).unwrap();
        assert!(bytes.len() > 10_000, "{format:?}");
    }
}
