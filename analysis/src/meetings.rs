//! Codes against codes: where passages of one stand near passages of another.

use std::ops::Range;

use project::CodingId;
use project::text::CharRange;

use crate::base::{Ground, Mark, NOWHERE, place};
use crate::lazy_rows::LazyRows;
use crate::matrix::{MatrixRequest, Near};
use crate::measure::of_sources;
use crate::seating::parts_by;
use crate::spread;
use crate::unit::Unit;
use crate::wording::{Stretch, shared};

/// So many cells are worked on at once: what is kept for each stays close at hand. Tests work as on large tables.
const MOST_CELLS: usize = if cfg!(test) { 5 } else { 1 << 20 };

/// So many pairs of cell and unit are worked on at once (64 MB of bits).
const MOST_PAIRS: usize = 1 << 29;

/// What meets of a mark: its characters, or the turns it touches and those that count as near after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    source: u32,
    start: u32,
    end: u32,
}

impl Span {
    fn meets(self, later: Self) -> bool {
        later.start < self.end
    }
}

/// How the marks of a table meet one another.
///
/// Meetings are not kept, of which there are many more than marks: all cells are counted in one walk through the sources,
/// and who asks what is behind a cell walks through its own codes only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meetings {
    near: Near,
    /// For each mark of the table.
    spans: Vec<Span>,
    codings: Vec<CodingId>,
    /// For each code, by place in the tree's order: its part of the marks.
    of_codes: Vec<Range<usize>>,
    /// For each code shown: the codes it stands for, by place in the tree's order.
    shown: Vec<Range<u32>>,
}

