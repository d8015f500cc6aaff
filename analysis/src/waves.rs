//! Change between two waves: which cases were judged higher, the same or lower later.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use codebooks::{Level, ScaleId};
use project::{CaseId, CoderId, Project};
use serde::Serialize;

use crate::agreement::numeric;
use crate::ratings::{Judged, Numbers, judged, rounded};

/// How cases changed between two waves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatingChange {
    /// The scale's name.
    pub scale: String,
    /// The earlier wave.
    pub from: String,
    /// The later wave.
    pub to: String,
    /// How many cases have a value in both.
    pub base: u64,
    /// Cases whose later value is higher; on nominal scales none is.
    pub higher: Vec<CaseId>,
    /// Cases whose values are equal.
    pub same: Vec<CaseId>,
    /// Cases whose later value is lower; on nominal scales none is.
    pub lower: Vec<CaseId>,
    /// Cases whose values differ on a nominal scale.
    pub different: Vec<CaseId>,
    /// Cases that have a value in one of the two only.
    pub one_wave: Vec<CaseId>,
    /// For scales of numbers: later minus earlier.
    pub difference: Option<Numbers>,
    /// All of it as a sentence.
    pub sentence: String,
}

/// Compares two waves of a scale, case by case; none for a scale that is not in the project.
#[must_use]
pub fn rating_change(
    project: &Project,
    scale: ScaleId,
    from: &str,
    to: &str,
    raters: Option<&[CoderId]>,
) -> Option<RatingChange> {
    let scale = project.scales().get(scale)?;
    let mut waves = judged(project, scale.id, raters);
    let (earlier, later) = (
        waves.remove(from).unwrap_or_default(),
        waves.remove(to).unwrap_or_default(),
    );
    let mut change = RatingChange {
        scale: scale.name.clone(),
        from: from.to_owned(),
        to: to.to_owned(),
        base: 0,
        higher: Vec::new(),
        same: Vec::new(),
        lower: Vec::new(),
        different: Vec::new(),
        one_wave: Vec::new(),
        difference: None,
        sentence: String::new(),
    };
    let value = |cases: &BTreeMap<CaseId, Judged>, case: CaseId| match cases.get(&case) {
        Some(Judged::Value(value, _)) => numeric(*value),
        Some(Judged::Missing | Judged::Differing) | None => None,
    };
    let mut differences = Vec::new();
    let all: BTreeSet<CaseId> = earlier.keys().chain(later.keys()).copied().collect();
    for case in all {
        match (value(&earlier, case), value(&later, case)) {
            (Some(before), Some(after)) => {
                change.base += 1;
                differences.push(after - before);
                let nominal = scale.level == Level::Nominal;
                match after.total_cmp(&before) {
                    Ordering::Equal => change.same.push(case),
                    Ordering::Less | Ordering::Greater if nominal => {
                        change.different.push(case);
                    }
                    Ordering::Greater => change.higher.push(case),
                    Ordering::Less => change.lower.push(case),
                }
            }
            (Some(_), None) | (None, Some(_)) => change.one_wave.push(case),
            (None, None) => {}
        }
    }
    change.difference = Numbers::of(&differences).filter(|_| scale.level.is_numeric());
    change.sentence = change_sentence(&change);
    Some(change)
}

fn change_sentence(change: &RatingChange) -> String {
    if change.base == 0 {
        return format!(
            "No case has a value both at {} and at {}.",
            change.from, change.to
        );
    }
    let parts = [
        (&change.higher, "higher"),
        (&change.same, "the same"),
        (&change.lower, "lower"),
        (&change.different, "different"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(cases, _)| !cases.is_empty())
        .map(|(cases, how)| format!("{} {how}", cases.len()))
        .collect();
    let mean = change.difference.map_or_else(String::new, |difference| {
        format!("; mean change {:+}", rounded(difference.mean))
    });
    let apart = if change.one_wave.is_empty() {
        String::new()
    } else {
        format!("; {} with one of the two only", change.one_wave.len())
    };
    format!(
        "{} cases at {} and {}: {} at {}{mean}{apart}.",
        change.base,
        change.from,
        change.to,
        parts.join(", "),
        change.to
    )
}
