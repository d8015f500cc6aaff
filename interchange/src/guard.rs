//! Text made harmless for what will read it: spreadsheets that run formulas, XML that forbids characters.

use std::borrow::Cow;

/// A text cell that no spreadsheet takes for a formula: where it begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return it gets a leading apostrophe. So does one that begins with an apostrophe before such a
/// character, so that [`unguarded`] gives back every text as it was.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that was [`guarded`].
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text.trim_start_matches('\'')) => text,
        Some(_) | None => cell,
    }
}

fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A number as it stands, negative too; any other text [`guarded`].
pub(crate) fn guarded_unless_number(text: &str) -> Cow<'_, str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.parse::<f64>().is_ok();
    if is_number {
        Cow::Borrowed(text)
    } else {
        guarded(text)
    }
}

/// Text without the characters that XML 1.0 cannot hold at all.
pub(crate) fn xml_text(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text() {
        for risky in [
            "=1+1", "+44 20", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "- I said",
        ] {
            assert_eq!(guarded(risky), format!("'{risky}"));
        }
        for plain in ["", "a=b", "'twas", " =1", "2-3"] {
            assert_eq!(guarded(plain), plain);
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        for number in ["-2", "0", "3.5", "-0.25"] {
            assert_eq!(guarded_unless_number(number), number);
        }
        for text in ["-", "--2", "+2", "-2-3", "-1e5", "-1.2.3", "=2"] {
            assert_eq!(guarded_unless_number(text), format!("'{text}"));
        }
    }

    #[test]
    fn xml_holds_no_control_characters() {
        assert_eq!(xml_text("a\u{b}b\tc\nd\u{ffff}"), "ab\tc\nd");
    }

    proptest! {
        #[test]
        fn guarding_can_be_undone(text in "['=+@a\\t\\r-]{0,5}\\PC{0,5}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            prop_assert!(!is_risky(&cell));
        }
    }
}
