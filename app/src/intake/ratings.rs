//! Rating scales and ratings from tables.

use codebooks::{Level, RatingScale, ScaleId, ScaleValue};
use interchange::sheet::SheetRow;
use project::{CodingId, Edit, IdSource, NewRating, Project, RatingValue};

use super::Prepared;
use super::coders::Coders;
use super::table::{Table, cell};
use crate::message::Trouble;

/// Reads a table of scales: `name`, `level`, `labels` (parted by `|`, lowest first) and `missing`.
///
/// # Errors
/// Where the table lacks a column.
pub fn scales(table: &Table, project: &Project, ids: &IdSource) -> Result<Prepared, Trouble> {
    let name = table.needed("name", &["name", "scale"])?;
    let labels = table.needed("labels", &["labels"])?;
    let (level, missing) = (table.column(&["level"]), table.column(&["missing"]));
    let mut prepared = Prepared::default();
    for row in &table.rows {
        let read = level_named(cell(row, level)).map(|level| {
            scale(
                ids,
                cell(row, Some(name)),
                level,
                cell(row, Some(labels)),
                cell(row, missing),
            )
        });
        match read {
            Err(message) => prepared.refuse(row.line, message),
            Ok(scale) if project.scale_named(&scale.name).is_some() => {
                prepared.taken += 1;
            }
            Ok(scale) => match scale.check() {
                Ok(()) => {
                    prepared.taken += 1;
                    prepared.edits.push(Edit::AddScale(scale));
                }
                Err(error) => prepared.refuse(row.line, error.to_string()),
            },
        }
    }
    Ok(prepared)
}

/// A scale from how it is written in tables and on the command line; labels are parted by `|`.
#[must_use]
pub fn scale(ids: &IdSource, name: &str, level: Level, labels: &str, missing: &str) -> RatingScale {
    let labels = labels
        .split('|')
        .map(str::trim)
        .filter(|label| !label.is_empty())
        .map(str::to_owned);
    let mut scale = RatingScale::new(ScaleId::from_u128(ids.next()), name.trim(), level, labels);
    if !missing.trim().is_empty() {
        missing.trim().clone_into(&mut scale.missing);
    }
    scale
}

/// The level of measurement of that name; ordinal where none is given.
///
/// # Errors
/// Where the word is none, as a sentence.
pub fn level_named(word: &str) -> Result<Level, String> {
    match word.trim().to_lowercase().as_str() {
        "nominal" => Ok(Level::Nominal),
        "" | "ordinal" => Ok(Level::Ordinal),
        "interval" => Ok(Level::Interval),
        "ratio" => Ok(Level::Ratio),
        other => Err(format!(
            "“{other}” is no level: nominal, ordinal, interval or ratio"
        )),
    }
}

/// Reads a table of ratings: `case`, `scale`, `value`, and perhaps `rater`, `rationale`, `wave` and `evidence` (ids of
/// quotes, parted by `;`). A source's name stands for its case. Without a column of evidence, a rating that is given
/// again keeps what it has.
///
/// # Errors
/// Where the table lacks a column.
pub fn ratings(
    table: &Table,
    project: &Project,
    mut coders: Coders<'_>,
) -> Result<Prepared, Trouble> {
    let case = table.needed("case", &["case"])?;
    let scale = table.needed("scale", &["scale"])?;
    let value = table.needed("value", &["value", "rating"])?;
    let (rater, rationale, wave) = (
        table.column(&["rater", "coder"]),
        table.column(&["rationale", "memo"]),
        table.column(&["wave"]),
    );
    let evidence = table.column(&["evidence", "quote_ids", "quotes"]);
    let mut prepared = Prepared::default();
    let mut edits = Vec::new();
    for row in &table.rows {
        let found = resolve(project, row, case, scale, value).and_then(|found| {
            let quotes = evidence.map(|_| quotes(project, cell(row, evidence)));
            Ok((found, quotes.transpose()?))
        });
        match found {
            Err(message) => prepared.refuse(row.line, message),
            Ok(((case, scale, value), quotes)) => {
                prepared.taken += 1;
                let rater = Some(coders.named(cell(row, rater)));
                let (wave, rationale) =
                    (cell(row, wave).to_owned(), cell(row, rationale).to_owned());
                let known = project.ratings().iter().find(|known| {
                    (known.case, known.scale, Some(known.rater)) == (case, scale, rater)
                        && known.wave == wave.trim()
                });
                let held = || {
                    known
                        .map(|known| known.evidence.clone())
                        .unwrap_or_default()
                };
                edits.push(Edit::RateCase(NewRating {
                    case,
                    scale,
                    value,
                    rater,
                    wave,
                    rationale,
                    evidence: quotes.unwrap_or_else(held),
                }));
            }
        }
    }
    prepared.edits = coders.into_edits().chain(edits).collect();
    Ok(prepared)
}

