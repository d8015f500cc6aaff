//! The formats and how one is chosen: by content first, by the name's ending second.
//!
//! To add a format: write one file with one [`Reader`], name it in [`READERS`] and in [`Format`].

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use super::archive::Archive;
use super::cues::Cues;
use super::error::ImportError;
use super::script::Script;
use super::sheet::Sheet;
use super::{
    audacity, chat, csv, docx, elan, excel, exmaralda, html, ods, odt, pdf, rtf, spoken_json, srt,
    strangers, text, textgrid, transcriber, ttml, vtt,
};
use crate::Warning;

/// A format that transcripts come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// Plain text, `.txt`.
    Text,
    /// Markdown, `.md`; its text stays as written.
    Markdown,
    /// Word, `.docx`.
    Word,
    /// Text of free office programs, `.odt`.
    OpenDocument,
    /// Rich text, `.rtf`.
    RichText,
    /// PDFs that have text, `.pdf`.
    Pdf,
    /// Web subtitles, `.vtt`: Zoom, Teams, noScribe, Whisper.
    WebVtt,
    /// Subtitles of films, `.srt`.
    SubRip,
    /// A table of responses, `.csv` or `.tsv`.
    Csv,
    /// A workbook, `.xlsx`.
    Excel,
    /// A spreadsheet of free office programs, `.ods`.
    OpenSheet,
    /// Web pages, `.html`.
    Html,
    /// Files of oTranscribe, `.otr`.
    OTranscribe,
    /// CHAT transcripts, `.cha`.
    Chat,
    /// ELAN annotations, `.eaf`.
    Elan,
    /// Praat text grids, `.TextGrid`.
    TextGrid,
    /// Transcriber, `.trs`.
    Transcriber,
    /// Timed text, `.ttml` and `.dfxp`: captions of videos and podcasts.
    TimedText,
    /// `EXMARaLDA` basic transcriptions, `.exb`.
    Exmaralda,
    /// What speech recognition writes, `.json`: Whisper, WhisperX, podcasts.
    Json,
    /// Label tracks of Audacity, `.txt`.
    Audacity,
}

impl Format {
    /// As shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Word => "Word (.docx)",
            Self::OpenDocument => "OpenDocument text (.odt)",
            Self::RichText => "rich text (.rtf)",
            Self::Pdf => "a PDF",
            Self::WebVtt => "web subtitles (.vtt)",
            Self::SubRip => "SubRip subtitles (.srt)",
            Self::Csv => "a table (.csv)",
            Self::Excel => "a workbook (.xlsx)",
            Self::OpenSheet => "a spreadsheet (.ods)",
            Self::Html => "a web page (.html)",
            Self::OTranscribe => "an oTranscribe file (.otr)",
            Self::Chat => "a CHAT transcript (.cha)",
            Self::Elan => "ELAN annotations (.eaf)",
            Self::TextGrid => "a Praat text grid (.TextGrid)",
            Self::Transcriber => "a Transcriber file (.trs)",
            Self::TimedText => "timed text (.ttml)",
            Self::Exmaralda => "an EXMARaLDA transcription (.exb)",
            Self::Json => "a JSON transcript",
            Self::Audacity => "a label track of Audacity (.txt)",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a reader makes of a file.
#[derive(Debug)]
pub(super) enum Draft {
    /// Written text: the engine finds the labels.
    Script(Script),
    /// Timed cues: the engine makes turns of them and writes the text.
    Cues(Cues),
    /// A table: one respondent, one case or one utterance a row.
    Sheet(Sheet),
}

/// How sure a reader is that a file is of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is not.
    No,
    /// Only its name says so.
    Name,
    /// Its content says so.
    Content,
}

/// One file format.
pub(super) trait Reader: Sync {
    /// Which format it reads.
    fn format(&self) -> Format;
    /// Endings of file names, in small letters without the dot.
    fn endings(&self) -> &'static [&'static str];
    /// Whether the content shows the format; the name is not looked at.
    fn knows(&self, file: &File<'_>) -> bool;
    /// Reads the file. What costs one line or cue is a warning.
    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError>;
}

/// All formats. Those that show by their content come before those that do not.
const READERS: &[&dyn Reader] = &[
    &docx::Docx,
    &ods::Ods,
    &odt::Odt,
    &rtf::Rtf,
    &pdf::Pdf,
    &excel::Excel,
    &vtt::Vtt,
    &srt::Srt,
    &elan::Elan,
    &chat::Chat,
    &textgrid::TextGrid,
    &transcriber::Transcriber,
    &exmaralda::Exmaralda,
    &ttml::TimedText,
    &html::OTranscribe,
    &html::Html,
    &spoken_json::SpokenJson,
    &csv::Csv,
    &text::Markdown,
    &text::Text,
    // It shows by its content; without that, its ending is plain text's.
    &audacity::Audacity,
];

