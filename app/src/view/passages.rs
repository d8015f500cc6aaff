//! From what a search found to what is coded: the words themselves, their sentences, or whole turns.

use std::collections::BTreeSet;

use codebooks::CodeId;
use index::Place;
use project::{CoderId, Edit, NewCoding, Project, TextError, Texts};

/// How much is coded around a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// The words found.
    Match,
    /// The sentences they stand in.
    #[default]
    Sentence,
    /// The whole turn's speech.
    Turn,
}

impl Span {
    /// All spans, in the order offered.
    pub const ALL: [Self; 3] = [Self::Match, Self::Sentence, Self::Turn];

    /// As the span is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Match => "the match",
            Self::Sentence => "the sentence",
            Self::Turn => "the whole turn",
        }
    }
}

/// The passages to code for what was found, each once, in the order given.
///
/// # Errors
/// Where a source's text cannot be loaded.
pub fn passages(
    project: &Project,
    texts: &Texts,
    places: &[Place],
    span: Span,
    code: CodeId,
) -> Result<Vec<NewCoding>, TextError> {
    let mut seen = BTreeSet::new();
    let mut codings = Vec::new();
    for place in places {
        let Some(source) = project.sources().get(place.source) else {
            continue;
        };
        let text = texts.of(source)?;
        for &matched in &place.matches {
            let range = match span {
                Span::Match => matched,
                Span::Sentence => text.sentences(matched, place.speech),
                Span::Turn => place.speech,
            };
            if !range.is_empty() && seen.insert((place.source, range)) {
                let quote = text.slice(range).to_owned();
                codings.push(NewCoding {
                    id: None,
                    source: place.source,
                    range,
                    quote,
                    code,
                    coder: None,
                    memo: String::new(),
                    weight: None,
                });
            }
        }
    }
    Ok(codings)
}

/// The edits for passages that do not carry the code by this coder yet, and how many do.
#[must_use]
pub fn new_codings(
    project: &Project,
    codings: Vec<NewCoding>,
    coder: CoderId,
) -> (Vec<Edit>, usize) {
    let all = codings.len();
    let edits: Vec<Edit> = codings
        .into_iter()
        .filter(|new| {
            project
                .same_coding(new.source, new.range, new.code, coder)
                .is_none()
        })
        .map(Edit::ApplyCode)
        .collect();
    let already = all - edits.len();
    (edits, already)
}

#[cfg(test)]
mod tests {
    use project::text::{ByteIndex, CharRange};

    use super::*;
    use crate::fixture;

    /// The places of words in "Parent 10", each with the speech of the turn around them.
    fn places(workspace: &project::Workspace, words: &[&str]) -> Vec<Place> {
        let project = workspace.project();
        let source = fixture::source_named(project, "Parent 10");
        let text = workspace
            .texts()
            .of(project.sources().get(source).unwrap())
            .unwrap();
        let place = |words: &&str| {
            let byte = text.as_str().find(words).unwrap();
            let range = text.range_of_bytes(ByteIndex(byte), ByteIndex(byte + words.len()));
            let turn = project
                .turn_list(source)
                .unwrap()
                .at(range.start())
                .unwrap();
            let speech = project.turns(source)[turn].speech;
            Place {
                source,
                turn,
                speaker: None,
                speech,
                matches: vec![range],
            }
        };
        words.iter().map(place).collect()
    }

    fn quotes(words: &[&str], span: Span) -> Vec<String> {
        let workspace = fixture::evaluation();
        let code = fixture::code_named(workspace.project(), "Trust");
        let found = passages(
            workspace.project(),
            &workspace.texts(),
            &places(&workspace, words),
            span,
            code,
        )
        .unwrap();
        found.into_iter().map(|coding| coding.quote).collect()
    }

    #[test]
    fn a_match_grows_to_its_sentence_and_its_turn() {
        assert_eq!(quotes(&["trust"], Span::Match), ["trust"]);
        assert_eq!(
            quotes(&["trust"], Span::Sentence),
            ["I trust her, she gave us lifts too."]
        );
        assert_eq!(
            quotes(&["trust"], Span::Turn),
            ["She came every week. I trust her, she gave us lifts too."]
        );
    }

    #[test]
    fn two_matches_in_one_sentence_are_one_passage() {
        assert_eq!(quotes(&["trust", "lifts"], Span::Sentence).len(), 1);
        assert_eq!(quotes(&["trust", "lifts"], Span::Match), ["trust", "lifts"]);
    }

    #[test]
    fn what_is_coded_already_is_counted_not_coded() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let source = fixture::source_named(project, "Parent 10");
        let code = fixture::code_named(project, "Trust");
        let known: CharRange = project
            .codings_of(source)
            .find(|coding| coding.code == code)
            .unwrap()
            .range;
        let mut place = places(&workspace, &["lifts"]).remove(0);
        place.matches.push(known);
        let found = passages(project, &workspace.texts(), &[place], Span::Match, code).unwrap();
        let (edits, already) = new_codings(project, found, workspace.coder());
        assert_eq!((edits.len(), already), (1, 1));
    }
}
