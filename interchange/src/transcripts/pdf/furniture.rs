//! What stands on the pages and nobody says: running heads, page numbers, numbers of lines and paragraphs, and
//! lines that are drawn on two pages.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;
use super::paragraphs::label;
use crate::Warning;

/// How many lines at the top and bottom of a page may be a running head or foot.
const EDGE: usize = 3;

/// How many bytes a label has at most.
const LONGEST_LABEL: usize = 60;

/// Takes it off, and says whether numbers were found that stand where paragraphs begin.
pub(super) fn take_off(pages: &mut [Vec<Line>], warnings: &mut Vec<Warning>) -> bool {
    let by_paragraph = take_off_numbers(pages, warnings);
    take_off_heads(pages, warnings);
    take_off_repeats(pages, by_paragraph, warnings);
    by_paragraph
}

/// Whole numbers left of everything else.
fn take_off_numbers(pages: &mut [Vec<Line>], warnings: &mut Vec<Warning>) -> bool {
    let number = |line: &Line| {
        let first = &line.words[0].text;
        (first.len() <= 5 && first.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| first.parse::<u32>().ok())
            .flatten()
    };
    let mut lefts: Vec<f64> = pages
        .iter()
        .flatten()
        .filter_map(|line| match number(line) {
            Some(_) => line.words.get(1).map(|word| word.left),
            None => Some(line.left()),
        })
        .collect();
    lefts.sort_by(f64::total_cmp);
    let Some(&body) = lefts.get(lefts.len() / 20) else {
        return false;
    };
    let outside = |line: &Line| number(line).filter(|_| line.words[0].right <= body - 1.0);
    let (mut steps, mut forward, mut ones, mut found) = (0_usize, 0_usize, 0_usize, 0_usize);
    for page in pages.iter() {
        let mut last = None;
        for number in page.iter().filter_map(outside) {
            found += 1;
            if let Some(last) = last.replace(number) {
                steps += 1;
                forward += usize::from(number > last);
                ones += usize::from(number == last + 1);
            }
        }
    }
    if found < 5 || forward * 10 < steps * 9 {
        return false;
    }
    let mut lines = 0_usize;
    for page in pages.iter_mut() {
        // Running heads and feet have no numbers of lines.
        let has = |line: &Line| outside(line).is_some();
        let above = page.iter().take(EDGE).take_while(|line| !has(line)).count();
        let below = page
            .iter()
            .rev()
            .take(EDGE)
            .take_while(|line| !has(line))
            .count();
        lines += page.len().saturating_sub(above + below);
        for line in page.iter_mut() {
            if let Some(number) = outside(line) {
                line.words.remove(0);
                line.number = Some(number);
            }
        }
        page.retain(|line| !line.words.is_empty());
    }
    // Numbers on nearly every line, or on every fifth, are the lines' own.
    let by_paragraph = found * 10 < lines * 9 && ones * 10 >= steps * 8;
    warnings.push(Warning::of_file(format!(
        "the numbers of {} beside the text were left out",
        if by_paragraph { "paragraphs" } else { "lines" }
    )));
    by_paragraph
}

/// Lines at the edges of pages that are the same at the same height on most pages, but for their digits.
fn take_off_heads(pages: &mut [Vec<Line>], warnings: &mut Vec<Warning>) {
    let heads = Heads::of(pages);
    let mut told: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        for line in heads.take_off(page) {
            let text = line.text();
            if text.contains(char::is_alphabetic) && !told.contains(&bare(&text)) {
                told.push(bare(&text));
                if told.len() <= 4 {
                    let shown: String = text.chars().take(60).collect();
                    warnings.push(Warning::of_file(format!(
                        "the header or footer “{shown}” was left out"
                    )));
                }
            }
        }
    }
}

