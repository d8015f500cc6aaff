//! ELAN annotations (`.eaf`): a tier a speaker, put together by time.

use std::collections::HashMap;

use quick_xml::Reader as Markup;
use quick_xml::events::{BytesStart, Event};

use super::cues::{Cue, Cues};
use super::docx_styles::attribute;
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::resolved;
use crate::Warning;

/// ELAN annotations.
pub(super) struct Elan;

impl Reader for Elan {
    fn format(&self) -> Format {
        Format::Elan
    }

    fn endings(&self) -> &'static [&'static str] {
        &["eaf"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.opening().contains("<ANNOTATION_DOCUMENT")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let mut walk = Walk::default();
        let mut reader = Markup::from_str(&decoded.text);
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let at = reader.buffer_position();
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => walk.open(&tag),
                Ok(Event::End(tag)) => walk.close(tag.local_name().as_ref()),
                Ok(Event::Text(text)) => walk.add(&text.xml10_content()),
                Ok(Event::CData(text)) => walk.add(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) => walk.add(&resolved(&name)),
                Ok(Event::Eof) => break,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Err(error) => {
                    return Err(ImportError::Markup {
                        part: "the annotations".to_owned(),
                        at,
                        source: Box::new(error),
                    });
                }
            }
        }
        if walk.dependent > 0 {
            warnings.push(Warning::of_file(format!(
                "{} annotations of annotations were left out",
                walk.dependent
            )));
        }
        // An annotation without a time stays behind the one before it.
        let mut reached = 0;
        let mut keyed: Vec<(u32, Cue)> = Vec::with_capacity(walk.cues.len());
        for cue in walk.cues {
            reached = cue.from_ms.unwrap_or(reached);
            keyed.push((reached, cue));
        }
        keyed.sort_by_key(|(from, _)| *from);
        let list: Vec<Cue> = keyed.into_iter().map(|(_, cue)| cue).collect();
        if list.is_empty() {
            let why = "it has no annotations with times".to_owned();
            return Err(ImportError::Nothing {
                format: Format::Elan.name(),
                why,
            });
        }
        Ok(Draft::Cues(Cues {
            list,
            ..Cues::default()
        }))
    }
}

#[derive(Default)]
struct Walk {
    times: HashMap<String, u32>,
    tier: String,
    cue: Option<Cue>,
    in_value: bool,
    cues: Vec<Cue>,
    dependent: usize,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "TIME_SLOT" => {
                if let (Some(id), Some(at)) = (
                    attribute(tag, "TIME_SLOT_ID"),
                    attribute(tag, "TIME_VALUE").and_then(|at| at.parse().ok()),
                ) {
                    self.times.insert(id, at);
                }
            }
            "TIER" => {
                let named = |name| {
                    attribute(tag, name)
                        .map(|name| name.trim().to_owned())
                        .filter(|name| !name.is_empty())
                };
                self.tier = named("PARTICIPANT")
                    .or_else(|| named("TIER_ID"))
                    .unwrap_or_default();
            }
            "ALIGNABLE_ANNOTATION" => {
                let time = |name| attribute(tag, name).and_then(|id| self.times.get(&id).copied());
                let (from_ms, to_ms) = (time("TIME_SLOT_REF1"), time("TIME_SLOT_REF2"));
                let speaker = Some(self.tier.clone()).filter(|tier| !tier.is_empty());
                self.cue = Some(Cue {
                    from_ms,
                    to_ms,
                    speaker,
                    words: String::new(),
                });
            }
            "REF_ANNOTATION" => self.dependent += 1,
            "ANNOTATION_VALUE" => self.in_value = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "ANNOTATION_VALUE" => self.in_value = false,
            "ALIGNABLE_ANNOTATION" => {
                if let Some(mut cue) = self.cue.take() {
                    cue.words = cue.words.split_whitespace().collect::<Vec<_>>().join(" ");
                    self.cues
                        .extend(Some(cue).filter(|cue| !cue.words.is_empty()));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, words: &str) {
        if let Some(cue) = self.cue.as_mut().filter(|_| self.in_value) {
            cue.words.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn tiers_are_put_together_by_time() {
        let slot =
            |id: u32, at: u32| format!("<TIME_SLOT TIME_SLOT_ID=\"t{id}\" TIME_VALUE=\"{at}\"/>");
        let said = |from: u32, to: u32, words: &str| {
            format!(
                "<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1=\"t{from}\" TIME_SLOT_REF2=\"t{to}\"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        };
        let xml = format!(
            "<?xml version=\"1.0\"?><ANNOTATION_DOCUMENT><TIME_ORDER>{}{}{}{}</TIME_ORDER><TIER TIER_ID=\"A\" PARTICIPANT=\"Ada\">{}{}</TIER><TIER TIER_ID=\"Lee\">{}</TIER><TIER TIER_ID=\"gloss\"><ANNOTATION><REF_ANNOTATION><ANNOTATION_VALUE>x</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
            slot(1, 0),
            slot(2, 900),
            slot(3, 1500),
            slot(4, 2500),
            said(1, 2, "So &amp; so?"),
            said(3, 4, "Good."),
            said(2, 3, "Yes.")
        );
        insta::assert_snapshot!(shown("a.eaf", xml.as_bytes()), @r"
        [Ada 0-900] So & so?
        [Lee 900-1500] Yes.
        [Ada 1500-2500] Good.
        ");
        assert_eq!(
            warned("a.eaf", xml.as_bytes()),
            ["1 annotations of annotations were left out."]
        );
    }
}
