//! Laws of the one door, held on random edits: undoing everything is the start, redoing everything is the end,
//! the file says what memory says, and the integrity check finds nothing.

mod adopted;
mod file;
mod findings;
mod revising;
mod rules;

use std::path::Path;

use codebooks::{CodeId, Level, RatingScale, ScaleId, ScaleValue};
use proptest::prelude::*;

use crate::text::{CharRange, TextChange};
use crate::{
    CaseId, CodeDetails, CoderId, CodingId, CodingState, CountingStamps, Edit, EditError, Holder,
    NewCode, NewCoding, NewMemo, NewRating, NewSource, NewSpeaker, NewTurn, PlanError, Project,
    Revision, Session, SourceId, SourceKind, SpeakerRole, StoreError, Subject, Telling, TextHash,
    Timestamp, Value, Weight, Workspace,
};

fn session(coder: &str) -> Session {
    let stamps = Box::new(CountingStamps::new(Timestamp(1_700_000_000_000)));
    Session {
        coder: coder.into(),
        host: "test".into(),
        stamps,
    }
}

fn open(path: &Path) -> Result<Workspace, StoreError> {
    // A later start than any edit so far, so that new ids stay new.
    let stamps = Box::new(CountingStamps::new(Timestamp(1_800_000_000_000)));
    Workspace::open(
        path,
        Session {
            coder: "Tom".into(),
            host: "test".into(),
            stamps,
        },
    )
}

const TEXT: &str =
    "I: How was it?\nP1: She listened, ŵyr. 👩\u{200d}👧 Honest.\nI: And then?\nP1: We talked.\n";

fn source(n: u8) -> NewSource {
    let mut turns = Vec::new();
    let mut start = 0;
    for line in TEXT.split_inclusive('\n') {
        let end = start + u32::try_from(line.chars().count()).unwrap();
        let label = u32::try_from(line.find(": ").unwrap() + 2).unwrap();
        let speaker = Some(usize::from(line.starts_with('P')));
        let speech = CharRange::of(start + label, end - 1);
        turns.push(NewTurn {
            range: CharRange::of(start, end),
            speech,
            speaker,
            from_ms: None,
            to_ms: None,
        });
        start = end;
    }
    let speaker = |name: &str, role| NewSpeaker {
        name: name.into(),
        role,
        case: None,
        attributes: vec![],
    };
    NewSource {
        id: None,
        name: format!("Parent {n}"),
        kind: SourceKind::Interview,
        language: "en".into(),
        wave: String::new(),
        case: n.is_multiple_of(2).then(|| format!("Family {}", n / 2)),
        attributes: vec![("group".into(), Value::Text("Parents".into()))],
        text: TEXT.into(),
        speakers: vec![
            speaker("I", SpeakerRole::Interviewer),
            speaker("P1", SpeakerRole::Respondent),
        ],
        turns,
        file_name: format!("Parent {n}.txt"),
        file_hash: TextHash::of([n]),
    }
}

