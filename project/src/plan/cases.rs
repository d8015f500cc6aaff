//! Cases, attributes and coders.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{PlanError, Planner, named, present, record};
use crate::change::Row;
use crate::edit::{NewCase, NewCoder};
use crate::model::{
    Attribute, AttributeId, Case, CaseId, Coder, CoderId, Holder, RatingId, Source, Speaker,
    Subject, Value, Values, folded, same_name,
};

/// Cases by their names, folded as [`same_name`] compares them.
pub(super) type ByName = BTreeMap<String, CaseId>;

/// Keeps the cases by name up with one that was added or of which more is known; any other change has them read anew.
pub(super) fn keep_up(by_name: &mut Option<ByName>, row: &Row<Case>) {
    match (&row.before, &row.after, by_name.as_mut()) {
        (None, Some(added), Some(by_name)) => {
            by_name.insert(folded(&added.name), added.id);
        }
        (Some(before), Some(after), _) if before.name == after.name => {}
        _ => *by_name = None,
    }
}

impl Planner<'_> {
    pub(super) fn add_case(&mut self, new: &NewCase) -> Result<String, PlanError> {
        let name = named("case", &new.name)?;
        self.check_case_name(&name, None)?;
        let id = new.id.unwrap_or_else(|| CaseId::from_u128(self.ids.next()));
        if self.draft.cases.contains(id) {
            return Err(PlanError::IdTaken("case"));
        }
        let values = self.values_for(&new.attributes)?;
        let label = format!("Added the case “{name}”");
        record!(self, Case, None, Some(Case { id, name, values }));
        Ok(label)
    }

    pub(super) fn check_case_name(
        &mut self,
        name: &str,
        own: Option<CaseId>,
    ) -> Result<(), PlanError> {
        match self.case_named(name) {
            Some(case) if Some(case.id) != own => Err(PlanError::NameTaken {
                what: "case",
                name: case.name.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// The case of this name. A table asks for each of its rows, so it is looked up, not scanned for.
    fn case_named(&mut self, name: &str) -> Option<Arc<Case>> {
        let all = &self.draft.cases;
        let by_name = self.cases.get_or_insert_with(|| {
            let named = all.iter().map(|case| (folded(&case.name), case.id));
            named.collect()
        });
        let id = by_name.get(&folded(name))?;
        all.get(*id).cloned()
    }

    /// The case of this name; made if there is none.
    pub(super) fn case_named_or_new(&mut self, name: &str) -> Result<CaseId, PlanError> {
        if let Some(case) = self.case_named(name) {
            return Ok(case.id);
        }
        let id = CaseId::from_u128(self.ids.next());
        self.add_case(&NewCase {
            id: Some(id),
            name: name.to_owned(),
            attributes: Vec::new(),
        })?;
        Ok(id)
    }

    pub(super) fn rename_case(&mut self, id: CaseId, name: &str) -> Result<String, PlanError> {
        let before = present(&self.draft.cases, id, "case")?;
        let name = named("case", name)?;
        self.check_case_name(&name, Some(id))?;
        let label = format!("Renamed the case “{}” to “{name}”", before.name);
        let after = Case {
            name,
            ..(*before).clone()
        };
        record!(self, Case, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn remove_case(&mut self, id: CaseId) -> Result<String, PlanError> {
        let case = present(&self.draft.cases, id, "case")?;
        let sources: Vec<_> = self
            .draft
            .sources
            .iter()
            .filter(|source| source.case == Some(id))
            .cloned()
            .collect();
        for source in sources {
            let after = Source {
                case: None,
                ..(*source).clone()
            };
            record!(self, Source, Some(source), Some(after));
        }
        let speakers: Vec<_> = self
            .draft
            .speakers
            .iter()
            .filter(|speaker| speaker.case == Some(id))
            .cloned()
            .collect();
        for speaker in speakers {
            let after = Speaker {
                case: None,
                ..(*speaker).clone()
            };
            record!(self, Speaker, Some(speaker), Some(after));
        }
        let of_case = self.draft.ratings.iter().filter(|rating| rating.case == id);
        let ratings: Vec<RatingId> = of_case.map(|rating| rating.id).collect();
        for rating in ratings {
            self.remove_rating(rating)?;
        }
        self.remove_memos_where(|subject| subject == Subject::Case(id));
        self.drop_summaries_where(|summary| summary.of == Holder::Case(id));
        let label = format!("Removed the case “{}”", case.name);
        record!(self, Case, Some(case), None);
        Ok(label)
    }

    pub(super) fn assign_case(
        &mut self,
        holder: Holder,
        name: Option<&str>,
    ) -> Result<String, PlanError> {
        let case = name.map(|name| self.case_named_or_new(name)).transpose()?;
        let member = match holder {
            Holder::Source(id) => {
                let before = present(&self.draft.sources, id, "source")?;
                let after = Source {
                    case,
                    ..(*before).clone()
                };
                record!(self, Source, Some(before), Some(after.clone()));
                after.name
            }
            Holder::Speaker(id) => {
                let before = present(&self.draft.speakers, id, "speaker")?;
                let after = Speaker {
                    case,
                    ..(*before).clone()
                };
                record!(self, Speaker, Some(before), Some(after.clone()));
                after.name
            }
            Holder::Case(_) => return Err(PlanError::CaseInCase),
        };
        Ok(match name {
            Some(case) => format!("Put “{member}” into the case “{}”", case.trim()),
            None => format!("Took “{member}” out of its case"),
        })
    }

    pub(super) fn set_attribute(
        &mut self,
        holder: Holder,
        name: &str,
        value: Option<&Value>,
    ) -> Result<String, PlanError> {
        let attribute = match (value, self.draft.attribute_named(name)) {
            (_, Some(attribute)) => attribute.id,
            (Some(_), None) => self.attribute_named_or_new(name)?,
            // Clearing what nobody has changes nothing.
            (None, None) => return Ok(format!("Cleared “{}”", name.trim())),
        };
        let set = |values: &mut Values| {
            match value {
                Some(value) => values.insert(attribute, value.clone()),
                None => values.remove(&attribute),
            };
        };
        let of = match holder {
            Holder::Source(id) => {
                let before = present(&self.draft.sources, id, "source")?;
                let mut after = (*before).clone();
                set(&mut after.values);
                record!(self, Source, Some(before), Some(after.clone()));
                after.name
            }
            Holder::Speaker(id) => {
                let before = present(&self.draft.speakers, id, "speaker")?;
                let mut after = (*before).clone();
                set(&mut after.values);
                record!(self, Speaker, Some(before), Some(after.clone()));
                after.name
            }
            Holder::Case(id) => {
                let before = present(&self.draft.cases, id, "case")?;
                let mut after = (*before).clone();
                set(&mut after.values);
                record!(self, Case, Some(before), Some(after.clone()));
                after.name
            }
        };
        Ok(match value {
            Some(value) => format!("Set “{}” of “{of}” to “{value}”", name.trim()),
            None => format!("Cleared “{}” of “{of}”", name.trim()),
        })
    }

    fn attribute_named_or_new(&mut self, name: &str) -> Result<AttributeId, PlanError> {
        if let Some(attribute) = self.draft.attribute_named(name) {
            return Ok(attribute.id);
        }
        let name = named("attribute", name)?;
        let id = AttributeId::from_u128(self.ids.next());
        let positions = self
            .draft
            .attributes
            .iter()
            .map(|attribute| attribute.position + 1);
        let position = positions.max().unwrap_or(0);
        record!(
            self,
            Attribute,
            None,
            Some(Attribute { id, name, position })
        );
        Ok(id)
    }

    /// Values by attribute, making the attributes that are new.
    pub(super) fn values_for(
        &mut self,
        attributes: &[(Arc<str>, Value)],
    ) -> Result<Values, PlanError> {
        let mut values = Values::new();
        for (name, value) in attributes {
            values.insert(self.attribute_named_or_new(name)?, value.clone());
        }
        Ok(values)
    }

    pub(super) fn add_coder(&mut self, new: &NewCoder) -> Result<String, PlanError> {
        let name = named("coder", &new.name)?;
        self.check_coder_name(&name, None)?;
        let id = new
            .id
            .unwrap_or_else(|| CoderId::from_u128(self.ids.next()));
        if self.draft.coders.contains(id) {
            return Err(PlanError::IdTaken("coder"));
        }
        let label = format!("Added the coder “{name}”");
        record!(
            self,
            Coder,
            None,
            Some(Coder {
                id,
                name,
                colour: None
            })
        );
        Ok(label)
    }

    pub(super) fn check_coder_name(
        &self,
        name: &str,
        own: Option<CoderId>,
    ) -> Result<(), PlanError> {
        let mut others = self
            .draft
            .coders
            .iter()
            .filter(|coder| Some(coder.id) != own);
        match others.find(|coder| same_name(&coder.name, name)) {
            Some(coder) => Err(PlanError::NameTaken {
                what: "coder",
                name: coder.name.clone(),
            }),
            None => Ok(()),
        }
    }

    pub(super) fn rename_coder(&mut self, id: CoderId, name: &str) -> Result<String, PlanError> {
        let before = present(&self.draft.coders, id, "coder")?;
        let name = named("coder", name)?;
        self.check_coder_name(&name, Some(id))?;
        let label = format!("Renamed the coder “{}” to “{name}”", before.name);
        let after = Coder {
            name,
            ..(*before).clone()
        };
        record!(self, Coder, Some(before), Some(after));
        Ok(label)
    }
}
