//! Codes against codes: where passages of one stand near passages of another.

use std::ops::Range;

use project::CodingId;

use crate::base::{Ground, Mark, NOWHERE, place};
use crate::matrix::{MatrixRequest, Near};
use crate::measure::{Measure, by_place};
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
        let mut meetings = Self {
            found: Vec::with_capacity(marks.len() * 3),
            of_rows: Vec::new(),
            codings: marks.iter().map(|mark| mark.id).collect(),
            shown: shown
                .map(|(at, range)| (at..at + sizes[at as usize], range))
                .collect(),
        };
        let mut order: Vec<u32> = (0..place(marks.len())).collect();
        order.sort_by_key(|&at| {
            let mark = &marks[at as usize];
            (mark.source, mark.start, mark.end)
        });
        match request.near {
            Near::Overlap => meetings.find(marks, &order, |mark| (mark.start, mark.end)),
            Near::Turns(apart) => meetings.find(marks, &order, |mark| {
                let source = ground.sources[mark.source as usize].id;
                let touched = ground
                    .project
                    .turn_list(source)
                    .map_or(0..1, |turns| turns.touched_by(mark.coding.range));
                (
                    place(touched.start),
                    place(touched.end).saturating_add(apart),
                )
            }),
        }
        meetings.found.sort_unstable();
        let mut from = 0;
        for code in 0..place(ground.tree.len()) {
            let until =
                from + meetings.found[from..].partition_point(|meeting| meeting.codes.0 <= code);
            meetings.of_rows.push(from..until);
            from = until;
        }
        meetings
    }

    /// Finds the marks whose spans meet; spans are half-open and their starts follow the order.
    fn find<'p>(
        &mut self,
        marks: &[Mark<'p>],
        order: &[u32],
        span: impl Fn(&Mark<'p>) -> (u32, u32),
    ) {
        let spans: Vec<(u32, u32, u32)> = order
            .iter()
            .map(|&at| {
                let mark = &marks[at as usize];
                let (start, end) = span(mark);
                (mark.source, start, end)
            })
            .collect();
        for (nth, &one) in order.iter().enumerate() {
            let (source, _, end) = spans[nth];
            self.note(marks, one, one);
            let after = spans[nth + 1..].iter().zip(&order[nth + 1..]);
            for (_, &other) in after
                .take_while(|((other_source, start, _), _)| *other_source == source && *start < end)
            {
                self.note(marks, one, other);
                self.note(marks, other, one);
            }
        }
    }

    fn note(&mut self, marks: &[Mark<'_>], one: u32, other: u32) {
        let codes = (marks[one as usize].code, marks[other as usize].code);
        self.found.push(Meeting {
            codes,
            marks: (one, other),
        });
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
        let mut cells = vec![vec![0; self.shown.len()]; self.shown.len()];
        let mut seen = vec![NOWHERE; ground.units(unit)];
        let units: Vec<u32> = marks
            .iter()
            .map(|mark| ground.unit_of(unit, mark.seat))
            .collect();
        let mut measure = Measure::new(ground, unit, false, 0);
        for (row, (rows, range)) in self.shown.iter().enumerate() {
            cells[row][row] = measure.all(&marks[range.clone()]);
            for (column, (columns, _)) in self.shown.iter().enumerate().skip(row + 1) {
                let met = self.between(rows.clone(), columns.clone());
                let number = match unit {
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
                };
                cells[row][column] = number;
                cells[column][row] = number;
            }
        }
        cells
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
    spans.sort_unstable();
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
                let text: String = crate::measure::piece(&shared, shared.start).collect();
                shared.words = project::text::count_words(&text);
                spans.push(shared);
            }
            Near::Turns(_) => spans.extend([one, other]),
        }
    }
    by_place(&spans).into_owned()
}
