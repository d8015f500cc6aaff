//! Coders, attributes and cases.

use project::{Attribute, Case, CaseId, Coder, Edit, Holder, Value, Values};

use super::{Choice, Conflict, Merger};

/// What stands between the values of an attribute that has several.
const BETWEEN: &str = ";";

fn id_of(holder: Holder) -> String {
    match holder {
        Holder::Source(id) => id.to_string(),
        Holder::Speaker(id) => id.to_string(),
        Holder::Case(id) => id.to_string(),
    }
}

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
                Some(own) => self.settle_value((holder, of), name, own, value),
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
                let key = format!("case/{}", id_of(holder));
                let conflict = Conflict::new(key, format!("“{of}”"), "case", &own, &name);
                if self.settle(conflict, line) == Choice::Theirs {
                    self.fills.push(Edit::AssignCase(holder, Some(name)));
                }
            }
        }
    }

    fn settle_value(
        &mut self,
        (holder, of): (Holder, &str),
        name: String,
        own: &Value,
        given: &Value,
    ) {
        let (mine, theirs) = (own.to_string(), given.to_string());
        let is_text = matches!((own, given), (Value::Text(_), Value::Text(_)));
        if is_text && mine.split(BETWEEN).any(|part| part.trim() == theirs.trim()) {
            return;
        }
        let line = format!("“{name}” of “{of}” is “{mine}” here and “{theirs}” there");
        let key = format!("value/{}/{name}", id_of(holder));
        let conflict = Conflict::new(key, format!("“{of}”"), &name, &mine, &theirs);
        let chosen = match self.settle(conflict.or_both(is_text), line) {
            Choice::Mine => return,
            Choice::Theirs => given.clone(),
            Choice::Both => Value::Text(format!("{mine}{BETWEEN} {theirs}")),
        };
        self.fills
            .push(Edit::SetAttribute(holder, name, Some(chosen)));
    }
}
