//! Numbers that can be vouched for: the command line's tables, ratings and agreement, from end to end.
//!
//! Published numbers are typed from "North East Wales Multisystemic Therapy Service: evaluation" (Institute of Public
//! Care, 2021), whose tables hold errors that each of these tests would have stopped.

use serde_json::{Value, json};
use tests::Desk;

/// Table 7 of the report: frequency of mentions of behaviours, FCC and WCBC.
const TABLE_7: [(&str, usize, usize); 10] = [
    ("Verbal Aggression", 16, 10),
    ("Physical Aggression", 15, 9),
    ("Anti-social Behaviour", 6, 7),
    ("Substance Misuse", 7, 5),
    ("Anti-social Peers", 2, 5),
    ("Missing From Home Episodes", 2, 3),
    ("NEET", 3, 0),
    ("Self-harm", 1, 0),
    ("Property Damage at Home", 1, 0),
    ("None", 1, 0),
];

/// The 27 families of the report's management information: 17 of FCC, 10 of WCBC, with the behaviours of Table 7.
fn management_information() -> String {
    let mut csv = "family,area,behaviours,empty\n".to_owned();
    for (area, families) in [("FCC", 17), ("WCBC", 10)] {
        for nth in 0..families {
            let has = |&&(name, fcc, wcbc): &&(&str, usize, usize)| match (name, area) {
                // Whoever has none has nothing else.
                ("None", _) => nth == 16 && area == "FCC",
                (_, "FCC") => nth < fcc,
                _ => nth < wcbc,
            };
            let behaviours: Vec<&str> = TABLE_7.iter().filter(has).map(|row| row.0).collect();
            csv.extend([
                area,
                &format!(" {nth},{area},"),
                &behaviours.join("; "),
                ",\n",
            ]);
        }
    }
    csv
}

fn with_records() -> Desk {
    let desk = Desk::empty();
    let _made = desk.run(&["new", "P"]).ok();
    let records = desk.file("mi.csv", management_information());
    let _taken = desk.run(&["cases", "P", "import", &records]).ok();
    desk
}

pub(super) fn strings(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one.as_str().unwrap()).collect()
}

/// Two sources with a coder each way; three codes on two levels.
pub(crate) fn coded() -> Desk {
    let desk = Desk::furnished();
    let other = "Interviewer: And you?\nP2: We waited. She came.\nP2: Every week.\nP2: Nothing.\n";
    let other = desk.file("Parent 2.txt", other);
    let _in = desk.run(&["import", "P", &other]).ok();
    let _coded = desk.code_two().ok();
    let table = "source,quote,code,coder\n\
        Parent 1,Nine months we waited.,Barriers / Waiting,Awen\n\
        Parent 1,started to trust her,Enablers / Trust,Tom\n\
        Parent 2,We waited.,Barriers / Waiting,Awen\n\
        Parent 2,We waited.,Barriers / Waiting,Tom\n\
        Parent 2,She came.,Enablers / Trust,Awen\n\
        Parent 2,Every week.,Enablers / Trust,Tom\n";
    let table = desk.file("more.csv", table);
    let _coded = desk.run(&["code", "P", "--from", &table]).ok();
    let known = "source,group,area\nParent 1,Parents,North\nParent 2,Partners,North\n";
    let known = desk.file("known.csv", known);
    let _described = desk.run(&["attributes", "P", &known]).ok();
    desk
}

