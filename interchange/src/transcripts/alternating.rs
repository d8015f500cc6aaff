//! Interviews without any label whose paragraphs take turns: nothing in the file says so, the person who imports does.

use std::collections::HashMap;

use super::convention::Convention;
use super::front::{front_matter, is_furniture};
use super::looks;
use super::script::{Line, Script};
use super::times::is_blank;

/// How many words a title has at most: what stands above the first turn and ends no sentence.
const TITLE_WORDS: usize = 8;

/// Gives each paragraph to the one of two who did not speak before. Who asks more often is “Question”.
pub(super) fn alternating(script: &Script) -> Option<Convention> {
    let body = front_matter(script);
    let spoken: Vec<usize> = paragraphs(script, body)
        .skip_while(|line| is_title(script.words(&script.lines[*line])))
        .collect();
    if spoken.len() < 2 {
        return None;
    }
    let asking = |side: usize| {
        let lines = spoken.iter().skip(side).step_by(2);
        lines
            .filter(|line| script.words(&script.lines[**line]).contains('?'))
            .count()
    };
    let asks = usize::from(asking(1) > asking(0));
    let paragraphs: Vec<(usize, bool)> = spoken
        .into_iter()
        .enumerate()
        .map(|(number, line)| (line, number % 2 == asks))
        .collect();
    Some(Convention {
        body,
        ..looks::sides(&paragraphs, HashMap::new())
    })
}

/// The lines that paragraphs begin with; all lines of a text that has no empty ones between them.
fn paragraphs(script: &Script, body: usize) -> impl Iterator<Item = usize> {
    let is_spoken = |line: &Line| {
        let words = script.words(line).trim_matches(is_blank);
        !(words.is_empty() || line.look.heading || line.look.apart || is_furniture(words))
    };
    let lines =
        move || (body..script.lines.len()).filter(move |line| is_spoken(&script.lines[*line]));
    let opening = lines().filter(|line| script.lines[*line].opens).count();
    let all = opening < 4 && opening < lines().count();
    lines().filter(move |line| all || script.lines[*line].opens)
}

/// Whether words are a title, a name or a day rather than said.
fn is_title(words: &str) -> bool {
    let words = words.trim_matches(is_blank);
    words.split_whitespace().count() <= TITLE_WORDS
        && !words.ends_with(['.', '?', '!', '…', '"', '”', '’', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let script = Script::of_text(text.to_owned());
        let convention = alternating(&script).unwrap();
        let turn = |spoken: &super::super::convention::Spoken| {
            let words = script.words(&script.lines[spoken.line]);
            (
                convention.speakers[spoken.speaker].name.clone(),
                words.to_owned(),
            )
        };
        convention.heads.iter().map(turn).collect()
    }

    fn told(turns: &[(&str, &str)]) -> Vec<(String, String)> {
        turns
            .iter()
            .map(|(who, words)| ((*who).to_owned(), (*words).to_owned()))
            .collect()
    }

    #[test]
    fn paragraphs_take_turns_below_their_title() {
        let text = "Interview 1\n\nOctober 23\n\nHow are you?\n\nI am well.\n\nWhat helped?\n\nThe bus.\nAnd the tea.\n\nThanks.\n";
        assert_eq!(
            read(text),
            told(&[
                ("Question", "How are you?"),
                ("Answer", "I am well."),
                ("Question", "What helped?"),
                ("Answer", "The bus."),
                ("Question", "Thanks."),
            ])
        );
    }

    #[test]
    fn who_asks_more_often_is_the_question_whoever_begins() {
        let text = "Good morning.\nMorning. What helped?\nThe bus. Is it on?\nIt is. And then?\nThe tea.\nWhy?\n";
        let asking: Vec<bool> = read(text).iter().map(|turn| turn.0 == "Question").collect();
        assert_eq!(asking, [false, true, false, true, false, true]);
    }

    #[test]
    fn it_is_offered_where_nobody_is_told_apart_and_some_ask() {
        use super::super::tests::warned;
        let talk = "So what helped?\n\nThe bus, I think.\n\nYes.\n\nAnd that was it.\n\n".repeat(4);
        assert_eq!(
            warned("a.txt", talk.as_bytes()),
            [
                "Nobody is told apart, though 4 of 16 paragraphs ask: where paragraphs take turns, choose that as the way speakers are written (--speakers alternating)."
            ]
        );
        let notes = "We met at ten.\n\nThe bus was late.\n\n".repeat(8);
        assert!(warned("a.txt", notes.as_bytes()).is_empty());
    }

    #[test]
    fn one_paragraph_has_nobody_to_answer_it() {
        assert!(alternating(&Script::of_text("Only this was said.".to_owned())).is_none());
        assert!(alternating(&Script::of_text(String::new())).is_none());
    }
}
