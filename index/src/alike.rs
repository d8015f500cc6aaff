//! More like this: the words that tell a passage from others.

use std::collections::BTreeMap;

use crate::error::SearchError;
use crate::searcher::Searcher;
use crate::stems::Tongue;
use crate::words::{fold, words};

/// Words in more than one turn of so many say little about a passage.
const TOO_COMMON: u64 = 12;
/// In a small project a word is never too common in so few turns.
const FEW: u64 = 4;

impl Searcher {
    /// The words of a passage that are said often there and seldom elsewhere, the most telling first (tf-idf), at most
    /// so many: joined by OR they are a query for more like it. Of words with the same stem the first stands for all.
    /// Words that no other turn has are left out, since they find nothing.
    ///
    /// `language` is that of the passage's source.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if the index is damaged.
    pub fn telling_words(
        &self,
        passage: &str,
        language: &str,
        most: usize,
    ) -> Result<Vec<String>, SearchError> {
        let tongue = Tongue::of(language);
        // For each stem the word that stands for it, its place and how often it is said.
        let mut said: BTreeMap<String, (usize, String, u32)> = BTreeMap::new();
        for (place, word) in words(passage).enumerate() {
            let folded = fold(&passage[word.start..word.end]);
            // Short words of alphabets are small words; a sign of Chinese has three bytes.
            if folded.len() < 3 || folded.chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            let entry = said.entry(tongue.stem_of_folded(&folded));
            entry.or_insert((place, folded, 0)).2 += 1;
        }
        let turns = self.turns();
        let mut telling = Vec::new();
        for (place, word, often) in said.into_values() {
            let with = self.turns_with(&word)?;
            if with >= 2 && with <= FEW.max(turns / TOO_COMMON) {
                telling.push((weight(often, with, turns), place, word));
            }
        }
        telling.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        telling.truncate(most);
        Ok(telling.into_iter().map(|(_, _, word)| word).collect())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "weights only order words; counts of turns are far below 2^52"
)]
fn weight(often: u32, with: u64, turns: u64) -> f64 {
    f64::from(often) * (turns as f64 / with as f64).ln()
}
