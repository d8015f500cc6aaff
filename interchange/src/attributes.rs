//! A table of attributes in: rows of text to edits.
//!
//! The first column names a source, case or speaker; its heading may say which. Every other column is an
//! attribute, except `case` (which case a source or speaker belongs to), `role` of a speaker, and `source` in
//! a table of speakers (which of the sources in which the name occurs).

use std::collections::{BTreeMap, HashMap};

use project::{Edit, Holder, Project, SourceId, SpeakerId, SpeakerRole, Value, folded, same_name};

use crate::headings::{cell, heading_key};
use crate::sheet::SheetRow;
use crate::{Place, Warning};

/// What the first column of a table of attributes names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Sources.
    Sources,
    /// Cases.
    Cases,
    /// Speakers, wherever they speak.
    Speakers,
    /// Each a source, else a case, else a speaker.
    Any,
}

/// A table of attributes as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeTable {
    /// What the first column names.
    pub named: Named,
    /// The headings of the other columns.
    pub columns: Vec<String>,
    /// The rows below the headings.
    pub rows: Vec<AttributeRow>,
}

/// One row of a table of attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeRow {
    /// The line or row it stands on, counted from 1.
    pub line: usize,
    /// Whom or what it is about.
    pub name: String,
    /// The cells, as many as there are columns; "" for nothing recorded.
    pub cells: Vec<String>,
}

