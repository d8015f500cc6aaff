//! Sources, their speakers and their turns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{PlanError, Planner, counted, named, present, record};
use crate::change::Row;
use crate::edit::{NewSource, NewTurn, SourceDetails};
use crate::model::{
    CaseId, CodingId, Reading, Source, SourceId, Speaker, SpeakerId, SpeakerRole, Subject,
    TextHash, Turn, TurnList, folded, same_name,
};
use crate::text::{CLEANING_VERSION, CharIndex, CharRange, SourceText, count_words};

impl Planner<'_> {
    pub(super) fn add_source(&mut self, new: &NewSource) -> Result<String, PlanError> {
        let name = named("source", &new.name)?;
        let taken = self.taken();
        if let Some(same) = taken.files.get(&new.file_hash) {
            return Err(PlanError::SameFile { name: same.clone() });
        }
        if let Some(same) = taken.names.get(&folded(&name)) {
            return Err(PlanError::NameTaken {
                what: "source",
                name: same.clone(),
            });
        }
        let id = new
            .id
            .unwrap_or_else(|| SourceId::from_u128(self.ids.next()));
        if self.draft.sources.contains(id) {
            return Err(PlanError::IdTaken("source"));
        }
        let text = SourceText::new(new.text.as_str());
        let turns = if new.turns.is_empty() {
            paragraphs(&new.text)
        } else {
            new.turns.clone()
        };
        check_turns(&turns, text.characters(), new.speakers.len()).map_err(|problem| {
            PlanError::BadSource {
                name: name.clone(),
                problem,
            }
        })?;
        let source = Source {
            id,
            name: name.clone(),
            kind: new.kind,
            language: new.language.clone(),
            wave: new.wave.clone(),
            case: self.case_for(new.case.as_deref())?,
            values: self.values_for(&new.attributes)?,
            text: TextHash::of(text.as_str()),
            characters: text.characters(),
            words: count_words(text.as_str()),
            revision: 0,
            cleaning: CLEANING_VERSION,
            file_name: new.file_name.clone(),
            file_hash: new.file_hash.clone(),
            imported_at: self.by.at,
            reading: Reading::Unread,
        };
        self.texts.push((source.text.clone(), text));
        record!(self, Source, None, Some(source));
        let speakers = self.add_speakers(id, new)?;
        let turns = turns
            .iter()
            .map(|turn| Turn {
                range: turn.range,
                speech: turn.speech,
                speaker: turn.speaker.and_then(|place| speakers.get(place).copied()),
                from_ms: turn.from_ms,
                to_ms: turn.to_ms,
            })
            .collect();
        record!(self, Turns, None, Some(TurnList { source: id, turns }));
        Ok(format!("Imported “{name}”"))
    }

    fn add_speakers(
        &mut self,
        source: SourceId,
        new: &NewSource,
    ) -> Result<Vec<SpeakerId>, PlanError> {
        let mut ids = Vec::with_capacity(new.speakers.len());
        for speaker in &new.speakers {
            let name = named("speaker", &speaker.name)?;
            if self.draft.speaker_named(source, &name).is_some() {
                return Err(PlanError::NameTaken {
                    what: "speaker",
                    name,
                });
            }
            let id = SpeakerId::from_u128(self.ids.next());
            let case = self.case_for(speaker.case.as_deref())?;
            let values = self.values_for(&speaker.attributes)?;
            let role = speaker.role;
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
            ids.push(id);
        }
        Ok(ids)
    }

    pub(super) fn case_for(&mut self, name: Option<&str>) -> Result<Option<CaseId>, PlanError> {
        name.map(|name| self.case_named_or_new(name)).transpose()
    }

    /// Names and files that are taken. An import asks for each of its files, so they are looked up, not scanned.
    pub(super) fn taken(&mut self) -> &Taken {
        let draft = &self.draft;
        self.taken.get_or_insert_with(|| {
            let mut taken = Taken::default();
            draft.sources.iter().for_each(|source| taken.note(source));
            taken
        })
    }

    pub(super) fn remove_source(&mut self, id: SourceId) -> Result<String, PlanError> {
        let source = present(&self.draft.sources, id, "source")?;
        let codings: Vec<CodingId> = self.draft.codings_of(id).map(|coding| coding.id).collect();
        self.remove_codings(&codings)?;
        self.remove_memos_where(
            |subject| matches!(subject, Subject::Source(on) | Subject::Passage(on, _) if on == id),
        );
        self.drop_source_from_findings(id);
        let turns = self.draft.turns.get(id).cloned();
        record!(self, Turns, turns, None);
        let speakers: Vec<Arc<Speaker>> = self.draft.speakers_of(id).cloned().collect();
        for speaker in speakers {
            record!(self, Speaker, Some(speaker), None);
        }
        let label = format!(
            "Removed “{}” with {}",
            source.name,
            counted(codings.len(), "coding")
        );
        record!(self, Source, Some(source), None);
        Ok(label)
    }

    pub(super) fn rename_source(&mut self, id: SourceId, name: &str) -> Result<String, PlanError> {
        let before = present(&self.draft.sources, id, "source")?;
        let name = named("source", name)?;
        if let Some(same) = self.taken().names.get(&folded(&name))
            && folded(same) != folded(&before.name)
        {
            return Err(PlanError::NameTaken {
                what: "source",
                name: same.clone(),
            });
        }
        let label = format!("Renamed “{}” to “{name}”", before.name);
        let after = Source {
            name,
            ..(*before).clone()
        };
        record!(self, Source, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn describe_source(
        &mut self,
        id: SourceId,
        details: &SourceDetails,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.sources, id, "source")?;
        let mut after = (*before).clone();
        after.kind = details.kind.unwrap_or(after.kind);
        after.reading = details.reading.unwrap_or(after.reading);
        if let Some(language) = &details.language {
            language.trim().clone_into(&mut after.language);
        }
        if let Some(wave) = &details.wave {
            wave.trim().clone_into(&mut after.wave);
        }
        let label = match details.reading {
            Some(Reading::Done) => format!("Marked “{}” as coded to the end", before.name),
            Some(Reading::Started) => format!("Marked “{}” as being coded", before.name),
            Some(Reading::Unread) => format!("Marked “{}” as unread", before.name),
            None => format!("Changed the details of “{}”", before.name),
        };
        record!(self, Source, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn rename_speaker(
        &mut self,
        id: SpeakerId,
        name: &str,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.speakers, id, "speaker")?;
        let name = named("speaker", name)?;
        let twin = |known: &&Arc<Speaker>| known.id != id && same_name(&known.name, &name);
        let other = self.draft.speakers_of(before.source).find(twin).cloned();
        if let Some(other) = other {
            return self.merge_speakers(before, other);
        }
        let label = format!("Renamed the speaker “{}” to “{name}”", before.name);
        let after = Speaker {
            name,
            ..(*before).clone()
        };
        record!(self, Speaker, Some(before), Some(after));
        Ok(label)
    }

    /// One person under two labels: the turns go over, what was known of either is kept.
    fn merge_speakers(
        &mut self,
        gone: Arc<Speaker>,
        kept: Arc<Speaker>,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.turns, gone.source, "source")?;
        let mut turns = (*before).clone();
        for turn in turns
            .turns
            .iter_mut()
            .filter(|turn| turn.speaker == Some(gone.id))
        {
            turn.speaker = Some(kept.id);
        }
        record!(self, Turns, Some(before), Some(turns));
        let mut after = (*kept).clone();
        after.case = after.case.or(gone.case);
        for (attribute, value) in &gone.values {
            after
                .values
                .entry(*attribute)
                .or_insert_with(|| value.clone());
        }
        let label = format!("Merged the speaker “{}” into “{}”", gone.name, kept.name);
        record!(self, Speaker, Some(kept), Some(after));
        record!(self, Speaker, Some(gone), None);
        Ok(label)
    }

    pub(super) fn set_speaker_role(
        &mut self,
        id: SpeakerId,
        role: SpeakerRole,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.speakers, id, "speaker")?;
        let label = format!("Marked “{}” as {role}", before.name);
        let after = Speaker {
            role,
            ..(*before).clone()
        };
        record!(self, Speaker, Some(before), Some(after));
        Ok(label)
    }
}

