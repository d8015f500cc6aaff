//! Plans: from what was asked to the rows it comes to. All rules live here, and nothing is touched.

mod adopt;
mod adopt_findings;
mod cases;
mod codes;
mod codings;
mod findings;
mod memos;
mod ratings;
mod revisions;
mod sources;
mod telling;
mod voices;

use std::sync::Arc;

use codebooks::{CodeError, CodeTree, ScaleError};

use crate::change::Change;
use crate::edit::Edit;
use crate::model::{Record, Table, TextHash};
use crate::project::{Project, ProjectInfo};
use crate::stamp::{IdSource, Stamp};
use crate::text::SourceText;

/// What an edit comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What the history says, in the user's words.
    pub label: String,
    /// The rows, in an order in which they can be applied.
    pub changes: Vec<Change>,
    /// New texts, by content. They are stored once and stay for as long as the history may need them.
    pub texts: Vec<(TextHash, SourceText)>,
    /// New files of kept parts, by content; stored like texts.
    pub files: Vec<(TextHash, Arc<[u8]>)>,
}

/// Why an edit cannot be done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The edit names something that is not (or no longer) in the project.
    #[error("that {0} is no longer in the project")]
    Gone(&'static str),
    /// A name is empty.
    #[error("a {0} needs a name")]
    NoName(&'static str),
    /// A name is taken.
    #[error("there is already a {what} named “{name}”")]
    NameTaken {
        /// The sort of thing.
        what: &'static str,
        /// The name as it stands.
        name: String,
    },
    /// The same file is in the project already.
    #[error("the same file is already in the project as “{name}”")]
    SameFile {
        /// The source's name.
        name: String,
    },
    /// A source's turns or speakers do not fit its text.
    #[error("the source “{name}” cannot be added: {problem}")]
    BadSource {
        /// The source's name.
        name: String,
        /// What does not fit.
        problem: String,
    },
    /// A range has nothing in it, or reaches beyond the text.
    #[error("characters {start} to {end} are not a passage of “{name}”, which has {characters}")]
    NotAPassage {
        /// The source's name.
        name: String,
        /// First character.
        start: u32,
        /// After the last character.
        end: u32,
        /// Length of the source.
        characters: u32,
    },
    /// A code, its name or its place.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A scale or a value on it.
    #[error(transparent)]
    Scale(#[from] ScaleError),
    /// A code would be merged into itself or into one of its own children.
    #[error("“{name}” cannot be merged into itself or into a code below it")]
    MergeIntoItself {
        /// The code's name.
        name: String,
    },
    /// A scale is in use.
    #[error("the scale “{name}” has {ratings} ratings; remove them first")]
    ScaleInUse {
        /// The scale's name.
        name: String,
        /// How many use it.
        ratings: usize,
    },
    /// A scale has no such value.
    #[error("the scale “{name}” has no such value")]
    NotOnScale {
        /// The scale's name.
        name: String,
    },
    /// Sources and speakers belong to cases; cases do not.
    #[error("a case cannot be put into a case")]
    CaseInCase,
    /// Summaries are of cases, and of sources that belong to none.
    #[error("a summary is of a case or a source, not of a speaker")]
    SummaryOfSpeaker,
    /// A correction was made for another text than the source has now.
    #[error("the text of “{name}” is no longer the one this correction was made for")]
    OtherText {
        /// The source's name.
        name: String,
    },
    /// A file of a kept part is missing, or is another than its row says.
    #[error("the file “{0}” of a part kept for other programs is not the one it should be")]
    OtherFile(String),
    /// An id that was given is in use.
    #[error("the id given for the new {0} is already in use")]
    IdTaken(&'static str),
}

impl Project {
    /// Decides what an edit comes to, without doing it.
    pub fn plan(&self, edit: &Edit, by: &Stamp) -> Result<Planned, PlanError> {
        let mut planner = Planner::new(self, by);
        let label = planner.edit(edit)?;
        Ok(Planned {
            label,
            changes: planner.changes,
            texts: planner.texts,
            files: planner.files,
        })
    }
}

/// A draft of the project that collects what was done to it.
struct Planner<'a> {
    draft: Project,
    by: &'a Stamp,
    ids: IdSource,
    changes: Vec<Change>,
    texts: Vec<(TextHash, SourceText)>,
    files: Vec<(TextHash, Arc<[u8]>)>,
    /// Built when first needed, dropped when a code changes.
    tree: Option<Arc<CodeTree>>,
    /// Built when first needed, kept up as sources are added, dropped when one changes otherwise.
    taken: Option<sources::Taken>,
    /// Cases by name, in the same way.
    cases: Option<cases::ByName>,
}

/// Records a row's change in the draft, unless nothing differs. `$before` is an `Option<Arc<T>>`.
macro_rules! record {
    ($planner:expr, $table:ident, $before:expr, $after:expr) => {
        if let Some(row) = $crate::change::Row::between($before, $after) {
            $planner.push($crate::change::Change::$table(row));
        }
    };
}
use record;

impl<'a> Planner<'a> {
    fn new(project: &Project, by: &'a Stamp) -> Self {
        Self {
            draft: project.clone(),
            by,
            ids: by.ids(),
            changes: Vec::new(),
            texts: Vec::new(),
            files: Vec::new(),
            tree: None,
            taken: None,
            cases: None,
        }
    }

    fn push(&mut self, change: Change) {
        if matches!(change, Change::Code(_)) {
            self.tree = None;
        }
        if let Change::Source(row) = &change {
            sources::keep_up(&mut self.taken, row);
        }
        if let Change::Case(row) = &change {
            cases::keep_up(&mut self.cases, row);
        }
        self.draft.apply(std::slice::from_ref(&change));
        self.changes.push(change);
    }

    fn tree(&mut self) -> Arc<CodeTree> {
        let draft = &self.draft;
        Arc::clone(self.tree.get_or_insert_with(|| Arc::new(draft.code_tree())))
    }

    /// Plans one edit and answers its label.
    fn edit(&mut self, edit: &Edit) -> Result<String, PlanError> {
        match edit {
            Edit::RenameProject(name) => self.rename_project(name),
            Edit::Batch { label, edits } => {
                for edit in edits {
                    self.edit(edit)?;
                }
                Ok(label.clone())
            }
            Edit::Adopt(rows) => self.adopt(rows),
            Edit::AddSource(new) => self.add_source(new),
            Edit::RemoveSource(id) => self.remove_source(*id),
            Edit::RenameSource(id, name) => self.rename_source(*id, name),
            Edit::DescribeSource(id, details) => self.describe_source(*id, details),
            Edit::ReviseText(revision) => self.revise_text(revision),
            Edit::AcceptQuote(id, quote) => self.accept_quote(*id, quote),
            Edit::RenameSpeaker(id, name) => self.rename_speaker(*id, name),
            Edit::TellSpeakers(telling) => self.tell_speakers(telling),
            Edit::SetSpeakerRole(id, role) => self.set_speaker_role(*id, *role),
            Edit::AddCase(new) => self.add_case(new),
            Edit::RenameCase(id, name) => self.rename_case(*id, name),
            Edit::RemoveCase(id) => self.remove_case(*id),
            Edit::AssignCase(holder, case) => self.assign_case(*holder, case.as_deref()),
            Edit::SetAttribute(holder, name, value) => {
                self.set_attribute(*holder, name, value.as_ref())
            }
            Edit::AddCoder(new) => self.add_coder(new),
            Edit::RenameCoder(id, name) => self.rename_coder(*id, name),
            Edit::AddCode(new) => self.add_code(new),
            Edit::AddCodes(drafts) => self.add_codes(drafts),
            Edit::ReviseCode(id, details) => self.revise_code(*id, details),
            Edit::MoveCode {
                code,
                parent,
                position,
            } => self.move_code(*code, *parent, *position),
            Edit::MergeCodes { from, into } => self.merge_codes(from, *into),
            Edit::RemoveCode(id) => self.remove_code(*id),
            Edit::ApplyCode(new) => self.apply_code(new),
            Edit::RemoveCodings(ids) => self.remove_codings(ids),
            Edit::Recode(ids, code) => self.recode(ids, *code),
            Edit::MoveEdges {
                coding,
                range,
                quote,
            } => self.move_edges(*coding, *range, quote),
            Edit::WeighCoding(id, weight) => self.weigh_coding(*id, *weight),
            Edit::Shortlist(ids, on) => self.shortlist(ids, *on),
            Edit::WriteMemo(new) => self.write_memo(new),
            Edit::ReviseMemo(id, text) => self.revise_memo(*id, text),
            Edit::RemoveMemo(id) => self.remove_memo(*id),
            Edit::AddScale(scale) => self.add_scale(scale),
            Edit::RemoveScale(id) => self.remove_scale(*id),
            Edit::RateCase(new) => self.rate_case(new),
            Edit::RemoveRating(id) => self.remove_rating(*id),
            Edit::AddSet(new) => self.add_set(new),
            Edit::ReviseSet(id, new) => self.revise_set(*id, new),
            Edit::RemoveSet(id) => self.remove_set(*id),
            Edit::WriteSummary(new) => self.write_summary(new),
            Edit::AddQuestion(draft) => self.add_question(draft),
            Edit::ReviseQuestion(id, draft) => self.revise_question(*id, draft),
            Edit::MoveQuestion(id, position) => self.move_question(*id, *position),
            Edit::RemoveQuestion(id) => self.remove_question(*id),
            Edit::SaveSearch(new) => self.save_search(new),
            Edit::SeeSearch(id, seen) => self.see_search(*id, seen),
            Edit::RemoveSearch(id) => self.remove_search(*id),
        }
    }

    fn rename_project(&mut self, name: &str) -> Result<String, PlanError> {
        let name = named("project", name)?;
        let before = Arc::new(self.draft.info().clone());
        let after = ProjectInfo {
            name: name.clone(),
            ..self.draft.info().clone()
        };
        record!(self, Info, Some(before), Some(after));
        Ok(format!("Renamed the project “{name}”"))
    }
}

/// A name without outer blanks.
fn named(what: &'static str, name: &str) -> Result<String, PlanError> {
    let name = name.trim();
    if name.is_empty() {
        Err(PlanError::NoName(what))
    } else {
        Ok(name.to_owned())
    }
}

/// The row with this id, shared, or the error that says it is gone.
fn present<T: Record>(
    table: &Table<T>,
    id: T::Id,
    what: &'static str,
) -> Result<Arc<T>, PlanError> {
    table.get(id).cloned().ok_or(PlanError::Gone(what))
}

/// A count with its noun: "1 passage", "3 passages".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
