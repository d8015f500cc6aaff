//! Ratings of cases: a table of cases by scales, and how often each value was given.

use std::collections::BTreeMap;

use codebooks::{RatingScale, ScaleId, ScaleValue};
use project::{CaseId, CodingId, GROUP, Project, Rating};

use super::sources::{counted, counting_key};

/// A scale as the head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleHead {
    /// Which scale.
    pub scale: ScaleId,
    /// Its name.
    pub name: String,
    /// Its values, highest first, each with how many cases have it.
    pub tally: Vec<(String, usize)>,
    /// How many cases have a value, "not recorded" apart.
    pub rated: usize,
}

/// The ratings of one case on one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatingCell {
    /// The value, or several where raters or waves differ; "" where nobody rated.
    pub shown: String,
    /// Where it stands on the scale, from 0 to 1; none for labels without order, numbers, what is not recorded, and
    /// where raters differ.
    pub height: Option<f32>,
    /// Whether raters of the same wave differ.
    pub differ: bool,
    /// Who rated what and why, a line each.
    pub reasons: Vec<String>,
    /// The codings that bear it out.
    pub evidence: Vec<CodingId>,
}

/// A case with its ratings.
#[derive(Clone, Debug, PartialEq)]
pub struct RatingRow {
    /// Which case.
    pub case: CaseId,
    /// Its name.
    pub name: String,
    /// Its group; "" for none.
    pub group: String,
    /// A cell for each scale.
    pub cells: Vec<RatingCell>,
}

/// All ratings of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatingsTable {
    /// The scales.
    pub scales: Vec<ScaleHead>,
    /// The cases, as people count them; those that nobody rated are left out.
    pub rows: Vec<RatingRow>,
    /// How many cases nobody rated.
    pub unrated: usize,
}

