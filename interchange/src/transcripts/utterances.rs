//! Tables with an utterance a row: someone, something said, perhaps when and in which talk.

use super::cues::{Cue, Cues, compose};
use super::names::{self, asks};
use super::script::{Given, Look, Script};
use super::sheet::{Sheet, SheetRow};
use super::subtitles::without_references;
use super::survey::{Reading, push_lines};
use super::{tabular, times};
use crate::Warning;

/// The columns of a table with an utterance a row: someone, something said, perhaps when and in which talk.
pub(super) struct Utterances {
    speaker: Option<usize>,
    words: usize,
    from: Option<usize>,
    to: Option<usize>,
    talk: Option<usize>,
}

pub(super) fn columns_of(sheet: &Sheet) -> Option<Utterances> {
    let find = |is: &dyn Fn(&str) -> bool| sheet.header.iter().position(|head| is(head));
    let words = find(&tabular::is_words_head)?;
    let from = find(&tabular::is_time_head);
    let speaker = find(&tabular::is_speaker_head).filter(|&column| {
        // In a survey each name stands once; who takes part in talk comes again.
        let mut keys: Vec<String> = sheet
            .rows
            .iter()
            .map(|row| names::key(row.cell(column)))
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        let again = keys.len() * 2 <= all || (from.is_some() && keys.len() < all);
        again && keys.iter().any(|key| !key.is_empty())
    });
    if speaker.is_none() && from.is_none() {
        return None;
    }
    let to = find(&tabular::is_end_head);
    let talk = find(&|head: &str| {
        matches!(
            head.to_lowercase().as_str(),
            "transcript_id"
                | "transcript"
                | "interview"
                | "interview_id"
                | "session"
                | "dialogue_id"
                | "conversation_id"
        )
    });
    Some(Utterances {
        speaker,
        words,
        from,
        to,
        talk: talk.filter(|&talk| talk != words),
    })
}

/// Rows with times and words but without speakers are the cues of a recording.
fn cues_of(sheet: &Sheet, columns: &Utterances, milliseconds: bool) -> Reading {
    let cue = |row: &SheetRow| Cue {
        from_ms: columns
            .from
            .and_then(|column| time_of(row.cell(column), milliseconds)),
        to_ms: columns
            .to
            .and_then(|column| time_of(row.cell(column), milliseconds))
            .or_else(|| columns.from.and_then(|column| end_of(row.cell(column)))),
        speaker: None,
        words: without_references(row.cell(columns.words))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    };
    let list = sheet.rows.iter().map(cue).collect();
    let script = compose(Cues {
        list,
        labelled_in_words: true,
        ..Cues::default()
    });
    Reading::Source {
        script,
        speakers: Vec::new(),
    }
}

