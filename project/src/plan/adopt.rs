//! Rows made elsewhere: taken in as they are, or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codebooks::{Code, CodeError, CodeId, check_name, name_key};

use super::codings::check_passage;
use super::ratings::check_value;
use super::sources::{check_turns, paragraphs};
use super::{PlanError, Planner, counted, named, present, record};
use crate::edit::{Adopted, AdoptedPart, AdoptedSource, NewTurn};
use crate::model::{
    Attribute, CaseId, CodingState, Memo, Rating, Source, Speaker, SpeakerId, TextHash, Turn,
    TurnList, Values, folded,
};
use crate::text::{SourceText, count_words};

impl Planner<'_> {
    pub(super) fn adopt(&mut self, rows: &Adopted) -> Result<String, PlanError> {
        self.adopt_people(rows)?;
        self.adopt_codes(&rows.codes)?;
        for new in &rows.sources {
            self.adopt_source(new)?;
        }
        self.adopt_codings(rows)?;
        for scale in &rows.scales {
            self.add_scale(scale)?;
        }
        self.adopt_ratings(&rows.ratings)?;
        self.adopt_memos(&rows.memos)?;
        self.adopt_kept(&rows.kept)?;
        self.adopt_findings(rows)?;
        Ok(format!(
            "Took in {} with {}",
            counted(rows.sources.len(), "source"),
            counted(rows.codings.len(), "coding")
        ))
    }

    /// Coders, attributes and cases.
    fn adopt_people(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        for coder in &rows.coders {
            named("coder", &coder.name)?;
            self.check_coder_name(&coder.name, None)?;
            free(self.draft.coders.contains(coder.id), "coder")?;
            record!(self, Coder, None, Some(coder.clone()));
        }
        let positions = self.draft.attributes.iter().map(|known| known.position + 1);
        let after = positions.max().unwrap_or(0);
        for attribute in &rows.attributes {
            named("attribute", &attribute.name)?;
            if let Some(known) = self.draft.attribute_named(&attribute.name) {
                return Err(PlanError::NameTaken {
                    what: "attribute",
                    name: known.name.clone(),
                });
            }
            free(self.draft.attributes.contains(attribute.id), "attribute")?;
            let attribute = Attribute {
                position: attribute.position.saturating_add(after),
                ..attribute.clone()
            };
            record!(self, Attribute, None, Some(attribute));
        }
        for case in &rows.cases {
            named("case", &case.name)?;
            self.check_case_name(&case.name, None)?;
            free(self.draft.cases.contains(case.id), "case")?;
            self.check_values(&case.values)?;
            record!(self, Case, None, Some(case.clone()));
        }
        Ok(())
    }

    fn check_values(&self, values: &Values) -> Result<(), PlanError> {
        for &attribute in values.keys() {
            present(&self.draft.attributes, attribute, "attribute")?;
        }
        Ok(())
    }

    fn check_case(&self, case: Option<CaseId>) -> Result<(), PlanError> {
        case.map(|case| present(&self.draft.cases, case, "case"))
            .transpose()
            .map(drop)
    }

    /// Parents come before their children, so no code can come to stand under itself.
    fn adopt_codes(&mut self, codes: &[Code]) -> Result<(), PlanError> {
        let mut names: BTreeSet<(Option<CodeId>, String)> = BTreeSet::new();
        let mut after: BTreeMap<Option<CodeId>, u32> = BTreeMap::new();
        for code in self.draft.codes.iter() {
            names.insert((code.parent, name_key(&code.name)));
            let last = after.entry(code.parent).or_default();
            *last = (*last).max(code.position.saturating_add(1));
        }
        for code in codes {
            let name = check_name(&code.name)?;
            if let Some(parent) = code.parent
                && !self.draft.codes.contains(parent)
            {
                return Err(CodeError::UnknownParent.into());
            }
            if !names.insert((code.parent, name_key(&name))) {
                return Err(CodeError::SiblingName { name }.into());
            }
            free(self.draft.codes.contains(code.id), "code")?;
            let last = after.get(&code.parent).copied().unwrap_or(0);
            let code = Code {
                name,
                position: code.position.saturating_add(last),
                ..code.clone()
            };
            record!(self, Code, None, Some(code));
        }
        Ok(())
    }

    fn adopt_source(&mut self, new: &AdoptedSource) -> Result<(), PlanError> {
        let name = named("source", &new.source.name)?;
        let taken = self.taken();
        if let Some(same) = taken.files.get(&new.source.file_hash) {
            return Err(PlanError::SameFile { name: same.clone() });
        }
        if let Some(same) = taken.names.get(&folded(&name)) {
            let name = same.clone();
            return Err(PlanError::NameTaken {
                what: "source",
                name,
            });
        }
        free(self.draft.sources.contains(new.source.id), "source")?;
        self.check_case(new.source.case)?;
        self.check_values(&new.source.values)?;
        let text = SourceText::new(new.text.as_str());
        let turns = turns_of(new, &text).map_err(|problem| PlanError::BadSource {
            name: name.clone(),
            problem,
        })?;
        let source = Source {
            name,
            text: TextHash::of(text.as_str()),
            characters: text.characters(),
            words: count_words(text.as_str()),
            ..new.source.clone()
        };
        self.texts.push((source.text.clone(), text));
        record!(self, Source, None, Some(source));
        let source = new.source.id;
        let mut names = BTreeSet::new();
        for speaker in &new.speakers {
            let name = named("speaker", &speaker.name)?;
            if !names.insert(folded(&name)) {
                return Err(PlanError::NameTaken {
                    what: "speaker",
                    name,
                });
            }
            free(self.draft.speakers.contains(speaker.id), "speaker")?;
            self.check_case(speaker.case)?;
            self.check_values(&speaker.values)?;
            let speaker = Speaker {
                source,
                ..speaker.clone()
            };
            record!(self, Speaker, None, Some(speaker));
        }
        record!(self, Turns, None, Some(TurnList { source, turns }));
        Ok(())
    }

    fn adopt_codings(&mut self, rows: &Adopted) -> Result<(), PlanError> {
        for coding in &rows.codings {
            let source = present(&self.draft.sources, coding.source, "source")?;
            present(&self.draft.codes, coding.code, "code")?;
            present(&self.draft.coders, coding.coder, "coder")?;
            // The passage of a lost quote is gone, so its range means nothing any more.
            if coding.state != CodingState::Lost {
                check_passage(&source, coding.range)?;
            }
            free(self.draft.codings.contains(coding.id), "coding")?;
            let same =
                self.draft
                    .same_coding(coding.source, coding.range, coding.code, coding.coder);
            if same.is_none() {
                record!(self, Coding, None, Some(coding.clone()));
            }
        }
        Ok(())
    }

    fn adopt_ratings(&mut self, ratings: &[Rating]) -> Result<(), PlanError> {
        for rating in ratings {
            let case = present(&self.draft.cases, rating.case, "case")?;
            let scale = present(&self.draft.scales, rating.scale, "scale")?;
            present(&self.draft.coders, rating.rater, "coder")?;
            check_value(&scale, rating.value)?;
            for &evidence in &rating.evidence {
                present(&self.draft.codings, evidence, "coding")?;
            }
            free(self.draft.ratings.contains(rating.id), "rating")?;
            let key = |rating: &Rating| (rating.case, rating.scale, rating.rater);
            let is_rated = self
                .draft
                .ratings
                .iter()
                .any(|known| key(known) == key(rating) && known.wave == rating.wave);
            if is_rated {
                return Err(PlanError::NameTaken {
                    what: "rating by this coder",
                    name: format!("{} / {}", case.name, scale.name),
                });
            }
            record!(self, Rating, None, Some(rating.clone()));
        }
        Ok(())
    }

    fn adopt_memos(&mut self, memos: &[Memo]) -> Result<(), PlanError> {
        for memo in memos {
            self.subject_name(memo.subject)?;
            present(&self.draft.coders, memo.coder, "coder")?;
            free(self.draft.memos.contains(memo.id), "memo")?;
            record!(self, Memo, None, Some(memo.clone()));
        }
        Ok(())
    }

    fn adopt_kept(&mut self, parts: &[AdoptedPart]) -> Result<(), PlanError> {
        for AdoptedPart { part, files } in parts {
            free(self.draft.kept.contains(part.id), "part")?;
            for (nth, file) in part.files.iter().enumerate() {
                let bytes = files
                    .get(nth)
                    .filter(|bytes| TextHash::of(bytes.as_ref()) == file.hash)
                    .ok_or_else(|| PlanError::OtherFile(file.name.clone()))?;
                self.files.push((file.hash.clone(), Arc::clone(bytes)));
            }
            record!(self, Kept, None, Some(part.clone()));
        }
        Ok(())
    }
}

