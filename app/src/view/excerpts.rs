//! The list of excerpts: coded passages with who said them and where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codebooks::{CodeId, CodeTree};
use project::text::CharRange;
use project::{
    CoderId, Coding, CodingId, CodingState, GROUP, Project, Source, SourceId, Speaker, SpeakerRole,
    Subject,
};

use super::sources::{counted, counting_key, kind_name};
use crate::desk::ExcerptFilter;

/// An excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptRow {
    /// Which coding.
    pub coding: CodingId,
    /// Its source.
    pub source: SourceId,
    /// Its passage.
    pub range: CharRange,
    /// Its code.
    pub code: CodeId,
    /// The words.
    pub quote: String,
    /// The respondent group; "" for none.
    pub group: String,
    /// Who said it and where: "Parent 2, Interview, turn 14".
    pub place: String,
    /// Who coded.
    pub coder: String,
    /// The coders' memos; "" for none.
    pub memo: String,
    /// How strongly it speaks for or against the code, from -2 to 2, if judged.
    pub weight: Option<i8>,
    /// Whether it is on the shortlist.
    pub shortlisted: bool,
    /// Whether the passage still stands in the source, to the letter.
    pub state: CodingState,
}

/// What excerpts stand under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrange {
    /// Their respondent group, then their source.
    #[default]
    ByGroup,
    /// Their code, then their group.
    ByCode,
    /// Their source.
    BySource,
}

impl Arrange {
    /// All arrangements, in the order offered.
    pub const ALL: [Self; 3] = [Self::ByGroup, Self::ByCode, Self::BySource];

    /// As the arrangement is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ByGroup => "By group",
            Self::ByCode => "By code",
            Self::BySource => "By source",
        }
    }

    /// What an excerpt stands under.
    #[must_use]
    pub fn heading(self, row: &ExcerptRow, tree: &CodeTree, project: &Project) -> String {
        match self {
            Self::ByGroup if row.group.is_empty() => "No group".to_owned(),
            Self::ByGroup => row.group.clone(),
            Self::ByCode => tree
                .path(row.code)
                .map(|path| path.to_string())
                .unwrap_or_default(),
            Self::BySource => project
                .sources()
                .get(row.source)
                .map(|source| source.name.clone())
                .unwrap_or_default(),
        }
    }
}

/// The excerpts that a filter lets through, and what it holds back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcerptList {
    /// The excerpts, in order.
    pub rows: Vec<ExcerptRow>,
    /// For each row, the heading it opens: the words and how many excerpts stand under it.
    pub headings: BTreeMap<usize, (String, usize)>,
    /// Excerpts that are left out only because of who coded them.
    pub hidden: usize,
    /// The groups there are to choose from, whatever the filter; "" for none.
    pub groups: Vec<String>,
}

/// The excerpts that a filter lets through. `coder` is who codes here.
#[must_use]
pub fn excerpt_list(
    project: &Project,
    tree: &CodeTree,
    filter: &ExcerptFilter,
    arrange: Arrange,
    coder: CoderId,
) -> ExcerptList {
    let reading = Reading {
        project,
        tree,
        filter,
        letters: filter.text.trim().to_lowercase(),
        coder,
    };
    let mut list = ExcerptList::default();
    let mut groups = BTreeSet::new();
    let mut sources: Vec<&Arc<Source>> = project.sources().iter().collect();
    sources.sort_by_cached_key(|source| (counting_key(&source.name), source.id));
    // Sources come as people count them, and codings by place: what is left is the group or the code, and sorting
    // keeps the rest as it is.
    for source in sources {
        let voices = Voices::of(project, source);
        for coding in project.codings_of(source.id) {
            let voice = voices.of_coding(project, coding);
            if !groups.contains(voice.group.as_str()) {
                groups.insert(voice.group.clone());
            }
            if !reading.lets_through(coding, &voice.group) {
                continue;
            }
            if reading.hides(coding) {
                list.hidden += 1;
                continue;
            }
            list.rows.push(reading.row(source, coding, voice));
        }
    }
    list.groups = groups.into_iter().collect();
    list.groups
        .sort_by_cached_key(|group| (group.is_empty(), counting_key(group)));
    let ranks: BTreeMap<&str, usize> = list.groups.iter().map(String::as_str).zip(0..).collect();
    let group = |row: &ExcerptRow| ranks.get(row.group.as_str()).copied();
    let order: BTreeMap<CodeId, usize> = tree.order().iter().copied().zip(0..).collect();
    match arrange {
        Arrange::ByGroup => list.rows.sort_by_cached_key(group),
        Arrange::ByCode => list
            .rows
            .sort_by_cached_key(|row| (order.get(&row.code).copied(), group(row))),
        Arrange::BySource => {}
    }
    list.headings = headings(&list.rows, arrange, tree, project);
    list
}

