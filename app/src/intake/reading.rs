//! Reads files on worker threads, in order and with bounded memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use analysis::order::natural_order;
use interchange::transcripts::{Column, Imported, read_transcript_file};
use project::{NewCase, NewSource};

use super::Options;
use crate::message::Trouble;

/// Two workers keep two cores busy and one disk unhurried.
const READERS: usize = 2;
/// Files a worker may be ahead: enough to hide a slow file, few enough to hold in memory.
const AHEAD: usize = 3;
/// The workers' threads are named, so that [`quiet_readers`] knows them.
const READER: &str = "vouch-reader";

/// One file, read.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub file: PathBuf,
    /// What is in it, or why it cannot be read.
    pub arrival: Result<Arrival, Trouble>,
}

/// What one file holds.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The source to add; none for a table of cases.
    pub source: Option<NewSource>,
    /// Cases to add.
    pub cases: Vec<NewCase>,
    /// What was not as expected, as sentences.
    pub warnings: Vec<String>,
    /// The format it was read as, as shown to people.
    pub format: &'static str,
    /// What the columns of a table were taken to hold; empty for anything else.
    pub columns: Vec<Column>,
}

/// Files being read: answers them in the order given. Dropping it stops the workers.
#[derive(Debug)]
pub struct Reading {
    lanes: Vec<Receiver<Parsed>>,
    next: usize,
    stop: Arc<AtomicBool>,
}

/// Begins to read files on worker threads. Each worker takes every other file, so order and memory keep themselves.
#[must_use]
pub fn read_files(files: Vec<PathBuf>, options: &Options) -> Reading {
    let stop = Arc::new(AtomicBool::new(false));
    let mut shares: Vec<Vec<PathBuf>> = vec![Vec::new(); READERS];
    for (nth, file) in files.into_iter().enumerate() {
        shares[nth % READERS].push(file);
    }
    let lanes = shares.into_iter().map(|share| {
        let (send, receive) = sync_channel(AHEAD);
        let (options, stop) = (options.clone(), Arc::clone(&stop));
        let work = move || read_share(share, &options, &stop, &send);
        // Where no thread can be had the lane is closed, which ends the reading after the files before.
        let started = std::thread::Builder::new()
            .name(READER.to_owned())
            .spawn(work);
        drop(started);
        receive
    });
    Reading {
        lanes: lanes.collect(),
        next: 0,
        stop,
    }
}

fn read_share(
    share: Vec<PathBuf>,
    options: &Options,
    stop: &AtomicBool,
    send: &SyncSender<Parsed>,
) {
    for file in share {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        if send.send(read_one(file, options)).is_err() {
            return;
        }
    }
}

impl Iterator for Reading {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        let lane = self.next % self.lanes.len();
        self.next += 1;
        self.lanes[lane].recv().ok()
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Keeps the panic of a reader to itself: it becomes that file's report. Call once, when the program starts.
pub fn quiet_readers() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(READER) {
            told(panic);
        }
    }));
}

/// Folders become the files in them, by name, folders within after; hidden files are left out.
#[must_use]
pub fn expand(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files);
        } else {
            files.push(path.clone());
        }
    }
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    // A folder that cannot be listed stands in the report as a file that cannot be read.
    let Ok(entries) = std::fs::read_dir(folder) else {
        files.push(folder.to_owned());
        return;
    };
    let mut inside: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| !is_no_transcript(path))
        .collect();
    inside.sort_by(|one, other| {
        let names = || natural_order(&super::file_name(one), &super::file_name(other));
        one.is_dir().cmp(&other.is_dir()).then_with(names)
    });
    for path in inside {
        // Links to folders are not followed, so that a link to a folder above does not go round for ever.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

/// What systems leave in folders and archives: pictures in small, how a folder looks, what a Mac knows of its files.
const OF_THE_SYSTEM: [&str; 5] = [
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
    "__macosx",
];

/// What a folder of transcripts holds beside them: hidden files, those of the system, the locks that word processors leave
/// beside an open document, and Vouch's own projects.
fn is_no_transcript(path: &Path) -> bool {
    let name = super::file_name(path);
    let is_project = path
        .extension()
        .is_some_and(|extension| extension.to_string_lossy().starts_with("vouch"));
    name.starts_with('.')
        || name.starts_with("~$")
        || OF_THE_SYSTEM.contains(&name.to_lowercase().as_str())
        || is_project
}

/// Reads one file, on the thread that asks: its panic is its report too.
#[must_use]
pub fn read_one(file: PathBuf, options: &Options) -> Parsed {
    let read = std::panic::catch_unwind(|| read_file(&file, options));
    let arrival = read.unwrap_or_else(|_| Err(Trouble::ReaderBroke { file: file.clone() }));
    Parsed { file, arrival }
}

fn read_file(file: &Path, options: &Options) -> Result<Arrival, Trouble> {
    let imported = read_transcript_file(file, options);
    let Imported {
        source,
        cases,
        warnings,
        format,
        columns,
    } = imported.map_err(|source| Trouble::Import {
        file: file.to_owned(),
        source,
    })?;
    Ok(Arrival {
        source,
        cases,
        warnings: warnings.iter().map(ToString::to_string).collect(),
        format: format.name(),
        columns,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[PathBuf]) -> Vec<String> {
        files
            .iter()
            .map(|file| super::super::file_name(file))
            .collect()
    }

    #[test]
    fn folders_become_their_files_in_the_order_people_expect() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("a folder")).unwrap();
        for name in [
            "P10.txt",
            "P2.txt",
            ".hidden",
            "~$P2.docx",
            "Thumbs.db",
            "desktop.ini",
            "project.vouch",
            "a folder/P1.txt",
        ] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let files = expand(&[folder.path().to_owned(), PathBuf::from("given.txt")]);
        assert_eq!(names(&files), ["P2.txt", "P10.txt", "P1.txt", "given.txt"]);
    }

    #[test]
    fn files_are_answered_in_the_order_given() {
        let folder = tempfile::TempDir::new().unwrap();
        let files: Vec<PathBuf> = (0..40)
            .map(|n| folder.path().join(format!("{n}.txt")))
            .collect();
        for (n, file) in files.iter().enumerate() {
            std::fs::write(
                file,
                format!("I: why?\nP1: because of {n}\n").repeat(1 + n % 7 * 50),
            )
            .unwrap();
        }
        let read: Vec<PathBuf> = read_files(files.clone(), &Options::default())
            .map(|parsed| parsed.file)
            .collect();
        assert_eq!(read, files);
    }

    #[test]
    fn dropping_the_reading_stops_it() {
        let files = vec![PathBuf::from("nowhere.txt"); 1000];
        let mut reading = read_files(files, &Options::default());
        assert!(reading.next().is_some_and(|parsed| parsed.arrival.is_err()));
        let stop = Arc::clone(&reading.stop);
        drop(reading);
        assert!(stop.load(Ordering::Relaxed));
    }
}
