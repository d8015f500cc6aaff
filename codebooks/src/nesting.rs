//! Where each row of a codebook table stands: the many ways programs write one code under another.

use std::collections::BTreeMap;

use crate::check::name_key;
use crate::columns::{LIST_SEPARATOR, Naming};
use crate::path::split_names;
use crate::table::TableWarning;

/// Answers the cell of a column, or nothing where the row is short.
fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// Answers, for each row, the names from the top down to its code; none where the row names no code.
pub(crate) fn places(
    naming: &Naming,
    rows: &[(usize, &[String])],
    warnings: &mut Vec<TableWarning>,
) -> Vec<Vec<String>> {
    let mut places = match naming {
        Naming::Path(path) => rows
            .iter()
            .map(|(_, row)| split_names(cell(row, *path)))
            .collect(),
        Naming::Levels(levels) => by_level(levels, rows),
        Naming::Parent { name, parent } => by_parent(*name, *parent, rows, warnings),
        Naming::Name(name) => by_name(*name, rows),
    };
    for names in &mut places {
        for name in names.iter_mut() {
            *name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        names.retain(|name| !name.is_empty());
    }
    places
}

/// Reads one column a level; a cell left blank on the left of a name repeats the one above it.
fn by_level(levels: &[usize], rows: &[(usize, &[String])]) -> Vec<Vec<String>> {
    let mut above: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for (_, row) in rows {
        let mut names: Vec<String> = levels
            .iter()
            .map(|at| cell(row, *at).trim().to_owned())
            .collect();
        let used = names
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |last| last + 1);
        names.truncate(used);
        let leading = names.iter().take_while(|name| name.is_empty()).count();
        for (name, before) in names.iter_mut().take(leading).zip(&above) {
            name.clone_from(before);
        }
        if !names.is_empty() {
            above.clone_from(&names);
        }
        places.push(names);
    }
    places
}

/// Reads names with the names above them beside them; these may name any row, or nothing in the table.
fn by_parent(
    name: usize,
    parent: usize,
    rows: &[(usize, &[String])],
    warnings: &mut Vec<TableWarning>,
) -> Vec<Vec<String>> {
    let mut row_called: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (_, row)) in rows.iter().enumerate() {
        row_called.entry(name_key(cell(row, name))).or_insert(at);
    }
    row_called.remove("");
    let above: Vec<Option<usize>> = rows
        .iter()
        .map(|(_, row)| row_called.get(&name_key(cell(row, parent))).copied())
        .collect();
    let circling: Vec<bool> = (0..rows.len()).map(|at| goes_round(at, &above)).collect();
    let mut places = Vec::new();
    for (at, (line, row)) in rows.iter().enumerate() {
        let own = cell(row, name).trim();
        if circling.get(at) == Some(&true) {
            let by = cell(row, parent).trim();
            let message =
                format!("“{own}” stands under itself by way of “{by}”; it was put at the top");
            warnings.push(TableWarning {
                line: *line,
                message,
            });
        }
        places.push(if own.is_empty() {
            Vec::new()
        } else {
            climb(at, name, parent, rows, &above, &circling)
        });
    }
    places
}

/// Answers the names from the top down to a row; a row on a circle is at the top.
fn climb(
    start: usize,
    name: usize,
    parent: usize,
    rows: &[(usize, &[String])],
    above: &[Option<usize>],
    circling: &[bool],
) -> Vec<String> {
    let mut names = Vec::new();
    let mut here = Some(start);
    while let Some((at, (_, row))) = here.and_then(|at| Some((at, rows.get(at)?))) {
        names.push(cell(row, name).trim().to_owned());
        if circling.get(at) == Some(&true) {
            break;
        }
        here = above.get(at).copied().flatten();
        if here.is_none() {
            names.extend(split_loosely(cell(row, parent)).into_iter().rev());
        }
    }
    names.reverse();
    names
}

/// Says whether the way up from a row comes back to it.
fn goes_round(start: usize, above: &[Option<usize>]) -> bool {
    let up = |at: &usize| above.get(*at).copied().flatten();
    std::iter::successors(up(&start), up)
        .take(above.len())
        .any(|at| at == start)
}

/// Reads names that hold the names above them, or are indented under them.
fn by_name(name: usize, rows: &[(usize, &[String])]) -> Vec<Vec<String>> {
    let mut places = Vec::new();
    let mut open: Vec<(usize, Vec<String>)> = Vec::new();
    for (_, row) in rows {
        let text = cell(row, name);
        let indent = indent(text);
        let mut names = split_loosely(text);
        if names.len() == 1 {
            // A single stray blank is a slip of the finger, not a level.
            open.retain(|(above, _)| above + 1 < indent);
            if let Some((_, above)) = open.last() {
                let mut whole = above.clone();
                whole.append(&mut names);
                names = whole;
            }
            open.push((indent, names.clone()));
        } else if !names.is_empty() {
            open.clear();
        }
        places.push(names);
    }
    let folder =
        |names: &Vec<String>| names.len() > 1 && matches!(names[0].as_str(), "Codes" | "Nodes");
    let filled = places.iter().filter(|names| !names.is_empty());
    if filled.clone().count() > 0 && filled.clone().all(folder) {
        for names in places.iter_mut().filter(|names| !names.is_empty()) {
            names.remove(0);
        }
    }
    places
}

/// Answers how far a text is indented, in columns; a tab is four.
fn indent(text: &str) -> usize {
    text.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// Parts a name as other programs nest it: `A\\B`, `A\B`, `A / B`, `A > B`, `A>>B`; `a/b`, `a.b` and `a>b` stay whole.
fn split_loosely(text: &str) -> Vec<String> {
    let nested = text.trim().replace(" / ", "\\").replace(" > ", "\\");
    // QualCoder parts a code from a code below it by three.
    let nested = nested.replace(">>>", "\\").replace(LIST_SEPARATOR, "\\");
    nested
        .split('\\')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
