//! Captions that scroll: each shows the line before it once more, above the new one.

use super::subtitles::without_marks;

/// How many lines a caption shows at most.
const MOST_LINES: usize = 8;

/// How often lines must come again before a file is believed to scroll.
const LEAST: usize = 4;

/// Takes the lines out of blocks of cues that the cue before them has shown, where every second cue begins with such a
/// line: nobody says everything twice.
pub(super) fn unroll(blocks: &mut [Vec<&str>]) {
    let mut again: Vec<(usize, usize, usize)> = Vec::new();
    let mut cues = 0_usize;
    let mut before: Vec<String> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let Some(place) = block.iter().position(|line| line.contains("-->")) else {
            continue;
        };
        let lines: Vec<String> = block[place + 1..]
            .iter()
            .take(MOST_LINES)
            .map(|line| without_marks(line))
            .collect();
        cues += 1;
        let most = lines.len().min(before.len());
        let shown = (1..=most)
            .rev()
            .find(|&many| before[before.len() - many..] == lines[..many]);
        again.extend(shown.map(|many| (number, place + 1, many)));
        before = lines;
    }
    if again.len() < LEAST || again.len() * 2 < cues.saturating_sub(1) {
        return;
    }
    for (number, first, many) in again {
        blocks[number].drain(first..first + many);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    #[test]
    fn lines_that_scroll_up_are_read_once() {
        let lines = [
            "so we dug",
            "all day long",
            "and then it",
            "rained",
            "on us",
        ];
        let cue = |at: usize| {
            let line = lines[at];
            let above = at.checked_sub(1).map_or(" ", |above| lines[above]);
            let timed = line.replacen(' ', &format!("<00:00:0{at}.500><c> "), 1) + "</c>";
            format!(
                "00:00:0{at}.000 --> 00:00:0{at}.990 align:start position:0%\n{above}\n{timed}\n\n00:00:0{at}.990 --> 00:00:0{}.000\n{line}\n \n\n",
                at + 1
            )
        };
        let cues: Vec<String> = (0..lines.len()).map(cue).collect();
        let text = format!("WEBVTT\nKind: captions\nLanguage: en\n\n{}", cues.concat());
        assert_eq!(
            shown("a.vtt", text.as_bytes()),
            "[ 0-4990] so we dug all day long and then it rained on us"
        );
        assert!(warned("a.vtt", text.as_bytes()).is_empty());
    }

    #[test]
    fn what_is_said_again_stays() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nYes.\n\n2\n00:00:02,000 --> 00:00:03,000\nYes.\n\n3\n00:00:03,000 --> 00:00:04,000\nSo.\n\n4\n00:00:04,000 --> 00:00:05,000\nNo.\n";
        assert_eq!(
            shown("a.srt", text.as_bytes()),
            "[ 1000-5000] Yes. Yes. So. No."
        );
    }
}
