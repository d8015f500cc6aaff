//! From a set of marks to a number, in total and for each column.

use std::borrow::Cow;

use project::text::CharRange;

use crate::base::{Ground, Mark, NOWHERE};
use crate::unit::Unit;
use crate::wording::Stretch;

/// Up to this many pairs of column and unit a table of what was seen is faster than sorting (16 MB).
const MOST_STAMPS: usize = 4_000_000;

/// So many marks are fetched at a time.
const AT_ONCE: usize = 64;

/// Measures rows of marks one after the other, keeping its work space between rows.
pub(crate) struct Measure<'g, 'p> {
    ground: &'g Ground<'p>,
    unit: Unit,
    /// Whether coders' passages stay apart: two coders on the same words are two references then.
    each_coder: bool,
    columns: usize,
    units: usize,
    /// The last row in which a unit was seen, for each column and, last, for all.
    seen: Vec<u32>,
    row: u32,
    /// Source and end of the last passage of each column and, last, of all.
    open: Vec<(u32, u32)>,
    /// Marks by place, where they come otherwise.
    order: Vec<(u64, u32)>,
}

/// The numbers of one row.
pub(crate) struct Measured {
    pub(crate) total: u64,
    pub(crate) cells: Vec<u64>,
}

impl<'g, 'p> Measure<'g, 'p> {
    pub(crate) fn new(
        ground: &'g Ground<'p>,
        unit: Unit,
        each_coder: bool,
        columns: usize,
    ) -> Self {
        let units = ground.units(unit);
        let stamps = (columns + 1) * units;
        let seen = if unit.has_base() && stamps <= MOST_STAMPS {
            vec![0; stamps]
        } else {
            Vec::new()
        };
        Self {
            ground,
            unit,
            each_coder,
            columns,
            units,
            seen,
            row: 0,
            open: Vec::new(),
            order: Vec::new(),
        }
    }

