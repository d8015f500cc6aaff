//! Times that nobody is labelled with: without a sign around them, or written once more in words.

use super::convention::goes_forward;
use super::labels::{self, Head};
use super::script::Script;
use super::times::is_blank;

/// How many paragraphs must open with a bare time before it is believed to be one.
const LEAST_BARE: usize = 6;

/// Where the first time of a recording is, at the latest, if its times have minutes and seconds only: what begins
/// later is the agenda of a day.
const LATEST_START: u32 = 60_000;

/// Times without a sign around them, where nearly every line begins with one: a clock that is said stands alone.
pub(super) fn bare_times(script: &Script, body: usize) -> Vec<(usize, Head)> {
    let lines = || script.lines.iter().enumerate().skip(body);
    let spoken = lines()
        .filter(|(_, line)| !script.words(line).is_empty())
        .count();
    for with_hours in [true, false] {
        let times: Vec<(usize, Head)> = lines()
            .filter_map(|(number, line)| {
                let head = labels::bare_time(script.words(line), with_hours)?;
                Some((number, head))
            })
            .collect();
        let first = times.first().and_then(|(_, head)| head.from_ms);
        let believed = times.len() >= LEAST_BARE
            && times.len() * 10 >= spoken * 8
            && (with_hours || first <= Some(LATEST_START))
            && goes_forward(times.iter().map(|(_, head)| head.from_ms));
        if believed {
            return times;
        }
    }
    Vec::new()
}

/// Adds the lines that say a time once more in words below it (`1:05`, then `1 minute, 5 seconds`), as a page's text
/// for those who hear it has them, if most times have one.
pub(super) fn add_echoes(script: &Script, times: &mut Vec<(usize, Head)>) {
    let alone = |(line, head): &&(usize, Head)| {
        head.speech == script.words(&script.lines[*line]).len() && head.from_ms.is_some()
    };
    let echoes: Vec<(usize, Head)> = times
        .iter()
        .filter(alone)
        .filter_map(|(line, head)| {
            let next = script.lines.get(line + 1)?;
            let words = script.words(next);
            says(words, head.from_ms? / 1000).then(|| {
                let mut echo = head.clone();
                echo.speech = words.len();
                (line + 1, echo)
            })
        })
        .collect();
    if echoes.len() >= LEAST_BARE.min(times.len()) && echoes.len() * 2 > times.len() {
        times.extend(echoes);
        times.sort_by_key(|(line, _)| *line);
    }
}

/// Whether words are a length of time in some language: its numbers in order, a word behind each.
fn says(words: &str, seconds: u32) -> bool {
    const LONGEST: usize = 60;
    if words.len() > LONGEST {
        return false;
    }
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    let mut wanted = parts.iter().filter(|part| **part > 0).peekable();
    let zero = wanted.peek().is_none();
    let mut number = true;
    let mut said = 0;
    for word in words.split(|c: char| is_blank(c) || c == ',') {
        match word.parse::<u32>() {
            _ if word.is_empty() => {}
            Ok(value) if number => {
                let fits = wanted
                    .next()
                    .map_or(zero && value == 0, |part| *part == value);
                if !fits {
                    return false;
                }
                said += 1;
                number = false;
            }
            Ok(_) => return false,
            // `and` before the next number.
            Err(_) if number && said == 0 => return false,
            Err(_) => number = true,
        }
    }
    said > 0 && number && wanted.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    #[test]
    fn lengths_of_time_are_known_in_any_language() {
        assert!(says("3 seconds", 3));
        assert!(says("1 minute, 5 seconds", 65));
        assert!(says("1 hour, 2 minutes and 3 seconds", 3723));
        assert!(says("2 Minuten", 120));
        assert!(says("0 seconds", 0));
        assert!(!says("3 beans and 4 onions", 3));
        assert!(!says("seconds", 3));
        assert!(!says("3", 3));
        assert!(!says("", 0));
    }

    #[test]
    fn transcripts_copied_from_a_page_have_their_times() {
        let said = [
            "so we dug",
            "all day",
            "and then",
            "it rained",
            "10:30 it was",
            "and so on",
        ];
        let written = |write: &dyn Fn(usize, &str) -> String| {
            let lines = (0..)
                .step_by(7)
                .zip(said)
                .map(|(at, words)| write(at, words));
            shown("a.txt", lines.collect::<Vec<_>>().join("\n").as_bytes())
        };
        let read = "[ 0-] so we dug\n[ 7000-] all day\n[ 14000-] and then\n[ 21000-] it rained\n[ 28000-] 10:30 it was\n[ 35000-] and so on";
        assert_eq!(written(&|at, words| format!("0:{at:02} {words}")), read);
        assert_eq!(
            written(&|at, words| format!("0:{at:02}\n{at} seconds\n{words}")),
            read
        );
        assert_eq!(
            written(&|at, words| format!("[00:{at:02}.00]{words}")),
            read
        );
    }

    #[test]
    fn an_agenda_has_no_times_of_a_recording() {
        let agenda = "9:00 Coffee\n9:30 Welcome\n10:00 Talks\n11:30 Break\n12:00 Lunch\n13:00 Workshops\n16:00 End\n";
        assert!(!shown("a.txt", agenda.as_bytes()).contains("000-"));
    }
}
