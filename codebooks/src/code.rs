//! A code: its name, place in the tree, kind and the words that say when it applies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::check::CodeError;
use crate::colour::Colour;

crate::id_type! {
    /// Names one code for good, whatever it is called and wherever it is moved.
    pub CodeId
}

/// What a code says about the thing evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It helped.
    Enabler,
    /// It hindered.
    Barrier,
    /// It changed.
    Outcome,
    /// It was so around the work.
    Context,
}

impl Kind {
    /// All kinds, in the order in which reports list them.
    pub const ALL: [Self; 4] = [Self::Enabler, Self::Barrier, Self::Outcome, Self::Context];

    /// Answers the kind's name as it is stored, such as `enabler`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enabler => "enabler",
            Self::Barrier => "barrier",
            Self::Outcome => "outcome",
            Self::Context => "context",
        }
    }

    /// Answers the kind as a heading, such as `Enablers`.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Enabler => "Enablers",
            Self::Barrier => "Barriers",
            Self::Outcome => "Outcomes",
            Self::Context => "Context",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = CodeError;

    /// Reads a kind in any case, singular or plural; "facilitator" and "obstacle" are understood.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let lower = text.trim().to_lowercase();
        match lower.strip_suffix('s').unwrap_or(&lower) {
            "enabler" | "facilitator" => Ok(Self::Enabler),
            "barrier" | "obstacle" => Ok(Self::Barrier),
            "outcome" => Ok(Self::Outcome),
            "context" => Ok(Self::Context),
            _ => Err(CodeError::NotAKind {
                text: text.trim().to_owned(),
            }),
        }
    }
}

/// One entry of the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Names the code for good.
    pub id: CodeId,
    /// The name people see; siblings' names differ.
    pub name: String,
    /// The code above, or none at the top.
    pub parent: Option<CodeId>,
    /// Place among its siblings; ties are broken by name.
    pub position: u32,
    /// The code's own kind; `None` takes the parent's.
    pub kind: Option<Kind>,
    /// What the code means.
    pub definition: String,
    /// When to apply it.
    pub use_when: String,
    /// When not to apply it, and what to use instead.
    pub not_when: String,
    /// A passage it would be applied to.
    pub example: String,
    /// The code's own colour; `None` takes a shade of the parent's, or the kind's.
    pub colour: Option<Colour>,
}

impl Code {
    /// Makes a code at the top of the tree with a name and nothing else yet.
    #[must_use]
    pub fn new(id: CodeId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            parent: None,
            position: 0,
            kind: None,
            definition: String::new(),
            use_when: String::new(),
            not_when: String::new(),
            example: String::new(),
            colour: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_in_any_case_and_number() {
        for text in ["enabler", "Enablers", " ENABLER ", "Facilitators"] {
            assert_eq!(text.parse(), Ok(Kind::Enabler), "{text}");
        }
        assert_eq!("Contexts".parse(), Ok(Kind::Context));
        let error = "theme".parse::<Kind>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "“theme” is not a kind: use enabler, barrier, outcome or context"
        );
    }

    #[test]
    fn every_kind_is_read_as_it_is_shown() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert_eq!(kind.heading().parse(), Ok(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
        }
    }

    #[test]
    fn a_code_survives_json() {
        let mut code = Code::new(CodeId::from_u128(3), "Trust");
        code.kind = Some(Kind::Enabler);
        code.colour = Some(Colour::new(1, 2, 3));
        code.parent = Some(CodeId::from_u128(2));
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
    }
}
