//! Every command is invoked by a click in its menu, by its name in the palette, and by each of its keys. What is invoked
//! is noted and not done: one place does it (`Desktop::act`), whichever way it came.

use egui::accesskit::Role;

use super::*;
use crate::action::{Action, Menu, Needs, Spec, specs};

/// A window in which commands that need something can be invoked, and none is done.
fn ready<'a>(needs: Needs) -> Window<'a> {
    let mut window = reading();
    match needs {
        Needs::Beside => {
            let project = window.state().workspace().unwrap().project();
            let other = fixture::source_named(project, "Manager 1");
            window.state_mut().out.ask(Request::OpenBeside(other));
        }
        Needs::Selection => press(&mut window, Modifiers::NONE, Key::S),
        Needs::Coding => press(&mut window, Modifiers::NONE, Key::CloseBracket),
        Needs::Code => window.get_by_label_contains("Trust, enabler").click(),
        Needs::Redo => press(&mut window, Modifiers::COMMAND, Key::Z),
        Needs::Recent(_) => {
            let project = window.state().workspace().unwrap().project();
            let codes: Vec<_> = project.codes().iter().map(|code| code.id).collect();
            window.state_mut().state.recent = codes.into_iter().cycle().take(9).collect();
            window.state_mut().refresh();
        }
        Needs::Nothing | Needs::Project | Needs::Source | Needs::Undo => {}
    }
    settle(&mut window);
    window.state_mut().noted = Some(Vec::new());
    window
}

fn noted(window: &mut Window<'_>) -> Vec<Action> {
    std::mem::take(window.state_mut().noted.as_mut().unwrap())
}

fn by_click(spec: &Spec, window: &mut Window<'_>) -> Vec<Action> {
    window
        .get_by_role_and_label(Role::Button, spec.menu.title())
        .click();
    settle(window);
    let title = spec.action.title(&window.state().standing);
    // Its keys stand behind its name, and both are its label.
    let keys = window.state().shortcuts.text(spec.action, &window.ctx);
    let label = format!("{title} {keys}");
    let entry = |window: &Window<'_>, press: bool| {
        let node = window
            .query_all_by_role(Role::Button)
            .find(|node| node.accesskit_node().label().unwrap_or_default().trim() == label.trim())
            .unwrap_or_else(|| panic!("{label:?} is not in its menu"));
        if press {
            node.click();
        } else {
            node.scroll_to_me();
        }
    };
    // A long menu is scrolled in a low window.
    entry(window, false);
    settle(window);
    entry(window, true);
    settle(window);
    noted(window)
}

fn by_name(spec: &Spec, window: &mut Window<'_>) -> Vec<Action> {
    window.state_mut().open_sheet(Sheet::Commands);
    window.run_steps(2);
    window.event(egui::Event::Text(spec.text.to_owned()));
    window.run_steps(2);
    press(window, Modifiers::NONE, Key::Enter);
    noted(window)
}

fn by_key(key: egui::KeyboardShortcut, window: &mut Window<'_>) -> Vec<Action> {
    if (key.modifiers, key.logical_key) == (Modifiers::COMMAND, Key::C) {
        // Of these keys the system says what they mean.
        window.event(egui::Event::Copy);
    } else {
        window.key_press_modifiers(key.modifiers, key.logical_key);
    }
    window.run_steps(2);
    noted(window)
}

fn kind(needs: Needs) -> Needs {
    match needs {
        Needs::Nothing | Needs::Project | Needs::Source | Needs::Undo => Needs::Source,
        Needs::Recent(_) => Needs::Recent(9),
        Needs::Beside | Needs::Selection | Needs::Coding | Needs::Code | Needs::Redo => needs,
    }
}

fn every_way_invokes(tested: impl Fn(&Spec) -> bool) {
    let mut asked: Vec<&Spec> = specs().filter(|spec| tested(spec)).collect();
    asked.sort_by_key(|spec| format!("{:?}", kind(spec.needs)));
    let mut wrong = Vec::new();
    for alike in asked.chunk_by(|one, other| kind(one.needs) == kind(other.needs)) {
        let mut window = ready(kind(alike[0].needs));
        for spec in alike {
            let mut ways = vec![
                ("click".to_owned(), by_click(spec, &mut window)),
                ("name".to_owned(), by_name(spec, &mut window)),
            ];
            for &key in spec.keys {
                ways.push((format!("{key:?}"), by_key(key, &mut window)));
            }
            ways.retain(|(_, invoked)| invoked != &[spec.action]);
            wrong.extend(ways.into_iter().map(|way| (spec.action, way)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn commands_on_files_and_text_are_reached_by_mouse_name_and_key() {
    every_way_invokes(|spec| matches!(spec.menu, Menu::File | Menu::Edit));
}

#[test]
fn commands_on_what_is_shown_are_reached_by_mouse_name_and_key() {
    every_way_invokes(|spec| matches!(spec.menu, Menu::View | Menu::Help));
}

#[test]
fn commands_on_codes_are_reached_by_mouse_name_and_key() {
    every_way_invokes(|spec| spec.menu == Menu::Codes);
}

#[test]
fn commands_that_go_are_reached_by_mouse_name_and_key() {
    every_way_invokes(|spec| spec.menu == Menu::Go);
}
