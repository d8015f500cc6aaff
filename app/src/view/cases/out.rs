//! Case data on its way to a file: what is shown, and on a sheet beside it the cases and quotes behind each number.

use analysis::{CaseTable, CountedCase, Crosstab, Ground, SideBySide};
use interchange::tables::{Cell, Table, TableFormat, Trace};
use project::{Project, RatingId};

use super::super::matrix::attribute_name;
use super::evidence_of;

/// What goes along with the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing: for the clipboard and for a screen that says the rest itself.
    Bare,
    /// Further rows, since the file holds nothing else.
    Rows,
    /// A note.
    Note,
    /// A note, and the cases and quotes behind the numbers.
    Trace,
}

impl Form {
    /// What a file of a format has room for.
    #[must_use]
    pub const fn of(format: TableFormat) -> Self {
        match format {
            TableFormat::Csv => Self::Rows,
            TableFormat::Docx => Self::Note,
            TableFormat::Xlsx | TableFormat::Json => Self::Trace,
        }
    }
}

/// All cases, a row each, with the names of their sources last.
#[must_use]
pub fn cases_out(project: &Project, table: &CaseTable) -> Table {
    let heads = table.columns.iter();
    let heads = heads.map(|column| attribute_name(project, column.attribute));
    let rows = table.rows.iter().map(|row| {
        let values = row.values.iter().map(|value| match value.as_str() {
            "" => Cell::Blank,
            value => Cell::Text(value.to_owned()),
        });
        let sources = row.sources.iter();
        let sources = sources.filter_map(|&id| project.sources().get(id));
        let sources: Vec<&str> = sources.map(|source| source.name.as_str()).collect();
        std::iter::once(Cell::Text(row.name.clone()))
            .chain(values)
            .chain([Cell::Text(sources.join("; "))])
            .collect()
    });
    Table {
        title: "Cases".to_owned(),
        note: super::base_words(table),
        columns: std::iter::once("case".to_owned())
            .chain(heads)
            .chain(["sources".to_owned()])
            .collect(),
        rows: rows.collect(),
        trace: Vec::new(),
    }
}

/// A cross-table with its totals. `names` are what rows and columns are called, `note` what stands below it.
#[must_use]
pub fn crosstab_out(
    ground: &Ground<'_>,
    table: &Crosstab,
    names: (&str, &str),
    note: String,
    form: Form,
) -> Table {
    let line = |name: &str, cells: &[u64], total: u64| -> Vec<Cell> {
        let numbers = cells.iter().chain([&total]).map(|&n| Cell::Count(n));
        std::iter::once(Cell::Text(name.to_owned()))
            .chain(numbers)
            .collect()
    };
    let mut rows: Vec<_> = table
        .rows
        .iter()
        .zip(&table.cells)
        .zip(&table.row_totals)
        .map(|((name, cells), &total)| line(name, cells, total))
        .collect();
    rows.push(line("Total", &table.column_totals, table.total));
    let mut trace = Vec::new();
    if form == Form::Trace {
        for (row, name) in table.rows.iter().enumerate() {
            for (column, heading) in table.columns.iter().enumerate() {
                let cases = table.cases(row, column).iter();
                trace.extend(cases.map(|&case| of_case(ground, name, heading, case)));
            }
        }
        let missing = table.missing_cases().iter();
        let missing = missing.map(|&case| of_case(ground, "(missing)", "(missing)", case));
        trace.extend(missing);
    }
    Table {
        title: format!("{} by {}", names.0, names.1),
        note,
        columns: std::iter::once(names.0.to_owned())
            .chain(table.columns.iter().cloned())
            .chain(["Total".to_owned()])
            .collect(),
        rows,
        trace,
    }
}

fn of_case(ground: &Ground<'_>, row: &str, column: &str, case: CountedCase) -> Trace {
    Trace {
        row: row.to_owned(),
        column: column.to_owned(),
        case: ground.case_name(case).to_owned(),
        ..Trace::default()
    }
}

