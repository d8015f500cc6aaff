//! Rich text, as f4 and word processors write it.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::document::{Block, Body, Cell, Paragraph, Piece, Row, report_left_out, to_script};
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use crate::Warning;

/// Rich text.
pub(super) struct Rtf;

/// How deep groups may nest.
const DEEPEST: usize = 1_000;

/// Groups that hold something other than the text.
const ELSEWHERE: &str = "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr \
    footerf footnote annotation atnid atnauthor atntime atnref atndate fldinst themedata colorschememapping datastore \
    latentstyles listtable listoverridetable rsidtbl generator xmlnstbl mmathPr revtbl shpinst nonshppict filetbl pgdsctbl \
    listtext pntext bkmkstart bkmkend";

impl Reader for Rtf {
    fn format(&self) -> Format {
        Format::RichText
    }

    fn endings(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.bytes.starts_with(b"{\\rtf")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let mut walk = Walk::new(file.bytes);
        walk.run()?;
        if !walk.groups.is_empty() {
            warnings.push(Warning::of_file(
                "the file ends in the middle of a document: it may be cut short",
            ));
        }
        walk.finish_paragraph();
        walk.finish_table();
        report_left_out(&walk.body.left_out, warnings);
        if walk.body.blocks.iter().all(Block::is_blank) {
            return Err(ImportError::NoText);
        }
        Ok(Draft::Script(to_script(walk.body.blocks)))
    }
}

/// What holds within a group of braces.
#[derive(Clone, Copy)]
struct Group {
    skip: bool,
    bold: bool,
    italic: bool,
    /// How many characters stand in for one written as `\u`.
    stand_ins: usize,
}

impl Group {
    fn plain(&mut self) {
        self.bold = false;
        self.italic = false;
    }
}

struct Walk<'f> {
    bytes: &'f [u8],
    at: usize,
    encoding: &'static Encoding,
    groups: Vec<Group>,
    group: Group,
    body: Body,
    paragraph: Paragraph,
    row: Option<Row>,
    cell: Cell,
    rows: Vec<Row>,
    in_table: bool,
    /// Bytes of the document's own encoding that wait to be decoded together.
    raw: Vec<u8>,
    /// The first half of a character that UTF-16 writes in two.
    high: Option<u16>,
    ignore: usize,
}

impl<'f> Walk<'f> {
    fn new(bytes: &'f [u8]) -> Self {
        let group = Group {
            skip: false,
            bold: false,
            italic: false,
            stand_ins: 1,
        };
        Self {
            bytes,
            at: 0,
            encoding: WINDOWS_1252,
            groups: Vec::new(),
            group,
            body: Body::default(),
            paragraph: Paragraph::default(),
            row: None,
            cell: Cell::default(),
            rows: Vec::new(),
            in_table: false,
            raw: Vec::new(),
            high: None,
            ignore: 0,
        }
    }