/// Section 2.1 of the report names "Substance misuse 7, Anti social peers 2, Missing 2", which is Table 7's column for
/// FCC alone; the totals are 12, 7 and 5.
#[test]
fn a_column_is_never_mistaken_for_the_total() {
    let desk = with_records();
    let arguments = [
        "crosstab",
        "P",
        "--rows",
        "behaviours",
        "--columns",
        "area",
        "--multi",
    ];
    let table = desk
        .run(&[&arguments[..], &["--json", "--trace"]].concat())
        .json();
    assert_eq!(strings(&table["columns"]), ["FCC", "WCBC"]);
    let rows = strings(&table["rows"]);
    for (name, fcc, wcbc) in TABLE_7 {
        let at = rows.iter().position(|row| *row == name).unwrap();
        assert_eq!(table["cells"][at], json!([fcc, wcbc]), "{name}");
        assert_eq!(table["row_totals"][at], fcc + wcbc, "{name}");
        let behind = table["trace"]["cells"][at][0]["cases"].as_array().unwrap();
        assert_eq!(behind.len(), fcc, "{name}");
    }
    let total =
        |name: &str| table["row_totals"][rows.iter().position(|row| *row == name).unwrap()].clone();
    let named = [
        "Substance Misuse",
        "Anti-social Peers",
        "Missing From Home Episodes",
    ]
    .map(total);
    assert_eq!(named, [json!(12), json!(7), json!(5)]);
    assert_eq!(table["column_totals"], json!([54, 39]));
    assert_eq!((&table["total"], &table["base"]), (&json!(93), &json!(27)));
    assert_eq!(
        (&table["missing"], &table["mentions"]),
        (&json!(0), &json!(true))
    );
    let printed = desk.run(&arguments).ok().out;
    assert!(printed.contains("93 mentions by 27 cases"), "{printed}");
    let single = desk
        .run(&["crosstab", "P", "--rows", "behaviours", "--columns", "area"])
        .ok();
    assert!(single.out.contains("--multi"), "{}", single.out);
}

/// Table 8 of the report: columns of 37 and 39 under a total of 64. The rows sum to 64, so WCBC has 27; 39 is Table
/// 7's. Where the text lost the column of a single number, it stands so that FCC sums to the 37 given.
#[test]
fn totals_that_do_not_sum_are_named() {
    let desk = Desk::empty();
    let table = |wcbc: u32| {
        format!(
            ",FCC,WCBC,Total\nSocial Worker (all cases),17,10,27\nCAMHS,6,5,11\nYouth Justice,4,6,10\nNeuro,2,1,3\n\
             Action for Children,2,,2\nInter2change,,2,2\nTargeted support,1,,1\nNSPCC,1,,1\nCareers Wales,1,,1\n\
             Education packs (school refuser),1,,1\nOn a Tag (8pm-8am),,1,1\nDrug & Alcohol services,,1,1\nPass,1,,1\n\
             Youth Homelessness,1,,1\nNone,,1,1\nTotal,37,{wcbc},64\n"
        )
    };
    let wrong = desk.file("table 8.csv", table(39));
    let ran = desk.run(&["totals", &wrong, "--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let expected = json!([
        { "place": "total of column WCBC", "given": 39, "sum": 27 },
        { "place": "total, from the totals of columns", "given": 64, "sum": 76 }
    ]);
    assert_eq!((&said["ok"], &said["wrong"]), (&json!(false), &expected));
    let refusal = desk.run(&["totals", &wrong]).refusal();
    assert!(refusal.contains("2 totals are not the sum"), "{refusal}");
    let right = desk.file("mended.csv", table(27));
    assert_eq!(desk.run(&["totals", &right, "--json"]).json()["ok"], true);
}

