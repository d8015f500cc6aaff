//! What may stand on a line before its label: marks of bold and italic, bullets, numbers of turns, days of messages.

use std::ops::Range;

use super::names::LONGEST;
use super::script::Script;
use super::times::{self, is_blank};

/// Marks of Markdown and of web pages that people and tools leave in plain text.
const TAGS: &[&str] = &[
    "<u>",
    "</u>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<em>",
    "</em>",
    "<strong>",
    "</strong>",
];

/// The length of the marks of bold, italic and underlining at the start of a text.
pub(super) fn marks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        at += match rest.first() {
            Some(b'*' | 0xC) => 1,
            Some(b'_') if rest.get(1) == Some(&b'_') => 2,
            Some(b'<') => match TAGS.iter().find(|tag| rest.starts_with(tag.as_bytes())) {
                Some(tag) => tag.len(),
                None => return at,
            },
            _ => return at,
        };
    }
}

/// The length of the marks at the end of a text.
pub(super) fn closing_marks(text: &str) -> usize {
    let mut left = text;
    loop {
        let tag = TAGS.iter().find_map(|tag| left.strip_suffix(tag));
        let next = tag
            .or_else(|| left.strip_suffix("__"))
            .or_else(|| left.strip_suffix(['*', '\u{c}']));
        match next {
            Some(next) => left = next,
            None => return text.len() - left.len(),
        }
    }
}

/// The length of a bullet with the blanks after it: `- `, `• `. An asterisk is a mark.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['-', '–', '•', '·', '‣', '▪', '●'])?;
    let words = rest.trim_start_matches(is_blank);
    (words.len() < rest.len()).then_some(text.len() - words.len())
}

/// The marks that minutes of assemblies in Japan set before who speaks.
const MINUTES: [char; 9] = ['○', '◯', '〇', '◎', '◆', '◇', '●', '△', '▲'];

/// How somebody is called at the end, where the name does not stand in brackets.
const CALLED: [&str; 9] = [
    "君",
    "委員",
    "議員",
    "長",
    "大臣",
    "参考人",
    "証人",
    "さん",
    "氏",
];

/// Who speaks as minutes of assemblies in Japan have it, and where the speech begins: `○議長（山田花子）`, `○山田委員　speech`.
pub(super) fn minuted(text: &str) -> Option<(Range<usize>, usize)> {
    let who = text.strip_prefix(MINUTES)?;
    let start = text.len() - who.len();
    let is_said = |c: char| matches!(c, '。' | '、' | '「' | '」' | '：' | ':');
    let open = who
        .char_indices()
        .take(40)
        .find(|(_, c)| matches!(c, '（' | '(' | '\u{3000}'));
    let (open, mark) = open?;
    let before = &who[..open];
    if before.is_empty() || before.contains(is_said) {
        return None;
    }
    if mark == '\u{3000}' {
        let speech = start + open + mark.len_utf8();
        let is_called = CALLED.iter().any(|end| before.ends_with(end));
        return (is_called && speech < text.len()).then_some((start..start + open, speech));
    }
    let within = &who[open + mark.len_utf8()..];
    let (close, end) = within
        .char_indices()
        .take(20)
        .find(|(_, c)| matches!(c, '）' | ')'))?;
    let name = &within[..close];
    let rest = &within[close + end.len_utf8()..];
    let is_name =
        name.chars().count() > 1 && !name.contains(|c: char| c.is_numeric() || is_said(c));
    let ends = rest.is_empty() || rest.starts_with(is_blank);
    let speech = text.len() - rest.len();
    (is_name && ends).then_some((start..speech, speech))
}

/// The length of what a messenger writes before a message: `[03/05/2026, 10:12:22] `, `03/05/2026, 10:12 - `.
pub(super) fn moment(text: &str) -> Option<usize> {
    let open = text.trim_start_matches(is_blank);
    let wrapped = open.starts_with('[');
    let inside = open.strip_prefix('[').unwrap_or(open);
    if !inside.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let day = inside.find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '.' | '-')))?;
    let numbers: Vec<&str> = inside[..day].split(['/', '.', '-']).collect();
    let is_day = numbers.len() == 3
        && (6..=10).contains(&day)
        && numbers
            .iter()
            .all(|number| matches!(number.len(), 1 | 2 | 4));
    let rest = inside[day..].trim_start_matches([',', ' ']);
    let clock = rest.find(|c: char| !(c.is_ascii_digit() || c == ':'))?;
    if !is_day || times::clock(&rest[..clock]).is_none() {
        return None;
    }
    let rest = rest[clock..].trim_start_matches(is_blank);
    let half = ["am", "pm", "AM", "PM"]
        .iter()
        .find_map(|half| rest.strip_prefix(half));
    let rest = half.unwrap_or(rest);
    let rest = if wrapped {
        rest.strip_prefix(']')?
    } else {
        rest.trim_start_matches(is_blank).strip_prefix(['-', '–'])?
    };
    Some(text.len() - rest.trim_start_matches(is_blank).len())
}

