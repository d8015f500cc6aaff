//! `.srt` subtitles.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::subtitles::{read_cues, timing, without_marks};
use crate::Warning;

/// `.srt` subtitles.
pub(super) struct Srt;

impl Reader for Srt {
    fn format(&self) -> Format {
        Format::SubRip
    }

    fn endings(&self) -> &'static [&'static str] {
        &["srt"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.opening()
            .lines()
            .take(4)
            .any(|line| timing(line).is_some())
            && !file.opening().starts_with("WEBVTT")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
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
}
