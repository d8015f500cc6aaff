//! `EXMARaLDA` basic transcriptions (`.exb`): tiers of events on one timeline.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::cues::{Cue, Cues};
use super::docx_styles::attribute;
use super::encoding::decode_markup;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::{Listener, walk};
use super::spoken_json::milliseconds;
use super::tiers::{self, Tier};
use crate::Warning;

/// `EXMARaLDA`'s basic transcriptions.
pub(super) struct Exmaralda;

impl Reader for Exmaralda {
    fn format(&self) -> Format {
        Format::Exmaralda
    }

    fn endings(&self) -> &'static [&'static str] {
        &["exb"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.opening().contains("<basic-transcription")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode_markup(file.bytes)?;
        warnings.extend(decoded.warnings);
        let mut score = Score::default();
        walk(&decoded.text, "the transcription", &mut score)?;
        let list = score.speech(warnings);
        if list.is_empty() {
            return Err(ImportError::Nothing {
                format: Format::Exmaralda.name(),
                why: "none of its tiers of speech has words".to_owned(),
            });
        }
        Ok(Draft::Cues(Cues {
            list,
            sure: true,
            ..Cues::default()
        }))
    }
}

/// One event: where on the timeline it begins and ends, and its words.
struct Said {
    from: usize,
    to: usize,
    words: String,
}

#[derive(Default)]
struct Row {
    name: String,
    speaker: Option<String>,
    /// Whether it was transcribed; other tiers annotate or describe.
    spoken: bool,
    said: Vec<Said>,
}

#[derive(Default)]
struct Score {
    depth: usize,
    /// The speaker whose entry in the table is being read.
    speaker: String,
    names: HashMap<String, String>,
    in_name: bool,
    in_event: bool,
    /// The points of the timeline in order, by id, with their times.
    points: HashMap<String, usize>,
    times: Vec<Option<u32>>,
    rows: Vec<Row>,
}

impl Score {
    /// What was said, in the order of the timeline: events that follow each other without a gap are one contribution.
    fn speech(mut self, warnings: &mut Vec<Warning>) -> Vec<Cue> {
        let anyone = self
            .rows
            .iter()
            .any(|row| row.spoken && row.speaker.is_some());
        let rows = std::mem::take(&mut self.rows);
        let (kept, left): (Vec<Row>, Vec<Row>) = rows
            .into_iter()
            .partition(|row| row.spoken && (row.speaker.is_some() || !anyone));
        let left: Vec<String> = left
            .iter()
            .filter(|row| row.said.iter().any(|said| !said.words.trim().is_empty()))
            .map(|row| format!("“{}”", row.name))
            .take(MOST_NAMED)
            .collect();
        if !left.is_empty() {
            warnings.push(Warning::of_file(format!(
                "tiers that annotate or describe were left out: {}",
                left.join(", ")
            )));
        }
        if anyone {
            let mut placed: Vec<(usize, Cue)> =
                kept.into_iter().flat_map(|row| self.chains(row)).collect();
            placed.sort_by_key(|(from, _)| *from);
            return placed.into_iter().map(|(_, cue)| cue).collect();
        }
        // Written texts have no speakers but tiers of words, lemmas and the like.
        let tiers = kept
            .into_iter()
            .map(|row| {
                let name = row.name.trim_matches(['[', ']', ' ']).to_owned();
                let cues = self.chains(row).into_iter().map(|(_, cue)| cue);
                Tier {
                    name,
                    cues: cues.collect(),
                    ..Tier::default()
                }
            })
            .collect();
        tiers::speech(tiers, warnings)
    }

