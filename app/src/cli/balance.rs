//! `vouch balance` and `vouch saturation`: whose words a theme rests on, and how many codes each source adds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use analysis::{Balance, BalanceRequest, Choice, Ground, Saturation, saturation};
use project::text::count_words;
use project::{Project, SpeakerId, Workspace};
use serde::Serialize;

use super::columns::{Side, aligned, count, thousands};
use super::context::{Context, Failure};
use super::finder;
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// Only this code, with all below it.
    #[arg(long, value_name = "PATH")]
    code: Option<String>,
    /// One balance for each value of this attribute, such as group.
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Only quotes marked as worth using in the report.
    #[arg(long)]
    shortlisted: bool,
    /// Carry the ids of the quotes behind every number.
    #[arg(long)]
    trace: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Document {
    code: Option<String>,
    by: Option<String>,
    #[serde(flatten)]
    all: Shown,
    /// One for each value of the attribute, if one was given.
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    value: String,
    #[serde(flatten)]
    balance: Shown,
}

#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    balance: Balance,
    /// The ids of each respondent's quotes, in the order of respondents.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote_ids: Option<Vec<Vec<String>>>,
}

impl Shown {
    fn of(balance: Balance, trace: bool) -> Self {
        let ids =
            |codings: &Vec<project::CodingId>| codings.iter().map(ToString::to_string).collect();
        let quote_ids = trace.then(|| {
            let all = balance.respondents.iter();
            all.map(|respondent| ids(&respondent.codings)).collect()
        });
        Self { balance, quote_ids }
    }
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let code = args
        .code
        .as_deref()
        .map(|path| finder::code_at(project, path))
        .transpose()?;
    let by = args
        .by
        .as_deref()
        .map(|name| finder::attribute_named(project, name))
        .transpose()?;
    let words = words_spoken(&workspace)?;
    let ground = Ground::new(project);
    let balance = |group| {
        let request = BalanceRequest {
            code,
            group,
            shortlisted: args.shortlisted,
            choice: Choice::default(),
            words: Some(&words),
        };
        Shown::of(ground.balance(&request), args.trace)
    };
    let values = by.map_or_else(Vec::new, |by| ground.respondent_values(by));
    let mut groups = Vec::new();
    for (value, by) in values.iter().zip(by.iter().cycle()) {
        groups.push(Group {
            value: value.clone(),
            balance: balance(Some((*by, value.as_str()))),
        });
    }
    let document = Document {
        code: args.code.clone(),
        by: args.by.clone(),
        all: balance(None),
        groups,
    };
    if args.json {
        return context.json(&document);
    }
    if document.groups.is_empty() {
        return print_balance(&document.all.balance, context);
    }
    for group in &document.groups {
        context.line(&group.value)?;
        print_balance(&group.balance.balance, context)?;
    }
    Ok(())
}

/// The words each speaker says, without labels.
fn words_spoken(workspace: &Workspace) -> Result<BTreeMap<SpeakerId, u32>, Trouble> {
    let (project, texts) = (workspace.project(), workspace.texts());
    let mut words: BTreeMap<SpeakerId, u32> = BTreeMap::new();
    for source in project.sources().iter() {
        let text = texts.of(source)?;
        for turn in project.turns(source.id) {
            if let Some(speaker) = turn.speaker {
                *words.entry(speaker).or_default() += count_words(text.slice(turn.speech));
            }
        }
    }
    Ok(words)
}

fn print_balance(balance: &Balance, context: &mut Context<'_>) -> Result<(), Failure> {
    let percent = |share: Option<f64>| {
        share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0))
    };
    let heads = ["RESPONDENT", "QUOTES", "of quotes", "WORDS", "of words"];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    for one in &balance.respondents {
        lines.push(vec![
            one.respondent.clone(),
            one.quotes.to_string(),
            percent(one.share_of_quotes),
            thousands(usize::try_from(one.spoken).unwrap_or(usize::MAX)),
            percent(one.share_of_speech),
        ]);
    }
    let mut sides = [Side::Right; 5];
    sides[0] = Side::Left;
    for line in aligned(&lines, &sides) {
        context.line(line)?;
    }
    context.line(&balance.sentence)?;
    if balance.lopsided {
        context
            .line("One respondent has half of the quotes or more: say so, or quote others too.")?;
    }
    Ok(())
}

#[derive(Debug, clap::Args)]
pub(crate) struct SaturationArgs {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// How many sources make the base.
    #[arg(long, value_name = "N", default_value_t = 4)]
    base_size: usize,
    /// How many further sources are looked at together.
    #[arg(long, value_name = "N", default_value_t = 2)]
    run_length: usize,
    /// The share of the base's codes that a run may still add.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    threshold: f64,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The document printed.
#[derive(Debug, Serialize)]
struct Curve {
    steps: Vec<Step>,
    not_coded: u64,
    base_size: usize,
    run_length: usize,
    threshold: f64,
    /// After how many sources; none if not yet.
    reached: Option<usize>,
    sentence: String,
}

#[derive(Debug, Serialize)]
struct Step {
    source: String,
    source_id: String,
    new: usize,
    new_codes: Vec<String>,
    known: u64,
}

pub(crate) fn saturated(args: &SaturationArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let curve = curve(
        args,
        project,
        &saturation(project, None, &Choice::default()),
    );
    if args.json {
        return context.json(&curve);
    }
    let mut lines = vec![
        ["SOURCE", "NEW", "KNOWN", "NEW CODES"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for step in &curve.steps {
        lines.push(vec![
            step.source.clone(),
            step.new.to_string(),
            step.known.to_string(),
            step.new_codes.join("; "),
        ]);
    }
    for line in aligned(&lines, &[Side::Left, Side::Right, Side::Right, Side::Left]) {
        context.line(line)?;
    }
    context.line(curve.sentence)
}

fn curve(args: &SaturationArgs, project: &Project, found: &Saturation) -> Curve {
    let tree = project.code_tree();
    let path = |code: &codebooks::CodeId| tree.path(*code).map(|path| path.to_string());
    let reached = found.reached(args.base_size, args.run_length, args.threshold);
    let known = found.steps.last().map_or(0, |step| step.known);
    let sources = count(found.steps.len(), "source");
    let codes = count(usize::try_from(known).unwrap_or(usize::MAX), "code");
    let measure = format!(
        "a run of {} adding at most {} % of the codes of the first {}",
        args.run_length,
        args.threshold * 100.0,
        args.base_size
    );
    let sentence = match reached {
        _ if found.steps.is_empty() => {
            "No source has been coded, so nothing can be said of saturation.".to_owned()
        }
        Some(after) => {
            format!("{sources} brought {codes}; saturation was reached after {after} ({measure}).")
        }
        None => format!("{sources} brought {codes}; saturation was not reached ({measure})."),
    };
    Curve {
        steps: found
            .steps
            .iter()
            .map(|step| Step {
                source: step.name.clone(),
                source_id: step.source.to_string(),
                new: step.new_codes.len(),
                new_codes: step.new_codes.iter().filter_map(path).collect(),
                known: step.known,
            })
            .collect(),
        not_coded: found.not_coded,
        base_size: args.base_size,
        run_length: args.run_length,
        threshold: args.threshold,
        reached,
        sentence,
    }
}
