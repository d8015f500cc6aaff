//! `vouch counts`: who said what, with the base of every number.

use std::path::{Path, PathBuf};

use analysis::{CountRequest, CountRow, Counts, Ground, Unit, counts};
use project::Project;
use serde::Serialize;

use super::behind::Behind;
use super::columns::{Side, aligned, thousands};
use super::context::{Context, Failure};
use super::{counts_file, finder};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// One column for each value of this attribute, such as group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// What a number counts: cases, sources, respondents, references or words.
    #[arg(long, default_value_t = Unit::Cases)]
    unit: Unit,
    /// Carry the ids of the cases and quotes behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The document printed: the counts, and what stands behind each if asked.
#[derive(Debug, Serialize)]
struct Document<'c> {
    #[serde(flatten)]
    counts: &'c Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<RowTrace>>,
}

/// What stands behind the numbers of one code.
#[derive(Debug, Serialize)]
struct RowTrace {
    code: String,
    total: Behind,
    cells: Vec<Behind>,
}

/// What stands behind all numbers of a table.
fn traced(project: &Project, table: &Counts) -> Vec<RowTrace> {
    let ground = Ground::new(project);
    let behind = |row, column| Behind::of_codings(&ground, &table.codings(row, column));
    let rows = table.rows.iter().enumerate();
    rows.map(|(nth, row)| RowTrace {
        code: row.path.clone(),
        total: behind(nth, None),
        cells: (0..table.columns.len())
            .map(|at| behind(nth, Some(at)))
            .collect(),
    })
    .collect()
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let table = count(project, args.unit, args.by.as_deref())?;
    let trace = args.trace.then(|| traced(project, &table));
    let document = Document {
        counts: &table,
        trace,
    };
    match &args.to {
        Some(to) => {
            counts_file::write(project, &table, &document, args.by.as_deref(), to)?;
            context.line(format_args!(
                "Wrote the counts of {} codes to {}.",
                table.rows.len(),
                to.display()
            ))
        }
        None if args.json => context.json(&document),
        None => print(&table, &Shape::Tree, context),
    }
}

/// Counts all codes, in columns by an attribute if one is named.
pub(crate) fn count(project: &Project, unit: Unit, by: Option<&str>) -> Result<Counts, Trouble> {
    let by = by
        .map(|name| finder::attribute_named(project, name))
        .transpose()?;
    Ok(counts(
        project,
        &CountRequest {
            unit,
            by,
            ..CountRequest::default()
        },
    ))
}

/// Which rows of a table are printed, and how.
pub(crate) enum Shape {
    /// All, as the tree they are.
    Tree,
    /// So many codes below the top that have the highest totals, by their paths.
    Highest(usize),
}

/// Prints a table, aligned, with unit and base.
pub(crate) fn print(
    table: &Counts,
    shape: &Shape,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let shown: Vec<&CountRow> = match shape {
        Shape::Tree => table.rows.iter().collect(),
        Shape::Highest(most) => highest(table, *most),
    };
    let of = |count: u64, base: Option<u64>| match base {
        Some(base) => format!("{} of {}", number(count), number(base)),
        None => number(count),
    };
    let mut heading = vec!["CODE".to_owned(), "KIND".to_owned(), "TOTAL".to_owned()];
    heading.extend(table.columns.iter().map(|column| column.value.clone()));
    let mut lines = vec![heading];
    for row in shown {
        let name = match shape {
            Shape::Tree => format!(
                "{}{}",
                "  ".repeat(row.depth),
                row.path.rsplit(" / ").next().unwrap_or_default()
            ),
            Shape::Highest(_) => row.path.clone(),
        };
        let mut line = vec![name, row.kind.to_string(), of(row.total, row.base)];
        line.extend(
            row.cells
                .iter()
                .zip(&table.columns)
                .map(|(&cell, column)| of(cell, column.base)),
        );
        lines.push(line);
    }
    let mut sides = vec![Side::Right; 3 + table.columns.len()];
    sides[..2].fill(Side::Left);
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    for note in table.notes() {
        context.line(note)?;
    }
    Ok(())
}

/// The codes below the top with the highest totals, in the codebook's order; of equals the first ones.
fn highest(table: &Counts, most: usize) -> Vec<&CountRow> {
    let mut ranked: Vec<(usize, &CountRow)> = table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.depth > 0 && row.total > 0)
        .collect();
    ranked.sort_by_key(|(nth, row)| (std::cmp::Reverse(row.total), *nth));
    ranked.truncate(most);
    ranked.sort_by_key(|(nth, _)| *nth);
    ranked.into_iter().map(|(_, row)| row).collect()
}

fn number(n: u64) -> String {
    usize::try_from(n).map_or_else(|_| n.to_string(), thousands)
}

/// Writes the counts of cases by respondent group, where the project has groups.
pub(crate) fn write_by_group(project: &Project, to: &Path) -> Result<(), Trouble> {
    let by = project
        .attribute_named(project::GROUP)
        .map(|_| project::GROUP);
    let table = count(project, Unit::Cases, by)?;
    counts_file::write(project, &table, &table, by, to)
}
