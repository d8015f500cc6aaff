//! Bookmarks set, walked and kept. They belong to the person and not to the project: none of it is an edit.

use project::SourceId;
use project::text::CharIndex;

use crate::action::Action;
use crate::bookmarks::{Bookmark, Bookmarks};
use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::view::bookmarks;

impl Desktop {
    /// Reads the bookmarks of the project that was opened.
    pub(super) fn read_bookmarks(&mut self) {
        self.bookmarks_place = self.place_for_project(Bookmarks::place);
        let Some(place) = &self.bookmarks_place else {
            return;
        };
        match Bookmarks::read(place) {
            Ok(bookmarks) => self.state.bookmarks = bookmarks,
            Err(error) => {
                let notice = Notice::new(
                    Tone::Warn,
                    format!("Your bookmarks in this project could not be read: {error}"),
                );
                self.tell(
                    notice.with(
                        "Their file was left beside the new one. The project is not affected.",
                    ),
                );
            }
        }
    }

    fn keep_bookmarks(&mut self) {
        let Some(place) = &self.bookmarks_place else {
            return;
        };
        if let Err(error) = self.state.bookmarks.write(place) {
            let notice = Notice::new(
                Tone::Warn,
                format!("Your bookmarks could not be kept: {error}"),
            );
            self.bookmarks_place = None;
            self.tell(notice.with("The project is not affected."));
        }
    }

    /// Moves bookmarks along where texts have changed, and tells of those whose words are gone. `before` is how many
    /// there were of these.
    pub(super) fn follow_bookmarks(&mut self, before: usize) {
        let Some(open) = &self.open else { return };
        let moved = self.state.bookmarks.follow(&open.project, &open.texts);
        let lost = self.state.bookmarks.astray(&open.project);
        if moved {
            self.keep_bookmarks();
        }
        if lost > before {
            let words = match lost - before {
                1 => "The words at 1 bookmark are gone.".to_owned(),
                count => format!("The words at {count} bookmarks are gone."),
            };
            let more = "The list of bookmarks has what they were. Undo brings them back.";
            self.tell(Notice::new(Tone::Warn, words).with(more));
        }
    }

    /// Sets a bookmark at the turn that holds a place, or takes it away.
    pub(super) fn toggle_bookmark(&mut self, source: SourceId, at: CharIndex) {
        let Some(open) = &self.open else { return };
        let set = self.state.bookmarks.toggle(&open.project, source, at);
        if set.is_some() {
            self.keep_bookmarks();
        }
    }

    /// Sets a bookmark at the caret's turn, or takes it away.
    pub(super) fn toggle_bookmark_here(&mut self) {
        if let Some(source) = self.state.place.source {
            self.toggle_bookmark(source, self.state.place.caret);
        }
    }

    pub(super) fn remove_bookmark(&mut self, bookmark: &Bookmark) {
        self.state.bookmarks.remove(bookmark);
        self.keep_bookmarks();
    }

    /// Goes to the next bookmark of all sources, or the one before.
    pub(super) fn go_bookmark(&mut self, forward: bool) {
        let Some(open) = &self.open else { return };
        let place = &self.state.place;
        let from = place.source.map(|source| (source, place.caret));
        let next = bookmarks::neighbour(&open.project, &self.state.bookmarks, from, forward);
        if let Some(next) = next {
            self.go(next.source, next.speech);
            return;
        }
        let words = if self.state.bookmarks.iter().next().is_none() {
            let way = self.shortcuts.way(Action::ToggleBookmark);
            format!("There is no bookmark yet. Set one at the caret’s turn ({way}).")
        } else if forward {
            "That was the last bookmark.".to_owned()
        } else {
            "That was the first bookmark.".to_owned()
        };
        self.tell(Notice::new(Tone::Good, words));
    }
}
