//! Reads the pieces of a query into an expression.

use project::SpeakerRole;

use super::lexer::{Piece, Placed, pieces};
use super::{Expr, Field, Filter, Leaf, Pattern, QueryError, Slot};
use crate::expression::Expression;
use crate::words::{fold, words_with_stars};

/// Brackets deeper than this are a mistake, and would cost a stack.
const DEEPEST: usize = 50;
/// More words than this are a pasted text and not a query.
const MOST_PIECES: usize = 1_000;
/// More words than this between two quotation marks are no phrase anyone remembers.
const LONGEST_PHRASE: usize = 50;

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Expr, QueryError> {
    let pieces = pieces(text)?;
    if let Some(placed) = pieces.get(MOST_PIECES) {
        return Err(QueryError::new(
            placed.at,
            "This query is too long: search for a few words of it.",
        ));
    }
    let end = text.chars().count();
    let mut parser = Parser {
        pieces,
        next: 0,
        depth: 0,
        end,
    };
    let found = parser.either()?;
    if let Some(placed) = parser.pieces.get(parser.next) {
        return Err(QueryError::new(
            placed.at,
            "This bracket closes nothing: take it away, or open one before it.",
        ));
    }
    found.ok_or_else(|| QueryError::new(0, "Type a word to search for."))
}

struct Parser {
    pieces: Vec<Placed>,
    next: usize,
    depth: usize,
    /// The length of the query, in code points.
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.next).map(|placed| &placed.piece)
    }

    /// Where the next piece begins.
    fn at(&self) -> usize {
        self.pieces
            .get(self.next)
            .map_or(self.end, |placed| placed.at)
    }

    fn take(&mut self) -> Option<Placed> {
        let placed = self.pieces.get(self.next).cloned();
        self.next += 1;
        placed
    }

    /// `a OR b`. Answers none where only signs stand.
    fn either(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut any = Vec::new();
        let mut missing = None;
        loop {
            match self.all()? {
                Some(expr) => any.push(expr),
                None => missing = missing.or(Some(self.at())),
            }
            if self.peek() != Some(&Piece::Or) {
                break;
            }
            if let Some(at) = missing {
                return Err(QueryError::new(at, "OR needs a word before it."));
            }
            self.next += 1;
        }
        match (missing, any.len()) {
            (Some(at), 1..) => Err(QueryError::new(at, "OR needs a word after it.")),
            (_, 0) => Ok(None),
            (_, 1) => Ok(any.pop()),
            (_, 2..) => Ok(Some(Expr::Or(any))),
        }
    }

    /// `a AND b`, `a b`.
    fn all(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut all = Vec::new();
        loop {
            let and_at = self.at();
            let and = self.peek() == Some(&Piece::And);
            if and {
                if all.is_empty() {
                    return Err(QueryError::new(and_at, "AND needs a word before it."));
                }
                self.next += 1;
            }
            if matches!(self.peek(), None | Some(Piece::Or | Piece::Close)) {
                if and {
                    return Err(QueryError::new(self.at(), "AND needs a word after it."));
                }
                break;
            }
            match self.one()? {
                Some(expr) => all.push(expr),
                None if and => return Err(QueryError::new(and_at, "AND needs a word after it.")),
                None => {}
            }
        }
        Ok(if all.len() > 1 {
            Some(Expr::And(all))
        } else {
            all.pop()
        })
    }

    /// One word, quotation, filter or bracket, with the NOTs before it.
    fn one(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut not_at = None;
        let mut negated = false;
        while self.peek() == Some(&Piece::Not) {
            not_at = Some(self.at());
            negated = !negated;
            self.next += 1;
        }
        let missing = |at| QueryError::new(at, "NOT needs a word after it.");
        let found = match self.take() {
            None => return Err(missing(self.end)),
            Some(Placed {
                piece: Piece::Open,
                at,
            }) => self.bracket(at)?,
            Some(Placed {
                piece: Piece::Quoted(inside, tail),
                at,
            }) => Some(Expr::Text(quotation(&inside, &tail, at)?)),
            Some(Placed {
                piece: Piece::Expression(typed),
                at,
            }) => {
                let expression =
                    Expression::new(&typed).map_err(|message| QueryError::new(at, message))?;
                Some(Expr::Text(Leaf::Expression(expression)))
            }
            Some(Placed {
                piece: Piece::Name(name),
                at,
            }) => Some(Expr::Filter(self.filter(&name, at)?)),
            Some(Placed {
                piece: Piece::Bare(run),
                at,
            }) => bare(&run, at)?.map(Expr::Text),
            Some(Placed {
                piece: Piece::And | Piece::Or | Piece::Close | Piece::Not,
                at,
            }) => return Err(missing(at)),
        };
        match (found, not_at) {
            (None, Some(at)) => Err(missing(at)),
            (Some(expr), Some(_)) if negated => Ok(Some(Expr::Not(Box::new(expr)))),
            (found, _) => Ok(found),
        }
    }

    fn bracket(&mut self, at: usize) -> Result<Option<Expr>, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError::new(at, "These brackets are nested too deeply."));
        }
        let inside = self.either()?;
        self.depth -= 1;
        if self.peek() != Some(&Piece::Close) {
            return Err(QueryError::new(
                at,
                "This bracket is never closed: add a ) after what belongs together.",
            ));
        }
        self.next += 1;
        if inside.is_none() {
            return Err(QueryError::new(
                at,
                "There is nothing between these brackets.",
            ));
        }
        Ok(inside)
    }

    fn filter(&mut self, name: &str, at: usize) -> Result<Filter, QueryError> {
        let field = Field::named(name);
        let value_at = self.at();
        let colon_at = at + name.chars().count() + 1;
        let directly = |value_at: usize| value_at == colon_at || value_at == colon_at + 2;
        let value = match self.peek() {
            Some(Piece::Quoted(inside, tail)) if directly(value_at) => {
                if !tail.is_empty() && !field.takes_distance() {
                    return Err(QueryError::new(
                        value_at + inside.chars().count() + 2,
                        "Only near:, follows: and precedes: take a number of turns.",
                    ));
                }
                format!("{inside}{tail}")
            }
            Some(Piece::Bare(run)) if directly(value_at) => run.clone(),
            _ => {
                return Err(QueryError::new(
                    colon_at.min(self.end),
                    format!("Say which: {name}:something, or {name}:\"several words\"."),
                ));
            }
        };
        self.next += 1;
        check_value(&field, &value, value_at)?;
        Ok(Filter {
            field,
            value,
            at,
            value_at,
        })
    }
}

