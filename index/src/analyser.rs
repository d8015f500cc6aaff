//! Analysers: the words of a turn as the index keeps them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::stems::Tongue;
use crate::words::{Words, fold_into, words};

/// How many bytes of text were taken up to be indexed so far, by all threads of an index.
pub(crate) type TakenUp = Arc<AtomicU64>;

/// Feeds folded words, one a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoldedWords {
    token: Token,
    taken_up: TakenUp,
}

impl FoldedWords {
    /// An analyser that tells how much it was given.
    pub(crate) fn telling(taken_up: &TakenUp) -> Self {
        Self {
            token: Token::default(),
            taken_up: Arc::clone(taken_up),
        }
    }
}

/// The folded words of one text.
pub(crate) struct FoldedStream<'a> {
    text: &'a str,
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = FoldedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldedStream<'a> {
        self.token.reset();
        let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.taken_up.fetch_add(bytes, Ordering::Relaxed);
        FoldedStream {
            text,
            words: words(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for FoldedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        fold_into(&self.text[word.start..word.end], &mut self.token.text);
        self.token.offset_from = word.start;
        self.token.offset_to = word.end;
        // The first position is 0: a fresh token stands at the largest number.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Words remembered with their stems: stemming costs ten times a look-up, and speech repeats itself.
const REMEMBERED: usize = 200_000;

/// Feeds the stems of one language that folded words do not tell: see [`Tongue::spells_apart`].
#[derive(Debug)]
pub(crate) struct SpelledStems {
    tongue: Tongue,
    /// For each word met, as written, the stem of its spelling if that differs from its folded word's.
    known: HashMap<Box<str>, Option<Box<str>>, Quick>,
    token: Token,
}

impl SpelledStems {
    /// The analyser of a language.
    pub(crate) fn new(tongue: Tongue) -> Self {
        Self {
            tongue,
            known: HashMap::default(),
            token: Token::default(),
        }
    }
}

impl Clone for SpelledStems {
    /// Each writer remembers its own words.
    fn clone(&self) -> Self {
        Self::new(self.tongue)
    }
}

/// The stems of one text.
pub(crate) struct StemStream<'a> {
    text: &'a str,
    words: Words<'a>,
    tongue: Tongue,
    known: &'a mut HashMap<Box<str>, Option<Box<str>>, Quick>,
    token: &'a mut Token,
}

impl Tokenizer for SpelledStems {
    type TokenStream<'a> = StemStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StemStream<'a> {
        self.token.reset();
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        StemStream {
            text,
            words: words(text),
            tongue: self.tongue,
            known: &mut self.known,
            token: &mut self.token,
        }
    }
}

impl TokenStream for StemStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            self.token.position = self.token.position.wrapping_add(1);
            let written = &self.text[word.start..word.end];
            if !self.tongue.spells_apart(written) {
                continue;
            }
            if !self.known.contains_key(written) {
                let stems = self.tongue.stems(written);
                let apart = stems.second.is_some().then(|| stems.first.into());
                self.known.insert(written.into(), apart);
            }
            let Some(Some(stem)) = self.known.get(written) else {
                continue;
            };
            self.token.text.clear();
            self.token.text.push_str(stem);
            self.token.offset_from = word.start;
            self.token.offset_to = word.end;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Hashes short words in a few steps; the words are the user's own, so nobody gains by making them collide.
pub(crate) type Quick = BuildHasherDefault<QuickHasher>;

/// See [`Quick`].
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.mix(u64::from_le_bytes(*eight));
        }
        self.mix(rest.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)));
    }

    fn finish(&self) -> u64 {
        // The map takes its place from the low bits, which a product mixes least.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> Vec<(usize, String)> {
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    #[test]
    fn folded_words_stand_at_places_from_zero() {
        let found = tokens(FoldedWords::default(), "She didn’t — Ŵyr!");
        assert_eq!(
            found,
            [(0, "she".into()), (1, "didn't".into()), (2, "wyr".into())]
        );
    }

    #[test]
    fn only_stems_that_the_folded_words_do_not_tell_are_fed() {
        let english = SpelledStems::new(Tongue::of("en"));
        assert_eq!(tokens(english, "she didn’t wait for the workers"), []);
        assert_eq!(tokens(SpelledStems::new(Tongue::of("cy")), "Mae'r ŵyr"), []);
        let spanish = SpelledStems::new(Tongue::of("es"));
        let wanted = Tongue::of("es").stems("información");
        assert!(wanted.second.is_some(), "{wanted:?}");
        assert_eq!(
            tokens(spanish, "las informaciones, información"),
            [(2, wanted.first)]
        );
    }
}