fn headings(
    rows: &[ExcerptRow],
    arrange: Arrange,
    tree: &CodeTree,
    project: &Project,
) -> BTreeMap<usize, (String, usize)> {
    let same = |one: &ExcerptRow, other: &ExcerptRow| match arrange {
        Arrange::ByGroup => one.group == other.group,
        Arrange::ByCode => one.code == other.code,
        Arrange::BySource => one.source == other.source,
    };
    let mut headings = BTreeMap::new();
    let mut at = 0;
    for chunk in rows.chunk_by(same) {
        if let Some(first) = chunk.first() {
            headings.insert(at, (arrange.heading(first, tree, project), chunk.len()));
        }
        at += chunk.len();
    }
    headings
}

/// What is asked of each coding.
struct Reading<'a> {
    project: &'a Project,
    tree: &'a CodeTree,
    filter: &'a ExcerptFilter,
    letters: String,
    coder: CoderId,
}

impl Reading<'_> {
    /// Whether everything but the coder is as asked.
    fn lets_through(&self, coding: &Coding, group: &str) -> bool {
        let filter = self.filter;
        filter.source.is_none_or(|only| only == coding.source)
            && filter
                .code
                .is_none_or(|code| self.tree.descendants(code).contains(&coding.code))
            && filter.group.as_ref().is_none_or(|only| only == group)
            && (!filter.shortlisted || coding.shortlisted)
            && filter
                .only
                .as_ref()
                .is_none_or(|only| only.codings.contains(&coding.id))
            && (self.letters.is_empty()
                || coding.quote.to_lowercase().contains(&self.letters)
                || self.memo(coding).to_lowercase().contains(&self.letters))
    }

    /// Whether it is left out for who coded it.
    fn hides(&self, coding: &Coding) -> bool {
        !self.filter.whose.holds(coding.coder == self.coder)
            || self.filter.coder.is_some_and(|only| only != coding.coder)
    }

    fn memo(&self, coding: &Coding) -> String {
        let memos: Vec<&str> = self
            .project
            .memos_on(Subject::Coding(coding.id))
            .map(|memo| memo.text.as_str())
            .collect();
        memos.join(" · ")
    }

    fn row(&self, source: &Source, coding: &Coding, voice: &Voice) -> ExcerptRow {
        let turn = self
            .project
            .turn_list(source.id)
            .and_then(|list| list.at(coding.range.start()))
            .map_or(1, |at| at + 1);
        ExcerptRow {
            coding: coding.id,
            source: source.id,
            range: coding.range,
            code: coding.code,
            quote: coding.quote.clone(),
            group: voice.group.clone(),
            place: format!("{}, turn {turn}", voice.name),
            coder: self
                .project
                .coders()
                .get(coding.coder)
                .map(|coder| coder.name.clone())
                .unwrap_or_default(),
            memo: self.memo(coding),
            weight: coding.weight.map(project::Weight::get),
            shortlisted: coding.shortlisted,
            state: coding.state,
        }
    }
}

/// One voice of a source, as it is named beside quotes.
struct Voice {
    speaker: Option<project::SpeakerId>,
    /// "Parent 2, Interview", or "Mum, Focus group 1" where several answer.
    name: String,
    group: String,
}

/// The voices of a source: those of its speakers, and last the words of nobody in particular.
struct Voices(Vec<Voice>);

