//! What nothing here can show comes in, is kept, and goes out again, or is counted among the losses.

use std::io::{Cursor, Read};

use codebooks::CodeId;
use project::{CountingStamps, Edit, ForeignDatabase, Session, Subject, Timestamp, Workspace};

use super::validator::faults;
use super::xml::{self, Element};
use super::{
    ExportedProject, ImportedProject, guid, read_project, read_qualcoder, samples, write_project,
};
use crate::merge::merge;
use crate::transcripts::archive::tests::packed;

const CODE: &str = "11111111-0000-0000-0000-000000000001";
const FOLDER: &str = "11111111-0000-0000-0000-000000000002";
const SOURCE: &str = "22222222-0000-0000-0000-000000000000";
const PICTURE: &str = "22222222-0000-0000-0000-000000000001";
const PASSAGE: &str = "44444444-0000-0000-0000-000000000000";

fn read(bytes: &[u8]) -> ImportedProject {
    read_project(bytes, |_| None, Timestamp(0)).unwrap()
}

/// A project that has taken in another.
fn taken_in(read: ImportedProject) -> Workspace {
    let session = Session {
        coder: "Awen".to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    let mut workspace = Workspace::in_memory("Glanfa", session).unwrap();
    let edits = merge(workspace.project(), read.rows).edits;
    workspace
        .edit(Edit::Batch {
            label: "Took in".to_owned(),
            edits,
        })
        .unwrap();
    workspace
}

fn exported(workspace: &Workspace) -> ExportedProject {
    let texts = workspace.texts();
    write_project(
        workspace.project(),
        |source| texts.of(source),
        |hash| texts.file(hash),
    )
    .unwrap()
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = Vec::new();
    zip.by_name(name)
        .unwrap()
        .read_to_end(&mut content)
        .unwrap();
    content
}

/// The markup of an export, which follows the schema.
fn markup(bytes: &[u8]) -> Element {
    let root = xml::read(&part(bytes, "project.qde"), "project.qde").unwrap();
    assert_eq!(faults(&root), Vec::<String>::new());
    root
}

/// All elements of a name, wherever they stand.
fn all<'e>(element: &'e Element, name: &str, found: &mut Vec<&'e Element>) {
    if &*element.name == name {
        found.push(element);
    }
    for child in &element.children {
        all(child, name, found);
    }
}

/// Memos on passages: what they say, and the words they stand on.
fn notes_on_passages(project: &project::Project, workspace: &Workspace) -> Vec<(String, String)> {
    let texts = workspace.texts();
    let on_passage = |memo: &std::sync::Arc<project::Memo>| {
        let Subject::Passage(source, range) = memo.subject else {
            return None;
        };
        let text = texts.of(project.sources().get(source)?).unwrap();
        Some((memo.text.clone(), text.slice(range).to_owned()))
    };
    project.memos().iter().filter_map(on_passage).collect()
}

#[test]
fn a_note_on_a_passage_keeps_its_place_on_its_way_out_and_back() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../samples/refi/qualcoder-4.0beta.qda/data.qda");
    let database = ForeignDatabase::open(&folder).unwrap();
    let of_folder = read_qualcoder(&database, "Theirs", Timestamp(0)).unwrap();
    // QualCoder’s own exchange file says it in a note, whose selection means a place in the source.
    for theirs in [
        of_folder,
        read(&samples::bytes("qualcoder-4.0beta-speakers.qdpx")),
    ] {
        let workspace = taken_in(theirs);
        let ours = notes_on_passages(workspace.project(), &workspace);
        assert_eq!(ours.len(), 1, "{ours:?}");
        assert_eq!(ours[0].0, "a note on the line");
        let written = exported(&workspace);
        let root = markup(&written.bytes);
        let mut selections = Vec::new();
        all(&root, "PlainTextSelection", &mut selections);
        let note = selections
            .iter()
            .find(|one| one.text_of("Description") == "a note on the line");
        assert_eq!(note.unwrap().all("Coding").count(), 0);
        let back = taken_in(read(&written.bytes));
        assert_eq!(notes_on_passages(back.project(), &back), ours);
        // As another program would hand it on: the markup and its texts, without what only Vouch reads.
        let mut parts = vec![(
            "project.qde".to_owned(),
            part(&written.bytes, "project.qde"),
        )];
        let zip = zip::ZipArchive::new(Cursor::new(&written.bytes)).unwrap();
        let names: Vec<String> = zip
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .filter(|name| name.starts_with("sources/"))
            .collect();
        for name in names {
            let content = part(&written.bytes, &name);
            parts.push((name, content));
        }
        let bare: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .collect();
        let back = taken_in(read(&packed(&bare)));
        assert_eq!(notes_on_passages(back.project(), &back), ours);
    }
}

fn names(root: &Element, element: &str) -> Vec<String> {
    let mut found = Vec::new();
    all(root, element, &mut found);
    found
        .iter()
        .map(|found| found.value("name").to_owned())
        .collect()
}

