//! The headings of a table: which rows they stand in.
//!
//! Survey tools write two or three rows of headings, and people put a title above theirs.

use std::collections::HashSet;

use super::sheet::SheetRow;

/// The headings of a table, what was found about them, and how many rows they took.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heads {
    /// One for each column; empty where the file has none.
    pub(super) names: Vec<String>,
    /// How many of the rows are above the first row of values.
    pub(super) rows: usize,
    /// A title above the headings, which no column holds.
    pub(super) title: Option<String>,
    /// How many headings were so long that their end was left out.
    pub(super) cut: usize,
}

/// How many rows are looked at below the headings.
const SAMPLE: usize = 30;

/// The longest question that becomes a heading beside its code, in characters; some hold a whole sheet of information on
/// consent.
const LONGEST: usize = 160;

/// The longest heading, in characters: each answer has it in its label.
const LONGEST_HEADING: usize = 500;

/// Finds the headings. The rows have no empty ones among them.
pub(super) fn find(rows: &[SheetRow]) -> Heads {
    let mut heads = find_whole(rows);
    for name in &mut heads.names {
        let short = shortened(name, LONGEST_HEADING);
        heads.cut += usize::from(short != *name);
        *name = short;
    }
    heads
}

fn find_whole(rows: &[SheetRow]) -> Heads {
    let mut skipped = 0;
    let mut title = None;
    // A title stands alone in a row above headings of several columns.
    while let [first, second, ..] = &rows[skipped..]
        && filled(first) == 1
        && filled(second) >= 3
        && skipped < 3
        && widest(&rows[skipped + 1..]) >= 3
    {
        title = title.or_else(|| {
            first
                .cells
                .iter()
                .find(|cell| !cell.trim().is_empty())
                .cloned()
        });
        skipped += 1;
    }
    let rows = &rows[skipped..];
    let Some(first) = rows.first() else {
        return Heads::default();
    };
    let width = rows.iter().take(SAMPLE).map(|row| row.cells.len()).max();
    let width = width.unwrap_or(0);
    let cell = |row: &SheetRow, column: usize| folded(row.cell(column));
    let mut heads = Heads {
        names: (0..first.cells.len())
            .map(|column| cell(first, column))
            .collect(),
        rows: skipped + 1,
        title,
        cut: 0,
    };
    let Some(second) = rows.get(1) else {
        return heads;
    };
    let imports = |row: &SheetRow| {
        row.cells
            .iter()
            .any(|cell| cell.starts_with("{\"ImportId\""))
    };
    if imports(second) {
        heads.rows += 1;
    } else if rows.get(2).is_some_and(imports) || is_wording(first, second) {
        heads.rows += if rows.get(2).is_some_and(imports) {
            2
        } else {
            1
        };
        for (column, name) in heads.names.iter_mut().enumerate() {
            let whole = cell(second, column);
            let wording = shortened(&whole, LONGEST);
            heads.cut += usize::from(wording != whole);
            if !wording.is_empty() {
                *name = wording;
            }
        }
    } else if is_second_row(first, second, &rows[2..rows.len().min(SAMPLE)], width) {
        heads.rows += 1;
        heads.names = joined(first, second, width);
    }
    heads
}

fn filled(row: &SheetRow) -> usize {
    row.cells
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .count()
}

fn widest(rows: &[SheetRow]) -> usize {
    rows.iter().take(SAMPLE).map(filled).max().unwrap_or(0)
}

fn folded(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(question: &str, longest: usize) -> String {
    let Some((end, _)) = question.char_indices().nth(longest) else {
        return question.to_owned();
    };
    let end = question[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &question[..end])
}

/// Whether the second row words what the first has in code: `StartDate` and `Start Date`, `ResponseId` and `Response ID`.
fn is_wording(first: &SheetRow, second: &SheetRow) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("StartDate", "Start Date"),
        ("RecordedDate", "Recorded Date"),
        ("ResponseId", "Response ID"),
        ("V1", "ResponseID"),
    ];
    (0..first.cells.len()).any(|column| {
        PAIRS
            .iter()
            .any(|&(code, words)| first.cell(column) == code && second.cell(column) == words)
    })
}

