//! Word documents: the accepted text of the body. What Word keeps beside it (comments, notes, headers, text
//! boxes, deleted text) is left out and reported.

use super::archive::Archive;
use super::document::{Block, Body, report_left_out, to_script};
use super::docx_body;
use super::docx_styles::Styles;
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use crate::Warning;

/// Word documents.
pub(super) struct Docx;

/// The part with the text; some versions of Word write the second name.
const MAIN: [&str; 2] = ["word/document.xml", "word/document2.xml"];

impl Reader for Docx {
    fn format(&self) -> Format {
        Format::Word
    }

    fn endings(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.parts()
            .iter()
            .any(|part| MAIN.contains(&part.as_str()))
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let mut archive = Archive::open(file.bytes)?;
        let main = MAIN
            .into_iter()
            .find(|name| file.parts().iter().any(|part| part == name))
            .unwrap_or(MAIN[0]);
        let styles = match styles(&mut archive) {
            Ok(styles) => styles,
            // Without styles only bold from styles is lost; the text is whole.
            Err(ImportError::Damaged { .. }) => Styles::default(),
            Err(error) => return Err(error),
        };
        let xml = part(&mut archive, main)?
            .ok_or_else(|| ImportError::damaged(format!("the part {main} is missing")))?;
        let body = docx_body::read(&decode(&xml)?.text, main, &styles)?;
        drop(xml);
        report_left_out(&body.left_out, warnings);
        report_headers(&mut archive, file, warnings);
        let Body { blocks, .. } = body;
        if blocks.iter().all(Block::is_blank) {
            return Err(ImportError::NoText);
        }
        Ok(Draft::Script(to_script(blocks)))
    }
}

fn styles(archive: &mut Archive<'_>) -> Result<Styles, ImportError> {
    match part(archive, "word/styles.xml")? {
        Some(xml) => Ok(Styles::read(&decode(&xml)?.text)),
        None => Ok(Styles::default()),
    }
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
    match archive.read(name)? {
        Some(bytes) if bytes.is_empty() => {
            Err(ImportError::damaged(format!("the part {name} is empty")))
        }
        part => Ok(part),
    }
}

