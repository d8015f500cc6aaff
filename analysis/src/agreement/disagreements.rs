//! Disagreements: passages that one coder gave a code and another did not, side by side for deciding.

use codebooks::CodeId;
use project::text::CharRange;
use project::{CoderId, CodingId, Project, SourceId};
use serde::Serialize;

use super::coders::{AgreementError, checked};
use crate::base::{Ground, Mark};
use crate::measure::by_place;

/// A passage on which coders differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The code given or not.
    pub code: CodeId,
    /// Where the passage is.
    pub source: SourceId,
    /// All their overlapping spans together.
    pub range: CharRange,
    /// Who gave the code somewhere in it.
    pub given_by: Vec<CoderId>,
    /// Who did not.
    pub not_by: Vec<CoderId>,
    /// Their codings, by place.
    pub codings: Vec<CodingId>,
    /// Whether all gave the code, only to other words: `not_by` is empty then.
    pub edges_only: bool,
}

/// Lists where coders differ, code by code in tree order and then by place. With `code`, only it and those below.
///
/// Overlapping spans of one code, whoever made them, are one passage. It is listed if one of the coders has no span
/// in it, or if their spans begin or end at different places.
pub fn disagreements(
    project: &Project,
    coders: &[CoderId],
    code: Option<CodeId>,
) -> Result<Vec<Disagreement>, AgreementError> {
    Ground::new(project).disagreements(coders, code)
}

impl Ground<'_> {
    /// Lists where coders differ; see [`disagreements`].
    pub fn disagreements(
        &self,
        coders: &[CoderId],
        code: Option<CodeId>,
    ) -> Result<Vec<Disagreement>, AgreementError> {
        let coders = checked(coders)?;
        let mut found = Vec::new();
        self.each_passage(&coders, code, |code, passage| {
            found.extend(disagreement(code, passage, &coders));
        })?;
        Ok(found)
    }

    /// The codings on which all agree to the letter: one for each, that of the first coder. Code by code in tree order and
    /// then by place. With `code`, only it and those below.
    pub fn agreed(
        &self,
        coders: &[CoderId],
        code: Option<CodeId>,
    ) -> Result<Vec<CodingId>, AgreementError> {
        let coders = checked(coders)?;
        let mut found = Vec::new();
        self.each_passage(&coders, code, |code, passage| {
            if disagreement(code, passage, &coders).is_none() {
                let of_first = passage
                    .iter()
                    .filter(|mark| Some(&mark.coding.coder) == coders.first());
                found.extend(of_first.map(|mark| mark.id));
            }
        })?;
        Ok(found)
    }

    /// Calls with each code and each of its passages by the coders.
    fn each_passage(
        &self,
        coders: &[CoderId],
        code: Option<CodeId>,
        mut take: impl FnMut(CodeId, &[Mark<'_>]),
    ) -> Result<(), AgreementError> {
        let wanted = code.map(|code| self.tree.descendants(code));
        if wanted.is_some_and(<[_]>::is_empty) {
            return Err(AgreementError::NoSuchCode);
        }
        let order = self.tree.order();
        for of_code in self.marks.chunk_by(|one, other| one.code == other.code) {
            let code = of_code.first().map(|mark| mark.code as usize);
            let Some(&code) = code.and_then(|at| order.get(at)) else {
                continue;
            };
            if wanted.is_some_and(|wanted| !wanted.contains(&code)) {
                continue;
            }
            let theirs: Vec<Mark<'_>> = of_code
                .iter()
                .filter(|mark| coders.contains(&mark.coding.coder))
                .copied()
                .collect();
            for passage in passages(&by_place(&theirs)) {
                take(code, passage);
            }
        }
        Ok(())
    }
}

/// Parts of marks by place whose spans overlap.
fn passages<'m, 'p>(marks: &'m [Mark<'p>]) -> Vec<&'m [Mark<'p>]> {
    let mut passages = Vec::new();
    let mut from = 0;
    let mut end = 0;
    for (at, mark) in marks.iter().enumerate() {
        if at > from && (mark.source != marks[from].source || mark.start >= end) {
            passages.push(&marks[from..at]);
            from = at;
            end = 0;
        }
        end = end.max(mark.end);
    }
    if from < marks.len() {
        passages.push(&marks[from..]);
    }
    passages
}

fn disagreement(code: CodeId, passage: &[Mark<'_>], coders: &[CoderId]) -> Option<Disagreement> {
    let (given_by, not_by): (Vec<CoderId>, Vec<CoderId>) = coders
        .iter()
        .partition(|&&coder| passage.iter().any(|mark| mark.coding.coder == coder));
    let spans = |coder: CoderId| -> Vec<(u32, u32)> {
        passage
            .iter()
            .filter(|mark| mark.coding.coder == coder)
            .map(|mark| (mark.start, mark.end))
            .collect()
    };
    let alike = coders
        .windows(2)
        .all(|pair| spans(pair[0]) == spans(pair[1]));
    if alike {
        return None;
    }
    let first = passage.first()?;
    let end = passage.iter().map(|mark| mark.end).max()?;
    Some(Disagreement {
        code,
        source: first.coding.source,
        range: CharRange::of(first.start, end),
        edges_only: not_by.is_empty(),
        given_by,
        not_by,
        codings: passage.iter().map(|mark| mark.id).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, quotes};

    #[test]
    fn passages_of_one_and_edges_of_both_are_listed() {
        let mut build = Build::default();
        build.source("one", "P1: [Trust|[Trust@B|the same]] and [Trust|only A] and [Trust@B|the [Trust|edges]] differ\n");
        build.source("two", "P1: [Waiting@B|only B]\n");
        let project = build.project();
        let coders: Vec<CoderId> = ["A", "B"]
            .iter()
            .map(|name| project.coder_named(name).unwrap().id)
            .collect();
        let found = disagreements(&project, &coders, None).unwrap();
        let shown: Vec<_> = found
            .iter()
            .map(|one| {
                (
                    quotes(&project, &one.codings).join(" | "),
                    one.not_by.clone(),
                    one.edges_only,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("only A".to_owned(), vec![coders[1]], false),
                ("the edges | edges".to_owned(), vec![], true),
                ("only B".to_owned(), vec![coders[0]], false),
            ]
        );
        let same = Ground::new(&project).agreed(&coders, None).unwrap();
        assert_eq!(quotes(&project, &same), ["the same"]);
        let trust = project.code_tree().find(&"Trust".parse().unwrap());
        assert_eq!(disagreements(&project, &coders, trust).unwrap().len(), 2);
        assert_eq!(
            disagreements(&project, &coders[..1], None),
            Err(AgreementError::TooFewCoders)
        );
        assert_eq!(
            disagreements(&project, &coders, Some(CodeId::from_u128(9))),
            Err(AgreementError::NoSuchCode)
        );
    }
}
