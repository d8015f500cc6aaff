//! Cross-crate scenarios, snapshots and architecture rules of Vouch.
//!
//! Here is what scenarios share: a folder with a project in it, and a command line that runs in process.

#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, and says so"
)]

use std::path::PathBuf;

use app::cli::Surroundings;
use serde_json::Value;
use tempfile::TempDir;

/// An interview of four turns.
pub const INTERVIEW: &str = "Interviewer: What helped, at the start?\n\
P1: Nia turned up. Every single week she turned up, and I started to trust her.\n\
Interviewer: And what got in the way?\n\
P1: The waiting. Nine months we waited. Waiting makes it worse.\n";

/// A codebook of an enabler and a barrier.
pub const CODEBOOK: &str = "path,kind,definition\nEnablers / Trust,enabler,Someone kept their word\nBarriers / Waiting,barrier,Time before help came\n";

/// A folder of its own, with a project in it and a cache that no other test shares.
pub struct Desk {
    folder: TempDir,
}

/// What a run answered.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The run itself, which must have done what it was asked.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// The JSON document printed.
    pub fn json(self) -> Value {
        let ran = self.ok();
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
    }

    /// The one line on standard error of a run that failed.
    pub fn refusal(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        let last = self.err.lines().last().unwrap_or_default().to_owned();
        assert!(last.starts_with("vouch: "), "{self:?}");
        last
    }
}

impl Desk {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A project with one interview and a codebook of two codes.
    pub fn furnished() -> Self {
        let desk = Self::empty();
        let interview = desk.file("Parent 1.txt", INTERVIEW);
        let codebook = desk.file("codebook.csv", CODEBOOK);
        desk.run(&["new", "P", "--codebook", &codebook]).ok();
        desk.run(&["import", "P", &interview]).ok();
        desk
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder and answers its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Runs a command; `P` stands for the project.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let project = self.path("project.vouch").display().to_string();
        let arguments = arguments.iter().map(|&argument| {
            if argument == "P" {
                project.clone()
            } else {
                argument.to_owned()
            }
        });
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let around = Surroundings {
            cache: Some(self.path("cache")),
            coder: Some("Awen".to_owned()),
        };
        let code = app::cli::run(
            std::iter::once("vouch".to_owned()).chain(arguments),
            &around,
            &mut out,
            &mut err,
        );
        Ran {
            code,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// Codes two passages, one by each of two coders.
    pub fn code_two(&self) -> Ran {
        let start = INTERVIEW.find("Every single week").unwrap();
        let end = start + "Every single week she turned up".len();
        let (from, to) = (
            INTERVIEW.find("Nine months").unwrap(),
            INTERVIEW.find(" Waiting makes").unwrap(),
        );
        let table = self.file(
            "codings.csv",
            format!(
                "source,start,end,code,coder,memo,weight\nParent 1,{start},{end},Enablers / Trust,Awen,Her turning point,2\n\
                 Parent 1.txt,{from},{to},Barriers / Waiting,Tom,,-1\n"
            ),
        );
        self.run(&["code", "P", "--from", &table])
    }
}

impl Desk {
    /// Says to which group the parent belongs, and where they live.
    pub fn describe(&self) {
        let known = self.file(
            "known.csv",
            "source,group,area\nParent 1,Parents,Aberwynog\n",
        );
        self.run(&["attributes", "P", &known]).ok();
    }
}
