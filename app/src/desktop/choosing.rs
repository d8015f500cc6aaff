//! Asking for files: by the system's dialog, or by their path where the system shows none.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use egui::Context;
use log::{Level, LevelFilter, Log, Metadata, Record};
use project::Workspace;

use crate::desk::Sheet;
use crate::desktop::exchange::PROJECTS;
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::outbox::Request;
use crate::view::files::{Entry, FileAsk, Listing, Want};

/// The name of a job that waits for a file dialog; one at a time.
const ASKING: &str = "Choosing a file";

/// What is to be asked for once files are chosen.
type Then = Box<dyn FnOnce(Vec<PathBuf>) -> Option<Request> + Send>;

/// How a file dialog ended.
pub(super) enum Dialog {
    /// These were chosen.
    Chosen(Vec<PathBuf>),
    /// The person turned away.
    Left,
    /// The system showed none.
    NotShown,
}

/// A question for files that waits for its answer.
pub struct Choosing {
    ask: FileAsk,
    then: Then,
}

/// What questions for files remember.
pub(super) struct Chooser {
    /// Shows the system's dialog and waits for it.
    pub(super) show: fn(&FileAsk) -> Dialog,
    /// Whether the system showed none when it was asked to: it is not asked again, which can take long.
    none_there: bool,
    /// The question whose answer is typed.
    asked: Option<Choosing>,
    /// The folder something was chosen in last.
    folder: Option<PathBuf>,
}

impl Default for Chooser {
    fn default() -> Self {
        Self {
            show: by_the_system,
            none_there: false,
            asked: None,
            folder: None,
        }
    }
}

impl Desktop {
    /// Asks for files off the screen, and for what follows from them.
    pub(super) fn ask_files(
        &mut self,
        ctx: &Context,
        ask: FileAsk,
        then: impl FnOnce(Vec<PathBuf>) -> Option<Request> + Send + 'static,
    ) {
        let then: Then = Box::new(then);
        let choosing = Choosing { ask, then };
        if self.chooser.none_there {
            self.choose_by_path(choosing);
        } else if !self.jobs.runs(ASKING) {
            let show = self.chooser.show;
            self.jobs
                .start(ASKING, ctx, move |_| match show(&choosing.ask) {
                    Dialog::Chosen(paths) => Answer::Picked((choosing.then)(paths)),
                    Dialog::Left => Answer::Picked(None),
                    Dialog::NotShown => Answer::NoDialog(Box::new(choosing)),
                });
        }
    }

    /// Asks for one file, and for what follows from it.
    pub(super) fn ask_file(
        &mut self,
        ctx: &Context,
        ask: FileAsk,
        then: impl FnOnce(PathBuf) -> Request + Send + 'static,
    ) {
        self.ask_files(ctx, ask, |paths| paths.into_iter().next().map(then));
    }

    /// Asks where to write a file; the name gets the format's ending where it has none.
    pub(super) fn ask_where(
        &mut self,
        ctx: &Context,
        title: &str,
        name: &str,
        format: &'static str,
        then: impl FnOnce(PathBuf) -> Request + Send + 'static,
    ) {
        let ask = FileAsk::new(
            title,
            format!("{name}.{format}"),
            &format.to_uppercase(),
            &[format],
        );
        self.ask_file(ctx, ask, move |path| {
            then(if path.extension().is_none() {
                path.with_extension(format)
            } else {
                path
            })
        });
    }

    /// Asks by path, from now on: the system showed no dialog.
    pub(super) fn take_no_dialog(&mut self, choosing: Choosing) {
        self.chooser.none_there = true;
        self.choose_by_path(choosing);
    }

    fn choose_by_path(&mut self, mut choosing: Choosing) {
        choosing.ask.no_dialog = self.chooser.none_there;
        let ask = choosing.ask.clone();
        let begin = ask.begin_in(&self.first_folder());
        self.chooser.asked = Some(choosing);
        self.open_sheet(Sheet::Files(Box::new(ask)));
        self.panels.sheets.files.begin(begin);
    }

    /// Asks for any file by its path, and does with it what its ending says.
    pub(super) fn open_by_path(&mut self) {
        let is_open = self.workspace.is_some();
        let ask = FileAsk::several("Open or import by path");
        let then: Then = Box::new(move |paths| by_ending(paths, is_open));
        self.choose_by_path(Choosing { ask, then });
    }

    /// Takes the files that were chosen by their path.
    pub(super) fn take_chosen(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        self.state.sheet = None;
        let Some(choosing) = self.chooser.asked.take() else {
            return;
        };
        let folder = paths.first().and_then(|path| path.parent());
        self.chooser.folder = folder.map(Path::to_owned);
        if let Some(request) = (choosing.then)(paths) {
            self.carry_out(ctx, request);
        }
    }

