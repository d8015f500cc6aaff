//! Tables of speakers and speech whose cells wrap: each cell is read to its end before the next.
//!
//! A printer sets the lines of cells beside each other on one height, so that a name of two lines stands within what is
//! said. The cell before the speech is told by its place: all that stands right of it begins at one edge. It must be
//! narrow and hold names that come again, or times; anything else is read line by line as before.

mod opening;
mod starts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::names::{self, Likeness};
use super::super::{tabular, times};
use super::columns::{self, Column};
use super::glyphs::Glyph;
use super::lines::{Line, Row, Word, line};
use opening::Opening;

/// Pages with more rows than this are drawings.
const MOST_ROWS: usize = 1000;

/// How many places are tried for the edge of the speech.
const MOST_EDGES: usize = 16;

/// How often what stands left of the speech must begin something, where no such table is known from other pages.
const LEAST: usize = 3;

/// How much of the breadth the words before the speech may take, and how much their cells: where nobody moved the edge,
/// cells are equally wide.
const NARROW: f64 = 0.45;
const HALF: f64 = 0.6;

/// How many characters a name has at most.
const LONGEST: usize = 60;

/// How many rows at a page's edge may be its running head.
const EDGE: usize = 3;

/// A table that was found.
pub(super) struct Table {
    /// The rows of the page that it takes.
    pub(super) rows: Range<usize>,
    /// Where speech begins.
    pub(super) cut: f64,
    /// Its lines in the order of reading.
    pub(super) lines: Vec<Line>,
}

/// What stands left and right of the cut on one height.
struct Part {
    left: Option<Line>,
    right: Option<Line>,
    y: f64,
}

/// Finds the table with most lines, of several cuts the rightmost that takes nearly as many. `known`: where speech begins
/// on other pages.
pub(super) fn find(rows: &[Row<'_>], known: &[f64]) -> Option<Table> {
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return None;
    }
    let mut sizes: Vec<f64> = rows.iter().map(|(row, _)| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let new = edges(rows).into_iter().map(|edge| (edge, false));
    let mut found: Vec<Table> = Vec::new();
    for (cut, is_known) in known.iter().map(|&edge| (edge, true)).chain(new) {
        let parts: Vec<Option<Part>> = rows.iter().map(|row| part(row, cut)).collect();
        let mut start = 0;
        for run in parts.split(Option::is_none) {
            let run: Vec<&Part> = run.iter().flatten().collect();
            let within = trimmed(&run, size);
            let cells = Cells {
                parts: &run[within.clone()],
                cut,
                size,
                is_known,
            };
            if let Some(lines) = cells.read() {
                let rows = start + within.start..start + within.end;
                found.push(Table { rows, cut, lines });
            }
            start += run.len() + 1;
        }
    }
    let most = found.iter().map(|table| table.rows.len()).max()?;
    let fits = found
        .into_iter()
        .filter(|table| table.rows.len() * 10 >= most * 8);
    fits.max_by(|one, other| one.cut.total_cmp(&other.cut))
}

/// Where lines begin, or words after a gap, often enough to be the edge of a cell.
fn edges(rows: &[Row<'_>]) -> Vec<f64> {
    let mut lefts: Vec<f64> = Vec::new();
    for (row, _) in rows {
        let mut right = f64::MIN;
        for word in &row.words {
            if word.left - right >= row.size * 0.4 {
                lefts.push(word.left);
            }
            right = word.right;
        }
    }
    lefts.sort_by(f64::total_cmp);
    let mut groups: Vec<&[f64]> = lefts
        .chunk_by(|one, other| other - one < 1.0)
        .filter(|group| group.len() >= LEAST)
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.truncate(MOST_EDGES);
    groups.into_iter().map(|group| group[0]).collect()
}

/// Divides a row at the cut; none where a letter stands across it, or where speech does not begin at it.
fn part((row, glyphs): &Row<'_>, cut: f64) -> Option<Part> {
    let seen = |glyph: &&&Glyph| !glyph.text.chars().all(char::is_whitespace);
    let across = |glyph: &&Glyph| glyph.x < cut - 0.5 && glyph.x + glyph.width > cut + 1.0;
    if glyphs.iter().filter(seen).any(across) {
        return None;
    }
    let (left, right): (Vec<&Glyph>, Vec<&Glyph>) =
        glyphs.iter().partition(|glyph| glyph.x < cut - 0.5);
    let (left, right) = (line(left), line(right));
    let begins = right.as_ref().is_none_or(|right| right.left() <= cut + 1.5);
    (left.is_none() || begins).then_some(Part {
        left,
        right,
        y: row.y,
    })
}

/// A run without running heads: rows at its ends that are set off from the rest and have nothing where speech begins.
fn trimmed(run: &[&Part], size: f64) -> Range<usize> {
    let pitch = pitch(run, size);
    let far = |at: usize| run[at].y - run[at + 1].y > pitch * 1.9;
    let (mut start, mut end) = (0, run.len());
    for at in (0..EDGE.min(run.len().saturating_sub(1))).rev() {
        if far(at)
            && run[..=at]
                .iter()
                .all(|part| part.left.is_none() != part.right.is_none())
        {
            start = at + 1;
            break;
        }
    }
    for at in run.len().saturating_sub(EDGE + 1)..run.len().saturating_sub(1) {
        if at >= start
            && far(at)
            && run[at + 1..]
                .iter()
                .all(|part| part.left.is_none() != part.right.is_none())
        {
            end = at + 1;
            break;
        }
    }
    // Names have speech beside their first line; what is below the last speech, and near, is the rest of a name.
    let alone = |at: usize| run[at].right.is_none();
    while start < end && alone(start) {
        start += 1;
    }
    while start < end && alone(end - 1) && run[end - 2].y - run[end - 1].y > pitch * 1.5 {
        end -= 1;
    }
    start..end
}

/// From one line of a cell to the next.
fn pitch(run: &[&Part], size: f64) -> f64 {
    let mut steps: Vec<f64> = run
        .windows(2)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|step| (size * 0.8..size * 3.0).contains(step))
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 10).copied().unwrap_or(size * 1.25)
}

