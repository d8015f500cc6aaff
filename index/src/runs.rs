//! Where the turns of a segment are. They were fed source by source, so neighbours are neighbours still, and most of what
//! is asked of turns is answered for a run of them at once.

use std::ops::Range;

use crate::schema::unpack;

/// The first of turns that follow one another in a segment as they do in their source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct First {
    doc: u32,
    key: u32,
    turn: u32,
}

/// Turns that follow one another in a segment as they do in their source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Their numbers in the segment.
    pub(crate) docs: Range<u32>,
    /// The key of their source.
    pub(crate) key: u32,
    /// The number of the first in its source.
    pub(crate) turn: u32,
}

impl Run {
    /// What must be added to a turn's number in the segment to have its number in the source.
    pub(crate) fn shift(&self) -> i64 {
        i64::from(self.turn) - i64::from(self.docs.start)
    }

    /// The number in its source of a turn of the run.
    pub(crate) fn turn_at(&self, doc: u32) -> u32 {
        self.turn + (doc - self.docs.start)
    }
}

/// All turns of a segment.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    firsts: Vec<First>,
    size: u32,
}

impl Runs {
    /// The turns at these places, key and number packed, in the order of the segment.
    pub(crate) fn of(places: impl IntoIterator<Item = u64>) -> Self {
        let mut runs = Self::default();
        let mut next = None;
        for place in places {
            let (key, turn) = unpack(place);
            if next != Some(place) {
                let doc = runs.size;
                runs.firsts.push(First { doc, key, turn });
            }
            next = place.checked_add(1);
            runs.size += 1;
        }
        runs
    }

    /// The runs, in the order of the segment.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Run> {
        let ends = self.firsts.iter().skip(1).map(|first| first.doc);
        let ends = ends.chain([self.size]);
        self.firsts.iter().zip(ends).map(|(first, end)| Run {
            docs: first.doc..end,
            key: first.key,
            turn: first.turn,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schema::pack;

    proptest! {
        #[test]
        fn every_turn_is_in_the_run_it_belongs_to(places in prop::collection::vec((0_u32..4, 0_u32..6), 0..40)) {
            let packed = places.iter().map(|&(key, turn)| pack(key, turn));
            let runs = Runs::of(packed);
            let told: Vec<(u32, u32)> = runs
                .iter()
                .flat_map(|run| run.docs.clone().map(move |doc| (run.key, run.turn_at(doc))))
                .collect();
            for run in runs.iter() {
                prop_assert_eq!(i64::from(run.docs.start) + run.shift(), i64::from(run.turn));
            }
            prop_assert_eq!(told, places);
            for (one, other) in runs.iter().zip(runs.iter().skip(1)) {
                prop_assert_eq!(one.docs.end, other.docs.start);
                prop_assert!(!one.docs.is_empty());
                let goes_on = one.key == other.key && one.turn_at(one.docs.end) == other.turn;
                prop_assert!(!goes_on, "what follows one another is one run");
            }
        }
    }
}
