//! Judgements: who gave which value to which unit, counted rather than listed.

use std::collections::BTreeMap;

/// A statistic, or why there is none.
pub type Statistic = Result<f64, NotDefined>;

/// Why a statistic has no value for these judgements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotDefined {
    /// No unit was judged by two.
    #[error("no unit was judged by two or more")]
    NothingShared,
    /// There is no variation, so agreement by chance is certain and nothing can exceed it.
    #[error("everyone gave the same value throughout, so agreement beyond chance cannot be told")]
    OneValue,
    /// The statistic compares two.
    #[error("this statistic compares two people, not {0}")]
    ComparesTwo(usize),
    /// The labels have no order.
    #[error("the labels of this scale have no order")]
    NoOrder,
    /// The labels have no distances from each other.
    #[error("the labels of this scale have no distances")]
    NoDistances,
    /// The values have no true zero.
    #[error("the values of this scale have no true zero")]
    NoZero,
    /// Ratios of negative numbers mean nothing.
    #[error("some values are negative, so their ratios mean nothing")]
    NegativeValues,
    /// Resampling needs units that stand for themselves, and not too many.
    #[error("there are too many units to resample: choose turns or cases")]
    TooManyUnits,
}

/// How far apart two values are (Krippendorff's difference functions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Equal or not.
    Nominal,
    /// By the number of values between them.
    Ordinal,
    /// By their difference, squared.
    Interval,
    /// By their difference in proportion to their sum, squared.
    Ratio,
}

/// The judgements of a fixed number of people on units, each unit with a weight (how often the same pattern occurs).
///
/// A value is a place in the list of values; none is a missing judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    judges: usize,
    values: Vec<f64>,
    pub(crate) patterns: BTreeMap<Vec<Option<u16>>, u64>,
}

impl Judgements {
    /// No judgements yet, of so many people, on these values in ascending order.
    #[must_use]
    pub fn new(judges: usize, values: Vec<f64>) -> Self {
        Self {
            judges,
            values,
            patterns: BTreeMap::new(),
        }
    }

    /// Reads rows of numbers, one row a judge, one column a unit; none is missing.
    #[must_use]
    pub fn from_rows(rows: &[Vec<Option<f64>>]) -> Self {
        let mut values: Vec<f64> = rows
            .iter()
            .flatten()
            .flatten()
            .copied()
            .filter(|value| value.is_finite())
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let units = rows.iter().map(Vec::len).max().unwrap_or(0);
        let place = |value: f64| {
            values
                .binary_search_by(|known| known.total_cmp(&value))
                .ok()
                .and_then(|at| u16::try_from(at).ok())
        };
        let unit = |at: usize| {
            rows.iter()
                .map(|row| row.get(at).copied().flatten().and_then(place))
                .collect::<Vec<_>>()
        };
        let patterns: Vec<Vec<Option<u16>>> = (0..units).map(unit).collect();
        let mut judgements = Self::new(rows.len(), values);
        for pattern in patterns {
            judgements.add(pattern, 1);
        }
        judgements
    }

    /// Adds units that were all judged in this way. A pattern is cut or filled up to the number of judges;
    /// a value that is not in the list counts as missing.
    pub fn add(&mut self, mut pattern: Vec<Option<u16>>, units: u64) {
        pattern.resize(self.judges, None);
        for value in &mut pattern {
            *value = value.filter(|&at| usize::from(at) < self.values.len());
        }
        if units > 0 {
            *self.patterns.entry(pattern).or_default() += units;
        }
    }

    /// Adds all units of another set with the same judges and values.
    pub(crate) fn add_all(&mut self, other: &Self) {
        for (pattern, units) in &other.patterns {
            self.add(pattern.clone(), *units);
        }
    }

    /// The number of people.
    #[must_use]
    pub fn judges(&self) -> usize {
        self.judges
    }

    /// The values, ascending.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The number of units, judged or not.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.patterns.values().sum()
    }

    /// Units as counts of each value: (units alike, judgements given, judgements of each value).
    pub(crate) fn tallies(&self) -> impl Iterator<Item = (f64, f64, Vec<f64>)> {
        self.patterns.iter().map(|(pattern, &units)| {
            let mut of_value = vec![0.0; self.values.len()];
            for value in pattern.iter().flatten() {
                of_value[usize::from(*value)] += 1.0;
            }
            (number(units), of_value.iter().sum(), of_value)
        })
    }

    /// The table of two judges' values on the units that both judged; none for more or fewer than two.
    pub(crate) fn table(&self) -> Result<Vec<Vec<f64>>, NotDefined> {
        if self.judges != 2 {
            return Err(NotDefined::ComparesTwo(self.judges));
        }
        let mut table = vec![vec![0.0; self.values.len()]; self.values.len()];
        for (pattern, &units) in &self.patterns {
            if let [Some(one), Some(other)] = pattern.as_slice() {
                table[usize::from(*one)][usize::from(*other)] += number(units);
            }
        }
        Ok(table)
    }
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