/// Whether a text begins with so many blanks that they stand for a tab; web pages write them as ones that do not fold.
pub(super) fn is_wide(text: &str) -> bool {
    let blanks = text.chars().take_while(|c| matches!(c, ' ' | '\u{a0}'));
    blanks.take(3).count() == 3
}

/// Whether a colon parts the genders of a word and is followed by the one of the label: `:in 2: speech`, `:r: speech`.
pub(super) fn is_gender(text: &str) -> bool {
    let end = text.strip_prefix(':').unwrap_or(text);
    let rest = ["innen", "in", "r"]
        .iter()
        .find_map(|end_of| end.strip_prefix(end_of));
    rest.is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || is_blank(c))
            .starts_with(':')
    })
}

/// The number of a turn or line before its label, perhaps set in or in brackets, and where the label begins: `12. P3:`,
/// `012 P3:`, `12<TAB>P3:`, `[T012] P3:`.
pub(super) fn number(line: &str) -> Option<(u32, usize)> {
    let text = line.trim_start_matches(is_blank);
    if let Some((number, rest)) = bracketed(text) {
        let words = rest.trim_start_matches(is_blank);
        return (!words.is_empty()).then_some((number, line.len() - words.len()));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=5).contains(&digits) {
        return None;
    }
    let rest = &text[digits..];
    // `00012:07`: page and line, as court reporters count. A clock has no such hours.
    let of_page = rest.strip_prefix(':').filter(|_| digits >= 4);
    let of_page = of_page.and_then(|line| Some((line.get(..2)?.parse::<u32>().ok()?, &line[2..])));
    let rest = match of_page {
        Some((_, rest)) => rest,
        None => rest.strip_prefix(['.', ')']).unwrap_or(rest),
    };
    let words = rest.trim_start_matches(is_blank);
    if words.len() == rest.len() || words.is_empty() {
        return None;
    }
    let number: u32 = text[..digits].parse().ok()?;
    let number = of_page.map_or(number, |(line, _)| number * 100 + line);
    Some((number, line.len() - words.len()))
}

/// `[12]`, `(12)`, `[T012]`: the number, and what comes after the bracket.
fn bracketed(text: &str) -> Option<(u32, &str)> {
    let (inside, close) = match text.strip_prefix('[') {
        Some(inside) => (inside, ']'),
        None => (text.strip_prefix('(')?, ')'),
    };
    let letters = inside
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4)
        .count();
    let digits = inside[letters..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .take(6)
        .count();
    let rest = inside[letters + digits..].strip_prefix(close)?;
    // `[id1] hello` is a label itself.
    let labelled = || rest.chars().take(LONGEST).any(|c| c == ':');
    let fits = letters <= 3 && (1..=5).contains(&digits) && rest.starts_with(is_blank);
    let fits = fits && labelled();
    fits.then_some((inside[letters..letters + digits].parse().ok()?, rest))
}

/// Whether nearly all lines begin with a number, each with a higher one than the line before; or turns of several lines
/// are counted in brackets from one to the next.
pub(super) fn is_numbered(script: &Script, body: usize) -> bool {
    let (mut lines, mut numbered, mut rising) = (0_usize, 0_usize, 0_usize);
    let (mut counted, mut next) = (0_usize, 0_usize);
    let mut last = 0;
    for line in script.lines.iter().skip(body) {
        let words = script.words(line);
        if words.is_empty() || line.look.apart {
            continue;
        }
        lines += 1;
        if let Some((number, _)) = number(words) {
            let in_brackets = words.trim_start_matches(is_blank).starts_with(['[', '(']);
            counted += usize::from(in_brackets);
            next += usize::from(in_brackets && number == last + 1);
            numbered += 1;
            rising += usize::from(number > last);
            last = number;
        } else if lines == 50 && numbered < 20 && counted < 5 {
            return false;
        }
    }
    let all = numbered * 10 >= lines * 6 && rising * 10 >= numbered * 9;
    let turns = counted == numbered && counted * 8 >= lines && (next + 1) * 10 >= counted * 9;
    lines >= 4 && numbered >= 3 && (all || turns)
}

