//! Steps of the caret: by sentence, by turn, by coding; and of a coding's edges, by word.

use project::text::{ByteIndex, CharIndex, CharRange, SourceText};
use project::{Turn, TurnList};

/// The turn at a place, with its place in the list.
fn turn_at(turns: &[Turn], place: CharIndex) -> Option<(usize, &Turn)> {
    let at = turns
        .partition_point(|turn| turn.range.start() <= place)
        .checked_sub(1)?;
    turns.get(at).map(|turn| (at, turn))
}

/// The sentence at a place, within its turn's speech.
#[must_use]
pub fn sentence_at(text: &SourceText, turns: &[Turn], place: CharIndex) -> Option<CharRange> {
    let (_, turn) = turn_at(turns, place)?;
    let last = CharIndex(turn.speech.end().0.saturating_sub(1));
    let inside = place.clamp(turn.speech.start(), last.max(turn.speech.start()));
    let sentence = text.sentences(CharRange::new(inside, inside), turn.speech);
    (!sentence.is_empty()).then_some(sentence)
}

/// All that the speaker says in the turn at a place.
#[must_use]
pub fn speech_at(turns: &[Turn], place: CharIndex) -> Option<CharRange> {
    turn_at(turns, place)
        .map(|(_, turn)| turn.speech)
        .filter(|speech| !speech.is_empty())
}

/// The start of the next turn that `wanted` lets through.
#[must_use]
pub fn next_turn(
    turns: &[Turn],
    place: CharIndex,
    wanted: impl Fn(usize, &Turn) -> bool,
) -> Option<CharIndex> {
    let from = turn_at(turns, place).map_or(0, |(at, _)| at + 1);
    turns
        .iter()
        .enumerate()
        .skip(from)
        .find(|&(at, turn)| wanted(at, turn))
        .map(|(_, turn)| turn.speech.start())
}

/// The start of the turn before, or of this one when the caret is inside it.
#[must_use]
pub fn previous_turn(
    turns: &[Turn],
    place: CharIndex,
    wanted: impl Fn(usize, &Turn) -> bool,
) -> Option<CharIndex> {
    turns
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, turn)| turn.speech.start() < place)
        .find(|&(at, turn)| wanted(at, turn))
        .map(|(_, turn)| turn.speech.start())
}

/// The start of the next sentence, in this turn or the next ones.
#[must_use]
pub fn next_sentence(text: &SourceText, turns: &[Turn], place: CharIndex) -> Option<CharIndex> {
    let (at, turn) = turn_at(turns, place)?;
    if place < turn.speech.start() {
        return Some(turn.speech.start());
    }
    let sentence = sentence_at(text, turns, place)?;
    let after = skip_blanks(text, sentence.end(), turn.speech.end());
    if after < turn.speech.end() && after > place {
        return Some(after);
    }
    turns
        .iter()
        .skip(at + 1)
        .find(|turn| !turn.speech.is_empty())
        .map(|turn| turn.speech.start())
}

/// The start of this sentence, or of the one before when the caret is there already.
#[must_use]
pub fn previous_sentence(text: &SourceText, turns: &[Turn], place: CharIndex) -> Option<CharIndex> {
    let (at, turn) = turn_at(turns, place)?;
    if place > turn.speech.start() {
        let here = sentence_at(text, turns, place)?;
        if here.start() < place {
            return Some(here.start());
        }
        let before = sentence_at(text, turns, CharIndex(place.0 - 1).max(turn.speech.start()))?;
        let before = if before.start() < place {
            before
        } else {
            CharRange::new(turn.speech.start(), place)
        };
        return Some(before.start());
    }
    let turn = turns
        .iter()
        .take(at)
        .rev()
        .find(|turn| !turn.speech.is_empty())?;
    sentence_at(text, turns, CharIndex(turn.speech.end().0 - 1)).map(CharRange::start)
}

