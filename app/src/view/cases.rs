//! Cases and what is known of them: all in a table, any attribute by any other, and one indicator from several sources.

pub mod given;
mod out;

use std::cmp::Ordering;

use analysis::order::value_order;
use analysis::{
    CaseTable, CountedCase, Crosstab, CrosstabRequest, Ground, MeasureOf, SideBySide,
    SideBySideRequest,
};
use project::{AttributeId, CodingId, Project, RatingId, SourceId};

use super::matrix::attribute_name;
use super::ratings::ratings_table;
use super::sources::{counted, kind_name, thousands};
use super::typed::fit;

pub use out::{Form, cases_out, compare_out, crosstab_out};

/// What is asked of the cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CasesAsk {
    /// All of them.
    #[default]
    All,
    /// One attribute by another.
    Cross(CrosstabRequest),
    /// Measures side by side.
    Compare(SideBySideRequest),
}

/// The cases, and what was asked of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasesFound {
    /// All cases.
    pub all: CaseTable,
    /// The answer to what was asked.
    pub part: CasesPart,
}

/// What was asked of the cases, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CasesPart {
    /// Nothing beside all of them.
    All,
    /// One attribute by another.
    Crossed(Box<Crossed>),
    /// Measures side by side.
    Compared(Box<SideBySide>),
}

/// One attribute by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// What was asked.
    pub request: CrosstabRequest,
    /// The numbers.
    pub table: Crosstab,
    /// What the rows' attribute is called, and the columns'.
    pub names: (String, String),
}

/// Answers what is asked of the cases.
#[must_use]
pub fn find(ground: &Ground<'_>, ask: &CasesAsk) -> CasesFound {
    let project = ground.project();
    let part = match ask {
        CasesAsk::All => CasesPart::All,
        CasesAsk::Cross(request) => CasesPart::Crossed(Box::new(Crossed {
            request: *request,
            table: ground.crosstab(request),
            names: (
                attribute_name(project, request.rows),
                attribute_name(project, request.columns),
            ),
        })),
        CasesAsk::Compare(request) => CasesPart::Compared(Box::new(ground.side_by_side(request))),
    };
    CasesFound {
        all: ground.case_table(),
        part,
    }
}

/// The cases behind a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasesBehind {
    /// The number in words: "Absence × FCC: 3 cases".
    pub words: String,
    /// The cases, each with what is to be said of it; "" for nothing.
    pub cases: Vec<(CountedCase, String)>,
}

impl CasesBehind {
    /// Cases of which nothing more is to be said.
    #[must_use]
    pub fn plain(words: String, cases: impl IntoIterator<Item = CountedCase>) -> Self {
        let cases = cases.into_iter().map(|case| (case, String::new()));
        Self {
            words,
            cases: cases.collect(),
        }
    }
}

/// How many cases there are and how many of them speak, in words.
#[must_use]
pub fn base_words(table: &CaseTable) -> String {
    let all = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
    let speaking = table.speaking();
    let records = all - speaking;
    let cases = counted(all, "case", "cases");
    match (speaking, records) {
        (_, 0) => format!("{cases}, all with sources."),
        (0, _) => format!("{cases}, all of them records without a source."),
        _ => format!(
            "{cases}: {} with sources, {} a record and nothing else.",
            thousands(speaking),
            thousands(records)
        ),
    }
}

/// The places of the cases that fit the letters by name or by a value, sorted by a column (none: by name). Cases without a
/// value in that column stand last.
#[must_use]
pub fn listed(table: &CaseTable, letters: &str, by: Option<usize>) -> Vec<usize> {
    let letters = letters.trim().to_lowercase();
    let fits = |at: &usize| {
        let row = &table.rows[*at];
        letters.is_empty()
            || fit(&letters, &row.name).is_some_and(|score| score != 1)
            || row
                .values
                .iter()
                .any(|value| value.to_lowercase().contains(&letters))
    };
    let mut places: Vec<usize> = (0..table.rows.len()).filter(fits).collect();
    if let Some(column) = by {
        let value = |at: usize| table.rows[at].values.get(column).map_or("", String::as_str);
        places.sort_by(|&one, &other| {
            let (one, other) = (value(one), value(other));
            match (one.is_empty(), other.is_empty()) {
                (false, false) => value_order(one, other),
                (true, true) => Ordering::Equal,
                (one, other) => one.cmp(&other),
            }
        });
    }
    places
}

/// The attributes that cases can be crossed by: those of which some case has a value.
#[must_use]
pub fn attributes(project: &Project, table: &CaseTable) -> Vec<(String, AttributeId)> {
    let columns = table.columns.iter();
    columns
        .map(|column| (attribute_name(project, column.attribute), column.attribute))
        .collect()
}

/// The measures that can stand side by side: scales first, then attributes of which some case has a value.
#[must_use]
pub fn measures(project: &Project, table: &CaseTable) -> Vec<(String, MeasureOf)> {
    let scales = project.scales().iter();
    let scales = scales.map(|scale| {
        let name = format!("Rated: {}", scale.name);
        (name, MeasureOf::Scale(scale.id))
    });
    let recorded = attributes(project, table).into_iter();
    let recorded = recorded.map(|(name, id)| {
        let name = format!("Recorded: {name}");
        (name, MeasureOf::Attribute(id))
    });
    scales.chain(recorded).collect()
}