impl Meetings {
    /// `by_place` is the places of the marks in the order of source, start, end.
    pub(crate) fn new(
        ground: &Ground<'_>,
        marks: &[Mark<'_>],
        by_place: &[u32],
        request: &MatrixRequest,
    ) -> Self {
        let order = ground.tree.order();
        let shown = ground.shown_codes(request, marks).into_iter();
        let near = request.near;
        Self {
            near,
            spans: spans(ground, marks, by_place, near),
            codings: marks.iter().map(|mark| mark.id).collect(),
            of_codes: parts_by(marks, order.len(), |mark| mark.code),
            shown: shown
                .map(|(at, _)| at..at + place(ground.tree.descendants(order[at as usize]).len()))
                .collect(),
        }
    }

    /// The number of each cell; on the diagonal, where a code meets itself, its own number is known.
    pub(crate) fn cells<'p>(
        &self,
        ground: &Ground<'p>,
        marks: &[Mark<'p>],
        by_place: &[u32],
        unit: Unit,
        own: &[u64],
    ) -> Vec<Vec<u64>> {
        let table = self.table(ground, marks, by_place);
        let units = ground.units(unit);
        let mut cells = vec![vec![0; own.len()]; own.len()];
        for band in table.bands(units) {
            let numbers = match (unit, self.near) {
                (Unit::Cases | Unit::Sources | Unit::Respondents, _) => {
                    table.units(&band, units, |mark| ground.unit_of(unit, mark.seat))
                }
                (Unit::References, _) => table.stretches(&band, |new, _, _| u64::from(new)),
                (Unit::Words, Near::Overlap) => table.shared_words(&band),
                (Unit::Words, Near::Turns(_)) => table.words_nearby(&band),
            };
            band.write(numbers, &mut cells);
        }
        for (at, &own) in own.iter().enumerate() {
            cells[at][at] = own;
        }
        cells
    }

    /// How many characters each two codes share; nothing on the diagonal.
    pub(crate) fn shared_characters(
        &self,
        ground: &Ground<'_>,
        marks: &[Mark<'_>],
        by_place: &[u32],
    ) -> Vec<Vec<u64>> {
        let table = self.table(ground, marks, by_place);
        let mut cells = vec![vec![0; self.shown.len()]; self.shown.len()];
        for band in table.bands(1) {
            band.write(
                table.stretches(&band, |_, from, to| u64::from(to.saturating_sub(from))),
                &mut cells,
            );
        }
        cells
    }

    fn table<'t, 'p>(
        &'t self,
        ground: &Ground<'_>,
        marks: &'t [Mark<'p>],
        by_place: &'t [u32],
    ) -> Table<'t, 'p> {
        Table {
            meetings: self,
            marks,
            of_sources: of_sources(marks, by_place),
            chains: ground.chains(self.shown.iter().map(|codes| codes.start)),
        }
    }

    /// The marks of a code shown, as places in the list.
    fn marks_of(&self, shown: usize) -> Range<usize> {
        let codes = self
            .shown
            .get(shown)
            .map_or(0..0, |codes| codes.start as usize..codes.end as usize);
        match self.of_codes.get(codes).unwrap_or_default() {
            [first, .., last] => first.start..last.end,
            [only] => only.clone(),
            [] => 0..0,
        }
    }

    /// The codings behind a cell, a row, a column or all, each once, by code and place.
    pub(crate) fn behind(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        match (row, column) {
            (None, None) => self.codings.clone(),
            (Some(row), Some(column)) if row != column => {
                let met = self.met(&self.marks_of(row), &self.marks_of(column));
                met.into_iter().map(|at| self.codings[at]).collect()
            }
            (Some(at), _) | (None, Some(at)) => self.codings[self.marks_of(at)].to_vec(),
        }
    }

    /// The marks of two parts of the list that meet a mark of the other, in order. A mark of both meets itself.
    fn met(&self, rows: &Range<usize>, columns: &Range<usize>) -> Vec<usize> {
        let both = |at: usize| rows.contains(&at) && columns.contains(&at);
        let only_columns = columns.clone().filter(|at| !rows.contains(at));
        let mut by_place: Vec<usize> = rows.clone().chain(only_columns).collect();
        // Stable: those of each code are in order already, and only that sort makes use of such runs.
        by_place.sort_by_key(|&at| (self.spans[at].source, self.spans[at].start));
        let mut met: Vec<usize> = by_place.iter().copied().filter(|&at| both(at)).collect();
        let mut open: Vec<usize> = Vec::new();
        for &at in &by_place {
            let span = self.spans[at];
            open.retain(|&before| {
                self.spans[before].source == span.source && self.spans[before].meets(span)
            });
            for &before in &open {
                let (one, other) = (rows.contains(&before), rows.contains(&at));
                if (one && columns.contains(&at)) || (other && columns.contains(&before)) {
                    met.extend([before, at]);
                }
            }
            open.push(at);
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// The same meetings: they hold either way round.
    pub(crate) fn turned(self) -> Self {
        self
    }
}

/// The span of each mark. Sources are gone through one by one: turns are found fast while they are close at hand.
fn spans(ground: &Ground<'_>, marks: &[Mark<'_>], by_place: &[u32], near: Near) -> Vec<Span> {
    let Near::Turns(apart) = near else {
        return spread::each(marks, |mark| Span {
            source: mark.source,
            start: mark.start,
            end: mark.end,
        });
    };
    let of_sources = of_sources(marks, by_place);
    let parts = spread::by_part(&of_sources, marks.len(), |part| {
        let mut spans = Vec::new();
        for places in part {
            let source = places.first().map_or(0, |&at| marks[at as usize].source);
            let turns = ground.project.turn_list(ground.sources[source as usize].id);
            spans.extend(places.iter().map(|&at| {
                let mark = &marks[at as usize];
                let range = CharRange::of(mark.start, mark.end);
                let touched = turns.map_or(0..1, |turns| turns.touched_by(range));
                Span {
                    source,
                    start: place(touched.start),
                    end: place(touched.end).saturating_add(apart),
                }
            }));
        }
        spans
    });
    let nothing = Span {
        source: NOWHERE,
        start: 0,
        end: 0,
    };
    let mut spans = vec![nothing; marks.len()];
    for (&at, span) in by_place.iter().zip(parts.into_iter().flatten()) {
        spans[at as usize] = span;
    }
    spans
}

/// Rows whose cells are counted together. A cell stands right of the diagonal: codes meet either way round.
struct Band {
    rows: Range<u32>,
    columns: u32,
    /// For each of its rows: the number of its first cell, were there one at the first column.
    first: Vec<usize>,
    cells: usize,
}

impl Band {
    /// As many rows from one on as hold so many cells; one at least.
    fn from(row: u32, columns: u32, most: usize) -> Self {
        let mut band = Self {
            rows: row..row,
            columns,
            first: Vec::new(),
            cells: 0,
        };
        while band.rows.end < columns {
            let of_row = (columns - band.rows.end - 1) as usize;
            if band.cells + of_row > most && !band.first.is_empty() {
                break;
            }
            band.first.push(band.cells);
            band.cells += of_row;
            band.rows.end += 1;
        }
        band
    }

    /// The cell of two codes shown, if it is of this band.
    fn cell(&self, one: u32, other: u32) -> Option<usize> {
        let (row, column) = (one.min(other), one.max(other));
        let first = self.first.get(row.checked_sub(self.rows.start)? as usize)?;
        Some(first + (column - row - 1) as usize)
    }

    /// Puts its numbers into a table, on both sides of the diagonal.
    fn write(&self, numbers: Vec<u64>, cells: &mut [Vec<u64>]) {
        let mut numbers = numbers.into_iter();
        for row in self.rows.clone() {
            for column in row + 1..self.columns {
                let number = numbers.next().unwrap_or_default();
                cells[row as usize][column as usize] = number;
                cells[column as usize][row as usize] = number;
            }
        }
    }
}

/// What cells are counted from.
struct Table<'t, 'p> {
    meetings: &'t Meetings,
    marks: &'t [Mark<'p>],
    /// The places of the marks of each source, by start.
    of_sources: Vec<&'t [u32]>,
    /// For each code, by place in the tree's order: the codes shown that stand for it, from the top down.
    chains: Vec<Vec<u32>>,
}

impl<'p> Table<'_, 'p> {
    /// All rows in parts that are small enough to work on.
    fn bands(&self, units: usize) -> impl Iterator<Item = Band> {
        let columns = place(self.meetings.shown.len());
        let most = MOST_CELLS.min(MOST_PAIRS / units.max(1));
        let mut row = 0;
        std::iter::from_fn(move || {
            (row < columns).then(|| {
                let band = Band::from(row, columns, most);
                row = band.rows.end;
                band
            })
        })
    }

