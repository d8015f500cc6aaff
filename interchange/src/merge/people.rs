//! Coders, attributes and cases.

use project::{Attribute, Case, CaseId, Coder, Edit, Holder, Values};

use super::Merger;

impl Merger<'_> {
    pub(super) fn coders(&mut self, coders: Vec<Coder>) {
        for coder in coders {
            let known = self.project.coders();
            let same = known
                .get(coder.id)
                .or_else(|| self.project.coder_named(&coder.name))
                .map(|known| known.id);
            self.report.coders.note(same.is_none());
            self.coders.insert(coder.id, same.unwrap_or(coder.id));
            if same.is_none() {
                self.new.coders.push(coder);
            }
        }
    }

    pub(super) fn attributes(&mut self, attributes: Vec<Attribute>) {
        for attribute in attributes {
            let known = self.project.attributes();
            let same = known
                .get(attribute.id)
                .or_else(|| self.project.attribute_named(&attribute.name))
                .map(|known| known.id);
            self.report.attributes.note(same.is_none());
            self.attributes
                .insert(attribute.id, same.unwrap_or(attribute.id));
            if same.is_none() {
                self.attribute_names
                    .insert(attribute.id, attribute.name.clone());
                self.new.attributes.push(attribute);
            }
        }
    }

    /// Values by the attributes here.
    pub(super) fn values(&self, values: &Values) -> Values {
        values
            .iter()
            .filter_map(|(attribute, value)| {
                Some((*self.attributes.get(attribute)?, value.clone()))
            })
            .collect()
    }

    pub(super) fn cases(&mut self, cases: Vec<Case>) {
        for mut case in cases {
            let theirs = case.id;
            let known = self.project.cases();
            let same = known
                .get(case.id)
                .or_else(|| self.project.case_named(&case.name))
                .cloned();
            self.report.cases.note(same.is_none());
            case.values = self.values(&case.values);
            if let Some(same) = same {
                self.cases.insert(theirs, same.id);
                let holder = Holder::Case(same.id);
                self.fill_values(holder, &same.name, &same.values, &case.values);
            } else {
                self.cases.insert(theirs, theirs);
                self.case_names.insert(theirs, case.name.clone());
                self.new.cases.push(case);
            }
        }
    }

    /// Gives something here the values it does not have.
    pub(super) fn fill_values(&mut self, holder: Holder, of: &str, ours: &Values, theirs: &Values) {
        for (attribute, value) in theirs {
            let Some(name) = self.attribute_names.get(attribute).cloned() else {
                continue;
            };
            match ours.get(attribute) {
                None => {
                    self.report.filled += 1;
                    self.fills
                        .push(Edit::SetAttribute(holder, name, Some(value.clone())));
                }
                Some(own) if own.to_string() == value.to_string() => {}
                Some(own) => {
                    let line = format!("“{name}” of “{of}” is “{own}” here and “{value}” there");
                    self.conflict(line);
                }
            }
        }
    }

    /// Puts something here that is in no case into the one it is in there.
    pub(super) fn fill_case(
        &mut self,
        holder: Holder,
        of: &str,
        ours: Option<CaseId>,
        theirs: Option<CaseId>,
    ) {
        let Some(theirs) = theirs.and_then(|case| self.cases.get(&case).copied()) else {
            return;
        };
        let Some(name) = self.case_names.get(&theirs).cloned() else {
            return;
        };
        match ours {
            None => {
                self.report.filled += 1;
                self.fills.push(Edit::AssignCase(holder, Some(name)));
            }
            Some(own) if own == theirs => {}
            Some(own) => {
                let own = self.case_names.get(&own).cloned().unwrap_or_default();
                let line = format!("“{of}” is in the case “{own}” here and in “{name}” there");
                self.conflict(line);
            }
        }
    }
}
