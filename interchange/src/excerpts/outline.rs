//! The order in which excerpts are read: themes, groups, quotes, each passage once.

use std::collections::BTreeSet;

use project::SourceId;

use super::book::{ExcerptBook, Theme};
use super::row::ExcerptRow;

/// What is said of quotes without a group, where others have one.
const NO_GROUP: &str = "Group not recorded";

/// A theme with the quotes that stand under it directly.
pub(super) struct Section<'b> {
    pub(super) theme: &'b Theme,
    /// `Enabler · 7 quotes from 4 of 5 cases`.
    pub(super) summary: String,
    pub(super) groups: Vec<Group<'b>>,
}

/// The quotes of one respondent group.
pub(super) struct Group<'b> {
    /// None where no quote of the whole book has a group.
    pub(super) heading: Option<&'b str>,
    pub(super) passages: Vec<Passage<'b>>,
}

/// A passage, however many coders gave it this code: the longest of those that hold one another.
pub(super) struct Passage<'b> {
    pub(super) row: &'b ExcerptRow,
    /// The ids of all codings that it stands for.
    pub(super) quote_ids: Vec<&'b str>,
}

type Place = (SourceId, u32, u32);

/// Lays out a book for reading.
pub(super) fn sections(book: &ExcerptBook) -> Vec<Section<'_>> {
    let has_groups = book.rows.iter().any(|row| !row.grouped_by.is_empty());
    let own: Vec<Vec<Group<'_>>> = book
        .themes
        .iter()
        .map(|theme| {
            let first = book
                .rows
                .iter()
                .position(|row| row.code == theme.code)
                .unwrap_or(book.rows.len());
            let count = book.rows[first..]
                .iter()
                .take_while(|row| row.code == theme.code)
                .count();
            groups(&book.rows[first..first + count], has_groups)
        })
        .collect();
    let summary = |nth: usize| {
        let theme = &book.themes[nth];
        let below = book.themes[nth + 1..]
            .iter()
            .take_while(|next| next.depth > theme.depth)
            .count();
        let mut places: BTreeSet<Place> = BTreeSet::new();
        let mut cases: BTreeSet<&str> = BTreeSet::new();
        for group in own[nth..=nth + below].iter().flatten() {
            for passage in &group.passages {
                places.insert((passage.row.source_id, passage.row.start, passage.row.end));
                cases.insert(&passage.row.case);
            }
        }
        let kind = theme.kind.name();
        let kind = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
        let quotes = if places.len() == 1 {
            "1 quote".to_owned()
        } else {
            format!("{} quotes", places.len())
        };
        let base = book.about.cases;
        let all = if base == 1 {
            "1 case".to_owned()
        } else {
            format!("{base} cases")
        };
        let included = if below > 0 {
            ", sub-codes included"
        } else {
            ""
        };
        format!("{kind} · {quotes} from {} of {all}{included}", cases.len())
    };
    let summaries: Vec<String> = (0..book.themes.len()).map(summary).collect();
    book.themes
        .iter()
        .zip(summaries)
        .zip(own)
        .map(|((theme, summary), groups)| Section {
            theme,
            summary,
            groups,
        })
        .collect()
}

/// Parts a code's rows, which stand in order, into groups.
fn groups(rows: &[ExcerptRow], has_groups: bool) -> Vec<Group<'_>> {
    rows.chunk_by(|one, next| one.grouped_by.to_lowercase() == next.grouped_by.to_lowercase())
        .map(|rows| {
            let heading = rows.first().map_or("", |row| row.grouped_by.as_str());
            let heading = has_groups.then_some(if heading.is_empty() {
                NO_GROUP
            } else {
                heading
            });
            Group {
                heading,
                passages: passages(rows),
            }
        })
        .collect()
}

/// Joins codings that hold one another. Rows stand by source and start, so that whatever holds a row is the
/// last one kept.
fn passages(rows: &[ExcerptRow]) -> Vec<Passage<'_>> {
    let mut kept: Vec<Passage<'_>> = Vec::new();
    for row in rows {
        if let Some(last) = kept.last_mut()
            && last.row.source_id == row.source_id
        {
            let inside = |inner: &ExcerptRow, outer: &ExcerptRow| {
                outer.start <= inner.start && inner.end <= outer.end
            };
            if inside(row, last.row) || inside(last.row, row) {
                if !inside(row, last.row) {
                    last.row = row;
                }
                last.quote_ids.push(&row.quote_id);
                continue;
            }
        }
        kept.push(Passage {
            row,
            quote_ids: vec![&row.quote_id],
        });
    }
    kept
}

