//! A user's words for everything that can go wrong: what happened, what is safe, what to do.
//!
//! One page, for the command line and the desktop alike; a test prints it.

mod nearest;
mod shortcuts;
mod store;
mod trouble;

use std::io;

use index::IndexError;
use interchange::sheet::SheetError;
use interchange::transcripts::ImportError;
use unicode_segmentation::UnicodeSegmentation as _;

pub use shortcuts::{KeyFault, KeyRefusal};
pub use trouble::Trouble;

/// A user's words for what went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened, without its full stop.
    pub what_happened: String,
    /// What is safe.
    pub what_is_safe: String,
    /// What to do about it.
    pub what_to_do: String,
}

impl Message {
    /// All of it on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        sentences([&self.what_happened, &self.what_is_safe, &self.what_to_do])
    }
}

/// Sentences on one line, each with its stop.
#[must_use]
pub fn sentences<'s>(parts: impl IntoIterator<Item = &'s String>) -> String {
    let parts = parts.into_iter().map(|part| part.trim());
    let said = parts.filter(|part| !part.is_empty()).map(|part| {
        let stop = if part.ends_with(['.', '?']) { "" } else { "." };
        format!("{part}{stop}")
    });
    let line = said.collect::<Vec<_>>().join(" ");
    let lines = line.split(['\n', '\r']).map(str::trim);
    lines.collect::<Vec<_>>().join(" ")
}

const UNCHANGED: &str = "The project is as it was";
const ON_DISK: &str = "The project file is as it was";

