//! `vouch check`: does every quote stand where it was coded, and is the file sound.

use std::path::PathBuf;

use serde::Serialize;

use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    ok: bool,
    findings: Vec<Found>,
    index: &'static str,
    sources: usize,
    codes: usize,
    codings: usize,
    changes: u64,
}

#[derive(Debug, Serialize)]
struct Found {
    place: String,
    message: String,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let findings: Vec<Found> = workspace
        .check()?
        .into_iter()
        .map(|finding| Found {
            place: finding.place,
            message: finding.message,
        })
        .collect();
    let project = workspace.project();
    let report = Report {
        ok: findings.is_empty(),
        index: finder::freshness(project, context)?,
        sources: project.sources().len(),
        codes: project.codes().len(),
        codings: project.codings().len(),
        changes: project.seq().0,
        findings,
    };
    if args.json {
        context.json(&report)?;
    } else {
        for found in &report.findings {
            context.line(format_args!("{}: {}", found.place, found.message))?;
        }
        context.line(format_args!(
            "Checked {}, {} and {}.",
            count(report.sources, "source"),
            count(report.codes, "code"),
            count(report.codings, "coding")
        ))?;
        context.line(format_args!("Search index: {}.", report.index))?;
        if report.ok {
            context.line("Every quote stands where it was coded, and the file is sound.")?;
        }
    }
    if report.ok {
        Ok(())
    } else {
        Err(Trouble::Unsound {
            findings: report.findings.len(),
        }
        .into())
    }
}
