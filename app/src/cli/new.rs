//! `vouch new`: a project file that was not there before.

use std::path::PathBuf;

use project::Edit;

use super::columns::count;
use super::context::{Context, Failure};
use crate::intake::codebook::{self, CodebookRead};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file to make; its name ends in .vouch.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The project's name; otherwise the file's.
    #[arg(long)]
    name: Option<String>,
    /// A codebook to begin with: a csv or xlsx file, or a starter (service-evaluation, results-based-accountability,
    /// cfir-2022, tdf-com-b, re-aim). May be given several times.
    #[arg(long, value_name = "FILE|STARTER")]
    codebook: Vec<String>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if args
        .project
        .extension()
        .is_none_or(|extension| extension != "vouch")
    {
        return Err(Trouble::NotNamedVouch {
            path: args.project.clone(),
        }
        .into());
    }
    // Everything is read before anything is made, so that a wrong codebook leaves no project behind.
    let books = args
        .codebook
        .iter()
        .map(|given| codebook::read(given))
        .collect::<Result<Vec<CodebookRead>, Trouble>>()?;
    let stem = args
        .project
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut workspace = context.create(&args.project, args.name.as_deref().unwrap_or(&stem))?;
    for book in books {
        for warning in &book.warnings {
            context.note(format_args!("{}: {warning}", book.name))?;
        }
        workspace.edit(Edit::Batch {
            label: book.label(),
            edits: vec![Edit::AddCodes(book.drafts)],
        })?;
    }
    let codes = workspace.project().codes().len();
    context.line(format_args!(
        "Made {} with {}.",
        args.project.display(),
        count(codes, "code")
    ))
}
