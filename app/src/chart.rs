//! Charts as SVG: drawn from the same numbers as the tables, each shape with its number in words.
//!
//! Colours stay apart for people who see red and green alike (Okabe and Ito's set; one hue for heat; orange against
//! purple for ratings), and every shape has its number written in or beside it, so that no colour carries it alone.

mod outline;
mod picture;
mod png;
mod svg;

use std::fmt::Write as _;

pub(crate) use outline::{BETWEEN, under};
pub use picture::{ChartAsk, Kind, Picture, picture};
pub use png::{PixelError, Pixels, pixels, png};

use crate::message::cut;
use outline::outline;
use svg::{Anchor, Svg};

/// Okabe and Ito's colours, black last.
const COLOURS: [&str; 8] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000",
];
const INK: &str = "#1f2d36";
const QUIET: &str = "#5b6770";
const RULE: &str = "#c9d3da";
/// The most letters of a name beside a shape; all of it stands in the shape's own words.
const NAME: usize = 44;
const LETTER: f64 = 6.6;
const ROW: f64 = 22.0;
const TOP: f64 = 56.0;

/// Numbers by rows and columns, such as codes by groups.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// What it shows.
    pub title: String,
    /// Unit, base and whatever else a reader must know, a line each.
    pub notes: Vec<String>,
    /// The paths of the rows' codes, in the order of their tree.
    pub rows: Vec<String>,
    /// The columns' names, with the base of each where there is one.
    pub columns: Vec<(String, Option<u64>)>,
    /// Whether the columns are codes too, by their paths.
    pub by_code: bool,
    /// The numbers, row by row.
    pub cells: Vec<Vec<u64>>,
}

/// How cases were rated on one scale: values from lowest to highest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rated {
    /// The scale, and the wave if there are several.
    pub name: String,
    /// Label and number of cases, lowest first.
    pub values: Vec<(String, u64)>,
    /// How many cases have no value.
    pub missing: u64,
    /// How many cases have raters who differ.
    pub differing: u64,
}

/// One step of a curve: a name, what it adds and what is known then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The source.
    pub name: String,
    /// How many codes are new.
    pub new: u64,
    /// How many are known.
    pub known: u64,
}

/// A passage on a line: its place in the text, in code points, and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The first code point.
    pub start: u32,
    /// The first after it.
    pub end: u32,
    /// Its words, or as many as are to be said.
    pub words: String,
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(n: u64) -> f64 {
    n as f64
}

fn at(nth: usize) -> f64 {
    f64::from(u32::try_from(nth).unwrap_or(u32::MAX))
}

/// Room for the longest of some names.
fn room<'n>(names: impl Iterator<Item = &'n str>) -> f64 {
    let most = names.map(|name| name.chars().count().min(NAME)).max();
    at(most.unwrap_or(0)) * LETTER + 24.0
}

fn said(n: u64, base: Option<u64>) -> String {
    base.map_or_else(|| n.to_string(), |base| format!("{n} of {base}"))
}

fn begin(title: &str, width: f64, height: f64, notes: &[String]) -> Svg {
    let longest = notes.iter().map(|note| note.chars().count()).max();
    let width = width.max(at(longest.unwrap_or(0)) * 5.8 + 32.0);
    let mut svg = Svg::new(title, width, height + 18.0 * at(notes.len()) + 12.0);
    svg.text(16.0, 28.0, Anchor::Start, 16.0, INK, title);
    for (nth, note) in notes.iter().enumerate() {
        svg.text(
            16.0,
            height + 16.0 + 18.0 * at(nth),
            Anchor::Start,
            11.0,
            QUIET,
            note,
        );
    }
    svg
}

