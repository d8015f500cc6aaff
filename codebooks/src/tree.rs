//! The codebook as people read it: order, depth, paths, and kinds and colours as inherited.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::name_key;
use crate::code::{Code, CodeId, Kind};
use crate::colour::Colour;
use crate::path::CodePath;

/// A view of a codebook for reading, built anew whenever a code changes (thousands of codes take milliseconds).
///
/// It stands up to any codes: those whose parent is missing, and those on a circle of parents, show at the top; of two
/// codes with one id the first counts. Asking for a code it does not hold answers nothing rather than failing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeTree {
    order: Vec<CodeId>,
    roots: Vec<CodeId>,
    places: BTreeMap<CodeId, Place>,
}

/// What the tree knows about one code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    name: String,
    parent: Option<CodeId>,
    children: Vec<CodeId>,
    /// Where the code stands in the order.
    at: usize,
    /// How many codes it stands for: itself and all below, which follow it in the order.
    size: usize,
    depth: usize,
    kind: Option<Kind>,
    /// The colour whose shades this branch takes.
    base: Colour,
    colour: Colour,
}

/// Deals out colours to codes that have none of their own and none to inherit.
#[derive(Default)]
struct Palette {
    kinds: BTreeMap<Kind, usize>,
    branches: usize,
}

impl Palette {
    /// Answers the base and the colour of the next such code.
    fn next(&mut self, kind: Option<Kind>) -> (Colour, Colour) {
        if let Some(kind) = kind {
            let nth = self.kinds.entry(kind).or_default();
            let base = Colour::of_kind(kind);
            let colour = base.shade(*nth);
            *nth += 1;
            (base, colour)
        } else {
            let base = Colour::of_branch(self.branches);
            self.branches += 1;
            (base, base)
        }
    }
}

impl CodeTree {
    /// Builds the view of these codes, given in any order.
    #[must_use]
    pub fn new<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Self {
        let mut by_id: BTreeMap<CodeId, &Code> = BTreeMap::new();
        for code in codes {
            by_id.entry(code.id).or_insert(code);
        }
        let mut children = children_in_order(&by_id);
        let mut tree = Self {
            roots: children.remove(&None).unwrap_or_default(),
            ..Self::default()
        };
        let mut palette = Palette::default();
        let mut waiting: Vec<(Option<CodeId>, usize, CodeId)> = stacked(None, &tree.roots);
        while let Some((parent, nth, id)) = waiting.pop() {
            let Some(code) = by_id.get(&id) else { continue };
            let below = children.remove(&Some(id)).unwrap_or_default();
            waiting.extend(stacked(Some(id), &below));
            let above = parent.and_then(|parent| tree.places.get(&parent));
            let kind = code.kind.or(above.and_then(|above| above.kind));
            let (base, colour) = match (code.colour, above) {
                (Some(own), _) => (own, own),
                (None, Some(above)) if above.kind == kind => {
                    (above.base, above.base.shade(nth + 1))
                }
                (None, _) => palette.next(kind),
            };
            let depth = above.map_or(0, |above| above.depth + 1);
            let at = tree.order.len();
            tree.order.push(id);
            let place = Place {
                name: code.name.clone(),
                parent,
                children: below,
                at,
                size: 1,
                depth,
                kind,
                base,
                colour,
            };
            tree.places.insert(id, place);
        }
        tree.count_below();
        tree
    }

    /// Adds each code's size to the one above it, last first.
    fn count_below(&mut self) {
        for id in self.order.iter().rev() {
            let Some((size, parent)) = self.places.get(id).map(|place| (place.size, place.parent))
            else {
                continue;
            };
            if let Some(above) = parent.and_then(|parent| self.places.get_mut(&parent)) {
                above.size += size;
            }
        }
    }

    /// Answers all codes, each before those below it, siblings by position and then name.
    #[must_use]
    pub fn order(&self) -> &[CodeId] {
        &self.order
    }

