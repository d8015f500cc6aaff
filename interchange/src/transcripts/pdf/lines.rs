//! From characters on a page to its lines, from top to bottom.

use std::collections::BTreeMap;

use super::columns::{self, Column};
use super::glyphs::Glyph;
use super::tables;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its words from left to right; at least one.
    pub(super) words: Vec<Word>,
    /// Its height on the page, from below.
    pub(super) y: f64,
    /// The size of most of its letters.
    pub(super) size: f64,
    /// The number of the line or paragraph that stood before it.
    pub(super) number: Option<u32>,
    /// The column it stands in, where the page has several.
    pub(super) column: Option<Column>,
    /// Whether it surely begins a paragraph: a row of a table.
    pub(super) opens: bool,
}

/// Letters without a gap between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its height on the page: what stands in two columns on one line need not be level.
    pub(super) y: f64,
    pub(super) text: String,
    /// Whether it is bold or italic throughout.
    pub(super) strong: bool,
    /// Whether it is set off from the word before it whatever the gap: it begins a cell of a table.
    pub(super) tab: bool,
}

/// A gap this wide, in sizes of the letters, divides words; this one where letters are set without gaps.
const WORD_GAP: f64 = 0.17;
const NARROW_GAP: f64 = 0.13;

/// A gap this wide is shown as a tab.
const WIDE_GAP: f64 = 1.6;

impl Line {
    /// Its words, with a tab for each wide gap.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut right = f64::MAX;
        let stretched = self.is_stretched();
        for word in &self.words {
            if word.tab || (word.left - right > self.size * WIDE_GAP && !stretched) {
                text.push('\t');
            } else if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word.text);
            right = word.right;
        }
        text
    }

    /// How many bytes of its text are bold or italic from the start on. Times before a cell of a table may be plain.
    pub(super) fn strong(&self) -> usize {
        let times = self
            .words
            .iter()
            .take_while(|word| tables::is_time(word))
            .count();
        let said = &self.words[times..];
        if !said.is_empty() && said[0].tab && said.iter().all(|word| word.strong) {
            return self.text().len();
        }
        let count = self.words.iter().take_while(|word| word.strong).count();
        if count == self.words.len() {
            return self.text().len();
        }
        let letters: usize = self.words[..count].iter().map(|word| word.text.len()).sum();
        letters + count.saturating_sub(1)
    }

    /// Whether it was set to fill its column, so that all gaps are wide alike.
    fn is_stretched(&self) -> bool {
        let gaps = || {
            self.words
                .windows(2)
                .map(|pair| pair[1].left - pair[0].right)
        };
        let (least, most) = gaps().fold((f64::MAX, f64::MIN), |(least, most), gap| {
            (least.min(gap), most.max(gap))
        });
        let full = self
            .column
            .is_some_and(|column| self.right() > column.right - self.size * 0.3);
        full && self.words.len() > 2 && most - least < self.size * 0.2
    }

    pub(super) fn left(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    /// How far from its column's edge it begins, or from the page's.
    pub(super) fn indent(&self) -> f64 {
        self.left() - self.column.map_or(0.0, |column| column.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.right)
    }
}

/// How often a page may be divided into parts.
const DEEPEST: usize = 12;

/// Puts the characters of all pages into lines, in the order of reading.
pub(super) fn of_pages(pages: &[Vec<Glyph>]) -> Vec<Vec<Line>> {
    let mut cuts = Cuts::default();
    let lines: Vec<Vec<Line>> = pages
        .iter()
        .map(|glyphs| page(glyphs, &Cuts::default(), &mut cuts))
        .collect();
    let known = Cuts {
        columns: often(cuts.columns),
        tables: often(cuts.tables),
    };
    if known.columns.is_empty() && known.tables.is_empty() {
        return lines;
    }
    // Where other pages are in columns or tables, those with few lines are too.
    let mut lines: Vec<Vec<Line>> = pages
        .iter()
        .map(|glyphs| page(glyphs, &known, &mut Cuts::default()))
        .collect();
    widen(&mut lines, &known.columns);
    tables::join_pages(&mut lines);
    lines
}

