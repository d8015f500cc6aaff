//! Type to find: which codes and commands a few letters mean, best first.

use codebooks::{CodeId, CodeTree, Kind};

use crate::action::{Spec, Standing, specs};
use crate::desk::{CodeInto, Goal};

/// How well letters fit a name, greater is better; none where they do not. Letters may be apart, in order;
/// starts of words count most, case and accents do not.
#[must_use]
pub fn fit(letters: &str, name: &str) -> Option<u32> {
    let wanted: Vec<char> = letters
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .flat_map(fold)
        .collect();
    if wanted.is_empty() {
        return Some(0);
    }
    let signs: Vec<char> = name.chars().flat_map(fold).collect();
    let whole: String = signs.iter().collect();
    let sought: String = letters.trim().chars().flat_map(fold).collect();
    let starts = |at: usize| {
        at == 0
            || signs
                .get(at - 1)
                .is_some_and(|sign| !sign.is_alphanumeric())
    };
    let run = whole
        .find(&sought)
        .map(|byte| whole.get(..byte).map_or(0, |before| before.chars().count()));
    if let Some(at) = run {
        let length = u32::try_from(signs.len()).unwrap_or(u32::MAX).min(400);
        return Some(if starts(at) { 3_000 } else { 2_000 } - length);
    }
    let (mut score, mut at, mut last) = (0, 0, None);
    for sign in wanted {
        let found = signs.iter().skip(at).position(|own| *own == sign)? + at;
        score += if starts(found) {
            12
        } else if last == Some(found.wrapping_sub(1)) {
            8
        } else {
            1
        };
        last = Some(found);
        at = found + 1;
    }
    Some(score)
}

/// Lower case without accents, for comparing only.
fn fold(sign: char) -> impl Iterator<Item = char> {
    let plain = match sign {
        'â' | 'à' | 'á' | 'ä' | 'Â' | 'À' | 'Á' | 'Ä' => 'a',
        'ê' | 'è' | 'é' | 'ë' | 'Ê' | 'È' | 'É' | 'Ë' => 'e',
        'î' | 'ì' | 'í' | 'ï' | 'Î' | 'Ì' | 'Í' | 'Ï' => 'i',
        'ô' | 'ò' | 'ó' | 'ö' | 'Ô' | 'Ò' | 'Ó' | 'Ö' => 'o',
        'û' | 'ù' | 'ú' | 'ü' | 'Û' | 'Ù' | 'Ú' | 'Ü' => 'u',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' | 'Ŵ' | 'Ẁ' | 'Ẃ' | 'Ẅ' => 'w',
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' | 'Ŷ' | 'Ỳ' | 'Ý' | 'Ÿ' => 'y',
        other => other,
    };
    plain.to_lowercase()
}

/// A row of the code palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeChoice {
    /// A code that is there.
    Known {
        /// The code.
        code: CodeId,
        /// Its own name.
        name: String,
        /// The names above it, joined by " / ".
        above: String,
        /// Its place among the recent ones, from 1: the key of that place applies it.
        digit: Option<u8>,
    },
    /// A new code of the typed name.
    New {
        /// The code it would stand under; none: the top.
        parent: Option<CodeId>,
        /// Its name.
        name: String,
        /// The parent's name; "" for the top.
        under: String,
    },
}

/// How many known codes the palette lists.
const LISTED: usize = 60;

/// The rows of the code palette: what fits the letters, recent ones first among equals; then new codes of that
/// name: under the chosen code's branch first, then under each other branch.
#[must_use]
pub fn code_choices(
    tree: &CodeTree,
    recent: &[CodeId],
    chosen: Option<CodeId>,
    letters: &str,
) -> Vec<CodeChoice> {
    let typed = letters.trim();
    let rank_of = |code: CodeId| recent.iter().position(|&own| own == code);
    let mut found: Vec<(std::cmp::Reverse<u32>, usize, usize, CodeId)> = Vec::new();
    for (at, &code) in tree.order().iter().enumerate() {
        let name = tree.name(code).unwrap_or_default();
        let path = tree
            .path(code)
            .map(|path| path.to_string())
            .unwrap_or_default();
        // A fit in the code's own name beats one in the names above it.
        let Some(score) = fit(typed, name)
            .map(|score| score + 4_000)
            .or_else(|| fit(typed, &path))
        else {
            continue;
        };
        let score = if typed.is_empty() { 0 } else { score };
        found.push((
            std::cmp::Reverse(score),
            rank_of(code).unwrap_or(usize::MAX),
            at,
            code,
        ));
    }
    found.sort_unstable();
    let mut rows: Vec<CodeChoice> = found
        .iter()
        .take(LISTED)
        .map(|&(_, _, _, code)| known(tree, recent, code))
        .collect();
    let exists = found.iter().any(|&(_, _, _, code)| {
        tree.name(code)
            .is_some_and(|name| project::same_name(name, typed))
    });
    if !typed.is_empty() && !exists {
        rows.extend(new_codes(tree, chosen, typed));
    }
    rows
}

