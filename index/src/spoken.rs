//! Who speaks in the turns that were found: how many of them are each speaker's, source by source.

use crate::join::Join;

/// Numbers of turns, by source and speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken(Vec<u32>);

impl Spoken {
    /// None yet.
    pub(crate) fn none(join: &Join) -> Self {
        Self(vec![0; join.seats()])
    }

    /// Adds a turn of a source.
    pub(crate) fn add(&mut self, join: &Join, source: usize, turn: u32) {
        let speaker = join.sources.get(source).map(|joined| {
            let nobody = joined.speakers.len();
            joined.speaker_place(turn).unwrap_or(nobody)
        });
        let turns = speaker.and_then(|speaker| self.of_mut(join, source).get_mut(speaker));
        if let Some(turns) = turns {
            *turns += 1;
        }
    }

    /// Adds what was found elsewhere.
    pub(crate) fn add_all(&mut self, other: &Self) {
        for (turns, more) in self.0.iter_mut().zip(&other.0) {
            *turns += more;
        }
    }

    /// The turns of a source by the places of its speakers; last, those of nobody.
    pub(crate) fn of(&self, join: &Join, source: usize) -> &[u32] {
        self.0.get(join.seats_of(source)).unwrap_or_default()
    }

    /// The same, to be added to.
    pub(crate) fn of_mut(&mut self, join: &Join, source: usize) -> &mut [u32] {
        self.0.get_mut(join.seats_of(source)).unwrap_or_default()
    }

    /// All turns of a source.
    pub(crate) fn of_source(&self, join: &Join, source: usize) -> usize {
        let turns = self.of(join, source).iter();
        turns.map(|&turns| turns as usize).sum()
    }

    /// All turns.
    pub(crate) fn total(&self) -> usize {
        self.0.iter().map(|&turns| turns as usize).sum()
    }
}
