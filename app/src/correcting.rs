//! Words corrected in place: a typo, a name, a pseudonym. Quotes, memos and turns move along, and quotes take the
//! corrected words.

use project::text::{CharIndex, CharRange, Replacement, SourceText, TextChange};
use project::{Edit, PlanError, Project, Revision, Source, SourceId, SpeakerId, Telling, Texts};
use serde::Serialize;

use crate::intake::revising::{RevisionReport, effect};
use crate::message::Trouble;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The words as they stand.
    pub find: String,
    /// What stands there from now on; "" takes the words out.
    pub replace: String,
    /// Whether letters count whatever their case.
    pub any_case: bool,
    /// Whether the words also count within longer ones, as “Ann” in “Anna”.
    pub inside_words: bool,
}

/// What a correction comes to in one source.
#[derive(Debug)]
pub struct Corrected {
    /// The edit that corrects the text.
    pub revision: Box<Revision>,
    /// Speakers whose name holds the words, with the name they get.
    pub speakers: Vec<(SpeakerId, Renaming)>,
    /// How many places of the text are corrected.
    pub places: usize,
    /// What it does to quotes.
    pub quotes: RevisionReport,
}

/// A speaker who is called otherwise from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renaming {
    /// The name until now.
    pub from: String,
    /// The name from now on.
    pub to: String,
}

impl Corrected {
    /// The edits, in order.
    #[must_use]
    pub fn edits(self) -> Vec<Edit> {
        let names = self
            .speakers
            .into_iter()
            .map(|(speaker, name)| Edit::RenameSpeaker(speaker, name.to));
        std::iter::once(Edit::ReviseText(self.revision))
            .chain(names)
            .collect()
    }
}

/// Corrects one passage of a source.
///
/// # Errors
/// Where the passage is none of the source's, or its text cannot be had.
pub fn passage(
    project: &Project,
    texts: &Texts,
    source: SourceId,
    range: CharRange,
    words: &str,
) -> Result<Corrected, Trouble> {
    let row = row(project, source)?;
    let old = texts.of(row)?;
    if !old.holds(range) {
        return Err(refused(PlanError::NotAPassage {
            name: row.name.clone(),
            start: range.start().0,
            end: range.end().0,
            characters: old.characters(),
        }));
    }
    let change = TextChange::replace(range, &project::text::clean(words));
    corrected(project, row.id, old, change, 1, Vec::new())
}

/// Corrects all places of a source where words stand, and the names of its speakers; none where they stand nowhere.
///
/// # Errors
/// Where its text cannot be had.
pub fn everywhere(
    project: &Project,
    texts: &Texts,
    source: SourceId,
    wanted: &Wanted,
) -> Result<Option<Corrected>, Trouble> {
    let row = row(project, source)?;
    let old = texts.of(row)?;
    let new = project::text::clean(&wanted.replace);
    let places = wanted.places(old.as_str());
    let count = places.len();
    let replacements = places
        .into_iter()
        .map(|old| Replacement {
            old,
            new: new.clone(),
        })
        .collect();
    let speakers: Vec<(SpeakerId, Renaming)> = project
        .speakers_of(row.id)
        .filter_map(|speaker| {
            let to = wanted.applied(&speaker.name)?;
            let from = speaker.name.clone();
            Some((speaker.id, Renaming { from, to }))
        })
        .filter(|(_, name)| !name.to.trim().is_empty())
        .collect();
    let Some(change) = TextChange::of(replacements) else {
        return Ok(None);
    };
    if change.is_empty() && speakers.is_empty() {
        return Ok(None);
    }
    corrected(project, row.id, old, change, count, speakers).map(Some)
}

fn corrected(
    project: &Project,
    source: SourceId,
    old: SourceText,
    change: TextChange,
    places: usize,
    speakers: Vec<(SpeakerId, Renaming)>,
) -> Result<Corrected, Trouble> {
    let revision = Box::new(Revision {
        source,
        old,
        change,
        quotes_follow: true,
        reimport: None,
    });
    let quotes = effect(project, &revision)?;
    Ok(Corrected {
        revision,
        speakers,
        places,
        quotes,
    })
}

