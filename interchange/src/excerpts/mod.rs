//! Excerpts: coded quotes as files for the report's writer, for spreadsheets and for other programs.
//!
//! [`ExcerptBook::of`] chooses and orders the quotes; [`write_excerpts`] makes a file of them. A csv, xlsx or
//! json file has one row a coding; a docx or html file is to be read: themes, within them the respondent
//! groups, within them the quotes, each passage once however many coders marked it.

mod book;
mod csv;
mod docx;
mod html;
mod json;
mod outline;
mod row;
mod select;
mod xlsx;

use std::path::Path;

pub use book::{About, ExcerptBook, Theme};
pub use row::{COLUMNS, ExcerptRow, attribution};
pub use select::{ExcerptFilter, excerpt_rows};

use crate::export::{ExportError, ending, save_file, unknown_format};

/// The formats that excerpts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExcerptFormat {
    /// Comma-separated, UTF-8 with byte order mark.
    Csv,
    /// A workbook with a second sheet that says what it holds.
    Xlsx,
    /// A document with headings and quotations.
    Docx,
    /// One page that needs no other file.
    Html,
    /// An array of objects.
    Json,
}

impl ExcerptFormat {
    /// All formats, in the order offered.
    pub const ALL: [Self; 5] = [Self::Docx, Self::Xlsx, Self::Csv, Self::Html, Self::Json];

    /// The ending of such files' names, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The format that a file's name asks for.
    ///
    /// # Errors
    /// [`ExportError::UnknownFormat`], which names the endings there are.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        let ending = ending(path);
        Self::ALL
            .into_iter()
            .find(|format| format.ending() == ending || (*format == Self::Html && ending == "htm"))
            .ok_or_else(|| unknown_format(path, ".csv, .xlsx, .docx, .html or .json"))
    }
}

/// Makes a file of excerpts and answers its bytes.
///
/// # Errors
/// As the format's writer: [`ExportError::Csv`], [`ExportError::Workbook`], [`ExportError::TooManyRows`],
/// [`ExportError::Document`] or [`ExportError::Json`].
pub fn write_excerpts(book: &ExcerptBook, format: ExcerptFormat) -> Result<Vec<u8>, ExportError> {
    match format {
        ExcerptFormat::Csv => csv::write_csv(&book.rows),
        ExcerptFormat::Xlsx => xlsx::write_xlsx(book),
        ExcerptFormat::Docx => docx::write_docx(book),
        ExcerptFormat::Html => Ok(html::write_html(book).into_bytes()),
        ExcerptFormat::Json => json::write_json(&book.rows),
    }
}

/// Writes excerpts to a file, whole or not at all, in the format that its name asks for.
///
/// # Errors
/// [`ExportError::UnknownFormat`] before anything is made; then as [`write_excerpts`] and [`save_file`].
pub fn save_excerpts(book: &ExcerptBook, path: &Path) -> Result<(), ExportError> {
    let format = ExcerptFormat::of(path)?;
    save_file(path, &write_excerpts(book, format)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::small_book;

    #[test]
    fn the_name_of_the_file_decides_the_format() {
        for format in ExcerptFormat::ALL {
            let name = format!("quotes.{}", format.ending().to_uppercase());
            assert_eq!(ExcerptFormat::of(Path::new(&name)).unwrap(), format);
        }
        let error = ExcerptFormat::of(Path::new("out/quotes.pdf")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "“quotes.pdf” does not say in which format: end it in .csv, .xlsx, .docx, .html or .json"
        );
    }

    #[test]
    fn nothing_is_written_for_an_unknown_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes");
        assert!(save_excerpts(&small_book(), &path).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn every_format_is_saved_and_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        for format in ExcerptFormat::ALL {
            let path = folder.path().join("quotes").with_extension(format.ending());
            save_excerpts(&small_book(), &path).unwrap();
            assert_eq!(
                std::fs::read(&path).unwrap(),
                write_excerpts(&small_book(), format).unwrap(),
                "{format:?}"
            );
        }
    }
}
