//! Where two projects say different things, and which of them is to stand.

use std::collections::BTreeMap;

use serde::Serialize;

/// Which of two things that differ stands after a merge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// What the project says that is merged into.
    #[default]
    Mine,
    /// What the project says that comes in.
    Theirs,
    /// Both, one beside the other.
    Both,
}

/// A thing of which the two projects say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Names it: the same whenever the same two projects are merged.
    pub key: String,
    /// What it is about, such as “the code “Trust””.
    pub about: String,
    /// What of it differs, such as “definition”.
    pub what: String,
    /// What the project says that is merged into.
    pub mine: String,
    /// What the other says.
    pub theirs: String,
    /// What can be chosen: both cannot stand where there is room for one only.
    pub choices: Vec<Choice>,
    /// What was chosen.
    pub chosen: Choice,
    /// All of it in a sentence, without what was chosen.
    pub line: String,
}

impl Conflict {
    /// A thing that differs, of which one may stand.
    pub(super) fn new(key: String, about: String, what: &str, mine: &str, theirs: &str) -> Self {
        Self {
            key,
            about,
            what: what.to_owned(),
            mine: mine.to_owned(),
            theirs: theirs.to_owned(),
            choices: vec![Choice::Mine, Choice::Theirs],
            chosen: Choice::Mine,
            line: String::new(),
        }
    }

    /// The same, of which both may stand if that is so.
    pub(super) fn or_both(mut self, is_so: bool) -> Self {
        if is_so {
            self.choices.push(Choice::Both);
        }
        self
    }

    /// The same, of which only the own may stand if that is so.
    pub(super) fn unless(mut self, is_so: bool) -> Self {
        if is_so {
            self.choices.retain(|choice| *choice == Choice::Mine);
        }
        self
    }
}

/// What to choose where two projects say different things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    rule: Choice,
    each: BTreeMap<String, Choice>,
}

impl Choices {
    /// The same choice everywhere, as far as it can be had: where both cannot stand, the own does.
    #[must_use]
    pub const fn all(rule: Choice) -> Self {
        Self {
            rule,
            each: BTreeMap::new(),
        }
    }

    /// Chooses for one conflict, by its [`Conflict::key`].
    pub fn choose(&mut self, key: &str, choice: Choice) {
        self.each.insert(key.to_owned(), choice);
    }

    pub(super) fn of(&self, conflict: &Conflict) -> Choice {
        let wanted = self.each.get(&conflict.key).copied().unwrap_or(self.rule);
        if conflict.choices.contains(&wanted) {
            wanted
        } else {
            Choice::Mine
        }
    }
}

/// Two texts, one under the other.
pub(super) fn joined(mine: &str, theirs: &str) -> String {
    format!("{}\n\n{}", mine.trim(), theirs.trim())
}

/// Whether a text holds another already, as [`joined`] puts it there.
pub(super) fn holds(whole: &str, part: &str) -> bool {
    let whole = format!("\n\n{}\n\n", whole.trim());
    whole.contains(&format!("\n\n{}\n\n", part.trim()))
}
