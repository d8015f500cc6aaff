//! Tables of any container and encoding as rows of text: csv, tsv, xlsx, xls, ods.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Sheets, open_workbook_auto_from_rs};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::cells::{MOST_CELLS, SheetCells, TooManyCells};
use crate::export::ending;
use crate::guard::unguarded;
use crate::transcripts::{guarded, open_document_sheets};

/// The largest table file that is read, in bytes; a workbook may unpack to ten times as much.
const LIMIT: usize = 256 * 1024 * 1024;

/// The delimiters told apart, in order of preference.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of a text file on which it begins, or the row of a spreadsheet, counted from 1.
    pub line: usize,
    /// Its cells as text, as long as the row is.
    pub cells: Vec<String>,
}

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// There is no row with anything in it.
    #[error("the table is empty")]
    Empty,
    /// The file is larger than any table of this kind, or unpacks to something that is.
    #[error("the table is larger than the 256 MB that can be read")]
    TooLarge,
    /// The sheet has more cells than any table of this kind, the gaps between them counted.
    #[error("the sheet has more than the {MOST_CELLS} cells that can be read, gaps counted")]
    TooManyCells,
    /// The file is neither text nor a spreadsheet.
    #[error("this is neither a text table nor a spreadsheet")]
    NotATable,
    /// The spreadsheet is damaged, locked or no spreadsheet.
    #[error("the spreadsheet cannot be read: {source}")]
    Workbook {
        /// What the spreadsheet reader said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file could not be opened.
    #[error("the file could not be opened: {source}")]
    Open {
        /// What the system said.
        source: std::io::Error,
    },
}

/// Reads a table file: see [`read_rows`].
///
/// # Errors
/// [`SheetError::Open`], and as [`read_rows`].
pub fn read_rows_of_file(path: &Path) -> Result<Vec<SheetRow>, SheetError> {
    let opened = |source| SheetError::Open { source };
    if std::fs::metadata(path).map_err(opened)?.len() > LIMIT as u64 {
        return Err(SheetError::TooLarge);
    }
    let bytes = std::fs::read(path).map_err(opened)?;
    read_rows(&bytes, path)
}

/// Reads a table's rows. What it is is told by its content; `name` (the file's) decides only between comma
/// and tab where the text does not. Rows without anything in them are left out, and the apostrophe that
/// keeps a spreadsheet from running a cell as a formula is taken off.
///
/// Text may be UTF-8 with or without mark, UTF-16, or an older encoding, which is guessed; commas,
/// semicolons, tabs and bars are told apart. Of a workbook the first sheet with anything in it is read.
///
/// # Errors
/// [`SheetError::Empty`], [`SheetError::TooLarge`], [`SheetError::TooManyCells`], [`SheetError::NotATable`],
/// [`SheetError::Workbook`].
pub fn read_rows(bytes: &[u8], name: &Path) -> Result<Vec<SheetRow>, SheetError> {
    if bytes.len() > LIMIT {
        return Err(SheetError::TooLarge);
    }
    let rows = if is_workbook(bytes) {
        workbook_rows(bytes)?
    } else {
        text_rows(&decoded(bytes)?, &ending(name))
    };
    if rows.is_empty() {
        Err(SheetError::Empty)
    } else {
        Ok(rows)
    }
}

/// Whether the bytes begin as a zip archive (xlsx, ods) or an OLE file (xls) does.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Decodes text: by its mark, else UTF-8, else UTF-16 shown by zeros, else the likeliest older encoding.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, SheetError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned());
    }
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    if sample.contains(&0) {
        let zeros = |from: usize| {
            sample
                .iter()
                .skip(from)
                .step_by(2)
                .filter(|&&b| b == 0)
                .count()
        };
        let encoding = match (zeros(0) * 4 > sample.len(), zeros(1) * 4 > sample.len()) {
            (false, true) => UTF_16LE,
            (true, false) => UTF_16BE,
            (true, true) | (false, false) => return Err(SheetError::NotATable),
        };
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

fn text_rows(text: &str, ending: &str) -> Vec<SheetRow> {
    let delimiter = delimiter_of(text, ending);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        // Text that is UTF-8 and rows of any length leave nothing that the reader refuses.
        let Ok(record) = record else { continue };
        // The reader's own line is that of the blank lines it passed over on the way.
        let from = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let blanks = text.get(from..).map_or(0, |rest| {
            rest.len() - rest.trim_start_matches(['\r', '\n']).len()
        });
        line += line_ends(text.get(counted..from + blanks).unwrap_or_default());
        counted = from + blanks;
        let cells: Vec<String> = record
            .iter()
            .map(|cell| unguarded(cell).to_owned())
            .collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(SheetRow { line, cells });
        }
    }
    rows
}

