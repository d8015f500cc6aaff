//! Finding in the open source: which matches are in sight, where one is, and what they are for coding.

use index::Place;
use project::text::{CharIndex, CharRange};
use project::{Project, SourceId, SpeakerRole, Turn};

/// The matches that the reader shows, and how many are hidden with the interviewer. What stands outside of speech,
/// such as a speaker's label, is shown in the gutter and no match.
#[must_use]
pub fn seen(
    project: &Project,
    source: SourceId,
    found: Vec<CharRange>,
    interviewer: bool,
) -> (Vec<CharRange>, usize) {
    let Some(list) = project.turn_list(source) else {
        return (found, 0);
    };
    let spoken = |range: CharRange| {
        let mut touched = list.turns.get(list.touched_by(range)).into_iter().flatten();
        touched.any(|turn| turn.speech.overlaps(range))
    };
    let found: Vec<CharRange> = found.into_iter().filter(|&range| spoken(range)).collect();
    if interviewer {
        return (found, 0);
    }
    let all = found.len();
    let asks = |turn: &Turn| {
        let speaker = turn
            .speaker
            .and_then(|speaker| project.speakers().get(speaker));
        speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer)
    };
    let seen: Vec<CharRange> = found
        .into_iter()
        .filter(|&range| !list.of(range).is_some_and(asks))
        .collect();
    let hidden = all - seen.len();
    (seen, hidden)
}

/// The first match at or after a place; beyond the last it is the first again.
#[must_use]
pub fn first_from(found: &[CharRange], place: CharIndex) -> Option<usize> {
    let after = found.partition_point(|range| range.start() < place);
    match found.len() {
        0 => None,
        count => Some(after % count),
    }
}

/// The match after another, or before it, around the end.
#[must_use]
pub fn neighbour(count: usize, at: Option<usize>, forward: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (at, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) if at >= last => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at.checked_sub(1).unwrap_or(last).min(last),
    })
}

/// How many there are and which one is shown, in words.
#[must_use]
pub fn summary(count: usize, at: Option<usize>, hidden: usize) -> String {
    let words = match (count, at) {
        (0, _) => "Not found".to_owned(),
        (count, Some(at)) => format!("{} of {count}", at + 1),
        (count, None) => format!("{count} found"),
    };
    if hidden == 0 {
        return words;
    }
    format!("{words}, {hidden} with the interviewer hidden")
}

/// The matches turn by turn, for coding them. What stands outside of speech, such as a speaker's label, is left out.
#[must_use]
pub fn places_of(project: &Project, source: SourceId, found: &[CharRange]) -> Vec<Place> {
    let Some(list) = project.turn_list(source) else {
        return Vec::new();
    };
    let mut places: Vec<Place> = Vec::new();
    for &range in found {
        for number in list.touched_by(range) {
            let Some(turn) = list.turns.get(number) else {
                continue;
            };
            let Some(shared) = range
                .shared(turn.speech)
                .filter(|shared| !shared.is_empty())
            else {
                continue;
            };
            match places.last_mut() {
                Some(place) if place.turn == number => place.matches.push(shared),
                Some(_) | None => places.push(Place {
                    source,
                    turn: number,
                    speaker: turn.speaker,
                    speech: turn.speech,
                    matches: vec![shared],
                }),
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use index::Find;

    use super::*;
    use crate::fixture;

    fn found(text: &str) -> (project::Workspace, SourceId, Vec<CharRange>) {
        let workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let row = workspace.project().sources().get(source).unwrap();
        let find = Find {
            text: text.into(),
            ..Find::default()
        };
        let ranges = find.all(&workspace.texts().of(row).unwrap()).unwrap();
        (workspace, source, ranges)
    }

    #[test]
    fn hidden_matches_are_counted_and_not_walked_to() {
        let (workspace, source, ranges) = found("begin");
        assert_eq!(ranges.len(), 1, "the interviewer asks how it began");
        assert_eq!(seen(workspace.project(), source, ranges.clone(), true).1, 0);
        assert_eq!(
            seen(workspace.project(), source, ranges, false),
            (Vec::new(), 1)
        );
        assert_eq!(
            summary(0, None, 1),
            "Not found, 1 with the interviewer hidden"
        );
    }

    #[test]
    fn labels_are_no_matches() {
        let (workspace, source, ranges) = found("p10");
        assert!(!ranges.is_empty(), "each label has it");
        assert_eq!(
            seen(workspace.project(), source, ranges, true),
            (Vec::new(), 0)
        );
    }

    #[test]
    fn one_walks_around_the_end() {
        let ranges = [CharRange::of(2, 3), CharRange::of(8, 9)];
        assert_eq!(first_from(&ranges, CharIndex(3)), Some(1));
        assert_eq!(first_from(&ranges, CharIndex(9)), Some(0));
        assert_eq!(first_from(&[], CharIndex(9)), None);
        assert_eq!(neighbour(2, Some(1), true), Some(0));
        assert_eq!(neighbour(2, Some(0), false), Some(1));
        assert_eq!(neighbour(2, None, false), Some(1));
        assert_eq!(neighbour(0, None, true), None);
        assert_eq!(summary(2, Some(1), 0), "2 of 2");
    }

    #[test]
    fn matches_are_coded_within_the_speech_of_their_turns() {
        let (workspace, source, ranges) = found("she");
        let places = places_of(workspace.project(), source, &ranges);
        assert_eq!(
            places
                .iter()
                .map(|place| place.matches.len())
                .sum::<usize>(),
            ranges.len()
        );
        assert!(places.iter().all(|place| {
            let mut inside = place.matches.iter();
            inside.all(|&range| place.speech.covers(range))
        }));
        let whole = [CharRange::of(0, 10_000)];
        let turns = workspace.project().turns(source).len();
        assert_eq!(
            places_of(workspace.project(), source, &whole).len(),
            turns,
            "one a turn, labels left out"
        );
    }
}
