//! A table as somebody gave it, in a file or pasted out of a report, read so that its totals can be checked.

use analysis::{GivenTable, WrongTotal, check_totals};

use crate::view::sources::counted;

/// A given table, and what could not be read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The table.
    pub table: GivenTable,
    /// Rows that have fewer numbers than there are columns, so that nobody can say where they stand.
    pub unread: Vec<String>,
}

/// Reads a table by its cells: names in the first column, a last column or row headed “Total” if it has one. A blank is
/// zero in published tables, and no total where a total would stand.
#[must_use]
pub fn given_table(headings: &[String], rows: &[Vec<String>]) -> GivenTable {
    let heading = |at: usize| headings.get(at).map_or("", |heading| heading.trim());
    let totals = (0..headings.len()).find(|&at| is_total(heading(at)));
    let columns: Vec<usize> = (1..headings.len())
        .filter(|&at| Some(at) != totals && !heading(at).is_empty())
        .collect();
    let mut given = GivenTable {
        columns: columns.iter().map(|&at| heading(at).to_owned()).collect(),
        ..GivenTable::default()
    };
    for row in rows {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let numbers = columns.iter().map(|&at| number(cell(at)));
        let total = totals.and_then(|at| number(cell(at)));
        if is_total(cell(0)) {
            given.column_totals = numbers.collect();
            given.total = total;
        } else {
            given.rows.push(cell(0).trim().to_owned());
            given
                .cells
                .push(numbers.map(Option::unwrap_or_default).collect());
            given.row_totals.push(total);
        }
    }
    given
}

/// Reads a table as it is pasted: with tabs between cells, as documents and spreadsheets give them, or as lines that end in
/// numbers, as a PDF does.
#[must_use]
pub fn pasted(text: &str) -> Given {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches([' ', '\r']))
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.iter().any(|line| line.contains('\t')) {
        let mut rows = lines.iter().map(|line| {
            let cells = line.split('\t');
            cells.map(|cell| cell.trim().to_owned()).collect()
        });
        let headings: Vec<String> = rows.next().unwrap_or_default();
        let rows: Vec<Vec<String>> = rows.collect();
        return Given {
            table: given_table(&headings, &rows),
            unread: Vec::new(),
        };
    }
    by_lines(&lines)
}

/// Lines that end in numbers. The first line without any has the names of the columns.
fn by_lines(lines: &[&str]) -> Given {
    let rows: Vec<(String, Vec<String>)> =
        lines.iter().map(|line| name_and_numbers(line)).collect();
    let width = rows.iter().map(|(_, numbers)| numbers.len()).max();
    let width = width.unwrap_or_default();
    let mut given = Given::default();
    let mut headings: Option<Vec<String>> = None;
    let mut cells: Vec<Vec<String>> = Vec::new();
    for (name, numbers) in rows {
        if numbers.is_empty() && headings.is_none() {
            let words: Vec<&str> = name.split_whitespace().collect();
            let last = words.len().saturating_sub(width);
            headings = Some(words[last..].iter().map(|&word| word.to_owned()).collect());
        } else if is_total(&name) && numbers.len() == 1 && width > 1 {
            // The grand total alone.
            let mut row = vec![String::new(); width];
            row[width - 1].clone_from(&numbers[0]);
            cells.push(std::iter::once(name).chain(row).collect());
        } else if numbers.len() < width {
            given.unread.push(name);
        } else {
            cells.push(std::iter::once(name).chain(numbers).collect());
        }
    }
    let mut heads = headings.unwrap_or_default();
    heads.truncate(width);
    for at in heads.len()..width {
        heads.push(format!("{}", at + 1));
    }
    heads.insert(0, String::new());
    given.table = given_table(&heads, &cells);
    given.table.incomplete = !given.unread.is_empty();
    given
}

/// The words of a line before the numbers it ends in, and those numbers.
fn name_and_numbers(line: &str) -> (String, Vec<String>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words
        .iter()
        .rposition(|word| number(word).is_none())
        .map_or(0, |at| at + 1);
    // A row may be called by a number, such as an age: what is counted comes after it.
    let first = if first == 0 {
        1.min(words.len())
    } else {
        first
    };
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    (words[..first].join(" "), owned(&words[first..]))
}

fn number(text: &str) -> Option<u64> {
    text.replace(',', "").trim().parse().ok()
}

fn is_total(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "total" | "totals" | "all"
    )
}

