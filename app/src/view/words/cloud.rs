//! A word cloud: the most said words, as large as they are said often, laid out from the middle outward. The same words in the
//! same room always lie the same way.

/// The room for a cloud.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
}

/// A word in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its place among the words given.
    pub at: usize,
    /// The size of its letters.
    pub size: f32,
    /// The middle of it, from the middle of the room.
    pub middle: (f32, f32),
    /// How much room it takes.
    pub room: (f32, f32),
}

impl Placed {
    fn overlaps(&self, other: &Self) -> bool {
        let apart = |one: f32, other: f32, sizes: f32| (one - other).abs() >= sizes / 2.0;
        !apart(
            self.middle.0,
            other.middle.0,
            self.room.0 + other.room.0 + 2.0 * GAP.0,
        ) && !apart(
            self.middle.1,
            other.middle.1,
            self.room.1 + other.room.1 + 2.0 * GAP.1,
        )
    }

    fn is_inside(&self, area: Area) -> bool {
        self.middle.0.abs() + self.room.0 / 2.0 <= area.width / 2.0
            && self.middle.1.abs() + self.room.1 / 2.0 <= area.height / 2.0
    }
}

/// Smaller letters than this nobody reads.
const LEAST: f32 = 12.5;
/// Larger ones shout, in a room of the usual size.
const MOST: f32 = 46.0;
/// The usual size of the room: in a larger one all letters are larger.
const USUAL: f32 = 560.0;
/// Half the room between two words, across and down.
const GAP: (f32, f32) = (4.0, 0.5);
/// How many places are tried for a word.
const TRIES: u16 = 1_200;
/// The angle between one try and the next: places then lie evenly in all directions, as seeds in a sunflower.
const TURN: f32 = 2.399_963;

/// Lays words out, the most said first and in the middle; those for which there is no room are left out. `counts` are how often
/// each is said; `measure` answers how much room a word takes in letters of a size.
#[must_use]
pub fn cloud(
    counts: &[u64],
    area: Area,
    measure: impl Fn(usize, f32) -> (f32, f32),
) -> Vec<Placed> {
    let least = counts.iter().copied().min().unwrap_or_default();
    let most = counts.iter().copied().max().unwrap_or_default();
    let larger = (area.width.min(area.height) / USUAL).clamp(1.0, 2.0);
    let smallest = LEAST * larger.sqrt();
    let largest = (MOST * larger).min(area.height / 7.0).max(smallest);
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(counts[at]));
    let mut placed: Vec<Placed> = Vec::new();
    for at in order {
        // The eye takes in areas: twice as often is twice the area, not twice the height.
        let share = part(counts[at] - least, most - least).sqrt();
        let size = smallest + (largest - smallest) * share;
        let room = measure(at, size);
        let found = (0..TRIES).find_map(|nth| {
            let out = (f32::from(nth) / f32::from(TRIES)).sqrt();
            let angle = TURN * f32::from(nth);
            let word = Placed {
                at,
                size,
                middle: (
                    out * angle.cos() * area.width / 2.0,
                    out * angle.sin() * area.height / 2.0,
                ),
                room,
            };
            let fits = word.is_inside(area) && !placed.iter().any(|other| word.overlaps(other));
            fits.then_some(word)
        });
        placed.extend(found);
    }
    placed
}

/// A part of a whole, from 0 to 1; of nothing it is nought.
fn part(part: u64, whole: u64) -> f32 {
    if whole == 0 {
        return 0.0;
    }
    f32::from(u16::try_from(part.min(whole) * 10_000 / whole).unwrap_or(10_000)) / 10_000.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn laid(counts: &[u64], area: Area) -> Vec<Placed> {
        // As wide as a word of five letters.
        cloud(counts, area, |at, size| {
            let letters = f32::from(u8::try_from(3 + at % 6).unwrap());
            (letters * size * 0.55, size * 1.3)
        })
    }

    #[test]
    fn the_most_said_word_stands_in_the_middle_and_is_largest() {
        let area = Area {
            width: 500.0,
            height: 400.0,
        };
        let placed = laid(&[3, 40, 10], area);
        assert_eq!(placed[0].at, 1);
        assert!(placed[0].middle.0.abs() < 1.0 && placed[0].middle.1.abs() < 1.0);
        assert!(placed[0].size > placed[1].size && placed[1].size > placed[2].size);
        assert!(laid(&[], area).is_empty());
        let even = laid(&[2, 2], area);
        assert!(even.iter().all(|word| word.size < LEAST + 0.1));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn words_never_touch_and_lie_the_same_way_again(counts in prop::collection::vec(1_u64..400, 0..60), width in 150_f32..900.0, height in 100_f32..600.0) {
            let area = Area { width, height };
            let placed = laid(&counts, area);
            for (nth, one) in placed.iter().enumerate() {
                prop_assert!(one.is_inside(area) && one.size >= LEAST);
                prop_assert!(placed[nth + 1..].iter().all(|other| !one.overlaps(other)));
            }
            prop_assert_eq!(&laid(&counts, area), &placed);
        }
    }
}
