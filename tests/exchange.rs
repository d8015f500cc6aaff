//! Whole projects to other programs and back, on the command line.

use std::path::PathBuf;

use app::cli::Surroundings;
use serde_json::Value;
use tempfile::TempDir;

const INTERVIEW: &str = "\u{feff}Interviewer: What helped?\r\n\
P1: Nia turned up 🙂. I started to trust her.\r\n\
Interviewer: And what got in the way?\r\n\
P1: The waiting, Ŵyn. Nine months we waited.\r\n";

const CODEBOOK: &str = "path,kind,definition,use when\nEnablers / Trust,enabler,Someone kept their word,They say so\nBarriers / Waiting,barrier,Time before help came,\n";

const CODINGS: &str = "source,quote,code,coder,memo,weight\n\
Parent 1,I started to trust her,Enablers / Trust,Awen,mind the tone,2\n\
Parent 1,Nine months we waited,Barriers / Waiting,Awen,,\n\
Parent 1,Nine months we waited,Barriers / Waiting,Tom,,-1\n";

struct Desk {
    folder: TempDir,
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }

    fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    fn refusal(self) -> String {
        assert_eq!(
            (self.code, self.err.lines().count()),
            (1, 1),
            "{}{}",
            self.out,
            self.err
        );
        self.err
    }
}