/// What a random press of a key does; numbers choose among what is there.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a kind of edit reads better than three tables"
)]
fn act(workspace: &mut Workspace, kind: u8, a: u8, b: u8) -> Option<Edit> {
    let project = workspace.snapshot();
    let pick = |count: usize, n: u8| (count > 0).then(|| usize::from(n) % count.max(1));
    let source_id = pick(project.sources().len(), a)
        .and_then(|n| project.sources().iter().nth(n))
        .map(|s| s.id);
    let code_at = |n: u8| {
        pick(project.codes().len(), n)
            .and_then(|n| project.codes().iter().nth(n))
            .map(|c| c.id)
    };
    let coding = pick(project.codings().len(), a)
        .and_then(|n| project.codings().iter().nth(n))
        .map(|c| c.id);
    let memo = pick(project.memos().len(), a)
        .and_then(|n| project.memos().iter().nth(n))
        .map(|m| m.id);
    let speaker = pick(project.speakers().len(), a)
        .and_then(|n| project.speakers().iter().nth(n))
        .map(|s| s.id);
    let range = {
        let length = u32::try_from(TEXT.chars().count()).unwrap();
        let start = u32::from(a) % (length - 1);
        CharRange::of(start, (start + 1 + u32::from(b) % 30).min(length))
    };
    let quote = || {
        TEXT.chars()
            .skip(range.start().get())
            .take(range.len() as usize)
            .collect::<String>()
    };
    Some(match kind {
        0 => Edit::AddSource(Box::new(source(a % 6))),
        1 => Edit::AddCode(NewCode {
            name: format!("Code {}", a % 9),
            parent: code_at(b).filter(|_| b.is_multiple_of(2)),
            ..NewCode::default()
        }),
        2..=6 => Edit::ApplyCode(NewCoding {
            id: None,
            source: source_id?,
            range,
            quote: quote(),
            code: code_at(b)?,
            coder: None,
            memo: if a.is_multiple_of(3) {
                "why".into()
            } else {
                String::new()
            },
            weight: Weight::new(i8::try_from(b % 5).ok()? - 2),
        }),
        7 => Edit::RemoveCodings(vec![coding?]),
        8 => Edit::Recode(
            project
                .codings()
                .iter()
                .map(|c| c.id)
                .take(usize::from(b % 4))
                .collect(),
            code_at(a)?,
        ),
        9 => Edit::MergeCodes {
            from: vec![code_at(a)?],
            into: code_at(b)?,
        },
        10 => Edit::MoveCode {
            code: code_at(a)?,
            parent: code_at(b).filter(|_| !a.is_multiple_of(3)),
            position: u32::from(b % 3),
        },
        11 => Edit::RemoveCode(code_at(a)?),
        12 => Edit::MoveEdges {
            coding: coding?,
            range,
            quote: quote(),
        },
        13 => Edit::ReviseMemo(memo?, format!("thought {b}")),
        14 => Edit::SetAttribute(
            Holder::Source(source_id?),
            format!("area {}", b % 2),
            (!b.is_multiple_of(3)).then(|| Value::Number(f64::from(b))),
        ),
        15 => Edit::RemoveSource(source_id?),
        16 => Edit::RenameSpeaker(
            speaker?,
            if b.is_multiple_of(2) {
                "P1".into()
            } else {
                format!("P{b}")
            },
        ),
        17 => Edit::AssignCase(
            Holder::Speaker(speaker?),
            (!b.is_multiple_of(3)).then(|| format!("Family {}", b % 3)),
        ),
        18 => Edit::RemoveCase(project.cases().iter().next()?.id),
        19 => Edit::ReviseCode(
            code_at(a)?,
            CodeDetails {
                definition: Some(format!("means {b}")),
                ..CodeDetails::default()
            },
        ),
        20 => Edit::Shortlist(vec![coding?], b.is_multiple_of(2)),
        21 => Edit::RateCase(NewRating {
            case: project.cases().iter().next()?.id,
            scale: project.scales().iter().next()?.id,
            value: ScaleValue::Label(u16::from(b % 3)),
            rater: None,
            wave: String::new(),
            rationale: String::new(),
            evidence: coding.into_iter().collect(),
        }),
        22 => {
            let source = project.sources().get(source_id?)?;
            let old = workspace.texts().of(source).ok()?;
            let start = u32::from(a) % old.characters().max(1);
            let end = (start + u32::from(b) % 9).min(old.characters());
            let new = ["", "X", "ŵ\n", "P1: yes"][usize::from(a) % 4];
            let change = TextChange::replace(CharRange::of(start, end), new);
            let reimport = None;
            Edit::ReviseText(Box::new(Revision {
                source: source.id,
                old,
                change,
                quotes_follow: b.is_multiple_of(2),
                reimport,
            }))
        }
        30 => {
            let source = project.sources().get(source_id?)?;
            let name = |n: u8| (!n.is_multiple_of(4)).then(|| format!("P{}", n % 3));
            Edit::TellSpeakers(Box::new(Telling {
                source: source.id,
                text: workspace.texts().of(source).ok()?,
                said: vec![(range, name(a)), (range, name(b))],
            }))
        }
        23 => Edit::WriteMemo(NewMemo {
            id: None,
            subject: Subject::Passage(source_id?, range),
            text: "note".into(),
        }),
        25..=29 => findings::act(&project, kind, a, b)?,
        31.. => return None,
        24 => Edit::AddScale(RatingScale::new(
            ScaleId::from_u128(u128::from(b)),
            format!("Scale {}", b % 2),
            Level::Ordinal,
            ["No", "Some", "Yes"],
        )),
    })
}