/// Section 5.2 says 5/9 (2 did not, for 2 there was no evidence), Finding Five "five out of seven": the sentence always
/// says which, with those without evidence apart. Section 4: 7/9 (6 to a great extent, 1 to some extent, 2 not at all).
#[test]
fn a_finding_has_one_base_and_says_what_is_missing() {
    let desk = with_records();
    let labels = "Not at all|Not much|To some extent|To a great extent";
    for (name, missing) in [("Wellbeing", "No evidence"), ("Parenting", "Not recorded")] {
        let arguments = [
            "scale",
            "P",
            "add",
            name,
            "--labels",
            labels,
            "--missing",
            missing,
        ];
        let _made = desk.run(&arguments).ok();
    }
    let mut table = "case,scale,value,rater\n".to_owned();
    let wellbeing = [
        ["To some extent"; 5].as_slice(),
        &["Not at all"; 2],
        &["No evidence"; 2],
    ];
    let great = ["To a great extent"; 6];
    let parenting = [great.as_slice(), &["To some extent"], &["Not at all"; 2]];
    for (scale, values) in [("Wellbeing", wellbeing), ("Parenting", parenting)] {
        for (nth, value) in values.concat().into_iter().enumerate() {
            table.extend([&format!("FCC {nth},{scale},"), value, ",Awen\n"]);
        }
    }
    let table = desk.file("ratings.csv", table);
    let _rated = desk.run(&["rate", "P", "--from", &table]).ok();
    let rated = desk
        .run(&["ratings", "P", "--json", "--trace", "--by", "area"])
        .json();
    let [parenting, wellbeing] = rated.as_array().unwrap().as_slice() else {
        panic!("{rated}");
    };
    assert_eq!(
        parenting["sentence"],
        "7 of 9 cases: 6 to a great extent, 1 to some extent; 2 not at all."
    );
    assert_eq!(
        (&wellbeing["base"], &wellbeing["missing"]),
        (&json!(7), &json!(2))
    );
    assert_eq!(
        wellbeing["sentence"],
        "5 of 7 cases: 5 to some extent; 2 not at all; 2 no evidence."
    );
    assert_eq!(
        wellbeing["values"][3],
        json!({ "label": "Not at all", "n": 2 })
    );
    assert_eq!(strings(&wellbeing["trace"][3]["cases"]), ["FCC 5", "FCC 6"]);
    assert_eq!(wellbeing["groups"][0]["value"], "FCC");
    for name in ["ratings.csv", "ratings.xlsx", "ratings.docx"] {
        let to = desk.path(name).display().to_string();
        let _written = desk.run(&["ratings", "P", "--to", &to]).ok();
        assert!(desk.path(name).exists());
    }
}

#[test]
fn raters_and_waves_are_told_apart() {
    let desk = with_records();
    let _made = desk
        .run(&["scale", "P", "add", "Score", "--level", "ratio"])
        .ok();
    let table = "case,scale,value,rater,wave\nFCC 1,Score,20,Awen,before\nFCC 2,Score,30,Awen,before\n\
        FCC 1,Score,30,Awen,later\nFCC 2,Score,30,Awen,later\nFCC 1,Score,40,Tom,later\n";
    let table = desk.file("ratings.csv", table);
    let _rated = desk.run(&["rate", "P", "--from", &table]).ok();
    let awen = desk
        .run(&["ratings", "P", "--raters", "Awen", "--json"])
        .json();
    assert_eq!(
        awen[1]["change"]["sentence"],
        "2 cases at before and later: 1 higher, 1 the same at later; mean change +5."
    );
    let all = desk
        .run(&["ratings", "P", "--wave", "later", "--json"])
        .json();
    assert_eq!(
        (&all[0]["base"], &all[0]["differing"]),
        (&json!(1), &json!(1))
    );
    let agreement = desk
        .run(&["agreement", "P", "--scale", "score", "--json"])
        .json();
    assert_eq!(
        (&agreement["units"], &agreement["percent"]),
        (&json!(4), &json!(0.0))
    );
    assert_eq!(agreement["differing"][0]["values"], json!(["30", "40"]));
    assert_eq!(agreement["by_code"], json!([]));
    let alone = desk
        .run(&["agreement", "P", "--scale", "score", "--raters", "Tom"])
        .refusal();
    assert!(alone.contains("two different"), "{alone}");
}

