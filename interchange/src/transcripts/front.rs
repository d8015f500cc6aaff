//! Front and back matter: what stands around the speech and nobody said.

use std::collections::HashMap;

use super::file_name;
use super::labels::{self, Shape};
use super::names::{self, Likeness, likeness};
use super::script::Script;
use super::tabular;
use super::times::is_blank;

/// How far into a document cover data may reach, in lines.
const COVER: usize = 60;

/// The first line after the front matter: YAML between dashes, a cover block of keys and values, a meeting's notes.
pub(super) fn front_matter(script: &Script) -> usize {
    let after_yaml = yaml(script);
    let after_cover = cover(script, after_yaml)
        .max(cover_of_paragraphs(script, after_yaml))
        .max(heads_of_table(script, after_yaml));
    let notes = meeting_notes(script, after_cover);
    notes.unwrap_or(after_cover)
}

fn words(script: &Script, line: usize) -> &str {
    script
        .lines
        .get(line)
        .map_or("", |line| script.words(line))
        .trim_matches(is_blank)
}

/// `---`, keys, `---` at the very start.
fn yaml(script: &Script) -> usize {
    let first = (0..script.lines.len().min(COVER)).find(|&line| !words(script, line).is_empty());
    let Some(first) = first.filter(|&line| words(script, line) == "---") else {
        return 0;
    };
    (first + 1..script.lines.len().min(first + 1000))
        .find(|&line| matches!(words(script, line), "---" | "..."))
        .map_or(0, |line| line + 1)
}

/// A block of `Date: …`, `Interviewer: Jane` at the start, up to a blank line: keys and short values, one of them
/// a key that nobody is called.
fn cover(script: &Script, from: usize) -> usize {
    let mut body = from;
    let mut line = from;
    let end = script.lines.len().min(from + COVER);
    while line < end {
        while line < end && words(script, line).is_empty() {
            line += 1;
        }
        let block = line;
        let (mut keys, mut metadata, mut titles, mut other) = (0, 0, 0, 0);
        while line < end
            && !words(script, line).is_empty()
            && !(script.paragraphs && line > block && keys + metadata == 0)
        {
            let text = words(script, line);
            match labels::head(text, script.lines[line].look) {
                Some(head) if head.shape == Shape::Colon => {
                    let value = text[head.speech..].trim();
                    let short =
                        value.split_whitespace().count() <= 8 && !value.ends_with(['?', '!']);
                    let never = likeness(&text[head.name.clone()]) == Likeness::Never
                        || is_cover_key(&text[head.name]);
                    metadata += usize::from(never && short);
                    keys += usize::from(!never && short && !value.ends_with('.'));
                    other += usize::from(!short);
                }
                _ if text.split_whitespace().count() <= 10 => titles += 1,
                _ => other += 1,
            }
            line += 1;
        }
        let is_cover = metadata > 0 && other == 0 && metadata + keys >= titles;
        let is_title = block == from && keys + metadata + other == 0 && titles <= 3;
        if !(is_cover || is_title) {
            break;
        }
        if is_cover {
            body = line;
        }
    }
    body
}

/// How far into a document the heads of its table may stand, in lines.
const TABLE: usize = 150;

/// What stands above the heads of a table of times, speakers and words is its cover.
fn heads_of_table(script: &Script, from: usize) -> usize {
    let is_head = |cell: &str| tabular::is_time_head(cell) || tabular::is_speaker_head(cell);
    let are_heads = |line: &usize| {
        let words = words(script, *line);
        if !words.contains('\t') {
            return false;
        }
        let cells: Vec<&str> = words.split('\t').collect();
        let words = cells
            .iter()
            .filter(|cell| tabular::is_words_head(cell))
            .count();
        let heads = cells.iter().filter(|cell| is_head(cell)).count();
        words == 1 && heads > 0 && words + heads == cells.len()
    };
    let mut lines = from..script.lines.len().min(from + TABLE);
    lines.find(are_heads).map_or(from, |line| line + 1)
}

/// How many lines are looked through for labels that come again.
const FAR: usize = 5000;

