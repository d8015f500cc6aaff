//! Matrices: anything counted by anything, codes against codes too.

use std::ops::Range;

use project::{AttributeId, CodingId, GROUP, Project};
use serde::Serialize;

use crate::along::Place;
use crate::base::{Choice, Ground, Mark, NOWHERE, place};
use crate::counts::{LeftOut, Trace};
use crate::measure::Measure;
use crate::meetings::Meetings;
use crate::seating::{by_key, parts_by};
use crate::spread;
use crate::unit::Unit;

/// What the rows or columns of a matrix are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dimension {
    /// Codes, each with those below it.
    Code,
    /// Cases that have a source.
    Case,
    /// Sources.
    Source,
    /// Respondents; words of nobody count in totals only.
    Respondent,
    /// Values of an attribute.
    Attribute(AttributeId),
    /// Pairs of values of two attributes, such as area and group.
    Attributes(AttributeId, AttributeId),
    /// Values of the attribute named [`GROUP`].
    Group,
    /// Coders who coded something, or those chosen.
    Coder,
}

impl Dimension {
    /// The dimension of that name: `code`, `case`, `source`, `respondent`, `group`, `coder`, else an attribute, or two
    /// attributes joined by ` x `. None if there is no such attribute.
    #[must_use]
    pub fn named(project: &Project, name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "code" | "codes" => Some(Self::Code),
            "case" | "cases" => Some(Self::Case),
            "source" | "sources" => Some(Self::Source),
            "respondent" | "respondents" => Some(Self::Respondent),
            "coder" | "coders" => Some(Self::Coder),
            name if name == GROUP => Some(Self::Group),
            _ => {
                let attribute =
                    |name: &str| project.attribute_named(name).map(|attribute| attribute.id);
                attribute(name).map(Self::Attribute).or_else(|| {
                    let (one, other) = name.split_once(" x ").or_else(|| name.split_once(" × "))?;
                    Some(Self::Attributes(attribute(one)?, attribute(other)?))
                })
            }
        }
    }
}

/// When two codes meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Near {
    /// Their passages share words.
    #[default]
    Overlap,
    /// Their passages stand in the same turn, or so many turns apart at most.
    Turns(u32),
}

/// What to put into a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRequest {
    /// What the rows are.
    pub rows: Dimension,
    /// What the columns are.
    pub columns: Dimension,
    /// What a number counts.
    pub unit: Unit,
    /// Which codings.
    pub choice: Choice,
    /// When two codes meet, where both rows and columns are codes.
    pub near: Near,
}

/// One row's or column's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// A code's path, a name or a value.
    pub value: String,
    /// Out of how many units; none where the unit has no base.
    pub base: Option<u64>,
}

/// A matrix. Serialised, it is the document that `vouch matrix --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// What the numbers count.
    pub unit: Unit,
    /// The rows' heads: codes in tree order, else by name or value.
    pub rows: Vec<Heading>,
    /// The columns' heads.
    pub columns: Vec<Heading>,
    /// The numbers, row by row.
    pub cells: Vec<Vec<u64>>,
    /// The number for each row, whatever the column: a union, never a sum.
    pub row_totals: Vec<u64>,
    /// The number for each column, whatever the row.
    pub column_totals: Vec<u64>,
    /// The number for the whole matrix.
    pub total: u64,
    /// Whether a row's cells add up to something else than its total: some unit stands in several columns or in none.
    pub columns_overlap: bool,
    /// Whether a column's cells add up to something else than its total.
    pub rows_overlap: bool,
    /// What is not in the table.
    pub left_out: LeftOut,
    #[serde(skip)]
    trace: MatrixTrace,
    /// Which rows and columns are left, where some were taken out.
    #[serde(skip)]
    kept: Option<(Vec<usize>, Vec<usize>)>,
}

/// Which codings are behind which number of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MatrixTrace {
    /// By rows as counted.
    Rows(Trace),
    /// Counted by columns and turned round.
    Turned(Trace),
    Meetings(Meetings),
}

