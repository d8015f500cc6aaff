//! `vouch searches`: searches kept under a name, and how much of what they find is new.

use std::path::{Path, PathBuf};

use project::{Edit, NewSearch};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;
use crate::view::searches::{finds, search_rows, standings, turns_in};

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
    /// Keep a search under a name; all that it finds now counts as seen.
    Save {
        /// Its name.
        name: String,
        /// What to look for, as in search.
        query: String,
        /// Search the interviewer's turns as well.
        #[arg(long)]
        everyone: bool,
    },
    /// Count all that a search finds now as seen.
    Seen {
        /// Its name.
        name: String,
    },
    /// Take a search out; nothing it finds is touched.
    Remove {
        /// Its name.
        name: String,
    },
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let path = args.project.as_path();
    match &args.action {
        None => list(path, args.json, context),
        Some(Action::Save {
            name,
            query,
            everyone,
        }) => save(path, name, query, *everyone, context),
        Some(Action::Seen { name }) => seen(path, name, context),
        Some(Action::Remove { name }) => remove(path, name, context),
    }
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    query: String,
    everyone: bool,
    /// None: it cannot be answered.
    total: Option<usize>,
    new: Option<usize>,
    trouble: Option<String>,
}

fn list(path: &Path, json: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(path)?;
    let project = workspace.project();
    let known = if project.searches().is_empty() {
        Vec::new()
    } else {
        let index = finder::fresh_index(&workspace, context)?;
        standings(&index.searcher(), project, &workspace.texts())
    };
    let lines: Vec<Line> = search_rows(project, &known)
        .into_iter()
        .map(|row| Line {
            name: row.name,
            query: row.query,
            everyone: row.everyone,
            total: row.turns.map(|(total, _)| total),
            new: row.turns.map(|(_, new)| new),
            trouble: Some(row.trouble).filter(|trouble| !trouble.is_empty()),
        })
        .collect();
    if json {
        return context.json(&lines);
    }
    if lines.is_empty() {
        return context.line("No saved searches yet.");
    }
    let number = |number: Option<usize>| number.map_or("?".to_owned(), |n| n.to_string());
    let head = ["new", "turns", "name", "query"]
        .map(str::to_owned)
        .to_vec();
    let rows = lines.iter().map(|line| {
        let who = if line.everyone { " (everyone)" } else { "" };
        vec![
            number(line.new),
            number(line.total),
            line.name.clone(),
            format!("{}{who}", line.query),
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let sides = [Side::Right, Side::Right, Side::Left, Side::Left];
    for line in aligned(&rows, &sides) {
        context.line(line)?;
    }
    for line in &lines {
        if let Some(trouble) = &line.trouble {
            context.note(format_args!("{}: {trouble}", line.name))?;
        }
    }
    Ok(())
}

fn save(
    path: &Path,
    name: &str,
    query: &str,
    everyone: bool,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let index = finder::fresh_index(&workspace, context)?;
    let seen = finds(
        &index.searcher(),
        workspace.project(),
        &workspace.texts(),
        query,
        everyone,
    )?;
    let turns = turns_in(&seen);
    workspace.edit(Edit::SaveSearch(NewSearch {
        id: None,
        name: name.to_owned(),
        query: query.to_owned(),
        everyone,
        seen,
    }))?;
    context.line(format_args!(
        "Saved the search “{}”: it finds {}.",
        name.trim(),
        count(turns, "turn")
    ))
}

fn seen(path: &Path, name: &str, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let index = finder::fresh_index(&workspace, context)?;
    let project = workspace.project();
    let search = project.search_named(name);
    let search = search.ok_or_else(|| Trouble::no_search(project, name))?;
    let (id, name) = (search.id, search.name.clone());
    let seen = finds(
        &index.searcher(),
        project,
        &workspace.texts(),
        &search.query,
        search.everyone,
    )?;
    let turns = turns_in(&seen);
    workspace.edit(Edit::SeeSearch(id, seen))?;
    context.line(format_args!(
        "Nothing is new in “{name}” now: {} seen.",
        count(turns, "turn")
    ))
}

fn remove(path: &Path, name: &str, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let project = workspace.project();
    let search = project.search_named(name);
    let search = search.ok_or_else(|| Trouble::no_search(project, name))?;
    let (id, name) = (search.id, search.name.clone());
    workspace.edit(Edit::RemoveSearch(id))?;
    context.line(format_args!("Removed the saved search “{name}”."))
}
