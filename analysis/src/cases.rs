//! Cases with what is known of them: a row a case, a column an attribute.

use std::collections::{BTreeMap, BTreeSet};

use project::{AttributeId, Project, SourceId};

use crate::base::{CountedCase, Ground};
use crate::case_values::CaseValues;
use crate::order::natural_order;

/// An attribute of which at least one case has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseColumn {
    /// Which.
    pub attribute: AttributeId,
    /// Its name.
    pub name: String,
    /// How many cases have a value.
    pub base: u64,
    /// How many different values there are.
    pub different: u64,
    /// Whether some value holds the sign that separates several of one case.
    pub several: bool,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Which: one that was named, or a source that belongs to none.
    pub counted: CountedCase,
    /// Its name.
    pub name: String,
    /// Its values, column by column; "" where nothing is known.
    pub values: Vec<String>,
    /// The sources in which it, or somebody of it, speaks; none for a record and nothing else.
    pub sources: Vec<SourceId>,
}

/// The cases of a project, those that are a record and nothing else among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseTable {
    /// What is known of them, in the order of the attributes.
    pub columns: Vec<CaseColumn>,
    /// The cases, by name.
    pub rows: Vec<CaseRow>,
    /// How many attributes are left out because no case has a value.
    pub without_values: u64,
}

impl CaseTable {
    /// The row of a case.
    #[must_use]
    pub fn row(&self, case: CountedCase) -> Option<&CaseRow> {
        self.rows.iter().find(|row| row.counted == case)
    }

    /// How many cases speak in some source.
    #[must_use]
    pub fn speaking(&self) -> u64 {
        let rows = self.rows.iter();
        rows.filter(|row| !row.sources.is_empty()).count() as u64
    }
}

/// Lays out all cases. A case's value is its own, else the one that all its sources and speakers share.
#[must_use]
pub fn case_table(project: &Project) -> CaseTable {
    Ground::new(project).case_table()
}

impl Ground<'_> {
    /// Lays out all cases; see [`case_table`].
    #[must_use]
    pub fn case_table(&self) -> CaseTable {
        let mut sources: BTreeMap<CountedCase, BTreeSet<SourceId>> = BTreeMap::new();
        let records = self.project.cases().iter();
        for case in records.map(|case| CountedCase::Case(case.id)) {
            sources.entry(case).or_default();
        }
        for seat in self.seats.iter().filter(|seat| seat.in_base) {
            let of = sources.entry(self.cases[seat.case as usize]).or_default();
            of.insert(self.sources[seat.source as usize].id);
        }
        let mut table = CaseTable::default();
        let mut known = Vec::new();
        for attribute in self.project.attributes_in_order() {
            let values = CaseValues::new(self, attribute.id);
            let base = values.iter().count() as u64;
            if base == 0 {
                table.without_values += 1;
                continue;
            }
            table.columns.push(CaseColumn {
                attribute: attribute.id,
                name: attribute.name.clone(),
                base,
                different: values
                    .iter()
                    .map(|(_, value)| value)
                    .collect::<BTreeSet<_>>()
                    .len() as u64,
                several: values.iter().any(|(_, value)| value.contains(';')),
            });
            known.push(values);
        }
        let row = |(counted, sources): (CountedCase, BTreeSet<SourceId>)| CaseRow {
            counted,
            name: self.case_name(counted).to_owned(),
            values: known
                .iter()
                .map(|values| values.get(counted).unwrap_or_default().to_owned())
                .collect(),
            sources: sources.into_iter().collect(),
        };
        table.rows = sources.into_iter().map(row).collect();
        table
            .rows
            .sort_by(|one, other| natural_order(&one.name, &other.name));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;

    #[test]
    fn every_case_is_a_row_whether_it_speaks_or_is_a_record() {
        let mut build = Build::default();
        let spoken = build.source("Talk", "I: Hello?\nP1: Hello.\n");
        build.value("=Case 10", "area", "North");
        build.value("=Case 2", "area", "South; West");
        build.value("=Case 2", "age", "14");
        let project = build.project();
        let table = case_table(&project);
        let names: Vec<_> = table.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Case 2", "Case 10", "Talk"]);
        let columns = table.columns.iter();
        let columns: Vec<_> = columns
            .map(|column| (column.name.as_str(), column.base, column.several))
            .collect();
        assert_eq!(columns, [("area", 2, true), ("age", 1, false)]);
        assert_eq!(table.rows[1].values, ["North", ""]);
        assert_eq!(table.rows[2].sources, [spoken]);
        assert_eq!(table.speaking(), 1);
        let counted = table.rows[0].counted;
        assert_eq!(table.row(counted), Some(&table.rows[0]));
    }

    #[test]
    fn a_project_with_nothing_has_no_cases() {
        let project = Build::default().project();
        assert_eq!(case_table(&project), CaseTable::default());
    }
}