impl Voices {
    fn of(project: &Project, source: &Source) -> Self {
        let speakers: Vec<&Arc<Speaker>> = project.speakers_of(source.id).collect();
        let several = speakers
            .iter()
            .filter(|speaker| speaker.role == SpeakerRole::Respondent)
            .count()
            > 1;
        let group = |speaker: Option<&Speaker>| {
            let attribute = project.attribute_named(GROUP)?;
            project
                .value_of(attribute.id, source, speaker)
                .map(ToString::to_string)
        };
        let of_source = super::sources::group_of(project, source);
        let alone = if project::same_name(&source.name, kind_name(source.kind))
            || source
                .name
                .to_lowercase()
                .contains(&kind_name(source.kind).to_lowercase())
        {
            source.name.clone()
        } else {
            format!("{}, {}", source.name, kind_name(source.kind))
        };
        let mut voices: Vec<Voice> = speakers
            .into_iter()
            .map(|speaker| {
                let asks = speaker.role == SpeakerRole::Interviewer;
                let name = if asks || several {
                    format!("{}, {}", speaker.name, source.name)
                } else {
                    alone.clone()
                };
                let group = if asks {
                    group(None)
                } else {
                    group(Some(speaker))
                };
                Voice {
                    speaker: Some(speaker.id),
                    name,
                    group: group.unwrap_or_default(),
                }
            })
            .collect();
        voices.push(Voice {
            speaker: None,
            name: alone,
            group: of_source,
        });
        Self(voices)
    }

    fn of_coding(&self, project: &Project, coding: &Coding) -> &Voice {
        let speaker = project
            .turn_list(coding.source)
            .and_then(|list| list.of(coding.range))
            .and_then(|turn| turn.speaker);
        // The last voice is always there.
        self.0
            .iter()
            .find(|voice| voice.speaker == speaker)
            .unwrap_or(&self.0[self.0.len() - 1])
    }
}

/// How many excerpts from how many sources, in words.
#[must_use]
pub fn summary(list: &ExcerptList) -> String {
    let sources: BTreeSet<SourceId> = list.rows.iter().map(|row| row.source).collect();
    let excerpts = counted(number(list.rows.len()), "excerpt", "excerpts");
    format!(
        "{excerpts} from {}",
        counted(number(sources.len()), "source", "sources")
    )
}

/// How many excerpts are left out for who coded them, in words; "" for none.
#[must_use]
pub fn hidden_words(list: &ExcerptList) -> String {
    if list.hidden == 0 {
        String::new()
    } else {
        format!(
            "{} by other coders hidden",
            super::sources::thousands(number(list.hidden))
        )
    }
}

