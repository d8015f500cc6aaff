//! Saved searches: what each finds now, and how much of it is new since somebody last looked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use index::{Place, Query, Searcher};
use project::{Project, SavedSearch, SearchId, SeenIn, SourceId, Texts};

use super::search::HitRow;
use super::sources::{counted, counting_key};
use crate::message::Trouble;

/// What a saved search finds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which search.
    pub search: SearchId,
    /// What it finds, source by source; or in words why it finds nothing out.
    pub finds: Result<Vec<SeenIn>, String>,
}

/// A saved search, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRow {
    /// Which search.
    pub id: SearchId,
    /// Its name.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// Whether the interviewer's words are searched as well.
    pub everyone: bool,
    /// How many turns it finds, and how many of them are new; none while that is being found out, or cannot be.
    pub turns: Option<(usize, usize)>,
    /// In words why it cannot be answered; "" for nothing.
    pub trouble: String,
}

impl SearchRow {
    /// How many turns are new, in words; "" for none.
    #[must_use]
    pub fn news(&self) -> String {
        match self.turns {
            Some((_, new)) if new > 0 => {
                format!("{} new", super::sources::thousands(number(new)))
            }
            Some(_) | None => String::new(),
        }
    }

    /// The row in words.
    #[must_use]
    pub fn label(&self) -> String {
        let mut words = format!("Saved search {}", self.name);
        if let Some((total, _)) = self.turns {
            words.push_str(", ");
            words.push_str(&counted(number(total), "turn", "turns"));
        }
        for more in [&self.news(), &self.trouble] {
            if !more.is_empty() {
                words.push_str(", ");
                words.push_str(more);
            }
        }
        words
    }
}

/// The saved searches by name, each with what it finds as far as that is known.
#[must_use]
pub fn search_rows(project: &Project, known: &[Standing]) -> Vec<SearchRow> {
    let mut rows: Vec<SearchRow> = project
        .searches()
        .iter()
        .map(|search| {
            let standing = known.iter().find(|standing| standing.search == search.id);
            let finds = standing.map(|standing| &standing.finds);
            let turns = finds.and_then(|finds| finds.as_ref().ok());
            let trouble = finds.and_then(|finds| finds.as_ref().err());
            SearchRow {
                id: search.id,
                name: search.name.clone(),
                query: search.query.clone(),
                everyone: search.everyone,
                turns: turns.map(|turns| (turns_in(turns), new_in(search, turns))),
                trouble: trouble.cloned().unwrap_or_default(),
            }
        })
        .collect();
    rows.sort_by_key(|row| counting_key(&row.name));
    rows
}

/// The saved search that asks just this.
#[must_use]
pub fn saved_as<'p>(
    project: &'p Project,
    query: &str,
    everyone: bool,
) -> Option<&'p Arc<SavedSearch>> {
    let mut searches = project.searches().iter();
    searches.find(|search| search.query == query.trim() && search.everyone == everyone)
}

/// What a query finds now: all its turns, source by source.
///
/// # Errors
/// The query is not understood, or a text cannot be read.
pub fn finds(
    searcher: &Searcher,
    project: &Project,
    texts: &Texts,
    query: &str,
    everyone: bool,
) -> Result<Vec<SeenIn>, Trouble> {
    let query = Query::parse(query)?;
    let places = searcher.places(&query, project, texts, everyone)?;
    Ok(turns_of(&places))
}

/// What each saved search finds now.
#[must_use]
pub fn standings(searcher: &Searcher, project: &Project, texts: &Texts) -> Vec<Standing> {
    let standing = |search: &Arc<SavedSearch>| {
        let found = finds(searcher, project, texts, &search.query, search.everyone);
        Standing {
            search: search.id,
            finds: found.map_err(|trouble| trouble.message().one_line()),
        }
    };
    project.searches().iter().map(standing).collect()
}

/// Found turns, source by source.
fn turns_of(places: &[Place]) -> Vec<SeenIn> {
    let mut turns: BTreeMap<SourceId, BTreeSet<u32>> = BTreeMap::new();
    for place in places {
        let turn = u32::try_from(place.turn).unwrap_or(u32::MAX);
        turns.entry(place.source).or_default().insert(turn);
    }
    let seen = |(source, turns)| SeenIn { source, turns };
    turns.into_iter().map(seen).collect()
}

/// Takes out of what a changed search has `seen` what the search had found before the change and nobody had looked
/// at: a search that is put in other words must not make anything look seen.
pub fn leave_new(search: &SavedSearch, found_before: &[SeenIn], seen: &mut Vec<SeenIn>) {
    for entry in &mut *seen {
        let before = found_before
            .iter()
            .find(|found| found.source == entry.source);
        if let Some(before) = before {
            let looked = seen_in(search, entry.source);
            let is_new = |turn: &u32| {
                before.turns.contains(turn) && looked.is_none_or(|looked| !looked.contains(turn))
            };
            entry.turns.retain(|turn| !is_new(turn));
        }
    }
    seen.retain(|entry| !entry.turns.is_empty());
}

