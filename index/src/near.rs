//! Words at places: phrases and neighbourhoods, from the places of each of their words.
//!
//! The index and the plain reading of a turn both end here, so what is found is what is marked.

/// The places where every slot's word stands right after the one before it. Each list of places is in order.
pub(crate) fn phrase_starts<S: AsRef<[u32]>>(slots: &[S]) -> Vec<u32> {
    let Some((first, others)) = slots.split_first() else {
        return Vec::new();
    };
    let starts = first.as_ref().iter().copied();
    starts.filter(|&start| follows(others, start)).collect()
}

/// Whether there is such a place.
pub(crate) fn has_phrase<S: AsRef<[u32]>>(slots: &[S]) -> bool {
    let Some((first, others)) = slots.split_first() else {
        return false;
    };
    first.as_ref().iter().any(|&start| follows(others, start))
}

fn follows<S: AsRef<[u32]>>(others: &[S], start: u32) -> bool {
    (start..)
        .skip(1)
        .zip(others)
        .all(|(place, list)| list.as_ref().binary_search(&place).is_ok())
}

/// Stretches that hold a word for every slot, in any order, with at most `others` further words among them;
/// first and last place of each, as short as they can be, not overlapping, from the left.
///
/// Slots never share a word: `"a a"~5` wants two of them.
pub(crate) fn stretches(slots: &[&[u32]], others: u32) -> Vec<(u32, u32)> {
    Stretches::new(slots, others).map_or_else(Vec::new, |stretches| stretches.all())
}

/// Whether there is such a stretch.
pub(crate) fn has_stretch<S: AsRef<[u32]>>(slots: &[S], others: u32) -> bool {
    let reach = u32::try_from(slots.len())
        .unwrap_or(u32::MAX)
        .saturating_sub(1)
        .saturating_add(others);
    if let [one, other] = slots
        && let Some(is_near) = are_near(one.as_ref(), other.as_ref(), reach)
    {
        return is_near;
    }
    let mut next: Vec<usize> = vec![0; slots.len()];
    // The narrowest stretches come by always moving on in the list that is behind.
    loop {
        let (mut first, mut last) = (None::<(u32, usize)>, 0);
        for (slot, (list, &next)) in slots.iter().zip(&next).enumerate() {
            let Some(&place) = list.as_ref().get(next) else {
                return false;
            };
            first = Some(first.map_or((place, slot), |first| first.min((place, slot))));
            last = last.max(place);
        }
        let Some((start, behind)) = first else {
            return false;
        };
        if last - start <= reach {
            // Close enough, unless two slots stand on the same word: then every choice is tried.
            if distinct(slots, &next) {
                return true;
            }
            let slots: Vec<&[u32]> = slots.iter().map(AsRef::as_ref).collect();
            return Stretches::new(&slots, others).is_some_and(|all| all.any());
        }
        next[behind] += 1;
    }
}

/// Whether two lists have places at most `reach` apart: nearly all neighbourhoods are of two words, and common words
/// are asked for in every turn. None if both stand on the same word, which one of them must then give up.
fn are_near(one: &[u32], other: &[u32], reach: u32) -> Option<bool> {
    let (mut ones, mut others) = (one.iter(), other.iter());
    let (mut next_one, mut next_other) = (ones.next(), others.next());
    while let (Some(&place), Some(&second)) = (next_one, next_other) {
        if place == second {
            return None;
        }
        if place.abs_diff(second) <= reach {
            return Some(true);
        }
        if place < second {
            next_one = ones.next();
        } else {
            next_other = others.next();
        }
    }
    Some(false)
}

/// Whether no two slots stand on the same word. Slots are few.
fn distinct<S: AsRef<[u32]>>(slots: &[S], next: &[usize]) -> bool {
    let place = |slot: usize| slots[slot].as_ref().get(next[slot]);
    (1..slots.len()).all(|one| (0..one).all(|other| place(one) != place(other)))
}

struct Stretches<'a> {
    slots: &'a [&'a [u32]],
    /// All places of all slots, in order, once each.
    places: Vec<u32>,
    /// How far the last word may be behind the first.
    reach: u32,
    /// Whether two slots have a place in common.
    shared: bool,
}

impl<'a> Stretches<'a> {
    fn new(slots: &'a [&'a [u32]], others: u32) -> Option<Self> {
        if slots.iter().any(|places| places.is_empty()) {
            return None;
        }
        let between = u32::try_from(slots.len()).ok()?.checked_sub(1)?;
        let mut places: Vec<u32> = slots
            .iter()
            .flat_map(|places| places.iter().copied())
            .collect();
        let all = places.len();
        places.sort_unstable();
        places.dedup();
        let shared = places.len() != all;
        Some(Self {
            slots,
            places,
            reach: between.saturating_add(others),
            shared,
        })
    }

    fn last(&self, start: u32) -> u32 {
        start.saturating_add(self.reach)
    }

    fn any(&self) -> bool {
        self.places
            .iter()
            .any(|&start| self.fits(start, self.last(start)))
    }

    fn all(&self) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let mut free = 0;
        for (nth, &start) in self.places.iter().enumerate() {
            if start < free || !self.fits(start, self.last(start)) {
                continue;
            }
            let ends = &self.places[nth..];
            let Some(&end) = ends.iter().find(|&&end| self.fits(start, end)) else {
                continue;
            };
            let inside = ends.iter().take_while(|&&place| place <= end);
            let start = inside
                .filter(|&&place| self.fits(place, end))
                .last()
                .copied()
                .unwrap_or(start);
            found.push((start, end));
            free = end + 1;
        }
        found
    }

    /// Whether every slot gets a place of its own between two places, both in.
    fn fits(&self, start: u32, end: u32) -> bool {
        let inside = |slot: usize| {
            let places = self.slots[slot];
            let from = places.partition_point(|&place| place < start);
            let to = places.partition_point(|&place| place <= end);
            &places[from..to.max(from)]
        };
        if (0..self.slots.len()).any(|slot| inside(slot).is_empty()) {
            return false;
        }
        // A perfect matching of slots to places, by augmenting paths: slots are few.
        let mut taken: Vec<(u32, usize)> = Vec::new();
        !self.shared
            || (0..self.slots.len()).all(|slot| give(slot, &inside, &mut taken, &mut Vec::new()))
    }
}

