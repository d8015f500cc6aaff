//! What comes in: transcripts by the folder, and the tables that go with them.
//!
//! Nothing here writes the project. Files are read off the screen's thread by [`read_files`], and [`Intake`] turns what
//! was read into edits for the one writer to apply; the tables' modules answer edits in the same way.

pub mod attributes;
pub mod cases;
pub mod codebook;
pub mod coders;
pub mod codings;
pub mod exchange;
pub mod findings;
pub mod package;
pub mod preview;
pub mod ratings;
mod reading;
mod report;
pub mod revising;
pub mod table;
#[cfg(test)]
mod testing;
pub mod waiting;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use project::{
    Edit, EditError, NewCase, NewSource, Project, SourceId, TextHash, Texts, Workspace, folded,
};

use crate::message::Trouble;
pub use interchange::transcripts::ImportOptions as Options;
pub use reading::{Arrival, Parsed, Reading, expand, quiet_readers, read_files, read_one};
pub use report::{FileReport, Status};

/// A batch is committed once it holds this many files, so that progress is kept and memory is bounded.
const FILES_A_BATCH: usize = 64;
/// A batch is committed once its texts hold this many bytes.
const BYTES_A_BATCH: usize = 8 << 20;

/// A change that stands ready: edits for the one writer to apply as one batch, and what to say of them.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// How many rows or values were taken from the table; what was there already counts too.
    pub taken: usize,
    /// What was left out or looks wrong, each a sentence with its line.
    pub warnings: Vec<String>,
}

impl Prepared {
    pub(crate) fn refuse(&mut self, line: usize, why: impl std::fmt::Display) {
        self.warnings.push(format!("Line {line}: {why}."));
    }
}

/// What becomes of a file whose name is that of a source with other content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SameName {
    /// Both stay: the file becomes a source with a number behind its name.
    #[default]
    KeepBoth,
    /// The file is the source, corrected: its text takes the place of the old one, and codings move along.
    Revise,
}

/// Collects what was read into batches of edits, recognising files that are there already.
#[derive(Debug)]
pub struct Intake {
    /// Name of the source that came from a file of these bytes.
    known: BTreeMap<TextHash, String>,
    /// Names in use, folded.
    names: BTreeSet<String>,
    /// What becomes of a file whose name is that of a source with other content.
    same_name: SameName,
    /// Sources that a file may correct, each by its name and by the name of the file it came from, folded.
    standing: revising::Standing,
    /// Sources to add, each with the place of its file's report.
    sources: Vec<(usize, Box<NewSource>)>,
    /// Corrected transcripts with the sources they correct, each with the place of its file's report.
    corrected: Vec<(usize, SourceId, Box<NewSource>)>,
    /// Cases to add, with the place of their file's report.
    cases: Vec<(usize, Vec<NewCase>)>,
    /// Bytes of text in `sources`.
    bytes: usize,
    reports: Vec<FileReport>,
}

impl Intake {
    /// Begins an import into the project as it stands.
    #[must_use]
    pub fn new(project: &Project, same_name: SameName) -> Self {
        Self {
            same_name,
            standing: revising::Standing::of(project),
            known: project
                .sources()
                .iter()
                .map(|source| (source.file_hash.clone(), source.name.clone()))
                .collect(),
            names: project
                .sources()
                .iter()
                .map(|source| folded(&source.name))
                .collect(),
            sources: Vec::new(),
            corrected: Vec::new(),
            cases: Vec::new(),
            bytes: 0,
            reports: Vec::new(),
        }
    }

    /// Takes in what was read from one file.
    pub fn take(&mut self, parsed: Parsed) {
        let Parsed { file, arrival } = parsed;
        let report = match arrival {
            Err(trouble) => FileReport::failed(&file, &trouble),
            Ok(arrival) => self.accept(&file, arrival),
        };
        self.reports.push(report);
    }

    /// Takes in what was read from one file, deciding for it alone what becomes of a name that is taken.
    pub fn take_as(&mut self, parsed: Parsed, same_name: SameName) {
        let usual = std::mem::replace(&mut self.same_name, same_name);
        self.take(parsed);
        self.same_name = usual;
    }