/// Checks the values that are the same in every project.
fn check_value(field: &Field, value: &str, at: usize) -> Result<(), QueryError> {
    match field {
        Field::Role => value.parse::<SpeakerRole>().map(|_| ()).map_err(|message| QueryError::new(at, sentence(&message))),
        Field::Coded if coded_means(value).is_none() => Err(QueryError::new(at, "Write coded:yes or coded:no.")),
        Field::Kind => kind_of(value).map(|_| ()).ok_or_else(|| {
            QueryError::new(at, format!("“{value}” is no kind of source or code: write interview, focus-group, case-file or other, or enabler, barrier, outcome or context."))
        }),
        Field::Shortlisted if coded_means(value).is_none() => Err(QueryError::new(at, "Write shortlisted:yes or shortlisted:no.")),
        Field::Time => Stretch::of(value).map(|_| ()).ok_or_else(|| {
            QueryError::new(at, "Write minutes and seconds, such as time:10:00..15:30, time:<5:00 or time:>=1:02:00.")
        }),
        Field::Memo if words_with_stars(value).next().is_none() => Err(QueryError::new(at, "Write words of the memo, or memo:* for any.")),
        Field::Near | Field::Follows | Field::Precedes => distance_of(value).map(|_| ()).map_err(|message| QueryError::new(at, message)),
        Field::Speaker | Field::Source | Field::Set | Field::Case | Field::Wave | Field::Language | Field::Code | Field::Coder | Field::Coded
        | Field::Overlaps | Field::Weight | Field::Shortlisted | Field::Memo | Field::Attribute(_) => Ok(()),
    }
}

