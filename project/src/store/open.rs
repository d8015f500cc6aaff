//! Making, opening and holding the file.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::StoreError;
use crate::stamp::Timestamp;

/// "VUCH", in the file's header: tells a Vouch project from any other SQLite database.
const APPLICATION_ID: u32 = 0x5655_4348;

/// Every migration, in order; the file's `user_version` counts those it has been through.
const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/0001_start.sql"),
    include_str!("migrations/0002_kept.sql"),
    include_str!("migrations/0003_findings.sql"),
];

/// The first bytes of every SQLite 3 database.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Who has a project's file open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The coder who opened it.
    pub coder: String,
    /// Their machine.
    pub host: String,
    /// When they opened it.
    pub since: Timestamp,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has it on {}", self.coder, self.host)
    }
}

/// A connection shared by the one writer and the readers of texts.
#[derive(Debug, Clone)]
pub(crate) struct Shared(Arc<Mutex<Connection>>);

impl Shared {
    /// The connection. A reader that panicked has changed nothing, so a poisoned lock is still good.
    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open project file, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Store {
    pub(super) shared: Shared,
    path: Option<PathBuf>,
    /// Keeps the path in [`OPEN_HERE`]. Dropped last, after the connection.
    _mark: Option<OpenMark>,
}

/// Paths this process holds. POSIX drops a file's locks when any descriptor of it closes in the same process,
/// so a path that is open here must not be touched a second time, not even to look at its header.
static OPEN_HERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

#[derive(Debug)]
struct OpenMark(PathBuf);

impl OpenMark {
    fn new(path: &Path) -> Option<Self> {
        let mut open = OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(path.to_owned()).then(|| Self(path.to_owned()))
    }
}

impl Drop for OpenMark {
    fn drop(&mut self) {
        OPEN_HERE
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.0);
    }
}

impl Store {
    /// Makes a new project file and answers it open. It appears under its name only when it is complete.
    pub(crate) fn create(path: &Path, holder: &Holder) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let half = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
        let made =
            Self::make(&half).and_then(|()| fs::rename(&half, path).map_err(StoreError::from_io));
        if let Err(error) = made {
            // The half-made file is of no use to anyone; that it cannot be removed either is not the news.
            drop(fs::remove_file(&half));
            return Err(error);
        }
        Self::open(path, holder)
    }

    fn make(path: &Path) -> Result<(), StoreError> {
        let mut connection = Connection::open(path)?;
        prepare(&connection)?;
        migrate(&mut connection, 0)?;
        connection.close().map_err(|(_, error)| error.into())
    }

    /// A project that lives in memory only.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection, 0)?;
        Ok(Self {
            shared: Shared(Arc::new(Mutex::new(connection))),
            path: None,
            _mark: None,
        })
    }

    /// Opens a project file, locks it, copies and updates it if an older Vouch wrote it, and notes who holds it.
    pub(crate) fn open(path: &Path, holder: &Holder) -> Result<Self, StoreError> {
        let real = path.canonicalize().map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                StoreError::Missing {
                    path: path.to_owned(),
                }
            } else {
                StoreError::from_io(error)
            }
        })?;
        let held = |holder| StoreError::Held {
            path: path.to_owned(),
            holder,
        };
        let mark = OpenMark::new(&real).ok_or_else(|| held(None))?;
        check_header(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&real, flags)?;
        // Taking the lock once, in exclusive locking mode, keeps it until the connection closes. Nothing is
        // written yet: a file that is refused below stays as it is, to the byte.
        let locked = prepare(&connection)
            .and_then(|()| Ok(connection.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?));
        if let Err(error) = locked {
            if has_code(&error, &[ErrorCode::NotADatabase]) {
                return Err(StoreError::NotAProject {
                    path: path.to_owned(),
                });
            }
            return Err(
                if has_code(
                    &error,
                    &[ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked],
                ) {
                    held(read_holder(&real))
                } else {
                    error
                },
            );
        }
        let version = version_of(&connection, path)?;
        if version < known_version() {
            copy_before_migration(&connection, &real, version)?;
            migrate(&mut connection, version)?;
        }
        connection.execute(
            "INSERT INTO holder (one, coder, host, since) VALUES (1, ?1, ?2, ?3)
             ON CONFLICT (one) DO UPDATE SET coder = excluded.coder, host = excluded.host, since = excluded.since",
            (&holder.coder, &holder.host, holder.since.0),
        )?;
        let shared = Shared(Arc::new(Mutex::new(connection)));
        Ok(Self {
            shared,
            path: Some(path.to_owned()),
            _mark: Some(mark),
        })
    }

    /// The file, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

