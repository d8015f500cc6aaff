//! `vouch frame`: the questions of the evaluation, and which group has said something on each.

use std::path::{Path, PathBuf};

use analysis::{Board, FrameRequest, Ground};
use codebooks::FrameStarter;
use interchange::tables::TableFormat;
use project::Workspace;
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::{heading_of, save};
use crate::intake::table::Table as GivenFile;
use crate::intake::{file_name, findings};
use crate::message::Trouble;
use crate::view::frame::{beside, board_out, number};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = false)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The attribute whose values are the groups; otherwise the respondent group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Only what these coders coded, parted by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    coders: Vec<String>,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add the questions of a table, csv or xlsx: heading, question, indicator and evidence (codes, scales and columns,
    /// parted by semicolons). A question that is there gets what the table adds.
    Import {
        /// The table, or a frame that comes with Vouch: results-based-accountability (how much, how well, is anyone better
        /// off), answered by the codes of the codebook of that name where the project has them.
        #[arg(value_name = "FILE|STARTER")]
        from: PathBuf,
    },
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document<'b> {
    #[serde(flatten)]
    board: &'b Board,
    gaps: Vec<String>,
    notes: Vec<String>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(Action::Import { from }) = &args.action {
        let mut workspace = context.open(&args.project)?;
        let key = from.to_str().filter(|_| !from.is_file());
        if let Some(starter) = key.and_then(codebooks::frame_starter) {
            return begin(starter, &mut workspace, context);
        }
        let prepared = findings::frame(&GivenFile::read(from)?, workspace.project())?;
        let asked = prepared.edits.len();
        let label = format!(
            "Took in {} from {}",
            count(asked, "question"),
            file_name(from)
        );
        context.apply(&mut workspace, from, label, prepared)?;
        return context.line(format_args!("{} taken in.", count(asked, "question")));
    }
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let by = args.by.as_deref();
    let by = by.map(|name| finder::attribute_named(project, name));
    let board = Ground::new(project).frame(&FrameRequest {
        by: by.transpose()?,
        choice: finder::coded_by(project, &args.coders)?,
    });
    let document = Document {
        board: &board,
        gaps: gaps(&board),
        notes: board.notes(),
    };
    match &args.to {
        Some(to) => {
            save(to, &document, |format| {
                board_out(project, &board, format.holds_trace())
            })?;
            context.line(format_args!(
                "Wrote the coverage board to {}.",
                to.display()
            ))
        }
        None if args.json => context.json(&document),
        None => print(&board, context),
    }
}

/// Takes in a frame that comes with Vouch.
fn begin(
    starter: &FrameStarter,
    workspace: &mut Workspace,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let (prepared, missing) = findings::starter_frame(
        starter,
        workspace.project(),
        &workspace.project().code_tree(),
    )?;
    let asked = count(prepared.edits.len(), "question");
    let label = format!("Took the questions of “{}”", starter.title);
    context.apply(workspace, Path::new(starter.key), label, prepared)?;
    context.line(format_args!("{asked} taken in."))?;
    if missing > 0 {
        let codes = count(missing, "code");
        context.line(format_args!(
            "{codes} that would answer them are not in the codebook. To have them: vouch codebook PROJECT.vouch import {0}, and then vouch frame PROJECT.vouch import {0} again.",
            starter.key
        ))?;
    }
    Ok(())
}

/// What is missing, a sentence for each row that misses something.
fn gaps(board: &Board) -> Vec<String> {
    let told = |row: &analysis::BoardRow| {
        let gap = row.gap();
        (!gap.is_empty()).then(|| format!("{}: {gap}", row.name))
    };
    board.rows.iter().filter_map(told).collect()
}

fn print(board: &Board, context: &mut Context<'_>) -> Result<(), Failure> {
    if !board.rows.is_empty() {
        let mut heads = vec!["QUESTION".to_owned()];
        let groups = board.groups.iter();
        heads.extend(groups.map(|group| heading_of(&group.value, group.base)));
        heads.extend(["BESIDE".to_owned(), "GAP".to_owned()]);
        let mut sides = vec![Side::Right; heads.len()];
        sides[0] = Side::Left;
        let last = sides.len() - 2;
        sides[last..].fill(Side::Left);
        let mut lines = vec![heads];
        let mut heading = "";
        for row in &board.rows {
            if !row.is_indicator && row.heading != heading {
                heading = &row.heading;
                lines.push(vec![heading.to_owned()]);
            }
            let indent = if row.is_indicator { "    " } else { "  " };
            let mut line = vec![format!("{indent}{}", row.name)];
            line.extend(row.groups.iter().map(|cell| number(row, cell, None)));
            line.push(beside(row, board.cases));
            line.push(row.gap());
            lines.push(line);
        }
        for line in aligned(&lines, &sides) {
            context.line(line)?;
        }
    }
    for note in board.notes() {
        context.line(note)?;
    }
    Ok(())
}
