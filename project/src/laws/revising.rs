//! Laws of corrected texts: what still stands stays coded to the letter, nothing is dropped, undo brings all back.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::text::SourceText;
use crate::{CodingState, Reimport};

/// A transcript of numbered lines, so that no two are the same.
fn lines(count: usize) -> Vec<String> {
    let line = |n: usize| {
        let who = if n.is_multiple_of(2) { "I" } else { "P1" };
        format!("{who}: Well, in week {n} she came by again, ŵyr, as she always did.\n")
    };
    (0..count).map(line).collect()
}

/// What a transcriber does to a transcript that comes back: mends, cuts and adds lines.
#[derive(Debug, Clone)]
enum Correction {
    Mend(usize, u32),
    Cut(usize),
    Add(usize),
}

fn corrections() -> impl Strategy<Value = Vec<Correction>> {
    let one = prop_oneof![
        (any::<usize>(), any::<u32>()).prop_map(|(line, at)| Correction::Mend(line, at)),
        any::<usize>().prop_map(Correction::Cut),
        any::<usize>().prop_map(Correction::Add),
    ];
    prop::collection::vec(one, 0..8)
}

/// The corrected lines; an untouched one has its old number beside it.
fn corrected(old: &[String], corrections: &[Correction]) -> Vec<(Option<usize>, String)> {
    let mut lines: Vec<_> = old
        .iter()
        .cloned()
        .enumerate()
        .map(|(n, line)| (Some(n), line))
        .collect();
    for (nth, correction) in corrections.iter().enumerate() {
        let count = lines.len().max(1);
        match correction {
            Correction::Mend(line, at) => {
                if let Some((number, words)) = lines.get_mut(line % count) {
                    let at = *at as usize % words.chars().count();
                    let (front, back): (String, String) = (
                        words.chars().take(at).collect(),
                        words.chars().skip(at).collect(),
                    );
                    *words = format!("{front}⟨{nth}⟩{back}");
                    *number = None;
                }
            }
            Correction::Cut(line) if count > 1 => {
                lines.remove(line % count);
            }
            Correction::Cut(_) => {}
            Correction::Add(line) => lines.insert(line % count, (None, format!("I: New {nth}?\n"))),
        }
    }
    lines
}

fn turns_of(lines: impl Iterator<Item = usize>) -> Vec<NewTurn> {
    let mut start = 0;
    lines
        .map(|length| {
            let end = start + u32::try_from(length).unwrap();
            let range = CharRange::of(start, end);
            start = end;
            NewTurn {
                range,
                speech: range,
                speaker: None,
                from_ms: None,
                to_ms: None,
            }
        })
        .collect()
}

/// A project with that transcript and passages of it coded: line, start in it, length.
fn coded(old: &[String], passages: &[(usize, u32, u32)]) -> (Workspace, SourceId) {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let (id, code) = (SourceId::from_u128(1), CodeId::from_u128(2));
    let text = old.concat();
    let new = NewSource {
        id: Some(id),
        turns: turns_of(old.iter().map(|line| line.chars().count())),
        speakers: vec![],
        text: text.clone(),
        ..source(1)
    };
    workspace.edit(Edit::AddSource(Box::new(new))).unwrap();
    workspace
        .edit(Edit::AddCode(NewCode {
            id: Some(code),
            name: "Trust".into(),
            ..NewCode::default()
        }))
        .unwrap();
    let text = SourceText::new(text);
    for &(line, at, length) in passages {
        let line = line % old.len();
        let before: usize = old.iter().take(line).map(|line| line.chars().count()).sum();
        let size = u32::try_from(old[line].chars().count()).unwrap();
        let from = at % (size - 1);
        let start = u32::try_from(before).unwrap() + from;
        let range = CharRange::of(start, start + 1 + length % (size - from - 1).max(1));
        let quote = text.slice(range).to_owned();
        let coding = NewCoding {
            id: None,
            source: id,
            range,
            quote,
            code,
            coder: None,
            memo: String::new(),
            weight: None,
        };
        workspace.edit(Edit::ApplyCode(coding)).unwrap();
    }
    (workspace, id)
}

/// A project with the small source alone.
fn one_source() -> (Workspace, SourceId) {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let id = SourceId::from_u128(1);
    workspace
        .edit(Edit::AddSource(Box::new(NewSource {
            id: Some(id),
            ..source(1)
        })))
        .unwrap();
    (workspace, id)
}

