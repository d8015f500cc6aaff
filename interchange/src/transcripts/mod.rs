//! Transcripts in: any of the formats people have them in, to a source with speakers and turns.
//!
//! A format's reader turns bytes into one of three drafts: written text (`script`), timed cues (`cues`) or a
//! table (`sheet`). Everything after that is the same for all formats: `convention` decides for the document
//! as a whole how speakers are labelled, `turns` cuts the text, `roles` tells who asks. Adding a format is one
//! file with one `Reader`: see `format`.
//!
//! Limits, so that no file can hang the program or fill the memory: a file of 512 MB ([`MOST_BYTES`]); an archive
//! of 10,000 parts that unpacks to 100 times its size, at least 64 MB and at most 1 GB; 400 nested elements;
//! 4,096 columns and 5 million cells in a sheet; 5 million words and 127 nested lists in JSON; a million labels of
//! Audacity; a PDF of 128 MB whose parts unpack to 64 MB each and 512 MB in all. Markup entities are not
//! expanded.

mod alternating;
pub(crate) mod archive;
mod audacity;
mod bars;
mod blocks;
mod cells_of;
mod chat;
mod choices;
mod clocks;
mod convention;
mod csv;
mod cues;
mod document;
mod docx;
mod docx_body;
mod docx_styles;
mod elan;
mod encoding;
mod error;
mod excel;
mod exmaralda;
mod file_name;
mod format;
mod front;
mod glance;
mod guess;
mod heads;
mod html;
mod html_notes;
mod labels;
mod looks;
mod markup;
mod messages;
mod names;
mod ods;
mod odt;
mod openings;
mod pdf;
mod roles;
mod rolling;
mod rtf;
mod script;
mod sheet;
mod slips;
mod spoken_json;
mod srt;
mod strangers;
mod subtitles;
mod survey;
mod tabular;
mod text;
mod textgrid;
mod tiers;
mod times;
mod transcriber;
mod ttml;
mod turns;
mod utterances;
mod vtt;
mod wall;

use std::collections::HashMap;
use std::path::Path;

use project::{NewCase, NewSource, NewSpeaker, SourceKind, TextHash};

pub use choices::{Column, ColumnUse, SpeakerRule};
pub use error::ImportError;
pub use format::Format;
pub use glance::{Glance, SpeakerGlance, glance, said_words};
pub(crate) use ods::open_document_sheets;
pub use times::times_in;
pub(crate) use wall::guarded;

use convention::Setting;
use format::{Draft, File};
use script::Script;
use survey::Reading;
use turns::Told;

use crate::Warning;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 512 * 1024 * 1024;

/// What the person who imports knows better than the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The language: a BCP 47 code such as `en`, or its name. None guesses.
    pub language: Option<String>,
    /// The kind of source. None guesses.
    pub kind: Option<SourceKind>,
    /// When in the evaluation; none: one wave only.
    pub wave: Option<String>,
    /// How speakers are told apart. None guesses.
    pub speakers: Option<SpeakerRule>,
    /// What columns of a table hold, by their headings. Those not named are guessed.
    pub columns: Vec<Column>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The source to add; none for a table of cases.
    pub source: Option<NewSource>,
    /// The cases of a table without free text, such as management information.
    pub cases: Vec<NewCase>,
    /// What was left out, guessed, or looks wrong.
    pub warnings: Vec<Warning>,
    /// The format it was read as.
    pub format: Format,
    /// What the columns of a table with a row a respondent or case were taken to hold; empty for anything else.
    pub columns: Vec<Column>,
}

/// Reads a file from a path: see [`read_transcript`].
///
/// # Errors
/// [`ImportError::Open`] when it cannot be opened, and all that [`read_transcript`] answers.
pub fn read_transcript_file(path: &Path, options: &ImportOptions) -> Result<Imported, ImportError> {
    let size = std::fs::metadata(path)
        .map_err(|source| ImportError::Open { source })?
        .len();
    if size > u64::try_from(MOST_BYTES).unwrap_or(u64::MAX) {
        return Err(too_large());
    }
    let bytes = std::fs::read(path).map_err(|source| ImportError::Open { source })?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    read_transcript(&name, &bytes, options)
}

