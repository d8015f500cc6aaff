//! Corrected transcripts: which source a file corrects, and what becomes of the quotes that were coded in it.

use std::collections::BTreeMap;

use project::text::{CharRange, SourceText, TextChange};
use project::{
    Change, CoderId, Coding, CodingState, Edit, NewSource, Planned, Project, Reimport, Revision,
    SourceId, Stamp, Texts, Timestamp, folded,
};
use serde::Serialize;

use crate::message::Trouble;

/// Below this share of the old text, in percent, a file is perhaps no correction at all.
const DOUBTFUL: u32 = 40;

/// What a corrected file does to the quotes of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionReport {
    /// How much of the old text stands in the new one, in percent of its characters.
    pub text_kept: u32,
    /// How many quotes stand where they stood, to the letter.
    pub kept: usize,
    /// Quotes found to the letter at another place than their passage.
    pub moved: Vec<QuoteChange>,
    /// Quotes whose passage is there and whose words were corrected.
    pub changed: Vec<QuoteChange>,
    /// Quotes whose passage is gone. They are kept for review.
    pub lost: Vec<QuoteChange>,
}

/// A quote that a correction touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteChange {
    /// The coding's id.
    pub quote_id: String,
    /// The code's path.
    pub code_path: String,
    /// Who coded.
    pub coder: String,
    /// The words as they were coded.
    pub quote: String,
    /// The words that stand there now; "" for a lost one.
    pub now: String,
    /// The first character, in code points of the new text.
    pub start: u32,
    /// The first character after, in code points of the new text.
    pub end: u32,
}

impl RevisionReport {
    /// Says in a line what became of the quotes.
    #[must_use]
    pub fn sum(&self) -> String {
        let mut parts = vec![match self.kept {
            1 => "1 quote stands".to_owned(),
            kept => format!("{kept} quotes stand"),
        }];
        for (quotes, what) in [
            (&self.moved, "moved"),
            (&self.changed, "changed"),
            (&self.lost, "lost"),
        ] {
            if !quotes.is_empty() {
                parts.push(format!("{} {what}", quotes.len()));
            }
        }
        parts.join(", ")
    }

    /// Whether the file shares too little with the source to be its correction.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.text_kept < DOUBTFUL
    }

    /// Says so where the file shares too little with the source to be its correction.
    pub(super) fn doubt(&self, source: &str) -> Option<String> {
        self.is_doubtful().then(|| {
            format!(
                "only {} % of “{source}” is in this file: if it is another transcript, undo and keep both",
                self.text_kept
            )
        })
    }
}

/// A correction, ready to be made.
#[derive(Debug)]
pub struct Correction {
    /// The edit.
    pub revision: Box<Revision>,
    /// What it does to the quotes.
    pub report: RevisionReport,
}

/// Compares a corrected transcript with the source it corrects. Nothing is changed.
///
/// # Errors
/// Where the source's text cannot be had, or the project refuses the correction.
pub fn correction(
    project: &Project,
    texts: &Texts,
    source: SourceId,
    new: NewSource,
) -> Result<Correction, Trouble> {
    let Some(row) = project.sources().get(source) else {
        let gone = project::PlanError::Gone("source");
        return Err(project::EditError::Plan(gone).into());
    };
    let old = texts.of(row)?;
    let revision = Box::new(Revision {
        source,
        change: TextChange::between(old.as_str(), &new.text),
        old,
        quotes_follow: false,
        reimport: Some(Reimport {
            speakers: new.speakers,
            turns: new.turns,
            file_name: new.file_name,
            file_hash: new.file_hash,
        }),
    });
    let report = effect(project, &revision)?;
    Ok(Correction { revision, report })
}

/// What an edit would come to. Only its rows are looked at, so it matters to nobody by whom and when it is.
pub(crate) fn foreseen(project: &Project, edit: &Edit) -> Result<Planned, Trouble> {
    let nobody = Stamp {
        coder: CoderId::from_u128(0),
        at: Timestamp(0),
        seed: 0,
    };
    let planned = project.plan(edit, &nobody);
    Ok(planned.map_err(project::EditError::Plan)?)
}

/// What a correction does to quotes, found by planning it.
pub(crate) fn effect(project: &Project, revision: &Revision) -> Result<RevisionReport, Trouble> {
    let new = &SourceText::new(revision.change.apply(&revision.old).unwrap_or_default());
    let planned = foreseen(project, &Edit::ReviseText(Box::new(revision.clone())))?;
    let mut report = RevisionReport {
        text_kept: share_kept(revision),
        kept: project
            .codings_of(revision.source)
            .filter(|coding| coding.state != CodingState::Lost)
            .count(),
        moved: Vec::new(),
        changed: Vec::new(),
        lost: Vec::new(),
    };
    let tree = project.code_tree();
    let touched = |before: &Coding, coding: &Coding| QuoteChange {
        quote_id: coding.id.to_string(),
        code_path: tree
            .path(coding.code)
            .map(|path| path.to_string())
            .unwrap_or_default(),
        coder: project
            .coders()
            .get(coding.coder)
            .map(|coder| coder.name.clone())
            .unwrap_or_default(),
        quote: before.quote.clone(),
        now: new.slice(coding.range).to_owned(),
        start: coding.range.start().0,
        end: coding.range.end().0,
    };
    for change in &planned.changes {
        let Change::Coding(row) = change else {
            continue;
        };
        let (Some(before), Some(after)) = (&row.before, &row.after) else {
            continue;
        };
        let was_there = before.state != CodingState::Lost;
        let list = match after.state {
            CodingState::Exact if before.quote != after.quote => &mut report.changed,
            CodingState::Lost if was_there => &mut report.lost,
            CodingState::Moved if words_changed(revision, new, before.range, after.range) => {
                &mut report.changed
            }
            CodingState::Exact if revision.change.map_quote(before.range) != after.range => {
                &mut report.moved
            }
            CodingState::Lost | CodingState::Moved | CodingState::Exact => continue,
        };
        list.push(touched(before, after));
        report.kept -= usize::from(was_there);
    }
    Ok(report)
}

