//! What a project of 500 interviews costs: 5 million words, 119,000 turns, 33,000 codings by two coders.
//!
//! `cargo bench -p project`. Set `VOUCH_BENCH_SOURCES` for another size.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench that cannot go on has failed, and its functions are named for the table it prints"
)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codebooks::CodeId;
use divan::Bencher;
use project::text::CharRange;
use project::{
    CountingStamps, Edit, NewCode, NewCoding, NewSource, NewSpeaker, NewTurn, Session, SourceId,
    SourceKind, SpeakerRole, TextHash, Timestamp, Workspace,
};

const TURNS: u32 = 238;
const CODINGS_A_SOURCE: u32 = 66;
const SENTENCE: &str =
    "she just kept coming back even when we did not answer the door and ŵyr that was hard for her ";

fn main() {
    divan::main();
}

fn sources() -> u32 {
    std::env::var("VOUCH_BENCH_SOURCES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(500)
}

fn session(day: i64) -> Session {
    let stamps = Box::new(CountingStamps::new(Timestamp(
        1_700_000_000_000 + day * 86_400_000,
    )));
    Session {
        coder: "Awen".into(),
        host: "bench".into(),
        stamps,
    }
}

/// One interview of about 10,000 words.
fn source(n: u32, turns: u32) -> NewSource {
    let mut text = String::new();
    let mut ranges = Vec::new();
    let mut start = 0;
    for turn in 0..turns {
        let speaker = usize::from(turn % 2 == 1);
        let line = format!(
            "{}: {n} {}\n",
            ["I", "P1"][speaker],
            SENTENCE.repeat(2 + speaker).trim_end()
        );
        let end = start + u32::try_from(line.chars().count()).unwrap();
        let label = if speaker == 0 { 3 } else { 4 };
        let speech = CharRange::of(start + label, end - 1);
        ranges.push(NewTurn {
            range: CharRange::of(start, end),
            speech,
            speaker: Some(speaker),
            from_ms: None,
            to_ms: None,
        });
        text.push_str(&line);
        start = end;
    }
    let speaker = |name: &str, role| NewSpeaker {
        name: name.into(),
        role,
        case: None,
        attributes: vec![],
    };
    NewSource {
        id: Some(SourceId::from_u128(u128::from(n) + 1)),
        name: format!("Interview {n}"),
        kind: SourceKind::Interview,
        language: "en".into(),
        wave: String::new(),
        case: None,
        attributes: vec![],
        file_name: format!("Interview {n}.txt"),
        file_hash: TextHash::of(n.to_le_bytes()),
        speakers: vec![
            speaker("I", SpeakerRole::Interviewer),
            speaker("P1", SpeakerRole::Respondent),
        ],
        turns: ranges,
        text,
    }
}

fn coding(source: &NewSource, nth: u32, codes: u32) -> NewCoding {
    let turn = source.turns[(nth * 2 + 1) as usize % source.turns.len()];
    let start = turn.speech.start().0 + nth % 7;
    let range = CharRange::of(start, start + 90);
    let quote = source.text.chars().skip(start as usize).take(90).collect();
    let code = CodeId::from_u128(u128::from(nth % codes) + 1);
    let source = source.id.unwrap();
    NewCoding {
        id: None,
        source,
        range,
        quote,
        code,
        coder: None,
        memo: String::new(),
        weight: None,
    }
}

fn fill(workspace: &mut Workspace, count: u32) {
    for code in 0..40_u32 {
        let id = Some(CodeId::from_u128(u128::from(code) + 1));
        workspace
            .edit(Edit::AddCode(NewCode {
                id,
                name: format!("Code {code}"),
                ..NewCode::default()
            }))
            .unwrap();
    }
    for from in (0..count).step_by(50) {
        let batch: Vec<NewSource> = (from..count.min(from + 50))
            .map(|n| source(n, TURNS))
            .collect();
        let codings: Vec<Edit> = batch
            .iter()
            .flat_map(|source| {
                (0..CODINGS_A_SOURCE).map(|nth| Edit::ApplyCode(coding(source, nth, 40)))
            })
            .collect();
        let edits = batch
            .into_iter()
            .map(|source| Edit::AddSource(Box::new(source)))
            .collect();
        workspace
            .edit(Edit::Batch {
                label: "Imported".into(),
                edits,
            })
            .unwrap();
        workspace
            .edit(Edit::Batch {
                label: "Coded".into(),
                edits: codings,
            })
            .unwrap();
    }
}

/// The project all benches open; made once, in a folder that lives as long as the run.
fn project() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &MADE
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("bench.vouch");
            fill(
                &mut Workspace::create(&path, "Bench", session(0)).unwrap(),
                sources(),
            );
            (folder, path)
        })
        .1
}

#[divan::bench(sample_count = 10)]
fn open(bencher: Bencher) {
    let path = project();
    bencher.bench_local(|| Workspace::open(path, session(900)).unwrap());
}

/// 50 interviews, planned and durable: 500,000 words, 2.9 MB of text.
#[divan::bench(sample_count = 10)]
fn add_50_sources(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut nth = 0;
    bencher
        .with_inputs(|| {
            nth += 1;
            let path = folder.path().join(format!("{nth}.vouch"));
            let edits = (0..50)
                .map(|n| Edit::AddSource(Box::new(source(n, TURNS))))
                .collect();
            (
                Workspace::create(&path, "Bench", session(0)).unwrap(),
                Edit::Batch {
                    label: "Imported".into(),
                    edits,
                },
            )
        })
        .bench_local_values(|(mut workspace, edit)| {
            workspace.edit(edit).unwrap();
            workspace
        });
}

/// One code on one quote, durable, in a source that has this many codings already.
#[divan::bench(args = [0, 500, 2_000, 5_000], sample_count = 50)]
fn apply_code(bencher: Bencher, already: u32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.vouch");
    let mut workspace = Workspace::create(&path, "Bench", session(0)).unwrap();
    fill(&mut workspace, 1);
    let dense = source(1, 10_100);
    workspace
        .edit(Edit::AddSource(Box::new(dense.clone())))
        .unwrap();
    let edits = (0..already)
        .map(|nth| Edit::ApplyCode(coding(&dense, nth, 40)))
        .collect();
    workspace
        .edit(Edit::Batch {
            label: "Coded".into(),
            edits,
        })
        .unwrap();
    let mut nth = already;
    bencher
        .with_inputs(|| {
            nth += 1;
            Edit::ApplyCode(coding(&dense, nth, 40))
        })
        .bench_local_values(|edit| workspace.edit(edit).unwrap());
}

/// Taking back 3,300 codings made in one step, and doing them again.
#[divan::bench(sample_count = 5)]
fn undo_and_redo_a_large_batch(bencher: Bencher) {
    let mut workspace = Workspace::open(project(), session(950)).unwrap();
    bencher.bench_local(|| {
        workspace.undo().unwrap();
        workspace.redo().unwrap();
    });
}
