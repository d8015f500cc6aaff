//! Scores of questionnaires: the sum of a case's answers, with a rule for those that are missing.

use project::{AttributeId, CaseId, Project, Value};
use serde::Serialize;

use crate::order::natural_order;
use crate::ratings::Numbers;

/// How to score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoringRequest<'a> {
    /// The attributes of cases that hold the answers, in the order of the questions.
    pub items: &'a [AttributeId],
    /// Those of them that are worded the other way: their lowest answer counts as the highest.
    pub reversed: &'a [AttributeId],
    /// The lowest answer there is.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// How many answers may be missing for a case to be scored all the same; each then counts as the mean of those
    /// given, as the user guide of WEMWBS has it for up to three of fourteen (Taggart, Stewart-Brown and Parkinson 2016).
    pub most_missing: usize,
}

/// What a case scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseScore {
    /// Its name.
    pub case: String,
    /// Its id.
    #[serde(rename = "case_id")]
    pub id: CaseId,
    /// The sum; none where too much is missing.
    pub score: Option<f64>,
    /// How many questions have an answer.
    pub answered: usize,
    /// How many have none, or one that is no answer.
    pub missing: usize,
    /// Answers that are none, such as 7 where 5 is the highest: they count as missing.
    pub not_answers: Vec<String>,
}

/// What cases scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// The cases that answered something, by name.
    pub cases: Vec<CaseScore>,
    /// How many have a score.
    pub scored: u64,
    /// How many answered something, but too little.
    pub not_scored: u64,
    /// Mean, median, least and greatest of the scores; none where there is no score.
    pub spread: Option<Numbers>,
    /// All of it in a sentence.
    pub sentence: String,
}

