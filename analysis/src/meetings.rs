//! Codes against codes: where passages of one stand near passages of another.

use std::ops::Range;

use project::CodingId;

use crate::base::{Ground, Mark, NOWHERE, place};
use crate::matrix::{MatrixRequest, Near};
use crate::measure::{Measure, by_source};
use crate::seating::{by_key, parts_by};
use crate::spread;
use crate::unit::Unit;
use crate::wording::shared;

/// Two marks that meet, by the codes they carry themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    /// Places of the codes in the tree's order.
    codes: (u32, u32),
    /// Places of the marks in the table's marks.
    marks: (u32, u32),
}

/// All meetings of a table's marks with one another, by codes: the code that stands first in the tree is named first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meetings {
    found: Vec<Meeting>,
    /// For each code, by place in the tree's order: its part of `found`.
    of_rows: Vec<Range<usize>>,
    /// For each code, by place in the tree's order: its part of `codings`.
    of_codes: Vec<Range<usize>>,
    codings: Vec<CodingId>,
    /// For each code shown: the codes it stands for, by place in the tree's order, and its part of `codings`.
    shown: Vec<(Range<u32>, Range<usize>)>,
}

impl Meetings {
    pub(crate) fn new(ground: &Ground<'_>, marks: &[Mark<'_>], request: &MatrixRequest) -> Self {
        let sizes = ground
            .tree
            .order()
            .iter()
            .map(|&code| place(ground.tree.descendants(code).len()));
        let sizes: Vec<u32> = sizes.collect();
        let shown = ground.shown_codes(request, marks).into_iter();
        let turns_of = |mark: &Mark<'_>| {
            let source = ground.sources[mark.source as usize].id;
            ground
                .project
                .turn_list(source)
                .map_or(0..1, |turns| turns.touched_by(mark.coding.range))
        };
        let found = match request.near {
            Near::Overlap => found(marks, ground.sources.len(), |mark| (mark.start, mark.end)),
            Near::Turns(apart) => found(marks, ground.sources.len(), |mark| {
                let touched = turns_of(mark);
                let end = place(touched.end).saturating_add(apart);
                (place(touched.start), end)
            }),
        };
        let codes = ground.tree.len();
        let found = by_key(found, codes, |meeting| meeting.codes.1);
        let found = by_key(found, codes, |meeting| meeting.codes.0);
        Self {
            of_rows: parts_by(&found, codes, |meeting| meeting.codes.0),
            of_codes: parts_by(marks, codes, |mark| mark.code),
            found,
            codings: marks.iter().map(|mark| mark.id).collect(),
            shown: shown
                .map(|(at, range)| (at..at + sizes[at as usize], range))
                .collect(),
        }
    }

    /// The meetings of any code of one range with any of another; a mark of both meets itself. Some come twice.
    fn between(&self, rows: Range<u32>, columns: Range<u32>) -> impl Iterator<Item = (u32, u32)> {
        let themselves = self.in_both(&rows, &columns);
        self.parts(rows, columns)
            .flat_map(|part| self.found.get(part).unwrap_or_default())
            .map(|meeting| meeting.marks)
            .chain(themselves.map(|at| (place(at), place(at))))
    }

    /// The parts of `found` where codes of one range meet codes of another. Some come twice.
    fn parts(&self, rows: Range<u32>, columns: Range<u32>) -> impl Iterator<Item = Range<usize>> {
        let one_way = self.named_so(rows.clone(), columns.clone());
        one_way.chain(self.named_so(columns, rows))
    }

    /// The parts of `found` whose first code is in one range and whose second is in the other.
    fn named_so(
        &self,
        first: Range<u32>,
        second: Range<u32>,
    ) -> impl Iterator<Item = Range<usize>> {
        // No code is named first that stands after all of the second.
        let first = first.start..first.end.min(second.end);
        first.map(move |code| {
            let of_row = self.of_rows.get(code as usize).cloned().unwrap_or_default();
            let met = self.found.get(of_row.clone()).unwrap_or_default();
            let edge = |column: u32| met.partition_point(|meeting| meeting.codes.1 < column);
            of_row.start + edge(second.start)..of_row.start + edge(second.end)
        })
    }

    /// The part of `codings` whose codes are in both ranges.
    fn in_both(&self, rows: &Range<u32>, columns: &Range<u32>) -> Range<usize> {
        let codes = rows.start.max(columns.start) as usize..rows.end.min(columns.end) as usize;
        let of_codes = self.of_codes.get(codes).unwrap_or_default();
        match of_codes {
            [first, .., last] => first.start..last.end,
            [only] => only.clone(),
            [] => 0..0,
        }
    }

    /// The number of each cell.
    pub(crate) fn cells<'p>(
        &self,
        ground: &Ground<'p>,
        marks: &[Mark<'p>],
        unit: Unit,
        near: Near,
    ) -> Vec<Vec<u64>> {
        let units = spread::each(marks, |mark| ground.unit_of(unit, mark.seat));
        // Beside the meetings, so that a cell reads one stretch of memory and not marks all over it. Passages and words have
        // no units to tell apart.
        let counted = if unit.has_base() {
            self.found.as_slice()
        } else {
            &[]
        };
        let met_units = spread::each(counted, |meeting| {
            let (one, other) = meeting.marks;
            (units[one as usize], units[other as usize])
        });
        let space = || {
            (
                vec![NOWHERE; ground.units(unit)],
                Measure::new(ground, unit, false, 0),
            )
        };
        let rows: Vec<usize> = (0..self.shown.len()).collect();
        let half = spread::by_row(&rows, marks.len(), space, |(seen, measure), &row| {
            let (codes, range) = &self.shown[row];
            let own = measure.all(&marks[range.clone()]);
            let others = (row + 1..self.shown.len()).map(|column| {
                let met_codes = self.shown[column].0.clone();
                let met = || self.between(codes.clone(), met_codes.clone());
                match unit {
                    Unit::Cases | Unit::Sources | Unit::Respondents => {
                        let stamp = place(row * self.shown.len() + column);
                        let mut number = 0;
                        let mut see = |unit: u32| {
                            if let Some(last) = seen.get_mut(unit as usize) {
                                number += u64::from(*last != stamp);
                                *last = stamp;
                            }
                        };
                        for part in self.parts(codes.clone(), met_codes.clone()) {
                            for &(one, other) in &met_units[part] {
                                see(one);
                                see(other);
                            }
                        }
                        let themselves = self.in_both(codes, &met_codes);
                        units[themselves].iter().copied().for_each(see);
                        number
                    }
                    Unit::References => stretches(met(), marks, near),
                    Unit::Words => measure.all(&shared_words(met(), marks, near)),
                }
            });
            std::iter::once(own).chain(others).collect::<Vec<u64>>()
        });
        // Codes meet either way round, so each pair was counted once.
        let cell = |row: usize, column: usize| half[row.min(column)][row.abs_diff(column)];
        let row = |&row: &usize| rows.iter().map(|&column| cell(row, column)).collect();
        rows.iter().map(row).collect()
    }

    /// The codings behind a cell, a row, a column or all, each once, by code and place.
    pub(crate) fn behind(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        let shown = |at: usize| self.shown.get(at).cloned();
        let of = |range: Range<usize>| self.codings.get(range).unwrap_or_default().to_vec();
        match (row, column) {
            (None, None) => self.codings.clone(),
            (Some(at), None) | (None, Some(at)) => {
                shown(at).map_or_else(Vec::new, |(_, range)| of(range))
            }
            (Some(row), Some(column)) if row == column => {
                shown(row).map_or_else(Vec::new, |(_, range)| of(range))
            }
            (Some(row), Some(column)) => {
                let (Some((rows, _)), Some((columns, _))) = (shown(row), shown(column)) else {
                    return Vec::new();
                };
                let mut marks: Vec<u32> = self
                    .between(rows, columns)
                    .flat_map(|(one, other)| [one, other])
                    .collect();
                marks.sort_unstable();
                marks.dedup();
                marks
                    .into_iter()
                    .map(|at| self.codings[at as usize])
                    .collect()
            }
        }
    }

    /// The same meetings: they hold either way round.
    pub(crate) fn turned(self) -> Self {
        self
    }
}

