//! Projects of other programs, and other Vouch projects, brought into an open one.

use std::path::{Component, Path, PathBuf};

use interchange::codebook::write_codebook;
use interchange::merge::{Choices, Conflict, MergeReport, merge_choosing, rows_of};
use interchange::refi::{self, Loss};
use interchange::{ExportError, save_file};
use project::{
    Adopted, Edit, ForeignDatabase, Project, Session, Source, Stamps as _, StoreError,
    SystemStamps, Texts, Workspace,
};
use serde::Serialize;

use super::file_name;
use crate::message::Trouble;

/// The database in a project folder of QualCoder.
const QUALCODER: &str = "data.qda";

/// How a Vouch project file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// A project that was read and waits to be taken in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The file it came from.
    file: PathBuf,
    /// What it is called there.
    pub name: String,
    /// The program that wrote it.
    origin: String,
    rows: Adopted,
    warnings: Vec<String>,
    losses: Vec<Loss>,
}

/// What became of a project that was taken in.
#[derive(Debug, Serialize)]
pub struct ExchangeReport {
    /// The file, as it was given.
    pub file: String,
    /// `imported`, or `already imported` where nothing in it was new.
    pub status: &'static str,
    /// What the project is called there.
    pub name: String,
    /// The program that wrote it.
    pub origin: String,
    /// How many of each kind were new and known, and where the two disagree.
    #[serde(flatten)]
    pub merged: MergeReport,
    /// What was left out, changed or is doubtful, each by its place.
    pub warnings: Vec<String>,
    /// What has no place in Vouch: left out, or kept to be given back.
    pub losses: Vec<Loss>,
}

/// Whether a file is a project of Vouch or of another program, by its content.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    use std::io::Read as _;
    if path.is_dir() {
        return path.join(QUALCODER).is_file();
    }
    let mut head = Vec::new();
    // What cannot be read is left to the importer of transcripts, which says why.
    let read = std::fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    if read.is_err() {
        return false;
    }
    if head.starts_with(SQLITE) {
        return has_ending(path, "vouch") || is_database(path);
    }
    if head.starts_with(b"PK") {
        return std::fs::read(path).is_ok_and(|bytes| refi::is_project(&bytes))
            || has_ending(path, "qdpx");
    }
    has_ending(path, "qdpx") || refi::is_project(&head)
}

fn has_ending(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
}

