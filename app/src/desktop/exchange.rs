//! Whole projects in and out: read and written off the screen, with what is lost told and what differs chosen.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;
use interchange::merge::{Choices, Conflict};
use project::Workspace;

use crate::desk::{Notice, Sheet, Tone};
use crate::desktop::{Answer, Desktop};
use crate::intake::exchange::{self, Incoming};
use crate::intake::package::pack;
use crate::message::Trouble;
use crate::outbox::Request;
use crate::view::exchange::{Told, came_in, packed, went_out};
use crate::view::files::FileAsk;

/// The title of the job that reads a project to take in.
const READING: &str = "Reading the project";

/// The endings of projects that can be taken in.
pub(super) const PROJECTS: [&str; 6] = ["qdpx", "qde", "vouch", "qda", "sqlite3", "rqda"];

/// A project that was read, and where it says something else than the open one.
pub struct ReadProject {
    incoming: Incoming,
    conflicts: Vec<Conflict>,
}

/// A new project made of another, and what to tell of it.
pub struct MadeProject {
    workspace: Workspace,
    told: Told,
}

impl Desktop {
    /// Asks which project to take in; without an open project also where the new one is to be.
    pub(super) fn ask_import_project(&mut self, ctx: &Context) {
        let is_open = self.workspace.is_some();
        let ask = FileAsk::one("Import a project", "Projects", &PROJECTS);
        self.ask_file(ctx, ask, move |from| {
            if is_open {
                Request::ImportProject(from)
            } else {
                Request::AskMakeOf(from)
            }
        });
    }

    /// Asks where a new project made of another one is to be.
    pub(super) fn ask_make_of(&mut self, ctx: &Context, from: PathBuf) {
        let stem = from.file_stem().map(|stem| stem.to_string_lossy());
        let name = format!("{}.vouch", stem.unwrap_or_default());
        let title = "Where the new project is to be";
        let ask = FileAsk::project(title, name);
        self.ask_file(ctx, ask, |to| {
            Request::MakeOf(from, to.with_extension("vouch"))
        });
    }

    /// Reads a project off the screen; what it says differently from the open one is found there too.
    pub(super) fn read_project(&mut self, ctx: &Context, from: PathBuf) {
        let Some(open) = &self.open else {
            let notice = Notice::new(Tone::Warn, "Open or make a project first.");
            self.tell(notice.with("Then import this one into it."));
            return;
        };
        if self.workspace.as_ref().and_then(Workspace::path) == Some(from.as_path()) {
            self.tell(Notice::new(Tone::Warn, "This is the project that is open."));
            return;
        }
        if self.jobs.runs(READING) {
            return;
        }
        let project = Arc::clone(&open.project);
        let session = Self::session(&self.settings);
        self.jobs.start(READING, ctx, move |_| {
            let read = exchange::read(&from, || session).map(|incoming| ReadProject {
                conflicts: exchange::conflicts(&project, &incoming),
                incoming,
            });
            Answer::ReadProject(Box::new(read))
        });
    }

    /// Takes a project in that was read, or asks first where the two disagree.
    pub(super) fn take_read(&mut self, read: Result<ReadProject, Trouble>) {
        let read = match read {
            Ok(read) => read,
            Err(trouble) => {
                self.tell_trouble(&trouble);
                return;
            }
        };
        self.unmerged = Some(read.incoming);
        if read.conflicts.is_empty() {
            self.merge_project(&Choices::default());
        } else {
            self.open_sheet(Sheet::Conflicts(read.conflicts.into()));
        }
    }

    /// Takes in the project that waits, with what was chosen, as one step of the history.
    pub(super) fn merge_project(&mut self, choices: &Choices) {
        self.state.sheet = None;
        let (Some(incoming), Some(workspace)) = (self.unmerged.take(), &mut self.workspace) else {
            return;
        };
        let taken = exchange::take_in(workspace, incoming, choices);
        self.finder.sources_came();
        self.refresh();
        match taken {
            Ok(report) => {
                self.open_sheet(Sheet::Told(Arc::new(came_in(&report))));
                if self.state.place.source.is_none() {
                    self.open_first_source();
                }
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }

    /// Makes a new project of another one, off the screen, and opens it.
    pub(super) fn make_project_of(&mut self, ctx: &Context, from: PathBuf, to: PathBuf) {
        let sessions = [Self::session(&self.settings), Self::session(&self.settings)];
        self.jobs.start(READING, ctx, move |_| {
            let [reader, writer] = sessions;
            let made = exchange::read(&from, || reader).and_then(|incoming| {
                let workspace = Workspace::create(&to, &incoming.name, writer);
                let mut workspace = workspace.map_err(|error| Trouble::store(&to, error))?;
                match exchange::take_in(&mut workspace, incoming, &Choices::default()) {
                    Ok(report) => Ok(MadeProject {
                        workspace,
                        told: came_in(&report),
                    }),
                    Err(trouble) => {
                        drop(workspace);
                        // Nothing half-made stays; that it may not be removable changes nothing.
                        drop(std::fs::remove_file(&to));
                        Err(trouble)
                    }
                }
            });
            Answer::MadeProject(Box::new(made))
        });
    }

    pub(super) fn take_made(&mut self, made: Result<MadeProject, Trouble>) {
        match made {
            Ok(made) => {
                self.take_workspace(made.workspace);
                self.open_sheet(Sheet::Told(Arc::new(made.told)));
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }

    /// Asks where to write the project or its codebook for other programs.
    pub(super) fn ask_export_project(&mut self, ctx: &Context, format: &'static str) {
        let Some(open) = &self.open else { return };
        let name = open.project.info().name.clone();
        let title = if format == "qdpx" {
            "Export the project"
        } else {
            "Export the codebook"
        };
        self.ask_where(ctx, title, &name, format, Request::ExportProject);
    }

    /// Writes the project or its codebook off the screen, and tells what others will not find in it.
    pub(super) fn export_project(&mut self, ctx: &Context, to: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, texts) = (Arc::clone(&open.project), open.texts.clone());
        self.jobs.start("Exporting", ctx, move |_| {
            let told = exchange::export(&project, &texts, &to).map(|report| went_out(&report));
            Answer::Told(Box::new(told))
        });
    }

    /// Asks where to pack the project for a colleague who codes blind.
    pub(super) fn ask_pack(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        let name = format!("{} (blind)", open.project.info().name);
        let title = "Pack for blind coding";
        self.ask_where(ctx, title, &name, "vouch", Request::PackBlind);
    }

    /// Packs the project off the screen, without what others made of it.
    pub(super) fn pack_blind(&mut self, ctx: &Context, to: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, texts) = (Arc::clone(&open.project), open.texts.clone());
        let session = Self::session(&self.settings);
        self.jobs.start("Packing", ctx, move |_| {
            let report = pack(&project, &texts, &to, true, session);
            Answer::Told(Box::new(report.map(|report| packed(&report))))
        });
    }

    pub(super) fn take_told(&mut self, told: Result<Told, Trouble>) {
        match told {
            Ok(told) => self.open_sheet(Sheet::Told(Arc::new(told))),
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }
}
