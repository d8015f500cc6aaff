//! The values of cases: their own, or what all their sources and speakers share.

use std::collections::BTreeMap;

use project::AttributeId;

use crate::base::{CountedCase, Ground};

/// What cases, and sources that are their own case, have of one attribute.
pub(crate) struct CaseValues {
    values: BTreeMap<CountedCase, String>,
}

impl CaseValues {
    pub(crate) fn new(ground: &Ground<'_>, attribute: AttributeId) -> Self {
        let (names, places) = ground.values_by(Some(attribute));
        let mut shared: BTreeMap<CountedCase, Option<u32>> = BTreeMap::new();
        for (seat, &value) in ground
            .seats
            .iter()
            .zip(&places)
            .filter(|(seat, _)| seat.in_base)
        {
            let known = shared
                .entry(ground.cases[seat.case as usize])
                .or_insert(Some(value));
            *known = known.filter(|known| *known == value);
        }
        let recorded = |value: u32| {
            names
                .get(value as usize)
                .filter(|name| *name != crate::NOT_RECORDED)
                .cloned()
        };
        let mut values: BTreeMap<CountedCase, String> = shared
            .into_iter()
            .filter_map(|(case, value)| Some((case, recorded(value?)?)))
            .collect();
        for case in ground.project.cases().iter() {
            if let Some(value) = case.values.get(&attribute) {
                values.insert(CountedCase::Case(case.id), value.to_string());
            }
        }
        Self { values }
    }

    pub(crate) fn get(&self, case: CountedCase) -> Option<&str> {
        self.values.get(&case).map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (CountedCase, &str)> {
        self.values
            .iter()
            .map(|(&case, value)| (case, value.as_str()))
    }
}