/// Whether a whole line is bold in Markdown: `**So why?**`.
pub(super) fn is_bold(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    let inside = line
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains("**"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    #[test]
    fn minutes_in_japanese_set_a_mark_before_who_speaks() {
        let read = |text: &str| {
            minuted(text).map(|(who, at)| (text[who].to_owned(), text[at..].to_owned()))
        };
        let is = |who: &str, said: &str| Some((who.to_owned(), said.to_owned()));
        assert_eq!(read("○議長（山田花子）"), is("議長（山田花子）", ""));
        assert_eq!(
            read("◎総務部長（森一）　はい。"),
            is("総務部長（森一）", "　はい。")
        );
        assert_eq!(
            read("○山田委員　船の件です。"),
            is("山田委員", "船の件です。")
        );
        // What was done and who was there is nobody's.
        for line in [
            "○出席委員（13名）",
            "◯令和６年５月17日（金）",
            "○会議に付した事件",
            "○船、港　全て",
            "議長（山田花子）",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        let text = "○議長（山田花子）\n船の件です。\n◆委員（森一）\n何便ですか。\n○議長（山田花子）\n六便です。\n◆委員（森一）\nはい。\n";
        assert_eq!(
            shown("a.txt", text.as_bytes()),
            "[議長（山田花子）] 船の件です。\n[委員（森一）] 何便ですか。\n[議長（山田花子）] 六便です。\n[委員（森一）] はい。"
        );
    }

    #[test]
    fn messages_bear_a_day_and_a_clock() {
        assert_eq!(moment("[03/05/2026, 10:12:22] Ada: so"), Some(23));
        assert_eq!(moment("03/05/2026, 10:12 - Ada: so"), Some(20));
        assert_eq!(moment("3.5.26, 10:12 pm - Ada: so"), Some(19));
        assert_eq!(moment("03/05/2026: home visit"), None);
        assert_eq!(moment("10:12 - Ada"), None);
        assert_eq!(moment("2026"), None);
    }

    #[test]
    fn numbers_stand_before_labels() {
        assert_eq!(number("12. P3: so"), Some((12, 4)));
        assert_eq!(number("012 P3: so"), Some((12, 4)));
        assert_eq!(number("12\tP3\tso"), Some((12, 3)));
        assert_eq!(number("  9   Q.  So?"), Some((9, 6)));
        assert_eq!(number("[T012] P3: so"), Some((12, 7)));
        assert_eq!(number("(7) P3: so"), Some((7, 4)));
        assert_eq!(number("00012:07  Q.  So?"), Some((1207, 10)));
        assert_eq!(number("[P3]: so"), None);
        assert_eq!(number("10:30 we met"), None);
        assert_eq!(number("3rd"), None);
        let text = "1 I: So?\n2 P: Yes.\n3 I: Why?\n4 P: It was 3 of us.\n";
        assert!(is_numbered(&Script::of_text(text.into()), 0));
        let text = "2 of us went\nand 3 came back\n1 was ill\nso.\n";
        assert!(!is_numbered(&Script::of_text(text.into()), 0));
    }

    #[test]
    fn testimony_is_read_behind_pages_and_lines() {
        let text = "00012:24       Q.  Did you stay?\n00012:25       A.  I did, until the\n00013:01  end of May.\n00013:02       Q.  And then?\n00013:03       A.  I left.\n00013:04       Q.  Why?\n00013:05       A.  I was ill.\n";
        let read = shown("a.txt", text.as_bytes());
        assert_eq!(read.matches("[Q!]").count(), 3, "{read}");
        assert_eq!(read.matches("[A]").count(), 3, "{read}");
    }

    #[test]
    fn blanks_and_genders_are_told_from_words() {
        assert!(is_wide("    so") && is_wide("\u{a0}\u{a0} so") && !is_wide("  so"));
        assert!(is_gender(":in: So?") && is_gender(":r 2: Ja.") && is_gender(":innen 1: Ja."));
        assert!(!is_gender(": in Mold") && !is_gender(":in Mold: so") && !is_gender(":so: so"));
    }

    #[test]
    fn marks_are_told_from_words() {
        assert_eq!(marks("**<u>Ada"), 5);
        assert_eq!(marks("__Ada"), 2);
        assert_eq!(marks("<p>"), 0);
        assert_eq!(closing_marks("Ada</u>**"), 6);
        assert_eq!(bullet("- Ada: so"), Some(2));
        assert_eq!(bullet("-but"), None);
        assert!(is_bold("**So why?** ") && !is_bold("**Ada:** so") && !is_bold("****"));
    }
}
