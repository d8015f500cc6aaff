//! Who may have said some words: the choices of the speaker palette.

use std::collections::BTreeMap;
use std::ops::Range;

use project::text::{CharIndex, CharRange};
use project::{Project, SourceId, SpeakerId, SpeakerRole, Turn};

use super::typed::fit;

/// Someone words can be given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerChoice {
    /// A speaker of the source.
    Known {
        /// What they are called.
        name: String,
        /// Whether they ask.
        asks: bool,
        /// How many turns they have.
        turns: usize,
        /// Whether the words are theirs already.
        now: bool,
    },
    /// The name that is typed, which nobody has yet.
    New(String),
    /// Nobody: a heading, a note of the typist.
    Nobody,
    /// From here to the end, what one says the other says, and the other way round.
    Swap {
        /// Who is said to speak here.
        one: String,
        /// Who speaks next, or spoke before.
        other: String,
    },
}

/// What can be said of the words of a range: speakers nearest to it first, whoever has it now last, then a new name,
/// nobody, and a swap from here on.
#[must_use]
pub fn speaker_choices(
    project: &Project,
    source: SourceId,
    range: CharRange,
    letters: &str,
) -> Vec<SpeakerChoice> {
    let turns = project.turns(source);
    let touched = touched(turns, range);
    let now = turns.get(touched.start).and_then(|turn| turn.speaker);
    let other = other_near(turns, &touched, now);
    let mut counts: BTreeMap<SpeakerId, usize> = BTreeMap::new();
    for speaker in turns.iter().filter_map(|turn| turn.speaker) {
        *counts.entry(speaker).or_default() += 1;
    }
    let mut known: Vec<_> = project
        .speakers_of(source)
        .filter_map(|speaker| Some((fit(letters, &speaker.name)?, speaker)))
        .map(|(fit, speaker)| {
            let turns = counts.get(&speaker.id).copied().unwrap_or(0);
            let is_now = Some(speaker.id) == now;
            let order = (is_now, fit, Some(speaker.id) == other, turns);
            (order, speaker)
        })
        .collect();
    known.sort_by(|((now, fit, near, turns), one), (than, other)| {
        let better = (than.1, than.2, than.3).cmp(&(*fit, *near, *turns));
        now.cmp(&than.0)
            .then(better)
            .then_with(|| one.name.cmp(&other.name))
    });
    let name_of = |id: SpeakerId| project.speakers().get(id).map(|row| row.name.clone());
    let mut choices: Vec<SpeakerChoice> = known
        .into_iter()
        .map(|((now, _, _, turns), speaker)| SpeakerChoice::Known {
            name: speaker.name.clone(),
            asks: speaker.role == SpeakerRole::Interviewer,
            turns,
            now,
        })
        .collect();
    let typed = letters.trim();
    if !typed.is_empty() && project.speaker_named(source, typed).is_none() {
        choices.push(SpeakerChoice::New(typed.to_owned()));
    }
    if now.is_some() && fit(letters, "Nobody").is_some() {
        choices.push(SpeakerChoice::Nobody);
    }
    if let Some((one, other)) = now.and_then(name_of).zip(other.and_then(name_of))
        && fit(letters, "Swap").is_some()
    {
        choices.push(SpeakerChoice::Swap { one, other });
    }
    choices
}

/// The turns whose speech shares words with a range; where none does, the one that holds its start.
fn touched(turns: &[Turn], range: CharRange) -> Range<usize> {
    let first = turns.partition_point(|turn| turn.speech.end() <= range.start());
    let after = turns.partition_point(|turn| turn.speech.start() < range.end());
    if first < after {
        return first..after;
    }
    let at = turns.partition_point(|turn| turn.range.start() <= range.start());
    at.saturating_sub(1)..at
}

/// Who else speaks nearest to some turns: whoever comes next, else whoever came before.
fn other_near(turns: &[Turn], near: &Range<usize>, now: Option<SpeakerId>) -> Option<SpeakerId> {
    let is_other = |speaker: &SpeakerId| Some(*speaker) != now;
    let after = turns.get(near.end..).unwrap_or_default();
    let before = turns.get(..near.start).unwrap_or_default();
    let mut next = after.iter().filter_map(|turn| turn.speaker);
    let mut previous = before.iter().rev().filter_map(|turn| turn.speaker);
    next.find(is_other).or_else(|| previous.find(is_other))
}