/// Reads a file: finds out its format by its content and its name, its speakers and its turns.
///
/// The source is named after the file's stem. Its turns partition its text. The text of a `.txt` or `.md` file
/// is the file's text cleaned by [`project::text::clean`] and nothing else.
///
/// # Errors
/// One sentence on why nothing could be read: empty, binary, damaged, protected, too large, or a format that is
/// known and not read. What costs only a part of the file is a warning instead.
pub fn read_transcript(
    file_name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    let mut warnings = Vec::new();
    let file = File::new(file_name, bytes);
    let stem = stem(file_name);
    let reader = format::choose(&file, &mut warnings)?;
    let draft = reader.read(&file, &mut warnings)?;
    let named = options.kind.or_else(|| guess::kind_by_name(stem));
    let mut setting = Setting {
        case_file: named == Some(SourceKind::CaseFile),
        rule: options.speakers,
    };
    let mut table = None;
    let mut columns = Vec::new();
    let script = match draft {
        Draft::Script(script) => script,
        Draft::Cues(cues) => cues::compose(cues),
        Draft::Sheet(sheet) => {
            // Answers are never searched for labels.
            setting.rule = None;
            survey::refuse_other_tables(&sheet)?;
            if let Some(title) = &sheet.title {
                warnings.push(Warning::of_file(format!(
                    "the line above the headings is in no column and was left out: “{}”",
                    title.trim()
                )));
            }
            warnings.extend(Warning::of_count(
                sheet.cut,
                "heading is very long: its end, marked with …, was left out",
                "headings are very long: their ends, marked with …, were left out",
            ));
            let uses = survey::uses(&sheet, &options.columns, &mut warnings);
            columns = survey::columns(&sheet, &uses);
            match survey::read(&sheet, &uses, stem, &mut warnings) {
                Reading::Source { script, speakers } => {
                    table = Some(speakers);
                    script
                }
                Reading::Cases(cases) if cases.is_empty() => return Err(ImportError::NoText),
                Reading::Cases(cases) => {
                    return Ok(Imported {
                        source: None,
                        cases,
                        warnings,
                        format: reader.format(),
                        columns,
                    });
                }
            }
        }
    };
    if script.is_blank() {
        return Err(ImportError::NoText);
    }
    let is_survey = table.as_ref().is_some_and(|speakers| !speakers.is_empty());
    let mut told = tell(script, table.unwrap_or_default(), setting);
    warnings.append(&mut told.warnings);
    let kind = named.unwrap_or_else(|| {
        if is_survey {
            SourceKind::Other
        } else {
            guess::kind_by_voices(&told.speakers)
        }
    });
    Ok(Imported {
        source: Some(source_of(file_name, bytes, kind, told, options)),
        cases: Vec::new(),
        warnings,
        format: reader.format(),
        columns,
    })
}

fn source_of(
    file_name: &str,
    bytes: &[u8],
    kind: SourceKind,
    told: Told,
    options: &ImportOptions,
) -> NewSource {
    let language = options
        .language
        .as_deref()
        .map(guess::language_code)
        .or(told.language)
        .unwrap_or_else(|| guess::language(&told.text));
    NewSource {
        id: None,
        name: stem(file_name).to_owned(),
        kind,
        language,
        wave: options.wave.clone().unwrap_or_default(),
        case: None,
        attributes: Vec::new(),
        text: told.text,
        speakers: told.speakers,
        turns: told.turns,
        file_name: file_name.to_owned(),
        file_hash: TextHash::of(bytes),
    }
}

/// Cuts the text into turns; what a table knows of its respondents is put beside their names.
fn tell(script: Script, known: Vec<NewSpeaker>, setting: Setting) -> Told {
    let mut told = turns::tell(script, setting);
    let mut known: HashMap<String, NewSpeaker> = known
        .into_iter()
        .map(|speaker| (names::key(&speaker.name), speaker))
        .collect();
    for speaker in &mut told.speakers {
        if let Some(known) = known.remove(&names::key(&speaker.name)) {
            *speaker = NewSpeaker {
                name: speaker.name.clone(),
                ..known
            };
        }
    }
    told
}

fn too_large() -> ImportError {
    ImportError::TooLarge {
        what: "the file".to_owned(),
        limit_mb: (MOST_BYTES >> 20) as u64,
    }
}

/// A file's name without folder and ending; the whole name where that would be nothing.
fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.trim().is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests;
