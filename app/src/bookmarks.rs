//! Bookmarks: turns a person wants to come back to. They are that person's at this computer, as a slip of paper in a
//! book is the reader's and not the author's: no part of the project, of its history or of what is given to others.
//! A bookmark keeps no words, only where it stands and in which text; where the text has become another one, it moves
//! along, or says that the words it stood at are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use project::text::{CharIndex, CharRange, SourceText, TextChange};
use project::{Project, ProjectId, SourceId, TextHash, Texts};
use serde::{Deserialize, Serialize};

use crate::settings;
use crate::view::steps;

/// A turn to come back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The source.
    pub source: SourceId,
    /// The text the place is of.
    pub text: TextHash,
    /// What is said in the turn.
    pub speech: CharRange,
}

impl Bookmark {
    /// Whether it stands in the text that its source has now.
    #[must_use]
    pub fn stands(&self, project: &Project) -> bool {
        let source = project.sources().get(self.source);
        source.is_some_and(|source| source.text == self.text)
    }
}

/// A person's bookmarks in a project.
#[derive(Clone, Debug, Default)]
pub struct Bookmarks {
    list: Vec<Bookmark>,
    /// Texts between which no bookmark could move.
    tried: BTreeSet<(TextHash, TextHash)>,
    /// Grows with each change: rows made of them are right for as long as it stays.
    serial: u64,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
struct Kept {
    bookmarks: Vec<Bookmark>,
}

impl Bookmarks {
    /// Where the bookmarks of a project are kept, beside the settings.
    #[must_use]
    pub fn place(settings: &Path, project: ProjectId) -> Option<PathBuf> {
        settings::place_for(settings, "bookmarks", project)
    }

    /// Reads bookmarks; there are none where there is no file.
    ///
    /// # Errors
    /// Where the file cannot be read or is damaged. It is moved aside then, so that the next one does not end it.
    pub fn read(place: &Path) -> io::Result<Self> {
        let text = match std::fs::read_to_string(place) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let kept: Kept = match serde_json::from_str(&text) {
            Ok(kept) => kept,
            Err(error) => {
                std::fs::rename(place, place.with_extension("damaged.json"))?;
                return Err(io::Error::other(error));
            }
        };
        Ok(Self {
            list: kept.bookmarks,
            ..Self::default()
        })
    }

    /// Writes bookmarks.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, place: &Path) -> io::Result<()> {
        let bookmarks = self.list.clone();
        settings::write_whole(place, &Kept { bookmarks })
    }

    /// All of them, also those whose source or words are gone.
    pub fn iter(&self) -> impl Iterator<Item = &Bookmark> {
        self.list.iter()
    }

