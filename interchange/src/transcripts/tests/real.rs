//! Real files: speakers and numbers of turns counted by hand with `grep`, never by the importer.

use super::*;

struct Expected {
    /// The file, within `samples`.
    file: &'static str,
    /// Speaker and turns, in order of first word; `!` after who asks.
    speakers: &'static [(&'static str, usize)],
    /// Turns of nobody: front matter, headings, closing lines.
    unspoken: usize,
}

const fn file(
    file: &'static str,
    speakers: &'static [(&'static str, usize)],
    unspoken: usize,
) -> Expected {
    Expected {
        file,
        speakers,
        unspoken,
    }
}

const FILES: &[Expected] = &[
    file(
        "formats/osce_RES0002_utf16le-bom_mixed-eol.txt",
        &[("D!", 47), ("P", 47)],
        0,
    ),
    file(
        "formats/osce_RES0192_windows-1252.txt",
        &[("D!", 60), ("P", 60)],
        0,
    ),
    file(
        "formats/osce_CAR0001_ascii_lf.txt",
        &[("D!", 61), ("P", 61)],
        0,
    ),
    file(
        "formats/osce_RES0086_lowercase-labels.txt",
        &[("D!", 46), ("P", 45)],
        0,
    ),
    file("formats/code-review_P2R1_notes-no-speakers.txt", &[], 89),
    file(
        "formats/rev-style_metamuse_01-tool-switching_crlf.txt",
        &[("Speaker 1", 33), ("Speaker 2!", 30), ("Speaker 3", 1)],
        0,
    ),
    file(
        "formats/bitcointranscripts_silent-payments_speaker-timestamp-line.md",
        &[("Aaron!", 60), ("Sjors", 47), ("Ruben", 68)],
        1 + 9,
    ),
    file(
        "formats/shape_otter.txt",
        &[("Doctor!", 45), ("Patient", 45)],
        1,
    ),
    file(
        "formats/zoom_ethereum-focil-031.vtt",
        &[
            ("Jihoon", 13),
            ("Justin Florentine (Besu)", 7),
            ("nflaig", 5),
            ("Fabio Di Fabio", 1),
        ],
        0,
    ),
    file(
        "formats/shape_teams.vtt",
        &[
            ("kev", 4),
            ("Jihoon", 6),
            ("Gottfried Herold", 2),
            ("Pelle Krabbenhoeft", 3),
        ],
        0,
    ),
    file(
        "formats/primock57_day1_c01_rustling.srt",
        &[("DOC", 45), ("PAT", 44)],
        0,
    ),
    file(
        "formats/shape_whisperx.srt",
        &[("SPEAKER_00", 44), ("SPEAKER_01", 44)],
        2,
    ),
    file(
        "formats/ami_ES2004a_bold-labels_pandoc.docx",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        1,
    ),
    file(
        "formats/ami_ES2004a_header-footer-linenumbers.docx",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        1,
    ),
    file(
        "formats/ami_ES2004a_libreoffice.odt",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        1,
    ),
    file(
        "formats/ami_ES2004a_libreoffice.rtf",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        1,
    ),
    file(
        "formats/ami_ES2004a_header-footer-linenumbers.pdf",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        1,
    ),
    // 95 and 110 paragraphs are numbered in print, the first the title.
    file(
        "formats/maxqda-export_PDPilot_P1.pdf",
        &[("Dan!", 47), ("Participant", 47)],
        1,
    ),
    file(
        "formats/maxqda-export_PDPilot_P4.pdf",
        &[("Dan!", 54), ("Participant", 55)],
        1,
    ),
    file(
        "formats/podcast-namespace_example.json",
        &[("Darth Vader", 1), ("Luke", 1)],
        0,
    ),
    file(
        "formats/podcast-namespace_example.vtt",
        &[("Sarah", 1), ("Gillian", 1)],
        0,
    ),
    // 53 intervals with words, 28 stretches of speech between silences of two seconds.
    file(
        "formats/primock57_day1_consultation01_doctor.TextGrid",
        &[("Doctor", 28)],
        0,
    ),
    file(
        "formats/zoom-chat_ethereum-focil-029_chat.txt",
        &[("Jihoon", 1), ("Pelle Krabbenhoeft", 1)],
        0,
    ),
    file(
        "formats/shape_maxqda_hash-timestamps_utf8bom.txt",
        &[("Doctor!", 55), ("Patient", 49)],
        0,
    ),
    file(
        "formats/shape_otranscribe_plain.txt",
        &[("Doctor!", 55), ("Patient", 49)],
        0,
    ),
    file(
        "formats/shape_f4.rtf",
        &[("Doctor!", 55), ("Patient", 49)],
        0,
    ),
    file("formats/shape_whisperx.tsv", &[], 10),
    file(
        "formats/osce_RES0001_wrapped-paragraphs.txt",
        &[("D!", 56), ("P", 56)],
        0,
    ),
    file(
        "formats/osce_MSK0029_utf8_curly-quotes.txt",
        &[("D!", 67), ("P", 66)],
        0,
    ),
    // Two talks of 36 and 30 utterances.
    file(
        "formats/annomi_2-transcripts.csv",
        &[
            ("therapist (2)", 18),
            ("client (2)", 18),
            ("therapist (8)", 15),
            ("client (8)", 15),
        ],
        2,
    ),
    file(
        "formats/qmsum_ami_ES2004a_turns.json",
        &[
            ("User Interface", 49),
            ("Project Manager", 102),
            ("Marketing", 103),
            ("Industrial Designer", 66),
        ],
        0,
    ),
    file(
        "formats/libreoffice_table_time-name-words_wrapped.pdf",
        &[("Interviewer Catrin!", 20), ("Young person 2 (Megan)", 20)],
        0,
    ),
    file(
        "formats/libreoffice_table_name-words_wrapped.pdf",
        &[
            ("Interviewer from the county council!", 20),
            ("Participant 3 of the Wrexham carers group", 20),
        ],
        0,
    ),
    file(
        "formats/libreoffice_two-columns_footnotes.pdf",
        &[("INT!", 30), ("P1", 30)],
        0,
    ),
    file(
        "formats/shape_audacity-labels.txt",
        &[("Ceri!", 5), ("Mrs Pugh", 5), ("Megan", 2)],
        0,
    ),
    file(
        "formats/shape_deepgram.json",
        &[("Speaker 0!", 5), ("Speaker 1", 5), ("Speaker 2", 2)],
        0,
    ),
    file(
        "formats/shape_amazon-transcribe.json",
        &[("spk_0!", 5), ("spk_1", 5), ("spk_2", 2)],
        0,
    ),
    file(
        "formats/shape_google-speech.json",
        &[("Speaker 1!", 5), ("Speaker 2", 5), ("Speaker 3", 2)],
        0,
    ),
    file(
        "formats/shape_assemblyai.json",
        &[("A!", 5), ("B", 5), ("C", 2)],
        0,
    ),
    file(
        "formats/shape_speechmatics.json",
        &[("S1!", 5), ("S2", 5), ("S3", 2)],
        0,
    ),
    file(
        "formats/reduct-style_metamuse_49_excerpt_hardwrapped.txt",
        &[("Mark McGranaghan", 7), ("Adam Wiggins", 6)],
        0,
    ),
    file(
        "formats/reduct_metamuse_49_excerpt.json",
        &[("Mark McGranaghan", 6), ("Adam Wiggins", 6)],
        0,
    ),
    file(
        "formats/primock57_day1_c01_rustling.cha",
        &[("DOC", 45), ("PAT", 44)],
        0,
    ),
    file(
        "formats/primock57_day1_c01_rustling.eaf",
        &[("DOC", 45), ("PAT", 44)],
        0,
    ),
    file(
        "formats/shape_otranscribe.otr",
        &[("Doctor!", 55), ("Patient", 49)],
        0,
    ),
    file(
        "formats/primock57_day1_c12_two-column-table.docx",
        &[("Doctor!", 45), ("Patient", 45)],
        1,
    ),
    file(
        "formats/primock57_day1_c12_bold-questions-no-labels.docx",
        &[("Question!", 45), ("Answer", 45)],
        1,
    ),
    file(
        "formats/shape_google-meet.docx",
        &[
            ("kev", 4),
            ("Jihoon", 32),
            ("Gottfried Herold", 2),
            ("Pelle Krabbenhoeft", 5),
        ],
        2,
    ),
    file(
        "formats/shape_teams.docx",
        &[
            ("kev", 4),
            ("Jihoon", 32),
            ("Gottfried Herold", 2),
            ("Pelle Krabbenhoeft", 5),
        ],
        2,
    ),
    file(
        "formats/shape_nvivo-transcription_three-column-table.docx",
        &[("Doctor!", 55), ("Patient", 49)],
        0,
    ),
    file(
        "evaluation/transcripts/Young person 1.txt",
        &[("INT!", 50), ("Young person 1", 50)],
        0,
    ),
    file(
        "evaluation/transcripts/Parent 2.txt",
        &[("I!", 41), ("Parent 2", 41)],
        0,
    ),
    file(
        "evaluation/transcripts/Parent 3.txt",
        &[("INT!", 21), ("Parent 3", 21)],
        0,
    ),
    file("evaluation/case files/Case file 1.txt", &[], 15),
];

