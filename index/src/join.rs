//! The join: what is known of each turn in the project, laid out so that a search can ask a million times.

use std::sync::{Arc, OnceLock};

use codebooks::{CodeId, CodeTree};
use project::text::CharRange;
use project::{
    CoderId, CodingState, Project, ProjectId, Seq, Source, Speaker, SpeakerRole, Turn, TurnList,
};

use crate::freshness::fingerprint;
use crate::stems::Tongue;

/// No speaker, in a list of places of speakers.
const NOBODY: u32 = u32::MAX;

/// A project as searches see it.
#[derive(Debug)]
pub(crate) struct Join {
    project: ProjectId,
    seq: Seq,
    /// The sources, in the order of the project.
    pub(crate) sources: Vec<Arc<JoinedSource>>,
    tree: OnceLock<CodeTree>,
    /// The codings of each source, once asked for.
    coded: Vec<OnceLock<Vec<CodedTurn>>>,
}

/// A turn whose speech shares text with a coding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodedTurn {
    /// The turn's number.
    pub(crate) turn: u32,
    /// What it is coded with.
    pub(crate) code: CodeId,
    /// By whom.
    pub(crate) coder: CoderId,
}

/// A source as searches see it.
#[derive(Debug)]
pub(crate) struct JoinedSource {
    /// Its row.
    pub(crate) source: Arc<Source>,
    /// Its turns.
    pub(crate) turns: Arc<TurnList>,
    /// Its speakers, by id.
    pub(crate) speakers: Vec<Arc<Speaker>>,
    /// For each turn, whether the interviewer speaks.
    asks: Vec<bool>,
    /// For each turn the place of its speaker.
    speaker_at: Vec<u32>,
    /// What the index must have been fed with to be right.
    pub(crate) fingerprint: u64,
    /// How its words are stemmed.
    pub(crate) tongue: Tongue,
}

impl Join {
    /// Joins a project, taking over from the join before it what has not changed.
    pub(crate) fn of(project: &Project, before: Option<&Self>) -> Self {
        let before = before.filter(|before| before.project == project.info().id);
        let known = |id| {
            let before = before?;
            let place = before
                .sources
                .binary_search_by_key(&id, |joined| joined.source.id)
                .ok()?;
            before.sources.get(place)
        };
        let sources = project.sources().iter().filter_map(|source| {
            let turns = project.turn_list(source.id)?;
            let speakers: Vec<Arc<Speaker>> = project.speakers_of(source.id).cloned().collect();
            let same = known(source.id).filter(|joined| joined.is_of(source, turns, &speakers));
            Some(
                same.cloned()
                    .unwrap_or_else(|| Arc::new(JoinedSource::new(source, turns, speakers))),
            )
        });
        let sources: Vec<_> = sources.collect();
        Self {
            project: project.info().id,
            seq: project.seq(),
            coded: std::iter::repeat_with(OnceLock::new)
                .take(sources.len())
                .collect(),
            sources,
            tree: OnceLock::new(),
        }
    }

    /// The coded turns of the source at a place, one for each coding and turn.
    pub(crate) fn coded(&self, project: &Project, source: usize) -> &[CodedTurn] {
        let (Some(joined), Some(coded)) = (self.sources.get(source), self.coded.get(source)) else {
            return &[];
        };
        coded.get_or_init(|| joined.coded(project))
    }

    /// Whether it is still right.
    pub(crate) fn is_of(&self, project: &Project) -> bool {
        self.project == project.info().id && self.seq == project.seq()
    }

    /// The tree of codes.
    pub(crate) fn tree(&self, project: &Project) -> &CodeTree {
        self.tree.get_or_init(|| project.code_tree())
    }
}

impl JoinedSource {
    fn new(source: &Arc<Source>, turns: &Arc<TurnList>, speakers: Vec<Arc<Speaker>>) -> Self {
        let place_of = |turn: &Turn| {
            let place = turn.speaker.and_then(|id| {
                speakers
                    .binary_search_by_key(&id, |speaker| speaker.id)
                    .ok()
            });
            place
                .and_then(|place| u32::try_from(place).ok())
                .unwrap_or(NOBODY)
        };
        let speaker_at: Vec<u32> = turns.turns.iter().map(place_of).collect();
        let asks_of = |place: &u32| {
            let speaker = speakers.get(*place as usize);
            speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer)
        };
        let asks = speaker_at.iter().map(asks_of).collect();
        Self {
            source: Arc::clone(source),
            speaker_at,
            asks,
            speakers,
            fingerprint: fingerprint(source, turns),
            tongue: Tongue::of(&source.language),
            turns: Arc::clone(turns),
        }
    }

    fn is_of(
        &self,
        source: &Arc<Source>,
        turns: &Arc<TurnList>,
        speakers: &[Arc<Speaker>],
    ) -> bool {
        Arc::ptr_eq(&self.source, source)
            && Arc::ptr_eq(&self.turns, turns)
            && self.speakers.len() == speakers.len()
            && self
                .speakers
                .iter()
                .zip(speakers)
                .all(|(one, other)| Arc::ptr_eq(one, other))
    }

    fn coded(&self, project: &Project) -> Vec<CodedTurn> {
        let mut coded = Vec::new();
        for coding in project.codings_of(self.source.id) {
            if coding.state == CodingState::Lost {
                continue;
            }
            coded.extend(self.spoken_in(coding.range).map(|turn| CodedTurn {
                turn,
                code: coding.code,
                coder: coding.coder,
            }));
        }
        coded
    }

    /// The turns whose speech shares text with a range.
    pub(crate) fn spoken_in(&self, range: CharRange) -> impl Iterator<Item = u32> {
        let touched = self.turns.touched_by(range);
        touched
            .filter(move |&number| {
                let turn = self.turns.turns.get(number);
                turn.is_some_and(|turn| turn.speech.overlaps(range))
            })
            .filter_map(|number| u32::try_from(number).ok())
    }

    /// How many turns it has.
    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.turns.turns.len()).unwrap_or(u32::MAX)
    }

    /// The place among the speakers of who speaks in a turn.
    pub(crate) fn speaker_place(&self, turn: u32) -> Option<usize> {
        self.speaker_at
            .get(turn as usize)
            .filter(|&&place| place != NOBODY)
            .map(|&place| place as usize)
    }

    /// Whether the interviewer speaks in a turn.
    pub(crate) fn asks(&self, turn: u32) -> bool {
        self.asks.get(turn as usize) == Some(&true)
    }
}
