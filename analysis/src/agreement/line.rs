//! The units that coders are compared on, laid out one after the other.

use std::collections::BTreeMap;

use project::text::CharRange;
use project::{SourceId, TurnList};

use super::coders::{AgreementError, AgreementRequest, AgreementUnit};
use crate::base::{Ground, Mark};

/// All units compared, one after the other.
pub(super) struct Line<'a, 'p> {
    unit: AgreementUnit,
    /// How many there are.
    pub(super) units: u64,
    /// For each source the place of its first unit; none if the source is not compared.
    starts: Vec<Option<u64>>,
    /// For each source its turns, where they are compared.
    turns: Vec<Option<&'p TurnList>>,
    /// For each case its place.
    cases: Vec<Option<u64>>,
    sentences: Option<&'a BTreeMap<SourceId, Vec<CharRange>>>,
}

impl<'a, 'p> Line<'a, 'p> {
    pub(super) fn new(
        ground: &Ground<'p>,
        request: &AgreementRequest<'a>,
    ) -> Result<Self, AgreementError> {
        if request.unit == AgreementUnit::Sentences && request.sentences.is_none() {
            return Err(AgreementError::NoSentences);
        }
        let mut line = Self {
            unit: request.unit,
            units: 0,
            starts: Vec::new(),
            turns: Vec::new(),
            cases: vec![None; ground.cases.len()],
            sentences: request.sentences,
        };
        for source in &ground.sources {
            let turns = ground
                .project
                .turn_list(source.id)
                .map(std::sync::Arc::as_ref);
            line.turns
                .push(turns.filter(|_| request.unit == AgreementUnit::Turns));
            if request
                .sources
                .as_ref()
                .is_some_and(|sources| !sources.contains(&source.id))
            {
                line.starts.push(None);
                continue;
            }
            line.starts.push(Some(line.units));
            line.units += match request.unit {
                AgreementUnit::Characters => u64::from(source.characters),
                AgreementUnit::Turns => ground.project.turns(source.id).len() as u64,
                AgreementUnit::Sentences => line.sentences_of(source.id).len() as u64,
                AgreementUnit::Sources => 1,
                AgreementUnit::Cases => 0,
            };
        }
        if request.unit == AgreementUnit::Cases {
            for seat in ground
                .seats
                .iter()
                .filter(|seat| seat.in_base && line.starts[seat.source as usize].is_some())
            {
                let known = &mut line.cases[seat.case as usize];
                if known.is_none() {
                    *known = Some(line.units);
                    line.units += 1;
                }
            }
        }
        Ok(line)
    }

    fn sentences_of(&self, source: SourceId) -> &'a [CharRange] {
        self.sentences
            .and_then(|all| all.get(&source))
            .map_or(&[], Vec::as_slice)
    }

    /// The units a mark gives its code to; none if its source is not compared.
    pub(super) fn units_of(&self, ground: &Ground<'_>, mark: &Mark<'_>) -> Option<(u64, u64)> {
        let first = (*self.starts.get(mark.source as usize)?)?;
        let source = ground.sources.get(mark.source as usize)?;
        let (start, end) = match self.unit {
            AgreementUnit::Characters => (
                u64::from(mark.start),
                u64::from(mark.end.min(source.characters)),
            ),
            AgreementUnit::Turns => {
                let list = (*self.turns.get(mark.source as usize)?)?;
                let touched = spoken_in(list, mark);
                (touched.start as u64, touched.end as u64)
            }
            AgreementUnit::Sentences => {
                let sentences = self.sentences_of(source.id);
                let before = sentences.partition_point(|sentence| sentence.end().0 <= mark.start);
                let within = sentences.partition_point(|sentence| sentence.start().0 < mark.end);
                (before as u64, within.max(before) as u64)
            }
            AgreementUnit::Sources => (0, 1),
            AgreementUnit::Cases => {
                let case = (*self.cases.get(mark.case_of(ground))?)?;
                return Some((case, case + 1));
            }
        };
        Some((first + start, first + end))
    }
}

/// The turns whose speech a mark shares characters with: a label or a line's end alone makes no turn coded.
fn spoken_in(list: &TurnList, mark: &Mark<'_>) -> std::ops::Range<usize> {
    let mut touched = list.touched_by(mark.coding.range);
    let speech = |at: usize| list.turns.get(at).map(|turn| turn.speech);
    while touched.start < touched.end
        && speech(touched.start).is_some_and(|speech| speech.end().0 <= mark.start)
    {
        touched.start += 1;
    }
    while touched.start < touched.end
        && speech(touched.end - 1).is_some_and(|speech| speech.start().0 >= mark.end)
    {
        touched.end -= 1;
    }
    touched
}

impl Mark<'_> {
    fn case_of(&self, ground: &Ground<'_>) -> usize {
        ground.unit_of(crate::unit::Unit::Cases, self.seat) as usize
    }
}
