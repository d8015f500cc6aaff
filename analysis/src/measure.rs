//! From a set of marks to a number, in total and for each column.

use std::borrow::Cow;

use crate::base::{Ground, Mark, NOWHERE};
use crate::unit::Unit;

/// Up to this many pairs of column and unit a table of what was seen is faster than sorting (16 MB).
const MOST_STAMPS: usize = 4_000_000;

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
        self.row += 1;
        match self.unit {
            Unit::Cases | Unit::Sources | Unit::Respondents if self.seen.is_empty() => {
                self.sorted(marks, column_of)
            }
            Unit::Cases | Unit::Sources | Unit::Respondents => self.stamped(marks, column_of),
            Unit::References => self.references(marks, column_of),
            Unit::Words => self.passages(marks, column_of, words_in),
        }
    }

    /// Measures marks as one number.
    pub(crate) fn all(&mut self, marks: &[Mark<'p>]) -> u64 {
        self.row(marks, |_| NOWHERE).total
    }

    fn stamped(&mut self, marks: &[Mark<'p>], column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let mut measured = Measured {
            total: 0,
            cells: vec![0; self.columns],
        };
        for mark in marks {
            let unit = self.ground.unit_of(self.unit, mark.seat);
            if unit == NOWHERE {
                continue;
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
        }
        measured
    }

    fn sorted(&self, marks: &[Mark<'p>], column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let pair = |mark: &Mark<'p>| {
            let unit = self.ground.unit_of(self.unit, mark.seat);
            (unit != NOWHERE).then(|| (u64::from(unit) << 32) | u64::from(column_of(mark)))
        };
        let mut pairs: Vec<u64> = marks.iter().filter_map(pair).collect();
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
    fn references(&mut self, marks: &[Mark<'p>], column_of: impl Fn(&Mark<'p>) -> u32) -> Measured {
        let coders = if self.each_coder {
            self.ground.coders.len() + 1
        } else {
            1
        };
        self.open.clear();
        self.open.resize((self.columns + 1) * coders, (NOWHERE, 0));
        let mut measured = Measured {
            total: 0,
            cells: vec![0; self.columns],
        };
        let mut take = |mark: &Mark<'p>| {
            let coder = if self.each_coder {
                (mark.coder as usize).min(coders - 1)
            } else {
                0
            };
            let column = column_of(mark) as usize;
            measured.total += extends(&mut self.open[self.columns * coders + coder], mark);
            if let Some(cell) = measured.cells.get_mut(column) {
                *cell += extends(&mut self.open[column * coders + coder], mark);
            }
        };
        if is_by_place(marks) {
            marks.iter().for_each(&mut take);
        } else {
            self.order.clear();
            self.order.extend(
                marks
                    .iter()
                    .zip(0_u32..)
                    .map(|(mark, at)| (place_key(mark), at)),
            );
            // Stable: the codes below are runs in order already, which merge in few steps.
            self.order.sort_by_key(|&(key, _)| key);
            self.order
                .iter()
                .for_each(|&(_, at)| take(&marks[at as usize]));
        }
        measured
    }

    /// Unites overlapping spans to passages, in total and within each column, and adds up what `worth` says of each.
    fn passages(
        &self,
        marks: &[Mark<'p>],
        column_of: impl Fn(&Mark<'p>) -> u32,
        worth: impl Fn(&[Mark<'p>]) -> u64,
    ) -> Measured {
        let marks = by_place(marks);
        let coders = if self.each_coder {
            self.ground.coders.len() + 1
        } else {
            1
        };
        let mut open: Vec<Passage<'p>> = Vec::new();
        open.resize_with((self.columns + 1) * coders, Passage::default);
        let mut sums = vec![0; self.columns + 1];
        // Words that touch are read as one text, lest a word cut in two count twice.
        let touching = self.unit == Unit::Words;
        for mark in marks.iter() {
            let coder = if self.each_coder {
                (mark.coder as usize).min(coders - 1)
            } else {
                0
            };
            let column = column_of(mark) as usize;
            for column in [
                Some(self.columns),
                (column < self.columns).then_some(column),
            ]
            .into_iter()
            .flatten()
            {
                let passage = &mut open[column * coders + coder];
                if !passage.takes(mark, touching) {
                    sums[column] += passage.close(&worth);
                    passage.source = mark.source;
                    passage.end = mark.end;
                }
                passage.end = passage.end.max(mark.end);
                passage.marks.push(*mark);
            }
        }
        for (at, passage) in open.iter_mut().enumerate() {
            sums[at / coders] += passage.close(&worth);
        }
        let total = sums.pop().unwrap_or_default();
        Measured { total, cells: sums }
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

/// Spans that overlap, from the first on.
#[derive(Default)]
struct Passage<'p> {
    source: u32,
    end: u32,
    marks: Vec<Mark<'p>>,
}

impl<'p> Passage<'p> {
    fn takes(&self, mark: &Mark<'p>, touching: bool) -> bool {
        !self.marks.is_empty()
            && self.source == mark.source
            && (mark.start < self.end || (touching && mark.start == self.end))
    }

    fn close(&mut self, worth: &impl Fn(&[Mark<'p>]) -> u64) -> u64 {
        let sum = if self.marks.is_empty() {
            0
        } else {
            worth(&self.marks)
        };
        self.marks.clear();
        sum
    }
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
fn words_in(marks: &[Mark<'_>]) -> u64 {
    if let [mark] = marks {
        return u64::from(mark.words);
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
