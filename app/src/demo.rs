//! The sample evaluation: an invented family-support service, built from the files under `samples/evaluation`.
//!
//! The files are in the program itself, so the sample can be built wherever it runs. Every step is the one a person
//! would take: the transcripts go through the same intake, the codings through the same table reader.

mod files;

use std::path::{Path, PathBuf};

use codebooks::Kind;
use project::{
    CodingState, CountingStamps, Edit, Project, Session, SpeakerRole, Timestamp, Workspace,
};

use crate::intake::coders::Coders;
use crate::intake::table::Table;
use crate::intake::{
    self, Options, Prepared, SameName, Status, attributes, codebook, codings, findings, ratings,
};
use crate::message::Trouble;
pub use files::FILES;

/// When the sample was made, as far as it says: 2 March 2026, 09:00 UTC. The same every time, like all its ids.
const BEGAN: Timestamp = Timestamp(1_772_442_000_000);

/// What was built.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The project file.
    pub project: PathBuf,
    /// The folder with the transcripts and tables it was made from.
    pub files: PathBuf,
    /// Excerpts and counts that were written.
    pub outputs: Vec<PathBuf>,
    /// How many cases the management information brought.
    pub cases: usize,
    /// How many people coded.
    pub coders: usize,
    /// What was not as expected.
    pub warnings: Vec<String>,
}

/// Builds the sample in a folder, made if it is not there, and answers the project file. `progress` is told each step.
///
/// # Errors
/// Where the folder cannot be written.
pub fn build(folder: &Path, progress: &mut dyn FnMut(&str)) -> Result<PathBuf, Trouble> {
    make(folder, progress).map(|(_, built)| built.project)
}

/// Builds the sample in a folder and answers it open. A sample that is there already stays, and the new one is
/// numbered.
///
/// # Errors
/// Where the folder cannot be written.
pub fn make(folder: &Path, progress: &mut dyn FnMut(&str)) -> Result<(Workspace, Built), Trouble> {
    let files = folder.join("files");
    progress("Writing out the sample’s files");
    write_out(&files)?;
    let suffix = free_suffix(folder);
    let path = folder.join(format!("sample{suffix}.vouch"));
    let session = Session {
        coder: "Sample".to_owned(),
        host: "sample".to_owned(),
        stamps: Box::new(CountingStamps::new(BEGAN)),
    };
    let mut workspace = Workspace::create(&path, "Sample evaluation", session)
        .map_err(|source| Trouble::store(&path, source))?;
    let mut built = Built {
        project: path,
        files: files.clone(),
        ..Built::default()
    };
    import(&mut workspace, &files, progress, &mut built)?;
    describe(&mut workspace, &files, progress, &mut built)?;
    code(&mut workspace, &files, progress, &mut built)?;
    rate(&mut workspace, &files, progress, &mut built)?;
    progress("Writing excerpts and counts");
    for (stem, extensions) in [
        ("excerpts", &["csv", "xlsx", "docx", "html"][..]),
        ("counts", &["csv", "xlsx"]),
    ] {
        for extension in extensions {
            let to = folder.join(format!("{stem}{suffix}.{extension}"));
            if stem == "excerpts" {
                crate::cli::write_excerpts(workspace.project(), BEGAN, &to)?;
            } else {
                crate::cli::write_counts(workspace.project(), &to)?;
            }
            built.outputs.push(to);
        }
    }
    Ok((workspace, built))
}

/// Writes the files that are in the program to a folder.
fn write_out(folder: &Path) -> Result<(), Trouble> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        let inside = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(inside).map_err(|source| Trouble::Folder {
            path: inside.to_owned(),
            source,
        })?;
        std::fs::write(&path, bytes).map_err(|source| Trouble::Folder {
            path: path.clone(),
            source,
        })?;
    }
    Ok(())
}

/// “” for the first sample in a folder, “-2” for the second, and so on.
fn free_suffix(folder: &Path) -> String {
    let mut suffix = String::new();
    let mut nth = 2_u32;
    while folder.join(format!("sample{suffix}.vouch")).exists() {
        suffix = format!("-{nth}");
        nth += 1;
    }
    suffix
}

fn import(
    workspace: &mut Workspace,
    files: &Path,
    progress: &mut dyn FnMut(&str),
    built: &mut Built,
) -> Result<(), Trouble> {
    let kinds = [
        ("transcripts", None),
        ("case files", Some(project::SourceKind::CaseFile)),
    ];
    for (folder, kind) in kinds {
        take_in(
            workspace,
            &[files.join(folder)],
            &Options {
                kind,
                ..Options::default()
            },
            progress,
            built,
        )?;
    }
    take_in(
        workspace,
        &[
            files.join("management-information.xlsx"),
            files.join("survey.csv"),
        ],
        &Options::default(),
        progress,
        built,
    )
}

fn take_in(
    workspace: &mut Workspace,
    paths: &[PathBuf],
    options: &Options,
    progress: &mut dyn FnMut(&str),
    built: &mut Built,
) -> Result<(), Trouble> {
    let mut tell = |done: usize, of: usize, name: &str| {
        progress(&format!("Importing {name} ({} of {of})", done + 1));
        true
    };
    let reports = intake::import(
        workspace,
        paths,
        options,
        SameName::KeepBoth,
        &mut tell,
        &|_| {},
    )?;
    for report in reports {
        built.cases += report.cases;
        let failed = report.status == Status::Failed;
        built
            .warnings
            .extend(report.warnings.into_iter().filter(|_| failed));
    }
    Ok(())
}

