//! Ratings: how many cases were judged how, in a table and in a sentence.

use std::collections::BTreeMap;

use codebooks::{Level, RatingScale, ScaleId, ScaleValue};
use project::{AttributeId, CaseId, CoderId, Project, RatingId};
use serde::Serialize;

use crate::NOT_RECORDED;
use crate::agreement::numeric;
use crate::base::{CountedCase, Ground};
use crate::case_values::CaseValues;
use crate::order::value_order;

/// Which ratings to sum up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingsRequest {
    /// Only this scale; none: all, by name.
    pub scale: Option<ScaleId>,
    /// Also by the values of this attribute of cases.
    pub by: Option<AttributeId>,
    /// Only these raters; none: all.
    pub raters: Option<Vec<CoderId>>,
    /// Only this wave; none: each wave for itself.
    pub wave: Option<String>,
}

/// One value and the cases that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatedValue {
    /// The label or number as shown.
    pub label: String,
    /// How many cases.
    pub n: u64,
    /// The ratings behind it.
    #[serde(skip)]
    pub ratings: Vec<RatingId>,
}

/// The middle and spread of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Numbers {
    /// How many.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Their median: between two where there is no middle one.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// The standard deviation of a sample; none for fewer than two.
    pub deviation: Option<f64>,
}

impl Numbers {
    /// Sums numbers up; none if there are none.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers
            .iter()
            .copied()
            .filter(|number| number.is_finite())
            .collect();
        sorted.sort_by(f64::total_cmp);
        let n = u32::try_from(sorted.len()).ok()?;
        let (least, greatest) = (*sorted.first()?, *sorted.last()?);
        let mean = sorted.iter().sum::<f64>() / f64::from(n);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        let squares: f64 = sorted.iter().map(|number| (number - mean).powi(2)).sum();
        let deviation = (n > 1).then(|| (squares / f64::from(n - 1)).sqrt());
        Some(Self {
            n: n.into(),
            mean,
            median,
            least,
            greatest,
            deviation,
        })
    }
}

/// How a set of cases was judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tally {
    /// How many cases have a value: the base of the values. "Not recorded" is not in it.
    pub base: u64,
    /// How many cases were looked at with nothing recorded.
    pub missing: u64,
    /// How many cases have raters who differ; they are in neither.
    pub differing: u64,
    /// The values, highest label first (names of nominal scales in their own order, numbers ascending).
    pub values: Vec<RatedValue>,
    /// For scales of numbers: their middle and spread.
    pub numbers: Option<Numbers>,
    /// All of it as a sentence.
    pub sentence: String,
}

/// How one value of an attribute was judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupTally {
    /// The value.
    pub value: String,
    /// How its cases were judged.
    #[serde(flatten)]
    pub tally: Tally,
}

/// How cases were judged on one scale in one wave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatingSummary {
    /// The scale's name.
    pub scale: String,
    /// Its id.
    pub id: ScaleId,
    /// The wave; "" when there is one only.
    pub wave: String,
    /// All cases.
    #[serde(flatten)]
    pub tally: Tally,
    /// By the values of the attribute, if one was given.
    pub groups: Vec<GroupTally>,
}

/// What the raters of one case came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Judged {
    Value(ScaleValue, Vec<RatingId>),
    Missing,
    Differing,
}

