//! The codebook of a project.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{Code, CodeId, name_key};
use project::Subject;

use super::{Reader, free_name};
use crate::refi::description;
use crate::refi::error::RefiError;
use crate::refi::guid;
use crate::refi::xml::Element;

impl<'f> Reader<'f> {
    pub(super) fn read_codes(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let Some(book) = root.one("CodeBook") else {
            return Ok(());
        };
        let mut names: BTreeMap<Option<CodeId>, BTreeSet<String>> = BTreeMap::new();
        let mut known: BTreeMap<u128, String> = BTreeMap::new();
        let mut waiting: Vec<(Option<CodeId>, u32, &'f Element)> =
            below(None, book.in_list("Codes"));
        while let Some((parent, position, element)) = waiting.pop() {
            let bits = self.guid_of(element);
            let given = element.get("name").unwrap_or_default().trim();
            let other = self.named_by(bits);
            if let Some(first) = known.insert(bits, given.to_owned()).or(other) {
                return Err(RefiError::SameGuid {
                    element: "Code",
                    guid: guid::written(bits),
                    first,
                    second: given.to_owned(),
                    line: element.line,
                });
            }
            let siblings = names.entry(parent).or_default();
            let (wanted, is_cut) = description::name(given);
            let name = free_name(&wanted, |name| siblings.contains(&name_key(name)));
            siblings.insert(name_key(&name));
            if name != wanted {
                let message = format!(
                    "two codes are called “{wanted}” in one place; this one is now “{name}”"
                );
                self.warn(element, message);
            }
            let id = CodeId::from_u128(bits);
            self.keep_folder(element, &name)?;
            let code = self.code(element, id, name, is_cut);
            self.rows.codes.push(Code {
                parent,
                position,
                ..code
            });
            self.codes.insert(bits, id);
            self.refer(element, Subject::Code(id));
            waiting.extend(below(Some(id), &element.children));
        }
        Ok(())
    }

    fn code(&mut self, element: &Element, id: CodeId, name: String, is_cut: bool) -> Code {
        let said = description::read(element.text_of("Description"));
        let mut code = Code::new(id, name);
        code.definition = said.definition;
        code.use_when = said.use_when;
        code.not_when = said.not_when;
        code.example = said.example;
        code.kind = said.kind;
        code.colour = element.get("color").and_then(description::colour);
        if is_cut {
            let whole = element.get("name").unwrap_or_default().trim();
            code.definition = format!("{whole}\n{}", code.definition);
            code.definition.truncate(code.definition.trim_end().len());
            let message = format!(
                "the name “{}” was cut, the whole of it is in the definition",
                code.name
            );
            self.warn(element, message);
        }
        code
    }

    /// Keeps the mark of a code that is only a folder for others.
    fn keep_folder(&mut self, element: &Element, name: &str) -> Result<(), RefiError> {
        if matches!(element.value("isCodable"), "false" | "0") {
            let mut folder = Element::new("Code");
            folder.set("guid", element.value("guid"));
            folder.set("name", name);
            folder.set("isCodable", "false");
            self.keep(&folder)?;
            self.tally.kept("marks of codes that are only folders", 1);
        }
        Ok(())
    }
}

/// The codes among some elements, last first, with their place.
fn below(parent: Option<CodeId>, elements: &[Element]) -> Vec<(Option<CodeId>, u32, &Element)> {
    let codes = elements.iter().filter(|child| &*child.name == "Code");
    let mut placed: Vec<_> = codes
        .zip(0_u32..)
        .map(|(code, position)| (parent, position, code))
        .collect();
    placed.reverse();
    placed
}
