//! Counts: how many cases, sources, respondents, references or words each code has, by group if wanted.

use std::ops::Range;

use codebooks::{CodeId, Kind};
use project::{AttributeId, CodingId, Project};
use serde::Serialize;

use crate::base::{Choice, Ground, Mark, place};
use crate::measure::Measure;
use crate::spread;
use crate::unit::{SMALL_BASE, Unit};

/// What to count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountRequest {
    /// What a number counts.
    pub unit: Unit,
    /// One column for each value of this attribute; none: totals only.
    pub by: Option<AttributeId>,
    /// Which codings.
    pub choice: Choice,
    /// Whether two coders on the same words are two references (or twice the words), as when coders are compared.
    pub each_coder: bool,
}

/// A column of counts: one value of the attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The value as shown; [`crate::NOT_RECORDED`] for units that have none.
    pub value: String,
    /// How many units have the value; none where the unit has no base.
    pub base: Option<u64>,
}

/// The counts of one code with all codes below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountRow {
    /// The code's path.
    #[serde(rename = "code")]
    pub path: String,
    /// Its id.
    #[serde(rename = "id")]
    pub code: CodeId,
    /// Its kind, own or inherited.
    pub kind: Kind,
    /// How many codes stand above it.
    pub depth: usize,
    /// How many units have it, in whatever column: a union, never a sum.
    pub total: u64,
    /// Out of how many; none where the unit has no base.
    pub base: Option<u64>,
    /// One number a column.
    pub cells: Vec<u64>,
}

/// Codings that a table does not count, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Their passage is gone from the text.
    pub lost: usize,
    /// Only the interviewer speaks in them, and the interviewer was left out.
    pub interviewer: usize,
    /// No respondent speaks in them, and the table counts respondents.
    pub nobody: usize,
}

impl LeftOut {
    /// What a reader must know beside the table; none if nothing was left out.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let passages = |n: usize| {
            if n == 1 {
                "1 coding".to_owned()
            } else {
                format!("{n} codings")
            }
        };
        let reasons = [
            (self.lost, "whose passage is gone from the text"),
            (self.interviewer, "in the interviewer’s words"),
            (self.nobody, "in words of no respondent"),
        ];
        let parts: Vec<String> = reasons
            .iter()
            .filter(|&&(n, _)| n > 0)
            .map(|&(n, why)| format!("{} {why}", passages(n)))
            .collect();
        (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join(", ")))
    }
}

/// A table of counts. Serialised, it is the document that `vouch counts --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// What the numbers count.
    pub unit: Unit,
    /// The columns in the order of their values; none without an attribute.
    pub columns: Vec<Column>,
    /// All codes in tree order, those without codings too.
    pub rows: Vec<CountRow>,
    /// How many units there are in all; none where the unit has no base.
    pub base: Option<u64>,
    /// Whether some unit stands in several columns, so that columns add up to more than the total.
    pub columns_overlap: bool,
    /// What is not in the table.
    pub left_out: LeftOut,
    #[serde(skip)]
    trace: Trace,
}

/// Which codings are behind which number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    /// All codings of the table, each with its column, row by row of the lowest level.
    pub(crate) codings: Vec<(CodingId, u32)>,
    /// The part of `codings` behind each row.
    pub(crate) rows: Vec<Range<usize>>,
}

impl Trace {
    pub(crate) fn new<'p>(
        marks: &[Mark<'p>],
        rows: Vec<Range<usize>>,
        column_of: impl Fn(&Mark<'p>) -> u32 + Sync,
    ) -> Self {
        Self::of(spread::each(marks, |mark| (mark.id, column_of(mark))), rows)
    }

    /// Codings with the places of their columns, and the rows' parts of them.
    pub(crate) fn of(codings: Vec<(CodingId, u32)>, rows: Vec<Range<usize>>) -> Self {
        Self { codings, rows }
    }

    pub(crate) fn behind(&self, row: Option<usize>, column: Option<usize>) -> Vec<CodingId> {
        let range = row.map_or(Some(0..self.codings.len()), |row| {
            self.rows.get(row).cloned()
        });
        let codings = range
            .and_then(|range| self.codings.get(range))
            .unwrap_or_default();
        let wanted = |&&(_, at): &&(CodingId, u32)| column.is_none_or(|column| place(column) == at);
        codings
            .iter()
            .filter(wanted)
            .map(|&(coding, _)| coding)
            .collect()
    }
}

impl Counts {
    /// The codings behind a number: a cell's, or with no column the row's total. Each coding once, by code, source
    /// and place. Empty for a row or column that is not there.
    #[must_use]
    pub fn codings(&self, row: usize, column: Option<usize>) -> Vec<CodingId> {
        self.trace.behind(Some(row), column)
    }

