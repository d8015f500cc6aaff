//! `vouch codebook`: codes in, out and on the screen.

use std::path::{Path, PathBuf};

use codebooks::{Code, CodeTree};
use project::{Edit, Project};
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use crate::intake::codebook;
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add the codes of a csv, xlsx or qdc file as Vouch, NVivo, MAXQDA, Taguette and others write it, of a list of
    /// QualCoder (txt), or of a starter; what the project has is not overwritten.
    Import {
        /// The file, or a starter's key such as service-evaluation.
        #[arg(value_name = "FILE|STARTER")]
        from: String,
        /// Print one JSON document: how many codes were read and are new, and what was not taken as it stands.
        #[arg(long)]
        json: bool,
    },
    /// Write the codes to a csv, xlsx or qdc file.
    Export {
        /// The file to write.
        #[arg(value_name = "FILE")]
        to: PathBuf,
        /// The program that is to read a csv file, and says what it cannot hold; MAXQDA, NVivo, ATLAS.ti and QualCoder
        /// read .qdc.
        #[arg(long = "for", value_name = "PROGRAM")]
        program: Option<Program>,
    },
    /// List the codes.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
}

/// Programs that read csv codebooks of their own form.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Program {
    /// Tags with their names and descriptions.
    Taguette,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    match &args.action {
        Action::Import { from, json } => import(&args.project, from, *json, context),
        Action::Export { to, program } => export(&args.project, to, *program, context),
        Action::List { json } => list(&args.project, *json, context),
    }
}

#[derive(Debug, Serialize)]
struct ImportReport {
    name: String,
    read: usize,
    new: usize,
    warnings: Vec<String>,
    disagreements: Vec<String>,
}

fn import(path: &Path, from: &str, json: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(path)?;
    let book = codebook::read(from)?;
    let before = workspace.project().codes().len();
    let label = book.label();
    let disagreements = book.disagreements(workspace.project());
    let mut report = ImportReport {
        name: book.name,
        read: book.drafts.len(),
        new: 0,
        warnings: book.warnings,
        disagreements,
    };
    workspace.edit(Edit::Batch {
        label,
        edits: vec![Edit::AddCodes(book.drafts)],
    })?;
    report.new = workspace.project().codes().len() - before;
    if json {
        return context.json(&report);
    }
    for warning in &report.warnings {
        context.note(format_args!("{}: {warning}", report.name))?;
    }
    for disagreement in &report.disagreements {
        context.note(format_args!("{}: {disagreement}.", report.name))?;
    }
    context.line(format_args!(
        "{} read, {} new.",
        count(report.read, "code"),
        report.new
    ))
}

fn export(
    path: &Path,
    to: &Path,
    program: Option<Program>,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let workspace = context.open(path)?;
    let project = workspace.project();
    match program {
        None => write(project, to)?,
        Some(Program::Taguette) => {
            let codes: Vec<&Code> = project.codes().iter().map(AsRef::as_ref).collect();
            let (bytes, warnings) =
                interchange::codebook::write_for_taguette(&codes, to).map_err(Trouble::from)?;
            interchange::save_file(to, &bytes).map_err(Trouble::from)?;
            for warning in warnings {
                context.note(warning)?;
            }
        }
    }
    context.line(format_args!(
        "Wrote {} to {}.",
        count(project.codes().len(), "code"),
        to.display()
    ))
}

/// Writes the codes in the order of their tree, as the file's ending says.
pub(crate) fn write(project: &Project, to: &Path) -> Result<(), Trouble> {
    let codes = project.codes().iter().map(AsRef::as_ref);
    let bytes = interchange::codebook::write_codebook(codes, to)?;
    Ok(interchange::save_file(to, &bytes)?)
}

#[derive(Debug, Serialize)]
struct Line {
    path: String,
    name: String,
    level: usize,
    kind: String,
    definition: String,
    use_when: String,
    not_when: String,
    example: String,
    colour: String,
    codings: usize,
}

fn list(path: &Path, json: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(path)?;
    let lines = lines(workspace.project());
    if json {
        return context.json(&lines);
    }
    let row = |line: &Line| {
        vec![
            format!("{}{}", "  ".repeat(line.level - 1), line.name),
            line.kind.clone(),
            line.codings.to_string(),
        ]
    };
    let heading = ["CODE", "KIND", "CODINGS"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(heading)
        .chain(lines.iter().map(row))
        .collect();
    for line in aligned(&rows, &[Side::Left, Side::Left, Side::Right]) {
        context.line(line)?;
    }
    context.line(count(lines.len(), "code"))
}

fn lines(project: &Project) -> Vec<Line> {
    let tree: CodeTree = project.code_tree();
    let line = |&code: &codebooks::CodeId| {
        let row = project.codes().get(code)?;
        Some(Line {
            path: tree.path(code)?.to_string(),
            name: row.name.clone(),
            level: tree.depth(code) + 1,
            kind: tree.kind(code).to_string(),
            definition: row.definition.clone(),
            use_when: row.use_when.clone(),
            not_when: row.not_when.clone(),
            example: row.example.clone(),
            colour: tree.colour(code).to_string(),
            codings: project
                .codings()
                .iter()
                .filter(|coding| coding.code == code)
                .count(),
        })
    };
    tree.order().iter().filter_map(line).collect()
}
