//! Files that wait to be imported, as rows: what each becomes, and how it reads.

use interchange::transcripts::SpeakerRule;
use project::text::SourceText;

use super::details::language_name;
use super::sources::{counted, kind_name};
use crate::intake::SameName;
use crate::intake::waiting::{Content, SameSource, Shared, Waiting, WaitingFile, WaitingSource};

/// How many turns of a source are shown.
const TURNS_SHOWN: usize = 8;

/// How many letters of a turn are shown.
const LETTERS_SHOWN: usize = 160;

/// How a file stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It comes in.
    Comes,
    /// It comes in, and something wants a look.
    Doubtful,
    /// It does not come in.
    StaysOut,
    /// It cannot be read.
    Failed,
}

/// A line of the list of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// The file's name.
    pub file: String,
    /// What it becomes: "2 speakers, 64 turns, 3,120 words said".
    pub becomes: String,
    /// How it stands.
    pub standing: Standing,
}

/// What a way to tell speakers apart is called.
#[must_use]
pub fn rule_title(rule: Option<SpeakerRule>) -> &'static str {
    rule.map_or("guessed", SpeakerRule::title)
}

/// What of a file would be given to all others: "Group: Parents".
#[must_use]
pub fn shared_words(what: Shared, file: &WaitingFile, new: &WaitingSource) -> String {
    match what {
        Shared::Speakers => format!("Speakers are written as: {}", rule_title(file.rule)),
        Shared::Kind => format!("Kind: {}", kind_name(new.source.kind)),
        Shared::Language => format!("Language: {}", language_name(&new.source.language)),
        Shared::Group if new.group.is_empty() => "Group: none".to_owned(),
        Shared::Group => format!("Group: {}", new.group),
    }
}

/// The line of a file.
#[must_use]
pub fn file_row(file: &WaitingFile) -> FileRow {
    let (becomes, standing) = match &file.content {
        Content::Source(new) => (facts(new), None),
        Content::Cases(arrival) => (
            counted(
                number(arrival.cases.len()),
                "case with attributes",
                "cases with attributes",
            ),
            None,
        ),
        Content::Known(name) => (format!("already there as {name}"), Some(Standing::StaysOut)),
        Content::Failed(_) => ("cannot be read".to_owned(), Some(Standing::Failed)),
    };
    let standing = standing.unwrap_or(if !file.taken {
        Standing::StaysOut
    } else if file.warnings.is_empty() && !wants_a_word(file) {
        Standing::Comes
    } else {
        Standing::Doubtful
    });
    FileRow {
        file: crate::intake::file_name(&file.file),
        becomes,
        standing,
    }
}

fn wants_a_word(file: &WaitingFile) -> bool {
    matches!(&file.content, Content::Source(new) if new.same.is_some() || !new.glance.merges.is_empty())
}

