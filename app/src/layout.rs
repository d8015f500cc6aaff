//! What stood open in the reader when a person left a project: one source or two side by side, and where in each. Like
//! a bookmark it is that person's at this computer, keeps no words, and is in no history, merge or export.

use std::io;
use std::path::{Path, PathBuf};

use project::text::CharIndex;
use project::{Project, ProjectId, SourceId, TextHash};
use serde::{Deserialize, Serialize};

use crate::desk::{Place, Side, State};
use crate::settings;

/// A source that stood open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSource {
    /// Which source.
    pub source: SourceId,
    /// The text the place is of.
    pub text: TextHash,
    /// Where the caret was.
    pub at: CharIndex,
}

/// What stood open in the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The source in front.
    pub front: Option<OpenSource>,
    /// The one beside it.
    pub beside: Option<OpenSource>,
    /// Whether the one in front is at the right.
    pub front_at_right: bool,
}

impl Layout {
    /// Where the layout of a project is kept, beside the settings.
    #[must_use]
    pub fn place(settings: &Path, project: ProjectId) -> Option<PathBuf> {
        settings::place_for(settings, "layouts", project)
    }

    /// Reads a layout; a file that is missing or damaged answers that nothing was open.
    #[must_use]
    pub fn read(place: &Path) -> Self {
        let text = std::fs::read_to_string(place).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes a layout.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, place: &Path) -> io::Result<()> {
        settings::write_whole(place, self)
    }

    /// What stands open now.
    #[must_use]
    pub fn of(state: &State, project: &Project) -> Self {
        let open = |place: &Place| {
            let source = project.sources().get(place.source?)?;
            Some(OpenSource {
                source: source.id,
                text: source.text.clone(),
                at: place.caret,
            })
        };
        Self {
            front: open(&state.place),
            beside: state.beside.as_ref().and_then(open),
            front_at_right: state.side == Side::Right,
        }
    }

    /// Which sources stand open, and where: wherever the carets are.
    #[must_use]
    pub fn sources(&self) -> (Option<SourceId>, Option<SourceId>, bool) {
        let source = |open: &Option<OpenSource>| open.as_ref().map(|open| open.source);
        (
            source(&self.front),
            source(&self.beside),
            self.front_at_right,
        )
    }
}

impl OpenSource {
    /// Where the caret was, if the source still has the text that place is of.
    #[must_use]
    pub fn still_at(&self, project: &Project) -> Option<CharIndex> {
        let source = project.sources().get(self.source)?;
        (source.text == self.text).then_some(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn a_layout_survives_a_restart_and_a_damaged_file_costs_nothing() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let mut state = State::default();
        state.place.source = Some(fixture::source_named(project, "Parent 10"));
        state.place.caret = CharIndex(24);
        state.beside = Some(Place {
            source: Some(fixture::source_named(project, "Parent 2")),
            ..Place::default()
        });
        state.side = Side::Right;
        let layout = Layout::of(&state, project);
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("settings.json");
        let place = Layout::place(&settings, project.info().id).unwrap();
        assert_eq!(Layout::read(&place), Layout::default());
        layout.write(&place).unwrap();
        assert_eq!(Layout::read(&place), layout);
        assert!(layout.front_at_right && layout.beside.is_some());
        let front = layout.front.unwrap();
        assert_eq!(front.still_at(project), Some(CharIndex(24)));
        let other = OpenSource {
            text: TextHash::of("other words"),
            ..front
        };
        assert_eq!(other.still_at(project), None);
        std::fs::write(&place, "{").unwrap();
        assert_eq!(Layout::read(&place), Layout::default());
    }
}
