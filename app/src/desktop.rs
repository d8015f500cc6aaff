//! The window. Each frame: take what jobs answer, read the keyboard, draw the panels, run the outbox. This is the
//! only place of the desktop that edits a project.

mod bookmarking;
mod choosing;
mod coding;
mod coding_found;
mod correcting;
mod counting;
mod deciding;
mod exchange;
mod exporting;
mod files;
mod finding;
mod framing;
mod given;
mod going;
mod incoming;
mod keeping;
mod keys;
mod requests;
mod searching;
mod shell;
mod sides;
mod studies;
mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::NativeOptions;
use project::{ProjectId, Session, SystemStamps, Workspace};

use crate::action::Standing;
use crate::desk::{Desk, Notice, Place, Snapshot, State, Tone};
use crate::ground::KeptGround;
use crate::jobs::Jobs;
use crate::layout::Layout;
use crate::outbox::Outbox;
use crate::panels::Panels;
use crate::settings::Settings;
use crate::shortcuts::Shortcuts;
use crate::theme::{self, Theme};

pub use files::Answer;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// The system shows no display to this program.
    #[error(
        "there is no display to show a window on; on Linux set DISPLAY or WAYLAND_DISPLAY, or use the commands: vouch --help"
    )]
    NoDisplay,
    /// A window cannot be made.
    #[error("the window could not be opened: {0}")]
    Window(String),
}

/// The desktop: what is open, what is shown, what runs.
pub struct Desktop {
    workspace: Option<Workspace>,
    open: Option<Snapshot>,
    state: State,
    standing: Standing,
    settings: Settings,
    /// Where settings are kept; none in tests and where the system has no place for them.
    settings_place: Option<PathBuf>,
    /// Where the bookmarks of the open project are kept.
    bookmarks_place: Option<PathBuf>,
    /// Where it is kept what stands open in the reader, and what was kept last.
    layout_place: Option<PathBuf>,
    layout_kept: Layout,
    shortcuts: Arc<Shortcuts>,
    theme: Theme,
    jobs: Jobs<Answer>,
    counter: counting::Counter,
    ground: KeptGround,
    finder: searching::Finder,
    /// The import that runs, and what it has taken in.
    incoming: Option<incoming::Incoming>,
    /// A project that was read and waits for what is to stand where it disagrees with the open one.
    unmerged: Option<crate::intake::exchange::Incoming>,
    chooser: choosing::Chooser,
    panels: Panels,
    out: Outbox,
    /// Grows with each notice and each wish to bring something into sight.
    given: u64,
    now: f64,
    styled: bool,
    /// Where a test wants what is invoked noted instead of done.
    #[cfg(test)]
    noted: Option<Vec<crate::action::Action>>,
}

impl Desktop {
    /// A desktop with nothing open.
    #[must_use]
    pub fn new(settings: Settings, settings_place: Option<PathBuf>) -> Self {
        let mut desktop = Self {
            workspace: None,
            open: None,
            state: State::default(),
            standing: Standing::default(),
            bookmarks_place: None,
            layout_place: None,
            layout_kept: Layout::default(),
            shortcuts: Arc::default(),
            theme: Theme::of(settings.look),
            settings,
            settings_place,
            jobs: Jobs::default(),
            counter: counting::Counter::default(),
            ground: KeptGround::default(),
            finder: searching::Finder::default(),
            incoming: None,
            unmerged: None,
            chooser: choosing::Chooser::default(),
            panels: Panels::default(),
            out: Outbox::default(),
            given: 0,
            now: 0.0,
            styled: false,
            #[cfg(test)]
            noted: None,
        };
        desktop.read_keys();
        desktop
    }

