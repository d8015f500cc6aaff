//! Which characters a program counts: found out from what a file itself shows.
//!
//! The standard says code points, the first being 0. Programs differ in four things: some count UTF-16 units, some
//! count a carriage return and line feed as one, some name the last character and not the one after. No program
//! says so, but the quotes they name, and words, which nobody cuts in half, tell.

use project::text::{ByteIndex, CharRange, SourceText, clean};

use crate::Warning;
use crate::refi::counted;

/// How a program counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Characters beyond U+FFFF are two.
    utf16: bool,
    /// A carriage return and a line feed are two.
    crlf_is_two: bool,
    /// The end is the last character, not the one after.
    inclusive: bool,
}

impl Dialect {
    /// What the standard means and most programs do.
    pub(super) const STANDARD: Self = Self::of(false, true, false);

    /// What the text field of Qt does.
    pub(super) const WINDOW: Self = Self::of(true, false, false);

    const fn of(utf16: bool, crlf_is_two: bool, inclusive: bool) -> Self {
        Self {
            utf16,
            crlf_is_two,
            inclusive,
        }
    }

    /// All ways of counting, the likelier ones first.
    const ALL: [Self; 8] = [
        Self::STANDARD,
        Self::of(false, false, false),
        Self::of(true, true, false),
        Self::of(true, false, false),
        Self::of(false, true, true),
        Self::of(false, false, true),
        Self::of(true, true, true),
        Self::of(true, false, true),
    ];

