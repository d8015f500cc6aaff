//! Word frequencies: how often each word is said, by whom.

use std::collections::{BTreeMap, HashMap};

use project::{AttributeId, Project, Texts};

use crate::analyser::Quick;
use crate::error::SearchError;
use crate::join::{Join, JoinedSource};
use crate::plan::Plan;
use crate::query::Query;
use crate::reading::Reader;
use crate::small_words::SmallWords;
use crate::words::{fold_into, words};

/// Which words are counted, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordOptions {
    /// Whether the interviewer's words count too.
    pub everyone: bool,
    /// Whether small words (*the*, *and*, *yn*) are listed; they always count in the totals.
    pub small_words: bool,
    /// Whether words with the same stem are one, under the form that is said most.
    pub stems: bool,
    /// By which attribute's values they are counted beside the total.
    pub by: Option<AttributeId>,
}

/// The words of a project, or of what a query finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The values they are counted by, in order; none within: people without a value. Empty if by nothing.
    pub groups: Vec<Option<String>>,
    /// All words said by each group, small ones too.
    pub said: Vec<u64>,
    /// All words, small ones too.
    pub total: u64,
    /// Turns that were read.
    pub turns: u64,
    /// The words, most often said first.
    pub words: Vec<WordCount>,
}

/// How often one word is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCount {
    /// The word, folded; with stems the form said most.
    pub word: String,
    /// How often.
    pub count: u64,
    /// In how many sources.
    pub sources: u64,
    /// How often by each group.
    pub by_group: Vec<u64>,
}

#[derive(Debug, Default)]
struct Tally {
    by_group: Vec<u64>,
    sources: u64,
    last_source: Option<usize>,
    /// How often in each form, where stems make several one.
    forms: BTreeMap<String, u64>,
}

/// Counts the words of all turns, or of those that a query finds; the interviewer's are left out unless asked for.
///
/// Words are folded as a search folds them, so capitals and accents do not matter. Text that nobody says, such as
/// labels and headings before the first speaker, is read as speech of nobody.
///
/// # Errors
/// [`SearchError::Query`] if the query names what the project does not have, [`SearchError::Text`] if a text cannot be
/// loaded.
pub fn word_frequencies(
    query: Option<&Query>,
    project: &Project,
    texts: &Texts,
    options: &WordOptions,
) -> Result<Words, SearchError> {
    let join = Join::of(project, None);
    let plan = query
        .map(|query| Plan::new(query, project, &join))
        .transpose()?;
    let everyone = options.everyone || plan.as_ref().is_some_and(|plan| plan.names_a_role);
    let mut reader = plan.as_ref().map(|plan| Reader::new(plan, project, &join));
    let mut counter = Counter::new(options);
    for (number, joined) in join.sources.iter().enumerate() {
        let text = texts.of(&joined.source);
        let text = text.map_err(|source| SearchError::Text {
            name: joined.source.name.clone(),
            source,
        })?;
        let groups = counter.groups_of(project, joined);
        let small = SmallWords::of(&joined.source.language);
        for (turn, row) in (0_u32..).zip(&joined.turns.turns) {
            if row.speech.is_empty() || !everyone && joined.asks(turn) {
                continue;
            }
            if let Some(reader) = &mut reader
                && reader.read(&text, number, turn).is_none()
            {
                continue;
            }
            let nobody = joined.speakers.len();
            let group = groups[joined.speaker_place(turn).unwrap_or(nobody)];
            counter.read(text.slice(row.speech), number, group, joined, &small);
        }
    }
    Ok(counter.finish())
}

struct Counter<'a> {
    options: &'a WordOptions,
    groups: BTreeMap<Option<String>, usize>,
    said: Vec<u64>,
    turns: u64,
    tallies: HashMap<Box<str>, Tally, Quick>,
    folded: String,
}

impl<'a> Counter<'a> {
    fn new(options: &'a WordOptions) -> Self {
        Self {
            options,
            groups: BTreeMap::new(),
            said: Vec::new(),
            turns: 0,
            tallies: HashMap::default(),
            folded: String::new(),
        }
    }

    /// The place of each speaker's group, the last for turns of nobody.
    fn groups_of(&mut self, project: &Project, joined: &JoinedSource) -> Vec<usize> {
        let speakers = joined.speakers.iter().map(|speaker| Some(&**speaker));
        let places = speakers.chain([None]).map(|speaker| {
            let value = self.options.by.and_then(|attribute| {
                let value = project.value_of(attribute, &joined.source, speaker)?;
                Some(value.to_string())
            });
            let next = self.groups.len();
            *self.groups.entry(value).or_insert(next)
        });
        let places: Vec<usize> = places.collect();
        self.said.resize(self.groups.len(), 0);
        places
    }

    fn read(
        &mut self,
        speech: &str,
        source: usize,
        group: usize,
        joined: &JoinedSource,
        small: &SmallWords,
    ) {
        self.turns += 1;
        for word in words(speech) {
            let written = &speech[word.start..word.end];
            self.said[group] += 1;
            self.folded.clear();
            fold_into(written, &mut self.folded);
            if !self.options.small_words && small.holds(&self.folded) {
                continue;
            }
            let stem = self
                .options
                .stems
                .then(|| joined.tongue.stem_of_folded(&self.folded));
            let key = stem.as_deref().unwrap_or(&self.folded);
            if !self.tallies.contains_key(key) {
                self.tallies.insert(key.into(), Tally::default());
            }
            let Some(tally) = self.tallies.get_mut(key) else {
                continue;
            };
            if tally.by_group.len() <= group {
                tally.by_group.resize(group + 1, 0);
            }
            tally.by_group[group] += 1;
            if tally.last_source != Some(source) {
                tally.last_source = Some(source);
                tally.sources += 1;
            }
            if self.options.stems {
                *tally.forms.entry(self.folded.clone()).or_default() += 1;
            }
        }
    }

    fn finish(self) -> Words {
        let mut order: Vec<(Option<String>, usize)> = self.groups.into_iter().collect();
        // People without a value come last, and a group that says nothing is no group here.
        order.sort_by(|one, other| (one.0.is_none(), &one.0).cmp(&(other.0.is_none(), &other.0)));
        order.retain(|(_, place)| self.said[*place] > 0);
        let said: Vec<u64> = order.iter().map(|(_, place)| self.said[*place]).collect();
        let words = self.tallies.into_iter().map(|(key, tally)| {
            let most = tally
                .forms
                .iter()
                .rev()
                .max_by_key(|(_, count)| **count)
                .map(|(form, _)| form.clone());
            let of = |place: usize| tally.by_group.get(place).copied().unwrap_or(0);
            WordCount {
                word: most.unwrap_or_else(|| key.into()),
                count: tally.by_group.iter().sum(),
                sources: tally.sources,
                by_group: if self.options.by.is_some() {
                    order.iter().map(|(_, place)| of(*place)).collect()
                } else {
                    Vec::new()
                },
            }
        });
        let mut words: Vec<WordCount> = words.collect();
        words.sort_by(|one, other| {
            let by_count = other.count.cmp(&one.count);
            by_count.then_with(|| one.word.cmp(&other.word))
        });
        let by_nothing = self.options.by.is_none();
        Words {
            total: said.iter().sum(),
            groups: if by_nothing {
                Vec::new()
            } else {
                order.into_iter().map(|(name, _)| name).collect()
            },
            said: if by_nothing { Vec::new() } else { said },
            turns: self.turns,
            words,
        }
    }
}