/// Names, folded as [`same_name`] compares them, and files of the sources there are, each with the source's name.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) names: BTreeMap<String, String>,
    pub(super) files: BTreeMap<TextHash, String>,
}

impl Taken {
    fn note(&mut self, source: &Source) {
        self.names.insert(folded(&source.name), source.name.clone());
        self.files
            .insert(source.file_hash.clone(), source.name.clone());
    }
}

/// Keeps the taken names up with a source that was added; any other change has them read anew.
pub(super) fn keep_up(taken: &mut Option<Taken>, row: &Row<Source>) {
    match (&row.before, &row.after, taken.as_mut()) {
        (None, Some(added), Some(taken)) => taken.note(added),
        _ => *taken = None,
    }
}

/// One turn for each line that has words; blank lines belong to the line before (at the top: to the first).
pub(super) fn paragraphs(text: &str) -> Vec<NewTurn> {
    let length = |part: &str| CharIndex::from_count(part.chars().count()).0;
    let mut turns: Vec<NewTurn> = Vec::new();
    let mut place = 0_u32;
    for line in text.split_inclusive('\n') {
        let start = place;
        place += length(line);
        let words = line.trim();
        let begin = start + length(line) - length(line.trim_start());
        let speech = if words.is_empty() {
            CharRange::of(start, start)
        } else {
            CharRange::of(begin, begin + length(words))
        };
        match turns.last_mut() {
            Some(last) if words.is_empty() || last.speech.is_empty() => {
                last.range = CharRange::new(last.range.start(), CharIndex(place));
                if last.speech.is_empty() {
                    last.speech = speech;
                }
            }
            _ => turns.push(NewTurn {
                range: CharRange::of(start, place),
                speech,
                speaker: None,
                from_ms: None,
                to_ms: None,
            }),
        }
    }
    turns
}