#[test]
fn a_matrix_has_bases_margins_and_the_ids_behind_each_number() {
    let desk = coded();
    let matrix = |more: &[&str]| {
        desk.run(&[&["matrix", "P", "--json"], more].concat())
            .json()
    };
    let by_group = matrix(&["--rows", "code", "--columns", "group", "--trace"]);
    assert_eq!(by_group["unit"], "cases");
    assert_eq!(
        by_group["columns"],
        json!([{ "value": "Parents", "base": 1 }, { "value": "Partners", "base": 1 }])
    );
    assert_eq!(
        by_group["rows"][0],
        json!({ "value": "Enablers", "base": 2 })
    );
    assert_eq!(by_group["cells"], json!([[1, 1], [1, 1], [1, 1], [1, 1]]));
    assert_eq!(
        (&by_group["row_totals"], &by_group["total"]),
        (&json!([2, 2, 2, 2]), &json!(2))
    );
    let behind = &by_group["trace"]["cells"][1][0];
    assert_eq!(strings(&behind["cases"]), ["Parent 1"]);
    assert_eq!(behind["quote_ids"].as_array().unwrap().len(), 2);
    let references = matrix(&[
        "--rows",
        "source",
        "--columns",
        "code",
        "--unit",
        "references",
    ]);
    assert_eq!(references["cells"], json!([[2, 2, 1, 1], [2, 2, 1, 1]]));
    assert_eq!(references["rows"][0]["base"], Value::Null);
    let pairs = matrix(&["--rows", "area x group", "--columns", "code"]);
    assert_eq!(pairs["rows"][1]["value"], "North / Partners");
    let overlap = matrix(&["--rows", "code", "--columns", "code", "--turns-apart", "1"]);
    assert_eq!(overlap["cells"][1], json!([2, 2, 1, 1]));
    let coverage = matrix(&[
        "--rows",
        "code",
        "--columns",
        "source",
        "--unit",
        "coverage",
    ]);
    assert_eq!(coverage["unit"], "coverage");
    assert!(
        coverage["cells"][0][0]
            .as_f64()
            .is_some_and(|percent| percent > 0.0 && percent < 100.0)
    );
    let hidden = matrix(&[
        "--rows",
        "code",
        "--columns",
        "group",
        "--coders",
        "Tom",
        "--hide-empty",
        "--trace",
    ]);
    assert_eq!(hidden["cells"].as_array().unwrap().len(), 4);
}

#[test]
fn statistics_packages_get_one_row_a_case_of_zeros_and_ones() {
    let desk = coded();
    let to = desk.path("wide.csv").display().to_string();
    let _written = desk.run(&["matrix", "P", "--wide", "--to", &to]).ok();
    let csv = std::fs::read_to_string(&to).unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines[0],
        "\"case\",\"group\",\"area\",\"Enablers\",\"Enablers / Trust\",\"Barriers\",\"Barriers / Waiting\""
    );
    assert_eq!(lines[1], "\"Parent 1\",\"Parents\",\"North\",1,1,1,1");
    assert_eq!(lines.len(), 3);
    for name in ["m.csv", "m.xlsx", "m.docx", "m.json"] {
        let to = desk.path(name).display().to_string();
        let arguments = [
            "matrix",
            "P",
            "--rows",
            "code",
            "--columns",
            "group",
            "--to",
            &to,
        ];
        let _written = desk.run(&arguments).ok();
        assert!(std::fs::metadata(&to).unwrap().len() > 100, "{name}");
    }
}

