//! What data views ask for, the history read, and going back in it.

use std::sync::Arc;

use egui::Context;
use project::Seq;

use crate::data::DataRequest;
use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::view::history;

impl Desktop {
    /// Does what a data view asks.
    pub(super) fn carry_out_data(&mut self, ctx: &Context, request: DataRequest) {
        match request {
            DataRequest::CodeFound(found) => self.code_found(ctx, *found),
            DataRequest::NoteFound(note) => self.note_found(ctx, note),
            DataRequest::SearchLike(source, range) => self.search_like(source, range),
            DataRequest::RecodeNew {
                codings,
                parent,
                name,
            } => self.recode_new(codings, parent, name),
            DataRequest::Matrix(ask) => self.state.data.matrix.ask = ask,
            DataRequest::Themes(ask) => self.state.data.themes.ask = ask,
            DataRequest::Framework(ask) => self.state.data.framework.ask = ask,
            DataRequest::Words(ask) => self.state.data.words.ask = ask,
            DataRequest::Cases(ask) => self.state.data.cases.ask = ask,
            DataRequest::TakeFrame(frame, with_codes) => self.take_frame(frame, with_codes),
            DataRequest::OpenGiven => self.open_given(ctx),
            DataRequest::ReadGiven(path) => self.read_given(ctx, path),
            DataRequest::Agreement(ask) => self.state.data.agreement.ask = ask,
            DataRequest::Chart(ask) => self.state.data.chart.ask = ask,
            DataRequest::SaveChart(charted, format) => self.save_chart(ctx, charted, format),
            DataRequest::WriteChart(path, charted) => self.write_chart(ctx, path, charted),
            DataRequest::Decide(dispute, decision) => self.decide(&dispute, decision),
            DataRequest::TakeOver(agreed) => self.take_over(&agreed),
            DataRequest::History => self.read_history(),
            DataRequest::GoBackTo(seq) => self.go_back_to(seq),
            DataRequest::ExportExcerpts(codings, format) => {
                self.export_excerpts(ctx, codings, format);
            }
            DataRequest::WriteExcerpts(path, codings) => self.write_excerpts(ctx, path, codings),
            DataRequest::WriteTable(path, table) => self.write_table(ctx, path, table),
            DataRequest::ExportTable(table) => self.export_table(ctx, table),
            DataRequest::CopyTable(table) => self.copy_table(ctx, &table),
            DataRequest::ExportShown(shown, format) => self.export_shown(ctx, shown, format),
            DataRequest::WriteShown(path, shown) => self.write_shown(ctx, path, shown),
            DataRequest::CopyShown(shown) => self.copy_shown(ctx, &shown),
        }
    }

    /// Reads the history again if the project changed since.
    pub(super) fn read_history(&mut self) {
        let Some(workspace) = &self.workspace else {
            return;
        };
        let seq = workspace.project().seq();
        if self
            .state
            .data
            .history
            .as_ref()
            .is_some_and(|(read_at, _)| *read_at == seq)
        {
            return;
        }
        match workspace.history() {
            Ok(lines) => self.state.data.history = Some((seq, Arc::new(lines))),
            Err(error) => {
                self.state.sheet = None;
                self.tell_trouble(&error.into());
            }
        }
    }

    /// Takes back step after step until nothing done after a line still stands.
    fn go_back_to(&mut self, seq: Seq) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let mut steps = 0_u64;
        let ended = loop {
            match workspace.history() {
                Ok(lines) if history::stands_after(&lines, seq) => {}
                Ok(_) => break Ok(()),
                Err(error) => break Err(error),
            }
            match workspace.undo() {
                Ok(Some(_)) => steps += 1,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.refresh();
        let steps = crate::view::sources::counted(steps, "step", "steps");
        match ended {
            Ok(()) => self.tell(
                Notice::new(Tone::Good, format!("Went back {steps}."))
                    .with("Redo brings them back, one by one."),
            ),
            Err(error) => {
                self.tell(Notice::new(Tone::Warn, format!("Went back {steps} only.")));
                self.tell_trouble(&error.into());
            }
        }
        self.read_history();
    }
}
