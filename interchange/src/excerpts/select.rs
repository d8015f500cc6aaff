//! Which quotes, in which order, and what is said of each.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{CodeId, CodeTree};
use project::{
    Attribute, AttributeId, CaseId, CoderId, Coding, CodingId, CodingState, GROUP, Project, Source,
    SourceId, Speaker, SpeakerRole, Subject,
};

use super::row::{COLUMNS, ExcerptRow};
use crate::moment::iso_utc;

/// Which quotes to export. A list that is empty lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExcerptFilter {
    /// Only these codes, with all below them.
    pub codes: Vec<CodeId>,
    /// Only these sources.
    pub sources: Vec<SourceId>,
    /// Only these coders' codings.
    pub coders: Vec<CoderId>,
    /// Only these codings, for instance those that a search found; none: all.
    pub codings: Option<BTreeSet<CodingId>>,
    /// How those codings were found, in words, such as `search “trust”`; "" if by hand.
    pub found_by: String,
    /// The attribute to group quotes by; none: the respondent group.
    pub group_by: Option<AttributeId>,
}

impl ExcerptFilter {
    /// Whether a coding passes; `codes` are those of the filter with all below them, sorted.
    pub(super) fn takes(&self, coding: &Coding, codes: &[CodeId]) -> bool {
        (self.codes.is_empty() || codes.binary_search(&coding.code).is_ok())
            && (self.sources.is_empty() || self.sources.contains(&coding.source))
            && (self.coders.is_empty() || self.coders.contains(&coding.coder))
            && self
                .codings
                .as_ref()
                .is_none_or(|codings| codings.contains(&coding.id))
    }

    /// The filter as a person would say it.
    pub(super) fn in_words(&self, project: &Project, tree: &CodeTree) -> String {
        let mut parts = Vec::new();
        let mut list = |what: &str, names: Vec<String>| {
            if !names.is_empty() {
                parts.push(format!("{what} {}", names.join(", ")));
            }
        };
        let path = |&code: &CodeId| tree.path(code).map(|path| format!("“{path}”"));
        list(
            "codes (with sub-codes)",
            self.codes.iter().filter_map(path).collect(),
        );
        let source = |&id: &SourceId| project.sources().get(id).map(|source| source.name.clone());
        list("sources", self.sources.iter().filter_map(source).collect());
        let coder = |&id: &CoderId| project.coders().get(id).map(|coder| coder.name.clone());
        list("coders", self.coders.iter().filter_map(coder).collect());
        if let Some(codings) = &self.codings {
            let how = if self.found_by.is_empty() {
                "chosen by hand"
            } else {
                &self.found_by
            };
            parts.push(format!("{} codings: {how}", codings.len()));
        }
        if parts.is_empty() {
            "all codings".to_owned()
        } else {
            parts.join("; ")
        }
    }
}

/// The rows of an export: one a coding, in the order of the code tree, then by group (those without one
/// last), then by source and place. Codings whose passage is gone from the text are left out.
#[must_use]
pub fn excerpt_rows(project: &Project, filter: &ExcerptFilter) -> Vec<ExcerptRow> {
    Selection::new(project, filter).rows()
}

/// What words count for: a case of the project, or a source that belongs to none and so is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CaseKey {
    Case(CaseId),
    Source(SourceId),
}

/// What is known of a source before its codings are looked at.
struct Cast {
    /// Whose words nobody's in particular are: the source's case, else the one that all respondents share.
    common: CaseKey,
    /// The cases that respondents speak for.
    respondents: BTreeSet<CaseKey>,
}

/// A project laid out for choosing quotes.
pub(super) struct Selection<'p> {
    project: &'p Project,
    filter: &'p ExcerptFilter,
    tree: CodeTree,
    /// The filter's codes with all below them, sorted.
    codes: Vec<CodeId>,
    casts: BTreeMap<SourceId, Cast>,
    /// How many respondents, told apart by name, speak for each case in the whole project.
    voices: BTreeMap<CaseKey, usize>,
    group: Option<AttributeId>,
    /// Attributes with the heading each has in tables.
    attributes: Vec<(&'p Attribute, String)>,
}

