//! What `.vtt` and `.srt` subtitles share: timing lines, cue words, marks within them.

use super::cues::{self, Cue, Cues};
use super::{rolling, times};
use crate::{Place, Warning};

/// Reads `00:01.000 --> 00:02.000`, settings after it ignored.
pub(super) fn timing(line: &str) -> Option<(u32, u32)> {
    let (from, to) = line.split_once("-->")?;
    let (from_ms, _) = times::clock(from.trim())?;
    let (to_ms, _) = times::clock(to.trim())?;
    Some((from_ms, to_ms))
}

/// The same where tools wrote it carelessly: `0:0:4.170 --> 0:0:11.20`, `00:00:60.000 --> 00:01:09.000`.
fn loose_timing(line: &str) -> Option<(u32, u32)> {
    let (from, to) = line.split_once("-->")?;
    let loose = || times::loose_clock(from.trim()).zip(times::loose_clock(to.trim()));
    timing(line).or_else(loose)
}

/// Reads the cues of a subtitle file. `voices` answers the cues in one cue's lines.
pub(super) fn read_cues(
    text: &str,
    warnings: &mut Vec<Warning>,
    is_note: impl Fn(&str) -> bool,
    voices: impl Fn(&str) -> Vec<(Option<String>, String)>,
) -> Cues {
    let mut file = Cues {
        labelled_in_words: true,
        ..Cues::default()
    };
    let (mut number, mut strays) = (0_usize, 0_usize);
    let mut written = blocks(text);
    rolling::unroll(&mut written);
    for block in written {
        let Some(place) = block.iter().position(|line| line.contains("-->")) else {
            let first = block.first().copied().unwrap_or_default();
            let skipped = is_note(first)
                || block
                    .iter()
                    .all(|line| line.trim().bytes().all(|byte| byte.is_ascii_digit()));
            if !skipped {
                strays += 1;
                append(&mut file.list, &block, &voices);
            }
            continue;
        };
        number += 1;
        let Some((from_ms, to_ms)) = loose_timing(block[place]) else {
            warnings.push(Warning::new(
                Place::Cue(number),
                format!(
                    "its times “{}” cannot be read, its words were put after the cue before",
                    shorten(block[place])
                ),
            ));
            append(&mut file.list, &block[place + 1..], &voices);
            continue;
        };
        if to_ms < from_ms && warnings.len() < 50 {
            warnings.push(Warning::new(Place::Cue(number), "it ends before it begins"));
        }
        let above = block[..place].last().and_then(|line| named_above(line));
        for (speaker, words) in voices(&block[place + 1..].join(" ")) {
            file.list.push(Cue {
                from_ms: Some(from_ms),
                to_ms: Some(to_ms.max(from_ms)),
                speaker: speaker.or_else(|| above.map(str::to_owned)),
                words,
            });
        }
    }
    if strays > 0 {
        warnings.push(Warning::of_file(format!(
            "{strays} blocks of words without times were put after the cue before them"
        )));
    }
    file
}

/// Words without times belong to the cue before.
fn append(
    into: &mut Vec<Cue>,
    lines: &[&str],
    voices: &impl Fn(&str) -> Vec<(Option<String>, String)>,
) {
    for (speaker, words) in voices(&lines.join(" ")) {
        // Who is named at their start begins to speak in the same cue.
        let named = speaker.is_none() && cues::is_labelled(&words);
        match into.last_mut() {
            Some(last) if !named && (speaker.is_none() || speaker == last.speaker) => {
                last.words.push(' ');
                last.words.push_str(&words);
            }
            last => {
                let times = last
                    .filter(|_| named)
                    .map(|last| (last.from_ms, last.to_ms));
                let (from_ms, to_ms) = times.unwrap_or_default();
                into.push(Cue {
                    from_ms,
                    to_ms,
                    speaker,
                    words,
                });
            }
        }
    }
}

/// The name in what stands above a cue's times, where that quotes one: `12 "Ada Okoro" (1234567)`.
fn named_above(line: &str) -> Option<&str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, rest) = line.trim().split_once(" \"")?;
    let (name, id) = rest.rsplit_once("\" (")?;
    let known = digits(number) && digits(id.strip_suffix(')')?);
    (known && !name.trim().is_empty()).then(|| name.trim())
}

fn shorten(words: &str) -> String {
    words.chars().take(40).collect()
}

/// Blocks of lines with blank lines between them. A timing line always begins a block of its own,
/// with the line before it if that is a number: some tools leave out the blank line.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.trim().is_empty() {
            // A line of blanks below the times is an empty line of the words.
            let below = block.last().is_some_and(|last| last.contains("-->"));
            if below && !line.is_empty() {
                continue;
            }
            if !block.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
            continue;
        }
        if line.contains("-->") && block.iter().any(|line| line.contains("-->")) {
            let number = block.pop_if(|last| last.trim().bytes().all(|byte| byte.is_ascii_digit()));
            blocks.push(std::mem::take(&mut block));
            block.extend(number);
        }
        block.push(line);
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

/// The longest mark, in bytes.
const LONGEST_MARK: usize = 300;