/// What a choice is about, in words: "all of turn 12", "8 words of turn 12", "turns 12 to 15".
#[must_use]
pub fn words_meant(turns: &[Turn], range: CharRange, words: u32) -> String {
    let touched = touched(turns, range);
    let (first, last) = (touched.start + 1, touched.end.max(touched.start + 1));
    let whole = turns
        .get(touched.clone())
        .unwrap_or_default()
        .iter()
        .all(|turn| range.covers(turn.speech));
    match (first == last, whole, words) {
        (true, true, _) => format!("All of turn {first}"),
        (true, false, 1) => format!("1 word of turn {first}"),
        (true, false, words) => format!("{words} words of turn {first}"),
        (false, true, _) => format!("Turns {first} to {last}"),
        (false, false, words) => format!("{words} words in turns {first} to {last}"),
    }
}

/// What is said anew when two speakers are swapped from a place on: each turn of one with the name of the other.
#[must_use]
pub fn swapped(
    project: &Project,
    source: SourceId,
    from: CharIndex,
    [one, other]: [&str; 2],
) -> Vec<(CharRange, Option<String>)> {
    let turns = project.turns(source);
    let named = |name: &str| project.speaker_named(source, name).map(|row| row.id);
    let (first, second) = (named(one), named(other));
    let to = |speaker: Option<SpeakerId>| match speaker {
        Some(_) if speaker == first => Some(other.to_owned()),
        Some(_) if speaker == second => Some(one.to_owned()),
        _ => None,
    };
    turns
        .iter()
        .filter(|turn| turn.speech.end() > from && !turn.speech.is_empty())
        .filter_map(|turn| Some((turn.speech, Some(to(turn.speaker)?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn rows(choices: &[SpeakerChoice]) -> Vec<String> {
        let row = |choice: &SpeakerChoice| match choice {
            SpeakerChoice::Known { name, now, .. } if *now => format!("{name} now"),
            SpeakerChoice::Known { name, .. } => name.clone(),
            SpeakerChoice::New(name) => format!("new {name}"),
            SpeakerChoice::Nobody => "nobody".to_owned(),
            SpeakerChoice::Swap { one, other } => format!("swap {one} {other}"),
        };
        choices.iter().map(row).collect()
    }

    #[test]
    fn the_other_speaker_comes_first_and_the_present_one_last() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let source = fixture::source_named(project, "Parent 10");
        let turns = project.turns(source);
        let answered = turns
            .iter()
            .position(|turn| {
                let speaker = turn.speaker.and_then(|id| project.speakers().get(id));
                speaker.is_some_and(|speaker| speaker.name == "P10")
            })
            .unwrap();
        let range = turns[answered].speech;
        let all = speaker_choices(project, source, range, "");
        assert_eq!(rows(&all), ["I", "P10 now", "nobody", "swap P10 I"]);
        let typed = speaker_choices(project, source, range, "Gran");
        assert_eq!(rows(&typed), ["new Gran"]);
        assert_eq!(
            rows(&speaker_choices(project, source, range, "p10")),
            ["P10 now"],
            "a name that is there is no new one"
        );
        let n = answered + 1;
        assert_eq!(words_meant(turns, range, 9), format!("All of turn {n}"));
        let start = range.start();
        let part = CharRange::new(start, CharIndex(start.0 + 3));
        assert_eq!(words_meant(turns, part, 1), format!("1 word of turn {n}"));
    }

    #[test]
    fn a_swap_names_each_turn_of_both_from_there_on() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let source = fixture::source_named(project, "Parent 10");
        let turns = project.turns(source);
        let last = turns.last().unwrap();
        let from = last.speech.start();
        let said = swapped(project, source, from, ["I", "P10"]);
        let name = |turn: &Turn| {
            project
                .speakers()
                .get(turn.speaker?)
                .map(|row| row.name.clone())
        };
        let to = if name(last).as_deref() == Some("I") {
            "P10"
        } else {
            "I"
        };
        assert_eq!(said, [(last.speech, Some(to.to_owned()))]);
        let all = swapped(project, source, CharIndex(0), ["I", "P10"]);
        let spoken = turns.iter().filter(|turn| turn.speaker.is_some());
        assert_eq!(all.len(), spoken.count());
    }
}
