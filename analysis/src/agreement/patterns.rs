//! Units with all codes given to them, so that a unit is drawn again as a whole.

use std::collections::{BTreeMap, HashMap};

use super::judgements::{Judgements, NotDefined};
use super::krippendorff::{Interval, resampled};

/// For every code that was given somewhere in a unit, by place in a list: who gave it, a bit each.
type Pattern = Vec<(u32, u64)>;

/// Units by what was given to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Patterns {
    of: BTreeMap<Pattern, u64>,
    /// How many codes are compared.
    codes: u32,
    judges: usize,
}

/// A stretch of units that a coder gave a code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) code: u32,
    pub(super) coder: u32,
}

impl Patterns {
    /// Lays units out; those that nobody coded are `units` less all others.
    pub(super) fn of(given: &[Given], units: u64, codes: u32, judges: usize) -> Self {
        let mut edges: Vec<(u64, u32, u32, i32)> = Vec::with_capacity(given.len() * 2);
        for one in given.iter().filter(|one| one.start < one.end) {
            edges.push((one.start, one.code, one.coder, 1));
            edges.push((one.end, one.code, one.coder, -1));
        }
        edges.sort_unstable();
        let mut times: HashMap<Pattern, u64> = HashMap::new();
        let mut pattern = Pattern::new();
        let mut open: BTreeMap<(u32, u32), i32> = BTreeMap::new();
        let (mut last, mut seen) = (0, 0);
        for (at, code, coder, step) in edges {
            if at > last && !open.is_empty() {
                describe(&open, &mut pattern);
                // Most stretches are of a pattern that is known, so none is made for them.
                match times.get_mut(&pattern) {
                    Some(times) => *times += at - last,
                    None => {
                        times.insert(pattern.clone(), at - last);
                    }
                }
                seen += at - last;
            }
            last = at;
            let given = open.entry((code, coder)).or_default();
            *given += step;
            if *given <= 0 {
                open.remove(&(code, coder));
            }
        }
        let mut of: BTreeMap<Pattern, u64> = times.into_iter().collect();
        if units > seen {
            *of.entry(Pattern::new()).or_default() += units - seen;
        }
        Self { of, codes, judges }
    }

    /// A bootstrap interval of nominal alpha over all decisions: units are drawn again with all their codes, since
    /// decisions on one unit do not stand alone.
    pub(super) fn alpha_interval(
        &self,
        level: f64,
        resamples: usize,
        seed: u64,
    ) -> Result<Interval, NotDefined> {
        let patterns: Vec<&Pattern> = self.of.keys().collect();
        let units: Vec<u64> = self.of.values().copied().collect();
        resampled(&units, level, resamples, seed, |times| {
            let mut sample = Judgements::new(self.judges, vec![0.0, 1.0]);
            for (pattern, &times) in patterns.iter().zip(times) {
                for &(_, who) in *pattern {
                    sample.add(self.judged(who), times);
                }
                let others = u64::from(self.codes) - pattern.len() as u64;
                sample.add(self.judged(0), others * times);
            }
            sample.alpha(super::Metric::Nominal)
        })
    }

    fn judged(&self, who: u64) -> Vec<Option<u16>> {
        (0..self.judges)
            .map(|coder| Some(u16::from(who & (1 << coder) != 0)))
            .collect()
    }
}

/// Says what is open as a pattern.
fn describe(open: &BTreeMap<(u32, u32), i32>, pattern: &mut Pattern) {
    pattern.clear();
    for &(code, coder) in open.keys() {
        match pattern.last_mut() {
            Some((known, who)) if *known == code => *who |= 1 << coder,
            Some(_) | None => pattern.push((code, 1 << coder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(start: u64, end: u64, code: u32, coder: u32) -> Given {
        Given {
            start,
            end,
            code,
            coder,
        }
    }

    #[test]
    fn units_are_told_apart_by_all_that_was_given_to_them() {
        let list = [
            given(0, 2, 0, 0),
            given(1, 3, 0, 1),
            given(1, 2, 1, 0),
            given(1, 2, 1, 0),
        ];
        let patterns = Patterns::of(&list, 10, 2, 2);
        let shown: Vec<_> = patterns.of.clone().into_iter().collect();
        assert_eq!(
            shown,
            [
                (vec![], 7),
                (vec![(0, 0b01)], 1),
                (vec![(0, 0b10)], 1),
                (vec![(0, 0b11), (1, 0b01)], 1)
            ]
        );
    }

    #[test]
    fn an_interval_holds_its_alpha_and_widens_when_units_are_drawn_whole() {
        // Two codes that always come together: each decision is made twice, so there is half of what it seems.
        let mut list = Vec::new();
        for unit in 0..40 {
            for code in 0..2 {
                list.push(given(unit, unit + 1, code, 0));
                if unit % 4 != 0 {
                    list.push(given(unit, unit + 1, code, 1));
                }
            }
        }
        let patterns = Patterns::of(&list, 80, 2, 2);
        let whole = patterns.alpha_interval(0.95, 400, 7).unwrap();
        let mut apart = Judgements::new(2, vec![0.0, 1.0]);
        apart.add(vec![Some(1), Some(1)], 60);
        apart.add(vec![Some(1), Some(0)], 20);
        apart.add(vec![Some(0), Some(0)], 80);
        let alpha = apart.alpha(super::super::Metric::Nominal).unwrap();
        assert!(whole.low < alpha && alpha < whole.high, "{whole:?} {alpha}");
        let each = apart
            .alpha_interval(super::super::Metric::Nominal, 0.95, 400, 7)
            .unwrap();
        assert!(whole.high - whole.low > 1.2 * (each.high - each.low));
        assert_eq!(
            patterns.alpha_interval(0.95, 400, 7),
            Ok(whole),
            "the same each time"
        );
        let none = Patterns::of(&[], 5, 1, 2);
        assert_eq!(none.alpha_interval(0.95, 10, 1), Err(NotDefined::OneValue));
    }
}
