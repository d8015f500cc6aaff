//! Coders that tables name: those the project knows, the one who edits, and new ones.

use std::collections::BTreeMap;

use project::{CoderId, Edit, IdSource, NewCoder, Project, Workspace, same_name};

/// Gives the coders of a table their ids.
#[derive(Debug)]
pub struct Coders<'a> {
    project: &'a Project,
    ids: IdSource,
    /// Who edits: the workspace makes their row with their first edit.
    own: (CoderId, String),
    new: BTreeMap<String, NewCoder>,
}

impl<'a> Coders<'a> {
    /// The coders as one table will name them; `ids` are fresh ones from the same workspace.
    #[must_use]
    pub fn new(project: &'a Project, own: (CoderId, String), ids: IdSource) -> Self {
        Self {
            project,
            ids,
            own,
            new: BTreeMap::new(),
        }
    }

    /// Who edits, for [`Self::new`].
    #[must_use]
    pub fn own(workspace: &Workspace) -> (CoderId, String) {
        (workspace.coder(), workspace.coder_name().to_owned())
    }

    /// The coder of a cell; whoever edits where it is empty.
    pub(super) fn named(&mut self, cell: &str) -> CoderId {
        if cell.is_empty() || same_name(cell, &self.own.1) {
            return self.own.0;
        }
        if let Some(coder) = self.project.coder_named(cell) {
            return coder.id;
        }
        let ids = &self.ids;
        let make = || NewCoder {
            id: Some(CoderId::from_u128(ids.next())),
            name: cell.to_owned(),
        };
        let new = self.new.entry(cell.to_lowercase()).or_insert_with(make);
        new.id.unwrap_or(self.own.0)
    }

    /// The edits that add the new ones.
    pub(super) fn into_edits(self) -> impl Iterator<Item = Edit> {
        self.new.into_values().map(Edit::AddCoder)
    }
}
