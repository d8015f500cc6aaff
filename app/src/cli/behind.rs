//! What stands behind a number: cases and quotes by their ids, for `--trace` and for the trace sheet of a workbook.

use std::collections::BTreeSet;

use analysis::{CountedCase, Ground};
use interchange::tables::{self, MOST_TRACES};
use project::{CodingId, RatingId};
use serde::Serialize;

/// The cases and quotes behind one number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Behind {
    /// Ids of cases; of sources that are their own case.
    case_ids: Vec<String>,
    /// Their names, in the same order.
    cases: Vec<String>,
    /// Ids of codings.
    quote_ids: Vec<String>,
    /// Ids of ratings, where cases were rated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rating_ids: Vec<String>,
}

/// What stands behind every number of a table with rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct GridTrace {
    cells: Vec<Vec<Behind>>,
    row_totals: Vec<Behind>,
    column_totals: Vec<Behind>,
    total: Behind,
}

impl Behind {
    pub(crate) fn of_codings(ground: &Ground<'_>, codings: &[CodingId]) -> Self {
        let counted = codings.iter().filter_map(|&id| ground.counts_for(id));
        let cases: BTreeSet<CountedCase> = counted.map(|(_, case)| case).collect();
        Self {
            quote_ids: codings.iter().map(ToString::to_string).collect(),
            ..Self::of_cases(ground, cases)
        }
    }

    pub(crate) fn of_cases(
        ground: &Ground<'_>,
        cases: impl IntoIterator<Item = CountedCase>,
    ) -> Self {
        let mut behind = Self::default();
        for case in cases {
            behind.case_ids.push(match case {
                CountedCase::Case(id) => id.to_string(),
                CountedCase::Source(id) => id.to_string(),
            });
            behind.cases.push(ground.case_name(case).to_owned());
        }
        behind
    }

    /// With the ratings of these cases, and the excerpts that bear them out.
    pub(crate) fn with_ratings(self, ratings: &[RatingId], quotes: &[CodingId]) -> Self {
        Self {
            quote_ids: quotes.iter().map(ToString::to_string).collect(),
            rating_ids: ratings.iter().map(ToString::to_string).collect(),
            ..self
        }
    }
}

impl GridTrace {
    /// Asks for what is behind each number: of a cell, of a row (no column), of a column (no row), or of all.
    pub(crate) fn of(
        rows: usize,
        columns: usize,
        behind: impl Fn(Option<usize>, Option<usize>) -> Behind,
    ) -> Self {
        let row = |row: usize| -> Vec<Behind> {
            (0..columns)
                .map(|column| behind(Some(row), Some(column)))
                .collect()
        };
        Self {
            cells: (0..rows).map(row).collect(),
            row_totals: (0..rows).map(|row| behind(Some(row), None)).collect(),
            column_totals: (0..columns)
                .map(|column| behind(None, Some(column)))
                .collect(),
            total: behind(None, None),
        }
    }
}

/// The trace sheet of a table while it is filled.
pub(crate) struct TraceSheet<'g, 'p> {
    ground: &'g Ground<'p>,
    /// The quotes so far.
    pub(crate) traces: Vec<tables::Trace>,
    /// How many did not fit.
    left_out: usize,
}

impl<'g, 'p> TraceSheet<'g, 'p> {
    pub(crate) fn new(ground: &'g Ground<'p>) -> Self {
        Self {
            ground,
            traces: Vec::new(),
            left_out: 0,
        }
    }

    /// Adds the quotes behind a cell.
    pub(crate) fn quotes(&mut self, row: &str, column: &str, codings: &[CodingId]) {
        if self.traces.len() >= MOST_TRACES {
            self.left_out += codings.len();
            return;
        }
        for &id in codings {
            let Some(coding) = self.ground.project().codings().get(id) else {
                continue;
            };
            let case = self.ground.counts_for(id);
            let case = case.map(|(_, case)| self.ground.case_name(case));
            self.add(
                row,
                column,
                case.unwrap_or_default(),
                &id.to_string(),
                &coding.quote,
            );
        }
    }

    /// Adds a line: a case, and a quote if there is one.
    pub(crate) fn add(&mut self, row: &str, column: &str, case: &str, quote_id: &str, text: &str) {
        if self.traces.len() >= MOST_TRACES {
            self.left_out += 1;
            return;
        }
        self.traces.push(tables::Trace {
            row: row.to_owned(),
            column: column.to_owned(),
            case: case.to_owned(),
            quote_id: quote_id.to_owned(),
            text: text.to_owned(),
        });
    }

    /// What to say of quotes that did not fit.
    pub(crate) fn note(&self) -> Option<String> {
        (self.left_out > 0).then(|| {
            format!(
                "{} further lines of the trace did not fit into the sheet; JSON with --trace has all.",
                self.left_out
            )
        })
    }
}