    /// Measures marks: all of them, and those of each column. A mark whose column is no column counts in the total only.
    pub(crate) fn row(
        &mut self,
        marks: &[Mark<'p>],
        column_of: impl Fn(&Mark<'p>) -> u32,
    ) -> Measured {
        self.measured(Row::Part(marks), column_of)
    }

    /// Measures some of the marks, named by their places in the order of source and start; see [`Self::row`].
    pub(crate) fn row_by_place(
        &mut self,
        marks: &[Mark<'p>],
        places: &[u32],
        column_of: impl Fn(&Mark<'p>) -> u32,
    ) -> Measured {
        self.measured(Row::Places(marks, places), column_of)
    }

    fn measured(&mut self, row: Row<'_, 'p>, column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        self.row += 1;
        match self.unit {
            Unit::Cases | Unit::Sources | Unit::Respondents if self.seen.is_empty() => {
                self.sorted(row, column_of)
            }
            Unit::Cases | Unit::Sources | Unit::Respondents => self.stamped(row, column_of),
            Unit::References => self.references(row, column_of),
            Unit::Words => self.words(row, column_of),
        }
    }

    /// Measures marks as one number.
    pub(crate) fn all(&mut self, marks: &[Mark<'p>]) -> u64 {
        self.row(marks, |_| NOWHERE).total
    }

    fn stamped(&mut self, row: Row<'_, 'p>, column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let mut measured = Measured {
            total: 0,
            cells: vec![0; self.columns],
        };
        row.each(|mark| {
            let unit = self.ground.unit_of(self.unit, mark.seat);
            if unit == NOWHERE {
                return;
            }
            let in_total = &mut self.seen[self.columns * self.units + unit as usize];
            measured.total += u64::from(*in_total != self.row);
            *in_total = self.row;
            let column = column_of(mark) as usize;
            if let Some(cell) = measured.cells.get_mut(column) {
                let in_cell = &mut self.seen[column * self.units + unit as usize];
                *cell += u64::from(*in_cell != self.row);
                *in_cell = self.row;
            }
        });
        measured
    }

    fn sorted(&self, row: Row<'_, 'p>, column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let pair = |mark: &Mark<'p>| {
            let unit = self.ground.unit_of(self.unit, mark.seat);
            (unit != NOWHERE).then(|| (u64::from(unit) << 32) | u64::from(column_of(mark)))
        };
        let mut pairs: Vec<u64> = Vec::new();
        row.each(|mark| pairs.extend(pair(mark)));
        // Marks of a source stand together, and mostly say the same.
        pairs.dedup();
        pairs.sort_unstable();
        pairs.dedup();
        let mut measured = Measured {
            total: 0,
            cells: vec![0; self.columns],
        };
        let mut last = u64::from(NOWHERE);
        for pair in pairs {
            let (unit, column) = (pair >> 32, pair & u64::from(NOWHERE));
            measured.total += u64::from(unit != last);
            last = unit;
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if let Some(cell) = measured.cells.get_mut(column) {
                *cell += 1;
            }
        }
        measured
    }

    /// Counts the passages that overlapping spans make, in total and within each column.
    fn references(&mut self, row: Row<'_, 'p>, column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let coders = self.coders_apart();
        self.open.clear();
        self.open.resize((self.columns + 1) * coders, (NOWHERE, 0));
        let mut measured = Measured {
            total: 0,
            cells: vec![0; self.columns],
        };
        let take = |mark: &Mark<'p>| {
            let coder = (mark.coder as usize).min(coders - 1);
            let column = column_of(mark) as usize;
            measured.total += extends(&mut self.open[self.columns * coders + coder], mark);
            if let Some(cell) = measured.cells.get_mut(column) {
                *cell += extends(&mut self.open[column * coders + coder], mark);
            }
        };
        row.each_by_place(&mut self.order, take);
        measured
    }

    /// Unites spans that overlap or touch, in total and within each column, and adds up their words.
    fn words(&mut self, row: Row<'_, 'p>, column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let coders = self.coders_apart();
        let mut open: Vec<Stretch<'p>> = Vec::new();
        open.resize_with((self.columns + 1) * coders, Stretch::default);
        let mut sums = vec![0; self.columns + 1];
        let mut take = |mark: &Mark<'p>| {
            let coder = (mark.coder as usize).min(coders - 1);
            let column = column_of(mark) as usize;
            let column = (column < self.columns).then_some(column);
            for column in std::iter::once(self.columns).chain(column) {
                let stretch = &mut open[column * coders + coder];
                if stretch.takes(mark) {
                    stretch.extend(mark);
                } else {
                    sums[column] += stretch.close();
                    stretch.begin(mark);
                }
            }
        };
        row.each_by_place(&mut self.order, |mark| {
            if mark.end > mark.start {
                take(mark);
            }
        });
        for (at, stretch) in open.iter_mut().enumerate() {
            sums[at / coders] += stretch.close();
        }
        let total = sums.pop().unwrap_or_default();
        Measured { total, cells: sums }
    }

    /// How many coders' passages stay apart: all are one where they do not.
    fn coders_apart(&self) -> usize {
        if self.each_coder {
            self.ground.coders.len() + 1
        } else {
            1
        }
    }
}

/// The marks of a row.
#[derive(Clone, Copy)]
enum Row<'m, 'p> {
    /// Marks that follow one another.
    Part(&'m [Mark<'p>]),
    /// Some of the marks, by their places in the order of source and start.
    Places(&'m [Mark<'p>], &'m [u32]),
}

impl<'p> Row<'_, 'p> {
    /// Goes through them as they stand.
    fn each(self, mut take: impl FnMut(&Mark<'p>)) {
        match self {
            Self::Part(marks) => marks.iter().for_each(take),
            Self::Places(marks, places) => {
                // They stand all over the memory: fetched some at a time, one need not wait for the other.
                let mut near = Vec::with_capacity(AT_ONCE);
                for places in places.chunks(AT_ONCE) {
                    near.clear();
                    near.extend(places.iter().map(|&at| marks[at as usize]));
                    near.iter().for_each(&mut take);
                }
            }
        }
    }

    /// Goes through them by source and start. Those of one code stand so; those of several are runs, which sort in few
    /// steps. `order` is work space.
    fn each_by_place(self, order: &mut Vec<(u64, u32)>, mut take: impl FnMut(&Mark<'p>)) {
        match self {
            Self::Part(marks) if !is_by_place(marks) => {
                let places = marks.iter().zip(0_u32..);
                order.clear();
                order.extend(places.map(|(mark, at)| (place_key(mark), at)));
                // Stable: only that sort makes use of the runs.
                order.sort_by_key(|&(key, _)| key);
                for &(_, at) in order.iter() {
                    take(&marks[at as usize]);
                }
            }
            Self::Part(_) | Self::Places(..) => self.each(take),
        }
    }
}

/// Extends a passage by a mark that overlaps it, else begins a new one. Answers how many began.
fn extends(open: &mut (u32, u32), mark: &Mark<'_>) -> u64 {
    if open.0 == mark.source && mark.start < open.1 {
        open.1 = open.1.max(mark.end);
        return 0;
    }
    *open = (mark.source, mark.end);
    1
}

/// Source and start as one number.
fn place_key(mark: &Mark<'_>) -> u64 {
    (u64::from(mark.source) << 32) | u64::from(mark.start)
}

fn is_by_place(marks: &[Mark<'_>]) -> bool {
    marks.is_sorted_by_key(place_key)
}

/// The places of marks, given in the order of source, start, end, source by source.
pub(crate) fn of_sources<'o>(marks: &[Mark<'_>], by_place: &'o [u32]) -> Vec<&'o [u32]> {
    let source = |at: &u32| marks[*at as usize].source;
    by_place
        .chunk_by(|one, other| source(one) == source(other))
        .collect()
}

/// Marks by source and start. Those of one code are so already; those of several are runs, which sort in few steps.
pub(crate) fn by_place<'m, 'p>(marks: &'m [Mark<'p>]) -> Cow<'m, [Mark<'p>]> {
    let key = |mark: &Mark<'p>| (mark.source, mark.start, mark.end);
    if marks.is_sorted_by_key(key) {
        return Cow::Borrowed(marks);
    }
    let mut sorted = marks.to_vec();
    sorted.sort_by_key(key);
    Cow::Owned(sorted)
}