/// What stands at the edges of pages again and again.
struct Heads {
    /// How many pages have words.
    count: usize,
    /// On how many pages a text stands at a height.
    seen: BTreeMap<(String, i64), usize>,
    /// The labels of those who speak.
    speaks: BTreeSet<String>,
    /// What stands alone on lines within pages, and again.
    within: BTreeSet<String>,
    /// At which heights, in letters of which size, heads stand.
    places: Vec<(f64, f64)>,
    /// From one line to the next.
    pitch: f64,
}

impl Heads {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut heads = Self {
            count: pages.iter().filter(|page| !page.is_empty()).count(),
            seen: BTreeMap::new(),
            speaks: BTreeSet::new(),
            within: BTreeSet::new(),
            places: Vec::new(),
            pitch: pitch(pages),
        };
        for page in pages {
            let places = edges(page).flat_map(|line| {
                let height = band(line.y);
                [height, height + 1].map(|height| (bare(&line.text()), height))
            });
            // Columns may have the same beside each other.
            for place in places.collect::<BTreeSet<_>>() {
                *heads.seen.entry(place).or_default() += 1;
            }
        }
        heads.speaks = heads.speaking(pages);
        heads.within = within(pages);
        let at_edges = pages.iter().flat_map(|page| edges(page));
        let known = at_edges.filter(|line| heads.repeats(line) && !heads.is_said(line));
        let known = known.filter(|line| line.text().contains(char::is_alphabetic));
        heads.places = known.map(|line| (line.y, line.size)).collect();
        // Nearly all pages have the same few.
        let places = &mut heads.places;
        places.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        places
            .dedup_by(|one, other| (one.0 - other.0).abs() < 0.2 && (one.1 - other.1).abs() < 0.05);
        heads
    }

    /// On how many pages a line stands where it does.
    fn times(&self, line: &Line) -> usize {
        let text = bare(&line.text());
        let times = |height| self.seen.get(&(text.clone(), height)).copied();
        let height = band(line.y);
        times(height).max(times(height + 1)).unwrap_or(0)
    }

    /// Whether a line stands at its place on enough pages to be no chance.
    fn repeats(&self, line: &Line) -> bool {
        let most = if self.count <= 3 {
            2
        } else {
            self.count.div_ceil(3)
        };
        self.count >= 2 && self.times(line) >= most
    }

    /// Whether a line stands on nearly all of many pages, which nothing does that is said.
    fn is_everywhere(&self, line: &Line) -> bool {
        self.count > 3 && self.times(line) * 10 >= self.count * 8
    }

    /// The labels that stand before what is on one page only, and again.
    fn speaking(&self, pages: &[Vec<Line>]) -> BTreeSet<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let lines = pages.iter().flatten();
        for line in lines.filter(|line| !self.repeats(line)) {
            if let Some(key) = label(&line.text()) {
                *counts.entry(key).or_default() += 1;
            }
        }
        counts.retain(|key, count| *count >= 2 && !key.is_empty());
        counts.into_keys().collect()
    }

    /// Whether somebody says a line: two pages may begin with the same question by chance.
    fn is_said(&self, line: &Line) -> bool {
        let known = || label(&line.text()).is_some_and(|key| self.speaks.contains(&key));
        // Digits that change are no sign: `P1: On day 3.` and `P1: On day 5.` are two things said.
        let is_head = self.is_everywhere(line) && !bare(&line.text()).contains('#');
        let again = || self.within.contains(&bare(&line.text()));
        again() || (!is_head && (line.opens || known()))
    }

    /// Takes the running heads and feet and the number off a page.
    fn take_off(&self, page: &mut Vec<Line>) -> Vec<Line> {
        // By height: the foot of a page in columns need not be read last.
        let order = by_height(page);
        let top = self.heads(page, order.iter().copied());
        let bottom = self.heads(page, order[top..].iter().rev().copied());
        let mut gone: Vec<usize> = order[..top].to_vec();
        gone.extend(&order[order.len() - bottom..]);
        gone.sort_unstable();
        let mut gone: Vec<Line> = gone.into_iter().rev().map(|at| page.remove(at)).collect();
        gone.reverse();
        gone
    }

    /// How many lines from an edge inwards are heads. Speech begins at the first line that is not on every page.
    fn heads(&self, page: &[Line], order: impl Iterator<Item = usize>) -> usize {
        let order: Vec<usize> = order.collect();
        let goes = |place: usize, line: &Line| {
            ((self.repeats(line) || self.is_in_place(line)) && !self.is_said(line))
                || (place == 0 && is_page_number(&line.text()))
        };
        let most = (order.iter().take(EDGE).enumerate())
            .take_while(|(place, at)| goes(*place, &page[**at]))
            .count();
        // What goes on in the next line as within a paragraph is text that two pages begin with.
        (1..=most)
            .rev()
            .find(|&count| {
                let line = &page[order[count - 1]];
                let next = order.get(count).map(|&at| &page[at]);
                self.is_everywhere(line)
                    || is_page_number(&line.text())
                    || next.is_none_or(|next| self.is_set_off(line, next))
            })
            .unwrap_or(0)
    }

    /// Whether a line stands where heads do on other pages: left and right pages have heads of their own.
    fn is_in_place(&self, line: &Line) -> bool {
        let is_near = |(y, size): &(f64, f64)| {
            (line.y - y).abs() < 1.0 && (line.size - size).abs() < size * 0.03
        };
        self.places.iter().any(is_near)
    }

    fn is_set_off(&self, line: &Line, next: &Line) -> bool {
        (line.y - next.y).abs() > self.pitch * 1.3
            || (line.size - next.size).abs() > next.size * 0.08
            || (line.left() - next.left()).abs() > next.size * 6.0
    }
}