    /// In words, where it is not what the standard means.
    pub(super) fn words(self) -> Option<String> {
        let mut parts = Vec::new();
        if self.utf16 {
            parts.push("rare characters as two");
        }
        if !self.crlf_is_two {
            parts.push("line ends of two characters as one");
        }
        if self.inclusive {
            parts.push("up to the last character instead of the one after");
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// A text as it stands in the file, and as it is here.
pub(super) struct RawText {
    /// As it stands, where cleaning changed it.
    raw: Option<String>,
    /// Cleaned, with look-up by place.
    pub(super) text: SourceText,
    has_crlf: bool,
    has_rare: bool,
}

impl RawText {
    pub(super) fn new(raw: String) -> Self {
        let raw = match raw.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => raw,
        };
        let has_crlf = raw.contains("\r\n");
        let has_rare = raw.chars().any(|c| c > '\u{ffff}');
        let cleaned = clean(&raw);
        Self {
            // A project of many texts would hold each of them twice for nothing.
            raw: (*cleaned != *raw).then_some(raw),
            text: SourceText::new(cleaned),
            has_crlf,
            has_rare,
        }
    }

    fn raw(&self) -> &str {
        self.raw.as_deref().unwrap_or(self.text.as_str())
    }

    /// Finds places in this text as a program counts them.
    pub(super) fn ruler(&self, dialect: Dialect) -> Ruler {
        let length = self.text.characters();
        if !(self.has_crlf || self.has_rare && dialect.utf16) {
            return Ruler {
                places: None,
                length,
                inclusive: dialect.inclusive,
            };
        }
        let mut places = Vec::with_capacity(self.raw().len() + 1);
        let mut here = 0_u32;
        let mut chars = self.raw().chars().peekable();
        while let Some(c) = chars.next() {
            places.push(here);
            if c == '\r' && chars.peek() == Some(&'\n') {
                chars.next();
                if dialect.crlf_is_two {
                    places.push(here);
                }
            } else if dialect.utf16 && c > '\u{ffff}' {
                places.push(here);
            }
            here += 1;
        }
        places.push(here);
        Ruler {
            places: Some(places),
            length,
            inclusive: dialect.inclusive,
        }
    }

    /// Finds places in this text as counted in the bytes of UTF-8.
    fn ruler_of_bytes(&self) -> Ruler {
        let mut places = Vec::with_capacity(self.raw().len() + 1);
        let mut here = 0_u32;
        let mut chars = self.raw().chars().peekable();
        while let Some(c) = chars.next() {
            places.extend(std::iter::repeat_n(here, c.len_utf8()));
            // The line feed after it counts with it, as in the cleaned text.
            if c == '\r' && chars.next_if_eq(&'\n').is_some() {
                places.push(here);
            }
            here += 1;
        }
        places.push(here);
        Ruler {
            places: Some(places),
            length: self.text.characters(),
            inclusive: false,
        }
    }

    /// Whether two ways of counting come to the same in this text.
    fn same(&self, one: Dialect, other: Dialect) -> bool {
        one.inclusive == other.inclusive
            && (!self.has_crlf || one.crlf_is_two == other.crlf_is_two)
            && (!self.has_rare || one.utf16 == other.utf16)
    }
}

/// From a program's count to places in the cleaned text.
pub(super) struct Ruler {
    /// The place of each unit; none where units are characters.
    places: Option<Vec<u32>>,
    length: u32,
    inclusive: bool,
}

impl Ruler {
    /// The range of a selection; none if it does not lie within the text.
    pub(super) fn range(&self, start: i64, end: i64) -> Option<CharRange> {
        let start_place = self.place(start)?;
        let end_place = if self.inclusive {
            let last = self.place(end)?;
            (last < self.length).then_some(last + 1)?
        } else {
            self.place(end)?
        };
        (start <= end).then(|| CharRange::of(start_place, end_place))
    }

    fn place(&self, unit: i64) -> Option<u32> {
        let unit = u32::try_from(unit).ok()?;
        match &self.places {
            Some(places) => places.get(unit as usize).copied(),
            None => (unit <= self.length).then_some(unit),
        }
    }
}

/// How far from where it is said to stand a quote may be found, in characters.
const FARTHEST: u32 = 200;

/// Places in one text in every way of counting, each worked out when it is first asked for.
#[derive(Default)]
pub(super) struct Rulers {
    by_dialect: [Option<Ruler>; Dialect::ALL.len()],
    /// Places of the bytes of UTF-8: no program means to count them, but some do by mistake.
    by_bytes: Option<Ruler>,
}

impl Rulers {
    /// The range of a selection as a program counts, unless its quote stands where another way of counting has it, or
    /// near by: some programs count in different ways in one text. Answers whether it was another way.
    pub(super) fn quoted(
        &mut self,
        text: &RawText,
        dialect: Dialect,
        span: Span<'_>,
        quote: &str,
    ) -> (Option<CharRange>, bool) {
        let counted = self.counted(text, dialect, span);
        let stands = |range: CharRange| is_quote(quote, text.text.slice(range));
        if quote.trim().is_empty() || counted.is_some_and(stands) {
            return (counted, false);
        }
        let found = self.otherwise(text, span, quote);
        match found.or_else(|| nearest(&text.text, quote, span.start)) {
            Some(range) => (Some(range), true),
            None => (counted, false),
        }
    }

    /// The range of a selection in the first way of counting in which its quote stands there.
    pub(super) fn otherwise(
        &mut self,
        text: &RawText,
        span: Span<'_>,
        quote: &str,
    ) -> Option<CharRange> {
        let stands = |range: &CharRange| is_quote(quote, text.text.slice(*range));
        let mut ranges = Dialect::ALL
            .into_iter()
            .filter_map(|dialect| self.counted(text, dialect, span));
        if let Some(range) = ranges.find(stands) {
            return Some(range);
        }
        if text.raw().is_ascii() {
            return None;
        }
        let bytes = self.by_bytes.get_or_insert_with(|| text.ruler_of_bytes());
        bytes.range(span.start, span.end).filter(stands)
    }

    pub(super) fn counted(
        &mut self,
        text: &RawText,
        dialect: Dialect,
        span: Span<'_>,
    ) -> Option<CharRange> {
        let place = Dialect::ALL.iter().position(|one| *one == dialect)?;
        let slot = self.by_dialect.get_mut(place)?;
        let ruler = slot.get_or_insert_with(|| text.ruler(dialect));
        ruler.range(span.start, span.end)
    }
}

/// Says how many of something stand where their quote does, and not where the others' way of counting has them.
pub(super) fn told_otherwise(count: usize, what: &str) -> Option<Warning> {
    let told = format!(
        "{} counted in another way than the others: placed where the quoted words stand",
        counted(count, what)
    );
    (count > 0).then(|| Warning::of_file(told))
}

/// The place of a quote that is nearest to where it is said to begin, unless that is far off.
fn nearest(text: &SourceText, quote: &str, start: i64) -> Option<CharRange> {
    let quote = quote.trim();
    let start = u32::try_from(start.max(0)).ok()?;
    let found = text
        .as_str()
        .match_indices(quote)
        .map(|(at, words)| text.range_of_bytes(ByteIndex(at), ByteIndex(at + words.len())));
    let distance = |range: &CharRange| range.start().0.abs_diff(start);
    let range = found.min_by_key(distance)?;
    (distance(&range) <= FARTHEST).then_some(range)
}

/// A selection before anyone knows how it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span<'x> {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) name: &'x str,
}

/// Whether the name of a selection is the words that stand at a range, in full or cut: yes, no.
pub(super) fn is_quote(name: &str, words: &str) -> bool {
    let (said, is_cut) = match name.trim().strip_suffix('…') {
        Some(said) => (said, true),
        None => match name.trim().strip_suffix("...") {
            Some(said) if name.chars().count() > 40 => (said, true),
            _ => (name, false),
        },
    };
    let mut said = said
        .split_whitespace()
        .flat_map(|word| word.chars().chain([' ']));
    let mut stands = words
        .split_whitespace()
        .flat_map(|word| word.chars().chain([' ']));
    let mut any = false;
    loop {
        match (said.next(), stands.next()) {
            (Some(one), Some(other)) if one == other => any = true,
            (None, None) => return any,
            // The last word of a cut quote may be cut as well.
            (Some(' '), Some(_)) if is_cut && said.next().is_none() => return any,
            (None, Some(_)) => return any && is_cut,
            _ => return false,
        }
    }
}

/// What speaks for one way of counting: quotes first, then words left whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Votes {
    quotes: i64,
    edges: i64,
}

