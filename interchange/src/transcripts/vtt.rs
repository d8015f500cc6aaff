//! Web subtitles: Zoom, Teams, noScribe, Whisper, podcasts.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::subtitles::{read_cues, without_marks, without_references};
use crate::Warning;

/// Web subtitles.
pub(super) struct Vtt;

impl Reader for Vtt {
    fn format(&self) -> Format {
        Format::WebVtt
    }

    fn endings(&self) -> &'static [&'static str] {
        &["vtt", "webvtt"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        opening.starts_with("WEBVTT") && opening[6..].chars().next().is_none_or(char::is_whitespace)
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        let body = text.trim_start().strip_prefix("WEBVTT").unwrap_or(&text);
        // The rest of the header runs to the first blank line, unless a careless tool left that out.
        let header_end = body.find("\n\n").unwrap_or(0);
        let (header, body) = if body[..header_end].contains("-->") {
            ("", body)
        } else {
            body.split_at(header_end)
        };
        let language = header
            .lines()
            .find_map(|line| line.trim().strip_prefix("Language:"))
            .map(|code| code.trim().to_lowercase());
        let is_note = |line: &str| {
            ["NOTE", "STYLE", "REGION"].iter().any(|name| {
                line.strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            })
        };
        let mut cues = read_cues(body, warnings, is_note, voices);
        cues.language = language.filter(|code| !code.is_empty());
        if cues.list.is_empty() {
            return Err(ImportError::Nothing {
                format: Format::WebVtt.name(),
                why: "it has no cues".to_owned(),
            });
        }
        Ok(Draft::Cues(cues))
    }
}

/// The voices of a cue: `<v Name>words</v>`, more than one at times, the closing tag left out at times.
fn voices(lines: &str) -> Vec<(Option<String>, String)> {
    let mut voices = Vec::new();
    let mut rest = lines;
    let plain = |words: &str| without_references(&without_marks(words));
    while let Some((before, name, after)) = next_voice(rest) {
        let before = plain(before);
        if !before.is_empty() {
            voices.push((None, before));
        }
        let next = next_voice(after).map_or(after.len(), |(before, ..)| before.len());
        let end = after[..next].find("</v>").unwrap_or(next);
        let words = plain(&after[..end]);
        let name = without_references(name.trim());
        push_voice(&mut voices, (!name.is_empty()).then_some(name), words);
        rest = after[end..].strip_prefix("</v>").unwrap_or(&after[end..]);
    }
    let left = plain(rest);
    if !left.is_empty() {
        // Words after a closed voice, on the next line of the same cue, are that voice's.
        let speaker = voices.last().and_then(|(speaker, _)| speaker.clone());
        push_voice(&mut voices, speaker, left);
    }
    voices
}

fn push_voice(voices: &mut Vec<(Option<String>, String)>, speaker: Option<String>, words: String) {
    match voices.last_mut() {
        Some(last) if last.0 == speaker => {
            last.1.push(' ');
            last.1.push_str(&words);
        }
        _ => voices.push((speaker, words)),
    }
}

/// What is before the next `<v …>`, its name, and what is after it.
fn next_voice(words: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = words[from..].find("<v").map(|at| from + at) {
        let tail = &words[at + 2..];
        if tail.starts_with([' ', '.', '\t', '>']) {
            let end = tail.find('>')?;
            // `<v.loud Name>`: classes come before the name.
            let name = tail[..end]
                .split_once([' ', '\t'])
                .map_or("", |(_, name)| name);
            return Some((&words[..at], name, &tail[end + 1..]));
        }
        from = at + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    #[test]
    fn voices_end_at_their_tag_at_the_next_or_at_the_cues_end() {
        let of = |words: &str| {
            voices(words)
                .into_iter()
                .map(|(name, words)| format!("{}={words}", name.unwrap_or_default()))
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(
            of("<v Ada Okoro>I said R&amp;D, not</v>"),
            "Ada Okoro=I said R&D, not"
        );
        assert_eq!(
            of("<v.loud Ada>Yes <v Lee>No</v> way"),
            "Ada=Yes|Lee=No way"
        );
        assert_eq!(of("<v >so"), "=so");
        assert_eq!(of("<very> plain"), "=<very> plain");
    }

    #[test]
    fn teams_cues_become_turns_with_times() {
        let text = "\u{feff}WEBVTT\r\n\r\n3f2a/37-0\r\n00:00:04.120 --> 00:00:06.900\r\n<v Ada Okoro>Shall we\r\nbegin?</v>\r\n\r\n3f2a/38-0\r\n00:00:07.000 --> 00:00:08.000\r\n<v Ada Okoro>Yes.</v>\r\n\r\nNOTE Confidence: 0.9\r\n\r\n3f2a/39\r\n00:01:08.500 --> 00:01:09.000\r\n<v Lee>Hi.</v>\r\n";
        insta::assert_snapshot!(shown("a.vtt", text.as_bytes()), @r"
        [Ada Okoro 4120-8000] Shall we begin? Yes.
        [Lee 68500-69000] Hi.
        ");
    }

    #[test]
    fn a_file_without_cues_is_refused() {
        let error = super::super::read_transcript(
            "a.vtt",
            b"WEBVTT\n\n",
            &super::super::ImportOptions::default(),
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "nothing in it could be read as web subtitles (.vtt): it has no cues"
        );
    }
}
