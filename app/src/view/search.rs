//! What a search shows: words in context, row by row, and where the matches are.

use std::cmp::Ordering;

use index::{Found, Hit, Place};
use project::text::CharRange;
use project::{GROUP, Project, SourceId};

use super::sources::{counted, counting_key};

/// A turn that matches, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitRow {
    /// Its place among the hits.
    pub hit: usize,
    /// Its source.
    pub source: SourceId,
    /// The first match.
    pub range: CharRange,
    /// The source's name.
    pub name: String,
    /// The turn, from 1.
    pub turn: usize,
    /// Who speaks; "" where nobody is named.
    pub speaker: String,
    /// The respondent group; "" for none.
    pub group: String,
    /// The words before the match, on one line.
    pub before: String,
    /// The match, on one line.
    pub matched: String,
    /// The words after the match, on one line.
    pub after: String,
    /// Further matches in the turn.
    pub more: usize,
    /// Whether a saved search had not found the turn when somebody last looked.
    pub is_new: bool,
}

impl HitRow {
    /// The row for people who hear it.
    #[must_use]
    pub fn label(&self) -> String {
        let who = if self.speaker.is_empty() {
            String::new()
        } else {
            format!("{}, ", self.speaker)
        };
        let new = if self.is_new { "New: " } else { "" };
        format!(
            "{new}{who}{}, turn {}: {}{}{}",
            self.name, self.turn, self.before, self.matched, self.after
        )
    }
}

/// Which hits are listed, of all that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Only of this group; none within: those of no group.
    pub group: Option<Option<String>>,
    /// Only of this source.
    pub source: Option<SourceId>,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// As they stand in the sources.
    #[default]
    Place,
    /// The words before the match, from the match leftwards.
    Before,
    /// The match itself.
    Match,
    /// The words after the match.
    After,
    /// Who speaks.
    Speaker,
    /// The respondent group.
    Group,
}

/// What is sorted by, and whether the other way round.
pub type Sorting = (By, bool);

/// The rows of what was found.
#[must_use]
pub fn hit_rows(
    project: &Project,
    found: &Found,
    narrow: &Narrow,
    (by, backwards): Sorting,
) -> Vec<HitRow> {
    let mut rows: Vec<HitRow> = found
        .hits
        .iter()
        .enumerate()
        .filter(|(_, hit)| narrow.source.is_none_or(|only| only == hit.source))
        .map(|(at, hit)| row_of(project, at, hit))
        .filter(|row| {
            narrow
                .group
                .as_ref()
                .is_none_or(|only| only.as_deref().unwrap_or_default() == row.group)
        })
        .collect();
    match by {
        By::Place => {}
        By::Before => rows.sort_by_cached_key(|row| left_key(&row.before)),
        By::Match => rows.sort_by_cached_key(|row| row.matched.to_lowercase()),
        By::After => rows.sort_by_cached_key(|row| right_key(&row.after)),
        By::Speaker => rows.sort_by_cached_key(|row| counting_key(&row.speaker)),
        By::Group => rows.sort_by(|one, other| no_group_last(&one.group, &other.group)),
    }
    if backwards {
        rows.reverse();
    }
    rows
}

fn row_of(project: &Project, at: usize, hit: &Hit) -> HitRow {
    let source = project.sources().get(hit.source);
    let speaker = hit
        .speaker
        .and_then(|speaker| project.speakers().get(speaker));
    let group = project
        .attribute_named(GROUP)
        .zip(source)
        .and_then(|(attribute, source)| {
            let value = project.value_of(attribute.id, source, speaker.map(AsRef::as_ref))?;
            Some(value.to_string())
        });
    HitRow {
        hit: at,
        source: hit.source,
        range: hit.first,
        name: source.map(|source| source.name.clone()).unwrap_or_default(),
        turn: hit.turn + 1,
        speaker: speaker
            .map(|speaker| speaker.name.clone())
            .unwrap_or_default(),
        group: group.unwrap_or_default(),
        before: on_one_line(&hit.before),
        matched: on_one_line(&hit.matched),
        after: on_one_line(&hit.after),
        more: hit.matches.len().saturating_sub(1),
        is_new: false,
    }
}

fn no_group_last(one: &str, other: &str) -> Ordering {
    (one.is_empty(), counting_key(one)).cmp(&(other.is_empty(), counting_key(other)))
}

/// A text with line ends and tabs as blanks, so that it stands on one line.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_whitespace() { ' ' } else { sign })
        .collect()
}

/// The words before a match, the nearest first.
fn left_key(before: &str) -> Vec<String> {
    plain_words(before).rev().take(8).collect()
}

fn right_key(after: &str) -> Vec<String> {
    plain_words(after).take(8).collect()
}

fn plain_words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Where in a source its matches stand, as pixels of a strip that is its whole length; each once, in order.
#[must_use]
pub fn plot(hits: &[Hit], characters: u32, pixels: usize) -> Vec<usize> {
    let last = pixels.saturating_sub(1);
    let places = hits.iter().flat_map(|hit| &hit.matches);
    let mut at: Vec<usize> = places
        .map(|range| range.start().get() * pixels / (characters.max(1) as usize))
        .map(|pixel| pixel.min(last))
        .collect();
    at.sort_unstable();
    at.dedup();
    at
}

/// How much was found, in words: "38 turns in 12 sources".
#[must_use]
pub fn summary(found: &Found, listed: usize, narrowed: bool) -> String {
    let turns = counted(number(found.total), "turn", "turns");
    let sources = counted(number(found.sources), "source", "sources");
    if narrowed {
        return format!(
            "{} of {turns} in {sources}",
            super::sources::thousands(number(listed))
        );
    }
    format!("{turns} in {sources}")
}