    /// What a reader must know beside the table: unit, base, why columns do not add up, small bases, what is left out.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![match self.base {
            Some(base) => format!(
                "Numbers are {}, each counted once, of {base} in all.",
                self.unit
            ),
            None => format!("Numbers are {}; they have no base.", self.unit),
        }];
        notes.push("Codes do not exclude one another, so rows do not add up. A code counts with all codes below it, once.".to_owned());
        if self.columns_overlap {
            notes.push(format!(
                "Columns add up to more than the total: one {} can stand in several.",
                self.unit.singular()
            ));
        }
        if self.base.is_some_and(|base| base < SMALL_BASE) {
            notes.push(format!(
                "Fewer than {SMALL_BASE} {}: read numbers, not percentages.",
                self.unit
            ));
        }
        notes.extend(self.left_out.note());
        notes
    }
}

/// Counts codes over a project.
///
/// - Cases, sources and respondents are counted once each, however often they were coded.
/// - References are passages: spans that overlap are one, whoever coded them (unless [`CountRequest::each_coder`]),
///   and for a parent whichever of the codes below it they carry. Adding a span that bridges two passages therefore
///   makes one of them; cases, sources and respondents never become fewer when a coding is added.
/// - Words are those in the same passages, each once; passages that touch are read as one. A word that a coding cuts
///   counts, so a further coding that joins its halves makes one of two.
/// - A parent counts the union of all codes below it.
///
/// A number is that of the codings [`Counts::codings`] answers for it, and of nothing else.
#[must_use]
pub fn counts(project: &Project, request: &CountRequest) -> Counts {
    Ground::new(project).counts(request)
}

