//! `vouch framework`: cases by themes with a summary in each cell, and `vouch summarise`, which writes them.

use std::path::PathBuf;

use analysis::{Framework, FrameworkRequest, Ground};
use interchange::tables::TableFormat;
use serde::Serialize;

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::save;
use crate::intake::table::Table as GivenFile;
use crate::intake::{file_name, findings};
use crate::message::Trouble;
use crate::view::framework::{beneath, framework_out, leaf};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// A theme: a code with all below it. May be given several times; otherwise the codes at the top.
    #[arg(long = "code", value_name = "PATH")]
    codes: Vec<String>,
    /// The codes directly below this one as themes.
    #[arg(long, value_name = "PATH", conflicts_with = "codes")]
    under: Option<String>,
    /// The attribute that stands beside the cases; otherwise the respondent group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Only what these coders coded, parted by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    coders: Vec<String>,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SummariseArgs {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// A table of summaries, csv or xlsx: case, code and text.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["case", "code", "text"],
        required_unless_present_all = ["case", "code", "text"]
    )]
    from: Option<PathBuf>,
    /// The case, or a source that belongs to none.
    #[arg(long, value_name = "NAME", requires_all = ["code", "text"])]
    case: Option<String>,
    /// The theme: a code with all below it.
    #[arg(long, value_name = "PATH", requires_all = ["case", "text"])]
    code: Option<String>,
    /// What the case says on it; "" takes out what stood there.
    #[arg(long, value_name = "TEXT", requires_all = ["case", "code"])]
    text: Option<String>,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document<'f> {
    #[serde(flatten)]
    framework: &'f Framework,
    not_summed_up: usize,
    outdated: usize,
    notes: Vec<String>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let themes = if let Some(path) = &args.under {
        let code = finder::code_at(project, path)?;
        project.code_tree().children(Some(code)).to_vec()
    } else {
        let codes = args.codes.iter();
        let codes = codes.map(|path| finder::code_at(project, path));
        codes.collect::<Result<_, _>>()?
    };
    let by = args.by.as_deref();
    let by = by.map(|name| finder::attribute_named(project, name));
    let framework = Ground::new(project).framework(&FrameworkRequest {
        themes,
        choice: finder::coded_by(project, &args.coders)?,
        by: by.transpose()?,
    });
    let (not_summed_up, outdated) = framework.to_do();
    let document = Document {
        framework: &framework,
        not_summed_up,
        outdated,
        notes: framework.notes(),
    };
    match &args.to {
        Some(to) => {
            save(to, &document, |format| {
                framework_out(project, &framework, format.holds_trace())
            })?;
            context.line(format_args!(
                "Wrote the framework matrix to {}.",
                to.display()
            ))
        }
        None if args.json => context.json(&document),
        None => print(&framework, context),
    }
}

fn print(framework: &Framework, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut heads = vec!["CASE".to_owned(), "GROUP".to_owned()];
    let themes = framework.themes.iter();
    heads.extend(themes.map(|theme| leaf(&theme.path).to_owned()));
    let sides = vec![Side::Left; heads.len()];
    let mut lines = vec![heads];
    for row in &framework.rows {
        let mut line = vec![row.case.clone(), row.group.clone()];
        line.extend(row.cells.iter().map(|cell| {
            let beneath = beneath(cell);
            match &cell.summary {
                Some(summary) if summary.is_outdated() => {
                    format!("{} [{beneath}]", summary.text)
                }
                Some(summary) => summary.text.clone(),
                None => beneath,
            }
        }));
        lines.push(line);
    }
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    for note in framework.notes() {
        context.line(note)?;
    }
    Ok(())
}

pub(crate) fn summarise(args: &SummariseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    if let Some(from) = &args.from {
        let prepared = findings::summaries(&GivenFile::read(from)?, workspace.project())?;
        let rows = prepared.taken;
        let label = format!("Wrote {} from {}", count(rows, "summary"), file_name(from));
        context.apply(&mut workspace, from, label, prepared)?;
        return context.line(format_args!("Wrote {}.", count(rows, "summary")));
    }
    let project = workspace.project();
    let name = args.case.as_deref().unwrap_or_default();
    let of = findings::summarised(project, name).ok_or_else(|| Trouble::NoCase {
        name: name.to_owned(),
    })?;
    let code = finder::code_at(project, args.code.as_deref().unwrap_or_default())?;
    let text = args.text.clone().unwrap_or_default();
    let edits = findings::summing_up(project, vec![(of, code, text)]);
    for edit in edits {
        let committed = workspace.edit(edit)?;
        context.line(format_args!("{}.", committed.label))?;
    }
    Ok(())
}
