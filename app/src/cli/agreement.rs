//! `vouch agreement`: how far coders code alike, and raters rate alike, beyond chance.

use std::path::PathBuf;

use analysis::agreement::{Metric, Statistic, Statistics};
use analysis::{
    Agreement, AgreementError, AgreementRequest, AgreementUnit, Ground, RatingAgreement,
    RatingAgreementRequest,
};
use codebooks::Level;
use interchange::tables::{TableFormat, save_table};
use project::{Project, Workspace};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;
use crate::view::agreement::{
    Compared, Dispute, DisputeSide, LEVEL, RESAMPLES, SEED, agreement_out, compare, listed,
    percentage, sentences,
};

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
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
    /// List the passages on which coders differ side by side, with their words and what was decided.
    #[arg(long, conflicts_with = "scale")]
    disagreements: bool,
    /// Write the figures of each code to a file: csv, xlsx (with the quotes that differ), docx or json.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "scale"])]
    to: Option<PathBuf>,
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
    alpha_interval: Option<AlphaInterval>,
    sentence: &'a str,
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
    /// What each coder did there, with `--disagreements`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sides: Option<Vec<CoderSide>>,
    /// What was decided: kept, left out, or null while it is open.
    decided: Option<&'static str>,
}

/// What one coder did at a passage.
#[derive(Debug, Serialize)]
struct CoderSide {
    coder: String,
    quote_ids: Vec<String>,
    quotes: Vec<String>,
}

fn of_coders(args: &Args, workspace: &Workspace, context: &mut Context<'_>) -> Result<(), Failure> {
    let project = workspace.project();
    let coders = finder::coders_named(project, &args.coders)?;
    let code = args
        .code
        .as_deref()
        .map(|path| finder::code_at(project, path))
        .transpose()?;
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let sentences = match args.unit {
        AgreementUnit::Sentences => Some(sentences(project, &workspace.texts())?),
        AgreementUnit::Characters
        | AgreementUnit::Turns
        | AgreementUnit::Sources
        | AgreementUnit::Cases => None,
    };
    let request = AgreementRequest {
        coders,
        unit: args.unit,
        coded_only: args.coded_only,
        code,
        sources: None,
        sentences: sentences.as_ref(),
    };
    let compared = compare(&Ground::new(project), &request).map_err(Trouble::from)?;
    if let Some(to) = &args.to {
        let table = agreement_out(
            project,
            &compared,
            TableFormat::of(to).is_ok_and(TableFormat::holds_trace),
        );
        save_table(&table, to).map_err(Trouble::from)?;
        return context.line(format_args!("Wrote the figures to {}.", to.display()));
    }
    let shown = args.trace || args.disagreements;
    let listed = compared.disputes.iter();
    let listed = listed.map(|one| passage(one, args.disagreements));
    let document = Coded {
        agreement: &compared.agreement,
        alpha_interval: alpha_interval(&compared),
        sentence: &compared.sentence,
        disagreements: shown.then(|| listed.collect()),
    };
    if args.json {
        return context.json(&document);
    }
    context.line(document.sentence)?;
    print_statistics(&compared.agreement.statistics, context)?;
    if let Some(interval) = &document.alpha_interval {
        context.line(format_args!(
            "  alpha lies between {:.3} and {:.3} in 95 % of {} draws of whole units",
            interval.low, interval.high, interval.resamples
        ))?;
    }
    print_codes(&compared.agreement, context)?;
    for one in document.disagreements.iter().flatten() {
        print_passage(one, context)?;
    }
    Ok(())
}

fn alpha_interval(compared: &Compared) -> Option<AlphaInterval> {
    let interval = compared.interval?;
    Some(AlphaInterval {
        metric: "nominal",
        level: LEVEL,
        low: interval.low,
        high: interval.high,
        resamples: interval.resamples,
    })
}

fn print_passage(one: &Passage, context: &mut Context<'_>) -> Result<(), Failure> {
    let (given, not) = (one.given_by.join(", "), one.not_by.join(", "));
    let how = if one.edges_only {
        "to other words".to_owned()
    } else {
        format!("not by {not}")
    };
    let decided = one
        .decided
        .map_or_else(String::new, |what| format!("; decided: {what}"));
    context.line(format_args!(
        "{}: {} {}–{} given by {given}, {how}{decided}",
        one.code, one.source, one.start, one.end
    ))?;
    for side in one.sides.iter().flatten() {
        let words = if side.quotes.is_empty() {
            "–".to_owned()
        } else {
            format!("“{}”", side.quotes.join("” “").replace(['\n', '\r'], " "))
        };
        context.line(format_args!("    {}: {words}", side.coder))?;
    }
    Ok(())
}

fn passage(one: &Dispute, side_by_side: bool) -> Passage {
    let coded = |wanted: bool| {
        let sides = one.sides.iter();
        sides
            .filter(|side| side.quotes.is_empty() != wanted)
            .map(|side| side.name.clone())
            .collect()
    };
    let side = |side: &DisputeSide| CoderSide {
        coder: side.name.clone(),
        quote_ids: side.quotes.iter().map(|(id, _)| id.to_string()).collect(),
        quotes: side.quotes.iter().map(|(_, words)| words.clone()).collect(),
    };
    Passage {
        code: one.path.clone(),
        source: one.source_name.clone(),
        start: one.range.start().0,
        end: one.range.end().0,
        given_by: coded(true),
        not_by: coded(false),
        edges_only: one.edges_only,
        quote_ids: one.codings.iter().map(ToString::to_string).collect(),
        sides: side_by_side.then(|| one.sides.iter().map(side).collect()),
        decided: one.decided,
    }
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
