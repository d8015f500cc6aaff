//! `vouch export`, and the part of `vouch import` that takes in whole projects: exchange with other programs.

use std::path::{Path, PathBuf};

use interchange::merge::{Choice, Choices};
use interchange::refi::Loss;
use project::Workspace;

use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use crate::intake::exchange::{self, ExchangeReport, Incoming};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The file to write: .qdpx for the whole project, .qdc for its codebook.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Print one JSON document: what was written and what other programs will not find in it.
    #[arg(long)]
    json: bool,
}

pub(crate) fn export(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let (project, texts) = (workspace.project(), workspace.texts());
    let report = exchange::export(project, &texts, &args.to)?;
    if args.json {
        return context.json(&report);
    }
    context.line(format_args!(
        "Wrote {}, {}, {} and {} to {}.",
        count(report.sources, "source"),
        count(report.codes, "code"),
        count(report.codings, "coding"),
        count(report.cases, "case"),
        report.file
    ))?;
    let (kept, gone): (Vec<&Loss>, Vec<&Loss>) =
        report.losses.iter().partition(|loss| loss.kept_for_vouch);
    tell(
        "Vouch finds these again, other programs do not:",
        &kept,
        context,
    )?;
    tell("Mind:", &gone, context)
}

fn tell(heading: &str, losses: &[&Loss], context: &mut Context<'_>) -> Result<(), Failure> {
    if losses.is_empty() {
        return Ok(());
    }
    context.line(heading)?;
    for loss in losses {
        context.line(format_args!("  {loss}"))?;
    }
    Ok(())
}

fn ending(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// Takes in those of the paths that are projects, making the project they go into where it is not there yet. Answers
/// the paths that are left for the importers of transcripts; none where there is nothing more to do.
pub(crate) fn import_projects(
    project: &Path,
    paths: &[PathBuf],
    choices: &Choices,
    json: bool,
    context: &mut Context<'_>,
) -> Result<Option<Vec<PathBuf>>, Failure> {
    let (projects, others): (Vec<PathBuf>, Vec<PathBuf>) = paths
        .iter()
        .cloned()
        .partition(|path| exchange::is_project(path));
    if projects.is_empty() {
        return Ok(Some(others));
    }
    // Everything is read before anything is made or changed.
    let mut incoming = Vec::with_capacity(projects.len());
    for path in &projects {
        incoming.push(exchange::read(path, || context.session())?);
    }
    let is_new = !project.exists();
    let mut workspace = if is_new {
        make(project, &incoming, context)?
    } else {
        context.open(project)?
    };
    let taken: Result<Vec<ExchangeReport>, Trouble> = incoming
        .into_iter()
        .map(|incoming| exchange::take_in(&mut workspace, incoming, choices))
        .collect();
    let reports = match taken {
        Ok(reports) => reports,
        Err(trouble) => {
            drop(workspace);
            if is_new {
                // Nothing was there before, so nothing half-made stays; that it may not be removable changes nothing.
                drop(std::fs::remove_file(project));
            }
            return Err(trouble.into());
        }
    };
    // The import stands whether or not the index can be written now: a search writes it again.
    if let Err(Failure::Trouble(trouble)) = finder::fresh_index(&workspace, context) {
        context.note(trouble.message().one_line())?;
    }
    if json && others.is_empty() {
        context.json(&reports)?;
        return Ok(None);
    }
    for report in &reports {
        // Where a document of the other files follows, that is all that may stand on standard output.
        print(report, json, context)?;
    }
    Ok((!others.is_empty()).then_some(others))
}

/// A new project, called what the first of those to come in is called.
fn make(
    path: &Path,
    incoming: &[Incoming],
    context: &mut Context<'_>,
) -> Result<Workspace, Failure> {
    if ending(path) != "vouch" {
        return Err(Trouble::NotNamedVouch {
            path: path.to_owned(),
        }
        .into());
    }
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let named = incoming.iter().map(|incoming| incoming.name.clone());
    let name = named.chain(stem).find(|name| !name.trim().is_empty());
    Ok(context.create(path, &name.unwrap_or_default())?)
}

fn print(report: &ExchangeReport, aside: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let kinds = report.merged.kinds();
    let new: Vec<String> = kinds
        .iter()
        .filter(|(_, came)| came.new > 0)
        .map(|(kind, came)| count(came.new, kind))
        .collect();
    let known: usize = kinds.iter().map(|(_, came)| came.known).sum();
    let what = if new.is_empty() {
        "nothing new".to_owned()
    } else {
        new.join(", ")
    };
    let by = match report.origin.as_str() {
        "" => String::new(),
        origin => format!(" by {origin}"),
    };
    let mut line = format!("{}: the project “{}”{by}: {what}", report.file, report.name);
    if known > 0 {
        line = format!("{line}; {known} known already");
    }
    if report.merged.filled > 0 {
        line = format!("{line}; {} filled", report.merged.filled);
    }
    if aside {
        context.note(line)?;
    } else {
        context.line(line)?;
    }
    for loss in &report.losses {
        let became = if loss.kept_for_vouch {
            "kept"
        } else {
            "left out"
        };
        context.note(format_args!("{}: {became}: {loss}.", report.file))?;
    }
    let disagreements = &report.merged.disagreements;
    for conflict in &report.merged.conflicts {
        let settled = disagreements.iter().find(|known| known.line == *conflict);
        let became = match settled.map(|known| known.chosen) {
            None => "",
            Some(Choice::Mine) => "; what is here stays",
            Some(Choice::Theirs) => "; theirs was taken",
            Some(Choice::Both) => "; both stand now",
        };
        context.note(format_args!("{}: {conflict}{became}.", report.file))?;
    }
    if report.merged.settled == 0 && !disagreements.is_empty() {
        context.note(format_args!(
            "{}: --on-conflict theirs or both settles {} otherwise.",
            report.file,
            count(disagreements.len(), "disagreement")
        ))?;
    }
    for warning in &report.warnings {
        context.note(format_args!("{}: {warning}", report.file))?;
    }
    Ok(())
}
