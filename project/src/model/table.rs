//! Tables of shared rows that are copied in constant time.

use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

/// A row of a table: it knows its own id.
pub trait Record: Clone + PartialEq {
    /// What identifies a row.
    type Id: Copy + Ord + Into<[u8; 16]>;

    /// The row's id.
    fn id(&self) -> Self::Id;
}

/// Rows by id, in id order (which for most ids is the order of making). Cloning takes constant time:
/// this is what makes a snapshot for a worker free.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T: Record>(OrdMap<T::Id, Arc<T>>);

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self(OrdMap::new())
    }
}

impl<T: Record> Table<T> {
    /// The row with this id.
    #[must_use]
    pub fn get(&self, id: T::Id) -> Option<&Arc<T>> {
        self.0.get(&id)
    }

    /// Whether a row has this id.
    #[must_use]
    pub fn contains(&self, id: T::Id) -> bool {
        self.0.contains_key(&id)
    }

    /// All rows, in id order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.0.values()
    }

    /// The rows that are otherwise than in an earlier state, as they were and as they are. What both states share is not
    /// looked at, so it takes time by what changed.
    pub fn changed_since<'t>(&'t self, before: &'t Self) -> impl Iterator<Item = &'t Arc<T>> {
        before
            .0
            .diff(&self.0)
            .flat_map(|change| match change {
                DiffItem::Add(_, row) | DiffItem::Remove(_, row) => [Some(row), None],
                DiffItem::Update { old, new } => [Some(old.1), Some(new.1)],
            })
            .flatten()
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn put(&mut self, row: Arc<T>) {
        self.0.insert(row.id(), row);
    }

    pub(crate) fn take(&mut self, id: T::Id) -> Option<Arc<T>> {
        // To look is much cheaper than to take out what is not there, and most rows that come in are new.
        if self.contains(id) {
            self.0.remove(&id)
        } else {
            None
        }
    }
}
