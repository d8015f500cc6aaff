//! The rules of the project schema, as a test of what is written: element order, attributes, types, references.

use std::collections::{BTreeMap, BTreeSet};

use super::guid;
use super::xml::Element;

/// How often a child may stand in its place.
#[derive(Clone, Copy, PartialEq)]
enum Often {
    /// At most once.
    Once,
    /// Exactly once.
    Needed,
    /// Any number of times.
    Any,
    /// At least once.
    Some,
}

use Often::{Any, Needed, Once, Some as AtLeastOne};

/// What an attribute's value must be.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Guid,
    Boolean,
    Colour,
    Moment,
    Integer,
    Variable,
}

type Attributes = &'static [(&'static str, bool, Type)];
type Children = &'static [(&'static str, Often)];

const COMMON: Attributes = &[
    ("creatingUser", false, Type::Guid),
    ("creationDateTime", false, Type::Moment),
    ("modifyingUser", false, Type::Guid),
    ("modifiedDateTime", false, Type::Moment),
];
const TARGET: Attributes = &[("targetGUID", true, Type::Guid)];
const GUID: Attributes = &[("guid", true, Type::Guid), ("name", false, Type::Text)];
const TEXT_SOURCE: Children = &[
    ("Description", Once),
    ("PlainTextContent", Once),
    ("PlainTextSelection", Any),
    ("Coding", Any),
    ("NoteRef", Any),
    ("VariableValue", Any),
];
const PATHS: Attributes = &[
    ("richTextPath", false, Type::Text),
    ("plainTextPath", false, Type::Text),
];

/// The rules of one element that Vouch writes.
#[expect(
    clippy::too_many_lines,
    reason = "a table: an entry for each element of the schema"
)]
fn rules(name: &str) -> Option<(Vec<Attributes>, Children)> {
    Some(match name {
        "Project" => (
            vec![&[
                ("name", true, Type::Text),
                ("origin", false, Type::Text),
                ("creatingUserGUID", false, Type::Guid),
                ("creationDateTime", false, Type::Moment),
                ("modifyingUserGUID", false, Type::Guid),
                ("modifiedDateTime", false, Type::Moment),
                ("basePath", false, Type::Text),
            ]],
            &[
                ("Users", Once),
                ("CodeBook", Once),
                ("Variables", Once),
                ("Cases", Once),
                ("Sources", Once),
                ("Notes", Once),
                ("Links", Once),
                ("Sets", Once),
                ("Graphs", Once),
                ("Description", Once),
                ("NoteRef", Any),
            ],
        ),
        "Users" => (vec![], &[("User", AtLeastOne)]),
        "User" => (vec![GUID, &[("id", false, Type::Text)]], &[]),
        "CodeBook" => (vec![], &[("Codes", Needed)]),
        "Codes" => (vec![], &[("Code", AtLeastOne)]),
        "Code" => (
            vec![&[
                ("guid", true, Type::Guid),
                ("name", true, Type::Text),
                ("isCodable", true, Type::Boolean),
                ("color", false, Type::Colour),
            ]],
            &[("Description", Once), ("NoteRef", Any), ("Code", Any)],
        ),
        "Variables" => (vec![], &[("Variable", AtLeastOne)]),
        "Variable" => (
            vec![&[
                ("guid", true, Type::Guid),
                ("name", true, Type::Text),
                ("typeOfVariable", true, Type::Variable),
            ]],
            &[("Description", Once)],
        ),
        "VariableValue" => (
            vec![],
            &[
                ("VariableRef", Needed),
                ("TextValue", Once),
                ("IntegerValue", Once),
                ("FloatValue", Once),
                ("DateValue", Once),
            ],
        ),
        "Cases" => (vec![], &[("Case", AtLeastOne)]),
        "Case" => (
            vec![GUID],
            &[
                ("Description", Once),
                ("CodeRef", Any),
                ("VariableValue", Any),
                ("SourceRef", Any),
                ("SelectionRef", Any),
            ],
        ),
        "Sources" => (vec![], &[("TextSource", AtLeastOne)]),
        "TextSource" | "Note" => (vec![GUID, PATHS, COMMON], TEXT_SOURCE),
        "PlainTextSelection" => (
            vec![
                GUID,
                &[
                    ("startPosition", true, Type::Integer),
                    ("endPosition", true, Type::Integer),
                ],
                COMMON,
            ],
            &[("Description", Once), ("Coding", Any), ("NoteRef", Any)],
        ),
        "Coding" => (
            vec![&[
                ("guid", true, Type::Guid),
                ("creatingUser", false, Type::Guid),
                ("creationDateTime", false, Type::Moment),
            ]],
            &[("CodeRef", Needed), ("NoteRef", Any)],
        ),
        "CodeRef" | "NoteRef" | "SourceRef" | "VariableRef" => (vec![TARGET], &[]),
        "Notes" => (vec![], &[("Note", AtLeastOne)]),
        "Description" | "TextValue" | "IntegerValue" | "FloatValue" | "DateValue" => (vec![], &[]),
        _ => return None,
    })
}

