//! `vouch sets`: sources that are looked at together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use project::{Edit, NewSet, Project, Set, SourceId};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use crate::message::Trouble;
use crate::view::sets::{changed, set_rows};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    #[command(subcommand)]
    action: Option<Action>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Put sources in a set; it is made if there is none of that name.
    Add {
        /// The set's name.
        name: String,
        /// Names of sources, as in vouch sources.
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
    },
    /// Take sources out of a set; they stay in the project.
    Take {
        /// The set's name.
        name: String,
        /// Names of sources.
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
    },
    /// Remove a set; its sources stay in the project.
    Remove {
        /// The set's name.
        name: String,
    },
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let path = args.project.as_path();
    match &args.action {
        None => list(path, args.json, context),
        Some(Action::Add { name, sources }) => add(path, name, sources, context),
        Some(Action::Take { name, sources }) => take(path, name, sources, context),
        Some(Action::Remove { name }) => remove(path, name, context),
    }
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    description: String,
    sources: Vec<String>,
    codes: Vec<String>,
}

fn list(path: &Path, json: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(path)?;
    let project = workspace.project();
    let tree = project.code_tree();
    let line = |set: &Set| {
        let sources = set.sources.iter();
        let sources = sources.filter_map(|&source| project.sources().get(source));
        let codes = set.codes.iter().filter_map(|&code| tree.path(code));
        Line {
            name: set.name.clone(),
            description: set.description.clone(),
            sources: sources.map(|source| source.name.clone()).collect(),
            codes: codes.map(|path| path.to_string()).collect(),
        }
    };
    let rows = set_rows(project);
    let sets = rows.iter().filter_map(|row| project.sets().get(row.id));
    let lines: Vec<Line> = sets.map(|set| line(set)).collect();
    if json {
        return context.json(&lines);
    }
    if lines.is_empty() {
        return context.line("No sets yet.");
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.name.clone(),
                count(line.sources.len(), "source"),
                count(line.codes.len(), "code"),
                [line.sources.as_slice(), line.codes.as_slice()]
                    .concat()
                    .join(", "),
            ]
        })
        .collect();
    for line in aligned(&rows, &[Side::Left, Side::Right, Side::Right, Side::Left]) {
        context.line(line)?;
    }
    Ok(())
}

/// The sources of these names; the first that is none is told.
fn sources_named(project: &Project, names: &[String]) -> Result<BTreeSet<SourceId>, Trouble> {
    let source = |name: &String| {
        project
            .source_named(name)
            .map(|source| source.id)
            .ok_or_else(|| Trouble::no_source(project, name))
    };
    names.iter().map(source).collect()
}

fn add(
    path: &Path,
    name: &str,
    sources: &[String],
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let project = workspace.project();
    let sources = sources_named(project, sources)?;
    let (edit, whole) = if let Some(set) = project.set_named(name) {
        let whole: BTreeSet<SourceId> = set.sources.union(&sources).copied().collect();
        let edit = changed(set, |set| set.sources.clone_from(&whole));
        (edit, whole.len())
    } else {
        let whole = sources.len();
        let new = NewSet {
            name: name.to_owned(),
            sources,
            ..NewSet::default()
        };
        (Edit::AddSet(new), whole)
    };
    workspace.edit(edit)?;
    tell(name, whole, context)
}

fn take(
    path: &Path,
    name: &str,
    sources: &[String],
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let project = workspace.project();
    let set = project.set_named(name);
    let set = set.ok_or_else(|| Trouble::no_set(project, name))?;
    let taken = sources_named(project, sources)?;
    let left: BTreeSet<SourceId> = set.sources.difference(&taken).copied().collect();
    let whole = left.len();
    let edit = changed(set, |set| set.sources = left);
    workspace.edit(edit)?;
    tell(name, whole, context)
}

fn tell(name: &str, sources: usize, context: &mut Context<'_>) -> Result<(), Failure> {
    context.line(format_args!(
        "“{}” has {} now.",
        name.trim(),
        count(sources, "source")
    ))
}

fn remove(path: &Path, name: &str, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let project = workspace.project();
    let set = project.set_named(name);
    let set = set.ok_or_else(|| Trouble::no_set(project, name))?;
    let (id, name) = (set.id, set.name.clone());
    workspace.edit(Edit::RemoveSet(id))?;
    context.line(format_args!(
        "Removed the set “{name}”; its sources stay in the project."
    ))
}
