//! Codebooks as `.qdc`: one document of nested codes, both ways.

use std::collections::BTreeMap;

use codebooks::{Code, CodeDraft, CodeId, CodePath, CodeTree, name_key};

use super::error::RefiError;
use super::xml::{Element, Writer, read};
use super::{ORIGIN, counted, description, guid};
use crate::{Place, Warning};

/// Whether a file's bytes are a REFI-QDA codebook.
pub(crate) fn is_codebook(bytes: &[u8]) -> bool {
    super::begins_with_root(bytes, "CodeBook")
}

/// Reads a codebook. Codes whose names clash become one, and what the codebook of Vouch has no place for is named.
pub(crate) fn read_codebook(bytes: &[u8]) -> Result<(Vec<CodeDraft>, Vec<Warning>), RefiError> {
    let root = read(bytes, "the codebook")?;
    if &*root.name != "CodeBook" {
        return Err(RefiError::NotRefi {
            why: format!("its first element is <{}>, not <CodeBook>", root.name),
        });
    }
    let mut book = Gathered::default();
    let mut waiting: Vec<(Vec<String>, &Element)> = below(&[], root.in_list("Codes"));
    while let Some((above, code)) = waiting.pop() {
        let names = book.add(above, code);
        waiting.extend(below(&names, &code.children));
    }
    if book.drafts.is_empty() {
        return Err(RefiError::NotRefi {
            why: "there is no code in it".to_owned(),
        });
    }
    let sets = root.in_list("Sets").len();
    if sets > 0 {
        let groups = counted(sets, "group");
        let message = format!("{groups} of codes left out: they have no place here");
        book.warnings
            .push(Warning::new(Place::Element("Sets".to_owned()), message));
    }
    if book.folders > 0 {
        let codes = counted(book.folders, "code");
        let message =
            format!("{codes} marked as not codable (folders) came in as codes like others");
        book.warnings.push(Warning::of_file(message));
    }
    Ok((book.drafts, book.warnings))
}

/// Whether a code is only a folder for others.
pub(super) fn is_folder(code: &Element) -> bool {
    matches!(code.value("isCodable"), "false" | "0")
}

/// The codes among some elements, last first, each with the names above it.
fn below<'e>(above: &[String], elements: &'e [Element]) -> Vec<(Vec<String>, &'e Element)> {
    let codes = elements.iter().filter(|child| &*child.name == "Code");
    codes.rev().map(|code| (above.to_vec(), code)).collect()
}

#[derive(Default)]
struct Gathered {
    drafts: Vec<CodeDraft>,
    known: BTreeMap<Vec<String>, usize>,
    warnings: Vec<Warning>,
    folders: usize,
}

impl Gathered {
    /// Adds a code under the names above it, and answers its own.
    fn add(&mut self, mut names: Vec<String>, code: &Element) -> Vec<String> {
        let given = code.get("name").unwrap_or_default();
        let (name, is_cut) = description::name(given);
        let place = || Place::Line(code.line as usize);
        if is_cut {
            let message =
                format!("the name “{name}” was cut, the whole of it is in the definition");
            self.warnings.push(Warning::new(place(), message));
        }
        names.push(name);
        if is_folder(code) {
            self.folders += 1;
        }
        // Some programs write the description as an attribute.
        let text = match code.text_of("Description") {
            "" => code.value("description"),
            text => text,
        };
        let said = description::read(text).without_memos();
        // The names were made fit above, so this only stands for what cannot be.
        let Ok(path) = CodePath::new(&names) else {
            return names;
        };
        let mut draft = CodeDraft::new(path);
        draft.definition = said.definition;
        draft.use_when = said.use_when;
        draft.not_when = said.not_when;
        draft.example = said.example;
        draft.kind = said.kind;
        draft.colour = code.get("color").and_then(description::colour);
        if is_cut {
            draft.definition = format!("{}\n{}", given.trim(), draft.definition);
        }
        let key: Vec<String> = names.iter().map(|name| name_key(name)).collect();
        if let Some(known) = self.known.get(&key).and_then(|&at| self.drafts.get_mut(at)) {
            let message = format!("“{}” stands there already; the two became one", known.path);
            self.warnings.push(Warning::new(place(), message));
            if known.definition.is_empty() {
                known.definition = draft.definition;
            } else if !draft.definition.is_empty() && known.definition != draft.definition {
                known.definition = format!("{}\n{}", known.definition, draft.definition);
            }
            known.colour = known.colour.or(draft.colour);
            known.kind = known.kind.or(draft.kind);
            return known.path.names().to_vec();
        }
        self.known.insert(key, self.drafts.len());
        self.drafts.push(draft);
        names
    }
}

/// Writes codes as a codebook, in the order of their tree.
pub(crate) fn write_codebook<'a>(
    codes: impl IntoIterator<Item = &'a Code>,
) -> Result<Vec<u8>, RefiError> {
    let by_id: BTreeMap<CodeId, &Code> = codes.into_iter().map(|code| (code.id, code)).collect();
    let tree = CodeTree::new(by_id.values().copied());
    if tree.is_empty() {
        return Err(RefiError::NoCodes);
    }
    let mut xml = Writer::new();
    xml.open(
        "CodeBook",
        &[
            ("xmlns", Some("urn:QDA-XML:codebook:1.0")),
            ("origin", Some(ORIGIN)),
        ],
    );
    write_codes(&mut xml, &by_id, &tree, |_| false, description::written);
    xml.close("CodeBook");
    Ok(xml.finish())
}

