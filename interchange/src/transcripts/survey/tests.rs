//! Tables of every sort, from their cells to turns and cases.

use std::sync::Arc;

use super::*;
use crate::transcripts::tests::{shown, warned};
use crate::transcripts::{ImportOptions, read_transcript};

const SURVEY: &str = "id,group,rating,What helped?,What should change?\nS01,Parents,5,\"Someone who came back.\n\nAnd the phone: always.\",Longer!!!\nS02,Young people,,n/a,\"Less \"\"paper\"\" on the wall, please\"\nS03,Parents,3,\"The worker was great, the rest not\",-\n";

#[test]
fn each_answer_is_a_turn_and_each_respondent_a_case() {
    insta::assert_snapshot!(shown("survey.csv", SURVEY.as_bytes()), @r#"
    [S01] Someone who came back.⏎⏎And the phone: always.
    [S01] Longer!!!
    [S02] Less "paper" on the wall, please
    [S03] The worker was great, the rest not
    "#);
    let source = read_transcript("survey.csv", SURVEY.as_bytes(), &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    let speaker = &source.speakers[0];
    assert_eq!(speaker.case.as_deref(), Some("S01"));
    assert_eq!(
        speaker
            .attributes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>(),
        ["group=Parents", "rating=5"]
    );
    assert_eq!(
        source.speakers[1].attributes.len(),
        1,
        "an empty cell is no value"
    );
    assert_eq!(source.kind, project::SourceKind::Other);
}

#[test]
fn tabs_divide_cells_as_commas_do() {
    let tabs = "id\tgroup\tWhat helped?\nS01\tParents\t\"Someone who came back, and rang.\"\nS02\tParents\tn/a\nS03\tYoung people\tThe phone: always on for us\n";
    insta::assert_snapshot!(shown("survey.tsv", tabs.as_bytes()), @r"
    [] What helped?
    [S01] Someone who came back, and rang.
    [S03] The phone: always on for us
    ");
}

#[test]
fn columns_hold_what_the_person_says() {
    let holds = |name: &str, holds| Column {
        name: name.to_owned(),
        holds,
    };
    let options = ImportOptions {
        columns: vec![
            holds("what helped?", ColumnUse::Attribute),
            holds("Group", ColumnUse::Answers),
            holds("rating", ColumnUse::Nothing),
            holds("nowhere", ColumnUse::Name),
        ],
        ..ImportOptions::default()
    };
    let imported = read_transcript("survey.csv", SURVEY.as_bytes(), &options).unwrap();
    let source = imported.source.unwrap();
    assert!(
        source.text.starts_with("S01 (group): Parents"),
        "{}",
        source.text
    );
    let known: Vec<&str> = source.speakers[0]
        .attributes
        .iter()
        .map(|(name, _)| &**name)
        .collect();
    assert_eq!(known, ["What helped?"]);
    let read: Vec<ColumnUse> = imported.columns.iter().map(|one| one.holds).collect();
    assert_eq!(
        read,
        [
            ColumnUse::Name,
            ColumnUse::Answers,
            ColumnUse::Nothing,
            ColumnUse::Attribute,
            ColumnUse::Answers
        ]
    );
    let warnings: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    assert!(
        warnings.contains(&"There is no column “nowhere”.".to_owned()),
        "{warnings:?}"
    );
}

#[test]
fn a_table_without_answers_becomes_cases() {
    let table = "family;area;visits;reason\nFamily 1;North;31;housing; \nFamily 2;South;4,5;debt\nFamily 1;South;2;debt\n";
    let imported = read_transcript("mi.csv", table.as_bytes(), &ImportOptions::default()).unwrap();
    assert!(imported.source.is_none());
    assert_eq!(imported.cases.len(), 2);
    assert!(
        warned("mi.csv", table.as_bytes())
            .contains(&"Row 4: “Family 1” stands there twice, this row was left out.".to_owned())
    );
}

#[test]
fn other_tables_are_shown_the_other_door() {
    let refused = |table: &str| {
        read_transcript("a.csv", table.as_bytes(), &ImportOptions::default())
            .unwrap_err()
            .to_string()
    };
    assert!(
        refused("source,quote,code,coder\nP1,so,A,Tom\n")
            .starts_with("a table of codings cannot be read: apply it")
    );
    assert!(
        refused("path,kind,definition\nA,barrier,what hinders\n")
            .starts_with("a codebook cannot be read")
    );
    assert!(
        refused("source,group,area\nP1,Parents,North\n")
            .starts_with("a table of attributes cannot be read")
    );
}

#[test]
fn rows_of_times_and_words_are_joined_like_cues() {
    let table = "start\tend\ttext\n0\t1000\tUh no\n1200\t2000\tit is.\n9000\t9500\tYes.\n";
    assert_eq!(
        shown("a.tsv", table.as_bytes()),
        "[ 0-2000] Uh no it is.\n[ 9000-9500] Yes."
    );
}

#[test]
fn useless_ids_give_way_to_row_numbers() {
    let table = "MetaID,treatment,open\n0,1,\"problems caused by the number of people who come here\"\n0,0,\"that they should enter the same way my grandparents did\"\n";
    let source = read_transcript("gadarian.csv", table.as_bytes(), &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    assert_eq!(source.speakers[1].name, "Row 3");
    assert_eq!(source.speakers[1].case.as_deref(), Some("gadarian, row 3"));
}

#[test]
fn an_utterance_a_row_is_a_transcript() {
    let table = "transcript_id,interlocutor,timestamp,utterance_text\n2,therapist,00:00:39,\"Hi, John.\"\n2,client,00:00:43,Well: doc\n3,therapist,00:00:10,Hello\n3,client,00:00:12,Hello again\n";
    insta::assert_snapshot!(shown("annomi.csv", table.as_bytes()), @r"
    [] transcript_id: 2
    [therapist (2) 39000-] Hi, John.
    [client (2) 43000-] Well: doc
    [] transcript_id: 3
    [therapist (3) 10000-] Hello
    [client (3) 12000-] Hello again
    ");
}

#[test]
fn a_table_of_talk_may_begin_with_its_speakers() {
    let csv = "speaker,words,tags,timestamp\nInterviewer,So?,,00:01\nParent 4,Yes.,,00:03\nInterviewer,Why?,,00:05\nParent 4,Well.,,00:09\n";
    assert_eq!(
        shown("a.csv", csv.as_bytes()),
        "[Interviewer! 1000-] So?\n[Parent 4 3000-] Yes.\n[Interviewer! 5000-] Why?\n[Parent 4 9000-] Well."
    );
}

#[test]
fn respondents_of_several_rows_are_told_apart_by_the_occasion() {
    let table = "record_id,redcap_event_name,walks___1,walks___2,comments,visit_complete\n7,start_arm_1,1,0,The bus was late again today,2\n7,end_arm_1,0,1,It was better once it had stopped,2\n9,start_arm_1,0,0,Nothing came of it in the end,2\n";
    let source = read_transcript("study.csv", table.as_bytes(), &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    let names: Vec<(&str, Option<&str>)> = source
        .speakers
        .iter()
        .map(|speaker| (speaker.name.as_str(), speaker.case.as_deref()))
        .collect();
    assert_eq!(
        names,
        [
            ("7 (start_arm_1)", Some("7")),
            ("7 (end_arm_1)", Some("7")),
            ("9 (start_arm_1)", Some("9"))
        ]
    );
    let values = "record_id,Event Name,height\n7,Start,171\n7,End,172\n9,Start,160\n";
    let cases = read_transcript("study.csv", values.as_bytes(), &ImportOptions::default())
        .unwrap()
        .cases;
    let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["7 (Start)", "7 (End)", "9 (Start)"]);
}

#[test]
fn rows_of_one_respondent_lose_no_attribute() {
    let table = "id,area,age,What helped?\nP1,North,,The bus came on time that day\nP2,South,51,Nothing much that I can think of\nP1,South,34,And then the train came as well\nP3,South,29,The woman who rang me every week\n";
    let source = read_transcript("a.csv", table.as_bytes(), &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    let known: Vec<String> = source.speakers[0]
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(known, ["area=North", "age=34"]);
    assert!(warned("a.csv", table.as_bytes()).contains(
        &"1 row says something else of a respondent than a row above it, and the first row’s attributes stand.".to_owned()
    ));
}

#[test]
fn ticked_choices_with_a_column_each_are_no_answers() {
    let table = "Respondent ID,Which of these stopped you?,,,What helped?\n,The bus does not come here,I had nobody to go with,Other (please specify),Open-Ended Response\n11,The bus does not come here,,,The driver who waited for me\n12,,,It rained on all of the days,Nothing that I can think of\n13,,I had nobody to go with,,\n";
    let read = read_transcript("a.csv", table.as_bytes(), &ImportOptions::default()).unwrap();
    let answers: Vec<&str> = read
        .columns
        .iter()
        .filter(|column| column.holds == ColumnUse::Answers)
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(
        answers,
        [
            "Which of these stopped you? – Other (please specify)",
            "What helped?"
        ]
    );
}

#[test]
fn numbered_questions_may_ask_for_the_name() {
    let table = "Timestamp,1. Please enter your name:,2. What helped?\n01/05/2026 09:00:00,Ada,The bus that came on time\n01/05/2026 09:10:00,Lee,Nothing that I can think of\n";
    assert_eq!(
        shown("a.csv", table.as_bytes()),
        "[] 2. What helped?\n[Ada] The bus that came on time\n[Lee] Nothing that I can think of"
    );
}

#[test]
fn a_very_long_heading_is_cut_and_told_and_its_words_are_held_once() {
    let heading = "In this question we ask about the bus, ".repeat(40);
    let rows = "7,yes\n8,no\n9,yes\n";
    let table = format!("id,\"{heading}\"\n{rows}");
    let read = read_transcript("a.csv", table.as_bytes(), &ImportOptions::default()).unwrap();
    let names: Vec<&Arc<str>> = read
        .cases
        .iter()
        .flat_map(|case| case.attributes.iter().map(|(name, _)| name))
        .collect();
    assert_eq!(names.len(), 3);
    assert!(names[0].ends_with('…') && names[0].chars().count() <= 501);
    assert!(names.iter().all(|name| Arc::ptr_eq(name, names[0])));
    assert!(
        warned("a.csv", table.as_bytes())
            .contains(&"1 heading is very long: its end, marked with …, was left out.".to_owned())
    );
}