/// Sums ratings up, scale by scale and wave by wave. A scale nobody used has one summary with nothing in it.
///
/// Raters who give a case the same value are one judgement; where they differ the case stands apart until they agree
/// or one of them is chosen. "Not recorded" yields to whoever recorded something.
#[must_use]
pub fn ratings(project: &Project, request: &RatingsRequest) -> Vec<RatingSummary> {
    let mut scales: Vec<&RatingScale> = project
        .scales()
        .iter()
        .map(AsRef::as_ref)
        .filter(|scale| request.scale.is_none_or(|id| id == scale.id))
        .collect();
    scales.sort_by(|a, b| crate::order::natural_order(&a.name, &b.name));
    let groups = request
        .by
        .map(|by| CaseValues::new(&Ground::new(project), by));
    let mut summaries = Vec::new();
    for scale in scales {
        let mut waves = judged(project, scale.id, request.raters.as_deref());
        waves.retain(|wave, _| request.wave.as_ref().is_none_or(|only| only == wave));
        if waves.is_empty() {
            waves.insert(request.wave.clone().unwrap_or_default(), BTreeMap::new());
        }
        for (wave, cases) in waves {
            summaries.push(RatingSummary {
                scale: scale.name.clone(),
                id: scale.id,
                wave,
                tally: tally(scale, cases.values()),
                groups: groups
                    .as_ref()
                    .map_or_else(Vec::new, |groups| by_group(scale, &cases, groups)),
            });
        }
    }
    summaries
}

fn by_group(
    scale: &RatingScale,
    cases: &BTreeMap<CaseId, Judged>,
    groups: &CaseValues,
) -> Vec<GroupTally> {
    let mut by: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for (&case, judged) in cases {
        by.entry(groups.get(CountedCase::Case(case)).unwrap_or(NOT_RECORDED))
            .or_default()
            .push(judged);
    }
    let mut values: Vec<_> = by.into_iter().collect();
    values.sort_by(|a, b| {
        (a.0 == NOT_RECORDED)
            .cmp(&(b.0 == NOT_RECORDED))
            .then_with(|| value_order(a.0, b.0))
    });
    values
        .into_iter()
        .map(|(value, judged)| GroupTally {
            value: value.to_owned(),
            tally: tally(scale, judged),
        })
        .collect()
}

/// The judgement of each case in each wave.
pub(crate) fn judged(
    project: &Project,
    scale: ScaleId,
    raters: Option<&[CoderId]>,
) -> BTreeMap<String, BTreeMap<CaseId, Judged>> {
    let mut waves: BTreeMap<String, BTreeMap<CaseId, Judged>> = BTreeMap::new();
    for rating in project.ratings().iter() {
        if rating.scale != scale || raters.is_some_and(|raters| !raters.contains(&rating.rater)) {
            continue;
        }
        let judged = waves
            .entry(rating.wave.clone())
            .or_default()
            .entry(rating.case)
            .or_insert(Judged::Missing);
        if rating.value == ScaleValue::Missing {
            continue;
        }
        match judged {
            Judged::Missing => *judged = Judged::Value(rating.value, vec![rating.id]),
            Judged::Value(value, ratings) if *value == rating.value => ratings.push(rating.id),
            Judged::Value(..) => *judged = Judged::Differing,
            Judged::Differing => {}
        }
    }
    waves
}

fn tally<'j>(scale: &RatingScale, judged: impl IntoIterator<Item = &'j Judged>) -> Tally {
    let mut tally = Tally {
        base: 0,
        missing: 0,
        differing: 0,
        values: Vec::new(),
        numbers: None,
        sentence: String::new(),
    };
    let mut found: Vec<(ScaleValue, Vec<RatingId>)> = Vec::new();
    for judged in judged {
        match judged {
            Judged::Value(value, ratings) => {
                tally.base += 1;
                found.push((*value, ratings.clone()));
            }
            Judged::Missing => tally.missing += 1,
            Judged::Differing => tally.differing += 1,
        }
    }
    let of = |value: ScaleValue| {
        let same: Vec<&Vec<RatingId>> = found
            .iter()
            .filter(|(known, _)| *known == value)
            .map(|(_, ratings)| ratings)
            .collect();
        let ratings = same
            .iter()
            .flat_map(|ratings| ratings.iter().copied())
            .collect();
        RatedValue {
            label: scale.text_of(value),
            n: same.len() as u64,
            ratings,
        }
    };
    if scale.level.is_numeric() {
        let mut numbers: Vec<f64> = found
            .iter()
            .filter_map(|&(value, _)| numeric(value))
            .collect();
        tally.numbers = Numbers::of(&numbers);
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        tally.values = numbers
            .into_iter()
            .map(|number| of(ScaleValue::Number(number)))
            .collect();
    } else {
        let labels = (0..scale.labels.len()).filter_map(|at| u16::try_from(at).ok());
        tally.values = labels.map(|at| of(ScaleValue::Label(at))).collect();
        if scale.level == Level::Ordinal {
            tally.values.reverse();
        }
    }
    tally.sentence = sentence(scale, &tally);
    tally
}

