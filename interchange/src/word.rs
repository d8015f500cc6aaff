//! Word documents as archives: what those with excerpts and those with a table share.

use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::export::ExportError;
use crate::guard::xml_text;

/// The styles of all documents: real heading and quotation styles, so that a report's own template restyles them.
pub(crate) const STYLES: &str = include_str!("excerpts/styles.xml");

/// A part beyond the text and its styles.
pub(crate) struct Extra {
    /// Where it stands, such as `word/footer1.xml`.
    pub(crate) name: &'static str,
    /// What it is, the end of its content type.
    pub(crate) content: &'static str,
    /// What it is to whoever links to it, the end of the relation's type.
    pub(crate) relation: &'static str,
    /// Its markup.
    pub(crate) markup: String,
}

/// Packs a document and what else belongs to it. The same parts give the same bytes.
pub(crate) fn packed(document: &str, extras: &[Extra]) -> Result<Vec<u8>, ExportError> {
    let (of_package, of_document): (Vec<&Extra>, Vec<&Extra>) = extras
        .iter()
        .partition(|extra| !extra.name.starts_with("word/"));
    let types = content_types(extras);
    let package = links("officeDocument", "word/document.xml", &of_package);
    let links = links("styles", "styles.xml", &of_document);
    let mut parts = vec![
        ("[Content_Types].xml", types.as_str()),
        ("_rels/.rels", package.as_str()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", links.as_str()),
        ("word/styles.xml", STYLES),
    ];
    parts.extend(
        extras
            .iter()
            .map(|extra| (extra.name, extra.markup.as_str())),
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, part) in parts {
        archive.start_file(name, options).map_err(failed)?;
        archive.write_all(part.as_bytes()).map_err(failed)?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> ExportError {
    ExportError::Document {
        source: Box::new(source),
    }
}

fn content_types(extras: &[Extra]) -> String {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{OFFICE}.styles+xml"/>"#
    );
    for extra in extras {
        let (name, content) = (extra.name, extra.content);
        xml.extend([
            "<Override PartName=\"/",
            name,
            "\" ContentType=\"application/vnd.openxmlformats-",
            content,
            "+xml\"/>",
        ]);
    }
    xml.push_str("</Types>");
    xml
}

/// What a part links to: one thing first, then others in the same folder or below.
fn links(relation: &str, target: &str, others: &[&Extra]) -> String {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}{relation}" Target="{target}"/>"#
    );
    for (extra, nth) in others.iter().zip(2..) {
        let target = extra.name.trim_start_matches("word/");
        let kind = if extra.relation.contains('/') {
            format!("{PACKAGE}/{}", extra.relation)
        } else {
            format!("{OFFICE}{}", extra.relation)
        };
        let link = format!(r#"<Relationship Id="rId{nth}" Type="{kind}" Target="{target}"/>"#);
        xml.push_str(&link);
    }
    xml.push_str("</Relationships>");
    xml
}

/// Words as they stand between tags.
pub(crate) fn text(words: &str) -> String {
    escape(xml_text(words).as_ref()).into_owned()
}