/// Lays the ratings of a project out.
#[must_use]
pub fn ratings_table(project: &Project) -> RatingsTable {
    let scales: Vec<_> = project.scales().iter().collect();
    let mut given: BTreeMap<(CaseId, ScaleId), Vec<&Rating>> = BTreeMap::new();
    for rating in project.ratings().iter() {
        given
            .entry((rating.case, rating.scale))
            .or_default()
            .push(rating);
    }
    let group = project.attribute_named(GROUP).map(|attribute| attribute.id);
    let mut table = RatingsTable::default();
    for case in project.cases().iter() {
        let of = |scale: ScaleId| {
            given
                .get(&(case.id, scale))
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        if scales.iter().all(|scale| of(scale.id).is_empty()) {
            table.unrated += 1;
            continue;
        }
        table.rows.push(RatingRow {
            case: case.id,
            name: case.name.clone(),
            group: group
                .and_then(|group| case.values.get(&group))
                .map(ToString::to_string)
                .unwrap_or_default(),
            cells: scales
                .iter()
                .map(|scale| cell_of(project, scale, of(scale.id)))
                .collect(),
        });
    }
    table.rows.sort_by_cached_key(|row| counting_key(&row.name));
    table.scales = scales
        .iter()
        .map(|scale| head_of(scale, &table.rows, &given))
        .collect();
    table
}

fn cell_of(project: &Project, scale: &RatingScale, ratings: &[&Rating]) -> RatingCell {
    let mut ratings = ratings.to_vec();
    ratings.sort_by_key(|rating| counting_key(&rating.wave));
    let rater = |rating: &Rating| {
        project
            .coders()
            .get(rating.rater)
            .map(|coder| coder.name.clone())
            .unwrap_or_default()
    };
    let mut waves: Vec<String> = Vec::new();
    let mut differ = false;
    for wave in ratings.chunk_by(|one, other| one.wave == other.wave) {
        let mut values: Vec<String> = Vec::new();
        for rating in wave {
            let value = scale.text_of(rating.value);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        differ |= values.len() > 1;
        waves.push(values.join(" / "));
    }
    waves.dedup();
    let reasons = ratings.iter().map(|rating| {
        let wave = if rating.wave.is_empty() {
            String::new()
        } else {
            format!(", wave {}", rating.wave)
        };
        let why = if rating.rationale.is_empty() {
            String::new()
        } else {
            format!(": {}", rating.rationale)
        };
        format!(
            "{}{wave}, {}{why}",
            rater(rating),
            scale.text_of(rating.value)
        )
    });
    RatingCell {
        height: ratings
            .last()
            .filter(|_| !differ)
            .and_then(|rating| height(scale, rating.value)),
        shown: waves.join(" → "),
        differ,
        reasons: reasons.collect(),
        evidence: ratings
            .iter()
            .flat_map(|rating| rating.evidence.iter().copied())
            .collect(),
    }
}

/// Where a value stands among ordered labels.
fn height(scale: &RatingScale, value: ScaleValue) -> Option<f32> {
    let ScaleValue::Label(at) = value else {
        return None;
    };
    let last = u16::try_from(scale.labels.len().checked_sub(1)?).ok()?;
    (scale.level == codebooks::Level::Ordinal && last > 0)
        .then(|| f32::from(at.min(last)) / f32::from(last))
}

fn head_of(
    scale: &RatingScale,
    rows: &[RatingRow],
    given: &BTreeMap<(CaseId, ScaleId), Vec<&Rating>>,
) -> ScaleHead {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut rated, mut differ) = (0, 0);
    for row in rows {
        let ratings = given
            .get(&(row.case, scale.id))
            .map(Vec::as_slice)
            .unwrap_or_default();
        if ratings
            .iter()
            .any(|rating| rating.value != ScaleValue::Missing)
        {
            rated += 1;
        }
        let latest = ratings
            .iter()
            .max_by_key(|rating| counting_key(&rating.wave));
        let Some(latest) = latest else { continue };
        // Nobody but the raters can say which of two values holds.
        if ratings
            .iter()
            .any(|other| other.wave == latest.wave && other.value != latest.value)
        {
            differ += 1;
        } else {
            *counts.entry(scale.text_of(latest.value)).or_default() += 1;
        }
    }
    let labels = scale.labels.iter().rev();
    let mut tally: Vec<(String, usize)> = labels
        .map(|label| (label.clone(), counts.remove(label).unwrap_or_default()))
        .collect();
    tally.extend(counts);
    if differ > 0 {
        tally.push(("raters differ".to_owned(), differ));
    }
    ScaleHead {
        scale: scale.id,
        name: scale.name.clone(),
        tally,
        rated,
    }
}

/// How often each value was given, in a sentence: "To a great extent 5, not at all 1; 6 of 9 cases rated".
#[must_use]
pub fn tally_words(head: &ScaleHead, cases: usize) -> String {
    let values: Vec<String> = head
        .tally
        .iter()
        .map(|(value, count)| format!("{value} {count}"))
        .collect();
    let cases = counted(u64::try_from(cases).unwrap_or(u64::MAX), "case", "cases");
    format!("{}; {} of {cases} rated", values.join(", "), head.rated)
}

#[cfg(test)]
mod tests {
    use codebooks::Level;
    use project::{Edit, NewCase, NewCoder, NewRating, Workspace};

    use super::*;
    use crate::fixture;

    fn rated() -> Workspace {
        let mut workspace = fixture::evaluation();
        let ids = workspace.ids();
        let (one, ten, scale) = (
            CaseId::from_u128(ids.next()),
            CaseId::from_u128(ids.next()),
            ScaleId::from_u128(ids.next()),
        );
        let add = |workspace: &mut Workspace, edit: Edit| {
            workspace.edit(edit).unwrap();
        };
        add(
            &mut workspace,
            Edit::AddCoder(NewCoder {
                id: None,
                name: "Tom".into(),
            }),
        );
        let tom = workspace.project().coder_named("Tom").unwrap().id;
        for (id, name) in [
            (Some(ten), "Family 10"),
            (Some(one), "Family 2"),
            (None, "Family 3"),
        ] {
            add(
                &mut workspace,
                Edit::AddCase(NewCase {
                    id,
                    name: name.into(),
                    attributes: Vec::new(),
                }),
            );
        }
        let labels = ["Not at all", "To some extent", "To a great extent"];
        let row = RatingScale {
            id: scale,
            name: "Risk reduced".into(),
            level: Level::Ordinal,
            labels: labels.map(str::to_owned).to_vec(),
            missing: "Not recorded".into(),
        };
        add(&mut workspace, Edit::AddScale(row));
        for (case, value, rater, rationale) in [
            (one, ScaleValue::Label(2), None, "No call since March"),
            (one, ScaleValue::Label(1), Some(tom), ""),
            (ten, ScaleValue::Missing, None, ""),
        ] {
            let rating = NewRating {
                case,
                scale,
                value,
                rater,
                wave: String::new(),
                rationale: rationale.into(),
                evidence: Vec::new(),
            };
            add(&mut workspace, Edit::RateCase(rating));
        }
        workspace
    }

    #[test]
    fn cases_stand_in_order_with_what_each_rater_said() {
        let table = ratings_table(rated().project());
        let shown: Vec<_> = table
            .rows
            .iter()
            .map(|row| {
                (
                    row.name.as_str(),
                    row.cells[0].shown.as_str(),
                    row.cells[0].differ,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Family 2", "To a great extent / To some extent", true),
                ("Family 10", "Not recorded", false)
            ]
        );
        assert_eq!(table.unrated, 1);
        assert_eq!(
            table.rows[0].cells[0].reasons,
            [
                "Mair, To a great extent: No call since March",
                "Tom, To some extent"
            ]
        );
    }

    #[test]
    fn not_recorded_is_no_value() {
        let table = ratings_table(rated().project());
        assert_eq!(table.rows[1].cells[0].height, None);
        let head = &table.scales[0];
        assert_eq!(head.rated, 1);
        assert_eq!(
            tally_words(head, 2),
            "To a great extent 0, To some extent 0, Not at all 0, Not recorded 1, raters differ 1; 1 of 2 cases rated"
        );
    }

    #[test]
    fn without_ratings_the_table_is_empty() {
        let workspace = fixture::evaluation();
        assert_eq!(ratings_table(workspace.project()), RatingsTable::default());
    }
}
