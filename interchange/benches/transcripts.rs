//! How fast transcripts come in. Sizes are of text; the aim is 100 MB/s for plain text, 20 MB/s for Word.
#![expect(clippy::unwrap_used, reason = "a bench may stop at its first surprise")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use divan::Bencher;
use divan::counter::BytesCount;
use interchange::transcripts::{ImportOptions, read_transcript};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    divan::main();
}

/// About 5 MB of an interview: questions of 60 characters, answers of 400.
fn interview() -> String {
    let mut text = String::new();
    for n in 0..11_000 {
        write!(
            text,
            "INT: And how did you find that, what was it like for the family?\n\nP1: "
        )
        .unwrap();
        for _ in 0..5 {
            write!(
                text,
                "Well it was number {n}, and it began in the winter, when nobody had any time to come. "
            ).unwrap();
        }
        text.push_str("\n\n");
    }
    text
}

fn word(text: &str) -> Vec<u8> {
    let mut xml = String::from("<w:document xmlns:w=\"w\"><w:body>");
    for line in text.lines() {
        write!(
            xml,
            "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"
        ).unwrap();
    }
    xml.push_str("</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn subtitles(text: &str) -> String {
    let mut out = String::from("WEBVTT\n\n");
    for (n, line) in text.lines().filter(|line| !line.is_empty()).enumerate() {
        let (minutes, seconds) = (n / 60, n % 60);
        write!(
            out,
            "{n}\n{minutes:02}:{seconds:02}.000 --> {minutes:02}:{seconds:02}.900\n{line}\n\n"
        )
        .unwrap();
    }
    out
}

#[divan::bench]
fn plain_text_5_mb(bencher: Bencher<'_, '_>) {
    let text = interview();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read_transcript("a.txt", text.as_bytes(), &ImportOptions::default()).unwrap());
}

#[divan::bench]
fn word_5_mb_of_text(bencher: Bencher<'_, '_>) {
    let text = interview();
    let bytes = word(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read_transcript("a.docx", &bytes, &ImportOptions::default()).unwrap());
}

#[divan::bench]
fn subtitles_5_mb_of_text(bencher: Bencher<'_, '_>) {
    let text = interview();
    let subtitles = subtitles(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        read_transcript("a.vtt", subtitles.as_bytes(), &ImportOptions::default()).unwrap()
    });
}
