//! Keyness: the words that one group of people says more than another, against how much each of them says.

use serde::Serialize;

/// How strongly a word belongs to one group rather than to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Keyness {
    /// The log-likelihood ratio G², with the sign of the group that says it relatively more: positive for the first.
    ///
    /// Dunning (1993), *Accurate methods for the statistics of surprise and coincidence*, Computational Linguistics
    /// 19(1); for words of two corpora as in Rayson & Garside (2000), *Comparing corpora using frequency profiling*.
    /// Beyond 3.84, 6.63, 10.83 and 15.13 it is larger than chance alone makes it in 5, 1, 0.1 and 0.01 of a hundred
    /// words. People repeat themselves and answer the same questions, so these are orders of size, not tests.
    pub g2: f64,
    /// The binary logarithm of the ratio of relative frequencies (Hardie 2014, *Log Ratio*): 1 is twice as often, 2
    /// four times; half an occurrence is put where a group never says it.
    pub log_ratio: f64,
}

/// The keyness of a word that the first group says `a` times among `c` words and the second `b` times among `d`.
/// None if a group says nothing at all, or neither says the word.
#[must_use]
pub fn keyness(a: u64, c: u64, b: u64, d: u64) -> Option<Keyness> {
    if c == 0 || d == 0 || a + b == 0 {
        return None;
    }
    let (a, b, c, d) = (float(a), float(b), float(c), float(d));
    let expected = |size: f64| size * (a + b) / (c + d);
    let part = |seen: f64, expected: f64| {
        if seen > 0.0 {
            seen * (seen / expected).ln()
        } else {
            0.0
        }
    };
    let g2 = (2.0 * (part(a, expected(c)) + part(b, expected(d)))).max(0.0);
    let seen = |count: f64| if count > 0.0 { count } else { 0.5 };
    let sign = if a * d >= b * c { 1.0 } else { -1.0 };
    Some(Keyness {
        g2: sign * g2,
        log_ratio: ((seen(a) / c) / (seen(b) / d)).log2(),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words are far below 2^52"
)]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_said_at_the_same_rate_is_no_key_word() {
        let even = keyness(10, 1_000, 20, 2_000).unwrap();
        assert!(even.g2.abs() < 1e-9 && even.log_ratio.abs() < 1e-12);
    }

    #[test]
    fn it_is_the_sum_that_is_worked_out_by_hand() {
        // E1 = 5000 * 60 / 15000 = 20, E2 = 40; G² = 2 (30 ln 1.5 + 30 ln 0.75) = 60 ln 1.125.
        let key = keyness(30, 5_000, 30, 10_000).unwrap();
        assert!((key.g2 - 60.0 * 1.125_f64.ln()).abs() < 1e-9, "{key:?}");
        assert!((key.log_ratio - 1.0).abs() < 1e-12, "twice as often");
        let never = keyness(0, 1_000, 8, 1_000).unwrap();
        assert!((never.g2 + 16.0 * 2.0_f64.ln()).abs() < 1e-9, "{never:?}");
        assert!(
            (never.log_ratio + 4.0).abs() < 1e-12,
            "half of one against eight"
        );
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(keyness(0, 10, 0, 10), None);
        assert_eq!(keyness(0, 0, 3, 10), None);
        assert_eq!(keyness(3, 10, 0, 0), None);
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_changes_the_sign(a in 0_u64..500, more_a in 1_u64..5_000, b in 0_u64..500, more_b in 1_u64..5_000) {
            prop_assume!(a + b > 0);
            let (c, d) = (a + more_a, b + more_b);
            let (one, other) = (keyness(a, c, b, d).unwrap(), keyness(b, d, a, c).unwrap());
            prop_assert!((one.g2.abs() - other.g2.abs()).abs() < 1e-9);
            prop_assert!(one.g2 * other.g2 <= 1e-9);
            prop_assert!((one.log_ratio + other.log_ratio).abs() < 1e-9);
            prop_assert!(one.g2.is_finite() && one.log_ratio.is_finite());
        }
    }
}