    /// What they are now known by; another number after each change.
    #[must_use]
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// The bookmarks that stand in the present text of a source.
    pub fn standing_in<'a>(
        &'a self,
        project: &'a Project,
        source: SourceId,
    ) -> impl Iterator<Item = &'a Bookmark> {
        let own = self.list.iter().filter(move |own| own.source == source);
        own.filter(move |own| own.stands(project))
    }

    /// The turns of a source that have a bookmark, from 0.
    #[must_use]
    pub fn turns(&self, project: &Project, source: SourceId) -> BTreeSet<usize> {
        let Some(turns) = project.turn_list(source) else {
            return BTreeSet::new();
        };
        self.standing_in(project, source)
            .filter_map(|own| turns.at(own.speech.start()))
            .collect()
    }

    /// Sets a bookmark at the turn that holds a place, or takes away the one that is there. Answers whether there is
    /// one now; none where there is no turn.
    pub fn toggle(&mut self, project: &Project, source: SourceId, at: CharIndex) -> Option<bool> {
        let turns = project.turn_list(source)?;
        let turn = turns.at(at)?;
        let before = self.list.len();
        self.list.retain(|own| {
            let here = own.source == source && own.stands(project);
            !(here && turns.at(own.speech.start()) == Some(turn))
        });
        let is_new = self.list.len() == before;
        if is_new {
            self.list.push(Bookmark {
                source,
                text: project.sources().get(source)?.text.clone(),
                speech: turns.turns.get(turn)?.speech,
            });
        }
        self.serial += 1;
        Some(is_new)
    }

    /// Takes a bookmark away.
    pub fn remove(&mut self, bookmark: &Bookmark) {
        self.list.retain(|own| own != bookmark);
        self.serial += 1;
    }

    /// How many stand at words that are gone from their source.
    #[must_use]
    pub fn astray(&self, project: &Project) -> usize {
        let there = |own: &&Bookmark| project.sources().contains(own.source);
        let list = self.list.iter().filter(there);
        list.filter(|own| !own.stands(project)).count()
    }

    /// Moves bookmarks along where the text of their source has become another one. Answers whether any moved.
    ///
    /// One stays where it is if less than half of what is said at it is left: better no place than other words. It
    /// stands again as soon as its words do, as after an undo.
    pub fn follow(&mut self, project: &Project, texts: &Texts) -> bool {
        let mut changes: BTreeMap<(TextHash, TextHash), Option<(TextChange, u32)>> =
            BTreeMap::new();
        let mut moved = false;
        for own in &mut self.list {
            let Some(source) = project.sources().get(own.source) else {
                continue;
            };
            let pair = (own.text.clone(), source.text.clone());
            if pair.0 == pair.1 || self.tried.contains(&pair) {
                continue;
            }
            let change = changes.entry(pair.clone()).or_insert_with(|| {
                let old = texts.text(&pair.0).ok()?;
                let new = texts.text(&pair.1).ok()?;
                let change = TextChange::between(old.as_str(), new.as_str());
                Some((change, old.characters()))
            });
            let at = change
                .as_ref()
                .and_then(|(change, length)| moved_to(change, *length, own.speech));
            let turns = project.turns(own.source);
            if let Some(speech) = at.and_then(|at| steps::speech_at(turns, at)) {
                own.speech = speech;
                own.text = pair.1;
                moved = true;
            }
        }
        let stays = |pair: &(TextHash, TextHash)| self.list.iter().any(|own| own.text == pair.0);
        self.tried.extend(changes.into_keys().filter(stays));
        self.serial += u64::from(moved);
        moved
    }
}

/// Where what is said at a bookmark begins in the new text; none if less than half of it is left.
fn moved_to(change: &TextChange, length: u32, speech: CharRange) -> Option<CharIndex> {
    let kept = change.kept(length).into_iter();
    let left: u32 = kept
        .filter_map(|(old, _)| old.shared(speech))
        .map(CharRange::len)
        .sum();
    let now = change.map_quote(speech);
    (left * 2 >= speech.len() && !now.is_empty()).then(|| now.start())
}