/// Gives a slot a place, moving other slots to other places where that helps.
fn give<'a>(
    slot: usize,
    inside: &impl Fn(usize) -> &'a [u32],
    taken: &mut Vec<(u32, usize)>,
    seen: &mut Vec<u32>,
) -> bool {
    for &place in inside(slot) {
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let holder = taken.iter().position(|&(held, _)| held == place);
        match holder {
            None => {
                taken.push((place, slot));
                return true;
            }
            Some(nth) => {
                let other = taken[nth].1;
                if give(other, inside, taken, seen) {
                    // The other slot has taken a further place; this one is now ours.
                    if let Some(entry) = taken.iter_mut().find(|entry| entry.0 == place) {
                        entry.1 = slot;
                    }
                    return true;
                }
            }
        }
    }
    false
}

/// Whether two folded words are at most `most` letters apart: a letter put in, left out, changed, or changed
/// over with its neighbour, counts one each.
pub(crate) fn letters_apart(one: &str, other: &str, most: u8) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let most = usize::from(most);
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    for (row, &a) in one.iter().enumerate() {
        let mut line = vec![row + 1; width];
        for (column, &b) in other.iter().enumerate() {
            let changed = above[column] + usize::from(a != b);
            let mut best = changed.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && a == other[column - 1] && b == one[row - 1] {
                best = best.min(before[column - 1] + 1);
            }
            line[column + 1] = best;
        }
        before = std::mem::replace(&mut above, line);
    }
    above[width - 1] <= most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn phrases_are_words_in_a_row() {
        assert_eq!(
            phrase_starts(&[vec![1, 4, 9], vec![2, 5], vec![3, 6, 10]]),
            [1, 4]
        );
        assert!(!has_phrase(&[[1], [3]]));
    }

    #[test]
    fn stretches_are_short_and_in_any_order() {
        assert_eq!(stretches(&[&[0, 5], &[7]], 1), [(5, 7)]);
        assert_eq!(
            stretches(&[&[7], &[0, 5]], 1),
            [(5, 7)],
            "order does not matter"
        );
        assert_eq!(stretches(&[&[5], &[7]], 0), []);
        assert_eq!(stretches(&[&[0, 3, 6], &[4, 7]], 9), [(3, 4), (6, 7)]);
    }

    #[test]
    fn a_word_serves_one_slot_only() {
        assert!(!has_stretch(&[[3], [3]], 5));
        assert!(has_stretch(&[[3, 6], [3, 6]], 2));
        assert!(
            has_stretch(&[vec![1, 2], vec![1], vec![2, 3]], 0),
            "the first steps aside for the second"
        );
        assert!(!has_stretch(&[[1, 2], [1, 2], [1, 2]], 5));
    }

    #[test]
    fn neighbours_that_change_places_are_one_letter_apart() {
        assert!(letters_apart("recieve", "receive", 1));
        assert!(letters_apart("suport", "support", 1) && !letters_apart("suport", "supports", 1));
        assert!(
            letters_apart("ŵyr", "wyrs", 2)
                && letters_apart("", "ab", 2)
                && !letters_apart("", "abc", 2)
        );
        assert!(
            !letters_apart("ca", "abc", 2),
            "letters changed over are not changed again"
        );
    }

    /// Tries every choice of one place a slot.
    fn tried(slots: &[Vec<u32>], others: u32) -> bool {
        fn choose(slots: &[Vec<u32>], chosen: &mut Vec<u32>, reach: u32) -> bool {
            let Some((first, rest)) = slots.split_first() else {
                let (min, max) = (chosen.iter().min(), chosen.iter().max());
                return min.zip(max).is_some_and(|(min, max)| max - min <= reach);
            };
            first.iter().any(|&place| {
                !chosen.contains(&place) && {
                    chosen.push(place);
                    let found = choose(rest, chosen, reach);
                    chosen.pop();
                    found
                }
            })
        }
        choose(
            slots,
            &mut Vec::new(),
            others + u32::try_from(slots.len()).unwrap() - 1,
        )
    }

    proptest! {
        #[test]
        fn stretches_are_what_trying_everything_finds(
            slots in prop::collection::vec(prop::collection::btree_set(0_u32..12, 0..5), 1..5), others in 0_u32..5,
        ) {
            let slots: Vec<Vec<u32>> = slots.into_iter().map(|set| set.into_iter().collect()).collect();
            let views: Vec<&[u32]> = slots.iter().map(Vec::as_slice).collect();
            let found = stretches(&views, others);
            prop_assert_eq!(has_stretch(&views, others), tried(&slots, others));
            prop_assert_eq!(found.is_empty(), !tried(&slots, others));
            for pair in found.windows(2) {
                prop_assert!(pair[0].1 < pair[1].0);
            }
        }
    }
}
