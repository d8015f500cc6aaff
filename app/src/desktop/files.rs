//! Files: projects made, opened and closed, transcripts brought in, excerpts written out; all off the screen.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;
use index::{Found, Index, IndexError};
use project::{Edit, ProjectId, Seq, StoreError, Workspace};

use crate::data::STUDYING;
use crate::demo;
use crate::desk::{Notice, Question, Tone};
use crate::desktop::Desktop;
use crate::desktop::choosing::Choosing;
use crate::desktop::coding_found::Ready;
use crate::desktop::exchange::{MadeProject, ReadProject};
use crate::desktop::exporting::Written;
use crate::desktop::keeping::Noted;
use crate::desktop::studies::Studied;
use crate::ground::KeptGround;
use crate::intake::Parsed;
use crate::intake::codebook::{self, CodebookRead};
use crate::message::{Trouble, sentences};
use crate::outbox::Request;
use crate::view::exchange::Told;
use crate::view::files::{FileAsk, Listing};
use crate::view::tally::Tally;

/// What jobs of the desktop answer.
pub enum Answer {
    /// A project was opened or made, or not.
    Opened(PathBuf, Box<Result<Workspace, StoreError>>),
    /// The sample was built, or not.
    Built(Box<Result<PathBuf, Trouble>>),
    /// A file dialog was answered: what to ask for, or nothing if the person turned away.
    Picked(Option<Request>),
    /// The system showed no file dialog for this question.
    NoDialog(Box<Choosing>),
    /// A folder was read, to choose files in it.
    Listed(Listing),
    /// A file of an import was read.
    Arrived(Box<Parsed>),
    /// All files of an import were read.
    AllArrived,
    /// A file that waits was read again.
    ReadAgain(Vec<Parsed>),
    /// A codebook was read, or not.
    Codebook(Box<Result<CodebookRead, Trouble>>),
    /// A project was read to be taken in, or not.
    ReadProject(Box<Result<ReadProject, Trouble>>),
    /// A new project was made of another, or not.
    MadeProject(Box<Result<MadeProject, Trouble>>),
    /// A project was exported or packed: what to tell of it, or why not.
    Told(Box<Result<Told, Trouble>>),
    /// A file was written: what it holds, in words, and where it is; or why not.
    Written(Box<Written>),
    /// Passages of what was found wait to be coded.
    Ready(Box<Ready>),
    /// What a search finds is to be noted.
    Noted(Box<Noted>),
    /// What a view shows was found out.
    Studied(Studied),
    /// A table whose totals are to be checked was read, or not.
    Given(Box<Result<String, Trouble>>),
    /// The index of that project was brought up to date, or not.
    Fed(ProjectId, Box<Result<Box<Index>, IndexError>>),
    /// The words of the index were learnt.
    Learnt,
    /// A question was answered, or not.
    Found(Box<(Question, Seq)>, Box<Result<Found, Trouble>>),
    /// Codes were counted, as they were at that state.
    Counted(Arc<Tally>),
}

/// How many answers are taken between two frames.
const ANSWERS_A_FRAME: usize = 4;

impl Desktop {
    /// Opens a project file off the screen.
    pub(super) fn open_path(&mut self, ctx: &Context, path: PathBuf) {
        // It is remembered, and the next time Vouch may start in another folder.
        let path = std::path::absolute(&path).unwrap_or(path);
        // The file stays locked until the open project is let go: opening it again would refuse itself.
        if self.workspace.as_ref().and_then(Workspace::path) == Some(path.as_path()) {
            return;
        }
        let session = Self::session(&self.settings);
        self.jobs.start("Opening", ctx, move |_| {
            let opened = Workspace::open(&path, session);
            Answer::Opened(path, Box::new(opened))
        });
    }

    pub(super) fn close_project(&mut self) {
        self.keep_layout(true);
        self.layout_place = None;
        self.jobs.stop_all();
        self.workspace = None;
        self.ground = KeptGround::default();
        self.open = None;
        self.state = crate::desk::State::default();
        self.panels = crate::panels::Panels::default();
        self.refresh();
    }

    /// Takes what jobs say: a few of them a frame, so that the screen stays quick.
    pub(super) fn take_answers(&mut self, ctx: &Context) {
        for _ in 0..ANSWERS_A_FRAME {
            let Some(event) = self.jobs.next_event() else {
                return;
            };
            // A sheet that an answer opens finds its size in the frame after.
            ctx.request_repaint();
            match event.outcome {
                Ok(answer) => self.take_answer(ctx, answer),
                Err(words) => {
                    self.incoming = None;
                    if event.title == STUDYING {
                        self.give_up_studies();
                    }
                    let text = format!("{} broke off: {words}.", event.title);
                    self.tell(Notice::new(Tone::Bad, text).with("Your project is as it was."));
                }
            }
        }
        ctx.request_repaint();
    }

