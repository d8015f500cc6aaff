//! Double clicks, in a window whose frames follow each other as quickly as on a screen.

use super::*;

/// The window on the small evaluation, with "Parent 10" open.
fn quick<'a>() -> Window<'a> {
    let workspace = fixture::evaluation();
    let source = fixture::source_named(workspace.project(), "Parent 10");
    let mut desktop = Desktop::new(Settings::default(), None);
    desktop.take_workspace(workspace);
    let mut window = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(|ctx| ctx.set_fonts(theme::definitions()))
        .build_ui_state(|ui, desktop: &mut Desktop| desktop.frame(ui), desktop);
    settle(&mut window);
    window.state_mut().out.ask(Request::OpenSource(source));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window
}

fn double(window: &mut Window<'_>, code: &str) {
    let pos = window.get_by_label_contains(code).rect().center();
    window.hover_at(pos);
    settle(window);
    for pressed in [true, false, true, false] {
        window.event(egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    settle(window);
}

#[test]
fn a_double_click_on_a_code_codes_once_and_without_words_shows_its_excerpts() {
    let mut window = quick();
    press(&mut window, Modifiers::NONE, Key::S);
    double(&mut window, "Trust, enabler");
    assert_eq!(window.state().state().view, View::Read, "the text stays");
    assert_eq!(codings(&window).len(), 3);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2, "one step");
    press(&mut window, Modifiers::NONE, Key::Escape);
    double(&mut window, "Trust, enabler");
    assert_eq!(codings(&window).len(), 2);
    assert_eq!(window.state().state().view, View::Excerpts);
    let said = "No words were selected, so these are the excerpts of “Trust”.";
    assert!(window.query_by_label(said).is_some());
}
