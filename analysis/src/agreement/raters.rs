//! Agreement of raters: whether they gave the same cases the same values.

use std::collections::BTreeMap;

use codebooks::{Level, RatingScale, ScaleId, ScaleValue};
use project::{CaseId, CoderId, Project};
use serde::Serialize;

use super::judgements::{Judgements, Metric, NotDefined};
use super::statistics::Statistics;

/// Which ratings to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingAgreementRequest {
    /// The scale.
    pub scale: ScaleId,
    /// Only these raters; none: all who rated on the scale.
    pub raters: Option<Vec<CoderId>>,
    /// Only this wave; none: each case in each wave is a unit.
    pub wave: Option<String>,
}

/// How far raters agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatingAgreement {
    /// The scale's name.
    pub scale: String,
    /// Always `cases`: a case in one wave.
    pub unit: &'static str,
    /// How many of them have a rating, "not recorded" included.
    pub units: u64,
    /// Who was compared.
    pub raters: Vec<String>,
    /// The statistics. "Not recorded" is a missing judgement.
    #[serde(flatten)]
    pub statistics: Statistics,
    /// Cases whose raters differ, with each one's value in the order of `raters`; none where they gave none.
    pub differing: Vec<DifferingCase>,
    #[serde(skip)]
    judgements: Judgements,
}

/// A case whose raters differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferingCase {
    /// The case.
    pub case: CaseId,
    /// Its name.
    pub name: String,
    /// The wave; "" when there is one only.
    pub wave: String,
    /// The value each rater gave, as the scale writes it.
    pub values: Vec<Option<String>>,
}

impl RatingAgreement {
    /// The judgements compared, for intervals by resampling.
    #[must_use]
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }
}

/// Compares raters on a scale; none for a scale that is not in the project.
///
/// Labels of ordinal scales count as equally far apart in alpha for intervals; a statistic that the scale's level does
/// not bear says so instead of showing a number.
#[must_use]
pub fn rating_agreement(
    project: &Project,
    request: &RatingAgreementRequest,
) -> Option<RatingAgreement> {
    let scale = project.scales().get(request.scale)?;
    let wanted = |rater: &CoderId| {
        request
            .raters
            .as_ref()
            .is_none_or(|raters| raters.contains(rater))
    };
    let chosen: Vec<_> = project
        .ratings()
        .iter()
        .filter(|rating| rating.scale == scale.id && wanted(&rating.rater))
        .filter(|rating| {
            request
                .wave
                .as_ref()
                .is_none_or(|wave| *wave == rating.wave)
        })
        .collect();
    let mut raters: Vec<CoderId> = request
        .raters
        .clone()
        .unwrap_or_else(|| chosen.iter().map(|rating| rating.rater).collect());
    let mut seen = Vec::new();
    if request.raters.is_none() {
        raters.sort_unstable();
    }
    raters.retain(|rater| {
        let new = !seen.contains(rater);
        seen.push(*rater);
        new
    });
    let mut values: Vec<f64> = match scale.level {
        Level::Nominal | Level::Ordinal => (0..scale.labels.len())
            .map(|at| f64::from(u32::try_from(at).unwrap_or(u32::MAX)))
            .collect(),
        Level::Interval | Level::Ratio => chosen
            .iter()
            .filter_map(|rating| numeric(rating.value))
            .collect(),
    };
    values.sort_by(f64::total_cmp);
    values.dedup();
    let mut units: BTreeMap<(CaseId, &str), Vec<ScaleValue>> = BTreeMap::new();
    for rating in &chosen {
        if let Some(at) = raters.iter().position(|&rater| rater == rating.rater) {
            let unit = units
                .entry((rating.case, &rating.wave))
                .or_insert_with(|| vec![ScaleValue::Missing; raters.len()]);
            unit[at] = rating.value;
        }
    }
    let mut judgements = Judgements::new(raters.len(), values.clone());
    let place = |value: ScaleValue| {
        let number = numeric(value)?;
        values
            .binary_search_by(|known| known.total_cmp(&number))
            .ok()
            .and_then(|at| u16::try_from(at).ok())
    };
    for given in units.values() {
        judgements.add(given.iter().map(|&value| place(value)).collect(), 1);
    }
    let name = |rater: &CoderId| {
        project
            .coders()
            .get(*rater)
            .map_or_else(String::new, |coder| coder.name.clone())
    };
    Some(RatingAgreement {
        scale: scale.name.clone(),
        unit: "cases",
        units: judgements.units(),
        raters: raters.iter().map(name).collect(),
        statistics: borne_by(scale.level, Statistics::of(&judgements)),
        differing: units
            .iter()
            .filter_map(|(&(case, wave), given)| differing(project, scale, case, wave, given))
            .collect(),
        judgements,
    })
}

/// A value as a number to reckon with: labels by their place, from 0.
pub(crate) fn numeric(value: ScaleValue) -> Option<f64> {
    match value {
        ScaleValue::Label(at) => Some(f64::from(at)),
        ScaleValue::Number(number) => Some(number),
        ScaleValue::Missing => None,
    }
}

