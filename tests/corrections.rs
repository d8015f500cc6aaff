//! Transcripts that are corrected after they were coded, from end to end.

use serde_json::Value;
use tests::{Desk, INTERVIEW};

/// The interview as its transcriber sends it back: another label, a line more, a typo mended, a sentence gone.
const CORRECTED: &str = "Interviewer: What helped, at the beginning?\n\
Mother: Nia turned up. Every single week she turned up, and I started to trust her.\n\
Interviewer: Thank you.\n\
Interviewer: And what got in the way?\n\
Mother: The waiting. Ninety months we waited. That is all.\n";

fn quotes(report: &Value, what: &str) -> Vec<(String, String)> {
    let list = report[0]["revision"][what].as_array().unwrap();
    let text = |quote: &Value, field: &str| quote[field].as_str().unwrap().to_owned();
    list.iter()
        .map(|quote| (text(quote, "quote"), text(quote, "now")))
        .collect()
}

/// A project with both passages coded, and one more at the end of the interview.
fn coded() -> Desk {
    let desk = Desk::furnished();
    desk.code_two().ok();
    let table = desk.file(
        "more.csv",
        "source,quote,code,coder\nParent 1,Waiting makes it worse.,Barriers / Waiting,Awen\n",
    );
    desk.run(&["code", "P", "--from", &table]).ok();
    desk
}

#[test]
fn a_corrected_transcript_keeps_its_codings_and_lists_what_became_of_them() {
    let desk = coded();
    let again = desk.file("back/Parent 1.txt", CORRECTED);
    let dry = desk
        .run(&["import", "P", &again, "--revise", "--dry-run", "--json"])
        .json();
    let before = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    assert_eq!(before["text"], INTERVIEW, "a dry run changes nothing");
    let report = desk
        .run(&["import", "P", &again, "--revise", "--json"])
        .json();
    assert_eq!(dry[0]["revision"], report[0]["revision"]);
    assert_eq!(report[0]["status"], "revised");
    assert_eq!(report[0]["name"], "Parent 1");
    assert_eq!(report[0]["revision"]["kept"], 1);
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(
        quotes(&report, "changed"),
        [pair("Nine months we waited.", "Ninety months we waited.")]
    );
    assert_eq!(
        quotes(&report, "lost"),
        [pair("Waiting makes it worse.", "")]
    );
    let shown = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    assert_eq!(shown["text"], CORRECTED);
    assert_eq!(shown["turns"][1]["speaker"], "Mother");
    let check = desk.run(&["check", "P", "--json"]).json();
    assert_eq!(check["ok"], true, "{check}");
    let hits = desk.run(&["search", "P", "ninety", "--json"]).json();
    assert_eq!(hits["total"], 1, "the search knows the new words");
    assert_eq!(
        desk.run(&["search", "P", "worse", "--json"]).json()["total"],
        0
    );

    desk.run(&["undo", "P"]).ok();
    let shown = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    assert_eq!(shown, before, "one undo takes it back");
    assert_eq!(
        desk.run(&["search", "P", "worse", "--json"]).json()["total"],
        1
    );
}

#[test]
fn the_same_correction_twice_is_nothing_new_and_another_interview_is_doubted() {
    let desk = coded();
    let again = desk.file("back/Parent 1.txt", CORRECTED);
    let said = desk.run(&["import", "P", &again, "--revise"]).ok();
    assert!(
        said.out
            .contains("replaced the text of “Parent 1”: 1 quote stands, 1 changed, 1 lost"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("lost (Barriers / Waiting, Awen): “Waiting makes it worse.”")
    );
    assert!(said.out.contains("1 revised"), "{}", said.out);
    let twice = desk
        .run(&["import", "P", &again, "--revise", "--json"])
        .json();
    assert_eq!(twice[0]["status"], "already imported");
    let other = desk.file(
        "other/Parent 1.txt",
        "Q: Who are you?\nA: Somebody else altogether.\nQ: Why?\nA: No idea.\n",
    );
    let doubted = desk.run(&["import", "P", &other, "--revise"]).ok();
    assert!(
        doubted.err.contains("if it is another transcript"),
        "{}",
        doubted.err
    );
    let new = desk.file("new/Parent 2.txt", "Q: Who?\nA: Me.\n");
    let report = desk
        .run(&["import", "P", &new, "--revise", "--json"])
        .json();
    assert_eq!(
        report[0]["status"], "imported",
        "a new name is a new source"
    );
    assert_eq!(report[0]["revision"], Value::Null);
}

#[test]
fn of_two_files_of_one_name_only_the_first_corrects_the_source() {
    let desk = coded();
    let one = desk.file("back/Parent 1.txt", CORRECTED);
    let two = desk.file(
        "third/Parent 1.txt",
        &CORRECTED.replace("Ninety", "Nineteen"),
    );
    let report = desk
        .run(&["import", "P", &one, &two, "--revise", "--json"])
        .json();
    let statuses: Vec<&str> = report
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["revised", "imported"]);
    assert_eq!(report[1]["name"], "Parent 1 (2)");
    desk.run(&["undo", "P"]).ok();
    let sources = desk.run(&["sources", "P", "--json"]).json();
    assert_eq!(sources.as_array().unwrap().len(), 1, "both are one step");
}