/// Bars by group: for each row one bar a column.
#[must_use]
pub fn bars(grid: &Grid) -> String {
    let lines = outline(grid.rows.iter().map(String::as_str));
    let left = outline::room(&lines);
    let columns = grid.columns.len().max(1);
    let (bar, wide) = (14.0, 420.0);
    let step = bar * at(columns) + 10.0;
    let top = TOP + 18.0 * at(grid.columns.len()) + 8.0;
    let heads = lines.len() - grid.rows.len();
    let height = top + step * at(grid.rows.len()) + ROW * at(heads) + 8.0;
    let mut svg = begin(&grid.title, left + wide + 110.0, height, &grid.notes);
    for (nth, (name, base)) in grid.columns.iter().enumerate() {
        let y = TOP + 18.0 * at(nth);
        svg.rect(
            (left, y - 10.0, 12.0, 12.0),
            COLOURS[nth % COLOURS.len()],
            "",
        );
        let base = base.map_or_else(String::new, |base| format!(" (of {base})"));
        svg.text(
            left + 18.0,
            y,
            Anchor::Start,
            12.0,
            INK,
            &format!("{name}{base}"),
        );
    }
    let share = |n: u64, base: Option<u64>| match base {
        Some(0) => 0.0,
        Some(base) => number(n) / number(base),
        None => number(n) / number(most(&grid.cells).max(1)),
    };
    let mut next = top;
    for line in &lines {
        let y = next;
        let Some(row) = line.row else {
            line.write(y + 15.0, &mut svg);
            next += ROW;
            continue;
        };
        next += step;
        line.write(y + bar * at(columns) / 2.0 + 4.0, &mut svg);
        let name = &grid.rows[row];
        let cells = grid.cells.get(row).into_iter().flatten().zip(&grid.columns);
        for (nth, (&n, (column, base))) in cells.enumerate() {
            let y = y + bar * at(nth);
            let long = wide * share(n, *base).min(1.0);
            let words = format!("{name}, {column}: {}", said(n, *base));
            svg.rect(
                (left, y, long, bar - 2.0),
                COLOURS[nth % COLOURS.len()],
                &words,
            );
            svg.text(
                left + long + 6.0,
                y + 10.0,
                Anchor::Start,
                11.0,
                INK,
                &said(n, *base),
            );
        }
    }
    svg.line((left, top - 4.0), (left, height - 8.0), RULE);
    svg.finish()
}

fn most(cells: &[Vec<u64>]) -> u64 {
    cells.iter().flatten().copied().max().unwrap_or(0)
}

/// A heat map: the darker, the greater the share of the column's base (of the greatest number where there is none).
#[must_use]
pub fn heat(grid: &Grid) -> String {
    let lines = outline(grid.rows.iter().map(String::as_str));
    let left = outline::room(&lines);
    let names: Vec<&str> = grid.columns.iter().map(|(name, _)| name.as_str()).collect();
    let names = if grid.by_code {
        outline::ends(&names)
    } else {
        names
    };
    let heads = room(names.iter().copied());
    let (wide, top) = (54.0, TOP + heads * 0.75);
    let height = top + ROW * at(lines.len()) + 8.0;
    let width = left + wide * at(grid.columns.len()) + heads * 0.75 + 24.0;
    let mut svg = begin(&grid.title, width.max(480.0), height, &grid.notes);
    for (nth, name) in names.iter().enumerate() {
        svg.slanted(
            left + wide * at(nth) + wide / 2.0,
            top - 6.0,
            11.0,
            INK,
            &cut(name, NAME),
        );
    }
    let greatest = most(&grid.cells).max(1);
    for (nth, line) in lines.iter().enumerate() {
        let y = top + ROW * at(nth);
        line.write(y + 15.0, &mut svg);
        let Some(row) = line.row else { continue };
        let name = &grid.rows[row];
        let cells = grid.cells.get(row).into_iter().flatten().zip(&grid.columns);
        for (nth, (&n, (column, base))) in cells.enumerate() {
            let share = number(n) / number(base.unwrap_or(greatest).max(1));
            let words = format!("{name}, {column}: {}", said(n, *base));
            let x = left + wide * at(nth);
            svg.rect((x, y, wide - 2.0, ROW - 2.0), &shade(share), &words);
            let ink = if share > 0.55 { "#ffffff" } else { INK };
            svg.text(
                x + wide / 2.0 - 1.0,
                y + 15.0,
                Anchor::Middle,
                11.0,
                ink,
                &n.to_string(),
            );
        }
    }
    svg.finish()
}

/// One hue from nearly white to dark blue.
fn shade(share: f64) -> String {
    let share = share.clamp(0.0, 1.0);
    let mut colour = "#".to_owned();
    for (light, dark) in [(0xf4, 0x08), (0xf8, 0x30), (0xfb, 0x6b)] {
        let (light, dark) = (f64::from(light), f64::from(dark));
        let part = (light + (dark - light) * share).round();
        // Writing to a string cannot fail.
        if write!(colour, "{:02x}", byte(part)).is_err() {
            break;
        }
    }
    colour
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a colour, between 0 and 255"
)]
fn byte(part: f64) -> u8 {
    part.clamp(0.0, 255.0) as u8
}

