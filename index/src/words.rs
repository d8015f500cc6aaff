//! Words: where they stand in a text, and how they are folded so that case, accents and the shape of an
//! apostrophe do not matter.
//!
//! - A word is a run of letters and digits. Combining marks belong to the letter before them.
//! - An apostrophe between two letters is inside the word (`don't`, `i'r`, `l'école`); a hyphen is not, so
//!   `well-being` is two words, next to each other.
//! - Characters of scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are a word
//!   each, so that any run of them can be found as a phrase.
//! - Emoji and signs are not words and never stand between two words that are neighbours.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest folded word kept, in code points: a megabyte without a space is still one word, found by its start.
const LONGEST: usize = 100;

/// A word's place: bytes from the start of the text it was found in, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte.
    pub(crate) start: usize,
    /// First byte after.
    pub(crate) end: usize,
}

/// Finds the words of a text, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        stars: false,
    }
}

/// Finds the words of a piece of a query, where a star stands for any letters.
pub(crate) fn words_with_stars(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        stars: true,
    }
}

/// The words of a text: see [`words`].
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    stars: bool,
}

impl Words<'_> {
    fn is_letter(&self, c: char) -> bool {
        c.is_alphanumeric() || (self.stars && c == '*')
    }

    /// The first letter from a byte on, and where it stands.
    fn first_letter(&self, from: usize) -> Option<(usize, char)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            let byte = *bytes.get(at)?;
            match SORTS[usize::from(byte)] {
                Sort::Letter => return Some((at, char::from(byte))),
                Sort::Joining if self.stars && byte == b'*' => return Some((at, '*')),
                Sort::Joining | Sort::Other => at += 1,
                Sort::Wide => {
                    let c = self.text[at..].chars().next()?;
                    if c.is_alphanumeric() {
                        return Some((at, c));
                    }
                    at += c.len_utf8();
                }
            }
        }
    }

    /// The first byte after the word that begins at `start` with the letter `first`.
    fn end_of(&self, start: usize, first: char) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start + first.len_utf8();
        let alone = stands_alone(first);
        let sort = |at: usize| {
            bytes
                .get(at)
                .map_or(Sort::Other, |&byte| SORTS[usize::from(byte)])
        };
        loop {
            while !alone && sort(end) == Sort::Letter {
                end += 1;
            }
            if sort(end) == Sort::Other {
                return end;
            }
            let mut rest = self.text[end..].chars();
            let Some(next) = rest.next() else { return end };
            let is_mark = !next.is_ascii() && is_combining_mark(next);
            let goes_on = |c: char| self.is_letter(c) && !stands_alone(c);
            let is_inside =
                !alone && (goes_on(next) || joins(next) && rest.next().is_some_and(goes_on));
            if !is_mark && !is_inside {
                return end;
            }
            end += next.len_utf8();
        }
    }
}

/// What a byte of UTF-8 can be to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A letter or digit of ASCII.
    Letter,
    /// A sign of ASCII that may stand inside a word.
    Joining,
    /// Part of a character beyond ASCII.
    Wide,
    /// Anything else: it ends a word.
    Other,
}

/// The sort of each byte: most of most texts is ASCII, and a look-up is all it costs.
const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Other; 256];
    let mut byte = 0_u8;
    loop {
        sorts[byte as usize] = if byte.is_ascii_alphanumeric() {
            Sort::Letter
        } else if byte == b'\'' || byte == b'*' {
            Sort::Joining
        } else if byte.is_ascii() {
            Sort::Other
        } else {
            Sort::Wide
        };
        if byte == u8::MAX {
            break sorts;
        }
        byte += 1;
    }
};

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let Some((start, first)) = self.first_letter(self.at) else {
            self.at = self.text.len();
            return None;
        };
        let end = self.end_of(start, first);
        self.at = end;
        Some(Word { start, end })
    }
}

/// Whether a character joins two letters into one word: apostrophes, and signs that nobody sees.
fn joins(c: char) -> bool {
    is_apostrophe(c) || is_invisible(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}')
}

/// Soft hyphen, joiner and non-joiner, word joiner.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Whether a character belongs to a script written without spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff // Thai, Lao, Burmese, Khmer
        | 0x3005..=0x3007 | 0x3041..=0x30ff | 0x31f0..=0x31ff // kana and iteration marks
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff) // Han
}

/// Whether a mark may be left off when writing a word: accents of Latin, Greek and Cyrillic, vowel points of
/// Hebrew and Arabic. Marks of Indic and East Asian scripts are spelling, not ornament.
fn is_optional_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f
        | 0x0591..=0x05bd | 0x05bf | 0x05c1..=0x05c2 | 0x05c4..=0x05c5 | 0x05c7
        | 0x0610..=0x061a | 0x0640 | 0x064b..=0x065f | 0x0670 | 0x06d6..=0x06dc | 0x06df..=0x06e8 | 0x06ea..=0x06ed)
}

