//! What a reader of written text hands to the engine: the text and its lines, with what the format knows of each.

use std::collections::BTreeSet;

use super::times::is_blank;

/// A text with its lines. Readers fill it; [`super::convention`] and [`super::turns`] read it.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The source's text, final: turns are ranges over it.
    pub(super) text: String,
    /// Its lines in order, without their line ends.
    pub(super) lines: Vec<Line>,
    /// Whether lines are a document's paragraphs, so that warnings say "paragraph".
    pub(super) paragraphs: bool,
    /// What language the format says it is in.
    pub(super) language: Option<String>,
    /// The speakers who ask, if the format says so.
    pub(super) askers: BTreeSet<String>,
}

/// One line: bytes of the text, and hints.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a paragraph begins here.
    pub(super) opens: bool,
    pub(super) look: Look,
    /// What the format itself says about who speaks from here on.
    pub(super) given: Option<Box<Given>>,
}

/// How a line looks in a document that has looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Bytes of the line, from its start, that are bold or italic throughout.
    pub(super) strong: usize,
    /// Whether it is a heading.
    pub(super) heading: bool,
    /// Whether it is set apart from speech: a row of a table that is no transcript.
    pub(super) apart: bool,
}

/// A turn that the format marks by itself, in a table row or a cue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// Who speaks; none when the format says that this is not known.
    pub(super) speaker: Option<String>,
    /// Bytes from the line's start to the first word.
    pub(super) speech: usize,
    pub(super) from_ms: Option<u32>,
    pub(super) to_ms: Option<u32>,
}

impl Given {
    /// What a speaker's name is written as before the words, and what is known of them then; "" for nobody known.
    pub(super) fn labelled(who: &str, from_ms: Option<u32>, to_ms: Option<u32>) -> (String, Self) {
        let label = if who.is_empty() {
            String::new()
        } else {
            format!("{who}: ")
        };
        let given = Self {
            speaker: (!who.is_empty()).then(|| who.to_owned()),
            speech: label.len(),
            from_ms,
            to_ms,
        };
        (label, given)
    }
}

impl Script {
    /// Splits a plain text into lines. The text stays as it is.
    pub(super) fn of_text(text: String) -> Self {
        let mut lines = Vec::with_capacity(text.len() / 60 + 1);
        let mut after_blank = true;
        // Rare line ends are looked for only where they are.
        let rare = has_rare_end(text.as_bytes());
        let mut start = 0;
        for line in text.split('\n') {
            let end = start + line.len();
            if rare && line.contains(is_rare_end) {
                let mut part_start = start;
                for part in line.split(is_rare_end) {
                    push_line(
                        &mut lines,
                        &text,
                        part_start,
                        part_start + part.len(),
                        &mut after_blank,
                    );
                    part_start += part.len();
                    part_start += text[part_start..].chars().next().map_or(0, char::len_utf8);
                }
            } else {
                push_line(&mut lines, &text, start, end, &mut after_blank);
            }
            start = end + 1;
        }
        Self {
            text,
            lines,
            ..Self::default()
        }
    }

    /// Adds a line and its line end; carriage returns and line ends within it become blanks.
    pub(super) fn push(&mut self, line: &str, opens: bool, look: Look, given: Option<Given>) {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        if line.contains(['\n', '\r']) {
            self.text.extend(
                line.chars()
                    .map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }),
            );
        } else {
            self.text.push_str(line);
        }
        // Text begins without a byte order mark, whatever the format put there.
        if start == 0 && self.text.starts_with('\u{feff}') {
            self.text.replace_range(..3, "\u{200b}");
        }
        self.lines.push(Line {
            start,
            end: self.text.len(),
            opens,
            look,
            given: given.map(Box::new),
        });
    }

    /// The words of a line.
    pub(super) fn words(&self, line: &Line) -> &str {
        &self.text[line.start..line.end]
    }

    /// Whether nothing is in the text but blanks.
    pub(super) fn is_blank(&self) -> bool {
        !self
            .text
            .contains(|c: char| !c.is_whitespace() && !is_blank(c))
    }
}

fn push_line(lines: &mut Vec<Line>, text: &str, start: usize, end: usize, after_blank: &mut bool) {
    let blank = text[start..end].chars().all(is_blank);
    let opens = *after_blank && !blank;
    lines.push(Line {
        start,
        end,
        opens,
        ..Line::default()
    });
    *after_blank = blank;
}

/// Whether a text in UTF-8 has a line end other than `\n`: see [`is_rare_end`].
///
/// Curly quotes and accents begin with the same bytes, so the last byte of each line end is looked for, many
/// at once, and only then the bytes before it.
fn has_rare_end(bytes: &[u8]) -> bool {
    const RUN: usize = 256;
    let may_end = |byte: u8| matches!(byte, 0x0B | 0x0C | 0x85 | 0xA8 | 0xA9);
    let is_end = |at: usize| match bytes[at] {
        0x0B | 0x0C => true,
        0x85 => bytes[..at].ends_with(&[0xC2]),
        0xA8 | 0xA9 => bytes[..at].ends_with(&[0xE2, 0x80]),
        _ => false,
    };
    bytes.chunks(RUN).enumerate().any(|(nth, run)| {
        run.iter().fold(false, |found, &byte| found | may_end(byte))
            && (nth * RUN..nth * RUN + run.len()).any(is_end)
    })
}

fn is_rare_end(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_line_end() {
        let script = Script::of_text("a\nb\u{b}c\u{2028}d\u{85}\u{c}e\n".into());
        let lines: Vec<&str> = script.lines.iter().map(|line| script.words(line)).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "", "e", ""]);
    }

    #[test]
    fn a_paragraph_opens_after_a_blank_line() {
        let script = Script::of_text("\na\nb\n \t\u{a0}\nc".into());
        let opens: Vec<bool> = script.lines.iter().map(|line| line.opens).collect();
        assert_eq!(opens, [false, true, false, false, true]);
    }

    #[test]
    fn built_text_is_already_clean() {
        let mut script = Script::default();
        script.push("\u{feff}a\r\nb", true, Look::default(), None);
        script.push("c", true, Look::default(), None);
        assert_eq!(project::text::clean(&script.text), script.text);
        assert_eq!(script.lines.len(), 2);
    }
}
