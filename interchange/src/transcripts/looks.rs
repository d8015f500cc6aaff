//! Interviews whose questions are told apart by bold or italic letters, or in which only one side is labelled.

use std::collections::{HashMap, HashSet};

use super::convention::{Convention, Spoken, Voice, goes_forward};
use super::front::is_furniture;
use super::labels::{self, Head, Shape};
use super::names;
use super::openings::is_bold;
use super::script::{Line, Look, Script};
use super::times::is_blank;

/// Takes wholly bold or italic paragraphs as questions, the others as answers, if there are enough of both,
/// spread over the whole document, and some of them ask.
pub(super) fn question_and_answer(script: &Script) -> Option<Convention> {
    let paragraphs: Vec<(usize, bool)> = script
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            !line.look.heading
                && !line.look.apart
                && !script.words(line).trim_matches(is_blank).is_empty()
        })
        .map(|(number, line)| {
            (
                number,
                line.look.strong >= script.words(line).trim_end_matches(is_blank).len()
                    || is_bold(script.words(line)),
            )
        })
        .collect();
    let strong = paragraphs.iter().filter(|(_, strong)| *strong).count();
    let all = paragraphs.len();
    if strong < 3 || strong * 100 < all * 10 || strong * 100 > all * 60 {
        return None;
    }
    let half = paragraphs.len() / 2;
    let early = paragraphs[..half]
        .iter()
        .filter(|(_, strong)| *strong)
        .count();
    let asking = paragraphs
        .iter()
        .filter(|(line, strong)| *strong && script.words(&script.lines[*line]).contains('?'))
        .count();
    if early * 10 < strong * 2 || early * 10 > strong * 8 || asking * 4 < strong {
        return None;
    }
    let first = paragraphs.iter().position(|(_, strong)| *strong)?;
    let mut convention = Convention {
        shape: Some(Shape::Strong),
        ..Convention::default()
    };
    convention.speakers = ["Question", "Answer"]
        .map(|name| Voice {
            name: name.to_owned(),
            key: name.to_lowercase(),
            turns: 0,
        })
        .into();
    let mut times = opening_times(script, &paragraphs[first..]);
    let mut speaking = None;
    for &(line, strong) in &paragraphs[first..] {
        let speaker = usize::from(!strong);
        let time = times.remove(&line);
        if speaking != Some(speaker) || time.is_some() {
            let mut turn = unlabelled(line, speaker);
            if let Some(time) = time {
                turn.head = Head {
                    shape: Shape::Strong,
                    ..time
                };
            }
            convention.heads.push(turn);
            convention.speakers[speaker].turns += 1;
            speaking = Some(speaker);
        }
    }
    Some(convention)
}

/// The times that paragraphs begin with, by line, if several do.
fn opening_times(script: &Script, paragraphs: &[(usize, bool)]) -> HashMap<usize, Head> {
    let time = |&(line, _): &(usize, bool)| {
        let words = script.words(&script.lines[line]);
        let wrapped =
            || labels::head(words, Look::default()).filter(|head| head.shape == Shape::Time);
        let head = labels::bare_time(words, true).or_else(wrapped)?;
        (head.speech < words.len()).then_some((line, head))
    };
    let times: Vec<(usize, Head)> = paragraphs.iter().filter_map(time).collect();
    let believed = times.len() >= 3
        && times.len() * 10 >= paragraphs.len() * 2
        && goes_forward(times.iter().map(|(_, head)| head.from_ms));
    if believed {
        times.into_iter().collect()
    } else {
        HashMap::new()
    }
}

/// Where only one side is labelled, gives the other its turns: bold or italic paragraphs between labelled answers are
/// questions, paragraphs after labelled questions are answers. Answers what was done, for a warning.
pub(super) fn other_side(script: &Script, convention: &mut Convention) -> Option<&'static str> {
    let [voice] = &convention.speakers[..] else {
        return None;
    };
    let labelled: HashSet<usize> = convention.heads.iter().map(|head| head.line).collect();
    let words = |line: &Line| script.words(line).trim_end_matches(is_blank).len();
    let is_open = |at: &usize| {
        let line = &script.lines[*at];
        line.opens
            && !(line.look.heading || line.look.apart || labelled.contains(at))
            && words(line) > 0
            && !is_furniture(script.words(line))
    };
    let asks = names::asks(&voice.name);
    let first = convention.heads.first()?.line;
    let from = if asks { first } else { convention.body };
    let open: Vec<usize> = (from..script.lines.len()).filter(is_open).collect();
    let (name, said) = if asks {
        (
            "Answer",
            "only those who ask are labelled: paragraphs without a label were taken as “Answer”",
        )
    } else {
        (
            "Question",
            "only one speaker is labelled: bold or italic paragraphs were taken as “Question”",
        )
    };
    let strong = |line: &Line| line.look.strong >= words(line) || is_bold(script.words(line));
    let mut taken = Vec::new();
    let mut answered = 0;
    let mut before = false;
    for at in first.min(open.first().copied().unwrap_or(first))..script.lines.len() {
        if labelled.contains(&at) {
            before = true;
        } else if open.binary_search(&at).is_ok() && (asks || strong(&script.lines[at])) {
            answered += usize::from(before || !asks);
            // Further paragraphs go on with the same turn.
            if before || !asks {
                taken.push(at);
            }
            before = false;
        }
    }
    let heads = convention.heads.len();
    if heads < 3 || answered * 5 < heads * 4 {
        return None;
    }
    convention.speakers.push(Voice {
        name: name.to_owned(),
        key: name.to_lowercase(),
        turns: taken.len(),
    });
    let taken = taken.into_iter().map(|line| unlabelled(line, 1));
    convention.heads.extend(taken);
    convention.heads.sort_by_key(|head| head.line);
    Some(said)
}

