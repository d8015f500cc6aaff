//! `vouch words`: how often each word is said, by whom, and which words one group says more than another.

use std::path::PathBuf;

use analysis::Keyness;
use index::Words;
use project::Project;
use serde::Serialize;

use super::columns::{Side, aligned, thousands};
use super::context::{Context, Failure};
use super::{finder, table_file};
use crate::message::Trouble;
use crate::view::words::{self, WordTable, WordsAsk, search_for, set_against, words_out};

/// How many words are shown to people who did not say how many.
const SHOWN: usize = 50;

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four flags of a command line, each its own question"
)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Only in turns that a search finds.
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// Count by the values of this attribute too, such as group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Which words one value's people say more than another's: two values of the attribute, with a comma between.
    #[arg(long, value_name = "A,B", value_parser = Compared::read, requires = "by")]
    compare: Option<Compared>,
    /// Take words with the same stem as one: support, supports, supported.
    #[arg(long)]
    stems: bool,
    /// List small words too, such as “the” and “and”.
    #[arg(long)]
    small_words: bool,
    /// Count the interviewer's words as well.
    #[arg(long)]
    everyone: bool,
    /// List no more words than this.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write the table to a file, in the format its name says: csv, xlsx, docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Two values of an attribute.
#[derive(Debug, Clone)]
struct Compared(String, String);

impl Compared {
    fn read(given: &str) -> Result<Self, String> {
        let (one, other) = given
            .split_once(',')
            .ok_or("give two values with a comma between, such as Parents,Partners")?;
        Ok(Self(one.trim().to_owned(), other.trim().to_owned()))
    }
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document {
    query: Option<String>,
    by: Option<String>,
    /// All words said, small ones too.
    total: u64,
    turns: u64,
    /// How many different words there are; small words and what the limit leaves out are among them.
    different: usize,
    groups: Vec<Group>,
    words: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Group {
    value: Option<String>,
    words: u64,
}

#[derive(Debug, Serialize)]
struct Listed {
    word: String,
    count: u64,
    sources: u64,
    /// By group, in the order of `groups`.
    cells: Vec<u64>,
    /// The search that lists the places.
    search: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyness: Option<Keyness>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let by = args
        .by
        .as_deref()
        .map(|name| finder::attribute_named(project, name))
        .transpose()?;
    let ask = WordsAsk {
        query: args.query.clone().unwrap_or_default(),
        everyone: args.everyone,
        small_words: args.small_words,
        stems: args.stems,
        by,
        compare: None,
    };
    let mut table = words::find(project, &workspace.texts(), ask, None)?;
    if let Some(Compared(one, other)) = &args.compare {
        let compared = (place_of(&table.words, one)?, place_of(&table.words, other)?);
        (table.keyness, table.order) = set_against(&table.words, Some(compared));
        table.compared = Some(compared);
    }
    let everything = args.json || args.to.is_some();
    let shown = if everything { usize::MAX } else { SHOWN };
    let mut order = table.order.clone();
    order.truncate(args.limit.unwrap_or(shown));
    let document = document(args, project, &table, &order);
    if let Some(to) = &args.to {
        table_file::save(to, &document, |format| {
            words_out(project, &table, &order, format.holds_trace())
        })?;
        return context.line(format!("Wrote {}.", to.display()));
    }
    if args.json {
        return context.json(&document);
    }
    let laid = words_out(project, &table, &order, false);
    print(laid.columns, &document, context)
}

fn document(args: &Args, project: &Project, table: &WordTable, listed: &[usize]) -> Document {
    let words = &table.words;
    let word = |&at: &usize| {
        let word = words.words.get(at)?;
        Some(Listed {
            word: word.word.clone(),
            count: word.count,
            sources: word.sources,
            cells: word.by_group.clone(),
            search: search_for(project, table, at, None).unwrap_or_default(),
            keyness: table.keyness.get(at).copied().flatten(),
        })
    };
    let groups = words.groups.iter().zip(&words.said);
    Document {
        query: args.query.clone(),
        by: args.by.clone(),
        total: words.total,
        turns: words.turns,
        different: words.words.len(),
        groups: groups
            .map(|(value, &words)| Group {
                value: value.clone(),
                words,
            })
            .collect(),
        words: listed.iter().filter_map(word).collect(),
    }
}

/// The place of a value among the groups.
fn place_of(words: &Words, value: &str) -> Result<usize, Failure> {
    let wanted = value.trim().to_lowercase();
    let is_it = |group: &Option<String>| {
        let name = group.as_deref().unwrap_or_default();
        name.to_lowercase() == wanted
    };
    words.groups.iter().position(is_it).ok_or_else(|| {
        Failure::from(Trouble::NoValue {
            value: value.trim().to_owned(),
            near: words.groups.iter().flatten().cloned().collect(),
        })
    })
}

fn print(
    heads: Vec<String>,
    document: &Document,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let mut lines = vec![heads];
    for word in &document.words {
        let counts = [word.count, word.sources];
        let numbers = counts.iter().chain(&word.cells);
        let mut line = vec![word.word.clone()];
        line.extend(numbers.map(|&n| thousands(usize::try_from(n).unwrap_or(usize::MAX))));
        if let Some(key) = word.keyness {
            line.push(format!("{:+.2}", key.g2));
            line.push(format!("{:+.2}", key.log_ratio));
        }
        lines.push(line);
    }
    let mut sides = vec![Side::Right; lines[0].len()];
    sides[0] = Side::Left;
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    let size = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
    context.line(format!(
        "{} words in {} turns; {} of {} different words are listed.",
        size(document.total),
        size(document.turns),
        thousands(document.words.len()),
        thousands(document.different)
    ))
}
