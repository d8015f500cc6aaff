use proptest::prelude::*;

use super::*;
use crate::code::{CodeId, Kind};
use crate::colour::Colour;
use crate::draft::codes_from_drafts;
use crate::tree::CodeTree;

/// Rows parted by lines, cells by bars; a bar touching a name keeps its blanks.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .map(|line| line.split('|').map(str::to_owned).collect())
        .collect()
}

fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let (drafts, warnings) = read_table(&rows(text)).unwrap();
    let paths = drafts.iter().map(|draft| draft.path.to_string()).collect();
    (paths, warnings.iter().map(ToString::to_string).collect())
}

fn paths(text: &str) -> Vec<String> {
    let (paths, warnings) = read(text);
    assert_eq!(warnings, Vec::<String>::new());
    paths
}

#[test]
fn all_seven_columns_are_read() {
    let table = "Path|Type|Definition|Use when|Not when|Example|Color\nEnablers / Trust|Enablers|D|U|N|E|#009e73";
    let (drafts, warnings) = read_table(&rows(table)).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(drafts[0], CodeDraft::new("Enablers".parse().unwrap()));
    let trust = CodeDraft {
        path: "Enablers/Trust".parse().unwrap(),
        kind: Some(Kind::Enabler),
        definition: "D".to_owned(),
        use_when: "U".to_owned(),
        not_when: "N".to_owned(),
        example: "E".to_owned(),
        colour: Some(Colour::new(0, 0x9e, 0x73)),
    };
    assert_eq!(drafts[1], trust);
}

#[test]
fn missing_parents_are_made_before_their_children() {
    assert_eq!(
        paths("path\nA / B / C\nA / D\nB"),
        ["A", "A / B", "A / B / C", "A / D", "B"]
    );
}

#[test]
fn a_parent_that_comes_later_is_no_duplicate() {
    let (drafts, warnings) = read_table(&rows("path|definition\nA / B|below\nA|above")).unwrap();
    assert_eq!(warnings, []);
    assert_eq!((drafts.len(), drafts[0].definition.as_str()), (2, "above"));
}

#[test]
fn duplicates_are_merged_and_reported() {
    let table = "path|kind|definition|example\nA / Trust|enabler|one|\na / TRUST|barrier|two|said";
    let (drafts, warnings) = read_table(&rows(table)).unwrap();
    assert_eq!(drafts.len(), 2);
    assert_eq!(
        (drafts[1].definition.as_str(), drafts[1].example.as_str()),
        ("one\ntwo", "said")
    );
    assert_eq!(drafts[1].kind, Some(Kind::Enabler));
    let message = "line 3: “A / Trust” stands on line 2 already; the two were merged, and of two kinds or colours \
                   the first was kept";
    assert_eq!(
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [message]
    );
}

#[test]
fn a_wrong_kind_or_colour_costs_the_cell_alone() {
    let (drafts, warnings) =
        read_table(&rows("code|kind|colour|memo\nTrust|theme|reddish|kept")).unwrap();
    assert_eq!(
        (
            drafts[0].kind,
            drafts[0].colour,
            drafts[0].definition.as_str()
        ),
        (None, None, "kept")
    );
    assert_eq!(warnings.len(), 2);
}

#[test]
fn names_with_a_parent_column_nest_in_any_order() {
    let table = "Name|Parent\nEarly trust|Trust\nTrust|Enablers\nEnablers|\nWaiting|Barriers";
    assert_eq!(
        paths(table),
        [
            "Enablers",
            "Enablers / Trust",
            "Enablers / Trust / Early trust",
            "Barriers",
            "Barriers / Waiting"
        ]
    );
}

#[test]
fn a_circle_of_parents_is_cut_and_reported() {
    let (paths, warnings) = read("name|parent\nA|B\nB|A\nC|C\nD|A");
    assert_eq!(paths, ["A", "B", "C", "A / D"]);
    assert_eq!(warnings.len(), 3);
    assert_eq!(
        warnings[2],
        "line 4: “C” stands under itself by way of “C”; it was put at the top"
    );
}

