//! Chats saved as text, a message a line with day, clock and name: WhatsApp and others.
//!
//! `[02/11/2020, 9:47:19 pm] Ada: words`, `02/11/2020, 21:47 - Ada: words`, `[21:47, 02/11/2020] Ada: words`. Lines
//! that do not begin so go on with the message before; messages of the program itself are of nobody. The clock says
//! when somebody wrote and is no time in a recording, so turns have none.

use super::script::{Given, Script};

/// How many messages there are at least.
const ENOUGH: usize = 3;

/// From how many messages on names come again.
const MANY: usize = 6;

/// The longest name, in characters.
const LONGEST: usize = 60;

/// Among how many lines at the start of a chat there is a message.
const OPENING: usize = 3;

/// A message's head: who wrote, and where the words begin.
struct Head {
    name: Option<String>,
    speech: usize,
}

/// Marks the messages of a text, if it is a chat.
pub(super) fn mark(script: &mut Script) {
    let read = |head: &dyn Fn(&str) -> Option<Head>| -> Vec<Option<Head>> {
        let lines = script.lines.iter();
        lines.map(|line| head(script.words(line))).collect()
    };
    // A chat begins with a message: most texts are known not to be one by their first lines.
    let opens = |head: &dyn Fn(&str) -> Option<Head>| {
        let mut lines = script.lines.iter().take(OPENING);
        lines.any(|line| head(script.words(line)).is_some())
    };
    if !opens(&head) && !opens(&above) {
        return;
    }
    let mut heads = read(&head);
    if heads.iter().flatten().count() < ENOUGH {
        heads = read(&above);
    }
    let written = script
        .lines
        .iter()
        .filter(|line| !script.words(line).trim().is_empty())
        .count();
    let named = heads
        .iter()
        .flatten()
        .filter(|head| head.name.is_some())
        .count();
    let first = heads.iter().position(Option::is_some);
    // People write several lines, but most lines of a chat are a message.
    let begins = first.is_some_and(|first| first < OPENING);
    // Who writes in a chat writes again; what stands before colons in a diary is something else each time.
    let mut writers: Vec<&str> = heads
        .iter()
        .flatten()
        .filter_map(|head| head.name.as_deref())
        .collect();
    writers.sort_unstable();
    writers.dedup();
    let again = named < MANY || writers.len() * 3 <= named * 2;
    if !again || named < ENOUGH || !begins || heads.iter().flatten().count() * 3 < written {
        return;
    }
    for (line, head) in script.lines.iter_mut().zip(heads) {
        line.given = head.map(|head| {
            Box::new(Given {
                speaker: head.name,
                speech: head.speech,
                ..Given::default()
            })
        });
    }
}

/// Signs of writing direction that programs put before and after what they write.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_gap(c: char) -> bool {
    is_mark(c) || c.is_whitespace() || c == ','
}

fn head(line: &str) -> Option<Head> {
    let rest = line.trim_start_matches(|c: char| is_mark(c) || c == '\u{feff}');
    let (inside, rest) = match rest.strip_prefix('[') {
        Some(tail) => (true, tail),
        None => (false, rest),
    };
    let rest = match day(rest) {
        Some(rest) => clock(rest.trim_start_matches(is_gap))?,
        None => day(clock(rest)?.trim_start_matches(is_gap))?,
    };
    let rest = if inside {
        rest.trim_start_matches(is_gap).strip_prefix(']')?
    } else {
        rest.trim_start_matches(is_gap).strip_prefix(['-', '–'])?
    };
    let body = rest.trim_start_matches(is_gap);
    let start = line.len() - body.len();
    let colon = body
        .char_indices()
        .take(LONGEST + 1)
        .find(|&(at, c)| c == ':' && body[at + 1..].chars().next().is_none_or(is_gap));
    let named = colon.and_then(|(at, _)| {
        // The tilde says that the name is not among the contacts.
        let name = body[..at].trim_matches(|c: char| is_gap(c) || c == '~');
        let speech = body[at + 1..].trim_start_matches(is_gap);
        (!name.is_empty()).then(|| (name.to_owned(), line.len() - speech.len()))
    });
    Some(match named {
        Some((name, speech)) => Head {
            name: Some(name),
            speech,
        },
        None => Head {
            name: None,
            speech: start,
        },
    })
}

