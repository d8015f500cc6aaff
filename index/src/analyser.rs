//! Analysers: the words of a turn as the index keeps them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::stems::Tongue;
use crate::words::{Words, fold, fold_into, words};

/// Feeds folded words, one a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoldedWords {
    token: Token,
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

/// What a word adds to the stems of its turn: up to two, and nothing if it is its own stem.
type Added = [Option<Box<str>>; 2];

/// Feeds the stems of one language that the folded words do not tell: see [`Tongue::settles`].
#[derive(Debug)]
pub(crate) struct Stemmed {
    tongue: Tongue,
    known: Known,
    token: Token,
}

/// Words met so far.
#[derive(Debug, Default)]
struct Known {
    /// For each word as written its place in `added`.
    places: HashMap<Box<str>, usize, Quick>,
    added: Vec<Added>,
}

impl Known {
    fn learn(&mut self, written: &str, added: Added) -> usize {
        self.added.push(added);
        let place = self.added.len() - 1;
        self.places.insert(written.into(), place);
        place
    }
}

impl Stemmed {
    /// The analyser of a language.
    pub(crate) fn new(tongue: Tongue) -> Self {
        Self {
            tongue,
            known: Known::default(),
            token: Token::default(),
        }
    }
}

impl Clone for Stemmed {
    /// Each writer remembers its own words.
    fn clone(&self) -> Self {
        Self::new(self.tongue)
    }
}

/// What a word as written adds.
fn added(tongue: Tongue, written: &str) -> Added {
    let stems = tongue.stems(written);
    if !stems.settled {
        return [Some(stems.first.into()), stems.second.map(String::into)];
    }
    let folded = fold(written);
    let adds = |stem: String| (stem != folded).then(|| stem.into_boxed_str());
    [adds(stems.first), stems.second.and_then(adds)]
}

/// The stems of one text.
pub(crate) struct StemStream<'a> {
    text: &'a str,
    words: Words<'a>,
    tongue: Tongue,
    known: &'a mut Known,
    second: Option<Box<str>>,
    token: &'a mut Token,
}

impl Tokenizer for Stemmed {
    type TokenStream<'a> = StemStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StemStream<'a> {
        self.token.reset();
        if self.known.added.len() > REMEMBERED {
            self.known = Known::default();
        }
        StemStream {
            text,
            words: words(text),
            tongue: self.tongue,
            known: &mut self.known,
            second: None,
            token: &mut self.token,
        }
    }
}

impl TokenStream for StemStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(second) = self.second.take() {
            self.token.text.clear();
            self.token.text.push_str(&second);
            return true;
        }
        for word in self.words.by_ref() {
            self.token.position = self.token.position.wrapping_add(1);
            let written = &self.text[word.start..word.end];
            let place = if let Some(&place) = self.known.places.get(written) {
                place
            } else {
                self.known.learn(written, added(self.tongue, written))
            };
            let Some([first, second]) = self.known.added.get(place) else {
                continue;
            };
            let Some(stem) = first.as_deref().or(second.as_deref()) else {
                continue;
            };
            self.token.text.clear();
            self.token.text.push_str(stem);
            if first.is_some() {
                self.second.clone_from(second);
            }
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
    fn only_stems_that_the_words_do_not_tell_are_fed() {
        let found = tokens(
            Stemmed::new(Tongue::of("en")),
            "the worker was waiting for the worker",
        );
        assert_eq!(
            found,
            [(3, "wait".into())].map(|(place, stem): (usize, String)| (place, stem)),
            "worker is its own stem"
        );
        assert_eq!(tokens(Stemmed::new(Tongue::of("cy")), "Mae'r ŵyr"), []);
    }

    #[test]
    fn a_word_with_two_stems_gives_both_at_one_place() {
        let found = tokens(
            Stemmed::new(Tongue::of("es")),
            "las informaciones, información",
        );
        let stems: Vec<&str> = found.iter().map(|(_, stem)| stem.as_str()).collect();
        let wanted = Tongue::of("es").stems("información");
        assert!(wanted.second.is_some(), "{wanted:?}");
        assert!(
            wanted
                .iter()
                .filter(|stem| *stem != "informacion")
                .all(|stem| stems.contains(&stem)),
            "{found:?}"
        );
    }
}
