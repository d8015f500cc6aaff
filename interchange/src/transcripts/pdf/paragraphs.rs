//! From the lines of pages to paragraphs: lines that were broken to fit the page are joined again.

use std::collections::{BTreeMap, BTreeSet};

use super::super::labels::{self, Shape};
use super::super::names::{self, Likeness};
use super::super::openings;
use super::super::script::Look;
use super::columns::Column;
use super::lines::Line;

/// A paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) heading: bool,
    /// How many bytes of it are bold or italic from the start on.
    pub(super) strong: usize,
    /// How many words it has, and how many of them are bold or italic.
    words: (usize, usize),
}

/// From how many words on a paragraph is bold or italic throughout though a few of its words are not: a formula, a title.
const FEW: usize = 8;

/// The measures of most lines.
struct Measure {
    /// The size of letters.
    size: f64,
    /// From one line of a paragraph to the next.
    pitch: f64,
    /// Where full lines end that are in no column.
    right: f64,
}

/// Joins the lines of all pages. `by_number`: paragraphs begin where numbers stand, and nowhere else.
pub(super) fn join(pages: &[Vec<Line>], by_number: bool) -> Vec<Paragraph> {
    let measure = Measure::of(pages);
    let texts: Vec<Vec<String>> = pages
        .iter()
        .map(|page| page.iter().map(Line::text).collect())
        .collect();
    let mut opens = by_shape(pages, &measure, by_number);
    if !by_number {
        let mut known = known_labels(&texts, &opens);
        if ends_with_times(&texts) {
            // A time for which there was no room stands on a line of its own.
            known.remove("");
        }
        for (texts, opens) in texts.iter().zip(&mut opens) {
            for (text, opens) in texts.iter().zip(opens) {
                *opens |= label(text).is_some_and(|key| known.contains(&key));
            }
        }
    }
    let lexicon = lexicon(&texts);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for ((page, texts), opens) in pages.iter().zip(&texts).zip(&opens) {
        for ((line, text), &opens) in page.iter().zip(texts).zip(opens) {
            match paragraphs.last_mut() {
                Some(paragraph) if !opens => paragraph.append(line, text, &lexicon),
                _ => paragraphs.push(Paragraph {
                    text: text.clone(),
                    heading: line.size >= measure.size * 1.15 && label(text).is_none(),
                    strong: line.strong(),
                    words: strong_words(line),
                }),
            }
        }
    }
    for paragraph in &mut paragraphs {
        let (all, strong) = paragraph.words;
        if paragraph.strong > 0 && all >= FEW && strong * 100 >= all * 85 {
            paragraph.strong = paragraph.text.len();
        }
    }
    paragraphs
}

impl Paragraph {
    fn append(&mut self, line: &Line, text: &str, lexicon: &BTreeSet<String>) {
        let throughout = self.strong >= self.text.trim_end().len();
        append(&mut self.text, text, lexicon);
        let (all, strong) = strong_words(line);
        self.words = (self.words.0 + all, self.words.1 + strong);
        if throughout {
            self.strong = self.text.len() - text.len() + line.strong();
        }
    }
}

/// How many words a line has, and how many of them are bold or italic.
fn strong_words(line: &Line) -> (usize, usize) {
    let strong = line.words.iter().filter(|word| word.strong).count();
    (line.words.len(), strong)
}

impl Measure {
    fn of(pages: &[Vec<Line>]) -> Self {
        let all = || pages.iter().flatten();
        let size = most(all().map(|line| (line.size, line.words.len()))).unwrap_or(10.0);
        let across = all().filter(|line| line.column.is_none());
        let mut rights: Vec<f64> = across.map(Line::right).collect();
        rights.sort_by(f64::total_cmp);
        let right = rights
            .get(rights.len() * 97 / 100)
            .copied()
            .unwrap_or_default();
        // After a full line a paragraph goes on more often than not.
        let goes_on = |pair: &&[Line]| {
            let left = pair[0].left();
            let (right, turn) = match pair[0].column {
                Some(Column { left, right }) => (right, left + (right - left) * 0.5),
                None => (right, right * 0.6),
            };
            pair[0].column == pair[1].column
                && pair[0].right() > right - (right - left) * 0.15
                && pair[1].left() < turn
        };
        let steps = pages
            .iter()
            .flat_map(|page| page.windows(2))
            .filter(goes_on);
        let pitch = most(steps.map(|pair| (pair[0].y - pair[1].y, 1)))
            .filter(|pitch| (size * 0.8..size * 3.0).contains(pitch))
            .unwrap_or(size * 1.25);
        Self { size, pitch, right }
    }
}

