//! `vouch crosstab` and `vouch totals`: what is known of cases crossed, and given tables whose totals do not sum.

use std::path::PathBuf;

use analysis::{Crosstab, CrosstabRequest, GivenTable, Ground, WrongTotal, check_totals};
use interchange::tables::{Table, TableFormat};
use project::Project;
use serde::Serialize;

use super::behind::{Behind, GridTrace, TraceSheet};
use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use super::matrix::print;
use super::table_file::{counted, save};
use crate::intake::table::{Table as GivenFile, cell};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The attribute of cases whose values are the rows.
    #[arg(long, value_name = "ATTRIBUTE")]
    rows: String,
    /// The attribute of cases whose values are the columns.
    #[arg(long, value_name = "ATTRIBUTE")]
    columns: String,
    /// A case may have several values, parted by “;”: count each, as mentions.
    #[arg(long)]
    multi: bool,
    /// Carry the ids of the cases behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document<'c> {
    #[serde(flatten)]
    table: &'c Crosstab,
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<CrosstabTrace>,
}

#[derive(Debug, Serialize)]
struct CrosstabTrace {
    #[serde(flatten)]
    grid: GridTrace,
    missing: Behind,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let request = CrosstabRequest {
        rows: finder::attribute_named(project, &args.rows)?,
        columns: finder::attribute_named(project, &args.columns)?,
        multi: args.multi,
    };
    let table = analysis::crosstab(project, &request);
    let ground = Ground::new(project);
    let behind = |row, column| Behind::of_cases(&ground, table.cases_of(row, column));
    let trace = args.trace.then(|| CrosstabTrace {
        grid: GridTrace::of(table.rows.len(), table.columns.len(), behind),
        missing: Behind::of_cases(&ground, table.missing_cases().iter().copied()),
    });
    let note = note(&table, args.multi);
    let document = Document {
        table: &table,
        note: note.clone(),
        trace,
    };
    let laid = |format| laid_out(args, project, &table, note, format);
    match &args.to {
        Some(to) => {
            save(to, &document, laid)?;
            context.line(format_args!("Wrote the table to {}.", to.display()))
        }
        None if args.json => context.json(&document),
        None => print(&laid(TableFormat::Csv), context),
    }
}

fn note(table: &Crosstab, multi: bool) -> String {
    let joined = |value: &String| value.contains(';');
    let hint = !multi && (table.rows.iter().any(joined) || table.columns.iter().any(joined));
    let note = table.note();
    if hint {
        format!("{note} Some values hold “;”: --multi counts what stands between apart.")
    } else {
        note
    }
}

fn laid_out(
    args: &Args,
    project: &Project,
    table: &Crosstab,
    note: String,
    format: TableFormat,
) -> Table {
    let mut rows: Vec<_> = table
        .rows
        .iter()
        .zip(&table.cells)
        .zip(&table.row_totals)
        .map(|((name, cells), &total)| counted(name, cells, total))
        .collect();
    rows.push(counted("Total", &table.column_totals, table.total));
    let ground = Ground::new(project);
    let mut sheet = TraceSheet::new(&ground, project);
    if format == TableFormat::Xlsx {
        for (row, name) in table.rows.iter().enumerate() {
            for (column, heading) in table.columns.iter().enumerate() {
                for &case in table.cases(row, column) {
                    sheet.add(name, heading, ground.case_name(case), "", "");
                }
            }
        }
        for &case in table.missing_cases() {
            sheet.add("(missing)", "(missing)", ground.case_name(case), "", "");
        }
    }
    Table {
        title: format!("{} by {}", args.rows, args.columns),
        note,
        columns: std::iter::once(args.rows.clone())
            .chain(table.columns.iter().cloned())
            .chain(["Total".to_owned()])
            .collect(),
        rows,
        trace: sheet.traces,
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct TotalsArgs {
    /// A table, csv or xlsx: names in the first column, a last column or row headed “Total” if it has one.
    #[arg(value_name = "FILE")]
    table: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Totals {
    ok: bool,
    wrong: Vec<WrongTotal>,
}

/// Says which totals of somebody's table are not the sums of their parts.
pub(crate) fn totals(args: &TotalsArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = given_table(&GivenFile::read(&args.table)?);
    let wrong = check_totals(&given);
    let found = wrong.len();
    if args.json {
        context.json(&Totals {
            ok: wrong.is_empty(),
            wrong,
        })?;
    } else {
        for one in &wrong {
            context.line(format_args!(
                "The {} is given as {}, but its parts sum to {}.",
                one.place, one.given, one.sum
            ))?;
        }
        let rows = count(given.rows.len(), "row");
        context.line(format_args!("Checked the totals of {rows}."))?;
        if wrong.is_empty() {
            context.line("All totals given are the sums of their parts.")?;
        }
    }
    if found == 0 {
        Ok(())
    } else {
        Err(Trouble::WrongTotals { found }.into())
    }
}

fn given_table(file: &GivenFile) -> GivenTable {
    let is_total = |name: &str| {
        matches!(
            name.trim().to_lowercase().as_str(),
            "total" | "totals" | "all"
        )
    };
    let totals = file.headings.iter().position(|heading| is_total(heading));
    let columns: Vec<usize> = (1..file.headings.len())
        .filter(|&at| Some(at) != totals && !file.headings[at].trim().is_empty())
        .collect();
    // A blank is zero in published tables, and no total where a total would stand.
    let number = |text: &str| text.replace(',', "").trim().parse::<u64>().ok();
    let mut given = GivenTable {
        columns: columns
            .iter()
            .map(|&at| file.headings[at].trim().to_owned())
            .collect(),
        ..GivenTable::default()
    };
    for row in &file.rows {
        let numbers = columns.iter().map(|&at| number(cell(row, Some(at))));
        let total = totals.and_then(|at| number(cell(row, Some(at))));
        if is_total(cell(row, Some(0))) {
            given.column_totals = numbers.collect();
            given.total = total;
        } else {
            given.rows.push(cell(row, Some(0)).to_owned());
            given
                .cells
                .push(numbers.map(Option::unwrap_or_default).collect());
            given.row_totals.push(total);
        }
    }
    given
}
