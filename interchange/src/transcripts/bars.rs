//! Rows of cells with bars between them, as people and tools write tables into plain text: `Ada | so`, `0:12 | Ada | so`,
//! `| Ada | so |`.

use std::collections::{BTreeMap, HashMap};

use super::labels::{self, Head, Shape};
use super::names::{self, Likeness};
use super::script::{Look, Script};
use super::tabular;
use super::times::{self, Stamp, is_blank};

const BARS: [char; 3] = ['|', '│', '¦'];

/// What a cell before the words holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Name,
    Time,
    Number,
}

/// The orders in which the cells before the words stand.
const LAYOUTS: [&[Cell]; 7] = [
    &[Cell::Number, Cell::Time, Cell::Name],
    &[Cell::Number, Cell::Name, Cell::Time],
    &[Cell::Time, Cell::Time, Cell::Name],
    &[Cell::Time, Cell::Name],
    &[Cell::Name, Cell::Time],
    &[Cell::Number, Cell::Name],
    &[Cell::Name],
];

/// How long a name in a cell may be, in characters.
const LONGEST: usize = 40;

/// The heads of such rows by their line; none unless most lines with bars are of one layout and names come again.
pub(super) fn heads(script: &Script, body: usize) -> BTreeMap<usize, Head> {
    // One sign after the other: looking for one is much faster than for one of three.
    if !BARS.iter().any(|&bar| script.text.contains(bar)) {
        return BTreeMap::new();
    }
    let mut found: [Vec<(usize, Head)>; LAYOUTS.len()] = Default::default();
    let (mut lines, mut barred) = (0_usize, 0_usize);
    let mut with_bar: HashMap<String, usize> = HashMap::new();
    for (number, line) in script.lines.iter().enumerate().skip(body) {
        let words = script.words(line);
        if line.look.apart || words.trim_matches(is_blank).is_empty() {
            continue;
        }
        lines += 1;
        // Nothing but lines: what stands below the heads of a table.
        let is_rule = words
            .chars()
            .all(|c| is_blank(c) || BARS.contains(&c) || matches!(c, '-' | ':' | '='));
        if is_rule || !words.contains(BARS) {
            continue;
        }
        barred += 1;
        // `Ada | Team B: so`: people write their team beside their name.
        if let Some(head) = labels::head(words, Look::default())
            && head.shape == Shape::Colon
            && words[head.name.clone()].contains(BARS)
        {
            *with_bar.entry(names::key(&words[head.name])).or_default() += 1;
        }
        for (found, layout) in found.iter_mut().zip(LAYOUTS) {
            found.extend(row(words, layout).map(|head| (number, head)));
        }
    }
    // The longest of those that fit best.
    let best = found.into_iter().rev().max_by_key(Vec::len);
    let best = best.unwrap_or_default();
    let name = |(line, head): &(usize, Head)| {
        names::key(&script.words(&script.lines[*line])[head.name.clone()])
    };
    let mut known: Vec<String> = best.iter().map(name).collect();
    known.sort_unstable();
    known.dedup();
    let teams: usize = with_bar.values().filter(|count| **count > 1).sum();
    let timed = best.iter().all(|(_, head)| head.from_ms.is_some());
    let often = known.len() * 2 <= best.len() + 2 || timed;
    let again = best.len() >= 3 && (2..best.len()).contains(&known.len()) && often;
    if again && best.len() * 10 >= barred * 7 && best.len() * 5 >= lines && teams * 2 < best.len() {
        best.into_iter().collect()
    } else {
        BTreeMap::new()
    }
}