/// Finds out how a file counts, from all its selections. `origin` is the program that wrote it.
pub(super) fn vote<'x>(
    origin: &str,
    texts: impl IntoIterator<Item = (&'x RawText, Vec<Span<'x>>)>,
) -> Dialect {
    if origin.starts_with("Vouch") {
        return Dialect::STANDARD;
    }
    // Seen in its own files: 603 of 606 edges lie on words so, and 271 as the standard counts.
    if origin.starts_with("NVivo") && !origin.contains("for Mac") {
        return Dialect::of(true, true, false);
    }
    let mut totals = [Votes::default(); Dialect::ALL.len()];
    let (mut named, mut all) = (0_i64, 0_i64);
    for (text, spans) in texts {
        if spans.is_empty() {
            continue;
        }
        for span in &spans {
            all += 1;
            named += i64::from(!span.name.is_empty());
        }
        let letters: Vec<char> = text.text.as_str().chars().collect();
        let mut counted: Vec<(Dialect, Votes)> = Vec::new();
        for (dialect, total) in Dialect::ALL.into_iter().zip(&mut totals) {
            let known = counted.iter().find(|(known, _)| text.same(*known, dialect));
            let votes = if let Some((_, votes)) = known {
                *votes
            } else {
                let votes = votes_for(text, &letters, &spans, dialect);
                counted.push((dialect, votes));
                votes
            };
            total.quotes += votes.quotes;
            total.edges += votes.edges;
        }
    }
    // Where every quote stands as the standard counts, nothing speaks for another way.
    if named > 0 && named * 2 >= all && totals[0].quotes == named {
        return Dialect::STANDARD;
    }
    let mut best = (Dialect::STANDARD, totals[0]);
    for (dialect, votes) in Dialect::ALL.into_iter().zip(totals) {
        if votes > best.1 {
            best = (dialect, votes);
        }
    }
    best.0
}

/// How many ends of a range lie where a word begins or ends.
pub(super) fn whole_words(text: &SourceText, range: CharRange) -> usize {
    let words = text.slice(range);
    let edge = |outer: Option<char>, inner: Option<char>| {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        usize::from(is_word(inner) && !is_word(outer))
    };
    let (start, end): (u32, u32) = range.into();
    let before = text.slice(CharRange::of(start.saturating_sub(1), start));
    let after = text.slice(CharRange::of(
        end,
        text.characters().min(end.saturating_add(1)),
    ));
    edge(before.chars().next(), words.chars().next())
        + edge(after.chars().next(), words.chars().next_back())
}

