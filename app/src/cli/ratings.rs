//! `vouch scale`, `vouch rate` and `vouch ratings`: cases judged on scales.

use std::path::PathBuf;

use analysis::ratings::RatedValue;
use analysis::{RatingChange, RatingSummary, RatingsRequest, Tally, rating_change};
use interchange::tables::{Cell, Table, TableFormat, Trace};
use project::{CoderId, Edit, Project};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::save;
use crate::intake::coders::Coders;
use crate::intake::table::Table as GivenFile;
use crate::intake::{file_name, ratings};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct ScaleArgs {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    #[command(subcommand)]
    action: ScaleAction,
}

#[derive(Debug, clap::Subcommand)]
enum ScaleAction {
    /// Make a scale.
    Add {
        /// Its name.
        name: String,
        /// Its labels, lowest first, parted by |.
        #[arg(long, value_name = "a|b|c", default_value = "")]
        labels: String,
        /// The word for “nothing recorded”, which is not the lowest label.
        #[arg(long, default_value = "Not recorded")]
        missing: String,
        /// nominal, ordinal, interval or ratio.
        #[arg(long, default_value = "ordinal", value_parser = ratings::level_named)]
        level: codebooks::Level,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct RateArgs {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The table, csv or xlsx: case, scale, value, and perhaps rater, rationale and wave.
    #[arg(long, value_name = "RATINGS.csv")]
    from: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Only this scale.
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
    /// One table for each value of this attribute.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Only these raters, parted by commas; otherwise all.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    raters: Vec<String>,
    /// Only this wave; otherwise each wave for itself, and the change from one to the next.
    #[arg(long, value_name = "WAVE")]
    wave: Option<String>,
    /// Carry the ids of the cases, ratings and quotes behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(crate) fn scale(args: &ScaleArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let ScaleAction::Add {
        name,
        labels,
        missing,
        level,
    } = &args.action;
    let mut workspace = context.open(&args.project)?;
    let ids = workspace.ids();
    let scale = ratings::scale(&ids, name, *level, labels, missing);
    scale.check().map_err(|source| Trouble::BadScale {
        name: name.clone(),
        source,
    })?;
    let labels = scale.labels.join(" < ");
    workspace.edit(Edit::AddScale(scale))?;
    context.line(format_args!("Made the scale “{name}”: {labels}"))
}

pub(crate) fn rate(args: &RateArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    let ids = workspace.ids();
    let coders = Coders::new(workspace.project(), Coders::own(&workspace), ids);
    let prepared = ratings::ratings(&GivenFile::read(&args.from)?, workspace.project(), coders)?;
    let rows = prepared.taken;
    let label = format!(
        "Gave {} from {}",
        count(rows, "rating"),
        file_name(&args.from)
    );
    context.apply(&mut workspace, &args.from, label, prepared)?;
    context.line(format_args!("Gave {}.", count(rows, "rating")))
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let scale = |name: &str| finder::scale_named(project, name).map(|scale| scale.id);
    let attribute = |name: &str| finder::attribute_named(project, name);
    let raters = finder::coders_named(project, &args.raters)?;
    let request = RatingsRequest {
        scale: args.scale.as_deref().map(scale).transpose()?,
        by: args.by.as_deref().map(attribute).transpose()?,
        raters: (!raters.is_empty()).then_some(raters),
        wave: args.wave.clone(),
    };
    let summaries = analysis::ratings(project, &request);
    let changes: Vec<RatingChange> = changes(project, &summaries, request.raters.as_deref());
    if let Some(to) = &args.to {
        let documents = documents(project, &summaries, &changes, args.trace);
        save(to, &documents, |format| table(project, &summaries, format))?;
        context.line(format_args!(
            "Wrote {} to {}.",
            count(summaries.len(), "table"),
            to.display()
        ))
    } else if args.json {
        context.json(&documents(project, &summaries, &changes, args.trace))
    } else {
        print(&summaries, &changes, context)
    }
}

/// A summary as it is printed.
#[derive(Debug, Serialize)]
struct Document<'s> {
    #[serde(flatten)]
    summary: &'s RatingSummary,
    /// How cases changed since the wave before; none for the first or only one.
    change: Option<&'s RatingChange>,
    /// The cases and ratings behind each value, in the order of values.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<ValueTrace>>,
}

/// What stands behind the number of one value.
#[derive(Debug, Serialize)]
struct ValueTrace {
    label: String,
    case_ids: Vec<String>,
    cases: Vec<String>,
    rating_ids: Vec<String>,
    /// The excerpts that the raters named for it.
    quote_ids: Vec<String>,
}

