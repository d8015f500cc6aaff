//! Where search indexes are kept: in the user's cache folder, never beside a project.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use project::ProjectId;

/// The folder that `VOUCH_CACHE` names, if it names one.
#[must_use]
pub(crate) fn said() -> Option<PathBuf> {
    let said = std::env::var_os("VOUCH_CACHE")?;
    (!said.is_empty()).then(|| PathBuf::from(said))
}

/// The folder that holds a project's index, within `cache` or else the user's own cache folder.
#[must_use]
pub(crate) fn index_folder(id: ProjectId, cache: Option<&Path>) -> PathBuf {
    let cache = cache
        .map(PathBuf::from)
        .or_else(|| Some(ProjectDirs::from("", "", "Vouch")?.cache_dir().to_owned()));
    // Without a home folder there is no cache folder either: then the system's place for passing things.
    let cache = cache.unwrap_or_else(|| std::env::temp_dir().join("vouch"));
    cache.join("index").join(id.to_string())
}