impl MatrixTrace {
    /// The codings behind a cell, a row, a column or everything.
    pub(crate) fn behind(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        match self {
            Self::Rows(trace) => trace.behind(row, column),
            Self::Turned(trace) => trace.behind(column, row),
            Self::Meetings(meetings) => meetings.behind(row, column),
        }
    }

    /// The same with rows and columns exchanged.
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Rows(trace) => Self::Turned(trace),
            Self::Turned(trace) => Self::Rows(trace),
            Self::Meetings(meetings) => Self::Meetings(meetings.turned()),
        }
    }
}

impl Matrix {
    /// The codings behind a number: of a cell, of a row (no column), of a column (no row), or of all. Each once.
    #[must_use]
    pub fn codings(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        let (row, column) = match &self.kept {
            None => (row, column),
            Some((rows, columns)) => {
                let was = |kept: &[usize], at: Option<usize>| match at {
                    None => Some(None),
                    Some(at) => kept.get(at).copied().map(Some),
                };
                let (Some(row), Some(column)) = (was(rows, row), was(columns, column)) else {
                    return Vec::new();
                };
                (row, column)
            }
        };
        self.trace.behind(row, column)
    }

    /// Why the margins do not add up, where they do not.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let one = self.unit.singular();
        let mut notes = Vec::new();
        if self.columns_overlap {
            notes.push(format!("Columns do not add up to the row totals: one {one} can stand in several columns or in none."));
        }
        if self.rows_overlap {
            notes.push(format!("Rows do not add up to the column totals: one {one} can stand in several rows or in none."));
        }
        notes.extend(self.left_out.note());
        notes
    }

    /// The matrix without the rows and columns in which nothing was counted. Totals stay as they are.
    #[must_use]
    pub fn without_empty(mut self) -> Self {
        let filled = |totals: &[u64]| -> Vec<usize> {
            let counted = totals.iter().enumerate();
            counted
                .filter(|(_, total)| **total > 0)
                .map(|(at, _)| at)
                .collect()
        };
        let rows = filled(&self.row_totals);
        let columns = filled(&self.column_totals);
        self.cells = rows
            .iter()
            .map(|&row| {
                columns
                    .iter()
                    .map(|&column| self.cells[row][column])
                    .collect()
            })
            .collect();
        self.rows = rows.iter().map(|&row| self.rows[row].clone()).collect();
        self.columns = columns.iter().map(|&at| self.columns[at].clone()).collect();
        self.row_totals.retain(|total| *total > 0);
        self.column_totals.retain(|total| *total > 0);
        self.kept = Some((rows, columns));
        self
    }

    /// The matrix with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        let cells = (0..self.columns.len())
            .map(|column| self.cells.iter().map(|row| row[column]).collect())
            .collect();
        Self {
            rows: self.columns,
            columns: self.rows,
            cells,
            row_totals: self.column_totals,
            column_totals: self.row_totals,
            columns_overlap: self.rows_overlap,
            rows_overlap: self.columns_overlap,
            kept: self.kept.map(|(rows, columns)| (columns, rows)),
            trace: self.trace.turned(),
            ..self
        }
    }
}

/// Counts rows by columns; see [`crate::counts::counts`] for what the units mean.
///
/// Codes by codes, a cell is where both meet: cases, sources and respondents with a passage of one near a passage of
/// the other (both coders' and both speakers' count); references are places where both stand (with
/// [`Near::Turns`], stretches from one to the other); words are those that carry both (with [`Near::Turns`], either).
/// A code meets itself, so the diagonal holds its own numbers.
#[must_use]
pub fn matrix(project: &Project, request: &MatrixRequest) -> Matrix {
    Ground::new(project).matrix(request)
}

