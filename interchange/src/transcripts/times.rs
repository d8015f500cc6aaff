//! Clock times and time spans as transcripts write them.

use std::ops::Range;

/// A time at the start of a piece of text, perhaps in brackets, perhaps a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Where it begins, in milliseconds.
    pub(super) from_ms: u32,
    /// Where it ends, in milliseconds, if it is a span.
    pub(super) to_ms: Option<u32>,
    /// Its length in bytes, brackets included.
    pub(super) len: usize,
    /// Whether brackets or hashes stand around it.
    pub(super) wrapped: bool,
}

/// Reads a clock time at the start: `m:ss`, `mm:ss`, `h:mm:ss`, with `.f` or `,fff`, or f4's tenth `-f`.
///
/// Minutes may exceed 59 when there are no hours (`85:02`). Answers milliseconds and length in bytes.
pub(super) fn clock(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut parts = [0_u32; 3];
    let mut count = 0;
    loop {
        let (value, digits) = number(&bytes[at..])?;
        // The first part may be one to three digits, every other is two.
        if digits > 3 || (count > 0 && (digits != 2 || value > 59)) {
            return None;
        }
        parts[count] = value;
        count += 1;
        at += digits;
        if count < 3
            && bytes.get(at) == Some(&b':')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            at += 1;
        } else {
            break;
        }
    }
    let seconds = match count {
        2 => parts[0] * 60 + parts[1],
        3 => parts[0]
            .checked_mul(3600)?
            .checked_add(parts[1] * 60 + parts[2])?,
        _ => return None,
    };
    let (fraction, more) = fraction_of(&bytes[at..]);
    at += more;
    // `10:30am`, `10:30:20:15` and `1:2:3` are something else.
    if bytes
        .get(at)
        .is_some_and(|&next| next == b':' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
    {
        return None;
    }
    Some((seconds.checked_mul(1000)?.checked_add(fraction)?, at))
}

fn number(bytes: &[u8]) -> Option<(u32, usize)> {
    let digits = bytes
        .iter()
        .take(5)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = bytes[..digits]
        .iter()
        .fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    Some((value, digits))
}

/// `.5`, `,123` or `-7` after a clock, in milliseconds, with its length; nothing is zero of length zero.
fn fraction_of(bytes: &[u8]) -> (u32, usize) {
    let Some(&sign) = bytes.first() else {
        return (0, 0);
    };
    if !matches!(sign, b'.' | b',' | b'-') {
        return (0, 0);
    }
    let digits = bytes[1..]
        .iter()
        .take(10)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let is_fraction = match sign {
        b'-' => digits == 1 && !matches!(bytes.get(2), Some(b':')),
        _ => (1..=9).contains(&digits),
    };
    if !is_fraction {
        return (0, 0);
    }
    let ms = bytes[1..=digits]
        .iter()
        .chain(b"00")
        .take(3)
        .fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    (ms, 1 + digits)
}

/// Reads a span of two clock times at the start (`0:01 - 0:07`, `00:15 → 01:02`, `00:01.0 --> 00:02.0`) or one clock time.
pub(super) fn span(text: &str) -> Option<(u32, Option<u32>, usize)> {
    let Some((from, mut at)) = timecode(text).or_else(|| clock(text)) else {
        return bare_span(text);
    };
    let rest = &text[at..];
    let trimmed = rest.trim_start_matches(is_blank);
    for arrow in ["-->", "→", "–", "—", "-"] {
        if let Some(after) = trimmed.strip_prefix(arrow) {
            let second = after.trim_start_matches(is_blank);
            if let Some((to, len)) = timecode(second).or_else(|| clock(second)) {
                at = text.len() - second.len() + len;
                return Some((from, Some(to), at));
            }
        }
    }
    Some((from, None, at))
}

/// Reads a time as programs that cut films write it, with frames behind the seconds: `01:02:03:14`, `01:02:03;14`. How many
/// frames a second has is not written, so they are left out.
fn timecode(text: &str) -> Option<(u32, usize)> {
    const LENGTH: usize = "00:00:00:00".len();
    let bytes = text.as_bytes().get(..LENGTH)?;
    let tidy = bytes.iter().enumerate().all(|(place, byte)| match place {
        2 | 5 => *byte == b':',
        8 => matches!(byte, b':' | b';'),
        _ => byte.is_ascii_digit(),
    });
    let next = text.as_bytes().get(LENGTH);
    if !tidy || next.is_some_and(|byte| byte.is_ascii_digit() || *byte == b':') {
        return None;
    }
    clock(text.get(..8)?).map(|(ms, _)| (ms, LENGTH))
}

