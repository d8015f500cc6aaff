//! What other programs wrote, and what nobody should have written.

use std::collections::BTreeMap;

use super::*;
use crate::refi::samples;
use crate::transcripts::archive::tests::packed;

const CODE: &str = "11111111-0000-0000-0000-000000000000";
const SOURCE: &str = "22222222-0000-0000-0000-000000000000";

fn read(bytes: &[u8]) -> Result<ImportedProject, RefiError> {
    read_project(bytes, |_| None, Timestamp(0))
}

fn said(read: &ImportedProject) -> Vec<String> {
    read.warnings.iter().map(ToString::to_string).collect()
}

/// A project with one code and what is given of the rest.
fn project(rest: &str) -> String {
    format!(
        "<Project xmlns='urn:QDA-XML:project:1.0' name='Theirs' origin='Other'>\n\
         <Users><User guid='33333333-0000-0000-0000-000000000000' name='Ann'/></Users>\n\
         <CodeBook><Codes><Code guid='{CODE}' name='Trust' isCodable='true'/></Codes></CodeBook>\n{rest}</Project>"
    )
}

/// An archive of a project with one source that has these selections.
fn archive(text: &[u8], selections: &str) -> Vec<u8> {
    let markup = project(&format!(
        "<Sources><TextSource guid='{SOURCE}' name='One' plainTextPath='internal://one.txt'>{selections}</TextSource></Sources>"
    ));
    packed(&[
        ("project.qde", markup.as_bytes()),
        ("sources/one.txt", text),
    ])
}

fn selection(guid: u8, start: i64, end: i64, name: &str) -> String {
    format!(
        "<PlainTextSelection guid='444444{guid:02}-0000-0000-0000-000000000000' name='{name}' startPosition='{start}' endPosition='{end}'>\
         <Coding guid='555555{guid:02}-0000-0000-0000-000000000000' creatingUser='33333333-0000-0000-0000-000000000000'>\
         <CodeRef targetGUID='{CODE}'/></Coding></PlainTextSelection>\n"
    )
}

/// The coded words of a project, by code.
fn quotes(read: &ImportedProject) -> Vec<(String, String)> {
    let codes: BTreeMap<CodeId, &str> = read
        .rows
        .codes
        .iter()
        .map(|code| (code.id, code.name.as_str()))
        .collect();
    let quote = |coding: &project::Coding| (codes[&coding.code].to_owned(), coding.quote.clone());
    read.rows.codings.iter().map(quote).collect()
}

#[test]
fn both_exports_of_qualcoder_hold_the_same() {
    let plain = read(&samples::bytes("qualcoder-4.0beta.qdpx")).unwrap();
    let endings = read(&samples::bytes("qualcoder-4.0beta-maxqda-endings.qdpx")).unwrap();
    for read in [&plain, &endings] {
        let rows = &read.rows;
        assert_eq!(read.name, "spec-text.qda");
        assert_eq!(
            (rows.sources.len(), rows.codes.len(), rows.codings.len()),
            (5, 8, 18)
        );
        assert_eq!((rows.cases.len(), rows.attributes.len()), (2, 7));
        assert!(rows.coders.iter().any(|coder| coder.name == "Bób Kodér"));
    }
    assert_eq!(quotes(&plain), quotes(&endings));
    let (code, quote) = &quotes(&plain)[0];
    assert_eq!(code, "Arrival");
    assert!(
        quote.starts_with("By train") && quote.ends_with("no plan."),
        "{quote}"
    );
    assert!(said(&endings)[0].contains("line ends of two characters as one"));
    assert!(
        !said(&plain).iter().any(|line| line.contains("look at")),
        "{:?}",
        said(&plain)
    );
}

#[test]
fn a_project_of_atlas_ti_is_read_as_far_as_it_can_be_coded_here() {
    let read = read(&samples::bytes("annex-A2-atlasti-mac-8.4.qde")).unwrap();
    assert_eq!((read.rows.codes.len(), read.rows.sources.len()), (14, 0));
    let said = said(&read).join("\n");
    assert!(
        said.contains("“cornflakes-n-milk.jpg” is not a text"),
        "{said}"
    );
    assert!(
        said.contains("the text of “Mabel.txt” is not in the file"),
        "{said}"
    );
    assert!(
        said.contains("the group “gender: female” (0 codes, 2 sources, 0 notes)"),
        "{said}"
    );
    let lost = |what: &str| {
        read.losses
            .iter()
            .find(|loss| loss.what.starts_with(what))
            .map(|loss| loss.count)
    };
    assert_eq!(
        (lost("groups"), lost("networks"), lost("pictures")),
        (Some(11), Some(1), Some(1))
    );
    // The others hold nothing but what is here, so they are sets here too.
    assert_eq!(read.rows.sets.len(), 5);
}

#[test]
fn an_older_namespace_is_read_too() {
    let read = read(&samples::bytes("annex-A3-transana-win-3.22.qde")).unwrap();
    assert_eq!(read.rows.codes.len(), 19);
    assert_eq!(read.origin, "Transana 3.22b2-QDE-Win");
}

