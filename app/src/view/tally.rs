//! Live counts: beside each code its cases and references, and how much of a source is coded.

use std::collections::BTreeMap;

use analysis::{CountRequest, Ground, Unit};
use codebooks::CodeId;
use project::text::CharRange;
use project::{Project, Seq, SourceId};

/// What stands beside a code, with the codes below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeCount {
    /// Cases, once each.
    pub cases: u64,
    /// References: overlapping passages of one code are one.
    pub references: u64,
}

/// The counts of all codes at one moment, the same as tables and exports show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of which state of the project; none before anything was counted.
    of: Option<Seq>,
    codes: BTreeMap<CodeId, CodeCount>,
}

impl Tally {
    /// Counts a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        Self::on(&Ground::new(project))
    }

    /// Counts a project that is laid out.
    #[must_use]
    pub fn on(ground: &Ground<'_>) -> Self {
        let count = |unit| {
            ground.counts(&CountRequest {
                unit,
                ..CountRequest::default()
            })
        };
        let (cases, references) = (count(Unit::Cases), count(Unit::References));
        let rows = cases.rows.iter().zip(&references.rows);
        let codes = rows.map(|(cases, references)| {
            let count = CodeCount {
                cases: cases.total,
                references: references.total,
            };
            (cases.code, count)
        });
        Self {
            of: Some(ground.project().seq()),
            codes: codes.collect(),
        }
    }

    /// Of which state of the project it is: in a large one counts come after what they count.
    #[must_use]
    pub const fn of_state(&self) -> Option<Seq> {
        self.of
    }

    /// The counts of a code with those below it.
    #[must_use]
    pub fn of_code(&self, code: CodeId) -> CodeCount {
        self.codes.get(&code).copied().unwrap_or_default()
    }
}

/// The share of a source's characters that have a coding, in per cent, rounded down: 100 only if all have.
#[must_use]
pub fn coded_share(project: &Project, source: SourceId) -> u32 {
    let characters = project
        .sources()
        .get(source)
        .map_or(0, |source| source.characters);
    let mut coded: u64 = 0;
    let mut held: Option<CharRange> = None;
    for coding in project.codings_of(source) {
        let range = coding.range;
        held = match held {
            Some(open) if range.start() <= open.end() => {
                Some(CharRange::new(open.start(), open.end().max(range.end())))
            }
            Some(open) => {
                coded += u64::from(open.len());
                Some(range)
            }
            None => Some(range),
        };
    }
    coded += held.map_or(0, |open| u64::from(open.len()));
    let share = (coded * 100)
        .checked_div(u64::from(characters))
        .unwrap_or(0);
    u32::try_from(share.min(100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn a_parent_counts_a_case_once() {
        let workspace = fixture::evaluation();
        let tally = Tally::of(workspace.project());
        let of = |name| tally.of_code(fixture::code_named(workspace.project(), name));
        let count = |cases, references| CodeCount { cases, references };
        assert_eq!(of("Enablers"), count(1, 2));
        assert_eq!(of("Trust"), count(1, 1));
        assert_eq!(of("Waiting"), count(0, 0));
    }

    #[test]
    fn the_share_counts_overlapping_codings_once() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let before = coded_share(workspace.project(), source);
        fixture::apply(&mut workspace, "Parent 10", "I trust her", "Waiting");
        assert_eq!(coded_share(workspace.project(), source), before);
        fixture::apply(&mut workspace, "Parent 10", fixture::PARENT_10, "Waiting");
        assert_eq!(coded_share(workspace.project(), source), 100);
        let other = fixture::source_named(workspace.project(), "Parent 2");
        assert_eq!(coded_share(workspace.project(), other), 0);
    }
}
