//! Krippendorff's alpha, by the coincidences of values within units.

use super::judgements::{Judgements, Metric, NotDefined, Statistic, number};

/// Beyond this many units resampling takes too long, and units so small (characters) are not independent anyway.
const MOST_UNITS: u64 = 20_000;

/// A statistic's interval by resampling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// How many resamples had a value.
    pub resamples: usize,
}

impl Judgements {
    /// Krippendorff's alpha (2011), with any number of judges and missing judgements. Units judged once do not count.
    pub fn alpha(&self, metric: Metric) -> Statistic {
        if metric == Metric::Ratio && self.values().iter().any(|&value| value < 0.0) {
            return Err(NotDefined::NegativeValues);
        }
        alpha_of(&Coincidences::of(self), self.values(), metric)
    }

    /// A bootstrap interval of alpha: units are drawn again with replacement so many times, and the middle `level`
    /// (such as 0.95) of the alphas is answered. The same seed gives the same interval.
    pub fn alpha_interval(
        &self,
        metric: Metric,
        level: f64,
        resamples: usize,
        seed: u64,
    ) -> Result<Interval, NotDefined> {
        self.alpha(metric)?;
        let patterns: Vec<&Vec<Option<u16>>> = self.patterns.keys().collect();
        let units: Vec<u64> = self.patterns.values().copied().collect();
        resampled(&units, level, resamples, seed, |times| {
            let mut sample = Self::new(self.judges(), self.values().to_vec());
            for (&pattern, &times) in patterns.iter().zip(times) {
                sample.add(pattern.clone(), times);
            }
            sample.alpha(metric)
        })
    }
}

/// Draws units again with replacement: of each kind there are so many, and a draw says how often each kind came. The
/// middle `level` of what `reckon` makes of the draws is answered.
pub(super) fn resampled(
    units: &[u64],
    level: f64,
    resamples: usize,
    seed: u64,
    reckon: impl Fn(&[u64]) -> Statistic,
) -> Result<Interval, NotDefined> {
    if units.iter().sum::<u64>() > MOST_UNITS {
        return Err(NotDefined::TooManyUnits);
    }
    let list: Vec<usize> = units
        .iter()
        .enumerate()
        .flat_map(|(at, &units)| std::iter::repeat_n(at, usize::try_from(units).unwrap_or(0)))
        .collect();
    let mut draw = Draw(seed);
    let mut reckoned = Vec::with_capacity(resamples);
    for _ in 0..resamples {
        let mut times = vec![0_u64; units.len()];
        for _ in 0..list.len() {
            times[list[draw.below(list.len())]] += 1;
        }
        reckoned.extend(reckon(&times));
    }
    reckoned.sort_by(f64::total_cmp);
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    let (Some(low), Some(high)) = (quantile(&reckoned, tail), quantile(&reckoned, 1.0 - tail))
    else {
        return Err(NotDefined::OneValue);
    };
    Ok(Interval {
        low,
        high,
        resamples: reckoned.len(),
    })
}

/// The value below which a share of sorted values lies, between two where it falls there.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within a list that exists"
)]
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * number(last as u64);
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (sorted.get(below)?, sorted.get(above)?);
    Some(low + (high - low) * place.fract())
}

/// A small generator of even draws (splitmix64): enough for resampling, and the same everywhere.
struct Draw(u64);

impl Draw {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // The high half of a 128-bit product is even over the range.
        usize::try_from((u128::from(bits) * count as u128) >> 64).unwrap_or(0)
    }
}

/// How often two values met within units, and how often each did.
struct Coincidences {
    pairs: Vec<Vec<f64>>,
    each: Vec<f64>,
    all: f64,
}

impl Coincidences {
    fn of(judgements: &Judgements) -> Self {
        let size = judgements.values().len();
        let mut pairs = vec![vec![0.0; size]; size];
        for (alike, given, of_value) in judgements.tallies().filter(|&(_, given, _)| given >= 2.0) {
            for (one, row) in pairs
                .iter_mut()
                .enumerate()
                .filter(|&(one, _)| of_value[one] > 0.0)
            {
                for (other, sum) in row.iter_mut().enumerate() {
                    let others = if one == other {
                        of_value[other] - 1.0
                    } else {
                        of_value[other]
                    };
                    *sum += alike * of_value[one] * others / (given - 1.0);
                }
            }
        }
        let each: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
        Self {
            all: each.iter().sum(),
            pairs,
            each,
        }
    }
}

