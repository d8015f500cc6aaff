//! Where coders differ, on the command line.

use serde_json::json;
use tests::Desk;

/// Two coders: alike on one passage, apart at the edges of one, and one that Tom alone coded.
fn coded() -> Desk {
    let desk = Desk::furnished();
    let table = "source,quote,code,coder\n\
        Parent 1,Nia turned up.,Enablers / Trust,Awen\n\
        Parent 1,Nia turned up.,Enablers / Trust,Tom\n\
        Parent 1,Nine months we waited.,Barriers / Waiting,Awen\n\
        Parent 1,Nine months we waited. Waiting makes it worse.,Barriers / Waiting,Tom\n\
        Parent 1,started to trust her,Enablers / Trust,Tom\n";
    let table = desk.file("codings.csv", table);
    let _coded = desk.run(&["code", "P", "--from", &table]).ok();
    desk
}

#[test]
fn disagreements_stand_side_by_side() {
    let desk = coded();
    let arguments = ["agreement", "P", "--coders", "Awen,Tom", "--disagreements"];
    let found = desk.run(&[&arguments[..], &["--json"]].concat()).json();
    let listed = found["disagreements"].as_array().unwrap();
    let sides: Vec<_> = listed.iter().map(|one| one["sides"].clone()).collect();
    assert_eq!(sides.len(), 2);
    assert_eq!(sides[0][0]["quotes"], json!([]));
    assert_eq!(sides[0][1]["quotes"], json!(["started to trust her"]));
    assert_eq!(sides[1][0]["quotes"], json!(["Nine months we waited."]));
    assert_eq!(listed[1]["edges_only"], true);
    assert_eq!(listed[0]["decided"], json!(null));
    assert_eq!(found["alpha_interval"]["metric"], "nominal");
    let printed = desk.run(&arguments).ok().out;
    assert!(
        printed.contains("    Awen: –\n    Tom: “started to trust her”"),
        "{printed}"
    );
    let plain = desk
        .run(&[
            "agreement",
            "P",
            "--coders",
            "Awen,Tom",
            "--trace",
            "--json",
        ])
        .json();
    assert_eq!(
        plain["disagreements"][0]["sides"],
        json!(null),
        "only when asked"
    );
}

#[test]
fn the_figures_of_each_code_go_to_a_file() {
    let desk = coded();
    for ending in ["csv", "xlsx", "docx", "json"] {
        let to = desk
            .path(&format!("agreement.{ending}"))
            .display()
            .to_string();
        let arguments = ["agreement", "P", "--coders", "Awen,Tom", "--to", &to];
        let _written = desk.run(&arguments).ok();
        assert!(std::fs::metadata(&to).unwrap().len() > 100, "{ending}");
    }
    let csv = std::fs::read_to_string(desk.path("agreement.csv")).unwrap();
    assert!(
        csv.contains("\"only Awen\"") && csv.contains("\"all codes\""),
        "{csv}"
    );
}
