//! Going: sources, turns, sentences and codings, and what is selected on the way.

use project::text::{CharIndex, CharRange};
use project::{Coding, Reading, SourceId, SpeakerRole, Turn};

use crate::desk::{Notice, Place, Tone, View};
use crate::desktop::Desktop;
use crate::desktop::sides::left;
use crate::view::{sources, steps};

impl Desktop {
    /// Opens the first source of the list, so that a project opens on something to read.
    pub(super) fn open_first_source(&mut self) {
        let Some(open) = &self.open else { return };
        let rows = sources::source_rows(&open.project, "", None);
        let started = open
            .project
            .sources()
            .iter()
            .filter(|source| source.reading == Reading::Started)
            .map(|source| source.id)
            .next();
        if let Some(source) = started.or_else(|| sources::neighbour(&rows, None, true)) {
            self.open_source(source);
            // Keys work in it at once, before anything else is asked for.
            self.settle_standing();
        }
    }

    /// Opens a source where it was left.
    pub(super) fn open_source(&mut self, id: SourceId) {
        if self.state.place.source == Some(id) {
            self.state.view = View::Read;
            return;
        }
        if self.is_beside(id) {
            self.state.view = View::Read;
            return self.take_side(self.state.side.other());
        }
        self.remember(left(&self.state.place));
        if let Some(place) = self.place_in(id) {
            self.state.place = place;
            self.state.view = View::Read;
        }
    }

    /// The place where a source was left, or its start, to be brought into sight.
    pub(super) fn place_in(&mut self, id: SourceId) -> Option<Place> {
        let open = self.open.as_ref()?;
        let source = open.project.sources().get(id)?;
        let text = match open.texts.of(source) {
            Ok(text) => text,
            Err(error) => {
                self.tell_trouble(&error.into());
                return None;
            }
        };
        let first = open
            .project
            .turns(id)
            .first()
            .map_or(CharIndex(0), |turn| turn.speech.start());
        let caret = self.state.left_at.get(&id).copied().unwrap_or(first);
        let caret = caret.min(CharIndex(text.characters()));
        self.given += 1;
        Some(Place {
            source: Some(id),
            text: Some(text),
            caret,
            anchor: caret,
            reveal: Some((CharRange::new(caret, caret), self.given)),
            ..Place::default()
        })
    }

    /// Goes to a passage and flashes it.
    pub(super) fn go(&mut self, source: SourceId, range: CharRange) {
        self.open_source(source);
        if self.state.place.source != Some(source) {
            return;
        }
        self.put_caret(range.start());
        self.state.place.flash = Some((range, self.now));
        let focus = self.open.as_ref().and_then(|open| {
            open.project
                .codings_of(source)
                .find(|coding| coding.range == range)
                .map(|coding| coding.id)
        });
        self.state.place.focus = focus;
        self.reveal(range);
    }

    /// Asks the reader to bring a passage into sight.
    pub(super) fn reveal(&mut self, range: CharRange) {
        self.given += 1;
        self.state.place.reveal = Some((range, self.given));
    }

    /// Puts the caret somewhere, with nothing selected.
    fn put_caret(&mut self, place: CharIndex) {
        self.state.place.caret = place;
        self.state.place.anchor = place;
    }

    fn caret_to(&mut self, place: Option<CharIndex>) {
        if let Some(place) = place {
            self.put_caret(place);
            self.state.place.focus = None;
            self.reveal(CharRange::new(place, place));
        }
    }

    fn extend_to(&mut self, place: Option<CharIndex>) {
        if let Some(place) = place {
            self.state.place.caret = place;
            self.reveal(CharRange::new(place, place));
        }
    }

    /// The turns of the open source.
    pub(super) fn turns(&self) -> Vec<Turn> {
        match (&self.open, self.state.place.source) {
            (Some(open), Some(source)) => open.project.turns(source).to_vec(),
            (Some(_) | None, _) => Vec::new(),
        }
    }

    pub(super) fn go_turn(&mut self, forward: bool) {
        let (turns, caret) = (self.turns(), self.state.place.caret);
        let shows_all = self.settings.interviewer;
        let wanted = |_: usize, turn: &Turn| shows_all || !self.asks(turn);
        let next = if forward {
            steps::next_turn(&turns, caret, wanted)
        } else {
            steps::previous_turn(&turns, caret, wanted)
        };
        self.caret_to(next);
    }

