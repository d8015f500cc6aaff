//! One indicator from several sources side by side, each with its own base: nine case files, twenty-seven records.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{RatingScale, ScaleId};
use project::{AttributeId, Project, RatingId};
use serde::Serialize;

use crate::base::{CountedCase, Ground};
use crate::case_values::CaseValues;
use crate::crosstab::{known_cases, parts};
use crate::order::value_order;
use crate::ratings::{Judged, judged};
use crate::unit::{SMALL_BASE, share};

/// Where a measure is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureOf {
    /// What raters judged on a scale.
    Scale(ScaleId),
    /// What is recorded of cases.
    Attribute(AttributeId),
}

/// What to set side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideBySideRequest {
    /// The measures, in the order of their columns.
    pub measures: Vec<MeasureOf>,
    /// Only ratings of this wave; none: each wave is a measure for itself.
    pub wave: Option<String>,
    /// Pairs of words that mean one value.
    pub same: Vec<(String, String)>,
    /// Whether `;` separates several values of one case in an attribute. A case then stands in several rows.
    pub multi: bool,
}

/// One column: where it is from, and out of how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// The name of the scale or attribute, with the wave where there are several.
    pub name: String,
    /// `scale` or `attribute`.
    pub what: &'static str,
    /// How many cases have a value.
    pub base: u64,
    /// How many have none: rated as not recorded, or known as a record that lacks the value.
    pub missing: u64,
    /// How many have raters who differ; they are in neither.
    pub differing: u64,
    #[serde(skip)]
    lacking: Vec<CountedCase>,
    #[serde(skip)]
    disputed: Vec<CountedCase>,
    /// The ratings behind each case's value.
    #[serde(skip)]
    ratings: BTreeMap<CountedCase, Vec<RatingId>>,
}

/// One value, and how many cases have it by each measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideRow {
    /// The value.
    pub value: String,
    /// The cases, measure by measure.
    pub cells: Vec<u64>,
    #[serde(skip)]
    cases: Vec<Vec<CountedCase>>,
}

/// A case of which the measures say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferingCase {
    /// Its name.
    pub case: String,
    /// What each measure says.
    pub values: Vec<String>,
    /// The case itself.
    #[serde(skip)]
    pub counted: CountedCase,
}

/// The cases that have a value by every measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InBoth {
    /// How many there are.
    pub cases: u64,
    /// Of how many all measures say the same.
    pub same: u64,
    /// The others, by name.
    pub differing: Vec<DifferingCase>,
    #[serde(skip)]
    agreeing: Vec<CountedCase>,
}

impl InBoth {
    /// The cases of which all measures say the same.
    #[must_use]
    pub fn same_cases(&self) -> &[CountedCase] {
        &self.agreeing
    }
}

/// An indicator from several sources. Serialised, it is the document that `vouch compare --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideBySide {
    /// The columns.
    pub measures: Vec<Measure>,
    /// The values: labels of scales in their order, then others.
    pub rows: Vec<SideRow>,
    /// The cases that have a value by every measure.
    pub both: InBoth,
    /// All of it as a sentence.
    pub sentence: String,
    /// What a reader must know beside the table.
    pub note: String,
}

impl SideBySide {
    /// The cases in a cell.
    #[must_use]
    pub fn cases(&self, row: usize, measure: usize) -> &[CountedCase] {
        self.rows
            .get(row)
            .and_then(|row| row.cases.get(measure))
            .map_or(&[], Vec::as_slice)
    }

    /// The cases that have no value by a measure.
    #[must_use]
    pub fn missing_cases(&self, measure: usize) -> &[CountedCase] {
        self.measures
            .get(measure)
            .map_or(&[], |measure| measure.lacking.as_slice())
    }

    /// The cases whose raters differ.
    #[must_use]
    pub fn disputed_cases(&self, measure: usize) -> &[CountedCase] {
        self.measures
            .get(measure)
            .map_or(&[], |measure| measure.disputed.as_slice())
    }

    /// The ratings that give a case its value; none where the measure is an attribute.
    #[must_use]
    pub fn ratings(&self, measure: usize, case: CountedCase) -> &[RatingId] {
        self.measures
            .get(measure)
            .and_then(|measure| measure.ratings.get(&case))
            .map_or(&[], Vec::as_slice)
    }
}

/// A column while it is read: the words of each case.
struct Taken {
    measure: Measure,
    values: BTreeMap<CountedCase, Vec<String>>,
}

/// Sets measures side by side. Values are one where their words are, in any case and however spaced.
///
/// A word that a compared scale has for “not recorded” is missing in attributes too.
#[must_use]
pub fn side_by_side(project: &Project, request: &SideBySideRequest) -> SideBySide {
    Ground::new(project).side_by_side(request)
}

