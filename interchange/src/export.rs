//! What every export shares: its errors, and files that are written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why something could not be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file's name has an ending that stands for no format, or none.
    #[error("“{file}” does not say in which format: end it in {supported}")]
    UnknownFormat {
        /// The file's name as given.
        file: String,
        /// The endings that would do, such as `.csv, .xlsx or .json`.
        supported: &'static str,
    },
    /// The rows are more than a spreadsheet holds.
    #[error("a spreadsheet holds 1,048,575 rows and this has {rows}: export it as csv")]
    TooManyRows {
        /// How many there are.
        rows: usize,
    },
    /// The spreadsheet could not be made.
    #[error("the spreadsheet could not be made: {source}")]
    Workbook {
        /// What the spreadsheet writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The document could not be made.
    #[error("the document could not be made: {source}")]
    Document {
        /// What the document writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The rows could not be written as csv.
    #[error("the table could not be made: {source}")]
    Csv {
        /// What the csv writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The rows could not be written as JSON.
    #[error("the JSON could not be made: {source}")]
    Json {
        /// What the JSON writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It could not be written as REFI-QDA.
    #[error(transparent)]
    Refi(#[from] crate::refi::RefiError),
    /// The folder to write to is not there.
    #[error("there is no folder “{}”", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The name is that of a folder.
    #[error("“{}” is a folder: give a file's name", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The file could not be written. What stood there before is untouched.
    #[error("“{}” could not be written (is it open in another program?): {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes a file whole or not at all: first beside it under another name, then renamed over it.
///
/// # Errors
/// [`ExportError::NoFolder`], [`ExportError::IsFolder`], [`ExportError::Write`]; an older file of that name
/// then stands as it was.
pub fn save_file(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    if path.is_dir() {
        return Err(ExportError::IsFolder {
            path: path.to_owned(),
        });
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(ExportError::NoFolder {
            folder: folder.to_owned(),
        });
    }
    let failed = |source| ExportError::Write {
        path: path.to_owned(),
        source,
    };
    let (part, mut file) = part_file(path, folder).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    written
        .and_then(|()| fs::rename(&part, path))
        .map_err(|source| {
            // The half-made file is of no use; that it may not be removable either changes nothing for the caller.
            drop(fs::remove_file(&part));
            failed(source)
        })
}

/// Makes a new file in the folder of `path` that no other program has.
fn part_file(path: &Path, folder: &Path) -> io::Result<(PathBuf, fs::File)> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut nth = 0_u32;
    loop {
        let part = folder.join(format!(".{name}.{}-{nth}.part", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && nth < 100 => nth += 1,
            Err(error) => return Err(error),
        }
    }
}

/// The ending of a file's name, in lower case and without the dot.
pub(crate) fn ending(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// The error for a file whose ending stands for no format.
pub(crate) fn unknown_format(path: &Path, supported: &'static str) -> ExportError {
    let file = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    ExportError::UnknownFormat { file, supported }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        save_file(&path, b"old and long").unwrap();
        save_file(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_left_by_a_crash_does_not_stop_the_next_export() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        let (part, _) = part_file(&path, folder.path()).unwrap();
        save_file(&path, b"new").unwrap();
        assert!(part.exists() && path.exists());
    }

    #[test]
    fn places_that_cannot_be_written_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = save_file(folder.path(), b"x").unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("is a folder: give a file's name"),
            "{error}"
        );
        let error = save_file(&folder.path().join("no").join("x.csv"), b"x").unwrap_err();
        assert!(matches!(error, ExportError::NoFolder { .. }), "{error}");
    }

    #[test]
    fn an_unknown_ending_is_answered_with_the_known_ones() {
        let error = unknown_format(Path::new("a/quotes.pdf"), ".csv or .xlsx");
        assert_eq!(
            error.to_string(),
            "“quotes.pdf” does not say in which format: end it in .csv or .xlsx"
        );
        assert_eq!(ending(Path::new("A.XLSX")), "xlsx");
    }
}
