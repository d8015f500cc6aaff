//! Writing an edit: its rows and its line of history, or nothing.

use std::sync::Arc;

use rusqlite::Transaction;

use super::rows::Stored;
use super::{Store, StoreError};
use crate::change::{Change, Row, on_row};
use crate::model::{Seq, TextHash};
use crate::stamp::Timestamp;
use crate::text::SourceText;

/// A line to add to the history.
#[derive(Debug, Clone)]
pub(crate) struct NewLine<'a> {
    pub(crate) seq: Seq,
    pub(crate) at: Timestamp,
    pub(crate) coder: &'a str,
    pub(crate) label: &'a str,
    pub(crate) undoes: Option<Seq>,
    pub(crate) continues: Option<Seq>,
}

impl Store {
    /// Writes texts, files, rows and the line of history in one transaction. When this answers, it is on the disk.
    pub(crate) fn commit(
        &mut self,
        line: &NewLine<'_>,
        changes: &[Change],
        texts: &[(TextHash, SourceText)],
        files: &[(TextHash, Arc<[u8]>)],
    ) -> Result<(), StoreError> {
        let mut connection = self.shared.lock();
        let transaction = connection.transaction()?;
        for (hash, text) in texts {
            transaction
                .prepare_cached(
                    "INSERT INTO texts (hash, text) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
                )?
                .execute((hash.as_str(), text.as_str()))?;
        }
        for (hash, bytes) in files {
            transaction
                .prepare_cached(
                    "INSERT INTO files (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
                )?
                .execute((hash.as_str(), bytes.as_ref()))?;
        }
        for change in changes {
            on_row!(change, row => write_row(&transaction, row)?);
        }
        write_line(&transaction, line, changes)?;
        transaction.commit()?;
        Ok(())
    }

    /// Writes the rows a new project begins with, which no history can take back.
    pub(crate) fn begin(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let mut connection = self.shared.lock();
        let transaction = connection.transaction()?;
        for change in changes {
            on_row!(change, row => write_row(&transaction, row)?);
        }
        transaction.commit()?;
        Ok(())
    }
}

fn write_line(
    transaction: &Transaction<'_>,
    line: &NewLine<'_>,
    changes: &[Change],
) -> Result<(), StoreError> {
    let json = serde_json::to_string(changes).map_err(|error| StoreError::BadRow {
        table: "history",
        problem: error.to_string(),
    })?;
    let number = |seq: Option<Seq>| seq.map(|seq| i64::try_from(seq.0).unwrap_or(i64::MAX));
    transaction
        .prepare_cached(
            "INSERT INTO history (seq, at, coder, label, changes, undoes, continues) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((
            number(Some(line.seq)),
            line.at.0,
            line.coder,
            line.label,
            json,
            number(line.undoes),
            number(line.continues),
        ))?;
    Ok(())
}

fn write_row<T: Stored>(transaction: &Transaction<'_>, row: &Row<T>) -> Result<(), StoreError> {
    if let Some(after) = &row.after {
        transaction
            .prepare_cached(&upsert::<T>())?
            .execute(rusqlite::params_from_iter(after.bind()?))?;
    } else {
        let key: [u8; 16] = row.id.into();
        transaction
            .prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", T::TABLE))?
            .execute([key.as_slice()])?;
    }
    Ok(())
}

fn upsert<T: Stored>() -> String {
    let places: Vec<String> = (1..=T::COLUMNS.len())
        .map(|place| format!("?{place}"))
        .collect();
    let set: Vec<String> = T::COLUMNS
        .iter()
        .skip(1)
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
        T::TABLE,
        T::COLUMNS.join(", "),
        places.join(", "),
        set.join(", ")
    )
}
