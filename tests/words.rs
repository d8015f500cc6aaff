//! Words that are said, counted on the command line.

use serde_json::{Value, json};

use crate::numbers::coded;

#[test]
fn words_are_counted_by_group_and_compared() {
    let desk = coded();
    let all = desk.run(&["words", "P", "--json"]).json();
    let listed = all["words"].as_array().unwrap();
    let waited = listed.iter().find(|word| word["word"] == "waited").unwrap();
    assert_eq!(
        (&waited["count"], &waited["sources"]),
        (&json!(2), &json!(2))
    );
    assert!(
        !listed.iter().any(|word| word["word"] == "we"),
        "small words are left out"
    );
    let compared = desk
        .run(&[
            "words",
            "P",
            "--by",
            "group",
            "--compare",
            "Parents,Partners",
            "--small-words",
            "--json",
        ])
        .json();
    let groups: Vec<u64> = compared["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["words"].as_u64().unwrap())
        .collect();
    assert_eq!(
        groups.iter().sum::<u64>(),
        compared["total"].as_u64().unwrap()
    );
    let strength = |word: &Value| word["keyness"]["g2"].as_f64().unwrap().abs();
    let words = compared["words"].as_array().unwrap();
    assert!(
        words
            .windows(2)
            .all(|pair| strength(&pair[0]) >= strength(&pair[1]))
    );
    let sheet = desk.path("words.csv");
    let _wrote = desk
        .run(&[
            "words",
            "P",
            "--by",
            "group",
            "--to",
            &sheet.to_string_lossy(),
        ])
        .ok();
    assert!(
        std::fs::read_to_string(&sheet)
            .unwrap()
            .contains("\"waited\",2,2")
    );
    let wrong = desk.run(&["words", "P", "--by", "group", "--compare", "Parents,Cats"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("“Cats”") && wrong.err.contains("Partners"),
        "{}",
        wrong.err
    );
}
