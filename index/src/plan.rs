//! Plans: a query made ready for one project, its names found and its words stemmed for the languages there.

use std::collections::BTreeSet;

use project::Project;

use crate::codings::CodingTest;
use crate::expression::Expression;
use crate::filters::{Asked, Condition};
use crate::join::Join;
use crate::near::letters_apart;
use crate::query::{Expr, Filter, Leaf, Query, QueryError, Slot};
use crate::stems::{Stems, Tongue};
use crate::words::fold;

/// A query ready to be asked of turns.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What to evaluate.
    pub(crate) root: Node,
    /// Its words to find.
    pub(crate) texts: Vec<Text>,
    /// All single words of `texts`.
    pub(crate) tests: Vec<WordTest>,
    /// Its filters.
    pub(crate) conditions: Vec<Condition>,
    /// Whether it says itself who speaks.
    pub(crate) names_a_role: bool,
}

/// An expression over places in the plan's lists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(usize),
    Filter(usize),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

/// Words to find together: which tests, and how they must stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// Places in [`Plan::tests`].
    pub(crate) tests: Vec<usize>,
    /// How.
    pub(crate) shape: Shape,
}

/// How words must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One word.
    One,
    /// In a row.
    Row,
    /// In any order with at most so many others among them.
    Near(u32),
}

/// What one word must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WordTest {
    /// Of this word's family, in each of the project's tongues.
    Family(Vec<(Tongue, Stems)>),
    /// This word, or of this pattern.
    Slot(Slot),
    /// At most so many letters away.
    Fuzzy(String, u8),
    /// As a regular expression describes.
    Expression(Expression),
}

impl WordTest {
    /// Whether a word as written in a text of some tongue is so.
    pub(crate) fn fits(&self, written: &str, tongue: Tongue) -> bool {
        match self {
            Self::Family(families) => families
                .iter()
                .any(|(of, stems)| *of == tongue && stems.meet(&tongue.stems(written))),
            Self::Slot(slot) => slot.fits(&fold(written)),
            Self::Fuzzy(word, most) => letters_apart(word, &fold(written), *most),
            Self::Expression(expression) => expression.fits(&fold(written)),
        }
    }
}

impl WordTest {
    /// The families whose words pass, tongue by tongue; none for other tests.
    pub(crate) fn families(&self) -> &[(Tongue, Stems)] {
        match self {
            Self::Family(families) => families,
            Self::Slot(_) | Self::Fuzzy(..) | Self::Expression(_) => &[],
        }
    }
}

/// Letters of ASCII as a set of bits.
pub(crate) type Beginnings = u128;

/// The set of the letter a folded word begins with; that of none if it is beyond ASCII.
fn beginning(folded: &str) -> Beginnings {
    folded
        .bytes()
        .next()
        .filter(u8::is_ascii)
        .map_or(0, |byte| 1 << byte)
}

impl WordTest {
    /// With which small letters words of a tongue that pass may begin, of those written with a beginning in
    /// ASCII. Most words of a text are told from the ones looked for by this alone.
    pub(crate) fn beginnings(&self, tongue: Tongue) -> Beginnings {
        match self {
            Self::Family(_) if !tongue.keeps_beginnings() => Beginnings::MAX,
            Self::Family(families) => families
                .iter()
                .filter(|(of, _)| *of == tongue)
                .flat_map(|(_, stems)| stems.iter().map(beginning))
                .fold(0, |all, one| all | one),
            Self::Slot(Slot::Word(word)) => beginning(word),
            Self::Slot(Slot::Pattern(pattern)) if !pattern.head().is_empty() => {
                beginning(pattern.head())
            }
            Self::Slot(Slot::Pattern(_)) | Self::Fuzzy(..) | Self::Expression(_) => Beginnings::MAX,
        }
    }
}

impl Plan {
    /// Whether searching takes long enough for two threads.
    pub(crate) fn is_heavy(&self) -> bool {
        let one_word =
            |test: &WordTest| matches!(test, WordTest::Family(_) | WordTest::Slot(Slot::Word(_)));
        !self.conditions.is_empty()
            || self.texts.iter().any(|text| text.shape != Shape::One)
            || !self.tests.iter().all(one_word)
    }

