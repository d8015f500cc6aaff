//! Words by place: how many words a coded stretch holds, without reading its text again for every row of a table.

use project::CodingState;
use project::text::WordCounter;

use crate::base::{Mark, NOWHERE};
use crate::measure::{of_sources, words_in};
use crate::spread;

/// What the ends of a mark tell of words, once somebody asked.
///
/// Text coded without a gap is read once, from its beginning on; a stretch of it holds the words that begin inside.
/// If a stretch begins within a word, the rest of that word is one more, provided a letter or digit is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    /// Words begun before the first code point; [`NOWHERE`] if the mark's quote must be read instead.
    before: u32,
    /// Words begun before the first code point after.
    until: u32,
    /// The first letter or digit of a word begun before, if the mark begins inside one; else [`NOWHERE`].
    cut: u32,
}

impl Words {
    /// Nobody asked, or the words of the source's codings were corrected since: each coding counts as it was coded.
    pub(crate) const UNREAD: Self = Self {
        before: NOWHERE,
        until: 0,
        cut: NOWHERE,
    };
}

/// A stretch of marks of one source that overlap or touch, from the first on.
#[derive(Default)]
pub(crate) struct Stretch<'p> {
    source: u32,
    end: u32,
    words: Option<Words>,
    /// The marks, where their quotes must be read.
    marks: Vec<Mark<'p>>,
}

impl<'p> Stretch<'p> {
    /// Whether a mark, given by start, goes on where the stretch is. Words that touch are read as one text, lest a word
    /// cut in two count twice.
    pub(crate) fn takes(&self, mark: &Mark<'p>) -> bool {
        self.words.is_some() && self.source == mark.source && mark.start <= self.end
    }

    /// Begins anew with a mark.
    pub(crate) fn begin(&mut self, mark: &Mark<'p>) {
        self.source = mark.source;
        self.end = mark.end;
        self.words = Some(mark.words);
        self.keep(mark);
    }

    /// Goes on with a mark.
    pub(crate) fn extend(&mut self, mark: &Mark<'p>) {
        if let Some(words) = self.words.as_mut().filter(|_| mark.end > self.end) {
            self.end = mark.end;
            words.until = mark.words.until;
        }
        self.keep(mark);
    }

    fn keep(&mut self, mark: &Mark<'p>) {
        if mark.words == Words::UNREAD {
            self.marks.push(*mark);
        }
    }

    /// Ends, and answers the number of words.
    pub(crate) fn close(&mut self) -> u64 {
        let Some(words) = self.words.take() else {
            return 0;
        };
        if words.before == NOWHERE {
            let number = words_in(&self.marks);
            self.marks.clear();
            return number;
        }
        u64::from(words.until - words.before) + u64::from(words.cut < self.end)
    }
}

/// What two overlapping marks share, as a mark.
pub(crate) fn shared<'p>(one: &Mark<'p>, other: &Mark<'p>) -> Mark<'p> {
    let later = if one.start < other.start { other } else { one };
    let sooner_done = if one.end <= other.end { one } else { other };
    Mark {
        end: sooner_done.end,
        words: Words {
            until: sooner_done.words.until,
            ..later.words
        },
        ..*later
    }
}

