//! What files would become, without taking anything in.

use std::collections::BTreeMap;
use std::path::PathBuf;

use interchange::transcripts::{SpeakerGlance, glance};
use project::{Project, Texts};
use serde::Serialize;

use super::{FileReport, Intake, Options, SameName, expand, read_files};

/// What one file would become: its report as if it were imported, and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preview {
    /// What an import would report.
    #[serde(flatten)]
    pub report: FileReport,
    /// The format it was read as; "" where it could not be read.
    pub format: &'static str,
    /// The sort of text; "" for a table of cases.
    pub kind: String,
    /// The language; "" for a table of cases.
    pub language: String,
    /// Whether turns have times.
    pub timed: bool,
    /// Who speaks, with numbers.
    pub speaker_details: Vec<SpeakerDetails>,
    /// What the file's name seems to say; an import sets none of it.
    pub attributes: BTreeMap<String, String>,
    /// The columns of a table, and what they were taken to hold; empty for anything else.
    pub columns: Vec<ColumnRead>,
    /// Names that may be slips for another; an import keeps them apart.
    pub merges: Vec<Merge>,
}

/// A speaker with numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerDetails {
    /// The name.
    pub name: String,
    /// `interviewer`, `respondent` or `other`.
    pub role: String,
    /// How many turns.
    pub turns: usize,
    /// How many words in them.
    pub words: u32,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnRead {
    /// Its heading.
    pub name: String,
    /// `answers`, `attribute`, `name` or `nothing`.
    pub holds: &'static str,
}

/// A rare spelling that may be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merge {
    /// The rare spelling.
    pub from: String,
    /// The frequent one.
    pub to: String,
}

impl From<SpeakerGlance> for SpeakerDetails {
    fn from(speaker: SpeakerGlance) -> Self {
        Self {
            name: speaker.name,
            role: speaker.role.to_string(),
            turns: speaker.turns,
            words: speaker.words,
        }
    }
}

/// Reads files and folders as an import into this project would, and keeps nothing.
#[must_use]
pub fn preview(
    project: &Project,
    texts: &Texts,
    paths: &[PathBuf],
    options: &Options,
    same_name: SameName,
) -> Vec<Preview> {
    let mut intake = Intake::new(project, same_name);
    let mut previews = Vec::new();
    for parsed in read_files(expand(paths), options) {
        let arrival = parsed.arrival.as_ref().ok();
        let source = arrival.and_then(|arrival| arrival.source.as_ref());
        let seen = source.map(glance);
        let format = arrival.map_or("", |arrival| arrival.format);
        let kind = source.map(|source| source.kind.to_string());
        let columns = arrival.map_or(&[][..], |arrival| &arrival.columns);
        let columns = columns
            .iter()
            .map(|column| ColumnRead {
                name: column.name.clone(),
                holds: column.holds.key(),
            })
            .collect();
        let language = source.map(|source| source.language.clone());
        intake.take(parsed);
        intake.correct(project, texts);
        intake.forget();
        let Some(report) = intake.reports.last().cloned() else {
            continue;
        };
        let (speakers, timed, attributes, merges) = seen
            .map(|seen| (seen.speakers, seen.timed, seen.attributes, seen.merges))
            .unwrap_or_default();
        previews.push(Preview {
            report,
            format,
            kind: kind.unwrap_or_default(),
            language: language.unwrap_or_default(),
            timed,
            speaker_details: speakers.into_iter().map(SpeakerDetails::from).collect(),
            attributes: attributes
                .into_iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
            columns,
            merges: merges
                .into_iter()
                .map(|(from, to)| Merge { from, to })
                .collect(),
        });
    }
    previews
}