/// A code's name and how many turns away: `Trust~5`.
pub(crate) fn distance_of(value: &str) -> Result<(&str, Option<u32>), &'static str> {
    let Some((name, turns)) = value.rsplit_once('~') else {
        return Ok((value, None));
    };
    match turns.parse() {
        Ok(turns) => Ok((name, Some(turns))),
        Err(_) => Err("Write how many turns away, such as near:Trust~5."),
    }
}

/// A stretch of a recording, both ends in, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl Stretch {
    /// Reads `10:00..15:30`, `>=1:02:00`, `<5:00` or a single second, `10:30`.
    pub(crate) fn of(value: &str) -> Option<Self> {
        const SECOND: u32 = 1_000;
        let value = value.trim();
        if let Some((from, to)) = value.split_once("..") {
            let (from, to) = (milliseconds(from)?, milliseconds(to)?);
            return (from <= to).then_some(Self { from, to });
        }
        let ends = |sign: &str| value.strip_prefix(sign).map(milliseconds);
        // The longer signs first: `>=` begins with `>`.
        if let Some(from) = ends(">=") {
            return Some(Self {
                from: from?,
                to: u32::MAX,
            });
        }
        if let Some(to) = ends("<=") {
            return Some(Self { from: 0, to: to? });
        }
        if let Some(from) = ends(">") {
            return Some(Self {
                from: from?.checked_add(1)?,
                to: u32::MAX,
            });
        }
        if let Some(to) = ends("<") {
            return Some(Self {
                from: 0,
                to: to?.checked_sub(1)?,
            });
        }
        let from = milliseconds(value)?;
        Some(Self {
            from,
            to: from.checked_add(SECOND - 1)?,
        })
    }
}

/// Reads `m:ss` or `h:mm:ss`.
fn milliseconds(written: &str) -> Option<u32> {
    let parts: Vec<&str> = written.trim().split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let seconds = parts.iter().try_fold(0_u32, |sum, part| {
        let number: u32 = part.parse().ok()?;
        sum.checked_mul(60)?.checked_add(number)
    })?;
    seconds.checked_mul(1_000)
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// What `coded:` is asked: yes or no.
pub(crate) fn coded_means(value: &str) -> Option<bool> {
    match fold(value.trim()).as_str() {
        "yes" | "true" | "y" => Some(true),
        "no" | "false" | "n" | "not" => Some(false),
        _ => None,
    }
}

/// What `kind:` is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindAsked {
    /// A sort of source.
    Source(project::SourceKind),
    /// A kind of code.
    Code(codebooks::Kind),
}

pub(crate) fn kind_of(value: &str) -> Option<KindAsked> {
    let source = value.parse().ok().map(KindAsked::Source);
    source.or_else(|| value.parse().ok().map(KindAsked::Code))
}

/// The words of a quotation: `"kept coming back"`, `"worker trust*"~5`.
fn quotation(inside: &str, tail: &str, at: usize) -> Result<Leaf, QueryError> {
    let slots = slots_of(inside, at + 1)?;
    if slots.is_empty() {
        return Err(QueryError::new(
            at,
            "There is no word between these quotation marks.",
        ));
    }
    if slots.len() > LONGEST_PHRASE {
        return Err(QueryError::new(
            at,
            format!("This phrase is too long: {LONGEST_PHRASE} words are the most."),
        ));
    }
    let Some(distance) = tail.strip_prefix('~') else {
        return Ok(Leaf::Phrase(slots));
    };
    let tail_at = at + inside.chars().count() + 2;
    match distance.parse::<u32>() {
        Ok(distance) => Ok(Leaf::Near(slots, distance.min(1_000_000))),
        Err(_) => Err(QueryError::new(
            tail_at,
            "Write how many words may stand between, such as \"worker trust\"~5.",
        )),
    }
}