/// A run of lines that may be a table.
struct Cells<'p> {
    parts: &'p [&'p Part],
    cut: f64,
    size: f64,
    is_known: bool,
}

impl Cells<'_> {
    /// Its lines in the order of reading; none if it is no such table.
    fn read(&self) -> Option<Vec<Line>> {
        let lefts = || self.parts.iter().filter_map(|part| part.left.as_ref());
        let left = lefts().map(Line::left).fold(f64::MAX, f64::min);
        let rights = self.parts.iter().filter_map(|part| part.right.as_ref());
        let right = rights.map(Line::right).fold(f64::MIN, f64::max);
        let name = lefts().map(Line::right).fold(f64::MIN, f64::max);
        let is_narrow =
            name - left <= (right - left) * NARROW && self.cut - left <= (right - left) * HALF;
        if !is_narrow || self.cuts_words() || self.has_line_numbers() {
            return None;
        }
        let column = Column {
            left: self.cut,
            right,
        };
        let halfway = self.timed_halfway();
        let is_timed = halfway.is_some();
        let starts = halfway.unwrap_or_else(|| self.starts(false));
        let (mut openings, mut rows) = self.rows(&starts, column);
        if openings.len() >= LEAST && !is_timed && is_one_voice(&openings) {
            // Nobody talks alone: each name stands directly below another.
            for starts in [self.starts(true), self.of_one_line()] {
                let divided = self.rows(&starts, column);
                if divided.0.len() >= LEAST && !is_one_voice(&divided.0) {
                    (openings, rows) = divided;
                    break;
                }
            }
        }
        if is_timed {
            opening::part_times(&mut openings, self.size);
        }
        opening::mend(&mut openings, self.parts);
        // Labels that hang beside the text of columns stand in a cell of their own too.
        let spoken: Vec<&Line> = rows.iter().flatten().collect();
        let is_text = openings.iter().any(Opening::speaks);
        let is_transcript = is_timed || self.is_transcript(&openings);
        if is_text || !is_transcript || columns::find(&spoken, &[]).is_some() {
            return None;
        }
        let mut rows = rows.into_iter();
        let mut lines = rows.next().unwrap_or_default();
        for (opening, mut row) in openings.into_iter().zip(rows) {
            let first = (!row.is_empty()).then(|| row.remove(0));
            lines.extend(opening.line(first, column));
            lines.append(&mut row);
        }
        Some(lines)
    }

    /// Whether numbers stand beside nearly all lines, those too that begin no row: the numbers of lines.
    fn has_line_numbers(&self) -> bool {
        let is_number = |part: &&&Part| {
            let first = part.left.as_ref().map(|left| left.words[0].text.as_str());
            first.is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let numbered = self.parts.iter().filter(is_number).count();
        let alone = self
            .parts
            .iter()
            .filter(is_number)
            .filter(|part| part.right.is_none());
        numbered * 10 >= self.parts.len() * 8 || alone.count() >= 2
    }

    /// Whether the cut goes through words: a name may fill its cell, but few do.
    fn cuts_words(&self) -> bool {
        let gap = |part: &&Part| Some(part.right.as_ref()?.left() - part.left.as_ref()?.right());
        let gaps = || self.parts.iter().filter_map(gap);
        let wide = gaps().filter(|gap| *gap > self.size * 0.2).count();
        // Between words of one line the gap is always narrow.
        let apart = gaps().filter(|gap| *gap > self.size * 0.6).count();
        wide * 10 < gaps().count() * 6 || apart * 10 < gaps().count() * 3
    }

    /// What stands before the speech in each row, and the lines of speech: those above the first row, then of each.
    fn rows(&self, starts: &[bool], column: Column) -> (Vec<Opening>, Vec<Vec<Line>>) {
        let mut openings: Vec<Opening> = Vec::new();
        let mut rows: Vec<Vec<Line>> = vec![Vec::new()];
        for (part, &starts) in self.parts.iter().zip(starts) {
            // What stands before the first row goes on with a row of the page before.
            if starts || (openings.is_empty() && part.left.is_some()) {
                openings.push(Opening::default());
                rows.push(Vec::new());
            }
            if let (Some(left), Some(opening)) = (&part.left, openings.last_mut()) {
                opening.add(left);
            }
            let spoken = part.right.clone().map(|line| Line {
                column: Some(column),
                ..line
            });
            if let Some(row) = rows.last_mut() {
                row.extend(spoken);
            }
        }
        (openings, rows)
    }

    /// Whether what stands before the speech are names that come again, or times with names.
    fn is_transcript(&self, openings: &[Opening]) -> bool {
        let names: Vec<String> = openings.iter().map(Opening::name).collect();
        let all = names.len();
        let spoken = names.iter().filter(|name| !name.is_empty());
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        for name in spoken.clone() {
            *keys.entry(names::key(name)).or_default() += 1;
        }
        let likely = spoken
            .clone()
            .filter(|name| {
                let bare = name.trim_end_matches([':', '.']);
                let least = if self.is_known || keys[&names::key(name)] >= LEAST {
                    Likeness::Prose
                } else {
                    Likeness::Name
                };
                name.chars().count() <= LONGEST && names::likeness(bare) >= least
            })
            .count();
        let is_timed = openings.iter().all(|opening| !opening.times.is_empty());
        let again = keys.len() * 2 <= all + 1 || is_timed || self.is_known;
        likely > 0 && (all >= LEAST || self.is_known) && likely * 10 >= spoken.count() * 8 && again
    }
}

