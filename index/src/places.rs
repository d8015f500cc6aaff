//! Where words stand in turns, read from the index turn after turn.

use std::sync::Arc;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::{SegmentComponent, SegmentReader};
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, InvertedIndexReader};

use crate::error::SearchError;

/// A word in fewer than one turn of so many that are asked for is looked up there; one in more of them is read
/// from end to end, which costs a tenth as much for each turn.
const FEW: u64 = 64;

/// Where words of one field stand in the turns of a segment.
pub(crate) struct PlacesOf {
    words: Arc<InvertedIndexReader>,
    positions: FileSlice,
}

impl PlacesOf {
    /// Of a field that has places.
    pub(crate) fn field(reader: &SegmentReader, field: Field) -> Result<Self, SearchError> {
        let file = reader
            .open_read(SegmentComponent::Positions)
            .map_err(tantivy::TantivyError::from)?;
        let fields = CompositeFile::open(&file)?;
        Ok(Self {
            words: reader.inverted_index(field)?,
            positions: fields.open_read(field).unwrap_or_else(FileSlice::empty),
        })
    }

    /// Of some words, to be asked for about so many turns.
    pub(crate) fn of(&self, words: &[TermInfo], turns: u64) -> Result<Places, SearchError> {
        let mut read = Vec::with_capacity(words.len());
        for word in words {
            let is_sought = u64::from(word.doc_freq) > turns.saturating_mul(FEW);
            read.push(if is_sought {
                let option = IndexRecordOption::WithFreqsAndPositions;
                Word::Sought(Box::new(
                    self.words.read_postings_from_terminfo(word, option)?,
                ))
            } else {
                Word::Read(Box::new(self.blocks(word)?))
            });
        }
        Ok(Places { words: read })
    }

    fn blocks(&self, word: &TermInfo) -> Result<Blocks, SearchError> {
        let option = IndexRecordOption::WithFreqs;
        let positions = self.positions.slice(word.positions_range.clone());
        Ok(Blocks {
            turns: self.words.read_block_postings_from_terminfo(word, option)?,
            positions: PositionReader::open(positions.read_bytes()?)?,
            before: 0,
            at: 0,
            passed: 0,
            steps: Vec::new(),
        })
    }
}

/// Where any of some words stands, for turns that are asked for in their order.
pub(crate) struct Places {
    words: Vec<Word>,
}

impl Places {
    /// The places in a turn, in order.
    pub(crate) fn read(&mut self, turn: u32, places: &mut Vec<u32>) {
        places.clear();
        for word in &mut self.words {
            match word {
                Word::Read(blocks) => blocks.append(turn, places),
                Word::Sought(postings) => {
                    if postings.doc() < turn {
                        postings.seek(turn);
                    }
                    if postings.doc() == turn {
                        postings.append_positions_with_offset(0, places);
                    }
                }
            }
        }
        if self.words.len() > 1 {
            places.sort_unstable();
        }
    }
}

enum Word {
    Sought(Box<SegmentPostings>),
    Read(Box<Blocks>),
}

/// A word's turns and places, a block of turns at a time: the engine's own way to a turn's places sums up the block
/// for each.
struct Blocks {
    turns: BlockSegmentPostings,
    positions: PositionReader,
    /// How many places the blocks before this one have.
    before: u64,
    /// Which turn of the block comes next.
    at: usize,
    /// How many places the turns of the block before that one have.
    passed: usize,
    /// From each place of the block to the next of the same turn, once one is asked for.
    steps: Vec<u32>,
}

impl Blocks {
    fn append(&mut self, turn: u32, places: &mut Vec<u32>) {
        while self.turns.docs().last().is_some_and(|&last| last < turn) {
            self.before += u64::from(self.turns.freqs().iter().sum::<u32>());
            self.turns.advance();
            (self.at, self.passed) = (0, 0);
            self.steps.clear();
        }
        let (turns, often) = (self.turns.docs(), self.turns.freqs());
        while turns.get(self.at).is_some_and(|&before| before < turn) {
            self.passed += often[self.at] as usize;
            self.at += 1;
        }
        if turns.get(self.at) != Some(&turn) {
            return;
        }
        if self.steps.is_empty() {
            self.steps.resize(often.iter().sum::<u32>() as usize, 0);
            self.positions.read(self.before, &mut self.steps);
        }
        let steps = &self.steps[self.passed..][..often[self.at] as usize];
        let mut place = 0;
        places.extend(steps.iter().map(|step| {
            place += step;
            place
        }));
    }
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::analyser::TakenUp;
    use crate::schema::{schema, tokenizers};

    /// A word's places in each of many turns: often several, in every third turn none.
    fn standing(turn: u32) -> Vec<u32> {
        match turn % 3 {
            0 => Vec::new(),
            1 => vec![turn % 5],
            _ => (0..=turn % 7).map(|nth| nth * 2 + turn % 2).collect(),
        }
    }

    fn said(turn: u32) -> String {
        let places = standing(turn);
        let words = (0..20).map(|place| {
            if places.contains(&place) {
                "the"
            } else {
                "worker"
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn places_are_the_same_read_from_end_to_end_and_looked_up() {
        const TURNS: u32 = 1500;
        let (schema, fields) = schema();
        let mut index = Index::create_in_ram(schema);
        index.set_tokenizers(tokenizers(&TakenUp::default()));
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for turn in 0..TURNS {
            let mut document = TantivyDocument::new();
            document.add_text(fields.exact, said(turn));
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let [segment] = searcher.segment_readers() else {
            panic!("written at once");
        };
        let places_of = PlacesOf::field(segment, fields.exact).unwrap();
        let the = places_of.words.terms().get("the").unwrap().unwrap();
        let worker = places_of.words.terms().get("worker").unwrap().unwrap();
        for (asked, is_read) in [(1, false), (u64::from(TURNS), true)] {
            for step in [1, 2, 130, 700] {
                let one = std::slice::from_ref(&the);
                let mut places = places_of.of(one, asked).unwrap();
                assert_eq!(matches!(places.words[0], Word::Read(_)), is_read);
                let mut both = places_of.of(&[the.clone(), worker.clone()], asked).unwrap();
                let mut found = Vec::new();
                for turn in (0..TURNS).step_by(step) {
                    places.read(turn, &mut found);
                    assert_eq!(found, standing(turn), "turn {turn}");
                    both.read(turn, &mut found);
                    assert_eq!(found, (0..20).collect::<Vec<_>>(), "turn {turn}");
                }
                places.read(TURNS, &mut found);
                assert!(found.is_empty());
            }
        }
    }
}
