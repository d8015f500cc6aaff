//! Guesses that options may overrule: language by its small words, kind by name and number of voices.

use std::sync::LazyLock;

use project::{NewSpeaker, SourceKind, SpeakerRole};

/// How much of a text is looked at, in bytes: some thousands of words, far more than it takes.
const EVIDENCE: usize = 20_000;

/// Small words of each language that others do not share.
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "and", "of", "to", "that", "it", "was", "you", "is", "they", "what", "with",
            "have", "yeah", "so", "it's", "don't",
        ],
    ),
    (
        "cy",
        &[
            "yn", "ydy", "ydi", "oedd", "ac", "wedi", "mae", "dwi", "ddim", "roedd", "hefyd",
            "gyda", "efo", "nhw", "fi'n", "i'n", "oedden", "sy'n", "mae'n", "bod", "fel", "iawn",
            "yr", "ei", "hi'n", "mi", "rwy'n", "o'n",
        ],
    ),
    (
        "de",
        &[
            "und", "ich", "nicht", "das", "ist", "der", "die", "wir", "auch", "ein", "aber", "mit",
        ],
    ),
    (
        "fr",
        &[
            "et", "les", "est", "je", "que", "pas", "des", "vous", "une", "c'est", "qui", "dans",
        ],
    ),
    (
        "es",
        &[
            "y", "que", "los", "es", "el", "una", "por", "pero", "muy", "las", "con", "está",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "van", "ik", "niet", "dat", "maar", "ook", "zijn", "wel", "voor", "heb",
        ],
    ),
];

/// The longest small word, in bytes: as many as fit a number.
const LONGEST_SMALL: usize = 8;

/// How many places [`SMALL_WORDS`] has: many more than words, so that most words of a text meet an empty one.
const PLACES: usize = 1 << 10;

/// Small words as numbers, at [`place_of`] or soon behind it, and the languages that have them: a bit each by their
/// place in [`LANGUAGES`]. Zero stands where there is none.
static SMALL_WORDS: LazyLock<[(u64, u32); PLACES]> = LazyLock::new(|| {
    let mut words = [(0, 0); PLACES];
    for (place, (_, small)) in LANGUAGES.iter().enumerate() {
        for number in small.iter().filter_map(|word| packed(word.as_bytes())) {
            let mut at = place_of(number);
            while words[at].0 != 0 && words[at].0 != number {
                at = (at + 1) % PLACES;
            }
            words[at] = (number, words[at].1 | 1 << place);
        }
    }
    words
});

/// A short word as one number, ASCII in small letters; none for words longer than any that is looked for.
fn packed(word: &[u8]) -> Option<u64> {
    let number = |sum, byte: &u8| sum << 8 | u64::from(byte.to_ascii_lowercase());
    (word.len() <= LONGEST_SMALL).then(|| word.iter().fold(0, number))
}

/// Where a word stands in [`SMALL_WORDS`]: the highest bits of a product that all its letters bear on.
fn place_of(number: u64) -> usize {
    let [high, low, ..] = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
    usize::from(u16::from_be_bytes([high, low])) % PLACES
}

/// How many words were met, and how many of them are small words of each language.
#[derive(Default)]
struct Tally {
    words: usize,
    counts: [usize; LANGUAGES.len()],
    folded: String,
}

impl Tally {
    /// Notes all words of a text.
    fn note(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // The word so far, and as far as its last letter: signs around a word do not belong to it.
        let (mut word, mut trimmed) = (Ascii::default(), Ascii::default());
        let (mut at, mut start) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            if is_blank(byte) {
                self.note_ascii(trimmed);
                (word, trimmed) = (Ascii::default(), Ascii::default());
                start = at;
            } else if byte.is_ascii() {
                let is_letter = byte.is_ascii_alphabetic();
                if is_letter || word.length > 0 {
                    word.push(byte);
                }
                if is_letter {
                    trimmed = word;
                }
            } else {
                let end = bytes[at..].iter().position(|&byte| is_blank(byte));
                at = end.map_or(bytes.len(), |end| at + end);
                self.note_wide(&text[start..at]);
                (word, trimmed) = (Ascii::default(), Ascii::default());
            }
        }
        self.note_ascii(trimmed);
    }

    fn note_ascii(&mut self, word: Ascii) {
        if word.length > 0 {
            self.words += 1;
            if word.length <= LONGEST_SMALL {
                self.look_up(word.number);
            }
        }
    }

    /// Notes the words of a run without ASCII blanks that is not ASCII throughout.
    fn note_wide(&mut self, run: &str) {
        for word in run.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_alphabetic());
            if word.is_empty() {
                continue;
            }
            self.words += 1;
            if word.len() > 12 {
                continue;
            }
            self.folded.clear();
            self.folded.extend(
                word.chars()
                    .flat_map(char::to_lowercase)
                    .map(|c| if c == '’' { '\'' } else { c }),
            );
            if let Some(number) = packed(self.folded.as_bytes()) {
                self.look_up(number);
            }
        }
    }

    fn look_up(&mut self, number: u64) {
        let mut at = place_of(number);
        while SMALL_WORDS[at].0 != number {
            if SMALL_WORDS[at].0 == 0 {
                return;
            }
            at = (at + 1) % PLACES;
        }
        let languages = SMALL_WORDS[at].1;
        for (place, count) in self.counts.iter_mut().enumerate() {
            *count += usize::from(languages & (1 << place) != 0);
        }
    }
}

