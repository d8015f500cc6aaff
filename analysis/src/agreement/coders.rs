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
mod tests;
