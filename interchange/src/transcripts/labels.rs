//! Heads: what may stand before speech on a line, in any order: a time, a name, a time, a colon.

use std::ops::Range;

use super::names::{self, LONGEST, Likeness};
use super::openings;
use super::script::Look;
use super::times::{self, is_blank};

/// The way a line is labelled. A document holds to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    /// `Name: speech`, with or without times.
    Colon,
    /// `Name  0:10` on its own line, or `Name (0:10) - speech`.
    Stamped,
    /// `[id1] speech`, `(speaker 0) speech`, `<INT> speech`.
    Bracket,
    /// `Q. speech` and `A. speech`; a name that is plainly a speaker's before another mark than a colon.
    Dot,
    /// `Name TAB speech`.
    Tab,
    /// A bold name before plain speech.
    Strong,
    /// A name alone on its line, in capitals, bold, as a heading, or a part such as `Interviewer`.
    Alone,
    /// A time without a name.
    Time,
}

impl Shape {
    /// All shapes that name someone, most telling first: ties go to the first.
    pub(super) const NAMING: [Self; 7] = [
        Self::Stamped,
        Self::Colon,
        Self::Bracket,
        Self::Dot,
        Self::Strong,
        Self::Tab,
        Self::Alone,
    ];
}

/// What stands before the speech on one line. All places are bytes within the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) shape: Shape,
    pub(super) name: Range<usize>,
    /// Where speech begins; the line's length if nothing is said on it.
    pub(super) speech: usize,
    pub(super) from_ms: Option<u32>,
    pub(super) to_ms: Option<u32>,
}

impl Head {
    fn new(shape: Shape, name: Range<usize>, speech: usize) -> Self {
        Self {
            shape,
            name,
            speech,
            from_ms: None,
            to_ms: None,
        }
    }

    fn at(mut self, from_ms: Option<u32>, to_ms: Option<u32>) -> Self {
        self.from_ms = from_ms;
        self.to_ms = to_ms;
        self
    }
}

/// Reads what stands before the speech on a line, if that could be a label or a time.
pub(super) fn head(line: &str, look: Look) -> Option<Head> {
    head_at(line, 0, look)
}

/// A time at the start of a line without a sign around it: `00:12:03 we met`, or `0:12 we met` where hours may be left out.
pub(super) fn bare_time(line: &str, with_hours: bool) -> Option<Head> {
    let at = skip(line, 0);
    let stamp = times::stamp(&line[at..])?;
    let written = &line[at..at + stamp.len];
    let has_hours = written.matches(':').count() == 2;
    let head = Head::new(Shape::Time, at..at, skip(line, at + stamp.len));
    ((has_hours || !with_hours) && !stamp.wrapped)
        .then(|| head.at(Some(stamp.from_ms), stamp.to_ms))
}

/// A time at the start of a line with a sign around it, whatever comes after it.
pub(super) fn wrapped_time(line: &str) -> Option<Head> {
    let at = skip(line, 0);
    let stamp = times::stamp(&line[at..]).filter(|stamp| stamp.wrapped)?;
    let head = Head::new(Shape::Time, at..at, skip(line, at + stamp.len));
    Some(head.at(Some(stamp.from_ms), stamp.to_ms))
}