/// Reads a span in seconds, as recognition writes it in brackets: `135.0s-140.1s`, `3.25 - 8.5`. A single number is most
/// often the length of a pause.
fn seconds_span(text: &str) -> Option<(u32, Option<u32>, usize)> {
    let (from, at) = seconds(text)?;
    let rest = text[at..].trim_start_matches(is_blank);
    let mut arrows = ["-->", "->", "→", "–", "—", "-"].iter();
    let after = arrows.find_map(|arrow| rest.strip_prefix(arrow))?;
    let second = after.trim_start_matches(is_blank);
    let (to, length) = seconds(second)?;
    (to >= from).then_some((from, Some(to), text.len() - second.len() + length))
}

/// `135.0s`, `12s` or `3.25`, in milliseconds, with its length.
fn seconds(text: &str) -> Option<(u32, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    let number = whole + if fraction > 0 { fraction + 1 } else { 0 };
    let unit = text[number..].starts_with('s');
    if !(1..=6).contains(&whole) || fraction > 9 || !(unit || fraction > 0) {
        return None;
    }
    let seconds: u32 = text[..whole].parse().ok()?;
    let (more, _) = fraction_of(&text.as_bytes()[whole..number]);
    let ms = seconds.checked_mul(1000)?.checked_add(more)?;
    Some((ms, number + usize::from(unit)))
}

/// Reads a span as Teams once wrote it: `0:0:4.170 --> 0:0:11.20`.
fn bare_span(text: &str) -> Option<(u32, Option<u32>, usize)> {
    let (from, at) = bare_clock(text)?;
    let after = text[at..].strip_prefix(" --> ")?;
    let (to, len) = bare_clock(after)?;
    Some((from, Some(to), text.len() - after.len() + len))
}

/// Reads a clock of three parts that some tool wrote carelessly (`0:0:4.170`, `00:00:60.000`), in milliseconds.
pub(super) fn loose_clock(text: &str) -> Option<u32> {
    bare_clock(text).map(|(ms, _)| ms)
}

/// A clock of three parts of any length, with a fraction.
fn bare_clock(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut seconds = 0_u32;
    for part in 0..3 {
        if part > 0 {
            at += usize::from(bytes.get(at) == Some(&b':'));
        }
        let (value, digits) = number(&bytes[at..]).filter(|(_, digits)| *digits <= 2)?;
        seconds = seconds * 60 + value;
        at += digits;
        if part < 2 && bytes.get(at) != Some(&b':') {
            return None;
        }
    }
    // The milliseconds are a number like the other parts: `.20` is two hundredths.
    let rest = text[at..].strip_prefix(['.', ','])?;
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let ms: u32 = rest[..digits].parse().ok()?;
    (digits <= 3).then_some((seconds * 1000 + ms, at + 1 + digits))
}

/// Reads a time at the start of a text: bare, or in `[]`, `()`, `{}` or `##`.
pub(super) fn stamp(text: &str) -> Option<Stamp> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '{' => '}',
        '#' => '#',
        '0'..='9' => {
            let (from_ms, to_ms, len) = span(text)?;
            return Some(Stamp {
                from_ms,
                to_ms,
                len,
                wrapped: false,
            });
        }
        _ => return None,
    };
    let inside = text[1..].trim_start_matches(is_blank);
    let linked = open == '[' && inside.starts_with('@');
    let inside = if linked { &inside[1..] } else { inside };
    let (from_ms, to_ms, len) = span(inside).or_else(|| seconds_span(inside))?;
    let after = inside[len..].trim_start_matches(is_blank);
    let rest = after.strip_prefix(close)?;
    let rest = if open == '[' {
        without_link(rest)
    } else {
        rest
    };
    Some(Stamp {
        from_ms,
        to_ms,
        len: text.len() - rest.len(),
        wrapped: true,
    })
}

/// What comes after the address of a link in Markdown: `](https://a.b/c?t=9)`.
fn without_link(rest: &str) -> &str {
    const LONGEST: usize = 500;
    if !rest.starts_with("(http") {
        return rest;
    }
    match rest
        .bytes()
        .take(LONGEST)
        .position(|byte| byte == b')' || byte == b'\n')
    {
        Some(end) if rest.as_bytes()[end] == b')' => &rest[end + 1..],
        _ => rest,
    }
}

