//! The desktop from the outside: what a person does with keys and mouse, found by accessible names.

mod bookmarks;
mod choosing;
mod clicking;
mod commands;
mod correcting;
mod data;
mod details;
mod exchange;
mod finding;
mod importing;
mod keeping;
mod merging;
mod numbers;
mod shortcuts;
mod sides;
mod splitting;
mod telling;
mod times;
mod weighing;

use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use project::{Subject, Workspace};

use crate::desk::{ExcerptFilter, Question, Sheet, View};
use crate::desktop::Desktop;
use crate::fixture;
use crate::outbox::Request;
use crate::settings::{Look, Settings};
use crate::theme;

type Window<'a> = Harness<'a, Desktop>;

fn window<'a>(workspace: Option<Workspace>) -> Window<'a> {
    let mut desktop = Desktop::new(
        Settings {
            coder: "Mair".into(),
            ..Settings::default()
        },
        None,
    );
    if let Some(workspace) = workspace {
        desktop.take_workspace(workspace);
    }
    shown(desktop)
}

fn shown<'a>(desktop: Desktop) -> Window<'a> {
    let mut window = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_context_setup(|ctx| ctx.set_fonts(theme::definitions()))
        .build_ui_state(|ui, desktop: &mut Desktop| desktop.frame(ui), desktop);
    settle(&mut window);
    window
}

/// The window on the small evaluation, with "Parent 10" open and the caret at the parent's first turn.
fn reading<'a>() -> Window<'a> {
    let workspace = fixture::evaluation();
    let source = fixture::source_named(workspace.project(), "Parent 10");
    let mut window = window(Some(workspace));
    window.state_mut().out.ask(Request::OpenSource(source));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window
}

fn settle(window: &mut Window<'_>) {
    window.run_steps(4);
}

fn press(window: &mut Window<'_>, held: Modifiers, key: Key) {
    window.key_press_modifiers(held, key);
    settle(window);
}

fn type_in(window: &mut Window<'_>, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    settle(window);
}

fn click(window: &mut Window<'_>, name: &str) {
    window.get_by_label(name).click();
    settle(window);
}

fn codings(window: &Window<'_>) -> Vec<(String, String)> {
    let project = window.state().workspace().unwrap().project();
    let name = |code| project.codes().get(code).unwrap().name.clone();
    project
        .codings()
        .iter()
        .map(|coding| (name(coding.code), coding.quote.clone()))
        .collect()
}

fn last(window: &Window<'_>) -> (String, String) {
    codings(window).pop().unwrap()
}

fn selected(window: &Window<'_>) -> String {
    let place = &window.state().state().place;
    place
        .selection()
        .map(|range| place.text.as_ref().unwrap().slice(range).to_owned())
        .unwrap_or_default()
}

#[test]
fn with_nothing_open_the_welcome_page_shows_the_ways_in() {
    let mut window = window(None);
    for name in [
        "Open the sample evaluation",
        "New project…",
        "Open project…",
    ] {
        assert!(window.query_by_label(name).is_some(), "{name}");
    }
    assert!(
        window.query_by_label("Search").is_none(),
        "no views without a project"
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::NONE, Key::C);
    assert!(
        window.state().sheet().is_none(),
        "keys of the reader do nothing here"
    );
}

#[test]
fn a_passage_is_coded_without_leaving_the_keyboard() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    assert_eq!(selected(&window), "She came every week.");
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(window.state().sheet(), Some(&Sheet::Codes));
    type_in(&mut window, "prac");
    assert!(
        window
            .query_by_label("Code with Enablers / Practical help")
            .is_some()
    );
    assert!(
        window
            .query_by_label("Code with Enablers / Trust")
            .is_none(),
        "what does not fit is left out"
    );
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(
        last(&window),
        ("Practical help".into(), "She came every week.".into())
    );
    assert_eq!(window.state().sheet(), None);
    assert_eq!(
        window.query_all_by_label("Coding: Practical help").count(),
        2,
        "both stand in the margin"
    );
}

#[test]
fn a_new_code_is_made_and_applied_to_the_words_that_prompted_it() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_in(&mut window, "Coming every week");
    click(&mut window, "New code “Coming every week” under Enablers");
    assert_eq!(
        last(&window),
        ("Coming every week".into(), "She came every week.".into())
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2, "code and coding are one step");
    assert!(
        window
            .state()
            .workspace()
            .unwrap()
            .project()
            .codes()
            .iter()
            .all(|code| code.name != "Coming every week")
    );
}

