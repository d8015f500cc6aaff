//! A small project for the tests of the desk.

use std::sync::Arc;

use codebooks::{CodeId, Kind, Level, RatingScale, ScaleId, ScaleValue};
use project::text::CharRange;
use project::{
    CaseId, CodingId, CountingStamps, Edit, GROUP, NewCase, NewCode, NewCoding, NewRating,
    NewSource, NewSpeaker, NewTurn, Project, Session, SourceId, SourceKind, SpeakerRole, TextHash,
    Timestamp, Value, Workspace,
};

/// The text of the source "Parent 10".
pub(crate) const PARENT_10: &str = "I: How did it begin?\nP10: She came every week. I trust her, she gave us lifts too.\nI: And now?\nP10: Mae'n well. We wait less.\n";

fn session() -> Session {
    Session {
        coder: "Mair".into(),
        host: "test".into(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_700_000_000_000))),
    }
}

/// An empty project.
pub(crate) fn empty() -> Workspace {
    Workspace::in_memory("Empty", session()).unwrap()
}

/// Three sources, two branches of codes, two codings in "Parent 10".
pub(crate) fn evaluation() -> Workspace {
    let mut workspace = Workspace::in_memory("Families", session()).unwrap();
    for (name, group, text) in [
        ("Parent 10", Some("Parents"), PARENT_10),
        ("Parent 2", Some("Parents"), "I: Hello?\nP2: Shwmae.\n"),
        ("Manager 1", None, "M1: Funding is short.\n"),
    ] {
        workspace
            .edit(Edit::AddSource(Box::new(source(name, group, text))))
            .unwrap();
    }
    for (name, kind, below) in [
        ("Enablers", Kind::Enabler, &["Trust", "Practical help"][..]),
        ("Barriers", Kind::Barrier, &["Waiting"][..]),
    ] {
        let ids = workspace.ids();
        let top = CodeId::from_u128(ids.next());
        workspace
            .edit(Edit::AddCode(NewCode {
                id: Some(top),
                name: name.into(),
                kind: Some(kind),
                ..NewCode::default()
            }))
            .unwrap();
        for name in below {
            let definition = format!("What the definition of {name} says.");
            workspace
                .edit(Edit::AddCode(NewCode {
                    name: (*name).into(),
                    parent: Some(top),
                    definition,
                    ..NewCode::default()
                }))
                .unwrap();
        }
    }
    apply(&mut workspace, "Parent 10", "I trust her", "Trust");
    apply(
        &mut workspace,
        "Parent 10",
        "she gave us lifts",
        "Practical help",
    );
    workspace
}

/// Three records, rated and recorded on engagement, beside the small evaluation's three sources.
pub(crate) fn records() -> Workspace {
    let mut workspace = evaluation();
    let ids = workspace.ids();
    let scale = ScaleId::from_u128(ids.next());
    let row = RatingScale::new(scale, "Engaged", Level::Ordinal, ["No", "Yes"]);
    workspace.edit(Edit::AddScale(row)).unwrap();
    let evidence: Vec<CodingId> = workspace
        .project()
        .codings()
        .iter()
        .map(|coding| coding.id)
        .take(1)
        .collect();
    let cases = [
        ("Family 2", "North", "Absence; Peers", "yes", Some(1)),
        ("Family 10", "South", "Absence", "no", Some(1)),
        ("Family 3", "North", "Peers", "", Some(0)),
    ];
    for (name, area, problem, engaged, rated) in cases {
        let id = CaseId::from_u128(ids.next());
        let values = [("area", area), ("problem", problem), ("engaged", engaged)];
        let attributes = values
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.into(), Value::Text(value.into())));
        workspace
            .edit(Edit::AddCase(NewCase {
                id: Some(id),
                name: name.into(),
                attributes: attributes.collect(),
            }))
            .unwrap();
        let Some(label) = rated else { continue };
        let rating = NewRating {
            case: id,
            scale,
            value: ScaleValue::Label(label),
            rater: None,
            wave: String::new(),
            rationale: "As the file says".into(),
            evidence: if name == "Family 10" {
                evidence.clone()
            } else {
                Vec::new()
            },
        };
        workspace.edit(Edit::RateCase(rating)).unwrap();
    }
    workspace
}

/// Codes the first place where the words stand.
pub(crate) fn apply(workspace: &mut Workspace, source: &str, words: &str, code: &str) {
    let source = source_named(workspace.project(), source);
    let code = code_named(workspace.project(), code);
    let row = Arc::clone(workspace.project().sources().get(source).unwrap());
    let text = workspace.texts().of(&row).unwrap();
    let byte = text.as_str().find(words).unwrap();
    let range = text.range_of_bytes(
        project::text::ByteIndex(byte),
        project::text::ByteIndex(byte + words.len()),
    );
    workspace
        .edit(Edit::ApplyCode(NewCoding {
            id: None,
            source,
            range,
            quote: words.into(),
            code,
            coder: None,
            memo: String::new(),
            weight: None,
        }))
        .unwrap();
}

/// The source of that name.
pub(crate) fn source_named(project: &Project, name: &str) -> SourceId {
    project.source_named(name).unwrap().id
}

/// The code of that name.
pub(crate) fn code_named(project: &Project, name: &str) -> CodeId {
    project
        .codes()
        .iter()
        .find(|code| code.name == name)
        .unwrap()
        .id
}

/// A source of lines "Label: speech"; labels "I" and "I1" are interviewers.
pub(crate) fn source(name: &str, group: Option<&str>, text: &str) -> NewSource {
    let mut speakers: Vec<NewSpeaker> = Vec::new();
    let mut turns = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let length = u32::try_from(line.chars().count()).unwrap();
        let (label, _) = line.split_once(": ").unwrap();
        let place = speakers
            .iter()
            .position(|speaker| speaker.name == label)
            .unwrap_or_else(|| {
                let role = if label.starts_with('I') {
                    SpeakerRole::Interviewer
                } else {
                    SpeakerRole::Respondent
                };
                speakers.push(NewSpeaker {
                    name: label.into(),
                    role,
                    case: None,
                    attributes: Vec::new(),
                });
                speakers.len() - 1
            });
        let start = at + u32::try_from(label.chars().count()).unwrap() + 2;
        let speech = CharRange::of(start, at + length - 1);
        turns.push(NewTurn {
            range: CharRange::of(at, at + length),
            speech,
            speaker: Some(place),
            from_ms: None,
            to_ms: None,
        });
        at += length;
    }
    NewSource {
        id: None,
        name: name.into(),
        kind: SourceKind::Interview,
        language: "en".into(),
        wave: String::new(),
        case: None,
        attributes: group
            .map(|group| (GROUP.into(), Value::Text(group.into())))
            .into_iter()
            .collect(),
        text: text.into(),
        speakers,
        turns,
        file_name: format!("{name}.txt"),
        file_hash: TextHash::of(text),
    }
}