/// How many lines end in a text, whichever way.
fn line_ends(text: &str) -> usize {
    text.matches('\n').count() + text.matches('\r').count() - text.matches("\r\n").count()
}

/// The delimiter that the first line with anything in it has most of, outside quotation marks.
fn delimiter_of(text: &str, ending: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                if let Some(nth) = DELIMITERS.iter().position(|&delimiter| delimiter == byte) {
                    counts[nth] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    match DELIMITERS
        .into_iter()
        .zip(counts)
        .find(|&(_, count)| count == most)
    {
        Some((delimiter, count)) if count > 0 => delimiter,
        Some(_) | None if matches!(ending, "tsv" | "tab") => b'\t',
        Some(_) | None => b',',
    }
}

fn workbook_rows(bytes: &[u8]) -> Result<Vec<SheetRow>, SheetError> {
    refuse_bombs(bytes)?;
    if let Some(sheets) = open_document_sheets(bytes) {
        let sheets = sheets.map_err(failed)?;
        let mut filled = sheets.into_iter().map(filled_rows);
        let first = filled.find(|rows| !rows.is_empty());
        return Ok(first.unwrap_or_default());
    }
    // The library trusts the numbers in the file: ends before beginnings make it panic.
    guarded(|| calamine_rows(bytes))
        .unwrap_or_else(|| Err(failed("its sheets contradict themselves")))
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SheetError {
    SheetError::Workbook {
        source: source.into(),
    }
}

fn filled_rows(rows: Vec<(usize, Vec<String>)>) -> Vec<SheetRow> {
    rows.into_iter()
        .map(|(line, cells)| SheetRow {
            line,
            cells: cells
                .iter()
                .map(|cell| unguarded(cell).to_owned())
                .collect(),
        })
        .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
        .collect()
}

fn calamine_rows(bytes: &[u8]) -> Result<Vec<SheetRow>, SheetError> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(failed)?;
    for name in workbook.sheet_names() {
        let mut cells = SheetCells::default();
        match &mut workbook {
            Sheets::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
                while let Some(cell) = reader.next_cell().map_err(failed)? {
                    put(
                        &mut cells,
                        cell.get_position(),
                        &cell.get_value().clone().into(),
                    )?;
                }
            }
            Sheets::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
                while let Some(cell) = reader.next_cell().map_err(failed)? {
                    put(
                        &mut cells,
                        cell.get_position(),
                        &cell.get_value().clone().into(),
                    )?;
                }
            }
            Sheets::Xls(_) | Sheets::Ods(_) => {
                let range = workbook.worksheet_range(&name).map_err(failed)?;
                let (row, column) = range.start().unwrap_or_default();
                for (down, right, value) in range.used_cells() {
                    let at = |from: u32, by: usize| {
                        from.saturating_add(u32::try_from(by).unwrap_or(u32::MAX))
                    };
                    put(&mut cells, (at(row, down), at(column, right)), value)?;
                }
            }
        }
        if !cells.is_empty() {
            let rows = cells.rows().map(|(line, cells)| SheetRow { line, cells });
            return Ok(rows.collect());
        }
    }
    Ok(Vec::new())
}

/// Fills a cell, unless there is nothing in it.
fn put(cells: &mut SheetCells, place: (u32, u32), value: &Data) -> Result<(), SheetError> {
    let words = cell_text(value);
    if words.trim().is_empty() {
        return Ok(());
    }
    let put = cells.put(place, words);
    put.map_err(|TooManyCells| SheetError::TooManyCells)
}

