//! `vouch scale`, `vouch rate` and `vouch ratings`: cases judged on scales.

use std::path::PathBuf;

use analysis::{RatingSummary, RatingsRequest, Tally};
use project::Edit;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use crate::intake::coders::Coders;
use crate::intake::table::Table;
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
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
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
    let prepared = ratings::ratings(&Table::read(&args.from)?, workspace.project(), coders)?;
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
    let scale = |name: &str| {
        project
            .scale_named(name)
            .map(|scale| scale.id)
            .ok_or_else(|| Trouble::no_scale(project, name))
    };
    let attribute = |name: &str| {
        project
            .attribute_named(name)
            .map(|by| by.id)
            .ok_or_else(|| Trouble::no_attribute(project, name))
    };
    let request = RatingsRequest {
        scale: args.scale.as_deref().map(scale).transpose()?,
        by: args.by.as_deref().map(attribute).transpose()?,
        ..RatingsRequest::default()
    };
    let summaries = analysis::ratings(project, &request);
    if args.json {
        context.json(&summaries)
    } else {
        print(&summaries, context)
    }
}

fn print(summaries: &[RatingSummary], context: &mut Context<'_>) -> Result<(), Failure> {
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
