//! Web pages, and the pages inside oTranscribe's files: their paragraphs as text.

use std::collections::HashSet;

use super::document::{Block, Body, Cell, Paragraph, Piece, Row, report_left_out, to_script};
use super::encoding::{decode, decode_markup};
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::html_notes::{self, Aside};
use super::subtitles::without_references;
use super::{messages, tabular};
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
        let decoded = decode_markup(file.bytes)?;
        warnings.extend(decoded.warnings);
        script(&project::text::clean(&decoded.text), warnings)
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
        script(&project::text::clean(page), warnings)
    }
}

fn script(page: &str, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
    let Body { blocks, left_out } = body(page);
    report_left_out(&left_out, warnings);
    if blocks.iter().all(Block::is_blank) {
        return Err(ImportError::NoText);
    }
    let mut script = to_script(blocks);
    messages::mark(&mut script);
    Ok(Draft::Script(script))
}

/// Elements that begin a paragraph.
const PARAGRAPHS: &str = "p div li h1 h2 h3 h4 h5 h6 tr table blockquote section article header footer ul ol dl dt dd pre body td th hr";

/// Elements whose content nobody reads.
const UNSEEN: [&str; 5] = ["script", "style", "head", "template", "title"];

/// Elements that help to use a page and are not of its text; where one is not closed it is taken for text.
const CONTROLS: [&str; 5] = ["nav", "noscript", "svg", "select", "button"];

#[derive(Default)]
struct Page {
    body: Body,
    aside: Aside,
    paragraph: Paragraph,
    strong: usize,
    /// Whether a button is open that holds a question.
    on_button: bool,
    /// For each open span whether it is bold.
    spans: Vec<bool>,
    /// The classes that a style sheet in the page makes bold, as editors on the web write them.
    bold: HashSet<String>,
    /// How many tables are open, and the rows of the outermost.
    tables: usize,
    rows: Vec<Row>,
    /// Names of controls that nothing closes from here on.
    unclosed: HashSet<&'static str>,
}

impl Page {
    fn end(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let is_blank = |piece: &Piece| piece.words.trim().is_empty();
        let is_blank = paragraph.pieces.iter().all(is_blank);
        let is_aside = self.aside.is_open();
        self.aside.ended(is_blank);
        if is_aside || is_blank {
            return;
        }
        let cell = self.rows.last_mut().and_then(|row| row.cells.last_mut());
        match cell.filter(|_| self.tables > 0) {
            Some(cell) => cell.paragraphs.push(paragraph),
            None => self.body.blocks.push(Block::Paragraph(paragraph)),
        }
    }

    /// A table, row or cell opens or closes. Tables within tables are only paragraphs of their cell.
    fn grid(&mut self, name: &str, closes: bool) {
        match (name, closes) {
            ("table", false) => {
                self.tables += 1;
                if self.tables == 1 {
                    self.settle();
                }
            }
            ("table", true) => {
                if self.tables == 1 {
                    self.settle();
                }
                self.tables = self.tables.saturating_sub(1);
            }
            ("tr", false) if self.tables == 1 => self.rows.push(Row::default()),
            ("td" | "th", false) if self.tables == 1 => {
                if self.rows.is_empty() {
                    self.rows.push(Row::default());
                }
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Cell::default());
                }
            }
            _ => {}
        }
    }

    /// The table so far: a transcript or questions with answers stay a table, everything else is its paragraphs, since
    /// pages use tables for their layout too.
    fn settle(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.cells.iter().map(Cell::words).collect())
            .collect();
        if tabular::columns(&cells).is_some() || tabular::questions(&cells).is_some() {
            self.body.blocks.push(Block::Table(rows));
            return;
        }
        let cells = rows.into_iter().flat_map(|row| row.cells);
        let paragraphs = cells.flat_map(|cell| cell.paragraphs);
        self.body.blocks.extend(paragraphs.map(Block::Paragraph));
    }

    /// A span opens or closes: it may be bold by its style or its class.
    fn span(&mut self, tag: &str, closes: bool) {
        if closes {
            if self.spans.pop() == Some(true) {
                self.strong = self.strong.saturating_sub(1);
            }
            return;
        }
        let bold = self.is_bold(tag);
        self.strong += usize::from(bold);
        self.spans.push(bold);
    }

    /// Whether an element is bold by its style or its class.
    fn is_bold(&self, tag: &str) -> bool {
        let classes = html_notes::attribute(tag, "class=").unwrap_or_default();
        html_notes::attribute(tag, "style=").is_some_and(is_bold)
            || classes
                .split_whitespace()
                .any(|class| self.bold.contains(class))
    }

    /// A link opens: in the pages of word processors it may lead to a note or comment, or back from one.
    fn link<'h>(&mut self, tag: &str, rest: &'h str) -> &'h str {
        if self.aside.link(tag, &mut self.body.left_out) {
            return closing(rest, "a").map_or(rest, |end| &rest[end..]);
        }
        rest
    }

    /// A control opens: answers whether it is a button that holds a question, which is a paragraph of its own.
    fn unfolds(&mut self, control: &str, inside: &str) -> bool {
        let unfolds = control == "button" && is_question(inside);
        if unfolds {
            self.end();
            self.on_button = true;
        }
        unfolds
    }

    /// A line end or a tab, which is no white space of the page's own.
    fn sign(&mut self, sign: &str) {
        self.paragraph.pieces.push(Piece {
            words: sign.to_owned(),
            strong: false,
        });
    }

    /// Runs of white space are one blank, and none at a line's start.
    fn add(&mut self, words: &str) {
        let ends_blank = |pieces: &[Piece]| {
            pieces
                .iter()
                .rev()
                .find_map(|piece| piece.words.chars().next_back())
                .is_none_or(|c| matches!(c, ' ' | '\n' | '\t'))
        };
        let mut folded = String::with_capacity(words.len());
        let mut parts = words.split([' ', '\n', '\t', '\r']);
        folded.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let after_blank = if folded.is_empty() {
                ends_blank(&self.paragraph.pieces)
            } else {
                folded.ends_with(' ')
            };
            if !after_blank {
                folded.push(' ');
            }
            folded.push_str(part);
        }
        if !folded.is_empty() {
            let words = without_references(&folded);
            self.paragraph.pieces.push(Piece {
                words,
                strong: self.strong > 0 || self.paragraph.strong,
            });
        }
    }
}