/// Refuses an archive that says it unpacks to more than any table needs, before anything is unpacked.
fn refuse_bombs(bytes: &[u8]) -> Result<(), SheetError> {
    if !bytes.starts_with(b"PK") {
        return Ok(());
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut total = 0_u64;
    for nth in 0..archive.len() {
        let size = archive.by_index_raw(nth).map_or(0, |part| part.size());
        total = total.saturating_add(size);
    }
    if total > 10 * LIMIT as u64 {
        Err(SheetError::TooLarge)
    } else {
        Ok(())
    }
}

/// A cell as a person would read it: whole numbers without a point, days as `YYYY-MM-DD`.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::DateTimeIso(at) => at.strip_suffix("T00:00:00").unwrap_or(at).to_owned(),
        Data::Int(_)
        | Data::Float(_)
        | Data::String(_)
        | Data::Bool(_)
        | Data::DateTime(_)
        | Data::DurationIso(_) => unguarded(&cell.to_string()).replace("\r\n", "\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let rows = read_rows(bytes, Path::new("t.csv")).unwrap();
        rows.into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        let found = rows(b"a,b\r\n\r\n\"two\nlines\",c\n ,\nx\n");
        assert_eq!(
            found,
            [
                row(1, &["a", "b"]),
                row(3, &["two\nlines", "c"]),
                row(6, &["x"])
            ]
        );
    }

    #[test]
    fn delimiters_and_encodings_are_told_apart() {
        assert_eq!(
            rows("\u{feff}tŷ;b,c;\n".as_bytes()),
            [row(1, &["tŷ", "b,c", ""])]
        );
        assert_eq!(rows(b"\"a,b\"\tc\n"), [row(1, &["a,b", "c"])]);
        assert_eq!(rows(b"it\x92s,caf\xe9\n"), [row(1, &["it’s", "café"])]);
        let utf16: Vec<u8> = "a,ŵyr\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(rows(&utf16), [row(1, &["a", "ŵyr"])]);
        let one = read_rows(b"one\ntwo", Path::new("x.tsv")).unwrap();
        assert_eq!(one.len(), 2);
    }

    #[test]
    fn the_guard_of_an_export_is_taken_off() {
        assert_eq!(rows(b"'-well,'twas\n"), [row(1, &["-well", "'twas"])]);
    }

    #[test]
    fn spreadsheets_keep_rows_whole_numbers_and_days() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet();
        let sheet = workbook.add_worksheet();
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 2, 28).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_string(2, 1, "Family 1").unwrap();
        sheet.write_number(2, 2, 12.0).unwrap();
        sheet.write_number(2, 3, 1.5).unwrap();
        sheet
            .write_datetime_with_format(4, 1, &day, &format)
            .unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        assert_eq!(
            rows(&bytes),
            [
                row(3, &["", "Family 1", "12", "1.5"]),
                row(5, &["", "2026-02-28"])
            ]
        );
    }

    #[test]
    fn a_cell_in_the_last_corner_costs_no_more_than_its_row() {
        let sheet = |cells: &[(u32, u16)]| {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            let sheet = workbook.add_worksheet();
            for &(row, column) in cells {
                sheet.write_string(row, column, "x").unwrap();
            }
            workbook.save_to_buffer().unwrap()
        };
        let found = rows(&sheet(&[(0, 0), (1_048_575, 16_383)]));
        assert_eq!(found[0], row(1, &["x"]));
        assert_eq!((found[1].0, found[1].1.len()), (1_048_576, 16_384));
        let far: Vec<(u32, u16)> = (0..400).map(|row| (row, 16_383)).collect();
        let refused = read_rows(&sheet(&far), Path::new("t.xlsx")).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the sheet has more than the 5000000 cells that can be read, gaps counted"
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let read = |bytes: &[u8]| {
            read_rows(bytes, Path::new("t.csv"))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(read(b""), "the table is empty");
        assert_eq!(read(b" ,\n"), "the table is empty");
        assert_eq!(
            read(b"\x7fELF\0\x01\x02\x03\x04\x05"),
            "this is neither a text table nor a spreadsheet"
        );
        assert!(read(b"PK\x03\x04 cut").starts_with("the spreadsheet cannot be read"));
    }
}
