use analysis::{Choice, MatrixRequest, Near};

use super::*;
use crate::data::{MatrixAsk, What};
use crate::fixture;

pub(super) fn counted_by(columns: Dimension, unit: Unit, layout: Layout) -> (Counted, Table) {
    let ask = MatrixAsk {
        what: What::Count(unit),
        columns,
        ..MatrixAsk::default()
    };
    counted_as(ask, layout)
}

fn counted_as(ask: MatrixAsk, layout: Layout) -> (Counted, Table) {
    let workspace = fixture::evaluation();
    let project = workspace.project();
    let request = MatrixRequest {
        rows: ask.rows,
        columns: ask.columns,
        unit: match ask.what {
            What::Count(unit) => unit,
            What::Coverage => Unit::References,
        },
        choice: Choice::default(),
        near: Near::default(),
    };
    let ground = analysis::Ground::new(project);
    let tree = project.code_tree();
    let counted = Counted {
        ask,
        numbers: match ask.what {
            What::Count(_) => Numbers::Counts(ground.matrix(&request)),
            What::Coverage => Numbers::Coverage(ground.coverage(&request)),
        },
        base: ground.base(request.unit),
        codes: tree.order().to_vec(),
    };
    let table = table(&counted, &tree, layout);
    (counted, table)
}

fn lines(table: &Table) -> Vec<String> {
    table
        .rows
        .iter()
        .map(|row| {
            format!(
                "{}: {}",
                row.head.name,
                row.cells
                    .iter()
                    .map(cell_text)
                    .collect::<Vec<_>>()
                    .join(" | ")
            )
        })
        .collect()
}

#[test]
fn zero_is_said_and_what_was_never_coded_is_blank() {
    let (_, table) = counted_by(Dimension::Group, Unit::Cases, Layout::default());
    let heads: Vec<_> = table
        .columns
        .iter()
        .map(|head| (head.name.as_str(), head.base))
        .collect();
    assert_eq!(heads, [("Parents", Some(2)), ("(not recorded)", Some(1))]);
    assert_eq!(
        lines(&table),
        [
            "Enablers: 1 of 2 | ",
            "Trust: 1 of 2 | ",
            "Practical help: 1 of 2 | ",
            "Barriers: 0 of 2 | ",
            "Waiting: 0 of 2 | "
        ]
    );
}

#[test]
fn empty_rows_and_columns_can_be_left_out() {
    let (_, table) = counted_by(
        Dimension::Group,
        Unit::Cases,
        Layout {
            hide_empty: true,
            ..Layout::default()
        },
    );
    assert_eq!(
        lines(&table),
        [
            "Enablers: 1 of 2",
            "Trust: 1 of 2",
            "Practical help: 1 of 2"
        ]
    );
    assert_eq!(table.hidden, 2);
    let (_, table) = counted_by(
        Dimension::Group,
        Unit::Cases,
        Layout {
            top_only: true,
            ..Layout::default()
        },
    );
    assert_eq!(table.rows.len(), 2);
}

#[test]
fn a_turned_table_keeps_every_number_and_its_place() {
    let (matrix, straight) = counted_by(Dimension::Source, Unit::References, Layout::default());
    let (_, turned) = counted_by(
        Dimension::Source,
        Unit::References,
        Layout {
            turned: true,
            ..Layout::default()
        },
    );
    assert_eq!(
        (turned.rows.len(), turned.columns.len()),
        (straight.columns.len(), straight.rows.len())
    );
    for (r, row) in straight.rows.iter().enumerate() {
        for (c, cell) in row.cells.iter().enumerate() {
            assert_eq!(turned.rows[c].cells[r], *cell);
        }
    }
    let behind = |cell: &Cell| matrix.numbers.codings(cell.row, cell.column).len();
    assert_eq!(
        turned.totals.iter().map(behind).collect::<Vec<_>>(),
        straight
            .rows
            .iter()
            .map(|row| behind(&row.total))
            .collect::<Vec<_>>()
    );
}

#[test]
fn rows_sort_by_total_and_by_column() {
    let (_, table) = counted_by(
        Dimension::Source,
        Unit::References,
        Layout {
            by: By::Total,
            ..Layout::default()
        },
    );
    let totals: Vec<_> = table.rows.iter().map(|row| cell_text(&row.total)).collect();
    assert_eq!(totals, ["2", "1", "1", "0", "0"]);
    let (_, table) = counted_by(
        Dimension::Source,
        Unit::References,
        Layout {
            by: By::Column(0),
            ..Layout::default()
        },
    );
    assert_eq!(table.rows.len(), 5);
}