/// The end of the sentence that begins at or holds a place: where Shift and an arrow take the selection.
#[must_use]
pub fn sentence_end_after(
    text: &SourceText,
    turns: &[Turn],
    place: CharIndex,
) -> Option<CharIndex> {
    let (_, turn) = turn_at(turns, place)?;
    let at = skip_blanks(text, place.max(turn.speech.start()), turn.speech.end());
    if at < turn.speech.end() {
        return sentence_at(text, turns, at)
            .map(CharRange::end)
            .filter(|&end| end > place);
    }
    let next = next_turn(turns, place, |_, turn| !turn.speech.is_empty())?;
    sentence_at(text, turns, next).map(CharRange::end)
}

/// The end of the speech that holds a place, or of the next one when the place is at its end already.
#[must_use]
pub fn speech_end_after(turns: &[Turn], place: CharIndex) -> Option<CharIndex> {
    turns
        .iter()
        .map(|turn| turn.speech)
        .find(|speech| !speech.is_empty() && speech.end() > place)
        .map(CharRange::end)
}

/// The end of the last speech that ends before a place.
#[must_use]
pub fn speech_end_before(turns: &[Turn], place: CharIndex) -> Option<CharIndex> {
    turns
        .iter()
        .rev()
        .map(|turn| turn.speech)
        .find(|speech| !speech.is_empty() && speech.end() < place)
        .map(CharRange::end)
}

/// The end of the sentence before a place: where Shift and the other arrow take the selection back.
#[must_use]
pub fn sentence_end_before(
    text: &SourceText,
    turns: &[Turn],
    place: CharIndex,
) -> Option<CharIndex> {
    let start = sentence_at(text, turns, CharIndex(place.0.checked_sub(1)?))?.start();
    let (_, turn) = turn_at(turns, start)?;
    if start > turn.speech.start() {
        let before = sentence_at(text, turns, CharIndex(start.0 - 1))?;
        let end = if before.start() < start {
            before.end().min(start)
        } else {
            start
        };
        return Some(end);
    }
    speech_end_before(turns, start)
}

fn skip_blanks(text: &SourceText, from: CharIndex, until: CharIndex) -> CharIndex {
    let blanks = text
        .slice(CharRange::new(from, until.max(from)))
        .chars()
        .take_while(|sign| sign.is_whitespace())
        .count();
    CharIndex(from.0 + CharIndex::from_count(blanks).0)
}

/// Which edge of a coding moves, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The start, a word to the left.
    StartEarlier,
    /// The start, a word to the right.
    StartLater,
    /// The end, a word to the left.
    EndEarlier,
    /// The end, a word to the right.
    EndLater,
}

/// A range with one edge moved by a word; none where it cannot move or nothing would be left.
#[must_use]
pub fn move_edge(text: &SourceText, range: CharRange, edge: Edge) -> Option<CharRange> {
    let whole = text.as_str();
    let (start, end) = (text.byte_of(range.start()).0, text.byte_of(range.end()).0);
    let words_before = |until: usize| words(whole.get(..until).unwrap_or_default()).last();
    let inside = whole.get(start..end).unwrap_or_default();
    let (start, end) = match edge {
        Edge::StartEarlier => (words_before(start)?.0, end),
        Edge::StartLater => (start + words(inside).nth(1)?.0, end),
        Edge::EndEarlier => {
            let last = words(inside).last()?;
            let (_, end) = words(inside.get(..last.0).unwrap_or_default()).last()?;
            (start, start + end)
        }
        Edge::EndLater => (
            start,
            end + words(whole.get(end..).unwrap_or_default()).next()?.1,
        ),
    };
    let moved = text.range_of_bytes(ByteIndex(start), ByteIndex(end));
    (!moved.is_empty() && moved != range).then_some(moved)
}

/// The bytes of the runs between white space.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|sign: char| !sign.is_whitespace())?;
        let length = text.get(start..)?.find(char::is_whitespace);
        let end = length.map_or(text.len(), |length| start + length);
        at = end;
        Some((start, end))
    })
}