/// A head in a line of its own, the words below it: `Ada — 02/11/2020 9:47 PM`, `Ada, [02.11.20 21:47]`.
fn above(line: &str) -> Option<Head> {
    let line_end = line.trim_end_matches(|c: char| is_gap(c) || matches!(c, ']' | ')' | ':'));
    let starts = line_end
        .match_indices(|c: char| is_gap(c) || matches!(c, '[' | '('))
        .map(|(at, sign)| at + sign.len());
    for start in starts.take(LONGEST) {
        let tail =
            line_end[start..].trim_start_matches(|c: char| is_gap(c) || matches!(c, '[' | '('));
        let rest = day(tail).and_then(|rest| clock(rest.trim_start_matches(is_gap)));
        if rest.is_some_and(str::is_empty) {
            let name = line_end[..start]
                .trim_matches(|c: char| is_gap(c) || matches!(c, '[' | '(' | '—' | '–' | '-'));
            let fits = !name.is_empty() && name.chars().count() <= LONGEST;
            return fits.then(|| Head {
                name: Some(name.to_owned()),
                speech: line.len(),
            });
        }
    }
    None
}

/// Three numbers with one sign between: what is after them.
fn day(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut sign = None;
    for part in 0..3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        rest = &rest[digits..];
        if part < 2 {
            let next = rest
                .chars()
                .next()
                .filter(|c| matches!(c, '/' | '.' | '-'))?;
            if sign.is_some_and(|sign| sign != next) {
                return None;
            }
            sign = Some(next);
            rest = &rest[1..];
        }
    }
    // Some programs write a full stop behind the year.
    Some(rest.strip_prefix('.').unwrap_or(rest))
}

/// Hours and minutes, perhaps seconds, perhaps the half of the day: what is after them.
fn clock(text: &str) -> Option<&str> {
    let (_, len) = super::times::clock(text)?;
    let rest = &text[len..];
    let half = rest.trim_start_matches(is_gap);
    for word in ["a.m.", "p.m.", "a. m.", "p. m.", "am", "pm"] {
        let ends = |tail: &str| !tail.starts_with(char::is_alphabetic);
        if let Some(start) = half.get(..word.len())
            && start.eq_ignore_ascii_case(word)
            && ends(&half[word.len()..])
        {
            return Some(&half[word.len()..]);
        }
    }
    // Spanish puts a narrow blank within.
    let spaced: String = half
        .chars()
        .take(5)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    if matches!(spaced.to_lowercase().as_str(), "a. m." | "p. m.") {
        return half.char_indices().nth(5).map(|(at, _)| &half[at..]);
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn messages_of_phones_are_turns_of_those_who_wrote_them() {
        let text = "\u{200e}[02/11/2020, 9:47:19 pm] Group: \u{200e}Messages are encrypted.\n[02/11/2020, 9:47:35\u{202f}pm] ~ Ada: Hello: are you\nstill there?\n\n[02/11/2020, 9:48:01 pm] Lee (Bala): yes\n\u{200e}[02/11/2020, 9:48:20 pm] Lee (Bala): \u{200e}<attached: 1.jpg>\n";
        insta::assert_snapshot!(shown("_chat.txt", text.as_bytes()), @r"
        [Group] Messages are encrypted.
        [Ada] Hello: are you⏎still there?
        [Lee (Bala)] yes
        [Lee (Bala)] <attached: 1.jpg>
        ");
    }

    #[test]
    fn other_phones_put_a_dash_and_the_program_is_nobody() {
        let text = "12/16/19, 2:35 PM - Messages are encrypted.\n12/16/19, 2:46 PM - +44 1248 000000: Looking for a lift\n12/16/19, 2:47 PM - Ada 🚲: Me too\n12/16/19, 2:47 PM - Lee: ok\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [] Messages are encrypted.
        [+44 1248 000000] Looking for a lift
        [Ada 🚲] Me too
        [Lee] ok
        ");
    }

    #[test]
    fn names_and_times_may_stand_above_the_words() {
        let text = "Ada — 02/11/2020 9:47 PM\nHello there\nagain\n\nLee — 02/11/2020 9:48 PM\nyes\nAda — 02/11/2020 9:49 PM\nwell\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [Ada] Hello there⏎again
        [Lee] yes
        [Ada] well
        ");
    }

    #[test]
    fn a_diary_with_dates_is_no_chat() {
        let text =
            "3/5/2026\nWe met at 10:30 - Ada: late.\n4/5/2026\nNothing.\n5/5/2026, 10:00\nRain.\n";
        assert!(!shown("a.txt", text.as_bytes()).contains("[Ada"));
    }
}