/// Everything in which a project's markup is not as the schema wants it.
pub(super) fn faults(root: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, &mut faults);
    check_references(root, &mut faults);
    faults
}

fn check(element: &Element, faults: &mut Vec<String>) {
    let place = format!("line {}, {}", element.line, element.name);
    let Some((attributes, children)) = rules(&element.name) else {
        faults.push(format!("{place}: no such element"));
        return;
    };
    let known: Vec<_> = attributes.concat();
    for (name, value) in element.attributes() {
        match known.iter().find(|(known, ..)| *known == name) {
            None if name == "xmlns" => {}
            None => faults.push(format!("{place}: no attribute {name}")),
            Some((_, _, of)) if !fits(value, *of) => {
                faults.push(format!("{place}: {name} is “{value}”"));
            }
            Some(_) => {}
        }
    }
    for (name, needed, _) in known {
        if needed && element.get(name).is_none() {
            faults.push(format!("{place}: {name} is missing"));
        }
    }
    let mut rest = element.children.as_slice();
    for (name, often) in children {
        let here = rest
            .iter()
            .take_while(|child| &*child.name == *name)
            .count();
        rest = &rest[here..];
        let fits = match often {
            Once => here <= 1,
            Needed => here == 1,
            Any => true,
            AtLeastOne => here >= 1,
        };
        if !fits {
            faults.push(format!("{place}: {here} times {name}"));
        }
    }
    if let Some(left) = rest.first() {
        faults.push(format!("{place}: {} stands out of order", left.name));
    }
    for child in &element.children {
        check(child, faults);
    }
}

fn fits(value: &str, of: Type) -> bool {
    match of {
        Type::Text => true,
        Type::Guid => guid::read(value).is_some_and(|bits| guid::written(bits) == value),
        Type::Boolean => matches!(value, "true" | "false"),
        Type::Colour => {
            let digits = value.strip_prefix('#').unwrap_or_default();
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        Type::Moment => super::dates::read(value).is_some() && value.ends_with('Z'),
        Type::Integer => value.parse::<u32>().is_ok(),
        Type::Variable => matches!(value, "Text" | "Integer" | "Float" | "Date"),
    }
}

/// Every GUID stands once, and every reference leads to an element of its kind.
fn check_references(root: &Element, faults: &mut Vec<String>) {
    fn walk<'e>(element: &'e Element, visit: &mut impl FnMut(&'e Element)) {
        visit(element);
        for child in &element.children {
            walk(child, visit);
        }
    }
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut twice = Vec::new();
    walk(root, &mut |element| {
        if let Some(guid) = element.get("guid") {
            if !seen.insert(guid) {
                twice.push(format!("line {}: {guid} stands twice", element.line));
            }
            kinds.insert(guid, &element.name);
        }
    });
    faults.append(&mut twice);
    walk(root, &mut |element| {
        let wanted = match &*element.name {
            "CodeRef" => "Code",
            "NoteRef" => "Note",
            "SourceRef" => "TextSource",
            "VariableRef" => "Variable",
            _ => "",
        };
        if !wanted.is_empty() && kinds.get(element.value("targetGUID")) != Some(&wanted) {
            faults.push(format!(
                "line {}: {} leads nowhere",
                element.line, element.name
            ));
        }
        if let Some(user) = element.get("creatingUser")
            && kinds.get(user) != Some(&"User")
        {
            faults.push(format!("line {}: {user} is no user", element.line));
        }
    });
}
