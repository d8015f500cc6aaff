//! The command line: the same door as the desktop, for scripts and for those who like to type.
//!
//! One file a command. Every command answers 0, or 1 with one line on standard error; wrong usage answers 2.

mod agreement;
mod attributes;
mod autocode;
mod balance;
mod behind;
mod cases;
mod chart;
mod check;
mod code;
mod codebook;
mod columns;
mod compare;
mod context;
mod correct;
mod counts;
mod counts_file;
mod crosstab;
mod demo;
mod excerpts;
mod exchange;
mod finder;
mod frame;
mod framework;
mod history;
mod import;
mod matrix;
mod new;
mod package;
mod ratings;
mod score;
mod search;
mod searches;
mod sets;
mod show;
mod sources;
mod table_file;
mod themes;
mod wide;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::desktop::Desktop;
use crate::message::Trouble;
use context::{Context, Failure};

/// The exit code of a command that did what it was asked.
pub const DONE: u8 = 0;
/// The exit code of a command that could not; a line on standard error says why.
pub const FAILED: u8 = 1;
/// The exit code of a command that was not understood.
pub const MISUSED: u8 = 2;

/// Vouch codes interview and focus-group transcripts: every number opens its quotes, and every quote can be vouched for.
///
/// Without a command the desktop opens.
#[derive(Debug, Parser)]
#[command(name = "vouch", version, max_term_width = 100)]
struct Arguments {
    /// A project to open in the desktop.
    #[arg(value_name = "FILE.vouch")]
    file: Option<PathBuf>,

    /// Who makes the changes; otherwise `VOUCH_CODER`, otherwise the name you log in with.
    #[arg(long, global = true, value_name = "NAME")]
    coder: Option<String>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new project.
    New(new::Args),
    /// Bring in transcripts, case files and tables, files or whole folders; and projects of other programs (.qdpx).
    Import(import::Args),
    /// Give sources, speakers or cases attributes from a table.
    Attributes(attributes::Args),
    /// List the sources with their speakers, words and codings.
    Sources(sources::Args),
    /// Print one source, turn by turn.
    Show(show::Args),
    /// Bring in, write out or list the codes.
    Codebook(codebook::Args),
    /// Code passages from a table of codings.
    Code(code::Args),
    /// Correct words in place, a typo or a name: codings, memos and turns move along.
    Correct(correct::Args),
    /// Find words, phrases and passages.
    Search(search::Args),
    /// Keep searches under a name, and say how much of what they find is new.
    Searches(searches::Args),
    /// Put sources that are looked at together in a set.
    Sets(sets::Args),
    /// Code everything that a search finds, in one step.
    Autocode(autocode::Args),
    /// Write out the coded quotes.
    Excerpts(excerpts::Args),
    /// Write the whole project for other programs (.qdpx), and say what they will not find in it.
    Export(exchange::Args),
    /// Pack the project for a colleague, on request without codings so that they code blind.
    Package(package::Args),
    /// Count who said what, with the base of every number.
    Counts(counts::Args),
    /// Count anything by anything: codes, cases, sources, groups and other attributes.
    Matrix(matrix::Args),
    /// Cross what is known of cases, with base and missing.
    Crosstab(crosstab::Args),
    /// Set one indicator from several sources side by side, each with its own base.
    Compare(compare::Args),
    /// Say which totals of a table in a file do not sum.
    Totals(crosstab::TotalsArgs),
    /// Bring in cases with their attributes from a table.
    Cases(cases::Args),
    /// Make a scale to rate cases on.
    Scale(ratings::ScaleArgs),
    /// Rate cases from a table of ratings.
    Rate(ratings::RateArgs),
    /// Count the ratings on each scale.
    Ratings(ratings::Args),
    /// Add up each case's answers to a questionnaire, with a rule for missing ones.
    Score(score::Args),
    /// Say how far coders or raters agree, beyond chance.
    Agreement(agreement::Args),
    /// Say whose words a theme rests on, and who is never quoted.
    Balance(balance::Args),
    /// Line enablers up against barriers by group, and say whose words each rests on.
    Themes(themes::Args),
    /// Lay out cases by themes, with a summary and its excerpts in each cell.
    Framework(framework::Args),
    /// Write what a case says on a theme: a cell of the framework matrix.
    Summarise(framework::SummariseArgs),
    /// Show which group has said something on which question of the evaluation.
    Frame(frame::Args),
    /// Count the codes that each further source adds.
    Saturation(balance::SaturationArgs),
    /// Count how often each word is said, by whom, and what one group says more than another.
    Words(words::Args),
    /// Draw a table as a picture: bars, heat, cooccurrence, saturation or ratings.
    Chart(chart::Args),
    /// List every change ever made, oldest first.
    History(history::Args),
    /// Take back the last change, or the last N.
    Undo(history::StepArgs),
    /// Bring back the last change taken back, or the last N.
    Redo(history::StepArgs),
    /// Check that every quote stands where it was coded, and that the file is sound.
    Check(check::Args),
    /// Build the sample evaluation, code it and write out its excerpts and counts.
    Demo(demo::Args),
}

/// What the command line takes from around it when its arguments do not say.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Where search indexes are kept; none: the user's cache folder.
    pub cache: Option<PathBuf>,
    /// Who makes the changes; none: the name the person logs in with.
    pub coder: Option<String>,
}

impl Surroundings {
    /// What the environment says: `VOUCH_CACHE` and `VOUCH_CODER`.
    #[must_use]
    pub fn of_process() -> Self {
        let coder = std::env::var_os("VOUCH_CODER").filter(|name| !name.is_empty());
        Self {
            cache: crate::cache::said(),
            coder: coder.map(|name| name.to_string_lossy().into_owned()),
        }
    }
}