#[test]
fn nvivo_for_windows_counts_in_its_own_way() {
    let text = "\u{feff}I: So?\r\nP1: 🙂 She listened.\r\nAnd then?\r\n".as_bytes();
    let bytes = archive(text, &selection(1, 15, 27, ""));
    let nvivo = project(&format!(
        "<Sources><TextSource guid='{SOURCE}' name='One' plainTextPath='internal://one.txt'>{}</TextSource></Sources>",
        selection(1, 15, 27, "")
    ))
    .replace("origin='Other'", "origin='NVivo 12'");
    let nvivo = packed(&[("project.qde", nvivo.as_bytes()), ("Sources/ONE.txt", text)]);
    assert_eq!(quotes(&read(&nvivo).unwrap())[0].1, "She listened");
    // The same numbers of an unknown program are told by the words they leave whole.
    assert_eq!(quotes(&read(&bytes).unwrap())[0].1, "She listened");
}

#[test]
fn what_does_not_fit_costs_one_element_and_is_named() {
    let dangling = selection(4, 0, 3, "").replace(CODE, "99999999-0000-0000-0000-000000000000");
    let selections = [
        selection(1, 0, 3, "She"),
        selection(2, 4, 99, ""),
        selection(3, 6, 4, ""),
        dangling,
        selection(5, 4, 12, "another passage"),
        selection(6, 2, 2, ""),
        selection(1, 0, 12, ""),
    ]
    .concat();
    let read = read(&archive(b"She listened.", &selections)).unwrap();
    let found = quotes(&read);
    let words: Vec<&str> = found.iter().map(|(_, quote)| quote.as_str()).collect();
    assert_eq!(words, ["She", "listened", "She listened"]);
    assert_eq!(
        said(&read),
        [
            "Line 5: the PlainTextSelection from 4 to 99 does not lie in “One”, which has 13 characters; it was left out with 1 coding.",
            "Line 6: the PlainTextSelection from 6 to 4 does not lie in “One”, which has 13 characters; it was left out with 1 coding.",
            "Line 7: a coding names the code “99999999-0000-0000-0000-000000000000”, which is not there; it was left out.",
            "Line 9: an empty passage at 2 of “One” cannot be coded: 1 coding left out.",
            "Line 8: look at “One”, characters 4 to 12: “listened” stands there, but the selection is called “another passage”.",
        ]
    );
}

#[test]
fn texts_are_found_in_any_of_their_places() {
    let sources = "<Sources>\
        <TextSource name='Inline'><PlainTextContent>in line</PlainTextContent></TextSource>\
        <TextSource guid='22222222-0000-0000-0000-000000000001' name='Beside' plainTextPath='relative:///b.txt'/>\
        <TextSource guid='22222222-0000-0000-0000-000000000002' name='Gone' plainTextPath='internal://no.txt'/>\
        <PDFSource guid='22222222-0000-0000-0000-000000000003' name='Report.pdf'>\
        <Representation guid='22222222-0000-0000-0000-000000000004'><PlainTextContent>the words</PlainTextContent></Representation></PDFSource>\
        <AudioSource name='Talk.m4a'/></Sources>";
    let read = read_project(
        project(sources).as_bytes(),
        |name| (name == "b.txt").then(|| b"beside it".to_vec()),
        Timestamp(0),
    )
    .unwrap();
    let texts: Vec<(&str, &str)> = read
        .rows
        .sources
        .iter()
        .map(|row| (row.source.name.as_str(), row.text.as_str()))
        .collect();
    assert_eq!(
        texts,
        [
            ("Inline", "in line"),
            ("Beside", "beside it"),
            ("Report.pdf", "the words")
        ]
    );
    let said = said(&read).join("\n");
    assert!(
        said.contains("the text of “Gone” is not in the file (internal://no.txt)"),
        "{said}"
    );
    assert!(said.contains("“Talk.m4a” is not a text"), "{said}");
}

#[test]
fn notes_become_memos_on_what_refers_to_them() {
    let rest = format!(
        "<Sources><TextSource guid='{SOURCE}' name='One'><PlainTextContent>She listened.</PlainTextContent>{}\
         <NoteRef targetGUID='66666666-0000-0000-0000-000000000001'/></TextSource></Sources>\
         <Notes><Note guid='66666666-0000-0000-0000-000000000001' name='First'><PlainTextContent>On the source</PlainTextContent></Note>\
         <Note guid='66666666-0000-0000-0000-000000000002'><PlainTextContent>By a link</PlainTextContent></Note>\
         <Note guid='66666666-0000-0000-0000-000000000003'><PlainTextContent>Journal</PlainTextContent></Note></Notes>\
         <Links><Link guid='77777777-0000-0000-0000-000000000001' originGUID='66666666-0000-0000-0000-000000000002' targetGUID='44444401-0000-0000-0000-000000000000'/></Links>",
        selection(1, 0, 3, "She")
    );
    let read = read(project(&rest).as_bytes()).unwrap();
    let memos: Vec<(Subject, &str)> = read
        .rows
        .memos
        .iter()
        .map(|memo| (memo.subject, memo.text.as_str()))
        .collect();
    assert_eq!(
        memos,
        [
            (
                Subject::Source(read.rows.sources[0].source.id),
                "First\n\nOn the source"
            ),
            (Subject::Coding(read.rows.codings[0].id), "By a link"),
            (Subject::Project, "Journal"),
        ]
    );
}

