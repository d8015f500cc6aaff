//! Rating scales: ordered labels or plain numbers, with "not recorded" kept apart from "none".

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::check::{CodeError, check_name, name_key};

crate::id_type! {
    /// Names one rating scale for good.
    pub ScaleId
}

/// What may be done with the values of a scale (levels of measurement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Labels without an order: counted, never ranked.
    Nominal,
    /// Labels in an order: ranked, never averaged.
    Ordinal,
    /// Numbers whose differences mean something: averaged.
    Interval,
    /// Numbers with a true zero: averaged and compared as multiples.
    Ratio,
}

impl Level {
    /// Says whether values are numbers rather than labels.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Interval | Self::Ratio)
    }
}

/// A scale on which cases are rated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingScale {
    /// Names the scale for good.
    pub id: ScaleId,
    /// The name people see.
    pub name: String,
    /// What may be done with its values.
    pub level: Level,
    /// The labels, lowest first; once used they are never renumbered. Empty for scales of plain numbers.
    pub labels: Vec<String>,
    /// What to show where there is no value; not a value itself.
    pub missing: String,
}

/// One value on a scale.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScaleValue {
    /// A label, by its place among them, 0 = lowest.
    Label(u16),
    /// A number, finite.
    Number(f64),
    /// No value was recorded, which is not the same as a value of none.
    Missing,
}

/// Why a scale or a value on it cannot be as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// The scale's name or one of its labels is no name.
    #[error("the scale's name and labels must be names: {source}")]
    Name {
        /// What is wrong with it.
        source: CodeError,
    },
    /// Two labels, or a label and the word for "missing", are the same.
    #[error("“{label}” stands twice among the labels")]
    SameLabel {
        /// The label.
        label: String,
    },
    /// A scale of labels has fewer than two.
    #[error("a scale of labels needs at least two; this one has {found}")]
    TooFewLabels {
        /// How many it has.
        found: usize,
    },
    /// There are more labels than can be numbered.
    #[error("a scale may have {} labels; this one has {found}", u16::MAX)]
    TooManyLabels {
        /// How many it has.
        found: usize,
    },
    /// The text is neither a label nor, where numbers are allowed, a number.
    #[error("“{text}” is not on the scale “{scale}” ({expected})")]
    NotOnScale {
        /// The text as found.
        text: String,
        /// The scale's name.
        scale: String,
        /// What would have been on it.
        expected: String,
    },
}

