//! A table of p50, p99 and the longest time by kind of query, over the queries of `queries.json` in
//! `VOUCH_BENCH_CORPUS` and a few filters; every query as typed, letter by letter, too. Names of kinds, given as arguments,
//! choose among them; `beside` asks SQLite's full-text search the same, in the same run.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop"
)]
#![expect(clippy::print_stdout, reason = "the table is what this is for")]

mod beside;
mod corpus;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use beside::{Beside, spelled};
use corpus::Corpus;
use index::{Query, SearchOptions};
use serde::Deserialize;

/// Times each query is asked.
const ROUNDS: usize = 20;

/// Times each is asked of the search beside ours, which takes longer.
const ROUNDS_BESIDE: usize = 3;

/// Kinds of query that the corpus has no list of.
const MORE: [(&str, &[&str]); 6] = [
    (
        "common",
        &[
            "the",
            "=the",
            "i",
            "and to you",
            "the OR and OR to",
            "NOT the",
        ],
    ),
    (
        "common phrase",
        &[
            "\"of the\"",
            "\"and I\"",
            "\"in the\"",
            "\"it was a\"",
            "\"i don’t know\"",
        ],
    ),
    (
        "near",
        &[
            "\"trust worker\"~5",
            "\"family support\"~3",
            "\"the and\"~2",
            "\"school transport help\"~20",
        ],
    ),
    (
        "fuzzy",
        &[
            "suport~",
            "suport~2",
            "famly~",
            "the~2",
            "appointmant~2",
            "it~",
        ],
    ),
    ("stars", &["*ing", "s*t", "a*", "t*", "un*ed"]),
    (
        "filters",
        &[
            "coded:no",
            "coded:yes",
            "group:parent",
            "-group:parent",
            "worker coded:no",
            "support group:worker",
            "code:Barriers",
            "family code:Barriers -coded:no",
            "role:interviewer",
            "speaker:*worker*",
        ],
    ),
];

#[derive(Deserialize)]
struct Typed {
    kind: String,
    terms: Vec<String>,
}

fn main() {
    let begun = Instant::now();
    let corpus = Corpus::load();
    println!(
        "{} sources, {} turns, {:.1} MB, {} codings, loaded in {:.2?}",
        corpus.workspace.project().sources().len(),
        corpus.turns,
        megabytes(corpus.bytes),
        corpus.workspace.project().codings().len(),
        begun.elapsed()
    );
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let (mut index, _) = index::Index::open(folder.path(), corpus.workspace.project()).unwrap();
    corpus.feed(&mut index);
    let took = begun.elapsed();
    println!(
        "fed in {took:.2?}: {:.1} MB/s",
        megabytes(corpus.bytes) / took.as_secs_f64()
    );
    drop(index);
    let (index, freshness) = index::Index::open(folder.path(), corpus.workspace.project()).unwrap();
    println!("{freshness:?}");
    let (project, texts) = (corpus.workspace.project(), corpus.workspace.texts());
    let searcher = index.searcher();
    let begun = Instant::now();
    searcher.learn(project).unwrap();
    println!(
        "families and codings worked out ahead in {:.2?}",
        begun.elapsed()
    );
    println!(
        "{:<12} {:>7} {:>9} {:>9} {:>9}  slowest",
        "kind", "queries", "p50 ms", "p99 ms", "max ms"
    );
    let mut all: Vec<(Duration, String)> = Vec::new();
    let mut wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_beside = wanted.iter().any(|word| word == "beside");
    wanted.retain(|word| word != "beside");
    let beside = is_beside.then(|| Beside::feed(&corpus, &folder.path().join("beside.db")));
    if let Some(beside) = &beside {
        println!(
            "SQLite's full-text search fed in {:.2?}: {:.1} MB/s",
            beside.fed,
            megabytes(corpus.bytes) / beside.fed.as_secs_f64()
        );
    }
    for (kind, queries) in queries() {
        if !wanted.is_empty() && !wanted.contains(&kind) {
            continue;
        }
        let mut times: Vec<(Duration, &str)> = Vec::new();
        for text in &queries {
            let Ok(query) = Query::parse(text) else {
                continue;
            };
            for _ in 0..ROUNDS {
                let begun = Instant::now();
                let found = searcher.search(&query, project, &texts, &SearchOptions::default());
                times.push((begun.elapsed(), text));
                if found.is_err() {
                    times.pop();
                    break;
                }
            }
        }
        all.extend(times.iter().map(|&(time, text)| (time, text.to_owned())));
        print_line(&kind, queries.len(), times);
        if let Some(beside) = &beside {
            print_beside(beside, &kind, &queries);
        }
    }
    let queries = all.len() / ROUNDS;
    let times = all.iter().map(|(time, text)| (*time, text.as_str()));
    print_line("all together", queries, times.collect());
}

/// The same questions put to SQLite's full-text search, as far as it has such a question.
fn print_beside(beside: &Beside, kind: &str, queries: &[String]) {
    let asked: Vec<(&str, String)> = queries
        .iter()
        .filter_map(|ours| Some((ours.as_str(), spelled(kind, ours)?)))
        .collect();
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for (ours, question) in &asked {
        for _ in 0..ROUNDS_BESIDE {
            let begun = Instant::now();
            std::hint::black_box(beside.ask(question));
            times.push((begun.elapsed(), ours));
        }
    }
    if !asked.is_empty() {
        print_line("  beside", asked.len(), times);
    }
}

fn print_line(kind: &str, queries: usize, mut times: Vec<(Duration, &str)>) {
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    println!(
        "{kind:<12} {queries:>7} {:>9.3} {:>9.3} {:>9.3}  {}",
        ms(at(50).0),
        ms(at(99).0),
        ms(at(100).0),
        at(100).1
    );
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn queries() -> BTreeMap<String, Vec<String>> {
    let file = std::env::var_os("VOUCH_BENCH_CORPUS")
        .map(|folder| PathBuf::from(folder).join("queries.json"));
    let known: Vec<Typed> = file
        .and_then(|file| std::fs::read_to_string(file).ok())
        .map(|text| serde_json::from_str(&text).unwrap())
        .unwrap_or_default();
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for typed in known {
        let query = match typed.kind.as_str() {
            "phrase" => format!("\"{}\"", typed.terms.join(" ")),
            "or" => typed.terms.join(" OR "),
            "not" => typed.terms.join(" -"),
            "prefix" => format!("{}*", typed.terms.join(" ")),
            _ => typed.terms.join(" "),
        };
        kinds.entry(typed.kind).or_default().push(query);
    }
    let letters = |word: &str| {
        word.char_indices()
            .map(|(at, c)| word[..at + c.len_utf8()].to_owned())
            .collect::<Vec<_>>()
    };
    let as_typed = ["family support", "\"waiting list\"", "the worker trusted"]
        .into_iter()
        .flat_map(letters);
    kinds.insert("as typed".into(), as_typed.clone().collect());
    kinds.insert(
        "as typed *".into(),
        as_typed
            .filter(|text| text.ends_with(char::is_alphabetic) && !text.starts_with('"'))
            .map(|text| format!("{text}*"))
            .collect(),
    );
    for (kind, texts) in MORE {
        kinds.insert(
            kind.to_owned(),
            texts.iter().map(|&text| text.to_owned()).collect(),
        );
    }
    kinds
}
