//! Walks through a part of XML piece by piece: what all documents made of it have in common. Entities are not
//! expanded, nesting is bounded, and a part that ends early is damaged.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::ImportError;

/// How deep elements may nest; tables in tables in tables stay far below.
const DEEPEST: usize = 400;

/// What hears the pieces of a part, in order.
pub(super) trait Listener {
    /// How many elements are open; kept by [`walk`].
    fn depth(&mut self) -> &mut usize;

    /// An element begins; an empty one ends at once and is not closed.
    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError>;

    /// The element of this local name ends.
    fn close(&mut self, name: &str) -> Result<(), ImportError>;

    /// Words between the tags.
    fn text(&mut self, words: &str);

    /// A character written as a reference.
    fn reference(&mut self, reference: &BytesRef<'_>) {
        self.text(&resolved(reference));
    }
}

/// Walks through a part. `part` names it in errors.
pub(super) fn walk(xml: &str, part: &str, to: &mut impl Listener) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                *to.depth() += 1;
                if *to.depth() > DEEPEST {
                    return Err(ImportError::TooComplex {
                        what: format!("the nesting of elements in {part}"),
                        limit: DEEPEST,
                    });
                }
                to.open(&tag, false)?;
            }
            Ok(Event::Empty(tag)) => to.open(&tag, true)?,
            Ok(Event::End(tag)) => {
                to.close(tag.local_name().as_ref())?;
                *to.depth() = to.depth().saturating_sub(1);
            }
            Ok(Event::Text(text)) => to.text(&text.xml10_content()),
            Ok(Event::CData(text)) => to.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => to.reference(&reference),
            Ok(Event::Eof) => break,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(error) => {
                return Err(ImportError::Markup {
                    part: part.to_owned(),
                    at,
                    source: Box::new(error),
                });
            }
        }
    }
    if *to.depth() > 0 {
        return Err(ImportError::damaged(format!(
            "the part {part} ends in the middle of a document"
        )));
    }
    Ok(())
}

/// The character of a reference; the reference as written where XML itself does not know it.
pub(super) fn resolved(reference: &BytesRef<'_>) -> String {
    let known = reference.resolve_char_ref().ok().flatten();
    let known = known
        .map(String::from)
        .or_else(|| quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned));
    known.unwrap_or_else(|| format!("&{};", &**reference))
}
