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
        CORRECTED.replace("Ninety", "Nineteen"),
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

#[test]
fn a_name_is_replaced_everywhere_and_quotes_take_the_new_words() {
    let desk = coded();
    let other = desk.file(
        "Nia.txt",
        "Nia: I came. Niamh did not.\nQ: Why?\nNia: Ask nia.\n",
    );
    desk.run(&["import", "P", &other]).ok();
    let table = desk.file(
        "nia.csv",
        "source,quote,code,coder,memo\nParent 1,Nia turned up.,Enablers / Trust,Awen,Nia again\n",
    );
    desk.run(&["code", "P", "--from", &table]).ok();
    let words = ["--find", "Nia", "--replace", "[worker]"];
    let dry = ["correct", "P", "--dry-run", "--json"];
    let dry = desk.run(&[&dry[..], &words[..]].concat()).json();
    assert_eq!(
        (&dry["replaced"], &dry["memos"]),
        (&3.into(), &1.into()),
        "{dry}"
    );
    let sources = desk.run(&["search", "P", "worker", "--json"]).json();
    assert_eq!(sources["total"], 0, "a dry run changes nothing");
    let done = desk
        .run(&[&["correct", "P", "--json"][..], &words[..]].concat())
        .json();
    assert_eq!(
        done["sources"][0]["changed"][0]["now"],
        "[worker] turned up."
    );
    assert_eq!(done["sources"][1]["speakers"][0]["to"], "[worker]");
    let shown = desk.run(&["show", "P", "Nia"]).ok().out;
    assert_eq!(
        shown,
        "[1] [worker]: I came. Niamh did not.\n[2] Q: Why?\n[3] [worker]: Ask nia.\n"
    );
    let to = desk.path("quotes.csv").display().to_string();
    desk.run(&["excerpts", "P", "--to", &to]).ok();
    let quotes = std::fs::read_to_string(&to).unwrap();
    assert!(
        quotes.contains("[worker] turned up.") && !quotes.contains("Nia turned"),
        "{quotes}"
    );
    let history = desk.run(&["history", "P"]).ok().out;
    assert!(history.contains("Corrected 3 places in 2 sources") && !history.contains("worker"));
    assert_eq!(desk.run(&["check", "P", "--json"]).json()["ok"], true);
    desk.run(&["undo", "P"]).ok();
    assert!(
        desk.run(&["show", "P", "Nia"])
            .ok()
            .out
            .starts_with("[1] Nia: I came.")
    );
}

#[test]
fn words_are_given_to_whoever_says_them() {
    let desk = coded();
    let before = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    let turns = before["turns"].as_array().unwrap().len();
    let start = INTERVIEW.find("Nine").unwrap().to_string();
    let end = (INTERVIEW.find("Nine").unwrap() + 4).to_string();
    let give = |name: &str, more: &[&str]| {
        let place = [
            "--start",
            &start,
            "--end",
            &end,
            "--speaker",
            name,
            "--json",
        ];
        let all = [&["correct", "P", "Parent 1"][..], &place[..], more].concat();
        desk.run(&all).json()
    };
    let dry = give("Gran", &["--dry-run"]);
    assert_eq!(
        (&dry["dry_run"], &dry["speaker"]),
        (&true.into(), &"Gran".into())
    );
    assert_eq!(
        desk.run(&["show", "P", "Parent 1", "--json"]).json(),
        before
    );
    let given = give("Gran", &[]);
    assert_eq!(given["turns"], dry["turns"]);
    assert!(given["turns"].as_u64().unwrap() > turns as u64);
    let shown = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    assert_eq!(shown["text"], before["text"]);
    let of_gran = |turn: &&serde_json::Value| turn["speaker"] == "Gran";
    let said = shown["turns"].as_array().unwrap().iter().filter(of_gran);
    assert_eq!(said.count(), 1);
    assert_eq!(desk.run(&["check", "P", "--json"]).json()["ok"], true);
    desk.run(&["undo", "P"]).ok();
    assert_eq!(
        desk.run(&["show", "P", "Parent 1", "--json"]).json(),
        before
    );
    let beyond = [
        "correct",
        "P",
        "Parent 1",
        "--start",
        "5",
        "--end",
        "9999",
        "--speaker",
        "Gran",
    ];
    assert!(desk.run(&beyond).refusal().contains("haracters 5 to 9999"));
    let both = [&beyond[..], &["--text", "x"]].concat();
    assert_eq!(desk.run(&both).code, 2);
}

#[test]
fn a_passage_is_corrected_by_its_place() {
    let desk = coded();
    let start = INTERVIEW.find("Nine").unwrap().to_string();
    let end = (INTERVIEW.find("Nine").unwrap() + 4).to_string();
    let place = ["--start", &start, "--end", &end, "--text", "Nineteen"];
    let said = desk
        .run(&[&["correct", "P", "Parent 1.txt"][..], &place[..]].concat())
        .ok()
        .out;
    assert!(
        said.contains("“Nine months we waited.” is “Nineteen months we waited.”"),
        "{said}"
    );
    let shown = desk.run(&["show", "P", "Parent 1", "--json"]).json();
    assert_eq!(shown["text"], INTERVIEW.replace("Nine", "Nineteen"));
    assert_eq!(desk.run(&["check", "P", "--json"]).json()["ok"], true);
    let beyond = [
        "correct", "P", "Parent 1", "--start", "5", "--end", "9999", "--text", "x",
    ];
    assert!(desk.run(&beyond).refusal().contains("haracters 5 to 9999"));
    let nowhere = ["correct", "P", "--find", "Michelle", "--replace", "x"];
    assert!(
        desk.run(&nowhere)
            .refusal()
            .contains("“Michelle” stands nowhere")
    );
    for misused in [
        &["correct", "P", "Parent 1"][..],
        &["correct", "P", "--start", "1", "--end", "2", "--text", ""],
        &["correct", "P", "Parent 1", "--find", "Nia"],
    ] {
        assert_eq!(desk.run(misused).code, 2, "{misused:?}");
    }
}