#[test]
fn undo_and_redo_say_what_they_do() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::CloseBracket);
    press(&mut window, Modifiers::NONE, Key::U);
    assert_eq!(codings(&window).len(), 1);
    assert!(window.query_by_label_contains("Undo: ").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(codings(&window).len(), 2);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(
        codings(&window).len(),
        1,
        "Ctrl+Shift+Z is redo and not undo"
    );
}

#[test]
fn recent_codes_and_words_of_the_speaker_take_one_key() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::V);
    assert_eq!(
        last(&window),
        ("She came every week".into(), "She came every week.".into())
    );
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::Num1);
    assert_eq!(
        last(&window),
        (
            "She came every week".into(),
            "I trust her, she gave us lifts too.".into()
        )
    );
}

#[test]
fn a_memo_is_written_in_the_same_step() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::T);
    press(&mut window, Modifiers::NONE, Key::Space);
    type_in(&mut window, "wait");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    type_in(&mut window, "She means the list.");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let project = window.state().workspace().unwrap().project();
    let coding = project.codings().iter().last().unwrap();
    assert_eq!(project.codes().get(coding.code).unwrap().name, "Waiting");
    assert_eq!(
        project
            .memos_on(Subject::Coding(coding.id))
            .next()
            .unwrap()
            .text,
        "She means the list."
    );
}

#[test]
fn a_click_on_a_code_codes_the_selected_words_and_chooses_it_otherwise() {
    let mut window = reading();
    window.get_by_label_contains("Trust, enabler").click();
    settle(&mut window);
    assert_eq!(codings(&window).len(), 2, "nothing was selected");
    assert!(
        window
            .query_by_label("What the definition of Trust says.")
            .is_some(),
        "the definition shows"
    );
    press(&mut window, Modifiers::NONE, Key::S);
    window.get_by_label_contains("Waiting, barrier").click();
    settle(&mut window);
    assert_eq!(
        last(&window),
        ("Waiting".into(), "She came every week.".into())
    );
    let said = "Coded “She came every week.” with “Waiting”";
    assert!(window.query_by_label(said).is_some(), "it is seen");
    click(&mut window, "Undo");
    assert_eq!(codings(&window).len(), 2);
    assert!(window.query_by_label(said).is_none());
}

#[test]
fn the_mouse_selects_whole_words_and_the_gutter_a_turn() {
    let mut window = reading();
    let words = window
        .get_by_label("She came every week. I trust her, she gave us lifts too.")
        .rect();
    let at = |x: f32| words.left_top() + vec2(x, 12.0);
    window.drag_at(at(8.0));
    settle(&mut window);
    window.hover_at(at(70.0));
    settle(&mut window);
    window.drop_at(at(70.0));
    settle(&mut window);
    let picked = selected(&window);
    assert!(
        picked.starts_with("She came") && PARENT.contains(&format!("{picked} ")),
        "{picked}"
    );
    click(&mut window, "Turn 4, P10");
    assert_eq!(selected(&window), "Mae'n well. We wait less.");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(selected(&window), "");
}

const PARENT: &str = fixture::PARENT_10;

#[test]
fn a_selection_grows_by_sentence_and_by_turn() {
    let mut window = reading();
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selected(&window), "She came every week.");
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(
        selected(&window),
        "She came every week. I trust her, she gave us lifts too."
    );
    press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(selected(&window).trim_end(), "She came every week.");
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(
        selected(&window),
        "She came every week. I trust her, she gave us lifts too."
    );
}

#[test]
fn the_edges_of_a_coding_move_by_words() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::CloseBracket);
    let quote = |window: &Window<'_>| {
        codings(window)
            .into_iter()
            .find(|(code, _)| code == "Trust")
            .unwrap()
            .1
    };
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(
        quote(&window),
        "I trust her,",
        "first what belongs to the word"
    );
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(quote(&window), "I trust her, she");
    press(
        &mut window,
        Modifiers::ALT | Modifiers::SHIFT,
        Key::ArrowRight,
    );
    assert_eq!(quote(&window), "trust her, she");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    press(
        &mut window,
        Modifiers::ALT | Modifiers::SHIFT,
        Key::ArrowLeft,
    );
    assert_eq!(quote(&window), "I trust her,");
}

#[test]
fn any_command_is_found_by_its_name() {
    let mut window = reading();
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_in(&mut window, "excerpts");
    assert!(window.query_by_label("Command: Excerpts").is_some());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state().view, View::Excerpts);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    assert_eq!(window.state().state().view, View::Read);
}

