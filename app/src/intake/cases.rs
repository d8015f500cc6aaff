//! Cases with their attributes: new ones are made, those that are there learn what the table knows.

use std::collections::BTreeMap;

use project::{CaseId, Edit, Holder, NewCase, Project, folded};

/// The edits that bring cases in. A case that is there keeps what the table does not say.
#[must_use]
pub fn edits_for(project: &Project, cases: Vec<NewCase>) -> Vec<Edit> {
    // A table may have a row for each of many thousands, so names are looked up.
    let known = project.cases().iter();
    let known: BTreeMap<String, CaseId> = known.map(|case| (folded(&case.name), case.id)).collect();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut edits = Vec::new();
    let mut new: Vec<NewCase> = Vec::new();
    for case in cases {
        let name = folded(&case.name);
        if let Some(&known) = known.get(&name) {
            let holder = Holder::Case(known);
            edits.extend(
                case.attributes
                    .into_iter()
                    .map(|(name, value)| Edit::SetAttribute(holder, name.to_string(), Some(value))),
            );
        } else if let Some(twice) = places.get(&name).and_then(|&at| new.get_mut(at)) {
            twice.attributes.extend(case.attributes);
        } else {
            places.insert(name, new.len());
            new.push(case);
        }
    }
    edits.extend(new.into_iter().map(Edit::AddCase));
    edits
}
