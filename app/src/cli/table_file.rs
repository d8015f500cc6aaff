//! Any table as a file: JSON is the document that `--json` prints, everything else the table as people read it.

use std::path::Path;

use interchange::tables::{Cell, Table, TableFormat, save_table};
use interchange::{ExportError, save_file};
use serde::Serialize;

use crate::message::Trouble;

/// Writes a table as the file's ending says; `table` is only laid out where it is needed.
pub(crate) fn save(
    to: &Path,
    document: &impl Serialize,
    table: impl FnOnce(TableFormat) -> Table,
) -> Result<(), Trouble> {
    let format = TableFormat::of(to)?;
    if format != TableFormat::Json {
        return Ok(save_table(&table(format), to)?);
    }
    let failed = |source| ExportError::Json {
        source: Box::new(source),
    };
    let mut bytes = serde_json::to_vec_pretty(document).map_err(failed)?;
    bytes.push(b'\n');
    Ok(save_file(to, &bytes)?)
}

/// A heading with its base, such as “Parents (of 5)”.
pub(crate) fn heading_of(value: &str, base: Option<u64>) -> String {
    base.map_or_else(|| value.to_owned(), |base| format!("{value} (of {base})"))
}

/// A row of counts under its name.
pub(crate) fn counted(name: &str, cells: &[u64], total: u64) -> Vec<Cell> {
    let numbers = cells.iter().chain([&total]).map(|&n| Cell::Count(n));
    std::iter::once(Cell::Text(name.to_owned()))
        .chain(numbers)
        .collect()
}
