//! The markup of REFI-QDA, read into elements by local name, and written element by element.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::RefiError;
use crate::guard::xml_text;
use crate::sheet::decoded;

/// How deep elements may nest. Codes nest as deep as people think, and no further.
const DEEPEST: usize = 400;

/// How many elements a file may have: a project of a million codings has four million.
const MOST_ELEMENTS: usize = 8_000_000;

/// An element with all that is in it. Namespaces are set aside: programs write them in many ways.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) children: Vec<Element>,
    /// Its own text; that of its children is theirs.
    pub(super) text: String,
    /// Where it begins, from 1.
    pub(super) line: u32,
}

impl Element {
    /// The value of an attribute, as it stands.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| &**known == name);
        found.map(|(_, value)| &**value)
    }

    /// The value of an attribute without outer blanks; "" where it is not there.
    pub(super) fn value(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// An element with nothing in it yet.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Gives an attribute a value, in the place it has if it is there.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self
            .attributes
            .iter_mut()
            .find(|(known, _)| &**known == name)
        {
            Some((_, known)) => *known = value.into(),
            None => self.attributes.push((name.into(), value.into())),
        }
    }

    /// Leaves out the attributes for which this answers false.
    pub(super) fn keep_attributes(&mut self, mut keep: impl FnMut(&str, &str) -> bool) {
        self.attributes.retain(|(name, value)| keep(name, value));
    }

    /// All attributes.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(name, value)| (&**name, &**value))
    }

    /// The children of a name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children
            .iter()
            .filter(move |child| &*child.name == name)
    }

    /// The first child of a name.
    pub(super) fn one(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| &*child.name == name)
    }

    /// The children inside the first child of a name: `in_list("Users")`.
    pub(super) fn in_list(&self, name: &str) -> &[Self] {
        self.one(name).map_or(&[], |list| &list.children)
    }

    /// The text of the first child of a name, without outer blanks.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.one(name).map_or("", |child| child.text.trim())
    }
}

/// Reads a document's root. `part` names it in errors.
pub(super) fn read(bytes: &[u8], part: &str) -> Result<Element, RefiError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decoded(bytes).map_err(|error| RefiError::NotRefi {
            why: format!("{part} is no text: {error}"),
        })?),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Walk::new(text, part).root()
}

struct Walk<'t> {
    text: &'t str,
    part: &'t str,
    /// Elements that are not closed yet.
    open: Vec<Element>,
    elements: usize,
    line: u32,
    counted_to: usize,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, part: &'t str) -> Self {
        Self {
            text,
            part,
            open: Vec::new(),
            elements: 0,
            line: 1,
            counted_to: 0,
        }
    }

    fn root(mut self) -> Result<Element, RefiError> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().allow_dangling_amp = true;
        loop {
            self.count_lines(reader.buffer_position());
            let event = reader.read_event();
            match event {
                Ok(Event::Start(tag)) => {
                    let element = self.element(&tag)?;
                    self.open.push(element);
                    if self.open.len() > DEEPEST {
                        return Err(self.too_much("the nesting of elements", DEEPEST));
                    }
                }
                Ok(Event::Empty(tag)) => {
                    let element = self.element(&tag)?;
                    if let Some(root) = self.close(element) {
                        return Ok(root);
                    }
                }
                Ok(Event::End(_)) => {
                    if let Some(root) = self.open.pop().and_then(|done| self.close(done)) {
                        return Ok(root);
                    }
                }
                Ok(Event::Text(text)) => self.add(&text.xml10_content()),
                Ok(Event::CData(text)) => self.add(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference)?,
                Ok(Event::Eof) => return Err(self.broken("it ends before its last element does")),
                Ok(Event::DocType(_)) => {
                    return Err(RefiError::DocumentType {
                        part: self.part.to_owned(),
                        line: self.line,
                    });
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Err(error) => return Err(self.broken(&error.to_string())),
            }
        }
    }

    fn count_lines(&mut self, to: u64) {
        let to = usize::try_from(to).unwrap_or(usize::MAX);
        if let Some(passed) = self.text.as_bytes().get(self.counted_to..to) {
            let lines = passed.split(|byte| *byte == b'\n').count() - 1;
            self.line = self
                .line
                .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.counted_to = to;
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>) -> Result<Element, RefiError> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(self.too_much("the number of elements", MOST_ELEMENTS));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.broken(&error.to_string()))?;
            // A raw line break in a value is a blank by the rules of XML, one written as `&#10;` stays.
            let raw = attribute.value.replace(['\n', '\r', '\t'], " ");
            let value = quick_xml::escape::unescape(&raw)
                .map_or_else(|_| raw.clone().into(), |value| value.as_ref().into());
            attributes.push((attribute.key.local_name().as_ref().into(), value));
        }
        Ok(Element {
            name: tag.local_name().as_ref().into(),
            attributes,
            line: self.line,
            ..Element::default()
        })
    }

    /// Puts a finished element into the one around it; answers it if there is none.
    fn close(&mut self, done: Element) -> Option<Element> {
        match self.open.last_mut() {
            Some(around) => {
                around.children.push(done);
                None
            }
            None => Some(done),
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), RefiError> {
        let name: &str = reference;
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            self.add(c.encode_utf8(&mut [0; 4]));
        } else if let Some(words) = quick_xml::escape::resolve_predefined_entity(name) {
            self.add(words);
        } else {
            let name: String = name.chars().take(30).collect();
            return Err(self.broken(&format!("the entity &{name}; is not defined")));
        }
        Ok(())
    }

    fn broken(&self, why: &str) -> RefiError {
        RefiError::Markup {
            part: self.part.to_owned(),
            line: self.line,
            // What the parser says may quote whole pieces of the file.
            why: why
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(160)
                .collect(),
        }
    }

    fn too_much(&self, what: &str, limit: usize) -> RefiError {
        RefiError::TooComplex {
            what: format!("{what} in {}", self.part),
            limit,
        }
    }
}

