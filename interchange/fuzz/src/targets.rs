//! The readers that are tried, each with sound files to begin with.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use interchange::attributes::read_attributes;
use interchange::codebook::read_codebook;
use interchange::codings::read_codings;
use interchange::refi::read_project;
use interchange::sheet::read_rows;
use interchange::transcripts::{ImportOptions, SpeakerRule, read_transcript};
use project::Timestamp;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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
    by_ending.entry("html".into()).or_default().push(("a.html".into(), HTML.into()));
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
    targets.retain(|target| !target.seeds.is_empty());
    targets
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, std::fs::read(path).ok()?))
        })
        .collect()
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

const HTML: &str = "<html><head><title>x</title><style>p{}</style></head><body><p><b>INT:</b> So&nbsp;?</p><table><tr><td>P1</td><td>Yes<br>no</td></tr></table><script>1</script></body></html>";

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
    drop(read_project(bytes, |_| None, Timestamp(0)));
}