    /// Makes a query ready.
    pub(crate) fn new(query: &Query, project: &Project, join: &Join) -> Result<Self, QueryError> {
        let tongues: BTreeSet<Tongue> = join.sources.iter().map(|joined| joined.tongue).collect();
        let mut planner = Planner {
            project,
            join,
            tongues,
            texts: Vec::new(),
            tests: Vec::new(),
            conditions: Vec::new(),
        };
        let root = planner.node(&query.root)?;
        let Planner {
            texts,
            tests,
            conditions,
            ..
        } = planner;
        Ok(Self {
            root,
            texts,
            tests,
            conditions,
            names_a_role: query.names_a_role(),
        })
    }
}

struct Planner<'a> {
    project: &'a Project,
    join: &'a Join,
    tongues: BTreeSet<Tongue>,
    texts: Vec<Text>,
    tests: Vec<WordTest>,
    conditions: Vec<Condition>,
}

impl Planner<'_> {
    fn node(&mut self, expr: &Expr) -> Result<Node, QueryError> {
        Ok(match expr {
            Expr::Text(leaf) => self.text(leaf),
            Expr::Filter(filter) => {
                let asked = self.asked(filter)?;
                self.condition(asked)
            }
            Expr::And(all) => self.and(all)?,
            Expr::Or(any) => Node::Or(
                any.iter()
                    .map(|expr| self.node(expr))
                    .collect::<Result<_, _>>()?,
            ),
            Expr::Not(expr) => Node::Not(Box::new(self.node(expr)?)),
        })
    }

    /// All of several. What is asked of codings side by side is asked of one coding: `code:` with `coder:`,
    /// `overlaps:`, `follows:`, `precedes:`, `weight:` and `shortlisted:`. Several codes are several codings.
    fn and(&mut self, all: &[Expr]) -> Result<Node, QueryError> {
        let mut nodes = Vec::with_capacity(all.len());
        let mut wanted = Vec::new();
        let mut shared: Option<CodingTest> = None;
        for expr in all {
            let Expr::Filter(filter) = expr else {
                nodes.push(self.node(expr)?);
                continue;
            };
            let asked = self.asked(filter)?;
            if let Asked::Coded(test) = asked {
                if test.codes.is_some() {
                    wanted.push(test);
                } else {
                    shared.get_or_insert_default().narrow(test);
                }
            } else {
                nodes.push(self.condition(asked));
            }
        }
        if let Some(shared) = shared {
            if wanted.is_empty() {
                wanted.push(CodingTest::default());
            }
            for test in &mut wanted {
                test.narrow(shared.clone());
            }
        }
        for test in wanted {
            nodes.push(self.condition(Asked::Coded(test)));
        }
        Ok(Node::And(nodes))
    }

    fn asked(&self, filter: &Filter) -> Result<Asked, QueryError> {
        Asked::of(filter, self.project, self.join)
    }

    fn condition(&mut self, asked: Asked) -> Node {
        self.conditions.push(Condition::new(asked, self.join));
        Node::Filter(self.conditions.len() - 1)
    }

    fn text(&mut self, leaf: &Leaf) -> Node {
        let (tests, shape) = match leaf {
            Leaf::Word(word) => {
                let families = self
                    .tongues
                    .iter()
                    .map(|&tongue| (tongue, tongue.stems(word)))
                    .collect();
                (vec![WordTest::Family(families)], Shape::One)
            }
            Leaf::Fuzzy(word, most) => (vec![WordTest::Fuzzy(word.clone(), *most)], Shape::One),
            Leaf::Expression(expression) => {
                (vec![WordTest::Expression(expression.clone())], Shape::One)
            }
            Leaf::Phrase(slots) | Leaf::Near(slots, _) if slots.len() == 1 => (
                slots.iter().cloned().map(WordTest::Slot).collect(),
                Shape::One,
            ),
            Leaf::Phrase(slots) => (
                slots.iter().cloned().map(WordTest::Slot).collect(),
                Shape::Row,
            ),
            Leaf::Near(slots, others) => (
                slots.iter().cloned().map(WordTest::Slot).collect(),
                Shape::Near(*others),
            ),
        };
        let first = self.tests.len();
        self.tests.extend(tests);
        self.texts.push(Text {
            tests: (first..self.tests.len()).collect(),
            shape,
        });
        Node::Text(self.texts.len() - 1)
    }
}
