//! Agreement of coders: whether they gave the same codes to the same units.

use std::collections::BTreeMap;

use codebooks::CodeId;
use project::text::CharRange;
use project::{CoderId, Project, SourceId};
use serde::{Deserialize, Serialize};

use super::judgements::{Judgements, NotDefined};
use super::krippendorff::Interval;
use super::line::Line;
use super::patterns::{Given, Patterns};
use super::statistics::Statistics;
use crate::base::{Ground, Mark, place};
use crate::spread;

/// The most coders that can be compared at once.
const MOST_CODERS: usize = 64;

/// What coders are compared on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgreementUnit {
    /// Each character: exact, and long passages weigh most.
    Characters,
    /// Each turn: has a code if a coding shares words with what is said in it; its label and line end are nobody's words.
    #[default]
    Turns,
    /// Each sentence, likewise. The caller says where sentences are, since they need the text.
    Sentences,
    /// Each source.
    Sources,
    /// Each case.
    Cases,
}

impl std::str::FromStr for AgreementUnit {
    type Err = AgreementError;

    /// Reads a unit in any case.
    fn from_str(word: &str) -> Result<Self, AgreementError> {
        match word.trim().to_lowercase().as_str() {
            "characters" | "character" => Ok(Self::Characters),
            "turns" | "turn" => Ok(Self::Turns),
            "sentences" | "sentence" => Ok(Self::Sentences),
            "sources" | "source" => Ok(Self::Sources),
            "cases" | "case" => Ok(Self::Cases),
            _ => Err(AgreementError::NotAUnit {
                word: word.trim().to_owned(),
            }),
        }
    }
}

/// Whom and what to compare.
#[derive(Debug, Clone, Default)]
pub struct AgreementRequest<'a> {
    /// The coders, two or more, each once.
    pub coders: Vec<CoderId>,
    /// What they are compared on.
    pub unit: AgreementUnit,
    /// Whether only units count to which one of them gave one of the codes compared.
    pub coded_only: bool,
    /// Only this code, with all below it; none: every code that one of them gave.
    pub code: Option<CodeId>,
    /// Only these sources; none: all.
    pub sources: Option<Vec<SourceId>>,
    /// Where the sentences of each source are, in order; needed for sentences.
    pub sentences: Option<&'a BTreeMap<SourceId, Vec<CharRange>>>,
}

/// Why coders cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgreementError {
    /// One is not enough.
    #[error("agreement needs at least two different coders")]
    TooFewCoders,
    /// More than can be compared at once.
    #[error("agreement compares {MOST_CODERS} coders at most, not {0}")]
    TooManyCoders(usize),
    /// The code is not in the project.
    #[error("that code is no longer in the project")]
    NoSuchCode,
    /// Nobody said where sentences are.
    #[error("sentences cannot be compared without the texts")]
    NoSentences,
    /// A word that names no unit.
    #[error(
        "“{word}” is nothing to compare on: say characters, turns, sentences, sources or cases"
    )]
    NotAUnit {
        /// The word as given.
        word: String,
    },
}

/// How far coders agree. Serialised, it is the document that `vouch agreement --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// What they were compared on.
    pub unit: AgreementUnit,
    /// How many such units there are.
    pub units: u64,
    /// Whether units that nobody coded were left out.
    pub coded_only: bool,
    /// Who was compared.
    pub coders: Vec<String>,
    /// Over all decisions: each unit is one for each code that one of them gave (for one code asked for: for it with
    /// all below it).
    #[serde(flatten)]
    pub statistics: Statistics,
    /// For each code that one of them gave, with all below it, in tree order.
    pub by_code: Vec<CodeAgreement>,
    #[serde(skip)]
    patterns: Patterns,
}

impl Agreement {
    /// A bootstrap interval of nominal alpha over all decisions: units are drawn again so many times, each with all
    /// codes given to it, and the middle `level` (such as 0.95) of the alphas is answered.
    pub fn alpha_interval(
        &self,
        level: f64,
        resamples: usize,
        seed: u64,
    ) -> Result<Interval, NotDefined> {
        self.statistics.krippendorff_alpha.nominal?;
        self.patterns.alpha_interval(level, resamples, seed)
    }
}

