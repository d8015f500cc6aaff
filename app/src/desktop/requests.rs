//! The outbox, carried out: what each request and each action does.

use egui::Context;
use project::{Edit, NewMemo, Subject};

use crate::action::{Action, Resizable, Resize};
use crate::desk::{CodeInto, ExcerptFilter, Goal, Notice, Sheet, Side, Tone, View};
use crate::desktop::Desktop;
use crate::outbox::{Request, With};
use crate::settings::{Look, Settings};
use crate::theme::{self, Theme};
use crate::view::steps::Edge;

/// How much one step of zoom is.
const ZOOM_STEP: f32 = 0.1;

impl Desktop {
    pub(super) fn carry_out(&mut self, ctx: &Context, request: Request) {
        match request {
            Request::Act(action) => self.invoke(ctx, action),
            Request::Show(view) => self.show(view),
            Request::OpenSource(source) => self.open_source(source),
            Request::OpenBeside(source) => self.open_beside(source),
            Request::TakeSide(side) => self.take_side(side),
            Request::CloseSide(side) => self.close_side(side),
            Request::Go(source, range) => self.go(source, range),
            Request::GoCase(case) => {
                self.panels.cases.show_case(case);
                self.show(View::Cases);
            }
            Request::Select { anchor, caret } => {
                self.state.place.anchor = anchor;
                self.state.place.caret = caret;
            }
            Request::Focus(coding) => {
                self.state.place.focus = coding;
                let code = self
                    .open
                    .as_ref()
                    .zip(coding)
                    .and_then(|(open, coding)| open.project.codings().get(coding))
                    .map(|coding| coding.code);
                self.state.code = code.or(self.state.code);
            }
            Request::ChooseCode(code) => self.state.code = Some(code),
            Request::Apply(code, with) => self.apply_code(code, with),
            Request::ApplyNew { parent, name, with } => self.apply_new(parent, &name, with),
            Request::ToggleBookmark(source, at) => self.toggle_bookmark(source, at),
            Request::RemoveBookmark(bookmark) => self.remove_bookmark(&bookmark),
            Request::Correct(range, words) => self.correct(range, &words),
            Request::SaidBy(range, name) => self.tell_speaker(range, name),
            Request::SwapSpeakers(from, names) => self.swap_speakers(from, &names),
            Request::Excerpts(filter) => {
                self.state.code = filter.code.or(self.state.code);
                self.state.excerpts = filter;
                self.show(View::Excerpts);
            }
            Request::Edit(edit) => {
                self.edit(*edit);
            }
            Request::MakeSet(new) => self.make_set(new),
            Request::NewProject(_)
            | Request::OpenPath(_)
            | Request::Chosen(_)
            | Request::ListFolder(_)
            | Request::ImportFiles(_)
            | Request::ImportCodebook(_)
            | Request::ImportProject(_)
            | Request::AskMakeOf(_)
            | Request::MakeOf(..)
            | Request::ExportProject(_)
            | Request::PackBlind(_)
            | Request::Export(..) => self.carry_out_files(ctx, request),
            Request::Waiting(at, change) => {
                if let Some(waiting) = &mut self.state.waiting {
                    waiting.change(at, change);
                }
            }
            Request::Reread(at, reread) => self.read_again(ctx, at, reread),
            Request::ForAll(at, what) => self.share(ctx, at, what),
            Request::TakeIn => self.take_in(),
            Request::LeaveWaiting => self.leave_waiting(),
            Request::MergeProject(choices) => self.merge_project(&choices),
            Request::GiveKeys(action, keys) => self.give_keys(action, keys),
            Request::ResetKeys(action) => self.reset_keys(action),
            Request::Stop(job) => self.jobs.stop(job),
            Request::Open(sheet) => self.open_sheet(sheet),
            Request::CloseSheet => self.state.sheet = None,
            Request::Tell(notice) => self.tell(notice),
            Request::Dismiss(id) => self.state.notices.retain(|notice| notice.id != id),
            Request::Data(request) => self.carry_out_data(ctx, request),
            Request::Memo(subject, text) => self.write_memo(subject, &text),
            Request::Find(find) => self.find(find),
            Request::FindStep(forward) => self.find_step(forward),
            Request::StopFinding => self.state.finding = None,
            Request::BecomeCoder(name) => self.become_coder(&name),
            Request::Search(question) => self.ask(question),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`carry_out` sends only requests about files here, and names them all"
    )]
    fn carry_out_files(&mut self, ctx: &Context, request: Request) {
        match request {
            Request::NewProject(path) => self.new_project(ctx, path),
            Request::OpenPath(path) => self.open_path(ctx, path),
            Request::Chosen(paths) => self.take_chosen(ctx, paths),
            Request::ListFolder(folder) => self.list_folder(ctx, folder),
            Request::ImportFiles(files) => self.import_files(ctx, files),
            Request::ImportCodebook(path) => self.read_codebook(ctx, path),
            Request::ImportProject(from) => self.read_project(ctx, from),
            Request::AskMakeOf(from) => self.ask_make_of(ctx, from),
            Request::MakeOf(from, to) => self.make_project_of(ctx, from, to),
            Request::ExportProject(to) => self.export_project(ctx, to),
            Request::PackBlind(to) => self.pack_blind(ctx, to),
            Request::Export(path, filter) => self.export(ctx, path, &filter),
            _ => {}
        }
    }

