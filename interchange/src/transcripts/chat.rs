//! CHAT transcripts (`.cha`): `*XXX:` lines are speech, `%` lines and `@` headers are not.

use std::collections::BTreeSet;

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::names;
use crate::Warning;

/// CHAT transcripts.
pub(super) struct Chat;

/// How many kinds of lines that are left out are named.
const NAMED: usize = 12;

/// The sign around a line's times.
const BULLET: char = '\u{15}';

impl Reader for Chat {
    fn format(&self) -> Format {
        Format::Chat
    }

    fn endings(&self) -> &'static [&'static str] {
        &["cha"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        (opening.starts_with("@UTF8") || opening.starts_with("@Begin"))
            && opening.contains("\n*") | opening.contains("@Begin")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        let mut cues = Cues::default();
        let mut line = String::new();
        let (mut annotations, mut tiers) = (0, BTreeSet::new());
        // A line that begins with a tab goes on with the one before.
        for next in text.lines().chain(["@End"]) {
            if let Some(more) = next.strip_prefix('\t') {
                line.push(' ');
                line.push_str(more);
                continue;
            }
            if let Some(languages) = line.strip_prefix("@Languages:") {
                cues.language = languages
                    .split([',', ' '])
                    .map(str::trim)
                    .find(|code| !code.is_empty() && *code != "null" && *code != "und")
                    .map(super::guess::language_code);
            }
            if let Some((tier, _)) = line.strip_prefix('%').and_then(|line| line.split_once(':')) {
                annotations += 1;
                tiers.insert(format!("%{tier}"));
            }
            if let Some(participants) = line.strip_prefix("@Participants:") {
                cues.askers = participants.split(',').filter_map(asker).collect();
            }
            cues.list.extend(cue(&line));
            line.clear();
            line.push_str(next);
        }
        if cues.list.is_empty() {
            let why = "it has no lines of speech (*XXX:)".to_owned();
            return Err(ImportError::Nothing {
                format: Format::Chat.name(),
                why,
            });
        }
        if annotations > 0 {
            let named: Vec<String> = tiers.into_iter().take(NAMED).collect();
            warnings.push(Warning::of_file(format!(
                "lines that annotate or describe what was said were left out ({annotations}): {}",
                named.join(", ")
            )));
        }
        Ok(Draft::Cues(cues))
    }
}

/// The code of a participant whose role is to ask: `INV Lee Investigator`.
fn asker(participant: &str) -> Option<String> {
    let mut words = participant.split_whitespace();
    let code = words.next()?;
    let role = words.next_back()?;
    (role == "Investigator" || names::asks(role)).then(|| code.to_owned())
}

fn cue(line: &str) -> Option<Cue> {
    let (speaker, said) = line.strip_prefix('*')?.split_once(':')?;
    let (mut words, mut from_ms, mut to_ms) = (String::new(), None, None);
    // Between words and the next words stand times; more than once where an utterance was cut.
    for (place, part) in said.split(BULLET).enumerate() {
        if place % 2 == 0 {
            words.push_str(part);
        } else if let Some((from, to)) = times(part) {
            from_ms = from_ms.or(Some(from));
            to_ms = to_ms.max(Some(to));
        }
    }
    Some(Cue {
        from_ms,
        to_ms,
        speaker: Some(speaker.trim().to_owned()),
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// `2367_3170`, or with the recording before it: `%snd:"a_1.wav"_2367_3170`.
fn times(bullet: &str) -> Option<(u32, u32)> {
    let (rest, to) = bullet.trim().rsplit_once('_')?;
    let from = rest.rsplit_once('_').map_or(rest, |(_, from)| from);
    Some((from.parse().ok()?, to.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn main_lines_are_speech_and_tiers_are_not() {
        let text = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tADA Ada Informant, INV Lee Investigator\n*INV:\twell ? \u{15}10_900\u{15}\n*ADA:\tI [/] I think\n\tso . \u{15}2367_3170\u{15}\n%mor:\tpro|I\n@End\n";
        insta::assert_snapshot!(shown("a.cha", text.as_bytes()), @r"
        [INV! 10-900] well ?
        [ADA 2367-3170] I [/] I think so .
        ");
    }

    #[test]
    fn times_may_stand_in_the_middle_and_name_the_recording() {
        let text = "@UTF8\n@Begin\n@Languages:\tnull, spa\n*ADA:\tI \u{15}10_900\u{15} think so . \u{15}900_1500\u{15}\n*LEE:\tyes . \u{15}%snd:\"a_1.wav\"_2000_2500\u{15}\n%act:\tnods\n@End\n";
        assert_eq!(
            shown("a.cha", text.as_bytes()),
            "[ADA 10-1500] I think so .\n[LEE 2000-2500] yes ."
        );
        assert_eq!(
            warned("a.cha", text.as_bytes()),
            ["Lines that annotate or describe what was said were left out (1): %act."]
        );
    }
}
