//! The codebook of a project.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{Code, CodeId, name_key};
use project::{Memo, MemoId, Subject};

use super::{Reader, free_name};
use crate::refi::codebook::is_folder;
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
            let mut code = self.code(element, id, name, is_cut);
            let twin = self.take_twin(element, &mut code);
            if twin.is_none() {
                self.keep_folder(element, &code.name)?;
            }
            self.rows.codes.push(Code {
                parent,
                position,
                ..code
            });
            self.codes.insert(bits, id);
            self.memos_of(element, id);
            waiting.extend(below(Some(id), &element.children));
            if let Some(twin) = twin {
                waiting.retain(|(_, _, waits)| !std::ptr::eq(*waits, twin));
                let bits = self.guid_of(twin);
                known.insert(bits, given.to_owned());
                self.codes.insert(bits, id);
                self.memos_of(twin, id);
                waiting.extend(below(Some(id), &twin.children));
            }
        }
        Ok(())
    }

    fn code(&mut self, element: &Element, id: CodeId, name: String, is_cut: bool) -> Code {
        let mut code = Code::new(id, name);
        description::read(element.text_of("Description")).into_code(&mut code);
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

    /// Notes the memos on a code: those it refers to, and those in its description.
    fn memos_of(&mut self, element: &'f Element, id: CodeId) {
        self.refer(element, Subject::Code(id));
        let said = description::read(element.text_of("Description")).memos;
        for (nth, (by, text)) in said.into_iter().enumerate() {
            let coder = match self.coder_named(&by) {
                Some(coder) => coder,
                None => self.coder(["", ""]),
            };
            let parts = ["memo on code", &id.to_string(), &nth.to_string(), &text];
            self.rows.memos.push(Memo {
                id: MemoId::from_u128(guid::made_of(&parts)),
                subject: Subject::Code(id),
                text,
                coder,
                created_at: self.at,
                changed_at: self.at,
            });
        }
    }

    /// The code in a category of QualCoder that bears its name, if it says nothing else than the category.
    fn take_twin(&mut self, element: &'f Element, code: &mut Code) -> Option<&'f Element> {
        if !is_folder(element) || !self.origin.starts_with("QualCoder") {
            return None;
        }
        element.all("Code").find(|inner| {
            let bits = guid::read(inner.value("guid"));
            let (name, is_cut) = description::name(inner.get("name").unwrap_or_default().trim());
            let is_new = bits.is_some_and(|bits| !self.codes.contains_key(&bits));
            let twin = self.code(inner, code.id, name, false);
            is_new && !is_cut && description::unite(code, &twin)
        })
    }

    /// Keeps the mark of a code that is only a folder for others.
    fn keep_folder(&mut self, element: &Element, name: &str) -> Result<(), RefiError> {
        if is_folder(element) {
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
