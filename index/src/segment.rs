//! Asking a segment of the index: a query over sets of turns.
//!
//! The engine's dictionary, posting lists and positions are read directly and combined as sets, because half
//! of a query (who speaks, what is coded) is not in the index but joined from the project, anywhere between
//! its brackets.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use project::Project;
use tantivy::index::SegmentReader;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Term};

use crate::bits::Bits;
use crate::dictionary::Dictionary;
use crate::error::SearchError;
use crate::join::Join;
use crate::near::{has_phrase, has_stretch};
use crate::places::PlacesOf;
use crate::plan::{Node, Plan, Shape, Text, WordTest};
use crate::query::Slot;
use crate::runs::{Run, Runs};
use crate::schema::{Fields, pack};
use crate::spoken::Spoken;
use crate::stems::{Stems, Tongue};

/// No source of the project, in a list of places by key.
pub(crate) const NO_SOURCE: u32 = u32::MAX;

/// A word in so many times as many turns as another is not worth listing beside it: a search within a list costs about as
/// much as reading so many entries.
const MUCH_COMMONER: u64 = 16;

/// Words of one field's dictionary.
struct Listed {
    field: Field,
    terms: Vec<TermInfo>,
    /// The only tongue whose turns count; none: all.
    only: Option<Tongue>,
}

/// The words of a test's families, tongue by tongue.
pub(crate) type FamilyWords = Vec<Vec<Box<str>>>;

/// What is asked, of each segment alike.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) plan: &'a Plan,
    /// For each test of the plan.
    pub(crate) families: &'a [FamilyWords],
    pub(crate) project: &'a Project,
    pub(crate) join: &'a Join,
    /// For each key the place of its source in the join.
    pub(crate) by_key: &'a [u32],
}

/// What is known of a segment whatever is asked.
#[derive(Debug)]
pub(crate) struct SegmentKnown {
    /// Where its turns are.
    runs: Runs,
    /// Its words, once a question has to be held against all of them.
    dictionary: OnceLock<Dictionary>,
}

impl SegmentKnown {
    pub(crate) fn of(runs: Runs) -> Self {
        Self {
            runs,
            dictionary: OnceLock::new(),
        }
    }

    /// Its words, from the index of the field that has them.
    pub(crate) fn dictionary(
        &self,
        exact: &InvertedIndexReader,
    ) -> Result<&Dictionary, SearchError> {
        remembered(&self.dictionary, || Dictionary::of(exact))
    }
}

/// One segment, ready to be asked.
pub(crate) struct SegmentSearch<'a> {
    reader: &'a SegmentReader,
    fields: &'a Fields,
    exact: Arc<InvertedIndexReader>,
    asking: Asking<'a>,
    known: &'a SegmentKnown,
    /// For each test of the plan what its words are, once asked for.
    words: Vec<OnceLock<Vec<Listed>>>,
    /// For each test of the plan the turns with such a word, once asked for.
    with_word: Vec<OnceLock<Bits>>,
}

/// What of the matching turns of a segment is an answer.
pub(crate) struct Sifted {
    /// The turns.
    pub(crate) found: Bits,
    /// Who speaks in them.
    pub(crate) spoken: Spoken,
    /// Turns of the interviewer left out.
    pub(crate) interviewer: usize,
}

impl<'a> SegmentSearch<'a> {
    pub(crate) fn new(
        reader: &'a SegmentReader,
        fields: &'a Fields,
        asking: Asking<'a>,
        known: &'a SegmentKnown,
    ) -> Result<Self, SearchError> {
        let tests = asking.plan.tests.len();
        Ok(Self {
            reader,
            fields,
            exact: reader.inverted_index(fields.exact)?,
            asking,
            known,
            words: std::iter::repeat_with(OnceLock::new).take(tests).collect(),
            with_word: std::iter::repeat_with(OnceLock::new).take(tests).collect(),
        })
    }