    fn invoke(&mut self, ctx: &Context, action: Action) {
        if !action.enabled(&self.standing) {
            return;
        }
        #[cfg(test)]
        if let Some(noted) = &mut self.noted {
            noted.push(action);
            return;
        }
        self.act(ctx, action);
        self.refresh();
    }

    #[expect(
        clippy::too_many_lines,
        reason = "a line an action, so that the compiler tells which one is forgotten"
    )]
    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::NewProject => self.ask_new_project(ctx),
            Action::OpenProject => self.ask_open_project(ctx),
            Action::OpenByPath => self.open_by_path(),
            Action::OpenSample => self.open_sample(ctx),
            Action::Import => self.ask_import(ctx),
            Action::ImportCodebook => self.ask_codebook(ctx),
            Action::ExportExcerpts => self.ask_export(ctx),
            Action::ImportProject => self.ask_import_project(ctx),
            Action::ExportProject => self.ask_export_project(ctx, "qdpx"),
            Action::ExportCodebook => self.ask_export_project(ctx, "qdc"),
            Action::PackBlind => self.ask_pack(ctx),
            Action::CloseProject => self.close_project(),
            Action::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Action::Undo | Action::Redo => self.step(action == Action::Redo),
            Action::Copy => self.copy(ctx),
            Action::FindHere => self.find_here(),
            Action::FindNext | Action::FindPrevious => self.find_step(action == Action::FindNext),
            Action::ShowWords => self.show_words(),
            Action::ToggleLook => self.toggle_look(ctx),
            Action::Resize(what, how) => self.resize(ctx, what, how),
            Action::ToggleInterviewer => self.toggle(|settings| &mut settings.interviewer),
            Action::ToggleTimes => self.toggle(|settings| &mut settings.times),
            Action::ToggleFocusMode => self.state.focus_mode = !self.state.focus_mode,
            Action::CoderName => self.open_sheet(Sheet::CoderName),
            Action::CommandPalette => self.open_sheet(Sheet::Commands),
            Action::Shortcuts => self.open_sheet(Sheet::Shortcuts),
            Action::Show(view) => self.show(view),
            Action::SaveSearch => self.begin_keeping(),
            Action::ChangeSearch => self.begin_changing(),
            Action::ShowMemos => self.open_sheet(Sheet::Memos),
            Action::Journal => self.open_sheet(Sheet::Journal),
            Action::Sets => self.open_sheet(Sheet::Sets(None)),
            Action::History => self.open_sheet(Sheet::History),
            Action::About => self.open_sheet(Sheet::About),
            Action::CodeSelection
            | Action::InVivo
            | Action::RecentCode(_)
            | Action::Uncode
            | Action::CodingMemo
            | Action::Shortlist
            | Action::WeightUp
            | Action::WeightDown
            | Action::NoWeight
            | Action::StartEarlier
            | Action::StartLater
            | Action::EndEarlier
            | Action::EndLater
            | Action::NewCode
            | Action::RenameCode
            | Action::MoveCode
            | Action::MergeCode
            | Action::RemoveCode
            | Action::ExcerptsOfCode => self.act_on_codes(action),
            Action::ToggleBookmark
            | Action::NextBookmark
            | Action::PreviousBookmark
            | Action::Bookmarks
            | Action::OpenBeside
            | Action::OtherSide
            | Action::CloseBeside
            | Action::CorrectText
            | Action::WhoSpeaks
            | Action::SourceDetails => self.act_on_sources(action),
            Action::SelectSentence
            | Action::SelectTurn
            | Action::SelectNothing
            | Action::NextCoding
            | Action::PreviousCoding
            | Action::NextUncoded
            | Action::NextTurn
            | Action::PreviousTurn
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::ExtendByTurn
            | Action::ShrinkByTurn
            | Action::ExtendBySentence
            | Action::ShrinkBySentence
            | Action::NextSource
            | Action::PreviousSource => self.act_on_place(action),
        }
    }

    fn toggle(&mut self, which: fn(&mut Settings) -> &mut bool) {
        let shown = which(&mut self.settings);
        *shown = !*shown;
        self.keep_settings();
    }

    fn show_words(&mut self) {
        self.panels.search.show_words();
        self.show(View::Search);
    }

    fn code_into(&mut self, what: Goal) {
        if let Some(code) = self.state.code {
            self.open_sheet(Sheet::CodeInto(CodeInto { code, what }));
        }
    }

    fn open_details(&mut self) {
        if let Some(source) = self.state.place.source {
            self.open_sheet(Sheet::Details(source));
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`act` sends only actions of this kind here, and names them all"
    )]
    fn act_on_codes(&mut self, action: Action) {
        match action {
            Action::CodeSelection => {
                if self.state.place.selection().is_none() {
                    self.select_sentence();
                }
                self.open_sheet(Sheet::Codes);
            }
            Action::InVivo => self.in_vivo(),
            Action::RecentCode(nth) => {
                let at = usize::from(nth).checked_sub(1);
                let code = at.and_then(|at| self.state.recent.get(at)).copied();
                if let Some(code) = code {
                    // As the palette does: without a selection the sentence at the caret is meant.
                    if self.state.place.selection().is_none() {
                        self.select_sentence();
                    }
                    self.apply_code(code, With::default());
                }
            }
            Action::Uncode => self.uncode(),
            Action::CodingMemo => self.state.sheet = self.state.place.focus.map(Sheet::Memo),
            Action::Shortlist => self.shortlist(),
            Action::WeightUp => self.step_weight(true),
            Action::WeightDown => self.step_weight(false),
            Action::NoWeight => self.weigh(|_| None),
            Action::StartEarlier => self.move_edge(Edge::StartEarlier),
            Action::StartLater => self.move_edge(Edge::StartLater),
            Action::EndEarlier => self.move_edge(Edge::EndEarlier),
            Action::EndLater => self.move_edge(Edge::EndLater),
            Action::NewCode => self.open_sheet(Sheet::NewCode(self.state.code)),
            Action::RenameCode => self.state.sheet = self.state.code.map(Sheet::RenameCode),
            Action::MoveCode => self.code_into(Goal::Under),
            Action::MergeCode => self.code_into(Goal::Merge),
            Action::RemoveCode => {
                if let Some(code) = self.state.code {
                    self.edit(Edit::RemoveCode(code));
                }
            }
            Action::ExcerptsOfCode => {
                if let Some(code) = self.state.code {
                    self.state.excerpts = ExcerptFilter::of_code(code);
                    self.show(View::Excerpts);
                }
            }
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`act` sends only actions of this kind here, and names them all"
    )]
    fn act_on_sources(&mut self, action: Action) {
        let other = self.state.side.other();
        match action {
            Action::ToggleBookmark => self.toggle_bookmark_here(),
            Action::NextBookmark => self.go_bookmark(true),
            Action::PreviousBookmark => self.go_bookmark(false),
            Action::Bookmarks => self.open_sheet(Sheet::Bookmarks),
            Action::OpenBeside => self.open_sheet(Sheet::Beside),
            Action::OtherSide => self.take_side(other),
            Action::CloseBeside => self.close_side(other),
            Action::SourceDetails => self.open_details(),
            Action::CorrectText => self.begin_correction(),
            Action::WhoSpeaks => self.begin_telling(),
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`act` sends only actions of this kind here, and names them all"
    )]
    fn act_on_place(&mut self, action: Action) {
        match action {
            Action::SelectSentence => self.select_sentence(),
            Action::SelectTurn => self.select_turn(),
            Action::SelectNothing => self.let_go(),
            Action::NextCoding => self.go_coding(true),
            Action::PreviousCoding => self.go_coding(false),
            Action::NextUncoded => self.go_uncoded(),
            Action::NextTurn => self.go_turn(true),
            Action::PreviousTurn => self.go_turn(false),
            Action::NextSentence => self.go_sentence(true),
            Action::PreviousSentence => self.go_sentence(false),
            Action::ExtendByTurn => self.extend_turn(true),
            Action::ShrinkByTurn => self.extend_turn(false),
            Action::ExtendBySentence => self.extend_sentence(true),
            Action::ShrinkBySentence => self.extend_sentence(false),
            Action::NextSource => self.go_source(true),
            Action::PreviousSource => self.go_source(false),
            _ => {}
        }
    }

    /// Lets go of what was opened or chosen last: the bar for finding, the selection, the source at the right.
    fn let_go(&mut self) {
        if self.state.finding.take().is_some() {
            return;
        }
        let place = &mut self.state.place;
        let holds = place.selection().is_some() || place.focus.is_some();
        if self.state.beside.is_some() && !holds {
            self.close_side(Side::Right);
        } else {
            place.anchor = place.caret;
            place.focus = None;
        }
    }

    pub(super) fn show(&mut self, view: View) {
        if view == View::Search {
            // The box takes the keyboard however the view was reached.
            self.state.data.search_shown += 1;
        }
        self.state.view = view;
        self.state.sheet.take_if(|sheet| sheet.is_on_words());
    }

    pub(super) fn open_sheet(&mut self, sheet: Sheet) {
        self.panels.sheets.opening();
        self.state.sheet = Some(sheet);
    }

    /// Undoes or redoes one step and tells what that was.
    fn step(&mut self, redo: bool) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let label = if redo {
            workspace.next_redo()
        } else {
            workspace.next_undo()
        }
        .unwrap_or_default()
        .to_owned();
        let done = if redo {
            workspace.redo()
        } else {
            workspace.undo()
        };
        match done {
            Ok(Some(committed)) => {
                self.finder.note(&committed.touched);
                self.state.done = None;
                let verb = if redo { "Done again" } else { "Undone" };
                self.tell(Notice::new(Tone::Good, format!("{verb}: {label}")));
            }
            Ok(None) => {}
            Err(error) => self.tell_trouble(&error.into()),
        }
        self.refresh();
    }

    fn copy(&mut self, ctx: &Context) {
        let place = &self.state.place;
        if let (Some(text), Some(range)) = (&place.text, place.selection()) {
            ctx.copy_text(text.slice(range).to_owned());
            self.tell(Notice::new(Tone::Good, "Copied."));
        }
    }

    fn toggle_look(&mut self, ctx: &Context) {
        self.settings.look = match self.settings.look {
            Look::Light => Look::Dark,
            Look::Dark => Look::Light,
        };
        self.theme = Theme::of(self.settings.look);
        theme::apply(ctx, &self.theme);
        self.keep_settings();
    }

    fn resize(&mut self, ctx: &Context, what: Resizable, how: Resize) {
        let settings = &mut self.settings;
        match what {
            Resizable::Text => settings.set_zoom(resized(settings.zoom, how)),
            Resizable::Window => settings.set_scale(resized(settings.scale, how)),
        }
        ctx.set_zoom_factor(settings.scale);
        self.keep_settings();
    }

    /// Codings and memos carry this name from now on; those that are there keep theirs.
    fn become_coder(&mut self, name: &str) {
        name.clone_into(&mut self.settings.coder);
        self.keep_settings();
        let name = self.settings.coder_name();
        if let Some(workspace) = &mut self.workspace {
            workspace.become_coder(&name);
        }
        self.refresh();
    }

    /// Writes what the person's own memo says: new, changed or, when empty, taken away.
    pub(super) fn write_memo(&mut self, subject: Subject, text: &str) {
        let held = self.open.as_ref().and_then(|open| {
            let own = open
                .project
                .memos_on(subject)
                .find(|memo| memo.coder == open.coder)?;
            Some((own.id, own.text.clone()))
        });
        let text = text.trim();
        let edit = match held {
            Some((_, before)) if before == text => return,
            Some((memo, _)) if text.is_empty() => Edit::RemoveMemo(memo),
            Some((memo, _)) => Edit::ReviseMemo(memo, text.to_owned()),
            None if text.is_empty() => return,
            None => Edit::WriteMemo(NewMemo {
                id: None,
                subject,
                text: text.to_owned(),
            }),
        };
        self.edit(edit);
    }
}

/// A size against the usual one, changed by a step.
fn resized(size: f32, how: Resize) -> f32 {
    let next = match how {
        Resize::Larger => size + ZOOM_STEP,
        Resize::Smaller => size - ZOOM_STEP,
        Resize::Usual => 1.0,
    };
    (next * 10.0).round() / 10.0
}
