//! The framework matrix and the questions of the evaluation, from the outside.

use std::sync::Arc;

use project::{Edit, Evidence, Indicator, QuestionDraft};

use super::*;
use crate::data::{DataRequest, Shown};
use crate::desktop::tests::data::{at_rest, has, showing};

#[test]
fn a_cell_is_summed_up_and_says_when_its_excerpts_change() {
    let mut window = showing(View::Framework);
    let bare = "Parent 10 on Enablers: not summed up yet (2 excerpts)";
    assert!(has(&window, bare));
    click(&mut window, bare);
    settle(&mut window);
    click(&mut window, "Summary");
    type_in(&mut window, "Felt heard.");
    click(&mut window, "Save summary");
    at_rest(&mut window);
    assert!(has(
        &window,
        "Parent 10 on Enablers: Felt heard. (2 excerpts)"
    ));
    let project = Arc::clone(&window.state().open.as_ref().unwrap().project);
    let coding = project.codings().iter().next().unwrap().id;
    window
        .state_mut()
        .out
        .ask(Request::Edit(Box::new(Edit::RemoveCodings(vec![coding]))));
    at_rest(&mut window);
    assert!(has(
        &window,
        "Parent 10 on Enablers: Felt heard. (1 excerpt, since: 1 excerpt went)"
    ));
    click(&mut window, "Still right");
    at_rest(&mut window);
    assert!(has(
        &window,
        "Parent 10 on Enablers: Felt heard. (1 excerpt)"
    ));
}

#[test]
fn questions_are_asked_and_show_who_says_something_on_them() {
    let mut window = showing(View::Framework);
    click(&mut window, "Questions");
    settle(&mut window);
    click(&mut window, "New question");
    type_in(&mut window, "Is anyone better off?");
    click(&mut window, "Ask");
    at_rest(&mut window);
    let project = Arc::clone(&window.state().open.as_ref().unwrap().project);
    let question = project.questions().iter().next().unwrap().clone();
    assert_eq!(question.text, "Is anyone better off?");
    let trust = fixture::code_named(&project, "Trust");
    let draft = QuestionDraft {
        text: question.text.clone(),
        indicators: vec![Indicator {
            name: "Trust".into(),
            evidence: vec![Evidence::Code(trust)],
        }],
        ..QuestionDraft::default()
    };
    let edit = Edit::ReviseQuestion(question.id, draft);
    window.state_mut().out.ask(Request::Edit(Box::new(edit)));
    at_rest(&mut window);
    let cell = "Trust, Parents: 1 of 2 cases, 1 quote";
    assert!(has(&window, cell));
    click(&mut window, "Is anyone better off?: Enablers / Trust");
    settle(&mut window);
    assert!(has(&window, "Remove indicator Trust"));
    click(&mut window, cell);
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Excerpts);
    assert!(has(&window, "1 excerpt from 1 source"));
}

#[test]
fn questions_that_are_ready_come_with_the_codes_that_answer_them() {
    let mut window = showing(View::Framework);
    click(&mut window, "Questions");
    settle(&mut window);
    assert!(has(&window, "Results-based accountability"));
    let with_codes = "Results-based accountability, with its codes";
    window.get_by_label(with_codes).focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    at_rest(&mut window);
    let project = Arc::clone(&window.state().open.as_ref().unwrap().project);
    assert_eq!(project.questions().len(), 14);
    assert!(project.questions().iter().all(|question| {
        question
            .indicators
            .iter()
            .all(|one| !one.evidence.is_empty())
    }));
    assert!(has(
        &window,
        "People served: Performance accountability / How much did we do / People served"
    ));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    at_rest(&mut window);
    click(&mut window, "Results-based accountability");
    at_rest(&mut window);
    let project = Arc::clone(&window.state().open.as_ref().unwrap().project);
    assert_eq!(project.questions().len(), 14);
    assert_eq!(project.codes().len(), 5, "no code was added");
}

#[test]
fn both_tables_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = showing(View::Framework);
    let found = window.state().state().data.framework.found.clone().unwrap();
    for shown in [Shown::Framework(Arc::clone(&found)), Shown::Board(found)] {
        let to = folder.path().join(format!("{}.xlsx", shown.file_name()));
        window
            .state_mut()
            .out
            .ask(Request::Data(DataRequest::WriteShown(to.clone(), shown)));
        window.step();
        until(&mut window, "the file", |_| to.exists());
        at_rest(&mut window);
    }
}