fn check(expected: &Expected) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../samples")
        .join(expected.file);
    let imported = read_transcript_file(&path, &ImportOptions::default()).unwrap();
    let source = imported.source.unwrap();
    turns::assert_partition(&source.text, &source.turns, &source.speakers);
    let count = |speaker: Option<usize>| {
        source
            .turns
            .iter()
            .filter(|turn| turn.speaker == speaker)
            .count()
    };
    let found: Vec<(String, usize)> = source
        .speakers
        .iter()
        .enumerate()
        .map(|(place, speaker)| {
            (
                format!(
                    "{}{}",
                    speaker.name,
                    if speaker.role == SpeakerRole::Interviewer {
                        "!"
                    } else {
                        ""
                    }
                ),
                count(Some(place)),
            )
        })
        .collect();
    let wanted: Vec<(String, usize)> = expected
        .speakers
        .iter()
        .map(|(name, turns)| ((*name).to_owned(), *turns))
        .collect();
    assert_eq!(
        (found, count(None)),
        (wanted, expected.unspoken),
        "{} {:?}",
        expected.file,
        imported.warnings
    );
}

#[test]
fn real_files_have_the_speakers_and_turns_counted_by_hand() {
    for expected in FILES {
        check(expected);
    }
}

#[test]
fn the_evaluation_is_read_as_its_guide_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/evaluation");
    let read =
        |name: &str| read_transcript_file(&folder.join(name), &ImportOptions::default()).unwrap();
    assert_eq!(read("management-information.xlsx").cases.len(), 27);
    let survey = read("survey.csv").source.unwrap();
    assert_eq!(
        (survey.speakers.len(), survey.turns.len(), survey.kind),
        (12, 22, SourceKind::Other)
    );
    let welsh = read("transcripts/Parent 3.txt").source.unwrap();
    assert_eq!(
        (welsh.language.as_str(), welsh.kind),
        ("cy", SourceKind::Interview)
    );
    let group = read("transcripts/Focus group partners.docx");
    assert_eq!(group.warnings.len(), 2, "header and footer are reported");
    let group = group.source.unwrap();
    assert_eq!(
        (group.kind, group.speakers.len(), group.turns.len()),
        (SourceKind::FocusGroup, 7, 101)
    );
}