impl Ground<'_> {
    /// Counts codes; see [`counts`].
    #[must_use]
    pub fn counts(&self, request: &CountRequest) -> Counts {
        let unit = request.unit;
        let (values, of_seat) = request
            .by
            .map_or_else(Default::default, |by| self.values_by(Some(by)));
        let column_of = |mark: &Mark<'_>| {
            of_seat
                .get(mark.seat as usize)
                .copied()
                .unwrap_or(crate::base::NOWHERE)
        };
        let bases = self.bases(unit, &of_seat, values.len());
        let base = self.base(unit);
        let chosen = self.chosen(&request.choice, unit);
        let kinds = request.choice.kinds.as_ref();
        let mut shown = self.code_ranges(&chosen.marks);
        shown.retain(|(code, _)| kinds.is_none_or(|kinds| kinds.contains(&self.tree.kind(*code))));
        let rows: Vec<CountRow> = spread::by_row(
            &shown,
            chosen.marks.len(),
            || Measure::new(self, unit, request.each_coder, values.len()),
            |measure, (code, range)| {
                let measured = measure.row(&chosen.marks[range.clone()], column_of);
                CountRow {
                    code: *code,
                    path: self
                        .tree
                        .path(*code)
                        .map_or_else(String::new, |path| path.to_string()),
                    kind: self.tree.kind(*code),
                    depth: self.tree.depth(*code),
                    total: measured.total,
                    base,
                    cells: measured.cells,
                }
            },
        );
        let ranges = shown.into_iter().map(|(_, range)| range).collect();
        let columns_overlap = !values.is_empty()
            && (bases
                .iter()
                .try_fold(0, |sum, base| base.map(|base| sum + base))
                != base
                || rows
                    .iter()
                    .any(|row| row.cells.iter().sum::<u64>() != row.total));
        Counts {
            unit,
            columns: values
                .into_iter()
                .zip(bases)
                .map(|(value, base)| Column { value, base })
                .collect(),
            rows,
            base,
            columns_overlap,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
            trace: Trace::new(&chosen.marks, ranges, column_of),
        }
    }

    /// Codes in tree order, each with the part of `marks` that carries it or a code below it.
    pub(crate) fn code_ranges(&self, marks: &[Mark<'_>]) -> Vec<(CodeId, Range<usize>)> {
        let mut starts = vec![0_usize; self.tree.len() + 1];
        for mark in marks {
            starts[mark.code as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let order = self.tree.order().iter().enumerate();
        order
            .map(|(at, &code)| {
                (
                    code,
                    starts[at]..starts[at + self.tree.descendants(code).len()],
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, attribute, quotes};

    /// Two interviews and a focus group; Family 1 has an interview and a voice in the group.
    fn evaluation() -> Build {
        let mut build = Build::default();
        build.kind("Enablers", Kind::Enabler);
        build.code("Enablers / Trust / Early trust");
        build.code("Enablers / Flexibility");
        build.kind("Barriers", Kind::Barrier);
        build.source(
            "interview-1",
            "I: Tell me [Barriers|about the wait].\n\
             P1: She [Enablers / Trust|never [Enablers / Trust / Early trust@B|judged me]] and [Enablers / Flexibility|came at ten].\n\
             P1: [Enablers / Trust|I trusted her].\n",
        );
        build.source(
            "interview-2",
            "Front matter\nI: And you?\nP1: [Enablers / Flexibility|Any hour suited].\n",
        );
        build.source("group", "I: All of you?\nMum: [Enablers / Trust|She listened].\nDad: [Barriers|We waited months].\nP1: I agree.\n");
        build.in_case("interview-1", "Family 1");
        build.in_case("group/P1", "Family 1");
        build.in_case("group/Mum", "Family 2");
        build.in_case("group/Dad", "Family 2");
        build.case("Family 99, of which there is only management data");
        for (who, group) in [
            ("interview-1", "Parent"),
            ("group/Mum", "Parent"),
            ("group/Dad", "Partner"),
            ("group/P1", "Parent"),
        ] {
            build.value(who, "group", group);
        }
        build
    }

    fn table(unit: Unit, by: Option<&str>) -> (Counts, std::sync::Arc<Project>) {
        let project = evaluation().project();
        let by = by.map(|name| attribute(&project, name));
        (
            counts(
                &project,
                &CountRequest {
                    unit,
                    by,
                    ..CountRequest::default()
                },
            ),
            project,
        )
    }

    fn totals(counts: &Counts) -> Vec<(&str, u64)> {
        counts
            .rows
            .iter()
            .map(|row| (row.path.as_str(), row.total))
            .collect()
    }

    #[test]
    fn cases_count_once_and_a_parent_is_a_union() {
        let (counts, _) = table(Unit::Cases, None);
        // Family 1, Family 2 and interview-2, which is its own case; Family 99 has no source.
        assert_eq!(counts.base, Some(3));
        let expected = [
            ("Enablers", 3),
            ("Enablers / Trust", 2),
            ("Enablers / Trust / Early trust", 1),
            ("Enablers / Flexibility", 2),
            ("Barriers", 2),
        ];
        assert_eq!(totals(&counts), expected);
    }

    #[test]
    fn the_interviewers_passages_count_for_the_family_unless_left_out() {
        let project = evaluation().project();
        let choice = Choice {
            include_interviewer: false,
            ..Choice::default()
        };
        let counts = counts(
            &project,
            &CountRequest {
                choice,
                ..CountRequest::default()
            },
        );
        assert_eq!(totals(&counts)[4], ("Barriers", 1));
        assert_eq!(
            counts.left_out,
            LeftOut {
                interviewer: 1,
                ..LeftOut::default()
            }
        );
        assert_eq!(
            counts.left_out.note().unwrap(),
            "Not counted: 1 coding in the interviewer’s words."
        );
    }

    #[test]
    fn sources_and_respondents_have_bases_of_their_own() {
        let (sources, _) = table(Unit::Sources, None);
        assert_eq!(
            (sources.base, sources.rows[0].total, sources.rows[1].total),
            (Some(3), 3, 2)
        );
        let (respondents, _) = table(Unit::Respondents, None);
        // P1 of interview-1 and P1 in the group are one: same case, same name. P1 of interview-2 is another.
        assert_eq!(respondents.base, Some(4));
        assert_eq!(totals(&respondents)[0], ("Enablers", 3));
        assert_eq!(
            totals(&respondents)[4],
            ("Barriers", 1),
            "the interviewer is no respondent"
        );
        assert_eq!(respondents.left_out.nobody, 1);
    }

    #[test]
    fn overlapping_references_are_one_unless_coders_are_kept_apart() {
        let (references, project) = table(Unit::References, None);
        let expected = [
            ("Enablers", 5),
            ("Enablers / Trust", 3),
            ("Enablers / Trust / Early trust", 1),
            ("Enablers / Flexibility", 2),
            ("Barriers", 2),
        ];
        assert_eq!(totals(&references), expected);
        assert_eq!((references.base, references.rows[0].base), (None, None));
        let each = counts(
            &project,
            &CountRequest {
                unit: Unit::References,
                each_coder: true,
                ..CountRequest::default()
            },
        );
        assert_eq!(
            each.rows[1].total, 4,
            "coder B's span inside coder A's is a reference of its own"
        );
    }

    #[test]
    fn words_of_overlapping_passages_count_once() {
        let mut build = Build::default();
        //                   0123456789012345678
        build.source("a", "P1: one two three four five");
        build.apply("a", 4, 17, "Trust", "A"); // one two three
        build.apply("a", 8, 22, "Trust", "B"); // two three four
        build.apply("a", 12, 17, "Trust / Early", "A"); // three
        build.apply("a", 17, 20, "Trust / Late", "A"); // " fo": joined to what stands around it
        let project = build.project();
        let words = counts(
            &project,
            &CountRequest {
                unit: Unit::Words,
                ..CountRequest::default()
            },
        );
        assert_eq!(
            totals(&words),
            [("Trust", 4), ("Trust / Early", 1), ("Trust / Late", 1)]
        );
        let each = counts(
            &project,
            &CountRequest {
                unit: Unit::Words,
                each_coder: true,
                ..CountRequest::default()
            },
        );
        assert_eq!(
            each.rows[0].total,
            3 + 1 + 3,
            "A: one two three fo; B: two three four"
        );
    }

    #[test]
    fn columns_are_values_in_order_and_what_is_not_recorded_stands_last() {
        let (counts, project) = table(Unit::Cases, Some("group"));
        let columns: Vec<_> = counts
            .columns
            .iter()
            .map(|column| (column.value.as_str(), column.base))
            .collect();
        assert_eq!(
            columns,
            [
                ("Parent", Some(2)),
                ("Partner", Some(1)),
                ("(not recorded)", Some(1))
            ]
        );
        assert_eq!(counts.rows[0].cells, [2, 0, 1]);
        assert_eq!(counts.rows[4].cells, [1, 1, 0]);
        assert!(
            counts.columns_overlap,
            "Family 2 has a parent and a partner"
        );
        assert_eq!(
            quotes(&project, &counts.codings(4, Some(1))),
            ["We waited months"]
        );
        assert_eq!(
            quotes(&project, &counts.codings(3, None)),
            ["came at ten", "Any hour suited"]
        );
        assert_eq!(counts.codings(0, Some(9)), []);
        let (respondents, _) = table(Unit::Respondents, Some("group"));
        assert!(!respondents.columns_overlap);
    }

    #[test]
    fn numbers_as_values_stand_by_size() {
        let mut build = evaluation();
        for (source, age) in [("interview-1", "9"), ("interview-2", "10"), ("group", "41")] {
            build.value(source, "age", age);
        }
        let project = build.project();
        let by = Some(attribute(&project, "age"));
        let counts = counts(
            &project,
            &CountRequest {
                unit: Unit::Sources,
                by,
                ..CountRequest::default()
            },
        );
        assert_eq!(
            counts
                .columns
                .iter()
                .map(|column| column.value.as_str())
                .collect::<Vec<_>>(),
            ["9", "10", "41"]
        );
        assert!(!counts.columns_overlap);
    }

    #[test]
    fn kinds_and_coders_narrow_the_table() {
        let project = evaluation().project();
        let choice = Choice {
            kinds: Some(vec![Kind::Barrier]),
            ..Choice::default()
        };
        let barriers = counts(
            &project,
            &CountRequest {
                choice,
                ..CountRequest::default()
            },
        );
        assert_eq!(totals(&barriers), [("Barriers", 2)]);
        let choice = Choice {
            coders: Some(vec![project.coder_named("B").unwrap().id]),
            ..Choice::default()
        };
        let of_b = counts(
            &project,
            &CountRequest {
                choice,
                ..CountRequest::default()
            },
        );
        assert_eq!(
            of_b.rows.iter().map(|row| row.total).collect::<Vec<_>>(),
            [1, 1, 1, 0, 0]
        );
    }

    #[test]
    fn the_document_is_the_contract() {
        let (counts, _) = table(Unit::Cases, Some("group"));
        let json = serde_json::to_value(&counts).unwrap();
        assert_eq!(json["unit"], "cases");
        assert_eq!(
            json["columns"][0],
            serde_json::json!({"value": "Parent", "base": 2})
        );
        let row = &json["rows"][1];
        assert_eq!(
            (&row["code"], &row["kind"]),
            (&"Enablers / Trust".into(), &"enabler".into())
        );
        assert_eq!(
            (&row["total"], &row["base"], &row["cells"]),
            (&2.into(), &3.into(), &serde_json::json!([2, 0, 0]))
        );
    }

    #[test]
    fn an_empty_project_counts_to_nothing() {
        let project = Build::default().project();
        for unit in Unit::ALL {
            let counts = counts(
                &project,
                &CountRequest {
                    unit,
                    ..CountRequest::default()
                },
            );
            assert!(counts.rows.is_empty() && counts.base.unwrap_or(0) == 0);
            assert!(!counts.notes().is_empty());
        }
    }
}