/// A curve of new codes over sources: bars for what each adds, a line for what is known.
#[must_use]
pub fn curve(title: &str, steps: &[Step], notes: &[String]) -> String {
    let (wide, tall) = (34.0, 240.0);
    let names = room(steps.iter().map(|step| step.name.as_str())) * 0.75;
    // Names hang to the left of their places: the first ones need room there.
    let hang = |(nth, step): (usize, &Step)| {
        room(std::iter::once(step.name.as_str())) * 0.75 - wide * (at(nth) + 0.5)
    };
    let left = steps.iter().enumerate().map(hang).fold(56.0, f64::max);
    let bottom = TOP + tall;
    let width = left + wide * at(steps.len()) + 60.0;
    let mut svg = begin(title, width.max(480.0), bottom + names + 16.0, notes);
    let greatest = steps.last().map_or(1, |step| step.known).max(1);
    let height = |n: u64| tall * number(n) / number(greatest);
    let mut before: Option<(f64, f64)> = None;
    for (nth, step) in steps.iter().enumerate() {
        let x = left + wide * at(nth);
        let words = format!("{}: {} new, {} known", step.name, step.new, step.known);
        let long = height(step.new);
        svg.rect(
            (x + 6.0, bottom - long, wide - 12.0, long),
            COLOURS[4],
            &words,
        );
        let point = (x + wide / 2.0, bottom - height(step.known));
        if let Some(before) = before {
            svg.line(before, point, COLOURS[0]);
        }
        svg.dot(point, COLOURS[0], &words);
        svg.text(
            point.0,
            point.1 - 8.0,
            Anchor::Middle,
            10.0,
            INK,
            &step.known.to_string(),
        );
        svg.hanging(
            x + wide / 2.0,
            bottom + 14.0,
            10.0,
            INK,
            &cut(&step.name, NAME),
        );
        before = Some(point);
    }
    svg.line(
        (left, bottom),
        (left + wide * at(steps.len()), bottom),
        RULE,
    );
    svg.finish()
}

/// Codes along a source: a line a code, a mark for each passage at its place between the first character and the last.
#[must_use]
pub fn timeline(
    title: &str,
    rows: &[(String, Vec<Passage>)],
    characters: u32,
    notes: &[String],
) -> String {
    let lines = outline(rows.iter().map(|(path, _)| path.as_str()));
    let left = outline::room(&lines);
    let wide = 640.0;
    let height = TOP + ROW * at(lines.len()) + 30.0;
    let mut svg = begin(title, left + wide + 32.0, height, notes);
    let of = f64::from(characters.max(1));
    let place = |character: u32| left + wide * (f64::from(character) / of).min(1.0);
    for quarter in 0..=4_u32 {
        let x = left + wide * f64::from(quarter) / 4.0;
        svg.line((x, TOP - 10.0), (x, height - 26.0), RULE);
        let words = format!("{} %", quarter * 25);
        svg.text(x, height - 8.0, Anchor::Middle, 10.0, QUIET, &words);
    }
    for (nth, line) in lines.iter().enumerate() {
        let y = TOP + ROW * at(nth);
        line.write(y + ROW / 2.0 + 1.0, &mut svg);
        let Some(row) = line.row else { continue };
        let (name, passages) = &rows[row];
        for passage in passages {
            let (from, until) = (place(passage.start), place(passage.end));
            let words = format!("{name}: “{}”", passage.words);
            let long = (until - from).max(2.5);
            let colour = COLOURS[row % (COLOURS.len() - 2)];
            svg.rect((from, y + 3.0, long, ROW - 9.0), colour, &words);
        }
    }
    svg.finish()
}

/// Ratings as bars that part in the middle: the lower half of the labels to the left, the upper to the right, a middle
/// label on both sides. What is missing stands apart, since it is neither.
#[must_use]
pub fn diverging(title: &str, rated: &[Rated], notes: &[String]) -> String {
    let left = room(rated.iter().map(|one| one.name.as_str()));
    let (half, bar) = (230.0, 26.0);
    let middle = left + half;
    let height = TOP + (bar + 26.0) * at(rated.len()) + 8.0;
    let mut svg = begin(title, left + half * 2.0 + 250.0, height, notes);
    for (row, one) in rated.iter().enumerate() {
        let y = TOP + (bar + 26.0) * at(row);
        let base: u64 = one.values.iter().map(|(_, n)| n).sum();
        let unit = half / number(base.max(1));
        let lower: f64 = one
            .values
            .iter()
            .enumerate()
            .map(|(nth, (_, n))| number(*n) * below(nth, one.values.len()))
            .sum();
        let mut x = middle - lower * unit;
        svg.text(
            left - 8.0,
            y + 17.0,
            Anchor::End,
            12.0,
            INK,
            &cut(&one.name, NAME),
        );
        for (nth, (label, n)) in one.values.iter().enumerate().filter(|(_, (_, n))| *n > 0) {
            let long = number(*n) * unit;
            let words = format!("{}: {n} of {base} {label}", one.name);
            svg.rect(
                (x, y, (long - 1.0).max(1.0), bar),
                &side(nth, one.values.len()),
                &words,
            );
            svg.text(
                x + long / 2.0,
                y + 17.0,
                Anchor::Middle,
                11.0,
                INK,
                &n.to_string(),
            );
            x += long;
        }
        let parts: Vec<String> = one
            .values
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(label, n)| format!("{n} {label}"))
            .collect();
        svg.text(
            left,
            y + bar + 14.0,
            Anchor::Start,
            10.0,
            QUIET,
            &parts.join(" · "),
        );
        // The middle shows above and below the bar, never through a number.
        svg.line((middle, y - 6.0), (middle, y), QUIET);
        svg.line((middle, y + bar), (middle, y + bar + 4.0), QUIET);
        let apart = [
            (one.missing, "without a value"),
            (one.differing, "where raters differ"),
        ];
        let apart = apart.iter().filter(|(n, _)| *n > 0);
        let words: Vec<String> = apart.map(|(n, why)| format!("{n} {why}")).collect();
        if !words.is_empty() {
            svg.text(
                middle + half + 12.0,
                y + 17.0,
                Anchor::Start,
                11.0,
                QUIET,
                &words.join(", "),
            );
        }
    }
    svg.finish()
}

