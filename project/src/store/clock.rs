//! Clocks: the real one, and one that counts.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::stamp::Timestamp;

/// Where times and the randomness of ids come from.
pub trait Stamps: Send {
    /// The time now.
    fn now(&mut self) -> Timestamp;

    /// Bits that no other call has answered.
    fn seed(&mut self) -> u128;
}

/// The system's clock and randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemStamps;

impl Stamps for SystemStamps {
    fn now(&mut self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn seed(&mut self) -> u128 {
        uuid::Uuid::new_v4().as_u128()
    }
}

/// A clock that goes on by a second at each look, and seeds that count: the same edits make the same file.
#[derive(Debug, Clone, Copy)]
pub struct CountingStamps {
    now: Timestamp,
    seed: u128,
}

impl CountingStamps {
    /// Starts counting at a moment.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self {
            now: start,
            seed: 0,
        }
    }
}

impl Stamps for CountingStamps {
    fn now(&mut self) -> Timestamp {
        self.now.0 += 1_000;
        self.now
    }

    fn seed(&mut self) -> u128 {
        self.seed += 1;
        self.seed
    }
}
