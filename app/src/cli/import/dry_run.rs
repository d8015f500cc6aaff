//! `vouch import --dry-run`: what each file would become.

use super::{list_quotes, words};
use crate::cli::columns::count;
use crate::cli::context::{Context, Failure};
use crate::intake::Status;
use crate::intake::preview::Preview;
use crate::intake::revising::RevisionReport;
use crate::message::Trouble;

/// Prints the previews; a failure if no file could be taken in.
pub(super) fn tell(
    previews: &[Preview],
    json: bool,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    if previews.is_empty() {
        return Err(Trouble::NoFiles.into());
    }
    if json {
        context.json(&previews)?;
    } else {
        for preview in previews {
            print(preview, context)?;
        }
        context.line("Nothing was taken in: this was a dry run.")?;
    }
    if previews.iter().any(|preview| preview.report.is_in()) {
        Ok(())
    } else {
        Err(Failure::Told)
    }
}

fn print(preview: &Preview, context: &mut Context<'_>) -> Result<(), Failure> {
    let report = &preview.report;
    match report.status {
        Status::Imported => {
            context.line(format_args!(
                "{}: would be “{}”, read as {}: {}, {}, {}{}",
                report.file,
                report.name,
                preview.format,
                preview.kind,
                count(report.turns, "turn"),
                words(report),
                if preview.timed { ", with times" } else { "" },
            ))?;
            for speaker in &preview.speaker_details {
                context.line(format_args!(
                    "  {} ({}): {}, {}",
                    speaker.name,
                    speaker.role,
                    count(speaker.turns, "turn"),
                    count(speaker.words as usize, "word"),
                ))?;
            }
            for (name, value) in &preview.attributes {
                context.line(format_args!("  its name seems to say {name}: {value}"))?;
            }
            for column in &preview.columns {
                context.line(format_args!("  column “{}”: {}", column.name, column.holds))?;
            }
            for merge in &preview.merges {
                context.line(format_args!("  “{}” may be “{}”", merge.from, merge.to))?;
            }
        }
        Status::Revised => {
            let quotes = report.revision.as_ref().map(RevisionReport::sum);
            context.line(format_args!(
                "{}: would replace the text of “{}”: {}",
                report.file,
                report.name,
                quotes.unwrap_or_default()
            ))?;
            list_quotes(report, context)?;
        }
        Status::AlreadyImported => context.line(format_args!(
            "{}: already imported as “{}”",
            report.file, report.name
        ))?,
        Status::Cases => context.line(format_args!(
            "{}: would bring {}",
            report.file,
            count(report.cases, "case")
        ))?,
        Status::Failed => {}
    }
    for warning in &report.warnings {
        context.note(format_args!("{}: {warning}", report.file))?;
    }
    Ok(())
}