fn presses() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec((0_u8..31, any::<u8>(), any::<u8>()), 1..40)
}

fn work(workspace: &mut Workspace, presses: &[(u8, u8, u8)]) -> usize {
    let mut done = 0;
    for &(kind, a, b) in presses {
        if let Some(edit) = act(workspace, kind, a, b)
            && let Ok(committed) = workspace.edit(edit)
        {
            done += usize::from(committed.changed);
        }
    }
    done
}

/// Everything but the sequence, which undo moves on.
fn content(project: &Project) -> Project {
    let mut project = project.clone();
    project.seq = crate::Seq(0);
    project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undoing_everything_is_the_start_and_redoing_everything_the_end(presses in presses()) {
        let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
        let start = content(workspace.project());
        let done = work(&mut workspace, &presses);
        let end = content(workspace.project());
        let mut places = std::collections::BTreeSet::new();
        for coding in end.codings().iter().filter(|coding| coding.state != CodingState::Lost) {
            let place = (coding.source, coding.range, coding.code, coding.coder);
            prop_assert!(places.insert(place), "one coding a place");
        }
        let mut undone = 0;
        while workspace.undo().unwrap().is_some() {
            undone += 1;
        }
        prop_assert!(undone <= done, "typing on is one step");
        prop_assert_eq!(&content(workspace.project()), &start);
        while workspace.redo().unwrap().is_some() {}
        prop_assert_eq!(&content(workspace.project()), &end);
        prop_assert_eq!(workspace.check().unwrap(), vec![]);
    }

    #[test]
    fn the_file_says_what_memory_says(presses in presses(), undos in 0_usize..6) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.vouch");
        let mut workspace = Workspace::create(&path, "Test", session("Awen")).unwrap();
        work(&mut workspace, &presses);
        for _ in 0..undos {
            workspace.undo().unwrap();
        }
        prop_assert_eq!(workspace.check().unwrap(), vec![]);
        let (before, undo, redo) = (
            (**workspace.project()).clone(),
            workspace.next_undo().map(str::to_owned),
            workspace.next_redo().map(str::to_owned),
        );
        drop(workspace);
        let again = open(&path).unwrap();
        prop_assert_eq!(&**again.project(), &before);
        prop_assert_eq!(again.next_undo(), undo.as_deref());
        prop_assert_eq!(again.next_redo(), redo.as_deref());
    }

    #[test]
    fn planning_touches_nothing_and_always_answers_the_same(presses in presses()) {
        let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
        for (kind, a, b) in presses {
            let Some(edit) = act(&mut workspace, kind, a, b) else { continue };
            let before = workspace.snapshot();
            let stamp = crate::Stamp { coder: workspace.coder(), at: Timestamp(5), seed: 1 };
            let (one, other) = (before.plan(&edit, &stamp).ok(), before.plan(&edit, &stamp).ok());
            prop_assert_eq!(one, other);
            prop_assert_eq!(&*workspace.snapshot(), &*before);
            drop(workspace.edit(edit));
        }
    }
}
