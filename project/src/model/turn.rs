//! Turns: the unit of indexing, drawing and snapping.

use serde::{Deserialize, Serialize};

use super::ids::{SourceId, SpeakerId};
use super::table::Record;
use crate::text::{CharIndex, CharRange};

/// What one speaker says before the next one does, or a paragraph where nobody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// All of it: label, time and the line ends after it. The turns of a source partition its text.
    pub range: CharRange,
    /// The words spoken, without label, leading time and outer blanks.
    pub speech: CharRange,
    /// Who speaks; none for front matter and unlabelled text.
    pub speaker: Option<SpeakerId>,
    /// When it begins, in milliseconds from the start of the recording.
    pub from_ms: Option<u32>,
    /// When it ends, in milliseconds from the start of the recording.
    pub to_ms: Option<u32>,
}

/// The turns of one source, in order. They partition its text: each begins where the last one ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredTurns", into = "StoredTurns")]
pub struct TurnList {
    /// The source they belong to.
    pub source: SourceId,
    /// The turns, in order.
    pub turns: Vec<Turn>,
}

impl Record for TurnList {
    type Id = SourceId;
    fn id(&self) -> SourceId {
        self.source
    }
}

impl TurnList {
    /// The place in the list of the turn that holds a place in the text; the end of the text belongs to the last.
    #[must_use]
    pub fn at(&self, place: CharIndex) -> Option<usize> {
        let after = self
            .turns
            .partition_point(|turn| turn.range.start() <= place);
        after.checked_sub(1)
    }

    /// The places in the list of the turns that share text with a range.
    #[must_use]
    pub fn touched_by(&self, range: CharRange) -> std::ops::Range<usize> {
        let first = self.at(range.start()).unwrap_or(0);
        let after = self
            .turns
            .partition_point(|turn| turn.range.start() < range.end());
        first..after.max((first + 1).min(self.turns.len()))
    }

    /// The turn in whose speech a range begins, else the turn that holds its start.
    #[must_use]
    pub fn of(&self, range: CharRange) -> Option<&Turn> {
        self.at(range.start()).and_then(|n| self.turns.get(n))
    }
}

/// How turns are written to the file and the history: a row of numbers a turn, speakers by place in a list,
/// -1 for unknown. A tenth of the size of named fields, and still readable in fifty years.
#[derive(Serialize, Deserialize)]
struct StoredTurns {
    source: SourceId,
    speakers: Vec<SpeakerId>,
    /// start, end, speech start, speech end, speaker, from ms, to ms.
    turns: Vec<(u32, u32, u32, u32, i32, i64, i64)>,
}

impl From<TurnList> for StoredTurns {
    fn from(list: TurnList) -> Self {
        let mut speakers: Vec<SpeakerId> = Vec::new();
        let mut place_of = |speaker: Option<SpeakerId>| {
            let Some(speaker) = speaker else { return -1 };
            let place = speakers
                .iter()
                .position(|&known| known == speaker)
                .unwrap_or_else(|| {
                    speakers.push(speaker);
                    speakers.len() - 1
                });
            i32::try_from(place).unwrap_or(-1)
        };
        let turns = list
            .turns
            .iter()
            .map(|turn| {
                let (start, end) = turn.range.into();
                let (speech_start, speech_end) = turn.speech.into();
                let ms = |time: Option<u32>| time.map_or(-1, i64::from);
                (
                    start,
                    end,
                    speech_start,
                    speech_end,
                    place_of(turn.speaker),
                    ms(turn.from_ms),
                    ms(turn.to_ms),
                )
            })
            .collect();
        Self {
            source: list.source,
            speakers,
            turns,
        }
    }
}

impl From<StoredTurns> for TurnList {
    fn from(stored: StoredTurns) -> Self {
        let ms = |time: i64| u32::try_from(time).ok();
        let turns = stored
            .turns
            .iter()
            .map(
                |&(start, end, speech_start, speech_end, speaker, from, to)| Turn {
                    range: CharRange::of(start, end),
                    speech: CharRange::of(speech_start, speech_end),
                    speaker: usize::try_from(speaker)
                        .ok()
                        .and_then(|place| stored.speakers.get(place).copied()),
                    from_ms: ms(from),
                    to_ms: ms(to),
                },
            )
            .collect();
        Self {
            source: stored.source,
            turns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> TurnList {
        let speaker = SpeakerId::from_u128(7);
        let turn = |start, end, speaker, from_ms| Turn {
            range: CharRange::of(start, end),
            speech: CharRange::of(start + 3, end - 1),
            speaker,
            from_ms,
            to_ms: None,
        };
        TurnList {
            source: SourceId::from_u128(1),
            turns: vec![
                turn(0, 10, None, None),
                turn(10, 30, Some(speaker), Some(0)),
                turn(30, 44, Some(speaker), Some(4_200)),
            ],
        }
    }

    #[test]
    fn turns_are_found_by_place_and_by_range() {
        let list = list();
        assert_eq!(list.at(CharIndex(10)), Some(1));
        assert_eq!(
            list.at(CharIndex(44)),
            Some(2),
            "the end belongs to the last turn"
        );
        assert_eq!(list.touched_by(CharRange::of(12, 31)), 1..3);
        assert_eq!(
            list.touched_by(CharRange::of(12, 30)),
            1..2,
            "touching is not sharing"
        );
        assert_eq!(list.touched_by(CharRange::of(30, 30)), 2..3);
    }

    #[test]
    fn turns_survive_storage() {
        let json = serde_json::to_string(&list()).unwrap();
        assert!(json.contains("[30,44,33,43,0,4200,-1]"), "{json}");
        assert_eq!(serde_json::from_str::<TurnList>(&json).unwrap(), list());
    }
}
