//! `vouch sources`: what is in the project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use project::text::count_words;
use project::{Project, Source, Speaker, TextError, Texts, Value, Values};
use serde::Serialize;

use super::columns::{Side, aligned, count, thousands};
use super::context::{Context, Failure};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct SourceLine {
    name: String,
    kind: &'static str,
    language: String,
    case: Option<String>,
    words: u32,
    characters: u32,
    turns: usize,
    speakers: Vec<SpeakerLine>,
    codings: usize,
    attributes: BTreeMap<String, Cell>,
    file: String,
}

#[derive(Debug, Serialize)]
struct SpeakerLine {
    name: String,
    role: String,
    case: Option<String>,
    turns: usize,
    words: u32,
    attributes: BTreeMap<String, Cell>,
}

/// An attribute's value as JSON has it: a number or words.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Cell {
    Whole(i64),
    Number(f64),
    Words(String),
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let texts = workspace.texts();
    let mut lines = project
        .sources()
        .iter()
        .map(|source| describe(project, &texts, source))
        .collect::<Result<Vec<_>, _>>()?;
    lines.sort_by(|one, other| analysis::order::natural_order(&one.name, &other.name));
    if args.json {
        context.json(&lines)
    } else {
        print(&lines, context)
    }
}

fn describe(project: &Project, texts: &Texts, source: &Source) -> Result<SourceLine, TextError> {
    let text = texts.of(source)?;
    let turns = project.turns(source.id);
    let speakers = project.speakers_of(source.id).map(|speaker| {
        let theirs = turns.iter().filter(|turn| turn.speaker == Some(speaker.id));
        let (mut said, mut words) = (0, 0);
        for turn in theirs {
            said += 1;
            words += count_words(text.slice(turn.speech));
        }
        speaker_line(project, speaker, said, words)
    });
    Ok(SourceLine {
        name: source.name.clone(),
        kind: source.kind.key(),
        language: source.language.clone(),
        case: source
            .case
            .and_then(|case| project.cases().get(case))
            .map(|case| case.name.clone()),
        words: source.words,
        characters: source.characters,
        turns: turns.len(),
        speakers: speakers.collect(),
        codings: project.codings_count(source.id),
        attributes: named(project, &source.values),
        file: source.file_name.clone(),
    })
}

fn speaker_line(project: &Project, speaker: &Speaker, turns: usize, words: u32) -> SpeakerLine {
    SpeakerLine {
        name: speaker.name.clone(),
        role: speaker.role.to_string(),
        case: speaker
            .case
            .and_then(|case| project.cases().get(case))
            .map(|case| case.name.clone()),
        turns,
        words,
        attributes: named(project, &speaker.values),
    }
}

/// Values by their attribute's name.
pub(crate) fn named(project: &Project, values: &Values) -> BTreeMap<String, Cell> {
    let name = |(id, value): (_, &Value)| {
        let value = match value {
            // “34”, as it was written in its table, not “34.0”.
            Value::Number(number) => number
                .to_string()
                .parse()
                .map_or(Cell::Number(*number), Cell::Whole),
            Value::Text(words) | Value::Date(words) => Cell::Words(words.clone()),
        };
        project
            .attributes()
            .get(id)
            .map(|attribute| (attribute.name.clone(), value))
    };
    values
        .iter()
        .filter_map(|(&id, value)| name((id, value)))
        .collect()
}

fn print(lines: &[SourceLine], context: &mut Context<'_>) -> Result<(), Failure> {
    let heading = ["SOURCE", "KIND", "WORDS", "TURNS", "CODINGS", "SPEAKERS"]
        .map(str::to_owned)
        .to_vec();
    let row = |line: &SourceLine| {
        vec![
            line.name.clone(),
            line.kind.to_owned(),
            thousands(line.words as usize),
            thousands(line.turns),
            thousands(line.codings),
            line.speakers
                .iter()
                .map(|speaker| speaker.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ]
    };
    let rows: Vec<Vec<String>> = std::iter::once(heading)
        .chain(lines.iter().map(row))
        .collect();
    for line in aligned(
        &rows,
        &[
            Side::Left,
            Side::Left,
            Side::Right,
            Side::Right,
            Side::Right,
            Side::Left,
        ],
    ) {
        context.line(line)?;
    }
    let words = lines.iter().map(|line| line.words as usize).sum();
    context.line(format_args!(
        "{}, {}",
        count(lines.len(), "source"),
        count(words, "word")
    ))
}
