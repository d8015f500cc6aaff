//! The coverage board of the evaluation frame as it is shown, and as a table to be written out.

use analysis::{Board, BoardCell, BoardRow};
use interchange::tables::{Cell, Table};
use project::{Evidence, Project};

use super::matrix::quotes_out;
use super::sources::counted;

/// A cell's number with its base, such as “3 of 5”; a dash where nothing is asked of people.
#[must_use]
pub fn number(row: &BoardRow, cell: &BoardCell, base: Option<u64>) -> String {
    if row.silent.is_empty() && cell.cases == 0 {
        return "–".to_owned();
    }
    match base {
        Some(base) => format!("{} of {base}", cell.cases),
        None => cell.cases.to_string(),
    }
}

/// A cell as it is read aloud.
#[must_use]
pub fn cell_words(row: &BoardRow, group: &str, cell: &BoardCell, base: Option<u64>) -> String {
    let quotes = counted(cell.quotes, "quote", "quotes");
    let cases = match base {
        Some(base) => format!("{} of {base} cases", cell.cases),
        None => counted(cell.cases, "case", "cases"),
    };
    format!("{}, {group}: {cases}, {quotes}", row.name)
}

/// What else answers a row: “rated: 6 of 9 cases”, “recorded: 27 of 30 cases”.
#[must_use]
pub fn beside(row: &BoardRow, cases: u64) -> String {
    let parts = [("rated", row.rated), ("recorded", row.recorded)];
    let parts = parts
        .into_iter()
        .filter_map(|(what, count)| Some(format!("{what}: {} of {cases} cases", count?)));
    parts.collect::<Vec<_>>().join("; ")
}

/// An evidence as it is typed in a table: `code: Enablers / Trust`, `scale: …` or `column: …`.
#[must_use]
pub fn evidence_words(project: &Project, evidence: Evidence) -> Option<String> {
    Some(match evidence {
        Evidence::Code(id) => format!("code: {}", project.code_tree().path(id)?),
        Evidence::Scale(id) => format!("scale: {}", project.scales().get(id)?.name),
        Evidence::Attribute(id) => format!("column: {}", project.attributes().get(id)?.name),
    })
}

/// The board as a table; with the quotes behind every cell if asked.
#[must_use]
pub fn board_out(project: &Project, board: &Board, with_trace: bool) -> Table {
    let mut columns: Vec<String> = ["heading", "question", "indicator", "evidence"]
        .map(str::to_owned)
        .to_vec();
    columns.extend(board.groups.iter().map(|group| group.value.clone()));
    let others = ["anybody", "rated cases", "recorded cases", "gap"];
    columns.extend(others.map(str::to_owned));
    let mut out = Table {
        title: "What answers the questions of the evaluation".to_owned(),
        note: board.notes().join("\n"),
        columns,
        ..Table::default()
    };
    let count_of = |n: Option<u64>, base: u64| n.map_or(Cell::Blank, |n| Cell::CountOf { n, base });
    let mut question = "";
    for row in &board.rows {
        let indicator = if row.is_indicator {
            row.name.as_str()
        } else {
            ""
        };
        if !row.is_indicator {
            question = &row.name;
        }
        let mut cells: Vec<Cell> = [&row.heading, question, indicator, &row.evidence.join("; ")]
            .map(|text| Cell::Text(text.to_owned()))
            .to_vec();
        for (cell, group) in row.groups.iter().zip(&board.groups) {
            cells.push(match group.base {
                Some(base) => count_of(Some(cell.cases), base),
                None => Cell::Count(cell.cases),
            });
            if with_trace {
                let place = (row.name.clone(), group.value.clone());
                out.trace.extend(quotes_out(project, &place, &cell.codings));
            }
        }
        cells.push(count_of(Some(row.anybody.cases), board.base));
        cells.push(count_of(row.rated, board.cases));
        cells.push(count_of(row.recorded, board.cases));
        cells.push(Cell::Text(row.gap()));
        out.rows.push(cells);
    }
    out
}

#[cfg(test)]
mod tests {
    use analysis::FrameRequest;
    use project::{Edit, Indicator, QuestionDraft};

    use super::*;
    use crate::fixture;

    #[test]
    fn the_board_is_written_out_with_its_gaps() {
        let mut workspace = fixture::evaluation();
        let coding = workspace.project().codings().iter().next().unwrap().code;
        workspace
            .edit(Edit::AddQuestion(QuestionDraft {
                text: "How well?".to_owned(),
                heading: "Quality".to_owned(),
                indicators: vec![Indicator {
                    name: "Said so".to_owned(),
                    evidence: vec![Evidence::Code(coding)],
                }],
                ..QuestionDraft::default()
            }))
            .unwrap();
        let project = workspace.project();
        let board = analysis::frame(project, &FrameRequest::default());
        let out = board_out(project, &board, true);
        assert_eq!(out.rows.len(), 2);
        assert_eq!(out.rows[1][1], Cell::Text("How well?".to_owned()));
        assert_eq!(out.rows[1][2], Cell::Text("Said so".to_owned()));
        assert!(!out.trace.is_empty());
        let row = &board.rows[1];
        let words = cell_words(row, "Anybody", &row.anybody, Some(board.base));
        assert!(words.starts_with("Said so, Anybody: "), "{words}");
        assert_eq!(beside(row, board.cases), "");
        let evidence = evidence_words(project, Evidence::Code(coding)).unwrap();
        assert!(evidence.starts_with("code: "), "{evidence}");
    }
}
