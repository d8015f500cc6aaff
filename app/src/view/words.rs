//! How often each word is said, by whom, and which words one group says more than another.

mod cloud;

use std::sync::Arc;

use analysis::{Keyness, keyness};
use index::{Query, WordOptions, Words, filter_of, word_frequencies};
use interchange::tables::{Cell, MOST_TRACES, Table, Trace};
use project::{AttributeId, GROUP, Project, Seq, Texts};

use super::matrix::attribute_name;
use super::sources::{counted, thousands};
use crate::message::Trouble;

pub use cloud::{Area, Placed, cloud};

/// Which words to count, and by what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsAsk {
    /// Only in turns that this finds; "": in all.
    pub query: String,
    /// Whether the interviewer's words count too.
    pub everyone: bool,
    /// Whether small words are listed, such as “the” and “and”.
    pub small_words: bool,
    /// Whether words with the same stem are one.
    pub stems: bool,
    /// The attribute whose values are the groups.
    pub by: Option<AttributeId>,
    /// The two groups whose words are set against each other.
    pub compare: Option<(Option<String>, Option<String>)>,
}

impl WordsAsk {
    /// Whether the same words are counted in the same way, whatever is compared.
    fn counts_as(&self, other: &Self) -> bool {
        let plain = |ask: &Self| Self {
            compare: None,
            ..ask.clone()
        };
        plain(self) == plain(other)
    }
}

/// Words as counted.
#[derive(Clone, Debug, PartialEq)]
pub struct WordTable {
    /// What was asked, and of which state of the project.
    pub of: (WordsAsk, Seq),
    /// The words.
    pub words: Arc<Words>,
    /// The name of the attribute whose values are the groups; "" for none.
    pub by: String,
    /// The places of the two groups that are compared.
    pub compared: Option<(usize, usize)>,
    /// How strongly each word belongs to one of the two.
    pub keyness: Vec<Option<Keyness>>,
    /// The words' places as they are listed: the most said first, or where groups are compared what tells them apart most.
    pub order: Vec<usize>,
}

/// Words as counted, or why they cannot be.
pub type WordsFound = Result<WordTable, String>;

/// Counts words. What `before` counted is not counted again where only the comparison is another.
///
/// # Errors
/// Where the query is not understood, or a text cannot be read.
pub fn find(
    project: &Project,
    texts: &Texts,
    ask: WordsAsk,
    before: Option<&WordTable>,
) -> Result<WordTable, Trouble> {
    let seq = project.seq();
    let held = before.filter(|before| before.of.1 == seq && before.of.0.counts_as(&ask));
    let words = if let Some(held) = held {
        Arc::clone(&held.words)
    } else {
        let query = match ask.query.trim() {
            "" => None,
            typed => Some(Query::parse(typed).map_err(Trouble::from)?),
        };
        let options = WordOptions {
            everyone: ask.everyone,
            small_words: ask.small_words,
            stems: ask.stems,
            by: ask.by,
        };
        let words = word_frequencies(query.as_ref(), project, texts, &options);
        Arc::new(words.map_err(Trouble::from)?)
    };
    let place = |group: &Option<String>| words.groups.iter().position(|known| known == group);
    let compared = ask.compare.as_ref();
    let compared = compared.and_then(|(one, other)| Some((place(one)?, place(other)?)));
    let (keyness, order) = set_against(&words, compared);
    Ok(WordTable {
        by: ask
            .by
            .map(|by| attribute_name(project, by))
            .unwrap_or_default(),
        of: (ask, seq),
        words,
        compared,
        keyness,
        order,
    })
}

/// How strongly each word belongs to one of two groups, and the words' places with those first that tell the two apart most,
/// whichever of them says more. Without groups the words as they are.
#[must_use]
pub fn set_against(
    words: &Words,
    compared: Option<(usize, usize)>,
) -> (Vec<Option<Keyness>>, Vec<usize>) {
    let mut order: Vec<usize> = (0..words.words.len()).collect();
    let Some((one, other)) = compared else {
        return (Vec::new(), order);
    };
    let of = |by_group: &[u64]| {
        keyness(
            *by_group.get(one)?,
            *words.said.get(one)?,
            *by_group.get(other)?,
            *words.said.get(other)?,
        )
    };
    let keys: Vec<Option<Keyness>> = words.words.iter().map(|word| of(&word.by_group)).collect();
    let strength = |at: usize| keys[at].map_or(0.0, |key| key.g2.abs());
    order.sort_by(|&one, &other| strength(other).total_cmp(&strength(one)));
    (keys, order)
}

