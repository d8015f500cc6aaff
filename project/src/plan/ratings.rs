//! Rating scales and ratings of cases.

use codebooks::{RatingScale, ScaleId, ScaleValue};

use super::{PlanError, Planner, present, record};
use crate::edit::NewRating;
use crate::model::{Rating, RatingId, Subject};

impl Planner<'_> {
    pub(super) fn add_scale(&mut self, scale: &RatingScale) -> Result<String, PlanError> {
        scale.check()?;
        if let Some(same) = self.draft.scale_named(&scale.name) {
            return Err(PlanError::NameTaken {
                what: "scale",
                name: same.name.clone(),
            });
        }
        if self.draft.scales.contains(scale.id) {
            return Err(PlanError::IdTaken("scale"));
        }
        record!(self, Scale, None, Some(scale.clone()));
        Ok(format!("Added the scale “{}”", scale.name))
    }

    pub(super) fn remove_scale(&mut self, id: ScaleId) -> Result<String, PlanError> {
        let scale = present(&self.draft.scales, id, "scale")?;
        let ratings = self
            .draft
            .ratings
            .iter()
            .filter(|rating| rating.scale == id)
            .count();
        if ratings > 0 {
            return Err(PlanError::ScaleInUse {
                name: scale.name.clone(),
                ratings,
            });
        }
        let label = format!("Removed the scale “{}”", scale.name);
        self.drop_scale_from_questions(id);
        record!(self, Scale, Some(scale), None);
        Ok(label)
    }

    pub(super) fn rate_case(&mut self, new: &NewRating) -> Result<String, PlanError> {
        let case = present(&self.draft.cases, new.case, "case")?;
        let scale = present(&self.draft.scales, new.scale, "scale")?;
        let rater = new.rater.unwrap_or(self.by.coder);
        present(&self.draft.coders, rater, "coder")?;
        check_value(&scale, new.value)?;
        for &evidence in &new.evidence {
            present(&self.draft.codings, evidence, "coding")?;
        }
        let wave = new.wave.trim();
        let same = |known: &Rating| {
            (known.case, known.scale, known.rater) == (new.case, new.scale, rater)
                && known.wave == wave
        };
        let before = self.draft.ratings.iter().find(|known| same(known)).cloned();
        let id = match &before {
            Some(before) => before.id,
            None => RatingId::from_u128(self.ids.next()),
        };
        let rating = Rating {
            id,
            case: new.case,
            scale: new.scale,
            value: new.value,
            rater,
            wave: wave.to_owned(),
            rationale: new.rationale.trim().to_owned(),
            evidence: new.evidence.clone(),
        };
        record!(self, Rating, before, Some(rating));
        Ok(format!(
            "Rated “{}” on “{}”: {}",
            case.name,
            scale.name,
            scale.text_of(new.value)
        ))
    }

    pub(super) fn remove_rating(&mut self, id: RatingId) -> Result<String, PlanError> {
        let rating = present(&self.draft.ratings, id, "rating")?;
        self.remove_memos_where(|subject| subject == Subject::Rating(id));
        record!(self, Rating, Some(rating), None);
        Ok("Removed a rating".to_owned())
    }
}

/// A value must be on its scale.
pub(super) fn check_value(scale: &RatingScale, value: ScaleValue) -> Result<(), PlanError> {
    let fits = match value {
        ScaleValue::Label(place) => usize::from(place) < scale.labels.len(),
        ScaleValue::Number(number) => scale.level.is_numeric() && number.is_finite(),
        ScaleValue::Missing => true,
    };
    if fits {
        Ok(())
    } else {
        Err(PlanError::NotOnScale {
            name: scale.name.clone(),
        })
    }
}
