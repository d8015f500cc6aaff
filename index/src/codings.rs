//! Codings as filters see them: with which code, by whom, how they stand to other codings, and which turns that is.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use codebooks::CodeId;
use project::text::{CharIndex, CharRange};
use project::{CoderId, Coding, CodingState, Project, TurnList};

use crate::bits::Bits;
use crate::coded::{Coded, CodedTurn};
use crate::filters::Test;
use crate::join::JoinedSource;

/// How many turns apart passages may be where a query does not say.
pub(crate) const USUAL_DISTANCE: u32 = 3;

/// What one coding must be, all at once; of what is left out, anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CodingTest {
    /// One of these codes.
    pub(crate) codes: Option<BTreeSet<CodeId>>,
    /// By one of these coders.
    pub(crate) coders: Option<BTreeSet<CoderId>>,
    /// Of such a weight, by each test.
    pub(crate) weight: Vec<Test>,
    /// On the shortlist, or not.
    pub(crate) shortlisted: Vec<bool>,
    /// So to some other coding, for each.
    pub(crate) relations: Vec<Relation>,
    /// Which of the codes and coders of what is coded pass, once asked.
    passing: OnceLock<Passing>,
}

/// Of each code and coder by place, whether it passes.
#[derive(Debug, Clone, PartialEq)]
struct Passing {
    codes: Vec<bool>,
    coders: Vec<bool>,
}

impl Passing {
    fn holds(&self, turn: &CodedTurn) -> bool {
        self.codes.get(turn.code as usize) == Some(&true)
            && self.coders.get(turn.coder as usize) == Some(&true)
    }
}

/// How a coding must stand to some other coding with one of these codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) how: How,
    pub(crate) codes: BTreeSet<CodeId>,
}

/// How two passages stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// They share text.
    Overlaps,
    /// It begins after the other's end, at most so many turns on.
    Follows(u32),
    /// It ends before the other's start, at most so many turns before.
    Precedes(u32),
}

impl CodingTest {
    /// With one of these codes.
    pub(crate) fn of_codes(codes: BTreeSet<CodeId>) -> Self {
        Self {
            codes: Some(codes),
            ..Self::default()
        }
    }

    /// Whether nothing but code and coder matter, which the join has laid out.
    fn is_plain(&self) -> bool {
        self.weight.is_empty() && self.shortlisted.is_empty() && self.relations.is_empty()
    }

    /// Asks for a relation to some other coding as well.
    pub(crate) fn relate(&mut self, how: How, codes: BTreeSet<CodeId>) {
        self.relations.push(Relation { how, codes });
    }

    /// Asks for all that another asks for as well.
    pub(crate) fn narrow(&mut self, other: Self) {
        self.coders = match (self.coders.take(), other.coders) {
            (Some(mine), Some(theirs)) => Some(&mine & &theirs),
            (mine, theirs) => mine.or(theirs),
        };
        self.weight.extend(other.weight);
        self.shortlisted.extend(other.shortlisted);
        self.relations.extend(other.relations);
    }

    fn takes_code(&self, code: CodeId) -> bool {
        let codes = self.codes.as_ref();
        codes.is_none_or(|codes| codes.contains(&code))
    }

    fn takes_coder(&self, coder: CoderId) -> bool {
        let coders = self.coders.as_ref();
        coders.is_none_or(|coders| coders.contains(&coder))
    }

    /// The turns whose speech shares text with such a coding, in the source at a place. It is asked of one state of a project
    /// only.
    pub(crate) fn turns(
        &self,
        project: &Project,
        joined: &JoinedSource,
        (coded, place): (&Coded, usize),
    ) -> Bits {
        let mut bits = Bits::none(joined.size());
        if self.is_plain() {
            let passing = self.passing.get_or_init(|| Passing {
                codes: coded
                    .codes()
                    .iter()
                    .map(|&code| self.takes_code(code))
                    .collect(),
                coders: coded
                    .coders()
                    .iter()
                    .map(|&coder| self.takes_coder(coder))
                    .collect(),
            });
            let turns = coded.of_source(place).iter();
            for turn in turns.filter(|turn| passing.holds(turn)) {
                bits.insert(turn.turn);
            }
            return bits;
        }
        let codings: Vec<&Coding> = project
            .codings_of(joined.source.id)
            .map(AsRef::as_ref)
            .filter(|coding| coding.state != CodingState::Lost)
            .collect();
        let others: Vec<Others<'_>> = self
            .relations
            .iter()
            .map(|relation| Others::new(relation, &codings, &joined.turns))
            .collect();
        let wanted = codings.iter().filter(|coding| {
            self.takes_code(coding.code)
                && self.takes_coder(coding.coder)
                && self
                    .weight
                    .iter()
                    .all(|test| test.holds(coding.weight.map(weight_value).as_ref()))
                && self
                    .shortlisted
                    .iter()
                    .all(|&wanted| coding.shortlisted == wanted)
                && others.iter().all(|others| others.stand_so_to(coding))
        });
        for coding in wanted {
            joined
                .spoken_in(coding.range)
                .for_each(|turn| bits.insert(turn));
        }
        bits
    }
}

