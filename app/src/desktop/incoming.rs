//! Importing: files are read on workers and wait to be looked at; what is taken in is committed batch by batch.

use std::path::PathBuf;

use egui::Context;

use crate::desk::{ImportLine, Notice, Sheet, Tone};
use crate::desktop::{Answer, Desktop};
use crate::intake::revising::RevisionReport;
use crate::intake::waiting::{MOST_WAITING, Reread, Shared, Waiting};
use crate::intake::{self, FileReport, Intake, Options, Parsed, SameName, Status};
use crate::message::cut;
use crate::view::sources::counted;

/// The title of the job that imports.
const IMPORTING: &str = "Importing";

/// An import that takes files in as they come, because they are too many to look through.
#[derive(Debug)]
pub(super) struct Incoming {
    intake: Intake,
}

impl Desktop {
    /// Reads files off the screen, to be looked at before they come in; without an open project, says what to do first.
    pub(super) fn import_files(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        if self.workspace.is_none() {
            self.tell(Notice::new(
                Tone::Warn,
                "Open or make a project first; then drop the files again.",
            ));
            return;
        }
        let (mut projects, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths
            .into_iter()
            .partition(|path| intake::exchange::is_project(path));
        if projects.len() > 1 {
            self.tell(Notice::new(
                Tone::Warn,
                "One project at a time: the first is read, give the others after it.",
            ));
        }
        if !projects.is_empty() {
            self.read_project(ctx, projects.swap_remove(0));
        }
        if paths.is_empty() {
            return;
        }
        if self.jobs.runs(IMPORTING) {
            self.tell(Notice::new(
                Tone::Warn,
                "An import is under way. Drop these files again when it is done.",
            ));
            return;
        }
        self.incoming = None;
        self.state.waiting.get_or_insert_default().reading = true;
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

    /// Takes one file that was read: it waits, or comes in at once where there are too many to wait.
    pub(super) fn take_arrival(&mut self, parsed: Parsed) {
        if let Some(incoming) = &mut self.incoming {
            incoming.intake.take(parsed);
            if incoming.intake.is_full() {
                self.commit_incoming();
            }
            return;
        }
        let (Some(waiting), Some(open)) = (&mut self.state.waiting, &self.open) else {
            return;
        };
        waiting.add(&open.project, &open.texts, parsed);
        if waiting.files.len() >= MOST_WAITING {
            let waiting = self.state.waiting.take();
            self.begin_taking(waiting.unwrap_or_default());
        }
    }

    /// All files are read: those that wait may be taken in, those that came in are reported.
    pub(super) fn end_import(&mut self) {
        if let Some(waiting) = &mut self.state.waiting {
            waiting.reading = false;
        }
        if self.incoming.is_some() {
            self.end_taking();
        }
    }

    /// Takes the files that wait into the project, as one step of the history unless they are very large.
    pub(super) fn take_in(&mut self) {
        if let Some(waiting) = self.state.waiting.take() {
            self.begin_taking(waiting);
            self.end_taking();
        }
    }

    /// Lets go of the files that wait.
    pub(super) fn leave_waiting(&mut self) {
        if self.state.waiting.take().is_some() {
            for line in self
                .jobs
                .running()
                .iter()
                .filter(|line| line.title == IMPORTING)
            {
                line.progress.stop();
            }
            self.tell(Notice::new(Tone::Good, "Nothing was imported."));
        }
    }

    /// Reads a file that waits again, in another way.
    pub(super) fn read_again(&mut self, ctx: &Context, at: usize, reread: Reread) {
        let waiting = self.state.waiting.as_mut();
        let file = waiting.and_then(|waiting| waiting.reread(at, reread));
        self.read_all_again(ctx, file.into_iter().collect());
    }

    /// Gives all files that wait what was decided of one.
    pub(super) fn share(&mut self, ctx: &Context, at: usize, what: Shared) {
        if let Some(waiting) = &mut self.state.waiting {
            let again = waiting.share(at, what);
            self.read_all_again(ctx, again);
        }
    }

    fn read_all_again(&mut self, ctx: &Context, files: Vec<(PathBuf, Options)>) {
        if files.is_empty() {
            return;
        }
        self.jobs.start("Reading again", ctx, move |_| {
            let files = files.into_iter();
            let read = files.map(|(file, options)| intake::read_one(file, &options));
            Answer::ReadAgain(read.collect())
        });
    }

    /// Takes files that were read again.
    pub(super) fn take_again(&mut self, files: Vec<Parsed>) {
        if let (Some(waiting), Some(open)) = (&mut self.state.waiting, &self.open) {
            for parsed in files {
                waiting.read_again(&open.project, &open.texts, parsed);
            }
        }
    }

    fn begin_taking(&mut self, waiting: Waiting) {
        let Some(workspace) = &self.workspace else {
            return;
        };
        self.incoming = Some(Incoming {
            intake: Intake::new(workspace.project(), SameName::KeepBoth),
        });
        for file in waiting.files {
            let Some(incoming) = &mut self.incoming else {
                return;
            };
            file.hand_to(&mut incoming.intake);
            if incoming.intake.is_full() {
                self.commit_incoming();
            }
        }
    }

    /// Commits the rest and says what became of the files: in a line where all went as it was shown.
    fn end_taking(&mut self) {
        self.commit_incoming();
        let Some(incoming) = self.incoming.take() else {
            return;
        };
        let reports = incoming.intake.into_reports();
        let lines: Vec<ImportLine> = reports.iter().map(line_of).collect();
        let as_shown = reports.iter().all(|report| {
            report.is_in() && report.status != Status::Revised && report.warnings.is_empty()
        });
        if as_shown && !lines.is_empty() {
            let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            let files = counted(count, "file", "files");
            self.tell(Notice::new(Tone::Good, format!("Imported {files}.")));
        } else if !lines.is_empty() {
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
        facts.push(if report.said_words > 0 {
            counted(u64::from(report.said_words), "word said", "words said")
        } else {
            counted(u64::from(report.words), "word", "words")
        });
    }
    if report.cases > 0 {
        facts.push(counted(count(report.cases), "case", "cases"));
    }
    if let Some(revision) = &report.revision {
        facts = vec![revision.sum()];
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
        quotes: report.revision.as_ref().map(quotes_of).unwrap_or_default(),
    }
}

/// What a correction did to quotes, a sentence each.
fn quotes_of(revision: &RevisionReport) -> Vec<String> {
    let short = |quote: &str| cut(quote, 90);
    let moved = revision
        .moved
        .iter()
        .map(|quote| format!("Moved, {}: “{}”", quote.code_path, short(&quote.quote)));
    let changed = revision.changed.iter().map(|quote| {
        let (old, new) = (short(&quote.quote), short(&quote.now));
        format!("Changed, {}: “{old}” is now “{new}”", quote.code_path)
    });
    let lost = revision
        .lost
        .iter()
        .map(|quote| format!("Lost, {}: “{}”", quote.code_path, short(&quote.quote)));
    moved.chain(changed).chain(lost).collect()
}