/// The coders of a project with how many codings each has, most first.
#[must_use]
pub fn coders(project: &Project) -> Vec<(CoderId, String, usize)> {
    let mut counts: BTreeMap<CoderId, usize> = BTreeMap::new();
    for coding in project.codings().iter() {
        *counts.entry(coding.coder).or_default() += 1;
    }
    let mut coders: Vec<_> = counts
        .into_iter()
        .map(|(id, count)| {
            (
                id,
                project
                    .coders()
                    .get(id)
                    .map(|coder| coder.name.clone())
                    .unwrap_or_default(),
                count,
            )
        })
        .collect();
    coders.sort_by_key(|(_, _, count)| Reverse(*count));
    coders
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use project::{Edit, NewCoder, NewCoding, Weight, Workspace};

    use super::*;
    use crate::data::{Behind, Whose};
    use crate::fixture;

    fn list(workspace: &Workspace, filter: &ExcerptFilter) -> ExcerptList {
        let project = workspace.project();
        excerpt_list(
            project,
            &project.code_tree(),
            filter,
            Arrange::ByGroup,
            workspace.coder(),
        )
    }

    /// The fixture with a coding by someone else, weighed.
    fn with_tom() -> Workspace {
        let mut workspace = fixture::evaluation();
        workspace
            .edit(Edit::AddCoder(NewCoder {
                id: None,
                name: "Tom".into(),
            }))
            .unwrap();
        let tom = workspace.project().coder_named("Tom").unwrap().id;
        let source = fixture::source_named(workspace.project(), "Manager 1");
        let code = fixture::code_named(workspace.project(), "Waiting");
        let coding = NewCoding {
            id: None,
            source,
            range: CharRange::of(4, 11),
            quote: "Funding".into(),
            code,
            coder: Some(tom),
            memo: "Money again".into(),
            weight: Weight::new(-2),
        };
        workspace.edit(Edit::ApplyCode(coding)).unwrap();
        workspace
    }

    #[test]
    fn excerpts_of_a_parent_are_those_of_its_children() {
        let workspace = fixture::evaluation();
        let of = |name: &str| {
            list(
                &workspace,
                &ExcerptFilter::of_code(fixture::code_named(workspace.project(), name)),
            )
        };
        let found = of("Enablers");
        let shown: Vec<_> = found
            .rows
            .iter()
            .map(|row| (row.quote.as_str(), row.group.as_str(), row.place.as_str()))
            .collect();
        let place = "Parent 10, Interview, turn 2";
        assert_eq!(
            shown,
            [
                ("I trust her", "Parents", place),
                ("she gave us lifts", "Parents", place)
            ]
        );
        assert_eq!(summary(&found), "2 excerpts from 1 source");
        assert!(of("Barriers").rows.is_empty());
    }

    #[test]
    fn filters_hold_together() {
        let workspace = fixture::evaluation();
        let count = |filter: ExcerptFilter| list(&workspace, &filter).rows.len();
        let all = ExcerptFilter::default;
        assert_eq!(count(all()), 2);
        assert_eq!(
            count(ExcerptFilter {
                shortlisted: true,
                ..all()
            }),
            0
        );
        assert_eq!(
            count(ExcerptFilter {
                group: Some("Parents".into()),
                ..all()
            }),
            2
        );
        assert_eq!(
            count(ExcerptFilter {
                source: Some(fixture::source_named(workspace.project(), "Parent 2")),
                ..all()
            }),
            0
        );
        assert_eq!(
            count(ExcerptFilter {
                coder: Some(workspace.coder()),
                ..all()
            }),
            2
        );
        assert_eq!(
            count(ExcerptFilter {
                text: "LIFTS".into(),
                ..all()
            }),
            1
        );
        let first = workspace.project().codings().iter().next().unwrap().id;
        let only = Behind {
            codings: BTreeSet::from([first]),
            words: String::new(),
        };
        assert_eq!(
            count(ExcerptFilter {
                only: Some(Arc::new(only)),
                ..all()
            }),
            1
        );
    }

    #[test]
    fn what_others_coded_is_hidden_only_with_a_word() {
        let workspace = with_tom();
        let all = list(&workspace, &ExcerptFilter::default());
        assert_eq!(
            (all.rows.len(), all.hidden, hidden_words(&all).as_str()),
            (3, 0, "")
        );
        let mine = list(
            &workspace,
            &ExcerptFilter {
                whose: Whose::Mine,
                ..ExcerptFilter::default()
            },
        );
        assert_eq!(
            (mine.rows.len(), hidden_words(&mine).as_str()),
            (2, "1 by other coders hidden")
        );
        let others = list(
            &workspace,
            &ExcerptFilter {
                whose: Whose::Others,
                ..ExcerptFilter::default()
            },
        );
        let row = &others.rows[0];
        assert_eq!(
            (
                row.coder.as_str(),
                row.memo.as_str(),
                row.weight.map(crate::view::weights::weight_text)
            ),
            ("Tom", "Money again", Some("−2".to_owned()))
        );
    }

    #[test]
    fn headings_open_groups_codes_and_sources() {
        let workspace = with_tom();
        let project = workspace.project();
        let heads = |arrange| -> Vec<(usize, String, usize)> {
            let list = excerpt_list(
                project,
                &project.code_tree(),
                &ExcerptFilter::default(),
                arrange,
                workspace.coder(),
            );
            list.headings
                .into_iter()
                .map(|(at, (name, count))| (at, name, count))
                .collect()
        };
        assert_eq!(
            heads(Arrange::ByGroup),
            [(0, "Parents".to_owned(), 2), (2, "No group".to_owned(), 1)]
        );
        let codes = [
            "Enablers / Trust",
            "Enablers / Practical help",
            "Barriers / Waiting",
        ];
        assert_eq!(
            heads(Arrange::ByCode)
                .iter()
                .map(|(_, name, _)| name.as_str())
                .collect::<Vec<_>>(),
            codes
        );
        assert_eq!(heads(Arrange::BySource).len(), 2);
        assert_eq!(
            coders(project)
                .iter()
                .map(|(_, name, count)| (name.as_str(), *count))
                .collect::<Vec<_>>(),
            [("Mair", 2), ("Tom", 1)]
        );
    }
}