#[test]
fn an_excerpt_opens_the_reader_at_its_place() {
    let mut window = reading();
    let code = fixture::code_named(window.state().workspace().unwrap().project(), "Enablers");
    window
        .state_mut()
        .out
        .ask(Request::Excerpts(ExcerptFilter::of_code(code)));
    settle(&mut window);
    assert!(window.query_by_label("2 excerpts from 1 source").is_some());
    click(&mut window, "Excerpt: she gave us lifts");
    let state = window.state().state();
    assert_eq!(state.view, View::Read);
    assert!(state.place.flash.is_some() && state.place.focus.is_some());
}

#[test]
fn light_becomes_dark_and_is_remembered() {
    let mut window = reading();
    click(&mut window, "Change to dark");
    assert_eq!(window.state().settings.look, Look::Dark);
    assert!(window.query_by_label("Change to light").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Plus);
    assert!(window.state().settings.zoom > 1.05);
    press(&mut window, Modifiers::COMMAND, Key::Num0);
    assert!((window.state().settings.zoom - 1.0).abs() < 1e-6);
    press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::Plus);
    let scale = window.state().settings.scale;
    assert!(scale > 1.05 && (window.ctx.zoom_factor() - scale).abs() < 1e-6);
    press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::Num0);
    assert!((window.ctx.zoom_factor() - 1.0).abs() < 1e-6);
}

#[test]
fn the_interviewer_hides_and_comes_back() {
    let mut window = reading();
    assert!(window.query_by_label("How did it begin?").is_some());
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    assert!(window.query_by_label("How did it begin?").is_none());
    assert!(
        window.query_by_label("Turn 2, P10").is_some(),
        "numbers stay what they were"
    );
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    assert!(window.query_by_label("How did it begin?").is_some());
}

#[test]
fn sources_filter_and_open_by_click() {
    let mut window = reading();
    window.get_by_label("Filter sources").focus();
    settle(&mut window);
    type_in(&mut window, "manager");
    assert!(
        window
            .query_by_label_contains("Parent 2, Interview")
            .is_none()
    );
    window.get_by_label_contains("Manager 1, Interview").click();
    settle(&mut window);
    assert!(window.query_by_label("Funding is short.").is_some());
    assert_eq!(
        codings(&window).len(),
        2,
        "letters typed in a field code nothing"
    );
}

#[test]
fn an_empty_project_offers_codebooks_that_are_ready() {
    let mut window = window(Some(fixture::empty()));
    let title = codebooks::starters().first().unwrap().title;
    click(&mut window, title);
    assert!(window.state().workspace().unwrap().project().codes().len() > 10);
    assert!(
        window
            .state()
            .standing
            .undo
            .as_ref()
            .unwrap()
            .contains(title)
    );
}

#[test]
fn all_shortcuts_are_on_one_sheet() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::F1);
    for name in ["Code in vivo", "Next uncoded turn", "Undo"] {
        assert!(window.query_all_by_label(name).next().is_some(), "{name}");
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().sheet(), None);
}

#[test]
fn every_control_has_a_name() {
    let mut window = reading();
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
    assert!(
        window
            .get_by_label("Find or make a code")
            .accesskit_node()
            .is_focused()
    );
}

/// A source of a million characters with 5,000 overlapping codings.
fn huge() -> Workspace {
    use project::text::CharRange;
    use project::{Edit, NewCoding};
    let mut workspace = fixture::evaluation();
    let mut text = String::new();
    for n in 0..3_500 {
        let who = if n % 2 == 0 { "I" } else { "P1" };
        text.push_str(who);
        text.push_str(": ");
        for _ in 0..6 {
            text.push_str("We waited and then she came and it was better than before. ");
        }
        text.push_str("Yes.\n");
    }
    assert!(text.chars().count() > 1_000_000);
    workspace
        .edit(Edit::AddSource(Box::new(fixture::source(
            "Long", None, &text,
        ))))
        .unwrap();
    let source = fixture::source_named(workspace.project(), "Long");
    let row = workspace.project().sources().get(source).unwrap().clone();
    let words = workspace.texts().of(&row).unwrap();
    let codes: Vec<_> = workspace
        .project()
        .codes()
        .iter()
        .map(|code| code.id)
        .collect();
    let edits = (0..5_000_u32)
        .map(|n| {
            let start = n * 240 % 1_200_000 + n % 7;
            let range = CharRange::of(start, start + 90 + n % 400);
            let code = codes[n as usize % codes.len()];
            let quote = words.slice(range).to_owned();
            Edit::ApplyCode(NewCoding {
                id: None,
                source,
                range,
                quote,
                code,
                coder: None,
                memo: String::new(),
                weight: None,
            })
        })
        .collect();
    workspace
        .edit(Edit::Batch {
            label: "Coded all of it".into(),
            edits,
        })
        .unwrap();
    workspace
}

