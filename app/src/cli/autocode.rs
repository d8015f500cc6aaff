//! `vouch autocode`: everything a search finds, coded in one step.

use std::path::PathBuf;

use project::{Edit, NewCoding, Project};
use serde::Serialize;

use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use crate::message::cut;
use crate::view::passages::{self, Span};

#[derive(Debug, clap::Args)]
#[command(after_help = index::help())]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// What to look for, as in search.
    query: String,
    /// The code's path, such as "Barriers / Waiting".
    #[arg(long, value_name = "PATH")]
    code: String,
    /// How much to code around each match.
    #[arg(long, value_enum, default_value_t = Span::Match)]
    span: Span,
    /// List the passages without coding them.
    #[arg(long)]
    preview: bool,
    /// Search the interviewer's turns as well.
    #[arg(long)]
    everyone: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    query: String,
    code: String,
    span: Span,
    preview: bool,
    coded: usize,
    already: usize,
    passages: Vec<Passage>,
}

#[derive(Debug, Serialize)]
struct Passage {
    source: String,
    turn: usize,
    speaker: Option<String>,
    start: u32,
    end: u32,
    text: String,
    already: bool,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    let code = finder::code_at(workspace.project(), &args.code)?;
    let query = finder::query(&args.query)?;
    let index = finder::fresh_index(&workspace, context)?;
    let places = index.searcher().places(
        &query,
        workspace.project(),
        &workspace.texts(),
        args.everyone,
    )?;
    let found = passages::passages(
        workspace.project(),
        &workspace.texts(),
        &places,
        args.span,
        code,
    )?;
    let coder = workspace.coder();
    let known = |coding: &NewCoding| {
        workspace
            .project()
            .same_coding(coding.source, coding.range, code, coder)
            .is_some()
    };
    let codings: Vec<(NewCoding, bool)> = found
        .into_iter()
        .map(|coding| {
            let already = known(&coding);
            (coding, already)
        })
        .collect();
    let already = codings.iter().filter(|(_, already)| *already).count();
    let new = codings.len() - already;
    let path = workspace
        .project()
        .code_tree()
        .path(code)
        .map_or_else(|| args.code.clone(), |path| path.to_string());
    let answer = Answer {
        query: args.query.clone(),
        code: path,
        span: args.span,
        preview: args.preview,
        coded: if args.preview { 0 } else { new },
        already,
        passages: describe(workspace.project(), &codings),
    };
    if !args.preview && new > 0 {
        let name = workspace
            .project()
            .codes()
            .get(code)
            .map(|code| code.name.clone())
            .unwrap_or_default();
        let label = format!("Coded {} with “{name}”", count(new, "passage"));
        let edits = codings
            .into_iter()
            .filter(|(_, already)| !already)
            .map(|(coding, _)| Edit::ApplyCode(coding))
            .collect();
        workspace.edit(Edit::Batch { label, edits })?;
    }
    if args.json {
        context.json(&answer)
    } else {
        print(&answer, new, context)
    }
}

fn describe(project: &Project, codings: &[(NewCoding, bool)]) -> Vec<Passage> {
    let describe = |(coding, already): &(NewCoding, bool)| {
        let turns = project.turn_list(coding.source);
        let turn = turns.and_then(|turns| turns.at(coding.range.start()));
        Passage {
            source: project
                .sources()
                .get(coding.source)
                .map(|source| source.name.clone())
                .unwrap_or_default(),
            turn: turn.map_or(0, |turn| turn + 1),
            speaker: project
                .speaker_at(coding.source, coding.range)
                .map(|speaker| speaker.name.clone()),
            start: coding.range.start().0,
            end: coding.range.end().0,
            text: coding.quote.clone(),
            already: *already,
        }
    };
    codings.iter().map(describe).collect()
}

fn print(answer: &Answer, new: usize, context: &mut Context<'_>) -> Result<(), Failure> {
    for passage in answer
        .passages
        .iter()
        .filter(|passage| answer.preview && !passage.already)
    {
        let who = passage
            .speaker
            .as_ref()
            .map(|speaker| format!(", {speaker}"))
            .unwrap_or_default();
        context.line(format_args!(
            "{}, turn {}{who}: {}",
            passage.source,
            passage.turn,
            cut(&passage.text, 160)
        ))?;
    }
    let verb = if answer.preview {
        "Would code"
    } else {
        "Coded"
    };
    let rest = if answer.already == 0 {
        String::new()
    } else {
        format!(", {} coded already", answer.already)
    };
    context.line(format_args!(
        "{verb} {} with “{}”{rest}.",
        count(new, "passage"),
        answer.code
    ))
}
