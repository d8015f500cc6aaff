//! A table of counts as a file: for spreadsheets with every measure beside its base, for programs as printed.

use std::path::Path;

use analysis::{Choice, CountRequest, Counts, Ground, Unit, share};
use interchange::tables::{Cell, Table, TableFormat, Trace};
use project::Project;
use serde::Serialize;

use super::behind::TraceSheet;
use super::table_file::{heading_of, save};
use crate::message::{Trouble, capital};

/// Writes counts as the file's ending says. JSON is the document that `vouch counts --json` prints.
pub(crate) fn write(
    project: &Project,
    counts: &Counts,
    document: &impl Serialize,
    by: Option<&str>,
    to: &Path,
) -> Result<(), Trouble> {
    save(to, document, |format| table(project, counts, by, format))
}

/// The measures that stand in every file, whatever is counted in its columns.
struct Measures {
    references: Counts,
    sources: Counts,
    cases: Counts,
}

fn table(project: &Project, counts: &Counts, by: Option<&str>, format: TableFormat) -> Table {
    let ground = Ground::new(project);
    let of = |unit| {
        ground.counts(&CountRequest {
            unit,
            by: None,
            choice: Choice::default(),
            each_coder: false,
        })
    };
    let measures = Measures {
        references: of(Unit::References),
        sources: of(Unit::Sources),
        cases: of(Unit::Cases),
    };
    let by = by.map(|by| format!(" and {by}")).unwrap_or_default();
    Table {
        title: format!("{} by code{by}", capital(counts.unit.key())),
        note: counts.notes().join("\n"),
        columns: headings(counts),
        rows: (0..counts.rows.len())
            .map(|nth| row(counts, &measures, nth, format))
            .collect(),
        trace: if format == TableFormat::Xlsx {
            traces(&ground, counts)
        } else {
            Vec::new()
        },
    }
}

fn headings(counts: &Counts) -> Vec<String> {
    let fixed = [
        "code_path",
        "kind",
        "references",
        "sources",
        "cases",
        "cases_base",
        "pct_of_base",
    ];
    let group = |column: &analysis::Column| heading_of(&column.value, column.base);
    let total = heading_of(&format!("total {}", counts.unit), counts.base);
    fixed
        .into_iter()
        .map(str::to_owned)
        .chain(counts.columns.iter().map(group))
        .chain([total])
        .collect()
}

fn row(counts: &Counts, measures: &Measures, nth: usize, format: TableFormat) -> Vec<Cell> {
    let row = &counts.rows[nth];
    let total = |counts: &Counts| {
        counts
            .rows
            .get(nth)
            .map_or(Cell::Blank, |row| Cell::Count(row.total))
    };
    // In csv a number stays a number, and its base stands in the heading.
    let counted = |n: u64, base: Option<u64>| match base.filter(|_| format == TableFormat::Xlsx) {
        Some(base) => Cell::CountOf { n, base },
        None => Cell::Count(n),
    };
    let cases = measures.cases.rows.get(nth);
    let percent = cases
        .and_then(|row| share(row.total, row.base?))
        .map_or(Cell::Blank, |share| {
            Cell::Number((share * 1000.0).round() / 10.0)
        });
    let mut cells = vec![
        Cell::Text(row.path.clone()),
        Cell::Text(row.kind.to_string()),
        total(&measures.references),
        total(&measures.sources),
        total(&measures.cases),
        cases
            .and_then(|row| row.base)
            .map_or(Cell::Blank, Cell::Count),
        percent,
    ];
    cells.extend(
        row.cells
            .iter()
            .zip(&counts.columns)
            .map(|(&n, column)| counted(n, column.base)),
    );
    cells.push(counted(row.total, row.base));
    cells
}

/// The quotes behind every number, so that each can be vouched for in the file itself.
fn traces(ground: &Ground<'_>, counts: &Counts) -> Vec<Trace> {
    let mut sheet = TraceSheet::new(ground);
    for (nth, row) in counts.rows.iter().enumerate() {
        if counts.columns.is_empty() {
            sheet.quotes(&row.path, "total", &counts.codings(nth, None));
        }
        for (at, column) in counts.columns.iter().enumerate() {
            sheet.quotes(&row.path, &column.value, &counts.codings(nth, Some(at)));
        }
    }
    sheet.traces
}
