//! Files to choose by their path: what was typed taken apart, and what a folder holds that fits.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};

use analysis::order::natural_order;

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// One file that is there.
    One,
    /// One file that is there, or several.
    Several,
    /// A file to be written, with the name it is proposed to have.
    New(String),
}

/// A question for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAsk {
    /// What the file is for, as a title.
    pub title: String,
    /// What is chosen.
    pub want: Want,
    /// What files of these endings are called.
    pub kind: String,
    /// The endings that fit, without dots; none: every file does.
    pub endings: Vec<&'static str>,
    /// Whether a file that is there can be replaced: then it is asked for first.
    pub replaces: bool,
    /// Whether it is asked for here because the system shows no dialog for it.
    pub no_dialog: bool,
}

impl FileAsk {
    /// Asks for one file that is there.
    #[must_use]
    pub fn one(title: &str, kind: &str, endings: &[&'static str]) -> Self {
        Self {
            title: title.to_owned(),
            want: Want::One,
            kind: kind.to_owned(),
            endings: endings.to_vec(),
            replaces: false,
            no_dialog: false,
        }
    }

    /// Asks for files that are there, of any kind.
    #[must_use]
    pub fn several(title: &str) -> Self {
        Self {
            want: Want::Several,
            ..Self::one(title, "", &[])
        }
    }

    /// Asks where to write a file.
    #[must_use]
    pub fn new(title: &str, name: String, kind: &str, endings: &[&'static str]) -> Self {
        Self {
            want: Want::New(name),
            replaces: true,
            ..Self::one(title, kind, endings)
        }
    }

    /// Asks where to make a project, which never takes the place of another file.
    #[must_use]
    pub fn project(title: &str, name: String) -> Self {
        Self {
            replaces: false,
            ..Self::new(title, name, "Vouch project", &["vouch"])
        }
    }

    /// What stands in the field at first: a folder, and the name of a file to be written.
    #[must_use]
    pub fn begin_in(&self, folder: &Path) -> String {
        let mut typed = as_folder(folder);
        if let Want::New(name) = &self.want {
            typed.push_str(name);
        }
        typed
    }

    /// Whether a file of this name is among those asked for.
    fn fits(&self, name: &str) -> bool {
        let ending = Path::new(name).extension();
        // What stands beside a project while it is open is nobody's to choose.
        let is_beside = ending.is_some_and(|ending| ending == "vouch-journal");
        (self.endings.is_empty() && !is_beside)
            || self
                .endings
                .iter()
                .any(|wanted| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted)))
    }
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// What a folder holds, or in words why that cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// What it holds.
    pub entries: Result<Vec<Entry>, String>,
}

/// A path as typed: the folder, and the letters behind its last separator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The folder.
    pub folder: PathBuf,
    /// What is typed of the name in it.
    pub name: String,
}

impl Typed {
    /// Takes apart what was typed or pasted: quotes around it and `file://` before it go, `~` is the home folder.
    #[must_use]
    pub fn read(typed: &str, home: Option<&Path>) -> Self {
        let bare = typed.trim_start();
        let bare = bare.strip_prefix("file://").unwrap_or(bare);
        let bare = ['"', '\'']
            .iter()
            .find_map(|&quote| bare.strip_prefix(quote)?.strip_suffix(quote))
            .unwrap_or(bare);
        let under_home = bare
            .strip_prefix('~')
            .filter(|rest| rest.starts_with(is_separator));
        let whole = match (under_home, home) {
            (Some(rest), Some(home)) => format!("{}{rest}", home.display()),
            _ => bare.to_owned(),
        };
        let (folder, name) = match whole.rfind(is_separator) {
            Some(at) => whole.split_at(at + 1),
            None => ("", whole.as_str()),
        };
        let folder = if folder.is_empty() {
            home.map(Path::to_owned).unwrap_or_default()
        } else {
            PathBuf::from(folder)
        };
        Self {
            folder,
            name: name.to_owned(),
        }
    }

