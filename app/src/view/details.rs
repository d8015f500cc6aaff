//! What is known of a source beside its words: kind, language, case, attributes and who speaks, as fields to be put
//! right.

use std::collections::{BTreeMap, BTreeSet};

use project::{
    AttributeId, Edit, GROUP, Holder, Project, Source, SourceDetails, SourceId, SourceKind,
    Speaker, SpeakerId, SpeakerRole, Value, same_name,
};

/// Languages that have a name here: those whose words are stemmed or whose small words are known, and Welsh.
pub const LANGUAGES: [(&str, &str); 21] = [
    ("ar", "Arabic"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("tr", "Turkish"),
    ("", "Not said"),
];

/// A language's name; its code where it has no name here.
#[must_use]
pub fn language_name(code: &str) -> &str {
    let known = LANGUAGES.iter().find(|(known, _)| *known == code);
    known.map_or(code, |(_, name)| *name)
}

/// A source as a sheet of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: String,
    /// The sort of text.
    pub kind: SourceKind,
    /// BCP 47 code of its language.
    pub language: String,
    /// When in the evaluation.
    pub wave: String,
    /// The name of its case; "" for none.
    pub case: String,
    /// What is known of it, the respondent group first.
    pub attributes: Vec<AttributeRow>,
    /// Who speaks in it, by how much they do.
    pub speakers: Vec<SpeakerRow>,
}

/// An attribute of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeRow {
    /// Its name.
    pub name: String,
    /// The source's own value; "" for none.
    pub value: String,
    /// The value of its case, which stands where it has none of its own; "" for none.
    pub of_case: String,
}

/// A speaker of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerRow {
    /// Which.
    pub id: SpeakerId,
    /// The name.
    pub name: String,
    /// Whether they ask or answer.
    pub role: SpeakerRole,
    /// How many turns they have.
    pub turns: usize,
    /// The name of their own case; "" for none.
    pub case: String,
    /// Their own respondent group; "" for none.
    pub group: String,
}

/// A field of the sheet in which something is typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The source's name.
    Name,
    /// When in the evaluation.
    Wave,
    /// The case of the source.
    Case,
    /// An attribute of the source, by its name.
    Value(String),
    /// A speaker's name.
    Speaker(SpeakerId),
    /// A speaker's case.
    SpeakerCase(SpeakerId),
    /// A speaker's respondent group.
    SpeakerGroup(SpeakerId),
}

/// The details of a source; none if it is gone.
#[must_use]
pub fn details(project: &Project, id: SourceId) -> Option<Details> {
    let source = project.sources().get(id)?;
    Some(Details {
        name: source.name.clone(),
        kind: source.kind,
        language: source.language.clone(),
        wave: source.wave.clone(),
        case: case_name(project, source.case),
        attributes: attribute_rows(project, source),
        speakers: speaker_rows(project, id),
    })
}

fn case_name(project: &Project, case: Option<project::CaseId>) -> String {
    case.and_then(|id| project.cases().get(id))
        .map_or_else(String::new, |case| case.name.clone())
}

fn attribute_rows(project: &Project, source: &Source) -> Vec<AttributeRow> {
    let case = source.case.and_then(|id| project.cases().get(id));
    // Attributes of cases alone, such as forty columns of management information, are shown where this case has them.
    let of_sources: BTreeSet<AttributeId> = project
        .sources()
        .iter()
        .flat_map(|source| source.values.keys().copied())
        .collect();
    let mut attributes: Vec<_> = project
        .attributes()
        .iter()
        .filter(|attribute| {
            of_sources.contains(&attribute.id)
                || case.is_some_and(|case| case.values.contains_key(&attribute.id))
        })
        .collect();
    attributes.sort_by_key(|attribute| (!same_name(&attribute.name, GROUP), attribute.position));
    let mut rows: Vec<AttributeRow> = attributes
        .into_iter()
        .map(|attribute| {
            let written = |value: Option<&Value>| value.map_or_else(String::new, Value::to_string);
            AttributeRow {
                name: attribute.name.clone(),
                value: written(source.values.get(&attribute.id)),
                of_case: written(case.and_then(|case| case.values.get(&attribute.id))),
            }
        })
        .collect();
    if !rows.iter().any(|row| same_name(&row.name, GROUP)) {
        let group = AttributeRow {
            name: GROUP.to_owned(),
            value: String::new(),
            of_case: String::new(),
        };
        rows.insert(0, group);
    }
    rows
}

fn speaker_rows(project: &Project, source: SourceId) -> Vec<SpeakerRow> {
    let mut turns: BTreeMap<SpeakerId, usize> = BTreeMap::new();
    let list = project.turn_list(source);
    for speaker in list
        .iter()
        .flat_map(|list| &list.turns)
        .filter_map(|turn| turn.speaker)
    {
        *turns.entry(speaker).or_default() += 1;
    }
    let group = project.attribute_named(GROUP).map(|group| group.id);
    let row = |speaker: &Speaker| SpeakerRow {
        id: speaker.id,
        name: speaker.name.clone(),
        role: speaker.role,
        turns: turns.get(&speaker.id).copied().unwrap_or_default(),
        case: case_name(project, speaker.case),
        group: group
            .and_then(|group| speaker.values.get(&group))
            .map_or_else(String::new, Value::to_string),
    };
    let mut rows: Vec<SpeakerRow> = project.speakers_of(source).map(|s| row(s)).collect();
    rows.sort_by(|one, other| {
        other
            .turns
            .cmp(&one.turns)
            .then_with(|| one.name.cmp(&other.name))
    });
    rows
}

