//! `vouch crosstab` and `vouch totals`: what is known of cases crossed, and given tables whose totals do not sum.

use std::path::PathBuf;

use analysis::{Crosstab, CrosstabRequest, Ground, WrongTotal, check_totals};
use interchange::tables::TableFormat;
use serde::Serialize;

use super::behind::{Behind, GridTrace};
use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use super::matrix::print;
use super::table_file::save;
use crate::intake::table::Table;
use crate::message::Trouble;
use crate::view::cases::given::{given_table, wrong_words};
use crate::view::cases::{Form, crosstab_out};

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
    let ground = Ground::new(project);
    let table = ground.crosstab(&request);
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
    let names = (args.rows.as_str(), args.columns.as_str());
    let laid = |form| crosstab_out(&ground, &table, names, note, form);
    match &args.to {
        Some(to) => {
            save(to, &document, |format| laid(Form::of(format)))?;
            context.line(format_args!("Wrote the table to {}.", to.display()))
        }
        None if args.json => context.json(&document),
        None => print(&laid(Form::Bare), context),
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
    let file = Table::read(&args.table)?;
    let rows: Vec<Vec<String>> = file.rows.into_iter().map(|row| row.cells).collect();
    let given = given_table(&file.headings, &rows);
    let wrong = check_totals(&given);
    let found = wrong.len();
    if args.json {
        context.json(&Totals {
            ok: wrong.is_empty(),
            wrong,
        })?;
    } else {
        for one in &wrong {
            context.line(wrong_words(one))?;
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
