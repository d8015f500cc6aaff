//! The document that an editor of transcripts keeps: monologues of paragraphs, each with the times of its words.

use serde_json::Value;

use super::super::cues::Cue;
use super::words::{name, time};

/// A paragraph each; none if the file is no such document.
pub(super) fn cues(whole: &Value) -> Option<Vec<Cue>> {
    let is_document = whole.get("type")?.as_str()? == "doc";
    let monologues = whole.get("content")?.as_array().filter(|_| is_document)?;
    let mut cues = Vec::new();
    for monologue in monologues {
        let speaker = ["speakerName", "speaker", "speakerId"]
            .iter()
            .find_map(|of| name(monologue.get("attrs")?.get(*of)?));
        for paragraph in list(monologue, "content") {
            let times = paragraph
                .get("attrs")
                .map_or(&[][..], |of| list(of, "timestamps"));
            let at = |place: Option<&Value>, of: &str| time(place?.get(of)?, 1000.0);
            let words: Vec<&str> = list(paragraph, "content")
                .iter()
                .filter_map(|piece| piece.get("text")?.as_str())
                .collect();
            let words = words.concat();
            if !words.trim().is_empty() {
                cues.push(Cue {
                    from_ms: at(times.first(), "s"),
                    to_ms: at(times.last(), "e"),
                    speaker: speaker.clone(),
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                });
            }
        }
    }
    Some(cues).filter(|cues| !cues.is_empty())
}

fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    let list = of.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;

    #[test]
    fn paragraphs_have_the_times_of_their_words() {
        let word = |from: f64| format!(r#"{{"s":{from},"e":{}}}"#, from + 0.5);
        let paragraph = |words: &str, times: [f64; 2]| {
            format!(
                r#"{{"type":"paragraph","attrs":{{"timestamps":[{}]}},"content":[{{"type":"text","text":"{words}"}}]}}"#,
                times.map(word).join(",")
            )
        };
        let monologue = |speaker: u32, paragraphs: &str| {
            format!(
                r#"{{"type":"monologue","attrs":{{"speakerId":{speaker},"customData":{{}}}},"content":[{paragraphs}]}}"#
            )
        };
        let text = format!(
            r#"{{"type":"doc","content":[{},{}]}}"#,
            monologue(0, &paragraph("So it was.", [0.25, 1.0])),
            monologue(1, &paragraph("Yes.", [2.0, 2.5]))
        );
        assert_eq!(
            shown("a.json", text.as_bytes()),
            "[Speaker 0 250-1500] So it was.\n[Speaker 1 2000-3000] Yes."
        );
    }
}
