//! Counts, matrices and agreement over 30,000 and 600,000 codings (500 and 10,000 sources, half a million and ten
//! million words): the whole way from the project to the table.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use analysis::{
    AgreementRequest, AgreementUnit, Choice, CountRequest, Dimension, Ground, MatrixRequest, Near,
    Unit, agreement, counts, matrix,
};
use codebooks::CodeId;
use divan::Bencher;
use project::text::CharRange;
use project::{
    CoderId, CountingStamps, Edit, NewCode, NewCoder, NewCoding, NewSource, NewSpeaker, NewTurn,
    Project, Session, SourceId, SourceKind, SpeakerRole, TextHash, Timestamp, Value, Workspace,
};

const SIZES: [usize; 2] = [30_000, 600_000];
const CODES: usize = 120;
const PER_SOURCE: usize = 60;
const TURN: &str = "P1: they came out to us whenever we called them\n";
const TURNS: usize = 100;

fn main() {
    divan::main();
}

/// A project of so many codings, 60 a source, with 120 codes in three levels; built once.
fn project_of(codings: usize) -> Arc<Project> {
    static BUILT: Mutex<BTreeMap<usize, Arc<Project>>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(built.entry(codings).or_insert_with(|| made(edits(codings))))
}

fn edits(codings: usize) -> Vec<Edit> {
    let mut edits: Vec<Edit> = (0..CODES).map(code).collect();
    let coders = [CoderId::from_u128(1), CoderId::from_u128(2)];
    for (id, name) in coders.into_iter().zip(["A", "B"]) {
        edits.push(Edit::AddCoder(NewCoder {
            id: Some(id),
            name: name.to_owned(),
        }));
    }
    let length = u32::try_from(TURN.len()).unwrap();
    // A fixed sequence that looks random: a linear congruential generator.
    let mut state = 12_345_u64;
    let mut draw = move |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap()
    };
    for nth in 0..codings.div_ceil(PER_SOURCE) {
        let source = source(nth, length);
        let (id, text) = (source.id.unwrap(), source.text.clone());
        edits.push(Edit::AddSource(Box::new(source)));
        for coding in 0..PER_SOURCE {
            let start = draw(length * u32::try_from(TURNS).unwrap() - 200);
            let range = CharRange::of(start, start + 20 + draw(150));
            let quote = text[range.start().get()..range.end().get()].to_owned();
            let code = CodeId::from_u128(u128::from(draw(u32::try_from(CODES).unwrap())) + 1);
            edits.push(Edit::ApplyCode(NewCoding {
                id: None,
                source: id,
                range,
                quote,
                code,
                coder: Some(coders[coding % 2]),
                memo: String::new(),
                weight: None,
            }));
        }
    }
    edits
}

/// Code `nth` of three levels: 8 at the top, then 16, then the rest.
fn code(nth: usize) -> Edit {
    let parent = match nth {
        0..8 => None,
        8..24 => Some(nth % 8),
        _ => Some(8 + nth % 16),
    };
    let id = |nth: usize| CodeId::from_u128(nth as u128 + 1);
    Edit::AddCode(NewCode {
        id: Some(id(nth)),
        name: format!("Code {nth}"),
        parent: parent.map(id),
        ..NewCode::default()
    })
}

fn source(nth: usize, length: u32) -> NewSource {
    let speaker = |name: &str, role| NewSpeaker {
        name: name.to_owned(),
        role,
        case: None,
        attributes: vec![(
            "group".into(),
            Value::Text(format!("{name} of {}", nth % 3)),
        )],
    };
    let turn = |at: u32| NewTurn {
        range: CharRange::of(at * length, (at + 1) * length),
        speech: CharRange::of(at * length + 4, (at + 1) * length - 1),
        speaker: Some(at as usize % 3),
        from_ms: None,
        to_ms: None,
    };
    let mut text = TURN.repeat(TURNS - 1);
    // Sources differ, or they would be one.
    text.extend(format!("{nth:>48}").chars());
    NewSource {
        id: Some(SourceId::from_u128(nth as u128 + 1)),
        name: format!("Interview {nth}"),
        kind: SourceKind::Interview,
        language: "en".to_owned(),
        wave: String::new(),
        case: (nth.is_multiple_of(3)).then(|| format!("Family {}", nth / 6)),
        attributes: vec![("area".into(), Value::Text(format!("Area {}", nth % 12)))],
        text,
        speakers: vec![
            speaker("I", SpeakerRole::Interviewer),
            speaker("P1", SpeakerRole::Respondent),
            speaker("P2", SpeakerRole::Respondent),
        ],
        turns: (0..u32::try_from(TURNS).unwrap()).map(turn).collect(),
        file_name: format!("Interview {nth}.txt"),
        file_hash: TextHash::of(format!("{nth}")),
    }
}

