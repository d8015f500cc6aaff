//! What people put into the names of their files: group and number, place, wave, day.

use project::Value;

/// Words that say nothing of the person.
const SILENT: &[&str] = &[
    "interview",
    "transcript",
    "transcription",
    "final",
    "draft",
    "clean",
    "anonymised",
    "anonymized",
    "redacted",
    "copy",
    "edited",
    "checked",
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

/// Attributes that a file's name without its ending seems to give: `Parent 2 - Flintshire` is of the group
/// “Parent” and of the place “Flintshire”. A name without a numbered part gives no group and no place.
pub(super) fn attributes(stem: &str) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !found.iter().any(|(known, _)| known == name) {
            found.extend(Value::read(value).map(|value| (name.to_owned(), value)));
        }
    };
    let parts: Vec<String> = parts(stem);
    let group = parts.iter().position(|part| numbered(part).is_some());
    for (place, part) in parts.iter().enumerate() {
        let folded = part.to_lowercase();
        if let Some(day) = day(part) {
            add("date", &day);
        } else if is_wave(&folded) {
            add("wave", part);
        } else if Some(place) == group {
            add("group", numbered(part).unwrap_or_default());
        } else if group.is_some() && is_words(part) && !is_silent(&folded) {
            add("place", part);
        }
    }
    found
}

/// Parts between dashes with blanks, underscores, commas and brackets.
fn parts(stem: &str) -> Vec<String> {
    let divided = [" - ", " – ", " — ", "_", ",", "(", ")", "[", "]", "--"]
        .iter()
        .fold(stem.to_owned(), |text, mark| text.replace(mark, "\n"));
    divided
        .lines()
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect()
}

/// The words of `Parent 2` or `Parent2`: what the number counts.
fn numbered(part: &str) -> Option<&str> {
    let words = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = part.len() - words.len();
    let words = words.trim_end_matches([' ', '#', '-']);
    let long = words.chars().count() >= 3 && is_words(words);
    ((1..=4).contains(&digits)
        && long
        && !is_silent(&words.to_lowercase())
        && !is_wave(&part.to_lowercase()))
    .then_some(words)
}

fn is_words(part: &str) -> bool {
    part.chars().count() >= 3
        && part.split(' ').count() <= 4
        && part
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '&'))
}

fn is_silent(folded: &str) -> bool {
    folded.split([' ', '-']).all(|word| SILENT.contains(&word))
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

/// A day as `2026-05-03`, from that, `20260503` or `03.05.2026`.
fn day(part: &str) -> Option<String> {
    let numbers: Vec<&str> = part.split(['-', '.', ' ', '/']).collect();
    let (year, month, day) = match numbers[..] {
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..4], &whole[4..6], &whole[6..]),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    let number = |text: &str| {
        text.parse::<u32>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
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
