//! Timed text (TTML: `.ttml`, `.dfxp`), as platforms for videos and podcasts write captions.
//!
//! Times after W3C, Timed Text Markup Language 2, section 12.3: a clock (`00:01:02.500`, `00:01:02:12` with frames) or a
//! number of hours, minutes, seconds, milliseconds, frames or ticks (`62.5s`). Apple's podcasts leave the unit of seconds
//! and the hours of a clock out.

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

/// Timed text.
pub(super) struct TimedText;

impl Reader for TimedText {
    fn format(&self) -> Format {
        Format::TimedText
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ttml", "dfxp"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        let is_root = |(at, root): (usize, &str)| {
            let rest = &opening[at + root.len()..];
            rest.starts_with(":tt") || rest.starts_with(|c: char| c.is_whitespace() || c == '>')
        };
        opening.starts_with('<') && opening.match_indices("<tt").any(is_root)
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode_markup(file.bytes)?;
        warnings.extend(decoded.warnings);
        let mut captions = Captions::default();
        walk(&decoded.text, "the captions", &mut captions)?;
        if captions.cues.is_empty() {
            return Err(ImportError::Nothing {
                format: Format::TimedText.name(),
                why: "none of its captions has words".to_owned(),
            });
        }
        Ok(Draft::Cues(Cues {
            list: captions.cues,
            language: captions.language,
            labelled_in_words: true,
            ..Cues::default()
        }))
    }
}

/// How many frames and ticks a second has.
struct Rates {
    frames: f64,
    ticks: f64,
}

impl Rates {
    fn of(tag: &BytesStart<'_>) -> Self {
        let number = |name: &str| -> Option<f64> {
            let value = attribute(tag, name)?.trim().parse().ok()?;
            (value > 0.0 && value <= 1e12).then_some(value)
        };
        // `1000 1001`: 30 frames of American television take a little longer than a second.
        let multiplier = attribute(tag, "frameRateMultiplier").and_then(|value| {
            let (over, under) = value.trim().split_once(' ')?;
            let (over, under): (f64, f64) = (over.parse().ok()?, under.trim().parse().ok()?);
            (over > 0.0 && under > 0.0).then_some(over / under)
        });
        let rate = number("frameRate");
        let frames = rate.unwrap_or(30.0) * multiplier.unwrap_or(1.0);
        let ticks = number("tickRate").unwrap_or(if rate.is_some() { frames } else { 1.0 });
        Self { frames, ticks }
    }

    /// A time in milliseconds.
    fn time(&self, text: &str) -> Option<u32> {
        let text = text.trim();
        if text.contains(':') {
            let parts = text.split(':').map(|part| part.parse::<f64>().ok());
            let parts: Vec<f64> = parts.collect::<Option<_>>()?;
            return milliseconds(match parts[..] {
                [minutes, seconds] => minutes * 60.0 + seconds,
                [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
                [hours, minutes, seconds, frames] => {
                    hours * 3600.0 + minutes * 60.0 + seconds + frames / self.frames
                }
                _ => return None,
            });
        }
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number: f64 = text[..text.len() - unit.len()].parse().ok()?;
        milliseconds(match unit {
            "h" => number * 3600.0,
            "m" => number * 60.0,
            "s" | "" => number,
            "ms" => number / 1000.0,
            "f" => number / self.frames,
            "t" => number / self.ticks,
            _ => return None,
        })
    }
}

#[derive(Default)]
struct Captions {
    depth: usize,
    rates: Option<Rates>,
    language: Option<String>,
    /// The names of those who speak, by their id.
    names: HashMap<String, String>,
    /// Whose name is being read.
    naming: Option<String>,
    /// Who speaks in this division of the captions, and when, where the captions themselves do not say so.
    division: Cue,
    /// The caption that is open.
    open: Option<Cue>,
    /// How many elements are open that only say something of a caption.
    asides: usize,
    cues: Vec<Cue>,
}

impl Captions {
    fn time(&self, tag: &BytesStart<'_>, name: &str) -> Option<u32> {
        self.rates.as_ref()?.time(&attribute(tag, name)?)
    }

    fn speaker(&self, tag: &BytesStart<'_>) -> Option<String> {
        let ids = attribute(tag, "agent")?;
        let id = ids.split_whitespace().next()?;
        Some(self.names.get(id).cloned().unwrap_or_else(|| id.to_owned()))
    }

    /// What an element says of its words. Times count from the beginning: programs write them so, also where an element
    /// around them has one.
    fn cue(&self, tag: &BytesStart<'_>) -> Cue {
        let from_ms = self.time(tag, "begin");
        let lasts = || from_ms?.checked_add(self.time(tag, "dur")?);
        Cue {
            from_ms,
            to_ms: self.time(tag, "end").or_else(lasts),
            speaker: self.speaker(tag),
            words: String::new(),
        }
    }

    fn settle(&mut self) {
        if let Some(mut cue) = self.open.take() {
            cue.words = cue.words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !cue.words.is_empty() {
                if cue.from_ms.is_none() {
                    (cue.from_ms, cue.to_ms) = (self.division.from_ms, self.division.to_ms);
                }
                self.cues.push(cue);
            }
        }
    }

