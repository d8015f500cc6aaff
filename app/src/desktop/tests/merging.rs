//! Codes at work by keyboard and by mouse: one goes into another, a recent one is given again.

use super::*;

/// The window with a coding focused, so that its code is chosen; and that code's name.
fn chosen<'a>() -> (Window<'a>, String) {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::CloseBracket);
    let desktop = window.state();
    let code = desktop.state().code.unwrap();
    let name = desktop.open.as_ref().unwrap().code_name(code).to_owned();
    (window, name)
}

fn command(window: &mut Window<'_>, name: &str) {
    press(window, Modifiers::COMMAND, Key::K);
    type_in(window, name);
    press(window, Modifiers::NONE, Key::Enter);
}

fn count(window: &Window<'_>, name: &str) -> usize {
    codings(window)
        .iter()
        .filter(|(code, _)| code == name)
        .count()
}

#[test]
fn a_code_is_merged_into_another_by_keyboard_alone() {
    let (mut window, name) = chosen();
    let (own, there) = (count(&window, &name), count(&window, "Waiting"));
    assert!(own > 0 && name != "Waiting");
    command(&mut window, "Merge code into");
    let title = format!("Merge “{name}” into");
    assert!(window.query_all_by_label(&title).next().is_some());
    assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
    type_in(&mut window, "waiti");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().sheet(), None);
    assert_eq!(count(&window, &name), 0);
    assert_eq!(count(&window, "Waiting"), own + there);
    let open = window.state().open.as_ref().unwrap();
    let code = window.state().state().code.unwrap();
    assert_eq!(open.code_name(code), "Waiting", "it is chosen now");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window, &name), own);
}

#[test]
fn a_code_is_moved_by_mouse_and_never_below_itself() {
    let (mut window, name) = chosen();
    let code = window.state().state().code.unwrap();
    window.state_mut().out.act(crate::action::Action::MoveCode);
    settle(&mut window);
    let path = window.state().open.as_ref().unwrap().code_path(code);
    let own = format!("Move under {path}");
    assert!(window.query_by_label(&own).is_none(), "{name}");
    click(&mut window, "Move to the top");
    let open = window.state().open.as_ref().unwrap();
    assert_eq!(open.tree.parent(code), None);
}

#[test]
fn a_recent_code_goes_on_the_sentence_at_the_caret() {
    let (mut window, name) = chosen();
    let code = window.state().state().code.unwrap();
    window.state_mut().state.recent = vec![code];
    window.state_mut().refresh();
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window), "");
    window
        .state_mut()
        .out
        .act(crate::action::Action::RecentCode(1));
    settle(&mut window);
    assert!(!selected(&window).is_empty());
    assert_eq!(last(&window), (name, selected(&window)));
}

#[test]
fn what_is_told_again_stands_once() {
    let mut window = reading();
    for _ in 0..3 {
        let notice = crate::desk::Notice::new(crate::desk::Tone::Warn, "Nothing is marked.");
        window.state_mut().out.ask(Request::Tell(notice));
        settle(&mut window);
    }
    let said = window.query_all_by_label("Nothing is marked.");
    assert_eq!(said.count(), 1);
}

#[test]
fn the_codebook_shows_the_code_that_was_chosen_elsewhere() {
    let mut window = window(Some(fixture::empty()));
    click(&mut window, codebooks::starters().first().unwrap().title);
    window.set_size(vec2(1280.0, 560.0));
    settle(&mut window);
    let open = window.state().open.as_ref().unwrap();
    let last = *open.tree.order().last().unwrap();
    let name = format!("{}, ", open.code_name(last));
    let in_sight = |window: &Window<'_>| {
        let mut rows = window.query_all_by_label_contains(&name);
        rows.any(|row| row.rect().bottom() < 560.0)
    };
    assert!(!in_sight(&window), "there are more codes than fit");
    window.state_mut().out.ask(Request::ChooseCode(last));
    window.run_steps(60);
    assert!(in_sight(&window));
}
