//! `vouch code`: passages coded from a table.

use std::path::PathBuf;

use super::columns::count;
use super::context::{Context, Failure};
use crate::intake::{codings, file_name};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The table, csv or xlsx: source, start, end (or quote), code, coder, and perhaps memo and weight.
    #[arg(long, value_name = "CODINGS.csv")]
    from: PathBuf,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    let prepared = codings::read(&args.from, &mut workspace)?;
    let (taken, before) = (prepared.taken, workspace.project().codings().len());
    let label = format!(
        "Coded {} from {}",
        count(taken, "passage"),
        file_name(&args.from)
    );
    context.apply(&mut workspace, &args.from, label, prepared)?;
    let new = workspace.project().codings().len() - before;
    let rest = if taken == new {
        String::new()
    } else {
        format!(", {} coded already", taken - new)
    };
    context.line(format_args!("Coded {}{rest}.", count(new, "passage")))
}