fn count(read: &ImportedProject, what: &str) -> Option<usize> {
    let loss = read.losses.iter().find(|loss| loss.what.starts_with(what));
    loss.filter(|loss| loss.kept_for_vouch)
        .map(|loss| loss.count)
}

#[test]
fn groups_and_networks_of_atlas_ti_go_out_as_they_came() {
    let theirs = samples::bytes("annex-A2-atlasti-mac-8.4.qde");
    let before = xml::read(&theirs, "x").unwrap();
    let workspace = taken_in(read(&theirs));
    let out = exported(&workspace);
    let after = markup(&out.bytes);
    for element in ["Set", "Graph", "Vertex", "Edge"] {
        let sorted = |root: &Element| {
            let mut names = names(root, element);
            names.sort();
            names
        };
        assert_eq!(sorted(&after), sorted(&before), "{element}");
    }
    let (mut ours, mut members) = (Vec::new(), Vec::new());
    all(&after, "MemberCode", &mut ours);
    all(&before, "MemberCode", &mut members);
    assert_eq!(ours.len(), members.len());
    // Its texts are not in the file, so what belonged to them leads nowhere, and that is told.
    let told = out
        .losses
        .iter()
        .find(|loss| loss.what.starts_with("references"));
    assert!(told.is_some_and(|loss| loss.count > 0), "{:?}", out.losses);
    assert_eq!(exported(&workspace).bytes, out.bytes);
    let again = read(&out.bytes);
    assert_eq!(again.rows.kept.len(), workspace.project().kept().len());
    assert!(merge(workspace.project(), again.rows).edits.is_empty());
}

#[test]
fn an_older_form_of_the_standard_goes_out_in_the_settled_one() {
    let workspace = taken_in(read(&samples::bytes("annex-A3-transana-win-3.22.qde")));
    let root = markup(&exported(&workspace).bytes);
    assert!(!names(&root, "Set").is_empty());
}

/// A project that says everything Vouch has no room for.
fn everything() -> Vec<u8> {
    let user = "33333333-0000-0000-0000-000000000000";
    let id = |nth: u8| format!("88888888-0000-0000-0000-0000000000{nth:02}");
    let value = |variable: u8, kind: &str, value: &str| {
        let target = id(variable);
        format!(
            "<VariableValue><VariableRef targetGUID='{target}'/><{kind}>{value}</{kind}></VariableValue>"
        )
    };
    let coding = |nth: u8| {
        let guid = id(nth);
        format!(
            "<Coding guid='{guid}' creatingUser='{user}'><CodeRef targetGUID='{CODE}'/></Coding>"
        )
    };
    let markup = format!(
        "<Project name='Theirs' origin='Other'><Users><User guid='{user}' name='Ann'/></Users>\
        <CodeBook><Codes><Code guid='{FOLDER}' name='Folder' isCodable='false'><Code guid='{CODE}' name='Trust' isCodable='true'/></Code></Codes></CodeBook>\
        <Variables><Variable guid='{0}' name='consent' typeOfVariable='Boolean'><Description>In writing</Description></Variable>\
        <Variable guid='{1}' name='begun' typeOfVariable='DateTime'/><Variable guid='{2}' name='helps' typeOfVariable='Text'/></Variables>\
        <Cases><Case guid='{3}' name='Family 1'><CodeRef targetGUID='{CODE}'/>{4}{5}{6}{7}<SourceRef targetGUID='{SOURCE}'/><SelectionRef targetGUID='{PASSAGE}'/></Case></Cases>\
        <Sources><TextSource guid='{SOURCE}' name='One' richTextPath='internal://one.docx' plainTextPath='internal://one.txt'>\
        <PlainTextSelection guid='{PASSAGE}' startPosition='0' endPosition='3' creatingUser='{user}'>{8}</PlainTextSelection>\
        <PlainTextSelection guid='{9}' startPosition='4' endPosition='12'/></TextSource>\
        <PictureSource guid='{PICTURE}' name='Map' path='internal://map.PNG'><PictureSelection guid='{10}' firstX='1' firstY='2' secondX='3' secondY='4'>{11}</PictureSelection></PictureSource>\
        <AudioSource guid='{12}' name='Talk' path='relative:///talk.m4a'/></Sources>\
        <Links><Link guid='{13}' name='see' originGUID='{PASSAGE}' targetGUID='{CODE}' direction='OneWay'/></Links>\
        <Sets><Set guid='{14}' name='Early help'><MemberCode targetGUID='{CODE}'/><MemberSource targetGUID='{SOURCE}'/></Set></Sets>\
        <Graphs><Graph guid='{15}' name='Net'><Vertex guid='{16}' representedGUID='{CODE}' firstX='1' firstY='1'/>\
        <Vertex guid='{17}' representedGUID='{PASSAGE}' firstX='1' firstY='1'/><Edge guid='{18}' sourceVertex='{16}' targetVertex='{17}' color='#F00'/></Graph></Graphs></Project>",
        id(0),
        id(1),
        id(2),
        id(3),
        value(0, "BooleanValue", "1"),
        value(1, "DateTimeValue", "2026-03-04T05:06:07Z"),
        value(2, "TextValue", "play"),
        value(2, "TextValue", "lifts"),
        coding(4),
        id(5),
        id(6),
        coding(7),
        id(12),
        id(13),
        id(14),
        id(15),
        id(16),
        id(17),
        id(18),
    );
    packed(&[
        ("project.qde", markup.as_bytes()),
        ("sources/one.txt", b"She listened."),
        ("sources/one.docx", b"PK styled"),
        ("sources/map.png", b"\x89PNG"),
    ])
}

