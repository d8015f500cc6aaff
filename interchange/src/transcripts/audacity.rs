//! Audacity's label tracks: a line a label, with its start and end in seconds and its words, divided by tabs.

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::spoken_json::milliseconds;
use crate::{Place, Warning};

/// Label tracks.
pub(super) struct Audacity;

/// How many labels are read.
const MOST_LABELS: usize = 1_000_000;

/// How many lines that are no labels are reported.
const REPORTED: usize = 5;

impl Reader for Audacity {
    fn format(&self) -> Format {
        Format::Audacity
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        // The last line may be cut where the opening ends.
        let whole = opening
            .rfind(['\n', '\r'])
            .map_or(opening, |end| &opening[..end]);
        let mut lines = whole
            .lines()
            .filter(|line| !line.trim().is_empty())
            .peekable();
        let is_range = |line: &str| line.starts_with('\\');
        lines.peek().is_some() && lines.all(|line| label(line).is_some() || is_range(line))
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        let mut list = Vec::new();
        let mut other = 0_usize;
        for (number, line) in (1..).zip(text.lines()) {
            // What begins so is the range of pitch of the label above.
            if line.trim().is_empty() || line.starts_with('\\') {
                continue;
            }
            if let Some(cue) = label(line) {
                list.push(cue);
            } else {
                other += 1;
                if other <= REPORTED {
                    let message = "the line has no start and end and was left out";
                    warnings.push(Warning::new(Place::Line(number), message));
                }
            }
            if list.len() > MOST_LABELS {
                return Err(ImportError::TooComplex {
                    what: "the number of labels".to_owned(),
                    limit: MOST_LABELS,
                });
            }
        }
        if other > REPORTED {
            let message = format!("{} more lines without start and end", other - REPORTED);
            warnings.push(Warning::of_file(message));
        }
        // Several tracks are written one after the other.
        list.sort_by_key(|cue| cue.from_ms);
        Ok(Draft::Cues(Cues {
            list,
            labelled_in_words: true,
            ..Cues::default()
        }))
    }
}

/// `2.150000<TAB>3.400000<TAB>words`, in some countries with a comma; the words may be missing.
fn label(line: &str) -> Option<Cue> {
    let (from, rest) = line.split_once('\t')?;
    let (to, words) = rest.split_once('\t').unwrap_or((rest, ""));
    let (from_ms, to_ms) = (seconds(from)?, seconds(to)?);
    (from_ms <= to_ms).then(|| Cue {
        from_ms: Some(from_ms),
        to_ms: Some(to_ms),
        speaker: None,
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// Seconds with at least one digit after the point: whole numbers are numbers of lines.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let (whole, part) = text.split_once(['.', ','])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    milliseconds(format!("{whole}.{part}").parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn labels_become_turns_with_their_times() {
        let track = "0.480000\t2.100000\tINT: How was it?\n2.400000\t4.000000\tP1: Good.\n\\\t100.0\t2000.0\n4.100000\t5.250000\tI would go again.\r\n6,5\t7,0\tINT: Thank you.\n8.0\t8.0\t\n";
        assert_eq!(
            shown("a.txt", track.as_bytes()),
            "[INT! 480-2100] How was it?\n[P1 2400-5250] Good. I would go again.\n[INT! 6500-7000] Thank you."
        );
        assert_eq!(warned("a.txt", track.as_bytes()), [""; 0]);
        let plain = "0.5\t1.5\tQuestion 1\n1.5\t3.5\tAnswer 1\n";
        assert_eq!(
            shown("a.txt", plain.as_bytes()),
            "[ 500-3500] Question 1 Answer 1"
        );
    }

    #[test]
    fn other_lines_are_told_and_other_files_are_none() {
        let track = format!(
            "{}so\n9.0\t10.0\tP1: End.\n",
            "1.0\t2.0\tP1: So it went on.\n".repeat(300)
        );
        assert_eq!(
            warned("a.txt", track.as_bytes()),
            ["Line 301: the line has no start and end and was left out."]
        );
        for text in [
            "1\t2\tINT: So?\n3\t4\tP1: Yes.\n",
            "2.0\t1.0\tINT: So?\n",
            "INT: 1.0\t2.0\tso\n",
            "\n",
        ] {
            assert!(super::label(text.trim_end()).is_none(), "{text}");
        }
    }
}