/// Writes a tally as reports do: `7 of 9 cases: 6 to a great extent, 1 to some extent; 2 not at all; 1 not recorded.`
///
/// The number in front is that of cases in the upper half of an ordinal scale (above the middle label where there is
/// one); names and numbers have no such half.
fn sentence(scale: &RatingScale, tally: &Tally) -> String {
    let missing = lowered(&scale.missing);
    let mut apart = Vec::new();
    if tally.missing > 0 {
        apart.push(format!("{} {missing}", tally.missing));
    }
    if tally.differing > 0 {
        apart.push(format!("{} where raters differ", tally.differing));
    }
    let base = tally.base;
    let cases = |n: u64| {
        if n == 1 {
            "1 case".to_owned()
        } else {
            format!("{n} cases")
        }
    };
    let shown = |values: &[RatedValue]| -> String {
        let parts: Vec<String> = values
            .iter()
            .filter(|value| value.n > 0)
            .map(|value| format!("{} {}", value.n, lowered(&value.label)))
            .collect();
        parts.join(", ")
    };
    let head = match (scale.level, tally.numbers) {
        _ if base == 0 && apart.is_empty() => "No case has been rated".to_owned(),
        _ if base == 0 => "No case has a value".to_owned(),
        (Level::Ordinal, _) => {
            let (upper, lower) = tally.values.split_at(tally.values.len() / 2);
            let reached: u64 = upper.iter().map(|value| value.n).sum();
            let parts = [shown(upper), shown(lower)];
            let parts: Vec<&str> = parts
                .iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            format!("{reached} of {}: {}", cases(base), parts.join("; "))
        }
        (_, Some(numbers)) => {
            let Numbers {
                mean,
                median,
                least,
                greatest,
                ..
            } = numbers;
            format!(
                "{}: mean {}, median {median}, from {least} to {greatest}",
                cases(base),
                rounded(mean)
            )
        }
        (Level::Nominal | Level::Interval | Level::Ratio, None) => {
            format!("{}: {}", cases(base), shown(&tally.values))
        }
    };
    let mut parts = vec![head];
    parts.extend(apart);
    format!("{}.", parts.join("; "))
}

