//! PDFs: the text that is in them, page by page, made into paragraphs again.
//!
//! A PDF knows characters and their places, nothing of lines, words or paragraphs: `notes` takes off footnotes, `initials`
//! sets large first letters into their words, `order` puts speakers before what they say, `lines` puts characters into
//! lines, `columns` tells which of them stand side by side, `tables` which are cells of rows, `index` and `furniture` take off what
//! stands behind the text and on every page, `ornaments` what repeats the text in large print, `paragraphs` joins lines that a printer broke.

mod columns;
mod fonts;
mod furniture;
mod glyphs;
mod index;
mod initials;
mod lines;
mod measure;
mod notes;
mod order;
mod ornaments;
mod paragraphs;
mod runs;
mod strong;
mod tables;

use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::script::{Look, Script};
use crate::Warning;

/// PDFs with text in them.
pub(super) struct Pdf;

/// The library reads deep structures by recursion: a stack of its own keeps the program's whole.
const STACK: usize = 64 << 20;

/// The largest PDF that is read.
const MOST_BYTES: usize = 128 << 20;

impl Reader for Pdf {
    fn format(&self) -> Format {
        Format::Pdf
    }

    fn endings(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.bytes.starts_with(b"%PDF")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        if file.bytes.len() > MOST_BYTES {
            return Err(ImportError::TooLarge {
                what: "the PDF".to_owned(),
                limit_mb: (MOST_BYTES >> 20) as u64,
            });
        }
        let (mut pages, told) = on_own_stack(file.bytes)?;
        warnings.extend(told);
        let count = pages.len();
        let wordless = pages
            .iter()
            .filter(|page| {
                !page
                    .iter()
                    .any(|glyph| glyph.text.contains(char::is_alphanumeric))
            })
            .count();
        if wordless == count {
            return Err(ImportError::Unsupported {
                what: "a scanned PDF, whose pages are pictures without text,",
                advice: "put it through text recognition first, or import the document it was printed from",
            });
        }
        if wordless > 0 {
            warnings.push(Warning::of_file(format!(
                "{wordless} of {count} pages have no text, perhaps pictures of it"
            )));
        }
        notes::take_off(&mut pages, warnings);
        initials::settle(&mut pages);
        order::settle(&mut pages);
        let mut pages = lines::of_pages(&pages);
        index::take_off(&mut pages, warnings);
        let by_number = furniture::take_off(&mut pages, warnings);
        ornaments::take_off(&mut pages, warnings);
        let mut script = Script {
            paragraphs: true,
            ..Script::default()
        };
        for paragraph in paragraphs::join(&pages, by_number) {
            let look = Look {
                heading: paragraph.heading,
                strong: paragraph.strong,
                ..Look::default()
            };
            script.push(&paragraph.text, true, look, None);
        }
        Ok(Draft::Script(script))
    }
}

type Pages = (Vec<Vec<glyphs::Glyph>>, Vec<Warning>);

