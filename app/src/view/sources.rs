//! The list of sources, grouped by respondent group.

use std::collections::BTreeMap;

use project::{GROUP, Project, Reading, SetId, Source, SourceId, SourceKind, SpeakerRole};

use super::typed::fit;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceRow {
    /// The heading of a group.
    Group {
        /// The group; "" for sources without one.
        name: String,
        /// How many sources it has in the list.
        sources: usize,
    },
    /// A source.
    Source {
        /// Which source.
        id: SourceId,
        /// Its name.
        name: String,
        /// The sort of text.
        kind: SourceKind,
        /// Its words.
        words: u32,
        /// Its codings.
        codings: usize,
        /// How far it is read.
        reading: Reading,
    },
}

/// The list of sources of a set (none: of all) whose name, kind or group fits the letters: by group, then by name as people count
/// ("Parent 2" before "Parent 10"). Groups in the order of their first source; sources without a group last.
#[must_use]
pub fn source_rows(project: &Project, letters: &str, set: Option<SetId>) -> Vec<SourceRow> {
    let set = set.and_then(|set| project.sets().get(set));
    let mut groups: Vec<(String, Vec<&Source>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for source in project.sources().iter() {
        if set.is_some_and(|set| !set.sources.contains(&source.id)) {
            continue;
        }
        let group = group_of(project, source);
        let fits = fit(letters, &source.name).is_some_and(|score| score != 1)
            || fit(letters, &group).is_some_and(|score| score >= 1_000);
        if !fits {
            continue;
        }
        let place = *places.entry(group.to_lowercase()).or_insert_with(|| {
            groups.push((group, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, sources)) = groups.get_mut(place) {
            sources.push(source);
        }
    }
    groups.sort_by_key(|(name, _)| name.is_empty());
    let mut rows = Vec::new();
    for (name, mut sources) in groups {
        sources.sort_by_key(|source| counting_key(&source.name));
        rows.push(SourceRow::Group {
            name,
            sources: sources.len(),
        });
        rows.extend(sources.into_iter().map(|source| SourceRow::Source {
            id: source.id,
            name: source.name.clone(),
            kind: source.kind,
            words: source.words,
            codings: project.codings_count(source.id),
            reading: reading_of(project, source),
        }));
    }
    rows
}

/// How far a source is read: one with codings is being coded, whether anyone said so or not.
#[must_use]
pub fn reading_of(project: &Project, source: &Source) -> Reading {
    if source.reading == Reading::Unread && project.codings_count(source.id) > 0 {
        Reading::Started
    } else {
        source.reading
    }
}

/// The respondent group of a source: its own or its case's, else the one its respondents share, else "".
#[must_use]
pub fn group_of(project: &Project, source: &Source) -> String {
    let Some(attribute) = project.attribute_named(GROUP) else {
        return String::new();
    };
    if let Some(value) = project.value_of(attribute.id, source, None) {
        return value.to_string();
    }
    let mut shared: Option<String> = None;
    for speaker in project
        .speakers_of(source.id)
        .filter(|speaker| speaker.role == SpeakerRole::Respondent)
    {
        let Some(value) = project.value_of(attribute.id, source, Some(speaker)) else {
            continue;
        };
        let value = value.to_string();
        match &shared {
            Some(held) if *held != value => return String::new(),
            Some(_) | None => shared = Some(value),
        }
    }
    shared.unwrap_or_default()
}

/// A key that sorts "Parent 2" before "Parent 10".
#[must_use]
pub fn counting_key(name: &str) -> Vec<(String, u64)> {
    let mut key = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest
            .find(|sign: char| sign.is_ascii_digit())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after
            .find(|sign: char| !sign.is_ascii_digit())
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        key.push((word.to_lowercase(), number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    key
}

/// The source after another in the list (or before it), round the end.
#[must_use]
pub fn neighbour(rows: &[SourceRow], of: Option<SourceId>, forward: bool) -> Option<SourceId> {
    let ids: Vec<SourceId> = rows
        .iter()
        .filter_map(|row| match row {
            SourceRow::Source { id, .. } => Some(*id),
            SourceRow::Group { .. } => None,
        })
        .collect();
    let at = of.and_then(|of| ids.iter().position(|&id| id == of));
    let next = match (at, forward) {
        (None, _) => 0,
        (Some(at), true) => (at + 1) % ids.len().max(1),
        (Some(at), false) => (at + ids.len() - 1) % ids.len().max(1),
    };
    ids.get(next).copied()
}

/// The kind of a source as people say it.
#[must_use]
pub const fn kind_name(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Interview => "Interview",
        SourceKind::FocusGroup => "Focus group",
        SourceKind::CaseFile => "Case file",
        SourceKind::Other => "Other text",
    }
}

/// The reading state as people say it.
#[must_use]
pub const fn reading_name(reading: Reading) -> &'static str {
    match reading {
        Reading::Unread => "Not started",
        Reading::Started => "Being coded",
        Reading::Done => "Coded to the end",
    }
}

/// A number with commas between thousands.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 word", "2 words": a number with its noun.
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(number),
        if number == 1 { one } else { many }
    )
}

#[cfg(test)]
mod tests {
    use project::{Edit, NewSet};

    use super::*;
    use crate::fixture;

    #[test]
    fn sources_stand_under_their_groups_in_counting_order() {
        let workspace = fixture::evaluation();
        let rows = source_rows(workspace.project(), "", None);
        let shown: Vec<String> = rows
            .iter()
            .map(|row| match row {
                SourceRow::Group { name, sources } => format!("[{name} {sources}]"),
                SourceRow::Source { name, codings, .. } => format!("{name} {codings}"),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "[Parents 2]",
                "Parent 2 0",
                "Parent 10 2",
                "[ 1]",
                "Manager 1 0"
            ]
        );
    }

    #[test]
    fn the_filter_looks_at_names_and_groups() {
        let workspace = fixture::evaluation();
        assert_eq!(source_rows(workspace.project(), "manager", None).len(), 2);
        assert_eq!(source_rows(workspace.project(), "parents", None).len(), 3);
        assert!(source_rows(workspace.project(), "xyz", None).is_empty());
    }

    #[test]
    fn a_set_keeps_the_others_out_of_the_list() {
        let mut workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 2");
        let new = NewSet {
            name: "First round".into(),
            sources: [source].into(),
            ..NewSet::default()
        };
        workspace.edit(Edit::AddSet(new)).unwrap();
        let set = workspace.project().set_named("first round").unwrap().id;
        let rows = source_rows(workspace.project(), "", Some(set));
        assert_eq!(rows.len(), 2, "its group and itself");
        assert!(source_rows(workspace.project(), "manager", Some(set)).is_empty());
        workspace.edit(Edit::RemoveSet(set)).unwrap();
        let rows = source_rows(workspace.project(), "", Some(set));
        assert_eq!(rows.len(), 5, "a set that is gone keeps nothing out");
    }

    #[test]
    fn next_and_previous_go_round() {
        let workspace = fixture::evaluation();
        let rows = source_rows(workspace.project(), "", None);
        let first = neighbour(&rows, None, true).unwrap();
        let last = neighbour(&rows, Some(first), false).unwrap();
        assert_eq!(neighbour(&rows, Some(last), true), Some(first));
        assert_eq!(
            workspace.project().sources().get(last).unwrap().name,
            "Manager 1"
        );
        assert_eq!(neighbour(&[], None, true), None);
    }

    #[test]
    fn names_with_numbers_sort_as_people_count() {
        let mut names = ["Parent 10", "parent 2", "Parent 2b", "Manager"];
        names.sort_by_key(|name| counting_key(name));
        assert_eq!(names, ["Manager", "parent 2", "Parent 2b", "Parent 10"]);
        assert_eq!(
            (thousands(999), thousands(1_000), thousands(1_234_567)),
            ("999".into(), "1,000".into(), "1,234,567".into())
        );
        assert_eq!(counted(1, "word", "words"), "1 word");
    }
}
