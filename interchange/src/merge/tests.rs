//! What is the same, what is filled, and where two projects disagree.

use project::{Holder, Value, Weight, Workspace};

use super::*;
use crate::testing::{code, describe, workspace};

pub(super) fn rows(workspace: &Workspace) -> Adopted {
    let texts = workspace.texts();
    let text_of = |source: &Source| texts.of(source);
    rows_of(workspace.project(), text_of, |hash| texts.file(hash)).unwrap()
}

pub(super) fn take_in(workspace: &mut Workspace, rows: Adopted) -> MergeReport {
    let merged = merge(workspace.project(), rows);
    if !merged.edits.is_empty() {
        workspace
            .edit(Edit::Batch {
                label: "Merged".to_owned(),
                edits: merged.edits,
            })
            .unwrap();
    }
    assert_eq!(workspace.check().unwrap(), []);
    merged.report
}

/// Rows of a project that was made from the same files by somebody else: nothing in it has an id of ours.
fn strange(mut rows: Adopted) -> Adopted {
    let other = |bits: u128| bits ^ 0xffff_0000;
    for coder in &mut rows.coders {
        coder.id = CoderId::from_u128(other(coder.id.as_u128()));
        coder.name = "Tom".to_owned();
    }
    for code in &mut rows.codes {
        code.id = CodeId::from_u128(other(code.id.as_u128()));
        code.parent = code.parent.map(|id| CodeId::from_u128(other(id.as_u128())));
    }
    for row in &mut rows.sources {
        row.source.id = SourceId::from_u128(other(row.source.id.as_u128()));
        row.source.name.push_str(" as Tom calls it");
        row.source.case = row
            .source
            .case
            .map(|id| CaseId::from_u128(other(id.as_u128())));
    }
    for case in &mut rows.cases {
        case.id = CaseId::from_u128(other(case.id.as_u128()));
    }
    for coding in &mut rows.codings {
        coding.id = CodingId::from_u128(other(coding.id.as_u128()));
        coding.source = SourceId::from_u128(other(coding.source.as_u128()));
        coding.code = CodeId::from_u128(other(coding.code.as_u128()));
        coding.coder = CoderId::from_u128(other(coding.coder.as_u128()));
    }
    rows
}

#[test]
fn a_second_coder_of_the_same_files_is_recognised() {
    let mut theirs = workspace();
    code(
        &mut theirs,
        "source,quote,code\nParent 1,And then?,Enablers / Trust\n",
    );
    let mut ours = workspace();
    code(
        &mut ours,
        "source,quote,code\nParent 1,And then?,Enablers / Trust\n",
    );
    let report = take_in(&mut ours, strange(rows(&theirs)));
    assert_eq!(report.sources, Came { new: 0, known: 3 });
    assert_eq!(report.codes, Came { new: 0, known: 4 });
    assert_eq!(report.cases, Came { new: 0, known: 1 });
    assert_eq!(report.coders, Came { new: 1, known: 0 });
    assert_eq!(report.codings, Came { new: 1, known: 0 });
    assert_eq!(report.conflicts, Vec::<String>::new());
    assert_eq!(ours.project().codings().len(), 2, "one coding a coder");
    assert!(take_in(&mut ours, strange(rows(&theirs))).is_nothing_new());
}

#[test]
fn what_is_empty_is_filled_and_what_is_said_stays() {
    let mut ours = workspace();
    code(
        &mut ours,
        "source,quote,code\nParent 1,And then?,Enablers / Trust\n",
    );
    let start = rows(&ours);
    let mut theirs = start.clone();
    theirs.codings[0].weight = Weight::new(2);
    let tree = ours.project().code_tree();
    let at = |path: &str| tree.find(&path.parse().unwrap()).unwrap();
    for code in &mut theirs.codes {
        if code.id == at("Barriers / Waiting") {
            code.definition = "Time before help came".to_owned();
        }
        if code.id == at("Enablers / Trust") {
            code.definition = "Something else".to_owned();
        }
    }
    let report = take_in(&mut ours, theirs.clone());
    assert_eq!(report.filled, 2);
    assert_eq!(
        report.conflicts,
        ["the code “Trust” has another definition there: “Something else”"]
    );
    let project = ours.project();
    let definition = |path: &str| project.codes().get(at(path)).unwrap().definition.clone();
    assert_eq!(definition("Barriers / Waiting"), "Time before help came");
    assert_eq!(definition("Enablers / Trust"), "Felt safe");
    assert!(take_in(&mut ours, theirs).is_nothing_new());
    ours.undo().unwrap();
    assert_eq!(rows(&ours), start, "one undo takes all back");
}