    /// Notes that a file could not be read.
    pub fn note_failed(&mut self, file: &Path, why: String) {
        self.reports.push(FileReport::unread(file, why));
    }

    fn accept(&mut self, file: &Path, arrival: Arrival) -> FileReport {
        let Arrival {
            source,
            cases,
            warnings,
            ..
        } = arrival;
        let mut report = FileReport::imported(file, warnings);
        if let Some(source) = source {
            self.accept_source(source, &mut report);
        }
        if !cases.is_empty() {
            report.note_cases(cases.len());
            self.cases.push((self.reports.len(), cases));
        }
        report
    }

    fn accept_source(&mut self, mut source: NewSource, report: &mut FileReport) {
        if let Some(name) = self.known.get(&source.file_hash) {
            report.note_known(name);
            return;
        }
        if self.same_name == SameName::Revise
            && let Some((id, name)) = self.standing.take(&source)
        {
            self.known.insert(source.file_hash.clone(), name.clone());
            self.bytes += source.text.len();
            report.note_source(&source);
            report.name = name;
            self.corrected
                .push((self.reports.len(), id, Box::new(source)));
            return;
        }
        let wanted = source.name.clone();
        source.name = self.free_name(&wanted);
        if source.name != wanted {
            let name = &source.name;
            report.warnings.push(format!(
                "“{wanted}” is there already with other content, so this one is called “{name}”"
            ));
        }
        self.names.insert(folded(&source.name));
        self.known
            .insert(source.file_hash.clone(), source.name.clone());
        self.bytes += source.text.len();
        report.note_source(&source);
        self.sources.push((self.reports.len(), Box::new(source)));
    }

    /// The name itself, else the first of “name (2)”, “name (3)” … that is free.
    fn free_name(&self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut nth = 2_u32;
        while self.names.contains(&folded(&name)) {
            name = format!("{wanted} ({nth})");
            nth += 1;
        }
        name
    }