/// The head of a row of a layout.
fn row(words: &str, layout: &[Cell]) -> Option<Head> {
    let blank = |c: char| is_blank(c);
    let mut at = words.len() - words.trim_start_matches(blank).len();
    if words[at..].starts_with(BARS) {
        at += words[at..].chars().next().map_or(0, char::len_utf8);
    }
    let mut name = 0..0;
    let (mut from_ms, mut to_ms) = (None, None);
    for cell in layout {
        let length = words[at..].find(BARS)?;
        let whole = &words[at..at + length];
        let text = whole.trim_matches(blank);
        match cell {
            Cell::Name => {
                let bare = text.trim_end_matches(':').trim_matches(['*', '_']);
                let start = at + whole.find(bare).filter(|_| is_name(bare))?;
                name = start..start + bare.len();
            }
            Cell::Time => {
                let Stamp {
                    from_ms: from,
                    to_ms: to,
                    ..
                } = times::stamp(text).filter(|stamp| stamp.len == text.len())?;
                if from_ms.is_some() {
                    to_ms = Some(from);
                } else {
                    (from_ms, to_ms) = (Some(from), to);
                }
            }
            Cell::Number => {
                let digits = text.trim_end_matches('.');
                let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
                (is_number && (1..=6).contains(&digits.len())).then_some(())?;
            }
        }
        at += length
            + words[at + length..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
    }
    let mut speech = words.len() - words[at..].trim_start_matches(blank).len();
    // `Ada | 0:12`, what is said on the lines below.
    let last = words[speech..].trim_end_matches(blank);
    if let Some(stamp) = times::stamp(last).filter(|stamp| stamp.len == last.len())
        && from_ms.is_none()
    {
        (from_ms, to_ms) = (Some(stamp.from_ms), stamp.to_ms);
        speech = words.len();
    }
    let is_header = tabular::is_speaker_head(&words[name.clone()])
        && tabular::is_words_head(
            words[speech..].trim_end_matches(|c| blank(c) || BARS.contains(&c)),
        );
    (!is_header).then_some(Head {
        shape: Shape::Colon,
        name,
        speech,
        from_ms,
        to_ms,
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && names::likeness(text) > Likeness::Prose
}

/// How many bytes of a row that stands between bars are left without the last of them.
pub(super) fn without_last(row: &str, speech: &str) -> usize {
    if !row.starts_with(BARS) {
        return speech.len();
    }
    let open = speech.strip_suffix(BARS).unwrap_or(speech);
    open.trim_end_matches(is_blank).len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    fn txt(text: &str) -> String {
        shown("a.txt", text.as_bytes())
    }

    #[test]
    fn cells_before_the_words_tell_who_and_when() {
        let read = "[INT! 1000-] So how was it?\n[Mrs Pugh 4000-] Good: very good.\n[INT! 7000-] And | or?\n[Megan 9000-] No.";
        let plain = read
            .replace(" 1000-", "")
            .replace(" 4000-", "")
            .replace(" 7000-", "")
            .replace(" 9000-", "");
        let said = [
            (1, "INT", "So how was it?"),
            (4, "Mrs Pugh", "Good: very good."),
            (7, "INT", "And | or?"),
            (9, "Megan", "No."),
        ];
        let written = |write: &dyn Fn(u32, &str, &str) -> String| {
            txt(&said
                .map(|(at, name, words)| write(at, name, words))
                .join("\n"))
        };
        assert_eq!(
            written(&|at, name, words| format!("0:0{at} | {name} | {words}")),
            read
        );
        assert_eq!(
            written(&|at, name, words| format!("{name}|00:00:0{at}|{words}\n")),
            read
        );
        assert_eq!(
            written(&|at, name, words| format!("{at} | [00:0{at}] | {name}: | {words}")),
            read
        );
        assert_eq!(
            written(&|_, name, words| format!("{name} | {words}")),
            plain
        );
        assert_eq!(
            written(&|_, name, words| format!("{name} | {words}\nand")),
            plain.replace(".\n", ".⏎and\n").replace("?\n", "?⏎and\n") + "⏎and"
        );
        let spans =
            written(&|at, name, words| format!("00:0{at} | 00:0{} | {name} | {words}", at + 1));
        assert!(
            spans.starts_with("[INT! 1000-2000] So how was it?\n"),
            "{spans}"
        );
    }

    #[test]
    fn a_time_behind_the_last_bar_is_no_speech() {
        let text = "Ada Okoro | 00:03\nSo how was it?\n\nLee | 00:09\nGood.\n\nAda Okoro | 00:15\nAnd then?\n\nLee | 00:18\nNo.\n";
        assert_eq!(
            txt(text),
            "[Ada Okoro 3000-] So how was it?\n[Lee 9000-] Good.\n[Ada Okoro 15000-] And then?\n[Lee 18000-] No."
        );
    }

    #[test]
    fn a_table_in_markdown_is_a_transcript() {
        let table = "# Talk\n\n| Speaker | Text |\n|---|---|\n| **INT** | So? |\n| P1 | Yes. |\n| **INT** | Why? |\n| P1 | Well. |\n";
        assert_eq!(
            txt(table),
            "[] # Talk⏎⏎| Speaker | Text |⏎|---|---|\n[INT!] So?\n[P1] Yes.\n[INT!] Why?\n[P1] Well."
        );
    }

    #[test]
    fn teams_lists_and_choices_are_none() {
        let teams =
            "Ada | Team B: We can.\nLee | Team C: Yes.\nAda | Team B: So.\nLee | Team C: No.\n";
        assert!(txt(teams).starts_with("[Ada | Team B] We can."));
        let list = "School | four days\nHealth | asthma\nHome | two rooms\nFriends | some\n";
        assert!(txt(list).starts_with("[] "));
    }
}
