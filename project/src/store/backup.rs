//! Whole copies of the file.

use std::path::Path;

use rusqlite::Connection;

use super::{Store, StoreError};

impl Store {
    /// Copies the project, complete and consistent, to a file that does not exist yet.
    pub(crate) fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        copy_to(&self.shared.lock(), path)
    }
}

/// SQLite makes the copy: reading the file past it would drop our lock on some systems.
pub(super) fn copy_to(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Exists {
            path: path.to_owned(),
        });
    }
    let name = path.to_str().ok_or_else(|| {
        StoreError::from_io(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "the name is not Unicode",
        ))
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}
