//! The rules of planning, one example each.

use std::sync::Arc;

use super::*;
use crate::NewCase;

/// A workspace with one source and the codes Trust and Waiting.
fn small() -> (Workspace, SourceId, CodeId, CodeId) {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let (id, trust, waiting) = (
        SourceId::from_u128(1),
        CodeId::from_u128(2),
        CodeId::from_u128(3),
    );
    workspace
        .edit(Edit::AddSource(Box::new(NewSource {
            id: Some(id),
            ..source(1)
        })))
        .unwrap();
    for (id, name) in [(trust, "Trust"), (waiting, "Waiting")] {
        workspace
            .edit(Edit::AddCode(NewCode {
                id: Some(id),
                name: name.into(),
                ..NewCode::default()
            }))
            .unwrap();
    }
    (workspace, id, trust, waiting)
}

fn coding(source: SourceId, start: u32, end: u32, code: CodeId) -> NewCoding {
    let quote = TEXT
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    NewCoding {
        id: None,
        source,
        range: CharRange::of(start, end),
        quote,
        code,
        coder: None,
        memo: String::new(),
        weight: None,
    }
}

fn first_coding(workspace: &Workspace) -> CodingId {
    workspace.project().codings().iter().next().unwrap().id
}

#[test]
fn the_same_coding_twice_is_one() {
    let (mut workspace, source, trust, _) = small();
    let first = workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    let again = workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    assert!(first.changed && !again.changed);
    assert_eq!(again.seq, first.seq, "no line is written for nothing");
    assert_eq!(first.label, "Coded “She listened” with “Trust”");
}

#[test]
fn the_history_names_the_weight_of_a_coding() {
    let (mut workspace, source, trust, _) = small();
    let weighed = NewCoding {
        weight: Weight::new(-2),
        ..coding(source, 19, 31, trust)
    };
    let coded = workspace.edit(Edit::ApplyCode(weighed)).unwrap();
    assert_eq!(coded.label, "Coded “She listened” with “Trust”, weight −2");
    let id = first_coding(&workspace);
    let heavier = workspace.edit(Edit::WeighCoding(id, Weight::new(1)));
    assert_eq!(heavier.unwrap().label, "Weighed “She listened” +1");
}

#[test]
fn two_coders_may_tag_the_same_words() {
    let (mut workspace, source, trust, _) = small();
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    workspace.become_coder("Tom");
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    assert_eq!(workspace.project().codings().len(), 2);
    assert_eq!(workspace.project().coders().len(), 2);
    workspace.undo().unwrap();
    assert_eq!(
        workspace.project().coders().len(),
        1,
        "a coder comes with their first edit"
    );
}

#[test]
fn a_quote_that_is_not_there_is_refused() {
    let (mut workspace, source, trust, _) = small();
    let wrong = NewCoding {
        quote: "She shouted.".into(),
        ..coding(source, 19, 31, trust)
    };
    let error = workspace.edit(Edit::ApplyCode(wrong)).unwrap_err();
    assert!(
        matches!(
            error,
            EditError::QuoteDiffers {
                start: 19,
                end: 31,
                ..
            }
        ),
        "{error}"
    );
    let beyond = coding(source, 19, 3_000, trust);
    let error = workspace.edit(Edit::ApplyCode(beyond)).unwrap_err();
    assert!(
        matches!(
            error,
            EditError::Plan(PlanError::NotAPassage { end: 3_000, .. })
        ),
        "{error}"
    );
    assert!(workspace.project().codings().is_empty());
}

