//! `vouch compare`: one indicator from several sources side by side.

use std::path::PathBuf;

use analysis::{CountedCase, Ground, MeasureOf, SideBySide, SideBySideRequest};
use interchange::tables::TableFormat;
use project::{Project, RatingId};
use serde::Serialize;

use super::behind::Behind;
use super::context::{Context, Failure};
use super::finder;
use super::matrix::print;
use super::table_file::save;
use crate::message::Trouble;
use crate::view::cases::{Form, compare_out, evidence_of};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// A rating scale (scale:NAME) or an attribute of cases (attribute:NAME); a plain name is the attribute's, if one
    /// has it. Give two or more.
    #[arg(long, value_name = "SCALE_OR_ATTRIBUTE", required = true)]
    of: Vec<String>,
    /// Only ratings of this wave; otherwise each wave stands for itself.
    #[arg(long, value_name = "WAVE")]
    wave: Option<String>,
    /// Two words that mean one value.
    #[arg(long, value_name = "A=B", value_parser = pair)]
    same: Vec<(String, String)>,
    /// A case may have several values of an attribute, parted by “;”: count each.
    #[arg(long)]
    multi: bool,
    /// Carry the ids of the cases behind every number, and of the ratings and excerpts that bear them out.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document<'c> {
    #[serde(flatten)]
    table: &'c SideBySide,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<SideTrace>,
}

#[derive(Debug, Serialize)]
struct SideTrace {
    cells: Vec<Vec<Behind>>,
    missing: Vec<Behind>,
    differing: Behind,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let measures: Result<Vec<MeasureOf>, Trouble> =
        args.of.iter().map(|name| measure(project, name)).collect();
    let request = SideBySideRequest {
        measures: measures?,
        wave: args.wave.clone(),
        same: args.same.clone(),
        multi: args.multi,
    };
    let ground = Ground::new(project);
    let table = ground.side_by_side(&request);
    let document = Document {
        table: &table,
        trace: args.trace.then(|| trace(&ground, &table)),
    };
    let laid = |form| compare_out(&ground, &table, form);
    match &args.to {
        Some(to) => {
            save(to, &document, |format| laid(Form::of(format)))?;
            context.line(format_args!("Wrote the table to {}.", to.display()))
        }
        None if args.json => context.json(&document),
        None => {
            print(&laid(Form::Bare), context)?;
            for one in &table.both.differing {
                context.line(format_args!("{}: {}", one.case, one.values.join(" | ")))?;
            }
            Ok(())
        }
    }
}

fn pair(typed: &str) -> Result<(String, String), String> {
    typed
        .split_once('=')
        .map(|(one, other)| (one.trim().to_owned(), other.trim().to_owned()))
        .filter(|(one, other)| !one.is_empty() && !other.is_empty())
        .ok_or_else(|| "write two words with = between them".to_owned())
}

fn measure(project: &Project, name: &str) -> Result<MeasureOf, Trouble> {
    let scale = |name| finder::scale_named(project, name).map(|scale| MeasureOf::Scale(scale.id));
    let attribute = |name| finder::attribute_named(project, name).map(MeasureOf::Attribute);
    // A name may itself hold a colon, so what it is called in full goes first.
    if let Ok(found) = attribute(name).or_else(|_| scale(name)) {
        return Ok(found);
    }
    if let Some(name) = name.strip_prefix("scale:") {
        scale(name)
    } else {
        attribute(name.strip_prefix("attribute:").unwrap_or(name))
    }
}

fn trace(ground: &Ground<'_>, table: &SideBySide) -> SideTrace {
    let project = ground.project();
    let columns = 0..table.measures.len();
    // Ratings bear a case's value out, and excerpts the ratings.
    let behind = |cases: &[CountedCase], measures: std::ops::Range<usize>| {
        let rated = cases.iter().flat_map(|&case| {
            let measures = measures.clone();
            measures.flat_map(move |measure| table.ratings(measure, case).iter().copied())
        });
        let ratings: Vec<RatingId> = rated.collect();
        let quotes = evidence_of(project, &ratings);
        Behind::of_cases(ground, cases.iter().copied()).with_ratings(&ratings, &quotes)
    };
    let row = |row| {
        let cells = columns.clone();
        let cells = cells.map(|column| behind(table.cases(row, column), column..column + 1));
        cells.collect()
    };
    let differing: Vec<CountedCase> = table.both.differing.iter().map(|one| one.counted).collect();
    SideTrace {
        cells: (0..table.rows.len()).map(row).collect(),
        missing: columns
            .clone()
            .map(|column| behind(table.missing_cases(column), 0..0))
            .collect(),
        differing: behind(&differing, columns.clone()),
    }
}
