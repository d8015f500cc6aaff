//! The order in which people expect names and values: 2 before 10, capitals and small letters alike.

use std::cmp::Ordering;

/// Compares names as people sort them: runs of digits by their number, letters without regard to case.
///
/// Names that differ only in case or in leading zeros are told apart last, so the order is total.
#[must_use]
pub fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one.chars(), other.chars());
    loop {
        let before = (left.as_str(), right.as_str());
        let order = match (left.next(), right.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let ((a, after_a), (b, after_b)) = (digits(before.0), digits(before.1));
                (left, right) = (after_a.chars(), after_b.chars());
                a.len().cmp(&b.len()).then_with(|| a.cmp(b))
            }
            (Some(a), Some(b)) if a == b => Ordering::Equal,
            (Some(a), Some(b)) => a.to_lowercase().cmp(b.to_lowercase()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A run of digits, without leading zeros, for then the longer number is the greater; and what follows it.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !sign.is_ascii_digit());
    let (run, after) = text.split_at(end.unwrap_or(text.len()));
    (run.trim_start_matches('0'), after)
}

/// Compares values of an attribute: numbers by size and before words, words in natural order.
#[must_use]
pub fn value_order(one: &str, other: &str) -> Ordering {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    match (number(one), number(other)) {
        (Some(a), Some(b)) => a.total_cmp(&b).then_with(|| one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => natural_order(one, other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn families_stand_in_the_order_of_their_numbers() {
        let mut names = vec![
            "Family 10",
            "family 2",
            "Family 1",
            "Focus group",
            "Family 02",
        ];
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(
            names,
            [
                "Family 1",
                "Family 02",
                "family 2",
                "Family 10",
                "Focus group"
            ]
        );
    }

    #[test]
    fn numbers_stand_by_size_and_before_words() {
        let mut values = vec!["unknown", "10", "-3", "9.5", "2024-01-02"];
        values.sort_by(|a, b| value_order(a, b));
        assert_eq!(values, ["-3", "9.5", "10", "2024-01-02", "unknown"]);
    }

    proptest! {
        #[test]
        fn both_orders_are_total(a in "[a-cA-C0-9. ]{0,6}", b in "[a-cA-C0-9. ]{0,6}", c in "[a-cA-C0-9. ]{0,6}") {
            for order in [natural_order, value_order] {
                prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
                prop_assert_eq!(order(&a, &b) == Ordering::Equal, a == b);
                if order(&a, &b).is_le() && order(&b, &c).is_le() {
                    prop_assert!(order(&a, &c).is_le());
                }
            }
        }
    }
}
