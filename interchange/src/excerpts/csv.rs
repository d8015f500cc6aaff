//! Excerpts as csv: UTF-8 with byte order mark, quoted, harmless for spreadsheets.

use super::row::{COLUMNS, ExcerptRow};
use crate::comma::{csv_bytes, csv_writer, write_record};
use crate::export::ExportError;
use crate::guard::{guarded, guarded_unless_number};

/// Writes excerpts as csv.
pub(super) fn write_csv(rows: &[ExcerptRow]) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv_writer();
    let attributes = rows
        .first()
        .map(|row| row.attributes.as_slice())
        .unwrap_or_default();
    let headings = COLUMNS.into_iter().map(str::to_owned);
    let named = attributes
        .iter()
        .map(|(name, _)| guarded(name).into_owned());
    write_record(&mut writer, headings.chain(named))?;
    for row in rows {
        write_record(&mut writer, cells(row))?;
    }
    csv_bytes(writer)
}

/// A row's cells in the order of the columns.
fn cells(row: &ExcerptRow) -> Vec<String> {
    let text = |text: &str| guarded(text).into_owned();
    let mut cells = vec![
        text(&row.quote_id),
        text(&row.source),
        text(&row.case),
        text(&row.respondent),
        text(&row.group),
        text(&row.speaker),
        row.turn.map(|turn| turn.to_string()).unwrap_or_default(),
        row.start.to_string(),
        row.end.to_string(),
        text(&row.code_path),
        text(row.kind.name()),
        text(&row.quote),
        text(&row.memo),
        row.weight
            .map(|weight| weight.to_string())
            .unwrap_or_default(),
        text(&row.coder),
        text(&row.coded_at),
    ];
    cells.extend(
        row.attributes
            .iter()
            .map(|(_, value)| guarded_unless_number(value).into_owned()),
    );
    cells
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::guard::unguarded;
    use crate::testing::{excerpt, small_book};

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text);
        reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn the_file_is_as_spreadsheets_like_it() {
        let text = String::from_utf8(write_csv(&small_book().rows[..1]).unwrap()).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        insta::assert_snapshot!(text.replace("\r\n", "␍\n"), @r#"
        "quote_id","source","case","respondent","group","speaker","turn","start","end","code_path","kind","quote","memo","weight","coder","coded_at","area","children"␍
        "00000000-0000-0000-0000-000000000001","Interview with Parent 2","Family 2","Parent 2","parents","P2",14,100,113,"Enablers / Trust","enabler","She listened.","",-2,"Awen","2026-03-09T14:05:00Z","Aberwynog",3␍
        "#);
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut row = excerpt("=1+1", "@group", "-well, =HYPERLINK(\"x\")");
        row.memo = "\t=2".to_owned();
        row.attributes = vec![
            ("+phone".to_owned(), "+44 1".to_owned()),
            ("score".to_owned(), "-2".to_owned()),
        ];
        let read = read(&write_csv(&[row]).unwrap());
        assert_eq!(&read[0][16..], ["'+phone", "score"]);
        assert_eq!(read[1][4], "'@group");
        assert_eq!(read[1][9], "'=1+1");
        assert_eq!(read[1][11], "'-well, =HYPERLINK(\"x\")");
        assert_eq!(read[1][12], "'\t=2");
        assert_eq!(read[1][13], "-2", "a weight stays a number");
        assert_eq!(&read[1][16..], ["'+44 1", "-2"]);
    }

    #[test]
    fn no_rows_still_have_headings() {
        assert_eq!(
            read(&write_csv(&[]).unwrap()),
            [COLUMNS.map(str::to_owned).to_vec()]
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(texts in prop::collection::vec("[\\PC\n\"',;=+@-]{0,20}", 5)) {
            let mut row = excerpt(&texts[0], &texts[1], &texts[2]);
            row.memo.clone_from(&texts[3]);
            row.attributes = vec![("area".to_owned(), texts[4].clone())];
            let read = read(&write_csv(&[row.clone()]).unwrap());
            for (column, text) in [(9, &row.code_path), (4, &row.group), (11, &row.quote), (12, &row.memo), (16, &texts[4])] {
                prop_assert_eq!(unguarded(&read[1][column]), text);
            }
        }
    }
}
