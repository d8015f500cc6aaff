//! A project of another program, from `.qdpx` or `.qde` to rows.
//!
//! What is damaged as a whole is refused; what costs one element is left out whole and named. Nothing is clamped,
//! guessed or moved without a line that says so.

mod codes;
mod dialect;
mod foreign;
mod keep;
mod notes;
mod own;
mod parts;
mod people;
mod qualcoder;
mod rqda;
mod sources;
mod speakers;
mod taguette;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use codebooks::CodeId;
use project::text::CharRange;
use project::{
    Adopted, AttributeId, CaseId, CoderId, CodingId, ProjectInfo, Set, SetId, SourceId, Subject,
    Timestamp, same_name,
};

use super::error::RefiError;
use super::report::Loss;
use super::side::Side;
use super::xml::{self, Element};
use super::{counted, dates, guid};
use crate::{Place, Warning};
use parts::Parts;
pub use qualcoder::{is_qualcoder, read_qualcoder};
pub use rqda::{is_rqda, read_rqda};
use speakers::told_of_speakers;
pub use taguette::{is_taguette, read_taguette};
use tally::Tally;

/// A project as another program, or another Vouch, wrote it.
#[derive(Debug)]
pub struct ImportedProject {
    /// What it is called there.
    pub name: String,
    /// The program that wrote it, as it calls itself.
    pub origin: String,
    /// The project's own row, if Vouch wrote it.
    pub info: Option<ProjectInfo>,
    /// All that is in it.
    pub rows: Adopted,
    /// What was left out, changed or is doubtful, each by its place.
    pub warnings: Vec<Warning>,
    /// What has no place here.
    pub losses: Vec<Loss>,
}

/// Whether a file's bytes are a REFI-QDA project: an archive with a `.qde` in its root, or the markup itself.
#[must_use]
pub fn is_project(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return super::begins_with_root(bytes, "Project");
    }
    // The names are read from the list of parts; a damaged archive is no project, and another reader says why.
    crate::transcripts::archive::Archive::open_project(bytes).is_ok_and(|archive| {
        let mut names = archive.names().into_iter();
        names.any(|name| name.to_lowercase().ends_with(".qde") && !name.contains(['/', '\\']))
    })
}

/// Reads a project. `beside` gives the bytes of a file beside it, named with `/` and without `..`; `at` dates what
/// has no date.
///
/// # Errors
/// One sentence on why nothing was read: see [`RefiError`].
pub fn read_project(
    bytes: &[u8],
    mut beside: impl FnMut(&str) -> Option<Vec<u8>>,
    at: Timestamp,
) -> Result<ImportedProject, RefiError> {
    let (mut parts, markup) = Parts::open(bytes, &mut beside)?;
    let side = parts.side()?.as_deref().and_then(Side::read);
    let mut changed_since = None;
    if let Some(side) = side {
        if side.is_of(&markup)
            && let Some(own) = own::rows_of(&side, &mut parts)?
        {
            return Ok(own);
        }
        changed_since = Some(side);
    }
    let root = xml::read(&markup, "project.qde")?;
    if &*root.name != "Project" {
        return Err(RefiError::NotRefi {
            why: format!("its first element is <{}>, not <Project>", root.name),
        });
    }
    parts.set_base(root.value("basePath"));
    let too_large = parts.told_too_large();
    let mut reader = Reader::new(parts, &root, at);
    reader.warnings.extend(too_large);
    reader.read_users()?;
    reader.read_codes()?;
    reader.read_variables()?;
    reader.read_sources()?;
    reader.read_cases()?;
    reader.read_notes()?;
    reader.read_rest()?;
    let mut read = reader.finish();
    if let Some(side) = changed_since {
        own::fill(&side, &mut read);
    }
    Ok(read)
}

/// What reading one list after another needs to know.
struct Reader<'f> {
    parts: Parts<'f>,
    root: &'f Element,
    origin: &'f str,
    at: Timestamp,
    rows: Adopted,
    warnings: Vec<Warning>,
    tally: Tally,
    coders: BTreeMap<u128, CoderId>,
    /// The coder of what names none.
    nobody: Option<CoderId>,
    codes: BTreeMap<u128, CodeId>,
    variables: BTreeMap<u128, AttributeId>,
    /// Sources by GUID and by the GUID of their file, with their place among the rows.
    sources: BTreeMap<u128, usize>,
    selections: BTreeMap<u128, (SourceId, CharRange, Option<CodingId>)>,
    /// What each note is about.
    about: BTreeMap<u128, Vec<Subject>>,
    cases: BTreeMap<u128, CaseId>,
    /// Selections of which nothing is said.
    bare: BTreeSet<u128>,
    /// Where in a text notes stand, in a file that says so in the note.
    note_spans: BTreeMap<u128, (i64, i64)>,
}

impl<'f> Reader<'f> {
    fn new(parts: Parts<'f>, root: &'f Element, at: Timestamp) -> Self {
        Self {
            parts,
            root,
            origin: root.value("origin"),
            at,
            rows: Adopted::default(),
            warnings: Vec::new(),
            tally: Tally::default(),
            coders: BTreeMap::new(),
            nobody: None,
            codes: BTreeMap::new(),
            variables: BTreeMap::new(),
            sources: BTreeMap::new(),
            selections: BTreeMap::new(),
            about: BTreeMap::new(),
            cases: BTreeMap::new(),
            bare: BTreeSet::new(),
            note_spans: BTreeMap::new(),
        }
    }

