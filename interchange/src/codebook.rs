//! Codebooks as files: csv, spreadsheets and REFI-QDA, both ways.

mod taguette;

pub use taguette::write_for_taguette;

use std::path::Path;

use codebooks::{Code, CodeDraft, TableError, TableWarning};

use crate::export::{ExportError, ending, unknown_format};
use crate::refi::{self, RefiError};
use crate::sheet::{SheetError, decoded, is_workbook, read_rows};
use crate::workbook::{Book, Width};
use crate::{Place, Warning};

/// Why a file could not be read as a codebook.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodebookError {
    /// The file could not be read as a table.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The table is no codebook.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The file is a REFI-QDA codebook that cannot be read.
    #[error(transparent)]
    Refi(#[from] RefiError),
}

/// Reads a codebook from a file's bytes: csv in any encoding, a spreadsheet, a `.qdc`, or a list of codes in a text file.
/// `name` is the file's.
///
/// # Errors
/// [`CodebookError::Sheet`], [`CodebookError::Table`], [`CodebookError::Refi`].
pub fn read_codebook(
    bytes: &[u8],
    name: &Path,
) -> Result<(Vec<CodeDraft>, Vec<Warning>), CodebookError> {
    if refi::is_codebook(bytes) {
        return Ok(refi::read_codebook(bytes)?);
    }
    let (drafts, warnings) = if is_workbook(bytes) {
        let mut table: Vec<Vec<String>> = Vec::new();
        for row in read_rows(bytes, name)? {
            // Rows left out as empty are put back, so that warnings name the rows a person sees.
            table.resize(row.line - 1, Vec::new());
            table.push(row.cells);
        }
        let (drafts, warnings) = codebooks::read_table(&table)?;
        (
            drafts,
            warnings
                .into_iter()
                .map(|w| (Place::Row(w.line), w.message))
                .collect::<Vec<_>>(),
        )
    } else {
        let (drafts, warnings) = read_text(&decoded(bytes)?, name)?;
        (
            drafts,
            warnings
                .into_iter()
                .map(|w| (Place::Line(w.line), w.message))
                .collect(),
        )
    };
    let warnings = warnings
        .into_iter()
        .map(|(place, message)| Warning::new(place, message))
        .collect();
    Ok((drafts, warnings))
}

/// Reads csv; a text file without headings is a list of codes, a line each.
fn read_text(text: &str, name: &Path) -> Result<(Vec<CodeDraft>, Vec<TableWarning>), TableError> {
    match codebooks::read_csv(text) {
        Err(TableError::NoNameColumn { .. }) if ending(name) == "txt" => {
            Ok(codebooks::read_list(text))
        }
        read => read,
    }
}

/// Writes codes as the bytes of a codebook file, in the order of their tree; the ending of `path` says whether
/// as csv (UTF-8 with mark), xlsx or qdc.
///
/// # Errors
/// [`ExportError::UnknownFormat`], [`ExportError::Workbook`], [`ExportError::Refi`].
pub fn write_codebook<'a>(
    codes: impl IntoIterator<Item = &'a Code>,
    path: &Path,
) -> Result<Vec<u8>, ExportError> {
    match ending(path).as_str() {
        "csv" => Ok(format!("\u{feff}{}", codebooks::write_csv(codes)).into_bytes()),
        "xlsx" => workbook(&codebooks::write_table(codes)),
        "qdc" => Ok(refi::write_codebook(codes)?),
        _ => Err(unknown_format(path, ".csv, .xlsx or .qdc")),
    }
}

fn workbook(table: &[Vec<String>]) -> Result<Vec<u8>, ExportError> {
    let mut book = Book::new();
    let headings = table.first().map(Vec::as_slice).unwrap_or_default();
    let mut sheet = book.sheet("Codebook");
    for (nth, heading) in headings.iter().enumerate() {
        let width = match heading.as_str() {
            "path" => Width::Title,
            "kind" | "colour" => Width::Word,
            _ => Width::Prose,
        };
        sheet.heading(nth, heading, width)?;
    }
    for row in table.iter().skip(1) {
        sheet.next_row()?;
        for (nth, cell) in row.iter().enumerate() {
            sheet.text(nth, cell)?;
        }
    }
    sheet.close()?;
    book.bytes()
}

#[cfg(test)]
mod tests {
    use codebooks::{CodeId, Kind, codes_from_drafts};

    use super::*;

    fn codes() -> Vec<Code> {
        let csv = "path,kind,definition,example\n\
            Enablers,enabler,What helped,\n\
            Enablers / Trust,,\"Felt\nsafe\",=not a formula\n";
        let (drafts, _) = codebooks::read_csv(csv).unwrap();
        let mut next = 0;
        codes_from_drafts(&drafts, || {
            next += 1;
            CodeId::from_u128(next)
        })
    }

    #[test]
    fn a_codebook_survives_csv_and_xlsx() {
        for name in ["book.csv", "Book.XLSX"] {
            let bytes = write_codebook(&codes(), Path::new(name)).unwrap();
            let (drafts, warnings) = read_codebook(&bytes, Path::new(name)).unwrap();
            assert_eq!(warnings, [], "{name}");
            assert_eq!(drafts, codebooks::drafts_of(&codes()), "{name}");
            assert_eq!(drafts[0].kind, Some(Kind::Enabler));
        }
    }