/// One run without blanks. None if it holds no letter, such as a dash.
fn bare(run: &str, at: usize) -> Result<Option<Leaf>, QueryError> {
    let (exact, word) = run
        .strip_prefix('=')
        .map_or((false, run), |word| (true, word));
    let word_at = at + usize::from(exact);
    if let Some((word, distance)) = word.rsplit_once('~')
        && distance.chars().all(|c| c.is_ascii_digit())
        && !word.is_empty()
    {
        return fuzzy(word, distance, word_at).map(Some);
    }
    let mut slots = slots_of(word, word_at)?;
    Ok(match (slots.pop(), slots.is_empty()) {
        (None, _) => None,
        (Some(Slot::Word(_)), true) if !exact => Some(Leaf::Word(only_word(word))),
        (Some(last), _) => {
            slots.push(last);
            Some(Leaf::Phrase(slots))
        }
    })
}

fn fuzzy(word: &str, distance: &str, at: usize) -> Result<Leaf, QueryError> {
    let tilde_at = at + word.chars().count();
    let mut slots = slots_of(word, at)?;
    let (Some(Slot::Word(folded)), true) = (slots.pop(), slots.is_empty()) else {
        return Err(QueryError::new(
            tilde_at,
            "A ~ goes after one whole word, such as suport~, or after a quotation.",
        ));
    };
    match distance {
        "" | "1" => Ok(Leaf::Fuzzy(folded, 1)),
        "2" => Ok(Leaf::Fuzzy(folded, 2)),
        _ => Err(QueryError::new(
            tilde_at + 1,
            "A word may be 1 or 2 letters away: write word~ or word~2.",
        )),
    }
}

/// The first word of a run, without the signs around it.
fn only_word(run: &str) -> String {
    words_with_stars(run)
        .next()
        .map(|word| run[word.start..word.end].to_owned())
        .unwrap_or_default()
}

