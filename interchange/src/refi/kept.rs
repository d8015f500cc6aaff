//! What other programs say and nothing here can show, on its way in and out: elements put right by the rules of the
//! standard, with what they refer to.

use std::collections::BTreeMap;

use project::KeptId;

use super::guid;
use super::schema::{Often, fitted, rule_of};
use super::xml::{Element, Writer};

/// The sources that are no texts, in the order they are written.
pub(super) const MEDIA: [&str; 4] = ["PictureSource", "PDFSource", "AudioSource", "VideoSource"];

/// The attributes that name files.
pub(super) const FILES: [&str; 3] = ["path", "richTextPath", "plainTextPath"];

/// The attributes of an element that name something by its GUID.
pub(super) const REFERENCES: [&str; 10] = [
    "targetGUID",
    "originGUID",
    "representedGUID",
    "creatingUser",
    "modifyingUser",
    "sourceVertex",
    "targetVertex",
    "fromSyncPoint",
    "toSyncPoint",
    "guid",
];

/// An element as the standard wants it: attributes of their types, children in their order, nothing else. None where
/// what must be there is not.
pub(super) fn tidied(element: &Element) -> Option<Element> {
    let rule = rule_of(&element.name)?;
    let mut tidy = Element::new(&element.name);
    tidy.line = element.line;
    for &(name, needed, of) in rule.attributes() {
        let given = element.get(name).or_else(|| older(element, name));
        match given.and_then(|value| fitted(value, of)) {
            Some(value) => tidy.set(name, &value),
            None if name == "guid" => {
                let line = element.line.to_string();
                tidy.set(name, &guid::written(guid::made_of(&[&element.name, &line])));
            }
            None if needed && name == "name" => tidy.set(name, "Unnamed"),
            None if needed => return None,
            None => {}
        }
    }
    for &(name, often) in rule.children {
        let most = if matches!(often, Often::Once | Often::Needed) {
            1
        } else {
            usize::MAX
        };
        let children = element.all(name).filter_map(tidied).take(most);
        let before = tidy.children.len();
        tidy.children.extend(children);
        if often == Often::Needed && tidy.children.len() == before {
            return None;
        }
    }
    if rule.children.is_empty() && rule.attributes().next().is_none() {
        tidy.text.clone_from(&element.text);
    }
    Some(tidy)
}

/// How members of groups were named before the standard was settled: by `guid`, or by their text.
fn older<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let is_member = element.name.starts_with("Member") && name == "targetGUID";
    is_member.then(|| element.get("guid").unwrap_or(&element.text))
}

/// An element as it is stored.
pub(super) fn stored(element: &Element) -> String {
    let mut writer = Writer::of_part();
    writer.element(element);
    writer.finish_part()
}

/// The same id whenever the same element is read.
pub(super) fn id_of(element: &Element) -> KeptId {
    KeptId::from_u128(guid::made_of(&[
        "kept",
        &element.name,
        element.value("guid"),
    ]))
}

/// Changes every GUID that an element and all in it hold.
pub(super) fn rename(element: &mut Element, new_name: &mut impl FnMut(&str, &str, u128) -> u128) {
    for attribute in REFERENCES {
        if let Some(bits) = element.get(attribute).and_then(guid::read) {
            let named = new_name(&element.name, attribute, bits);
            if named != bits {
                element.set(attribute, &guid::written(named));
            }
        }
    }
    for child in &mut element.children {
        rename(child, new_name);
    }
}

/// Markup of a kept part in which ids there have become ids here.
pub(crate) fn renamed(markup: &str, ids: &BTreeMap<u128, u128>) -> String {
    let here = |piece: &str| {
        let bits = guid::read(piece).filter(|_| piece.len() == 36)?;
        ids.get(&bits).map(|id| guid::written(*id))
    };
    // Attributes are written in double quotes, so a GUID always stands alone between two of them.
    let pieces = markup.split('"');
    let pieces = pieces.map(|piece| here(piece).unwrap_or_else(|| piece.to_owned()));
    pieces.collect::<Vec<_>>().join("\"")
}

/// What a kept part is, for a line: “the group “Early help””.
pub(crate) fn called(markup: &str) -> String {
    let Ok(element) = super::xml::read(markup.as_bytes(), "a kept part") else {
        return "a part kept for other programs".to_owned();
    };
    let kind = match &*element.name {
        "Set" => "group",
        "Graph" => "network",
        "Link" => "link",
        "PictureSource" => "picture",
        "PDFSource" => "PDF file",
        "AudioSource" => "sound recording",
        "VideoSource" => "film",
        _ => "detail",
    };
    format!("the {kind} “{}”", element.value("name"))
}

#[cfg(test)]
mod tests {
    use super::super::xml::read;
    use super::*;

    #[test]
    fn what_other_programs_wrote_is_put_right() {
        let set = "<Set guid='{876dca5e-0703-4e92-952c-3dcff3e8461f}' creatingUser='x'>\
            <MemberNote>876dca5e-0703-4e92-952c-3dcff3e84620</MemberNote>\
            <MemberSource guid='876dca5e-0703-4e92-952c-3dcff3e84621'/><Description>Why</Description>\
            <MemberCode targetGUID='no'/><Odd/></Set>";
        let tidy = tidied(&read(set.as_bytes(), "x").unwrap()).unwrap();
        assert_eq!(
            stored(&tidy),
            "<Set guid=\"876DCA5E-0703-4E92-952C-3DCFF3E8461F\" name=\"Unnamed\">\n\
             <Description>Why</Description>\n\
             <MemberSource targetGUID=\"876DCA5E-0703-4E92-952C-3DCFF3E84621\"/>\n\
             <MemberNote targetGUID=\"876DCA5E-0703-4E92-952C-3DCFF3E84620\"/>\n</Set>\n"
        );
        assert_eq!(called(&stored(&tidy)), "the group “Unnamed”");
        let edge = "<Edge guid='876dca5e-0703-4e92-952c-3dcff3e8461f' sourceVertex='1'/>";
        assert!(tidied(&read(edge.as_bytes(), "x").unwrap()).is_none());
    }

    #[test]
    fn ids_are_renamed_wherever_they_stand() {
        let (one, two) = (guid::written(1), guid::written(2));
        let markup = format!("<CodeRef targetGUID=\"{one}\"/><X name=\"{one} and\"/>");
        let ids = BTreeMap::from([(1, 2)]);
        assert_eq!(
            renamed(&markup, &ids),
            format!("<CodeRef targetGUID=\"{two}\"/><X name=\"{one} and\"/>")
        );
    }
}
