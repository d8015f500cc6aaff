//! Whose words a coding counts as: voices get their seats, codings their places.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codebooks::{CodeId, CodeTree};
use project::{
    CoderId, Coding, CodingId, CodingState, Project, Source, SourceId, Speaker, SpeakerId,
    SpeakerRole, Turn,
};

use crate::base::{CountedCase, Mark, NOWHERE, Seat, place};
use crate::spread;
use crate::wording::Words;

/// A coding's own fields, fetched once.
pub(crate) struct Raw<'p> {
    coding: &'p Coding,
    id: CodingId,
    source: SourceId,
    code: CodeId,
    coder: CoderId,
    start: u32,
    end: u32,
    pub(crate) lost: bool,
}

impl<'p> Raw<'p> {
    pub(crate) fn of(coding: &'p Coding) -> Self {
        Self {
            coding,
            id: coding.id,
            source: coding.source,
            code: coding.code,
            coder: coding.coder,
            start: coding.range.start().0,
            end: coding.range.end().0,
            lost: coding.state == CodingState::Lost,
        }
    }
}

/// Sorts a list by a key below `count`, keeping the order of those with the same key, in time proportional to both.
pub(crate) fn by_key<T: Copy + Send + Sync>(
    list: Vec<T>,
    count: usize,
    key: impl Fn(&T) -> u32 + Sync,
) -> Vec<T> {
    match order_by_key(&list, count, key) {
        Some(order) => spread::each(&order, |&at| list[at as usize]),
        None => list,
    }
}

