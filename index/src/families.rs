//! Families: the words of the dictionary that share a stem.
//!
//! Speech says a word thousands of times and the dictionary lists it once, so stems are worked out when somebody asks
//! for them instead of being fed with every word: only for the words that begin as the stem does, and only once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::Field;

use crate::analyser::Quick;
use crate::error::SearchError;
use crate::stems::{Stems, Tongue};

/// Folded words by the stem of their folded spelling.
type ByStem = HashMap<String, Vec<Box<str>>, Quick>;

/// A tongue and the letter its words begin with; none stands for all letters together.
type Beginning = (Tongue, Option<char>);

/// The families known so far.
#[derive(Debug, Default)]
pub(crate) struct Families {
    known: Mutex<HashMap<Beginning, Arc<ByStem>>>,
}

impl Families {
    /// The words of the index that are of a family in a tongue by their folded spelling.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if the dictionary cannot be read.
    pub(crate) fn words(
        &self,
        engine: &tantivy::Searcher,
        field: Field,
        tongue: Tongue,
        stems: &Stems,
    ) -> Result<Vec<Box<str>>, SearchError> {
        let mut words = Vec::new();
        for stem in stems.iter() {
            if !tongue.has_stems() {
                words.push(stem.into());
                continue;
            }
            let first = stem.chars().next().filter(|_| tongue.keeps_beginnings());
            let by_stem = self.by_stem(engine, field, (tongue, first))?;
            words.extend(by_stem.get(stem).into_iter().flatten().cloned());
        }
        Ok(words)
    }

    fn by_stem(
        &self,
        engine: &tantivy::Searcher,
        field: Field,
        beginning: Beginning,
    ) -> Result<Arc<ByStem>, SearchError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(by_stem) = known.get(&beginning) {
            return Ok(Arc::clone(by_stem));
        }
        let (tongue, first) = beginning;
        let mut words: Vec<Box<str>> = Vec::new();
        let head = first.map(String::from).unwrap_or_default();
        for reader in engine.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream = index.terms().range().ge(&head).into_stream()?;
            while stream.advance() && stream.key().starts_with(head.as_bytes()) {
                words.extend(std::str::from_utf8(stream.key()).ok().map(Box::from));
            }
        }
        words.sort_unstable();
        words.dedup();
        let mut by_stem = ByStem::default();
        for word in words {
            by_stem
                .entry(tongue.stem_of_folded(&word))
                .or_default()
                .push(word);
        }
        let by_stem = Arc::new(by_stem);
        known.insert(beginning, Arc::clone(&by_stem));
        Ok(by_stem)
    }
}
