//! What nothing here can show: kept as it was said, with its files.

use std::sync::Arc;

use project::{AdoptedPart, KeptFile, KeptPart, TextHash};

use super::Reader;
use crate::refi::error::RefiError;
use crate::refi::guid;
use crate::refi::kept::{FILES, id_of, rename, stored, tidied};
use crate::refi::xml::Element;

/// What became of what is kept, as a clause.
pub(super) const KEPT: &str =
    "kept in the project and given back on export; nothing here shows them";

impl Reader<'_> {
    /// Keeps an element. What it refers to is named by the ids that the rows have.
    pub(super) fn keep(&mut self, element: &Element) -> Result<(), RefiError> {
        let Some(mut element) = tidied(element) else {
            let message = format!("this {} is not as the standard wants it", element.name);
            self.warn(element, format!("{message}; it was left out"));
            return Ok(());
        };
        rename(&mut element, &mut |name, attribute, bits| {
            self.id_here(name, attribute, bits)
        });
        let (mut files, mut bytes) = (Vec::new(), Vec::new());
        self.take_files(&mut element, &mut files, &mut bytes)?;
        let part = KeptPart {
            id: id_of(&element),
            markup: stored(&element),
            files,
        };
        // Files exist in which one GUID stands twice.
        if self.rows.kept.iter().all(|known| known.part.id != part.id) {
            self.rows.kept.push(AdoptedPart { part, files: bytes });
        }
        Ok(())
    }

    /// The id that a row has for what a GUID names.
    fn id_here(&self, element: &str, attribute: &str, bits: u128) -> u128 {
        let source = || {
            let place = self.sources.get(&bits)?;
            let row = self.rows.sources.get(*place)?;
            Some(row.source.id.as_u128())
        };
        let coding = || Some(self.selections.get(&bits)?.2?.as_u128());
        let coder = || self.coders.get(&bits).map(|id| id.as_u128());
        let found = match (attribute, element) {
            ("creatingUser" | "modifyingUser", _) => coder(),
            ("targetGUID", "SourceRef" | "MemberSource") => source(),
            ("targetGUID", "SelectionRef" | "Link") | ("originGUID" | "representedGUID", _) => {
                coding().or_else(source)
            }
            _ => None,
        };
        found.unwrap_or(bits)
    }

    /// Takes in the files that an element names, and calls them by names of their own.
    fn take_files(
        &mut self,
        element: &mut Element,
        files: &mut Vec<KeptFile>,
        bytes: &mut Vec<Arc<[u8]>>,
    ) -> Result<(), RefiError> {
        for attribute in FILES {
            let Some(path) = element.get(attribute).map(str::to_owned) else {
                continue;
            };
            let Some(content) = self.parts.at(&path)? else {
                if path.starts_with("internal:") {
                    let message = format!("the file {path} is not there");
                    self.warn(element, message);
                    element.keep_attributes(|name, _| name != attribute);
                }
                continue;
            };
            let owner = guid::read(element.value("guid")).unwrap_or_default();
            let name = format!("{}{}", guid::written(owner), ending(&path));
            element.set(attribute, &format!("internal://{name}"));
            files.push(KeptFile {
                name,
                hash: TextHash::of(&content),
            });
            bytes.push(content.into());
        }
        for child in &mut element.children {
            self.take_files(child, files, bytes)?;
        }
        Ok(())
    }
}

/// The ending of a path with its dot, in lower case; "" where it has none that is plain.
fn ending(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_plain {
        format!(".{}", ending.to_lowercase())
    } else {
        String::new()
    }
}