/// A document being written. Elements are closed by their name, so a slip shows in any test.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(),
        }
    }

    /// A part of a document, without its declaration.
    pub(super) fn of_part() -> Self {
        Self { out: String::new() }
    }

    /// Writes an element that was read, with all that is in it.
    pub(super) fn element(&mut self, element: &Element) {
        let attributes: Vec<(&str, Option<&str>)> = element
            .attributes()
            .map(|(name, value)| (name, Some(value)))
            .collect();
        if !element.children.is_empty() {
            self.open(&element.name, &attributes);
            for child in &element.children {
                self.element(child);
            }
            self.close(&element.name);
        } else if element.text.is_empty() {
            self.empty(&element.name, &attributes);
        } else {
            self.start(&element.name, &attributes);
            self.out.push('>');
            self.escaped(&element.text, false);
            self.close(&element.name);
        }
    }

    /// Opens an element; attributes without a value are left out.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.start(name, attributes);
        self.out.push_str(">\n");
    }

    /// Writes an element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    /// Writes an element with text in it.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.start(name, &[]);
        self.out.push('>');
        self.escaped(text, false);
        self.close(name);
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn start(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            let Some(value) = value else { continue };
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.escaped(value, true);
            self.out.push('"');
        }
    }

    /// Text as XML holds it. Line breaks of attributes are written so that readers keep them.
    fn escaped(&mut self, text: &str, in_attribute: bool) {
        for c in xml_text(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' if in_attribute => self.out.push_str("&quot;"),
                '\r' => self.out.push_str("&#13;"),
                '\n' if in_attribute => self.out.push_str("&#10;"),
                '\t' if in_attribute => self.out.push_str("&#9;"),
                _ => self.out.push(c),
            }
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    pub(super) fn finish_part(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let odd = " a\u{1}\n<b> \"c\" & 'd'\r\tŵ🙂 ";
        let mut xml = Writer::new();
        xml.open("Project", &[("name", Some(odd)), ("origin", None)]);
        xml.text("Description", odd);
        xml.empty("NoteRef", &[("targetGUID", Some("1"))]);
        xml.close("Project");
        let root = read(&xml.finish(), "project.qde").unwrap();
        let kept = odd.replace('\u{1}', "");
        assert_eq!(
            (&*root.name, root.get("name")),
            ("Project", Some(kept.as_str()))
        );
        assert_eq!(root.get("origin"), None);
        assert_eq!(root.children[0].text, kept);
        assert_eq!(root.one("NoteRef").unwrap().line, 5);
    }

    #[test]
    fn prefixes_and_cdata_are_understood_and_raw_breaks_fold() {
        let xml = "\u{feff}<q:Code xmlns:q='x' q:name='a\nb'><q:Description><![CDATA[x < y]]> &#x41;&amp;</q:Description></q:Code>";
        let root = read(xml.as_bytes(), "a.qdc").unwrap();
        assert_eq!(root.value("name"), "a b");
        assert_eq!(root.text_of("Description"), "x < y A&");
    }

    #[test]
    fn markup_that_could_do_harm_is_refused_by_line() {
        let refused = |xml: &str| read(xml.as_bytes(), "project.qde").unwrap_err().to_string();
        assert_eq!(
            refused("<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'b'>]>\n<Project/>"),
            "project.qde defines a document type at line 2: no program writes one, and it may do harm"
        );
        assert!(
            refused("<Project>\n&lol;</Project>")
                .contains("line 2: the entity &lol; is not defined")
        );
        assert!(refused(&"<Code>".repeat(500)).contains("nesting"));
        assert!(refused("<Project><Users></Project>").contains("broken at line 1"));
        assert!(refused("<Project>").contains("ends before"));
        assert!(refused("").contains("ends before"));
    }
}