#[test]
fn coders_are_compared_on_any_unit() {
    let desk = coded();
    let compared = |more: &[&str]| {
        let arguments = ["agreement", "P", "--coders", "Awen,Tom", "--json"];
        desk.run(&[&arguments, more].concat()).json()
    };
    let trust = |document: &Value| {
        let rows = document["by_code"].as_array().unwrap().iter();
        let row = rows
            .clone()
            .find(|row| row["code"] == "Enablers / Trust")
            .unwrap();
        ["both", "only_a", "only_b", "neither"].map(|name| row[name].as_u64().unwrap())
    };
    // Eight turns; both on one of the first interview, each alone on one of the second.
    let turns = compared(&[]);
    assert_eq!(
        (&turns["unit"], &turns["units"]),
        (&json!("turns"), &json!(8))
    );
    assert_eq!(trust(&turns), [1, 1, 1, 5]);
    assert_eq!(turns["percent"], 0.875);
    assert_eq!(trust(&compared(&["--unit", "sentences"])), [1, 1, 1, 9]);
    assert_eq!(trust(&compared(&["--unit", "sources"])), [2, 0, 0, 0]);
    assert_eq!(trust(&compared(&["--unit", "cases"])), [2, 0, 0, 0]);
    let characters = compared(&["--unit", "characters"]);
    assert_eq!(trust(&characters)[..3], [0, 40, 31]);
    let coded_only = compared(&["--coded-only", "--code", "Enablers", "--trace"]);
    assert_eq!(
        (&coded_only["units"], trust(&coded_only)[3]),
        (&json!(3), 0)
    );
    assert_eq!(coded_only["disagreements"].as_array().unwrap().len(), 4);
    let cases = compared(&["--unit", "cases"]);
    assert_eq!(
        (&cases["percent"], &cases["cohen_kappa"]),
        (&json!(1.0), &Value::Null)
    );
    assert!(
        cases["why"]["cohen_kappa"]
            .as_str()
            .unwrap()
            .contains("same value")
    );
}

#[test]
fn more_than_two_coders_and_coders_with_nothing() {
    let desk = coded();
    let scale = [
        "scale", "P", "add", "Change", "--labels", "No|Yes", "--coder", "Mair",
    ];
    let _made = desk.run(&scale).ok();
    let three = desk
        .run(&["agreement", "P", "--coders", "Awen,Tom,Mair", "--json"])
        .json();
    assert!(three["cohen_kappa"].is_null() && three["fleiss_kappa"].is_f64());
    let row = &three["by_code"][0];
    assert_eq!(
        (&row["both"], &row["only_a"], &row["some"]),
        (&json!(0), &Value::Null, &json!(3))
    );
    let nothing = [
        "agreement",
        "P",
        "--coders",
        "Mair,Tom",
        "--json",
        "--code",
        "Enablers",
    ];
    let nothing = desk.run(&nothing).json();
    assert!(
        nothing["krippendorff_alpha"]["nominal"].is_f64(),
        "{nothing}"
    );
    let stranger = desk
        .run(&["agreement", "P", "--coders", "Awen,Nobody"])
        .refusal();
    assert!(
        stranger.contains("Nobody") && stranger.contains("Awen"),
        "{stranger}"
    );
    let alone = desk
        .run(&["agreement", "P", "--coders", "Awen,awen"])
        .refusal();
    assert!(alone.contains("two different"), "{alone}");
}

