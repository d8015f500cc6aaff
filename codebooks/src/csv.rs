//! Codebooks as csv text.
//!
//! Written with commas and CRLF, one header line, without a byte order mark: whoever writes the file adds one. Cells
//! that a spreadsheet would run as a formula get a leading apostrophe, which reading takes off again.

use std::cmp::Reverse;

use crate::code::Code;
use crate::columns::Columns;
use crate::draft::{CodeDraft, drafts_of};
use crate::table::{TableError, TableWarning, draft_rows, read_numbered};

/// The delimiters tried, in order of preference.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Reads csv text as a codebook; commas, semicolons and tabs are told apart by the headings.
///
/// # Errors
/// As [`read_table`](crate::read_table).
pub fn read_csv(text: &str) -> Result<(Vec<CodeDraft>, Vec<TableWarning>), TableError> {
    let text = text.trim_start_matches('\u{feff}');
    let rows = DELIMITERS
        .into_iter()
        .rev()
        .map(|delimiter| rows_of(text, delimiter))
        // The last of equals wins, so the preferred delimiter is tried last.
        .max_by_key(|rows| fitness(rows))
        .unwrap_or_default();
    let numbered: Vec<(usize, &[String])> = rows
        .iter()
        .map(|(line, row)| (*line, row.as_slice()))
        .collect();
    let (drafts, mut warnings) = read_numbered(&numbered)?;
    if text.matches('"').count() % 2 == 1 {
        let line = rows.last().map_or(1, |(line, _)| *line);
        let message =
            "a quotation mark is opened and never closed; all that follows it was read as one cell";
        warnings.push(TableWarning {
            line,
            message: message.to_owned(),
        });
    }
    Ok((drafts, warnings))
}

/// Writes codes as csv in the order of their tree.
#[must_use]
pub fn write_csv<'a>(codes: impl IntoIterator<Item = &'a Code>) -> String {
    write_drafts_csv(&drafts_of(codes))
}

