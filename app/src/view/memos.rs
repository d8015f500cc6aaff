//! All memos in one place: what each is about, who wrote it, and the way there.

use codebooks::{CodeId, CodeTree};
use project::text::CharRange;
use project::{Memo, MemoId, Project, SourceId, Subject};

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
    /// Where a click leads.
    pub way: Way,
}

/// Where a click on a memo leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nowhere.
    Nowhere,
    /// To a passage.
    Passage(SourceId, CharRange),
    /// To a source.
    Source(SourceId),
    /// To a code.
    Code(CodeId),
}

/// The memos that have these letters, newest first.
#[must_use]
pub fn memo_rows(project: &Project, tree: &CodeTree, letters: &str) -> Vec<MemoRow> {
    let letters = letters.trim().to_lowercase();
    let mut memos: Vec<_> = project.memos().iter().collect();
    memos.sort_by_key(|memo| std::cmp::Reverse((memo.changed_at, memo.id)));
    let rows = memos.into_iter().map(|memo| row_of(project, tree, memo));
    let fits = |row: &MemoRow| {
        letters.is_empty()
            || [&row.text, &row.about, &row.coder]
                .iter()
                .any(|words| words.to_lowercase().contains(&letters))
    };
    rows.filter(fits).collect()
}

fn row_of(project: &Project, tree: &CodeTree, memo: &Memo) -> MemoRow {
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
        Subject::Project => ("Project", project.info().name.clone(), Way::Nowhere),
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
        Subject::Case(id) => ("Case", case(id), Way::Nowhere),
        Subject::Rating(id) => {
            let rating = project.ratings().get(id);
            (
                "Rating",
                rating.map(|rating| case(rating.case)).unwrap_or_default(),
                Way::Nowhere,
            )
        }
    };
    let coder = project
        .coders()
        .get(memo.coder)
        .map(|coder| coder.name.clone())
        .unwrap_or_default();
    MemoRow {
        memo: memo.id,
        kind,
        about,
        text: memo.text.clone(),
        coder,
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
        let rows = memo_rows(project, &project.code_tree(), "");
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
        assert_eq!(memo_rows(project, &project.code_tree(), "KEY").len(), 1);
    }
}
