//! The wide table for statistics packages: one row a case, its attributes, and a column of 0 and 1 for each code.

use std::collections::BTreeMap;

use analysis::Matrix;
use interchange::tables::{Cell, Table};
use project::{Project, Value, Values};

/// Lays a matrix of cases by codes out, with what is known of each case before its zeros and ones.
pub(super) fn wide_table(project: &Project, matrix: &Matrix) -> Table {
    let mut known: BTreeMap<&str, &Values> = BTreeMap::new();
    for source in project
        .sources()
        .iter()
        .filter(|source| source.case.is_none())
    {
        known.insert(&source.name, &source.values);
    }
    for case in project.cases().iter() {
        known.insert(&case.name, &case.values);
    }
    let used = |id| {
        let mut rows = matrix.rows.iter();
        rows.any(|row| {
            known
                .get(row.value.as_str())
                .is_some_and(|values| values.contains_key(&id))
        })
    };
    let attributes: Vec<_> = project
        .attributes_in_order()
        .into_iter()
        .filter(|attribute| used(attribute.id))
        .collect();
    let row = |name: &String, cells: &[u64]| {
        let values = known.get(name.as_str());
        let value = |attribute: &&std::sync::Arc<project::Attribute>| match values
            .and_then(|values| values.get(&attribute.id))
        {
            Some(Value::Number(number)) => Cell::Number(*number),
            Some(Value::Text(words) | Value::Date(words)) => Cell::Text(words.clone()),
            None => Cell::Blank,
        };
        std::iter::once(Cell::Text(name.clone()))
            .chain(attributes.iter().map(value))
            .chain(cells.iter().map(|&n| Cell::Count(n.min(1))))
            .collect()
    };
    let codes = matrix.columns.iter().map(|head| head.value.clone());
    Table {
        title: "Cases by code, 0 and 1".to_owned(),
        note: "One row a case. 1: the case has the code or one below it; 0: it was not coded, which is not a “no”."
            .to_owned(),
        columns: std::iter::once("case".to_owned())
            .chain(attributes.iter().map(|attribute| attribute.name.clone()))
            .chain(codes)
            .collect(),
        rows: matrix
            .rows
            .iter()
            .zip(&matrix.cells)
            .map(|(head, cells)| row(&head.value, cells))
            .collect(),
        trace: Vec::new(),
    }
}
