//! Places in a source's text: code points, half-open, from zero.

mod marks;
mod position;
mod reanchor;
mod text_change;
mod words;

pub use marks::SourceText;
pub use position::{ByteIndex, CharIndex, CharRange};
pub use reanchor::{Anchor, reanchor};
pub use text_change::{Replacement, Stick, TextChange};
pub use words::{WordCounter, count_words};

/// Cleans a file's decoded text once, at import: byte order mark off, CRLF and CR to LF, nothing else.
///
/// Every position in Vouch counts code points of the text this answers, so a quote stands at the same
/// place whatever system its file came from. [`CLEANING_VERSION`] is stored beside each source.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// The version of [`clean`]; stored with a source so that its positions can always be explained. Version 1 took one byte
/// order mark from the start of a text; this one takes all that stand there.
pub const CLEANING_VERSION: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_removes_the_mark_and_carriage_returns_and_nothing_else() {
        assert_eq!(
            clean("\u{feff}P1: hi\r\n\r\nI: so\ryes \u{a0}\u{feff}"),
            "P1: hi\n\nI: so\nyes \u{a0}\u{feff}"
        );
        assert_eq!(clean(&clean("a\r\nb")), "a\nb");
        assert_eq!(
            clean("\u{feff}\u{feff}P1: hi"),
            "P1: hi",
            "files joined or saved twice begin with several"
        );
    }
}
