//! Decides, for a document as a whole, how it labels its speakers and which labels are speakers.
//!
//! No line is believed alone. All lines are read for what may be a label; then each [`Shape`] is weighed by
//! how many labels of it repeat, and the best one is taken for the whole document. What only looks like a
//! label (`Note:`, `10:30`, a one-off `Honestly:`) stays in the speech.

mod once;
mod questions;
mod timed;

use std::collections::{BTreeSet, HashMap};

use super::bars;
use super::blocks;
use super::choices::SpeakerRule;
use super::front;
use super::labels::{self, Head, Shape};
use super::names::{self, Likeness};
use super::openings;
use super::script::Script;

/// How one document labels its speakers.
#[derive(Debug, Default)]
pub(super) struct Convention {
    /// The heads that begin turns, in order of line, with the speaker's place in `speakers`.
    pub(super) heads: Vec<Spoken>,
    /// Times on lines of their own, or before unlabelled paragraphs where the document is timed throughout.
    pub(super) times: Vec<(usize, Head)>,
    /// Who speaks, in order of first word.
    pub(super) speakers: Vec<Voice>,
    /// The first line that can be speech: what comes before is front matter.
    pub(super) body: usize,
    /// Which shape the labels have; none when nobody is labelled.
    pub(super) shape: Option<Shape>,
    /// Labels that were taken though they stand there once: the line and the name.
    pub(super) once: Vec<(usize, String)>,
    /// Lines within the talk that nobody says.
    pub(super) apart: BTreeSet<usize>,
}

/// A head that begins a turn.
#[derive(Debug)]
pub(super) struct Spoken {
    pub(super) line: usize,
    pub(super) speaker: usize,
    pub(super) head: Head,
}

/// A speaker as found: how they are written and how often.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    /// The spelling used most.
    pub(super) name: String,
    /// The folded name.
    pub(super) key: String,
    /// How many labels.
    pub(super) turns: usize,
}

/// What of a document's outside bears on the decision.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    /// Case files have headings such as "Girl:" but no speakers, unless these are plainly askers or codes.
    pub(super) case_file: bool,
    /// How speakers are told apart, if the person who imports says so.
    pub(super) rule: Option<SpeakerRule>,
}

/// How many labels that stand there once may be names.
const MOST_ONCE: usize = 60;

struct Found {
    line: usize,
    label: usize,
    head: Head,
    opens: bool,
}

struct Label {
    key: String,
    likeness: Likeness,
    spellings: Vec<(String, usize)>,
}

/// All that may be a label, with labels folded.
struct Evidence {
    found: Vec<Found>,
    times: Vec<(usize, Head)>,
    labels: Vec<Label>,
    paragraphs: usize,
}

/// Decides how a document labels its speakers.
pub(super) fn decide(script: &Script, setting: Setting) -> Convention {
    let body = front::front_matter(script);
    let mut evidence = gather(script, body);
    questions::fold_numbers(&mut evidence);
    questions::fold_introduced(&mut evidence);
    if setting.rule.is_none() {
        questions::join_hearing(&mut evidence);
    }
    let strict = strict_paragraphs(&evidence);
    let Some((shape, believed)) = heaviest(&evidence, strict, setting, script) else {
        return timed::only(evidence, script, body);
    };
    let counts = count(&evidence, shape, false);
    // Where labels open paragraphs, a known label within one is still a label, an unknown one is not.
    let is_speaker = |found: &Found| {
        found.head.shape == shape
            && believed[found.label]
            && (!strict || found.opens || counts[found.label] > 1)
    };
    let mut convention = Convention {
        shape: Some(shape),
        body,
        ..Convention::default()
    };
    let mut places: HashMap<usize, usize> = HashMap::new();
    let found = std::mem::take(&mut evidence.found);
    let taken: Vec<Found> = found.into_iter().filter(is_speaker).collect();
    if setting.rule.is_none() {
        convention.apart = once::no_speakers(script, &evidence, &taken, &counts);
    }
    for found in taken {
        if convention.apart.contains(&found.line) {
            continue;
        }
        let next = convention.speakers.len();
        let speaker = *places.entry(found.label).or_insert(next);
        if speaker == next {
            let label = &evidence.labels[found.label];
            let name = label
                .spellings
                .iter()
                .rev()
                .max_by_key(|spelling| spelling.1)
                .map(|spelling| spelling.0.replace('\u{a0}', " "))
                .unwrap_or_default();
            convention.speakers.push(Voice {
                name,
                key: label.key.clone(),
                turns: 0,
            });
            if counts[found.label] == 1
                && label.likeness == Likeness::Name
                && found.head.from_ms.is_none()
                && shape == Shape::Colon
            {
                convention
                    .once
                    .push((found.line, convention.speakers[speaker].name.clone()));
            }
        }
        convention.speakers[speaker].turns += 1;
        convention.heads.push(Spoken {
            line: found.line,
            speaker,
            head: found.head,
        });
    }
    convention.times = evidence.times;
    convention
        .times
        .retain(|(line, head)| head.speech == script.words(&script.lines[*line]).len());
    convention
}

