//! `vouch words`: how often each word is said, by whom, and which words one group says more than another.

use std::path::PathBuf;

use analysis::{Keyness, keyness};
use index::{WordOptions, Words, word_frequencies};
use interchange::tables::{Cell, Table};
use serde::Serialize;

use super::columns::{Side, aligned, thousands};
use super::context::{Context, Failure};
use super::{finder, table_file};
use crate::message::Trouble;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    keyness: Option<Keyness>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let query = args.query.as_deref().map(finder::query).transpose()?;
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let by = args
        .by
        .as_deref()
        .map(|name| finder::attribute_named(project, name))
        .transpose()?;
    let options = WordOptions {
        everyone: args.everyone,
        small_words: args.small_words,
        stems: args.stems,
        by,
    };
    let words = word_frequencies(query.as_ref(), project, &workspace.texts(), &options)
        .map_err(Trouble::from)?;
    let document = document(args, words)?;
    if let Some(to) = &args.to {
        table_file::save(to, &document, |_| table(args, &document))?;
        return context.line(format!("Wrote {}.", to.display()));
    }
    if args.json {
        return context.json(&document);
    }
    print(args, &document, context)
}

fn document(args: &Args, words: Words) -> Result<Document, Failure> {
    let compared = match &args.compare {
        Some(Compared(one, other)) => Some((place_of(&words, one)?, place_of(&words, other)?)),
        None => None,
    };
    let key = |by_group: &[u64]| {
        let (one, other) = compared?;
        keyness(
            by_group[one],
            words.said[one],
            by_group[other],
            words.said[other],
        )
    };
    let different = words.words.len();
    let mut listed: Vec<Listed> = words
        .words
        .iter()
        .map(|word| Listed {
            word: word.word.clone(),
            count: word.count,
            sources: word.sources,
            cells: word.by_group.clone(),
            keyness: key(&word.by_group),
        })
        .collect();
    if compared.is_some() {
        // The words that tell the two apart most, whichever of them says more.
        let strength = |word: &Listed| word.keyness.map_or(0.0, |key| key.g2.abs());
        listed.sort_by(|one, other| strength(other).total_cmp(&strength(one)));
    }
    let everything = args.json || args.to.is_some();
    let limit = args
        .limit
        .unwrap_or(if everything { usize::MAX } else { SHOWN });
    listed.truncate(limit);
    let groups = words.groups.into_iter().zip(words.said);
    Ok(Document {
        query: args.query.clone(),
        by: args.by.clone(),
        total: words.total,
        turns: words.turns,
        different,
        groups: groups
            .map(|(value, words)| Group { value, words })
            .collect(),
        words: listed,
    })
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

/// What the columns are called.
fn heads(args: &Args, document: &Document) -> Vec<String> {
    let mut heads = ["Word", "Count", "Sources"].map(str::to_owned).to_vec();
    heads.extend(document.groups.iter().map(|group| {
        let name = group.value.as_deref().unwrap_or("No value");
        table_file::heading_of(name, Some(group.words))
    }));
    if let Some(Compared(one, other)) = &args.compare {
        heads.push(format!("G² ({one} +, {other} −)"));
        heads.push("Log ratio".to_owned());
    }
    heads
}

fn table(args: &Args, document: &Document) -> Table {
    let rows = document.words.iter().map(|word| {
        let mut cells = vec![
            Cell::Text(word.word.clone()),
            Cell::Count(word.count),
            Cell::Count(word.sources),
        ];
        cells.extend(word.cells.iter().map(|&count| Cell::Count(count)));
        if args.compare.is_some() {
            let numbers = word.keyness.map(|key| [key.g2, key.log_ratio]);
            match numbers {
                Some(numbers) => cells.extend(numbers.map(Cell::Number)),
                None => cells.extend([Cell::Blank, Cell::Blank]),
            }
        }
        cells
    });
    let note = format!(
        "{} words in {} turns{}; the numbers in brackets are all words that a group says.",
        document.total,
        document.turns,
        if args.everyone {
            ""
        } else {
            " without the interviewer’s"
        }
    );
    Table {
        title: "Words".to_owned(),
        note,
        columns: heads(args, document),
        rows: rows.collect(),
        trace: Vec::new(),
    }
}

fn print(args: &Args, document: &Document, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut lines = vec![heads(args, document)];
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