/// The name of a group of people.
#[must_use]
pub fn group_name(group: Option<&str>) -> &str {
    group.unwrap_or("No value")
}

/// What words are counted by before anybody chose: the respondent group, if it is known.
#[must_use]
pub fn first_by(project: &Project) -> Option<AttributeId> {
    project.attribute_named(GROUP).map(|attribute| attribute.id)
}

/// What was counted and what is listed of it, in a sentence.
#[must_use]
pub fn base_words(table: &WordTable) -> String {
    let words = &table.words;
    let different = u64::try_from(words.words.len()).unwrap_or(u64::MAX);
    let small = if table.of.0.small_words {
        ""
    } else {
        ", small words left out"
    };
    let key = if table.compared.is_some() {
        " G² grows with the difference and with how often a word is said; 5 of a hundred words pass 3.8 by chance alone."
    } else {
        ""
    };
    format!(
        "{} in {}; {} different{small}.{key}",
        counted(words.total, "word", "words"),
        counted(words.turns, "turn", "turns"),
        thousands(different)
    )
}

/// A number of the list in words: how often a word is said, by a group or (none) by all, in how many sources or out of how
/// many words.
#[must_use]
pub fn number_words(table: &WordTable, at: usize, group: Option<usize>) -> String {
    let Some(word) = table.words.words.get(at) else {
        return String::new();
    };
    let Some(group) = group else {
        return format!(
            "{}: {} in {}",
            word.word,
            counted(word.count, "time", "times"),
            counted(word.sources, "source", "sources")
        );
    };
    let n = word.by_group.get(group).copied().unwrap_or_default();
    let said = table.words.said.get(group).copied().unwrap_or_default();
    let name = table.words.groups.get(group).and_then(Option::as_deref);
    format!(
        "{} × {}: {} in {}, {} in a thousand",
        word.word,
        group_name(name),
        counted(n, "time", "times"),
        counted(said, "word", "words"),
        in_a_thousand(n, said)
    )
}

