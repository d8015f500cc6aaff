//! Sets, summaries, the evaluation frame and saved searches keep naming only what is there.

use std::collections::BTreeSet;

use super::*;
use crate::{
    Evidence, Indicator, NewSearch, NewSet, NewSummary, QuestionDraft, SeenIn, TextHash as Hash,
};

/// What a random press does to what is made of the codings; numbers choose among what is there.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a kind of edit, as for the other edits"
)]
pub(super) fn act(project: &Project, kind: u8, a: u8, b: u8) -> Option<Edit> {
    let nth = |count: usize, n: u8| usize::from(n) % count.max(1);
    let source = project
        .sources()
        .iter()
        .nth(nth(project.sources().len(), a));
    let code = project.codes().iter().nth(nth(project.codes().len(), b));
    let codings = |code: CodeId| {
        let of_code = project.codings().iter().filter(move |row| row.code == code);
        of_code.map(|row| row.id).collect::<Vec<_>>()
    };
    Some(match kind {
        25 => {
            let new = NewSet {
                id: None,
                name: format!("Round {}", a % 3),
                description: String::new(),
                sources: source.map(|row| row.id).into_iter().collect(),
                codes: code.map(|row| row.id).into_iter().collect(),
            };
            match project.set_named(&new.name) {
                Some(known) if b.is_multiple_of(4) => Edit::RemoveSet(known.id),
                Some(known) => Edit::ReviseSet(known.id, new),
                None => Edit::AddSet(new),
            }
        }
        26 | 27 => {
            let case = project.cases().iter().nth(nth(project.cases().len(), a));
            let of = match case {
                Some(case) if kind == 26 => Holder::Case(case.id),
                _ => Holder::Source(source?.id),
            };
            let code = code?.id;
            let text = if a.is_multiple_of(5) {
                String::new()
            } else {
                format!("sums up {b}")
            };
            Edit::WriteSummary(NewSummary {
                of,
                code,
                text,
                codings: codings(code),
            })
        }
        28 => {
            let scale = project.scales().iter().next();
            let attribute = project.attributes().iter().next();
            let evidence = [
                code.map(|row| Evidence::Code(row.id)),
                scale.map(|row| Evidence::Scale(row.id)),
                attribute.map(|row| Evidence::Attribute(row.id)),
            ];
            let draft = QuestionDraft {
                id: None,
                text: format!("How well {a}?"),
                heading: String::new(),
                indicators: vec![Indicator {
                    name: "Families who say so".into(),
                    evidence: evidence.into_iter().flatten().collect(),
                }],
            };
            let known = project.questions_in_order();
            match known.get(nth(known.len(), a)) {
                Some(known) if b.is_multiple_of(5) => Edit::RemoveQuestion(known.id),
                Some(known) if b.is_multiple_of(3) => {
                    Edit::MoveQuestion(known.id, u32::from(a % 3))
                }
                Some(known) if b.is_multiple_of(2) => Edit::ReviseQuestion(known.id, draft),
                _ => Edit::AddQuestion(draft),
            }
        }
        _ => {
            let seen = source.map(|row| SeenIn {
                source: row.id,
                turns: [0, u32::from(a)].into(),
            });
            let name = format!("Search {}", a % 3);
            match project.search_named(&name) {
                Some(known) if b.is_multiple_of(4) => Edit::RemoveSearch(known.id),
                Some(known) => Edit::SeeSearch(known.id, seen.into_iter().collect()),
                None => Edit::SaveSearch(NewSearch {
                    id: None,
                    name,
                    query: "trust*".into(),
                    everyone: b.is_multiple_of(2),
                    seen: seen.into_iter().collect(),
                }),
            }
        }
    })
}

/// A project with two codes, a case with one coding on each, and the ids of codes and codings.
fn coded() -> (Workspace, [CodeId; 2], Vec<CodingId>) {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let mut edit = |edit| workspace.edit(edit).map(drop).unwrap();
    edit(Edit::AddSource(Box::new(source(2))));
    let codes = [CodeId::from_u128(71), CodeId::from_u128(72)];
    for (id, name) in codes.into_iter().zip(["Trust", "Waiting"]) {
        edit(Edit::AddCode(NewCode {
            id: Some(id),
            name: name.into(),
            ..NewCode::default()
        }));
    }
    let source = workspace.project().sources().iter().next().unwrap().id;
    let mut codings = Vec::new();
    for (nth, code) in (0_u128..).zip(codes) {
        let id = CodingId::from_u128(80 + nth);
        codings.push(id);
        workspace
            .edit(Edit::ApplyCode(NewCoding {
                id: Some(id),
                source,
                range: CharRange::of(3, 6),
                quote: "How".into(),
                code,
                coder: None,
                memo: String::new(),
                weight: None,
            }))
            .unwrap();
    }
    (workspace, codes, codings)
}

fn sum_up(workspace: &mut Workspace, code: CodeId, text: &str, codings: &[CodingId]) {
    let case = workspace.project().cases().iter().next().unwrap().id;
    workspace
        .edit(Edit::WriteSummary(NewSummary {
            of: Holder::Case(case),
            code,
            text: text.into(),
            codings: codings.to_vec(),
        }))
        .unwrap();
}