impl Ground<'_> {
    /// Sets measures of cases side by side; see [`side_by_side`].
    #[must_use]
    pub fn side_by_side(&self, request: &SideBySideRequest) -> SideBySide {
        let scales: Vec<&RatingScale> = request
            .measures
            .iter()
            .filter_map(|of| match of {
                MeasureOf::Scale(id) => self.project.scales().get(*id).map(AsRef::as_ref),
                MeasureOf::Attribute(_) => None,
            })
            .collect();
        let taken: Vec<Taken> = request
            .measures
            .iter()
            .flat_map(|&of| match of {
                MeasureOf::Scale(id) => of_scale(self.project, id, request.wave.as_ref()),
                MeasureOf::Attribute(id) => of_attribute(self, id, &scales, request.multi),
            })
            .collect();
        let words = Words::new(&request.same);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        let labels = scales.iter().flat_map(|scale| &scale.labels).cloned();
        let mut others: Vec<String> = taken
            .iter()
            .flat_map(|taken| taken.values.values().flatten().cloned())
            .collect();
        others.sort_by(|a, b| value_order(a, b));
        for word in labels.chain(others) {
            let key = words.key(&word);
            names.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                word
            });
        }
        let rows = rows(&order, &names, &taken, &words);
        let both = in_both(self, &taken, &words);
        let measures: Vec<Measure> = taken.into_iter().map(|taken| taken.measure).collect();
        let sentence = sentence(&measures, &rows, &both);
        let note = note(&measures, request, &words, &names);
        SideBySide {
            measures,
            rows,
            both,
            sentence,
            note,
        }
    }
}

fn of_scale(project: &Project, id: ScaleId, wave: Option<&String>) -> Vec<Taken> {
    let Some(scale) = project.scales().get(id) else {
        return Vec::new();
    };
    let mut waves = judged(project, id, None);
    waves.retain(|known, _| wave.is_none_or(|wave| wave == known));
    if waves.is_empty() {
        waves.insert(wave.cloned().unwrap_or_default(), BTreeMap::new());
    }
    let named = waves.len() > 1 || wave.is_some();
    let mut all = Vec::new();
    for (wave, cases) in waves {
        let name = if named && !wave.is_empty() {
            format!("{}, wave {wave}", scale.name)
        } else {
            scale.name.clone()
        };
        let mut all_of = taken(name, "scale");
        for (case, judged) in cases {
            let case = CountedCase::Case(case);
            match judged {
                Judged::Value(value, ratings) => {
                    all_of.values.insert(case, vec![scale.text_of(value)]);
                    all_of.measure.ratings.insert(case, ratings);
                }
                Judged::Missing => all_of.measure.lacking.push(case),
                Judged::Differing => all_of.measure.disputed.push(case),
            }
        }
        all.push(all_of.counted());
    }
    all
}

fn of_attribute(
    ground: &Ground<'_>,
    id: AttributeId,
    scales: &[&RatingScale],
    multi: bool,
) -> Vec<Taken> {
    let Some(attribute) = ground.project.attributes().get(id) else {
        return Vec::new();
    };
    let unrecorded: BTreeSet<String> = scales.iter().map(|scale| folded(&scale.missing)).collect();
    let recorded = CaseValues::new(ground, id);
    let mut of = taken(attribute.name.clone(), "attribute");
    for case in known_cases(ground, &[&recorded]) {
        let said: Vec<String> = recorded
            .get(case)
            .map_or_else(Vec::new, |value| parts(value, multi))
            .into_iter()
            .filter(|value| !unrecorded.contains(&folded(value)))
            .map(str::to_owned)
            .collect();
        if said.is_empty() {
            of.measure.lacking.push(case);
        } else {
            of.values.insert(case, said);
        }
    }
    vec![of.counted()]
}

fn taken(name: String, what: &'static str) -> Taken {
    Taken {
        measure: Measure {
            name,
            what,
            base: 0,
            missing: 0,
            differing: 0,
            lacking: Vec::new(),
            disputed: Vec::new(),
            ratings: BTreeMap::new(),
        },
        values: BTreeMap::new(),
    }
}

impl Taken {
    fn counted(mut self) -> Self {
        self.measure.base = self.values.len() as u64;
        self.measure.missing = self.measure.lacking.len() as u64;
        self.measure.differing = self.measure.disputed.len() as u64;
        self
    }
}

/// Which words mean the same value.
struct Words {
    /// For a word that was said to mean another: the one that stands for both.
    stands: BTreeMap<String, String>,
}

impl Words {
    fn new(same: &[(String, String)]) -> Self {
        let mut words = Self {
            stands: BTreeMap::new(),
        };
        for (one, other) in same {
            let (one, other) = (words.key(one), words.key(other));
            if one == other {
                continue;
            }
            for standing in words.stands.values_mut().filter(|key| **key == one) {
                standing.clone_from(&other);
            }
            words.stands.insert(one, other);
        }
        words
    }

    fn key(&self, word: &str) -> String {
        let folded = folded(word);
        self.stands.get(&folded).cloned().unwrap_or(folded)
    }

    fn keys(&self, said: &[String]) -> BTreeSet<String> {
        said.iter().map(|word| self.key(word)).collect()
    }
}

