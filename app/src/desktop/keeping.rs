//! Searches kept under a name: kept, looked through and run. What each finds is found out off the screen.

use egui::Context;
use project::{Edit, NewSearch, ProjectId, SeenIn};

use crate::data::{NOTING, Note};
use crate::desk::{Notice, Sheet, Tone, View};
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::view::searches::finds;

/// What was found, to be noted.
pub struct Noted {
    project: ProjectId,
    note: Note,
    seen: Result<Vec<SeenIn>, Trouble>,
}

impl Desktop {
    /// Asks for a name for what stands in the search field.
    pub(super) fn begin_keeping(&mut self) {
        let search = &self.state.search;
        let fit = !search.question.text.trim().is_empty() && search.trouble.is_none();
        if self.state.view == View::Search && fit {
            self.open_sheet(Sheet::NameSearch(None));
        } else {
            self.show(View::Search);
            self.tell(Notice::new(
                Tone::Warn,
                "Search for something first; then it can be saved under a name.",
            ));
        }
    }

    /// Finds out all that a search finds now, and notes it once that is known.
    pub(super) fn note_found(&mut self, ctx: &Context, note: Note) {
        let (Some(open), Some(searcher)) = (&self.open, self.finder.searcher()) else {
            self.tell(Notice::new(
                Tone::Warn,
                "The sources are still being read for the search; ask again in a moment.",
            ));
            return;
        };
        let (query, everyone) = match &note {
            Note::Save {
                query, everyone, ..
            } => (query.clone(), *everyone),
            Note::See(id) => match open.project.searches().get(*id) {
                Some(search) => (search.query.clone(), search.everyone),
                None => return,
            },
        };
        let (project, texts) = (open.project.clone(), open.texts.clone());
        self.jobs.start(NOTING, ctx, move |_| {
            let seen = finds(&searcher, &project, &texts, &query, everyone);
            Answer::Noted(Box::new(Noted {
                project: project.info().id,
                note,
                seen,
            }))
        });
    }

    /// Notes what was found, if the project is still open.
    pub(super) fn take_noted(&mut self, noted: Noted) {
        let open = self.open.as_ref();
        if open.is_none_or(|open| open.project.info().id != noted.project) {
            return;
        }
        let seen = match noted.seen {
            Ok(seen) => seen,
            Err(trouble) => {
                self.tell_trouble(&trouble);
                return;
            }
        };
        let edit = match noted.note {
            Note::Save {
                name,
                query,
                everyone,
            } => Edit::SaveSearch(NewSearch {
                id: None,
                name,
                query,
                everyone,
                seen,
            }),
            Note::See(id) => Edit::SeeSearch(id, seen),
        };
        self.edit(edit);
        self.refresh();
    }
}