/// Writes drafts as csv, in their order.
#[must_use]
pub fn write_drafts_csv(drafts: &[CodeDraft]) -> String {
    let mut text = String::new();
    for row in draft_rows(drafts) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&guarded(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Says how well rows were parted: by headings understood, then by how few rows are wider than the headings, and where
/// there are none by how many have two cells.
fn fitness(rows: &[(usize, Vec<String>)]) -> (usize, Reverse<usize>, usize) {
    let understood = |row: &[String]| Columns::understood(row);
    let best = rows
        .iter()
        .take(10)
        .map(|(_, row)| (understood(row), row.len()))
        .max();
    let (headings, width) = best.unwrap_or_default();
    let pairs = rows
        .iter()
        .filter(|(_, row)| row.len() == 2 && headings == 0);
    (
        headings,
        Reverse(rows.iter().filter(|(_, row)| row.len() > width).count()),
        pairs.count(),
    )
}

/// Parts a text into rows, each with the line it begins on; blank lines are passed over.
fn rows_of(text: &str, delimiter: u8) -> Vec<(usize, Vec<String>)> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // Text is UTF-8 and rows may differ in length, so no record can be wrong; one that is would cost only itself.
    for record in reader.records().filter_map(Result::ok) {
        let (line, byte) = record
            .position()
            .map_or((1, 0), |at| (at.line(), at.byte()));
        // The position is that of the line break before, where blank lines were passed over.
        let before = usize::try_from(byte)
            .ok()
            .and_then(|byte| text.get(byte..))
            .unwrap_or_default();
        let blank = before
            .chars()
            .take_while(|c| matches!(c, '\r' | '\n'))
            .filter(|c| *c == '\n');
        let line = usize::try_from(line)
            .unwrap_or(usize::MAX)
            .saturating_add(blank.count());
        let cells: Vec<String> = record
            .iter()
            .map(|cell| unguarded(cell).to_owned())
            .collect();
        rows.push((line, cells));
    }
    // Excel's own note of the delimiter is no heading.
    if rows
        .first()
        .is_some_and(|(_, row)| row.first().is_some_and(|cell| cell.starts_with("sep=")))
    {
        rows.remove(0);
    }
    rows
}

/// Says whether a cell, apostrophes set aside, begins like a formula.
fn begins_like_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Puts an apostrophe before a cell that a spreadsheet would run, or that reading would take one off.
fn guarded(cell: &str) -> String {
    if begins_like_formula(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Takes off the apostrophe that [`guarded`] put on.
fn unguarded(cell: &str) -> &str {
    if begins_like_formula(cell) {
        cell.strip_prefix('\'').unwrap_or(cell)
    } else {
        cell
    }
}

/// Puts a cell in quotation marks where csv wants them.
fn quoted(cell: &str) -> String {
    let plain = !cell.contains(['"', ',', ';', '\t', '\n', '\r']) && cell.trim() == cell;
    if plain {
        cell.to_owned()
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::code::{CodeId, Kind};
    use crate::table::tests::any_drafts;

    fn paths(text: &str) -> Vec<String> {
        let (drafts, warnings) = read_csv(text).unwrap();
        assert_eq!(warnings, []);
        drafts.iter().map(|draft| draft.path.to_string()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for text in [
            "path,kind\nA / B,enabler",
            "path;kind\nA / B;enabler",
            "path\tkind\r\nA / B\tenabler\r\n",
        ] {
            let (drafts, _) = read_csv(text).unwrap();
            assert_eq!(drafts[1].kind, Some(Kind::Enabler), "{text:?}");
        }
        assert_eq!(
            paths("sep=;\nname;definition\nTrust;listened, believed"),
            ["Trust"]
        );
    }

    #[test]
    fn a_list_of_names_may_hold_commas() {
        assert_eq!(
            paths("Code\nTrust, and respect\nWaiting\n"),
            ["Trust, and respect", "Waiting"]
        );
        assert_eq!(paths("Code\nTrust; respect\n"), ["Trust; respect"]);
    }

    #[test]
    fn a_byte_order_mark_and_quoted_lines_are_read() {
        let text = "\u{feff}\"Name\",\"Description\"\n\"Trust\",\"one\ntwo, \"\"three\"\"\"\n";
        let (drafts, _) = read_csv(text).unwrap();
        assert_eq!(drafts[0].definition, "one\ntwo, \"three\"");
    }

    #[test]
    fn warnings_name_lines_of_the_text() {
        let (_, warnings) = read_csv("path,kind,definition\nA,,\"one\ntwo\"\n\nB,theme,").unwrap();
        assert_eq!(
            warnings
                .iter()
                .map(|warning| warning.line)
                .collect::<Vec<_>>(),
            [5]
        );
    }

    #[test]
    fn an_open_quotation_mark_is_reported() {
        let (drafts, warnings) = read_csv("path,definition\nA,\"one\nB,two\n").unwrap();
        assert_eq!((drafts.len(), warnings.len(), warnings[0].line), (1, 1, 2));
    }

    #[test]
    fn formulas_are_disarmed_and_restored() {
        let mut code = Code::new(CodeId::from_u128(1), "-18 degrees");
        code.definition = "=1+1".to_owned();
        code.example = "'tis".to_owned();
        code.not_when = "'@home".to_owned();
        let text = write_csv(&[code]);
        assert_eq!(
            text,
            "path,kind,definition,use_when,not_when,example,colour\r\n'-18 degrees,,'=1+1,,''@home,'tis,\r\n"
        );
        let (drafts, _) = read_csv(&text).unwrap();
        assert_eq!(drafts[0].path.leaf(), "-18 degrees");
        assert_eq!(
            (drafts[0].definition.as_str(), drafts[0].not_when.as_str()),
            ("=1+1", "'@home")
        );
    }

    #[test]
    fn an_empty_text_is_refused() {
        assert_eq!(read_csv(""), Err(TableError::Empty));
        assert!(matches!(
            read_csv("a,b\n1,2"),
            Err(TableError::NoNameColumn { .. })
        ));
    }

    proptest! {
        #[test]
        fn csv_is_read_as_it_is_written(drafts in any_drafts()) {
            let (back, warnings) = read_csv(&write_drafts_csv(&drafts)).unwrap();
            prop_assert_eq!(back, drafts);
            prop_assert_eq!(warnings, vec![]);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(path|name|parent|[ab,;\t\"'=/ ]|\r?\n){0,30}") {
            if let Ok((drafts, warnings)) = read_csv(&text) {
                let lines = text.lines().count();
                prop_assert!(warnings.iter().all(|warning| (1..=lines).contains(&warning.line)));
                prop_assert!(drafts.len() <= text.len());
            }
        }

        #[test]
        fn no_written_cell_begins_like_a_formula(drafts in any_drafts()) {
            for record in ::csv::ReaderBuilder::new().flexible(true).from_reader(write_drafts_csv(&drafts).as_bytes()).records() {
                for cell in &record.unwrap() {
                    prop_assert!(!cell.starts_with(['=', '+', '-', '@']));
                }
            }
        }
    }
}
