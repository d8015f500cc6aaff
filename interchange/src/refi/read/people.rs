//! Users, variables and cases.

use std::collections::{BTreeMap, BTreeSet};

use project::{
    Attribute, AttributeId, Case, CaseId, Coder, CoderId, Memo, MemoId, Subject, Value, Values,
    folded,
};

use super::{Reader, free_name};
use crate::refi::error::RefiError;
use crate::refi::guid;
use crate::refi::xml::Element;

/// The coder of what names none.
const UNKNOWN: &str = "Unknown coder";

impl<'f> Reader<'f> {
    pub(super) fn read_users(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let mut known: BTreeMap<u128, String> = BTreeMap::new();
        for user in root.in_list("Users") {
            let bits = self.guid_of(user);
            let given = [user.value("name"), user.value("id")];
            let given = given.into_iter().find(|name| !name.is_empty());
            let name = one_line(given.unwrap_or("Unnamed coder"));
            if let Some(first) = known.insert(bits, name.clone()) {
                if folded(&first) == folded(&name) {
                    continue;
                }
                return Err(RefiError::SameGuid {
                    element: "User",
                    guid: guid::written(bits),
                    first,
                    second: name,
                    line: user.line,
                });
            }
            // One person with two accounts, or a role of theirs: coders are told apart by name.
            if let Some(same) = self.coder_named(&name) {
                let message = format!("two users are called “{name}”; they are one coder here");
                self.warn(user, message);
                self.coders.insert(bits, same);
                continue;
            }
            self.add_coder(bits, name);
        }
        Ok(())
    }

    pub(super) fn coder_named(&self, name: &str) -> Option<CoderId> {
        let mut coders = self.rows.coders.iter();
        coders
            .find(|coder| folded(&coder.name) == folded(name))
            .map(|coder| coder.id)
    }

    fn add_coder(&mut self, bits: u128, name: String) -> CoderId {
        let id = CoderId::from_u128(bits);
        self.coders.insert(bits, id);
        // A project that went through Vouch before brings its nobody along.
        if self.rows.coders.iter().any(|known| known.id == id) {
            return id;
        }
        self.rows.coders.push(Coder {
            id,
            name,
            colour: None,
        });
        id
    }

    /// The coder of the first GUID given; one who is not listed is made, and nobody is “Unknown coder”.
    pub(super) fn coder(&mut self, given: [&str; 2]) -> CoderId {
        if let Some(bits) = given.into_iter().find_map(guid::read) {
            if let Some(&known) = self.coders.get(&bits) {
                return known;
            }
            let name = free_name(UNKNOWN, |name| self.coder_named(name).is_some());
            // A file that was tampered with may name a code or a source as who wrote something.
            let own = match self.named_by(bits) {
                Some(_) => guid::made_of(&["coder", &guid::written(bits)]),
                None => bits,
            };
            let coder = self.add_coder(own, name);
            self.coders.insert(bits, coder);
            return coder;
        }
        if let Some(nobody) = self.nobody {
            return nobody;
        }
        let root: &'f Element = self.root;
        let maker = guid::read(root.value("creatingUserGUID"));
        let only = match self.rows.coders.as_slice() {
            [only] => Some(only.id),
            _ => maker.and_then(|bits| self.coders.get(&bits).copied()),
        };
        let nobody = only.unwrap_or_else(|| {
            let name = free_name(UNKNOWN, |name| self.coder_named(name).is_some());
            self.add_coder(guid::made_of(&["coder", UNKNOWN]), name)
        });
        self.nobody = Some(nobody);
        nobody
    }

    pub(super) fn read_variables(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let mut known: BTreeMap<u128, String> = BTreeMap::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (variable, position) in root.in_list("Variables").iter().zip(0_u32..) {
            let bits = self.guid_of(variable);
            let wanted = match one_line(variable.get("name").unwrap_or_default()) {
                name if name.is_empty() => "Unnamed variable".to_owned(),
                name => name,
            };
            if let Some(first) = known.insert(bits, wanted.clone()) {
                return Err(RefiError::SameGuid {
                    element: "Variable",
                    guid: guid::written(bits),
                    first,
                    second: wanted,
                    line: variable.line,
                });
            }
            let name = free_name(&wanted, |name| names.contains(&folded(name)));
            names.insert(folded(&name));
            if name != wanted {
                let message =
                    format!("two variables are called “{wanted}”; this one is now “{name}”");
                self.warn(variable, message);
            }
            let is_described = !variable.text_of("Description").is_empty();
            let kind = variable.value("typeOfVariable");
            if is_described || matches!(kind, "Boolean" | "DateTime") {
                self.keep(variable)?;
            }
            self.tally
                .kept("descriptions of variables", usize::from(is_described));
            let id = AttributeId::from_u128(bits);
            self.rows.attributes.push(Attribute { id, name, position });
            self.variables.insert(bits, id);
        }
        Ok(())
    }

