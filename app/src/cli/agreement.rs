//! `vouch agreement`: how far coders code alike, and raters rate alike, beyond chance.

use std::collections::BTreeMap;
use std::path::PathBuf;

use analysis::agreement::{Metric, Statistic, Statistics};
use analysis::{
    Agreement, AgreementError, AgreementRequest, AgreementUnit, Disagreement, RatingAgreement,
    RatingAgreementRequest,
};
use codebooks::Level;
use project::text::CharRange;
use project::{CoderId, Project, SourceId, Workspace};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;

/// How often units are drawn again for an interval.
const RESAMPLES: usize = 1000;
/// Where the draws begin: the same interval every time.
const SEED: u64 = 20_260_302;
/// The share of resamples that the interval holds.
const LEVEL: f64 = 0.95;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The coders to compare, two or more, parted by commas.
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        required_unless_present = "scale",
        conflicts_with = "scale"
    )]
    coders: Vec<String>,
    /// What coders are compared on: characters, turns, sentences, sources or cases.
    #[arg(long, default_value = "turns", conflicts_with = "scale")]
    unit: AgreementUnit,
    /// Only units to which one of them gave one of the codes compared.
    #[arg(long, conflicts_with = "scale")]
    coded_only: bool,
    /// Only this code, with all below it.
    #[arg(long, value_name = "PATH", conflicts_with = "scale")]
    code: Option<String>,
    /// Compare ratings on this scale instead.
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
    /// Only these raters, parted by commas; otherwise all who rated on the scale.
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "scale")]
    raters: Vec<String>,
    /// Only ratings of this wave.
    #[arg(long, value_name = "WAVE", requires = "scale")]
    wave: Option<String>,
    /// List the passages on which coders differ, with their quotes' ids.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    match &args.scale {
        Some(scale) => of_raters(args, scale, workspace.project(), context),
        None => of_coders(args, &workspace, context),
    }
}

/// The document printed for coders.
#[derive(Debug, Serialize)]
struct Coded<'a> {
    #[serde(flatten)]
    agreement: &'a Agreement,
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreements: Option<Vec<Passage>>,
}

/// A passage on which coders differ, in names.
#[derive(Debug, Serialize)]
struct Passage {
    code: String,
    source: String,
    start: u32,
    end: u32,
    given_by: Vec<String>,
    not_by: Vec<String>,
    edges_only: bool,
    quote_ids: Vec<String>,
}

fn of_coders(args: &Args, workspace: &Workspace, context: &mut Context<'_>) -> Result<(), Failure> {
    let project = workspace.project();
    let coders = finder::coders_named(project, &args.coders)?;
    let code = args
        .code
        .as_deref()
        .map(|path| finder::code_at(project, path))
        .transpose()?;
    let sentences = match args.unit {
        AgreementUnit::Sentences => Some(sentences(workspace)?),
        AgreementUnit::Characters
        | AgreementUnit::Turns
        | AgreementUnit::Sources
        | AgreementUnit::Cases => None,
    };
    let request = AgreementRequest {
        coders: coders.clone(),
        unit: args.unit,
        coded_only: args.coded_only,
        code,
        sources: None,
        sentences: sentences.as_ref(),
    };
    let agreement = analysis::agreement(project, &request).map_err(Trouble::from)?;
    let disagreements = if args.trace {
        let found = analysis::disagreements(project, &coders, code).map_err(Trouble::from)?;
        Some(found.iter().map(|one| passage(project, one)).collect())
    } else {
        None
    };
    let sentence = coded_sentence(&agreement);
    if args.json {
        return context.json(&Coded {
            agreement: &agreement,
            sentence,
            disagreements,
        });
    }
    context.line(sentence)?;
    print_statistics(&agreement.statistics, context)?;
    print_codes(&agreement, context)?;
    for one in disagreements.iter().flatten() {
        let (given, not) = (one.given_by.join(", "), one.not_by.join(", "));
        let how = if one.edges_only {
            "to other words".to_owned()
        } else {
            format!("not by {not}")
        };
        context.line(format_args!(
            "{}: {} {}–{} given by {given}, {how}",
            one.code, one.source, one.start, one.end
        ))?;
    }
    Ok(())
}