#[test]
fn level_columns_nest_and_blanks_repeat_the_row_above() {
    let table = "level_1|level_2|level_3\nEnablers||\n|Trust|\n||Early trust\nBarriers|Waiting|";
    assert_eq!(
        paths(table),
        [
            "Enablers",
            "Enablers / Trust",
            "Enablers / Trust / Early trust",
            "Barriers",
            "Barriers / Waiting"
        ]
    );
}

#[test]
fn an_nvivo_codebook_nests_by_backslashes() {
    let table = "Name|Description|Files|References\nNodes\\\\Barriers|What hindered|3|12\nNodes\\\\Barriers\\\\Waiting||2|4";
    assert_eq!(paths(table), ["Barriers", "Barriers / Waiting"]);
    assert_eq!(
        paths("Name|Description\nBarriers|x\nBarriers\\\\Waiting|y"),
        ["Barriers", "Barriers / Waiting"]
    );
}

#[test]
fn an_nvivo_codebook_nests_by_indentation() {
    let table = "Name|Files\nBarriers|1\n  Waiting|1\n    For a letter|1\n  Travel|1\n Outcomes|1\n\tSafety|1";
    assert_eq!(
        paths(table),
        [
            "Barriers",
            "Barriers / Waiting",
            "Barriers / Waiting / For a letter",
            "Barriers / Travel",
            "Outcomes",
            "Outcomes / Safety"
        ]
    );
}

#[test]
fn taguette_tags_with_dots_and_bare_slashes_stay_whole() {
    assert_eq!(
        paths("tag|description\na.b|x\nhis/her role|y\nA / b|z"),
        ["a.b", r"his\/her role", "A", "A / b"]
    );
}

#[test]
fn theme_and_code_columns_make_two_levels() {
    assert_eq!(
        paths("Theme|Code|Comment\nBarriers|Waiting|x\nBarriers|Travel|y"),
        ["Barriers", "Barriers / Waiting", "Barriers / Travel"]
    );
}

#[test]
fn accents_and_other_scripts_are_fine() {
    assert_eq!(paths("Code|Definition\nÉcole / Présence|\n信任|").len(), 3);
}

#[test]
fn a_title_above_the_headings_is_passed_over_and_reported() {
    let (paths, warnings) = read("My codebook||\n\nName|Description\nTrust|x");
    assert_eq!(paths, ["Trust"]);
    assert_eq!(
        warnings,
        ["line 1: “My codebook” stands above the headings and was left out"]
    );
}

#[test]
fn rows_without_a_name_or_with_too_much_are_reported() {
    let (paths, warnings) = read("code|definition\n|lost\n\nTrust|kept|spare");
    assert_eq!(paths, ["Trust"]);
    assert_eq!(
        warnings,
        [
            "line 2: there is no name on this line; it was left out",
            "line 4: 1 cells beyond the last heading were left out"
        ]
    );
    let long = format!("code\n{}\nTrust", "x".repeat(201));
    let (paths, warnings) = read(&long);
    assert_eq!((paths.len(), warnings.len()), (1, 1));
}

#[test]
fn a_path_that_goes_down_for_ever_is_left_out() {
    let row = |path: &str| vec![path.to_owned(), String::new()];
    let bottomless = "deeper/".repeat(3_000) + "down";
    let rows = [row("path"), row("Trust"), row(&bottomless), row("Waiting")];
    let (drafts, warnings) = read_table(&rows).unwrap();
    let paths: Vec<String> = drafts.iter().map(|draft| draft.path.to_string()).collect();
    assert_eq!(paths, ["Trust", "Waiting"]);
    assert_eq!(
        warnings[0].to_string(),
        "line 3: the path has 3001 levels; 64 is the most; the line was left out"
    );
}