/// Finds the marks whose spans meet, source by source, each pair once. Spans are half-open and begin in the order in which
/// their marks do.
fn found<'p>(
    marks: &[Mark<'p>],
    sources: usize,
    span: impl Fn(&Mark<'p>) -> (u32, u32) + Sync,
) -> Vec<Meeting> {
    let parts = by_source(marks, sources, |part| {
        let mut found = Vec::new();
        let mut spans: Vec<(u32, u32, u32)> = Vec::new();
        for of_source in part {
            spans.clear();
            spans.extend(of_source.iter().map(|&at| {
                let (start, end) = span(&marks[at as usize]);
                (start, end, marks[at as usize].code)
            }));
            for (nth, (&(_, end, code), &one)) in spans.iter().zip(*of_source).enumerate() {
                let after = spans.iter().zip(*of_source).skip(nth + 1);
                for (&(_, _, met), &other) in after.take_while(|((start, ..), _)| *start < end) {
                    found.push(if code <= met {
                        Meeting {
                            codes: (code, met),
                            marks: (one, other),
                        }
                    } else {
                        Meeting {
                            codes: (met, code),
                            marks: (other, one),
                        }
                    });
                }
            }
        }
        found
    });
    parts.concat()
}

/// Sorts what is made of runs that are in order already: they merge in few steps, which only the stable sort does.
fn sort_runs<T: Ord>(list: &mut [T]) {
    list.sort();
}

/// Counts the places where both codes stand: what two marks share, or with turns between them all from one to the
/// other; those that overlap are one.
fn stretches(met: impl Iterator<Item = (u32, u32)>, marks: &[Mark<'_>], near: Near) -> u64 {
    let mut spans: Vec<(u32, u32, u32)> = met
        .map(|(one, other)| {
            let (one, other) = (&marks[one as usize], &marks[other as usize]);
            let (start, end) = match near {
                Near::Overlap => (one.start.max(other.start), one.end.min(other.end)),
                Near::Turns(_) => (one.start.min(other.start), one.end.max(other.end)),
            };
            (one.source, start, end)
        })
        .collect();
    // The meetings of two codes stand by place.
    sort_runs(&mut spans);
    let mut number = 0;
    let mut last = (NOWHERE, 0);
    for (source, start, end) in spans {
        if last.0 == source && start < last.1 {
            last.1 = last.1.max(end);
        } else {
            number += 1;
            last = (source, end);
        }
    }
    number
}

/// The words that carry both codes, or with turns between them either, as marks to measure.
fn shared_words<'p>(
    met: impl Iterator<Item = (u32, u32)>,
    marks: &[Mark<'p>],
    near: Near,
) -> Vec<Mark<'p>> {
    met.flat_map(|(one, other)| {
        let (one, other) = (&marks[one as usize], &marks[other as usize]);
        match near {
            Near::Overlap => [Some(shared(one, other)), None],
            Near::Turns(_) => [Some(*one), Some(*other)],
        }
    })
    .flatten()
    .collect()
}