    pub(super) fn go_sentence(&mut self, forward: bool) {
        let (turns, caret) = (self.turns(), self.state.place.caret);
        let Some(text) = self.state.place.text.clone() else {
            return;
        };
        let next = if forward {
            steps::next_sentence(&text, &turns, caret)
        } else {
            steps::previous_sentence(&text, &turns, caret)
        };
        self.caret_to(next);
    }

    pub(super) fn extend_turn(&mut self, forward: bool) {
        let (turns, place) = (self.turns(), &self.state.place);
        let next = if forward {
            steps::speech_end_after(&turns, place.caret)
        } else {
            steps::speech_end_before(&turns, place.caret)
                .filter(|&end| end > place.anchor)
                .or(Some(place.anchor))
        };
        self.extend_to(next);
    }

    pub(super) fn extend_sentence(&mut self, forward: bool) {
        let (turns, place) = (self.turns(), &self.state.place);
        let Some(text) = &place.text else { return };
        let next = if forward {
            steps::sentence_end_after(text, &turns, place.caret)
        } else {
            steps::sentence_end_before(text, &turns, place.caret)
                .filter(|&end| end > place.anchor)
                .or(Some(place.anchor))
        };
        self.extend_to(next);
    }

    pub(super) fn select_sentence(&mut self) {
        let (turns, place) = (self.turns(), &self.state.place);
        let Some(text) = &place.text else { return };
        let sentence = steps::sentence_at(text, &turns, place.caret);
        self.select(sentence);
    }

    pub(super) fn select_turn(&mut self) {
        let speech = steps::speech_at(&self.turns(), self.state.place.caret);
        self.select(speech);
    }

    fn select(&mut self, range: Option<CharRange>) {
        if let Some(range) = range {
            self.state.place.anchor = range.start();
            self.state.place.caret = range.end();
            self.reveal(range);
        }
    }

    /// Goes to the next coding or the one before: first those that begin with the focused one, then on.
    pub(super) fn go_coding(&mut self, forward: bool) {
        let (Some(open), Some(source)) = (&self.open, self.state.place.source) else {
            return;
        };
        let codings: Vec<&Coding> = open.project.codings_of(source).map(AsRef::as_ref).collect();
        let at = self
            .state
            .place
            .focus
            .and_then(|focus| codings.iter().position(|coding| coding.id == focus));
        let caret = self.state.place.caret;
        let next = match (at, forward) {
            (Some(at), true) => codings.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| codings.get(at)),
            (None, true) => codings.iter().find(|coding| coding.range.start() >= caret),
            (None, false) => codings
                .iter()
                .rev()
                .find(|coding| coding.range.start() < caret),
        };
        let Some((id, range, code)) = next.map(|coding| (coding.id, coding.range, coding.code))
        else {
            let text = if forward {
                "That was the last coding of this source."
            } else {
                "That was the first coding of this source."
            };
            self.tell(Notice::new(Tone::Good, text));
            return;
        };
        self.put_caret(range.start());
        self.state.place.focus = Some(id);
        self.state.code = Some(code);
        self.reveal(range);
    }

    /// Goes to the next respondent's turn that has no coding.
    pub(super) fn go_uncoded(&mut self) {
        let (Some(open), Some(source)) = (&self.open, self.state.place.source) else {
            return;
        };
        let coded: Vec<CharRange> = open
            .project
            .codings_of(source)
            .map(|coding| coding.range)
            .collect();
        let wanted = |_: usize, turn: &Turn| {
            let after = coded.partition_point(|range| range.start() < turn.range.end());
            let is_coded = coded
                .iter()
                .take(after)
                .rev()
                .take(400)
                .any(|range| range.overlaps(turn.range));
            !turn.speech.is_empty() && turn.speaker.is_some() && !self.asks(turn) && !is_coded
        };
        let next = steps::next_turn(open.project.turns(source), self.state.place.caret, wanted);
        if next.is_none() {
            self.tell(Notice::new(
                Tone::Good,
                "Every turn after this one has a coding.",
            ));
        }
        self.caret_to(next);
    }

    pub(super) fn go_source(&mut self, forward: bool) {
        let Some(open) = &self.open else { return };
        let rows = sources::source_rows(&open.project, "", None);
        if let Some(next) = sources::neighbour(&rows, self.state.place.source, forward) {
            self.open_source(next);
        }
    }

    /// Whether the interviewer speaks.
    fn asks(&self, turn: &Turn) -> bool {
        let speaker = turn
            .speaker
            .and_then(|speaker| self.open.as_ref()?.project.speakers().get(speaker));
        speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer)
    }
}
