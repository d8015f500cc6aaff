//! Documents of paragraphs and tables, whatever format they come in, and the script they make.

use super::script::{Given, Look, Script};
use super::{names, tabular, times};
use crate::{Place, Warning};

/// The body of a document.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) blocks: Vec<Block>,
    pub(super) left_out: LeftOut,
}

/// What stands beside the text and was counted on the way.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    pub(super) comments: usize,
    pub(super) notes: usize,
    pub(super) boxes: usize,
    pub(super) deletions: usize,
    pub(super) insertions: usize,
    pub(super) hidden: usize,
    pub(super) entities: Vec<(Place, String)>,
}

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Vec<Row>),
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) paragraphs: Vec<Paragraph>,
}

/// A paragraph: pieces of words, line ends within it as `\n`.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) pieces: Vec<Piece>,
    pub(super) heading: bool,
    /// Whether its style is bold or italic.
    pub(super) strong: bool,
}

/// Words with one look.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) words: String,
    /// Bold or italic.
    pub(super) strong: bool,
}

impl Block {
    /// Whether nothing but blanks is in it.
    pub(super) fn is_blank(&self) -> bool {
        self.words()
            .chars()
            .all(|c| c.is_whitespace() || times::is_blank(c))
    }

    /// All its words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Paragraph(paragraph) => paragraph.words(),
            Self::Table(rows) => rows
                .iter()
                .flat_map(|row| &row.cells)
                .map(Cell::words)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

impl Cell {
    /// Its paragraphs, a line each, those without words left out.
    pub(super) fn words(&self) -> String {
        self.paragraphs
            .iter()
            .map(Paragraph::words)
            .filter(|words| !words.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Paragraph {
    pub(super) fn words(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.words.as_str())
            .collect()
    }
}

/// Says what stands beside the text and was left out.
pub(super) fn report_left_out(left: &LeftOut, warnings: &mut Vec<Warning>) {
    for (count, one, many) in [
        (
            left.comments,
            "comment was left out",
            "comments were left out",
        ),
        (
            left.notes,
            "footnote or endnote was left out",
            "footnotes and endnotes were left out",
        ),
        (
            left.boxes,
            "text box was left out",
            "text boxes were left out",
        ),
        (
            left.deletions,
            "tracked deletion was left out, as accepted",
            "tracked deletions were left out, as accepted",
        ),
        (
            left.insertions,
            "tracked insertion was read, as accepted",
            "tracked insertions were read, as accepted",
        ),
        (
            left.hidden,
            "passage of hidden text was left out",
            "passages of hidden text were left out",
        ),
    ] {
        warnings.extend(Warning::of_count(count, one, many));
    }
    for (place, name) in &left.entities {
        warnings.push(Warning::new(
            place.clone(),
            format!("“&{name};” is not a character that documents know, it stays as written"),
        ));
    }
}

/// Writes the text: a paragraph a line, tables that are transcripts as `Name: words`, other tables set apart.
pub(super) fn to_script(blocks: Vec<Block>) -> Script {
    let mut script = Script {
        paragraphs: true,
        ..Script::default()
    };
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => push_paragraph(&mut script, &paragraph),
            Block::Table(rows) => push_table(&mut script, rows),
        }
    }
    script
}

fn push_paragraph(script: &mut Script, paragraph: &Paragraph) {
    let broken = at_run_in_labels(paragraph);
    let paragraph = broken.as_ref().unwrap_or(paragraph);
    let words = paragraph.words();
    let mut starts = Vec::with_capacity(paragraph.pieces.len());
    let mut at = 0;
    for piece in &paragraph.pieces {
        starts.push(at);
        at += piece.words.len();
    }
    let mut start = 0;
    let mut opens = true;
    for line in words.split('\n') {
        let end = start + line.len();
        let look = Look {
            strong: strong_run(paragraph, &starts, start, end),
            heading: paragraph.heading,
            apart: false,
        };
        script.push(line, opens && !line.trim().is_empty(), look, None);
        opens = opens && line.trim().is_empty();
        start = end + 1;
    }
}

/// How many labels must run on in one paragraph before it is broken at them.
const LEAST_RUN_IN: usize = 4;

/// A paragraph in which a whole talk runs on, **Interviewer:** so **Participant:** and so, with a line for each turn.
fn at_run_in_labels(paragraph: &Paragraph) -> Option<Paragraph> {
    // Most paragraphs have too few bold pieces to hold that many labels.
    if paragraph.pieces.iter().filter(|piece| piece.strong).count() < LEAST_RUN_IN {
        return None;
    }
    // The colon may be plain.
    let label = |at: usize| {
        let (piece, next) = (&paragraph.pieces[at], paragraph.pieces.get(at + 1));
        let words = piece.words.trim();
        let name = words.strip_suffix(':').unwrap_or(words);
        let ends = name.len() < words.len()
            || next.is_some_and(|next| next.words.trim_start().starts_with(':'));
        let is_label = piece.strong && ends && names::likeness(name) >= names::Likeness::Code;
        is_label.then(|| names::key(name))
    };
    let labels: Vec<Option<String>> = (0..paragraph.pieces.len()).map(label).collect();
    let mut found = labels.iter().flatten();
    let first = found.next()?;
    if found.clone().count() + 1 < LEAST_RUN_IN || found.all(|key| key == first) {
        return None;
    }
    let mut pieces: Vec<Piece> = Vec::with_capacity(paragraph.pieces.len());
    for (piece, label) in paragraph.pieces.iter().zip(&labels) {
        let mut words = piece.words.as_str();
        if label.is_some()
            && let Some(before) = pieces.last_mut()
        {
            let kept = before.words.trim_end_matches(' ').len();
            before.words.truncate(kept);
            if !before.words.ends_with('\n') {
                before.words.push('\n');
            }
            words = words.trim_start();
        }
        pieces.push(Piece {
            words: words.to_owned(),
            strong: piece.strong,
        });
    }
    Some(Paragraph {
        pieces,
        heading: paragraph.heading,
        strong: paragraph.strong,
    })
}

/// How many bytes from a line's start are bold or italic, blanks at the end not counting.
/// `starts` are the places at which the pieces begin in the paragraph.
fn strong_run(paragraph: &Paragraph, starts: &[usize], start: usize, end: usize) -> usize {
    let mut run = start;
    let first = starts.partition_point(|&at| at <= start).saturating_sub(1);
    for (piece, &at) in paragraph.pieces.iter().zip(starts).skip(first) {
        if at >= end {
            break;
        }
        let next = at + piece.words.len();
        if next > start {
            if !(piece.strong || piece.words.trim().is_empty()) {
                break;
            }
            if piece.strong {
                run = next.min(end);
            }
        }
    }
    run.clamp(start, end) - start
}

fn push_table(script: &mut Script, rows: Vec<Row>) {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.cells.iter().map(Cell::words).collect())
        .collect();
    if let Some(columns) = tabular::columns(&cells) {
        for row in cells.iter().skip(usize::from(columns.header)) {
            push_utterance(script, row, &columns);
        }
        return;
    }
    if let Some(header) = tabular::questions(&cells) {
        if header {
            push_apart(script, &cells[0]);
        }
        for row in cells.iter().skip(usize::from(header)) {
            push_answer(script, row);
        }
        return;
    }
    // A frame of one column is only a frame.
    if cells.iter().all(|row| row.len() <= 1) {
        for paragraph in rows
            .into_iter()
            .flat_map(|row| row.cells)
            .flat_map(|cell| cell.paragraphs)
        {
            push_paragraph(script, &paragraph);
        }
        return;
    }
    for row in &cells {
        push_apart(script, row);
    }
}

