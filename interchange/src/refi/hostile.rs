//! Files that nobody should have written, made of files that programs did write: each is refused in a sentence, or comes
//! in whole, sound, and fit to go out again. Nothing comes in by halves, because reading answers rows and changes nothing.

use std::io::{Cursor, Read};

use project::{CountingStamps, Edit, Session, Timestamp, Workspace};
use proptest::prelude::*;

use super::validator::faults;
use super::{guid, read_project, samples, write_project, xml};
use crate::merge::merge;
use crate::transcripts::archive::tests::packed;

const SAMPLES: [&str; 5] = [
    "qualcoder-4.0beta.qdpx",
    "qualcoder-4.0beta-maxqda-endings.qdpx",
    "annex-A2-atlasti-mac-8.4.qde",
    "annex-A3-transana-win-3.22.qde",
    "vouch",
];

/// The parts of a sample: its markup, and what else is in its archive.
fn parts(name: &str) -> (String, Vec<(String, Vec<u8>)>) {
    if name == "vouch" {
        let bytes = exported(&taken_in(&samples::bytes(SAMPLES[0])).unwrap());
        return unpacked(&bytes);
    }
    let bytes = samples::bytes(name);
    if !bytes.starts_with(b"PK") {
        return (String::from_utf8_lossy(&bytes).into_owned(), Vec::new());
    }
    unpacked(&bytes)
}

fn unpacked(bytes: &[u8]) -> (String, Vec<(String, Vec<u8>)>) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let (mut markup, mut others) = (String::new(), Vec::new());
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.to_lowercase().ends_with(".qde") {
            markup = String::from_utf8_lossy(&content).into_owned();
        } else if !name.ends_with('/') {
            others.push((name, content));
        }
    }
    (markup, others)
}

fn workspace() -> Workspace {
    let session = Session {
        coder: "Awen".to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    Workspace::in_memory("Glanfa", session).unwrap()
}

/// A project that has taken in a file, or the sentence in which it was refused.
fn taken_in(bytes: &[u8]) -> Result<Workspace, String> {
    let read = read_project(bytes, |_| None, Timestamp(0)).map_err(|error| error.to_string())?;
    let mut workspace = workspace();
    let edits = merge(workspace.project(), read.rows).edits;
    let label = "Took in".to_owned();
    workspace.edit(Edit::Batch { label, edits }).unwrap();
    Ok(workspace)
}

fn exported(workspace: &Workspace) -> Vec<u8> {
    let texts = workspace.texts();
    let text_of = |source: &project::Source| texts.of(source);
    let exported = write_project(workspace.project(), text_of, |hash| texts.file(hash));
    exported.unwrap().bytes
}

/// Where the values of attributes stand that begin like this.
fn values(markup: &str, attributes: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for attribute in attributes {
        for (at, begin) in markup.match_indices(&format!("{attribute}=\"")) {
            let from = at + begin.len();
            if let Some(length) = markup[from..].find('"') {
                found.push((from, from + length));
            }
        }
    }
    found.sort_unstable();
    found
}

fn pick<T: Copy>(all: &[T], n: u16) -> Option<T> {
    (!all.is_empty()).then(|| all[usize::from(n) % all.len()])
}

/// The nearest place at which a text can be cut.
fn cut(text: &str, n: u16) -> usize {
    let mut at = usize::from(n) * text.len() / usize::from(u16::MAX).max(1);
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Writes something else in one of the places.
fn put(markup: &mut String, places: &[(usize, usize)], n: u16, value: &str) {
    if let Some((from, to)) = pick(places, n) {
        markup.replace_range(from..to, value);
    }
}

/// Takes out a piece.
fn torn(mut markup: String, a: u16, b: u16) -> String {
    let (one, other) = (cut(&markup, a), cut(&markup, b));
    let from = one.min(other);
    let mut to = one.max(other).min(from + 400);
    while !markup.is_char_boundary(to) {
        to -= 1;
    }
    markup.replace_range(from..to.max(from), "");
    markup
}

/// Writes a whole element twice.
fn doubled(mut markup: String, a: u16) -> String {
    let from = cut(&markup, a);
    let from = markup[from..].find('<').map(|at| at + from);
    if let Some(from) = from
        && let Some(to) = markup[from..].find("/>").map(|at| from + at + 2)
        && to - from < 2000
    {
        let element = markup[from..to].to_owned();
        markup.insert_str(from, &element);
    }
    markup
}

/// One thing that goes wrong with a file.
fn spoilt(mut markup: String, (kind, a, b): (u8, u16, u16)) -> String {
    const GUIDS: [&str; 5] = [
        "guid",
        "targetGUID",
        "creatingUser",
        "originGUID",
        "representedGUID",
    ];
    const NUMBERS: [&str; 6] = [
        "startPosition",
        "endPosition",
        "firstX",
        "page",
        "begin",
        "end",
    ];
    const PATHS: [&str; 3] = ["plainTextPath", "richTextPath", "path"];
    const ODD_NUMBERS: [&str; 7] = [
        "-1",
        "0",
        "99999999999999999999",
        "1e9",
        "",
        "4294967295",
        "7",
    ];
    const ODD_PATHS: [&str; 5] = [
        "internal://no.txt",
        "absolute:///etc/passwd",
        "",
        "internal://",
        "relative://x",
    ];
    const NAMES: [&str; 5] = ["Description", "Coding", "Set", "PlainTextSelection", "Code"];
    let guids = values(&markup, &GUIDS);
    match kind % 7 {
        0 => torn(markup, a, b),
        1 => {
            let other = pick(&guids, b).map(|(from, to)| markup[from..to].to_owned());
            put(&mut markup, &guids, a, &other.unwrap_or_default());
            markup
        }
        2 => {
            let made = guid::written(guid::made_of(&[&b.to_string()]));
            put(&mut markup, &guids, a, &made);
            markup
        }
        3 => {
            let numbers = values(&markup, &NUMBERS);
            let odd = ODD_NUMBERS[usize::from(b) % ODD_NUMBERS.len()];
            put(&mut markup, &numbers, a, odd);
            markup
        }
        4 => {
            let paths = values(&markup, &PATHS);
            let odd = ODD_PATHS[usize::from(b) % ODD_PATHS.len()];
            put(&mut markup, &paths, a, odd);
            markup
        }
        5 => doubled(markup, a),
        _ => {
            let name = NAMES[usize::from(a) % NAMES.len()];
            let (begin, other) = (format!("<{name} "), format!("<{name}x "));
            markup.replacen(&begin, &other, usize::from(b % 3))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 40 } else { 600 }))]

    #[test]
    fn a_spoilt_file_is_refused_in_a_sentence_or_comes_in_sound(
        sample in 0_usize..SAMPLES.len(),
        slips in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..5),
        lost in any::<u16>(),
    ) {
        if let Err(fault) = held(sample, &slips, lost) {
            return Err(TestCaseError::fail(fault));
        }
    }
}

