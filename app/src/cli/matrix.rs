//! `vouch matrix`: anything counted by anything, with its base and the quotes behind it.

use std::path::PathBuf;
use std::str::FromStr;

use analysis::{Choice, Coverage, Dimension, Ground, Matrix, MatrixRequest, Near, Unit};
use interchange::tables::{Cell, Table, TableFormat};
use project::Project;
use serde::Serialize;

use super::behind::{Behind, GridTrace, TraceSheet};
use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::{counted, heading_of, save};
use super::wide::wide_table;
use crate::message::{Trouble, capital};

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// What the rows are: code, case, source, respondent, coder, an attribute, or a pair such as "area x group".
    #[arg(long, value_name = "WHAT", required_unless_present = "wide")]
    rows: Option<String>,
    /// What the columns are: as for the rows. Code by code shows where codes meet.
    #[arg(long, value_name = "WHAT", required_unless_present = "wide")]
    columns: Option<String>,
    /// What a number counts: cases, sources, respondents, references, words, or coverage in percent of characters.
    #[arg(long, default_value = "cases")]
    unit: What,
    /// Code by code: codes also meet where their passages stand up to N turns apart (0: in the same turn).
    #[arg(long, value_name = "N")]
    turns_apart: Option<u32>,
    /// Only what these coders coded, parted by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    coders: Vec<String>,
    /// Leave out passages in which only the interviewer speaks.
    #[arg(long)]
    no_interviewer: bool,
    /// Leave out rows and columns without a coding.
    #[arg(long)]
    hide_empty: bool,
    /// One row a case with its attributes, and a column of 0 and 1 for each code: for statistics packages.
    #[arg(long, conflicts_with_all = ["rows", "columns", "turns_apart"])]
    wide: bool,
    /// Carry the ids of the cases and quotes behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Count(Unit),
    Coverage,
}

impl FromStr for What {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        if word.trim().eq_ignore_ascii_case("coverage") {
            return Ok(Self::Coverage);
        }
        word.parse()
            .map(Self::Count)
            .map_err(|error: analysis::NotAUnit| format!("{error}, or coverage"))
    }
}

/// The document printed: the matrix, what to know beside it, and what stands behind it if asked.
#[derive(Debug, Serialize)]
struct Document<'m, M> {
    #[serde(flatten)]
    matrix: &'m M,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<GridTrace>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let request = request(args, project)?;
    let ground = Ground::new(project);
    match args.unit {
        What::Coverage if !args.wide => {
            let table = ground.coverage(&request);
            let notes = table.notes();
            let document = Document {
                matrix: &table,
                notes,
                trace: None,
            };
            answer(args, &document, |_| coverage_table(args, &table), context)
        }
        What::Coverage | What::Count(_) => {
            let mut matrix = ground.matrix(&request);
            if args.hide_empty {
                matrix = matrix.without_empty();
            }
            let behind = |row, column| Behind::of_codings(&ground, &matrix.codings(row, column));
            let trace = args
                .trace
                .then(|| GridTrace::of(matrix.rows.len(), matrix.columns.len(), behind));
            let document = Document {
                matrix: &matrix,
                notes: notes(&matrix),
                trace,
            };
            let table = |format| {
                if args.wide {
                    wide_table(project, &matrix)
                } else {
                    matrix_table(args, &ground, &matrix, format)
                }
            };
            answer(args, &document, table, context)
        }
    }
}

fn answer(
    args: &Args,
    document: &impl Serialize,
    table: impl FnOnce(TableFormat) -> Table,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    match &args.to {
        Some(to) => {
            save(to, document, table)?;
            context.line(format_args!("Wrote the table to {}.", to.display()))
        }
        None if args.json => context.json(document),
        None => print(&table(TableFormat::Csv), context),
    }
}

fn request(args: &Args, project: &Project) -> Result<MatrixRequest, Trouble> {
    let dimension = |name: Option<&String>, otherwise: Dimension| match name {
        Some(name) => Dimension::named(project, name)
            .or_else(|| {
                // A project without groups has one column for all of them rather than none.
                project::same_name(name, project::GROUP).then_some(Dimension::Group)
            })
            .ok_or_else(|| Trouble::no_attribute(project, name)),
        None => Ok(otherwise),
    };
    Ok(MatrixRequest {
        rows: dimension(args.rows.as_ref(), Dimension::Case)?,
        columns: dimension(args.columns.as_ref(), Dimension::Code)?,
        unit: match args.unit {
            What::Count(unit) if !args.wide => unit,
            What::Count(_) | What::Coverage => Unit::Cases,
        },
        choice: Choice {
            include_interviewer: !args.no_interviewer,
            ..finder::coded_by(project, &args.coders)?
        },
        near: args.turns_apart.map_or(Near::Overlap, Near::Turns),
    })
}

