//! Freshness: what the index was fed with, and whether that is what the project holds now.

use std::collections::BTreeMap;

use project::{Project, ProjectId, Seq, Source, SourceId, TurnList};
use serde::{Deserialize, Serialize};

use crate::schema::INDEX_VERSION;
use crate::stems::Tongue;

/// How the index stands to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// It holds every turn as it is now.
    Fresh,
    /// These sources are to be read (again) or taken out; the others can be searched meanwhile.
    Behind(Vec<SourceId>),
    /// It holds nothing of this project: everything is to be read.
    Rebuild,
}

/// What stands in each commit of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fed {
    /// The version of fields and analysis.
    pub(crate) version: u32,
    /// Of which project.
    pub(crate) project: ProjectId,
    /// The state of the project it was last fed with.
    pub(crate) seq: Seq,
    /// The next key to give out: a source read again gets a new one, so that no old turn passes for a new.
    pub(crate) next_key: u32,
    /// The sources it holds.
    pub(crate) sources: BTreeMap<SourceId, FedSource>,
}

/// A source the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FedSource {
    /// What its turns are marked with.
    pub(crate) key: u32,
    /// What it was made of: see [`fingerprint`].
    #[serde(rename = "as")]
    pub(crate) fingerprint: u64,
}

impl Fed {
    /// Nothing of a project.
    pub(crate) fn nothing(project: ProjectId) -> Self {
        Self {
            version: INDEX_VERSION,
            project,
            seq: Seq(0),
            next_key: 0,
            sources: BTreeMap::new(),
        }
    }

    /// What a commit's payload says, if this program and project can use it.
    pub(crate) fn read(payload: &str, project: ProjectId) -> Option<Self> {
        let fed: Self = serde_json::from_str(payload).ok()?;
        (fed.version == INDEX_VERSION && fed.project == project).then_some(fed)
    }

    /// Sources to read, new or changed, in the project's order.
    pub(crate) fn to_read(&self, project: &Project) -> Vec<SourceId> {
        let stale = |source: &Source| {
            let turns = project.turn_list(source.id)?;
            let held = self.sources.get(&source.id).map(|fed| fed.fingerprint);
            (held != Some(fingerprint(source, turns))).then_some(source.id)
        };
        project
            .sources()
            .iter()
            .filter_map(|source| stale(source))
            .collect()
    }

    /// Sources to take out, because the project has them no more.
    pub(crate) fn gone(&self, project: &Project) -> Vec<SourceId> {
        self.sources
            .keys()
            .copied()
            .filter(|&id| project.turn_list(id).is_none() || !project.sources().contains(id))
            .collect()
    }

    /// How it stands to a project.
    pub(crate) fn freshness(&self, project: &Project) -> Freshness {
        let mut behind = self.to_read(project);
        if self.project != project.info().id || self.sources.is_empty() && !behind.is_empty() {
            return Freshness::Rebuild;
        }
        behind.extend(self.gone(project));
        if behind.is_empty() {
            Freshness::Fresh
        } else {
            Freshness::Behind(behind)
        }
    }
}

/// A number that changes when anything does that the index was made of: the text, how its language is
/// stemmed, and where its turns' speech lies. Names, roles and codings are joined when searching and do not
/// count.
pub(crate) fn fingerprint(source: &Source, turns: &TurnList) -> u64 {
    // FNV-1a, over numbers instead of bytes: stable across versions of the standard library.
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    let mut mix = |number: u64| {
        sum = (sum ^ number)
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23);
    };
    source
        .text
        .as_str()
        .bytes()
        .for_each(|byte| mix(u64::from(byte)));
    mix(u64::try_from(Tongue::of(&source.language).place()).unwrap_or(u64::MAX));
    for turn in &turns.turns {
        let (start, end) = turn.speech.into();
        mix(u64::from(start) << 32 | u64::from(end));
    }
    sum
}