#[test]
fn values_and_cases_are_filled_by_name() {
    let mut theirs = workspace();
    describe(
        &mut theirs,
        "source,case,area\nFocus group,Partners,North\nParent 1,Family 1,West\n",
    );
    let mut ours = workspace();
    describe(&mut ours, "source,area\nParent 1,South\n");
    let report = take_in(&mut ours, rows(&theirs));
    assert_eq!(
        report.conflicts,
        ["“area” of “Parent 1” is “South” here and “West” there"]
    );
    let project = ours.project();
    let group = project.source_named("Focus group").unwrap();
    let area = project.attribute_named("area").unwrap().id;
    assert_eq!(group.values.get(&area), Some(&Value::Text("North".into())));
    assert_eq!(
        group.case,
        project.case_named("Partners").map(|case| case.id)
    );
}

#[test]
fn a_source_that_was_corrected_elsewhere_comes_in_beside_ours() {
    let mut theirs = workspace();
    code(
        &mut theirs,
        "source,quote,code\nParent 1,And then?,Enablers / Trust\n",
    );
    let mut changed = rows(&theirs);
    let row = changed
        .sources
        .iter_mut()
        .find(|row| row.source.name == "Parent 1")
        .unwrap();
    row.text = row.text.replace("five\nmonths", "nine\nmonths");
    let mut ours = workspace();
    let report = take_in(&mut ours, changed.clone());
    assert_eq!(report.sources, Came { new: 1, known: 2 });
    assert!(
        report.conflicts[0].contains("another text there"),
        "{:?}",
        report.conflicts
    );
    let beside = ours.project().source_named("Parent 1 (2)").unwrap().id;
    assert_eq!(ours.project().codings_count(beside), 1);
    assert!(take_in(&mut ours, changed).is_nothing_new());
}

#[test]
fn a_coding_that_was_taken_off_comes_back_only_from_who_has_it() {
    let mut ours = workspace();
    code(
        &mut ours,
        "source,quote,code\nParent 1,And then?,Enablers / Trust\n",
    );
    let theirs = rows(&ours);
    let ids: Vec<CodingId> = theirs.codings.iter().map(|coding| coding.id).collect();
    ours.edit(Edit::RemoveCodings(ids)).unwrap();
    let holder = ours.project().case_named("Family 1").unwrap().id;
    let edit = Edit::SetAttribute(
        Holder::Case(holder),
        "area".into(),
        Some(Value::Number(3.0)),
    );
    ours.edit(edit).unwrap();
    let report = take_in(&mut ours, theirs);
    assert_eq!(report.codings, Came { new: 1, known: 0 });
    assert_eq!(ours.project().codings().len(), 1);
}

/// Takes rows in with the same choice everywhere.
fn take_choosing(workspace: &mut Workspace, rows: Adopted, choices: &Choices) -> MergeReport {
    let merged = merge_choosing(workspace.project(), rows, choices);
    if !merged.edits.is_empty() {
        workspace
            .edit(Edit::Batch {
                label: "Merged".to_owned(),
                edits: merged.edits,
            })
            .unwrap();
    }
    assert_eq!(workspace.check().unwrap(), []);
    merged.report
}

