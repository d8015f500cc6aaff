//! Reading the history.

use rusqlite::Row;

use super::{Store, StoreError};
use crate::change::Change;
use crate::model::Seq;
use crate::stamp::Timestamp;

/// A line of the history without its rows.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) seq: Seq,
    pub(crate) at: Timestamp,
    pub(crate) coder: String,
    pub(crate) label: String,
    pub(crate) undoes: Option<Seq>,
    pub(crate) continues: Option<Seq>,
}

impl Store {
    /// All lines, oldest first, without their rows.
    pub(crate) fn lines(&self) -> Result<Vec<Line>, StoreError> {
        let connection = self.shared.lock();
        let mut statement = connection
            .prepare("SELECT seq, at, coder, label, undoes, continues FROM history ORDER BY seq")?;
        let lines = statement
            .query_map([], read_line)?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(lines)
    }

    /// The rows of one line.
    pub(crate) fn changes_of(&self, seq: Seq) -> Result<Vec<Change>, StoreError> {
        let connection = self.shared.lock();
        let number = i64::try_from(seq.0).unwrap_or(i64::MAX);
        let json: String = connection.query_row(
            "SELECT changes FROM history WHERE seq = ?1",
            [number],
            |row| row.get(0),
        )?;
        serde_json::from_str(&json).map_err(|error| StoreError::BadRow {
            table: "history",
            problem: format!("line {}: {error}", seq.0),
        })
    }
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let seq = |number: i64| Seq(u64::try_from(number).unwrap_or(0));
    Ok(Line {
        seq: seq(row.get(0)?),
        at: Timestamp(row.get(1)?),
        coder: row.get(2)?,
        label: row.get(3)?,
        undoes: row.get::<_, Option<i64>>(4)?.map(seq),
        continues: row.get::<_, Option<i64>>(5)?.map(seq),
    })
}
