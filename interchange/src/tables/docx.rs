//! A table as a Word document, to be pasted into a report.

use super::{Cell, Table};
use crate::export::ExportError;
use crate::word::{packed, text};

/// A4 on its side with margins of 2 cm: tables are wide.
const PAGE: &str = r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>"#;

const BORDERS: &str = r#"<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="8" w:color="5B6770"/><w:bottom w:val="single" w:sz="8" w:color="5B6770"/><w:insideH w:val="single" w:sz="4" w:color="C9D3DA"/></w:tblBorders></w:tblPr>"#;

/// Writes a table as docx: the same table gives the same bytes.
pub(super) fn write_docx(table: &Table) -> Result<Vec<u8>, ExportError> {
    packed(&document(table), &[])
}

fn document(table: &Table) -> String {
    let mut xml = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
    );
    paragraph(&mut xml, "Heading2", &table.title);
    xml.push_str("<w:tbl>");
    xml.push_str(BORDERS);
    xml.push_str("<w:tblGrid>");
    xml.push_str(&"<w:gridCol/>".repeat(table.columns.len()));
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>");
    for (nth, column) in table.columns.iter().enumerate() {
        cell(&mut xml, nth > 0, true, column);
    }
    xml.push_str("</w:tr>");
    for row in &table.rows {
        xml.push_str("<w:tr>");
        for one in row {
            let number = !matches!(one, Cell::Text(_));
            cell(&mut xml, number, false, &shown(one));
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    for line in table.note.lines() {
        paragraph(&mut xml, "CodeCounts", line);
    }
    xml.push_str(PAGE);
    xml.push_str("</w:body></w:document>");
    xml
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Count(n) => n.to_string(),
        Cell::CountOf { n, base } => format!("{n} of {base}"),
        Cell::Number(number) if number.is_finite() => number.to_string(),
        Cell::Number(_) | Cell::Blank => String::new(),
    }
}

fn cell(xml: &mut String, right: bool, bold: bool, words: &str) {
    xml.push_str("<w:tc><w:p><w:pPr><w:spacing w:after=\"40\"/>");
    if right {
        xml.push_str("<w:jc w:val=\"right\"/>");
    }
    xml.push_str("</w:pPr>");
    run(xml, bold, words);
    xml.push_str("</w:p></w:tc>");
}

fn paragraph(xml: &mut String, style: &str, words: &str) {
    xml.extend(["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/></w:pPr>"]);
    run(xml, false, words);
    xml.push_str("</w:p>");
}

fn run(xml: &mut String, bold: bool, words: &str) {
    let weight = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    xml.extend([
        "<w:r>",
        weight,
        "<w:t xml:space=\"preserve\">",
        &text(words),
        "</w:t></w:r>",
    ]);
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use quick_xml::events::Event;

    use super::*;

    #[test]
    fn a_table_is_one_table_with_its_title_and_note() {
        let table = Table {
            title: "Cases <by> group".to_owned(),
            note: "Nine cases.\nNot exclusive.".to_owned(),
            columns: vec!["code".to_owned(), "Parents (of 5)".to_owned()],
            rows: vec![vec![Cell::Text("Trust & care".to_owned()), Cell::Count(3)]],
            trace: Vec::new(),
        };
        let bytes = write_docx(&table).unwrap();
        assert_eq!(bytes, write_docx(&table).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        let mut part = archive.by_name("word/document.xml").unwrap();
        part.read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut rows = 0;
        loop {
            let event = reader.read_event().unwrap();
            if let Event::Start(tag) = &event
                && tag.name().as_ref() == "w:tr"
            {
                rows += 1;
            }
            if matches!(event, Event::Eof) {
                break;
            }
        }
        assert_eq!(rows, 2);
        for words in [
            "Cases &lt;by&gt; group",
            "Trust &amp; care",
            ">3<",
            "Not exclusive.",
        ] {
            assert!(xml.contains(words), "{words} in {xml}");
        }
    }
}