impl Desk {
    fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A project with one coded interview of two coders.
    fn furnished() -> Self {
        let desk = Self::empty();
        let interview = desk.file("Parent 1.txt", INTERVIEW);
        let codebook = desk.file("codebook.csv", CODEBOOK);
        let codings = desk.file("codings.csv", CODINGS);
        let attributes = desk.file(
            "attributes.csv",
            "source,case,area\nParent 1,Family 1,North\n",
        );
        desk.run(&["new", "ours.vouch", "--codebook", &codebook])
            .ok();
        desk.run(&["import", "ours.vouch", &interview]).ok();
        desk.run(&["code", "ours.vouch", "--from", &codings]).ok();
        desk.run(&["attributes", "ours.vouch", &attributes]).ok();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).display().to_string()
    }

    /// Runs a command; names of exchange and project files are in the folder.
    fn run(&self, arguments: &[&str]) -> Ran {
        let is_ours = |argument: &str| {
            [".vouch", ".qdpx", ".qdc"]
                .iter()
                .any(|ending| argument.ends_with(ending))
                && !argument.contains('/')
        };
        let arguments: Vec<String> = arguments
            .iter()
            .map(|&argument| {
                if is_ours(argument) {
                    self.path(argument).display().to_string()
                } else {
                    argument.to_owned()
                }
            })
            .collect();
        let surroundings = Surroundings {
            cache: Some(self.path("cache")),
            coder: Some("Awen".to_owned()),
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let all = std::iter::once("vouch".to_owned()).chain(arguments);
        let code = app::cli::run(all, &surroundings, &mut out, &mut err);
        Ran {
            code,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// What can be printed of a project, to compare with another.
    fn printed(&self, project: &str) -> Vec<Value> {
        let quotes = self.path("quotes.json").display().to_string();
        self.run(&["excerpts", project, "--to", &quotes]).ok();
        let mut quotes: Value = serde_json::from_slice(&std::fs::read(&quotes).unwrap()).unwrap();
        // When it was exported, and from which project, differs.
        if let Some(book) = quotes.as_object_mut() {
            book.remove("exported_at");
            book.remove("project");
        }
        vec![
            self.run(&["sources", project, "--json"]).json(),
            self.run(&["codebook", project, "list", "--json"]).json(),
            quotes,
        ]
    }
}

fn sample(name: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("../samples/refi")
        .join(name)
        .display()
        .to_string()
}

#[test]
fn a_project_goes_out_and_comes_back_whole() {
    let desk = Desk::furnished();
    let report = desk
        .run(&["export", "ours.vouch", "--to", "ours.qdpx", "--json"])
        .json();
    assert_eq!(
        (&report["sources"], &report["codings"]),
        (&1.into(), &3.into())
    );
    let losses = report["losses"].as_array().unwrap();
    let lost = |what: &str| losses.iter().find(|loss| loss["what"] == what).cloned();
    assert_eq!(lost("weights").unwrap()["count"], 2);
    assert_eq!(lost("weights").unwrap()["kept_for_vouch"], true);
    assert_eq!(
        lost("texts with emoji or other rare characters").unwrap()["count"],
        1
    );

    let report = desk
        .run(&["import", "theirs.vouch", "ours.qdpx", "--json"])
        .json();
    assert_eq!(report[0]["codings"]["new"], 3);
    assert_eq!(report[0]["status"], "imported");
    assert_eq!(desk.printed("theirs.vouch"), desk.printed("ours.vouch"));
    desk.run(&["check", "theirs.vouch"]).ok();

    let report = desk
        .run(&["import", "theirs.vouch", "ours.qdpx", "--json"])
        .json();
    assert_eq!(report[0]["status"], "already imported");
    let history = desk.run(&["history", "theirs.vouch"]).ok();
    assert_eq!(
        history.matches("Imported the project").count(),
        1,
        "{history}"
    );
    desk.run(&["undo", "theirs.vouch"]).ok();
    assert_eq!(
        desk.run(&["sources", "theirs.vouch", "--json"]).json(),
        Value::Array(vec![])
    );
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let desk = Desk::furnished();
    for name in ["one.qdpx", "two.qdpx"] {
        desk.run(&["export", "ours.vouch", "--to", name]).ok();
    }
    let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert_eq!(bytes("one.qdpx"), bytes("two.qdpx"));
}

#[test]
fn two_coders_are_merged_by_file() {
    let desk = Desk::furnished();
    std::fs::copy(desk.path("ours.vouch"), desk.path("toms.vouch")).unwrap();
    let more = desk.file(
        "more.csv",
        "source,quote,code,coder\nParent 1,Nia turned up,Enablers / Trust,Tom\n",
    );
    desk.run(&["code", "toms.vouch", "--from", &more]).ok();
    let report = desk
        .run(&["import", "ours.vouch", "toms.vouch", "--json"])
        .json();
    assert_eq!(
        (&report[0]["codings"]["new"], &report[0]["codings"]["known"]),
        (&1.into(), &3.into())
    );
    assert_eq!(report[0]["sources"]["new"], 0);
    let said = desk.run(&["import", "ours.vouch", "toms.vouch"]).ok();
    assert!(said.contains("nothing new"), "{said}");
    desk.run(&["check", "ours.vouch"]).ok();
}

#[test]
fn a_project_of_qualcoder_comes_in_with_its_numbers() {
    let desk = Desk::empty();
    let file = sample("qualcoder-4.0beta-maxqda-endings.qdpx");
    let said = desk.run(&["import", "theirs.vouch", &file]).ok();
    assert!(
        said.contains("5 sources") && said.contains("8 codes, 18 codings, 2 cases, 7 attributes"),
        "{said}"
    );
    desk.run(&["check", "theirs.vouch"]).ok();
}

#[test]
fn a_project_folder_of_qualcoder_comes_in_directly() {
    let desk = Desk::empty();
    let folder = sample("qualcoder-folder.qda");
    let report = desk
        .run(&["import", "theirs.vouch", &folder, "--json"])
        .json();
    assert_eq!(
        (&report[0]["name"], &report[0]["codings"]["new"]),
        (&"qualcoder-folder".into(), &2.into())
    );
    let said = desk.run(&["import", "theirs.vouch", &folder]).ok();
    assert!(said.contains("nothing new"), "{said}");
    desk.run(&["check", "theirs.vouch"]).ok();
}

#[test]
fn a_project_of_rqda_comes_in_directly() {
    let desk = Desk::empty();
    let file = sample("rqda.rqda");
    let report = desk
        .run(&["import", "theirs.vouch", &file, "--json"])
        .json();
    assert_eq!(
        (
            &report[0]["name"],
            &report[0]["origin"],
            &report[0]["codings"]["new"]
        ),
        (&"rqda".into(), &"RQDA".into(), &3.into())
    );
    desk.run(&["check", "theirs.vouch"]).ok();
    desk.run(&["export", "theirs.vouch", "--to", "back.qdpx"])
        .ok();
    let said = desk.run(&["import", "theirs.vouch", "back.qdpx"]).ok();
    assert!(said.contains("nothing new"), "{said}");
}

#[test]
fn a_codebook_goes_out_and_comes_back() {
    let desk = Desk::furnished();
    desk.run(&["codebook", "ours.vouch", "export", "book.qdc"])
        .ok();
    desk.run(&["new", "theirs.vouch", "--codebook", "book.qdc"])
        .ok();
    let list = |project: &str| {
        let mut list = desk.run(&["codebook", project, "list", "--json"]).json();
        for code in list.as_array_mut().unwrap() {
            code["codings"] = 0.into();
        }
        list
    };
    assert_eq!(list("theirs.vouch"), list("ours.vouch"));
}

#[test]
fn what_cannot_be_read_leaves_no_trace() {
    let desk = Desk::furnished();
    let before = desk.run(&["history", "ours.vouch"]).ok();
    let cut = std::fs::read(sample("qualcoder-4.0beta.qdpx")).unwrap();
    let cut = desk.file("cut.qdpx", &cut[..cut.len() / 2]);
    let line = desk.run(&["import", "ours.vouch", &cut]).refusal();
    assert!(
        line.contains("cut short or damaged") && line.contains("Nothing of it was taken in"),
        "{line}"
    );
    let laughs = "<!DOCTYPE x [<!ENTITY a 'b'>]><Project name='&a;'/>";
    let laughs = desk.file("laughs.qdpx", laughs);
    let line = desk.run(&["import", "new.vouch", &laughs]).refusal();
    assert!(line.contains("document type"), "{line}");
    assert!(!desk.path("new.vouch").exists());
    assert_eq!(desk.run(&["history", "ours.vouch"]).ok(), before);
    let line = desk
        .run(&["export", "ours.vouch", "--to", "ours.pdf"])
        .refusal();
    assert!(line.contains("End it in .qdpx"), "{line}");
}

#[test]
fn a_colleague_codes_blind_and_comes_back_as_another_coder() {
    let desk = Desk::furnished();
    for package in ["blind.vouch", "blind.qdpx"] {
        let report = desk
            .run(&[
                "package",
                "ours.vouch",
                "--to",
                package,
                "--blind",
                "--json",
            ])
            .json();
        assert_eq!(
            (&report["sources"], &report["codings"]),
            (&1.into(), &0.into())
        );
        let losses = report["losses"].as_array().unwrap();
        let left = losses
            .iter()
            .find(|loss| loss["what"] == "codings")
            .unwrap();
        assert_eq!(left["count"], 3, "{package}");
    }
    let more = desk.file(
        "blind.csv",
        "source,quote,code,coder\nParent 1,started to trust,Enablers / Trust,Sian\n",
    );
    desk.run(&["code", "blind.vouch", "--from", &more]).ok();
    desk.run(&["import", "other.vouch", "blind.qdpx"]).ok();
    let report = desk
        .run(&["import", "ours.vouch", "blind.vouch", "--json"])
        .json();
    assert_eq!(
        (&report[0]["coders"]["new"], &report[0]["codings"]["new"]),
        (&1.into(), &1.into())
    );
    assert_eq!(report[0]["conflicts"], Value::Array(vec![]));
    assert_eq!(report[0]["sources"]["new"], 0);
    let said = desk.run(&["import", "ours.vouch", "blind.vouch"]).ok();
    assert!(said.contains("nothing new"), "{said}");
    let line = desk
        .run(&["package", "ours.vouch", "--to", "blind.vouch"])
        .refusal();
    assert!(line.contains("is there already"), "{line}");
    let line = desk
        .run(&["package", "ours.vouch", "--to", "blind.zip", "--blind"])
        .refusal();
    assert!(line.contains("End it in .vouch"), "{line}");
}

#[test]
fn what_stands_after_a_merge_is_chosen() {
    let desk = Desk::furnished();
    std::fs::copy(desk.path("ours.vouch"), desk.path("toms.vouch")).unwrap();
    let changed = desk.file("more.csv", "source,area\nParent 1,West\n");
    desk.run(&["attributes", "toms.vouch", &changed]).ok();
    let ran = desk.run(&["import", "ours.vouch", "toms.vouch"]);
    assert!(
        ran.err
            .contains("“area” of “Parent 1” is “North” here and “West” there; what is here stays."),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("--on-conflict theirs or both settles 1 disagreement"),
        "{}",
        ran.err
    );
    let report = desk
        .run(&[
            "import",
            "ours.vouch",
            "toms.vouch",
            "--on-conflict",
            "both",
            "--json",
        ])
        .json();
    let conflict = &report[0]["disagreements"][0];
    assert_eq!(
        (&conflict["mine"], &conflict["theirs"]),
        (&"North".into(), &"West".into())
    );
    assert_eq!(
        (&conflict["chosen"], &report[0]["settled"]),
        (&"both".into(), &1.into())
    );
    let report = desk
        .run(&[
            "import",
            "ours.vouch",
            "toms.vouch",
            "--on-conflict",
            "both",
            "--json",
        ])
        .json();
    assert_eq!(report[0]["status"], "already imported");
    desk.run(&["undo", "ours.vouch"]).ok();
    let report = desk
        .run(&[
            "import",
            "ours.vouch",
            "toms.vouch",
            "--on-conflict",
            "theirs",
            "--json",
        ])
        .json();
    assert_eq!(report[0]["disagreements"][0]["chosen"], "theirs");
}

#[test]
fn groups_of_another_program_go_out_again() {
    let desk = Desk::empty();
    let file = sample("annex-A2-atlasti-mac-8.4.qde");
    let report = desk
        .run(&["import", "theirs.vouch", &file, "--json"])
        .json();
    let losses = report[0]["losses"].as_array().unwrap();
    let groups = losses
        .iter()
        .find(|loss| loss["what"] == "groups (sets)")
        .unwrap();
    assert_eq!(
        (&groups["count"], &groups["kept_for_vouch"]),
        (&11.into(), &true.into())
    );
    let sets = desk.run(&["sets", "theirs.vouch"]).ok();
    assert_eq!(
        sets.lines().count(),
        5,
        "those of codes alone come in: {sets}"
    );
    assert!(sets.contains("Breakfast food") && sets.contains(" codes"));
    desk.run(&["export", "theirs.vouch", "--to", "back.qdpx"])
        .ok();
    let report = desk
        .run(&["import", "again.vouch", "back.qdpx", "--json"])
        .json();
    assert_eq!(
        report[0]["kept"]["new"],
        desk.run(&["import", "new.vouch", &file, "--json"]).json()[0]["kept"]["new"]
    );
}

#[test]
fn a_codebook_says_what_it_merged_and_what_it_kept() {
    let desk = Desk::furnished();
    let book = desk.file(
        "theirs.csv",
        "Name;Beschreibung;Dateien\nEnablers;;3\nEnablers\\\\Trust;Felt heard;3\nEnablers\\\\Trust;;1\nLifts;Given a lift;1\n",
    );
    let report = desk
        .run(&["codebook", "ours.vouch", "import", &book, "--json"])
        .json();
    assert_eq!((&report["read"], &report["new"]), (&3.into(), &1.into()));
    assert!(
        report["warnings"][0]
            .as_str()
            .unwrap()
            .contains("the two were merged"),
        "{report}"
    );
    assert_eq!(
        report["disagreements"][0],
        "“Enablers / Trust” keeps its definition; the codebook says “Felt heard”"
    );
}

#[test]
fn what_other_programs_wrote_goes_out_again_and_comes_back_the_same() {
    let samples = std::fs::read_dir(sample("")).unwrap();
    let mut tried = 0;
    for entry in samples {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !["qdpx", "qde", "qda", "sqlite3", "rqda"].contains(&ending) {
            continue;
        }
        tried += 1;
        let desk = Desk::empty();
        for project in ["theirs.vouch", "again.vouch"] {
            desk.run(&["new", project]).ok();
        }
        desk.run(&["import", "theirs.vouch", &sample(&name)]).ok();
        desk.run(&["export", "theirs.vouch", "--to", "theirs.qdpx"])
            .ok();
        desk.run(&["import", "again.vouch", "theirs.qdpx"]).ok();
        assert_eq!(
            desk.printed("theirs.vouch"),
            desk.printed("again.vouch"),
            "{name}"
        );
        desk.run(&["export", "again.vouch", "--to", "again.qdpx"])
            .ok();
        desk.run(&["import", "again.vouch", "again.qdpx"]).ok();
        assert_eq!(
            desk.printed("theirs.vouch"),
            desk.printed("again.vouch"),
            "{name} twice"
        );
    }
    assert!(tried >= 12, "{tried} samples");
}
