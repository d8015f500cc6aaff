//! Praat text grids, long or short: a tier a speaker, put together by time.

use super::cues::{Cue, Cues};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::spoken_json::milliseconds;
use super::tiers::{self, Tier};
use crate::Warning;

/// Praat text grids.
pub(super) struct TextGrid;

impl Reader for TextGrid {
    fn format(&self) -> Format {
        Format::TextGrid
    }

    fn endings(&self) -> &'static [&'static str] {
        &["textgrid"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        ["File type = \"ooTextFile", "\"ooTextFile\""]
            .iter()
            .any(|head| file.opening().starts_with(head))
            && file.opening().contains("\"TextGrid\"")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        let nothing = |why: &str| ImportError::Nothing {
            format: Format::TextGrid.name(),
            why: why.to_owned(),
        };
        let mut tiers: Vec<Tier> = Vec::new();
        let mut points_left = 0;
        let mut values = values(&text).skip(2);
        // After the two opening names: start, end, whether there are tiers, how many.
        let count = values.by_ref().find_map(|value| match value {
            Token::Flag => Some(()),
            Token::Number(_) | Token::Words(_) => None,
        });
        count.ok_or_else(|| nothing("it has no tiers"))?;
        values.next();
        let mut tokens = values.peekable();
        while let Some(token) = tokens.next() {
            let Token::Words(kind) = token else { continue };
            let Some(Token::Words(name)) = tokens.next() else {
                break;
            };
            let points = kind == "TextTier";
            let mut cues = Vec::new();
            let (_, _) = (tokens.next(), tokens.next());
            let Some(Token::Number(size)) = tokens.next() else {
                break;
            };
            let mut left = size;
            while left >= 1.0 {
                left -= 1.0;
                let Some(Token::Number(from)) = tokens.next() else {
                    break;
                };
                let to = if points {
                    from
                } else if let Some(Token::Number(to)) = tokens.next() {
                    to
                } else {
                    break;
                };
                let Some(Token::Words(words)) = tokens.next() else {
                    break;
                };
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                if points {
                    points_left += 1;
                } else if !words.is_empty() {
                    cues.push(Cue {
                        from_ms: milliseconds(from),
                        to_ms: milliseconds(to),
                        speaker: None,
                        words,
                    });
                }
            }
            tiers.push(Tier {
                name,
                cues,
                ..Tier::default()
            });
        }
        warnings.extend(Warning::of_count(
            points_left,
            "mark at a point in time was left out: only intervals hold speech",
            "marks at points in time were left out: only intervals hold speech",
        ));
        let list = tiers::speech(tiers, warnings);
        if list.is_empty() {
            return Err(nothing("none of its intervals has words"));
        }
        Ok(Draft::Cues(Cues {
            list,
            sure: true,
            ..Cues::default()
        }))
    }
}

/// What a text grid is made of; everything else in the long form is for the eye.
#[derive(Debug, PartialEq)]
enum Token {
    Number(f64),
    Words(String),
    Flag,
}

/// The values in order: numbers that stand alone, words in quotation marks (doubled within), `<exists>`.
fn values(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            if first == '!' {
                // A remark runs to the end of its line.
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            if let Some(body) = rest.strip_prefix('"') {
                let mut words = String::new();
                let mut at = 0;
                loop {
                    let Some(end) = body[at..].find('"') else {
                        words.push_str(&body[at..]);
                        rest = "";
                        break;
                    };
                    words.push_str(&body[at..at + end]);
                    at += end + 1;
                    if body[at..].starts_with('"') {
                        words.push('"');
                        at += 1;
                    } else {
                        rest = &body[at..];
                        break;
                    }
                }
                return Some(Token::Words(words));
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let word = &rest[..end];
            rest = &rest[end..];
            if word == "<exists>" {
                return Some(Token::Flag);
            }
            if (first.is_ascii_digit() || first == '-')
                && let Ok(number) = word.parse()
            {
                return Some(Token::Number(number));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn long_and_short_grids_are_read() {
        let long = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 4\ntiers? <exists>\nsize = 2\nitem []:\n    item [1]:\n        class = \"IntervalTier\"\n        name = \"DOC\"\n        xmin = 0\n        xmax = 4\n        intervals: size = 2\n        intervals [1]:\n            xmin = 0\n            xmax = 1.5\n            text = \"So \"\"what\"\"?\"\n        intervals [2]:\n            xmin = 1.5\n            xmax = 4\n            text = \"\"\n    item [2]:\n        class = \"IntervalTier\"\n        name = \"PAT\"\n        xmin = 0\n        xmax = 4\n        intervals: size = 1\n        intervals [1]:\n            xmin = 1.5\n            xmax = 4\n            text = \"Yes.\"\n";
        let expected = "[DOC 0-1500] So \"what\"?\n[PAT 1500-4000] Yes.";
        assert_eq!(shown("a.TextGrid", long.as_bytes()), expected);
        let short = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n4\n<exists>\n2\n\"IntervalTier\"\n\"DOC\"\n0\n4\n1\n0\n1.5\n\"So \"\"what\"\"?\"\n\"IntervalTier\"\n\"PAT\"\n0\n4\n1\n1.5\n4\n\"Yes.\"\n";
        assert_eq!(shown("a.TextGrid", short.as_bytes()), expected);
    }
}
