//! Laws that hold for every project.

use std::collections::BTreeSet;
use std::sync::Arc;

use project::text::{CharRange, SourceText};
use project::{CodingId, Project};
use proptest::prelude::*;

use crate::testing::Build;
use crate::{CountRequest, Counts, Dimension, MatrixRequest, Near, Unit, counts, matrix};

const CODES: [&str; 5] = ["A", "A / B", "A / B / C", "A / D", "E"];
const TEXTS: [(&str, &str); 3] = [
    (
        "one",
        "I: what was it like then\nP1: slow but she was kind to us\nP2: I never saw her\n",
    ),
    (
        "two",
        "front matter\nP1: they came at ten at night\nI: and then\nP1: it was all right\n",
    ),
    (
        "three",
        "I: go on\nTŷ: ŵyr a wyres o hyd\nP1: nothing more to say of it\n",
    ),
];

/// Source, start, length, code, coder.
type Drawn = (usize, u32, u32, usize, usize);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec(
        (0..3_usize, 0..60_u32, 1..25_u32, 0..CODES.len(), 0..3_usize),
        0..25,
    )
}

fn project(codings: &[Drawn], coders: [&str; 3]) -> Arc<Project> {
    let mut build = Build::default();
    for code in CODES {
        build.code(code);
    }
    for (name, text) in TEXTS {
        build.source(name, text);
    }
    build.in_case("one/P1", "Family 1");
    build.in_case("two", "Family 1");
    for (who, area) in [("one/P1", "North"), ("one/P2", "South"), ("two", "South")] {
        build.value(who, "area", area);
    }
    for &(source, start, length, code, coder) in codings {
        let (name, text) = TEXTS[source];
        let end = (start + length).min(u32::try_from(text.chars().count()).unwrap());
        build.apply(name, start.min(end - 1), end, CODES[code], coders[coder]);
    }
    build.project()
}

/// The same codings, widened to whole words.
fn whole_words(codings: &[Drawn]) -> Vec<Drawn> {
    let widened = |&(source, start, length, code, coder): &Drawn| {
        let text = SourceText::new(TEXTS[source].1);
        let end = (start + length).min(text.characters());
        let range = text.snap_to_words(CharRange::of(start.min(end - 1), end));
        (source, range.start().0, range.len(), code, coder)
    };
    codings.iter().map(widened).collect()
}

fn area(project: &Project) -> Option<project::AttributeId> {
    project.attribute_named("area").map(|area| area.id)
}

fn counted(project: &Project, unit: Unit, by_area: bool) -> Counts {
    let by = by_area.then(|| area(project)).flatten();
    counts(
        project,
        &CountRequest {
            unit,
            by,
            ..CountRequest::default()
        },
    )
}

fn numbers(counts: &Counts) -> Vec<(u64, Vec<u64>)> {
    counts
        .rows
        .iter()
        .map(|row| (row.total, row.cells.clone()))
        .collect()
}

