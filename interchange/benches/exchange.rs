//! How fast whole projects go out and come in: 500 interviews of 6,000 words with 30,000 codings by four coders. The
//! aim is 3 s to write and 5 s to read.
#![expect(clippy::unwrap_used, reason = "a bench may stop at its first surprise")]

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use codebooks::{Code, CodeId};
use divan::Bencher;
use interchange::merge::merge;
use interchange::refi::{read_project, write_project};
use project::text::{CharRange, SourceText};
use project::{
    Adopted, AdoptedSource, Coder, CoderId, Coding, CodingId, CodingState, CountingStamps, Edit,
    Reading, Session, Source, SourceId, SourceKind, TextHash, Timestamp, Values, Workspace,
};

const SOURCES: u128 = 500;
const CODINGS: u128 = 60;

fn main() {
    divan::main();
}

fn source(nth: u128) -> AdoptedSource {
    let mut text = String::new();
    for line in 0..150 {
        writeln!(
            text,
            "INT: And how did you find that, what was it like for family {nth}?"
        )
        .unwrap();
        writeln!(text, "P1: Well it was number {line}, and it began in the winter, when nobody had any time to come, Ŵyn said, and we waited and waited.").unwrap();
    }
    let source = Source {
        id: SourceId::from_u128(1 << 64 | nth),
        name: format!("Parent {nth}"),
        kind: SourceKind::Interview,
        language: "en".to_owned(),
        wave: String::new(),
        case: None,
        values: Values::new(),
        text: TextHash::of(&text),
        characters: 0,
        words: 0,
        revision: 0,
        cleaning: 1,
        file_name: format!("Parent {nth}.txt"),
        file_hash: TextHash::of(nth.to_string()),
        imported_at: Timestamp(0),
        reading: Reading::Done,
    };
    AdoptedSource {
        source,
        text,
        speakers: Vec::new(),
        turns: Vec::new(),
    }
}

fn rows() -> Adopted {
    let mut rows = Adopted::default();
    for nth in 0..4 {
        rows.coders.push(Coder {
            id: CoderId::from_u128(2 << 64 | nth),
            name: format!("Coder {nth}"),
            colour: None,
        });
    }
    for nth in 0..200 {
        rows.codes.push(Code::new(
            CodeId::from_u128(3 << 64 | nth),
            format!("Code {nth}"),
        ));
    }
    for nth in 0..SOURCES {
        let row = source(nth);
        let text = SourceText::new(row.text.as_str());
        for place in 0..CODINGS {
            let start = u32::try_from(place).unwrap() * 400 + 70;
            let range = CharRange::of(start, start + 80 + u32::try_from(place).unwrap());
            rows.codings.push(Coding {
                id: CodingId::from_u128(4 << 64 | (nth * CODINGS + place)),
                source: row.source.id,
                range,
                code: CodeId::from_u128(3 << 64 | ((nth + place) % 200)),
                coder: CoderId::from_u128(2 << 64 | (place % 4)),
                quote: text.slice(range).to_owned(),
                weight: None,
                state: CodingState::Exact,
                shortlisted: false,
                created_at: Timestamp(1_700_000_000_000),
            });
        }
        rows.sources.push(row);
    }
    rows
}

fn workspace() -> Workspace {
    let session = Session {
        coder: "Awen".to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    Workspace::in_memory("Glanfa", session).unwrap()
}

fn full() -> Workspace {
    let mut workspace = workspace();
    workspace.edit(Edit::Adopt(Box::new(rows()))).unwrap();
    workspace
}

fn written(workspace: &Workspace) -> Vec<u8> {
    let texts = workspace.texts();
    write_project(
        workspace.project(),
        |source| texts.of(source),
        |hash| texts.file(hash),
    )
    .unwrap()
    .bytes
}

/// The same archive as another program would write it.
fn foreign(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let mut part = from.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.starts_with("vouch/") {
            continue;
        }
        if name == "project.qde" {
            let text = String::from_utf8(content).unwrap();
            content = text
                .replacen("origin=\"Vouch", "origin=\"Other", 1)
                .into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn write(bencher: Bencher<'_, '_>) {
    let workspace = full();
    bencher.bench_local(|| written(&workspace));
}

fn read_into_a_new_project(bytes: &[u8]) -> Workspace {
    let read = read_project(bytes, |_| None, Timestamp(0)).unwrap();
    let mut workspace = workspace();
    let merged = merge(workspace.project(), read.rows);
    workspace
        .edit(Edit::Batch {
            label: "Imported".to_owned(),
            edits: merged.edits,
        })
        .unwrap();
    assert_eq!(workspace.project().codings().len(), 30_000);
    workspace
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>) {
    let bytes = written(&full());
    bencher.bench_local(|| read_into_a_new_project(&bytes));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn read_of_another_program(bencher: Bencher<'_, '_>) {
    let bytes = foreign(&written(&full()));
    bencher.bench_local(|| read_into_a_new_project(&bytes));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn merge_again(bencher: Bencher<'_, '_>) {
    let workspace = full();
    let bytes = written(&workspace);
    bencher.bench_local(|| {
        let read = read_project(&bytes, |_| None, Timestamp(0)).unwrap();
        assert!(merge(workspace.project(), read.rows).edits.is_empty());
    });
}
