//! What a Word document's styles say that bears on speakers: which are bold or italic, which are headings.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The looks of one style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) heading: bool,
}

/// What one style says itself.
#[derive(Debug, Default)]
struct Said {
    strong: Option<bool>,
    heading: bool,
    based_on: Option<String>,
}

/// The styles of a document by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Said>,
}

/// How many styles may be based one on another.
const LONGEST_LINE: usize = 12;

impl Styles {
    /// Reads `word/styles.xml`, as far as it can be read.
    pub(super) fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut current: Option<String> = None;
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                    "style" => current = attribute(&tag, "styleId"),
                    name => styles.note(current.as_ref(), name, &tag),
                },
                Ok(Event::End(tag)) if tag.local_name().as_ref() == "style" => current = None,
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(_) => {}
            }
        }
    }

    fn note(&mut self, current: Option<&String>, name: &str, tag: &BytesStart<'_>) {
        let Some(id) = current else { return };
        let style = self.by_id.entry(id.clone()).or_default();
        match name {
            "b" | "i" => style.strong = Some(is_on(tag) || style.strong == Some(true)),
            "name" => style.heading |= attribute(tag, "val").is_some_and(|name| is_heading(&name)),
            "outlineLvl" => {
                let level = attribute(tag, "val").and_then(|level| level.parse().ok());
                style.heading |= level.is_some_and(|level: u8| level < 9);
            }
            "basedOn" => style.based_on = attribute(tag, "val"),
            _ => {}
        }
    }

    /// The looks of a style, with what it takes from those it is based on; an unknown one has none but what its id says.
    pub(super) fn of(&self, id: &str) -> Style {
        let Some(mut said) = self.by_id.get(id) else {
            return Style {
                strong: false,
                heading: is_heading(id),
            };
        };
        let (mut strong, mut heading) = (said.strong, said.heading);
        for _ in 0..LONGEST_LINE {
            let based_on = said.based_on.as_ref();
            let Some(base) = based_on.and_then(|id| self.by_id.get(id)) else {
                break;
            };
            strong = strong.or(base.strong);
            heading |= base.heading;
            said = base;
        }
        Style {
            strong: strong.unwrap_or_default(),
            heading,
        }
    }
}

fn is_heading(name: &str) -> bool {
    let folded = name.to_lowercase();
    folded.starts_with("heading") || folded == "title" || folded == "subtitle"
}

/// The value of an attribute by its local name, character references resolved.
pub(super) fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)
        .map(|attribute| {
            quick_xml::escape::unescape(&attribute.value).map_or_else(
                |_| attribute.value.clone().into_owned(),
                std::borrow::Cow::into_owned,
            )
        })
}

/// Whether a switch such as `<w:b/>` is on: it is unless its value says no.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(
        attribute(tag, "val").as_deref(),
        Some("0" | "false" | "off" | "none")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_say_bold_and_heading() {
        let styles = Styles::read(
            r#"<w:styles xmlns:w="x"><w:style w:styleId="Speaker"><w:name w:val="Speaker"/><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b w:val="0"/></w:rPr></w:style></w:styles>"#,
        );
        assert!(styles.of("Speaker").strong && !styles.of("Speaker").heading);
        assert!(styles.of("berschrift1").heading && !styles.of("berschrift1").strong);
        assert!(
            styles.of("Heading2").heading,
            "by its id, if the styles are missing"
        );
    }

    #[test]
    fn styles_take_looks_from_those_they_are_based_on() {
        let styles = Styles::read(
            r#"<w:styles xmlns:w="x"><w:style w:styleId="Loud"><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:styleId="Voice"><w:name w:val="Voice"/><w:basedOn w:val="Loud"/></w:style>
            <w:style w:styleId="Soft"><w:basedOn w:val="Loud"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
            <w:style w:styleId="Who"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
            <w:style w:styleId="Who2"><w:basedOn w:val="Who"/></w:style>
            <w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>"#,
        );
        assert!(styles.of("Voice").strong && !styles.of("Soft").strong);
        assert!(styles.of("Who2").heading && !styles.of("Voice").heading);
        assert!(!styles.of("Round").strong);
    }
}
