//! Searches kept under a name and sets of sources, on the command line.

use serde_json::json;
use tests::Desk;

const SECOND: &str = "Interviewer: And you?\nP2: I waited too. The waiting was long.\n";

#[test]
fn a_saved_search_says_what_is_new_since_somebody_looked() {
    let desk = Desk::furnished();
    let none = desk.run(&["searches", "P", "--json"]).json();
    assert_eq!(none, json!([]));
    let saved = desk.run(&["searches", "P", "save", "Waiting", "waiting"]);
    assert!(saved.ok().out.contains("it finds 1 turn"));
    let mut expected = json!([{ "name": "Waiting", "query": "waiting", "everyone": false, "total": 1, "new": 0, "trouble": null }]);
    assert_eq!(desk.run(&["searches", "P", "--json"]).json(), expected);

    let second = desk.file("Parent 2.txt", SECOND);
    desk.run(&["import", "P", &second]).ok();
    (expected[0]["total"], expected[0]["new"]) = (2.into(), 1.into());
    assert_eq!(desk.run(&["searches", "P", "--json"]).json(), expected);
    let listed = desk.run(&["searches", "P"]).ok().out;
    assert!(listed.contains("  1      2  Waiting  waiting"), "{listed}");

    desk.run(&["searches", "P", "seen", "waiting"]).ok();
    expected[0]["new"] = 0.into();
    assert_eq!(desk.run(&["searches", "P", "--json"]).json(), expected);
    desk.run(&["undo", "P"]).ok();
    expected[0]["new"] = 1.into();
    assert_eq!(
        desk.run(&["searches", "P", "--json"]).json(),
        expected,
        "looking can be taken back"
    );
    desk.run(&["searches", "P", "remove", "Waiting"]).ok();
    assert_eq!(desk.run(&["searches", "P", "--json"]).json(), json!([]));
}

#[test]
fn a_search_that_cannot_be_kept_or_found_is_refused_in_one_line() {
    let desk = Desk::furnished();
    desk.run(&["searches", "P", "save", "Asked", "helped", "--everyone"])
        .ok();
    let again = desk.run(&["searches", "P", "save", "asked", "waiting"]);
    assert!(again.refusal().contains("Asked"));
    let wrong = desk.run(&["searches", "P", "save", "Broken", "code:Nowhere"]);
    assert!(wrong.refusal().contains("no code “Nowhere”"));
    for action in ["seen", "remove"] {
        let nothing = desk.run(&["searches", "P", action, "Else"]).refusal();
        assert!(nothing.contains("Perhaps “Asked”"), "{nothing}");
    }
}

#[test]
fn sets_gather_sources_and_searches_ask_for_them() {
    let desk = Desk::furnished();
    let second = desk.file("Parent 2.txt", SECOND);
    desk.run(&["import", "P", &second]).ok();
    let made = desk.run(&["sets", "P", "add", "First round", "Parent 1"]);
    assert!(made.ok().out.contains("“First round” has 1 source now."));
    let found = desk
        .run(&["search", "P", "waiting set:\"first round\"", "--json"])
        .json();
    assert_eq!(found["total"], 1);
    desk.run(&["sets", "P", "add", "first round", "Parent 1", "Parent 2"])
        .ok();
    desk.run(&["sets", "P", "take", "First round", "Parent 1"])
        .ok();
    assert_eq!(
        desk.run(&["sets", "P", "--json"]).json(),
        json!([{ "name": "First round", "description": "", "sources": ["Parent 2"], "codes": [] }])
    );
    let nothing = desk.run(&["search", "P", "set:Round"]).refusal();
    assert!(nothing.contains("Sets here: First round"), "{nothing}");
    let nobody = desk.run(&["sets", "P", "add", "First round", "Parent 9"]);
    assert!(nobody.refusal().contains("Parent 9"));
    let nothing = desk.run(&["sets", "P", "take", "Round", "Parent 1"]);
    assert!(nothing.refusal().contains("Perhaps “First round”"));
    desk.run(&["sets", "P", "remove", "First round"]).ok();
    assert_eq!(desk.run(&["sets", "P"]).ok().out, "No sets yet.\n");
}