/// An id must be new.
pub(super) fn free(is_taken: bool, what: &'static str) -> Result<(), PlanError> {
    if is_taken {
        Err(PlanError::IdTaken(what))
    } else {
        Ok(())
    }
}

/// The turns as given, or one for each paragraph; what does not fit is an error.
fn turns_of(new: &AdoptedSource, text: &SourceText) -> Result<Vec<Turn>, String> {
    let speakers: BTreeMap<SpeakerId, usize> = new
        .speakers
        .iter()
        .enumerate()
        .map(|(place, speaker)| (speaker.id, place))
        .collect();
    let plain = |turn: &Turn| NewTurn {
        range: turn.range,
        speech: turn.speech,
        speaker: turn
            .speaker
            .map(|speaker| speakers.get(&speaker).copied().unwrap_or(usize::MAX)),
        from_ms: turn.from_ms,
        to_ms: turn.to_ms,
    };
    let turns: Vec<NewTurn> = if new.turns.is_empty() {
        paragraphs(&new.text)
    } else {
        new.turns.iter().map(plain).collect()
    };
    check_turns(&turns, text.characters(), new.speakers.len())?;
    if !new.turns.is_empty() {
        return Ok(new.turns.clone());
    }
    let unlabelled = |turn: &NewTurn| Turn {
        range: turn.range,
        speech: turn.speech,
        speaker: None,
        from_ms: None,
        to_ms: None,
    };
    Ok(turns.iter().map(unlabelled).collect())
}