/// A file while its format is being found out.
pub(super) struct File<'f> {
    pub(super) bytes: &'f [u8],
    /// The ending of its name in small letters, without the dot; "" for none.
    pub(super) ending: String,
    opening: OnceCell<Cow<'f, str>>,
    parts: OnceCell<Vec<String>>,
}

/// How much of a file is looked at to know its format.
const OPENING: usize = 4096;

impl<'f> File<'f> {
    pub(super) fn new(name: &str, bytes: &'f [u8]) -> Self {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase())
            .unwrap_or_default();
        Self {
            bytes,
            ending,
            opening: OnceCell::new(),
            parts: OnceCell::new(),
        }
    }

    /// The beginning as text, however encoded, without byte order mark and leading blanks.
    pub(super) fn opening(&self) -> &str {
        let text = self.opening.get_or_init(|| {
            let start = &self.bytes[..self.bytes.len().min(OPENING)];
            match encoding_rs::Encoding::for_bom(start) {
                Some((encoding, mark)) => encoding.decode_without_bom_handling(&start[mark..]).0,
                None => String::from_utf8_lossy(start),
            }
        });
        text.trim_start()
    }

    /// The names of the parts, if the file is a zip archive that opens.
    pub(super) fn parts(&self) -> &[String] {
        self.parts.get_or_init(|| {
            if self.bytes.starts_with(b"PK") {
                Archive::open(self.bytes)
                    .map(|archive| archive.names())
                    .unwrap_or_default()
            } else {
                Vec::new()
            }
        })
    }
}

/// Chooses the reader, and warns when the name promised another format.
pub(super) fn choose(
    file: &File<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<&'static dyn Reader, ImportError> {
    strangers::refuse_by_bytes(file)?;
    let fit = |reader: &&&dyn Reader| {
        if reader.knows(file) {
            Fit::Content
        } else if reader.endings().contains(&file.ending.as_str()) {
            Fit::Name
        } else {
            Fit::No
        }
    };
    // The first of the surest: `max_by_key` would answer the last.
    let best = READERS
        .iter()
        .rev()
        .max_by_key(fit)
        .filter(|reader| fit(reader) > Fit::No);
    let named = READERS
        .iter()
        .find(|reader| reader.endings().contains(&file.ending.as_str()));
    if best.is_none_or(|reader| fit(&reader) == Fit::Name) {
        strangers::refuse_by_text(file)?;
    }
    let Some(reader) = best else {
        if !file.ending.is_empty() {
            warnings.push(Warning::of_file(format!(
                "its ending .{} is not known: it was read as plain text",
                file.ending
            )));
        }
        return Ok(&text::Text);
    };
    if fit(&reader) == Fit::Name && needs_content(reader.format()) {
        return not_what_it_says(file, reader.format(), warnings);
    }
    let elsewhere = !reader.endings().contains(&file.ending.as_str());
    if let Some(named) = named.filter(|_| elsewhere) {
        let promised = named.format();
        warnings.push(Warning::of_file(format!(
            "its name promises {promised}, but it is {} and was read as such",
            reader.format()
        )));
    }
    Ok(*reader)
}

/// Formats that cannot be read without their marks.
fn needs_content(format: Format) -> bool {
    match format {
        Format::Word
        | Format::OpenDocument
        | Format::RichText
        | Format::Pdf
        | Format::OTranscribe
        | Format::Elan
        | Format::TextGrid
        | Format::Transcriber
        | Format::Exmaralda
        | Format::TimedText
        | Format::Excel
        | Format::OpenSheet
        | Format::WebVtt
        | Format::SubRip
        | Format::Json
        | Format::Audacity => true,
        Format::Text | Format::Markdown | Format::Csv | Format::Html | Format::Chat => false,
    }
}

/// A file named after a format it is not: text is read as text, an archive is broken.
fn not_what_it_says(
    file: &File<'_>,
    promised: Format,
    warnings: &mut Vec<Warning>,
) -> Result<&'static dyn Reader, ImportError> {
    if file.bytes.starts_with(b"PK") {
        Archive::open(file.bytes)?;
        return Err(ImportError::Nothing {
            format: promised.name(),
            why: "the archive has none of the parts of such a document".to_owned(),
        });
    }
    super::encoding::decode(file.bytes)?;
    warnings.push(Warning::of_file(format!(
        "its name promises {promised}, but it is plain text and was read as such"
    )));
    Ok(&text::Text)
}
