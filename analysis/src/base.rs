//! What is counted and out of how many: units, cases, respondents, and the ground all tables stand on.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use codebooks::{CodeTree, Kind};
use project::{
    AttributeId, CaseId, CoderId, Coding, CodingId, Project, Source, SourceId, Speaker,
    SpeakerRole, Value,
};
use serde::{Deserialize, Serialize};

use crate::order::value_order;
use crate::seating::{Raw, Seating, by_key, order_by_key};
use crate::spread;
use crate::unit::Unit;
use crate::wording::{self, Words};

/// A case as counted: one that was named, or a source that belongs to none and so is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountedCase {
    /// A case of the project.
    Case(CaseId),
    /// A source without one.
    Source(SourceId),
}

/// What is shown for units that have no value of an attribute.
pub const NOT_RECORDED: &str = "(not recorded)";

/// No place, in lists of places kept as numbers.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// One voice in one source, or the words there that are nobody's in particular.
pub(crate) struct Seat<'p> {
    /// Place of its source.
    pub(crate) source: u32,
    /// The speaker, unless it is the seat of unlabelled words.
    pub(crate) speaker: Option<&'p Arc<Speaker>>,
    /// Place of the case its words count for.
    pub(crate) case: u32,
    /// Place of the respondent; [`NOWHERE`] for interviewers and unlabelled words.
    pub(crate) respondent: u32,
    /// Whether its units belong to the base: respondents, sources without any, and whatever was coded.
    pub(crate) in_base: bool,
}

impl Seat<'_> {
    pub(crate) fn is_interviewer(&self) -> bool {
        self.speaker
            .is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer)
    }
}

/// A coding, boiled down to what counting needs.
#[derive(Clone, Copy)]
pub(crate) struct Mark<'p> {
    /// The coding itself.
    pub(crate) coding: &'p Coding,
    /// Its id.
    pub(crate) id: CodingId,
    /// Place of its code in the tree's order.
    pub(crate) code: u32,
    /// Place of its source.
    pub(crate) source: u32,
    /// Place of whose words it counts as.
    pub(crate) seat: u32,
    /// Place of its coder.
    pub(crate) coder: u32,
    /// First code point, in the source's text.
    pub(crate) start: u32,
    /// First code point after.
    pub(crate) end: u32,
    /// What it tells of words, once somebody asked for them.
    pub(crate) words: Words,
}

/// A project laid out for counting. Building it reads every coding once, and the first table of words every quote: make
/// it once for several tables.
///
/// Rules that every table shares:
/// - A coding counts for the first respondent whose turn it touches; if it touches none, for nobody in particular.
/// - Words count for their speaker's case, else for their source's, else the source is a case of its own. What is
///   nobody's in particular (front matter, the interviewer's turns) counts for the source's case, else for the case
///   that all the source's respondents share, else for the source.
/// - Speakers of the same case with the same name, however capitalised, are one respondent.
/// - Codings whose passage was lost from the text are not counted; [`Self::lost`] says how many.
pub struct Ground<'p> {
    pub(crate) project: &'p Project,
    pub(crate) tree: CodeTree,
    pub(crate) sources: Vec<&'p Arc<Source>>,
    pub(crate) seats: Vec<Seat<'p>>,
    pub(crate) cases: Vec<CountedCase>,
    /// Case and name of each respondent.
    pub(crate) respondents: Vec<(u32, &'p str)>,
    pub(crate) coders: Vec<CoderId>,
    /// In the order of code, source, start, end.
    pub(crate) marks: Vec<Mark<'p>>,
    /// The places of marks in the order of source, start, end.
    pub(crate) by_place: Vec<u32>,
    /// The marks with their words, made when somebody first asks for words.
    worded: OnceLock<Vec<Mark<'p>>>,
    /// The places of marks by id, once somebody asks whose words a coding is.
    by_id: OnceLock<HashMap<CodingId, u32>>,
    lost: usize,
}

