//! Another project into this one: what is the same, what is new, and where the two disagree.
//!
//! Sources are the same where their texts are; coders, codes and all else by id, then by name. What the project says
//! stays; what it does not say is filled. Merging the same project again changes nothing.

mod conflict;
mod findings;
mod judgements;
mod people;
mod report;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codebooks::{Code, CodeId, ScaleId, name_key};
use project::text::{CharRange, SourceText};
use project::{
    Adopted, AdoptedPart, AdoptedSource, AttributeId, CaseId, CodeDetails, CoderId, CodingId, Edit,
    Project, RatingId, Record, Source, SourceId, Table, TextHash, folded,
};

pub use conflict::{Choice, Choices, Conflict};
pub use report::{Came, MergeReport};

use conflict::{holds, joined};

/// What to do to a project so that it has all of another.
#[derive(Debug)]
pub struct Merge {
    /// The edits, in order: to be one batch. None where the project has everything already.
    pub edits: Vec<Edit>,
    /// What they come to.
    pub report: MergeReport,
}

/// All rows of a project, to merge into another. `text_of` gives a source's text, `file_of` the bytes of a file that was
/// kept for other programs.
///
/// # Errors
/// What `text_of` or `file_of` answers.
pub fn rows_of<E>(
    project: &Project,
    mut text_of: impl FnMut(&Source) -> Result<SourceText, E>,
    mut file_of: impl FnMut(&TextHash) -> Result<Vec<u8>, E>,
) -> Result<Adopted, E> {
    let mut sources = Vec::with_capacity(project.sources().len());
    for source in project.sources().iter() {
        let speakers = project.speakers_of(source.id);
        sources.push(AdoptedSource {
            source: (**source).clone(),
            text: text_of(source)?.as_str().to_owned(),
            speakers: speakers.map(|speaker| (**speaker).clone()).collect(),
            turns: project.turns(source.id).to_vec(),
        });
    }
    let mut kept = Vec::with_capacity(project.kept().len());
    for part in project.kept().iter() {
        let files = part.files.iter();
        let files = files.map(|file| file_of(&file.hash).map(Arc::from));
        kept.push(AdoptedPart {
            part: (**part).clone(),
            files: files.collect::<Result<_, E>>()?,
        });
    }
    let tree = project.code_tree();
    let codes = tree.order().iter();
    Ok(Adopted {
        coders: plain(project.coders()),
        attributes: plain(project.attributes()),
        cases: plain(project.cases()),
        codes: codes
            .filter_map(|&id| project.codes().get(id))
            .map(|code| (**code).clone())
            .collect(),
        sources,
        codings: plain(project.codings()),
        scales: plain(project.scales()),
        ratings: plain(project.ratings()),
        memos: plain(project.memos()),
        kept,
        sets: plain(project.sets()),
        summaries: plain(project.summaries()),
        questions: project
            .questions_in_order()
            .into_iter()
            .map(|row| (**row).clone())
            .collect(),
        searches: plain(project.searches()),
    })
}

fn plain<T: Record>(table: &Table<T>) -> Vec<T> {
    table.iter().map(|row| (**row).clone()).collect()
}

/// Settles how another project's rows come into this one; where the two say different things, this one is right.
#[must_use]
pub fn merge(project: &Project, rows: Adopted) -> Merge {
    merge_choosing(project, rows, &Choices::default())
}

/// Settles how another project's rows come into this one, with what was chosen where the two say different things.
#[must_use]
pub fn merge_choosing(project: &Project, rows: Adopted, choices: &Choices) -> Merge {
    let mut merger = Merger::new(project, choices);
    merger.coders(rows.coders);
    merger.attributes(rows.attributes);
    merger.cases(rows.cases);
    merger.codes(rows.codes);
    for row in rows.sources {
        merger.source(row);
    }
    merger.codings(rows.codings);
    merger.scales(rows.scales);
    merger.ratings(rows.ratings);
    merger.memos(rows.memos);
    merger.kept(rows.kept);
    merger.sets(rows.sets);
    merger.summaries(rows.summaries);
    merger.questions(rows.questions);
    merger.searches(rows.searches);
    merger.finish()
}