/// Whether a row names the cells: `Speaker`, `Text`.
fn is_head(part: &Part) -> bool {
    let is_name =
        |word: &Word| tabular::is_speaker_head(&word.text) || tabular::is_time_head(&word.text);
    let names = part.left.as_ref();
    let words = part.right.as_ref();
    names.is_some_and(|left| left.words.iter().all(is_name))
        && words.is_some_and(|right| tabular::is_words_head(&right.text()))
}

/// Whether nearly all rows have the same name, or names that begin with the same line.
fn is_one_voice(openings: &[Opening]) -> bool {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for opening in openings {
        let line = opening.names.iter().find(|line| !line.is_empty());
        let words = line.into_iter().flatten().map(|word| word.text.as_str());
        let first = words.collect::<Vec<_>>().join(" ");
        *counts.entry(first).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or(0);
    most * 10 >= openings.len() * 8
}

/// Puts names together of which a part stands at the top of the next page, where the whole is a name elsewhere; the heads
/// of a table that goes on there are left out.
pub(super) fn join_pages(pages: &mut [Vec<Line>]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for line in pages.iter().flatten().filter(|line| line.opens) {
        *known.entry(name_of(line)).or_default() += 1;
    }
    let mut heads = BTreeSet::new();
    for page in pages.iter_mut() {
        page.retain(|line| {
            let text = line.text();
            let cells: Vec<&str> = text.split(['\t', ' ']).collect();
            let is_head = line.opens
                && cells.iter().any(|cell| tabular::is_speaker_head(cell))
                && cells.iter().all(|cell| {
                    tabular::is_speaker_head(cell)
                        || tabular::is_time_head(cell)
                        || tabular::is_words_head(cell)
                });
            !is_head || heads.insert(text)
        });
    }
    let often = |name: &str| known.get(name).copied().unwrap_or(0);
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(page)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let Some(row) = before.iter_mut().rfind(|line| line.opens) else {
            continue;
        };
        let Some(first) = page.iter().position(|line| line.column.is_some()) else {
            continue;
        };
        // The rest may have speech beside it, or stand above the next row.
        let above = first.checked_sub(1).filter(|&above| {
            let edge = page[first].column.map_or(f64::MIN, |column| column.left);
            page[above].right() < edge
        });
        let rests = above.into_iter().chain(page[first].opens.then_some(first));
        let fits = |&rest: &usize| {
            let own = name_of(&page[rest]);
            let whole = name_of(row) + &own;
            often(&whole) > 0 && often(&own) <= often(&whole)
        };
        let Some(rest) = rests.into_iter().find(fits) else {
            continue;
        };
        let line = &mut page[rest];
        line.opens = false;
        let names: Vec<Word> = line.words.drain(..speech_at(line)).collect();
        if let Some(word) = line.words.first_mut() {
            word.tab = false;
        } else {
            page.remove(rest);
        }
        let place = speech_at(row);
        row.words.splice(place..place, names);
    }
}