#[test]
fn unnamed_cases_are_a_sources_variables() {
    let rest = format!(
        "<Variables><Variable guid='88888888-0000-0000-0000-000000000001' name='age' typeOfVariable='Integer'/></Variables>\
         <Cases><Case guid='99999999-0000-0000-0000-000000000001'><VariableValue><VariableRef targetGUID='88888888-0000-0000-0000-000000000001'/>\
         <IntegerValue>34</IntegerValue></VariableValue><SourceRef targetGUID='{SOURCE}'/></Case></Cases>\
         <Sources><TextSource guid='{{{SOURCE}}}' name='One'><PlainTextContent>Words</PlainTextContent></TextSource></Sources>"
    );
    let read = read(project(&rest).as_bytes()).unwrap();
    assert!(read.rows.cases.is_empty());
    let values: Vec<String> = read.rows.sources[0]
        .source
        .values
        .values()
        .map(ToString::to_string)
        .collect();
    assert_eq!(values, ["34"]);
}

#[test]
fn hostile_files_are_refused_in_one_sentence() {
    let refused = |bytes: &[u8]| {
        let sentence = read(bytes).unwrap_err().to_string();
        assert!(!sentence.contains('\n'), "{sentence}");
        sentence
    };
    let twice = project(&format!(
        "<Sources><TextSource guid='{SOURCE}' name='A'><PlainTextContent>a</PlainTextContent></TextSource>\n\
        <TextSource guid='{SOURCE}' name='B'><PlainTextContent>b</PlainTextContent></TextSource></Sources>"
    ));
    assert_eq!(
        refused(twice.as_bytes()),
        format!("two elements TextSource have the same GUID {SOURCE}: “A” and “B” (line 5)")
    );
    let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Project name='&b;'/>";
    assert!(refused(laughs.as_bytes()).contains("document type at line 1"));
    let outside = project(
        "<Sources><TextSource name='A' plainTextPath='internal://../../etc/passwd'/></Sources>",
    );
    assert!(
        refused(outside.as_bytes())
            .contains("“internal://../../etc/passwd” points out of the archive")
    );
    let deep = format!("<Project>{}", "<Code>".repeat(100_000));
    assert!(refused(deep.as_bytes()).contains("nesting"));
    assert!(refused(b"<CodeBook/>").contains("not <Project>"));
    assert!(refused(b"PK\x03\x04 and nothing more").contains("damaged"));
    let bomb = packed(&[("project.qde", &vec![b' '; 80 * 1024 * 1024])]);
    assert!(refused(&bomb).contains("larger than"), "{}", refused(&bomb));
    let codes = format!(
        "<Project><CodeBook><Codes><Code guid='{CODE}' name='A'/>\n<Code guid='{CODE}' name='B'/></Codes></CodeBook></Project>"
    );
    assert!(refused(codes.as_bytes()).contains("two elements Code"));
}

mod noise {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Files cut, joined and scribbled over are refused or read; nothing breaks down.
        #[test]
        fn damaged_files_never_break_the_reader(cut in 0.0_f64..1.0, at in 0.0_f64..1.0, byte in any::<u8>()) {
            for name in ["qualcoder-4.0beta.qdpx", "annex-A2-atlasti-mac-8.4.qde"] {
                let mut bytes = samples::bytes(name);
                let place = |share: f64| {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
                    let place = (share * bytes.len() as f64) as usize;
                    place
                };
                let (cut, at) = (place(cut), place(at));
                drop(read(&bytes[..cut]));
                bytes[at] = byte;
                drop(read(&bytes));
            }
        }
    }
}

#[test]
fn projects_that_other_programs_wrote_come_in_with_every_quote() {
    for (name, sources, codes, codings) in [
        ("qualcoder-4.0beta-speakers.qdpx", 5, 11, 17),
        ("qualcoder-3.8.2-from-vouch.qdpx", 5, 9, 15),
        ("qualitative-coding-1.7.8.qdpx", 1, 3, 5),
    ] {
        let read = read(&samples::bytes(name)).unwrap();
        let rows = &read.rows;
        let counts = (rows.sources.len(), rows.codes.len(), rows.codings.len());
        assert_eq!(
            counts,
            (sources, codes, codings),
            "{name}: {:?}",
            said(&read)
        );
        let doubts = said(&read);
        assert!(
            doubts.iter().all(|said| !said.contains("look at")),
            "{name}: {doubts:?}"
        );
    }
}
