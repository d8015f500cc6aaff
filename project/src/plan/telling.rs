//! Who says what, put right: a turn given to another speaker, or words of a turn that somebody else says.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::codings::check_passage;
use super::{PlanError, Planner, counted, named, present, record};
use crate::edit::{NewSpeaker, Telling};
use crate::model::{SourceId, SpeakerId, SpeakerRole, TextHash, Turn, TurnList};
use crate::text::{CharIndex, CharRange, SourceText};

impl Planner<'_> {
    pub(super) fn tell_speakers(&mut self, telling: &Telling) -> Result<String, PlanError> {
        let source = present(&self.draft.sources, telling.source, "source")?;
        if TextHash::of(telling.text.as_str()) != source.text {
            return Err(PlanError::OtherText {
                name: source.name.clone(),
            });
        }
        let before = present(&self.draft.turns, source.id, "source")?;
        let mut turns = before.turns.clone();
        let mut given = 0;
        for (range, name) in &telling.said {
            check_passage(&source, *range)?;
            let speaker = match name {
                Some(name) => Some(self.speaker_called(source.id, name)?),
                None => None,
            };
            given += give(&mut turns, &telling.text, *range, speaker);
        }
        let after = TurnList {
            source: source.id,
            turns,
        };
        record!(self, Turns, Some(Arc::clone(&before)), Some(after));
        self.drop_silent(&before);
        let name = |said: &(CharRange, Option<String>)| said.1.clone();
        let to = match telling.said.split_first() {
            Some((first, rest)) if rest.iter().all(|said| said.1 == first.1) => {
                name(first).unwrap_or_else(|| "nobody".to_owned())
            }
            _ => "others".to_owned(),
        };
        let turns = counted(given, "turn");
        Ok(format!("Gave {turns} of “{}” to {to}", source.name))
    }

    /// The speaker of that name in a source, made if new.
    fn speaker_called(&mut self, source: SourceId, name: &str) -> Result<SpeakerId, PlanError> {
        let name = named("speaker", name)?;
        if let Some(known) = self.draft.speaker_named(source, &name) {
            return Ok(known.id);
        }
        let new = NewSpeaker {
            name: name.clone(),
            role: SpeakerRole::Respondent,
            case: None,
            attributes: Vec::new(),
        };
        self.newcomer(source, name, &new)
    }

    /// Takes out the speakers of turns as they were who say nothing any more.
    fn drop_silent(&mut self, before: &TurnList) {
        let speak = |turns: &[Turn]| -> BTreeSet<SpeakerId> {
            turns.iter().filter_map(|turn| turn.speaker).collect()
        };
        let now = speak(self.draft.turns(before.source));
        for silent in speak(&before.turns).difference(&now) {
            let gone = self.draft.speakers.get(*silent).cloned();
            record!(self, Speaker, gone, None);
        }
    }
}

/// Gives the words of a range to a speaker and answers how many turns that changed.
fn give(
    turns: &mut Vec<Turn>,
    text: &SourceText,
    range: CharRange,
    speaker: Option<SpeakerId>,
) -> usize {
    let first = turns.partition_point(|turn| turn.range.end() <= range.start());
    let mut end = turns.partition_point(|turn| turn.range.start() < range.end());
    let mut given = 0;
    let mut at = first;
    while at < end {
        let pieces = parted(&turns[at], text, range, speaker);
        let count = pieces.len();
        if count > 0 {
            given += 1;
            turns.splice(at..=at, pieces);
            end += count - 1;
        }
        at += count.max(1);
    }
    if given > 0 {
        join(turns, text, first.saturating_sub(1)..end);
    }
    given
}

/// The turns that one becomes when the words of a range are a speaker's: up to three, none if it stays as it is. Labels
/// and times stay with what they stand before.
fn parted(
    turn: &Turn,
    text: &SourceText,
    range: CharRange,
    speaker: Option<SpeakerId>,
) -> Vec<Turn> {
    let words = turn
        .speech
        .shared(range)
        .map(|shared| trimmed(text, shared));
    let Some(words) = words.filter(|words| has_words(text, *words) && turn.speaker != speaker)
    else {
        return Vec::new();
    };
    let rest = |start: CharIndex, end: CharIndex| {
        let rest = trimmed(text, CharRange::new(start, end));
        has_words(text, rest).then_some(rest)
    };
    let before = rest(turn.speech.start(), words.start());
    let after = rest(words.end(), turn.speech.end());
    let starts = before.map_or(turn.range.start(), |_| words.start());
    let ends = after.map_or(turn.range.end(), CharRange::start);
    let speech = CharRange::new(
        before.map_or(turn.speech.start(), |_| words.start()),
        after.map_or(turn.speech.end(), |_| words.end()),
    );
    let mut pieces = Vec::with_capacity(3);
    pieces.extend(before.map(|speech| Turn {
        range: CharRange::new(turn.range.start(), starts),
        speech,
        to_ms: None,
        ..*turn
    }));
    pieces.push(Turn {
        range: CharRange::new(starts, ends),
        speech,
        speaker,
        from_ms: turn.from_ms.filter(|_| before.is_none()),
        to_ms: turn.to_ms.filter(|_| after.is_none()),
    });
    pieces.extend(after.map(|speech| Turn {
        range: CharRange::new(ends, turn.range.end()),
        speech,
        from_ms: None,
        ..*turn
    }));
    pieces
}