#[test]
fn a_cell_says_what_is_behind_it() {
    let (matrix, table) = counted_by(Dimension::Group, Unit::Cases, Layout::default());
    assert_eq!(
        cell_words(
            &matrix.numbers,
            ("Trust", "Parents"),
            &table.rows[1].cells[0]
        ),
        "Trust × Parents: 1 coding from 1 of 2 cases"
    );
    assert!(
        cell_words(
            &matrix.numbers,
            ("Trust", "(not recorded)"),
            &table.rows[1].cells[1]
        )
        .contains("nothing is coded here yet")
    );
    assert_eq!(
        cell_words(&matrix.numbers, ("Enablers", ""), &table.rows[0].total),
        "Enablers: 2 codings from 1 of 3 cases"
    );
    assert_eq!(
        base_words(&matrix),
        "Each number counts cases, once each, of 3 in all."
    );
    assert!(
        notes(&matrix)
            .iter()
            .any(|note| note.contains("Fewer than 30 cases"))
    );
}

#[test]
fn shades_follow_the_share_of_the_base() {
    assert!((laying::share(3.0, 4.0) - 0.75).abs() < 1e-6);
    assert!((laying::share(12.0, 10.0) - 1.0).abs() < 1e-6);
    assert!(laying::share(1.0, 0.0).abs() < 1e-6);
    let (_, table) = counted_by(Dimension::Group, Unit::Cases, Layout::default());
    assert!((table.rows[1].cells[0].heat - 0.5).abs() < 1e-6, "1 of 2");
}

#[test]
fn rows_can_be_anything_and_keep_the_base_of_who_they_are() {
    let ask = MatrixAsk {
        rows: Dimension::Source,
        columns: Dimension::Code,
        ..MatrixAsk::default()
    };
    let (counted, table) = counted_as(ask, Layout::default());
    assert!(!table.code_rows && table.columns[0].code.is_some());
    let shown = lines(&table);
    assert_eq!(
        shown[2],
        "Parent 10: 1 of 1 | 1 of 1 | 1 of 1 | 0 of 1 | 0 of 1"
    );
    assert_eq!(
        shown[0], "Manager 1:  |  |  |  | ",
        "what nobody coded is blank"
    );
    let words = cell_words(
        &counted.numbers,
        ("Parent 10", "Trust"),
        &table.rows[2].cells[1],
    );
    assert_eq!(words, "Parent 10 × Trust: 1 coding from 1 of 1 case");
    let top = Layout {
        top_only: true,
        ..Layout::default()
    };
    assert_eq!(counted_as(ask, top).1.columns.len(), 2);
    let pairs = MatrixAsk {
        rows: Dimension::Case,
        columns: Dimension::Source,
        ..ask
    };
    let (_, table) = counted_as(pairs, Layout::default());
    assert_eq!(lines(&table)[1], "Parent 2:  |  | ");
}

#[test]
fn codes_meet_codes_and_percent_open_their_quotes() {
    let ask = MatrixAsk {
        what: What::Coverage,
        ..MatrixAsk::default()
    };
    let (counted, table) = counted_as(ask, Layout::default());
    let cell = &table.rows[1].cells[0];
    let Shown::Percent(percent) = cell.shown else {
        panic!("{cell:?}");
    };
    assert!(percent > 0.0 && cell.base.is_none());
    assert_eq!(counted.numbers.codings(cell.row, cell.column).len(), 1);
    assert!(cell_text(cell).ends_with(" %"));
    assert!(base_words(&counted).contains("percent of characters"));
    let ask = MatrixAsk {
        columns: Dimension::Code,
        ..MatrixAsk::default()
    };
    let (_, table) = counted_as(ask, Layout::default());
    assert_eq!(
        lines(&table)[1],
        "Trust: 1 of 3 | 1 of 3 | 0 of 3 | 0 of 3 | 0 of 3"
    );
}

#[test]
fn what_is_hidden_is_told() {
    let layout = Layout {
        hide_empty: true,
        ..Layout::default()
    };
    let (_, table) = counted_by(Dimension::Group, Unit::Cases, layout);
    assert_eq!(
        hidden_words(&table),
        "2 empty codes and 1 empty column hidden"
    );
    assert_eq!(hidden_words(&Table::default()), "");
}
