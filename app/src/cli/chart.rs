//! `vouch chart`: the numbers of a table as a picture.

use std::path::PathBuf;

use analysis::{
    Choice, Dimension, MatrixRequest, Near, RatingsRequest, Unit, matrix, ratings, saturation,
};
use codebooks::Level;
use interchange::{ExportError, save_file};
use project::Project;

use super::context::{Context, Failure};
use super::finder;
use crate::chart::{Grid, Rated, Step, bars, curve, diverging, heat};
use crate::message::{Trouble, capital};

/// More codes than this are too many for one picture of codes by codes.
const MOST_CODES: usize = 40;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// bars, heat, cooccurrence, saturation or ratings.
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
    /// The file to write: svg.
    #[arg(long, value_name = "FILE.svg")]
    to: PathBuf,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Bars,
    Heat,
    Cooccurrence,
    Saturation,
    Ratings,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let ending = args
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    if ending.as_deref() != Some("svg") {
        let file = args.to.display().to_string();
        return Err(Trouble::from(ExportError::UnknownFormat {
            file,
            supported: ".svg",
        })
        .into());
    }
    let workspace = context.open(&args.project)?;
    let drawn = draw(args, workspace.project())?;
    save_file(&args.to, drawn.as_bytes()).map_err(Trouble::from)?;
    context.line(format_args!("Drew the chart to {}.", args.to.display()))
}

fn draw(args: &Args, project: &Project) -> Result<String, Trouble> {
    Ok(match args.kind {
        Kind::Bars => bars(&grid(args, project, &args.by)?),
        Kind::Heat => heat(&grid(args, project, &args.by)?),
        Kind::Cooccurrence => heat(&grid(args, project, "code")?),
        Kind::Saturation => {
            let found = saturation(project, None, &Choice::default());
            let step = |step: &analysis::saturation::SaturationStep| Step {
                name: step.name.clone(),
                new: step.new_codes.len() as u64,
                known: step.known,
            };
            let steps: Vec<Step> = found.steps.iter().map(step).collect();
            let note = match found.not_coded {
                0 => "Sources in the order of import; codes as applied.".to_owned(),
                left => format!(
                    "Sources in the order of import; codes as applied. {left} not coded yet are left out."
                ),
            };
            curve("New and known codes by source", &steps, &[note])
        }
        Kind::Ratings => rated(args, project)?,
    })
}

/// Codes by something, without empty rows.
fn grid(args: &Args, project: &Project, by: &str) -> Result<Grid, Trouble> {
    let columns = match Dimension::named(project, by) {
        Some(columns) => columns,
        None if project::same_name(by, project::GROUP) => Dimension::Group,
        None => return Err(Trouble::no_attribute(project, by)),
    };
    let request = MatrixRequest {
        rows: Dimension::Code,
        columns,
        unit: args.unit,
        choice: Choice::default(),
        near: Near::Overlap,
    };
    let counted = matrix(project, &request);
    let shown = |path: &str| {
        args.levels
            .is_none_or(|levels| path.split(" / ").count() <= levels)
    };
    let mut rows: Vec<usize> = (0..counted.rows.len())
        .filter(|&at| counted.row_totals[at] > 0 && shown(&counted.rows[at].value))
        .collect();
    let mut notes = vec![capital(&format!(
        "{}, each counted once; codes do not exclude one another.",
        args.unit
    ))];
    let codes = columns == Dimension::Code;
    if codes && rows.len() > MOST_CODES {
        notes.push(format!(
            "The {MOST_CODES} codes with the highest totals of {}.",
            rows.len()
        ));
        rows.sort_by_key(|&at| std::cmp::Reverse(counted.row_totals[at]));
        rows.truncate(MOST_CODES);
        rows.sort_unstable();
    }
    let columns: Vec<usize> = if codes {
        rows.clone()
    } else {
        (0..counted.columns.len()).collect()
    };
    notes.extend(counted.left_out.note());
    Ok(Grid {
        title: format!(
            "{} by code and {}",
            capital(args.unit.key()),
            by.to_lowercase()
        ),
        notes,
        rows: rows
            .iter()
            .map(|&at| counted.rows[at].value.clone())
            .collect(),
        columns: columns
            .iter()
            .map(|&at| (counted.columns[at].value.clone(), counted.columns[at].base))
            .collect(),
        cells: rows
            .iter()
            .map(|&row| {
                columns
                    .iter()
                    .map(|&column| counted.cells[row][column])
                    .collect()
            })
            .collect(),
    })
}

/// The ratings on ordinal scales; others have no middle to part at.
fn rated(args: &Args, project: &Project) -> Result<String, Trouble> {
    let scale = args.scale.as_deref();
    let scale = scale
        .map(|name| finder::scale_named(project, name))
        .transpose()?;
    let request = RatingsRequest {
        scale: scale.map(|scale| scale.id),
        ..RatingsRequest::default()
    };
    let ordinal = |id| {
        project
            .scales()
            .get(id)
            .is_some_and(|scale| scale.level == Level::Ordinal)
    };
    let mut notes = Vec::new();
    let mut shown = Vec::new();
    for summary in ratings(project, &request)
        .into_iter()
        .filter(|one| ordinal(one.id))
    {
        let name = if summary.wave.is_empty() {
            summary.scale.clone()
        } else {
            format!("{}, {}", summary.scale, summary.wave)
        };
        notes.push(format!("{name}: {}", summary.tally.sentence));
        let values = summary.tally.values.iter().rev();
        shown.push(Rated {
            name,
            values: values.map(|value| (value.label.clone(), value.n)).collect(),
            missing: summary.tally.missing,
            differing: summary.tally.differing,
        });
    }
    if shown.is_empty() {
        notes.push("There is no rating on a scale of ordered labels.".to_owned());
    }
    Ok(diverging("How cases were rated", &shown, &notes))
}
