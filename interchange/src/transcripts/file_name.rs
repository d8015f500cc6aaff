//! What people put into the names of their files: group and number, place, wave, day.

use project::Value;

use super::names::{self, Likeness};

/// Words that say nothing of the person, where they stand first or last; so do those of [`VERSIONS`].
const SILENT: &[&str] = &[
    "interview",
    "transcript",
    "transcription",
    "recording",
    "audio",
    "zoom",
    "teams",
    "focus",
    "group",
    "case",
    "file",
    "cyfweliad",
    "trawsgrifiad",
    "docx",
    "of",
    "with",
    "the",
];

/// How parts begin that number talks and files, not people.
const TALKS: &[&str] = &[
    "interview",
    "transcript",
    "focus group",
    "fg",
    "group",
    "case",
    "cyfweliad",
    "int-",
];

/// Words for versions of a file, which may stand anywhere in its name.
const VERSIONS: &[&str] = &[
    "final",
    "draft",
    "clean",
    "cleaned",
    "anonymised",
    "anonymized",
    "redacted",
    "copy",
    "edited",
    "checked",
    "fg",
];

/// Attributes that a file's name without its ending seems to give: `Parent 2 - Flintshire` is of the group
/// “Parent” and of the place “Flintshire”. A name without a part that is numbered, or that people have in interviews
/// (`Parent`, `staff`), gives no group; without a group or a numbered interview it gives no place.
pub(super) fn attributes(stem: &str) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !found.iter().any(|(known, _)| known == name) {
            found.extend(Value::read(value).map(|value| (name.to_owned(), value)));
        }
    };
    let parts: Vec<Told> = parts(stem).iter().map(|part| told(part)).collect();
    let counted = parts
        .iter()
        .any(|part| part.numbered && part.words.is_empty() && part.talk);
    // Known people before whatever else has a number: `Wrexham 2 - Parent 3`.
    let group = parts
        .iter()
        .position(Told::is_people)
        .or_else(|| parts.iter().position(Told::is_numbered));
    for (place, part) in parts.iter().enumerate() {
        for (name, value) in [("date", &part.day), ("wave", &part.wave)] {
            if let Some(value) = value {
                add(name, value);
            }
        }
        if Some(place) == group {
            add("group", &one_of(&part.words));
        } else if (group.is_some() || counted) && !part.numbered && is_words(&part.words) {
            add("place", &part.words);
        }
    }
    found
}

/// What a part of a name says.
#[derive(Default)]
struct Told {
    day: Option<String>,
    wave: Option<String>,
    /// What is left without numbers, days, waves, versions and words that say nothing.
    words: String,
    numbered: bool,
    /// Whether it is an interview, a group or a file of a case.
    talk: bool,
}

impl Told {
    fn is_people(&self) -> bool {
        is_words(&self.words) && names::likeness(&one_of(&self.words)) == Likeness::Part
    }

    fn is_numbered(&self) -> bool {
        self.numbered && is_words(&self.words)
    }
}

fn told(part: &str) -> Told {
    let mut told = Told::default();
    let mut words: Vec<&str> = part.split(' ').collect();
    let folded = part.to_lowercase();
    told.talk = TALKS.iter().any(|talk| folded.starts_with(talk));
    // A day or a wave has up to three words: the longest first.
    for length in (1..=3).rev() {
        let mut at = 0;
        while at + length <= words.len() {
            let several = words[at..at + length].join(" ");
            let day = day(&several);
            if day.is_some() || is_wave(&several.to_lowercase()) {
                if day.is_none() {
                    told.wave.get_or_insert(several);
                }
                told.day = told.day.take().or(day);
                words.drain(at..at + length);
            } else {
                at += 1;
            }
        }
    }
    words.retain(|word| !is_version(&word.to_lowercase()));
    if let Some(last) = words.last().copied() {
        let bare = last.trim_end_matches(|c: char| c.is_ascii_digit());
        if (1..=4).contains(&(last.len() - bare.len())) {
            told.numbered = true;
            words.pop();
            words.extend(Some(bare.trim_end_matches(['#', '-'])).filter(|bare| !bare.is_empty()));
        }
    }
    words.retain(|word| !is_version(&word.to_lowercase()));
    let silent = |word: &&str| is_silent(&word.to_lowercase());
    while words.first().is_some_and(silent) {
        words.remove(0);
    }
    while words.last().is_some_and(silent) {
        words.pop();
    }
    // `P07 Parent`: the code names one person, the word all of them.
    if words.len() > 1 && words[0].contains(|c: char| c.is_ascii_digit()) {
        words.remove(0);
    }
    told.words = words.join(" ");
    told
}

/// Parts between dashes with blanks, underscores, commas and brackets; `ParentInterview` has two words.
fn parts(stem: &str) -> Vec<String> {
    let divided = [" - ", " – ", " — ", "_", ",", "(", ")", "[", "]", "--"]
        .iter()
        .fold(stem.to_owned(), |text, mark| text.replace(mark, "\n"));
    let mut spaced = String::with_capacity(divided.len());
    let mut before = ' ';
    for c in divided.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    spaced
        .lines()
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect()
}

/// One of those who are meant: `Parents` are of the group “Parent”, as `Parent 2` is.
fn one_of(words: &str) -> String {
    let one = words.strip_suffix('s').unwrap_or(words);
    let known = |words: &str| names::likeness(words) == Likeness::Part;
    if known(one) && !words.ends_with("ss") {
        one
    } else {
        words
    }
    .to_owned()
}