/// Tells every mark the words before and inside it. Sources with a coding whose words were corrected since are left out:
/// what was coded there is not one text. `by_place` is the marks' places in the order of source, start, end.
pub(crate) fn read(marks: &mut [Mark<'_>], by_place: &[u32]) {
    let all = &*marks;
    let of_sources = of_sources(all, by_place);
    let parts = spread::by_part(&of_sources, all.len(), |part| {
        let mut found = Vec::with_capacity(part.iter().map(|of_source| of_source.len()).sum());
        let mut ends = Vec::new();
        for of_source in part {
            let exact = |&at: &u32| all[at as usize].coding.state == CodingState::Exact;
            if of_source.iter().all(exact) {
                read_source(all, of_source, &mut ends, &mut found);
            }
        }
        found
    });
    for (at, words) in parts.into_iter().flatten() {
        marks[at as usize].words = words;
    }
}

/// Reads the coded text of one source, its marks given by start. `ends` is work space.
fn read_source(
    marks: &[Mark<'_>],
    order: &[u32],
    ends: &mut Vec<(u32, u32)>,
    found: &mut Vec<(u32, Words)>,
) {
    let first = found.len();
    let holds = |&&at: &&u32| marks[at as usize].end > marks[at as usize].start;
    found.extend(order.iter().filter(holds).map(|&at| (at, Words::UNREAD)));
    let found = &mut found[first..];
    ends.clear();
    ends.extend(
        (0..)
            .zip(found.iter())
            .map(|(nth, &(at, _))| (marks[at as usize].end, nth)),
    );
    ends.sort_unstable();
    let mut ends = ends.iter().copied().peekable();
    let mut reading = Reading::default();
    for nth in 0..found.len() {
        let mark = &marks[found[nth].0 as usize];
        while let Some((end, ended)) = ends.next_if(|&(end, _)| end <= mark.start) {
            found[ended as usize].1.until = reading.words_to(end, found);
        }
        found[nth].1.before = reading.begin(nth, mark, found);
    }
    for (end, ended) in ends {
        found[ended as usize].1.until = reading.words_to(end, found);
    }
}

/// Reads coded text from the marks that hold it, place by place.
#[derive(Default)]
struct Reading<'p> {
    /// How far it was read.
    at: u32,
    /// How far the marks begun so far reach.
    end: u32,
    /// What is left of the quote that reaches furthest.
    rest: &'p str,
    /// Whether that is ASCII, whose characters are bytes.
    ascii: bool,
    counter: WordCounter,
    /// The marks begun inside the word that is being read, while none of its letters came since.
    waiting: Vec<usize>,
}

impl<'p> Reading<'p> {
    /// Begins a mark. Answers the number of words begun before it.
    fn begin(&mut self, nth: usize, mark: &Mark<'p>, found: &mut [(u32, Words)]) -> u32 {
        if mark.start > self.end {
            *self = Self {
                at: mark.start,
                end: mark.start,
                ..Self::default()
            };
        }
        let before = self.words_to(mark.start, found);
        if self.counter.in_word() {
            self.waiting.push(nth);
        }
        if mark.end > self.end {
            self.end = mark.end;
            self.rest = mark.coding.quote.as_str();
            self.ascii = self.rest.is_ascii();
        }
        before
    }

    /// Reads on to a place. Answers the number of words begun before it.
    fn words_to(&mut self, to: u32, found: &mut [(u32, Words)]) -> u32 {
        let length = to.saturating_sub(self.at) as usize;
        let byte = if self.ascii {
            length.min(self.rest.len())
        } else {
            let mut signs = self.rest.char_indices();
            signs.nth(length).map_or(self.rest.len(), |(byte, _)| byte)
        };
        let (piece, rest) = self.rest.split_at(byte);
        if !self.waiting.is_empty() {
            let mut signs = piece.chars().zip(self.at..);
            let sign = signs.find(|(sign, _)| sign.is_whitespace() || sign.is_alphanumeric());
            if let Some((sign, at)) = sign {
                for nth in self.waiting.drain(..) {
                    found[nth].1.cut = if sign.is_whitespace() { NOWHERE } else { at };
                }
            }
        }
        self.counter.take(piece);
        self.rest = rest;
        self.at = self.at.max(to);
        self.counter.words()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Ground;
    use crate::testing::Build;

    const TEXT: &str =
        "P1: “Well”—I don't… know, 27 ŵyr ion,  they said.\nP1: - So … it's fine. \n";

    fn laid_out(spans: &[(u32, u32)]) -> Build {
        let mut build = Build::default();
        build.code("A");
        build.source("S", TEXT);
        for &(from, until) in spans.iter().collect::<std::collections::BTreeSet<_>>() {
            build.apply("S", from, until, "A", "Ann");
        }
        build
    }

    proptest! {
        #[test]
        fn any_stretch_holds_the_words_of_its_text(spans in prop::collection::vec((4_u32..70, 1_u32..30), 1..12)) {
            let spans: Vec<(u32, u32)> = spans.iter().map(|&(from, length)| (from, (from + length).min(72))).collect();
            let build = laid_out(&spans);
            let project = build.project();
            let ground = Ground::new(&project);
            let mut marks = ground.marks.clone();
            read(&mut marks, &ground.by_place);
            for mark in &marks {
                prop_assert_ne!(mark.words, Words::UNREAD);
                prop_assert_eq!(of(&[*mark]), project::text::count_words(&mark.coding.quote));
            }
            for step in 1..4 {
                for from in 0..step {
                    let some: Vec<Mark<'_>> = marks.iter().skip(from).step_by(step).copied().collect();
                    prop_assert_eq!(of(&some), scanned(&some));
                }
            }
            for (one, other) in marks.iter().zip(marks.iter().skip(1)) {
                if other.start < one.end {
                    let shared = shared(one, other);
                    prop_assert_eq!((shared.start, shared.end), (other.start, one.end.min(other.end)));
                    prop_assert_eq!(of(&[shared]), scanned(&[shared]));
                }
            }
        }
    }

    /// The words of all stretches by a plain scan of the text.
    fn scanned(marks: &[Mark<'_>]) -> u32 {
        let mut coded = String::new();
        for (sign, at) in TEXT.chars().zip(0..) {
            let is_coded = |from: u32| {
                marks
                    .iter()
                    .any(|mark| mark.start <= from && from < mark.end)
            };
            coded.push(if is_coded(at) { sign } else { ' ' });
        }
        project::text::count_words(&coded)
    }

    /// The words of stretches, one after the other.
    fn of(marks: &[Mark<'_>]) -> u32 {
        let mut stretch = Stretch::default();
        let mut words = 0;
        for mark in marks {
            if stretch.takes(mark) {
                stretch.extend(mark);
            } else {
                words += stretch.close();
                stretch.begin(mark);
            }
        }
        u32::try_from(words + stretch.close()).unwrap()
    }
}
