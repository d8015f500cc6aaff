//! Rating scales, ratings and memos.

use codebooks::{RatingScale, ScaleId, name_key};
use project::{CodingId, Memo, MemoId, Rating, RatingId, Subject};

use super::sources::short;
use super::{Merger, free_name};
use crate::refi::made_id;

impl Merger<'_> {
    pub(super) fn scales(&mut self, scales: Vec<RatingScale>) {
        for mut scale in scales {
            let theirs = scale.id;
            let known = self.project.scales();
            let alike =
                |known: &RatingScale| known.level == scale.level && known.labels == scale.labels;
            let remade = ScaleId::from_u128(made_id(&[
                &theirs.to_string(),
                &scale.labels.join("\u{1f}"),
            ]));
            let same = [
                known.get(theirs),
                known.get(remade),
                self.project.scale_named(&scale.name),
            ];
            let same = same.into_iter().flatten().find(|known| alike(known));
            self.report.scales.note(same.is_none());
            if let Some(same) = same {
                self.scales.insert(theirs, same.id);
                continue;
            }
            if known.contains(theirs) {
                scale.id = remade;
            }
            let taken = |name: &str| {
                let new = self.new.scales.iter().map(|scale| &scale.name);
                let old = self.project.scales().iter().map(|scale| &scale.name);
                new.chain(old)
                    .any(|known| name_key(known) == name_key(name))
            };
            let name = free_name(&scale.name, taken);
            if name != scale.name {
                let line = format!(
                    "the scale “{}” has other labels there; theirs is now “{name}”",
                    scale.name
                );
                self.conflict(line);
                scale.name = name;
            }
            self.scales.insert(theirs, scale.id);
            self.new.scales.push(scale);
        }
    }

    pub(super) fn ratings(&mut self, ratings: Vec<Rating>) {
        for rating in ratings {
            let places = (
                self.cases.get(&rating.case).copied(),
                self.scales.get(&rating.scale).copied(),
                self.coders.get(&rating.rater).copied(),
            );
            let (Some(case), Some(scale), Some(rater)) = places else {
                continue;
            };
            let theirs = rating.id;
            let here = |id: &CodingId| self.codings.get(id).copied();
            let rating = Rating {
                case,
                scale,
                rater,
                evidence: rating.evidence.iter().filter_map(here).collect(),
                ..rating
            };
            let is_same = |known: &Rating| {
                (known.case, known.scale, known.rater) == (case, scale, rater)
                    && known.wave == rating.wave
            };
            let known = self.project.ratings();
            let same = known
                .iter()
                .find(|known| is_same(known))
                .or_else(|| known.get(theirs));
            let twin = self
                .new
                .ratings
                .iter()
                .find(|known| is_same(known))
                .map(|twin| twin.id);
            self.report.ratings.note(same.is_none() && twin.is_none());
            if let Some(same) = same {
                if same.value != rating.value {
                    let name = self.case_names.get(&case).cloned().unwrap_or_default();
                    let line =
                        format!("a rating of “{name}” is another there; the one here was kept");
                    self.report.conflicts.push(line);
                }
                self.ratings.insert(theirs, same.id);
                continue;
            }
            self.ratings.insert(theirs, twin.unwrap_or(theirs));
            if twin.is_none() {
                self.new.ratings.push(rating);
            }
        }
    }

    fn subject(&self, subject: Subject) -> Option<Subject> {
        let rating = |id: RatingId| self.ratings.get(&id).copied().map(Subject::Rating);
        match subject {
            Subject::Project => Some(Subject::Project),
            Subject::Source(id) => self.sources.get(&id).copied().map(Subject::Source),
            Subject::Passage(id, range) => {
                let source = self.sources.get(&id).copied()?;
                Some(Subject::Passage(source, range))
            }
            Subject::Code(id) => self.codes.get(&id).copied().map(Subject::Code),
            Subject::Coding(id) => self.codings.get(&id).copied().map(Subject::Coding),
            Subject::Case(id) => self.cases.get(&id).copied().map(Subject::Case),
            Subject::Rating(id) => rating(id),
        }
    }

    pub(super) fn memos(&mut self, memos: Vec<Memo>) {
        let mut ids = std::collections::BTreeSet::new();
        for memo in memos {
            let places = (
                self.subject(memo.subject),
                self.coders.get(&memo.coder).copied(),
            );
            let (Some(subject), Some(coder)) = places else {
                continue;
            };
            let mut memo = Memo {
                subject,
                coder,
                ..memo
            };
            let mut on = self.project.memos_on(subject);
            let same = self
                .project
                .memos()
                .get(memo.id)
                .or_else(|| on.find(|known| known.text == memo.text))
                .cloned();
            self.report.memos.note(same.is_none());
            if let Some(same) = same {
                if same.text != memo.text {
                    let line = format!(
                        "a memo says “{}” here and “{}” there",
                        short(&same.text),
                        short(&memo.text)
                    );
                    self.conflict(line);
                }
                continue;
            }
            while !ids.insert(memo.id) {
                memo.id = MemoId::from_u128(made_id(&["memo", &memo.id.to_string()]));
            }
            self.new.memos.push(memo);
        }
    }
}