#[test]
fn merging_codes_keeps_memos_definitions_and_one_coding_a_place() {
    let (mut workspace, source, trust, waiting) = small();
    let with_memo = NewCoding {
        memo: "warm".into(),
        ..coding(source, 19, 31, waiting)
    };
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    workspace.edit(Edit::ApplyCode(with_memo)).unwrap();
    let definition = |text: &str| CodeDetails {
        definition: Some(text.into()),
        ..CodeDetails::default()
    };
    workspace
        .edit(Edit::ReviseCode(
            trust,
            definition("Feeling safe with the worker."),
        ))
        .unwrap();
    workspace
        .edit(Edit::ReviseCode(
            waiting,
            definition("Time before help came."),
        ))
        .unwrap();
    let before = content(workspace.project());
    workspace
        .edit(Edit::MergeCodes {
            from: vec![waiting],
            into: trust,
        })
        .unwrap();
    let project = workspace.project();
    assert_eq!((project.codes().len(), project.codings().len()), (1, 1));
    let memos: Vec<&str> = project
        .memos()
        .iter()
        .map(|memo| memo.text.as_str())
        .collect();
    assert_eq!(
        memos,
        ["warm", "Merged from “Waiting”: Time before help came."]
    );
    let merged = workspace
        .edit(Edit::MergeCodes {
            from: vec![trust],
            into: trust,
        })
        .unwrap_err();
    assert!(matches!(
        merged,
        EditError::Plan(PlanError::MergeIntoItself { .. })
    ));
    workspace.undo().unwrap();
    assert_eq!(content(workspace.project()), before);
}

#[test]
fn evidence_goes_with_its_coding_and_comes_back_with_it() {
    let (mut workspace, source, trust, _) = small();
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    let scale = RatingScale::new(
        ScaleId::from_u128(9),
        "Trust grew",
        Level::Ordinal,
        ["No", "Yes"],
    );
    workspace.edit(Edit::AddScale(scale.clone())).unwrap();
    workspace
        .edit(Edit::AssignCase(
            Holder::Source(source),
            Some("Family 1".into()),
        ))
        .unwrap();
    let case: CaseId = workspace.project().case_named("family 1").unwrap().id;
    let rating = NewRating {
        case,
        scale: scale.id,
        value: ScaleValue::Label(1),
        rater: None,
        wave: String::new(),
        rationale: "said so".into(),
        evidence: vec![first_coding(&workspace)],
    };
    workspace.edit(Edit::RateCase(rating.clone())).unwrap();
    workspace
        .edit(Edit::RemoveCodings(vec![first_coding(&workspace)]))
        .unwrap();
    assert!(
        workspace
            .project()
            .ratings()
            .iter()
            .all(|rating| rating.evidence.is_empty())
    );
    workspace.undo().unwrap();
    assert!(
        workspace
            .project()
            .ratings()
            .iter()
            .all(|rating| rating.evidence.len() == 1)
    );
    let off = workspace
        .edit(Edit::RateCase(NewRating {
            value: ScaleValue::Label(2),
            ..rating
        }))
        .unwrap_err();
    assert!(
        matches!(off, EditError::Plan(PlanError::NotOnScale { .. })),
        "{off}"
    );
}

#[test]
fn typing_in_a_memo_is_one_step_until_a_minute_passes() {
    let (mut workspace, source, ..) = small();
    let id = crate::MemoId::from_u128(77);
    workspace
        .edit(Edit::WriteMemo(NewMemo {
            id: Some(id),
            subject: Subject::Source(source),
            text: "a".into(),
        }))
        .unwrap();
    for text in ["ab", "abc", "abcd"] {
        workspace.edit(Edit::ReviseMemo(id, text.into())).unwrap();
    }
    workspace.undo().unwrap();
    assert_eq!(workspace.project().memos().get(id).unwrap().text, "a");
    workspace.redo().unwrap();
    assert_eq!(workspace.project().memos().get(id).unwrap().text, "abcd");
    let undone: Vec<bool> = workspace
        .history()
        .unwrap()
        .iter()
        .map(|line| line.undone)
        .collect();
    assert_eq!(
        undone,
        [false, false, false, false, false, false, false, true, false]
    );
}

#[test]
fn a_batch_sees_its_own_edits_and_is_all_or_nothing() {
    let (mut workspace, source, trust, _) = small();
    let before = workspace.snapshot();
    let edits = vec![
        Edit::ApplyCode(coding(source, 0, 4, trust)),
        Edit::RemoveCode(CodeId::from_u128(404)),
    ];
    assert!(
        workspace
            .edit(Edit::Batch {
                label: "Both".into(),
                edits
            })
            .is_err()
    );
    assert_eq!(**workspace.project(), *before);
    let coder = CoderId::from_u128(50);
    let edits = vec![
        Edit::AddCoder(crate::NewCoder {
            id: Some(coder),
            name: "Tom".into(),
        }),
        Edit::ApplyCode(NewCoding {
            coder: Some(coder),
            ..coding(source, 0, 4, trust)
        }),
    ];
    let done = workspace
        .edit(Edit::Batch {
            label: "Both".into(),
            edits,
        })
        .unwrap();
    assert_eq!(
        (
            done.label.as_str(),
            done.touched.codings.len(),
            done.touched.coders
        ),
        ("Both", 1, vec![coder])
    );
}

