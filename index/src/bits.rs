//! Sets of turns within one segment of the index, one bit each.

use std::ops::Range;

/// A set of numbers below a fixed size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    size: u32,
}

impl Bits {
    /// The empty set of numbers below `size`.
    pub(crate) fn none(size: u32) -> Self {
        Self {
            words: vec![0; size.div_ceil(64) as usize],
            size,
        }
    }

    /// All numbers below `size`.
    pub(crate) fn all(size: u32) -> Self {
        let mut bits = Self::none(size);
        bits.words.fill(u64::MAX);
        if let (Some(last), rest @ 1..) = (bits.words.last_mut(), size % 64) {
            *last = (1 << rest) - 1;
        }
        bits
    }

    /// Puts a number in; one that is too large is left out.
    pub(crate) fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut((number / 64) as usize)
            && number < self.size
        {
            *word |= 1 << (number % 64);
        }
    }

    /// Takes a number out.
    pub(crate) fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut((number / 64) as usize) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Puts all numbers of a range in.
    pub(crate) fn insert_all(&mut self, range: &Range<u32>) {
        for (at, mask) in masks(range.start..range.end.min(self.size)) {
            if let Some(word) = self.words.get_mut(at) {
                *word |= mask;
            }
        }
    }

    /// Takes all numbers of a range out.
    pub(crate) fn remove_all(&mut self, range: &Range<u32>) {
        self.sift(range, |_, _| 0);
    }

    /// Keeps of a range what is answered, up to 64 neighbours at once: it is called with the first number they could be, and
    /// with those that are in, a bit each. Not called where none is in.
    pub(crate) fn sift(&mut self, range: &Range<u32>, mut keep: impl FnMut(u32, u64) -> u64) {
        for (at, mask) in masks(range.clone()) {
            let Some(word) = self.words.get_mut(at) else {
                return;
            };
            let held = *word & mask;
            if held != 0 {
                let kept = keep(place_of(at), held) & held;
                *word &= !mask | kept;
            }
        }
    }

    /// The 64 numbers from one on, a bit each; what is below nought or beyond the set is not in.
    pub(crate) fn window(&self, from: i64) -> u64 {
        let at = from.div_euclid(64);
        let shift = u32::try_from(from.rem_euclid(64)).unwrap_or(0);
        let word = |at: i64| {
            let at = usize::try_from(at).ok();
            at.and_then(|at| self.words.get(at)).copied().unwrap_or(0)
        };
        if shift == 0 {
            return word(at);
        }
        word(at) >> shift | word(at + 1) << (64 - shift)
    }

    /// Whether a number is in.
    pub(crate) fn holds(&self, number: u32) -> bool {
        self.words
            .get((number / 64) as usize)
            .is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Whether nothing is in.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// How many are in.
    pub(crate) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Keeps what is in both.
    pub(crate) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in the other.
    pub(crate) fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Takes out what is in the other.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Those of a range, in order.
    pub(crate) fn within(&self, range: &Range<u32>) -> impl Iterator<Item = u32> {
        let words = masks(range.clone()).filter_map(|(at, mask)| {
            let word = self.words.get(at)?;
            Some((place_of(at), word & mask))
        });
        words.flat_map(|(base, word)| set_in(base, word))
    }

    /// The numbers, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .step_by(64)
            .zip(&self.words)
            .flat_map(|(base, &word)| set_in(base, word))
    }
}

/// The numbers that a word holds.
fn set_in(base: u32, word: u64) -> impl Iterator<Item = u32> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let bit = (rest != 0).then(|| rest.trailing_zeros())?;
        rest &= rest - 1;
        Some(base + bit)
    })
}

/// The words that hold the numbers of a range, each with the bits that are meant.
fn masks(range: Range<u32>) -> impl Iterator<Item = (usize, u64)> {
    let end = range.end.max(range.start);
    (range.start / 64..end.div_ceil(64)).map(move |at| {
        let base = at * 64;
        let from = range.start.saturating_sub(base);
        let until = (end - base).min(64);
        let below = |bit: u32| 1_u64.checked_shl(bit).map_or(u64::MAX, |bit| bit - 1);
        (at as usize, below(until) & !below(from))
    })
}

/// The first number that a word holds.
fn place_of(word: usize) -> u32 {
    u32::try_from(word).map_or(u32::MAX, |word| word * 64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_sets(size in 0_u32..200, one in prop::collection::btree_set(0_u32..200, 0..40), other in prop::collection::btree_set(0_u32..200, 0..40)) {
            let make = |set: &BTreeSet<u32>| {
                let mut bits = Bits::none(size);
                for &n in set {
                    bits.insert(n);
                }
                (bits, set.iter().copied().filter(|&n| n < size).collect::<BTreeSet<u32>>())
            };
            let ((a, one), (b, other)) = (make(&one), make(&other));
            let check = |change: &dyn Fn(&mut Bits), expected: BTreeSet<u32>| {
                let mut bits = a.clone();
                change(&mut bits);
                (bits.iter().collect::<BTreeSet<u32>>() == expected) && bits.count() as usize == expected.len() && bits.is_empty() == expected.is_empty()
            };
            prop_assert!(check(&|bits| bits.keep(&b), &one & &other));
            prop_assert!(check(&|bits| bits.add(&b), &one | &other));
            prop_assert!(check(&|bits| bits.subtract(&b), &one - &other));
            for range in [0..size, 3..70, 64..128, 65..65, 199..400] {
                let inside = |n: &u32| range.contains(n);
                let mut bits = a.clone();
                bits.remove_all(&range);
                prop_assert!(bits.iter().eq(one.iter().copied().filter(|n| !inside(n))));
                // The other set, moved by three, is laid beside it.
                let mut bits = a.clone();
                bits.sift(&range, |first, _| b.window(i64::from(first) - 3));
                let beside = |n: &u32| n.checked_sub(3).is_some_and(|n| other.contains(&n));
                prop_assert!(bits.iter().eq(one.iter().copied().filter(|n| !inside(n) || beside(n))));
                prop_assert!(a.within(&range).eq(one.iter().copied().filter(inside)));
                let mut bits = a.clone();
                bits.insert_all(&range);
                prop_assert!(bits.iter().eq((0..size).filter(|n| inside(n) || one.contains(n))));
            }
            let mut rest = Bits::all(size);
            rest.subtract(&a);
            prop_assert_eq!(rest.count() as usize, size as usize - one.len());
            prop_assert!((0..size).all(|n| rest.holds(n) != a.holds(n)));
        }
    }
}
