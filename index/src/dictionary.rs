//! The words of a segment's dictionary, one after the other in memory.
//!
//! The engine's dictionary is made for finding a word by its beginning. A pattern such as `*ing` or an expression has
//! to be held against every word, and walking the engine's automaton for that takes ten times as long as this.

use std::ops::Range;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use crate::error::SearchError;

/// The words of one field of one segment, in the dictionary's order.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    letters: String,
    /// For each word the first byte after it.
    ends: Vec<usize>,
    /// For each word where its turns are listed.
    terms: Vec<TermInfo>,
}

impl Dictionary {
    /// Reads the words of a field.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if the dictionary cannot be read.
    pub(crate) fn of(index: &InvertedIndexReader) -> Result<Self, SearchError> {
        let mut dictionary = Self::default();
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            // All that was fed is text; what is not would fit nothing, and keeps its number.
            dictionary
                .letters
                .push_str(std::str::from_utf8(stream.key()).unwrap_or_default());
            dictionary.ends.push(dictionary.letters.len());
            dictionary.terms.push(stream.value().clone());
        }
        Ok(dictionary)
    }

    /// Where the turns are listed of the words that begin with a head and fit.
    pub(crate) fn fitting(&self, head: &str, fits: impl Fn(&str) -> bool) -> Vec<TermInfo> {
        let fitting = self
            .beginning_with(head)
            .filter(|&number| fits(self.word(number)));
        fitting
            .filter_map(|number| self.terms.get(number).cloned())
            .collect()
    }

    /// The numbers of the words that begin with a head.
    fn beginning_with(&self, head: &str) -> Range<usize> {
        let from = self.first(|word| word >= head);
        let to = self.first(|word| word >= head && !word.starts_with(head));
        from..to.max(from)
    }

    /// The word of a number; empty if there is none.
    fn word(&self, number: usize) -> &str {
        let from = match number.checked_sub(1) {
            Some(before) => self.ends.get(before),
            None => Some(&0),
        };
        from.zip(self.ends.get(number))
            .and_then(|(&from, &to)| self.letters.get(from..to))
            .unwrap_or_default()
    }

    /// The number of the first word for which something holds that holds for all after it.
    fn first(&self, holds: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.word(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_alike_stand_together() {
        let mut dictionary = Dictionary::default();
        for word in ["a", "and", "andes", "any", "être", "ŵyr"] {
            dictionary.letters.push_str(word);
            dictionary.ends.push(dictionary.letters.len());
        }
        let beginning = |head: &str| {
            let range = dictionary.beginning_with(head);
            range.map(|at| dictionary.word(at)).collect::<Vec<_>>()
        };
        assert_eq!(beginning("and"), ["and", "andes"]);
        assert_eq!(beginning("ŵ"), ["ŵyr"]);
        assert_eq!(beginning("").len(), 6);
        assert!(beginning("b").is_empty() && beginning("z").is_empty());
        assert_eq!(dictionary.word(6), "");
        assert!(Dictionary::default().beginning_with("").is_empty());
    }
}