    fn chains(&self, row: Row) -> Vec<(usize, Cue)> {
        let mut chains: Vec<(usize, usize, String)> = Vec::new();
        let apart = row.speaker.is_none();
        for said in row.said {
            match chains.last_mut() {
                Some((_, to, words)) if *to == said.from => {
                    if apart {
                        words.push(' ');
                    }
                    words.push_str(&said.words);
                    *to = said.to;
                }
                _ => chains.push((said.from, said.to, said.words)),
            }
        }
        let time = |point: usize| self.times.get(point).copied().flatten();
        chains
            .into_iter()
            .map(|(from, to, words)| {
                let cue = Cue {
                    from_ms: time(from),
                    to_ms: time(to),
                    speaker: row.speaker.clone(),
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                };
                (from, cue)
            })
            .filter(|(_, cue)| !cue.words.is_empty())
            .collect()
    }
}

/// How many tiers that are left out are named.
const MOST_NAMED: usize = 12;

impl Listener for Score {
    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError> {
        let of = |name| attribute(tag, name).filter(|value| !value.trim().is_empty());
        match tag.local_name().as_ref() {
            "speaker" => self.speaker = of("id").unwrap_or_default(),
            "abbreviation" => self.in_name = !empty,
            "tli" => {
                if let Some(id) = of("id") {
                    let at = of("time").and_then(|time| time.trim().parse().ok());
                    self.points.insert(id, self.times.len());
                    self.times.push(at.and_then(milliseconds));
                }
            }
            "tier" => {
                let speaker = of("speaker").map(|id| self.names.get(&id).cloned().unwrap_or(id));
                let name = of("display-name").or_else(|| of("category"));
                self.rows.push(Row {
                    name: name.unwrap_or_default(),
                    speaker,
                    spoken: of("type").is_none_or(|kind| kind == "t"),
                    said: Vec::new(),
                });
            }
            "event" => {
                let point = |name| of(name).and_then(|id| self.points.get(&id).copied());
                if let (Some(from), Some(row)) = (point("start"), self.rows.last_mut()) {
                    row.said.push(Said {
                        from,
                        to: point("end").unwrap_or(from),
                        words: String::new(),
                    });
                    self.in_event = !empty;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "abbreviation" => self.in_name = false,
            "event" => self.in_event = false,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) {
        if self.in_name && !words.trim().is_empty() {
            let name = self.names.entry(self.speaker.clone()).or_default();
            name.push_str(words.trim());
        } else if self.in_event
            && let Some(said) = self.rows.last_mut().and_then(|row| row.said.last_mut())
        {
            said.words.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn events_without_a_gap_are_one_contribution() {
        let xml = "<?xml version=\"1.0\"?><basic-transcription><head><speakertable><speaker id=\"SPK0\"><abbreviation>ADA</abbreviation></speaker><speaker id=\"SPK1\"><abbreviation>LEE</abbreviation></speaker></speakertable></head><basic-body><common-timeline><tli id=\"T0\" time=\"0.0\"/><tli id=\"T9\"/><tli id=\"T1\" time=\"2.5\"/><tli id=\"T2\" time=\"4\"/></common-timeline>\
            <tier id=\"A\" speaker=\"SPK0\" category=\"v\" type=\"t\" display-name=\"ADA [v]\"><event start=\"T0\" end=\"T9\">so we </event><event start=\"T9\" end=\"T1\">went &amp; came</event></tier>\
            <tier id=\"B\" speaker=\"SPK0\" category=\"sup\" type=\"a\" display-name=\"ADA [sup]\"><event start=\"T0\" end=\"T9\">loud</event></tier>\
            <tier id=\"C\" speaker=\"SPK1\" category=\"v\" type=\"t\" display-name=\"LEE [v]\"><event start=\"T9\" end=\"T1\">mhm</event><event start=\"T1\" end=\"T2\"> really?</event></tier></basic-body></basic-transcription>";
        insta::assert_snapshot!(shown("a.exb", xml.as_bytes()), @r"
        [ADA 0-2500] so we went & came
        [LEE -4000] mhm really?
        ");
        assert_eq!(
            warned("a.exb", xml.as_bytes()),
            ["Tiers that annotate or describe were left out: “ADA [sup]”."]
        );
    }
}