/// What [`head`] reads, for what comes after the start of a line.
pub(super) fn head_at(line: &str, start: usize, look: Look) -> Option<Head> {
    let mut at = skip(line, start);
    let (mut from, mut to) = (None, None);
    if let Some(length) = openings::moment(&line[at..]) {
        return name_head(line, at + length, look, false).filter(|head| head.shape == Shape::Colon);
    }
    if let Some(stamp) = times::stamp(&line[at..]) {
        let after = skip(line, at + stamp.len);
        (from, to) = (Some(stamp.from_ms), stamp.to_ms);
        let rest = &line[after..];
        let said = rest
            .trim_start_matches([':', '-', '–'])
            .trim_start_matches(is_blank);
        if said.is_empty() {
            return Some(Head::new(Shape::Time, at..at, line.len()).at(from, to));
        }
        let name = sender(line, after)
            .or_else(|| name_head(line, after, look, true))
            .or_else(|| after_dash(line, after, look));
        // A bare clock before words without a label is most often said: `10:30 we met`.
        let plain = || stamp.wrapped.then(|| Head::new(Shape::Time, at..at, after));
        return match name {
            Some(head) => Some(if head.from_ms.is_some() {
                head
            } else {
                head.at(from, to)
            }),
            None => plain().map(|head| head.at(from, to)),
        };
    }
    if let Some((name, speech)) = openings::minuted(&line[at..]) {
        let name = at + name.start..at + name.end;
        return Some(Head::new(Shape::Colon, name, skip(line, at + speech)));
    }
    // In a list, only a colon or a time tells a label.
    if let Some(length) = openings::bullet(&line[at..]) {
        let told = |head: &Head| matches!(head.shape, Shape::Colon | Shape::Stamped);
        return head_at(line, at + length, look).filter(told);
    }
    // Markdown headings and quotation signs may stand before a name.
    if line[at..].starts_with(['#', '>']) {
        at = skip(
            line,
            at + line[at..]
                .bytes()
                .take_while(|byte| matches!(byte, b'#' | b'>'))
                .count(),
        );
    }
    name_head(line, at, look, false).map(|head| {
        if head.from_ms.is_some() {
            head
        } else {
            head.at(from, to)
        }
    })
}

/// `From Ada to Everyone:`, `From Ada : `, as chats of meetings write after the time: Ada, whatever else stands in the
/// name she gave herself.
fn sender(line: &str, at: usize) -> Option<Head> {
    const LONGEST_SENDER: usize = 200;
    let from = line[at..].strip_prefix("From")?;
    let who = from.trim_start_matches(is_blank);
    let start = line.len() - who.len();
    if who.len() == from.len() {
        return None;
    }
    let ends = |(place, c): &(usize, char)| {
        *c == ':' && who[place + 1..].chars().next().is_none_or(is_blank)
    };
    let (end, _) = who.char_indices().take(LONGEST_SENDER).find(ends)?;
    let to = who[..end].find(" to ").unwrap_or(end);
    let name = trimmed(line, start..start + to);
    (!name.is_empty()).then(|| Head::new(Shape::Colon, name, skip_closers(line, start + end + 1)))
}

/// Whether a label is what [`sender`] found: then it is somebody's, however it looks.
pub(super) fn is_sender(line: &str, head: &Head) -> bool {
    head.from_ms.is_some()
        && line[..head.name.start]
            .trim_end_matches(is_blank)
            .ends_with("From")
}

/// `- Ada: so` after a time. Speech may begin with a dash too, so only a colon tells a label.
fn after_dash(line: &str, at: usize, look: Look) -> Option<Head> {
    let rest = line[at..].strip_prefix(['-', '–', '—'])?;
    let name = rest.trim_start_matches(is_blank);
    if name.len() == rest.len() {
        return None;
    }
    let start = skip(line, line.len() - name.len());
    name_head(line, start, look, true).filter(|head| head.shape == Shape::Colon)
}

/// Skips blanks and the marks of bold and italic.
fn skip(line: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        let marks = openings::marks(&rest[blanks..]);
        at += blanks + marks;
        if marks == 0 {
            return at;
        }
    }
}

fn name_head(line: &str, at: usize, look: Look, timed: bool) -> Option<Head> {
    let rest = &line[at..];
    match rest.chars().next()? {
        '[' | '(' | '<' => return bracket(line, at),
        first if first.is_alphanumeric() || matches!(first, '@' | '_' | '+') => {}
        _ => return None,
    }
    let mut previous = ' ';
    for (count, (step, c)) in rest.char_indices().enumerate() {
        if count > LONGEST {
            return strong(line, at, look);
        }
        let here = at + step;
        match c {
            ':' if openings::is_gender(&rest[step..]) => {}
            ':' | '\u{ff1a}' => return colon(line, at, here, c).or_else(|| strong(line, at, look)),
            '\t' if step > 0 => {
                if let Some(found) = stamped(line, at, here) {
                    return Some(found);
                }
                let speech = skip(line, here);
                return (speech < line.len())
                    .then(|| Head::new(Shape::Tab, trimmed(line, at..here), speech));
            }
            '(' | '[' | '0'..='9'
                if step > 0 && (is_blank(previous) || matches!(previous, ')' | '*')) =>
            {
                if let Some(found) = stamped(line, at, here) {
                    return Some(found);
                }
            }
            '/' if (1..=2).contains(&step) => {
                if let Some(found) = slashed(line, at, here) {
                    return Some(found);
                }
            }
            '-' | '–' if timed && is_blank(previous) => {
                let speech = skip(line, here + c.len_utf8());
                return Some(Head::new(Shape::Stamped, trimmed(line, at..here), speech));
            }
            '.' | ')' | ';' | '-' | '–' | '—' if step > 0 => {
                if let Some(found) = marked(line, at, here, c) {
                    return Some(found);
                }
                if c == ';' {
                    return strong(line, at, look);
                }
            }
            ' ' | '\u{a0}' if step > 0 && openings::is_wide(&rest[step..]) => {
                if let Some(found) = spaced(line, at, here) {
                    return Some(found);
                }
            }
            '?' | '!' | '"' | '“' => return strong(line, at, look),
            _ => {}
        }
        previous = c;
    }
    alone(line, at, look).or_else(|| strong(line, at, look))
}