/// Adds up the answers of each case.
///
/// Cases without any answer were not asked and are left out.
#[must_use]
pub fn scores(project: &Project, request: &ScoringRequest<'_>) -> Scores {
    let mut cases: Vec<CaseScore> = project
        .cases()
        .iter()
        .filter_map(|case| {
            let answers = request
                .items
                .iter()
                .map(|item| (*item, case.values.get(item)));
            let answers: Vec<(AttributeId, Option<&Value>)> = answers.collect();
            answers.iter().any(|(_, answer)| answer.is_some()).then(|| {
                let scored = score(&answers, request);
                CaseScore {
                    case: case.name.clone(),
                    id: case.id,
                    ..scored
                }
            })
        })
        .collect();
    cases.sort_by(|a, b| natural_order(&a.case, &b.case));
    let values: Vec<f64> = cases.iter().filter_map(|case| case.score).collect();
    let spread = Numbers::of(&values);
    let scored = values.len();
    let not_scored = cases.len() - scored;
    let noun = |n: usize| if n == 1 { "case" } else { "cases" };
    let left = match not_scored {
        0 => String::new(),
        n => format!("; {n} {} with too many answers missing", noun(n)),
    };
    let sentence = match &spread {
        None => format!("No case could be scored{left}."),
        Some(spread) => format!(
            "{scored} {}: mean {}, median {}, from {} to {}{left}.",
            noun(scored),
            hundredths(spread.mean),
            hundredths(spread.median),
            hundredths(spread.least),
            hundredths(spread.greatest)
        ),
    };
    Scores {
        cases,
        scored: scored as u64,
        not_scored: not_scored as u64,
        spread,
        sentence,
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn score(answers: &[(AttributeId, Option<&Value>)], request: &ScoringRequest<'_>) -> CaseScore {
    let mut given: Vec<f64> = Vec::new();
    let mut not_answers = Vec::new();
    for (item, value) in answers {
        let Some(value) = value else { continue };
        let number = match value {
            Value::Number(number) => Some(*number),
            Value::Text(words) => words.trim().parse().ok(),
            Value::Date(_) => None,
        };
        match number.filter(|number| (request.lowest..=request.highest).contains(number)) {
            Some(number) if request.reversed.contains(item) => {
                given.push(request.lowest + request.highest - number);
            }
            Some(number) => given.push(number),
            None => not_answers.push(value.to_string()),
        }
    }
    let answered = given.len();
    let missing = answers.len() - answered;
    let sum: f64 = given.iter().sum();
    let enough = answered > 0 && missing <= request.most_missing;
    CaseScore {
        case: String::new(),
        id: CaseId::from_u128(0),
        score: enough.then(|| sum + sum / count(answered) * count(missing)),
        answered,
        missing,
        not_answers,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a questionnaire has few questions"
)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, attribute};

    /// Fourteen answers of each case; "-" is none.
    fn answered(cases: &[(&str, &str)]) -> (std::sync::Arc<Project>, Vec<AttributeId>) {
        let mut build = Build::default();
        for (case, answers) in cases {
            build.case(case);
            for (nth, answer) in answers
                .split(' ')
                .enumerate()
                .filter(|(_, answer)| *answer != "-")
            {
                build.value(&format!("={case}"), &format!("w{nth}"), answer);
            }
        }
        let project = build.project();
        let items = (0..14).map(|nth| attribute(&project, &format!("w{nth}")));
        let items = items.collect();
        (project, items)
    }

    fn wemwbs<'a>(items: &'a [AttributeId], reversed: &'a [AttributeId]) -> ScoringRequest<'a> {
        ScoringRequest {
            items,
            reversed,
            lowest: 1.0,
            highest: 5.0,
            most_missing: 3,
        }
    }

    #[test]
    fn the_scale_runs_from_14_to_70() {
        let (low, high) = (["1"; 14].join(" "), ["5"; 14].join(" "));
        let (project, items) = answered(&[("Family 1", &low), ("Family 2", &high)]);
        let found = scores(&project, &wemwbs(&items, &[]));
        let shown: Vec<_> = found.cases.iter().map(|case| case.score).collect();
        assert_eq!(shown, [Some(14.0), Some(70.0)]);
        assert_eq!(
            found.sentence,
            "2 cases: mean 42, median 42, from 14 to 70."
        );
        let turned = scores(&project, &wemwbs(&items, &items));
        let shown: Vec<_> = turned.cases.iter().map(|case| case.score).collect();
        assert_eq!(shown, [Some(70.0), Some(14.0)]);
    }

    #[test]
    fn up_to_three_missing_count_as_the_mean_of_the_others() {
        let (project, items) = answered(&[
            ("Family 1", "3 3 3 3 3 3 3 3 3 3 3 - - -"),
            ("Family 2", "4 4 4 4 4 4 4 4 4 4 - - - -"),
            ("Family 3", "2 4 2 4 2 4 2 4 2 4 2 4 3 -"),
            ("Family 10", "5 5 5 5 5 5 5 5 5 5 5 5 5 7"),
            ("Family 11", "- - - - - - - - - - - - - -"),
        ]);
        let found = scores(&project, &wemwbs(&items, &[]));
        let shown: Vec<_> = found
            .cases
            .iter()
            .map(|case| (case.case.as_str(), case.score, case.missing))
            .collect();
        assert_eq!(
            shown,
            [
                ("Family 1", Some(42.0), 3),
                ("Family 2", None, 4),
                ("Family 3", Some(42.0), 1),
                ("Family 10", Some(70.0), 1)
            ],
            "the last was not asked"
        );
        assert_eq!(found.cases[3].not_answers, ["7"]);
        assert_eq!(
            found.sentence,
            "3 cases: mean 51.33, median 42, from 42 to 70; 1 case with too many answers missing."
        );
    }

    #[test]
    fn nobody_scored_is_a_sentence() {
        let (project, items) = answered(&[("Family 1", "1 1 1 1 1 1 1 1 1 1 1 1 1 1")]);
        let request = ScoringRequest {
            lowest: 2.0,
            ..wemwbs(&items, &[])
        };
        let found = scores(&project, &request);
        assert_eq!(found.spread, None);
        assert_eq!(
            found.sentence,
            "No case could be scored; 1 case with too many answers missing."
        );
    }
}
