//! Coverage: which part of the text was coded, in percent of its characters.

use std::collections::BTreeSet;

use project::{CodingId, Project};
use serde::Serialize;

use crate::along::{Along, Place};
use crate::base::{Ground, Mark, NOWHERE, place};
use crate::counts::Trace;
use crate::matrix::{Dimension, Heading, MatrixRequest, MatrixTrace, Near};
use crate::measure::by_place;
use crate::meetings::Meetings;
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

/// Stretches of characters, by source and start: they may overlap.
type Stretches = Vec<(u32, u32, u32)>;

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
        let (rows, columns) = (
            self.along(request.rows, request),
            self.along(request.columns, request),
        );
        let characters = self.characters();
        if request.columns == Dimension::Code {
            return self.shared_coverage(request, &chosen.marks, rows.headings, &characters);
        }
        let pieces = self.pieces(&chosen.marks);
        let (row_pieces, trace) = self.pieces_of_rows(request, &pieces, &rows, &columns);
        let bases = Bases::of(&rows, &columns, &characters);
        let mut table = Coverage {
            unit: "coverage",
            cells: Vec::new(),
            row_totals: Vec::new(),
            column_totals: covered(&by_place(&pieces), &columns)
                .1
                .iter()
                .zip(&bases.columns)
                .map(|(&covered, &of)| percent(covered, of))
                .collect(),
            total: percent(covered(&by_place(&pieces), &columns).0, bases.all),
            rows: with_bases(rows.headings, &bases.rows),
            columns: with_bases(columns.headings.clone(), &bases.columns),
            trace: MatrixTrace::Rows(trace),
        };
        for (at, row) in row_pieces.iter().enumerate() {
            let (all, cells) = covered(row, &columns);
            table.row_totals.push(percent(all, bases.rows[at]));
            let cells = cells.iter().zip(bases.row(at));
            table
                .cells
                .push(cells.map(|(&covered, of)| percent(covered, of)).collect());
        }
        table
    }

    /// The pieces of each row by place, and which codings they are of.
    fn pieces_of_rows<'p>(
        &self,
        request: &MatrixRequest,
        pieces: &[Mark<'p>],
        rows: &Along,
        columns: &Along,
    ) -> (Vec<Vec<Mark<'p>>>, Trace) {
        if matches!(rows.place, Place::Code) {
            let shown = self.shown_codes(request, pieces);
            let ranges: Vec<_> = shown.into_iter().map(|(_, range)| range).collect();
            let of_rows = ranges
                .iter()
                .map(|range| by_place(&pieces[range.clone()]).into_owned())
                .collect();
            return (of_rows, Trace::new(pieces, ranges, |mark| columns.of(mark)));
        }
        let mut of_rows = vec![Vec::new(); rows.headings.len()];
        let mut of_none = Vec::new();
        for piece in by_place(pieces).iter() {
            match of_rows.get_mut(rows.of(piece) as usize) {
                Some(row) => row.push(*piece),
                None => of_none.push(*piece),
            }
        }
        let mut all = Vec::with_capacity(pieces.len());
        let mut ranges = Vec::with_capacity(of_rows.len());
        for row in &of_rows {
            let from = all.len();
            all.extend_from_slice(row);
            ranges.push(from..all.len());
        }
        all.extend(of_none);
        let trace = Trace::new(&all, ranges, |mark| columns.of(mark));
        (of_rows, trace)
    }

    /// What two codes both cover, of all the text.
    fn shared_coverage(
        &self,
        request: &MatrixRequest,
        marks: &[Mark<'_>],
        headings: Vec<Heading>,
        characters: &[u64],
    ) -> Coverage {
        let all = characters.iter().sum();
        let spans: Vec<Stretches> = self
            .shown_codes(request, marks)
            .into_iter()
            .map(|(_, range)| united(&by_place(&marks[range])))
            .collect();
        let length = |spans: &Stretches| spans.iter().map(|&(_, a, b)| u64::from(b - a)).sum();
        let totals: Vec<Option<f64>> = spans
            .iter()
            .map(|spans| percent(length(spans), all))
            .collect();
        let cell = |one: &Stretches, other: &Stretches| percent(length(&shared(one, other)), all);
        let headings = with_bases(headings, &vec![all; spans.len()]);
        Coverage {
            unit: "coverage",
            rows: headings.clone(),
            columns: headings,
            cells: spans
                .iter()
                .map(|one| spans.iter().map(|other| cell(one, other)).collect())
                .collect(),
            row_totals: totals.clone(),
            column_totals: totals,
            total: percent(length(&united(&by_place(marks))), all),
            trace: MatrixTrace::Meetings(Meetings::new(
                self,
                marks,
                &MatrixRequest {
                    near: Near::Overlap,
                    ..request.clone()
                },
            )),
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

    /// Marks cut at the edges of turns, each piece with the seat of its turn; in the order of the marks.
    fn pieces<'p>(&self, marks: &[Mark<'p>]) -> Vec<Mark<'p>> {
        let mut first_seats = vec![NOWHERE; self.sources.len()];
        for (at, seat) in self.seats.iter().enumerate().rev() {
            first_seats[seat.source as usize] = place(at);
        }
        let mut pieces = Vec::with_capacity(marks.len());
        for mark in marks {
            let nobody = first_seats[mark.source as usize];
            let source = self.sources[mark.source as usize];
            let mut from = mark.start;
            let end = mark.end.min(source.characters);
            if let Some(list) = self.project.turn_list(source.id) {
                for turn in &list.turns[list.touched_by(mark.coding.range)] {
                    let (start, until) =
                        (turn.range.start().0.max(from), turn.range.end().0.min(end));
                    if from < start {
                        pieces.push(Mark {
                            start: from,
                            end: start,
                            seat: nobody,
                            ..*mark
                        });
                    }
                    let of_speaker = self.seats[nobody as usize..]
                        .iter()
                        .take_while(|seat| seat.source == mark.source)
                        .position(|seat| {
                            turn.speaker.is_some()
                                && seat.speaker.map(|speaker| speaker.id) == turn.speaker
                        });
                    let seat = of_speaker.map_or(nobody, |at| nobody + place(at));
                    if start < until {
                        pieces.push(Mark {
                            start,
                            end: until,
                            seat,
                            ..*mark
                        });
                    }
                    from = from.max(until);
                }
            }
            if from < end {
                pieces.push(Mark {
                    start: from,
                    end,
                    seat: nobody,
                    ..*mark
                });
            }
        }
        pieces
    }
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

