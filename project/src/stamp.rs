//! Who and when, given as arguments: nothing below the workspace looks at a clock.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use crate::model::CoderId;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Who makes an edit, when, and the seed of the ids it may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Who.
    pub coder: CoderId,
    /// When.
    pub at: Timestamp,
    /// Random bits, different for each edit: with `at` they make the new ids.
    pub seed: u128,
}

impl Stamp {
    /// The ids an edit may give out: the same stamp always gives the same ids.
    #[must_use]
    pub fn ids(&self) -> IdSource {
        IdSource {
            at: self.at,
            seed: self.seed,
            given: Cell::new(0),
        }
    }
}

/// Gives out new ids in growing order: UUID version 7 (RFC 9562, section 5.7).
#[derive(Debug)]
pub struct IdSource {
    at: Timestamp,
    seed: u128,
    given: Cell<u64>,
}

impl IdSource {
    /// The next id, for any id type: `CodeId::from_u128(ids.next())`.
    #[must_use]
    pub fn next(&self) -> u128 {
        let nth = self.given.get();
        self.given.set(nth + 1);
        let millis = u128::from(self.at.0.max(0).unsigned_abs()) & 0xffff_ffff_ffff;
        // 74 free bits: a counter in the high 26 keeps ids of one edit in order, the seed fills the rest.
        let counter = u128::from(nth & 0x3ff_ffff);
        let high = counter >> 14;
        let low = ((counter & 0x3fff) << 48) | (self.seed & 0xffff_ffff_ffff);
        (millis << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_in_order_and_repeatable() {
        let stamp = Stamp {
            coder: CoderId::from_u128(0),
            at: Timestamp(0x0123_4567_89ab),
            seed: 0xdead_beef,
        };
        let ids: Vec<u128> = {
            let ids = stamp.ids();
            (0..40_000).map(|_| ids.next()).collect()
        };
        assert!(ids.is_sorted() && ids.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(
            CoderId::from_u128(ids[1]).to_string(),
            "01234567-89ab-7000-8001-0000deadbeef"
        );
        assert_eq!(stamp.ids().next(), ids[0]);
    }
}