/// Which word of a row its speech begins with.
fn speech_at(row: &Line) -> usize {
    let tab = row.words.iter().rposition(|word| word.tab);
    tab.unwrap_or(row.words.len())
}

/// The name in a row, folded; "" where it has none.
fn name_of(row: &Line) -> String {
    let before = &row.words[..speech_at(row)];
    let cell = before.iter().rposition(|word| word.tab).unwrap_or(0);
    let names = before[cell..].iter().filter(|word| !is_time(word));
    names.map(|word| names::key(&word.text)).collect()
}

pub(super) fn is_time(word: &Word) -> bool {
    times::stamp(&word.text).is_some_and(|stamp| stamp.len == word.text.len())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;
    use super::super::tests::{lines, pdf};

    /// Lines below each other from a place on.
    fn cell(x: i32, top: i32, words: &[&str]) -> String {
        let draw = |(nth, text): (i32, &&str)| {
            let y = top - nth * 12;
            format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n")
        };
        (0..).zip(words).map(draw).collect()
    }

    const ASKED: &[&str] = &[
        "So how did you first hear of the book bus, or of the",
        "driver?",
    ];
    const SAID: &[&str] = &[
        "My neighbour told me, and she had it from the woman in",
        "the shop, who never said a word about it to anybody else",
        "but her.",
    ];
    const READ: &str = "[Interviewer Catrin!] So how did you first hear of the book bus, or of the driver?\n[Young person 2 (Megan)] My neighbour told me, and she had it from the woman in the shop, who never said a word about it to anybody else but her.";

    fn rows(page: &str) -> String {
        shown("a.pdf", &pdf(&[page], |_| ())).replace("Interviewer Catrin]", "Interviewer Catrin!]")
    }

    #[test]
    fn names_of_two_lines_stand_before_what_is_said() {
        let page: String = (0..6)
            .map(|n| {
                let top = 780 - n * 96;
                cell(60, top, &["Interviewer", "Catrin"])
                    + &cell(130, top, ASKED)
                    + &cell(60, top - 36, &["Young person", "2 \\(Megan\\)"])
                    + &cell(130, top - 36, SAID)
            })
            .collect();
        assert_eq!(rows(&page), [READ; 6].join("\n"));
        // Without room between the rows.
        let close: String = (0..6)
            .map(|n| {
                let top = 780 - n * 60;
                cell(60, top, &["Interviewer", "Catrin"])
                    + &cell(130, top, ASKED)
                    + &cell(60, top - 24, &["Young person", "2 \\(Megan\\)"])
                    + &cell(130, top - 24, SAID)
            })
            .collect();
        assert_eq!(rows(&close), [READ; 6].join("\n"));
    }

    #[test]
    fn times_before_names_begin_the_rows() {
        let page: String = (0..5)
            .map(|n| {
                let top = 780 - n * 60;
                cell(40, top, &[&format!("00:0{n}:01")])
                    + &cell(100, top, &["Interviewer", "Catrin"])
                    + &cell(190, top, ASKED)
                    + &cell(40, top - 24, &[&format!("00:0{n}:09")])
                    + &cell(100, top - 24, &["Young person", "2 \\(Megan\\)"])
                    + &cell(190, top - 24, SAID)
            })
            .collect();
        let read = rows(&page);
        assert!(
            read.starts_with("[Interviewer Catrin! 1000-] So how did you first hear of the book bus, or of the driver?\n[Young person 2 (Megan) 9000-] My neighbour"),
            "{read}"
        );
        assert_eq!(read.lines().count(), 10, "{read}");
    }

    /// A page of rows below each other: names of one line or more, speech in lines, a gap below each row.
    fn stacked(rows: &[(&[&str], &[&str])], gap: i32) -> String {
        let mut top = 780;
        let mut page = String::new();
        for (names, words) in rows {
            page += &(cell(60, top, names) + &cell(130, top, words));
            top -= i32::try_from(names.len().max(words.len())).unwrap() * 12 + gap;
        }
        page
    }

    const SHORT: &[&str] = &["Why was it late?"];

    #[test]
    fn names_that_stand_below_each_other_are_those_of_different_people() {
        let all: &[(&[&str], &[&str])] = &[
            (&["Interviewer"], SHORT),
            (&["Megan"], SHORT),
            (&["Dafydd"], SAID),
        ];
        let read = rows(&stacked(&all.repeat(5), 0));
        let begins = read.lines().map(|line| line.split(']').next().unwrap());
        let names: Vec<&str> = begins.collect();
        assert_eq!(names, ["[Interviewer!", "[Megan", "[Dafydd"].repeat(5));
        let lines: &[(&[&str], &[&str])] =
            &[(&["Interviewer"], &SAID[..1]), (&["Megan"], &SAID[1..2])];
        let read = rows(&stacked(&lines.repeat(8), 0));
        assert_eq!(read.matches("[Interviewer!] My neighbour").count(), 8);
        assert_eq!(read.matches("[Megan] the shop, who").count(), 8);
    }

    #[test]
    fn words_that_a_narrow_cell_broke_are_whole() {
        let all: &[(&[&str], &[&str])] = &[
            (&["Intervie", "wer"], SAID),
            (&["Gwenllia", "n"], SAID),
            (&["Young", "person"], SAID),
        ];
        let read = rows(&stacked(&all.repeat(4), 6));
        for name in ["[Interviewer!]", "[Gwenllian]", "[Young person]"] {
            assert_eq!(read.matches(name).count(), 4, "{read}");
        }
    }

    #[test]
    fn cells_of_names_may_take_half_of_the_breadth() {
        let mut page = String::new();
        let said = ["That was in May,", "and it was late."];
        for n in 0..10 {
            let top = 780 - n * 36;
            let name = ["Interviewer", "Megan"][usize::try_from(n % 2).unwrap()];
            let words: &[&str] = if n % 3 == 0 { &["Why?"] } else { &said };
            page += &(cell(90, top, &[name]) + &cell(190, top, words));
        }
        let read = rows(&page);
        assert_eq!(read.lines().count(), 10, "{read}");
        assert!(
            read.starts_with("[Interviewer!] Why?\n[Megan] That was in May, and it was late."),
            "{read}"
        );
    }

    #[test]
    fn words_that_go_on_below_a_label_make_no_table() {
        let mut page = String::new();
        for n in 0..6 {
            let top = 780 - n * 84;
            page += &(cell(60, top, &["Police:", "of us there."]) + &cell(130, top, &ASKED[..1]));
            page += &(cell(60, top - 36, &["Warden:"]) + &cell(130, top - 36, &["No."]));
            page += &(cell(60, top - 60, &["Head:"]) + &cell(130, top - 60, &["Yes."]));
        }
        let read = rows(&page);
        let asked = "So how did you first hear of the book bus, or of the of us there.";
        assert!(
            read.starts_with(&format!("[Police] {asked}\n[Warden] No.\n[Head] Yes.")),
            "{read}"
        );
    }

    #[test]
    fn a_name_may_stand_halfway_down_beside_what_is_said() {
        let mut page = String::new();
        for n in 0..8 {
            let top = 780 - n * 46;
            let name = ["Interviewer", "Megan"][usize::try_from(n % 2).unwrap()];
            page += &(cell(60, top - 12, &[name]) + &cell(130, top, SAID));
        }
        let read = rows(&page);
        assert_eq!(read.lines().count(), 8, "{read}");
        assert!(read.starts_with("[Interviewer!] My neighbour"), "{read}");
        assert!(read.ends_with("anybody else but her."), "{read}");
    }

    #[test]
    fn times_may_stand_halfway_down_beside_what_is_said() {
        let mut page = String::new();
        let mut top = 780;
        for n in 0..6 {
            // Every third answer has no time.
            page += &(cell(60, top, &[&format!("01:0{n}:00")]) + &cell(130, top, &ASKED[..1]));
            top -= 20;
            if n % 3 != 2 {
                page += &cell(60, top - 12, &[&format!("01:0{n}:09")]);
            }
            page += &cell(130, top, SAID);
            top -= 44;
        }
        let read = rows(&page);
        let said = SAID.join(" ");
        let starts: Vec<&str> = read.lines().collect();
        assert_eq!(starts.len(), 10, "{read}");
        assert_eq!(starts[1], format!("[ 3609000-] {said}"), "{read}");
        // A row without a time is a paragraph of its own.
        let asked = ASKED[0];
        assert_eq!(starts[4], format!("[ 3720000-] {asked}⏎{said}"), "{read}");
    }

    #[test]
    fn names_may_stand_in_the_middle_of_their_cell_or_at_its_right() {
        for shift in [1, 2] {
            let mut page = String::new();
            for n in 0..8 {
                let top = 780 - n * 46;
                let (name, breadth) =
                    [("Interviewer", 50), ("Megan", 32)][usize::try_from(n % 2).unwrap()];
                let left = 60 + (80 - breadth) * shift / 2;
                page += &(cell(left, top, &[name]) + &cell(150, top, SAID));
            }
            let read = rows(&page);
            assert_eq!(read.matches("[Interviewer!] My").count(), 4, "{read}");
            assert_eq!(read.matches("[Megan] My neighbour").count(), 4, "{read}");
        }
    }

    #[test]
    fn other_tables_stay_as_they_are() {
        let page: String = (0..6)
            .map(|n| {
                cell(
                    60,
                    780 - n * 40,
                    &[["School", "Home", "Health", "Friends", "Money", "Work"]
                        [usize::try_from(n).unwrap()]],
                ) + &cell(130, 780 - n * 40, SAID)
            })
            .collect();
        assert!(shown("a.pdf", &pdf(&[&page], |_| ())).starts_with("[] School"));
        let text = lines(&[(700, "INT: So?"), (680, "P1: Yes.")]);
        assert_eq!(
            shown("a.pdf", &pdf(&[&text], |_| ())),
            "[INT!] So?\n[P1] Yes."
        );
    }
}
