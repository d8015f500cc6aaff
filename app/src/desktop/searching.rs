//! Searching: the index is brought up to date off the screen, and each question is answered off the screen too.
//! Of questions typed quickly only the newest counts.

use std::ops::ControlFlow;
use std::sync::Arc;

use egui::Context;
use index::{Found, Index, IndexError, Query, Searcher};
use project::text::CharRange;
use project::{Project, ProjectId, Seq, SourceId, Touched};

use crate::cache::{self, index_folder};
use crate::data::{LEARNING, READING, SEARCHING};
use crate::desk::{Notice, Question, Search, Tone, View};
use crate::desktop::{Answer, Desktop};
use crate::jobs::Newest;
use crate::message::Trouble;

/// How many words stand for a passage in a search for more like it.
const TELLING: usize = 8;

/// The index of the open project, and which question waits for an answer.
#[derive(Default)]
pub(super) struct Finder {
    /// The index, unless a job has it.
    index: Option<Box<Index>>,
    /// A view of it that can be asked while the index itself is being fed.
    searcher: Option<Arc<Searcher>>,
    /// Whether sources changed since the index was fed.
    stale: bool,
    /// Whether feeding failed; it is not tried again before sources change.
    failed: bool,
    /// Whether the index was fed since its words were last learnt.
    unlearnt: bool,
    newest: Newest<(Question, Seq)>,
}

impl Finder {
    /// For a project that was just opened: its index is to be looked at.
    pub(super) fn opened() -> Self {
        Self {
            stale: true,
            ..Self::default()
        }
    }

    /// A view of the index that can be asked, once the sources have been read.
    pub(super) fn searcher(&self) -> Option<Arc<Searcher>> {
        self.searcher.clone()
    }

    /// Notes that an import brought sources.
    pub(super) fn sources_came(&mut self) {
        self.stale = true;
        self.failed = false;
    }

    /// Notes what a change touched.
    pub(super) fn note(&mut self, touched: &Touched) {
        if !touched.sources.is_empty() || !touched.speakers.is_empty() {
            self.sources_came();
        }
    }
}

impl Desktop {
    /// Brings the index up to date if that is due, and asks the question that waits.
    pub(super) fn keep_finding(&mut self, ctx: &Context) {
        let Some(open) = &self.open else { return };
        // A project in memory is a test's or a preview's: its index is in memory too.
        let in_memory = open.path.is_none();
        if self.finder.stale && !self.finder.failed && !self.jobs.runs(READING) {
            self.finder.stale = false;
            let (project, texts, held) = (
                Arc::clone(&open.project),
                open.texts.clone(),
                self.finder.index.take(),
            );
            self.jobs.start(READING, ctx, move |progress| {
                let fed = opened(held, &project, in_memory).and_then(|mut index| {
                    index.bring_up_to_date(&project, &texts, &mut |done, of| {
                        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
                        progress.tell(count(done), count(of), &format!("{} of {of}", done + 1));
                        if progress.stopped() {
                            ControlFlow::Break(())
                        } else {
                            ControlFlow::Continue(())
                        }
                    })?;
                    Ok(index)
                });
                Answer::Fed(project.info().id, Box::new(fed))
            });
        }
        self.learn_words(ctx);
        self.ask_newest(ctx);
    }

    /// Works out which words share a stem before somebody asks: the first search with a letter would wait for it.
    fn learn_words(&mut self, ctx: &Context) {
        let (Some(open), Some(searcher)) = (&self.open, &self.finder.searcher) else {
            return;
        };
        if self.finder.unlearnt && !self.jobs.runs(LEARNING) {
            self.finder.unlearnt = false;
            let (project, searcher) = (Arc::clone(&open.project), Arc::clone(searcher));
            self.jobs.start(LEARNING, ctx, move |_| {
                // What cannot be learnt now is found out, or told, when somebody searches.
                drop(searcher.learn(&project));
                Answer::Learnt
            });
        }
    }