/// Writes the element with all codes. `is_folder` tells those that are not to be coded with, `described` what is said of
/// one.
pub(super) fn write_codes(
    xml: &mut Writer,
    codes: &BTreeMap<CodeId, &Code>,
    tree: &CodeTree,
    is_folder: impl Fn(CodeId) -> bool,
    described: impl Fn(&Code) -> String,
) {
    xml.open("Codes", &[]);
    let mut open = 0;
    for &id in tree.order() {
        let Some(code) = codes.get(&id) else { continue };
        let depth = tree.depth(id);
        while open > depth {
            xml.close("Code");
            open -= 1;
        }
        let (guid, colour) = (guid::written(id.as_u128()), tree.colour(id).to_string());
        xml.open(
            "Code",
            &[
                ("guid", Some(&guid)),
                ("name", Some(&code.name)),
                (
                    "isCodable",
                    Some(if is_folder(id) { "false" } else { "true" }),
                ),
                ("color", Some(&colour)),
            ],
        );
        open += 1;
        let text = described(code);
        if !text.is_empty() {
            xml.text("Description", &text);
        }
    }
    for _ in 0..open {
        xml.close("Code");
    }
    xml.close("Codes");
}

#[cfg(test)]
mod tests {
    use codebooks::{codes_from_drafts, drafts_of};
    use proptest::prelude::*;

    use super::*;
    use crate::refi::samples;

    fn read_sample(name: &str) -> (Vec<CodeDraft>, Vec<String>) {
        let (drafts, warnings) = read_codebook(&samples::bytes(name)).unwrap();
        (drafts, warnings.iter().map(ToString::to_string).collect())
    }

    fn paths(drafts: &[CodeDraft]) -> Vec<String> {
        drafts.iter().map(|draft| draft.path.to_string()).collect()
    }

    #[test]
    fn a_codebook_of_qualcoder_is_read_with_its_tree() {
        let (drafts, warnings) = read_sample("qualcoder-4.0beta.qdc");
        assert_eq!(
            paths(&drafts),
            [
                "Experience",
                "Experience / Arrival",
                "Experience / Work",
                "Experience / Work / Looking for work",
                "Language",
                "Emotions (folder)",
                "Emotions (folder) / Tiredness 疲れ",
                "Emotions (folder) / Joy 🙂 'n' \"fun\"",
            ]
        );
        assert_eq!(
            drafts[1].definition,
            "First days.\nSecond line; \"quoted\" <tag> & more"
        );
        assert_eq!(
            drafts[0].colour.map(|c| c.to_string()),
            Some("#FF6F00".into())
        );
        assert_eq!(
            warnings,
            ["1 code marked as not codable (folders) came in as codes like others."]
        );
    }

    #[test]
    fn a_codebook_of_taguette_is_read_in_spite_of_its_empty_sets() {
        let (drafts, warnings) = read_sample("taguette-1.5.2.qdc");
        assert_eq!(drafts.len(), 5);
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn codes_that_clash_become_one_and_are_named() {
        let xml = "<CodeBook><Codes>\n<Code name='Trust'><Description>a</Description></Code>\n\
            <Code name='TRUST'><Description>b</Description><Code name='Early'/></Code></Codes>\
            <Sets><Set name='x'/></Sets></CodeBook>";
        let (drafts, warnings) = read_codebook(xml.as_bytes()).unwrap();
        assert_eq!(paths(&drafts), ["Trust", "Trust / Early"]);
        assert_eq!(drafts[0].definition, "a\nb");
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "Line 3: “Trust” stands there already; the two became one.",
                "Sets: 1 group of codes left out: they have no place here."
            ]
        );
    }

    #[test]
    fn what_is_no_codebook_says_so() {
        let error = read_codebook(b"<Project/>").unwrap_err();
        assert_eq!(
            error.to_string(),
            "it is no REFI-QDA file: its first element is <Project>, not <CodeBook>"
        );
        assert!(matches!(write_codebook([]), Err(RefiError::NoCodes)));
    }

    proptest! {
        #[test]
        fn a_codebook_survives(names in prop::collection::vec(
            ("[^\\pC/]{1,12}", 0_usize..4, "[^\\pC]{0,20}"), 1..12)) {
            let mut drafts: Vec<CodeDraft> = Vec::new();
            for (nth, (name, depth, text)) in names.iter().enumerate() {
                let name = format!("{} {nth}", name.trim());
                let above = drafts.last().map(|draft| draft.path.names().to_vec()).unwrap_or_default();
                let mut path: Vec<String> = above.into_iter().take(*depth).collect();
                path.push(name.trim().to_owned());
                let mut draft = CodeDraft::new(CodePath::new(&path).unwrap());
                draft.definition = text.trim().to_owned();
                draft.not_when = text.trim().to_owned();
                drafts.push(draft);
            }
            let mut next = 0;
            let codes = codes_from_drafts(&drafts, || { next += 1; CodeId::from_u128(next) });
            let (read, warnings) = read_codebook(&write_codebook(&codes).unwrap()).unwrap();
            prop_assert_eq!(warnings, []);
            let mut wanted = drafts_of(&codes);
            let tree = CodeTree::new(&codes);
            for (draft, &id) in wanted.iter_mut().zip(tree.order()) {
                draft.colour = Some(tree.colour(id));
            }
            prop_assert_eq!(read, wanted);
        }
    }
}