impl ValueTrace {
    fn of(project: &Project, value: &RatedValue) -> Self {
        let mut trace = Self {
            label: value.label.clone(),
            case_ids: Vec::new(),
            cases: Vec::new(),
            rating_ids: value.ratings.iter().map(ToString::to_string).collect(),
            quote_ids: Vec::new(),
        };
        let given = value
            .ratings
            .iter()
            .filter_map(|&id| project.ratings().get(id));
        for rating in given {
            trace
                .quote_ids
                .extend(rating.evidence.iter().map(ToString::to_string));
            let id = rating.case.to_string();
            if !trace.case_ids.contains(&id) {
                trace.case_ids.push(id);
                let name = project
                    .cases()
                    .get(rating.case)
                    .map(|case| case.name.clone());
                trace.cases.push(name.unwrap_or_default());
            }
        }
        trace
    }
}

fn documents<'s>(
    project: &Project,
    summaries: &'s [RatingSummary],
    changes: &'s [RatingChange],
    trace: bool,
) -> Vec<Document<'s>> {
    let document = |summary: &'s RatingSummary| Document {
        summary,
        change: changes
            .iter()
            .find(|change| change.scale == summary.scale && change.to == summary.wave),
        trace: trace.then(|| {
            let values = summary.tally.values.iter();
            values.map(|value| ValueTrace::of(project, value)).collect()
        }),
    };
    summaries.iter().map(document).collect()
}

/// From each wave of a scale to the next, as waves sort.
fn changes(
    project: &Project,
    summaries: &[RatingSummary],
    raters: Option<&[CoderId]>,
) -> Vec<RatingChange> {
    summaries
        .windows(2)
        .filter(|pair| pair[0].id == pair[1].id)
        .filter_map(|pair| rating_change(project, pair[0].id, &pair[0].wave, &pair[1].wave, raters))
        .collect()
}

/// All summaries as one table: a row a value, the sentences below.
fn table(project: &Project, summaries: &[RatingSummary], format: TableFormat) -> Table {
    let headings = [
        "scale", "wave", "group", "value", "cases", "base", "missing",
    ];
    let mut table = Table {
        title: "Ratings".to_owned(),
        columns: headings.map(str::to_owned).to_vec(),
        ..Table::default()
    };
    let mut notes = Vec::new();
    for summary in summaries {
        let own = [("", &summary.tally)];
        let groups = summary
            .groups
            .iter()
            .map(|group| (group.value.as_str(), &group.tally));
        for (group, tally) in own.into_iter().chain(groups) {
            for value in &tally.values {
                table.rows.push(vec![
                    Cell::Text(summary.scale.clone()),
                    Cell::Text(summary.wave.clone()),
                    Cell::Text(group.to_owned()),
                    Cell::Text(value.label.clone()),
                    Cell::Count(value.n),
                    Cell::Count(tally.base),
                    Cell::Count(tally.missing),
                ]);
            }
        }
        notes.push(format!("{}: {}", summary.scale, summary.tally.sentence));
        if format == TableFormat::Xlsx {
            table.trace.extend(
                summary
                    .tally
                    .values
                    .iter()
                    .flat_map(|value| traces(project, summary, value)),
            );
        }
    }
    table.note = notes.join("\n");
    table
}

/// The cases with a value, each with the excerpts its raters named; their rationale where they named none.
fn traces(project: &Project, summary: &RatingSummary, value: &RatedValue) -> Vec<Trace> {
    let mut traces = Vec::new();
    for rating in value
        .ratings
        .iter()
        .filter_map(|&id| project.ratings().get(id))
    {
        let case = project.cases().get(rating.case);
        let line = |quote_id: String, text: &str| Trace {
            row: summary.scale.clone(),
            column: value.label.clone(),
            case: case.map_or_else(String::new, |case| case.name.clone()),
            quote_id,
            text: text.to_owned(),
        };
        if rating.evidence.is_empty() {
            traces.push(line(String::new(), &rating.rationale));
        }
        for coding in rating
            .evidence
            .iter()
            .filter_map(|&id| project.codings().get(id))
        {
            traces.push(line(coding.id.to_string(), &coding.quote));
        }
    }
    traces
}

fn print(
    summaries: &[RatingSummary],
    changes: &[RatingChange],
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    for summary in summaries {
        let wave = if summary.wave.is_empty() {
            String::new()
        } else {
            format!(", {}", summary.wave)
        };
        context.line(format_args!("{}{wave}", summary.scale))?;
        print_tally(&summary.tally, context)?;
        for group in &summary.groups {
            context.line(format_args!("  {}", group.value))?;
            print_tally(&group.tally, context)?;
        }
    }
    for change in changes {
        context.line(format_args!("{}: {}", change.scale, change.sentence))?;
    }
    context.line(count(summaries.len(), "table"))
}

fn print_tally(tally: &Tally, context: &mut Context<'_>) -> Result<(), Failure> {
    let row = |label: &str, n: u64| vec![format!("    {label}"), format!("{n} of {}", tally.base)];
    let rows: Vec<Vec<String>> = tally
        .values
        .iter()
        .map(|value| row(&value.label, value.n))
        .collect();
    for line in aligned(&rows, &[Side::Left, Side::Right]) {
        context.line(line)?;
    }
    context.line(format_args!("    {}", tally.sentence))
}
