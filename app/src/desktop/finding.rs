//! Finding in the open source: the bar above the reader, and the walk from match to match.

use std::sync::Arc;

use index::Find;

use crate::desk::View;
use crate::desktop::Desktop;
use crate::view::find;

/// Longer selections are passages, not what one wants to find.
const LONGEST: u32 = 60;

impl Desktop {
    /// Opens the bar above the reader, with the selected words in it; where no source is read, the search.
    pub(super) fn find_here(&mut self) {
        let place = &self.state.place;
        let Some(text) = place
            .text
            .as_ref()
            .filter(|_| self.state.view == View::Read)
        else {
            self.show(View::Search);
            return;
        };
        let selected = place.selection().filter(|range| range.len() <= LONGEST);
        let selected = selected
            .map(|range| text.slice(range))
            .filter(|words| !words.contains('\n'))
            .map(str::to_owned);
        let mut finding = self.state.finding.take().unwrap_or_default();
        if let Some(words) = selected {
            finding.find.text = words;
            finding.find.regex = false;
        }
        self.given += 1;
        finding.asked = self.given;
        finding.text = None;
        self.state.finding = Some(finding);
        self.find_again();
    }

    /// Looks for something else, or in another way, and goes to the first match from the caret on.
    pub(super) fn find(&mut self, find: Find) {
        if let Some(finding) = &mut self.state.finding {
            finding.find = find;
            finding.text = None;
        }
        self.find_again();
        let place = &self.state.place;
        let from = place.anchor.min(place.caret);
        let first = self
            .state
            .finding
            .as_ref()
            .and_then(|finding| find::first_from(&finding.found, from));
        self.go_to_match(first);
    }

    /// Goes to the next match or the one before.
    pub(super) fn find_step(&mut self, forward: bool) {
        self.find_again();
        let Some(finding) = &self.state.finding else {
            return;
        };
        let place = &self.state.place;
        let at = match finding.at {
            Some(at) => find::neighbour(finding.found.len(), Some(at), forward),
            None if forward => find::first_from(&finding.found, place.caret),
            None => find::first_from(&finding.found, place.caret)
                .and_then(|at| find::neighbour(finding.found.len(), Some(at), false)),
        };
        self.go_to_match(at);
    }

    fn go_to_match(&mut self, at: Option<usize>) {
        let Some(finding) = &mut self.state.finding else {
            return;
        };
        finding.at = at;
        let Some(&range) = at.and_then(|at| finding.found.get(at)) else {
            return;
        };
        self.state.place.anchor = range.start();
        self.state.place.caret = range.end();
        self.state.place.focus = None;
        self.reveal(range);
    }

    /// Looks again if the text in the reader is another one, or what is hidden of it.
    pub(super) fn find_again(&mut self) {
        let (Some(finding), Some(open)) = (&mut self.state.finding, &self.open) else {
            return;
        };
        let place = &self.state.place;
        let (Some(id), Some(text)) = (place.source, &place.text) else {
            return;
        };
        let Some(source) = open.project.sources().get(id) else {
            return;
        };
        let looked = (source.text.clone(), self.settings.interviewer);
        if finding.text.as_ref() == Some(&looked) {
            return;
        }
        finding.text = Some(looked);
        finding.at = None;
        finding.trouble.clear();
        let all = finding.find.all(text).unwrap_or_else(|error| {
            finding.trouble = error.message;
            Vec::new()
        });
        let (found, hidden) = find::seen(&open.project, id, all, self.settings.interviewer);
        finding.found = Arc::new(found);
        finding.hidden = hidden;
    }
}
