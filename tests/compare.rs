//! One indicator from two sources: as rated in case files, and as records have it.

use serde_json::json;
use tests::Desk;

#[test]
fn ratings_and_records_stand_side_by_side_with_their_own_bases() {
    let desk = Desk::empty();
    let _made = desk.run(&["new", "P"]).ok();
    let records = desk.file("cases.csv", "family,outcome\nA,Yes\nB,no\nC,met\nD,\n");
    let _in = desk.run(&["cases", "P", "import", &records]).ok();
    let _made = desk
        .run(&["scale", "P", "add", "Engaged", "--labels", "No|Yes"])
        .ok();
    let rated = desk.file(
        "ratings.csv",
        "case,scale,value\nA,Engaged,Yes\nB,Engaged,Yes\n",
    );
    let _rated = desk.run(&["rate", "P", "--from", &rated]).ok();
    let measures = ["compare", "P", "--of", "scale:Engaged", "--of", "outcome"];
    let with = |more: &[&str]| desk.run(&[&measures[..], more].concat());
    let table = with(&["--same", "met=Yes", "--trace", "--json"]).json();
    assert_eq!(table["rows"][1], json!({"value": "Yes", "cells": [2, 2]}));
    assert_eq!(
        (&table["measures"][0]["base"], &table["measures"][1]["base"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(
        table["both"]["differing"],
        json!([{"case": "B", "values": ["Yes", "no"]}])
    );
    assert_eq!(table["trace"]["cells"][1][1]["cases"], json!(["A", "C"]));
    let printed = with(&[]).ok();
    assert!(printed.out.contains("B: Yes | no"), "{}", printed.out);
    let differing = &table["trace"]["differing"];
    assert_eq!(differing["cases"], json!(["B"]));
    assert_eq!(differing["rating_ids"].as_array().unwrap().len(), 1);
    assert_eq!(
        table["trace"]["cells"][1][0]["rating_ids"]
            .as_array()
            .unwrap()
            .len(),
        2,
        "the ratings behind each number"
    );
    let csv = desk.path("beside.csv");
    let _written = with(&["--to", csv.to_str().unwrap()]).ok();
    let csv = std::fs::read_to_string(csv).unwrap();
    assert!(csv.contains("\"differs: B\",\"Yes\",\"no\""), "{csv}");
    let file = desk.path("beside.xlsx");
    let _written = with(&["--to", file.to_str().unwrap()]).ok();
    let refused = desk.run(&["compare", "P", "--of", "nonsense"]).refusal();
    assert!(refused.contains("nonsense"), "{refused}");
}