    /// The cells in which marks of two codes meet, each once.
    fn each_cell(&self, band: &Band, codes: (u32, u32), mut take: impl FnMut(usize)) {
        let (ones, others) = (
            &self.chains[codes.0 as usize],
            &self.chains[codes.1 as usize],
        );
        // Both stand below the first few of their chains.
        let common = ones
            .iter()
            .zip(others)
            .take_while(|(one, other)| one == other)
            .count();
        for (nth, &one) in ones.iter().enumerate() {
            let from = if nth < common { nth + 1 } else { 0 };
            for &other in others.get(from..).unwrap_or_default() {
                if let Some(cell) = band.cell(one, other) {
                    take(cell);
                }
            }
        }
    }

    /// Walks through all meetings, source by source: each thread with work space of its own, which `done` makes an answer of.
    fn walk<S, R: Send>(
        &self,
        band: &Band,
        space: impl Fn() -> S + Sync,
        take: impl Fn(&mut S, usize, &Mark<'p>, &Mark<'p>) + Sync,
        done: impl Fn(S) -> R + Sync,
    ) -> Vec<R> {
        spread::by_part(&self.of_sources, self.marks.len(), |part| {
            let mut space = space();
            let mut there = OfSource::default();
            let mut open = Vec::new();
            for of_source in part {
                there.fill(self, of_source);
                there.each_meeting(self.meetings.near, &mut open, |one, other| {
                    let (one, other) = (&there.marks[one], &there.marks[other]);
                    self.each_cell(band, (one.code, other.code), |cell| {
                        take(&mut space, cell, one, other);
                    });
                });
            }
            done(space)
        })
    }

