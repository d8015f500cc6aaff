//! Web pages, and the pages inside oTranscribe's files: their paragraphs as text.

use super::document::{Block, Paragraph, Piece, to_script};
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::subtitles::without_references;
use crate::Warning;

/// Web pages.
pub(super) struct Html;

/// oTranscribe's own files: JSON with a page in it.
pub(super) struct OTranscribe;

impl Reader for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening().get(..15).unwrap_or_default().to_lowercase();
        opening.starts_with("<!doctype html") || opening.starts_with("<html")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        script(&project::text::clean(&decoded.text))
    }
}

impl Reader for OTranscribe {
    fn format(&self) -> Format {
        Format::OTranscribe
    }

    fn endings(&self) -> &'static [&'static str] {
        &["otr"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        let opening = file.opening();
        opening.starts_with('{')
            && opening
                .trim_start_matches(['{', ' ', '\n', '\r', '\t'])
                .starts_with("\"text\"")
            && opening.contains("\"<p>")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let whole: serde_json::Value =
            serde_json::from_str(&decoded.text).map_err(|error| ImportError::Markup {
                part: format!("the JSON in line {}", error.line()),
                at: u64::try_from(error.column()).unwrap_or(0),
                source: Box::new(error),
            })?;
        let page = whole.get("text").and_then(serde_json::Value::as_str);
        let why = "it has no text".to_owned();
        let page = page.ok_or(ImportError::Nothing {
            format: Format::OTranscribe.name(),
            why,
        })?;
        script(&project::text::clean(page))
    }
}

fn script(page: &str) -> Result<Draft, ImportError> {
    let blocks = blocks(page);
    if blocks.iter().all(Block::is_blank) {
        return Err(ImportError::NoText);
    }
    Ok(Draft::Script(to_script(blocks)))
}

/// Elements that begin a paragraph.
const PARAGRAPHS: &str = "p div li h1 h2 h3 h4 h5 h6 tr table blockquote section article header footer ul ol dl dt dd pre body td th hr";

/// Elements whose content nobody reads.
const UNSEEN: [&str; 5] = ["script", "style", "head", "template", "title"];

#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    paragraph: Paragraph,
    strong: usize,
}

impl Page {
    fn end(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph
            .pieces
            .iter()
            .any(|piece| !piece.words.trim().is_empty())
        {
            self.blocks.push(Block::Paragraph(paragraph));
        }
    }

    /// Runs of white space are one blank, and none at a line's start.
    fn add(&mut self, words: &str) {
        let ends_blank = |pieces: &[Piece]| {
            pieces
                .iter()
                .rev()
                .find_map(|piece| piece.words.chars().next_back())
                .is_none_or(|c| c == ' ' || c == '\n')
        };
        let mut folded = String::with_capacity(words.len());
        for c in words.chars() {
            let c = if matches!(c, '\n' | '\t' | '\r') {
                ' '
            } else {
                c
            };
            let after_blank = folded
                .chars()
                .next_back()
                .map_or_else(|| ends_blank(&self.paragraph.pieces), |last| last == ' ');
            if !(c == ' ' && after_blank) {
                folded.push(c);
            }
        }
        if !folded.is_empty() {
            let words = without_references(&folded);
            self.paragraph.pieces.push(Piece {
                words,
                strong: self.strong > 0,
            });
        }
    }
}

fn blocks(html: &str) -> Vec<Block> {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.add(&rest[..at]);
        let tail = &rest[at + 1..];
        if let Some(comment) = tail.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let is_tag =
            tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let Some(end) = tail.find('>').filter(|_| is_tag) else {
            page.add("<");
            rest = tail;
            if !is_tag {
                continue;
            }
            break;
        };
        let name = tail[..end]
            .split([' ', '\n', '\t', '/'])
            .find(|name| !name.is_empty())
            .unwrap_or_default()
            .to_lowercase();
        let closes = tail.starts_with('/');
        rest = &tail[end + 1..];
        if UNSEEN.contains(&name.as_str()) && !closes {
            let close = format!("</{name}");
            let bytes = rest.as_bytes();
            let found = bytes
                .windows(close.len())
                .position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
            rest = found.map_or("", |found| &rest[found..]);
        }
        match name.as_str() {
            "br" => page.paragraph.pieces.push(Piece {
                words: "\n".to_owned(),
                strong: false,
            }),
            "b" | "strong" | "i" | "em" if closes => page.strong = page.strong.saturating_sub(1),
            "b" | "strong" | "i" | "em" => page.strong += 1,
            _ if super::names::listed(PARAGRAPHS, &name) => {
                page.end();
                page.paragraph.heading =
                    !closes && name.len() == 2 && name.starts_with('h') && name != "hr";
            }
            _ => {}
        }
    }
    page.add(rest);
    page.end();
    page.blocks
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn pages_are_read_by_paragraph() {
        let page = "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>Talk</h1>\n<p><b>INT:</b> So\n  what &amp; why?</p><p>P1: Well<br>yes &lt;3</p><!-- no --><p>INT: 2 < 3?</p><p>P1: Yes.</p></body></html>";
        insta::assert_snapshot!(shown("a.html", page.as_bytes()), @r"
        [] Talk
        [INT!] So what & why?
        [P1] Well⏎yes <3
        [INT!] 2 < 3?
        [P1] Yes.
        ");
    }

    #[test]
    fn otranscribe_files_keep_their_times() {
        let json = r#"{"text":"<p><span class=\"timestamp\" data-timestamp=\"0.0\">0:00</span>&nbsp;<b>Doctor:</b> Hello?</p><p><span class=\"timestamp\">0:02</span>&nbsp;<b>Patient:</b> Hi.</p><p><span>0:05</span> <b>Doctor:</b> Good.</p>","media":"a.mp3","media-time":410.2}"#;
        insta::assert_snapshot!(shown("a.otr", json.as_bytes()), @r"
        [Doctor! 0-] Hello?
        [Patient 2000-] Hi.
        [Doctor! 5000-] Good.
        ");
    }
}