/// A quote between marks that always balance: “…” outside, and within it single marks for double ones.
pub(super) fn quoted(quote: &str) -> String {
    let quote = bare(quote.trim());
    let mut text = String::with_capacity(quote.len() + 6);
    text.push('“');
    let mut before = ' ';
    for c in quote.chars() {
        let shown = match c {
            '“' | '„' => '‘',
            '"' if before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–') => '‘',
            '”' | '"' => '’',
            other => other,
        };
        text.push(shown);
        before = c;
    }
    text.push('”');
    text
}

/// A quote without marks that are around all of it already.
fn bare(quote: &str) -> &str {
    let is_mark = |c: char| matches!(c, '“' | '”' | '"' | '„');
    let inner = quote
        .strip_prefix(['“', '"', '„'])
        .and_then(|rest| rest.strip_suffix(['”', '“', '"']));
    inner
        .filter(|inner| !inner.contains(is_mark))
        .map_or(quote, str::trim)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{book_of, excerpt, small_book};

    #[test]
    fn marks_are_put_once_and_alternate() {
        assert_eq!(quoted(" She listened. "), "“She listened.”");
        assert_eq!(quoted("“She listened.”"), "“She listened.”");
        assert_eq!(
            quoted("He said \"stop\" and (\"really\") left"),
            "“He said ‘stop’ and (‘really’) left”"
        );
        assert_eq!(quoted("“Stop” he said “now”"), "“‘Stop’ he said ‘now’”");
        assert_eq!(quoted("cut in the \"middle"), "“cut in the ‘middle”");
    }

    proptest! {
        #[test]
        fn marks_always_balance(quote in "[a-z “”„\"‘’.]{0,30}") {
            let shown = quoted(&quote);
            prop_assert_eq!(shown.matches('“').count(), 1);
            prop_assert_eq!(shown.matches(['”', '"', '„']).count(), 1);
        }
    }

    #[test]
    fn two_coders_on_one_passage_are_one_quote() {
        let mut rows = Vec::new();
        for (start, end) in [(0, 10), (0, 20), (5, 15), (15, 30)] {
            let mut row = excerpt("Trust", "parents", "words");
            (row.start, row.end) = (start, end);
            row.quote_id = format!("{start}-{end}");
            rows.push(row);
        }
        let found = passages(&rows);
        let ids: Vec<_> = found
            .iter()
            .map(|passage| passage.quote_ids.join(" "))
            .collect();
        assert_eq!(ids, ["0-10 0-20 5-15", "15-30"]);
        assert_eq!((found[0].row.start, found[0].row.end), (0, 20));
    }

    #[test]
    fn a_theme_counts_what_stands_below_it() {
        let book = small_book();
        let shown: Vec<String> = sections(&book)
            .iter()
            .map(|section| format!("{}: {}", section.theme.path, section.summary))
            .collect();
        insta::assert_debug_snapshot!(shown, @r#"
        [
            "Enablers: Enabler · 3 quotes from 2 of 5 cases, sub-codes included",
            "Enablers / Trust: Enabler · 3 quotes from 2 of 5 cases",
            "Waiting: Barrier · 1 quote from 1 of 5 cases",
        ]
        "#);
    }

    #[test]
    fn without_any_group_there_are_no_group_headings() {
        let book = book_of(vec![excerpt("Trust", "", "a"), excerpt("Trust", "", "b")]);
        assert!(
            sections(&book)
                .iter()
                .all(|section| section.groups.iter().all(|group| group.heading.is_none()))
        );
        let book = book_of(vec![
            excerpt("Trust", "parents", "a"),
            excerpt("Trust", "", "b"),
        ]);
        let sections = sections(&book);
        let headings: Vec<_> = sections
            .iter()
            .flat_map(|s| &s.groups)
            .map(|g| g.heading)
            .collect();
        assert_eq!(headings, [Some("parents"), Some("Group not recorded")]);
    }
}