/// Whether the second row goes on with the headings: it fills what the first left empty, as under merged cells, and
/// has no values.
fn is_second_row(first: &SheetRow, second: &SheetRow, below: &[SheetRow], width: usize) -> bool {
    let blank: Vec<usize> = (0..width).filter(|&at| first.cell(at).is_empty()).collect();
    let filled_there = blank
        .iter()
        .filter(|&&at| !second.cell(at).is_empty())
        .count();
    if filled_there < 2 || filled_there * 10 < blank.len() * 9 {
        return false;
    }
    // The column of names has a heading and no second one: then even numbers below others are choices.
    let names_below = below.iter().filter(|row| !row.cell(0).is_empty()).count();
    if second.cell(0).is_empty()
        && !first.cell(0).is_empty()
        && names_below > 0
        && names_below * 10 >= below.len() * 9
    {
        return true;
    }
    if (0..width).any(|at| is_value(second.cell(at))) {
        return false;
    }
    if second.cells.iter().any(|cell| is_open_answer(cell)) {
        return true;
    }
    // Ticked choices say again what they are; of a few values that come again, none is the heading.
    let ticked = |at: &&usize| {
        let (mut filled, mut same) = (0, 0);
        for row in below {
            let cell = row.cell(**at);
            filled += usize::from(!cell.is_empty());
            same += usize::from(!cell.is_empty() && cell == second.cell(**at));
        }
        filled > 0 && same * 10 >= filled * 8
    };
    let numbered = |at: &usize| {
        if second.cell(*at).is_empty() {
            return false;
        }
        let values = below.iter().filter(|row| is_value(row.cell(*at))).count();
        values > 0 && values * 10 >= below.len() * 8
    };
    let ticks = blank.iter().filter(ticked).count();
    let few: Vec<bool> = (0..width)
        .filter_map(|at| is_among(second.cell(at), below, at))
        .collect();
    let foreign = few.iter().filter(|&&among| !among).count();
    (ticks * 2 >= blank.len() && below.len() >= 5)
        || (!below.is_empty() && (0..width).any(|at| numbered(&at)))
        || (foreign >= 3 && foreign * 10 >= few.len() * 8)
}

/// Whether a cell is one of the values below it; none where these are few or mostly different.
fn is_among(cell: &str, below: &[SheetRow], at: usize) -> Option<bool> {
    let values: Vec<&str> = below
        .iter()
        .map(|row| row.cell(at))
        .filter(|value| !value.is_empty())
        .collect();
    let different: HashSet<&str> = values.iter().copied().collect();
    (!cell.is_empty() && values.len() >= 5 && different.len() * 2 <= values.len())
        .then(|| different.contains(cell))
}

/// Whether a cell is a number, a date or a clock: no heading.
fn is_value(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_alphabetic)
}

/// What survey tools write below a question that people answer in their own words.
fn is_open_answer(cell: &str) -> bool {
    matches!(
        cell.trim().to_lowercase().as_str(),
        "response"
            | "open-ended response"
            | "offene antwort"
            | "réponse ouverte"
            | "respuesta abierta"
    )
}

