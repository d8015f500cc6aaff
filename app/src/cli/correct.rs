//! `vouch correct`: words corrected where they stand, in one source or in all, and who says them.

use std::path::PathBuf;

use project::text::CharRange;
use project::{Change, Edit, SourceId, Workspace};
use serde::Serialize;

use super::columns::count;
use super::context::{Context, Failure};
use crate::correcting::{self, Corrected, Renaming, Wanted};
use crate::intake::revising::{QuoteChange, RevisionReport, foreseen};
use crate::message::{Trouble, cut};

/// A passage is named by place (`--start`, `--end`, and what it says, `--text`, or who says it, `--speaker`), words by
/// themselves (`--find`, `--replace`).
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four switches of the command line, each independent of the others"
)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["start", "find"]))]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The source's name, with or without its file's extension; with --find, all sources if left out.
    #[arg(required_unless_present = "find")]
    source: Option<String>,
    /// The first character to replace, in code points from 0 as “vouch show --json” counts them.
    #[arg(long, requires_all = ["end", "new"])]
    start: Option<u32>,
    /// The first character after.
    #[arg(long, requires = "start")]
    end: Option<u32>,
    /// What stands there from now on; "" takes the characters out.
    #[arg(long, requires = "start", group = "new")]
    text: Option<String>,
    /// Who says these characters: a speaker of the source, or a new one; "" for nobody. A turn is parted where somebody
    /// else goes on.
    #[arg(long, requires = "start", group = "new", value_name = "NAME")]
    speaker: Option<String>,
    /// Replace these words everywhere, also in the names of speakers.
    #[arg(long, requires = "replace", value_name = "WORDS")]
    find: Option<String>,
    /// What stands there from now on, such as a pseudonym.
    #[arg(long, requires = "find", value_name = "WORDS")]
    replace: Option<String>,
    /// Find the words in capitals and small letters alike.
    #[arg(long, requires = "find")]
    any_case: bool,
    /// Find the words inside longer ones too, as “Ann” in “Anna”.
    #[arg(long, requires = "find")]
    inside_words: bool,
    /// Say what would be corrected, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    dry_run: bool,
    replaced: usize,
    sources: Vec<SourceAnswer>,
    /// Memos that hold the words found. They are the coders' own and stay as they are.
    memos: usize,
}

#[derive(Debug, Serialize)]
struct SourceAnswer {
    source: String,
    replaced: usize,
    changed: Vec<QuoteChange>,
    lost: Vec<QuoteChange>,
    speakers: Vec<Renaming>,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut workspace = context.open(&args.project)?;
    if let Some(name) = &args.speaker {
        return give(args, name, &mut workspace, context);
    }
    let found = corrections(args, &workspace)?;
    let mut answer = Answer {
        dry_run: args.dry_run,
        replaced: 0,
        sources: Vec::new(),
        memos: wanted(args).map_or(0, |wanted| memos_with(&workspace, &wanted)),
    };
    let mut edits = Vec::new();
    for (name, corrected) in found {
        answer.replaced += corrected.places;
        let RevisionReport { changed, lost, .. } = corrected.quotes.clone();
        answer.sources.push(SourceAnswer {
            source: name,
            replaced: corrected.places,
            changed,
            lost,
            speakers: corrected
                .speakers
                .iter()
                .map(|(_, name)| name.clone())
                .collect(),
        });
        edits.extend(corrected.edits());
    }
    if !args.dry_run {
        let label = label_of(args, &answer);
        workspace.edit(Edit::Batch { label, edits })?;
    }
    if args.json {
        context.json(&answer)
    } else {
        print(&answer, context)
    }
}

/// What `--speaker` comes to.
#[derive(Debug, Serialize)]
struct Given {
    dry_run: bool,
    source: String,
    speaker: Option<String>,
    /// The turns of the source as they are from now on, or would be.
    turns: usize,
}