/// The values an attribute has anywhere in the project, and names of cases: what can be chosen instead of typed.
#[must_use]
pub fn known_values(project: &Project, attribute: &str) -> Vec<String> {
    let Some(attribute) = project.attribute_named(attribute) else {
        return Vec::new();
    };
    let sources = project.sources().iter().map(|source| &source.values);
    let speakers = project.speakers().iter().map(|speaker| &speaker.values);
    let cases = project.cases().iter().map(|case| &case.values);
    let values: BTreeSet<String> = sources
        .chain(speakers)
        .chain(cases)
        .filter_map(|values| values.get(&attribute.id))
        .map(Value::to_string)
        .collect();
    values.into_iter().collect()
}

/// The names of all cases.
#[must_use]
pub fn known_cases(project: &Project) -> Vec<String> {
    let names: BTreeSet<String> = project
        .cases()
        .iter()
        .map(|case| case.name.clone())
        .collect();
    names.into_iter().collect()
}

/// The edit that puts what was typed into a field.
#[must_use]
pub fn typed(source: SourceId, field: &Field, words: &str) -> Edit {
    let words = words.trim();
    let some = (!words.is_empty()).then(|| words.to_owned());
    match field {
        Field::Name => Edit::RenameSource(source, words.to_owned()),
        Field::Wave => Edit::DescribeSource(
            source,
            SourceDetails {
                wave: Some(words.to_owned()),
                ..SourceDetails::default()
            },
        ),
        Field::Case => Edit::AssignCase(Holder::Source(source), some),
        Field::Value(name) => {
            Edit::SetAttribute(Holder::Source(source), name.clone(), Value::read(words))
        }
        Field::Speaker(speaker) => Edit::RenameSpeaker(*speaker, words.to_owned()),
        Field::SpeakerCase(speaker) => Edit::AssignCase(Holder::Speaker(*speaker), some),
        Field::SpeakerGroup(speaker) => Edit::SetAttribute(
            Holder::Speaker(*speaker),
            GROUP.to_owned(),
            Value::read(words),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn what_is_typed_is_what_is_known_afterwards() {
        let mut workspace = fixture::evaluation();
        let source = workspace.project().sources().iter().next().unwrap().id;
        let speaker = {
            let before = details(workspace.project(), source).unwrap();
            assert_eq!(before.attributes[0].name, GROUP);
            before.speakers[0].id
        };
        for (field, words) in [
            (Field::Name, " Family 3, second visit "),
            (Field::Wave, "follow-up"),
            (Field::Case, "Family 3"),
            (Field::Value("area".into()), "Gwynedd"),
            (Field::Speaker(speaker), "Mam"),
            (Field::SpeakerCase(speaker), "Family 33"),
            (Field::SpeakerGroup(speaker), "Parents"),
        ] {
            workspace.edit(typed(source, &field, words)).unwrap();
        }
        let after = details(workspace.project(), source).unwrap();
        assert_eq!(
            (
                after.name.as_str(),
                after.wave.as_str(),
                after.case.as_str()
            ),
            ("Family 3, second visit", "follow-up", "Family 3")
        );
        let area = after.attributes.iter().find(|row| row.name == "area");
        assert_eq!(area.unwrap().value, "Gwynedd");
        let row = after.speakers.iter().find(|row| row.id == speaker).unwrap();
        assert_eq!(
            (row.name.as_str(), row.case.as_str(), row.group.as_str()),
            ("Mam", "Family 33", "Parents")
        );
        assert!(row.turns > 0);
        assert_eq!(known_values(workspace.project(), "area"), ["Gwynedd"]);
        assert!(known_cases(workspace.project()).contains(&"Family 33".to_owned()));
        workspace.edit(typed(source, &Field::Case, "  ")).unwrap();
        workspace
            .edit(typed(source, &Field::Value("area".into()), ""))
            .unwrap();
        let after = details(workspace.project(), source).unwrap();
        assert_eq!(after.case, "");
        assert!(
            after
                .attributes
                .iter()
                .all(|row| row.name != "area" || row.value.is_empty())
        );
    }

    #[test]
    fn a_source_shows_what_its_case_says_where_it_says_nothing() {
        let mut workspace = fixture::evaluation();
        let source = workspace.project().sources().iter().next().unwrap().id;
        workspace
            .edit(typed(source, &Field::Case, "Family 3"))
            .unwrap();
        let case = workspace
            .project()
            .sources()
            .get(source)
            .unwrap()
            .case
            .unwrap();
        let area = Some(Value::Text("Bala".into()));
        workspace
            .edit(Edit::SetAttribute(Holder::Case(case), "area".into(), area))
            .unwrap();
        let after = details(workspace.project(), source).unwrap();
        let row = after
            .attributes
            .iter()
            .find(|row| row.name == "area")
            .unwrap();
        assert_eq!((row.value.as_str(), row.of_case.as_str()), ("", "Bala"));
        assert_eq!(details(workspace.project(), SourceId::from_u128(7)), None);
    }

    #[test]
    fn languages_have_names() {
        assert_eq!(language_name("cy"), "Welsh");
        assert_eq!(language_name("gd"), "gd");
        assert_eq!(language_name(""), "Not said");
    }
}