/// A row of a table that is no transcript.
fn push_apart(script: &mut Script, row: &[String]) {
    let line = row
        .iter()
        .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\t");
    let look = Look {
        apart: true,
        ..Look::default()
    };
    if !line.trim().is_empty() {
        script.push(line.trim_end(), true, look, None);
    }
}

/// A row of a table with a question and its answer.
fn push_answer(script: &mut Script, row: &[String]) {
    for (cell, speaker) in row.iter().zip(["Question", "Answer"]) {
        let given = Given {
            speaker: Some(speaker.to_owned()),
            ..Given::default()
        };
        let mut given = Some(given);
        for line in cell.lines().filter(|line| !line.trim().is_empty()) {
            script.push(line, true, Look::default(), given.take());
        }
    }
}

/// One row of a transcript table. A row without a speaker goes on with the one above.
fn push_utterance(script: &mut Script, row: &[String], columns: &tabular::Columns) {
    let cell = |column: Option<usize>| {
        column
            .and_then(|column| row.get(column))
            .map_or("", |cell| cell.trim())
    };
    let words = cell(Some(columns.words));
    let who = cell(columns.speaker)
        .trim_end_matches([':', '.', ' '])
        .replace('\n', " ");
    if words.is_empty() && who.is_empty() {
        return;
    }
    let time = times::stamp(cell(columns.time)).or_else(|| {
        times::stamp(words)
            .filter(|stamp| stamp.wrapped && columns.time.is_none() && columns.speaker.is_none())
    });
    let mut lines = words.split('\n');
    let first = lines.next().unwrap_or_default();
    if who.is_empty()
        && columns.speaker.is_some()
        && script.lines.last().is_some_and(|line| !line.look.apart)
        && script
            .lines
            .iter()
            .rev()
            .take(1000)
            .any(|line| line.given.is_some())
    {
        script.push(first, true, Look::default(), None);
    } else {
        let (from_ms, to_ms) = time.map_or((None, None), |time| (Some(time.from_ms), time.to_ms));
        let (label, given) = Given::labelled(&who, from_ms, to_ms);
        script.push(
            &format!("{label}{first}"),
            true,
            Look::default(),
            Some(given),
        );
    }
    for line in lines {
        script.push(line, true, Look::default(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(pieces: &[(&str, bool)]) -> Paragraph {
        Paragraph {
            pieces: pieces
                .iter()
                .map(|(words, strong)| Piece {
                    words: (*words).to_owned(),
                    strong: *strong,
                })
                .collect(),
            ..Paragraph::default()
        }
    }

    #[test]
    fn bold_runs_are_joined_and_measured_by_line() {
        let mut script = Script::default();
        push_paragraph(
            &mut script,
            &paragraph(&[
                ("A", true),
                ("da", true),
                (" ", false),
                (": so", false),
                ("\n", false),
                ("Le", true),
                ("e", false),
            ]),
        );
        let strong: Vec<usize> = script.lines.iter().map(|line| line.look.strong).collect();
        assert_eq!(script.text, "Ada : so\nLee");
        assert_eq!(strong, [3, 2]);
    }

    #[test]
    fn a_talk_that_runs_on_in_one_paragraph_is_broken_at_its_labels() {
        let said = |name| [(name, true), (" so. ", false)];
        let talk = [said("Interviewer:"), said("Interviewee:")]
            .concat()
            .repeat(2);
        let mut script = Script::default();
        push_paragraph(&mut script, &paragraph(&talk));
        assert_eq!(
            script.text.trim_end(),
            "Interviewer: so.\nInterviewee: so.\nInterviewer: so.\nInterviewee: so."
        );
        let mut script = Script::default();
        let split = [
            ("Q", true),
            (":", false),
            (" So? ", false),
            ("A", true),
            (": So. ", false),
        ];
        push_paragraph(&mut script, &paragraph(&split.repeat(2)));
        assert_eq!(script.text, "Q: So?\nA: So.\nQ: So?\nA: So. ");
        let note = [said("Note:"), said("Interviewer:")].concat();
        let mut script = Script::default();
        push_paragraph(&mut script, &paragraph(&note));
        assert_eq!(script.lines.len(), 1);
    }

    #[test]
    fn a_frame_of_one_column_is_plain_text() {
        let cell = Cell {
            paragraphs: vec![
                paragraph(&[("I: So?", false)]),
                paragraph(&[("P: Yes.", false)]),
            ],
        };
        let script = to_script(vec![Block::Table(vec![Row { cells: vec![cell] }])]);
        assert_eq!(script.text, "I: So?\nP: Yes.");
        assert!(!script.lines[0].look.apart);
    }

    #[test]
    fn a_table_of_questions_and_answers_is_an_interview() {
        let row = |one: &str, two: &str| Row {
            cells: [one, two]
                .map(|words| Cell {
                    paragraphs: vec![paragraph(&[(words, false)])],
                })
                .into(),
        };
        let script = to_script(vec![Block::Table(vec![
            row("Question", "Answer"),
            row("Who helped?", "She did.\nEvery week."),
            row("How?", ""),
            row("What else?", "No."),
        ])]);
        let given = script.lines.iter().map(|line| {
            let given = line.given.as_ref();
            given
                .and_then(|given| given.speaker.as_deref())
                .unwrap_or("")
        });
        assert_eq!(
            given.collect::<Vec<_>>(),
            [
                "", "Question", "Answer", "", "Question", "Question", "Answer"
            ]
        );
        assert!(script.lines[0].look.apart);
    }

    #[test]
    fn a_cover_table_is_set_apart() {
        let row = |one: &str, two: &str| Row {
            cells: vec![
                Cell {
                    paragraphs: vec![paragraph(&[(one, false)])],
                },
                Cell {
                    paragraphs: vec![paragraph(&[(two, false)])],
                },
            ],
        };
        let script = to_script(vec![Block::Table(vec![
            row("Date", "3 May"),
            row("Place", "Home"),
        ])]);
        assert_eq!(script.text, "Date\t3 May\nPlace\tHome");
        assert!(script.lines.iter().all(|line| line.look.apart));
    }
}
