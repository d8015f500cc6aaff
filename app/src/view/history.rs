//! The history as it is read: what was done, by whom and when, newest first.

use jiff::Timestamp as Moment;
use jiff::tz::TimeZone;
use project::{HistoryLine, Seq, Timestamp};

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// Which line.
    pub seq: Seq,
    /// The day it opens, if it is the first of its day in the list: "Monday 2 March 2026".
    pub day: Option<String>,
    /// The time of day: "14:05".
    pub time: String,
    /// Who.
    pub coder: String,
    /// What.
    pub label: String,
    /// Whether what it did is undone now.
    pub undone: bool,
    /// Whether it took something back.
    pub takes_back: bool,
    /// Whether something was done after it that still stands, so that one can go back to here.
    pub can_go_back: bool,
}

/// The lines of a history that fit the letters, newest first, with times of a zone.
#[must_use]
pub fn history_rows(lines: &[HistoryLine], letters: &str, zone: &TimeZone) -> Vec<HistoryRow> {
    let letters = letters.trim().to_lowercase();
    let mut rows: Vec<HistoryRow> = Vec::new();
    let mut last_day = String::new();
    for (at, line) in lines.iter().enumerate().rev() {
        let fits = letters.is_empty()
            || line.label.to_lowercase().contains(&letters)
            || line.coder.to_lowercase().contains(&letters);
        if !fits {
            continue;
        }
        let (day, time) = day_and_time(line.at, zone);
        let opens = day != last_day;
        last_day.clone_from(&day);
        rows.push(HistoryRow {
            seq: line.seq,
            day: opens.then_some(day),
            time,
            coder: line.coder.clone(),
            label: line.label.clone(),
            undone: line.undone,
            takes_back: line.undoes.is_some(),
            can_go_back: at + 1 < lines.len() && !line.undone && line.undoes.is_none(),
        });
    }
    rows
}

/// Whether a step that was done after a line still stands.
#[must_use]
pub fn stands_after(lines: &[HistoryLine], seq: Seq) -> bool {
    // What an undo did is the state before: only the line it left standing counts.
    let taken_back: Vec<Seq> = lines
        .iter()
        .filter(|line| !line.undone)
        .filter_map(|line| line.undoes)
        .collect();
    lines
        .iter()
        .rev()
        .take_while(|line| line.seq > seq)
        .any(|line| {
            let is_undo_of_later = line.undoes.is_some_and(|gone| gone > seq);
            !line.undone && !is_undo_of_later && !taken_back.contains(&line.seq)
        })
}

/// The day, "Monday 2 March 2026", and the time of day, "14:05".
pub(super) fn day_and_time(at: Timestamp, zone: &TimeZone) -> (String, String) {
    Moment::from_millisecond(at.0).map_or_else(
        |_| (String::new(), String::new()),
        |moment| {
            let there = moment.to_zoned_datetime(zone.clone());
            (
                there.strftime("%A %-d %B %Y").to_string(),
                there.strftime("%H:%M").to_string(),
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn the_newest_line_comes_first_and_days_are_named_once() {
        let workspace = fixture::evaluation();
        let rows = history_rows(&workspace.history().unwrap(), "", &TimeZone::UTC);
        assert_eq!(
            rows.first().unwrap().day.as_deref(),
            Some("Tuesday 14 November 2023")
        );
        assert_eq!(rows.iter().filter(|row| row.day.is_some()).count(), 1);
        assert!(
            rows[0].seq > rows[1].seq && rows[0].label.contains("Practical help"),
            "{rows:?}"
        );
        assert!(!rows[0].can_go_back && rows[1].can_go_back);
        assert_eq!(rows[0].coder, "Mair");
    }

    #[test]
    fn undone_lines_are_known_and_letters_filter() {
        let mut workspace = fixture::evaluation();
        workspace.undo().unwrap();
        let rows = history_rows(&workspace.history().unwrap(), "", &TimeZone::UTC);
        assert!(rows[0].takes_back && rows[1].undone, "{rows:?}");
        assert!(
            history_rows(&workspace.history().unwrap(), "trust", &TimeZone::UTC).len() < rows.len()
        );
    }

    #[test]
    fn going_back_ends_where_nothing_later_stands() {
        let mut workspace = fixture::evaluation();
        let lines = workspace.history().unwrap();
        let target = lines[lines.len() - 3].seq;
        let mut steps = 0;
        while stands_after(&workspace.history().unwrap(), target)
            && workspace.undo().unwrap().is_some()
        {
            steps += 1;
        }
        assert_eq!(steps, 2);
        assert!(workspace.project().codings().is_empty());
    }
}
