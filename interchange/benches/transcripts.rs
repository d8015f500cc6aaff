//! How fast transcripts come in, and what memory it takes. Sizes are of text; the aim is 100 MB/s for plain text,
//! 20 MB/s for Word.
#![expect(clippy::unwrap_used, reason = "a bench may stop at its first surprise")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};
use interchange::transcripts::{ImportOptions, read_transcript};
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Counts what is allocated: “max alloc” is the most at one time, without the file itself.
#[global_allocator]
static MEMORY: AllocProfiler = AllocProfiler::system();

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

/// The lines that have words, with the name and the words of each.
fn turns(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once(": "))
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
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
    archive(&[("word/document.xml", &xml)])
}

/// As Word itself writes: marks of revisions, fonts on every run, words in several runs, labels in bold.
fn word_of_word(text: &str) -> Vec<u8> {
    const FONT: &str = "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>";
    let mut xml = String::from("<w:document xmlns:w=\"w\"><w:body>");
    for (name, words) in turns(text) {
        write!(
            xml,
            "<w:p w14:paraId=\"5B2A1C3D\" w:rsidR=\"00A77B3E\" w:rsidRDefault=\"00A77B3E\"><w:pPr><w:spacing w:after=\"120\"/><w:rPr>{FONT}</w:rPr></w:pPr><w:r w:rsidRPr=\"00C81A2F\"><w:rPr><w:b/>{FONT}</w:rPr><w:t xml:space=\"preserve\">{name}: </w:t></w:r>"
        )
        .unwrap();
        for run in words.as_bytes().chunks(120) {
            let run = std::str::from_utf8(run).unwrap();
            write!(
                xml,
                "<w:r w:rsidR=\"00D41E77\"><w:rPr>{FONT}</w:rPr><w:t xml:space=\"preserve\">{run}</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
            )
            .unwrap();
        }
        xml.push_str("</w:p>");
    }
    xml.push_str("</w:body></w:document>");
    archive(&[("word/document.xml", &xml)])
}

