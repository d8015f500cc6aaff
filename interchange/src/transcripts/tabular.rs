//! Which columns of a table hold speaker, words and time, if it is a transcript at all.

use super::names::{Likeness, likeness};
use super::times;

/// The columns of a transcript table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) speaker: Option<usize>,
    pub(super) words: usize,
    pub(super) time: Option<usize>,
    /// Whether the first row names the columns.
    pub(super) header: bool,
}

const SPEAKER_HEADS: &[&str] = &[
    "speaker",
    "name",
    "who",
    "participant",
    "interlocutor",
    "speaker name",
    "voice",
    "person",
    "siaradwr",
    "enw",
    "speaker_name",
    "speaker id",
    "speaker_id",
    "speakers",
    "author",
    "sender",
    "sprecher",
    "sprecherin",
    "locuteur",
    "hablante",
];
const WORDS_HEADS: &[&str] = &[
    "content",
    "text",
    "transcript",
    "speech",
    "utterance",
    "utterance_text",
    "utterance text",
    "words",
    "what was said",
    "what is said",
    "what said",
    "said",
    "testun",
    "transcription",
    "word",
    "utterances",
    "dialogue",
    "message",
    "spoken text",
    "äußerung",
    "texte",
    "texto",
];
const TIME_HEADS: &[&str] = &[
    "time",
    "timespan",
    "timestamp",
    "start",
    "start time",
    "time stamp",
    "timecode",
    "time code",
    "begin",
    "from",
    "amser",
    "start time",
    "start_time",
    "starttime",
    "begin time",
    "begin_time",
    "time start",
    "time_start",
    "start timestamp",
    "time in",
    "onset",
    "beginn",
    "début",
];
const END_HEADS: &[&str] = &[
    "end",
    "stop",
    "to",
    "end time",
    "end_time",
    "endtime",
    "stop time",
    "time end",
    "time_end",
    "end timestamp",
    "time out",
    "offset",
    "ende",
    "fin",
];

/// Whether a column's heading says that it holds speakers.
pub(super) fn is_speaker_head(head: &str) -> bool {
    SPEAKER_HEADS.contains(&bare(head).as_str())
}

/// Whether a column's heading says that it holds what was said.
pub(super) fn is_words_head(head: &str) -> bool {
    let head = bare(head);
    WORDS_HEADS.contains(&head.as_str())
        || [" transcription", " transcript"]
            .iter()
            .any(|end| head.ends_with(end))
}

/// Whether a column's heading says that it holds times.
pub(super) fn is_time_head(head: &str) -> bool {
    TIME_HEADS.contains(&bare(head).as_str())
}

/// Whether a column's heading says that it holds the ends of what is said.
pub(super) fn is_end_head(head: &str) -> bool {
    END_HEADS.contains(&bare(head).as_str())
}

/// A heading in small letters, without what it says in brackets of its unit: `Start time (s)`.
fn bare(head: &str) -> String {
    const LONGEST: usize = 120;
    let head = head.split(['(', '[']).next().unwrap_or(head);
    // What people say is longer than headings, and is asked for often.
    if head.len() > LONGEST {
        return String::new();
    }
    head.trim().trim_end_matches(':').to_lowercase()
}

/// Finds the columns: times by their form, words by their length, speakers by being short, few and repeated.
pub(super) fn columns(rows: &[Vec<String>]) -> Option<Columns> {
    let width = rows
        .iter()
        .map(Vec::len)
        .max()
        .filter(|&width| (2..=6).contains(&width))?;
    let header = rows.first().is_some_and(|row| {
        row.iter()
            .any(|cell| is_words_head(cell) || is_speaker_head(cell))
            && row.iter().all(|cell| cell.len() < 40)
    });
    let body = &rows[usize::from(header)..];
    if body.len() < if header { 1 } else { 3 } {
        return None;
    }
    let column = |place: usize| {
        body.iter()
            .filter_map(move |row| row.get(place))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    };
    let share = |place: usize, holds: &dyn Fn(&str) -> bool| {
        let all = column(place).count();
        all > 0 && column(place).filter(|cell| holds(cell)).count() * 10 >= all * 8
    };
    let is_time = |cell: &str| times::stamp(cell).is_some_and(|stamp| stamp.len == cell.len());
    let time = (0..width).find(|&place| share(place, &is_time));
    let length = |place: usize| column(place).map(str::len).sum::<usize>();
    let words = (0..width)
        .filter(|&place| Some(place) != time)
        .max_by_key(|&place| length(place))?;
    let speaker = (0..width).find(|&place| {
        if Some(place) == time || place == words {
            return false;
        }
        let mut names: Vec<String> = column(place).map(super::names::key).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        let short = share(place, &|cell: &str| {
            cell.chars().count() <= 40 && !cell.contains('\n') && cell.split(' ').count() <= 6
        });
        let like_people = share(place, &|cell: &str| {
            likeness(cell.trim_end_matches(':')) > Likeness::Prose
        });
        short
            && like_people
            && all > 0
            && (names.len() * 2 <= all || header || all < 8)
            && names.len() >= 2.min(all)
    });
    // Names repeat; a list of different things with a description each is no transcript.
    let repeated = speaker.is_some_and(|place| {
        let mut names: Vec<String> = column(place).map(super::names::key).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        names.len() < all
    });
    let found = Columns {
        speaker: speaker.filter(|_| repeated || header),
        words,
        time,
        header,
    };
    (found.speaker.is_some() || found.time.is_some()).then_some(found)
}

