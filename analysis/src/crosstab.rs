//! Cross-tables of what is known of cases: any attribute by any other.

use std::collections::{BTreeMap, BTreeSet};

use project::{AttributeId, Project};
use serde::Serialize;

use crate::base::{CountedCase, Ground};
use crate::case_values::CaseValues;
use crate::order::value_order;

/// What separates the values of a column in which a case can have several.
const SEPARATOR: char = ';';

/// What to cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrosstabRequest {
    /// The attribute whose values are the rows.
    pub rows: AttributeId,
    /// The attribute whose values are the columns.
    pub columns: AttributeId,
    /// Whether `;` separates several values of one case. Numbers are then mentions: a case stands in several cells.
    pub multi: bool,
}

/// A cross-table. Serialised, it is the document that `vouch crosstab --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crosstab {
    /// The values of the rows, in order.
    pub rows: Vec<String>,
    /// The values of the columns, in order.
    pub columns: Vec<String>,
    /// How many cases have both values.
    pub cells: Vec<Vec<u64>>,
    /// The sum of each row's cells.
    pub row_totals: Vec<u64>,
    /// The sum of each column's cells.
    pub column_totals: Vec<u64>,
    /// The sum of all cells: the base, or with several values a case the number of mentions.
    pub total: u64,
    /// How many cases have a value of both attributes.
    pub base: u64,
    /// How many cases lack one or both. Cases that speak and of which nothing at all is known stand outside the table;
    /// those that are a record and nothing else are in.
    pub missing: u64,
    /// Whether some case stands in several cells, so that totals are mentions.
    pub mentions: bool,
    #[serde(skip)]
    cases: Vec<Vec<Vec<CountedCase>>>,
    #[serde(skip)]
    lacking: Vec<CountedCase>,
}

impl Crosstab {
    /// The cases in a cell.
    #[must_use]
    pub fn cases(&self, row: usize, column: usize) -> &[CountedCase] {
        self.cases
            .get(row)
            .and_then(|row| row.get(column))
            .map_or(&[], Vec::as_slice)
    }

    /// The cases behind a number: of a cell, of a row (no column), of a column (no row), or of all. Each once.
    #[must_use]
    pub fn cases_of(&self, row: Option<usize>, column: Option<usize>) -> BTreeSet<CountedCase> {
        let rows = self.cases.iter().enumerate();
        rows.filter(|(at, _)| row.is_none_or(|row| row == *at))
            .flat_map(|(_, cells)| cells.iter().enumerate())
            .filter(|(at, _)| column.is_none_or(|column| column == *at))
            .flat_map(|(_, cases)| cases.iter().copied())
            .collect()
    }

    /// The cases that lack a value.
    #[must_use]
    pub fn missing_cases(&self) -> &[CountedCase] {
        &self.lacking
    }

    /// What a reader must know beside the table.
    #[must_use]
    pub fn note(&self) -> String {
        if self.base == 0 {
            return match self.missing {
                0 => "There are no cases to cross.".to_owned(),
                missing => format!("No case has a value of both; {missing} lack one or both."),
            };
        }
        let missing = if self.missing > 0 {
            format!("; {} without a value left out", self.missing)
        } else {
            String::new()
        };
        if self.mentions {
            format!(
                "{} mentions by {} cases{missing}. Values do not exclude one another.",
                self.total, self.base
            )
        } else {
            format!("{} cases{missing}.", self.base)
        }
    }
}

/// Crosses two attributes of cases. A case's value is its own, else the one that all its sources and speakers share.
#[must_use]
pub fn crosstab(project: &Project, request: &CrosstabRequest) -> Crosstab {
    Ground::new(project).crosstab(request)
}

impl Ground<'_> {
    /// Crosses two attributes of cases; see [`crosstab`].
    #[must_use]
    pub fn crosstab(&self, request: &CrosstabRequest) -> Crosstab {
        let row_values = CaseValues::new(self, request.rows);
        let column_values = CaseValues::new(self, request.columns);
        let cases = known_cases(self, &[&row_values, &column_values]);
        let mut found: BTreeMap<(&str, &str), Vec<CountedCase>> = BTreeMap::new();
        let said = |values, case| said(values, case, request.multi);
        let (mut base, mut lacking) = (0, Vec::new());
        for &case in &cases {
            let (rows, columns) = (said(&row_values, case), said(&column_values, case));
            if rows.is_empty() || columns.is_empty() {
                lacking.push(case);
                continue;
            }
            base += 1;
            for row in rows {
                for &column in &columns {
                    found.entry((row, column)).or_default().push(case);
                }
            }
        }
        let rows = ordered(found.keys().map(|&(row, _)| row));
        let columns = ordered(found.keys().map(|&(_, column)| column));
        let at = |row: &str, column: &str| found.get(&(row, column)).cloned().unwrap_or_default();
        let cases: Vec<Vec<Vec<CountedCase>>> = rows
            .iter()
            .map(|row| columns.iter().map(|column| at(row, column)).collect())
            .collect();
        let cells: Vec<Vec<u64>> = cases
            .iter()
            .map(|row| row.iter().map(|cell| cell.len() as u64).collect())
            .collect();
        let row_totals: Vec<u64> = cells.iter().map(|row| row.iter().sum()).collect();
        let total = row_totals.iter().sum();
        Crosstab {
            column_totals: (0..columns.len())
                .map(|column| cells.iter().map(|row| row[column]).sum())
                .collect(),
            rows,
            columns,
            cells,
            row_totals,
            total,
            base,
            missing: lacking.len() as u64,
            mentions: total != base,
            cases,
            lacking,
        }
    }
}