/// The number that is there most often, to half a point; the smaller of two.
fn most(numbers: impl Iterator<Item = (f64, usize)>) -> Option<f64> {
    let mut all: Vec<(f64, usize)> = numbers.collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut best: Option<(f64, usize)> = None;
    let groups = all.chunk_by(|one, other| (other.0 - one.0).abs() < 0.5);
    for group in groups {
        let weight = group.iter().map(|(_, weight)| weight).sum();
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((group[group.len() / 2].0, weight));
        }
    }
    best.map(|(number, _)| number)
}

/// Which lines open paragraphs, by their places alone.
fn by_shape(pages: &[Vec<Line>], measure: &Measure, by_number: bool) -> Vec<Vec<bool>> {
    let mut before: Option<(&Line, bool)> = None;
    pages
        .iter()
        .map(|page| {
            page.iter()
                .enumerate()
                .map(|(place, line)| {
                    let opens = before.is_none_or(|(last, opened)| {
                        if by_number {
                            return line.number.is_some();
                        }
                        if line.opens {
                            return true;
                        }
                        let below = place > 0 && last.column == line.column;
                        let gap = below.then_some(last.y - line.y);
                        measure.divides(last, opened, line, gap)
                    });
                    before = Some((line, opens));
                    opens
                })
                .collect()
        })
        .collect()
}

impl Measure {
    /// Whether a paragraph ends between two lines. `opened`: the first of them opened one.
    fn divides(&self, last: &Line, opened: bool, line: &Line, gap: Option<f64>) -> bool {
        let other_size = (last.size - line.size).abs() > self.size * 0.15;
        let far = gap.is_some_and(|gap| gap > self.pitch * 1.3);
        let moved = !opened && (line.indent() - last.indent()).abs() > self.size * 0.8;
        let elsewhere = last.column.is_some() != line.column.is_some();
        // Had the next word fitted, it would stand on the line above.
        let next = line
            .words
            .first()
            .map_or(0.0, |word| word.right - word.left);
        let right = last.column.map_or(self.right, |column| column.right);
        // A question in bold may end at the end of a line, and its answer begins in plain letters.
        let ends = last
            .text()
            .ends_with(['.', '?', '!', '…', ':', '”', '"', ')']);
        let changes =
            ends && is_strong(last) != is_strong(line) && is_strong(last) != line.words[0].strong;
        let short = last.right() + self.size * 0.9 + next < right;
        other_size || far || moved || elsewhere || short || changes
    }
}

/// Whether a line is bold or italic throughout.
fn is_strong(line: &Line) -> bool {
    let (all, strong) = strong_words(line);
    strong == all || (all >= FEW && strong * 100 >= all * 85)
}

/// A label or a time at the beginning of a line: what it is known by.
pub(super) fn label(text: &str) -> Option<String> {
    let head = labels::head(text, Look::default())?;
    match head.shape {
        Shape::Colon | Shape::Stamped | Shape::Bracket | Shape::Dot => {
            Some(names::key(&text[head.name]))
        }
        Shape::Time => Some(String::new()),
        // A time before a name in a column of its own.
        Shape::Tab if head.from_ms.is_some() => Some(String::new()),
        Shape::Alone => {
            let key = names::key(&text[head.name.clone()]);
            (names::likeness(&text[head.name]) >= Likeness::Part).then_some(key)
        }
        Shape::Tab | Shape::Strong => None,
    }
}