pub(super) fn check_turns(
    turns: &[NewTurn],
    characters: u32,
    speakers: usize,
) -> Result<(), String> {
    let mut place = CharIndex(0);
    for (n, turn) in (1..).zip(turns) {
        if turn.range.start() != place || turn.range.is_empty() {
            let start = turn.range.start().0;
            return Err(format!(
                "turn {n} begins at {start}, but the one before ends at {}",
                place.0
            ));
        }
        if !turn.range.covers(turn.speech) {
            return Err(format!("the speech of turn {n} lies outside the turn"));
        }
        if turn.speaker.is_some_and(|speaker| speaker >= speakers) {
            return Err(format!("turn {n} names a speaker who is not listed"));
        }
        place = turn.range.end();
    }
    if place.0 == characters {
        Ok(())
    } else {
        Err(format!(
            "its turns end at {}, its text at {characters}",
            place.0
        ))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unlabelled_text_becomes_a_turn_a_paragraph() {
        let turns = paragraphs("\n  Title\n\nFirst line.\nSecond ");
        let speech: Vec<(u32, u32)> = turns.iter().map(|turn| turn.speech.into()).collect();
        assert_eq!(speech, [(3, 8), (10, 21), (22, 28)]);
    }

    proptest! {
        #[test]
        fn paragraphs_partition_any_text(text in "[a-c \\n\u{175}\\t]{0,60}") {
            let characters = CharIndex::from_count(text.chars().count()).0;
            prop_assert_eq!(check_turns(&paragraphs(&text), characters, 0), Ok(()));
        }
    }

    #[test]
    fn turns_that_do_not_fit_are_refused() {
        let turn = |start, end| NewTurn {
            range: CharRange::of(start, end),
            speech: CharRange::of(start, end),
            speaker: None,
            from_ms: None,
            to_ms: None,
        };
        let gap = check_turns(&[turn(0, 3), turn(4, 6)], 6, 0).unwrap_err();
        assert!(gap.contains("turn 2 begins at 4"), "{gap}");
        assert!(
            check_turns(&[turn(0, 3)], 6, 0)
                .unwrap_err()
                .contains("end at 3")
        );
        let stranger = NewTurn {
            speaker: Some(0),
            ..turn(0, 3)
        };
        assert!(
            check_turns(&[stranger], 3, 0)
                .unwrap_err()
                .contains("not listed")
        );
    }
}
