//! Words that a service lists one by one, put together to sentences, each a cue.

use serde_json::Value;

use super::super::cues::Cue;
use super::super::error::ImportError;
use super::super::times;

/// How many words and segments are read: forty days of speech without a pause.
pub(super) const MOST_WORDS: usize = 5_000_000;

/// Silence after which a sentence has ended though no mark says so, in milliseconds.
const SILENCE: u32 = 2_000;

/// One word, or a mark that belongs to the word before it.
#[derive(Debug, Default)]
pub(super) struct Spoken<'v> {
    pub(super) text: &'v str,
    pub(super) from_ms: Option<u32>,
    pub(super) to_ms: Option<u32>,
    pub(super) speaker: Option<String>,
    /// Whether no blank stands before it.
    pub(super) joined: bool,
}

/// Sentences in the making.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    cues: Vec<Cue>,
    open: bool,
    words: usize,
}

impl Sentences {
    /// Adds a word: to the sentence before it, unless that has ended or another speaks.
    pub(super) fn add(&mut self, word: Spoken<'_>) -> Result<(), ImportError> {
        self.words += 1;
        if self.words > MOST_WORDS {
            return Err(too_many());
        }
        let text = word.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let goes_on = self.cues.last().is_some_and(|cue| {
            let silent = cue.to_ms.zip(word.from_ms);
            let silent = silent.is_some_and(|(end, start)| start >= end.saturating_add(SILENCE));
            word.joined || (self.open && cue.speaker == word.speaker && !silent)
        });
        match self.cues.last_mut() {
            Some(cue) if goes_on => {
                if !word.joined {
                    cue.words.push(' ');
                }
                cue.words.push_str(text);
                cue.from_ms = cue.from_ms.or(word.from_ms);
                cue.to_ms = cue.to_ms.max(word.to_ms);
            }
            _ => self.cues.push(Cue {
                from_ms: word.from_ms,
                to_ms: word.to_ms,
                speaker: word.speaker,
                words: text.to_owned(),
            }),
        }
        self.open = !text.ends_with(['.', '?', '!', '…', '。', '？', '！']);
        Ok(())
    }

    /// Ends the sentence, so that what comes next begins another.
    pub(super) fn end(&mut self) {
        self.open = false;
    }

    /// The sentences in the order in which they were said: several channels were listed one after the other.
    pub(super) fn finish(mut self) -> Vec<Cue> {
        let is_timed = self.cues.iter().all(|cue| cue.from_ms.is_some());
        if is_timed {
            self.cues.sort_by_key(|cue| cue.from_ms);
        }
        self.cues
    }
}

pub(super) fn too_many() -> ImportError {
    ImportError::TooComplex {
        what: "the number of words in the JSON".to_owned(),
        limit: MOST_WORDS,
    }
}

/// A speaker's name, or their number as `Speaker 1`; none for what services write where they do not know.
pub(super) fn name(value: &Value) -> Option<String> {
    let numbered = |number: &str| format!("Speaker {number}");
    match value {
        Value::Number(number) => number.as_i64().map(|number| numbered(&number.to_string())),
        Value::String(name) => {
            let name = name.trim();
            if name.is_empty() || name == "UU" {
                None
            } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
                Some(numbered(name))
            } else {
                Some(name.to_owned())
            }
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A time in milliseconds: seconds as a number or in writing (`"4.87"`, `"1.300s"`, `"PT0.07S"`), a clock, or seconds and
/// billionths apart. `unit`: how many milliseconds a number counts.
pub(super) fn time(value: &Value, unit: f64) -> Option<u32> {
    match value {
        Value::Number(number) => super::milliseconds(number.as_f64()? * unit / 1000.0),
        Value::String(text) => {
            let text = text.trim();
            if let Some((ms, length)) = times::clock(text) {
                return (length == text.len()).then_some(ms);
            }
            if let Some(length) = text.strip_prefix("PT") {
                return of_period(length);
            }
            let seconds = text.strip_suffix('s').unwrap_or(text);
            super::milliseconds(seconds.parse().ok()?)
        }
        Value::Object(parts) => {
            let part = |name: &str| match parts.get(name) {
                Some(Value::String(text)) => text.parse().ok(),
                Some(value) => value.as_f64(),
                None => Some(0.0),
            };
            let seconds = part("seconds")? + part("nanos")? / 1e9;
            super::milliseconds(seconds)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// `1H2M3.5S` after the letters that begin a period.
fn of_period(mut text: &str) -> Option<u32> {
    let mut seconds = 0.0;
    for (mark, each) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, rest)) = text.split_once(mark) {
            seconds += number.parse::<f64>().ok()? * each;
            text = rest;
        }
    }
    text.is_empty()
        .then(|| super::milliseconds(seconds))
        .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_read_in_every_spelling() {
        for (value, ms) in [
            (json!(4.87), Some(4870)),
            (json!("4.87"), Some(4870)),
            (json!("1.300s"), Some(1300)),
            (json!({"seconds": "61", "nanos": 500_000_000}), Some(61_500)),
            (json!({}), Some(0)),
            (json!("PT1M2.5S"), Some(62_500)),
            (json!("PT0.07S"), Some(70)),
            (json!("00:01:02.500"), Some(62_500)),
            (json!("soon"), None),
            (json!(-1), None),
            (json!([1]), None),
        ] {
            assert_eq!(time(&value, 1000.0), ms, "{value}");
        }
        assert_eq!(time(&json!(250), 1.0), Some(250));
    }

    #[test]
    fn numbers_become_names() {
        assert_eq!(name(&json!(0)).as_deref(), Some("Speaker 0"));
        assert_eq!(name(&json!("2")).as_deref(), Some("Speaker 2"));
        assert_eq!(name(&json!("spk_0")).as_deref(), Some("spk_0"));
        assert_eq!(name(&json!("UU")), None);
        assert_eq!(name(&json!({})), None);
    }

    #[test]
    fn sentences_end_at_marks_silences_and_other_speakers() {
        let mut sentences = Sentences::default();
        for (text, from, speaker, joined) in [
            ("So", 0, "A", false),
            ("?", 100, "A", true),
            ("Well", 300, "A", false),
            ("Yes", 600, "B", false),
            ("no", 9000, "B", false),
        ] {
            let word = Spoken {
                text,
                from_ms: Some(from),
                to_ms: Some(from + 100),
                speaker: Some(speaker.to_owned()),
                joined,
            };
            sentences.add(word).unwrap();
        }
        let words: Vec<String> = sentences
            .finish()
            .into_iter()
            .map(|cue| cue.words)
            .collect();
        assert_eq!(words, ["So?", "Well", "Yes", "no"]);
    }
}
