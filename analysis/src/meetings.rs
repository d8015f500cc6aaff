//! Codes against codes: where passages of one stand near passages of another.

use std::ops::Range;

use project::CodingId;

use crate::base::{Ground, Mark, NOWHERE, place};
use crate::matrix::{MatrixRequest, Near};
use crate::measure::{Measure, by_place};
use crate::seating::by_key;
use crate::spread;
use crate::unit::Unit;

/// Two marks that meet, by the codes they carry themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    /// Places of the codes in the tree's order.
    codes: (u32, u32),
    /// Places of the marks in the table's marks.
    marks: (u32, u32),
}

/// All meetings of a table, both ways round, by codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meetings {
    found: Vec<Meeting>,
    /// For each code, by place in the tree's order: its part of `found`.
    of_rows: Vec<Range<usize>>,
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
            Near::Overlap => found(marks, |mark| (mark.start, mark.end)),
            Near::Turns(apart) => found(marks, |mark| {
                let touched = turns_of(mark);
                let end = place(touched.end).saturating_add(apart);
                (place(touched.start), end)
            }),
        };
        let codes = ground.tree.len();
        let found = by_key(found, codes, |meeting| meeting.codes.1);
        let found = by_key(found, codes, |meeting| meeting.codes.0);
        let mut from = 0;
        let of_rows = (0..place(codes)).map(|code| {
            let rest = &found[from..];
            let until = from + rest.partition_point(|meeting| meeting.codes.0 <= code);
            std::mem::replace(&mut from, until)..until
        });
        Self {
            of_rows: of_rows.collect(),
            found,
            codings: marks.iter().map(|mark| mark.id).collect(),
            shown: shown
                .map(|(at, range)| (at..at + sizes[at as usize], range))
                .collect(),
        }
    }

    /// The meetings of any code of one range with any of another.
    fn between(&self, rows: Range<u32>, columns: Range<u32>) -> impl Iterator<Item = &Meeting> {
        rows.flat_map(move |row| {
            let of_row = self.of_rows.get(row as usize).cloned().unwrap_or_default();
            let of_row = self.found.get(of_row).unwrap_or_default();
            let edge = |column: u32| of_row.partition_point(|meeting| meeting.codes.1 < column);
            &of_row[edge(columns.start)..edge(columns.end)]
        })
    }

    /// The number of each cell.
    pub(crate) fn cells(
        &self,
        ground: &Ground<'_>,
        marks: &[Mark<'_>],
        unit: Unit,
        near: Near,
    ) -> Vec<Vec<u64>> {
        let units: Vec<u32> = marks
            .iter()
            .map(|mark| ground.unit_of(unit, mark.seat))
            .collect();
        let space = || {
            (
                vec![NOWHERE; ground.units(unit)],
                Measure::new(ground, unit, false, 0),
            )
        };
        let rows: Vec<usize> = (0..self.shown.len()).collect();
        let half = spread::by_row(&rows, marks.len(), space, |(seen, measure), &row| {
            let (rows, range) = &self.shown[row];
            let own = measure.all(&marks[range.clone()]);
            let others = (row + 1..self.shown.len()).map(|column| {
                let met = self.between(rows.clone(), self.shown[column].0.clone());
                match unit {
                    Unit::Cases | Unit::Sources | Unit::Respondents => {
                        let stamp = place(row * self.shown.len() + column);
                        let mut number = 0;
                        for at in met.flat_map(|meeting| [meeting.marks.0, meeting.marks.1]) {
                            if let Some(last) = seen.get_mut(units[at as usize] as usize) {
                                number += u64::from(*last != stamp);
                                *last = stamp;
                            }
                        }
                        number
                    }
                    Unit::References => stretches(met, marks, near),
                    Unit::Words => measure.all(&shared_words(met, marks, near)),
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
                    .flat_map(|meeting| [meeting.marks.0, meeting.marks.1])
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

/// Finds the marks whose spans meet, source by source, each with itself and every pair both ways round. Spans are half-open
/// and begin in the order in which their marks do.
fn found<'p>(marks: &[Mark<'p>], span: impl Fn(&Mark<'p>) -> (u32, u32) + Sync) -> Vec<Meeting> {
    let mut order: Vec<(u32, u32, u32, u32)> = (0_u32..)
        .zip(marks)
        .map(|(at, mark)| (mark.source, mark.start, mark.end, at))
        .collect();
    // Marks stand by code and then by place.
    sort_runs(&mut order);
    let of_sources: Vec<_> = order.chunk_by(|one, other| one.0 == other.0).collect();
    let parts = spread::by_part(&of_sources, marks.len(), |part| {
        let mut found = Vec::new();
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for of_source in part {
            spans.clear();
            spans.extend(of_source.iter().map(|&(.., at)| span(&marks[at as usize])));
            for (nth, &(.., one)) in of_source.iter().enumerate() {
                let end = spans[nth].1;
                let code = marks[one as usize].code;
                found.push(Meeting {
                    codes: (code, code),
                    marks: (one, one),
                });
                let after = spans.iter().zip(*of_source).skip(nth + 1);
                for (_, &(.., other)) in after.take_while(|((start, _), _)| *start < end) {
                    let met = marks[other as usize].code;
                    found.push(Meeting {
                        codes: (code, met),
                        marks: (one, other),
                    });
                    found.push(Meeting {
                        codes: (met, code),
                        marks: (other, one),
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
fn stretches<'m>(met: impl Iterator<Item = &'m Meeting>, marks: &[Mark<'_>], near: Near) -> u64 {
    let mut spans: Vec<(u32, u32, u32)> = met
        .map(|meeting| {
            let (one, other) = (
                &marks[meeting.marks.0 as usize],
                &marks[meeting.marks.1 as usize],
            );
            match near {
                Near::Overlap => (
                    one.source,
                    one.start.max(other.start),
                    one.end.min(other.end),
                ),
                Near::Turns(_) => (
                    one.source,
                    one.start.min(other.start),
                    one.end.max(other.end),
                ),
            }
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
fn shared_words<'m, 'p>(
    met: impl Iterator<Item = &'m Meeting>,
    marks: &[Mark<'p>],
    near: Near,
) -> Vec<Mark<'p>> {
    let mut spans: Vec<Mark<'p>> = Vec::new();
    for meeting in met {
        let (one, other) = (
            marks[meeting.marks.0 as usize],
            marks[meeting.marks.1 as usize],
        );
        match near {
            Near::Overlap => {
                let mut shared = Mark {
                    start: one.start.max(other.start),
                    end: one.end.min(other.end),
                    ..one
                };
                let words = crate::measure::piece(&shared, shared.start);
                shared.words = project::text::count_words(words);
                spans.push(shared);
            }
            Near::Turns(_) => spans.extend([one, other]),
        }
    }
    by_place(&spans).into_owned()
}