/// The shape that most heads have, and which labels are speakers then; none where nobody is labelled.
fn heaviest(
    evidence: &Evidence,
    strict: bool,
    setting: Setting,
    script: &Script,
) -> Option<(Shape, Vec<bool>)> {
    let mut best: Option<(Shape, Vec<bool>, usize)> = None;
    let wanted = |shape: &Shape| setting.rule.is_none_or(|rule| rule.shape() == Some(*shape));
    for shape in Shape::NAMING.into_iter().filter(wanted) {
        let mut believed = believe(evidence, shape, strict, setting, script);
        if setting.rule.is_some() && !believed.contains(&true) {
            believed = all_likely(evidence, shape);
        }
        let weight = evidence
            .found
            .iter()
            .filter(|found| found.head.shape == shape && believed[found.label])
            .count();
        let weight = if shape == Shape::Alone {
            weight * 3 / 4
        } else {
            weight
        };
        if weight > best.as_ref().map_or(0, |best| best.2) {
            best = Some((shape, believed, weight));
        }
    }
    best.map(|(shape, believed, _)| (shape, believed))
}

/// All labels of a shape that are not plainly prose: what a person who asks for that shape means.
fn all_likely(evidence: &Evidence, shape: Shape) -> Vec<bool> {
    let counts = count(evidence, shape, false);
    let labels = evidence.labels.iter().zip(counts);
    labels
        .map(|(label, count)| count > 0 && label.likeness > Likeness::Prose)
        .collect()
}

fn gather(script: &Script, body: usize) -> Evidence {
    let mut evidence = Evidence {
        found: Vec::new(),
        times: Vec::new(),
        labels: Vec::new(),
        paragraphs: 0,
    };
    let mut by_spelling: HashMap<&str, usize> = HashMap::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let numbered = openings::is_numbered(script, body);
    let mut known = bars::heads(script, body);
    if known.is_empty() {
        known = blocks::heads(script, body);
    }
    for (number, line) in script.lines.iter().enumerate().skip(body) {
        evidence.paragraphs += usize::from(line.opens);
        let words = script.words(line);
        if words.is_empty() || line.look.apart {
            continue;
        }
        let laid_out = known.contains_key(&number);
        let found = known.remove(&number).or_else(|| {
            let start = numbered.then(|| openings::number(words)).flatten();
            match start {
                Some((_, start)) => labels::head_at(words, start, line.look),
                None => labels::head(words, line.look),
            }
        });
        let Some(head) = found else { continue };
        if head.shape == Shape::Time {
            evidence.times.push((number, head));
            continue;
        }
        let name = &words[head.name.clone()];
        let sure = laid_out || labels::is_sender(words, &head);
        let label = by_spelling.get(name).copied().unwrap_or_else(|| {
            let key = names::key(name);
            let label = *by_key.entry(key.clone()).or_insert_with(|| {
                evidence.labels.push(Label {
                    key,
                    likeness: if sure {
                        names::likeness(name).max(Likeness::Name)
                    } else {
                        names::likeness(name)
                    },
                    spellings: Vec::new(),
                });
                evidence.labels.len() - 1
            });
            by_spelling.insert(name, label);
            label
        });
        let spellings = &mut evidence.labels[label].spellings;
        match spellings.iter().position(|spelling| spelling.0 == name) {
            Some(place) => spellings[place].1 += 1,
            None if spellings.len() < 32 => spellings.push((name.to_owned(), 1)),
            None => {}
        }
        evidence.found.push(Found {
            line: number,
            label,
            head,
            opens: line.opens,
        });
    }
    evidence
}

