use project::{Edit, NewMemo, Workspace};

use super::*;
use crate::excerpts::{ExcerptBook, attribution};
use crate::testing::{code, describe, workspace};

const CODINGS: &str = "source,quote,code,coder,memo,weight\n\
    Focus group,We came late.,Waiting,Tom,,\n\
    Focus group,So did we.,Waiting,Tom,,\n\
    Parent 1,\"We waited five\nmonths.\",Barriers / Waiting,Awen,Her clock,-2\n\
    Young person 1,He was all right.,Trust,Awen,,1\n\
    Parent 1,How was it?,Trust,Awen,,\n";

fn coded() -> Workspace {
    let mut workspace = workspace();
    code(&mut workspace, CODINGS);
    describe(
        &mut workspace,
        "source,group,area\nParent 1,parents,North\nYoung person 1,young people,\n",
    );
    describe(
        &mut workspace,
        "speaker,group,kind\nPolice,partners,agency\nHousing,Partners,7\n",
    );
    workspace
}

fn shown(rows: &[ExcerptRow]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            format!(
                "{} | {} | {} | {} | {}",
                row.code_path,
                row.group,
                row.case,
                attribution(row),
                row.quote
            )
        })
        .collect()
}

#[test]
fn rows_stand_by_code_then_group_then_source_then_place() {
    let rows = excerpt_rows(coded().project(), &ExcerptFilter::default());
    insta::assert_debug_snapshot!(shown(&rows), @r##"
    [
        "Enablers / Trust | parents | Family 1 | INT (interviewer), Parent 1, turn 1 | How was it?",
        "Enablers / Trust | young people | Family 1 | P, Interview, turn 2 | He was all right.",
        "Barriers / Waiting | parents | Family 1 | Parent 1, Interview, turn 4 | We waited five\nmonths.",
        "Barriers / Waiting | partners | Focus group | Police, Focus group, turn 2 | We came late.",
        "Barriers / Waiting | Partners | Focus group | Housing, Focus group, turn 3 | So did we.",
    ]
    "##);
}

#[test]
fn a_row_says_everything_of_a_coding() {
    let workspace = coded();
    let rows = excerpt_rows(workspace.project(), &ExcerptFilter::default());
    let row = rows.iter().find(|row| row.weight == Some(-2)).unwrap();
    assert_eq!((row.start, row.end, row.turn), (80, 102, Some(4)));
    assert_eq!(
        (row.coder.as_str(), row.memo.as_str()),
        ("Awen", "Her clock")
    );
    assert_eq!(row.kind, codebooks::Kind::Barrier, "inherited");
    assert!(
        row.coded_at.starts_with("2026-03-01T00:0") && row.coded_at.ends_with('Z'),
        "{}",
        row.coded_at
    );
    let coding = workspace.project().codings().get(row.coding).unwrap();
    assert_eq!(row.quote_id, coding.id.to_string());
    let named: Vec<(&str, &str)> = row
        .attributes
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        named,
        [("area", "North"), ("kind (attribute)", "")],
        "the group has its own column"
    );
}

#[test]
fn memos_written_later_are_there_too() {
    let mut workspace = coded();
    let rows = excerpt_rows(workspace.project(), &ExcerptFilter::default());
    let row = rows.iter().find(|row| row.weight == Some(-2)).unwrap();
    let memo = NewMemo {
        id: None,
        subject: Subject::Coding(row.coding),
        text: "Which clock?".to_owned(),
    };
    workspace.edit(Edit::WriteMemo(memo)).unwrap();
    let filter = ExcerptFilter {
        codings: Some([row.coding].into()),
        ..ExcerptFilter::default()
    };
    let rows = excerpt_rows(workspace.project(), &filter);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].memo, "Her clock\nWhich clock?");
}