    /// A part of a caption: another speaker, the times that the caption itself lacks, or one word of it.
    fn part(&mut self, tag: &BytesStart<'_>) {
        let mut part = self.cue(tag);
        let Some(cue) = &mut self.open else {
            return;
        };
        if part.speaker.is_some() && part.speaker != cue.speaker {
            part.from_ms = part.from_ms.or(cue.from_ms);
            part.to_ms = part.to_ms.or(cue.to_ms);
            self.settle();
            self.open = Some(part);
            return;
        }
        cue.from_ms = cue.from_ms.or(part.from_ms);
        cue.to_ms = cue.to_ms.max(part.to_ms);
        if part.from_ms.is_some() || attribute(tag, "unit").is_some() {
            // Words and sentences that are timed one by one have no blanks between them.
            cue.words.push(' ');
        }
    }
}

impl Listener for Captions {
    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError> {
        match tag.local_name().as_ref() {
            "tt" => {
                self.rates = Some(Rates::of(tag));
                let code = attribute(tag, "lang").unwrap_or_default();
                if !code.is_empty() {
                    self.language = Some(super::guess::language_code(&code));
                }
            }
            "agent" if !empty => self.naming = attribute(tag, "id"),
            "div" if !empty => self.division = self.cue(tag),
            "p" if !empty => {
                self.settle();
                let mut cue = self.cue(tag);
                cue.speaker = cue.speaker.or_else(|| self.division.speaker.clone());
                self.open = Some(cue);
            }
            "span" if !empty => self.part(tag),
            "br" => {
                if let Some(cue) = &mut self.open {
                    cue.words.push(' ');
                }
            }
            "metadata" | "desc" | "title" if !empty => self.asides += 1,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "p" => self.settle(),
            "div" => self.division = Cue::default(),
            "agent" => self.naming = None,
            "metadata" | "desc" | "title" => self.asides = self.asides.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) {
        if let Some(id) = &self.naming {
            let name = self.names.entry(id.clone()).or_default();
            let more = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !name.is_empty() && !more.is_empty() {
                name.push(' ');
            }
            name.push_str(&more);
        } else if self.asides == 0
            && let Some(cue) = &mut self.open
        {
            cue.words.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    fn captions(head: &str, body: &str) -> String {
        let page = format!(
            "<?xml version=\"1.0\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\" xml:lang=\"en\" {head}</head><body><div>{body}</div></body></tt>"
        );
        shown("a.ttml", page.as_bytes())
    }

    #[test]
    fn captions_have_times_and_the_names_of_those_who_speak() {
        let head = "><head><metadata><ttm:title>Talk</ttm:title><ttm:agent xml:id=\"A\" type=\"person\"><ttm:name type=\"full\">Ada  Roe</ttm:name></ttm:agent></metadata>";
        let body = "<p begin=\"00:00:00.500\" end=\"00:00:02.000\" ttm:agent=\"A\">So how<br/>was it?</p>\n<p begin=\"2s\" dur=\"1500ms\" ttm:agent=\"B\"><metadata><ttm:desc>x</ttm:desc></metadata>Good, <span tts:fontStyle=\"italic\">very</span> good &amp; so.</p><p begin=\"4s\" end=\"6s\"><span ttm:agent=\"A\">And then?</span><span ttm:agent=\"B\" begin=\"5s\">No.</span></p>";
        assert_eq!(
            captions(head, body),
            "[Ada Roe 500-2000] So how was it?\n[B 2000-3500] Good, very good & so.\n[Ada Roe 4000-6000] And then?\n[B 5000-6000] No."
        );
    }

    #[test]
    fn words_marked_one_by_one_stay_apart_and_names_may_stand_in_the_words() {
        let words = "<p begin=\"0.5\" end=\"2\"><span podcasts:unit=\"sentence\" begin=\"0.5s\"><span podcasts:unit=\"word\">So</span><span podcasts:unit=\"word\">yes.</span></span></p>";
        assert_eq!(captions("><head>", words), "[ 500-2000] So yes.");
        let scripts = "<div begin=\"3s\" end=\"9s\" ttm:agent=\"B\"><ttm:desc>a valley</ttm:desc><p><span>Look.</span></p></div>";
        assert_eq!(captions("><head>", scripts), "[B 3000-9000] Look.");
        let named = "<p begin=\"1s\" end=\"2s\">INT: So how was it?</p><p begin=\"2s\" end=\"3s\">LEE: Good.</p><p begin=\"3s\" end=\"4s\">INT: And then?</p><p begin=\"4s\" end=\"5s\">LEE: No.</p>";
        assert_eq!(
            captions("><head>", named),
            "[INT! 1000-2000] So how was it?\n[LEE 2000-3000] Good.\n[INT! 3000-4000] And then?\n[LEE 4000-5000] No."
        );
    }

    #[test]
    fn times_are_clocks_frames_ticks_and_offsets() {
        let rates = Rates {
            frames: 25.0,
            ticks: 10_000_000.0,
        };
        for (text, ms) in [
            ("01:00:02.250", 3_602_250),
            ("00:00:02:05", 2_200),
            ("1.5h", 5_400_000),
            ("2m", 120_000),
            ("50f", 2_000),
            ("12345678t", 1_235),
            (" 750ms ", 750),
            ("0.860", 860),
            ("1:48.737", 108_737),
        ] {
            assert_eq!(rates.time(text), Some(ms), "{text}");
        }
        for text in [
            "",
            "-1s",
            "x",
            "1e9h",
            "99999999h",
            "::",
            "1:2:3:4:5",
            "1.2.3s",
        ] {
            assert_eq!(rates.time(text), None, "{text}");
        }
    }

    #[test]
    fn captions_without_words_are_refused() {
        let read = super::super::read_transcript(
            "a.dfxp",
            b"<tt xmlns=\"x\"><body><div><p begin=\"1s\"> </p></div></body></tt>",
            &super::super::ImportOptions::default(),
        );
        assert!(read.unwrap_err().to_string().contains("captions"));
    }
}
