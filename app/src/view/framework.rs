//! The framework matrix as a table to be written out, and its cells in words.

use analysis::{CellSummary, Framework, FrameworkCell, FrameworkRow};
use interchange::tables::{Cell, Table};
use project::Project;

use super::matrix::quotes_out;
use super::sources::counted;

/// A code's name without those above it.
#[must_use]
pub fn leaf(path: &str) -> &str {
    path.rsplit(" / ").next().unwrap_or(path)
}

/// How many excerpts stand behind a cell, and what happened to them since it was summed up; "" for an empty cell.
#[must_use]
pub fn beneath(cell: &FrameworkCell) -> String {
    let quotes = cell.codings.len() as u64;
    let since = cell.summary.as_ref().map(CellSummary::since);
    match (quotes, since) {
        (0, None) => String::new(),
        (_, Some(since)) if !since.is_empty() => {
            format!("{}, {since}", counted(quotes, "excerpt", "excerpts"))
        }
        _ => counted(quotes, "excerpt", "excerpts"),
    }
}

/// A cell as it is read aloud: whose it is, what it says and what stands behind it.
#[must_use]
pub fn cell_words(row: &FrameworkRow, theme: &str, cell: &FrameworkCell) -> String {
    let said = match &cell.summary {
        Some(summary) => summary.text.as_str(),
        None if cell.codings.is_empty() => "nothing said",
        None => "not summed up yet",
    };
    let beneath = match beneath(cell) {
        words if words.is_empty() => words,
        words => format!(" ({words})"),
    };
    format!("{} on {theme}: {said}{beneath}", row.case)
}

/// The matrix as a table; with the excerpts behind every cell if asked.
#[must_use]
pub fn framework_out(project: &Project, found: &Framework, with_trace: bool) -> Table {
    let mut columns = vec!["case".to_owned(), "group".to_owned()];
    columns.extend(found.themes.iter().map(|theme| theme.path.clone()));
    let mut out = Table {
        title: "Framework matrix: cases by themes".to_owned(),
        note: found.notes().join("\n"),
        columns,
        ..Table::default()
    };
    for row in &found.rows {
        let mut cells = vec![Cell::Text(row.case.clone()), Cell::Text(row.group.clone())];
        for (cell, theme) in row.cells.iter().zip(&found.themes) {
            cells.push(cell_out(cell));
            if with_trace {
                let place = (row.case.clone(), theme.path.clone());
                let quotes = quotes_out(project, &place, &cell.codings);
                out.trace.extend(quotes);
            }
        }
        out.rows.push(cells);
    }
    out
}

fn cell_out(cell: &FrameworkCell) -> Cell {
    let beneath = beneath(cell);
    match &cell.summary {
        Some(summary) if summary.is_outdated() => {
            Cell::Text(format!("{} [{beneath}]", summary.text))
        }
        Some(summary) => Cell::Text(summary.text.clone()),
        None if beneath.is_empty() => Cell::Blank,
        None => Cell::Text(format!("[{beneath}, not summed up]")),
    }
}

#[cfg(test)]
mod tests {
    use analysis::FrameworkRequest;
    use project::{Edit, NewSummary};

    use super::*;
    use crate::fixture;

    #[test]
    fn cells_say_what_is_written_and_what_stands_behind_it() {
        let mut workspace = fixture::evaluation();
        let request = FrameworkRequest::default();
        let laid = analysis::framework(workspace.project(), &request);
        let (row, column) = laid
            .rows
            .iter()
            .enumerate()
            .find_map(|(row, cells)| {
                let column = cells.cells.iter().position(|cell| !cell.codings.is_empty());
                Some((row, column?))
            })
            .unwrap();
        let (of, code) = (laid.rows[row].of, laid.themes[column].code);
        let bare = framework_out(workspace.project(), &laid, true);
        let Cell::Text(text) = &bare.rows[row][column + 2] else {
            panic!("a cell with excerpts says so")
        };
        assert!(text.ends_with("not summed up]"), "{text}");
        assert!(!bare.trace.is_empty());
        workspace
            .edit(Edit::WriteSummary(NewSummary {
                of,
                code,
                text: "Felt heard.".to_owned(),
                codings: Vec::new(),
            }))
            .unwrap();
        let laid = analysis::framework(workspace.project(), &request);
        let cell = &laid.rows[row].cells[column];
        assert!(beneath(cell).ends_with(" came"), "{}", beneath(cell));
        let words = cell_words(&laid.rows[row], "Trust", cell);
        assert!(words.contains(" on Trust: Felt heard. ("), "{words}");
        assert_eq!(leaf("Helped / Trust"), "Trust");
    }
}
