//! The one door: an open project, and the only way to change it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::change::{Change, Row, Touched};
use crate::check::{Finding, findings};
use crate::edit::{Adopted, Edit, NewCoder};
use crate::history::{HistoryLine, Step, Steps, readable};
use crate::model::{CoderId, Coding, CodingState, MemoId, ProjectId, Seq, SourceId};
use crate::plan::{PlanError, Planned};
use crate::project::{Project, ProjectInfo};
use crate::stamp::{IdSource, Stamp, Timestamp};
use crate::store::{FileHolder, NewLine, Stamps, Store, StoreError, TextError, Texts};
use crate::text::{CharRange, SourceText};

/// Typing on in a memo within this time is one step, in milliseconds.
const ONE_STEP_MS: i64 = 60_000;

/// Who works, where, and by which clock.
pub struct Session {
    /// The coder's name; edits are theirs.
    pub coder: String,
    /// The machine's name, shown to whoever tries to open the file meanwhile.
    pub host: String,
    /// Times and ids.
    pub stamps: Box<dyn Stamps>,
}

/// An open project: its state in memory, its file, its history.
pub struct Workspace {
    store: Store,
    texts: Texts,
    project: Arc<Project>,
    steps: Steps,
    stamps: Box<dyn Stamps>,
    coder: CoderId,
    coder_name: String,
    typing: Option<Typing>,
}

/// The memo that is being typed in, for making many keystrokes one step.
#[derive(Debug, Clone, Copy)]
struct Typing {
    memo: MemoId,
    coder: CoderId,
    at: Timestamp,
    seq: Seq,
}

/// An edit that is done and on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The state of the project after it.
    pub seq: Seq,
    /// What the history says.
    pub label: String,
    /// What screens and index should look at again.
    pub touched: Touched,
    /// False: everything was so already, and no line was written.
    pub changed: bool,
}

