//! Stretches of a page whose words stand in columns of prose, each to be read to its end before the next.
//!
//! A table of speakers and speech has a gap down the page too, but is read row by row. So both sides of a gap must be
//! like prose: lines that mostly reach their column's edge and seldom say the same, and paragraphs that do not begin
//! beside each other, as those of a table's cells do.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::lines::{Line, Word, middle};
use super::paragraphs::label;

/// The extent of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// Rows of a page that a gap divides from above to below.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) rows: Range<usize>,
    /// Where the right side begins.
    pub(super) cut: f64,
}

/// How wide a gap between columns is at least, in sizes of the letters.
const GUTTER: f64 = 0.8;

/// How many lines a column has at least, where none is known from elsewhere.
const LEAST: usize = 5;

/// How wide a column is at least, in sizes of the letters: some twenty of them.
const NARROWEST: f64 = 11.0;

/// Pages with more rows than this are drawings.
const MOST_ROWS: usize = 1000;

/// How many places are tried for the gap.
const MOST_EDGES: usize = 16;

/// How many rows at a page's edge may be its running head.
const EDGE: usize = 3;

/// Finds the stretch of a page that is most surely in columns. `known`: where right sides begin on other pages.
pub(super) fn find(rows: &[&Line], known: &[f64]) -> Option<Stretch> {
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return None;
    }
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let new = edges(rows, size).into_iter().map(|edge| (edge, false));
    let all = known.iter().map(|&edge| (edge, true)).chain(new);
    let mut best: Option<(f64, Stretch)> = None;
    for (cut, is_known) in all {
        for run in runs(rows, cut, size) {
            let run = trimmed(rows, run, cut, size);
            let parts = Sides::of(&rows[run.clone()], cut);
            let Some(weight) = parts.weight(cut, size, is_known) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _)| weight > *most) {
                best = Some((weight, Stretch { rows: run, cut }));
            }
        }
    }
    best.map(|(_, stretch)| stretch)
}

/// Where lines begin, at the page's edge or after a gap, often enough to be the left edge of a column.
fn edges(rows: &[&Line], size: f64) -> Vec<f64> {
    let mut lefts: Vec<f64> = Vec::new();
    for row in rows {
        let mut right = f64::MIN;
        for word in &row.words {
            if word.left - right >= size * GUTTER {
                lefts.push(word.left);
            }
            right = word.right;
        }
    }
    lefts.sort_by(f64::total_cmp);
    let mut groups: Vec<&[f64]> = lefts
        .chunk_by(|one, other| other - one < 1.0)
        .filter(|group| group.len() + 1 >= LEAST)
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
        .iter()
        .take(MOST_EDGES)
        .map(|group| group[0])
        .collect()
}

/// Runs of rows without a word across the gap left of the cut.
fn runs(rows: &[&Line], cut: f64, size: f64) -> Vec<Range<usize>> {
    let gap = cut - size * GUTTER;
    let crosses = |word: &Word| word.left < cut - 0.5 && word.right > gap;
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, row) in rows.iter().enumerate() {
        if row.words.iter().any(crosses) {
            runs.push(start..at);
            start = at + 1;
        }
    }
    runs.push(start..rows.len());
    runs.retain(|run| !run.is_empty());
    runs
}

/// A run without what stands above and below its columns: a running head, a page's number, the last line of a
/// paragraph that went across the page.
fn trimmed(rows: &[&Line], run: Range<usize>, cut: f64, size: f64) -> Range<usize> {
    let pitch = Sides::of(&rows[run.clone()], cut).pitch(size);
    let step = |at: usize| rows[at].y - rows[at + 1].y;
    let (mut start, mut end) = (run.start, run.end);
    let left_only = |row: &Line| row.right() < cut;
    while start > 0
        && start < end
        && step(start - 1) <= pitch * 1.35
        && left_only(rows[start])
        && (start + 1 == end || step(start) >= pitch * 0.8 || left_only(rows[start + 1]))
    {
        start += 1;
    }
    if run.start == 0 {
        let last = (0..EDGE)
            .rev()
            .find(|&at| at + 1 < end && step(at) > pitch * 1.9);
        start = last.map_or(start, |last| last + 1);
    }
    if run.end == rows.len() {
        let first = (rows.len().saturating_sub(EDGE)..rows.len())
            .find(|&at| at > start && step(at - 1) > pitch * 1.9);
        end = first.unwrap_or(end);
    }
    start..end.max(start)
}

/// A line on one side of a cut.
struct Half<'l> {
    words: &'l [Word],
    y: f64,
}

impl Half<'_> {
    fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    fn left(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    fn right(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.right)
    }
}

/// What stands left and right of a cut.
struct Sides<'l> {
    left: Vec<Half<'l>>,
    right: Vec<Half<'l>>,
}

