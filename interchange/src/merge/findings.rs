//! Sets, summaries, the evaluation frame and saved searches.

use codebooks::name_key;
use project::{
    Edit, Evidence, Holder, Indicator, NewSet, NewSummary, Question, QuestionDraft, QuestionId,
    SavedSearch, SearchId, SeenIn, Set, Summary, SummaryId, same_name,
};

use super::sources::short;
use super::{Choice, Conflict, Merger, free_name};
use crate::refi::made_id;

impl Merger<'_> {
    /// What one side has in a set and the other has not is in it afterwards.
    pub(super) fn sets(&mut self, sets: Vec<Set>) {
        for mut set in sets {
            let here = |id| self.sources.get(&id).copied();
            set.sources = set.sources.into_iter().filter_map(here).collect();
            let here = |id| self.codes.get(&id).copied();
            set.codes = set.codes.into_iter().filter_map(here).collect();
            let known = self.project.sets();
            let same = known
                .get(set.id)
                .or_else(|| self.project.set_named(&set.name))
                .cloned();
            self.report.sets.note(same.is_none());
            let Some(same) = same else {
                let taken = |name: &str| {
                    let mut new = self.new.sets.iter();
                    new.any(|known| same_name(&known.name, name))
                };
                set.name = free_name(&set.name, taken);
                self.new.sets.push(set);
                continue;
            };
            let mut filled = NewSet {
                id: None,
                name: same.name.clone(),
                description: same.description.clone(),
                sources: same.sources.clone(),
                codes: same.codes.clone(),
            };
            filled.sources.append(&mut set.sources);
            filled.codes.append(&mut set.codes);
            if filled.description.is_empty() {
                filled.description = set.description;
            }
            let is_same = (&filled.sources, &filled.codes, &filled.description)
                == (&same.sources, &same.codes, &same.description);
            if !is_same {
                self.report.filled += 1;
                self.fills.push(Edit::ReviseSet(same.id, filled));
            }
        }
    }

    pub(super) fn summaries(&mut self, summaries: Vec<Summary>) {
        for mut summary in summaries {
            let of = match summary.of {
                Holder::Case(id) => self.cases.get(&id).copied().map(Holder::Case),
                Holder::Source(id) => self.sources.get(&id).copied().map(Holder::Source),
                Holder::Speaker(_) => None,
            };
            let places = (
                of,
                self.codes.get(&summary.code).copied(),
                self.coders.get(&summary.coder).copied(),
            );
            let (Some(of), Some(code), Some(coder)) = places else {
                continue;
            };
            (summary.of, summary.code, summary.coder) = (of, code, coder);
            for basis in &mut summary.basis {
                if let Some(&here) = self.codings.get(&basis.coding) {
                    basis.coding = here;
                }
            }
            let same = self.project.summary_of(of, code).cloned();
            let is_twin = |known: &Summary| (known.of, known.code) == (of, code);
            let twin = self.new.summaries.iter().any(is_twin);
            self.report.summaries.note(same.is_none() && !twin);
            match same {
                Some(same) if same.text != summary.text => self.settle_summary(&same, &summary),
                Some(_) => {}
                None if twin => {}
                None => {
                    if self.project.summaries().contains(summary.id) {
                        let parts = ["summary", &summary.id.to_string(), &code.to_string()];
                        summary.id = SummaryId::from_u128(made_id(&parts));
                    }
                    self.new.summaries.push(summary);
                }
            }
        }
    }

    fn settle_summary(&mut self, ours: &Summary, theirs: &Summary) {
        let of = match ours.of {
            Holder::Case(id) => self.case_names.get(&id).cloned(),
            Holder::Source(id) => {
                let source = self.project.sources().get(id);
                source.map(|source| source.name.clone())
            }
            Holder::Speaker(_) => None,
        };
        let of = of.unwrap_or_default();
        let code = self.project.codes().get(ours.code);
        let code = code.map_or("", |code| code.name.as_str());
        let about = format!("the summary of “{of}” on “{code}”");
        let (mine, other) = (short(&ours.text), short(&theirs.text));
        let line = format!("{about} says “{mine}” here and “{other}” there");
        let key = format!("summary/{}", ours.id);
        let conflict = Conflict::new(key, about, "words", &ours.text, &theirs.text).or_both(true);
        let text = match self.settle(conflict, line) {
            Choice::Mine => return,
            Choice::Theirs => theirs.text.clone(),
            Choice::Both if ours.text.contains(&theirs.text) => return,
            Choice::Both => format!("{}\n\n{}", ours.text, theirs.text),
        };
        let codings = ours.basis.iter().chain(&theirs.basis);
        let codings = codings.map(|basis| basis.coding);
        let is_here = |coding: &_| {
            let mut new = self.new.codings.iter();
            self.project.codings().contains(*coding) || new.any(|row| row.id == *coding)
        };
        self.fills.push(Edit::WriteSummary(NewSummary {
            of: ours.of,
            code: ours.code,
            text,
            codings: codings.filter(is_here).collect(),
        }));
    }

    pub(super) fn questions(&mut self, questions: Vec<Question>) {
        for mut question in questions {
            for indicator in &mut question.indicators {
                let here = |evidence: &Evidence| match evidence {
                    Evidence::Code(id) => self.codes.get(id).copied().map(Evidence::Code),
                    Evidence::Scale(id) => self.scales.get(id).copied().map(Evidence::Scale),
                    Evidence::Attribute(id) => {
                        let attribute = self.attributes.get(id).copied();
                        attribute.map(Evidence::Attribute)
                    }
                };
                indicator.evidence = indicator.evidence.iter().filter_map(here).collect();
            }
            let known = self.project.questions();
            let asks = |known: &Question| name_key(&known.text) == name_key(&question.text);
            let same = known
                .get(question.id)
                .or_else(|| known.iter().find(|known| asks(known)))
                .cloned();
            self.report.questions.note(same.is_none());
            if let Some(same) = same {
                self.fill_question(&same, question);
                continue;
            }
            let mut new = self.new.questions.iter();
            if new.any(|known| known.id == question.id) {
                let parts = ["question", &question.id.to_string(), &question.text];
                question.id = QuestionId::from_u128(made_id(&parts));
            }
            self.new.questions.push(question);
        }
    }

    /// Indicators and evidence that only the other side has are added; the question's own words stay.
    fn fill_question(&mut self, ours: &Question, theirs: Question) {
        let mut indicators: Vec<Indicator> = ours.indicators.clone();
        for theirs in theirs.indicators {
            let same = |known: &&mut Indicator| name_key(&known.name) == name_key(&theirs.name);
            let Some(known) = indicators.iter_mut().find(same) else {
                indicators.push(theirs);
                continue;
            };
            for evidence in theirs.evidence {
                if !known.evidence.contains(&evidence) {
                    known.evidence.push(evidence);
                }
            }
        }
        if name_key(&ours.text) != name_key(&theirs.text) {
            let line = format!("the question “{}” reads “{}” there", ours.text, theirs.text);
            self.report.conflicts.push(line);
        }
        if indicators != ours.indicators {
            self.report.filled += 1;
            let draft = QuestionDraft {
                id: None,
                text: ours.text.clone(),
                heading: ours.heading.clone(),
                indicators,
            };
            self.fills.push(Edit::ReviseQuestion(ours.id, draft));
        }
    }

    pub(super) fn searches(&mut self, searches: Vec<SavedSearch>) {
        for mut search in searches {
            let here = |seen: SeenIn| {
                let source = self.sources.get(&seen.source).copied()?;
                Some(SeenIn { source, ..seen })
            };
            search.seen = search.seen.into_iter().filter_map(here).collect();
            let asks = |known: &SavedSearch| {
                (known.query.as_str(), known.everyone) == (search.query.as_str(), search.everyone)
            };
            let mut all = self.project.searches().iter().map(AsRef::as_ref);
            let known = all.any(asks) || self.new.searches.iter().any(asks);
            self.report.searches.note(!known);
            if known {
                continue;
            }
            let taken = |name: &str| {
                let mut new = self.new.searches.iter();
                self.project.search_named(name).is_some()
                    || new.any(|known| same_name(&known.name, name))
            };
            search.name = free_name(&search.name, taken);
            let mut new = self.new.searches.iter();
            if self.project.searches().contains(search.id) || new.any(|row| row.id == search.id) {
                let parts = ["search", &search.id.to_string(), &search.query];
                search.id = SearchId::from_u128(made_id(&parts));
            }
            self.new.searches.push(search);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{rows, take_in};
    use super::*;
    use crate::testing::workspace;
    use project::{NewSearch, Workspace};

    /// A project with one of each.
    fn found() -> Workspace {
        let mut workspace = workspace();
        let project = workspace.snapshot();
        let source = project.sources().iter().next().unwrap().id;
        let code = project.codes().iter().next().unwrap().id;
        let case = project.cases().iter().next().unwrap().id;
        let seen = SeenIn {
            source,
            turns: [1, 3].into(),
        };
        for edit in [
            Edit::AddSet(NewSet {
                name: "Round 1".to_owned(),
                sources: [source].into(),
                codes: [code].into(),
                ..NewSet::default()
            }),
            Edit::WriteSummary(NewSummary {
                of: Holder::Case(case),
                code,
                text: "Trusts her.".to_owned(),
                codings: project.codings().iter().map(|row| row.id).collect(),
            }),
            Edit::AddQuestion(QuestionDraft {
                text: "Is anyone better off?".to_owned(),
                indicators: vec![Indicator {
                    name: "Trust".to_owned(),
                    evidence: vec![Evidence::Code(code)],
                }],
                ..QuestionDraft::default()
            }),
            Edit::SaveSearch(NewSearch {
                name: "Being heard".to_owned(),
                query: "listen*".to_owned(),
                seen: vec![seen],
                ..NewSearch::default()
            }),
        ] {
            workspace.edit(edit).unwrap();
        }
        workspace
    }

    #[test]
    fn they_come_with_a_project_once() {
        let theirs = found();
        let mut ours = workspace();
        let report = take_in(&mut ours, rows(&theirs));
        let new = [
            report.sets,
            report.summaries,
            report.questions,
            report.searches,
        ];
        assert!(new.iter().all(|came| came.new == 1), "{report:?}");
        assert_eq!(
            ours.project().searches().iter().next().unwrap().seen.len(),
            1
        );
        assert!(take_in(&mut ours, rows(&theirs)).is_nothing_new());
    }

    #[test]
    fn what_both_have_is_put_together_and_what_differs_is_asked() {
        let theirs = found();
        let mut ours = found();
        let project = ours.snapshot();
        let set = project.sets().iter().next().unwrap();
        let emptied = NewSet {
            name: "round 1".to_owned(),
            ..NewSet::default()
        };
        ours.edit(Edit::ReviseSet(set.id, emptied)).unwrap();
        let summary = project.summaries().iter().next().unwrap();
        ours.edit(Edit::WriteSummary(NewSummary {
            of: summary.of,
            code: summary.code,
            text: "Does not trust her.".to_owned(),
            codings: Vec::new(),
        }))
        .unwrap();
        let report = take_in(&mut ours, rows(&theirs));
        assert_eq!(report.filled, 1, "{report:?}");
        let project = ours.snapshot();
        assert_eq!(project.sets().iter().next().unwrap().sources.len(), 1);
        let conflict = &report.disagreements[0];
        assert!(
            conflict.line.contains("Does not trust her."),
            "{conflict:?}"
        );
        assert_eq!(conflict.choices.len(), 3);
        assert_eq!(
            project.summaries().iter().next().unwrap().text,
            "Does not trust her."
        );
    }
}
