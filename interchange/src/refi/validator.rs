//! The rules of the project schema, as a test of what is written: element order, attributes, types, references.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{Often, Type, fitted, rule_of};
use super::xml::Element;

/// Everything in which a project's markup is not as the schema wants it.
pub(super) fn faults(root: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, &mut faults);
    check_references(root, &mut faults);
    faults
}

fn check(element: &Element, faults: &mut Vec<String>) {
    let place = format!("line {}, {}", element.line, element.name);
    let Some(rule) = rule_of(&element.name) else {
        faults.push(format!("{place}: no such element"));
        return;
    };
    let known: Vec<_> = rule.attributes().copied().collect();
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
    for (name, often) in rule.children {
        let here = rest
            .iter()
            .take_while(|child| &*child.name == *name)
            .count();
        rest = &rest[here..];
        let fits = match often {
            Often::Once => here <= 1,
            Often::Needed => here == 1,
            Often::Any => true,
            Often::Some => here >= 1,
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

/// Whether a value is written as it should be: what only another program's way of writing would allow does not do.
fn fits(value: &str, of: Type) -> bool {
    fitted(value, of).is_some_and(|fitted| fitted == value)
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
            "CodeRef" | "MemberCode" => "Code",
            "NoteRef" | "MemberNote" => "Note",
            "SourceRef" | "MemberSource" => "Source",
            "SelectionRef" => "Selection",
            "VariableRef" => "Variable",
            _ => "",
        };
        let target = element.value("targetGUID");
        let leads = kinds.get(target).is_some_and(|kind| kind.ends_with(wanted));
        if !wanted.is_empty() && !leads {
            faults.push(format!(
                "line {}: {} leads nowhere",
                element.line, element.name
            ));
        }
        if &*element.name == "Link" {
            let ends = ["originGUID", "targetGUID"].map(|end| element.value(end));
            if ends.iter().any(|end| !kinds.contains_key(end)) {
                faults.push(format!("line {}: a link leads nowhere", element.line));
            }
        }
        if let Some(user) = element.get("creatingUser")
            && kinds.get(user) != Some(&"User")
        {
            faults.push(format!("line {}: {user} is no user", element.line));
        }
    });
}
