//! Queries: what to look for, as typed.
//!
//! See [`crate::help`] for the language. A query is read without a project; whether its names (codes, coders,
//! attributes) exist is seen when it is searched with.

mod lexer;
mod parser;

pub(crate) use parser::{KindAsked, Stretch, coded_means, distance_of, kind_of};
use project::text::CharIndex;

use crate::expression::Expression;

use crate::words::{fold, fold_name};

/// A query, read and ready to search any project with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
    pub(crate) root: Expr,
}

/// Why a query cannot be understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The place in the query, in code points from 0.
    pub at: CharIndex,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl QueryError {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at: CharIndex::from_count(at),
            message: message.into(),
        }
    }
}

impl Query {
    /// Reads a query as typed.
    ///
    /// # Errors
    /// The first place that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Ok(Self {
            text: text.to_owned(),
            root: parser::parse(text)?,
        })
    }

    /// The query as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it looks for words; a query of filters only answers whole turns.
    #[must_use]
    pub fn looks_for_words(&self) -> bool {
        self.root.any(&|expr| matches!(expr, Expr::Text(_)))
    }

    /// Whether it says itself who speaks, asker or answerer: then the interviewer is not left out.
    pub(crate) fn names_a_role(&self) -> bool {
        self.root.any(&|expr| {
            matches!(
                expr,
                Expr::Filter(Filter {
                    field: Field::Role,
                    ..
                })
            )
        })
    }
}

/// A query taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// Words of a turn.
    Text(Leaf),
    /// Something known of a turn.
    Filter(Filter),
    /// All of these.
    And(Vec<Expr>),
    /// At least one of these.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
}

impl Expr {
    fn any(&self, test: &dyn Fn(&Expr) -> bool) -> bool {
        test(self)
            || match self {
                Self::And(all) | Self::Or(all) => all.iter().any(|expr| expr.any(test)),
                Self::Not(expr) => expr.any(test),
                Self::Text(_) | Self::Filter(_) => false,
            }
    }
}

/// Words to find in a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// A word and its family, stemmed by each source's language; as typed.
    Word(String),
    /// Words next to each other, in order, as written. One slot: a single word.
    Phrase(Vec<Slot>),
    /// All of the words in any order, with at most so many other words among them.
    Near(Vec<Slot>, u32),
    /// Words at most so many letters away from this folded one.
    Fuzzy(String, u8),
    /// Words that a regular expression describes.
    Expression(Expression),
}

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// This folded word.
    Word(String),
    /// Words with this beginning, end or inside.
    Pattern(Pattern),
}

impl Slot {
    /// Whether a folded word fits.
    pub(crate) fn fits(&self, folded: &str) -> bool {
        match self {
            Self::Word(word) => word == folded,
            Self::Pattern(pattern) => pattern.fits(folded),
        }
    }
}

/// Letters with stars between them, folded: each star stands for any letters or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<String>);

impl Pattern {
    /// The pattern of a word; none if it has no star.
    pub(crate) fn of_word(written: &str) -> Option<Self> {
        written
            .contains('*')
            .then(|| Self(written.split('*').map(fold).collect()))
    }

    /// The pattern of a name; without a star only that name fits.
    pub(crate) fn of_name(written: &str) -> Self {
        let trimmed = written.trim();
        if trimmed.contains('*') {
            Self(trimmed.split('*').map(fold_part_of_name).collect())
        } else {
            Self(vec![fold_name(trimmed)])
        }
    }

    /// What every fitting word begins with; "" if any beginning does.
    pub(crate) fn head(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// Whether nothing but the beginning matters.
    pub(crate) fn is_head_only(&self) -> bool {
        self.0.len() == 2 && self.0[1].is_empty()
    }

    /// Whether it asks for no letters at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// Whether a folded word or name fits.
    pub(crate) fn fits(&self, folded: &str) -> bool {
        let [first, inner @ .., last] = self.0.as_slice() else {
            return self.head() == folded;
        };
        let Some(mut rest) = folded
            .strip_prefix(first.as_str())
            .and_then(|rest| rest.strip_suffix(last.as_str()))
        else {
            return false;
        };
        for piece in inner {
            let Some(found) = rest.find(piece.as_str()) else {
                return false;
            };
            rest = &rest[found + piece.len()..];
        }
        true
    }
}

/// Folds a piece of a name, keeping the blanks at its ends: `"Family *"` wants the blank.
fn fold_part_of_name(piece: &str) -> String {
    let mut folded = fold_name(piece);
    if folded.is_empty() {
        return folded;
    }
    if piece.starts_with(char::is_whitespace) {
        folded.insert(0, ' ');
    }
    if piece.ends_with(char::is_whitespace) {
        folded.push(' ');
    }
    folded
}

/// Something known of a turn that is not in its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// What is asked about.
    pub(crate) field: Field,
    /// What it must be, as typed, without quotation marks.
    pub(crate) value: String,
    /// Where the field begins in the query, in code points.
    pub(crate) at: usize,
    /// Where the value begins in the query, in code points.
    pub(crate) value_at: usize,
}