fn describe(
    workspace: &mut Workspace,
    files: &Path,
    progress: &mut dyn FnMut(&str),
    built: &mut Built,
) -> Result<(), Trouble> {
    progress("Reading what is known of the respondents");
    for table in ["attributes.csv", "speakers.csv"] {
        let prepared = attributes::read(&files.join(table), workspace.project())?;
        apply(
            workspace,
            table,
            format!("Took attributes from {table}"),
            prepared,
            built,
        )?;
    }
    progress("Reading the codebook");
    let book = codebook::read_file(&files.join("codebook.csv"))?;
    workspace.edit(Edit::Batch {
        label: book.label(),
        edits: vec![Edit::AddCodes(book.drafts)],
    })?;
    Ok(())
}

fn code(
    workspace: &mut Workspace,
    files: &Path,
    progress: &mut dyn FnMut(&str),
    built: &mut Built,
) -> Result<(), Trouble> {
    progress("Coding the quotes");
    let prepared = codings::read(&files.join("codings.csv"), workspace)?;
    let label = format!("Coded {} passages from codings.csv", prepared.taken);
    apply(workspace, "codings.csv", label, prepared, built)?;
    let project = workspace.project();
    built.coders = project
        .coders()
        .iter()
        .filter(|coder| {
            project
                .codings()
                .iter()
                .any(|coding| coding.coder == coder.id)
        })
        .count();
    Ok(())
}

fn rate(
    workspace: &mut Workspace,
    files: &Path,
    progress: &mut dyn FnMut(&str),
    built: &mut Built,
) -> Result<(), Trouble> {
    progress("Rating the cases");
    let ids = workspace.ids();
    let scales = ratings::scales(
        &Table::read(&files.join("scales.csv"))?,
        workspace.project(),
        &ids,
    )?;
    apply(
        workspace,
        "scales.csv",
        "Made the scales of scales.csv".to_owned(),
        scales,
        built,
    )?;
    let ids = workspace.ids();
    let coders = Coders::new(workspace.project(), Coders::own(workspace), ids);
    let rated = ratings::ratings(
        &Table::read(&files.join("ratings.csv"))?,
        workspace.project(),
        coders,
    )?;
    let label = format!("Rated cases {} times from ratings.csv", rated.taken);
    apply(workspace, "ratings.csv", label, rated, built)?;
    let frame = findings::frame(&Table::read(&files.join("frame.csv"))?, workspace.project())?;
    let label = "Took in the evaluation frame of frame.csv".to_owned();
    apply(workspace, "frame.csv", label, frame, built)?;
    let table = Table::read(&files.join("summaries.csv"))?;
    let summed = findings::summaries(&table, workspace.project())?;
    let label = format!("Summed up cases {} times from summaries.csv", summed.taken);
    apply(workspace, "summaries.csv", label, summed, built)
}

fn apply(
    workspace: &mut Workspace,
    table: &str,
    label: String,
    prepared: Prepared,
    built: &mut Built,
) -> Result<(), Trouble> {
    built.warnings.extend(
        prepared
            .warnings
            .iter()
            .map(|warning| format!("{table}: {warning}")),
    );
    if !prepared.edits.is_empty() {
        workspace.edit(Edit::Batch {
            label,
            edits: prepared.edits,
        })?;
    }
    Ok(())
}

/// A quote to show, with who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The code's path.
    pub code: String,
    /// The code's kind.
    pub kind: Kind,
    /// The words.
    pub quote: String,
    /// Who, in which source, in which turn.
    pub attribution: String,
}

/// A quote of a kind that shows what coding brings out: of the code of that kind which is used most, the first that is
/// neither a few words nor a page, in a respondent's words.
#[must_use]
pub fn quote_of(project: &Project, kind: Kind) -> Option<Quoted> {
    let tree = project.code_tree();
    let used = |code| {
        project
            .codings()
            .iter()
            .filter(|coding| coding.code == code)
            .count()
    };
    let of_kind = tree
        .order()
        .iter()
        .copied()
        .filter(|&code| tree.kind(code) == kind);
    let code = of_kind.max_by_key(|&code| (used(code), std::cmp::Reverse(code)))?;
    let reads_well =
        |quote: &str| (80..=260).contains(&quote.chars().count()) && !quote.contains('\n');
    let shown = project.codings().iter().find_map(|coding| {
        let speaker = project
            .speaker_at(coding.source, coding.range)
            .filter(|speaker| speaker.role == SpeakerRole::Respondent)?;
        let fits =
            coding.code == code && coding.state == CodingState::Exact && reads_well(&coding.quote);
        fits.then_some((coding, speaker))
    });
    let (coding, speaker) = shown?;
    let source = project.sources().get(coding.source)?;
    let turn = project.turn_list(source.id)?.at(coding.range.start())? + 1;
    let who = if project::same_name(&speaker.name, &source.name) {
        String::new()
    } else {
        format!("{}, ", speaker.name)
    };
    Some(Quoted {
        code: tree.path(code)?.to_string(),
        kind,
        quote: coding.quote.clone(),
        attribution: format!("{who}{}, turn {turn}", source.name),
    })
}
