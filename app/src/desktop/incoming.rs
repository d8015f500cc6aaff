//! Importing: files are read on workers, and what arrives is committed batch by batch between frames.

use std::path::PathBuf;

use egui::Context;

use crate::desk::{ImportLine, Notice, Sheet, Tone};
use crate::desktop::{Answer, Desktop};
use crate::intake::{self, FileReport, Intake, Options, SameName, Status};
use crate::view::sources::counted;

/// The title of the job that imports.
const IMPORTING: &str = "Importing";

/// An import under way.
#[derive(Debug)]
pub(super) struct Incoming {
    intake: Intake,
}

impl Desktop {
    /// Reads files off the screen; without an open project, says what to do first.
    pub(super) fn import_files(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        let Some(workspace) = &self.workspace else {
            self.tell(Notice::new(
                Tone::Warn,
                "Open or make a project first; then drop the files again.",
            ));
            return;
        };
        if self.jobs.runs(IMPORTING) {
            self.tell(Notice::new(
                Tone::Warn,
                "An import is under way. Drop these files again when it is done.",
            ));
            return;
        }
        self.incoming = Some(Incoming {
            intake: Intake::new(workspace.project(), SameName::KeepBoth),
        });
        self.jobs
            .start_in_parts(IMPORTING, ctx, move |progress, parts| {
                let files = intake::expand(&paths);
                let of = u64::try_from(files.len()).unwrap_or(u64::MAX);
                for (done, parsed) in (0_u64..).zip(intake::read_files(files, &Options::default()))
                {
                    let name = parsed
                        .file
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned();
                    progress.tell(done, of, &name);
                    if progress.stopped() || !parts.send(Answer::Arrived(Box::new(parsed))) {
                        break;
                    }
                }
                Answer::AllArrived
            });
    }

    /// Takes in one file, and commits when enough has come together.
    pub(super) fn take_arrival(&mut self, parsed: intake::Parsed) {
        let Some(incoming) = &mut self.incoming else {
            return;
        };
        incoming.intake.take(parsed);
        if incoming.intake.is_full() {
            self.commit_incoming();
        }
    }

    /// Commits the rest and says what became of each file.
    pub(super) fn end_import(&mut self) {
        self.commit_incoming();
        let Some(incoming) = self.incoming.take() else {
            return;
        };
        let lines: Vec<ImportLine> = incoming.intake.into_reports().iter().map(line_of).collect();
        if !lines.is_empty() {
            self.open_sheet(Sheet::Imported(lines.into()));
        }
        if self.state.place.source.is_none() {
            self.open_first_source();
        }
    }

    fn commit_incoming(&mut self) {
        let (Some(incoming), Some(workspace)) = (&mut self.incoming, &mut self.workspace) else {
            return;
        };
        let committed = incoming.intake.commit(workspace);
        self.finder.sources_came();
        self.refresh();
        if let Err(trouble) = committed {
            self.incoming = None;
            self.jobs.stop_all();
            self.tell_trouble(&trouble);
        }
    }
}

/// What became of a file, in words.
fn line_of(report: &FileReport) -> ImportLine {
    let status = match report.status {
        Status::Imported => "imported",
        Status::Revised => "corrected",
        Status::AlreadyImported => "already in the project",
        Status::Cases => "taken as what is known of cases",
        Status::Failed => "not imported",
    };
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let mut facts = Vec::new();
    if report.turns > 0 {
        facts.push(counted(count(report.speakers.len()), "speaker", "speakers"));
        facts.push(counted(count(report.turns), "turn", "turns"));
        facts.push(counted(u64::from(report.words), "word", "words"));
    }
    if report.cases > 0 {
        facts.push(counted(count(report.cases), "case", "cases"));
    }
    let facts = facts.join(", ");
    let became = if report.name.is_empty() {
        facts
    } else if facts.is_empty() {
        report.name.clone()
    } else {
        format!("{}: {facts}", report.name)
    };
    let path = std::path::Path::new(&report.file);
    ImportLine {
        file: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        status: status.to_owned(),
        good: report.status != Status::Failed,
        became,
        warnings: report.warnings.clone(),
    }
}
