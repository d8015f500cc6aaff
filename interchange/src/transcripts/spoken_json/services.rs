//! Services whose answer lists words rather than turns: Deepgram, Amazon Transcribe, Google, Speechmatics, `ElevenLabs`.

use serde_json::Value;

use super::super::cues::Cue;
use super::super::error::ImportError;
use super::words::{Sentences, Spoken, name, time};

/// Seconds, as most count.
const SECONDS: f64 = 1000.0;

/// The sentences in the answer of such a service; none if it is not one.
pub(super) fn cues(whole: &Value) -> Result<Option<Vec<Cue>>, ImportError> {
    // Google's answer to a long recording is a part of a larger one.
    let results = [Some(whole), whole.get("response")];
    let results = results.iter().flatten().find_map(|at| at.get("results"));
    let mut sentences = Sentences::default();
    match results {
        Some(Value::Object(results)) => {
            let channels = results.get("channels").and_then(Value::as_array);
            let items = results.get("items").and_then(Value::as_array);
            let labels = results.get("channel_labels");
            let channel_labels = labels.and_then(|labels| labels.get("channels")?.as_array());
            if let Some(channels) = channels {
                deepgram(channels, &mut sentences)?;
            } else if let Some(channels) = channel_labels {
                for channel in channels {
                    let label = channel.get("channel_label").and_then(name);
                    amazon(
                        list(channel, "items"),
                        &Spans::default(),
                        label.as_deref(),
                        &mut sentences,
                    )?;
                    sentences.end();
                }
            } else if let Some(items) = items {
                let spans = results.get("speaker_labels").map(Spans::of);
                amazon(items, &spans.unwrap_or_default(), None, &mut sentences)?;
            }
        }
        Some(Value::Array(results)) if results.iter().any(|result| first(result).is_some()) => {
            let has = |what: &str| {
                let mut alternatives = results.iter().filter_map(first);
                alternatives.any(|alternative| alternative.get(what).is_some())
            };
            if has("content") {
                amazon(results, &Spans::default(), None, &mut sentences)?;
            } else {
                google(results, &mut sentences)?;
            }
        }
        _ => {}
    }
    let cues = sentences.finish();
    Ok(Some(cues).filter(|cues| !cues.is_empty()))
}

/// The best of the readings that a service offers.
fn first(of: &Value) -> Option<&Value> {
    of.get("alternatives")?.get(0)
}

fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of.get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'v>(of: &'v Value, names: &[&str]) -> &'v str {
    let mut found = names.iter().filter_map(|name| of.get(*name)?.as_str());
    found.next().unwrap_or_default()
}

fn at(of: &Value, names: &[&str], unit: f64) -> Option<u32> {
    super::first(of, names).and_then(|value| time(value, unit))
}

/// Words under `channels`, `alternatives`. Who speaks is a number, or the channel where each has its own.
fn deepgram(channels: &[Value], sentences: &mut Sentences) -> Result<(), ImportError> {
    for (place, channel) in channels.iter().enumerate() {
        let Some(best) = first(channel) else { continue };
        let own = (channels.len() > 1).then(|| format!("Channel {place}"));
        let words = list(best, "words");
        for word in words {
            let speaker = word.get("speaker").and_then(name);
            sentences.add(Spoken {
                text: text(word, &["punctuated_word", "word"]),
                from_ms: at(word, &["start"], SECONDS),
                to_ms: at(word, &["end"], SECONDS),
                speaker: match (speaker, &own) {
                    (Some(speaker), Some(own)) => Some(format!("{speaker} ({own})")),
                    (speaker, own) => speaker.or_else(|| own.clone()),
                },
                joined: false,
            })?;
        }
        if words.is_empty() {
            sentences.add(Spoken {
                text: text(best, &["transcript"]),
                speaker: own,
                ..Spoken::default()
            })?;
        }
        sentences.end();
    }
    Ok(())
}

/// When who speaks, where words do not say it themselves.
#[derive(Debug, Default)]
struct Spans(Vec<(u32, Option<String>)>);