/// `Name:` at `here`, then perhaps a time.
fn colon(line: &str, at: usize, here: usize, mark: char) -> Option<Head> {
    let name = trimmed(line, at..here);
    let after = here + mark.len_utf8();
    let next = line[after..].chars().next();
    let before = line[..here].chars().next_back();
    if line[after..].starts_with("//")
        || name.is_empty()
        || (next.is_some_and(|c| c.is_ascii_digit()) && before.is_some_and(|c| c.is_ascii_digit()))
    {
        return None;
    }
    let mut speech = skip_closers(line, after);
    // `**Ada: **so`: what was opened before the name is closed after a blank.
    if line[..name.start].ends_with("**") && !line[name.end..after].contains('*') {
        let blank = line[after..].trim_start_matches(is_blank);
        if blank.len() < line.len() - after && blank.starts_with("**") {
            speech = skip(line, line.len() - blank.len() + 2);
        }
    }
    let (mut from, mut to) = (None, None);
    if let Some((stamp, beyond)) = time_after(line, speech) {
        (from, to) = (Some(stamp.from_ms), stamp.to_ms);
        speech = beyond;
    }
    Some(Head::new(Shape::Colon, name, speech).at(from, to))
}

/// A time behind a label, and where speech begins: in brackets, or with nothing or a tab after it. A clock before
/// words is most often said.
fn time_after(line: &str, at: usize) -> Option<(times::Stamp, usize)> {
    let stamp = times::stamp(&line[at..])?;
    let end = at + stamp.len;
    let beyond = skip(line, end);
    let apart = stamp.wrapped || beyond == line.len() || line[end..].starts_with('\t');
    apart.then_some((stamp, beyond))
}

/// `R/ speech`, `P// speech`, as is written in much of America: one or two capitals. `N/A` and `I/O` are said.
fn slashed(line: &str, at: usize, here: usize) -> Option<Head> {
    let range = at..here;
    let after = here
        + line[here..]
            .bytes()
            .take_while(|byte| *byte == b'/')
            .count();
    let after = after + openings::marks(&line[after..]);
    let mut next = line[after..].chars();
    let (first, second) = (next.next()?, next.next()?);
    let apart = is_blank(first) || (first.is_uppercase() && second.is_lowercase());
    let speech = skip(line, after);
    let is_short = line[range.clone()].chars().all(char::is_uppercase);
    (apart && is_short && speech < line.len()).then(|| Head::new(Shape::Colon, range, speech))
}

/// `INT. speech`, `Q) speech`, `P1; speech`, `Participant – speech`: another mark than a colon after a name that is
/// plainly a speaker's.
fn marked(line: &str, at: usize, here: usize, mark: char) -> Option<Head> {
    let range = trimmed(line, at..here);
    let name = &line[range.clone()];
    let dash = matches!(mark, '-' | '–' | '—');
    let after = &line[here + mark.len_utf8()..];
    let before = line[..here].chars().next_back().is_some_and(is_blank);
    let is_short = name.chars().count() <= 6
        && name.starts_with(char::is_uppercase)
        && (!name.contains(char::is_lowercase) || names::asks(name));
    // `MARÍA.- speech`: nothing else is written so.
    let is_sure = mark == '.'
        && after.starts_with(['-', '–'])
        && name.chars().count() <= 30
        && !name.contains(char::is_lowercase)
        && names::likeness(name) >= Likeness::Name;
    let likely = match mark {
        _ if is_sure => true,
        '.' | ')' | ';' => !before && is_short,
        _ => before && name.chars().count() <= 30,
    };
    if !likely
        || !after.starts_with(|c| is_blank(c) || matches!(c, '-' | '–'))
        || (names::likeness(name) < Likeness::Code && !is_sure)
    {
        return None;
    }
    // `J. Smith: speech` has its colon yet to come.
    if mark == '.'
        && let Some((full, _)) = after.split_once(':')
        && full.split_whitespace().count() <= 2
        && names::likeness(full.trim()) >= Likeness::Name
    {
        return None;
    }
    let closer = after.len() - after.trim_start_matches(['-', '–']).len();
    let closer = if dash { 0 } else { closer };
    let speech = skip(line, here + mark.len_utf8() + closer);
    (speech < line.len()).then(|| Head::new(Shape::Dot, range, speech))
}