/// The waves in which cases were rated; "" left out.
#[must_use]
pub fn waves(project: &Project) -> Vec<String> {
    let ratings = project.ratings().iter();
    let mut waves: Vec<String> = ratings
        .map(|rating| rating.wave.clone())
        .filter(|wave| !wave.is_empty())
        .collect();
    waves.sort_by(|one, other| value_order(one, other));
    waves.dedup();
    waves
}

/// More values than this make a table that nobody reads.
const FEW: u64 = 12;

/// What is crossed before anybody chose: the two attributes that part the cases best. The one with fewer values is the
/// columns.
#[must_use]
pub fn first_cross(table: &CaseTable) -> Option<CrosstabRequest> {
    let mut columns: Vec<_> = table.columns.iter().collect();
    let parts = |different: u64| !(2..=FEW).contains(&different);
    columns.sort_by_key(|column| (parts(column.different), std::cmp::Reverse(column.base)));
    let (one, other) = (columns.first()?, columns.get(1).or(columns.first())?);
    let (rows, columns) = if one.different < other.different {
        (other, one)
    } else {
        (one, other)
    };
    Some(CrosstabRequest {
        rows: rows.attribute,
        columns: columns.attribute,
        multi: rows.several || columns.several,
    })
}

/// A number of a cross-table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossNumber {
    /// The number itself.
    pub n: u64,
    /// All there is to know of it, in words.
    pub words: String,
}

/// A number of a cross-table: of a cell, of a row (no column), of a column (no row), or of all.
#[must_use]
pub fn cross_number(crossed: &Crossed, row: Option<usize>, column: Option<usize>) -> CrossNumber {
    let table = &crossed.table;
    let at = |totals: &[u64], at: usize| totals.get(at).copied().unwrap_or_default();
    let n = match (row, column) {
        (Some(row), Some(column)) => table.cells.get(row).map_or(0, |cells| at(cells, column)),
        (Some(row), None) => at(&table.row_totals, row),
        (None, Some(column)) => at(&table.column_totals, column),
        (None, None) => table.total,
    };
    let name = |names: &[String], at: Option<usize>| {
        at.and_then(|at| names.get(at).cloned())
            .unwrap_or_else(|| "total".to_owned())
    };
    let is_sum = row.is_none() || column.is_none();
    // Of how many each margin is, which is what a reader would work out; mentions are no base.
    let margins = match (row, column) {
        (Some(row), Some(column)) if !table.mentions => format!(
            ", of {} in the row and {} in the column",
            thousands(at(&table.row_totals, row)),
            thousands(at(&table.column_totals, column))
        ),
        (Some(_), None) | (None, Some(_)) if !table.mentions => {
            format!(", of {}", thousands(table.total))
        }
        _ => String::new(),
    };
    let what = if table.mentions && is_sum {
        counted(n, "mention", "mentions")
    } else {
        counted(n, "case", "cases")
    };
    CrossNumber {
        n,
        words: format!(
            "{} × {}: {what}{margins}",
            name(&table.rows, row),
            name(&table.columns, column)
        ),
    }
}

/// The cases behind a number of a cross-table. Where totals are mentions, each case stands once.
#[must_use]
pub fn cross_behind(crossed: &Crossed, row: Option<usize>, column: Option<usize>) -> CasesBehind {
    let cases = crossed.table.cases_of(row, column);
    let number = cross_number(crossed, row, column);
    let found = u64::try_from(cases.len()).unwrap_or(u64::MAX);
    let words = if found == number.n {
        number.words
    } else {
        format!("{} by {}", number.words, counted(found, "case", "cases"))
    };
    CasesBehind::plain(words, cases)
}

/// The cases that lack a value of one of the attributes crossed.
#[must_use]
pub fn cross_missing(crossed: &Crossed) -> CasesBehind {
    let cases = crossed.table.missing_cases();
    let missing = counted(crossed.table.missing, "case", "cases");
    let (rows, columns) = &crossed.names;
    let words = format!("{missing} without a value of {rows} or {columns}");
    CasesBehind::plain(words, cases.iter().copied())
}

/// Whether values hold “;” that are counted as one.
#[must_use]
pub fn holds_several(crossed: &Crossed) -> bool {
    let table = &crossed.table;
    let mut values = table.rows.iter().chain(&table.columns);
    !crossed.request.multi && values.any(|value| value.contains(';'))
}

/// A line of the side-by-side table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideLine {
    /// A value, by its place.
    Value(usize),
    /// The cases without one.
    Missing,
    /// The cases whose raters differ.
    Disputed,
}