    /// Opens the window and stays until it is closed; opens the project first, if one is given.
    pub fn run(project: Option<&Path>) -> Result<(), WindowError> {
        if !has_display() {
            return Err(WindowError::NoDisplay);
        }
        choosing::listen();
        let place = Settings::place();
        let settings = place.as_deref().map(Settings::read).unwrap_or_default();
        let viewport = egui::ViewportBuilder::default()
            .with_title("Vouch")
            .with_app_id("vouch")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([860.0, 520.0])
            .with_drag_and_drop(true);
        let options = NativeOptions {
            viewport,
            centered: true,
            ..NativeOptions::default()
        };
        let project = project.map(Path::to_owned);
        eframe::run_native(
            "Vouch",
            options,
            Box::new(move |context| {
                context.egui_ctx.set_fonts(theme::definitions());
                let mut desktop = Self::new(settings, place);
                if let Some(path) = project {
                    desktop.open_path(&context.egui_ctx, path);
                }
                Ok(Box::new(desktop))
            }),
        )
        .map_err(|error| WindowError::Window(error.to_string()))
    }

    /// Puts an open project on the desk.
    pub fn take_workspace(&mut self, workspace: Workspace) {
        self.keep_layout(true);
        self.jobs.stop_all();
        self.incoming = None;
        self.unmerged = None;
        self.counter = counting::Counter::default();
        self.ground = KeptGround::default();
        self.finder = searching::Finder::opened();
        if let Some(path) = workspace.path() {
            self.settings.opened(path);
            self.keep_settings();
        }
        // What was said at the start, before the first project came, has not been read yet.
        let first = self.workspace.is_none();
        let notices = std::mem::take(&mut self.state.notices);
        self.workspace = Some(workspace);
        self.open = None;
        self.state = State {
            notices: if first { notices } else { Vec::new() },
            ..State::default()
        };
        self.panels = Panels::default();
        self.read_bookmarks();
        self.refresh();
        self.open_first_source();
        self.restore_layout();
    }

    /// Reads the project again after a change: tree, counts and what can be done.
    fn refresh(&mut self) {
        let Some(workspace) = &self.workspace else {
            self.open = None;
            self.standing = Standing {
                keys: Arc::clone(&self.shortcuts),
                ..Standing::default()
            };
            return;
        };
        let stale = self.open.as_ref().is_none_or(|open| {
            open.seq() != workspace.project().seq() || open.coder != workspace.coder()
        });
        if stale {
            let project = workspace.snapshot();
            let before = self.open.take();
            let read = before.as_ref().map(|open| self.texts_read(open));
            let astray = before
                .as_ref()
                .map_or(0, |open| self.state.bookmarks.astray(&open.project));
            self.open = Some(Snapshot {
                tree: Arc::new(project.code_tree()),
                tally: self
                    .counter
                    .tally_of(&project, before.map(|open| open.tally)),
                texts: workspace.texts(),
                coder: workspace.coder(),
                path: workspace.path().map(Path::to_owned),
                project,
            });
            self.drop_what_is_gone();
            self.follow_texts(read.unwrap_or_default());
            self.follow_bookmarks(astray);
        }
        self.settle_standing();
    }

    /// Forgets chosen things that the project no longer has.
    fn drop_what_is_gone(&mut self) {
        let Some(open) = &self.open else { return };
        let state = &mut self.state;
        state.recent.retain(|&code| open.tree.contains(code));
        state.code = state.code.filter(|&code| open.tree.contains(code));
        state.excerpts.code = state.excerpts.code.filter(|&code| open.tree.contains(code));
        for place in [Some(&mut state.place), state.beside.as_mut()]
            .into_iter()
            .flatten()
        {
            let there = |coding: &_| open.project.codings().contains(*coding);
            place.focus = place.focus.filter(there);
        }
        let is_gone = |place: &Place| {
            let source = place.source;
            source.is_some_and(|source| !open.project.sources().contains(source))
        };
        let side = state.side;
        let beside_is_gone = state.beside.as_ref().is_some_and(is_gone);
        let front_is_gone = is_gone(&state.place);
        if beside_is_gone {
            self.close_side(side.other());
        }
        if front_is_gone {
            if self.state.beside.is_some() {
                self.close_side(side);
            } else {
                self.state.place = Place::default();
            }
        }
    }

