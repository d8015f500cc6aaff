//! The list of bookmarks as rows, and which one comes next.

use std::collections::BTreeMap;

use project::text::CharIndex;
use project::{Project, SourceId, Texts};

use super::search::on_one_line;
use super::sources::{SourceRow, source_rows};
use crate::bookmarks::{Bookmark, Bookmarks, words_at};

/// A bookmark in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookmarkRow {
    /// Which one.
    pub bookmark: Bookmark,
    /// Its source's name.
    pub source: String,
    /// Its turn and who speaks: "turn 4, P10"; "" where its words are gone.
    pub turn: String,
    /// What is said there, or was.
    pub words: String,
    /// Whether its words are gone from its source.
    pub astray: bool,
}

/// Bookmarks in the order of the list of sources and of their places, those whose words are gone last.
fn in_order(project: &Project, bookmarks: &Bookmarks) -> Vec<Bookmark> {
    let rows = source_rows(project, "", None);
    let places: BTreeMap<SourceId, usize> = rows
        .iter()
        .filter_map(|row| match row {
            SourceRow::Source { id, .. } => Some(*id),
            SourceRow::Group { .. } => None,
        })
        .zip(0..)
        .collect();
    let mut list: Vec<Bookmark> = bookmarks.iter().cloned().collect();
    list.retain(|own| places.contains_key(&own.source));
    list.sort_by_key(|own| {
        let astray = !own.stands(project);
        (astray, places.get(&own.source).copied(), own.speech)
    });
    list
}

/// The bookmarks of a project whose source, speaker or words have these letters.
#[must_use]
pub fn bookmark_rows(
    project: &Project,
    texts: &Texts,
    bookmarks: &Bookmarks,
    letters: &str,
) -> Vec<BookmarkRow> {
    let letters = letters.trim().to_lowercase();
    let rows = in_order(project, bookmarks).into_iter().map(|bookmark| {
        let source = project.sources().get(bookmark.source);
        let astray = !bookmark.stands(project);
        BookmarkRow {
            source: source.map(|source| source.name.clone()).unwrap_or_default(),
            turn: if astray {
                String::new()
            } else {
                turn_of(project, &bookmark)
            },
            words: on_one_line(&words_at(&bookmark, texts)),
            astray,
            bookmark,
        }
    });
    let fits = |row: &BookmarkRow| {
        let parts = [&row.source, &row.turn, &row.words];
        parts
            .iter()
            .any(|part| part.to_lowercase().contains(&letters))
    };
    rows.filter(fits).collect()
}

fn turn_of(project: &Project, bookmark: &Bookmark) -> String {
    let Some(turns) = project.turn_list(bookmark.source) else {
        return String::new();
    };
    let Some(at) = turns.at(bookmark.speech.start()) else {
        return String::new();
    };
    let speaker = turns.turns.get(at).and_then(|turn| turn.speaker);
    let speaker = speaker.and_then(|speaker| project.speakers().get(speaker));
    let number = format!("turn {}", at + 1);
    match speaker {
        Some(speaker) if !speaker.name.is_empty() => format!("{number}, {}", speaker.name),
        Some(_) | None => number,
    }
}

/// The next bookmark after a place, in this source or those further down the list, or the one before.
#[must_use]
pub fn neighbour(
    project: &Project,
    bookmarks: &Bookmarks,
    from: Option<(SourceId, CharIndex)>,
    forward: bool,
) -> Option<Bookmark> {
    let mut list = in_order(project, bookmarks);
    list.retain(|own| own.stands(project));
    let Some((source, caret)) = from else {
        return if forward {
            list.into_iter().next()
        } else {
            list.pop()
        };
    };
    let rows = source_rows(project, "", None);
    let place = |id: SourceId| {
        rows.iter().position(|row| match row {
            SourceRow::Source { id: own, .. } => *own == id,
            SourceRow::Group { .. } => false,
        })
    };
    let here = (place(source), caret);
    let key = |own: &Bookmark| (place(own.source), own.speech.start());
    if forward {
        list.into_iter().find(|own| key(own) > here)
    } else {
        list.into_iter().rev().find(|own| key(own) < here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn bookmarks_are_listed_by_source_and_place_and_walked_in_that_order() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let named = |name| fixture::source_named(project, name);
        let mut bookmarks = Bookmarks::default();
        for (name, place) in [
            ("Parent 10", 90),
            ("Manager 1", 5),
            ("Parent 10", 30),
            ("Parent 2", 15),
        ] {
            bookmarks.toggle(project, named(name), CharIndex(place));
        }
        let rows = bookmark_rows(project, &workspace.texts(), &bookmarks, "");
        let shown: Vec<String> = rows
            .iter()
            .map(|row| format!("{}, {}: {}", row.source, row.turn, row.words))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        Parent 2, turn 2, P2: Shwmae.
        Parent 10, turn 2, P10: She came every week. I trust her, she gave us lifts too.
        Parent 10, turn 3, I: And now?
        Manager 1, turn 1, M1: Funding is short.
        ");
        let found = bookmark_rows(project, &workspace.texts(), &bookmarks, "LIFTS");
        assert_eq!(found.len(), 1);
        let mut from = None;
        for row in &rows {
            let next = neighbour(project, &bookmarks, from, true).unwrap();
            assert_eq!(next, row.bookmark);
            from = Some((next.source, next.speech.start()));
        }
        assert_eq!(neighbour(project, &bookmarks, from, true), None);
        for row in rows.iter().rev().skip(1) {
            let before = neighbour(project, &bookmarks, from, false).unwrap();
            assert_eq!(before, row.bookmark);
            from = Some((before.source, before.speech.start()));
        }
        assert_eq!(neighbour(project, &bookmarks, from, false), None);
    }
}