impl<'p> Ground<'p> {
    /// Lays out a project.
    #[must_use]
    pub fn new(project: &'p Project) -> Self {
        let tree = project.code_tree();
        let mut seating = Seating::new(project);
        let coders: Vec<CoderId> = project.coders().iter().map(|coder| coder.id).collect();
        let all: Vec<&Arc<Coding>> = project.codings().iter().collect();
        let parts = spread::in_parts(&all, |part| {
            // One short loop fetches what is needed from codings all over the memory; the rest works in order.
            let part: Vec<Raw<'p>> = part.iter().map(|coding| Raw::of(coding)).collect();
            let lost = part.iter().filter(|raw| raw.lost).count();
            (seating.marked(&part, &tree, &coders), lost)
        });
        let lost = parts.iter().map(|(_, lost)| lost).sum();
        let parts: Vec<Vec<Mark<'p>>> = parts.into_iter().map(|(marks, _)| marks).collect();
        let mut marks = parts.concat();
        marks = by_key(marks, seating.sources.len(), |mark| mark.source);
        spread::by_group(
            &mut marks,
            |one, other| one.source == other.source,
            |of_source| {
                of_source.sort_unstable_by_key(|mark| (mark.start, mark.end, mark.id));
                seating.seat(of_source);
            },
        );
        for mark in &marks {
            seating.seats[mark.seat as usize].in_base = true;
        }
        let mut by_place: Vec<u32> = (0..place(marks.len())).collect();
        if let Some(order) = order_by_key(&marks, tree.len(), |mark| mark.code) {
            marks = spread::each(&order, |&at| marks[at as usize]);
            for (at, was) in (0..).zip(order) {
                by_place[was as usize] = at;
            }
        }
        let Seating {
            sources,
            seats,
            cases,
            respondents,
            ..
        } = seating;
        Self {
            project,
            tree,
            sources,
            seats,
            cases,
            respondents,
            coders,
            marks,
            by_place,
            by_id: OnceLock::new(),
            worded: OnceLock::new(),
            lost,
        }
    }

