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

/// From this many words on a second thread is worth its start.
const MANY_WORDS: usize = 1_000;

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

    /// Works the families of a tongue out before somebody asks for them.
    ///
    /// # Errors
    /// As [`Families::words`].
    pub(crate) fn learn(
        &self,
        engine: &tantivy::Searcher,
        field: Field,
        tongue: Tongue,
    ) -> Result<(), SearchError> {
        if !tongue.has_stems() {
            return Ok(());
        }
        if !tongue.keeps_beginnings() {
            return self.by_stem(engine, field, (tongue, None)).map(drop);
        }
        // The words are in order, so those that begin alike stand together.
        let words = words_from(engine, field, "")?;
        for alike in words.chunk_by(|one, other| one.chars().next() == other.chars().next()) {
            let first = alike.first().and_then(|word| word.chars().next());
            if first.is_some() && self.known((tongue, first)).is_none() {
                self.keep((tongue, first), by_stem(tongue, alike));
            }
        }
        Ok(())
    }

    fn by_stem(
        &self,
        engine: &tantivy::Searcher,
        field: Field,
        beginning: Beginning,
    ) -> Result<Arc<ByStem>, SearchError> {
        if let Some(known) = self.known(beginning) {
            return Ok(known);
        }
        let (tongue, first) = beginning;
        let head = first.map(String::from).unwrap_or_default();
        let words = words_from(engine, field, &head)?;
        Ok(self.keep(beginning, by_stem_on_two_threads(tongue, &words)))
    }

    fn known(&self, beginning: Beginning) -> Option<Arc<ByStem>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&beginning).map(Arc::clone)
    }

    /// Keeps what was worked out. Nothing is locked meanwhile: who learns ahead never holds up who asks, and at worst
    /// both do the same.
    fn keep(&self, beginning: Beginning, by_stem: ByStem) -> Arc<ByStem> {
        let by_stem = Arc::new(by_stem);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(beginning, Arc::clone(&by_stem));
        by_stem
    }
}

/// The words of all dictionaries that begin with a head, in order, once each.
fn words_from(
    engine: &tantivy::Searcher,
    field: Field,
    head: &str,
) -> Result<Vec<Box<str>>, SearchError> {
    let mut words: Vec<Box<str>> = Vec::new();
    for reader in engine.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().range().ge(head).into_stream()?;
        while stream.advance() && stream.key().starts_with(head.as_bytes()) {
            words.extend(std::str::from_utf8(stream.key()).ok().map(Box::from));
        }
    }
    words.sort_unstable();
    words.dedup();
    Ok(words)
}

fn by_stem(tongue: Tongue, words: &[Box<str>]) -> ByStem {
    let mut by_stem = ByStem::default();
    for word in words {
        let stem = tongue.stem_of_folded(word);
        by_stem.entry(stem).or_default().push(word.clone());
    }
    by_stem
}

/// Somebody waits for these: two threads are done in half the time where there are many words.
fn by_stem_on_two_threads(tongue: Tongue, words: &[Box<str>]) -> ByStem {
    if words.len() < MANY_WORDS {
        return by_stem(tongue, words);
    }
    let (first, second) = words.split_at(words.len() / 2);
    let (mut all, more) = std::thread::scope(|scope| {
        let other = scope.spawn(|| by_stem(tongue, second));
        (by_stem(tongue, first), other.join())
    });
    // A thread that stopped for a mistake leaves its half to be done here.
    let more = more.unwrap_or_else(|_| by_stem(tongue, second));
    #[expect(
        clippy::iter_over_hash_type,
        reason = "each family is looked up by its stem; no order shows"
    )]
    for (stem, words) in more {
        all.entry(stem).or_default().extend(words);
    }
    all
}
