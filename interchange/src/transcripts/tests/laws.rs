//! Laws over random input, and bad input by name.

use super::*;

/// A real file of each format, to be broken.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/formats");
    [
        "primock57_day1_c12_two-column-table.docx",
        "tiny-survey.xlsx",
        "ami_ES2004a_libreoffice.odt",
        "ami_ES2004a_libreoffice.rtf",
        "primock57_day1_c01_rustling.cha",
        "primock57_day1_c01_rustling.eaf",
        "shape_otranscribe.otr",
        "shape_teams.vtt",
        "shape_whisperx.srt",
        "osce_RES0192_windows-1252.txt",
        "podcast-namespace_example.json",
        "shape_google-speech.json",
        "shape_speechmatics.json",
    ]
    .into_iter()
    .map(|name| (name, std::fs::read(folder.join(name)).unwrap()))
    .chain([
        ("two turns.pdf", pdf::tests::two_turns()),
        ("sheet.ods", ods::tests::spreadsheet("<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>")),
    ])
    .collect()
}

fn holds(name: &str, bytes: &[u8]) {
    if let Ok(Imported {
        source: Some(source),
        ..
    }) = read_transcript(name, bytes, &ImportOptions::default())
    {
        turns::assert_partition(&source.text, &source.turns, &source.speakers);
        assert_eq!(
            project::text::clean(&source.text),
            source.text,
            "the text is clean"
        );
        assert!(!source.turns.is_empty());
    }
}

fn transcript() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "(P1|INT|p1|D|Ada Okoro|\\*\\*Ŵyn\\*\\*) ?[:;：] ?[a-zŵé ?]{0,30}",
        2 => "[a-zŵ😀 ,.?]{0,40}",
        1 => "[\\[(#]?0?[0-9]:[0-5][0-9](:[0-5][0-9])?[\\])#]?( P1:)? ?[a-z]{0,9}",
        1 => "(Ada|Lee)  0:[0-5][0-9] *",
        1 => "[A-Z]{2,9}|\\[id[0-3]\\] [a-z]{1,5}|Q\\. [a-z]{1,4}|---|# [a-z]+|\\t|\u{a0}",
    ];
    prop::collection::vec(
        (
            line,
            prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r", "\u{b}", "\u{2028}"]),
        ),
        0..40,
    )
    .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #[test]
    fn turns_partition_the_text_and_plain_text_is_kept(text in transcript()) {
        holds("a.txt", text.as_bytes());
        if let Ok(imported) = read_transcript("a.txt", text.as_bytes(), &ImportOptions::default()) {
            prop_assert_eq!(imported.source.unwrap().text, project::text::clean(&text));
        }
        holds("a.vtt", format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}").as_bytes());
        holds("a.csv", text.as_bytes());
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.txt", "a.md", "a.docx", "a.vtt", "a.srt", "a.csv", "a.xlsx", "a.json", "a.rtf", "a.odt", "a.html", "a.cha", "a.eaf", "a.otr", "a.textgrid", "a.pdf", "a.ods", "a"])) {
        holds(name, &bytes);
        for magic in [b"WEBVTT\n".as_slice(), b"<html>", b"<ANNOTATION_DOCUMENT>", b"@UTF8\n@Begin\n*A:", b"File type = \"ooTextFile\" \"TextGrid\" <exists> ", b"{\\rtf1", b"PK\x03\x04", b"{\"segments\":", b"%PDF-1.7\n", b"\xFF\xFE", b"1\n00:00:01,000 --> 00:00:02,000\n"] {
            holds(name, &[magic, &bytes].concat());
        }
    }
}

#[test]
fn broken_copies_of_real_files_never_panic() {
    // A fixed walk over places and bytes: reproducible, and each run costs a second.
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below.max(1)
    };
    for (name, bytes) in seeds() {
        for round in 0..40 {
            let mut broken = bytes.clone();
            if round % 3 == 0 {
                broken.truncate(next(bytes.len()));
            }
            for _ in 0..=next(8) {
                let at = next(broken.len());
                if let Some(byte) = broken.get_mut(at) {
                    *byte = u8::try_from(next(256)).unwrap();
                }
            }
            holds(name, &broken);
        }
    }
}

#[test]
fn bad_input_is_refused_in_one_sentence() {
    let message: Vec<String> = [
        ("a.txt", b"".as_slice()),
        ("a.txt", b" \n\t\r\n\xC2\xA0 "),
        ("a.txt", b"so\x01\x02\0\0\0\0so"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a.docx", b"PK\x03\x04cut"),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........"),
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.mp3", b"ID3\x04\0"),
        ("a.csv", b"\n\n"),
        ("a.csv", b"id,words\n"),
    ]
    .map(|(name, bytes)| refused(name, bytes))
    .into();
    insta::assert_snapshot!(message.join("\n"), @r"
    the file is empty
    there is no text in it
    this is not a text file: byte 2 is 0x01, which no text has
    a picture cannot be read: have its words recognised, for example by saving it as a PDF with text
    the file is cut short or damaged: its list of parts cannot be read
    an old Word document (.doc) cannot be read: open it in Word or LibreOffice and save it as .docx
    the file is cut short or damaged: the parts of the PDF cannot be made out
    a recording cannot be read: transcribe it first, then import the transcript
    there is no text in it
    there is no text in it
    ");
    let locked = [
        b"\xD0\xCF\x11\xE0".as_slice(),
        &"EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
    ]
    .concat();
    insta::assert_snapshot!(refused("a.docx", &locked), @"the file is protected by a password: open it, take the password off, and save it again");
}

#[test]
fn wrong_names_are_seen_through_and_said() {
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hi</v>\n";
    assert_eq!(shown("a.txt", vtt), "[Ada 1000-2000] Hi");
    assert_eq!(
        warned("a.txt", vtt),
        ["Its name promises plain text, but it is web subtitles (.vtt) and was read as such."]
    );
    assert_eq!(
        shown("a.docx", b"INT: So?\nP1: Yes.\n"),
        "[INT!] So?\n[P1] Yes."
    );
    assert_eq!(
        warned("a.docx", b"INT: So?\nP1: Yes.\n"),
        ["Its name promises Word (.docx), but it is plain text and was read as such."]
    );
}

#[test]
fn ten_megabytes_on_one_line_are_one_turn() {
    let line = "word: and ".repeat(1_048_576);
    let source = read_transcript("a.txt", line.as_bytes(), &ImportOptions::default())
        .unwrap()
        .source
        .unwrap();
    assert_eq!(source.turns.len(), 1);
    assert_eq!(source.text.len(), line.len());
}

#[test]
fn options_overrule_guesses_and_the_stem_names_the_source() {
    let options = ImportOptions {
        language: Some("Welsh".into()),
        kind: Some(SourceKind::CaseFile),
        wave: Some("2".into()),
        ..ImportOptions::default()
    };
    let source = read_transcript("../x/Parent 1.final.txt", b"INT: So?\nP1: Yes.\n", &options)
        .unwrap()
        .source
        .unwrap();
    assert_eq!(
        (
            source.name.as_str(),
            source.language.as_str(),
            source.kind,
            source.wave.as_str()
        ),
        ("Parent 1.final", "cy", SourceKind::CaseFile, "2")
    );
    assert_eq!(
        source.file_hash,
        project::TextHash::of("INT: So?\nP1: Yes.\n")
    );
}
