//! Reading a turn itself: whether a query holds for it, and on which words exactly.
//!
//! This is what every highlight comes from, and what the index is tested against.

use std::collections::HashMap;
use std::rc::Rc;

use project::Project;
use project::text::{ByteIndex, CharRange, SourceText};

use crate::analyser::Quick;
use crate::join::Join;
use crate::near::{phrase_starts, stretches};
use crate::plan::{Beginnings, Node, Plan, Shape, Text};
use crate::stems::Tongue;
use crate::words::{Word, words};

/// Reads turns with one query. It remembers which words are wanted, so that each is judged once.
pub(crate) struct Reader<'a> {
    plan: &'a Plan,
    project: &'a Project,
    join: &'a Join,
    /// What was found out of words, tongue by tongue.
    judged: HashMap<Tongue, Judged, Quick>,
}

/// What a query makes of the words of one tongue.
struct Judged {
    /// How words may begin that pass any test.
    beginnings: Beginnings,
    /// The tests each written word passes.
    passed: HashMap<Box<str>, Rc<[usize]>, Quick>,
}

/// The words of a turn, as far as a query cares.
struct Found {
    words: Vec<Word>,
    /// For each test of the plan the places of the words that pass, in order.
    places: Vec<Vec<u32>>,
}

impl<'a> Reader<'a> {
    /// A reader with a query.
    pub(crate) fn new(plan: &'a Plan, project: &'a Project, join: &'a Join) -> Self {
        Self {
            plan,
            project,
            join,
            judged: HashMap::default(),
        }
    }

    /// The matches in a turn of the source at a place in the join: where the words stand, in order, those that
    /// overlap made one. The whole speech if the query holds for the turn without any of its words; none if it
    /// does not hold.
    pub(crate) fn read(
        &mut self,
        text: &SourceText,
        source: usize,
        turn: u32,
    ) -> Option<Vec<CharRange>> {
        let joined = self.join.sources.get(source)?;
        let speech = joined.turns.turns.get(turn as usize)?.speech;
        let base = text.byte_of(speech.start()).0;
        let found = self.words_of(text.slice(speech), joined.tongue);
        let mut spans = Vec::new();
        if !self.holds(&self.plan.root, &found, source, turn, &mut spans) {
            return None;
        }
        if spans.is_empty() {
            return Some(vec![speech]);
        }
        spans.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
        for (first, last) in spans {
            match merged.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                Some(_) | None => merged.push((first, last)),
            }
        }
        let ranges = merged.into_iter().filter_map(|(first, last)| {
            let (first, last) = (
                found.words.get(first as usize)?,
                found.words.get(last as usize)?,
            );
            Some(text.range_of_bytes(ByteIndex(base + first.start), ByteIndex(base + last.end)))
        });
        Some(ranges.collect())
    }

    fn words_of(&mut self, speech: &str, tongue: Tongue) -> Found {
        let mut found = Found {
            words: Vec::new(),
            places: vec![Vec::new(); self.plan.tests.len()],
        };
        if self.plan.tests.is_empty() {
            return found;
        }
        let tests = &self.plan.tests;
        let judged = self.judged.entry(tongue).or_insert_with(|| Judged {
            beginnings: tests
                .iter()
                .fold(0, |all, test| all | test.beginnings(tongue)),
            passed: HashMap::default(),
        });
        for (place, word) in (0_u32..).zip(words(speech)) {
            found.words.push(word);
            let written = &speech[word.start..word.end];
            if !judged.may_pass(written) {
                continue;
            }
            let passed = if let Some(passed) = judged.passed.get(written) {
                Rc::clone(passed)
            } else {
                let tests = tests.iter().enumerate();
                let passed: Rc<[usize]> = tests
                    .filter(|(_, test)| test.fits(written, tongue))
                    .map(|(nth, _)| nth)
                    .collect();
                judged.passed.insert(written.into(), Rc::clone(&passed));
                passed
            };
            for &test in &*passed {
                found.places[test].push(place);
            }
        }
        found
    }

    /// Whether a node holds; if so, the words that make it hold are added to `spans`.
    fn holds(
        &self,
        node: &Node,
        found: &Found,
        source: usize,
        turn: u32,
        spans: &mut Vec<(u32, u32)>,
    ) -> bool {
        let before = spans.len();
        let holds = match node {
            Node::Text(text) => {
                let marks = self
                    .plan
                    .texts
                    .get(*text)
                    .map(|text| marks(text, found))
                    .unwrap_or_default();
                spans.extend(&marks);
                !marks.is_empty()
            }
            Node::Filter(condition) => self
                .plan
                .conditions
                .get(*condition)
                .is_some_and(|condition| condition.holds(self.project, self.join, source, turn)),
            Node::And(all) => all
                .iter()
                .all(|node| self.holds(node, found, source, turn, spans)),
            // Every branch is read, so that all words that matter are marked.
            Node::Or(any) => {
                let mut held = false;
                for node in any {
                    held |= self.holds(node, found, source, turn, spans);
                }
                held
            }
            Node::Not(node) => {
                let held = self.holds(node, found, source, turn, spans);
                spans.truncate(before);
                !held
            }
        };
        if !holds {
            spans.truncate(before);
        }
        holds
    }
}

impl Judged {
    fn may_pass(&self, written: &str) -> bool {
        let first = written
            .bytes()
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        !first.is_ascii() || self.beginnings & (1 << first) != 0
    }
}

/// The stretches of words, first and last place, where a text stands.
fn marks(text: &Text, found: &Found) -> Vec<(u32, u32)> {
    let places: Vec<&[u32]> = text
        .tests
        .iter()
        .filter_map(|&test| found.places.get(test))
        .map(Vec::as_slice)
        .collect();
    match text.shape {
        Shape::One => places
            .iter()
            .flat_map(|places| places.iter().map(|&place| (place, place)))
            .collect(),
        Shape::Row => {
            let more = u32::try_from(places.len())
                .unwrap_or(u32::MAX)
                .saturating_sub(1);
            phrase_starts(&places)
                .into_iter()
                .map(|start| (start, start + more))
                .collect()
        }
        Shape::Near(others) => stretches(&places, others),
    }
}
