//! Corrections of a text: everything that has a place in it moves along, and nothing is dropped.

use std::sync::Arc;

use super::sources::check_turns;
use super::{PlanError, Planner, named, present, record};
use crate::edit::{Reimport, Revision};
use crate::model::{
    Coding, CodingId, CodingState, Memo, Source, Speaker, SpeakerId, Subject, TextHash, Turn,
    TurnList, same_name,
};
use crate::text::{
    Anchor, CharIndex, CharRange, SourceText, Stick, TextChange, count_words, reanchor,
};

impl Planner<'_> {
    pub(super) fn revise_text(&mut self, revision: &Revision) -> Result<String, PlanError> {
        let before = present(&self.draft.sources, revision.source, "source")?;
        let other_text = || PlanError::OtherText {
            name: before.name.clone(),
        };
        if TextHash::of(revision.old.as_str()) != before.text {
            return Err(other_text());
        }
        let text = revision
            .change
            .apply(&revision.old)
            .ok_or_else(other_text)?;
        let new = SourceText::new(text);
        let label = match &revision.reimport {
            Some(_) => format!("Imported “{}” again, corrected", before.name),
            None => format!("Corrected the text of “{}”", before.name),
        };
        let mut after = Source {
            text: TextHash::of(new.as_str()),
            characters: new.characters(),
            words: count_words(new.as_str()),
            revision: before.revision + 1,
            ..(*before).clone()
        };
        if let Some(reimport) = &revision.reimport {
            reimport.file_name.clone_into(&mut after.file_name);
            after.file_hash = reimport.file_hash.clone();
        }
        if after.text == before.text {
            // Nothing to move; a file that differs in nothing but its bytes is still noted.
            after.revision = before.revision;
        }
        self.texts.push((after.text.clone(), new.clone()));
        record!(self, Source, Some(Arc::clone(&before)), Some(after));
        match &revision.reimport {
            Some(reimport) => self.replace_turns(&before, reimport, new.characters())?,
            None => self.move_turns(&before, &revision.change),
        }
        self.move_codings(revision, &new);
        self.move_memos(revision);
        Ok(label)
    }

    fn move_turns(&mut self, source: &Source, change: &TextChange) {
        let Some(before) = self.draft.turns.get(source.id).cloned() else {
            return;
        };
        let mut after = (*before).clone();
        for turn in &mut after.turns {
            *turn = move_turn(turn, change);
        }
        // Whatever is typed after the last word belongs to the last turn.
        let end = self
            .draft
            .sources
            .get(source.id)
            .map_or(0, |source| source.characters);
        after.turns.retain(|turn| !turn.range.is_empty());
        if let Some(last) = after.turns.last_mut() {
            last.range = CharRange::new(last.range.start(), CharIndex(end));
        }
        if after.turns.is_empty() && end > 0 {
            let all = CharRange::of(0, end);
            after.turns.push(Turn {
                range: all,
                speech: all,
                speaker: None,
                from_ms: None,
                to_ms: None,
            });
        }
        record!(self, Turns, Some(before), Some(after));
    }

    /// Speakers of a known name stay who they are, with their case and attributes; those who no longer speak go.
    fn replace_turns(
        &mut self,
        source: &Source,
        new: &Reimport,
        characters: u32,
    ) -> Result<(), PlanError> {
        check_turns(&new.turns, characters, new.speakers.len()).map_err(|problem| {
            PlanError::BadSource {
                name: source.name.clone(),
                problem,
            }
        })?;
        let mut ids = Vec::with_capacity(new.speakers.len());
        for speaker in &new.speakers {
            let name = named("speaker", &speaker.name)?;
            let known = self
                .draft
                .speakers_of(source.id)
                .find(|known| same_name(&known.name, &name))
                .map(|known| known.id);
            let id = if let Some(known) = known {
                known
            } else {
                let id = SpeakerId::from_u128(self.ids.next());
                let values = self.values_for(&speaker.attributes)?;
                let (source, role) = (source.id, speaker.role);
                record!(
                    self,
                    Speaker,
                    None,
                    Some(Speaker {
                        id,
                        source,
                        name,
                        role,
                        case: None,
                        values
                    })
                );
                id
            };
            ids.push(id);
        }
        let turns = new
            .turns
            .iter()
            .map(|turn| Turn {
                range: turn.range,
                speech: turn.speech,
                speaker: turn.speaker.and_then(|place| ids.get(place).copied()),
                from_ms: turn.from_ms,
                to_ms: turn.to_ms,
            })
            .collect();
        let before = self.draft.turns.get(source.id).cloned();
        record!(
            self,
            Turns,
            before,
            Some(TurnList {
                source: source.id,
                turns
            })
        );
        let gone: Vec<Arc<Speaker>> = self
            .draft
            .speakers_of(source.id)
            .filter(|known| !ids.contains(&known.id))
            .cloned()
            .collect();
        for speaker in gone {
            record!(self, Speaker, Some(speaker), None);
        }
        Ok(())
    }

    fn move_codings(&mut self, revision: &Revision, new: &SourceText) {
        let codings: Vec<Arc<Coding>> = self.draft.codings_of(revision.source).cloned().collect();
        for coding in codings {
            let anchor = if revision.reimport.is_some() {
                reanchor(
                    &revision.old,
                    new,
                    &revision.change,
                    coding.range,
                    &coding.quote,
                )
            } else {
                follow(&revision.change, new, coding.range, &coding.quote)
            };
            let (range, state) = match anchor {
                Anchor::Same(range) => (range, CodingState::Exact),
                Anchor::Changed(range) => (range, CodingState::Moved),
                Anchor::Gone(place) => (CharRange::new(place, place), CodingState::Lost),
            };
            let after = Coding {
                range,
                state,
                ..(*coding).clone()
            };
            record!(self, Coding, Some(coding), Some(after));
        }
    }

    fn move_memos(&mut self, revision: &Revision) {
        let on_passage = |memo: &&Arc<Memo>| matches!(memo.subject, Subject::Passage(on, _) if on == revision.source);
        let memos: Vec<Arc<Memo>> = self
            .draft
            .memos
            .iter()
            .filter(on_passage)
            .cloned()
            .collect();
        for memo in memos {
            let Subject::Passage(source, range) = memo.subject else {
                continue;
            };
            let subject = Subject::Passage(source, revision.change.map_quote(range));
            let after = Memo {
                subject,
                ..(*memo).clone()
            };
            record!(self, Memo, Some(memo), Some(after));
        }
    }

    pub(super) fn accept_quote(&mut self, id: CodingId, quote: &str) -> Result<String, PlanError> {
        let before = present(&self.draft.codings, id, "coding")?;
        let source = present(&self.draft.sources, before.source, "source")?;
        super::codings::check_passage(&source, before.range)?;
        let after = Coding {
            quote: quote.to_owned(),
            state: CodingState::Exact,
            ..(*before).clone()
        };
        record!(self, Coding, Some(before), Some(after));
        Ok(format!(
            "Accepted the corrected words of a quote in “{}”",
            source.name
        ))
    }
}

/// Typed corrections are followed by place alone: the same words elsewhere are other words.
fn follow(change: &TextChange, new: &SourceText, range: CharRange, quote: &str) -> Anchor {
    let mapped = change.map_quote(range);
    if mapped.is_empty() {
        Anchor::Gone(mapped.start())
    } else if new.slice(mapped) == quote {
        Anchor::Same(mapped)
    } else {
        Anchor::Changed(mapped)
    }
}

/// Typing at a turn's edge belongs to the turn that begins there, so that turns still partition the text; typing at
/// either edge of its speech is speech.
fn move_turn(turn: &Turn, change: &TextChange) -> Turn {
    let place = |place: CharIndex, stick: Stick| change.map(place, stick);
    let range = CharRange::new(
        place(turn.range.start(), Stick::Before),
        place(turn.range.end(), Stick::Before),
    );
    let start = place(turn.speech.start(), Stick::Before)
        .max(range.start())
        .min(range.end());
    let end = place(turn.speech.end(), Stick::After)
        .max(start)
        .min(range.end());
    Turn {
        range,
        speech: CharRange::new(start, end),
        ..*turn
    }
}