/// Spoils a sample and takes it in: what is wrong with what comes of it, if anything.
fn held(sample: usize, slips: &[(u8, u16, u16)], lost: u16) -> Result<(), String> {
    let (mut markup, mut others) = parts(SAMPLES[sample]);
    for &slip in slips {
        markup = spoilt(markup, slip);
    }
    if lost.is_multiple_of(5) && !others.is_empty() {
        others.remove(usize::from(lost) % others.len());
    }
    let mut all: Vec<(&str, &[u8])> = vec![("project.qde", markup.as_bytes())];
    let others = others.iter();
    all.extend(others.map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let workspace = match taken_in(&packed(&all)) {
        Err(sentence) if sentence.is_empty() || sentence.contains('\n') => {
            return Err(format!("refused with “{sentence}”"));
        }
        Err(_) => return Ok(()),
        Ok(workspace) => workspace,
    };
    let unsound = workspace.check().unwrap();
    if !unsound.is_empty() {
        return Err(format!("unsound: {unsound:?}"));
    }
    let bytes = exported(&workspace);
    let (markup, _) = unpacked(&bytes);
    let faults = faults(&xml::read(markup.as_bytes(), "project.qde").unwrap());
    if !faults.is_empty() {
        return Err(format!("not fit to go out: {faults:?}"));
    }
    let again = taken_in(&bytes)?;
    let counts = [&workspace, &again].map(|of| of.project().codings().len());
    if counts[0] != counts[1] {
        return Err(format!("codings went and came back: {counts:?}"));
    }
    Ok(())
}

/// Inputs that once came out unfit.
#[test]
fn what_once_went_wrong_is_held() {
    // A user nobody listed bears the GUID of a coding.
    assert_eq!(held(0, &[(106, 32606, 8275)], 0), Ok(()));
}

#[test]
fn a_picture_cannot_lead_out_of_the_archive() {
    let markup = "<Project name='x'><Sources><PictureSource name='A' path='internal://../../etc/passwd'/></Sources></Project>";
    let refused = taken_in(&packed(&[("project.qde", markup.as_bytes())])).err();
    assert_eq!(
        refused.as_deref(),
        Some(
            "“internal://../../etc/passwd” points out of the archive: the file is damaged or made to do harm"
        )
    );
    let absolute = markup.replace("internal://../../etc/passwd", "absolute:///etc/passwd");
    let workspace = taken_in(&packed(&[("project.qde", absolute.as_bytes())])).unwrap();
    let (markup, others) = unpacked(&exported(&workspace));
    assert!(
        markup.contains("path=\"absolute:///etc/passwd\""),
        "named, as it was"
    );
    assert_eq!(
        others.len(),
        1,
        "and nothing but the side entry comes along"
    );
}
