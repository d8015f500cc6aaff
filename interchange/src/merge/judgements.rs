//! Rating scales, ratings and memos.

use std::collections::BTreeMap;

use codebooks::{RatingScale, ScaleId, ScaleValue, name_key};
use project::{AdoptedPart, CodingId, Edit, Memo, MemoId, NewRating, Rating, RatingId, Subject};

use super::sources::short;
use super::{Choice, Conflict, Merger, free_name};
use crate::refi::{kept_called, kept_renamed, made_id};

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
                self.ratings.insert(theirs, same.id);
                if same.value != rating.value {
                    let same = same.clone();
                    self.settle_rating(&same, rating);
                }
                continue;
            }
            self.ratings.insert(theirs, twin.unwrap_or(theirs));
            if twin.is_none() {
                self.new.ratings.push(rating);
            }
        }
    }

    fn settle_rating(&mut self, ours: &Rating, theirs: Rating) {
        let name = self.case_names.get(&ours.case).cloned().unwrap_or_default();
        let scale = self.project.scales().get(ours.scale);
        let told = |rating: &Rating| {
            let label = match rating.value {
                ScaleValue::Label(place) => {
                    scale.and_then(|scale| scale.labels.get(usize::from(place)))
                }
                ScaleValue::Number(_) | ScaleValue::Missing => None,
            };
            let value = match rating.value {
                ScaleValue::Number(number) => number.to_string(),
                ScaleValue::Label(_) | ScaleValue::Missing => label.cloned().unwrap_or_else(|| {
                    scale.map_or_else(String::new, |scale| scale.missing.clone())
                }),
            };
            if rating.rationale.trim().is_empty() {
                value
            } else {
                format!("{value}: {}", short(&rating.rationale))
            }
        };
        let (mine, other) = (told(ours), told(&theirs));
        let line = format!("a rating of “{name}” is “{mine}” here and “{other}” there");
        let what = scale.map_or("rating", |scale| scale.name.as_str());
        let key = format!("rating/{}", ours.id);
        let conflict = Conflict::new(key, format!("the case “{name}”"), what, &mine, &other);
        if self.settle(conflict, line) == Choice::Theirs {
            self.fills.push(Edit::RateCase(NewRating {
                case: theirs.case,
                scale: theirs.scale,
                value: theirs.value,
                rater: Some(theirs.rater),
                wave: theirs.wave,
                rationale: theirs.rationale,
                evidence: theirs.evidence,
            }));
        }
    }

    fn settle_memo(&mut self, ours: &Memo, mut theirs: Memo) {
        let (mine, other) = (short(&ours.text), short(&theirs.text));
        let line = format!("a memo says “{mine}” here and “{other}” there");
        let by = self.project.coders().get(ours.coder);
        let about = by.map_or_else(
            || "a memo".to_owned(),
            |coder| format!("a memo by {}", coder.name),
        );
        let key = format!("memo/{}", ours.id);
        let conflict = Conflict::new(key, about, "words", &ours.text, &theirs.text).or_both(true);
        match self.settle(conflict, line) {
            Choice::Mine => {}
            Choice::Theirs => self.fills.push(Edit::ReviseMemo(ours.id, theirs.text)),
            Choice::Both => {
                let parts = [theirs.id.to_string(), theirs.text.clone()];
                theirs.id = MemoId::from_u128(made_id(&["memo", &parts[0], &parts[1]]));
                self.new.memos.push(theirs);
            }
        }
    }

    /// What other programs said comes along, under the ids that things have here.
    pub(super) fn kept(&mut self, parts: Vec<AdoptedPart>) {
        let ids = self.ids();
        for mut part in parts {
            part.part.markup = kept_renamed(&part.part.markup, &ids);
            let same = self.project.kept().get(part.part.id);
            self.report.kept.note(same.is_none());
            match same {
                None => self.new.kept.push(part),
                Some(same) if same.markup != part.part.markup => {
                    let line = format!(
                        "{} is another there; the one here was kept",
                        kept_called(&same.markup)
                    );
                    self.report.conflicts.push(line);
                }
                Some(_) => {}
            }
        }
    }

    /// Ids there that are others here.
    fn ids(&self) -> BTreeMap<u128, u128> {
        let mut ids = BTreeMap::new();
        let mut note = |there: u128, here: u128| {
            if there != here {
                ids.insert(there, here);
            }
        };
        for (there, here) in &self.coders {
            note(there.as_u128(), here.as_u128());
        }
        for (there, here) in &self.attributes {
            note(there.as_u128(), here.as_u128());
        }
        for (there, here) in &self.cases {
            note(there.as_u128(), here.as_u128());
        }
        for (there, here) in &self.codes {
            note(there.as_u128(), here.as_u128());
        }
        for (there, here) in &self.sources {
            note(there.as_u128(), here.as_u128());
        }
        for (there, here) in &self.codings {
            note(there.as_u128(), here.as_u128());
        }
        ids
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
            // One that says the same goes before one of the same id: both may stand here, from an earlier merge.
            let same = on
                .find(|known| known.text == memo.text)
                .or_else(|| self.project.memos().get(memo.id))
                .cloned();
            self.report.memos.note(same.is_none());
            if let Some(same) = same {
                if same.text != memo.text {
                    self.settle_memo(&same, memo);
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
