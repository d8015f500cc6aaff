//! Agreement from the outside: figures, disputes side by side, decisions in one step each.

use super::*;
use crate::data::MatrixAsk;
use crate::desktop::tests::data::{at_rest, has};
use crate::view::agreement::CONSENSUS;

fn comparing<'a>() -> Window<'a> {
    let (workspace, _) = crate::view::agreement::tests::coded();
    let mut window = window(Some(workspace));
    window.state_mut().out.ask(Request::Show(View::Agreement));
    settle(&mut window);
    at_rest(&mut window);
    window
}

#[test]
fn one_coder_is_told_what_to_do() {
    let mut window = crate::desktop::tests::data::showing(View::Agreement);
    assert!(
        window
            .query_by_label_contains("agreement needs at least two different coders")
            .or_else(
                || window.query_by_label_contains("Agreement needs at least two different coders")
            )
            .is_some()
    );
    settle(&mut window);
}

#[test]
fn a_dispute_is_decided_in_one_step_and_undone() {
    let mut window = comparing();
    assert!(has(&window, "3 differences") && has(&window, "0 decided"));
    window
        .get_all_by_label("Keep as Tom has it")
        .next()
        .unwrap()
        .click();
    settle(&mut window);
    at_rest(&mut window);
    assert!(has(&window, "1 decided"));
    let project = window.state().workspace().unwrap().project();
    let consensus = project.coder_named(CONSENSUS).unwrap().id;
    let held: Vec<&str> = project
        .codings()
        .iter()
        .filter(|coding| coding.coder == consensus)
        .map(|coding| coding.quote.as_str())
        .collect();
    assert_eq!(held, ["she gave us lifts too"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    at_rest(&mut window);
    assert!(has(&window, "0 decided"));
}

#[test]
fn what_all_agree_on_goes_to_the_consensus() {
    let mut window = comparing();
    let told = |window: &Window<'_>| {
        let notices = &window.state().state().notices;
        notices
            .last()
            .map(|notice| notice.text.clone())
            .unwrap_or_default()
    };
    click(&mut window, "Take over 1 agreed passage");
    assert_eq!(told(&window), "Took over 1 passage on which all agree.");
    at_rest(&mut window);
    click(&mut window, "Take over 1 agreed passage");
    assert_eq!(
        told(&window),
        "The consensus has all that the coders agree on."
    );
}

#[test]
fn the_consensus_can_be_counted_alone() {
    let mut window = comparing();
    click(&mut window, "Take over 1 agreed passage");
    at_rest(&mut window);
    let project = window.state().workspace().unwrap().snapshot();
    let consensus = project.coder_named(CONSENSUS).unwrap().id;
    window.state_mut().panels.matrix.want(MatrixAsk {
        coder: Some(consensus),
        ..MatrixAsk::default()
    });
    window.state_mut().out.ask(Request::Show(View::Matrix));
    settle(&mut window);
    at_rest(&mut window);
    assert!(has(&window, "Trust × Parents: 1 of 2"));
    assert!(has(&window, "Practical help × Parents: 0 of 2"));
}
