//! The join: what is known of each turn in the project, laid out so that a search can ask a million times.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use codebooks::CodeTree;
use project::text::CharRange;
use project::{Project, ProjectId, Seq, Source, Speaker, SpeakerRole, Turn, TurnList};

use crate::bits::Bits;
use crate::coded::{Coded, place_of};
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
    /// For each source its first seat, one for each speaker and one for nobody; last, their number.
    first_seats: Vec<usize>,
    tree: OnceLock<CodeTree>,
    /// What is coded, once somebody asks for it.
    coded: OnceLock<Coded>,
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
    /// The turns of each speaker, by place, and last those of nobody.
    said_by: Vec<Bits>,
    /// The turns in which the interviewer speaks.
    asks: Bits,
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
            before.sources.get(place_of(&before.sources, id)?)
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
        let sources: Vec<Arc<JoinedSource>> = sources.collect();
        let mut first_seats = Vec::with_capacity(sources.len() + 1);
        first_seats.push(0);
        for joined in &sources {
            let before = first_seats.last().copied().unwrap_or_default();
            first_seats.push(before + joined.speakers.len() + 1);
        }
        // What somebody asked for once is asked for again, and little of it changes from one step to the next.
        let known = before.and_then(|before| Some((before, before.coded.get()?)));
        let coded = known
            .map(|(before, coded)| coded.carried_on(project, &before.sources, &sources))
            .map_or_else(OnceLock::new, OnceLock::from);
        Self {
            project: project.info().id,
            seq: project.seq(),
            coded,
            sources,
            first_seats,
            tree: OnceLock::new(),
        }
    }

    /// What is coded.
    pub(crate) fn coded(&self, project: &Project) -> &Coded {
        self.coded.get_or_init(|| Coded::of(project, &self.sources))
    }

    /// The number of speakers of all sources, and one for nobody in each.
    pub(crate) fn seats(&self) -> usize {
        self.first_seats.last().copied().unwrap_or_default()
    }

    /// Where a source's speakers stand among those of all sources; last among its own, nobody.
    pub(crate) fn seats_of(&self, source: usize) -> Range<usize> {
        match self.first_seats.get(source..=source.saturating_add(1)) {
            Some(&[first, end]) => first..end,
            _ => 0..0,
        }
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
        let size = u32::try_from(speaker_at.len()).unwrap_or(u32::MAX);
        let mut said_by = vec![Bits::none(size); speakers.len() + 1];
        for (turn, &place) in (0..size).zip(&speaker_at) {
            let place = (place as usize).min(speakers.len());
            said_by[place].insert(turn);
        }
        let mut asks = Bits::none(size);
        for (speaker, said) in speakers.iter().zip(&said_by) {
            if speaker.role == SpeakerRole::Interviewer {
                asks.add(said);
            }
        }
        Self {
            source: Arc::clone(source),
            speaker_at,
            said_by,
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
        self.asks.holds(turn)
    }

    /// The turns in which the interviewer speaks.
    pub(crate) fn asking(&self) -> &Bits {
        &self.asks
    }

    /// The turns of each speaker, by place, and last those of nobody.
    pub(crate) fn said_by(&self) -> &[Bits] {
        &self.said_by
    }
}
