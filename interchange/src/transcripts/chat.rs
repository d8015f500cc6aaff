//! CHAT transcripts (`.cha`): `*XXX:` lines are speech, `%` lines and `@` headers are not.

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use crate::Warning;

/// CHAT transcripts.
pub(super) struct Chat;

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
        // A line that begins with a tab goes on with the one before.
        for next in text.lines().chain(["@End"]) {
            if let Some(more) = next.strip_prefix('\t') {
                line.push(' ');
                line.push_str(more);
                continue;
            }
            if let Some(languages) = line.strip_prefix("@Languages:") {
                cues.language = languages.trim().get(..2).map(super::guess::language_code);
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
        Ok(Draft::Cues(cues))
    }
}

fn cue(line: &str) -> Option<Cue> {
    let (speaker, said) = line.strip_prefix('*')?.split_once(':')?;
    let mut parts = said.split(BULLET);
    let mut words = parts.next().unwrap_or_default().to_owned();
    let times = parts.next().and_then(|times| times.trim().split_once('_'));
    words.extend(parts);
    Some(Cue {
        from_ms: times.and_then(|(from, _)| from.parse().ok()),
        to_ms: times.and_then(|(_, to)| to.parse().ok()),
        speaker: Some(speaker.trim().to_owned()),
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn main_lines_are_speech_and_tiers_are_not() {
        let text = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tADA Ada Informant, INV Lee Investigator\n*INV:\twell ? \u{15}10_900\u{15}\n*ADA:\tI [/] I think\n\tso . \u{15}2367_3170\u{15}\n%mor:\tpro|I\n@End\n";
        insta::assert_snapshot!(shown("a.cha", text.as_bytes()), @r"
        [INV 10-900] well ?
        [ADA 2367-3170] I [/] I think so .
        ");
    }
}