    /// The turns for which the plan holds.
    pub(crate) fn matching(&self) -> Result<Bits, SearchError> {
        let mut all = Bits::all(self.reader.max_doc());
        if let Some(alive) = self.reader.alive_bitset() {
            (0..self.reader.max_doc())
                .filter(|&doc| alive.is_deleted(doc))
                .for_each(|doc| all.remove(doc));
        }
        self.evaluate(&self.asking.plan.root, &all)
    }

    /// The runs of its turns, each with the place of its source in the join; none if the index is behind there.
    fn runs(&self) -> impl Iterator<Item = (Option<u32>, Run)> {
        self.known.runs.iter().map(|run| {
            let source = self.asking.by_key.get(run.key as usize).copied();
            (source.filter(|&source| source != NO_SOURCE), run)
        })
    }

    /// Takes out what the index is behind with and, unless everyone is wanted, what the interviewer says; counts the rest.
    pub(crate) fn sifted(&self, mut found: Bits, everyone: bool) -> Sifted {
        let join = self.asking.join;
        let mut spoken = Spoken::none(join);
        let mut interviewer = 0;
        for (source, run) in self.runs() {
            let place = source.map(|source| source as usize);
            let joined = place.and_then(|source| Some((source, join.sources.get(source)?)));
            let Some((source, joined)) = joined else {
                found.remove_all(&run.docs);
                continue;
            };
            let by_speaker = spoken.of_mut(join, source);
            found.sift(&run.docs, |first, held| {
                let from = i64::from(first) + run.shift();
                let mut kept = held;
                if !everyone {
                    kept &= !joined.asking().window(from);
                    interviewer += (held & !kept).count_ones() as usize;
                }
                for (turns, said) in by_speaker.iter_mut().zip(joined.said_by()) {
                    *turns += (said.window(from) & kept).count_ones();
                }
                kept
            });
        }
        Sifted {
            found,
            spoken,
            interviewer,
        }
    }

    /// Calls with each turn of a set that is in one of some sources: its number here, and its source's place in the join and
    /// its number there, packed.
    pub(crate) fn each_place(
        &self,
        found: &Bits,
        sources: &Range<u32>,
        mut take: impl FnMut(u32, u64),
    ) {
        for (source, run) in self.runs() {
            let Some(source) = source.filter(|source| sources.contains(source)) else {
                continue;
            };
            for doc in found.within(&run.docs) {
                take(doc, pack(source, run.turn_at(doc)));
            }
        }
    }

    /// The turns of a tongue.
    fn in_tongue(&self, tongue: Tongue) -> Bits {
        let mut turns = Bits::none(self.reader.max_doc());
        for (source, run) in self.runs() {
            let joined = source.and_then(|source| self.asking.join.sources.get(source as usize));
            if joined.is_some_and(|joined| joined.tongue == tongue) {
                turns.insert_all(&run.docs);
            }
        }
        turns
    }

    fn evaluate(&self, node: &Node, within: &Bits) -> Result<Bits, SearchError> {
        let mut found = within.clone();
        match node {
            Node::Text(text) => {
                if let Some(text) = self.asking.plan.texts.get(*text) {
                    self.keep_text(text, &mut found)?;
                }
            }
            Node::Filter(condition) => self.keep_known(*condition, &mut found),
            Node::And(all) => {
                // Cheap and choosy first: words, then brackets, and each turn's facts only for what is left.
                let mut order: Vec<&Node> = all.iter().collect();
                order.sort_by_key(|node| cost(node));
                for node in order {
                    if found.is_empty() {
                        break;
                    }
                    found = self.evaluate(node, &found)?;
                }
            }
            Node::Or(any) => {
                found = Bits::none(self.reader.max_doc());
                for node in any {
                    found.add(&self.evaluate(node, within)?);
                }
            }
            Node::Not(node) => found.subtract(&self.evaluate(node, within)?),
        }
        Ok(found)
    }

    fn keep_known(&self, condition: usize, found: &mut Bits) {
        let asking = self.asking;
        let Some(condition) = asking.plan.conditions.get(condition) else {
            return;
        };
        for (source, run) in self.runs() {
            match source {
                Some(source) => {
                    let run = (source as usize, &run);
                    condition.keep(asking.project, asking.join, run, found);
                }
                None => found.remove_all(&run.docs),
            }
        }
    }

