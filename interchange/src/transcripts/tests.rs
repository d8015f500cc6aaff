//! Laws that hold for every format, bad input, and real files.

use project::text::SourceText;
use project::{SourceKind, SpeakerRole};
use proptest::prelude::*;

use super::*;

/// Reads a file and writes its turns, one a line: `[speaker from-to] speech`; `!` marks who asks.
pub(super) fn shown(name: &str, bytes: &[u8]) -> String {
    let source = read_transcript(name, bytes, &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    turns::assert_partition(&source.text, &source.turns, &source.speakers);
    let text = SourceText::new(source.text.as_str());
    let ms = |time: Option<u32>| time.map(|time| time.to_string()).unwrap_or_default();
    let line = |turn: &project::NewTurn| {
        let speaker = turn.speaker.map(|speaker| &source.speakers[speaker]);
        let asks = if speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer) {
            "!"
        } else {
            ""
        };
        let times = if turn.from_ms.is_some() || turn.to_ms.is_some() {
            format!(" {}-{}", ms(turn.from_ms), ms(turn.to_ms))
        } else {
            String::new()
        };
        format!(
            "[{}{asks}{times}] {}",
            speaker.map_or("", |speaker| speaker.name.as_str()),
            text.slice(turn.speech)
                .replace('\n', "⏎")
                .replace('\t', "→")
        )
    };
    source.turns.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The warnings of a file, as shown.
pub(super) fn warned(name: &str, bytes: &[u8]) -> Vec<String> {
    read_transcript(name, bytes, &ImportOptions::default())
        .unwrap()
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn refused(name: &str, bytes: &[u8]) -> String {
    read_transcript(name, bytes, &ImportOptions::default())
        .unwrap_err()
        .to_string()
}

mod engine;
mod laws;
mod real;
