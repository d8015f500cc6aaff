//! The codebook as a list: the tree unfolded as far as the person wants, with live counts.

use std::collections::BTreeSet;

use codebooks::{CodeId, CodeTree, Colour, Kind};
use project::Edit;

use super::sources::thousands;
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

/// Where a code is dropped, as seen from the row it is dropped on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropPlace {
    /// Above it, as a sibling.
    Before,
    /// Below it, as its child.
    Into,
    /// Below it, as a sibling.
    After,
}

impl DropPlace {
    /// The part of a row that a pointer is in, by its share of the row's height from the top.
    #[must_use]
    pub fn at(share: f32) -> Self {
        if share < 0.28 {
            Self::Before
        } else if share > 0.72 {
            Self::After
        } else {
            Self::Into
        }
    }

    /// The move of a code that is dropped on another one; none if it would end below itself.
    #[must_use]
    pub fn edit(self, tree: &CodeTree, code: CodeId, onto: CodeId) -> Option<Edit> {
        if tree.descendants(code).contains(&onto) {
            return None;
        }
        let (parent, position) = match self {
            Self::Into => (Some(onto), u32::MAX),
            Self::Before | Self::After => {
                let parent = tree.parent(onto);
                let siblings = tree.children(parent).iter();
                let mut others = siblings.filter(|&&sibling| sibling != code);
                let at = others.position(|&sibling| sibling == onto)?;
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                (parent, at + u32::from(self == Self::After))
            }
        };
        Some(Edit::MoveCode {
            code,
            parent,
            position,
        })
    }
}

/// The counts beside a code: "5 · 12"; "" while there are none.
#[must_use]
pub fn count_text(count: CodeCount) -> String {
    if count.references == 0 {
        String::new()
    } else {
        format!(
            "{} · {}",
            thousands(count.cases),
            thousands(count.references)
        )
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

    /// The names in the order of the tree, each with a dash for each code above it, after a drop.
    fn dropped(code: &str, place: DropPlace, onto: &str) -> Option<Vec<String>> {
        let mut workspace = fixture::evaluation();
        let tree = workspace.project().code_tree();
        let named = |name: &str| {
            let mut order = tree.order().iter().copied();
            order.find(|&code| tree.name(code) == Some(name)).unwrap()
        };
        let edit = place.edit(&tree, named(code), named(onto))?;
        workspace.edit(edit).unwrap();
        let tree = workspace.project().code_tree();
        let lines = tree.order().iter().map(|&code| {
            format!(
                "{}{}",
                "-".repeat(tree.depth(code)),
                tree.name(code).unwrap()
            )
        });
        Some(lines.collect())
    }

    #[test]
    fn a_code_lands_before_after_or_below_the_one_it_is_dropped_on() {
        assert_eq!(
            dropped("Practical help", DropPlace::Before, "Trust").unwrap(),
            [
                "Enablers",
                "-Practical help",
                "-Trust",
                "Barriers",
                "-Waiting"
            ]
        );
        assert_eq!(
            dropped("Trust", DropPlace::After, "Practical help").unwrap(),
            [
                "Enablers",
                "-Practical help",
                "-Trust",
                "Barriers",
                "-Waiting"
            ]
        );
        assert_eq!(
            dropped("Trust", DropPlace::After, "Enablers").unwrap(),
            [
                "Enablers",
                "-Practical help",
                "Trust",
                "Barriers",
                "-Waiting"
            ]
        );
        assert_eq!(
            dropped("Trust", DropPlace::Into, "Barriers").unwrap(),
            [
                "Enablers",
                "-Practical help",
                "Barriers",
                "-Waiting",
                "-Trust"
            ]
        );
        assert_eq!(
            dropped("Enablers", DropPlace::Into, "Trust"),
            None,
            "nothing lands below itself"
        );
        assert_eq!(dropped("Trust", DropPlace::Into, "Trust"), None);
    }

    #[test]
    fn the_upper_and_lower_quarter_of_a_row_are_beside_it() {
        assert_eq!(DropPlace::at(0.1), DropPlace::Before);
        assert_eq!(DropPlace::at(0.5), DropPlace::Into);
        assert_eq!(DropPlace::at(0.9), DropPlace::After);
    }
}