/// Where a code can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To the top of the codebook.
    Top,
    /// Into a code.
    Code(CodeChoice),
}

/// Where a code can go that fits the letters: neither into itself nor below itself, nor where it is.
#[must_use]
pub fn places_for(tree: &CodeTree, recent: &[CodeId], into: CodeInto, letters: &str) -> Vec<Place> {
    let own = tree.descendants(into.code);
    let parent = tree.parent(into.code);
    let moves = into.what == Goal::Under;
    let mut places = Vec::new();
    if moves && parent.is_some() && fit(letters.trim(), "The top of the codebook").is_some() {
        places.push(Place::Top);
    }
    let codes = code_choices(tree, recent, None, letters).into_iter();
    let can = |choice: &CodeChoice| match choice {
        CodeChoice::Known { code, .. } => !(own.contains(code) || moves && parent == Some(*code)),
        CodeChoice::New { .. } => false,
    };
    places.extend(codes.filter(can).map(Place::Code));
    places
}

fn known(tree: &CodeTree, recent: &[CodeId], code: CodeId) -> CodeChoice {
    let above: Vec<_> = tree
        .ancestors(code)
        .iter()
        .rev()
        .filter_map(|&above| tree.name(above))
        .map(str::to_owned)
        .collect();
    let digit = recent
        .iter()
        .take(9)
        .position(|&own| own == code)
        .and_then(|at| u8::try_from(at + 1).ok());
    CodeChoice::Known {
        code,
        name: tree.name(code).unwrap_or_default().to_owned(),
        above: above.join(" / "),
        digit,
    }
}

fn new_codes(tree: &CodeTree, chosen: Option<CodeId>, name: &str) -> Vec<CodeChoice> {
    let new = |parent: Option<CodeId>| CodeChoice::New {
        parent,
        name: name.to_owned(),
        under: parent
            .and_then(|parent| tree.name(parent))
            .unwrap_or_default()
            .to_owned(),
    };
    let branch = chosen.map(|code| {
        if tree.children(Some(code)).is_empty() {
            tree.parent(code)
        } else {
            Some(code)
        }
    });
    let mut parents: Vec<Option<CodeId>> = branch.into_iter().collect();
    parents.extend(
        tree.children(None)
            .iter()
            .filter(|&&top| !tree.children(Some(top)).is_empty())
            .map(|&top| Some(top)),
    );
    parents.push(None);
    let mut seen = Vec::new();
    parents.retain(|parent| {
        let is_new = !seen.contains(parent);
        seen.push(*parent);
        is_new
    });
    parents.into_iter().map(new).collect()
}

/// Whether a kind is what a new code under a parent would have.
#[must_use]
pub fn kind_under(tree: &CodeTree, parent: Option<CodeId>) -> Kind {
    parent.map_or(Kind::Context, |parent| tree.kind(parent))
}

/// The commands that fit the letters, best first; those that cannot be invoked now come last.
#[must_use]
pub fn commands(standing: &Standing, letters: &str) -> Vec<(&'static Spec, bool)> {
    let mut found: Vec<_> = specs()
        .enumerate()
        .filter_map(|(at, spec)| {
            let score = fit(letters, spec.text)
                .map(|score| score + 4_000)
                .or_else(|| {
                    let hidden = format!("{} {}", spec.menu.title(), spec.tooltip);
                    fit(letters, &hidden).filter(|&score| score >= 1_000)
                })?;
            let enabled = spec.action.enabled(standing);
            let score = if letters.trim().is_empty() { 0 } else { score };
            Some((!enabled, std::cmp::Reverse(score), at, spec))
        })
        .collect();
    found.sort_by_key(|&(off, score, at, _)| (off, score, at));
    found
        .into_iter()
        .map(|(off, _, _, spec)| (spec, !off))
        .collect()
}