impl Spans {
    fn of(labels: &Value) -> Self {
        let mut spans = Vec::new();
        for segment in list(labels, "segments") {
            let start = |of: &Value| at(of, &["start_time"], SECONDS);
            let speaker = segment.get("speaker_label").and_then(name);
            spans.extend(start(segment).map(|from| (from, speaker.clone())));
            for item in list(segment, "items") {
                let own = item.get("speaker_label").and_then(name);
                spans.extend(start(item).map(|from| (from, own.or_else(|| speaker.clone()))));
            }
        }
        spans.sort_by_key(|span| span.0);
        Self(spans)
    }

    fn at(&self, time: Option<u32>) -> Option<String> {
        let before = self.0.partition_point(|span| Some(span.0) <= time);
        self.0.get(before.checked_sub(1)?)?.1.clone()
    }
}

/// Words and marks in one list, each with its readings. Speechmatics writes the same with other names.
fn amazon(
    items: &[Value],
    spans: &Spans,
    channel: Option<&str>,
    sentences: &mut Sentences,
) -> Result<(), ImportError> {
    for item in items {
        let Some(best) = first(item) else { continue };
        let from_ms = at(item, &["start_time"], SECONDS);
        let said = [item.get("speaker_label"), best.get("speaker")];
        let said = said.into_iter().flatten().find_map(name);
        let joined = text(item, &["type"]) == "punctuation"
            && text(item, &["attaches_to"]) != "next"
            && text(item, &["attaches_to"]) != "none";
        sentences.add(Spoken {
            text: text(best, &["content"]),
            from_ms,
            to_ms: at(item, &["end_time"], SECONDS),
            speaker: said
                .or_else(|| channel.map(str::to_owned))
                .or_else(|| item.get("channel").and_then(name))
                .or_else(|| spans.at(from_ms)),
            joined,
        })?;
    }
    Ok(())
}

const FROM: [&str; 4] = ["startTime", "start_time", "startOffset", "start_offset"];
const TO: [&str; 4] = ["endTime", "end_time", "endOffset", "end_offset"];
const UNTIL: [&str; 4] = [
    "resultEndTime",
    "result_end_time",
    "resultEndOffset",
    "result_end_offset",
];

/// Results with their words. Where speakers are told apart, the last result has all words once more, with speakers.
fn google(results: &[Value], sentences: &mut Sentences) -> Result<(), ImportError> {
    let start = |result: &Value| span(first(result)?.get("words")?.get(0)?).0;
    let is_tagged = |result: &&Value| {
        let words = first(result).map_or(&[][..], |best| list(best, "words"));
        words.iter().any(|word| tag(word).is_some())
    };
    let begins = results.iter().find_map(start);
    let again = results
        .iter()
        .rfind(is_tagged)
        .filter(|last| start(last) == begins);
    let results = again.map_or(results, std::slice::from_ref);
    let mut from_ms = Some(0);
    for result in results {
        let Some(best) = first(result) else { continue };
        let mut channel = ["channelTag", "channel_tag"].iter();
        let channel = channel.find_map(|tag| result.get(*tag)?.as_i64());
        let channel = channel
            .filter(|tag| *tag > 0)
            .map(|tag| format!("Channel {tag}"));
        let until = at(result, &UNTIL, SECONDS);
        let words = list(best, "words");
        for word in words {
            let (from_ms, to_ms) = span(word);
            sentences.add(Spoken {
                text: text(word, &["word"]),
                from_ms,
                to_ms,
                speaker: tag(word).or_else(|| channel.clone()),
                joined: false,
            })?;
        }
        if words.is_empty() {
            sentences.add(Spoken {
                text: text(best, &["transcript"]),
                from_ms: until.and(from_ms),
                to_ms: until,
                speaker: channel,
                joined: false,
            })?;
        }
        sentences.end();
        from_ms = until.or(from_ms);
    }
    Ok(())
}

/// When a word is said. The very beginning is left out of the answer, as any nothing is.
fn span(word: &Value) -> (Option<u32>, Option<u32>) {
    let to = at(word, &TO, SECONDS);
    (at(word, &FROM, SECONDS).or(to.and(Some(0))), to)
}