    /// Whether enough has come together to be committed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.sources.len() + self.corrected.len() >= FILES_A_BATCH || self.bytes >= BYTES_A_BATCH
    }

    /// Commits what has come together: the sources as one step of the history, then each table of cases. What the
    /// project refuses is reported for its file, and the others go on.
    ///
    /// # Errors
    /// Where the project file cannot be written.
    pub fn commit(&mut self, workspace: &mut Workspace) -> Result<(), Trouble> {
        self.bytes = 0;
        let sources = std::mem::take(&mut self.sources);
        let (added, named) = (
            sources.len(),
            sources.first().map(|(_, new)| new.name.clone()),
        );
        let mut edits: Vec<(usize, Edit)> = sources
            .into_iter()
            .map(|(report, source)| (report, Edit::AddSource(source)))
            .collect();
        edits.extend(self.correct(workspace.project(), &workspace.texts()));
        if let [(report, edit)] = edits.as_slice() {
            let (report, edit) = (*report, edit.clone());
            self.commit_one(workspace, report, edit)?;
        } else if !edits.is_empty() {
            let label = label_of(added, edits.len() - added, named.as_deref());
            // Each edit is kept beside the batch: copying texts is cheap, and a refusal has to try the others alone.
            let all = edits.iter().map(|(_, edit)| edit.clone()).collect();
            match workspace.edit(Edit::Batch { label, edits: all }) {
                Ok(_) => {}
                Err(EditError::Plan(_)) => {
                    for (report, edit) in edits {
                        self.commit_one(workspace, report, edit)?;
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        for (report, cases) in std::mem::take(&mut self.cases) {
            let label = format!(
                "Imported {} case{}",
                cases.len(),
                if cases.len() == 1 { "" } else { "s" }
            );
            let edits = cases::edits_for(workspace.project(), cases);
            match workspace.edit(Edit::Batch { label, edits }) {
                Ok(_) => {}
                Err(refused @ EditError::Plan(_)) => self.fail(report, &refused.into()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Says what each correction does to the quotes of its source, and answers the edits that make them.
    fn correct(&mut self, project: &Project, texts: &Texts) -> Vec<(usize, Edit)> {
        let mut edits = Vec::new();
        for (report, id, new) in std::mem::take(&mut self.corrected) {
            match revising::correction(project, texts, id, *new) {
                Ok(correction) => {
                    if let Some(report) = self.reports.get_mut(report) {
                        report.note_revision(correction.report);
                    }
                    edits.push((report, Edit::ReviseText(correction.revision)));
                }
                Err(trouble) => self.fail(report, &trouble),
            }
        }
        edits
    }

    fn commit_one(
        &mut self,
        workspace: &mut Workspace,
        report: usize,
        edit: Edit,
    ) -> Result<(), Trouble> {
        match workspace.edit(edit) {
            Ok(_) => Ok(()),
            Err(refused @ EditError::Plan(_)) => {
                self.fail(report, &refused.into());
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn fail(&mut self, report: usize, trouble: &Trouble) {
        if let Some(report) = self.reports.get_mut(report) {
            *report = FileReport::failed(Path::new(&report.file), trouble);
        }
    }

    /// Lets go of what has come together without committing it; names and contents stay taken.
    fn forget(&mut self) {
        self.bytes = 0;
        self.sources.clear();
        self.corrected.clear();
        self.cases.clear();
    }

    /// Ends the import with what became of each file, in the order given.
    #[must_use]
    pub fn into_reports(self) -> Vec<FileReport> {
        self.reports
    }
}

/// Imports files and folders into a project, from the first byte to the last commit. `progress` is told how many files
/// are done, of how many, and which comes next; where it answers false the import stops, keeping what was committed.
/// `committed` is told after each commit, so that others can go on with what is there.
///
/// # Errors
/// Where the project file cannot be written. A file that cannot be read is reported instead.
pub fn import(
    workspace: &mut Workspace,
    paths: &[PathBuf],
    options: &Options,
    same_name: SameName,
    progress: &mut dyn FnMut(usize, usize, &str) -> bool,
    committed: &dyn Fn(&Workspace),
) -> Result<Vec<FileReport>, Trouble> {
    let files = expand(paths);
    let of = files.len();
    let mut intake = Intake::new(workspace.project(), same_name);
    for (done, parsed) in read_files(files, options).enumerate() {
        if !progress(done, of, &file_name(&parsed.file)) {
            break;
        }
        intake.take(parsed);
        if intake.is_full() {
            intake.commit(workspace)?;
            committed(workspace);
        }
    }
    intake.commit(workspace)?;
    committed(workspace);
    Ok(intake.into_reports())
}

/// What the history says of a batch of sources.
fn label_of(added: usize, corrected: usize, first: Option<&str>) -> String {
    let files = |count: usize| {
        if count == 1 {
            "1 file".to_owned()
        } else {
            format!("{count} files")
        }
    };
    match (added, corrected, first) {
        (1, 0, Some(name)) => format!("Imported “{name}”"),
        (_, 0, _) => format!("Imported {}", files(added)),
        (0, _, _) => format!("Imported {} again, corrected", files(corrected)),
        _ => format!(
            "Imported {}, and {corrected} again, corrected",
            files(added)
        ),
    }
}

/// A file's name without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::testing::{source, workspace};
    use super::*;
    use project::text::CharRange;
    use project::{NewTurn, Value};

    fn parsed(file: &str, source: NewSource) -> Parsed {
        Parsed {
            file: PathBuf::from(file),
            arrival: Ok(Arrival {
                source: Some(source),
                ..Arrival::default()
            }),
        }
    }

    fn statuses(intake: Intake) -> Vec<(Status, String)> {
        intake
            .into_reports()
            .into_iter()
            .map(|report| (report.status, report.name))
            .collect()
    }

    #[test]
    fn the_same_file_twice_is_one_source() {
        let mut workspace = workspace();
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        intake.take(parsed(
            "a/Parent 1.txt",
            source("Parent 1", "I: a\nP1: b\n"),
        ));
        intake.take(parsed("b/Copy.txt", source("Copy", "I: a\nP1: b\n")));
        intake.commit(&mut workspace).unwrap();
        assert_eq!(
            statuses(intake),
            [
                (Status::Imported, "Parent 1".into()),
                (Status::AlreadyImported, "Parent 1".into())
            ]
        );
        let mut again = Intake::new(workspace.project(), SameName::KeepBoth);
        again.take(parsed(
            "a/Parent 1.txt",
            source("Parent 1", "I: a\nP1: b\n"),
        ));
        again.commit(&mut workspace).unwrap();
        assert_eq!(
            statuses(again),
            [(Status::AlreadyImported, "Parent 1".into())]
        );
        assert_eq!(
            workspace.history().unwrap().len(),
            1,
            "nothing new, no line in the history"
        );
    }

    #[test]
    fn another_text_of_the_same_name_is_numbered() {
        let mut workspace = workspace();
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        for (n, name) in ["Parent 1", "parent 1", "Parent 1"].iter().enumerate() {
            intake.take(parsed("x", source(name, &format!("I: a\nP1: {n}\n"))));
        }
        intake.commit(&mut workspace).unwrap();
        let names: Vec<String> = statuses(intake).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Parent 1", "parent 1 (2)", "Parent 1 (3)"]);
        assert_eq!(workspace.project().sources().len(), 3);
    }

    #[test]
    fn what_the_project_refuses_costs_that_file_alone() {
        let mut workspace = workspace();
        let mut broken = source("Broken", "I: a\nP1: broken\n");
        let nowhere = CharRange::of(0, 999);
        broken.turns = vec![NewTurn {
            range: nowhere,
            speech: nowhere,
            speaker: None,
            from_ms: None,
            to_ms: None,
        }];
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        intake.take(parsed("1", source("Good", "I: a\nP1: good\n")));
        intake.take(parsed("2", broken));
        intake.take(parsed("3", source("Fine", "I: a\nP1: fine\n")));
        intake.commit(&mut workspace).unwrap();
        let found: Vec<Status> = statuses(intake)
            .into_iter()
            .map(|(status, _)| status)
            .collect();
        assert_eq!(found, [Status::Imported, Status::Failed, Status::Imported]);
        assert_eq!(workspace.project().sources().len(), 2);
    }

    #[test]
    fn a_table_of_cases_adds_to_the_cases_that_are_there() {
        let mut workspace = workspace();
        let case = |name: &str, area: &str| NewCase {
            id: None,
            name: name.to_owned(),
            attributes: vec![("area".into(), Value::Text(area.to_owned()))],
        };
        workspace
            .edit(Edit::AddCase(case("Family 1", "North")))
            .unwrap();
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        let cases = vec![
            case("family 1", "South"),
            case("Family 2", "West"),
            case("Family 2", "East"),
        ];
        intake.take(Parsed {
            file: PathBuf::from("mi.xlsx"),
            arrival: Ok(Arrival {
                cases,
                ..Arrival::default()
            }),
        });
        intake.commit(&mut workspace).unwrap();
        assert_eq!(statuses(intake), [(Status::Cases, String::new())]);
        let project = workspace.project();
        let area = project.attribute_named("area").unwrap().id;
        let areas: Vec<String> = project
            .cases()
            .iter()
            .map(|case| case.values[&area].to_string())
            .collect();
        assert_eq!(areas, ["South", "East"]);
    }

    #[test]
    fn batches_are_bounded_by_files_and_by_bytes() {
        let mut intake = Intake::new(workspace().project(), SameName::KeepBoth);
        for n in 0..FILES_A_BATCH {
            assert!(!intake.is_full());
            intake.take(parsed(
                "x",
                source(&n.to_string(), &format!("I: a\nP1: {n}\n")),
            ));
        }
        assert!(intake.is_full());
        let mut intake = Intake::new(workspace().project(), SameName::KeepBoth);
        intake.take(parsed(
            "x",
            source("long", &"word ".repeat(BYTES_A_BATCH / 5 + 1)),
        ));
        assert!(intake.is_full());
    }

    #[test]
    fn a_whole_import_is_one_step_of_the_history() {
        let mut workspace = workspace();
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        for n in 0..12 {
            intake.take(parsed(
                "x",
                source(&n.to_string(), &format!("I: a\nP1: {n}\n")),
            ));
        }
        intake.commit(&mut workspace).unwrap();
        assert_eq!(workspace.next_undo(), Some("Imported 12 files"));
        workspace.undo().unwrap();
        assert!(workspace.project().sources().is_empty());
    }
}