    /// The path as a whole.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.join(self.name.trim_end())
    }
}

/// Where the name of a file stands in a path without its ending, counted in characters.
#[must_use]
pub fn stem_in(typed: &str) -> (usize, usize) {
    let count = |text: &str| text.chars().count();
    let name = typed.rfind(is_separator).map_or(0, |at| at + 1);
    let (folder, name) = typed.split_at(name);
    let stem = name.rfind('.').filter(|&at| at > 0);
    let stem = stem.map_or(name, |at| &name[..at]);
    (count(folder), count(folder) + count(stem))
}

/// A folder as it stands in the field: with a separator at its end.
#[must_use]
pub fn as_folder(folder: &Path) -> String {
    let mut shown = folder.display().to_string();
    if !shown.ends_with(is_separator) {
        shown.push(MAIN_SEPARATOR);
    }
    shown
}

/// What of a folder is shown: folders first, those that begin with the letters before those that hold them. Where a
/// file is to be written the letters are its name, and hide nothing.
#[must_use]
pub fn file_rows<'a>(entries: &'a [Entry], name: &str, ask: &FileAsk) -> Vec<&'a Entry> {
    let is_new = matches!(ask.want, Want::New(_));
    let letters = if is_new {
        String::new()
    } else {
        name.trim_end().to_lowercase()
    };
    let mut rows: Vec<(bool, &Entry)> = entries
        .iter()
        .filter(|entry| !entry.name.starts_with('.') || name.starts_with('.'))
        .filter(|entry| entry.is_folder || ask.fits(&entry.name) || entry.name == name.trim_end())
        .map(|entry| (entry, entry.name.to_lowercase()))
        .filter(|(_, folded)| folded.contains(&letters))
        .map(|(entry, folded)| (folded.starts_with(&letters), entry))
        .collect();
    rows.sort_by(|one, other| {
        let rank = |&(begins, entry): &(bool, &Entry)| (!begins, !entry.is_folder);
        let by_name = || natural_order(&one.1.name, &other.1.name);
        rank(one).cmp(&rank(other)).then_with(by_name)
    });
    rows.into_iter().map(|(_, entry)| entry).collect()
}

/// The letters of a name as far as all rows that begin with them agree; none where that adds nothing.
#[must_use]
pub fn completed(rows: &[&Entry], name: &str) -> Option<String> {
    let folded = name.to_lowercase();
    let begin = |entry: &&&Entry| entry.name.to_lowercase().starts_with(&folded);
    let mut names = rows.iter().filter(begin);
    let first = names.next()?;
    let mut shared: Vec<char> = first.name.chars().collect();
    let mut others = 0_usize;
    for entry in names {
        others += 1;
        let same = shared
            .iter()
            .zip(entry.name.chars())
            .take_while(|(one, other)| **one == *other)
            .count();
        shared.truncate(same);
    }
    let mut shared: String = shared.into_iter().collect();
    if others == 0 && first.is_folder {
        shared.push(MAIN_SEPARATOR);
    }
    (shared.chars().count() > name.chars().count()).then_some(shared)
}