/// From ids there to ids here, and what comes of it.
struct Merger<'p> {
    project: &'p Project,
    choices: &'p Choices,
    coders: BTreeMap<CoderId, CoderId>,
    attributes: BTreeMap<AttributeId, AttributeId>,
    cases: BTreeMap<CaseId, CaseId>,
    codes: BTreeMap<CodeId, CodeId>,
    sources: BTreeMap<SourceId, SourceId>,
    codings: BTreeMap<CodingId, CodingId>,
    scales: BTreeMap<ScaleId, ScaleId>,
    ratings: BTreeMap<RatingId, RatingId>,
    /// Names of attributes and cases, here and new.
    attribute_names: BTreeMap<AttributeId, String>,
    case_names: BTreeMap<CaseId, String>,
    /// Sources of this project by their text, and those that one of the other project is the same as.
    by_text: BTreeMap<TextHash, Vec<SourceId>>,
    claimed: BTreeSet<SourceId>,
    source_names: BTreeSet<String>,
    files: BTreeSet<TextHash>,
    /// New codings by what makes them one.
    placed: BTreeMap<(SourceId, CharRange, CodeId, CoderId), CodingId>,
    new: Adopted,
    fills: Vec<Edit>,
    report: MergeReport,
}

impl<'p> Merger<'p> {
    fn new(project: &'p Project, choices: &'p Choices) -> Self {
        let mut by_text: BTreeMap<TextHash, Vec<SourceId>> = BTreeMap::new();
        for source in project.sources().iter() {
            by_text
                .entry(source.text.clone())
                .or_default()
                .push(source.id);
        }
        let names = project.sources().iter().map(|source| folded(&source.name));
        let files = project.sources().iter().map(|row| row.file_hash.clone());
        let attributes = project.attributes().iter();
        let cases = project.cases().iter();
        Self {
            project,
            choices,
            coders: BTreeMap::new(),
            attributes: BTreeMap::new(),
            cases: BTreeMap::new(),
            codes: BTreeMap::new(),
            sources: BTreeMap::new(),
            codings: BTreeMap::new(),
            scales: BTreeMap::new(),
            ratings: BTreeMap::new(),
            attribute_names: attributes.map(|row| (row.id, row.name.clone())).collect(),
            case_names: cases.map(|row| (row.id, row.name.clone())).collect(),
            by_text,
            claimed: BTreeSet::new(),
            source_names: names.collect(),
            files: files.collect(),
            placed: BTreeMap::new(),
            new: Adopted::default(),
            fills: Vec::new(),
            report: MergeReport::default(),
        }
    }

    fn conflict(&mut self, line: String) {
        self.report.conflicts.push(line);
    }

    /// Settles a conflict, with a line that tells of it.
    fn settle(&mut self, mut conflict: Conflict, line: String) -> Choice {
        let chosen = self.choices.of(&conflict);
        conflict.chosen = chosen;
        if chosen != Choice::Mine {
            self.report.settled += 1;
        }
        self.conflict(line.clone());
        self.report
            .disagreements
            .push(Conflict { line, ..conflict });
        chosen
    }

    /// Codes, each after the one above it.
    fn codes(&mut self, codes: Vec<Code>) {
        let known = self.project.codes();
        let by_id: BTreeSet<CodeId> = codes
            .iter()
            .map(|code| code.id)
            .filter(|&id| known.contains(id))
            .collect();
        let mut here: BTreeMap<(Option<CodeId>, String), CodeId> = known
            .iter()
            .map(|code| ((code.parent, name_key(&code.name)), code.id))
            .collect();
        for mut code in codes {
            let theirs = code.id;
            // One whose parent is not among the rows stands at the top.
            code.parent = code
                .parent
                .and_then(|parent| self.codes.get(&parent).copied());
            let place = |name: &str| (code.parent, name_key(name));
            let named = here.get(&place(&code.name)).copied();
            let same = if by_id.contains(&theirs) {
                Some(theirs)
            } else {
                named.filter(|id| !by_id.contains(id) && known.contains(*id))
            };
            self.report.codes.note(same.is_none());
            if let Some(same) = same {
                self.codes.insert(theirs, same);
                self.fill_code(same, &code);
                continue;
            }
            if named.is_some() {
                let free = free_name(&code.name, |name| here.contains_key(&place(name)));
                let line = format!(
                    "another code stands where “{}” does; it is now “{free}”",
                    code.name
                );
                self.conflict(line);
                code.name = free;
            }
            here.insert((code.parent, name_key(&code.name)), theirs);
            self.codes.insert(theirs, theirs);
            self.new.codes.push(code);
        }
    }