/// The cases of which something is known: records, with or without sources, and whatever has one of the values.
pub(crate) fn known_cases(ground: &Ground<'_>, of: &[&CaseValues]) -> BTreeSet<CountedCase> {
    let spoken: BTreeSet<CountedCase> = ground.cases.iter().copied().collect();
    let records = ground
        .project
        .cases()
        .iter()
        .map(|case| (case, CountedCase::Case(case.id)))
        .filter(|(case, counted)| !case.values.is_empty() || !spoken.contains(counted))
        .map(|(_, counted)| counted);
    let valued = of.iter().flat_map(|values| values.iter());
    records.chain(valued.map(|(case, _)| case)).collect()
}

/// The values that are known of a case.
fn said(values: &CaseValues, case: CountedCase, multi: bool) -> Vec<&str> {
    values
        .get(case)
        .map_or_else(Vec::new, |value| parts(value, multi))
}

/// The values in a cell of a table: one, or with `multi` those between separators, each once.
pub(crate) fn parts(value: &str, multi: bool) -> Vec<&str> {
    if !multi {
        return vec![value];
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in value
        .split(SEPARATOR)
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn ordered<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    let distinct: BTreeSet<&str> = values.collect();
    let mut values: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
    values.sort_by(|a, b| value_order(a, b));
    values
}

/// A total, as given in somebody's table, that its parts do not add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongTotal {
    /// Where it stands, such as `total of column WCBC`.
    pub place: String,
    /// As given.
    pub given: u64,
    /// As its parts add up.
    pub sum: u64,
}

/// A table as somebody gave it, totals included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenTable {
    /// Rows' names.
    pub rows: Vec<String>,
    /// Columns' names.
    pub columns: Vec<String>,
    /// The numbers, row by row.
    pub cells: Vec<Vec<u64>>,
    /// The total given beside each row, if one is.
    pub row_totals: Vec<Option<u64>>,
    /// The total given under each column, if one is.
    pub column_totals: Vec<Option<u64>>,
    /// The total of all.
    pub total: Option<u64>,
    /// Whether cells of some row are not known. Then only rows, and totals against one another, are looked at.
    pub incomplete: bool,
}