/// How far coders agree on one code with all below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodeAgreement {
    /// The code's path.
    #[serde(rename = "code")]
    pub path: String,
    /// Its id.
    #[serde(rename = "id")]
    pub code: CodeId,
    /// Units to which all gave it.
    pub both: u64,
    /// Units to which only the first of two gave it; none for more than two.
    pub only_a: Option<u64>,
    /// Units to which only the second of two gave it; none for more than two.
    pub only_b: Option<u64>,
    /// Units to which some but not all gave it.
    pub some: u64,
    /// Units to which nobody gave it.
    pub neither: u64,
    /// The statistics of this code.
    #[serde(flatten)]
    pub statistics: Statistics,
}

/// Compares coders.
///
/// A unit has a code, or a code below it, or not: that is the judgement compared. A coding whose passage was lost
/// from the text does not count. All units of the sources compared do, coded or not, unless
/// [`AgreementRequest::coded_only`].
pub fn agreement(
    project: &Project,
    request: &AgreementRequest<'_>,
) -> Result<Agreement, AgreementError> {
    Ground::new(project).agreement(request)
}

/// Who of the coders has a code, a bit each.
type Who = u64;

/// A stretch of units on the line, and who coded it.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: u64,
    end: u64,
    coder: u32,
}

impl Ground<'_> {
    /// Compares coders; see [`agreement`].
    pub fn agreement(&self, request: &AgreementRequest<'_>) -> Result<Agreement, AgreementError> {
        let coders = checked(&request.coders)?;
        let line = Line::new(self, request)?;
        let order = self.tree.order();
        let root = request
            .code
            .map(|code| {
                order
                    .iter()
                    .position(|&known| known == code)
                    .ok_or(AgreementError::NoSuchCode)
            })
            .transpose()?;
        let chosen = root.map_or(0..order.len(), |at| {
            at..at + self.tree.descendants(order[at]).len()
        });
        let (marks, stretches) = self.stretches(&coders, &line, &chosen);
        let units = if request.coded_only {
            sweep(&stretches).values().sum()
        } else {
            line.units
        };
        let judged = |stretches: &[Stretch]| {
            let mut by = sweep(stretches);
            let coded: u64 = by.values().sum();
            by.insert(0, units.saturating_sub(coded));
            by
        };
        let mut rows: Vec<(usize, CodeId, std::ops::Range<usize>)> = Vec::new();
        for (at, (code, range)) in self.code_ranges(&marks).into_iter().enumerate() {
            if !range.is_empty() && chosen.contains(&at) {
                rows.push((at, code, range));
            }
        }
        // What a row says of its own code, or of the one compared with all below it, and of the code with all below it.
        let judged_rows = spread::by_row(
            &rows,
            marks.len(),
            || (),
            |(), (at, code, range)| {
                let (at, whole) = (*at, &marks[range.clone()]);
                let own = range.start + whole.partition_point(|mark| mark.code as usize <= at);
                let by = judged(&stretches[range.clone()]);
                let decision = match root {
                    None if own > range.start => Some(judged(&stretches[range.start..own])),
                    None => None,
                    Some(root) => (root == at).then(|| by.clone()),
                };
                let decision = decision.map(|by| judgements(coders.len(), &by));
                (decision, self.code_agreement(*code, coders.len(), &by))
            },
        );
        let mut overall = Judgements::new(coders.len(), vec![0.0, 1.0]);
        let mut by_code = Vec::new();
        let mut decided = 0;
        for (decision, code) in judged_rows {
            if let Some(decision) = decision {
                decided += 1;
                overall.add_all(&decision);
            }
            by_code.push(code);
        }
        if root.is_some() && by_code.is_empty() {
            overall.add(vec![Some(0); coders.len()], units);
        }
        Ok(Agreement {
            unit: request.unit,
            units,
            coded_only: request.coded_only,
            coders: self.coder_names(&coders),
            statistics: Statistics::of(&overall),
            by_code,
            patterns: patterns_of(
                (&marks, &stretches),
                units,
                root.map_or(Decisions::Each(decided), |_| Decisions::AsOne),
                coders.len(),
            ),
        })
    }

    /// What the coders gave of the codes chosen, in the order of marks, and to which units.
    fn stretches<'p>(
        &'p self,
        coders: &[CoderId],
        line: &Line<'_, '_>,
        chosen: &std::ops::Range<usize>,
    ) -> (Vec<Mark<'p>>, Vec<Stretch>) {
        let mut marks: Vec<Mark<'p>> = Vec::new();
        let mut stretches: Vec<Stretch> = Vec::new();
        for mark in self
            .marks
            .iter()
            .filter(|mark| chosen.contains(&(mark.code as usize)))
        {
            let coder = self
                .coders
                .get(mark.coder as usize)
                .and_then(|coder| coders.iter().position(|known| known == coder));
            let (Some(coder), Some((start, end))) = (coder, line.units_of(self, mark)) else {
                continue;
            };
            marks.push(*mark);
            stretches.push(Stretch {
                start,
                end,
                coder: place(coder),
            });
        }
        (marks, stretches)
    }

    fn coder_names(&self, coders: &[CoderId]) -> Vec<String> {
        let name = |coder: &CoderId| {
            self.project
                .coders()
                .get(*coder)
                .map_or_else(String::new, |coder| coder.name.clone())
        };
        coders.iter().map(name).collect()
    }

    fn code_agreement(
        &self,
        code: CodeId,
        coders: usize,
        by: &BTreeMap<Who, u64>,
    ) -> CodeAgreement {
        let of = |who: Who| by.get(&who).copied().unwrap_or(0);
        let all = everyone(coders);
        let two = |who: Who| (coders == 2).then(|| of(who));
        CodeAgreement {
            code,
            path: self
                .tree
                .path(code)
                .map_or_else(String::new, |path| path.to_string()),
            both: of(all),
            only_a: two(0b01),
            only_b: two(0b10),
            some: by
                .iter()
                .filter(|&(&who, _)| who != 0 && who != all)
                .map(|(_, units)| units)
                .sum(),
            neither: of(0),
            statistics: Statistics::of(&judgements(coders, by)),
        }
    }
}

