//! Reading the whole project but its texts.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use rusqlite::Connection;

use super::rows::{Columns, Stored, of_json};
use super::{Store, StoreError};
use crate::change::{Change, Row};
use crate::model::{Seq, TurnList};
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
        with_turns(&connection, put, |put| {
            each(&connection, |row| {
                put.apply(&[Change::Coding(fresh(row))]);
            })
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

/// How many lists of turns may wait to be made out.
const WAITING: usize = 256;

/// Reads all turns, and what `further` reads. Turns are most of what is written as JSON, so they are made out on a thread of
/// their own meanwhile.
fn with_turns(
    connection: &Connection,
    project: &mut Project,
    further: impl FnOnce(&mut Project) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let lists = std::thread::scope(|scope| {
        let (sender, written) = sync_channel::<String>(WAITING);
        let reading = scope.spawn(move || {
            let lists = written
                .iter()
                .map(|text| of_json(TurnList::TABLE, &text).map(fresh));
            lists.collect::<Result<Vec<Row<TurnList>>, StoreError>>()
        });
        let sent = each_row(connection, TurnList::TABLE, TurnList::COLUMNS, |row| {
            // Nobody listens any more once one of them cannot be made out: that is told below.
            sender.send(row.text(1)?.to_owned()).ok();
            Ok(())
        });
        drop(sender);
        let done = sent.and_then(|()| further(project));
        let lists = reading
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic))?;
        done.map(|()| lists)
    })?;
    for list in lists {
        project.apply(&[Change::Turns(list)]);
    }
    Ok(())
}

fn fresh<T: Stored>(row: T) -> Row<T> {
    Row {
        id: row.id(),
        before: None,
        after: Some(Arc::new(row)),
    }
}

fn each<T: Stored>(connection: &Connection, mut take: impl FnMut(T)) -> Result<(), StoreError> {
    each_row(connection, T::TABLE, T::COLUMNS, |row| {
        take(T::read(row)?);
        Ok(())
    })
}

fn each_row(
    connection: &Connection,
    table: &'static str,
    columns: &[&str],
    mut take: impl FnMut(&Columns<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let select = format!("SELECT {} FROM {table} ORDER BY id", columns.join(", "));
    let mut statement = connection.prepare(&select)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(&Columns { row, table })?;
    }
    Ok(())
}