/// Whether labels stand only where paragraphs open, so that a colon within one means nothing.
fn strict_paragraphs(evidence: &Evidence) -> bool {
    let likely = |found: &&Found| {
        found.head.shape <= Shape::Dot && evidence.labels[found.label].likeness >= Likeness::Name
    };
    let all = evidence.found.iter().filter(likely).count();
    let opening = evidence
        .found
        .iter()
        .filter(likely)
        .filter(|found| found.opens)
        .count();
    all >= 4 && opening * 100 >= all * 85
}

fn count(evidence: &Evidence, shape: Shape, opening: bool) -> Vec<usize> {
    let mut counts = vec![0; evidence.labels.len()];
    for found in evidence
        .found
        .iter()
        .filter(|found| found.head.shape == shape && (!opening || found.opens))
    {
        counts[found.label] += 1;
    }
    counts
}

/// Which labels of a shape are speakers; none if the shape is not the document's.
fn believe(
    evidence: &Evidence,
    shape: Shape,
    strict: bool,
    setting: Setting,
    script: &Script,
) -> Vec<bool> {
    let nobody = vec![false; evidence.labels.len()];
    let counts = count(evidence, shape, strict);
    let total: usize = counts.iter().sum();
    if total == 0 {
        return nobody;
    }
    let setting = Setting {
        case_file: setting.case_file && !is_of_people(evidence, &counts),
        ..setting
    };
    let timed = timed::labels(evidence, shape);
    let mut believed: Vec<bool> = evidence
        .labels
        .iter()
        .enumerate()
        .map(|(place, label)| {
            repeats(
                label.likeness,
                counts[place],
                total,
                shape,
                timed[place],
                setting,
            )
        })
        .collect();
    let throughout = timed.contains(&true) && timed::is_throughout(evidence, shape);
    if throughout {
        for (believed, timed) in believed.iter_mut().zip(&timed) {
            *believed &= *timed;
        }
    }
    let heads = |believed: &[bool]| {
        counts
            .iter()
            .zip(believed)
            .filter(|(_, believed)| **believed)
            .map(|(count, _)| count)
            .sum::<usize>()
    };
    let voices = believed.iter().filter(|believed| **believed).count();
    let core = heads(&believed);
    let dense = core * 10 >= evidence.paragraphs * 3;
    let least = match shape {
        Shape::Alone | Shape::Tab | Shape::Strong => (2, 4, evidence.paragraphs / 6),
        Shape::Bracket => (2, 3, evidence.paragraphs / 5),
        Shape::Stamped => (1, 2, 0),
        Shape::Dot => (2, 2, evidence.paragraphs / 6),
        Shape::Colon | Shape::Time => (if dense { 1 } else { 2 }, 2, evidence.paragraphs / 33),
    };
    let is_list = shape == Shape::Bracket && counts.iter().all(|count| *count < 2);
    if is_list || (shape == Shape::Colon && is_form(evidence, &counts, &believed)) {
        return nobody;
    }
    if voices < least.0 || core < least.1 || core < least.2 {
        return if shape == Shape::Colon {
            short_interview(evidence, &counts, setting)
        } else {
            nobody
        };
    }
    if shape == Shape::Colon && !throughout {
        believe_once(evidence, &counts, core, setting, script, &mut believed);
    }
    believed
}

/// Adds the labels that stand there once and are speakers all the same. `core`: how many labels are those of speakers.
fn believe_once(
    evidence: &Evidence,
    counts: &[usize],
    core: usize,
    setting: Setting,
    script: &Script,
    believed: &mut [bool],
) {
    let dense = core * 10 >= evidence.paragraphs * 3;
    // Where hundreds of labels stand once each, they are headings; a group has a few such speakers.
    let once = counts.iter().filter(|count| **count == 1).count();
    let shown = core * 10 >= evidence.paragraphs * 5 && once <= MOST_ONCE;
    for (place, label) in evidence
        .labels
        .iter()
        .enumerate()
        .filter(|(place, _)| counts[*place] == 1)
    {
        believed[place] |= match label.likeness {
            Likeness::Asker | Likeness::Part | Likeness::Code => dense,
            Likeness::Name => {
                shown
                    && !setting.case_file
                    && label.key.chars().count() > 1
                    && is_never_small(&script.text, &label.spellings)
            }
            Likeness::Prose | Likeness::Never => false,
        };
    }
}