    /// Paths with their definitions, and what was said of them.
    fn told(bytes: &[u8], name: &str) -> (Vec<String>, Vec<String>) {
        let (drafts, warnings) = read_codebook(bytes, Path::new(name)).unwrap();
        let drafts = drafts.iter().map(|draft| match draft.definition.as_str() {
            "" => draft.path.to_string(),
            meaning => format!("{}: {meaning}", draft.path),
        });
        (
            drafts.collect(),
            warnings.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn codebooks_of_other_programs_are_read_in_their_encodings() {
        // NVivo’s columns in French, saved by Excel on Windows: Windows-1252 and semicolons.
        let nvivo = "Nom;Description;Fichiers;Références\r\nÉcoute;Se sentir entendu;3;12\r\nÉcoute\\\\Délai;;1;2\r\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(nvivo);
        let wanted = ["Écoute: Se sentir entendu", "Écoute / Délai"].map(str::to_owned);
        assert_eq!(told(&bytes, "livre.csv"), (wanted.to_vec(), vec![]));
        // MAXQDA’s columns, saved by Excel as Unicode text: UTF-16 with tabs.
        let maxqda =
            "\u{feff}Farbe\tCode\tMemo\r\n#ff0000\tHürden > Warten\tZeit bis zur Hilfe\r\n";
        let bytes: Vec<u8> = maxqda.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wanted = ["Hürden", "Hürden / Warten: Zeit bis zur Hilfe"].map(str::to_owned);
        assert_eq!(told(&bytes, "codes.txt"), (wanted.to_vec(), vec![]));
        // Taguette’s columns in csv as it exports them: tags have no tree, whatever dots and slashes are in them.
        let taguette = "tag,description,number of highlights,number of documents\r\nTrust,\"Felt safe,\nheard\",4,2\r\nEarly.trust,,1,1\r\nhis/her,,0,0\r\n";
        let wanted = ["Trust: Felt safe,\nheard", "Early.trust", "his\\/her"].map(str::to_owned);
        assert_eq!(
            told(taguette.as_bytes(), "codebook.csv"),
            (wanted.to_vec(), vec![])
        );
    }

    #[test]
    fn taguettes_spreadsheet_has_the_same_columns() {
        let mut book = Book::new();
        let mut sheet = book.sheet("codebook");
        let headings = [
            "tag",
            "description",
            "number of highlights",
            "number of documents",
        ];
        for (nth, heading) in headings.iter().enumerate() {
            sheet.heading(nth, heading, Width::Title).unwrap();
        }
        sheet.next_row().unwrap();
        for (nth, cell) in ["Trust", "Felt safe", "4", "2"].iter().enumerate() {
            sheet.text(nth, cell).unwrap();
        }
        sheet.close().unwrap();
        let bytes = book.bytes().unwrap();
        let wanted = vec!["Trust: Felt safe".to_owned()];
        assert_eq!(told(&bytes, "codebook.xlsx"), (wanted, vec![]));
    }

    #[test]
    fn lists_of_qualcoder_have_no_headings() {
        let list = "Help\nBarriers>>Money>>Fares\tCost, of getting there\nBarriers>>Waiting>>>For a letter\n\nHelp\ttwice\n";
        let wanted = [
            "Help: twice",
            "Barriers",
            "Barriers / Money",
            "Barriers / Money / Fares: Cost, of getting there",
            "Barriers / Waiting",
            "Barriers / Waiting / For a letter",
        ];
        let (paths, said) = told(list.as_bytes(), "codes.txt");
        assert_eq!(paths, wanted);
        assert_eq!(
            said,
            ["Line 5: “Help” stands on line 1 already; the two were merged."]
        );
        let csv = list.replace("Cost, of", "\"Cost, of\"").replace('\t', ",");
        assert_eq!(told(csv.as_bytes(), "codes.csv").0.len(), 6);
        let plain = told("Help\nWaiting  too long\n".as_bytes(), "codes.txt").0;
        assert_eq!(plain, ["Help", "Waiting: too long"]);
        let error = read_codebook(b"Help\nWaiting\n", Path::new("codes.csv")).unwrap_err();
        assert!(error.to_string().contains("no column is headed"), "{error}");
    }

    #[test]
    fn csv_is_made_for_spreadsheets() {
        let bytes = write_codebook(&codes(), Path::new("book.csv")).unwrap();
        assert!(bytes.starts_with("\u{feff}".as_bytes()));
        assert!(
            String::from_utf8(bytes)
                .unwrap()
                .contains("'=not a formula")
        );
    }

    #[test]
    fn problems_name_row_and_format() {
        let mut book = Book::new();
        let mut sheet = book.sheet("x");
        sheet.heading(0, "Code", Width::Title).unwrap();
        sheet.heading(1, "Kind", Width::Word).unwrap();
        sheet.next_row().unwrap();
        sheet.next_row().unwrap();
        sheet.text(0, "Trust").unwrap();
        sheet.text(1, "novel").unwrap();
        sheet.close().unwrap();
        let (drafts, warnings) =
            read_codebook(&book.bytes().unwrap(), Path::new("a.xlsx")).unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!(warnings[0].place, Place::Row(3), "{warnings:?}");
        let error = write_codebook(&codes(), Path::new("book.docx")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "“book.docx” does not say in which format: end it in .csv, .xlsx or .qdc"
        );
        let error = read_codebook(b"a,b\nc,d\n", Path::new("a.csv")).unwrap_err();
        assert!(error.to_string().contains("no column is headed"), "{error}");
    }
}