/// `CE    speech`: a code or part, then so many blanks that they stand for a tab.
fn spaced(line: &str, at: usize, here: usize) -> Option<Head> {
    let range = trimmed(line, at..here);
    let name = &line[range.clone()];
    let speech = skip(line, here);
    let said =
        line[speech..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '[' | '"' | '“'));
    let sure = name.starts_with(char::is_uppercase) && names::likeness(name) >= Likeness::Code;
    (said && sure && times::stamp(&line[speech..]).is_none())
        .then(|| Head::new(Shape::Tab, range, speech))
}

/// After a colon: the marks that close bold, then blanks. Marks after a blank open something said.
fn skip_closers(line: &str, after: usize) -> usize {
    let tags = openings::marks(&line[after..]);
    let marks = tags
        + line[after + tags..]
            .bytes()
            .take_while(|byte| *byte == b'_')
            .count();
    let rest = &line[after + marks..];
    after + marks + rest.find(|c| !is_blank(c)).unwrap_or(rest.len())
}

/// A time at `here` after a name: alone to the line's end, or in brackets with a colon or dash after it.
fn stamped(line: &str, at: usize, here: usize) -> Option<Head> {
    let name = trimmed(line, at..here);
    // `Ada - 0:10`: a dash between blanks is no part of the name.
    let bare = line[name.clone()].trim_end_matches(['-', '–', '—']);
    let name = if bare.ends_with(is_blank) {
        trimmed(line, name.start..name.start + bare.len())
    } else {
        name
    };
    let stamp_at = skip(line, here);
    if name.is_empty() {
        return None;
    }
    let stamp = times::stamp(&line[stamp_at..])?;
    let end = stamp_at + stamp.len;
    let rest = skip(line, end);
    let (from, to) = (Some(stamp.from_ms), stamp.to_ms);
    let said = &line[rest..];
    if said.is_empty() {
        return Some(Head::new(Shape::Stamped, name, line.len()).at(from, to));
    }
    if !stamp.wrapped {
        return None;
    }
    if let Some(mark) = said
        .chars()
        .next()
        .filter(|&c| matches!(c, ':' | '\u{ff1a}'))
    {
        return Some(
            Head::new(
                Shape::Colon,
                name,
                skip_closers(line, rest + mark.len_utf8()),
            )
            .at(from, to),
        );
    }
    if let Some(mark) = said
        .chars()
        .next()
        .filter(|&c| matches!(c, '-' | '–' | '—'))
    {
        return Some(
            Head::new(Shape::Stamped, name, skip(line, rest + mark.len_utf8())).at(from, to),
        );
    }
    Some(Head::new(Shape::Stamped, name, rest).at(from, to))
}

/// `[id1] speech`, `[SPEAKER_00]: speech`, `(speaker 0) speech`; with a time `[Ada] 12:27:53`, `[Ada] [0:12] speech`;
/// not `[laughs]`.
fn bracket(line: &str, at: usize) -> Option<Head> {
    let open = line[at..].chars().next()?;
    let close = match open {
        '[' => ']',
        '<' => '>',
        _ => ')',
    };
    let inside = &line[at + 1..];
    let length = inside.find([close, '\n']).filter(|&length| length <= 40)?;
    let name = trimmed(line, at + 1..at + 1 + length);
    let after = at + 1 + length + 1;
    if name.is_empty() || is_marker(&line[name.clone()]) {
        return None;
    }
    // What is in small letters here is most often markup.
    if open == '<' && !line[name.clone()].starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let rest = line[after..].strip_prefix(':').map_or(after, |_| after + 1);
    let speech = skip_closers(line, rest);
    if let Some((stamp, beyond)) = time_after(line, speech) {
        let rest = line[beyond..]
            .strip_prefix(':')
            .map_or(beyond, |_| beyond + 1);
        let head = Head::new(Shape::Stamped, name, skip_closers(line, rest));
        return Some(head.at(Some(stamp.from_ms), stamp.to_ms));
    }
    Some(Head::new(Shape::Bracket, name, speech))
}