/// The headings of two rows: what stands above several columns counts for all of them.
fn joined(first: &SheetRow, second: &SheetRow, width: usize) -> Vec<String> {
    let mut above = String::new();
    let below: Vec<String> = (0..width).map(|at| folded(second.cell(at))).collect();
    let alone = |name: &str| below.iter().filter(|other| *other == name).count() == 1;
    (0..width)
        .map(|at| {
            let own = folded(first.cell(at));
            if !own.is_empty() {
                above = own;
            }
            let name = below[at].as_str();
            // A band such as “Background” says less than what is below it; a question says what it is about.
            let band = !above.ends_with(['?', ':', '.']) && above.chars().count() <= 30;
            if name.is_empty() {
                // Nothing below: its own heading, or none.
                folded(first.cell(at))
            } else if above.is_empty()
                || name.ends_with('?')
                || (band && alone(name) && !is_open_answer(name))
            {
                name.to_owned()
            } else if is_open_answer(name) || name == above {
                above.clone()
            } else {
                format!("{above} – {name}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<SheetRow> {
        rows.iter()
            .enumerate()
            .map(|(at, cells)| SheetRow {
                number: at + 1,
                cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
            })
            .collect()
    }

    #[test]
    fn a_title_above_the_headings_is_no_heading() {
        let found = find(&rows(&[
            &["Visitors, spring", "", ""],
            &["id", "area", "What helped?"],
            &["1", "North", "The bus."],
        ]));
        assert_eq!(found.names, ["id", "area", "What helped?"]);
        assert_eq!(
            (found.rows, found.title.as_deref()),
            (2, Some("Visitors, spring"))
        );
    }

    #[test]
    fn three_rows_of_headings_give_the_questions_as_people_saw_them() {
        let found = find(&rows(&[
            &["StartDate", "ResponseId", "Q1", "Q2"],
            &["Start Date", "Response ID", "What helped?", ""],
            &[
                "{\"ImportId\":\"startDate\"}",
                "{\"ImportId\":\"_recordId\"}",
                "",
                "",
            ],
            &["2026-05-01 09:00", "R_1", "The bus.", "2"],
        ]));
        assert_eq!(
            found.names,
            ["Start Date", "Response ID", "What helped?", "Q2"]
        );
        assert_eq!(found.rows, 3);
    }

    #[test]
    fn two_rows_of_headings_are_joined_below_what_stands_above_both() {
        let found = find(&rows(&[
            &[
                "Respondent ID",
                "Which of these do you use?",
                "",
                "",
                "What helped?",
            ],
            &[
                "",
                "Bus",
                "Train",
                "Other (please specify)",
                "Open-Ended Response",
            ],
            &["11", "Bus", "", "", "The driver."],
            &["12", "", "Train", "A bicycle", ""],
        ]));
        assert_eq!(
            found.names,
            [
                "Respondent ID",
                "Which of these do you use? – Bus",
                "Which of these do you use? – Train",
                "Which of these do you use? – Other (please specify)",
                "What helped?"
            ]
        );
        assert_eq!(found.rows, 2);
        let bands = find(&rows(&[
            &["Background", "", "Views", ""],
            &["id", "age", "What helped?", "What hindered?"],
            &["P1", "34", "The bus.", "Rain."],
            &["P2", "51", "Nothing.", "Hills."],
        ]));
        assert_eq!(bands.names, ["id", "age", "What helped?", "What hindered?"]);
    }

    #[test]
    fn a_row_of_values_is_no_heading() {
        let found = find(&rows(&[
            &["id", "", "", "What helped?"],
            &["P1", "Bangor", "Gwynedd", "The bus."],
            &["P2", "Bala", "Gwynedd", "Nothing."],
        ]));
        assert_eq!(found.rows, 1);
        let found = find(&rows(&[&["id", "words"], &["P1", "The bus."]]));
        assert_eq!(found.rows, 1);
    }

    #[test]
    fn choices_in_the_second_row_may_be_numbers() {
        let found = find(&rows(&[
            &["Respondent ID", "Collector ID", "How often?", "", ""],
            &["", "", "1-2", "3-5", "Never"],
            &["11", "7", "1-2", "", ""],
            &["12", "7", "", "", "Never"],
        ]));
        assert_eq!(
            found.names[2..],
            ["How often? – 1-2", "How often? – 3-5", "How often? – Never"]
        );
    }

    #[test]
    fn long_questions_are_cut() {
        assert_eq!(shortened("so", LONGEST), "so");
        let cut = shortened(&"very ".repeat(60), LONGEST);
        assert!(cut.ends_with("very…") && cut.chars().count() <= LONGEST + 1);
    }
}
