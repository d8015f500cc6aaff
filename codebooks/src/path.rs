//! A code's place in words: the names from the top of the tree down to it.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::check::{CodeError, LEVEL_LIMIT, check_name, name_key};

/// The names from the top of the tree down to a code, at least one.
///
/// Written with ` / ` between the names; read with `/`, with or without blanks around it. A slash that belongs to a
/// name is written `\/`, and a backslash `\\`: `Parent\/carer support / Trust` has two names. A backslash before any
/// other character stands for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodePath(Vec<String>);

impl CodePath {
    /// Makes a path from its names, top first; each is trimmed.
    ///
    /// # Errors
    /// As [`check_name`] for each name, [`CodeError::EmptyName`] if there are none, and [`CodeError::TooDeep`].
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, CodeError> {
        let names: Vec<String> = names
            .into_iter()
            .map(|name| check_name(name.as_ref()))
            .collect::<Result<_, _>>()?;
        match names.len() {
            0 => Err(CodeError::EmptyName),
            levels if levels > LEVEL_LIMIT => Err(CodeError::TooDeep { levels }),
            _ => Ok(Self(names)),
        }
    }

    /// Makes a path from names that are in use already, whatever they look like.
    pub(crate) const fn from_names(names: Vec<String>) -> Self {
        Self(names)
    }

    /// Answers the names, top first.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Answers the last name: the code's own.
    #[must_use]
    pub fn leaf(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// Answers the path of the code above, or none at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.0.split_last() {
            Some((_, above)) if !above.is_empty() => Some(Self(above.to_vec())),
            Some(_) | None => None,
        }
    }

    /// Answers the path of a code below this one.
    ///
    /// # Errors
    /// As [`check_name`].
    pub fn child(&self, name: &str) -> Result<Self, CodeError> {
        let mut names = self.0.clone();
        names.push(check_name(name)?);
        Self::new(names)
    }

    /// Answers what two paths share when they name the same code: see [`name_key`].
    #[must_use]
    pub(crate) fn key(&self) -> Vec<String> {
        self.0.iter().map(|name| name_key(name)).collect()
    }
}

/// Parts a text at its slashes, undoing `\/` and `\\`; names are trimmed and may be empty.
pub(crate) fn split_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&next @ ('/' | '\\'))) => {
                name.push(next);
                chars.next();
            }
            ('/', _) => names.push(std::mem::take(&mut name)),
            (other, _) => name.push(other),
        }
    }
    names.push(name);
    for name in &mut names {
        *name = name.trim().to_owned();
    }
    names
}

impl fmt::Display for CodePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, name) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str(" / ")?;
            }
            for c in name.chars() {
                if matches!(c, '/' | '\\') {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

impl FromStr for CodePath {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::new(split_names(text))
    }
}

impl TryFrom<String> for CodePath {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<CodePath> for String {
    fn from(path: CodePath) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_has_an_end() {
        let deep = |levels: usize| CodePath::new(vec!["a"; levels]);
        let deepest = deep(LEVEL_LIMIT).unwrap();
        let refused = CodeError::TooDeep {
            levels: LEVEL_LIMIT + 1,
        };
        assert_eq!(deep(LEVEL_LIMIT + 1), Err(refused.clone()));
        assert_eq!(deepest.child("a"), Err(refused));
        assert!("a / ".repeat(9_000).parse::<CodePath>().is_err());
    }

    #[test]
    fn slashes_part_names_with_and_without_blanks() {
        for text in ["Enablers / Trust", "Enablers/Trust", "  Enablers  /Trust "] {
            let path: CodePath = text.parse().unwrap();
            assert_eq!(path.names(), ["Enablers", "Trust"]);
            assert_eq!(path.to_string(), "Enablers / Trust");
        }
    }

    #[test]
    fn a_slash_in_a_name_is_kept() {
        let path = CodePath::new(["Parent/carer support", r"A\B"]).unwrap();
        assert_eq!(path.to_string(), r"Parent\/carer support / A\\B");
        assert_eq!(path.to_string().parse(), Ok(path));
        assert_eq!(r"A\B".parse::<CodePath>().unwrap().names(), [r"A\B"]);
    }

    #[test]
    fn a_path_knows_its_leaf_parent_and_child() {
        let path: CodePath = "A / B / C".parse().unwrap();
        assert_eq!(path.leaf(), "C");
        assert_eq!(path.parent(), Some("A/B".parse().unwrap()));
        assert_eq!("A".parse::<CodePath>().unwrap().parent(), None);
        assert_eq!(path.parent().unwrap().child(" C ").unwrap(), path);
    }

    #[test]
    fn empty_names_are_refused() {
        for text in ["", "  ", "A /", "/ A", "A // B"] {
            assert_eq!(
                text.parse::<CodePath>(),
                Err(CodeError::EmptyName),
                "{text}"
            );
        }
        assert_eq!(
            CodePath::new(Vec::<String>::new()),
            Err(CodeError::EmptyName)
        );
    }

    proptest! {
        #[test]
        fn a_path_is_read_as_it_is_written(names in prop::collection::vec(r"[a-zé/\\ .>]{1,8}", 1..5)) {
            if let Ok(path) = CodePath::new(names) {
                prop_assert_eq!(path.to_string().parse(), Ok(path));
            }
        }
    }
}
