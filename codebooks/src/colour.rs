//! Colours of codes: red, green, blue, written `#RRGGBB`; palettes chosen to stay apart for colour-blind readers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::check::CodeError;
use crate::code::Kind;

/// A colour in sRGB, 0 to 255 a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// Paul Tol's "muted" scheme, for codes that have no kind: one for each branch of the tree, in turn.
const BRANCHES: [Colour; 9] = [
    Colour::new(0x33, 0x22, 0x88),
    Colour::new(0xDD, 0xCC, 0x77),
    Colour::new(0x44, 0xAA, 0x99),
    Colour::new(0xCC, 0x66, 0x77),
    Colour::new(0x88, 0xCC, 0xEE),
    Colour::new(0x88, 0x22, 0x55),
    Colour::new(0x99, 0x99, 0x33),
    Colour::new(0xAA, 0x44, 0x99),
    Colour::new(0x11, 0x77, 0x33),
];

/// How far each next sibling moves towards white (above 0) or black (below), in hundredths.
const SHADES: [i32; 6] = [0, 18, -14, 34, -26, 48];

impl Colour {
    /// Makes a colour from its three channels, 0 to 255.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Answers the colour of a kind, after Okabe and Ito: green, vermilion, blue, purple.
    #[must_use]
    pub const fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Enabler => Self::new(0x00, 0x9E, 0x73),
            Kind::Barrier => Self::new(0xD5, 0x5E, 0x00),
            Kind::Outcome => Self::new(0x00, 0x72, 0xB2),
            Kind::Context => Self::new(0xCC, 0x79, 0xA7),
        }
    }

    /// Answers the colour of the nth branch that has no kind, counted from 0; after the last the first comes again.
    #[must_use]
    pub fn of_branch(nth: usize) -> Self {
        BRANCHES
            .get(nth % BRANCHES.len())
            .copied()
            .unwrap_or(BRANCHES[0])
    }

    /// Answers the nth shade of this colour, counted from 0: the colour itself, then lighter and darker by turns.
    #[must_use]
    pub fn shade(self, nth: usize) -> Self {
        let percent = SHADES.get(nth % SHADES.len()).copied().unwrap_or(0);
        let mix = |channel: u8| {
            let from = i32::from(channel);
            let target = if percent > 0 { 255 } else { 0 };
            let mixed = from + (target - from) * percent.abs() / 100;
            u8::try_from(mixed).unwrap_or(channel)
        };
        Self::new(mix(self.red), mix(self.green), mix(self.blue))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl FromStr for Colour {
    type Err = CodeError;

    /// Reads `#RRGGBB`, `RRGGBB` or `#RGB`, in either case.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let wrong = || CodeError::NotAColour {
            text: text.to_owned(),
        };
        let digits: Option<Vec<u8>> = text
            .trim()
            .trim_start_matches('#')
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        match digits.as_deref() {
            Some([r1, r2, g1, g2, b1, b2]) => {
                Ok(Self::new(r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2))
            }
            Some([red, green, blue]) => Ok(Self::new(red * 17, green * 17, blue * 17)),
            Some(_) | None => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        let colour = Colour::new(0x00, 0x9e, 0x73);
        assert_eq!(colour.to_string(), "#009E73");
        for text in ["#009E73", "009e73", " #009e73 "] {
            assert_eq!(text.parse(), Ok(colour), "{text}");
        }
        assert_eq!("#f0a".parse(), Ok(Colour::new(0xff, 0x00, 0xaa)));
        assert_eq!(serde_json::to_string(&colour).unwrap(), "\"#009E73\"");
        assert_eq!(
            serde_json::from_str::<Colour>("\"#009E73\"").unwrap(),
            colour
        );
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["", "#", "green", "#12345", "#1234567", "#gg0000"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn shades_begin_with_the_colour_itself_and_differ() {
        let base = Colour::of_kind(Kind::Outcome);
        assert_eq!(base.shade(0), base);
        let shades: std::collections::BTreeSet<_> =
            (0..SHADES.len()).map(|nth| base.shade(nth)).collect();
        assert_eq!(shades.len(), SHADES.len());
        assert_eq!(base.shade(SHADES.len()), base);
    }

    #[test]
    fn kinds_have_colours_of_their_own() {
        let colours: std::collections::BTreeSet<_> = Kind::ALL
            .iter()
            .map(|kind| Colour::of_kind(*kind))
            .collect();
        assert_eq!(colours.len(), Kind::ALL.len());
    }
}
