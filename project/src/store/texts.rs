//! Texts by hash, loaded when needed through a cache that stays small.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::OptionalExtension as _;

use super::open::Shared;
use super::{Store, StoreError};
use crate::model::{Source, TextHash};
use crate::text::SourceText;

/// What the cache holds at most, in bytes of text: a project of 500 interviews fits whole.
const CACHE_BYTES: usize = 96 << 20;

/// Loads texts. Cheap to clone, and safe to hand to a worker.
#[derive(Debug, Clone)]
pub struct Texts {
    shared: Shared,
    cache: Arc<Mutex<Cache>>,
}

/// Why a text cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The file holds no text of this hash.
    #[error("the project's file holds no text {0}")]
    Missing(String),
    /// The file cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Default)]
struct Cache {
    texts: BTreeMap<TextHash, (u64, SourceText)>,
    bytes: usize,
    looks: u64,
}

impl Cache {
    fn get(&mut self, hash: &TextHash) -> Option<SourceText> {
        self.looks += 1;
        let (look, text) = self.texts.get_mut(hash)?;
        *look = self.looks;
        Some(text.clone())
    }

    fn put(&mut self, hash: &TextHash, text: &SourceText) {
        self.bytes += text.as_str().len();
        if let Some((_, old)) = self.texts.insert(hash.clone(), (self.looks, text.clone())) {
            self.bytes -= old.as_str().len();
        }
        while self.bytes > CACHE_BYTES && self.texts.len() > 1 {
            let oldest = self
                .texts
                .iter()
                .min_by_key(|(_, (look, _))| *look)
                .map(|(hash, _)| hash.clone());
            let Some((_, gone)) = oldest.and_then(|hash| self.texts.remove(&hash)) else {
                break;
            };
            self.bytes -= gone.as_str().len();
        }
    }
}

impl Texts {
    /// The text of this hash.
    pub fn text(&self, hash: &TextHash) -> Result<SourceText, TextError> {
        if let Some(text) = self.cache().get(hash) {
            return Ok(text);
        }
        let text = self.load(hash)?;
        self.cache().put(hash, &text);
        Ok(text)
    }

    /// The text of a source, for whoever goes through all of them once: it is not kept, so that those somebody works with
    /// stay at hand and a large project does not fill the memory.
    pub fn in_passing(&self, source: &Source) -> Result<SourceText, TextError> {
        let known = self.cache().get(&source.text);
        known.map_or_else(|| self.load(&source.text), Ok)
    }

    fn load(&self, hash: &TextHash) -> Result<SourceText, TextError> {
        let text: Option<String> = {
            let connection = self.shared.lock();
            let mut select = connection
                .prepare_cached("SELECT text FROM texts WHERE hash = ?1")
                .map_err(StoreError::from)?;
            select
                .query_row([hash.as_str()], |row| row.get(0))
                .optional()
                .map_err(StoreError::from)?
        };
        let text = text.ok_or_else(|| TextError::Missing(hash.as_str().to_owned()))?;
        Ok(SourceText::new(text))
    }

    /// The text of a source.
    pub fn of(&self, source: &Source) -> Result<SourceText, TextError> {
        self.text(&source.text)
    }

    /// The bytes of a file that belongs to a kept part. They are not held in memory.
    pub fn file(&self, hash: &TextHash) -> Result<Vec<u8>, TextError> {
        let connection = self.shared.lock();
        let mut select = connection
            .prepare_cached("SELECT bytes FROM files WHERE hash = ?1")
            .map_err(StoreError::from)?;
        let bytes = select
            .query_row([hash.as_str()], |row| row.get(0))
            .optional()
            .map_err(StoreError::from)?;
        bytes.ok_or_else(|| TextError::Missing(hash.as_str().to_owned()))
    }

    /// Keeps a text that was just written, so that whoever reads the source next finds it at hand.
    pub(crate) fn keep(&self, hash: &TextHash, text: &SourceText) {
        self.cache().put(hash, text);
    }

    /// How much is kept.
    #[cfg(test)]
    pub(crate) fn bytes_at_hand(&self) -> usize {
        self.cache().bytes
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// A loader of this file's texts.
    pub(crate) fn texts(&self) -> Texts {
        Texts {
            shared: self.shared.clone(),
            cache: Arc::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_forgets_what_was_not_looked_at() {
        let mut cache = Cache::default();
        let big = SourceText::new("x".repeat(CACHE_BYTES / 2 - 1));
        let [a, b, c] = ["a", "b", "c"].map(TextHash::of);
        cache.put(&a, &big);
        cache.put(&b, &big);
        assert!(cache.get(&a).is_some());
        cache.put(&c, &big);
        assert!(cache.get(&b).is_none(), "b was looked at longest ago");
        assert!(cache.get(&a).is_some() && cache.get(&c).is_some());
        assert!(cache.bytes <= CACHE_BYTES);
    }
}