fn body(html: &str) -> Body {
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
        let tag = &tail[..end];
        rest = &tail[end + 1..];
        if UNSEEN.contains(&name.as_str()) && !closes {
            let found = closing(rest, &name).unwrap_or(rest.len());
            if name == "style" || name == "head" {
                page.bold.extend(bold_classes(&rest[..found]));
            }
            rest = &rest[found..];
        }
        if let Some(control) = CONTROLS.into_iter().find(|control| *control == name)
            && !closes
            && !tag.ends_with('/')
            && !page.unclosed.contains(control)
        {
            match closing(rest, &name) {
                Some(found) if page.unfolds(control, &rest[..found]) => {}
                Some(found) => rest = &rest[found..],
                None => {
                    page.unclosed.insert(control);
                }
            }
        }
        match name.as_str() {
            "br" => page.sign("\n"),
            "b" | "strong" | "i" | "em" if closes => page.strong = page.strong.saturating_sub(1),
            "b" | "strong" | "i" | "em" => page.strong += 1,
            // How Word writes a tab: blanks that say so.
            "span" if !closes && tag.contains("mso-tab-count") => {
                page.sign("\t");
                page.spans.push(false);
                rest = closing(rest, "span").map_or(rest, |end| &rest[end..]);
            }
            "span" => page.span(tag, closes),
            "button" if closes && std::mem::take(&mut page.on_button) => page.end(),
            "a" if !closes => rest = page.link(tag, rest),
            _ if super::names::listed(PARAGRAPHS, &name) => {
                page.end();
                if name == "div" {
                    page.aside.division(tag, closes);
                }
                page.grid(&name, closes);
                page.paragraph.strong = name == "p" && !closes && page.is_bold(tag);
                page.paragraph.heading =
                    !closes && name.len() == 2 && name.starts_with('h') && name != "hr";
            }
            _ => {}
        }
    }
    page.add(rest);
    page.end();
    page.settle();
    page.body
}

/// Whether a button holds a question and not what it does: pages fold answers away below buttons.
fn is_question(button: &str) -> bool {
    let mut words = 0;
    let mut asks = false;
    for part in button.split('<') {
        let shown = part.rsplit('>').next().unwrap_or_default();
        words += shown.split_whitespace().count();
        asks |= shown.contains(['?', '？']);
    }
    words > 3 && asks || words > 8
}

/// Where an element of this name is closed.
fn closing(rest: &str, name: &str) -> Option<usize> {
    let close = format!("</{name}");
    rest.as_bytes()
        .windows(close.len())
        .position(|window| window.eq_ignore_ascii_case(close.as_bytes()))
}

/// Whether declarations of a style make words bold.
fn is_bold(declarations: &str) -> bool {
    declarations.split(';').any(|one| {
        one.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("font-weight")
                && matches!(
                    value.trim(),
                    "bold" | "bolder" | "600" | "700" | "800" | "900"
                )
        })
    })
}

