//! Lanes for the stripes in the margin: overlapping codings never share one, and neither do two on the same line.

use project::text::CharRange;

/// Codings closer than this may stand on one line of the screen, so they get lanes of their own.
const LINE: u32 = 100;

/// The lane of each range, from 0. Ranges come by start, then end. The fewest lanes that keep all apart.
#[must_use]
pub fn pack(ranges: impl IntoIterator<Item = CharRange>) -> Vec<usize> {
    let mut ends: Vec<u32> = Vec::new();
    ranges
        .into_iter()
        .map(|range| {
            let free = ends.iter().position(|&end| end <= range.start().0);
            let lane = free.unwrap_or_else(|| {
                ends.push(0);
                ends.len() - 1
            });
            if let Some(end) = ends.get_mut(lane) {
                *end = range.end().0.saturating_add(LINE);
            }
            lane
        })
        .collect()
}

/// The tops of labels of one height, each as near below its wish as the ones above allow. Wishes come in order.
/// Labels pushed further than `reach` from their wish are left out (`None`), to be counted instead.
#[must_use]
pub fn stack(wishes: &[f32], height: f32, reach: f32) -> Vec<Option<f32>> {
    let mut free = f32::NEG_INFINITY;
    wishes
        .iter()
        .map(|&wish| {
            let top = wish.max(free);
            (top - wish <= reach).then(|| {
                free = top + height;
                top
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn overlaps_get_lanes_of_their_own() {
        let ranges = [
            CharRange::of(0, 500),
            CharRange::of(20, 60),
            CharRange::of(30, 300),
            CharRange::of(700, 800),
        ];
        assert_eq!(pack(ranges), [0, 1, 2, 0]);
    }

    #[test]
    fn codings_of_one_line_stand_side_by_side() {
        assert_eq!(
            pack([
                CharRange::of(0, 10),
                CharRange::of(40, 50),
                CharRange::of(300, 310)
            ]),
            [0, 1, 0]
        );
    }

    #[test]
    fn labels_give_way_downwards_until_it_is_too_far() {
        assert_eq!(
            stack(&[0.0, 4.0, 100.0], 20.0, 60.0),
            [Some(0.0), Some(20.0), Some(100.0)]
        );
        let crowd = stack(&[0.0; 6], 20.0, 60.0);
        assert_eq!(
            crowd,
            [Some(0.0), Some(20.0), Some(40.0), Some(60.0), None, None]
        );
    }

    proptest! {
        #[test]
        fn no_two_in_one_lane_overlap(mut spans in prop::collection::vec((0_u32..2_000, 1_u32..400), 0..80)) {
            spans.sort_unstable();
            let ranges: Vec<_> = spans.iter().map(|&(start, length)| CharRange::of(start, start + length)).collect();
            let lanes = pack(ranges.iter().copied());
            for (at, one) in ranges.iter().enumerate() {
                for (other, _) in ranges.iter().zip(&lanes).skip(at + 1).filter(|(_, lane)| **lane == lanes[at]) {
                    prop_assert!(!one.overlaps(*other));
                }
            }
        }

        #[test]
        fn labels_never_collide(mut wishes in prop::collection::vec(0.0_f32..1_000.0, 0..60)) {
            wishes.sort_by(f32::total_cmp);
            let tops: Vec<f32> = stack(&wishes, 18.0, 90.0).into_iter().flatten().collect();
            prop_assert!(tops.windows(2).all(|pair| pair[1] - pair[0] >= 18.0 - 1e-3));
        }
    }
}
