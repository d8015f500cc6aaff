//! From a script and its convention to turns that partition the text.

use std::collections::HashMap;

use project::text::{CharIndex, CharRange};
use project::{NewSpeaker, NewTurn};

use super::choices::SpeakerRule;
use super::convention::{Convention, Setting, Spoken, decide};
use super::front::is_furniture;
use super::labels::{Head, Shape};
use super::script::{Given, Line, Script};
use super::slips;
use super::times::{self, is_blank};
use super::{alternating, bars, looks, roles};
use crate::{Place, Warning};

/// A script with its speakers and turns.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) language: Option<String>,
    pub(super) speakers: Vec<NewSpeaker>,
    pub(super) turns: Vec<NewTurn>,
    pub(super) warnings: Vec<Warning>,
}

/// A turn in the making, in bytes.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    speech: usize,
    speaker: Option<usize>,
    from_ms: Option<u32>,
    to_ms: Option<u32>,
}

/// Finds who says what. Turns cover the text from its first to its last character, in order.
pub(super) fn tell(script: Script, setting: Setting) -> Told {
    let mut warnings = Vec::new();
    let is_given = setting.rule.is_none() && script.lines.iter().any(|line| line.given.is_some());
    let (mut names, mut parts) = if is_given {
        given(&script)
    } else {
        let mut convention = decide(&script, setting);
        if convention.heads.is_empty()
            && let Some((found, said)) = looks::unlabelled(&script, &convention, setting)
        {
            convention = found;
            warnings.push(Warning::of_file(said));
        }
        if setting.rule == Some(SpeakerRule::Alternating)
            && let Some(found) = alternating::alternating(&script)
        {
            convention = found;
        }
        if setting.rule.is_none()
            && let Some(said) = looks::other_side(&script, &mut convention)
        {
            warnings.push(Warning::of_file(said));
        }
        if setting.rule.is_none() && convention.shape == Some(Shape::Colon) {
            looks::set_apart_headings(&script, &mut convention);
        }
        slips::accept(&script, &mut convention, &mut warnings);
        slips::report(&script, &convention, &mut warnings);
        if let Some(rule) = setting.rule.filter(|_| convention.heads.is_empty())
            && rule != SpeakerRule::Nobody
        {
            warnings.push(Warning::of_file(format!(
                "no speaker is written as “{}”",
                rule.title()
            )));
        }
        let parts = if convention.heads.is_empty() {
            paragraphs(&script, &convention)
        } else {
            labelled(&script, &convention)
        };
        if convention.heads.is_empty() {
            warnings.extend(nobody_told(&script, &convention, &parts, setting));
        }
        (
            convention
                .speakers
                .into_iter()
                .map(|voice| voice.name)
                .collect(),
            parts,
        )
    };
    close_gaps(&script.text, &mut parts);
    drop_unheard(&mut names, &mut parts);
    let (turns, spoken) = to_turns(&script.text, &parts);
    let speakers = roles::speakers(names, &spoken, &script.askers);
    Told {
        speakers,
        turns,
        language: script.language,
        text: script.text,
        warnings,
    }
}

/// What is worth a word where nobody is told apart: times, and questions that somebody seems to ask.
fn nobody_told(
    script: &Script,
    convention: &Convention,
    parts: &[Part],
    setting: Setting,
) -> Option<Warning> {
    const LEAST: usize = 10;
    if !convention.times.is_empty() {
        return Some(Warning::of_file(
            "it has times but no speakers: each time begins a turn of nobody",
        ));
    }
    let ends = parts.iter().skip(1).map(|part| part.start);
    let ends = ends.chain([script.text.len()]);
    let asking = parts
        .iter()
        .zip(ends)
        .filter(|(part, end)| script.text[part.start..*end].trim_end().ends_with('?'))
        .count();
    let talks = parts.len() >= LEAST && asking >= 3 && asking * 10 >= parts.len();
    (talks && setting.rule.is_none() && !setting.case_file).then(|| {
        Warning::of_file(format!(
            "nobody is told apart, though {asking} of {} paragraphs ask: where paragraphs take turns, choose that as the way speakers are written (--speakers alternating)",
            parts.len()
        ))
    })
}

/// Turns where the format itself says who speaks.
fn given(script: &Script) -> (Vec<String>, Vec<Part>) {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut parts: Vec<Part> = Vec::new();
    for line in &script.lines {
        if let Some(given) = line.given.as_deref() {
            let speaker = given.speaker.as_ref().map(|name| {
                *places.entry(super::names::key(name)).or_insert_with(|| {
                    names.push(name.clone());
                    names.len() - 1
                })
            });
            let Given {
                speech,
                from_ms,
                to_ms,
                ..
            } = *given;
            parts.push(Part {
                start: line.start,
                speech: line.start + speech,
                speaker,
                from_ms,
                to_ms,
            });
        } else if (line.look.heading || line.look.apart) && line.end > line.start {
            open_apart(&mut parts, line);
        }
    }
    (names, parts)
}

