//! Counting words, as fast as a text can be read: every import and every look at a file counts them.

/// Counts words: runs between white space that hold at least one letter or digit.
///
/// Dashes, ellipses and `//` between words are not words; `don't` and `Llan-rwst` are one each.
#[must_use]
pub fn count_words(text: &str) -> u32 {
    let mut counter = WordCounter::default();
    counter.take(text);
    counter.words()
}

/// Counts the words of a text that comes in pieces, as [`count_words`] does of one that is whole.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordCounter {
    words: u32,
    in_word: bool,
}

impl WordCounter {
    /// Takes the next piece; a word may go on from the one before.
    pub fn take(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            // Most of most texts is ASCII: eight bytes of it, or all that are left, are told apart at once.
            let left = bytes.get(at..).unwrap_or_default();
            let eight = left.first_chunk().copied().unwrap_or_else(|| {
                let mut eight = [b' '; 8];
                eight[..left.len()].copy_from_slice(left);
                eight
            });
            if let Some(sorts) = Eight::of(eight) {
                let taken = left.len().min(8);
                self.words += sorts.words(taken, &mut self.in_word);
                at += taken;
                if taken < 8 {
                    return;
                }
                continue;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                return;
            };
            // Curly quotes, dashes and ellipses are by far the commonest signs beyond ASCII.
            let is_letter = !matches!(c, '\u{2010}'..='\u{2027}') && c.is_alphanumeric();
            self.words += u32::from(is_letter && !self.in_word);
            self.in_word = (self.in_word || is_letter) && !c.is_whitespace();
            at += c.len_utf8();
        }
    }

    /// The words so far.
    #[must_use]
    pub const fn words(self) -> u32 {
        self.words
    }

    /// Whether a word has begun that may go on.
    #[must_use]
    pub const fn in_word(self) -> bool {
        self.in_word
    }
}

/// What eight bytes of ASCII are to words, a bit each, the first byte lowest.
struct Eight {
    letters: u32,
    spaces: u32,
}

/// A byte in each of eight places.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

const HIGHEST: u64 = each(0x80);

/// Marks the highest bit of each byte that lies between two, both in; all bytes are ASCII, so none spills over.
const fn between(bytes: u64, low: u8, high: u8) -> u64 {
    (bytes + each(0x80 - low)) & !(bytes + each(0x7F - high)) & HIGHEST
}

/// The highest bits of eight bytes, side by side.
const fn gathered(marks: u64) -> u32 {
    // Each product shifts one byte's bit to its place at the top; no two of them meet.
    ((marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

impl Eight {
    /// Sorts eight bytes, if all of them are ASCII.
    fn of(bytes: [u8; 8]) -> Option<Self> {
        let bytes = u64::from_le_bytes(bytes);
        if bytes & HIGHEST != 0 {
            return None;
        }
        let letters = between(bytes | each(0x20), b'a', b'z') | between(bytes, b'0', b'9');
        let spaces = between(bytes, b'\t', b'\r') | between(bytes, b' ', b' ');
        Some(Self {
            letters: gathered(letters),
            spaces: gathered(spaces),
        })
    }

    /// How many words begin in the first `taken` bytes, and whether one goes on behind them.
    fn words(&self, taken: usize, in_word: &mut bool) -> u32 {
        let within = !self.spaces & 0xFF >> (8 - taken);
        let before = u32::from(*in_word);
        let letters = self.letters | (before & within);
        // From the first letter of a run on, all up to the next space is a word: the sum carries that far.
        let word = (((letters + within) ^ within) | letters) & within;
        if taken > 0 {
            *in_word = word >> (taken - 1) & 1 == 1;
        }
        (word & !(word << 1 | before)).count_ones()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_need_a_letter_or_digit() {
        assert_eq!(count_words("well — I don't ... know // 27 ŵyrion"), 6);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn each_byte_is_sorted_as_its_character() {
        for byte in 0..0x80_u8 {
            let c = char::from(byte);
            let sorts = Eight::of([b'-', byte, b'-', b'-', b'-', b'-', b'-', byte]).unwrap();
            let two = |is: bool| if is { 0b1000_0010 } else { 0 };
            assert_eq!(sorts.letters, two(c.is_alphanumeric()), "{c:?}");
            assert_eq!(sorts.spaces, two(c.is_whitespace()), "{c:?}");
        }
        assert!(Eight::of([0x80; 8]).is_none());
        assert!(Eight::of([0xFF; 8]).is_none());
        assert_eq!(count_words("abcdefg’s word"), 2);
    }

    proptest! {
        #[test]
        fn words_are_what_white_space_divides(text in "([ a-c.]{0,30}|[ a-c’—\\u{a0}\\u{2003}\\u{b}\\t\n.1ŵ信]{0,40}){1,3}") {
            let runs = text.split_whitespace();
            let words = runs.filter(|run| run.chars().any(char::is_alphanumeric)).count();
            prop_assert_eq!(count_words(&text) as usize, words);
            let mut in_pieces = WordCounter::default();
            text.split_inclusive(['b', '’']).for_each(|piece| in_pieces.take(piece));
            prop_assert_eq!(in_pieces.words() as usize, words);
        }
    }
}