/// Takes out the marks of subtitles (`<i>`, `<c.x>`, `<00:01.000>`, `{\an8}`) and nothing else: `<UNIN/>` stays.
pub(super) fn without_marks(words: &str) -> String {
    if !words.contains('<') && !words.contains('{') {
        return words.trim().to_owned();
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let close = if tail.starts_with('<') { b'>' } else { b'}' };
        match tail
            .bytes()
            .take(LONGEST_MARK)
            .position(|byte| byte == close)
        {
            Some(end) if is_mark(&tail[1..end], close) => rest = &tail[end + 1..],
            _ => {
                out.push_str(&tail[..1]);
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_mark(inside: &str, close: u8) -> bool {
    if close == b'}' {
        return inside.starts_with('\\');
    }
    let name = inside
        .trim_start_matches('/')
        .split([' ', '.', '\t'])
        .next()
        .unwrap_or("");
    times::clock(inside).is_some()
        || matches!(
            name,
            "i" | "b"
                | "u"
                | "s"
                | "c"
                | "v"
                | "lang"
                | "ruby"
                | "rt"
                | "font"
                | "I"
                | "B"
                | "U"
                | "FONT"
        )
}

/// Resolves the character references of web subtitles.
pub(super) fn without_references(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let reference = tail
            .find(';')
            .filter(|&end| end <= 10)
            .and_then(|end| resolve(&tail[..end]).map(|c| (c, end)));
        if let Some((c, end)) = reference {
            out.push_str(&c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// The character of a reference; the direction marks are invisible and answer nothing.
fn resolve(name: &str) -> Option<String> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lrm" | "rlm" => return Some(String::new()),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some(c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timing_lines_are_read_with_and_without_hours() {
        assert_eq!(
            timing("00:01.275 --> 01:02:03.000 align:start"),
            Some((1_275, 3_723_000))
        );
        assert_eq!(
            timing("00:00:02,533 --> 00:00:12,500"),
            Some((2_533, 12_500))
        );
        assert_eq!(timing("a --> b"), None);
    }

    fn read(text: &str) -> Vec<(Option<u32>, Option<String>, String)> {
        let file = read_cues(
            text,
            &mut Vec::new(),
            |_| false,
            |words| vec![(None, without_marks(words))],
        );
        let cues = file.list.into_iter();
        cues.map(|cue| (cue.from_ms, cue.speaker, cue.words))
            .collect()
    }

    #[test]
    fn times_that_are_written_carelessly_are_read() {
        assert_eq!(
            loose_timing("0:0:4.170 --> 0:0:11.20"),
            Some((4_170, 11_020))
        );
        assert_eq!(
            loose_timing("00:00:60.000 --> 00:00:69.500"),
            Some((60_000, 69_500))
        );
        assert_eq!(loose_timing("0:0:-6.-820 --> 0:0:8.970"), None);
    }

    #[test]
    fn a_name_quoted_above_the_times_is_the_speaker() {
        let text = "12 \"Ada Okoro\" (1234567)\n00:01.000 --> 00:02.000\nSo?\n\n13\n00:03.000 --> 00:04.000\nYes.\n";
        let ada = Some("Ada Okoro".to_owned());
        assert_eq!(
            read(text),
            [
                (Some(1_000), ada, "So?".to_owned()),
                (Some(3_000), None, "Yes.".to_owned())
            ]
        );
        assert_eq!(named_above("12"), None);
        assert_eq!(named_above("the \"second\" one (2)"), None);
    }

    #[test]
    fn who_is_named_after_a_blank_line_speaks_in_the_same_cue() {
        let text = "00:01.000 --> 00:02.000\n(Ada Okoro)\nSo?\n-\n \n(Lee Parry)\nYes.\n";
        assert_eq!(
            read(text),
            [
                (Some(1_000), None, "(Ada Okoro) So? -".to_owned()),
                (Some(1_000), None, "(Lee Parry) Yes.".to_owned())
            ]
        );
    }

    #[test]
    fn marks_go_and_notes_of_transcribers_stay() {
        assert_eq!(
            without_marks(
                "<i>so</i> <UNSURE>hey</UNSURE> <00:01.000>we {\\an8}<c.x>go</c> <UNIN/> {sigh}"
            ),
            "so <UNSURE>hey</UNSURE> we go <UNIN/> {sigh}"
        );
        assert_eq!(without_marks("2 < 3 and <"), "2 < 3 and <");
        assert_eq!(
            without_references("R&amp;D &lt;3 &#233;&#x41; &lrm;& co &bogus;"),
            "R&D <3 éA & co &bogus;"
        );
    }

    #[test]
    fn broken_cues_cost_their_times_only() {
        let mut warnings = Vec::new();
        let text = "1\n00:01,000 --> 00:02,000\nSo\n2\nxx --> yy\nlost\n\nstray words\n\n3\n00:03,000 --> 00:04,000\nend";
        let file = read_cues(
            text,
            &mut warnings,
            |_| false,
            |words| vec![(None, words.to_owned())],
        );
        let words: Vec<&str> = file.list.iter().map(|cue| cue.words.as_str()).collect();
        assert_eq!(words, ["So lost stray words", "end"]);
        assert_eq!(
            warnings[0].to_string(),
            "Cue 2: its times “xx --> yy” cannot be read, its words were put after the cue before."
        );
        assert_eq!(warnings.len(), 2);
    }
}
