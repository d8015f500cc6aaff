//! Tables of respondents, cases or utterances.
//!
//! A table with free answers becomes one source: a turn an answer, the respondent its speaker and a case of
//! its own. A table with an utterance a row becomes a transcript. A table without free text, such as management
//! information, becomes cases with attributes and no source. Answers are never searched for labels.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use project::{NewCase, NewSpeaker, SpeakerRole, Value};

use super::choices::{Column, ColumnUse};
use super::error::ImportError;
use super::names;
use super::script::{Given, Look, Script};
use super::sheet::{Sheet, SheetRow, is_no_answer};
use super::{cells_of, utterances};
use crate::{Place, Warning};

/// What a table is.
#[derive(Debug)]
pub(super) enum Reading {
    /// Answers or utterances: a script with all turns given, and what is known of its speakers.
    Source {
        script: Script,
        speakers: Vec<NewSpeaker>,
    },
    /// Rows about cases.
    Cases(Vec<NewCase>),
}

/// Median length in characters from which a column's cells are answers and not values.
const ANSWER: usize = 25;

/// What the columns of a table hold: as the person who imports says, else as guessed. Empty for a table with an
/// utterance a row, whose columns are known by their headings.
pub(super) fn uses(
    sheet: &Sheet,
    choices: &[Column],
    warnings: &mut Vec<Warning>,
) -> Vec<ColumnUse> {
    if choices.is_empty() && utterances::columns_of(sheet).is_some() {
        return Vec::new();
    }
    let chosen: Vec<Option<ColumnUse>> = sheet
        .header
        .iter()
        .map(|head| {
            let choice = choices
                .iter()
                .rev()
                .find(|choice| same_head(&choice.name, head));
            choice.map(|choice| choice.holds)
        })
        .collect();
    for choice in choices {
        if !sheet
            .header
            .iter()
            .any(|head| same_head(&choice.name, head))
        {
            let message = format!("there is no column “{}”", choice.name);
            warnings.push(Warning::of_file(message));
        }
    }
    let answers: Vec<usize> = (0..sheet.header.len())
        .filter(|&column| match chosen[column] {
            Some(holds) => holds == ColumnUse::Answers,
            None => holds_answers(sheet, column),
        })
        .collect();
    let name = chosen
        .iter()
        .position(|holds| *holds == Some(ColumnUse::Name))
        .or_else(|| id_column(sheet, &answers).filter(|&column| chosen[column].is_none()));
    (0..sheet.header.len())
        .map(|column| {
            if answers.contains(&column) {
                ColumnUse::Answers
            } else if Some(column) == name {
                ColumnUse::Name
            } else {
                // A second column of names says something of the respondent too.
                let chosen = chosen[column].filter(|holds| *holds == ColumnUse::Nothing);
                chosen.unwrap_or(ColumnUse::Attribute)
            }
        })
        .collect()
}

fn same_head(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.to_lowercase()
}

/// The columns with their headings.
pub(super) fn columns(sheet: &Sheet, uses: &[ColumnUse]) -> Vec<Column> {
    let named = sheet.header.iter().zip(uses);
    named
        .map(|(name, holds)| Column {
            name: name.to_string(),
            holds: *holds,
        })
        .collect()
}

/// Reads a table. `stem` names cases that have no name of their own.
pub(super) fn read(
    sheet: &Sheet,
    uses: &[ColumnUse],
    stem: &str,
    warnings: &mut Vec<Warning>,
) -> Reading {
    if uses.is_empty()
        && let Some(found) = utterances::columns_of(sheet)
    {
        return utterances::read(sheet, &found, warnings);
    }
    if uses.contains(&ColumnUse::Answers) {
        answers_of(sheet, uses, stem, warnings)
    } else {
        Reading::Cases(cases(sheet, uses, stem, warnings))
    }
}

fn name_column(uses: &[ColumnUse]) -> Option<usize> {
    uses.iter().position(|holds| *holds == ColumnUse::Name)
}

/// Tables that belong elsewhere, told by their headings.
pub(super) fn refuse_other_tables(sheet: &Sheet) -> Result<(), ImportError> {
    let has = |name: &str| {
        sheet
            .header
            .iter()
            .any(|head| head.eq_ignore_ascii_case(name))
    };
    let first = sheet
        .header
        .first()
        .map(|head| head.to_lowercase())
        .unwrap_or_default();
    let (what, advice) = if has("code") && has("source") && (has("quote") || has("start")) {
        (
            "a table of codings",
            "apply it to a project whose sources are imported, as codings",
        )
    } else if has("path") && has("definition") {
        ("a codebook", "import it as a codebook")
    } else if has("scale") && has("value") && has("case") {
        (
            "a table of ratings",
            "import it as ratings, not as a source",
        )
    } else if matches!(first.as_str(), "source" | "speaker")
        && utterances::columns_of(sheet).is_none()
    {
        (
            "a table of attributes",
            "import it as attributes once the sources are there",
        )
    } else {
        return Ok(());
    };
    Err(ImportError::Unsupported { what, advice })
}

