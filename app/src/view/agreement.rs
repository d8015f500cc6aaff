//! Agreement of coders as it is shown: the figures, and where they differ, side by side, to be decided.

mod consensus;

use std::collections::BTreeMap;

use analysis::agreement::{CodeAgreement, Interval, Statistic};
use analysis::{Agreement, AgreementError, AgreementRequest, AgreementUnit, Disagreement, Ground};
use codebooks::CodeId;
use interchange::tables::{Cell, Table};
use project::text::CharRange;
use project::{CoderId, CodingId, Project, SourceId, TextError, Texts};

use super::matrix::quotes_out;
use super::sources::thousands;
use consensus::Decided;
pub use consensus::{CONSENSUS, Decision, decide, take_over};

/// The share of resamples that an interval holds.
pub const LEVEL: f64 = 0.95;
/// How often units are drawn again for an interval.
pub const RESAMPLES: usize = 1000;
/// Where the draws begin: the same interval every time.
pub const SEED: u64 = 20_260_302;

/// What was compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The figures.
    pub agreement: Agreement,
    /// The interval of alpha over all codes, where it has one.
    pub interval: Option<Interval>,
    /// Where coders differ.
    pub disputes: Vec<Dispute>,
    /// The codings on which all agree to the letter.
    pub agreed: Vec<CodingId>,
    /// All of it in a sentence.
    pub sentence: String,
}

/// A passage on which coders differ, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The code.
    pub code: CodeId,
    /// Its path.
    pub path: String,
    /// The source.
    pub source: SourceId,
    /// Its name.
    pub source_name: String,
    /// All their spans together.
    pub range: CharRange,
    /// All their codings there, by place.
    pub codings: Vec<CodingId>,
    /// What each coder did, in the order compared.
    pub sides: Vec<DisputeSide>,
    /// Whether all gave the code, only to other words.
    pub edges_only: bool,
    /// What was decided, in words: "kept", "left out"; none while it is open.
    pub decided: Option<&'static str>,
}

/// What one coder did at a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeSide {
    /// Who.
    pub coder: CoderId,
    /// Their name.
    pub name: String,
    /// Their codings there, each with its words; none where they did not give the code.
    pub quotes: Vec<(CodingId, String)>,
}

/// Compares coders: figures, interval and disputes.
///
/// # Errors
/// As [`analysis::agreement()`].
pub fn compare(
    ground: &Ground<'_>,
    request: &AgreementRequest<'_>,
) -> Result<Compared, AgreementError> {
    let agreement = ground.agreement(request)?;
    let found = ground.disagreements(&request.coders, request.code)?;
    Ok(Compared {
        sentence: agreement_sentence(&agreement),
        interval: agreement.alpha_interval(LEVEL, RESAMPLES, SEED).ok(),
        disputes: disputes(ground.project(), &request.coders, &found),
        agreed: ground.agreed(&request.coders, request.code)?,
        agreement,
    })
}

/// Where coders differ, with names and quotes, and what was decided.
#[must_use]
pub fn disputes(project: &Project, coders: &[CoderId], found: &[Disagreement]) -> Vec<Dispute> {
    let tree = project.code_tree();
    let decided = Decided::of(project);
    let name = |coder: CoderId| {
        let coder = project.coders().get(coder);
        coder.map_or_else(String::new, |coder| coder.name.clone())
    };
    let shown = found.iter().map(|one| {
        let path = tree.path(one.code).map(|path| path.to_string());
        let path = path.unwrap_or_default();
        let sides = coders.iter().map(|&coder| {
            let codings = one.codings.iter();
            let theirs = codings
                .filter_map(|&id| project.codings().get(id))
                .filter(|coding| coding.coder == coder);
            DisputeSide {
                coder,
                name: name(coder),
                quotes: theirs
                    .map(|coding| (coding.id, coding.quote.clone()))
                    .collect(),
            }
        });
        let source = project.sources().get(one.source);
        Dispute {
            code: one.code,
            source: one.source,
            source_name: source.map_or_else(String::new, |source| source.name.clone()),
            range: one.range,
            codings: one.codings.clone(),
            sides: sides.collect(),
            edges_only: one.edges_only,
            decided: decided.on(project, (one.source, one.range, one.code), &path),
            path,
        }
    });
    shown.collect()
}