impl Ground<'_> {
    /// Counts rows by columns; see [`matrix`].
    #[must_use]
    pub fn matrix(&self, request: &MatrixRequest) -> Matrix {
        match (request.rows, request.columns) {
            (Dimension::Code, Dimension::Code) => self.meetings_matrix(request),
            (rows, Dimension::Code) => {
                let turned = MatrixRequest {
                    rows: Dimension::Code,
                    columns: rows,
                    ..request.clone()
                };
                self.plain_matrix(&turned).transposed()
            }
            _ => self.plain_matrix(request),
        }
    }

    fn plain_matrix(&self, request: &MatrixRequest) -> Matrix {
        let unit = request.unit;
        let chosen = self.chosen(&request.choice, unit);
        let rows = self.along(request.rows, request);
        let columns = self.along(request.columns, request);
        let by_place = chosen.by_place(self);
        // Where the marks of each row stand: those of codes follow one another, of other rows their places are listed.
        let (places, ranges) = if matches!(rows.place, Place::Code) {
            let shown = self.shown_codes(request, &chosen.marks).into_iter();
            (None, shown.map(|(_, range)| range).collect())
        } else {
            // What is of no row stands last.
            let shown = rows.headings.len();
            let row = |&at: &u32| rows.of(&chosen.marks[at as usize]).min(place(shown));
            let places = by_key(by_place.to_vec(), shown + 1, row);
            let ranges: Vec<Range<usize>> = parts_by(&places, shown, row);
            (Some(places), ranges)
        };
        // The row of everything is the longest, so it is begun first.
        let rows_and_all: Vec<Option<&Range<usize>>> = std::iter::once(None)
            .chain(ranges.iter().map(Some))
            .collect();
        let mut measured = spread::by_row(
            &rows_and_all,
            chosen.marks.len(),
            || Measure::new(self, unit, false, columns.headings.len()),
            |measure, range| {
                let column = |mark: &Mark<'_>| columns.of(mark);
                match (range, &places) {
                    (None, _) => measure.row_by_place(&chosen.marks, &by_place, column),
                    (Some(range), None) => measure.row(&chosen.marks[(*range).clone()], column),
                    (Some(range), Some(places)) => {
                        measure.row_by_place(&chosen.marks, &places[(*range).clone()], column)
                    }
                }
            },
        );
        let whole = measured.remove(0);
        let coding = |mark: &Mark<'_>| (mark.id, columns.of(mark));
        let codings = match &places {
            None => spread::each(&chosen.marks, coding),
            Some(places) => spread::each(places, |&at| coding(&chosen.marks[at as usize])),
        };
        let row_totals: Vec<u64> = measured.iter().map(|row| row.total).collect();
        let cells: Vec<Vec<u64>> = measured.into_iter().map(|row| row.cells).collect();
        let (columns_overlap, rows_overlap) = overlaps(&cells, &row_totals, &whole.cells);
        Matrix {
            unit,
            cells,
            row_totals,
            column_totals: whole.cells,
            total: whole.total,
            columns_overlap,
            rows_overlap,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
            kept: None,
            trace: MatrixTrace::Rows(Trace::of(codings, ranges)),
            rows: rows.headings,
            columns: columns.headings,
        }
    }

    fn meetings_matrix(&self, request: &MatrixRequest) -> Matrix {
        let unit = request.unit;
        let chosen = self.chosen(&request.choice, unit);
        let headings = self.along(Dimension::Code, request).headings;
        let by_place = chosen.by_place(self);
        let meetings = Meetings::new(self, &chosen.marks, &by_place, request);
        let shown = self.shown_codes(request, &chosen.marks).into_iter();
        // The row of everything is the longest, so it is begun first.
        let rows: Vec<Option<Range<usize>>> = std::iter::once(None)
            .chain(shown.map(|(_, range)| Some(range)))
            .collect();
        let mut totals = spread::by_row(
            &rows,
            chosen.marks.len(),
            || Measure::new(self, unit, false, 0),
            |measure, range| match range {
                None => {
                    let whole = measure.row_by_place(&chosen.marks, &by_place, |_| NOWHERE);
                    whole.total
                }
                Some(range) => measure.all(&chosen.marks[range.clone()]),
            },
        );
        let total = totals.remove(0);
        let cells = meetings.cells(self, &chosen.marks, &by_place, unit, &totals);
        let (columns_overlap, rows_overlap) = overlaps(&cells, &totals, &totals);
        Matrix {
            unit,
            rows: headings.clone(),
            columns: headings,
            cells,
            row_totals: totals.clone(),
            column_totals: totals,
            total,
            columns_overlap,
            rows_overlap,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
            kept: None,
            trace: MatrixTrace::Meetings(meetings),
        }
    }

    /// For each code, by place in the tree's order: the places among those shown of the codes that stand for it, from the top
    /// down. `shown` are the places in the tree's order of the codes shown.
    pub(crate) fn chains(&self, shown: impl Iterator<Item = u32>) -> Vec<Vec<u32>> {
        let order = self.tree.order();
        let mut chains = vec![Vec::new(); order.len()];
        for (nth, at) in (0..).zip(shown) {
            let at = at as usize;
            for chain in &mut chains[at..at + self.tree.descendants(order[at]).len()] {
                chain.push(nth);
            }
        }
        chains
    }

    /// The codes a matrix shows, with their places in the tree's order and their parts of `marks`.
    pub(crate) fn shown_codes(
        &self,
        request: &MatrixRequest,
        marks: &[Mark<'_>],
    ) -> Vec<(u32, Range<usize>)> {
        let kinds = request.choice.kinds.as_ref();
        let all = (0_u32..).zip(self.code_ranges(marks));
        all.filter(|(_, (code, _))| {
            kinds.is_none_or(|kinds| kinds.contains(&self.tree.kind(*code)))
        })
        .map(|(at, (_, range))| (at, range))
        .collect()
    }
}

