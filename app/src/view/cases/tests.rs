use analysis::Ground;
use interchange::tables::Cell;

use super::*;
use crate::fixture;

fn attribute(project: &Project, name: &str) -> AttributeId {
    project.attribute_named(name).unwrap().id
}

fn crossed(project: &Project, multi: bool) -> Crossed {
    let request = CrosstabRequest {
        rows: attribute(project, "problem"),
        columns: attribute(project, "area"),
        multi,
    };
    match find(&Ground::new(project), &CasesAsk::Cross(request)).part {
        CasesPart::Crossed(crossed) => *crossed,
        CasesPart::All | CasesPart::Compared(_) => panic!("another answer"),
    }
}

fn compared(project: &Project) -> SideBySide {
    let scale = project.scales().iter().next().unwrap().id;
    let request = SideBySideRequest {
        measures: vec![
            MeasureOf::Scale(scale),
            MeasureOf::Attribute(attribute(project, "engaged")),
        ],
        ..SideBySideRequest::default()
    };
    match find(&Ground::new(project), &CasesAsk::Compare(request)).part {
        CasesPart::Compared(table) => *table,
        CasesPart::All | CasesPart::Crossed(_) => panic!("another answer"),
    }
}

fn names(project: &Project, behind: &CasesBehind) -> Vec<String> {
    let all = analysis::case_table(project);
    let cases = behind.cases.iter();
    cases
        .map(|(case, _)| all.row(*case).unwrap().name.clone())
        .collect()
}

#[test]
fn cases_are_filtered_and_sorted_with_the_unknown_last() {
    let workspace = fixture::records();
    let table = analysis::case_table(workspace.project());
    let shown = |letters: &str, by: Option<usize>| -> Vec<String> {
        let places = listed(&table, letters, by);
        places
            .into_iter()
            .map(|at| table.rows[at].name.clone())
            .collect()
    };
    assert_eq!(shown("family", None), ["Family 2", "Family 3", "Family 10"]);
    assert_eq!(
        shown("south", None),
        ["Family 10"],
        "values are looked at too"
    );
    let engaged = table.columns.iter().position(|one| one.name == "engaged");
    assert_eq!(
        shown("family", engaged),
        ["Family 10", "Family 2", "Family 3"]
    );
    assert_eq!(
        base_words(&table),
        "6 cases: 3 with sources, 3 a record and nothing else."
    );
}

#[test]
fn each_number_says_what_it_is_and_which_cases_it_counts() {
    let workspace = fixture::records();
    let project = workspace.project();
    let table = crossed(project, true);
    let number = cross_number(&table, Some(0), Some(0));
    assert_eq!(
        (number.n, number.words.as_str()),
        (1, "Absence × North: 1 case")
    );
    let total = cross_behind(&table, None, Some(0));
    assert_eq!(total.words, "total × North: 3 mentions by 2 cases");
    assert_eq!(names(project, &total), ["Family 2", "Family 3"]);
    assert!(holds_several(&crossed(project, false)) && !holds_several(&table));
    let single = crossed(project, false);
    let words = |row, column| cross_number(&single, row, column).words;
    assert!(
        words(Some(0), Some(0)).ends_with(": 0 cases, of 1 in the row and 2 in the column"),
        "{}",
        words(Some(0), Some(0))
    );
    assert!(
        words(None, Some(0)).ends_with("× North: 2 cases, of 3"),
        "{}",
        words(None, Some(0))
    );
    let missing = cross_missing(&table);
    assert_eq!(missing.words, "0 cases without a value of problem or area");
}

#[test]
fn the_first_table_is_one_that_can_be_read() {
    let workspace = fixture::records();
    let project = workspace.project();
    let first = first_cross(&analysis::case_table(project)).unwrap();
    assert_eq!(first.columns, attribute(project, "area"));
    assert_eq!(first.rows, attribute(project, "problem"));
    assert!(first.multi, "its values are parted by “;”");
    assert_eq!(first_cross(&CaseTable::default()), None);
}

#[test]
fn who_differs_is_listed_with_what_each_says() {
    let workspace = fixture::records();
    let project = workspace.project();
    let table = compared(project);
    let behind = differing(&table).unwrap();
    assert_eq!(behind.words, "1 of 2 cases in both differ");
    assert_eq!(names(project, &behind), ["Family 10"]);
    assert_eq!(behind.cases[0].1, "Yes | no");
    let yes = side_behind(&table, SideLine::Value(1), 0);
    assert_eq!(yes.words, "Yes in “Engaged”: 2 of 3 cases");
    assert_eq!(side_lines(&table).last(), Some(&SideLine::Missing));
    let missing = side_behind(&table, SideLine::Missing, 1);
    assert_eq!(missing.words, "without a value in “engaged”: 1 case");
}

#[test]
fn a_card_has_values_ratings_and_sources() {
    let workspace = fixture::records();
    let project = workspace.project();
    let table = analysis::case_table(project);
    let of = |name: &str| {
        let row = table.rows.iter().find(|row| row.name == name).unwrap();
        case_card(project, &table, row.counted).unwrap()
    };
    let family = of("Family 10");
    assert_eq!(family.values[0], ("area".to_owned(), "South".to_owned()));
    assert_eq!(family.ratings[0].value, "Yes");
    assert_eq!(family.ratings[0].evidence.len(), 1);
    assert!(family.sources.is_empty());
    let parent = of("Parent 10");
    assert!(parent.is_source);
    assert_eq!(parent.sources[0].1, "Parent 10");
}

#[test]
fn what_goes_out_has_the_cases_and_quotes_behind_it() {
    let workspace = fixture::records();
    let project = workspace.project();
    let table = compared(project);
    let ground = Ground::new(project);
    let rows = compare_out(&ground, &table, Form::Rows).rows;
    let words = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        rows.last().unwrap(),
        &[words("differs: Family 10"), words("Yes"), words("no")]
    );
    let traced = compare_out(&ground, &table, Form::Trace);
    let quote = traced.trace.iter().find(|line| !line.quote_id.is_empty());
    let quote = quote.unwrap();
    assert_eq!(
        (
            quote.case.as_str(),
            quote.row.as_str(),
            quote.column.as_str()
        ),
        ("Family 10", "Yes", "Engaged")
    );
    let reason = traced.trace.iter().find(|line| line.case == "Family 2");
    assert_eq!(reason.unwrap().text, "As the file says");
    assert!(
        compare_out(&ground, &table, Form::Note)
            .note
            .ends_with("Family 10: Yes | no.")
    );
    let crossed = crossed(project, true);
    let out = crosstab_out(
        &ground,
        &crossed.table,
        ("problem", "area"),
        String::new(),
        Form::Trace,
    );
    assert_eq!(out.trace.len(), 4);
    assert_eq!(out.columns, ["problem", "North", "South", "Total"]);
    let all = cases_out(project, &analysis::case_table(project));
    assert_eq!(all.rows.len(), 6);
    assert_eq!(all.columns.last().unwrap(), "sources");
}
