//! The side entry: what a project has beyond the standard, for Vouch to find again. Other programs ignore it.

use std::sync::Arc;

use codebooks::{Code, RatingScale};
use project::{
    Attribute, Case, Coder, Coding, KeptPart, Memo, Project, ProjectInfo, Question, Rating,
    SavedSearch, Set, Source, Speaker, Summary, TextHash, TurnList,
};
use serde::{Deserialize, Serialize};

/// Where it stands in the archive.
pub(super) const NAME: &str = "vouch/project.json";

/// The version of its form.
const VERSION: u32 = 1;

/// All rows of a project. Texts are not in it: they stand in the archive already.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Side {
    version: u32,
    /// Hash of the project's markup as it was written beside this: another program's edit shows.
    markup: TextHash,
    pub(super) info: ProjectInfo,
    pub(super) coders: Vec<Arc<Coder>>,
    pub(super) attributes: Vec<Arc<Attribute>>,
    pub(super) cases: Vec<Arc<Case>>,
    pub(super) codes: Vec<Arc<Code>>,
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) speakers: Vec<Arc<Speaker>>,
    pub(super) turns: Vec<Arc<TurnList>>,
    pub(super) codings: Vec<Arc<Coding>>,
    pub(super) scales: Vec<Arc<RatingScale>>,
    pub(super) ratings: Vec<Arc<Rating>>,
    pub(super) memos: Vec<Arc<Memo>>,
    /// What other programs said; it stands in the markup as well, as far as it can.
    #[serde(default)]
    pub(super) kept: Vec<Arc<KeptPart>>,
    /// Sets stand in the markup too; what else is made of the codings has no place there.
    #[serde(default)]
    pub(super) sets: Vec<Arc<Set>>,
    #[serde(default)]
    pub(super) summaries: Vec<Arc<Summary>>,
    #[serde(default)]
    pub(super) questions: Vec<Arc<Question>>,
    #[serde(default)]
    pub(super) searches: Vec<Arc<SavedSearch>>,
}

impl Side {
    /// The rows of a project whose markup is this.
    pub(super) fn of(project: &Project, markup: &[u8]) -> Self {
        let tree = project.code_tree();
        let codes = tree.order().iter();
        let turns = project
            .sources()
            .iter()
            .filter_map(|source| project.turn_list(source.id));
        Self {
            version: VERSION,
            markup: TextHash::of(markup),
            info: project.info().clone(),
            coders: project.coders().iter().cloned().collect(),
            attributes: project.attributes().iter().cloned().collect(),
            cases: project.cases().iter().cloned().collect(),
            codes: codes
                .filter_map(|&id| project.codes().get(id))
                .cloned()
                .collect(),
            sources: project.sources().iter().cloned().collect(),
            speakers: project.speakers().iter().cloned().collect(),
            turns: turns.cloned().collect(),
            codings: project.codings().iter().cloned().collect(),
            scales: project.scales().iter().cloned().collect(),
            ratings: project.ratings().iter().cloned().collect(),
            memos: project.memos().iter().cloned().collect(),
            kept: project.kept().iter().cloned().collect(),
            sets: project.sets().iter().cloned().collect(),
            summaries: project.summaries().iter().cloned().collect(),
            questions: project.questions().iter().cloned().collect(),
            searches: project.searches().iter().cloned().collect(),
        }
    }

    /// Reads the entry; none if it is of a form that is not known here.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let side: Self = serde_json::from_slice(bytes).ok()?;
        (side.version == VERSION).then_some(side)
    }

    /// Whether the markup is the one this was written beside.
    pub(super) fn is_of(&self, markup: &[u8]) -> bool {
        self.markup == TextHash::of(markup)
    }
}