/// Keys and values at the start of a document without blank lines: none of the keys comes again, two are keys that nobody
/// is called, and whoever speaks behind them does so again.
fn cover_of_paragraphs(script: &Script, from: usize) -> usize {
    if !script.paragraphs {
        return from;
    }
    let key = |line: usize| {
        let text = words(script, line);
        let head = labels::head(text, script.lines[line].look)?;
        let told = head.shape == Shape::Colon && head.from_ms.is_none();
        told.then(|| (text[head.name.clone()].trim().to_owned(), head.speech))
    };
    let again = |line: usize| {
        let text = words(script, line);
        labels::head(text, script.lines[line].look).map(|head| names::key(&text[head.name]))
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for key in (from..script.lines.len().min(from + FAR)).filter_map(again) {
        *counts.entry(key).or_default() += 1;
    }
    let (mut body, mut metadata, mut titles) = (from, 0, 0);
    for line in from..script.lines.len().min(from + COVER) {
        let text = words(script, line);
        if text.is_empty() {
            continue;
        }
        let speaks = again(line).is_some_and(|key| counts[&key] > 1);
        if speaks {
            return if metadata > 1 { body } else { from };
        }
        let Some((key, speech)) = key(line) else {
            titles += 1;
            if titles > 3 || text.split_whitespace().count() > 20 {
                break;
            }
            continue;
        };
        let is_short = text[speech..].split_whitespace().count() <= 12;
        let never = likeness(&key) == Likeness::Never || is_cover_key(&key);
        metadata += usize::from(never && is_short);
        if text.ends_with('?') {
            break;
        }
        body = line + 1;
        titles = 0;
    }
    from
}

/// Keys of a cover page that begin with a speaker's word: `Interviewer name`, `Participant ID`.
fn is_cover_key(name: &str) -> bool {
    let folded = name.trim().to_lowercase();
    [
        "name", "id", "number", "no", "no.", "code", "initials", "age", "gender",
    ]
    .iter()
    .any(|end| folded.split(' ').skip(1).any(|word| word == *end))
}

/// A meeting's automatic notes come first, then a line "Transcript", then a time on its own.
fn meeting_notes(script: &Script, from: usize) -> Option<usize> {
    let title = script
        .lines
        .iter()
        .enumerate()
        .skip(from)
        .take(2000)
        .find(|(number, _)| {
            let text = words(script, *number);
            text.len() < 60
                && text
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| matches!(word, "Transcript" | "TRANSCRIPT" | "Trawsgrifiad"))
        })?;
    (title.0..script.lines.len().min(title.0 + 8)).find(|&line| {
        labels::head(words(script, line), script.lines[line].look)
            .is_some_and(|head| head.shape == Shape::Time)
    })
}

/// How closing lines of tools begin.
const STARTS: &[&str] = &[
    "transcribed by ",
    "transcribed with ",
    "transcription ended after",
    "meeting ended after",
    "this editable transcript was computer",
    "unknown transcript",
];

/// Closing lines of typists, without the signs around them.
const WHOLE: &[&str] = &[
    "end of transcript",
    "end of transcription",
    "end of interview",
    "end of recording",
    "end of audio",
    "end",
    "interview ends",
    "interview ended",
    "recording ends",
    "recording stopped",
    "recording stops",
    "recording ended",
    "audio ends",
    "transcript ends",
    "diwedd",
    "diwedd y cyfweliad",
    "diwedd y recordiad",
];

/// Whether a line is what a tool or typist puts after the last word, or a meeting announces in between.
pub(super) fn is_furniture(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        is_blank(c)
            || matches!(
                c,
                '[' | ']' | '(' | ')' | '*' | '_' | '#' | '-' | '.' | '—' | '–'
            )
    });
    if text.is_empty() || text.len() > 200 {
        return false;
    }
    let folded = text.to_lowercase();
    if folded.len() < 60 && (is_day(&folded) || is_announcement(&folded)) {
        return true;
    }
    STARTS.iter().any(|start| folded.starts_with(start))
        || WHOLE.contains(&folded.as_str())
        || folded.ends_with("started transcription")
        || folded.ends_with("stopped transcription")
}

/// A day alone: `12/03/2026`, `Tuesday, 12 May 2026`. Notes of visits have one above each.
fn is_day(folded: &str) -> bool {
    let day = folded.trim_end_matches([':', ',']);
    let after = day.trim_start_matches(char::is_alphabetic);
    let day = if after.len() < day.len() {
        after.trim_start_matches([',', ' '])
    } else {
        day
    };
    day.starts_with(|c: char| c.is_ascii_digit()) && file_name::day(day).is_some()
}