/// Settings that every connection to a file needs: durable commits, a lock that lasts, no waiting.
fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::ZERO)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    // The journal is a side file only while a transaction runs: a synced folder has nothing to tear apart.
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn known_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

fn migrate(connection: &mut Connection, from: u32) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    for migration in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known_version())?;
    transaction.commit()?;
    Ok(())
}

fn check_header(path: &Path) -> Result<(), StoreError> {
    use std::io::Read as _;
    let mut start = [0_u8; 16];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if &start == SQLITE_MAGIC => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Err(StoreError::from_io(error))
        }
        _ => Err(StoreError::NotAProject {
            path: path.to_owned(),
        }),
    }
}

fn version_of(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let application: u32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID || found == 0 {
        return Err(StoreError::NotAProject {
            path: path.to_owned(),
        });
    }
    let known = known_version();
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(found)
}

/// Copies the file as it is, beside itself, before its format changes.
fn copy_before_migration(
    connection: &Connection,
    path: &Path,
    version: u32,
) -> Result<(), StoreError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let copy = (1..10_000)
        .map(|nth: u32| {
            let again = if nth == 1 {
                String::new()
            } else {
                format!(" {nth}")
            };
            path.with_file_name(format!(
                "{name} (before update from format {version}){again}.vouch"
            ))
        })
        .find(|copy| !copy.exists())
        .unwrap_or_default();
    super::backup::copy_to(connection, &copy).map_err(|error| StoreError::Copy {
        path: path.to_owned(),
        source: Box::new(error),
    })
}

fn has_code(error: &StoreError, codes: &[ErrorCode]) -> bool {
    let StoreError::File(_, source) = error else {
        return false;
    };
    source
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code)
        .is_some_and(|code| codes.contains(&code))
}

/// Looks past the lock for who holds the file. What is read may be half-written: it is a hint, never data.
fn read_holder(path: &Path) -> Option<Holder> {
    let escaped = path
        .to_str()?
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection =
        Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags).ok()?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Holder {
            coder: row.get(0)?,
            host: row.get(1)?,
            since: Timestamp(row.get(2)?),
        })
    };
    connection
        .query_row("SELECT coder, host, since FROM holder", [], read)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountingStamps, Session, Workspace};

    #[test]
    fn a_file_of_an_older_version_is_copied_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.vouch");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(MIGRATIONS[0]).unwrap();
        old.pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute(
            "INSERT INTO info (id, name, created_at) VALUES (?1, 'Old', 7)",
            [[7_u8; 16].as_slice()],
        )
        .unwrap();
        drop(old);
        let session = Session {
            coder: "Awen".to_owned(),
            host: "desk".to_owned(),
            stamps: Box::new(CountingStamps::new(Timestamp(7))),
        };
        let workspace = Workspace::open(&path, session).unwrap();
        assert_eq!(workspace.project().info().name, "Old");
        assert!(workspace.project().kept().is_empty());
        assert_eq!(workspace.check().unwrap(), []);
        drop(workspace);
        let version = |path: &Path| version_of(&Connection::open(path).unwrap(), path).unwrap();
        let copy = folder
            .path()
            .join("old (before update from format 1).vouch");
        assert_eq!((version(&path), version(&copy)), (known_version(), 1));
    }
}
