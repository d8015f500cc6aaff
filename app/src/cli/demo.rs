//! `vouch demo`: the sample evaluation, coded and written out.

use std::path::{Path, PathBuf};

use analysis::Unit;
use codebooks::Kind;
use project::Workspace;

use super::columns::{count, thousands};
use super::context::{Context, Failure};
use super::counts::{self, Shape};
use crate::demo::{self, Built, Quoted};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder to build it in; made if it is not there.
    #[arg(long, value_name = "DIR", default_value = "vouch-demo")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    context.line("Vouch sample: an invented evaluation of a family-support service.")?;
    context.line("")?;
    context.flush()?;
    let (workspace, built) = demo::make(&args.out, &mut |_| ())?;
    tell_intake(&workspace, &built, context)?;
    tell_counts(&workspace, context)?;
    context.line("")?;
    context.line("One quote of each kind:")?;
    for kind in [Kind::Enabler, Kind::Barrier, Kind::Outcome] {
        if let Some(quoted) = demo::quote_of(workspace.project(), kind) {
            tell_quote(&quoted, context)?;
        }
    }
    context.line("")?;
    context.line("Written, for you to open:")?;
    for output in &built.outputs {
        context.line(format_args!("  {}", output.display()))?;
    }
    context.line(format_args!(
        "  {}  (the transcripts and tables it was made from)",
        built.files.display()
    ))?;
    context.line("")?;
    context.line("Open the project in the desktop:")?;
    context.line(format_args!("  {}", opening(&built.project)))
}

fn tell_intake(
    workspace: &Workspace,
    built: &Built,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let project = workspace.project();
    let words: usize = project
        .sources()
        .iter()
        .map(|source| source.words as usize)
        .sum();
    context.line(format_args!(
        "Imported  {} with {} and {}, and {} from management information",
        count(project.sources().len(), "source"),
        count(project.speakers().len(), "speaker"),
        count(words, "word"),
        count(built.cases, "case"),
    ))?;
    context.line(format_args!(
        "Coded     {} quotes with {}, by {}; {}",
        thousands(project.codings().len()),
        count(project.codes().len(), "code"),
        count(built.coders, "coder"),
        count(project.ratings().len(), "rating"),
    ))?;
    for warning in &built.warnings {
        context.note(warning)?;
    }
    context.line("")
}

/// The codes that most cases speak of.
fn tell_counts(workspace: &Workspace, context: &mut Context<'_>) -> Result<(), Failure> {
    const SHOWN: usize = 9;
    let table = counts::count(workspace.project(), Unit::Cases, Some(project::GROUP))?;
    context.line(format_args!("The {SHOWN} themes that most cases speak of:"))?;
    counts::print(&table, &Shape::Highest(SHOWN), context)
}

fn tell_quote(quoted: &Quoted, context: &mut Context<'_>) -> Result<(), Failure> {
    context.line(format_args!("  {} ({})", quoted.code, quoted.kind))?;
    context.line(format_args!("    “{}”", quoted.quote))?;
    context.line(format_args!("    {}", quoted.attribution))
}

/// The command that opens a project, as whoever runs this can type it.
fn opening(project: &Path) -> String {
    let path = project.display().to_string();
    let path = if path.contains(' ') {
        format!("\"{path}\"")
    } else {
        path
    };
    if std::env::var_os("CARGO").is_some() {
        format!("cargo run --release -- {path}")
    } else {
        format!("vouch {path}")
    }
}