/// Makes one turn of neighbours that the same speaker says, where no label and no time begins the second.
fn join(turns: &mut Vec<Turn>, text: &SourceText, among: std::ops::Range<usize>) {
    let mut at = among.start;
    let mut end = among.end;
    while at < end && at + 1 < turns.len() {
        let (one, next) = (turns[at], turns[at + 1]);
        let between = CharRange::new(one.speech.end(), next.speech.start());
        let goes_on = one.speaker.is_some()
            && one.speaker == next.speaker
            && next.from_ms.is_none()
            && text.slice(between).trim().is_empty();
        if goes_on {
            turns[at] = Turn {
                range: CharRange::new(one.range.start(), next.range.end()),
                speech: CharRange::new(one.speech.start(), next.speech.end()),
                to_ms: next.to_ms,
                ..one
            };
            turns.remove(at + 1);
            end -= 1;
        } else {
            at += 1;
        }
    }
}

/// A range without the blanks at its ends.
fn trimmed(text: &SourceText, range: CharRange) -> CharRange {
    let words = text.slice(range);
    let blanks = |blank: &str| CharIndex::from_count(blank.chars().count()).0;
    let start = range.start().0 + blanks(&words[..words.len() - words.trim_start().len()]);
    let end = range.end().0 - blanks(&words[words.trim_end().len()..]);
    CharRange::of(start, end.max(start))
}

/// Whether a range has anything that can be said: a full stop alone goes with the words before it.
fn has_words(text: &SourceText, range: CharRange) -> bool {
    text.slice(range).contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "I: How was it? P1: Good. And you? Fine, thanks.\nP1: I see.\n";

    fn speakers() -> (Option<SpeakerId>, Option<SpeakerId>) {
        (Some(SpeakerId::from_u128(1)), Some(SpeakerId::from_u128(2)))
    }

    fn place(words: &str) -> CharRange {
        let start = TEXT.find(words).unwrap();
        CharRange::of(
            u32::try_from(start).unwrap(),
            u32::try_from(start + words.len()).unwrap(),
        )
    }

    /// The text with one turn of the interviewer, from the label to the last word of its line, and one of P1.
    fn turns() -> Vec<Turn> {
        let (asks, answers) = speakers();
        let line = u32::try_from(TEXT.find('\n').unwrap()).unwrap();
        let turn = |start, speech, end, speaker, from_ms| Turn {
            range: CharRange::of(start, end),
            speech: CharRange::of(speech, end - 1),
            speaker,
            from_ms,
            to_ms: Some(9_000),
        };
        let end = u32::try_from(TEXT.len()).unwrap();
        vec![
            turn(0, 3, line + 1, asks, Some(1_000)),
            turn(line + 1, line + 5, end, answers, Some(9_000)),
        ]
    }

    fn told(turns: &[Turn]) -> Vec<(&str, bool, Option<u32>)> {
        let text = SourceText::new(TEXT);
        let mut place = CharIndex(0);
        for turn in turns {
            assert_eq!(turn.range.start(), place, "turns partition the text");
            assert!(turn.range.covers(turn.speech));
            place = turn.range.end();
        }
        assert_eq!(place.0, text.characters());
        let words = |range: CharRange| {
            let (start, end) = <(u32, u32)>::from(range);
            &TEXT[start as usize..end as usize]
        };
        let row = |turn: &Turn| {
            (
                words(turn.speech),
                turn.speaker == speakers().0,
                turn.from_ms,
            )
        };
        turns.iter().map(row).collect()
    }

    #[test]
    fn words_in_the_middle_of_a_turn_part_it_in_three() {
        let mut turns = turns();
        let text = SourceText::new(TEXT);
        let (asks, answers) = speakers();
        assert_eq!(give(&mut turns, &text, place(" P1: Good. "), answers), 1);
        let parted = [
            ("How was it?", true, Some(1_000)),
            ("P1: Good.", false, None),
            ("And you? Fine, thanks.", true, None),
            ("I see.", false, Some(9_000)),
        ];
        assert_eq!(told(&turns), parted);
        assert_eq!(give(&mut turns, &text, place("P1: Good."), asks), 1);
        assert_eq!(told(&turns).len(), 2, "given back, it is one turn again");
        assert_eq!(told(&turns)[0].2, Some(1_000));
    }

    #[test]
    fn a_turn_that_is_given_whole_keeps_its_label_and_times() {
        let mut turns = turns();
        let text = SourceText::new(TEXT);
        let whole = turns[1].range;
        assert_eq!(give(&mut turns, &text, whole, speakers().0), 1);
        assert_eq!(turns.len(), 2, "a label begins the second");
        assert_eq!(told(&turns)[1], ("I see.", true, Some(9_000)));
        assert_eq!(give(&mut turns, &text, whole, speakers().0), 0);
    }

    #[test]
    fn a_full_stop_goes_with_the_words_before_it_and_blanks_belong_to_nobody() {
        let mut turns = turns();
        let text = SourceText::new(TEXT);
        assert_eq!(give(&mut turns, &text, place("thanks"), speakers().1), 1);
        assert_eq!(told(&turns)[1].0, "thanks.");
        assert_eq!(give(&mut turns, &text, place("\n"), None), 0);
    }

    #[test]
    fn a_range_over_several_turns_gives_each_its_share() {
        let mut turns = turns();
        let text = SourceText::new(TEXT);
        let range = CharRange::new(place("Fine").start(), place("I see").end());
        assert_eq!(give(&mut turns, &text, range, None), 2);
        let nobody: Vec<&str> = told(&turns)
            .into_iter()
            .zip(&turns)
            .filter(|(_, turn)| turn.speaker.is_none())
            .map(|(told, _)| told.0)
            .collect();
        assert_eq!(nobody, ["Fine, thanks.", "I see."]);
    }
}