/// A turn that no label begins.
pub(super) const fn unlabelled(line: usize, speaker: usize) -> Spoken {
    Spoken {
        line,
        speaker,
        head: Head {
            shape: Shape::Strong,
            name: 0..0,
            speech: 0,
            from_ms: None,
            to_ms: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::convention::{Setting, decide};
    use super::super::script::Look;
    use super::*;

    fn script(lines: &[(&str, bool)]) -> Script {
        let mut script = Script {
            paragraphs: true,
            ..Script::default()
        };
        for (words, bold) in lines {
            script.push(
                words,
                true,
                Look {
                    strong: if *bold { words.len() } else { 0 },
                    ..Look::default()
                },
                None,
            );
        }
        script
    }

    #[test]
    fn bold_questions_and_plain_answers_become_two_voices() {
        let pair = [
            ("How was it?", true),
            ("Fine.", false),
            ("Quite fine.", false),
        ];
        let convention = question_and_answer(&script(&pair.repeat(3))).unwrap();
        assert_eq!(
            convention.heads.len(),
            6,
            "paragraphs of one answer are one turn"
        );
        assert_eq!(convention.speakers[0].name, "Question");
    }

    #[test]
    fn times_before_questions_and_answers_begin_turns_and_are_kept() {
        let lines: Vec<(String, bool)> = (1..5)
            .flat_map(|n| {
                let asked = format!("00:0{n}:05 How was it?");
                let told = [
                    format!("00:0{n}:15\tFine."),
                    "Quite fine.".to_owned(),
                    format!("[00:0{n}:25] And so on."),
                ];
                std::iter::once((asked, true)).chain(told.map(|words| (words, false)))
            })
            .collect();
        let lines: Vec<(&str, bool)> = lines
            .iter()
            .map(|(words, bold)| (words.as_str(), *bold))
            .collect();
        let convention = question_and_answer(&script(&lines)).unwrap();
        let times: Vec<Option<u32>> = convention
            .heads
            .iter()
            .map(|turn| turn.head.from_ms)
            .collect();
        assert_eq!(
            times[..4],
            [Some(65_000), Some(75_000), Some(85_000), Some(125_000)]
        );
        assert_eq!(convention.heads[0].head.speech, "00:01:05 ".len());
        assert_eq!(convention.speakers[1].turns, 8);
    }

    #[test]
    fn a_few_bold_words_are_no_interview() {
        assert!(
            question_and_answer(&script(&[
                ("Notes", true),
                ("a", false),
                ("b", false),
                ("c", false)
            ]))
            .is_none()
        );
        let heads = [("Needs", true), ("text", false)];
        assert!(
            question_and_answer(&script(&heads.repeat(4))).is_none(),
            "nothing is asked"
        );
    }

    #[test]
    fn the_side_without_labels_is_given_its_turns() {
        let read = |lines: &[(&str, bool)]| {
            let script = script(lines);
            let mut convention = decide(&script, Setting::default());
            let said = other_side(&script, &mut convention);
            let voices = convention.speakers.into_iter();
            let voices: Vec<_> = voices.map(|voice| (voice.name, voice.turns)).collect();
            (voices, said.is_some())
        };
        let two = |one: &str, n: usize, other: &str, m: usize| {
            vec![(one.to_owned(), n), (other.to_owned(), m)]
        };
        let answers = [("So why?", true), ("P4: It was the bus.", false)].repeat(4);
        assert_eq!(read(&answers), (two("P4", 4, "Question", 4), true));
        let asked = [
            ("I: So why?", false),
            ("It was the bus.", false),
            ("And that.", false),
        ];
        assert_eq!(read(&asked.repeat(4)), (two("I", 4, "Answer", 4), true));
        let alone = [("P4: It was the bus.", false), ("And that.", false)].repeat(4);
        assert_eq!(read(&alone), (vec![("P4".to_owned(), 4)], false));
    }
}