/// Whether a case file has nothing but what people said and did (`Mother:`, `Child:`, `Social worker:`): hardly another
/// label, and several of each on the whole.
fn is_of_people(evidence: &Evidence, counts: &[usize]) -> bool {
    let people = || {
        let labels = evidence.labels.iter().zip(counts);
        labels.filter(|(label, count)| label.likeness >= Likeness::Part && **count > 0)
    };
    let all: usize = counts.iter().sum();
    let said: usize = people().map(|(_, count)| count).sum();
    people().count() >= 2
        && said * 10 >= all * 9
        && said >= people().count() * 2
        && said * 2 >= evidence.paragraphs
}

/// Whether labels are the headings of a form: persons (`Mother:`) among other things (`Plan:`), and nobody who asks.
fn is_form(evidence: &Evidence, counts: &[usize], believed: &[bool]) -> bool {
    let labels = || evidence.labels.iter().zip(counts).zip(believed);
    let speaks = |likeness| matches!(likeness, Likeness::Asker | Likeness::Code);
    let other: usize = labels()
        .filter(|((label, _), believed)| !**believed && label.likeness == Likeness::Never)
        .map(|((_, count), _)| count)
        .sum();
    let all: usize = counts.iter().sum();
    other * 7 >= all && !labels().any(|((label, &count), _)| count > 0 && speaks(label.likeness))
}

/// Whether a label is a speaker because it repeats, or because times prove it.
fn repeats(
    likeness: Likeness,
    count: usize,
    total: usize,
    shape: Shape,
    timed: bool,
    setting: Setting,
) -> bool {
    if timed {
        return count >= 1
            && (likeness > Likeness::Prose || (likeness == Likeness::Prose && count > 1));
    }
    match (shape, likeness) {
        (Shape::Stamped, _) | (_, Likeness::Never) => false,
        (Shape::Bracket, Likeness::Code | Likeness::Part | Likeness::Asker) => total >= 3,
        (Shape::Dot, _) | (_, Likeness::Asker | Likeness::Code) => count >= 2,
        (_, Likeness::Part) => count >= 2 && !(setting.case_file && count * 10 < total * 3),
        (_, Likeness::Name) => count >= 2 && !setting.case_file,
        (_, Likeness::Prose) => count >= 4 && count * 12 >= total && !setting.case_file,
    }
}

/// Whether nine in ten times are not before the one ahead of them: overlaps happen, chance does not.
pub(super) fn goes_forward(times: impl Iterator<Item = Option<u32>>) -> bool {
    let (mut steps, mut back, mut last) = (0_usize, 0_usize, 0);
    for time in times.flatten() {
        steps += 1;
        back += usize::from(time < last);
        last = time;
    }
    back * 10 <= steps
}

/// A document too short for labels to repeat: two askers, parts or codes that label most of its paragraphs.
fn short_interview(evidence: &Evidence, counts: &[usize], setting: Setting) -> Vec<bool> {
    let sure = |label: &Label| match label.likeness {
        Likeness::Asker | Likeness::Code => true,
        Likeness::Part => !setting.case_file,
        Likeness::Name | Likeness::Prose | Likeness::Never => false,
    };
    let believed: Vec<bool> = evidence
        .labels
        .iter()
        .zip(counts)
        .map(|(label, &count)| count > 0 && sure(label))
        .collect();
    let voices = believed.iter().filter(|believed| **believed).count();
    let heads: usize = counts
        .iter()
        .zip(&believed)
        .filter(|(_, believed)| **believed)
        .map(|(count, _)| *count)
        .sum();
    let asked = evidence
        .labels
        .iter()
        .zip(&believed)
        .any(|(label, believed)| *believed && label.likeness == Likeness::Asker);
    // Three and more that speak once each and whom nobody asks are a list.
    let enough = (voices == 2 || (asked && (voices > 2 || evidence.paragraphs <= 3)))
        && heads * 2 >= evidence.paragraphs.min(evidence.found.len() * 2)
        && heads * 3 >= evidence.paragraphs;
    if enough {
        believed
    } else {
        vec![false; believed.len()]
    }
}