    fn warn(&mut self, element: &Element, message: impl Into<String>) {
        let place = Place::Line(element.line as usize);
        self.warnings.push(Warning::new(place, message));
    }

    /// The GUID of an element that others refer to; made of its place where it has none.
    fn guid_of(&mut self, element: &Element) -> u128 {
        let given = element.value("guid");
        guid::read(given).unwrap_or_else(|| {
            if !given.is_empty() {
                let message = format!(
                    "“{given}” is no GUID; another was given to this {}",
                    element.name
                );
                self.warn(element, message);
            }
            let line = element.line.to_string();
            guid::made_of(&[
                &element.name,
                &line,
                element.get("name").unwrap_or_default(),
            ])
        })
    }

    /// The name of the user, code or source that has a GUID. Others refer to these by it, so it is nobody else's.
    fn named_by(&self, bits: u128) -> Option<String> {
        let users = self.rows.coders.iter();
        let user = users.map(|row| (row.id.as_u128(), &row.name));
        let codes = self.rows.codes.iter();
        let code = codes.map(|row| (row.id.as_u128(), &row.name));
        let sources = self.rows.sources.iter();
        let source = sources.map(|row| (row.source.id.as_u128(), &row.source.name));
        let known = self.coders.contains_key(&bits)
            || self.codes.contains_key(&bits)
            || self.sources.contains_key(&bits);
        let mut all = user.chain(code).chain(source);
        known.then(|| {
            let found = all.find(|(id, _)| *id == bits);
            found.map(|(_, name)| name.clone()).unwrap_or_default()
        })
    }

    /// Notes the notes that an element refers to.
    fn refer(&mut self, element: &Element, subject: Subject) {
        for reference in element.all("NoteRef") {
            if let Some(note) = guid::read(reference.value("targetGUID")) {
                self.about.entry(note).or_default().push(subject);
            }
        }
    }

    /// Groups and networks, and selections of which nothing is said.
    fn read_rest(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let (sets, graphs) = (root.in_list("Sets"), root.in_list("Graphs"));
        let mut kept = 0;
        for set in sets {
            if !self.take_set(set) {
                self.keep_set(set)?;
                kept += 1;
            }
        }
        self.tally.kept("groups (sets)", kept);
        for graph in graphs {
            self.keep(graph)?;
        }
        self.tally.kept("networks (graphs)", graphs.len());
        let why = "they have neither code nor comment, and a passage is nothing by itself here";
        self.tally
            .gone("selections of which nothing is said", self.bare.len(), why);
        Ok(())
    }

    /// Takes in a set of sources and codes; answers whether all that it holds is here to be in one.
    fn take_set(&mut self, element: &Element) -> bool {
        let name = element.get("name").unwrap_or_default().trim();
        let Some(bits) = guid::read(element.value("guid")).filter(|_| !name.is_empty()) else {
            return false;
        };
        let id = SetId::from_u128(bits);
        if self.rows.sets.iter().any(|known| known.id == id) {
            return false;
        }
        let (mut sources, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for member in &element.children {
            let target = guid::read(member.value("targetGUID"));
            let source = target.and_then(|bits| self.sources.get(&bits));
            let source = source.and_then(|&place| self.rows.sources.get(place));
            let code = target.and_then(|bits| self.codes.get(&bits));
            match (&*member.name, source, code) {
                ("Description", ..) => {}
                ("MemberSource", Some(row), _) => {
                    sources.insert(row.source.id);
                }
                ("MemberCode", _, Some(&code)) => {
                    codes.insert(code);
                }
                _ => return false,
            }
        }
        let taken = |name: &str| {
            let mut names = self.rows.sets.iter().map(|known| &known.name);
            names.any(|known| same_name(known, name))
        };
        let name = free_name(name, taken);
        self.rows.sets.push(Set {
            id,
            name,
            description: element.text_of("Description").trim().to_owned(),
            sources,
            codes,
        });
        true
    }

    /// Keeps a set with notes or pictures in it, which nothing here shows.
    fn keep_set(&mut self, set: &Element) -> Result<(), RefiError> {
        let name = set.get("name").unwrap_or_default().trim();
        let members = |name: &str| set.all(name).count();
        let message = format!(
            "the group “{name}” ({}, {}, {}) is kept for other programs; nothing here shows it",
            counted(members("MemberCode"), "code"),
            counted(members("MemberSource"), "source"),
            counted(members("MemberNote"), "note")
        );
        self.warn(set, message);
        self.keep(set)
    }

    fn finish(mut self) -> ImportedProject {
        self.rows
            .attributes
            .sort_by_key(|attribute| attribute.position);
        if self.origin.starts_with("QualCoder") {
            self.warnings.extend(told_of_speakers(&self.rows));
        }
        ImportedProject {
            name: self.root.get("name").unwrap_or_default().trim().to_owned(),
            origin: self.origin.to_owned(),
            info: None,
            rows: self.rows,
            warnings: self.warnings,
            losses: self.tally.into_losses(),
        }
    }
}

/// A moment that an element gives.
fn date(element: &Element, name: &str) -> Option<Timestamp> {
    element.get(name).and_then(dates::read)
}

/// The name itself, else the first of “name (2)”, “name (3)” … that is free among those in use, folded.
fn free_name(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wanted.to_owned();
    let mut nth = 2_u32;
    while is_taken(&name) {
        name = format!("{wanted} ({nth})");
        nth += 1;
    }
    name
}

#[cfg(test)]
mod tests;