impl Trouble {
    /// A user's words for it.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one page of words, an arm for each thing that can go wrong"
    )]
    pub fn message(&self) -> Message {
        let tell = |what_happened: String, what_is_safe: &str, what_to_do: &str| Message {
            what_happened: capital(&what_happened),
            what_is_safe: what_is_safe.to_owned(),
            what_to_do: what_to_do.to_owned(),
        };
        match self {
            Self::Store { path, source } => store::of_store(path, source),
            Self::Edit(error) => tell(chain(error), UNCHANGED, ""),
            Self::Text(error) => tell(
                chain(error),
                "All else in the project is untouched",
                "Run “vouch check” on the project",
            ),
            Self::NotNamedVouch { path } => tell(
                format!("“{}” is no name for a project file", path.display()),
                "Nothing was made",
                &format!("Name it “{}”", path.with_extension("vouch").display()),
            ),
            Self::Read { file, source } if source.kind() == io::ErrorKind::NotFound => tell(
                format!("There is no file “{}”", file.display()),
                UNCHANGED,
                "Check its name and folder",
            ),
            Self::Read { file, source } => tell(
                format!("“{}” cannot be read: {source}", file.display()),
                UNCHANGED,
                "Check that you may open it",
            ),
            Self::Import {
                file,
                source: ImportError::Open { source },
            } if source.kind() == io::ErrorKind::NotFound => tell(
                format!("There is no file “{}”", file.display()),
                "Nothing was taken in",
                "Check its name and folder",
            ),
            Self::Import {
                file,
                source: error @ ImportError::Unsupported { .. },
            } => tell(
                format!("“{}”: {}", file.display(), chain(error)),
                "Nothing of it was taken in",
                "",
            ),
            Self::Import { file, source } => tell(
                format!("“{}” cannot be read: {}", file.display(), chain(source)),
                "Nothing of it was taken in",
                "Open it in the program that made it, save it again, and try that",
            ),
            Self::Exchange { file, source } => tell(
                format!("“{}” cannot be taken in: {}", file.display(), chain(source)),
                "Nothing of it was taken in",
                "Export it again from the program that made it, and try that",
            ),
            Self::NotForExchange { path } => tell(
                format!(
                    "“{}” does not say in which format to export",
                    path.display()
                ),
                "Nothing was written",
                "End it in .qdpx for the whole project, or in .qdc for its codebook",
            ),
            Self::NotForPackage { path } => tell(
                format!(
                    "“{}” does not say in which format to pack the project",
                    path.display()
                ),
                "Nothing was written",
                "End it in .vouch for a colleague with Vouch, or in .qdpx for another program",
            ),
            Self::ReaderBroke { file } => tell(
                format!("Reading “{}” broke down", file.display()),
                "Nothing of it was taken in",
                "Save it as plain text, import that, and please report the file",
            ),
            Self::NoFiles => tell(
                "There is no file to import".to_owned(),
                UNCHANGED,
                "Name files, or folders with files in them",
            ),
            Self::Sheet {
                file,
                source: SheetError::Open { source },
            } if source.kind() == io::ErrorKind::NotFound => tell(
                format!("There is no file “{}”", file.display()),
                UNCHANGED,
                "Check its name and folder",
            ),
            Self::Sheet { file, source } => tell(
                format!(
                    "“{}” cannot be read as a table: {}",
                    file.display(),
                    chain(source)
                ),
                UNCHANGED,
                "Save it as csv or xlsx and try that",
            ),
            Self::Codebook { name, source } => tell(
                format!("“{name}” is no codebook: {}", chain(source.as_ref())),
                UNCHANGED,
                "Head a column “path” or “name”; “definition”, “kind” and others may follow",
            ),
            Self::NoSuchCodebook { name } => {
                let starters: Vec<&str> = codebooks::starters()
                    .iter()
                    .map(|starter| starter.key)
                    .collect();
                tell(
                    format!("“{name}” is neither a file nor a starter codebook"),
                    UNCHANGED,
                    &format!("Name a csv or xlsx file, or one of {}", starters.join(", ")),
                )
            }
            Self::NoColumn {
                file,
                column,
                found,
            } => tell(
                format!(
                    "“{}” has no column “{column}” (its headings are: {found})",
                    file.display()
                ),
                UNCHANGED,
                "Give the first row those headings",
            ),
            Self::NoRow { file, why } => tell(
                format!("Nothing in “{}” could be used: {why}", file.display()),
                UNCHANGED,
                "Mend those rows, or check that the table belongs to this project",
            ),
            Self::NoSource { name, near } => tell(
                format!("There is no source called “{name}”"),
                UNCHANGED,
                &perhaps(near, "vouch sources lists them"),
            ),
            Self::NotInTexts { words } => tell(
                format!("“{words}” stands nowhere in the texts"),
                UNCHANGED,
                "Check how it is written there; --any-case and --inside-words find more",
            ),
            Self::NoCode { path, near } => tell(
                format!("There is no code “{path}”"),
                UNCHANGED,
                &perhaps(near, "vouch codebook … list shows them"),
            ),
            Self::BadCode { path, source } => tell(
                format!("“{path}” cannot be a code: {}", chain(source)),
                UNCHANGED,
                "",
            ),
            Self::NoAttribute { name, near } => tell(
                format!("There is no attribute called “{name}”"),
                UNCHANGED,
                &perhaps(near, "vouch attributes brings some in"),
            ),
            Self::NoValue { value, near } => tell(
                format!("Nobody with the value “{value}” says anything here"),
                UNCHANGED,
                &perhaps(near, "leave out the query or the comparison"),
            ),
            Self::NoCase { name } => tell(
                format!("There is no case called “{name}”, nor a source"),
                UNCHANGED,
                "vouch framework lists the cases",
            ),
            Self::NoScale { name, near } => tell(
                format!("There is no scale called “{name}”"),
                UNCHANGED,
                &perhaps(near, "vouch scale … add makes one"),
            ),
            Self::NoSearch { name, near } => tell(
                format!("There is no saved search called “{name}”"),
                UNCHANGED,
                &perhaps(near, "vouch searches … save keeps one"),
            ),
            Self::NoSet { name, near } => tell(
                format!("There is no set called “{name}”"),
                UNCHANGED,
                &perhaps(near, "vouch sets … add makes one"),
            ),
            Self::BadScale { name, source } => tell(
                format!("“{name}” cannot be a scale: {}", chain(source)),
                UNCHANGED,
                "",
            ),
            Self::NoCoder { name, near } => tell(
                format!("There is no coder called “{name}”"),
                UNCHANGED,
                &perhaps(near, "coders are made with their first coding or rating"),
            ),
            Self::Agreement(error) => tell(chain(error), UNCHANGED, ""),
            Self::WrongTotals { found } => tell(
                format!(
                    "{found} total{} not the sum of {} parts",
                    if *found == 1 { " is" } else { "s are" },
                    if *found == 1 { "its" } else { "their" }
                ),
                "Checking changed nothing",
                "Mend the table before it is printed",
            ),
            Self::NoStep { what } => tell(format!("There is nothing to {what}"), UNCHANGED, ""),
            Self::Index(IndexError::Busy) => tell(
                "Another Vouch is reading this project for the search".to_owned(),
                UNCHANGED,
                "Wait until it is done and search again",
            ),
            Self::Index(error) => tell(
                format!("The search index cannot be used: {}", chain(error)),
                "The project is untouched: the index is a view of it, built again when needed",
                "Free some space in your cache folder, or set VOUCH_CACHE to another folder",
            ),
            Self::Search(error) => tell(
                format!("The search failed: {}", chain(error)),
                "The project is untouched: the index is a view of it, built again when needed",
                "Search again; if it fails again, empty the cache folder of Vouch",
            ),
            Self::Query(error) => tell(
                format!("The search cannot be understood: {}", chain(error)),
                UNCHANGED,
                "Words, \"exact phrases\", AND, OR, NOT, prefix*, speaker:Name and coded:no are understood",
            ),
            Self::Export(error) => tell(
                chain(error),
                UNCHANGED,
                "Try again with another name or folder",
            ),
            Self::Picture(error) => tell(
                chain(error),
                UNCHANGED,
                "Save it as svg instead, and please report it",
            ),
            Self::NoFileDialog => tell(
                "This system shows no file dialog: it has neither a desktop portal nor zenity"
                    .to_owned(),
                "Files can be chosen here as well",
                "For the usual dialog install zenity, or xdg-desktop-portal with the part for your desktop, and start Vouch again",
            ),
            Self::NoListing { file, source } if source.kind() == io::ErrorKind::NotFound => tell(
                format!("There is no folder “{}”", file.display()),
                "Nothing was chosen",
                "Check its name",
            ),
            Self::NoListing { file, source } => tell(
                format!("“{}” cannot be looked into: {source}", file.display()),
                "Nothing was chosen",
                "Check that you may open it",
            ),
            Self::Folder { path, source } => tell(
                format!("“{}” cannot be written: {source}", path.display()),
                "Nothing else was touched",
                "Choose a folder you may write to",
            ),
            Self::Unsound { findings } => tell(
                format!(
                    "The check found {findings} thing{} wrong",
                    if *findings == 1 { "" } else { "s" }
                ),
                "Checking changed nothing",
                "Keep a copy of the project file before you go on",
            ),
            Self::Output(error) => tell(
                format!("The result cannot be printed: {error}"),
                ON_DISK,
                "",
            ),
            Self::NoWindow { reason } => tell(
                format!("No window can be opened here: {reason}"),
                ON_DISK,
                "Use the commands (vouch --help), or start it where there is a screen",
            ),
        }
    }
}