impl<'l> Sides<'l> {
    fn of(rows: &[&'l Line], cut: f64) -> Self {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for row in rows {
            let at = row.words.partition_point(|word| word.left < cut - 0.5);
            let (before, after) = row.words.split_at(at);
            for (words, side) in [(before, &mut left), (after, &mut right)] {
                if let Some(y) = middle(words.iter().map(|word| word.y)) {
                    side.push(Half { words, y });
                }
            }
        }
        Self { left, right }
    }

    /// From one line of a column to the next.
    fn pitch(&self, size: f64) -> f64 {
        let mut steps: Vec<f64> = [&self.left, &self.right]
            .iter()
            .flat_map(|side| side.windows(2))
            .map(|pair| pair[0].y - pair[1].y)
            .filter(|step| (size * 0.8..size * 3.0).contains(step))
            .collect();
        steps.sort_by(f64::total_cmp);
        let step = steps.get(steps.len() / 10).copied();
        step.unwrap_or(size * 1.25)
    }

    /// How much speaks for columns; none where this is one column, or a table.
    fn weight(&self, cut: f64, size: f64, is_known: bool) -> Option<f64> {
        let (left, right) = (self.left.len(), self.right.len());
        let inner = |side: &[Half<'_>]| side.iter().map(Half::right).fold(f64::MIN, f64::max);
        let likely = if is_known {
            // The last page of a text may have its left column only.
            left > 0 && left + right > 1
        } else {
            let sides = [&self.left, &self.right];
            sides.iter().all(|side| is_wide(side, size))
                && (sides.iter().all(|side| is_full(side)) || self.is_talk())
        };
        if !likely || self.is_table(size) {
            return None;
        }
        let gutter = (cut - inner(&self.left)).clamp(0.1, size * 3.0);
        let lines = left.min(right).max(1);
        Some(f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * gutter)
    }

    /// Whether the same label stands before speech on both sides, and again.
    fn is_talk(&self) -> bool {
        let of = |side: &[Half<'_>]| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for label in side.iter().filter_map(|half| label(&half.text())) {
                *counts.entry(label).or_default() += 1;
            }
            counts.retain(|_, count| *count > 1);
            counts
        };
        let left = of(&self.left);
        of(&self.right).keys().any(|label| left.contains_key(label))
    }

    /// Whether what begins after a gap on one side mostly has something that begins beside it.
    fn is_table(&self, size: f64) -> bool {
        let pitch = self.pitch(size);
        let (mut gaps, mut beside) = (0_usize, 0_usize);
        for (one, other) in [(&self.left, &self.right), (&self.right, &self.left)] {
            let full = full(other);
            // The first and the last line may be a running head and foot.
            for pair in one.windows(2).skip(1).take(one.len().saturating_sub(3)) {
                if pair[0].y - pair[1].y <= pitch * 1.4 {
                    continue;
                }
                gaps += 1;
                let near = |half: &Half<'_>| (half.y - pair[1].y).abs() < size * 0.25;
                if let Some(at) = other.iter().position(near) {
                    beside += usize::from(at.checked_sub(1).is_none_or(|before| {
                        let before = &other[before];
                        before.y - other[at].y > pitch * 1.4 || before.right() < full
                    }));
                }
            }
        }
        // Where every line begins something, some begin beside each other by chance.
        gaps >= 2 && beside * 10 >= gaps * 6 && (beside * 10 >= gaps * 9 || !self.is_talk())
    }
}