impl<'p> Selection<'p> {
    pub(super) fn new(project: &'p Project, filter: &'p ExcerptFilter) -> Self {
        let tree = project.code_tree();
        let mut codes: Vec<CodeId> = filter
            .codes
            .iter()
            .flat_map(|&code| tree.descendants(code))
            .copied()
            .collect();
        codes.sort_unstable();
        let group = project.attribute_named(GROUP).map(|attribute| attribute.id);
        let attributes = project
            .attributes_in_order()
            .into_iter()
            .filter(|attribute| Some(attribute.id) != group)
            .map(|attribute| (attribute.as_ref(), column_name(&attribute.name)))
            .collect();
        let casts = project
            .sources()
            .iter()
            .map(|source| (source.id, cast(project, source)))
            .collect();
        let mut names: BTreeSet<(CaseKey, String)> = BTreeSet::new();
        for speaker in project
            .speakers()
            .iter()
            .filter(|speaker| speaker.role == SpeakerRole::Respondent)
        {
            if let Some(source) = project.sources().get(speaker.source) {
                names.insert((
                    own_case(source, speaker),
                    speaker.name.trim().to_lowercase(),
                ));
            }
        }
        let mut voices = BTreeMap::new();
        for (key, _) in names {
            *voices.entry(key).or_default() += 1;
        }
        Self {
            project,
            filter,
            tree,
            codes,
            casts,
            voices,
            group,
            attributes,
        }
    }

    pub(super) fn tree(&self) -> &CodeTree {
        &self.tree
    }

    pub(super) fn codes(&self) -> &[CodeId] {
        &self.codes
    }

    /// The name of the attribute that quotes are grouped by.
    pub(super) fn grouped_by(&self) -> &str {
        let attribute = self
            .filter
            .group_by
            .and_then(|id| self.project.attributes().get(id));
        attribute.map_or(GROUP, |attribute| attribute.name.as_str())
    }

    /// How many cases could have been quoted: those of the respondents, of sources without any, and of
    /// whatever was coded.
    pub(super) fn base(&self) -> usize {
        let in_filter =
            |id: SourceId| self.filter.sources.is_empty() || self.filter.sources.contains(&id);
        let mut cases: BTreeSet<CaseKey> = BTreeSet::new();
        for (&source, cast) in &self.casts {
            if in_filter(source) {
                cases.extend(cast.respondents.iter());
                if cast.respondents.is_empty() {
                    cases.insert(cast.common);
                }
            }
        }
        for coding in self
            .project
            .codings()
            .iter()
            .filter(|coding| in_filter(coding.source))
        {
            if let Some(source) = self.project.sources().get(coding.source)
                && coding.state != CodingState::Lost
            {
                cases.insert(self.case_key(source, self.person(coding)));
            }
        }
        cases.len()
    }

