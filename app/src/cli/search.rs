//! `vouch search`: words, phrases and passages, each with what stands around it.

use std::path::PathBuf;

use index::{Found, Order, SearchOptions};
use project::Project;
use serde::Serialize;

use super::columns::count;
use super::context::{Context, Failure};
use super::finder;

/// How many turns are shown to people who did not say how many.
const SHOWN: usize = 50;

#[derive(Debug, clap::Args)]
#[command(after_help = index::help())]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Words, "exact phrases", AND, OR, NOT, prefix*, fuzzy~, "near words"~5, and speaker:, source:, set:, group:, code:,
    /// coded:no or any attribute.
    query: String,
    /// Show no more turns than this.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Search the interviewer's turns as well.
    #[arg(long)]
    everyone: bool,
    /// List turns that say more of the words, and rarer ones, first, instead of as they stand in the sources.
    #[arg(long)]
    best_first: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    query: String,
    total: usize,
    sources: usize,
    interviewer_turns: usize,
    groups: Vec<Group>,
    hits: Vec<Hit>,
}

/// The first match of a turn, with what stands before and after it in the same turn.
#[derive(Debug, Serialize)]
struct Hit {
    source: String,
    turn: usize,
    speaker: Option<String>,
    start: u32,
    end: u32,
    before: String,
    #[serde(rename = "match")]
    matched: String,
    after: String,
    matches: usize,
}

#[derive(Debug, Serialize)]
struct Group {
    #[serde(rename = "group")]
    name: Option<String>,
    turns: usize,
    sources: usize,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let query = finder::query(&args.query)?;
    let workspace = context.open(&args.project)?;
    let index = finder::fresh_index(&workspace, context)?;
    let limit = args
        .limit
        .unwrap_or(if args.json { usize::MAX } else { SHOWN });
    let options = SearchOptions {
        limit,
        everyone: args.everyone,
        order: if args.best_first {
            Order::Relevance
        } else {
            Order::Document
        },
        ..SearchOptions::default()
    };
    let project = workspace.project();
    let answer = answer(
        &args.query,
        project,
        index
            .searcher()
            .search(&query, project, &workspace.texts(), &options)?,
    );
    if args.json {
        context.json(&answer)
    } else {
        print(&answer, context)
    }
}

fn answer(query: &str, project: &Project, found: Found) -> Answer {
    let hit = |hit: index::Hit| Hit {
        source: project
            .sources()
            .get(hit.source)
            .map(|source| source.name.clone())
            .unwrap_or_default(),
        turn: hit.turn + 1,
        speaker: hit
            .speaker
            .and_then(|speaker| project.speakers().get(speaker))
            .map(|speaker| speaker.name.clone()),
        start: hit.first.start().0,
        end: hit.first.end().0,
        before: hit.before,
        matched: hit.matched,
        after: hit.after,
        matches: hit.matches.len(),
    };
    let groups = found.groups.into_iter().map(|group| Group {
        name: group.name,
        turns: group.turns,
        sources: group.sources,
    });
    Answer {
        query: query.to_owned(),
        total: found.total,
        sources: found.sources,
        interviewer_turns: found.interviewer_turns,
        groups: groups.collect(),
        hits: found.hits.into_iter().map(hit).collect(),
    }
}

fn print(answer: &Answer, context: &mut Context<'_>) -> Result<(), Failure> {
    for hit in &answer.hits {
        let who = hit
            .speaker
            .as_ref()
            .map(|speaker| format!(", {speaker}"))
            .unwrap_or_default();
        context.line(format_args!("{}, turn {}{who}", hit.source, hit.turn))?;
        let flat = |text: &str| text.replace('\n', " ");
        context.line(format_args!(
            "    {}[{}]{}",
            flat(&hit.before),
            flat(&hit.matched),
            flat(&hit.after)
        ))?;
    }
    let hidden = answer.total - answer.hits.len();
    if hidden > 0 {
        context.line(format_args!(
            "… and {} more (--limit shows them)",
            count(hidden, "turn")
        ))?;
    }
    context.line(format_args!(
        "{} in {}",
        count(answer.total, "turn"),
        count(answer.sources, "source")
    ))?;
    for group in answer
        .groups
        .iter()
        .filter(|group| group.name.is_some() || answer.groups.len() > 1)
    {
        let name = group.name.as_deref().unwrap_or(analysis::NOT_RECORDED);
        context.line(format_args!(
            "  {name}: {} in {}",
            count(group.turns, "turn"),
            count(group.sources, "source")
        ))?;
    }
    if answer.interviewer_turns > 0 {
        let turns = if answer.interviewer_turns == 1 {
            "1 turn".to_owned()
        } else {
            format!("{} turns", answer.interviewer_turns)
        };
        context.line(format_args!(
            "Left out: {turns} of the interviewer (--everyone shows them)"
        ))?;
    }
    Ok(())
}