    fn keep_text(&self, text: &Text, found: &mut Bits) -> Result<(), SearchError> {
        // The rarest word first. A much commoner one is then looked for in what is left, not listed to its end.
        let mut tests: Vec<(u64, usize)> = Vec::with_capacity(text.tests.len());
        for &test in &text.tests {
            let terms = self.words(test)?.iter().flat_map(|list| &list.terms);
            tests.push((commonness(terms), test));
        }
        tests.sort_unstable();
        let rarest = tests.first().map_or(0, |(turns, _)| *turns);
        for &(turns, test) in &tests {
            if turns > rarest.saturating_mul(MUCH_COMMONER) {
                break;
            }
            found.keep(self.with_word(test)?);
            if found.is_empty() {
                return Ok(());
            }
        }
        if text.shape == Shape::One {
            return Ok(());
        }
        let mut slots: Vec<Vec<TermInfo>> = Vec::with_capacity(text.tests.len());
        for &test in &text.tests {
            let lists = self.words(test)?.iter();
            slots.push(lists.flat_map(|list| list.terms.iter().cloned()).collect());
        }
        match text.shape {
            Shape::One => Ok(()),
            Shape::Row => self.keep_standing(&slots, found, &|places| has_phrase(places)),
            Shape::Near(others) => {
                self.keep_standing(&slots, found, &|places| has_stretch(places, others))
            }
        }
    }

