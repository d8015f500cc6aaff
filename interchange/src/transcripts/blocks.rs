//! Names on lines of their own that only their neighbours tell: a time before or below them, speech below them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::labels::{Head, Shape};
use super::names::{self, Likeness};
use super::script::Script;
use super::times::{self, Stamp, is_blank};

/// The ways in which a document can set names above what they say.
#[derive(Default)]
struct Candidates {
    /// `[00:12] - Ada`, then speech on the next line.
    beside: Vec<(usize, Head)>,
    /// `00:12`, then `Ada`, then speech, a line each.
    below: Vec<(usize, Head)>,
    /// `Ada`, then `00:12`, then speech, a line each.
    above: Vec<(usize, Head)>,
    /// `Ada` after a blank line, then speech on the next one.
    plain: Vec<(usize, Head)>,
    /// How many lines begin with a time.
    stamped: usize,
    paragraphs: usize,
}

/// The heads of such names by their line; none unless most of the document is written so and names come again.
pub(super) fn heads(script: &Script, body: usize) -> BTreeMap<usize, Head> {
    let Candidates {
        beside,
        below,
        above,
        plain,
        stamped,
        paragraphs,
    } = candidates(script, body);
    // In a document each line is a paragraph, and some say more than one.
    let blocks = if script.paragraphs {
        paragraphs * 4 / 5
    } else {
        paragraphs
    };
    for (found, of) in [
        (beside, stamped),
        (below, stamped),
        (above, stamped),
        (plain, blocks),
    ] {
        let names: HashSet<String> = found
            .iter()
            .map(|(line, head)| names::key(&script.words(&script.lines[*line])[head.name.clone()]))
            .collect();
        let again = found.len() >= 3 && names.len() >= 2 && names.len() * 2 <= found.len() + 1;
        if again && found.len() * 2 >= of {
            let mut heads: BTreeMap<usize, Head> = found.into_iter().collect();
            heads.extend(captions(script, &heads));
            return heads;
        }
    }
    BTreeMap::new()
}

/// The line that stands above nearly every name, the same each time, as the caption of a picture is copied with a page:
/// it belongs to the label and nobody says it.
fn captions(script: &Script, heads: &BTreeMap<usize, Head>) -> BTreeMap<usize, Head> {
    let above = || {
        let lines = heads.keys().filter_map(|line| line.checked_sub(1));
        lines.map(|line| (line, script.words(&script.lines[line])))
    };
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, words) in above().filter(|(_, words)| !words.trim_matches(is_blank).is_empty()) {
        *counts.entry(words).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    let Some((caption, _)) = most
        .filter(|(words, count)| *count >= 3 && count * 10 >= heads.len() * 8 && words.len() <= 40)
    else {
        return BTreeMap::new();
    };
    let lines = above().filter(|(_, words)| *words == caption);
    lines
        .map(|(line, words)| {
            let head = Head {
                shape: Shape::Time,
                name: 0..0,
                speech: words.len(),
                from_ms: None,
                to_ms: None,
            };
            (line, head)
        })
        .collect()
}

fn candidates(script: &Script, body: usize) -> Candidates {
    let mut all = Candidates::default();
    let words = |at: usize| {
        let line = script.lines.get(at)?;
        let words = script.words(line);
        (!line.look.apart && !words.trim_matches(is_blank).is_empty()).then_some(words)
    };
    let speech = |at: usize| {
        words(at).is_some_and(|words| times::stamp(words.trim_start_matches(is_blank)).is_none())
    };
    let time_alone = |at: usize| {
        let words = words(at)?.trim_matches(is_blank);
        times::stamp(words).filter(|stamp| stamp.len == words.len())
    };
    let mut above: Option<Stamp> = None;
    for at in body..script.lines.len() {
        let line = &script.lines[at];
        all.paragraphs += usize::from(line.opens);
        let Some(text) = words(at) else {
            above = None;
            continue;
        };
        let start = text.len() - text.trim_start_matches(is_blank).len();
        if let Some(stamp) = times::stamp(&text[start..]) {
            all.stamped += 1;
            let rest = &text[start + stamp.len..];
            let name = rest.trim_start_matches(|c| is_blank(c) || matches!(c, '-' | '–'));
            let bare = name.trim_matches(|c| is_blank(c) || c == '*');
            if name.is_empty() {
                above = Some(stamp);
                continue;
            }
            let said = speech(at + 1) || (words(at + 1).is_none() && speech(at + 2));
            if is_name(bare) && said {
                all.beside.push((at, head(text, bare, Some(stamp))));
            }
        } else if let Some(stamp) = time_alone(at + 1).filter(|_| above.is_none()) {
            // Somebody whom nobody named has a number.
            let numbered = line.opens && is_number(text);
            if (numbered || is_name(text)) && speech(at + 2) {
                all.above.push((at, head(text, text, Some(stamp))));
            }
        } else if is_name(text) && speech(at + 1) {
            if above.is_some() {
                all.below.push((at, head(text, text, above)));
            } else if line.opens
                && (script.paragraphs && !words(at + 1).is_some_and(is_name)
                    || !script.lines[at + 1].opens)
            {
                all.plain.push((at, head(text, text, None)));
            }
        }
        above = None;
    }
    all
}