/// What a reader must know beside a matrix.
fn notes(matrix: &Matrix) -> Vec<String> {
    let mut notes = vec![if matrix.unit.has_base() {
        format!(
            "Numbers are {}, each counted once; the base of each row and column stands with its name.",
            matrix.unit
        )
    } else {
        format!("Numbers are {}; they have no base.", matrix.unit)
    }];
    if matrix.total == 0 {
        notes.push("Nothing of what was asked for has been coded.".to_owned());
    }
    notes.extend(matrix.notes());
    notes
}

fn title(args: &Args, what: &str) -> String {
    let name = |name: Option<&String>| name.map_or("", |name| name.trim()).to_lowercase();
    format!(
        "{}, {} by {}",
        capital(what),
        name(args.rows.as_ref()),
        name(args.columns.as_ref())
    )
}

fn matrix_table(args: &Args, ground: &Ground<'_>, matrix: &Matrix, format: TableFormat) -> Table {
    let rows_are = args.rows.clone().unwrap_or_default();
    let columns = matrix
        .columns
        .iter()
        .map(|head| heading_of(&head.value, head.base));
    // Where every row has the same base it stands once, above the total.
    let same = matrix.rows.first().and_then(|head| head.base);
    let same = same.filter(|_| matrix.rows.iter().all(|head| head.base == same));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((head, cells), &total) in matrix
        .rows
        .iter()
        .zip(&matrix.cells)
        .zip(&matrix.row_totals)
    {
        let base = head.base.filter(|_| same.is_none());
        rows.push(counted(&heading_of(&head.value, base), cells, total));
    }
    rows.push(counted("total", &matrix.column_totals, matrix.total));
    let mut sheet = TraceSheet::new(ground);
    if format == TableFormat::Xlsx {
        for (row, head) in matrix.rows.iter().enumerate() {
            for (column, heading) in matrix.columns.iter().enumerate() {
                sheet.quotes(
                    &head.value,
                    &heading.value,
                    &matrix.codings(Some(row), Some(column)),
                );
            }
        }
    }
    let mut notes = notes(matrix);
    notes.extend(sheet.note());
    Table {
        title: title(args, matrix.unit.key()),
        note: notes.join("\n"),
        columns: std::iter::once(rows_are)
            .chain(columns)
            .chain([heading_of(&format!("total {}", matrix.unit), same)])
            .collect(),
        rows,
        trace: sheet.traces,
    }
}

fn coverage_table(args: &Args, table: &Coverage) -> Table {
    let number = |percent: &Option<f64>| {
        percent.map_or(Cell::Blank, |percent| {
            Cell::Number((percent * 100.0).round() / 100.0)
        })
    };
    let row = |name: &str, cells: &[Option<f64>], total: &Option<f64>| {
        std::iter::once(Cell::Text(name.to_owned()))
            .chain(cells.iter().map(number))
            .chain([number(total)])
            .collect()
    };
    let mut rows: Vec<Vec<Cell>> = table
        .rows
        .iter()
        .zip(&table.cells)
        .zip(&table.row_totals)
        .map(|((head, cells), total)| row(&head.value, cells, total))
        .collect();
    rows.push(row("total", &table.column_totals, &table.total));
    let heads = table.columns.iter().map(|head| head.value.clone());
    Table {
        title: title(args, "coverage"),
        note: table.notes().join("\n"),
        columns: std::iter::once(args.rows.clone().unwrap_or_default())
            .chain(heads)
            .chain(["total %".to_owned()])
            .collect(),
        rows,
        trace: Vec::new(),
    }
}

/// Prints a table, aligned, with its notes.
pub(super) fn print(table: &Table, context: &mut Context<'_>) -> Result<(), Failure> {
    let shown = |cell: &Cell| match cell {
        Cell::Text(words) => words.clone(),
        Cell::Count(n) => n.to_string(),
        Cell::CountOf { n, base } => format!("{n} of {base}"),
        Cell::Number(number) => number.to_string(),
        Cell::Blank => String::new(),
    };
    let mut lines = vec![table.columns.clone()];
    lines.extend(table.rows.iter().map(|row| row.iter().map(shown).collect()));
    let mut sides = vec![Side::Right; table.columns.len().max(1)];
    sides[0] = Side::Left;
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    context.line(count(table.rows.len(), "row"))?;
    for note in table.note.lines() {
        context.line(note)?;
    }
    Ok(())
}