fn weight_value(weight: project::Weight) -> project::Value {
    project::Value::Number(f64::from(weight.get()))
}

/// The codings a relation is about, laid out for asking.
struct Others<'a> {
    how: How,
    turns: &'a TurnList,
    /// By where they begin.
    by_start: Vec<&'a Coding>,
    /// For each of `by_start` the furthest end so far.
    furthest: Vec<u32>,
    /// Ends, in order.
    ends: Vec<u32>,
}

impl<'a> Others<'a> {
    fn new(relation: &Relation, codings: &[&'a Coding], turns: &'a TurnList) -> Self {
        let mut by_start: Vec<&Coding> = codings
            .iter()
            .copied()
            .filter(|coding| relation.codes.contains(&coding.code))
            .collect();
        by_start.sort_by_key(|coding| coding.range.start());
        let mut ends: Vec<u32> = by_start
            .iter()
            .map(|coding| bounds(coding.range).1)
            .collect();
        let furthest = ends
            .iter()
            .scan(0, |furthest, &end| {
                *furthest = end.max(*furthest);
                Some(*furthest)
            })
            .collect();
        ends.sort_unstable();
        Self {
            how: relation.how,
            turns,
            by_start,
            furthest,
            ends,
        }
    }

    /// Whether a coding stands to one of them as it should.
    fn stand_so_to(&self, coding: &Coding) -> bool {
        let (start, end) = bounds(coding.range);
        match self.how {
            How::Overlaps => {
                let before = self
                    .by_start
                    .partition_point(|other| bounds(other.range).0 < end);
                // From the nearest backwards, as long as any of those before reaches so far.
                let reaching = (0..before)
                    .rev()
                    .take_while(|&nth| self.furthest[nth] > start);
                reaching
                    .map(|nth| self.by_start[nth])
                    .any(|other| other.id != coding.id && bounds(other.range).1 > start)
            }
            How::Follows(most) => {
                let before = self.ends.partition_point(|&other| other <= start);
                let nearest = before.checked_sub(1).map(|nth| self.ends[nth]);
                // The last letter of the other, not the place after it, tells its turn.
                nearest.is_some_and(|nearest| self.apart(nearest.saturating_sub(1), start) <= most)
            }
            How::Precedes(most) => {
                let after = self
                    .by_start
                    .partition_point(|other| bounds(other.range).0 < end);
                let nearest = self.by_start.get(after).map(|other| bounds(other.range).0);
                nearest.is_some_and(|nearest| self.apart(end.saturating_sub(1), nearest) <= most)
            }
        }
    }

    /// How many turns lie from one place to a later one.
    fn apart(&self, from: u32, to: u32) -> u32 {
        let turn = |place: u32| self.turns.at(CharIndex(place)).unwrap_or(0);
        u32::try_from(turn(to).saturating_sub(turn(from))).unwrap_or(u32::MAX)
    }
}

fn bounds(range: CharRange) -> (u32, u32) {
    range.into()
}

/// The turns at most so many away from one of these, and these.
pub(crate) fn widened(turns: &Bits, by: u32, size: u32) -> Bits {
    let mut wide = Bits::none(size);
    let mut next = 0;
    for turn in turns.iter() {
        let until = turn.saturating_add(by).min(size.saturating_sub(1));
        for near in turn.saturating_sub(by).max(next)..=until {
            wide.insert(near);
        }
        next = until + 1;
    }
    wide
}
