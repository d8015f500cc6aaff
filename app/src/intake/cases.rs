//! Cases with their attributes: new ones are made, those that are there learn what the table knows.

use project::{Edit, Holder, NewCase, Project};

/// The edits that bring cases in. A case that is there keeps what the table does not say.
#[must_use]
pub fn edits_for(project: &Project, cases: Vec<NewCase>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut new: Vec<NewCase> = Vec::new();
    for case in cases {
        if let Some(known) = project.case_named(&case.name) {
            let holder = Holder::Case(known.id);
            edits.extend(
                case.attributes
                    .into_iter()
                    .map(|(name, value)| Edit::SetAttribute(holder, name, Some(value))),
            );
        } else if let Some(twice) = new
            .iter_mut()
            .find(|new| project::same_name(&new.name, &case.name))
        {
            twice.attributes.extend(case.attributes);
        } else {
            new.push(case);
        }
    }
    edits.extend(new.into_iter().map(Edit::AddCase));
    edits
}
