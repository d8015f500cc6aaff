//! A project packed for a colleague: whole, or without what would tell them what others thought.

use std::ffi::OsStr;
use std::path::Path;

use interchange::ExportError;
use interchange::merge::rows_of;
use interchange::package::blinded;
use interchange::refi::{Loss, write_project};
use interchange::save_file;
use project::{Adopted, Edit, Project, Session, Source, Texts, Workspace};
use serde::Serialize;

use crate::message::Trouble;

/// What was packed.
#[derive(Debug, Serialize)]
pub struct PackageReport {
    /// The file that was written.
    pub file: String,
    /// Whether a colleague may code with it without seeing what others did.
    pub blind: bool,
    /// How many sources went along.
    pub sources: usize,
    /// How many codes.
    pub codes: usize,
    /// How many codings.
    pub codings: usize,
    /// How many memos.
    pub memos: usize,
    /// What stayed behind, and what is to be minded.
    pub losses: Vec<Loss>,
}

/// Packs a project into a new file, `.vouch` or `.qdpx` as its ending says. `session` tells who makes it.
///
/// # Errors
/// Where the ending is another, the file is there already, or it cannot be written; then nothing is left of it.
pub fn pack(
    project: &Project,
    texts: &Texts,
    to: &Path,
    blind: bool,
    session: Session,
) -> Result<PackageReport, Trouble> {
    let ending = to.extension().map(OsStr::to_ascii_lowercase);
    let is_vouch = match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("vouch") => true,
        Some("qdpx") => false,
        Some(_) | None => {
            return Err(Trouble::NotForPackage {
                path: to.to_owned(),
            });
        }
    };
    let text_of = |source: &Source| texts.of(source);
    let rows = rows_of(project, text_of, |hash| texts.file(hash))?;
    let (rows, mut losses) = if blind {
        blinded(rows)
    } else {
        (rows, Vec::new())
    };
    let report = |losses: Vec<Loss>| PackageReport {
        file: to.display().to_string(),
        blind,
        sources: rows.sources.len(),
        codes: rows.codes.len(),
        codings: rows.codings.len(),
        memos: rows.memos.len(),
        losses,
    };
    let name = &project.info().name;
    if is_vouch {
        let made =
            Workspace::create(to, name, session).map_err(|error| Trouble::store(to, error))?;
        if let Err(trouble) = filled(made, rows.clone()) {
            // Nothing half-made stays; that it may not be removable changes nothing.
            drop(std::fs::remove_file(to));
            return Err(trouble);
        }
        return Ok(report(losses));
    }
    let made = Workspace::in_memory(name, session).map_err(|error| Trouble::store(to, error))?;
    let made = filled(made, rows.clone())?;
    let texts = made.texts();
    let text_of = |source: &Source| texts.of(source);
    let exported = write_project(made.project(), text_of, |hash| texts.file(hash))
        .map_err(ExportError::from)?;
    save_file(to, &exported.bytes)?;
    // Its history is the packing alone.
    let others = exported.losses.into_iter();
    losses.extend(others.filter(|loss| loss.what != "steps of history"));
    Ok(report(losses))
}

fn filled(mut workspace: Workspace, rows: Adopted) -> Result<Workspace, Trouble> {
    if rows != Adopted::default() {
        workspace.edit(Edit::Adopt(Box::new(rows)))?;
    }
    Ok(workspace)
}
