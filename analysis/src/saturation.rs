//! Saturation: how many codes each further source adds.

use std::collections::BTreeSet;

use codebooks::CodeId;
use project::{Project, SourceId};
use serde::Serialize;

use crate::base::{Choice, Ground};
use crate::unit::Unit;

/// What one source adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaturationStep {
    /// The source.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// Codes met for the first time, in tree order.
    pub new_codes: Vec<CodeId>,
    /// How many codes were met so far.
    pub known: u64,
}

/// The curve of new codes over sources in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saturation {
    /// The sources that have codings, in the order asked for.
    pub steps: Vec<SaturationStep>,
    /// How many sources have none and so say nothing either way.
    pub not_coded: u64,
}

/// Counts the codes that each source adds, in the order given (none: by import). Codes count as applied, without
/// those above them.
#[must_use]
pub fn saturation(project: &Project, order: Option<&[SourceId]>, choice: &Choice) -> Saturation {
    let ground = Ground::new(project);
    let mut of_source: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); ground.sources.len()];
    for mark in ground.chosen(choice, Unit::Sources).marks.iter() {
        of_source[mark.source as usize].insert(mark.code);
    }
    let places: Vec<usize> = match order {
        Some(order) => order
            .iter()
            .filter_map(|id| ground.sources.iter().position(|source| source.id == *id))
            .collect(),
        None => (0..ground.sources.len()).collect(),
    };
    let mut known: BTreeSet<u32> = BTreeSet::new();
    let mut saturation = Saturation {
        steps: Vec::new(),
        not_coded: 0,
    };
    for at in places {
        if of_source[at].is_empty() {
            saturation.not_coded += 1;
            continue;
        }
        let new_codes = of_source[at]
            .iter()
            .filter(|code| known.insert(**code))
            .map(|&code| ground.tree.order()[code as usize]);
        let new_codes = new_codes.collect();
        let source = ground.sources[at];
        saturation.steps.push(SaturationStep {
            source: source.id,
            name: source.name.clone(),
            new_codes,
            known: known.len() as u64,
        });
    }
    saturation
}

impl Saturation {
    /// Where saturation is reached by the measure of Guest, Namey and Chen (2020, doi 10.1371/journal.pone.0232076):
    /// the number of sources after which a run of `run` further ones adds at most `threshold` (such as 0.05) of the
    /// codes found in the first `base` sources. None if it is not reached, or if there are too few sources.
    #[must_use]
    pub fn reached(&self, base: usize, run: usize, threshold: f64) -> Option<usize> {
        let found = self.steps.get(base.checked_sub(1)?)?.known;
        if found == 0 || run == 0 {
            return None;
        }
        let added = |from: usize| {
            self.steps
                .get(from..from + run)
                .map(|run| run.iter().map(|step| step.new_codes.len() as u64).sum())
        };
        let shares = (base..).map_while(|from| Some((from, crate::share(added(from)?, found)?)));
        shares
            .into_iter()
            .find(|&(_, share)| share <= threshold)
            .map(|(from, _)| from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;

    fn coded(codes: &[&str]) -> std::sync::Arc<Project> {
        let mut build = Build::default();
        for code in ["A", "A / B", "C", "D", "E"] {
            build.code(code);
        }
        for (at, of_source) in codes.iter().enumerate() {
            let path = |code: char| {
                if code == 'B' {
                    "A / B".to_owned()
                } else {
                    code.to_string()
                }
            };
            let passages: Vec<String> = of_source
                .chars()
                .map(|code| format!("[{}|said]", path(code)))
                .collect();
            let passages = passages.join(" ");
            build.source(&format!("interview {at}"), &format!("P1: so {passages}\n"));
        }
        build.project()
    }

    #[test]
    fn new_codes_become_fewer() {
        let project = coded(&["AB", "BC", "", "CA", "AB"]);
        let curve = saturation(&project, None, &Choice::default());
        let steps: Vec<_> = curve
            .steps
            .iter()
            .map(|step| (step.new_codes.len(), step.known))
            .collect();
        assert_eq!(steps, [(2, 2), (1, 3), (0, 3), (0, 3)]);
        assert_eq!(curve.not_coded, 1);
        assert_eq!(curve.reached(2, 2, 0.05), Some(2));
        assert_eq!(
            curve.reached(1, 2, 0.05),
            Some(2),
            "the second source still adds one of two"
        );
        assert_eq!(
            curve.reached(3, 2, 0.05),
            None,
            "too few sources after the base"
        );
        assert_eq!(curve.reached(0, 2, 0.05), None);
    }

    #[test]
    fn another_order_gives_another_curve_with_the_same_end() {
        let project = coded(&["A", "AB", "ABCDE"]);
        let mut order: Vec<SourceId> = project.sources().iter().map(|source| source.id).collect();
        order.reverse();
        let known = |curve: &Saturation| {
            curve
                .steps
                .iter()
                .map(|step| step.known)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            known(&saturation(&project, Some(&order), &Choice::default())),
            [5, 5, 5]
        );
        assert_eq!(
            known(&saturation(&project, None, &Choice::default())),
            [1, 2, 5]
        );
    }
}
