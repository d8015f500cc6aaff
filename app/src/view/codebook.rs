//! The codebook as a list: the tree unfolded as far as the person wants, with live counts.

use std::collections::BTreeSet;

use codebooks::{CodeId, CodeTree, Colour, Kind};

use super::tally::{CodeCount, Tally};
use super::typed::fit;

/// A row of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// Which code.
    pub code: CodeId,
    /// Its name.
    pub name: String,
    /// How deep it stands, from 0.
    pub depth: usize,
    /// Its colour.
    pub colour: Colour,
    /// Its kind.
    pub kind: Kind,
    /// Whether someone gave a kind, here or above.
    pub has_kind: bool,
    /// Its counts with those below it.
    pub count: CodeCount,
    /// Whether it has codes below it, and whether they are shown.
    pub fold: Fold,
}

/// Whether a code's children are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It has none.
    Leaf,
    /// They are shown.
    Open,
    /// They are hidden.
    Folded,
}

/// The codebook's rows: the tree without what is under folded codes; with letters, what fits them and what stands
/// above it, folded or not.
#[must_use]
pub fn code_rows(
    tree: &CodeTree,
    tally: &Tally,
    folded: &BTreeSet<CodeId>,
    letters: &str,
) -> Vec<CodeRow> {
    let letters = letters.trim();
    let mut wanted: BTreeSet<CodeId> = BTreeSet::new();
    if !letters.is_empty() {
        for &code in tree.order() {
            if tree
                .name(code)
                .is_some_and(|name| fit(letters, name).is_some_and(|score| score >= 20))
            {
                wanted.insert(code);
                wanted.extend(tree.ancestors(code));
            }
        }
    }
    tree.order()
        .iter()
        .copied()
        .filter(|&code| {
            if letters.is_empty() {
                !tree
                    .ancestors(code)
                    .iter()
                    .any(|above| folded.contains(above))
            } else {
                wanted.contains(&code)
            }
        })
        .map(|code| CodeRow {
            code,
            name: tree.name(code).unwrap_or_default().to_owned(),
            depth: tree.depth(code),
            colour: tree.colour(code),
            kind: tree.kind(code),
            has_kind: tree.given_kind(code).is_some(),
            count: tally.of_code(code),
            fold: if tree.children(Some(code)).is_empty() {
                Fold::Leaf
            } else if folded.contains(&code) && letters.is_empty() {
                Fold::Folded
            } else {
                Fold::Open
            },
        })
        .collect()
}

/// The counts beside a code: "5 · 12"; "" while there are none.
#[must_use]
pub fn count_text(count: CodeCount) -> String {
    if count.references == 0 {
        String::new()
    } else {
        format!("{} · {}", count.cases, count.references)
    }
}

/// The counts beside a code in words, with what they mean.
#[must_use]
pub fn count_words(count: CodeCount, has_children: bool) -> String {
    let cases = super::sources::counted(count.cases, "case", "cases");
    let references = super::sources::counted(count.references, "reference", "references");
    let below = if has_children {
        " A case with several codes below this one counts once."
    } else {
        ""
    };
    format!("{cases}, {references}, by all coders.{below}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn shown(letters: &str, fold: &[&str]) -> Vec<String> {
        let workspace = fixture::evaluation();
        let tree = workspace.project().code_tree();
        let tally = Tally::of(workspace.project());
        let folded = tree
            .order()
            .iter()
            .copied()
            .filter(|&code| tree.name(code).is_some_and(|name| fold.contains(&name)))
            .collect();
        let rows = code_rows(&tree, &tally, &folded, letters);
        rows.iter()
            .map(|row| {
                format!(
                    "{}{} {}",
                    "-".repeat(row.depth),
                    row.name,
                    count_text(row.count)
                )
            })
            .collect()
    }

    #[test]
    fn counts_stand_beside_codes_and_parents_are_unions() {
        assert_eq!(
            shown("", &[]),
            [
                "Enablers 1 · 2",
                "-Trust 1 · 1",
                "-Practical help 1 · 1",
                "Barriers ",
                "-Waiting "
            ]
        );
    }

    #[test]
    fn folded_branches_hide_and_the_filter_opens_them() {
        assert_eq!(
            shown("", &["Enablers"]),
            ["Enablers 1 · 2", "Barriers ", "-Waiting "]
        );
        assert_eq!(
            shown("trust", &["Enablers"]),
            ["Enablers 1 · 2", "-Trust 1 · 1"]
        );
        assert!(shown("xyz", &[]).is_empty());
    }

    #[test]
    fn counts_are_said_with_their_units() {
        let count = CodeCount {
            cases: 1,
            references: 12,
        };
        assert_eq!(
            count_words(count, false),
            "1 case, 12 references, by all coders."
        );
        assert!(count_words(count, true).contains("counts once"));
    }
}