    /// The project laid out.
    #[must_use]
    pub fn project(&self) -> &'p Project {
        self.project
    }

    /// The number of codings left out of every table because their passage is gone from the text.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.lost
    }

    /// The number of units that could have said something: cases with at least one source, sources, respondents.
    /// None for references and words.
    #[must_use]
    pub fn base(&self, unit: Unit) -> Option<u64> {
        self.bases(unit, &[0], 1).pop().flatten()
    }

    /// The speaker and the case that a coding counts for; none for a coding that is lost or not in the project.
    #[must_use]
    pub fn counts_for(&self, coding: CodingId) -> Option<(Option<&'p Arc<Speaker>>, CountedCase)> {
        let places = self.by_id.get_or_init(|| {
            let ids = self.marks.iter().map(|mark| mark.id);
            ids.zip(0..).collect()
        });
        let mark = &self.marks[*places.get(&coding)? as usize];
        let seat = &self.seats[mark.seat as usize];
        Some((seat.speaker, self.cases[seat.case as usize]))
    }

    /// The name of a case as counted.
    #[must_use]
    pub fn case_name(&self, case: CountedCase) -> &'p str {
        match case {
            CountedCase::Case(case) => self
                .project
                .cases()
                .get(case)
                .map_or("", |case| case.name.as_str()),
            CountedCase::Source(source) => self
                .project
                .sources()
                .get(source)
                .map_or("", |source| source.name.as_str()),
        }
    }

    /// Place of the unit that words from a seat count for; [`NOWHERE`] if they count for none.
    pub(crate) fn unit_of(&self, unit: Unit, seat: u32) -> u32 {
        let Some(seat) = self.seats.get(seat as usize) else {
            return NOWHERE;
        };
        match unit {
            Unit::Cases => seat.case,
            Unit::Sources => seat.source,
            Unit::Respondents => seat.respondent,
            Unit::References | Unit::Words => 0,
        }
    }

    /// How many places [`Self::unit_of`] may answer.
    pub(crate) fn units(&self, unit: Unit) -> usize {
        match unit {
            Unit::Cases => self.cases.len(),
            Unit::Sources => self.sources.len(),
            Unit::Respondents => self.respondents.len(),
            Unit::References | Unit::Words => 1,
        }
    }

    /// Bases of groups of seats: `groups[seat]` is the group a seat is in (a single entry stands for all seats).
    /// Answers one base a group.
    pub(crate) fn bases(&self, unit: Unit, groups: &[u32], count: usize) -> Vec<Option<u64>> {
        if !unit.has_base() {
            return vec![None; count];
        }
        let mut members: Vec<(u32, u32)> = Vec::with_capacity(self.seats.len());
        for (at, seat) in self.seats.iter().enumerate() {
            let group = groups
                .get(at)
                .or(groups.first().filter(|_| groups.len() == 1))
                .copied()
                .unwrap_or(NOWHERE);
            let member = self.unit_of(unit, place(at));
            if seat.in_base && member != NOWHERE && (group as usize) < count {
                members.push((group, member));
            }
        }
        members.sort_unstable();
        members.dedup();
        let mut bases = vec![Some(0); count];
        for (group, _) in members {
            if let Some(base) = &mut bases[group as usize] {
                *base += 1;
            }
        }
        bases
    }

    /// The values of an attribute in their order, and for every seat the place of its value.
    ///
    /// A last value [`NOT_RECORDED`] is there only if some seat in the base has none.
    pub(crate) fn values_by(&self, attribute: Option<AttributeId>) -> (Vec<String>, Vec<u32>) {
        let of_seat: Vec<Option<Cow<'p, str>>> = self
            .seats
            .iter()
            .map(|seat| self.value_at(attribute, seat))
            .collect();
        let of_seat = || of_seat.iter().map(Option::as_deref);
        // Words of nobody in particular count where all the respondents of their source stand, if that is one place.
        let mut shared: Vec<Option<Option<&str>>> = vec![None; self.sources.len()];
        for (seat, value) in self.seats.iter().zip(of_seat()) {
            if seat.respondent != NOWHERE {
                let known = &mut shared[seat.source as usize];
                *known =
                    Some(known.map_or(value, |known| known.filter(|&known| Some(known) == value)));
            }
        }
        let settled: Vec<Option<&str>> = self
            .seats
            .iter()
            .zip(of_seat())
            .map(|(seat, value)| {
                let everybody = shared[seat.source as usize]
                    .flatten()
                    .filter(|_| seat.respondent == NOWHERE);
                value.or(everybody)
            })
            .collect();
        // Few values on many seats: told apart as they are, then put in order.
        let in_base = self
            .seats
            .iter()
            .zip(&settled)
            .filter(|(seat, _)| seat.in_base);
        let mut distinct: BTreeSet<&str> = BTreeSet::new();
        let mut missing = false;
        for (_, value) in in_base {
            missing |= value.is_none();
            distinct.extend(value);
        }
        let mut values: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
        values.sort_by(|a, b| value_order(a, b));
        let known: BTreeMap<&str, u32> = values.iter().map(String::as_str).zip(0_u32..).collect();
        let find = |value: &str| known.get(value).copied().unwrap_or(NOWHERE);
        let nothing = if missing {
            place(values.len())
        } else {
            NOWHERE
        };
        let places = settled
            .iter()
            .map(|value| value.map_or(nothing, find))
            .collect();
        if missing {
            values.push(NOT_RECORDED.to_owned());
        }
        (values, places)
    }

    fn value_at(&self, attribute: Option<AttributeId>, seat: &Seat<'p>) -> Option<Cow<'p, str>> {
        let source = self.sources.get(seat.source as usize)?;
        let speaker = seat.speaker.filter(|_| !seat.is_interviewer());
        self.project
            .value_of(attribute?, source, speaker.map(Arc::as_ref))
            .map(Value::as_written)
    }

    /// All marks, with their words where those are counted.
    fn all(&self, unit: Unit) -> &[Mark<'p>] {
        if unit != Unit::Words {
            return &self.marks;
        }
        self.worded.get_or_init(|| {
            let mut marks = self.marks.clone();
            wording::read(&mut marks, &self.by_place);
            marks
        })
    }

    /// The marks a table is about.
    pub(crate) fn chosen(&self, choice: &Choice, unit: Unit) -> Chosen<'_, 'p> {
        let all = self.all(unit);
        if *choice == Choice::default() && unit != Unit::Respondents {
            return Chosen {
                marks: Cow::Borrowed(all),
                places: None,
                interviewer: 0,
                nobody: 0,
            };
        }
        let coders: Option<Vec<u32>> = choice.coders.as_ref().map(|chosen| {
            chosen
                .iter()
                .filter_map(|coder| self.coders.binary_search(coder).ok())
                .map(place)
                .collect()
        });
        let wanted: Vec<bool> = self
            .tree
            .order()
            .iter()
            .map(|&code| {
                choice
                    .kinds
                    .as_ref()
                    .is_none_or(|kinds| kinds.contains(&self.tree.kind(code)))
            })
            .collect();
        let places: Vec<u32> = (0..place(all.len())).collect();
        let parts = spread::in_parts(&places, |part| {
            let mut chosen = Vec::with_capacity(part.len());
            let (mut interviewer, mut nobody) = (0, 0);
            for &at in part {
                let mark = &all[at as usize];
                let by_coder = coders
                    .as_ref()
                    .is_none_or(|coders| coders.contains(&mark.coder));
                if !by_coder || !wanted.get(mark.code as usize).copied().unwrap_or(false) {
                    continue;
                }
                if !choice.include_interviewer && self.seats[mark.seat as usize].is_interviewer() {
                    interviewer += 1;
                } else if self.unit_of(unit, mark.seat) == NOWHERE {
                    nobody += 1;
                } else {
                    chosen.push(at);
                }
            }
            (chosen, interviewer, nobody)
        });
        let interviewer = parts.iter().map(|part| part.1).sum();
        let nobody = parts.iter().map(|part| part.2).sum();
        let places: Vec<u32> = parts.into_iter().flat_map(|part| part.0).collect();
        Chosen {
            marks: Cow::Owned(spread::each(&places, |&at| all[at as usize])),
            places: Some(places),
            interviewer,
            nobody,
        }
    }
}

