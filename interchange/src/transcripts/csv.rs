//! Tables in text: comma, semicolon, tab or bar between cells.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::sheet::{Sheet, SheetRow};
use crate::{Place, Warning};

/// Tables in text.
pub(super) struct Csv;

/// How many columns a table may have.
pub(super) const MOST_COLUMNS: usize = 4_096;

/// How many ragged rows are reported.
const REPORTED: usize = 5;

impl Reader for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn knows(&self, _: &File<'_>) -> bool {
        false
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let decoded = decode(file.bytes)?;
        warnings.extend(decoded.warnings);
        let text = project::text::clean(&decoded.text);
        if text.trim().is_empty() {
            return Err(ImportError::NoText);
        }
        let divider = divider(&text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(divider)
            .has_headers(false)
            .flexible(true)
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
                    .map(str::to_owned)
                    .collect(),
            });
        }
        Ok(Draft::Sheet(Sheet::from_rows(rows)))
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
    use super::*;

    #[test]
    fn the_divider_is_found_in_the_header_outside_quotation_marks() {
        assert_eq!(divider("a;b;\"c,d,e,f\"\n1,5;2;3"), b';');
        assert_eq!(divider("a\tb\n"), b'\t');
        assert_eq!(divider("one\n"), b',');
    }
}
