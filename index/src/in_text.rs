//! Finding in one text: letters as typed, or a regular expression, as a person looks for a passage they remember.
//!
//! Unlike a [`crate::Query`] it does not know words, stems or turns: what is found is what stands there. So every
//! match can cross a turn's end, and signs count.

use project::text::{ByteIndex, CharRange, SourceText};
use regex::{Regex, RegexBuilder};

use crate::expression::{LARGEST, what_is_wrong};
use crate::query::QueryError;

/// More matches than this are not listed: nobody walks through them, and a single letter has them.
const MOST: usize = 100_000;

/// What to find in a text, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Find {
    /// As typed.
    pub text: String,
    /// Whether capitals matter.
    pub case: bool,
    /// Whether only whole words count.
    pub whole_word: bool,
    /// Whether `text` is a regular expression.
    pub regex: bool,
}

impl Find {
    /// All places where it stands, in order, not overlapping; at most a hundred thousand. Empty matches do not count.
    ///
    /// Straight and typographic apostrophes and quotation marks are the same, unless it is a regular expression.
    ///
    /// # Errors
    /// If it is no regular expression: what is wrong with it, in one sentence.
    pub fn all(&self, text: &SourceText) -> Result<Vec<CharRange>, QueryError> {
        if self.text.is_empty() {
            return Ok(Vec::new());
        }
        let expression = self.expression()?;
        let found = expression
            .find_iter(text.as_str())
            .filter(|found| !found.is_empty());
        let ranges = found
            .map(|found| text.range_of_bytes(ByteIndex(found.start()), ByteIndex(found.end())));
        Ok(ranges.take(MOST).collect())
    }

    fn expression(&self) -> Result<Regex, QueryError> {
        let typed = if self.regex {
            self.text.clone()
        } else {
            self.text.chars().map(letter).collect()
        };
        let bounded = if self.whole_word {
            format!(r"\b{{start-half}}(?:{typed})\b{{end-half}}")
        } else {
            typed
        };
        RegexBuilder::new(&bounded)
            .case_insensitive(!self.case)
            .multi_line(true)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| QueryError::new(0, what_is_wrong(&error)))
    }
}

/// A character as an expression that fits it and what passes for it.
fn letter(c: char) -> String {
    match c {
        '\'' | '\u{2018}' | '\u{2019}' => "['\u{2018}\u{2019}]".to_owned(),
        '"' | '\u{201c}' | '\u{201d}' => "[\"\u{201c}\u{201d}]".to_owned(),
        c if c.is_whitespace() => r"\s".to_owned(),
        c => regex::escape(c.encode_utf8(&mut [0; 4])),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(find: &Find, text: &str) -> Vec<(u32, u32)> {
        let text = SourceText::new(text);
        let ranges = find.all(&text).unwrap();
        ranges.into_iter().map(Into::into).collect()
    }

    fn find(text: &str) -> Find {
        Find {
            text: text.to_owned(),
            ..Find::default()
        }
    }

    #[test]
    fn letters_are_found_as_they_stand_in_any_case() {
        let text = "Ŵyr said: “don’t wait.” Wait (a bit)!";
        assert_eq!(found(&find("wait"), text), [(17, 21), (24, 28)]);
        assert_eq!(found(&find("\"don't wait.\""), text), [(10, 23)]);
        assert_eq!(found(&find("(a"), text), [(29, 31)], "signs are themselves");
        assert_eq!(found(&find("ŵYR"), text), [(0, 3)]);
        assert_eq!(found(&find(""), text), []);
        assert_eq!(found(&find("a\nb"), "a b"), [(0, 3)], "blanks are blanks");
    }

    #[test]
    fn capitals_and_whole_words_can_matter() {
        let exact = Find {
            case: true,
            ..find("Wait")
        };
        assert_eq!(found(&exact, "wait Wait"), [(5, 9)]);
        let whole = Find {
            whole_word: true,
            ..find("wait")
        };
        assert_eq!(
            found(&whole, "await wait waiting, wait"),
            [(6, 10), (20, 24)]
        );
        let whole = Find {
            whole_word: true,
            ..find("ŵy")
        };
        assert_eq!(found(&whole, "ŵyr ŵy"), [(4, 6)]);
        let sign = Find {
            whole_word: true,
            ..find("(sic)")
        };
        assert_eq!(
            found(&sign, "so (sic) it"),
            [(3, 8)],
            "signs have no word to be whole of"
        );
    }

    #[test]
    fn regular_expressions_are_found_and_their_mistakes_said() {
        let regex = |text: &str| Find {
            regex: true,
            ..find(text)
        };
        assert_eq!(
            found(&regex(r"\d+ (weeks|months)"), "3 weeks, 12 Months"),
            [(0, 7), (9, 18)]
        );
        assert_eq!(found(&regex("^b"), "a\nb"), [(2, 3)], "lines begin and end");
        assert_eq!(found(&regex("x*"), "axx"), [(1, 3)], "nothing is no match");
        let whole = Find {
            whole_word: true,
            ..regex("a|b")
        };
        assert_eq!(found(&whole, "ab a bb b"), [(3, 4), (8, 9)]);
        for wrong in ["(", "[z-a]", "a{99999}{99999}"] {
            let error = regex(wrong).all(&SourceText::new("a")).unwrap_err();
            assert!(
                error.message.ends_with('.') && !error.message.contains('\n'),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_was_typed(text in "[a-cŵ👩 .]{0,40}", typed in "[a-cŵ👩.]{1,3}") {
            let exact = Find { case: true, ..find(&typed) };
            let source = SourceText::new(text.as_str());
            let ranges = exact.all(&source).unwrap();
            prop_assert!(ranges.iter().all(|&range| source.slice(range) == typed));
            prop_assert_eq!(ranges.len(), text.matches(&typed).count());
        }
    }
}