    /// How many units stand in each cell.
    fn units(
        &self,
        band: &Band,
        units: usize,
        unit_of: impl Fn(&Mark<'p>) -> u32 + Sync,
    ) -> Vec<u64> {
        let parts = self.walk(
            band,
            || UnitCells::new(units, band.cells),
            |seen, cell, one, other| {
                for unit in [unit_of(one), unit_of(other)] {
                    seen.see(unit, cell);
                }
            },
            |seen| seen,
        );
        UnitCells::count(parts, units, band.cells)
    }

    /// Measures the places where both codes stand: what two marks share, or with turns between them all from one to the
    /// other; those that overlap are one. `size` is of what each adds: whether it is a place of its own, and from where to
    /// where none was before it.
    fn stretches(&self, band: &Band, size: impl Fn(bool, u32, u32) -> u64 + Sync) -> Vec<u64> {
        let near = self.meetings.near;
        let parts = self.walk(
            band,
            || vec![(NOWHERE, 0_u32, 0_u64); band.cells],
            |open, cell, one, other| {
                let (start, end) = match near {
                    Near::Overlap => (one.start.max(other.start), one.end.min(other.end)),
                    Near::Turns(_) => (one.start.min(other.start), one.end.max(other.end)),
                };
                let (source, until, number) = &mut open[cell];
                let new = *source != one.source || start >= *until;
                if new {
                    (*source, *until) = (one.source, start);
                }
                *number += size(new, *until, end);
                *until = end.max(*until);
            },
            |open| open.into_iter().map(|(_, _, number)| number).collect(),
        );
        sums(parts, band.cells)
    }

    /// The words that carry both codes.
    fn shared_words(&self, band: &Band) -> Vec<u64> {
        let parts = self.walk(
            band,
            || WordCells::new(band.cells),
            |words, cell, one, other| words.take(cell, &shared(one, other)),
            WordCells::close,
        );
        sums(parts, band.cells)
    }

    /// The words of either code's marks that stand near a mark of the other. What both sides meet comes by the marks' starts
    /// only if each mark is taken once, with all that it meets.
    fn words_nearby(&self, band: &Band) -> Vec<u64> {
        let parts = spread::by_part(&self.of_sources, self.marks.len(), |part| {
            let mut words = WordCells::new(band.cells);
            let mut there = OfSource::default();
            let mut open = Vec::new();
            // For each code shown, the last mark that met it.
            let mut last = vec![0_u32; self.meetings.shown.len()];
            let mut number = 0;
            let mut columns: Vec<u32> = Vec::new();
            for of_source in part {
                there.fill(self, of_source);
                there.each_neighbourhood(&mut open, |mark, met| {
                    number += 1;
                    columns.clear();
                    for &column in met.flat_map(|met| &self.chains[met.code as usize]) {
                        if std::mem::replace(&mut last[column as usize], number) != number {
                            columns.push(column);
                        }
                    }
                    for &row in &self.chains[mark.code as usize] {
                        let others = columns.iter().filter(|&&column| column != row);
                        for cell in others.filter_map(|&column| band.cell(row, column)) {
                            words.take(cell, mark);
                        }
                    }
                });
            }
            words.close()
        });
        sums(parts, band.cells)
    }
}

/// The marks of one source side by side, by start.
#[derive(Default)]
struct OfSource<'p> {
    marks: Vec<Mark<'p>>,
    spans: Vec<Span>,
}

impl<'p> OfSource<'p> {
    fn fill(&mut self, table: &Table<'_, 'p>, places: &[u32]) {
        let spans = &table.meetings.spans;
        self.marks.clear();
        self.marks
            .extend(places.iter().map(|&at| table.marks[at as usize]));
        self.spans.clear();
        self.spans
            .extend(places.iter().map(|&at| spans[at as usize]));
    }