/// A label inside a sentence: without its capital, unless it is an abbreviation.
fn lowered(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

pub(crate) fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The score of a questionnaire: the sum of its items, or none if more than `most_missing` were left out. Those left
/// out count as the mean of the rest, as the Warwick-Edinburgh scale (14 items, at most 3 missing) does.
#[must_use]
pub fn score(items: &[Option<f64>], most_missing: usize) -> Option<f64> {
    let given: Vec<f64> = items.iter().flatten().copied().collect();
    let numbers = Numbers::of(&given)?;
    let items = u32::try_from(items.len()).ok()?;
    (items as usize - given.len() <= most_missing).then(|| numbers.mean * f64::from(items))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, attribute};
    use crate::waves::rating_change;

    const LABELS: [&str; 4] = [
        "Not at all",
        "Not much",
        "To some extent",
        "To a great extent",
    ];

    fn scale(level: Level, labels: &[&str]) -> RatingScale {
        RatingScale::new(
            ScaleId::from_u128(1),
            "Parenting improved",
            level,
            labels.iter().copied(),
        )
    }

    fn rated(build: &mut Build, scale: ScaleId, wave: &str, values: &[ScaleValue]) {
        for (at, value) in values.iter().enumerate() {
            build.rate(&format!("Family {at}"), scale, *value, "A", wave);
        }
    }

    fn labels(places: &str) -> Vec<ScaleValue> {
        let value = |place: char| {
            place.to_digit(10).map_or(ScaleValue::Missing, |at| {
                ScaleValue::Label(u16::try_from(at).unwrap())
            })
        };
        places.chars().map(value).collect()
    }

    fn one(build: &Build) -> RatingSummary {
        ratings(&build.project(), &RatingsRequest::default()).remove(0)
    }

    #[test]
    fn a_tally_is_a_table_and_a_sentence() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &LABELS));
        rated(&mut build, id, "", &labels("333333200."));
        let summary = one(&build);
        assert_eq!((summary.tally.base, summary.tally.missing), (9, 1));
        let values: Vec<_> = summary
            .tally
            .values
            .iter()
            .map(|value| (value.label.as_str(), value.n))
            .collect();
        assert_eq!(
            values,
            [
                ("To a great extent", 6),
                ("To some extent", 1),
                ("Not much", 0),
                ("Not at all", 2)
            ]
        );
        assert_eq!(
            summary.tally.sentence,
            "7 of 9 cases: 6 to a great extent, 1 to some extent; 2 not at all; 1 not recorded."
        );
        assert_eq!(summary.tally.values[0].ratings.len(), 6);
        let json = serde_json::to_value(&summary).unwrap();
        assert_eq!(
            (&json["scale"], &json["base"], &json["missing"]),
            (&"Parenting improved".into(), &9.into(), &1.into())
        );
        assert_eq!(
            json["values"][3],
            serde_json::json!({"label": "Not at all", "n": 2})
        );
    }

    #[test]
    fn empty_and_missing_are_told_apart() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &LABELS));
        assert_eq!(one(&build).tally.sentence, "No case has been rated.");
        rated(&mut build, id, "", &labels(".."));
        assert_eq!(
            one(&build).tally.sentence,
            "No case has a value; 2 not recorded."
        );
        rated(&mut build, id, "", &labels("0"));
        assert_eq!(
            one(&build).tally.sentence,
            "0 of 1 case: 1 not at all; 1 not recorded."
        );
    }

    #[test]
    fn a_middle_label_is_in_no_upper_half_and_names_have_none() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &["Worse", "Same", "Better"]));
        rated(&mut build, id, "", &labels("2110"));
        assert_eq!(
            one(&build).tally.sentence,
            "1 of 4 cases: 1 better; 2 same, 1 worse."
        );
        let mut build = Build::default();
        let id = build.scale(scale(Level::Nominal, &["Home", "LAC placement", "Kin"]));
        rated(&mut build, id, "", &labels("001"));
        assert_eq!(
            one(&build).tally.sentence,
            "3 cases: 2 home, 1 LAC placement."
        );
    }

    #[test]
    fn raters_who_agree_are_one_and_who_differ_stand_apart() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &LABELS));
        rated(&mut build, id, "", &labels("33."));
        for (case, value) in [("Family 0", 3), ("Family 1", 0), ("Family 2", 2)] {
            build.rate(case, id, ScaleValue::Label(value), "B", "");
        }
        assert_eq!(
            one(&build).tally.sentence,
            "2 of 2 cases: 1 to a great extent, 1 to some extent; 1 where raters differ."
        );
        let project = build.project();
        let b = project.coder_named("B").map(|coder| vec![coder.id]);
        let of_b = ratings(
            &project,
            &RatingsRequest {
                raters: b,
                ..RatingsRequest::default()
            },
        );
        assert_eq!(of_b[0].tally.base, 3);
    }

    #[test]
    fn groups_add_up_to_the_whole() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &LABELS));
        rated(&mut build, id, "", &labels("3302."));
        for (case, area) in [
            ("=Family 0", "Wrexham"),
            ("=Family 1", "Flintshire"),
            ("=Family 2", "Flintshire"),
            ("=Family 4", "Flintshire"),
        ] {
            build.value(case, "area", area);
        }
        let project = build.project();
        let by = Some(attribute(&project, "area"));
        let summary = ratings(
            &project,
            &RatingsRequest {
                by,
                ..RatingsRequest::default()
            },
        )
        .remove(0);
        let groups: Vec<_> = summary
            .groups
            .iter()
            .map(|group| (group.value.as_str(), group.tally.base, group.tally.missing))
            .collect();
        assert_eq!(
            groups,
            [
                ("Flintshire", 2, 1),
                ("Wrexham", 1, 0),
                ("(not recorded)", 1, 0)
            ]
        );
        for at in 0..4 {
            let sum: u64 = summary
                .groups
                .iter()
                .map(|group| group.tally.values[at].n)
                .sum();
            assert_eq!(sum, summary.tally.values[at].n);
        }
    }

    #[test]
    fn waves_stand_apart_and_change_is_told_case_by_case() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ordinal, &LABELS));
        rated(&mut build, id, "baseline", &labels("0123."));
        rated(&mut build, id, "follow-up", &labels("331..3"));
        let project = build.project();
        let summaries = ratings(&project, &RatingsRequest::default());
        assert_eq!(
            summaries
                .iter()
                .map(|summary| (summary.wave.as_str(), summary.tally.base))
                .collect::<Vec<_>>(),
            [("baseline", 4), ("follow-up", 4)]
        );
        let change = rating_change(&project, id, "baseline", "follow-up", None).unwrap();
        assert_eq!(
            (
                change.base,
                change.higher.len(),
                change.lower.len(),
                change.one_wave.len()
            ),
            (3, 2, 1, 2)
        );
        assert_eq!(
            change.sentence,
            "3 cases at baseline and follow-up: 2 higher, 1 lower at follow-up; 2 with one of the two only."
        );
        assert_eq!(
            rating_change(&project, id, "x", "y", None)
                .unwrap()
                .sentence,
            "No case has a value both at x and at y."
        );
    }

    #[test]
    fn numbers_have_a_middle_and_a_spread() {
        let mut build = Build::default();
        let id = build.scale(scale(Level::Ratio, &[]));
        let numbers = |numbers: &[f64]| {
            numbers
                .iter()
                .map(|&number| ScaleValue::Number(number))
                .collect::<Vec<_>>()
        };
        rated(&mut build, id, "before", &numbers(&[2.0, 4.0, 4.0, 5.0]));
        rated(&mut build, id, "after", &numbers(&[4.0, 5.0, 4.0, 3.5]));
        let project = build.project();
        let before = ratings(
            &project,
            &RatingsRequest {
                wave: Some("before".into()),
                ..RatingsRequest::default()
            },
        )
        .remove(0);
        let spread = before.tally.numbers.unwrap();
        assert_eq!(
            (spread.mean, spread.median, spread.least, spread.greatest),
            (3.75, 4.0, 2.0, 5.0)
        );
        assert!((spread.deviation.unwrap() - 1.583_333_f64.sqrt()).abs() < 1e-6);
        assert_eq!(
            before.tally.sentence,
            "4 cases: mean 3.75, median 4, from 2 to 5."
        );
        let change = rating_change(&project, id, "before", "after", None).unwrap();
        assert_eq!(
            change.sentence,
            "4 cases at before and after: 2 higher, 1 the same, 1 lower at after; mean change +0.38."
        );
        assert_eq!(Numbers::of(&[]), None);
        assert_eq!(Numbers::of(&[7.0]).unwrap().deviation, None);
    }

    #[test]
    fn a_questionnaire_stands_a_few_missing_items() {
        let mut items = vec![Some(3.0); 14];
        assert_eq!(score(&items, 3), Some(42.0));
        items[..3].fill(None);
        assert_eq!(score(&items, 3), Some(42.0));
        items[3] = None;
        assert_eq!(score(&items, 3), None);
        assert_eq!(score(&[], 3), None);
    }
}