    /// Fills what a code here does not say, and settles what the two say differently.
    fn fill_code(&mut self, here: CodeId, theirs: &Code) {
        let project = self.project;
        let Some(ours) = project.codes().get(here) else {
            return;
        };
        let about = format!("the code “{}”", ours.name);
        let key = |what: &str| format!("code/{here}/{what}");
        let mut details = CodeDetails::default();
        let mut fills = false;
        for (what, own, given, slot) in [
            (
                "definition",
                &ours.definition,
                &theirs.definition,
                &mut details.definition,
            ),
            (
                "use when",
                &ours.use_when,
                &theirs.use_when,
                &mut details.use_when,
            ),
            (
                "not when",
                &ours.not_when,
                &theirs.not_when,
                &mut details.not_when,
            ),
            (
                "example",
                &ours.example,
                &theirs.example,
                &mut details.example,
            ),
        ] {
            if given.trim().is_empty() || holds(own, given) {
                continue;
            }
            if own.trim().is_empty() {
                *slot = Some(given.clone());
                fills = true;
                continue;
            }
            let line = format!("{about} has another {what} there: “{given}”");
            let conflict = Conflict::new(key(what), about.clone(), what, own, given).or_both(true);
            match self.settle(conflict, line) {
                Choice::Mine => {}
                Choice::Theirs => *slot = Some(given.clone()),
                Choice::Both => *slot = Some(joined(own, given)),
            }
        }
        fills |= self.fill_kind(ours, theirs, &mut details);
        self.settle_name(ours, theirs, &mut details);
        self.report.filled += usize::from(fills);
        if details != CodeDetails::default() {
            self.fills.push(Edit::ReviseCode(here, details));
        }
    }

    /// Fills the kind of a code; answers whether it was empty.
    fn fill_kind(&mut self, ours: &Code, theirs: &Code, details: &mut CodeDetails) -> bool {
        let (own, given) = match (ours.kind, theirs.kind) {
            (None, Some(given)) => {
                details.kind = Some(Some(given));
                return true;
            }
            (Some(own), Some(given)) if own != given => (own, given),
            _ => return false,
        };
        let about = format!("the code “{}”", ours.name);
        let line = format!("{about} is of the kind {own} here and {given} there");
        let key = format!("code/{}/kind", ours.id);
        let conflict = Conflict::new(key, about, "kind", &own.to_string(), &given.to_string());
        if self.settle(conflict, line) == Choice::Theirs {
            details.kind = Some(Some(given));
        }
        false
    }

    fn settle_name(&mut self, ours: &Code, theirs: &Code, details: &mut CodeDetails) {
        let wanted = name_key(&theirs.name);
        if name_key(&ours.name) == wanted {
            return;
        }
        let mut others = self.project.codes().iter();
        let is_taken =
            others.any(|code| code.parent == ours.parent && name_key(&code.name) == wanted);
        let about = format!("the code “{}”", ours.name);
        let line = format!("{about} is called “{}” there", theirs.name);
        let key = format!("code/{}/name", ours.id);
        let conflict = Conflict::new(key, about, "name", &ours.name, &theirs.name).unless(is_taken);
        if self.settle(conflict, line) == Choice::Theirs {
            details.name = Some(theirs.name.clone());
        }
    }

    fn finish(self) -> Merge {
        let mut edits = Vec::new();
        if self.new != Adopted::default() {
            edits.push(Edit::Adopt(Box::new(self.new)));
        }
        edits.extend(self.fills);
        Merge {
            edits,
            report: self.report,
        }
    }
}

/// The name itself, else the first of “name (2)”, “name (3)” … that is free.
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
