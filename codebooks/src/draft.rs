//! Codes before they have ids: how they are gathered, merged, and turned into codes and back.

use std::collections::BTreeMap;

use crate::code::{Code, CodeId, Kind};
use crate::colour::Colour;
use crate::path::CodePath;
use crate::table::TableWarning;
use crate::tree::CodeTree;

/// A code before it has an id: its place in words and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeDraft {
    /// The names from the top of the tree down to the code.
    pub path: CodePath,
    /// The code's own kind, if given.
    pub kind: Option<Kind>,
    /// What the code means.
    pub definition: String,
    /// When to apply it.
    pub use_when: String,
    /// When not to apply it.
    pub not_when: String,
    /// A passage it would be applied to.
    pub example: String,
    /// The code's own colour, if given.
    pub colour: Option<Colour>,
}

impl CodeDraft {
    /// Makes a draft that has a path and nothing else yet.
    #[must_use]
    pub const fn new(path: CodePath) -> Self {
        Self {
            path,
            kind: None,
            definition: String::new(),
            use_when: String::new(),
            not_when: String::new(),
            example: String::new(),
            colour: None,
        }
    }
}

/// The drafts read so far.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) drafts: Vec<CodeDraft>,
    /// By path as people would call it: the draft, and the line that gave it if one did.
    pub(crate) known: BTreeMap<Vec<String>, (usize, Option<usize>)>,
    pub(crate) warnings: Vec<TableWarning>,
}

impl Book {
    /// Adds a draft, making those above it where they are missing and merging it with one of its path.
    pub(crate) fn add(&mut self, line: usize, draft: CodeDraft) {
        let key = draft.path.key();
        let names = draft.path.names().to_vec();
        let mut spelt: Vec<String> = Vec::new();
        for (depth, name) in names.into_iter().enumerate() {
            let above = key.get(..=depth).unwrap_or_default();
            if let Some((at, _)) = self.known.get(above) {
                spelt = self
                    .drafts
                    .get(*at)
                    .map(|known| known.path.names().to_vec())
                    .unwrap_or_default();
            } else {
                spelt.push(name);
                self.known.insert(above.to_vec(), (self.drafts.len(), None));
                self.drafts
                    .push(CodeDraft::new(CodePath::from_names(spelt.clone())));
            }
        }
        let Some((at, given)) = self.known.get_mut(&key) else {
            return;
        };
        let Some(known) = self.drafts.get_mut(*at) else {
            return;
        };
        if let Some(first) = given {
            let mut message = format!(
                "“{}” stands on line {first} already; the two were merged",
                known.path
            );
            if merge(known, draft) {
                message.push_str(", and of two kinds or colours the first was kept");
            }
            self.warnings.push(TableWarning { line, message });
        } else {
            *given = Some(line);
            merge(known, draft);
        }
    }
}

/// Adds a text to another on a line of its own, unless it is there already.
pub(crate) fn append(whole: &mut String, text: &str) {
    if whole.is_empty() {
        text.clone_into(whole);
    } else if !text.is_empty() && whole != text {
        whole.push('\n');
        whole.push_str(text);
    }
}

/// Adds what a second draft says; answers whether its kind or colour had to give way.
fn merge(known: &mut CodeDraft, draft: CodeDraft) -> bool {
    let CodeDraft {
        path: _,
        kind,
        definition,
        use_when,
        not_when,
        example,
        colour,
    } = draft;
    append(&mut known.definition, &definition);
    append(&mut known.use_when, &use_when);
    append(&mut known.not_when, &not_when);
    append(&mut known.example, &example);
    let gives_way = (known.kind.is_some() && kind.is_some() && known.kind != kind)
        || (known.colour.is_some() && colour.is_some() && known.colour != colour);
    known.kind = known.kind.or(kind);
    known.colour = known.colour.or(colour);
    gives_way
}

/// Answers the drafts of codes, in the order of their tree.
#[must_use]
pub fn drafts_of<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Vec<CodeDraft> {
    let mut by_id: BTreeMap<CodeId, &Code> = BTreeMap::new();
    for code in codes {
        by_id.entry(code.id).or_insert(code);
    }
    let tree = CodeTree::new(by_id.values().copied());
    let draft = |id: &CodeId| {
        let (path, code) = (tree.path(*id)?, by_id.get(id)?);
        Some(CodeDraft {
            path,
            kind: code.kind,
            definition: code.definition.clone(),
            use_when: code.use_when.clone(),
            not_when: code.not_when.clone(),
            example: code.example.clone(),
            colour: code.colour,
        })
    };
    tree.order().iter().filter_map(draft).collect()
}

/// Answers the codes of drafts, with ids from `next_id`; those above are made where they are missing, drafts of one
/// path become one code, and siblings stand in the order of the drafts.
#[must_use]
pub fn codes_from_drafts(drafts: &[CodeDraft], mut next_id: impl FnMut() -> CodeId) -> Vec<Code> {
    let mut book = Book::default();
    for (at, draft) in drafts.iter().enumerate() {
        book.add(at, draft.clone());
    }
    let mut ids: BTreeMap<Vec<String>, CodeId> = BTreeMap::new();
    let mut counts: BTreeMap<Option<CodeId>, u32> = BTreeMap::new();
    let mut codes = Vec::new();
    for draft in book.drafts {
        let key = draft.path.key();
        let parent = draft
            .path
            .parent()
            .and_then(|above| ids.get(&above.key()).copied());
        let count = counts.entry(parent).or_default();
        let id = next_id();
        codes.push(Code {
            id,
            name: draft.path.leaf().to_owned(),
            parent,
            position: *count,
            kind: draft.kind,
            definition: draft.definition,
            use_when: draft.use_when,
            not_when: draft.not_when,
            example: draft.example,
            colour: draft.colour,
        });
        *count += 1;
        ids.insert(key, id);
    }
    codes
}