/// The coders who coded something, by number of codings, most first; the consensus is none of them.
#[must_use]
pub fn who_codes(project: &Project) -> Vec<(CoderId, String, usize)> {
    let mut counts: BTreeMap<CoderId, usize> = BTreeMap::new();
    for coding in project.codings().iter() {
        *counts.entry(coding.coder).or_default() += 1;
    }
    let mut coders: Vec<(CoderId, String, usize)> = project
        .coders()
        .iter()
        .filter(|coder| !project::same_name(&coder.name, CONSENSUS))
        .filter_map(|coder| Some((coder.id, coder.name.clone(), *counts.get(&coder.id)?)))
        .collect();
    coders.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    coders
}

/// Where the sentences of every source are: within the speech of each turn.
///
/// # Errors
/// Where a text cannot be read.
pub fn sentences(
    project: &Project,
    texts: &Texts,
) -> Result<BTreeMap<SourceId, Vec<CharRange>>, TextError> {
    let mut found = BTreeMap::new();
    for source in project.sources().iter() {
        let text = texts.of(source)?;
        let turns = project.turns(source.id);
        let of_source = if turns.is_empty() {
            text.sentences_in(CharRange::of(0, source.characters))
        } else {
            let speech = turns.iter().map(|turn| turn.speech);
            speech
                .flat_map(|speech| text.sentences_in(speech))
                .collect()
        };
        found.insert(source.id, of_source);
    }
    Ok(found)
}

/// The figures in a sentence: "Over 64 turns of Awen and Tom, 87.5 % of decisions on 9 codes are alike."
#[must_use]
pub fn agreement_sentence(agreement: &Agreement) -> String {
    let who = listed(&agreement.coders);
    let units = agreement.units;
    let which = if agreement.coded_only { "coded " } else { "" };
    let one = unit_name(agreement.unit);
    let many = |n: u64, one: &str| {
        let s = if n == 1 { "" } else { "s" };
        format!("{} {one}{s}", thousands(n))
    };
    let over = format!("{} of {who}", many(units, &format!("{which}{one}")));
    let codes = u64::try_from(agreement.by_code.len()).unwrap_or(u64::MAX);
    match agreement.statistics.percent {
        _ if units == 0 => format!("There is no {which}{one} on which {who} could be compared."),
        _ if codes == 0 => format!(
            "None of {who} gave one of the codes compared, so there is nothing on which they could differ."
        ),
        Ok(percent) => format!(
            "Over {over}, {} of decisions on {} are alike.",
            percentage(percent),
            many(codes, "code")
        ),
        Err(why) => format!("Over {over}: {why}."),
    }
}

const fn unit_name(unit: AgreementUnit) -> &'static str {
    match unit {
        AgreementUnit::Characters => "character",
        AgreementUnit::Turns => "turn",
        AgreementUnit::Sentences => "sentence",
        AgreementUnit::Sources => "source",
        AgreementUnit::Cases => "case",
    }
}

/// The units, in the order offered, as they are called.
pub const UNITS: [(AgreementUnit, &str); 5] = [
    (AgreementUnit::Turns, "turns"),
    (AgreementUnit::Sentences, "sentences"),
    (AgreementUnit::Characters, "characters"),
    (AgreementUnit::Sources, "sources"),
    (AgreementUnit::Cases, "cases"),
];

/// “A, B and C”; “nobody” for none.
#[must_use]
pub fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "nobody".to_owned();
    }
    analysis::listed(names)
}

