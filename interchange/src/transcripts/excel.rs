//! Workbooks: the first sheet that has rows, cells as they are shown.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::archive::Archive;
use super::csv::MOST_COLUMNS;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::sheet::{FirstFilled, SheetRow};
use super::wall::guarded;
use crate::cells::{MOST_CELLS, SheetCells, TooManyCells};
use crate::{Place, Warning};

/// Workbooks.
pub(super) struct Excel;

impl Reader for Excel {
    fn format(&self) -> Format {
        Format::Excel
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.parts().iter().any(|part| part == "xl/workbook.xml")
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        Archive::open(file.bytes)?.measure()?;
        // The library trusts the numbers in the file: ends before beginnings make it panic.
        let read = guarded(|| read(file, warnings));
        read.unwrap_or_else(|| Err(ImportError::damaged("its sheets contradict themselves")))
    }
}

fn read(file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes))
        .map_err(|error| ImportError::damaged_by("its list of sheets cannot be read", error))?;
    let mut first = FirstFilled::default();
    for name in book.sheet_names() {
        let rows = match rows(&mut book, &name) {
            Ok(rows) => rows,
            Err(error @ (ImportError::TooLarge { .. } | ImportError::TooComplex { .. })) => {
                return Err(error);
            }
            Err(_) => {
                warnings.push(Warning::new(
                    Place::Element(format!("Sheet “{name}”")),
                    "it cannot be read and was left out",
                ));
                continue;
            }
        };
        first.offer(&name, rows, warnings);
    }
    first.taken().map(Draft::Sheet)
}

/// The filled cells of a sheet by row.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<SheetRow>, ImportError> {
    let broken =
        |error| ImportError::damaged_by(format!("the sheet “{name}” cannot be read"), error);
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let too_large = |limit| ImportError::TooComplex {
        what: format!("the size of the sheet “{name}”"),
        limit,
    };
    let mut cells = SheetCells::default();
    // Where one time of a column has seconds, they are shown for all.
    let mut seconds: BTreeSet<u32> = BTreeSet::new();
    let mut times: Vec<(u32, u32)> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let words = words(cell.get_value());
        if is_time(cell.get_value()) {
            times.push(cell.get_position());
            if !words.ends_with(":00") {
                seconds.insert(cell.get_position().1);
            }
        }
        if words.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        if usize::try_from(column).is_ok_and(|column| column >= MOST_COLUMNS) {
            return Err(too_large(MOST_COLUMNS));
        }
        let put = cells.put((row, column), words);
        put.map_err(|TooManyCells| too_large(MOST_CELLS))?;
    }
    let rows = cells
        .rows()
        .map(|(number, cells)| SheetRow { number, cells });
    let mut rows: Vec<SheetRow> = rows.collect();
    for (row, column) in times {
        let (Ok(row), Ok(place)) = (usize::try_from(row), usize::try_from(column)) else {
            continue;
        };
        let found = rows.binary_search_by_key(&(row + 1), |row| row.number);
        if !seconds.contains(&column)
            && let Some(cell) = found.ok().and_then(|at| rows[at].cells.get_mut(place))
            && let Some(short) = cell.strip_suffix(":00")
        {
            *cell = short.to_owned();
        }
    }
    Ok(rows)
}

/// Whether a cell is a time without a day.
fn is_time(value: &DataRef<'_>) -> bool {
    matches!(value, DataRef::DateTime(moment) if moment.is_duration() || moment.as_f64() < 1.0)
}

