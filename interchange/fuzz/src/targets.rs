//! The readers that are tried, each with sound files to begin with.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use interchange::attributes::read_attributes;
use interchange::codebook::read_codebook;
use interchange::codings::read_codings;
use interchange::merge::merge;
use interchange::refi::{
    ImportedProject, is_qualcoder, is_rqda, is_taguette, read_project, read_qualcoder, read_rqda, read_taguette,
};
use interchange::sheet::read_rows;
use interchange::transcripts::{ImportOptions, SpeakerRule, read_transcript};
use project::{Adopted, CodingState, CountingStamps, Edit, ForeignDatabase, Session, Timestamp, Workspace};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::seeds::SEEDS;

/// A reader and the files to break.
pub struct Target {
    /// The ending of its files, or what it reads.
    pub name: String,
    /// Names and bytes.
    pub seeds: Vec<(String, Vec<u8>)>,
    /// Reads a file; panics where what it answers is not sound.
    pub read: fn(&str, &[u8]),
}

/// All readers: transcripts by the ending of the sample, tables, codebooks and projects.
pub fn all() -> Vec<Target> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut by_ending: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for file in files(&samples.join("formats")) {
        let ending = ending(&file.0);
        if !matches!(ending.as_str(), "md" | "" ) || file.0.starts_with("bitcoin") {
            by_ending.entry(ending).or_default().push(file);
        }
    }
    for (name, text) in SEEDS {
        by_ending.entry(ending(name)).or_default().push((name.into(), text.into()));
    }
    by_ending.entry("ods".into()).or_default().push(("a.ods".into(), spreadsheet()));
    let mut targets: Vec<Target> = by_ending
        .into_iter()
        .map(|(name, seeds)| Target { name, seeds, read: transcript })
        .collect();
    let tables: Vec<_> = files(&samples.join("evaluation"))
        .into_iter()
        .filter(|(name, _)| matches!(ending(name).as_str(), "csv" | "xlsx"))
        .collect();
    targets.push(Target { name: "tables".into(), seeds: tables.clone(), read: table });
    let refi = files(&samples.join("refi"));
    let of = |endings: &[&str]| {
        let wanted = |(name, _): &&(String, Vec<u8>)| endings.contains(&ending(name).as_str());
        refi.iter().filter(wanted).cloned().collect::<Vec<_>>()
    };
    let codebooks = tables
        .into_iter()
        .filter(|(name, _)| name.starts_with("codebook"))
        .chain(of(&["qdc"]))
        .collect();
    targets.push(Target { name: "codebooks".into(), seeds: codebooks, read: codebook });
    targets.push(Target { name: "projects".into(), seeds: of(&["qdpx", "qde"]), read: project_file });
    let mut databases = of(&["sqlite3", "rqda"]);
    databases.extend(folders(&samples.join("refi")));
    targets.push(Target { name: "databases".into(), seeds: databases, read: database });
    targets.retain(|target| !target.seeds.is_empty());
    targets
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    read_each(folder, Path::to_owned)
}

/// The databases in the project folders of QualCoder, by the folder's name.
fn folders(folder: &Path) -> Vec<(String, Vec<u8>)> {
    read_each(folder, |inner| inner.join("data.qda"))
}

/// What can be read of what stands in a folder, in the order of names: of each the file that `file` says.
fn read_each(folder: &Path, file: impl Fn(&Path) -> PathBuf) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, std::fs::read(file(&path)).ok()?))
        })
        .collect()
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn spreadsheet() -> Vec<u8> {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>id</text:p></table:table-cell><table:table-cell><text:p>Why?</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"><text:p>Because of the long wait that we had.</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part can be begun");
        zip.write_all(text.as_bytes()).expect("memory can be written");
    }
    zip.finish().expect("an archive can be ended").into_inner()
}

fn transcript(name: &str, bytes: &[u8]) {
    // Every fourth file is read by a rule that a person might choose.
    let rule = SpeakerRule::ALL[bytes.len() % SpeakerRule::ALL.len()];
    let options = ImportOptions {
        speakers: bytes.len().is_multiple_of(4).then_some(rule),
        ..ImportOptions::default()
    };
    let Ok(imported) = read_transcript(name, bytes, &options) else {
        return;
    };
    let Some(source) = imported.source else { return };
    let mut at = 0;
    for turn in &source.turns {
        assert_eq!(turn.range.start().0, at, "turns follow each other");
        assert!(turn.range.covers(turn.speech) && !turn.range.is_empty(), "speech is inside its turn");
        assert!(turn.speaker.is_none_or(|speaker| speaker < source.speakers.len()));
        at = turn.range.end().0;
    }
    assert_eq!(at as usize, source.text.chars().count(), "turns cover the text");
    assert_eq!(project::text::clean(&source.text), source.text, "the text is clean");
}

fn table(name: &str, bytes: &[u8]) {
    if let Ok(rows) = read_rows(bytes, Path::new(name)) {
        drop(read_attributes(&rows));
        drop(read_codings(&rows));
    }
}

fn codebook(name: &str, bytes: &[u8]) {
    drop(read_codebook(bytes, Path::new(name)));
}

fn project_file(_: &str, bytes: &[u8]) {
    if let Ok(read) = read_project(bytes, |_| None, Timestamp(0)) {
        sound(read);
    }
}

/// Reads a database of another program. SQLite reads files, so the bytes are put into one first.
fn database(name: &str, bytes: &[u8]) {
    let file = std::env::temp_dir().join(format!("interchange-fuzz-{}.sqlite3", std::process::id()));
    std::fs::write(&file, bytes).expect("the folder for temporary files can be written");
    if let Ok(database) = ForeignDatabase::open(&file) {
        let read = if is_qualcoder(&database).unwrap_or(false) {
            read_qualcoder(&database, name, Timestamp(0)).ok()
        } else if is_taguette(&database).unwrap_or(false) {
            read_taguette(&database, Timestamp(0)).ok()
        } else if is_rqda(&database).unwrap_or(false) {
            read_rqda(&database, name, Timestamp(0)).ok()
        } else {
            None
        };
        read.into_iter().for_each(sound);
    }
}

/// What was read fits together, goes into a project as a whole, and does not come in twice.
fn sound(read: ImportedProject) {
    let session = Session {
        coder: "Ada".into(),
        host: "here".into(),
        stamps: Box::new(CountingStamps::new(Timestamp(0))),
    };
    let mut workspace = Workspace::in_memory("Fuzz", session).expect("a project can be made");
    let rows = read.rows;
    for coding in &rows.codings {
        let row = rows.sources.iter().find(|row| row.source.id == coding.source).expect("its source is there");
        let (start, end): (u32, u32) = coding.range.into();
        let letters = row.text.chars().skip(start as usize);
        let words: String = letters.take((end - start) as usize).collect();
        assert!(coding.state != CodingState::Exact || words == coding.quote, "a quote stands at its range");
    }
    let take = |workspace: &mut Workspace, rows: Adopted| {
        let edits = merge(workspace.project(), rows).edits;
        let count = edits.len();
        if count > 0 {
            let label = "took in".to_owned();
            workspace.edit(Edit::Batch { label, edits }).expect("what was read fits together");
        }
        count
    };
    take(&mut workspace, rows.clone());
    let before = workspace.project().seq();
    take(&mut workspace, rows);
    assert_eq!(workspace.project().seq(), before, "importing twice changes nothing");
}