    /// Each two marks that meet, once, and each mark with itself; the one that starts first is named first.
    ///
    /// They come in the order in which begins what is counted of them, so that cells are counted without sorting: what two
    /// marks share begins with the later of them, what stands from one to the other with the earlier.
    fn each_meeting(&self, near: Near, open: &mut Vec<usize>, mut meet: impl FnMut(usize, usize)) {
        open.clear();
        for (at, &span) in self.spans.iter().enumerate() {
            match near {
                Near::Overlap => {
                    open.retain(|&before| self.spans[before].meets(span));
                    for &before in open.iter() {
                        meet(before, at);
                    }
                    open.push(at);
                    meet(at, at);
                }
                Near::Turns(_) => {
                    meet(at, at);
                    let after = self.spans.iter().enumerate().skip(at + 1);
                    for (later, _) in after.take_while(|(_, later)| span.meets(**later)) {
                        meet(at, later);
                    }
                }
            }
        }
    }

    /// Each mark, by start, with all that it meets: those before it, itself and those after it.
    fn each_neighbourhood<'t>(
        &'t self,
        open: &mut Vec<usize>,
        mut meet: impl FnMut(&'t Mark<'p>, &mut dyn Iterator<Item = &'t Mark<'p>>),
    ) {
        open.clear();
        for (at, &span) in self.spans.iter().enumerate() {
            open.retain(|&before| self.spans[before].meets(span));
            open.push(at);
            let after = self.spans.iter().enumerate().skip(at + 1);
            let after = after.take_while(|(_, later)| span.meets(**later));
            let near = open.iter().copied().chain(after.map(|(later, _)| later));
            meet(&self.marks[at], &mut near.map(|at| &self.marks[at]));
        }
    }
}

/// Which units were seen in which cells: a row of bits for each unit, one a cell. A source has few units, whose rows stay
/// close at hand.
struct UnitCells(LazyRows<u64>);

impl UnitCells {
    fn new(units: usize, cells: usize) -> Self {
        Self(LazyRows::new(units, cells.div_ceil(64)))
    }

    /// Words that count for no unit are in no cell.
    fn see(&mut self, unit: u32, cell: usize) {
        if let Some(row) = self.0.row(unit as usize) {
            row[cell / 64] |= 1 << (cell % 64);
        }
    }

    /// How many units any of several saw in each cell.
    fn count(parts: Vec<Self>, units: usize, cells: usize) -> Vec<u64> {
        let mut numbers = vec![0; cells];
        let mut all = Self::new(units, cells);
        for part in parts {
            for (unit, seen) in part.0.made() {
                let known = all.0.row(unit).unwrap_or_default();
                for ((nth, known), seen) in (0..).zip(known).zip(seen) {
                    let mut new = seen & !*known;
                    *known |= new;
                    while new != 0 {
                        numbers[nth * 64 + new.trailing_zeros() as usize] += 1;
                        new &= new - 1;
                    }
                }
            }
        }
        numbers
    }
}

/// The words of each cell, whose marks come by place.
struct WordCells<'p> {
    open: Vec<Stretch<'p>>,
    numbers: Vec<u64>,
}

impl<'p> WordCells<'p> {
    fn new(cells: usize) -> Self {
        let mut open = Vec::new();
        open.resize_with(cells, Stretch::default);
        Self {
            open,
            numbers: vec![0; cells],
        }
    }

    fn take(&mut self, cell: usize, mark: &Mark<'p>) {
        let stretch = &mut self.open[cell];
        if mark.end <= mark.start {
            return;
        }
        if stretch.takes(mark) {
            stretch.extend(mark);
        } else {
            self.numbers[cell] += stretch.close();
            stretch.begin(mark);
        }
    }

    fn close(mut self) -> Vec<u64> {
        for (stretch, number) in self.open.iter_mut().zip(&mut self.numbers) {
            *number += stretch.close();
        }
        self.numbers
    }
}

/// The sums of what several threads counted.
fn sums(parts: Vec<Vec<u64>>, cells: usize) -> Vec<u64> {
    let mut sums = vec![0; cells];
    for part in parts {
        for (sum, number) in sums.iter_mut().zip(part) {
            *sum += number;
        }
    }
    sums
}
