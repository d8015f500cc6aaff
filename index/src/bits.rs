//! Sets of turns within one segment of the index, one bit each.

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

    /// The numbers, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .step_by(64)
            .zip(&self.words)
            .flat_map(|(base, &word)| {
                let mut rest = word;
                std::iter::from_fn(move || {
                    let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                    rest &= rest - 1;
                    Some(base + bit)
                })
            })
    }
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
            let mut rest = Bits::all(size);
            rest.subtract(&a);
            prop_assert_eq!(rest.count() as usize, size as usize - one.len());
            prop_assert!((0..size).all(|n| rest.holds(n) != a.holds(n)));
        }
    }
}