fn everyone(coders: usize) -> Who {
    (0..coders).fold(0, |who, coder| who | (1 << coder))
}

pub(super) fn checked(coders: &[CoderId]) -> Result<Vec<CoderId>, AgreementError> {
    let mut distinct: Vec<CoderId> = Vec::new();
    for &coder in coders {
        if !distinct.contains(&coder) {
            distinct.push(coder);
        }
    }
    match distinct.len() {
        0 | 1 => Err(AgreementError::TooFewCoders),
        2..=MOST_CODERS => Ok(distinct),
        more => Err(AgreementError::TooManyCoders(more)),
    }
}

fn judgements(coders: usize, by: &BTreeMap<Who, u64>) -> Judgements {
    let mut judgements = Judgements::new(coders, vec![0.0, 1.0]);
    for (&who, &units) in by {
        judgements.add(
            (0..coders)
                .map(|coder| Some(u16::from(who & (1 << coder) != 0)))
                .collect(),
            units,
        );
    }
    judgements
}

/// What decisions are on.
#[derive(Clone, Copy)]
enum Decisions {
    /// Each of so many codes.
    Each(u32),
    /// One code with all below it.
    AsOne,
}

/// Units by all that was given to them.
fn patterns_of(
    (marks, stretches): (&[Mark<'_>], &[Stretch]),
    units: u64,
    over: Decisions,
    judges: usize,
) -> Patterns {
    let codes = match over {
        Decisions::Each(codes) => codes,
        Decisions::AsOne => 1,
    };
    let given = marks.iter().zip(stretches).map(|(mark, stretch)| Given {
        start: stretch.start,
        end: stretch.end,
        code: match over {
            Decisions::Each(_) => mark.code,
            Decisions::AsOne => 0,
        },
        coder: stretch.coder,
    });
    let given: Vec<Given> = given.collect();
    Patterns::of(&given, units, codes, judges)
}

/// How many units each set of coders coded; units nobody coded are left out.
fn sweep(stretches: &[Stretch]) -> BTreeMap<Who, u64> {
    let mut edges: Vec<(u64, u32, i32)> = Vec::with_capacity(stretches.len() * 2);
    for stretch in stretches
        .iter()
        .filter(|stretch| stretch.start < stretch.end)
    {
        edges.push((stretch.start, stretch.coder, 1));
        edges.push((stretch.end, stretch.coder, -1));
    }
    edges.sort_unstable();
    let mut by: BTreeMap<Who, u64> = BTreeMap::new();
    let mut open = [0_i32; MOST_CODERS];
    let (mut who, mut last): (Who, u64) = (0, 0);
    for (at, coder, step) in edges {
        if who != 0 && at > last {
            *by.entry(who).or_default() += at - last;
        }
        last = at;
        let open = &mut open[coder as usize];
        *open += step;
        if *open > 0 {
            who |= 1 << coder;
        } else {
            who &= !(1 << coder);
        }
    }
    by
}

#[cfg(test)]
mod tests {
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
            json["percent"].is_null()
                && json["why"]["percent"] == "no unit was judged by two or more"
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
}
