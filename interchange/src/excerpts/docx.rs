//! Excerpts as a Word document: real heading and quotation styles, so that a report's own template restyles
//! them and its table of contents finds them.

use super::book::ExcerptBook;
use super::outline::{Passage, Section, quoted, sections};
use super::row::attribution;
use crate::export::ExportError;
use crate::word::{Extra, packed, text};

/// Names of the elements used.
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A4 with margins of 2.54 cm, page numbers below.
const PAGE: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>"#;

/// The deepest heading that Word's built-in styles give.
const DEEPEST: usize = 6;

/// Writes excerpts as docx.
pub(super) fn write_docx(book: &ExcerptBook) -> Result<Vec<u8>, ExportError> {
    let extras = [
        Extra {
            name: "docProps/core.xml",
            content: "package.core-properties",
            relation: "metadata/core-properties",
            markup: core_properties(book),
        },
        Extra {
            name: "word/footer1.xml",
            content: "officedocument.wordprocessingml.footer",
            relation: "footer",
            markup: footer(book),
        },
    ];
    packed(&Document::of(book), &extras)
}

fn core_properties(book: &ExcerptBook) -> String {
    let (project, at) = (text(&book.about.project), &book.about.exported_at);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Coded excerpts: {project}</dc:title><dc:creator>Vouch</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>"#
    )
}

fn footer(book: &ExcerptBook) -> String {
    let project = text(&book.about.project);
    let day = day(book);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">{project} · coded excerpts · {day}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"#
    )
}

/// The day of the export.
pub(super) fn day(book: &ExcerptBook) -> &str {
    let at = book.about.exported_at.as_str();
    at.split_once('T').map_or(at, |(day, _)| day)
}

/// What stands under the title: how much of what.
pub(super) fn subtitle(book: &ExcerptBook) -> String {
    let codings = match book.rows.len() {
        1 => "1 coding".to_owned(),
        n => format!("{n} codings"),
    };
    let mut line = format!("{codings} · {} · exported {}", book.about.filter, day(book));
    match book.about.lost {
        0 => {}
        1 => line.push_str(" · 1 coding left out: its passage is gone from the text"),
        n => line.extend([
            " · ",
            &n.to_string(),
            " codings left out: their passages are gone from the text",
        ]),
    }
    line
}

/// The main part of the document.
struct Document {
    xml: String,
    bookmarks: usize,
}

