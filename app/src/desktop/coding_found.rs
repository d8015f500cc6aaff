//! Coding what a search found: passages are made off the screen, then coded as one step.

use std::sync::Arc;

use codebooks::CodeId;
use egui::Context;
use project::{CodingId, Edit, NewCode, NewCoding, TextError};

use crate::data::{CodeAsked, CodeFound};
use crate::desk::{Notice, Tone};
use crate::desktop::{Answer, Desktop};
use crate::view::passages::{self, Span};
use crate::view::sources::counted;

/// Passages that wait to be coded.
pub struct Ready {
    code: CodeAsked,
    id: CodeId,
    span: Span,
    codings: Result<Vec<NewCoding>, TextError>,
}

impl Desktop {
    /// Makes passages of what was found, off the screen; coding them follows.
    pub(super) fn code_found(&mut self, ctx: &Context, asked: CodeFound) {
        let (Some(open), Some(workspace)) = (&self.open, &mut self.workspace) else {
            return;
        };
        let id = match &asked.code {
            CodeAsked::Known(code) => *code,
            CodeAsked::New { .. } => CodeId::from_u128(workspace.ids().next()),
        };
        let (project, texts) = (Arc::clone(&open.project), open.texts.clone());
        self.jobs.start("Coding what was found", ctx, move |_| {
            let CodeFound { places, span, code } = asked;
            let codings = passages::passages(&project, &texts, &places, span, id);
            Answer::Ready(Box::new(Ready {
                code,
                id,
                span,
                codings,
            }))
        });
    }

    /// Makes a code and gives it to codings, as one step.
    pub(super) fn recode_new(&mut self, codings: Vec<CodingId>, parent: CodeId, name: String) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let id = CodeId::from_u128(workspace.ids().next());
        let label = format!("Split off “{name}”");
        let new = NewCode {
            id: Some(id),
            name,
            parent: Some(parent),
            ..NewCode::default()
        };
        let edits = vec![Edit::AddCode(new), Edit::Recode(codings, id)];
        self.edit(Edit::Batch { label, edits });
    }

    /// Codes passages as one step, with their code if it is new.
    pub(super) fn code_ready(&mut self, ready: Ready) {
        let codings = match ready.codings {
            Ok(codings) => codings,
            Err(error) => {
                self.tell_trouble(&error.into());
                return;
            }
        };
        let Some(open) = &self.open else { return };
        let (mut edits, already) = passages::new_codings(&open.project, codings, open.coder);
        let name = match &ready.code {
            CodeAsked::Known(code) => open.code_name(*code).to_owned(),
            CodeAsked::New { name, .. } => name.clone(),
        };
        let had = if already == 0 {
            String::new()
        } else {
            format!(" {already} had it already.")
        };
        if edits.is_empty() {
            self.tell(Notice::new(
                Tone::Warn,
                format!("Nothing new to code with “{name}”.{had}"),
            ));
            return;
        }
        let count = counted(
            u64::try_from(edits.len()).unwrap_or(u64::MAX),
            "passage",
            "passages",
        );
        if let CodeAsked::New { parent, name } = ready.code {
            edits.insert(
                0,
                Edit::AddCode(NewCode {
                    id: Some(ready.id),
                    name,
                    parent,
                    ..NewCode::default()
                }),
            );
        }
        let label = format!("Coded {count} with “{name}”");
        if self.edit(Edit::Batch {
            label: label.clone(),
            edits,
        }) {
            self.used(ready.id);
            let span = match ready.span {
                Span::Match => String::new(),
                Span::Sentence | Span::Turn => format!(" Each passage is {}.", ready.span.title()),
            };
            self.tell(
                Notice::new(Tone::Good, format!("{label}.{had}"))
                    .with(format!("One undo takes all of it back.{span}")),
            );
        }
    }
}