pub(super) fn read(sheet: &Sheet, columns: &Utterances, warnings: &mut Vec<Warning>) -> Reading {
    let mut script = Script::default();
    let mut talks: Vec<&str> = Vec::new();
    let milliseconds = columns
        .from
        .is_some_and(|column| in_milliseconds(sheet, column));
    if columns.speaker.is_none() {
        return cues_of(sheet, columns, milliseconds);
    }
    let several = columns.talk.is_some_and(|talk| {
        sheet
            .rows
            .windows(2)
            .any(|pair| pair[0].cell(talk) != pair[1].cell(talk))
    });
    let every_row = columns
        .speaker
        .is_some_and(|speaker| labels_every_row(sheet, speaker, columns.words));
    let mut spoke = false;
    for row in &sheet.rows {
        // Tables made for web pages have the characters of pages.
        let words = without_references(row.cell(columns.words));
        if words.is_empty() {
            continue;
        }
        let talk = columns.talk.map_or("", |talk| row.cell(talk));
        let new_talk = several && talks.last() != Some(&talk);
        if new_talk {
            spoke = false;
            talks.push(talk);
            script.push(
                &format!(
                    "{}: {talk}",
                    columns.talk.map_or("", |talk| &*sheet.header[talk])
                ),
                true,
                Look {
                    heading: true,
                    ..Look::default()
                },
                None,
            );
        }
        let who = columns.speaker.map_or("", |column| row.cell(column));
        let who = who.trim_end_matches([':', ' ']);
        // People of different talks are different people, even if both are called "client".
        let who = if several && !who.is_empty() && !asks(who) {
            format!("{who} ({talk})")
        } else {
            who.to_owned()
        };
        let time = |column: Option<usize>| {
            column.and_then(|column| time_of(row.cell(column), milliseconds))
        };
        // Where a name stands at changes only, a row without one goes on with the last; with a time of its own too.
        let talk_goes_on = who.is_empty() && !every_row && spoke && !new_talk;
        spoke |= !who.is_empty();
        let end =
            time(columns.to).or_else(|| columns.from.and_then(|column| end_of(row.cell(column))));
        let (label, given) = Given::labelled(&who, time(columns.from), end);
        push_lines(
            &mut script,
            &label,
            &words,
            (!talk_goes_on).then_some(given),
        );
    }
    report_talks(sheet, columns, talks.len(), warnings);
    Reading::Source {
        script,
        speakers: Vec::new(),
    }
}

/// Whether rows that follow each other repeat the name of who speaks: then a row without one is of nobody known.
fn labels_every_row(sheet: &Sheet, speaker: usize, words: usize) -> bool {
    let names: Vec<&str> = sheet
        .rows
        .iter()
        .filter(|row| !row.cell(words).is_empty())
        .map(|row| row.cell(speaker))
        .collect();
    let again = names
        .windows(2)
        .filter(|pair| !pair[0].is_empty() && pair[0] == pair[1])
        .count();
    let labelled = names.iter().filter(|name| !name.is_empty()).count();
    again > 0 && labelled * 10 >= names.len() * 9
}

/// Whether a column of starts counts milliseconds: whole numbers, some of them large.
fn in_milliseconds(sheet: &Sheet, column: usize) -> bool {
    // No recording lasts for a hundred thousand seconds.
    let most = if sheet.header[column].eq_ignore_ascii_case("start") {
        1_000
    } else {
        100_000
    };
    let large = |row: &SheetRow| {
        row.cell(column)
            .parse::<u32>()
            .is_ok_and(|time| time > most)
    };
    let whole = |row: &SheetRow| !row.cell(column).contains(['.', ':']);
    sheet.rows.iter().any(large) && sheet.rows.iter().all(whole)
}

fn report_talks(sheet: &Sheet, columns: &Utterances, talks: usize, warnings: &mut Vec<Warning>) {
    if talks > 1 {
        warnings.push(Warning::of_file(format!(
            "{talks} transcripts in one table became one source, a heading before each"
        )));
    }
    let silent = sheet
        .rows
        .iter()
        .filter(|row| row.cell(columns.words).is_empty())
        .count();
    warnings.extend(Warning::of_count(
        silent,
        "row without words was left out",
        "rows without words were left out",
    ));
}

/// A clock, seconds with a point, or whole milliseconds.
fn time_of(cell: &str, milliseconds: bool) -> Option<u32> {
    let stamp = times::stamp(cell).filter(|stamp| {
        // `[00:03:43] interview begins`: a remark may stand behind a time.
        cell[stamp.len..]
            .chars()
            .next()
            .is_none_or(char::is_whitespace)
    });
    if let Some(stamp) = stamp {
        return Some(stamp.from_ms);
    }
    if milliseconds {
        return cell.parse().ok();
    }
    super::spoken_json::milliseconds(cell.parse().ok()?)
}

/// Where a span ends that is written in one cell.
fn end_of(cell: &str) -> Option<u32> {
    let stamp = times::stamp(cell).filter(|stamp| stamp.len == cell.len());
    stamp.and_then(|stamp| stamp.to_ms)
}