/// Takes out what a level of measurement does not bear.
fn borne_by(level: Level, mut statistics: Statistics) -> Statistics {
    let alphas = &mut statistics.krippendorff_alpha;
    let mut refuse = |metric, why| match metric {
        Metric::Nominal => {}
        Metric::Ordinal => alphas.ordinal = Err(why),
        Metric::Interval => alphas.interval = Err(why),
        Metric::Ratio => alphas.ratio = Err(why),
    };
    if level == Level::Nominal {
        refuse(Metric::Ordinal, NotDefined::NoOrder);
        refuse(Metric::Interval, NotDefined::NoDistances);
    }
    if level != Level::Ratio {
        refuse(Metric::Ratio, NotDefined::NoZero);
    }
    statistics
}

fn differing(
    project: &Project,
    scale: &RatingScale,
    case: CaseId,
    wave: &str,
    given: &[ScaleValue],
) -> Option<DifferingCase> {
    let mut recorded = given.iter().filter(|value| **value != ScaleValue::Missing);
    let first = recorded.next()?;
    if recorded.all(|value| value == first) {
        return None;
    }
    let shown = |value: &ScaleValue| (*value != ScaleValue::Missing).then(|| scale.text_of(*value));
    Some(DifferingCase {
        case,
        name: project
            .cases()
            .get(case)
            .map_or_else(String::new, |case| case.name.clone()),
        wave: wave.to_owned(),
        values: given.iter().map(shown).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Build;

    /// The data of Krippendorff (2011), section C, as ratings of twelve cases by four raters.
    fn krippendorff(level: Level) -> RatingAgreement {
        let mut build = Build::default();
        let labels: Vec<String> = if level.is_numeric() {
            Vec::new()
        } else {
            (1..=5).map(|n| format!("label {n}")).collect()
        };
        let scale = build.scale(RatingScale::new(
            ScaleId::from_u128(1),
            "Change",
            level,
            labels,
        ));
        let rows = [
            "123321412...",
            "1233224125.3",
            ".3332342251.",
            "12332441251.",
        ];
        for (rater, row) in ["A", "B", "C", "D"].iter().zip(rows) {
            for (nth, value) in row.chars().enumerate() {
                let value = value
                    .to_digit(10)
                    .map_or(ScaleValue::Missing, |digit| match level {
                        Level::Nominal | Level::Ordinal => {
                            ScaleValue::Label(u16::try_from(digit).unwrap() - 1)
                        }
                        Level::Interval | Level::Ratio => ScaleValue::Number(f64::from(digit)),
                    });
                build.rate(&format!("Case {nth}"), scale, value, rater, "");
            }
        }
        let request = RatingAgreementRequest {
            scale,
            raters: None,
            wave: None,
        };
        rating_agreement(&build.project(), &request).unwrap()
    }

    #[test]
    fn published_alphas_come_out_of_ratings() {
        let ratio = krippendorff(Level::Ratio);
        assert_eq!((ratio.units, ratio.raters.len()), (12, 4));
        let alphas = ratio.statistics.krippendorff_alpha;
        let rounded = [
            alphas.nominal,
            alphas.ordinal,
            alphas.interval,
            alphas.ratio,
        ]
        .map(|alpha| format!("{:.3}", alpha.unwrap()));
        assert_eq!(rounded, ["0.743", "0.815", "0.849", "0.797"]);
        assert_eq!(ratio.differing.len(), 3);
        let second = &ratio.differing[0];
        assert_eq!(
            (second.name.as_str(), second.values.clone()),
            (
                "Case 1",
                ["2", "2", "3", "2"]
                    .map(|value| Some(value.to_owned()))
                    .to_vec()
            )
        );
    }

    #[test]
    fn a_scale_bears_only_what_its_level_allows() {
        let ordinal = krippendorff(Level::Ordinal).statistics.krippendorff_alpha;
        assert!(
            (ordinal.ordinal.unwrap() - 0.815).abs() < 0.000_5
                && (ordinal.interval.unwrap() - 0.849).abs() < 0.000_5
        );
        assert_eq!(ordinal.ratio, Err(NotDefined::NoZero));
        let nominal = krippendorff(Level::Nominal).statistics.krippendorff_alpha;
        assert!((nominal.nominal.unwrap() - 0.743).abs() < 0.000_5);
        assert_eq!(
            (nominal.ordinal, nominal.interval),
            (Err(NotDefined::NoOrder), Err(NotDefined::NoDistances))
        );
    }

    #[test]
    fn one_rater_or_none_has_nothing_to_agree_on() {
        let mut build = Build::default();
        let scale = build.scale(RatingScale::new(
            ScaleId::from_u128(1),
            "Change",
            Level::Ordinal,
            ["No", "Yes"],
        ));
        let request = RatingAgreementRequest {
            scale,
            raters: None,
            wave: None,
        };
        let nobody = rating_agreement(&build.project(), &request).unwrap();
        assert_eq!(
            (nobody.units, nobody.statistics.percent),
            (0, Err(NotDefined::NothingShared))
        );
        build.rate("Family 1", scale, ScaleValue::Label(1), "A", "");
        let one = rating_agreement(&build.project(), &request).unwrap();
        assert_eq!(
            (one.units, one.statistics.cohen_kappa),
            (1, Err(NotDefined::ComparesTwo(1)))
        );
        assert!(
            rating_agreement(
                &build.project(),
                &RatingAgreementRequest {
                    scale: ScaleId::from_u128(2),
                    ..request
                }
            )
            .is_none()
        );
    }
}