fn folded(word: &str) -> String {
    let words: Vec<&str> = word.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn rows(
    order: &[String],
    names: &BTreeMap<String, String>,
    taken: &[Taken],
    words: &Words,
) -> Vec<SideRow> {
    let row = |key: &String| {
        let with = |taken: &Taken| -> Vec<CountedCase> {
            let has = |said: &[String]| said.iter().any(|word| words.key(word) == *key);
            let cases = taken.values.iter().filter(|(_, said)| has(said));
            cases.map(|(&case, _)| case).collect()
        };
        let cases: Vec<Vec<CountedCase>> = taken.iter().map(with).collect();
        SideRow {
            value: names.get(key).unwrap_or(key).clone(),
            cells: cases.iter().map(|cases| cases.len() as u64).collect(),
            cases,
        }
    };
    order.iter().map(row).collect()
}

fn in_both(ground: &Ground<'_>, taken: &[Taken], words: &Words) -> InBoth {
    let Some((first, others)) = taken.split_first() else {
        return InBoth::default();
    };
    let mut both = InBoth::default();
    for (&case, said) in &first.values {
        let beside: Option<Vec<&Vec<String>>> =
            others.iter().map(|taken| taken.values.get(&case)).collect();
        let Some(beside) = beside else { continue };
        both.cases += 1;
        let keys = words.keys(said);
        if beside.iter().all(|other| words.keys(other) == keys) {
            both.same += 1;
            both.agreeing.push(case);
            continue;
        }
        let all = std::iter::once(said).chain(beside);
        both.differing.push(DifferingCase {
            case: ground.case_name(case).to_owned(),
            values: all.map(|said| said.join("; ")).collect(),
            counted: case,
        });
    }
    both.differing
        .sort_by(|a, b| crate::order::natural_order(&a.case, &b.case));
    both
}

/// Writes the rows as reports do: `Engaged: 7 of 9 cases in “Files”, 20 of 27 in “Records”.`
fn sentence(measures: &[Measure], rows: &[SideRow], both: &InBoth) -> String {
    let mut said = Vec::new();
    for row in rows.iter().filter(|row| row.cells.iter().any(|&n| n > 0)) {
        let filled = measures
            .iter()
            .zip(&row.cells)
            .filter(|(measure, _)| measure.base > 0);
        let cells: Vec<String> = filled
            .enumerate()
            .map(|(at, (measure, &n))| {
                let cases = match (at, measure.base) {
                    (0, 1) => " case",
                    (0, _) => " cases",
                    _ => "",
                };
                let percent = share(n, measure.base)
                    .filter(|_| measure.base >= SMALL_BASE)
                    .map_or_else(String::new, |share| format!(" ({:.0}%)", share * 100.0));
                format!(
                    "{n} of {}{cases}{percent} in “{}”",
                    measure.base, measure.name
                )
            })
            .collect();
        said.push(format!("{}: {}.", row.value, cells.join(", ")));
    }
    for measure in measures.iter().filter(|measure| measure.base == 0) {
        said.push(format!("No case has a value in “{}”.", measure.name));
    }
    if measures.len() > 1 {
        let all = if measures.len() == 2 { "both" } else { "all" };
        said.push(match (both.cases, both.same) {
            (0, _) => format!("No case has a value in {all}."),
            (1, 1) => format!("The one case in {all} says the same."),
            (1, _) => format!("The one case in {all} differs."),
            (cases, same) => format!("{same} of the {cases} cases in {all} say the same."),
        });
    }
    said.join(" ")
}

fn note(
    measures: &[Measure],
    request: &SideBySideRequest,
    words: &Words,
    names: &BTreeMap<String, String>,
) -> String {
    let mut said = Vec::new();
    for measure in measures {
        let mut apart = Vec::new();
        if measure.missing > 0 {
            apart.push(format!("{} without a value", measure.missing));
        }
        if measure.differing > 0 {
            apart.push(format!("{} where raters differ", measure.differing));
        }
        if !apart.is_empty() {
            said.push(format!(
                "“{}” leaves out {}.",
                measure.name,
                apart.join(" and ")
            ));
        }
    }
    if measures.len() > request.measures.len() {
        said.push("Each wave of ratings stands for itself.".to_owned());
    }
    if measures.len() < 2 {
        said.push("There is only one measure: nothing stands beside it.".to_owned());
    }
    if request.multi {
        said.push("A case may stand in several rows.".to_owned());
    }
    for word in request.same.iter().flat_map(|(one, other)| [one, other]) {
        if !names.contains_key(&words.key(word)) {
            said.push(format!("No case has the value “{word}”."));
        }
    }
    if measures
        .iter()
        .any(|measure| (1..SMALL_BASE).contains(&measure.base))
    {
        said.push(format!(
            "Fewer than {SMALL_BASE} cases: read numbers, not percentages."
        ));
    }
    said.join(" ")
}

#[cfg(test)]
mod tests;