/// Where the right sides of columns begin, and the speech in tables.
#[derive(Default)]
struct Cuts {
    columns: Vec<f64>,
    tables: Vec<f64>,
}

/// Gives a column with few lines the breadth that it has on other pages. `known`: where columns begin.
fn widen(pages: &mut [Vec<Line>], known: &[f64]) {
    let before = |at: f64| known.partition_point(|&cut| cut <= at);
    let place = |column: &Column| (before(column.left + 2.0), before(column.right));
    let mut rights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for column in pages.iter().flatten().filter_map(|line| line.column) {
        let right = rights.entry(place(&column)).or_insert(column.right);
        *right = right.max(column.right);
    }
    let lines = pages.iter_mut().flatten();
    for column in lines.filter_map(|line| line.column.as_mut()) {
        column.right = rights[&place(column)];
    }
}

/// The places that are there often, compared with the one that is there most.
fn often(mut cuts: Vec<f64>) -> Vec<f64> {
    cuts.sort_by(f64::total_cmp);
    let groups: Vec<&[f64]> = cuts.chunk_by(|one, other| other - one < 2.0).collect();
    let most = groups.iter().map(|group| group.len()).max().unwrap_or(0);
    let kept = groups.iter().filter(|group| group.len() * 4 >= most);
    kept.take(8).map(|group| group[0]).collect()
}

/// Puts the characters of a page into lines. `known`: where columns begin on other pages; `cuts` gets those of this.
fn page(glyphs: &[Glyph], known: &Cuts, cuts: &mut Cuts) -> Vec<Line> {
    let glyphs = glyphs.iter().filter(|glyph| !glyph.text.is_empty());
    part(glyphs.collect(), (&known.columns, &known.tables), cuts, 0)
}

/// A line with its characters.
pub(super) type Row<'g> = (Line, Vec<&'g Glyph>);

fn letters(rows: Vec<Row<'_>>) -> impl Iterator<Item = &Glyph> {
    rows.into_iter().flat_map(|(_, row)| row)
}

/// The lines of a part of a page: what is above its columns, the columns one by one, what is below.
fn part(
    glyphs: Vec<&Glyph>,
    (known, speech): (&[f64], &[f64]),
    cuts: &mut Cuts,
    depth: usize,
) -> Vec<Line> {
    let mut rows: Vec<Row<'_>> = rows(glyphs)
        .into_iter()
        .filter_map(|row| line(row.clone()).map(|line| (line, row)))
        .collect();
    let divides = depth < DEEPEST;
    let again = |rows: Vec<Row<'_>>, cuts: &mut Cuts| {
        part(letters(rows).collect(), (known, speech), cuts, depth + 1)
    };
    if let Some(table) = divides.then(|| tables::find(&rows, speech)).flatten() {
        cuts.tables.push(table.cut);
        let below = rows.split_off(table.rows.end);
        rows.truncate(table.rows.start);
        let mut lines = again(rows, cuts);
        lines.extend(table.lines);
        lines.extend(again(below, cuts));
        return lines;
    }
    let all: Vec<&Line> = rows.iter().map(|(line, _)| line).collect();
    let found = divides.then(|| columns::find(&all, known)).flatten();
    let Some(stretch) = found else {
        return rows.into_iter().map(|(line, _)| line).collect();
    };
    cuts.columns.push(stretch.cut);
    let below = rows.split_off(stretch.rows.end);
    let within = rows.split_off(stretch.rows.start);
    let (left, right): (Vec<&Glyph>, Vec<&Glyph>) =
        letters(within).partition(|glyph| glyph.x < stretch.cut - 0.5);
    let at = known.partition_point(|&known| known < stretch.cut - 2.0);
    let after = known.partition_point(|&known| known <= stretch.cut + 2.0);
    let mut lines = again(rows, cuts);
    lines.extend(column(part(left, (&known[..at], speech), cuts, depth + 1)));
    lines.extend(column(part(
        right,
        (&known[after..], speech),
        cuts,
        depth + 1,
    )));
    lines.extend(part(
        letters(below).collect(),
        (known, speech),
        cuts,
        depth + 1,
    ));
    lines
}