#[test]
fn what_is_no_codebook_is_refused() {
    assert_eq!(read_table(&[]), Err(TableError::Empty));
    assert_eq!(read_table(&rows(" | ")), Err(TableError::Empty));
    let error = read_table(&rows("case|age\nA|3")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no column is headed path, code, name, tag or theme (the first row reads: case, age)"
    );
}

#[test]
fn drafts_become_codes_with_places_among_siblings() {
    let (drafts, _) = read_table(&rows("path|kind\nB|barrier\nB / Y|\nB / X|\nA|")).unwrap();
    let mut next = 0;
    let codes = codes_from_drafts(&drafts, || {
        next += 1;
        CodeId::from_u128(next)
    });
    let tree = CodeTree::new(&codes);
    let names: Vec<_> = tree
        .order()
        .iter()
        .filter_map(|id| tree.name(*id))
        .collect();
    assert_eq!(names, ["B", "Y", "X", "A"]);
    assert_eq!(drafts_of(&codes), drafts);
}

#[test]
fn drafts_without_their_parents_still_become_a_tree() {
    let draft = CodeDraft::new("A / B / C".parse().unwrap());
    let mut next = 0;
    let codes = codes_from_drafts(&[draft.clone(), draft], || {
        next += 1;
        CodeId::from_u128(next)
    });
    assert_eq!(codes.len(), 3);
    assert_eq!(CodeTree::new(&codes).depth(CodeId::from_u128(3)), 2);
}

#[test]
fn a_table_begins_with_its_headings() {
    let rows = write_table(&[Code::new(CodeId::from_u128(1), "Trust")]);
    assert_eq!(
        rows[0],
        [
            "path",
            "kind",
            "definition",
            "use_when",
            "not_when",
            "example",
            "colour"
        ]
    );
    assert_eq!(rows[1], ["Trust", "", "", "", "", "", ""]);
}

/// Drafts of distinct paths, each after the one above it.
pub(crate) fn any_drafts() -> impl Strategy<Value = Vec<CodeDraft>> {
    let text = || {
        r#"[-=+@'"a-cé;,/\\ 
]{0,10}"#
            .prop_map(|text| text.trim().to_owned())
    };
    let kind = prop::option::of(prop::sample::select(Kind::ALL.to_vec()));
    let colour = prop::option::of(any::<[u8; 3]>().prop_map(|[r, g, b]| Colour::new(r, g, b)));
    let name = r"[-=a-dé/\\.>]{1,3}";
    let row = (
        prop::collection::vec(name, 1..4),
        kind,
        colour,
        text(),
        text(),
        text(),
        text(),
    );
    prop::collection::vec(row, 0..12).prop_map(|rows| {
        let mut book = Book::default();
        for (names, kind, colour, definition, use_when, not_when, example) in rows {
            let path = CodePath::new(names).unwrap();
            if !book.known.contains_key(&path.key()) {
                book.add(
                    0,
                    CodeDraft {
                        path,
                        kind,
                        definition,
                        use_when,
                        not_when,
                        example,
                        colour,
                    },
                );
            }
        }
        book.drafts
    })
}

proptest! {
    #[test]
    fn a_table_is_read_as_it_is_written(drafts in any_drafts()) {
        let (back, warnings) = read_table(&draft_rows(&drafts)).unwrap();
        prop_assert_eq!(back, drafts);
        prop_assert_eq!(warnings, vec![]);
    }

    #[test]
    fn any_table_is_read_or_refused(cells in prop::collection::vec(prop::collection::vec("(name|parent|path|level 1|[ab> \\\\/]{0,4})", 0..4), 0..6)) {
        if let Ok((drafts, _)) = read_table(&cells) {
            let mut seen = std::collections::BTreeSet::new();
            for draft in &drafts {
                prop_assert!(draft.path.parent().is_none_or(|above| seen.contains(&above.key())));
                prop_assert!(seen.insert(draft.path.key()), "twice: {}", draft.path);
            }
        }
    }
}