/// Whether other words stand there now: a quote that was corrected earlier is no news.
fn words_changed(
    revision: &Revision,
    new: &SourceText,
    before: CharRange,
    after: CharRange,
) -> bool {
    revision.old.slice(before) != new.slice(after)
}

fn share_kept(revision: &Revision) -> u32 {
    let all = u64::from(revision.old.characters());
    let gone: u64 = revision
        .change
        .replacements()
        .iter()
        .map(|replacement| u64::from(replacement.old.len()))
        .sum();
    let kept = (all.saturating_sub(gone) * 100).checked_div(all);
    kept.map_or(100, |percent| u32::try_from(percent).unwrap_or(100))
}

/// The sources there are, each by its name and by the name of the file it came from, folded. Of two files that would
/// correct the same source only the first does.
#[derive(Debug, Default)]
pub(super) struct Standing {
    by_name: BTreeMap<String, SourceId>,
    by_file: BTreeMap<String, SourceId>,
    names: BTreeMap<SourceId, String>,
}

impl Standing {
    pub(super) fn of(project: &Project) -> Self {
        let mut standing = Self::default();
        for source in project.sources().iter() {
            standing.by_name.insert(folded(&source.name), source.id);
            standing
                .by_file
                .insert(folded(&source.file_name), source.id);
            standing.names.insert(source.id, source.name.clone());
        }
        standing
    }

    /// The source that a file would correct: of that name, else made of a file of that name and renamed since.
    pub(super) fn of_file(&self, new: &NewSource) -> Option<(SourceId, &str)> {
        let id = self
            .by_name
            .get(&folded(&new.name))
            .or_else(|| self.by_file.get(&folded(&new.file_name)))?;
        self.names.get(id).map(|name| (*id, name.as_str()))
    }

    /// As [`Self::of_file`]; no other file corrects that source from now on.
    pub(super) fn take(&mut self, new: &NewSource) -> Option<(SourceId, String)> {
        let id = self.of_file(new)?.0;
        self.names.remove(&id).map(|name| (id, name))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SAID, furnished, source};
    use super::*;

    #[test]
    fn a_source_is_known_by_its_name_and_by_its_file() {
        let mut workspace = furnished();
        let first = workspace.project().source_named("Parent 1").unwrap().id;
        workspace
            .edit(Edit::RenameSource(first, "Mair".to_owned()))
            .unwrap();
        let mut standing = Standing::of(workspace.project());
        let file = source("Parent 1", "I: again\n");
        assert_eq!(
            standing.take(&file),
            Some((first, "Mair".to_owned())),
            "renamed since"
        );
        assert_eq!(standing.take(&file), None, "one file corrects it, no other");
        assert_eq!(standing.of_file(&source("Parent 9", "I: new\n")), None);
        let second = source("parent 2", "I: again\n");
        assert_eq!(standing.of_file(&second).unwrap().1, "Parent 2");
    }

    #[test]
    fn the_effect_is_told_before_anything_is_changed() {
        let mut workspace = furnished();
        let id = workspace.project().source_named("Parent 1").unwrap().id;
        let code = workspace.project().codes().iter().last().unwrap().id;
        for words in ["We waited for nine months.", "She kept coming back."] {
            let start = SAID
                .find(words)
                .and_then(|at| u32::try_from(at).ok())
                .unwrap();
            let end = start + u32::try_from(words.len()).unwrap();
            let coding = project::NewCoding {
                id: None,
                source: id,
                range: CharRange::of(start, end),
                quote: words.to_owned(),
                code,
                coder: None,
                memo: String::new(),
                weight: None,
            };
            workspace.edit(Edit::ApplyCode(coding)).unwrap();
        }
        let before = workspace.snapshot();
        let said = SAID.replace("nine months", "ninety months") + "(Parent 1)\n";
        let new = source("Parent 1", &said);
        let report = correction(&before, &workspace.texts(), id, new)
            .unwrap()
            .report;
        assert_eq!(report.sum(), "1 quote stands, 1 changed");
        assert_eq!(report.changed[0].now, "We waited for ninety months.");
        assert!(report.text_kept > 90 && !report.is_doubtful());
        assert_eq!(workspace.snapshot(), before);
    }
}
