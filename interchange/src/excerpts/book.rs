//! All that an export of excerpts says: the quotes, the codes they stand under, and how they were chosen.

use codebooks::{CodeId, Kind};
use project::{CodingState, Project, Timestamp};

use super::row::ExcerptRow;
use super::select::{ExcerptFilter, Selection};
use crate::moment::iso_utc;

/// The excerpts of one export.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcerptBook {
    /// What it holds and how it came about.
    pub about: About,
    /// The codes that have quotes and those above them, in the order of the tree.
    pub themes: Vec<Theme>,
    /// One row a coding, in the order of the codes, then groups, sources and places.
    pub rows: Vec<ExcerptRow>,
}

/// What an export holds and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The project's name.
    pub project: String,
    /// When it was exported, as ISO 8601 in UTC.
    pub exported_at: String,
    /// How the quotes were chosen, in words.
    pub filter: String,
    /// The attribute that quotes are grouped by.
    pub grouped_by: String,
    /// All cases that could have been quoted: the base of every "of 5 cases".
    pub cases: usize,
    /// Codings that were left out because their passage is gone from the source's text.
    pub lost: usize,
}

/// A code that quotes stand under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The code.
    pub code: CodeId,
    /// The code above, if any.
    pub parent: Option<CodeId>,
    /// Its name.
    pub name: String,
    /// Its names from the top of the tree.
    pub path: String,
    /// How many codes stand above it.
    pub depth: usize,
    /// Its kind, its own or inherited.
    pub kind: Kind,
    /// What it means.
    pub definition: String,
}

impl ExcerptBook {
    /// Chooses and orders the quotes of a project.
    #[must_use]
    pub fn of(project: &Project, filter: &ExcerptFilter, exported_at: Timestamp) -> Self {
        let selection = Selection::new(project, filter);
        let rows = selection.rows();
        let lost = project
            .codings()
            .iter()
            .filter(|coding| {
                coding.state == CodingState::Lost && filter.takes(coding, selection.codes())
            })
            .count();
        let about = About {
            project: project.info().name.clone(),
            exported_at: iso_utc(exported_at),
            filter: filter.in_words(project, selection.tree()),
            grouped_by: selection.grouped_by().to_owned(),
            cases: selection.base(),
            lost,
        };
        Self {
            about,
            themes: themes(project, &selection, &rows),
            rows,
        }
    }
}

fn themes(project: &Project, selection: &Selection<'_>, rows: &[ExcerptRow]) -> Vec<Theme> {
    let tree = selection.tree();
    let mut wanted: Vec<CodeId> = rows.iter().map(|row| row.code).collect();
    wanted.dedup();
    let above: Vec<CodeId> = wanted
        .iter()
        .flat_map(|&code| tree.ancestors(code))
        .collect();
    wanted.extend(above);
    wanted.sort_unstable();
    let theme = |&code: &CodeId| Theme {
        code,
        parent: tree.parent(code),
        name: tree.name(code).unwrap_or_default().to_owned(),
        path: tree
            .path(code)
            .map(|path| path.to_string())
            .unwrap_or_default(),
        depth: tree.depth(code),
        kind: tree.kind(code),
        definition: project
            .codes()
            .get(code)
            .map(|code| code.definition.clone())
            .unwrap_or_default(),
    };
    tree.order()
        .iter()
        .filter(|code| wanted.binary_search(code).is_ok())
        .map(theme)
        .collect()
}