#[test]
fn the_check_names_what_does_not_fit() {
    let (mut workspace, source, trust, _) = small();
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    let mut broken = (**workspace.project()).clone();
    let wrong = crate::Coding {
        quote: "She shouted.".into(),
        code: CodeId::from_u128(404),
        ..(**broken.codings().iter().next().unwrap()).clone()
    };
    let row = crate::Row {
        id: wrong.id,
        before: None,
        after: Some(Arc::new(wrong)),
    };
    broken.apply(&[crate::Change::Coding(row)]);
    let store = crate::store::Store::in_memory().unwrap();
    let found = crate::check::findings(&broken, &workspace.texts(), &store).unwrap();
    let messages: Vec<&str> = found
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "“She shouted.” is not what stands there",
            "names a code that is not there"
        ]
    );
    assert!(found[0].place.starts_with("Parent 1, characters 19 to 31"));
}

#[test]
fn cases_go_by_the_names_they_have_at_the_moment() {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let first = CaseId::from_u128(7);
    let named = |id, name: &str| {
        Edit::AddCase(NewCase {
            id,
            name: name.into(),
            attributes: Vec::new(),
        })
    };
    let mut edits = vec![
        named(Some(first), "Family 1"),
        Edit::RenameCase(first, "Family 2".into()),
        named(None, "family 1"),
    ];
    let batch = |edits| Edit::Batch {
        label: "Cases".into(),
        edits,
    };
    workspace.edit(batch(edits.clone())).unwrap();
    let cases = |workspace: &Workspace| workspace.project().cases().len();
    assert_eq!(cases(&workspace), 2);
    workspace.undo().unwrap();
    edits.push(named(None, " FAMILY 2"));
    assert!(workspace.edit(batch(edits)).is_err(), "the name is taken");
    assert_eq!(cases(&workspace), 0, "nothing of it is done");
}

/// Replaces words of the small source's text.
fn correct(workspace: &mut Workspace, source: SourceId, from: &str, to: &str) {
    let row = Arc::clone(workspace.project().sources().get(source).unwrap());
    let old = workspace.texts().of(&row).unwrap();
    let change = TextChange::between(old.as_str(), &old.as_str().replace(from, to));
    workspace
        .edit(Edit::ReviseText(Box::new(Revision {
            source,
            old,
            change,
            quotes_follow: false,
            reimport: None,
        })))
        .unwrap();
}

#[test]
fn codings_that_a_correction_brings_together_are_one_with_both_their_memos() {
    let (mut workspace, source, trust, _) = small();
    for (end, memo) in [(32, "with the comma"), (31, "without it")] {
        let new = NewCoding {
            memo: memo.into(),
            ..coding(source, 19, end, trust)
        };
        workspace.edit(Edit::ApplyCode(new)).unwrap();
    }
    let before = content(workspace.project());
    correct(&mut workspace, source, "listened, ", "listened ");
    let project = workspace.snapshot();
    assert_eq!(project.codings().len(), 1);
    let kept = project.codings().iter().next().unwrap();
    assert_eq!(kept.quote, "She listened");
    assert_eq!(kept.state, CodingState::Exact);
    assert_eq!(project.memos_on(Subject::Coding(kept.id)).count(), 2);
    assert_eq!(workspace.check().unwrap(), vec![]);
    workspace.undo().unwrap();
    assert_eq!(content(workspace.project()), before);
}

#[test]
fn quotes_that_a_correction_brings_together_are_both_kept() {
    let (mut workspace, source, trust, _) = small();
    for end in [31, 37] {
        let new = coding(source, 19, end, trust);
        workspace.edit(Edit::ApplyCode(new)).unwrap();
    }
    let quotes = |workspace: &Workspace| -> Vec<_> {
        let codings = workspace.project().codings().iter();
        codings.map(|row| (row.quote.clone(), row.state)).collect()
    };
    let before = quotes(&workspace);
    let words = &before[1].0["She listened".len()..];
    correct(&mut workspace, source, words, "");
    let after = quotes(&workspace);
    assert_eq!(after[0], before[0]);
    assert_eq!(after[1], (before[1].0.clone(), CodingState::Lost));
    assert_eq!(workspace.check().unwrap(), vec![]);
    workspace.undo().unwrap();
    assert_eq!(quotes(&workspace), before);
}