/// Our rows, and theirs, which say something else of everything that can differ.
fn quarrel() -> (Workspace, Adopted) {
    let mut ours = workspace();
    code(
        &mut ours,
        "source,quote,code,memo,weight\nParent 1,And then?,Enablers / Trust,mind the tone,1\n",
    );
    describe(
        &mut ours,
        "source,case,area,age\nParent 1,Family 1,South,34\n",
    );
    let mut theirs = rows(&ours);
    let at = |path: &str| {
        let tree = ours.project().code_tree();
        tree.find(&path.parse().unwrap()).unwrap()
    };
    let (trust, waiting) = (at("Enablers / Trust"), at("Barriers / Waiting"));
    for code in &mut theirs.codes {
        if code.id == trust {
            code.definition = "Felt heard".to_owned();
            code.name = "Trusting".to_owned();
        }
    }
    theirs.codings[0].code = waiting;
    theirs.memos[0].text = "mind the words".to_owned();
    let other = |value: &mut Value| match value {
        Value::Text(words) => *words = "West".to_owned(),
        Value::Number(number) => *number += 1.0,
        Value::Date(_) => {}
    };
    for row in &mut theirs.sources {
        row.source.values.values_mut().for_each(other);
    }
    (ours, theirs)
}

#[test]
fn each_choice_can_be_taken_and_taking_it_again_changes_nothing() {
    for choice in [Choice::Mine, Choice::Theirs, Choice::Both] {
        let (mut ours, theirs) = quarrel();
        let start = rows(&ours);
        let choices = Choices::all(choice);
        let report = take_choosing(&mut ours, theirs.clone(), &choices);
        let mut told: Vec<(&str, Choice)> = report
            .disagreements
            .iter()
            .map(|conflict| (conflict.what.as_str(), conflict.chosen))
            .collect();
        told.sort_unstable();
        let or_mine = if choice == Choice::Both {
            Choice::Mine
        } else {
            choice
        };
        assert_eq!(
            told,
            [
                ("age", or_mine),
                ("area", choice),
                ("definition", choice),
                ("name", or_mine),
                ("place", choice),
                ("words", choice),
            ]
        );
        let project = ours.project();
        let codes: Vec<&str> = project
            .codes()
            .iter()
            .map(|code| code.definition.as_str())
            .collect();
        let memos: Vec<&str> = project
            .memos()
            .iter()
            .map(|memo| memo.text.as_str())
            .collect();
        let area = project.attribute_named("area").unwrap().id;
        let area = project.source_named("Parent 1").unwrap().values[&area].to_string();
        let (definition, said, place) = match choice {
            Choice::Mine => ("Felt safe", vec!["mind the tone"], "South"),
            Choice::Theirs => ("Felt heard", vec!["mind the words"], "West"),
            Choice::Both => (
                "Felt safe\n\nFelt heard",
                vec!["mind the tone", "mind the words"],
                "South; West",
            ),
        };
        assert!(codes.contains(&definition), "{codes:?}");
        assert_eq!((said.len(), place), (memos.len(), area.as_str()));
        assert!(memos.iter().all(|memo| said.contains(memo)), "{memos:?}");
        assert_eq!(
            project.codings().len(),
            if choice == Choice::Both { 2 } else { 1 }
        );
        if choice != Choice::Mine {
            let again = take_choosing(&mut ours, theirs, &choices);
            assert!(again.is_nothing_new(), "{choice:?}: {again:?}");
            ours.undo().unwrap();
        }
        assert_eq!(rows(&ours), start, "one undo takes all back");
    }
}

#[test]
fn one_conflict_may_be_settled_otherwise_than_the_rest() {
    let (mut ours, theirs) = quarrel();
    let asked = merge(ours.project(), theirs.clone()).report.disagreements;
    let words = asked
        .iter()
        .find(|conflict| conflict.what == "words")
        .unwrap();
    assert_eq!(
        (words.mine.as_str(), words.theirs.as_str()),
        ("mind the tone", "mind the words")
    );
    assert_eq!(words.choices, [Choice::Mine, Choice::Theirs, Choice::Both]);
    let mut choices = Choices::default();
    choices.choose(&words.key, Choice::Theirs);
    let report = take_choosing(&mut ours, theirs, &choices);
    assert_eq!(report.settled, 1);
    assert_eq!(
        ours.project().memos().iter().next().unwrap().text,
        "mind the words"
    );
    assert_eq!(
        ours.project().codings().iter().next().unwrap().weight,
        Weight::new(1)
    );
}
