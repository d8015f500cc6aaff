use analysis::AgreementRequest;
use project::Workspace;

use super::*;
use crate::fixture;

/// Two coders on "Parent 10": alike on one passage, apart at the edges of one, and each alone on one.
pub(crate) fn coded() -> (Workspace, Vec<CoderId>) {
    let mut workspace = fixture::evaluation();
    let mair = workspace.coder();
    fixture::apply(&mut workspace, "Parent 10", "We wait less", "Waiting");
    workspace.become_coder("Tom");
    fixture::apply(&mut workspace, "Parent 10", "I trust her", "Trust");
    fixture::apply(
        &mut workspace,
        "Parent 10",
        "she gave us lifts too",
        "Practical help",
    );
    fixture::apply(&mut workspace, "Parent 10", "How did it begin?", "Waiting");
    let tom = workspace.project().coder_named("Tom").unwrap().id;
    workspace.become_coder("Mair");
    (workspace, vec![mair, tom])
}

fn compared(workspace: &Workspace, coders: &[CoderId]) -> Compared {
    let request = AgreementRequest {
        coders: coders.to_vec(),
        ..AgreementRequest::default()
    };
    compare(&Ground::new(workspace.project()), &request).unwrap()
}

fn deciding(workspace: &mut Workspace, dispute: &Dispute, decision: Decision) {
    let project = workspace.snapshot();
    let source = project.sources().get(dispute.source).unwrap();
    let text = workspace.texts().of(source).unwrap();
    let ids = workspace.ids();
    let edit = decide(&project, &ids, dispute, decision, &text);
    workspace.edit(edit).unwrap();
}

fn consensus(workspace: &Workspace) -> Vec<String> {
    let project = workspace.project();
    let Some(coder) = project.coder_named(CONSENSUS) else {
        return Vec::new();
    };
    let all = project.codings().iter();
    all.filter(|coding| coding.coder == coder.id)
        .map(|coding| coding.quote.clone())
        .collect()
}

#[test]
fn disputes_stand_side_by_side() {
    let (workspace, coders) = coded();
    let compared = compared(&workspace, &coders);
    let shown: Vec<_> = compared
        .disputes
        .iter()
        .map(|one| {
            let words = |side: &DisputeSide| -> String {
                let quotes = side.quotes.iter().map(|(_, words)| words.as_str());
                format!("{}: {}", side.name, quotes.collect::<Vec<_>>().join(" | "))
            };
            let sides: Vec<String> = one.sides.iter().map(words).collect();
            (one.path.as_str(), sides.join(", "), one.edges_only)
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "Enablers / Practical help",
                "Mair: she gave us lifts, Tom: she gave us lifts too".to_owned(),
                true
            ),
            (
                "Barriers / Waiting",
                "Mair: , Tom: How did it begin?".to_owned(),
                false
            ),
            (
                "Barriers / Waiting",
                "Mair: We wait less, Tom: ".to_owned(),
                false
            ),
        ]
    );
    assert_eq!(compared.agreed.len(), 1);
    assert!(
        compared
            .sentence
            .starts_with("Over 7 turns of Mair and Tom, "),
        "{}",
        compared.sentence
    );
}

#[test]
fn each_decision_is_one_step_and_can_be_changed() {
    let (mut workspace, coders) = coded();
    let open = compared(&workspace, &coders).disputes;
    let before = workspace.project().codings().len();
    deciding(&mut workspace, &open[0], Decision::As(coders[1]));
    assert_eq!(consensus(&workspace), ["she gave us lifts too"]);
    assert_eq!(
        workspace.next_undo(),
        Some("Agreed on “Practical help” as Tom coded it")
    );
    let now = compared(&workspace, &coders).disputes;
    assert_eq!(now[0].decided, Some("kept"));
    assert_eq!(now.len(), 3, "what the two did stays as it is");
    deciding(&mut workspace, &now[0], Decision::As(coders[0]));
    assert_eq!(consensus(&workspace), ["she gave us lifts"]);
    deciding(&mut workspace, &now[0], Decision::LeaveOut);
    assert!(consensus(&workspace).is_empty());
    let left_out = compared(&workspace, &coders);
    assert_eq!(left_out.disputes[0].decided, Some("left out"));
    deciding(&mut workspace, &now[0], Decision::Together);
    assert_eq!(consensus(&workspace), ["she gave us lifts too"]);
    let memos = workspace.project().memos();
    assert!(memos.is_empty(), "the memo goes with the decision");
    for _ in 0..4 {
        workspace.undo().unwrap();
    }
    assert_eq!(workspace.project().codings().len(), before);
    assert!(workspace.project().coder_named(CONSENSUS).is_none());
}

#[test]
fn what_all_agree_on_is_taken_over_once() {
    let (mut workspace, coders) = coded();
    let agreed = compared(&workspace, &coders).agreed;
    let take = |workspace: &mut Workspace| {
        let (project, ids) = (workspace.snapshot(), workspace.ids());
        take_over(&project, &workspace.texts(), &ids, &agreed).unwrap()
    };
    let edit = take(&mut workspace).unwrap();
    workspace.edit(edit).unwrap();
    assert_eq!(consensus(&workspace), ["I trust her"]);
    assert_eq!(
        workspace.next_undo(),
        Some("Took over 1 passage on which all agree")
    );
    assert!(take(&mut workspace).is_none());
    let names: Vec<String> = who_codes(workspace.project())
        .into_iter()
        .map(|coder| coder.1)
        .collect();
    assert_eq!(
        names,
        ["Mair", "Tom"],
        "the consensus is not compared with those it is of"
    );
}

#[test]
fn the_figures_go_out_with_the_quotes_that_differ() {
    let (workspace, coders) = coded();
    let compared = compared(&workspace, &coders);
    let out = agreement_out(workspace.project(), &compared, true);
    assert_eq!(
        out.columns,
        [
            "Code",
            "both",
            "only Mair",
            "only Tom",
            "neither",
            "alike",
            "kappa",
            "alpha",
            "AC1"
        ]
    );
    assert!(out.rows.iter().all(|row| row.len() == out.columns.len()));
    assert_eq!(out.trace.len(), 4);
    assert_eq!(figures(&compared)[1].0, "Cohen’s kappa");
    let row = &compared.agreement.by_code[0];
    let figures = code_figures(row);
    assert_eq!(figures.len() + 1, heads(&compared.agreement).len());
}