/// Why an edit was not done. Nothing was changed, in memory or in the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// A rule forbids it.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The words given are not those at the range.
    #[error("“{quote}” is not what stands at characters {start} to {end} of “{name}”")]
    QuoteDiffers {
        /// The source's name.
        name: String,
        /// First character.
        start: u32,
        /// After the last character.
        end: u32,
        /// The words as given.
        quote: String,
    },
    /// The file could not be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A text could not be had.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Workspace {
    /// Makes a new project file. Nothing is overwritten.
    pub fn create(path: &Path, name: &str, mut session: Session) -> Result<Self, StoreError> {
        let holder = holder(&mut session);
        let store = Store::create(path, &holder)?;
        Self::begin(store, name, session)
    }

    /// Makes a project that lives in memory only, for tests and previews.
    pub fn in_memory(name: &str, session: Session) -> Result<Self, StoreError> {
        Self::begin(Store::in_memory()?, name, session)
    }

    /// Opens a project file and locks it until this is dropped.
    pub fn open(path: &Path, mut session: Session) -> Result<Self, StoreError> {
        let holder = holder(&mut session);
        let store = Store::open(path, &holder)?;
        Self::with(store, session)
    }

    fn begin(mut store: Store, name: &str, mut session: Session) -> Result<Self, StoreError> {
        let stamp = stamp(session.stamps.as_mut(), CoderId::from_u128(0));
        let id = ProjectId::from_u128(stamp.ids().next());
        let info = ProjectInfo {
            id,
            name: name.trim().to_owned(),
            created_at: stamp.at,
        };
        store.begin(&[Change::Info(Row {
            id,
            before: None,
            after: Some(Arc::new(info)),
        })])?;
        Self::with(store, session)
    }

    fn with(store: Store, session: Session) -> Result<Self, StoreError> {
        let project = Arc::new(store.load()?);
        let steps = Steps::of(&store.lines()?);
        let texts = store.texts();
        let Session {
            coder: coder_name,
            mut stamps,
            ..
        } = session;
        let coder = coder_for(&project, &coder_name, stamps.as_mut());
        Ok(Self {
            store,
            texts,
            project,
            steps,
            stamps,
            coder,
            coder_name,
            typing: None,
        })
    }

    /// The file, if there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.store.path()
    }

    /// The project as it is now.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// The project as it is now, to keep: later edits do not show in it.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    /// The loader of texts.
    #[must_use]
    pub fn texts(&self) -> Texts {
        self.texts.clone()
    }

    /// Who edits. Their row is made with their first edit.
    #[must_use]
    pub fn coder(&self) -> CoderId {
        self.coder
    }

    /// The name of who edits.
    #[must_use]
    pub fn coder_name(&self) -> &str {
        &self.coder_name
    }

    /// Lets another coder edit from now on.
    pub fn become_coder(&mut self, name: &str) {
        self.coder = coder_for(&self.project, name, self.stamps.as_mut());
        name.trim().clone_into(&mut self.coder_name);
    }

    /// New ids, for things that later edits of a batch must name.
    #[must_use]
    pub fn ids(&mut self) -> IdSource {
        stamp(self.stamps.as_mut(), self.coder).ids()
    }

    /// Does an edit: plans it, writes it, and only then shows it. When this answers, it is on the disk.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an edit is handed over, not lent: a store that sends it on will keep it"
    )]
    pub fn edit(&mut self, edit: Edit) -> Result<Committed, EditError> {
        let stamp = stamp(self.stamps.as_mut(), self.coder);
        self.check_quotes(&edit)?;
        let planned = self.plan_with_coder(&edit, &stamp)?;
        if planned.changes.is_empty() {
            let touched = Touched::default();
            return Ok(Committed {
                seq: self.project.seq(),
                label: planned.label,
                touched,
                changed: false,
            });
        }
        let typed = if let Edit::ReviseMemo(memo, _) = &edit {
            Some(*memo)
        } else {
            None
        };
        let continues = typed.and_then(|memo| self.continued(memo, stamp.at));
        let committed = self.commit(&planned, stamp.at, None, continues)?;
        self.meet_oneself();
        self.typing = typed.map(|memo| Typing {
            memo,
            coder: self.coder,
            at: stamp.at,
            seq: committed.seq,
        });
        Ok(committed)
    }

    /// A coder's row is made together with their first edit, so that undo takes both back.
    fn plan_with_coder(&self, edit: &Edit, stamp: &Stamp) -> Result<Planned, PlanError> {
        let is_known = self.project.coders().contains(self.coder);
        if is_known || self.coder_name.trim().is_empty() || brings_its_coders(edit) {
            return self.project.plan(edit, stamp);
        }
        let newcomer = Edit::AddCoder(NewCoder {
            id: Some(self.coder),
            name: self.coder_name.clone(),
        });
        let add = self.project.plan(&newcomer, stamp)?;
        let mut draft = (*self.project).clone();
        draft.apply(&add.changes);
        let mut planned = draft.plan(edit, stamp)?;
        if !planned.changes.is_empty() {
            planned.changes.splice(0..0, add.changes);
        }
        Ok(planned)
    }

    /// Whoever has no row yet and comes in under their own name with rows made elsewhere is that coder from now on.
    fn meet_oneself(&mut self) {
        if !self.project.coders().contains(self.coder)
            && let Some(own) = self.project.coder_named(&self.coder_name)
        {
            self.coder = own.id;
        }
    }

    fn continued(&self, memo: MemoId, at: Timestamp) -> Option<Seq> {
        let typing = self.typing?;
        let soon = at.0 - typing.at.0 <= ONE_STEP_MS;
        let on_top = self.steps.undo.last().and_then(Step::last) == Some(typing.seq);
        (typing.memo == memo && typing.coder == self.coder && soon && on_top).then_some(typing.seq)
    }

    fn commit(
        &mut self,
        planned: &Planned,
        at: Timestamp,
        undoes: Option<Seq>,
        continues: Option<Seq>,
    ) -> Result<Committed, EditError> {
        let seq = self.project.seq().next();
        let line = NewLine {
            seq,
            at,
            coder: &self.coder_name,
            label: &planned.label,
            undoes,
            continues,
        };
        self.store
            .commit(&line, &planned.changes, &planned.texts, &planned.files)?;
        for (hash, text) in &planned.texts {
            self.texts.keep(hash, text);
        }
        // A reader that holds a snapshot keeps it; this clone shares all rows with it.
        let project = Arc::make_mut(&mut self.project);
        project.apply(&planned.changes);
        project.seq = seq;
        self.steps.add(seq, &planned.label, undoes, continues);
        Ok(Committed {
            seq,
            label: planned.label.clone(),
            touched: Touched::by(&planned.changes),
            changed: true,
        })
    }

    /// Takes back the last step. None: there is nothing to take back.
    pub fn undo(&mut self) -> Result<Option<Committed>, EditError> {
        let Some(step) = self.steps.undo.last().cloned() else {
            return Ok(None);
        };
        self.take_back(&step, "Undid").map(Some)
    }

    /// Does the last undone step again. None: there is nothing to do again.
    pub fn redo(&mut self) -> Result<Option<Committed>, EditError> {
        let Some(step) = self.steps.redo.last().cloned() else {
            return Ok(None);
        };
        self.take_back(&step, "Redid").map(Some)
    }

    fn take_back(&mut self, step: &Step, verb: &str) -> Result<Committed, EditError> {
        let mut changes = Vec::new();
        for &seq in step.seqs.iter().rev() {
            changes.extend(
                self.store
                    .changes_of(seq)?
                    .iter()
                    .rev()
                    .map(Change::inverse),
            );
        }
        let label = format!("{verb}: {}", step.label);
        let planned = Planned {
            label,
            changes,
            texts: Vec::new(),
            files: Vec::new(),
        };
        let at = self.stamps.now();
        self.typing = None;
        self.commit(&planned, at, step.last(), None)
    }

    /// What undo would take back, in the user's words.
    #[must_use]
    pub fn next_undo(&self) -> Option<&str> {
        self.steps.undo.last().map(|step| step.label.as_str())
    }

    /// What redo would do again, in the user's words.
    #[must_use]
    pub fn next_redo(&self) -> Option<&str> {
        self.steps.redo.last().map(|step| step.label.as_str())
    }

    /// The history, oldest first.
    pub fn history(&self) -> Result<Vec<HistoryLine>, EditError> {
        Ok(readable(self.store.lines()?))
    }

    /// Looks for anything that does not fit: damage to the file, quotes that moved, references to nothing.
    pub fn check(&self) -> Result<Vec<Finding>, EditError> {
        findings(&self.project, &self.texts, &self.store)
    }

    /// Copies the project, complete and consistent, to a file that does not exist yet.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        self.store.backup_to(path)
    }

    fn check_quotes(&self, edit: &Edit) -> Result<(), EditError> {
        if let Edit::ApplyCode(new) = edit {
            self.check_quote(new.source, new.range, &new.quote)?;
        } else if let Edit::MoveEdges {
            coding,
            range,
            quote,
        } = edit
            && let Some(coding) = self.project.codings().get(*coding)
        {
            self.check_quote(coding.source, *range, quote)?;
        } else if let Edit::AcceptQuote(coding, quote) = edit
            && let Some(coding) = self.project.codings().get(*coding)
        {
            self.check_quote(coding.source, coding.range, quote)?;
        } else if let Edit::Adopt(rows) = edit {
            self.check_adopted(rows)?;
        } else if let Edit::Batch { edits, .. } = edit {
            edits.iter().try_for_each(|edit| self.check_quotes(edit))?;
        }
        Ok(())
    }

    /// Quotes of rows made elsewhere stand in the texts that come with them, or in those that are here already.
    fn check_adopted(&self, rows: &Adopted) -> Result<(), EditError> {
        let brought: BTreeMap<SourceId, (SourceText, &str)> = rows
            .sources
            .iter()
            .map(|new| {
                let text = SourceText::new(new.text.as_str());
                (new.source.id, (text, new.source.name.as_str()))
            })
            .collect();
        let exact = |coding: &&Coding| coding.state == CodingState::Exact;
        for coding in rows.codings.iter().filter(exact) {
            let Some((text, name)) = brought.get(&coding.source) else {
                self.check_quote(coding.source, coding.range, &coding.quote)?;
                continue;
            };
            if text.holds(coding.range) && text.slice(coding.range) != coding.quote {
                return Err(quote_differs(name, coding.range, &coding.quote));
            }
        }
        Ok(())
    }

    /// A source or range that is not there is left for the plan to report.
    fn check_quote(
        &self,
        source: SourceId,
        range: CharRange,
        quote: &str,
    ) -> Result<(), EditError> {
        let Some(source) = self.project.sources().get(source) else {
            return Ok(());
        };
        if range.end().0 > source.characters {
            return Ok(());
        }
        if self.texts.of(source)?.slice(range) == quote {
            return Ok(());
        }
        Err(quote_differs(&source.name, range, quote))
    }
}

fn quote_differs(name: &str, range: CharRange, quote: &str) -> EditError {
    EditError::QuoteDiffers {
        name: name.to_owned(),
        start: range.start().0,
        end: range.end().0,
        quote: quote.to_owned(),
    }
}

/// Whether an edit takes in rows made elsewhere: nothing in them is by whoever takes them in.
fn brings_its_coders(edit: &Edit) -> bool {
    if let Edit::Batch { edits, .. } = edit {
        edits.iter().any(brings_its_coders)
    } else {
        matches!(edit, Edit::Adopt(_))
    }
}

fn holder(session: &mut Session) -> FileHolder {
    FileHolder {
        coder: session.coder.clone(),
        host: session.host.clone(),
        since: session.stamps.now(),
    }
}

fn stamp(stamps: &mut dyn Stamps, coder: CoderId) -> Stamp {
    Stamp {
        coder,
        at: stamps.now(),
        seed: stamps.seed(),
    }
}

fn coder_for(project: &Project, name: &str, stamps: &mut dyn Stamps) -> CoderId {
    match project.coder_named(name) {
        Some(coder) => coder.id,
        None => CoderId::from_u128(stamp(stamps, CoderId::from_u128(0)).ids().next()),
    }
}