/// Reads the rows of a table of attributes; the first holds the headings. Rows without a name and cells
/// beyond the headings are reported.
#[must_use]
pub fn read_attributes(rows: &[SheetRow]) -> (AttributeTable, Vec<Warning>) {
    let mut warnings = Vec::new();
    let Some((headings, rows)) = rows.split_first() else {
        let table = AttributeTable {
            named: Named::Any,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        return (table, vec![Warning::of_file("the table is empty")]);
    };
    let named = match heading_key(headings.cells.first().map_or("", String::as_str)).as_str() {
        "source" => Named::Sources,
        "case" => Named::Cases,
        "speaker" => Named::Speakers,
        _ => Named::Any,
    };
    let columns: Vec<String> = headings
        .cells
        .iter()
        .skip(1)
        .map(|heading| heading.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    if columns.iter().all(String::is_empty) {
        warnings.push(at_line(
            headings.line,
            "there is no column beside the names: nothing to set",
        ));
    }
    for (nth, column) in columns.iter().enumerate() {
        if !column.is_empty()
            && columns[..nth]
                .iter()
                .any(|before| same_name(before, column))
        {
            warnings.push(at_line(
                headings.line,
                format!("the column “{column}” stands twice; the last value counts"),
            ));
        }
    }
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let name = cell(&row.cells, Some(0));
        if name.is_empty() {
            warnings.push(at_line(row.line, "there is no name in the first column"));
            continue;
        }
        let cells = (1..=columns.len())
            .map(|nth| cell(&row.cells, Some(nth)).to_owned())
            .collect();
        let spare = |(nth, text): (usize, &String)| {
            !text.trim().is_empty() && columns.get(nth).is_none_or(String::is_empty)
        };
        if row.cells.iter().skip(1).enumerate().any(spare) {
            warnings.push(at_line(row.line, "a cell without a heading was left out"));
        }
        read.push(AttributeRow {
            line: row.line,
            name: name.to_owned(),
            cells,
        });
    }
    (
        AttributeTable {
            named,
            columns,
            rows: read,
        },
        warnings,
    )
}

fn at_line(line: usize, message: impl Into<String>) -> Warning {
    Warning::new(Place::Line(line), message)
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Attribute,
    Case,
    Role,
    Source,
    Nothing,
}

/// Turns a table into edits; names that are nobody's are reported. An empty cell changes nothing.
#[must_use]
pub fn resolve_attributes(project: &Project, table: &AttributeTable) -> (Vec<Edit>, Vec<Warning>) {
    let columns: Vec<Column> = table
        .columns
        .iter()
        .map(|column| match heading_key(column).as_str() {
            "" => Column::Nothing,
            "case" => Column::Case,
            "role" => Column::Role,
            "source" if table.named == Named::Speakers => Column::Source,
            _ => Column::Attribute,
        })
        .collect();
    let names = Names::of(project);
    let mut edits = Vec::new();
    let mut warnings = Vec::new();
    for row in &table.rows {
        match names.holders(project, table.named, row, &columns) {
            Ok(holders) => {
                if holders.len() > 1 && !columns.contains(&Column::Source) {
                    let count = holders.len();
                    let name = &row.name;
                    warnings.push(at_line(row.line, format!(
                        "“{name}” speaks in {count} sources and all were given these values: a column “source” would choose one"
                    )));
                }
                for holder in holders {
                    edits.extend(edits_of(holder, row, &table.columns, &columns));
                }
                if matches!(table.named, Named::Cases) && given(row, &columns, Column::Case) {
                    warnings.push(at_line(
                        row.line,
                        "a case cannot belong to a case: that cell was left out",
                    ));
                }
            }
            Err(problem) => warnings.push(at_line(row.line, problem)),
        }
    }
    (edits, warnings)
}

/// Whether a row has something in a column of this use.
fn given(row: &AttributeRow, columns: &[Column], wanted: Column) -> bool {
    row.cells
        .iter()
        .zip(columns)
        .any(|(cell, column)| *column == wanted && !cell.is_empty())
}

fn edits_of(holder: Holder, row: &AttributeRow, names: &[String], columns: &[Column]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for ((cell, name), column) in row.cells.iter().zip(names).zip(columns) {
        let Some(value) = Value::read(cell) else {
            continue;
        };
        let attribute = Edit::SetAttribute(holder, name.clone(), Some(value));
        match (column, holder) {
            (Column::Attribute, _) | (Column::Role, Holder::Source(_) | Holder::Case(_)) => {
                edits.push(attribute);
            }
            (Column::Case, Holder::Source(_) | Holder::Speaker(_)) => {
                edits.push(Edit::AssignCase(holder, Some(cell.clone())));
            }
            (Column::Role, Holder::Speaker(speaker)) => match cell.parse::<SpeakerRole>() {
                Ok(role) => edits.push(Edit::SetSpeakerRole(speaker, role)),
                // “Manager” is somebody's role too, though not in the conversation.
                Err(_) => edits.push(attribute),
            },
            (Column::Case, Holder::Case(_)) | (Column::Source | Column::Nothing, _) => {}
        }
    }
    edits
}

/// Everything in the project that has a name, by its name.
struct Names {
    sources: HashMap<String, SourceId>,
    cases: HashMap<String, project::CaseId>,
    speakers: BTreeMap<String, Vec<(SpeakerId, SourceId)>>,
}

impl Names {
    fn of(project: &Project) -> Self {
        let mut sources = HashMap::new();
        for source in project.sources().iter() {
            sources.insert(folded(&source.name), source.id);
        }
        for source in project.sources().iter() {
            sources
                .entry(folded(&source.file_name))
                .or_insert(source.id);
        }
        let cases = project
            .cases()
            .iter()
            .map(|case| (folded(&case.name), case.id))
            .collect();
        let mut speakers: BTreeMap<String, Vec<(SpeakerId, SourceId)>> = BTreeMap::new();
        for speaker in project.speakers().iter() {
            speakers
                .entry(folded(&speaker.name))
                .or_default()
                .push((speaker.id, speaker.source));
        }
        Self {
            sources,
            cases,
            speakers,
        }
    }

    /// Whom a row is about: one source or case, or the speakers of that name.
    fn holders(
        &self,
        project: &Project,
        named: Named,
        row: &AttributeRow,
        columns: &[Column],
    ) -> Result<Vec<Holder>, String> {
        let key = folded(&row.name);
        let source = || self.sources.get(&key).map(|&id| vec![Holder::Source(id)]);
        let case = || self.cases.get(&key).map(|&id| vec![Holder::Case(id)]);
        let name = &row.name;
        match named {
            Named::Sources => source().ok_or_else(|| format!("there is no source “{name}”")),
            Named::Cases => case().ok_or_else(|| format!("there is no case “{name}”")),
            Named::Speakers => self.speakers(project, row, columns),
            Named::Any => source()
                .or_else(case)
                .or_else(|| self.speakers(project, row, columns).ok())
                .ok_or_else(|| format!("there is no source, case or speaker “{name}”")),
        }
    }

    fn speakers(
        &self,
        project: &Project,
        row: &AttributeRow,
        columns: &[Column],
    ) -> Result<Vec<Holder>, String> {
        let name = &row.name;
        let all = self
            .speakers
            .get(&folded(name))
            .ok_or_else(|| format!("there is no speaker “{name}”"))?;
        let mut chosen: Vec<Holder> = Vec::new();
        let wanted = row
            .cells
            .iter()
            .zip(columns)
            .find(|(cell, column)| **column == Column::Source && !cell.is_empty());
        let Some((source, _)) = wanted else {
            chosen.extend(all.iter().map(|&(speaker, _)| Holder::Speaker(speaker)));
            return Ok(chosen);
        };
        let id = self
            .sources
            .get(&folded(source))
            .ok_or_else(|| format!("there is no source “{source}”"))?;
        chosen.extend(
            all.iter()
                .filter(|(_, at)| at == id)
                .map(|&(speaker, _)| Holder::Speaker(speaker)),
        );
        if chosen.is_empty() {
            let shown = project
                .sources()
                .get(*id)
                .map_or(source.as_str(), |source| source.name.as_str());
            return Err(format!("there is no speaker “{name}” in “{shown}”"));
        }
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests;