/// Words of several lines: the label before the first.
pub(super) fn push_lines(script: &mut Script, label: &str, words: &str, given: Option<Given>) {
    let mut lines = words.lines().map(str::trim_end);
    script.push(
        &format!("{label}{}", lines.next().unwrap_or_default()),
        true,
        Look::default(),
        given,
    );
    for line in lines {
        script.push(line, true, Look::default(), None);
    }
}

/// Words in a heading that ask for an answer in one's own words.
const OPEN_HEADS: &str = "comment comments feedback explain describe elaborate suggestion suggestions reason reasons why \
    thoughts kommentar kommentare bemerkung bemerkungen warum commentaire commentaires pourquoi comentario comentarios \
    sylwadau pam";

/// Whether a column's cells are free text: long on the whole, of several words, and mostly different.
fn holds_answers(sheet: &Sheet, column: usize) -> bool {
    let cells: Vec<&str> = sheet
        .rows
        .iter()
        .map(|row| row.cell(column))
        .filter(|cell| !is_no_answer(cell))
        .collect();
    if cells.is_empty() || cells_of::are_choices(&cells) {
        return false;
    }
    let most =
        |is: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| is(cell)).count() * 2 >= cells.len();
    let address = |cell: &str| {
        cell.contains("://")
            || (cell.contains('@') && !cell.contains(' '))
            || cell.starts_with("Mozilla/")
    };
    // Of a question with choices, each ticked one may have a column that is named after it.
    let ticked = |cell: &str| cells_of::ends_head(&sheet.header[column], cell);
    if most(&address) || most(&cells_of::is_moment) || most(&ticked) {
        return false;
    }
    let mut lengths: Vec<usize> = cells.iter().map(|cell| cell.chars().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    let longest = lengths.last().copied().unwrap_or(0);
    let mut sentences: Vec<&str> = cells
        .iter()
        .copied()
        .filter(|cell| cell.split_whitespace().count() >= 4)
        .collect();
    let many = sentences.len();
    sentences.sort_unstable();
    sentences.dedup();
    // “No” a hundred times over says nothing of those who said more.
    let different = sentences.len() * 2 >= many;
    let head = sheet.header[column].to_lowercase();
    let asks = head.trim_end_matches([' ', '*', ')']).ends_with('?')
        || head
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| names::listed(OPEN_HEADS, word));
    let long = median > ANSWER && many * 2 >= cells.len();
    let asked = asks && longest > ANSWER && many * 7 >= cells.len() && many > 0;
    (long || asked) && different
}

/// Headings of columns that name who answered.
const HEADS: &[&str] = &[
    "id",
    "case",
    "respondent",
    "respondent id",
    "respondent_id",
    "participant",
    "participant id",
    "participant_id",
    "family",
    "name",
    "ref",
    "reference",
    "client",
    "client id",
    "person",
    "household",
    "response id",
    "responseid",
    "response_id",
    "source",
    "achos",
    "teulu",
    "enw",
    "unique id",
    "case id",
    "case_id",
    "metaid",
    "user id",
    "uid",
    "full name",
    "your name",
    "first name",
    "respondent name",
    "participant name",
    "participant code",
    "participant number",
    "pseudonym",
    "record id",
    "record_id",
    "userid",
    "userno",
    "_id",
    "_uuid",
    "subject id",
    "subject",
    "unique response number",
    "#",
    "nom",
    "nombre",
    "antwort id",
    "antwort-id",
    "id de la réponse",
    "id de respuesta",
    "respondentid",
    "study id",
    "study_id",
];

/// Headings of columns that say on which occasion somebody answered, where a respondent has several rows.
const OCCASIONS: &[&str] = &[
    "redcap_event_name",
    "event name",
    "redcap_repeat_instrument",
    "repeat instrument",
    "redcap_repeat_instance",
    "repeat instance",
    "event",
    "wave",
    "visit",
    "round",
    "timepoint",
    "time point",
];

