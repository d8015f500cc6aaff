//! ELAN annotations (`.eaf`): a tier a speaker, put together by time.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader as Markup;
use quick_xml::events::{BytesStart, Event};

use super::cues::{Cue, Cues};
use super::docx_styles::attribute;
use super::encoding::decode_markup;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::resolved;
use super::tiers::{self, Tier};
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
        let decoded = decode_markup(file.bytes)?;
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
        let tiers = walk.tiers(warnings);
        let list = tiers::speech(tiers, warnings);
        if list.is_empty() {
            let why = "it has no annotations with times".to_owned();
            return Err(ImportError::Nothing {
                format: Format::Elan.name(),
                why,
            });
        }
        Ok(Draft::Cues(Cues {
            list,
            sure: true,
            ..Cues::default()
        }))
    }
}

/// A tier on its way in.
#[derive(Default)]
struct Open {
    tier: Tier,
    id: String,
    /// The tier that this one annotates; none for one that annotates the recording.
    parent: Option<String>,
    /// The ids of the annotations in `tier.cues`.
    ids: Vec<String>,
    /// What the annotations in `tier.cues` annotate; "" for the recording.
    of: Vec<String>,
    /// Whether it has annotations of annotations.
    refers: bool,
}

#[derive(Default)]
struct Walk {
    times: HashMap<String, u32>,
    tiers: Vec<Open>,
    cue: Option<Cue>,
    in_value: bool,
    /// Kinds of tiers whose values come from a list.
    listed: HashSet<String>,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let named = |name| {
            attribute(tag, name)
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
        };
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
                let id = named("TIER_ID").unwrap_or_default();
                self.tiers.push(Open {
                    tier: Tier {
                        name: id.clone(),
                        speaker: named("PARTICIPANT"),
                        kind: named("LINGUISTIC_TYPE_REF").unwrap_or_default(),
                        ..Tier::default()
                    },
                    id,
                    parent: named("PARENT_REF"),
                    ..Open::default()
                });
            }
            "LINGUISTIC_TYPE" if named("CONTROLLED_VOCABULARY_REF").is_some() => {
                self.listed.extend(named("LINGUISTIC_TYPE_ID"));
            }
            "ALIGNABLE_ANNOTATION" => {
                let time = |name| attribute(tag, name).and_then(|id| self.times.get(&id).copied());
                let (from_ms, to_ms) = (time("TIME_SLOT_REF1"), time("TIME_SLOT_REF2"));
                self.begin(tag, from_ms, to_ms);
            }
            "REF_ANNOTATION" => {
                self.begin(tag, None, None);
                if let Some(open) = self.tiers.last_mut() {
                    open.refers = true;
                }
            }
            "ANNOTATION_VALUE" => self.in_value = true,
            _ => {}
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, from_ms: Option<u32>, to_ms: Option<u32>) {
        if let Some(open) = self.tiers.last_mut() {
            let id = |name| attribute(tag, name).unwrap_or_default();
            open.ids.push(id("ANNOTATION_ID"));
            open.of.push(id("ANNOTATION_REF"));
            self.cue = Some(Cue {
                from_ms,
                to_ms,
                ..Cue::default()
            });
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "ANNOTATION_VALUE" => self.in_value = false,
            "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                if let (Some(mut cue), Some(open)) = (self.cue.take(), self.tiers.last_mut()) {
                    cue.words = cue.words.split_whitespace().collect::<Vec<_>>().join(" ");
                    open.tier.cues.push(cue);
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

    /// For each tier that others annotate, by its id: which of those most likely holds what was said, the first of
    /// several.
    fn best_children(&self) -> HashMap<&str, (usize, (bool, usize))> {
        let mut best: HashMap<&str, (usize, (bool, usize))> = HashMap::new();
        for (place, child) in self.tiers.iter().enumerate() {
            let Some(parent) = child.parent.as_deref() else {
                continue;
            };
            let weight = weight(&child.tier);
            let known = best.get(parent);
            if weight.1 > 0 && known.is_none_or(|(_, most)| weight > *most) {
                best.insert(parent, (place, weight));
            }
        }
        best
    }

    /// The tiers that annotate the recording. Where such a tier holds only numbers or ids of utterances, what was said
    /// is in a tier that annotates it, and that one's words take its place.
    fn tiers(self, warnings: &mut Vec<Warning>) -> Vec<Tier> {
        let mut dependent = 0;
        let mut tiers: Vec<Tier> = Vec::new();
        let mut taken: HashSet<usize> = HashSet::new();
        let best = self.best_children();
        for (place, open) in self.tiers.iter().enumerate() {
            if open.parent.is_some() || !holds_ids(&open.tier.cues) {
                continue;
            }
            if let Some(&(child, _)) = best.get(open.id.as_str()) {
                tiers.push(lifted(open, &self.tiers[child]));
                taken.extend([place, child]);
            }
        }
        for (place, open) in self.tiers.into_iter().enumerate() {
            if taken.contains(&place) {
                continue;
            }
            let mut tier = open.tier;
            tier.cues.retain(|cue| !cue.words.is_empty());
            if open.parent.is_some() || open.refers {
                dependent += tier.cues.len();
                continue;
            }
            tier.chosen = self.listed.contains(&tier.kind);
            tiers.push(tier);
        }
        if dependent > 0 {
            warnings.push(Warning::of_file(format!(
                "{dependent} annotations of annotations were left out"
            )));
        }
        tiers
    }
}

/// Whether annotations only number what was said: nearly all are empty or one word with a digit in it.
fn holds_ids(cues: &[Cue]) -> bool {
    let id = |cue: &&Cue| {
        cue.words.is_empty()
            || (!cue.words.contains(' ') && cue.words.contains(|c: char| c.is_ascii_digit()))
    };
    !cues.is_empty() && cues.iter().filter(id).count() * 10 >= cues.len() * 9
}

/// How likely a tier holds what was said: by its name first, by its letters second.
fn weight(tier: &Tier) -> (bool, usize) {
    let said = tiers::holds_utterances(&tier.name) || tiers::holds_utterances(&tier.kind);
    (said, tier.cues.iter().map(|cue| cue.words.len()).sum())
}

/// The words of a tier at the times of the one that it annotates.
fn lifted(above: &Open, child: &Open) -> Tier {
    let times: HashMap<&str, (Option<u32>, Option<u32>)> = above
        .ids
        .iter()
        .map(String::as_str)
        .zip(above.tier.cues.iter().map(|cue| (cue.from_ms, cue.to_ms)))
        .collect();
    let cues = child
        .tier
        .cues
        .iter()
        .zip(&child.of)
        .filter(|(cue, _)| !cue.words.is_empty())
        .map(|(cue, of)| {
            let (from_ms, to_ms) = times.get(of.as_str()).copied().unwrap_or_default();
            Cue {
                from_ms: cue.from_ms.or(from_ms),
                to_ms: cue.to_ms.or(to_ms),
                ..cue.clone()
            }
        })
        .collect();
    let speaker = above.tier.speaker.clone().or(child.tier.speaker.clone());
    Tier {
        name: child.tier.name.clone(),
        speaker,
        kind: child.tier.kind.clone(),
        chosen: false,
        cues,
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