/// Lines as those of one column, but for those that are in a narrower one.
fn column(mut lines: Vec<Line>) -> Vec<Line> {
    let own = || lines.iter().filter(|line| line.column.is_none());
    let column = Column {
        left: own().map(Line::left).fold(f64::MAX, f64::min),
        right: own().map(Line::right).fold(f64::MIN, f64::max),
    };
    for line in &mut lines {
        line.column.get_or_insert(column);
    }
    lines
}

/// The characters of each line, from top to bottom.
pub(super) fn rows(mut glyphs: Vec<&Glyph>) -> Vec<Vec<&Glyph>> {
    // Stable, so that what stands in one place keeps the order of drawing.
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    let mut base = f64::MAX;
    for glyph in glyphs {
        let near = base - glyph.y <= glyph.size * 0.35;
        match rows.last_mut() {
            Some(row) if near => row.push(glyph),
            _ => {
                base = glyph.y;
                rows.push(vec![glyph]);
            }
        }
    }
    with_raised(rows)
}

/// Rows with the letters that are raised or lowered within them, as in formulas, in `1st` and in some logos.
fn with_raised(rows: Vec<Vec<&Glyph>>) -> Vec<Vec<&Glyph>> {
    let mut whole: Vec<Vec<&Glyph>> = Vec::with_capacity(rows.len());
    for row in rows {
        match whole.last_mut() {
            Some(above) if is_within(&row, above) => above.extend(row),
            Some(above) if is_within(above, &row) => {
                // In the order of their heights no more: whatever reads a row sorts it.
                let raised = std::mem::replace(above, row);
                above.extend(raised);
            }
            _ => whole.push(row),
        }
    }
    whole
}

/// How far letters are raised or lowered at most, how near they stand to others, and how far they reach into them, in
/// sizes of the letters.
const RAISED: f64 = 0.55;
const BESIDE: f64 = 0.5;
const INTO: f64 = 0.3;

/// Whether a few letters stand a little above or below a row, each in a gap of it and close to its letters.
fn is_within(few: &[&Glyph], row: &[&Glyph]) -> bool {
    let (Some(one), Some(other)) = (few.first(), row.first()) else {
        return false;
    };
    let is_far = (one.y - other.y).abs() > one.size.max(other.size) * 1.1;
    if is_far || few.len() * 3 > row.len() {
        return false;
    }
    let seen = |glyph: &&&Glyph| !glyph.text.chars().all(char::is_whitespace);
    let Some(size) = middle(row.iter().map(|glyph| glyph.size)) else {
        return false;
    };
    let Some(base) = middle(row.iter().map(|glyph| glyph.y)) else {
        return false;
    };
    // A run of such letters: each is close to the row or to the one before it.
    let mut few: Vec<&&Glyph> = few.iter().filter(seen).collect();
    if few.is_empty() {
        // Blanks of an empty line would divide the words of the line below.
        return false;
    }
    few.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut end = f64::MIN;
    few.iter().all(|glyph| {
        let right = glyph.x + glyph.width.max(0.0);
        let others = || row.iter().filter(seen);
        let free = others().all(|other| {
            let reach = right.min(other.x + other.width) - glyph.x.max(other.x);
            reach <= size * INTO
        });
        let near = others().any(|other| {
            let gap = (other.x - right).max(glyph.x - (other.x + other.width));
            gap <= size * BESIDE
        });
        let follows = glyph.x - end <= size * BESIDE;
        end = right;
        (glyph.y - base).abs() <= size * RAISED && free && (near || follows)
    })
}

/// The number in the middle of several.
pub(super) fn middle(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    let middle = numbers.len() / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// A line from its characters; none without any that is seen.
pub(super) fn line(mut row: Vec<&Glyph>) -> Option<Line> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let size = middle(row.iter().map(|glyph| glyph.size))?;
    let y = middle(row.iter().map(|glyph| glyph.y))?;
    let word_gap = size * word_gap(&row, size);
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut apart = true;
    for glyph in row {
        // Some printers make letters bold by drawing them twice.
        let again = last.is_some_and(|last| {
            last.text == glyph.text && (glyph.x - last.x).abs() < glyph.size * 0.12
        });
        if again {
            continue;
        }
        last = Some(glyph);
        if glyph.text.chars().all(char::is_whitespace) {
            apart = true;
            continue;
        }
        let right = glyph.x + glyph.width.max(0.0);
        match words.last_mut() {
            Some(word) if !apart && glyph.x - word.right <= word_gap => {
                word.text.push_str(&glyph.text);
                word.strong &= glyph.strong;
                word.right = word.right.max(right);
            }
            _ => words.push(Word {
                left: glyph.x,
                right,
                y: glyph.y,
                text: glyph.text.clone(),
                strong: glyph.strong,
                tab: false,
            }),
        }
        apart = false;
    }
    for word in &mut words {
        word.text = readable(&word.text);
    }
    words.retain(|word| !word.text.is_empty());
    (!words.is_empty()).then_some(Line {
        words,
        y,
        size,
        number: None,
        column: None,
        opens: false,
    })
}