/// What else is to be known of an answer, in words; "" for nothing.
#[must_use]
pub fn remarks(found: &Found, everyone: bool) -> String {
    let mut words = Vec::new();
    if found.interviewer_turns > 0 && !everyone {
        words.push(format!(
            "{} of the interviewer left out",
            counted(number(found.interviewer_turns), "turn", "turns")
        ));
    }
    if found.hits.len() < found.total {
        words.push(format!(
            "the first {} are listed",
            super::sources::thousands(number(found.hits.len()))
        ));
    }
    if found.unread > 0 {
        words.push(format!(
            "{} not read yet",
            counted(number(found.unread), "source", "sources")
        ));
    }
    words.join(" · ")
}

/// The places of hits, for coding them.
#[must_use]
pub fn places_of(
    project: &Project,
    found: &Found,
    hits: impl Iterator<Item = usize>,
) -> Vec<Place> {
    let place = |hit: &Hit| {
        let turn = project.turns(hit.source).get(hit.turn)?;
        Some(Place {
            source: hit.source,
            turn: hit.turn,
            speaker: hit.speaker,
            speech: turn.speech,
            matches: hit.matches.clone(),
        })
    };
    hits.filter_map(|hit| found.hits.get(hit))
        .filter_map(place)
        .collect()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use index::{Index, Query, SearchOptions};

    use super::*;
    use crate::fixture;

    fn search(query: &str) -> (project::Workspace, Found) {
        let workspace = fixture::evaluation();
        let mut index = Index::in_memory(workspace.project()).unwrap();
        index
            .bring_up_to_date(workspace.project(), &workspace.texts(), &mut |_, _| {
                ControlFlow::Continue(())
            })
            .unwrap();
        let query = Query::parse(query).unwrap();
        let found = index
            .searcher()
            .search(
                &query,
                workspace.project(),
                &workspace.texts(),
                &SearchOptions::default(),
            )
            .unwrap();
        (workspace, found)
    }

    fn shown(
        workspace: &project::Workspace,
        found: &Found,
        narrow: &Narrow,
        sorting: Sorting,
    ) -> Vec<String> {
        hit_rows(workspace.project(), found, narrow, sorting)
            .iter()
            .map(|row| format!("{}|{}|{}", row.before, row.matched, row.after))
            .collect()
    }

    #[test]
    fn a_match_stands_in_its_context() {
        let (workspace, found) = search("trust");
        let rows = hit_rows(
            workspace.project(),
            &found,
            &Narrow::default(),
            Sorting::default(),
        );
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        assert_eq!(
            (
                row.name.as_str(),
                row.turn,
                row.speaker.as_str(),
                row.group.as_str()
            ),
            ("Parent 10", 2, "P10", "Parents")
        );
        assert_eq!(
            (row.before.as_str(), row.matched.as_str()),
            ("She came every week. I ", "trust")
        );
        assert_eq!(
            row.label(),
            "P10, Parent 10, turn 2: She came every week. I trust her, she gave us lifts too."
        );
        assert_eq!(summary(&found, 1, false), "1 turn in 1 source");
    }

    #[test]
    fn rows_sort_by_the_words_around_the_match() {
        let (workspace, found) = search("is OR less OR week");
        let all = shown(&workspace, &found, &Narrow::default(), (By::Place, false));
        assert_eq!(all.len(), 3, "{all:?}");
        let before: Vec<Vec<String>> = hit_rows(
            workspace.project(),
            &found,
            &Narrow::default(),
            (By::Before, false),
        )
        .iter()
        .map(|row| left_key(&row.before))
        .collect();
        assert!(before.is_sorted(), "{before:?}");
        let mut backwards = shown(&workspace, &found, &Narrow::default(), (By::After, true));
        backwards.reverse();
        assert_eq!(
            backwards,
            shown(&workspace, &found, &Narrow::default(), (By::After, false))
        );
    }

    #[test]
    fn groups_and_sources_narrow_the_list() {
        let (workspace, found) = search("is OR week");
        let of = |group: Option<&str>| Narrow {
            group: Some(group.map(str::to_owned)),
            source: None,
        };
        assert_eq!(
            shown(&workspace, &found, &of(Some("Parents")), Sorting::default()).len(),
            1
        );
        assert_eq!(
            shown(&workspace, &found, &of(None), Sorting::default()).len(),
            1,
            "the manager has no group"
        );
        let source = Narrow {
            source: Some(fixture::source_named(workspace.project(), "Manager 1")),
            group: None,
        };
        assert_eq!(
            shown(&workspace, &found, &source, Sorting::default()).len(),
            1
        );
        assert_eq!(summary(&found, 1, true), "1 of 2 turns in 2 sources");
    }

    #[test]
    fn matches_are_plotted_along_their_source() {
        let (workspace, found) = search("is OR week");
        let hit = &found.hits[0];
        let source = workspace.project().sources().get(hit.source).unwrap();
        let first = hit.matches[0].start().get();
        let strip = plot(&found.hits[..1], source.characters, 100);
        assert_eq!(strip[0], first * 100 / source.characters as usize);
        assert!(strip.is_sorted() && strip.iter().all(|&pixel| pixel < 100));
        assert_eq!(plot(&found.hits[..1], 0, 10), [9], "never off the strip");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let (_, mut found) = search("begin");
        assert_eq!(remarks(&found, false), "1 turn of the interviewer left out");
        found.unread = 2;
        assert_eq!(remarks(&found, true), "2 sources not read yet");
    }

    #[test]
    fn places_hold_the_whole_speech() {
        let (workspace, found) = search("trust");
        let places = places_of(workspace.project(), &found, 0..5);
        assert_eq!(places.len(), 1);
        assert!(places[0].speech.covers(places[0].matches[0]));
    }
}
