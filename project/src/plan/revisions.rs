//! Corrections of a text: everything that has a place in it moves along, and nothing is dropped.

use std::sync::Arc;

use super::sources::check_turns;
use super::{PlanError, Planner, named, present, record, voices};
use crate::edit::{NewSpeaker, Reimport, Revision};
use crate::model::{
    Coding, CodingId, CodingState, Memo, Source, SourceId, Speaker, SpeakerId, Subject, TextHash,
    Turn, TurnList,
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
            Some(reimport) => self.replace_turns(&before, revision, reimport, &new)?,
            None => self.move_turns(&before, &revision.change),
        }
        self.move_codings(revision, &new);
        self.part_codings_that_met(revision.source)?;
        self.move_memos(revision, &new);
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

    /// Speakers stay who they are, with their role, case and attributes; those who no longer speak go.
    fn replace_turns(
        &mut self,
        source: &Source,
        revision: &Revision,
        new: &Reimport,
        text: &SourceText,
    ) -> Result<(), PlanError> {
        check_turns(&new.turns, text.characters(), new.speakers.len()).map_err(|problem| {
            PlanError::BadSource {
                name: source.name.clone(),
                problem,
            }
        })?;
        let before = self.draft.turns.get(source.id).cloned();
        let old_turns = before.as_ref().map_or(&[][..], |list| &list.turns);
        let ids = self.known_speakers(source.id, old_turns, revision, new, text)?;
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
        let turns = voices::put_right_before(turns, old_turns, revision, text);
        let speaks = |id: SpeakerId| turns.iter().any(|turn| turn.speaker == Some(id));
        let gone: Vec<Arc<Speaker>> = self
            .draft
            .speakers_of(source.id)
            .filter(|known| !ids.contains(&known.id) && !speaks(known.id))
            .cloned()
            .collect();
        record!(
            self,
            Turns,
            before,
            Some(TurnList {
                source: source.id,
                turns
            })
        );
        for speaker in gone {
            record!(self, Speaker, Some(speaker), None);
        }
        Ok(())
    }

    /// The speakers of a transcript that is imported again: known by name, else by their turns, else new.
    fn known_speakers(
        &mut self,
        source: SourceId,
        old_turns: &[Turn],
        revision: &Revision,
        new: &Reimport,
        text: &SourceText,
    ) -> Result<Vec<SpeakerId>, PlanError> {
        let before = voices::before(old_turns, revision, new, text);
        let mut names = Vec::with_capacity(new.speakers.len());
        for speaker in &new.speakers {
            names.push(named("speaker", &speaker.name)?);
        }
        let mut claimed: Vec<SpeakerId> = names
            .iter()
            .filter_map(|name| self.draft.speaker_named(source, name).map(|known| known.id))
            .collect();
        let mut ids = Vec::with_capacity(names.len());
        for ((speaker, name), before) in new.speakers.iter().zip(names).zip(before) {
            if let Some(known) = self.draft.speaker_named(source, &name) {
                ids.push(known.id);
                continue;
            }
            let heir = before.filter(|before| !before.relabelled || !claimed.contains(&before.id));
            let known = heir.and_then(|heir| self.draft.speakers.get(heir.id).cloned());
            let id = if let Some((heir, known)) = heir.zip(known) {
                if heir.relabelled {
                    let after = Speaker {
                        name,
                        ..(*known).clone()
                    };
                    record!(self, Speaker, Some(known), Some(after));
                }
                heir.id
            } else {
                self.newcomer(source, name, speaker)?
            };
            claimed.push(id);
            ids.push(id);
        }
        Ok(ids)
    }

    pub(super) fn newcomer(
        &mut self,
        source: SourceId,
        name: String,
        new: &NewSpeaker,
    ) -> Result<SpeakerId, PlanError> {
        let id = SpeakerId::from_u128(self.ids.next());
        let case = self.case_for(new.case.as_deref())?;
        let values = self.values_for(&new.attributes)?;
        let role = new.role;
        record!(
            self,
            Speaker,
            None,
            Some(Speaker {
                id,
                source,
                name,
                role,
                case,
                values
            })
        );
        Ok(id)
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
            let mut after = (*coding).clone();
            (after.range, after.state) = match anchor {
                Anchor::Same(range) => (range, CodingState::Exact),
                Anchor::Changed(range) => (range, CodingState::Moved),
                Anchor::Gone(place) => (CharRange::new(place, place), CodingState::Lost),
            };
            let words = new.slice(after.range);
            let mended = words != revision.old.slice(coding.range) && !words.trim().is_empty();
            if revision.quotes_follow && after.state == CodingState::Moved && mended {
                words.clone_into(&mut after.quote);
                after.state = CodingState::Exact;
            }
            record!(self, Coding, Some(coding), Some(after));
        }
    }

    /// Codings of one coder and code whose words were taken out between them may now stand at the same place, where only
    /// one can: one that still reads as it was coded goes before one that does not. Those of the same words are one
    /// then, with the memos of both. Other words keep their coding, which is lost: a quote is never dropped unseen.
    fn part_codings_that_met(&mut self, source: SourceId) -> Result<(), PlanError> {
        let mut standing: Vec<Arc<Coding>> = self
            .draft
            .codings_of(source)
            .filter(|coding| coding.state != CodingState::Lost)
            .cloned()
            .collect();
        let place = |coding: &Coding| (coding.range, coding.code, coding.coder);
        standing.sort_by_key(|coding| {
            let differs = coding.state != CodingState::Exact;
            (place(coding), differs, coding.id)
        });
        for met in standing.chunk_by(|one, other| place(one) == place(other)) {
            let Some((kept, others)) = met.split_first() else {
                continue;
            };
            for coding in others {
                if words_of(&coding.quote).eq(words_of(&kept.quote)) {
                    let kept = present(&self.draft.codings, kept.id, "coding")?;
                    self.fold_coding(Arc::clone(coding), kept);
                } else {
                    let at = coding.range.start();
                    let after = Coding {
                        range: CharRange::new(at, at),
                        state: CodingState::Lost,
                        ..(**coding).clone()
                    };
                    record!(self, Coding, Some(Arc::clone(coding)), Some(after));
                }
            }
        }
        Ok(())
    }

    fn move_memos(&mut self, revision: &Revision, new: &SourceText) {
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
            let range = if revision.reimport.is_some() {
                let words = revision.old.slice(range);
                match reanchor(&revision.old, new, &revision.change, range, words) {
                    Anchor::Same(range) | Anchor::Changed(range) => range,
                    Anchor::Gone(place) => CharRange::new(place, place),
                }
            } else {
                revision.change.map_quote(range)
            };
            let subject = Subject::Passage(source, range);
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

/// The words of a quote, without signs between them.
fn words_of(quote: &str) -> impl Iterator<Item = String> {
    let words = quote.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
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
