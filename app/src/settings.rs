//! Settings of the person at this computer: look, zoom, recent projects, name, changed keys. They belong to no project.

use std::path::{Path, PathBuf};

use project::ProjectId;
use serde::{Deserialize, Deserializer, Serialize};

use crate::shortcuts::KeptKeys;

/// Light paper or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Look {
    /// Dark ink on warm paper.
    #[default]
    Light,
    /// Light ink on dark.
    Dark,
}

/// What is kept between runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub look: Look,
    /// Size of the reader's text against its usual size, 0.7 to 2.5.
    pub zoom: f32,
    /// Size of the whole window's words and buttons against their usual size, 0.7 to 2.5.
    pub scale: f32,
    /// Projects opened lately, latest first.
    pub recent: Vec<PathBuf>,
    /// The coder's name.
    pub coder: String,
    /// Whether the interviewer's turns are shown in full.
    pub interviewer: bool,
    /// Whether times inside the text are shown.
    pub times: bool,
    /// Keys that were changed, as [`crate::shortcuts::Shortcuts`] reads them. None: what is there cannot be read.
    #[serde(deserialize_with = "entries_or_none")]
    pub keys: Option<KeptKeys>,
}

/// Reads changed keys. What is no list of entries must not cost the other settings.
fn entries_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<KeptKeys>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    let entries = value.as_object().cloned();
    Ok(entries.map(|entries| entries.into_iter().collect()))
}

/// How many recent projects are kept.
const RECENT_LIMIT: usize = 8;

/// The range of zoom.
pub const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 0.7..=2.5;

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::Light,
            zoom: 1.0,
            scale: 1.0,
            recent: Vec::new(),
            coder: String::new(),
            interviewer: true,
            times: true,
            keys: Some(KeptKeys::new()),
        }
    }
}

impl Settings {
    /// Where settings are kept: the user's folder for settings; none where the system has no such folder.
    #[must_use]
    pub fn place() -> Option<PathBuf> {
        Some(
            directories::ProjectDirs::from("", "", "Vouch")?
                .config_dir()
                .join("settings.json"),
        )
    }

    /// Reads settings; a file that is missing or damaged answers the defaults.
    #[must_use]
    pub fn read(place: &Path) -> Self {
        let text = std::fs::read_to_string(place).unwrap_or_default();
        let mut settings: Self = serde_json::from_str(&text).unwrap_or_default();
        settings.set_zoom(settings.zoom);
        settings.set_scale(settings.scale);
        settings.recent.truncate(RECENT_LIMIT);
        settings
    }

    /// Writes settings.
    pub fn write(&self, place: &Path) -> std::io::Result<()> {
        write_whole(place, self)
    }

    /// Puts a project first in the list of recent ones.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT_LIMIT);
    }

    /// Sets the zoom within its range; what is no number is the usual size.
    pub fn set_zoom(&mut self, zoom: f32) {
        self.zoom = within_range(zoom);
    }

    /// Sets the size of the whole window likewise.
    pub fn set_scale(&mut self, scale: f32) {
        self.scale = within_range(scale);
    }

    /// The coder's name, or the name this computer knows the person by.
    #[must_use]
    pub fn coder_name(&self) -> String {
        let own = self.coder.trim();
        if own.is_empty() {
            whoami::username().unwrap_or_else(|_| "Coder".to_owned())
        } else {
            own.to_owned()
        }
    }
}

fn within_range(zoom: f32) -> f32 {
    if zoom.is_finite() {
        zoom.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end())
    } else {
        1.0
    }
}

/// Where something of a person's is kept for one project, beside the settings: in a folder of its own.
#[must_use]
pub(crate) fn place_for(settings: &Path, folder: &str, project: ProjectId) -> Option<PathBuf> {
    let folder = settings.parent()?.join(folder);
    Some(folder.join(format!("{project}.json")))
}

/// Writes a file of settings: first beside it, then in its place, so that a stop in between loses nothing.
pub(crate) fn write_whole(place: &Path, what: &impl Serialize) -> std::io::Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = place.with_extension("json.new");
    std::fs::write(
        &beside,
        serde_json::to_vec_pretty(what).map_err(std::io::Error::other)?,
    )?;
    std::fs::rename(&beside, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("deep/settings.json");
        let mut settings = Settings {
            look: Look::Dark,
            zoom: 1.3,
            coder: "Mair".into(),
            ..Settings::default()
        };
        settings.opened(Path::new("a.vouch"));
        settings.write(&place).unwrap();
        assert_eq!(Settings::read(&place), settings);
    }

    #[test]
    fn missing_and_damaged_settings_are_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("settings.json");
        assert_eq!(Settings::read(&place), Settings::default());
        for text in ["", "{", "[1,2]", "{\"zoom\": \"large\"}"] {
            std::fs::write(&place, text).unwrap();
            assert_eq!(Settings::read(&place), Settings::default(), "{text}");
        }
        std::fs::write(&place, "{\"zoom\": 90, \"scale\": 0, \"later\": true}").unwrap();
        let settings = Settings::read(&place);
        assert!(
            (settings.zoom - 2.5).abs() < 1e-6 && (settings.scale - 0.7).abs() < 1e-6,
            "out of range is brought back"
        );
    }

    #[test]
    fn broken_keys_cost_no_other_setting() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("settings.json");
        for (keys, wanted) in [
            ("7", None),
            ("[\"F9\"]", None),
            ("{}", Some(0)),
            ("{\"Undo\": 7, \"Fly\": {}}", Some(2)),
        ] {
            let text = format!("{{\"coder\": \"Mair\", \"keys\": {keys}}}");
            std::fs::write(&place, text).unwrap();
            let read = Settings::read(&place);
            assert_eq!(read.coder, "Mair");
            assert_eq!(read.keys.map(|keys| keys.len()), wanted, "{keys}");
        }
    }

    #[test]
    fn a_project_opened_again_comes_first_and_once() {
        let mut settings = Settings::default();
        for n in 0..12 {
            settings.opened(Path::new(&format!("{n}.vouch")));
        }
        settings.opened(Path::new("9.vouch"));
        assert_eq!(settings.recent.len(), RECENT_LIMIT);
        assert_eq!(settings.recent.first().unwrap(), Path::new("9.vouch"));
        assert_eq!(
            settings
                .recent
                .iter()
                .filter(|path| path.ends_with("9.vouch"))
                .count(),
            1
        );
    }
}