    /// The values that an element gives to variables.
    pub(super) fn values(&mut self, element: &Element) -> Values {
        let mut values = Values::new();
        for given in element.all("VariableValue") {
            let target = given
                .one("VariableRef")
                .map_or("", |to| to.value("targetGUID"));
            let variable = guid::read(target).and_then(|bits| self.variables.get(&bits).copied());
            let Some(variable) = variable else {
                let message = format!(
                    "a value is given to the variable {target}, which is not there; it was left out"
                );
                self.warn(given, message);
                continue;
            };
            let Some(value) = given.children.iter().find_map(value) else {
                continue;
            };
            match values.get(&variable) {
                None => {
                    values.insert(variable, value);
                }
                Some(known) if *known == value => {}
                Some(known) => {
                    let both = format!("{known}; {value}");
                    let message =
                        format!("a variable has several values here; they are one, “{both}”");
                    self.warn(given, message);
                    values.insert(variable, Value::Text(both));
                }
            }
        }
        values
    }

    pub(super) fn read_cases(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let mut known: BTreeMap<u128, String> = BTreeMap::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (case, nth) in root.in_list("Cases").iter().zip(1_u32..) {
            let bits = self.guid_of(case);
            let given = one_line(case.get("name").unwrap_or_default());
            if let Some(first) = known.insert(bits, given.clone()) {
                return Err(RefiError::SameGuid {
                    element: "Case",
                    guid: guid::written(bits),
                    first,
                    second: given,
                    line: case.line,
                });
            }
            let members = self.members(case);
            let values = self.values(case);
            // A case without a name is how MAXQDA and Quirkos write the variables of a source.
            if given.is_empty()
                && let [only] = members.as_slice()
                && let Some(source) = self.rows.sources.get_mut(*only)
            {
                source.source.values.extend(values);
                continue;
            }
            let wanted = if given.is_empty() {
                format!("Case {nth}")
            } else {
                given
            };
            let name = free_name(&wanted, |name| names.contains(&folded(name)));
            names.insert(folded(&name));
            if name != wanted {
                let message = format!("two cases are called “{wanted}”; this one is now “{name}”");
                self.warn(case, message);
            }
            let id = CaseId::from_u128(bits);
            self.cases.insert(bits, id);
            self.assign(case, id, &name, &members);
            self.keep_case(case)?;
            self.describe_case(case, id);
            self.rows.cases.push(Case { id, name, values });
        }
        Ok(())
    }

    /// The sources that a case refers to, by their place among the rows.
    fn members(&mut self, case: &Element) -> Vec<usize> {
        let mut members = Vec::new();
        for reference in case.all("SourceRef") {
            let target = reference.value("targetGUID");
            let place = guid::read(target).and_then(|bits| self.sources.get(&bits).copied());
            if let Some(place) = place {
                members.push(place);
            } else {
                let name = case.get("name").unwrap_or_default().trim();
                let message =
                    format!("the case “{name}” names the source {target}, which is not here");
                self.warn(reference, message);
            }
        }
        members.dedup();
        members
    }

    fn assign(&mut self, element: &Element, id: CaseId, name: &str, members: &[usize]) {
        let mut twice = Vec::new();
        for &place in members {
            if let Some(source) = self.rows.sources.get_mut(place) {
                if source.source.case.is_some_and(|known| known != id) {
                    twice.push(source.source.name.clone());
                } else {
                    source.source.case = Some(id);
                }
            }
        }
        for source in twice {
            let message = format!(
                "“{source}” belongs to another case already, so it was not put into “{name}” too"
            );
            self.warn(element, message);
        }
    }

    /// Keeps the passages and codes of a case, which has whole sources and speakers here.
    fn keep_case(&mut self, element: &Element) -> Result<(), RefiError> {
        let passages = element.all("SelectionRef").count();
        let codes = element.all("CodeRef").count();
        if passages + codes == 0 {
            return Ok(());
        }
        let mut rest = Element::new("Case");
        rest.set("guid", element.value("guid"));
        let members = element.children.iter();
        let members = members.filter(|child| matches!(&*child.name, "SelectionRef" | "CodeRef"));
        rest.children.extend(members.cloned());
        self.keep(&rest)?;
        self.tally.kept("passages of cases", passages);
        self.tally.kept("codes of cases", codes);
        Ok(())
    }

    fn describe_case(&mut self, case: &Element, id: CaseId) {
        let text = case.text_of("Description");
        if text.is_empty() {
            return;
        }
        let coder = self.coder(["", ""]);
        self.rows.memos.push(Memo {
            id: MemoId::from_u128(guid::made_of(&["case description", &id.to_string()])),
            subject: Subject::Case(id),
            text: text.to_owned(),
            coder,
            created_at: self.at,
            changed_at: self.at,
        });
    }
}

/// A value as typed by its element; none where there is none.
fn value(element: &Element) -> Option<Value> {
    let text = element.text.trim();
    if text.is_empty() {
        return None;
    }
    let words = || Value::Text(text.to_owned());
    match &*element.name {
        "TextValue" => Some(Value::Text(element.text.clone())),
        "DateTimeValue" => Some(words()),
        "BooleanValue" => Some(Value::Text(
            match text {
                "1" => "true",
                "0" => "false",
                other => other,
            }
            .to_owned(),
        )),
        "IntegerValue" | "FloatValue" => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            // Beyond fifteen digits a number is not kept to the letter.
            Some(
                number
                    .filter(|_| digits <= 15)
                    .map_or_else(words, Value::Number),
            )
        }
        "DateValue" => match Value::read(text.trim_end_matches('Z')) {
            Some(date @ Value::Date(_)) => Some(date),
            _ => Some(words()),
        },
        _ => None,
    }
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
