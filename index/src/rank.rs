//! Ranking: turns that say more of what is looked for, in fewer words, and rarer words, first (BM25).

use tantivy::DocId;

use crate::bits::Bits;
use crate::error::SearchError;
use crate::plan::{Node, Plan};
use crate::segment::SegmentSearch;

/// How soon more of the same word stops to matter.
const SATURATION: f32 = 1.2;
/// How much a turn's length matters, from 0 to 1.
const LENGTH: f32 = 0.75;

/// The score of each turn of each segment, 0 for those that were not found.
pub(crate) fn scores(
    plan: &Plan,
    segments: &[SegmentSearch<'_>],
    found: &[Bits],
) -> Result<Vec<Vec<f32>>, SearchError> {
    let mut scores: Vec<Vec<f32>> = Vec::with_capacity(segments.len());
    let mut lengths = Vec::with_capacity(segments.len());
    let (mut turns, mut words) = (0_u32, 0_u64);
    for segment in segments {
        let norms = segment.lengths()?;
        turns += norms.num_docs();
        words += segment.total_words();
        scores.push(vec![0.0; norms.num_docs() as usize]);
        lengths.push(norms);
    }
    let average = ratio(words, u64::from(turns)).max(1.0);
    for test in wanted(plan) {
        let mut with = 0;
        for segment in segments {
            with += segment.with_word(test)?.count();
        }
        let rarity = (1.0
            + (ratio(u64::from(turns), 1) - ratio(u64::from(with), 1) + 0.5)
                / (ratio(u64::from(with), 1) + 0.5))
            .ln();
        for (((segment, found), scores), lengths) in
            segments.iter().zip(found).zip(&mut scores).zip(&lengths)
        {
            let mut counts = vec![0_u32; scores.len()];
            segment.count_words(test, found, &mut counts)?;
            for doc in found.iter() {
                let (Some(score), Some(&often)) =
                    (scores.get_mut(doc as usize), counts.get(doc as usize))
                else {
                    continue;
                };
                *score += rarity * weight(often, lengths.fieldnorm(DocId::from(doc)), average);
            }
        }
    }
    Ok(scores)
}

fn weight(often: u32, length: u32, average: f32) -> f32 {
    let often = ratio(u64::from(often), 1);
    let length = ratio(u64::from(length), 1) / average;
    often * (SATURATION + 1.0) / (often + SATURATION * (1.0 - LENGTH + LENGTH * length))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "scores only order turns; 24 bits tell any two counts apart that matter"
)]
fn ratio(one: u64, other: u64) -> f32 {
    one as f32 / other as f32
}

/// The words looked for; not those that must not be there.
fn wanted(plan: &Plan) -> Vec<usize> {
    fn collect(node: &Node, plan: &Plan, tests: &mut Vec<usize>) {
        match node {
            Node::Text(text) => tests.extend(
                plan.texts
                    .get(*text)
                    .into_iter()
                    .flat_map(|text| text.tests.iter().copied()),
            ),
            Node::And(nodes) | Node::Or(nodes) => {
                for node in nodes {
                    collect(node, plan, tests);
                }
            }
            Node::Filter(_) | Node::Not(_) => {}
        }
    }
    let mut tests = Vec::new();
    collect(&plan.root, plan, &mut tests);
    tests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_of_a_word_in_a_shorter_turn_weighs_more() {
        assert!(weight(2, 10, 10.0) > weight(1, 10, 10.0));
        assert!(weight(1, 5, 10.0) > weight(1, 20, 10.0));
        assert!(weight(0, 5, 10.0).abs() < f32::EPSILON);
        assert!(
            weight(100, 10, 10.0) < 2.2,
            "the hundredth mention adds next to nothing"
        );
    }
}
