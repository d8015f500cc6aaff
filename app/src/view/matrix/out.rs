//! The matrix on its way to a file: the numbers as shown, and on a sheet beside them the quotes behind each.

use interchange::tables;
use project::{CodingId, Project};

use super::{Cell, Head, Row, Shown, Table, axis_name, base_words, notes, table_name};
use crate::data::Counted;
use crate::view::sources::thousands;

/// The table as shown, to be written out; with the quotes behind its cells if asked.
#[must_use]
pub fn table_out(
    project: &Project,
    counted: &Counted,
    table: &Table,
    with_trace: bool,
) -> tables::Table {
    let unit = counted.numbers.unit_words();
    let corner = if table.code_rows {
        "code".to_owned()
    } else if table
        .rows
        .first()
        .is_some_and(|row| row.total.row.is_none())
    {
        axis_name(project, counted.ask.columns).to_lowercase()
    } else {
        axis_name(project, counted.ask.rows).to_lowercase()
    };
    let mut columns = vec![corner, format!("total ({unit})")];
    columns.extend(table.columns.iter().map(head_out));
    let line = |name: String, total: &Cell, cells: &[Cell]| {
        let mut out = vec![tables::Cell::Text(name), cell_out(total)];
        out.extend(cells.iter().map(cell_out));
        out
    };
    let mut rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| line(head_out(&row.head), &row.total, &row.cells))
        .collect();
    if let Some(total) = &table.total {
        rows.push(line("any of these".to_owned(), total, &table.totals));
    }
    let mut note = vec![base_words(counted)];
    note.extend(notes(counted));
    let name = table_name(project, counted.ask.rows, counted.ask.columns);
    let traced = table.rows.iter().filter(|_| with_trace);
    tables::Table {
        title: format!("{name}, {unit}"),
        note: note.join("\n"),
        rows,
        trace: traced
            .flat_map(|row| trace_of(project, counted, table, row))
            .collect(),
        columns,
    }
}

fn head_out(head: &Head) -> String {
    let name = if head.above.is_empty() {
        head.name.clone()
    } else {
        format!("{} / {}", head.above, head.name)
    };
    match head.base {
        Some(base) if head.code.is_none() => format!("{name} (of {})", thousands(base)),
        Some(_) | None => name,
    }
}

fn cell_out(cell: &Cell) -> tables::Cell {
    match cell.shown {
        Shown::Blank => tables::Cell::Blank,
        Shown::Number(number) => tables::Cell::Count(number),
        Shown::Percent(percent) => tables::Cell::Number((percent * 100.0).round() / 100.0),
    }
}

/// The quotes behind the cells of a row.
fn trace_of(project: &Project, counted: &Counted, table: &Table, row: &Row) -> Vec<tables::Trace> {
    let mut trace = Vec::new();
    for (cell, head) in row.cells.iter().zip(&table.columns) {
        let codings = counted.numbers.codings(cell.row, cell.column);
        let place = (head_out(&row.head), head_out(head));
        trace.extend(quotes_out(project, &place, &codings));
    }
    trace
}

/// Codings as lines of a trace sheet: of the cell at a row and column.
#[must_use]
pub fn quotes_out(
    project: &Project,
    (row, column): &(String, String),
    codings: &[CodingId],
) -> Vec<tables::Trace> {
    let found = codings.iter().filter_map(|&id| {
        let coding = project.codings().get(id)?;
        let source = project.sources().get(coding.source)?;
        let speaker = project.speaker_at(coding.source, coding.range);
        let case = project.case_of(source, speaker.map(AsRef::as_ref));
        Some(tables::Trace {
            row: row.clone(),
            column: column.clone(),
            case: case.map_or_else(|| source.name.clone(), |case| case.name.clone()),
            quote_id: coding.id.to_string(),
            text: coding.quote.clone(),
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use analysis::{Dimension, Unit};

    use super::super::Layout;
    use super::super::tests::counted_by;
    use super::*;
    use crate::fixture;

    #[test]
    fn the_table_goes_out_as_it_is_shown() {
        let layout = Layout {
            hide_empty: true,
            ..Layout::default()
        };
        let (counted, table) = counted_by(Dimension::Group, Unit::Cases, layout);
        let workspace = fixture::evaluation();
        let out = table_out(workspace.project(), &counted, &table, true);
        assert_eq!(out.title, "Codes by respondent group, cases");
        assert_eq!(out.columns, ["code", "total (cases)", "Parents (of 2)"]);
        let words = tables::Cell::Text("Enablers / Trust".into());
        assert_eq!(
            out.rows[1],
            [words, tables::Cell::Count(1), tables::Cell::Count(1)]
        );
        let quotes: Vec<_> = out
            .trace
            .iter()
            .map(|trace| (trace.row.as_str(), trace.text.as_str()))
            .collect();
        assert_eq!(quotes[2], ("Enablers / Trust", "I trust her"));
        assert_eq!(out.trace[0].case, "Parent 10");
        let all = tables::Cell::Text("any of these".into());
        assert_eq!(out.rows.last().unwrap()[0], all);
        let plain = table_out(workspace.project(), &counted, &table, false);
        assert!(plain.trace.is_empty());
    }
}
