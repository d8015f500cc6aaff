//! Tables whose heads say that the speaker stands behind what is said: `Timespan`, `Content`, `Speaker`.

use super::super::tabular;
use super::glyphs::Glyph;
use super::lines::{Line, line, rows};

/// How far apart columns are set that changed places, in sizes of the letters.
const APART: f64 = 2.0;

/// On which pages the heads are looked for.
const FIRST_PAGES: usize = 3;

/// Where the cells of what is said begin, and those of the speakers behind it.
struct Heads {
    said: f64,
    speaker: f64,
    size: f64,
}

/// Puts the column of speakers before that of what they say, from the page on which the heads stand.
pub(super) fn settle(pages: &mut [Vec<Glyph>]) {
    let found = pages
        .iter()
        .take(FIRST_PAGES)
        .enumerate()
        .find_map(|(number, page)| {
            let seen = page.iter().filter(|glyph| !glyph.text.trim().is_empty());
            let mut lines = rows(seen.collect()).into_iter().filter_map(line);
            Some((number, lines.find_map(|line| heads(&line))?))
        });
    let Some((first, heads)) = found else { return };
    let right = pages[first..]
        .iter()
        .flatten()
        .filter(|glyph| glyph.x >= heads.speaker - 1.0)
        .map(|glyph| glyph.x + glyph.width)
        .fold(heads.speaker, f64::max);
    let breadth = right - heads.speaker + heads.size * APART;
    for page in &mut pages[first..] {
        let crosses = |glyph: &&Glyph| {
            let from = glyph.x < heads.speaker - 1.0;
            from && glyph.x + glyph.width > heads.speaker + 1.0 && !glyph.text.trim().is_empty()
        };
        // What goes across is no row of the table.
        let mut across: Vec<f64> = page.iter().filter(crosses).map(|glyph| glyph.y).collect();
        across.sort_by(f64::total_cmp);
        for glyph in page.iter_mut() {
            let near = heads.size * 0.3;
            let next = across.partition_point(|y| *y <= glyph.y - near);
            if across.get(next).is_some_and(|y| *y < glyph.y + near) {
                continue;
            }
            if glyph.x >= heads.speaker - 1.0 {
                glyph.x -= heads.speaker - heads.said;
            } else if glyph.x >= heads.said - 1.0 {
                glyph.x += breadth;
            }
        }
    }
}

/// The heads of a table in a line that has nothing else.
fn heads(line: &Line) -> Option<Heads> {
    let words = &line.words;
    let is_number = |text: &str| matches!(text, "#" | "No." | "No" | "Nr." | "Nr" | "Number");
    let all = words.iter().all(|word| {
        let text = word.text.as_str();
        tabular::is_speaker_head(text)
            || tabular::is_words_head(text)
            || tabular::is_time_head(text)
            || is_number(text)
    });
    let said = words
        .iter()
        .find(|word| tabular::is_words_head(&word.text))?;
    let speaker = words
        .last()
        .filter(|word| tabular::is_speaker_head(&word.text))?;
    let apart = speaker.left - said.right > line.size * APART;
    (all && apart).then_some(Heads {
        said: said.left,
        speaker: speaker.left,
        size: line.size,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;
    use super::super::tests::pdf;

    #[test]
    fn speakers_may_stand_behind_what_they_say() {
        let at = |x: i32, y: i32, text: &str| format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n");
        let row = |y: i32, time: &str, said: &str, speaker: &str| {
            at(60, y, time) + &at(160, y, said) + &at(400, y, speaker)
        };
        let mut one = row(760, "Timespan", "Content", "Speaker");
        let mut two = String::new();
        for n in 0..8_i32 {
            let (page, y) = if n < 5 {
                (&mut one, 740 - n * 30)
            } else {
                (&mut two, 760 - (n - 5) * 30)
            };
            let time = format!("0:0{n}:00.0 - 0:0{n}:30.0");
            let speaker = ["Interviewer", "Megan"][usize::try_from(n % 2).unwrap()];
            *page += &row(
                y,
                &time,
                &format!("It was in year {n} that the bus"),
                speaker,
            );
            *page += &at(160, y - 12, "came no more.");
        }
        let read = shown("a.pdf", &pdf(&[&one, &two], |_| ()));
        let turns: Vec<&str> = read
            .lines()
            .filter(|line| line.contains("It was"))
            .collect();
        assert_eq!(turns.len(), 8, "{read}");
        assert!(
            turns[7].starts_with("[Megan 420000-")
                && turns[7].ends_with("year 7 that the bus came no more."),
            "{read}"
        );
    }
}