    /// Answers how many codes stand above this one: 0 at the top, and for a code not held.
    #[must_use]
    pub fn depth(&self, code: CodeId) -> usize {
        self.places.get(&code).map_or(0, |place| place.depth)
    }

    /// Answers the codes directly below this one (none = those at the top), in order.
    #[must_use]
    pub fn children(&self, code: Option<CodeId>) -> &[CodeId] {
        match code {
            None => &self.roots,
            Some(code) => self
                .places
                .get(&code)
                .map_or(&[], |place| place.children.as_slice()),
        }
    }

    /// Answers the code and all codes below it, in order; empty for a code not held.
    #[must_use]
    pub fn descendants(&self, code: CodeId) -> &[CodeId] {
        let found = self
            .places
            .get(&code)
            .and_then(|place| self.order.get(place.at..place.at + place.size));
        found.unwrap_or_default()
    }

    /// Answers the codes above this one, nearest first.
    #[must_use]
    pub fn ancestors(&self, code: CodeId) -> Vec<CodeId> {
        std::iter::successors(self.parent(code), |above| self.parent(*above)).collect()
    }

    /// Answers the code directly above, or none at the top.
    #[must_use]
    pub fn parent(&self, code: CodeId) -> Option<CodeId> {
        self.places.get(&code).and_then(|place| place.parent)
    }

    /// Answers the code's own name.
    #[must_use]
    pub fn name(&self, code: CodeId) -> Option<&str> {
        self.places.get(&code).map(|place| place.name.as_str())
    }

    /// Answers the names from the top down to the code.
    #[must_use]
    pub fn path(&self, code: CodeId) -> Option<CodePath> {
        let own = self.name(code)?;
        let above = self.ancestors(code);
        let mut names: Vec<String> = above
            .iter()
            .rev()
            .filter_map(|above| self.name(*above))
            .map(str::to_owned)
            .collect();
        names.push(own.to_owned());
        Some(CodePath::from_names(names))
    }

    /// Finds the code at a path: exactly so written, else in another case, else (for a single name) the one code
    /// anywhere in the tree that has that name.
    #[must_use]
    pub fn find(&self, path: &CodePath) -> Option<CodeId> {
        self.walk(path, str::eq)
            .or_else(|| self.walk(path, same_name))
            .or_else(|| match path.names() {
                [name] => self
                    .only(name, str::eq)
                    .or_else(|| self.only(name, same_name)),
                _ => None,
            })
    }

    /// Follows the names down from the top.
    fn walk(&self, path: &CodePath, same: fn(&str, &str) -> bool) -> Option<CodeId> {
        let mut here: Vec<CodeId> = self.roots.clone();
        for (nth, name) in path.names().iter().enumerate() {
            if nth > 0 {
                here = here
                    .iter()
                    .flat_map(|code| self.children(Some(*code)))
                    .copied()
                    .collect();
            }
            here.retain(|code| self.name(*code).is_some_and(|own| same(own, name)));
        }
        here.first().copied()
    }

    /// Finds the only code of this name.
    fn only(&self, name: &str, same: fn(&str, &str) -> bool) -> Option<CodeId> {
        let mut found = self
            .order
            .iter()
            .filter(|code| self.name(**code).is_some_and(|own| same(own, name)));
        match (found.next(), found.next()) {
            (Some(code), None) => Some(*code),
            (Some(_), Some(_)) | (None, _) => None,
        }
    }

    /// Answers the code's kind: its own, else the nearest one above, else [`Kind::Context`].
    #[must_use]
    pub fn kind(&self, code: CodeId) -> Kind {
        self.given_kind(code).unwrap_or(Kind::Context)
    }

    /// Answers the code's kind, its own or inherited, if anyone gave one.
    #[must_use]
    pub fn given_kind(&self, code: CodeId) -> Option<Kind> {
        self.places.get(&code).and_then(|place| place.kind)
    }