/// The edit that gives words of a source to those who say them.
///
/// # Errors
/// Where the source is gone, or its text cannot be had.
pub fn told(
    project: &Project,
    texts: &Texts,
    source: SourceId,
    said: Vec<(CharRange, Option<String>)>,
) -> Result<Edit, Trouble> {
    let row = row(project, source)?;
    let text = texts.of(row)?;
    Ok(Edit::TellSpeakers(Box::new(Telling { source, text, said })))
}

fn row(project: &Project, source: SourceId) -> Result<&Source, Trouble> {
    project
        .sources()
        .get(source)
        .map(AsRef::as_ref)
        .ok_or_else(|| refused(PlanError::Gone("source")))
}

fn refused(error: PlanError) -> Trouble {
    Trouble::Edit(project::EditError::Plan(error))
}

impl Wanted {
    /// Where the words stand in a text, in order and apart from each other.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<CharRange> {
        let wanted: Vec<char> = self.find.chars().map(|sign| self.folded(sign)).collect();
        let signs: Vec<char> = text.chars().map(|sign| self.folded(sign)).collect();
        let Some(&first) = wanted.first() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at + wanted.len() <= signs.len() {
            let end = at + wanted.len();
            if signs[at] == first && signs[at..end] == wanted[..] && self.stands(&signs, at, end) {
                found.push(CharRange::new(
                    CharIndex::from_count(at),
                    CharIndex::from_count(end),
                ));
                at = end;
            } else {
                at += 1;
            }
        }
        found
    }

    /// A text with the words corrected; none where they stand nowhere in it.
    #[must_use]
    pub fn applied(&self, text: &str) -> Option<String> {
        let replacements: Vec<Replacement> = self
            .places(text)
            .into_iter()
            .map(|old| Replacement {
                old,
                new: self.replace.clone(),
            })
            .collect();
        let change = TextChange::of(replacements).filter(|change| !change.is_empty())?;
        change.apply(&SourceText::new(text))
    }

    /// Typists use both apostrophes for the same name.
    fn folded(&self, sign: char) -> char {
        match sign {
            '’' => '\'',
            sign if self.any_case => sign.to_lowercase().next().unwrap_or(sign),
            sign => sign,
        }
    }

    fn stands(&self, signs: &[char], start: usize, end: usize) -> bool {
        let joined = |one: Option<&char>, other: Option<&char>| {
            one.zip(other)
                .is_some_and(|(one, other)| one.is_alphanumeric() && other.is_alphanumeric())
        };
        self.inside_words
            || !(joined(
                start.checked_sub(1).and_then(|at| signs.get(at)),
                signs.get(start),
            ) || joined(signs.get(end - 1), signs.get(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(wanted: &Wanted, text: &str) -> String {
        wanted.applied(text).unwrap_or_default()
    }

    #[test]
    fn whole_words_are_found_whatever_the_apostrophe() {
        let wanted = Wanted {
            find: "Ann O'Brien".into(),
            replace: "[worker]".into(),
            any_case: false,
            inside_words: false,
        };
        assert_eq!(
            applied(&wanted, "ŵ: Ann O’Brien came, not Ann O'Briens."),
            "ŵ: [worker] came, not Ann O'Briens."
        );
        assert_eq!(wanted.applied("Anna O'Brien"), None);
    }

    #[test]
    fn case_and_longer_words_count_when_asked() {
        let wanted = Wanted {
            find: "tŷ".into(),
            replace: "house".into(),
            any_case: true,
            inside_words: true,
        };
        assert_eq!(applied(&wanted, "TŶ tŷau"), "house houseau");
        let nothing = Wanted {
            find: String::new(),
            ..wanted
        };
        assert_eq!(nothing.places("tŷ"), []);
    }

    #[test]
    fn marks_at_an_edge_need_no_word_beside_them() {
        let wanted = Wanted {
            find: "Mrs. X.".into(),
            replace: "the teacher".into(),
            any_case: false,
            inside_words: false,
        };
        assert_eq!(applied(&wanted, "Mrs. X.came"), "the teachercame");
    }
}
