//! A project as `.qdpx`: an archive of its markup and its texts.

mod kept;
mod losses;
mod notes;
mod sources;
mod variables;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{Cursor, Write};

use codebooks::{Code, CodeId};
use project::text::SourceText;
use project::{CodingId, Memo, MemoId, Project, Source, SourceId, Subject, TextHash};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::codebook::write_codes;
use super::error::RefiError;
use super::report::Loss;
use super::side::{self, Side};
use super::xml::Writer;
use super::{ORIGIN, guid};
use crate::moment::iso_utc;

/// A project as an archive, and what programs other than Vouch will not find in it.
#[derive(Debug)]
pub struct ExportedProject {
    /// The archive. The same project gives the same bytes.
    pub bytes: Vec<u8>,
    /// What the standard cannot hold.
    pub losses: Vec<Loss>,
}

/// Writes a project as `.qdpx`. `text_of` gives a source's text, and is asked once for each source; `file_of` the bytes
/// of a file that was kept for other programs.
///
/// # Errors
/// [`RefiError::Text`] where a text or file cannot be had, [`RefiError::Pack`].
pub fn write_project<E: Display>(
    project: &Project,
    mut text_of: impl FnMut(&Source) -> Result<SourceText, E>,
    mut file_of: impl FnMut(&TextHash) -> Result<Vec<u8>, E>,
) -> Result<ExportedProject, RefiError> {
    let mut texts: BTreeMap<SourceId, SourceText> = BTreeMap::new();
    for source in project.sources().iter() {
        let text = text_of(source).map_err(|error| RefiError::Text {
            name: source.name.clone(),
            why: error.to_string(),
        })?;
        texts.insert(source.id, text);
    }
    let book = Book::of(project, &texts);
    let markup = book.markup();
    let side = serde_json::to_vec(&Side::of(project, &markup)).map_err(packing)?;
    let mut zip = Pack::new();
    zip.add("project.qde", &markup)?;
    for (id, text) in &texts {
        zip.add(&part_name(id.as_u128()), text.as_str().as_bytes())?;
    }
    for note in &book.notes {
        let text = project.memos().get(note.memo).map(|memo| memo.text.clone());
        zip.add(
            &part_name(book.guid_of("memo", note.memo.as_u128())),
            text.unwrap_or_default().as_bytes(),
        )?;
    }
    let mut names = BTreeSet::new();
    for file in &book.kept.files {
        if names.insert(&file.name) {
            let bytes = file_of(&file.hash).map_err(|error| RefiError::Text {
                name: file.name.clone(),
                why: error.to_string(),
            })?;
            zip.add(&format!("sources/{}", file.name), &bytes)?;
        }
    }
    zip.add(side::NAME, &side)?;
    Ok(ExportedProject {
        bytes: zip.finish()?,
        losses: losses::of(project, &texts, book.kept.dropped),
    })
}

fn part_name(guid: u128) -> String {
    format!("sources/{}.txt", guid::written(guid))
}

fn internal(guid: u128) -> String {
    format!("internal://{}.txt", guid::written(guid))
}

fn packing(error: impl std::error::Error + Send + Sync + 'static) -> RefiError {
    RefiError::Pack {
        source: Box::new(error),
    }
}

/// An archive whose parts all bear the same date, so that the same parts make the same bytes.
struct Pack {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
}

impl Pack {
    fn new() -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644),
        }
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), RefiError> {
        self.zip
            .start_file(name, self.options)
            .map_err(packing)
            .and_then(|()| self.zip.write_all(bytes).map_err(packing))
    }

    fn finish(self) -> Result<Vec<u8>, RefiError> {
        self.zip.finish().map(Cursor::into_inner).map_err(packing)
    }
}

/// Memos on passages, by source.
fn passages(project: &Project) -> BTreeMap<SourceId, Vec<&Memo>> {
    let mut passages: BTreeMap<SourceId, Vec<&Memo>> = BTreeMap::new();
    for memo in project.memos().iter() {
        if let Subject::Passage(source, _) = memo.subject {
            passages.entry(source).or_default().push(memo);
        }
    }
    passages
}