/// How far the reader is: the turn at a place from 1, and how many there are.
#[must_use]
pub fn turn_number(turns: Option<&TurnList>, place: CharIndex) -> Option<(usize, usize)> {
    let turns = turns?;
    Some((turns.at(place)? + 1, turns.turns.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "I: How was it?\nP1: Hard. Then she came. We talked.\nI: And?\n";

    fn told() -> (SourceText, Vec<Turn>) {
        let text = SourceText::new(TEXT);
        let turn = |start: u32, end: u32, label: u32| Turn {
            range: CharRange::of(start, end),
            speech: CharRange::of(start + label, end - 1),
            speaker: None,
            from_ms: None,
            to_ms: None,
        };
        (text, vec![turn(0, 15, 3), turn(15, 51, 4), turn(51, 59, 3)])
    }

    fn said(range: CharRange) -> &'static str {
        TEXT.get(range.start().get()..range.end().get()).unwrap()
    }

    #[test]
    fn the_caret_goes_by_sentences_through_turns() {
        let (text, turns) = told();
        let mut places = vec![CharIndex(3)];
        while let Some(next) = next_sentence(&text, &turns, *places.last().unwrap()) {
            places.push(next);
        }
        let starts: Vec<_> = places
            .iter()
            .map(|&place| said(sentence_at(&text, &turns, place).unwrap()))
            .collect();
        assert_eq!(
            starts,
            [
                "How was it?",
                "Hard.",
                "Then she came.",
                "We talked.",
                "And?"
            ]
        );
        let mut back = vec![*places.last().unwrap()];
        while let Some(before) = previous_sentence(&text, &turns, *back.last().unwrap()) {
            back.push(before);
        }
        back.reverse();
        assert_eq!(back, places, "and back the same way");
    }

    #[test]
    fn the_caret_goes_by_turns() {
        let (_, turns) = told();
        assert_eq!(
            next_turn(&turns, CharIndex(5), |_, _| true),
            Some(CharIndex(19))
        );
        assert_eq!(
            next_turn(&turns, CharIndex(5), |at, _| at == 2),
            Some(CharIndex(54))
        );
        assert_eq!(next_turn(&turns, CharIndex(55), |_, _| true), None);
        assert_eq!(
            previous_turn(&turns, CharIndex(30), |_, _| true),
            Some(CharIndex(19)),
            "first to the start of this one"
        );
        assert_eq!(
            previous_turn(&turns, CharIndex(19), |_, _| true),
            Some(CharIndex(3))
        );
    }

    #[test]
    fn a_selection_grows_and_shrinks_by_sentences() {
        let (text, turns) = told();
        let first = sentence_end_after(&text, &turns, CharIndex(19)).unwrap();
        let second = sentence_end_after(&text, &turns, first).unwrap();
        assert_eq!(
            said(CharRange::new(CharIndex(19), second)),
            "Hard. Then she came."
        );
        assert_eq!(
            sentence_end_before(&text, &turns, second).map(|end| said(CharRange::new(
                CharIndex(19),
                end
            ))
            .trim_end()),
            Some("Hard.")
        );
    }

    #[test]
    fn a_selection_grows_and_shrinks_by_turns() {
        let (_, turns) = told();
        let first = speech_end_after(&turns, CharIndex(19)).unwrap();
        assert_eq!(
            said(CharRange::new(CharIndex(19), first)),
            "Hard. Then she came. We talked."
        );
        assert_eq!(speech_end_after(&turns, first), Some(CharIndex(58)));
        assert_eq!(speech_end_before(&turns, CharIndex(58)), Some(first));
    }

    #[test]
    fn edges_move_by_words_and_never_past_each_other() {
        let text = SourceText::new("we met  Siân at tŷ ni");
        let range = CharRange::of(8, 15);
        let moved = |edge| move_edge(&text, range, edge).map(|range| text.slice(range).to_owned());
        assert_eq!(text.slice(range), "Siân at");
        assert_eq!(moved(Edge::StartEarlier).as_deref(), Some("met  Siân at"));
        assert_eq!(moved(Edge::StartLater).as_deref(), Some("at"));
        assert_eq!(moved(Edge::EndEarlier).as_deref(), Some("Siân"));
        assert_eq!(moved(Edge::EndLater).as_deref(), Some("Siân at tŷ"));
        assert_eq!(
            move_edge(&text, CharRange::of(8, 12), Edge::EndEarlier),
            None,
            "a word is left"
        );
        assert_eq!(
            move_edge(&text, CharRange::of(0, 2), Edge::StartEarlier),
            None
        );
    }
}
