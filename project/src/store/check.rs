//! The file's own health.

use super::{Store, StoreError};

impl Store {
    /// What SQLite finds wrong with its file; empty when it is sound.
    pub(crate) fn damage(&self) -> Result<Vec<String>, StoreError> {
        let connection = self.shared.lock();
        let mut statement = connection.prepare("PRAGMA integrity_check")?;
        let lines = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// The hashes of all texts in the file, with the hash their content has now.
    pub(crate) fn each_text(&self, mut take: impl FnMut(&str, &str)) -> Result<(), StoreError> {
        let connection = self.shared.lock();
        let mut statement = connection.prepare("SELECT hash, text FROM texts")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let hash: String = row.get(0)?;
            let text: String = row.get(1)?;
            take(&hash, &text);
        }
        Ok(())
    }
}
