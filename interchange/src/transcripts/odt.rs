//! Text documents of free office programs (`.odt`).

use std::collections::BTreeSet;

use quick_xml::events::{BytesRef, BytesStart};

use super::archive::Archive;
use super::document::{Block, Body, Cell, Paragraph, Piece, Row, report_left_out, to_script};
use super::docx_styles::attribute;
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::{self, Listener, resolved};
use crate::Warning;

/// `.odt` documents.
pub(super) struct Odt;

/// The part with the text.
const MAIN: &str = "content.xml";

/// How many blanks or repeated cells one element may stand for.
const MOST_REPEATS: usize = 100;

impl Reader for Odt {
    fn format(&self) -> Format {
        Format::OpenDocument
    }

    fn endings(&self) -> &'static [&'static str] {
        &["odt", "ott"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.parts().iter().any(|part| part == MAIN)
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let mut archive = Archive::open(file.bytes)?;
        if let Some(manifest) = archive.read("META-INF/manifest.xml")?
            && manifest
                .windows(15)
                .any(|window| window == b"encryption-data")
        {
            return Err(ImportError::Password);
        }
        let kind = archive.read("mimetype")?.unwrap_or_default();
        if kind.windows(11).any(|window| window == b"spreadsheet") {
            let (what, advice) = ("this OpenDocument spreadsheet", "save it as .xlsx or .csv");
            return Err(ImportError::Unsupported { what, advice });
        }
        let bytes = archive
            .read(MAIN)?
            .ok_or_else(|| ImportError::damaged("the part content.xml is missing"))?;
        let named = match archive.read("styles.xml")? {
            // Without them only what is bold by a named style is lost; the text is whole.
            Some(styles) => strong_styles(&decode(&styles)?.text).unwrap_or_default(),
            None => BTreeSet::new(),
        };
        let body = read(&decode(&bytes)?.text, named)?;
        report_left_out(&body.left_out, warnings);
        if body.blocks.iter().all(Block::is_blank) {
            return Err(ImportError::NoText);
        }
        Ok(Draft::Script(to_script(body.blocks)))
    }
}

/// The names of the styles that a document keeps beside its text and that are bold or italic.
fn strong_styles(xml: &str) -> Result<BTreeSet<String>, ImportError> {
    let mut walk = Walk::default();
    markup::walk(xml, "styles.xml", &mut walk)?;
    Ok(walk.strong_styles)
}

fn read(xml: &str, strong_styles: BTreeSet<String>) -> Result<Body, ImportError> {
    let mut walk = Walk {
        strong_styles,
        ..Walk::default()
    };
    markup::walk(xml, MAIN, &mut walk)?;
    Ok(walk.body)
}

#[derive(Default)]
struct Walk {
    body: Body,
    tables: Vec<Vec<Row>>,
    paragraphs: Vec<Paragraph>,
    /// Names of styles that are bold or italic.
    strong_styles: BTreeSet<String>,
    style: Option<String>,
    /// Whether each open span is bold or italic.
    spans: Vec<bool>,
    depth: usize,
    skip: Option<usize>,
}

impl Listener for Walk {
    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError> {
        self.begin(tag, empty);
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        self.end(name);
        Ok(())
    }

    fn text(&mut self, words: &str) {
        self.flow(words);
    }

    /// A blank that is written as a reference is meant, so it is not folded.
    fn reference(&mut self, reference: &BytesRef<'_>) {
        self.add(&resolved(reference));
    }
}

impl Walk {
    fn begin(&mut self, tag: &BytesStart<'_>, empty: bool) {
        if self.skip.is_some() {
            return;
        }
        let name = tag.local_name();
        match name.as_ref() {
            left @ ("annotation" | "note" | "tracked-changes" | "text-box" | "table-of-content"
            | "ruby-text" | "sequence-decls" | "forms") => {
                let out = &mut self.body.left_out;
                match left {
                    "annotation" => out.comments += 1,
                    "note" => out.notes += 1,
                    "text-box" => out.boxes += 1,
                    _ => {}
                }
                if !empty {
                    self.skip = Some(self.depth);
                }
            }
            // What a picture shows is told to those who cannot see it, and nobody says it.
            "deletion" | "desc" if !empty => self.skip = Some(self.depth),
            "change" => self.body.left_out.deletions += 1,
            "style" => self.begin_style(tag, empty),
            "text-properties" => self.note_style(tag),
            "p" | "h" => {
                let strong = attribute(tag, "style-name")
                    .is_some_and(|style| self.strong_styles.contains(&style));
                let heading = name.as_ref() == "h";
                self.paragraphs.push(Paragraph {
                    heading,
                    strong: strong && !heading,
                    ..Paragraph::default()
                });
                if empty {
                    self.finish_paragraph();
                }
            }
            "span" if !empty => {
                let strong = attribute(tag, "style-name")
                    .is_some_and(|style| self.strong_styles.contains(&style));
                self.spans.push(strong);
            }
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            "s" => {
                let count = attribute(tag, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1_usize);
                self.add(&" ".repeat(count.min(MOST_REPEATS)));
            }
            "table" if !empty => self.tables.push(Vec::new()),
            "table-row" => self
                .tables
                .last_mut()
                .into_iter()
                .for_each(|rows| rows.push(Row::default())),
            "table-cell" | "covered-table-cell" => {
                if let Some(row) = self.tables.last_mut().and_then(|rows| rows.last_mut()) {
                    row.cells.push(Cell::default());
                }
            }
            _ => {}
        }
    }