/// Runs the command line and answers its exit code; `arguments` begin with the program's name.
///
/// Nothing is printed but to `out` (what was asked for) and `err` (what went wrong, what takes long).
pub fn run<I, A>(
    arguments: I,
    surroundings: &Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8
where
    I: IntoIterator<Item = A>,
    A: Into<OsString> + Clone,
{
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error, out, err),
    };
    if let Some(error) = misuse(&arguments) {
        return explain(&error, out, err);
    }
    let mut context = Context::new(out, err, surroundings.clone(), arguments.coder);
    let ran = match arguments.command {
        Some(command) => dispatch(&command, &mut context),
        None => open_desktop(arguments.file.as_deref()),
    };
    context.finish(ran)
}

pub(crate) use counts::write_by_group as write_counts;
pub(crate) use excerpts::write_all as write_excerpts;

fn dispatch(command: &Command, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        Command::New(args) => new::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Attributes(args) => attributes::run(args, context),
        Command::Sources(args) => sources::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Codebook(args) => codebook::run(args, context),
        Command::Code(args) => code::run(args, context),
        Command::Correct(args) => correct::run(args, context),
        Command::Search(args) => search::run(args, context),
        Command::Searches(args) => searches::run(args, context),
        Command::Sets(args) => sets::run(args, context),
        Command::Autocode(args) => autocode::run(args, context),
        Command::Excerpts(args) => excerpts::run(args, context),
        Command::Export(args) => exchange::export(args, context),
        Command::Package(args) => package::run(args, context),
        Command::Counts(args) => counts::run(args, context),
        Command::Matrix(args) => matrix::run(args, context),
        Command::Crosstab(args) => crosstab::run(args, context),
        Command::Compare(args) => compare::run(args, context),
        Command::Totals(args) => crosstab::totals(args, context),
        Command::Cases(args) => cases::run(args, context),
        Command::Scale(args) => ratings::scale(args, context),
        Command::Rate(args) => ratings::rate(args, context),
        Command::Ratings(args) => ratings::run(args, context),
        Command::Score(args) => score::run(args, context),
        Command::Agreement(args) => agreement::run(args, context),
        Command::Balance(args) => balance::run(args, context),
        Command::Words(args) => words::run(args, context),
        Command::Themes(args) => themes::run(args, context),
        Command::Framework(args) => framework::run(args, context),
        Command::Summarise(args) => framework::summarise(args, context),
        Command::Frame(args) => frame::run(args, context),
        Command::Saturation(args) => balance::saturated(args, context),
        Command::Chart(args) => chart::run(args, context),
        Command::History(args) => history::run(args, context),
        Command::Undo(args) => history::undo(args, context),
        Command::Redo(args) => history::redo(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Demo(args) => demo::run(args, context),
    }
}

fn open_desktop(project: Option<&Path>) -> Result<(), Failure> {
    Desktop::run(project).map_err(|error| {
        Trouble::NoWindow {
            reason: error.to_string(),
        }
        .into()
    })
}

/// What the grammar of the command line cannot say: a project to open stands alone and looks like one.
fn misuse(arguments: &Arguments) -> Option<clap::Error> {
    let file = arguments.file.as_ref()?;
    let wrong = if arguments.command.is_some() {
        format!(
            "“{}” stands before the command: write the command first, then the project",
            file.display()
        )
    } else if !file.exists()
        && file
            .extension()
            .is_none_or(|extension| extension != "vouch")
    {
        format!(
            "“{}” is neither a command nor a project file",
            file.display()
        )
    } else {
        return None;
    };
    Some(Arguments::command().error(ErrorKind::InvalidSubcommand, wrong))
}

/// Prints help where it was asked for, else one line on what was wrong.
fn explain(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let text = error.render().to_string();
    let (printed, code) = if error.use_stderr() {
        (writeln!(err, "vouch: {}", one_line(&text)), MISUSED)
    } else {
        (write!(out, "{text}"), DONE)
    };
    // Whoever closed the pipe does not wait for the rest of the help.
    if printed.is_err() {
        FAILED.max(code)
    } else {
        code
    }
}

/// Folds clap's paragraphs into one line.
fn one_line(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let said: Vec<String> = paragraphs
        .filter(|paragraph| !paragraph.is_empty() && !paragraph.starts_with("For more information"))
        .collect();
    format!(
        "{} (vouch --help says more)",
        said.join(". ").trim_start_matches("error: ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vouch(arguments: &[&str]) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = std::iter::once("vouch").chain(arguments.iter().copied());
        let code = run(arguments, &Surroundings::default(), &mut out, &mut err);
        (
            code,
            String::from_utf8(out).unwrap(),
            String::from_utf8(err).unwrap(),
        )
    }

    #[test]
    fn the_grammar_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn wrong_usage_is_one_line_and_exit_code_2() {
        for wrong in [
            &["sources"][..],
            &["frobnicate"],
            &["undo", "a.vouch", "many"],
            &["a.vouch", "sources", "b.vouch"],
        ] {
            let (code, out, err) = vouch(wrong);
            assert_eq!(
                (code, out.as_str(), err.lines().count()),
                (MISUSED, "", 1),
                "{wrong:?}: {err}"
            );
            assert!(
                err.starts_with("vouch: ") && err.contains("--help"),
                "{err}"
            );
        }
    }

    #[test]
    fn help_and_version_go_to_standard_output() {
        let (code, out, err) = vouch(&["--help"]);
        assert_eq!((code, err.as_str()), (DONE, ""));
        for command in [
            "new", "import", "autocode", "excerpts", "export", "package", "counts", "undo",
            "check", "demo",
        ] {
            assert!(
                out.contains(&format!("  {command} ")),
                "{command} is missing from\n{out}"
            );
        }
        assert_eq!(vouch(&["--version"]).0, DONE);
    }
}