/// Whether a one-word label never stands in the text in small letters, as `Honestly:` would and `Ffion:` would not.
fn is_never_small(text: &str, spellings: &[(String, usize)]) -> bool {
    spellings.first().is_some_and(|(name, _)| {
        let small = name.to_lowercase();
        small == *name || !text.contains(&format!(" {small} "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(text: &str) -> Vec<(String, usize)> {
        decide(&Script::of_text(text.into()), Setting::default())
            .speakers
            .into_iter()
            .map(|voice| (voice.name, voice.turns))
            .collect()
    }

    fn named(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
        expected
            .iter()
            .map(|(name, turns)| ((*name).to_owned(), *turns))
            .collect()
    }

    #[test]
    fn repeating_labels_are_speakers_and_one_off_openers_are_not() {
        let text = "I: How was it?\n\nP1: Good. Honestly: good.\n\nHonestly: I mean it.\n\nI: And then?\n\nP1: For example: the bus.\n\np1 : And the 10:30 train.\n";
        assert_eq!(voices(text), named(&[("I", 2), ("P1", 3)]));
    }

    #[test]
    fn a_name_that_speaks_once_in_a_labelled_group_is_believed() {
        let text = "Moderator: Who starts?\n\nBecky: Me.\n\nTom: No, me.\n\nBecky: Fine.\n\nFfion: I have nothing.\n\nTom: Go on.\n\nModerator: Thanks.\n";
        assert_eq!(
            voices(text),
            named(&[("Moderator", 2), ("Becky", 2), ("Tom", 2), ("Ffion", 1)])
        );
    }

    #[test]
    fn two_turns_are_enough_when_the_labels_are_sure() {
        assert_eq!(
            voices("INT: How was it?\nP4: It was fine.\n"),
            named(&[("INT", 1), ("P4", 1)])
        );
        assert_eq!(
            voices("Dear all,\n\nthree things: one, two.\n\nRegards: Ada\n"),
            named(&[])
        );
    }

    #[test]
    fn a_name_with_initials_is_the_speaker_of_that_label() {
        let text = "Mary Owen (MO): So when was that?\nTom Parry (TP): In May.\nMO: And then?\nTP: We left.\nMO: Why?\nTP: Well.\n";
        assert_eq!(voices(text), named(&[("MO", 3), ("TP", 3)]));
    }

    #[test]
    fn sections_of_a_case_file_are_no_speakers() {
        let form = "Girl: aged nine.\n\nMother: tired.\n\nGirl: back in school.\n\nNeeds: many.\n\nMother: less tired.\n\nPlan: none.\n\nReview: May.\n\nSchool: fine\n\nHome: good";
        assert_eq!(voices(form), named(&[]));
        let text = "Girl: aged nine.\n\nMother: tired.\n\nGirl: back in school.\n\nMother: less tired.\n\nSchool: fine\n\nHome: good\n\nFriends: some\n\nHobbies: few";
        let script = Script::of_text(text.into());
        assert!(!decide(&script, Setting::default()).speakers.is_empty());
        let setting = Setting {
            case_file: true,
            ..Setting::default()
        };
        assert!(decide(&script, setting).speakers.is_empty());
        let list = "Formats:\n\n- CSV: tables\n\n- INI: settings\n\n- PDB: proteins\n\n(a) so\n\n(b) or so\n\n(c) not\n";
        assert_eq!(voices(list), named(&[]));
    }

    #[test]
    fn times_beside_names_must_go_forward() {
        assert_eq!(
            voices("Ada  0:01\nhello\n\nLee  0:09\nyes\n"),
            named(&[("Ada", 1), ("Lee", 1)])
        );
        assert_eq!(
            voices("we met at 10:30\nand then\nleft at 9:15\nso\nback by 8:00\n"),
            named(&[])
        );
    }

    #[test]
    fn who_counts_what_they_say_is_one_speaker() {
        let text = "SPEAKER_01: So we have three.\n\nSPEAKER_00: One: the bus.\n\nTwo: the shed.\n\nThree: the beans.\n\nSPEAKER_01: Right.\n\nSPEAKER_00: Yes.\n";
        assert_eq!(voices(text), named(&[("SPEAKER_01", 2), ("SPEAKER_00", 2)]));
    }

    #[test]
    fn a_label_without_a_time_is_none_where_every_other_has_one() {
        let said = |n: u32| {
            let name = if n % 2 == 1 { "Ada" } else { "Lee" };
            let form = if n > 2 { "" } else { "\tForm: filled\n" };
            format!("09:{n:02}:00\t{name}:\tsaid {n}\n{form}")
        };
        let lines: Vec<String> = (1..=24).map(said).collect();
        assert_eq!(voices(&lines.concat()), named(&[("Ada", 12), ("Lee", 12)]));
    }

    #[test]
    fn numbers_of_questions_name_nobody() {
        assert_eq!(
            voices("Q1: How?\n\nA1: So.\n\nQ2: Why?\n\nA2: Well.\n\nQ3: Who?\n\nA3: Us.\n"),
            named(&[("Q", 3), ("A", 3)])
        );
        let group = "A1: So.\n\nA2: Well.\n\nA3: Us.\n\n".repeat(3);
        assert_eq!(voices(&group), named(&[("A1", 3), ("A2", 3), ("A3", 3)]));
    }

    #[test]
    fn other_marks_than_colons_and_what_stands_before_labels() {
        for write in [
            |name: &str, n: u32| format!("- **{name}:** said {n}\n"),
            |name: &str, n: u32| format!("<u>{name}:</u>\tsaid {n}\n\n"),
            |name: &str, n: u32| format!("__{name}:__ said {n}\n\n"),
            |name: &str, n: u32| format!("{name} – said {n}\n\n"),
            |name: &str, n: u32| format!("{name}; said {n}\n"),
            |name: &str, n: u32| format!("{name}. said {n}\n"),
            |name: &str, n: u32| format!("{name}) said {n}\n"),
            |name: &str, n: u32| format!("{name}.- said {n}\n"),
            |name: &str, n: u32| format!("<{name}> said {n}\n"),
            |name: &str, n: u32| format!("{name}    said {n}\n"),
            |name: &str, n: u32| format!("{n}\t{name}\tsaid {n}\n"),
            |name: &str, n: u32| format!("{n:03} {name}: said {n}\n"),
            |name: &str, n: u32| format!("{n}. {name}: said {n}\n"),
            |name: &str, n: u32| format!("[03/05/2026, 10:1{n}:22] {name}: said {n}\n"),
            |name: &str, n: u32| format!("03/05/2026, 10:1{n} - {name}: said {n}\n"),
        ] {
            let text: String = (1..7_u32)
                .map(|n| write(if n % 2 == 1 { "INT" } else { "P1" }, n))
                .collect();
            assert_eq!(voices(&text), named(&[("INT", 3), ("P1", 3)]), "{text}");
        }
    }

    #[test]
    fn other_marks_in_speech_are_no_labels() {
        for text in [
            "I - I went.\n\nOK. So we did.\n\nI – no.\n\nWe waited there for the bus.\n\nNo. Never.\n\nTV. That was all.\n",
            "Mother - tired.\n\nThe school says it is well.\n\nFather - at work.\n\nThen nothing came.\n\nNothing at all.\n",
            "A) the bus\nB) the train\nC) a car\n\nWe took none of them.\n",
            "<p> so\n<p> yes\n<b> no\n<p> so\n",
        ] {
            assert_eq!(voices(text), named(&[]), "{text}");
        }
        assert_eq!(
            voices("J. Smith: So?\n\nA. Lee: Yes.\n\nJ. Smith: Why?\n\nA. Lee: The bus.\n"),
            named(&[("J. Smith", 2), ("A. Lee", 2)])
        );
    }

    #[test]
    fn capitals_alone_are_speakers_only_when_they_repeat() {
        assert_eq!(
            voices("ADA OKORO\nHello.\n\nLEE\nYes.\n\nADA OKORO\nSo.\n\nLEE\nNo.\n"),
            named(&[("ADA OKORO", 2), ("LEE", 2)])
        );
        assert_eq!(
            voices("CONTEXT\nHello.\n\nREVIEW\nYes.\n\nMore.\n"),
            named(&[])
        );
    }
}
