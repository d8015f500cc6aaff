//! Names on lines of their own that only their neighbours tell: a time before them, speech below them.

use std::collections::BTreeMap;
use std::collections::HashSet;

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
    for (found, of) in [(beside, stamped), (below, stamped), (plain, blocks)] {
        let names: HashSet<String> = found
            .iter()
            .map(|(line, head)| names::key(&script.words(&script.lines[*line])[head.name.clone()]))
            .collect();
        let again = found.len() >= 3 && names.len() >= 2 && names.len() * 2 <= found.len() + 1;
        if again && found.len() * 2 >= of {
            return found.into_iter().collect();
        }
    }
    BTreeMap::new()
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
            if name.is_empty() {
                above = Some(stamp);
                continue;
            }
            if is_name(name) && speech(at + 1) {
                all.beside.push((at, head(text, name, Some(stamp))));
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