/// The classes that a style sheet makes bold: `.c3{font-weight:700}`.
fn bold_classes(sheet: &str) -> Vec<String> {
    sheet
        .split('}')
        .filter_map(|rule| rule.split_once('{'))
        .filter(|(_, declarations)| is_bold(declarations))
        .flat_map(|(selectors, _)| {
            selectors
                .rsplit(['>', ';'])
                .next()
                .unwrap_or_default()
                .split(',')
        })
        .filter_map(|selector| {
            let selector = selector.trim();
            selector
                .strip_prefix("p.")
                .or_else(|| selector.strip_prefix('.'))
        })
        .filter(|class| !class.contains([' ', '.', ':']))
        .map(str::to_owned)
        .collect()
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
    fn what_helps_to_use_a_page_is_not_of_its_text() {
        let page = "<html><body><nav><a>Home</a></nav><p>INT: So?</p><p>P1: Yes.</p><button>Play</button><p>INT: Why?</p><p>P1: <svg><text>x</text></svg>So. <nav>left open</p></body></html>";
        assert_eq!(
            shown("a.html", page.as_bytes()),
            "[INT!] So?\n[P1] Yes.\n[INT!] Why?\n[P1] So. left open"
        );
    }

    #[test]
    fn questions_on_buttons_that_unfold_answers_are_read() {
        let turn = |n: usize| {
            format!(
                "<button class=\"fold\">Q{n}: How did you\nget <i>here</i>?</button><div><p>A: By <button>Play</button>bus.</p></div>"
            )
        };
        let turns = [1, 2, 3, 4].map(turn).concat();
        let page = format!(
            "<html><body><button>Play all</button>{turns}<button>Share</button></body></html>"
        );
        let read = ["[Q!] How did you get here?\n[A] By bus."; 4].join("\n");
        assert_eq!(shown("a.html", page.as_bytes()), read);
    }

    #[test]
    fn tables_of_talk_are_turns_and_tables_of_layout_are_text() {
        let talk = "<html><body><table><tr><td>Ada</td><td><p>So we went.</p><p>And came.</p></td></tr><tr><td>Lee</td><td>Did you?</td></tr><tr><td>Ada</td><td>We did indeed.</td></tr><tr><td>Lee</td><td>Good for you.</td></tr></table></body></html>";
        assert_eq!(
            shown("a.html", talk.as_bytes()),
            "[Ada] So we went.⏎And came.\n[Lee] Did you?\n[Ada] We did indeed.\n[Lee] Good for you."
        );
        let layout = "<html><body><table><tr><td><p>INT: So?</p><p>P1: Yes.</p><table><tr><td>INT: Why?</td></tr></table><p>P1: So.</p></td></tr></table></body></html>";
        assert_eq!(
            shown("a.html", layout.as_bytes()),
            "[INT!] So?\n[P1] Yes.\n[INT!] Why?\n[P1] So."
        );
    }

    #[test]
    fn words_are_bold_by_their_style_too() {
        let said = "<p><span class=\"c1\">What brought you to this town in the first place?</span></p><p><span class=\"c2\">My mother had a shop here, and I came to help her when she was ill.</span></p>";
        let page = format!(
            "<html><head><style>.c1{{color:#000;font-weight:700}}.c2{{font-weight:400}}</style></head><body>{}</body></html>",
            said.repeat(4)
        );
        let shown = shown("a.html", page.as_bytes());
        assert_eq!(shown.lines().count(), 8, "{shown}");
        assert!(shown.starts_with("[Question!] What brought"), "{shown}");
    }

    #[test]
    fn tabs_and_styles_of_word_tell_labels() {
        let said = |tab: &str| {
            let turn = format!(
                "<p class=MsoNormal>INT{tab}So\nwhy?<o:p></o:p></p><p class=MsoNormal>P4{tab}I came by bus.</p>"
            );
            format!("<html><body>{}</body></html>", turn.repeat(3))
        };
        let read = ["[INT!] So why?\n[P4] I came by bus."; 3].join("\n");
        let tab = "<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>";
        assert_eq!(shown("a.htm", said(tab).as_bytes()), read);
        let blanks = "&nbsp;&nbsp;&nbsp;&nbsp; ";
        assert_eq!(shown("a.htm", said(blanks).as_bytes()), read);
        let turn = "<p class=Voice>Ada Rees</p><p>So?</p><p>And?</p><p class=Voice>Lee</p><p>Yes.</p><p>So.</p><p>Well.</p>";
        let page = format!(
            "<html><head><style>p.Voice, li.Voice {{font-weight:bold;}}</style></head><body>{}</body></html>",
            turn.repeat(3)
        );
        let shown = shown("a.htm", page.as_bytes());
        assert!(
            shown.starts_with("[Ada Rees] So?⏎And?\n[Lee] Yes.⏎So.⏎Well."),
            "{shown}"
        );
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
