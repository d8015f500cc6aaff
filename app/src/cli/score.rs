//! `vouch score`: the sum of each case's answers to a questionnaire, such as WEMWBS.

use std::path::PathBuf;

use analysis::{CaseScore, Scores, ScoringRequest};
use interchange::tables::{Cell, Table, TableFormat};
use project::{Edit, NewRating, Project, RatingValue};

use super::columns::{Side, aligned, count};
use super::context::{Context, Failure};
use super::finder;
use super::table_file::save;
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The attributes of cases that hold the answers, parted by commas.
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', required = true)]
    items: Vec<String>,
    /// Those of them that are worded the other way round.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    reversed: Vec<String>,
    /// The lowest answer there is.
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    lowest: f64,
    /// The highest answer there is.
    #[arg(long, value_name = "N", default_value_t = 5.0)]
    highest: f64,
    /// How many answers may be missing; each then counts as the mean of those given.
    #[arg(long, value_name = "N", default_value_t = 3)]
    most_missing: usize,
    /// Give the scores as ratings on this numeric scale, in one step: their change between waves is then counted.
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
    /// The wave those ratings are of.
    #[arg(long, value_name = "WAVE", requires = "scale")]
    wave: Option<String>,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// Write to a file instead: csv, xlsx, docx or json.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        TableFormat::of(to).map_err(Trouble::from)?;
    }
    let mut workspace = context.open(&args.project)?;
    let project = workspace.snapshot();
    let named = |names: &[String]| -> Result<Vec<_>, Trouble> {
        names
            .iter()
            .map(|name| finder::attribute_named(&project, name))
            .collect()
    };
    let (items, reversed) = (named(&args.items)?, named(&args.reversed)?);
    let scores = analysis::scores(
        &project,
        &ScoringRequest {
            items: &items,
            reversed: &reversed,
            lowest: args.lowest,
            highest: args.highest,
            most_missing: args.most_missing,
        },
    );
    if let Some(edit) = ratings(args, &project, &scores)? {
        workspace.edit(edit)?;
    }
    match &args.to {
        Some(to) => {
            save(to, &scores, |_| table(&scores))?;
            context.line(format_args!("Wrote the scores to {}.", to.display()))
        }
        None if args.json => context.json(&scores),
        None => print(&scores, context),
    }
}

/// The one step that gives the scores as ratings; none if no scale was named or nobody scored.
fn ratings(args: &Args, project: &Project, scores: &Scores) -> Result<Option<Edit>, Trouble> {
    let Some(name) = &args.scale else {
        return Ok(None);
    };
    let scale = finder::scale_named(project, name)?;
    let rate = |case: &CaseScore| {
        let imputed = match case.missing {
            0 => String::new(),
            n => format!(
                "; {} counted as the mean of the others",
                count(n, "missing answer")
            ),
        };
        Some(Edit::RateCase(NewRating {
            case: case.id,
            scale: scale.id,
            value: RatingValue::Number(case.score?),
            rater: None,
            wave: args.wave.clone().unwrap_or_default(),
            rationale: format!("Sum of {}{imputed}", count(args.items.len(), "answer")),
            evidence: Vec::new(),
        }))
    };
    let edits: Vec<Edit> = scores.cases.iter().filter_map(rate).collect();
    let label = format!("Scored {} on “{}”", count(edits.len(), "case"), scale.name);
    Ok((!edits.is_empty()).then_some(Edit::Batch { label, edits }))
}

fn table(scores: &Scores) -> Table {
    let number = |n: usize| Cell::Count(u64::try_from(n).unwrap_or(u64::MAX));
    let rows = scores.cases.iter().map(|case| {
        vec![
            Cell::Text(case.case.clone()),
            case.score.map_or(Cell::Blank, Cell::Number),
            number(case.answered),
            number(case.missing),
            Cell::Text(case.not_answers.join(", ")),
        ]
    });
    Table {
        title: "Scores by case".to_owned(),
        note: scores.sentence.clone(),
        columns: ["case", "score", "answered", "missing", "no answers"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
        trace: Vec::new(),
    }
}

fn print(scores: &Scores, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut lines = vec![
        ["CASE", "SCORE", "answered", "missing", "no answers"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for case in &scores.cases {
        lines.push(vec![
            case.case.clone(),
            case.score
                .map_or_else(|| "–".to_owned(), |score| format!("{score:.2}")),
            case.answered.to_string(),
            case.missing.to_string(),
            case.not_answers.join(", "),
        ]);
    }
    let sides = [
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
    ];
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    context.line(&scores.sentence)
}
