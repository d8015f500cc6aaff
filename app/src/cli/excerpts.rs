//! `vouch excerpts`: the coded quotes, to a file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use index::Place;
use interchange::excerpts::{ExcerptBook, ExcerptFilter, ExcerptFormat, save_excerpts};
use project::text::CharRange;
use project::{AttributeId, CodingId, Project, Stamps as _, SystemStamps, Timestamp};

use super::columns::count;
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Only quotes of this code and the codes below it.
    #[arg(long, value_name = "PATH")]
    code: Option<String>,
    /// Only quotes that share words with what this search finds.
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// The attribute to group quotes by in documents; otherwise the respondent group.
    #[arg(long, value_name = "ATTRIBUTE")]
    group_by: Option<String>,
    /// The file to write: csv, xlsx, docx, html or json.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    // A name that says no format is refused before any work.
    ExcerptFormat::of(&args.to)?;
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let mut filter = ExcerptFilter {
        group_by: grouping(project, args.group_by.as_deref())?,
        ..ExcerptFilter::default()
    };
    if let Some(path) = &args.code {
        filter.codes = vec![finder::code_at(project, path)?];
    }
    if let Some(typed) = &args.query {
        let query = finder::query(typed)?;
        let index = finder::fresh_index(&workspace, context)?;
        let places = index
            .searcher()
            .places(&query, project, &workspace.texts(), true)?;
        filter.codings = Some(codings_at(project, &places));
        filter.found_by = format!("search “{typed}”");
    }
    let quotes = write(project, &filter, SystemStamps.now(), &args.to)?;
    context.line(format_args!(
        "Wrote {} to {}.",
        count(quotes, "quote"),
        args.to.display()
    ))
}

/// The attribute to group by; none: the respondent group, which a project need not have.
fn grouping(project: &Project, name: Option<&str>) -> Result<Option<AttributeId>, Trouble> {
    let attribute = |name: &str| {
        project
            .attribute_named(name)
            .map(|attribute| attribute.id)
            .ok_or_else(|| Trouble::no_attribute(project, name))
    };
    name.map(attribute).transpose()
}

/// The codings that share words with what a search found.
pub(crate) fn codings_at(project: &Project, places: &[Place]) -> BTreeSet<CodingId> {
    let mut found = BTreeSet::new();
    // Places come source by source, in the order of the text.
    for of_source in places.chunk_by(|one, other| one.source == other.source) {
        let Some(first) = of_source.first() else {
            continue;
        };
        let matches: Vec<CharRange> = of_source
            .iter()
            .flat_map(|place| place.matches.iter().copied())
            .collect();
        for coding in project.codings_of(first.source) {
            let after = matches.partition_point(|matched| matched.end() <= coding.range.start());
            if matches
                .get(after)
                .is_some_and(|matched| matched.overlaps(coding.range))
            {
                found.insert(coding.id);
            }
        }
    }
    found
}

/// Writes the quotes that pass and answers how many there are.
fn write(
    project: &Project,
    filter: &ExcerptFilter,
    at: Timestamp,
    to: &Path,
) -> Result<usize, Trouble> {
    let book = ExcerptBook::of(project, filter, at);
    save_excerpts(&book, to)?;
    Ok(book.rows.len())
}

/// Writes all quotes.
pub(crate) fn write_all(project: &Project, at: Timestamp, to: &Path) -> Result<usize, Trouble> {
    write(project, &ExcerptFilter::default(), at, to)
}
