//! Correcting: words of the open source mended in its text, and the reader kept up with texts that change.

use project::TextHash;
use project::text::{CharIndex, CharRange};

use crate::correcting;
use crate::desk::{Notice, Place, Sheet, Tone};
use crate::desktop::Desktop;
use crate::view::{speakers, steps};

impl Desktop {
    /// Opens the correction of the selected words; without a selection, of the word at the caret.
    pub(super) fn begin_correction(&mut self) {
        let place = &self.state.place;
        let Some(text) = &place.text else { return };
        let range = place.selection().unwrap_or_else(|| {
            let end = CharIndex(place.caret.0.saturating_add(1).min(text.characters()));
            text.snap_to_words(CharRange::new(place.caret, end))
        });
        if text.slice(range).trim().is_empty() {
            self.tell(Notice::new(
                Tone::Warn,
                "Select the words to correct, or put the caret into one.",
            ));
            return;
        }
        self.state.place.anchor = range.start();
        self.state.place.caret = range.end();
        self.open_sheet(Sheet::Correct(range));
    }

    /// Replaces a passage of the open source and selects what stands there now.
    pub(super) fn correct(&mut self, range: CharRange, words: &str) {
        let (Some(open), Some(source)) = (&self.open, self.state.place.source) else {
            return;
        };
        let corrected = correcting::passage(&open.project, &open.texts, source, range, words);
        let corrected = match corrected {
            Ok(corrected) => corrected,
            Err(trouble) => return self.tell_trouble(&trouble),
        };
        if corrected
            .revision
            .change
            .apply(&corrected.revision.old)
            .as_deref()
            == Some(corrected.revision.old.as_str())
        {
            return;
        }
        let told = told(corrected.quotes.changed.len(), corrected.quotes.lost.len());
        if !self.edit(project::Edit::ReviseText(corrected.revision)) {
            return;
        }
        let length = CharIndex::from_count(project::text::clean(words).chars().count()).0;
        let end = CharIndex(range.start().0 + length);
        self.state.place.anchor = range.start();
        self.state.place.caret = end;
        self.tell(Notice::new(Tone::Good, "Corrected.").with(told));
    }

    /// Asks who says the selected words; without a selection, the turn at the caret.
    pub(super) fn begin_telling(&mut self) {
        let range = match self.state.place.selection() {
            Some(range) => Some(range),
            None => steps::speech_at(&self.turns(), self.state.place.caret),
        };
        let spoken = |range: &CharRange| {
            let text = self.state.place.text.as_ref();
            text.is_some_and(|text| text.slice(*range).contains(char::is_alphanumeric))
        };
        if let Some(range) = range.filter(spoken) {
            // What is meant is seen, and the palette stands below it.
            self.state.place.anchor = range.start();
            self.state.place.caret = range.end();
            self.open_sheet(Sheet::Speaker(range));
        } else {
            self.tell(Notice::new(
                Tone::Warn,
                "Select the words that somebody says, or put the caret into a turn.",
            ));
        }
    }

    /// Gives a passage of the open source to the speaker of that name, or to nobody.
    pub(super) fn tell_speaker(&mut self, range: CharRange, name: Option<String>) {
        self.retell(vec![(range, name)]);
    }

    /// From a place of the open source on, gives each of two speakers what the other one says.
    pub(super) fn swap_speakers(&mut self, from: CharIndex, names: &[String; 2]) {
        let (Some(open), Some(source)) = (&self.open, self.state.place.source) else {
            return;
        };
        let [one, other] = names;
        let said = speakers::swapped(&open.project, source, from, [one, other]);
        self.retell(said);
    }

    fn retell(&mut self, said: Vec<(CharRange, Option<String>)>) {
        let (Some(open), Some(source)) = (&self.open, self.state.place.source) else {
            return;
        };
        match correcting::told(&open.project, &open.texts, source, said) {
            Ok(edit) => {
                self.edit(edit);
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }

    /// Takes the texts of the open sources anew where an edit, an import or an undo changed them since they were
    /// `read`: the one in front, the one beside.
    pub(super) fn follow_texts(&mut self, read: [Option<TextHash>; 2]) {
        let Some(open) = &self.open else { return };
        let places = [Some(&mut self.state.place), self.state.beside.as_mut()];
        let mut troubles = Vec::new();
        for ((place, read), is_front) in places.into_iter().zip(read).zip([true, false]) {
            let (Some(place), Some(read)) = (place, read) else {
                continue;
            };
            let row = place.source.and_then(|id| open.project.sources().get(id));
            let Some(row) = row.filter(|row| row.text != read) else {
                continue;
            };
            match open.texts.of(row) {
                Ok(text) => {
                    let end = CharIndex(text.characters());
                    place.caret = place.caret.min(end);
                    place.anchor = place.anchor.min(end);
                    (place.flash, place.reveal) = (None, None);
                    place.text = Some(text);
                    if is_front
                        && matches!(
                            self.state.sheet,
                            Some(Sheet::Correct(_) | Sheet::Speaker(_))
                        )
                    {
                        self.state.sheet = None;
                    }
                }
                Err(error) => {
                    *place = Place::default();
                    troubles.push(error);
                }
            }
        }
        for error in troubles {
            self.tell_trouble(&error.into());
        }
    }
}

/// What a correction did to quotes, in words; "" for nothing.
fn told(changed: usize, lost: usize) -> String {
    let quotes = |count: usize| match count {
        1 => "1 quote".to_owned(),
        count => format!("{count} quotes"),
    };
    let mut parts = Vec::new();
    if changed > 0 {
        let verb = if changed == 1 { "has" } else { "have" };
        parts.push(format!("{} {verb} the new words.", quotes(changed)));
    }
    if lost > 0 {
        let verb = if lost == 1 { "has" } else { "have" };
        parts.push(format!(
            "{} {verb} no passage any more and {} kept for review; undo brings all back.",
            quotes(lost),
            if lost == 1 { "is" } else { "are" }
        ));
    }
    parts.join(" ")
}