/// What a filter asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// Who speaks.
    Speaker,
    /// The source's or its file's name.
    Source,
    /// A set the source is in, by name.
    Set,
    /// The case's name.
    Case,
    /// The wave of data collection.
    Wave,
    /// The source's language.
    Language,
    /// The sort of source, or of a code the turn is coded with.
    Kind,
    /// Whether the speaker asks or answers.
    Role,
    /// A code with its sub-codes.
    Code,
    /// Who coded.
    Coder,
    /// Whether anyone coded.
    Coded,
    /// A code with its sub-codes, at most so many turns away.
    Near,
    /// A code with its sub-codes whose passage the coding shares text with.
    Overlaps,
    /// A code with its sub-codes whose passage the coding comes after.
    Follows,
    /// A code with its sub-codes whose passage the coding comes before.
    Precedes,
    /// The weight of a coding.
    Weight,
    /// Whether a coding is on the shortlist.
    Shortlisted,
    /// What a memo says on a coding or passage.
    Memo,
    /// When in the recording.
    Time,
    /// The value of an attribute, by its name.
    Attribute(String),
}

impl Field {
    /// The field of a name as typed; a name that is none of ours is an attribute's.
    pub(crate) fn named(name: &str) -> Self {
        match fold_name(name).as_str() {
            "speaker" => Self::Speaker,
            "source" => Self::Source,
            "set" => Self::Set,
            "case" => Self::Case,
            "wave" => Self::Wave,
            "language" | "lang" => Self::Language,
            "kind" => Self::Kind,
            "role" => Self::Role,
            "code" => Self::Code,
            "coder" => Self::Coder,
            "coded" => Self::Coded,
            "near" => Self::Near,
            "overlaps" => Self::Overlaps,
            "follows" => Self::Follows,
            "precedes" => Self::Precedes,
            "weight" => Self::Weight,
            "shortlisted" => Self::Shortlisted,
            "memo" => Self::Memo,
            "time" => Self::Time,
            _ => Self::Attribute(name.trim().to_owned()),
        }
    }

    /// Whether a distance in turns may follow its value: `near:Trust~5`.
    pub(crate) fn takes_distance(&self) -> bool {
        matches!(self, Self::Near | Self::Follows | Self::Precedes)
    }

    /// Whether the name is one of ours and no attribute's.
    pub(crate) fn is_built_in(&self) -> bool {
        !matches!(self, Self::Attribute(_))
    }
}

/// The filter that asks for a value of an attribute, or (none) for those without one. None where the name is one of the
/// language's own and so asks for something else, or where it cannot be written.
#[must_use]
pub fn filter_of(attribute: &str, value: Option<&str>) -> Option<String> {
    let value = value.unwrap_or_default();
    let is_plain = !attribute.is_empty() && attribute.chars().all(char::is_alphanumeric);
    let can_be_written = !attribute.contains('"') && !value.contains('"');
    if Field::named(attribute).is_built_in() || !can_be_written {
        return None;
    }
    Some(if is_plain {
        format!("{attribute}:\"{value}\"")
    } else {
        format!("\"{attribute}\":\"{value}\"")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_written_as_it_is_read() {
        let of = |name, value| filter_of(name, value);
        assert_eq!(of("group", Some("Parents")).unwrap(), "group:\"Parents\"");
        let spaced = of("place of birth", None).unwrap();
        assert_eq!(spaced, "\"place of birth\":\"\"");
        assert!(Query::parse(&spaced).is_ok());
        assert_eq!(
            (of("wave", Some("1")), of("area", Some("\""))),
            (None, None)
        );
    }

    #[test]
    fn patterns_fit_beginning_inside_and_end() {
        let fits = |pattern: &str, word: &str| Pattern::of_word(pattern).unwrap().fits(word);
        assert!(fits("wait*", "waiting") && fits("wait*", "wait") && !fits("wait*", "await"));
        assert!(fits("*ing", "waiting") && !fits("*ing", "waitings"));
        assert!(fits("w*t*g", "waiting") && !fits("w*t*t*g", "waiting"));
        assert!(
            !fits("ab*ba", "aba"),
            "beginning and end do not share letters"
        );
        assert!(fits("Éc*", "ecole"));
    }

    #[test]
    fn patterns_of_names_keep_their_blanks() {
        assert!(Pattern::of_name("Family *").fits("family 3"));
        assert!(!Pattern::of_name("Family *").fits("familyfour"));
        assert!(Pattern::of_name(" FAMILY  3 ").fits("family 3"));
    }
}