/// What transcribers note in brackets and nobody is called.
fn is_marker(words: &str) -> bool {
    const MARKERS: &str = "inaudible unintelligible unclear indistinct crosstalk overlapping overlap laugh \
    laughs laughing laughter chuckles chuckle pause silence music sighs sigh cries \
    crying coughs cough phone redacted sic name noise applause nods child baby dog door \
    interruption recording audio end start break cheering cheers beep silent blank chwerthin saib aneglur mab merch";
    let folded = words.to_lowercase();
    let first = folded
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    first.is_empty() || names::listed(MARKERS, first)
}

/// A bold run with plain words after it.
fn strong(line: &str, at: usize, look: Look) -> Option<Head> {
    if look.strong <= at || look.strong > line.len() || !line.is_char_boundary(look.strong) {
        return None;
    }
    let speech = skip(line, look.strong);
    let name = trimmed(line, at..look.strong);
    let short = line[name.clone()].chars().count() <= LONGEST
        && !line[name.clone()].contains(['.', '?', '!', ',']);
    (speech < line.len() && !name.is_empty() && short)
        .then(|| Head::new(Shape::Strong, name, speech))
}

/// A short line that is wholly capitals, bold or a heading, or plainly somebody's part (`Interviewer`, `Parent 1`).
fn alone(line: &str, at: usize, look: Look) -> Option<Head> {
    let name = trimmed(line, at..line.len());
    let words = &line[name.clone()];
    let capitals = words.chars().filter(|c| c.is_uppercase()).count() > 1
        && !words.contains(char::is_lowercase);
    let marked = line.trim_start().starts_with("**") && line.trim_end().ends_with("**")
        || line.starts_with('#');
    let part = words.len() <= 30 && names::likeness(words) >= Likeness::Part;
    let set_off = look.heading || marked || look.strong >= name.end || capitals || part;
    let short = words.chars().count() <= 40 && !words.contains(['.', '?', '!', ','])
        || words.chars().count() < 8;
    (set_off && short && !name.is_empty()).then(|| Head::new(Shape::Alone, name, line.len()))
}