/// Where a line ends at least that goes on for want of room.
fn full(side: &[Half<'_>]) -> f64 {
    let left = side.iter().map(Half::left).fold(f64::MAX, f64::min);
    let mut rights: Vec<f64> = side.iter().map(Half::right).collect();
    rights.sort_by(f64::total_cmp);
    let right = rights.get(rights.len() * 95 / 100).copied();
    right.map_or(f64::MAX, |right| left + (right - left) * 0.82)
}

/// Whether there are enough lines for a column, wide enough, and not the same again and again.
fn is_wide(lines: &[Half<'_>], size: f64) -> bool {
    let left = lines.iter().map(Half::left).fold(f64::MAX, f64::min);
    let said = || {
        let all: HashSet<String> = lines.iter().map(Half::text).collect();
        all.len()
    };
    lines.len() >= LEAST
        && full(lines) - left >= size * NARROWEST * 0.82
        && said() * 10 >= lines.len() * 7
}

/// Whether lines mostly go on for want of room.
fn is_full(side: &[Half<'_>]) -> bool {
    let full = full(side);
    let reach = side.iter().filter(|half| half.right() >= full).count();
    reach * 10 >= side.len() * 3
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;
    use super::super::tests::{lines, pdf};

    /// Lines below each other from a place on.
    fn column(x: i32, top: i32, words: &[String]) -> String {
        let draw = |(line, text): (i32, &String)| {
            let y = top - line * 12;
            format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n")
        };
        (0..).zip(words).map(draw).collect()
    }

    /// Turns of three lines, of about forty characters each but for the last.
    fn talk(numbers: std::ops::Range<i32>) -> Vec<String> {
        let turn = |n: i32| {
            [
                format!(
                    "{}: Well, it was number {n} who came",
                    if n % 2 == 0 { "INT" } else { "P1" }
                ),
                format!("to see us on day {n} and listened to all"),
                format!("we said {n} times."),
            ]
        };
        numbers.flat_map(turn).collect()
    }

    /// Who speaks, and the numbers in what they say.
    fn order(page: &str) -> String {
        let all = shown("a.pdf", &pdf(&[page], |_| ()));
        let turn = |line: &str| {
            let (name, words) = line.split_once("] ").unwrap();
            let numbers = words
                .split([' ', '.'])
                .filter(|word| word.parse::<u32>().is_ok());
            format!("{} {}", &name[1..], numbers.collect::<Vec<_>>().join(" "))
        };
        all.lines().map(turn).collect::<Vec<_>>().join("; ")
    }

    const READ: &str = "INT! 0 0 0; P1 1 1 1; INT! 2 2 2; P1 3 3 3; INT! 4 4 4; P1 5 5 5";

    #[test]
    fn columns_are_read_one_after_the_other() {
        let page = column(60, 700, &talk(0..3)) + &column(310, 700, &talk(3..6));
        assert_eq!(order(&page), READ);
        let shifted = column(60, 700, &talk(0..3)) + &column(310, 694, &talk(3..6));
        assert_eq!(order(&shifted), READ);
        let three = column(40, 700, &talk(0..2))
            + &column(230, 700, &talk(2..4))
            + &column(420, 700, &talk(4..6));
        assert_eq!(order(&three.replace("/F 10", "/F 8")), READ);
    }

    #[test]
    fn columns_need_not_be_level() {
        // Every turn of the left column is followed by a little room, so that its lines stand beside those of the right
        // one here and between them there.
        let left: String = (0..3)
            .map(|n| column(60, 700 - n * 38, &talk(n..n + 1)))
            .collect();
        let page = left + &column(310, 698, &talk(3..6));
        assert_eq!(order(&page), READ);
    }

    #[test]
    fn a_turn_goes_on_in_the_next_column() {
        let all = talk(0..6);
        let page = column(60, 700, &all[..10]) + &column(310, 700, &all[10..]);
        assert_eq!(order(&page), READ);
    }

    #[test]
    fn lines_across_the_page_stand_where_they_are() {
        let across = |y: i32, n: i32| {
            lines(&[
                (
                    y,
                    &format!(
                        "INT: {n} is what the next of us said in a line that goes on across the page until there is"
                    ),
                ),
                (y - 12, &format!("no room for {n} any more.")),
            ])
        };
        let page = across(760, 7)
            + &column(60, 710, &talk(1..4))
            + &column(310, 710, &talk(4..7))
            + &across(560, 8)
            + &lines(&[(780, "Draft 3"), (60, "1")]);
        let read =
            "7 7; P1 1 1 1; INT! 2 2 2; P1 3 3 3; INT! 4 4 4; P1 5 5 5; INT! 6 6 6; INT! 8 8";
        assert!(order(&page).contains(read), "{}", order(&page));
    }

    #[test]
    fn the_last_page_may_have_few_lines() {
        let full = column(60, 700, &talk(0..3)) + &column(310, 700, &talk(3..6));
        let last = column(60, 500, &talk(6..7)) + &column(310, 500, &talk(7..8));
        let all = shown("a.pdf", &pdf(&[&full, &last], |_| ()));
        let end: Vec<&str> = all.lines().skip(6).collect();
        assert_eq!(
            end,
            [
                "[INT!] Well, it was number 6 who came to see us on day 6 and listened to all we said 6 times.",
                "[P1] Well, it was number 7 who came to see us on day 7 and listened to all we said 7 times.",
            ]
        );
    }

    #[test]
    fn tables_are_read_row_by_row() {
        let mut page = String::new();
        for n in 0..8_i32 {
            let name = if n % 2 == 0 {
                "Interviewer from the council"
            } else {
                "Participant 3 of Wrexham"
            };
            let words = talk(n..n + 1)
                .into_iter()
                .map(|line| line.replace("INT: ", "").replace("P1: ", ""));
            page += &column(60, 750 - n * 40, &[name.to_owned()]);
            page += &column(250, 750 - n * 40, &words.collect::<Vec<_>>());
        }
        let read = order(&page);
        assert!(
            read.starts_with("Interviewer from the council! 0 0 0; Participant 3 of Wrexham 1 1 1"),
            "{read}"
        );
        // What is said in two languages, side by side.
        let mut page = String::new();
        for n in 0..8_i32 {
            let words = talk(n..n + 1);
            let long = [
                "and what was said to us was",
                "so much that it took more lines",
            ]
            .map(str::to_owned);
            page += &column(60, 750 - n * 64, &words);
            page += &column(
                310,
                750 - n * 64,
                &[&words[..2], &long, &words[2..]].concat(),
            );
        }
        let bytes = pdf(&[&page], |_| ());
        let all = shown("a.pdf", &bytes);
        assert!(
            all.contains("number 0 who came→INT: Well, it was number 0"),
            "{all}"
        );
    }
}