#[test]
fn a_cell_has_one_summary_which_remembers_the_quotes_it_was_written_on() {
    let (mut workspace, [trust, _], codings) = coded();
    sum_up(&mut workspace, trust, " Trusts the worker. ", &codings[..1]);
    sum_up(&mut workspace, trust, "Trusts her worker.", &codings[..1]);
    let project = workspace.snapshot();
    assert_eq!(project.summaries().len(), 1);
    let summary = project.summaries().iter().next().unwrap();
    assert_eq!(summary.text, "Trusts her worker.");
    assert_eq!(summary.basis[0].coding, codings[0]);
    assert_eq!(summary.basis[0].quote, Hash::of("How"));
    // Saving it again as it is changes nothing; an empty text takes it out, and undo brings it back.
    let seq = project.seq();
    sum_up(&mut workspace, trust, "Trusts her worker.", &codings[..1]);
    assert_eq!(workspace.project().seq(), seq);
    sum_up(&mut workspace, trust, "  ", &[]);
    assert!(workspace.project().summaries().is_empty());
    workspace.undo().unwrap();
    assert_eq!(workspace.project().summaries().len(), 1);
    // The coding may go: that it is gone is what the summary has to tell.
    workspace
        .edit(Edit::RemoveCodings(codings[..1].to_vec()))
        .unwrap();
    assert_eq!(workspace.check().unwrap(), vec![]);
    assert_eq!(
        workspace.project().summaries().iter().next().unwrap().basis[0].coding,
        codings[0]
    );
}

#[test]
fn merging_codes_brings_their_summaries_together() {
    let (mut workspace, [trust, waiting], codings) = coded();
    sum_up(&mut workspace, trust, "Trusts her.", &codings[..1]);
    sum_up(&mut workspace, waiting, "Waited long.", &codings[1..]);
    workspace
        .edit(Edit::MergeCodes {
            from: vec![waiting],
            into: trust,
        })
        .unwrap();
    let project = workspace.snapshot();
    assert_eq!(project.summaries().len(), 1);
    let summary = project.summaries().iter().next().unwrap();
    assert_eq!(summary.code, trust);
    assert_eq!(summary.text, "Trusts her.\n\nWaited long.");
    assert_eq!(summary.basis.len(), 2);
}

#[test]
fn the_evaluation_frame_lets_go_of_what_is_removed() {
    let (mut workspace, [trust, waiting], _) = coded();
    let scale = ScaleId::from_u128(5);
    workspace
        .edit(Edit::AddScale(RatingScale::new(
            scale,
            "Better off",
            Level::Ordinal,
            ["No", "Yes"],
        )))
        .unwrap();
    let draft = |name: &str| QuestionDraft {
        id: None,
        text: name.into(),
        heading: "How well did we do it?".into(),
        indicators: vec![Indicator {
            name: "Families trust their worker".into(),
            evidence: vec![
                Evidence::Code(trust),
                Evidence::Code(waiting),
                Evidence::Code(trust),
                Evidence::Scale(scale),
            ],
        }],
    };
    workspace.edit(Edit::AddQuestion(draft("First?"))).unwrap();
    workspace.edit(Edit::AddQuestion(draft("Second?"))).unwrap();
    let ids: Vec<_> = workspace
        .project()
        .questions_in_order()
        .iter()
        .map(|question| question.id)
        .collect();
    workspace.edit(Edit::MoveQuestion(ids[1], 0)).unwrap();
    workspace.edit(Edit::RemoveCode(waiting)).unwrap();
    workspace.edit(Edit::RemoveScale(scale)).unwrap();
    let project = workspace.snapshot();
    let order = project.questions_in_order();
    assert_eq!(order[0].text, "Second?");
    assert_eq!(order[0].indicators[0].evidence, [Evidence::Code(trust)]);
    let unknown = QuestionDraft {
        indicators: vec![Indicator {
            name: "Waits".into(),
            evidence: vec![Evidence::Code(waiting)],
        }],
        ..draft("Third?")
    };
    workspace.edit(Edit::AddQuestion(unknown)).unwrap_err();
    workspace.edit(Edit::AddQuestion(draft(" "))).unwrap_err();
}

#[test]
fn sets_and_searches_have_their_names_to_themselves() {
    let (mut workspace, [trust, _], _) = coded();
    let source = workspace.project().sources().iter().next().unwrap().id;
    let set = NewSet {
        name: "Round 1".into(),
        sources: BTreeSet::from([source]),
        codes: BTreeSet::from([trust]),
        ..NewSet::default()
    };
    workspace.edit(Edit::AddSet(set.clone())).unwrap();
    let error = workspace.edit(Edit::AddSet(set.clone())).unwrap_err();
    assert!(error.to_string().contains("“Round 1”"), "{error}");
    let search = NewSearch {
        name: "Being heard".into(),
        query: "listen*".into(),
        seen: vec![SeenIn {
            source,
            turns: [1].into(),
        }],
        ..NewSearch::default()
    };
    workspace.edit(Edit::SaveSearch(search.clone())).unwrap();
    workspace
        .edit(Edit::SaveSearch(search.clone()))
        .unwrap_err();
    // Another name is no look at what is found.
    let held = workspace.project().search_named(&search.name).unwrap();
    let (id, seen_at) = (held.id, held.seen_at);
    let named = |name: &str| NewSearch {
        id: Some(id),
        name: name.into(),
        ..search.clone()
    };
    for name in ["Heard", &search.name] {
        workspace.edit(Edit::SaveSearch(named(name))).unwrap();
        let held = workspace.project().searches().get(id).unwrap();
        assert_eq!((held.name.as_str(), held.seen_at), (name, seen_at));
    }
    // A source that goes leaves both; undo puts it back into both.
    workspace.edit(Edit::RemoveSource(source)).unwrap();
    let project = workspace.snapshot();
    assert!(project.set_named("round 1").unwrap().sources.is_empty());
    assert!(project.search_named("being heard").unwrap().seen.is_empty());
    workspace.undo().unwrap();
    let project = workspace.snapshot();
    assert_eq!(project.set_named("Round 1").unwrap().sources.len(), 1);
    assert_eq!(project.search_named("Being heard").unwrap().seen.len(), 1);
}
