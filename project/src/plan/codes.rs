//! The codebook: codes, their place in the tree, merging.

use std::sync::Arc;

use codebooks::{
    Code, CodeDraft, CodeId, CodePath, CodeTree, check_move, check_new, check_rename, name_key,
};

use super::{PlanError, Planner, counted, present, record};
use crate::edit::{CodeDetails, NewCode, NewMemo};
use crate::model::{CodingId, Memo, Subject};

impl Planner<'_> {
    pub(super) fn add_code(&mut self, new: &NewCode) -> Result<String, PlanError> {
        let tree = self.tree();
        let name = check_new(&tree, new.parent, &new.name)?;
        let id = new.id.unwrap_or_else(|| CodeId::from_u128(self.ids.next()));
        if tree.contains(id) {
            return Err(PlanError::IdTaken("code"));
        }
        let label = format!("Added the code “{name}”");
        let code = Code {
            id,
            name,
            parent: new.parent,
            position: self.last_position(&tree, new.parent),
            kind: new.kind,
            definition: new.definition.clone(),
            use_when: new.use_when.clone(),
            not_when: new.not_when.clone(),
            example: new.example.clone(),
            colour: new.colour,
        };
        record!(self, Code, None, Some(code));
        Ok(label)
    }

    /// The position after the last child of a parent.
    fn last_position(&self, tree: &CodeTree, parent: Option<CodeId>) -> u32 {
        let children = tree
            .children(parent)
            .iter()
            .filter_map(|&id| self.draft.codes.get(id));
        children.map(|code| code.position + 1).max().unwrap_or(0)
    }

    pub(super) fn add_codes(&mut self, drafts: &[CodeDraft]) -> Result<String, PlanError> {
        let mut added = 0;
        for draft in drafts {
            let id = self.code_at(&draft.path, &mut added)?;
            let before = present(&self.draft.codes, id, "code")?;
            let mut after = (*before).clone();
            let fill = |own: &mut String, given: &str| {
                if own.is_empty() {
                    given.clone_into(own);
                }
            };
            fill(&mut after.definition, &draft.definition);
            fill(&mut after.use_when, &draft.use_when);
            fill(&mut after.not_when, &draft.not_when);
            fill(&mut after.example, &draft.example);
            after.kind = after.kind.or(draft.kind);
            after.colour = after.colour.or(draft.colour);
            record!(self, Code, Some(before), Some(after));
        }
        Ok(format!(
            "Imported a codebook: {} added",
            counted(added, "code")
        ))
    }

    /// The code at exactly this path, made with its parents where missing.
    fn code_at(&mut self, path: &CodePath, added: &mut usize) -> Result<CodeId, PlanError> {
        let mut parent = None;
        for name in path.names() {
            let known = child_named(&self.tree(), parent, name);
            if known.is_some() {
                parent = known;
                continue;
            }
            let id = CodeId::from_u128(self.ids.next());
            self.add_code(&NewCode {
                id: Some(id),
                name: name.clone(),
                parent,
                ..NewCode::default()
            })?;
            *added += 1;
            parent = Some(id);
        }
        parent.ok_or(PlanError::NoName("code"))
    }

    pub(super) fn revise_code(
        &mut self,
        id: CodeId,
        details: &CodeDetails,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.codes, id, "code")?;
        let mut after = (*before).clone();
        let mut label = format!("Changed the code “{}”", before.name);
        if let Some(name) = &details.name {
            after.name = check_rename(&self.tree(), id, name)?;
            if after.name != before.name {
                label = format!("Renamed the code “{}” to “{}”", before.name, after.name);
            }
        }
        let set = |own: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                given.trim().clone_into(own);
            }
        };
        set(&mut after.definition, &details.definition);
        set(&mut after.use_when, &details.use_when);
        set(&mut after.not_when, &details.not_when);
        set(&mut after.example, &details.example);
        after.kind = details.kind.unwrap_or(after.kind);
        after.colour = details.colour.unwrap_or(after.colour);
        record!(self, Code, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn move_code(
        &mut self,
        id: CodeId,
        parent: Option<CodeId>,
        position: u32,
    ) -> Result<String, PlanError> {
        let tree = self.tree();
        check_move(&tree, id, parent)?;
        let mut siblings: Vec<CodeId> = tree
            .children(parent)
            .iter()
            .copied()
            .filter(|&sibling| sibling != id)
            .collect();
        let place = (position as usize).min(siblings.len());
        siblings.insert(place, id);
        for (position, sibling) in (0..).zip(siblings) {
            let before = present(&self.draft.codes, sibling, "code")?;
            let mut after = Code {
                position,
                ..(*before).clone()
            };
            if sibling == id {
                after.parent = parent;
            }
            record!(self, Code, Some(before), Some(after));
        }
        let name = |code: CodeId| tree.name(code).unwrap_or_default();
        Ok(match parent {
            Some(parent) => format!("Moved the code “{}” under “{}”", name(id), name(parent)),
            None => format!("Moved the code “{}” to the top", name(id)),
        })
    }

    pub(super) fn merge_codes(
        &mut self,
        from: &[CodeId],
        into: CodeId,
    ) -> Result<String, PlanError> {
        let kept = present(&self.draft.codes, into, "code")?;
        let mut names = Vec::new();
        for &gone in from {
            let code = present(&self.draft.codes, gone, "code")?;
            if self.tree().descendants(gone).contains(&into) {
                return Err(PlanError::MergeIntoItself {
                    name: code.name.clone(),
                });
            }
            names.push(format!("“{}”", code.name));
            self.merge_code(gone, into)?;
        }
        Ok(format!("Merged {} into “{}”", names.join(", "), kept.name))
    }

    fn merge_code(&mut self, gone: CodeId, into: CodeId) -> Result<(), PlanError> {
        let tagged = self
            .draft
            .codings
            .iter()
            .filter(|coding| coding.code == gone);
        let codings: Vec<CodingId> = tagged.map(|coding| coding.id).collect();
        self.recode_all(&codings, into)?;
        self.keep_definition(gone, into)?;
        for child in self.tree().children(Some(gone)).to_vec() {
            let tree = self.tree();
            let name = tree.name(child).unwrap_or_default();
            // Siblings' names differ, so children of one name become one code.
            match child_named(&tree, Some(into), name) {
                Some(twin) => self.merge_code(child, twin)?,
                None => {
                    self.move_code(child, Some(into), u32::MAX)?;
                }
            }
        }
        let memos: Vec<Arc<Memo>> = self.draft.memos_on(Subject::Code(gone)).cloned().collect();
        for memo in memos {
            let after = Memo {
                subject: Subject::Code(into),
                ..(*memo).clone()
            };
            record!(self, Memo, Some(memo), Some(after));
        }
        self.change_code_in_findings(gone, Some(into));
        let code = self.draft.codes.get(gone).cloned();
        record!(self, Code, code, None);
        Ok(())
    }

    /// What the merged code meant stays readable: in the other's empty definition, else as a memo.
    fn keep_definition(&mut self, gone: CodeId, into: CodeId) -> Result<(), PlanError> {
        let gone = present(&self.draft.codes, gone, "code")?;
        let before = present(&self.draft.codes, into, "code")?;
        if gone.definition.is_empty() || gone.definition == before.definition {
            return Ok(());
        }
        if before.definition.is_empty() {
            let after = Code {
                definition: gone.definition.clone(),
                ..(*before).clone()
            };
            record!(self, Code, Some(before), Some(after));
        } else {
            let text = format!("Merged from “{}”: {}", gone.name, gone.definition);
            self.write_memo(&NewMemo {
                id: None,
                subject: Subject::Code(into),
                text,
            })?;
        }
        Ok(())
    }

    pub(super) fn remove_code(&mut self, id: CodeId) -> Result<String, PlanError> {
        let code = present(&self.draft.codes, id, "code")?;
        let mut gone = self.tree().descendants(id).to_vec();
        let tagged = self
            .draft
            .codings
            .iter()
            .filter(|coding| gone.contains(&coding.code));
        let codings: Vec<CodingId> = tagged.map(|coding| coding.id).collect();
        self.remove_codings(&codings)?;
        // Children first, so that undo, which goes backwards, brings back the parent before the child.
        gone.reverse();
        for id in gone {
            self.remove_memos_where(|subject| subject == Subject::Code(id));
            self.change_code_in_findings(id, None);
            let code = self.draft.codes.get(id).cloned();
            record!(self, Code, code, None);
        }
        Ok(format!(
            "Removed the code “{}” with {}",
            code.name,
            counted(codings.len(), "coding")
        ))
    }
}

fn child_named(tree: &CodeTree, parent: Option<CodeId>, name: &str) -> Option<CodeId> {
    let key = name_key(name);
    let named = |child: &CodeId| tree.name(*child).is_some_and(|name| name_key(name) == key);
    tree.children(parent).iter().copied().find(named)
}
