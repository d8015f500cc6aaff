//! Reading the whole project but its texts.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use rusqlite::Connection;

use super::rows::{Columns, Stored, of_json};
use super::{Store, StoreError};
use crate::change::{Change, Row};
use crate::model::{Coding, Seq, Table, TurnList};
use crate::project::{Project, ProjectInfo, ReadCodings};

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
        let (turns, codings) = turns_and_codings(&connection)?;
        put.read_with(turns, codings);
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

/// How many codings are handed over at once, and how many handfuls may wait to be put in order.
const HANDFUL: usize = 512;
const HANDFULS: usize = 16;

/// Reads all turns and codings, which are most of a file. Turns are written as JSON, and codings stand in several orders: a
/// thread of their own makes the ones out and puts the others in order while the file is read on.
fn turns_and_codings(
    connection: &Connection,
) -> Result<(Table<TurnList>, ReadCodings), StoreError> {
    std::thread::scope(|scope| {
        let (handfuls, read) = sync_channel::<Vec<Coding>>(HANDFULS);
        let placing = scope.spawn(move || {
            let mut codings = ReadCodings::default();
            for coding in read.iter().flatten() {
                codings.put(coding);
            }
            codings
        });
        // Nobody listens any more only once a thread has panicked: that is told below.
        let mut handful = Vec::with_capacity(HANDFUL);
        let sent = each(connection, |coding| {
            handful.push(coding);
            if handful.len() == HANDFUL {
                let full = std::mem::replace(&mut handful, Vec::with_capacity(HANDFUL));
                handfuls.send(full).ok();
            }
        });
        handfuls.send(handful).ok();
        drop(handfuls);
        let turns = sent.and_then(|()| turns(connection));
        let codings = placing.join().unwrap_or_else(|panic| resume_unwind(panic));
        turns.map(|turns| (turns, codings))
    })
}

/// Reads all turns, which are made out on a thread of their own meanwhile.
fn turns(connection: &Connection) -> Result<Table<TurnList>, StoreError> {
    std::thread::scope(|scope| {
        let (sender, written) = sync_channel::<String>(WAITING);
        let reading = scope.spawn(move || {
            let mut lists = Table::default();
            for text in written {
                lists.put(Arc::new(of_json::<TurnList>(TurnList::TABLE, &text)?));
            }
            Ok(lists)
        });
        let sent = each_row(connection, TurnList::TABLE, TurnList::COLUMNS, |row| {
            // Nobody listens any more once one of them cannot be made out: that is told below.
            sender.send(row.text(1)?.to_owned()).ok();
            Ok(())
        });
        drop(sender);
        let lists = reading.join().unwrap_or_else(|panic| resume_unwind(panic));
        sent.and(lists)
    })
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