fn head(text: &str, name: &str, stamp: Option<Stamp>) -> Head {
    let name = name.trim_matches(is_blank);
    let at = text.find(name).unwrap_or_default();
    Head {
        shape: if stamp.is_some() {
            Shape::Stamped
        } else {
            Shape::Alone
        },
        name: at..at + name.len(),
        speech: text.len(),
        from_ms: stamp.map(|stamp| stamp.from_ms),
        to_ms: stamp.and_then(|stamp| stamp.to_ms),
    }
}

/// Whether a line is nothing but the number of a speaker.
fn is_number(text: &str) -> bool {
    let digits = text.trim_matches(is_blank);
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line is nothing but a name: few words with capitals, and no sign that ends a sentence.
fn is_name(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    text.len() <= 60
        && !text.contains([':', ';', '?', '!', '"', '“', '#', '*'])
        && !text.ends_with(['.', ',', '-', '–'])
        && text.split_whitespace().count() <= 8
        && names::likeness(text) >= Likeness::Name
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    const SAID: [(&str, &str); 4] = [
        ("Catrin Evans", "So how was it?"),
        ("Becky", "Good, I would say."),
        ("Catrin Evans", "And then?"),
        ("Becky", "Then Wrexham"),
    ];

    fn written(write: impl Fn(u32, &str, &str) -> String) -> String {
        let blocks = (1..)
            .zip(SAID)
            .map(|(n, (name, words))| write(n, name, words));
        shown("a.txt", blocks.collect::<Vec<_>>().join("\n\n").as_bytes())
    }

    #[test]
    fn names_after_times_and_above_speech() {
        let read = "[Catrin Evans 1000-] So how was it?\n[Becky 2000-] Good, I would say.\n[Catrin Evans 3000-] And then?\n[Becky 4000-] Then Wrexham";
        assert_eq!(
            written(|n, name, words| format!("[00:00:0{n}.00] - {name}\n{words}")),
            read
        );
        assert_eq!(
            written(|n, name, words| format!("00:00:0{n} {name}\n{words}")),
            read
        );
        assert_eq!(
            written(|n, name, words| format!("00:00:0{n}\n{name}\n{words}")),
            read
        );
        assert_eq!(
            written(|n, name, words| format!("0:0:{n}.0 --> 0:0:{n}.500\n{name}\n{words}")),
            read.replace("000-]", "000-500]")
                .replace("1000-500", "1000-1500")
                .replace("2000-500", "2000-2500")
                .replace("3000-500", "3000-3500")
                .replace("4000-500", "4000-4500")
        );
    }

    #[test]
    fn names_with_their_time_on_the_next_line() {
        let read = "[Catrin Evans 1000-] So how was it?\n[Becky 2000-] Good, I would say.\n[Catrin Evans 3000-] And then?\n[Becky 4000-] Then Wrexham";
        assert_eq!(
            written(|n, name, words| format!("{name}\n0:00:0{n}\n{words}")),
            read
        );
        let numbered = |name: &str| if name == "Becky" { "5" } else { "Catrin Evans" };
        assert_eq!(
            written(|n, name, words| format!("{}\n0:00:0{n}\n{words}", numbered(name))),
            read.replace("Becky", "5")
        );
        assert_eq!(
            written(|n, name, words| format!("[00:00:0{n}:13 - 00:00:0{n}:20]\n{name}\n {words}")),
            read.replace("1000-", "1000-1000")
                .replace("2000-", "2000-2000")
                .replace("3000-", "3000-3000")
                .replace("4000-", "4000-4000")
        );
        assert_eq!(
            written(|n, name, words| format!(
                "[@0:0{n}](https://a.example/calls/3?timestamp={n}.9) - **{name}**\n\n{words}"
            )),
            read
        );
        let pictured = "Catrin Evans\n0:01\nSo how?\npicture of user\nBecky\n0:02\nGood.\npicture of user\nCatrin Evans\n0:03\nAnd then?\npicture of user\nBecky\n0:04\nThen Wrexham\npicture of user\nCatrin Evans\n0:06\nSo.\n";
        assert_eq!(
            shown("a.txt", pictured.as_bytes()),
            "[Catrin Evans 1000-] So how?\n[Becky 2000-] Good.\n[Catrin Evans 3000-] And then?\n[Becky 4000-] Then Wrexham\n[Catrin Evans 6000-] So."
        );
        // Captions have a line of words between two times.
        let captions = "0:01\nGood Morning Wrexham\n0:04\nSo It Was\n0:06\nGood Morning Wrexham\n0:09\nand on\n";
        assert!(shown("a.txt", captions.as_bytes()).starts_with("[ 1000-] Good"));
    }

    #[test]
    fn names_above_speech_without_times() {
        assert_eq!(
            written(|_, name, words| format!("{name}\n{words}")),
            "[Catrin Evans] So how was it?\n[Becky] Good, I would say.\n[Catrin Evans] And then?\n[Becky] Then Wrexham"
        );
    }

    #[test]
    fn short_answers_after_times_are_no_names() {
        let text = "0:01 So where was it?\n\n0:04 Wrexham\n\n0:06 And then?\n\n0:09 Mold\n\n0:12 Right\n\n0:15 Wrexham\n";
        assert!(!shown("a.txt", text.as_bytes()).contains("[Wrexham"));
        let headings = "Background\nWe met in May.\n\nMethods\nWe talked.\n\nResults\nIt was good.\n\nPlan\nNone.\n";
        assert!(shown("a.txt", headings.as_bytes()).starts_with("[] "));
    }
}