fn on_own_stack(bytes: &[u8]) -> Result<Pages, ImportError> {
    let read = || {
        let mut warnings = Vec::new();
        glyphs::read(bytes, &mut warnings).map(|pages| (pages, warnings))
    };
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            // The caller's name, by which its panics are known.
            .name(name)
            .stack_size(STACK)
            .spawn_scoped(scope, read)
            .map_err(|source| ImportError::Open { source })?
            .join()
            .unwrap_or_else(|_| Err(ImportError::damaged("the PDF cannot be made out")))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use pdf_extract::{Document, Object, Stream, dictionary};

    use super::super::tests::{shown, warned};
    use super::super::{ImportOptions, read_transcript};

    /// A PDF with a page for each stream of drawing commands; what may be changed before it is written.
    pub(super) fn pdf(pages: &[&str], change: impl FnOnce(&mut Document)) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let font = document.add_object(
            dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
        );
        let kids: Vec<Object> = pages
            .iter()
            .map(|page| {
                let drawn = Stream::new(dictionary! {}, page.as_bytes().to_vec());
                let drawn = document.add_object(drawn);
                let page = dictionary! {
                    "Type" => "Page", "Parent" => tree, "Contents" => drawn,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
                };
                document.add_object(page).into()
            })
            .collect();
        let count = i64::try_from(kids.len()).unwrap();
        let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
        document.objects.insert(tree, node.into());
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", root);
        change(&mut document);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    /// A PDF of two turns.
    pub(in crate::transcripts) fn two_turns() -> Vec<u8> {
        pdf(&[&lines(&[(700, "INT: So?"), (680, "P1: Yes.")])], |_| ())
    }

    pub(super) fn lines(lines: &[(i32, &str)]) -> String {
        let draw = |(y, text): &(i32, &str)| format!("BT /F 10 Tf 72 {y} Td ({text}) Tj ET\n");
        lines.iter().map(draw).collect()
    }

    fn refused(bytes: &[u8]) -> String {
        read_transcript("a.pdf", bytes, &ImportOptions::default())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_turn_goes_on_over_a_page_break() {
        let one = lines(&[
            (700, "INT: How was it?"),
            (
                680,
                "P1: It was good, and I would say so to anybody who asked me, and some do, you know, now and",
            ),
            (60, "1"),
        ]);
        let two = lines(&[(700, "then."), (680, "INT: Thank you."), (60, "2")]);
        insta::assert_snapshot!(shown("a.pdf", &pdf(&[&one, &two], |_| ())), @r"
        [INT!] How was it?
        [P1] It was good, and I would say so to anybody who asked me, and some do, you know, now and then.
        [INT!] Thank you.
        ");
    }

    #[test]
    fn pictures_of_text_are_no_text() {
        assert_eq!(
            refused(&pdf(&["0 0 100 100 re f"], |_| ())),
            "a scanned PDF, whose pages are pictures without text, cannot be read: put it through text recognition first, or import the document it was printed from"
        );
        let words = lines(&[(700, "INT: So?"), (680, "P1: Yes.")]);
        assert_eq!(
            warned("a.pdf", &pdf(&[&words, ""], |_| ())),
            ["1 of 2 pages have no text, perhaps pictures of it."]
        );
    }

    #[test]
    fn a_locked_pdf_says_so() {
        let locked = pdf(&[&lines(&[(700, "P1: secret")])], |document| {
            let text = |byte: u8| Object::string_literal(vec![byte; 32]);
            let lock = document.add_object(dictionary! {
                "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4, "O" => text(1), "U" => text(2),
            });
            document.trailer.set("Encrypt", lock);
            document.trailer.set("ID", vec![text(3), text(3)]);
        });
        assert_eq!(
            refused(&locked),
            "the file is protected by a password: open it, take the password off, and save it again"
        );
    }

    #[test]
    fn drawings_within_themselves_are_refused() {
        let round = pdf(&["/X Do"], |document| {
            let form = document.new_object_id();
            let look = dictionary! { "Subtype" => "Form", "Resources" => dictionary! { "XObject" => dictionary! { "X" => form } } };
            document
                .objects
                .insert(form, Stream::new(look, b"/X Do".to_vec()).into());
            let page = document.get_pages()[&1];
            let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
            document
                .get_object_mut(page)
                .unwrap()
                .as_dict_mut()
                .unwrap()
                .set("Resources", resources);
        });
        assert!(
            refused(&round).contains("goes beyond the limit"),
            "{}",
            refused(&round)
        );
        let tower = pdf(&[""], |document| {
            let page = document.get_pages()[&1];
            let dictionary = document
                .get_object_mut(page)
                .unwrap()
                .as_dict_mut()
                .unwrap();
            dictionary.set("Parent", page);
            dictionary.remove(b"MediaBox");
        });
        assert!(
            refused(&tower).contains("goes beyond the limit"),
            "{}",
            refused(&tower)
        );
    }

    #[test]
    fn broken_pages_cost_that_page() {
        let words = lines(&[(700, "INT: So?"), (680, "P1: Yes.")]);
        let broken = pdf(&[&words, "BT /None 10 Tf (x) Tj ET"], |_| ());
        assert_eq!(shown("a.pdf", &broken), "[INT!] So?\n[P1] Yes.");
        assert!(warned("a.pdf", &broken)[0].starts_with("Page 2 could not be read to its end"));
        assert!(refused(b"%PDF-1.7\nnothing").starts_with("the file is cut short or damaged"));
    }

    #[test]
    fn pages_after_a_broken_one_are_read() {
        let page = |text: &str| lines(&[(700, text)]);
        let broken = pdf(
            &[
                &page("INT: So?"),
                "BT /F 10 Tf 72 700 Td (P1: Yes.) Tj /None 10 Tf (x) Tj ET",
                &page("INT: Why?"),
                &page("P1: Because there was no other bus."),
            ],
            |_| (),
        );
        assert_eq!(
            shown("a.pdf", &broken),
            "[INT!] So?\n[P1] Yes.\n[INT!] Why?\n[P1] Because there was no other bus."
        );
        assert_eq!(
            warned("a.pdf", &broken),
            ["Page 2 could not be read to its end: compare it with the PDF."]
        );
    }

    #[test]
    fn every_page_is_read_with_its_own_fonts() {
        let page = |text: &str| lines(&[(700, text)]);
        let pages = ["INT: Ax?", "P1: Ax.", "INT: Ax?", "P1: Ax, to be sure."].map(page);
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let other_font = pdf(&pages, |document| {
            let font = document.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
                "Encoding" => dictionary! { "Differences" => vec![65.into(), "Z".into()] },
            });
            let third = document.get_pages()[&3];
            let page = document.get_object_mut(third).unwrap();
            let resources = dictionary! { "Font" => dictionary! { "F" => font } };
            page.as_dict_mut().unwrap().set("Resources", resources);
        });
        assert_eq!(
            shown("a.pdf", &other_font),
            "[INT!] Ax?\n[P1] Ax.\n[INT!] Zx?\n[P1] Ax, to be sure."
        );
    }
}
