//! Coverage: which part of the text was coded, in percent of its characters.

use std::collections::BTreeSet;
use std::ops::Range;

use project::text::CharRange;
use project::{CodingId, Project};
use serde::Serialize;

use crate::along::{Along, Place};
use crate::base::{Ground, Mark, place};
use crate::counts::Trace;
use crate::lazy_rows::LazyRows;
use crate::matrix::{Dimension, Heading, MatrixRequest, MatrixTrace, Near};
use crate::measure::{by_place, of_sources};
use crate::meetings::Meetings;
use crate::seating::{by_key, parts_by};
use crate::spread;
use crate::unit::Unit;

/// A matrix of coverage. Serialised, it is the document that `vouch matrix --unit coverage --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Always `coverage`: percent of characters.
    pub unit: &'static str,
    /// The rows' heads; the base of each is its number of characters.
    pub rows: Vec<Heading>,
    /// The columns' heads, likewise.
    pub columns: Vec<Heading>,
    /// Percent of the characters that belong to both row and column; none where there are no such characters.
    pub cells: Vec<Vec<Option<f64>>>,
    /// Percent of each row's characters.
    pub row_totals: Vec<Option<f64>>,
    /// Percent of each column's characters.
    pub column_totals: Vec<Option<f64>>,
    /// Percent of all characters.
    pub total: Option<f64>,
    #[serde(skip)]
    trace: MatrixTrace,
}

impl Coverage {
    /// The codings that cover a cell's characters, a row's (no column), a column's (no row), or any. Each once.
    #[must_use]
    pub fn codings(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        let mut seen = BTreeSet::new();
        let mut codings = self.trace.behind(row, column);
        // A coding over several turns has a piece in each.
        codings.retain(|&coding| seen.insert(coding));
        codings
    }

    /// What a reader must know beside the table.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "Numbers are percent of characters, each counted once however many codings cover it; the interviewer’s and unlabelled words are in the base."
                .to_owned(),
        ];
        if self.total.is_none() {
            notes.push("There is no text, so nothing to be covered.".to_owned());
        }
        notes
    }

    fn transposed(self) -> Self {
        let cells = (0..self.columns.len())
            .map(|column| self.cells.iter().map(|row| row[column]).collect())
            .collect();
        Self {
            rows: self.columns,
            columns: self.rows,
            cells,
            row_totals: self.column_totals,
            column_totals: self.row_totals,
            trace: self.trace.turned(),
            ..self
        }
    }
}

/// Says which part of the text is coded, rows by columns; the request's unit is not looked at.
///
/// A coding covers the characters of each turn for that turn's speaker, so no cell goes beyond 100 percent. Two codes
/// as row and column cover what both cover.
#[must_use]
pub fn coverage(project: &Project, request: &MatrixRequest) -> Coverage {
    Ground::new(project).coverage(request)
}

