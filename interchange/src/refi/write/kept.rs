//! What other programs said, given back: as far as what it refers to is still there.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::CodeId;
use project::{CodingState, KeptFile, SourceId, Subject};

use super::Book;
use crate::refi::guid;
use crate::refi::kept::{REFERENCES, rename};
use crate::refi::schema::{Type, fitted};
use crate::refi::xml::{Element, Writer, read};

/// The attributes that refer to something in the same part.
const LOCAL: [&str; 4] = [
    "sourceVertex",
    "targetVertex",
    "fromSyncPoint",
    "toSyncPoint",
];

/// What is given back, by where it stands.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Pictures, recordings and the like; links, groups and networks.
    whole: Vec<Element>,
    /// What cases have beyond whole sources, by the id of the case.
    cases: BTreeMap<u128, Vec<Element>>,
    /// What variables are, by the id of the attribute.
    variables: BTreeMap<u128, Element>,
    /// Codes that are only folders for others, as long as nothing is coded with them.
    folders: BTreeSet<CodeId>,
    /// Where the styled forms of texts stand.
    styled: BTreeMap<SourceId, String>,
    /// The files to give back.
    pub(super) files: Vec<KeptFile>,
    /// How many references led to something that is gone.
    pub(super) dropped: usize,
}

/// Where the styled form of a text stands, and its file. Some programs give plain text for it, under an ending that the text
/// itself needs: it then goes by another name.
fn styled_form(element: &Element, source: u128, files: &[KeptFile]) -> (String, Vec<KeptFile>) {
    let path = element.value("richTextPath").to_owned();
    let of_text = format!("{}.txt", guid::written(source));
    if !files
        .iter()
        .any(|file| file.name.eq_ignore_ascii_case(&of_text))
    {
        return (path, files.to_vec());
    }
    let other = guid::made_of(&["styled", &guid::written(source)]);
    let name = format!("{}.txt", guid::written(other));
    let files = files.iter().map(|file| KeptFile {
        name: name.clone(),
        ..file.clone()
    });
    (format!("internal://{name}"), files.collect())
}

/// What kept parts may refer to: the GUIDs that are written, by the ids of rows.
struct Reach {
    named: BTreeMap<(&'static str, u128), u128>,
}

impl Reach {
    /// The GUID that an attribute may name; none where it leads nowhere.
    fn find(&self, element: &str, attribute: &str, bits: u128) -> Option<u128> {
        let kinds: &[&'static str] = match (attribute, element) {
            ("creatingUser" | "modifyingUser", _) => &["user"],
            (_, "CodeRef" | "MemberCode") => &["code"],
            (_, "VariableRef") => &["variable"],
            (_, "SourceRef" | "MemberSource") => &["source"],
            (_, "NoteRef" | "MemberNote") => &["note"],
            (_, "SelectionRef") => &["selection"],
            _ => &["selection", "source", "code", "note", "case", "set", "kept"],
        };
        let named = |kind: &&'static str| self.named.get(&(*kind, bits)).copied();
        kinds.iter().find_map(named)
    }
}

impl Book<'_> {
    /// Settles what of the kept parts can be given back.
    pub(super) fn settle_kept(&mut self) {
        if self.project.kept().is_empty() {
            return;
        }
        let mut reach = self.reach();
        let mut taken: BTreeSet<u128> = reach.named.values().copied().collect();
        let mut parts = Vec::new();
        for part in self.project.kept().iter() {
            // What cannot be read is what nobody wrote: a file that was tampered with.
            if let Ok(mut element) = read(part.markup.as_bytes(), "a kept part") {
                if !matches!(&*element.name, "Code" | "Variable" | "Case" | "TextSource") {
                    settle_guids(&mut element, &mut taken);
                    note_guids(&element, &mut reach);
                }
                parts.push((element, &part.files));
            }
        }
        let mut kept = Kept::default();
        for (element, files) in parts {
            self.settle_part(&reach, element, files, &mut kept);
        }
        // Parts are stored by their ids, which say nothing: on paper they stand by name.
        kept.whole
            .sort_by(|one, other| one.value("name").cmp(other.value("name")));
        self.kept = kept;
    }