/// A heading or anything else that nobody says. Several in a row are one.
fn open_apart(parts: &mut Vec<Part>, line: &Line) {
    if parts.last().is_none_or(|part| part.speaker.is_some()) {
        parts.push(Part {
            start: line.start,
            speech: line.start,
            speaker: None,
            from_ms: None,
            to_ms: None,
        });
    }
}

/// Turns from labels.
fn labelled(script: &Script, convention: &Convention) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut heads = convention.heads.iter().peekable();
    let mut times = convention.times.iter().peekable();
    let mut waiting: Option<(usize, &Head)> = None;
    let mut interrupted = false;
    let mut speaking: Option<usize> = None;
    for (number, line) in script.lines.iter().enumerate() {
        while times.peek().is_some_and(|(at, _)| *at < number) {
            times.next();
        }
        if let Some(Spoken { speaker, head, .. }) = heads.next_if(|spoken| spoken.line == number) {
            let (start, from_ms) = waiting
                .take()
                .map_or((line.start, None), |(start, time)| (start, time.from_ms));
            parts.push(Part {
                start,
                speech: line.start + head.speech,
                speaker: Some(*speaker),
                from_ms: head.from_ms.or(from_ms),
                to_ms: head.to_ms,
            });
            (speaking, interrupted) = (Some(*speaker), false);
            continue;
        }
        let text = script.words(line);
        if let Some((_, time)) = times.next_if(|(at, _)| *at == number) {
            if is_below(script, &parts, number, time)
                && let Some(part) = parts.last_mut()
            {
                part.speech = line.end;
                continue;
            }
            waiting = Some((waiting.map_or(line.start, |(start, _)| start), time));
        } else if speaking.is_none() || text.trim_matches(is_blank).is_empty() {
            // A time counts only if nothing but blank lines stands between it and what it times.
            waiting = waiting.filter(|_| text.trim_matches(is_blank).is_empty());
        } else if line.look.heading
            || line.look.apart
            || is_furniture(text)
            || is_md_heading(text)
            || convention.apart.contains(&number)
        {
            open_apart(&mut parts, line);
            interrupted = true;
        } else if let Some((start, time)) = waiting.take() {
            parts.push(Part {
                start,
                speech: line.start,
                speaker: speaking,
                from_ms: time.from_ms,
                to_ms: time.to_ms,
            });
            interrupted = false;
        } else if interrupted {
            parts.push(Part {
                start: line.start,
                speech: line.start,
                speaker: speaking,
                from_ms: None,
                to_ms: None,
            });
            interrupted = false;
        }
    }
    if let (Some((start, _)), Some(_)) = (waiting, speaking) {
        parts.push(Part {
            start,
            speech: start,
            speaker: None,
            from_ms: None,
            to_ms: None,
        });
    }
    parts
}

/// Whether a time stands on the line below a name alone, which has it already.
fn is_below(script: &Script, parts: &[Part], number: usize, time: &Head) -> bool {
    let above = number.checked_sub(1).map(|above| &script.lines[above]);
    parts.last().is_some_and(|part| {
        part.from_ms == time.from_ms && above.is_some_and(|above| part.speech == above.end)
    })
}

fn is_md_heading(text: &str) -> bool {
    let marks = text.bytes().take_while(|&byte| byte == b'#').count();
    (1..=6).contains(&marks) && text[marks..].starts_with(' ')
}

/// A turn a paragraph where nobody is labelled. Hard-wrapped text has its paragraphs between blank lines,
/// any other text one on each line.
fn paragraphs(script: &Script, convention: &Convention) -> Vec<Part> {
    let wrapped = !script.paragraphs && is_hard_wrapped(script);
    let mut parts: Vec<Part> = Vec::new();
    let mut times = convention.times.iter().peekable();
    let has_times = !convention.times.is_empty();
    for (number, line) in script.lines.iter().enumerate() {
        let time = times.next_if(|(at, _)| *at == number).map(|(_, head)| head);
        let blank = script.words(line).trim_matches(is_blank).is_empty();
        if blank
            || (time.is_none()
                && ((wrapped && !line.opens)
                    || (has_times && number > convention.times[0].0)
                    || (script.paragraphs && !line.opens)))
        {
            continue;
        }
        let speech = line.start + time.map_or(0, |head| head.speech);
        // The same time once more, in words, on the next line.
        if let (Some(time), Some(last)) = (time, parts.last_mut())
            && speech == line.end
            && last.from_ms == time.from_ms
            && last.speech + 1 == line.start
        {
            last.speech = speech;
            continue;
        }
        parts.push(Part {
            start: line.start,
            speech,
            speaker: None,
            from_ms: time.and_then(|head| head.from_ms),
            to_ms: time.and_then(|head| head.to_ms),
        });
    }
    parts
}

/// Lines broken by a typist or tool: most lines that go on are of nearly the same length, well short of a paragraph.
pub(super) fn is_hard_wrapped(script: &Script) -> bool {
    let (mut going_on, mut wrapped) = (0_usize, 0_usize);
    for pair in script.lines.windows(2) {
        let (one, next) = (pair[0].end - pair[0].start, pair[1].end - pair[1].start);
        if one > 0 && next > 0 {
            going_on += 1;
            wrapped += usize::from((50..=90).contains(&one));
        }
    }
    going_on >= 3 && wrapped * 10 >= going_on * 5
}

