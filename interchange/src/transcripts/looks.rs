//! Interviews whose questions are told apart by bold or italic letters alone.

use super::convention::{Convention, Spoken, Voice};
use super::labels::{Head, Shape};
use super::openings::is_bold;
use super::script::Script;
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
    if strong < 3 || strong * 100 < all * 15 || strong * 100 > all * 60 {
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
    let mut speaking = None;
    for &(line, strong) in &paragraphs[first..] {
        let speaker = usize::from(!strong);
        if speaking != Some(speaker) {
            convention.heads.push(Spoken {
                line,
                speaker,
                head: Head {
                    shape: Shape::Strong,
                    name: 0..0,
                    speech: 0,
                    from_ms: None,
                    to_ms: None,
                },
            });
            convention.speakers[speaker].turns += 1;
            speaking = Some(speaker);
        }
    }
    Some(convention)
}

#[cfg(test)]
mod tests {
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
}