impl Ground<'_> {
    /// Says which part of the text is coded; see [`coverage`].
    #[must_use]
    pub fn coverage(&self, request: &MatrixRequest) -> Coverage {
        if request.columns == Dimension::Code && request.rows != Dimension::Code {
            let turned = MatrixRequest {
                rows: Dimension::Code,
                columns: request.rows,
                ..request.clone()
            };
            return self.coverage(&turned).transposed();
        }
        let request = &MatrixRequest {
            unit: Unit::References,
            ..request.clone()
        };
        let chosen = self.chosen(&request.choice, Unit::References);
        let by_place = chosen.by_place(self);
        let (rows, columns) = (
            self.along(request.rows, request),
            self.along(request.columns, request),
        );
        let characters = self.characters();
        if request.columns == Dimension::Code {
            let marks = (&*chosen.marks, &*by_place);
            return self.shared_coverage(request, marks, rows.headings, &characters);
        }
        let shown =
            matches!(rows.place, Place::Code).then(|| self.shown_codes(request, &chosen.marks));
        let marks = (&*chosen.marks, &*by_place);
        let covered = Covered::new(self, marks, &rows, &columns, shown.as_deref());
        let bases = Bases::of(&rows, &columns, &characters);
        let (all_rows, all_columns) = (rows.headings.len(), columns.headings.len());
        let total = |row, column, of: u64| percent(covered.at(row, column), of);
        let row = |row: usize| {
            let columns = (0..all_columns).zip(bases.row(row));
            columns.map(|(column, of)| total(row, column, of)).collect()
        };
        Coverage {
            unit: "coverage",
            cells: (0..all_rows).map(row).collect(),
            row_totals: (0..all_rows)
                .map(|at| total(at, all_columns, bases.rows[at]))
                .collect(),
            column_totals: (0..all_columns)
                .map(|at| total(all_rows, at, bases.columns[at]))
                .collect(),
            total: total(all_rows, all_columns, bases.all),
            rows: with_bases(rows.headings, &bases.rows),
            columns: with_bases(columns.headings, &bases.columns),
            trace: MatrixTrace::Rows(covered.trace(&chosen.marks, shown)),
        }
    }

    /// What two codes both cover, of all the text.
    fn shared_coverage(
        &self,
        request: &MatrixRequest,
        (marks, places): (&[Mark<'_>], &[u32]),
        headings: Vec<Heading>,
        characters: &[u64],
    ) -> Coverage {
        let all = characters.iter().sum();
        let shown = self.shown_codes(request, marks).into_iter();
        let rows: Vec<_> = shown.map(|(_, range)| range).collect();
        let own: Vec<u64> = spread::by_row(
            &rows,
            marks.len(),
            || (),
            |(), range| length(by_place(&marks[range.clone()]).iter()),
        );
        let meetings = Meetings::new(
            self,
            marks,
            places,
            &MatrixRequest {
                near: Near::Overlap,
                ..request.clone()
            },
        );
        let mut shared = meetings.shared_characters(self, marks, places);
        for (at, &own) in own.iter().enumerate() {
            shared[at][at] = own;
        }
        let of_all = |covered: &u64| percent(*covered, all);
        let totals: Vec<Option<f64>> = own.iter().map(of_all).collect();
        let headings = with_bases(headings, &vec![all; own.len()]);
        Coverage {
            unit: "coverage",
            rows: headings.clone(),
            columns: headings,
            cells: shared
                .iter()
                .map(|row| row.iter().map(of_all).collect())
                .collect(),
            row_totals: totals.clone(),
            column_totals: totals,
            total: percent(length(places.iter().map(|&at| &marks[at as usize])), all),
            trace: MatrixTrace::Meetings(meetings),
        }
    }

    /// The characters of each seat.
    fn characters(&self) -> Vec<u64> {
        let mut characters = vec![0_u64; self.seats.len()];
        let mut first = 0;
        for (at, source) in self.sources.iter().enumerate() {
            let until =
                first + self.seats[first..].partition_point(|seat| (seat.source as usize) <= at);
            characters[first] = u64::from(source.characters);
            for turn in self.project.turns(source.id) {
                let seat = (first + 1..until).find(|&seat| {
                    turn.speaker.is_some()
                        && self.seats[seat].speaker.map(|speaker| speaker.id) == turn.speaker
                });
                if let Some(seat) = seat {
                    let length = u64::from(turn.range.len());
                    characters[seat] += length;
                    characters[first] = characters[first].saturating_sub(length);
                }
            }
            first = until;
        }
        characters
    }

    /// Cuts the marks of one source at the edges of turns, in their order.
    fn cut(&self, marks: &[Mark<'_>], pieces: &mut Vec<Piece>) {
        let Some(first) = marks.first() else { return };
        let at = first.source;
        let source = self.sources[at as usize];
        let nobody = place(self.seats.partition_point(|seat| seat.source < at));
        let seats = self.seats[nobody as usize..].iter();
        let speakers: Vec<_> = seats
            .take_while(|seat| seat.source == at)
            .map(|seat| seat.speaker.map(|speaker| speaker.id))
            .collect();
        let list = self.project.turn_list(source.id);
        for (at, mark) in (0..).zip(marks) {
            let mut take = |start, end, seat| {
                if start < end {
                    pieces.push(Piece {
                        at,
                        seat,
                        start,
                        end,
                    });
                }
            };
            let mut from = mark.start;
            let end = mark.end.min(source.characters);
            let touched =
                list.map(|list| &list.turns[list.touched_by(CharRange::of(mark.start, mark.end))]);
            for turn in touched.unwrap_or_default() {
                let (start, until) = (turn.range.start().0.max(from), turn.range.end().0.min(end));
                take(from, start, nobody);
                let of_speaker = speakers
                    .iter()
                    .position(|speaker| turn.speaker.is_some() && *speaker == turn.speaker);
                take(
                    start,
                    until,
                    of_speaker.map_or(nobody, |nth| nobody + place(nth)),
                );
                from = from.max(until);
            }
            take(from, end, nobody);
        }
    }
}

/// A part of a mark that is one turn's.
struct Piece {
    /// Place of the mark among those of its source.
    at: u32,
    /// Whose words they are.
    seat: u32,
    start: u32,
    end: u32,
}

/// How many characters are covered in each row and column, and by which marks.
struct Covered {
    /// How many rows are shown.
    rows: usize,
    /// Column by column, each with its rows; last are the whole column and the whole table. A source stands in few columns, so
    /// what it changes stays close at hand.
    characters: Vec<u64>,
    /// Row (of codes: none), mark and column of each part of a mark, in the order of places.
    parts: Vec<(u32, u32, u32)>,
}

impl Covered {
    /// `marks` are marks and their places in the order of source, start, end.
    fn new(
        ground: &Ground<'_>,
        (marks, by_place): (&[Mark<'_>], &[u32]),
        rows: &Along,
        columns: &Along,
        shown: Option<&[(u32, Range<usize>)]>,
    ) -> Self {
        let (row_count, column_count) = (rows.headings.len(), columns.headings.len());
        let chains = shown.map(|shown| ground.chains(shown.iter().map(|(at, _)| *at)));
        let of_sources = of_sources(marks, by_place);
        let worked = spread::by_part(&of_sources, marks.len(), |part| {
            // Column by column: how far each cell is covered, and how much is.
            let mut open: LazyRows<[u64; 2]> = LazyRows::new(column_count + 1, row_count + 1);
            let mut parts = Vec::new();
            let mut here = Vec::new();
            let mut pieces = Vec::new();
            for places in part {
                // They stand all over the memory: fetched together, one need not wait for the other.
                here.clear();
                here.extend(places.iter().map(|&at| marks[at as usize]));
                pieces.clear();
                ground.cut(&here, &mut pieces);
                for piece in &pieces {
                    let mark = &here[piece.at as usize];
                    let row = rows.of_part(mark, piece.seat);
                    let at = places[piece.at as usize];
                    let part = (row, at, columns.of_part(mark, piece.seat));
                    if parts.last() != Some(&part) {
                        parts.push(part);
                    }
                }
                pieces.sort_unstable_by_key(|piece| piece.start);
                for piece in &pieces {
                    let mark = &here[piece.at as usize];
                    let column = columns.of_part(mark, piece.seat) as usize;
                    let of_seat = [rows.of_part(mark, piece.seat)];
                    let of_code = chains.as_ref().map(|chains| &*chains[mark.code as usize]);
                    let stands_in = of_code.unwrap_or(&of_seat);
                    let span = span_of(mark.source, (piece.start, piece.end));
                    let own = (column < column_count).then_some(column);
                    for column in own.into_iter().chain([column_count]) {
                        let of_column = open.row(column).unwrap_or_default();
                        cover(&mut of_column[row_count], span);
                        for &row in stands_in {
                            if let Some(cell) = of_column[..row_count].get_mut(row as usize) {
                                cover(cell, span);
                            }
                        }
                    }
                }
            }
            (open, parts)
        });
        let mut characters = vec![0; (row_count + 1) * (column_count + 1)];
        let mut parts = Vec::new();
        for (open, of_part) in worked {
            for (column, covered) in open.made() {
                let sums = &mut characters[column * (row_count + 1)..];
                for (sum, [_, covered]) in sums.iter_mut().zip(covered) {
                    *sum += covered;
                }
            }
            parts.extend(of_part);
        }
        Self {
            rows: row_count,
            characters,
            parts,
        }
    }

    /// The characters of a row and a column; of all where it is the one after the last.
    fn at(&self, row: usize, column: usize) -> u64 {
        self.characters[column * (self.rows + 1) + row]
    }

    /// Which codings are behind which cell. `shown` are the codes that are rows, each with its part of the marks.
    fn trace(self, marks: &[Mark<'_>], shown: Option<Vec<(u32, Range<usize>)>>) -> Trace {
        let (parts, ranges) = if let Some(shown) = shown {
            let parts = by_key(self.parts, marks.len(), |&(_, at, _)| at);
            let edge = |edge: usize| parts.partition_point(|&(_, at, _)| (at as usize) < edge);
            let ranges = shown.into_iter();
            let ranges = ranges
                .map(|(_, range)| edge(range.start)..edge(range.end))
                .collect();
            (parts, ranges)
        } else {
            // What is of no row stands last.
            let row = |&(row, _, _): &(u32, u32, u32)| row.min(place(self.rows));
            let parts = by_key(self.parts, self.rows + 1, row);
            let ranges = parts_by(&parts, self.rows, row);
            (parts, ranges)
        };
        let coding = |&(_, at, column): &(u32, u32, u32)| (marks[at as usize].id, column);
        Trace::of(parts.iter().map(coding).collect(), ranges)
    }
}

/// Where something begins and ends among the characters of all sources.
fn span_of(source: u32, (start, end): (u32, u32)) -> (u64, u64) {
    // One more: the first character of all comes after nothing.
    let source = (u64::from(source) + 1) << 32;
    (source | u64::from(start), source | u64::from(end))
}

/// Adds what a piece covers beyond what those before it do, which are given by start.
fn cover([last, covered]: &mut [u64; 2], (start, end): (u64, u64)) {
    *covered += end.saturating_sub(start.max(*last));
    *last = end.max(*last);
}

/// How many characters there are for each row, column and cell.
struct Bases {
    rows: Vec<u64>,
    columns: Vec<u64>,
    cells: Vec<Vec<u64>>,
    all: u64,
}

impl Bases {
    fn of(rows: &Along, columns: &Along, characters: &[u64]) -> Self {
        let mut bases = Self {
            rows: vec![0; rows.headings.len()],
            columns: vec![0; columns.headings.len()],
            cells: Vec::new(),
            all: characters.iter().sum(),
        };
        // Codes and coders could have been anywhere: their rows have the columns' characters.
        let row_seats = match &rows.place {
            Place::Seat(seats) => Some(seats),
            Place::Code | Place::Coder(_) => None,
        };
        let column_seats = match &columns.place {
            Place::Seat(seats) => Some(seats),
            Place::Code | Place::Coder(_) => None,
        };
        if row_seats.is_some() {
            bases.cells = vec![bases.columns.clone(); bases.rows.len()];
        } else {
            bases.rows.fill(bases.all);
        }
        if column_seats.is_none() {
            bases.columns.fill(bases.all);
        }
        for (seat, &characters) in characters.iter().enumerate() {
            let at = |seats: Option<&Vec<u32>>| seats.and_then(|seats| seats.get(seat)).copied();
            let (row, column) = (at(row_seats), at(column_seats));
            if let Some(base) = row.and_then(|row| bases.rows.get_mut(row as usize)) {
                *base += characters;
            }
            if let Some(base) = column.and_then(|column| bases.columns.get_mut(column as usize)) {
                *base += characters;
            }
            if let Some(cells) = row.and_then(|row| bases.cells.get_mut(row as usize)) {
                match column {
                    None => cells.iter_mut().for_each(|base| *base += characters),
                    Some(column) => {
                        if let Some(base) = cells.get_mut(column as usize) {
                            *base += characters;
                        }
                    }
                }
            }
        }
        bases
    }

    fn row(&self, at: usize) -> impl Iterator<Item = u64> {
        self.cells.get(at).unwrap_or(&self.columns).iter().copied()
    }
}

fn with_bases(mut headings: Vec<Heading>, bases: &[u64]) -> Vec<Heading> {
    for (heading, &base) in headings.iter_mut().zip(bases) {
        heading.base = Some(base);
    }
    headings
}

fn percent(covered: u64, of: u64) -> Option<f64> {
    crate::share(covered, of).map(|share| share * 100.0)
}

/// How many characters marks by place cover.
fn length<'m, 'p: 'm>(marks: impl Iterator<Item = &'m Mark<'p>>) -> u64 {
    let mut covered = [0; 2];
    for mark in marks {
        cover(&mut covered, span_of(mark.source, (mark.start, mark.end)));
    }
    covered[1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Choice;
    use crate::testing::{Build, quotes};

    fn request(rows: Dimension, columns: Dimension) -> MatrixRequest {
        MatrixRequest {
            rows,
            columns,
            unit: Unit::Cases,
            choice: Choice::default(),
            near: Near::Overlap,
        }
    }

    /// Twenty characters in the one source, ten in the other.
    fn two() -> Build {
        let mut build = Build::default();
        build.code("Theme / Trust");
        build.source(
            "one",
            "P1: [Theme|a[Theme / Trust|bc]][Theme / Trust|d]\nP2: efghijk\n",
        );
        build.source("two", "P1: [Theme / Trust@B|a[Theme / Trust|b]]cde\n");
        build.value("one/P1", "group", "Parent");
        build.value("one/P2", "group", "Partner");
        build.value("two/P1", "group", "Parent");
        build
    }

    #[test]
    fn overlapping_codings_cover_once_and_a_parent_is_the_union() {
        let table = coverage(
            &two().project(),
            &request(Dimension::Code, Dimension::Source),
        );
        let bases: Vec<_> = table.columns.iter().map(|head| head.base).collect();
        assert_eq!(bases, [Some(21), Some(10)]);
        let of = |n: f64, base: f64| Some(n / base * 100.0);
        assert_eq!(table.cells[0], [of(4.0, 21.0), of(2.0, 10.0)]);
        assert_eq!(table.cells[1], [of(3.0, 21.0), of(2.0, 10.0)]);
        assert_eq!(
            (table.total, table.row_totals[1]),
            (of(6.0, 31.0), of(5.0, 31.0))
        );
        let turned = coverage(
            &two().project(),
            &request(Dimension::Source, Dimension::Code),
        );
        assert_eq!(turned.clone().transposed(), table);
        assert_eq!(turned.cells[1][0], of(2.0, 10.0));
    }

    #[test]
    fn a_groups_coverage_is_of_its_own_words() {
        let mut build = two();
        build.apply("one", 4, 17, "Waiting", "A");
        let table = coverage(
            &build.project(),
            &request(Dimension::Code, Dimension::Group),
        );
        assert_eq!(
            table
                .columns
                .iter()
                .map(|head| head.base)
                .collect::<Vec<_>>(),
            [Some(19), Some(12)]
        );
        // The passage over both turns: five characters with the line's end, and eight of the partner's.
        assert_eq!(
            table.cells[2],
            [Some(5.0 / 19.0 * 100.0), Some(8.0 / 12.0 * 100.0)]
        );
        let pairs = coverage(
            &build.project(),
            &request(Dimension::Source, Dimension::Group),
        );
        assert_eq!(
            pairs.cells[1],
            [Some(20.0), None],
            "no partner speaks in it"
        );
    }

    #[test]
    fn whatever_is_covered_names_the_codings_that_cover_it_once() {
        let mut build = two();
        build.apply("one", 4, 17, "Waiting", "A");
        let project = build.project();
        let dimensions = [Dimension::Code, Dimension::Source, Dimension::Group];
        for (rows, columns) in dimensions
            .iter()
            .flat_map(|&rows| dimensions.map(|columns| (rows, columns)))
        {
            let table = coverage(&project, &request(rows, columns));
            for (row, cells) in table.cells.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let behind = table.codings(Some(row), Some(column));
                    assert_eq!(cell.is_some_and(|n| n > 0.0), !behind.is_empty());
                    let distinct: BTreeSet<_> = behind.iter().collect();
                    assert_eq!(distinct.len(), behind.len());
                }
            }
            assert_eq!(table.codings(None, None).len(), project.codings().len());
        }
        let by_group = coverage(&project, &request(Dimension::Code, Dimension::Group));
        let of_partner = by_group.codings(Some(2), Some(1));
        assert_eq!(
            quotes(&project, &of_partner),
            quotes(&project, &by_group.codings(Some(2), Some(0))),
            "the passage over both turns is behind both"
        );
    }

    #[test]
    fn two_codes_cover_what_both_do_and_nothing_is_not_a_number() {
        let table = coverage(&two().project(), &request(Dimension::Code, Dimension::Code));
        assert_eq!(table.cells[0][1], table.cells[1][1]);
        assert_eq!(table.cells[0][0], table.row_totals[0]);
        let empty = coverage(
            &Build::default().project(),
            &request(Dimension::Code, Dimension::Source),
        );
        assert_eq!((empty.total, empty.cells.len()), (None, 0));
        assert!(empty.notes()[1].starts_with("There is no text"));
    }
}
