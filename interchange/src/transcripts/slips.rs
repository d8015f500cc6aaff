//! Slips of the pen in labels: `D;` for `D:`, `Particpant` for `Participant`.
//!
//! A known label followed by a semicolon (the colon's key without shift) at the start of a paragraph is taken
//! as that speaker when the label stands there at least five times and someone else spoke just before. Anything
//! less sure is only reported. Different names are never made one: near spellings are reported too.

use std::collections::HashMap;

use super::convention::{Convention, Spoken};
use super::labels::{Head, Shape};
use super::names::{self, Likeness};
use super::script::Script;
use super::turns::{can_slip, place};
use crate::Warning;

/// How many of one sort are reported line by line.
const REPORTED: usize = 12;

/// How often a label must stand there before a mistyped one is taken for it.
const SURE: usize = 5;

/// Takes labels with a semicolon, reports what may be others.
pub(super) fn accept(script: &Script, convention: &mut Convention, warnings: &mut Vec<Warning>) {
    if !can_slip(convention.shape) {
        return;
    }
    let known: HashMap<&str, usize> = convention
        .speakers
        .iter()
        .enumerate()
        .map(|(place, voice)| (voice.key.as_str(), place))
        .collect();
    let mut added: Vec<Spoken> = Vec::new();
    let mut suspected = 0_usize;
    let mut heads = convention.heads.iter().peekable();
    let mut speaking: Option<usize> = None;
    for (number, line) in script.lines.iter().enumerate().skip(convention.body) {
        if let Some(spoken) = heads.next_if(|spoken| spoken.line == number) {
            speaking = Some(spoken.speaker);
            continue;
        }
        if !line.opens || speaking.is_none() {
            continue;
        }
        let words = script.words(line);
        let Some(slip) = slip(words, &known) else {
            continue;
        };
        if speaking == Some(slip.speaker) {
            continue;
        }
        let shown: String = words.chars().take(24).collect();
        let name = &convention.speakers[slip.speaker].name;
        if slip.semicolon && convention.speakers[slip.speaker].turns >= SURE {
            if added.len() < REPORTED {
                let message = format!("“{shown}…” was taken as a turn of {name}");
                warnings.push(Warning::new(place(script, number), message));
            }
            added.push(Spoken {
                line: number,
                speaker: slip.speaker,
                head: slip.head,
            });
            speaking = Some(slip.speaker);
        } else {
            suspected += 1;
            if suspected <= REPORTED {
                warnings.push(Warning::new(
                    place(script, number),
                    format!("possible missed label of {name}: “{shown}…”"),
                ));
            }
        }
    }
    if suspected > REPORTED {
        warnings.push(Warning::of_file(format!(
            "{} more possible missed labels",
            suspected - REPORTED
        )));
    }
    for spoken in &added {
        convention.speakers[spoken.speaker].turns += 1;
    }
    convention.heads.extend(added);
    convention.heads.sort_by_key(|spoken| spoken.line);
}

struct Slip {
    speaker: usize,
    semicolon: bool,
    head: Head,
}

/// A known label, then other punctuation or a blank, then a capital letter.
fn slip(words: &str, known: &HashMap<&str, usize>) -> Option<Slip> {
    let start = words.len() - words.trim_start().len();
    let body = &words[start..];
    let length = body.find(|c: char| !c.is_alphanumeric())?;
    let label = &body[..length];
    if label.len() > 40 || !label.starts_with(char::is_uppercase) {
        return None;
    }
    let speaker = *known.get(names::key(label).as_str())?;
    let after = &body[length..];
    let semicolon = after.trim_start().starts_with(';');
    let mark = after
        .trim_start()
        .chars()
        .next()
        .filter(|c| matches!(c, ';' | '.' | ',' | '"' | '\'' | '-' | '–'));
    let marked = mark.map_or(0, char::len_utf8);
    let speech = after.trim_start()[marked..].trim_start();
    let next = speech.chars().next()?;
    let blank_between = after.len() > after.trim_start().len()
        || after.trim_start()[marked..].starts_with([' ', '\t']);
    // "I Wales", "A." and "P1 said" are speech; "P No." is not.
    let wordlike = mark.is_none() && (label == "I" || label == "A" || label.chars().count() > 3);
    if !blank_between
        || !(next.is_uppercase() || semicolon)
        || wordlike
        || (mark.is_some() && !semicolon && label.chars().count() > 4)
    {
        return None;
    }
    let at = words.len() - speech.len();
    Some(Slip {
        speaker,
        semicolon,
        head: Head {
            shape: Shape::Colon,
            name: start..start + length,
            speech: at,
            from_ms: None,
            to_ms: None,
        },
    })
}

/// Reports names that stand there once, and names that differ by a letter or two.
pub(super) fn report(script: &Script, convention: &Convention, warnings: &mut Vec<Warning>) {
    for (line, name) in convention.once.iter().take(REPORTED) {
        warnings.push(Warning::new(
            place(script, *line),
            format!("“{name}” speaks once only: check that this is a speaker"),
        ));
    }
    let voices: Vec<(&str, usize)> = convention
        .speakers
        .iter()
        .map(|voice| (voice.key.as_str(), voice.turns))
        .collect();
    for (rare, near) in near_names(&voices).into_iter().chain(short_names(&voices)) {
        let (rare, near) = (&convention.speakers[rare], &convention.speakers[near]);
        warnings.push(Warning::of_file(format!(
            "“{}” ({}) may be “{}” ({}): they were kept apart",
            rare.name,
            times(rare.turns),
            near.name,
            times(near.turns)
        )));
    }
}