/// Appends a word folded: case, accents, apostrophes and compatibility forms made one.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let from = out.len();
    if word.is_ascii() {
        out.push_str(&word[..word.len().min(LONGEST)]);
        out[from..].make_ascii_lowercase();
        return;
    }
    // English as word processors write it: nothing but curly apostrophes beyond ASCII.
    if word.len() < LONGEST && word.chars().all(|c| c.is_ascii() || c == '\u{2019}') {
        out.extend(word.chars().map(|c| {
            if c.is_ascii() {
                c.to_ascii_lowercase()
            } else {
                '\''
            }
        }));
        return;
    }
    let letters = word
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_optional_mark(c) && !is_invisible(c));
    let plain = letters.flat_map(|c| {
        let (one, two) = plain_letters(c);
        std::iter::once(one).chain(two)
    });
    out.extend(plain.nfc().take(LONGEST));
    if out.len() == from {
        // A word of nothing but marks, such as an Arabic stroke that draws letters out, is still that word.
        out.extend(word.chars().take(LONGEST));
    }
}

/// A word folded: see [`fold_into`].
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// A word in lower case with its accents, composed, apostrophes straight: what stemmers expect.
pub(crate) fn lower(word: &str) -> String {
    if word.is_ascii() {
        return word
            .as_bytes()
            .iter()
            .take(LONGEST)
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let letters = word
        .nfc()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_invisible(c));
    letters
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .nfc()
        .take(LONGEST)
        .collect()
}

/// A name folded for comparison: outer blanks off, inner runs of blanks one, each word folded.
pub(crate) fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for part in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_into(part, &mut folded);
    }
    folded
}

/// Letters that Unicode does not take apart but people type without their ornament.
fn plain_letters(c: char) -> (char, Option<char>) {
    match c {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ŧ' => ('t', None),
        'ς' => ('σ', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ß' => ('s', Some('s')),
        'þ' => ('t', Some('h')),
        _ if is_apostrophe(c) => ('\'', None),
        _ => (c, None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        words(text)
            .map(|word| &text[word.start..word.end])
            .collect()
    }

    #[test]
    fn a_word_of_nothing_but_marks_is_still_a_word() {
        assert_eq!(fold("\u{640}"), "\u{640}");
        assert_eq!(fold("\u{640}ب"), "ب");
    }

    #[test]
    fn apostrophes_are_inside_words_and_hyphens_are_not() {
        assert_eq!(
            found("don’t 'quote' parents' well-being i'r"),
            ["don’t", "quote", "parents", "well", "being", "i'r"]
        );
        assert_eq!(
            found("3.5 in 2024, snake_case"),
            ["3", "5", "in", "2024", "snake", "case"]
        );
    }

    #[test]
    fn marks_stay_with_their_letter_and_emoji_are_no_words() {
        assert_eq!(
            found("cafe\u{301} 👩\u{200d}👧 w\u{302}yr 1\u{fe0f}\u{20e3}"),
            ["cafe\u{301}", "w\u{302}yr", "1\u{fe0f}\u{20e3}"]
        );
        assert_eq!(found("👍🏽—…"), Vec::<&str>::new());
        assert_eq!(found("می\u{200c}روم"), ["می\u{200c}روم"]);
    }

    #[test]
    fn scripts_without_spaces_are_a_word_a_character() {
        assert_eq!(found("信任abc 家"), ["信", "任", "abc", "家"]);
        assert_eq!(
            found("ที่"),
            ["ที่"],
            "vowel and tone stay with their consonant"
        );
        assert_eq!(found("한국어 사람"), ["한국어", "사람"]);
    }

    #[test]
    fn folding_makes_spellings_one() {
        for (one, other) in [
            ("Ŵyr", "wyr"),
            ("CAFÉ", "cafe\u{301}"),
            ("DON’T", "don't"),
            ("Straße", "STRASSE"),
            ("Øre", "ore"),
            ("ΟΔΟΣ", "οδός"),
            ("İstanbul", "istanbul"),
            ("ﬁne", "fine"),
            ("Ёлка", "елка"),
            ("co\u{ad}op", "coop"),
            ("가", "\u{1100}\u{1161}"),
            ("ｆｕｌｌ", "full"),
            ("אָלֶף", "אלף"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("पिता"), fold("पता"), "vowel signs are spelling");
        assert_ne!(fold("が"), fold("か"));
    }

    #[test]
    fn names_fold_their_blanks_too() {
        assert_eq!(fold_name("  Enablers /\u{a0}Élan "), "enablers / elan");
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(fold(&"a".repeat(10_000)).len(), LONGEST);
        assert_eq!(fold(&"é".repeat(10_000)).len(), LONGEST);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_hold_a_letter(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text[word.start..word.end].chars().any(char::is_alphanumeric));
                last = word.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(word in "[a-zA-ZÀ-ÿŵŷŴłßœΑ-ώА-яא-ת’']{1,12}") {
            prop_assert_eq!(fold(&fold(&word)), fold(&word));
        }
    }
}
