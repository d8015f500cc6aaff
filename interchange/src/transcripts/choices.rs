//! What the person who imports decides where the program guessed otherwise: how speakers are told apart, and what the
//! columns of a table hold.

use std::fmt;
use std::str::FromStr;

use super::labels::Shape;

/// How speakers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpeakerRule {
    /// `Name: words`.
    Colon,
    /// A name beside a time: `Name 0:10` on a line of its own, or `Name (0:10) - words`.
    Time,
    /// `[Name] words` or `(Name) words`.
    Bracket,
    /// `Q. words` and `A. words`.
    Dot,
    /// A name, a tab, words.
    Tab,
    /// A bold or italic name before plain words.
    Bold,
    /// A name alone on its line.
    OwnLine,
    /// Paragraphs that are wholly bold or italic ask, the others answer.
    BoldQuestions,
    /// Paragraphs take turns: one asks, the next answers.
    Alternating,
    /// Nobody is told apart: each paragraph is a turn of nobody.
    Nobody,
}

impl SpeakerRule {
    /// All rules, the commonest first.
    pub const ALL: [Self; 10] = [
        Self::Colon,
        Self::Time,
        Self::OwnLine,
        Self::Bold,
        Self::BoldQuestions,
        Self::Alternating,
        Self::Bracket,
        Self::Tab,
        Self::Dot,
        Self::Nobody,
    ];

    /// As written on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Colon => "colon",
            Self::Time => "time",
            Self::Bracket => "bracket",
            Self::Dot => "dot",
            Self::Tab => "tab",
            Self::Bold => "bold",
            Self::OwnLine => "own-line",
            Self::BoldQuestions => "bold-questions",
            Self::Alternating => "alternating",
            Self::Nobody => "nobody",
        }
    }

    /// As shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Colon => "Name: words",
            Self::Time => "Name beside a time",
            Self::Bracket => "[Name] words",
            Self::Dot => "Q. and A.",
            Self::Tab => "Name, tab, words",
            Self::Bold => "Bold name, plain words",
            Self::OwnLine => "Name on a line of its own",
            Self::BoldQuestions => "Bold questions, plain answers",
            Self::Alternating => "Paragraphs take turns",
            Self::Nobody => "Nobody: a turn a paragraph",
        }
    }

    /// The shape of its labels; none where there are no labels.
    pub(super) fn shape(self) -> Option<Shape> {
        match self {
            Self::Colon => Some(Shape::Colon),
            Self::Time => Some(Shape::Stamped),
            Self::Bracket => Some(Shape::Bracket),
            Self::Dot => Some(Shape::Dot),
            Self::Tab => Some(Shape::Tab),
            Self::Bold => Some(Shape::Strong),
            Self::OwnLine => Some(Shape::Alone),
            Self::BoldQuestions | Self::Alternating | Self::Nobody => None,
        }
    }
}

impl fmt::Display for SpeakerRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for SpeakerRule {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|rule| rule.key() == word.trim());
        known.ok_or_else(|| {
            let keys: Vec<&str> = Self::ALL.into_iter().map(Self::key).collect();
            format!(
                "“{word}” is no way to tell speakers: say {}",
                keys.join(", ")
            )
        })
    }
}

/// What a column of a table with a row a respondent holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnUse {
    /// Answers: each becomes a turn.
    Answers,
    /// What is known of the respondent: an attribute of that name.
    Attribute,
    /// What the respondent is called.
    Name,
    /// Nothing that is wanted.
    Nothing,
}

impl ColumnUse {
    /// All uses.
    pub const ALL: [Self; 4] = [Self::Answers, Self::Attribute, Self::Name, Self::Nothing];

    /// As written on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Attribute => "attribute",
            Self::Name => "name",
            Self::Nothing => "nothing",
        }
    }

    /// As shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Answers => "Answers",
            Self::Attribute => "Attribute",
            Self::Name => "Name of the respondent",
            Self::Nothing => "Left out",
        }
    }
}

impl fmt::Display for ColumnUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for ColumnUse {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|one| one.key() == word.trim());
        known.ok_or_else(|| {
            let keys: Vec<&str> = Self::ALL.into_iter().map(Self::key).collect();
            format!("“{word}” is no use of a column: say {}", keys.join(", "))
        })
    }
}

/// A column of a table and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What it holds.
    pub holds: ColumnUse,
}

impl FromStr for Column {
    type Err = String;
    /// Reads `HEADING=USE`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, holds) = text
            .rsplit_once('=')
            .ok_or_else(|| format!("“{text}” does not say what a column holds: HEADING=answers"))?;
        Ok(Self {
            name: name.trim().to_owned(),
            holds: holds.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::super::{ImportOptions, read_transcript};
    use super::*;

    fn told(text: &str, rule: SpeakerRule) -> String {
        let options = ImportOptions {
            speakers: Some(rule),
            ..ImportOptions::default()
        };
        let source = read_transcript("a.txt", text.as_bytes(), &options)
            .unwrap()
            .source
            .unwrap();
        let name = |speaker: Option<usize>| speaker.map_or("", |at| &source.speakers[at].name);
        let words: Vec<char> = source.text.chars().collect();
        let turn = |turn: &project::NewTurn| {
            let speech: String = words[turn.speech.start().get()..turn.speech.end().get()]
                .iter()
                .collect();
            format!("[{}] {}", name(turn.speaker), speech.replace('\n', "⏎"))
        };
        let turns: Vec<String> = source.turns.iter().map(turn).collect();
        turns.join("\n")
    }

    #[test]
    fn a_rule_goes_before_the_guess() {
        let text = "Tea: two.\n\nNANCY\nHello.\n\nMilk: none.\n\nBOB\nYes.\n";
        assert_eq!(shown("a.txt", text.as_bytes()).lines().count(), 6);
        assert_eq!(
            told(text, SpeakerRule::OwnLine),
            "[] Tea: two.\n[NANCY] Hello.⏎⏎Milk: none.\n[BOB] Yes."
        );
        assert_eq!(
            told(text, SpeakerRule::Colon),
            "[Tea] two.⏎⏎NANCY⏎Hello.\n[Milk] none.⏎⏎BOB⏎Yes."
        );
        assert_eq!(
            told(
                "INT: So?\nP1: Yes.\nINT: And?\nP1: No.\n",
                SpeakerRule::Nobody
            ),
            "[] INT: So?\n[] P1: Yes.\n[] INT: And?\n[] P1: No."
        );
    }

    #[test]
    fn rules_and_uses_are_read_as_they_are_written() {
        for rule in SpeakerRule::ALL {
            assert_eq!(rule.key().parse(), Ok(rule));
        }
        let column: Column = "Why = not?=answers".parse().unwrap();
        assert_eq!(
            (column.name.as_str(), column.holds),
            ("Why = not?", ColumnUse::Answers)
        );
        assert!(
            "colons"
                .parse::<SpeakerRule>()
                .unwrap_err()
                .contains("own-line")
        );
        assert!("Why?".parse::<Column>().is_err() && "Why?=so".parse::<Column>().is_err());
    }
}
