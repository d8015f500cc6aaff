//! Small words: what a language says all the time whatever it is about. Lists of frequent words leave them out.

use std::collections::HashSet;

use crate::analyser::Quick;
use crate::stems::primary_language;
use crate::words::fold;

/// Welsh, which no list at hand has.
const WELSH: &[&str] = &[
    "a", "ac", "ag", "ai", "am", "ar", "at", "be", "beth", "bod", "bu", "bydd", "byddai", "chi",
    "cyn", "dan", "de", "dim", "ddim", "dw", "dwi", "dy", "dyma", "dyna", "efo", "eich", "ei",
    "ein", "ers", "eto", "eu", "fe", "fel", "felly", "fi", "fo", "fy", "gan", "gen", "gyda",
    "gyfer", "hefyd", "heb", "hi", "hon", "honno", "hwn", "hwnnw", "hyn", "hynny", "i", "iawn",
    "lle", "ma", "mae", "maen", "mai", "mewn", "mi", "mo", "mor", "mwy", "na", "nad", "nag",
    "nawr", "nes", "neu", "nhw", "ni", "nid", "o", "oedd", "oeddan", "oedden", "oeddwn", "oes",
    "ond", "os", "pa", "pam", "pan", "pob", "pwy", "roedd", "roeddan", "roedden", "roeddwn",
    "rwan", "rwy", "rydan", "rydw", "rydyn", "sut", "sy", "sydd", "tan", "ti", "tra", "trwy", "tu",
    "un", "wedi", "wedyn", "wnes", "wrth", "wyt", "y", "ydan", "ydi", "ydw", "ydy", "ydych",
    "ydyn", "ym", "yma", "yn", "yna", "yno", "yr", "yw",
];

/// The longest ending after an apostrophe that is a small word grown onto another: `they've`, `mae'n`, `i'ch`.
const LONGEST_ENDING: usize = 2;

/// The small words of a language, folded.
#[derive(Debug, Default)]
pub(crate) struct SmallWords(HashSet<String, Quick>);

impl SmallWords {
    /// Those of the language of a BCP 47 code; none for a language without a list.
    pub(crate) fn of(language: &str) -> Self {
        let primary = primary_language(language);
        let list = match primary.as_str() {
            "cy" => WELSH,
            "nb" | "nn" => stop_words::lookup("no").unwrap_or_default(),
            other => stop_words::lookup(other).unwrap_or_default(),
        };
        Self(list.iter().map(|word| fold(word)).collect())
    }

    /// Whether a folded word is small: listed, a single letter or digit, or a listed word with an ending grown on.
    pub(crate) fn holds(&self, folded: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        self.0.contains(folded)
            || folded.len() == 1
            || folded.split_once('\'').is_some_and(|(head, ending)| {
                ending.len() <= LONGEST_ENDING && self.0.contains(head)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_known_in_each_language() {
        let english = SmallWords::of("en-GB");
        for word in ["the", "and", "they've", "it's", "don't", "a"] {
            assert!(english.holds(word), "{word}");
        }
        for word in ["help", "family", "work", "home", "problem", "worker's"] {
            assert!(!english.holds(word), "{word} says something");
        }
        let welsh = SmallWords::of("cy");
        assert!(welsh.holds("mae'n") && welsh.holds("i'r") && !welsh.holds("plant"));
        assert!(SmallWords::of("de").holds("und") && SmallWords::of("fr").holds("les"));
        assert!(
            !SmallWords::of("und").holds("the"),
            "no list, none left out"
        );
    }
}