/// Whether columns, and whether rows, fail to add up to their totals.
fn overlaps(cells: &[Vec<u64>], row_totals: &[u64], column_totals: &[u64]) -> (bool, bool) {
    let columns = cells
        .iter()
        .zip(row_totals)
        .any(|(row, total)| row.iter().sum::<u64>() != *total);
    let sum = |column: usize| cells.iter().map(|row| row[column]).sum::<u64>();
    let rows = column_totals
        .iter()
        .enumerate()
        .any(|(column, total)| sum(column) != *total);
    (columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, attribute, quotes};

    fn request(rows: Dimension, columns: Dimension, unit: Unit) -> MatrixRequest {
        MatrixRequest {
            rows,
            columns,
            unit,
            choice: Choice::default(),
            near: Near::Overlap,
        }
    }

    fn evaluation() -> Build {
        let mut build = Build::default();
        build.code("Trust / Early");
        build.code("Waiting");
        build.source(
            "Family 10",
            "I: And?\nMum: I [Trust|trusted [Waiting|her after months]] of it.\nDad: [Trust / Early@B|At once].\n",
        );
        build.source(
            "Family 2",
            "Mum: [Waiting|We waited].\nI: Long?\nMum: [Trust@B|She was worth it].\n",
        );
        for (source, area) in [("Family 10", "Flintshire"), ("Family 2", "Wrexham")] {
            build.value(source, "area", area);
        }
        build.value("Family 10/Mum", "group", "Mother");
        build
    }

    fn heads(headings: &[Heading]) -> Vec<&str> {
        headings
            .iter()
            .map(|heading| heading.value.as_str())
            .collect()
    }

    #[test]
    fn codes_by_cases_stand_in_tree_and_natural_order() {
        let project = evaluation().project();
        let table = matrix(
            &project,
            &request(Dimension::Code, Dimension::Case, Unit::References),
        );
        assert_eq!(heads(&table.rows), ["Trust", "Trust / Early", "Waiting"]);
        assert_eq!(heads(&table.columns), ["Family 2", "Family 10"]);
        assert_eq!(table.cells, [[1, 2], [0, 1], [1, 1]]);
        assert_eq!(
            (table.row_totals, table.column_totals, table.total),
            (vec![3, 1, 2], vec![2, 2], 4)
        );
        assert!(table.rows_overlap && !table.columns_overlap);
    }

    #[test]
    fn respondents_of_one_name_are_told_apart_by_case() {
        let project = evaluation().project();
        let table = matrix(
            &project,
            &request(Dimension::Respondent, Dimension::Code, Unit::Words),
        );
        assert_eq!(
            heads(&table.rows),
            ["Dad", "Mum (Family 2)", "Mum (Family 10)"]
        );
        assert_eq!(table.cells, [[2, 2, 0], [4, 0, 2], [4, 0, 3]]);
    }

    #[test]
    fn values_of_two_attributes_are_crossed() {
        let project = evaluation().project();
        let pair = Dimension::named(&project, "area x group").unwrap();
        let table = matrix(&project, &request(pair, Dimension::Code, Unit::Respondents));
        assert_eq!(
            heads(&table.rows),
            [
                "Flintshire / Mother",
                "Flintshire / (not recorded)",
                "Wrexham / Mother",
                "Wrexham / (not recorded)"
            ]
        );
        assert_eq!(
            table.rows.iter().map(|row| row.base).collect::<Vec<_>>(),
            [Some(1), Some(1), Some(0), Some(1)]
        );
        assert_eq!(table.column_totals, [3, 1, 2]);
    }

    #[test]
    fn coders_stand_side_by_side() {
        let project = evaluation().project();
        let table = matrix(
            &project,
            &request(Dimension::Code, Dimension::Coder, Unit::Sources),
        );
        assert_eq!(heads(&table.columns), ["A", "B"]);
        assert_eq!(table.cells, [[1, 2], [0, 1], [2, 0]]);
        assert_eq!(table.row_totals, [2, 1, 2]);
        assert!(table.notes()[0].starts_with("Columns do not add up"));
    }

    #[test]
    fn codes_meet_in_words_they_share_or_turns_nearby() {
        let project = evaluation().project();
        let codes = request(Dimension::Code, Dimension::Code, Unit::References);
        let overlap = matrix(&project, &codes);
        assert_eq!(overlap.cells, [[3, 1, 1], [1, 1, 0], [1, 0, 2]]);
        assert_eq!(
            quotes(&project, &overlap.codings(Some(0), Some(2))),
            ["trusted her after months", "her after months"]
        );
        let next_turn = matrix(
            &project,
            &MatrixRequest {
                near: Near::Turns(1),
                ..codes.clone()
            },
        );
        assert_eq!(next_turn.cells[1][2], 1, "Dad speaks after Mum");
        assert_eq!(
            next_turn.cells[0][2], 1,
            "in the other interview a question stands between"
        );
        let further = matrix(
            &project,
            &MatrixRequest {
                near: Near::Turns(2),
                unit: Unit::Cases,
                ..codes.clone()
            },
        );
        assert_eq!(further.cells[0][2], 2);
        let words = matrix(
            &project,
            &MatrixRequest {
                unit: Unit::Words,
                ..codes
            },
        );
        assert_eq!(words.cells[0][2], 3);
    }

    #[test]
    fn dimensions_are_named_as_on_the_command_line() {
        let project = evaluation().project();
        assert_eq!(Dimension::named(&project, "Code"), Some(Dimension::Code));
        assert_eq!(Dimension::named(&project, "group"), Some(Dimension::Group));
        assert_eq!(
            Dimension::named(&project, "Area"),
            Some(Dimension::Attribute(attribute(&project, "area")))
        );
        assert_eq!(Dimension::named(&project, "height"), None);
    }

    #[test]
    fn the_document_is_the_contract() {
        let project = evaluation().project();
        let json = serde_json::to_value(matrix(
            &project,
            &request(Dimension::Source, Dimension::Group, Unit::Respondents),
        ))
        .unwrap();
        assert_eq!(
            json["rows"][1],
            serde_json::json!({"value": "Family 10", "base": 2})
        );
        assert_eq!(json["cells"], serde_json::json!([[0, 1], [1, 1]]));
        assert_eq!(
            (&json["row_totals"], &json["total"]),
            (&serde_json::json!([1, 2]), &3.into())
        );
    }
}
