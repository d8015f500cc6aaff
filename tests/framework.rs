//! The framework matrix and the evaluation frame on the command line, from end to end.

use tests::Desk;

/// A parent and a partner; the parent trusts, the partner waits.
fn coded() -> Desk {
    let desk = Desk::empty();
    let codebook = desk.file(
        "codebook.csv",
        "path,kind\nEnablers / Trust,enabler\nBarriers / Waiting,barrier\n",
    );
    let _made = desk.run(&["new", "P", "--codebook", &codebook]).ok();
    for (name, text) in [
        ("Parent 1", "Interviewer: So?\nP1: I trust her. Yes.\n"),
        ("Partner 1", "Interviewer: So?\nS1: We waited.\n"),
    ] {
        let file = desk.file(&format!("{name}.txt"), text);
        let _in = desk.run(&["import", "P", &file]).ok();
    }
    let known = desk.file(
        "known.csv",
        "source,group\nParent 1,Parents\nPartner 1,Partners\n",
    );
    let _described = desk.run(&["attributes", "P", &known]).ok();
    let table = "source,quote,code\nParent 1,I trust her.,Enablers / Trust\nPartner 1,We waited.,Barriers / Waiting\n";
    let table = desk.file("codings.csv", table);
    let _coded = desk.run(&["code", "P", "--from", &table]).ok();
    desk
}

#[test]
fn cells_are_summed_up_and_tell_what_changed_beneath_them() {
    let desk = coded();
    let table = desk.file(
        "summaries.csv",
        "case,code,text\nParent 1,Enablers,Trusts her worker\nNobody,Enablers,x\n",
    );
    let run = desk.run(&["summarise", "P", "--from", &table]).ok();
    assert!(run.out.contains("Wrote 1 summary."), "{}", run.out);
    let one = [
        "summarise",
        "P",
        "--case",
        "Partner 1",
        "--code",
        "Barriers",
        "--text",
        "Waited",
    ];
    let _one = desk.run(&one).ok();
    let found = desk.run(&["framework", "P", "--json"]).json();
    assert_eq!(found["themes"][0]["code"], "Enablers");
    let cell = &found["rows"][0]["cells"][0];
    assert_eq!(found["rows"][0]["case"], "Parent 1");
    assert_eq!(cell["summary"]["text"], "Trusts her worker");
    assert_eq!(cell["quote_ids"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&found["not_summed_up"], &found["outdated"]),
        (&0.into(), &0.into())
    );
    let more = desk.file(
        "more.csv",
        "source,quote,code\nParent 1,Yes.,Enablers / Trust\n",
    );
    let _more = desk.run(&["code", "P", "--from", &more]).ok();
    let found = desk.run(&["framework", "P", "--json"]).json();
    assert_eq!(found["outdated"], 1);
    let shown = desk.run(&["framework", "P", "--under", "Enablers"]).ok();
    assert!(shown.out.contains("2 excerpts"), "{}", shown.out);
    let to = desk.path("framework.docx").display().to_string();
    let _written = desk.run(&["framework", "P", "--to", &to]).ok();
    assert!(std::path::Path::new(&to).exists());
    let bad = [
        "summarise",
        "P",
        "--case",
        "No",
        "--code",
        "Barriers",
        "--text",
        "x",
    ];
    let refused = desk.run(&bad).refusal();
    assert!(refused.contains("no case called “No”"), "{refused}");
}

#[test]
fn the_board_says_which_group_has_no_evidence_for_which_question() {
    let desk = coded();
    let table = desk.file(
        "frame.csv",
        "heading,question,indicator,evidence\nHow well?,Is help trusted?,Trust,Enablers / Trust\n,,Wait,code: Barriers / Waiting; nonsense\n",
    );
    let run = desk.run(&["frame", "P", "import", &table]).ok();
    assert!(run.out.contains("1 question taken in."), "{}", run.out);
    assert!(run.err.contains("nonsense"), "{}", run.err);
    let board = desk.run(&["frame", "P", "--json"]).json();
    assert_eq!(board["groups"][0]["value"], "Parents");
    let rows = board["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["name"], "Is help trusted?");
    assert_eq!(rows[0]["groups"][1]["cases"], 1);
    assert_eq!(board["gaps"][0], "Trust: No evidence from Partners.");
    let shown = desk.run(&["frame", "P"]).ok();
    assert!(
        shown.out.contains("No evidence from Parents."),
        "{}",
        shown.out
    );
}

#[test]
fn a_shipped_frame_is_taken_in_and_answered_once_its_codes_are_there() {
    let desk = coded();
    let import = ["frame", "P", "import", "results-based-accountability"];
    let first = desk.run(&import).ok().out;
    assert!(first.contains("14 questions taken in."), "{first}");
    assert!(first.contains("15 codes that would answer them"), "{first}");
    let codes = ["codebook", "P", "import", "results-based-accountability"];
    let _codes = desk.run(&codes).ok();
    let again = desk.run(&import).ok().out;
    assert!(!again.contains("not in the codebook"), "{again}");
    let board = desk.run(&["frame", "P", "--json"]).json();
    let rows = board["rows"].as_array().unwrap();
    let questions = rows.iter().filter(|row| row["is_indicator"] == false);
    assert_eq!(questions.count(), 14, "none stands twice");
    assert_eq!(rows[0]["heading"], "How much did we do?");
}