    fn settle_standing(&mut self) {
        let place = &self.state.place;
        self.standing = Standing {
            project: self.open.is_some(),
            source: place.text.is_some(),
            beside: self.state.beside.is_some(),
            selection: place.text.is_some() && place.selection().is_some(),
            coding: place.focus.is_some(),
            code: self.state.code.is_some(),
            undo: self
                .workspace
                .as_ref()
                .and_then(Workspace::next_undo)
                .map(str::to_owned),
            redo: self
                .workspace
                .as_ref()
                .and_then(Workspace::next_redo)
                .map(str::to_owned),
            recent: u8::try_from(self.state.recent.len()).unwrap_or(u8::MAX),
            keys: Arc::clone(&self.shortcuts),
        };
    }

    /// Draws one frame and carries out what was asked for in it.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        if !self.styled {
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
            ctx.set_zoom_factor(self.settings.scale);
            theme::apply(&ctx, &self.theme);
            self.styled = true;
        }
        self.now = ctx.input(|input| input.time);
        self.take_answers(&ctx);
        self.tend_studies(&ctx);
        self.take_drops(&ctx);
        self.count_again(&ctx);
        self.keep_finding(&ctx);
        self.find_again();
        self.take_keys(&ctx);
        self.shell_ui(ui);
        self.run_outbox(&ctx);
        self.keep_layout(false);
    }

    /// What panels read; none while no project is open.
    fn desk<'a>(
        open: Option<&'a Snapshot>,
        state: &'a State,
        standing: &'a Standing,
        settings: &'a Settings,
        theme: &'a Theme,
        jobs: &'a [crate::jobs::JobLine],
        now: f64,
    ) -> Option<Desk<'a>> {
        open.map(|open| Desk {
            open,
            state,
            place: &state.place,
            side: state.side,
            standing,
            settings,
            theme,
            jobs,
            now,
        })
    }

    fn run_outbox(&mut self, ctx: &egui::Context) {
        let requests = self.out.take();
        if requests.is_empty() {
            return;
        }
        for request in requests {
            self.carry_out(ctx, request);
        }
        self.refresh();
        ctx.request_repaint();
    }

    /// Tells something in the corner of the window.
    fn tell(&mut self, mut notice: Notice) {
        self.given += 1;
        notice.id = self.given;
        // What is told again stands once, as the newest.
        let is_same = |told: &Notice| (&told.text, &told.more) == (&notice.text, &notice.more);
        self.state.notices.retain(|told| !is_same(told));
        self.state.notices.push(notice);
        if self.state.notices.len() > 4 {
            self.state.notices.remove(0);
        }
    }

    /// Where something of the person's is kept for the open project, if settings are kept at all.
    fn place_for_project(
        &self,
        place: impl FnOnce(&Path, ProjectId) -> Option<PathBuf>,
    ) -> Option<PathBuf> {
        let open = self.workspace.as_ref()?;
        place(self.settings_place.as_ref()?, open.project().info().id)
    }

    fn keep_settings(&mut self) {
        let Some(place) = &self.settings_place else {
            return;
        };
        if let Err(error) = self.settings.write(place) {
            let notice = Notice::new(
                Tone::Warn,
                format!("Your settings could not be kept: {error}"),
            )
            .with("The project is not affected.");
            self.settings_place = None;
            self.tell(notice);
        }
    }

    /// Who edits, where, and by the real clock.
    fn session(settings: &Settings) -> Session {
        Session {
            coder: settings.coder_name(),
            host: whoami::hostname().unwrap_or_default(),
            stamps: Box::new(SystemStamps),
        }
    }

    /// The open project's state, for tests.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The open project, for tests.
    #[must_use]
    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.as_ref()
    }
}

impl eframe::App for Desktop {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.theme.paper.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_layout(true);
        self.jobs.stop_all();
    }
}

/// Whether the system shows a display. Only Linux and its like can lack one in a way that asks for a plain word.
fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