impl RatingScale {
    /// Makes a scale of labels, lowest first, whose missing values show as "Not recorded".
    #[must_use]
    pub fn new<L: Into<String>>(
        id: ScaleId,
        name: impl Into<String>,
        level: Level,
        labels: impl IntoIterator<Item = L>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            level,
            labels: labels.into_iter().map(Into::into).collect(),
            missing: "Not recorded".to_owned(),
        }
    }

    /// Checks the scale: it has a name, its labels differ (in more than case, and from the word for "missing"), and
    /// there are at least two unless values are numbers.
    ///
    /// # Errors
    /// [`ScaleError::Name`], [`ScaleError::TooFewLabels`], [`ScaleError::TooManyLabels`], [`ScaleError::SameLabel`].
    pub fn check(&self) -> Result<(), ScaleError> {
        let found = self.labels.len();
        if found < 2 && !self.level.is_numeric() {
            return Err(ScaleError::TooFewLabels { found });
        }
        if found > usize::from(u16::MAX) {
            return Err(ScaleError::TooManyLabels { found });
        }
        let mut seen = BTreeSet::new();
        check_name(&self.name).map_err(|source| ScaleError::Name { source })?;
        for label in self.labels.iter().chain([&self.missing]) {
            check_name(label).map_err(|source| ScaleError::Name { source })?;
            if !seen.insert(name_key(label)) {
                return Err(ScaleError::SameLabel {
                    label: label.clone(),
                });
            }
        }
        Ok(())
    }

    /// Reads a value: a label in any case; a number where values are numbers (`3.5` or `3,5`); nothing, or the word
    /// for it, as missing.
    ///
    /// # Errors
    /// [`ScaleError::NotOnScale`].
    pub fn value_of(&self, text: &str) -> Result<ScaleValue, ScaleError> {
        let key = name_key(text);
        if key.is_empty() || key == name_key(&self.missing) {
            return Ok(ScaleValue::Missing);
        }
        let label = self.labels.iter().position(|label| name_key(label) == key);
        if let Some(label) = label.and_then(|at| u16::try_from(at).ok()) {
            return Ok(ScaleValue::Label(label));
        }
        let number = key
            .replacen(',', ".", 1)
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite());
        match number.filter(|_| self.level.is_numeric()) {
            Some(number) => Ok(ScaleValue::Number(number)),
            None => Err(ScaleError::NotOnScale {
                text: text.trim().to_owned(),
                scale: self.name.clone(),
                expected: if self.level.is_numeric() {
                    "a number".to_owned()
                } else {
                    self.labels.join(", ")
                },
            }),
        }
    }

    /// Writes a value as [`value_of`](Self::value_of) reads it; a label the scale does not have shows as missing.
    #[must_use]
    pub fn text_of(&self, value: ScaleValue) -> String {
        match value {
            ScaleValue::Label(at) => self
                .labels
                .get(usize::from(at))
                .unwrap_or(&self.missing)
                .clone(),
            ScaleValue::Number(number) => number.to_string(),
            ScaleValue::Missing => self.missing.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quality() -> RatingScale {
        RatingScale::new(
            ScaleId::from_u128(1),
            "Quality",
            Level::Ordinal,
            ["None", "Some", "Strong"],
        )
    }

    fn hours() -> RatingScale {
        RatingScale::new(
            ScaleId::from_u128(2),
            "Hours",
            Level::Ratio,
            Vec::<String>::new(),
        )
    }

    #[test]
    fn labels_are_read_in_any_case() {
        assert_eq!(quality().value_of(" strong "), Ok(ScaleValue::Label(2)));
        assert_eq!(quality().text_of(ScaleValue::Label(2)), "Strong");
    }

    #[test]
    fn none_is_a_value_and_nothing_is_not() {
        assert_eq!(quality().value_of("none"), Ok(ScaleValue::Label(0)));
        assert_eq!(quality().value_of(""), Ok(ScaleValue::Missing));
        assert_eq!(quality().value_of("NOT RECORDED"), Ok(ScaleValue::Missing));
        assert_eq!(hours().value_of("0"), Ok(ScaleValue::Number(0.0)));
    }

    #[test]
    fn numbers_are_read_only_where_values_are_numbers() {
        assert_eq!(hours().value_of("3,5"), Ok(ScaleValue::Number(3.5)));
        let error = quality().value_of("3").unwrap_err();
        assert_eq!(
            error.to_string(),
            "“3” is not on the scale “Quality” (None, Some, Strong)"
        );
        for text in ["inf", "NaN", "1.000,5", "many"] {
            assert!(hours().value_of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_scale_needs_labels_that_differ() {
        assert_eq!(quality().check(), Ok(()));
        assert_eq!(hours().check(), Ok(()));
        let mut scale = quality();
        scale.labels[1] = "NONE".to_owned();
        assert_eq!(
            scale.check(),
            Err(ScaleError::SameLabel {
                label: "NONE".to_owned()
            })
        );
        scale.labels = vec!["One".to_owned()];
        assert_eq!(scale.check(), Err(ScaleError::TooFewLabels { found: 1 }));
        scale = quality();
        scale.labels.push("not recorded".to_owned());
        assert_eq!(
            scale.check(),
            Err(ScaleError::SameLabel {
                label: "Not recorded".to_owned()
            })
        );
        scale = quality();
        scale.name.clear();
        assert_eq!(
            scale.check(),
            Err(ScaleError::Name {
                source: CodeError::EmptyName
            })
        );
    }

    #[test]
    fn values_survive_json() {
        for (value, json) in [
            (ScaleValue::Label(2), "{\"label\":2}"),
            (ScaleValue::Number(1.5), "{\"number\":1.5}"),
            (ScaleValue::Missing, "\"missing\""),
        ] {
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<ScaleValue>(json).unwrap(), value);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_as_it_is_written(number in -1e12_f64..1e12) {
            let value = ScaleValue::Number(number);
            prop_assert_eq!(hours().value_of(&hours().text_of(value)), Ok(value));
        }
    }
}
