//! `vouch package`: a project for a colleague, who may be asked to code it blind.

use std::path::PathBuf;

use super::columns::count;
use super::context::{Context, Failure};
use crate::intake::package::pack;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The file to write: .vouch for a colleague with Vouch, .qdpx for another program.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Leave out codings, ratings, the memos on them and summaries of cases, so that a colleague codes without seeing what others did.
    /// What they send back comes in with vouch import, as another coder's.
    #[arg(long)]
    blind: bool,
    /// Print one JSON document: what went along and what stayed behind.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let (project, texts) = (workspace.project(), workspace.texts());
    let report = pack(project, &texts, &args.to, args.blind, context.session())?;
    if args.json {
        return context.json(&report);
    }
    context.line(format_args!(
        "Packed {} and {} with {} into {}.",
        count(report.sources, "source"),
        count(report.codes, "code"),
        count(report.codings, "coding"),
        report.file
    ))?;
    for loss in &report.losses {
        let became = if loss.kept_for_vouch {
            "mind"
        } else {
            "stays behind"
        };
        context.line(format_args!("  {became}: {loss}"))?;
    }
    Ok(())
}
