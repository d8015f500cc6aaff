//! What rows and columns can be, with their names.

use analysis::{Dimension, Near};
use project::{AttributeId, GROUP, Project};

/// What the respondent group is called.
const GROUP_NAME: &str = "Respondent group";

/// What rows or columns can be: codes and groups first, then cases, sources, respondents, coders, attributes.
#[must_use]
pub fn axis_choices(project: &Project) -> Vec<(String, Dimension)> {
    let mut choices = vec![
        ("Code".to_owned(), Dimension::Code),
        (GROUP_NAME.to_owned(), Dimension::Group),
        ("Case".to_owned(), Dimension::Case),
        ("Source".to_owned(), Dimension::Source),
        ("Respondent".to_owned(), Dimension::Respondent),
        ("Coder".to_owned(), Dimension::Coder),
    ];
    let group = group_of(project);
    let others = project
        .attributes_in_order()
        .into_iter()
        .filter(|attribute| Some(attribute.id) != group);
    choices.extend(
        others.map(|attribute| (attribute.name.clone(), Dimension::Attribute(attribute.id))),
    );
    choices
}

/// The attributes that values of a dimension can be parted by further; none where it is no attribute.
#[must_use]
pub fn second_choices(project: &Project, dimension: Dimension) -> Vec<(String, AttributeId)> {
    let Some(first) = first_attribute(project, dimension) else {
        return Vec::new();
    };
    let others = project
        .attributes_in_order()
        .into_iter()
        .filter(|attribute| attribute.id != first);
    others
        .map(|attribute| (attribute_name(project, attribute.id), attribute.id))
        .collect()
}

/// A dimension without its second attribute, and that attribute.
#[must_use]
pub fn parted(project: &Project, dimension: Dimension) -> (Dimension, Option<AttributeId>) {
    let Dimension::Attributes(first, second) = dimension else {
        return (dimension, None);
    };
    if Some(first) == group_of(project) {
        (Dimension::Group, Some(second))
    } else {
        (Dimension::Attribute(first), Some(second))
    }
}

/// A dimension parted further by a second attribute, if it can be.
#[must_use]
pub fn joined(project: &Project, first: Dimension, second: Option<AttributeId>) -> Dimension {
    match (first_attribute(project, first), second) {
        (Some(one), Some(other)) if one != other => Dimension::Attributes(one, other),
        _ => first,
    }
}

/// What a dimension is called: "Respondent group", "Area × Respondent group".
#[must_use]
pub fn axis_name(project: &Project, dimension: Dimension) -> String {
    let (first, second) = parted(project, dimension);
    let choices = axis_choices(project);
    let name = choices
        .into_iter()
        .find(|(_, known)| *known == first)
        .map_or_else(|| "Gone".to_owned(), |(name, _)| name);
    match second {
        Some(second) => format!("{name} × {}", attribute_name(project, second)),
        None => name,
    }
}

/// A table's name: "Codes by respondent group".
#[must_use]
pub fn table_name(project: &Project, rows: Dimension, columns: Dimension) -> String {
    let several = [
        (Dimension::Code, "Codes"),
        (Dimension::Case, "Cases"),
        (Dimension::Source, "Sources"),
        (Dimension::Respondent, "Respondents"),
        (Dimension::Coder, "Coders"),
    ];
    let many = several
        .into_iter()
        .find(|(known, _)| *known == rows)
        .map_or_else(|| axis_name(project, rows), |(_, many)| many.to_owned());
    format!("{many} by {}", axis_name(project, columns).to_lowercase())
}

/// When two codes meet, as offered.
pub const NEAR: [(Near, &str); 5] = [
    (Near::Overlap, "on the same words"),
    (Near::Turns(0), "in the same turn"),
    (Near::Turns(1), "within 1 turn"),
    (Near::Turns(2), "within 2 turns"),
    (Near::Turns(5), "within 5 turns"),
];

fn group_of(project: &Project) -> Option<AttributeId> {
    project.attribute_named(GROUP).map(|attribute| attribute.id)
}

fn first_attribute(project: &Project, dimension: Dimension) -> Option<AttributeId> {
    if dimension == Dimension::Group {
        return group_of(project);
    }
    if let Dimension::Attribute(one) | Dimension::Attributes(one, _) = dimension {
        return Some(one);
    }
    None
}

/// What an attribute is called on the screen.
#[must_use]
pub fn attribute_name(project: &Project, attribute: AttributeId) -> String {
    if Some(attribute) == group_of(project) {
        return GROUP_NAME.to_owned();
    }
    project
        .attributes()
        .get(attribute)
        .map(|attribute| attribute.name.clone())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use project::{Edit, Holder, Value};

    use super::*;
    use crate::fixture;

    #[test]
    fn an_axis_can_be_any_attribute_or_a_pair_and_the_group_stands_once() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Manager 1");
        let area = Value::Text("North".into());
        let edit = Edit::SetAttribute(Holder::Source(source), "area".into(), Some(area));
        workspace.edit(edit).unwrap();
        let project = workspace.project();
        let choices = axis_choices(project);
        assert!(!choices.iter().any(|(name, _)| name == GROUP));
        assert_eq!(choices.last().unwrap().0, "area");
        let area = project.attribute_named("area").unwrap().id;
        let pair = joined(project, Dimension::Group, Some(area));
        assert_eq!(axis_name(project, pair), "Respondent group × area");
        assert_eq!(parted(project, pair), (Dimension::Group, Some(area)));
        assert_eq!(
            joined(project, Dimension::Case, Some(area)),
            Dimension::Case,
            "cases are not parted"
        );
        assert!(second_choices(project, Dimension::Code).is_empty());
        assert_eq!(
            second_choices(project, Dimension::Attribute(area))[0].0,
            "Respondent group"
        );
        assert_eq!(
            table_name(project, Dimension::Code, pair),
            "Codes by respondent group × area"
        );
    }
}
