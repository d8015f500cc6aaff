//! Excerpts as a workbook: one row a coding, and a sheet that says what they are.

use std::collections::BTreeSet;

use super::book::ExcerptBook;
use super::row::{COLUMNS, ExcerptRow};
use crate::export::ExportError;
use crate::workbook::{Book, Sheet, Width};

/// What one row is.
const UNIT: &str = "One row is one coding: a passage that one coder tagged with one code. Two coders on the same \
    passage are two rows. Cases are in the column “case”; count them once each.";

/// Writes excerpts as xlsx.
pub(super) fn write_xlsx(book: &ExcerptBook) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Book::new();
    let mut sheet = workbook.sheet("Excerpts");
    let attributes = book
        .rows
        .first()
        .map(|row| row.attributes.as_slice())
        .unwrap_or_default();
    let names = COLUMNS
        .into_iter()
        .chain(attributes.iter().map(|(name, _)| name.as_str()));
    for (nth, name) in names.enumerate() {
        sheet.heading(nth, name, width_of(name))?;
    }
    for row in &book.rows {
        sheet.next_row()?;
        write_row(&mut sheet, row)?;
    }
    sheet.close()?;
    let cut = workbook.cut();
    write_about(&mut workbook, book, cut)?;
    workbook.bytes()
}

fn width_of(column: &str) -> Width {
    match column {
        "quote" | "memo" => Width::Prose,
        "source" | "code_path" | "case" | "respondent" => Width::Title,
        _ => Width::Word,
    }
}

fn write_row(sheet: &mut Sheet<'_>, row: &ExcerptRow) -> Result<(), ExportError> {
    let before = [
        &row.quote_id,
        &row.source,
        &row.case,
        &row.respondent,
        &row.group,
        &row.speaker,
    ];
    for (nth, text) in before.into_iter().enumerate() {
        sheet.text(nth, text)?;
    }
    if let Some(turn) = row.turn {
        sheet.number(6, f64::from(turn))?;
    }
    sheet.number(7, f64::from(row.start))?;
    sheet.number(8, f64::from(row.end))?;
    let after = [&row.code_path, row.kind.name(), &row.quote, &row.memo];
    for (nth, text) in after.into_iter().enumerate() {
        sheet.text(9 + nth, text)?;
    }
    if let Some(weight) = row.weight {
        sheet.number(13, f64::from(weight))?;
    }
    sheet.text(14, &row.coder)?;
    sheet.text(15, &row.coded_at)?;
    for (nth, (_, value)) in row.attributes.iter().enumerate() {
        match value.parse::<f64>() {
            // Only what prints as it was written: “007” is a name, not seven.
            Ok(number) if number.is_finite() && number.to_string() == *value => {
                sheet.number(COLUMNS.len() + nth, number)?;
            }
            Ok(_) | Err(_) => sheet.text(COLUMNS.len() + nth, value)?,
        }
    }
    Ok(())
}

fn write_about(workbook: &mut Book, book: &ExcerptBook, cut: usize) -> Result<(), ExportError> {
    let count =
        |of: fn(&ExcerptRow) -> &str| book.rows.iter().map(of).collect::<BTreeSet<_>>().len();
    let coders: BTreeSet<&str> = book.rows.iter().map(|row| row.coder.as_str()).collect();
    let coders: Vec<&str> = coders.into_iter().collect();
    let cases = format!("{} of {}", count(|row| &row.case), book.about.cases);
    let mut lines = vec![
        ("Exported at", book.about.exported_at.clone()),
        ("Unit", UNIT.to_owned()),
        ("Filter", book.about.filter.clone()),
        (
            "Ordered by",
            format!(
                "code, then {}, then source and place",
                book.about.grouped_by
            ),
        ),
        ("Codings", book.rows.len().to_string()),
        ("Codes", count(|row| &row.code_path).to_string()),
        ("Sources", count(|row| &row.source).to_string()),
        ("Cases", cases),
        ("Coders", coders.join(", ")),
        (
            "Places",
            "start and end count Unicode code points of the source's text from 0; end is exclusive"
                .to_owned(),
        ),
    ];
    if book.about.lost > 0 {
        lines.push((
            "Left out",
            format!(
                "{} codings whose passage is gone from the text",
                book.about.lost
            ),
        ));
    }
    if cut > 0 {
        lines.push(("Cut short", format!("{cut} cells that were longer than a spreadsheet holds; csv and json have them whole")));
    }
    let mut sheet = workbook.sheet("About");
    sheet.heading(0, "Project", Width::Title)?;
    sheet.heading(1, &book.about.project, Width::Prose)?;
    for (label, text) in &lines {
        sheet.next_row()?;
        sheet.text(0, label)?;
        sheet.text(1, text)?;
    }
    sheet.close_unfiltered()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::testing::{book_of, excerpt, small_book};

    fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn rows_are_read_again_with_their_types() {
        let mut read = open(write_xlsx(&small_book()).unwrap());
        assert_eq!(read.sheet_names(), ["Excerpts", "About"]);
        let range = read.worksheet_range("Excerpts").unwrap();
        let headings: Vec<String> = range
            .rows()
            .next()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(headings[..16], COLUMNS.map(str::to_owned));
        assert_eq!(headings[16..], ["area", "children"]);
        let row = range.rows().nth(1).unwrap();
        assert_eq!(row[6], Data::Float(14.0));
        assert_eq!(row[11], Data::String("She listened.".to_owned()));
        assert_eq!(row[13], Data::Float(-2.0));
        assert_eq!(row[17], Data::Float(3.0));
        assert_eq!(range.rows().count(), 6);
    }

    #[test]
    fn formulas_stay_text() {
        let mut row = excerpt("=1+1", "@x", "=HYPERLINK(\"http://x\")");
        row.attributes = vec![
            ("=a".to_owned(), "-1+1".to_owned()),
            ("id".to_owned(), "007".to_owned()),
        ];
        let mut read = open(write_xlsx(&book_of(vec![row])).unwrap());
        assert!(read.worksheet_formula("Excerpts").unwrap().is_empty());
        let range = read.worksheet_range("Excerpts").unwrap();
        let cells = range.rows().nth(1).unwrap();
        assert_eq!(
            cells[11],
            Data::String("=HYPERLINK(\"http://x\")".to_owned())
        );
        assert_eq!(cells[16], Data::String("-1+1".to_owned()));
        assert_eq!(cells[17], Data::String("007".to_owned()));
    }

    #[test]
    fn the_second_sheet_says_what_the_first_holds() {
        let mut book = small_book();
        book.about.lost = 2;
        book.rows[0].quote = "long ".repeat(10_000);
        let mut read = open(write_xlsx(&book).unwrap());
        let range = read.worksheet_range("About").unwrap();
        let shown: Vec<String> = range
            .rows()
            .map(|row| format!("{}: {}", row[0], row[1]))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r##"
        Project: Glanfa
        Exported at: 2026-03-10T09:00:00Z
        Unit: One row is one coding: a passage that one coder tagged with one code. Two coders on the same passage are two rows. Cases are in the column “case”; count them once each.
        Filter: all codings
        Ordered by: code, then group, then source and place
        Codings: 5
        Codes: 2
        Sources: 2
        Cases: 2 of 5
        Coders: Awen, Tom
        Places: start and end count Unicode code points of the source's text from 0; end is exclusive
        Left out: 2 codings whose passage is gone from the text
        Cut short: 1 cells that were longer than a spreadsheet holds; csv and json have them whole
        "##);
    }
}
