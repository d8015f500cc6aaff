//! Weights of codings: what each says, and how keys step from one to the next.

use project::Weight;

/// The weights a coding can have, with what each says, from strongly for to strongly against.
pub const CHOICES: [(i8, &str); 5] = [
    (2, "strongly for"),
    (1, "for"),
    (0, "mixed"),
    (-1, "against"),
    (-2, "strongly against"),
];

/// A weight as people write it: "+2", "0", "−1"; "" for a number that is none.
#[must_use]
pub fn weight_text(weight: i8) -> String {
    Weight::new(weight).map_or_else(String::new, |weight| weight.to_string())
}

/// What a weight says: "+2, strongly for"; "no weight" for none.
#[must_use]
pub fn weight_words(weight: Option<Weight>) -> String {
    let Some(weight) = weight.map(Weight::get) else {
        return "no weight".to_owned();
    };
    let says = CHOICES.iter().find(|(value, _)| *value == weight);
    let says = says.map_or("", |(_, says)| says);
    format!("{}, {says}", weight_text(weight))
}

/// The weight one step up or down from another. From none the first step says for or against: who wants "mixed"
/// goes one further back.
#[must_use]
pub fn step(from: Option<Weight>, up: bool) -> Option<Weight> {
    let before = from.map_or(0, Weight::get);
    let after = if up { before + 1 } else { before - 1 };
    Weight::new(after.clamp(-2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_from_none_to_either_side_and_stop_at_the_ends() {
        let walk = |ups: &[bool]| {
            let mut at = None;
            let mut walked = Vec::new();
            for &up in ups {
                at = step(at, up);
                walked.push(weight_words(at));
            }
            walked
        };
        assert_eq!(
            walk(&[true, true, true, false, false, false]),
            [
                "+1, for",
                "+2, strongly for",
                "+2, strongly for",
                "+1, for",
                "0, mixed",
                "−1, against"
            ]
        );
        assert_eq!(
            walk(&[false, false, false]),
            [
                "−1, against",
                "−2, strongly against",
                "−2, strongly against"
            ]
        );
        assert_eq!(weight_words(None), "no weight");
    }

    #[test]
    fn every_choice_is_a_weight_and_every_weight_a_choice() {
        assert!(
            CHOICES
                .iter()
                .all(|&(value, _)| Weight::new(value).is_some())
        );
        assert_eq!(CHOICES.len(), 5);
    }
}