    /// Takes the index back when it has been fed.
    pub(super) fn take_fed(&mut self, id: ProjectId, fed: Result<Box<Index>, IndexError>) {
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.project.info().id != id)
        {
            return;
        }
        match fed {
            Ok(index) => {
                self.finder.searcher = Some(Arc::new(index.searcher()));
                self.finder.index = Some(index);
                self.finder.newest = Newest::default();
                self.finder.unlearnt = true;
                self.state.search.ready = true;
                self.state.data.searches.ask += 1;
            }
            Err(error) => {
                self.finder.failed = true;
                self.tell_trouble(&error.into());
            }
        }
    }

    /// Asks what stands in the search field, unless that was asked already or another answer is awaited.
    fn ask_newest(&mut self, ctx: &Context) {
        let (Some(open), Some(searcher)) = (&self.open, &self.finder.searcher) else {
            return;
        };
        let question = self.state.search.question.clone();
        if self.jobs.runs(SEARCHING) || question.text.trim().is_empty() {
            return;
        }
        let key = (question.clone(), open.seq());
        if !self.finder.newest.ask(&key) {
            return;
        }
        let (project, texts, searcher) = (
            Arc::clone(&open.project),
            open.texts.clone(),
            Arc::clone(searcher),
        );
        self.jobs.start(SEARCHING, ctx, move |_| {
            let found = Query::parse(&question.text)
                .map_err(Trouble::from)
                .and_then(|query| {
                    Ok(searcher.search(&query, &project, &texts, &question.options)?)
                });
            Answer::Found(Box::new(key), Box::new(found))
        });
    }

    /// Shows what was found, if the question still stands.
    pub(super) fn take_found(&mut self, key: &(Question, Seq), found: Result<Found, Trouble>) {
        let search = &mut self.state.search;
        if search.question != key.0 {
            return;
        }
        search.serial += 1;
        search.fault_at = match found.as_ref().err() {
            Some(Trouble::Query(error)) => Some(error.at),
            Some(_) | None => None,
        };
        search.trouble = found.as_ref().err().map(Trouble::message);
        search.found = found.ok().map(|found| (key.0.clone(), Arc::new(found)));
    }

    /// Searches for passages like one: by the words that tell it from others, which then stand in the search field.
    pub(super) fn search_like(&mut self, source: SourceId, range: CharRange) {
        let (Some(open), Some(searcher)) = (&self.open, &self.finder.searcher) else {
            self.tell(Notice::new(
                Tone::Warn,
                "The sources are still being read for the search; ask again in a moment.",
            ));
            return;
        };
        let Some(row) = open.project.sources().get(source) else {
            return;
        };
        let words = open.texts.of(row).map_err(Trouble::from).and_then(|text| {
            Ok(searcher.telling_words(text.slice(range), &row.language, TELLING)?)
        });
        match words {
            Ok(words) if words.is_empty() => self.tell(Notice::new(
                Tone::Warn,
                "These words are too few, too common or nowhere else: select a longer passage.",
            )),
            Ok(words) => {
                self.given += 1;
                self.state.search.wish = Some((words.join(" OR "), self.given));
                self.show(View::Search);
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }

    /// Asks a question; an empty one clears the answer.
    pub(super) fn ask(&mut self, question: Question) {
        if question.text.trim().is_empty() {
            self.state.search = Search {
                ready: self.state.search.ready,
                serial: self.state.search.serial,
                wish: self.state.search.wish.take(),
                question,
                ..Search::default()
            };
        } else {
            self.state.search.question = question;
        }
    }
}

/// The index at hand, else the one on the disk, else a new one.
fn opened(
    held: Option<Box<Index>>,
    project: &Project,
    in_memory: bool,
) -> Result<Box<Index>, IndexError> {
    match held {
        Some(index) => Ok(index),
        None if in_memory => Index::in_memory(project).map(Box::new),
        None => {
            let folder = index_folder(project.info().id, cache::said().as_deref());
            Index::open(&folder, project).map(|(index, _)| Box::new(index))
        }
    }
}