/// The places of a list's entries in the order of a key below `count`, those with the same key as they stand; none if they
/// stand so already.
///
/// Places are sorted and not the entries: they are small, and a list is then written once, from its beginning to its end.
pub(crate) fn order_by_key<T: Sync>(
    list: &[T],
    count: usize,
    key: impl Fn(&T) -> u32 + Sync,
) -> Option<Vec<u32>> {
    let keys = spread::each(list, key);
    if keys.is_sorted() {
        return None;
    }
    let mut next = vec![0_u32; count + 1];
    for &key in &keys {
        next[key as usize + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut order = vec![0_u32; list.len()];
    for (at, &key) in (0..).zip(&keys) {
        let to = &mut next[key as usize];
        order[*to as usize] = at;
        *to += 1;
    }
    Some(order)
}

/// The parts of a list, sorted by a key, that have each key below `count`.
pub(crate) fn parts_by<T>(list: &[T], count: usize, key: impl Fn(&T) -> u32) -> Vec<Range<usize>> {
    let mut from = 0;
    let parts = (0..place(count)).map(|at| {
        let until = from + list[from..].partition_point(|one| key(one) <= at);
        std::mem::replace(&mut from, until)..until
    });
    parts.collect()
}

/// Gives every voice its seat.
pub(crate) struct Seating<'p> {
    project: &'p Project,
    pub(crate) sources: Vec<&'p Arc<Source>>,
    ids: Vec<SourceId>,
    turns: Vec<&'p [Turn]>,
    pub(crate) seats: Vec<Seat<'p>>,
    /// For each source, the place of its seat for unlabelled words; its speakers' seats follow, by id.
    first_seat: Vec<usize>,
    pub(crate) cases: Vec<CountedCase>,
    case_places: BTreeMap<CountedCase, u32>,
    pub(crate) respondents: Vec<(u32, &'p str)>,
    respondent_places: BTreeMap<(u32, String), u32>,
}

impl<'p> Seating<'p> {
    pub(crate) fn new(project: &'p Project) -> Self {
        let sources: Vec<_> = project.sources().iter().collect();
        let mut seating = Self {
            project,
            ids: sources.iter().map(|source| source.id).collect(),
            turns: sources
                .iter()
                .map(|source| project.turns(source.id))
                .collect(),
            seats: Vec::new(),
            first_seat: Vec::with_capacity(sources.len() + 1),
            cases: Vec::new(),
            case_places: BTreeMap::new(),
            respondents: Vec::new(),
            respondent_places: BTreeMap::new(),
            sources: sources.clone(),
        };
        for (at, source) in sources.into_iter().enumerate() {
            seating.seat_source(place(at), source);
        }
        seating.first_seat.push(seating.seats.len());
        seating
    }

    fn seat_source(&mut self, at: u32, source: &'p Arc<Source>) {
        let speakers: Vec<&Arc<Speaker>> = self.project.speakers_of(source.id).collect();
        let own_case = |speaker: Option<&Speaker>| {
            self.project
                .case_of(source, speaker)
                .map(|case| CountedCase::Case(case.id))
        };
        let its_own = CountedCase::Source(source.id);
        let mut answering = speakers
            .iter()
            .filter(|speaker| speaker.role == SpeakerRole::Respondent)
            .map(|speaker| own_case(Some(speaker)));
        let first = answering.next();
        let shared = first
            .flatten()
            .filter(|_| answering.all(|case| Some(case) == first));
        let named = own_case(None);
        let of_nobody = named.or(shared).unwrap_or(its_own);
        let cases: Vec<CountedCase> = speakers
            .iter()
            .map(|speaker| match speaker.role {
                SpeakerRole::Respondent => own_case(Some(speaker)).unwrap_or(its_own),
                SpeakerRole::Interviewer => of_nobody,
            })
            .collect();
        // The case of a source belongs to the base even if each of its speakers has another.
        let spoken_for = speakers.iter().zip(&cases).any(|(speaker, &case)| {
            speaker.role == SpeakerRole::Respondent && (named.is_none() || case == of_nobody)
        });
        let of_nobody = self.case_place(of_nobody);
        self.first_seat.push(self.seats.len());
        self.seats.push(Seat {
            source: at,
            speaker: None,
            case: of_nobody,
            respondent: NOWHERE,
            in_base: !spoken_for,
        });
        for (speaker, case) in speakers.into_iter().zip(cases) {
            let case = self.case_place(case);
            let answers = speaker.role == SpeakerRole::Respondent;
            let respondent = if answers {
                self.respondent_place(case, &speaker.name)
            } else {
                NOWHERE
            };
            self.seats.push(Seat {
                source: at,
                speaker: Some(speaker),
                case,
                respondent,
                in_base: answers,
            });
        }
    }

    fn case_place(&mut self, case: CountedCase) -> u32 {
        *self.case_places.entry(case).or_insert_with(|| {
            self.cases.push(case);
            place(self.cases.len() - 1)
        })
    }

    fn respondent_place(&mut self, case: u32, name: &'p str) -> u32 {
        *self
            .respondent_places
            .entry((case, name.trim().to_lowercase()))
            .or_insert_with(|| {
                self.respondents.push((case, name));
                place(self.respondents.len() - 1)
            })
    }

    /// The codings that still have a passage, each with its places but without a seat yet.
    pub(crate) fn marked(
        &self,
        all: &[Raw<'p>],
        tree: &CodeTree,
        coders: &[CoderId],
    ) -> Vec<Mark<'p>> {
        let mut places: Vec<(CodeId, u32)> = tree.order().iter().copied().zip(0_u32..).collect();
        places.sort_unstable();
        let mut last_source = 0_usize;
        let mut last_coder = 0_usize;
        let mut marks = Vec::with_capacity(all.len());
        for raw in all.iter().filter(|raw| !raw.lost) {
            let Ok(code) = places.binary_search_by_key(&raw.code, |&(code, _)| code) else {
                continue;
            };
            // Most codings follow another of the same source and coder.
            if self.ids.get(last_source) != Some(&raw.source) {
                let Ok(found) = self.ids.binary_search(&raw.source) else {
                    continue;
                };
                last_source = found;
            }
            if coders.get(last_coder) != Some(&raw.coder) {
                let Ok(found) = coders.binary_search(&raw.coder) else {
                    continue;
                };
                last_coder = found;
            }
            marks.push(Mark {
                coding: raw.coding,
                id: raw.id,
                code: places[code].1,
                source: place(last_source),
                seat: 0,
                coder: place(last_coder),
                start: raw.start,
                end: raw.end,
                words: Words::UNREAD,
            });
        }
        marks
    }

    /// Seats the marks of one source, given by start: each with the first respondent it touches, else with whoever
    /// begins it.
    pub(crate) fn seat(&self, marks: &mut [Mark<'p>]) {
        let Some(source) = marks.first().map(|mark| mark.source as usize) else {
            return;
        };
        let turns = self.turns[source];
        let nobody = self.first_seat[source];
        let seat_of = |turn: &Turn| {
            turn.speaker
                .and_then(|speaker| self.speaker_seat(source, speaker))
                .unwrap_or(nobody)
        };
        let mut begins = 0_usize;
        for mark in marks.iter_mut() {
            begins = begins_at(turns, begins, mark.start);
            let touched = turns.get(begins..).unwrap_or_default();
            let mut seat = touched.first().map_or(nobody, seat_of);
            if self.seats[seat].respondent == NOWHERE {
                let after = touched
                    .iter()
                    .skip(1)
                    .take_while(|turn| turn.range.start().0 < mark.end);
                seat = after
                    .map(seat_of)
                    .find(|&seat| self.seats[seat].respondent != NOWHERE)
                    .unwrap_or(seat);
            }
            mark.seat = place(seat);
        }
    }

    fn speaker_seat(&self, source: usize, speaker: SpeakerId) -> Option<usize> {
        let first = self.first_seat[source] + 1;
        let seats = &self.seats[first..self.first_seat[source + 1]];
        let found = seats.binary_search_by_key(&Some(speaker), |seat| {
            seat.speaker.map(|speaker| speaker.id)
        });
        found.ok().map(|at| first + at)
    }
}

/// The last turn that begins at or before a place, from a turn known to do so on: near ones are found in a few steps.
fn begins_at(turns: &[Turn], from: usize, start: u32) -> usize {
    let begun = |turn: &Turn| turn.range.start().0 <= start;
    let rest = turns.get(from..).unwrap_or_default();
    let mut reach = 4;
    while rest.get(reach).is_some_and(begun) {
        reach *= 4;
    }
    let window = &rest[..reach.min(rest.len())];
    from + window.partition_point(begun).saturating_sub(1)
}
