//! Coders compared: on units of every kind, as laws, and where a statistic is not defined.

use proptest::prelude::*;

use super::*;
use crate::testing::Build;

fn coders(project: &Project, names: &[&str]) -> Vec<CoderId> {
    names
        .iter()
        .map(|name| project.coder_named(name).unwrap().id)
        .collect()
}

/// Eight turns; on "Trust" both agree on one, A alone has one, B alone has two.
fn coded() -> Build {
    let mut build = Build::default();
    build.code("Theme / Trust");
    build.source(
        "one",
        "I: Q\nP1: [Theme / Trust|[Theme / Trust@B|both of us]]\nP1: [Theme / Trust|only A]\nP1: [Theme / Trust@B|only B]\n",
    );
    build.source(
        "two",
        "I: Q\nP1: [Theme / Trust@B|only B]\nP1: [Theme|a theme]\nP1: nothing\n",
    );
    build
}

fn compared(build: &Build, request: &AgreementRequest<'_>) -> Agreement {
    let project = build.project();
    agreement(
        &project,
        &AgreementRequest {
            coders: coders(&project, &["A", "B"]),
            ..request.clone()
        },
    )
    .unwrap()
}

#[test]
fn the_interval_is_of_the_decisions_counted() {
    for (code, unit) in [
        (None, AgreementUnit::Turns),
        (Some("Theme"), AgreementUnit::Characters),
    ] {
        let build = coded();
        let tree = build.project().code_tree();
        let request = AgreementRequest {
            unit,
            code: code.and_then(|path| tree.find(&path.parse().unwrap())),
            ..AgreementRequest::default()
        };
        let agreement = compared(&build, &request);
        let alpha = agreement.statistics.krippendorff_alpha.nominal.unwrap();
        let interval = agreement.alpha_interval(0.95, 200, 3).unwrap();
        assert!(
            interval.low <= alpha && alpha <= interval.high,
            "{interval:?} {alpha}"
        );
    }
}