fn resolve(
    project: &Project,
    row: &SheetRow,
    case: usize,
    scale: usize,
    value: usize,
) -> Result<(project::CaseId, ScaleId, RatingValue), String> {
    let (case, scale, value) = (
        cell(row, Some(case)),
        cell(row, Some(scale)),
        cell(row, Some(value)),
    );
    let of_source = || {
        project
            .source_named(case)
            .and_then(|source| project.case_of(source, None))
    };
    let known = project
        .case_named(case)
        .or_else(of_source)
        .ok_or_else(|| format!("there is no case “{case}”"))?;
    let scale = project
        .scale_named(scale)
        .ok_or_else(|| format!("there is no scale “{scale}”"))?;
    let value = match scale.value_of(value).map_err(|error| error.to_string())? {
        ScaleValue::Label(label) => RatingValue::Label(label),
        ScaleValue::Number(number) => RatingValue::Number(number),
        ScaleValue::Missing => RatingValue::Missing,
    };
    Ok((known.id, scale.id, value))
}

/// The quotes that a cell names by their ids.
fn quotes(project: &Project, cell: &str) -> Result<Vec<CodingId>, String> {
    let ids = cell
        .split([';', ',', ' ', '\n'])
        .filter(|id| !id.trim().is_empty());
    ids.map(|id| {
        id.trim()
            .parse()
            .ok()
            .filter(|&coding| project.codings().contains(coding))
            .ok_or_else(|| format!("there is no quote “{}”", id.trim()))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{coders, table, workspace};
    use super::*;
    use project::{NewCase, Workspace};

    fn scaled() -> Workspace {
        let mut workspace = workspace();
        let ids = workspace.ids();
        let made = scales(
            &table(
                "name | level | labels | missing\nChange | ordinal | None, Some | \nBad | cardinal | |",
            ),
            workspace.project(),
            &ids,
        );
        assert_eq!(made.unwrap().warnings.len(), 2, "commas do not part labels");
        let made = scales(
            &table("name | level | labels | missing\nAge | ratio | |"),
            workspace.project(),
            &ids,
        )
        .unwrap();
        workspace
            .edit(Edit::Batch {
                label: "x".into(),
                edits: made.edits,
            })
            .unwrap();
        workspace
            .edit(Edit::AddScale(scale(
                &ids,
                "Change",
                Level::Ordinal,
                "None|Some|A lot",
                "",
            )))
            .unwrap();
        workspace
            .edit(Edit::AddCase(NewCase {
                id: None,
                name: "Family 1".into(),
                attributes: Vec::new(),
            }))
            .unwrap();
        workspace
    }

    #[test]
    fn ratings_are_read_by_label_number_and_missing() {
        let mut workspace = scaled();
        let project = workspace.snapshot();
        let rows = "case | scale | value | rater\nFamily 1 | change | a LOT | Tom\nFamily 1 | Age | 34.5 | \nFamily 1 | Change | | Awen\n\
                    Family 1 | Change | Most | Tom\nFamily 2 | Change | None | Tom\nFamily 1 | Joy | None | Tom";
        let prepared = ratings(&table(rows), &project, coders(&mut workspace)).unwrap();
        assert_eq!(
            prepared
                .warnings
                .iter()
                .map(|bad| &bad[..7])
                .collect::<Vec<_>>(),
            ["Line 5:", "Line 6:", "Line 7:"]
        );
        workspace
            .edit(Edit::Batch {
                label: "x".into(),
                edits: prepared.edits,
            })
            .unwrap();
        let values: Vec<RatingValue> = workspace
            .project()
            .ratings()
            .iter()
            .map(|rating| rating.value)
            .collect();
        assert_eq!(
            values,
            [
                RatingValue::Label(2),
                RatingValue::Number(34.5),
                RatingValue::Missing
            ]
        );
    }
}