fn votes_for(text: &RawText, letters: &[char], spans: &[Span<'_>], dialect: Dialect) -> Votes {
    let ruler = text.ruler(dialect);
    let mut votes = Votes::default();
    let is_word = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|c| c.is_alphanumeric())
    };
    for span in spans {
        let Some(range) = ruler.range(span.start, span.end) else {
            votes.edges -= 1;
            continue;
        };
        if !span.name.is_empty() && is_quote(span.name, text.text.slice(range)) {
            votes.quotes += 1;
        }
        let (start, end) = (range.start().get(), range.end().get());
        // A passage begins where a word does and ends where one does.
        if is_word(Some(start)) && !is_word(start.checked_sub(1)) {
            votes.edges += 1;
        }
        if !is_word(Some(end)) && is_word(end.checked_sub(1)) {
            votes.edges += 1;
        }
    }
    votes
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "\u{feff}I: So?\r\nP1: She 🙂 listened to me.\r\nAnd then 👩‍👧 we talked on.\r\n";

    /// Spans of words as a program of this dialect counts them.
    fn spans(
        dialect: Dialect,
        words: &[&'static str],
        named: bool,
    ) -> Vec<(i64, i64, &'static str)> {
        let raw = TEXT.trim_start_matches('\u{feff}');
        let units = |text: &str| -> i64 {
            let text = if dialect.crlf_is_two {
                text.to_owned()
            } else {
                text.replace("\r\n", "\n")
            };
            let count = if dialect.utf16 {
                text.encode_utf16().count()
            } else {
                text.chars().count()
            };
            i64::try_from(count).unwrap()
        };
        words
            .iter()
            .map(|word| {
                let at = raw.find(word).unwrap();
                let start = units(&raw[..at]);
                let end = start + units(word) - i64::from(dialect.inclusive);
                (start, end, if named { *word } else { "" })
            })
            .collect()
    }

    fn placed(dialect: Dialect, spans: &[(i64, i64, &str)]) -> Vec<String> {
        let text = RawText::new(TEXT.to_owned());
        let ruler = text.ruler(dialect);
        let slice = |&(start, end, _): &(i64, i64, &str)| {
            text.text.slice(ruler.range(start, end).unwrap()).to_owned()
        };
        spans.iter().map(slice).collect()
    }

    #[test]
    fn every_way_of_counting_is_told_from_its_file() {
        let words = [
            "She",
            "listened to me",
            "we talked on",
            "And then",
            "talked",
        ];
        for dialect in Dialect::ALL {
            for named in [true, false] {
                let found = spans(dialect, &words, named);
                let text = RawText::new(TEXT.to_owned());
                let as_spans = found
                    .iter()
                    .map(|&(start, end, name)| Span { start, end, name })
                    .collect();
                let voted = vote("Some program", [(&text, as_spans)]);
                assert_eq!(voted, dialect, "named: {named}");
                assert_eq!(placed(voted, &found), words);
            }
        }
    }

    #[test]
    fn a_quote_tells_where_one_text_is_counted_in_several_ways() {
        let text = RawText::new(TEXT.to_owned());
        let raw = TEXT.trim_start_matches('\u{feff}');
        let mut rulers = Rulers::default();
        let mut find = |start: usize, end: usize, quote: &str| {
            let span = Span {
                start: i64::try_from(start).unwrap(),
                end: i64::try_from(end).unwrap(),
                name: "",
            };
            let (range, other) = rulers.quoted(&text, Dialect::STANDARD, span, quote);
            (range.map(|range| text.text.slice(range)), other)
        };
        let at = raw.find("we talked").unwrap();
        let points = raw[..at].chars().count();
        assert_eq!(
            find(points, points + 9, "we talked"),
            (Some("we talked"), false)
        );
        let units = raw[..at].replace("\r\n", "\n").encode_utf16().count();
        assert_eq!(
            find(units, units + 9, "we talked"),
            (Some("we talked"), true)
        );
        // Counted in no way that is known, but near.
        assert_eq!(
            find(points + 7, points + 16, "we talked"),
            (Some("we talked"), true)
        );
        // What is not there at all stays where it is said to be.
        assert_eq!(
            find(points, points + 9, "they sang"),
            (Some("we talked"), false)
        );
        assert_eq!(find(999, 1010, "they sang"), (None, false));
        // A line break as Qt writes it is a blank like any other.
        let line = raw.find("So?").unwrap();
        assert_eq!(
            find(line, line + 8, "So?\u{2029}P1:"),
            (Some("So?\nP1:"), false)
        );
    }

    #[test]
    fn makers_that_are_known_need_no_vote() {
        let nobody = || std::iter::empty::<(&RawText, Vec<Span<'_>>)>();
        assert_eq!(vote("NVivo 12", nobody()), Dialect::of(true, true, false));
        assert_eq!(vote("NVivo for Mac 15", nobody()), Dialect::STANDARD);
        assert_eq!(vote("", nobody()), Dialect::STANDARD);
    }

    #[test]
    fn a_name_is_a_quote_in_full_or_cut() {
        assert!(is_quote("she listened", " she\nlistened "));
        assert!(is_quote("she list…", "she listened to me"));
        assert!(is_quote("she listened …", "she listened to me"));
        assert!(!is_quote("she", "she listened"));
        assert!(!is_quote("she listened to", "she listened"));
        assert!(!is_quote("", ""));
    }

    #[test]
    fn what_does_not_lie_in_the_text_has_no_range() {
        let text = RawText::new("abc".to_owned());
        let ruler = text.ruler(Dialect::STANDARD);
        for (start, end) in [(-1, 2), (0, 4), (2, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(ruler.range(start, end), None);
        }
        assert_eq!(ruler.range(3, 3), Some(CharRange::of(3, 3)));
    }
}