/// The ids of coders, codes and sources, which are their GUIDs whatever else has them.
fn named_ids(project: &Project) -> BTreeSet<u128> {
    let users = project.coders().iter().map(|row| row.id.as_u128());
    let codes = project.codes().iter().map(|row| row.id.as_u128());
    let sources = project.sources().iter().map(|row| row.id.as_u128());
    users.chain(codes).chain(sources).collect()
}

/// Ids of codings, cases, attributes, memos and sets that stand for something else as well. `taken` holds the ids of what
/// is named and of codings.
fn shared_ids(project: &Project, named: &BTreeSet<u128>, taken: &BTreeSet<u128>) -> BTreeSet<u128> {
    let codings = project.codings().iter();
    let as_named = codings
        .map(|row| row.id.as_u128())
        .filter(|id| named.contains(id));
    let codings = project.codings().iter();
    let selections = codings.map(|row| guid_of_selection(taken, row.id));
    let mut known: BTreeSet<u128> = taken.iter().copied().chain(selections).collect();
    let cases = project.cases().iter().map(|row| row.id.as_u128());
    let attributes = project.attributes().iter().map(|row| row.id.as_u128());
    let memos = project.memos().iter().map(|row| row.id.as_u128());
    let sets = project.sets().iter().map(|row| row.id.as_u128());
    cases
        .chain(attributes)
        .chain(memos)
        .chain(sets)
        .filter(|&id| !known.insert(id))
        .chain(as_named)
        .collect()
}

/// The GUID of the selection that a coding is the first of. A file that was tampered with may have given it to something
/// else.
fn guid_of_selection(taken: &BTreeSet<u128>, coding: CodingId) -> u128 {
    let mut bits = guid::made_of(&["selection", &coding.to_string()]);
    while taken.contains(&bits) {
        bits = guid::made_of(&["selection", &guid::written(bits)]);
    }
    bits
}

/// A memo that stands among the notes, referred to by what it is about.
struct Note {
    memo: MemoId,
    name: String,
}

/// What writing one element after another needs to know.
struct Book<'p> {
    project: &'p Project,
    texts: &'p BTreeMap<SourceId, SourceText>,
    codes: BTreeMap<CodeId, &'p Code>,
    notes: Vec<Note>,
    /// Notes by what they are about.
    notes_on: BTreeMap<Subject, Vec<MemoId>>,
    variables: Vec<variables::Variable>,
    /// Memos on passages, by source.
    passages: BTreeMap<SourceId, Vec<&'p Memo>>,
    /// The ids of coders, codes, sources and codings: the GUID of a selection is none of them.
    taken: BTreeSet<u128>,
    /// Ids of codings, cases, attributes, memos and sets that something else has too: some programs give a case and its code one id,
    /// others refuse a file where an id stands twice.
    shared: BTreeSet<u128>,
    /// What other programs said, to be given back.
    kept: kept::Kept,
}

impl<'p> Book<'p> {
    fn of(project: &'p Project, texts: &'p BTreeMap<SourceId, SourceText>) -> Self {
        let named = named_ids(project);
        let codings = project.codings().iter().map(|row| row.id.as_u128());
        let taken: BTreeSet<u128> = named.iter().copied().chain(codings).collect();
        let mut book = Self {
            project,
            texts,
            codes: project
                .codes()
                .iter()
                .map(|code| (code.id, code.as_ref()))
                .collect(),
            notes: Vec::new(),
            notes_on: BTreeMap::new(),
            variables: variables::of(project),
            passages: passages(project),
            shared: shared_ids(project, &named, &taken),
            taken,
            kept: kept::Kept::default(),
        };
        book.gather_notes();
        book.settle_kept();
        book.describe_variables();
        book
    }

    /// The GUID of a coding, case, attribute, memo or set: its id, unless something else has it.
    fn guid_of(&self, what: &str, id: u128) -> u128 {
        if self.shared.contains(&id) {
            guid::made_of(&[what, &guid::written(id)])
        } else {
            id
        }
    }

