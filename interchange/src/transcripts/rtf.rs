//! Rich text, as f4 and word processors write it.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_1252};

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
    listtext pntext bkmkstart bkmkend nonesttables";

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

/// What a group stands in that bears on its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    /// Words that the writer's program does not show.
    Hidden,
    /// The table of fonts.
    Fonts,
    /// A shape, whose words are a text box.
    Shape,
}

/// What holds within a group of braces.
#[derive(Clone, Copy)]
struct Group {
    skip: bool,
    within: Within,
    /// How bytes are read in the font that holds; none says as in the document.
    encoding: Option<&'static Encoding>,
    bold: bool,
    italic: bool,
    /// How many characters stand in for one written as `\u`.
    stand_ins: usize,
}

impl Group {
    /// Words are shown from here on, or hidden.
    fn show(&mut self, shown: bool) {
        match self.within {
            Within::Text if !shown => self.within = Within::Hidden,
            Within::Hidden if shown => self.within = Within::Text,
            Within::Text | Within::Hidden | Within::Fonts | Within::Shape => {}
        }
    }

    fn plain(&mut self) {
        self.bold = false;
        self.italic = false;
        self.show(true);
    }
}

struct Walk<'f> {
    bytes: &'f [u8],
    at: usize,
    encoding: &'static Encoding,
    /// Fonts whose letters are written in another encoding than the document's, by number.
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that the table of fonts is describing.
    font: i32,
    /// The font where none is named.
    usual_font: i32,
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
            within: Within::Text,
            encoding: None,
            bold: false,
            italic: false,
            stand_ins: 1,
        };
        Self {
            bytes,
            at: 0,
            encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            usual_font: 0,
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
            return self.elsewhere(word);
        }
        let on = number != Some(0);
        match word {
            "ansicpg" | "mac" | "deff" | "f" | "fcharset" => self.letters(word, number),
            // What stands in a shape is left out with it.
            "shptxt" => self.body.left_out.boxes += usize::from(self.group.within == Within::Shape),
            "b" => self.look(|group| group.bold = on),
            "i" => self.look(|group| group.italic = on),
            "plain" => {
                let usual = self.fonts.get(&self.usual_font).copied();
                self.look(|group| {
                    group.plain();
                    group.encoding = usual;
                });
            }
            "v" => self.look(|group| group.show(!on)),
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
            "par" | "sect" | "page" | "column" | "nestcell" | "nestrow" => self.end_paragraph(),
            "outlinelevel" if !self.group.skip => {
                self.paragraph.heading = number.is_some_and(|level| level < 9);
            }
            "line" => self.add("\n"),
            "tab" => self.add("\t"),
            "pard" => {
                self.in_table = false;
                self.paragraph.heading = false;
                self.look(|_| {});
            }
            "intbl" => self.in_table = true,
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "emspace" | "enspace" | "qmspace" => self.add(" "),
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

    /// A group that holds something other than the text begins; what a reader would miss is counted.
    fn elsewhere(&mut self, word: &str) {
        self.flush();
        // Most programs mark such groups as ones that may be passed over, so the group around it tells.
        let seen = !self.groups.last().is_some_and(|outer| outer.skip);
        let left = &mut self.body.left_out;
        match word {
            "annotation" if seen => left.comments += 1,
            "footnote" if seen => left.notes += 1,
            "shpinst" if seen => self.group.within = Within::Shape,
            "fonttbl" => self.group.within = Within::Fonts,
            _ => {}
        }
        self.group.skip = true;
    }

    /// How the bytes of letters are to be read: as the document says, or as the font does.
    fn letters(&mut self, word: &str, number: Option<i32>) {
        let number = number.unwrap_or(0);
        match word {
            "ansicpg" => self.encoding = of_page(number).unwrap_or(WINDOWS_1252),
            "mac" => self.encoding = MACINTOSH,
            "deff" => self.usual_font = number,
            "f" if self.group.within == Within::Fonts => self.font = number,
            "f" => {
                let encoding = self.fonts.get(&number).copied();
                self.look(|group| group.encoding = encoding);
            }
            _ if self.group.within == Within::Fonts => {
                if let Some(encoding) = of_charset(number) {
                    self.fonts.insert(self.font, encoding);
                }
            }
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
            let encoding = self.group.encoding.unwrap_or(self.encoding);
            let (words, _) = encoding.decode_without_bom_handling(&raw);
            self.push(&words);
        }
    }

    fn add(&mut self, words: &str) {
        self.flush();
        self.push(words);
    }

    fn push(&mut self, words: &str) {
        if self.group.within == Within::Hidden && !self.group.skip {
            self.body.left_out.hidden += usize::from(!words.trim().is_empty());
        } else if !self.group.skip {
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

/// The encoding that Windows and the Macintosh give a number.
fn of_page(page: i32) -> Option<&'static Encoding> {
    match page {
        932 => Some(SHIFT_JIS),
        936 => Some(GBK),
        949 => Some(EUC_KR),
        950 => Some(BIG5),
        10_000 => Some(MACINTOSH),
        65_001 => Some(UTF_8),
        _ => Encoding::for_label(format!("windows-{page}").as_bytes()),
    }
}

/// The encoding of a font, where it is another than the document's.
fn of_charset(charset: i32) -> Option<&'static Encoding> {
    let page = match charset {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    of_page(page)
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
    fn letters_are_read_as_their_font_or_the_document_says() {
        let mac = r"{\rtf1\mac\ansicpg10000{\fonttbl\f0\fswiss\fcharset77 Helvetica;}\f0 Ren\'8e: So?\
Bel\'8en: Yes.\
Ren\'8e: Why?\
Bel\'8en: So.\
}";
        assert_eq!(
            shown("a.rtf", mac.as_bytes()),
            "[René] So?\n[Belén] Yes.\n[René] Why?\n[Belén] So."
        );
        let fonts = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset238 Arial;}}\pard{\f1 Ji\'f8\'ed}: \f1 Tak\'9e\'e9?\plain\par \'c9va: So.\par {\f1 Ji\'f8\'ed}: And?\par \'c9va: Yes.\par }";
        assert_eq!(
            shown("a.rtf", fonts.as_bytes()),
            "[Jiří] Takžé?\n[Éva] So.\n[Jiří] And?\n[Éva] Yes."
        );
        let asian = r"{\rtf1\ansi\ansicpg932 A\'81\'46\'82\'cd\'82\'a2\par B\'81\'46\'82\'cd\'82\'a2\par A: So\par B: So\par }";
        assert!(shown("a.rtf", asian.as_bytes()).starts_with("[A] はい\n[B] はい"));
    }

    #[test]
    fn what_is_left_out_is_told_as_programs_mark_it() {
        let text = br"{\rtf1\ansi{\stylesheet{\s1\v0 Normal;}}I: So?{\*\atnid AB}{\*\annotation{\*\atnref 1}{\v0 why}}\par P1: {\v none of this}Yes.{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt in a box\par}}{\shprslt{\*\do{\dptxbxtext in a box}}}}\par I: Hm?{\shp{\*\shpinst{\sp{\sn line}}}}\par P1: No.\par }";
        assert_eq!(
            shown("a.rtf", text),
            "[I!] So?\n[P1] Yes.\n[I!] Hm?\n[P1] No."
        );
        let warned = warned("a.rtf", text);
        assert_eq!(warned.len(), 3, "{warned:?}");
        assert!(
            warned.iter().all(|said| said.starts_with("1 ")),
            "{warned:?}"
        );
    }

    #[test]
    fn names_in_the_style_of_a_heading_stand_above_speech() {
        let said = |name: &str, words: &str| {
            format!(
                "\\pard\\s1\\outlinelevel0 {name}\\par \\pard {words}\\par \\pard And so on.\\par "
            )
        };
        let turns = [said("Ada Rees", "So?"), said("Lee", "Yes.")].concat();
        let text = format!("{{\\rtf1 {}}}", turns.repeat(3));
        let shown = shown("a.rtf", text.as_bytes());
        assert!(
            shown.starts_with("[Ada Rees] So?⏎And so on.\n[Lee] Yes."),
            "{shown}"
        );
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