/// What a heading in small letters asks for, without its number and the words around: `1. Please enter your name:`.
fn asked_for(head: &str) -> &str {
    const AROUND: [&str; 5] = [
        "please enter ",
        "please give ",
        "please state ",
        "please write ",
        "what is ",
    ];
    let head = head
        .trim_end_matches(['?', ':', '*', '.', ' '])
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let bare = AROUND.iter().find_map(|words| head.strip_prefix(words));
    bare.unwrap_or(head)
}

/// The column that names the respondent or case: by its heading, or the first if all its cells differ.
fn id_column(sheet: &Sheet, answers: &[usize]) -> Option<usize> {
    let unique = |column: usize| {
        let mut keys: Vec<String> = sheet
            .rows
            .iter()
            .map(|row| row.cell(column).to_lowercase())
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        keys.len() == all && all > 0 && !keys[0].is_empty()
    };
    let headed = |column: &usize| {
        let head = sheet.header[*column].to_lowercase();
        HEADS.contains(&asked_for(&head))
    };
    // When somebody answered is not who they are.
    let moments = |column: usize| {
        let rows = &sheet.rows;
        let count = rows
            .iter()
            .filter(|row| cells_of::is_moment(row.cell(column)));
        count.count() * 2 >= rows.len()
    };
    let columns = || (0..sheet.header.len()).filter(|column| !answers.contains(column));
    columns()
        .filter(headed)
        .find(|&column| {
            unique(column)
                || nearly_unique(sheet, column)
                || !occasions(sheet, Some(column)).is_empty()
        })
        .or_else(|| {
            columns()
                .next()
                .filter(|&column| {
                    let several = || !occasions(sheet, Some(column)).is_empty();
                    column == 0 && sheet.rows.len() > 1 && (unique(column) || several())
                })
                .filter(|&column| !moments(column))
        })
}