/// How often something is said among a thousand words, to a tenth.
fn in_a_thousand(n: u64, said: u64) -> String {
    let tenths = (n * 20_000 / said.max(1)).div_ceil(2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How strongly a word belongs to one of the groups compared: which, and the words for it; none where nothing is compared.
#[must_use]
pub fn key_words(table: &WordTable, at: usize) -> Option<(bool, String)> {
    let (one, other) = table.compared?;
    let key = table.keyness.get(at).copied().flatten()?;
    let name = |at: usize| group_name(table.words.groups.get(at).and_then(Option::as_deref));
    let first = key.g2 >= 0.0;
    let (more, less) = if first {
        (name(one), name(other))
    } else {
        (name(other), name(one))
    };
    let word = table.words.words.get(at).map_or("", |word| &word.word);
    let times = key.log_ratio.abs().exp2();
    Some((
        first,
        format!(
            "{word}: said more by {more} than by {less}, {times:.1} times as often (G² {:.1})",
            key.g2.abs()
        ),
    ))
}

/// Beyond this, G² is larger than chance alone makes it for 5 of a hundred words.
pub const BEYOND_CHANCE: f64 = 3.84;

/// The search for a word, by a group or (none) by anybody; within what was searched for already.
#[must_use]
pub fn search_for(
    project: &Project,
    table: &WordTable,
    at: usize,
    group: Option<usize>,
) -> Option<String> {
    let ask = &table.of.0;
    let word = &table.words.words.get(at)?.word;
    // With stems a word stands for all its forms, as a plain word of a search does.
    let mut query = if ask.stems {
        word.clone()
    } else {
        format!("={word}")
    };
    let filter = group.and_then(|group| {
        let attribute = project.attributes().get(ask.by?)?;
        let value = table.words.groups.get(group)?;
        filter_of(&attribute.name, value.as_deref())
    });
    if let Some(filter) = filter {
        query = format!("{query} {filter}");
    }
    if !ask.query.trim().is_empty() {
        query = format!("{query} ({})", ask.query.trim());
    }
    Some(query)
}

/// The words as a table to be written out: those at `order`, in that order; if asked, with the search that lists the places
/// behind each number.
#[must_use]
pub fn words_out(project: &Project, table: &WordTable, order: &[usize], with_trace: bool) -> Table {
    let words = &table.words;
    let name = |at: usize| group_name(words.groups.get(at).and_then(Option::as_deref));
    let mut columns = ["Word", "Count", "Sources"].map(str::to_owned).to_vec();
    let groups = words.groups.iter().zip(&words.said);
    let groups = groups.filter(|_| table.of.0.by.is_some());
    columns.extend(
        groups.map(|(group, said)| format!("{} (of {said})", group_name(group.as_deref()))),
    );
    if let Some((one, other)) = table.compared {
        columns.push(format!("G² ({} +, {} −)", name(one), name(other)));
        columns.push("Log ratio".to_owned());
    }
    let rows = order.iter().filter_map(|&at| {
        let word = words.words.get(at)?;
        let mut cells = vec![
            Cell::Text(word.word.clone()),
            Cell::Count(word.count),
            Cell::Count(word.sources),
        ];
        cells.extend(word.by_group.iter().map(|&n| Cell::Count(n)));
        if table.compared.is_some() {
            match table.keyness.get(at).copied().flatten() {
                Some(key) => cells.extend([key.g2, key.log_ratio].map(Cell::Number)),
                None => cells.extend([Cell::Blank, Cell::Blank]),
            }
        }
        Some(cells)
    });
    let searches = if with_trace {
        " Behind each number stands the search that lists its places."
    } else {
        ""
    };
    let without = if table.of.0.everyone {
        ""
    } else {
        " without the interviewer’s"
    };
    Table {
        title: "Words".to_owned(),
        note: format!(
            "{} words in {} turns{without}; the numbers in brackets are all words that a group says.{searches}",
            words.total, words.turns
        ),
        rows: rows.collect(),
        trace: if with_trace {
            searches_out(project, table, order, &columns)
        } else {
            Vec::new()
        },
        columns,
    }
}

/// The search behind each number of the words written out.
fn searches_out(
    project: &Project,
    table: &WordTable,
    order: &[usize],
    columns: &[String],
) -> Vec<Trace> {
    let groups = 0..table.words.groups.len();
    // A word's count comes second, those by group from the fourth column on.
    let numbers: Vec<(Option<usize>, &String)> = std::iter::once(None)
        .chain(groups.map(Some))
        .zip(columns.iter().skip(1).take(1).chain(columns.iter().skip(3)))
        .collect();
    let mut traces = Vec::new();
    for &at in order {
        let Some(word) = table.words.words.get(at) else {
            continue;
        };
        for &(group, column) in &numbers {
            let said = group.is_none_or(|group| word.by_group.get(group).is_some_and(|&n| n > 0));
            let search = search_for(project, table, at, group).filter(|_| said);
            traces.extend(search.map(|text| Trace {
                row: word.word.clone(),
                column: column.clone(),
                text,
                ..Trace::default()
            }));
        }
    }
    traces.truncate(MOST_TRACES);
    traces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn counted_by_group(compare: bool) -> WordTable {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let groups = (Some("Parents".to_owned()), None);
        let ask = WordsAsk {
            by: first_by(project),
            compare: compare.then_some(groups),
            ..WordsAsk::default()
        };
        find(project, &workspace.texts(), ask, None).unwrap()
    }

    fn place(table: &WordTable, word: &str) -> usize {
        let words = table.words.words.iter();
        words
            .map(|known| known.word.as_str())
            .position(|known| known == word)
            .unwrap()
    }

    #[test]
    fn numbers_say_what_they_are_out_of() {
        let table = counted_by_group(false);
        let trust = place(&table, "trust");
        assert_eq!(
            number_words(&table, trust, None),
            "trust: 1 time in 1 source"
        );
        let said = table.words.said[0];
        assert_eq!(
            number_words(&table, trust, Some(0)),
            format!(
                "trust × Parents: 1 time in {said} words, {} in a thousand",
                in_a_thousand(1, said)
            )
        );
        assert_eq!(
            (in_a_thousand(1, 3), in_a_thousand(0, 0)),
            ("333.3".into(), "0.0".into())
        );
        assert_eq!(key_words(&table, trust), None);
    }

    #[test]
    fn two_groups_are_set_against_each_other_without_counting_again() {
        let workspace = fixture::evaluation();
        let before = counted_by_group(false);
        let ask = WordsAsk {
            compare: Some((None, Some("Parents".into()))),
            ..before.of.0.clone()
        };
        let project = workspace.project();
        let held = WordTable {
            of: (before.of.0.clone(), project.seq()),
            ..before
        };
        let table = find(project, &workspace.texts(), ask, Some(&held)).unwrap();
        assert!(Arc::ptr_eq(&table.words, &held.words));
        let funding = place(&table, "funding");
        let (first, words) = key_words(&table, funding).unwrap();
        assert!(
            first && words.starts_with("funding: said more by No value than by Parents"),
            "{words}"
        );
        let strength = |at: &usize| table.keyness[*at].unwrap().g2.abs();
        assert!(
            table
                .order
                .windows(2)
                .all(|pair| strength(&pair[0]) >= strength(&pair[1]))
        );
    }

    #[test]
    fn a_word_is_searched_for_as_it_was_counted() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let mut table = counted_by_group(false);
        let trust = place(&table, "trust");
        assert_eq!(search_for(project, &table, trust, None).unwrap(), "=trust");
        assert_eq!(
            search_for(project, &table, trust, Some(0)).unwrap(),
            "=trust group:\"Parents\""
        );
        table.of.0.query = "week OR lifts".into();
        table.of.0.stems = true;
        let nobody = search_for(project, &table, trust, Some(1)).unwrap();
        assert_eq!(nobody, "trust group:\"\" (week OR lifts)");
        assert!(Query::parse(&nobody).is_ok());
    }

    #[test]
    fn a_query_that_is_not_understood_is_told() {
        let workspace = fixture::evaluation();
        let ask = WordsAsk {
            query: "(trust".into(),
            ..WordsAsk::default()
        };
        let found = find(workspace.project(), &workspace.texts(), ask, None);
        assert!(matches!(found, Err(Trouble::Query(_))));
    }

    #[test]
    fn the_table_goes_out_as_it_is_listed() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let table = counted_by_group(true);
        let out = words_out(project, &table, &table.order, true);
        assert_eq!(out.columns[4], "No value (of 3)");
        assert_eq!(out.columns[5], "G² (Parents +, No value −)");
        assert_eq!(out.rows.len(), table.words.words.len());
        assert!(out.rows.iter().all(|row| row.len() == out.columns.len()));
        let plain = counted_by_group(false);
        let few = words_out(project, &plain, &plain.order[..2], false);
        assert_eq!((few.rows.len(), few.columns.len()), (2, 5));
        assert!(few.trace.is_empty());
    }

    #[test]
    fn each_number_goes_out_with_its_search() {
        let workspace = fixture::evaluation();
        let project = workspace.project();
        let table = counted_by_group(false);
        let out = words_out(project, &table, &table.order, true);
        let behind = |row: &str| -> Vec<(&str, &str)> {
            let traces = out.trace.iter().filter(|trace| trace.row == row);
            traces
                .map(|trace| (trace.column.as_str(), trace.text.as_str()))
                .collect()
        };
        let row = table.words.words.iter().find(|word| word.word == "trust");
        let by_group: Vec<u64> = row.map(|word| word.by_group.clone()).unwrap_or_default();
        let told = behind("trust");
        assert_eq!(told[0].0, "Count");
        assert_eq!(told.len(), 1 + by_group.iter().filter(|&&n| n > 0).count());
        for (_, search) in out.trace.iter().map(|trace| (&trace.row, &trace.text)) {
            assert!(Query::parse(search).is_ok(), "{search}");
        }
    }
}