/// A cell as a reader sees it: whole numbers without a point, dates as ISO days.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => {
            project::text::clean(words)
        }
        DataRef::SharedString(words) => project::text::clean(words),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let clock = if hour == 0 && minute == 0 {
                String::new()
            } else {
                format!(" {hour:02}:{minute:02}")
            };
            if moment.is_duration() || moment.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}:{second:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}{clock}")
            }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format as Look, Workbook};

    use super::super::archive::Archive;
    use super::super::archive::tests::packed;
    use super::super::tests::{shown, warned};
    use super::super::{ImportOptions, read_transcript};

    #[test]
    fn times_keep_their_seconds_where_a_column_has_some() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let clock = Look::new().set_num_format("h:mm:ss");
        let rows = [(0, 0, 5), (0, 1, 0), (0, 2, 30), (1, 0, 0)];
        for (column, head) in [(0, "speaker"), (1, "start"), (2, "text")] {
            sheet.write(0, column, head).unwrap();
        }
        for (row, (hour, minute, second)) in (1..).zip(rows) {
            let name = if row % 2 == 1 { "Ada" } else { "Lee" };
            let at = ExcelDateTime::from_hms(hour, minute, second).unwrap();
            sheet.write(row, 0, name).unwrap();
            sheet.write_with_format(row, 1, &at, &clock).unwrap();
            sheet.write(row, 2, "so").unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        assert_eq!(
            shown("a.xlsx", &bytes),
            "[Ada 5000-] so\n[Lee 60000-] so\n[Ada 150000-] so\n[Lee 3600000-] so"
        );
    }

    #[test]
    fn cells_are_read_as_they_are_shown() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, head) in ["Family", "Referred", "Visits", "Closed"]
            .into_iter()
            .enumerate()
        {
            sheet
                .write(0, u16::try_from(column).unwrap(), head)
                .unwrap();
        }
        sheet.write(1, 0, "Family 1").unwrap();
        let day = Look::new().set_num_format("yyyy-mm-dd");
        sheet
            .write_with_format(
                1,
                1,
                ExcelDateTime::parse_from_str("2026-03-09").unwrap(),
                &day,
            )
            .unwrap();
        sheet.write(1, 2, 31).unwrap();
        sheet.write(1, 3, true).unwrap();
        book.add_worksheet()
            .set_name("Notes")
            .unwrap()
            .write(0, 0, "a")
            .unwrap()
            .write(1, 0, "b")
            .unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let imported = read_transcript("mi.xlsx", &bytes, &ImportOptions::default()).unwrap();
        assert!(imported.source.is_none());
        let values: Vec<String> = imported.cases[0]
            .attributes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(values, ["Referred=2026-03-09", "Visits=31", "Closed=yes"]);
        assert_eq!(
            warned("mi.xlsx", &bytes),
            ["Sheet “Notes”: left out, with its 1 rows: only the first sheet is read."]
        );
    }

    #[test]
    fn a_sheet_whose_end_is_before_its_beginning_is_told_or_read() {
        let mut book = Workbook::new();
        book.add_worksheet()
            .write(0, 0, "Family")
            .unwrap()
            .write(1, 0, "Family 1")
            .unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let mut archive = Archive::open(&bytes).unwrap();
        let names = archive.names();
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for name in names {
            let part = archive.read(&name).unwrap().unwrap_or_default();
            let part = if name.ends_with("sheet1.xml") {
                let markup = String::from_utf8(part).unwrap();
                let (before, after) = markup.split_once("<dimension ref=\"").unwrap();
                let (_, after) = after.split_once('"').unwrap();
                format!("{before}<dimension ref=\"A9:H5\"{after}").into_bytes()
            } else {
                part
            };
            parts.push((name, part));
        }
        let all: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        match read_transcript("mi.xlsx", &packed(&all), &ImportOptions::default()) {
            Ok(imported) => assert_eq!(imported.cases.len(), 1),
            Err(error) => assert!(error.to_string().contains("contradict"), "{error}"),
        }
    }

    #[test]
    fn a_cell_in_the_last_corner_does_not_fill_the_memory() {
        let mut book = Workbook::new();
        book.add_worksheet()
            .write(0, 0, "a")
            .unwrap()
            .write(1_048_575, 16_383, "z")
            .unwrap();
        let error = read_transcript(
            "a.xlsx",
            &book.save_to_buffer().unwrap(),
            &ImportOptions::default(),
        )
        .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("the size of the sheet “Sheet1” goes beyond the limit of 4096"),
            "{error}"
        );
    }
}
