//! The command line from end to end, in process: what scripts rely on.

use std::path::Path;

use serde_json::Value;
use tests::{Desk, INTERVIEW};

#[test]
fn codings_and_attributes_from_tables_show_in_the_sources_and_the_search() {
    let desk = Desk::furnished();
    assert!(desk.code_two().ok().out.contains("Coded 2 passages"));
    assert!(
        desk.code_two().ok().out.contains("2 coded already"),
        "the same table again changes nothing"
    );
    desk.describe();
    let sources = desk.run(&["sources", "P", "--json"]).json();
    assert_eq!(sources[0]["name"], "Parent 1");
    assert_eq!(sources[0]["codings"], 2);
    assert_eq!(sources[0]["attributes"]["area"], "Aberwynog");
    assert_eq!(sources[0]["speakers"].as_array().unwrap().len(), 2);
    let roles: Vec<&str> = sources[0]["speakers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["interviewer", "respondent"]);

    let hits = desk.run(&["search", "P", "waited", "--json"]).json();
    assert_eq!(
        (hits["total"].as_u64(), hits["sources"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(hits["hits"][0]["speaker"], "P1");
    assert!(
        hits["hits"][0]["match"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .starts_with("wait")
    );
}

#[test]
fn excerpts_and_counts_say_who_said_what() {
    let desk = Desk::furnished();
    desk.code_two().ok();
    desk.describe();
    let out = desk.path("quotes.json").display().to_string();
    desk.run(&["excerpts", "P", "--to", &out]).ok();
    let quotes: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    let quotes = quotes.as_array().unwrap();
    assert_eq!(quotes.len(), 2);
    for field in [
        "quote_id",
        "source",
        "case",
        "respondent",
        "group",
        "speaker",
        "turn",
        "start",
        "end",
        "code_path",
        "kind",
        "quote",
        "memo",
        "weight",
        "coder",
        "coded_at",
        "area",
        "attributes",
    ] {
        assert!(
            quotes[0].get(field).is_some(),
            "{field} is missing from {}",
            quotes[0]
        );
    }
    let trust = quotes
        .iter()
        .find(|quote| quote["code_path"] == "Enablers / Trust")
        .unwrap();
    assert_eq!(trust["quote"], "Every single week she turned up");
    assert_eq!(
        (&trust["kind"], &trust["group"]),
        (&"enabler".into(), &"Parents".into())
    );

    let counts = desk.run(&["counts", "P", "--by", "group", "--json"]).json();
    assert_eq!(counts["unit"], "cases");
    assert_eq!(
        counts["columns"],
        serde_json::json!([{ "value": "Parents", "base": 1 }])
    );
    let waiting = counts["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["code"] == "Barriers / Waiting")
        .unwrap();
    assert_eq!(
        (&waiting["total"], &waiting["base"], &waiting["cells"]),
        (&1.into(), &1.into(), &serde_json::json!([1]))
    );
}

#[test]
fn what_is_undone_can_be_redone_and_the_project_stays_sound() {
    let desk = Desk::furnished();
    desk.code_two().ok();
    desk.describe();
    desk.run(&["undo", "P", "2"]).ok();
    assert_eq!(
        desk.run(&["sources", "P", "--json"]).json()[0]["codings"],
        0
    );
    desk.run(&["redo", "P"]).ok();
    assert_eq!(
        desk.run(&["sources", "P", "--json"]).json()[0]["codings"],
        2
    );
    let history = desk.run(&["history", "P", "--json"]).json();
    assert!(
        history.as_array().unwrap().len() >= 7,
        "history only grows: {history}"
    );
    let check = desk.run(&["check", "P", "--json"]).json();
    assert_eq!(
        (&check["ok"], check["findings"].as_array().map(Vec::len)),
        (&true.into(), Some(0))
    );
}

#[test]
fn shown_turns_stand_where_they_say() {
    let desk = Desk::furnished();
    let shown = desk.run(&["show", "P", "parent 1.TXT", "--json"]).json();
    assert_eq!(shown["text"], INTERVIEW, "a plain text stays as it is");
    let letters: Vec<char> = INTERVIEW.chars().collect();
    let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let turns = shown["turns"].as_array().unwrap();
    assert_eq!(turns.len(), 4);
    for (n, turn) in turns.iter().enumerate() {
        let said: String = letters[place(&turn["start"])..place(&turn["end"])]
            .iter()
            .collect();
        assert_eq!(turn["text"], said.as_str());
        assert_eq!(place(&turn["n"]), n + 1);
    }
    assert_eq!(turns[1]["speaker"], "P1");
    assert!(
        turns[1]["text"]
            .as_str()
            .unwrap()
            .starts_with("Nia turned up.")
    );
}

#[test]
fn several_files_come_in_and_a_bad_one_does_not_stop_the_others() {
    let desk = Desk::empty();
    desk.run(&["new", "P"]).ok();
    let folder = desk.path("in").display().to_string();
    desk.file("in/Parent 10.txt", "P1: ten\nI: why?\nP1: because\n");
    desk.file("in/Parent 2.txt", INTERVIEW);
    desk.file("in/copy of parent 2.txt", INTERVIEW);
    desk.file("in/broken.docx", [0x50, 0x4b, 0x03, 0x04, 0x00, 0x01]);
    desk.file("in/more/Parent 2.txt", "P1: another one\nI: oh?\nP1: yes\n");
    desk.file("in/.hidden", "no");
    let missing = desk.path("not there.txt").display().to_string();
    let report = desk
        .run(&["import", "P", &folder, &missing, "--json"])
        .json();
    let files: Vec<(String, &str)> = report
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let name = Path::new(file["file"].as_str().unwrap())
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (name, file["status"].as_str().unwrap())
        })
        .collect();
    let expected = [
        ("broken.docx", "failed"),
        ("copy of parent 2.txt", "imported"),
        ("Parent 2.txt", "already imported"),
        ("Parent 10.txt", "imported"),
        ("Parent 2.txt", "imported"),
        ("not there.txt", "failed"),
    ];
    assert_eq!(
        files
            .iter()
            .map(|(name, status)| (name.as_str(), *status))
            .collect::<Vec<_>>(),
        expected
    );
    let failed = report[0]["warnings"][0].as_str().unwrap();
    assert!(failed.contains("broken.docx"), "{failed}");
    let again = desk.run(&["import", "P", &folder, "--json"]).json();
    assert!(
        again
            .as_array()
            .unwrap()
            .iter()
            .all(|file| file["status"] != "imported"),
        "{again}"
    );
}

#[test]
fn a_dry_run_says_what_files_would_become_and_takes_nothing_in() {
    let desk = Desk::empty();
    desk.run(&["new", "P"]).ok();
    let folder = desk.path("in").display().to_string();
    desk.file("in/Parent 2 - Flintshire.txt", INTERVIEW);
    desk.file("in/z copy.txt", INTERVIEW);
    desk.file("in/mi.csv", "family,area\nFamily 1,North\nFamily 2,South\n");
    desk.file("in/scan.pdf", "%PDF-1.7 cut");
    let report = desk
        .run(&["import", "P", &folder, "--dry-run", "--json"])
        .json();
    let of = |name: &str| {
        let files = report.as_array().unwrap();
        files
            .iter()
            .find(|file| file["file"].as_str().unwrap().ends_with(name))
            .unwrap()
            .clone()
    };
    let parent = of("Flintshire.txt");
    assert_eq!(parent["status"], "imported");
    assert_eq!(parent["format"], "plain text");
    assert_eq!(parent["kind"], "interview");
    assert_eq!(parent["timed"], false);
    assert_eq!(parent["attributes"]["place"], "Flintshire");
    let speakers = parent["speaker_details"].as_array().unwrap();
    assert_eq!(speakers.len(), parent["speakers"].as_array().unwrap().len());
    assert!(
        speakers
            .iter()
            .any(|speaker| speaker["role"] == "interviewer")
    );
    assert_eq!(of("copy.txt")["status"], "already imported");
    assert_eq!(of("mi.csv")["cases"], 2);
    assert_eq!(of("scan.pdf")["status"], "failed");
    let sources = desk.run(&["sources", "P", "--json"]).json();
    assert!(sources.as_array().unwrap().is_empty());
    let history = desk.run(&["history", "P", "--json"]).json();
    assert!(history.as_array().unwrap().is_empty(), "{history}");
}

#[test]
fn what_the_guess_has_wrong_is_said_on_the_command_line() {
    let desk = Desk::empty();
    desk.run(&["new", "P"]).ok();
    let talk = desk.file("talk.txt", INTERVIEW);
    let table = desk.file(
        "survey.csv",
        "id,area,Why?\nR1,North,Because it took nine months to hear back.\nR2,South,The phone was always on for us at night.\n",
    );
    let dry = ["import", "P", &talk, &table, "--dry-run", "--json"];
    let choices = [
        "--speakers",
        "nobody",
        "--column",
        "area=answers",
        "--column",
        "why?=nothing",
    ];
    let read = desk.run(&[&dry[..], &choices[..]].concat()).json();
    assert_eq!(read[0]["speakers"], serde_json::json!([]));
    let columns = serde_json::json!([
        { "name": "id", "holds": "name" },
        { "name": "area", "holds": "answers" },
        { "name": "Why?", "holds": "nothing" }
    ]);
    assert_eq!(read[1]["columns"], columns);
    let guessed = desk.run(&dry).json();
    assert_eq!(guessed[0]["speakers"].as_array().unwrap().len(), 2);
    assert_eq!(guessed[1]["columns"][2]["holds"], "answers");
    let wrong = desk.run(&["import", "P", &talk, "--speakers", "colons"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("own-line"), "{}", wrong.err);
}

#[test]
fn another_file_of_the_same_name_gets_a_name_of_its_own() {
    let desk = Desk::furnished();
    let other = desk.file(
        "wave 2/Parent 1.txt",
        "P1: A year on.\nI: And?\nP1: Better.\n",
    );
    let report = desk.run(&["import", "P", &other, "--json"]).json();
    assert_eq!(report[0]["name"], "Parent 1 (2)");
    assert!(
        report[0]["warnings"][0]
            .as_str()
            .unwrap()
            .contains("other content")
    );
    assert_eq!(
        desk.run(&["sources", "P", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn bad_rows_are_named_by_line_and_the_good_ones_applied() {
    let desk = Desk::furnished();
    let table = desk.file(
        "codings.csv",
        "source,start,end,code,coder,memo,weight\nParent 1,0,5,Enablers / Trust,Awen,,\nParent 9,0,5,Enablers / Trust,Awen,,\n\
         Parent 1,0,99999,Enablers / Trust,Awen,,\nParent 1,5,5,Enablers / Trust,Awen,,\nParent 1,0,5,Enablers / Truth,Awen,,\n\
         Parent 1,0,5,Enablers / Trust,Awen,,9\nParent 1,x,5,Enablers / Trust,Awen,,\n",
    );
    let ran = desk.run(&["code", "P", "--from", &table]).ok();
    assert!(ran.out.contains("Coded 1 passage."), "{}", ran.out);
    let told: Vec<&str> = ran.err.lines().collect();
    let expected = [
        (3, "Parent 9"),
        (4, "99999"),
        (5, "empty"),
        (6, "Truth"),
        (7, "weight"),
        (8, "“x”"),
    ];
    assert_eq!(told.len(), expected.len(), "{}", ran.err);
    for (said, (line, what)) in told.iter().zip(expected) {
        assert!(
            said.starts_with(&format!("vouch: codings.csv: Line {line}: ")) && said.contains(what),
            "{said}"
        );
    }
    let table = desk.file(
        "none.csv",
        "source,start,end,code,coder\nParent 9,0,5,Enablers / Trust,Awen\n",
    );
    let refusal = desk.run(&["code", "P", "--from", &table]).refusal();
    assert!(refusal.contains("none.csv"), "{refusal}");
}

#[test]
fn every_mistake_is_one_line_and_changes_nothing() {
    let desk = Desk::furnished();
    let before = desk.run(&["history", "P", "--json"]).out;
    let text = desk.file("text.vouch", "not a project");
    let headless = desk.file("headless.csv", "a,b\n1,2\n");
    let missing = desk.path("missing.vouch").display().to_string();
    let to = desk.path("out.pdf").display().to_string();
    for (arguments, said) in [
        (&["sources", missing.as_str()][..], "missing.vouch"),
        (&["sources", &text], "text.vouch"),
        (&["new", "P"], "project.vouch"),
        (&["new", "project"], "project.vouch"),
        (&["show", "P", "Parent"], "Parent 1"),
        (&["codebook", "P", "import", "no-such-starter"], "re-aim"),
        (&["code", "P", "--from", &headless], "source"),
        (&["search", "P", "\"open"], "search"),
        (
            &["autocode", "P", "waiting", "--code", "Barriers / Wating"],
            "Barriers / Waiting",
        ),
        (&["excerpts", "P", "--to", &to], ".csv"),
        (&["counts", "P", "--by", "shoe size"], "shoe size"),
        (&["redo", "P"], "redo"),
        (&["import", "P", &missing], "missing.vouch"),
        (
            &["excerpts", "P", "--code", "Nothing", "--to", "x.csv"],
            "Nothing",
        ),
    ] {
        let refusal = desk.run(arguments).refusal();
        assert!(refusal.contains(said), "{arguments:?}: {refusal}");
    }
    assert_eq!(desk.run(&["history", "P", "--json"]).out, before);
}

#[test]
fn a_project_in_use_is_left_alone() {
    let desk = Desk::furnished();
    let stamps = Box::new(project::CountingStamps::new(project::Timestamp(0)));
    let session = project::Session {
        coder: "Tom".into(),
        host: "upstairs".into(),
        stamps,
    };
    let held = project::Workspace::open(&desk.path("project.vouch"), session).unwrap();
    let refusal = desk.run(&["undo", "P"]).refusal();
    assert!(
        refusal.contains("project.vouch") && refusal.contains("open elsewhere"),
        "{refusal}"
    );
    drop(held);
    desk.run(&["sources", "P"]).ok();
}

#[test]
fn autocoding_previews_then_codes_in_one_step() {
    let desk = Desk::furnished();
    let preview = desk
        .run(&[
            "autocode",
            "P",
            "waiting",
            "--code",
            "Barriers / Waiting",
            "--preview",
            "--json",
        ])
        .json();
    assert!(
        preview["passages"]
            .as_array()
            .is_some_and(|passages| !passages.is_empty()),
        "{preview}"
    );
    assert_eq!(
        desk.run(&["sources", "P", "--json"]).json()[0]["codings"],
        0
    );
    let coded = desk
        .run(&[
            "autocode",
            "P",
            "waiting",
            "--code",
            "Barriers / Waiting",
            "--span",
            "sentence",
            "--json",
        ])
        .json();
    let n = coded["coded"].as_u64().unwrap();
    assert!(n >= 1, "{coded}");
    let again = desk
        .run(&[
            "autocode",
            "P",
            "waiting",
            "--code",
            "Barriers / Waiting",
            "--span",
            "sentence",
            "--json",
        ])
        .json();
    assert_eq!(
        (&again["coded"], again["already"].as_u64()),
        (&0.into(), Some(n))
    );
    desk.run(&["undo", "P"]).ok();
    assert_eq!(
        desk.run(&["sources", "P", "--json"]).json()[0]["codings"],
        0
    );
}

#[test]
fn excerpts_can_be_of_one_code_or_of_what_a_search_finds() {
    let desk = Desk::furnished();
    desk.code_two().ok();
    let to = desk.path("some.json").display().to_string();
    let quotes = |arguments: &[&str]| {
        let all: Vec<&str> = ["excerpts", "P"]
            .iter()
            .chain(arguments)
            .copied()
            .chain(["--to", to.as_str()])
            .collect();
        desk.run(&all).ok();
        let quotes: Vec<Value> = serde_json::from_slice(&std::fs::read(&to).unwrap()).unwrap();
        quotes
            .iter()
            .map(|quote| quote["code_path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        quotes(&["--code", "Enablers"]),
        ["Enablers / Trust"],
        "a parent brings its children"
    );
    assert_eq!(quotes(&["--query", "months"]), ["Barriers / Waiting"]);
    assert!(quotes(&["--query", "nowhere"]).is_empty());
    for name in ["q.csv", "q.xlsx", "q.docx", "q.html"] {
        let to = desk.path(name).display().to_string();
        desk.run(&["excerpts", "P", "--to", &to]).ok();
        assert!(std::fs::metadata(&to).unwrap().len() > 100, "{name}");
    }
    let csv = std::fs::read(desk.path("q.csv")).unwrap();
    assert!(
        csv.starts_with("\u{feff}".as_bytes()),
        "spreadsheets need the mark to see UTF-8"
    );
}

#[test]
fn codebooks_travel() {
    let desk = Desk::furnished();
    for name in ["codes.csv", "codes.xlsx"] {
        let to = desk.path(name).display().to_string();
        desk.run(&["codebook", "P", "export", &to]).ok();
        let other = desk.path(&format!("{name}.vouch")).display().to_string();
        desk.run(&["new", &other, "--codebook", &to]).ok();
        let list = |project: &str| desk.run(&["codebook", project, "list", "--json"]).json();
        assert_eq!(list(&other), list("P"), "{name}");
    }
    let tags = desk.path("tags.csv").display().to_string();
    let told = desk
        .run(&["codebook", "P", "export", &tags, "--for", "taguette"])
        .ok();
    assert!(told.out.contains("Wrote"), "{}", told.out);
    let text = std::fs::read_to_string(&tags).unwrap();
    assert!(
        text.starts_with("\u{feff}\"tag\",\"description\"\r\n"),
        "{text}"
    );
    let starter = desk.path("starter.vouch").display().to_string();
    let made = desk
        .run(&[
            "new",
            &starter,
            "--codebook",
            "service-evaluation",
            "--codebook",
            "re-aim",
        ])
        .ok();
    assert!(made.out.contains("codes"), "{}", made.out);
}

#[test]
fn cases_are_rated_on_scales() {
    let desk = Desk::furnished();
    let cases = desk.file(
        "cases.csv",
        "case,area\nFamily 1,North\nFamily 2,South\nFamily 3,South\n",
    );
    desk.run(&["cases", "P", "import", &cases]).ok();
    desk.run(&[
        "scale",
        "P",
        "add",
        "Change",
        "--labels",
        "None|Some|A lot",
        "--missing",
        "No evidence",
    ])
    .ok();
    let ratings = desk.file(
        "ratings.csv",
        "case,scale,value,rater\nFamily 1,Change,A lot,Awen\nFamily 2,Change,No evidence,Awen\nFamily 9,Change,None,Awen\n",
    );
    let ran = desk.run(&["rate", "P", "--from", &ratings]).ok();
    assert!(
        ran.err.contains("Line 4:") && ran.err.contains("Family 9"),
        "{}",
        ran.err
    );
    let rated = desk.run(&["ratings", "P", "--json"]).json();
    assert_eq!(rated[0]["scale"], "Change");
    assert_eq!(rated[0]["base"], 1, "{rated}");
    let values = rated[0]["values"].as_array().unwrap();
    assert!(
        values.contains(&serde_json::json!({ "label": "A lot", "n": 1 })),
        "{rated}"
    );
    assert!(
        rated[0]["sentence"]
            .as_str()
            .is_some_and(|sentence| sentence.contains("a lot")),
        "{rated}"
    );
}

#[test]
fn the_demo_builds_a_sound_project_and_says_where_everything_is() {
    let desk = Desk::empty();
    let out = desk.path("sample evaluation").display().to_string();
    let first = desk.run(&["demo", "--out", &out]).ok();
    assert_eq!(first.err, "", "nothing in the sample is amiss");
    let folder = desk.path("sample evaluation");
    for output in [
        "sample.vouch",
        "excerpts.csv",
        "excerpts.xlsx",
        "excerpts.docx",
        "excerpts.html",
        "counts.csv",
        "counts.xlsx",
    ] {
        assert!(
            first.out.contains(output)
                && std::fs::metadata(folder.join(output)).unwrap().len() > 200,
            "{output}"
        );
    }
    let project = folder.join("sample.vouch").display().to_string();
    let checked = desk.run(&["check", &project, "--json"]).json();
    assert_eq!(checked["ok"], true);
    assert!(checked["codings"].as_u64().unwrap() > 250, "{checked}");
    let counts = desk
        .run(&["counts", &project, "--by", "group", "--json"])
        .json();
    assert!(counts["columns"].as_array().unwrap().len() >= 4, "{counts}");

    let again = desk.run(&["demo", "--out", &out]).ok();
    assert!(
        again.out.contains("sample-2.vouch") && again.out.contains("counts-2.csv"),
        "a sample that is there stays"
    );
    for output in ["excerpts", "counts"] {
        let read = |name: String| std::fs::read(folder.join(name)).unwrap();
        assert!(
            read(format!("{output}.csv")) == read(format!("{output}-2.csv")),
            "{output} are the same every time"
        );
    }
}