    /// A style has the looks of the one it is based on, unless it says otherwise.
    fn begin_style(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let Some(name) = attribute(tag, "name") else {
            return;
        };
        let parent = attribute(tag, "parent-style-name");
        if parent.is_some_and(|parent| self.strong_styles.contains(&parent)) {
            self.strong_styles.insert(name.clone());
        }
        self.style = (!empty).then_some(name);
    }

    fn note_style(&mut self, tag: &BytesStart<'_>) {
        let bold = attribute(tag, "font-weight").is_some_and(|weight| {
            weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600)
        });
        let italic = attribute(tag, "font-style")
            .is_some_and(|style| style == "italic" || style == "oblique");
        let plain = attribute(tag, "font-weight").is_some_and(|weight| weight == "normal");
        let Some(style) = self.style.clone() else {
            return;
        };
        if bold || italic {
            self.strong_styles.insert(style);
        } else if plain {
            self.strong_styles.remove(&style);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.skip {
            if depth == self.depth {
                self.skip = None;
            }
            return;
        }
        match name {
            "p" | "h" => self.finish_paragraph(),
            "span" => {
                self.spans.pop();
            }
            "style" => self.style = None,
            "table" => {
                let Some(rows) = self.tables.pop() else {
                    return;
                };
                match self.cell() {
                    Some(cell) => cell.paragraphs.extend(
                        rows.into_iter()
                            .flat_map(|row| row.cells)
                            .flat_map(|cell| cell.paragraphs),
                    ),
                    None => self.body.blocks.push(Block::Table(rows)),
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.tables
            .last_mut()
            .and_then(|rows| rows.last_mut())
            .and_then(|row| row.cells.last_mut())
    }

    fn finish_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        match self.cell() {
            Some(cell) => cell.paragraphs.push(paragraph),
            None => self.body.blocks.push(Block::Paragraph(paragraph)),
        }
    }

    /// Runs of white space in the markup are one blank: wide ones are elements of their own.
    fn flow(&mut self, words: &str) {
        if !words.contains(['\n', '\t', '\r']) && !words.contains("  ") {
            return self.add(words);
        }
        let mut folded = String::with_capacity(words.len());
        for c in words.chars() {
            let c = if matches!(c, '\n' | '\t' | '\r') {
                ' '
            } else {
                c
            };
            if !(c == ' ' && folded.ends_with(' ')) {
                folded.push(c);
            }
        }
        self.add(&folded);
    }

    fn add(&mut self, words: &str) {
        if self.skip.is_some() {
            return;
        }
        let spans = self.spans.contains(&true);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let strong = spans || paragraph.strong;
            paragraph.pieces.push(Piece {
                words: words.to_owned(),
                strong,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::{shown, warned};

    fn document(body: &str) -> Vec<u8> {
        let xml = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:fo=\"f\"><office:automatic-styles><style:style style:name=\"T1\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", xml.as_bytes()),
        ])
    }

    #[test]
    fn spans_tabs_and_line_breaks_are_read_and_notes_left_out() {
        let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Talk</text:h><text:p><text:span text:style-name=\"T1\">INT:</text:span><text:tab/>So<text:s text:c=\"2\"/>what<text:note><text:p>n</text:p></text:note>?</text:p><text:p>P1: Well<text:line-break/>&amp; good.<office:annotation><text:p>c</text:p></office:annotation></text:p><text:p>INT: Yes?</text:p><text:p>P1: Yes.</text:p>";
        insta::assert_snapshot!(shown("a.odt", &document(body)), @r"
        [] Talk
        [INT!] So  what?
        [P1] Well⏎& good.
        [INT!] Yes?
        [P1] Yes.
        ");
        assert_eq!(
            warned("a.odt", &document(body)),
            [
                "1 comment was left out.",
                "1 footnote or endnote was left out."
            ]
        );
    }

    #[test]
    fn names_are_bold_by_the_style_of_their_paragraph() {
        let styles = "<office:document-styles xmlns:office=\"o\" xmlns:style=\"s\" xmlns:fo=\"f\"><office:styles><style:style style:name=\"Voice\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:styles></office:document-styles>";
        let turn = "<text:p text:style-name=\"P1\">Ada Rees</text:p><text:p>So?</text:p><text:p>And?</text:p><text:p text:style-name=\"Voice\">Lee</text:p><text:p>Yes.<draw:frame><svg:desc>a boat</svg:desc></draw:frame></text:p><text:p>So.</text:p><text:p>Well.</text:p>";
        let xml = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:fo=\"f\" xmlns:draw=\"d\" xmlns:svg=\"v\"><office:automatic-styles><style:style style:name=\"P1\" style:parent-style-name=\"Voice\"/></office:automatic-styles><office:body><office:text>{}</office:text></office:body></office:document-content>",
            turn.repeat(3)
        );
        let file = packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", xml.as_bytes()),
            ("styles.xml", styles.as_bytes()),
        ]);
        let shown = shown("a.odt", &file);
        assert!(
            shown.starts_with("[Ada Rees] So?⏎And?\n[Lee] Yes.⏎So.⏎Well."),
            "{shown}"
        );
    }
}
