//! The matrix on its way to a file: the numbers as shown, and on a sheet beside them the quotes behind each.

use analysis::Matrix;
use interchange::tables;
use project::Project;

use super::{Cell, Head, Row, Shown, Table, base_words, notes};
use crate::view::sources::thousands;

/// The table as shown, to be written out, with the quotes behind its cells.
#[must_use]
pub fn table_out(project: &Project, matrix: &Matrix, table: &Table, by: &str) -> tables::Table {
    let unit = matrix.unit.key();
    let mut columns = vec!["code".to_owned(), format!("total ({unit})")];
    columns.extend(table.columns.iter().map(head_out));
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![
            tables::Cell::Text(head_out(&row.head)),
            cell_out(&row.total),
        ];
        cells.extend(row.cells.iter().map(cell_out));
        cells
    });
    let mut note = vec![base_words(matrix)];
    note.extend(notes(matrix));
    tables::Table {
        title: format!("Codes by {}, {unit}", by.to_lowercase()),
        note: note.join(" "),
        rows: rows.collect(),
        trace: table
            .rows
            .iter()
            .flat_map(|row| trace_of(project, matrix, table, row))
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
    }
}

/// The quotes behind the cells of a row.
fn trace_of(project: &Project, matrix: &Matrix, table: &Table, row: &Row) -> Vec<tables::Trace> {
    let mut trace = Vec::new();
    for (cell, head) in row.cells.iter().zip(&table.columns) {
        for coding in matrix.codings(cell.row, cell.column) {
            let Some(coding) = project.codings().get(coding) else {
                continue;
            };
            let Some(source) = project.sources().get(coding.source) else {
                continue;
            };
            let speaker = project.speaker_at(coding.source, coding.range);
            let case = project.case_of(source, speaker.map(AsRef::as_ref));
            trace.push(tables::Trace {
                row: head_out(&row.head),
                column: head_out(head),
                case: case.map_or_else(|| source.name.clone(), |case| case.name.clone()),
                quote_id: coding.id.to_string(),
                text: coding.quote.clone(),
            });
        }
    }
    trace
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
        let (matrix, table) = counted_by(Dimension::Group, Unit::Cases, layout);
        let workspace = fixture::evaluation();
        let out = table_out(workspace.project(), &matrix, &table, "Respondent group");
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
    }
}
