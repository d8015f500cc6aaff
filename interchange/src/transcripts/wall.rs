//! A wall around libraries that panic on what they do not expect in a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a library's reading; none where it panics. What the reading was about to make is dropped with it, so nothing
/// half-read is seen.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_stops_at_the_wall() {
        let empty: Vec<u8> = Vec::new();
        assert_eq!(guarded(|| 7), Some(7));
        assert_eq!(guarded(|| empty[0]), None);
    }
}
