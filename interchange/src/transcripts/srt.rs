//! `.srt` subtitles, and `.sbv`, which have a comma between their times.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::subtitles::{read_cues, timing, without_marks};
use super::times;
use crate::Warning;

/// `.srt` subtitles.
pub(super) struct Srt;

impl Reader for Srt {
    fn format(&self) -> Format {
        Format::SubRip
    }

    fn endings(&self) -> &'static [&'static str] {
        &["srt", "sbv"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.opening()
            .lines()
            .take(4)
            .any(|line| timing(line).is_some() || comma_timing(line).is_some())
            && !file.opening().starts_with("WEBVTT")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let mut text = project::text::clean(&decoded.text);
        if text
            .lines()
            .take(4)
            .any(|line| comma_timing(line).is_some())
        {
            text = with_arrows(&text);
        }
        let cues = read_cues(
            &text,
            warnings,
            |_| false,
            |words| vec![(None, without_marks(words))],
        );
        if cues.list.is_empty() {
            return Err(ImportError::Nothing {
                format: Format::SubRip.name(),
                why: "it has no cues".to_owned(),
            });
        }
        Ok(Draft::Cues(cues))
    }
}

/// `0:00:01.000,0:00:02.500`: both times, as written.
fn comma_timing(line: &str) -> Option<(&str, &str)> {
    let (from, to) = line.trim().split_once(',')?;
    let is_time = |text: &str| {
        let whole = times::clock(text).is_some_and(|(_, length)| length == text.len());
        whole && text.contains('.') && text.matches(':').count() == 2
    };
    (is_time(from) && is_time(to)).then_some((from, to))
}

/// The same text with arrows between times.
fn with_arrows(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split('\n') {
        match comma_timing(line) {
            Some((from, to)) => {
                out.push_str(from);
                out.push_str(" --> ");
                out.push_str(to);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn labels_in_cues_become_speakers() {
        let text = "1\n00:00:02,000 --> 00:00:03,000\nINT: Thanks. Is this,\ndo you watch?\n\n2\n00:00:04,000 --> 00:00:05,000\nPractitioner 4: <i>Always.</i>\n\n3\n00:00:05,000 --> 00:00:06,000\nPractitioner 4: Yes.\n";
        insta::assert_snapshot!(shown("a.srt", text.as_bytes()), @r"
        [INT! 2000-3000] Thanks. Is this, do you watch?
        [Practitioner 4 4000-6000] Always. Yes.
        ");
    }

    #[test]
    fn a_comma_may_stand_between_times() {
        let text = "0:00:01.000,0:00:02.500\nINT: So?\n\n0:00:03.000,0:00:04.000\nP1: Yes,\n1,2\n\n0:00:05.000,0:00:06.000\nP1: and so on.\n";
        assert_eq!(
            shown("a.sbv", text.as_bytes()),
            "[INT! 1000-2500] So?\n[P1 3000-6000] Yes, 1,2 and so on."
        );
    }
}