/// Counts the words of a passage, each once: the quotes of its spans, given by start, joined without what repeats.
///
/// A quote stands for the text at its range; where the text was corrected since (a moved coding), for the words as coded.
pub(crate) fn words_in(marks: &[Mark<'_>]) -> u64 {
    if let [mark] = marks {
        let whole = mark.coding.range == CharRange::of(mark.start, mark.end);
        let text = if whole {
            mark.coding.quote.as_str()
        } else {
            piece(mark, mark.start)
        };
        return u64::from(project::text::count_words(text));
    }
    let mut counter = project::text::WordCounter::default();
    let mut end = marks.first().map_or(0, |mark| mark.start);
    for mark in marks.iter().filter(|mark| mark.end > mark.start) {
        if mark.end > end {
            let from = end.max(mark.start);
            counter.take(piece(mark, from));
            end = mark.end;
        }
    }
    u64::from(counter.words())
}

/// The characters of a mark's quote from a place in the source's text on.
pub(crate) fn piece<'p>(mark: &Mark<'p>, from: u32) -> &'p str {
    let quote = mark.coding.quote.as_str();
    let start = from.saturating_sub(mark.coding.range.start().0) as usize;
    let end = start + mark.end.saturating_sub(from) as usize;
    let byte = |at: usize| {
        if quote.is_ascii() {
            return at.min(quote.len());
        }
        let found = quote.char_indices().nth(at);
        found.map_or(quote.len(), |(byte, _)| byte)
    };
    quote.get(byte(start)..byte(end)).unwrap_or_default()
}
