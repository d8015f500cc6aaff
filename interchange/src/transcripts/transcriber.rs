//! Transcriber (`.trs`): turns of named speakers, cut at times within them.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::cues::{Cue, Cues};
use super::docx_styles::attribute;
use super::encoding::decode_markup;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::{Listener, walk};
use super::spoken_json::milliseconds;
use crate::Warning;

/// Transcriber's files.
pub(super) struct Transcriber;

impl Reader for Transcriber {
    fn format(&self) -> Format {
        Format::Transcriber
    }

    fn endings(&self) -> &'static [&'static str] {
        &["trs"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.opening().contains("<!DOCTYPE Trans ") || file.opening().contains("<Trans ")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode_markup(file.bytes)?;
        warnings.extend(decoded.warnings);
        let mut turns = Turns::default();
        walk(&decoded.text, "the transcription", &mut turns)?;
        if turns.cues.is_empty() {
            return Err(ImportError::Nothing {
                format: Format::Transcriber.name(),
                why: "none of its turns has words".to_owned(),
            });
        }
        warnings.extend(Warning::of_count(
            turns.left_out,
            "mark of pronunciation, language or background was left out",
            "marks of pronunciation, language or background were left out",
        ));
        Ok(Draft::Cues(Cues {
            list: turns.cues,
            language: turns.language,
            sure: true,
            ..Cues::default()
        }))
    }
}

#[derive(Default)]
struct Turns {
    depth: usize,
    names: HashMap<String, String>,
    language: Option<String>,
    /// Who speaks in this turn; more than one where they speak at once.
    speaking: Vec<String>,
    /// When this turn ends.
    end: Option<u32>,
    in_turn: bool,
    /// The cues of the turn since the last time within it; more than one where several speak.
    open: Vec<Cue>,
    cues: Vec<Cue>,
    left_out: usize,
}

impl Turns {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let ids = attribute(tag, "speaker").unwrap_or_default();
        self.speaking = ids
            .split_whitespace()
            .map(|id| self.names.get(id).cloned().unwrap_or_else(|| id.to_owned()))
            .collect();
        self.end = time(tag, "endTime");
        self.in_turn = true;
        self.voice(time(tag, "startTime"), 0);
    }

    /// From here on the given speaker of the turn is heard.
    fn voice(&mut self, from_ms: Option<u32>, place: usize) {
        self.open.push(Cue {
            from_ms,
            speaker: self.speaking.get(place).cloned(),
            ..Cue::default()
        });
    }

    /// What was said since the last time ends here.
    fn settle(&mut self, to_ms: Option<u32>) {
        for mut cue in self.open.drain(..) {
            cue.words = cue.words.split_whitespace().collect::<Vec<_>>().join(" ");
            cue.to_ms = to_ms;
            if !cue.words.is_empty() {
                self.cues.push(cue);
            }
        }
    }
}

fn time(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    milliseconds(attribute(tag, name)?.trim().parse().ok()?)
}

impl Listener for Turns {
    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError> {
        match tag.local_name().as_ref() {
            "Trans" => {
                let code = attribute(tag, "lang").unwrap_or_default();
                if !code.is_empty() {
                    self.language = Some(super::guess::language_code(&code));
                }
            }
            "Speaker" => {
                if let (Some(id), Some(name)) = (attribute(tag, "id"), attribute(tag, "name")) {
                    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                    self.names.insert(id, name);
                }
            }
            "Turn" if !empty => self.begin(tag),
            "Sync" if self.in_turn => {
                let at = time(tag, "time");
                self.settle(at);
                self.voice(at, 0);
            }
            "Who" if self.in_turn => {
                let from_ms = self.open.last().and_then(|cue| cue.from_ms);
                let place = attribute(tag, "nb").and_then(|nb| nb.trim().parse::<usize>().ok());
                self.voice(from_ms, place.map_or(0, |place| place.saturating_sub(1)));
            }
            "Event" if self.in_turn => {
                // Laughter and the like stand between the words; how a word was said does not.
                let noise = attribute(tag, "type").is_none_or(|kind| kind == "noise");
                let what = attribute(tag, "desc").unwrap_or_default();
                match self.open.last_mut() {
                    Some(cue) if noise && !what.trim().is_empty() => {
                        cue.words.extend([" [", what.trim(), "] "]);
                    }
                    _ => self.left_out += 1,
                }
            }
            "Background" => self.left_out += 1,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        if name == "Turn" {
            self.settle(self.end);
            self.in_turn = false;
        }
        Ok(())
    }

    fn text(&mut self, words: &str) {
        if let Some(cue) = self.open.last_mut().filter(|_| self.in_turn) {
            cue.words.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    const TALK: &str = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE Trans SYSTEM \"trans-14.dtd\">\n<Trans audio_filename=\"a\" xml:lang=\"fr\"><Speakers><Speaker id=\"spk1\" name=\"Zo\u{e9} Roe\"/><Speaker id=\"spk2\" name=\"L2\"/></Speakers><Episode><Section type=\"report\" startTime=\"0\" endTime=\"9\">\
        <Turn startTime=\"0\" endTime=\"0.5\"><Sync time=\"0\"/>\n\n</Turn>\
        <Turn speaker=\"spk1\" startTime=\"0.5\" endTime=\"3\"><Sync time=\"0.5\"/>\nalors <Event desc=\"rire\" type=\"noise\" extent=\"instantaneous\"/>\n<Sync time=\"2\"/>\non y va<Event desc=\"pi\" type=\"pronounce\" extent=\"begin\"/>\n</Turn>\
        <Turn speaker=\"spk1 spk2\" startTime=\"3\" endTime=\"4\"><Sync time=\"3\"/>\n<Who nb=\"1\"/>\noui &lt;oui\n<Who nb=\"2\"/>\nnon\n</Turn>\
        <Turn speaker=\"spk2\" startTime=\"4\" endTime=\"5\"><Sync time=\"4\"/>\nbon\n</Turn></Section></Episode></Trans>";

    #[test]
    fn turns_have_names_times_and_several_voices_at_once() {
        insta::assert_snapshot!(shown("a.trs", TALK.as_bytes()), @r"
        [Zoé Roe 500-4000] alors [rire] on y va oui <oui
        [L2 3000-5000] non bon
        ");
        assert_eq!(
            warned("a.trs", TALK.as_bytes()),
            ["1 mark of pronunciation, language or background was left out."]
        );
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let read = super::super::read_transcript(
            "a.trs",
            &TALK.as_bytes()[..700],
            &super::super::ImportOptions::default(),
        );
        assert!(read.is_err());
    }
}
