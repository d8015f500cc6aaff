//! Names of codes beside a picture: each under the ones above it, and no name said twice.

use super::{INK, LETTER, NAME, QUIET, at};
use crate::chart::svg::{Anchor, Svg};
use crate::message::cut;

/// What stands between the names of a code's path.
pub(crate) const BETWEEN: &str = " / ";
/// How far a code stands in from the one above it.
const STEP: f64 = 14.0;
/// From the picture's edge to the names, and from the longest name to the shapes.
const EDGE: f64 = 16.0;

/// A line beside a picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'n> {
    /// How many codes are above.
    depth: usize,
    /// The code's own name.
    name: &'n str,
    /// Which row of numbers it has; none: it is there for those under it.
    pub(super) row: Option<usize>,
}

/// How many of the codes above one were named with the path before, and the rest of its path.
pub(crate) fn under<'p>(before: &str, path: &'p str) -> (usize, &'p str) {
    let (mut depth, mut rest) = (0, path);
    for name in before.split(BETWEEN) {
        match rest.split_once(BETWEEN) {
            Some((own, below)) if own == name => (depth, rest) = (depth + 1, below),
            Some(_) | None => break,
        }
    }
    (depth, rest)
}

/// The lines for paths of codes, which stand in the order of their tree.
pub(super) fn outline<'n>(paths: impl Iterator<Item = &'n str>) -> Vec<Line<'n>> {
    let mut lines = Vec::new();
    let mut before = "";
    for (row, path) in paths.enumerate() {
        let (known, rest) = under(before, path);
        for (depth, name) in (known..).zip(rest.split(BETWEEN)) {
            let row = None;
            lines.push(Line { depth, name, row });
        }
        if let Some(own) = lines.last_mut() {
            own.row = Some(row);
        }
        before = path;
    }
    lines
}

impl Line<'_> {
    /// Writes the name with its foot at a height.
    pub(super) fn write(&self, foot: f64, svg: &mut Svg) {
        let x = EDGE + STEP * at(self.depth);
        let ink = if self.row.is_some() { INK } else { QUIET };
        svg.text(x, foot, Anchor::Start, 12.0, ink, &cut(self.name, NAME));
    }
}

/// Room for the longest of some lines.
pub(super) fn room(lines: &[Line<'_>]) -> f64 {
    let wide =
        |line: &Line<'_>| STEP * at(line.depth) + LETTER * at(line.name.chars().count().min(NAME));
    lines.iter().map(wide).fold(0.0, f64::max) + 2.0 * EDGE
}

/// Of each path the fewest last names that no other path ends with.
pub(super) fn ends<'n>(paths: &[&'n str]) -> Vec<&'n str> {
    let shortest = |&path: &&'n str| {
        let starts = path.rmatch_indices(BETWEEN);
        let tails = starts.map(|(byte, between)| &path[byte + between.len()..]);
        tails
            .chain(std::iter::once(path))
            .find(|&tail| {
                let same = |&&other: &&&str| {
                    other == tail
                        || other.ends_with(tail)
                            && other[..other.len() - tail.len()].ends_with(BETWEEN)
                };
                paths.iter().filter(same).count() < 2
            })
            .unwrap_or(path)
    };
    paths.iter().map(shortest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_under_those_above_it_and_one_without_numbers_is_a_head() {
        let paths = [
            "Barriers",
            "Barriers / Access / Cost",
            "Barriers / Access / Time",
            "Enablers / Trust",
            "Enablers / Trust / Early",
        ];
        let lines = outline(paths.into_iter());
        let line = |depth, name, row| Line { depth, name, row };
        assert_eq!(
            lines,
            [
                line(0, "Barriers", Some(0)),
                line(1, "Access", None),
                line(2, "Cost", Some(1)),
                line(2, "Time", Some(2)),
                line(0, "Enablers", None),
                line(1, "Trust", Some(3)),
                line(2, "Early", Some(4)),
            ]
        );
        assert_eq!(outline(std::iter::empty()), []);
    }

    #[test]
    fn a_path_is_cut_to_what_tells_it_from_the_others() {
        let paths = [
            "Barriers / Other",
            "Enablers / Other",
            "Enablers / Trust",
            "Other",
        ];
        assert_eq!(
            ends(&paths),
            ["Barriers / Other", "Enablers / Other", "Trust", "Other"]
        );
    }

    #[test]
    fn a_code_is_named_without_those_above_it_where_the_row_before_named_them() {
        assert_eq!(under("", "Barriers"), (0, "Barriers"));
        assert_eq!(under("Barriers", "Barriers / Access"), (1, "Access"));
        assert_eq!(
            under("Barriers / Cost", "Barriers / Access / Time"),
            (1, "Access / Time")
        );
        assert_eq!(
            under("Barriers / Cost", "Enablers / Cost"),
            (0, "Enablers / Cost")
        );
        assert_eq!(under("Barriers / Cost", "Barriers"), (0, "Barriers"));
    }
}