/// Rare names that differ by a letter or two from a frequent one: places of both. `voices` are folded names and
/// how many turns they have.
pub(super) fn near_names(voices: &[(&str, usize)]) -> Vec<(usize, usize)> {
    let rare = voices
        .iter()
        .enumerate()
        .filter(|(_, (key, turns))| *turns <= 2 && key.chars().count() >= 5)
        .take(200);
    rare.filter_map(|(at, (rare, _))| {
        let most = if rare.len() < 8 { 1 } else { 2 };
        let is_near = |(other, (key, turns)): &(usize, &(&str, usize))| {
            *other != at
                && *turns >= 5
                && same_digits(rare, key)
                && names::distance(rare, key) <= most
        };
        let near = voices.iter().enumerate().find(is_near)?;
        Some((at, near.0))
    })
    .collect()
}

/// Names that may be short for another: `INT` and `Interviewer`, `P` and `Participant`. Places of the rarer and the
/// more frequent one. `voices` are folded names and how many turns they have.
pub(super) fn short_names(voices: &[(&str, usize)]) -> Vec<(usize, usize)> {
    let letters = |key: &str| -> String {
        let is_letter = |c: &char| c.is_alphabetic();
        key.chars().filter(is_letter).collect()
    };
    let is_short = |short: &str, long: &str| {
        let (stem, whole) = (letters(short), letters(long));
        !stem.is_empty()
            && stem.chars().count() <= 5
            && whole.len() > stem.len()
            && whole.starts_with(&stem)
            && same_digits(short, long)
            && names::likeness(long) >= Likeness::Part
            && names::asks(short) == names::asks(long)
    };
    let mut found = Vec::new();
    for (at, (short, _)) in voices.iter().enumerate().take(200) {
        let mut long = voices
            .iter()
            .enumerate()
            .filter(|(_, (long, _))| is_short(short, long));
        // Of two that it may be short for it is neither.
        if let (Some((other, _)), None) = (long.next(), long.next()) {
            let (rare, near) = if voices[at].1 <= voices[other].1 {
                (at, other)
            } else {
                (other, at)
            };
            found.push((rare, near));
        }
    }
    found
}

fn times(count: usize) -> String {
    if count == 1 {
        "once".to_owned()
    } else {
        format!("{count} times")
    }
}

fn same_digits(one: &str, other: &str) -> bool {
    let digits = |key: &str| key.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) == digits(other)
}

#[cfg(test)]
mod tests {
    use super::super::convention::{Setting, decide};
    use super::*;

    fn read(text: &str) -> (Vec<(String, usize)>, Vec<String>) {
        let script = Script::of_text(text.into());
        let mut convention = decide(&script, Setting::default());
        let mut warnings = Vec::new();
        accept(&script, &mut convention, &mut warnings);
        report(&script, &convention, &mut warnings);
        (
            convention
                .speakers
                .iter()
                .map(|voice| (voice.name.clone(), voice.turns))
                .collect(),
            warnings.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn a_semicolon_for_a_colon_is_taken_and_said() {
        let (speakers, warnings) = read(&format!(
            "{}D; OK, so?\n\nP: Yes.\n",
            "D: So?\n\nP: Yes.\n\n".repeat(5)
        ));
        assert_eq!(speakers, [("D".to_owned(), 6), ("P".to_owned(), 6)]);
        assert_eq!(
            warnings,
            ["Line 21: “D; OK, so?…” was taken as a turn of D."]
        );
    }

    #[test]
    fn other_slips_are_reported_and_left() {
        let (speakers, warnings) =
            read("D: So?\n\nP: Yes.\n\nD: Any pain?\n\nP No. Nothing.\n\nD: OK.\n\nP: Yes.\n");
        assert_eq!(speakers, [("D".to_owned(), 3), ("P".to_owned(), 2)]);
        assert_eq!(
            warnings,
            ["Line 7: possible missed label of P: “P No. Nothing.…”."]
        );
    }

    #[test]
    fn names_that_may_be_short_for_others_are_proposed() {
        let near = |names: &[&str]| {
            let voices: Vec<(&str, usize)> = (1..).zip(names).map(|(n, name)| (*name, n)).collect();
            let found = short_names(&voices).into_iter();
            found
                .map(|(rare, near)| format!("{} {}", names[rare], names[near]))
                .collect::<Vec<_>>()
        };
        assert_eq!(near(&["int", "interviewer", "p1"]), ["int interviewer"]);
        assert_eq!(near(&["participant1", "p1", "p2"]), ["participant1 p1"]);
        assert_eq!(near(&["i", "interviewee"]), [""; 0]);
        assert_eq!(near(&["p", "parent", "practitioner"]), [""; 0]);
        assert_eq!(near(&["parent1", "parent2"]), [""; 0]);
    }

    #[test]
    fn near_names_are_reported_and_kept_apart() {
        let (speakers, warnings) = read(&format!(
            "{}Particpant 1: Oh.\n",
            "Moderator: So?\n\nParticipant 1: Yes.\n\n".repeat(6)
        ));
        assert_eq!(speakers.len(), 3);
        assert!(
            warnings.iter().any(|warning| warning
                .contains("“Particpant 1” (once) may be “Participant 1” (6 times)")),
            "{warnings:?}"
        );
    }
}