    /// Answers the colour to draw the code in: its own; else a shade of its parent's; else, at the top or where the
    /// kind changes, the kind's; else, where nobody gave a kind, one for the branch.
    #[must_use]
    pub fn colour(&self, code: CodeId) -> Colour {
        self.places
            .get(&code)
            .map_or(Colour::of_kind(Kind::Context), |place| place.colour)
    }

    /// Says whether the tree holds the code.
    #[must_use]
    pub fn contains(&self, code: CodeId) -> bool {
        self.places.contains_key(&code)
    }

    /// Answers the number of codes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Says whether there are no codes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

/// Says whether people would call the two names the same.
fn same_name(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

/// Answers siblings as a stack takes them: last first, each with its place among them.
fn stacked(parent: Option<CodeId>, siblings: &[CodeId]) -> Vec<(Option<CodeId>, usize, CodeId)> {
    siblings
        .iter()
        .enumerate()
        .rev()
        .map(|(nth, id)| (parent, nth, *id))
        .collect()
}

/// Answers the children of every code that has some (none = the top), by position, then name, then id.
fn children_in_order(codes: &BTreeMap<CodeId, &Code>) -> BTreeMap<Option<CodeId>, Vec<CodeId>> {
    let circling = on_a_circle(codes);
    let mut sorted: Vec<(u32, String, &Code)> = codes
        .values()
        .map(|code| (code.position, name_key(&code.name), *code))
        .collect();
    sorted.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
    let mut children: BTreeMap<Option<CodeId>, Vec<CodeId>> = BTreeMap::new();
    for (_, _, code) in sorted {
        let parent = code
            .parent
            .filter(|parent| codes.contains_key(parent) && !circling.contains(&code.id));
        children.entry(parent).or_default().push(code.id);
    }
    children
}

/// Answers the codes that are their own ancestors.
fn on_a_circle(codes: &BTreeMap<CodeId, &Code>) -> BTreeSet<CodeId> {
    let parent_of = |id: CodeId| codes.get(&id).and_then(|code| code.parent);
    let mut circling = BTreeSet::new();
    let mut first_seen_from: BTreeMap<CodeId, CodeId> = BTreeMap::new();
    for start in codes.keys() {
        let mut here = Some(*start);
        while let Some(id) = here {
            match first_seen_from.get(&id) {
                // Met again on the same climb: from here the climb goes round.
                Some(seen) if seen == start => {
                    let round = std::iter::successors(Some(id), |above| {
                        parent_of(*above).filter(|next| *next != id)
                    });
                    circling.extend(round);
                    break;
                }
                Some(_) => break,
                None => {
                    first_seen_from.insert(id, *start);
                    here = parent_of(id);
                }
            }
        }
    }
    circling
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> CodeId {
        CodeId::from_u128(n)
    }

    fn code(n: u128, name: &str, parent: Option<u128>) -> Code {
        Code {
            parent: parent.map(id),
            position: u32::try_from(n).unwrap(),
            ..Code::new(id(n), name)
        }
    }

    fn path(text: &str) -> CodePath {
        text.parse().unwrap()
    }

    /// Enablers (1) > Trust (2) > Early trust (3), Flexibility (4); Barriers (5) > Waiting (6), trust (7)
    fn codes() -> Vec<Code> {
        let mut codes = vec![
            code(1, "Enablers", None),
            code(2, "Trust", Some(1)),
            code(3, "Early trust", Some(2)),
            code(4, "Flexibility", Some(1)),
            code(5, "Barriers", None),
            code(6, "Waiting", Some(5)),
            code(7, "trust", Some(5)),
        ];
        codes[0].kind = Some(Kind::Enabler);
        codes[4].kind = Some(Kind::Barrier);
        codes
    }

    #[test]
    fn order_is_depth_first_by_position_then_name() {
        let mut codes = codes();
        codes.reverse();
        for code in &mut codes {
            code.position = 0;
        }
        let tree = CodeTree::new(&codes);
        let names: Vec<_> = tree
            .order()
            .iter()
            .filter_map(|id| tree.name(*id))
            .collect();
        assert_eq!(
            names,
            [
                "Barriers",
                "trust",
                "Waiting",
                "Enablers",
                "Flexibility",
                "Trust",
                "Early trust"
            ]
        );
        codes[6].position = 1;
        codes[2].position = 2;
        let tree = CodeTree::new(&codes);
        assert_eq!(tree.children(None), [id(1), id(5)]);
    }

    #[test]
    fn a_tree_knows_up_and_down() {
        let tree = CodeTree::new(&codes());
        assert_eq!(tree.len(), 7);
        assert_eq!(tree.descendants(id(1)), [id(1), id(2), id(3), id(4)]);
        assert_eq!(tree.descendants(id(3)), [id(3)]);
        assert_eq!(tree.ancestors(id(3)), [id(2), id(1)]);
        assert_eq!(tree.depth(id(3)), 2);
        assert_eq!(tree.children(Some(id(1))), [id(2), id(4)]);
        assert_eq!(
            tree.path(id(3)).unwrap().to_string(),
            "Enablers / Trust / Early trust"
        );
    }

    #[test]
    fn a_code_not_held_answers_nothing() {
        let tree = CodeTree::new(&codes());
        assert!(!tree.contains(id(99)));
        assert_eq!(tree.path(id(99)), None);
        assert_eq!(tree.parent(id(99)), None);
        assert_eq!(tree.descendants(id(99)), []);
        assert_eq!(tree.children(Some(id(99))), []);
        assert_eq!(tree.kind(id(99)), Kind::Context);
        assert!(CodeTree::default().is_empty());
    }

    #[test]
    fn finding_prefers_the_exact_path_then_any_case_then_a_lone_name() {
        let tree = CodeTree::new(&codes());
        assert_eq!(tree.find(&path("Enablers / Trust")), Some(id(2)));
        assert_eq!(tree.find(&path("BARRIERS / Trust")), Some(id(7)));
        assert_eq!(tree.find(&path("waiting")), Some(id(6)));
        assert_eq!(
            tree.find(&path("Trust")),
            Some(id(2)),
            "the only one so written"
        );
        assert_eq!(tree.find(&path("TRUST")), None, "two codes could be meant");
        assert_eq!(tree.find(&path("Barriers / Early trust")), None);
    }

    #[test]
    fn kinds_are_inherited_and_may_be_overruled() {
        let mut codes = codes();
        codes[3].kind = Some(Kind::Outcome);
        let tree = CodeTree::new(&codes);
        assert_eq!(tree.kind(id(3)), Kind::Enabler);
        assert_eq!(tree.kind(id(4)), Kind::Outcome);
        assert_eq!(tree.kind(id(7)), Kind::Barrier);
        let lone = CodeTree::new(&[code(1, "Any", None)]);
        assert_eq!(
            (lone.kind(id(1)), lone.given_kind(id(1))),
            (Kind::Context, None)
        );
    }

    #[test]
    fn colours_come_from_the_code_then_the_parent_then_the_kind() {
        let mut codes = codes();
        let pink = Colour::new(250, 100, 150);
        codes[1].colour = Some(pink);
        codes[3].kind = Some(Kind::Outcome);
        let tree = CodeTree::new(&codes);
        assert_eq!(tree.colour(id(1)), Colour::of_kind(Kind::Enabler));
        assert_eq!(tree.colour(id(2)), pink);
        assert_eq!(tree.colour(id(3)), pink.shade(1));
        assert_eq!(tree.colour(id(4)), Colour::of_kind(Kind::Outcome));
        assert_ne!(tree.colour(id(6)), tree.colour(id(7)), "siblings differ");
    }

    #[test]
    fn branches_without_a_kind_have_colours_of_their_own() {
        let tree = CodeTree::new(&[code(1, "A", None), code(2, "B", None)]);
        assert_ne!(tree.colour(id(1)), tree.colour(id(2)));
    }

    #[test]
    fn codes_without_a_parent_or_on_a_circle_show_at_the_top() {
        let tree = CodeTree::new(&[
            code(1, "Lost", Some(99)),
            code(2, "Self", Some(2)),
            code(3, "Ring A", Some(4)),
            code(4, "Ring B", Some(3)),
            code(5, "Below the ring", Some(3)),
        ]);
        assert_eq!(tree.children(None), [id(1), id(2), id(3), id(4)]);
        assert_eq!(tree.children(Some(id(3))), [id(5)]);
        assert_eq!(tree.len(), 5);
    }

    #[test]
    fn of_two_codes_with_one_id_the_first_counts() {
        let tree = CodeTree::new(&[code(1, "First", None), code(1, "Second", None)]);
        assert_eq!((tree.len(), tree.name(id(1))), (1, Some("First")));
    }

    #[test]
    fn a_chain_of_many_codes_does_not_overflow() {
        let codes: Vec<Code> = (0..20_000_u128)
            .map(|n| code(n, "x", n.checked_sub(1)))
            .collect();
        let tree = CodeTree::new(&codes);
        assert_eq!(tree.depth(id(19_999)), 19_999);
        assert_eq!(tree.descendants(id(0)).len(), 20_000);
    }

    fn any_codes() -> impl Strategy<Value = Vec<Code>> {
        prop::collection::vec((0_u32..4, "[ab]{1,2}", prop::option::of(0_u128..24)), 0..20)
            .prop_map(|rows| {
                rows.into_iter()
                    .zip(0_u128..)
                    .map(|((position, name, parent), n)| Code {
                        position,
                        ..code(n, &name, parent)
                    })
                    .collect()
            })
    }

    proptest! {
        #[test]
        fn order_holds_each_code_once_after_its_parent(codes in any_codes()) {
            let tree = CodeTree::new(&codes);
            let once: BTreeSet<_> = tree.order().iter().copied().collect();
            prop_assert_eq!(once.len(), tree.order().len());
            prop_assert_eq!(once, codes.iter().map(|code| code.id).collect::<BTreeSet<_>>());
            for (at, code) in tree.order().iter().enumerate() {
                if let Some(parent) = tree.parent(*code) {
                    prop_assert!(tree.order()[..at].contains(&parent));
                }
            }
        }

        #[test]
        fn descendants_and_ancestors_agree_and_never_go_round(codes in any_codes()) {
            let tree = CodeTree::new(&codes);
            for code in tree.order() {
                let above = tree.ancestors(*code);
                prop_assert_eq!(above.len(), tree.depth(*code));
                prop_assert!(!above.contains(code));
                prop_assert_eq!(tree.descendants(*code).first(), Some(code));
                for other in tree.order() {
                    let below = tree.descendants(*other).contains(code);
                    prop_assert_eq!(below, other == code || above.contains(other));
                }
            }
        }

        #[test]
        fn children_of_all_make_the_whole(codes in any_codes()) {
            let tree = CodeTree::new(&codes);
            let below: usize = tree.order().iter().map(|code| tree.children(Some(*code)).len()).sum();
            prop_assert_eq!(below + tree.children(None).len(), tree.len());
        }

        #[test]
        fn the_tree_does_not_depend_on_the_order_given(codes in any_codes()) {
            let reversed: Vec<Code> = codes.iter().rev().cloned().collect();
            prop_assert_eq!(CodeTree::new(&codes), CodeTree::new(&reversed));
        }

        #[test]
        fn a_path_finds_a_code_of_that_path(codes in any_codes()) {
            let tree = CodeTree::new(&codes);
            for code in tree.order() {
                let path = tree.path(*code).unwrap();
                prop_assert_eq!(tree.find(&path).and_then(|found| tree.path(found)), Some(path));
            }
        }
    }
}