/// The marks a table is about, and how many it leaves out.
pub(crate) struct Chosen<'g, 'p> {
    /// In the order of code, source, start, end.
    pub(crate) marks: Cow<'g, [Mark<'p>]>,
    /// Their places among the ground's; none if they are all of them.
    places: Option<Vec<u32>>,
    /// Left out: the interviewer's own words.
    pub(crate) interviewer: usize,
    /// Left out: words of no respondent, in tables that count respondents.
    pub(crate) nobody: usize,
}

impl Chosen<'_, '_> {
    /// The places of its marks in the order of source, start, end.
    pub(crate) fn by_place<'g>(&self, ground: &'g Ground<'_>) -> Cow<'g, [u32]> {
        let Some(places) = &self.places else {
            return Cow::Borrowed(&ground.by_place);
        };
        let mut chosen = vec![NOWHERE; ground.marks.len()];
        for (at, &was) in (0..).zip(places) {
            chosen[was as usize] = at;
        }
        let all = ground.by_place.iter().map(|&was| chosen[was as usize]);
        Cow::Owned(all.filter(|&at| at != NOWHERE).collect())
    }
}

/// Which codings a table is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Only what these coders coded; none: all.
    pub coders: Option<Vec<CoderId>>,
    /// Only codes of these kinds, their own or inherited; none: all.
    pub kinds: Option<Vec<Kind>>,
    /// Whether passages in which only the interviewer speaks count. They do unless asked otherwise, since somebody
    /// chose to code them; the interviewer is never a respondent.
    pub include_interviewer: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            coders: None,
            kinds: None,
            include_interviewer: true,
        }
    }
}

/// A list's length or place as a small number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no list of a project reaches four billion entries"
)]
pub(crate) const fn place(at: usize) -> u32 {
    at as u32
}
