//! Reading the whole project but its texts.

use std::sync::Arc;

use rusqlite::Connection;

use super::rows::{Columns, Stored};
use super::{Store, StoreError};
use crate::change::{Change, Row};
use crate::model::Seq;
use crate::project::{Project, ProjectInfo};

impl Store {
    /// Reads every table into memory.
    pub(crate) fn load(&self) -> Result<Project, StoreError> {
        let connection = self.shared.lock();
        let mut info = None;
        each::<ProjectInfo>(&connection, |row| info = Some(row))?;
        let info = info.ok_or_else(|| StoreError::BadRow {
            table: "info",
            problem: "it is empty".to_owned(),
        })?;
        let mut project = Project::new(info);
        let put = &mut project;
        each(&connection, |row| {
            put.apply(&[Change::Attribute(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Coder(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Case(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Code(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Source(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Speaker(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Turns(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Coding(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Memo(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Scale(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Rating(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Kept(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Set(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Summary(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Question(fresh(row))]);
        })?;
        each(&connection, |row| {
            put.apply(&[Change::Search(fresh(row))]);
        })?;
        let last: Option<i64> =
            connection.query_row("SELECT max(seq) FROM history", [], |row| row.get(0))?;
        project.seq = Seq(last.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0));
        Ok(project)
    }
}

fn fresh<T: Stored>(row: T) -> Row<T> {
    Row {
        id: row.id(),
        before: None,
        after: Some(Arc::new(row)),
    }
}

fn each<T: Stored>(connection: &Connection, mut take: impl FnMut(T)) -> Result<(), StoreError> {
    let select = format!(
        "SELECT {} FROM {} ORDER BY id",
        T::COLUMNS.join(", "),
        T::TABLE
    );
    let mut statement = connection.prepare(&select)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(T::read(&Columns {
            row,
            table: T::TABLE,
        })?);
    }
    Ok(())
}
