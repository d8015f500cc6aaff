//! Memos.

use std::sync::Arc;

use super::{PlanError, Planner, present, record};
use crate::edit::NewMemo;
use crate::model::{CoderId, Memo, MemoId, Subject};

impl Planner<'_> {
    pub(super) fn write_memo(&mut self, new: &NewMemo) -> Result<String, PlanError> {
        self.write_memo_as(new, self.by.coder)
    }

    /// Writes a memo that is another coder's: one that came with their coding.
    pub(super) fn write_memo_as(
        &mut self,
        new: &NewMemo,
        coder: CoderId,
    ) -> Result<String, PlanError> {
        let on = self.subject_name(new.subject)?;
        let id = new.id.unwrap_or_else(|| MemoId::from_u128(self.ids.next()));
        if self.draft.memos.contains(id) {
            return Err(PlanError::IdTaken("memo"));
        }
        let memo = Memo {
            id,
            subject: new.subject,
            text: new.text.clone(),
            coder,
            created_at: self.by.at,
            changed_at: self.by.at,
        };
        record!(self, Memo, None, Some(memo));
        Ok(format!("Wrote a memo on {on}"))
    }

    pub(super) fn revise_memo(&mut self, id: MemoId, text: &str) -> Result<String, PlanError> {
        let before = present(&self.draft.memos, id, "memo")?;
        let on = self.subject_name(before.subject)?;
        if before.text != text {
            let after = Memo {
                text: text.to_owned(),
                changed_at: self.by.at,
                ..(*before).clone()
            };
            record!(self, Memo, Some(before), Some(after));
        }
        Ok(format!("Changed the memo on {on}"))
    }

    pub(super) fn remove_memo(&mut self, id: MemoId) -> Result<String, PlanError> {
        let memo = present(&self.draft.memos, id, "memo")?;
        let on = self.subject_name(memo.subject)?;
        record!(self, Memo, Some(memo), None);
        Ok(format!("Removed the memo on {on}"))
    }

    pub(super) fn remove_memos_where(&mut self, matches: impl Fn(Subject) -> bool) {
        let found = self.draft.memos.iter().filter(|memo| matches(memo.subject));
        let memos: Vec<Arc<Memo>> = found.cloned().collect();
        for memo in memos {
            record!(self, Memo, Some(memo), None);
        }
    }

    /// What a memo is about, for a label; an error if it is gone.
    pub(super) fn subject_name(&self, subject: Subject) -> Result<String, PlanError> {
        let draft = &self.draft;
        let source = |id| present(&draft.sources, id, "source");
        let code = |id| present(&draft.codes, id, "code");
        Ok(match subject {
            Subject::Project => "the project".to_owned(),
            Subject::Source(id) => format!("“{}”", source(id)?.name),
            Subject::Passage(id, _) => format!("a passage of “{}”", source(id)?.name),
            Subject::Code(id) => format!("the code “{}”", code(id)?.name),
            Subject::Case(id) => format!("the case “{}”", present(&draft.cases, id, "case")?.name),
            Subject::Coding(id) => {
                let coding = present(&draft.codings, id, "coding")?;
                format!("a passage coded “{}”", code(coding.code)?.name)
            }
            Subject::Rating(id) => {
                let rating = present(&draft.ratings, id, "rating")?;
                format!(
                    "a rating of “{}”",
                    present(&draft.scales, rating.scale, "scale")?.name
                )
            }
        })
    }
}
