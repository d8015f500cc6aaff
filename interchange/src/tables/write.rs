//! A table's forms.

use std::path::Path;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Cell, Table, TableFormat, Trace};
use crate::comma::{csv_bytes, csv_writer, write_record};
use crate::export::{ExportError, save_file};
use crate::guard::guarded;
use crate::workbook::{Book, Width, sheet_name};

/// Makes a file of a table and answers its bytes.
///
/// # Errors
/// As the format's writer: [`ExportError::Csv`], [`ExportError::Workbook`], [`ExportError::TooManyRows`],
/// [`ExportError::Document`] or [`ExportError::Json`].
pub fn write_table(table: &Table, format: TableFormat) -> Result<Vec<u8>, ExportError> {
    match format {
        TableFormat::Csv => write_csv(table),
        TableFormat::Xlsx => write_xlsx(table),
        TableFormat::Docx => super::docx::write_docx(table),
        TableFormat::Json => write_json(table),
    }
}

/// Writes a table to a file, whole or not at all, in the format that its name asks for.
///
/// # Errors
/// [`ExportError::UnknownFormat`] before anything is made; then as [`write_table`] and [`save_file`].
pub fn save_table(table: &Table, path: &Path) -> Result<(), ExportError> {
    let format = TableFormat::of(path)?;
    save_file(path, &write_table(table, format)?)
}

/// A table as the clipboard takes it, headings first: cells parted by tabs and rows by line ends, so that a document or
/// spreadsheet makes cells of it again. Nothing can act as a formula.
#[must_use]
pub fn tab_separated(table: &Table) -> String {
    let plain = |words: &str| guarded(&words.replace(['\t', '\n', '\r'], " ")).into_owned();
    let cell = |cell: &Cell| match cell {
        Cell::Text(words) => plain(words),
        Cell::Count(_) | Cell::CountOf { .. } | Cell::Number(_) | Cell::Blank => csv_cell(cell),
    };
    let heads: Vec<String> = table.columns.iter().map(|head| plain(head)).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
    let lines = std::iter::once(heads).chain(rows);
    let mut text = String::new();
    for line in lines.map(|cells: Vec<String>| cells.join("\t")) {
        text.extend([line.as_str(), "\n"]);
    }
    text
}

fn write_csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv_writer();
    write_record(
        &mut writer,
        table
            .columns
            .iter()
            .map(|column| guarded(column).into_owned()),
    )?;
    for row in &table.rows {
        write_record(&mut writer, row.iter().map(csv_cell))?;
    }
    csv_bytes(writer)
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => guarded(words).into_owned(),
        Cell::Count(n) => n.to_string(),
        // Not “7/9”, which a spreadsheet takes for a day in July.
        Cell::CountOf { n, base } => format!("{n} of {base}"),
        Cell::Number(number) if number.is_finite() => number.to_string(),
        Cell::Number(_) | Cell::Blank => String::new(),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a spreadsheet's numbers are floating point; counts stay below 2^53"
)]
fn write_xlsx(table: &Table) -> Result<Vec<u8>, ExportError> {
    let mut book = Book::new();
    let mut sheet = book.sheet(&sheet_name(&table.title));
    for (nth, column) in table.columns.iter().enumerate() {
        let width = if nth == 0 { Width::Title } else { Width::Word };
        sheet.heading(nth, column, width)?;
    }
    for row in &table.rows {
        sheet.next_row()?;
        for (nth, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(words) => sheet.text(nth, words)?,
                Cell::Count(n) => sheet.number(nth, *n as f64)?,
                Cell::CountOf { n, base } => sheet.number_of(nth, *n as f64, *base)?,
                Cell::Number(number) if number.is_finite() => sheet.number(nth, *number)?,
                Cell::Number(_) | Cell::Blank => {}
            }
        }
    }
    sheet.close()?;
    if !table.trace.is_empty() {
        write_trace(&mut book, &table.trace)?;
    }
    let mut about = book.sheet("About");
    about.heading(0, &table.title, Width::Prose)?;
    for line in table.note.lines() {
        about.next_row()?;
        about.text(0, line)?;
    }
    about.close_unfiltered()?;
    book.bytes()
}

fn write_trace(book: &mut Book, trace: &[Trace]) -> Result<(), ExportError> {
    let mut sheet = book.sheet("Trace");
    let headings = [
        ("row", Width::Title),
        ("column", Width::Title),
        ("case", Width::Title),
        ("quote_id", Width::Word),
        ("text", Width::Prose),
    ];
    for (nth, (heading, width)) in headings.into_iter().enumerate() {
        sheet.heading(nth, heading, width)?;
    }
    for line in trace {
        sheet.next_row()?;
        let cells = [
            &line.row,
            &line.column,
            &line.case,
            &line.quote_id,
            &line.text,
        ];
        for (nth, cell) in cells.into_iter().enumerate() {
            sheet.text(nth, cell)?;
        }
    }
    sheet.close()
}

