//! Names that somebody may have meant.

/// The names most like the one given, three at most, the nearest first.
pub(super) fn closest(name: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let wanted = name.trim().to_lowercase();
    let mut near: Vec<(usize, String)> = names
        .filter_map(|name| {
            let folded = name.to_lowercase();
            let leaf = folded.rsplit(" / ").next().unwrap_or_default();
            let distance = steps_between(&wanted, &folded).min(steps_between(
                wanted.rsplit(" / ").next().unwrap_or_default(),
                leaf,
            ));
            let holds =
                !wanted.is_empty() && (folded.contains(&wanted) || wanted.contains(&folded));
            (holds || distance <= 1 + wanted.chars().count() / 4).then_some((distance, name))
        })
        .collect();
    near.sort();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Letters to put in, take out or change to come from one word to the other (Levenshtein).
fn steps_between(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (nth, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = nth + 1;
        for (at, &against) in other.iter().enumerate() {
            let change = corner + usize::from(letter != against);
            corner = row[at + 1];
            row[at + 1] = change.min(corner + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_recognised() {
        let paths = || {
            ["Barriers / Waiting", "Barriers / Cost", "Enablers / Trust"]
                .map(str::to_owned)
                .into_iter()
        };
        assert_eq!(
            closest("Barriers / Wating", paths()),
            ["Barriers / Waiting"]
        );
        assert_eq!(closest("trust", paths()), ["Enablers / Trust"]);
        assert!(closest("Zebra crossing", paths()).is_empty());
    }

    #[test]
    fn words_differ_by_the_letters_to_change() {
        // Levenshtein (1966); the example every textbook has.
        assert_eq!(steps_between("kitten", "sitting"), 3);
        assert_eq!(
            (steps_between("", "abc"), steps_between("tŷ", "ty")),
            (3, 1)
        );
    }
}
