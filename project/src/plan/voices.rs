//! Who a speaker of a transcript imported again was before. A name tells; where it does not, whoever had the same
//! turns: someone may have been renamed or merged in the project, or relabelled in the file.

use std::collections::BTreeMap;

use crate::edit::{Reimport, Revision};
use crate::model::{SpeakerId, Turn};
use crate::text::{CharRange, SourceText};

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