#[cfg(test)]
mod tests {
    use codebooks::Code;

    use super::*;
    use crate::action::Action;

    fn id(n: u128) -> CodeId {
        CodeId::from_u128(n)
    }

    fn tree() -> CodeTree {
        let code = |n: u128, name: &str, parent: Option<u128>| {
            let mut code = Code::new(id(n), name);
            code.parent = parent.map(id);
            code.position = u32::try_from(n).unwrap();
            code
        };
        let codes = [
            code(1, "Enablers", None),
            code(2, "Trust in worker", Some(1)),
            code(3, "Tŷ a theulu", Some(1)),
            code(4, "Barriers", None),
            code(5, "Mistrust", Some(4)),
            code(6, "Waiting times", Some(4)),
        ];
        CodeTree::new(&codes)
    }

    fn names(rows: &[CodeChoice]) -> Vec<String> {
        rows.iter()
            .map(|row| match row {
                CodeChoice::Known { name, .. } => name.clone(),
                CodeChoice::New { name, under, .. } => format!("+{name}@{under}"),
            })
            .collect()
    }

    #[test]
    fn letters_find_names_from_their_words_starts() {
        assert!(fit("tr", "Trust") > fit("tr", "Mistrust"));
        assert!(
            fit("tw", "Trust in worker") > fit("tw", "Mistrust of work"),
            "starts of words count"
        );
        assert_eq!(fit("xq", "Trust"), None);
        assert_eq!(fit("", "Trust"), Some(0));
        assert!(
            fit("ty", "Tŷ a theulu") >= Some(2_000),
            "accents do not matter"
        );
    }

    #[test]
    fn recent_codes_come_first_while_nothing_is_typed() {
        let rows = code_choices(&tree(), &[id(6), id(2)], None, "");
        assert_eq!(
            names(&rows)[..3],
            ["Waiting times", "Trust in worker", "Enablers"]
        );
        assert!(matches!(rows[0], CodeChoice::Known { digit: Some(1), .. }));
        assert!(matches!(rows[2], CodeChoice::Known { digit: None, .. }));
    }

    #[test]
    fn what_is_typed_is_found_or_made() {
        let rows = code_choices(&tree(), &[], Some(id(5)), "trust");
        assert_eq!(
            names(&rows),
            [
                "Trust in worker",
                "Mistrust",
                "+trust@Barriers",
                "+trust@Enablers",
                "+trust@"
            ]
        );
        assert_eq!(
            names(&code_choices(&tree(), &[], None, "MISTRUST ")),
            ["Mistrust"],
            "what exists is not made again"
        );
        assert_eq!(
            names(&code_choices(&tree(), &[], None, "barr wait")),
            ["Waiting times"]
                .map(String::from)
                .to_vec()
                .into_iter()
                .chain([
                    "+barr wait@Enablers".to_owned(),
                    "+barr wait@Barriers".to_owned(),
                    "+barr wait@".to_owned()
                ])
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn commands_are_found_by_name_and_by_what_they_do() {
        let standing = Standing {
            project: true,
            ..Standing::default()
        };
        assert_eq!(
            commands(&standing, "zoo")
                .first()
                .map(|(spec, _)| spec.action),
            None
        );
        assert_eq!(
            commands(&standing, "imp")
                .first()
                .map(|(spec, _)| spec.action),
            Some(Action::Import)
        );
        assert_eq!(
            commands(&standing, "welcome screen")
                .first()
                .map(|(spec, _)| spec.action),
            Some(Action::CloseProject)
        );
        let all = commands(&standing, "");
        let first_off = all.iter().position(|(_, on)| !on).unwrap();
        assert!(
            all[first_off..].iter().all(|(_, on)| !on),
            "what cannot be invoked comes last"
        );
    }
}
