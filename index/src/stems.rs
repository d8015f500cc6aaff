//! Stems: what `support`, `supports` and `supported` have in common, language by language.
//!
//! A word has up to two stems: that of its accented spelling, folded, and that of its folded spelling. Two
//! words of a language are the same to a search if they share one, so *información* finds *informaciones* by
//! its first stem and *informacion* by its second. Welsh and other languages without a stemmer compare folded words.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::is_combining_mark;

use crate::words::{fold, lower};

/// A language as far as stemming goes: one of [`TONGUES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tongue(u8);

/// Languages with a stemmer, by ISO 639-1 code; the first stands for all others.
const TONGUES: [(&str, Option<Algorithm>); 19] = [
    ("plain", None),
    ("ar", Some(Algorithm::Arabic)),
    ("da", Some(Algorithm::Danish)),
    ("de", Some(Algorithm::German)),
    ("el", Some(Algorithm::Greek)),
    ("en", Some(Algorithm::English)),
    ("es", Some(Algorithm::Spanish)),
    ("fi", Some(Algorithm::Finnish)),
    ("fr", Some(Algorithm::French)),
    ("hu", Some(Algorithm::Hungarian)),
    ("it", Some(Algorithm::Italian)),
    ("nl", Some(Algorithm::Dutch)),
    ("no", Some(Algorithm::Norwegian)),
    ("pt", Some(Algorithm::Portuguese)),
    ("ro", Some(Algorithm::Romanian)),
    ("ru", Some(Algorithm::Russian)),
    ("sv", Some(Algorithm::Swedish)),
    ("ta", Some(Algorithm::Tamil)),
    ("tr", Some(Algorithm::Turkish)),
];

/// The stems of one word; the second only where it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stems {
    /// Of the spelling as it is, folded.
    pub(crate) first: String,
    /// Of the folded spelling: see [`Tongue::stem_of_folded`].
    pub(crate) second: Option<String>,
}

impl Stems {
    /// Whether two words share a stem.
    pub(crate) fn meet(&self, other: &Self) -> bool {
        let shares = |stem: &String| *stem == other.first || other.second.as_ref() == Some(stem);
        shares(&self.first) || self.second.as_ref().is_some_and(shares)
    }

    /// One or two stems.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.first.as_str()).chain(self.second.as_deref())
    }
}

impl Tongue {
    /// The language of a BCP 47 code such as `en-GB`; one without a stemmer answers the plain tongue.
    pub(crate) fn of(code: &str) -> Self {
        let primary = primary_language(code);
        let key = if matches!(primary.as_str(), "nb" | "nn") {
            "no"
        } else {
            primary.as_str()
        };
        let place = TONGUES
            .iter()
            .position(|(known, _)| *known == key)
            .unwrap_or(0);
        Self(u8::try_from(place).unwrap_or(0))
    }

    /// All tongues.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..TONGUES.len())
            .filter_map(|place| u8::try_from(place).ok())
            .map(Self)
    }

    /// Its place among all.
    pub(crate) fn place(self) -> usize {
        usize::from(self.0)
    }

    /// Its name, for naming a field.
    pub(crate) fn key(self) -> &'static str {
        TONGUES[self.place()].0
    }

    /// The stems of a word as written.
    pub(crate) fn stems(self, word: &str) -> Stems {
        let folded = fold(word);
        let Some(algorithm) = self.algorithm() else {
            return Stems {
                first: folded,
                second: None,
            };
        };
        let lowered = if algorithm == Algorithm::Turkish {
            lower(&word.replace('I', "ı").replace('İ', "i"))
        } else {
            lower(word)
        };
        let spelled = self.without_article(&lowered);
        let first = fold(&stem(algorithm, spelled));
        let second = (spelled != folded)
            .then(|| self.stem_of_folded(&folded))
            .filter(|second| *second != first);
        Stems { first, second }
    }

    /// The stem of a folded word. The index need not be told it: its dictionary has every folded word.
    pub(crate) fn stem_of_folded(self, folded: &str) -> String {
        match self.algorithm() {
            Some(algorithm) => fold(&stem(algorithm, self.without_article(folded))),
            None => folded.to_owned(),
        }
    }

    /// Whether words of a text can have a stem that their folded spelling does not tell.
    pub(crate) fn spells_apart(self, text: &str) -> bool {
        match self.algorithm() {
            Some(Algorithm::Turkish) => true,
            // Typographic apostrophes and dashes are no letters: stemmers are given straight ones.
            Some(_) => {
                let is_letter =
                    |c: char| !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c));
                !text.is_ascii() && text.chars().any(is_letter)
            }
            None => false,
        }
    }

    /// Whether words have stems at all.
    pub(crate) fn has_stems(self) -> bool {
        self.algorithm().is_some()
    }

    fn algorithm(self) -> Option<Algorithm> {
        TONGUES[self.place()].1
    }

    /// Whether stems always begin with their word's first letter, so that others need not be stemmed to be told
    /// apart. Arabic and Tamil take beginnings off, French and Italian their articles; Greek words of a letter or two
    /// can change altogether.
    pub(crate) fn keeps_beginnings(self) -> bool {
        !matches!(self.key(), "ar" | "el" | "ta" | "fr" | "it")
    }

    /// French and Italian write short words together with the next: `l'école`, `dell'aiuto`.
    fn without_article(self, word: &str) -> &str {
        if !matches!(self.key(), "fr" | "it") {
            return word;
        }
        match word.split_once('\'') {
            Some((article, rest)) if article.chars().count() <= 5 && rest.chars().count() >= 2 => {
                rest
            }
            Some(_) | None => word,
        }
    }
}