/// Gives a passage to whoever says it.
fn give(
    args: &Args,
    name: &str,
    workspace: &mut Workspace,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let project = workspace.snapshot();
    let wanted = args.source.as_deref().unwrap_or_default();
    let source = project.source_named(wanted);
    let source = source.ok_or_else(|| Trouble::no_source(&project, wanted))?;
    let range = CharRange::of(args.start.unwrap_or(0), args.end.unwrap_or(0));
    let speaker = (!name.trim().is_empty()).then(|| name.trim().to_owned());
    let said = vec![(range, speaker.clone())];
    let edit = correcting::told(&project, &workspace.texts(), source.id, said)?;
    let planned = foreseen(&project, &edit)?;
    let turns = planned.changes.iter().find_map(|change| {
        let Change::Turns(row) = change else {
            return None;
        };
        row.after.as_ref().map(|list| list.turns.len())
    });
    if !args.dry_run {
        workspace.edit(edit)?;
    }
    if args.json {
        return context.json(&Given {
            dry_run: args.dry_run,
            source: source.name.clone(),
            speaker,
            turns: turns.unwrap_or_else(|| project.turns(source.id).len()),
        });
    }
    let would = if args.dry_run { "Would be done: " } else { "" };
    context.line(format_args!("{would}{}.", planned.label))
}

fn wanted(args: &Args) -> Option<Wanted> {
    Some(Wanted {
        find: args.find.clone()?,
        replace: args.replace.clone().unwrap_or_default(),
        any_case: args.any_case,
        inside_words: args.inside_words,
    })
}

fn corrections(args: &Args, workspace: &Workspace) -> Result<Vec<(String, Corrected)>, Trouble> {
    let (project, texts) = (workspace.project(), workspace.texts());
    let one = args
        .source
        .as_ref()
        .map(|name| {
            let source = project.source_named(name);
            source.ok_or_else(|| Trouble::no_source(project, name))
        })
        .transpose()?;
    if let (Some(source), Some(start), Some(end)) = (one, args.start, args.end) {
        let words = args.text.as_deref().unwrap_or_default();
        let range = CharRange::of(start, end);
        let corrected = correcting::passage(project, &texts, source.id, range, words)?;
        return Ok(vec![(source.name.clone(), corrected)]);
    }
    let wanted = wanted(args).filter(|wanted| !wanted.find.is_empty());
    let nothing = || Trouble::NotInTexts {
        words: args.find.clone().unwrap_or_default(),
    };
    let wanted = wanted.ok_or_else(nothing)?;
    let sources: Vec<(SourceId, String)> = project
        .sources()
        .iter()
        .filter(|source| one.is_none_or(|one| one.id == source.id))
        .map(|source| (source.id, source.name.clone()))
        .collect();
    let mut found = Vec::new();
    for (id, name) in sources {
        let corrected = correcting::everywhere(project, &texts, id, &wanted)?;
        found.extend(corrected.map(|corrected| (name, corrected)));
    }
    if found.is_empty() {
        return Err(nothing());
    }
    Ok(found)
}

fn memos_with(workspace: &Workspace, wanted: &Wanted) -> usize {
    let memos = workspace.project().memos();
    memos
        .iter()
        .filter(|memo| !wanted.places(&memo.text).is_empty())
        .count()
}

/// What the history says. A pseudonym's name must not stand there again, so the words themselves are left out.
fn label_of(args: &Args, answer: &Answer) -> String {
    match (&args.find, answer.sources.as_slice()) {
        (None, [one]) => format!("Corrected the text of “{}”", one.source),
        (_, sources) => format!(
            "Corrected {} in {}",
            count(answer.replaced, "place"),
            count(sources.len(), "source")
        ),
    }
}

fn print(answer: &Answer, context: &mut Context<'_>) -> Result<(), Failure> {
    const LETTERS: usize = 90;
    for source in &answer.sources {
        context.line(format_args!(
            "{}: {}",
            source.source,
            count(source.replaced, "place")
        ))?;
        for name in &source.speakers {
            context.line(format_args!("  speaker “{}” is “{}”", name.from, name.to))?;
        }
        for quote in &source.changed {
            context.line(format_args!(
                "  quote ({}, {}): “{}” is “{}”",
                quote.code_path,
                quote.coder,
                cut(&quote.quote, LETTERS),
                cut(&quote.now, LETTERS)
            ))?;
        }
        for quote in &source.lost {
            context.line(format_args!(
                "  lost ({}, {}): “{}”",
                quote.code_path,
                quote.coder,
                cut(&quote.quote, LETTERS)
            ))?;
        }
    }
    if answer.memos > 0 {
        let memos = count(answer.memos, "memo");
        context.note(format_args!("{memos} with these words stay as they are"))?;
    }
    let (places, sources) = (
        count(answer.replaced, "place"),
        count(answer.sources.len(), "source"),
    );
    if answer.dry_run {
        return context.line(format_args!("Would correct {places} in {sources}."));
    }
    context.line(format_args!(
        "Corrected {places} in {sources}. The words as they were stay in the history, so that undo can bring them back."
    ))
}