fn set(ids: Vec<CodingId>) -> BTreeSet<CodingId> {
    let length = ids.len();
    let set: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(set.len(), length, "each coding stands behind a number once");
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_number_never_exceeds_its_base_and_margins_add_up_unless_said(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&project, unit, true);
            for row in &counts.rows {
                prop_assert!(row.base.is_none_or(|base| row.total <= base));
                let sum: u64 = row.cells.iter().sum();
                prop_assert!(sum >= row.total, "every unit stands in some column");
                prop_assert!(counts.columns_overlap || sum == row.total);
                for (cell, column) in row.cells.iter().zip(&counts.columns) {
                    // A span may bridge two references of one column and yet stand in another.
                    prop_assert!(*cell <= row.total || unit == Unit::References);
                    prop_assert!(column.base.is_none_or(|base| *cell <= base));
                }
            }
        }
    }

    #[test]
    fn a_parent_is_the_union_of_its_children_and_itself(codings in drawn()) {
        let (as_drawn, whole) = (project(&codings, ["A", "B", "C"]), project(&whole_words(&codings), ["A", "B", "C"]));
        for unit in Unit::ALL {
            // Where one child has half a word and another the rest, the parent has one word of their two.
            let project = if unit == Unit::Words { &whole } else { &as_drawn };
            let counts = counted(project, unit, true);
            for column in [None, Some(0), Some(1)] {
                let behind: Vec<_> = (0..CODES.len()).map(|row| set(counts.codings(row, column))).collect();
                prop_assert!(behind[0].is_superset(&(&behind[1] | &behind[3])) && behind[1].is_superset(&behind[2]));
            }
            let total = |row: usize| counts.rows[row].total;
            prop_assert!(total(1) >= total(2) || unit == Unit::References);
            prop_assert!(total(0) >= total(1).max(total(3)) || unit == Unit::References);
            let own = project.codings().iter().filter(|coding| coding.code == counts.rows[0].code).count() as u64;
            prop_assert!(unit == Unit::Words || total(0) <= total(1) + total(3) + own);
        }
    }

    #[test]
    fn who_coded_what_changes_no_number(codings in drawn()) {
        let (one, other) = (project(&codings, ["A", "B", "C"]), project(&codings, ["C", "A", "B"]));
        for unit in Unit::ALL {
            prop_assert_eq!(numbers(&counted(&one, unit, true)), numbers(&counted(&other, unit, true)));
        }
    }

    #[test]
    fn one_more_coding_lowers_no_number_but_references(codings in drawn(), more in drawn()) {
        // Whole words: half a word counts as one until a further coding joins the halves.
        let (codings, more) = (whole_words(&codings), whole_words(&more));
        let before = project(&codings, ["A", "B", "C"]);
        let after = project(&[codings, more].concat(), ["A", "B", "C"]);
        for unit in [Unit::Cases, Unit::Sources, Unit::Respondents, Unit::Words] {
            let (before, after) = (counted(&before, unit, false), counted(&after, unit, false));
            for (before, after) in before.rows.iter().zip(&after.rows) {
                prop_assert!(before.total <= after.total, "{unit} of {}", before.path);
            }
        }
    }

    #[test]
    fn a_number_is_that_of_the_codings_behind_it(codings in drawn(), row in 0..CODES.len()) {
        let all = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&all, unit, true);
            for (row, numbers) in counts.rows.iter().enumerate().skip(row).take(1) {
                for column in 0..counts.columns.len() {
                    let behind = counts.codings(row, Some(column));
                    prop_assert!(behind.is_empty() == (numbers.cells[column] == 0) || unit == Unit::Words);
                    // The same codings alone, in a project of their own, give the same number.
                    let kept: Vec<Drawn> = codings.iter().copied().zip(1_u128..)
                        .filter(|&(_, id)| behind.contains(&CodingId::from_u128(id))).map(|(drawn, _)| drawn).collect();
                    let alone = counted(&project(&kept, ["A", "B", "C"]), unit, false);
                    prop_assert_eq!(alone.rows[row].total, numbers.cells[column], "{} of {}", unit, &numbers.path);
                }
            }
        }
    }

    #[test]
    fn a_matrix_of_codes_by_values_is_the_table_of_counts(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let by = area(&project).unwrap();
            let counts = counted(&project, unit, true);
            let request = |rows, columns| MatrixRequest { rows, columns, unit, choice: crate::Choice::default(), near: Near::Overlap };
            let upright = matrix(&project, &request(Dimension::Code, Dimension::Attribute(by)));
            prop_assert_eq!(&upright.row_totals, &counts.rows.iter().map(|row| row.total).collect::<Vec<_>>());
            prop_assert_eq!(&upright.cells, &counts.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>());
            let turned = matrix(&project, &request(Dimension::Attribute(by), Dimension::Code));
            prop_assert_eq!(&turned.codings(Some(1), Some(0)), &upright.codings(Some(0), Some(1)));
            prop_assert_eq!(&turned.column_totals, &upright.row_totals);
            prop_assert_eq!(turned.transposed(), upright);
        }
    }

    #[test]
    fn codes_meet_codes_either_way_and_themselves(codings in drawn(), apart in 0..3_u32) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&project, unit, false);
            for near in [Near::Overlap, Near::Turns(apart)] {
                let request = MatrixRequest {
                    rows: Dimension::Code, columns: Dimension::Code, unit, choice: crate::Choice::default(), near,
                };
                let met = matrix(&project, &request);
                for row in 0..CODES.len() {
                    prop_assert_eq!(met.cells[row][row], counts.rows[row].total);
                    for column in 0..CODES.len() {
                        prop_assert_eq!(met.cells[row][column], met.cells[column][row]);
                        let behind = set(met.codings(Some(row), Some(column)));
                        let both = &set(met.codings(Some(row), None)) | &set(met.codings(Some(column), None));
                        prop_assert!(behind.is_subset(&both));
                        if unit.has_base() && near == Near::Overlap {
                            prop_assert!(met.cells[row][column] <= met.row_totals[row] + met.row_totals[column]);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn exclusive_rows_and_columns_add_up(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        let request = MatrixRequest {
            rows: Dimension::Source, columns: Dimension::Respondent, unit: Unit::Respondents,
            choice: crate::Choice::default(), near: Near::Overlap,
        };
        let table = matrix(&project, &request);
        prop_assert!(!table.columns_overlap);
        for (row, total) in table.cells.iter().zip(&table.row_totals) {
            prop_assert_eq!(row.iter().sum::<u64>(), *total);
        }
        let sources = matrix(&project, &MatrixRequest { columns: Dimension::Coder, unit: Unit::Sources, ..request });
        prop_assert!(!sources.rows_overlap, "a source stands in one row");
        prop_assert_eq!(sources.row_totals.iter().sum::<u64>(), sources.total);
    }
}