/// Reports headers and footers with words in them; they are on every page and nobody says them.
fn report_headers(archive: &mut Archive<'_>, file: &File<'_>, warnings: &mut Vec<Warning>) {
    let mut words: Vec<String> = Vec::new();
    let parts = file.parts().iter().filter(|part| {
        (part.starts_with("word/header") || part.starts_with("word/footer"))
            && !part.contains("_rels")
    });
    for name in parts.take(64) {
        let Ok(Some(xml)) = part(archive, name) else {
            continue;
        };
        let Ok(xml) = decode(&xml) else { continue };
        let Ok(body) = docx_body::read(&xml.text, name, &Styles::default()) else {
            continue;
        };
        let text = body
            .blocks
            .iter()
            .map(Block::words)
            .collect::<Vec<_>>()
            .join(" ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.contains(char::is_alphabetic) && !words.contains(&text) {
            words.push(text);
        }
    }
    for text in words.iter().take(4) {
        let shown: String = text.chars().take(60).collect();
        warnings.push(Warning::of_file(format!(
            "the header or footer “{shown}” was left out"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::{shown, warned};
    use super::super::{ImportOptions, read_transcript};

    fn word(body: &str) -> Vec<u8> {
        let xml = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>"
        );
        packed(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", xml.as_bytes()),
        ])
    }

    fn paragraph(words: &str) -> String {
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
    }

    #[test]
    fn tracked_changes_are_accepted_and_comments_stay_out() {
        let body = paragraph("INT: How was it?")
            + "<w:p><w:r><w:t>P1: </w:t></w:r><w:ins><w:r><w:t>Good</w:t></w:r></w:ins><w:del><w:r><w:delText>Bad</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:t>, &amp; so&#8217;s Ann.</w:t></w:r></w:p>"
            + &paragraph("INT: Yes?");
        insta::assert_snapshot!(shown("a.docx", &word(&body)), @r"
        [INT!] How was it?
        [P1] Good, & so’s Ann.
        [INT!] Yes?
        ");
        assert_eq!(
            warned("a.docx", &word(&body)),
            [
                "1 comment was left out.",
                "2 tracked deletions were left out, as accepted.",
                "1 tracked insertion was read, as accepted."
            ]
        );
    }

    #[test]
    fn notes_stay_out_and_soft_line_breaks_divide_words() {
        let body = paragraph("INT: So?")
            + "<w:p><w:r><w:t>P1: The bus</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:br/><w:t>never came.</w:t></w:r><w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p>"
            + &paragraph("INT: Never?");
        let xml = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
        let notes = "<w:footnotes xmlns:w=\"x\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>P1: not said</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let bytes = packed(&[
            ("word/document.xml", xml.as_bytes()),
            ("word/footnotes.xml", notes.as_bytes()),
        ]);
        assert_eq!(
            shown("a.docx", &bytes),
            "[INT!] So?\n[P1] The bus⏎never came.\n[INT!] Never?"
        );
        assert_eq!(
            warned("a.docx", &bytes),
            ["2 footnotes and endnotes were left out."]
        );
    }

    #[test]
    fn line_breaks_tabs_and_content_controls_are_read() {
        let body = "<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Ada</w:t></w:r><w:r><w:t>   1:05</w:t><w:br/><w:t>Hey.</w:t><w:br/><w:t>You.</w:t></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>Lee   1:19</w:t><w:br/><w:t>A</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p></w:sdtContent></w:sdt></w:sdtContent></w:sdt>";
        insta::assert_snapshot!(shown("a.docx", &word(body)), @r"
        [Ada 65000-] Hey.⏎You.
        [Lee 79000-] A→b‑c
        ");
    }

    #[test]
    fn a_two_column_table_is_read_row_by_row() {
        let cell = |words: &str| {
            format!(
                "<w:tc>{}</w:tc>",
                words.split('|').map(paragraph).collect::<String>()
            )
        };
        let rows = [
            ("Doctor", "Hello?|How are you?"),
            ("Patient:", "Fine."),
            ("", "Quite fine."),
            ("Doctor", "Good."),
            ("Patient", "Yes."),
        ];
        let table = rows
            .map(|(who, what)| format!("<w:tr>{}{}</w:tr>", cell(who), cell(what)))
            .concat();
        let body = paragraph("Consultation") + &format!("<w:tbl>{table}</w:tbl>");
        insta::assert_snapshot!(shown("a.docx", &word(&body)), @r"
        [] Consultation
        [Doctor!] Hello?⏎How are you?
        [Patient] Fine.⏎Quite fine.
        [Doctor!] Good.
        [Patient] Yes.
        ");
    }

    #[test]
    fn text_boxes_and_field_codes_stay_out() {
        let body = "<w:p><w:r><w:t>I: So</w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>BOX</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:t>?</w:t></w:r></w:p>".to_owned() + &paragraph("P: Well") + &paragraph("I: Hm") + &paragraph("P: Yes");
        assert_eq!(
            shown("a.docx", &word(&body)).lines().next(),
            Some("[I!] So?")
        );
        assert_eq!(warned("a.docx", &word(&body)), ["1 text box was left out."]);
        // As Word drew boxes until 2007; a picture without words is no box.
        let old = body
            .replace("<w:drawing>", "<w:pict><v:shape><v:textbox>")
            .replace("</w:drawing>", "</v:textbox></v:shape></w:pict><w:object><o:OLEObject><o:LinkType>x</o:LinkType></o:OLEObject></w:object>");
        assert_eq!(shown("a.docx", &word(&old)), shown("a.docx", &word(&body)));
        assert_eq!(warned("a.docx", &word(&old)), ["1 text box was left out."]);
    }

    #[test]
    fn broken_documents_say_what_is_broken() {
        let of = |bytes: &[u8]| {
            read_transcript("a.docx", bytes, &ImportOptions::default())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(of(&word("")), "there is no text in it");
        assert!(
            of(&word("<w:p><w:r></w:p>"))
                .starts_with("the markup of word/document.xml is broken at byte")
        );
        let deep = "<w:sdt>".repeat(2000);
        assert!(
            of(&word(&deep)).contains("goes beyond the limit"),
            "{}",
            of(&word(&deep))
        );
        let entity = word("<w:p><w:r><w:t>P1: a&bogus;b</w:t></w:r></w:p>");
        assert_eq!(
            warned("a.docx", &entity),
            ["Paragraph 1: “&bogus;” is not a character that documents know, it stays as written."]
        );
        assert_eq!(
            of(b"PK\x03\x04 no archive"),
            "the file is cut short or damaged: its list of parts cannot be read"
        );
    }
}
