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
        let divider = divider(&text);
        let plain = divider == b'\t' && is_even(&text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(divider)
            .has_headers(false)
            .flexible(true)
            .quoting(!plain)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let (mut width, mut ragged) = (0, 0_usize);
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
            width = if rows.is_empty() { record.len() } else { width };
            if record.len() > width {
                ragged += 1;
                if ragged <= REPORTED {
                    warnings.push(Warning::new(
                        Place::Row(number),
                        format!(
                            "it has {} cells where the header has {width}; the rest was left out",
                            record.len()
                        ),
                    ));
                }
            }
            rows.push(SheetRow {
                number,
                cells: record
                    .iter()
                    .take(width.max(1))
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
        Ok(Draft::Sheet(Sheet::from_rows(rows)))
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

/// The sign between cells: the one that stands in the header, outside quotation marks, most often.
fn divider(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(64 * 1024) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => counts
                .iter_mut()
                .filter(|count| count.0 == byte)
                .for_each(|count| count.1 += 1),
            _ => {}
        }
    }
    counts
        .iter()
        .rev()
        .max_by_key(|count| count.1)
        .map_or(b',', |count| count.0)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
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
        assert_eq!(divider("a;b;\"c,d,e,f\"\n1,5;2;3"), b';');
        assert_eq!(divider("a\tb\n"), b'\t');
        assert_eq!(divider("one\n"), b',');
    }
}