/// Whether a table of two columns holds questions and what was answered, and whether its first row says so.
pub(super) fn questions(rows: &[Vec<String>]) -> Option<bool> {
    let header = rows.first().is_some_and(|row| {
        row.first()
            .is_some_and(|cell| is_one_of(QUESTION_HEADS, cell))
            && row.get(1).is_some_and(|cell| is_one_of(ANSWER_HEADS, cell))
    });
    let body = &rows[usize::from(header)..];
    let asking = body.iter().filter(|row| {
        row.first()
            .is_some_and(|cell| cell.trim_end().ends_with('?'))
    });
    let fits = rows.iter().all(|row| row.len() == 2)
        && body.len() >= 3
        && (header || asking.count() * 10 >= body.len() * 7);
    fits.then_some(header)
}

const QUESTION_HEADS: &[&str] = &[
    "question",
    "questions",
    "prompt",
    "cwestiwn",
    "frage",
    "pregunta",
];
const ANSWER_HEADS: &[&str] = &[
    "answer",
    "answers",
    "response",
    "responses",
    "reply",
    "ateb",
    "ymateb",
    "antwort",
    "réponse",
    "respuesta",
];

fn is_one_of(heads: &[&str], cell: &str) -> bool {
    heads.contains(&cell.trim().trim_end_matches(':').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Option<Columns> {
        columns(
            &rows
                .iter()
                .map(|row| row.iter().map(|&cell| cell.to_owned()).collect())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn columns_are_known_in_any_order() {
        let nvivo = table(&[
            &["Timespan", "Content", "Speaker"],
            &["0:00:06.8 - 0:00:11.8", "I'm OK, thank you.", "Ada"],
            &["0:00:12.0 - 0:00:13.0", "Good.", "Lee"],
        ]);
        assert_eq!(
            nvivo,
            Some(Columns {
                speaker: Some(2),
                words: 1,
                time: Some(0),
                header: true
            })
        );
        let plain = table(&[
            &["Doctor", "Hello there."],
            &["Patient", "Hello to you."],
            &["Doctor", "So how are you?"],
            &["Patient", "Fine, I think."],
        ]);
        assert_eq!(
            plain,
            Some(Columns {
                speaker: Some(0),
                words: 1,
                time: None,
                header: false
            })
        );
    }

    #[test]
    fn lists_are_no_transcripts() {
        assert_eq!(
            table(&[
                &["Date", "3 May"],
                &["Place", "At home"],
                &["Consent", "Given in writing"]
            ]),
            None
        );
        assert_eq!(
            table(&[
                &["School", "Attends four days a week"],
                &["Health", "Asthma since the age of four"],
                &["Home", "Two rooms for five people"]
            ]),
            None
        );
    }

    #[test]
    fn questions_and_answers_side_by_side() {
        let of = |rows: &[[&str; 2]]| {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|row| row.map(str::to_owned).to_vec())
                .collect();
            questions(&rows)
        };
        let asked = [
            ["1. Who helped?", "She did."],
            ["2. How?", "By listening."],
            ["3. What else?", ""],
        ];
        assert_eq!(of(&asked), Some(false));
        let headed = [
            ["Question", "Response"],
            ["Who helped", "She did."],
            ["How", "So."],
            ["Else", "No."],
        ];
        assert_eq!(of(&headed), Some(true));
        let cover = [
            ["Date", "3 May"],
            ["Place", "Home"],
            ["Consent given?", "Yes"],
        ];
        assert_eq!(of(&cover), None);
    }
}