fn text_of(workspace: &Workspace, source: SourceId) -> SourceText {
    let row = Arc::clone(workspace.project().sources().get(source).unwrap());
    workspace.texts().of(&row).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_corrected_transcript_keeps_every_quote_that_still_stands(
        count in 1_usize..12,
        passages in prop::collection::vec((any::<usize>(), any::<u32>(), any::<u32>()), 0..12),
        corrections in corrections(),
    ) {
        let old = lines(count);
        let (mut workspace, source) = coded(&old, &passages);
        let before = content(workspace.project());
        let new = corrected(&old, &corrections);
        let text: String = new.iter().map(|(_, line)| line.as_str()).collect();
        let untouched: BTreeSet<usize> = new.iter().filter_map(|(number, _)| *number).collect();
        let old_text = text_of(&workspace, source);
        let revision = Revision {
            source,
            change: TextChange::between(old_text.as_str(), &text),
            old: old_text,
            quotes_follow: false,
            reimport: Some(Reimport {
                speakers: vec![],
                turns: turns_of(new.iter().map(|(_, line)| line.chars().count())),
                file_name: "again.txt".into(),
                file_hash: TextHash::of("again"),
            }),
        };
        workspace.edit(Edit::ReviseText(Box::new(revision))).unwrap();
        prop_assert_eq!(workspace.check().unwrap(), vec![]);
        let text = text_of(&workspace, source);
        for coding in before.codings().iter() {
            // Codings of the same words that come to one place become one; no quote is ever gone.
            let after = workspace.project().codings();
            let letters = |quote: &str| quote.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
            let twin = || after.iter().find(|twin| letters(&twin.quote) == letters(&coding.quote));
            let Some(after) = after.get(coding.id).or_else(twin) else {
                return Err(TestCaseError::fail(format!("“{}” is gone", coding.quote)));
            };
            if after.id == coding.id {
                prop_assert_eq!(&after.quote, &coding.quote);
            }
            let line = old.iter().scan(0, |end, line| { *end += line.chars().count(); Some(*end) })
                .position(|end| coding.range.start().get() < end)
                .unwrap();
            if untouched.contains(&line) {
                prop_assert_eq!(after.state, CodingState::Exact, "{} in {}", coding.quote, text.as_str());
                prop_assert_eq!(text.slice(after.range), after.quote.as_str());
            }
        }
        workspace.undo().unwrap();
        prop_assert_eq!(content(workspace.project()), before);
    }

    #[test]
    fn quotes_follow_what_is_mended_in_them(
        passages in prop::collection::vec((any::<usize>(), any::<u32>(), any::<u32>()), 1..8),
        (at, length) in (any::<u32>(), 0_u32..9),
        words in "[a-cŵ ]{0,6}",
    ) {
        let old = lines(4);
        let (mut workspace, source) = coded(&old, &passages);
        let before = content(workspace.project());
        let old_text = text_of(&workspace, source);
        let start = at % (old_text.characters() - 9);
        let change = TextChange::replace(CharRange::of(start, start + length), &words);
        let revision = Revision { source, old: old_text, change, quotes_follow: true, reimport: None };
        workspace.edit(Edit::ReviseText(Box::new(revision))).unwrap();
        prop_assert_eq!(workspace.check().unwrap(), vec![]);
        let text = text_of(&workspace, source);
        for coding in workspace.project().codings().iter() {
            let here = text.slice(coding.range);
            prop_assert!(here.trim().is_empty() || here == coding.quote, "{coding:?} at {here}");
            prop_assert_eq!(coding.state == CodingState::Lost, coding.range.is_empty());
        }
        if workspace.project().seq() != before.seq() && content(workspace.project()) != before {
            workspace.undo().unwrap();
        }
        prop_assert_eq!(content(workspace.project()), before);
    }
}

/// Imports the small source's transcript again, its lines as given: label and words.
fn import_again(workspace: &mut Workspace, source: SourceId, lines: &[(&str, &str)]) {
    let mut names: Vec<&str> = Vec::new();
    let (mut text, mut turns, mut start) = (String::new(), Vec::new(), 0);
    for (label, words) in lines {
        let line = format!("{label}: {words}\n");
        let end = start + u32::try_from(line.chars().count()).unwrap();
        let speaker = names
            .iter()
            .position(|name| name == label)
            .unwrap_or_else(|| {
                names.push(label);
                names.len() - 1
            });
        let speech = start + u32::try_from(label.chars().count()).unwrap() + 2;
        turns.push(NewTurn {
            range: CharRange::of(start, end),
            speech: CharRange::of(speech, end - 1),
            speaker: Some(speaker),
            from_ms: None,
            to_ms: None,
        });
        text.push_str(&line);
        start = end;
    }
    let speaker = |name: &&str| NewSpeaker {
        name: (*name).to_owned(),
        role: SpeakerRole::Respondent,
        case: None,
        attributes: vec![],
    };
    let old = text_of(workspace, source);
    let revision = Revision {
        source,
        change: TextChange::between(old.as_str(), &text),
        old,
        quotes_follow: false,
        reimport: Some(Reimport {
            speakers: names.iter().map(speaker).collect(),
            turns,
            file_name: "Parent 1.txt".into(),
            file_hash: TextHash::of(&text),
        }),
    };
    workspace
        .edit(Edit::ReviseText(Box::new(revision)))
        .unwrap();
}