/// The words at a bookmark, also those that are gone from their source; "" where they cannot be had.
#[must_use]
pub fn words_at(bookmark: &Bookmark, texts: &Texts) -> String {
    let text: Option<SourceText> = texts.text(&bookmark.text).ok();
    let text = text.filter(|text| text.holds(bookmark.speech));
    text.map(|text| text.slice(bookmark.speech).to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use project::Workspace;
    use project::text::CharRange;

    use super::*;
    use crate::{correcting, fixture};

    fn marked() -> (Workspace, SourceId, Bookmarks) {
        let workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let mut bookmarks = Bookmarks::default();
        let set = bookmarks.toggle(workspace.project(), source, CharIndex(30));
        assert_eq!(set, Some(true));
        (workspace, source, bookmarks)
    }

    /// Replaces the first place where words stand.
    fn correct(workspace: &mut Workspace, source: SourceId, old: &str, new: &str) {
        let project = workspace.snapshot();
        let row = project.sources().get(source).unwrap();
        let text = workspace.texts().of(row).unwrap();
        let byte = text.as_str().find(old).unwrap();
        let start = u32::try_from(text.as_str()[..byte].chars().count()).unwrap();
        let length = u32::try_from(old.chars().count()).unwrap();
        let range = CharRange::of(start, start + length);
        let texts = workspace.texts();
        let edits = correcting::passage(&project, &texts, source, range, new).unwrap();
        for edit in edits.edits() {
            workspace.edit(edit).unwrap();
        }
    }

    fn words(bookmarks: &Bookmarks, workspace: &Workspace) -> Vec<String> {
        let list = bookmarks.iter();
        list.map(|own| words_at(own, &workspace.texts())).collect()
    }

    const SAID: &str = "She came every week. I trust her, she gave us lifts too.";

    #[test]
    fn a_turn_has_one_bookmark_or_none() {
        let (workspace, source, mut bookmarks) = marked();
        let project = workspace.project();
        assert_eq!(words(&bookmarks, &workspace), [SAID]);
        assert_eq!(bookmarks.turns(project, source), [1].into());
        let elsewhere = bookmarks.toggle(project, source, CharIndex(2));
        assert_eq!(elsewhere, Some(true));
        let again = bookmarks.toggle(project, source, CharIndex(60));
        assert_eq!(again, Some(false), "anywhere in the turn");
        assert_eq!(bookmarks.turns(project, source), [0].into());
    }

    #[test]
    fn a_bookmark_moves_along_with_a_correction_and_back() {
        let (mut workspace, source, mut bookmarks) = marked();
        correct(
            &mut workspace,
            source,
            "How did it begin?",
            "How did all of it begin, then?",
        );
        correct(&mut workspace, source, "every week", "each week");
        assert!(bookmarks.follow(workspace.project(), &workspace.texts()));
        let now = SAID.replace("every", "each");
        assert_eq!(words(&bookmarks, &workspace), [now]);
        assert_eq!(bookmarks.turns(workspace.project(), source), [1].into());
        assert!(!bookmarks.follow(workspace.project(), &workspace.texts()));
        workspace.undo().unwrap();
        workspace.undo().unwrap();
        assert!(bookmarks.follow(workspace.project(), &workspace.texts()));
        assert_eq!(words(&bookmarks, &workspace), [SAID]);
    }

    #[test]
    fn a_bookmark_whose_words_are_gone_points_at_no_others() {
        let (mut workspace, source, mut bookmarks) = marked();
        correct(
            &mut workspace,
            source,
            SAID,
            "Nothing of this was said, she says, she.",
        );
        assert!(!bookmarks.follow(workspace.project(), &workspace.texts()));
        let project = workspace.snapshot();
        assert_eq!(bookmarks.astray(&project), 1);
        assert_eq!(bookmarks.turns(&project, source), BTreeSet::new());
        assert_eq!(words(&bookmarks, &workspace), [SAID], "what it stood at");
        workspace.undo().unwrap();
        bookmarks.follow(workspace.project(), &workspace.texts());
        assert_eq!(bookmarks.astray(workspace.project()), 0);
        assert_eq!(bookmarks.turns(workspace.project(), source), [1].into());
    }

    #[test]
    fn a_source_taken_out_and_back_has_its_bookmarks() {
        let (mut workspace, source, bookmarks) = marked();
        workspace.edit(project::Edit::RemoveSource(source)).unwrap();
        assert_eq!(bookmarks.astray(workspace.project()), 0);
        assert!(bookmarks.turns(workspace.project(), source).is_empty());
        workspace.undo().unwrap();
        assert_eq!(bookmarks.turns(workspace.project(), source), [1].into());
    }

    #[test]
    fn bookmarks_survive_a_restart_without_any_words() {
        let (workspace, _, bookmarks) = marked();
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("settings.json");
        let place = Bookmarks::place(&settings, workspace.project().info().id).unwrap();
        assert_eq!(Bookmarks::read(&place).unwrap().iter().count(), 0);
        bookmarks.write(&place).unwrap();
        let read = Bookmarks::read(&place).unwrap();
        assert!(read.iter().eq(bookmarks.iter()));
        let text = std::fs::read_to_string(&place).unwrap();
        assert!(!text.contains("week"), "{text}");
        std::fs::write(&place, "{").unwrap();
        assert!(Bookmarks::read(&place).is_err());
        assert_eq!(Bookmarks::read(&place).unwrap().iter().count(), 0);
        assert!(place.with_extension("damaged.json").exists());
    }
}
