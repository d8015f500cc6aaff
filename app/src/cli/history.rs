//! `vouch history`, `vouch undo` and `vouch redo`.

use std::path::PathBuf;

use interchange::iso_utc;
use project::{Committed, EditError, HistoryLine, Workspace};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct StepArgs {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// How many changes.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

#[derive(Debug, Serialize)]
struct Line {
    seq: u64,
    at: String,
    coder: String,
    label: String,
    undoes: Option<u64>,
    undone: bool,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let lines: Vec<Line> = workspace.history()?.into_iter().map(line).collect();
    if args.json {
        return context.json(&lines);
    }
    let row = |line: &Line| {
        let undone = if line.undone { "(undone)" } else { "" };
        vec![
            line.seq.to_string(),
            line.at.clone(),
            line.coder.clone(),
            format!("{} {undone}", line.label),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    for line in aligned(&rows, &[Side::Right]) {
        context.line(line)?;
    }
    context.line(count(lines.len(), "change"))
}

fn line(line: HistoryLine) -> Line {
    let HistoryLine {
        seq,
        at,
        coder,
        label,
        undoes,
        undone,
    } = line;
    Line {
        seq: seq.0,
        at: iso_utc(at),
        coder,
        label,
        undoes: undoes.map(|seq| seq.0),
        undone,
    }
}

pub(crate) fn undo(args: &StepArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    step(args, context, "undo", Workspace::undo)
}

pub(crate) fn redo(args: &StepArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    step(args, context, "redo", Workspace::redo)
}

type Step = fn(&mut Workspace) -> Result<Option<Committed>, EditError>;

fn step(
    args: &StepArgs,
    context: &mut Context<'_>,
    what: &'static str,
    step: Step,
) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    for done in 0..args.steps {
        match step(&mut workspace)? {
            Some(committed) => context.line(committed.label)?,
            None if done == 0 => return Err(Trouble::NoStep { what }.into()),
            None => {
                return context.line(format_args!(
                    "There is nothing more to {what}: {done} of {} done.",
                    args.steps
                ));
            }
        }
    }
    Ok(())
}
