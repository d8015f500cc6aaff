//! What speech recognition writes as JSON: Whisper, WhisperX, whisper.cpp, podcasts, meeting collections.

use serde_json::Value;

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use crate::{Place, Warning};

/// JSON transcripts.
pub(super) struct SpokenJson;

/// The names that tools give to the list of segments.
const LISTS: [&str; 6] = [
    "segments",
    "transcription",
    "meeting_transcripts",
    "transcript",
    "utterances",
    "monologues",
];

impl Reader for SpokenJson {
    fn format(&self) -> Format {
        Format::Json
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        opening.starts_with('{')
            && (file.ending == "json"
                || LISTS
                    .iter()
                    .any(|list| opening.contains(&format!("\"{list}\""))))
            || (opening.starts_with('[') && file.ending == "json")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let whole: Value =
            serde_json::from_str(&decoded.text).map_err(|error| ImportError::Markup {
                part: format!("the JSON in line {}", error.line()),
                at: u64::try_from(error.column()).unwrap_or(0),
                source: Box::new(error),
            })?;
        let list = match &whole {
            Value::Array(list) => Some(list),
            Value::Object(object) => LISTS
                .iter()
                .find_map(|name| object.get(*name).and_then(Value::as_array)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let nothing = |why: &str| ImportError::Nothing {
            format: Format::Json.name(),
            why: why.to_owned(),
        };
        let list = list.ok_or_else(|| nothing("it has no list of segments"))?;
        let mut cues = Cues {
            language: whole
                .get("language")
                .and_then(Value::as_str)
                .map(str::to_lowercase),
            ..Cues::default()
        };
        let mut wordless = 0_usize;
        for (place, segment) in list.iter().enumerate() {
            if let Some(cue) = cue(segment) {
                cues.list.push(cue);
            } else {
                wordless += 1;
                if wordless <= 5 {
                    warnings.push(Warning::new(
                        Place::Cue(place + 1),
                        "the segment has no words and was left out",
                    ));
                }
            }
        }
        if cues.list.is_empty() {
            return Err(nothing("none of its segments has words"));
        }
        cues.labelled_in_words = true;
        Ok(Draft::Cues(cues))
    }
}

fn cue(segment: &Value) -> Option<Cue> {
    let first = |names: &[&str]| names.iter().find_map(|name| segment.get(*name));
    let words = match first(&["text", "body", "content", "value"]) {
        Some(Value::String(words)) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => word_list(first(&["wdlist", "words", "elements"])?)?,
    };
    if words.is_empty() {
        return None;
    }
    let text = |value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .or_else(|| value.as_i64().map(|number| format!("Speaker {number}")))
    };
    let speaker = first(&["speaker", "speaker_name", "speaker_label", "name"])
        .and_then(|value| text(value).or_else(|| value.get("name").and_then(text)))
        .or_else(|| speaker_of_words(segment));
    let seconds = |names: &[&str]| first(names).and_then(Value::as_f64).and_then(milliseconds);
    let offset = |name: &str| {
        segment
            .get("offsets")
            .and_then(|offsets| offsets.get(name))
            .and_then(Value::as_u64)
            .and_then(|ms| u32::try_from(ms).ok())
    };
    Some(Cue {
        from_ms: seconds(&["start", "startTime", "start_time"]).or_else(|| offset("from")),
        to_ms: seconds(&["end", "endTime", "end_time"]).or_else(|| offset("to")),
        speaker: speaker
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty()),
        words,
    })
}

/// Words one by one, joined.
fn word_list(list: &Value) -> Option<String> {
    let words: Vec<&str> = list
        .as_array()?
        .iter()
        .filter_map(|word| {
            ["word", "value", "text"]
                .iter()
                .find_map(|name| word.get(*name))
                .and_then(Value::as_str)
        })
        .collect();
    Some(
        words
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// The speaker all words agree on.
fn speaker_of_words(segment: &Value) -> Option<String> {
    let words = segment.get("words")?.as_array()?;
    let mut speakers = words
        .iter()
        .map(|word| word.get("speaker").and_then(Value::as_str));
    let first = speakers.next()??;
    speakers
        .all(|speaker| speaker == Some(first))
        .then(|| first.to_owned())
}

/// Seconds in milliseconds; none for what no recording has.
pub(super) fn milliseconds(seconds: f64) -> Option<u32> {
    let ms = (seconds * 1000.0).round();
    if !(0.0..=4_000_000_000.0).contains(&ms) {
        return None;
    }
    // The range was just checked, so nothing is cut off.
    format!("{ms:.0}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::super::{ImportOptions, read_transcript};

    #[test]
    fn whisperx_segments_become_turns() {
        let json = r#"{"segments":[{"start":0.0,"end":1.0,"text":" Uh no.","speaker":"S0"},{"start":1.5,"end":2,"text":" Hello?","speaker":"S0"},{"start":3,"end":4,"text":" Hm."},{"start":5,"end":6,"text":"Yes.","speaker":"S1"}],"language":"en"}"#;
        insta::assert_snapshot!(shown("a.json", json.as_bytes()), @r"
        [S0 0-2000] Uh no. Hello?
        [ 3000-4000] Hm.
        [S1 5000-6000] Yes.
        ");
    }

    #[test]
    fn other_tools_name_things_otherwise() {
        assert_eq!(
            shown(
                "a.json",
                br#"{"transcription":[{"offsets":{"from":0,"to":900},"text":" So."}]}"#
            ),
            "[ 0-900] So."
        );
        assert_eq!(shown("a.json", br#"{"meeting_transcripts":[{"speaker":"PhD F","content":"One ."},{"speaker":"Professor B","content":"Two ."}]}"#), "[PhD F] One .\n[Professor B] Two .");
        assert_eq!(shown("a.json", br#"{"segments":[{"speaker":"Darth Vader","startTime":0.5,"endTime":0.75,"body":"I"},{"speaker":"Darth Vader","startTime":1,"endTime":1.25,"body":"am"}]}"#), "[Darth Vader 500-1250] I am");
    }

    #[test]
    fn broken_json_says_where() {
        let error =
            read_transcript("a.json", b"{\"segments\": [", &ImportOptions::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the markup of the JSON in line 1 is broken at byte 14"
        );
        let error =
            read_transcript("a.json", b"{\"a\": 1}", &ImportOptions::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "nothing in it could be read as a JSON transcript: it has no list of segments"
        );
    }
}