    pub(super) fn rows(&self) -> Vec<ExcerptRow> {
        let mut place = BTreeMap::new();
        for (nth, &code) in self.tree.order().iter().enumerate() {
            let path = self
                .tree
                .path(code)
                .map(|path| path.to_string())
                .unwrap_or_default();
            place.insert(code, (nth, path));
        }
        let mut rows: Vec<(usize, ExcerptRow)> = Vec::new();
        for coding in self.project.codings().iter() {
            if coding.state == CodingState::Lost || !self.filter.takes(coding, &self.codes) {
                continue;
            }
            if let Some((nth, path)) = place.get(&coding.code)
                && let Some(source) = self.project.sources().get(coding.source)
            {
                rows.push((*nth, self.row(coding, source, path.clone())));
            }
        }
        rows.sort_by_cached_key(|(nth, row)| {
            let group = row.grouped_by.to_lowercase();
            (
                *nth,
                group.is_empty(),
                group,
                row.source_id,
                row.start,
                row.end,
                row.coding,
            )
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn row(&self, coding: &Coding, source: &Source, code_path: String) -> ExcerptRow {
        let project = self.project;
        let person = self.person(coding);
        let key = self.case_key(source, person);
        let value = |attribute: AttributeId| {
            project
                .value_of(attribute, source, person)
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        let group = self.group.map(value).unwrap_or_default();
        let grouped_by = self.filter.group_by.map_or_else(|| group.clone(), value);
        let memos: Vec<&str> = project
            .memos_on(Subject::Coding(coding.id))
            .map(|memo| memo.text.as_str())
            .collect();
        let turn = project
            .turn_list(source.id)
            .and_then(|turns| turns.at(coding.range.start()));
        ExcerptRow {
            quote_id: coding.id.to_string(),
            source: source.name.clone(),
            case: self.case_name(key),
            respondent: self.respondent(person, key),
            group,
            speaker: person
                .map(|speaker| speaker.name.clone())
                .unwrap_or_default(),
            turn: turn.and_then(|nth| u32::try_from(nth + 1).ok()),
            start: coding.range.start().0,
            end: coding.range.end().0,
            code_path,
            kind: self.tree.kind(coding.code),
            quote: coding.quote.clone(),
            memo: memos.join("\n"),
            weight: coding.weight.map(project::Weight::get),
            coder: project
                .coders()
                .get(coding.coder)
                .map(|coder| coder.name.clone())
                .unwrap_or_default(),
            coded_at: iso_utc(coding.created_at),
            attributes: self
                .attributes
                .iter()
                .map(|(attribute, heading)| (heading.clone(), value(attribute.id)))
                .collect(),
            coding: coding.id,
            code: coding.code,
            source_id: source.id,
            source_kind: source.kind,
            wave: source.wave.clone(),
            role: person.map(|speaker| speaker.role),
            grouped_by,
        }
    }

    /// Whose words a quote is: the first respondent's whose turn it touches, else whoever speaks where it begins.
    fn person(&self, coding: &Coding) -> Option<&'p Speaker> {
        let turns = self.project.turn_list(coding.source)?;
        let speakers = turns.touched_by(coding.range).map(|nth| {
            let speaker = turns.turns.get(nth)?.speaker?;
            self.project.speakers().get(speaker).map(AsRef::as_ref)
        });
        let mut first = None;
        for (nth, speaker) in speakers.enumerate() {
            if speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Respondent) {
                return speaker;
            }
            if nth == 0 {
                first = speaker;
            }
        }
        first
    }

    fn case_key(&self, source: &Source, person: Option<&Speaker>) -> CaseKey {
        match person {
            Some(speaker) if speaker.role == SpeakerRole::Respondent => own_case(source, speaker),
            Some(_) | None => self
                .casts
                .get(&source.id)
                .map_or(CaseKey::Source(source.id), |cast| cast.common),
        }
    }

    fn case_name(&self, key: CaseKey) -> String {
        let name = match key {
            CaseKey::Case(id) => self.project.cases().get(id).map(|case| &case.name),
            CaseKey::Source(id) => self.project.sources().get(id).map(|source| &source.name),
        };
        name.cloned().unwrap_or_default()
    }

    fn respondent(&self, person: Option<&Speaker>, key: CaseKey) -> String {
        let Some(speaker) = person else {
            return match key {
                CaseKey::Case(_) => self.case_name(key),
                CaseKey::Source(_) => String::new(),
            };
        };
        if speaker.role == SpeakerRole::Interviewer {
            return String::new();
        }
        // A label such as “P” names nobody: then the case does, or the source, where that is one person's.
        let one_voice = |key: &CaseKey| self.voices.get(key) == Some(&1);
        if names_someone(&speaker.name) || !one_voice(&key) {
            speaker.name.clone()
        } else {
            self.case_name(key)
        }
    }
}

/// Whether a speaker's label tells people apart beyond its own source.
fn names_someone(label: &str) -> bool {
    let words = label
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '.' | ':'));
    let is_generic = matches!(
        words.to_lowercase().as_str(),
        "speaker"
            | "unknown"
            | "unknown speaker"
            | "respondent"
            | "participant"
            | "interviewee"
            | "resp"
            | "int"
            | "spk"
    );
    words.chars().count() > 2 && !is_generic
}

fn cast(project: &Project, source: &Source) -> Cast {
    let respondents: BTreeSet<CaseKey> = project
        .speakers_of(source.id)
        .filter(|speaker| speaker.role == SpeakerRole::Respondent)
        .map(|speaker| own_case(source, speaker))
        .collect();
    let common = match (source.case, respondents.len(), respondents.first()) {
        (Some(case), _, _) => CaseKey::Case(case),
        (None, 1, Some(&shared)) => shared,
        (None, _, _) => CaseKey::Source(source.id),
    };
    Cast {
        common,
        respondents,
    }
}

/// The case that a respondent's words count for.
fn own_case(source: &Source, speaker: &Speaker) -> CaseKey {
    speaker
        .case
        .or(source.case)
        .map_or(CaseKey::Source(source.id), CaseKey::Case)
}

/// The heading of an attribute's column: its name, unless that is the name of another column.
fn column_name(attribute: &str) -> String {
    let taken = COLUMNS
        .iter()
        .any(|column| project::same_name(column, attribute));
    if taken {
        format!("{attribute} (attribute)")
    } else {
        attribute.to_owned()
    }
}

#[cfg(test)]
mod tests;