#[test]
fn a_million_characters_scroll_to_the_end_and_back() {
    let workspace = huge();
    let source = fixture::source_named(workspace.project(), "Long");
    let mut window = window(Some(workspace));
    window.state_mut().out.ask(Request::OpenSource(source));
    settle(&mut window);
    for _ in 0..60 {
        window.key_press(Key::PageDown);
        window.step();
    }
    assert!(
        window.query_by_label("Turn 1, I").is_none(),
        "only what is in sight is there"
    );
    press(&mut window, Modifiers::NONE, Key::End);
    assert!(window.query_by_label("Turn 3500, P1").is_some());
    press(&mut window, Modifiers::NONE, Key::Home);
    assert!(window.query_by_label("Turn 1, I").is_some());
}

/// Draws frames until something that a worker does has come about. A worker may take as long as the disk does:
/// only frames in which none runs are counted.
fn until(window: &mut Window<'_>, what: &str, mut is_so: impl FnMut(&Desktop) -> bool) {
    let mut idle = 0;
    while idle < 100 {
        if is_so(window.state()) {
            settle(window);
            return;
        }
        window.step();
        if window.state().jobs.running().is_empty() {
            idle += 1;
        } else {
            std::thread::yield_now();
        }
    }
    panic!("{what} never came about");
}

fn ask(window: &mut Window<'_>, text: &str) {
    let question = Question {
        text: text.to_owned(),
        ..Question::default()
    };
    window.state_mut().out.ask(Request::Search(question));
}

#[test]
fn a_question_is_answered_off_the_screen_and_the_newest_counts() {
    let mut window = reading();
    ask(&mut window, "tru");
    ask(&mut window, "lifts");
    let answered = |desktop: &Desktop| {
        desktop
            .state()
            .search
            .found
            .as_ref()
            .map(|(question, found)| (question.text.clone(), found.total))
    };
    until(&mut window, "an answer", |desktop| {
        answered(desktop).is_some()
    });
    assert_eq!(answered(window.state()), Some(("lifts".into(), 1)));
    ask(&mut window, "code:Nowhere");
    until(&mut window, "a word on the mistake", |desktop| {
        desktop.state().search.trouble.is_some()
    });
    ask(&mut window, "");
    settle(&mut window);
    assert!(
        window.state().state().search.found.is_none(),
        "no question, no answer"
    );
}

#[test]
fn excerpts_are_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("quotes.csv");
    let mut window = reading();
    let code = fixture::code_named(window.state().workspace().unwrap().project(), "Trust");
    window
        .state_mut()
        .out
        .ask(Request::Export(file.clone(), ExcerptFilter::of_code(code)));
    until(&mut window, "the file", |desktop| {
        !desktop.state().notices.is_empty()
    });
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(
        written.contains("I trust her") && !written.contains("lifts"),
        "{written}"
    );
    assert!(window.query_by_label_contains("Wrote 1 quote").is_some());
}

#[test]
fn a_project_is_made_closed_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Families.vouch");
    let mut window = window(None);
    window
        .state_mut()
        .out
        .ask(Request::NewProject(path.clone()));
    until(&mut window, "the project", |desktop| {
        desktop.workspace().is_some()
    });
    assert!(window.query_by_label("Families").is_some());
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().workspace().is_none());
    click(&mut window, "Open Families");
    until(&mut window, "the project again", |desktop| {
        desktop.workspace().is_some()
    });
    window
        .state_mut()
        .out
        .ask(Request::OpenPath(folder.path().join("none.vouch")));
    until(&mut window, "a word on the missing file", |desktop| {
        !desktop.state().notices.is_empty()
    });
    assert!(window.state().workspace().is_some(), "what is open stays");
}

#[test]
fn a_colleague_takes_over_under_their_own_name() {
    let mut window = reading();
    click(&mut window, "Coding as Mair");
    let field = window.get_by_label("Your name");
    field.focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_in(&mut window, "Tom");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::S);
    press(&mut window, Modifiers::NONE, Key::V);
    let project = window.state().workspace().unwrap().project();
    let coders: Vec<_> = project
        .codings()
        .iter()
        .map(|coding| project.coders().get(coding.coder).unwrap().name.clone())
        .collect();
    assert_eq!(coders, ["Mair", "Mair", "Tom"]);
    assert!(window.query_by_label("Coding as Tom").is_some());
}
