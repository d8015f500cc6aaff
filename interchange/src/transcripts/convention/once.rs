//! Labels that stand there once and name nobody: lines of a cover before the talk begins, and headings within it.

use std::collections::{BTreeSet, HashSet};

use super::super::labels::{self, Head, Shape};
use super::super::names::{self, Likeness};
use super::super::script::{Look, Script};
use super::super::times::is_blank;
use super::{Evidence, Found};

/// How many labels of speakers that come again must be there before one that does not is doubted.
const LEAST_AGAIN: usize = 4;

/// The lines among `taken` whose labels name nobody. `counts` says how often each label stands there.
pub(super) fn no_speakers(
    script: &Script,
    evidence: &Evidence,
    taken: &[Found],
    counts: &[usize],
) -> BTreeSet<usize> {
    let mut apart = BTreeSet::new();
    let again = || taken.iter().filter(|found| counts[found.label] > 1);
    let Some(begin) = again().next().filter(|_| again().count() >= LEAST_AGAIN) else {
        return apart;
    };
    let speakers: HashSet<&str> = again()
        .map(|found| evidence.labels[found.label].key.as_str())
        .collect();
    let heads: HashSet<usize> = taken.iter().map(|found| found.line).collect();
    for found in taken {
        let Found { line, head, .. } = found;
        if counts[found.label] > 1 || head.shape != Shape::Colon || head.from_ms.is_some() {
            continue;
        }
        let is_name = evidence.labels[found.label].likeness <= Likeness::Name;
        let words = words(script, *line);
        let value = value(script, *line, head);
        let is_heading = script.lines[*line].look.heading || words.starts_with('#');
        let is_title = is_name
            && (is_heading
                || value.is_empty()
                    && after(script, *line).is_none_or(|next| heads.contains(&next)));
        let in_front = *line < begin.line
            && if is_name {
                !is_said(value) || follows_cover(script, *line, &apart)
            } else {
                !is_said(value)
                    && (follows_cover(script, *line, &apart) || is_about(value, &speakers))
            };
        if is_title || in_front {
            apart.insert(*line);
        }
    }
    apart
}

fn words(script: &Script, line: usize) -> &str {
    script.words(&script.lines[line]).trim_matches(is_blank)
}

/// What stands after a label on its line.
fn value<'s>(script: &'s Script, line: usize, head: &Head) -> &'s str {
    script.words(&script.lines[line])[head.speech..]
        .trim_matches(|c: char| is_blank(c) || matches!(c, '*' | '_'))
}

/// The next line with words.
fn after(script: &Script, line: usize) -> Option<usize> {
    (line + 1..script.lines.len()).find(|&next| !words(script, next).is_empty())
}

/// Whether words end as a sentence does. What is on a cover does not.
fn is_said(value: &str) -> bool {
    value.ends_with([
        '.', '?', '!', '…', '"', '”', '’', '\'', '？', '。', '-', '–', '—',
    ])
}

/// Whether the line with words before this one is of a cover: `Age: 20`, or found to be one.
fn follows_cover(script: &Script, line: usize, apart: &BTreeSet<usize>) -> bool {
    let before = (0..line)
        .rev()
        .take(3)
        .find(|&before| !words(script, before).is_empty());
    before.is_some_and(|before| {
        apart.contains(&before)
            || labels::head(words(script, before), Look::default()).is_some_and(|head| {
                head.shape == Shape::Colon
                    && names::likeness(&words(script, before)[head.name]) == Likeness::Never
            })
    })
}

/// Whether it begins with somebody who speaks: `Interviewee: Sara, 24, student`.
fn is_about(value: &str, speakers: &HashSet<&str>) -> bool {
    let first = value.split([' ', ',', '\u{a0}']).next().unwrap_or_default();
    speakers.contains(names::key(first).as_str())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;

    const TALK: &str = "Moderator: Who starts?\n\nTom: Me.\n\nModerator: Why?\n\nBecky: The bus.\n\nTom: Yes, it was late again and so we walked.\n\nBecky: So.\n\nModerator: Thanks.\n";

    #[test]
    fn lines_of_a_cover_name_nobody() {
        for cover in [
            "Trial of a garden tool\n\nTool: Spade (long)\nContext: first use\n\n",
            "About the group\n\nDate: 3 May\n\nParticipants: Tom and Becky\n\nTranscript\n\n",
            "Name: Tom (not his)\nAge: 20\nProfile: Tom lives in Mold and goes by bus.\n\n",
            "# The groups in short: buses and trains\n\n",
            "Interviewee: Tom, 24, who lives in Mold\n\n",
        ] {
            let read = shown("a.txt", format!("{cover}{TALK}").as_bytes());
            let said = shown("a.txt", TALK.as_bytes());
            assert!(read.ends_with(&said), "{read}");
            assert!(read.starts_with("[] "), "{read}");
        }
    }

    #[test]
    fn who_speaks_once_speaks_all_the_same() {
        let text = format!("Ffion: I put it on now.\n\n{TALK}\nHelen: Good bye.\n");
        let read = shown("a.txt", text.as_bytes());
        assert!(
            read.starts_with("[Ffion] I put it on now.\n[Moderator!]"),
            "{read}"
        );
        assert!(read.ends_with("[Helen] Good bye."), "{read}");
    }

    #[test]
    fn headings_within_the_talk_name_nobody() {
        let text = TALK.replace("Tom: Yes", "Getting Around:\n\nTom: Yes");
        let read = shown("a.txt", text.as_bytes());
        assert!(
            read.contains("[Becky] The bus.\n[] Getting Around:\n[Tom] Yes"),
            "{read}"
        );
    }

    #[test]
    fn a_label_that_says_nothing_above_another_is_a_heading() {
        let talk = "Ada: So how was it?\n\nLee: Long.\n\nAda: How long?\n\nLee: Very.\n";
        let read = shown("a.txt", format!("Ferry Talk:\n\n{talk}").as_bytes());
        assert!(read.starts_with("[] Ferry Talk:\n[Ada] So"), "{read}");
        let read = shown("a.txt", format!("Mia Wren: Come in.\n\n{talk}").as_bytes());
        assert!(read.starts_with("[Mia Wren] Come in.\n[Ada] So"), "{read}");
    }
}
