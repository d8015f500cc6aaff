//! `vouch show`: one source, turn by turn.

use std::path::PathBuf;

use project::Turn;
use serde::Serialize;

use super::context::{Context, Failure};
use crate::message::Trouble;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The project file.
    #[arg(value_name = "PROJECT.vouch")]
    project: PathBuf,
    /// The source's name, with or without its file's extension.
    source: String,
    /// Print one JSON document; places count code points of the text, the end is the first one after.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    source: &'a str,
    text: &'a str,
    turns: Vec<ShownTurn<'a>>,
}

/// `start` and `end` hold the speech: `text[start:end]` is the turn's text. The whole turn, with its label, is
/// `turn_start` to `turn_end`.
#[derive(Debug, Serialize)]
struct ShownTurn<'a> {
    n: usize,
    speaker: Option<&'a str>,
    start: u32,
    end: u32,
    text: &'a str,
    timestamp: Option<String>,
    turn_start: u32,
    turn_end: u32,
}

pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<(), Failure> {
    let workspace = context.open(&args.project)?;
    let project = workspace.project();
    let source = project
        .source_named(&args.source)
        .ok_or_else(|| Trouble::no_source(project, &args.source))?;
    let text = workspace.texts().of(source)?;
    let show = |(n, turn): (usize, &Turn)| {
        let speaker = turn
            .speaker
            .and_then(|speaker| project.speakers().get(speaker));
        ShownTurn {
            n: n + 1,
            speaker: speaker.map(|speaker| speaker.name.as_str()),
            start: turn.speech.start().0,
            end: turn.speech.end().0,
            text: text.slice(turn.speech),
            timestamp: turn.from_ms.map(clock),
            turn_start: turn.range.start().0,
            turn_end: turn.range.end().0,
        }
    };
    // The iterator borrows the text only while turns are printed or written.
    let turns: Vec<ShownTurn<'_>> = project
        .turns(source.id)
        .iter()
        .enumerate()
        .map(|(n, turn)| show((n, turn)))
        .collect();
    if args.json {
        return context.json(&Shown {
            source: &source.name,
            text: text.as_str(),
            turns,
        });
    }
    for turn in turns {
        let time = turn
            .timestamp
            .map(|time| format!(" {time}"))
            .unwrap_or_default();
        let speaker = turn
            .speaker
            .map(|speaker| format!("{speaker}: "))
            .unwrap_or_default();
        context.line(format_args!("[{}{time}] {speaker}{}", turn.n, turn.text))?;
    }
    Ok(())
}

/// `01:02:03.500`; milliseconds only where they are not zero.
pub(crate) fn clock(ms: u32) -> String {
    let (seconds, rest) = (ms / 1000, ms % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if rest == 0 {
        String::new()
    } else {
        format!(".{rest:03}")
    };
    format!("{hours:02}:{minutes:02}:{seconds:02}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn times_read_as_on_a_recorder() {
        assert_eq!(
            (clock(0), clock(62_500), clock(3_723_000)),
            ("00:00:00".into(), "00:01:02.500".into(), "01:02:03".into())
        );
    }
}
