//! Matrices counted off the screen, the history read, and going back in it.

use std::sync::Arc;

use analysis::{Choice, Dimension, Matrix, MatrixRequest, Near};
use codebooks::CodeId;
use egui::Context;
use project::{CoderId, Project, Seq};

use crate::data::{COUNTING, Counted, DataRequest, MatrixAsk, Whose};
use crate::desk::{Notice, Tone, View};
use crate::desktop::{Answer, Desktop};
use crate::view::history;

/// What a matrix answers: the state of the project it was counted at, what was asked, and the numbers.
pub struct CountedWord {
    seq: Seq,
    ask: MatrixAsk,
    matrix: Matrix,
    codes: Vec<CodeId>,
}

impl Desktop {
    /// Does what a data view asks.
    pub(super) fn carry_out_data(&mut self, ctx: &Context, request: DataRequest) {
        match request {
            DataRequest::CodeFound(found) => self.code_found(ctx, *found),
            DataRequest::SearchLike(source, range) => self.search_like(source, range),
            DataRequest::RecodeNew {
                codings,
                parent,
                name,
            } => self.recode_new(codings, parent, name),
            DataRequest::Matrix(ask) => self.state.data.matrix = ask,
            DataRequest::History => self.read_history(),
            DataRequest::GoBackTo(seq) => self.go_back_to(seq),
            DataRequest::ExportExcerpts(codings, format) => {
                self.export_excerpts(ctx, codings, format);
            }
            DataRequest::WriteExcerpts(path, codings) => self.write_excerpts(ctx, path, codings),
            DataRequest::WriteTable(path, table) => self.write_table(ctx, path, table),
            DataRequest::ExportTable(table) => self.export_table(ctx, table),
        }
    }

    /// Sees to the matrix once a frame: counts it again when the project or the question changed, if it is in sight.
    pub(super) fn tend_matrix(&mut self, ctx: &Context) {
        let Some(open) = self
            .open
            .as_ref()
            .filter(|_| self.state.view == View::Matrix)
        else {
            return;
        };
        let ask = self.state.data.matrix;
        let wanted = Some((ask, open.seq()));
        if self.counting.is_some() || self.counted == wanted {
            return;
        }
        self.counting = wanted;
        let (project, coder) = (Arc::clone(&open.project), open.coder);
        self.jobs.start(COUNTING, ctx, move |_| {
            Answer::Matrix(Box::new(count(&project, coder, ask)))
        });
    }

    pub(super) fn take_counted(&mut self, word: CountedWord) {
        self.counting = None;
        self.counted = Some((word.ask, word.seq));
        self.given += 1;
        let (serial, matrix, codes) = (self.given, Arc::new(word.matrix), word.codes.into());
        self.state.data.counted = Some(Arc::new(Counted {
            ask: word.ask,
            serial,
            matrix,
            codes,
        }));
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

fn count(project: &Project, coder: CoderId, ask: MatrixAsk) -> CountedWord {
    let coders = match ask.whose {
        Whose::All => None,
        Whose::Mine => Some(vec![coder]),
        Whose::Others => Some(
            project
                .coders()
                .iter()
                .map(|coder| coder.id)
                .filter(|&id| id != coder)
                .collect(),
        ),
    };
    let choice = Choice {
        coders,
        kinds: None,
        include_interviewer: ask.interviewer,
    };
    let request = MatrixRequest {
        rows: Dimension::Code,
        columns: ask.columns,
        unit: ask.unit,
        choice,
        near: Near::default(),
    };
    CountedWord {
        seq: project.seq(),
        ask,
        matrix: analysis::matrix(project, &request),
        codes: project.code_tree().order().to_vec(),
    }
}
