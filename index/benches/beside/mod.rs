//! The same questions put to SQLite's full-text search, for a figure to stand beside ours: one row a turn, stemmed by its
//! Porter tokenizer, with the source, the group and the role of who speaks in a table of their own.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use project::{GROUP, SpeakerRole};
use rusqlite::{Connection, params};

use crate::corpus::Corpus;

/// What a question is answered with: the turns without the interviewer's, fifty of them in context, and the numbers by
/// source and group. Ours does the same.
const PAGE: &str = "SELECT turns.rowid, snippet(turns, 0, '', '', '…', 24) FROM turns JOIN spoken ON spoken.turn = turns.rowid \
    WHERE turns MATCH ?1 AND spoken.asks = 0 ORDER BY turns.rowid LIMIT 50";
const NUMBERS: &str = "SELECT spoken.source, spoken.speaker, count(*) FROM turns JOIN spoken ON spoken.turn = turns.rowid \
    WHERE turns MATCH ?1 AND spoken.asks = 0 GROUP BY spoken.source, spoken.speaker";

/// A full-text table with all turns of a corpus.
pub(crate) struct Beside {
    database: Connection,
    /// How long it took to fill.
    pub(crate) fed: Duration,
}

impl Beside {
    pub(crate) fn feed(corpus: &Corpus, file: &Path) -> Self {
        let mut database = Connection::open(file).unwrap();
        database
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
                 CREATE VIRTUAL TABLE turns USING fts5(speech, tokenize = \"porter unicode61 remove_diacritics 2\");
                 CREATE TABLE spoken (turn INTEGER PRIMARY KEY, source INTEGER, speaker TEXT, asks INTEGER);",
            )
            .unwrap();
        let begun = Instant::now();
        let project = corpus.workspace.project();
        let texts = corpus.workspace.texts();
        let group = project.attribute_named(GROUP).map(|attribute| attribute.id);
        let work = database.transaction().unwrap();
        {
            let mut speech = work
                .prepare("INSERT INTO turns (rowid, speech) VALUES (?1, ?2)")
                .unwrap();
            let mut spoken = work
                .prepare("INSERT INTO spoken VALUES (?1, ?2, ?3, ?4)")
                .unwrap();
            let mut row = 0_i64;
            for (place, source) in (0_i64..).zip(project.sources().iter()) {
                let text = texts.of(source).unwrap();
                let speakers: BTreeMap<_, _> = project
                    .speakers_of(source.id)
                    .map(|speaker| (speaker.id, speaker))
                    .collect();
                for turn in project.turns(source.id) {
                    let speaker = turn.speaker.and_then(|id| speakers.get(&id));
                    let asks = speaker.is_some_and(|one| one.role == SpeakerRole::Interviewer);
                    let value = group.and_then(|group| {
                        project.value_of(group, source, speaker.map(|speaker| &***speaker))
                    });
                    row += 1;
                    speech
                        .execute(params![row, text.slice(turn.speech)])
                        .unwrap();
                    spoken
                        .execute(params![row, place, value.map(ToString::to_string), asks])
                        .unwrap();
                }
            }
        }
        work.commit().unwrap();
        Self {
            fed: begun.elapsed(),
            database,
        }
    }

    /// Asks a question as this search spells it.
    pub(crate) fn ask(&self, question: &str) -> usize {
        let mut page = self.database.prepare_cached(PAGE).unwrap();
        let shown = page
            .query_map([question], |row| row.get::<_, String>(1))
            .unwrap()
            .map(|text| text.unwrap().len())
            .sum::<usize>();
        let mut numbers = self.database.prepare_cached(NUMBERS).unwrap();
        let counted = numbers
            .query_map([question], |row| row.get::<_, u32>(2))
            .unwrap()
            .map(|turns| turns.unwrap() as usize)
            .sum::<usize>();
        shown.min(1) + counted
    }
}

/// A question of ours as this search spells it; none where it has no such question.
pub(crate) fn spelled(kind: &str, ours: &str) -> Option<String> {
    let words = |text: &str| -> Option<Vec<String>> {
        let plain = |word: &str| {
            word.chars()
                .all(|sign| sign.is_alphanumeric() || "'’".contains(sign))
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let spelled = words.iter().all(|word| plain(word));
        spelled.then(|| words.iter().map(|word| format!("\"{word}\"")).collect())
    };
    match kind {
        "word" | "and" | "as typed" => {
            let words = words(ours).filter(|words| !words.is_empty())?;
            Some(words.join(" AND "))
        }
        "or" => {
            let sides = ours
                .split(" OR ")
                .map(|side| Some(words(side)?.join(" AND ")));
            Some(sides.collect::<Option<Vec<String>>>()?.join(" OR "))
        }
        "not" => {
            let (wanted, unwanted) = ours.split_once(" -")?;
            Some(format!("\"{wanted}\" NOT \"{unwanted}\""))
        }
        "phrase" | "common phrase" => Some(ours.to_owned()),
        "prefix" => Some(format!("\"{}\"*", ours.strip_suffix('*')?)),
        "near" => {
            let (words, others) = ours.trim_start_matches('"').split_once("\"~")?;
            Some(format!("NEAR({words}, {others})"))
        }
        _ => None,
    }
}