fn word_table(text: &str) -> Vec<u8> {
    let mut xml = String::from("<w:document xmlns:w=\"w\"><w:body><w:tbl>");
    for (n, (name, words)) in turns(text).enumerate() {
        let clock = format!("{:02}:{:02}:{:02}", n / 3600, n / 60 % 60, n % 60);
        xml.push_str("<w:tr>");
        for cell in [clock.as_str(), name, words] {
            write!(xml, "<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>").unwrap();
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl></w:body></w:document>");
    archive(&[("word/document.xml", &xml)])
}

fn open_document(text: &str) -> Vec<u8> {
    let mut xml = String::from(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text>",
    );
    for line in text.lines() {
        write!(xml, "<text:p text:style-name=\"P1\">{line}</text:p>").unwrap();
    }
    xml.push_str("</office:text></office:body></office:document-content>");
    let kind = "application/vnd.oasis.opendocument.text";
    archive(&[("mimetype", kind), ("content.xml", &xml)])
}

fn rich_text(text: &str) -> String {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg1252\\deff0 ");
    for line in text.lines() {
        writeln!(out, "\\pard\\f0\\fs24 {line}\\par").unwrap();
    }
    out.push('}');
    out
}

fn web_page(text: &str) -> String {
    let mut out = String::from("<html><body>");
    for (name, words) in turns(text) {
        writeln!(out, "<p><b>{name}:</b> {words}</p>").unwrap();
    }
    out.push_str("</body></html>");
    out
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

fn film_subtitles(text: &str) -> String {
    let mut out = String::new();
    for (n, line) in text.lines().filter(|line| !line.is_empty()).enumerate() {
        let (hours, minutes, seconds) = (n / 3600, n / 60 % 60, n % 60);
        let clock = format!("{hours:02}:{minutes:02}:{seconds:02}");
        write!(out, "{}\n{clock},000 --> {clock},900\n{line}\n\n", n + 1).unwrap();
    }
    out
}

fn speech(text: &str) -> String {
    let segments: Vec<String> = turns(text)
        .enumerate()
        .map(|(n, (name, words))| {
            format!("{{\"start\":{n}.0,\"end\":{n}.9,\"speaker\":\"{name}\",\"text\":\"{words}\"}}")
        })
        .collect();
    format!("{{\"segments\":[{}]}}", segments.join(","))
}

fn answers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let said = turns(text).filter(|(name, _)| *name == "P1");
    said.map(|(_, words)| words).enumerate()
}

/// ELAN: a tier for each of two speakers.
fn tiers(text: &str) -> String {
    let mut slots = String::new();
    let mut said = [String::new(), String::new()];
    for (n, (name, words)) in turns(text).enumerate() {
        let (from, to) = (n * 2, n * 2 + 1);
        for slot in [from, to] {
            write!(
                slots,
                "<TIME_SLOT TIME_SLOT_ID=\"ts{slot}\" TIME_VALUE=\"{}\"/>",
                slot * 500
            )
            .unwrap();
        }
        write!(
            said[usize::from(name == "P1")],
            "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a{n}\" TIME_SLOT_REF1=\"ts{from}\" TIME_SLOT_REF2=\"ts{to}\"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
        .unwrap();
    }
    let [int, p1] = said;
    format!(
        "<?xml version=\"1.0\"?><ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER><TIER TIER_ID=\"INT\">{int}</TIER><TIER TIER_ID=\"P1\">{p1}</TIER></ANNOTATION_DOCUMENT>"
    )
}

fn chat(text: &str) -> String {
    let mut out = String::from("@UTF8\n@Begin\n@Participants:\tINT Investigator, P1 Participant\n");
    for (n, (name, words)) in turns(text).enumerate() {
        writeln!(
            out,
            "*{name}:\t{words} \u{15}{}_{}\u{15}",
            n * 1000,
            n * 1000 + 900
        )
        .unwrap();
    }
    out + "@End\n"
}

fn intervals(text: &str) -> String {
    let all: Vec<(&str, &str)> = turns(text).collect();
    let mut out = format!(
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = {0}\ntiers? <exists>\nsize = 1\nitem []:\n    item [1]:\n        class = \"IntervalTier\"\n        name = \"P1\"\n        xmin = 0\n        xmax = {0}\n        intervals: size = {0}\n",
        all.len()
    );
    for (n, (_, words)) in all.iter().enumerate() {
        let from = n + 1;
        write!(
            out,
            "        intervals [{from}]:\n            xmin = {n}\n            xmax = {from}\n            text = \"{words}\"\n"
        )
        .unwrap();
    }
    out
}

fn survey(text: &str) -> String {
    let mut out = String::from("id,group,What was it like?\n");
    for (n, words) in answers(text) {
        writeln!(out, "R{n},Parents,\"{words}\"").unwrap();
    }
    out
}

fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in [(0, "id"), (1, "group"), (2, "What was it like?")] {
        sheet.write(0, column, head).unwrap();
    }
    for (n, words) in answers(text) {
        let row = u32::try_from(n + 1).unwrap();
        sheet.write(row, 0, format!("R{n}")).unwrap();
        sheet.write(row, 1, "Parents").unwrap();
        sheet.write(row, 2, words).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// Reads a file over and over; counted are the bytes of the text that comes out.
fn bench(bencher: Bencher<'_, '_>, name: &str, bytes: &[u8]) {
    let read = || read_transcript(name, bytes, &ImportOptions::default()).unwrap();
    let text = read().source.unwrap().text;
    bencher.counter(BytesCount::of_str(&text)).bench(read);
}

#[divan::bench]
fn plain_text(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.txt", interview().as_bytes());
}

#[divan::bench]
fn word_document(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.docx", &word(&interview()));
}

#[divan::bench]
fn word_document_of_word(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.docx", &word_of_word(&interview()));
}

#[divan::bench]
fn word_table_of_three_columns(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.docx", &word_table(&interview()));
}

#[divan::bench]
fn elan(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.eaf", tiers(&interview()).as_bytes());
}

#[divan::bench]
fn chat_transcript(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.cha", chat(&interview()).as_bytes());
}

#[divan::bench]
fn praat(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.TextGrid", intervals(&interview()).as_bytes());
}

#[divan::bench]
fn open_document_text(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.odt", &open_document(&interview()));
}

#[divan::bench]
fn rich_text_format(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.rtf", rich_text(&interview()).as_bytes());
}

#[divan::bench]
fn web_pages(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.html", web_page(&interview()).as_bytes());
}

#[divan::bench]
fn web_subtitles(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.vtt", subtitles(&interview()).as_bytes());
}

#[divan::bench]
fn subrip(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.srt", film_subtitles(&interview()).as_bytes());
}

#[divan::bench]
fn recognised_speech(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.json", speech(&interview()).as_bytes());
}

#[divan::bench]
fn survey_in_text(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.csv", survey(&interview()).as_bytes());
}

#[divan::bench]
fn survey_in_a_workbook(bencher: Bencher<'_, '_>) {
    bench(bencher, "a.xlsx", &workbook(&interview()));
}

#[divan::bench]
fn pdf_of_a_meeting(bencher: Bencher<'_, '_>) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/formats");
    let file = samples.join("ami_ES2004a_header-footer-linenumbers.pdf");
    bench(bencher, "a.pdf", &std::fs::read(file).unwrap());
}
