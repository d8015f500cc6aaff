//! Places in a source's text: code points, half-open, from zero.

mod marks;
mod position;
mod reanchor;
mod text_change;

pub use marks::SourceText;
pub use position::{ByteIndex, CharIndex, CharRange};
pub use reanchor::{Anchor, reanchor};
pub use text_change::{Replacement, Stick, TextChange};

/// Cleans a file's decoded text once, at import: byte order mark off, CRLF and CR to LF, nothing else.
///
/// Every position in Vouch counts code points of the text this answers, so a quote stands at the same
/// place whatever system its file came from. [`CLEANING_VERSION`] is stored beside each source.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// The version of [`clean`]; stored with a source so that its positions can always be explained.
pub const CLEANING_VERSION: u32 = 1;

/// Counts words: runs between white space that hold at least one letter or digit.
///
/// Dashes, ellipses and `//` between words are not words; `don't` and `Llan-rwst` are one each.
#[must_use]
pub fn count_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut words, mut in_word, mut at) = (0_u32, 0_u8, 0);
    while let Some(&byte) = bytes.get(at) {
        // Most of most texts is ASCII: a look-up and no branch tells what a byte is to a word.
        let mut sort = SORTS[usize::from(byte)];
        let mut length = 1;
        if sort == WIDE {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            sort = u8::from(c.is_alphanumeric()) | u8::from(c.is_whitespace()) << 1;
            length = c.len_utf8();
        }
        let (is_letter, is_space) = (sort & LETTER, sort >> 1);
        words += u32::from(is_letter & !in_word);
        in_word = (in_word | is_letter) & (is_space ^ 1);
        at += length;
    }
    words
}

const LETTER: u8 = 1;
const SPACE: u8 = 2;
/// Part of a character beyond ASCII.
const WIDE: u8 = 4;

/// What each byte is to a word.
const SORTS: [u8; 256] = {
    let mut sorts = [0; 256];
    let mut byte = 0_u8;
    loop {
        sorts[byte as usize] = if byte.is_ascii_alphanumeric() {
            LETTER
        } else if byte == b' ' || (byte >= b'\t' && byte <= b'\r') {
            SPACE
        } else if byte.is_ascii() {
            0
        } else {
            WIDE
        };
        if byte == u8::MAX {
            break sorts;
        }
        byte += 1;
    }
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cleaning_removes_the_mark_and_carriage_returns_and_nothing_else() {
        assert_eq!(
            clean("\u{feff}P1: hi\r\n\r\nI: so\ryes \u{a0}\u{feff}"),
            "P1: hi\n\nI: so\nyes \u{a0}\u{feff}"
        );
        assert_eq!(clean(&clean("a\r\nb")), "a\nb");
    }

    #[test]
    fn words_need_a_letter_or_digit() {
        assert_eq!(count_words("well — I don't ... know // 27 ŵyrion"), 6);
        assert_eq!(count_words(""), 0);
    }

    proptest! {
        #[test]
        fn words_are_what_white_space_divides(text in "[ a-c’—\\u{a0}\\u{2003}\\u{b}\\t\n.1ŵ信]{0,40}") {
            let runs = text.split_whitespace();
            let words = runs.filter(|run| run.chars().any(char::is_alphanumeric)).count();
            prop_assert_eq!(count_words(&text) as usize, words);
        }
    }
}
