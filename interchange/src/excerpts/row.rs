//! One exported quote: the columns and their order are a promise to scripts.

use codebooks::{CodeId, Kind};
use project::{CodingId, SourceId, SourceKind, SpeakerRole, same_name};

/// The columns of every export, in order; those of the attributes follow.
pub const COLUMNS: [&str; 16] = [
    "quote_id",
    "source",
    "case",
    "respondent",
    "group",
    "speaker",
    "turn",
    "start",
    "end",
    "code_path",
    "kind",
    "quote",
    "memo",
    "weight",
    "coder",
    "coded_at",
];

/// One coding with all that an export says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcerptRow {
    /// The coding's id, which stays the same for ever.
    pub quote_id: String,
    /// The source's name.
    pub source: String,
    /// The case the words count for; a source that belongs to none is its own.
    pub case: String,
    /// Whose words they are: the speaker's name, or the case's (a source without one is its own) where the label
    /// names nobody (`P:`) and one person alone speaks for it; "" for the interviewer's words.
    pub respondent: String,
    /// The respondent group; "" where none is recorded.
    pub group: String,
    /// The speaker as labelled in the source; "" for unlabelled text.
    pub speaker: String,
    /// The turn in which the quote begins, counted from 1; none where the source has no turns.
    pub turn: Option<u32>,
    /// The first code point of the quote in the source's text, from 0.
    pub start: u32,
    /// The first code point after it.
    pub end: u32,
    /// The code's names from the top of the tree, joined by ` / `.
    pub code_path: String,
    /// The code's kind, its own or inherited.
    pub kind: Kind,
    /// The words as they were coded.
    pub quote: String,
    /// What the coders noted on it, one memo a paragraph.
    pub memo: String,
    /// How strongly it speaks for (or against) the code, from -2 to 2.
    pub weight: Option<i8>,
    /// Who coded it.
    pub coder: String,
    /// When, as ISO 8601 in UTC.
    pub coded_at: String,
    /// Attributes by name, in the order shown; "" where none is recorded. The same names in every row.
    pub attributes: Vec<(String, String)>,

    /// The coding. This and what follows is for ordering and display, not a column.
    pub coding: CodingId,
    /// The code.
    pub code: CodeId,
    /// The source.
    pub source_id: SourceId,
    /// What sort of source it is.
    pub source_kind: SourceKind,
    /// When in the evaluation the source was collected; "" when there is one wave only.
    pub wave: String,
    /// Whether the speaker asks or answers; none for unlabelled text.
    pub role: Option<SpeakerRole>,
    /// What the quote is grouped by: its group, unless another attribute was asked for.
    pub grouped_by: String,
}

impl ExcerptRow {
    /// The kind of source as a person reads it: `Interview`.
    fn source_words(&self) -> String {
        let kind = match self.source_kind {
            SourceKind::Interview => "Interview",
            SourceKind::FocusGroup => "Focus group",
            SourceKind::CaseFile => "Case file",
            SourceKind::Other => self.source.as_str(),
        };
        if self.wave.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind} ({})", self.wave)
        }
    }
}

/// Where a quote comes from, for people: `Parent 2, Interview, turn 14`. The interviewer's words are marked
/// as such, and what nobody in particular says goes under its source: `Case file 3, paragraph 7`.
#[must_use]
pub fn attribution(row: &ExcerptRow) -> String {
    let mut parts: Vec<String> = Vec::new();
    match row.role {
        Some(SpeakerRole::Interviewer) if same_name(&row.speaker, "interviewer") => {
            parts.push(row.speaker.clone());
            parts.push(row.source.clone());
        }
        Some(SpeakerRole::Interviewer) => {
            parts.push(format!("{} (interviewer)", row.speaker));
            parts.push(row.source.clone());
        }
        Some(SpeakerRole::Respondent) => {
            parts.push(row.respondent.clone());
            parts.push(row.source_words());
        }
        None => parts.push(row.source.clone()),
    }
    parts.retain(|part| !part.is_empty());
    parts.dedup();
    if let Some(turn) = row.turn {
        // Where nobody is named, a turn is a paragraph.
        let what = if row.role.is_some() {
            "turn"
        } else {
            "paragraph"
        };
        parts.push(format!("{what} {turn}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::excerpt;

    #[test]
    fn a_quote_says_whose_it_is_where_and_in_which_turn() {
        let mut row = excerpt("Trust", "parents", "She listened.");
        assert_eq!(attribution(&row), "Parent 2, Interview, turn 14");
        row.source_kind = SourceKind::FocusGroup;
        row.wave = "baseline".to_owned();
        assert_eq!(
            attribution(&row),
            "Parent 2, Focus group (baseline), turn 14"
        );
        row.source_kind = SourceKind::Other;
        row.wave.clear();
        assert_eq!(
            attribution(&row),
            "Parent 2, Interview with Parent 2, turn 14"
        );
    }

    #[test]
    fn the_interviewers_words_are_marked_and_unlabelled_text_has_its_source() {
        let mut row = excerpt("Trust", "parents", "And then?");
        row.role = Some(SpeakerRole::Interviewer);
        row.speaker = "INT".to_owned();
        row.respondent.clear();
        assert_eq!(
            attribution(&row),
            "INT (interviewer), Interview with Parent 2, turn 14"
        );
        row.speaker = "Interviewer".to_owned();
        assert_eq!(
            attribution(&row),
            "Interviewer, Interview with Parent 2, turn 14"
        );
        row.role = None;
        row.source = "Case file 3".to_owned();
        assert_eq!(attribution(&row), "Case file 3, paragraph 14");
        row.turn = None;
        assert_eq!(attribution(&row), "Case file 3");
    }
}
