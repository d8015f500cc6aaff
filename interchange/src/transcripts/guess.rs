//! Guesses that options may overrule: language by its small words, kind by name and number of voices.

use std::collections::HashMap;
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

/// For each small word the languages that have it, a bit each by their place in [`LANGUAGES`].
static SMALL_WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (place, (_, small)) in LANGUAGES.iter().enumerate() {
        for word in *small {
            *words.entry(*word).or_default() |= 1 << place;
        }
    }
    words
});

/// The language of a text as a BCP 47 code: English if it is short, `und` if no language is recognised.
pub(super) fn language(text: &str) -> String {
    let mut end = text.len().min(EVIDENCE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut counts = vec![0_usize; LANGUAGES.len()];
    let mut words = 0_usize;
    let mut folded = String::new();
    for word in text[..end].split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        if word.is_empty() {
            continue;
        }
        words += 1;
        if word.len() > 12 {
            continue;
        }
        folded.clear();
        folded.extend(
            word.chars()
                .flat_map(char::to_lowercase)
                .map(|c| if c == '’' { '\'' } else { c }),
        );
        let languages = SMALL_WORDS.get(folded.as_str()).copied().unwrap_or(0);
        for (place, count) in counts.iter_mut().enumerate() {
            *count += usize::from(languages & (1 << place) != 0);
        }
    }
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
        "english" | "saesneg" | "eng" => "en".to_owned(),
        "welsh" | "cymraeg" | "cym" | "wel" => "cy".to_owned(),
        "german" | "deutsch" => "de".to_owned(),
        "french" | "français" => "fr".to_owned(),
        "spanish" | "español" => "es".to_owned(),
        "dutch" | "nederlands" => "nl".to_owned(),
        _ => folded,
    }
}

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