/// The columns that tell the rows of one respondent apart; none where each has one row, or where they do not.
fn occasions(sheet: &Sheet, id: Option<usize>) -> Vec<usize> {
    let Some(id) = id else { return Vec::new() };
    let found: Vec<usize> = (0..sheet.header.len())
        .filter(|&column| column != id)
        .filter(|&column| OCCASIONS.contains(&sheet.header[column].to_lowercase().as_str()))
        .collect();
    let different = |columns: &[usize]| {
        let mut keys: Vec<Vec<&str>> = sheet
            .rows
            .iter()
            .map(|row| columns.iter().map(|&column| row.cell(column)).collect())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let rows = sheet.rows.len();
    let named = sheet.rows.iter().all(|row| !row.cell(id).is_empty());
    if found.is_empty() || !named || different(&[id]) == rows {
        return Vec::new();
    }
    let mut all = vec![id];
    all.extend(&found);
    if different(&all) == rows {
        found
    } else {
        Vec::new()
    }
}

/// Who a row is of: the respondent, and the name that only this row has, with the occasion where there are several.
fn names_of(row: &SheetRow, id: Option<usize>, occasions: &[usize]) -> (String, String) {
    let respondent = match id.map(|id| row.cell(id)).filter(|name| !name.is_empty()) {
        Some(name) => name.split_whitespace().collect::<Vec<_>>().join(" "),
        None => format!("Row {}", row.number),
    };
    let when: Vec<&str> = occasions
        .iter()
        .map(|&column| row.cell(column))
        .filter(|cell| !cell.is_empty())
        .collect();
    let name = if when.is_empty() {
        respondent.clone()
    } else {
        format!("{respondent} ({})", when.join(", "))
    };
    (respondent, name)
}

/// Whether most cells of a column are there and differ: a slip in one row does not make it another column.
fn nearly_unique(sheet: &Sheet, column: usize) -> bool {
    let mut keys: Vec<String> = sheet
        .rows
        .iter()
        .map(|row| row.cell(column).to_lowercase())
        .filter(|key| !key.is_empty())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len() > 1 && keys.len() * 3 >= sheet.rows.len() * 2
}

/// What a row says of its respondent or case. The names are shared: a table may have them for each of its cells.
fn attributes(sheet: &Sheet, row: &SheetRow, uses: &[ColumnUse]) -> Vec<(Arc<str>, Value)> {
    (0..sheet.header.len())
        .filter(|&column| uses[column] == ColumnUse::Attribute)
        .filter_map(|column| {
            Value::read(row.cell(column)).map(|value| (sheet.header[column].clone(), value))
        })
        .collect()
}

/// What of a table of answers is in no turn and no attribute.
#[derive(Default)]
struct LeftOut {
    /// Rows without any answer.
    silent: usize,
    /// Cells without one.
    empty: usize,
    /// Rows that contradict another row of their respondent.
    differing: usize,
}

impl LeftOut {
    fn report(&self, named: bool, warnings: &mut Vec<Warning>) {
        if !named {
            warnings.push(Warning::of_file(
                "no column names the respondents, so they are called by their row",
            ));
        }
        warnings.extend(Warning::of_count(
            self.differing,
            "row says something else of a respondent than a row above it, and the first row’s attributes stand",
            "rows say something else of a respondent than a row above them, and the first row’s attributes stand",
        ));
        let silent = Warning::of_count(
            self.silent,
            "row without any answer was left out",
            "rows without any answer were left out",
        );
        let empty = Warning::of_count(
            self.empty,
            "empty answer (such as “n/a”) was left out",
            "empty answers (such as “n/a”) were left out",
        );
        warnings.extend(silent.or(empty));
    }
}

/// Adds what another row of a respondent says of them, and whether it says something else than what stands.
fn add_attributes(speaker: &mut NewSpeaker, attributes: Vec<(Arc<str>, Value)>) -> bool {
    let mut differs = false;
    let known: HashMap<&str, &Value> = speaker
        .attributes
        .iter()
        .map(|(name, value)| (&**name, value))
        .collect();
    let mut added = Vec::new();
    for (name, value) in attributes {
        match known.get(&*name) {
            Some(known) => differs |= **known != value,
            None => added.push((name, value)),
        }
    }
    speaker.attributes.extend(added);
    differs
}

fn answers_of(
    sheet: &Sheet,
    uses: &[ColumnUse],
    stem: &str,
    warnings: &mut Vec<Warning>,
) -> Reading {
    let id = name_column(uses);
    let occasions = occasions(sheet, id);
    let answers: Vec<usize> = (0..uses.len())
        .filter(|&column| uses[column] == ColumnUse::Answers)
        .collect();
    let mut script = Script::default();
    let mut speakers: Vec<NewSpeaker> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut left = LeftOut::default();
    if let [only] = answers.as_slice() {
        script.push(
            &sheet.header[*only],
            true,
            Look {
                heading: true,
                ..Look::default()
            },
            None,
        );
    }
    for row in &sheet.rows {
        let (respondent, name) = names_of(row, id, &occasions);
        let given_answers: Vec<usize> = answers
            .iter()
            .copied()
            .filter(|&column| !is_no_answer(row.cell(column)))
            .collect();
        left.empty += answers.len() - given_answers.len();
        if given_answers.is_empty() {
            left.silent += 1;
            continue;
        }
        for column in given_answers {
            let label = if answers.len() > 1 {
                format!("{name} ({}): ", sheet.header[column])
            } else {
                format!("{name}: ")
            };
            let given = Given {
                speech: label.len(),
                speaker: Some(name.clone()),
                ..Given::default()
            };
            push_lines(&mut script, &label, row.cell(column), Some(given));
        }
        let case = if id.is_some() {
            respondent
        } else {
            format!("{stem}, {}", name.to_lowercase())
        };
        let attributes = attributes(sheet, row, uses);
        if let Some(&at) = places.get(&names::key(&name)) {
            left.differing += usize::from(add_attributes(&mut speakers[at], attributes));
            continue;
        }
        places.insert(names::key(&name), speakers.len());
        speakers.push(NewSpeaker {
            name,
            role: SpeakerRole::Respondent,
            case: Some(case),
            attributes,
        });
    }
    left.report(id.is_some(), warnings);
    Reading::Source { script, speakers }
}

fn cases(
    sheet: &Sheet,
    uses: &[ColumnUse],
    stem: &str,
    warnings: &mut Vec<Warning>,
) -> Vec<NewCase> {
    let id = name_column(uses);
    let occasions = occasions(sheet, id);
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    for row in &sheet.rows {
        let name = match id {
            Some(_) => names_of(row, id, &occasions).1,
            None => format!("{stem}, row {}", row.number),
        };
        let key = name.to_lowercase();
        if !seen.insert(key) {
            warnings.push(Warning::new(
                Place::Row(row.number),
                format!("“{name}” stands there twice, this row was left out"),
            ));
            continue;
        }
        cases.push(NewCase {
            id: None,
            name,
            attributes: attributes(sheet, row, uses),
        });
    }
    if id.is_none() {
        warnings.push(Warning::of_file(
            "no column names the cases, so they are called by their row",
        ));
    }
    cases
}

#[cfg(test)]
mod tests;
