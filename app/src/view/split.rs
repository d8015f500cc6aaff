//! Splitting a code: its passages one after the other, each sent to a code below it by one key.

use codebooks::{CodeId, CodeTree};
use project::text::{CharRange, SourceText};
use project::{CodingId, CodingState, Project};

use super::sources::counting_key;

/// A code that passages can be sent to, and how many have it already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which code.
    pub code: CodeId,
    /// Its name.
    pub name: String,
    /// How many passages have it, with those below it.
    pub count: usize,
}

/// The passages that carry a code itself and none below it, in the order people read them.
#[must_use]
pub fn to_walk(project: &Project, code: CodeId) -> Vec<CodingId> {
    let mut sources: Vec<_> = project.sources().iter().collect();
    sources.sort_by_cached_key(|source| (counting_key(&source.name), source.id));
    let codings = sources
        .into_iter()
        .flat_map(|source| project.codings_of(source.id));
    codings
        .filter(|coding| coding.code == code && coding.state != CodingState::Lost)
        .map(|coding| coding.id)
        .collect()
}

/// The codes below a code, in the order of the codebook.
#[must_use]
pub fn targets(project: &Project, tree: &CodeTree, code: CodeId) -> Vec<Target> {
    let children = tree.children(Some(code)).iter();
    let target = |&child: &CodeId| {
        let below = tree.descendants(child);
        Target {
            code: child,
            name: tree.name(child).unwrap_or_default().to_owned(),
            count: project
                .codings()
                .iter()
                .filter(|coding| below.contains(&coding.code))
                .count(),
        }
    };
    children.map(target).collect()
}

/// A passage with some of what stands around it within its turn: before, the words, after. Each on one line.
#[must_use]
pub fn in_context(
    text: &SourceText,
    range: CharRange,
    speech: CharRange,
    reach: u32,
) -> [String; 3] {
    let one_line = |range: CharRange| super::search::on_one_line(text.slice(range));
    let from = speech
        .start()
        .0
        .max(range.start().0.saturating_sub(reach))
        .min(range.start().0);
    let to = speech
        .end()
        .0
        .min(range.end().0.saturating_add(reach))
        .max(range.end().0);
    let mut before = one_line(CharRange::of(from, range.start().0));
    if from > speech.start().0 {
        before.insert(0, '…');
    }
    let mut after = one_line(CharRange::of(range.end().0, to));
    if to < speech.end().0 {
        after.push('…');
    }
    [before, one_line(range), after]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn only_what_carries_the_code_itself_is_walked() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let tree = project.code_tree();
        for &code in tree.order() {
            let walk = to_walk(project, code);
            let own = project
                .codings()
                .iter()
                .filter(|coding| coding.code == code);
            assert_eq!(walk.len(), own.count());
            let below: usize = targets(project, &tree, code)
                .iter()
                .map(|target| target.count)
                .sum();
            let all = tree.descendants(code);
            let with = project
                .codings()
                .iter()
                .filter(|coding| all.contains(&coding.code));
            assert_eq!(walk.len() + below, with.count(), "none is walked twice");
        }
    }

    #[test]
    fn context_stays_within_the_turn() {
        let text = SourceText::new("A: one two\nthree. B: four");
        let speech = CharRange::of(3, 17);
        let shown = |range: (u32, u32), reach| in_context(&text, range.into(), speech, reach);
        assert_eq!(shown((7, 10), 100), ["one ", "two", " three."]);
        assert_eq!(shown((7, 10), 2), ["…e ", "two", " t…"]);
        assert_eq!(shown((0, 6), 100), ["", "A: one", " two three."]);
    }
}