/// How many turns that is.
#[must_use]
pub fn turns_in(turns: &[SeenIn]) -> usize {
    turns.iter().map(|seen| seen.turns.len()).sum()
}

/// How many of these turns the search had not found when somebody last looked.
#[must_use]
pub fn new_in(search: &SavedSearch, turns: &[SeenIn]) -> usize {
    let new = |found: &SeenIn| {
        let seen = seen_in(search, found.source);
        let turns = found.turns.iter();
        turns
            .filter(|turn| seen.is_none_or(|seen| !seen.contains(turn)))
            .count()
    };
    turns.iter().map(new).sum()
}

/// The rows of what a saved search found, each told whether it is new; on request only those that are.
#[must_use]
pub fn marked_new(
    mut rows: Vec<HitRow>,
    search: Option<&SavedSearch>,
    only_new: bool,
) -> Vec<HitRow> {
    let Some(search) = search else { return rows };
    for row in &mut rows {
        row.is_new = is_new(search, row.source, row.turn.saturating_sub(1));
    }
    if only_new {
        rows.retain(|row| row.is_new);
    }
    rows
}

/// Whether the search had not found a turn when somebody last looked.
#[must_use]
pub fn is_new(search: &SavedSearch, source: SourceId, turn: usize) -> bool {
    let turn = u32::try_from(turn).unwrap_or(u32::MAX);
    seen_in(search, source).is_none_or(|seen| !seen.contains(&turn))
}

fn seen_in(search: &SavedSearch, source: SourceId) -> Option<&BTreeSet<u32>> {
    // They stand in the order of their sources.
    let at = search
        .seen
        .binary_search_by_key(&source, |seen| seen.source);
    at.ok()
        .and_then(|at| search.seen.get(at))
        .map(|seen| &seen.turns)
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use index::Index;
    use project::{Edit, NewSearch, Workspace};

    use super::*;
    use crate::fixture;

    fn standing(workspace: &Workspace) -> Vec<SearchRow> {
        let project = workspace.project();
        let mut index = Index::in_memory(project).unwrap();
        let _fed = index
            .bring_up_to_date(project, &workspace.texts(), &mut |_, _| {
                ControlFlow::Continue(())
            })
            .unwrap();
        search_rows(
            project,
            &standings(&index.searcher(), project, &workspace.texts()),
        )
    }

    fn save(workspace: &mut Workspace, name: &str, query: &str, seen: Vec<SeenIn>) {
        let search = NewSearch {
            name: name.into(),
            query: query.into(),
            seen,
            ..NewSearch::default()
        };
        workspace.edit(Edit::SaveSearch(search)).unwrap();
    }

    #[test]
    fn what_was_not_there_when_somebody_looked_is_new() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let seen = SeenIn {
            source,
            turns: [1].into(),
        };
        save(&mut workspace, "Waiting 10", "she OR wait", vec![seen]);
        save(&mut workspace, "Money", "funding", Vec::new());
        save(&mut workspace, "Broken", "code:Nowhere", Vec::new());
        let rows = standing(&workspace);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.name.as_str(), row.turns, row.news()))
            .collect();
        assert_eq!(
            shown,
            [
                ("Broken", None, String::new()),
                ("Money", Some((1, 1)), "1 new".to_owned()),
                ("Waiting 10", Some((2, 1)), "1 new".to_owned()),
            ]
        );
        assert!(rows[0].label().contains("no code “Nowhere”"));
        assert_eq!(rows[2].label(), "Saved search Waiting 10, 2 turns, 1 new");
        let project = workspace.project();
        let search = project.search_named("waiting 10").unwrap();
        assert!(!is_new(search, source, 1) && is_new(search, source, 3));
        let other = fixture::source_named(project, "Parent 2");
        assert!(is_new(search, other, 1), "a source that came since");
        assert_eq!(saved_as(project, " funding ", false).unwrap().name, "Money");
        assert!(saved_as(project, "funding", true).is_none());
    }

    #[test]
    fn a_changed_search_leaves_new_what_was_new() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let other = fixture::source_named(workspace.project(), "Parent 2");
        let turns = |source, turns: &[u32]| SeenIn {
            source,
            turns: turns.iter().copied().collect(),
        };
        save(&mut workspace, "Waiting", "wait", vec![turns(source, &[1])]);
        let search = workspace.project().search_named("Waiting").unwrap();
        let before = [turns(source, &[1, 3]), turns(other, &[0])];
        let mut seen = vec![turns(source, &[1, 2, 3]), turns(other, &[0])];
        leave_new(search, &before, &mut seen);
        assert_eq!(
            seen,
            [turns(source, &[1, 2])],
            "3 and the other's 0 were new"
        );
    }

    #[test]
    fn before_it_is_found_out_nothing_is_said_of_it() {
        let mut workspace = fixture::evaluation();
        save(&mut workspace, "Money", "funding", Vec::new());
        let rows = search_rows(workspace.project(), &[]);
        assert_eq!((rows[0].turns, rows[0].news()), (None, String::new()));
        assert_eq!(rows[0].label(), "Saved search Money");
    }
}