fn speakers(workspace: &Workspace, source: SourceId) -> Vec<(String, SpeakerRole, bool)> {
    let speakers = workspace.project().speakers_of(source);
    speakers
        .map(|speaker| (speaker.name.clone(), speaker.role, speaker.case.is_some()))
        .collect()
}

#[test]
fn who_says_what_stays_put_right_where_a_corrected_transcript_is_as_it_was() {
    let (mut workspace, id) = one_source();
    let lines = [
        ("I", "How was it?"),
        ("P1", "Good. Was it? Yes."),
        ("I", "I took the bus."),
        ("P1", "Right."),
    ];
    import_again(&mut workspace, id, &lines);
    let said = |workspace: &mut Workspace, words: &str, name: &str| {
        let text = text_of(workspace, id);
        let byte = text.as_str().find(words).unwrap();
        let start = text.as_str()[..byte].chars().count();
        let range = CharRange::of(
            u32::try_from(start).unwrap(),
            u32::try_from(start + words.chars().count()).unwrap(),
        );
        let telling = Telling {
            source: id,
            text,
            said: vec![(range, Some(name.to_owned()))],
        };
        workspace
            .edit(Edit::TellSpeakers(Box::new(telling)))
            .unwrap();
    };
    said(&mut workspace, "Was it?", "Gran");
    said(&mut workspace, "I took the bus.", "P1");
    said(&mut workspace, "Right.", "I");
    let told = |workspace: &Workspace| -> Vec<String> {
        let project = workspace.snapshot();
        let text = text_of(workspace, id);
        let turn = |turn: &crate::Turn| {
            let speaker = project.speakers().get(turn.speaker.unwrap()).unwrap();
            format!("{} says {}", speaker.name, text.slice(turn.speech))
        };
        project.turns(id).iter().map(turn).collect()
    };
    let before = told(&workspace);
    assert_eq!(
        before[1..4],
        ["P1 says Good.", "Gran says Was it?", "P1 says Yes."]
    );
    // The first line is corrected, the last one comes back with another label: what the file says of it stands.
    let mut corrected = lines;
    corrected[0].1 = "So how was it, in general?";
    corrected[3].0 = "Aunt";
    import_again(&mut workspace, id, &corrected);
    let after = told(&workspace);
    assert_eq!(after[0], "I says So how was it, in general?");
    assert_eq!(after[1..5], before[1..5]);
    assert_eq!(after[5], "Aunt says Right.");
    assert_eq!(workspace.check().unwrap(), vec![]);
    workspace.undo().unwrap();
    assert_eq!(told(&workspace), before);
}

#[test]
fn speakers_of_a_corrected_transcript_stay_who_they_are() {
    use SpeakerRole::{Interviewer, Respondent};
    let (mut workspace, id) = one_source();
    let parent = workspace.project().speakers_of(id).nth(1).unwrap().id;
    workspace
        .edit(Edit::RenameSpeaker(parent, "Mair".into()))
        .unwrap();
    workspace
        .edit(Edit::AssignCase(
            Holder::Speaker(parent),
            Some("Family 1".into()),
        ))
        .unwrap();
    let said = [
        "How was it?",
        "She listened, ŵyr. 👩\u{200d}👧 Honestly.",
        "And then?",
        "We talked.",
    ];
    let told = |asks: &'static str, answers: &'static str| {
        [
            (asks, said[0]),
            (answers, said[1]),
            (asks, said[2]),
            (answers, said[3]),
        ]
    };
    import_again(&mut workspace, id, &told("I", "P1"));
    assert_eq!(
        speakers(&workspace, id),
        [
            ("I".into(), Interviewer, false),
            ("Mair".into(), Respondent, true)
        ],
        "the file still says P1, so the name given in the project stands"
    );
    import_again(&mut workspace, id, &told("Researcher", "Parent"));
    assert_eq!(
        speakers(&workspace, id),
        [
            ("Researcher".into(), Interviewer, false),
            ("Parent".into(), Respondent, true)
        ],
        "the file gave them other names, they are the same people"
    );
    import_again(&mut workspace, id, &[("Nia", "I was not there that day.")]);
    assert_eq!(
        speakers(&workspace, id),
        [("Nia".into(), Respondent, false)]
    );
}
