//! What became of each file of an import.

use std::path::Path;

use interchange::transcripts::said_words;
use project::NewSource;
use project::text::count_words;
use serde::{Serialize, Serializer};

use super::revising::RevisionReport;
use crate::message::Trouble;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file, as it was given or found in a folder.
    pub file: String,
    /// What became of it.
    pub status: Status,
    /// The name of its source; "" where it made none.
    pub name: String,
    /// Who speaks in it, in order of first word.
    pub speakers: Vec<String>,
    /// The number of turns.
    pub turns: usize,
    /// The number of words in the text, with labels, times and what nobody says.
    pub words: u32,
    /// The number of words that its speakers say.
    pub said_words: u32,
    /// The number of cases it brought.
    pub cases: usize,
    /// What was not as expected. A failed file's reason stands here too.
    pub warnings: Vec<String>,
    /// What a corrected file did to the quotes of its source.
    pub revision: Option<RevisionReport>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is a source now.
    Imported,
    /// It took the place of the text of a source that was there.
    Revised,
    /// The project has these very bytes already.
    AlreadyImported,
    /// It is a table of cases, which now have their attributes.
    Cases,
    /// It could not be read.
    Failed,
}

impl Status {
    /// As written in reports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Revised => "revised",
            Self::AlreadyImported => "already imported",
            Self::Cases => "cases",
            Self::Failed => "failed",
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl FileReport {
    pub(super) fn imported(file: &Path, warnings: Vec<String>) -> Self {
        let file = file.display().to_string();
        Self {
            file,
            status: Status::Imported,
            name: String::new(),
            speakers: Vec::new(),
            turns: 0,
            words: 0,
            said_words: 0,
            cases: 0,
            warnings,
            revision: None,
        }
    }

    pub(super) fn failed(file: &Path, trouble: &Trouble) -> Self {
        Self::unread(file, trouble.message().one_line())
    }

    pub(super) fn unread(file: &Path, why: String) -> Self {
        Self {
            status: Status::Failed,
            ..Self::imported(file, vec![why])
        }
    }

    pub(super) fn note_source(&mut self, source: &NewSource) {
        self.name.clone_from(&source.name);
        self.speakers = source
            .speakers
            .iter()
            .map(|speaker| speaker.name.clone())
            .collect();
        self.turns = source.turns.len();
        self.words = count_words(&source.text);
        self.said_words = said_words(source).iter().sum();
    }

    pub(super) fn note_known(&mut self, name: &str) {
        self.status = Status::AlreadyImported;
        name.clone_into(&mut self.name);
    }

    pub(super) fn note_revision(&mut self, revision: RevisionReport) {
        self.status = Status::Revised;
        self.warnings.extend(revision.doubt(&self.name));
        self.revision = Some(revision);
    }

    pub(super) fn note_cases(&mut self, cases: usize) {
        self.cases = cases;
        if self.name.is_empty() && self.status == Status::Imported {
            self.status = Status::Cases;
        }
    }

    /// Whether the project has what the file holds, now or already.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.status != Status::Failed
    }
}