/// Makes parts cover the text: what is before the first one becomes front matter, unless it is blank.
fn close_gaps(text: &str, parts: &mut Vec<Part>) {
    parts.sort_by_key(|part| part.start);
    parts.dedup_by_key(|part| part.start);
    let Some(first) = parts.first_mut() else {
        if !text.is_empty() {
            parts.push(Part {
                start: 0,
                speech: 0,
                speaker: None,
                from_ms: None,
                to_ms: None,
            });
        }
        return;
    };
    if first.start == 0 {
        return;
    }
    let front = &text[..first.start];
    if front.chars().all(|c| c.is_whitespace() || is_blank(c)) {
        first.start = 0;
    } else {
        parts.insert(
            0,
            Part {
                start: 0,
                speech: 0,
                speaker: None,
                from_ms: None,
                to_ms: None,
            },
        );
    }
}

/// Takes out names that no turn bears.
fn drop_unheard(names: &mut Vec<String>, parts: &mut [Part]) {
    let mut order: Vec<usize> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for part in parts.iter_mut() {
        part.speaker = part.speaker.map(|speaker| {
            *places.entry(speaker).or_insert_with(|| {
                order.push(speaker);
                order.len() - 1
            })
        });
    }
    *names = order
        .into_iter()
        .filter_map(|place| names.get(place).cloned())
        .collect();
}

/// From bytes to code points, in one pass over the text; beside the turns, who says what words.
fn to_turns<'t>(text: &'t str, parts: &[Part]) -> (Vec<NewTurn>, Vec<(usize, &'t str)>) {
    let mut counter = Counter {
        text,
        byte: 0,
        characters: 0,
    };
    let mut turns = Vec::with_capacity(parts.len());
    let mut spoken = Vec::with_capacity(parts.len());
    for (place, part) in parts.iter().enumerate() {
        let end = parts.get(place + 1).map_or(text.len(), |next| next.start);
        let (from, to, closing) = speech_bytes(text, part, end);
        let (start, speech_start, speech_end, after) = (
            counter.at(part.start),
            counter.at(from),
            counter.at(to),
            counter.at(end),
        );
        turns.push(NewTurn {
            range: CharRange::new(start, after),
            speech: CharRange::new(speech_start, speech_end),
            speaker: part.speaker,
            from_ms: part.from_ms,
            to_ms: part.to_ms.or(closing),
        });
        spoken.extend(part.speaker.map(|speaker| (speaker, &text[from..to])));
    }
    (turns, spoken)
}

/// The bytes of the speech: without outer blanks and without a closing time, which is answered beside it.
fn speech_bytes(text: &str, part: &Part, end: usize) -> (usize, usize, Option<u32>) {
    let from = part.speech.min(end);
    let blank = |c: char| c.is_whitespace() || is_blank(c);
    let lead = text[from..end].len() - text[from..end].trim_start_matches(blank).len();
    let from = from + lead;
    let mut speech = text[from..end].trim_end_matches(blank);
    if part.speaker.is_some() && speech.ends_with(['|', '│', '¦']) {
        speech = &speech[..bars::without_last(&text[part.start..end], speech)];
    }
    let mut closing = None;
    if speech.ends_with('#')
        && let Some((at, ms)) = times::closing(speech)
    {
        closing = Some(ms);
        speech = speech[..at].trim_end_matches(blank);
    }
    (from, from + speech.len(), closing)
}

/// Counts code points forward through a text.
struct Counter<'t> {
    text: &'t str,
    byte: usize,
    characters: usize,
}

impl Counter<'_> {
    /// The code point at a byte; bytes must be asked for in order.
    fn at(&mut self, byte: usize) -> CharIndex {
        let run = &self.text.as_bytes()[self.byte..byte.max(self.byte)];
        self.characters += run.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.byte = byte.max(self.byte);
        CharIndex::from_count(self.characters)
    }
}

/// How warnings name a line of this script.
pub(super) fn place(script: &Script, line: usize) -> Place {
    if script.paragraphs {
        Place::Paragraph(
            script
                .lines
                .iter()
                .take(line + 1)
                .filter(|line| line.opens)
                .count(),
        )
    } else {
        Place::Line(line + 1)
    }
}

/// Whether a shape's labels stand on the line of the speech, so that a slip in one can be seen.
pub(super) fn can_slip(shape: Option<Shape>) -> bool {
    shape == Some(Shape::Colon)
}

/// Whether everything a turn list promises holds; for tests of every format.
#[cfg(test)]
pub(super) fn assert_partition(text: &str, turns: &[NewTurn], speakers: &[NewSpeaker]) {
    let mut at = CharIndex(0);
    for turn in turns {
        assert_eq!(turn.range.start(), at, "turns follow each other");
        assert!(turn.range.covers(turn.speech), "speech is inside its turn");
        assert!(!turn.range.is_empty(), "no turn is empty");
        assert!(turn.speaker.is_none_or(|speaker| speaker < speakers.len()));
        at = turn.range.end();
    }
    assert_eq!(at.get(), text.chars().count(), "turns cover the text");
}