    fn markup(&self) -> Vec<u8> {
        let info = self.project.info();
        let mut xml = Writer::new();
        xml.open(
            "Project",
            &[
                ("xmlns", Some("urn:QDA-XML:project:1.0")),
                ("name", Some(&info.name)),
                ("origin", Some(ORIGIN)),
                ("creationDateTime", Some(&iso_utc(info.created_at))),
            ],
        );
        self.write_users(&mut xml);
        let tree = self.project.code_tree();
        if !tree.is_empty() {
            xml.open("CodeBook", &[]);
            let is_folder = |id| self.is_folder(id);
            let described = |code: &Code| self.described(code);
            write_codes(&mut xml, &self.codes, &tree, is_folder, described);
            xml.close("CodeBook");
        }
        self.write_variables(&mut xml);
        self.write_cases(&mut xml);
        self.write_sources(&mut xml);
        self.write_notes(&mut xml);
        self.write_kept_list(&mut xml, "Links", "Link");
        self.write_sets(&mut xml);
        self.write_kept_list(&mut xml, "Graphs", "Graph");
        self.write_note_refs(&mut xml, Subject::Project);
        xml.close("Project");
        xml.finish()
    }

    /// Sets of the project, then those that are only kept.
    fn write_sets(&self, xml: &mut Writer) {
        let sets = self.project.sets();
        if sets.is_empty() && !self.has_kept(&["Set"]) {
            return;
        }
        xml.open("Sets", &[]);
        for set in sets.iter() {
            let guid = guid::written(self.guid_of("set", set.id.as_u128()));
            xml.open("Set", &[("guid", Some(&guid)), ("name", Some(&set.name))]);
            if !set.description.is_empty() {
                xml.text("Description", &set.description);
            }
            let codes = set.codes.iter().map(|id| ("MemberCode", id.as_u128()));
            let sources = set.sources.iter().map(|id| ("MemberSource", id.as_u128()));
            for (name, target) in codes.chain(sources) {
                xml.empty(name, &[("targetGUID", Some(&guid::written(target)))]);
            }
            xml.close("Set");
        }
        self.write_kept(xml, "Set");
        xml.close("Sets");
    }

    fn write_users(&self, xml: &mut Writer) {
        if self.project.coders().is_empty() {
            return;
        }
        xml.open("Users", &[]);
        for coder in self.project.coders().iter() {
            xml.empty(
                "User",
                &[
                    ("guid", Some(&guid::written(coder.id.as_u128()))),
                    ("name", Some(&coder.name)),
                ],
            );
        }
        xml.close("Users");
    }

    fn write_cases(&self, xml: &mut Writer) {
        if self.project.cases().is_empty() {
            return;
        }
        let mut sources: BTreeMap<_, Vec<SourceId>> = BTreeMap::new();
        for source in self.project.sources().iter() {
            if let Some(case) = source.case {
                sources.entry(case).or_default().push(source.id);
            }
        }
        xml.open("Cases", &[]);
        for case in self.project.cases().iter() {
            xml.open(
                "Case",
                &[
                    (
                        "guid",
                        Some(&guid::written(self.guid_of("case", case.id.as_u128()))),
                    ),
                    ("name", Some(&case.name)),
                ],
            );
            // A case cannot refer to notes, so its memos are its description.
            let memos = self.project.memos_on(Subject::Case(case.id));
            let memos: Vec<&str> = memos.map(|memo| memo.text.as_str()).collect();
            if !memos.is_empty() {
                xml.text("Description", &memos.join("\n\n"));
            }
            self.write_case_members(xml, case.id.as_u128(), "CodeRef");
            self.write_values(xml, &case.values);
            for source in sources.remove(&case.id).unwrap_or_default() {
                let guid = guid::written(source.as_u128());
                xml.empty("SourceRef", &[("targetGUID", Some(&guid))]);
            }
            self.write_case_members(xml, case.id.as_u128(), "SelectionRef");
            xml.close("Case");
        }
        xml.close("Cases");
    }
}