/// Measures side by side, each number with its base; who differs stands in the note, or in rows of their own where the file
/// holds nothing else.
#[must_use]
pub fn compare_out(ground: &Ground<'_>, table: &SideBySide, form: Form) -> Table {
    let names = table.measures.iter().map(|measure| measure.name.clone());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for row in &table.rows {
        let cells = row.cells.iter().zip(&table.measures);
        let cells = cells.map(|(&n, measure)| Cell::CountOf {
            n,
            base: measure.base,
        });
        rows.push(named(&row.value, cells));
    }
    let missing = table.measures.iter();
    let missing = missing.map(|measure| Cell::Count(measure.missing));
    rows.push(named("(missing)", missing));
    if form == Form::Rows {
        for one in &table.both.differing {
            let said = one.values.iter().map(|value| Cell::Text(value.clone()));
            rows.push(named(&format!("differs: {}", one.case), said));
        }
    }
    let mut note = vec![table.sentence.clone(), table.note.clone()];
    if matches!(form, Form::Note | Form::Trace) {
        let differing = table.both.differing.iter();
        note.extend(differing.map(|one| format!("{}: {}.", one.case, one.values.join(" | "))));
    }
    note.retain(|line| !line.is_empty());
    Table {
        title: names.clone().collect::<Vec<_>>().join(" beside "),
        note: note.join("\n"),
        columns: std::iter::once("Value".to_owned()).chain(names).collect(),
        rows,
        trace: if form == Form::Trace {
            compare_trace(ground, table)
        } else {
            Vec::new()
        },
    }
}

fn named(name: &str, cells: impl Iterator<Item = Cell>) -> Vec<Cell> {
    std::iter::once(Cell::Text(name.to_owned()))
        .chain(cells)
        .collect()
}

/// The cases behind each number, with the excerpts that bear ratings out.
fn compare_trace(ground: &Ground<'_>, table: &SideBySide) -> Vec<Trace> {
    let project = ground.project();
    let mut trace = Vec::new();
    for (column, measure) in table.measures.iter().enumerate() {
        for (at, row) in table.rows.iter().enumerate() {
            for &case in table.cases(at, column) {
                let line = of_case(ground, &row.value, &measure.name, case);
                trace.extend(evidence(project, &line, table.ratings(column, case)));
            }
        }
        for &case in table.missing_cases(column) {
            trace.push(of_case(ground, "(missing)", &measure.name, case));
        }
        for &case in table.disputed_cases(column) {
            trace.push(of_case(ground, "(raters differ)", &measure.name, case));
        }
    }
    for one in &table.both.differing {
        for ((column, measure), said) in table.measures.iter().enumerate().zip(&one.values) {
            let row = format!("differs: {said}");
            let line = of_case(ground, &row, &measure.name, one.counted);
            trace.extend(evidence(project, &line, table.ratings(column, one.counted)));
        }
    }
    trace
}

/// A line of the trace once for each excerpt that bears the ratings out; with the raters' reasons where they named none.
fn evidence(project: &Project, line: &Trace, ratings: &[RatingId]) -> Vec<Trace> {
    let quotes = evidence_of(project, ratings);
    if quotes.is_empty() {
        let rated = ratings.iter().filter_map(|&id| project.ratings().get(id));
        let why: Vec<&str> = rated
            .map(|rating| rating.rationale.as_str())
            .filter(|why| !why.is_empty())
            .collect();
        return vec![Trace {
            text: why.join(" · "),
            ..line.clone()
        }];
    }
    let quotes = quotes.into_iter();
    let quotes = quotes.filter_map(|id| project.codings().get(id));
    quotes
        .map(|coding| Trace {
            quote_id: coding.id.to_string(),
            text: coding.quote.clone(),
            ..line.clone()
        })
        .collect()
}
