use std::path::Path;

use project::Workspace;

use super::*;
use crate::sheet::read_rows;
use crate::testing::workspace;

fn read(csv: &str) -> (Vec<CodingRow>, Vec<String>) {
    let (rows, warnings) = read_codings(&read_rows(csv.as_bytes(), Path::new("c.csv")).unwrap());
    (rows, warnings.iter().map(ToString::to_string).collect())
}

/// Reads and resolves; answers quotes found and all that was reported.
fn resolve(workspace: &mut Workspace, csv: &str) -> (Vec<Edit>, Vec<String>) {
    let (rows, mut reported) = read(csv);
    let (texts, ids) = (workspace.texts(), workspace.ids());
    let (edits, warnings) =
        resolve_codings(workspace.project(), |source| texts.of(source), &ids, rows);
    reported.extend(warnings.iter().map(ToString::to_string));
    (edits, reported)
}

fn quotes(edits: &[Edit]) -> Vec<&str> {
    edits
        .iter()
        .filter_map(|edit| {
            if let Edit::ApplyCode(coding) = edit {
                Some(coding.quote.as_str())
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn headings_come_in_any_order_and_spelling() {
    let (rows, warnings) =
        read("Weight;CODE;Coder name;End;Start;Source;Memo\n-2;Trust;Tom;20;4;Parent 1.docx;why\n");
    assert_eq!(warnings, [""; 0]);
    assert_eq!(
        rows,
        [CodingRow {
            line: 2,
            source: "Parent 1.docx".to_owned(),
            passage: Passage::At(CharRange::of(4, 20), String::new()),
            code: "Trust".to_owned(),
            coder: "Tom".to_owned(),
            memo: "why".to_owned(),
            weight: Weight::new(-2),
        }]
    );
}

#[test]
fn rows_that_cannot_be_read_are_named_and_the_rest_is_taken() {
    let (rows, warnings) = read(
        "source,start,end,code,coder,memo,weight\n\
        ,1,2,Trust,,,\n\
        A,1,2,,,,\n\
        A,2,2,Trust,,,\n\
        A,9,2,Trust,,,\n\
        A,x,2,Trust,,,\n\
        A,1,,Trust,,,\n\
        A,-1,4,Trust,,,\n\
        A,,,Trust,,,\n\
        A,1,2,Trust,,,3\n\
        A,1,2,Trust,,,strong\n\
        A,1,2,Trust,,,+1\n\
        A,1,2,Trust,,,2.0\n",
    );
    assert_eq!(
        rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        [12, 13]
    );
    insta::assert_snapshot!(warnings.join("\n"), @r##"
    Line 2: no source is named.
    Line 3: no code is named.
    Line 4: the range 2–2 is empty: start must be less than end.
    Line 5: the range 9–2 is empty: start must be less than end.
    Line 6: start is “x”, which is no count of characters from 0.
    Line 7: end is missing.
    Line 8: start is “-1”, which is no count of characters from 0.
    Line 9: neither start and end nor a quote is given.
    Line 10: the weight “3” is not a whole number from -2 to 2.
    Line 11: the weight “strong” is not a whole number from -2 to 2.
    "##);
}

#[test]
fn missing_columns_are_named() {
    assert_eq!(
        read("start,end,code\n1,2,x\n").1,
        [
            "Line 1: there is no column “source”: the headings should be source, start, end (or quote), code, coder."
        ]
    );
    assert_eq!(
        read("source,start,code\nA,1,x\n").1,
        ["Line 1: there is neither a column “quote” nor both “start” and “end”."]
    );
    assert_eq!(read_codings(&[]).1[0].to_string(), "The table is empty.");
}

#[test]
fn rows_that_do_not_fit_the_project_are_named_with_their_lines() {
    let mut workspace = workspace();
    let (edits, reported) = resolve(
        &mut workspace,
        "source,start,end,quote,code,coder\n\
        Parent 9,1,4,,Trust,\n\
        Parent 1,1,4,,Courage,\n\
        Parent 1,4000,4001,,Trust,\n\
        Parent 1,5,16,How was it?,Trust,\n\
        Parent 1,5,12,How was it?,Trust,\n\
        Parent 1,,,She listened.,Trust,\n\
        Parent 1,,,She shouted.,Trust,\n\
        Parent 1,,,We waited five months.,Barriers / Waiting,\n",
    );
    assert_eq!(quotes(&edits), ["How was it?", "We waited five\nmonths."]);
    insta::assert_snapshot!(reported.join("\n"), @r##"
    Line 2: there is no source “Parent 9”.
    Line 3: there is no code “Courage” in the codebook.
    Line 4: the range 4000–4001 goes beyond the text of “Parent 1”, which has 103 characters.
    Line 6: the words at 5–12 of “Parent 1” are not those of the quote.
    Line 7: the quote “She listened.” stands more than once in “Parent 1” (at 27 and 41): give start and end.
    Line 8: the quote “She shouted.” is not in “Parent 1”.
    "##);
}

#[test]
fn names_are_taken_with_or_without_ending_and_in_any_case() {
    let mut workspace = workspace();
    let csv = "source,quote,code\nPARENT 1,How was it?,enablers/trust\nParent 1.txt,How was it?,Enablers / Trust\nparent 1.TXT,How was it?,TRUST\n";
    let (edits, reported) = resolve(&mut workspace, csv);
    assert_eq!((edits.len(), reported), (3, Vec::new()));
}

#[test]
fn a_new_coder_is_added_once_before_their_first_coding() {
    let mut workspace = workspace();
    let csv = "source,quote,code,coder\nParent 1,How was it?,Trust,\nParent 1,And then?,Trust,tom\nParent 1,How was it?,Trust,Tom \nParent 1,How was it?,Trust,awen\n";
    let (edits, reported) = resolve(&mut workspace, csv);
    assert_eq!(reported, [""; 0]);
    let coder = |edit: &Edit| {
        if let Edit::AddCoder(coder) = edit {
            return format!("adds {}", coder.name);
        }
        let Edit::ApplyCode(coding) = edit else {
            return String::new();
        };
        match coding.coder {
            None => "whoever imports".to_owned(),
            Some(coder) if coder == workspace.coder() => "known".to_owned(),
            Some(_) => "new".to_owned(),
        }
    };
    let coders: Vec<String> = edits.iter().map(coder).collect();
    assert_eq!(
        coders,
        ["whoever imports", "adds tom", "new", "new", "known"]
    );
    workspace
        .edit(Edit::Batch {
            label: "Coded".to_owned(),
            edits,
        })
        .unwrap();
    assert_eq!(
        workspace.project().codings().len(),
        3,
        "Awen twice on one passage is once"
    );
}

#[test]
fn a_quote_said_once_counts_even_if_a_label_has_its_words() {
    let mut workspace = workspace();
    let (edits, reported) = resolve(
        &mut workspace,
        "source,quote,code\nFocus group,Police,Waiting\n",
    );
    assert_eq!(
        (edits.len(), reported.len()),
        (1, 0),
        "only the label has it: that is where it is"
    );
    let (_, reported) = resolve(&mut workspace, "source,quote,code\nFocus group,e,Waiting\n");
    assert!(
        reported[0]
            .starts_with("Line 2: the quote “e” stands more than once in “Focus group” (at "),
        "{reported:?}"
    );
}

#[test]
fn the_text_of_a_source_is_asked_for_once_and_its_absence_reported() {
    let mut workspace = workspace();
    let ids = workspace.ids();
    let (rows, _) = read("source,quote,code\nParent 1,a,Trust\nParent 1,b,Trust\n");
    let mut asked = 0;
    let text_of = |_: &Source| {
        asked += 1;
        Err("it is gone")
    };
    let (edits, warnings) = resolve_codings(workspace.project(), text_of, &ids, rows);
    assert_eq!((edits.len(), warnings.len(), asked), (0, 2, 1));
    assert_eq!(
        warnings[0].to_string(),
        "Line 2: the text of “Parent 1” cannot be read: it is gone."
    );
}

#[test]
fn thirty_thousand_rows_are_resolved_in_order() {
    let mut workspace = workspace();
    let mut csv = "source,start,end,code,coder\n".to_owned();
    for nth in 0..30_000 {
        let start = nth % 90;
        let row = format!("Parent 1,{start},{},Waiting,Coder {}\n", start + 5, nth % 7);
        csv.push_str(&row);
    }
    let (edits, reported) = resolve(&mut workspace, &csv);
    assert_eq!((edits.len(), reported.len()), (30_007, 0));
}

#[test]
fn blanks_and_line_ends_in_a_quote_do_not_matter() {
    let (collapsed, bytes) = collapse("tŷ \n\t gwyn\n");
    assert_eq!(collapsed, "tŷ gwyn ");
    assert_eq!(bytes.len(), collapsed.len());
    assert_eq!(bytes, [0, 1, 2, 3, 7, 8, 9, 10, 11]);
    assert_eq!(places("aaa", "aa"), [(0, 2), (1, 3)], "places may overlap");
    assert_eq!(places("abc", ""), []);
}