/// Says which given totals are not the sums of their parts.
#[must_use]
pub fn check_totals(table: &GivenTable) -> Vec<WrongTotal> {
    let mut wrong = Vec::new();
    let mut check = |place: String, given: Option<u64>, sum: u64| {
        if let Some(given) = given.filter(|&given| given != sum) {
            wrong.push(WrongTotal { place, given, sum });
        }
    };
    for (at, row) in table.cells.iter().enumerate() {
        let name = table.rows.get(at).map_or("", String::as_str);
        check(
            format!("total of row {name}"),
            table.row_totals.get(at).copied().flatten(),
            row.iter().sum(),
        );
    }
    if !table.incomplete {
        for (at, &given) in table.column_totals.iter().enumerate() {
            let name = table.columns.get(at).map_or("", String::as_str);
            let sum = table.cells.iter().filter_map(|row| row.get(at)).sum();
            check(format!("total of column {name}"), given, sum);
        }
        check(
            "total".to_owned(),
            table.total,
            table.cells.iter().flatten().sum(),
        );
    }
    // Totals of totals, where cells are right and margins still do not meet.
    let margins: Option<u64> = table.column_totals.iter().copied().sum();
    if let Some(sum) = margins.filter(|_| !table.column_totals.is_empty()) {
        check(
            "total, from the totals of columns".to_owned(),
            table.total,
            sum,
        );
    }
    wrong
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{Build, attribute};

    fn records(rows: &[(&str, &str)]) -> std::sync::Arc<Project> {
        let mut build = Build::default();
        for (at, (problem, area)) in rows.iter().enumerate() {
            let case = format!("=Case {at}");
            build.value(&case, "id", &at.to_string());
            for (name, value) in [("problem", problem), ("area", area)] {
                if !value.is_empty() {
                    build.value(&case, name, value);
                }
            }
        }
        build.project()
    }

    fn crossed(project: &Project, multi: bool) -> Crosstab {
        let request = CrosstabRequest {
            rows: attribute(project, "problem"),
            columns: attribute(project, "area"),
            multi,
        };
        crosstab(project, &request)
    }

    #[test]
    fn one_value_a_case_adds_up_to_the_base() {
        let project = records(&[
            ("Absence", "FCC"),
            ("Absence", "WCBC"),
            ("Peers", "FCC"),
            ("", "FCC"),
            ("Peers", ""),
            ("", ""),
        ]);
        let table = crossed(&project, false);
        assert_eq!(
            (table.rows.clone(), table.columns.clone()),
            (
                vec!["Absence".to_owned(), "Peers".into()],
                vec!["FCC".to_owned(), "WCBC".into()]
            )
        );
        assert_eq!(table.cells, [[1, 1], [1, 0]]);
        assert_eq!(
            (table.total, table.base, table.missing, table.mentions),
            (3, 3, 3, false)
        );
        assert_eq!(table.note(), "3 cases; 3 without a value left out.");
        assert_eq!(table.cases(1, 0).len(), 1);
        assert_eq!(table.missing_cases().len(), 3);
    }

    #[test]
    fn several_values_a_case_are_mentions_whose_totals_still_add_up() {
        let project = records(&[
            ("Absence; Peers;Absence", "FCC"),
            ("Peers", "WCBC"),
            (";", "FCC"),
        ]);
        let table = crossed(&project, true);
        assert_eq!(table.cells, [[1, 0], [1, 1]]);
        assert_eq!(
            (
                table.row_totals.clone(),
                table.column_totals.clone(),
                table.total
            ),
            (vec![1, 2], vec![2, 1], 3)
        );
        assert_eq!((table.base, table.missing, table.mentions), (2, 1, true));
        assert!(table.note().starts_with("3 mentions by 2 cases; 1 without"));
        assert_eq!(
            crossed(&project, false).rows,
            [";", "Absence; Peers;Absence", "Peers"]
        );
    }

    #[test]
    fn a_case_takes_the_value_its_sources_share() {
        let mut build = Build::default();
        for (source, area) in [("a", "North"), ("b", "North"), ("c", "South")] {
            build.source(source, "P1: hello\n");
            build.in_case(source, if source == "c" { "Two" } else { "One" });
            build.value(source, "area", area);
        }
        build.source("d", "P1: on my own\n");
        build.value("d", "area", "South");
        for case in ["=One", "=Two"] {
            build.value(case, "problem", "Peers");
        }
        let table = crossed(&build.project(), false);
        assert_eq!((table.cells, table.missing), (vec![vec![1, 1]], 1));
    }

    /// An evaluation of 2021 printed column totals of 37 and 39 under a total of 64; its rows add up to 64.
    #[test]
    fn totals_that_do_not_add_up_are_named() {
        let table = GivenTable {
            rows: vec!["At home".into(), "In care".into()],
            columns: vec!["FCC".into(), "WCBC".into()],
            cells: vec![vec![20, 15], vec![17, 12]],
            row_totals: vec![Some(35), Some(29)],
            column_totals: vec![Some(37), Some(39)],
            total: Some(64),
            incomplete: false,
        };
        let wrong = check_totals(&table);
        assert_eq!(
            wrong[0],
            WrongTotal {
                place: "total of column WCBC".into(),
                given: 39,
                sum: 27
            }
        );
        assert_eq!((wrong.len(), wrong[1].sum), (2, 76));
        let incomplete = GivenTable {
            incomplete: true,
            ..table.clone()
        };
        let margins = check_totals(&incomplete);
        assert_eq!((margins.len(), margins[0].sum), (1, 76));
        assert_eq!(
            check_totals(&GivenTable {
                column_totals: vec![Some(37), Some(27)],
                ..table
            }),
            []
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn totals_are_the_sums_of_their_parts(rows in prop::collection::vec(("[A-C]?(;[A-C]){0,2}", "[XY]?"), 1..12), multi: bool) {
            let rows: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let project = records(&rows);
            if project.attribute_named("problem").is_none() || project.attribute_named("area").is_none() {
                return Ok(());
            }
            let table = crossed(&project, multi);
            prop_assert_eq!(table.row_totals.iter().sum::<u64>(), table.total);
            prop_assert_eq!(table.column_totals.iter().sum::<u64>(), table.total);
            prop_assert_eq!(table.base + table.missing, rows.len() as u64);
            prop_assert!(multi || table.total == table.base);
            let given = GivenTable {
                rows: table.rows.clone(), columns: table.columns.clone(), cells: table.cells.clone(),
                row_totals: table.row_totals.iter().copied().map(Some).collect(),
                column_totals: table.column_totals.iter().copied().map(Some).collect(), total: Some(table.total), incomplete: false,
            };
            prop_assert_eq!(check_totals(&given), []);
        }
    }
}
