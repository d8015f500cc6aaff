//! Sets, summaries, questions and saved searches made elsewhere.

use super::adopt::free;
use super::{PlanError, Planner, named, present, record};
use crate::edit::Adopted;
use crate::model::{Question, SavedSearch};

impl Planner<'_> {
    pub(super) fn adopt_findings(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        self.adopt_sets(rows)?;
        self.adopt_summaries(rows)?;
        self.adopt_questions(rows)?;
        self.adopt_searches(rows)
    }

    fn adopt_sets(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        for set in &rows.sets {
            let name = named("set", &set.name)?;
            if self.draft.set_named(&name).is_some() {
                return Err(PlanError::NameTaken { what: "set", name });
            }
            free(self.draft.sets.contains(set.id), "set")?;
            for &source in &set.sources {
                present(&self.draft.sources, source, "source")?;
            }
            for &code in &set.codes {
                present(&self.draft.codes, code, "code")?;
            }
            record!(self, Set, None, Some(set.clone()));
        }
        Ok(())
    }

    fn adopt_summaries(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        for summary in &rows.summaries {
            let of = self.summarised_name(summary.of)?;
            let code = present(&self.draft.codes, summary.code, "code")?;
            present(&self.draft.coders, summary.coder, "coder")?;
            free(self.draft.summaries.contains(summary.id), "summary")?;
            if self.draft.summary_of(summary.of, summary.code).is_some() {
                return Err(PlanError::NameTaken {
                    what: "summary",
                    name: format!("{of} / {}", code.name),
                });
            }
            record!(self, Summary, None, Some(summary.clone()));
        }
        Ok(())
    }

    fn adopt_questions(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        let places = self.draft.questions.iter();
        let after = places.map(|known| known.position.saturating_add(1)).max();
        for question in &rows.questions {
            named("question", &question.text)?;
            free(self.draft.questions.contains(question.id), "question")?;
            for indicator in &question.indicators {
                named("indicator", &indicator.name)?;
                for &evidence in &indicator.evidence {
                    self.check_evidence(evidence)?;
                }
            }
            let question = Question {
                position: question.position.saturating_add(after.unwrap_or(0)),
                ..question.clone()
            };
            record!(self, Question, None, Some(question));
        }
        Ok(())
    }

    fn adopt_searches(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        for search in &rows.searches {
            let name = named("saved search", &search.name)?;
            if self.draft.search_named(&name).is_some() {
                return Err(PlanError::NameTaken {
                    what: "saved search",
                    name,
                });
            }
            free(self.draft.searches.contains(search.id), "saved search")?;
            let search = SavedSearch {
                seen: self.present_seen(&search.seen),
                ..search.clone()
            };
            record!(self, Search, None, Some(search));
        }
        Ok(())
    }
}
