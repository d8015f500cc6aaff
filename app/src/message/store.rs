//! Words for project files that cannot be opened, made or written.

use std::path::Path;

use project::{Refusal, StoreError};

use super::{Message, chain};

fn of_file(
    file: &str,
    refusal: Refusal,
    error: &StoreError,
) -> (String, &'static str, &'static str) {
    match refusal {
        Refusal::Damaged => (
            format!("“{file}” is damaged: parts of it cannot be read"),
            "It was not changed",
            "Keep a copy of it, and go back to your last backup",
        ),
        Refusal::ReadOnly => (
            format!("“{file}” may not be written to"),
            "It was not changed",
            "Copy it to a folder of your own and open it there, or ask for the right to write to it",
        ),
        Refusal::Full => (
            format!("There is no room left on the disk of “{file}”"),
            "All that was done before is safe in it",
            "Free some space and do it again",
        ),
        Refusal::Other | _ => (
            format!("“{file}”: {}", chain(error)),
            "All that was done before is safe in it",
            "Check that the disk has room and that you may write there, and try again",
        ),
    }
}

/// A project file that cannot be opened, made or written.
pub(super) fn of_store(path: &Path, error: &StoreError) -> Message {
    let file = path.display();
    let (what_happened, what_is_safe, what_to_do) = match error {
        StoreError::Exists { .. } => (
            format!("“{file}” is there already"),
            "It was not touched",
            "Choose another name, or move that file away first",
        ),
        StoreError::Missing { .. } => (
            format!("There is no project “{file}”"),
            "Nothing was made",
            "Check its name and folder; vouch new makes a project",
        ),
        StoreError::NotAProject { .. } => (
            format!("“{file}” is not a Vouch project"),
            "It was not touched",
            "Open a file that Vouch made, or import this one into a project",
        ),
        StoreError::Newer { found, known, .. } => (
            format!(
                "“{file}” was made by a newer version of Vouch (format {found}; this one knows up to {known})"
            ),
            "It was not touched",
            "Open it with that version or a later one",
        ),
        StoreError::Held { holder, .. } => (
            format!(
                "“{file}” is open elsewhere{}",
                holder
                    .as_ref()
                    .map(|holder| format!(": {holder}"))
                    .unwrap_or_default()
            ),
            "It was not touched",
            "Close it there first, or ask them to",
        ),
        StoreError::Copy { source, .. } => (
            format!(
                "“{file}” is of an older format, and the copy made before updating it failed: {}",
                chain(source.as_ref())
            ),
            "It was not touched",
            "Free some space beside it and open it again",
        ),
        StoreError::BadRow { .. } => (
            format!("“{file}” is damaged: {}", chain(error)),
            "It was not changed",
            "Keep a copy of it, and go back to your last backup",
        ),
        StoreError::File(refusal, _) => of_file(&file.to_string(), *refusal, error),
        _ => (
            format!("“{file}”: {}", chain(error)),
            "It was not changed",
            "Try again",
        ),
    };
    Message {
        what_happened,
        what_is_safe: what_is_safe.to_owned(),
        what_to_do: what_to_do.to_owned(),
    }
}