/// What there is to say of a total that is not the sum of its parts.
#[must_use]
pub fn wrong_words(wrong: &WrongTotal) -> String {
    format!(
        "The {} is given as {}, but its parts sum to {}.",
        wrong.place, wrong.given, wrong.sum
    )
}

/// What came of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What was checked, in a sentence.
    pub summary: String,
    /// The totals that do not sum, a sentence each.
    pub wrong: Vec<String>,
    /// What could not be checked, and what to do about it; "" for nothing.
    pub caution: String,
}

/// Checks the totals of a table as it is given; none where nothing is given.
#[must_use]
pub fn checked(given: &Given) -> Option<Checked> {
    let table = &given.table;
    if table.rows.is_empty() && given.unread.is_empty() {
        return None;
    }
    let mut totals = table.row_totals.iter().chain(&table.column_totals);
    let any = table.total.is_some() || totals.any(Option::is_some);
    let wrong: Vec<String> = check_totals(table).iter().map(wrong_words).collect();
    let rows = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
    let rows = counted(rows, "row", "rows");
    let columns = u64::try_from(table.columns.len()).unwrap_or(u64::MAX);
    let columns = counted(columns, "column", "columns");
    let found = u64::try_from(wrong.len()).unwrap_or(u64::MAX);
    let summary = if !any {
        format!("{rows} and {columns}, but no total is given: name a column or a row “Total”.")
    } else if wrong.is_empty() {
        format!("{rows} and {columns}: all totals that are given are the sums of their parts.")
    } else {
        let totals = counted(found, "total does", "totals do");
        format!("{rows} and {columns}: {totals} not sum.")
    };
    let caution = if given.unread.is_empty() {
        String::new()
    } else {
        let unread = u64::try_from(given.unread.len()).unwrap_or(u64::MAX);
        format!(
            "{} fewer numbers than there are columns, so blanks cannot be placed and columns are not added up: {}. Paste the table from a document or spreadsheet, or put 0 where nothing stands.",
            counted(unread, "row has", "rows have"),
            given.unread.join(", ")
        )
    };
    Some(Checked {
        summary,
        wrong,
        caution,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table 8 of the report, as a document gives it: columns of 37 and 39 under a total of 64.
    const PASTED: &str = "\tFCC\tWCBC\tTotal\nSocial worker\t30\t20\t50\nCAMHS\t7\t\t7\nYouth Justice\t\t7\t7\nTotal\t37\t39\t64\n";

    #[test]
    fn a_table_pasted_from_a_document_is_read_with_its_blanks() {
        let given = pasted(PASTED);
        assert_eq!(given.table.columns, ["FCC", "WCBC"]);
        assert_eq!(given.table.cells, [[30, 20], [7, 0], [0, 7]]);
        let checked = checked(&given).unwrap();
        assert_eq!(
            checked.summary,
            "3 rows and 2 columns: 2 totals do not sum."
        );
        assert_eq!(
            checked.wrong[0],
            "The total of column WCBC is given as 39, but its parts sum to 27."
        );
        assert_eq!(checked.caution, "");
    }

    #[test]
    fn lines_of_a_pdf_are_read_and_blanks_in_them_are_not_guessed() {
        let text = "FCC WCBC Total\nSocial Worker (all cases) 17 10 27\nInter2change 2 2\nTotal 37 39 64\n";
        let given = pasted(text);
        assert_eq!(given.table.rows, ["Social Worker (all cases)"]);
        assert_eq!(given.unread, ["Inter2change"]);
        let checked = checked(&given).unwrap();
        assert_eq!(
            checked.wrong,
            ["The total, from the totals of columns is given as 64, but its parts sum to 76."]
        );
        assert!(
            checked.caution.starts_with("1 row has fewer numbers"),
            "{}",
            checked.caution
        );
    }

    #[test]
    fn a_row_may_be_called_by_a_number() {
        let given = pasted("Age FCC WCBC Total\n11 2 1 3\n13 3 2 5\nTotal 8\n");
        assert_eq!(given.table.rows, ["11", "13"]);
        assert_eq!(given.table.columns, ["FCC", "WCBC"]);
        assert_eq!(given.table.total, Some(8));
        assert!(checked(&given).unwrap().wrong.is_empty());
    }

    #[test]
    fn nothing_given_is_nothing_checked() {
        assert_eq!(checked(&pasted("  \n")), None);
        let without = checked(&pasted("FCC\tWCBC\n3\t4\n"));
        assert!(without.unwrap().summary.contains("no total is given"));
    }
}