/// Who says a word: a label, or a number from 1.
fn tag(word: &Value) -> Option<String> {
    let label = ["speakerLabel", "speaker_label"].iter();
    let label = label.filter_map(|label| word.get(*label)).find_map(name);
    label.or_else(|| {
        let mut tag = ["speakerTag", "speaker_tag"].iter();
        let tag = tag.find_map(|tag| word.get(*tag))?;
        name(tag).filter(|_| tag.as_i64() != Some(0))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;

    fn json(text: &str) -> String {
        shown("a.json", text.as_bytes())
    }

    #[test]
    fn channels_are_speakers_and_their_words_are_put_in_order() {
        let word = |text: &str, at: u32| {
            format!(
                r#"{{"word":"{text}","start":{at}.0,"end":{at}.5,"punctuated_word":"{text}."}}"#
            )
        };
        let channel = |words: [String; 2]| {
            format!(
                r#"{{"alternatives":[{{"transcript":"","words":[{}]}}]}}"#,
                words.join(",")
            )
        };
        let channels = [
            channel([word("Hello", 1), word("So", 5)]),
            channel([word("Hi", 3), word("Well", 7)]),
        ];
        let found = json(&format!(
            r#"{{"results":{{"channels":[{}]}}}}"#,
            channels.join(",")
        ));
        insta::assert_snapshot!(found, @r"
        [Channel 0 1000-1500] Hello.
        [Channel 1 3000-3500] Hi.
        [Channel 0 5000-5500] So.
        [Channel 1 7000-7500] Well.
        ");
        let item = |word: &str, at: &str| {
            format!(
                r#"{{"start_time":"{at}","end_time":"{at}1","alternatives":[{{"content":"{word}"}}],"type":"pronunciation"}}"#
            )
        };
        let amazon = format!(
            r#"{{"results":{{"channel_labels":{{"channels":[{{"channel_label":"ch_0","items":[{}]}},{{"channel_label":"ch_1","items":[{}]}}]}},"items":[]}}}}"#,
            item("Hello", "1.5"),
            item("Hi", "0.5"),
        );
        assert_eq!(json(&amazon), "[ch_1 500-510] Hi\n[ch_0 1500-1510] Hello");
    }

    #[test]
    fn answers_without_words_give_what_they_have() {
        let deepgram =
            r#"{"results":{"channels":[{"alternatives":[{"transcript":"So it was."}]}]}}"#;
        assert_eq!(json(deepgram), "[] So it was.");
        let google = r#"{"results":[{"alternatives":[{"transcript":"One"}],"resultEndTime":"4.500s"},{"resultEndTime":"5s"},{"alternatives":[{"transcript":" two"}],"resultEndTime":"9s"}]}"#;
        assert_eq!(json(google), "[ 0-9000] One two");
        let tagged = r#"{"results":[{"alternatives":[{"transcript":"Hi. Yes.","words":[{"endOffset":"0.300s","word":"Hi.","speakerLabel":"1"},{"startOffset":"0.300s","endOffset":"0.600s","word":"Yes.","speakerLabel":"2"}]}]},{"alternatives":[{"words":[{"startOffset":"1s","endOffset":"2s","word":"So.","speakerLabel":"1"}]}]}]}"#;
        assert_eq!(
            json(tagged),
            "[Speaker 1 0-300] Hi.\n[Speaker 2 300-600] Yes.\n[Speaker 1 1000-2000] So."
        );
    }

    #[test]
    fn segments_say_who_speaks_where_words_do_not() {
        let text = r#"{"results":{"speaker_labels":{"segments":[{"start_time":0.0,"end_time":1.2,"speaker_label":"spk_0"},{"start_time":1.2,"end_time":3.0,"speaker_label":"spk_1"}]},"items":[{"start_time":0.0,"end_time":0.4,"alternatives":[{"content":"Hello"}]},{"type":"punctuation","alternatives":[{"content":"?"}]},{"start_time":1.3,"end_time":1.4,"alternatives":[{"content":"Hi"}]}]}}"#;
        assert_eq!(json(text), "[spk_0 0-400] Hello?\n[spk_1 1300-1400] Hi");
    }
}