/// A name without blanks and marks around it.
fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let words = &line[range.clone()];
    let start = skip(words, 0);
    let mut end = words.len();
    loop {
        let rest = words[..end].trim_end_matches(is_blank);
        let marks = openings::closing_marks(rest);
        end = rest.len() - marks;
        if marks == 0 {
            break;
        }
    }
    range.start + start..range.start + end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Shape, &str, &str, Option<u32>)> {
        head(line, Look::default()).map(|head| {
            (
                head.shape,
                &line[head.name.clone()],
                &line[head.speech..],
                head.from_ms,
            )
        })
    }

    #[test]
    fn names_before_a_colon() {
        use Shape::Colon;
        assert_eq!(read("P1: so"), Some((Colon, "P1", "so", None)));
        assert_eq!(read("P : so"), Some((Colon, "P", "so", None)));
        assert_eq!(read("D:OK"), Some((Colon, "D", "OK", None)));
        assert_eq!(read("Ada：\u{3000}so"), Some((Colon, "Ada", "so", None)));
        assert_eq!(read("**Ada:** *so*"), Some((Colon, "Ada", "*so*", None)));
        assert_eq!(read("**Ada**: so"), Some((Colon, "Ada", "so", None)));
        assert_eq!(
            read("Participant 3 (male):\tUm"),
            Some((Colon, "Participant 3 (male)", "Um", None))
        );
        assert_eq!(
            read("Ada (00:12): so"),
            Some((Colon, "Ada", "so", Some(12_000)))
        );
        assert_eq!(
            read("Speaker 1 (00:23):"),
            Some((Colon, "Speaker 1", "", Some(23_000)))
        );
        assert_eq!(read("Ada: (00:23)"), Some((Colon, "Ada", "", Some(23_000))));
        assert_eq!(
            read("Ada: [00:00:01] so"),
            Some((Colon, "Ada", "so", Some(1_000)))
        );
        assert_eq!(
            read("Aaron: 00:00:20"),
            Some((Colon, "Aaron", "", Some(20_000)))
        );
        assert_eq!(
            read("[02:13] Ada: so"),
            Some((Colon, "Ada", "so", Some(133_000)))
        );
        assert_eq!(
            read("#00:00:02-4# Doctor: so"),
            Some((Colon, "Doctor", "so", Some(2_400)))
        );
        assert_eq!(
            read("00:03:40.5Zack: so"),
            Some((Colon, "Zack", "so", Some(220_500)))
        );
        assert_eq!(
            read("[00:00:15 → 00:01:02] **Ada:** so"),
            Some((Colon, "Ada", "so", Some(15_000)))
        );
        assert_eq!(
            read("10:04:15\t From  Dai Rhys to  Everyone:"),
            Some((Colon, "Dai Rhys", "", Some(36_255_000)))
        );
        assert_eq!(
            read("03/05/2026, 10:12 - +44 7700 900123: so"),
            Some((Colon, "+44 7700 900123", "so", None))
        );
        assert_eq!(
            read("00:04:33\tPelle K:\tso"),
            Some((Colon, "Pelle K", "so", Some(273_000)))
        );
    }

    #[test]
    fn names_beside_a_time() {
        use Shape::Stamped;
        assert_eq!(
            read("Doctor  0:10  "),
            Some((Stamped, "Doctor", "", Some(10_000)))
        );
        assert_eq!(read("P1 0:00"), Some((Stamped, "P1", "", Some(0))));
        assert_eq!(
            read("Gottfried Herold   1:39"),
            Some((Stamped, "Gottfried Herold", "", Some(99_000)))
        );
        assert_eq!(
            read("Ada (00:00:35) - Hey"),
            Some((Stamped, "Ada", "Hey", Some(35_000)))
        );
        assert_eq!(
            read("(00:02) Ada - Hey"),
            Some((Stamped, "Ada", "Hey", Some(2_000)))
        );
        assert_eq!(
            read("Ada [00:00:03.26]"),
            Some((Stamped, "Ada", "", Some(3_260)))
        );
        assert_eq!(
            read("Ada  00:01:23.456 --> 00:01:45.000"),
            Some((Stamped, "Ada", "", Some(83_456)))
        );
    }

    #[test]
    fn other_shapes() {
        assert_eq!(
            read("[id1] hello"),
            Some((Shape::Bracket, "id1", "hello", None))
        );
        assert_eq!(
            read("[SPEAKER_00]: Hello?"),
            Some((Shape::Bracket, "SPEAKER_00", "Hello?", None))
        );
        assert_eq!(
            read("Q. Did you?"),
            Some((Shape::Dot, "Q", "Did you?", None))
        );
        assert_eq!(
            read("ENTREVISTADOR.- ¿Y bien?"),
            Some((Shape::Dot, "ENTREVISTADOR", "¿Y bien?", None))
        );
        assert_eq!(read("Ada\tWell"), Some((Shape::Tab, "Ada", "Well", None)));
        assert_eq!(
            read("ADA OKORO"),
            Some((Shape::Alone, "ADA OKORO", "", None))
        );
        assert_eq!(read("### Ada"), Some((Shape::Alone, "Ada", "", None)));
        assert_eq!(
            read("(00:06:07):"),
            Some((Shape::Time, "", "", Some(367_000)))
        );
        assert_eq!(
            read("[0:02] so"),
            Some((Shape::Time, "", "so", Some(2_000)))
        );
        let bold = Look {
            strong: 3,
            ..Look::default()
        };
        assert_eq!(
            head("Ada so we went", bold).map(|head| (head.shape, head.name, head.speech)),
            Some((Shape::Strong, 0..3, 4))
        );
    }

    #[test]
    fn speech_is_not_a_label() {
        for line in [
            "http://a.b",
            "10:30 we met",
            "let's meet. At 10:30 then",
            "[inaudible] OK",
            "- but",
            "",
            "So, why? Well: no",
            "(laughs) so",
            "ratio 2:1 of",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