    fn run(&mut self) -> Result<(), ImportError> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    if self.groups.len() >= DEEPEST {
                        return Err(ImportError::TooComplex {
                            what: "the nesting of groups".to_owned(),
                            limit: DEEPEST,
                        });
                    }
                    self.flush();
                    self.ignore = 0;
                    self.groups.push(self.group);
                }
                b'}' => {
                    self.flush();
                    self.ignore = 0;
                    self.group = self.groups.pop().unwrap_or(self.group);
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(byte),
            }
        }
        self.flush();
        Ok(())
    }

    /// A byte of text in the document's encoding.
    fn byte(&mut self, byte: u8) {
        if self.ignore > 0 {
            self.ignore -= 1;
        } else if !self.group.skip {
            self.raw.push(byte);
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.sign(first);
        }
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = std::str::from_utf8(&rest[..length.min(40)])
            .unwrap_or_default()
            .to_owned();
        self.at += length;
        let rest = &self.bytes[self.at..];
        let minus = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[minus..]
            .iter()
            .take(9)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number = if digits > 0 {
            std::str::from_utf8(&rest[..minus + digits])
                .ok()
                .and_then(|number| number.parse::<i32>().ok())
        } else {
            None
        };
        self.at += if digits > 0 { minus + digits } else { 0 };
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if word == "bin" {
            self.at = self
                .at
                .saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0))
                .min(self.bytes.len());
            return;
        }
        self.word(&word, number);
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'\'' => {
                let hex = self
                    .bytes
                    .get(self.at..self.at + 2)
                    .and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.group.skip = true,
            b'~' => self.add("\u{a0}"),
            b'_' => self.add("\u{2011}"),
            b'-' => self.add("\u{ad}"),
            b'\n' | b'\r' => self.end_paragraph(),
            b'\\' | b'{' | b'}' => self.byte(sign),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if super::names::listed(ELSEWHERE, word) {
            self.flush();
            let left = &mut self.body.left_out;
            match word {
                "annotation" if !self.group.skip => left.comments += 1,
                "footnote" if !self.group.skip => left.notes += 1,
                "shpinst" if !self.group.skip => left.boxes += 1,
                _ => {}
            }
            self.group.skip = true;
            return;
        }
        let on = number != Some(0);
        match word {
            "ansicpg" => {
                self.encoding = number
                    .and_then(|page| Encoding::for_label(format!("windows-{page}").as_bytes()))
                    .unwrap_or(WINDOWS_1252);
            }
            "b" => self.look(|group| group.bold = on),
            "i" => self.look(|group| group.italic = on),
            "plain" => self.look(Group::plain),
            "v" => self.look(|group| group.skip = on),
            "deleted" if on => {
                self.body.left_out.deletions += 1;
                self.look(|group| group.skip = true);
            }
            "uc" => {
                self.group.stand_ins = number
                    .and_then(|count| usize::try_from(count).ok())
                    .unwrap_or(1)
                    .min(16);
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" => self.add("\n"),
            "tab" => self.add("\t"),
            "pard" => {
                self.in_table = false;
                self.look(|_| {});
            }
            "intbl" => self.in_table = true,
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "emdash" => self.add("—"),
            "endash" => self.add("–"),
            "lquote" => self.add("‘"),
            "rquote" => self.add("’"),
            "ldblquote" => self.add("“"),
            "rdblquote" => self.add("”"),
            "bullet" => self.add("•"),
            _ => {}
        }
    }

    fn look(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        change(&mut self.group);
    }

    fn unicode(&mut self, number: i32) {
        // Numbers above 32,767 are written as negative ones.
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0);
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let pair: String = char::decode_utf16([high, unit])
                    .map(|c| c.unwrap_or('\u{fffd}'))
                    .collect();
                self.add(&pair);
            }
            _ => self.add(
                char::from_u32(u32::from(unit))
                    .unwrap_or('\u{fffd}')
                    .encode_utf8(&mut [0; 4]),
            ),
        }
        self.ignore = self.group.stand_ins;
    }

    /// Decodes what waits.
    fn flush(&mut self) {
        if !self.raw.is_empty() {
            let raw = std::mem::take(&mut self.raw);
            let (words, _) = self.encoding.decode_without_bom_handling(&raw);
            self.push(&words);
        }
    }

    fn add(&mut self, words: &str) {
        self.flush();
        self.push(words);
    }

    fn push(&mut self, words: &str) {
        if !self.group.skip {
            let strong = self.group.bold || self.group.italic;
            self.paragraph.pieces.push(Piece {
                words: words.to_owned(),
                strong,
            });
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group.skip {
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        if self.in_table {
            self.cell.paragraphs.push(paragraph);
        } else {
            self.finish_table();
            self.body.blocks.push(Block::Paragraph(paragraph));
        }
    }

    fn end_cell(&mut self) {
        self.flush();
        self.cell
            .paragraphs
            .push(std::mem::take(&mut self.paragraph));
        self.row
            .get_or_insert_default()
            .cells
            .push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self) {
        self.flush();
        self.rows.extend(self.row.take());
    }

    fn finish_table(&mut self) {
        self.end_row();
        if !self.rows.is_empty() {
            self.body
                .blocks
                .push(Block::Table(std::mem::take(&mut self.rows)));
        }
    }

    fn finish_paragraph(&mut self) {
        if !self.paragraph.pieces.is_empty() {
            self.group.skip = false;
            self.end_paragraph();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn rich_text_is_read_with_its_letters() {
        let text = br"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times;}}{\*\generator x;}{\b I:}{ So \'93wh\'e9n\'94?}\par {\b P1:}\tab T\u375?\u-10179?\u-8704? {\deleted gone}yes\line \{and\}{\footnote n}\par I: Hm?\par P1: No.\par }";
        insta::assert_snapshot!(shown("a.rtf", text), @r"
        [I!] So “whén”?
        [P1] Tŷ😀 yes⏎{and}
        [I!] Hm?
        [P1] No.
        ");
        assert_eq!(
            warned("a.rtf", text),
            [
                "1 footnote or endnote was left out.",
                "1 tracked deletion was left out, as accepted."
            ]
        );
    }

    #[test]
    fn a_table_in_rich_text_is_a_transcript() {
        let row = |who: &str, what: &str| format!(r"\trowd\intbl {who}\cell {what}\cell\row ");
        let text = format!(
            r"{{\rtf1 {}{}{}{}\pard end\par}}",
            row("Ada", "Hello there"),
            row("Lee", "Hello you"),
            row("Ada", "So then"),
            row("Lee", "Well now")
        );
        insta::assert_snapshot!(shown("a.rtf", text.as_bytes()), @r"
        [Ada] Hello there
        [Lee] Hello you
        [Ada] So then
        [Lee] Well now⏎end
        ");
    }

    #[test]
    fn deep_groups_are_refused_and_cut_files_are_read() {
        let deep = format!("{{\\rtf1{}", "{".repeat(5_000));
        assert!(
            super::super::read_transcript(
                "a.rtf",
                deep.as_bytes(),
                &super::super::ImportOptions::default()
            )
            .is_err()
        );
        assert_eq!(
            warned("a.rtf", br"{\rtf1 I: So?\par P1: Ye"),
            ["The file ends in the middle of a document: it may be cut short."]
        );
    }
}
