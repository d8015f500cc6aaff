//! Who a speaker of a transcript imported again was before. A name tells; where it does not, whoever had the same
//! turns: someone may have been renamed or merged in the project, or relabelled in the file.

use std::collections::BTreeMap;

use crate::edit::{Reimport, Revision};
use crate::model::{SpeakerId, Turn};
use crate::text::{CharIndex, CharRange, SourceText};

/// Who had most of a speaker's turns before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Before {
    /// Who that was.
    pub(super) id: SpeakerId,
    /// Whether the turns are labelled differently now. If they are not, the project's own name for them stands.
    pub(super) relabelled: bool,
}

/// For each speaker of the new transcript who had most of their turns before, if anybody had.
pub(super) fn before(
    old_turns: &[Turn],
    revision: &Revision,
    new: &Reimport,
    new_text: &SourceText,
) -> Vec<Option<Before>> {
    let carried = carried(old_turns, revision);
    let mut shares: BTreeMap<(usize, SpeakerId), Share> = BTreeMap::new();
    let mut said = vec![0_u32; new.speakers.len()];
    for turn in &new.turns {
        let Some(said) = turn.speaker.and_then(|speaker| said.get_mut(speaker)) else {
            continue;
        };
        *said += turn.speech.len();
        let label = folded(new_text.slice(CharRange::new(turn.range.start(), turn.speech.start())));
        let first = carried.partition_point(|(speech, ..)| speech.end() <= turn.speech.start());
        let touching = carried
            .iter()
            .skip(first)
            .take_while(|(speech, ..)| speech.start() < turn.speech.end());
        for (speech, old, old_label) in touching {
            let both = speech.shared(turn.speech).map_or(0, CharRange::len);
            let share = shares
                .entry((turn.speaker.unwrap_or_default(), *old))
                .or_default();
            share.all += both;
            if !label.is_empty() && label == *old_label {
                share.same_label += both;
            }
        }
    }
    (0..new.speakers.len())
        .map(|nth| most_of(nth, said.get(nth).copied().unwrap_or(0), &shares))
        .collect()
}

/// The turns of the new transcript with what was put right in the project of who says what: where a label and its words
/// came back as they were, and the project had somebody else say them or a part of them, that stands. Turns without a
/// label are the file's: what it says of their speakers is not in the text.
pub(super) fn put_right_before(
    turns: Vec<Turn>,
    old_turns: &[Turn],
    revision: &Revision,
    text: &SourceText,
) -> Vec<Turn> {
    let kept = revision.change.kept(revision.old.characters());
    let mut all = Vec::with_capacity(turns.len());
    for turn in turns {
        match parts_before(&turn, old_turns, &kept, text) {
            Some(parts) => all.extend(parts),
            None => all.push(turn),
        }
    }
    all
}

/// The turns that a turn which came back unchanged was in the project; none where it was just that.
fn parts_before(
    turn: &Turn,
    old_turns: &[Turn],
    kept: &[(CharRange, CharIndex)],
    text: &SourceText,
) -> Option<Vec<Turn>> {
    let label = CharRange::new(turn.range.start(), turn.speech.start());
    if text.slice(label).trim().is_empty() {
        return None;
    }
    let after = kept.partition_point(|(_, is)| *is <= turn.range.start());
    let (was, is) = *kept.get(after.checked_sub(1)?)?;
    let to_old = |place: CharIndex| CharIndex(was.start().0 + (place.0 - is.0));
    let to_new = |place: CharIndex| CharIndex(is.0 + (place.0 - was.start().0));
    let old = CharRange::new(to_old(turn.range.start()), to_old(turn.speech.end()));
    let first = old_turns.partition_point(|turn| turn.range.start() < old.start());
    let parts = old_turns.get(first..)?.iter();
    let mut parts: Vec<Turn> = parts
        .take_while(|part| part.range.start() < old.end())
        .copied()
        .collect();
    let (head, last) = (parts.first()?, parts.last()?);
    let same = was.covers(old)
        && head.range.start() == old.start()
        && head.speech.start() == to_old(turn.speech.start())
        && last.speech.end() == old.end();
    if !same || (parts.len() == 1 && head.speaker == turn.speaker) {
        return None;
    }
    let count = parts.len();
    for (n, part) in parts.iter_mut().enumerate() {
        let end = if n + 1 == count {
            turn.range.end()
        } else {
            to_new(part.range.end())
        };
        part.range = CharRange::new(to_new(part.range.start()), end);
        part.speech = CharRange::new(to_new(part.speech.start()), to_new(part.speech.end()));
    }
    parts.first_mut()?.from_ms = turn.from_ms;
    parts.last_mut()?.to_ms = turn.to_ms;
    Some(parts)
}

/// The words that stayed, by place in the new text: who said them and under which label.
fn carried(old_turns: &[Turn], revision: &Revision) -> Vec<(CharRange, SpeakerId, String)> {
    let kept = revision.change.kept(revision.old.characters());
    let mut carried = Vec::new();
    for turn in old_turns {
        let Some(speaker) = turn.speaker else {
            continue;
        };
        let label = CharRange::new(turn.range.start(), turn.speech.start());
        let label = folded(revision.old.slice(label));
        let first = kept.partition_point(|(was, _)| was.end() <= turn.speech.start());
        let stayed = kept.iter().skip(first);
        for (was, is) in stayed.take_while(|(was, _)| was.start() < turn.speech.end()) {
            if let Some(both) = was.shared(turn.speech) {
                let start = is.0 + (both.start().0 - was.start().0);
                carried.push((
                    CharRange::of(start, start + both.len()),
                    speaker,
                    label.clone(),
                ));
            }
        }
    }
    carried
}

/// How much of what one speaker says now another one said before, in characters.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    all: u32,
    same_label: u32,
}

fn most_of(nth: usize, said: u32, shares: &BTreeMap<(usize, SpeakerId), Share>) -> Option<Before> {
    let own = shares.iter().filter(|((speaker, _), _)| *speaker == nth);
    let (&(_, id), share) = own.max_by_key(|(_, share)| share.all)?;
    (share.all > 0 && share.all.saturating_mul(2) >= said).then_some(Before {
        id,
        relabelled: share.same_label.saturating_mul(2) < share.all,
    })
}

/// A label without times, marks and case, so that only another name is another label.
fn folded(label: &str) -> String {
    let words = label
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_alphabetic));
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