/// A share as percent with one place.
#[must_use]
pub fn percentage(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A statistic with three places, or a dash.
#[must_use]
pub fn figure(value: Statistic) -> String {
    let text = |value: f64| format!("{value:.3}").replace('-', "−");
    value.map_or_else(|_| "–".to_owned(), text)
}

/// The figures of all codes together, each with its name and, where it has no value, why.
#[must_use]
pub fn figures(compared: &Compared) -> Vec<(&'static str, String, String)> {
    let statistics = &compared.agreement.statistics;
    let interval = compared.interval.map_or_else(
        || "no interval".to_owned(),
        |interval| {
            format!(
                "between {:.3} and {:.3} in 95 % of {} draws of whole units",
                interval.low, interval.high, interval.resamples
            )
        },
    );
    let kappa = if compared.agreement.coders.len() == 2 {
        ("Cohen’s kappa", statistics.cohen_kappa)
    } else {
        ("Fleiss’ kappa", statistics.fleiss_kappa)
    };
    let why = |value: Statistic, otherwise: &str| match value {
        Ok(_) => otherwise.to_owned(),
        Err(why) => why.to_string(),
    };
    let alpha = statistics.krippendorff_alpha.nominal;
    let percent = statistics.percent;
    vec![
        (
            "alike",
            percent.map_or_else(|_| "–".to_owned(), percentage),
            why(
                percent,
                "the share of decisions that are alike; chance is not taken off",
            ),
        ),
        (
            kappa.0,
            figure(kappa.1),
            why(kappa.1, "beyond chance, by each one’s own habits"),
        ),
        ("Krippendorff’s alpha", figure(alpha), why(alpha, &interval)),
        (
            "Gwet’s AC1",
            figure(statistics.gwet_ac1),
            why(
                statistics.gwet_ac1,
                "beyond chance; stands up where a code is rare",
            ),
        ),
    ]
}

/// The headings of the table of codes, for two coders or for more.
#[must_use]
pub fn heads(agreement: &Agreement) -> Vec<String> {
    let mut heads = vec!["Code".to_owned()];
    match agreement.coders.as_slice() {
        [one, other] => heads.extend([
            "both".to_owned(),
            format!("only {one}"),
            format!("only {other}"),
            "neither".to_owned(),
        ]),
        _ => heads.extend(["all", "some", "none"].map(str::to_owned)),
    }
    heads.extend(["alike", "kappa", "alpha"].map(str::to_owned));
    heads
}

/// The numbers of a code, as the headings name them.
#[must_use]
pub fn code_figures(row: &CodeAgreement) -> Vec<String> {
    let statistics = &row.statistics;
    let mut figures = vec![thousands(row.both)];
    let kappa = if let (Some(a), Some(b)) = (row.only_a, row.only_b) {
        figures.extend([thousands(a), thousands(b)]);
        statistics.cohen_kappa
    } else {
        figures.push(thousands(row.some));
        statistics.fleiss_kappa
    };
    figures.push(thousands(row.neither));
    figures.push(
        statistics
            .percent
            .map_or_else(|_| "–".to_owned(), percentage),
    );
    figures.push(figure(kappa));
    figures.push(figure(statistics.krippendorff_alpha.nominal));
    figures
}

/// The figures as a table to be written out, all codes together first; with the quotes on which coders differ if asked.
#[must_use]
pub fn agreement_out(project: &Project, compared: &Compared, with_trace: bool) -> Table {
    let agreement = &compared.agreement;
    let number = |value: Statistic| value.map_or(Cell::Blank, Cell::Number);
    let two = agreement.coders.len() == 2;
    let kappa = |statistics: &analysis::agreement::Statistics| {
        if two {
            statistics.cohen_kappa
        } else {
            statistics.fleiss_kappa
        }
    };
    let tail = |statistics: &analysis::agreement::Statistics| {
        [
            number(statistics.percent),
            number(kappa(statistics)),
            number(statistics.krippendorff_alpha.nominal),
            number(statistics.gwet_ac1),
        ]
    };
    let mut columns = heads(agreement);
    columns.push("AC1".to_owned());
    let blanks = columns.len() - 5;
    let mut all = vec![Cell::Text("all codes".to_owned())];
    all.extend(std::iter::repeat_n(Cell::Blank, blanks));
    all.extend(tail(&agreement.statistics));
    let mut rows = vec![all];
    for row in &agreement.by_code {
        let mut cells = vec![Cell::Text(row.path.clone()), Cell::Count(row.both)];
        match (row.only_a, row.only_b) {
            (Some(a), Some(b)) => cells.extend([Cell::Count(a), Cell::Count(b)]),
            _ => cells.push(Cell::Count(row.some)),
        }
        cells.push(Cell::Count(row.neither));
        cells.extend(tail(&row.statistics));
        rows.push(cells);
    }
    let mut trace = Vec::new();
    for dispute in compared.disputes.iter().filter(|_| with_trace) {
        for side in &dispute.sides {
            let codings: Vec<CodingId> = side.quotes.iter().map(|(id, _)| *id).collect();
            let place = (dispute.path.clone(), format!("only {}", side.name));
            trace.extend(quotes_out(project, &place, &codings));
        }
    }
    let mut notes = vec![compared.sentence.clone()];
    if let Some(interval) = compared.interval {
        notes.push(format!(
            "Krippendorff’s alpha over all codes lies between {:.3} and {:.3} in 95 % of {} draws of whole units.",
            interval.low, interval.high, interval.resamples
        ));
    }
    Table {
        title: format!("Agreement of {}", listed(&agreement.coders)),
        note: notes.join("\n"),
        columns,
        rows,
        trace,
    }
}

#[cfg(test)]
pub(crate) mod tests;