fn is_words(part: &str) -> bool {
    part.chars().count() >= 3
        && part.split(' ').count() <= 4
        && part
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '&'))
}

fn is_silent(folded: &str) -> bool {
    let is_silent = |word: &str| SILENT.contains(&word) || is_version(word);
    folded.split([' ', '-']).all(is_silent)
}

/// `final`, `v2`, `v1.3`, and what is left of `FG2`.
fn is_version(folded: &str) -> bool {
    let number = folded.strip_prefix('v').unwrap_or_default();
    let counted = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    counted || VERSIONS.contains(&folded)
}

fn is_wave(folded: &str) -> bool {
    let counted = ["wave ", "wave", "round ", "time ", "t", "w"]
        .iter()
        .any(|word| {
            folded.strip_prefix(word).is_some_and(|rest| {
                rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit())
            })
        });
    counted
        || matches!(
            folded,
            "baseline" | "midline" | "endline" | "follow-up" | "follow up" | "followup"
        )
}

/// Months as they begin, in English and in Welsh.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "ion"),
    ("feb", "chwe"),
    ("mar", "maw"),
    ("apr", "ebr"),
    ("may", "mai"),
    ("jun", "meh"),
    ("jul", "gor"),
    ("aug", "aws"),
    ("sep", "med"),
    ("oct", "hyd"),
    ("nov", "tach"),
    ("dec", "rhag"),
];

/// A day as `2026-05-03`, from that, `20260503`, `03.05.2026`, `3.5.26` or `3 May 2026`.
pub(super) fn day(part: &str) -> Option<String> {
    let numbers: Vec<&str> = part.split(['-', '.', ' ', '/']).collect();
    let (year, month, day) = match numbers[..] {
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..4], &whole[4..6], &whole[6..]),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 2 && !part.contains(' ') => (year, month, day),
        _ => return None,
    };
    let number = |text: &str| {
        text.parse::<u32>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    let named = |text: &str| {
        let folded = text.to_lowercase();
        let known = |(english, welsh): &(&str, &str)| {
            folded.starts_with(english) || folded.starts_with(welsh)
        };
        (1..)
            .zip(&MONTHS)
            .find(|(_, month)| known(month))
            .map(|(at, _)| at)
    };
    let (year, day) = (number(year)?, number(day)?);
    let year = if year < 100 { 2000 + year } else { year };
    let month = number(month).or_else(|| named(month))?;
    ((1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stem: &str) -> String {
        attributes(stem)
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn names_of_files_say_group_place_wave_and_day() {
        assert_eq!(
            said("Parent 2 - Flintshire"),
            "group=Parent place=Flintshire"
        );
        assert_eq!(
            said("Young person 3 (Wrexham) wave 2"),
            "group=Young person place=Wrexham wave=wave 2"
        );
        assert_eq!(
            said("2026-05-03_Practitioner1_North East_final"),
            "date=2026-05-03 group=Practitioner place=North East"
        );
        assert_eq!(
            said("Baseline - Parent 4 - 03.05.2026"),
            "wave=Baseline group=Parent date=2026-05-03"
        );
    }

    #[test]
    fn odd_names_of_files_say_it_too() {
        for (stem, wanted) in [
            (
                "Interview_03_Parent_Flintshire_2024-05-01 final v2",
                "group=Parent place=Flintshire date=2024-05-01",
            ),
            ("FG2 – staff (Wrexham)", "group=staff place=Wrexham"),
            ("P07_Wrexham_Mother_FINAL", "place=Wrexham group=Mother"),
            (
                "2024.05.01 Interview with Social Worker 3 (Denbighshire)",
                "date=2024-05-01 group=Social Worker place=Denbighshire",
            ),
            ("INT-014 Practitioner T2", "wave=T2 group=Practitioner"),
            (
                "20240501_ParentInterview_07_CE",
                "date=2024-05-01 group=Parent",
            ),
            ("Flintshire - Parent - 03", "place=Flintshire group=Parent"),
            (
                "Focus Group 1 - Parents - Flintshire - 01-05-2024",
                "group=Parent place=Flintshire date=2024-05-01",
            ),
            ("Staff FG 3", "group=Staff"),
            ("final-draft Parent 2 - Mold", "group=Parent place=Mold"),
            ("Cyfweliad Rhiant 2 - Gwynedd", "group=Rhiant place=Gwynedd"),
            ("Case file 7 - Wrexham", "place=Wrexham"),
            ("reduct-style_metamuse_49-software_crlf", ""),
            ("Notes 3 - Wrexham", "group=Notes place=Wrexham"),
            ("Dr Smith 12.5.24", "date=2024-05-12"),
            ("Interview 4, 12 May 2024", "date=2024-05-12"),
        ] {
            assert_eq!(said(stem), wanted, "{stem}");
        }
    }

    #[test]
    fn names_that_say_nothing_give_nothing() {
        for stem in [
            "",
            "Interview 4",
            "zoom_0",
            "ami_ES2004a_libreoffice",
            "P1",
            "Focus group 2",
            "99999999",
            "é2",
        ] {
            assert_eq!(said(stem), "", "{stem}");
        }
    }
}
