//! `vouch import`: transcripts, case files and tables, by the file or the folder.

mod dry_run;

use std::path::PathBuf;

use interchange::merge::{Choice, Choices};
use interchange::transcripts::{Column, SpeakerRule};
use project::SourceKind;

use super::columns::{count, thousands};
use super::context::{Context, Failure};
use super::{exchange, finder};
use crate::intake::preview::preview;
use crate::intake::revising::{QuoteChange, RevisionReport};
use crate::intake::{self, FileReport, Options, SameName, Status};
use crate::message::{Trouble, cut};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Files, or folders with files in them; or projects: .qdpx, QualCoder folders, Taguette and RQDA files, .vouch.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The language of the texts, such as en or cy.
    #[arg(long)]
    language: Option<String>,
    /// The sort of text: interview, focus-group, case-file or other.
    #[arg(long)]
    kind: Option<SourceKind>,
    /// Take a file that has the name of a source and other content as that source, corrected: its text is replaced,
    /// codings move along, and quotes that moved, changed or were lost are listed. Without this both are kept.
    #[arg(long)]
    revise: bool,
    /// How speakers are written, where the guess is wrong: colon, time, own-line, bold, bold-questions, alternating, bracket,
    /// tab, dot or nobody.
    #[arg(long, value_name = "HOW")]
    speakers: Option<SpeakerRule>,
    /// What a column of a table holds, as HEADING=answers, =attribute, =name or =nothing; may be given several times.
    #[arg(long, value_name = "HEADING=USE")]
    column: Vec<Column>,
    /// Say what each file would become, and take nothing in.
    #[arg(long)]
    dry_run: bool,
    /// What is to stand where a project that comes in says something else than this one does.
    #[arg(long, value_name = "WHICH", default_value = "mine")]
    on_conflict: OnConflict,
    /// Print one JSON document: an object a file.
    #[arg(long)]
    json: bool,
}

/// Which of two things that differ is to stand.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum OnConflict {
    /// What the project says already.
    Mine,
    /// What comes in.
    Theirs,
    /// Both, where there is room for two; else what the project says.
    Both,
}

impl OnConflict {
    const fn choice(self) -> Choice {
        match self {
            Self::Mine => Choice::Mine,
            Self::Theirs => Choice::Theirs,
            Self::Both => Choice::Both,
        }
    }
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let options = Options {
        language: args.language.clone(),
        kind: args.kind,
        wave: None,
        speakers: args.speakers,
        columns: args.column.clone(),
    };
    let same_name = if args.revise {
        SameName::Revise
    } else {
        SameName::KeepBoth
    };
    if args.dry_run {
        let workspace = context.open(&args.project)?;
        let (project, texts) = (workspace.project(), workspace.texts());
        let previews = preview(project, &texts, &args.paths, &options, same_name);
        return dry_run::tell(&previews, args.json, context);
    }
    let choices = Choices::all(args.on_conflict.choice());
    let Some(paths) =
        exchange::import_projects(&args.project, &args.paths, &choices, args.json, context)?
    else {
        return Ok(());
    };
    let mut workspace = context.open(&args.project)?;
    let (project, texts) = (workspace.snapshot(), workspace.texts());
    let reports = finder::feed_during(&project, &texts, context, |committed| {
        intake::import(
            &mut workspace,
            &paths,
            &options,
            same_name,
            &mut |_, _, _| true,
            committed,
        )
    })??;
    if reports.is_empty() {
        return Err(Trouble::NoFiles.into());
    }
    for report in reports
        .iter()
        .filter(|report| report.status == Status::Failed)
    {
        for reason in &report.warnings {
            context.note(reason)?;
        }
    }
    if args.json {
        context.json(&reports)?;
    } else {
        print(&reports, context)?;
    }
    if reports.iter().any(FileReport::is_in) {
        Ok(())
    } else {
        Err(Failure::Told)
    }
}

/// The words of a source; where they are not all said, how many are: the others are labels, times and what nobody says.
fn words(report: &FileReport) -> String {
    let words = count(report.words as usize, "word");
    if report.said_words == 0 || report.said_words == report.words {
        words
    } else {
        format!("{words} ({} said)", thousands(report.said_words as usize))
    }
}

fn print(reports: &[FileReport], context: &mut Context<'_>) -> Result<(), Failure> {
    for report in reports {
        match report.status {
            Status::Imported => context.line(format_args!(
                "{}: imported as “{}”: {}, {}, {}{}",
                report.file,
                report.name,
                count(report.turns, "turn"),
                words(report),
                count(report.speakers.len(), "speaker"),
                named(&report.speakers),
            ))?,
            Status::Revised => {
                let quotes = report.revision.as_ref().map(RevisionReport::sum);
                context.line(format_args!(
                    "{}: replaced the text of “{}”: {}",
                    report.file,
                    report.name,
                    quotes.unwrap_or_default()
                ))?;
                list_quotes(report, context)?;
            }
            Status::AlreadyImported => {
                context.line(format_args!(
                    "{}: already imported as “{}”",
                    report.file, report.name
                ))?;
            }
            Status::Cases => context.line(format_args!(
                "{}: {} with attributes",
                report.file,
                count(report.cases, "case")
            ))?,
            Status::Failed => {}
        }
        for warning in report
            .warnings
            .iter()
            .filter(|_| report.status != Status::Failed)
        {
            context.note(format_args!("{}: {warning}", report.file))?;
        }
    }
    let of = |status| {
        reports
            .iter()
            .filter(|report| report.status == status)
            .count()
    };
    let mut parts = vec![format!("{} imported", count(of(Status::Imported), "file"))];
    for (n, what) in [
        (of(Status::Revised), "revised"),
        (of(Status::AlreadyImported), "already imported"),
        (of(Status::Cases), "read as cases"),
        (of(Status::Failed), "failed"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    context.line(parts.join(", "))
}

/// The quotes that a correction moved, changed or lost, a line each.
fn list_quotes(report: &FileReport, context: &mut Context<'_>) -> Result<(), Failure> {
    const LETTERS: usize = 90;
    let Some(revision) = &report.revision else {
        return Ok(());
    };
    let name = |quote: &QuoteChange| format!("{}, {}", quote.code_path, quote.coder);
    for quote in &revision.moved {
        context.line(format_args!(
            "  moved ({}), now at characters {} to {}: “{}”",
            name(quote),
            quote.start,
            quote.end,
            cut(&quote.quote, LETTERS)
        ))?;
    }
    for quote in &revision.changed {
        context.line(format_args!(
            "  changed ({}): “{}” is now “{}”",
            name(quote),
            cut(&quote.quote, LETTERS),
            cut(&quote.now, LETTERS)
        ))?;
    }
    for quote in &revision.lost {
        context.line(format_args!(
            "  lost ({}): “{}”",
            name(quote),
            cut(&quote.quote, LETTERS)
        ))?;
    }
    Ok(())
}

/// The speakers' names in brackets, the first few of many.
fn named(speakers: &[String]) -> String {
    const SHOWN: usize = 8;
    match speakers {
        [] => String::new(),
        few if few.len() <= SHOWN => format!(" ({})", few.join(", ")),
        many => format!(
            " ({} and {} more)",
            many[..SHOWN].join(", "),
            many.len() - SHOWN
        ),
    }
}