    /// Keeps the turns whose words stand as they should.
    fn keep_standing(
        &self,
        slots: &[Vec<TermInfo>],
        found: &mut Bits,
        stand: &dyn Fn(&[Vec<u32>]) -> bool,
    ) -> Result<(), SearchError> {
        let places_of = PlacesOf::field(self.reader, self.fields.exact)?;
        let turns = u64::from(found.count());
        let mut readers = Vec::with_capacity(slots.len());
        for terms in slots {
            readers.push(places_of.of(terms, turns)?);
        }
        // The rarest first: where it is not, the others need not be looked for.
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|&slot| commonness(&slots[slot]));
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); slots.len()];
        let before = found.clone();
        for doc in before.iter() {
            let all_stand = order.iter().all(|&slot| {
                let places = &mut places[slot];
                readers[slot].read(doc, places);
                !places.is_empty()
            });
            if !(all_stand && stand(&places)) {
                found.remove(doc);
            }
        }
        Ok(())
    }

    /// The turns with a word that passes a test of the plan.
    pub(crate) fn with_word(&self, test: usize) -> Result<&Bits, SearchError> {
        remembered(&self.with_word[test], || {
            let mut found = Bits::none(self.reader.max_doc());
            for list in self.words(test)? {
                let index = self.reader.inverted_index(list.field)?;
                let mut with_word = Bits::none(self.reader.max_doc());
                for term in &list.terms {
                    let mut block =
                        index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
                    while !block.docs().is_empty() {
                        block.docs().iter().for_each(|&doc| with_word.insert(doc));
                        block.advance();
                    }
                }
                if let Some(tongue) = list.only.filter(|_| !list.terms.is_empty()) {
                    with_word.keep(&self.in_tongue(tongue));
                }
                found.add(&with_word);
            }
            Ok(found)
        })
    }

    /// How often words that pass a test stand in each of some turns, added to `counts` by turn.
    pub(crate) fn count_words(
        &self,
        test: usize,
        within: &Bits,
        counts: &mut [u32],
    ) -> Result<(), SearchError> {
        for list in self.words(test)? {
            let index = self.reader.inverted_index(list.field)?;
            let mut within = within.clone();
            if let Some(tongue) = list.only {
                within.keep(&self.in_tongue(tongue));
            }
            for term in &list.terms {
                let mut block =
                    index.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?;
                while !block.docs().is_empty() {
                    for (&doc, &often) in block.docs().iter().zip(block.freqs()) {
                        if within.holds(doc)
                            && let Some(count) = counts.get_mut(doc as usize)
                        {
                            *count += often;
                        }
                    }
                    block.advance();
                }
            }
        }
        Ok(())
    }

    /// The words of the dictionary that pass a test of the plan.
    fn words(&self, test: usize) -> Result<&[Listed], SearchError> {
        remembered(&self.words[test], || {
            let asking = self.asking;
            if let WordTest::Family(families) = &asking.plan.tests[test] {
                self.family(families, &asking.families[test])
            } else {
                self.passing(&asking.plan.tests[test])
            }
        })
        .map(Vec::as_slice)
    }

    fn dictionary(&self) -> Result<&Dictionary, SearchError> {
        self.known.dictionary(&self.exact)
    }

    /// The words of the dictionary that pass a test which the dictionary alone can judge.
    fn passing(&self, test: &WordTest) -> Result<Vec<Listed>, SearchError> {
        let words = self.exact.terms();
        let mut terms = Vec::new();
        match test {
            // Their words come with the question: see [`Asking::families`].
            WordTest::Family(_) => {}
            WordTest::Slot(Slot::Word(word)) => terms.extend(words.get(word)?),
            WordTest::Slot(Slot::Pattern(pattern)) => {
                let fits = |word: &str| pattern.is_head_only() || pattern.fits(word);
                terms = self.dictionary()?.fitting(pattern.head(), fits);
            }
            WordTest::Expression(expression) => {
                terms = self.dictionary()?.fitting("", |word| expression.fits(word));
            }
            WordTest::Fuzzy(word, most) => {
                let near = FuzzyTermQuery::new(
                    Term::from_field_text(self.fields.exact, word),
                    *most,
                    true,
                );
                let mut stream = words.search(near.automaton()?).into_stream()?;
                while stream.advance() {
                    terms.push(stream.value().clone());
                }
            }
        }
        Ok(vec![Listed {
            field: self.fields.exact,
            terms,
            only: None,
        }])
    }

    /// The words of families: those whose folded spelling has the stem, in turns of that language; and the stems that
    /// only their accented spelling has, which the language's own field tells.
    fn family(
        &self,
        families: &[(Tongue, Stems)],
        words: &FamilyWords,
    ) -> Result<Vec<Listed>, SearchError> {
        let mut lists = Vec::new();
        for ((tongue, stems), words) in families.iter().zip(words) {
            let mut folded = Vec::with_capacity(words.len());
            for word in words {
                folded.extend(self.exact.terms().get(&**word)?);
            }
            lists.push(Listed {
                field: self.fields.exact,
                terms: folded,
                only: (families.len() > 1).then_some(*tongue),
            });
            let Some(&field) = self.fields.stems.get(tongue.place()) else {
                continue;
            };
            let index = self.reader.inverted_index(field)?;
            let mut spelled = Vec::new();
            for stem in stems.iter() {
                spelled.extend(index.terms().get(stem)?);
            }
            lists.push(Listed {
                field,
                terms: spelled,
                only: None,
            });
        }
        Ok(lists)
    }

    /// The number of words in a turn, roughly.
    pub(crate) fn lengths(&self) -> Result<tantivy::fieldnorm::FieldNormReader, SearchError> {
        Ok(self.reader.get_fieldnorms_reader(self.fields.exact)?)
    }

    /// Words in all turns together.
    pub(crate) fn total_words(&self) -> u64 {
        self.exact.total_num_tokens()
    }
}

/// In how many turns each of some words stands, all together.
fn commonness<'t>(terms: impl IntoIterator<Item = &'t TermInfo>) -> u64 {
    let turns = terms.into_iter().map(|term| u64::from(term.doc_freq));
    turns.sum()
}

/// What stands in a cell, which is filled when it is first asked for.
fn remembered<T>(
    cell: &OnceLock<T>,
    find: impl FnOnce() -> Result<T, SearchError>,
) -> Result<&T, SearchError> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let found = find()?;
    Ok(cell.get_or_init(|| found))
}

/// How dear a node is, roughly.
fn cost(node: &Node) -> u8 {
    match node {
        Node::Text(_) => 0,
        Node::And(_) => 1,
        Node::Or(_) => 2,
        Node::Not(_) => 3,
        Node::Filter(_) => 4,
    }
}
