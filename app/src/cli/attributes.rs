//! `vouch attributes`: what is known of sources, speakers and cases, from a table.

use std::path::PathBuf;

use super::columns::count;
use super::context::{Context, Failure};
use crate::intake::{attributes, file_name};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The table, csv or xlsx: its first column names a source, speaker or case, the others are attributes.
    #[arg(value_name = "FILE")]
    table: PathBuf,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    let prepared = attributes::read(&args.table, workspace.project())?;
    let taken = prepared.taken;
    let label = format!("Took attributes from {}", file_name(&args.table));
    context.apply(&mut workspace, &args.table, label, prepared)?;
    context.line(format_args!("Took in {}.", count(taken, "value")))
}
