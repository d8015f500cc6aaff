//! Ratings with the quotes that bear them out, and questionnaires scored.

use serde_json::json;
use tests::Desk;

use crate::numbers::{coded, strings};

/// The report's tables of ratings name no quotes at all: nobody can look up what a rating rests on.
#[test]
fn a_rating_carries_the_quotes_that_bear_it_out() {
    let desk = coded();
    let cases = desk.file("cases.csv", "family\nFamily 1\n");
    let _in = desk.run(&["cases", "P", "import", &cases]).ok();
    let _made = desk
        .run(&["scale", "P", "add", "Change", "--labels", "None|Some|A lot"])
        .ok();
    let counted = desk.run(&["counts", "P", "--trace", "--json"]).json();
    let ids = strings(&counted["trace"][0]["total"]["quote_ids"]).join("; ");
    assert!(ids.contains("; "), "{ids}");
    let rate = |rows: &str| {
        let table = desk.file("ratings.csv", rows);
        desk.run(&["rate", "P", "--from", &table])
    };
    let evidence = || {
        let found = desk
            .run(&["ratings", "P", "--scale", "Change", "--trace", "--json"])
            .json();
        let traces = found[0]["trace"].as_array().unwrap().clone();
        let quotes = traces
            .iter()
            .map(|value| value["quote_ids"].as_array().unwrap().len());
        quotes.sum::<usize>()
    };
    let _rated = rate(&format!(
        "case,scale,value,evidence\nFamily 1,Change,Some,{ids}\n"
    ))
    .ok();
    let given = evidence();
    assert_eq!(given, ids.split("; ").count());
    let _again = rate("case,scale,value\nFamily 1,Change,A lot\n").ok();
    assert_eq!(evidence(), given, "without the column it keeps its quotes");
    let _none = rate("case,scale,value,evidence\nFamily 1,Change,A lot,\n").ok();
    assert_eq!(evidence(), 0, "an empty cell takes them off");
    let wrong = rate("case,scale,value,evidence\nFamily 1,Change,Some,nonsense\n");
    assert!(wrong.refusal().contains("there is no quote “nonsense”"));
}

/// The report announces scores of the Warwick-Edinburgh Mental Wellbeing Scale (14 questions, 14 to 70).
#[test]
fn a_questionnaire_is_scored_and_its_change_between_waves_counted() {
    let desk = Desk::empty();
    let _made = desk.run(&["new", "P"]).ok();
    let heads = |wave: &str| {
        (1..=14)
            .map(|nth| format!("{wave}{nth}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let (start, end) = (heads("a"), heads("b"));
    let answers = |answer: &str, given: usize| {
        let all = (0..14).map(|nth| if nth < given { answer } else { "" });
        all.collect::<Vec<_>>().join(",")
    };
    let rows = [
        ("Family 1", answers("2", 14), answers("3", 14)),
        ("Family 2", answers("3", 11), answers("3", 14)),
        ("Family 3", answers("4", 10), answers("4", 14)),
    ];
    let rows: Vec<String> = rows
        .iter()
        .map(|(name, a, b)| format!("{name},{a},{b}\n"))
        .collect();
    let table = desk.file(
        "wemwbs.csv",
        format!("family,{start},{end}\n{}", rows.concat()),
    );
    let _in = desk.run(&["cases", "P", "import", &table]).ok();
    let _made = desk
        .run(&[
            "scale", "P", "add", "WEMWBS", "--labels", "", "--level", "interval",
        ])
        .ok();
    let score = |items: &str, wave: &str| {
        desk.run(&[
            "score", "P", "--items", items, "--scale", "WEMWBS", "--wave", wave, "--json",
        ])
        .json()
    };
    let before = score(&start, "1");
    assert_eq!(before["cases"][0]["score"], json!(28.0));
    assert_eq!(
        before["cases"][1]["score"],
        json!(42.0),
        "three of fourteen may be missing"
    );
    assert_eq!(before["cases"][2]["score"], json!(null), "four may not");
    assert_eq!(
        (&before["scored"], &before["not_scored"]),
        (&json!(2), &json!(1))
    );
    let _after = score(&end, "2");
    let change = desk.run(&["ratings", "P", "--scale", "WEMWBS"]).ok().out;
    assert!(change.contains("28") && change.contains("42"), "{change}");
    let csv = desk.path("scores.csv").display().to_string();
    let _written = desk
        .run(&["score", "P", "--items", &start, "--to", &csv])
        .ok();
    assert!(
        std::fs::read_to_string(csv)
            .unwrap()
            .contains("\"Family 3\",\"\",10,4")
    );
}