/// The first part of a BCP 47 code, in lower case.
pub(crate) fn primary_language(code: &str) -> String {
    code.trim()
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Stems one lower-case word. A stemmer is only given words in its own script: on others it has nothing to
/// say, and some are known to step between the bytes of a letter there. Should one fail all the same, the
/// word stands as it is.
fn stem(algorithm: Algorithm, word: &str) -> String {
    if !word
        .chars()
        .all(|c| c == '\'' || is_own_script(algorithm, c))
    {
        return word.to_owned();
    }
    let stemmed = std::panic::catch_unwind(|| Stemmer::create(algorithm).stem(word).into_owned());
    match stemmed {
        Ok(stem) if !stem.is_empty() => stem,
        Ok(_) | Err(_) => word.to_owned(),
    }
}

fn is_own_script(algorithm: Algorithm, c: char) -> bool {
    let place = u32::from(c);
    match algorithm {
        Algorithm::Arabic => (0x0621..=0x0652).contains(&place),
        Algorithm::Greek => matches!(place, 0x03ac..=0x03ce | 0x0390),
        Algorithm::Russian => (0x0430..=0x045f).contains(&place),
        Algorithm::Tamil => (0x0b80..=0x0bff).contains(&place),
        Algorithm::Danish
        | Algorithm::Dutch
        | Algorithm::English
        | Algorithm::Finnish
        | Algorithm::French
        | Algorithm::German
        | Algorithm::Hungarian
        | Algorithm::Italian
        | Algorithm::Norwegian
        | Algorithm::Portuguese
        | Algorithm::Romanian
        | Algorithm::Spanish
        | Algorithm::Swedish
        | Algorithm::Turkish => c.is_ascii_lowercase() || (0x00df..=0x024f).contains(&place),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(language: &str, one: &str, other: &str) -> bool {
        let tongue = Tongue::of(language);
        tongue.stems(one).meet(&tongue.stems(other))
    }

    #[test]
    fn english_words_meet_their_families() {
        assert!(same("en-GB", "Supported", "supports"));
        assert!(same("en", "worker’s", "workers"));
        assert!(!same("en", "support", "sport"));
    }

    #[test]
    fn accents_are_optional_in_stemmed_languages() {
        assert!(same("es", "informacion", "información"));
        assert!(same("es", "informaciones", "información"));
        assert!(same("fr", "l’école", "ecoles"));
        assert!(same("fr", "aujourd'hui", "aujourd’hui"));
        assert!(same("tr", "IŞIK", "ışık"));
        assert!(same("el", "σπίτι", "ΣΠΙΤΙΑ"));
    }

    #[test]
    fn languages_without_a_stemmer_fold_only() {
        assert!(same("cy", "ŵyr", "Wyr"));
        assert!(!same("cy", "plant", "plants"));
        assert_eq!(Tongue::of("cy"), Tongue::of(""));
        assert_eq!(Tongue::of("nb-NO").key(), "no");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_word_stops_any_stemmer(word in "[a-zàâçéèêëîïôûùüÿñæœßąęłńóśźżőűășțşğıΑ-Ωα-ωάέήίόύώϊϋΐΰА-яёء-يஂ-்0-9'’]{1,14}") {
            for tongue in Tongue::all() {
                let stems = tongue.stems(&word);
                prop_assert!(!stems.first.is_empty());
                prop_assert!(stems.meet(&tongue.stems(&word.to_uppercase().to_lowercase())) || word.contains(['ß', 'ı', 'ΐ', 'ΰ']));
            }
        }

        #[test]
        fn stems_begin_as_their_words_do(word in "[a-zA-Z][a-zA-Zàâçéèêîôûüÿñæœßąęłńóśźżőűășțşğıi'’]{0,12}") {
            for tongue in Tongue::all().filter(|tongue| tongue.keeps_beginnings()) {
                let first = word.chars().next().map(|c| c.to_ascii_lowercase());
                prop_assert!(tongue.stems(&word).iter().all(|stem| stem.chars().next() == first), "{}", tongue.key());
            }
        }

        #[test]
        fn stems_of_other_scripts_begin_as_their_words_do(word in "[α-ωά-ώ]{1,12}|[а-яё]{1,12}") {
            let first = fold(&word).chars().next();
            for tongue in Tongue::all().filter(|tongue| tongue.keeps_beginnings()) {
                prop_assert!(tongue.stems(&word).iter().all(|stem| stem.chars().next() == first), "{}", tongue.key());
            }
        }

        #[test]
        fn a_word_in_plain_letters_has_one_stem(word in "[a-zA-Z0-9'’]{1,12}") {
            for tongue in Tongue::all().filter(|tongue| !tongue.spells_apart(&word)) {
                let stems = tongue.stems(&word);
                prop_assert_eq!(&stems.second, &None, "{}", tongue.key());
                prop_assert_eq!(stems.first, tongue.stem_of_folded(&fold(&word)));
            }
        }

        #[test]
        fn greek_endings_never_stop_the_stemmer(start in "[α-ωά-ώ]{0,6}", end in prop::sample::select(vec![
            "ματα", "ησουμε", "ιζω", "αδεσ", "ουδακι", "εστερα", "ηθηκα", "ιουνταν", "ουντανε", "οτατουσ", "μενοι", "αγαμε", "εια", "ισκοσ",
        ])) {
            let word = format!("{start}{end}");
            prop_assert!(!Tongue::of("el").stems(&word).first.is_empty());
        }
    }
}
