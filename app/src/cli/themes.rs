//! `vouch themes`: enablers against barriers by group, and whose words each rests on.

use std::path::PathBuf;

use analysis::{Ground, Themes, ThemesRequest, Unit};
use interchange::tables::TableFormat;
use project::GROUP;
use serde::Serialize;

use super::behind::Behind;
use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::save;
use crate::message::Trouble;
use crate::view::themes::{codings_of, standing_words, themes_out};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The attribute whose values are lined up; otherwise the respondent group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// What a number counts: cases, sources, respondents, references or words.
    #[arg(long, default_value_t = Unit::Cases)]
    unit: Unit,
    /// Only what these coders coded, parted by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    coders: Vec<String>,
    /// Carry the ids of the cases and quotes behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx (with a trace sheet), docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document<'t> {
    by: &'t str,
    #[serde(flatten)]
    themes: &'t Themes,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<ThemeTrace>>,
}

/// What stands behind the numbers of one theme.
#[derive(Debug, Serialize)]
struct ThemeTrace {
    theme: String,
    enabler: SideTrace,
    barrier: SideTrace,
}

#[derive(Debug, Serialize)]
struct SideTrace {
    total: Behind,
    groups: Vec<Behind>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let by = args
        .by
        .as_deref()
        .map(|name| finder::attribute_named(project, name))
        .transpose()?;
    let ground = Ground::new(project);
    let themes = ground.themes(&ThemesRequest {
        unit: args.unit,
        by,
        choice: finder::coded_by(project, &args.coders)?,
    });
    let name = args.by.as_deref().unwrap_or(GROUP);
    let document = Document {
        by: name,
        themes: &themes,
        notes: themes.notes(),
        trace: args.trace.then(|| traced(&ground, &themes)),
    };
    match &args.to {
        Some(to) => {
            save(to, &document, |format| {
                themes_out(project, &themes, name, format.holds_trace())
            })?;
            context.line(format_args!("Wrote the themes to {}.", to.display()))
        }
        None if args.json => context.json(&document),
        None => print(&themes, context),
    }
}

fn traced(ground: &Ground<'_>, themes: &Themes) -> Vec<ThemeTrace> {
    let all = themes.themes.iter().map(|theme| {
        let behind = |group, barrier| {
            let codings = codings_of(theme, group, Some(barrier));
            Behind::of_codings(ground, &codings)
        };
        let side = |barrier| SideTrace {
            total: behind(None, barrier),
            groups: (0..themes.groups.len())
                .map(|at| behind(Some(at), barrier))
                .collect(),
        };
        ThemeTrace {
            theme: theme.theme.clone(),
            enabler: side(false),
            barrier: side(true),
        }
    });
    all.collect()
}

fn print(themes: &Themes, context: &mut Context<'_>) -> Result<(), Failure> {
    let of = |n: u64, base: Option<u64>| match base {
        Some(base) => format!("{n} of {base}"),
        None => n.to_string(),
    };
    let mut heads = ["THEME", "KIND", "STANDING", "TOTAL"]
        .map(str::to_owned)
        .to_vec();
    heads.extend(themes.groups.iter().map(|group| group.value.clone()));
    let mut sides = vec![Side::Right; heads.len()];
    sides[..3].fill(Side::Left);
    let mut lines = vec![heads];
    let mut one_voice = Vec::new();
    for theme in &themes.themes {
        for (kind, side) in [("enabler", &theme.enabler), ("barrier", &theme.barrier)] {
            let Some(side) = side else { continue };
            let mut line = vec![
                theme.theme.clone(),
                kind.to_owned(),
                standing_words(theme),
                of(side.total, themes.base),
            ];
            line.extend(side.groups.iter().map(|group| of(group.n, group.base)));
            lines.push(line);
            for (group, of) in themes.groups.iter().zip(&side.groups) {
                if of.lopsided {
                    one_voice.push(format!("{}, {}: {}", side.path, group.value, of.balance));
                }
            }
        }
    }
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    context.line(count(themes.themes.len(), "theme"))?;
    for line in one_voice {
        context.line(line)?;
    }
    for note in themes.notes() {
        context.line(note)?;
    }
    Ok(())
}