    /// Reads what a folder holds, off the screen.
    pub(super) fn list_folder(&mut self, ctx: &Context, folder: PathBuf) {
        self.jobs.start("Reading a folder", ctx, move |_| {
            let entries = std::fs::read_dir(&folder).map(|entries| {
                let entries = entries.filter_map(Result::ok);
                let entry = |entry: std::fs::DirEntry| Entry {
                    name: entry.file_name().to_string_lossy().into_owned(),
                    is_folder: entry.path().is_dir(),
                };
                entries.map(entry).collect()
            });
            let entries = entries.map_err(|source| {
                let file = folder.clone();
                Trouble::NoListing { file, source }.message().what_happened
            });
            Answer::Listed(Listing { folder, entries })
        });
    }

    /// The folder to begin in: where something was chosen last, where the project is, or the person's own.
    fn first_folder(&self) -> PathBuf {
        let beside = || {
            let path = self.workspace.as_ref().and_then(Workspace::path)?;
            path.parent().map(Path::to_owned)
        };
        let own = || {
            let folders = directories::UserDirs::new()?;
            let documents = folders.document_dir().filter(|folder| folder.is_dir());
            Some(documents.unwrap_or(folders.home_dir()).to_owned())
        };
        let last = self.chooser.folder.clone();
        last.or_else(beside)
            .filter(|folder| folder.is_dir())
            .or_else(own)
            .unwrap_or_else(std::env::temp_dir)
    }
}

/// What is done with files of any kind: a project is opened, another program's taken in, all else imported.
fn by_ending(paths: Vec<PathBuf>, is_open: bool) -> Option<Request> {
    let first = paths.first()?.clone();
    let ending = first
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let is_project = PROJECTS.contains(&ending.as_str());
    Some(match ending.as_str() {
        "vouch" => Request::OpenPath(first),
        "qdc" if is_open => Request::ImportCodebook(first),
        _ if is_project && is_open => Request::ImportProject(first),
        _ if is_project => Request::AskMakeOf(first),
        _ => Request::ImportFiles(paths),
    })
}

/// Shows the system's dialog and waits for it.
fn by_the_system(ask: &FileAsk) -> Dialog {
    let mut dialog = rfd::FileDialog::new().set_title(&ask.title);
    if !ask.endings.is_empty() {
        dialog = dialog.add_filter(&ask.kind, &ask.endings);
    }
    SAID.set(None);
    let chosen = match &ask.want {
        Want::One => dialog.pick_file().map(|path| vec![path]),
        Want::Several => dialog.pick_files(),
        Want::New(name) => dialog
            .set_file_name(name)
            .save_file()
            .map(|path| vec![path]),
    };
    match chosen.filter(|paths| !paths.is_empty()) {
        Some(paths) => Dialog::Chosen(paths),
        // It warns that it tries something else, and the last thing it tries ends in an error or shows a dialog.
        None if SAID.get() == Some(Level::Error) => Dialog::NotShown,
        None => Dialog::Left,
    }
}

thread_local! {
    /// The gravest thing that the library for file dialogs said last, on the thread that waits for one.
    static SAID: Cell<Option<Level>> = const { Cell::new(None) };
}

/// Hears what the library for file dialogs says: that no dialog could be shown is told nowhere else. What it answers is
/// the same as for somebody who turned away.
struct Ear;

impl Log for Ear {
    fn enabled(&self, about: &Metadata) -> bool {
        about.target().starts_with("rfd")
    }

    fn log(&self, record: &Record) {
        if self.enabled(record.metadata()) {
            SAID.set(Some(record.level()));
        }
    }

    fn flush(&self) {}
}

/// Begins to hear. Whoever listens already stays; then every dialog counts as shown.
pub(super) fn listen() {
    if log::set_logger(&Ear).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(target: &str, level: Level) -> Option<Level> {
        SAID.set(None);
        Ear.log(&Record::builder().target(target).level(level).build());
        SAID.get()
    }

    #[test]
    fn only_the_library_for_file_dialogs_is_heard() {
        let portal = "rfd::backend::xdg_desktop_portal";
        assert_eq!(said(portal, Level::Error), Some(Level::Error));
        assert_eq!(said(portal, Level::Warn), Some(Level::Warn));
        assert_eq!(said("winit::window", Level::Error), None);
    }

    #[test]
    fn what_is_done_with_a_file_is_said_by_its_ending() {
        let asked = |name: &str, is_open| {
            let request = by_ending(vec![PathBuf::from(name)], is_open);
            format!("{:?}", request.unwrap())
        };
        assert!(asked("a.VOUCH", true).starts_with("OpenPath"));
        assert!(asked("a.qdpx", true).starts_with("ImportProject"));
        assert!(asked("a.qdpx", false).starts_with("AskMakeOf"));
        assert!(asked("a.docx", true).starts_with("ImportFiles"));
    }
}