#[test]
fn quotes_of_one_voice_are_called_lopsided_and_saturation_counts_new_codes() {
    let desk = coded();
    let balance = desk
        .run(&[
            "balance", "P", "--by", "group", "--code", "Enablers", "--json", "--trace",
        ])
        .json();
    assert_eq!(
        (&balance["quotes"], &balance["never_quoted"]),
        (&json!(4), &json!(0))
    );
    assert_eq!(balance["respondents"][0]["spoken"].as_u64(), Some(25));
    assert_eq!(balance["groups"][1]["value"], "Partners");
    assert_eq!(balance["groups"][1]["quotes"], 2);
    assert_eq!(balance["quote_ids"][0].as_array().unwrap().len(), 2);
    let curve = desk.run(&["saturation", "P", "--json"]).json();
    assert_eq!(
        (&curve["steps"][0]["new"], &curve["steps"][1]["new"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(curve["reached"], Value::Null);
}

#[test]
fn nothing_is_a_sentence_and_never_not_a_number() {
    let desk = Desk::empty();
    let _made = desk.run(&["new", "P"]).ok();
    let one = desk.file("cases.csv", "case,area,need\nFamily 1,,\n");
    let _taken = desk.run(&["cases", "P", "import", &one]).ok();
    let refused = desk
        .run(&["crosstab", "P", "--rows", "area", "--columns", "need"])
        .refusal();
    assert!(
        refused.contains("area"),
        "an attribute nobody has is not there: {refused}"
    );
    let known = desk.file(
        "known.csv",
        "case,area,need\nFamily 2,North,\nFamily 3,,High\n",
    );
    let _taken = desk.run(&["cases", "P", "import", &known]).ok();
    let table = desk
        .run(&[
            "crosstab",
            "P",
            "--rows",
            "area",
            "--columns",
            "need",
            "--json",
        ])
        .json();
    assert_eq!(
        (&table["rows"], &table["total"], &table["missing"]),
        (&json!([]), &json!(0), &json!(3))
    );
    assert_eq!(
        table["note"],
        "No case has a value of both; 3 lack one or both."
    );
    let _printed = desk.run(&["balance", "P"]).ok();
    let curve = desk.run(&["saturation", "P"]).ok();
    assert!(
        curve.out.contains("No source has been coded"),
        "{}",
        curve.out
    );
    let _made = desk
        .run(&["scale", "P", "add", "Change", "--labels", "No|Yes"])
        .ok();
    let rated = desk.run(&["ratings", "P", "--json"]).json();
    assert_eq!(
        (&rated[0]["base"], &rated[0]["sentence"]),
        (&json!(0), &json!("No case has been rated."))
    );
    let agreement = desk
        .run(&["agreement", "P", "--scale", "Change", "--json"])
        .json();
    assert!(agreement["percent"].is_null() && agreement["why"]["percent"].is_string());
}

#[test]
fn an_empty_matrix_says_that_nothing_was_coded() {
    let desk = Desk::empty();
    let _made = desk.run(&["new", "P"]).ok();
    for unit in [
        "cases",
        "sources",
        "respondents",
        "references",
        "words",
        "coverage",
    ] {
        let empty = [
            "matrix",
            "P",
            "--rows",
            "code",
            "--columns",
            "case",
            "--unit",
            unit,
            "--json",
        ];
        let empty = desk.run(&empty).json();
        assert_eq!(empty["cells"], json!([]), "{unit}");
        assert!(
            empty["notes"]
                .as_array()
                .is_some_and(|notes| notes.len() > 1),
            "{empty}"
        );
    }
    let _printed = desk
        .run(&["matrix", "P", "--rows", "code", "--columns", "group"])
        .ok();
}

#[test]
fn charts_are_drawn_from_the_same_numbers() {
    let desk = coded();
    let labels = "None|Some|A lot";
    let _made = desk
        .run(&["scale", "P", "add", "Change", "--labels", labels])
        .ok();
    let draw = |kind: &str| {
        let to = desk.path(&format!("{kind}.svg")).display().to_string();
        let _drawn = desk.run(&["chart", "P", kind, "--to", &to]).ok();
        std::fs::read_to_string(to).unwrap()
    };
    for (kind, said) in [
        ("bars", "Enablers / Trust, Parents: 1 of 1"),
        ("heat", "Barriers, Partners: 1 of 1"),
        ("cooccurrence", "Enablers, Enablers / Trust: 2 of 2"),
        ("saturation", "Parent 1: 2 new, 2 known"),
        ("timeline", "Barriers / Waiting: “Nine months we waited.”"),
        ("ratings", "Change: No case has been rated."),
    ] {
        let drawn = draw(kind);
        assert!(drawn.contains(said), "{kind}: {drawn}");
    }
    let to = desk.path("bars.gif").display().to_string();
    let refusal = desk.run(&["chart", "P", "bars", "--to", &to]).refusal();
    assert!(refusal.contains(".svg or .png"), "{refusal}");
    let to = desk.path("bars.png").display().to_string();
    let _drawn = desk.run(&["chart", "P", "bars", "--to", &to]).ok();
    assert!(std::fs::read(to).unwrap().starts_with(b"\x89PNG"));
}