#[test]
fn turns_are_compared_code_by_code() {
    let agreement = compared(&coded(), &AgreementRequest::default());
    assert_eq!(
        (agreement.units, agreement.coders.join(", ")),
        (8, "A, B".to_owned())
    );
    let rows: Vec<_> = agreement
        .by_code
        .iter()
        .map(|row| {
            (
                row.path.as_str(),
                row.both,
                row.only_a,
                row.only_b,
                row.neither,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("Theme", 1, Some(2), Some(2), 3),
            ("Theme / Trust", 1, Some(1), Some(2), 4)
        ]
    );
    // Trust: 5 of 8 alike; A gave it twice, B three times.
    let trust = &agreement.by_code[1].statistics;
    let chance = (2.0 * 3.0 + 6.0 * 5.0) / 64.0;
    assert_eq!(trust.percent, Ok(0.625));
    assert!((trust.cohen_kappa.unwrap() - (0.625 - chance) / (1.0 - chance)).abs() < 1e-12);
    // All decisions: 8 on Theme itself (7 alike) and 8 on Trust (5 alike).
    assert_eq!(agreement.statistics.percent, Ok(12.0 / 16.0));
}

#[test]
fn a_label_or_a_line_end_makes_no_turn_coded() {
    let mut build = Build::default();
    build.source("one", "P1: abc\nP2: def\nP1: ghi\n");
    build.apply("one", 4, 10, "Trust", "A");
    build.apply("one", 7, 19, "Trust", "B");
    let agreement = compared(&build, &AgreementRequest::default());
    let trust = &agreement.by_code[0];
    assert_eq!(
        (trust.both, trust.only_a, trust.only_b, trust.neither),
        (0, Some(1), Some(1), 1)
    );
}

#[test]
fn only_coded_units_if_asked() {
    let build = coded();
    let trust = build
        .project()
        .code_tree()
        .find(&"Theme / Trust".parse().unwrap());
    let agreement = compared(
        &build,
        &AgreementRequest {
            coded_only: true,
            code: trust,
            ..AgreementRequest::default()
        },
    );
    assert_eq!(
        (
            agreement.units,
            agreement.by_code.len(),
            agreement.by_code[0].neither
        ),
        (4, 1, 0)
    );
    assert_eq!(agreement.statistics.percent, Ok(0.25));
}

#[test]
fn characters_sources_cases_and_sentences_are_units_too() {
    let mut build = coded();
    build.in_case("one", "Family 1");
    build.in_case("two", "Family 1");
    let unit = |unit| AgreementRequest {
        unit,
        ..AgreementRequest::default()
    };
    let characters = compared(&build, &unit(AgreementUnit::Characters));
    let trust = &characters.by_code[1];
    assert_eq!(
        (trust.both, trust.only_a, trust.only_b),
        (10, Some(6), Some(12))
    );
    assert_eq!(
        characters.units,
        build
            .project()
            .sources()
            .iter()
            .map(|source| u64::from(source.characters))
            .sum::<u64>()
    );
    let sources = compared(&build, &unit(AgreementUnit::Sources));
    assert_eq!(
        (
            sources.units,
            sources.by_code[1].both,
            sources.by_code[1].only_b
        ),
        (2, 1, Some(1))
    );
    let cases = compared(&build, &unit(AgreementUnit::Cases));
    assert_eq!((cases.units, cases.statistics.percent), (1, Ok(0.5)));
    let project = build.project();
    let two = coders(&project, &["A", "B"]);
    let without = AgreementRequest {
        coders: two.clone(),
        ..unit(AgreementUnit::Sentences)
    };
    assert_eq!(
        agreement(&project, &without).unwrap_err(),
        AgreementError::NoSentences
    );
    let first = project.source_named("one").unwrap().id;
    let sentences = BTreeMap::from([(
        first,
        vec![
            CharRange::of(0, 12),
            CharRange::of(12, 40),
            CharRange::of(40, 41),
        ],
    )]);
    let with = AgreementRequest {
        coders: two,
        sentences: Some(&sentences),
        ..unit(AgreementUnit::Sentences)
    };
    let sentences = agreement(&project, &with).unwrap();
    assert_eq!((sentences.units, sentences.by_code[1].both), (3, 2));
}

#[test]
fn who_cannot_be_compared_is_told_why() {
    let project = coded().project();
    let same = AgreementRequest {
        coders: coders(&project, &["A", "A"]),
        ..AgreementRequest::default()
    };
    assert_eq!(
        agreement(&project, &same).unwrap_err().to_string(),
        "agreement needs at least two different coders"
    );
    let gone = AgreementRequest {
        coders: coders(&project, &["A", "B"]),
        code: Some(CodeId::from_u128(99)),
        ..same
    };
    assert_eq!(
        agreement(&project, &gone).unwrap_err(),
        AgreementError::NoSuchCode
    );
    assert!(
        "paragraphs"
            .parse::<AgreementUnit>()
            .unwrap_err()
            .to_string()
            .starts_with("“paragraphs” is nothing")
    );
}

#[test]
fn coders_who_coded_nothing_agree_on_nothing() {
    let mut build = Build::default();
    build.source("one", "P1: hello\n");
    build.code("Trust");
    build.coder("A");
    build.coder("B");
    let agreement = compared(&build, &AgreementRequest::default());
    assert_eq!(agreement.statistics.percent, Err(NotDefined::NothingShared));
    let json = serde_json::to_value(&agreement).unwrap();
    assert!(
        json["percent"].is_null() && json["why"]["percent"] == "no unit was judged by two or more"
    );
    assert_eq!(
        (&json["unit"], &json["units"]),
        (&"turns".into(), &1.into())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_coders_changes_no_statistic(codings in prop::collection::vec((0..60_u32, 1..20_u32, 0..3_usize, 0..2_usize), 0..12)) {
        let mut build = Build::default();
        build.source("one", &"P1: one two\nI: three four five\n".repeat(4));
        build.coder("A");
        build.coder("B");
        for (start, length, code, coder) in codings {
            build.apply("one", start, start + length, ["T", "T / U", "V"][code], ["A", "B"][coder]);
        }
        let project = build.project();
        for unit in [AgreementUnit::Characters, AgreementUnit::Turns] {
            let request = |names: &[&str]| AgreementRequest { coders: coders(&project, names), unit, ..AgreementRequest::default() };
            let one = agreement(&project, &request(&["A", "B"])).unwrap();
            let other = agreement(&project, &request(&["B", "A"])).unwrap();
            prop_assert_eq!(one.statistics.why(), other.statistics.why());
            for (one, other) in one.by_code.iter().zip(&other.by_code) {
                prop_assert_eq!((one.both, one.only_a, one.only_b, one.neither), (other.both, other.only_b, other.only_a, other.neither));
                prop_assert_eq!(one.both + one.some + one.neither, if unit == AgreementUnit::Turns { 8 } else { 124 });
            }
        }
    }
}
