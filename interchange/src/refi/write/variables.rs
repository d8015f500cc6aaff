//! Attributes as variables, with the narrowest type that holds every value.

use project::{AttributeId, Project, Value, Values};

use super::Book;
use crate::refi::guid;
use crate::refi::xml::Writer;

/// What a variable's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Float,
    Date,
    Boolean,
    DateTime,
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Integer => "Integer",
            Self::Float => "Float",
            Self::Date => "Date",
            Self::Boolean => "Boolean",
            Self::DateTime => "DateTime",
        }
    }

    fn element(self) -> &'static str {
        match self {
            Self::Text => "TextValue",
            Self::Integer => "IntegerValue",
            Self::Float => "FloatValue",
            Self::Date => "DateValue",
            Self::Boolean => "BooleanValue",
            Self::DateTime => "DateTimeValue",
        }
    }

    /// The type of one value.
    fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) if number.fract() == 0.0 => Self::Integer,
            Value::Number(number) if number.is_finite() => Self::Float,
            Value::Date(day) if is_day(day) => Self::Date,
            Value::Text(_) | Value::Number(_) | Value::Date(_) => Self::Text,
        }
    }

    /// The type that holds values of both.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Integer | Self::Float, Self::Integer | Self::Float) => Self::Float,
            _ => Self::Text,
        }
    }
}

/// Whether a date is a day of the calendar: the schema knows how long months are.
fn is_day(date: &str) -> bool {
    let numbers: Vec<u32> = date
        .split('-')
        .filter_map(|part| part.parse().ok())
        .collect();
    let &[year, month, day] = numbers.as_slice() else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    let form: Vec<usize> = date.split('-').map(str::len).collect();
    form == [4, 2, 2] && year > 0 && (1..=days).contains(&day)
}

/// A variable to declare.
pub(super) struct Variable {
    id: AttributeId,
    name: String,
    kind: Type,
    /// What another program says of it.
    description: String,
    /// Its values, in words.
    values: Vec<String>,
}

/// The variables of a project, in the order shown.
pub(super) fn of(project: &Project) -> Vec<Variable> {
    let cases = project.cases().iter().map(|case| &case.values);
    let sources = project.sources().iter().map(|source| &source.values);
    let values: Vec<&Values> = cases.chain(sources).collect();
    project
        .attributes_in_order()
        .into_iter()
        .map(|attribute| {
            let values = values.iter();
            let values: Vec<&Value> = values
                .filter_map(|values| values.get(&attribute.id))
                .collect();
            let types = values.iter().map(|value| Type::of(value));
            Variable {
                id: attribute.id,
                name: attribute.name.clone(),
                kind: types.reduce(Type::with).unwrap_or(Type::Text),
                description: String::new(),
                values: values.iter().map(ToString::to_string).collect(),
            }
        })
        .collect()
}

impl Book<'_> {
    /// Gives variables the types and descriptions that another program gave them.
    pub(super) fn describe_variables(&mut self) {
        let mut variables = std::mem::take(&mut self.variables);
        for variable in &mut variables {
            let known = self.variable_as_kept(variable.id.as_u128(), &variable.values);
            match known.0 {
                Some("Boolean") => variable.kind = Type::Boolean,
                Some(_) => variable.kind = Type::DateTime,
                None => {}
            }
            known.1.clone_into(&mut variable.description);
        }
        self.variables = variables;
    }

    pub(super) fn write_variables(&self, xml: &mut Writer) {
        if self.variables.is_empty() {
            return;
        }
        xml.open("Variables", &[]);
        for variable in &self.variables {
            let guid = self.variable_guid(variable);
            let attributes = [
                ("guid", Some(guid.as_str())),
                ("name", Some(variable.name.as_str())),
                ("typeOfVariable", Some(variable.kind.name())),
            ];
            if variable.description.is_empty() {
                xml.empty("Variable", &attributes);
            } else {
                xml.open("Variable", &attributes);
                xml.text("Description", &variable.description);
                xml.close("Variable");
            }
        }
        xml.close("Variables");
    }

    fn variable_guid(&self, variable: &Variable) -> String {
        guid::written(self.guid_of("variable", variable.id.as_u128()))
    }

    pub(super) fn write_values(&self, xml: &mut Writer, values: &Values) {
        for variable in &self.variables {
            let Some(value) = values.get(&variable.id) else {
                continue;
            };
            xml.open("VariableValue", &[]);
            let guid = self.variable_guid(variable);
            xml.empty("VariableRef", &[("targetGUID", Some(&guid))]);
            xml.text(variable.kind.element(), &value.to_string());
            xml.close("VariableValue");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_has_the_narrowest_type_that_fits() {
        let of = |values: &[Value]| values.iter().map(Type::of).reduce(Type::with).unwrap();
        let date = |day: &str| Value::Date(day.into());
        assert_eq!(
            of(&[Value::Number(3.0), Value::Number(-1.0)]),
            Type::Integer
        );
        assert_eq!(of(&[Value::Number(3.0), Value::Number(0.5)]), Type::Float);
        assert_eq!(
            of(&[Value::Number(3.0), Value::Text("x".into())]),
            Type::Text
        );
        assert_eq!(of(&[date("2024-02-29"), date("2026-12-31")]), Type::Date);
        for no_day in ["2026-02-29", "2026-04-31", "0000-01-01", "soon", "2026-1-1"] {
            assert_eq!(of(&[date(no_day)]), Type::Text, "{no_day}");
        }
    }
}
