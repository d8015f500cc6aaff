//! Enablers against barriers on the command line, from end to end.

use serde_json::json;
use tests::Desk;

/// Two parents and a partner: trust is shared, waiting is one parent's, word back helps one and hinders another.
fn coded() -> Desk {
    let desk = Desk::empty();
    let codebook = desk.file(
        "codebook.csv",
        "path,kind\nEnablers / Trust,enabler\nEnablers / Word back,enabler\nBarriers / Waiting,barrier\nBarriers / Word back,barrier\n",
    );
    let _made = desk.run(&["new", "P", "--codebook", &codebook]).ok();
    for (name, text) in [
        (
            "Parent 1",
            "Interviewer: So?\nP1: I trust her. I trust Tom. I trust them. I trust you. We waited.\n",
        ),
        (
            "Parent 2",
            "Interviewer: So?\nP2: I trust her. They told us.\n",
        ),
        ("Parent 3", "Interviewer: So?\nP3: Nothing to say.\n"),
        (
            "Partner 1",
            "Interviewer: So?\nS1: They trust us. No word back.\n",
        ),
    ] {
        let file = desk.file(&format!("{name}.txt"), text);
        let _in = desk.run(&["import", "P", &file]).ok();
    }
    let known =
        "source,group\nParent 1,Parents\nParent 2,Parents\nParent 3,Parents\nPartner 1,Partners\n";
    let known = desk.file("known.csv", known);
    let _described = desk.run(&["attributes", "P", &known]).ok();
    let table = "source,quote,code\n\
        Parent 1,I trust her.,Enablers / Trust\n\
        Parent 1,I trust Tom.,Enablers / Trust\n\
        Parent 1,I trust them.,Enablers / Trust\n\
        Parent 1,I trust you.,Enablers / Trust\n\
        Parent 1,We waited.,Barriers / Waiting\n\
        Parent 2,I trust her.,Enablers / Trust\n\
        Parent 2,They told us.,Enablers / Word back\n\
        Partner 1,They trust us.,Enablers / Trust\n\
        Partner 1,No word back.,Barriers / Word back\n";
    let table = desk.file("codings.csv", table);
    let _coded = desk.run(&["code", "P", "--from", &table]).ok();
    desk
}

/// Sections 3.4 to 3.7 of the report list quotes by group and never say that most can be one parent's.
#[test]
fn a_theme_says_which_groups_share_it_and_whose_words_it_rests_on() {
    let desk = coded();
    let found = desk.run(&["themes", "P", "--json", "--trace"]).json();
    assert_eq!(found["by"], "group");
    assert_eq!(
        found["groups"],
        json!([{"value": "Parents", "base": 3}, {"value": "Partners", "base": 1}])
    );
    let themes = found["themes"].as_array().unwrap();
    let shown: Vec<_> = themes
        .iter()
        .map(|theme| {
            (
                theme["theme"].as_str().unwrap(),
                theme["standing"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Trust", "shared"),
            ("Word back", "contradicted"),
            ("Waiting", "only")
        ]
    );
    let parents = &themes[0]["enabler"]["groups"][0];
    assert_eq!((&parents["n"], &parents["base"]), (&json!(2), &json!(3)));
    assert_eq!(
        parents["balance"],
        "4 of 5 quotes from one parent (P1); 1 of 3 parents never quoted."
    );
    assert_eq!(parents["lopsided"], true);
    assert_eq!(
        themes[1]["sentence"],
        "Contradicted: an enabler for Parents (1 of 3 cases); a barrier for Partners (1 of 1 case)."
    );
    let behind = &found["trace"][0]["enabler"]["groups"][0];
    assert_eq!(behind["quote_ids"].as_array().unwrap().len(), 5);
    assert_eq!(behind["cases"], json!(["Parent 1", "Parent 2"]));
    let printed = desk.run(&["themes", "P"]).ok().out;
    assert!(
        printed.contains("only Parents") && printed.contains("4 of 5 quotes"),
        "{printed}"
    );
}

#[test]
fn themes_go_out_with_the_quotes_behind_them() {
    let desk = coded();
    for ending in ["csv", "xlsx", "docx", "json"] {
        let to = desk.path(&format!("themes.{ending}")).display().to_string();
        let _written = desk
            .run(&["themes", "P", "--unit", "references", "--to", &to])
            .ok();
        assert!(std::fs::metadata(&to).unwrap().len() > 100, "{ending}");
    }
    let csv = std::fs::read_to_string(desk.path("themes.csv")).unwrap();
    assert!(csv.contains("\"Parents: whose quotes\""), "{csv}");
    let wrong = desk.run(&["themes", "P", "--by", "colour"]).refusal();
    assert!(wrong.contains("no attribute called “colour”"), "{wrong}");
}
