//! Spreadsheets of free office programs (`.ods`): the first sheet that has rows, values as they are.

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::csv::MOST_COLUMNS;
use super::docx_styles::attribute;
use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::markup::{self, Listener};
use super::sheet::{FirstFilled, SheetRow};
use crate::Warning;
use crate::cells::MOST_CELLS;

/// `.ods` spreadsheets.
pub(super) struct Ods;

/// The part with the cells.
const MAIN: &str = "content.xml";

impl Reader for Ods {
    fn format(&self) -> Format {
        Format::OpenSheet
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ods", "ots"]
    }

    fn knows(&self, file: &File<'_>) -> bool {
        file.parts().iter().any(|part| part == MAIN)
            && Archive::open(file.bytes).is_ok_and(is_sheet)
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        let mut first = FirstFilled::default();
        for (name, rows) in sheets(file.bytes)? {
            first.offer(&name, rows, warnings);
        }
        first.taken().map(Draft::Sheet)
    }
}

/// The sheets of a spreadsheet in the order of the file, each with its name.
fn sheets(bytes: &[u8]) -> Result<Vec<(String, Rows)>, ImportError> {
    let mut archive = Archive::open(bytes)?;
    if let Some(manifest) = archive.read("META-INF/manifest.xml")?
        && manifest
            .windows(15)
            .any(|window| window == b"encryption-data")
    {
        return Err(ImportError::Password);
    }
    let bytes = archive
        .read(MAIN)?
        .ok_or_else(|| ImportError::damaged("the part content.xml is missing"))?;
    read(&decode(&bytes)?.text)
}

/// The cells of a sheet's rows, each with its number in the file, from 1.
pub(crate) type Numbered = Vec<(usize, Vec<String>)>;

/// The sheets of an `.ods` spreadsheet; none if it is no such file.
pub(crate) fn open_document_sheets(bytes: &[u8]) -> Option<Result<Vec<Numbered>, ImportError>> {
    if !is_sheet(Archive::open(bytes).ok()?) {
        return None;
    }
    let numbered = |rows: Rows| {
        rows.into_iter()
            .map(|row| (row.number, row.cells))
            .collect()
    };
    let sheets = sheets(bytes);
    Some(sheets.map(|sheets| sheets.into_iter().map(|(_, rows)| numbered(rows)).collect()))
}

fn is_sheet(mut archive: Archive<'_>) -> bool {
    let kind = archive.read("mimetype").ok().flatten().unwrap_or_default();
    kind.windows(11).any(|window| window == b"spreadsheet")
}

type Rows = Vec<SheetRow>;

fn read(xml: &str) -> Result<Vec<(String, Rows)>, ImportError> {
    let mut walk = Walk::default();
    markup::walk(xml, MAIN, &mut walk)?;
    Ok(walk.sheets)
}

#[derive(Default)]
struct Walk {
    sheets: Vec<(String, Rows)>,
    /// The number of the row being read, from 1.
    row: usize,
    row_repeats: usize,
    cells: Vec<String>,
    /// Empty cells that count only if a filled one follows.
    gap: usize,
    cell: Option<Cell>,
    in_paragraph: bool,
    filled: usize,
    depth: usize,
    skip: Option<usize>,
}

struct Cell {
    repeats: usize,
    /// The value, where it is no text.
    value: Option<String>,
    text: String,
    paragraphs: usize,
}

