//! Two sources side by side: one is in front and is all that keys, coding and finding are about, the other waits.

use std::sync::Arc;

use project::{SourceId, TextHash};

use crate::desk::{Notice, Place, Side, Snapshot, Tone, View};
use crate::desktop::Desktop;
use crate::layout::{Layout, OpenSource};

impl Desktop {
    /// Opens a source beside the one in front, and goes to it. Where two are open, it takes the place of the other.
    pub(super) fn open_beside(&mut self, id: SourceId) {
        self.show(View::Read);
        if self.state.place.source == Some(id) {
            let text = "This source is open already. Choose another one to stand beside it.";
            self.tell(Notice::new(Tone::Good, text));
            return;
        }
        if self.is_beside(id) {
            return self.take_side(self.state.side.other());
        }
        if self.state.place.source.is_none() {
            return self.open_source(id);
        }
        let Some(place) = self.place_in(id) else {
            return;
        };
        self.remember(self.state.beside.as_ref().and_then(left));
        let before = std::mem::replace(&mut self.state.place, place);
        self.state.beside = Some(before);
        self.state.side = self.state.side.other();
        self.came_to_front();
    }

    /// Whether a source is open beside the one in front.
    pub(super) fn is_beside(&self, id: SourceId) -> bool {
        let beside = self.state.beside.as_ref();
        beside.is_some_and(|place| place.source == Some(id))
    }

    /// Brings the source at a side to the front.
    pub(super) fn take_side(&mut self, side: Side) {
        if self.state.side == side {
            return;
        }
        if let Some(beside) = &mut self.state.beside {
            std::mem::swap(&mut self.state.place, beside);
            self.state.side = side;
            self.came_to_front();
        }
    }

    /// Closes the source at a side; the other one has the reader to itself.
    pub(super) fn close_side(&mut self, side: Side) {
        let Some(beside) = self.state.beside.take() else {
            return;
        };
        let closed = if side == self.state.side {
            std::mem::replace(&mut self.state.place, beside)
        } else {
            beside
        };
        self.remember(left(&closed));
        if side == Side::Left {
            self.panels.readers.swap();
        }
        self.state.side = Side::Left;
        self.came_to_front();
    }

    /// What hangs on the words that were in front goes.
    fn came_to_front(&mut self) {
        self.state.sheet.take_if(|sheet| sheet.is_on_words());
        self.settle_standing();
    }

    /// Opens what stood open when the person left this project, where it was left.
    pub(super) fn restore_layout(&mut self) {
        self.layout_place = self.place_for_project(Layout::place);
        let Some(place) = &self.layout_place else {
            return;
        };
        let layout = Layout::read(place);
        let Some(open) = &self.open else { return };
        let project = Arc::clone(&open.project);
        let stood = [&layout.front, &layout.beside].into_iter().flatten();
        for source in stood {
            let at = source.still_at(&project);
            self.state.left_at.extend(at.map(|at| (source.source, at)));
        }
        let there = |stood: &Option<OpenSource>| {
            let id = stood.as_ref().map(|stood| stood.source);
            id.filter(|&id| project.sources().contains(id))
        };
        let (left, right) = if layout.front_at_right {
            (there(&layout.beside), there(&layout.front))
        } else {
            (there(&layout.front), there(&layout.beside))
        };
        if let Some(source) = left.or(right) {
            self.state.place = Place::default();
            self.open_source(source);
        }
        if let (Some(_), Some(source)) = (left, right) {
            self.open_beside(source);
            if !layout.front_at_right {
                self.take_side(Side::Left);
            }
        }
        self.layout_kept = layout;
        self.settle_standing();
    }

    /// Keeps what stands open, if other sources do than before or if the person leaves.
    pub(super) fn keep_layout(&mut self, leaves: bool) {
        let (Some(open), Some(place)) = (&self.open, &self.layout_place) else {
            return;
        };
        let layout = Layout::of(&self.state, &open.project);
        let is_new = if leaves {
            layout != self.layout_kept
        } else {
            layout.sources() != self.layout_kept.sources()
        };
        // Where it cannot be kept, the project opens as one does for the first time.
        if is_new && layout.write(place).is_err() {
            self.layout_place = None;
        }
        if is_new {
            self.layout_kept = layout;
        }
    }

    /// Notes where a source was left.
    pub(super) fn remember(&mut self, left: Option<(SourceId, project::text::CharIndex)>) {
        self.state.left_at.extend(left);
    }

    /// Which texts the open sources have in that state of the project: the one in front, the one beside.
    pub(super) fn texts_read(&self, open: &Snapshot) -> [Option<TextHash>; 2] {
        let text = |place: &Place| {
            let row = open.project.sources().get(place.source?)?;
            Some(row.text.clone())
        };
        [
            text(&self.state.place),
            self.state.beside.as_ref().and_then(text),
        ]
    }
}

/// Which source a place is in, and where.
pub(super) fn left(place: &Place) -> Option<(SourceId, project::text::CharIndex)> {
    place.source.map(|source| (source, place.caret))
}