#[test]
fn correcting_a_text_moves_codings_turns_and_memos_and_undo_brings_them_back() {
    let (mut workspace, source, trust, waiting) = small();
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    workspace
        .edit(Edit::ApplyCode(coding(source, 33, 37, waiting)))
        .unwrap();
    let before = content(workspace.project());
    correct(&mut workspace, source, "How was it", "How was it then");
    correct(&mut workspace, source, "ŵyr", "grandson");
    let states: Vec<_> = workspace
        .project()
        .codings_of(source)
        .map(|coding| (coding.range.start().0, coding.state))
        .collect();
    assert_eq!(
        states,
        [
            (24, crate::CodingState::Exact),
            (38, crate::CodingState::Moved)
        ]
    );
    assert_eq!(workspace.check().unwrap(), vec![]);
    let moved = workspace.project().codings_of(source).nth(1).unwrap().id;
    workspace
        .edit(Edit::AcceptQuote(moved, "grandson.".into()))
        .unwrap();
    assert_eq!(
        workspace.project().codings().get(moved).unwrap().state,
        crate::CodingState::Exact
    );
    correct(&mut workspace, source, "She listened, grandson. ", "");
    assert!(
        workspace
            .project()
            .codings_of(source)
            .all(|coding| coding.state == crate::CodingState::Lost)
    );
    assert_eq!(workspace.project().codings().len(), 2, "nothing is dropped");
    for _ in 0..4 {
        workspace.undo().unwrap();
    }
    assert_eq!(content(workspace.project()), before);
}

#[test]
fn importing_a_corrected_transcript_again_finds_the_quotes() {
    let (mut workspace, source, trust, _) = small();
    workspace
        .edit(Edit::ApplyCode(coding(source, 19, 31, trust)))
        .unwrap();
    let row = Arc::clone(workspace.project().sources().get(source).unwrap());
    let old = workspace.texts().of(&row).unwrap();
    let text = "Interview, May\nI: How was it?\nParent: She listened, ŵyr.\n";
    let turn = |start, end, label: u32, speaker| NewTurn {
        range: CharRange::of(start, end),
        speech: CharRange::of(start + label, end - 1),
        speaker,
        from_ms: None,
        to_ms: None,
    };
    let speaker = |name: &str, role| NewSpeaker {
        name: name.into(),
        role,
        case: None,
        attributes: vec![],
    };
    let reimport = crate::Reimport {
        speakers: vec![
            speaker("i", SpeakerRole::Interviewer),
            speaker("Parent", SpeakerRole::Respondent),
        ],
        turns: vec![
            turn(0, 15, 0, None),
            turn(15, 30, 3, Some(0)),
            turn(30, 57, 8, Some(1)),
        ],
        file_name: "Parent 1 corrected.txt".into(),
        file_hash: TextHash::of("corrected"),
    };
    let change = TextChange::between(old.as_str(), text);
    let revision = Revision {
        source,
        old: old.clone(),
        change: change.clone(),
        quotes_follow: false,
        reimport: Some(reimport),
    };
    workspace
        .edit(Edit::ReviseText(Box::new(revision)))
        .unwrap();
    let project = workspace.project();
    let coding = project.codings_of(source).next().unwrap();
    assert_eq!(
        (coding.range, coding.state),
        (CharRange::of(38, 50), crate::CodingState::Exact)
    );
    let names: Vec<&str> = project
        .speakers_of(source)
        .map(|speaker| speaker.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["I", "Parent"],
        "a known speaker stays, one who no longer speaks goes"
    );
    assert_eq!(workspace.check().unwrap(), vec![]);
    let stale = Revision {
        source,
        old,
        change,
        quotes_follow: false,
        reimport: None,
    };
    let refused = workspace
        .edit(Edit::ReviseText(Box::new(stale)))
        .unwrap_err();
    assert!(
        matches!(refused, EditError::Plan(PlanError::OtherText { .. })),
        "{refused}"
    );
}