impl Listener for Walk {
    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), ImportError> {
        if self.skip.is_some() {
            return Ok(());
        }
        let repeats = |name: &str| {
            attribute(tag, name)
                .and_then(|count| count.parse::<usize>().ok())
                .unwrap_or(1)
        };
        match tag.local_name().as_ref() {
            "annotation" | "shapes" | "tracked-changes" if !empty => self.skip = Some(self.depth),
            "table" if !empty => {
                let name = attribute(tag, "name").unwrap_or_default();
                self.sheets.push((name, Vec::new()));
                self.row = 0;
            }
            "table-row" => {
                self.row_repeats = repeats("number-rows-repeated");
                if empty {
                    self.row = self.row.saturating_add(self.row_repeats);
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(Cell {
                    repeats: repeats("number-columns-repeated"),
                    value: value(tag),
                    text: String::new(),
                    paragraphs: 0,
                });
                if empty {
                    self.finish_cell()?;
                }
            }
            "p" => {
                self.in_paragraph = !empty;
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            "s" => self.add(" "),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        if let Some(depth) = self.skip {
            if depth == self.depth {
                self.skip = None;
            }
            return Ok(());
        }
        match name {
            "p" => self.in_paragraph = false,
            "table-cell" | "covered-table-cell" => self.finish_cell()?,
            "table-row" => {
                let cells = std::mem::take(&mut self.cells);
                self.gap = 0;
                let first = self.row + 1;
                self.row = self.row.saturating_add(self.row_repeats);
                if cells.is_empty() {
                    return Ok(());
                }
                self.count(
                    cells
                        .len()
                        .saturating_mul(self.row_repeats - usize::from(self.row_repeats > 0)),
                )?;
                if let Some((_, rows)) = self.sheets.last_mut() {
                    rows.extend((first..=self.row).map(|number| SheetRow {
                        number,
                        cells: cells.clone(),
                    }));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) {
        self.add(words);
    }
}

impl Walk {
    fn finish_cell(&mut self) -> Result<(), ImportError> {
        self.in_paragraph = false;
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let words = project::text::clean(&cell.value.unwrap_or(cell.text));
        if words.trim().is_empty() {
            self.gap = self.gap.saturating_add(cell.repeats);
            return Ok(());
        }
        let width = self
            .cells
            .len()
            .saturating_add(self.gap)
            .saturating_add(cell.repeats);
        if width > MOST_COLUMNS {
            return Err(ImportError::TooComplex {
                what: "the number of columns in a sheet".to_owned(),
                limit: MOST_COLUMNS,
            });
        }
        self.count(self.gap + cell.repeats)?;
        let begin = self.cells.len() + self.gap;
        self.cells.resize(begin, String::new());
        self.cells.resize(width, words);
        self.gap = 0;
        Ok(())
    }

    fn count(&mut self, cells: usize) -> Result<(), ImportError> {
        self.filled = self.filled.saturating_add(cells);
        if self.filled > MOST_CELLS {
            return Err(ImportError::TooComplex {
                what: "the number of cells in the spreadsheet".to_owned(),
                limit: MOST_CELLS,
            });
        }
        Ok(())
    }

    fn add(&mut self, words: &str) {
        if self.skip.is_some() || !self.in_paragraph {
            return;
        }
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(words);
        }
    }
}

/// The value of a cell that is no text: days as ISO days, `yes` and `no`, numbers without their looks.
fn value(tag: &BytesStart<'_>) -> Option<String> {
    match attribute(tag, "value-type")?.as_str() {
        "float" | "currency" | "percentage" => attribute(tag, "value"),
        "date" => attribute(tag, "date-value").map(|day| {
            day.strip_suffix("T00:00:00")
                .unwrap_or(&day)
                .replace('T', " ")
        }),
        "boolean" => attribute(tag, "boolean-value")
            .map(|value| if value == "true" { "yes" } else { "no" }.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::{shown, warned};
    use super::super::{ImportOptions, read_transcript};

    /// A spreadsheet of these rows, in markup.
    pub(in crate::transcripts) fn spreadsheet(rows: &str) -> Vec<u8> {
        let xml = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"One\">{rows}<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        );
        packed(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("content.xml", xml.as_bytes()),
        ])
    }

    fn row(cells: &[&str]) -> String {
        let cell = |words: &&str| {
            if words.is_empty() {
                "<table:table-cell/>".to_owned()
            } else {
                format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
                )
            }
        };
        format!(
            "<table:table-row>{}</table:table-row>",
            cells.iter().map(cell).collect::<String>()
        )
    }

    #[test]
    fn a_survey_is_read_as_from_any_other_table() {
        let rows = row(&["id", "group", "What helped?"])
            + &row(&[
                "S01",
                "Parents",
                "Someone who came back.</text:p><text:p>And<text:s/>the phone &amp; <text:span>the bus</text:span>.",
            ])
            + &row(&["S02", "", "The same worker every week."]);
        assert_eq!(
            shown("survey.ods", &spreadsheet(&rows)),
            "[] What helped?\n[S01] Someone who came back.⏎And the phone & the bus.\n[S02] The same worker every week."
        );
        assert!(warned("survey.ods", &spreadsheet(&rows)).is_empty());
    }

    #[test]
    fn values_are_read_without_their_looks() {
        let rows = row(&["Family", "Referred", "Visits", "Closed"])
            + "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Family 1</text:p><office:annotation><text:p>a note</text:p></office:annotation></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-09\"><text:p>9 Mar</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"31\"><text:p>31.00</text:p></table:table-cell><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell></table:table-row>";
        let imported =
            read_transcript("mi.ods", &spreadsheet(&rows), &ImportOptions::default()).unwrap();
        let values: Vec<String> = imported.cases[0]
            .attributes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(imported.cases[0].name, "Family 1");
        assert_eq!(values, ["Referred=2026-03-09", "Visits=31", "Closed=yes"]);
    }

    #[test]
    fn a_repeated_cell_does_not_fill_the_memory() {
        let bomb = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"4000\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>";
        let error = read_transcript("a.ods", &spreadsheet(bomb), &ImportOptions::default());
        assert!(
            error
                .unwrap_err()
                .to_string()
                .contains("goes beyond the limit of 5000000")
        );
    }
}
