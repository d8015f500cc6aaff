//! What is made of the codings: sets, summaries, the evaluation frame and saved searches.

use std::collections::BTreeSet;
use std::sync::Arc;

use codebooks::{CodeId, ScaleId};

use super::{PlanError, Planner, named, present, record};
use crate::edit::{NewSearch, NewSet, NewSummary, QuestionDraft};
use crate::model::{
    Basis, Evidence, Holder, Indicator, Question, QuestionId, SavedSearch, SearchId, SeenIn, Set,
    SetId, SourceId, Summary, SummaryId,
};

impl Planner<'_> {
    pub(super) fn add_set(&mut self, new: &NewSet) -> Result<String, PlanError> {
        let id = new.id.unwrap_or_else(|| SetId::from_u128(self.ids.next()));
        if self.draft.sets.contains(id) {
            return Err(PlanError::IdTaken("set"));
        }
        let set = self.checked_set(id, new)?;
        let label = format!("Made the set “{}”", set.name);
        record!(self, Set, None, Some(set));
        Ok(label)
    }

    pub(super) fn revise_set(&mut self, id: SetId, new: &NewSet) -> Result<String, PlanError> {
        let before = present(&self.draft.sets, id, "set")?;
        let after = self.checked_set(id, new)?;
        let label = if after.name == before.name {
            format!("Changed the set “{}”", after.name)
        } else {
            format!("Renamed the set “{}” to “{}”", before.name, after.name)
        };
        record!(self, Set, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn remove_set(&mut self, id: SetId) -> Result<String, PlanError> {
        let set = present(&self.draft.sets, id, "set")?;
        let label = format!("Removed the set “{}”", set.name);
        record!(self, Set, Some(set), None);
        Ok(label)
    }

    /// A set whose name nobody else has and whose members are there.
    fn checked_set(&self, id: SetId, new: &NewSet) -> Result<Set, PlanError> {
        let name = named("set", &new.name)?;
        if let Some(same) = self.draft.set_named(&name)
            && same.id != id
        {
            return Err(PlanError::NameTaken {
                what: "set",
                name: same.name.clone(),
            });
        }
        for &source in &new.sources {
            present(&self.draft.sources, source, "source")?;
        }
        for &code in &new.codes {
            present(&self.draft.codes, code, "code")?;
        }
        Ok(Set {
            id,
            name,
            description: new.description.trim().to_owned(),
            sources: new.sources.clone(),
            codes: new.codes.clone(),
        })
    }

    pub(super) fn write_summary(&mut self, new: &NewSummary) -> Result<String, PlanError> {
        let name = self.summarised_name(new.of)?;
        let code = present(&self.draft.codes, new.code, "code")?;
        let before = self.draft.summary_of(new.of, new.code).cloned();
        let text = new.text.trim();
        if text.is_empty() {
            if before.is_some() {
                record!(self, Summary, before, None);
            }
            return Ok(format!(
                "Took out the summary of “{name}” on “{}”",
                code.name
            ));
        }
        let mut basis: Vec<Basis> = Vec::with_capacity(new.codings.len());
        for &coding in &new.codings {
            basis.push(Basis::of(&*present(&self.draft.codings, coding, "coding")?));
        }
        basis.sort_unstable();
        basis.dedup();
        // Saving what stands there already is no change, so that it does not look written anew.
        if let Some(before) = &before
            && before.text == text
            && before.basis == basis
        {
            return Ok(format!("Kept the summary of “{name}” on “{}”", code.name));
        }
        let id = match &before {
            Some(before) => before.id,
            None => SummaryId::from_u128(self.ids.next()),
        };
        let after = Summary {
            id,
            of: new.of,
            code: new.code,
            text: text.to_owned(),
            coder: self.by.coder,
            changed_at: self.by.at,
            basis,
        };
        record!(self, Summary, before, Some(after));
        Ok(format!("Summed up “{name}” on “{}”", code.name))
    }

    /// The name of what a summary is of: a case or a source.
    pub(super) fn summarised_name(&self, of: Holder) -> Result<String, PlanError> {
        match of {
            Holder::Case(id) => Ok(present(&self.draft.cases, id, "case")?.name.clone()),
            Holder::Source(id) => Ok(present(&self.draft.sources, id, "source")?.name.clone()),
            Holder::Speaker(_) => Err(PlanError::SummaryOfSpeaker),
        }
    }

    pub(super) fn add_question(&mut self, draft: &QuestionDraft) -> Result<String, PlanError> {
        let id = draft
            .id
            .unwrap_or_else(|| QuestionId::from_u128(self.ids.next()));
        if self.draft.questions.contains(id) {
            return Err(PlanError::IdTaken("question"));
        }
        let places = self.draft.questions.iter();
        let last = places.map(|question| question.position.saturating_add(1));
        let position = last.max().unwrap_or(0);
        let question = self.checked_question(id, position, draft)?;
        let label = format!("Asked “{}”", question.text);
        record!(self, Question, None, Some(question));
        Ok(label)
    }

    pub(super) fn revise_question(
        &mut self,
        id: QuestionId,
        draft: &QuestionDraft,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.questions, id, "question")?;
        let after = self.checked_question(id, before.position, draft)?;
        let label = format!("Changed the question “{}”", after.text);
        record!(self, Question, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn move_question(
        &mut self,
        id: QuestionId,
        position: u32,
    ) -> Result<String, PlanError> {
        let moved = present(&self.draft.questions, id, "question")?;
        let mut order: Vec<Arc<Question>> = self
            .draft
            .questions_in_order()
            .into_iter()
            .filter(|question| question.id != id)
            .cloned()
            .collect();
        order.insert((position as usize).min(order.len()), Arc::clone(&moved));
        for (position, before) in (0..).zip(order) {
            let after = Question {
                position,
                ..(*before).clone()
            };
            record!(self, Question, Some(before), Some(after));
        }
        Ok(format!("Moved the question “{}”", moved.text))
    }

    pub(super) fn remove_question(&mut self, id: QuestionId) -> Result<String, PlanError> {
        let question = present(&self.draft.questions, id, "question")?;
        let label = format!("Removed the question “{}”", question.text);
        record!(self, Question, Some(question), None);
        Ok(label)
    }

    fn checked_question(
        &self,
        id: QuestionId,
        position: u32,
        draft: &QuestionDraft,
    ) -> Result<Question, PlanError> {
        let text = named("question", &draft.text)?;
        let mut indicators = Vec::with_capacity(draft.indicators.len());
        for indicator in &draft.indicators {
            let mut evidence: Vec<Evidence> = Vec::with_capacity(indicator.evidence.len());
            for &item in &indicator.evidence {
                self.check_evidence(item)?;
                if !evidence.contains(&item) {
                    evidence.push(item);
                }
            }
            indicators.push(Indicator {
                name: named("indicator", &indicator.name)?,
                evidence,
            });
        }
        Ok(Question {
            id,
            text,
            heading: draft.heading.trim().to_owned(),
            position,
            indicators,
        })
    }

    pub(super) fn check_evidence(&self, evidence: Evidence) -> Result<(), PlanError> {
        match evidence {
            Evidence::Code(id) => present(&self.draft.codes, id, "code").map(drop),
            Evidence::Scale(id) => present(&self.draft.scales, id, "scale").map(drop),
            Evidence::Attribute(id) => present(&self.draft.attributes, id, "attribute").map(drop),
        }
    }

    pub(super) fn save_search(&mut self, new: &NewSearch) -> Result<String, PlanError> {
        let name = named("saved search", &new.name)?;
        let query = named("saved search", &new.query)?;
        if let Some(same) = self.draft.search_named(&name)
            && Some(same.id) != new.id
        {
            return Err(PlanError::NameTaken {
                what: "saved search",
                name: same.name.clone(),
            });
        }
        let id = new
            .id
            .unwrap_or_else(|| SearchId::from_u128(self.ids.next()));
        let before = self.draft.searches.get(id).cloned();
        let label = match &before {
            Some(before) if before.name != name => {
                format!("Renamed the search “{}” to “{name}”", before.name)
            }
            Some(_) => format!("Changed the search “{name}”"),
            None => format!("Saved the search “{name}”"),
        };
        let seen = self.present_seen(&new.seen);
        // Another name is no look at what is found.
        let seen_at = match &before {
            Some(before) if before.seen == seen => before.seen_at,
            Some(_) | None => self.by.at,
        };
        let after = SavedSearch {
            id,
            name,
            query,
            everyone: new.everyone,
            seen,
            seen_at,
        };
        record!(self, Search, before, Some(after));
        Ok(label)
    }

    pub(super) fn see_search(
        &mut self,
        id: SearchId,
        seen: &[SeenIn],
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.searches, id, "saved search")?;
        let label = format!("Looked through the search “{}”", before.name);
        let seen = self.present_seen(seen);
        if seen != before.seen {
            let after = SavedSearch {
                seen,
                seen_at: self.by.at,
                ..(*before).clone()
            };
            record!(self, Search, Some(before), Some(after));
        }
        Ok(label)
    }

    pub(super) fn remove_search(&mut self, id: SearchId) -> Result<String, PlanError> {
        let search = present(&self.draft.searches, id, "saved search")?;
        let label = format!("Removed the saved search “{}”", search.name);
        record!(self, Search, Some(search), None);
        Ok(label)
    }

    /// What was seen in sources that are still there, one entry each, in their order.
    pub(super) fn present_seen(&self, seen: &[SeenIn]) -> Vec<SeenIn> {
        let mut seen: Vec<SeenIn> = seen
            .iter()
            .filter(|seen| self.draft.sources.contains(seen.source))
            .cloned()
            .collect();
        seen.sort_by_key(|seen| seen.source);
        seen.dedup_by(|next, kept| {
            let same = next.source == kept.source;
            if same {
                kept.turns.append(&mut next.turns);
            }
            same
        });
        seen
    }

    /// A source goes: so do its summaries and its place in sets and searches.
    pub(super) fn drop_source_from_findings(&mut self, id: SourceId) {
        self.drop_summaries_where(|summary| summary.of == Holder::Source(id));
        let sets: Vec<Arc<Set>> = self
            .draft
            .sets
            .iter()
            .filter(|set| set.sources.contains(&id))
            .cloned()
            .collect();
        for before in sets {
            let mut after = (*before).clone();
            after.sources.remove(&id);
            record!(self, Set, Some(before), Some(after));
        }
        let searches: Vec<Arc<SavedSearch>> = self
            .draft
            .searches
            .iter()
            .filter(|search| search.seen.iter().any(|seen| seen.source == id))
            .cloned()
            .collect();
        for before in searches {
            let mut after = (*before).clone();
            after.seen.retain(|seen| seen.source != id);
            record!(self, Search, Some(before), Some(after));
        }
    }

    pub(super) fn drop_summaries_where(&mut self, matches: impl Fn(&Summary) -> bool) {
        let found = self.draft.summaries.iter();
        let summaries: Vec<Arc<Summary>> = found.filter(|row| matches(row)).cloned().collect();
        for summary in summaries {
            record!(self, Summary, Some(summary), None);
        }
    }

    /// A code goes, or another takes its place in sets, summaries and the evaluation frame.
    pub(super) fn change_code_in_findings(&mut self, gone: CodeId, instead: Option<CodeId>) {
        let sets: Vec<Arc<Set>> = self
            .draft
            .sets
            .iter()
            .filter(|set| set.codes.contains(&gone))
            .cloned()
            .collect();
        for before in sets {
            let mut after = (*before).clone();
            after.codes.remove(&gone);
            after.codes.extend(instead);
            record!(self, Set, Some(before), Some(after));
        }
        self.change_evidence_of_questions(Evidence::Code(gone), instead.map(Evidence::Code));
        let found = self.draft.summaries.iter();
        let summaries: Vec<Arc<Summary>> = found
            .filter(|summary| summary.code == gone)
            .cloned()
            .collect();
        for before in summaries {
            if let Some(instead) = instead {
                self.carry_summary(&before, instead);
            } else {
                record!(self, Summary, Some(before), None);
            }
        }
    }

    /// A summary goes over to another theme; below the one that stands there, if one does.
    fn carry_summary(&mut self, gone: &Arc<Summary>, code: CodeId) {
        let Some(kept) = self.draft.summary_of(gone.of, code).cloned() else {
            let after = Summary {
                code,
                ..(**gone).clone()
            };
            record!(self, Summary, Some(Arc::clone(gone)), Some(after));
            return;
        };
        let mut after = (*kept).clone();
        if after.text != gone.text {
            after.text = format!("{}\n\n{}", kept.text, gone.text);
        }
        let basis: BTreeSet<Basis> = kept.basis.iter().chain(&gone.basis).cloned().collect();
        after.basis = basis.into_iter().collect();
        record!(self, Summary, Some(kept), Some(after));
        record!(self, Summary, Some(Arc::clone(gone)), None);
    }

    pub(super) fn drop_scale_from_questions(&mut self, id: ScaleId) {
        self.change_evidence_of_questions(Evidence::Scale(id), None);
    }

    fn change_evidence_of_questions(&mut self, gone: Evidence, instead: Option<Evidence>) {
        let names = |question: &Question| {
            let mut all = question.indicators.iter().flat_map(|row| &row.evidence);
            all.any(|&evidence| evidence == gone)
        };
        let found = self.draft.questions.iter();
        let questions: Vec<Arc<Question>> = found.filter(|row| names(row)).cloned().collect();
        for before in questions {
            let mut after = (*before).clone();
            for indicator in &mut after.indicators {
                if !indicator.evidence.contains(&gone) {
                    continue;
                }
                indicator.evidence.retain(|&evidence| evidence != gone);
                if let Some(instead) = instead
                    && !indicator.evidence.contains(&instead)
                {
                    indicator.evidence.push(instead);
                }
            }
            record!(self, Question, Some(before), Some(after));
        }
    }
}
