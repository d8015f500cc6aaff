//! Tables in text: comma, semicolon, tab or bar between cells.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::sheet::{Sheet, SheetRow};
use super::tabular;
use crate::{Place, Warning};

/// Tables in text.
pub(super) struct Csv;

/// How many columns a table may have.
pub(super) const MOST_COLUMNS: usize = 4_096;

/// How long the heading of a column may be for a file to be known by it, in bytes.
const LONGEST_HEAD: usize = 40;

/// How many ragged rows are reported.
const REPORTED: usize = 5;

impl Reader for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        // `Timespan<TAB>Content<TAB>Speaker`: a table, whatever the file is called.
        let first = file.opening().lines().next().unwrap_or_default();
        let heads = || first.split('\t');
        heads().any(tabular::is_words_head)
            && heads().any(|head| tabular::is_speaker_head(head) || tabular::is_time_head(head))
            && heads().all(|head| head.len() <= LONGEST_HEAD)
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        if text.trim().is_empty() {
            return Err(ImportError::NoText);
        }
        let (divider, text) = divider(&text);
        let plain = divider == b'\t' && is_even(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(divider)
            .has_headers(false)
            .flexible(true)
            .quoting(!plain)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for (place, record) in reader.records().enumerate() {
            let number = place + 1;
            let Ok(record) = record else {
                warnings.push(Warning::new(
                    Place::Row(number),
                    "the row cannot be read and was left out",
                ));
                continue;
            };
            if record.len() > MOST_COLUMNS {
                return Err(ImportError::TooComplex {
                    what: format!("the number of columns in row {number}"),
                    limit: MOST_COLUMNS,
                });
            }
            rows.push(SheetRow {
                number,
                cells: record
                    .iter()
                    .map(|cell| {
                        if plain {
                            unquoted(cell)
                        } else {
                            cell.to_owned()
                        }
                    })
                    .collect(),
            });
        }
        let mut sheet = Sheet::from_rows(rows);
        trim(&mut sheet, warnings);
        Ok(Draft::Sheet(sheet))
    }
}

/// Whether all lines have as many tabs: then rows are lines, and a quotation mark is what somebody said.
fn is_even(text: &str) -> bool {
    let mut tabs = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.bytes().filter(|byte| *byte == b'\t').count());
    let first = tabs.next();
    tabs.all(|count| Some(count) == first)
}

/// Takes off the quotation marks around a whole cell, and makes one of two within it.
fn unquoted(cell: &str) -> String {
    let inside = cell
        .strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'));
    match inside {
        Some(inside) if !inside.replace("\"\"", "").contains('"') => inside.replace("\"\"", "\""),
        _ => cell.to_owned(),
    }
}

/// Takes off what stands beyond the last heading, and tells of it where it is more than nothing.
fn trim(sheet: &mut Sheet, warnings: &mut Vec<Warning>) {
    let width = sheet.header.len().max(1);
    let mut ragged = 0;
    for row in &mut sheet.rows {
        if row.cells.len() <= width {
            continue;
        }
        if row.cells[width..]
            .iter()
            .any(|cell| !cell.trim().is_empty())
        {
            ragged += 1;
            if ragged <= REPORTED {
                warnings.push(Warning::new(
                    Place::Row(row.number),
                    format!(
                        "it has {} cells where the header has {width}; the rest was left out",
                        row.cells.len()
                    ),
                ));
            }
        }
        row.cells.truncate(width);
    }
    if ragged > REPORTED {
        warnings.push(Warning::of_file(format!(
            "{} more rows have cells beyond the last heading, which were left out",
            ragged - REPORTED
        )));
    }
}

/// The signs that may stand between cells; of two that serve as well, the first.
const SIGNS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are looked at for the sign between cells.
const ROWS: usize = 20;