/// The lines of the side-by-side table: the values, then what stands outside the base.
#[must_use]
pub fn side_lines(table: &SideBySide) -> Vec<SideLine> {
    let mut lines: Vec<SideLine> = (0..table.rows.len()).map(SideLine::Value).collect();
    if table.measures.iter().any(|measure| measure.missing > 0) {
        lines.push(SideLine::Missing);
    }
    if table.measures.iter().any(|measure| measure.differing > 0) {
        lines.push(SideLine::Disputed);
    }
    lines
}

/// What a line is called.
#[must_use]
pub fn side_name(table: &SideBySide, line: SideLine) -> &str {
    match line {
        SideLine::Value(at) => table.rows.get(at).map_or("", |row| row.value.as_str()),
        SideLine::Missing => "without a value",
        SideLine::Disputed => "raters differ",
    }
}

/// The cases behind a number of the side-by-side table, and its words: "Yes in “Engaged”: 7 of 9 cases".
#[must_use]
pub fn side_behind(table: &SideBySide, line: SideLine, measure: usize) -> CasesBehind {
    let cases = match line {
        SideLine::Value(row) => table.cases(row, measure),
        SideLine::Missing => table.missing_cases(measure),
        SideLine::Disputed => table.disputed_cases(measure),
    };
    let n = u64::try_from(cases.len()).unwrap_or(u64::MAX);
    let name = table.measures.get(measure);
    let base = name.map_or(0, |measure| measure.base);
    let number = match line {
        SideLine::Value(_) => format!("{} of {}", thousands(n), counted(base, "case", "cases")),
        SideLine::Missing | SideLine::Disputed => counted(n, "case", "cases"),
    };
    let words = format!(
        "{} in “{}”: {number}",
        side_name(table, line),
        name.map_or("", |measure| measure.name.as_str())
    );
    CasesBehind::plain(words, cases.iter().copied())
}

/// The cases of which the measures say different things, each with what they say; none where there is nothing to compare.
#[must_use]
pub fn differing(table: &SideBySide) -> Option<CasesBehind> {
    let both = &table.both;
    if table.measures.len() < 2 || both.cases == 0 {
        return None;
    }
    let n = u64::try_from(both.differing.len()).unwrap_or(u64::MAX);
    let all = if table.measures.len() == 2 {
        "both"
    } else {
        "all"
    };
    let cases = both.differing.iter();
    let cases = cases.map(|one| (one.counted, one.values.join(" | ")));
    Some(CasesBehind {
        words: format!(
            "{} of {} in {all} differ",
            thousands(n),
            counted(both.cases, "case", "cases")
        ),
        cases: cases.collect(),
    })
}

/// All that is known of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseCard {
    /// Its name.
    pub name: String,
    /// Whether it is a source that belongs to no case.
    pub is_source: bool,
    /// What is known of it: names and values.
    pub values: Vec<(String, String)>,
    /// How it was rated.
    pub ratings: Vec<CardRating>,
    /// The sources in which it speaks: which, its name, its sort.
    pub sources: Vec<(SourceId, String, &'static str)>,
}

/// How a case was rated on a scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardRating {
    /// The scale.
    pub scale: String,
    /// The value, or several where raters or waves differ.
    pub value: String,
    /// Who rated what and why, a line each.
    pub reasons: Vec<String>,
    /// The codings that bear it out.
    pub evidence: Vec<CodingId>,
}

/// All that is known of a case; none if it is gone.
#[must_use]
pub fn case_card(project: &Project, table: &CaseTable, case: CountedCase) -> Option<CaseCard> {
    let row = table.row(case)?;
    let values = table.columns.iter().zip(&row.values);
    let values = values.filter(|(_, value)| !value.is_empty());
    let rated = ratings_table(project);
    let of_case = rated
        .rows
        .iter()
        .find(|rated| CountedCase::Case(rated.case) == case);
    let cells = of_case.map_or(&[][..], |rated| &rated.cells);
    let rating = rated.scales.iter().zip(cells);
    let rating = rating.filter(|(_, cell)| !cell.shown.is_empty());
    let sources = row.sources.iter().filter_map(|&id| {
        let source = project.sources().get(id)?;
        Some((id, source.name.clone(), kind_name(source.kind)))
    });
    Some(CaseCard {
        name: row.name.clone(),
        is_source: matches!(case, CountedCase::Source(_)),
        values: values
            .map(|(column, value)| (attribute_name(project, column.attribute), value.clone()))
            .collect(),
        ratings: rating
            .map(|(scale, cell)| CardRating {
                scale: scale.name.clone(),
                value: cell.shown.clone(),
                reasons: cell.reasons.clone(),
                evidence: cell.evidence.clone(),
            })
            .collect(),
        sources: sources.collect(),
    })
}

/// The excerpts that raters named for ratings, each once.
#[must_use]
pub fn evidence_of(project: &Project, ratings: &[RatingId]) -> Vec<CodingId> {
    let mut found = Vec::new();
    let rated = ratings.iter().filter_map(|&id| project.ratings().get(id));
    for coding in rated.flat_map(|rating| rating.evidence.iter().copied()) {
        if project.codings().contains(coding) && !found.contains(&coding) {
            found.push(coding);
        }
    }
    found
}

#[cfg(test)]
mod tests;
