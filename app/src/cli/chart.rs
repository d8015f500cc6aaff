//! `vouch chart`: the numbers of a table as a picture.

use std::path::PathBuf;

use analysis::{Dimension, Ground, Unit};
use interchange::{ExportError, save_file};
use project::Project;

use super::context::{Context, Failure};
use super::finder;
use crate::chart::{ChartAsk, Kind, picture, png};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// bars, heat, cooccurrence, timeline, saturation or ratings.
    kind: Kind,
    /// What the groups of bars and the columns of heat are: case, source or an attribute.
    #[arg(long, value_name = "WHAT", default_value = "group")]
    by: String,
    /// What a number counts: cases, sources, respondents, references or words.
    #[arg(long, default_value_t = Unit::Cases)]
    unit: Unit,
    /// Only codes so many levels deep; 1 for those at the top.
    #[arg(long, value_name = "N")]
    levels: Option<usize>,
    /// Only this rating scale.
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
    /// The source to draw codes along; otherwise the first.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The file to write: svg or png.
    #[arg(long, value_name = "FILE.svg")]
    to: PathBuf,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let ending = args
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let as_pixels = match ending.as_deref() {
        Some("svg") => false,
        Some("png") => true,
        Some(_) | None => {
            let file = args.to.display().to_string();
            return Err(Trouble::from(ExportError::UnknownFormat {
                file,
                supported: ".svg or .png",
            })
            .into());
        }
    };
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let drawn = picture(&Ground::new(project), &asked(args, project)?, &args.by);
    let bytes = if as_pixels {
        png(&drawn.svg).map_err(Trouble::from)?
    } else {
        drawn.svg.into_bytes()
    };
    save_file(&args.to, &bytes).map_err(Trouble::from)?;
    context.line(format_args!("Drew the chart to {}.", args.to.display()))
}

fn asked(args: &Args, project: &Project) -> Result<ChartAsk, Trouble> {
    let by = match Dimension::named(project, &args.by) {
        Some(by) => by,
        None if project::same_name(&args.by, project::GROUP) => Dimension::Group,
        None => return Err(Trouble::no_attribute(project, &args.by)),
    };
    let scale = args.scale.as_deref();
    let scale = scale.map(|name| finder::scale_named(project, name));
    let source = args.source.as_deref();
    let source = source.map(|name| {
        let found = project.source_named(name).map(|source| source.id);
        found.ok_or_else(|| Trouble::no_source(project, name))
    });
    Ok(ChartAsk {
        kind: args.kind,
        by,
        unit: args.unit,
        levels: args.levels,
        scale: scale.transpose()?.map(|scale| scale.id),
        source: source.transpose()?,
    })
}
