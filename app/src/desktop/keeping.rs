//! Sets, and searches kept under a name: kept, looked through and run. What each finds is found out off the screen.

use egui::Context;
use project::{Edit, NewSearch, NewSet, ProjectId, SeenIn, SetId};

use crate::data::{NOTING, Note};
use crate::desk::{Notice, Sheet, Tone, View};
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::view::searches::{finds, leave_new, saved_as};

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
            self.open_sheet(Sheet::NameSearch);
        } else {
            self.show(View::Search);
            self.tell(Notice::new(
                Tone::Warn,
                "Search for something first; then it can be saved under a name.",
            ));
        }
    }

    /// Makes a set and opens it, to be filled.
    pub(super) fn make_set(&mut self, new: NewSet) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let id = SetId::from_u128(workspace.ids().next());
        if self.edit(Edit::AddSet(NewSet {
            id: Some(id),
            ..new
        })) {
            self.open_sheet(Sheet::Sets(Some(id)));
        }
    }

    /// Shows the saved search that stands in the field, or stood there last, to be changed.
    pub(super) fn begin_changing(&mut self) {
        let asked = &self.state.search.question;
        let ran = self.open.as_ref().and_then(|open| {
            let now = saved_as(&open.project, &asked.text, asked.options.everyone);
            let ran = || self.panels.search.ran();
            now.map(|search| search.id).or_else(ran)
        });
        if let Some(search) = ran {
            self.open_sheet(Sheet::ChangeSearch(search));
        } else {
            self.show(View::Search);
            self.tell(Notice::new(
                Tone::Warn,
                "Run a saved search first; then it can be changed.",
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
            }
            | Note::Change {
                query, everyone, ..
            } => (query.clone(), *everyone),
            Note::See(id) => match open.project.searches().get(*id) {
                Some(search) => (search.query.clone(), search.everyone),
                None => return,
            },
        };
        let (project, texts) = (open.project.clone(), open.texts.clone());
        self.jobs.start(NOTING, ctx, move |_| {
            let found = |query: &str, everyone| finds(&searcher, &project, &texts, query, everyone);
            let mut seen = found(&query, everyone);
            if let (Note::Change { search, .. }, Ok(seen)) = (&note, &mut seen)
                && let Some(before) = project.searches().get(*search)
            {
                // A query that is not understood any more has found nothing.
                let found_before = found(&before.query, before.everyone).unwrap_or_default();
                leave_new(before, &found_before, seen);
            }
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
        let changed = match &noted.note {
            Note::Change { search, .. } => Some(*search),
            Note::Save { .. } | Note::See(_) => None,
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
            Note::Change {
                search,
                name,
                query,
                everyone,
            } => Edit::SaveSearch(NewSearch {
                id: Some(search),
                name,
                query,
                everyone,
                seen,
            }),
            Note::See(id) => Edit::SeeSearch(id, seen),
        };
        // What is refused stays on its sheet, to be put right.
        if self.edit(edit) && self.state.sheet == changed.map(Sheet::ChangeSearch) {
            self.state.sheet = None;
        }
        self.refresh();
    }
}