fn write_json(table: &Table) -> Result<Vec<u8>, ExportError> {
    let failed = |source| ExportError::Json {
        source: Box::new(source),
    };
    let mut bytes = serde_json::to_vec_pretty(table).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Table", 5)?;
        object.serialize_field("title", &self.title)?;
        object.serialize_field("note", &self.note)?;
        object.serialize_field("columns", &self.columns)?;
        object.serialize_field("rows", &self.rows)?;
        object.serialize_field("trace", &self.trace)?;
        object.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(words) => serializer.serialize_str(words),
            Self::Count(n) => serializer.serialize_u64(*n),
            Self::CountOf { n, base } => {
                let mut object = serializer.serialize_struct("CountOf", 2)?;
                object.serialize_field("n", n)?;
                object.serialize_field("base", base)?;
                object.end()
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Blank => serializer.serialize_none(),
        }
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Trace", 5)?;
        object.serialize_field("row", &self.row)?;
        object.serialize_field("column", &self.column)?;
        object.serialize_field("case", &self.case)?;
        object.serialize_field("quote_id", &self.quote_id)?;
        object.serialize_field("text", &self.text)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    fn table() -> Table {
        Table {
            title: "Cases: by code".to_owned(),
            note: "Cases, once each; 9 in all.\nCodes are not mutually exclusive.".to_owned(),
            columns: ["code", "total", "parents", "share"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                vec![
                    Cell::Text("=Trust".to_owned()),
                    Cell::CountOf { n: 7, base: 9 },
                    Cell::Count(0),
                    Cell::Number(0.5),
                ],
                vec![
                    Cell::Text("Waiting".to_owned()),
                    Cell::CountOf { n: 2, base: 9 },
                    Cell::Blank,
                    Cell::Number(f64::NAN),
                ],
            ],
            trace: vec![Trace {
                row: "=Trust".to_owned(),
                column: "total".to_owned(),
                case: "Family 1".to_owned(),
                quote_id: "q1".to_owned(),
                text: "@home".to_owned(),
            }],
        }
    }

    #[test]
    fn csv_has_headings_and_rows_and_zero_is_not_blank() {
        let text = String::from_utf8(write_table(&table(), TableFormat::Csv).unwrap()).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r#"
        "code","total","parents","share"
        "'=Trust","7 of 9",0,0.5
        "Waiting","2 of 9","",""
        "#);
    }

    #[test]
    fn the_clipboard_gets_cells_that_paste_as_cells() {
        let mut table = table();
        table.rows[1][0] = Cell::Text("Waiting\tlong\nand -cold".to_owned());
        assert_eq!(
            tab_separated(&table),
            "code\ttotal\tparents\tshare\n'=Trust\t7 of 9\t0\t0.5\nWaiting long and -cold\t2 of 9\t\t\n"
        );
    }

    #[test]
    fn json_keeps_count_and_base_apart() {
        let bytes = write_table(&table(), TableFormat::Json).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["rows"][0][1], serde_json::json!({"n": 7, "base": 9}));
        assert_eq!(read["rows"][1][2], serde_json::Value::Null);
        assert_eq!(
            read["rows"][1][3],
            serde_json::Value::Null,
            "no number is no number"
        );
        assert_eq!(read["trace"][0]["quote_id"], "q1");
        assert_eq!(read["note"], table().note);
    }

    #[test]
    fn a_workbook_has_table_trace_and_explanation() {
        let bytes = write_table(&table(), TableFormat::Xlsx).unwrap();
        let mut read = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(read.sheet_names(), ["Cases  by code", "Trace", "About"]);
        let range = read.worksheet_range("Cases  by code").unwrap();
        let row = range.rows().nth(1).unwrap();
        assert_eq!(
            row[..3],
            [
                Data::String("=Trust".to_owned()),
                Data::Float(7.0),
                Data::Float(0.0)
            ]
        );
        assert_eq!(range.rows().nth(2).unwrap()[2], Data::Empty);
        let trace = read.worksheet_range("Trace").unwrap();
        assert_eq!(
            trace.rows().nth(1).unwrap()[4],
            Data::String("@home".to_owned())
        );
        let about = read.worksheet_range("About").unwrap();
        assert_eq!(
            about.rows().nth(2).unwrap()[0],
            Data::String("Codes are not mutually exclusive.".to_owned())
        );
    }

    #[test]
    fn without_a_trace_there_is_no_sheet_for_it() {
        let bare = Table {
            trace: Vec::new(),
            ..table()
        };
        let read = Xlsx::new(Cursor::new(write_table(&bare, TableFormat::Xlsx).unwrap())).unwrap();
        assert_eq!(read.sheet_names(), ["Cases  by code", "About"]);
    }

    #[test]
    fn a_table_is_saved_in_the_format_its_name_asks_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("counts.json");
        save_table(&table(), &path).unwrap();
        assert_eq!(
            std::fs::read(&path).unwrap(),
            write_table(&table(), TableFormat::Json).unwrap()
        );
        let error = save_table(&table(), &folder.path().join("counts.odt")).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("end it in .csv, .xlsx, .docx or .json"),
            "{error}"
        );
    }
}