    fn take_answer(&mut self, ctx: &Context, answer: Answer) {
        match answer {
            Answer::Opened(path, opened) => match *opened {
                Ok(workspace) => self.take_workspace(workspace),
                Err(error) => {
                    self.settings
                        .recent
                        .retain(|known| *known != path || path.exists());
                    self.keep_settings();
                    self.tell_trouble(&Trouble::store(&path, error));
                }
            },
            Answer::Built(built) => match *built {
                Ok(path) => self.open_path(ctx, path),
                Err(trouble) => self.tell_trouble(&trouble),
            },
            Answer::Picked(Some(request)) => self.out.ask(request),
            Answer::Picked(None) | Answer::Learnt => {}
            Answer::NoDialog(choosing) => self.take_no_dialog(*choosing),
            Answer::Listed(listing) => self.panels.sheets.files.take(listing),
            Answer::Arrived(parsed) => self.take_arrival(*parsed),
            Answer::AllArrived => self.end_import(),
            Answer::ReadAgain(files) => self.take_again(files),
            Answer::Codebook(read) => self.take_codebook(*read),
            Answer::ReadProject(read) => self.take_read(*read),
            Answer::MadeProject(made) => self.take_made(*made),
            Answer::Told(told) => self.take_told(*told),
            Answer::Written(written) => self.take_written(*written),
            Answer::Ready(ready) => self.code_ready(*ready),
            Answer::Noted(noted) => self.take_noted(*noted),
            Answer::Studied(studied) => self.take_studied(studied),
            Answer::Given(read) => self.take_given(*read),
            Answer::Fed(id, fed) => self.take_fed(id, *fed),
            Answer::Found(key, found) => self.take_found(&key, *found),
            Answer::Counted(tally) => self.take_tally(tally),
        }
    }

    /// Tells what went wrong: what happened, what is safe, what to do.
    pub(super) fn tell_trouble(&mut self, trouble: &Trouble) {
        let message = trouble.message();
        let more = sentences([&message.what_is_safe, &message.what_to_do]);
        let happened = sentences([&message.what_happened]);
        self.tell(Notice::new(Tone::Bad, happened).with(more));
    }
}

impl Desktop {
    pub(super) fn ask_new_project(&mut self, ctx: &Context) {
        let name = "Evaluation.vouch".to_owned();
        let ask = FileAsk::project("New project", name);
        self.ask_file(ctx, ask, |path| {
            Request::NewProject(path.with_extension("vouch"))
        });
    }

    pub(super) fn ask_open_project(&mut self, ctx: &Context) {
        let ask = FileAsk::one("Open project", "Vouch project", &["vouch"]);
        self.ask_file(ctx, ask, Request::OpenPath);
    }

    pub(super) fn ask_import(&mut self, ctx: &Context) {
        let ask = FileAsk::several("Import transcripts and tables");
        self.ask_files(ctx, ask, |paths| Some(Request::ImportFiles(paths)));
    }

    /// Makes a project file off the screen and opens it.
    pub(super) fn new_project(&mut self, ctx: &Context, path: PathBuf) {
        let session = Self::session(&self.settings);
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        self.jobs.start("Opening", ctx, move |_| {
            let made = Workspace::create(&path, &name, session);
            Answer::Opened(path, Box::new(made))
        });
    }

    /// Takes files that were dropped on the window: a project is opened, anything else imported.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_owned())
                .collect()
        });
        if dropped.is_empty() {
            return;
        }
        let is_project = |path: &PathBuf| {
            path.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("vouch"))
        };
        match dropped.iter().find(|path| is_project(path)) {
            Some(project) => self.out.ask(Request::OpenPath(project.clone())),
            None => self.out.ask(Request::ImportFiles(dropped)),
        }
    }
}

impl Desktop {
    /// Opens the sample evaluation as it was left; the first time it is built, in the person's documents.
    pub(super) fn open_sample(&mut self, ctx: &Context) {
        let documents = directories::UserDirs::new().map(|folders| {
            folders
                .document_dir()
                .unwrap_or_else(|| folders.home_dir())
                .to_owned()
        });
        let folder = documents
            .unwrap_or_else(std::env::temp_dir)
            .join("Vouch sample");
        let built = folder.join("sample.vouch");
        if built.is_file() {
            self.open_path(ctx, built);
            return;
        }
        self.jobs
            .start("Building the sample", ctx, move |progress| {
                let built = demo::build(&folder, &mut |step| progress.tell(0, 0, step));
                Answer::Built(Box::new(built))
            });
    }

    pub(super) fn ask_codebook(&mut self, ctx: &Context) {
        let endings = ["csv", "xlsx", "qdc", "txt"];
        let ask = FileAsk::one("Import codebook", "Codebook", &endings);
        self.ask_file(ctx, ask, Request::ImportCodebook);
    }

    /// Reads a codebook off the screen.
    pub(super) fn read_codebook(&mut self, ctx: &Context, path: PathBuf) {
        self.jobs.start("Reading the codebook", ctx, move |_| {
            Answer::Codebook(Box::new(codebook::read_file(&path)))
        });
    }

    fn take_codebook(&mut self, read: Result<CodebookRead, Trouble>) {
        match read {
            Ok(read) => {
                let label = read.label();
                let mut said = read.warnings.clone();
                if let Some(open) = &self.open {
                    let disagreements = read.disagreements(&open.project);
                    said.extend(disagreements.iter().map(|line| format!("{line}.")));
                }
                let warnings = said.join(" ");
                if self.edit(Edit::Batch {
                    label: label.clone(),
                    edits: vec![Edit::AddCodes(read.drafts)],
                }) {
                    let tone = if warnings.is_empty() {
                        Tone::Good
                    } else {
                        Tone::Warn
                    };
                    self.tell(Notice::new(tone, format!("{label}.")).with(warnings));
                }
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }
}