    fn settle_part(&self, reach: &Reach, element: Element, files: &[KeptFile], kept: &mut Kept) {
        let id = guid::read(element.value("guid")).unwrap_or_default();
        let dropped = &mut kept.dropped;
        match &*element.name {
            "Code" => {
                let id = CodeId::from_u128(id);
                let is_used = self
                    .project
                    .codings()
                    .iter()
                    .any(|coding| coding.code == id);
                if self.codes.contains_key(&id) && !is_used {
                    kept.folders.insert(id);
                }
            }
            "Variable" => {
                kept.variables.insert(id, element);
            }
            "Case" => {
                let members = element.children.iter();
                let members = members.filter_map(|child| resolved(child, reach, dropped));
                kept.cases.insert(id, members.collect());
            }
            "TextSource" => {
                let source = self.project.sources().get(SourceId::from_u128(id));
                // A text that was corrected no longer is what its styled form says.
                if let Some(source) = source.filter(|source| source.revision == 0) {
                    let (path, files) = styled_form(&element, id, files);
                    kept.styled.insert(source.id, path);
                    kept.files.extend(files);
                }
            }
            _ => {
                if let Some(element) = resolved(&element, reach, dropped) {
                    kept.whole.push(element);
                    kept.files.extend_from_slice(files);
                }
            }
        }
    }

    /// Everything that is written and has a GUID.
    fn reach(&self) -> Reach {
        let project = self.project;
        let mut named = BTreeMap::new();
        for coder in project.coders().iter() {
            named.insert(("user", coder.id.as_u128()), coder.id.as_u128());
        }
        for code in project.codes().iter() {
            named.insert(("code", code.id.as_u128()), code.id.as_u128());
        }
        for attribute in project.attributes().iter() {
            let id = attribute.id.as_u128();
            named.insert(("variable", id), self.guid_of("variable", id));
        }
        for case in project.cases().iter() {
            let id = case.id.as_u128();
            named.insert(("case", id), self.guid_of("case", id));
        }
        for set in project.sets().iter() {
            let id = set.id.as_u128();
            named.insert(("set", id), self.guid_of("set", id));
        }
        for note in &self.notes {
            let id = note.memo.as_u128();
            named.insert(("note", id), self.guid_of("memo", id));
        }
        for source in project.sources().iter() {
            let id = source.id.as_u128();
            named.insert(("source", id), id);
            let Some(text) = self.texts.get(&source.id) else {
                continue;
            };
            for selection in self.selections(source, text) {
                named.insert(("selection", selection.guid), selection.guid);
                for coding in &selection.codings {
                    named.insert(("selection", coding.id.as_u128()), selection.guid);
                }
            }
        }
        // Ids of codings stand in the file too; nothing refers to them but by their passage.
        let codings = project.codings().iter();
        for coding in codings.filter(|coding| coding.state != CodingState::Lost) {
            let id = coding.id.as_u128();
            named.insert(("coding", id), self.guid_of("coding", id));
        }
        for memo in project.memos().iter() {
            if let Subject::Passage(..) = memo.subject {
                let id = memo.id.as_u128();
                named.insert(("selection", id), self.guid_of("memo", id));
            }
        }
        Reach { named }
    }

    pub(super) fn is_folder(&self, code: CodeId) -> bool {
        self.kept.folders.contains(&code)
    }

    pub(super) fn styled(&self, source: SourceId) -> Option<&str> {
        self.kept.styled.get(&source).map(String::as_str)
    }

    /// The type and the description that a variable had elsewhere, if its values are still of that type.
    pub(super) fn variable_as_kept(&self, id: u128, values: &[String]) -> (Option<&str>, &str) {
        let Some(element) = self.kept.variables.get(&id) else {
            return (None, "");
        };
        let of = match element.value("typeOfVariable") {
            "Boolean" => Some(Type::Boolean),
            "DateTime" => Some(Type::Moment),
            _ => None,
        };
        let fits = |of: Type| values.iter().all(|value| fitted(value, of).is_some());
        let kind = of
            .is_some_and(fits)
            .then(|| element.value("typeOfVariable"));
        (kind, element.text_of("Description"))
    }

