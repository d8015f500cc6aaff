//! Words described by a regular expression.

use regex::{Regex, RegexBuilder};

/// How large a compiled expression may get, in bytes: enough for any spelling, too little to hang a search.
pub(crate) const LARGEST: usize = 1 << 20;

/// A regular expression that whole folded words are held against.
#[derive(Debug, Clone)]
pub(crate) struct Expression {
    typed: String,
    whole_word: Regex,
}

impl Expression {
    /// Reads an expression as typed between the strokes; an error says in one sentence what is wrong with it.
    pub(crate) fn new(typed: &str) -> Result<Self, String> {
        if typed.is_empty() {
            return Err(
                "Write a regular expression between the strokes, such as /gr[ae]y/.".to_owned(),
            );
        }
        let whole_word = RegexBuilder::new(&format!("^(?:{typed})$"))
            .case_insensitive(true)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| what_is_wrong(&error))?;
        Ok(Self {
            typed: typed.to_owned(),
            whole_word,
        })
    }

    /// Whether a folded word is described by it, from its first letter to its last.
    pub(crate) fn fits(&self, folded: &str) -> bool {
        self.whole_word.is_match(folded)
    }
}

/// What is wrong with an expression, in one sentence.
pub(crate) fn what_is_wrong(error: &regex::Error) -> String {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return "This regular expression is too large: make it shorter.".to_owned();
    }
    // The last line says what is wrong; those before draw the place, for which there is no room.
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    format!(
        "This is no regular expression: {}.",
        last.trim_start_matches("error: ")
    )
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

impl Eq for Expression {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_held_against_it_in_any_case() {
        let grey = Expression::new("GR[ae]y(s|ed)?").unwrap();
        assert!(grey.fits("gray") && grey.fits("greyed"));
        assert!(!grey.fits("greying") && !grey.fits("agrey"));
        let either = Expression::new("trust|care").unwrap();
        assert!(
            either.fits("care") && !either.fits("careful"),
            "both ends hold for every branch"
        );
    }

    #[test]
    fn what_is_wrong_with_an_expression_is_said_in_one_line() {
        for wrong in ["", "(", "[z-a]", "a{99999}{99999}"] {
            let message = Expression::new(wrong).unwrap_err();
            assert!(
                !message.contains('\n') && message.ends_with('.'),
                "{wrong}: {message}"
            );
        }
    }
}