fn facts(new: &WaitingSource) -> String {
    let words: u32 = new
        .glance
        .speakers
        .iter()
        .map(|speaker| speaker.words)
        .sum();
    let speakers = number(new.source.speakers.len());
    let turns = counted(number(new.source.turns.len()), "turn", "turns");
    if speakers == 0 {
        return format!("no speakers, {turns}");
    }
    format!(
        "{}, {turns}, {}",
        counted(speakers, "speaker", "speakers"),
        counted(u64::from(words), "word said", "words said")
    )
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// What the chosen file was read as: "Word (.docx), with times".
#[must_use]
pub fn read_as(file: &WaitingFile) -> String {
    let mut parts = vec![file.format.to_owned()];
    if let Content::Source(new) = &file.content {
        parts.push(
            if new.glance.timed {
                "with times"
            } else {
                "without times"
            }
            .to_owned(),
        );
    }
    parts.join(", ")
}

/// The first turns: who speaks ("" for nobody) and how it begins. Questions and answers show first, not a cover page.
#[must_use]
pub fn first_turns(new: &WaitingSource) -> Vec<(String, String)> {
    let text = SourceText::new(new.source.text.as_str());
    let turns = &new.source.turns;
    let first = turns
        .iter()
        .position(|turn| turn.speaker.is_some())
        .unwrap_or(0);
    let shown = turns.iter().skip(first.saturating_sub(1)).take(TURNS_SHOWN);
    shown
        .map(|turn| {
            let speaker = turn.speaker.and_then(|at| new.source.speakers.get(at));
            let words = crate::message::cut(text.slice(turn.speech), LETTERS_SHOWN);
            (
                speaker
                    .map(|speaker| speaker.name.clone())
                    .unwrap_or_default(),
                words,
            )
        })
        .collect()
}

/// What taking a file as a correction does, in a line.
#[must_use]
pub fn revise_words(same: &SameSource) -> String {
    let name = &same.name;
    match &same.report {
        Some(report) => format!(
            "Replace the text of “{name}” ({} % of it is the same): {}",
            report.text_kept,
            report.sum()
        ),
        None => format!("Replace the text of “{name}”"),
    }
}

/// The respondent group a speaker is put into; "" for none of their own.
#[must_use]
pub fn speaker_group(new: &WaitingSource, speaker: usize) -> String {
    let speaker = new.source.speakers.get(speaker);
    let mut attributes = speaker.iter().flat_map(|speaker| &speaker.attributes);
    attributes
        .find(|(name, _)| project::same_name(name, project::GROUP))
        .map_or_else(String::new, |(_, value)| value.to_string())
}

/// What the file's name says of the source, in words; "" for nothing.
#[must_use]
pub fn said_by_name(new: &WaitingSource) -> String {
    let said = new.glance.attributes.iter();
    said.map(|(name, value)| format!("{name} {value}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the main button does, in words.
#[must_use]
pub fn take_in_words(waiting: &Waiting) -> String {
    let coming = waiting.files.iter().filter(|file| file.comes_in());
    let revised = coming
        .filter(|file| {
            matches!(&file.content, Content::Source(new)
                if new.same.as_ref().is_some_and(|same| same.choice == SameName::Revise))
        })
        .count();
    let all = waiting.taken();
    let files = |count: usize| counted(number(count), "file", "files");
    match (all - revised, revised) {
        (0, 0) => "Import".to_owned(),
        (added, 0) => format!("Import {}", files(added)),
        (0, revised) => format!(
            "Replace the text of {}",
            counted(number(revised), "source", "sources")
        ),
        (added, revised) => format!("Import {}, replace {revised}", files(added)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::intake::waiting::Change;
    use crate::intake::{Arrival, Parsed};

    /// The small evaluation with files of these names and words waiting.
    fn waiting(files: &[(&str, &str)]) -> Waiting {
        let workspace = fixture::evaluation();
        let mut waiting = Waiting::default();
        for (name, words) in files {
            let source = fixture::source(name, None, words);
            let arrival = Arrival {
                source: Some(source),
                format: "plain text",
                ..Arrival::default()
            };
            let parsed = Parsed {
                file: format!("in/{name}.txt").into(),
                arrival: Ok(arrival),
            };
            waiting.add(workspace.project(), &workspace.texts(), parsed);
        }
        waiting
    }

    #[test]
    fn a_line_says_what_a_file_becomes() {
        let corrected = fixture::PARENT_10.replace("week", "day");
        let mut waiting = waiting(&[
            ("Parent 10", &corrected),
            ("Carer 1 - Bala", "I: So?\nC1: Yes, well.\n"),
            ("Copy", fixture::PARENT_10),
        ]);
        waiting.change(1, Change::Take(false));
        let rows: Vec<_> = waiting.files.iter().map(file_row).collect();
        let line = |at: usize| {
            (
                rows[at].file.as_str(),
                rows[at].becomes.as_str(),
                rows[at].standing,
            )
        };
        assert_eq!(line(0).2, Standing::Doubtful, "it may be a correction");
        assert_eq!(
            line(1),
            (
                "Carer 1 - Bala.txt",
                "2 speakers, 2 turns, 3 words said",
                Standing::StaysOut
            )
        );
        assert_eq!(
            line(2),
            ("Copy.txt", "already there as Parent 10", Standing::StaysOut)
        );
        assert_eq!(take_in_words(&waiting), "Replace the text of 1 source");
        waiting.change(0, Change::Same(SameName::KeepBoth));
        waiting.change(1, Change::Take(true));
        assert_eq!(take_in_words(&waiting), "Import 2 files");
        waiting.change(0, Change::Same(SameName::Revise));
        assert_eq!(take_in_words(&waiting), "Import 1 file, replace 1");
    }

    #[test]
    fn the_chosen_file_is_told_in_words() {
        let waiting = waiting(&[("Carer 1 - Bala", "I: So?\nC1: Yes, well.\n")]);
        let file = &waiting.files[0];
        assert_eq!(read_as(file), "plain text, without times");
        let Content::Source(new) = &file.content else {
            unreachable!()
        };
        assert_eq!(said_by_name(new), "group Carer, place Bala");
        assert_eq!(
            first_turns(new),
            [
                ("I".to_owned(), "So?".to_owned()),
                ("C1".to_owned(), "Yes, well.".to_owned())
            ]
        );
    }
}