#[test]
fn filters_take_codes_with_those_below_sources_and_coders() {
    let workspace = coded();
    let project = workspace.project();
    let tree = project.code_tree();
    let code = |path: &str| tree.find(&path.parse().unwrap()).unwrap();
    let count = |filter: &ExcerptFilter| excerpt_rows(project, filter).len();
    let by_code = ExcerptFilter {
        codes: vec![code("Barriers")],
        ..ExcerptFilter::default()
    };
    assert_eq!(count(&by_code), 3);
    let source = project.source_named("Parent 1").unwrap().id;
    let by_source = ExcerptFilter {
        sources: vec![source],
        ..by_code.clone()
    };
    assert_eq!(count(&by_source), 1);
    let coder = project.coder_named("Tom").unwrap().id;
    let by_coder = ExcerptFilter {
        coders: vec![coder],
        ..ExcerptFilter::default()
    };
    assert_eq!(count(&by_coder), 2);
    let none = ExcerptFilter {
        codings: Some(BTreeSet::new()),
        ..ExcerptFilter::default()
    };
    assert_eq!(count(&none), 0);
    let all = ExcerptFilter {
        coders: vec![coder],
        found_by: "search “late”".to_owned(),
        ..none
    };
    assert_eq!(
        by_source.in_words(project, &tree),
        "codes (with sub-codes) “Barriers”; sources Parent 1"
    );
    assert_eq!(
        all.in_words(project, &tree),
        "coders Tom; 0 codings: search “late”"
    );
}

#[test]
fn another_attribute_groups_without_changing_the_group() {
    let workspace = coded();
    let area = workspace.project().attribute_named("area").unwrap().id;
    let filter = ExcerptFilter {
        group_by: Some(area),
        ..ExcerptFilter::default()
    };
    let book = ExcerptBook::of(workspace.project(), &filter, project::Timestamp(0));
    assert_eq!(book.about.grouped_by, "area");
    let row = book
        .rows
        .iter()
        .find(|row| row.source == "Parent 1")
        .unwrap();
    assert_eq!(
        (row.grouped_by.as_str(), row.group.as_str()),
        ("North", "parents")
    );
}

#[test]
fn a_book_has_the_codes_above_and_the_base() {
    let workspace = coded();
    let book = ExcerptBook::of(
        workspace.project(),
        &ExcerptFilter::default(),
        project::Timestamp(0),
    );
    let themes: Vec<String> = book
        .themes
        .iter()
        .map(|theme| format!("{} {}", theme.depth, theme.path))
        .collect();
    assert_eq!(
        themes,
        [
            "0 Enablers",
            "1 Enablers / Trust",
            "0 Barriers",
            "1 Barriers / Waiting"
        ]
    );
    assert_eq!(
        book.about.cases, 2,
        "the family, and the focus group as its own"
    );
    assert_eq!(book.about.filter, "all codings");
    assert_eq!(book.about.exported_at, "1970-01-01T00:00:00Z");
    assert_eq!(book.themes[1].definition, "Felt safe");
}

#[test]
fn a_passage_that_begins_in_a_question_is_the_respondents() {
    let mut workspace = workspace();
    code(
        &mut workspace,
        "source,start,end,code\nParent 1,5,40,Trust\nParent 1,5,12,Trust\n",
    );
    let rows = excerpt_rows(workspace.project(), &ExcerptFilter::default());
    let speakers: Vec<(&str, &str)> = rows
        .iter()
        .map(|r| (r.speaker.as_str(), r.respondent.as_str()))
        .collect();
    assert_eq!(speakers, [("INT", ""), ("Parent 1", "Parent 1")]);
}

#[test]
fn labels_that_name_nobody_are_known() {
    for label in [
        "P",
        "P1",
        "R:",
        "Speaker 2",
        "SPEAKER_01",
        "Respondent",
        "Participant 4",
        "",
        "7",
    ] {
        assert!(!names_someone(label), "{label}");
    }
    for label in ["Parent 1", "Police", "Women's refuge", "Mam"] {
        assert!(names_someone(label), "{label}");
    }
}