#[test]
fn every_quote_of_the_evaluation_is_found_in_speech() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/evaluation");
    let mut sources = std::collections::BTreeMap::new();
    for place in ["transcripts", "case files"] {
        for entry in std::fs::read_dir(folder.join(place)).unwrap() {
            let source = read_transcript_file(&entry.unwrap().path(), &ImportOptions::default())
                .unwrap()
                .source
                .unwrap();
            let text = SourceText::new(source.text.as_str());
            let speech: Vec<String> = source
                .turns
                .iter()
                .map(|turn| text.slice(turn.speech).to_owned())
                .collect();
            sources.insert(source.name, speech);
        }
    }
    let mut codings = ::csv::Reader::from_path(folder.join("codings.csv")).unwrap();
    let mut lost = Vec::new();
    for row in codings.records() {
        let row = row.unwrap();
        let found = sources[&row[0]]
            .iter()
            .any(|speech| speech.contains(&row[1]));
        if !found {
            lost.push(format!("{}: {}", &row[0], &row[1]));
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn a_print_of_a_document_reads_as_the_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/formats");
    let turns = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        shown(name, &bytes).replace('→', " ")
    };
    similar_text(
        &turns("ami_ES2004a_header-footer-linenumbers.docx"),
        &turns("ami_ES2004a_header-footer-linenumbers.pdf"),
    );
}

/// Compares without regard to runs of blanks.
fn similar_text(one: &str, other: &str) {
    let words = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(words(one), words(other));
}
