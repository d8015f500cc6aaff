//! The reader's text cut into blocks that can be laid out one by one, and the codings drawn on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use codebooks::{CodeId, CodeTree, Colour, Kind};
use interchange::transcripts::times_in;
use project::text::{CharIndex, CharRange, SourceText};
use project::{CodingId, Project, SourceId, SpeakerId, SpeakerRole, Subject, Turn};

use super::lanes;

/// No block is longer, so that a source of one endless line is laid out in pieces too.
const BLOCK_LIMIT: usize = 1_600;

/// A paragraph of a turn's speech, or a piece of an endless one: what is laid out at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words.
    pub range: CharRange,
    /// The place of its turn in the source, from 0.
    pub turn: usize,
    /// Whether the turn begins here: the gutter shows speaker and number.
    pub opens: bool,
    /// Whether a paragraph begins here, or an endless one goes on.
    pub paragraph: bool,
}

/// Cuts a source into blocks. A turn without words has one empty block, so that its number shows.
#[must_use]
pub fn blocks_of(text: &SourceText, turns: &[Turn]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(turns.len() * 2);
    for (turn, row) in turns.iter().enumerate() {
        let before = blocks.len();
        let mut at = row.speech.start().0;
        let words = text.slice(row.speech);
        for line in words.split('\n') {
            let length = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            if !line.trim().is_empty() {
                cut(line, at, turn, blocks.len() == before, &mut blocks);
            }
            at = at.saturating_add(length).saturating_add(1);
        }
        // Blank turns of front matter are nothing to look at.
        if blocks.len() == before && row.speaker.is_some() {
            blocks.push(Block {
                range: CharRange::new(row.speech.start(), row.speech.start()),
                turn,
                opens: true,
                paragraph: true,
            });
        }
    }
    blocks
}

fn cut(line: &str, start: u32, turn: usize, opens: bool, blocks: &mut Vec<Block>) {
    let mut at = start;
    let mut rest = line;
    let mut first = true;
    while !rest.is_empty() {
        let (piece, length) = piece_of(rest);
        let end = at + length;
        blocks.push(Block {
            range: CharRange::of(at, end),
            turn,
            opens: opens && first,
            paragraph: first,
        });
        at = end;
        first = false;
        rest = rest.get(piece..).unwrap_or_default();
    }
}

/// The bytes and characters of the first piece: up to the last blank before the limit, else the limit.
fn piece_of(rest: &str) -> (usize, u32) {
    let mut blank = None;
    for (count, (byte, sign)) in rest.char_indices().enumerate() {
        if count == BLOCK_LIMIT {
            let (byte, count) = blank.unwrap_or((byte, count));
            return (byte, u32::try_from(count).unwrap_or(u32::MAX));
        }
        if sign.is_whitespace() {
            blank = Some((byte + sign.len_utf8(), count + 1));
        }
    }
    (
        rest.len(),
        u32::try_from(rest.chars().count()).unwrap_or(u32::MAX),
    )
}

/// The times inside the words of a block, which a reader may not want to see: `[00:12]`, `#00:02:15-7#`.
#[must_use]
pub fn times_of(text: &SourceText, block: &Block) -> Vec<CharRange> {
    let words = text.slice(block.range);
    let (mut byte, mut place) = (0, block.range.start().0);
    let mut count = |to: usize| {
        place += u32::try_from(words[byte..to].chars().count()).unwrap_or(u32::MAX);
        byte = to;
        place
    };
    let times = times_in(words).into_iter();
    times
        .map(|time| {
            let start = count(time.start);
            CharRange::of(start, count(time.end))
        })
        .collect()
}

/// The place in the list of the block that holds a place in the text, or the nearest one.
#[must_use]
pub fn block_at(blocks: &[Block], place: CharIndex) -> usize {
    blocks
        .partition_point(|block| block.range.start() <= place)
        .saturating_sub(1)
}

/// A coding as the reader draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Which coding.
    pub coding: CodingId,
    /// Its passage.
    pub range: CharRange,
    /// Its code.
    pub code: CodeId,
    /// The code's name.
    pub name: String,
    /// The code's colour.
    pub colour: Colour,
    /// The code's kind.
    pub kind: Kind,
    /// Its lane in the margin, from 0.
    pub lane: usize,
    /// Whether it has a memo.
    pub memo: bool,
    /// Whether it is on the shortlist.
    pub shortlisted: bool,
    /// Its weight, -2 to 2.
    pub weight: Option<i8>,
    /// Who coded.
    pub coder: Arc<str>,
}

/// The codings of a source as marks, by place, each in a lane where it touches no other.
#[must_use]
pub fn marks_of(project: &Project, tree: &CodeTree, source: SourceId) -> Vec<Mark> {
    let coders = project.coders().iter();
    let names: BTreeMap<_, Arc<str>> = coders
        .map(|coder| (coder.id, Arc::from(coder.name.as_str())))
        .collect();
    let mut marks: Vec<Mark> = project
        .codings_of(source)
        .filter(|coding| !coding.range.is_empty())
        .map(|coding| Mark {
            coding: coding.id,
            range: coding.range,
            code: coding.code,
            name: tree.name(coding.code).unwrap_or_default().to_owned(),
            colour: tree.colour(coding.code),
            kind: tree.kind(coding.code),
            lane: 0,
            memo: project
                .memos_on(Subject::Coding(coding.id))
                .next()
                .is_some(),
            shortlisted: coding.shortlisted,
            weight: coding.weight.map(project::Weight::get),
            coder: names
                .get(&coding.coder)
                .cloned()
                .unwrap_or_else(|| Arc::from("")),
        })
        .collect();
    let lanes = lanes::pack(marks.iter().map(|mark| mark.range));
    for (mark, lane) in marks.iter_mut().zip(lanes) {
        mark.lane = lane;
    }
    marks
}