#[test]
fn everything_that_has_no_room_comes_back_or_is_counted() {
    let first = read(&everything());
    for (what, wanted) in [
        ("networks", 1),
        ("links", 1),
        ("marks of codes that are only folders", 1),
        ("descriptions of variables", 1),
        ("passages of cases", 1),
        ("codes of cases", 1),
        ("pictures", 1),
        ("sound recordings", 1),
        ("codings of such areas", 1),
        ("styled forms", 1),
    ] {
        assert_eq!(
            count(&first, what),
            Some(wanted),
            "{what}: {:?}",
            first.losses
        );
    }
    // A group of what Vouch has is a set here too.
    assert_eq!(count(&first, "groups"), None);
    let sets = &first.rows.sets;
    assert_eq!((sets[0].sources.len(), sets[0].codes.len()), (1, 1));
    let gone: Vec<&str> = first
        .losses
        .iter()
        .filter(|loss| !loss.kept_for_vouch)
        .map(|loss| loss.what.as_str())
        .collect();
    assert_eq!(gone, ["selections of which nothing is said"]);
    let said: Vec<String> = first.warnings.iter().map(ToString::to_string).collect();
    assert!(
        said.iter()
            .any(|line| line.contains("they are one, “play; lifts”")),
        "{said:?}"
    );

    let workspace = taken_in(first);
    assert_eq!(workspace.check().unwrap(), []);
    let out = exported(&workspace);
    let root = markup(&out.bytes);
    let lines = String::from_utf8(part(&out.bytes, "project.qde")).unwrap();
    let upper = |text: &str| guid::written(guid::read(text).unwrap());
    for wanted in [
        "name=\"Folder\" isCodable=\"false\"",
        "name=\"Trust\" isCodable=\"true\"",
        "name=\"consent\" typeOfVariable=\"Boolean\"",
        "<Description>In writing</Description>",
        "<BooleanValue>true</BooleanValue>",
        "name=\"begun\" typeOfVariable=\"DateTime\"",
        "<DateTimeValue>2026-03-04T05:06:07Z</DateTimeValue>",
        "name=\"Map\" path=\"internal://22222222-0000-0000-0000-000000000001.png\"",
        "name=\"Talk\" path=\"relative:///talk.m4a\"",
        "richTextPath=\"internal://22222222-0000-0000-0000-000000000000.docx\"",
        "color=\"#FF0000\"",
        &format!("<MemberSource targetGUID=\"{}\"/>", upper(SOURCE)),
        &format!("representedGUID=\"{}\"", upper(CODE)),
    ] {
        assert!(lines.contains(wanted), "{wanted} is not in\n{lines}");
    }
    // What led to the passage leads to it still, though passages are numbered anew.
    let mut passages = Vec::new();
    all(&root, "PlainTextSelection", &mut passages);
    let passage = passages[0].value("guid");
    assert_eq!(
        lines.matches(passage).count(),
        4,
        "itself, case, link and network"
    );
    assert_eq!(
        part(&out.bytes, &format!("sources/{}.png", upper(PICTURE))),
        b"\x89PNG"
    );
    assert_eq!(
        part(&out.bytes, &format!("sources/{}.docx", upper(SOURCE))),
        b"PK styled"
    );
    assert!(
        !out.losses
            .iter()
            .any(|loss| loss.what.starts_with("references"))
    );
}

#[test]
fn what_is_kept_bends_to_what_becomes_of_the_project() {
    let mut workspace = taken_in(read(&everything()));
    let folder = CodeId::from_u128(guid::read(FOLDER).unwrap());
    let coding = workspace.project().codings().iter().next().unwrap().id;
    workspace.edit(Edit::Recode(vec![coding], folder)).unwrap();
    let trust = CodeId::from_u128(guid::read(CODE).unwrap());
    workspace.edit(Edit::RemoveCode(trust)).unwrap();
    let out = exported(&workspace);
    let root = markup(&out.bytes);
    let lines = String::from_utf8(part(&out.bytes, "project.qde")).unwrap();
    assert!(
        lines.contains("name=\"Folder\" isCodable=\"true\""),
        "it is coded with now"
    );
    assert_eq!(names(&root, "Link"), Vec::<String>::new());
    assert_eq!(names(&root, "Set"), ["Early help"]);
    let lost = out
        .losses
        .iter()
        .find(|loss| loss.what.starts_with("references"));
    assert_eq!(lost.map(|loss| loss.count), Some(4), "{:?}", out.losses);
    workspace.undo().unwrap();
    workspace.undo().unwrap();
    assert_eq!(names(&markup(&exported(&workspace).bytes), "Link"), ["see"]);
}