/// The words of a piece of text that begins at a place in the query.
fn slots_of(text: &str, at: usize) -> Result<Vec<Slot>, QueryError> {
    let mut slots = Vec::new();
    for word in words_with_stars(text) {
        let written = &text[word.start..word.end];
        slots.push(match Pattern::of_word(written) {
            None => Slot::Word(fold(written)),
            Some(pattern) if pattern.is_empty() => {
                let place = at + text[..word.start].chars().count();
                return Err(QueryError::new(
                    place,
                    "Write at least one letter beside the star, such as support*.",
                ));
            }
            Some(pattern) => Slot::Pattern(pattern),
        });
    }
    Ok(slots)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(word: &str) -> Expr {
        Expr::Text(Leaf::Word(word.into()))
    }

    fn phrase(words: &[&str]) -> Leaf {
        Leaf::Phrase(slots(words))
    }

    fn slots(words: &[&str]) -> Vec<Slot> {
        words
            .iter()
            .map(|word| {
                Pattern::of_word(word).map_or_else(|| Slot::Word((*word).into()), Slot::Pattern)
            })
            .collect()
    }

    fn wrong(text: &str) -> (usize, String) {
        let error = parse(text).unwrap_err();
        (error.at.get(), error.message)
    }

    #[test]
    fn words_next_to_each_other_are_all_wanted_and_bind_closer_than_or() {
        assert_eq!(
            parse("a b OR c AND NOT d").unwrap(),
            Expr::Or(vec![
                Expr::And(vec![word("a"), word("b")]),
                Expr::And(vec![word("c"), Expr::Not(Box::new(word("d")))]),
            ])
        );
        assert_eq!(
            parse("a (b OR c)").unwrap(),
            Expr::And(vec![word("a"), Expr::Or(vec![word("b"), word("c")])])
        );
        assert_eq!(
            parse("and or not").unwrap(),
            Expr::And(vec![word("and"), word("or"), word("not")]),
            "small letters are words"
        );
    }

    #[test]
    fn signs_change_how_a_word_is_found() {
        assert_eq!(parse("=Trusted").unwrap(), Expr::Text(phrase(&["trusted"])));
        assert_eq!(parse("Éco*").unwrap(), Expr::Text(phrase(&["Éco*"])));
        assert_eq!(
            parse("suport~").unwrap(),
            Expr::Text(Leaf::Fuzzy("suport".into(), 1))
        );
        assert_eq!(
            parse("suport~2").unwrap(),
            Expr::Text(Leaf::Fuzzy("suport".into(), 2))
        );
        assert_eq!(
            parse("“Kept coming”").unwrap(),
            Expr::Text(phrase(&["kept", "coming"]))
        );
        assert_eq!(
            parse("\"worker trust*\"~5").unwrap(),
            Expr::Text(Leaf::Near(slots(&["worker", "trust*"]), 5))
        );
        assert_eq!(
            parse("well-being").unwrap(),
            Expr::Text(phrase(&["well", "being"]))
        );
        assert_eq!(parse("(don’t,)").unwrap(), word("don’t"));
    }

    #[test]
    fn minus_and_not_take_away_and_twice_is_back() {
        assert_eq!(
            parse("-code:Trust").unwrap(),
            Expr::Not(Box::new(
                parse("code:Trust")
                    .map(|mut expr| {
                        if let Expr::Filter(filter) = &mut expr {
                            (filter.at, filter.value_at) = (1, 6);
                        }
                        expr
                    })
                    .unwrap()
            ))
        );
        assert_eq!(parse("NOT NOT a").unwrap(), word("a"));
        assert_eq!(
            parse("a - b").unwrap(),
            Expr::And(vec![word("a"), word("b")]),
            "a dash alone says nothing"
        );
    }

    #[test]
    fn filters_know_their_places() {
        let Expr::Filter(filter) = parse("ŵ:\"North East\"").unwrap() else {
            panic!()
        };
        assert_eq!(
            filter,
            Filter {
                field: Field::Attribute("ŵ".into()),
                value: "North East".into(),
                at: 0,
                value_at: 2
            }
        );
        let Expr::Filter(filter) = parse("area:\"\"").unwrap() else {
            panic!()
        };
        assert_eq!(filter.value, "");
    }

    #[test]
    fn mistakes_are_pointed_at() {
        assert_eq!(wrong(""), (0, "Type a word to search for.".into()));
        assert_eq!(wrong("a OR").0, 4);
        assert_eq!(wrong("OR a").0, 0);
        assert_eq!(wrong("a AND").0, 5);
        assert_eq!(wrong("AND a").0, 0);
        assert_eq!(wrong("a NOT").0, 5);
        assert_eq!(wrong("a (b").0, 2);
        assert_eq!(wrong("a) b").0, 1);
        assert_eq!(wrong("a ()").0, 2);
        assert_eq!(wrong("a \"\"").0, 2);
        assert_eq!(wrong("é \"b").0, 2);
        assert_eq!(wrong("a *").0, 2);
        assert_eq!(wrong("a b~3").0, 4);
        assert_eq!(wrong("ab* well-being~").0, 14);
        assert_eq!(wrong("\"a b\"~x").0, 5);
        assert_eq!(wrong("speaker: a").0, 8);
        assert_eq!(
            wrong("a role:boss"),
            (
                7,
                "“boss” is no speaker's role: say respondent or interviewer.".into()
            )
        );
        assert_eq!(
            wrong("coded:maybe"),
            (6, "Write coded:yes or coded:no.".into())
        );
        assert_eq!(wrong("kind:novel").0, 5);
        assert_eq!(wrong(&"(".repeat(500)).0, DEEPEST);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_input_stops_the_reader(text in "([a-zŵ*~=:\"()-]|AND|OR|NOT|code:|coded:no| |👩|1){0,20}") {
            if let Err(error) = parse(&text) {
                prop_assert!(error.at.get() <= text.chars().count());
                prop_assert!(error.message.ends_with('.'));
            }
        }
    }
}
