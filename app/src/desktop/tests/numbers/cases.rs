//! Case data from the outside: a table, a cross-table, two measures side by side, and given totals.

use analysis::{CrosstabRequest, MeasureOf, SideBySideRequest};

use super::*;
use crate::data::{DataRequest, Shown};
use crate::desktop::tests::data::{at_rest, has};
use crate::view::cases::CasesAsk;

fn cases<'a>() -> Window<'a> {
    let mut window = window(Some(fixture::records()));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    at_rest(&mut window);
    window
}

fn wanting(window: &mut Window<'_>, ask: CasesAsk) {
    window.state_mut().panels.cases.want(ask);
    settle(window);
    at_rest(window);
}

fn attribute(window: &Window<'_>, name: &str) -> project::AttributeId {
    let project = window.state().workspace().unwrap().project();
    project.attribute_named(name).unwrap().id
}

fn crossing(window: &Window<'_>) -> CasesAsk {
    CasesAsk::Cross(CrosstabRequest {
        rows: attribute(window, "problem"),
        columns: attribute(window, "area"),
        multi: true,
    })
}

fn comparing(window: &Window<'_>) -> CasesAsk {
    let project = window.state().workspace().unwrap().project();
    let scale = project.scales().iter().next().unwrap().id;
    CasesAsk::Compare(SideBySideRequest {
        measures: vec![
            MeasureOf::Scale(scale),
            MeasureOf::Attribute(attribute(window, "engaged")),
        ],
        ..SideBySideRequest::default()
    })
}

#[test]
fn a_case_shows_what_is_known_and_opens_its_source() {
    let mut window = cases();
    assert!(has(
        &window,
        "6 cases: 3 with sources, 3 a record and nothing else."
    ));
    assert!(has(&window, "Family 10, area: South"));
    assert!(has(&window, "Family 3, engaged: not recorded"));
    click(&mut window, "Case Family 10");
    assert!(has(
        &window,
        "In no source: it is a record and nothing else."
    ));
    click(&mut window, "1 excerpt behind it");
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Excerpts);
    assert!(has(&window, "1 excerpt from 1 source"));
    window.state_mut().out.ask(Request::Show(View::Cases));
    at_rest(&mut window);
    click(&mut window, "Case Parent 10");
    click(&mut window, "Read Parent 10");
    at_rest(&mut window);
    assert_eq!(window.state().state().view, View::Read);
    let source = fixture::source_named(window.state().workspace().unwrap().project(), "Parent 10");
    assert_eq!(window.state().state().place.source, Some(source));
}

#[test]
fn a_number_is_opened_and_followed_to_its_source_by_keyboard_alone() {
    let mut window = cases();
    let ask = crossing(&window);
    wanting(&mut window, ask);
    let number = "total × North: 3 mentions";
    window.get_by_label(number).focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(has(&window, "total × North: 3 mentions by 2 cases"));
    window.get_by_label("Look at Family 3").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(has(&window, "What is known"));
    click(&mut window, "Back");
    assert!(has(&window, "Look at Family 2"));
}

#[test]
fn parts_are_chosen_with_the_mouse_and_the_first_table_is_there_at_once() {
    let mut window = cases();
    click(&mut window, "Cross-table");
    at_rest(&mut window);
    assert!(has(&window, "Peers × North: 2 cases"));
    click(&mut window, "Swap");
    at_rest(&mut window);
    assert!(has(&window, "North × Peers: 2 cases"));
    click(&mut window, "Several values a case, parted by “;”");
    at_rest(&mut window);
    assert!(has(
        &window,
        "North × Absence; Peers: 1 case, of 2 in the row and 1 in the column"
    ));
    click(&mut window, "Side by side");
    at_rest(&mut window);
    assert!(has(&window, "Nothing to compare yet"));
    click(&mut window, "What to compare");
    click(&mut window, "Rated: Engaged");
    click(&mut window, "Recorded: engaged");
    at_rest(&mut window);
    assert!(has(&window, "Yes in “Engaged”: 2 of 3 cases"));
}

#[test]
fn cases_that_differ_are_listed_before_anybody_asks() {
    let mut window = cases();
    let ask = comparing(&window);
    wanting(&mut window, ask);
    assert!(has(&window, "1 of 2 cases in both differ"));
    click(&mut window, "Look at Family 10: Yes | no");
    assert!(has(&window, "How it was rated"));
    click(&mut window, "Back");
    click(&mut window, "without a value in “engaged”: 1 case");
    assert!(has(&window, "Look at Family 3"));
    click(&mut window, "Show the cases that say the same");
    assert!(has(&window, "1 case says the same"));
}

#[test]
fn two_words_are_said_to_mean_one_value() {
    let mut window = cases();
    let ask = comparing(&window);
    wanting(&mut window, ask);
    click(&mut window, "Words that mean the same…");
    click(&mut window, "means Yes");
    let word = window.get_all_by_label("No").last();
    word.unwrap().click();
    settle(&mut window);
    click(&mut window, "Count them as one");
    at_rest(&mut window);
    assert!(has(&window, "0 of 2 cases in both differ"));
    click(&mut window, "“No” means “Yes”  ×");
    at_rest(&mut window);
    assert!(has(&window, "1 of 2 cases in both differ"));
}

#[test]
fn totals_of_a_given_table_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table 8.csv");
    std::fs::write(
        &file,
        ",FCC,WCBC,Total\nSocial worker,30,20,50\nCAMHS,7,,7\nYouth Justice,,7,7\nTotal,37,39,64\n",
    )
    .unwrap();
    let mut window = cases();
    click(&mut window, "Check totals");
    window
        .state_mut()
        .out
        .ask(Request::Data(DataRequest::ReadGiven(file)));
    window.step();
    at_rest(&mut window);
    assert!(has(&window, "3 rows and 2 columns: 2 totals do not sum."));
    assert!(has(
        &window,
        "The total of column WCBC is given as 39, but its parts sum to 27."
    ));
    click(&mut window, "Clear");
    window.get_by_label("The table to check").focus();
    settle(&mut window);
    type_in(&mut window, "North South Total\nBoys 9 6 15");
    // What came of it stands above the field now, which keeps the keyboard all the same.
    type_in(&mut window, "\nTotal 9 6 15");
    assert!(has(
        &window,
        "1 row and 2 columns: all totals that are given are the sums of their parts."
    ));
}

#[test]
fn all_parts_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = cases();
    for ask in [CasesAsk::All, crossing(&window), comparing(&window)] {
        wanting(&mut window, ask);
        let found = window.state().state().data.cases.found.clone().unwrap();
        let shown = Shown::Cases(found);
        for format in ["xlsx", "docx", "csv"] {
            let to = folder
                .path()
                .join(format!("{}.{format}", shown.file_name()));
            window
                .state_mut()
                .out
                .ask(Request::Data(DataRequest::WriteShown(
                    to.clone(),
                    shown.clone(),
                )));
            window.step();
            until(&mut window, "the file", |_| to.exists());
            at_rest(&mut window);
        }
    }
    let csv = folder.path().join("Side by side.csv");
    let csv = std::fs::read_to_string(csv).unwrap();
    assert!(
        csv.contains("\"differs: Family 10\",\"Yes\",\"no\""),
        "{csv}"
    );
}

#[test]
fn without_cases_there_is_a_way_in() {
    let mut window = window(Some(fixture::empty()));
    window.state_mut().out.ask(Request::Show(View::Cases));
    settle(&mut window);
    at_rest(&mut window);
    assert!(has(&window, "No cases yet"));
    assert!(has(&window, "Import a table…"));
}