fn made(edits: Vec<Edit>) -> Arc<Project> {
    let stamps = Box::new(CountingStamps::new(Timestamp(0)));
    let mut workspace = Workspace::in_memory(
        "Bench",
        Session {
            coder: "Importer".to_owned(),
            host: String::new(),
            stamps,
        },
    )
    .unwrap();
    workspace
        .edit(Edit::Batch {
            label: "Set up".to_owned(),
            edits,
        })
        .unwrap();
    workspace.snapshot()
}

#[divan::bench(args = SIZES)]
fn ground(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    bencher.bench(|| Ground::new(&project).base(Unit::Cases));
}

#[divan::bench(args = SIZES)]
fn cases_by_code(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    bencher.bench(|| counts(&project, &CountRequest::default()));
}

#[divan::bench(args = SIZES)]
fn cases_by_code_and_area(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    let by = project.attribute_named("area").map(|area| area.id);
    bencher.bench(|| {
        counts(
            &project,
            &CountRequest {
                by,
                ..CountRequest::default()
            },
        )
    });
}

#[divan::bench(args = SIZES)]
fn references_by_code_and_area(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    let by = project.attribute_named("area").map(|area| area.id);
    bencher.bench(|| {
        counts(
            &project,
            &CountRequest {
                unit: Unit::References,
                by,
                ..CountRequest::default()
            },
        )
    });
}

#[divan::bench(args = SIZES)]
fn words_by_code(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    bencher.bench(|| {
        counts(
            &project,
            &CountRequest {
                unit: Unit::Words,
                ..CountRequest::default()
            },
        )
    });
}

fn request(rows: Dimension, columns: Dimension, unit: Unit) -> MatrixRequest {
    MatrixRequest {
        rows,
        columns,
        unit,
        choice: Choice::default(),
        near: Near::Overlap,
    }
}

#[divan::bench(args = SIZES)]
fn matrix_of_codes_by_cases(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    bencher.bench(|| {
        matrix(
            &project,
            &request(Dimension::Code, Dimension::Case, Unit::References),
        )
    });
}

#[divan::bench(args = SIZES)]
fn matrix_of_codes_by_codes(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    bencher.bench(|| {
        matrix(
            &project,
            &request(Dimension::Code, Dimension::Code, Unit::Cases),
        )
    });
}

/// Tables of a project that is laid out already, as in the window: each from the ground that was made for the first.
mod laid_out {
    use super::{Bencher, CountRequest, Dimension, Ground, SIZES, Unit, project_of, request};

    #[divan::bench(args = SIZES)]
    fn cases_by_code(bencher: Bencher, codings: usize) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        bencher.bench_local(|| ground.counts(&CountRequest::default()));
    }

    #[divan::bench(args = SIZES)]
    fn words_by_code(bencher: Bencher, codings: usize) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        let asked = CountRequest {
            unit: Unit::Words,
            ..CountRequest::default()
        };
        bencher.bench_local(|| ground.counts(&asked));
    }

    #[divan::bench(args = SIZES)]
    fn matrix_of_codes_by_cases(bencher: Bencher, codings: usize) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        let asked = request(Dimension::Code, Dimension::Case, Unit::References);
        bencher.bench_local(|| ground.matrix(&asked));
    }

    #[divan::bench(args = SIZES)]
    fn matrix_of_codes_by_codes(bencher: Bencher, codings: usize) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        let asked = request(Dimension::Code, Dimension::Code, Unit::Cases);
        bencher.bench_local(|| ground.matrix(&asked));
    }

    #[divan::bench(args = SIZES)]
    fn matrix_of_cases_by_codes_in_words(bencher: Bencher, codings: usize) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        let asked = request(Dimension::Case, Dimension::Code, Unit::Words);
        bencher.bench_local(|| ground.matrix(&asked));
    }
}