/// The sign between cells, and the text without a line that names it (`sep=;`): the sign that stands outside quotation
/// marks in the header as often as in most of the first rows, and there most often.
fn divider(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let [b's', b'e', b'p', b'=', sign] = first.trim_end().as_bytes() {
        return (*sign, rest);
    }
    let mut rows: Vec<[usize; 4]> = vec![[0; 4]];
    let mut quoted = false;
    for byte in text.bytes().take(64 * 1024) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if rows.len() == ROWS {
                    break;
                }
                rows.push([0; 4]);
            }
            _ if !quoted => {
                if let (Some(row), Some(sign)) =
                    (rows.last_mut(), SIGNS.iter().position(|&sign| sign == byte))
                {
                    row[sign] += 1;
                }
            }
            _ => {}
        }
    }
    // The last row may be cut, or empty after the last line end.
    if rows.len() > 2 {
        rows.pop();
    }
    // A title may stand above the headings: what most rows have counts, else what the first has.
    let weight = |sign: usize| {
        let mut counts: Vec<usize> = rows.iter().map(|row| row[sign]).collect();
        counts.sort_unstable();
        let usual = counts[counts.len() / 2];
        let same = counts.iter().filter(|&&count| count == usual).count();
        let steady = usual > 0 && same * 10 >= counts.len() * 8;
        let head = rows.first().map_or(0, |row| row[sign]);
        (steady, if steady { usual } else { head })
    };
    let best = (0..SIGNS.len()).rev().max_by_key(|&sign| weight(sign));
    (best.map_or(b',', |sign| SIGNS[sign]), text)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};
    use super::*;

    #[test]
    fn a_table_is_known_by_its_headings_whatever_it_is_called() {
        let nvivo = "Timespan\tContent\tSpeaker\n0:00:06.8 - 0:00:11.8\tSo how was it?\tAda\n0:00:12.0 - 0:00:13.5\t\"Good\" is what I'd say.\tLee\n0:00:14.0 - 0:00:15.0\t\"And then?\"\tAda\n";
        let read = "[Ada 6800-11800] So how was it?\n[Lee 12000-13500] \"Good\" is what I'd say.\n[Ada 14000-15000] And then?";
        assert_eq!(shown("a.txt", nvivo.as_bytes()), read);
        assert_eq!(shown("a.tsv", nvivo.as_bytes()), read);
        let plain = "Name\tsaid it was time.\nAda\tyes.\n";
        assert!(shown("a.txt", plain.as_bytes()).starts_with("[] Name"));
    }

    #[test]
    fn a_quotation_mark_at_the_start_of_a_cell_swallows_no_rows() {
        let whisper =
            "start\tend\ttext\n0\t900\t\"So he said,\n1000\t1900\tand went\n4000\t4900\taway.\n";
        assert_eq!(
            shown("a.tsv", whisper.as_bytes()),
            "[ 0-1900] \"So he said, and went\n[ 4000-4900] away."
        );
    }

    #[test]
    fn the_divider_is_found_in_the_header_outside_quotation_marks() {
        assert_eq!(divider("a;b;\"c,d,e,f\"\n1,5;2;3").0, b';');
        assert_eq!(divider("a\tb\n").0, b'\t');
        assert_eq!(divider("one\n").0, b',');
    }

    #[test]
    fn the_divider_is_the_same_in_every_row() {
        let questions = "When;What, if anything, helped, and why?;Age\n1 May;Buses, trains;34\n2 May;Nothing;51\n3 May;Rain;8\n";
        assert_eq!(divider(questions).0, b';');
        assert_eq!(divider("sep=;\na,b;c\n"), (b';', "a,b;c\n"));
    }

    #[test]
    fn a_line_above_the_headings_costs_no_columns() {
        let table = "See the notes at the end\nspeaker,time,text\nAda,0:01,So?\nLee,0:04,Yes.\nAda,0:09,Good.\nLee,0:12,Bye.\n";
        assert_eq!(
            shown("a.csv", table.as_bytes()),
            "[Ada 1000-] So?\n[Lee 4000-] Yes.\n[Ada 9000-] Good.\n[Lee 12000-] Bye."
        );
        assert_eq!(
            warned("a.csv", table.as_bytes()),
            [
                "The line above the headings is in no column and was left out: “See the notes at the end”."
            ]
        );
    }
}