fn alpha_of(coincidences: &Coincidences, values: &[f64], metric: Metric) -> Statistic {
    if coincidences.all <= 0.0 {
        return Err(NotDefined::NothingShared);
    }
    // Running sums of how often values occur, for ranks.
    let upto: Vec<f64> = coincidences
        .each
        .iter()
        .scan(0.0, |sum, n| {
            *sum += n;
            Some(*sum)
        })
        .collect();
    let (mut observed, mut expected) = (0.0, 0.0);
    for one in 0..values.len() {
        for other in one + 1..values.len() {
            let difference = match metric {
                Metric::Nominal => 1.0,
                Metric::Ordinal => {
                    let between = upto[other] - upto[one] + coincidences.each[one];
                    (between - f64::midpoint(coincidences.each[one], coincidences.each[other]))
                        .powi(2)
                }
                Metric::Interval => (values[one] - values[other]).powi(2),
                Metric::Ratio => {
                    ((values[one] - values[other]) / (values[one] + values[other])).powi(2)
                }
            };
            observed += coincidences.pairs[one][other] * difference;
            expected += coincidences.each[one] * coincidences.each[other] * difference;
        }
    }
    if expected > 0.0 {
        Ok(1.0 - (coincidences.all - 1.0) * observed / expected)
    } else {
        Err(NotDefined::OneValue)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn rows(rows: &[&str]) -> Judgements {
        let value = |word: &str| word.parse::<f64>().ok();
        Judgements::from_rows(
            &rows
                .iter()
                .map(|row| row.split(' ').map(value).collect())
                .collect::<Vec<_>>(),
        )
    }

    /// K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units,
    /// five values, some missing.
    pub(in crate::agreement) fn krippendorff_2011() -> Judgements {
        rows(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ])
    }

    fn near(value: Statistic, published: f64) {
        let value = value.unwrap();
        assert!(
            (value - published).abs() <= 0.000_5,
            "{value} is not {published}"
        );
    }

    /// The same paper: nominal .743, ordinal .815, interval .849, ratio .797.
    #[test]
    fn krippendorff_2011_any_number_of_observers() {
        let judgements = krippendorff_2011();
        near(judgements.alpha(Metric::Nominal), 0.743);
        near(judgements.alpha(Metric::Ordinal), 0.815);
        near(judgements.alpha(Metric::Interval), 0.849);
        near(judgements.alpha(Metric::Ratio), 0.797);
    }

    /// The same paper, section A: two observers, ten units, two values; alpha = .095.
    #[test]
    fn krippendorff_2011_two_observers_two_values() {
        let judgements = rows(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        for metric in [
            Metric::Nominal,
            Metric::Ordinal,
            Metric::Interval,
            Metric::Ratio,
        ] {
            near(judgements.alpha(metric), 0.095);
        }
    }

    #[test]
    fn alpha_without_variation_or_with_negative_values_is_not_defined() {
        assert_eq!(
            rows(&["1 1", "1 1"]).alpha(Metric::Nominal),
            Err(NotDefined::OneValue)
        );
        assert_eq!(
            rows(&["1 .", ". 2"]).alpha(Metric::Nominal),
            Err(NotDefined::NothingShared)
        );
        assert_eq!(
            rows(&["-1 2", "1 2"]).alpha(Metric::Ratio),
            Err(NotDefined::NegativeValues)
        );
    }

    #[test]
    fn an_interval_holds_alpha_and_repeats() {
        let judgements = krippendorff_2011();
        let interval = judgements
            .alpha_interval(Metric::Nominal, 0.95, 500, 7)
            .unwrap();
        assert_eq!(
            interval,
            judgements
                .alpha_interval(Metric::Nominal, 0.95, 500, 7)
                .unwrap()
        );
        assert!(
            interval.low < 0.743 && interval.high > 0.743 && interval.high <= 1.0,
            "{interval:?}"
        );
        assert_eq!(interval.resamples, 500);
    }

    #[test]
    fn quantiles_fall_between_values() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