/// Every matrix there is, each from the ground that was made for the first: rows by columns, codes by codes also within
/// three turns, in every unit. `every_matrix.*code` names those of codes, `30000` those of the smaller project.
mod every_matrix {
    use analysis::{Choice, Dimension, Ground, MatrixRequest, Near, Unit};
    use divan::Bencher;

    use super::project_of;

    const DIMENSIONS: [&str; 8] = [
        "code",
        "case",
        "source",
        "respondent",
        "area",
        "area x group",
        "group",
        "coder",
    ];

    fn tables() -> Vec<String> {
        let units = Unit::ALL.into_iter().map(Unit::key).chain(["coverage"]);
        units
            .flat_map(|unit| {
                let pairs = DIMENSIONS
                    .into_iter()
                    .flat_map(|row| DIMENSIONS.map(|column| format!("{row} by {column}")));
                let near = std::iter::once("code by code within 3 turns".to_owned());
                near.chain(pairs)
                    .map(move |pair| format!("{pair} in {unit}"))
            })
            .collect()
    }

    #[divan::bench(args = tables(), sample_count = 3, sample_size = 1)]
    fn of_30000(bencher: Bencher, table: &str) {
        count(bencher, 30_000, table);
    }

    /// A table of 20,000 rows and as many columns is none that anybody reads, and would need gigabytes.
    #[divan::bench(args = tables().into_iter().filter(|table| is_read(table)), sample_count = 3, sample_size = 1)]
    fn of_600000(bencher: Bencher, table: &str) {
        count(bencher, 600_000, table);
    }

    fn is_read(table: &str) -> bool {
        let long = ["case", "source", "respondent"];
        !long.iter().any(|row| {
            long.iter()
                .any(|column| table.starts_with(&format!("{row} by {column} in")))
        })
    }

    fn count(bencher: Bencher, codings: usize, table: &str) {
        let project = project_of(codings);
        let ground = Ground::new(&project);
        let (pair, unit) = table.rsplit_once(" in ").unwrap();
        let (pair, near) = match pair.strip_suffix(" within 3 turns") {
            Some(pair) => (pair, Near::Turns(3)),
            None => (pair, Near::Overlap),
        };
        let (rows, columns) = pair.split_once(" by ").unwrap();
        let of = |name| Dimension::named(&project, name).unwrap();
        let mut request = MatrixRequest {
            rows: of(rows),
            columns: of(columns),
            unit: Unit::Words,
            choice: Choice::default(),
            near,
        };
        if unit == "coverage" {
            bencher.bench_local(|| ground.coverage(&request));
        } else {
            // The first table of words reads the words, once.
            drop(ground.matrix(&request));
            request.unit = unit.parse().unwrap();
            bencher.bench_local(|| ground.matrix(&request));
        }
    }
}

#[divan::bench(args = SIZES)]
fn agreement_of_two_by_characters(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    let coders = vec![CoderId::from_u128(1), CoderId::from_u128(2)];
    let request = AgreementRequest {
        coders,
        unit: AgreementUnit::Characters,
        ..AgreementRequest::default()
    };
    bencher.bench(|| agreement(&project, &request).unwrap());
}

#[divan::bench(args = SIZES)]
fn agreement_of_two_by_turns(bencher: Bencher, codings: usize) {
    let project = project_of(codings);
    let coders = vec![CoderId::from_u128(1), CoderId::from_u128(2)];
    let request = AgreementRequest {
        coders,
        unit: AgreementUnit::Turns,
        ..AgreementRequest::default()
    };
    bencher.bench(|| agreement(&project, &request).unwrap());
}