    /// Writes the members of a case of one kind.
    pub(super) fn write_case_members(&self, xml: &mut Writer, case: u128, kind: &str) {
        let members = self.kept.cases.get(&case).into_iter().flatten();
        for member in members.filter(|member| &*member.name == kind) {
            xml.element(member);
        }
    }

    /// Whether there is anything of one of these kinds.
    pub(super) fn has_kept(&self, kinds: &[&str]) -> bool {
        self.kept
            .whole
            .iter()
            .any(|element| kinds.contains(&&*element.name))
    }

    /// Writes all that is kept of a kind.
    pub(super) fn write_kept(&self, xml: &mut Writer, kind: &str) {
        for element in self
            .kept
            .whole
            .iter()
            .filter(|element| &*element.name == kind)
        {
            xml.element(element);
        }
    }

    /// Writes all that is kept of a kind in a list of its own.
    pub(super) fn write_kept_list(&self, xml: &mut Writer, list: &str, kind: &str) {
        if self.has_kept(&[kind]) {
            xml.open(list, &[]);
            self.write_kept(xml, kind);
            xml.close(list);
        }
    }
}

/// Gives new GUIDs to elements whose own are taken, and names them so where the part refers to them.
fn settle_guids(element: &mut Element, taken: &mut BTreeSet<u128>) {
    let mut renamed = BTreeMap::new();
    settle_own(element, taken, &mut renamed);
    if !renamed.is_empty() {
        rename(element, &mut |_, attribute, bits| {
            let is_local = LOCAL.contains(&attribute);
            renamed
                .get(&bits)
                .copied()
                .filter(|_| is_local)
                .unwrap_or(bits)
        });
    }
}

/// Two elements of a part may have had one GUID, so each is settled by itself.
fn settle_own(
    element: &mut Element,
    taken: &mut BTreeSet<u128>,
    renamed: &mut BTreeMap<u128, u128>,
) {
    if let Some(bits) = guid::read(element.value("guid")) {
        let mut free = bits;
        while !taken.insert(free) {
            free = guid::made_of(&["kept", &guid::written(free)]);
        }
        if free != bits {
            element.set("guid", &guid::written(free));
            renamed.insert(bits, free);
        }
    }
    for child in &mut element.children {
        settle_own(child, taken, renamed);
    }
}

/// Lets other parts refer to what a kept part brings.
fn note_guids(element: &Element, reach: &mut Reach) {
    if let Some(bits) = guid::read(element.value("guid")) {
        let kind = if element.name.ends_with("Source") {
            "source"
        } else if element.name.ends_with("Selection") {
            "selection"
        } else {
            "kept"
        };
        reach.named.entry((kind, bits)).or_insert(bits);
    }
    for child in &element.children {
        note_guids(child, reach);
    }
}

/// An element without what leads nowhere; none where nothing of it is left.
fn resolved(element: &Element, reach: &Reach, dropped: &mut usize) -> Option<Element> {
    let mut whole = Element::new(&element.name);
    whole.text.clone_from(&element.text);
    for (name, value) in element.attributes() {
        if name == "guid" || LOCAL.contains(&name) || !REFERENCES.contains(&name) {
            whole.set(name, value);
            continue;
        }
        let found = guid::read(value).and_then(|bits| reach.find(&element.name, name, bits));
        match found {
            Some(found) => whole.set(name, &guid::written(found)),
            // Without what it leads to, a reference or a link is nothing; a user or a picture in a network only
            // loses a detail.
            None if matches!(name, "targetGUID" | "originGUID") => {
                *dropped += 1;
                return None;
            }
            None => *dropped += 1,
        }
    }
    let children = element.children.iter();
    whole.children = children
        .filter_map(|child| resolved(child, reach, dropped))
        .collect();
    let lacks = |name: &str| element.one(name).is_some() && whole.one(name).is_none();
    if lacks("CodeRef") && &*element.name == "Coding" || lacks("VariableRef") {
        return None;
    }
    Some(whole)
}