impl Document {
    fn of(book: &ExcerptBook) -> String {
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {W}><w:body>"
        );
        let mut document = Self {
            xml: head,
            bookmarks: 0,
        };
        document.paragraph("Title", &format!("Coded excerpts: {}", book.about.project));
        document.paragraph("Subtitle", &subtitle(book));
        if book.rows.is_empty() {
            document.paragraph("Normal", "No quotes were found.");
        }
        for section in sections(book) {
            document.section(&section);
        }
        document.xml.push_str(PAGE);
        document.xml.push_str("</w:body></w:document>");
        document.xml
    }

    fn section(&mut self, section: &Section<'_>) {
        let level = (section.theme.depth + 1).min(DEEPEST);
        self.paragraph(&format!("Heading{level}"), &section.theme.name);
        if !section.theme.definition.trim().is_empty() {
            self.paragraph("CodeDefinition", section.theme.definition.trim());
        }
        self.paragraph("CodeCounts", &section.summary);
        for group in &section.groups {
            if let Some(heading) = group.heading {
                self.paragraph(&format!("Heading{}", (level + 1).min(DEEPEST)), heading);
            }
            for passage in &group.passages {
                self.passage(passage);
            }
        }
    }

    fn passage(&mut self, passage: &Passage<'_>) {
        self.open("Quote");
        // Bookmarks carry the quote ids, so that a number in a report can be led back to its quotes.
        let first = self.bookmarks;
        for id in &passage.quote_ids {
            let name = format!("q_{}", id.replace('-', ""));
            let number = self.bookmarks.to_string();
            self.xml.extend([
                "<w:bookmarkStart w:id=\"",
                &number,
                "\" w:name=\"",
                &name,
                "\"/>",
            ]);
            self.bookmarks += 1;
        }
        self.run(&quoted(&passage.row.quote));
        for id in first..self.bookmarks {
            self.xml
                .extend(["<w:bookmarkEnd w:id=\"", &id.to_string(), "\"/>"]);
        }
        self.close();
        self.paragraph("QuoteAttribution", &attribution(passage.row));
    }

    fn paragraph(&mut self, style: &str, words: &str) {
        self.open(style);
        self.run(words);
        self.close();
    }

    fn open(&mut self, style: &str) {
        self.xml
            .extend(["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/></w:pPr>"]);
    }

    fn close(&mut self) {
        self.xml.push_str("</w:p>\n");
    }

    /// Writes words; line ends become line breaks, tabs tabs.
    fn run(&mut self, words: &str) {
        self.xml.push_str("<w:r>");
        for (nth, line) in words.split('\n').enumerate() {
            if nth > 0 {
                self.xml.push_str("<w:br/>");
            }
            for (nth, part) in line.split('\t').enumerate() {
                if nth > 0 {
                    self.xml.push_str("<w:tab/>");
                }
                self.xml
                    .extend(["<w:t xml:space=\"preserve\">", &text(part), "</w:t>"]);
            }
        }
        self.xml.push_str("</w:r>");
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::testing::{book_of, excerpt, small_book};
    use crate::word::STYLES;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    /// Each paragraph as `Style: text`, read by an XML reader that checks the markup.
    fn paragraphs(book: &ExcerptBook) -> Vec<String> {
        let xml = part(&write_docx(book).unwrap(), "word/document.xml");
        let mut reader = Reader::from_str(&xml);
        let mut found: Vec<String> = Vec::new();
        loop {
            let event = reader.read_event().unwrap();
            if let Event::Empty(tag) = &event
                && tag.name().as_ref() == "w:pStyle"
            {
                let style = tag.try_get_attribute("w:val").unwrap().unwrap();
                found.push(format!("{}: ", style.value));
            }
            let Some(last) = found.last_mut() else {
                continue;
            };
            if let Event::Empty(tag) = &event
                && tag.name().as_ref() == "w:br"
            {
                last.push('⏎');
            } else if let Event::Text(text) = &event {
                last.push_str(text.trim_end_matches('\n'));
            } else if let Event::GeneralRef(name) = &event {
                last.extend(["&", &**name, ";"]);
            } else if matches!(event, Event::Eof) {
                return found;
            }
        }
    }

    #[test]
    fn the_document_reads_theme_group_quote_attribution() {
        insta::assert_snapshot!(paragraphs(&small_book()).join("\n"), @r##"
        Title: Coded excerpts: Glanfa
        Subtitle: 5 codings · all codings · exported 2026-03-10
        Heading1: Enablers
        CodeDefinition: What helped.
        CodeCounts: Enabler · 3 quotes from 2 of 5 cases, sub-codes included
        Heading2: Trust
        CodeDefinition: Felt safe &amp; heard.
        CodeCounts: Enabler · 3 quotes from 2 of 5 cases
        Heading3: parents
        Quote: “She listened.”
        QuoteAttribution: Parent 2, Interview, turn 14
        Quote: “‘Never &lt;late&gt; &amp; never ‘rushed’”
        QuoteAttribution: Parent 2, Interview, turn 14
        Heading3: practitioners
        Quote: “Two lines⏎of one quote”
        QuoteAttribution: Practitioner 1, Interview, turn 14
        Heading1: Waiting
        CodeCounts: Barrier · 1 quote from 1 of 5 cases
        Heading2: parents
        Quote: “And how long was that?”
        QuoteAttribution: INT (interviewer), Interview with Parent 2, turn 14
        "##);
    }

    #[test]
    fn every_part_is_sound_markup_and_every_style_used_exists() {
        let bytes = write_docx(&small_book()).unwrap();
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/footer1.xml",
        ] {
            let xml = part(&bytes, name);
            let mut reader = Reader::from_str(&xml);
            reader.config_mut().check_end_names = true;
            while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        }
        for paragraph in paragraphs(&small_book()) {
            let style = paragraph.split(':').next().unwrap();
            assert!(
                STYLES.contains(&format!("w:styleId=\"{style}\"")),
                "{style}"
            );
        }
    }

    #[test]
    fn every_coding_has_a_bookmark_of_its_own() {
        let xml = part(&write_docx(&small_book()).unwrap(), "word/document.xml");
        assert_eq!(
            xml.matches("<w:bookmarkStart").count(),
            5,
            "one passage stands for two codings"
        );
        assert_eq!(xml.matches("<w:bookmarkEnd").count(), 5);
        assert!(xml.contains(r#"w:id="1" w:name="q_00000000000000000000000000000002""#));
    }

    #[test]
    fn control_characters_and_deep_codes_do_no_harm() {
        let mut book = book_of(vec![excerpt("Deep", "", "page\u{c}break <w:p> &\u{1}")]);
        book.themes[0].depth = 11;
        let shown = paragraphs(&book);
        assert!(shown.contains(&"Heading6: Deep".to_owned()), "{shown:?}");
        assert!(
            shown.contains(&"Quote: “pagebreak &lt;w:p&gt; &amp;”".to_owned()),
            "{shown:?}"
        );
    }

    #[test]
    fn an_empty_export_says_so() {
        let book = book_of(Vec::new());
        assert_eq!(paragraphs(&book)[2], "Normal: No quotes were found.");
    }
}