/// What is on the button that takes what was chosen.
#[must_use]
pub fn take_words(ask: &FileAsk, ticked: &BTreeSet<PathBuf>) -> String {
    match (&ask.want, ticked.len()) {
        (Want::New(_), _) => "Save here".to_owned(),
        (Want::One, _) | (Want::Several, 0) => "Choose".to_owned(),
        (Want::Several, 1) => "Choose 1 file".to_owned(),
        (Want::Several, many) => format!("Choose {many} files"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> Entry {
        Entry {
            name: name.trim_end_matches('/').to_owned(),
            is_folder: name.ends_with('/'),
        }
    }

    fn names(rows: &[&Entry]) -> String {
        let names: Vec<&str> = rows.iter().map(|entry| entry.name.as_str()).collect();
        names.join(" ")
    }

    fn folder() -> Vec<Entry> {
        [
            "b.vouch",
            "Interviews/",
            ".cache/",
            "A.VOUCH",
            "notes.txt",
            "archive/",
            "int.vouch",
            "int.vouch-journal",
        ]
        .map(entry)
        .to_vec()
    }

    #[test]
    fn a_typed_path_is_a_folder_and_letters_of_a_name() {
        let home = Path::new("/home/mair");
        let read = |typed: &str| {
            let typed = Typed::read(typed, Some(home));
            (typed.folder.display().to_string(), typed.name)
        };
        let is = |folder: &str, name: &str| (folder.to_owned(), name.to_owned());
        assert_eq!(read("/data/Par"), is("/data/", "Par"));
        assert_eq!(read("/data/"), is("/data/", ""));
        assert_eq!(read("~/work/a"), is("/home/mair/work/", "a"));
        assert_eq!(read("a b"), is("/home/mair", "a b"));
        assert_eq!(read(" '/data/P 1.txt'"), is("/data/", "P 1.txt"));
        assert_eq!(read("file:///data/x"), is("/data/", "x"));
    }

    #[test]
    fn folders_come_first_and_only_files_that_fit_are_shown() {
        let entries = folder();
        let ask = FileAsk::one("Open", "Vouch project", &["vouch"]);
        let shown = |name: &str| names(&file_rows(&entries, name, &ask));
        assert_eq!(shown(""), "archive Interviews A.VOUCH b.vouch int.vouch");
        assert_eq!(shown("int"), "Interviews int.vouch");
        assert_eq!(
            shown("v"),
            "archive Interviews A.VOUCH b.vouch int.vouch",
            "it is in all"
        );
        assert_eq!(
            shown("."),
            ".cache A.VOUCH b.vouch int.vouch",
            "hidden ones when asked for"
        );
        assert_eq!(
            shown("notes.txt"),
            "notes.txt",
            "whoever names a file means it"
        );
        let several = FileAsk::several("Import");
        assert_eq!(names(&file_rows(&entries, "not", &several)), "notes.txt");
        assert_eq!(
            names(&file_rows(&entries, "int.v", &several)),
            "int.vouch",
            "the journal of an open project is no choice"
        );
    }

    #[test]
    fn the_name_of_a_new_file_hides_nothing() {
        let ask = FileAsk::new("Save", "Excerpts.docx".into(), "DOCX", &["docx"]);
        assert_eq!(ask.begin_in(Path::new("/data")), "/data/Excerpts.docx");
        let entries = folder();
        assert_eq!(
            names(&file_rows(&entries, "Excerpts.docx", &ask)),
            "archive Interviews"
        );
    }

    #[test]
    fn names_are_completed_as_far_as_they_agree() {
        let entries = ["Parent 1.txt", "Parent 2.txt", "notes/", "Praise.txt"].map(entry);
        let rows: Vec<&Entry> = entries.iter().collect();
        assert_eq!(completed(&rows, "pa").as_deref(), Some("Parent "));
        assert_eq!(completed(&rows, "n").as_deref(), Some("notes/"));
        assert_eq!(completed(&rows, "Parent "), None);
        assert_eq!(completed(&rows, "x"), None);
    }

    #[test]
    fn the_name_of_a_file_is_selected_without_its_ending() {
        assert_eq!(stem_in("/dŵr/Excerpts.docx"), (5, 13));
        assert_eq!(stem_in("/data/"), (6, 6));
        assert_eq!(stem_in("/data/.vouch"), (6, 12));
    }

    #[test]
    fn the_button_says_how_many_files_it_takes() {
        let ask = FileAsk::several("Import");
        let ticked = |count: usize| {
            (0..count)
                .map(|nth| PathBuf::from(nth.to_string()))
                .collect()
        };
        let words = [0, 1, 3].map(|count| take_words(&ask, &ticked(count)));
        assert_eq!(words, ["Choose", "Choose 1 file", "Choose 3 files"]);
    }
}