/// The codings that hold a place, shortest first: the one a click means, and those the next clicks mean.
#[must_use]
pub fn marks_at(marks: &[Mark], place: CharIndex) -> Vec<&Mark> {
    let mut found: Vec<_> = marks
        .iter()
        .filter(|mark| mark.range.holds(place))
        .collect();
    found.sort_by_key(|mark| (mark.range.len(), mark.range.start(), mark.coding));
    found
}

/// What stands in the gutter beside a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnHead {
    /// Who speaks; "" where nobody is named.
    pub speaker: Arc<str>,
    /// Its number, from 1.
    pub number: usize,
    /// Whether the interviewer speaks.
    pub interviewer: bool,
    /// When it begins, as "12:04"; "" for no time.
    pub time: String,
}

/// What stands in the gutter beside a turn.
#[must_use]
pub fn head_of(project: &Project, turns: &[Turn], at: usize) -> TurnHead {
    let turn = turns.get(at);
    let speaker = turn
        .and_then(|turn| turn.speaker)
        .and_then(|id: SpeakerId| project.speakers().get(id));
    TurnHead {
        speaker: speaker.map_or_else(|| Arc::from(""), |speaker| Arc::from(speaker.name.as_str())),
        number: at + 1,
        interviewer: speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer),
        time: turn
            .and_then(|turn| turn.from_ms)
            .map(clock)
            .unwrap_or_default(),
    }
}

/// Milliseconds as "4:07" or "1:02:33".
#[must_use]
pub fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn turn(start: u32, end: u32, speech: (u32, u32), speaker: Option<SpeakerId>) -> Turn {
        Turn {
            range: CharRange::of(start, end),
            speech: speech.into(),
            speaker,
            from_ms: None,
            to_ms: None,
        }
    }

    #[test]
    fn a_turn_has_a_block_for_each_paragraph() {
        let text = SourceText::new("P1: Yes.\n\n  It was tŷ.\nI: So?\n");
        let who = Some(SpeakerId::from_u128(1));
        let turns = [turn(0, 23, (4, 22), who), turn(23, 30, (26, 29), who)];
        let blocks = blocks_of(&text, &turns);
        let shown: Vec<_> = blocks
            .iter()
            .map(|block| (text.slice(block.range), block.turn, block.opens))
            .collect();
        assert_eq!(
            shown,
            [
                ("Yes.", 0, true),
                ("  It was tŷ.", 0, false),
                ("So?", 1, true)
            ]
        );
        assert_eq!(block_at(&blocks, CharIndex(13)), 1);
        assert_eq!(
            block_at(&blocks, CharIndex(24)),
            1,
            "the label belongs to what is before it"
        );
        assert_eq!(block_at(&blocks, CharIndex(0)), 0);
    }

    #[test]
    fn a_silent_turn_still_shows_and_blank_front_matter_does_not() {
        let text = SourceText::new("\n\nP1: \n");
        let turns = [
            turn(0, 2, (0, 0), None),
            turn(2, 7, (6, 6), Some(SpeakerId::from_u128(1))),
        ];
        let blocks = blocks_of(&text, &turns);
        assert_eq!(blocks.len(), 1);
        assert!(blocks[0].range.is_empty() && blocks[0].turn == 1);
    }

    #[test]
    fn an_endless_line_is_cut_at_blanks() {
        let words = "ŵyr ".repeat(2_000);
        let text = SourceText::new(words.as_str());
        let blocks = blocks_of(
            &text,
            &[turn(0, text.characters(), (0, text.characters()), None)],
        );
        assert!(
            blocks.len() >= 5
                && blocks
                    .iter()
                    .all(|block| block.range.len() as usize <= BLOCK_LIMIT)
        );
        assert!(
            blocks
                .iter()
                .all(|block| text.slice(block.range).ends_with(' '))
        );
        assert_eq!(blocks.iter().filter(|block| block.paragraph).count(), 1);
        assert_eq!(
            blocks_of(
                &SourceText::new("x".repeat(4_000)),
                &[turn(0, 4_000, (0, 4_000), None)]
            )
            .len(),
            3,
            "no blank, no matter"
        );
    }

    #[test]
    fn times_inside_a_block_are_found_by_place() {
        let text = SourceText::new("P1: Ŵel [0:12] wir. #00:02:15-7#\n");
        let block = Block {
            range: CharRange::of(4, 32),
            turn: 0,
            opens: true,
            paragraph: true,
        };
        let found: Vec<&str> = times_of(&text, &block)
            .into_iter()
            .map(|time| text.slice(time))
            .collect();
        assert_eq!(found, ["[0:12] ", "#00:02:15-7#"]);
    }

    #[test]
    fn times_are_written_as_on_a_clock() {
        assert_eq!(
            (clock(0), clock(247_000), clock(3_753_000)),
            ("0:00".into(), "4:07".into(), "1:02:33".into())
        );
    }

    proptest! {
        #[test]
        fn blocks_hold_every_word_once(content in "[a-cŵ \n]{0,300}") {
            let text = SourceText::new(content.as_str());
            let blocks = blocks_of(&text, &[turn(0, text.characters(), (0, text.characters()), Some(SpeakerId::from_u128(1)))]);
            let shown: String = blocks.iter().map(|block| text.slice(block.range)).collect();
            let words = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
            prop_assert_eq!(words(&shown), words(&content));
            prop_assert!(blocks.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
        }
    }
}