/// What stands alone on lines within pages, and again: a label, though nothing else tells that it is one.
fn within(pages: &[Vec<Line>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let order = by_height(page);
        let inner = EDGE..page.len().saturating_sub(EDGE).max(EDGE);
        for &at in order.get(inner).unwrap_or_default() {
            let text = page[at].text();
            if text.len() <= LONGEST_LABEL {
                *counts.entry(bare(&text)).or_default() += 1;
            }
        }
    }
    counts.retain(|text, count| *count >= 3 && text.contains(char::is_alphabetic));
    counts.into_keys().collect()
}

/// From one line of a column to the next, as it is for a third of all lines.
fn pitch(pages: &[Vec<Line>]) -> f64 {
    let pairs = pages.iter().flat_map(|page| page.windows(2));
    let mut steps: Vec<f64> = pairs
        .filter(|pair| pair[0].column == pair[1].column)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|step| *step > 1.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(12.0)
}

/// A text without its numbers at the ends: the page's number changes sides from page to page.
fn bare(text: &str) -> String {
    let masked = masked(text);
    let words = masked.trim_matches(|c: char| c == '#' || c == '|' || c.is_whitespace());
    if words.is_empty() {
        masked
    } else {
        words.to_owned()
    }
}

/// The lines at the top and the bottom of a page.
fn edges(page: &[Line]) -> impl Iterator<Item = &Line> {
    let order = by_height(page);
    let middle = EDGE..page.len().saturating_sub(EDGE);
    let at_edge = move |(place, _): &(usize, usize)| !middle.contains(place);
    let order = order.into_iter().enumerate().filter(at_edge);
    order.map(|(_, line)| &page[line])
}

/// The places of lines from the top of the page to its bottom.
fn by_height(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|one, other| page[*other].y.total_cmp(&page[*one].y));
    order
}

/// Heights that are nearly the same are in one of two bands that overlap.
fn band(y: f64) -> i64 {
    // Places on a page are small numbers, as the reader of characters has made sure.
    format!("{:.0}", y / 6.0).parse().unwrap_or(0)
}

fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            masked.push(c);
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// `7`, `- 7 -`, `2/6`, `Page 2 of 6`.
fn is_page_number(text: &str) -> bool {
    let text = text.to_lowercase();
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '|' | '.'));
    let bare = ["page", "tudalen", "seite", "p."]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare)
        .trim();
    matches!(
        masked(bare).as_str(),
        "#" | "#/#" | "# / #" | "# of #" | "# o #" | "# von #"
    ) && bare.len() <= 12
}

/// Some printers draw the last lines of a page again at the top of the next.
fn take_off_repeats(pages: &mut [Vec<Line>], by_paragraph: bool, warnings: &mut Vec<Warning>) {
    let mut repeats = 0;
    for next in 1..pages.len() {
        let (before, after) = pages.split_at_mut(next);
        let (Some(last), Some(page)) = (before.last(), after.first_mut()) else {
            continue;
        };
        let same = |(one, other): (&Line, &Line)| {
            one.text() == other.text()
                && (one.number == other.number || other.number.is_none())
                && (by_paragraph || one.text().chars().count() >= 25)
        };
        let again = (1..=EDGE.min(last.len()).min(page.len()))
            .rev()
            .find(|&count| {
                last[last.len() - count..]
                    .iter()
                    .zip(&page[..count])
                    .all(same)
            });
        if let Some(count) = again {
            page.drain(..count);
            repeats += count;
        }
    }
    if repeats > 0 {
        warnings.push(Warning::of_file(format!(
            "{repeats} {} on two pages, read once",
            if repeats == 1 {
                "line stood"
            } else {
                "lines stood"
            }
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::{glyphs, of_page};
    use super::*;

    fn page(rows: &[(f64, f64, &str)]) -> Vec<Line> {
        let all: Vec<_> = rows
            .iter()
            .flat_map(|&(x, y, text)| glyphs(x, y, 10.0, text))
            .collect();
        of_page(&all)
    }

    fn texts(pages: &[Vec<Line>]) -> Vec<Vec<String>> {
        pages
            .iter()
            .map(|page| page.iter().map(Line::text).collect())
            .collect()
    }

    #[test]
    fn heads_and_page_numbers_go_and_speech_stays() {
        let mut pages: Vec<_> = (1..=3)
            .map(|n| {
                page(&[
                    (50.0, 800.0, "Study 12 draft"),
                    (50.0, 688.0, ["a", "b", "c"][n - 1]),
                    (50.0, 676.0, "Yeah."),
                    (50.0, 664.0, ["four", "five", "six"][n - 1]),
                    (300.0, 30.0, &format!("{n}/3")),
                ])
            })
            .collect();
        let mut warnings = Vec::new();
        assert!(!take_off(&mut pages, &mut warnings));
        assert_eq!(texts(&pages)[1], ["b", "Yeah.", "five"]);
        assert_eq!(
            warnings[0].to_string(),
            "The header or footer “Study 12 draft” was left out."
        );
    }

    #[test]
    fn what_pages_begin_with_alike_is_no_head_if_it_is_said() {
        let said = ["one", "two", "three", "four"];
        let mut pages: Vec<_> = (0..4)
            .map(|n| {
                page(&[
                    (
                        50.0,
                        800.0,
                        if n % 2 == 0 {
                            "INT: Okay."
                        } else {
                            "INT: Why?"
                        },
                    ),
                    (50.0, 788.0, &format!("P1: It was {}.", said[n])),
                    (50.0, 776.0, &format!("INT: And then {}?", said[n])),
                    (50.0, 764.0, &format!("P1: Then {}.", said[3 - n])),
                ])
            })
            .collect();
        take_off(&mut pages, &mut Vec::new());
        let firsts: Vec<String> = pages.iter().map(|page| page[0].text()).collect();
        assert_eq!(
            firsts,
            ["INT: Okay.", "INT: Why?", "INT: Okay.", "INT: Why?"]
        );
        // Without a label, a line that goes on as within a paragraph.
        let mut pages: Vec<_> = (0..2)
            .map(|n| {
                page(&[
                    (50.0, 800.0, "and so on and so forth."),
                    (50.0, 788.0, ["We went on.", "It rained."][n]),
                    (50.0, 776.0, ["By bus, that is.", "All day long."][n]),
                ])
            })
            .collect();
        take_off(&mut pages, &mut Vec::new());
        assert_eq!(
            texts(&pages)[1],
            ["and so on and so forth.", "It rained.", "All day long."]
        );
    }

    #[test]
    fn names_alone_on_their_line_stay_and_the_heads_of_facing_pages_go() {
        let mut pages: Vec<_> = (0..5)
            .map(|n| {
                let top = if n % 4 == 0 { "THE CHAIR" } else { "MR PRICE" };
                let mut rows = vec![
                    (
                        50.0,
                        800.0,
                        ["The Review", "Voices", "The Review", "Noises", "The Review"][n],
                    ),
                    (200.0, 760.0, top),
                    (50.0, 748.0, ["one", "two", "three", "four", "five"][n]),
                ];
                for y in [730.0, 706.0, 682.0, 658.0] {
                    let name = if y > 700.0 && y < 710.0 {
                        "THE CHAIR"
                    } else {
                        "MR PRICE"
                    };
                    rows.push((200.0, y, name));
                    rows.push((50.0, y - 12.0, "so"));
                }
                page(&rows)
            })
            .collect();
        take_off(&mut pages, &mut Vec::new());
        let firsts: Vec<String> = pages.iter().map(|page| page[0].text()).collect();
        assert_eq!(
            firsts,
            ["THE CHAIR", "MR PRICE", "MR PRICE", "MR PRICE", "THE CHAIR"]
        );
    }

    #[test]
    fn heads_go_though_the_number_of_the_page_changes_sides() {
        let mut pages: Vec<_> = (1..=3)
            .map(|n| {
                let foot = if n % 2 == 0 {
                    format!("{n}\tThe Review, July 2005")
                } else {
                    format!("The Review, July 2005\t{n}")
                };
                page(&[
                    (50.0, 700.0, ["a", "b", "c"][n - 1]),
                    (50.0, 688.0, ["four", "five", "six"][n - 1]),
                    (50.0, 30.0, &foot),
                ])
            })
            .collect();
        take_off(&mut pages, &mut Vec::new());
        assert_eq!(texts(&pages), [["a", "four"], ["b", "five"], ["c", "six"]]);
    }

    #[test]
    fn numbers_beside_the_text_go_and_numbers_in_it_stay() {
        let rows: Vec<(f64, f64, String)> = (1..=6_u32)
            .flat_map(|n| {
                let y = 700.0 - f64::from(n) * 40.0;
                [
                    (20.0, y, format!("{n}\tAda: turn")),
                    (60.0, y - 12.0, "40 of them".to_owned()),
                ]
            })
            .collect();
        let rows: Vec<(f64, f64, &str)> = rows
            .iter()
            .map(|(x, y, text)| (*x, *y, text.as_str()))
            .collect();
        let mut pages = vec![page(&rows)];
        assert!(take_off(&mut pages, &mut Vec::new()));
        assert_eq!(texts(&pages)[0][..2], ["Ada: turn", "40 of them"]);
        assert_eq!(pages[0][2].number, Some(2));
    }

    #[test]
    fn a_line_drawn_on_two_pages_is_read_once() {
        let mut pages = vec![
            page(&[(50.0, 100.0, "and that is where the bus stopped.")]),
            page(&[
                (50.0, 800.0, "and that is where the bus stopped."),
                (50.0, 780.0, "Yes."),
            ]),
            page(&[(50.0, 800.0, "Yes.")]),
        ];
        let mut warnings = Vec::new();
        take_off(&mut pages, &mut warnings);
        assert_eq!(texts(&pages)[1..], [["Yes."], ["Yes."]]);
        assert_eq!(warnings.len(), 1);
    }
}