/// An error and its sources, in one sentence; a source that the error already says is not said twice.
fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let more = error.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        source = error.source();
    }
    said
}

/// “Did you mean …?” where something is near, else where to look.
fn perhaps(near: &[String], look: &str) -> String {
    match near {
        [] => look.to_owned(),
        [one] => format!("Perhaps “{one}”? ({look})"),
        several => format!("Perhaps one of “{}”? ({look})", several.join("”, “")),
    }
}

/// With a capital at its beginning.
pub(crate) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Cuts a text to a number of letters, with an ellipsis where something went.
#[must_use]
pub(crate) fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.grapheme_indices(true).nth(most) {
        Some((byte, _)) => format!("{}…", text[..byte].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use codebooks::{CodeError, ScaleError};
    use interchange::ExportError;
    use project::{EditError, Refusal, StoreError, TextError};

    use super::*;

    /// One of each, so that the words can be read on one page.
    #[expect(
        clippy::too_many_lines,
        reason = "a list: one line, or a few, for each thing that can go wrong"
    )]
    fn one_of_each() -> Vec<Trouble> {
        let path = || PathBuf::from("Evaluation.vouch");
        let file = || PathBuf::from("Parent 1.docx");
        let table = || PathBuf::from("codings.csv");
        let refused = || io::Error::new(io::ErrorKind::PermissionDenied, "permission denied");
        let near = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        let store = |source| Trouble::Store {
            path: path(),
            source,
        };
        let refuse =
            |refusal, words: &str| store(StoreError::File(refusal, words.to_owned().into()));
        vec![
            store(StoreError::Exists { path: path() }),
            store(StoreError::Missing { path: path() }),
            store(StoreError::NotAProject { path: path() }),
            store(StoreError::Newer {
                path: path(),
                found: 7,
                known: 1,
            }),
            store(StoreError::Held {
                path: path(),
                holder: None,
            }),
            store(StoreError::BadRow {
                table: "coding",
                problem: "no such id".to_owned(),
            }),
            store(StoreError::Copy {
                path: path(),
                source: Box::new(StoreError::File(Refusal::ReadOnly, Box::new(refused()))),
            }),
            refuse(Refusal::Damaged, "database disk image is malformed"),
            refuse(Refusal::ReadOnly, "attempt to write a readonly database"),
            refuse(Refusal::Full, "database or disk is full"),
            store(StoreError::File(Refusal::Other, "disk I/O error".into())),
            Trouble::NotNamedVouch {
                path: PathBuf::from("Evaluation"),
            },
            Trouble::Edit(EditError::Plan(project::PlanError::Gone("code"))),
            Trouble::Text(TextError::Missing("ba7816bf".to_owned())),
            Trouble::Read {
                file: file(),
                source: io::Error::from(io::ErrorKind::NotFound),
            },
            Trouble::Read {
                file: file(),
                source: refused(),
            },
            Trouble::Import {
                file: file(),
                source: ImportError::Open {
                    source: io::Error::from(io::ErrorKind::NotFound),
                },
            },
            Trouble::Import {
                file: file(),
                source: ImportError::Empty,
            },
            Trouble::Import {
                file: file(),
                source: ImportError::Unsupported {
                    what: "a PDF",
                    advice: "save it as .docx",
                },
            },
            Trouble::Exchange {
                file: PathBuf::from("theirs.qdpx"),
                source: interchange::refi::RefiError::NotRefi {
                    why: "there is no project (.qde) in the archive".to_owned(),
                },
            },
            Trouble::NotForExchange {
                path: PathBuf::from("ours.nvp"),
            },
            Trouble::NotForPackage {
                path: PathBuf::from("for Tom.zip"),
            },
            Trouble::ReaderBroke { file: file() },
            Trouble::NoFiles,
            Trouble::Sheet {
                file: table(),
                source: SheetError::NotATable,
            },
            Trouble::Codebook {
                name: "codes.csv".to_owned(),
                source: Box::new(SheetError::Empty.into()),
            },
            Trouble::NoSuchCodebook {
                name: "cfir".to_owned(),
            },
            Trouble::NoColumn {
                file: table(),
                column: "code",
                found: "source, start, end".to_owned(),
            },
            Trouble::NoRow {
                file: table(),
                why: "12 rows do not fit".to_owned(),
            },
            Trouble::NoSource {
                name: "Parent".to_owned(),
                near: near(&["Parent 1", "Parent 2"]),
            },
            Trouble::NotInTexts {
                words: "Michelle".to_owned(),
            },
            Trouble::NoCode {
                path: "Barriers / Wating".to_owned(),
                near: near(&["Barriers / Waiting"]),
            },
            Trouble::BadCode {
                path: "Barriers / ".to_owned(),
                source: CodeError::EmptyName,
            },
            Trouble::NoAttribute {
                name: "groop".to_owned(),
                near: near(&["group"]),
            },
            Trouble::NoValue {
                value: "Parent".to_owned(),
                near: near(&["Parents", "Partners"]),
            },
            Trouble::NoCase {
                name: "Family 99".to_owned(),
            },
            Trouble::NoScale {
                name: "Parenting".to_owned(),
                near: Vec::new(),
            },
            Trouble::NoSearch {
                name: "Waiting".to_owned(),
                near: Vec::new(),
            },
            Trouble::NoSet {
                name: "Round 1".to_owned(),
                near: near(&["First round"]),
            },
            Trouble::BadScale {
                name: "Parenting".to_owned(),
                source: ScaleError::TooFewLabels { found: 1 },
            },
            Trouble::NoCoder {
                name: "Ton".to_owned(),
                near: near(&["Awen", "Tom"]),
            },
            Trouble::Agreement(analysis::AgreementError::TooFewCoders),
            Trouble::WrongTotals { found: 1 },
            Trouble::NoStep { what: "undo" },
            Trouble::Index(IndexError::Busy),
            Trouble::Index(IndexError::Folder {
                folder: "vouch/index".to_owned(),
                source: refused(),
            }),
            Trouble::Search(index::SearchError::Engine(Box::new(refused()))),
            query_trouble(),
            Trouble::Folder {
                path: PathBuf::from("vouch-demo"),
                source: refused(),
            },
            Trouble::NoFileDialog,
            Trouble::NoListing {
                file: PathBuf::from("Interviews"),
                source: refused(),
            },
            Trouble::Picture(crate::chart::PixelError::Size),
            Trouble::Export(ExportError::NoFolder {
                folder: PathBuf::from("results"),
            }),
            Trouble::Unsound { findings: 2 },
            Trouble::Output(refused()),
            Trouble::NoWindow {
                reason: "there is no display".to_owned(),
            },
        ]
    }

    fn query_trouble() -> Trouble {
        let error = index::Query::parse("speaker:")
            .map(|_| ())
            .expect_err("a field needs a value");
        error.into()
    }

    #[test]
    fn every_message_on_one_page() {
        let page: Vec<String> = one_of_each()
            .iter()
            .map(|trouble| trouble.message().one_line())
            .collect();
        insta::assert_snapshot!(page.join("\n"));
    }

    #[test]
    fn every_message_says_what_is_safe_in_one_line() {
        for trouble in one_of_each() {
            let message = trouble.message();
            assert!(
                !message.what_happened.is_empty() && !message.what_is_safe.is_empty(),
                "{trouble:?}"
            );
            let line = message.one_line();
            assert!(
                line.ends_with('.') && !line.contains('\n') && !line.contains(".."),
                "{line}"
            );
        }
    }

    #[test]
    fn long_quotes_are_cut_at_letters() {
        assert_eq!(
            (cut("She  kept\ncoming back", 9), cut("She", 9)),
            ("She kept…".into(), "She".into())
        );
    }
}
