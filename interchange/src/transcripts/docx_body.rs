//! Reads the markup of a Word document's body into blocks.

use quick_xml::events::{BytesRef, BytesStart};

use super::document::{Block, Body, Cell, Paragraph, Piece, Row};
use super::docx_styles::{Styles, attribute, is_on};
use super::error::ImportError;
use super::markup::{self, Listener};
use crate::Place;

/// How many unknown character references are reported.
const REPORTED: usize = 10;

/// Reads the body, header or footer of a document. `part` names it in errors.
pub(super) fn read(xml: &str, part: &str, styles: &Styles) -> Result<Body, ImportError> {
    let mut walk = Walk {
        styles,
        body: Body::default(),
        tables: Vec::new(),
        paragraph: None,
        run: Run::default(),
        in_text: false,
        in_paragraph_looks: false,
        depth: 0,
        skip: None,
        mark_deleted: false,
    };
    markup::walk(xml, part, &mut walk)?;
    walk.finish_open();
    Ok(walk.body)
}

/// Looks of the run being read.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    strong: bool,
    hidden: bool,
}

struct Table {
    rows: Vec<Row>,
    /// Whether the row being read is deleted.
    deleted_row: bool,
}

struct Walk<'s> {
    styles: &'s Styles,
    body: Body,
    tables: Vec<Table>,
    paragraph: Option<Paragraph>,
    run: Run,
    in_text: bool,
    /// Inside `pPr`, where `rPr` speaks of the paragraph's mark and not of a run.
    in_paragraph_looks: bool,
    depth: usize,
    /// The depth at which something left out began.
    skip: Option<usize>,
    /// The paragraph's mark is deleted: the next paragraph goes on with it.
    mark_deleted: bool,
}

impl Listener for Walk<'_> {
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
        if self.in_text && self.skip.is_none() {
            self.add(words);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if !self.in_text || self.skip.is_some() {
            return;
        }
        let name: &str = reference;
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            self.add(c.encode_utf8(&mut [0; 4]));
        } else if let Some(words) = quick_xml::escape::resolve_predefined_entity(name) {
            self.add(words);
        } else {
            if self.body.left_out.entities.len() < REPORTED {
                let place = Place::Paragraph(self.body.blocks.len() + 1);
                self.body
                    .left_out
                    .entities
                    .push((place, name.chars().take(30).collect()));
            }
            self.add(&format!("&{name};"));
        }
    }
}

impl Walk<'_> {
    fn begin(&mut self, tag: &BytesStart<'_>, empty: bool) {
        if self.skip.is_some() {
            return;
        }
        let name = tag.local_name();
        let name = name.as_ref();
        if self.leaves_out(name, empty) {
            return;
        }
        match name {
            "p" if !empty => {
                self.paragraph.get_or_insert_default();
                self.mark_deleted = false;
            }
            "p" => self.finish(Paragraph::default()),
            "tbl" if !empty => self.tables.push(Table {
                rows: Vec::new(),
                deleted_row: false,
            }),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Row::default());
                    table.deleted_row = false;
                }
            }
            "tc" => {
                if let Some(row) = self
                    .tables
                    .last_mut()
                    .and_then(|table| table.rows.last_mut())
                {
                    row.cells.push(Cell::default());
                }
            }
            "pPr" if !empty => self.in_paragraph_looks = true,
            "pStyle" => self.paragraph_style(tag),
            "r" => {
                self.run = Run {
                    strong: self
                        .paragraph
                        .as_ref()
                        .is_some_and(|paragraph| paragraph.strong),
                    hidden: false,
                }
            }
            "rStyle" => {
                self.run.strong |=
                    attribute(tag, "val").is_some_and(|id| self.styles.of(&id).strong);
            }
            "b" | "i" if !self.in_paragraph_looks => {
                let on = is_on(tag);
                self.run.strong = on || (self.run.strong && name == "i");
            }
            "vanish" if !self.in_paragraph_looks => self.run.hidden = is_on(tag),
            "t" if !empty => self.in_text = true,
            "tab" | "ptab" if !self.in_paragraph_looks => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("\u{2011}"),
            "softHyphen" => self.add("\u{ad}"),
            "ins" | "moveTo" if !empty && !self.in_paragraph_looks => {
                self.body.left_out.insertions += 1;
            }
            "commentReference" => self.body.left_out.comments += 1,
            "footnoteReference" | "endnoteReference" => self.body.left_out.notes += 1,
            _ => {}
        }
    }

    /// Elements whose content is not the accepted text of the body.
    fn leaves_out(&mut self, name: &str, empty: bool) -> bool {
        let left = &mut self.body.left_out;
        match name {
            "del" | "moveFrom" if self.in_paragraph_looks => {
                self.mark_deleted = true;
                return true;
            }
            "del" | "moveFrom" if empty => {
                // A deleted row says so by an empty element among its looks.
                if let Some(table) = self.tables.last_mut().filter(|_| self.paragraph.is_none()) {
                    table.deleted_row = true;
                }
                return true;
            }
            "del" | "moveFrom" => left.deletions += 1,
            "txbxContent" => left.boxes += 1,
            "Fallback" | "rPrChange" | "pPrChange" | "tblPrChange" | "instrText" | "delText"
            | "sdtPr" | "sdtEndPr" | "tblPr" | "tblGrid" | "tcPr" | "sectPr" | "rt" => {}
            _ => return false,
        }
        if !empty {
            self.skip = Some(self.depth);
        }
        true
    }

    fn paragraph_style(&mut self, tag: &BytesStart<'_>) {
        let Some(id) = attribute(tag, "val") else {
            return;
        };
        let style = self.styles.of(&id);
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.strong = style.strong && !style.heading;
            paragraph.heading = style.heading;
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
            "t" => self.in_text = false,
            "pPr" => self.in_paragraph_looks = false,
            "p" if !self.mark_deleted => self.finish_open(),
            "tc" => self.finish_open(),
            "tr" => {
                if let Some(table) = self.tables.last_mut()
                    && std::mem::take(&mut table.deleted_row)
                {
                    table.rows.pop();
                    self.body.left_out.deletions += 1;
                }
            }
            "tbl" => self.finish_table(),
            _ => {}
        }
    }

    fn finish_open(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            self.finish(paragraph);
        }
    }

    fn finish(&mut self, paragraph: Paragraph) {
        match self
            .tables
            .last_mut()
            .and_then(|table| table.rows.last_mut())
            .and_then(|row| row.cells.last_mut())
        {
            Some(cell) => cell.paragraphs.push(paragraph),
            None => self.body.blocks.push(Block::Paragraph(paragraph)),
        }
    }

    /// A table within a cell gives its paragraphs to the cell.
    fn finish_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        match self
            .tables
            .last_mut()
            .and_then(|outer| outer.rows.last_mut())
            .and_then(|row| row.cells.last_mut())
        {
            Some(cell) => cell.paragraphs.extend(
                table
                    .rows
                    .into_iter()
                    .flat_map(|row| row.cells)
                    .flat_map(|cell| cell.paragraphs),
            ),
            None => self.body.blocks.push(Block::Table(table.rows)),
        }
    }

    fn add(&mut self, words: &str) {
        if self.run.hidden {
            self.body.left_out.hidden += 1;
            return;
        }
        let strong = self.run.strong;
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.pieces.push(Piece {
                words: words.to_owned(),
                strong,
            });
        }
    }
}
