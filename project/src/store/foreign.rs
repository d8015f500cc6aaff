//! Databases of other programs, read as plain tables. They are here because only this folder speaks to SQLite; what
//! their tables mean is known elsewhere.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::{Refusal, StoreError};

/// What is read of one database at most, in bytes of text.
const MOST_BYTES: usize = 1 << 30;

/// What is read of one table at most, in rows.
const MOST_ROWS: usize = 5_000_000;

/// A database of another program, open to be read. Nothing in it is ever changed.
#[derive(Debug)]
pub struct ForeignDatabase {
    connection: Connection,
    left: std::cell::Cell<usize>,
}

/// What a cell of a foreign table holds. Bytes that are no text are as nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum ForeignValue {
    /// Nothing, or a column that this version of the program does not have.
    Nothing,
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Words.
    Text(String),
}

impl ForeignValue {
    /// The words; "" for anything else.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Nothing | Self::Integer(_) | Self::Real(_) => "",
        }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            // Some programs keep places in a text as real numbers.
            Self::Real(number) if number.fract() == 0.0 => format!("{number:.0}").parse().ok(),
            Self::Nothing | Self::Real(_) => None,
        }
    }
}

impl ForeignDatabase {
    /// Opens a database to read it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // Views and functions in the schema of a file from anywhere are not to be run.
        connection.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;",
        )?;
        let database = Self {
            connection,
            left: std::cell::Cell::new(MOST_BYTES),
        };
        // A file that is no database shows when it is first read.
        database.has_table("sqlite_master")?;
        Ok(database)
    }

    /// Whether there is a table of this name.
    pub fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        let mut select = self.connection.prepare(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql NOT LIKE 'CREATE VIRTUAL%'",
        )?;
        Ok(select.query_row([name], |row| row.get::<_, i64>(0))? > 0)
    }

    /// The rows of a table, in the order they were made, with these columns. A table that is not there has no rows, a
    /// column that is not there nothing in it.
    pub fn rows(
        &self,
        table: &str,
        columns: &[&str],
    ) -> Result<Vec<Vec<ForeignValue>>, StoreError> {
        if !self.has_table(table)? {
            return Ok(Vec::new());
        }
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let there = self.columns(&quoted(table))?;
        let wanted: Vec<String> = columns
            .iter()
            .map(|&column| {
                if there.iter().any(|known| known.eq_ignore_ascii_case(column)) {
                    quoted(column)
                } else {
                    "NULL".to_owned()
                }
            })
            .collect();
        let mut select = self.connection.prepare(&format!(
            "SELECT {} FROM {} ORDER BY rowid",
            wanted.join(", "),
            quoted(table)
        ))?;
        let mut found = Vec::new();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if found.len() == MOST_ROWS {
                return Err(too_much(table));
            }
            let mut cells = Vec::with_capacity(columns.len());
            for place in 0..columns.len() {
                cells.push(self.cell(row.get_ref(place)?, table)?);
            }
            found.push(cells);
        }
        Ok(found)
    }

    fn columns(&self, quoted: &str) -> Result<Vec<String>, StoreError> {
        let mut info = self
            .connection
            .prepare(&format!("PRAGMA table_info({quoted})"))?;
        let names = info.query_map([], |row| row.get(1))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    fn cell(&self, value: ValueRef<'_>, table: &str) -> Result<ForeignValue, StoreError> {
        Ok(match value {
            ValueRef::Null | ValueRef::Blob(_) => ForeignValue::Nothing,
            ValueRef::Integer(number) => ForeignValue::Integer(number),
            ValueRef::Real(number) => ForeignValue::Real(number),
            ValueRef::Text(bytes) => {
                let left = self.left.get().checked_sub(bytes.len());
                self.left.set(left.ok_or_else(|| too_much(table))?);
                ForeignValue::Text(String::from_utf8_lossy(bytes).into_owned())
            }
        })
    }
}

fn too_much(table: &str) -> StoreError {
    let problem = format!("the table {table} holds more than can be read");
    StoreError::File(Refusal::Other, problem.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_are_and_what_is_missing_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theirs.qda");
        let theirs = Connection::open(&path).unwrap();
        theirs
            .execute_batch("CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, size REAL); INSERT INTO source VALUES (7, 'Ŵyn', 1.5), (2, NULL, x'00'); CREATE VIEW trap AS SELECT * FROM source;")
            .unwrap();
        drop(theirs);
        let database = ForeignDatabase::open(&path).unwrap();
        let rows = database
            .rows("source", &["id", "NAME", "size", "memo"])
            .unwrap();
        assert_eq!(
            rows,
            [
                vec![
                    ForeignValue::Integer(2),
                    ForeignValue::Nothing,
                    ForeignValue::Nothing,
                    ForeignValue::Nothing
                ],
                vec![
                    ForeignValue::Integer(7),
                    ForeignValue::Text("Ŵyn".into()),
                    ForeignValue::Real(1.5),
                    ForeignValue::Nothing
                ],
            ]
        );
        assert!(database.rows("trap", &["id"]).unwrap().is_empty());
        assert!(
            database
                .rows("no \"such\" table", &["id"])
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn whole_numbers_are_known_however_they_are_kept() {
        let whole = |value: ForeignValue| value.integer();
        assert_eq!(whole(ForeignValue::Real(12.0)), Some(12));
        assert_eq!(whole(ForeignValue::Text(" 12 ".into())), Some(12));
        for none in [1.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(whole(ForeignValue::Real(none)), None, "{none}");
        }
    }

    #[test]
    fn what_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theirs.qda");
        std::fs::write(&path, "SQLite format 3, or so it says").unwrap();
        assert!(ForeignDatabase::open(&path).is_err());
        assert!(ForeignDatabase::open(&folder.path().join("no.qda")).is_err());
    }
}