/// Labels that open paragraphs twice, or lines three times and are like names.
fn known_labels(texts: &[Vec<String>], opens: &[Vec<bool>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (text, &opens) in texts.iter().flatten().zip(opens.iter().flatten()) {
        if let Some(key) = label(text) {
            let count = counts.entry(key).or_default();
            count.0 += usize::from(opens);
            count.1 += 1;
        }
    }
    let is_known = |(key, (opening, all)): (String, (usize, usize))| {
        let like = key.is_empty() || names::likeness(&key) != Likeness::Never;
        (like && (opening >= 2 || all >= 3)).then_some(key)
    };
    counts.into_iter().filter_map(is_known).collect()
}

/// Whether times stand after what is said, not before it.
fn ends_with_times(texts: &[Vec<String>]) -> bool {
    let is_time = |word: &str| label(word).is_some_and(|key| key.is_empty());
    let (mut before, mut after) = (0_usize, 0_usize);
    for text in texts.iter().flatten() {
        let mut words = text.split_whitespace();
        if words.clone().count() > 1 {
            before += usize::from(words.next().is_some_and(is_time));
            after += usize::from(words.next_back().is_some_and(is_time));
        }
    }
    after >= 3 && after > before * 4
}

/// The words of the document in small letters, without those that lines break.
fn lexicon(texts: &[Vec<String>]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut broken = false;
    for text in texts.iter().flatten() {
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let breaks = is_broken(text);
        for (place, token) in tokens.iter().enumerate() {
            if (place == 0 && broken) || (place + 1 == tokens.len() && breaks) {
                continue;
            }
            words.insert(bare(token));
        }
        broken = breaks;
    }
    words
}

fn bare(token: &str) -> String {
    token
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// Whether a line ends with a letter and a hyphen.
fn is_broken(text: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}' | '\u{ad}'))
        && back.next().is_some_and(char::is_alphabetic)
}

/// First parts of words that are never printed without their hyphen: `two-way`, `self-help`, `twenty-one`.
const COMPOUNDS: [&str; 14] = [
    "two", "three", "five", "eight", "half", "self", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty", "ninety",
];

/// Whether a letter or mark is of Chinese or Japanese, which has no blanks between words.
fn is_without_blanks(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

/// Joins a line to a paragraph, and a word that was broken between them. A hyphen stays where the document has
/// the word with it elsewhere, or has both parts as words.
fn append(paragraph: &mut String, line: &str, lexicon: &BTreeSet<String>) {
    if !is_broken(paragraph) {
        // `1990-` and `95`, or a time with a hyphen in it.
        let number = paragraph.strip_suffix('-').unwrap_or_default();
        let is_number = number.ends_with(|c: char| c.is_ascii_digit());
        let goes_on = is_number && line.starts_with(|c: char| c.is_ascii_digit());
        let is_label = openings::minuted(paragraph).is_some_and(|(_, at)| at == paragraph.len());
        let within = paragraph.ends_with(is_without_blanks) && line.starts_with(is_without_blanks);
        if !goes_on && (is_label || !within) {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
        return;
    }
    let soft = paragraph.ends_with('\u{ad}');
    let hyphen = paragraph.pop().unwrap_or('-');
    let first = bare(paragraph.rsplit(char::is_whitespace).next().unwrap_or(""));
    let second = bare(line.split_whitespace().next().unwrap_or(""));
    let part = first.rsplit('-').next().unwrap_or(&first);
    let goes_on = line.starts_with(char::is_lowercase);
    let keeps = COMPOUNDS.contains(&part)
        || lexicon.contains(&format!("{first}-{second}"))
        || (!lexicon.contains(&format!("{first}{second}"))
            && lexicon.contains(part)
            && lexicon.contains(&second));
    if soft || (goes_on && !keeps && !second.starts_with(part)) {
        paragraph.push_str(line);
    } else {
        paragraph.push(hyphen);
        // `th- the` and `I was- Dan` are breaks in speech, not in words.
        let whole = keeps && !(second.starts_with(part) && part.len() < second.len());
        if !whole {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::{glyphs, of_page};
    use super::*;

    fn joined(rows: &[(f64, f64, &str)]) -> Vec<String> {
        let all: Vec<_> = rows
            .iter()
            .flat_map(|&(x, y, text)| glyphs(x, y, 10.0, text))
            .collect();
        join(&[of_page(&all)], false)
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect()
    }

    #[test]
    fn no_blank_comes_into_words_of_chinese_and_japanese() {
        let read = |first: &str, second: &str| {
            let mut text = first.to_owned();
            append(&mut text, second, &BTreeSet::new());
            text
        };
        assert_eq!(
            read("それぞれ通告のあった質問と関", "連質問を行う。"),
            "それぞれ通告のあった質問と関連質問を行う。"
        );
        assert_eq!(read("好的，", "谢谢你。"), "好的，谢谢你。");
        assert_eq!(read("使用 Word", "文档"), "使用 Word 文档");
        assert_eq!(
            read("○議長（山田花子）", "はい。"),
            "○議長（山田花子） はい。"
        );
    }

    #[test]
    fn full_lines_go_on_and_short_lines_and_gaps_end() {
        assert_eq!(
            joined(&[
                (50.0, 700.0, "Ada: one two three four five six"),
                (50.0, 688.0, "seven eight nine ten eleven again"),
                (50.0, 676.0, "and done."),
                (50.0, 664.0, "Lee: yes it was quite like that !"),
                (50.0, 640.0, "Heading that stands alone in here"),
                (50.0, 616.0, "Ada: so"),
            ]),
            [
                "Ada: one two three four five six seven eight nine ten eleven again and done.",
                "Lee: yes it was quite like that !",
                "Heading that stands alone in here",
                "Ada: so",
            ]
        );
    }

    #[test]
    fn a_known_label_opens_a_paragraph_though_the_line_above_is_full() {
        let rows = [
            (50.0, 700.0, "Ada: one two three four five six"),
            (50.0, 688.0, "Lee: one two three four five six"),
            (50.0, 676.0, "seven eight nine ten eleven abcd"),
            (50.0, 664.0, "Ada: one two three four five six"),
            (50.0, 652.0, "Lee: one two three four five six"),
            (50.0, 640.0, "Ada: one two three four five six"),
            (50.0, 628.0, "Lee: no."),
        ];
        let found = joined(&rows);
        assert_eq!(found.len(), 6, "{found:#?}");
    }

    #[test]
    fn a_time_after_what_is_said_stays_there_though_it_is_alone_on_its_line() {
        let mut rows = Vec::new();
        for (nth, name) in (0_u32..).zip(["Ada", "Lee", "Ada", "Lee"]) {
            let y = 700.0 - f64::from(nth) * 40.0;
            rows.push((50.0, y, format!("{name}: one two three four five sixs")));
            rows.push((50.0, y - 12.0, "so #00:01:23-4#".to_owned()));
        }
        rows.push((50.0, 500.0, "Ada: one two three four five sixs".to_owned()));
        rows.push((50.0, 488.0, "#00:02:23-4#".to_owned()));
        let rows: Vec<_> = rows
            .iter()
            .map(|(x, y, text)| (*x, *y, text.as_str()))
            .collect();
        let found = joined(&rows);
        assert_eq!(found.len(), 5, "{found:#?}");
        assert_eq!(found[4], "Ada: one two three four five sixs #00:02:23-4#");
    }

    #[test]
    fn hyphens_of_the_printer_go_and_those_of_the_word_stay() {
        let words = ["two", "way", "well-known", "interview", "t-shirts"];
        let lexicon: BTreeSet<String> = words.iter().map(|&word| word.to_owned()).collect();
        let of = |one: &str, other: &str| {
            let mut text = one.to_owned();
            append(&mut text, other, &lexicon);
            text
        };
        assert_eq!(of("the inter-", "view was"), "the interview was");
        assert_eq!(of("a two-", "way street"), "a two-way street");
        assert_eq!(of("a well-", "known fact"), "a well-known fact");
        assert_eq!(of("twenty-", "one and self-"), "twenty-one and self-");
        assert_eq!(of("every-", "thing um"), "everything um");
        assert_eq!(of("soft\u{ad}", "ware"), "software");
        assert_eq!(of("and th-", "the bus"), "and th- the bus");
        assert_eq!(of("I was-", "Dan said"), "I was- Dan said");
        assert_eq!(of("one -", "two"), "one - two");
        assert_eq!(of("from 1990-", "95 on"), "from 1990-95 on");
    }
}
