//! What speech recognition writes as JSON: Whisper, WhisperX, whisper.cpp, podcasts, meeting collections, `AssemblyAI`,
//! Rev AI, Azure, and services that list words (`services`); and chats of programs that keep them so (`chats`).

mod chats;
mod document;
mod services;
mod words;

use serde_json::Value;

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::guess;
use crate::{Place, Warning};
use words::{MOST_WORDS, Sentences, Spoken, name, time, too_many};

/// JSON transcripts.
pub(super) struct SpokenJson;

/// The names that tools give to the list of segments.
const LISTS: [&str; 9] = [
    "segments",
    "transcription",
    "meeting_transcripts",
    "transcript",
    "utterances",
    "monologues",
    "Transcript",
    "phrases",
    "recognizedPhrases",
];

/// How deep JSON may be nested: more is refused by the library, which reads it by recursion.
const DEEPEST: usize = 127;

impl Reader for SpokenJson {
    fn format(&self) -> Format {
        Format::Json
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        let has = |list: &&str| opening.contains(&format!("\"{list}\""));
        opening.starts_with('{')
            && (file.ending == "json" || LISTS.iter().chain(&["results"]).any(has))
            || (opening.starts_with('[') && file.ending == "json")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let whole: Value = serde_json::from_str(&decoded.text).map_err(broken)?;
        if let Some(script) = chats::script(&whole, warnings)? {
            return Ok(Draft::Script(script));
        }
        let listed = match document::cues(&whole) {
            Some(list) => Some(list),
            None => services::cues(&whole)?,
        };
        let list = match listed {
            Some(list) => list,
            None => segments(&whole, warnings)?,
        };
        Ok(Draft::Cues(Cues {
            list,
            language: language(&whole),
            labelled_in_words: true,
            ..Cues::default()
        }))
    }
}

fn broken(error: serde_json::Error) -> ImportError {
    if error.to_string().starts_with("recursion limit") {
        return ImportError::TooComplex {
            what: "the nesting of the JSON".to_owned(),
            limit: DEEPEST,
        };
    }
    ImportError::Markup {
        part: format!("the JSON in line {}", error.line()),
        at: u64::try_from(error.column()).unwrap_or(0),
        source: Box::new(error),
    }
}

/// What language the file says it is in, without its country: `en_uk`, `en-US`, `english`.
fn language(whole: &Value) -> Option<String> {
    let results = whole.get("results");
    let places = [
        whole.get("language"),
        whole.get("language_code"),
        results.and_then(|results| results.get("language_code")),
        results.and_then(|results| results.get("channels")?.get(0)?.get("detected_language")),
        results.and_then(|results| results.get(0)?.get("languageCode")),
    ];
    let said = places.iter().flatten().find_map(|value| value.as_str())?;
    let first = said.split(['-', '_']).next().unwrap_or_default();
    Some(guess::language_code(first)).filter(|code| !code.is_empty())
}