/// Which gap divides words in a row from left to right.
fn word_gap(row: &[&Glyph], size: f64) -> f64 {
    let gaps = row
        .windows(2)
        .map(|pair| pair[1].x - (pair[0].x + pair[0].width.max(0.0)));
    match middle(gaps) {
        Some(gap) if gap.abs() < size * 0.02 => NARROW_GAP,
        _ => WORD_GAP,
    }
}

/// Letters that printers join are written one by one; what has no meaning is left out.
fn readable(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            c if c.is_whitespace() => plain.push(' '),
            c if c.is_control() || c == '\u{feff}' => {}
            // In scripts with blanks between words, a place where a line may end is no part of a word.
            '\u{200b}'
                if plain
                    .chars()
                    .next_back()
                    .is_none_or(|last| last < '\u{530}') => {}
            c => plain.push(c),
        }
    }
    let ends = |c: char| c.is_whitespace() || c == '\u{200b}';
    plain.trim_matches(ends).to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Words of a line for tests: letters of half their size, `\t` a wide gap.
    pub(in super::super) fn glyphs(x: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
        let mut at = x;
        let mut found = Vec::new();
        for c in text.chars() {
            if c == '\t' {
                at += size * 3.0;
                continue;
            }
            found.push(Glyph {
                x: at,
                y,
                width: size / 2.0,
                size,
                text: c.to_string(),
                strong: false,
            });
            at += size / 2.0;
        }
        found
    }

    pub(in super::super) fn of_page(glyphs: &[Glyph]) -> Vec<Line> {
        super::page(glyphs, &Cuts::default(), &mut Cuts::default())
    }

    #[test]
    fn characters_become_lines_whatever_the_order_of_drawing() {
        let mut page = glyphs(50.0, 700.0, 10.0, "second line");
        page.extend(glyphs(50.0, 712.0, 10.0, "Ada:\tﬁrst line"));
        page.extend(glyphs(50.3, 712.2, 10.0, "Ada:"));
        let texts: Vec<String> = of_page(&page).iter().map(Line::text).collect();
        assert_eq!(texts, ["Ada:\tfirst line", "second line"]);
    }

    #[test]
    fn blanks_of_an_empty_line_divide_no_words() {
        let mut page = glyphs(50.0, 710.5, 10.0, " ");
        page.extend(glyphs(50.0, 700.0, 10.0, "Copy of a line"));
        page.extend(glyphs(
            50.0,
            680.0,
            10.0,
            "the\u{200b} \u{200b}bo\u{200b}ok",
        ));
        let texts: Vec<String> = of_page(&page).iter().map(Line::text).collect();
        assert_eq!(texts, ["Copy of a line", "the book"]);
    }

    #[test]
    fn raised_and_lowered_letters_stay_in_their_line() {
        let mut page = glyphs(50.0, 700.0, 10.0, "the 21");
        page.extend(glyphs(80.0, 704.0, 6.0, "st"));
        page.extend(glyphs(90.0, 700.0, 10.0, "of May and H"));
        page.extend(glyphs(150.0, 696.5, 6.0, "2"));
        page.extend(glyphs(153.0, 700.0, 10.0, "O too"));
        page.extend(glyphs(50.0, 688.0, 10.0, "and so on"));
        let texts: Vec<String> = of_page(&page).iter().map(Line::text).collect();
        assert_eq!(texts, ["the 21st of May and H2O too", "and so on"]);
    }
}
