//! Sets of sources: by name, and what changing one asks for.

use project::{Edit, NewSet, Project, Set, SetId, SourceId};

use super::sources::counting_key;

/// A set, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetRow {
    /// Which set.
    pub id: SetId,
    /// Its name.
    pub name: String,
    /// How many sources it has.
    pub sources: usize,
    /// How many codes it has.
    pub codes: usize,
}

impl SetRow {
    /// Whether it gathers sources; one of codes alone, as other programs make them, does not.
    #[must_use]
    pub const fn is_of_sources(&self) -> bool {
        self.sources > 0 || self.codes == 0
    }
}

/// The sets by name.
#[must_use]
pub fn set_rows(project: &Project) -> Vec<SetRow> {
    let mut rows: Vec<SetRow> = project
        .sets()
        .iter()
        .map(|set| SetRow {
            id: set.id,
            name: set.name.clone(),
            sources: set.sources.len(),
            codes: set.codes.len(),
        })
        .collect();
    rows.sort_by_key(|row| counting_key(&row.name));
    rows
}

/// The edit that changes a set.
#[must_use]
pub fn changed(set: &Set, change: impl FnOnce(&mut NewSet)) -> Edit {
    let mut new = NewSet {
        id: None,
        name: set.name.clone(),
        description: set.description.clone(),
        sources: set.sources.clone(),
        codes: set.codes.clone(),
    };
    change(&mut new);
    Edit::ReviseSet(set.id, new)
}

/// The edit that puts a source in a set, or takes it out if it is in.
#[must_use]
pub fn moved(set: &Set, source: SourceId) -> Edit {
    changed(set, |set| {
        if !set.sources.remove(&source) {
            set.sources.insert(source);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn sets_are_listed_as_people_count_and_sources_go_in_and_out() {
        let mut workspace = fixture::evaluation();
        for name in ["Round 10", "Round 2"] {
            let new = NewSet {
                name: name.into(),
                description: "Kept".into(),
                ..NewSet::default()
            };
            workspace.edit(Edit::AddSet(new)).unwrap();
        }
        let source = fixture::source_named(workspace.project(), "Parent 2");
        for sources in [1, 0] {
            let set = workspace.project().set_named("Round 10").unwrap();
            let edit = moved(set, source);
            workspace.edit(edit).unwrap();
            let rows = set_rows(workspace.project());
            let shown: Vec<_> = rows
                .iter()
                .map(|row| (&row.name[..], row.sources))
                .collect();
            assert_eq!(shown, [("Round 2", 0), ("Round 10", sources)]);
        }
        let set = workspace.project().set_named("Round 10").unwrap();
        assert_eq!(set.description, "Kept", "nothing else changes");
    }
}
