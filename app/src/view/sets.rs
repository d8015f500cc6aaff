//! Sets of sources: by name, and what changing one asks for.

use codebooks::{CodeId, CodeTree};
use project::{Edit, NewSet, Project, Set, SetId, SourceId};

use super::sources::{SourceRow, counted, counting_key, source_rows};
use super::typed::fit;

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
    /// What it holds, in words: "3 sources, 1 code"; "empty" for nothing.
    #[must_use]
    pub fn holds(&self) -> String {
        let number = |count| u64::try_from(count).unwrap_or(u64::MAX);
        let mut said = Vec::new();
        if self.sources > 0 {
            said.push(counted(number(self.sources), "source", "sources"));
        }
        if self.codes > 0 {
            said.push(counted(number(self.codes), "code", "codes"));
        }
        if said.is_empty() {
            "empty".to_owned()
        } else {
            said.join(", ")
        }
    }

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

/// Something that can be in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// A source.
    Source(SourceId),
    /// A code.
    Code(CodeId),
}

impl Member {
    /// Whether it is in a set.
    #[must_use]
    pub fn is_in(self, set: &Set) -> bool {
        match self {
            Self::Source(source) => set.sources.contains(&source),
            Self::Code(code) => set.codes.contains(&code),
        }
    }

    /// Puts it in a set, or takes it out.
    pub fn put(self, set: &mut NewSet, put: bool) {
        match (self, put) {
            (Self::Source(source), true) => drop(set.sources.insert(source)),
            (Self::Source(source), false) => drop(set.sources.remove(&source)),
            (Self::Code(code), true) => drop(set.codes.insert(code)),
            (Self::Code(code), false) => drop(set.codes.remove(&code)),
        }
    }
}

/// Something that is in a set or could be, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// What it is.
    pub member: Member,
    /// Its name.
    pub name: String,
    /// A source's group, or the names above a code; "" for none.
    pub above: String,
    /// Whether it is in the set.
    pub is_in: bool,
}

/// The sources that fit the letters, in the order of the list of sources.
#[must_use]
pub fn source_members(project: &Project, set: &Set, letters: &str) -> Vec<MemberRow> {
    let mut group = String::new();
    let mut rows = Vec::new();
    for row in source_rows(project, letters, None) {
        match row {
            SourceRow::Group { name, .. } => group = name,
            SourceRow::Source { id, name, .. } => {
                let member = Member::Source(id);
                rows.push(MemberRow {
                    member,
                    name,
                    above: group.clone(),
                    is_in: member.is_in(set),
                });
            }
        }
    }
    rows
}

/// The codes that fit the letters, in the order of the codebook.
#[must_use]
pub fn code_members(tree: &CodeTree, set: &Set, letters: &str) -> Vec<MemberRow> {
    let row = |&code: &CodeId| {
        let name = tree.name(code)?;
        let mut above: Vec<&str> = tree
            .ancestors(code)
            .iter()
            .filter_map(|&above| tree.name(above))
            .collect();
        above.reverse();
        let member = Member::Code(code);
        (letters.is_empty() || fit(letters, name).is_some_and(|score| score >= 20)).then(|| {
            MemberRow {
                member,
                name: name.to_owned(),
                above: above.join(" / "),
                is_in: member.is_in(set),
            }
        })
    };
    tree.order().iter().filter_map(row).collect()
}

/// The edit that puts something in a set, or takes it out if it is in.
#[must_use]
pub fn moved(set: &Set, member: Member) -> Edit {
    let put = !member.is_in(set);
    changed(set, |set| member.put(set, put))
}

/// The edit that puts all of these in a set, or takes them out.
#[must_use]
pub fn all_moved(set: &Set, rows: &[MemberRow], put: bool) -> Edit {
    changed(set, |set| {
        for row in rows {
            row.member.put(set, put);
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
            let edit = moved(set, Member::Source(source));
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

    #[test]
    fn codes_and_sources_are_offered_by_their_letters_and_go_in_together() {
        let mut workspace = fixture::evaluation();
        let new = NewSet {
            name: "Mixed".into(),
            ..NewSet::default()
        };
        workspace.edit(Edit::AddSet(new)).unwrap();
        let project = workspace.snapshot();
        let tree = project.code_tree();
        let set = project.set_named("Mixed").unwrap();
        let names = |rows: &[MemberRow]| {
            let said = rows
                .iter()
                .map(|row| format!("{} < {}", row.name, row.above));
            said.collect::<Vec<_>>()
        };
        let codes = code_members(&tree, set, "tr");
        assert_eq!(names(&codes), ["Trust < Enablers"]);
        assert_eq!(code_members(&tree, set, "").len(), 5);
        let parents = source_members(&project, set, "parent");
        assert_eq!(
            names(&parents),
            ["Parent 2 < Parents", "Parent 10 < Parents"]
        );
        workspace.edit(all_moved(set, &parents, true)).unwrap();
        let project = workspace.snapshot();
        let set = project.set_named("Mixed").unwrap();
        workspace.edit(moved(set, codes[0].member)).unwrap();
        let rows = set_rows(workspace.project());
        assert_eq!(rows[0].holds(), "2 sources, 1 code");
        let set = workspace.project().set_named("Mixed").unwrap().clone();
        workspace.edit(all_moved(&set, &parents, false)).unwrap();
        assert_eq!(set_rows(workspace.project())[0].holds(), "1 code");
    }
}