/// The times in brackets or hashes inside a text (`[00:12]`, `(1:02:03)`, `#00:02:15-7#`), each with the blanks after it,
/// in bytes. A bare clock is most often said (“at 10:30”) and is none.
#[must_use]
pub fn times_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find(['[', '(', '{', '#']) {
        let start = at + step;
        match stamp(&text[start..]).filter(|stamp| stamp.wrapped) {
            Some(stamp) => {
                let end = start + stamp.len;
                let rest = &text[end..];
                at = end + (rest.len() - rest.trim_start_matches(is_blank).len());
                found.push(start..at);
            }
            None => at = start + 1,
        }
    }
    found
}

/// Finds a hash time at the end of a paragraph (`… text #00:02:15-7#`): its start in bytes and its milliseconds.
pub(super) fn closing(text: &str) -> Option<(usize, u32)> {
    let trimmed = text.trim_end();
    let body = trimmed.strip_suffix('#')?;
    let open = body.rfind('#')?;
    let found = stamp(&trimmed[open..])?;
    (open + found.len == trimmed.len()).then_some((open, found.from_ms))
}

/// Whether a character is white space within a line, in any script, or invisible.
pub(super) fn is_blank(c: char) -> bool {
    c == ' '
        || c == '\t'
        || (c > '~'
            && (c.is_whitespace()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_inside_a_text_are_found_and_clocks_that_are_said_are_not() {
        let text =
            "[00:12] Ŵel, (1:02:03)  at 10:30 #00:02:15-7# [inaudible 00:04:09] (0:1) yes (2:03)";
        let found: Vec<&str> = times_in(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(
            found,
            ["[00:12] ", "(1:02:03)  ", "#00:02:15-7# ", "(2:03)"]
        );
    }

    #[test]
    fn clocks_are_read_in_every_spelling() {
        for (text, ms, len) in [
            ("0:10", 10_000, 4),
            ("85:02 so", 5_102_000, 5),
            ("1:02:03", 3_723_000, 7),
            ("00:10:01.000 -->", 601_000, 12),
            ("00:00:12,596", 12_596, 12),
            ("0:00:01.3 x", 1_300, 9),
            ("00:02:15-7#", 135_700, 10),
            ("00:03:40.5Zack", 220_500, 10),
            ("0:01-0:07", 1_000, 4),
        ] {
            assert_eq!(clock(text), Some((ms, len)), "{text}");
        }
        for text in [
            "10",
            "1:2",
            "10:75",
            "1234:00",
            "10:30:20:15",
            "12/03",
            ":30",
            "",
        ] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn stamps_come_bare_or_in_brackets() {
        let of = |text| stamp(text).map(|s| (s.from_ms, s.to_ms, s.len, s.wrapped));
        assert_eq!(
            of("[00:00:15 → 00:01:02] Ada"),
            Some((15_000, Some(62_000), 23, true))
        );
        assert_eq!(of("#00:02:15-7# Ada"), Some((135_700, None, 12, true)));
        assert_eq!(of("{00:02:15}"), Some((135_000, None, 10, true)));
        assert_eq!(
            of("0:00:06.8 - 0:00:11.8"),
            Some((6_800, Some(11_800), 21, false))
        );
        assert_eq!(of("[inaudible 00:01:45]"), None);
        assert_eq!(of("[00:01:45 crosstalk]"), None);
    }

    #[test]
    fn frames_seconds_and_links_are_read_where_they_stand_apart() {
        let of = |text| stamp(text).map(|s| (s.from_ms, s.to_ms, s.len, s.wrapped));
        assert_eq!(
            of("[01:01:40:13 - 01:01:45:19]"),
            Some((3_700_000, Some(3_705_000), 27, true))
        );
        assert_eq!(of("00:00:03;18 so"), Some((3_000, None, 11, false)));
        assert_eq!(of("00:11:22:33:44:55"), None);
        assert_eq!(
            of("[135.0s-140.15s]: so"),
            Some((135_000, Some(140_150), 16, true))
        );
        assert_eq!(of("(3.25 - 8.5) so"), Some((3_250, Some(8_500), 12, true)));
        assert_eq!(
            of("[@1:02](https://a.example/c?t=62.3) - Ada"),
            Some((62_000, None, 35, true))
        );
        // Lengths of pauses, years and scores.
        for text in [
            "(2.5)",
            "(2s)",
            "(1.5s)",
            "[2019 - 2021]",
            "(3 - 2)",
            "[9.5 - 3.5]",
            "3.25 - 8.5",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_closing_hash_time_is_found() {
        assert_eq!(closing("B: ja. #00:02:15-7#"), Some((7, 135_700)));
        assert_eq!(closing("we are #1"), None);
    }
}
