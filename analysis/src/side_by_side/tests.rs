use std::sync::Arc;

use codebooks::{Level, ScaleValue};
use proptest::prelude::*;

use super::*;
use crate::testing::{Build, attribute};

/// Cases as rated (0 no, 1 yes, 2 not recorded) and as recorded.
fn project(rows: &[(Option<u16>, &str)]) -> (Arc<Project>, [MeasureOf; 2]) {
    let mut build = Build::default();
    let id = ScaleId::from_u128(7);
    build.scale(RatingScale::new(
        id,
        "Engaged",
        Level::Ordinal,
        ["No", "Yes"],
    ));
    build.value("=Other", "engaged", "maybe");
    for (at, (rated, recorded)) in rows.iter().enumerate() {
        let case = format!("Case {at}");
        build.value(&format!("={case}"), "id", &at.to_string());
        if let Some(rated) = *rated {
            let value = if rated > 1 {
                ScaleValue::Missing
            } else {
                ScaleValue::Label(rated)
            };
            build.rate(&case, id, value, "A", "");
        }
        if !recorded.is_empty() {
            build.value(&format!("={case}"), "engaged", recorded);
        }
    }
    let project = build.project();
    let recorded = MeasureOf::Attribute(attribute(&project, "engaged"));
    (project, [MeasureOf::Scale(id), recorded])
}

fn request(measures: &[MeasureOf]) -> SideBySideRequest {
    SideBySideRequest {
        measures: measures.to_vec(),
        ..SideBySideRequest::default()
    }
}

#[test]
fn each_measure_keeps_its_own_base_and_who_differs_is_named() {
    let (project, measures) = project(&[
        (Some(1), " YES"),
        (Some(1), "no"),
        (Some(2), "yes"),
        (None, "Not  recorded"),
    ]);
    let table = side_by_side(&project, &request(&measures));
    let bases: Vec<_> = table
        .measures
        .iter()
        .map(|one| (one.base, one.missing))
        .collect();
    assert_eq!(bases, [(2, 1), (4, 1)]);
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.value.as_str(), row.cells.clone()))
        .collect();
    assert_eq!(
        rows,
        [
            ("No", vec![0, 1]),
            ("Yes", vec![2, 2]),
            ("maybe", vec![0, 1])
        ]
    );
    assert_eq!((table.both.cases, table.both.same), (2, 1));
    assert_eq!(table.both.differing[0].values, ["Yes", "no"]);
    assert!(
        table
            .sentence
            .contains("Yes: 2 of 2 cases in “Engaged”, 2 of 4 in “engaged”.")
    );
    let same = SideBySideRequest {
        same: vec![("maybe".into(), "yes".into())],
        ..request(&measures)
    };
    assert_eq!(side_by_side(&project, &same).rows[1].cells, [2, 3]);
}

#[test]
fn the_ratings_and_cases_behind_each_number_are_there() {
    let (project, [scale, recorded]) =
        project(&[(Some(1), "yes"), (Some(0), "yes"), (Some(2), "no")]);
    let table = side_by_side(&project, &request(&[scale, recorded]));
    let rated = table.cases(1, 0)[0];
    let ratings = table.ratings(0, rated);
    assert_eq!(ratings.len(), 1);
    let rating = project.ratings().get(ratings[0]).unwrap();
    assert_eq!(CountedCase::Case(rating.case), rated);
    assert_eq!(table.ratings(1, rated), [], "records are not rated");
    assert_eq!(table.both.same_cases(), [rated]);
    assert_eq!(table.disputed_cases(0), []);
}

#[test]
fn nothing_is_a_sentence() {
    let (project, measures) = project(&[]);
    let table = side_by_side(&project, &request(&measures));
    assert!(
        table
            .sentence
            .contains("No case has a value in “Engaged”. No case has a value in both.")
    );
    assert_eq!(side_by_side(&project, &request(&[])).sentence, "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn cells_sum_to_the_base_and_swapping_swaps(rows in prop::collection::vec((prop::option::of(0..3u16), "(yes|no|perhaps)?"), 0..12)) {
        let rows: Vec<(Option<u16>, &str)> = rows.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let (project, [scale, recorded]) = project(&rows);
        let table = side_by_side(&project, &request(&[scale, recorded]));
        for (at, measure) in table.measures.iter().enumerate() {
            prop_assert_eq!(table.rows.iter().map(|row| row.cells[at]).sum::<u64>(), measure.base);
        }
        let swapped = side_by_side(&project, &request(&[recorded, scale]));
        for (row, other) in table.rows.iter().zip(&swapped.rows) {
            prop_assert_eq!(&row.value, &other.value);
            prop_assert_eq!(vec![row.cells[1], row.cells[0]], other.cells.clone());
        }
        let itself = side_by_side(&project, &request(&[recorded, recorded]));
        prop_assert!(itself.both.differing.is_empty() && itself.both.cases == itself.measures[0].base);
    }
}