/// A word of ASCII: its last letters as [`packed`], and how many it has in all.
#[derive(Clone, Copy, Default)]
struct Ascii {
    number: u64,
    length: usize,
}

impl Ascii {
    fn push(&mut self, byte: u8) {
        self.number = self.number << 8 | u64::from(byte.to_ascii_lowercase());
        self.length += 1;
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// The language of a text as a BCP 47 code: English if it is short, `und` if no language is recognised.
pub(super) fn language(text: &str) -> String {
    let mut end = text.len().min(EVIDENCE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut tally = Tally::default();
    tally.note(&text[..end]);
    let Tally { words, counts, .. } = tally;
    let (best, &count) = counts
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, count)| **count)
        .unwrap_or((0, &0));
    if count * 25 >= words && count > 0 {
        LANGUAGES[best].0.to_owned()
    } else if words < 30 {
        "en".to_owned()
    } else {
        "und".to_owned()
    }
}

/// The code of a language that people write by its name or by a longer code.
pub(super) fn language_code(given: &str) -> String {
    let folded = given.trim().to_lowercase().replace('_', "-");
    match folded.as_str() {
        "english" | "saesneg" => "en".to_owned(),
        "welsh" | "cymraeg" => "cy".to_owned(),
        "german" | "deutsch" => "de".to_owned(),
        "french" | "français" => "fr".to_owned(),
        "spanish" | "español" => "es".to_owned(),
        "dutch" | "nederlands" => "nl".to_owned(),
        _ => THREE_LETTERS
            .iter()
            .find(|(three, _)| *three == folded)
            .map_or(folded, |(_, two)| (*two).to_owned()),
    }
}

/// Codes of three letters, as corpora have them, with those of two that everything else has.
const THREE_LETTERS: &[(&str, &str)] = &[
    ("eng", "en"),
    ("cym", "cy"),
    ("wel", "cy"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("ita", "it"),
    ("por", "pt"),
    ("cat", "ca"),
    ("eus", "eu"),
    ("gle", "ga"),
    ("gla", "gd"),
    ("swe", "sv"),
    ("dan", "da"),
    ("nor", "no"),
    ("nob", "nb"),
    ("isl", "is"),
    ("fin", "fi"),
    ("est", "et"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("slk", "sk"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("slv", "sl"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("ell", "el"),
    ("tur", "tr"),
    ("ara", "ar"),
    ("heb", "he"),
    ("fas", "fa"),
    ("hin", "hi"),
    ("tam", "ta"),
    ("ind", "id"),
    ("tha", "th"),
    ("vie", "vi"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("yue", "yue"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("afr", "af"),
    ("swa", "sw"),
];

/// What the file's name says it is.
pub(super) fn kind_by_name(stem: &str) -> Option<SourceKind> {
    let folded: String = stem
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let joined: String = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let has = |words: &str| format!(" {joined} ").contains(&format!(" {words}"));
    let group = [
        "focus group",
        "focusgroup",
        "fg ",
        "grŵp ffocws",
        "grwp ffocws",
        "group discussion",
    ];
    let file = [
        "case file",
        "casefile",
        "case note",
        "case summary",
        "case record",
        "ffeil achos",
    ];
    let is_numbered_group = joined.split(' ').any(|word| {
        word.strip_prefix("fg")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if group.iter().any(|words| has(words)) || is_numbered_group {
        Some(SourceKind::FocusGroup)
    } else if file.iter().any(|words| has(words)) {
        Some(SourceKind::CaseFile)
    } else if has("interview") || has("cyfweliad") {
        Some(SourceKind::Interview)
    } else {
        None
    }
}

/// What the voices say it is: four respondents are a group, nobody labelled is a text.
pub(super) fn kind_by_voices(speakers: &[NewSpeaker]) -> SourceKind {
    match speakers
        .iter()
        .filter(|speaker| speaker.role == SpeakerRole::Respondent)
        .count()
    {
        _ if speakers.is_empty() => SourceKind::Other,
        4.. => SourceKind::FocusGroup,
        _ => SourceKind::Interview,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_small_words() {
        assert_eq!(
            language("Ydw, ydw. Mae’r Lego ’ma ym mhob man, ac mi oedd hi’n anodd."),
            "cy"
        );
        assert_eq!(language("It was good, and you know, they came back."), "en");
        assert_eq!(language("Ich bin da und das ist nicht so."), "de");
        assert_eq!(language("Hm."), "en");
        assert_eq!(language(&"минута другая ".repeat(30)), "und");
        assert_eq!(language_code("Welsh"), "cy");
    }

    #[test]
    fn all_small_words_are_found() {
        for (place, (_, small)) in LANGUAGES.iter().enumerate() {
            for word in *small {
                let mut tally = Tally::default();
                tally.note(&format!("({}),", word.to_uppercase().replace('\'', "’")));
                assert_eq!((tally.words, tally.counts[place]), (1, 1), "{word}");
            }
        }
    }

    #[test]
    fn names_tell_the_kind() {
        assert_eq!(
            kind_by_name("Focus group partners"),
            Some(SourceKind::FocusGroup)
        );
        assert_eq!(kind_by_name("FG2_2026-05"), Some(SourceKind::FocusGroup));
        assert_eq!(kind_by_name("Case file 1"), Some(SourceKind::CaseFile));
        assert_eq!(kind_by_name("case-file-1"), Some(SourceKind::CaseFile));
        assert_eq!(kind_by_name("Parent 1"), None);
    }
}
