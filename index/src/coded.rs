//! What is coded, source by source, laid out so that filters on codings need not look at each coding.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codebooks::CodeId;
use project::{CoderId, Coding, CodingState, Project, SourceId, Table};

use crate::join::JoinedSource;

/// A turn whose speech shares text with a coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodedTurn {
    /// The turn's number.
    pub(crate) turn: u32,
    /// Place of what it is coded with, in [`Coded::codes`].
    pub(crate) code: u32,
    /// Place of who coded it, in [`Coded::coders`].
    pub(crate) coder: u32,
}

/// The coded turns of all sources of a join.
#[derive(Debug)]
pub(crate) struct Coded {
    /// The codings it was made of.
    codings: Table<Coding>,
    names: Names,
    of_sources: Vec<Arc<[CodedTurn]>>,
}

/// What turns are coded with, and by whom.
#[derive(Debug, Clone, Default)]
struct Names {
    codes: Named<CodeId>,
    coders: Named<CoderId>,
}

/// Ids by places that stay theirs.
#[derive(Debug, Clone)]
struct Named<Id> {
    ids: Vec<Id>,
    places: BTreeMap<Id, u32>,
}

impl<Id> Default for Named<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            places: BTreeMap::new(),
        }
    }
}

impl<Id: Ord + Copy> Named<Id> {
    fn place(&mut self, id: Id) -> u32 {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(id).or_insert(next);
        if place == next {
            self.ids.push(id);
        }
        place
    }
}

impl Coded {
    /// Lays out the codings of a project. They are read in the order in which they lie in memory: to look up those of each
    /// source, one by one, takes several times as long.
    pub(crate) fn of(project: &Project, sources: &[Arc<JoinedSource>]) -> Self {
        let mut names = Names::default();
        let mut turns: Vec<Vec<CodedTurn>> = vec![Vec::new(); sources.len()];
        let mut last = 0;
        for coding in project.codings().iter() {
            // Most codings follow another of the same source.
            let of_last = sources.get(last);
            if of_last.is_none_or(|joined| joined.source.id != coding.source) {
                let Some(found) = place_of(sources, coding.source) else {
                    continue;
                };
                last = found;
            }
            turns[last].extend(coded_turns(&sources[last], coding, &mut names));
        }
        Self {
            codings: project.codings().clone(),
            names,
            of_sources: turns.into_iter().map(Arc::from).collect(),
        }
    }

    /// The same for a later state of the project: only sources whose codings changed, or that changed themselves, are looked
    /// at. `before` are the sources it was made of, `now` those there are.
    pub(crate) fn carried_on(
        &self,
        project: &Project,
        before: &[Arc<JoinedSource>],
        now: &[Arc<JoinedSource>],
    ) -> Self {
        let changed: BTreeSet<SourceId> = project
            .codings()
            .changed_since(&self.codings)
            .map(|coding| coding.source)
            .collect();
        let mut names = self.names.clone();
        let of_sources = now.iter().map(|joined| {
            let known = place_of(before, joined.source.id)
                .filter(|&at| Arc::ptr_eq(&before[at], joined))
                .filter(|_| !changed.contains(&joined.source.id));
            if let Some(known) = known.and_then(|at| self.of_sources.get(at)) {
                return Arc::clone(known);
            }
            let codings = project.codings_of(joined.source.id);
            codings
                .flat_map(|coding| coded_turns(joined, coding, &mut names))
                .collect()
        });
        let of_sources = of_sources.collect();
        Self {
            codings: project.codings().clone(),
            names,
            of_sources,
        }
    }

    /// The coded turns of the source at a place, one for each coding and turn.
    pub(crate) fn of_source(&self, source: usize) -> &[CodedTurn] {
        self.of_sources.get(source).map_or(&[], AsRef::as_ref)
    }

    /// The codes that something is coded with, or was.
    pub(crate) fn codes(&self) -> &[CodeId] {
        &self.names.codes.ids
    }

    /// Those who coded something, or had.
    pub(crate) fn coders(&self) -> &[CoderId] {
        &self.names.coders.ids
    }
}

/// The turns of a coding that has not lost its passage.
fn coded_turns(joined: &JoinedSource, coding: &Coding, names: &mut Names) -> Vec<CodedTurn> {
    if coding.state == CodingState::Lost {
        return Vec::new();
    }
    let first = CodedTurn {
        turn: 0,
        code: names.codes.place(coding.code),
        coder: names.coders.place(coding.coder),
    };
    let turns = joined.spoken_in(coding.range);
    turns.map(|turn| CodedTurn { turn, ..first }).collect()
}

/// The place of a source among those of a join.
pub(crate) fn place_of(sources: &[Arc<JoinedSource>], id: SourceId) -> Option<usize> {
    let found = sources.binary_search_by_key(&id, |joined| joined.source.id);
    found.ok()
}