/// Where the sentences of every source are: within the speech of each turn.
fn sentences(workspace: &Workspace) -> Result<BTreeMap<SourceId, Vec<CharRange>>, Trouble> {
    let (project, texts) = (workspace.project(), workspace.texts());
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

fn passage(project: &Project, one: &Disagreement) -> Passage {
    let names = |coders: &[CoderId]| {
        let found = coders
            .iter()
            .filter_map(|&coder| project.coders().get(coder));
        found.map(|coder| coder.name.clone()).collect()
    };
    Passage {
        code: project
            .code_tree()
            .path(one.code)
            .map_or_else(String::new, |path| path.to_string()),
        source: project
            .sources()
            .get(one.source)
            .map_or_else(String::new, |source| source.name.clone()),
        start: one.range.start().0,
        end: one.range.end().0,
        given_by: names(&one.given_by),
        not_by: names(&one.not_by),
        edges_only: one.edges_only,
        quote_ids: one.codings.iter().map(ToString::to_string).collect(),
    }
}

fn coded_sentence(agreement: &Agreement) -> String {
    let who = listed(&agreement.coders);
    let units = usize::try_from(agreement.units).unwrap_or(usize::MAX);
    let (one, which) = (
        unit_name(agreement.unit),
        if agreement.coded_only { "coded " } else { "" },
    );
    let over = format!("{} of {who}", count(units, &format!("{which}{one}")));
    let codes = agreement.by_code.len();
    match agreement.statistics.percent {
        _ if units == 0 => format!("There is no {which}{one} on which {who} could be compared."),
        _ if codes == 0 => format!(
            "None of {who} gave one of the codes compared, so there is nothing on which they could differ."
        ),
        Ok(percent) => format!(
            "Over {over}, {} of decisions on {} are alike.",
            percentage(percent),
            count(codes, "code")
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

/// “A, B and C”.
fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn percentage(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn print_codes(agreement: &Agreement, context: &mut Context<'_>) -> Result<(), Failure> {
    if agreement.by_code.is_empty() {
        return Ok(());
    }
    let two = agreement.coders.len() == 2;
    let heads = if two {
        [
            "CODE", "both", "only 1st", "only 2nd", "neither", "alike", "kappa", "alpha",
        ]
    } else {
        ["CODE", "all", "some", "", "none", "alike", "kappa", "alpha"]
    };
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    for row in &agreement.by_code {
        let of = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
        let shown =
            |value: Statistic| value.map_or_else(|_| "–".to_owned(), |value| format!("{value:.3}"));
        let statistics = &row.statistics;
        let kappa = if two {
            statistics.cohen_kappa
        } else {
            statistics.fleiss_kappa
        };
        lines.push(vec![
            row.path.clone(),
            row.both.to_string(),
            of(row.only_a.or(Some(row.some))),
            of(row.only_b),
            row.neither.to_string(),
            statistics
                .percent
                .map_or_else(|_| "–".to_owned(), percentage),
            shown(kappa),
            shown(statistics.krippendorff_alpha.nominal),
        ]);
    }
    let mut sides = [Side::Right; 8];
    sides[0] = Side::Left;
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    Ok(())
}

fn print_statistics(statistics: &Statistics, context: &mut Context<'_>) -> Result<(), Failure> {
    let alphas = &statistics.krippendorff_alpha;
    let all = [
        ("percent", statistics.percent),
        ("Cohen’s kappa", statistics.cohen_kappa),
        ("Scott’s pi", statistics.scott_pi),
        ("Fleiss’ kappa", statistics.fleiss_kappa),
        ("Gwet’s AC1", statistics.gwet_ac1),
        ("Krippendorff’s alpha, nominal", alphas.nominal),
        ("Krippendorff’s alpha, ordinal", alphas.ordinal),
        ("Krippendorff’s alpha, interval", alphas.interval),
        ("Krippendorff’s alpha, ratio", alphas.ratio),
    ];
    let lines: Vec<Vec<String>> = all
        .into_iter()
        .map(|(name, value)| {
            let value =
                value.map_or_else(|why| format!("– ({why})"), |value| format!("{value:.4}"));
            vec![format!("  {name}"), value]
        })
        .collect();
    for line in aligned(&lines, &[Side::Left, Side::Left]) {
        context.line(line)?;
    }
    Ok(())
}

/// The document printed for raters: the same names as for coders, with no codes.
#[derive(Debug, Serialize)]
struct Rated<'a> {
    #[serde(flatten)]
    agreement: &'a RatingAgreement,
    by_code: [(); 0],
    alpha_interval: Option<AlphaInterval>,
    sentence: String,
}

/// An interval of Krippendorff's alpha by resampling units.
#[derive(Debug, Serialize)]
struct AlphaInterval {
    metric: &'static str,
    level: f64,
    low: f64,
    high: f64,
    resamples: usize,
}

fn of_raters(
    args: &Args,
    scale: &str,
    project: &Project,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let scale = finder::scale_named(project, scale)?;
    let raters = finder::coders_named(project, &args.raters)?;
    if raters.len() == 1 {
        return Err(Trouble::from(AgreementError::TooFewCoders).into());
    }
    let request = RatingAgreementRequest {
        scale: scale.id,
        raters: (!raters.is_empty()).then_some(raters),
        wave: args.wave.clone(),
    };
    let Some(agreement) = analysis::rating_agreement(project, &request) else {
        return Err(Trouble::no_scale(project, &scale.name).into());
    };
    let alpha_interval = interval(&agreement, scale.level);
    let sentence = rated_sentence(&agreement, alpha_interval.as_ref());
    if args.json {
        return context.json(&Rated {
            agreement: &agreement,
            by_code: [],
            alpha_interval,
            sentence,
        });
    }
    context.line(sentence)?;
    print_statistics(&agreement.statistics, context)?;
    for case in &agreement.differing {
        let value = |(rater, value): (&String, &Option<String>)| {
            format!("{rater} {}", value.as_deref().unwrap_or("–"))
        };
        let values: Vec<String> = agreement
            .raters
            .iter()
            .zip(&case.values)
            .map(value)
            .collect();
        let wave = if case.wave.is_empty() {
            String::new()
        } else {
            format!(", {}", case.wave)
        };
        context.line(format_args!("{}{wave}: {}", case.name, values.join(", ")))?;
    }
    Ok(())
}

/// The interval of the alpha that the scale's level asks for.
fn interval(agreement: &RatingAgreement, level: Level) -> Option<AlphaInterval> {
    let (metric, name) = match level {
        Level::Nominal => (Metric::Nominal, "nominal"),
        Level::Ordinal => (Metric::Ordinal, "ordinal"),
        Level::Interval => (Metric::Interval, "interval"),
        Level::Ratio => (Metric::Ratio, "ratio"),
    };
    let interval = agreement
        .judgements()
        .alpha_interval(metric, LEVEL, RESAMPLES, SEED)
        .ok()?;
    Some(AlphaInterval {
        metric: name,
        level: LEVEL,
        low: interval.low,
        high: interval.high,
        resamples: interval.resamples,
    })
}

fn rated_sentence(agreement: &RatingAgreement, interval: Option<&AlphaInterval>) -> String {
    let units = usize::try_from(agreement.units).unwrap_or(usize::MAX);
    let alike = match agreement.statistics.percent {
        Ok(percent) => format!("{} of pairs of ratings are alike", percentage(percent)),
        Err(why) => why.to_string(),
    };
    let interval = interval.map_or_else(String::new, |interval| {
        format!(
            "; alpha ({}) lies between {:.3} and {:.3} in 95 % of {} resamples",
            interval.metric, interval.low, interval.high, interval.resamples
        )
    });
    format!(
        "{}: {} rated by {}; {alike}{interval}.",
        agreement.scale,
        count(units, "case"),
        listed(&agreement.raters)
    )
}