/// The characters that pieces by place cover, in all and in each column.
fn covered(pieces: &[Mark<'_>], columns: &Along) -> (u64, Vec<u64>) {
    let mut sums = vec![0; columns.headings.len() + 1];
    let mut open = vec![(NOWHERE, 0); sums.len()];
    let all = sums.len() - 1;
    for piece in pieces {
        let column = columns.of(piece) as usize;
        for at in [Some(all), (column < all).then_some(column)]
            .into_iter()
            .flatten()
        {
            let (source, end) = &mut open[at];
            if *source != piece.source {
                (*source, *end) = (piece.source, 0);
            }
            sums[at] += u64::from(piece.end.saturating_sub(piece.start.max(*end)));
            *end = (*end).max(piece.end);
        }
    }
    let whole = sums.pop().unwrap_or_default();
    (whole, sums)
}

/// What marks by place cover, without overlaps.
fn united(marks: &[Mark<'_>]) -> Stretches {
    let mut spans: Stretches = Vec::new();
    for mark in marks.iter().filter(|mark| mark.start < mark.end) {
        match spans.last_mut() {
            Some((source, _, end)) if *source == mark.source && mark.start <= *end => {
                *end = (*end).max(mark.end);
            }
            Some(_) | None => spans.push((mark.source, mark.start, mark.end)),
        }
    }
    spans
}

/// What two sets of stretches without overlaps share.
fn shared(one: &Stretches, other: &Stretches) -> Stretches {
    let (mut a, mut b) = (0, 0);
    let mut spans = Vec::new();
    while let (Some(&(source, start, end)), Some(&(source_b, start_b, end_b))) =
        (one.get(a), other.get(b))
    {
        let (from, until) = (start.max(start_b), end.min(end_b));
        if source == source_b && from < until {
            spans.push((source, from, until));
        }
        if (source, end) <= (source_b, end_b) {
            a += 1;
        } else {
            b += 1;
        }
    }
    spans
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
