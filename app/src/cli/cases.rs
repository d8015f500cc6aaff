//! `vouch cases`: cases with their attributes from a table.

use std::path::PathBuf;
use std::sync::Arc;

use project::{NewCase, Value};

use super::columns::count;
use super::context::{Context, Failure};
use crate::intake::table::{Table, cell};
use crate::intake::{Prepared, cases, file_name};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add the cases of a table, csv or xlsx: its first column names them, the others are attributes.
    Import {
        /// The table.
        #[arg(value_name = "FILE")]
        from: PathBuf,
    },
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let Action::Import { from } = &args.action;
    let mut workspace = context.open(&args.project)?;
    let table = Table::read(from)?;
    let mut prepared = Prepared::default();
    let mut new = Vec::new();
    let headings: Vec<Arc<str>> = table
        .headings
        .iter()
        .map(|name| name.trim().into())
        .collect();
    for row in &table.rows {
        if cell(row, Some(0)).is_empty() {
            prepared.refuse(row.line, "the first column is empty: it names the case");
            continue;
        }
        prepared.taken += 1;
        let values = headings
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, heading)| !heading.is_empty());
        let attributes = values.filter_map(|(column, heading)| {
            Some((Arc::clone(heading), Value::read(cell(row, Some(column)))?))
        });
        new.push(NewCase {
            id: None,
            name: cell(row, Some(0)).to_owned(),
            attributes: attributes.collect(),
        });
    }
    prepared.edits = cases::edits_for(workspace.project(), new);
    let rows = prepared.taken;
    let label = format!("Imported {} from {}", count(rows, "case"), file_name(from));
    context.apply(&mut workspace, from, label, prepared)?;
    context.line(format_args!("{} taken in.", count(rows, "case")))
}
