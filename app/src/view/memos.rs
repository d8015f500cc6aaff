//! All memos in one place: what each is about, who wrote it, and the way there.

use codebooks::{CodeId, CodeTree};
use jiff::tz::TimeZone;
use project::text::CharRange;
use project::{CaseId, CoderId, Memo, MemoId, Project, SourceId, Subject};

use super::history::day_and_time;

/// A memo as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoRow {
    /// Which memo.
    pub memo: MemoId,
    /// What it is about: "Code", "Quote", "Source" …
    pub kind: &'static str,
    /// What that is called, or its words.
    pub about: String,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub coder: String,
    /// Whose it is.
    pub by: CoderId,
    /// The day it was begun: "Monday 2 March 2026".
    pub day: String,
    /// With the time of day: "Monday 2 March 2026, 14:05".
    pub written: String,
    /// Where a click leads.
    pub way: Way,
}

/// Where a click on a memo leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nowhere.
    Nowhere,
    /// To the journal.
    Journal,
    /// To the ratings.
    Ratings,
    /// To a passage.
    Passage(SourceId, CharRange),
    /// To a source.
    Source(SourceId),
    /// To a code.
    Code(CodeId),
    /// To a case.
    Case(CaseId),
}

/// The kind of memos on the project as a whole: the journal.
pub const JOURNAL: &str = "Project";

/// The kinds of memos, by what they are on.
pub const KINDS: [&str; 7] = [
    JOURNAL, "Source", "Passage", "Code", "Quote", "Case", "Rating",
];

/// The memos of a kind (none: of any) that have these letters, newest first, with times of a zone. Entries of the
/// journal stay at the day they were written, other memos come up when they are changed.
#[must_use]
pub fn memo_rows(
    project: &Project,
    tree: &CodeTree,
    letters: &str,
    kind: Option<&str>,
    zone: &TimeZone,
) -> Vec<MemoRow> {
    let letters = letters.trim().to_lowercase();
    let mut memos: Vec<_> = project.memos().iter().collect();
    memos.sort_by_key(|memo| {
        let at = if kind == Some(JOURNAL) {
            memo.created_at
        } else {
            memo.changed_at
        };
        std::cmp::Reverse((at, memo.id))
    });
    let rows = memos
        .into_iter()
        .map(|memo| row_of(project, tree, memo, zone))
        .filter(|row| kind.is_none_or(|kind| kind == row.kind));
    let fits = |row: &MemoRow| {
        letters.is_empty()
            || [&row.text, &row.about, &row.coder]
                .iter()
                .any(|words| words.to_lowercase().contains(&letters))
    };
    rows.filter(fits).collect()
}

fn row_of(project: &Project, tree: &CodeTree, memo: &Memo, zone: &TimeZone) -> MemoRow {
    let source = |id: SourceId| {
        project
            .sources()
            .get(id)
            .map(|source| source.name.clone())
            .unwrap_or_default()
    };
    let case = |id| {
        project
            .cases()
            .get(id)
            .map(|case| case.name.clone())
            .unwrap_or_default()
    };
    let (kind, about, way) = match memo.subject {
        Subject::Project => (JOURNAL, project.info().name.clone(), Way::Journal),
        Subject::Source(id) => ("Source", source(id), Way::Source(id)),
        Subject::Passage(id, range) => ("Passage", source(id), Way::Passage(id, range)),
        Subject::Code(code) => (
            "Code",
            tree.path(code)
                .map(|path| path.to_string())
                .unwrap_or_default(),
            Way::Code(code),
        ),
        Subject::Coding(id) => match project.codings().get(id) {
            Some(coding) => {
                let about = format!(
                    "{}: “{}”",
                    tree.name(coding.code).unwrap_or_default(),
                    coding.quote
                );
                ("Quote", about, Way::Passage(coding.source, coding.range))
            }
            None => ("Quote", String::new(), Way::Nowhere),
        },
        Subject::Case(id) => ("Case", case(id), Way::Case(id)),
        Subject::Rating(id) => {
            let rating = project.ratings().get(id);
            (
                "Rating",
                rating.map(|rating| case(rating.case)).unwrap_or_default(),
                Way::Ratings,
            )
        }
    };
    let coder = project
        .coders()
        .get(memo.coder)
        .map(|coder| coder.name.clone())
        .unwrap_or_default();
    let (day, time) = day_and_time(memo.created_at, zone);
    MemoRow {
        memo: memo.id,
        kind,
        about,
        text: memo.text.clone(),
        coder,
        by: memo.coder,
        written: format!("{day}, {time}"),
        day,
        way,
    }
}

#[cfg(test)]
mod tests {
    use project::{Edit, NewMemo};

    use super::*;
    use crate::fixture;

    #[test]
    fn memos_say_what_they_are_about_and_lead_there() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 2");
        let code = fixture::code_named(workspace.project(), "Trust");
        let coding = workspace.project().codings().iter().next().unwrap().id;
        for (subject, text) in [
            (Subject::Source(source), "Short call"),
            (Subject::Code(code), "Split later?"),
            (Subject::Coding(coding), "Key quote"),
            (Subject::Project, "Began in May"),
        ] {
            workspace
                .edit(Edit::WriteMemo(NewMemo {
                    id: None,
                    subject,
                    text: text.into(),
                }))
                .unwrap();
        }
        let project = workspace.project();
        let tree = project.code_tree();
        let listed = |letters: &str, kind| memo_rows(project, &tree, letters, kind, &TimeZone::UTC);
        let rows = listed("", None);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.kind, row.about.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("Project", "Families"),
                ("Quote", "Trust: “I trust her”"),
                ("Code", "Enablers / Trust"),
                ("Source", "Parent 2")
            ]
        );
        assert_eq!(
            (rows[2].way, rows[3].way),
            (Way::Code(code), Way::Source(source))
        );
        assert_eq!(listed("KEY", None).len(), 1);
        assert_eq!(listed("KEY", Some("Code")).len(), 0);
        for kind in KINDS {
            assert!(listed("", Some(kind)).iter().all(|row| row.kind == kind));
        }
    }

    #[test]
    fn entries_of_the_journal_stay_at_their_day() {
        let mut workspace = fixture::evaluation();
        for text in ["Began in May", "Two coders now"] {
            workspace
                .edit(Edit::WriteMemo(NewMemo {
                    id: None,
                    subject: Subject::Project,
                    text: text.into(),
                }))
                .unwrap();
        }
        let first = workspace.project().memos_on(Subject::Project).next();
        let first = first.unwrap().id;
        workspace
            .edit(Edit::ReviseMemo(first, "Began in April".into()))
            .unwrap();
        let project = workspace.project();
        let tree = project.code_tree();
        let rows = memo_rows(project, &tree, "", Some(JOURNAL), &TimeZone::UTC);
        let shown: Vec<_> = rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(shown, ["Two coders now", "Began in April"]);
        assert!(rows[0].written.starts_with("Tuesday 14 November 2023, "));
        assert_eq!((rows[0].way, rows[0].by), (Way::Journal, workspace.coder()));
    }
}