/// The cues of a file that lists segments, each said by one person, or nothing but words.
fn segments(whole: &Value, warnings: &mut Vec<Warning>) -> Result<Vec<Cue>, ImportError> {
    let nothing = |why: &str| ImportError::Nothing {
        format: Format::Json.name(),
        why: why.to_owned(),
    };
    let named = |name: &&str| whole.get(*name).and_then(Value::as_array);
    let known = whole.as_array().or_else(|| LISTS.iter().find_map(named));
    let list = known.or_else(|| only_list(whole));
    let Some(list) = list else {
        let words = named(&"words").map(|words| of_words(words));
        let cues = words.transpose()?.unwrap_or_default();
        return Some(cues)
            .filter(|cues| !cues.is_empty())
            .ok_or_else(|| nothing("it has no list of segments"));
    };
    if list.len() > MOST_WORDS {
        return Err(too_many());
    }
    let unit = unit(list);
    let mut cues = Vec::new();
    let mut wordless = 0_usize;
    for (place, segment) in list.iter().enumerate() {
        if let Some(cue) = cue(segment, unit) {
            cues.push(cue);
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
    if cues.is_empty() {
        return Err(nothing("none of its segments has words"));
    }
    Ok(cues)
}

/// The list of what is said in a file that calls it by a name that is not known, if it has only one: of several, one would
/// be read and the others would be lost without a word.
fn only_list(whole: &Value) -> Option<&Vec<Value>> {
    let mut found = Vec::new();
    let mut open = vec![whole];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) if list.iter().all(is_said) && !list.is_empty() => found.push(list),
            Value::Array(list) => open.extend(list),
            Value::Object(parts) => open.extend(parts.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether something has words, and a time or a speaker.
fn is_said(piece: &Value) -> bool {
    let has_words = first(piece, &TEXT).is_some_and(Value::is_string);
    has_words && (first(piece, &FROM).is_some() || first(piece, &SPEAKERS).is_some())
}

const FROM: [&str; 5] = ["start", "startTime", "start_time", "ts", "offset"];
const TO: [&str; 4] = ["end", "endTime", "end_time", "end_ts"];
const TEXT: [&str; 7] = [
    "text",
    "body",
    "content",
    "value",
    "transcript",
    "Content",
    "display",
];
/// Who speaks: a name before a number.
const SPEAKERS: [&str; 5] = [
    "speakerName",
    "speaker_name",
    "speaker",
    "speaker_label",
    "speaker_id",
];
/// The same where it is known that somebody speaks.
const WHO: [&str; 3] = ["name", "ParticipantRole", "ParticipantId"];
/// The lists of words in a segment.
const WORDS: [&str; 4] = ["wdlist", "words", "elements", "terms"];

fn first<'v>(of: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| of.get(*name))
}

/// How many milliseconds its numbers count: 1 where all are whole and so far apart that nobody speaks so slowly.
fn unit(list: &[Value]) -> f64 {
    const SLOWEST: f64 = 30.0;
    let (mut words, mut spent) = (0_u32, 0.0);
    for segment in list {
        let (Some(from), Some(to)) = (first(segment, &FROM), first(segment, &TO)) else {
            continue;
        };
        let (Some(from), Some(to)) = (from.as_i64(), to.as_i64()) else {
            return 1000.0;
        };
        spent += Value::from(to.saturating_sub(from)).as_f64().unwrap_or(0.0);
        let said = first(segment, &TEXT).and_then(Value::as_str);
        let said = said.unwrap_or_default().split_whitespace().count().max(1);
        words = words.saturating_add(u32::try_from(said).unwrap_or(u32::MAX));
    }
    if spent > f64::from(words) * SLOWEST {
        1.0
    } else {
        1000.0
    }
}

fn cue(segment: &Value, unit: f64) -> Option<Cue> {
    // Azure lists readings, the best first.
    let best = segment.get("nBest").and_then(|readings| readings.get(0));
    let said = best.unwrap_or(segment);
    let words = match first(said, &TEXT) {
        Some(Value::String(words)) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => word_list(first(segment, &WORDS)?)?,
    };
    if words.is_empty() {
        return None;
    }
    let part = |value: &Value| ["name", "id"].iter().find_map(|of| name(value.get(*of)?));
    let speaker = SPEAKERS
        .iter()
        .chain(&WHO)
        .filter_map(|of| segment.get(*of))
        .find_map(|value| name(value).or_else(|| part(value)))
        .or_else(|| speaker_of_words(segment));
    let (from_ms, to_ms) = span(segment, unit);
    Some(Cue {
        from_ms,
        to_ms,
        speaker,
        words,
    })
}

/// When a segment begins and ends, by itself or by its words.
fn span(segment: &Value, unit: f64) -> (Option<u32>, Option<u32>) {
    let ms = |names: &[&str]| first(segment, names).and_then(|value| time(value, 1.0));
    let offset = |name: &str| {
        segment
            .get("offsets")
            .and_then(|of| time(of.get(name)?, 1.0))
    };
    let elements = first(segment, &WORDS).and_then(Value::as_array);
    let word = |names: &[&str], last: bool| {
        let mut times = elements?.iter().filter_map(|word| first(word, names));
        let found = if last {
            times.next_back()
        } else {
            times.next()
        };
        found.and_then(|value| time(value, unit))
    };
    let from = ms(&[
        "start_ms",
        "startMs",
        "BeginOffsetMillis",
        "offsetMilliseconds",
    ])
    .or_else(|| first(segment, &FROM).and_then(|value| time(value, unit)))
    .or_else(|| offset("from"))
    .or_else(|| word(&FROM, false));
    let long = ms(&["durationMilliseconds"])
        .or_else(|| segment.get("duration").and_then(|value| time(value, unit)));
    let to = ms(&["end_ms", "endMs", "EndOffsetMillis"])
        .or_else(|| first(segment, &TO).and_then(|value| time(value, unit)))
        .or_else(|| offset("to"))
        .or_else(|| word(&TO, true))
        .or_else(|| from?.checked_add(long?));
    (from, to)
}

/// A word of a list, as its tool writes it.
fn word(of: &Value) -> Option<&str> {
    first(of, &["word", "value", "text"])?.as_str()
}

/// What stands between words in lists that say so themselves.
fn is_between(of: &Value) -> bool {
    let kind = of.get("type").and_then(Value::as_str);
    matches!(kind, Some("punct" | "spacing"))
}

/// Words one by one, joined: by blanks, unless the list has the blanks too.
fn word_list(list: &Value) -> Option<String> {
    let list = list.as_array()?;
    let between = if list.iter().any(is_between) { "" } else { " " };
    let words: Vec<&str> = list.iter().filter_map(word).collect();
    let joined = words.join(between);
    Some(joined.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The sentences of a file that has nothing but words.
fn of_words(list: &[Value]) -> Result<Vec<Cue>, ImportError> {
    let unit = unit(list);
    let mut sentences = Sentences::default();
    // Where blanks are listed too, words without one between them are joined.
    let spaced = list.iter().any(is_between);
    let mut apart = true;
    for value in list {
        let text = word(value).unwrap_or_default();
        if spaced && text.trim().is_empty() {
            apart = true;
            continue;
        }
        let (from_ms, to_ms) = span(value, unit);
        sentences.add(Spoken {
            text,
            from_ms,
            to_ms,
            speaker: first(value, &SPEAKERS).and_then(name),
            joined: spaced && !apart,
        })?;
        apart = text.ends_with(char::is_whitespace);
    }
    Ok(sentences.finish())
}

/// The speaker all words agree on.
fn speaker_of_words(segment: &Value) -> Option<String> {
    let words = segment.get("words")?.as_array()?;
    let mut speakers = words.iter().map(|word| word.get("speaker"));
    let first = speakers.next()??;
    speakers
        .all(|speaker| speaker == Some(first))
        .then(|| name(first))
        .flatten()
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
    fn marks_blanks_and_times_are_put_as_the_tool_means_them() {
        let json = |text: &str| shown("a.json", text.as_bytes());
        let rev = r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hi","ts":0.5,"end_ts":0.7},{"type":"punct","value":", "},{"type":"text","value":"you","ts":0.8,"end_ts":1.0},{"type":"punct","value":"."}]},{"speaker":1,"elements":[{"type":"text","value":"Hello","ts":1.5,"end_ts":2}]}]}"#;
        assert_eq!(
            json(rev),
            "[Speaker 0 500-1000] Hi, you.\n[Speaker 1 1500-2000] Hello"
        );
        let azure = r#"{"recognizedPhrases":[{"speaker":1,"offset":"PT0.5S","duration":"PT1S","nBest":[{"lexical":"so","display":"So?"}]},{"speaker":2,"offset":"PT2S","duration":"PT1S","nBest":[{"display":"Yes."}]}]}"#;
        assert_eq!(
            json(azure),
            "[Speaker 1 500-1500] So?\n[Speaker 2 2000-3000] Yes."
        );
        let fast = r#"{"phrases":[{"speaker":0,"offsetMilliseconds":40,"durationMilliseconds":900,"text":"So?"}]}"#;
        assert_eq!(json(fast), "[Speaker 0 40-940] So?");
        let spaced = r#"{"language_code":"eng","words":[{"text":"So","start":0.1,"end":0.3,"type":"word","speaker_id":"speaker_0"},{"text":" ","type":"spacing"},{"text":"it","start":0.4,"end":0.5,"type":"word","speaker_id":"speaker_0"},{"text":"'s","start":0.5,"end":0.6,"type":"word","speaker_id":"speaker_0"},{"text":" ","type":"spacing"},{"text":"on.","start":0.7,"end":0.8,"type":"word","speaker_id":"speaker_0"}]}"#;
        assert_eq!(json(spaced), "[speaker_0 100-800] So it's on.");
        let whole = r#"{"utterances":[{"start":250,"end":26950,"speaker":"A","text":"So it was."},{"start":27000,"end":28000,"speaker":"B","text":"Yes."}]}"#;
        assert_eq!(
            json(whole),
            "[A 250-26950] So it was.\n[B 27000-28000] Yes."
        );
        let seconds = r#"{"segments":[{"start":2,"end":6,"speaker":"A","text":"So it was."},{"start":7,"end":8,"speaker":"B","text":"Yes."}]}"#;
        assert_eq!(
            json(seconds),
            "[A 2000-6000] So it was.\n[B 7000-8000] Yes."
        );
    }

    #[test]
    fn a_list_by_any_name_is_read_if_it_is_the_only_one() {
        let json = |text: &str| shown("a.json", text.as_bytes());
        let lines = r#"{"meeting":{"title":"Council","tags":["a","b"]},"lines":[{"startTime":0.0,"endTime":6.5,"text":"So?","speaker":"SPEAKER_00","speakerName":"Ada Okoro"},{"startTime":6.5,"endTime":8.0,"text":"Yes.","speaker":"SPEAKER_01","speakerName":null}]}"#;
        assert_eq!(
            json(lines),
            "[Ada Okoro 0-6500] So?\n[SPEAKER_01 6500-8000] Yes."
        );
        let terms = r#"{"schemaVersion":2.0,"monologues":[{"speaker":{"name":null,"id":"speaker_2"},"terms":[{"start":0.1,"end":0.6,"text":"why","type":"WORD"},{"start":0.7,"end":0.9,"text":"so","type":"WORD"}]}]}"#;
        assert_eq!(json(terms), "[speaker_2 100-900] why so");
        let two = r#"{"a.wav":[{"start":1.5,"text":"So?"}],"b.wav":[{"start":2.5,"text":"Yes."}]}"#;
        let error = read_transcript("a.json", two.as_bytes(), &ImportOptions::default());
        assert!(error.is_err());
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
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        let error =
            read_transcript("a.json", deep.as_bytes(), &ImportOptions::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the nesting of the JSON goes beyond the limit of 127: the file is damaged or made to do harm"
        );
    }
}