/// Which part of a label's bar stands left of the middle.
fn below(nth: usize, labels: usize) -> f64 {
    match (nth * 2 + 1).cmp(&labels) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Greater => 0.0,
    }
}

/// Orange below, grey in the middle, purple above, stronger towards the ends.
fn side(nth: usize, labels: usize) -> String {
    let strong = |steps: usize| steps * 2 > labels / 2;
    let colour = match (nth * 2 + 1).cmp(&labels) {
        std::cmp::Ordering::Less if strong(labels / 2 - nth) => "#f1a340",
        std::cmp::Ordering::Less => "#fdd9a8",
        std::cmp::Ordering::Equal => "#e4e4e4",
        std::cmp::Ordering::Greater if strong(nth + 1 - labels.div_ceil(2)) => "#998ec3",
        std::cmp::Ordering::Greater => "#d8daeb",
    };
    colour.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid {
            title: "Cases by <code> & group".to_owned(),
            notes: vec!["Cases, each once.".to_owned()],
            rows: vec![
                "Trust \"early\"".to_owned(),
                "Barriers / Waiting".to_owned(),
            ],
            columns: vec![
                ("Parents".to_owned(), Some(5)),
                ("Partners".to_owned(), None),
            ],
            by_code: false,
            cells: vec![vec![3, 0], vec![5, 2]],
        }
    }

    #[test]
    fn every_shape_says_its_number_and_names_are_escaped() {
        for drawn in [bars(&grid()), heat(&grid())] {
            assert!(
                drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"),
                "{drawn}"
            );
            assert!(
                drawn.contains("<title>Barriers / Waiting, Parents: 5 of 5</title>")
                    && drawn.contains(">Barriers</text>")
                    && drawn.contains(">Waiting</text>"),
                "{drawn}"
            );
            assert!(drawn.contains("&lt;code&gt; &amp; group") && !drawn.contains("<code>"));
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
        }
    }

    #[test]
    fn nothing_is_drawn_without_numbers_that_are_none() {
        let empty = Grid::default();
        for drawn in [
            bars(&empty),
            heat(&empty),
            curve("", &[], &[]),
            diverging("", &[], &[]),
        ] {
            assert!(
                !drawn.contains("NaN") && drawn.ends_with("</svg>\n"),
                "{drawn}"
            );
        }
    }

    #[test]
    fn ratings_part_in_the_middle_and_missing_stands_apart() {
        let labels = [
            "Not at all",
            "Not much",
            "To some extent",
            "To a great extent",
        ];
        let values = labels.iter().zip([2, 0, 1, 6]);
        let rated = Rated {
            name: "Parenting".to_owned(),
            values: values.map(|(label, n)| ((*label).to_owned(), n)).collect(),
            missing: 2,
            differing: 1,
        };
        let drawn = diverging("Ratings", &[rated], &[]);
        assert!(drawn.contains("<title>Parenting: 6 of 9 To a great extent</title>"));
        assert!(drawn.contains("2 without a value, 1 where raters differ"));
        assert_eq!((below(1, 3), below(0, 2), below(2, 4)), (0.5, 1.0, 0.0));
        let sides: Vec<String> = (0..4).map(|nth| side(nth, 4)).collect();
        assert_eq!(sides, ["#f1a340", "#fdd9a8", "#d8daeb", "#998ec3"]);
        assert_eq!(
            (shade(0.0), shade(1.0)),
            ("#f4f8fb".into(), "#08306b".into())
        );
    }

    #[test]
    fn a_curve_has_a_point_for_every_source() {
        let step = |new, known| Step {
            name: "Parent".to_owned(),
            new,
            known,
        };
        let drawn = curve("Saturation", &[step(3, 3), step(1, 4)], &[]);
        assert_eq!(drawn.matches("<circle ").count(), 2);
        assert!(drawn.contains("Parent: 1 new, 4 known"));
    }
}