/// Who asks from here on in a hearing, perhaps after the line's number: `BY MR. BEER:`, `Cross-examination by Ms Lee`.
fn is_announcement(folded: &str) -> bool {
    let text = folded.trim_start_matches(|c: char| c.is_ascii_digit() || is_blank(c));
    let text = text.trim_end_matches([':', '.']);
    let Some((what, who)) = text.split_once("by ") else {
        return false;
    };
    let what = what.trim();
    let begins = what.is_empty()
        || (what.ends_with("examination")
            || what == "questions"
            || what == "questioned"
            || what == "examined")
            && what.split(' ').count() <= 3;
    let title = who.split([' ', '.']).next().unwrap_or_default();
    // `By the bus` is said, `Examination by the Court` is not.
    let titled = names::is_title(title) && (title != "the" || !what.is_empty());
    begins && titled && who.split(' ').count() <= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> usize {
        front_matter(&Script::of_text(text.into()))
    }

    #[test]
    fn yaml_is_front_matter() {
        assert_eq!(body("---\ntitle: a\nspeakers:\n  - Ada\n---\nAda: hi\n"), 5);
        assert_eq!(body("--- so\nAda: hi\n"), 0);
    }

    #[test]
    fn a_cover_block_is_front_matter_though_it_names_the_speakers() {
        assert_eq!(
            body(
                "Interview 4\n\nDate: 3 May 2026\nInterviewer: Jane Lee\nParticipant: P04\n\nInterviewer: So how was it?\n"
            ),
            5
        );
        assert_eq!(body("Interviewer: So how was it?\nP04: Note: good.\n"), 0);
    }

    #[test]
    fn a_cover_without_blank_lines_ends_where_somebody_speaks_who_does_so_again() {
        let body = |text: &str| {
            front_matter(&Script {
                paragraphs: true,
                ..Script::of_text(text.into())
            })
        };
        let cover = "Panel transcript: the ferry\nDate: 3 May 2026\nDuration: 40 minutes\nModerator: Ada (the council)\nParticipants: Ada, Lee and three more who came later on in the day\n";
        let talk = "Ada: So how was it?\nLee: Long.\nAda: How long?\nLee: Very.\n";
        assert_eq!(body(&format!("{cover}{talk}")), 5);
        assert_eq!(body(&format!("{cover}Transcript:\n{talk}")), 6);
        // Nobody is left out who speaks once among others, or before them.
        assert_eq!(body(&format!("Mia: Date: today.\n{talk}")), 0);
        assert_eq!(body(&format!("Mia: Good morning.\n{talk}")), 0);
    }

    #[test]
    fn what_stands_above_the_heads_of_a_table_is_its_cover() {
        assert_eq!(
            body(
                "Ferry talks\nAll rights reserved.\nTime code\tWhat is said\n00:00:01\tSo how was it?\n"
            ),
            3
        );
        assert_eq!(body("Time\tSpeaker\tText\n00:00:01\tAda\tSo?\n"), 1);
        assert_eq!(body("So\tWhat is said\n00:00:01\tSo how was it?\n"), 0);
    }

    #[test]
    fn meeting_notes_end_at_the_first_time() {
        assert_eq!(
            body("Notes\nKey decision: go on\nTranscript\nApr 7, 2026\n00:00:00\nkev: hi\n"),
            4
        );
    }

    #[test]
    fn closing_lines_of_tools_are_known() {
        assert!(is_furniture("Transcribed by https://otter.ai"));
        assert!(is_furniture("[End of interview]"));
        assert!(is_furniture("kev stopped transcription"));
        assert!(is_furniture("_Transcribed with Parrot_"));
        assert!(is_furniture("### Meeting ended after 01:02:05 👋"));
        assert!(!is_furniture("In the end we went home."));
        for line in [
            "12/03/2026",
            "Tuesday, 12 May 2026",
            "BY MR. BEER:",
            "16   BY MS. ORTIZ:",
            "Further examination by Dr Lee",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "By the bus.",
            "12 May 2026 was good",
            "We went by Mr Lee's.",
            "2026",
            "12 of us",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