/// Reads a project; nothing is changed anywhere.
///
/// # Errors
/// Where it cannot be read, or is open elsewhere.
pub fn read(path: &Path, session: impl FnOnce() -> Session) -> Result<Incoming, Trouble> {
    if has_ending(path, "vouch") {
        return read_vouch(path, session());
    }
    if path.is_dir() {
        return read_database(path, &path.join(QUALCODER));
    }
    if is_database(path) {
        return read_database(path, path);
    }
    let bytes = std::fs::read(path).map_err(|source| Trouble::Read {
        file: path.to_owned(),
        source,
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |name: &str| inside(folder, name).and_then(|file| std::fs::read(file).ok());
    let read = refi::read_project(&bytes, beside, SystemStamps.now());
    let read = read.map_err(|source| Trouble::Exchange {
        file: path.to_owned(),
        source,
    })?;
    Ok(Incoming {
        file: path.to_owned(),
        name: read.name,
        origin: read.origin,
        rows: read.rows,
        warnings: read.warnings.iter().map(ToString::to_string).collect(),
        losses: read.losses,
    })
}

/// A file within a folder, if its name stays in it: links that lead out are not followed.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(name);
    let stays = |part: Component<'_>| matches!(part, Component::Normal(_));
    if !name.components().all(stays) {
        return None;
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let file = folder.join(name).canonicalize().ok()?;
    file.starts_with(folder.canonicalize().ok()?)
        .then_some(file)
}

/// Whether a file may be a project in the database of another program.
fn is_database(path: &Path) -> bool {
    ["qda", "rqda", "sqlite3", "sqlite", "db"]
        .iter()
        .any(|ending| has_ending(path, ending))
}

fn read_database(given: &Path, file: &Path) -> Result<Incoming, Trouble> {
    let failed = |error| Trouble::store(file, error);
    let database = ForeignDatabase::open(file).map_err(failed)?;
    let is_qualcoder = refi::is_qualcoder(&database).map_err(failed)?;
    // The folder is what people call a project of QualCoder.
    let named = match file.parent() {
        Some(folder) if is_qualcoder && !given.is_dir() => folder,
        Some(_) | None => given,
    };
    let stem = named.file_stem();
    let stem = stem.map(|stem| stem.to_string_lossy().into_owned());
    let now = SystemStamps.now();
    let read = if is_qualcoder {
        refi::read_qualcoder(&database, &stem.unwrap_or_default(), now)
    } else if refi::is_taguette(&database).map_err(failed)? {
        refi::read_taguette(&database, now)
    } else if refi::is_rqda(&database).map_err(failed)? {
        refi::read_rqda(&database, &stem.unwrap_or_default(), now)
    } else {
        Err(StoreError::NotAProject {
            path: file.to_owned(),
        })
    };
    let read = read.map_err(failed)?;
    Ok(Incoming {
        file: given.to_owned(),
        name: read.name,
        origin: read.origin,
        rows: read.rows,
        warnings: read.warnings.iter().map(ToString::to_string).collect(),
        losses: read.losses,
    })
}

fn read_vouch(path: &Path, session: Session) -> Result<Incoming, Trouble> {
    let other = Workspace::open(path, session).map_err(|error| Trouble::store(path, error))?;
    let texts = other.texts();
    let text_of = |source: &Source| texts.of(source);
    let rows = rows_of(other.project(), text_of, |hash| texts.file(hash))?;
    Ok(Incoming {
        file: path.to_owned(),
        name: other.project().info().name.clone(),
        origin: "Vouch".to_owned(),
        rows,
        warnings: Vec::new(),
        losses: Vec::new(),
    })
}

/// Where a project that waits says something else than the one it is to come into, as far as there is a choice.
#[must_use]
pub fn conflicts(project: &Project, incoming: &Incoming) -> Vec<Conflict> {
    let merged = merge_choosing(project, incoming.rows.clone(), &Choices::default());
    merged.report.disagreements
}

/// Takes a project in, as one step of the history: what is the same is recognised, what is new is added, and where the
/// two say different things what was chosen stands.
///
/// # Errors
/// Where the project refuses it or its file cannot be written; then nothing of it is in.
pub fn take_in(
    workspace: &mut Workspace,
    incoming: Incoming,
    choices: &Choices,
) -> Result<ExchangeReport, Trouble> {
    let merged = merge_choosing(workspace.project(), incoming.rows, choices);
    let file = file_name(&incoming.file);
    let name = if incoming.name.is_empty() {
        file
    } else {
        incoming.name.clone()
    };
    if !merged.edits.is_empty() {
        workspace.edit(Edit::Batch {
            label: format!("Imported the project “{name}”"),
            edits: merged.edits,
        })?;
    }
    let status = if merged.report.is_nothing_new() {
        "already imported"
    } else {
        "imported"
    };
    Ok(ExchangeReport {
        file: incoming.file.display().to_string(),
        status,
        name,
        origin: incoming.origin,
        merged: merged.report,
        warnings: incoming.warnings,
        losses: incoming.losses,
    })
}

/// What was exported, and what other programs will not find in it.
#[derive(Debug, Serialize)]
pub struct ExportReport {
    /// The file that was written.
    pub file: String,
    /// How many sources the project has.
    pub sources: usize,
    /// How many coders.
    pub coders: usize,
    /// How many codes.
    pub codes: usize,
    /// How many codings.
    pub codings: usize,
    /// How many cases.
    pub cases: usize,
    /// How many attributes.
    pub attributes: usize,
    /// How many memos.
    pub memos: usize,
    /// What other programs will not find, and what is to be minded.
    pub losses: Vec<Loss>,
}

/// Writes a project for other programs, as the file's ending says: `.qdpx` for all of it, `.qdc` for its codebook.
///
/// # Errors
/// Where the ending is another, a text cannot be had or the file cannot be written.
pub fn export(project: &Project, texts: &Texts, to: &Path) -> Result<ExportReport, Trouble> {
    let losses = if has_ending(to, "qdpx") {
        let text_of = |source: &Source| texts.of(source);
        let exported = refi::write_project(project, text_of, |hash| texts.file(hash))
            .map_err(ExportError::from)?;
        save_file(to, &exported.bytes)?;
        exported.losses
    } else if has_ending(to, "qdc") {
        let codes = project.codes().iter().map(AsRef::as_ref);
        save_file(to, &write_codebook(codes, to)?)?;
        Vec::new()
    } else {
        return Err(Trouble::NotForExchange {
            path: to.to_owned(),
        });
    };
    Ok(ExportReport {
        file: to.display().to_string(),
        sources: project.sources().len(),
        coders: project.coders().len(),
        codes: project.codes().len(),
        codings: project.codings().len(),
        cases: project.cases().len(),
        attributes: project.attributes().len(),
        memos: project.memos().len(),
        losses,
    })
}
